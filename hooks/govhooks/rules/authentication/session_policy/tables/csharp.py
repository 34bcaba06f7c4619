"""C#: ASP.NET cookies and sessions, token validation, antiforgery, Identity, HttpClient."""

from __future__ import annotations

import re

from govhooks.rules.authentication.session_policy.durations import seconds
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
from govhooks.rules.authentication.session_policy.tables.readings import VERIFIES, has, password_hash, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.authentication.session_policy.facts import Fact
    from govhooks.rules.authentication.session_policy.settings import Context

CS = "csharp"


def _policy(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value)
    if text.endswith((".None", ".SameAsRequest")):
        return Reading(BAD if text.endswith(".None") else "weak")
    return Reading(GOOD) if text.endswith(".Always") else None


def _callback(fact: Fact, context: Context) -> Reading | None:
    """A callback that accepts any certificate."""
    text = text_of(fact.value)
    if "DangerousAcceptAnyServerCertificateValidator" in text or re.search(
        r"=>\s*(?:true|\{\s*return true;\s*\})\s*\)?$|^delegate.*return true;", text, re.DOTALL
    ):
        return Reading(BAD)
    return Reading(GOOD)


def _read_token(fact: Fact, context: Context) -> Reading | None:
    return (
        None
        if context.matches(VERIFIES + "|ValidateToken|AddJwtBearer")
        else Reading(BAD, reason="a token is read without validating it")
    )


def _validator(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value)
    return (
        Reading(BAD) if re.search(r"new\s+JwtSecurityToken|new\s+JsonWebToken|ReadJwtToken|=>\s*true", text) else None
    )


def _span(fact: Fact, context: Context) -> Reading | None:
    """A lock: shorter is worse, so that the amount is less than nothing."""
    found = seconds(fact.value, 1.0, context.names)
    return None if found is None else Reading(amount=-found)


