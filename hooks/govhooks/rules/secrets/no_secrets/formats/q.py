"""Formats of the providers whose names begin with Q."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    Format(
        id="quicknode-endpoint",
        provider="QuickNode",
        description="token in an endpoint URL",
        literals=("quiknode.pro/",),
        pattern=r"quiknode\.pro/(?P<secret>[0-9a-f]{40})",
        source="https://github.com/ethers-io/ethers.js/blob/0186def15ff19a401a493ba50bb0d664c099423b/src.ts/providers/provider-quicknode.ts",
        revoke="https://dashboard.quicknode.com: endpoint, Security, rotate the token",
        positive=("https://old-wild-river.quiknode.pro/{hex:40}/",),
        negative=("https://old-wild-river.quiknode.pro/{hex:39}/", "https://quiknode.dev/{hex:40}/"),
    ),
)
