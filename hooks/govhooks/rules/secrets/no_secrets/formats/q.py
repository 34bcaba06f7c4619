"""Formats of the providers whose names begin with Q."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
    Format(
        id="qase-api-token",
        provider="Qase",
        description="API token after the name",
        literals=("qase",),
        pattern=after(r"qase[a-z_. -]{0,14}token", r"(?:[0-9a-f]{64}|[0-9a-f]{40})"),
        source="https://github.com/qase-tms/qase-python/blob/3b1a7c626e41dc36c5095ac0ff31e452dd7cb3cd/README.md",
        revoke="https://app.qase.io/user/api/token: Delete",
        positive=(
            "QASE_API_TOKEN={hex:64}",
            "QASE_TESTOPS_API_TOKEN={hex:40}",
        ),
        negative=(
            "OTHER_TOKEN={hex:64}",
            "QASE_API_TOKEN={hex:63}",
        ),
        confidence="medium",
    ),
    Format(
        id="qiniu-secret-key",
        provider="Qiniu",
        description="secret key after the name",
        literals=("qiniu",),
        pattern=after(r"qiniu[_. -]{0,3}secret[_. -]?key", r"(?<![_-])[0-9A-Za-z_-]{40}(?![_-])"),
        source="https://github.com/qiniu/python-sdk/blob/13c73a95049b4d633f7522ba79e2bc4cb66e4b13/README.md",
        revoke="https://portal.qiniu.com/developer/user/key: Disable, Delete",
        positive=("QINIU_SECRET_KEY={base64url:39}x",),
        negative=(
            "OTHER_SECRET={base64url:39}x",
            "QINIU_SECRET_KEY={alnum:39}",
            "QINIU_ACCESS_KEY={alnum:40}",
        ),
        confidence="medium",
    ),
    Format(
        id="quandl-api-key",
        provider="Quandl",
        description="API key after the name",
        literals=("quandl",),
        pattern=after(r"quandl[a-z_. -]{0,16}key", r"(?<![_-])[0-9A-Za-z_-]{20}(?![_-])"),
        source="https://docs.data.nasdaq.com",
        revoke="https://data.nasdaq.com/account/profile: Reset API key",
        positive=("QUANDL_API_KEY={base64url:19}x",),
        negative=(
            "OTHER_KEY={base64url:19}x",
            "QUANDL_API_KEY={alnum:19}",
        ),
        confidence="medium",
    ),
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
