"""Formats of the providers whose names begin with V."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    # The checksum held for 8 of 10 published samples.
    Format(
        id="vercel-token",
        provider="Vercel",
        description="personal, integration, app access, app refresh token or API key",
        literals=(
            "vcp_",
            "vci_",
            "vca_",
            "vcr_",
            "vck_",
        ),
        pattern=r"vc[piark]_[0-9A-Za-z_-]{50}[0-9A-Za-z]{6}",
        source="https://vercel.com/changelog/new-token-formats-and-secret-scanning",
        revoke="https://vercel.com/account/settings/tokens",
        positive=(
            "vcp_{alnum:50}{sign:vercel}",
            "vck_{alnum:50}{sign:vercel}",
        ),
        negative=(
            "vcp_{alnum:50}{badsign:vercel}",
            "vcp_{alnum:55}",
        ),
        check="vercel",
    ),
)
