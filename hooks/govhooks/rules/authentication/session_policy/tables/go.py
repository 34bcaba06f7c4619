"""Go: net/http cookies, gorilla, gin, fiber, echo, scs, golang-jwt, crypto/tls, x/crypto."""

from __future__ import annotations

import re

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
    Reading,
    Setting,
)
from govhooks.rules.authentication.session_policy.tables.readings import has, password_hash, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.authentication.session_policy.facts import Fact
    from govhooks.rules.authentication.session_policy.settings import Context

GO = "go"


def _parse(fact: Fact, context: Context) -> Reading | None:
    """jwt.Parse and jwt.ParseWithClaims: the key function, or an option, has to check the method."""
    text = text_of(fact.value)
    if re.search(r"UnsafeAllowNoneSignatureType", text):
        return Reading(BAD, reason="a token without a signature is accepted")
    if re.search(r"WithValidMethods|\.Method\b|SigningMethod|\.Alg\(\)", text):
        return Reading(GOOD)
    return Reading("weak", reason="any algorithm that the token names is accepted") if "func(" in text else None


ROWS = (
    Setting("go-cookie-secure", "secure", GO, "Cookie.Secure c.Secure cookie.Secure *.Cookie.Secure", ON,
        'package a\nvar c = &http.Cookie{Name: "session", Secure: false}', 'package a\nvar c = &http.Cookie{Name: "session", Secure: true}', default=BAD, session=True),
    Setting("go-cookie-httponly", "httponly", GO, "Cookie.HttpOnly c.HttpOnly cookie.HttpOnly Cookie.HTTPOnly *.Cookie.HttpOnly", ON,
        'package a\nvar c = &http.Cookie{Name: "session", HttpOnly: false}', 'package a\nvar c = &http.Cookie{Name: "session", HttpOnly: true}', default=BAD, session=True),
    Setting("go-cookie-samesite", "samesite", GO, "Cookie.SameSite cookie.SameSite c.SameSite Options.SameSite", SAME_SITE,
        'package a\nvar c = &http.Cookie{Name: "session", SameSite: http.SameSiteNoneMode}', 'package a\nvar c = &http.Cookie{Name: "session", SameSite: http.SameSiteLaxMode}', session=True),
    Setting("go-cookie-age", "session", GO, "Cookie.MaxAge cookie.MaxAge Cookie.Expires cookie.Expires", "seconds",
        'package a\nvar c = &http.Cookie{Name: "session", MaxAge: 86400 * 30}', 'package a\nvar c = &http.Cookie{Name: "session", MaxAge: 3600}', session=True),
    Setting("go-gorilla-secure", "secure", GO, "Options.Secure", ON, "package a\nvar o = &sessions.Options{Secure: false}", "package a\nvar o = &sessions.Options{Secure: true}", default=BAD),
    Setting("go-gorilla-httponly", "httponly", GO, "Options.HttpOnly", ON, "package a\nvar o = &sessions.Options{HttpOnly: false}", "package a\nvar o = &sessions.Options{HttpOnly: true}", default=BAD),
    Setting("go-gorilla-age", "session", GO, "sessions.Options.MaxAge Options.MaxAge store.MaxAge.0", "seconds",
        "package a\nvar o = &sessions.Options{MaxAge: 86400 * 30}", "package a\nvar o = &sessions.Options{MaxAge: 3600}"),
    Setting("go-gin-cookie-secure", "secure", GO, "SetCookie.5", ON, 'package a\nfunc f() { c.SetCookie("session", v, 3600, "/", "x", false, true) }', 'package a\nfunc f() { c.SetCookie("session", v, 3600, "/", "x", true, true) }', session=True),
    Setting("go-gin-cookie-httponly", "httponly", GO, "SetCookie.6", ON, 'package a\nfunc f() { c.SetCookie("session", v, 3600, "/", "x", true, false) }', 'package a\nfunc f() { c.SetCookie("session", v, 3600, "/", "x", true, true) }', session=True),
    Setting("go-gin-cookie-age", "session", GO, "SetCookie.2", "seconds", 'package a\nfunc f() { c.SetCookie("session", v, 86400*30, "/", "x", true, true) }', 'package a\nfunc f() { c.SetCookie("session", v, 3600, "/", "x", true, true) }', session=True),
    Setting("go-set-same-site", "samesite", GO, "SetSameSite.0", SAME_SITE, "package a\nfunc f() { c.SetSameSite(http.SameSiteNoneMode) }", "package a\nfunc f() { c.SetSameSite(http.SameSiteLaxMode) }"),
    Setting("go-scs-lifetime", "session", GO, "sessionManager.Lifetime *.Lifetime session.Lifetime manager.Lifetime SessionManager.Lifetime", "seconds",
        "package a\nfunc f() { sessionManager.Lifetime = 720 * time.Hour }", "package a\nfunc f() { sessionManager.Lifetime = 12 * time.Hour }", near=r"(?i)session"),
    Setting("go-scs-idle", "idle", GO, "*.IdleTimeout", "seconds", "package a\nfunc f() { sessionManager.IdleTimeout = 24 * time.Hour }", "package a\nfunc f() { sessionManager.IdleTimeout = 20 * time.Minute }", near=r"scs\b|sessionManager\.|session\.IdleTimeout"),
    Setting("go-fiber-session", "session", GO, "session.Config.Expiration session.Config.AbsoluteTimeout", "seconds", "package a\nvar s = session.New(session.Config{Expiration: 720 * time.Hour})", "package a\nvar s = session.New(session.Config{Expiration: 8 * time.Hour})"),
    Setting("go-fiber-cookie-secure", "secure", GO, "CookieSecure", ON, "package a\nvar s = session.New(session.Config{CookieSecure: false})", "package a\nvar s = session.New(session.Config{CookieSecure: true})", default=BAD),
    Setting("go-fiber-cookie-httponly", "httponly", GO, "session.Config.CookieHTTPOnly CookieHTTPOnly", ON, "package a\nvar s = session.New(session.Config{CookieHTTPOnly: false})", "package a\nvar s = session.New(session.Config{CookieHTTPOnly: true})", default=BAD),
    Setting("go-fiber-cookie-samesite", "samesite", GO, "CookieSameSite", SAME_SITE, 'package a\nvar s = session.New(session.Config{CookieSameSite: "None"})', 'package a\nvar s = session.New(session.Config{CookieSameSite: "Lax"})'),
    # CSRF
    Setting("go-csrf", "csrf", GO, "csrf.Protect.() csrf.New.() middleware.CSRF.() middleware.CSRFWithConfig.() nosurf.New.() csrf.Middleware.()", GUARD,
        "package a\nfunc f() { http.ListenAndServe(addr, r) }", "package a\nfunc f() { http.ListenAndServe(addr, csrf.Protect(key)(r)) }", instead=r"Listen|Use\(|Handle|router|Router"),
    Setting("go-gorilla-csrf-secure", "secure", GO, "csrf.Secure.0", ON, "package a\nvar p = csrf.Protect(key, csrf.Secure(false))", "package a\nvar p = csrf.Protect(key, csrf.Secure(true))"),
    Setting("go-csrf-exempt", "csrf", GO, "csrf.UnsafeSkipCheck.() ExemptPath.() ExemptFunc.() ExemptGlob.() ExemptRegexp.()", lambda fact, context: Reading(BAD, flag=True),
        'package a\nfunc f() { h.ExemptPath("/hook") }', "package a\nfunc f() { h.Use() }", problem="CSRF protection is off for a path"),
    # JSON web tokens
    Setting("go-parse-unverified", "jwt", GO, "ParseUnverified.() *.ParseUnverified.() jwt.ParseInsecure.() UnsafeClaimsWithoutVerification.()", CALLED,
        "package a\nfunc f() { parser.ParseUnverified(token, claims) }", "package a\nfunc f() { parser.ParseWithClaims(token, claims, keys) }", problem="a token is parsed without verifying it"),
    Setting("go-allow-none", "jwt", GO, "word.UnsafeAllowNoneSignatureType word.SigningMethodNone", CALLED,
        "package a\nfunc f() (any, error) { return jwt.UnsafeAllowNoneSignatureType, nil }", "package a\nfunc f() (any, error) { return key, nil }", problem="a token without a signature is accepted"),
    Setting("go-without-claims", "jwt", GO, "WithoutClaimsValidation.() jwt.WithoutClaimsValidation.()", CALLED,
        "package a\nvar p = jwt.NewParser(jwt.WithoutClaimsValidation())", "package a\nvar p = jwt.NewParser()", problem="expired tokens are accepted", fix="let the parser validate claims"),
    Setting("go-skip-claims", "jwt", GO, "SkipClaimsValidation InsecureSkipSignatureCheck SkipExpiryCheck SkipIssuerCheck SkipClientIDCheck", NOT_ON,
        "package a\nvar p = &jwt.Parser{SkipClaimsValidation: true}", "package a\nvar p = &jwt.Parser{SkipClaimsValidation: false}", problem="claims of tokens are not verified", fix="let them be verified"),
    Setting("go-valid-methods", "jwt", GO, "jwt.WithValidMethods.() WithValidMethods.()", GUARD,
        "package a\nvar p = jwt.NewParser()", 'package a\nvar p = jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}))', instead=r"(?i)jwt", problem="any algorithm that the token names is accepted", fix='keep jwt.WithValidMethods([]string{"RS256"})'),
    Setting("go-jwt-parse", "jwt", GO, "jwt.Parse.() jwt.ParseWithClaims.() parser.Parse.() parser.ParseWithClaims.()", _parse,
        "package a\nfunc f() { jwt.Parse(s, func(t *jwt.Token) (any, error) { return key, nil }) }",
        "package a\nfunc f() { jwt.Parse(s, func(t *jwt.Token) (any, error) { if _, ok := t.Method.(*jwt.SigningMethodRSA); !ok { return nil, bad }; return key, nil }) }"),
    Setting("go-jws-none", "jwt", GO, "jwt.WithVerify.0 jwt.WithValidate.0", ON, "package a\nfunc f() { jwt.Parse(b, jwt.WithVerify(false)) }", "package a\nfunc f() { jwt.Parse(b, jwt.WithVerify(true)) }"),
    Setting("go-jwt-expiry", "token", GO, "ExpiresAt MapClaims.exp claims.exp Expiration.0 exp Claims.Expiry Claims.exp", "seconds",
        'package a\nvar c = jwt.MapClaims{"exp": time.Now().Add(time.Hour * 720).Unix()}', 'package a\nvar c = jwt.MapClaims{"exp": time.Now().Add(time.Minute * 15).Unix()}', near=r"(?i)jwt|claims"),
    Setting("go-token-constant", "token", GO, "accessTokenTTL tokenTTL accessTokenDuration TokenDuration jwtTTL tokenExpiry tokenLifetime accessTokenLifetime accessTokenExpiry AccessTokenExpire tokenDuration jwtExpiry", "seconds",
        "package a\nconst accessTokenTTL = 720 * time.Hour", "package a\nconst accessTokenTTL = 15 * time.Minute"),
    Setting("go-refresh-constant", "refresh", GO, "refreshTokenExpiry refreshTokenTTL refreshTTL refreshTokenDuration refreshTokenLifetime", "seconds",
        "package a\nconst refreshTokenTTL = 8760 * time.Hour", "package a\nconst refreshTokenTTL = 168 * time.Hour"),
    Setting("go-session-constant", "session", GO, "sessionTTL sessionDuration sessionLifetime sessionMaxAge sessionExpiry sessionTimeout", "seconds",
        "package a\nconst sessionTTL = 720 * time.Hour", "package a\nconst sessionTTL = 8 * time.Hour"),
    # TLS
    Setting("go-insecure-skip-verify", "tls", GO, "InsecureSkipVerify InsecureSkipTLSVerify TLSInsecureSkipVerify SkipTLSVerify", NOT_ON,
        "package a\nvar t = &tls.Config{InsecureSkipVerify: true}", "package a\nvar t = &tls.Config{InsecureSkipVerify: false}"),
    Setting("go-ignore-host-key", "tls", GO, "ssh.InsecureIgnoreHostKey.()", CALLED, "package a\nvar c = &ssh.ClientConfig{HostKeyCallback: ssh.InsecureIgnoreHostKey()}", "package a\nvar c = &ssh.ClientConfig{HostKeyCallback: known}",
        problem="host keys of SSH servers are not verified", fix="use knownhosts.New"),
    Setting("go-tls-client-auth", "tls", GO, "ClientAuth", has("NoClientCert", "RequestClientCert$", "RequireAnyClientCert"), "package a\nvar t = &tls.Config{ClientAuth: tls.NoClientCert}", "package a\nvar t = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert}",
        problem="client certificates are not verified", fix="use tls.RequireAndVerifyClientCert"),
    Setting("go-grpc-insecure", "tls", GO, "grpc.WithInsecure.()", lambda fact, context: Reading(BAD, flag=True), "package a\nvar c, _ = grpc.Dial(addr, grpc.WithInsecure())", "package a\nvar c, _ = grpc.Dial(addr, grpc.WithTransportCredentials(creds))", problem="gRPC without TLS", fix="use credentials.NewTLS"),
    # Passwords
    Setting("go-bcrypt", "cost", GO, "bcrypt.GenerateFromPassword.1 bcryptCost BcryptCost hashCost passwordCost", LEAST,
        "package a\nfunc f() { bcrypt.GenerateFromPassword(p, bcrypt.MinCost) }", "package a\nfunc f() { bcrypt.GenerateFromPassword(p, 12) }"),
    Setting("go-pbkdf2", "cost", GO, "pbkdf2.Key.2", LEAST, "package a\nvar k = pbkdf2.Key(p, salt, 1000, 32, sha256.New)", "package a\nvar k = pbkdf2.Key(p, salt, 600000, 32, sha256.New)"),
    Setting("go-argon2", "cost", GO, "argon2.IDKey.2 argon2.IDKey.3 argon2.Key.2 argon2.Key.3", LEAST, "package a\nvar k = argon2.IDKey(p, salt, 1, 8*1024, 4, 32)", "package a\nvar k = argon2.IDKey(p, salt, 3, 64*1024, 4, 32)"),
    Setting("go-scrypt", "cost", GO, "scrypt.Key.2", LEAST, "package a\nvar k, _ = scrypt.Key(p, salt, 1024, 8, 1, 32)", "package a\nvar k, _ = scrypt.Key(p, salt, 32768, 8, 1, 32)"),
    Setting("go-weak-hash", "hashing", GO, "md5.Sum.() sha1.Sum.() sha256.Sum256.() sha512.Sum512.()", password_hash, "package a\nvar h = md5.Sum([]byte(password))", "package a\nvar h = md5.Sum(content)"),
    Setting("go-strong-hash", "hashing", GO, "bcrypt.GenerateFromPassword.() bcrypt.CompareHashAndPassword.() argon2.IDKey.() scrypt.Key.()", GUARD,
        "package a\nfunc f(password string) bool { return user.Password == password }", "package a\nfunc f(password string) bool { return bcrypt.CompareHashAndPassword(user.Hash, []byte(password)) == nil }", instead=r"(?i)md5\.|sha1\.|sha256\.|password\s*==|==\s*(?:\w+\.)*password\b"),
    Setting("go-mfa", "mfa", GO, "RequireMFA MFARequired MFAEnabled requireMFA EnforceMFA TwoFactorRequired Require2FA mfaRequired", ON, "package a\nvar p = Policy{RequireMFA: false}", "package a\nvar p = Policy{RequireMFA: true}"),
    Setting("go-lockout", "lockout", GO, "LockoutEnabled EnableLockout lockoutEnabled", ON, "package a\nvar p = Policy{LockoutEnabled: false}", "package a\nvar p = Policy{LockoutEnabled: true}"),
    Setting("go-attempts", "lockout", GO, "MaxLoginAttempts maxLoginAttempts MaxFailedAttempts maxFailedAttempts maxFailedLogins MaxFailedLogins", MOST, "package a\nconst maxLoginAttempts = 1000", "package a\nconst maxLoginAttempts = 5"),
    Setting("go-gin-mode", "debug", GO, "gin.SetMode.0", has("DebugMode|TestMode|debug"), "package a\nfunc f() { gin.SetMode(gin.DebugMode) }", "package a\nfunc f() { gin.SetMode(gin.ReleaseMode) }"),
    Setting("go-anonymous", "anonymous", GO, "AllowAnonymous AnonymousAuth allowAnonymous AnonymousEnabled", NOT_ON, "package a\nvar p = Config{AllowAnonymous: true}", "package a\nvar p = Config{AllowAnonymous: false}"),
)  # fmt: skip
