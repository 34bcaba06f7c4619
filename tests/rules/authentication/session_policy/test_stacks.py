"""Dangers and look-alike changes of every stack, as people write them."""

from __future__ import annotations

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.authentication.session_policy import Policy, check

DANGERS = [
    # Python
    ("shop/settings/prod.py", "SESSION_COOKIE_SECURE = True\nCSRF_COOKIE_SECURE = True\n", "SESSION_COOKIE_SECURE = True\nCSRF_COOKIE_SECURE = False\n"),
    ("shop/settings.py", "MIDDLEWARE = [\n    'a.SessionMiddleware',\n    'django.middleware.csrf.CsrfViewMiddleware',\n    'b.Auth',\n]\n", "MIDDLEWARE = [\n    'a.SessionMiddleware',\n    # 'django.middleware.csrf.CsrfViewMiddleware',\n    'b.Auth',\n]\n"),
    ("shop/settings.py", "SESSION_COOKIE_SAMESITE = 'Strict'\n", "SESSION_COOKIE_SAMESITE = 'None'\n"),
    ("shop/settings.py", "SIMPLE_JWT = {\n    'ACCESS_TOKEN_LIFETIME': timedelta(minutes=5),\n}\n", "SIMPLE_JWT = {\n    'ACCESS_TOKEN_LIFETIME': timedelta(days=30),\n}\n"),
    ("shop/settings.py", "PASSWORD_HASHERS = [\n    'django.contrib.auth.hashers.Argon2PasswordHasher',\n    'django.contrib.auth.hashers.MD5PasswordHasher',\n]\n", "PASSWORD_HASHERS = [\n    'django.contrib.auth.hashers.MD5PasswordHasher',\n    'django.contrib.auth.hashers.Argon2PasswordHasher',\n]\n"),
    ("shop/settings.py", "AXES_ENABLED = True\n", "AXES_ENABLED = False\n"),
    ("shop/settings.py", "AXES_FAILURE_LIMIT = 5\n", "AXES_FAILURE_LIMIT = 5000\n"),
    ("shop/settings.py", "DEBUG = False\n", "DEBUG = True\n"),
    ("shop/settings.py", "DEBUG = env.bool('DEBUG', default=False)\n", "DEBUG = env.bool('DEBUG', default=True)\n"),
    ("app.py", "app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_HTTPONLY=True)\n", "app.config.update(SESSION_COOKIE_SECURE=False, SESSION_COOKIE_HTTPONLY=True)\n"),
    ("app.py", "app.config['PERMANENT_SESSION_LIFETIME'] = timedelta(minutes=30)\n", "app.config['PERMANENT_SESSION_LIFETIME'] = timedelta(days=30)\n"),
    ("app.py", "app.permanent_session_lifetime = timedelta(minutes=30)\n", "app.permanent_session_lifetime = timedelta(days=30)\n"),
    ("app.py", "app.config['WTF_CSRF_ENABLED'] = True\n", "app.config['WTF_CSRF_ENABLED'] = False\n"),
    ("config.py", "class ProductionConfig:\n    SESSION_COOKIE_SECURE = True\n", "class ProductionConfig:\n    SESSION_COOKIE_SECURE = False\n"),
    ("api.py", "response.set_cookie('session', token, httponly=True, secure=True, samesite='lax')\n", "response.set_cookie('session', token, secure=True, samesite='lax')\n"),
    ("api.py", "response.set_cookie(key='access_token', value=t, httponly=True, secure=True, max_age=900)\n", "response.set_cookie(key='access_token', value=t, httponly=True, secure=True, max_age=86400 * 30)\n"),
    ("auth.py", "import jwt\nclaims = jwt.decode(token, KEY, algorithms=['RS256'])\n", "import jwt\nclaims = jwt.decode(token, KEY, algorithms=['RS256', 'none'])\n"),
    ("auth.py", "import jwt\nclaims = jwt.decode(token, KEY, algorithms=['RS256'])\n", "import jwt\nclaims = jwt.decode(token, KEY, algorithms=[jwt.get_unverified_header(token)['alg']])\n"),
    ("auth.py", "import jwt\nclaims = jwt.decode(token, KEY, algorithms=['RS256'])\n", "import jwt\nclaims = jwt.decode(token, options={'verify_signature': False})\n"),
    ("auth.py", "import jwt\nclaims = jwt.decode(token, KEY, algorithms=['RS256'])\n", "import jwt\nclaims = jwt.decode(token, KEY, algorithms=['RS256'], options={'verify_exp': False})\n"),
    ("auth.py", "import jwt\nclaims = jwt.decode(token, KEY, algorithms=['RS256'])\n", "import jwt\nOPTIONS = {'verify_signature': False}\nclaims = jwt.decode(token, KEY, algorithms=['RS256'], options=OPTIONS)\n"),
    ("auth.py", "from jose import jwt\nclaims = jwt.decode(token, KEY, algorithms=['RS256'])\n", "from jose import jwt\nclaims = jwt.get_unverified_claims(token)\n"),
    ("auth.py", "from jose import jwt\nclaims = jwt.decode(token, KEY, algorithms=['RS256'])\n", "from jose import jwt\nclaims = jwt.decode(token, KEY)\n"),
    ("client.py", "import requests\nrequests.get(url, timeout=5)\n", "import requests\nrequests.get(url, timeout=5, verify=False)\n"),
    ("client.py", "import httpx\nclient = httpx.AsyncClient(timeout=5)\n", "import httpx\nclient = httpx.AsyncClient(timeout=5, verify=False)\n"),
    ("client.py", "import aiohttp\nawait session.get(url)\n", "import aiohttp\nawait session.get(url, ssl=False)\n"),
    ("client.py", "import ssl\ncontext = ssl.create_default_context()\n", "import ssl\ncontext = ssl._create_unverified_context()\n"),
    ("client.py", "import ssl\ncontext = ssl.create_default_context()\n", "import ssl\ncontext = ssl.create_default_context()\ncontext.check_hostname = False\ncontext.verify_mode = ssl.CERT_NONE\n"),
    ("users.py", "hashed = bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=12))\n", "hashed = bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=5))\n"),
    ("users.py", "import bcrypt\nhashed = bcrypt.hashpw(password.encode(), bcrypt.gensalt())\n", "import hashlib\nhashed = hashlib.sha1(password.encode()).hexdigest()\n"),
    ("users.py", "pwd_context = CryptContext(schemes=['argon2'])\n", "pwd_context = CryptContext(schemes=['md5_crypt'])\n"),
    ("users.py", "key = hashlib.pbkdf2_hmac('sha256', password, salt, 600_000)\n", "key = hashlib.pbkdf2_hmac('sha256', password, salt, 10_000)\n"),
    ("views.py", "def pay(request):\n    ...\n", "from django.views.decorators.csrf import csrf_exempt\n\n@csrf_exempt\ndef pay(request):\n    ...\n"),
    ("views.py", "class V(View):\n    ...\n", "@method_decorator(csrf_exempt, name='dispatch')\nclass V(View):\n    ...\n"),
    ("main.py", "app.add_middleware(SessionMiddleware, secret_key=K, https_only=True, max_age=3600)\n", "app.add_middleware(SessionMiddleware, secret_key=K, https_only=False, max_age=3600)\n"),
    ("main.py", "app.add_middleware(SessionMiddleware, secret_key=K, https_only=True, max_age=3600)\n", "app.add_middleware(SessionMiddleware, secret_key=K, https_only=True, max_age=None)\n"),
    ("main.py", "ACCESS_TOKEN_EXPIRE_MINUTES = 15\n", "ACCESS_TOKEN_EXPIRE_MINUTES = 60 * 24 * 7\n"),
    ("main.py", "app.run(host='127.0.0.1')\n", "app.run(host='127.0.0.1', debug=True)\n"),
    ("shop/settings.py", "INSTALLED_APPS = [\n    'django_otp',\n    'shop',\n]\n", "INSTALLED_APPS = [\n    'shop',\n]\n# no otp\n"),
    ("shop/settings.py", "AUTHENTICATION_BACKENDS = ['django.contrib.auth.backends.ModelBackend']\n", "AUTHENTICATION_BACKENDS = ['shop.auth.AllowAllBackend']\n"),
    ("users.py", "def hash_password(plain):\n    return pwd_context.hash(plain)\n", "def hash_password(plain):\n    return hashlib.sha1(plain.encode()).hexdigest()\n"),
    ("client.py", "import ldap\nldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)\n", "import ldap\nldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_NEVER)\n"),
    ("src/claims.js", "const jwt = require('jsonwebtoken')\nfunction verify(t) {\n  return jwt.verify(t, key, { algorithms: ['RS256'] })\n}\n", "const jwt = require('jsonwebtoken')\nfunction verify(t) {\n  const c = jwt.decode(t)\n  return c\n}\n"),
    ("lib/token.ts", "import { decodeJwt, jwtVerify } from 'jose'\nconst until = (t) => decodeJwt(t).exp\nconst claims = async (t) => (await jwtVerify(t, keys)).payload\n", "import { decodeJwt } from 'jose'\nconst until = (t) => decodeJwt(t).exp\nconst claims = async (t) => decodeJwt(t)\n"),
    ("src/main/java/org/example/web/Login.java", "class Login { Cookie c(String v) { return new NewCookie.Builder(\"SID\").value(v).secure(true).httpOnly(true).build(); } }\n", "class Login { Cookie c(String v) { return new NewCookie.Builder(\"SID\").value(v).secure(true).httpOnly(false).build(); } }\n"),
    ("src/main/java/org/example/web/Safe.java", "class Safe { void f() { http.csrf(Customizer.withDefaults()); } }\n", "class Safe { void f() { http.csrf(c -> c.disable()); } }\n"),
    ("src/main/resources/application.yml", "spring:\n  h2:\n    console:\n      enabled: false\n", "spring:\n  h2:\n    console:\n      enabled: true\n"),
    ("config/initializers/devise.rb", "Devise.setup do |config|\n  config.stretches = Rails.env.test? ? 1 : 12\nend\n", "Devise.setup do |config|\n  config.stretches = 2\nend\n"),
    ("config/environments/production.rb", "Rails.application.configure do\n  config.consider_all_requests_local = false\nend\n", "Rails.application.configure do\n  config.consider_all_requests_local = true\nend\n"),
    ("app/Http/Middleware/VerifyCsrfToken.php", "<?php class VerifyCsrfToken extends Middleware { protected $except = ['hooks/*']; }\n", "<?php class VerifyCsrfToken extends Middleware { protected $except = ['*']; }\n"),
    ("config/packages/security.yaml", "security:\n  firewalls:\n    main:\n      form_login: ~\n      login_throttling:\n        max_attempts: 4\n", "security:\n  firewalls:\n    main:\n      form_login: ~\n"),
    ("realms/staff.json", "{\"realm\": \"staff\", \"requiredActions\": [{\"alias\": \"CONFIGURE_TOTP\", \"enabled\": true, \"defaultAction\": true}]}\n", "{\"realm\": \"staff\", \"requiredActions\": [{\"alias\": \"CONFIGURE_TOTP\", \"enabled\": true, \"defaultAction\": false}]}\n"),
    ("web.py", "r.set_cookie('session', v, secure=True, httponly=True)\n", "r.set_cookie('session', v, httponly=True)  # was secure=True\n"),
    ("web.js", "res.cookie('sid', v, { secure: true, httpOnly: true })\n", "log({ ...rest })\nres.cookie('sid', v, { httpOnly: true })\n"),
    ("web.js", "res.cookie('sid', v, { secure: true, httpOnly: true })\n", "res.cookie('sid', v, { secure: false, httpOnly: true })\n// " + "A" * 100_000 + "\n"),
    ("web.js", "res.cookie('sid', v, { secure: true })\n", "const mail = { secure: true }\nsend(mail)\nres.cookie('sid', v, {})\n"),
    # JavaScript and TypeScript
    ("src/app.js", "app.use(session({ secret, cookie: { secure: true, httpOnly: true, maxAge: 1800000 } }))\n", "app.use(session({ secret, cookie: { secure: false, httpOnly: true, maxAge: 1800000 } }))\n"),
    ("src/app.js", "app.use(session({ secret, cookie: { secure: true, maxAge: 30 * 60 * 1000 } }))\n", "app.use(session({ secret, cookie: { secure: true, maxAge: 30 * 24 * 60 * 60 * 1000 } }))\n"),
    ("src/app.js", "const HOUR = 3600 * 1000\nconst MAX = HOUR * 8\napp.use(session({ cookie: { maxAge: MAX } }))\n", "const HOUR = 3600 * 1000\nconst MAX = HOUR * 24 * 90\napp.use(session({ cookie: { maxAge: MAX } })) // session\n"),
    ("src/app.js", "app.use(cookieSession({ name: 's', keys, secure: true, httpOnly: true }))\n", "app.use(cookieSession({ name: 's', keys, secure: true, httpOnly: false }))\n"),
    ("src/app.js", "res.cookie('token', t, { httpOnly: true, secure: true, sameSite: 'strict' })\n", "res.cookie('token', t, { httpOnly: true, secure: true, sameSite: 'none' })\n"),
    ("src/app.js", "res.cookie('token', t, { httpOnly: true, secure: true })\n", "res.cookie('token', t, { secure: true })\n"),
    ("src/app.ts", "const csrf = csurf({ cookie: true });\napp.use(csrf);\napp.listen(1);\n", "app.listen(1); // csrf\n"),
    ("src/app.js", "const csurf = require('csurf')\napp.use(csurf())\napp.listen(1)\n", "app.listen(1)\n"),
    ("src/auth.js", "const jwt = require('jsonwebtoken')\nconst u = jwt.verify(token, key, { algorithms: ['RS256'] })\n", "const jwt = require('jsonwebtoken')\nconst u = jwt.decode(token)\n"),
    ("src/auth.ts", "import jwt from 'jsonwebtoken';\nconst u = jwt.verify(token, key, { algorithms: ['RS256'] });\n", "import jwt from 'jsonwebtoken';\nconst u = jwt.verify(token, key);\n"),
    ("src/auth.ts", "import jwt from 'jsonwebtoken';\nconst u = jwt.verify(token, key, { algorithms: ['RS256'] });\n", "import jwt from 'jsonwebtoken';\nconst u = jwt.verify(token, key, { algorithms: ['RS256', 'none'] });\n"),
    ("src/auth.ts", "import jwt from 'jsonwebtoken';\nconst u = jwt.verify(token, key, { algorithms: ['RS256'] });\n", "import jwt from 'jsonwebtoken';\nconst h = jwt.decode(token, { complete: true });\nconst u = jwt.verify(token, key, { algorithms: [h.header.alg] });\n"),
    ("src/auth.ts", "import jwt from 'jsonwebtoken';\nconst u = jwt.verify(token, key, { algorithms: ['RS256'] });\n", "import jwt from 'jsonwebtoken';\nconst u = jwt.verify(token, key, { algorithms: ['RS256'], ignoreExpiration: true });\n"),
    ("src/auth.ts", "import { jwtVerify } from 'jose';\nconst { payload } = await jwtVerify(token, key);\n", "import { decodeJwt } from 'jose';\nconst payload = decodeJwt(token);\n"),
    ("src/auth.ts", "return jwt.sign(p, k, { expiresIn: '15m' });\n", "return jwt.sign(p, k, { expiresIn: '30d' });\n"),
    ("src/auth.ts", "return jwt.sign(p, k, { expiresIn: 900 });\n", "return jwt.sign(p, k, { expiresIn: 60 * 60 * 24 * 30 });\n"),
    ("src/auth.module.ts", "JwtModule.register({ secret, signOptions: { expiresIn: '60s' } })\n", "JwtModule.register({ secret, signOptions: { expiresIn: '365d' } })\n"),
    ("src/jwt.strategy.ts", "super({ jwtFromRequest: e, ignoreExpiration: false, secretOrKey: k });\n", "super({ jwtFromRequest: e, ignoreExpiration: true, secretOrKey: k });\n"),
    ("src/auth.ts", "export default NextAuth({ session: { maxAge: 60 * 60 } });\n", "export default NextAuth({ session: { maxAge: 60 * 60 * 24 * 90 } });\n"),
    ("src/http.ts", "const agent = new https.Agent({ keepAlive: true });\n", "const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });\n"),
    ("src/http.js", "axios.get(u)\n", "process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = 0\naxios.get(u)\n"),
    ("src/users.js", "const hash = await bcrypt.hash(password, 12)\n", "const hash = await bcrypt.hash(password, 6)\n"),
    ("src/users.js", "const SALT_ROUNDS = 12\n", "const SALT_ROUNDS = 4\n"),
    ("src/users.js", "const hash = await argon2.hash(password)\n", "const hash = crypto.createHash('md5').update(password).digest('hex')\n"),
    ("src/app.js", "const helmet = require('helmet')\napp.use(helmet())\napp.listen(1)\n", "app.listen(1)\n"),
    ("src/policy.ts", "export const policy = { mfaRequired: true, maxLoginAttempts: 5 };\n", "export const policy = { mfaRequired: false, maxLoginAttempts: 5 };\n"),
    ("src/app.ts", "reply.setCookie('sid', v, { httpOnly: true, secure: true, maxAge: 3600 });\n", "reply.setCookie('sid', v, { httpOnly: true, secure: false, maxAge: 3600 });\n"),
    # Go
    ("web/auth.go", 'package web\nfunc f() { http.SetCookie(w, &http.Cookie{Name: "session", Value: v, HttpOnly: true, Secure: true}) }\n', 'package web\nfunc f() { http.SetCookie(w, &http.Cookie{Name: "session", Value: v, HttpOnly: true, Secure: false}) }\n'),
    ("web/auth.go", 'package web\nfunc f() { http.SetCookie(w, &http.Cookie{\n\tName: "session",\n\tHttpOnly: true,\n\tSecure: true,\n}) }\n', 'package web\nfunc f() { http.SetCookie(w, &http.Cookie{\n\tName: "session",\n\tSecure: true,\n}) }\n'),
    ("web/auth.go", 'package web\nfunc f() { c := &http.Cookie{Name: "sid"}; c.MaxAge = 3600 }\n', 'package web\nfunc f() { c := &http.Cookie{Name: "sid"}; c.MaxAge = 86400 * 90 }\n'),
    ("web/s.go", "package web\nfunc f() { store.Options = &sessions.Options{Path: \"/\", MaxAge: 3600, HttpOnly: true, Secure: true} }\n", "package web\nfunc f() { store.Options = &sessions.Options{Path: \"/\", MaxAge: 86400 * 30, HttpOnly: true, Secure: true} }\n"),
    ("web/jwt.go", "package web\nfunc f() { t, err := jwt.ParseWithClaims(s, c, k) }\n", "package web\nfunc f() { t, _, err := new(jwt.Parser).ParseUnverified(s, c) }\n"),
    ("web/jwt.go", 'package web\nfunc f() { t, err := jwt.Parse(s, k, jwt.WithValidMethods([]string{"RS256"})) }\n', "package web\nfunc f() { t, err := jwt.Parse(s, k) }\n"),
    ("web/jwt.go", "package web\nfunc f() { p := jwt.NewParser() }\n", "package web\nfunc f() { p := jwt.NewParser(jwt.WithoutClaimsValidation()) }\n"),
    ("web/jwt.go", "package web\nfunc f() { c := jwt.RegisteredClaims{ExpiresAt: jwt.NewNumericDate(time.Now().Add(15 * time.Minute))} }\n", "package web\nfunc f() { c := jwt.RegisteredClaims{ExpiresAt: jwt.NewNumericDate(time.Now().Add(30 * 24 * time.Hour))} }\n"),
    ("web/jwt.go", "package web\nfunc f() { t := jwt.NewWithClaims(jwt.SigningMethodHS256, c) }\n", "package web\nfunc f() { t := jwt.NewWithClaims(jwt.SigningMethodNone, c) }\n"),
    ("web/http.go", "package web\nvar tr = &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}}\n", "package web\nvar tr = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}\n"),
    ("web/http.go", "package web\nfunc f() { cfg.InsecureSkipVerify = false }\n", "package web\nfunc f() { cfg.InsecureSkipVerify = true }\n"),
    ("web/pw.go", "package web\nfunc f() { h, _ := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost) }\n", "package web\nfunc f() { h, _ := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost) }\n"),
    ("web/pw.go", "package web\nfunc f() { h, _ := bcrypt.GenerateFromPassword([]byte(password), 12) }\n", "package web\nfunc f() { h := sha1.Sum([]byte(password)) }\n"),
    ("web/srv.go", "package web\nfunc f() { http.ListenAndServe(a, csrf.Protect(key)(mux)) }\n", "package web\nfunc f() { http.ListenAndServe(a, mux) }\n"),
    ("web/gin.go", 'package web\nfunc f() { c.SetCookie("session", v, 3600, "/", "", true, true) }\n', 'package web\nfunc f() { c.SetCookie("session", v, 3600, "/", "", true, false) }\n'),
    ("web/scs.go", "package web\nfunc f() { sessionManager = scs.New(); sessionManager.Lifetime = 12 * time.Hour }\n", "package web\nfunc f() { sessionManager = scs.New(); sessionManager.Lifetime = 30 * 24 * time.Hour }\n"),
    # Java
    ("src/main/java/a/Sec.java", "class S { SecurityFilterChain f(HttpSecurity http) { http.csrf(Customizer.withDefaults()); return http.build(); } }\n", "class S { SecurityFilterChain f(HttpSecurity http) { http.csrf(csrf -> csrf.disable()); return http.build(); } }\n"),
    ("src/main/java/a/Sec.java", "class S { void f(HttpSecurity http) { http.authorizeRequests(); } }\n", "class S { void f(HttpSecurity http) { http.csrf().disable()\n.authorizeRequests(); } }\n"),
    ("src/main/java/a/Sec.java", "class S { void f(HttpSecurity http) { http.cors(); } }\n", "class S { void f(HttpSecurity http) { http.csrf(AbstractHttpConfigurer::disable).cors(); } }\n"),
    ("src/main/java/a/C.java", 'class C { void f() { Cookie cookie = new Cookie("SESSION", id); cookie.setHttpOnly(true); cookie.setSecure(true); } }\n', 'class C { void f() { Cookie cookie = new Cookie("SESSION", id); cookie.setHttpOnly(true); cookie.setSecure(false); } }\n'),
    ("src/main/java/a/C.java", 'class C { void f() { ResponseCookie c = ResponseCookie.from("sid", v).httpOnly(true).secure(true).maxAge(Duration.ofHours(1)).build(); } }\n', 'class C { void f() { ResponseCookie c = ResponseCookie.from("sid", v).httpOnly(false).secure(true).maxAge(Duration.ofHours(1)).build(); } }\n'),
    ("src/main/java/a/C.java", 'class C { void f() { ResponseCookie c = ResponseCookie.from("sid", v).httpOnly(true).secure(true).maxAge(Duration.ofHours(1)).build(); } }\n', 'class C { void f() { ResponseCookie c = ResponseCookie.from("sid", v).httpOnly(true).secure(true).maxAge(Duration.ofDays(60)).build(); } }\n'),
    ("src/main/java/a/J.java", "class J { Claims f() { return Jwts.parserBuilder().setSigningKey(key).build().parseClaimsJws(t).getBody(); } }\n", "class J { Claims f() { return (Claims) Jwts.parserBuilder().setSigningKey(key).build().parse(t).getBody(); } }\n"),
    ("src/main/java/a/J.java", "class J { Claims f() { return Jwts.parser().verifyWith(key).build().parseSignedClaims(t).getPayload(); } }\n", "class J { Claims f() { return Jwts.parser().unsecured().build().parseUnsecuredClaims(t).getPayload(); } }\n"),
    ("src/main/java/a/J.java", "class J { DecodedJWT f() { return JWT.require(Algorithm.HMAC256(k)).build().verify(t); } }\n", "class J { DecodedJWT f() { return JWT.decode(t); } }\n"),
    ("src/main/java/a/J.java", "class J { String f() { return Jwts.builder().setExpiration(new Date(System.currentTimeMillis() + 900000)).compact(); } }\n", "class J { String f() { return Jwts.builder().setExpiration(new Date(System.currentTimeMillis() + 1000L * 60 * 60 * 24 * 30)).compact(); } }\n"),
    ("src/main/java/a/J.java", "class J { String f() { return JWT.create().withExpiresAt(Instant.now().plus(15, ChronoUnit.MINUTES)).sign(a); } }\n", "class J { String f() { return JWT.create().withExpiresAt(Instant.now().plus(30, ChronoUnit.DAYS)).sign(a); } }\n"),
    ("src/main/java/a/T.java", "class T { SSLContext f() { return SSLContext.getDefault(); } }\n", "class T { TrustManager[] all = new TrustManager[]{ new X509TrustManager() {\n public void checkClientTrusted(X509Certificate[] c, String a) {}\n public void checkServerTrusted(X509Certificate[] c, String a) {}\n public X509Certificate[] getAcceptedIssuers() { return null; } } }; }\n"),
    ("src/main/java/a/T.java", "class T { void f() { b.build(); } }\n", "class T { void f() { b.setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE).build(); } }\n"),
    ("src/main/java/a/T.java", "class T { void f() { c.build(); } }\n", "class T { void f() { c.hostnameVerifier((host, session) -> true).build(); } }\n"),
    ("src/main/java/a/P.java", "class P { PasswordEncoder e() { return new BCryptPasswordEncoder(12); } }\n", "class P { PasswordEncoder e() { return NoOpPasswordEncoder.getInstance(); } }\n"),
    ("src/main/java/a/P.java", "class P { PasswordEncoder e() { return new BCryptPasswordEncoder(12); } }\n", "class P { PasswordEncoder e() { return new BCryptPasswordEncoder(4); } }\n"),
    ("src/main/resources/application.yml", "server:\n  servlet:\n    session:\n      timeout: 30m\n      cookie:\n        secure: true\n", "server:\n  servlet:\n    session:\n      timeout: 24h\n      cookie:\n        secure: true\n"),
    ("src/main/resources/application.yml", "server:\n  servlet:\n    session:\n      cookie:\n        http-only: true\n", "server:\n  servlet:\n    session:\n      cookie:\n        http-only: false\n"),
    ("src/main/resources/application-prod.properties", "server.servlet.session.cookie.secure=true\n", "server.servlet.session.cookie.secure=false\n"),
    # Ruby
    ("config/environments/production.rb", "Rails.application.configure do\n  config.force_ssl = true\nend\n", "Rails.application.configure do\n  config.force_ssl = false\nend\n"),
    ("config/initializers/session_store.rb", "Rails.application.config.session_store :cookie_store, key: '_s', expire_after: 30.minutes, secure: true\n", "Rails.application.config.session_store :cookie_store, key: '_s', expire_after: 1.year, secure: true\n"),
    ("app/controllers/application_controller.rb", "class ApplicationController < ActionController::Base\n  protect_from_forgery with: :exception\nend\n", "class ApplicationController < ActionController::Base\nend\n"),
    ("app/controllers/hooks_controller.rb", "class HooksController < ApplicationController\nend\n", "class HooksController < ApplicationController\n  skip_before_action :verify_authenticity_token\nend\n"),
    ("config/initializers/devise.rb", "Devise.setup do |config|\n  config.timeout_in = 30.minutes\n  config.stretches = 12\nend\n", "Devise.setup do |config|\n  config.timeout_in = 7.days\n  config.stretches = 12\nend\n"),
    ("config/initializers/devise.rb", "Devise.setup do |config|\n  config.lock_strategy = :failed_attempts\nend\n", "Devise.setup do |config|\n  config.lock_strategy = :none\nend\n"),
    ("app/models/user.rb", "class User < ApplicationRecord\n  devise :database_authenticatable, :lockable, :timeoutable\nend\n", "class User < ApplicationRecord\n  devise :database_authenticatable, :timeoutable\nend\n"),
    ("app/lib/token.rb", "JWT.decode(token, key, true, { algorithm: 'HS256' })\n", "JWT.decode(token, nil, false)\n"),
    ("app/lib/token.rb", "payload = { exp: 15.minutes.from_now.to_i }\nJWT.encode(payload, key, 'HS256')\n", "payload = { exp: 30.days.from_now.to_i }\nJWT.encode(payload, key, 'HS256')\n"),
    ("app/lib/token.rb", "payload = { exp: Time.now.to_i + 900 }\nJWT.encode(payload, key, 'HS256')\n", "payload = { exp: Time.now.to_i + 30 * 24 * 3600 }\nJWT.encode(payload, key, 'HS256')\n"),
    ("app/lib/http.rb", "http.use_ssl = true\nhttp.verify_mode = OpenSSL::SSL::VERIFY_PEER\n", "http.use_ssl = true\nhttp.verify_mode = OpenSSL::SSL::VERIFY_NONE\n"),
    ("app/lib/http.rb", "conn = Faraday.new(url: u)\n", "conn = Faraday.new(url: u, ssl: { verify: false })\n"),
    ("app/models/user.rb", "self.password_digest = BCrypt::Password.create(password, cost: 12)\n", "self.password_digest = Digest::SHA1.hexdigest(password)\n"),
    ("app/controllers/s.rb", "cookies.signed[:session_id] = { value: id, httponly: true, secure: true }\n", "cookies.signed[:session_id] = { value: id, httponly: true, secure: false }\n"),
    # PHP
    ("config/session.php", "<?php\nreturn [\n    'lifetime' => env('SESSION_LIFETIME', 120),\n    'secure' => true,\n];\n", "<?php\nreturn [\n    'lifetime' => env('SESSION_LIFETIME', 10080),\n    'secure' => true,\n];\n"),
    ("config/session.php", "<?php\nreturn [\n    'driver' => 'file',\n    'http_only' => true,\n];\n", "<?php\nreturn [\n    'driver' => 'file',\n    'http_only' => false,\n];\n"),
    ("config/session.php", "<?php\nreturn [\n    'driver' => 'file',\n    'same_site' => 'lax',\n];\n", "<?php\nreturn [\n    'driver' => 'file',\n    'same_site' => 'none',\n];\n"),
    ("app/Http/Middleware/VerifyCsrfToken.php", "<?php\nclass VerifyCsrfToken extends Middleware {\n    protected $except = [\n    ];\n}\n", "<?php\nclass VerifyCsrfToken extends Middleware {\n    protected $except = [\n        '*',\n    ];\n}\n"),
    ("src/cookie.php", "<?php setcookie('session', $v, ['expires' => time() + 3600, 'secure' => true, 'httponly' => true]);\n", "<?php setcookie('session', $v, ['expires' => time() + 3600, 'secure' => false, 'httponly' => true]);\n"),
    ("src/c.php", "<?php curl_setopt($ch, CURLOPT_SSL_VERIFYPEER, true);\n", "<?php curl_setopt($ch, CURLOPT_SSL_VERIFYPEER, 0);\n"),
    ("src/c.php", "<?php $client = new \\GuzzleHttp\\Client(['timeout' => 5]);\n", "<?php $client = new \\GuzzleHttp\\Client(['timeout' => 5, 'verify' => false]);\n"),
    ("src/p.php", "<?php $h = password_hash($password, PASSWORD_DEFAULT);\n", "<?php $h = md5($password);\n"),
    ("src/p.php", "<?php $h = password_hash($password, PASSWORD_BCRYPT, ['cost' => 12]);\n", "<?php $h = password_hash($password, PASSWORD_BCRYPT, ['cost' => 5]);\n"),
    ("src/j.php", "<?php $c = JWT::decode($t, new Key($k, 'RS256'));\n", "<?php $c = json_decode(base64_decode(explode('.', $token)[1]));\n"),
    ("php.ini", "[Session]\nsession.cookie_httponly = 1\n", "[Session]\nsession.cookie_httponly = 0\n"),
    ("config/packages/framework.yaml", "framework:\n    session:\n        cookie_secure: auto\n        cookie_lifetime: 3600\n", "framework:\n    session:\n        cookie_secure: auto\n        cookie_lifetime: 2592000\n"),
    ("config/packages/framework.yaml", "framework:\n    csrf_protection: true\n", "framework:\n    csrf_protection: false\n"),
    # C#
    ("Program.cs", "builder.Services.ConfigureApplicationCookie(o => { o.ExpireTimeSpan = TimeSpan.FromMinutes(30); });\n", "builder.Services.ConfigureApplicationCookie(o => { o.ExpireTimeSpan = TimeSpan.FromDays(30); });\n"),
    ("Program.cs", "o.Cookie.SecurePolicy = CookieSecurePolicy.Always;\n", "o.Cookie.SecurePolicy = CookieSecurePolicy.None;\n"),
    ("Program.cs", "o.Cookie.HttpOnly = true;\n", "o.Cookie.HttpOnly = false;\n"),
    ("Program.cs", "o.TokenValidationParameters = new TokenValidationParameters { ValidateIssuer = true, ValidateLifetime = true };\n", "o.TokenValidationParameters = new TokenValidationParameters { ValidateIssuer = true, ValidateLifetime = false };\n"),
    ("Program.cs", "o.RequireHttpsMetadata = true;\n", "o.RequireHttpsMetadata = false;\n"),
    ("Controllers/A.cs", "class A : Controller { [HttpPost] public IActionResult F() { return Ok(); } }\n", "class A : Controller { [HttpPost] [IgnoreAntiforgeryToken] public IActionResult F() { return Ok(); } }\n"),
    ("Http.cs", "var h = new HttpClientHandler();\n", "var h = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };\n"),
    ("Http.cs", "var h = new HttpClientHandler();\n", "var h = new HttpClientHandler { ServerCertificateCustomValidationCallback = (a, b, c, d) => true };\n"),
    ("Program.cs", "options.Lockout.MaxFailedAccessAttempts = 5;\n", "options.Lockout.MaxFailedAccessAttempts = 1000;\n"),
    ("Program.cs", "options.Lockout.AllowedForNewUsers = true;\n", "options.Lockout.AllowedForNewUsers = false;\n"),
    ("Token.cs", "var t = new JwtSecurityToken(issuer: i, expires: DateTime.UtcNow.AddMinutes(15));\n", "var t = new JwtSecurityToken(issuer: i, expires: DateTime.UtcNow.AddDays(30));\n"),
    ("Program.cs", "builder.Services.AddSession(o => o.IdleTimeout = TimeSpan.FromMinutes(20));\n", "builder.Services.AddSession(o => o.IdleTimeout = TimeSpan.FromHours(12));\n"),
    # configuration and providers
    ("realm-export.json", '{"realm": "staff", "ssoSessionMaxLifespan": 36000}', '{"realm": "staff", "ssoSessionMaxLifespan": 2592000}'),
    ("realm-export.json", '{"realm": "staff", "bruteForceProtected": true}', '{"realm": "staff", "bruteForceProtected": false}'),
    ("cognito.tf", 'resource "aws_cognito_user_pool" "p" {\n  mfa_configuration = "ON"\n}\n', 'resource "aws_cognito_user_pool" "p" {\n  mfa_configuration = "OFF"\n}\n'),
    ("cognito.tf", 'resource "aws_cognito_user_pool" "p" {\n  mfa_configuration = "ON"\n}\n', 'resource "aws_cognito_user_pool" "p" {\n  mfa_configuration = "OPTIONAL"\n}\n'),
    ("cognito.tf", 'resource "aws_cognito_user_pool_client" "c" {\n  access_token_validity = 60\n  token_validity_units {\n    access_token = "minutes"\n  }\n}\n', 'resource "aws_cognito_user_pool_client" "c" {\n  access_token_validity = 60\n  token_validity_units {\n    access_token = "hours"\n  }\n}\n'),
    ("okta.tf", 'resource "okta_policy_rule_signon" "r" {\n  session_idle = 15\n}\n', 'resource "okta_policy_rule_signon" "r" {\n  session_idle = 720\n}\n'),
    (".env.production", "SESSION_COOKIE_SECURE=true\n", "SESSION_COOKIE_SECURE=false\n"),
    (".env.production", "JWT_EXPIRES_IN=15m\n", "JWT_EXPIRES_IN=90d\n"),
    ("docker-compose.yml", "services:\n  web:\n    environment:\n      - NODE_ENV=production\n", "services:\n  web:\n    environment:\n      - NODE_ENV=production\n      - NODE_TLS_REJECT_UNAUTHORIZED=0\n"),
    ("deploy.yaml", "spec:\n  containers:\n    - name: web\n      env:\n        - name: SESSION_COOKIE_SECURE\n          value: 'true'\n", "spec:\n  containers:\n    - name: web\n      env:\n        - name: SESSION_COOKIE_SECURE\n          value: 'false'\n"),
    ("Dockerfile", "FROM python\nENV PYTHONHTTPSVERIFY=1\n", "FROM python\nENV PYTHONHTTPSVERIFY=0\n"),
    ("web.config", '<configuration><system.web><sessionState timeout="20" /></system.web></configuration>', '<configuration><system.web><sessionState timeout="1440" /></system.web></configuration>'),
    ("WEB-INF/web.xml", "<web-app><session-config><session-timeout>30</session-timeout></session-config></web-app>", "<web-app><session-config><session-timeout>-1</session-timeout></session-config></web-app>"),
    ("values.yaml", "grafana.ini:\n  auth.anonymous:\n    enabled: false\n", "grafana.ini:\n  auth.anonymous:\n    enabled: true\n"),
    ("config/security.yaml", "mfa:\n  required: true\nlockout:\n  enabled: true\n", "mfa:\n  required: false\nlockout:\n  enabled: true\n"),
]  # fmt: skip

