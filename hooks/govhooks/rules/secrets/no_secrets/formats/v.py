"""Formats of the providers whose names begin with V."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
    Format(
        id="vercel-blob-token",
        provider="Vercel",
        description="Blob read-write token",
        literals=("vercel_blob_rw_",),
        pattern=r"vercel_blob_rw_[0-9A-Za-z]{16}_[0-9A-Za-z]{30}",
        source="https://vercel.com/docs/vercel-blob/using-blob-sdk",
        revoke="https://vercel.com/dashboard/stores: the store, Rotate token",
        positive=("vercel_blob_rw_{alnum:16}_{alnum:30}",),
        negative=("vercel_blob_rw_{alnum:16}_{alnum:29}", "vercel_blob_rw_{alnum:15}_{alnum:30}"),
    ),
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
    Format(
        id="virustotal-api-key",
        provider="VirusTotal",
        description="API key after the name",
        literals=("virustotal", "vt_api_key", "x-apikey"),
        pattern=after(r"virustotal[_. -]{0,3}(?:api[_. -]?)?key|vt_api_key|x-apikey", r"[0-9a-f]{64}"),
        source="https://www.rdocumentation.org/packages/virustotal/versions/0.7.1/topics/set_key",
        revoke="https://www.virustotal.com/gui/my-apikey",
        positive=("VIRUSTOTAL_API_KEY={hex:64}", "x-apikey: {hex:64}"),
        negative=("API_KEY={hex:64}", "VIRUSTOTAL_API_KEY={hex:63}"),
        confidence="medium",
    ),
)
