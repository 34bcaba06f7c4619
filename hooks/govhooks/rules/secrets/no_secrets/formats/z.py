"""Formats of the providers whose names begin with Z."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
    Format(
        id="zhipu-api-key",
        provider="Zhipu AI",
        description="API key after the name",
        literals=("zhipu", "bigmodel", "zai_api_key"),
        pattern=after(r"(?:zhipu|bigmodel|zai_)[a-z_. -]{0,8}key", r"[0-9a-f]{32}\.[0-9A-Za-z]{16}"),
        source="https://cloud.tencent.com/developer/article/2407511",
        revoke="https://bigmodel.cn/usercenter/proj-mgmt/apikeys",
        positive=("ZHIPUAI_API_KEY={hex:32}.{alnum:16}", "ZAI_API_KEY={hex:32}.{alnum:16}"),
        negative=("API_KEY={hex:32}.{alnum:16}", "ZHIPUAI_API_KEY={hex:32}.{alnum:15}"),
        confidence="medium",
    ),
    Format(
        id="zoho-oauth-token",
        provider="Zoho",
        description="OAuth grant, access or refresh token",
        literals=("1000.",),
        pattern=r"1000\.[0-9a-f]{32}\.[0-9a-f]{32}",
        source="https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html",
        revoke="POST https://accounts.zoho.com/oauth/v2/token/revoke",
        positive=("1000.{hex:32}.{hex:32}",),
        negative=("1000.{hex:32}.{hex:31}", "1000.{hex:31}.{hex:32}"),
    ),
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
