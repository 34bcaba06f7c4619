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
        id="yandex-dictionary-api-key",
        provider="Yandex",
        description="Dictionary or Translate API key",
        literals=(
            "dict.1.1.",
            "trnsl.1.1.",
            "pdct.1.1.",
        ),
        pattern=r"(?:dict|trnsl|pdct)\.1\.1\.[0-9]{8}T[0-9]{6}Z\.[0-9a-f]{16}\.[0-9a-f]{40}",
        source="https://yandex.com/dev/dictionary/doc/dg/concepts/api-keys.html",
        revoke="https://yandex.com/dev/dictionary/keys/: Delete",
        positive=("dict.1.1.20260101T120000Z.{hex:16}.{hex:40}",),
        negative=(
            "dict.1.1.20260101T120000Z.{hex:16}.{hex:39}",
            "dict.1.1.20260101T120000Z.{hex:15}.{hex:40}",
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
    Format(
        id="yandex-oauth-token",
        provider="Yandex",
        description="OAuth token",
        literals=(
            "y0_ag",
            "y0__x",
        ),
        pattern=r"y0_(?:Ag|_x)[0-9A-Za-z_-]{48,128}",
        source="https://yandex.com/dev/id/doc/en/",
        revoke="https://id.yandex.com/personal/data-access: the app, Remove access",
        positive=(
            "y0_Ag{base64url:54}",
            "y0__x{base64url:54}",
        ),
        negative=(
            "y0_Ag{alnum:47}",
            "y0_Ag{alnum:129}",
        ),
    ),
    Format(
        id="yelp-api-key",
        provider="Yelp",
        description="API key after the name",
        literals=("yelp",),
        pattern=after(r"yelp[a-z_. -]{0,12}key", r"[0-9A-Za-z_-]{126}Yx"),
        source="https://docs.developer.yelp.com/docs/places-authentication",
        revoke="https://www.yelp.com/developers/v3/manage_app: create a new API key",
        positive=("YELP_API_KEY={base64url:126}Yx",),
        negative=(
            "OTHER_KEY={base64url:126}Yx",
            "YELP_API_KEY={alnum:125}Yx",
        ),
    ),
    Format(
        id="ynab-access-token",
        provider="YNAB",
        description="personal access token after the name",
        literals=("ynab",),
        pattern=after(r"ynab[a-z_. -]{0,12}(?:token|key)", r"(?<![_-])[0-9A-Za-z_-]{43}(?![_-])"),
        source="https://github.com/ynab/ynab-sdk-python/blob/e8d833158b5fad8e35140d92b999927a0719a766/README.md",
        revoke="https://app.ynab.com/settings/developer: Personal Access Tokens, Revoke",
        positive=("YNAB_ACCESS_TOKEN={base64url:42}x",),
        negative=(
            "OTHER_TOKEN={base64url:42}x",
            "YNAB_ACCESS_TOKEN={alnum:42}",
        ),
        confidence="medium",
    ),
    Format(
        id="yookassa-secret-key",
        provider="YooKassa",
        description="secret key of a shop, live or test, after the name",
        literals=(
            "yookassa",
            "yoomoney",
            "youkassa",
        ),
        pattern=after(
            r"(?:yookassa|yoomoney|youkassa)[a-z_. -]{0,14}(?:key|token|secret)",
            r"(?:live|test)_[0-9A-Za-z_-]{43}(?![_-])",
        ),
        source="https://github.com/yoomoney/yookassa-sdk-python/blob/7ea96a10ae8ee7b3043ffe5e1f01931765d7290f/README.md",
        revoke="https://yookassa.ru/my: Integration, API keys, reissue the secret key",
        positive=(
            "YOOKASSA_SECRET_KEY=live_{alnum:12}-{alnum:18}_{alnum:11}",
            "YOOKASSA_SECRET_KEY=test_{alnum:43}",
        ),
        negative=(
            "OTHER_SECRET=live_{alnum:12}-{alnum:18}_{alnum:11}",
            "YOOKASSA_SECRET_KEY=live_{alnum:12}-{alnum:18}_{alnum:10}",
        ),
        confidence="medium",
    ),
    Format(
        id="you-com-api-key",
        provider="You.com",
        description="API key",
        literals=("ydc-sk-",),
        pattern=r"ydc-sk-[0-9a-f]{16}-[0-9A-Za-z]{32}-[0-9a-f]{8}",
        source="https://documentation.you.com/get-started/quickstart",
        revoke="https://you.com/platform/api-keys: Delete",
        positive=("ydc-sk-{hex:16}-{alnum:32}-{hex:8}",),
        negative=(
            "ydc-sk-{hex:16}-{alnum:31}-{hex:8}",
            "ydc-sk-{hex:15}-{alnum:32}-{hex:8}",
        ),
    ),
)
