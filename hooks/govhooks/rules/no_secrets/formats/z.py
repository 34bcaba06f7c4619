"""Formats of the providers whose names begin with Z."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    # The checksum held for 2 of 2 published samples.
    Format(
        id="zuplo-api-key",
        provider="Zuplo",
        description="API key",
        literals=("zpka_",),
        pattern=r"zpka_[0-9A-Za-z]{32}_[0-9a-f]{8}",
        source="https://zuplo.com/docs/articles/api-key-management",
        revoke="https://portal.zuplo.com: API Key Service, Consumers, Delete key",
        positive=("zpka_{alnum:32}_{sign:zuplo}",),
        negative=(
            "zpka_{alnum:32}_{badsign:zuplo}",
            "zpka_{alnum:31}_{hex:8}",
        ),
        check="zuplo",
    ),
)