DANGERS += [
    ('cfg.py', 'app.secret_key = k\napp.config.from_mapping(SESSION_COOKIE_HTTPONLY=True)\n', 'app.secret_key = k\napp.config.from_mapping(SESSION_COOKIE_HTTPONLY=False)\n'),
    ('s.py', "SESSION_ENGINE = 'a'\nSESSION_EXPIRE_AT_BROWSER_CLOSE = True\n", "SESSION_ENGINE = 'a'\nSESSION_EXPIRE_AT_BROWSER_CLOSE = False\n"),
    ('s.py', 'class Settings(BaseSettings):\n    access_token_expire_minutes: int = 15\n', 'class Settings(BaseSettings):\n    access_token_expire_minutes: int = 10080\n'),
    ('s.py', 'class Settings(BaseSettings):\n    verify_tls: bool = True\n', 'class Settings(BaseSettings):\n    verify_tls: bool = False\n'),
    ('a.py', 'from authlib.jose import jwt\nclaims = jwt.decode(t, key)\nclaims.validate()\n', 'from authlib.jose import jwt\nclaims = jwt.decode(t, key)\n'),
    ('a.py', "from authlib.jose import JsonWebToken\njwt = JsonWebToken(['RS256'])\n", "from authlib.jose import JsonWebToken\njwt = JsonWebToken(['RS256', 'none'])\n"),
    ('a.py', 'import jwt\ndef f(t):\n    return jwt.decode(t, KEY, algorithms=ALGS)\n', 'import jwt\ndef f(t):\n    return jwt.decode(t, verify=False)\n'),
    ('a.py', "import jwt\nALGORITHMS = ['RS256']\nx = jwt.decode(t, KEY, algorithms=ALGORITHMS)\n", "import jwt\nALGORITHMS = ['RS256', 'none']\nx = jwt.decode(t, KEY, algorithms=ALGORITHMS)\n"),
    ('a.py', "def f(u):\n    expire = datetime.utcnow() + timedelta(minutes=15)\n    return jwt.encode({'exp': expire}, K)\n", "def f(u):\n    expire = datetime.utcnow() + timedelta(days=15)\n    return jwt.encode({'exp': expire}, K)\n"),
    ('a.py', 's = requests.Session()\ns.verify = True\n', 's = requests.Session()\ns.verify = False\n'),
    ('a.py', 'http = urllib3.PoolManager()\n', "http = urllib3.PoolManager(cert_reqs='CERT_NONE')\n"),
    ('a.py', 'import urllib3\n', 'import urllib3\nurllib3.disable_warnings()\nrequests.post(u, verify=False)\n'),
    ('a.py', 'ctx = ssl.create_default_context()\nurlopen(u, context=ctx)\n', 'ctx = ssl.SSLContext()\nctx.verify_mode = ssl.CERT_NONE\nurlopen(u, context=ctx)\n'),
    ('a.py', 'ph = PasswordHasher(time_cost=3, memory_cost=65536)\n', 'ph = PasswordHasher(time_cost=3, memory_cost=8)\n'),
    ('a.py', 'x = pbkdf2_sha256.using(rounds=300000).hash(p)\n', 'x = pbkdf2_sha256.using(rounds=1000).hash(p)\n'),
    ('a.py', 'x = generate_password_hash(pw)\n', "x = generate_password_hash(pw, method='pbkdf2:sha1:1000')\n"),
    ('a.py', "REST_FRAMEWORK = {'DEFAULT_AUTHENTICATION_CLASSES': ['a.JWTAuthentication']}\n", "REST_FRAMEWORK = {'DEFAULT_AUTHENTICATION_CLASSES': []}\n"),
    ('a.py', 'user.require_mfa = True\n', 'user.require_mfa = False\n'),
    ('a.py', 'SECURE_HSTS_SECONDS = 31536000\n', 'SECURE_HSTS_SECONDS = 0\n'),
    ('pyramid.py', 'SignedCookieSessionFactory(k, timeout=1200, secure=True, httponly=True)\n', 'SignedCookieSessionFactory(k, timeout=1200, secure=False, httponly=True)\n'),
    ('a.py', 'app = Flask(__name__)\ncsrf = CSRFProtect()\ncsrf.init_app(app)\n', 'app = Flask(__name__)\n'),
    ('a.py', "login_manager.session_protection = 'strong'\n", 'login_manager.session_protection = None\n'),
    ('a.py', 'app.add_middleware(CSRFMiddleware, secret=s)\napp.x()\n', 'app.x()\n'),
    ('a.ts', 'app.use(helmet());\napp.use(csurf());\n', 'app.use(helmet());\n// csurf breaks the mobile app\n'),
    ('a.ts', "const cookieOptions: CookieOptions = { httpOnly: true, secure: true, sameSite: 'lax' };\n", "const cookieOptions: CookieOptions = { httpOnly: true, secure: false, sameSite: 'lax' };\n"),
    ('a.ts', "cookies().set('session', v, { httpOnly: true, secure: true })\n", "cookies().set('session', v, { httpOnly: false, secure: true })\n"),
    ('a.ts', "(await cookies()).set({ name: 'session', value: v, httpOnly: true, secure: true, maxAge: 3600 })\n", "(await cookies()).set({ name: 'session', value: v, httpOnly: true, secure: true, maxAge: 60*60*24*365 })\n"),
    ('a.ts', "response.cookies.set('token', v, { secure: true })\n", "response.cookies.set('token', v, { secure: false })\n"),
    ('a.js', 'const sessionConfig = { secret: s, cookie: { secure: true } };\napp.use(session(sessionConfig));\n', 'const sessionConfig = { secret: s, cookie: { secure: false } };\napp.use(session(sessionConfig));\n'),
    ('a.js', "jwt.verify(t, pub, { algorithms: ['RS256'] }, cb)\n", "jwt.verify(t, pub, { algorithms: ['RS256', 'HS256', 'none'] }, cb)\n"),
    ('a.js', "const { verify } = require('jsonwebtoken')\nverify(t, k, { algorithms: ['HS256'] })\n", "const { decode } = require('jsonwebtoken')\ndecode(t)\n"),
    ('a.js', "const token = jwt.sign(p, k, { algorithm: 'HS256', expiresIn: '15m' })\n", "const token = jwt.sign(p, k, { algorithm: 'none', expiresIn: '15m' })\n"),
    ('a.js', "const token = jwt.sign(p, k, { expiresIn: '15m' })\n", 'const token = jwt.sign(p, k)\n'),
    ('a.ts', "passport.use(new JwtStrategy({ ignoreExpiration: false, algorithms: ['RS256'] }, v))\n", "passport.use(new JwtStrategy({ ignoreExpiration: false, algorithms: ['none'] }, v))\n"),
    ('a.ts', "this.jwt.signAsync(p, { expiresIn: '15m' })\n", "this.jwt.signAsync(p, { expiresIn: '1y' })\n"),
    ('a.ts', "JwtModule.registerAsync({ useFactory: () => ({ signOptions: { expiresIn: '1h' } }) })\n", "JwtModule.registerAsync({ useFactory: () => ({ signOptions: { expiresIn: '30d' } }) })\n"),
    ('a.ts', "export const { auth } = NextAuth({ session: { strategy: 'jwt', maxAge: 3600 } })\n", "export const { auth } = NextAuth({ session: { strategy: 'jwt', maxAge: 86400 * 60 } })\n"),
    ('a.ts', 'const i = axios.create({ baseURL: b })\n', 'const i = axios.create({ baseURL: b, httpsAgent: new Agent({ rejectUnauthorized: false }) })\n'),
    ('a.ts', 'new Pool({ ssl: { rejectUnauthorized: true } })\n', 'new Pool({ ssl: { rejectUnauthorized: false } })\n'),
    ('a.ts', 'bcrypt.genSaltSync(12)\n', 'bcrypt.genSaltSync(4)\n'),
    ('a.ts', "import * as bcrypt from 'bcrypt';\nuser.password = await bcrypt.hash(dto.password, 10);\n", "import { createHash } from 'crypto';\nuser.password = createHash('sha1').update(dto.password).digest('hex');\n"),
    ('a.ts', "crypto.pbkdf2Sync(pw, salt, 310000, 32, 'sha256')\n", "crypto.pbkdf2Sync(pw, salt, 1000, 32, 'sha256')\n"),
    ('a.ts', 'app.register(fastifyCsrf)\napp.register(x)\n', 'app.register(x) // no csrf\n'),
    ('a.ts', "fastify.register(require('@fastify/session'), { secret, cookie: { secure: true } })\n", "fastify.register(require('@fastify/session'), { secret, cookie: { secure: false } })\n"),
    ('svelte.config.js', 'export default { kit: { csrf: { checkOrigin: true } } }\n', 'export default { kit: { csrf: { checkOrigin: false } } }\n'),
    ('a.ts', 'const auth = betterAuth({ session: { expiresIn: 60*60 } })\n', 'const auth = betterAuth({ session: { expiresIn: 60*60*24*60 } })\n'),
    ('a.go', 'package a\nfunc f() { s.Options.Secure = true }\n', 'package a\nfunc f() { s.Options.Secure = false }\n'),
    ('a.go', 'package a\nfunc f() { cookie := http.Cookie{Name: "auth", SameSite: http.SameSiteStrictMode} }\n', 'package a\nfunc f() { cookie := http.Cookie{Name: "auth", SameSite: http.SameSiteNoneMode} }\n'),
    ('a.go', 'package a\nfunc f() { cookie := http.Cookie{Name: "auth", Expires: time.Now().Add(time.Hour)} }\n', 'package a\nfunc f() { cookie := http.Cookie{Name: "auth", Expires: time.Now().AddDate(1, 0, 0)} }\n'),
    ('a.go', 'package a\nfunc f() { claims["exp"] = time.Now().Add(time.Hour).Unix() }\n// jwt\n', 'package a\nfunc f() { claims["exp"] = time.Now().Add(time.Hour * 24 * 30).Unix() }\n// jwt\n'),
    ('a.go', 'package a\nfunc f() { t, e := jwt.Parse(s, func(t *jwt.Token) (interface{}, error) {\n if _, ok := t.Method.(*jwt.SigningMethodHMAC); !ok {\n return nil, e }\n return k, nil }) }\n', 'package a\nfunc f() { t, e := jwt.Parse(s, func(t *jwt.Token) (interface{}, error) {\n return k, nil }) }\n'),
    ('a.go', 'package a\nconst cost = 12\nfunc f() { bcrypt.GenerateFromPassword(p, cost) }\n', 'package a\nconst cost = 4\nfunc f() { bcrypt.GenerateFromPassword(p, cost) }\n'),
    ('a.go', 'package a\nfunc f() { e.Use(middleware.CSRF()) ; e.Use(x) }\n', 'package a\nfunc f() { e.Use(x) }\n'),
    ('a.go', 'package a\nfunc f() { app.Use(csrf.New()); app.Use(x) }\n', 'package a\nfunc f() { app.Use(x) }\n'),
    ('a.go', 'package a\nfunc f() { http.DefaultTransport.(*http.Transport).TLSClientConfig = nil }\n', 'package a\nfunc f() { http.DefaultTransport.(*http.Transport).TLSClientConfig = &tls.Config{InsecureSkipVerify: true} }\n'),
    ('a.go', 'package a\nvar v = oidc.Config{ClientID: c}\n', 'package a\nvar v = oidc.Config{ClientID: c, SkipExpiryCheck: true}\n'),
    ('a.go', 'package a\nvar SessionTTL = 8 * time.Hour\n', 'package a\nvar SessionTTL = 30 * 24 * time.Hour\n'),
    ('S.java', 'class S { void f() { http.sessionManagement(s -> s.maximumSessions(1)); http.csrf(c -> c.csrfTokenRepository(r)); } }\n', 'class S { void f() { http.sessionManagement(s -> s.maximumSessions(1)); http.csrf(c -> c.ignoringRequestMatchers("/**")); } }\n'),
    ('S.java', 'class S { void f() { http.csrf(csrf -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())); } }\n', 'class S { void f() { http.csrf(csrf -> csrf.disable()); } }\n'),
    ('S.java', 'class S { void f(ServerHttpSecurity http) { http.csrf(withDefaults()); } }\n', 'class S { void f(ServerHttpSecurity http) { http.csrf(ServerHttpSecurity.CsrfSpec::disable); } }\n'),
    ('S.java', 'class S { private static final long EXPIRATION = 15 * 60 * 1000; String f() { return Jwts.builder().setExpiration(new Date(System.currentTimeMillis() + EXPIRATION)).compact(); } }\n', 'class S { private static final long EXPIRATION = 15 * 24 * 60 * 60 * 1000L; String f() { return Jwts.builder().setExpiration(new Date(System.currentTimeMillis() + EXPIRATION)).compact(); } }\n// expiration\n'),
    ('S.java', 'class S { Jws<Claims> f() { return Jwts.parserBuilder().setSigningKey(k).build().parseClaimsJws(t); } }\n', 'class S { Jwt f() { return Jwts.parserBuilder().build().parseClaimsJwt(t); } }\n'),
    ('S.java', 'class S { void f() { SSLContext c = SSLContexts.createDefault(); } }\n', 'class S { void f() { SSLContext c = SSLContextBuilder.create().loadTrustMaterial((chain, type) -> true).build(); } }\n'),
    ('S.java', 'class S { void f() { SslContext s = SslContextBuilder.forClient().build(); } }\n', 'class S { void f() { SslContext s = SslContextBuilder.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE).build(); } }\n'),
    ('S.java', 'class S { void f() { new Pbkdf2PasswordEncoder(s, 16, 310000, a); } }\n', 'class S { void f() { new Pbkdf2PasswordEncoder(s, 16, 1000, a); } }\n'),
    ('S.java', 'class S { void f() { http.rememberMe(r -> r.tokenValiditySeconds(3600)); } }\n', 'class S { void f() { http.rememberMe(r -> r.tokenValiditySeconds(31536000)); } }\n'),
    ('S.java', 'class S { void f() { String h = new BCryptPasswordEncoder().encode(password); } }\n', 'class S { void f() { String h = DigestUtils.md5DigestAsHex(password.getBytes()); } }\n'),
    ('S.java', 'class S { @Bean PasswordEncoder e() { return PasswordEncoderFactories.createDelegatingPasswordEncoder(); } }\n', 'class S { @Bean PasswordEncoder e() { return new MessageDigestPasswordEncoder("SHA-1"); } }\n'),
    ('S.java', 'class S { void f(HttpServletRequest r) { r.getSession().setMaxInactiveInterval(900); } }\n', 'class S { void f(HttpServletRequest r) { r.getSession().setMaxInactiveInterval(-1); } }\n'),
    ('application.properties', 'jwt.expiration=900000\n', 'jwt.expiration=2592000000\n'),
    ('application.yml', 'app:\n  jwt:\n    access-token-validity: 15m\n', 'app:\n  jwt:\n    access-token-validity: 30d\n'),
    ('c.rb', 'class A < ApplicationController\n  protect_from_forgery\nend\n', 'class A < ApplicationController\n  skip_forgery_protection\nend\n'),
    ('config/application.rb', 'config.action_dispatch.cookies_same_site_protection = :lax\n', 'config.action_dispatch.cookies_same_site_protection = :none\n'),
    ('d.rb', 'config.maximum_attempts = 5\nconfig.lock_strategy = :failed_attempts\n', 'config.maximum_attempts = 500\nconfig.lock_strategy = :failed_attempts\n'),
    ('d.rb', 'HTTParty.get(u)\n', 'HTTParty.get(u, verify: false)\n'),
    ('d.rb', 'RestClient::Request.execute(url: u)\n', 'RestClient::Request.execute(url: u, verify_ssl: false)\n'),
    ('d.rb', "JWT.decode token, key, true, algorithms: ['RS256']\n", "JWT.decode token, key, true, algorithms: ['none']\n"),
    ('d.rb', "JWT.decode token, key, true, algorithm: 'RS256'\n", 'JWT.decode token, key, true\n'),
    ('u.rb', 'class User\n  has_secure_password\nend\n', 'class User\n  def password=(password)\n    self.digest = Digest::MD5.hexdigest(password)\n  end\nend\n'),
    ('config.ru', 'use Rack::Session::Cookie, secret: s, expire_after: 3600, secure: true\n', 'use Rack::Session::Cookie, secret: s, expire_after: 3600, secure: false\n'),
    ('s.php', "<?php session_set_cookie_params(['lifetime' => 3600, 'secure' => true, 'httponly' => true]);\n", "<?php session_set_cookie_params(['lifetime' => 3600, 'secure' => true, 'httponly' => false]);\n"),
    ('s.php', '<?php Http::get($u);\n', "<?php Http::withOptions(['verify' => false])->get($u);\n"),
    ('s.php', '<?php $u->password = Hash::make($password);\n', '<?php $u->password = sha1($password);\n'),
    ('config/hashing.php', "<?php return ['driver' => 'bcrypt', 'bcrypt' => ['rounds' => env('BCRYPT_ROUNDS', 12)]];\n", "<?php return ['driver' => 'bcrypt', 'bcrypt' => ['rounds' => env('BCRYPT_ROUNDS', 4)]];\n"),
    ('s.php', "<?php $payload = ['exp' => time() + 900]; JWT::encode($payload, $k, 'HS256');\n", "<?php $payload = ['exp' => time() + (60 * 60 * 24 * 365)]; JWT::encode($payload, $k, 'HS256');\n"),
    ('config/packages/security.yaml', 'security:\n    firewalls:\n        main:\n            form_login:\n                enable_csrf: true\n', 'security:\n    firewalls:\n        main:\n            form_login:\n                enable_csrf: false\n'),
    ('config/packages/security.yaml', "security:\n    password_hashers:\n        Foo: 'auto'\n", "security:\n    password_hashers:\n        Foo: 'plaintext'\n"),
    ('P.cs', 'services.AddAuthentication().AddCookie(options => { options.ExpireTimeSpan = TimeSpan.FromMinutes(20); options.SlidingExpiration = false; });\n', 'services.AddAuthentication().AddCookie(options => { options.ExpireTimeSpan = TimeSpan.FromMinutes(20); options.SlidingExpiration = true; });\n'),
    ('P.cs', 'Response.Cookies.Append("auth", t, new CookieOptions { HttpOnly = true, Secure = true });\n', 'Response.Cookies.Append("auth", t, new CookieOptions { HttpOnly = true });\n'),
    ('P.cs', 'var p = new TokenValidationParameters { ValidateIssuerSigningKey = true };\n', 'var p = new TokenValidationParameters { ValidateIssuerSigningKey = false };\n'),
    ('P.cs', 'class C { [ValidateAntiForgeryToken] [HttpPost] public void F() {} }\n', 'class C { [HttpPost] public void F() {} }\n'),
    ('P.cs', 'services.AddControllersWithViews(o => o.Filters.Add(new AutoValidateAntiforgeryTokenAttribute()));\n', 'services.AddControllersWithViews();\n'),
    ('P.cs', 'await signIn.PasswordSignInAsync(m, p, r, lockoutOnFailure: true);\n', 'await signIn.PasswordSignInAsync(m, p, r, lockoutOnFailure: false);\n'),
    ('P.cs', 'ServicePointManager.Expect100Continue = true;\n', 'ServicePointManager.ServerCertificateValidationCallback += (s, c, ch, e) => true;\n'),
    ('P.cs', 'ServicePointManager.Expect100Continue = true;\n', 'ServicePointManager.ServerCertificateValidationCallback = delegate { return true; };\n'),
    ('P.cs', 'var d = new SecurityTokenDescriptor { Expires = DateTime.UtcNow.AddHours(1) };\n', 'var d = new SecurityTokenDescriptor { Expires = DateTime.UtcNow.AddDays(90) };\n'),
    ('P.cs', 'options.Password.RequiredLength = 12;\n', 'options.Password.RequiredLength = 4;\n'),
    ('P.cs', 'o.SignIn.RequireConfirmedAccount = true;\n', 'o.SignIn.RequireConfirmedAccount = false;\n'),
    ('P.cs', 'BCrypt.Net.BCrypt.HashPassword(password, workFactor: 12);\n', 'BCrypt.Net.BCrypt.HashPassword(password, workFactor: 4);\n'),
    ('appsettings.json', '{"Jwt": {"ExpiryMinutes": 15}}', '{"Jwt": {"ExpiryMinutes": 14400}}'),
    ('realm.json', '{"realm":"a","accessTokenLifespan":300,"ssoSessionIdleTimeout":1800}', '{"realm":"a","accessTokenLifespan":86400,"ssoSessionIdleTimeout":1800}'),
    ('kc.tf', 'resource "keycloak_realm" "r" {\n  sso_session_max_lifespan = "10h"\n}\n', 'resource "keycloak_realm" "r" {\n  sso_session_max_lifespan = "720h"\n}\n'),
    ('kc.tf', 'resource "keycloak_realm" "r" {\n  security_defenses {\n    brute_force_detection {\n      max_login_failures = 5\n    }\n  }\n}\n', 'resource "keycloak_realm" "r" {\n  realm = "bruteforce-less"\n}\n'),
    ('a0.tf', 'locals {\n  hours = 10\n}\nresource "auth0_tenant" "t" {\n  session_lifetime = local.hours\n}\n', 'locals {\n  hours = 168\n}\nresource "auth0_tenant" "t" {\n  session_lifetime = local.hours\n}\n'),
    ('a0.tf', 'locals {\n  minute = 60\n  hour = 60 * local.minute\n}\nresource "auth0_resource_server" "s" {\n  token_lifetime = 1 * local.hour\n}\n', 'locals {\n  minute = 60\n  hour = 60 * local.minute\n}\nresource "auth0_resource_server" "s" {\n  token_lifetime = 168 * local.hour\n}\n'),
    ('a0.tf', 'variable "ttl" {\n  default = 3600\n}\nresource "auth0_resource_server" "s" {\n  token_lifetime = var.ttl\n}\n', 'variable "ttl" {\n  default = 604800\n}\nresource "auth0_resource_server" "s" {\n  token_lifetime = var.ttl\n}\n'),
    ('j.py', 'import jwt\ndef f(token):\n    return jwt.decode(token, KEY, algorithms=["RS256"])\n', 'import jwt\ndef f(token):\n    alg = jwt.get_unverified_header(token)["alg"]\n    return jwt.decode(token, KEY, algorithms=[alg])\n'),
    ('a0.tf', 'resource "auth0_guardian" "g" {\n  policy = "all-applications"\n}\n', 'resource "auth0_guardian" "g" {\n  policy = "never"\n}\n'),
    ('a0.tf', 'resource "auth0_client" "c" {\n  jwt_configuration {\n    lifetime_in_seconds = 36000\n  }\n}\n', 'resource "auth0_client" "c" {\n  jwt_configuration {\n    lifetime_in_seconds = 2592000\n  }\n}\n'),
    ('a0.tf', 'resource "auth0_tenant" "t" {\n  session_lifetime = 8\n  idle_session_lifetime = 1\n}\n', 'resource "auth0_tenant" "t" {\n  session_lifetime = 720\n  idle_session_lifetime = 1\n}\n'),
    ('t.yaml', "Resources:\n  P:\n    Type: AWS::Cognito::UserPool\n    Properties:\n      MfaConfiguration: 'ON'\n", "Resources:\n  P:\n    Type: AWS::Cognito::UserPool\n    Properties:\n      MfaConfiguration: 'OFF'\n"),
    ('o.tf', 'resource "okta_policy_signon" "p" {}\nresource "okta_policy_rule_signon" "r" {\n  mfa_required = true\n}\n', 'resource "okta_policy_signon" "p" {}\nresource "okta_policy_rule_signon" "r" {\n  mfa_required = false\n}\n'),
    ('o.tf', 'resource "okta_policy_mfa" "p" {\n  okta_verify = {\n    enroll = "REQUIRED"\n  }\n}\n', 'resource "okta_policy_mfa" "p" {\n  okta_verify = {\n    enroll = "OPTIONAL"\n  }\n}\n'),
    ('compose.yml', 'services:\n  a:\n    environment:\n      SESSION_LIFETIME: 120\n', 'services:\n  a:\n    environment:\n      SESSION_LIFETIME: 43200\n'),
    ('k.yaml', "data:\n  JWT_TTL: '900'\n", "data:\n  JWT_TTL: '2592000'\n"),
    ('a.toml', "[session]\nmax_age = '8h'\n", "[session]\nmax_age = '30d'\n"),
    ('helm/values.yaml', 'oauth2:\n  sslInsecureSkipVerify: false\ningress: {}\n', 'oauth2:\n  sslInsecureSkipVerify: true\ningress: {}\n'),
    ('helm/values.yaml', 'extraArgs:\n  cookie-secure: true\n  cookie-expire: 8h\n', 'extraArgs:\n  cookie-secure: false\n  cookie-expire: 168h\n'),
    ('deploy.yml', 'args:\n  - --insecure-skip-tls-verify=false\n', 'args:\n  - --insecure-skip-tls-verify=true\n'),
    ('deploy/production.env', 'DEBUG=false\n', 'DEBUG=true\n'),
    ('.env', 'MFA_REQUIRED=true\n', 'MFA_REQUIRED=false\n'),
    ('grafana.ini', '[auth.anonymous]\nenabled = false\n', '[auth.anonymous]\nenabled = true\n'),
    ('grafana.ini', '[auth]\nlogin_maximum_lifetime_duration = 1d\n', '[auth]\nlogin_maximum_lifetime_duration = 90d\n'),
    ('grafana.ini', '[security]\ncookie_secure = true\n', '[security]\ncookie_secure = false\n'),
]  # fmt: skip

