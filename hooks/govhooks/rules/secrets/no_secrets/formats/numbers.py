"""Formats of the providers whose names begin with a digit."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
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
