"""Python: Django, Flask, Starlette, PyJWT, python-jose, authlib, requests, httpx, aiohttp, ssl, passlib."""

from __future__ import annotations

import re

from govhooks.readers.code import Expression
from govhooks.rules.authentication.session_policy.facts import Given
from govhooks.rules.authentication.session_policy.settings import (
    BAD,
    CALLED,
    GOOD,
    GUARD,
    LEAST,
    MOST,
    NOT_ON,
    ON,
    SAME_SITE,
    WEAK,
    Reading,
    Setting,
    truth,
)
from govhooks.rules.authentication.session_policy.tables.readings import (
    algorithm,
    certificates,
    has,
    holds,
    password_digest,
    password_hash,
    text_of,
    weak_name,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.authentication.session_policy.facts import Fact
    from govhooks.rules.authentication.session_policy.settings import Context

PY = "python"
# A setting that is also given by a variable of the environment, in any file that sets one.
BOTH = "python env yaml json toml dockerfile ini"
_REQUESTS = r"\b(?:requests|httpx|aiohttp|urllib3|Session\(|AsyncClient|boto3|niquests)\b"


def _decode(fact: Fact, context: Context) -> Reading | None:
    """jwt.decode of PyJWT, python-jose and authlib."""
    given = fact.value
    if not isinstance(given, Given):
        return None
    options = given.keywords.get("options")
    options = context.names.get(options.text, options) if isinstance(options, Expression) else options
    options = options if isinstance(options, dict) else {}
    text = given.text
    if given.keywords.get("verify") is False or (len(given.arguments) > 2 and given.arguments[2] is False):
        return Reading(BAD)
    for name, value in options.items():
        if name == "verify_signature" and truth(value, context.names) is False:
            return Reading(BAD)
    if re.search(r"['\"]verify_signature['\"]\s*:\s*False", text):
        return Reading(BAD)
    for name, value in options.items():
        if name in ("verify_exp", "verify_aud", "verify_iss", "verify_nbf") and truth(value, context.names) is False:
            return Reading(BAD, reason=f"JWT claim {name[7:]} is not verified")
    algorithms = given.keywords.get("algorithms", given.arguments[2] if len(given.arguments) > 2 else None)
    if algorithms is not None:
        found = algorithm_of(algorithms, context)
        return found or Reading(GOOD)
    if context.matches(r"\bauthlib\b|\bjoserfc\b") or "**" in given.keywords:
        return None
    if len(given.arguments) + len(given.keywords) < 2:
        return Reading(BAD, reason="a token is decoded without a key")
    return Reading(BAD, reason="any algorithm that the token names is accepted: no algorithms are given")


def algorithm_of(value: object, context: Context) -> Reading | None:
    from govhooks.rules.authentication.session_policy.facts import Fact

    return algorithm(Fact((), value, 0, "", "", False), context)


def _unverified_context(fact: Fact, context: Context) -> Reading | None:
    return Reading(BAD)


def _verify_mode(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value)
    if text.endswith("CERT_NONE") or text in ("0", "'CERT_NONE'"):
        return Reading(BAD)
    return Reading(GOOD) if "CERT_" in text else None


def _debug_run(fact: Fact, context: Context) -> Reading | None:
    found = truth(fact.value, context.names)
    return None if found is None else Reading(BAD if found else GOOD)


def _sign(fact: Fact, context: Context) -> Reading | None:
    return algorithm(fact, context)


def _authentication(fact: Fact, context: Context) -> Reading | None:
    """The back ends that authenticate: none that lets everybody in."""
    text = text_of(fact.value)
    if fact.value == []:
        return Reading(WEAK, reason="nothing authenticates any more")
    if re.search(r"AllowAll|Anonymous|NoAuth|Dummy|Mock|AllowAny|RemoteUserBackend", text):
        return Reading(BAD, flag="RemoteUser" in text)
    return Reading(GOOD)


_CSRF = ("csrf",)


def _by_its_neighbours(fact: Fact, context: Context) -> Reading | None:
    """`secure` in a table of options for cookies: HttpOnly or SameSite stand beside it."""
    if not re.search(r"(?i)http_?only|same_?site", context.around(fact.line, 4)):
        return None
    found = truth(fact.value, context.names)
    return None if found is None else Reading(GOOD if found else BAD)


def _talisman(fact: Fact, context: Context) -> Reading | None:
    """A setting of the application; of a single view, where it decorates one, it says nothing of cookies."""
    if re.search(r"(?m)^\s*@\w*talisman\b", context.around(fact.line, 0), re.IGNORECASE):
        return None
    found = truth(fact.value, context.names)
    return None if found is None else Reading(GOOD if found else BAD)


ROWS = (
    Setting("authlib-validate", "jwt", PY, "claims.validate.() *.claims.validate.() token.validate.()", GUARD,
        "from authlib.jose import jwt\nclaims = jwt.decode(t, key)", "from authlib.jose import jwt\nclaims = jwt.decode(t, key)\nclaims.validate()",
        near="authlib", instead=r"jwt\.decode", problem="claims of tokens are not verified", fix="keep claims.validate()"),
    Setting("authlib-algorithms", "jwt", PY, "JsonWebToken.0 JsonWebSignature.0", algorithm, 'jwt = JsonWebToken(["RS256", "none"])', 'jwt = JsonWebToken(["RS256"])'),
    Setting("pyramid-secure", "secure", PY, "SignedCookieSessionFactory.secure BaseCookieSessionFactory.secure AuthTktCookieHelper.secure AuthTktAuthenticationPolicy.secure", ON, "SignedCookieSessionFactory(k, secure=False)", "SignedCookieSessionFactory(k, secure=True)"),
    Setting("pyramid-httponly", "httponly", PY, "SignedCookieSessionFactory.httponly BaseCookieSessionFactory.httponly AuthTktCookieHelper.http_only AuthTktAuthenticationPolicy.http_only", ON, "SignedCookieSessionFactory(k, httponly=False)", "SignedCookieSessionFactory(k, httponly=True)"),
    Setting("pyramid-timeout", "session", PY, "SignedCookieSessionFactory.timeout SignedCookieSessionFactory.max_age AuthTktCookieHelper.timeout", "seconds", "SignedCookieSessionFactory(k, timeout=864000)", "SignedCookieSessionFactory(k, timeout=1200)", endless=(None,)),
    Setting("flask-login-protection", "secure", PY, "login_manager.session_protection SESSION_PROTECTION", lambda fact, context: Reading(GOOD if "strong" in text_of(fact.value) else WEAK, flag=True), 'login_manager.session_protection = None', 'login_manager.session_protection = "strong"', problem="a stolen session works elsewhere", fix='use "strong"'),
    Setting("asgi-csrf", "csrf", PY, "word.CSRFMiddleware word.CsrfMiddleware word.CSRFConfig", GUARD, "app = Starlette()\napp.add_middleware(GZip)", "app = Starlette()\napp.add_middleware(GZip)\napp.add_middleware(CSRFMiddleware, secret=s)", instead=r"app|middleware"),
    Setting("cookie-options-secure", "secure", PY, "*.secure", _by_its_neighbours, 'OPTIONS = {"httponly": True, "secure": False}', 'OPTIONS = {"httponly": True, "secure": True}', session=True),
    Setting("cookie-options-httponly", "httponly", PY, "*.httponly", ON, 'OPTIONS = {"httponly": False, "secure": True}', 'OPTIONS = {"httponly": True, "secure": True}', session=True),
    Setting("cookie-options-samesite", "samesite", PY, "*.samesite", SAME_SITE, 'OPTIONS = {"samesite": "none", "secure": True}', 'OPTIONS = {"samesite": "lax", "secure": True}', session=True),
    # Django
    Setting("django-session-age", "session", BOTH, "SESSION_COOKIE_AGE", "seconds",
        "SESSION_COOKIE_AGE = 60 * 60 * 24 * 30", "SESSION_COOKIE_AGE = 60 * 60 * 8", default=1209600),
    Setting("django-session-browser", "session", PY, "SESSION_EXPIRE_AT_BROWSER_CLOSE", ON,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE = False", "SESSION_EXPIRE_AT_BROWSER_CLOSE = True",
        problem="sessions outlive the browser", fix="set it to True", default=BAD),
    Setting("django-password-reset", "refresh", PY, "PASSWORD_RESET_TIMEOUT", "seconds",
        "PASSWORD_RESET_TIMEOUT = 259200 * 10", "PASSWORD_RESET_TIMEOUT = 3600", default=259200),
    Setting("django-session-secure", "secure", BOTH, "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE REMEMBER_COOKIE_SECURE JWT_COOKIE_SECURE", ON,
        "SESSION_COOKIE_SECURE = False", "SESSION_COOKIE_SECURE = True", default=BAD),
    Setting("django-ssl-redirect", "secure", BOTH, "SECURE_SSL_REDIRECT", ON,
        "SECURE_SSL_REDIRECT = False", "SECURE_SSL_REDIRECT = True", default=BAD,
        problem="plain HTTP is no longer redirected to HTTPS", fix="set it to True"),
    Setting("django-hsts", "secure", PY, "SECURE_HSTS_SECONDS", LEAST,
        "SECURE_HSTS_SECONDS = 0", "SECURE_HSTS_SECONDS = 31536000", default=0, problem="browsers forget sooner that this site is HTTPS only"),
    Setting("django-session-httponly", "httponly", BOTH, "SESSION_COOKIE_HTTPONLY REMEMBER_COOKIE_HTTPONLY", ON,
        "SESSION_COOKIE_HTTPONLY = False", "SESSION_COOKIE_HTTPONLY = True"),
    Setting("django-samesite", "samesite", BOTH, "SESSION_COOKIE_SAMESITE CSRF_COOKIE_SAMESITE REMEMBER_COOKIE_SAMESITE JWT_COOKIE_SAMESITE", SAME_SITE,
        'SESSION_COOKIE_SAMESITE = "None"', 'SESSION_COOKIE_SAMESITE = "Lax"'),
    Setting("django-csrf-middleware", "csrf", PY, "MIDDLEWARE MIDDLEWARE_CLASSES", holds("csrf"),
        'MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]',
        'MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]',
        fix="put django.middleware.csrf.CsrfViewMiddleware back"),
    Setting("django-axes-middleware", "lockout", PY, "MIDDLEWARE", holds("axes"),
        'MIDDLEWARE = ["a.B"]', 'MIDDLEWARE = ["a.B", "axes.middleware.AxesMiddleware"]'),
    Setting("django-otp-middleware", "mfa", PY, "MIDDLEWARE", holds("otp|two_factor|mfa"),
        'MIDDLEWARE = ["a.B"]', 'MIDDLEWARE = ["a.B", "django_otp.middleware.OTPMiddleware"]'),
    Setting("django-security-middleware", "secure", PY, "MIDDLEWARE", holds("SecurityMiddleware"),
        'MIDDLEWARE = ["a.B"]', 'MIDDLEWARE = ["a.B", "django.middleware.security.SecurityMiddleware"]',
        problem="SecurityMiddleware is gone: no HTTPS redirect, no HSTS", fix="put it back"),
    Setting("django-axes-backend", "lockout", PY, "AUTHENTICATION_BACKENDS", holds("axes"),
        'AUTHENTICATION_BACKENDS = ["a.B"]', 'AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "a.B"]'),
    Setting("django-otp-apps", "mfa", PY, "INSTALLED_APPS", holds("django_otp|two_factor|mfa"),
        'INSTALLED_APPS = ["a"]', 'INSTALLED_APPS = ["a", "django_otp"]'),
    Setting("django-axes-apps", "lockout", PY, "INSTALLED_APPS", holds("axes|defender"),
        'INSTALLED_APPS = ["a"]', 'INSTALLED_APPS = ["a", "axes"]'),
    Setting("django-csrf-exempt", "csrf", PY, "csrf.csrf_exempt.() csrf_exempt.()", lambda fact, context: Reading(BAD, flag=True),
        "@csrf_exempt\ndef pay(request): ...", "def pay(request): ...",
        problem="CSRF protection is off for a view", fix="keep it on, or authenticate the caller by a signature or a token instead of a cookie"),
    Setting("django-csrf-exempt-call", "csrf", PY, "csrf_exempt.0", lambda fact, context: Reading(BAD, flag=True),
        "view = csrf_exempt(pay)", "view = pay", problem="CSRF protection is off for a view", fix="keep it on"),
    Setting("django-csrf-exempt-class", "csrf", PY, "method_decorator.0", has("csrf_exempt", flag=True),
        "@method_decorator(csrf_exempt, name='dispatch')\nclass V(View): ...", "@method_decorator(login_required, name='dispatch')\nclass V(View): ...",
        problem="CSRF protection is off for a view", fix="keep it on, or authenticate the caller by a signature or a token instead of a cookie"),
    Setting("django-hashers", "hashing", PY, "PASSWORD_HASHERS", weak_name,
        'PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]',
        'PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]'),
    Setting("django-validators", "hashing", PY, "AUTH_PASSWORD_VALIDATORS", lambda fact, context: Reading(WEAK if fact.value == [] else GOOD),
        "AUTH_PASSWORD_VALIDATORS = []",
        'AUTH_PASSWORD_VALIDATORS = [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}]',
        problem="passwords are no longer validated", fix="put the validators back"),
    Setting("django-hasher-iterations", "cost", PY, "*.iterations", LEAST,
        "class H(PBKDF2PasswordHasher):\n    iterations = 1000", "class H(PBKDF2PasswordHasher):\n    iterations = 720000", near=r"PasswordHasher"),
    Setting("django-hasher-rounds", "cost", PY, "*.rounds *.time_cost *.memory_cost *.work_factor", LEAST,
        "class H(BCryptSHA256PasswordHasher):\n    rounds = 4", "class H(BCryptSHA256PasswordHasher):\n    rounds = 12", near=r"Hasher"),
    Setting("django-backends", "anonymous", PY, "AUTHENTICATION_BACKENDS DEFAULT_AUTHENTICATION_CLASSES", _authentication,
        'AUTHENTICATION_BACKENDS = ["app.auth.AllowAllBackend"]', 'AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]',
        problem="a back end lets everybody in"),
    Setting("django-debug", "debug", PY, "DEBUG FLASK_DEBUG TEMPLATE_DEBUG DEBUG_PROPAGATE_EXCEPTIONS", NOT_ON,
        "DEBUG = True", "DEBUG = False", path="config/settings/production.py"),
    Setting("environment-debug", "debug", "env yaml toml dockerfile ini", "DJANGO_DEBUG FLASK_DEBUG APP_DEBUG", NOT_ON,
        "DJANGO_DEBUG=true", "DJANGO_DEBUG=false", path="production.env"),
    # A bare DEBUG may be anything: it counts where the file says that it is production's.
    Setting("environment-debug-bare", "debug", "env yaml toml dockerfile ini", "DEBUG", NOT_ON,
        "DEBUG=true", "DEBUG=false", near=r"(?i)prod|live|release", path="production.env"),
    Setting("simple-jwt-access", "token", PY, "ACCESS_TOKEN_LIFETIME SLIDING_TOKEN_LIFETIME", "seconds",
        'SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(days=7)}', 'SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=5)}', default=300),
    Setting("simple-jwt-refresh", "refresh", PY, "REFRESH_TOKEN_LIFETIME SLIDING_TOKEN_REFRESH_LIFETIME", "seconds",
        'SIMPLE_JWT = {"REFRESH_TOKEN_LIFETIME": timedelta(days=365)}', 'SIMPLE_JWT = {"REFRESH_TOKEN_LIFETIME": timedelta(days=1)}', default=86400),
    Setting("simple-jwt-rotation", "refresh", PY, "SIMPLE_JWT.ROTATE_REFRESH_TOKENS SIMPLE_JWT.BLACKLIST_AFTER_ROTATION", ON,
        'SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": False}', 'SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True}',
        problem="refresh tokens are no longer rotated", fix="rotate and blacklist them"),
    Setting("simple-jwt-algorithm", "jwt", BOTH, "SIMPLE_JWT.ALGORITHM JWT_ALGORITHM JWT_ALGORITHMS JWT_DECODE_ALGORITHMS", _sign,
        'SIMPLE_JWT = {"ALGORITHM": "none"}', 'SIMPLE_JWT = {"ALGORITHM": "RS256"}'),
    Setting("jwt-verify-setting", "jwt", BOTH, "JWT_VERIFY JWT_VERIFY_SIGNATURE JWT_VERIFY_EXPIRATION VERIFY_JWT VERIFY_SIGNATURE JWT_AUTH.JWT_VERIFY", ON,
        "JWT_VERIFY = False", "JWT_VERIFY = True"),
    Setting("axes-enabled", "lockout", BOTH, "AXES_ENABLED", ON, "AXES_ENABLED = False", "AXES_ENABLED = True"),
    Setting("axes-limit", "lockout", PY, "AXES_FAILURE_LIMIT MAX_LOGIN_ATTEMPTS LOGIN_ATTEMPTS_LIMIT ACCOUNT_LOGIN_ATTEMPTS_LIMIT DEFENDER_LOGIN_FAILURE_LIMIT SECURITY_MAX_FAILED_LOGINS", MOST,
        "AXES_FAILURE_LIMIT = 500", "AXES_FAILURE_LIMIT = 5", default=3),
    Setting("mfa-setting", "mfa", BOTH, "MFA_REQUIRED REQUIRE_MFA MFA_ENABLED ENABLE_MFA TWO_FACTOR_REQUIRED SECURITY_TWO_FACTOR SECURITY_TWO_FACTOR_REQUIRED REQUIRE_2FA TWO_FACTOR_ENABLED OTP_REQUIRED ENFORCE_MFA MFA_ENFORCED TOTP_REQUIRED", ON,
        "MFA_REQUIRED = False", "MFA_REQUIRED = True"),
    # Flask
    Setting("flask-session-lifetime", "session", BOTH, "PERMANENT_SESSION_LIFETIME", "seconds",
        'app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=31)', 'app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(hours=8)', default=31 * 86400),
    Setting("flask-session-attribute", "session", PY, "app.permanent_session_lifetime", "seconds",
        "app.permanent_session_lifetime = timedelta(days=31)", "app.permanent_session_lifetime = timedelta(hours=8)"),
    Setting("flask-remember", "refresh", BOTH, "REMEMBER_COOKIE_DURATION", "seconds",
        'app.config["REMEMBER_COOKIE_DURATION"] = timedelta(days=365)', 'app.config["REMEMBER_COOKIE_DURATION"] = timedelta(days=7)', default=365 * 86400),
    Setting("flask-jwt-access", "token", BOTH, "JWT_ACCESS_TOKEN_EXPIRES JWT_EXPIRATION_DELTA JWT_ACCESS_TOKEN_EXPIRE_SECONDS ACCESS_TOKEN_EXPIRE_SECONDS JWT_LIFETIME_SECONDS", "seconds",
        'app.config["JWT_ACCESS_TOKEN_EXPIRES"] = False', 'app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(minutes=15)', default=900, endless=(False,)),
    Setting("token-minutes", "token", BOTH, "ACCESS_TOKEN_EXPIRE_MINUTES JWT_EXPIRE_MINUTES ACCESS_TOKEN_LIFETIME_MINUTES TOKEN_EXPIRE_MINUTES JWT_EXPIRATION_MINUTES JWT_ACCESS_TOKEN_EXPIRE_MINUTES ACCESS_TOKEN_TTL_MINUTES", "minutes",
        "ACCESS_TOKEN_EXPIRE_MINUTES = 60 * 24 * 8", "ACCESS_TOKEN_EXPIRE_MINUTES = 30"),
    Setting("token-hours", "token", BOTH, "JWT_EXPIRATION_HOURS JWT_EXPIRE_HOURS TOKEN_EXPIRE_HOURS ACCESS_TOKEN_EXPIRE_HOURS TOKEN_TTL_HOURS", "hours",
        "JWT_EXPIRATION_HOURS = 720", "JWT_EXPIRATION_HOURS = 1"),
    Setting("refresh-days", "refresh", BOTH, "REFRESH_TOKEN_EXPIRE_DAYS REFRESH_TOKEN_LIFETIME_DAYS REFRESH_TOKEN_TTL_DAYS JWT_REFRESH_TOKEN_EXPIRE_DAYS", "days",
        "REFRESH_TOKEN_EXPIRE_DAYS = 365", "REFRESH_TOKEN_EXPIRE_DAYS = 7"),
    Setting("flask-jwt-refresh", "refresh", BOTH, "JWT_REFRESH_TOKEN_EXPIRES JWT_REFRESH_EXPIRATION_DELTA REFRESH_TOKEN_EXPIRE_SECONDS", "seconds",
        'app.config["JWT_REFRESH_TOKEN_EXPIRES"] = timedelta(days=365)', 'app.config["JWT_REFRESH_TOKEN_EXPIRES"] = timedelta(days=7)', default=30 * 86400, endless=(False,)),
    Setting("django-oauth-access", "token", PY, "ACCESS_TOKEN_EXPIRE_SECONDS ID_TOKEN_EXPIRE_SECONDS", "seconds",
        'OAUTH2_PROVIDER = {"ACCESS_TOKEN_EXPIRE_SECONDS": 864000}', 'OAUTH2_PROVIDER = {"ACCESS_TOKEN_EXPIRE_SECONDS": 3600}'),
    Setting("flask-csrf", "csrf", BOTH, "WTF_CSRF_ENABLED WTF_CSRF_CHECK_DEFAULT JWT_COOKIE_CSRF_PROTECT CSRF_ENABLED", ON,
        'app.config["WTF_CSRF_ENABLED"] = False', 'app.config["WTF_CSRF_ENABLED"] = True'),
    Setting("flask-csrf-protect", "csrf", PY, "CSRFProtect.() CsrfProtect.() csrf.init_app.() SeaSurf.()", GUARD,
        "from flask_wtf import CSRFProtect\napp = Flask(__name__)", "from flask_wtf import CSRFProtect\napp = Flask(__name__)\nCSRFProtect(app)",
        instead=r"(?i)flask", near=r"(?i)flask"),
    Setting("flask-csrf-exempt", "csrf", PY, "csrf.exempt.()", lambda fact, context: Reading(BAD, flag=True),
        "@csrf.exempt\ndef hook(): ...", "def hook(): ...", problem="CSRF protection is off for a view", fix="keep it on"),
    Setting("wtforms-csrf", "csrf", PY, "Meta.csrf", ON, "class Meta:\n    csrf = False", "class Meta:\n    csrf = True"),
    Setting("flask-debug", "debug", PY, "app.run.debug app.debug application.run.debug socketio.run.debug", _debug_run,
        "app.run(debug=True)", "app.run(debug=False)"),
    Setting("fastapi-debug", "debug", PY, "FastAPI.debug Starlette.debug Litestar.debug", NOT_ON, "app = FastAPI(debug=True)", "app = FastAPI(debug=False)"),
    Setting("talisman-cookie", "secure", PY, "Talisman.session_cookie_secure Talisman.force_https", _talisman,
        "Talisman(app, force_https=False)", "Talisman(app, force_https=True)"),
    Setting("talisman-httponly", "httponly", PY, "Talisman.session_cookie_http_only", ON,
        "Talisman(app, session_cookie_http_only=False)", "Talisman(app, session_cookie_http_only=True)"),
    # Starlette, FastAPI, any response
    Setting("starlette-session-age", "session", PY, "SessionMiddleware.max_age add_middleware.max_age", "seconds",
        "app.add_middleware(SessionMiddleware, secret_key=key, max_age=14 * 24 * 3600)", "app.add_middleware(SessionMiddleware, secret_key=key, max_age=3600)",
        near=r"SessionMiddleware", default=1209600, endless=(None,)),
    Setting("starlette-https", "secure", PY, "SessionMiddleware.https_only add_middleware.https_only", ON,
        "app.add_middleware(SessionMiddleware, secret_key=key, https_only=False)", "app.add_middleware(SessionMiddleware, secret_key=key, https_only=True)", default=BAD),
    Setting("starlette-same-site", "samesite", PY, "SessionMiddleware.same_site add_middleware.same_site", SAME_SITE,
        'app.add_middleware(SessionMiddleware, secret_key=key, same_site="none")', 'app.add_middleware(SessionMiddleware, secret_key=key, same_site="lax")'),
    Setting("python-cookie-secure", "secure", PY, "set_cookie.secure set_signed_cookie.secure set_secure_cookie.secure", ON,
        'response.set_cookie("session", value, secure=False)', 'response.set_cookie("session", value, secure=True)', default=BAD, session=True),
    Setting("python-cookie-httponly", "httponly", PY, "set_cookie.httponly set_signed_cookie.httponly set_secure_cookie.httponly", ON,
        'response.set_cookie("session", value, httponly=False)', 'response.set_cookie("session", value, httponly=True)', default=BAD, session=True),
    Setting("python-cookie-samesite", "samesite", PY, "set_cookie.samesite set_signed_cookie.samesite", SAME_SITE,
        'response.set_cookie("session", value, samesite="none")', 'response.set_cookie("session", value, samesite="lax")', session=True),
    Setting("python-cookie-age", "session", PY, "set_cookie.max_age set_cookie.expires set_signed_cookie.max_age", "seconds",
        'response.set_cookie("session", value, max_age=86400 * 90)', 'response.set_cookie("session", value, max_age=3600)', session=True),
    Setting("fastapi-users-lifetime", "token", PY, "JWTStrategy.lifetime_seconds RedisStrategy.lifetime_seconds DatabaseStrategy.lifetime_seconds", "seconds",
        "JWTStrategy(secret=key, lifetime_seconds=864000)", "JWTStrategy(secret=key, lifetime_seconds=3600)", endless=(None,)),
    Setting("python-cookie-transport", "secure", PY, "CookieTransport.cookie_secure", ON, "CookieTransport(cookie_secure=False)", "CookieTransport(cookie_secure=True)"),
    Setting("python-cookie-transport-httponly", "httponly", PY, "CookieTransport.cookie_httponly", ON, "CookieTransport(cookie_httponly=False)", "CookieTransport(cookie_httponly=True)"),
    Setting("python-cookie-transport-age", "session", PY, "CookieTransport.cookie_max_age", "seconds", "CookieTransport(cookie_max_age=864000)", "CookieTransport(cookie_max_age=3600)"),
    # JSON web tokens
    Setting("pyjwt-decode", "jwt", PY, "jwt.decode.() jwt.decode_complete.() jws.verify.() pyjwt.decode.()", _decode,
        'import jwt\njwt.decode(token, options={"verify_signature": False})', 'import jwt\njwt.decode(token, key, algorithms=["RS256"])'),
    Setting("jose-unverified", "jwt", PY, "jwt.get_unverified_claims.() jws.get_unverified_claims.()", CALLED,
        "from jose import jwt\njwt.get_unverified_claims(token)", 'from jose import jwt\njwt.decode(token, key, algorithms=["RS256"])',
        problem="claims are read from a token that is not verified"),
    Setting("jwt-encode-none", "jwt", PY, "jwt.encode.algorithm jwt.encode.2 jws.sign.algorithm", _sign,
        'import jwt\njwt.encode(claims, key, algorithm="none")', 'import jwt\njwt.encode(claims, key, algorithm="HS256")'),
    Setting("jwt-claim-exp", "token", PY, "exp *.exp", "seconds",
        'import jwt\nclaims = {"exp": datetime.utcnow() + timedelta(days=30)}', 'import jwt\nclaims = {"exp": datetime.utcnow() + timedelta(minutes=15)}', near=r"(?i)jwt|jose|claims"),
    Setting("jwt-expires-delta", "token", PY, "create_access_token.expires_delta create_access_token.expires", "seconds",
        "create_access_token(identity=user, expires_delta=timedelta(days=30))", "create_access_token(identity=user, expires_delta=timedelta(minutes=15))", endless=(False,)),
    Setting("jwt-refresh-delta", "refresh", PY, "create_refresh_token.expires_delta create_refresh_token.expires", "seconds",
        "create_refresh_token(identity=user, expires_delta=timedelta(days=365))", "create_refresh_token(identity=user, expires_delta=timedelta(days=7))", endless=(False,)),
    Setting("token-lifetime-name", "token", PY, "access_token_expires access_token_lifetime token_lifetime access_token_ttl token_ttl jwt_ttl token_expiry jwt_lifetime", "seconds",
        "access_token_expires = timedelta(days=30)", "access_token_expires = timedelta(minutes=15)"),
    Setting("itsdangerous-age", "token", PY, "serializer.loads.max_age signer.unsign.max_age s.loads.max_age", "seconds",
        "serializer.loads(token, max_age=864000)", "serializer.loads(token, max_age=3600)", endless=(None,)),
    # TLS
    Setting("requests-verify", "tls", PY, "get.verify post.verify put.verify patch.verify delete.verify head.verify request.verify options.verify Client.verify AsyncClient.verify send.verify stream.verify client.verify resource.verify", certificates,
        "import requests\nrequests.get(url, verify=False)", "import requests\nrequests.get(url, verify=True)", near=_REQUESTS),
    Setting("session-verify", "tls", PY, "session.verify *.session.verify s.verify http.verify client.verify", certificates,
        "import requests\nsession = requests.Session()\nsession.verify = False", 'import requests\nsession = requests.Session()\nsession.verify = "/etc/ca.pem"', near=_REQUESTS),
    Setting("aiohttp-ssl", "tls", PY, "TCPConnector.ssl TCPConnector.verify_ssl get.ssl post.ssl request.ssl", certificates,
        "import aiohttp\naiohttp.TCPConnector(ssl=False)", "import aiohttp\naiohttp.TCPConnector(ssl=context)", near=r"aiohttp"),
    Setting("verify-ssl-option", "tls", BOTH, "verify_ssl ssl_verify verify_certs validate_certs verify_cert VERIFY_TLS TLS_VERIFY SSL_CERT_VERIFY", certificates,
        "Elasticsearch(url, verify_certs=False)", "Elasticsearch(url, verify_certs=True)"),
    Setting("urllib3-cert-reqs", "tls", PY, "cert_reqs verify_mode ssl_cert_reqs", _verify_mode,
        'import ssl\ncontext.verify_mode = ssl.CERT_NONE', "import ssl\ncontext.verify_mode = ssl.CERT_REQUIRED"),
    Setting("ssl-cert-reqs-text", "tls", PY, "PoolManager.cert_reqs redis.ssl_cert_reqs Redis.ssl_cert_reqs", has("none"),
        'redis.Redis(ssl_cert_reqs="none")', 'redis.Redis(ssl_cert_reqs="required")'),
    Setting("ssl-hostname", "tls", PY, "check_hostname assert_hostname", ON,
        "context.check_hostname = False", "context.check_hostname = True", problem="host names of certificates are not verified", fix="verify host names"),
    Setting("ldap-tls", "tls", PY, "word.OPT_X_TLS_NEVER word.OPT_X_TLS_ALLOW", CALLED, "import ldap\nldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_NEVER)", "import ldap\nldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)"),
    Setting("ssl-unverified", "tls", PY, "word._create_unverified_context", CALLED,
        "import ssl\nssl._create_default_https_context = ssl._create_unverified_context", "import ssl\nssl.create_default_context()"),
    Setting("paramiko-policy", "tls", PY, "set_missing_host_key_policy.0", has("AutoAdd", "WarningPolicy"),
        "client.set_missing_host_key_policy(paramiko.AutoAddPolicy())", "client.set_missing_host_key_policy(paramiko.RejectPolicy())",
        problem="host keys of SSH servers are not verified", fix="use RejectPolicy and known_hosts"),
    Setting("tls-insecure", "tls", PY, "tls_insecure tls_insecure_set.0 tlsAllowInvalidCertificates allow_invalid_certificates insecure_skip_verify", NOT_ON,
        "client.tls_insecure_set(True)", "client.tls_insecure_set(False)"),
    Setting("python-https-verify", "tls", "python env yaml dockerfile", "PYTHONHTTPSVERIFY", ON, 'os.environ["PYTHONHTTPSVERIFY"] = "0"', 'os.environ["PYTHONHTTPSVERIFY"] = "1"'),
    Setting("authlib-insecure", "tls", "python env yaml dockerfile", "AUTHLIB_INSECURE_TRANSPORT OAUTHLIB_INSECURE_TRANSPORT", NOT_ON,
        'os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"', 'os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "0"', problem="OAuth is allowed over plain HTTP", fix="use HTTPS"),
    # Passwords
    Setting("hashlib-password", "hashing", PY, "hashlib.md5.() hashlib.sha1.() hashlib.sha256.() hashlib.sha512.() hashlib.sha224.() md5.() sha1.()", password_hash,
        "digest = hashlib.md5(password.encode()).hexdigest()", "digest = hashlib.md5(content).hexdigest()"),
    Setting("hashlib-new", "hashing", PY, "hashlib.new.0", password_digest,
        'hashlib.new("md5", password.encode())', 'hashlib.new("md5", content)'),
    Setting("passlib-schemes", "hashing", PY, "CryptContext.schemes CryptContext.default", weak_name,
        'CryptContext(schemes=["md5_crypt"])', 'CryptContext(schemes=["argon2"])'),
    Setting("passlib-plain", "hashing", PY, "hash.md5_crypt.hash.() plaintext.hash.() md5_crypt.hash.() hex_md5.hash.() hex_sha1.hash.() sha1_crypt.hash.() ldap_md5.hash.() md5_crypt.using.() passlib.hash.hex_md5.hash.()", CALLED,
        "md5_crypt.hash(password)", "argon2.hash(password)"),
    Setting("werkzeug-method", "hashing", PY, "generate_password_hash.method generate_password_hash.1", has(r"md5|sha1\b|plain|^'?\"?sha256|sha512$"),
        'generate_password_hash(password, method="md5")', 'generate_password_hash(password, method="scrypt")'),
    Setting("werkzeug-iterations", "cost", PY, "generate_password_hash.method", lambda fact, context: _pbkdf2(fact),
        'generate_password_hash(password, method="pbkdf2:sha256:1000")', 'generate_password_hash(password, method="pbkdf2:sha256:600000")'),
    Setting("python-strong-hash", "hashing", PY, "bcrypt.hashpw.() argon2.hash.() PasswordHasher.hash.() make_password.() ph.hash.() pwd_context.hash.() generate_password_hash.() hashlib.scrypt.()", GUARD,
        "import hashlib\nstored = hashlib.sha256(password.encode()).hexdigest()", "import bcrypt\nstored = bcrypt.hashpw(password, bcrypt.gensalt())", instead=r"hashlib\.(?:md5|sha\d+)\(|password\s*==|==\s*\w*password"),
    Setting("python-bcrypt-rounds", "cost", PY, "bcrypt.gensalt.0 bcrypt.gensalt.rounds gensalt.rounds", LEAST, "bcrypt.gensalt(rounds=4)", "bcrypt.gensalt(rounds=12)", default=12),
    Setting("flask-bcrypt-rounds", "cost", BOTH, "BCRYPT_LOG_ROUNDS BCRYPT_ROUNDS BCRYPT_COST SALT_ROUNDS BCRYPT_SALT_ROUNDS PBKDF2_ITERATIONS PASSWORD_ITERATIONS HASH_ITERATIONS", LEAST,
        'app.config["BCRYPT_LOG_ROUNDS"] = 4', 'app.config["BCRYPT_LOG_ROUNDS"] = 12'),
    Setting("pbkdf2-iterations", "cost", PY, "pbkdf2_hmac.3 pbkdf2_hmac.iterations PBKDF2HMAC.iterations pbkdf2.3", LEAST,
        'hashlib.pbkdf2_hmac("sha256", password, salt, 1000)', 'hashlib.pbkdf2_hmac("sha256", password, salt, 600000)'),
    Setting("python-argon2-cost", "cost", PY, "PasswordHasher.time_cost PasswordHasher.memory_cost Argon2.time_cost", LEAST,
        "PasswordHasher(time_cost=1)", "PasswordHasher(time_cost=3)"),
    Setting("python-argon2-memory", "cost", PY, "PasswordHasher.hash_len PasswordHasher.salt_len", LEAST, "PasswordHasher(salt_len=4)", "PasswordHasher(salt_len=16)"),
    Setting("passlib-rounds", "cost", PY, "CryptContext.bcrypt__rounds CryptContext.argon2__rounds CryptContext.argon2__time_cost CryptContext.argon2__memory_cost CryptContext.pbkdf2_sha256__rounds CryptContext.pbkdf2_sha256__default_rounds CryptContext.bcrypt__default_rounds CryptContext.argon2__default_rounds bcrypt.using.rounds argon2.using.rounds pbkdf2_sha256.using.rounds", LEAST,
        'CryptContext(schemes=["bcrypt"], bcrypt__rounds=4)', 'CryptContext(schemes=["bcrypt"], bcrypt__rounds=12)'),
    Setting("scrypt-n", "cost", PY, "hashlib.scrypt.n Scrypt.n scrypt.hash.N", LEAST, "hashlib.scrypt(password, salt=salt, n=16, r=8, p=1)", "hashlib.scrypt(password, salt=salt, n=16384, r=8, p=1)"),
)  # fmt: skip


def _pbkdf2(fact: Fact) -> Reading | None:
    found = re.search(r"pbkdf2:\w+:(\d+)", text_of(fact.value))
    return Reading(amount=float(found[1])) if found else None
