"""Configuration files: Spring, Symfony, php.ini, web.xml, web.config, Tomcat, nginx ingress, Grafana and others."""

from __future__ import annotations

import re

from govhooks.rules.authentication.session_policy.settings import (
    BAD,
    GOOD,
    GUARD,
    LEAST,
    MOST,
    NOT_ON,
    ON,
    SAME_SITE,
    Reading,
    Setting,
)
from govhooks.rules.authentication.session_policy.tables.readings import algorithm, has, stays_on, text_of, weak_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.authentication.session_policy.facts import Fact
    from govhooks.rules.authentication.session_policy.settings import Context

SPRING = "properties yaml env dockerfile"
ANY = "yaml json toml env ini properties hcl dockerfile"


def _transport(fact: Fact, context: Context) -> Reading | None:
    text = str(fact.value).upper()
    return Reading(GOOD) if "CONFIDENTIAL" in text else Reading(BAD) if text.strip() == "NONE" else None


def _ssl_required(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value).lower()
    return Reading(BAD) if text == "none" else Reading(GOOD) if text in ("all", "external") else None


def _ssl_mode(fact: Fact, context: Context) -> Reading | None:
    """sslmode of PostgreSQL: disable, allow, prefer, require, verify-ca, verify-full."""
    text = text_of(fact.value).lower().strip("\"'")
    if text in ("verify-full", "verify-ca", "verify_identity", "verify_ca"):
        return Reading(GOOD)
    return (
        Reading("weak", flag=True)
        if text in ("disable", "allow", "prefer", "require", "disabled", "preferred", "required")
        else None
    )


