"""JavaScript and TypeScript: express-session, cookie-session, res.cookie, jsonwebtoken, jose, Auth.js, Nest, https, axios, bcrypt, helmet."""

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
    MORE,
    MOST,
    NOT_ON,
    ON,
    SAME_SITE,
    SCRIPT,
    WEAK,
    Reading,
    Setting,
    truth,
)
from govhooks.rules.authentication.session_policy.tables.readings import (
    VERIFIES,
    algorithm,
    password_digest,
    text_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.authentication.session_policy.facts import Fact
    from govhooks.rules.authentication.session_policy.settings import Context

_ENVIRONMENT = "env yaml json toml dockerfile"
_TOKENS = r"jsonwebtoken|\bjwt\b|JwtService|JwtModule|jose"


def _verify(fact: Fact, context: Context) -> Reading | None:
    """jwt.verify of jsonwebtoken, jwtVerify of jose."""
    given = fact.value
    if not isinstance(given, Given):
        return None
    options = given.keywords
    for one in given.arguments[2:]:
        if isinstance(one, Expression) and isinstance(context.names.get(one.text), dict):
            options = {**options, **context.names[one.text]}
    if len(given.arguments) > 1 and (
        given.arguments[1] in ("", None) and not isinstance(given.arguments[1], Expression)
    ):
        return Reading(BAD, reason="a token is verified without a key")
    algorithms = options.get("algorithms", options.get("algorithm"))
    if algorithms is not None:
        from govhooks.rules.authentication.session_policy.facts import Fact

        return algorithm(Fact((), algorithms, 0, "", "", False), context)
    return Reading(WEAK, reason="any algorithm that the key allows is accepted: algorithms are no longer given")


def _decode(fact: Fact, context: Context) -> Reading | None:
    """Decoding reads a token without verifying it; reading the header (`complete`) is how the key is found."""
    given = fact.value
    if not isinstance(given, Given) or truth(given.keywords.get("complete")) or context.matches(VERIFIES):
        return None
    if (
        len(given.arguments) > 1
        and not isinstance(given.arguments[1], (dict, Expression))
        and given.arguments[1] is not True
    ):
        return None
    return Reading(BAD, reason="a token is decoded without verifying it")


def _simple_decode(fact: Fact, context: Context) -> Reading | None:
    """jwt-simple: decode(token, key, noVerify, algorithm)."""
    given = fact.value
    if isinstance(given, Given) and len(given.arguments) > 2:
        return Reading(BAD if truth(given.arguments[2]) else GOOD)
    return None


def _trusting(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value)
    return (
        Reading(BAD)
        if re.search(r"=>\s*(?:undefined|null|void 0|\{\s*(?:return(?:\s+(?:undefined|null))?;?)?\s*\})", text)
        else None
    )


def _weak_hash(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value)
    if (
        re.search(r"(?i)createhash\(\s*['\"`](?:md5|sha-?1|sha-?256|sha-?512)|\b(?:md5|sha1|sha256|sha512)\(", text)
        and re.search(r"(?i)passw|\bpwd\b|passphrase|plain", text)
        and not re.search(r"(?i)pwned|hibp", text)
    ):
        return Reading(BAD)
    return None


def _by_its_neighbours(fact: Fact, context: Context) -> Reading | None:
    """`secure` in a table of options for cookies: HttpOnly or SameSite stand beside it."""
    if not re.search(r"(?i)httponly|samesite", context.around(fact.line, 4)):
        return None
    found = truth(fact.value, context.names)
    return None if found is None else Reading(GOOD if found else BAD)


ROWS = (
    Setting("script-options-secure", "secure", SCRIPT, "secure", _by_its_neighbours, "const options = {httpOnly: true, secure: false}", "const options = {httpOnly: true, secure: true}", session=True),
    Setting("script-options-httponly", "httponly", SCRIPT, "httpOnly", ON, "const options = {httpOnly: false, secure: true}", "const options = {httpOnly: true, secure: true}", session=True),
    Setting("script-options-samesite", "samesite", SCRIPT, "sameSite", SAME_SITE, 'const options = {sameSite: "none", secure: true}', 'const options = {sameSite: "lax", secure: true}', session=True),
    Setting("jsonwebtoken-decode-imported", "jwt", SCRIPT, "decode.()", _decode, "const { decode } = require('jsonwebtoken')\nconst user = decode(token)", "const { verify } = require('jsonwebtoken')\nconst user = verify(token, key, { algorithms: ['RS256'] })", near=r"\bdecode\b[^=\n]*\}\s*(?:=\s*require\(|from)\s*['\"](?:jsonwebtoken|jose)"),
    Setting("fastify-csrf", "csrf", SCRIPT, "word.fastifyCsrf word.fastifyCsrfProtection word.csrfProtection", GUARD, "app.register(cors) // csrf", "app.register(cors)\napp.register(fastifyCsrf)", instead=r"register|use\("),
    # express-session, cookie-session, iron-session, res.cookie, koa, fastify, hono
    Setting("session-age", "session", SCRIPT, "session.cookie.maxAge expressSession.cookie.maxAge session.cookie.expires cookieSession.maxAge sessionOptions.cookie.maxAge ironOptions.ttl sessionOptions.ttl sessionConfig.cookie.maxAge fastifySession.cookie.maxAge req.session.cookie.maxAge", "ms",
        'import session from "express-session"\napp.use(session({cookie: {maxAge: 1000 * 60 * 60 * 24 * 30}}))', 'import session from "express-session"\napp.use(session({cookie: {maxAge: 1000 * 60 * 60}}))', endless=(None,)),
    Setting("auth-js-age", "session", SCRIPT, "NextAuth.session.maxAge authOptions.session.maxAge authConfig.session.maxAge session.maxAge Auth.session.maxAge betterAuth.session.expiresIn", "seconds",
        'export const authOptions = {session: {strategy: "jwt", maxAge: 30 * 24 * 60 * 60}}', 'export const authOptions = {session: {strategy: "jwt", maxAge: 8 * 60 * 60}}', default=30 * 86400),
    Setting("auth-js-jwt-age", "token", SCRIPT, "jwt.maxAge", "seconds", "export const authOptions = {jwt: {maxAge: 60 * 60 * 24 * 30}}", "export const authOptions = {jwt: {maxAge: 60 * 60}}"),
    Setting("auth-js-update", "idle", SCRIPT, "session.updateAge", "seconds", "export const authOptions = {session: {updateAge: 60 * 60 * 24}}", "export const authOptions = {session: {updateAge: 60 * 60}}"),
    Setting("store-ttl", "session", SCRIPT, "RedisStore.ttl MongoStore.create.ttl MongoStore.ttl ConnectPgSimple.ttl PrismaSessionStore.ttl", "seconds",
        "new RedisStore({client, ttl: 60 * 60 * 24 * 30})", "new RedisStore({client, ttl: 60 * 60})"),
    Setting("session-cookie-secure", "secure", SCRIPT, "session.**.secure sessionCookie.**.secure expressSession.cookie.secure cookieSession.secure sessionOptions.**.secure sessionConfig.**.secure cookieOptions.secure cookies.**.secure ironOptions.**.secure fastifySession.cookie.secure cookie.secure defaultCookie.secure cookieConfig.secure", ON,
        'app.use(session({cookie: {secure: false}}))', 'app.use(session({cookie: {secure: true}}))', default=BAD, session=True),
    Setting("session-cookie-httponly", "httponly", SCRIPT, "session.**.httpOnly expressSession.cookie.httpOnly cookieSession.httpOnly sessionOptions.**.httpOnly sessionConfig.**.httpOnly cookieOptions.httpOnly cookies.**.httpOnly ironOptions.**.httpOnly fastifySession.cookie.httpOnly cookie.httpOnly cookieConfig.httpOnly", ON,
        'app.use(session({cookie: {httpOnly: false}}))', 'app.use(session({cookie: {httpOnly: true}}))', session=True),
    Setting("session-cookie-same-site", "samesite", SCRIPT, "session.**.sameSite cookieSession.sameSite sessionOptions.**.sameSite sessionConfig.**.sameSite cookieOptions.sameSite cookies.**.sameSite cookie.sameSite cookieConfig.sameSite", SAME_SITE,
        'app.use(session({cookie: {sameSite: "none"}}))', 'app.use(session({cookie: {sameSite: "lax"}}))', session=True),
    Setting("res-cookie-secure", "secure", SCRIPT, "res.cookie.secure *.cookie.secure response.cookie.secure reply.setCookie.secure *.setCookie.secure setCookie.secure cookies.set.secure *.cookies.set.secure cookieStore.set.secure serialize.secure cookie.serialize.secure Cookies.set.secure h.state.isSecure server.state.isSecure", ON,
        'res.cookie("sid", id, {secure: false, httpOnly: true})', 'res.cookie("sid", id, {secure: true, httpOnly: true})', default=BAD, session=True),
    Setting("res-cookie-httponly", "httponly", SCRIPT, "res.cookie.httpOnly *.cookie.httpOnly reply.setCookie.httpOnly *.setCookie.httpOnly setCookie.httpOnly cookies.set.httpOnly *.cookies.set.httpOnly cookieStore.set.httpOnly serialize.httpOnly cookie.serialize.httpOnly h.state.isHttpOnly server.state.isHttpOnly", ON,
        'res.cookie("sid", id, {secure: true, httpOnly: false})', 'res.cookie("sid", id, {secure: true, httpOnly: true})', default=BAD, session=True),
    Setting("res-cookie-same-site", "samesite", SCRIPT, "res.cookie.sameSite *.cookie.sameSite *.setCookie.sameSite setCookie.sameSite cookies.set.sameSite *.cookies.set.sameSite cookieStore.set.sameSite serialize.sameSite", SAME_SITE,
        'res.cookie("sid", id, {sameSite: "none"})', 'res.cookie("sid", id, {sameSite: "strict"})', session=True),
    Setting("res-cookie-age", "session", SCRIPT, "res.cookie.maxAge response.cookie.maxAge res.cookie.expires ctx.cookies.set.maxAge ctx.cookies.set.expires", "ms",
        'res.cookie("sid", id, {maxAge: 90 * 24 * 3600 * 1000})', 'res.cookie("sid", id, {maxAge: 3600 * 1000})', session=True),
    Setting("set-cookie-age", "session", SCRIPT, "reply.setCookie.maxAge setCookie.maxAge cookies.set.maxAge cookieStore.set.maxAge serialize.maxAge cookie.serialize.maxAge cookieOptions.maxAge", "seconds",
        'reply.setCookie("sid", id, {maxAge: 90 * 24 * 3600})', 'reply.setCookie("sid", id, {maxAge: 3600})', session=True),
    Setting("auth-js-secure-cookies", "secure", SCRIPT, "useSecureCookies", ON, "export const authOptions = {useSecureCookies: false}", "export const authOptions = {useSecureCookies: true}"),
    Setting("session-variable-lifetime", "session", SCRIPT, "SESSION_MAX_AGE sessionMaxAge SESSION_TTL_MS sessionTimeoutMs SESSION_LIFETIME_MS", "ms",
        "const SESSION_MAX_AGE = 1000 * 60 * 60 * 24 * 30", "const SESSION_MAX_AGE = 1000 * 60 * 60"),
    Setting("idle-variable", "idle", SCRIPT, "idleTimeout idleTimeoutMs inactivityTimeout IDLE_TIMEOUT_MS IDLE_TIMEOUT", "ms",
        "const IDLE_TIMEOUT_MS = 1000 * 60 * 60 * 24 // then log out of the session", "const IDLE_TIMEOUT_MS = 1000 * 60 * 15 // then log out of the session", near=r"(?i)session|logout|sign.?out|auth"),
    # CSRF
    Setting("csurf", "csrf", SCRIPT, "csurf.() csrf.() csrfProtection.() doubleCsrf.() lusca.csrf.() lusca.() csrfSync.()", GUARD,
        "app.use(helmet())\napp.use(express.json())", 'const csurf = require("csurf")\napp.use(helmet())\napp.use(csurf({cookie: true}))',
        near=r"(?i)csurf|csrf|lusca", fix="keep a CSRF middleware (csrf-csrf, lusca) for requests with a session cookie"),
    Setting("csrf-check", "csrf", SCRIPT, "csrf.enabled csrfProtection csrfCheck csrf.checkOrigin kit.csrf.checkOrigin security.checkOrigin lusca.csrf csrf", ON,
        "export default {kit: {csrf: {checkOrigin: false}}}", "export default {kit: {csrf: {checkOrigin: true}}}"),
    Setting("csrf-skip", "csrf", SCRIPT, "skipCSRFCheck disableCsrf skipCsrf disableCSRFCheck", lambda fact, context: Reading(BAD) if truth(fact.value) is not False else None,
        "export const config = {skipCSRFCheck: skipCSRFCheck}", "export const config = {}"),
    Setting("helmet", "secure", SCRIPT, "helmet.() fastifyHelmet.()", GUARD, 'import helmet from "helmet"\napp.use(express.json())', 'import helmet from "helmet"\napp.use(express.json())\napp.use(helmet())',
        problem="helmet is gone: no HSTS, no security headers", fix="keep app.use(helmet())"),
    Setting("helmet-hsts", "secure", SCRIPT, "helmet.hsts helmet.strictTransportSecurity", ON, "app.use(helmet({hsts: false}))", "app.use(helmet({hsts: true}))", problem="HSTS is off", fix="leave HSTS on"),
    # JSON web tokens
    Setting("jsonwebtoken-verify", "jwt", SCRIPT, "jwt.verify.() jsonwebtoken.verify.() jwtVerify.() jose.jwtVerify.() jwtService.verify.() jwtService.verifyAsync.() verify.()", _verify,
        'jwt.verify(token, key, {algorithms: ["none"]})', 'jwt.verify(token, key, {algorithms: ["RS256"]})', near=_TOKENS),
    Setting("jsonwebtoken-decode", "jwt", SCRIPT, "jwt.decode.() jsonwebtoken.decode.() decodeJwt.() jose.decodeJwt.() jwtDecode.() jwt_decode.() jwtService.decode.()", _decode,
        'const jwt = require("jsonwebtoken")\nconst user = jwt.decode(token)', 'const jwt = require("jsonwebtoken")\nconst user = jwt.verify(token, key, {algorithms: ["RS256"]})', near=r"jsonwebtoken|\bjose\b|JwtService"),
    Setting("login-limiter", "lockout", SCRIPT, "loginLimiter.rateLimit.max loginLimiter.rateLimit.limit authLimiter.rateLimit.max authLimiter.rateLimit.limit loginRateLimiter.rateLimit.max loginRateLimiter.rateLimit.limit", MOST,
        "const loginLimiter = rateLimit({ windowMs: 900000, max: 5000 })", "const loginLimiter = rateLimit({ windowMs: 900000, max: 5 })"),
    Setting("login-limiter-gone", "lockout", SCRIPT, "word.loginLimiter word.authLimiter word.loginRateLimiter", GUARD, "app.post('/login', login)", "app.post('/login', loginLimiter, login)", instead=r"(?i)['\"`][^'\"`\n]*(?:login|auth|sign-?in)[^'\"`\n]*['\"`]\s*,(?![^\n]*limit)", problem="attempts to log in are no longer limited", fix="keep the limiter on the login", flag=True),
    Setting("jwt-verified", "jwt", SCRIPT, "jwt.verify.() jsonwebtoken.verify.() jwtVerify.() jose.jwtVerify.() jwtService.verify.() jwtService.verifyAsync.()", GUARD,
        'const jwt = require("jsonwebtoken")\nconst user = jwt.decode(token)', 'const jwt = require("jsonwebtoken")\nconst user = jwt.verify(token, key)', near=_TOKENS,
        instead=MORE + r"\b(?:jwt|jsonwebtoken|jose|jwtService)\.decode(?:Jwt)?\(|\b(?:decodeJwt|jwt_?[dD]ecode)\(", problem="a token is decoded without verifying it"),
    Setting("jwt-simple-decode", "jwt", SCRIPT, "jwt.decode.()", _simple_decode,
        'const jwt = require("jwt-simple")\njwt.decode(token, key, true)', 'const jwt = require("jwt-simple")\njwt.decode(token, key, false)', near=r"jwt-simple"),
    Setting("jose-unsecured", "jwt", SCRIPT, "UnsecuredJWT.decode.() UnsecuredJWT.() jose.UnsecuredJWT.decode.()", CALLED,
        "const claims = UnsecuredJWT.decode(token)", "const claims = await jwtVerify(token, key, {algorithms: ['RS256']})"),
    Setting("jwt-sign-none", "jwt", SCRIPT, "jwt.sign.algorithm sign.algorithm signAsync.algorithm signOptions.algorithm setProtectedHeader.alg header.alg jwtOptions.algorithm", algorithm,
        'jwt.sign(claims, key, {algorithm: "none"})', 'jwt.sign(claims, key, {algorithm: "RS256"})'),
    Setting("jwt-algorithms", "jwt", SCRIPT, "algorithms", algorithm, 'const jwt = {algorithms: ["HS256", "none"]}', 'const jwt = {algorithms: ["HS256"]}', near=_TOKENS + "|passport"),
    Setting("jwt-algorithms-gone", "jwt", SCRIPT, "expressjwt.() jwt.()", _verify, 'app.use(expressjwt({secret: key}))', "app.use(expressjwt({secret: key, algorithms: ['RS256']}))", near=r"express-jwt|expressjwt"),
    Setting("jwt-ignore-expiration", "jwt", SCRIPT, "ignoreExpiration ignoreNotBefore", NOT_ON,
        "super({jwtFromRequest: from, ignoreExpiration: true})", "super({jwtFromRequest: from, ignoreExpiration: false})", problem="expired tokens are accepted", fix="set ignoreExpiration to false"),
    Setting("jwt-credentials", "anonymous", SCRIPT, "credentialsRequired", ON, "expressjwt({secret, algorithms, credentialsRequired: false})", "expressjwt({secret, algorithms, credentialsRequired: true})",
        problem="requests without a token pass", fix="leave credentialsRequired on, and exempt single paths"),
    Setting("jwt-expires-in", "token", SCRIPT, "tokenExpiresIn jwt.sign.expiresIn sign.expiresIn signAsync.expiresIn signOptions.expiresIn jwt.expiresIn jwtConfig.expiresIn jwtOptions.expiresIn accessToken.expiresIn accessTokenExpiresIn JWT_EXPIRES_IN jwtExpiresIn ACCESS_TOKEN_EXPIRES_IN accessTokenTtl", "seconds",
        'jwt.sign(claims, key, {expiresIn: "30d"})', 'jwt.sign(claims, key, {expiresIn: "15m"})', default=float("inf")),
    Setting("jwt-refresh-expires-in", "refresh", SCRIPT, "refreshToken.expiresIn refreshTokenExpiresIn REFRESH_TOKEN_EXPIRES_IN refreshExpiresIn JWT_REFRESH_EXPIRES_IN jwtRefreshExpiresIn refreshTokenTtl", "seconds",
        'const REFRESH_TOKEN_EXPIRES_IN = "365d"', 'const REFRESH_TOKEN_EXPIRES_IN = "7d"'),
    Setting("jwt-expires-env", "token", _ENVIRONMENT, "JWT_EXPIRES_IN ACCESS_TOKEN_EXPIRES_IN JWT_EXPIRATION JWT_TTL ACCESS_TOKEN_TTL JWT_ACCESS_TTL JWT_EXPIRATION_TIME TOKEN_TTL TOKEN_LIFETIME JWT_EXPIRY", "seconds",
        "JWT_EXPIRES_IN=30d", "JWT_EXPIRES_IN=15m"),
    Setting("jwt-refresh-env", "refresh", _ENVIRONMENT, "JWT_REFRESH_EXPIRES_IN REFRESH_TOKEN_EXPIRES_IN REFRESH_TOKEN_TTL JWT_REFRESH_TTL REFRESH_TOKEN_LIFETIME", "seconds",
        "REFRESH_TOKEN_TTL=365d", "REFRESH_TOKEN_TTL=7d"),
    Setting("jose-expiration", "token", SCRIPT, "setExpirationTime.0 setExpirationTime.1", "seconds",
        'await new SignJWT(claims).setIssuedAt().setExpirationTime("30d").sign(key)', 'await new SignJWT(claims).setIssuedAt().setExpirationTime("15m").sign(key)'),
    Setting("jwt-exp-claim", "token", SCRIPT, "exp", "seconds",
        "const claims = {sub, exp: Math.floor(Date.now() / 1000) + 60 * 60 * 24 * 30}", "const claims = {sub, exp: Math.floor(Date.now() / 1000) + 60 * 15}", near=r"(?i)jwt|claims|token"),
    Setting("jwt-max-age", "token", SCRIPT, "jwtVerify.maxTokenAge verify.maxAge", "seconds", 'jwtVerify(token, key, {algorithms: ["RS256"], maxTokenAge: "30d"})', 'jwtVerify(token, key, {algorithms: ["RS256"], maxTokenAge: "1h"})'),
    # TLS
    Setting("reject-unauthorized", "tls", SCRIPT, "rejectUnauthorized strictSSL", ON,
        "new https.Agent({rejectUnauthorized: false})", "new https.Agent({rejectUnauthorized: true})"),
    Setting("node-tls", "tls", SCRIPT + " " + _ENVIRONMENT, "NODE_TLS_REJECT_UNAUTHORIZED", ON,
        'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0"', 'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "1"'),
    Setting("check-server-identity", "tls", SCRIPT, "checkServerIdentity", _trusting,
        "tls.connect({checkServerIdentity: () => undefined})", "tls.connect({checkServerIdentity: tls.checkServerIdentity})", problem="host names of certificates are not verified", fix="leave checkServerIdentity out"),
    Setting("tls-allow-invalid", "tls", SCRIPT, "tlsAllowInvalidCertificates tlsAllowInvalidHostnames tlsInsecure trustServerCertificate insecureSkipTLSVerify", NOT_ON,
        "new MongoClient(url, {tlsAllowInvalidCertificates: true})", "new MongoClient(url, {tlsAllowInvalidCertificates: false})"),
    Setting("ssl-validate", "tls", SCRIPT, "sslValidate verifySSL sslVerify verifyCertificate", ON, "connect({sslValidate: false})", "connect({sslValidate: true})"),
    # Passwords
    Setting("bcrypt-rounds", "cost", SCRIPT, "bcrypt.hash.1 bcrypt.hashSync.1 bcrypt.genSalt.0 bcrypt.genSaltSync.0 bcryptjs.hash.1 bcryptjs.hashSync.1 saltRounds SALT_ROUNDS BCRYPT_ROUNDS bcryptRounds SALT_WORK_FACTOR SALT_FACTOR HASH_ROUNDS", LEAST,
        "const hashed = await bcrypt.hash(password, 4)", "const hashed = await bcrypt.hash(password, 12)"),
    Setting("node-pbkdf2", "cost", SCRIPT, "pbkdf2.2 pbkdf2Sync.2 crypto.pbkdf2.2 crypto.pbkdf2Sync.2 deriveBits.iterations deriveKey.iterations iterations ITERATIONS PBKDF2_ITERATIONS", LEAST,
        'crypto.pbkdf2Sync(password, salt, 1000, 64, "sha512")', 'crypto.pbkdf2Sync(password, salt, 600000, 64, "sha512")', near=r"(?i)pbkdf2"),
    Setting("node-argon2", "cost", SCRIPT, "argon2.hash.timeCost argon2.hash.memoryCost argon2.hash.iterations argon2.hash.memorySize timeCost memoryCost", LEAST,
        "await argon2.hash(password, {timeCost: 1})", "await argon2.hash(password, {timeCost: 3})"),
    Setting("node-scrypt", "cost", SCRIPT, "scryptSync.N scryptSync.cost scrypt.N scrypt.cost", LEAST, "scryptSync(password, salt, 64, {N: 1024})", "scryptSync(password, salt, 64, {N: 131072})"),
    Setting("node-weak-hash", "hashing", SCRIPT, "createHash.update.() crypto.createHash.update.() createHash.update.digest.() crypto.createHash.update.digest.() md5.() sha1.() sha256.() CryptoJS.MD5.() CryptoJS.SHA1.() MD5.()", _weak_hash,
        'const stored = crypto.createHash("md5").update(password).digest("hex")', 'const stored = await bcrypt.hash(password, 12)'),
    Setting("node-weak-hash-name", "hashing", SCRIPT, "createHash.0 crypto.createHash.0", password_digest,
        'function hashPassword(password) {\n  const h = crypto.createHash("md5")\n  h.update(password)\n}', 'function etag(body) {\n  const h = crypto.createHash("md5")\n  h.update(body)\n}'),
    Setting("node-strong-hash", "hashing", SCRIPT, "bcrypt.hash.() bcrypt.hashSync.() bcryptjs.hash.() argon2.hash.() bcrypt.compare.() argon2.verify.() scryptSync.()", GUARD,
        'const bcrypt = require("bcrypt")\nconst ok = password === user.password', 'const bcrypt = require("bcrypt")\nconst ok = await bcrypt.compare(password, user.password)', instead=r"(?i)createHash|md5\(|password\s*===?\s|===?\s*(?:\w+\.)*password\b"),
    # MFA, lockout, debug
    Setting("script-mfa", "mfa", SCRIPT, "mfaRequired requireMfa requireMFA mfaEnabled enableMfa twoFactorEnabled twoFactorRequired requireTwoFactor require2FA enforceMfa mfa.required mfa.enabled mfa.enforced twoFactor.required twoFactor.enabled otpRequired", ON,
        "const policy = {requireMfa: false}", "const policy = {requireMfa: true}"),
    Setting("script-lockout", "lockout", SCRIPT, "lockoutEnabled accountLockout accountLockout.enabled lockout.enabled enableLockout bruteForceProtection limitAttempts", ON,
        "const policy = {lockoutEnabled: false}", "const policy = {lockoutEnabled: true}"),
    Setting("script-attempts", "lockout", SCRIPT, "maxLoginAttempts MAX_LOGIN_ATTEMPTS maxFailedAttempts maxFailedLogins MAX_FAILED_LOGINS MAX_FAILED_ATTEMPTS lockout.maxAttempts", MOST,
        "const MAX_LOGIN_ATTEMPTS = 1000", "const MAX_LOGIN_ATTEMPTS = 5"),
    Setting("script-debug", "debug", SCRIPT, "NextAuth.debug authOptions.debug authConfig.debug", NOT_ON, "export const authOptions = {debug: true}", "export const authOptions = {debug: false}"),
    Setting("script-anonymous", "anonymous", SCRIPT, "allowAnonymous anonymousAccess enableAnonymous allowUnauthenticated", NOT_ON, "const config = {allowAnonymous: true}", "const config = {allowAnonymous: false}"),
)  # fmt: skip
