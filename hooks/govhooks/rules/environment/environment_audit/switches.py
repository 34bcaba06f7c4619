"""Variables that switch a protection on or off, and which values switch it off."""

from __future__ import annotations

from govhooks.search.compiled import compiled

_ON = compiled(r"(?i)(?:1|true|yes|on|enabled?|y|t)")
_OFF = compiled(r"(?i)(?:0|false|no|off|disabled?|n|f|none|never)")
# (the name, the values that switch the protection off, what the variable then does). Names are whole; `X_` stands before most.
SWITCHES = (
    (r"(?:\w+_)?DEBUG(?:_MODE|_ENABLED)?|(?:\w+_)?(?:ENABLE|ALLOW)_DEBUG(?:GER)?|WERKZEUG_DEBUG_PIN", _ON, "switches debug mode on"),
    (r"(?:\w+_)?(?:AUTH|AUTHENTICATION|AUTHORIZATION|LOGIN|MFA|2FA|CSRF|RBAC|ACL|TLS|SSL|HTTPS|SECURITY|RATE_?LIMIT(?:ING|ER)?|WAF|CSP|HSTS|AUDIT(?:_LOG)?|ENCRYPTION|XSS_PROTECTION)_(?:DISABLED?|OFF|BYPASS|SKIP)", _ON, "switches a protection off"),
    (r"(?:\w+_)?(?:DISABLE|SKIP|BYPASS|NO)_(?:\w+_)?(?:AUTH|AUTHENTICATION|AUTHORIZATION|AUTHZ|LOGIN|MFA|2FA|CSRF|RBAC|ACL|TLS|SSL|HTTPS|SECURITY|CERT|CERTS|CERTIFICATE|CERTIFICATES|VERIFY|VERIFICATION|RATE_?LIMIT(?:ING|S)?|WAF|CSP|HSTS|AUDIT|ENCRYPTION|SIGNATURE|PERMISSIONS?)(?:_\w+)?", _ON, "switches a protection off"),
    (r"(?:\w+_)?(?:AUTH|AUTHENTICATION|AUTHORIZATION|LOGIN|MFA|2FA|CSRF|CSRF_PROTECTION|RBAC|TLS|SSL|HTTPS|SECURITY|RATE_?LIMIT(?:ING|ER)?|WAF|CSP|HSTS|AUDIT(?:_LOG)?|ENCRYPTION|SIGNATURE)_?(?:ENABLED?|REQUIRED?|ENFORCED?|ON)", _OFF, "switches a protection off"),
    (r"(?:\w+_)?(?:ENABLE|REQUIRE|ENFORCE|FORCE|USE)_(?:AUTH|AUTHENTICATION|AUTHORIZATION|LOGIN|MFA|2FA|CSRF|RBAC|TLS|SSL|HTTPS|RATE_?LIMIT(?:ING)?|WAF|CSP|HSTS|AUDIT(?:_LOG)?|ENCRYPTION|SIGNATURE)", _OFF, "switches a protection off"),
    (r"(?:\w+_)?(?:(?:SSL|TLS|CERT|HTTPS|JWT|TOKEN|SIGNATURE|WEBHOOK|HOST|PEER|EMAIL)_?)?(?:\w+_)?VERIFY(?:_(?:SSL|TLS|CERTS?|HOST|PEER|CERTIFICATES?|SIGNATURES?|TOKEN|JWT|EMAIL|MODE))?|(?:\w+_)?(?:SSL|TLS|CERT|JWT|SIGNATURE|TOKEN|WEBHOOK)_(?:VERIFICATION|VALIDATION|CHECK)(?:_ENABLED)?", _OFF, "switches verification off"),
    (r"NODE_TLS_REJECT_UNAUTHORIZED|(?:\w+_)?(?:TLS|SSL)_REJECT_UNAUTHORIZED|(?:\w+_)?REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY", _OFF, "switches the verification of certificates off"),
    (r"GIT_SSL_NO_VERIFY|(?:\w+_)?(?:NO|SKIP|DISABLE)_?(?:SSL|TLS|CERT)_?(?:VERIFY|CHECK|VERIFICATION)|(?:\w+_)?(?:SSL|TLS)_(?:NO|SKIP)_VERIFY|(?:\w+_)?(?:TLS|SSL|VAULT|ALLOW)_?(?:SKIP_VERIFY|INSECURE\w*)|(?:\w+_)?INSECURE(?:_\w+)?|(?:\w+_)?SKIP_VERIFY", _ON, "switches the verification of certificates off"),
    (r"(?:\w+_)?(?:CORS|ALLOWED|ALLOW|ACCESS_CONTROL_ALLOW)_?(?:ALLOW(?:ED)?_?)?(?:ORIGINS?|HOSTS?|ORIGIN_WHITELIST)|(?:\w+_)?CORS(?:_ORIGINS?)?|(?:\w+_)?TRUSTED_(?:ORIGINS|HOSTS|PROXIES)", compiled(r"""(?:\[?\s*["']?\*["']?\s*\]?|.*,\s*\*(?:,.*)?|all|ALL)"""), "allows any origin or host"),
    (r"(?:\w+_)?CORS_(?:ALLOW|ORIGIN)_ALL(?:_ORIGINS)?|(?:\w+_)?ALLOW_ALL_(?:ORIGINS|HOSTS|USERS)|(?:\w+_)?(?:ALLOW|ENABLE)_(?:ANONYMOUS|GUEST|ANON|PUBLIC|UNAUTHENTICATED|PASSWORDLESS|EMPTY_PASSWORD|SELF_SIGNED)\w*|(?:\w+_)?(?:ANONYMOUS|GUEST)_(?:ENABLED|ACCESS|AUTH\w*)", _ON, "lets anybody in"),
    (r"(?:\w+_)?(?:SESSION_|CSRF_|JWT_|AUTH_)?COOKIE_?(?:SECURE|HTTP_?ONLY)|(?:\w+_)?SECURE_COOKIES?|(?:\w+_)?SECURE_(?:SSL_REDIRECT|HSTS_SECONDS)", _OFF, "leaves cookies or redirects unprotected"),
    (r"(?:\w+_)?COOKIE_?SAMESITE|(?:\w+_)?SAMESITE", compiled(r"(?i)none"), "sends cookies to other sites"),
    (r"(?:PG|DB_|DATABASE_|POSTGRES_|MYSQL_)?SSL_?MODE", compiled(r"(?i)(?:disable|disabled|allow|prefer|preferred)"), "allows connections that are not encrypted"),
)  # fmt: skip
# One of these is part of every name above.
WORDS = (
    *(
        "DEBUG",
        "AUTH",
        "LOGIN",
        "MFA",
        "2FA",
        "CSRF",
        "RBAC",
        "ACL",
        "TLS",
        "SSL",
        "HTTPS",
        "SECUR",
        "RATE",
        "WAF",
        "CSP",
        "HSTS",
        "AUDIT",
    ),
    *(
        "ENCRYPT",
        "XSS",
        "CERT",
        "VERIF",
        "VALIDATION",
        "CHECK",
        "SIGNATURE",
        "PERMISSION",
        "REJECT",
        "CORS",
        "ALLOW",
        "TRUSTED",
        "COOKIE",
    ),
    *("SAMESITE", "INSECURE", "ANONYMOUS", "GUEST"),
)
# Names that tell of something else: a level, a place, a name.
_OTHER = compiled(
    r".*_(?:LEVEL|URL|URI|PATH|FILE|DIR|PORT|NAME|KEY|SECRET|TOKEN|ID|TIMEOUT|TTL|SECONDS|PREFIX|CLIENT|PROVIDER|DOMAIN|ISSUER|SERVICE|ENDPOINT|HEADER|TYPE|METHODS?|HEADERS)"
)


def off(name: str, value: str) -> str:
    """What a value of a variable switches off, in words; "" if nothing."""
    upper = name.upper()
    if not any(word in upper for word in WORDS) or len(value) > 200:
        return ""
    text = value.strip().strip("\"'").strip()
    if _OTHER.fullmatch(upper) and not upper.endswith("HSTS_SECONDS"):
        return ""
    for at, (_, values, what) in enumerate(SWITCHES):
        if values.fullmatch(text) and _name(at).fullmatch(upper):
            return what
    return ""


_names: dict[int, object] = {}


def _name(at: int):  # type: ignore[no-untyped-def]
    if at not in _names:
        import re

        _names[at] = re.compile(SWITCHES[at][0])
    return _names[at]
