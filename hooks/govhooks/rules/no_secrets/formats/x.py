"""Formats of the providers whose names begin with X."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

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
    Format(
        id="xata-api-key",
        provider="Xata",
        description="API key",
        literals=("xau_",),
        pattern=r"xau_[0-9A-Za-z]{36,50}",
        source="https://xata.io/docs/concepts/api-keys",
        revoke="https://app.xata.io/settings: API keys",
        positive=("xau_{alnum:36}",),
        negative=("xau_{alnum:35}",),
    ),
    Format(
        id="xendit-secret-key",
        provider="Xendit",
        description="secret API key, production or development",
        literals=("xnd_production_", "xnd_development_"),
        pattern=r"xnd_(?:production|development)_[0-9A-Za-z]{40,80}",
        source="https://docs.xendit.co/docs/api-keys",
        revoke="https://dashboard.xendit.co/settings/developers#api-keys",
        positive=("xnd_production_{alnum:58}", "xnd_development_{alnum:58}"),
        negative=("xnd_production_{alnum:39}", "xnd_public_development_{alnum:58}"),
    ),
)