ROWS = (
    # Spring Boot
    Setting("spring-session-timeout", "idle", SPRING, "server.servlet.session.timeout server.session.timeout spring.session.timeout server.reactive.session.timeout", "seconds",
        "server.servlet.session.timeout=24h", "server.servlet.session.timeout=30m", endless=("-1", -1, "0", 0), default=1800),
    Setting("spring-cookie-age", "session", SPRING, "server.servlet.session.cookie.max-age server.reactive.session.cookie.max-age", "seconds", "server.servlet.session.cookie.max-age=30d", "server.servlet.session.cookie.max-age=8h"),
    Setting("spring-cookie-secure", "secure", SPRING, "server.servlet.session.cookie.secure session.cookie.secure server.reactive.session.cookie.secure", ON, "server.servlet.session.cookie.secure=false", "server.servlet.session.cookie.secure=true", default=BAD),
    Setting("spring-cookie-httponly", "httponly", SPRING, "server.servlet.session.cookie.http-only session.cookie.http-only server.reactive.session.cookie.http-only session.cookie.httponly", ON, "server.servlet.session.cookie.http-only=false", "server.servlet.session.cookie.http-only=true"),
    Setting("spring-cookie-samesite", "samesite", SPRING, "server.servlet.session.cookie.same-site session.cookie.same-site server.reactive.session.cookie.same-site", SAME_SITE, "server.servlet.session.cookie.same-site=none", "server.servlet.session.cookie.same-site=lax"),
    Setting("spring-ssl", "tls", SPRING, "server.ssl.enabled security.require-ssl management.server.ssl.enabled", ON, "server.ssl.enabled=false", "server.ssl.enabled=true", problem="TLS is off", fix="leave it on, or let the proxy end TLS and say so"),
    Setting("spring-client-auth", "tls", SPRING, "server.ssl.client-auth", has("^none$|^want$"), "server.ssl.client-auth=none", "server.ssl.client-auth=need", problem="client certificates are not required", fix="set it to need"),
    Setting("spring-basic", "csrf", SPRING, "security.enable-csrf security.csrf.enabled csrf.enabled app.security.csrf.enabled spring.security.csrf.enabled", ON, "security.csrf.enabled=false", "security.csrf.enabled=true"),
    Setting("spring-debug", "debug", SPRING, "debug server.error.include-stacktrace_", NOT_ON, "debug=true", "debug=false", near=r"(?i)application[^\n]*\.(?:properties|ya?ml)"),
    Setting("spring-actuator", "debug", SPRING, "management.endpoints.web.exposure.include endpoints.web.exposure.include", has(r"^\*$"), 'management.endpoints.web.exposure.include=*', "management.endpoints.web.exposure.include=health", problem="every endpoint of the actuator is open", fix="name the endpoints: health, info", path="src/main/resources/application.properties"),
    Setting("spring-h2-console", "debug", SPRING, "spring.h2.console.enabled h2.console.settings.web-allow-others", NOT_ON, "spring.h2.console.enabled=true", "spring.h2.console.enabled=false", problem="the console of the database is open", fix="open it in the profile of development alone", path="src/main/resources/application.properties"),
    Setting("spring-stacktrace", "debug", SPRING, "server.error.include-stacktrace server.error.include-exception", has("^always$|^true$"), "server.error.include-stacktrace=always", "server.error.include-stacktrace=never", problem="error pages show the inside of the application", fix='set it to "never"'),
    Setting("spring-authorization-access", "token", SPRING, "access-token-time-to-live access-token-validity access-token-validity-seconds", "seconds", "app.token.access-token-time-to-live=30d", "app.token.access-token-time-to-live=15m"),
    Setting("spring-authorization-refresh", "refresh", SPRING, "refresh-token-time-to-live refresh-token-validity refresh-token-validity-seconds refresh-token.expiration", "seconds", "app.token.refresh-token-time-to-live=365d", "app.token.refresh-token-time-to-live=7d"),
    Setting("jwt-expiration-ms", "token", "properties yaml json toml", "jwt.expiration jwt.expiration-ms jwt.expirationMs jwtExpirationMs jwt.expirationInMs app.jwtExpirationInMs jwt.access-token.expiration jwt.token.expiration security.jwt.expiration-time", "ms", "app.jwt.expiration=2592000000", "app.jwt.expiration=900000"),
    Setting("jwt-expiration-seconds", "token", ANY, "jwt.expiration-seconds jwt.ttl jwt.lifetime jwt.expires-in jwt.expiresIn jwt.expiry accessToken.ttl accessToken.expiresIn access_token_ttl access_token.expires_in access_token_lifetime token.ttl token.lifetime tokens.access.ttl oauth2.access_token_lifetime access_token_expires_in id_token_lifetime authorization_server.access_token_ttl ttl.access_token lifespan.access_token token_ttl lexik_jwt_authentication.token_ttl", "seconds", "jwt:\n  expiresIn: 30d", "jwt:\n  expiresIn: 15m"),
    Setting("jwt-expiration-minutes", "token", ANY, "jwt.expiration-minutes Jwt.AccessTokenMinutes JwtSettings.AccessTokenMinutes AccessTokenExpirationMinutes jwt.expireMinutes Jwt.ExpiryMinutes JwtSettings.ExpirationMinutes JwtSettings.ExpiryMinutes Jwt.ExpireMinutes Jwt.ExpiresInMinutes JwtSettings.ExpirationInMinutes Jwt.LifetimeMinutes JwtSettings.DurationInMinutes JWT.DurationInMinutes JwtSettings.TokenLifetimeMinutes", "minutes", "Jwt:\n  ExpiryMinutes: 43200", "Jwt:\n  ExpiryMinutes: 15"),
    Setting("jwt-expiration-hours", "token", ANY, "Jwt.ExpiresInHours Jwt.ExpiryHours Jwt.ExpirationHours JwtSettings.ExpiresInHours JwtSettings.ExpiryHours JwtSettings.ExpirationHours Jwt.ExpireHours Jwt.LifetimeHours jwt.expiration-hours", "hours", "Jwt:\n  ExpiresInHours: 720", "Jwt:\n  ExpiresInHours: 1"),
    Setting("jwt-expiration-days", "token", ANY, "Jwt.ExpiresInDays Jwt.ExpiryDays Jwt.ExpireDays JwtSettings.ExpiresInDays JwtSettings.ExpiryDays JwtSettings.ExpirationDays jwt.expiration-days", "days", "Jwt:\n  ExpiresInDays: 90", "Jwt:\n  ExpiresInDays: 1"),
    Setting("connection-trust", "tls", "yaml json env xml", "ConnectionStrings.* CONNECTION_STRING DATABASE_CONNECTION_STRING", has(r"(?:TrustServerCertificate|Trust Server Certificate)\s*=\s*(?:true|yes)"), "ConnectionStrings:\n  Default: Server=db;TrustServerCertificate=True", "ConnectionStrings:\n  Default: Server=db;TrustServerCertificate=False"),
    Setting("refresh-seconds", "refresh", ANY, "refreshToken.ttl refreshToken.expiresIn refresh_token_ttl refresh_token.expires_in refresh_token_lifetime jwt.refresh-expiration-seconds tokens.refresh.ttl jwt.refreshExpiresIn ttl.refresh_token lifespan.refresh_token refresh_ttl", "seconds", "refreshToken:\n  ttl: 365d", "refreshToken:\n  ttl: 7d"),
    Setting("config-refresh-days", "refresh", ANY, "Jwt.RefreshTokenDays JwtSettings.RefreshTokenExpirationDays Jwt.RefreshTokenExpiryDays JwtSettings.RefreshTokenTTL JwtSettings.RefreshTokenLifetimeDays", "days", "Jwt:\n  RefreshTokenDays: 365", "Jwt:\n  RefreshTokenDays: 7"),
    Setting("session-generic", "session", ANY, "session.timeout session.ttl session.lifetime session.max_age session.maxAge session.duration session.absolute_timeout session.expiry session.expiration session.expires session.cookie.max_age session.cookie_lifetime session.cookie.maxAge SESSION_TIMEOUT SESSION_TTL SESSION_MAX_AGE SESSION_LIFETIME_SECONDS SESSION_EXPIRY SESSION_EXPIRE auth.session_ttl login_maximum_lifetime_duration session_ttl session_lifetime session_max_age session_duration session_timeout sessions.ttl sessions.max_age SESSION_DURATION cookie_expire session.lifespan", "seconds",
        "session:\n  lifetime: 30d", "session:\n  lifetime: 8h"),
    Setting("idle-generic", "idle", ANY, "session.idle_timeout session.idle session.idleTimeout session.inactivity_timeout session.inactivity SESSION_IDLE_TIMEOUT IDLE_TIMEOUT_SECONDS session_idle_timeout sessions.idle_timeout session.gc_maxlifetime auth.idle_timeout login_maximum_inactive_lifetime_duration AUTO_LOGOUT_SECONDS session.timeout_idle", "seconds",
        "session:\n  idle_timeout: 24h", "session:\n  idle_timeout: 15m"),
    Setting("session-minutes", "session", ANY, "session.timeout_minutes SESSION_TIMEOUT_MINUTES session_timeout_minutes session.lifetime_minutes Session.TimeoutMinutes SessionTimeoutMinutes", "minutes", "SessionTimeoutMinutes: 1440", "SessionTimeoutMinutes: 30"),
    Setting("idle-minutes", "idle", ANY, "Session.IdleTimeoutMinutes IdleTimeoutMinutes IDLE_TIMEOUT_MINUTES idle_timeout_minutes", "minutes", "IdleTimeoutMinutes: 1440", "IdleTimeoutMinutes: 15"),
    Setting("cookie-generic-secure", "secure", ANY, "cookie.secure cookies.secure session.secure session.cookie_secure session_cookie_secure cookie_secure COOKIE_SECURE SESSION_SECURE secure_cookie secure_cookies security.cookie_secure session.https_only SECURE_COOKIES USE_SECURE_COOKIES cookieSecure session_cookie.secure", ON, "session:\n  cookie_secure: false", "session:\n  cookie_secure: true", default=BAD),
    Setting("cookie-generic-httponly", "httponly", ANY, "cookie.httponly cookie.http_only cookies.http_only session.http_only session.httponly session.cookie_httponly cookie_httponly session_cookie.http_only cookie.httpOnly", ON, "session:\n  cookie_httponly: false", "session:\n  cookie_httponly: true"),
    Setting("cookie-generic-samesite", "samesite", ANY, "cookie.samesite cookie.same_site cookies.same_site session.same_site session.samesite session.cookie_samesite cookie_samesite session_cookie.same_site security.cookie_samesite COOKIE_SAMESITE COOKIE_SAME_SITE", SAME_SITE, "session:\n  cookie_samesite: none", "session:\n  cookie_samesite: lax"),
    Setting("csrf-generic", "csrf", ANY, "csrf.enabled csrf_protection csrf_protection.enabled csrf csrf.enable enable_csrf CSRF_ENABLED ENABLE_CSRF CSRF_PROTECTION CSRF_PROTECTION_ENABLED csrfProtection csrf_protect framework.csrf_protection enable_csrf_protection server.enableXsrfProtection xsrf_cookies form_login.enable_csrf quarkus.rest-csrf.enabled csrf.check", ON, "csrf:\n  enabled: false", "csrf:\n  enabled: true"),
    Setting("csrf-disabled", "csrf", ANY, "disable_csrf csrf.disabled disable_check_xsrf DISABLE_CSRF csrf_disabled skip_csrf disableCsrf", NOT_ON, "csrf:\n  disabled: true", "csrf:\n  disabled: false"),
    Setting("jwt-generic", "jwt", ANY, "jwt.verify jwt.verify_signature jwt.validate jwt.verification.enabled JWT_VERIFY JWT_VERIFY_SIGNATURE verify_jwt jwt.verify_exp jwt.validate_lifetime Jwt.ValidateIssuer Jwt.ValidateAudience Jwt.ValidateLifetime JwtSettings.ValidateIssuer JwtSettings.ValidateAudience JwtSettings.ValidateLifetime JwtSettings.ValidateIssuerSigningKey TokenValidation.ValidateIssuer ValidateLifetime ValidateIssuerSigningKey verifySignature validate_signature jwt.require_expiration jwt.signature_verification auth.jwt.enabled functions.*.verify_jwt", ON, "jwt:\n  verify_signature: false", "jwt:\n  verify_signature: true"),
    Setting("jwt-skip-generic", "jwt", ANY, "jwt.skip_verify jwt.skip_verification jwt.skip_expiration jwt.insecure JWT_SKIP_VERIFY JWT_SKIP_VERIFICATION skip_jwt_verification oidc.skip_issuer_check insecure_oidc_allow_unverified_email insecure_oidc_skip_issuer_verification skip_claims_verification skipExpiryCheck skipIssuerCheck insecureSkipSignatureCheck skip_jwt_signature_check ignoreExpiration", NOT_ON, "jwt:\n  skip_verify: true", "jwt:\n  skip_verify: false"),
    Setting("jwt-algorithm-generic", "jwt", ANY, "jwt.algorithm jwt.algorithms jwt.alg JWT_ALGORITHM JWT_ALG jwt.signing_algorithm Jwt.Algorithm token.algorithm accepted_algorithms jwt.signature.algorithm", algorithm, "jwt:\n  algorithm: none", "jwt:\n  algorithm: RS256"),
    Setting("tls-verify-generic", "tls", ANY, "tls.verify ssl.verify verify_ssl ssl_verify verify_tls tls_verify verify_certs verify_peer ssl.verify_peer verify_certificate verify_certificates validate_certs strict_ssl strict-ssl http.sslVerify SSL_VERIFY TLS_VERIFY VERIFY_SSL sslVerify verify_host tls.verify_hostname RequireHttpsMetadata rejectUnauthorized NODE_TLS_REJECT_UNAUTHORIZED", ON, "tls:\n  verify: false", "tls:\n  verify: true"),
    Setting("git-ssl", "tls", "env yaml dockerfile", "GIT_SSL_NO_VERIFY", NOT_ON, "GIT_SSL_NO_VERIFY=true", "GIT_SSL_NO_VERIFY=false"),
    Setting("tls-skip-generic", "tls", ANY, "insecure_skip_verify insecureSkipVerify sslInsecureSkipVerify ssl_insecure_skip_verify option.insecure_skip_verify option.insecure_skip_tls_verify tls.insecure_skip_verify tls.insecure tls_skip_verify tls_skip_verify_insecure tlsSkipVerify skip_tls_verify skipTLSVerify insecure_skip_tls_verify insecure-skip-tls-verify tlsInsecureSkipVerify TLS_SKIP_VERIFY INSECURE_SKIP_VERIFY ssl.insecure ssl_insecure skip_ssl_verify allow_insecure_tls insecureSkipTLSVerify allow_self_signed allowInvalidCertificates trustServerCertificate insecure_tls tls_insecure_skip_verify SKIP_TLS_VERIFY ALLOW_INSECURE_TLS", NOT_ON, "tls:\n  insecure_skip_verify: true", "tls:\n  insecure_skip_verify: false"),
    Setting("tls-verification-mode", "tls", ANY, "ssl.verification_mode ssl.verificationMode tls.verification_mode elasticsearch.ssl.verificationMode xpack.security.transport.ssl.verification_mode", has("^none$"), "ssl:\n  verification_mode: none", "ssl:\n  verification_mode: full"),
    Setting("ssl-mode", "tls", ANY, "sslmode ssl_mode PGSSLMODE DB_SSLMODE DATABASE_SSLMODE database.ssl_mode", _ssl_mode, "PGSSLMODE: disable", "PGSSLMODE: verify-full", problem="the database's certificate is no longer verified", fix="use sslmode=verify-full"),
    Setting("proxy-ssl-verify", "tls", "yaml", "annotations.nginx.ingress.kubernetes.io/proxy-ssl-verify annotations.**.nginx.ingress.kubernetes.io/auth-tls-verify-client", has("^off$"), "metadata:\n  annotations:\n    nginx.ingress.kubernetes.io/proxy-ssl-verify: \"off\"", "metadata:\n  annotations:\n    nginx.ingress.kubernetes.io/proxy-ssl-verify: \"on\""),
    Setting("tls-enabled", "tls", ANY, "tls.enabled ssl.enabled xpack.security.transport.ssl.enabled xpack.security.http.ssl.enabled tls.enable ssl.enable TLS_ENABLED SSL_ENABLED ENABLE_TLS ENABLE_SSL USE_SSL USE_TLS", stays_on, "tls:\n  enabled: false", "tls:\n  enabled: true", problem="TLS is off", fix="leave it on"),
    # PHP and Symfony
    Setting("ini-cookie-lifetime", "session", "ini", "session.cookie_lifetime", "seconds", "[Session]\nsession.cookie_lifetime = 2592000", "[Session]\nsession.cookie_lifetime = 3600"),
    Setting("ini-gc", "idle", "ini", "session.gc_maxlifetime", "seconds", "[Session]\nsession.gc_maxlifetime = 2592000", "[Session]\nsession.gc_maxlifetime = 1440"),
    Setting("ini-secure", "secure", "ini", "session.cookie_secure", ON, "[Session]\nsession.cookie_secure = 0", "[Session]\nsession.cookie_secure = 1"),
    Setting("ini-httponly", "httponly", "ini", "session.cookie_httponly", ON, "[Session]\nsession.cookie_httponly = 0", "[Session]\nsession.cookie_httponly = 1"),
    Setting("ini-samesite", "samesite", "ini", "session.cookie_samesite", SAME_SITE, '[Session]\nsession.cookie_samesite = "None"', '[Session]\nsession.cookie_samesite = "Strict"'),
    Setting("ini-strict", "secure", "ini", "session.use_strict_mode session.use_only_cookies", ON, "[Session]\nsession.use_strict_mode = 0", "[Session]\nsession.use_strict_mode = 1", problem="session ids that somebody else chose are accepted", fix="set it to 1"),
    Setting("symfony-cookie-lifetime", "session", "yaml", "framework.session.cookie_lifetime", "seconds", "framework:\n  session:\n    cookie_lifetime: 2592000", "framework:\n  session:\n    cookie_lifetime: 3600"),
    Setting("symfony-remember", "refresh", "yaml", "remember_me.lifetime", "seconds", "security:\n  firewalls:\n    main:\n      remember_me:\n        lifetime: 31536000", "security:\n  firewalls:\n    main:\n      remember_me:\n        lifetime: 604800"),
    Setting("symfony-hasher", "hashing", "yaml", "password_hashers.* password_hashers.**.algorithm encoders.**.algorithm", weak_name, "security:\n  password_hashers:\n    App\\Entity\\User:\n      algorithm: md5", "security:\n  password_hashers:\n    App\\Entity\\User:\n      algorithm: bcrypt"),
    Setting("symfony-cost", "cost", "yaml", "password_hashers.**.cost password_hashers.**.time_cost password_hashers.**.memory_cost password_hashers.**.iterations", LEAST, "security:\n  password_hashers:\n    App\\Entity\\User:\n      algorithm: bcrypt\n      cost: 4", "security:\n  password_hashers:\n    App\\Entity\\User:\n      algorithm: bcrypt\n      cost: 13"),
    Setting("symfony-throttling", "lockout", "yaml", "login_throttling.max_attempts", MOST, "security:\n  firewalls:\n    main:\n      login_throttling:\n        max_attempts: 1000", "security:\n  firewalls:\n    main:\n      login_throttling:\n        max_attempts: 5"),
    Setting("symfony-throttled", "lockout", "yaml", "login_throttling.max_attempts login_throttling.limiter", GUARD, "security:\n  firewalls:\n    main:\n      form_login: true", "security:\n  firewalls:\n    main:\n      form_login: true\n      login_throttling:\n        max_attempts: 5", instead=r"(?s)\A(?!.*login_throttling)", path="config/packages/security.yaml"),
    Setting("symfony-firewall", "anonymous", "yaml", "security.firewalls.main.security security.firewalls.api.security", ON, "security:\n  firewalls:\n    main:\n      security: false # auth", "security:\n  firewalls:\n    main:\n      security: true # auth"),
    # Servlets and ASP.NET
    Setting("web-xml-timeout", "idle", "xml", "session-config.session-timeout", "minutes", "<web-app><session-config><session-timeout>1440</session-timeout></session-config></web-app>", "<web-app><session-config><session-timeout>30</session-timeout></session-config></web-app>", endless=("0", "-1", 0, -1), path="WEB-INF/web.xml"),
    Setting("web-xml-secure", "secure", "xml", "cookie-config.secure", ON, "<web-app><session-config><cookie-config><secure>false</secure></cookie-config></session-config></web-app>", "<web-app><session-config><cookie-config><secure>true</secure></cookie-config></session-config></web-app>", path="WEB-INF/web.xml"),
    Setting("web-xml-httponly", "httponly", "xml", "cookie-config.http-only", ON, "<web-app><session-config><cookie-config><http-only>false</http-only></cookie-config></session-config></web-app>", "<web-app><session-config><cookie-config><http-only>true</http-only></cookie-config></session-config></web-app>", path="WEB-INF/web.xml"),
    Setting("web-xml-transport", "secure", "xml", "transport-guarantee", _transport, "<web-app><user-data-constraint><transport-guarantee>NONE</transport-guarantee></user-data-constraint><cookie/></web-app>", "<web-app><user-data-constraint><transport-guarantee>CONFIDENTIAL</transport-guarantee></user-data-constraint><cookie/></web-app>", problem="plain HTTP is allowed", fix="use CONFIDENTIAL", path="WEB-INF/web.xml"),
    Setting("web-config-timeout", "idle", "xml", "sessionState.@timeout forms.@timeout", "minutes", '<configuration><system.web><sessionState timeout="1440" /></system.web></configuration>', '<configuration><system.web><sessionState timeout="20" /></system.web></configuration>'),
    Setting("web-config-httponly", "httponly", "xml", "httpCookies.@httpOnlyCookies", ON, '<configuration><system.web><httpCookies httpOnlyCookies="false" /></system.web></configuration>', '<configuration><system.web><httpCookies httpOnlyCookies="true" /></system.web></configuration>'),
    Setting("web-config-ssl", "secure", "xml", "httpCookies.@requireSSL forms.@requireSSL", ON, '<configuration><system.web><forms requireSSL="false" /></system.web></configuration>', '<configuration><system.web><forms requireSSL="true" /></system.web></configuration>'),
    Setting("web-config-debug", "debug", "xml", "compilation.@debug", NOT_ON, '<configuration><system.web><compilation debug="true" /></system.web></configuration>', '<configuration><system.web><compilation debug="false" /></system.web></configuration>'),
    Setting("spring-xml-csrf", "csrf", "xml", "csrf.@disabled", NOT_ON, '<http><csrf disabled="true" /></http>', '<http><csrf disabled="false" /></http>', path="security.xml"),
    # ASP.NET's own JSON
    Setting("appsettings-lockout", "lockout", "json yaml", "Lockout.AllowedForNewUsers Identity.Lockout.AllowedForNewUsers Lockout.Enabled", ON, '{"Identity": {"Lockout": {"AllowedForNewUsers": false}}}', '{"Identity": {"Lockout": {"AllowedForNewUsers": true}}}'),
    Setting("appsettings-expire", "session", "json yaml", "ExpireTimeSpan Cookie.ExpireTimeSpan Authentication.ExpireTimeSpan", "seconds", '{"Cookie": {"ExpireTimeSpan": "30.00:00:00"}}', '{"Cookie": {"ExpireTimeSpan": "00:30:00"}}'),
    Setting("appsettings-idle", "idle", "json yaml", "Session.IdleTimeout IdleTimeout", "seconds", '{"Session": {"IdleTimeout": "23:00:00"}}', '{"Session": {"IdleTimeout": "00:20:00"}}'),
    Setting("appsettings-attempts", "lockout", ANY, "MaxFailedAccessAttempts max_login_attempts maxLoginAttempts MAX_LOGIN_ATTEMPTS lockout.max_attempts lockout.threshold login.max_attempts account_lockout.max_attempts lockout.attempts MAX_FAILED_LOGINS failed_login_limit lockout_threshold", MOST, "lockout:\n  max_attempts: 1000", "lockout:\n  max_attempts: 5"),
    # MFA, lockout, hashing, debug, anonymous
    Setting("mfa-generic", "mfa", ANY, "mfa.required mfa.enabled mfa.enforced mfa_required mfa_enabled require_mfa enforce_mfa two_factor.required two_factor.enabled two_factor_required require_two_factor 2fa.required 2fa.enabled MFA_ENABLED MFA_REQUIRED REQUIRE_MFA ENFORCE_MFA TWO_FACTOR_ENABLED require_2fa totp.enabled otp.required security.mfa.enabled REQUIRE_2FA mfa.enforce auth.mfa twoFactor.enabled twoFactor.required requireMfa enable_mfa", stays_on, "mfa:\n  required: false", "mfa:\n  required: true"),
    Setting("mfa-policy-text", "mfa", ANY, "mfa mfa.policy mfa.mode mfa.enforcement two_factor.policy", has("^(?:off|disabled|optional|none|never|false)$"), "mfa:\n  policy: optional", "mfa:\n  policy: required"),
    Setting("lockout-generic", "lockout", ANY, "lockout.enabled account_lockout.enabled account_lockout brute_force.enabled brute_force_protection brute_force_protection.enabled bruteforce.enabled LOCKOUT_ENABLED ACCOUNT_LOCKOUT_ENABLED enable_lockout login_throttling.enabled BRUTE_FORCE_PROTECTION auth.bruteforce.protection.enabled bruteForceProtection bruteForceProtection.enabled lockout", stays_on, "lockout:\n  enabled: false", "lockout:\n  enabled: true"),
    Setting("lockout-disabled", "lockout", ANY, "disable_brute_force_login_protection disable_lockout lockout.disabled", NOT_ON, "security:\n  disable_brute_force_login_protection: true", "security:\n  disable_brute_force_login_protection: false"),
    Setting("lockout-duration", "lockout", ANY, "lockout.duration_minutes lockout.minutes LOCKOUT_MINUTES lockout_duration_minutes Lockout.DefaultLockoutMinutes", LEAST, "lockout:\n  duration_minutes: 1", "lockout:\n  duration_minutes: 15"),
    Setting("hashing-generic", "hashing", ANY, "password.algorithm password.hash password.hasher password_hash password_hash_algorithm hashing.algorithm hashing.driver password.encoder PASSWORD_HASH_ALGORITHM HASH_DRIVER PASSWORD_HASHER password_encryption passwords.algorithm password_hashing.algorithm password.hash_algorithm hasher", lambda fact, context: None if "scram" in text_of(fact.value).lower() and not re.search("(?i)md5", text_of(fact.value)) else weak_name(fact, context), "password:\n  algorithm: md5", "password:\n  algorithm: argon2id"),
    Setting("hashing-cost-generic", "cost", ANY, "bcrypt.cost bcrypt.rounds argon2.memory argon2.time argon2.iterations argon2.time_cost argon2.memory_cost pbkdf2.iterations hashing.rounds password.iterations password.cost password.rounds BCRYPT_COST BCRYPT_ROUNDS PBKDF2_ITERATIONS ARGON2_MEMORY_COST ARGON2_TIME_COST bcrypt_cost bcrypt_rounds hashers.bcrypt.cost hashers.argon2.iterations hashing.cost hashing.iterations password.bcrypt_cost", LEAST, "bcrypt:\n  cost: 4", "bcrypt:\n  cost: 12"),
    Setting("anonymous-generic", "anonymous", ANY, "auth.anonymous.enabled anonymous.enabled anonymous_access allow_anonymous anonymous_enabled GF_AUTH_ANONYMOUS_ENABLED allowAnonymous AllowAnonymous ALLOW_ANONYMOUS ANONYMOUS_ACCESS anonymousAuth.enabled authentication.anonymous.enabled anonymous_auth auth.disabled AUTH_DISABLED DISABLE_AUTH disable_auth disable_authentication skip_auth SKIP_AUTH allow_unauthenticated DISABLE_AUTHENTICATION noauth allowUnauthenticated anonymous_auth_enabled", NOT_ON, "auth:\n  anonymous:\n    enabled: true", "auth:\n  anonymous:\n    enabled: false"),
    Setting("authentication-generic", "anonymous", ANY, "auth.enabled authentication.enabled security.enabled xpack.security.enabled AUTH_ENABLED AUTHENTICATION_ENABLED ENABLE_AUTH enable_auth require_auth REQUIRE_AUTH auth.required login.required auth_enabled", stays_on, "xpack.security.enabled: false", "xpack.security.enabled: true"),
    Setting("anonymous-option", "anonymous", "yaml json", "option.anonymous-auth", NOT_ON, 'command: ["--anonymous-auth=true"]', 'command: ["--anonymous-auth=false"]'),
    Setting("debug-generic", "debug", "yaml toml env json ini dockerfile", "APP_DEBUG WP_DEBUG FLASK_DEBUG DJANGO_DEBUG app.debug server.debug web.debug DEBUG_MODE", NOT_ON, "app:\n  debug: true", "app:\n  debug: false"),
    Setting("debug-environment", "debug", "yaml env dockerfile toml json", "FLASK_ENV APP_ENV RAILS_ENV NODE_ENV ASPNETCORE_ENVIRONMENT DJANGO_ENV GIN_MODE", lambda fact, context: Reading(BAD) if str(fact.value).lower() in ("development", "dev", "debug") and re.search(r"(?i)prod", context.path) else Reading(GOOD), "FLASK_ENV=development # debug", "FLASK_ENV=production # debug", path="production.env"),
)  # fmt: skip
