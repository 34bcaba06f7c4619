"""Formats of the providers whose names begin with X."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import after

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
        pattern=r"xau_[0-9A-Za-z]{33}",
        source="https://github.com/xataio/client-ts/blob/50fcddb28e58f9d9b64013a52d8c2519da426ff1/README.md",
        revoke="https://app.xata.io/settings: API keys, Delete",
        positive=("xau_{alnum:33}",),
        negative=(
            "xau_{alnum:32}",
            "xau_{alnum:34}",
        ),
    ),
    Format(
        id="xendit-secret-key",
        provider="Xendit",
        description="secret API key, live or test",
        literals=(
            "xnd_production_",
            "xnd_development_",
        ),
        pattern=r"xnd_(?:production|development)_[0-9A-Za-z]{40,90}",
        source="https://github.com/xendit/xendit-python/blob/d26f700a55e6af83e48b7e3412a2968ce944d5ab/README.md",
        revoke="https://dashboard.xendit.co/settings/developers#api-keys: Delete",
        positive=(
            "xnd_production_{alnum:60}",
            "xnd_development_{alnum:60}",
        ),
        negative=(
            "xnd_production_{alnum:39}",
            "xnd_public_production_{alnum:60}",
        ),
    ),
    Format(
        id="xero-client-secret",
        provider="Xero",
        description="client secret after the name",
        literals=("xero",),
        pattern=after(r"xero[_. -]{0,3}client[_. -]?secret", r"(?<![_-])[0-9A-Za-z_-]{48}(?![_-])"),
        source="https://github.com/XeroAPI/xero-python/blob/343e214ba7c4fcf383560430e1406d088546e33d/README.md",
        revoke="https://developer.xero.com/app/manage: Configuration, Delete the client secret",
        positive=("XERO_CLIENT_SECRET={base64url:47}x",),
        negative=(
            "OTHER_SECRET={base64url:47}x",
            "XERO_CLIENT_SECRET={alnum:47}",
            "XERO_CLIENT_ID={HEX:32}",
        ),
        confidence="medium",
    ),
)