BENIGN = [
    ("shop/settings.py", "SESSION_COOKIE_AGE = 3600 * 12\n", "SESSION_COOKIE_AGE = 3600 * 8\n"),
    ("shop/settings.py", "SESSION_COOKIE_SECURE = False\n", "SESSION_COOKIE_SECURE = True\n"),
    ("shop/settings.py", "CACHE_TIMEOUT = 60\n", "CACHE_TIMEOUT = 86400\nDB_CONN_MAX_AGE = 600\n"),
    ("shop/settings.py", "CSRF_COOKIE_HTTPONLY = True\n", "CSRF_COOKIE_HTTPONLY = False\n"),
    ("shop/settings.py", "MIDDLEWARE = ['a.A', 'django.middleware.csrf.CsrfViewMiddleware']\n", "MIDDLEWARE = ['django.middleware.csrf.CsrfViewMiddleware', 'a.A', 'b.B']\n"),
    ("shop/settings.py", "PASSWORD_HASHERS = ['x.PBKDF2PasswordHasher']\n", "PASSWORD_HASHERS = ['x.Argon2PasswordHasher', 'x.PBKDF2PasswordHasher', 'x.MD5PasswordHasher']\n"),
    ("shop/settings.py", "LANGUAGE_COOKIE_AGE = 60\n", "LANGUAGE_COOKIE_AGE = 86400 * 365\nLANGUAGE_COOKIE_HTTPONLY = False\n"),
    ("shop/settings.py", "DEBUG = False\n", "DEBUG = os.environ.get('DEBUG', 'false') == 'true'\n"),
    ("shop/settings/dev.py", "DEBUG = False\nSESSION_COOKIE_SECURE = True\n", "DEBUG = True\nSESSION_COOKIE_SECURE = False\n"),
    ("auth.py", "import jwt\nc = jwt.decode(t, K, algorithms=['HS256'])\n", "import jwt\nc = jwt.decode(t, K, algorithms=['RS256'], options={'require': ['exp']})\n"),
    ("auth.py", "import jwt\n", "import jwt\nkid = jwt.get_unverified_header(token)['kid']\nc = jwt.decode(token, keys[kid], algorithms=['RS256'])\n"),
    ("auth.py", "import base64\n", "import base64\ntext = payload.decode('utf-8')\nraw = base64.b64decode(text)\n"),
    ("client.py", "import requests\nrequests.get(url)\n", "import requests\nrequests.get(url, verify='/etc/ssl/ca.pem', timeout=30)\n"),
    ("client.py", "import requests\nrequests.get(url, verify=False)\n", "import requests\nrequests.get(url, timeout=30, verify=False)\n"),
    ("cache.py", "key = hashlib.sha256(url.encode()).hexdigest()\n", "key = hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()\n"),
    ("users.py", "bcrypt.gensalt(rounds=12)\n", "bcrypt.gensalt(rounds=14)\n"),
    ("tests/test_auth.py", "x = 1\n", "import jwt\njwt.decode(t, options={'verify_signature': False})\nDEBUG = True\n"),
    ("docs/conf.py", "x = 1\n", "import requests\nrequests.get(u, verify=False)\n"),
    ("api.py", "response.set_cookie('session', t, httponly=True, secure=True)\n", "response.set_cookie('session', t, secure=True, httponly=True, samesite='strict')\n"),
    ("api.py", "x = 1\n", "response.set_cookie('theme', 'dark', max_age=31536000)\nresponse.set_cookie('csrftoken', t, httponly=False, secure=True)\n"),
    ("src/app.js", "app.use(session({ cookie: { maxAge: 3600000 } }))\n", "app.use(session({ cookie: { maxAge: 60 * 60 * 1000, secure: true } }))\n"),
    ("src/app.js", "app.use(session({ cookie: { secure: true } }))\n", "app.use(session({ cookie: { secure: process.env.NODE_ENV === 'production' } }))\n"),
    ("src/app.js", "app.use(express.static('a', { maxAge: '1h' }))\n", "app.use(express.static('a', { maxAge: '365d' }))\n"),
    ("src/app.js", "x\n", "res.cookie('locale', l, { maxAge: 365 * 24 * 3600 * 1000 })\nlocalStorage.setItem('debug', 'true')\n"),
    ("src/auth.ts", "jwt.sign(p, k, { expiresIn: '1h' });\n", "jwt.sign(p, k, { expiresIn: '3600s' });\n"),
    ("src/auth.ts", "import jwt from 'jsonwebtoken';\n", "import jwt from 'jsonwebtoken';\nconst { header } = jwt.decode(t, { complete: true });\nconst c = jwt.verify(t, await key(header.kid), { algorithms: ['RS256'] });\n"),
    ("src/http.ts", "new https.Agent({ rejectUnauthorized: false });\n", "new https.Agent({ rejectUnauthorized: true, ca });\n"),
    ("src/users.js", "bcrypt.hash(p, 10)\n", "bcrypt.hash(p, 12)\n"),
    ("src/etag.js", "x\n", "const etag = crypto.createHash('sha1').update(body).digest('hex')\n"),
    ("src/app.spec.ts", "x\n", "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\njwt.decode(t);\n"),
    ("src/query.ts", "x\n", "const q = useQuery({ staleTime: 86400000, retry: false, enabled: false });\n"),
    ("web/a.go", 'package a\nvar c = &http.Cookie{Name: "session", Secure: true}\n', 'package a\nvar c = &http.Cookie{\n\tName: "session",\n\tHttpOnly: true,\n\tSecure: true,\n}\n'),
    ("web/a.go", 'package a\n', 'package a\nvar c = &http.Cookie{Name: "theme", Value: v, MaxAge: 31536000}\n'),
    ("web/a.go", "package a\nvar s = &http.Server{IdleTimeout: time.Minute}\n", "package a\nvar s = &http.Server{IdleTimeout: 2 * time.Minute, ReadTimeout: time.Hour}\n"),
    ("web/a.go", "package a\nvar t = 12 * time.Hour\n", "package a\nvar sum = md5.Sum(data)\nvar cacheTTL = 24 * time.Hour\n"),
    ("web/a_test.go", "package a\n", "package a\nvar t = &tls.Config{InsecureSkipVerify: true}\n"),
    ("src/main/java/a/C.java", 'class C { void f() { Cookie c = new Cookie("SESSION", v); c.setSecure(true); } }\n', 'class C { void f() { Cookie c = new Cookie("SESSION", v); c.setHttpOnly(true); c.setSecure(true); c.setMaxAge(1800); } }\n'),
    ("src/main/java/a/C.java", "class C { }\n", 'class C { String k(byte[] b) { return hex(MessageDigest.getInstance("MD5").digest(b)); } void g() { List<Object> l = parser.parse(text); } }\n'),
    ("src/test/java/a/CTest.java", "class C { }\n", "class C { void f(HttpSecurity http) { http.csrf().disable(); } }\n"),
    ("src/main/resources/application.yml", "server:\n  servlet:\n    session:\n      timeout: 30m\n", "server:\n  servlet:\n    session:\n      timeout: 1800s\nspring:\n  cache:\n    ttl: 24h\n"),
    ("src/main/resources/application-dev.yml", "server:\n  servlet:\n    session:\n      cookie:\n        secure: true\n", "server:\n  servlet:\n    session:\n      cookie:\n        secure: false\n"),
    ("config/environments/development.rb", "config.x = 1\n", "config.force_ssl = false\nconfig.consider_all_requests_local = true\n"),
    ("config/environments/production.rb", "config.force_ssl = true\n", "config.force_ssl = true\nconfig.ssl_options = { hsts: { expires: 1.year } }\n"),
    ("app/controllers/a.rb", "class A\nend\n", "class A\n  skip_before_action :set_locale\n  caches_action :index, expires_in: 1.day\nend\n"),
    ("app/models/user.rb", "class User\n  devise :a, :lockable\nend\n", "class User\n  devise :a,\n         :lockable, :confirmable\nend\n"),
    ("config/session.php", "<?php\nreturn ['driver' => 'file', 'lifetime' => 120];\n", "<?php\nreturn ['driver' => 'redis', 'lifetime' => 60];\n"),
    ("config/cache.php", "<?php\nreturn ['ttl' => 60];\n", "<?php\nreturn ['ttl' => 86400, 'secure' => false];\n"),
    ("src/x.php", "<?php\n", "<?php $etag = md5($content); $sum = sha1_file($path);\n"),
    ("Program.cs", "o.ExpireTimeSpan = TimeSpan.FromMinutes(60);\n", "o.ExpireTimeSpan = TimeSpan.FromHours(1);\n"),
    ("Program.cs", "x();\n", "if (app.Environment.IsDevelopment()) { app.UseDeveloperExceptionPage(); }\nclient.Timeout = TimeSpan.FromDays(1);\n"),
    ("realm.json", '{"realm": "staff", "ssoSessionMaxLifespan": 36000}', '{"realm": "staff", "ssoSessionMaxLifespan": 28800, "bruteForceProtected": true}'),
    ("cognito.tf", 'resource "aws_cognito_user_pool_client" "c" {\n  access_token_validity = 1\n}\n', 'resource "aws_cognito_user_pool_client" "c" {\n  access_token_validity = 60\n  token_validity_units {\n    access_token = "minutes"\n  }\n}\n'),
    ("deploy.yaml", "spec:\n  timeout: 30\n", "spec:\n  timeout: 300\n  livenessProbe:\n    timeoutSeconds: 10\n  debug: false\n"),
    (".env.example", "A=1\n", "DEBUG=true\nSESSION_COOKIE_SECURE=false\n"),
    ("package.json", '{"name": "a"}', '{"name": "a", "scripts": {"test": "jest", "secure": "false"}, "dependencies": {"jsonwebtoken": "9.0.0", "csurf": "1"}}'),
    ("i18n/en.json", '{"a": "b"}', '{"session": {"timeout": "Your session timed out"}, "mfa": {"required": "No"}, "csrf": "Off"}'),
    ("openapi.yaml", "paths: {}\n", "paths: {}\ncomponents:\n  schemas:\n    Session:\n      properties:\n        secure:\n          type: boolean\n          default: false\n"),
]  # fmt: skip


