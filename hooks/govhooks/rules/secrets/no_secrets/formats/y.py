"""Formats of the providers whose names begin with Y."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
    Format(
        id="yandex-cloud-access-key",
        provider="Yandex",
        description="Cloud static access key secret after the name",
        literals=("yandex",),
        pattern=after(r"yandex", r"YC[0-9A-Za-z_-]{38}"),
        source="https://yandex.cloud/en/docs/iam/concepts/authorization/access-key",
        revoke="yc iam access-key delete",
        positive=("YANDEX_SECRET_KEY=YC{base64url:38}",),
        negative=(
            "SECRET_KEY=YC{alnum:38}",
            "YANDEX_SECRET_KEY=YC{alnum:37}",
        ),
        confidence="medium",
    ),
    Format(
        id="yandex-cloud-api-key",
        provider="Yandex",
        description="Cloud API key",
        literals=("aqvn",),
        pattern=r"AQVN[0-9A-Za-z_-]{35,38}",
        source="https://yandex.cloud/en/docs/iam/concepts/authorization/api-key",
        revoke="yc iam api-key delete",
        positive=("AQVN{base64url:36}",),
        negative=(
            "AQVN{alnum:34}",
            "AQVN{alnum:39}",
        ),
    ),
    Format(
        id="yandex-iam-token",
        provider="Yandex",
        description="Cloud IAM token",
        literals=("t1.9",),
        pattern=r"t1\.9[0-9A-Za-z_-]{20,600}={0,2}\.[0-9A-Za-z_-]{86}={0,2}",
        source="https://gitlab.com/gitlab-org/gitlab/-/issues/353039",
        revoke="yc iam revoke-token; it expires after 12 hours",
        positive=("t1.9{alnum:120}.{alnum:86}",),
        negative=("t1.9{alnum:120}.{alnum:85}", "t1.9{alnum:19}.{alnum:86}"),
    ),
)