ROWS = (
    Setting("aspnet-expire", "session", CS, "ExpireTimeSpan *.ExpireTimeSpan", "seconds", "options.ExpireTimeSpan = TimeSpan.FromDays(30);", "options.ExpireTimeSpan = TimeSpan.FromMinutes(30);", default=14 * 86400),
    Setting("aspnet-sliding", "session", CS, "SlidingExpiration", NOT_ON, "options.SlidingExpiration = true;", "options.SlidingExpiration = false;", problem="a session is renewed as long as it is used, without an end", fix="set SlidingExpiration to false, or limit the whole session"),
    Setting("aspnet-idle", "idle", CS, "IdleTimeout *.IdleTimeout", "seconds", "options.IdleTimeout = TimeSpan.FromHours(24);", "options.IdleTimeout = TimeSpan.FromMinutes(20);", default=1200),
    Setting("aspnet-max-age", "session", CS, "Cookie.MaxAge CookieOptions.MaxAge CookieOptions.Expires *.Cookie.MaxAge ExpiresUtc AuthenticationProperties.ExpiresUtc", "seconds", "options.Cookie.MaxAge = TimeSpan.FromDays(30);", "options.Cookie.MaxAge = TimeSpan.FromHours(8);"),
    Setting("aspnet-secure-policy", "secure", CS, "Cookie.SecurePolicy SecurePolicy CookiePolicyOptions.Secure", _policy, "options.Cookie.SecurePolicy = CookieSecurePolicy.None;", "options.Cookie.SecurePolicy = CookieSecurePolicy.Always;", fix="use CookieSecurePolicy.Always", default=BAD),
    Setting("aspnet-secure", "secure", CS, "CookieOptions.Secure Cookie.Secure cookie.Secure cookieOptions.Secure HttpCookie.Secure", ON, "var o = new CookieOptions { Secure = false };", "var o = new CookieOptions { Secure = true };", default=BAD, session=True),
    Setting("aspnet-httponly", "httponly", CS, "Cookie.HttpOnly CookieOptions.HttpOnly cookie.HttpOnly cookieOptions.HttpOnly HttpCookie.HttpOnly", ON, "options.Cookie.HttpOnly = false;", "options.Cookie.HttpOnly = true;", session=True),
    Setting("aspnet-samesite", "samesite", CS, "Cookie.SameSite CookieOptions.SameSite cookieOptions.SameSite MinimumSameSitePolicy", SAME_SITE, "options.Cookie.SameSite = SameSiteMode.None;", "options.Cookie.SameSite = SameSiteMode.Lax;"),
    Setting("aspnet-https-redirect", "secure", CS, "UseHttpsRedirection.() *.UseHttpsRedirection.()", GUARD, "app.UseRouting();", "app.UseHttpsRedirection();\napp.UseRouting();", problem="plain HTTP is no longer redirected to HTTPS", fix="keep app.UseHttpsRedirection()"),
    Setting("aspnet-hsts", "secure", CS, "UseHsts.() *.UseHsts.()", GUARD, "app.UseRouting(); // no https", "app.UseHsts(); // https\napp.UseRouting();", problem="HSTS is off", fix="keep app.UseHsts()"),
    # CSRF
    Setting("aspnet-ignore-antiforgery", "csrf", CS, "IgnoreAntiforgeryToken.() IgnoreAntiforgeryTokenAttribute.() DisableAntiforgery.() *.DisableAntiforgery.() **.DisableAntiforgery.()", lambda fact, context: Reading(BAD, flag=True), "class A { [IgnoreAntiforgeryToken] public void F() {} }", "class A { public void F() {} }", problem="CSRF protection is off for an action"),
    Setting("aspnet-antiforgery-guard", "csrf", CS, "ValidateAntiForgeryToken.() AutoValidateAntiforgeryToken.() AutoValidateAntiforgeryTokenAttribute.() word.AutoValidateAntiforgeryTokenAttribute UseAntiforgery.() *.UseAntiforgery.()", GUARD, "class A { [HttpPost] public void F() {} }", "class A { [HttpPost] [ValidateAntiForgeryToken] public void F() {} }"),
    # Tokens
    Setting("aspnet-validation", "jwt", CS, "ValidateIssuer ValidateAudience ValidateLifetime ValidateIssuerSigningKey RequireSignedTokens RequireExpirationTime RequireAudience", ON, "var p = new TokenValidationParameters { ValidateLifetime = false };", "var p = new TokenValidationParameters { ValidateLifetime = true };", problem="a part of the token is not validated", fix="set it to true"),
    Setting("aspnet-signature-validator", "jwt", CS, "SignatureValidator LifetimeValidator IssuerValidator AudienceValidator IssuerSigningKeyValidator SignatureValidatorUsingConfiguration", _validator, "var p = new TokenValidationParameters { SignatureValidator = (t, q) => new JwtSecurityToken(t) };", "var p = new TokenValidationParameters { SignatureValidator = Check };"),
    Setting("aspnet-https-metadata", "tls", CS, "RequireHttpsMetadata", ON, "options.RequireHttpsMetadata = false;", "options.RequireHttpsMetadata = true;", problem="the provider's keys are fetched over plain HTTP", fix="set RequireHttpsMetadata to true"),
    Setting("aspnet-read-token", "jwt", CS, "**.ReadJwtToken.() ReadJwtToken.() **.ReadJsonWebToken.() **.ReadToken.() JwtBuilder.**.DoNotVerifySignature.() **.DoNotVerifySignature.() DoNotVerify.()", _read_token, "var t = handler.ReadJwtToken(token);", "var t = handler.ValidateToken(token, parameters, out _);"),
    Setting("csharp-validated", "jwt", CS, "**.ValidateToken.() **.ValidateTokenAsync.()", GUARD, "var t = handler.ReadJwtToken(token);\nvar other = handler.ReadJwtToken(b);", "handler.ValidateToken(token, parameters, out var t);\nvar other = handler.ReadJwtToken(b);", instead=MORE + r"\.Read(?:Jwt|Json\w*)?Token\(", problem="a token is read without validating it"),
    Setting("aspnet-clock-skew", "token", CS, "ClockSkew", "seconds", "var p = new TokenValidationParameters { ClockSkew = TimeSpan.FromDays(1) };", "var p = new TokenValidationParameters { ClockSkew = TimeSpan.FromMinutes(1) };", problem=""),
    Setting("csharp-alg-none", "jwt", CS, "word.NoneAlgorithm", CALLED, "var a = new NoneAlgorithm();", "var a = new RS256Algorithm(cert);", problem="a token without a signature is accepted"),
    Setting("csharp-valid-algorithms", "jwt", CS, "ValidAlgorithms", has("none"), 'var p = new TokenValidationParameters { ValidAlgorithms = new[] { "none" } };', 'var p = new TokenValidationParameters { ValidAlgorithms = new[] { "RS256" } };'),
    Setting("csharp-token-expires", "token", CS, "expires SecurityTokenDescriptor.Expires Expires JwtSecurityToken.expires BearerTokenExpiration AccessTokenLifetime AccessTokenExpiration", "seconds", "var t = new JwtSecurityToken(expires: DateTime.UtcNow.AddDays(30));", "var t = new JwtSecurityToken(expires: DateTime.UtcNow.AddMinutes(15));", near=r"(?i)token"),
    Setting("csharp-identity-server", "refresh", CS, "AbsoluteRefreshTokenLifetime SlidingRefreshTokenLifetime RefreshTokenExpiration RefreshTokenLifetime", "seconds", "var c = new Client { AbsoluteRefreshTokenLifetime = 31536000 };", "var c = new Client { AbsoluteRefreshTokenLifetime = 604800 };"),
    # TLS
    Setting("csharp-callback", "tls", CS, "ServerCertificateCustomValidationCallback ServerCertificateValidationCallback RemoteCertificateValidationCallback ServicePointManager.ServerCertificateValidationCallback CertificateValidationCallback", _callback, "handler.ServerCertificateCustomValidationCallback = (m, c, ch, e) => true;", "handler.ServerCertificateCustomValidationCallback = Check;"),
    Setting("csharp-dangerous", "tls", CS, "word.DangerousAcceptAnyServerCertificateValidator", CALLED, "var v = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;", "var v = Check;"),
    Setting("csharp-revocation", "tls", CS, "CheckCertificateRevocationList", ON, "handler.CheckCertificateRevocationList = false;", "handler.CheckCertificateRevocationList = true;", problem="revoked certificates are accepted", fix="set it to true"),
    Setting("csharp-trust-server", "tls", CS + " json", "TrustServerCertificate", NOT_ON, "builder.TrustServerCertificate = true;", "builder.TrustServerCertificate = false;"),
    # Identity
    Setting("identity-lockout", "lockout", CS, "Lockout.AllowedForNewUsers lockoutOnFailure shouldLockout UserLockoutEnabledByDefault LockoutEnabled", ON, "options.Lockout.AllowedForNewUsers = false;", "options.Lockout.AllowedForNewUsers = true;"),
    Setting("identity-sign-in", "lockout", CS, "**.PasswordSignInAsync.3 **.CheckPasswordSignInAsync.2", ON, "class A { void F() { s.PasswordSignInAsync(u, p, r, false); } }", "class A { void F() { s.PasswordSignInAsync(u, p, r, true); } }"),
    Setting("identity-attempts", "lockout", CS, "MaxFailedAccessAttempts MaxFailedAccessAttemptsBeforeLockout", MOST, "options.Lockout.MaxFailedAccessAttempts = 1000;", "options.Lockout.MaxFailedAccessAttempts = 5;", default=5),
    Setting("identity-token-lifespan", "token", CS, "TokenLifespan", "seconds", "options.TokenLifespan = TimeSpan.FromDays(7);", "options.TokenLifespan = TimeSpan.FromHours(1);", default=86400),
    Setting("identity-lockout-span", "lockout", CS, "DefaultLockoutTimeSpan", lambda fact, context: _span(fact, context), "options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromSeconds(1);", "options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);", problem="a lock after failed logins is shorter"),
    Setting("identity-password", "hashing", CS, "Password.RequireDigit Password.RequireNonAlphanumeric Password.RequireUppercase Password.RequireLowercase", ON, "options.Password.RequireDigit = false;", "options.Password.RequireDigit = true;", problem="a rule for passwords is off", fix="keep it, or ask for longer passwords"),
    Setting("identity-length", "cost", CS, "Password.RequiredLength PasswordValidator.RequiredLength", LEAST, "options.Password.RequiredLength = 4;", "options.Password.RequiredLength = 12;", problem="shorter passwords are allowed"),
    Setting("identity-iterations", "cost", CS, "IterationCount Rfc2898DeriveBytes.2 Rfc2898DeriveBytes.Pbkdf2.2 KeyDerivation.Pbkdf2.iterationCount workFactor BCrypt.HashPassword.1 BCrypt.EnhancedHashPassword.1 BCrypt.Net.BCrypt.HashPassword.1", LEAST, "class A { void F() { var h = BCrypt.HashPassword(password, 4); } }", "class A { void F() { var h = BCrypt.HashPassword(password, 12); } }"),
    Setting("identity-compat", "hashing", CS, "CompatibilityMode", has("IdentityV2"), "options.CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV2;", "options.CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV3;", problem="passwords are hashed with PBKDF2-SHA1 and 1000 iterations"),
    Setting("csharp-weak-hash", "hashing", CS, "MD5.HashData.() SHA1.HashData.() SHA256.HashData.() **.ComputeHash.()", lambda fact, context: password_hash(fact, context) if context.matches(r"\b(?:MD5|SHA1|SHA256|SHA512)\b") else None, "class A { void F() { var h = MD5.HashData(Encoding.UTF8.GetBytes(password)); } }", "class A { void F() { var h = MD5.HashData(content); } }"),
    Setting("csharp-strong-hash", "hashing", CS, "BCrypt.HashPassword.() BCrypt.Verify.() **.VerifyHashedPassword.() **.HashPassword.()", GUARD, "class A { bool F(string password) { return user.Password == password; } }", "class A { bool F(string password) { return BCrypt.Verify(password, user.Hash); } }", instead=r"MD5|SHA1|SHA256|==\s*password|Password\s*=="),
    Setting("csharp-mfa", "mfa", CS, "RequireTwoFactor MfaRequired TwoFactorEnabled RequireMfa EnableMfa TwoFactorRequired **.SetTwoFactorEnabledAsync.1 RequireConfirmedAccount RequireConfirmedEmail", ON, "options.RequireMfa = false;", "options.RequireMfa = true;"),
    Setting("csharp-exception-page", "debug", CS, "*.UseDeveloperExceptionPage.() UseDeveloperExceptionPage.()", CALLED, "app.UseDeveloperExceptionPage(); // debug", "app.UseExceptionHandler(); // debug"),
    Setting("csharp-pii", "debug", CS, "ShowPII EnableDetailedErrors DetailedErrors EnableSensitiveDataLogging.0", NOT_ON, "IdentityModelEventSource.ShowPII = true; // token", "IdentityModelEventSource.ShowPII = false; // token"),
)  # fmt: skip
