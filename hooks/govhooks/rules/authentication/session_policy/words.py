"""The words of findings, by kind of setting or by the row of a table."""

from __future__ import annotations

from govhooks.search.compiled import compiled

PROBLEMS = {
    "session": "session lifetime",
    "idle": "idle time of a session",
    "token": "token lifetime",
    "refresh": "lifetime of what renews a session",
    "secure": "cookie is sent over plain HTTP, too",
    "httponly": "scripts can read the cookie",
    "samesite": "requests from other sites carry the cookie",
    "csrf": "CSRF protection is off",
    "jwt": "JWT verification is off",
    "tls": "TLS certificates are not verified",
    "hashing": "passwords are hashed with a weak algorithm",
    "cost+": "password hashes become cheaper to break",
    "cost-": "password hashes become cheaper to break",
    "mfa": "the second factor is off",
    "lockout": "locking after failed logins is off",
    "lockout-": "more failed logins are allowed",
    "lockout+": "a lock after failed logins is shorter",
    "debug": "debug mode is on",
    "django-password-reset": "lifetime of a link that resets a password",
    "devise-reset": "lifetime of a link that resets a password",
    "anonymous": "access without a login is on",
}
FIXES = {
    "secure": "set Secure to true",
    "httponly": "set HttpOnly to true",
    "samesite": "use SameSite=Lax or Strict",
    "csrf": "keep it on, and exempt single requests that carry no cookie",
    "jwt": 'verify the signature with a fixed list of algorithms, such as ["RS256"]',
    "tls": "verify certificates; trust a private CA by its certificate file",
    "hashing": "use argon2id, scrypt, bcrypt or PBKDF2",
    "mfa": "keep it required",
    "lockout": "keep it on",
    "debug": "switch it on by an environment variable of the development machine",
    "anonymous": "require a login",
}
# What makes an unreadable file worth mentioning.
TELLING = compiled(
    r"(?i)cookie|csrf|jwt|session|verify_?(?:signature|ssl|peer|none)|insecureskipverify|rejectunauthorized|bcrypt|argon2|pbkdf2|"
    r"passwordencoder|trustmanager|bruteforce|mfa_|token_?validity|token_?lifetime"
)
