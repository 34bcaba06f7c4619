"""Java: Spring Security, servlets, jjwt, java-jwt, nimbus, JSSE, Apache HttpClient."""

from __future__ import annotations

import re

from govhooks.rules.authentication.session_policy.settings import (
    BAD,
    CALLED,
    GOOD,
    GUARD,
    LEAST,
    MORE,
    MOST,
    NOT_ON,
    ON,
    SAME_SITE,
    Reading,
    Setting,
)
from govhooks.rules.authentication.session_policy.tables.readings import (
    VERIFIES,
    has,
    password_digest,
    password_hash,
    text_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.authentication.session_policy.facts import Fact
    from govhooks.rules.authentication.session_policy.settings import Context

JAVA = "java"


def _csrf(fact: Fact, context: Context) -> Reading | None:
    """http.csrf(...): disabled for the whole application, or for some paths."""
    text = text_of(fact.value)
    if re.search(r"disable", text.partition("csrf")[2]) and not re.search(
        r"csrf\(\s*(?:Customizer\.)?withDefaults", text
    ):
        return Reading(BAD)
    if "ignoringRequestMatchers" in text or "ignoringAntMatchers" in text:
        if re.search(r"\"/\*\*\"", text):
            return Reading(BAD)
        return Reading(BAD, reason="CSRF protection is off for some paths", flag=True)
    return Reading(GOOD)


def _empty(fact: Fact, context: Context) -> Reading | None:
    """A method that has to throw and does nothing: checkServerTrusted, verify of a HostnameVerifier."""
    text = text_of(fact.value)
    inner = re.sub(
        r"//[^\n]*|/\*.*?\*/", "", text.strip()[1:-1] if text.strip().startswith("{") else text, flags=re.DOTALL
    ).strip()
    return (
        Reading(BAD) if inner in ("", "return;") or re.fullmatch(r"return\s+(?:true|null);?", inner) else Reading(GOOD)
    )


def _lambda_true(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value)
    if (
        re.search(r"->\s*(?:true|\{\s*return true;\s*\})\s*$", text)
        or "NoopHostnameVerifier" in text
        or "ALLOW_ALL" in text
        or "InsecureTrustManager" in text
    ):
        return Reading(BAD)
    return Reading(GOOD)


def _decode(fact: Fact, context: Context) -> Reading | None:
    if context.matches(VERIFIES + r"|JWTVerifier|\.require\("):
        return None
    return Reading(BAD, reason="a token is decoded without verifying it")


def _parser(fact: Fact, context: Context) -> Reading | None:
    """jjwt: parse and parseClaimsJwt accept tokens without a signature."""
    text = text_of(fact.value)
    if re.search(r"parseClaimsJwt\(|parseUnsecured|parsePlaintextJwt\(|parseUnsecuredClaims", text):
        return Reading(BAD, reason="a token without a signature is accepted")
    if "unsecured()" in text:
        return Reading(BAD, reason="a token without a signature is accepted")
    return None


ROWS = (
    Setting("java-csrf", "csrf", JAVA, "*.csrf.() http.csrf.() *.csrf.disable.() csrf.disable.() http.csrf.disable.()", _csrf,
        "class A { void f() { http.csrf(AbstractHttpConfigurer::disable); } }", "class A { void f() { http.csrf(Customizer.withDefaults()); } }"),
    Setting("java-csrf-disable", "csrf", JAVA, "csrf.disable.() *.csrf.disable.() csrf.spec.disable.()", CALLED,
        "class A { void f() { http.csrf().disable().authorizeRequests(); } }", "class A { void f() { http.authorizeRequests(); } }"),
    Setting("java-csrf-ignoring", "csrf", JAVA, "csrf.ignoringRequestMatchers.() csrf.ignoringAntMatchers.() ignoringAntMatchers.()", lambda fact, context: Reading(BAD, reason="CSRF protection is off for some paths", flag=True),
        'class A { void f() { http.csrf().ignoringAntMatchers("/hooks"); } }', 'class A { void f() { http.csrf(); } }'),
    Setting("java-cookie-secure", "secure", JAVA, "setSecure.0 *.setSecure.0 setUseSecureCookie.0 useSecureCookie.0 ResponseCookie.*.secure.0 ResponseCookie.*.**.secure.0 cookie.secure.0 setCookieSecure.0 NewCookie.Builder.**.secure.0 NewCookie.Builder.secure.0", ON,
        'class A { void f() { Cookie c = new Cookie("SESSION", v); c.setSecure(false); } }', 'class A { void f() { Cookie c = new Cookie("SESSION", v); c.setSecure(true); } }', default=BAD, session=True),
    Setting("java-cookie-httponly", "httponly", JAVA, "setHttpOnly.0 *.setHttpOnly.0 ResponseCookie.*.httpOnly.0 ResponseCookie.*.**.httpOnly.0 cookie.httpOnly.0 setUseHttpOnlyCookie.0 setCookieHttpOnly.0 NewCookie.Builder.**.httpOnly.0 NewCookie.Builder.httpOnly.0", ON,
        'class A { void f() { Cookie c = new Cookie("SESSION", v); c.setHttpOnly(false); } }', 'class A { void f() { Cookie c = new Cookie("SESSION", v); c.setHttpOnly(true); } }', default=BAD, session=True),
    Setting("java-cookie-samesite", "samesite", JAVA, "ResponseCookie.*.sameSite.0 ResponseCookie.*.**.sameSite.0 sameSite.0 setSameSite.0 cookie.sameSite.0", SAME_SITE,
        'class A { void f() { ResponseCookie.from("SESSION", v).sameSite("None").build(); } }', 'class A { void f() { ResponseCookie.from("SESSION", v).sameSite("Lax").build(); } }', session=True),
    Setting("java-cookie-age", "session", JAVA, "setMaxAge.0 ResponseCookie.*.**.maxAge.0 ResponseCookie.*.maxAge.0 setCookieMaxAge.0 NewCookie.Builder.**.maxAge.0 NewCookie.Builder.maxAge.0", "seconds",
        'class A { void f() { Cookie c = new Cookie("SESSION", v); c.setMaxAge(60 * 60 * 24 * 30); } }', 'class A { void f() { Cookie c = new Cookie("SESSION", v); c.setMaxAge(3600); } }', session=True),
    Setting("java-session-timeout", "idle", JAVA, "setMaxInactiveInterval.0 session.setMaxInactiveInterval.0 setDefaultMaxInactiveInterval.0", "seconds",
        "class A { void f() { session.setMaxInactiveInterval(60 * 60 * 24); } }", "class A { void f() { session.setMaxInactiveInterval(1800); } }", endless=(-1, 0)),
    Setting("java-session-timeout-minutes", "idle", JAVA, "setSessionTimeout.0", "minutes", "class A { void f() { context.setSessionTimeout(1440); } }", "class A { void f() { context.setSessionTimeout(30); } }", endless=(0, -1)),
    Setting("java-redis-session", "idle", JAVA, "EnableRedisHttpSession.maxInactiveIntervalInSeconds EnableJdbcHttpSession.maxInactiveIntervalInSeconds EnableSpringHttpSession.maxInactiveIntervalInSeconds EnableMongoHttpSession.maxInactiveIntervalInSeconds", "seconds",
        "@EnableRedisHttpSession(maxInactiveIntervalInSeconds = 86400) class A { }", "@EnableRedisHttpSession(maxInactiveIntervalInSeconds = 1800) class A { }"),
    Setting("java-remember-me", "refresh", JAVA, "tokenValiditySeconds.0 setTokenValiditySeconds.0", "seconds",
        "class A { void f() { http.rememberMe().tokenValiditySeconds(31536000); } }", "class A { void f() { http.rememberMe().tokenValiditySeconds(604800); } }"),
    Setting("java-hsts", "secure", JAVA, "**.httpStrictTransportSecurity.()", has(r"httpStrictTransportSecurity\((?:[^;]*->[^;]*disable\(|[\w.]+::disable)"), "class A { void f() { http.headers(h -> h.httpStrictTransportSecurity(c -> c.disable())); } }", "class A { void f() { http.headers(h -> h.httpStrictTransportSecurity(Customizer.withDefaults())); } }", problem="HSTS is off", fix="leave it on"),
    Setting("java-session-fixation", "csrf", JAVA, "sessionFixation.none.() sessionFixation.0", has("none"),
        "class A { void f() { http.sessionManagement(s -> s.sessionFixation(f -> f.none())); } }", "class A { void f() { http.sessionManagement(s -> s.sessionFixation(f -> f.migrateSession())); } }", problem="a session keeps its id after login", fix="use migrateSession or newSession"),
    Setting("java-requires-secure", "secure", JAVA, "requiresSecure.()", GUARD, "class A { void f() { http.authorizeRequests(); } }", "class A { void f() { http.requiresChannel().anyRequest().requiresSecure(); http.authorizeRequests(); } }", problem="HTTPS is no longer required", fix="keep requiresSecure()"),
    # JSON web tokens
    Setting("java-jwt-decode", "jwt", JAVA, "JWT.decode.() SignedJWT.parse.() JWTParser.parse.() PlainJWT.parse.()", _decode,
        "class A { void f() { DecodedJWT t = JWT.decode(token); } }", "class A { void f() { DecodedJWT t = JWT.require(alg).build().verify(token); } }"),
    Setting("java-jjwt-parse", "jwt", JAVA, "*.parse.() **.parseClaimsJwt.() **.parseUnsecuredClaims.() **.parsePlaintextJwt.() **.parseUnsecuredContent.() **.unsecured.() unsecured.()", _parser,
        "class A { void f() { Jwts.parser().unsecured().build().parseUnsecuredClaims(token); } }", "class A { void f() { Jwts.parser().verifyWith(key).build().parseSignedClaims(token); } }"),
    Setting("java-jjwt-verified", "jwt", JAVA, "**.parseClaimsJws.() **.parseSignedClaims.()", GUARD,
        "class A { void f() { Jwts.parser().setSigningKey(key).parse(token).getBody(); } }", "class A { void f() { Jwts.parser().setSigningKey(key).parseClaimsJws(token).getBody(); } }", instead=r"\.parse\(|parseClaimsJwt|JWT\.decode|Base64", problem="a token without a signature is accepted"),
    Setting("java-jwt-verified", "jwt", JAVA, "**.verify.() **.parseSignedClaims.() **.parseClaimsJws.()", GUARD, "class A { void f() { DecodedJWT t = JWT.decode(token); DecodedJWT u = JWT.decode(other); } }", "class A { void f() { DecodedJWT t = verifier.verify(token); DecodedJWT u = JWT.decode(other); } }", instead=MORE + r"\bJWT\.decode\(|parseClaimsJwt|Unsecured", problem="a token is decoded without verifying it"),
    Setting("java-algorithm-none", "jwt", JAVA, "Algorithm.none.() word.PlainHeader word.PlainJWT", CALLED, "class A { void f() { JWT.create().sign(Algorithm.none()); } }", "class A { void f() { JWT.create().sign(Algorithm.RSA256(k)); } }", problem="a token without a signature is made or accepted"),
    Setting("java-signature-none", "jwt", JAVA, "**.signWith.0 **.signWith.1 macAlgorithm.0", has(r"SignatureAlgorithm\.NONE|\bNONE\b"), "class A { void f() { Jwts.builder().signWith(SignatureAlgorithm.NONE, k); } }", "class A { void f() { Jwts.builder().signWith(SignatureAlgorithm.RS256, k); } }"),
    Setting("java-skip-verification", "jwt", JAVA, "setSkipSignatureVerification.() setSkipAllValidators.() setDisableRequireSignature.() setSkipAllDefaultValidators.()", CALLED, "class A { void f() { new JwtConsumerBuilder().setSkipSignatureVerification(); } }", "class A { void f() { new JwtConsumerBuilder().setRequireSubject(); } }"),
    Setting("java-jwt-expiry", "token", JAVA, "**.setExpiration.0 **.expiration.0 **.withExpiresAt.0 **.expiresAt.0 **.expirationTime.0 setExpiration.0", "ms",
        "class A { void f() { Jwts.builder().setExpiration(new Date(System.currentTimeMillis() + 1000L * 60 * 60 * 24 * 30)); } }", "class A { void f() { Jwts.builder().setExpiration(new Date(System.currentTimeMillis() + 1000 * 60 * 15)); } }"),
    Setting("java-clock-skew", "token", JAVA, "setAllowedClockSkewSeconds.0 clockSkewSeconds.0 acceptLeeway.0 acceptExpiresAt.0", "seconds", "class A { void f() { Jwts.parserBuilder().setAllowedClockSkewSeconds(86400); } }", "class A { void f() { Jwts.parserBuilder().setAllowedClockSkewSeconds(60); } }", problem="expired tokens pass for longer"),
    Setting("java-token-settings", "token", JAVA, "accessTokenTimeToLive.0 accessTokenValiditySeconds.0 setAccessTokenValiditySeconds.0 ACCESS_TOKEN_VALIDITY JWT_TOKEN_VALIDITY", "seconds",
        "class A { void f() { TokenSettings.builder().accessTokenTimeToLive(Duration.ofDays(30)); } }", "class A { void f() { TokenSettings.builder().accessTokenTimeToLive(Duration.ofMinutes(15)); } }"),
    Setting("java-token-ms", "token", JAVA, "EXPIRATION_TIME jwtExpirationMs JWT_EXPIRATION_MS EXPIRATION_MS TOKEN_EXPIRATION_MS ACCESS_TOKEN_EXPIRATION JWT_EXPIRATION", "ms",
        "class A { static final long EXPIRATION_TIME = 864_000_000; }", "class A { static final long EXPIRATION_TIME = 900_000; }"),
    Setting("java-refresh-settings", "refresh", JAVA, "refreshTokenTimeToLive.0 refreshTokenValiditySeconds.0 setRefreshTokenValiditySeconds.0", "seconds",
        "class A { void f() { TokenSettings.builder().refreshTokenTimeToLive(Duration.ofDays(365)); } }", "class A { void f() { TokenSettings.builder().refreshTokenTimeToLive(Duration.ofDays(7)); } }"),
    # TLS
    Setting("java-trust-manager", "tls", JAVA, "function.checkServerTrusted", _empty,
        "class A implements X509TrustManager { public void checkServerTrusted(X509Certificate[] c, String t) { } }",
        "class A implements X509TrustManager { public void checkServerTrusted(X509Certificate[] c, String t) throws CertificateException { inner.checkServerTrusted(c, t); } }"),
    Setting("java-hostname-verify", "tls", JAVA, "function.verify", lambda fact, context: _empty(fact, context) if context.matches("HostnameVerifier") else None,
        "class A implements HostnameVerifier { public boolean verify(String h, SSLSession s) { return true; } }", "class A implements HostnameVerifier { public boolean verify(String h, SSLSession s) { return allowed.contains(h); } }", problem="host names of certificates are not verified"),
    Setting("java-hostname-verifier", "tls", JAVA, "setHostnameVerifier.0 hostnameVerifier.0 setDefaultHostnameVerifier.0 setSSLHostnameVerifier.0", _lambda_true,
        "class A { void f() { HttpsURLConnection.setDefaultHostnameVerifier((h, s) -> true); } }", "class A { void f() { HttpsURLConnection.setDefaultHostnameVerifier(verifier); } }", problem="host names of certificates are not verified"),
    Setting("java-noop-hostname", "tls", JAVA, "word.NoopHostnameVerifier word.ALLOW_ALL_HOSTNAME_VERIFIER word.AllowAllHostnameVerifier", CALLED,
        "class A { Object v = NoopHostnameVerifier.INSTANCE; }", "class A { Object v = new DefaultHostnameVerifier(); }", problem="host names of certificates are not verified"),
    Setting("java-trust-all", "tls", JAVA, "word.TrustAllStrategy word.InsecureTrustManagerFactory word.TrustAllManager", CALLED,
        "class A { void f() { SSLContexts.custom().loadTrustMaterial(null, TrustAllStrategy.INSTANCE); } }", "class A { void f() { SSLContexts.custom().loadTrustMaterial(store, null); } }"),
    Setting("java-trust-all-lambda", "tls", JAVA, "loadTrustMaterial.0 loadTrustMaterial.1 trustAll.0 setTrustAll.0", lambda fact, context: Reading(BAD) if re.search(r"->\s*true\s*$|^true$|^True$", text_of(fact.value)) else Reading(GOOD),
        "class A { void f() { options.setTrustAll(true); } }", "class A { void f() { options.setTrustAll(false); } }"),
    Setting("java-verify-host", "tls", JAVA, "setVerifyHost.0", ON, "class A { void f() { options.setVerifyHost(false); } /* hostname */ }", "class A { void f() { options.setVerifyHost(true); } /* hostname */ }", problem="host names of certificates are not verified"),
    # Passwords
    Setting("java-noop-encoder", "hashing", JAVA, "NoOpPasswordEncoder.getInstance.() NoOpPasswordEncoder.() StandardPasswordEncoder.() MessageDigestPasswordEncoder.() LdapShaPasswordEncoder.() Md4PasswordEncoder.() Md5PasswordEncoder.() ShaPasswordEncoder.()", CALLED,
        "class A { Object e() { return NoOpPasswordEncoder.getInstance(); } /* PasswordEncoder */ }", "class A { Object e() { return new BCryptPasswordEncoder(); } /* PasswordEncoder */ }"),
    Setting("java-bcrypt", "cost", JAVA, "BCryptPasswordEncoder.0 BCryptPasswordEncoder.1 BCrypt.gensalt.0 BCrypt.withDefaults.hashToString.0", LEAST,
        "class A { Object e = new BCryptPasswordEncoder(4); }", "class A { Object e = new BCryptPasswordEncoder(12); }", default=10),
    Setting("java-pbkdf2", "cost", JAVA, "Pbkdf2PasswordEncoder.2 PBEKeySpec.2 Argon2PasswordEncoder.3 Argon2PasswordEncoder.4 SCryptPasswordEncoder.0", LEAST,
        "class A { Object e = new PBEKeySpec(password, salt, 1000, 256); }", "class A { Object e = new PBEKeySpec(password, salt, 600000, 256); }"),
    Setting("java-digest", "hashing", JAVA, "MessageDigest.getInstance.0", password_digest,
        'class A { String hash(String password) { return hex(MessageDigest.getInstance("MD5").digest(password.getBytes())); } }', 'class A { String etag(byte[] body) { return hex(MessageDigest.getInstance("MD5").digest(body)); } }'),
    Setting("java-digest-utils", "hashing", JAVA, "DigestUtils.md5Hex.() DigestUtils.sha1Hex.() DigestUtils.sha256Hex.() DigestUtils.md5DigestAsHex.() Hashing.md5.hashString.() Hashing.sha1.hashString.() Hashing.sha256.hashString.()", password_hash,
        "class A { String f() { return DigestUtils.md5DigestAsHex(password.getBytes()); } }", "class A { String f() { return DigestUtils.md5DigestAsHex(body); } }"),
    # MFA, lockout, anonymous
    Setting("java-mfa", "mfa", JAVA, "setMfaRequired.0 mfaRequired.0 mfaRequired mfaEnabled setMfaEnabled.0 requireMfa.0 setTwoFactorEnabled.0 twoFactorRequired.0", ON, "class A { void f() { user.setMfaRequired(false); } }", "class A { void f() { user.setMfaRequired(true); } }"),
    Setting("java-attempts", "lockout", JAVA, "MAX_LOGIN_ATTEMPTS MAX_FAILED_ATTEMPTS maxLoginAttempts setMaxLoginAttempts.0 MAX_ATTEMPTS", MOST, "class LoginLock { static final int MAX_FAILED_ATTEMPTS = 1000; }", "class LoginLock { static final int MAX_FAILED_ATTEMPTS = 5; }", near=r"(?i)login|lock"),
    Setting("java-anonymous", "anonymous", JAVA, "setAllowAnonymous.0 allowAnonymous.0 anonymousAccess", NOT_ON, "class A { void f() { config.setAllowAnonymous(true); } }", "class A { void f() { config.setAllowAnonymous(false); } }"),
    Setting("java-web-debug", "debug", JAVA, "EnableWebSecurity.debug web.debug.0", NOT_ON, "@EnableWebSecurity(debug = true) class A { }", "@EnableWebSecurity(debug = false) class A { }"),
)  # fmt: skip
