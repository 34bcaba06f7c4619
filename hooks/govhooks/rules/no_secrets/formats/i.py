"""Formats of the providers whose names begin with I."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    Format(
        id="infracost-api-key",
        provider="Infracost",
        description="API key",
        literals=("ico-",),
        pattern=r"ico-[0-9A-Za-z]{32}",
        source="https://www.infracost.io/docs/",
        revoke="https://dashboard.infracost.io: Org settings, API keys",
        positive=("ico-{alnum:32}",),
        negative=(
            "ico-{alnum:31}",
            "ico-{alnum:33}",
        ),
    ),
    Format(
        id="ionic-api-token",
        provider="Ionic",
        description="personal access token",
        literals=("ion_",),
        pattern=r"ion_[0-9A-Za-z]{42}",
        source="collected 2026-11 from public documentation",
        revoke="https://dashboard.ionicframework.com/personal/tokens",
        positive=("ion_{alnum:42}",),
        negative=(
            "ion_{alnum:41}",
            "ion_{alnum:43}",
        ),
    ),
)