BENIGN += [
    ('values.yaml', 'a: 1\n', 'ingress:\n  tls:\n    enabled: false\nauth:\n  enabled: false\nmfa:\n  enabled: false\n'),
    ('a.js', 'x\n', 'const exp = 5; const o = { exp: 100, secure: false, timeout: 86400 } // token\n'),
    ('a.py', 'x = 1\n', 'class Config:\n    secure = False\n    timeout = 86400\n    debug_level = True\n'),
    ('a.py', 'x = 1\n', "cache.set('session', v, timeout=86400 * 30)\nlog.debug('token %s', x)\n"),
    ('a.go', 'package a\n', 'package a\nvar o = redis.Options{MaxRetries: 3, Secure: x}\nvar h = sha256.Sum256(body) // password reset mail body\n'),
    ('a.rb', 'x = 1\n', "Rails.cache.fetch('a', expires_in: 12.hours) { Digest::MD5.hexdigest(url) }\nobj.verify = true # ssl\n"),
    ('S.java', 'class S { }\n', 'class S { void f() { cache.expireAfterWrite(Duration.ofDays(1)); http.csrf(Customizer.withDefaults()); } }\n'),
    ('S.java', 'class S { }\n', 'class S { void f() { http.csrf(c -> c.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())); } }\n'),
    ('p.php', '<?php\n', "<?php $m = md5_file($f); $x = hash('sha256', $body); Cache::put('token', $v, now()->addDays(1));\n"),
    ('P.cs', 'x();\n', 'var c = new MemoryCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(5) };\nvar h = SHA256.HashData(body); // password mail\n'),
    ('a.ts', 'x\n', "const user = z.object({ password: z.string() });\nconst id = createHash('sha256').update(buffer).digest('hex');\n"),
    ('main.tf', 'x = 1\n', 'resource "aws_cloudfront_distribution" "d" {\n  default_cache_behavior {\n    default_ttl = 86400\n    max_ttl = 31536000\n  }\n  session_x = 1\n}\n'),
    ('nginx.yaml', 'a: 1\n', "data:\n  proxy-read-timeout: '3600'\n  keepalive_timeout: 65\n  session_cookie_name: a\n"),
]  # fmt: skip


