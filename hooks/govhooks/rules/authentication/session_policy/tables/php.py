"""PHP: Laravel, Symfony, plain PHP sessions, firebase/php-jwt, curl, Guzzle."""

from __future__ import annotations

import re

from govhooks.rules.authentication.session_policy.facts import Given
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
    truth,
)
from govhooks.rules.authentication.session_policy.tables.readings import (
    algorithm,
    certificates,
    has,
    password_hash,
    text_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.authentication.session_policy.facts import Fact
    from govhooks.rules.authentication.session_policy.settings import Context

PHP = "php"
_LARAVEL = r"config/session\.php|SESSION_|'driver'"


def _except(fact: Fact, context: Context) -> Reading | None:
    """The paths that Laravel exempts from CSRF tokens."""
    value = fact.value
    if not isinstance(value, (list, dict)):
        return None
    paths = [str(one) for one in (value.values() if isinstance(value, dict) else value)]
    if any(path.strip("/") in ("*", "**") for path in paths):
        return Reading(BAD)
    return (
        Reading(BAD, reason="CSRF protection is off for " + ", ".join(sorted(paths))[:200], flag=True)
        if paths
        else Reading(GOOD)
    )


def _jwt_decode(fact: Fact, context: Context) -> Reading | None:
    """firebase/php-jwt: JWT::decode(token, key, algorithms)."""
    given = fact.value
    if not isinstance(given, Given):
        return None
    if re.search(r"['\"]none['\"]", given.text):
        return Reading(BAD, reason="a token without a signature is accepted")
    if re.search(r"->alg\b|\['alg'\]", given.text):
        return Reading(BAD, reason="the token chooses the algorithm that verifies it")
    if len(given.arguments) > 1 and (given.arguments[1] is None or given.arguments[1] == ""):
        return Reading(BAD, reason="a token is verified without a key")
    return Reading(GOOD)


def _payload(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value)
    return (
        Reading(BAD, reason="a token is decoded without verifying it")
        if re.search(r"(?i)explode\(\s*'\.'|\$(?:token|jwt)", text)
        and not context.matches(r"JWT::decode|openssl_verify|hash_hmac|->verify")
        else None
    )


def _peer(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value).strip()
    found = truth(fact.value, context.names)
    if found is not None:
        return Reading(GOOD if found else BAD)
    return Reading(GOOD) if text == "2" else None


def _password_algorithm(fact: Fact, context: Context) -> Reading | None:
    return Reading(GOOD)


ROWS = (
    Setting("laravel-lifetime", "session", PHP, "lifetime", "minutes", "<?php return ['driver' => 'file', 'lifetime' => env('SESSION_LIFETIME', 43200)];", "<?php return ['driver' => 'file', 'lifetime' => env('SESSION_LIFETIME', 120)];", near=_LARAVEL, path="config/session.php"),
    Setting("laravel-lifetime-env", "session", "env yaml dockerfile", "SESSION_LIFETIME", "minutes", "SESSION_LIFETIME=43200", "SESSION_LIFETIME=120"),
    Setting("laravel-expire-close", "session", PHP, "expire_on_close", ON, "<?php return ['expire_on_close' => false, 'session' => 1];", "<?php return ['expire_on_close' => true, 'session' => 1];", problem="sessions outlive the browser", fix="set it to true"),
    Setting("laravel-secure", "secure", PHP, "secure", ON, "<?php return ['driver' => 'file', 'secure' => env('SESSION_SECURE_COOKIE', false)];", "<?php return ['driver' => 'file', 'secure' => env('SESSION_SECURE_COOKIE', true)];", near=_LARAVEL + r"|setcookie|cookie", path="config/session.php", default=BAD, session=True),
    Setting("laravel-secure-env", "secure", "env yaml dockerfile", "SESSION_SECURE_COOKIE SESSION_SECURE COOKIE_SECURE FORCE_HTTPS", ON, "SESSION_SECURE_COOKIE=false", "SESSION_SECURE_COOKIE=true"),
    Setting("laravel-http-only", "httponly", PHP, "http_only httponly", ON, "<?php return ['driver' => 'file', 'http_only' => false];", "<?php return ['driver' => 'file', 'http_only' => true];", session=True, path="config/session.php"),
    Setting("laravel-http-only-env", "httponly", "env yaml dockerfile", "SESSION_HTTP_ONLY COOKIE_HTTPONLY COOKIE_HTTP_ONLY", ON, "SESSION_HTTP_ONLY=false", "SESSION_HTTP_ONLY=true"),
    Setting("laravel-same-site", "samesite", PHP, "same_site samesite", SAME_SITE, "<?php return ['driver' => 'file', 'same_site' => 'none'];", "<?php return ['driver' => 'file', 'same_site' => 'lax'];", session=True, path="config/session.php"),
    Setting("laravel-same-site-env", "samesite", "env yaml dockerfile", "SESSION_SAME_SITE COOKIE_SAMESITE COOKIE_SAME_SITE", SAME_SITE, "SESSION_SAME_SITE=none", "SESSION_SAME_SITE=lax"),
    Setting("laravel-encrypt", "secure", PHP, "encrypt", ON, "<?php return ['driver' => 'file', 'encrypt' => false /* session */];", "<?php return ['driver' => 'file', 'encrypt' => true /* session */];", near=r"config/session\.php", path="config/session.php", problem="sessions are stored unencrypted", fix="set it to true"),
    Setting("laravel-csrf-except", "csrf", PHP, "VerifyCsrfToken.except ValidateCsrfToken.except validateCsrfTokens.except *.except", _except, "<?php class VerifyCsrfToken extends Middleware { protected $except = ['*']; }", "<?php class VerifyCsrfToken extends Middleware { protected $except = []; }", near=r"(?i)csrf"),
    Setting("laravel-csrf-middleware", "csrf", PHP, "word.VerifyCsrfToken word.ValidateCsrfToken word.PreventRequestForgery", GUARD, "<?php class Kernel { protected $middlewareGroups = ['web' => [StartSession::class]]; }", "<?php class Kernel { protected $middlewareGroups = ['web' => [StartSession::class, VerifyCsrfToken::class]]; }", instead=r"middlewareGroups|\$middleware"),
    Setting("laravel-without-csrf", "csrf", PHP, "**.withoutMiddleware.0 withoutMiddleware.0", has("Csrf", good=False), "<?php Route::post('/a', 'B')->withoutMiddleware(VerifyCsrfToken::class);", "<?php Route::post('/a', 'B')->middleware('auth');", problem="CSRF protection is off for a route"),
    Setting("symfony-csrf", "csrf", PHP, "csrf_protection csrf", ON, "<?php $r->setDefaults(['csrf_protection' => false]);", "<?php $r->setDefaults(['csrf_protection' => true]);"),
    Setting("php-session-lifetime", "session", PHP, "ini_set.session.cookie_lifetime session_set_cookie_params.0 session_set_cookie_params.lifetime session_start.cookie_lifetime", "seconds", "<?php session_set_cookie_params(2592000);", "<?php session_set_cookie_params(3600);"),
    Setting("php-session-gc", "idle", PHP, "ini_set.session.gc_maxlifetime session_start.gc_maxlifetime", "seconds", "<?php ini_set('session.gc_maxlifetime', 2592000);", "<?php ini_set('session.gc_maxlifetime', 1440);"),
    Setting("php-session-secure", "secure", PHP, "ini_set.session.cookie_secure session_start.cookie_secure session_set_cookie_params.secure session_set_cookie_params.3 setcookie.5 setcookie.secure setrawcookie.5 cookie_secure cookie.5", ON, "<?php ini_set('session.cookie_secure', '0');", "<?php ini_set('session.cookie_secure', '1');", session=True),
    Setting("php-session-httponly", "httponly", PHP, "ini_set.session.cookie_httponly session_start.cookie_httponly session_set_cookie_params.httponly session_set_cookie_params.4 setcookie.6 setcookie.httponly setrawcookie.6 cookie_httponly cookie.6", ON, "<?php ini_set('session.cookie_httponly', 0);", "<?php ini_set('session.cookie_httponly', 1);", session=True),
    Setting("php-session-samesite", "samesite", PHP, "ini_set.session.cookie_samesite cookie_samesite", SAME_SITE, "<?php ini_set('session.cookie_samesite', 'None');", "<?php ini_set('session.cookie_samesite', 'Strict');"),
    Setting("php-strict-mode", "secure", PHP, "ini_set.session.use_strict_mode ini_set.session.use_only_cookies", ON, "<?php ini_set('session.use_strict_mode', 0);", "<?php ini_set('session.use_strict_mode', 1);", problem="session ids that somebody else chose are accepted", fix="set it to 1"),
    Setting("php-cookie-expiry", "session", PHP, "setcookie.2 setcookie.expires", "seconds", "<?php setcookie('session', $id, time() + 86400 * 90);", "<?php setcookie('session', $id, time() + 3600);", session=True),
    Setting("php-jwt-decode", "jwt", PHP, "JWT.decode.()", _jwt_decode, "<?php JWT::decode($token, null, ['none']);", "<?php JWT::decode($token, new Key($key, 'RS256'));"),
    Setting("php-jwt-payload", "jwt", PHP, "json_decode.()", _payload, "<?php $claims = json_decode(base64_decode(explode('.', $token)[1]));", "<?php $claims = JWT::decode($token, new Key($key, 'RS256'));"),
    Setting("php-jwt-encode", "jwt", PHP, "JWT.encode.2", algorithm, "<?php JWT::encode($claims, $key, 'none');", "<?php JWT::encode($claims, $key, 'RS256');"),
    Setting("php-jwt-exp", "token", PHP, "exp *.exp", "seconds", "<?php $claims = ['sub' => $id, 'exp' => time() + 86400 * 30];", "<?php $claims = ['sub' => $id, 'exp' => time() + 900];", near=r"(?i)jwt|claims|payload"),
    Setting("php-jwt-ttl", "token", PHP, "ttl", "minutes", "<?php return ['secret' => env('JWT_SECRET'), 'ttl' => env('JWT_TTL', 43200)];", "<?php return ['secret' => env('JWT_SECRET'), 'ttl' => env('JWT_TTL', 60)];", near=r"JWT_", path="config/jwt.php", endless=(None,)),
    Setting("php-jwt-refresh-ttl", "refresh", PHP, "refresh_ttl", "minutes", "<?php return ['refresh_ttl' => env('JWT_REFRESH_TTL', 525600)];", "<?php return ['refresh_ttl' => env('JWT_REFRESH_TTL', 20160)];", path="config/jwt.php", endless=(None,)),
    Setting("sanctum-expiration", "token", PHP, "expiration", "minutes", "<?php return ['stateful' => [], 'expiration' => null /* token */];", "<?php return ['stateful' => [], 'expiration' => 60 /* token */];", near=r"(?i)sanctum|stateful", endless=(None,), path="config/sanctum.php"),
    Setting("passport-expiry", "token", PHP, "Passport.tokensExpireIn.0 Passport.personalAccessTokensExpireIn.0", "seconds", "<?php Passport::tokensExpireIn(now()->addDays(365));", "<?php Passport::tokensExpireIn(now()->addHours(1));"),
    Setting("passport-refresh", "refresh", PHP, "Passport.refreshTokensExpireIn.0", "seconds", "<?php Passport::refreshTokensExpireIn(now()->addDays(365));", "<?php Passport::refreshTokensExpireIn(now()->addDays(7));"),
    Setting("curl-verify", "tls", PHP, "CURLOPT_SSL_VERIFYPEER CURLOPT_SSL_VERIFYHOST CURLOPT_PROXY_SSL_VERIFYPEER", _peer, "<?php curl_setopt($ch, CURLOPT_SSL_VERIFYPEER, false);", "<?php curl_setopt($ch, CURLOPT_SSL_VERIFYPEER, true);"),
    Setting("guzzle-verify", "tls", PHP, "Client.verify *.Client.verify request.verify get.verify post.verify **.request.verify RequestOptions.VERIFY withOptions.verify", certificates, "<?php $c = new Client(['verify' => false]);", "<?php $c = new Client(['verify' => true]);"),
    Setting("stream-verify", "tls", PHP, "verify_peer verify_peer_name verify_host sslverify", ON, "<?php $o = ['ssl' => ['verify_peer' => false]];", "<?php $o = ['ssl' => ['verify_peer' => true]];"),
    Setting("stream-self-signed", "tls", PHP, "allow_self_signed", NOT_ON, "<?php $o = ['ssl' => ['allow_self_signed' => true]];", "<?php $o = ['ssl' => ['allow_self_signed' => false]];"),
    Setting("laravel-without-verifying", "tls", PHP, "**.withoutVerifying.() Http.withoutVerifying.()", CALLED, "<?php Http::withoutVerifying()->get($url);", "<?php Http::get($url);"),
    Setting("php-weak-hash", "hashing", PHP, "md5.() sha1.() hash.() crypt.()", lambda fact, context: password_hash(fact, context) if not re.match(r"(?i)\\?hash\(\s*['\"](?:crc|xxh|fnv)", text_of(fact.value)) else None, "<?php $stored = md5($password);", "<?php $stored = md5($content);"),
    Setting("php-jwt-verified", "jwt", PHP, "JWT.decode.()", GUARD, "<?php [$h, $b, $s] = explode('.', $token);\n$claims = json_decode(base64_decode($b));", "<?php $claims = JWT::decode($token, $key);", instead=MORE + r"explode\(\s*['\"]\.['\"]|base64_decode\(", problem="a token is decoded without verifying it"),
    Setting("php-regenerate", "csrf", PHP, "session_regenerate_id.()", GUARD, "<?php function login($u) { $_SESSION['user'] = $u; }", "<?php function login($u) { session_regenerate_id(true); $_SESSION['user'] = $u; }", instead=r"\$_SESSION\[", problem="a session keeps its id after login", fix="keep session_regenerate_id(true)", flag=True),
    Setting("php-strong-hash", "hashing", PHP, "password_hash.() password_verify.() Hash.make.() Hash.check.() bcrypt.()", GUARD, "<?php $ok = $password === $user->password;", "<?php $ok = password_verify($password, $user->password);", instead=r"(?i)md5\(|sha1\(|\bhash\(|\$password\s*===?|===?\s*\$\w*password"),
    Setting("php-password-cost", "cost", PHP, "password_hash.cost password_hash.time_cost password_hash.memory_cost bcrypt.rounds argon.memory argon.time hash_pbkdf2.3", LEAST, "<?php password_hash($password, PASSWORD_BCRYPT, ['cost' => 4]);", "<?php password_hash($password, PASSWORD_BCRYPT, ['cost' => 12]);"),
    Setting("laravel-debug", "debug", PHP, "debug", NOT_ON, "<?php return ['name' => 'x', 'debug' => env('APP_DEBUG', true)];", "<?php return ['name' => 'x', 'debug' => env('APP_DEBUG', false)];", near=r"config/app\.php|APP_DEBUG", path="config/app.php"),
    Setting("php-debug", "debug", PHP, "define.WP_DEBUG define.WP_DEBUG_DISPLAY ini_set.display_errors define.DEBUG", NOT_ON, "<?php define('WP_DEBUG', true);", "<?php define('WP_DEBUG', false);"),
    Setting("php-mfa", "mfa", PHP, "mfa_required two_factor_required require_mfa require_2fa two_factor mfa_enabled mfa.required two_factor.enabled two_factor.required", ON, "<?php return ['mfa_required' => false];", "<?php return ['mfa_required' => true];"),
    Setting("fortify-features", "mfa", PHP, "Features.twoFactorAuthentication.()", GUARD, "<?php return ['features' => [Features::registration()]];", "<?php return ['features' => [Features::registration(), Features::twoFactorAuthentication()]];"),
    Setting("php-attempts", "lockout", PHP, "max_login_attempts maxAttempts maxLoginAttempts max_attempts RateLimiter.tooManyAttempts.1", MOST, "<?php class LoginController { protected $maxAttempts = 1000; }", "<?php class LoginController { protected $maxAttempts = 5; }", near=r"(?i)login|auth"),
)  # fmt: skip
