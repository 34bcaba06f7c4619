"""Formats of the providers whose names begin with a digit."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

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
)