def judge(path: str, old: str, new: str) -> list[Finding]:
    change = Change("M", path, new=new.encode(), old=[old.encode()])
    return list(check(Changeset([change]), Policy()))


@pytest.mark.parametrize(
    ("path", "old", "new"), DANGERS, ids=[f"{index}-{row[0]}" for index, row in enumerate(DANGERS)]
)
def test_a_danger_is_found(path: str, old: str, new: str) -> None:
    assert judge(path, old, new)


@pytest.mark.parametrize(("path", "old", "new"), BENIGN, ids=[f"{index}-{row[0]}" for index, row in enumerate(BENIGN)])
def test_a_look_alike_passes(path: str, old: str, new: str) -> None:
    assert judge(path, old, new) == []


@pytest.mark.parametrize(
    ("path", "old", "new"), DANGERS, ids=[f"{index}-{row[0]}" for index, row in enumerate(DANGERS)]
)
def test_the_reverse_of_a_danger_passes(path: str, old: str, new: str) -> None:
    assert [one.problem for one in judge(path, new, old)] == []


EVERYDAY = [
    ("config.py", "class TestingConfig:\n    DEBUG = False\n", "class TestingConfig:\n    WTF_CSRF_ENABLED = False\n"),
    ("config/packages/framework.yaml", "when@test:\n  framework:\n    test: true\n", "when@test:\n  framework:\n    test: true\n    csrf_protection: false\n"),
    ("application.yml", "a: b\n---\nspring:\n  config:\n    activate:\n      on-profile: dev\n", "a: b\n---\nspring:\n  config:\n    activate:\n      on-profile: dev\n  h2:\n    console:\n      enabled: true\n"),
    ("web.py", "r.set_cookie('sid', s, secure=True, httponly=True)\n", "FLAGS = {'secure': True, 'httponly': True}\nr.set_cookie('sid', s, **FLAGS)\n"),
    ("web.js", "res.cookie('sid', s, { secure: true, httpOnly: true });\n", "const flags = { secure: true, httpOnly: true };\nres.cookie('sid', s, flags);\n"),
    ("pool.ts", "new Pool({ idleTimeoutMillis: 10000 })\n", "new Pool({ idleTimeoutMillis: 86400000 })\n"),
    ("features.py", "x = 1\n", "ENABLE_MFA = os.getenv('ENABLE_MFA', 'False').lower() == 'true'\n"),
    ("health.py", "def version(): ...\n", "@talisman(force_https=False)\ndef version(): ...\n"),
    ("users.py", "h = bcrypt.gensalt()\n", "h = bcrypt.gensalt(rounds=11)\n"),
    ("application.yml", "spring:\n  datasource:\n    hikari:\n      idle-timeout: 10m\n", "spring:\n  datasource:\n    hikari:\n      idle-timeout: 2h\n"),
    (
        "s.ts",
        "app.use(cookieSession({ name: 'session', secure: true, httpOnly: true }))\n",
        "const flags = { secure: true, httpOnly: true }\napp.use(cookieSession({ name: 'session', ...flags }))\n",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new"), EVERYDAY, ids=[row[0] for row in EVERYDAY])
def test_an_everyday_change_is_not_stopped(path: str, old: str, new: str) -> None:
    assert not judge(path, old, new)
    assert judge("c.py", "WTF_CSRF_ENABLED = True\n", "WTF_CSRF_ENABLED = False\n")


MENDED = [
    # Package folders, casts, ternaries on the environment, functions that keep passwords, checks that give way to a mere decode.
    ("src/main/java/org/example/shop/Web.java", "class Web { void f() { http.csrf(Customizer.withDefaults()); } }\n", "class Web { void f() { http.csrf(c -> c.disable()); } }\n"),
    ("src/main/java/org/example/shop/Web.java", 'class Web { void f() { NewCookie c = new NewCookie.Builder("SID").secure(true).build(); } }\n', 'class Web { void f() { NewCookie c = new NewCookie.Builder("SID").secure(false).build(); } }\n'),
    ("src/main/kotlin/org/example/shop/Web.kt", "class Web { fun f() { http { csrf { } } } }\n", "class Web { fun f() { http { csrf { disable() } } } }\n"),
    ("config/session.php", "<?php\nreturn ['driver' => 'redis', 'lifetime' => (int) env('SESSION_LIFETIME', 60)];\n", "<?php\nreturn ['driver' => 'redis', 'lifetime' => (int) env('SESSION_LIFETIME', 20160)];\n"),
    ("config/initializers/devise.rb", "Devise.setup do |config|\n  config.stretches = Rails.env.test? ? 1 : 13\nend\n", "Devise.setup do |config|\n  config.stretches = 2\nend\n"),
    ("src/app.ts", "app.use(session({ cookie: { maxAge: isDev ? 86400000 : 3600000 } }))\n", "app.use(session({ cookie: { maxAge: isDev ? 86400000 : 36000000 } }))\n"),
    ("accounts.py", "def hash_password(plain):\n    return context.hash(plain)\n", "import hashlib\n\n\ndef hash_password(plain):\n    return hashlib.sha256(plain.encode()).hexdigest()\n"),
    ("src/tokens.js", "const jwt = require('jsonwebtoken')\nfunction verify(token) {\n  return jwt.verify(token, key, { algorithms: ['RS256'] })\n}\n", "const jwt = require('jsonwebtoken')\nfunction verify(token) {\n  return jwt.decode(token)\n}\n"),
    ("src/tokens.ts", "import { decodeJwt, jwtVerify } from 'jose'\nconst claims = await jwtVerify(t, k, { algorithms: ['ES256'] })\nconst age = decodeJwt(t).exp\n", "import { decodeJwt } from 'jose'\nconst claims = decodeJwt(t)\nconst age = decodeJwt(t).exp\n"),
    ("app/Http/Middleware/VerifyCsrfToken.php", "<?php\nclass VerifyCsrfToken extends Middleware\n{\n    protected $except = [\n        'hooks/pay',\n    ];\n}\n", "<?php\nclass VerifyCsrfToken extends Middleware\n{\n    protected $except = [\n        '*',\n    ];\n}\n"),
    ("config/packages/security.yaml", "security:\n  password_hashers:\n    App\\Entity\\User: auto\n", "security:\n  password_hashers:\n    App\\Entity\\User: plaintext\n"),
    ("src/main/resources/application.yml", "spring:\n  config:\n    activate:\n      on-profile: production\n", "spring:\n  config:\n    activate:\n      on-profile: production\n  h2:\n    console:\n      enabled: true\n"),
    ("config/environments/production.rb", "Rails.application.configure do\n  config.consider_all_requests_local = false\nend\n", "Rails.application.configure do\n  config.consider_all_requests_local = true\nend\n"),
]  # fmt: skip

PASSING = [
    ("config/packages/framework.yaml", "framework:\n  csrf_protection: true\n", "framework:\n  csrf_protection: true\nwhen@test:\n  framework:\n    csrf_protection: false\n"),
    ("src/main/resources/application.yml", "spring:\n  config:\n    activate:\n      on-profile: local\n", "spring:\n  config:\n    activate:\n      on-profile: local\n  h2:\n    console:\n      enabled: true\n"),
    ("web.py", "r.set_cookie('session', t, secure=True, httponly=True)\n", "COOKIE = dict(secure=True, httponly=True)\nr.set_cookie('session', t, **COOKIE)\n"),
    ("web.py", "r.set_cookie('session', t, secure=True, httponly=True)\n", "from .cookies import COOKIE\nr.set_cookie('session', t, **COOKIE)\n"),
    ("src/app.ts", "app.use(session({ cookie: { secure: true } }))\n", "app.use(session({ cookie: { secure: isProduction ? true : false } }))\n"),
    ("src/tokens.ts", "import { jwtVerify } from 'jose'\nconst c = await jwtVerify(t, k, { algorithms: ['ES256'] })\n", "import { checked } from './checked'\nconst c = await checked(t)\n"),
    ("app/Http/Middleware/VerifyCsrfToken.php", "<?php\nclass VerifyCsrfToken extends Middleware\n{\n    protected $except = ['a', 'b'];\n}\n", "<?php\nclass VerifyCsrfToken extends Middleware\n{\n    protected $except = ['b'];\n}\n"),
    ("config/packages/security.yaml", "security:\n  firewalls:\n    main:\n      login_throttling:\n        max_attempts: 5\n        interval: 1h\n", "security:\n  firewalls:\n    main:\n      login_throttling:\n        max_attempts: 3\n"),
    ("realm.json", '{"realm": "a"}', '{"realm": "a", "requiredActions": [{"alias": "CONFIGURE_TOTP", "enabled": true, "defaultAction": false}]}'),
    ("etag.py", "import hashlib\n", "import hashlib\n\nok = check_password(raw, user.digest)\ntag = hashlib.md5(body).hexdigest()\n"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new"), MENDED, ids=[f"{index}-{row[0]}" for index, row in enumerate(MENDED)])
def test_a_danger_in_a_wider_setting_is_found(path: str, old: str, new: str) -> None:
    assert judge(path, old, new)


@pytest.mark.parametrize(
    ("path", "old", "new"), PASSING, ids=[f"{index}-{row[0]}" for index, row in enumerate(PASSING)]
)
def test_a_change_for_developers_or_to_a_shared_constant_passes(path: str, old: str, new: str) -> None:
    assert judge(path, old, new) == []


def test_a_spread_that_was_there_before_excuses_nothing() -> None:
    old = "def f(**kwargs):\n    r.set_cookie('session', t, secure=True)\n"

    assert judge("web.py", old, old.replace(", secure=True", ""))


def test_a_flag_that_another_cookie_gets_has_not_moved() -> None:
    old = "r.set_cookie('session', v, secure=True)\nr.set_cookie('theme', t)\n"
    new = "r.set_cookie('session', v)\nr.set_cookie('theme', t, secure=True)\n"

    (finding,) = judge("web.py", old, new)
    assert "secure=True was taken out" in finding.problem
    assert judge("web.py", old, old.replace("'session'", "'sid'")) == []
