"""Formats of the providers whose names begin with X."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    Format(
        id="xai-api-key",
        provider="xAI",
        description="API key",
        literals=("xai-",),
        pattern=r"xai-[0-9A-Za-z_-]{70,120}",
        source="https://docs.x.ai/docs/overview",
        revoke="https://console.x.ai: API Keys",
        positive=("xai-{alnum:80}",),
        negative=(
            "xai-{alnum:69}",
            "xai-{alnum:121}",
        ),
    ),
)
