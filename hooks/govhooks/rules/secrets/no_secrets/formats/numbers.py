"""Formats of the providers whose names begin with a digit."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import UUID, after

FORMATS: tuple[Format, ...] = (
    Format(
        id="zerox-api-key",
        provider="0x",
        description="Swap API key, a UUID after the name",
        literals=("0x-api-key", "0x_api_key", "zeroex_api_key"),
        pattern=after(r"(?:0x|zeroex)[_-]api[_-]key", UUID),
        source="https://0x.org/docs/introduction/getting-started",
        revoke="https://dashboard.0x.org: Apps, API keys",
        positive=("ZEROEX_API_KEY={uuid}",),
        negative=("OTHER_VALUE={uuid}", "ZEROEX_API_KEY={hex:32}"),
        confidence="medium",
    ),
    Format(
        id="oneinch-api-key",
        provider="1inch",
        description="developer portal API key after the name",
        literals=("1inch", "one_inch", "oneinch"),
        pattern=after(
            r"(?:1inch|one_?inch)[ _.-]{0,3}(?:dev[ _-]?)?(?:portal[ _-]?)?(?:api[ _-]?|auth[ _-]?)?(?:key|token)",
            r"(?=[A-Za-z]{0,31}[0-9])[0-9A-Za-z]{32}",
        ),
        source="https://portal.1inch.dev/documentation/authentication",
        revoke="https://portal.1inch.dev: the application, API keys",
        positive=("ONEINCH_API_KEY={letters:5}7{alnum:26}",),
        negative=("OTHER_VALUE={letters:5}7{alnum:26}", "ONEINCH_API_KEY={letters:5}7{alnum:25}"),
        confidence="medium",
    ),
    Format(
        id="onepassword-secret-key",
        provider="1Password",
        description="account secret key",
        literals=("a3-",),
        pattern=r"A3-[0-9A-Z]{6}-(?:[0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}",
        source="https://support.1password.com/secret-key-security/",
        revoke="1password.com: My Profile, Regenerate Secret Key",
        positive=(
            "A3-{upperalnum:6}-{upperalnum:6}-{upperalnum:5}-{upperalnum:5}-{upperalnum:5}-{upperalnum:5}",
            "A3-{upperalnum:6}-{upperalnum:11}-{upperalnum:5}-{upperalnum:5}-{upperalnum:5}",
        ),
        negative=("A3-{upperalnum:6}-{upperalnum:6}-{upperalnum:5}-{upperalnum:5}-{upperalnum:5}",),
    ),
    Format(
        id="onepassword-service-account-token",
        provider="1Password",
        description="service account token",
        literals=("ops_eyj",),
        pattern=r"ops_eyJ[0-9A-Za-z+/_-]{250,2000}",
        source="https://developer.1password.com/docs/service-accounts/security/",
        revoke="https://developer.1password.com/docs/service-accounts/manage-service-accounts/",
        positive=(
            (
                "ops_{b64urljson:signInAddress='my.1password.com',userAuth.method='SRPg-4096',"
                "userAuth.salt=base64url:22,email='a@1passwordserviceaccounts.com',srpX=hex:64,"
                "muk.k=base64url:43,secretKey=upperalnum:32,deviceUuid=base32lower:26}"
            ),
        ),
        negative=(
            "ops_eyJ{alnum:300}",
            "ops_eyJ{alnum:249}",
        ),
        check="onepassword",
    ),
    Format(
        id="twocaptcha-api-key",
        provider="2Captcha",
        description="API key after the name",
        literals=("2captcha", "twocaptcha"),
        pattern=after(r"(?:2captcha|twocaptcha)[a-z_. -]{0,8}key", r"[0-9a-f]{32}"),
        source="https://2captcha.com/api-2captcha",
        revoke="https://2captcha.com/enterpage: Account settings, regenerate the key",
        positive=("TWOCAPTCHA_API_KEY={hex:32}",),
        negative=("CAPTCHA_API_KEY={hex:32}", "2CAPTCHA_API_KEY={hex:31}"),
        confidence="medium",
    ),
    Format(
        id="dialog360-api-key",
        provider="360dialog",
        description="WhatsApp Business API key after the name",
        literals=("d360-api-key", "d360_api_key", "360dialog"),
        pattern=after(r"(?:d360|360dialog)[_-](?:waba[_-])?(?:api[_-])?(?:key|token)", r"[0-9A-Za-z]{22,26}AK"),
        source="https://docs.360dialog.com/docs/messaging/authentication",
        revoke="https://hub.360dialog.com: the number's channel, generate a new API key",
        positive=("D360-API-KEY: {alnum:24}AK",),
        negative=("OTHER_VALUE={alnum:24}AK", "D360-API-KEY: {alnum:21}AK"),
        confidence="medium",
    ),
    Format(
        id="threecommas-api-secret",
        provider="3Commas",
        description="API secret after the name",
        literals=("3commas", "3_commas", "three_commas", "threecommas"),
        pattern=after(r"(?:3|three)_?commas[ _.-]{0,3}(?:api[ _.-]?)?secret", r"[0-9a-f]{64,256}"),
        source="https://developers.3commas.io/quick-start",
        revoke="https://app.3commas.io/api_access_tokens: delete the key",
        positive=("THREE_COMMAS_API_SECRET={hex:64}",),
        negative=("OTHER_VALUE={hex:64}", "THREE_COMMAS_API_SECRET={hex:63}"),
        confidence="medium",
    ),
    Format(
        id="intra42-client-secret",
        provider="42 Intra",
        description="OAuth client secret",
        literals=("s-s4t2ud-", "s-s4t2af-"),
        pattern=r"s-s4t2(?:ud|af)-[0-9a-f]{64}",
        source="https://api.intra.42.fr/apidoc/guides/getting_started",
        revoke="https://profile.intra.42.fr/oauth/applications",
        positive=("s-s4t2ud-{hex:64}",),
        negative=("s-s4t2ud-{hex:63}",),
    ),
)
