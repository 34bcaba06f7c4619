"""The default risk areas: which paths and which lines concern logins, permissions, payments, configuration, sharing.

Plain literals, read on every commit: nothing is compiled here. A path counts by its name alone; a line counts if it was
added or removed and contains a signal. Neither counts in the files of `QUIET`. The tables would rather miss a line than
raise a false alarm: a signal is the name of a call, a setting or a provider, not a plain English word.
"""

from __future__ import annotations

from govhooks.core.record import Record


class Signal(Record):
    """What one kind of risky line looks like.

    `name`      the name shown to the reader: lower case, one to five words.
    `literals`  lower-case strings; a line that contains none of them (compared in lower case) cannot match.
    `pattern`   a regular expression searched in one line, case-sensitive, linear in the length of the line.
    `example`   lines that match, `counter` near misses that do not.
    `files`     globs of the files it is searched in; none means every text file.
    """

    name: str
    literals: tuple[str, ...]
    pattern: str
    example: tuple[str, ...]
    counter: tuple[str, ...]
    files: tuple[str, ...] = ()


class Area(Record):
    """One area of risk. Its paths are case-insensitive globs; a later `!glob` excludes files again.

    `loud`  its paths count in the files of `QUIET`, too.
    """

    id: str
    title: str
    paths: tuple[str, ...]
    signals: tuple[Signal, ...]
    loud: bool = False


# Files where neither the default paths nor the signals count: prose, images, styles, translations, lock files, tests.
QUIET: tuple[str, ...] = (
    # prose
    "*.md",
    "*.mdx",
    "*.markdown",
    "*.rst",
    "*.txt",
    "*.adoc",
    "*.asciidoc",
    "*.org",
    "*.tex",
    "*.pdf",
    "README",
    "LICENSE",
    "LICENCE",
    "COPYING",
    "NOTICE",
    "AUTHORS",
    "CONTRIBUTORS",
    "MAINTAINERS",
    "CHANGELOG",
    "CHANGES",
    "docs/",
    "doc/",
    # files written by tools: lock files, bundles, snapshots
    "*.lock",
    "*.lockb",
    "*.lockfile",
    "*.lock.json",
    ".terraform.lock.hcl",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "pnpm-lock.yaml",
    "go.sum",
    "Package.resolved",
    "*.min.js",
    "*.min.mjs",
    "*.map",
    "*.snap",
    "node_modules/",
    # pictures, sound, fonts, styles
    "*.png",
    "*.jpg",
    "*.jpeg",
    "*.gif",
    "*.webp",
    "*.avif",
    "*.ico",
    "*.svg",
    "*.mp3",
    "*.mp4",
    "*.webm",
    "*.woff",
    "*.woff2",
    "*.ttf",
    "*.otf",
    "*.eot",
    "*.css",
    "*.scss",
    "*.sass",
    "*.less",
    "*.styl",
    # translations
    "*.po",
    "*.pot",
    "*.mo",
    "*.xlf",
    "*.xliff",
    "*.arb",
    "*.strings",
    "*.resx",
    "locale/",
    "locales/",
    "**/lang/*/*.php",
    "**/lang/*.json",
    "**/lang/*/*.json",
    "**/i18n/**/*.json",
    "**/translations/*.*",
    "messages.properties",
    "messages_*.properties",
    # tests
    "test/",
    "tests/",
    "__tests__/",
    "__mocks__/",
    "__snapshots__/",
    "spec/",
    "specs/",
    "e2e/",
    "cypress/",
    "fixtures/",
    "testdata/",
    "test-data/",
    "*.Tests/",
    "*.UnitTests/",
    "*.IntegrationTests/",
    "src/androidTest/",
    "test_*.py",
    "*_test.py",
    "tests.py",
    "conftest.py",
    "*_test.go",
    "*_test.rs",
    "*_test.exs",
    "*_test.rb",
    "*_spec.rb",
    "*_test.dart",
    "*.test.[jt]s",
    "*.test.[jt]sx",
    "*.test.[cm][jt]s",
    "*.spec.[jt]s",
    "*.spec.[jt]sx",
    "*.spec.[cm][jt]s",
    "*.e2e-spec.[jt]s",
    "*.cy.[jt]s",
    "*.cy.[jt]sx",
    "*.stories.[jt]s",
    "*.stories.[jt]sx",
    "*.stories.mdx",
)

_YAML = ("*.yaml", "*.yml", "*.tpl", "*.yaml.j2", "*.yml.j2", "*.yaml.erb", "*.gotmpl", "*.jsonnet", "*.libsonnet")
_DOCKERFILES = ("Dockerfile", "Dockerfile.*", "*.dockerfile", "Containerfile", "Containerfile.*")
_WORKFLOWS = ("**/.github/workflows/*.y*ml", "action.yml", "action.yaml")

_AUTHENTICATION = Area(
    id="authentication",
    title="authentication or session logic",
    paths=(
        "auth/",
        "(auth)/",
        "authn/",
        "auth0/",
        "oauth/",
        "oauth2/",
        "oidc/",
        "saml/",
        "sso/",
        "mfa/",
        "auth-*/",
        "auth_*/",
        "*-auth/",
        "*_auth/",
        "authentication/",
        "authenticators/",
        "login/",
        "logout/",
        "signin/",
        "sign-in/",
        "sign_in/",
        "passwords/",
        "session/",
        "sessions/",
        "devise/",
        # auth.py, useAuth.ts, oauth2.rb, auth_service.py, AuthController.php; never author.py, authority.go
        "*auth.*",
        "*auth[!o]*.*",
        "authenticate",
        "login.*",
        "login[_-]*.*",
        "login[cfhmpsv]*.*",
        "*[_-]login.*",
        "userlogin*.*",
        "logout*.*",
        "signin.*",
        "signin[_-]*.*",
        "signin[cfhmpsv]*.*",
        "sign[_-]in.*",
        "sign[_-]in[_-]*.*",
        "session.*",
        "sessions.*",
        "session[_-]*.*",
        "sessions[_-]*.*",
        "sessioncontroller.*",
        "sessionscontroller.*",
        "sessionmanager.*",
        "sessionstore.*",
        "sessionservice.*",
        "*password*.*",
        "passport.*",
        "passport[_-]*.*",
        "*jwt*.*",
        "*oidc*.*",
        "saml.*",
        "saml[_-]*.*",
        "*[_-]saml.*",
        "sso.*",
        "sso[_-]*.*",
        "*[_-]sso.*",
        "mfa.*",
        "mfa[_-]*.*",
        "totp*.*",
        "*twofactor*.*",
        "*two[_-]factor*.*",
        "*webauthn*.*",
        "*passkey*.*",
        "devise.rb",
        "omniauth*.rb",
        "csrf*.*",
        "securityconfig*.*",
        "websecurityconfig*.*",
        "pam.d/",
        "sshd_config",
        # a database session is not a user's session
        "!db[_-]session.*",
        "!dbsession.*",
        "!session[_-]factory.*",
        "!**/db/session.*",
        "!**/db/sessions.*",
        "!**/database/session.*",
        "!**/orm/session.*",
        "!**/sqlalchemy/session.*",
        "!*authz*",
        "!*tauthor*",
    ),
    signals=(
        Signal(
            name="password hashing",
            literals=(
                "bcrypt",
                "argon2",
                "scrypt",
                "pbkdf2",
                "checkpw",
                "hashpw",
                "hash::",
                "make_password",
                "makepassword",
                "check_password",
                "checkpassword",
                "set_password",
                "setpassword",
                "verify_password",
                "verifypassword",
                "hash_password",
                "hashpassword",
                "validate_password",
                "validatepassword",
                "compare_password",
                "comparepassword",
                "encrypt_password",
                "encryptpassword",
                "password_hash",
                "password_verify",
                "password_needs_rehash",
                "valid_password",
                "password_signin",
                "passwordsignin",
                "secure_password",
                "password_encoder",
                "passwordencoder",
                "password_hasher",
                "passwordhasher",
            ),
            pattern=(
                r"(?i:\b(?:py|j)?bcrypt(?:js|_sha256)?(?![\w-])|\bargon2(?:id?|_cffi)?\b"
                r"|\bscrypt(?:sync)?\b|\bpbkdf2(?:_|\b|sync|hmac|with)"
                r"|\b(?:(?:make|check|set|verify|hash|validate|compare|encrypt)_?password|password_(?:hash|verify)"
                r"|password_needs_rehash|checkpw|hashpw|(?:generate|check)_password_hash"
                r"|valid_password\?|password_?signin_?async)\s{0,2}\("
                r"|\bvalid_password\?|\bhas_secure_password\b|\bpassword_?(?:encoder|hashers?)\b"
                r"|\bDelegatingPasswordEncoder\b|\bHash::(?:make|check|needsRehash)\()"
            ),
            example=(
                "    return bcrypt.checkpw(raw, stored)",
                "if (!password_verify($input, $row->hash)) {",
                "private final PasswordEncoder encoder = new BCryptPasswordEncoder(12);",
                "    user.set_password(form.cleaned_data['new'])",
                "  has_secure_password",
                "err := bcrypt.CompareHashAndPassword(hash, input)",
                "let parsed = argon2::PasswordHash::new(&stored)?;",
                "    const ok = await user.comparePassword(body.password);",
            ),
            counter=(
                "label: 'Password',",
                "# a cryptic message",
                "password_field = PasswordInput(attrs={'size': 20})",
                "hash = hashlib.sha1(data).hexdigest()",
            ),
        ),
        Signal(
            name="jwt handling",
            literals=("jwt", "jsonwebtoken", "jose"),
            pattern=(
                r"(?i:\bjwt\.(?:encode|decode|sign|verify|parse|new|signingmethod|get_unverified|claims"
                r"|registeredclaims)"
                r"|\bimport\s{1,4}jwt\b|\bfrom\s{1,4}(?:jwt|jose)\b|\bjwt::(?:encode|decode|sign)|\bjwtauth\b"
                r"|\bjsonwebtoken\b|\bjwt_?(?:verify|decoder?|encoder?|parser?|bearer|required|manager|strategy|guard)"
                r"|\bflask_jwt\w{0,10}|\bsignjwt\b|\bjwtverifier\b|\bjwtservice\b|\bjwts\.(?:builder|parser)"
                r"|\b(?:decode|verify|create|sign|generate|issue)_?jwt|\badd_?jwt_?bearer|golang-jwt|go-jose|jose4j"
                r"|['\"]jose['\"]|\bPyJWT\b|\bSIMPLE_JWT\b|create_access_token\()"
            ),
            example=(
                "claims = jwt.decode(token, key, algorithms=['RS256'])",
                "const payload = jwt.verify(token, publicKey);",
                "token, err := jwt.Parse(raw, keyFunc)",
                "services.AddAuthentication().AddJwtBearer(options => {",
                'import jwt from "jsonwebtoken";',
                "String jws = Jwts.builder().setSubject(user).compact();",
                "  payload = JWT.decode(token, key, true)",
            ),
            counter=(
                "san_jose = City('San Jose')",
                "// jwtx is a waveform name",
                'case "json": return decode(body);',
            ),
        ),
        Signal(
            name="disabled verification",
            literals=(
                "verify",
                "rejectunauthorized",
                "reject_unauthorized",
                "ignoreexpiration",
                "cert_none",
                "unverified_context",
                "invalid_certs",
                "certificatevalidationcallback",
                "dangerousaccept",
                "trustall",
                "none",
            ),
            pattern=(
                r"(?i:\bverify(?:_ssl|_signature|_exp|_aud|_certs?)?['\"]?\s{0,2}(?:=|:|=>)\s{0,2}false\b"
                r"|\balg(?:orithms?)?['\"]?\s{0,2}(?:=|:|=>|==)\s{0,2}\[?\s{0,2}['\"]none['\"]"
                r"|\brejectUnauthorized['\"]?\s{0,2}[:=]\s{0,2}(?:false|0)\b|\bNODE_TLS_REJECT_UNAUTHORIZED\b"
                r"|\bInsecureSkipVerify\b|\binsecure_skip_verify\b|(?<!['\"])\bCURLOPT_SSL_VERIFY(?:PEER|HOST)\b"
                r"|\bignoreExpiration\b|\bssl\.CERT_NONE\b|\b_create_unverified_context\b|\bSSL::VERIFY_NONE\b"
                r"|\bdanger_accept_invalid_(?:certs|hostnames)\b|\bServerCertificate\w{0,20}ValidationCallback\b"
                r"|\bDangerousAcceptAnyServerCertificateValidator\b|\btrustAllCerts\b|\bNoopHostnameVerifier\b"
                r"|\bskip_before_action\s{1,3}:verify_authenticity_token\b)"
            ),
            example=(
                "requests.get(url, verify=False)",
                "jwt.decode(token, options={'verify_signature': False})",
                "  rejectUnauthorized: false,",
                "tlsConfig := &tls.Config{InsecureSkipVerify: true}",
                "curl_setopt($ch, CURLOPT_SSL_VERIFYPEER, 0);",
                "http.verify_mode = OpenSSL::SSL::VERIFY_NONE",
                "jwt.verify(token, key, { algorithms: ['none'] })",
            ),
            counter=(
                "requests.get(url, verify=True)",
                "verify_checksum = False",
                "algorithm = None",
                "display: none;",
            ),
        ),
        Signal(
            name="session cookie settings",
            literals=(
                "cookie",
                "httponly",
                "samesite",
                "express-session",
                "iron-session",
                "session_",
                "set_http_only",
                "permanent_session",
            ),
            pattern=(
                r"(?i:\b(?:SESSION|CSRF|REMEMBER|AUTH)_COOKIE_(?:SECURE|HTTPONLY|SAMESITE|AGE|NAME|DOMAIN|PATH"
                r"|DURATION)\b"
                r"|\bSESSION_(?:ENGINE|EXPIRE_AT_BROWSER_CLOSE|SAVE_EVERY_REQUEST|SERIALIZER|LIFETIME)\b"
                r"|\bPERMANENT_SESSION_LIFETIME\b|\bsession\.cookie_(?:httponly|secure|samesite|lifetime)\b"
                r"|\bhttp_?only['\"]?\s{0,2}(?:=|:|=>)\s{0,2}(?:true|false)\b|\b(?:set_?)?http_only\((?:true|false)\)"
                r"|\bsetHttpOnly\(|\bsame_?site['\"]?\s{0,2}(?:=|:|=>)\s{0,2}:?(?:['\"]?(?:lax|strict|none)\b"
                r"|http\.SameSite|SameSiteMode)"
                r"|\b(?:express|cookie|iron|koa)-session\b|\bsession_store\s{1,3}:"
                r"|\bcookie_(?:secure|httponly|samesite):)"
            ),
            example=(
                "SESSION_COOKIE_SECURE = True",
                "app.config['SESSION_COOKIE_SAMESITE'] = 'Lax'",
                "    cookie: { httpOnly: true, secure: true },",
                "const session = require('express-session');",
                "http.SetCookie(w, &http.Cookie{Name: name, HttpOnly: true})",
                "Rails.application.config.session_store :cookie_store, key: '_app'",
                "cookie.setHttpOnly(true);",
                "options.Cookie.SameSite = SameSiteMode.Lax;",
            ),
            counter=(
                "class CookieCutter:",
                "same_site_links = find_links(page)",
                "session_count += 1",
                "recipe: chocolate cookie",
            ),
        ),
        Signal(
            name="session handling",
            literals=(
                ".session.",
                "session_regenerate_id",
                "session_destroy",
                "session_set_",
                "session()->",
                "session::",
                "reset_session",
                "session.invalidate",
                "session.permanent",
                "session.get(",
                "session.pop(",
                "session[",
                "invalidatehttpsession",
                "sessionmanagement",
                "maximumsessions(",
                "sessioncreationpolicy",
                "sessionfixation(",
                "getserversession(",
                "getironsession(",
                "gorilla/sessions",
                "actix-session",
                "actix_session",
                "sessionmiddleware",
                "sessionauthentication",
                "addsession(",
                "usesession(",
                "update_session_auth_hash",
                "httpsession",
            ),
            pattern=(
                r"(?i:\breq(?:uest)?\.session\.(?:regenerate|destroy|flush|cycle_key|set_expiry|clear|reset|user)"
                r"|\bsession_(?:regenerate_id|destroy|set_cookie_params|set_save_handler)\s{0,2}\("
                r"|\bsession\(\)->(?:regenerate|invalidate|flush)|\bsession::(?:flush|regenerate|invalidate)"
                r"|\breset_session\b|\bsession\.(?:invalidate|permanent)\b"
                r"|\bsession(?:\.get\(|\.pop\(|\[)\s{0,2}[:'\"](?:user|user_id|userid|uid|account_id|admin|logged_in"
                r"|auth\w{0,10})\b"
                r"|\binvalidateHttpSession\b|\bsessionManagement\s{0,2}\(|\bmaximumSessions\("
                r"|\bSessionCreationPolicy\b|\bsessionFixation\(|\bgetServerSession\(|\bgetIronSession\("
                r"|\bgorilla/sessions\b|\bactix[-_]session\b|\bSessionMiddleware\b|\bSessionAuthentication\b"
                r"|\bAddSession\(|\bUseSession\(|\bupdate_session_auth_hash\b|\bHttpSession\b)"
            ),
            example=(
                "    request.session.cycle_key()",
                "req.session.regenerate(err => {",
                "session_regenerate_id(true);",
                "  session[:user_id] = user.id",
                "http.sessionManagement(s -> s.sessionCreationPolicy(STATELESS))",
                "const session = await getServerSession(authOptions);",
                "use actix_session::SessionMiddleware;",
            ),
            counter=(
                "session = requests.Session()",
                "with db.session.begin() as session:",
                "session.execute(select(Item))",
                "sessions_per_day = total / days",
                "session.add(order)",
            ),
        ),
        Signal(
            name="login requirement",
            literals=("login", "authenticat", "auth", "current_user", "httpbearer", "signed_in", "guest"),
            pattern=(
                r"(?i:\blogin_required\b|\bLoginRequired(?:Mixin|Middleware)?\b|\bfresh_login_required\b"
                r"|\bauthenticate_(?:user|admin|account|member)!?|\buser_signed_in\?|\bpassport\.(?:authenticate"
                r"|authorize)\("
                r"|\bIsAuthenticated(?:OrReadOnly)?\b|\bis_authenticated\b|\breq\.isAuthenticated\(\)"
                r"|\b(?:require|ensure|check|with|verify)_?(?:auth|authenticated|authentication|login|logged_?in"
                r"|signed_?in)"
                r"(?=\b|\()|\bAuthGuard\b|\bJwtAuthGuard\b|\bmiddleware\(\s{0,2}\[?\s{0,2}['\"](?:auth|guest)\b"
                r"|\bDepends\(\s{0,2}get_current_(?:active_)?user|\.authenticated\(\)|\bOAuth2PasswordBearer\b"
                r"|\bHTTPBearer\b"
                r"|\bAuth::(?:check|user|guest)\(|\bUser\.Identity\.IsAuthenticated\b"
                r"|\bauthenticate\s{0,2}:\w{1,30}\s{1,2}do\b)"
            ),
            example=(
                "@login_required",
                "  before_action :authenticate_user!, except: [:index]",
                "app.get('/me', passport.authenticate('session'), show);",
                "def me(user: User = Depends(get_current_user)):",
                "Route::get('/home', $show)->middleware('auth');",
                "@UseGuards(JwtAuthGuard)",
                "router.use(requireAuth);",
                ".anyRequest().authenticated()",
                "class OrderView(LoginRequiredMixin, DetailView):",
            ),
            counter=(
                "author = request.args['author']",
                "required_login_name = 30",
                "<a href='/login'>Log in</a>",
                "guests = booking.guests",
            ),
        ),
        Signal(
            name="login and account calls",
            literals=(
                "login_user",
                "logout_user",
                "auth",
                "signin",
                "sign_in",
                "signout",
                "sign_out",
                "req.log",
                "request.log",
            ),
            pattern=(
                r"(?i:\b(?:login|logout)_user\s{0,2}\(|\bauth_?(?:login|logout)\s{0,2}\(|\bauth\.(?:login|logout"
                r"|signIn\w{0,30}|signOut)\("
                r"|\bAuth::(?:attempt|login|logout|loginUsingId|once)\b|\bauth\(\)->(?:attempt|login|logout)\b"
                r"|\bsign_(?:in|out)\s{0,1}[(:@]|\bSignIn(?:Manager|Async)\b|\bSignOutAsync\("
                r"|\bSignInManager<|\breq\.(?:logIn|logOut|login|logout)\s{0,2}\("
                r"|\bauthenticate\(\s{0,2}(?:request\b|username\s{0,1}=|email\s{0,1}=|user\b)"
                r"|\bdjango\.contrib\.auth(?:\.(?:backends|hashers|tokens|decorators|middleware|mixins"
                r"|password_validation)\b"
                r"|\s{1,2}import\s[^#]{0,60}(?:authenticate|login|logout|get_user)\b)|\bsignInWith(?:Email|Popup"
                r"|Redirect|Credential|Custom|OAuth"
                r"|Password)\w{0,20}\()"
            ),
            example=(
                "    user = authenticate(request, username=name)",
                "        login_user(user, remember=True)",
                "if (Auth::attempt($credentials)) {",
                "await signInWithEmailAndPassword(auth, email, pw);",
                "var result = await SignInManager.PasswordSignInAsync(model.Name);",
                "    sign_in @user",
            ),
            counter=(
                "login_url = reverse('login')",
                "author.login(page)",
                "sign_in_text: Sign in",
                "req.logger.info('ready')",
            ),
        ),
        Signal(
            name="login backend or provider",
            literals=(
                "auth",
                "password_hashers",
                "devise",
                "passport.use",
                "strategy",
                "userdetails",
                "formlogin",
                "form_login",
                "httpbasic",
                "securityfilterchain",
                "websecurity",
                "addidentity",
                "credentialsprovider",
                "serializeuser",
            ),
            pattern=(
                r"\bAUTHENTICATION_BACKENDS\b|\bAUTH_PASSWORD_VALIDATORS\b"
                r"|^AUTH_USER_MODEL\s{0,2}=|\bPASSWORD_HASHERS\b"
                r"|\b(?:DEFAULT_AUTHENTICATION_CLASSES|authentication_classes)\b|\bdevise\s{1,3}:\w|\bDevise\.setup\b"
                r"|\bdevise_for\b|\bpassport\.(?:use|serializeUser|deserializeUser)\(|\bPassportStrategy\("
                r"|\bnew\s{1,3}(?:Local|Jwt|Bearer|Google|GitHub|OAuth2)Strategy\(|\bNextAuth(?:Options)?\b"
                r"|\bCredentialsProvider\("
                r"|\bAuthenticationManager(?:Builder)?\b|\bUserDetails(?:Service|Manager)\b|\bAuthenticationProvider\b"
                r"|\b(?:[Ww]eb)?SecurityFilterChain\b|\bWebSecurityConfigurerAdapter\b|\bEnableWebSecurity\b"
                r"|\b(?:formLogin|httpBasic|oauth2Login|oauth2ResourceServer)\s{0,2}\(|\bform_login:"
                r"|\b(?:Add|Use)Authentication\(|\bAddIdentity(?:Core)?[<(]|\bbetterAuth\(|\bClerkProvider\b"
                r"|\bauthMiddleware\("
            ),
            example=(
                "AUTHENTICATION_BACKENDS = [",
                "  devise :database_authenticatable, :recoverable",
                "passport.use(new LocalStrategy(check));",
                "export const authOptions: NextAuthOptions = {",
                "public SecurityFilterChain filter(HttpSecurity http) {",
                "app.UseAuthentication();",
                "    authentication_classes = [TokenAuthentication]",
                "            form_login:",
            ),
            counter=(
                "strategy = Strategy('greedy')",
                "author_backends = []",
                "const device = devices.find(d => d.on);",
            ),
        ),
        Signal(
            name="single sign-on",
            literals=(
                "oauth",
                "oidc",
                "openid",
                "authlib",
                "redirect_uri",
                "code_verifier",
                "code_challenge",
                "saml",
                "socialite",
                "passport-",
            ),
            pattern=(
                r"(?i:\boauth2?(?:_|-|\b|session|client|provider|strategy|authorization|token)|\boauth(?:lib)\b"
                r"|\bomniauth|\bauthlib\b|\boidc(?:_|-|\b|client|provider|config)|\bopenid-?_?(?:connect|client|config)"
                r"|\bredirect_uris?\b|\bcode_(?:verifier|challenge)\b|\bpysaml2\b|\bsaml2?(?:_|-|\b|auth|response"
                r"|strategy)"
                r"|\bSocialite::|passport-(?:google|github|saml|azure|oauth)|\boauth2Login\b)"
            ),
            example=(
                "oauth = OAuth(app)",
                "config.omniauth :google_oauth2, id, nil",
                'conf := &oauth2.Config{Scopes: []string{"email"}}',
                "return Socialite::driver('github')->redirect();",
                "    .oauth2Login(Customizer.withDefaults())",
                'params.set("code_challenge", challenge);',
                "auth = OneLogin_Saml2_Auth(req)  # saml2",
            ),
            counter=(
                "samlet = fish()",
                "socialites = guests",
                "redirect_url = '/'",
                "open_id = file.open(i)",
            ),
        ),
        Signal(
            name="multi-factor authentication",
            literals=(
                "totp",
                "otp",
                "webauthn",
                "fido2",
                "two_factor",
                "twofactor",
                "two-factor",
                "2fa",
                "mfa",
                "passkey",
            ),
            pattern=(
                r"(?i:\bpyotp\b|\btotp(?:_|\.|\(|::|\b)|\botplib\b|\bROTP::|\b(?:verify|validate|check|generate"
                r"|send)_?otp\b"
                r"|\bspeakeasy\.totp|\bwebauthn(?:_|\b|4j)|\bfido2?\.(?:server|client)\b|\bfido2\b"
                r"|\btwo[_-]?factor(?:_?(?:auth|enabled|required|secret|code)|\b)|\b2fa_?(?:enabled|required|code"
                r"|secret)"
                r"|\b(?:is|require|verify|enable|disable|skip|has)_?(?:mfa|2fa)(?:_|\b)|\bmfa_?(?:enabled|required"
                r"|code|delete|token|secret)"
                r"|\bpasskeys?\.(?:create|verify|register))"
            ),
            example=(
                "totp = pyotp.TOTP(user.otp_key)",
                'key, err := totp.Generate(totp.GenerateOpts{Issuer: "app"})',
                "  if user.two_factor_enabled",
                "const ok = verifyOtp(code);",
                "if (!user.mfaEnabled) return next();",
            ),
            counter=(
                "option = parse(argv)",
                "two_factors = (a, b)",
                "stamp_map = {}",
                "laptop.start()",
            ),
        ),
        Signal(
            name="password reset",
            literals=(
                "reset",
                "forgot",
                "token_generator",
                "recover",
                "change_password",
                "password_change",
                "passwordchange",
            ),
            pattern=(
                r"(?i:\bpassword_?reset\w{0,40}|(?<![a-z])reset_?password\w{0,40}|\bforgot_?password\w{0,30}"
                r"|\b(?:default|password_reset|account_activation)_token_generator\b|\bsend_?password_?reset\w{0,20}"
                r"|\bsendResetLink\(|\bPassword::(?:reset|sendResetLink|broker)\b|\brecoverable\b.{0,3},\s{0,2}:"  # pragma: allowlist secret
                r"|\bGeneratePasswordResetTokenAsync\b|\bchange_password\s{0,2}\(|\bPasswordChange(?:View|Form)\b)"
            ),
            example=(
                "user.send_reset_password_instructions",
                "from django.contrib.auth.tokens import default_token_generator",
                "$status = Password::sendResetLink($request->only('email'));",
                "await sendPasswordResetEmail(auth, address);",
            ),
            counter=(
                "reset_form()",
                "forgot_to_close = True",
                "reset password strength meter",
            ),
        ),
        Signal(
            name="login attempt limits",
            literals=("attempt", "axes_", "lockable", "lockout", "rack::attack", "throttle", "locked_out"),
            pattern=(
                r"(?i:\b(?:max|failed|remaining)_?(?:login|auth|password|signin)_?attempts?\b|\blogin_?attempts?\b"
                r"|\bfailed_attempts\b|\bAXES_[A-Z_]{3,30}|:lockable\b|\bmaximum_attempts\b|\block_?out_?(?:duration"
                r"|threshold|time|options|end|enabled)\b"
                r"|\blockoutOnFailure\b|\bRack::Attack\b|\bthrottle:(?:login|auth)|\bhasTooManyLoginAttempts\b"
                r"|\b(?:is_)?locked_out\b|\bThrottlesLogins\b)"
            ),
            example=(
                "MAX_LOGIN_ATTEMPTS = 5",
                "Rack::Attack.throttle('logins/ip', limit: 5, period: 60) do |req|",
                "options.Lockout.MaxFailedAccessAttempts = 5; // lockoutDuration",
                "  config.maximum_attempts = 10",
                "if (user.loginAttempts > limit) {",
            ),
            counter=(
                "max_attempts = 3",
                "retry_attempts += 1",
                "scroll = throttle(onScroll, 100)",
            ),
        ),
        Signal(
            name="csrf protection",
            literals=("csrf", "csurf", "xsrf", "forgery"),
            pattern=(
                r"(?i:\bcsrf_(?:exempt|protect|trusted_origins|requires\w{0,20})\b|\bCsrfViewMiddleware\b"
                r"|\bCSRFProtect\b"
                r"|\bcsrf\(?\)?\s{0,2}\.disable\b|\bcsrf\s{0,1}\(\s{0,2}(?:\w{1,10}\s{0,2}->|AbstractHttpConfigurer|\{)"
                r"|\bcsrf::disable|['\"](?:csurf|csrf-csrf|lusca|@fastify/csrf-protection)['\"]"
                r"|\bprotect_from_forgery\b"
                r"|\bskip_forgery_protection\b|\bVerifyCsrfToken\b|\bCsrfTokenRepository\b|\b(?:Validate"
                r"|Ignore)AntiForgeryToken\b"
                r"|\bAddAntiforgery\(|\bcsrf_protection\b|\bgorilla/csrf\b|\bXSRF_\w{3,20}\b)"
            ),
            example=(
                "@csrf_exempt",
                "http.csrf(csrf -> csrf.disable());",
                "  protect_from_forgery with: :exception",
                "[ValidateAntiForgeryToken]",
                "const csrf = require('csurf');",
                "    csrf_protection: false",
            ),
            counter=(
                "{% csrf_token %}",
                "forgery_count = 0",
                "@csrf",
            ),
        ),
        Signal(
            name="secret comparison",
            literals=(
                "compare_digest",
                "timingsafeequal",
                "hash_equals",
                "secure_compare",
                "constanttimecompare",
                "constant_time",
            ),
            pattern=(
                r"\bcompare_digest\b|\btimingSafeEqual\b|\bhash_equals\s{0,2}\(|\bsecure_compare\b"
                r"|\bConstantTimeCompare\b|\bconstant_time_(?:compare|eq)\b|\bFixedTimeEquals\b"
            ),
            example=(
                "return hmac.compare_digest(expected, given)",
                "if (!crypto.timingSafeEqual(a, b)) throw new Error();",
                "subtle.ConstantTimeCompare(a, b)",
                "ActiveSupport::SecurityUtils.secure_compare(a, b)",
            ),
            counter=(
                "compare_digests_of(files)",
                "hash_equal = a == b",
                "constant_times = [1, 2]",
            ),
        ),
        Signal(
            name="credentials in a request",
            literals=(
                "authorization",
                "www-authenticate",
                "basicauth",
                "basic_auth",
                "bearer",
                "http_basic",
                "'basic",
                '"basic',
                "`basic",
                "x-api-key",
            ),
            pattern=(
                r"(?i:(?:[\[(]|\bif\s)\s{0,2}['\"](?:proxy-)?authorization['\"]"
                r"|['\"](?:proxy-)?authorization['\"]\s{0,2}(?:\]|:|=>)|\bHTTP_AUTHORIZATION\b"
                r"|\.authorization\s{0,2}=[^=]|\bheaders\.authorization\b"
                r"|\bauthorization:\s{0,2}[`'\"]?(?:bearer|basic|token)\b|['\"`](?:bearer|basic)\s|\bHTTP(?:Proxy"
                r"|Digest|Basic)Auth\b"
                r"|\bWWW-Authenticate\b|\bSetBasicAuth\(|\.BasicAuth\(\)|\bhttp_basic_authenticate_with\b"
                r"|\bauthenticate_or_request_with_http\w{0,20}"
                r"|\bBearerAuth\b|\bsetBearerAuth\(|\bbearer_auth\(|\bX-Api-Key\b)"
            ),
            example=(
                'header = request.headers.get("Authorization")',
                "const [kind, value] = req.headers.authorization.split(' ');",
                'req.Header.Set("Authorization", "Bearer "+value)',
                "  http_basic_authenticate_with name: user, password: pass",
                'response["WWW-Authenticate"] = challenge',
            ),
            counter=(
                "authorization_page = 3",
                "cup.bearer = person",
                "from services.authorization import policy",
            ),
        ),
    ),
)

_AUTHORIZATION = Area(
    id="authorization",
    title="authorization, roles or tenant boundaries",
    paths=(
        "authz/",
        "authorization/",
        "authorisation/",
        "*authz*.*",
        "*authoriz*.*",
        "*authoris*.*",
        "permission/",
        "permissions/",
        "*permission*.*",
        "rbac/",
        "rbac.*",
        "rbac[_-]*.*",
        "*[_-]rbac.*",
        "abac.*",
        "acl/",
        "acls/",
        "acl.*",
        "acls.*",
        "acl[_-]*.*",
        "*[_-]acl.*",
        "*access[_-]control*.*",
        "*accesscontrol*.*",
        # the files of roles/, not the directories: roles/<name>/tasks is Ansible
        "role.*",
        "roles.*",
        "role[_-]*.*",
        "roles[_-]*.*",
        "*[_-]role.*",
        "*[_-]roles.*",
        "roleguard.*",
        "rolesguard.*",
        "userrole*.*",
        "**/roles/*.py",
        "**/roles/*.rb",
        "**/roles/*.go",
        "**/roles/*.[jt]s",
        "**/roles/*.php",
        "**/roles/*.java",
        "**/roles/*.kt",
        "**/roles/*.cs",
        "*rolebinding*.*",
        "*role[_-]binding*.*",
        "*clusterrole*.*",
        "*cluster[_-]role*.*",
        "*serviceaccount*.y*ml",
        "*service[_-]account*.y*ml",
        "*service[_-]account*.tf",
        "**/app/policies/",
        "**/app/abilities/",
        "ability.rb",
        "*[_-]ability.rb",
        "AuthServiceProvider.php",
        "**/security/voter/",
        "*voter.php",
        "**/config/packages/security.y*ml",
        "**/config/security.y*ml",
        "*.guard.[jt]s",
        "*.rego",
        "*.cedar",
        "*.polar",
        "*.fga",
        "casbin*.conf",
        "iam/",
        "iam.*",
        "iam[_-]*.*",
        "*[_-]iam.*",
        "tenant/",
        "tenants/",
        "tenancy/",
        "*[_-]tenants/",
        "*[_-]tenant/",
        "multitenancy/",
        "multi[_-]tenancy/",
        "tenant*.*",
        "tenancy*.*",
        "*[_-]tenant*.*",
        "currenttenant*.*",
        "multitenan*.*",
        "firestore.rules",
        "storage.rules",
        "database.rules.json",
        "*row[_-]level[_-]security*.*",
        "rls.sql",
        "*[_-]rls.sql",
        "sudoers",
        "sudoers.d/",
        "cors.*",
        "!**/components/**/role.*",
        "!.github/workflows/",
    ),
    signals=(
        Signal(
            name="permission check",
            literals=("perm", "isadminuser", "user_passes_test", "userpassestest"),
            pattern=(
                r"\b(?:has|check|require|verify|assert|ensure)_(?:object_|module_|user_|any_"
                r"|all_)?perm(?:ission)?s?!?\s{0,2}\("
                r"|\b(?:has|check|require|verify|assert|ensure)(?:Any|All|User)?Permissions?\s{0,2}\("
                r"|\bHas(?:Any)?Permissions?\(|\b(?:permission_required|permission_classes|PermissionRequiredMixin)\b"
                r"|\bpermissions_required\b|\bUserPassesTestMixin\b|\buser_passes_test\b|\bcheck_object_permissions\b"
                r"|\bDEFAULT_PERMISSION_CLASSES\b|\bBasePermission\b|\bIsAdminUser\b|\bDjango(?:Model"
                r"|Object)Permissions\w{0,20}"
                r"|\bPermissionsGuard\b|@(?:Require)?Permissions?\(|\bhasPermissionTo\(|\bgivePermissionTo\("
                r"|\brevokePermissionTo\("
                r"|\bPermissionDenied\("
            ),
            example=(
                "    if not request.user.has_perm('shop.change_item'):",
                "    permission_classes = [IsOwner]",
                "@permission_required('shop.view_item')",
                "if (!user.hasPermission('items:write')) {",
                "$user->givePermissionTo('edit items');",
                "@RequirePermissions('items:read')",
            ),
            counter=(
                "except PermissionError:",
                "for perm in permutations(items):",
                "permit = building.permit",
                "os.stat(path).st_mode",
            ),
        ),
        Signal(
            name="policy check",
            literals=(
                "authorize",
                "can?",
                "cannot?",
                "can :",
                "cannot :",
                "policy_scope",
                "pundit",
                "cancan",
                "gate::",
                "->can(",
                "@can(",
                "->cannot(",
                "can:",
                "isgranted",
                "denyaccess",
                "access_control",
                "voterinterface",
                "enforce(",
                "casbin",
            ),
            pattern=(
                r"\bbefore_action\s{1,3}:authorize\w{0,30}|^\s{0,40}authorize!?\s{1,3}[@:\w(]{1,3}\w{0,40}(?:\s{0,2},"
                r"|\s{0,2}$|\.)"
                r"|\bauthorize!?\s{0,1}\(?\s{0,1}:\w|\bskip_(?:authorization|authorize_resource"
                r"|load_and_authorize_resource)\b"
                r"|\bload_and_authorize_resource\b|\bverify_(?:authorized|policy_scoped)\b|\b(?:can"
                r"|cannot)\?[ (]\s{0,1}:"
                r"|^\s{0,40}(?:can|cannot)\s{1,3}\[?:\w|\bpolicy_scope\b|\bPundit\b|\bCanCan::|\bGate::(?:define"
                r"|allows|denies|authorize|before|check|any)\b"
                r"|->(?:can|cannot)\(\s{0,2}['\"]|\$this->authorize\(|@can(?:not|any)?\(\s{0,2}['\"]|['\"]can:\w"
                r"|\bisGranted\(|\bIsGranted\b|\bdenyAccessUnlessGranted\(|^\s{0,20}access_control:|\bVoterInterface\b"
                r"|\bcasbin\b|\.[Ee]nforce\(\s{0,2}(?:sub|user|subject)\b|\bIAuthorizationService\b|\bAuthorizeAsync\("
            ),
            example=(
                "    authorize @post",
                "  before_action :authorize_owner, only: [:edit]",
                "    can :manage, Article, user_id: user.id",
                "  <% if can? :update, @article %>",
                "Gate::define('update-post', fn ($user, $post) => $user->owns($post));",
                "$this->denyAccessUnlessGranted('POST_EDIT', $post);",
                "    access_control:",
                "ok, err := e.Enforce(sub, obj, act) // casbin",
            ),
            counter=(
                "you can: run it",
                "canvas.draw(can)",
                "gate = Gate(width)",
                "this.enforce(rules)",
            ),
        ),
        Signal(
            name="role or policy annotation",
            literals=(
                "authorize",
                "secured",
                "allowed",
                "permitall",
                "denyall",
                "hasrole",
                "hasauthority",
                "hasanyrole",
                "hasanyauthority",
                "anonymous",
                "requireauthorization",
                "addauthorization",
                "requirerole",
                "isinrole",
                "@roles(",
                "@useguards",
                "@public(",
                "rolesguard",
                "addpolicy",
            ),
            pattern=(
                r"@(?:Pre|Post)Authorize\b|@Secured\b|@RolesAllowed\b|@(?:PermitAll|DenyAll)\b|\.(?:permitAll"
                r"|denyAll)\(\)"
                r"|\bhas(?:Any)?(?:Role|Authority)\s{0,2}\(|\bauthorize(?:Http)?Requests\b"
                r"|\bEnable(?:Global)?MethodSecurity\b"
                r"|\[(?:\w{1,30},\s{0,2})?(?:Authorize|AllowAnonymous)\b|\.AllowAnonymous\(\)|\bRequireAuthorization\("
                r"|\bAdd(?:Authorization|AuthorizationBuilder)\("
                r"|\bUseAuthorization\(|\bRequire(?:Role|Claim)\(|\bIsInRole\(|@Roles\(|@UseGuards\(|@Public\(\)"
                r"|\bRolesGuard\b"
                r"|\.AddPolicy\(\s{0,2}['\"]|\bauthorize!?\(\s{0,2}\["
            ),
            example=(
                "@PreAuthorize(\"hasRole('ADMIN')\")",
                '[Authorize(Roles = "Admin")]',
                "  @Roles(Role.Admin)",
                '.requestMatchers("/health").permitAll()',
                'app.MapGet("/me", Show).RequireAuthorization();',
                "@UseGuards(RolesGuard)",
            ),
            counter=(
                "secured = Loan(kind='secured')",
                "anonymous = lambda x: x",
                "roles(parse)",
                "author.addPolicyNote()",
            ),
        ),
        Signal(
            name="admin flag",
            literals=("admin", "superuser", "is_staff", "isstaff", "staff_member"),
            pattern=(
                r"\bis_?(?:super_?)?admin(?:istrator)?\b|\bis(?:Super)?Admin(?:istrator)?\b"
                r"|\bIs(?:Super)?Admin(?:istrator)?\b"
                r"|\bis_superuser\b|\bisSuper[Uu]ser\b|\bIsSuper[Uu]ser\b|\bis_staff\b|\bisStaff\b|\.admin\?"
                r"|\bIS_ADMIN\b"
                r"|\b(?:require|ensure|check|assert)_?[aA]dmin\b|\bstaff_member_required\b|\bsuperuser_required\b"
                r"|\badmin_required\b"
                r"|\badminOnly\b|\badmin_only\b|\bcreate_superuser\("
            ),
            example=(
                "    if user.is_superuser:",
                "if (req.user.isAdmin) {",
                "  return unless current_user.admin?",
                "    is_admin = models.BooleanField(default=False)",
                "@staff_member_required",
                "router.delete('/items', requireAdmin, remove);",
            ),
            counter=(
                "admin.site.register(Item)",
                "path('admin/', admin.site.urls)",
                "administration_fee = 3",
                "staff = Staff.objects.all()",
            ),
        ),
        Signal(
            name="role assignment",
            literals=("role", "user_permissions", "groups.add", "groups.set"),
            pattern=(
                r"(?i:\broles?['\"]?\]?\s{0,2}(?:===?|!==?|=|:|=>"
                r"|in)\s{0,2}[\[(]?\s{0,2}[:'\"](?:super_?)?(?:admin(?:istrator)?|owner|superuser|moderator|manager"
                r"|root|editor|maintainer)\b"
                r"|\b(?:add|assign|grant|revoke|remove|sync|set|change|update)_?(?:user_?)?roles?(?:_to_user)?\s{0,2}\("
                r"|\b(?:user|member|account|current_user|currentUser)\.roles?\s{0,2}(?:===?|!==?|=|\.includes"
                r"|\.contains)"
                r"|\broles?\.(?:includes|contains|has|some)\(|\buser_permissions\.(?:add|set|remove|clear)\("
                r"|\buser\.groups\.(?:add|set|remove|clear)\("
                r"|\bRoleManager\b|\b(?:add|remove)(?:To|From)Roles?Async\(|\bhas_role\??\b|\bhas(?:Any)?Role\b)"
                r"|\bROLE_(?:ADMIN|USER|SUPER_ADMIN|MANAGER|OWNER)\b"
                r"|\b(?:Role|UserRole|Roles)\.(?:Admin|ADMIN|Owner|OWNER|SuperAdmin|SUPERUSER)\b"
            ),
            example=(
                "if user.role == 'admin':",
                "    user.groups.add(editors)",
                "$user->assignRole('writer');",
                "if (user.roles.includes(Role.Admin)) {",
                "await _users.AddToRoleAsync(user, name);",
                "  role: 'owner',",
            ),
            counter=(
                '<div role="button">',
                "role: 'assistant',",
                ".. function:: role",
                'role="presentation"',
                "scroll = 'auto'",
            ),
        ),
        Signal(
            name="tenant boundary",
            literals=("tenant", "organization", "organisation", "workspace", "org_id", "unscoped", "schema_context"),
            pattern=(
                r"(?i:(?<![a-z])(?:current_?|set_?|by_?|without_?|x-|switch_?)?tenant[_-]?(?:id|uuid|key|schema|scope"
                r"|filter|context|resolver|identifier|middleware)s?(?![a-z])"
                r"|\b(?:current|set_current|without|with|switch|acts_as|for|by)_tenant\b|\b(?:set|get|switch|current"
                r"|with|for)Tenant\b|\btenant_(?:context|aware)\b|\bschema_context\("
                r"|\b(?:where|filter|filter_by|find_by|scope|get"
                r"|exclude)\w{0,10}[({]\s{0,2}\{?\s{0,2}(?:organi[sz]ation|workspace|org|company"
                r"|account)_?(?:id)?\s{0,2}(?:=|:)"
                r"|\bTenantMixin\b|\bMultiTenan\w{2,10}\b|\bHasQueryFilter\(.{0,60}tenant)|\.unscoped\b"
                r"|\bwithoutGlobalScopes?\("
            ),
            example=(
                "    return Item.objects.filter(tenant_id=request.tenant_id)",
                "acts_as_tenant :account  # current_tenant",
                "const rows = await db.items.findMany({ where: { tenantId } });",
                "WHERE tenant_id = $1",
                "Project.where(organization_id: org.id)",
                "builder.HasQueryFilter(o => o.TenantId == _tenant.Id);",
            ),
            counter=(
                "lieutenant_id = rank",
                "tenants pay rent",
                "workspace = Path(dir)",
                "organization: 'Example'",
            ),
        ),
        Signal(
            name="ownership check",
            literals=("current_user", "currentuser", "request.user", "req.user", "auth::id", "auth()->id", "g.user"),
            pattern=(
                r"\b(?:owner|user|author|created_by|creator|account|customer)(?:_id|Id)?['\"]?\s{0,2}(?:=|==|!=|==="
                r"|!==|=>|:)\s{0,2}"
                r"(?:self\.)?(?:current_user|currentUser|request\.user|req\.user|g\.user|Auth::id\(|auth\(\)->id)"
                r"|\b(?:current_user|currentUser|request\.user|req\.user|g\.user)(?:\.(?:id|pk|_id))?\s{0,2}(?:==|!="
                r"|===|!==|is not)\s{0,2}\w"
            ),
            example=(
                "    return Order.objects.filter(owner=request.user)",
                "if (doc.ownerId !== req.user.id) return res.sendStatus(403);",
                "  redirect_to root_path unless @post.user == current_user",
                "$query->where('x')->when($post->user_id == Auth::id(), $f);",
                "if request.user != post.author:",
            ),
            counter=(
                "name = request.user_agent",
                "greeting(current_user.name)",
                "log(request.user.username)",
            ),
        ),
        Signal(
            name="row-level security",
            literals=(
                "row level security",
                "policy",
                "bypassrls",
                "auth.uid()",
                "security definer",
                "row_security",
                "security invoker",
            ),
            pattern=(
                r"(?i:\b(?:enable|disable|force|no\s{1,2}force)\s{1,3}row\s{1,3}level\s{1,3}security\b"
                r"|\brow_security\s{0,2}="
                r"|\b(?:create|alter|drop)\s{1,3}policy\s{1,3}(?:if\s{1,2}exists\s{1,2})?[\w\"]{1,60}"
                r"(?:\s[\w\" ]{0,20})?\s{1,3}on\b|\b(?:no)?bypassrls\b|\bauth\.uid\(\)"
                r"|\bsecurity\s{1,3}(?:definer|invoker)\b)"
            ),
            example=(
                "ALTER TABLE items ENABLE ROW LEVEL SECURITY;",
                "create policy own_rows on items using (auth.uid() = user_id);",
                "$$ LANGUAGE sql SECURITY DEFINER;",
            ),
            counter=(
                "create policy documents for the office",
                "row level: 3",
                "retry_policy = Policy()",
            ),
        ),
        Signal(
            name="database grants",
            literals=(
                "grant ",
                "revoke ",
                "create role",
                "alter role",
                "create user",
                "alter user",
                "default privileges",
            ),
            pattern=(
                r"\b(?:GRANT|REVOKE)\s{1,3}(?:ALL|SELECT|INSERT|UPDATE|DELETE|EXECUTE|USAGE|CREATE|CONNECT|TRUNCATE"
                r"|REFERENCES|TRIGGER|TEMPORARY)\b"
                r"|\b(?:grant|revoke)\s{1,3}(?:all(?:\s{1,3}privileges)?|select|insert|update|delete|execute|usage"
                r"|connect)\s{1,3}on\s"
                r"|\b(?:CREATE|ALTER|DROP)\s{1,3}(?:ROLE|USER)\s{1,3}\w|\b(?:create|alter)\s{1,3}(?:role"
                r"|user)\s{1,3}\w{1,60}\s{1,3}(?:with|password|login)\b"
                r"|\b(?i:alter\s{1,3}default\s{1,3}privileges)\b"
            ),
            example=(
                "GRANT SELECT, INSERT ON orders TO reporting;",
                "revoke all on schema public from public;",
                'op.execute("GRANT USAGE ON SCHEMA app TO reader")',
                "CREATE ROLE reader NOLOGIN;",
            ),
            counter=(
                "research grant selection",
                "we grant all users a badge",
                "create user documentation",
            ),
        ),
        Signal(
            name="kubernetes rbac",
            literals=(
                "role",
                "serviceaccount",
                "rbac.authorization",
                "verbs:",
                "apigroups",
                "impersonate",
            ),
            pattern=(
                r"\bkind:\s{0,3}['\"]?(?:Cluster)?Role(?:Binding)?\b|\bkind:\s{0,3}['\"]?ServiceAccount\b"
                r"|\brbac\.authorization\.k8s\.io\b"
                r"|^\s{0,40}roleRef:|^\s{0,40}-?\s{0,4}apiGroups:|^\s{0,40}-?\s{0,4}verbs:|\bserviceAccount(?:Name)?:"
                r"|\bautomountServiceAccountToken:"
                r"|\beks\.amazonaws\.com/role-arn\b|\biam\.gke\.io/"
            ),
            example=(
                "kind: ClusterRoleBinding",
                "  verbs: ['get', 'list']",
                "      serviceAccountName: deployer",
                "apiVersion: rbac.authorization.k8s.io/v1",
                "automountServiceAccountToken: false",
            ),
            counter=(
                "kind: Deployment",
                "proverbs: [a, b]",
                "role: web",
                "adverbs:",
            ),
            files=_YAML,
        ),
        Signal(
            name="cloud iam policy",
            literals=(
                "iam",
                "role_assignment",
                "role_definition",
                "effect",
                '"action',
                "assume",
                "policystatement",
                "principal",
                "roles/",
                "rolearn",
                "role_arn",
                "role-arn",
            ),
            pattern=(
                r"\baws_iam_\w{2,40}|\bgoogle_\w{2,40}_iam_(?:member|binding|policy|custom_role)\b"
                r"|\bgoogle_service_account\b"
                r"|\bazurerm_(?:role_assignment|role_definition|user_assigned_identity)\b|\bAWS::IAM::\w"
                r"|\bMicrosoft\.Authorization/"
                r"|['\"]?\b[Ee]ffect['\"]?\s{0,2}[:=]\s{0,2}['\"]?(?:Allow|Deny)\b|\beffect\s{0,2}=\s{0,2}iam\."
                r"|['\"]Action['\"]\s{0,2}:\s{0,2}(?:\[|['\"](?:\*|[a-z0-9-]{2,30}:))"
                r"|\bsts:AssumeRole\w{0,20}|\bassume_role(?:_policy)?\b|\biam:PassRole\b|\biam\.(?:PolicyStatement"
                r"|Role|ManagedPolicy|Effect)\b|\bnew\s{1,3}PolicyStatement\("
                r"|\bmanaged_policy_arns?\b|\bManagedPolicyArns\b|\barn:aws[\w-]{0,10}:iam::|\broles/(?:owner|editor"
                r"|viewer|[a-z]{2,30}\.[a-zA-Z]{2,40})\b"
                r"|['\"]Principal['\"]\s{0,2}:|\bprincipals\s{0,2}\{|\brole-to-assume\b"
                r"|\bgcloud\s.{0,60}add-iam-policy-binding\b"
            ),
            example=(
                'resource "aws_iam_role_policy" "deploy" {',
                '      "Effect": "Allow",',
                '      "Action": "s3:*",',
                '  role    = "roles/storage.objectViewer"',
                'resource "azurerm_role_assignment" "app" {',
                'resource "google_project_iam_member" "ci" {',
                "role.addToPolicy(new PolicyStatement({",
            ),
            counter=(
                "effect: fade",
                '"action": "submit"',
                "principal = loan.principal",
                "import diamond",
                "- roles/nginx",
            ),
        ),
        Signal(
            name="workflow token permissions",
            literals=("permissions:", ": write", "write-all", "read-all"),
            pattern=(
                r"^\s{0,20}permissions:|^\s{0,20}(?:actions|attestations|checks|contents|deployments|discussions"
                r"|id-token|issues|packages|pages|pull-requests|security-events|statuses|models):\s{0,3}write\b"
                r"|:\s{0,3}(?:write|read)-all\b"
            ),
            example=(
                "permissions:",
                "      id-token: write",
                "    permissions: write-all",
            ),
            counter=(
                "      run: write contents",
                "  name: check permissions",
                "    # permissions: none needed",
            ),
            files=_WORKFLOWS,
        ),
        Signal(
            name="cross-origin access",
            literals=("access-control-allow", "cors", "crossorigin"),
            pattern=(
                r"(?i:\bAccess-Control-Allow-(?:Origin|Credentials|Headers|Methods)\b)|\bCORS_(?:ALLOW|ALLOWED"
                r"|ORIGIN)_?\w{0,30}\b|\bCORSMiddleware\b|\bcors\(\s{0,2}(?:\{|\))"
                r"|['\"](?:cors|@fastify/cors|@koa/cors|flask_cors|rack/cors|github\.com/rs/cors)['\"]|\bflask_cors\b"
                r"|\bCORS\(app\b|\brs/cors\b"
                r"|@CrossOrigin\b|\bCorsConfiguration\w{0,10}\b|\.(?:AddCors|UseCors|enableCors)\(|\bRack::Cors\b"
                r"|\bactix_cors\b|\bCorsLayer\b|\bcorsheaders\b"
            ),
            example=(
                "CORS_ALLOW_ALL_ORIGINS = True",
                'w.Header().Set("Access-Control-Allow-Origin", "*")',
                "app.use(cors({ origin: true }));",
                '@CrossOrigin(origins = "*")',
                "app.add_middleware(CORSMiddleware, allow_origins=origins)",
            ),
            counter=(
                "scorsese = Director()",
                "<img crossorigin='anonymous'>",
                "access_control = None",
            ),
        ),
        Signal(
            name="public access to storage",
            literals=("public", "allusers", "allauthenticatedusers", "allow read", "allow write", "anonymous"),
            pattern=(
                r"\bpublic-read(?:-write)?\b|\b(?:block_public_(?:acls|policy)|ignore_public_acls"
                r"|restrict_public_buckets|public_access_block|public_access_prevention)\b"
                r"|\baws_s3_bucket_(?:acl|policy|public_access_block)\b|\b(?:BlockPublicAcls|BlockPublicPolicy"
                r"|PublicAccessBlockConfiguration|publicReadAccess|PubliclyAccessible)\b"
                r"|\bpublicly_accessible\b|\ballUsers\b|\ballAuthenticatedUsers\b|\ballow_(?:nested_items_to_be_public"
                r"|blob_public_access)\b|\bpublic_network_access(?:_enabled)?\b"
                r"|\bcontainer_access_type\s{0,2}=|\ballow\s{1,3}(?:read|write)(?:\s{0,2},\s{0,2}(?:read|write|create"
                r"|update|delete))?\s{0,2}(?::\s{0,2}if\b|;)"
            ),
            example=(
                '  acl = "public-read"',
                "  block_public_acls = false",
                "      allow read, write: if request.auth != null;",
                '  member = "allUsers"',
                "  publicly_accessible = true",
            ),
            counter=(
                "public void read() {",
                "publicly known",
                "allow_reading = true",
                "public readonly name: string;",
            ),
        ),
    ),
)

_PAYMENTS = Area(
    id="payments",
    title="payment, billing or customer data",
    paths=(
        "payment/",
        "payments/",
        "payment[_-]*/",
        "*[_-]payments/",
        "*payment*.*",
        "billing/",
        "*billing*.*",
        "invoice/",
        "invoices/",
        "invoicing/",
        "*invoice*.*",
        "*invoicing*.*",
        "refund/",
        "refunds/",
        "*refund*.*",
        "payout/",
        "payouts/",
        "*payout*.*",
        "payroll/",
        "*payroll*.*",
        "checkout/",
        "checkoutcontroller.*",
        "checkout[_-]controller.*",
        "checkoutservice.*",
        "checkout[_-]service.*",
        "checkout[_-]session.*",
        "stripe/",
        "stripe.*",
        "stripe[_-]*.*",
        "*[_-]stripe.*",
        "stripe[cghpsw]*.*",
        "*paypal*.*",
        "*braintree*.*",
        "*adyen*.*",
        "*razorpay*.*",
        "*chargebee*.*",
        "*gocardless*.*",
        "*creditcard*.*",
        "*credit[_-]card*.*",
        "*bankaccount*.*",
        "*bank[_-]account*.*",
        "iban.*",
        "iban[_-]*.*",
        "sepa.*",
        "sepa[_-]*.*",
        "ledger/",
        "ledger.*",
        "ledger[_-]*.*",
        "tax/",
        "taxes/",
        "tax.*",
        "taxes.*",
        "tax[_-]*.*",
        "vat.*",
        "vat[_-]*.*",
        # customer.py, CustomerService.java; never customError.ts
        "customers/",
        "customer.*",
        "customers.*",
        "customer[_-]*.*",
        "customers[_-]*.*",
        "customer[cdefimpsv]*.*",
        "customerrepository.*",
        "customerrecord*.*",
        "pii/",
        "pii.*",
        "pii[_-]*.*",
        "*[_-]pii.*",
        "gdpr/",
        "gdpr.*",
        "gdpr[_-]*.*",
        "*personal[_-]data*.*",
        "*personaldata*.*",
        "patient/",
        "patients/",
        "patient.*",
        "patients.*",
        "!.github/",
        "!*[_-]checkout.sh",
    ),
    signals=(
        Signal(
            name="payment provider",
            literals=(
                "stripe",
                "paypal",
                "braintree",
                "adyen",
                "squareup",
                "mollie",
                "razorpay",
                "klarna",
                "worldpay",
                "gocardless",
                "authorizenet",
                "chargebee",
                "recurly",
                "plaid",
                "paddle",
                "lemonsqueezy",
                "paystack",
                "flutterwave",
                "mercadopago",
            ),
            pattern=(
                r"\b[Ss]tripe(?:\.|::)(?:accounts?|Accounts?|api_?key|balance|Balance|charges?|Charges?|[Cc]heckout"
                r"|[Cc]oupons?|[Cc]ustomers?|[Dd]isputes?|[Ee]rrors?|Event|[Ii]nvoices?|paymentIntents|PaymentIntent"
                r"|paymentMethods|PaymentMethod|[Pp]ayouts?|[Pp]rices?|[Pp]roducts?|[Rr]efunds?|setupIntents"
                r"|SetupIntent|[Ss]ubscriptions?|[Tt]okens?|[Tt]ransfers?|[Ww]ebhooks?|StripeClient)\b"
                r"|\bimport\s{1,3}stripe\b|['\"](?:stripe|@stripe/[\w-]{2,30})['\"]|\bstripe-(?:go|node|php|ruby|java"
                r"|python|signature)\b|\bStripe\\|\bnew\s{1,3}Stripe\(|\bloadStripe\("
                r"|\bSTRIPE_[A-Z_]{2,40}|\bstripe_(?:customer|account|api|secret|publishable|public|price|product"
                r"|subscription|webhook|payment|charge|invoice|id|token|key|client|event|sub)\w{0,20}"
                r"|\bapi\.stripe\.com\b|\bjs\.stripe\.com\b"
                r"|(?i:\bpaypal(?:-|_|\.|rest|\b|checkout|client|http)|\bbraintree\b|\badyen(?:_|-|\.|\b)|\bsquareup\b"
                r"|\bmollie(?:-|_|\.|\b)|\brazorpay(?:_|-|\.|\b)|\bklarna\b|\bworldpay\b|\bgocardless|\bauthorizenet\b"
                r"|\bchargebee\b|\brecurly\b|\blemonsqueezy\b|\bpaystack\b|\bflutterwave\b|\bmercadopago\b)"
                r"|\bplaid[_-](?:client|api|python|node|link)\b|\bPlaidApi\b|\bPlaid(?:Client|Link)\b|@paddle/"
                r"|\bpaddle_(?:sdk|billing|api)\b|\bPaddle\.(?:Checkout|Setup|Initialize)\b"
            ),
            example=(
                "intent = stripe.PaymentIntent.create(amount=total, currency='eur')",
                'import Stripe from "stripe";',
                "  Stripe::Customer.create(email: user.email)",
                '"github.com/stripe/stripe-go/v78"',
                "$gateway = new Braintree\\Gateway($config);",
                "PayPalHttpClient client = new PayPalHttpClient(environment);  // paypal-checkout",
                "STRIPE_WEBHOOK_ENDPOINT",
            ),
            counter=(
                "stripe_width = 64",
                ".table-striped {",
                "stripe = rows[i % 2]",
                "paddle.move(up)",
                "stripes.append(color)",
                "plaid = Pattern('plaid')",
            ),
        ),
        Signal(
            name="card data",
            literals=("card", "cvv", "cvc", "luhn", "primary_account_number"),
            pattern=(
                r"(?i:(?<![a-z])(?:credit_?|debit_?)?card_?(?:num(?:ber)?|no|holder(?:_?name)?|expiry|expiration"
                r"|exp_?(?:month|year)|cvv|cvc|pan|token|last_?(?:4|four)|brand)(?![a-z])"
                r"|\bcvv2?\b|(?<![a-z])(?:card|security)_?cvc\b|\bcvc2?\b|\bluhn(?:_|\b|check|valid)"
                r"|\bprimary_account_number\b|(?<![a-z])credit_?cards?(?![a-z])|\bcardNumber\b)"
            ),
            example=(
                "    card_number = serializers.CharField(max_length=19)",
                "private String cardNumber;",
                '<input name="cvv" autocomplete="off">',
                "func luhnValid(digits []int) bool {",
                "  t.string :credit_card_token",
            ),
            counter=(
                "discard_number = 3",
                "card = deck.pop()",
                "wildcard_no = 1",
                '<div class="card-body">',
                "cardinality = len(rows)",
            ),
        ),
        Signal(
            name="bank account data",
            literals=(
                "iban",
                "bank",
                "routing_number",
                "routingnumber",
                "sort_code",
                "sortcode",
                "swift",
                "sepa",
                "account_number",
                "accountnumber",
            ),
            pattern=(
                r"(?<![A-Za-z])(?:IBAN|Iban|iban)(?![A-Za-z])|\b(?:user|customer|account|debtor|creditor|is_?valid"
                r"|validate|format|parse)_?I(?:BAN|ban)\b|(?i:(?<![a-z])bank_?(?:account|details|transfer|code"
                r"|routing)\w{0,20}|(?<![a-z])aba_?routing|\brouting_?number\b"
                r"|\bsort_?code\b(?=\s{0,2}[:=)])|\bswift_?(?:code|bic)\b|\bbic_?(?:code|swift)\b|\bsepa_?(?:debit"
                r"|mandate|transfer|credit)\w{0,10}|(?<![a-z])account_?number\b)"
            ),
            example=(
                "iban = models.CharField(max_length=34)",
                "private String bankAccountHolder;",
                "  t.string :routing_number",
                "validateIBAN(input)",
                "const mandate = createSepaMandate(customer); // sepa_mandate",
            ),
            counter=(
                "riverbank = Shore()",
                "import SwiftUI",
                "separate(parts)",
                "caliban = Character()",
                "sort_codes(list)",
            ),
        ),
        Signal(
            name="charge, payment or refund",
            literals=("refund", "charge", "payment", "payout", "chargeback"),
            pattern=(
                r"(?i:\b(?:create|issue|process|request|full|partial|cancel)_?refunds?\b|\brefunds?\s{0,2}\("
                r"|\brefund(?:ed)?_(?:amount|status|order|payment|id|reason)\b|\brefund(?:Amount|Order|Payment"
                r"|Status)\b"
                r"|\b(?:process|capture|create|submit|authorize|confirm|execute|make|verify|void"
                r"|record)_?payments?\s{0,2}\(|\bpayment_?(?:intents?|methods?|status|gateway|provider|processor"
                r"|amount|token|service|id)(?![a-z])"
                r"|\bcharge_?(?:customer|card|user|account|amount|id)\b|\bchargebacks?\b|\b(?:create|process|schedule"
                r"|send)_?payouts?\b|\bpayout_?(?:amount|account|status)\b)"
            ),
            example=(
                "    gateway.refund(order.charge_reference)",
                "const refund = await createRefund(order);",
                "def capture_payment(order):",
                "  paymentStatus: PaymentStatus;",
                "paymentIntent.confirm()",
            ),
            counter=(
                "battery.charge()",
                "refundable = false",
                "charged_particles = 2",
                "repayment_plan = 3",
                "in_charge = person",
            ),
        ),
        Signal(
            name="invoice or amount due",
            literals=(
                "invoice",
                "amount",
                "total_price",
                "totalprice",
                "billing",
                "unit_amount",
                "subtotal",
                "late_fee",
            ),
            pattern=(
                r"(?i:\b(?:create|send|pay|void|finalize|generate|issue|cancel|get|update)_?invoices?\b"
                r"|\binvoice_?(?:id|no|number|total|amount|line|item|date|status|due|lines|items|pdf)s?\b"
                r"|\bInvoice\.(?:objects|create|find|where|query)"
                r"|\binvoice\.(?:total|amount|paid|status|lines|items|due|pay|send|tax|finalize)"
                r"|\bclass\s{1,3}Invoice\b|\bamount_?(?:due|paid|captured|refunded|remaining|payable)\b"
                r"|\bamount_in_cents\b|\bamountInCents\b"
                r"|\b(?:total|unit|net|gross)_?(?:price|amount)(?:_cents|cents)?\b|\bbilling_?(?:address|cycle|period"
                r"|account|details|email|plan|portal|info|interval|name|country)\b|\blate_fee\b)"
            ),
            example=(
                "invoice.total = sum(line.net for line in invoice.lines)",
                "const { amountDue } = order;",
                "  t.integer :amount_in_cents",
                "class Invoice < ApplicationRecord",
                "BigDecimal unitAmount = price.multiply(quantity);",
                "    billing_address = models.ForeignKey(Address)",
            ),
            counter=(
                "amount = len(rows)",
                "invoiced = False",
                "amount_of_rows = 3",
                "unitAmountOfLight",
            ),
        ),
        Signal(
            name="tax calculation",
            literals=("tax", "vat"),
            pattern=(
                r"(?i:(?<![a-z])(?:sales|vat|income|withholding|value_added)_?tax(?:_?(?:rate|amount))?(?![a-z])"
                r"|(?<![a-z])tax_?(?:rate|amount|percent(?:age)?|exempt|code|total|inclusive"
                r"|calculat\w{1,6})s?(?![a-z])"
                r"|(?<![a-z])vat_?(?:rate|amount|number|percent|total|id)(?![a-z])|\b(?:calculate|compute|apply|add"
                r"|get)_?(?:tax|taxes|vat)\b)"
            ),
            example=(
                "price * (1 + tax_rate)",
                "const vatAmount = net * rate;",
                "public decimal CalculateTax(Order order)",
                "sales_tax = BigDecimal(0)",
            ),
            counter=(
                "syntax_code = 1",
                "taxonomy_total = 3",
                "private_id = 4",
                "elevator = vat",
                "taxi_rate = 2",
            ),
        ),
        Signal(
            name="discount or coupon",
            literals=("discount", "coupon", "promo", "voucher", "gift_card", "giftcard", "store_credit"),
            pattern=(
                r"(?i:\b(?:apply|calculate|get|validate|redeem|add|remove)_?(?:discount|coupon|promo|voucher)(?:_?code"
                r"|s)?\b|\bdiscount_?(?:percent(?:age)?|amount|rate|code|price|total|value)\b"
                r"|\b(?:coupon|promo|voucher)_?(?:code|id|discount|amount)\b|\bgift_?card_?(?:balance|code|amount)\b"
                r"|\bstore_credit\b)"
            ),
            example=(
                "total -= discount_amount",
                "const price = applyCoupon(cart, code);",
                "  promo_code: params[:promo_code]",
                "public decimal DiscountPercent { get; set; }",
            ),
            counter=(
                "discount_factor = gamma",
                "promote(pawn)",
                "promotion = Queen",
                "discounted_cumulative_gain(scores)",
            ),
        ),
        Signal(
            name="subscription or plan",
            literals=("subscription", "trial", "price_id", "plan_id", "planid", "priceid", "proration"),
            pattern=(
                r"(?i:\bsubscription_?(?:plan|status|tier|price|ends?_at|item|renewal|period|billing)s?\b|\b(?:cancel"
                r"|renew|upgrade|downgrade|pause|resume)_?subscription\b|\btrial_?(?:ends?_?at|end|period_?days|days"
                r"|expires)\b"
                r"|\b(?:is|on|has)_?(?:active_?)?(?:subscription|trial)_?active\b|\b(?:stripe|plan"
                r"|billing)_?price_?id\b|\bprice_?id\b(?=\s{0,2}[:=])|\bproration_?behavior\b"
                r"|\bSubscription\.(?:objects|create_from_plan)\b|\bonTrial\(|->subscribed\()"
            ),
            example=(
                "user.trial_ends_at = now + timedelta(days=14)",
                "await cancelSubscription(account);",
                "if ($user->subscribed('default')) { // subscription",
                "  enum subscription_status: %i[active past_due]",
            ),
            counter=(
                "subscription.unsubscribe();",
                "this.subscription = this.route.params.subscribe(f);",
                "trial = Trial(3)",
                "subscription_id = pubsub.subscribe(topic)",
            ),
        ),
        Signal(
            name="in-app or wallet payment",
            literals=(
                "storekit",
                "billingclient",
                "skpayment",
                "applepay",
                "googlepay",
                "paymentrequest",
                "apple_pay",
                "google_pay",
                "purchasely",
                "revenuecat",
            ),
            pattern=(
                r"\bimport\s{1,3}StoreKit\b|\bBillingClient\b|\bSKPayment\w{0,20}|\bApplePay(?:Session|PaymentRequest"
                r"|Button)?\b|\bapple_pay\b|\bgoogle_pay\b|\bGooglePay\w{0,20}|\bapplePay\b|\bgooglePay\b"
                r"|\bnew\s{1,3}PaymentRequest\(|\bPKPaymentRequest\b|\b[Rr]evenue[Cc]at\b"
            ),
            example=(
                "import StoreKit",
                "val client = BillingClient.newBuilder(context)",
                "const session = new ApplePaySession(3, request);",
            ),
            counter=(
                "apple_payload = b''",
                "import storekitty",
                "RepaymentRequested",
            ),
        ),
        Signal(
            name="national identity number",
            literals=(
                "ssn",
                "social_security",
                "socialsecurity",
                "national_id",
                "nationalid",
                "national_insurance",
                "passport",
                "tax_id",
                "taxid",
                "taxpayer",
                "driver",
                "aadhaar",
                "personnummer",
            ),
            pattern=(
                r"(?<![A-Za-z])ssn(?![A-Za-z])|(?<![A-Z])SSN(?![A-Z])|(?i:\bsocial_?security_?(?:number|no)\b"
                r"|\bnational_?(?:id|identity)_?(?:number|no|card)?\b|\bnational_insurance\w{0,10}|\bpassport_?(?:no"
                r"|num|number|id|expiry|country)\b"
                r"|(?<![a-z])tax_?(?:payer_?)?id(?:_?number)?(?![a-z])|\btaxpayer_?(?:id|number)\w{0,10}"
                r"|\bdriver_?s?_?licen[cs]e(?:_?(?:number|no))?\b|\baadhaar\b|\bpersonnummer\b)"
            ),
            example=(
                "    ssn = models.CharField(max_length=11)",
                "private String passportNumber;",
                "  t.string :tax_id",
                'SocialSecurityNumber string `json:"ssn"`',
                "drivers_license: str",
            ),
            counter=(
                "passport.initialize()",
                "classname = 'x'",
                "lessn = 3",
                "driver = webdriver.Firefox()",
                "syntax_id = 2",
                "taxonomy_id = 3",
            ),
        ),
        Signal(
            name="personal data field",
            literals=(
                "birth",
                "dob",
                "phone",
                "maiden",
                "home_address",
                "homeaddress",
                "customer",
                "ethnicity",
                "pii",
                "personal",
            ),
            pattern=(
                r"(?i:(?<![a-z])date_?of_?birth(?![a-z])|(?<![a-z])birth_?(?:date|place)(?![a-z])"
                r"|(?<![a-z])dob(?![a-z])|(?<![a-z])(?:mobile_?|home_?|work_?)?phone_?(?:number|no)(?![a-z])"
                r"|\bmothers?_?maiden_?name\b|(?<![a-z])home_?address(?![a-z])"
                r"|(?<![a-z])customer_?(?:emails?|names?|phones?|address(?:es)?|data|details|records?|profiles?|list"
                r"|ids?|info)(?![a-z])|(?<![a-z])ethnicity\b|\bpersonal_?(?:data|information|details|id_number)\b"
                r"|\bis_?pii\b|\bpii_?(?:fields?|data|columns?)\b|\bcontains_pii\b)"
                r"|\bCustomer\.(?:objects|find|where|create|query|findOne|findMany)\b|\bprisma\.customers?\."
                r"|\bclass\s{1,3}Customers?\b|(?i:\bfrom\s{1,3}customers\b|\b(?:table|into|update)\s{1,3}customers\b)"
            ),
            example=(
                "    date_of_birth = models.DateField()",
                "private LocalDate birthDate;",
                "  phoneNumber: string;",
                "SELECT * FROM customers",
                "const emails = rows.map(r => r.customerEmail);",
                "class Customer extends Model",
            ),
            counter=(
                "adobe = Vendor()",
                "headphone_no = 3",
                "throw new CustomError(id);",
                "customer_ideas = []",
                "telephone = 'x'",
            ),
        ),
        Signal(
            name="data export or erasure",
            literals=(
                "gdpr",
                "ccpa",
                "personal",
                "customer",
                "user_data",
                "userdata",
                "anonymi",
                "pseudonymi",
                "data_subject",
                "datasubject",
                "forgotten",
                "erasure",
            ),
            pattern=(
                r"(?i:\bgdpr(?:_|\b)|\bccpa\b|\b(?:export|delete|erase|purge|download|import|merge|share"
                r"|sync)_?(?:all_?)?(?:customers?|user_?data|personal_?data|customer_?data)(?![a-z])"
                r"|\b(?:anonymi[sz]e|pseudonymi[sz]e)_?(?:user|customer|account|record|person|data|email)s?\b"
                r"|\bdata_?subject(?:_?request)?\b|\bright_to_be_forgotten\b|\brightToBeForgotten\b"
                r"|\berasure_?request\b)"
            ),
            example=(
                "def export_customers(path):",
                "await deleteUserData(userId);",
                "User.anonymize_user(user)",
                "class DataSubjectRequest(models.Model):",
            ),
            counter=(
                "anonymous = True",
                "exportUserDataTypes",
                "customer = next(queue)",
                "delete_customization(x)",
            ),
        ),
        Signal(
            name="health record field",
            literals=("patient", "diagnosis", "medical", "icd10", "hipaa", "hl7", "fhir"),
            pattern=(
                r"(?i:(?<![a-z])patient_?(?:id|name|record|data|number|dob|history)s?(?![a-z])|\bdiagnosis_?codes?\b"
                r"|\bmedical_?(?:record|history|condition)s?(?:_?number)?\b|\bicd10_?code\b|\bhipaa(?:_|\b)|\bfhir(?:_"
                r"|\.|\b)(?:client|resource|bundle|r4))"
            ),
            example=(
                "patient_id = Column(Integer)",
                "private String medicalRecordNumber; // medical_record_number",
                "diagnosisCode: string;",
            ),
            counter=(
                "patiently(waiting)",
                "impatient_id = 1",
                "self_diagnosis()",
            ),
        ),
    ),
)

_CONFIGURATION = Area(
    id="configuration",
    title="secrets, environment variables or deployment configuration",
    paths=(
        # environment and application settings
        ".env",
        ".env.*",
        "*.env",
        "env.example",
        ".envrc",
        ".flaskenv",
        "settings.py",
        "**/settings/*.py",
        "*[_-]settings.py",
        "**/config/environments/",
        "**/config/initializers/",
        "**/config/*.y*ml",
        "**/config/packages/",
        "/config/*.php",
        "**/environments/environment*.ts",
        "appsettings*.json",
        "application*.properties",
        "application*.y*ml",
        "bootstrap*.y*ml",
        "web*.config",
        "app.config",
        "launchSettings.json",
        # keys and credentials
        "secret.*",
        "secrets.*",
        "secret[_-]*.*",
        "secrets[_-]*.*",
        "*[_-]secret.*",
        "*[_-]secrets.*",
        "secrets/",
        "credentials",
        "credentials.*",
        "credentials/",
        "*[_-]credentials.*",
        "vault/",
        "vault.hcl",
        "vault-*.y*ml",
        "*keyvault*.*",
        "*key[_-]vault*.*",
        "*.pem",
        "*.p12",
        "*.pfx",
        "*.jks",
        "*.keystore",
        ".sops.yaml",
        ".netrc",
        ".npmrc",
        ".yarnrc.yml",
        ".pypirc",
        "pip.conf",
        ".htaccess",
        ".htpasswd",
        "kubeconfig",
        "*.kubeconfig",
        # containers and clusters
        "Dockerfile",
        "Dockerfile.*",
        "*.dockerfile",
        "Containerfile",
        "Containerfile.*",
        ".dockerignore",
        "docker-compose*.y*ml",
        "compose.y*ml",
        "compose.*.y*ml",
        "docker-entrypoint.sh",
        "docker-bake.*",
        "k8s/",
        "kubernetes/",
        "helm/",
        "charts/*/templates/",
        "charts/*/values*.y*ml",
        "Chart.yaml",
        "kustomization.y*ml",
        "kustomize/",
        "manifests/*.y*ml",
        "deploy/",
        "deployment/",
        "deployments/*.y*ml",
        "helmfile.y*ml",
        "skaffold.y*ml",
        "Tiltfile",
        "argocd/",
        "*network[_-]policy*.y*ml",
        "*networkpolicy*.y*ml",
        # infrastructure as code
        "*.tf",
        "*.tfvars",
        "*.tf.json",
        "*.tfvars.json",
        "terragrunt.hcl",
        "terraform/",
        "*.bicep",
        "*.bicepparam",
        "Pulumi*.y*ml",
        "cdk.json",
        "serverless.y*ml",
        "samconfig.toml",
        "cloudformation/",
        "ansible/",
        "ansible.cfg",
        "playbook*.y*ml",
        "group_vars/",
        "host_vars/",
        "cloudbuild*.y*ml",
        "app.yaml",
        "fly.toml",
        "render.yaml",
        "vercel.json",
        "netlify.toml",
        "wrangler.toml",
        "railway.json",
        "Procfile",
        "*.service",
        "nginx.conf",
        "nginx/",
        "httpd.conf",
        "haproxy.cfg",
        "Caddyfile",
        "traefik.y*ml",
        "envoy.y*ml",
        # builds and deliveries
        ".github/workflows/",
        ".github/actions/",
        "action.yml",
        "action.yaml",
        ".github/dependabot.y*ml",
        ".gitlab-ci.yml",
        ".gitlab-ci.yaml",
        ".gitlab/ci/",
        "Jenkinsfile",
        "Jenkinsfile.*",
        "*.jenkinsfile",
        "azure-pipelines*.y*ml",
        ".azure-pipelines/",
        ".circleci/",
        ".buildkite/",
        "bitbucket-pipelines.yml",
        ".travis.yml",
        ".drone.yml",
        "appveyor.yml",
        ".woodpecker.yml",
        ".woodpecker/",
        ".tekton/",
        "buildspec*.y*ml",
        ".gitattributes",
        ".gitmodules",
        ".husky/",
        "!**/site-packages/",
    ),
    signals=(
        Signal(
            name="secret environment variable",
            literals=(
                "environ",
                "getenv",
                "process.env",
                "import.meta.env",
                "env[",
                "env(",
                "env.fetch",
                "env::var",
                "env.str",
                "lookupenv",
                "config(",
            ),
            pattern=(
                r"(?:\benviron(?:\.get\(|\.setdefault\(|\.pop\(|\[)|\bgetenv\(|\bGetenv\(|\bLookupEnv\("
                r"|\bGetEnvironmentVariable\(|\bSetenv\(|\bENV(?:\[|\.fetch\()|\b_ENV\[|\benv(?:\(|::var\(|::var_os\("
                r"|\.str\()|\bconfig\(|\bprocess\.env(?:\.|\[)|\bimport\.meta\.env\.)"
                r"\s{0,2}['\"]?(?:[A-Z0-9]{1,20}_){0,6}(?:SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|TOKEN|KEY"
                r"|APIKEY|CREDENTIALS?|DSN|SALT|CERT|AUTH)(?:_[A-Z0-9]{1,20}){0,3}\b"
            ),
            example=(
                'key = os.environ["PAYMENT_API_KEY"]',
                "const value = process.env.SESSION_SECRET;",
                'os.Getenv("DB_PASSWORD")',
                "ENV.fetch('SMTP_PASSWORD')",
                "'key' => env('APP_KEY'),",
                'System.getenv("SIGNING_TOKEN")',
                'let dsn = std::env::var("REPORTING_DSN")?;',
                'Environment.GetEnvironmentVariable("CLIENT_SECRET")',
            ),
            counter=(
                'os.environ.get("NO_COLOR")',
                "process.env.NODE_ENV === 'production'",
                'os.Getenv("KEYBOARD_LAYOUT")',
                "os.environ['TOKENIZERS_PARALLELISM']",
                "env('MONKEY')",
            ),
        ),
        Signal(
            name="container environment",
            literals=("env ", "arg ", "environment:", "env_file:", "env:", "envfrom:", "--mount=type=secret"),
            pattern=(
                r"^\s{0,8}(?i:env|arg)\s{1,8}[A-Za-z_][A-Za-z0-9_]{0,80}(?:[ =]|$)|^\s{0,40}(?:environment|env_file"
                r"|env|envFrom):\s{0,4}(?:$|[\[{./]|#)|--mount=type=secret"
            ),
            example=(
                "ENV APP_MODE=production",
                "ARG BUILD_TOKEN",
                "    environment:",
                "    env_file: .env",
                "RUN --mount=type=secret,id=npm npm ci",
                "          envFrom:",
            ),
            counter=(
                "RUN echo environment",
                "# ENV is set elsewhere",
                "  name: arg parser",
            ),
            files=(
                *_DOCKERFILES,
                *_YAML,
            ),
        ),
        Signal(
            name="kubernetes secret or config",
            literals=("kind:", "secret", "configmap"),
            pattern=(
                r"^\s{0,8}kind:\s{0,3}['\"]?(?:Secret|ConfigMap|SealedSecret|ExternalSecret|ClusterSecretStore"
                r"|SecretStore|SecretProviderClass)\b"
                r"|\b(?:secretKeyRef|configMapKeyRef|secretRef|configMapRef|imagePullSecrets|secretName|existingSecret"
                r"|stringData):"
            ),
            example=(
                "kind: Secret",
                "            secretKeyRef:",
                "      secretName: tls-front",
                "imagePullSecrets:",
            ),
            counter=(
                "kind: Deployment",
                "description: keep it secret",
                "kind: SecretGarden",
            ),
            files=_YAML,
        ),
        Signal(
            name="container privileges",
            literals=(
                "securitycontext",
                "security_context",
                "privileged",
                "runas",
                "allowprivilegeescalation",
                "hostnetwork",
                "hostpid",
                "hostipc",
                "hostpath",
                "cap_add",
                "cap_drop",
                "security_opt",
                "readonlyrootfilesystem",
                "network_mode",
                "docker.sock",
                "user ",
            ),
            pattern=(
                r"\b(?:podS|s)ecurityContext:|\bsecurity_context\s{0,2}\{|\bprivileged:\s{0,3}(?:true|false)\b"
                r"|\b(?:runAsUser|runAsGroup|runAsNonRoot|allowPrivilegeEscalation|readOnlyRootFilesystem|hostNetwork"
                r"|hostPID|hostIPC|hostPath):"
                r"|^\s{0,20}(?:cap_add|cap_drop|security_opt):|^\s{0,20}network_mode:\s{0,3}['\"]?host\b"
                r"|/var/run/docker\.sock\b|^USER\s{1,4}\w|\s--privileged\b"
            ),
            example=(
                "      securityContext:",
                "    privileged: true",
                "        runAsNonRoot: true",
                "      - /var/run/docker.sock:/var/run/docker.sock",
                "USER app",
                "    cap_add:",
            ),
            counter=(
                "# a privileged few",
                "user: name",
                "hosts:",
                "run_as_needed: yes",
            ),
            files=(*_YAML, *_DOCKERFILES, "*.tf", "Jenkinsfile"),
        ),
        Signal(
            name="network exposure",
            literals=(
                "networkpolicy",
                "ingress",
                "0.0.0.0/0",
                "::/0",
                "security_group",
                "cidr",
                "firewall",
                "network_security_rule",
                "loadbalancer",
                "nodeport",
                "source_ranges",
            ),
            pattern=(
                r"^\s{0,8}kind:\s{0,3}['\"]?(?:NetworkPolicy|CiliumNetworkPolicy|Ingress|AuthorizationPolicy"
                r"|PeerAuthentication)\b|\b0\.0\.0\.0/0\b|['\"]::/0['\"]|\baws_(?:vpc_)?security_group\w{0,30}"
                r"|\bcidr_(?:blocks?|ipv4)\b"
                r"|\bgoogle_compute_firewall\b|\bazurerm_network_security_(?:rule|group)\b|^\s{0,20}(?:ingress"
                r"|egress)(?::|\s{0,2}\{)|\btype:\s{0,3}(?:LoadBalancer|NodePort)\b|\bsource_ranges\s{0,2}="
                r"|\bSecurityGroupIngress\b|\bAWS::EC2::SecurityGroup\b"
            ),
            example=(
                "kind: NetworkPolicy",
                '  cidr_blocks = ["0.0.0.0/0"]',
                'resource "aws_security_group" "web" {',
                "  type: LoadBalancer",
                'resource "google_compute_firewall" "ssh" {',
            ),
            counter=(
                "kind: Deployment",
                "type: ClusterIP",
                "progress: 3",
                "# the firewall is elsewhere",
            ),
            files=(*_YAML, "*.tf", "*.tfvars", "*.json", "*.bicep", "*.ts", "*.py", "*.go"),
        ),
        Signal(
            name="secret store call",
            literals=(
                "hvac",
                "vault",
                "secretsmanager",
                "secretmanager",
                "secret_manager",
                "secretclient",
                "secret_value",
                "secretvalue",
                "ssm",
                "keyring",
                "application.credentials",
                "user-secrets",
                "usersecrets",
                "sops",
                "secretstr",
                "key_vault",
                "doppler",
            ),
            pattern=(
                r"\bhvac\b|\bVAULT_(?:ADDR|TOKEN|ROLE\w{0,8}|NAMESPACE)\b|\bvault\s{1,2}(?:kv|read|write|login"
                r"|token)\s|\bhashicorp/vault\b|\bvault_(?:generic_secret|kv_secret\w{0,6}|policy|mount"
                r"|auth_backend)\b|\bVaultTemplate\b|\bnode-vault\b"
                r"|\b[sS]ecrets[mM]anager(?:Client|\b)|\baws_secretsmanager_\w{4,30}|\baws_ssm_parameter\b"
                r"|\bSecretManagerService(?:Client|AsyncClient)\b|\bgoogle_secret_manager_secret\w{0,20}"
                r"|\bsecretmanager\.(?:googleapis|New)|\bazurerm_key_vault\w{0,30}|\bazure[-.]keyvault\b"
                r"|\bkeyvault-secrets\b"
                r"|\bget_secret_value\b|\b[gG]et-?SecretValue(?:Command|Request|Async)?\b|\bSecretClient\("
                r"|\bAddAzureKeyVault\(|\bAddUserSecrets[<(]|\buser-secrets\s{1,2}set\b|\bapplication\.credentials\b"
                r"|\bkeyring\.(?:get|set|delete)_password\b|\bsops\s{1,2}(?:-d|-e|exec|--decrypt)|\bSecretStr\b"
                r"|\bssm:GetParameter\w{0,10}|\bdoppler\s{1,2}(?:run|secrets)\b"
            ),
            example=(
                "client = hvac.Client(url=address)",
                "secret = client.get_secret_value(SecretId=name)",
                "SecretClient client = new SecretClient(uri, identity);",
                "Rails.application.credentials.dig(:smtp, :user)",
                'data "aws_secretsmanager_secret_version" "db" {',
                "vault kv get -field=value app/db",
                'keyring.get_password("app", user)',
            ),
            counter=(
                "pole_vault = Sport()",
                "default = vaulted_ceiling",
                "get_secret_message()",
                "assm = assembly",
            ),
        ),
        Signal(
            name="pipeline secret",
            literals=(
                "secrets.",
                "secrets:",
                "withcredentials",
                "credentials(",
                "pull_request_target",
                "secrets[",
                "workflow_run",
                "deploykey",
                "variablegroup",
                "- group:",
            ),
            pattern=(
                r"\$\{\{\s{0,4}(?:[^}]{0,80}[^\w.}])?secrets(?:\.\w|\[)|^\s{0,20}secrets:|\bsecrets:\s{0,3}inherit\b"
                r"|\bwithCredentials\(|\bcredentials\(\s{0,2}['\"]|\bpull_request_target\b|^\s{0,10}workflow_run:"
                r"|^\s{0,10}-\s{1,3}group:\s{1,3}\w"
            ),
            example=(
                "          token: ${{ secrets.NPM_PUBLISH }}",
                "    secrets: inherit",
                "withCredentials([string(credentialsId: 'npm', variable: 'X')]) {",
                "  pull_request_target:",
                "    if: ${{ github.ref == 'x' && secrets.DEPLOY }}",
            ),
            counter=(
                "${{ github.sha }}",
                "  # secrets are kept elsewhere",
                "workflow_running = True",
            ),
            files=(*_YAML, "Jenkinsfile", "Jenkinsfile.*", "*.jenkinsfile", "*.groovy"),
        ),
        Signal(
            name="application secret key",
            literals=("secret", "app_key", "signing_key", "signingkey", "master_key", "api_key", "apikey", "password"),
            pattern=(
                r"\b(?:[A-Z]{2,20}_){0,3}SECRET_KEY(?:_BASE|_FALLBACKS)?['\"]?\]?\s{0,2}(?:=[^=]|:[^:])"
                r"|\bsecret_key_base\b|\bapp\.secret_key\b|\b(?:JWT|SESSION|COOKIE|AUTH|NEXTAUTH|CLIENT|WEBHOOK"
                r"|SIGNING|ENCRYPTION)_SECRET(?:_KEY)?\b|\bAPP_KEY\s{0,1}="
                r"|\bconfig\.secret_key\w{0,10}\s{0,2}=|\b(?:RAILS_)?MASTER_KEY\b|^[A-Z][A-Z0-9_]{0,60}(?:_SECRET"
                r"|_PASSWORD|_API_KEY|_TOKEN|_PRIVATE_KEY|_ACCESS_KEY)\s{0,2}[:=](?!=)|\bSIGNING_KEY\b"
                r"|\bsetSigningKey\(|\bIssuerSigningKey\b"
                r"|\b(?:client_secret|api_key|apiKey|clientSecret|jwtSecret|secretKey"
                r"|privateKey)['\"]?\s{0,2}[:=]\s{0,2}(?:\$\{|\{\{|os\.|process\.env|env\(|ENV|config|settings|var\.)"
            ),
            example=(
                "SECRET_KEY = load_key()",
                "  secret_key_base: <%= ENV.fetch('BASE') %>",
                "SMTP_PASSWORD=",
                "app.secret_key = read_key()",
                "ValidateIssuerSigningKey, IssuerSigningKey = key",
                "  api_key: process.env.MAPS,",
            ),
            counter=(
                "secret_keyhole = door",
                "primary_key = True",
                "    if SECRET == other:",
                "MAX_TOKEN_LENGTH = 3",
                "APP_KEYBOARD = 'us'",
            ),
        ),
        Signal(
            name="security settings",
            literals=(
                "debug",
                "allowed_hosts",
                "secure_",
                "force_ssl",
                "helmet",
                "content-security-policy",
                "content_security_policy",
                "contentsecuritypolicy",
                "x-frame-options",
                "x_frame_options",
                "strict-transport-security",
                "usehsts",
                "usehttpsredirection",
                "csp_",
                "trust proxy",
                "trusted_proxies",
                "trustproxies",
                "trusted_hosts",
                "frameoptions",
            ),
            pattern=(
                r"^\s{0,8}(?:APP_)?DEBUG\s{0,2}=[^=]|\bapp\.debug\s{0,2}=|\bFLASK_DEBUG\b"
                r"|\bapp\.run\([^)]{0,80}debug\s{0,2}=|\bALLOWED_HOSTS\b|\bSECURE_(?:SSL_\w{4,20}|HSTS_\w{4,30}"
                r"|PROXY_SSL_HEADER|CONTENT_TYPE_NOSNIFF|REFERRER_POLICY|BROWSER_XSS_FILTER|CROSS_ORIGIN\w{0,20})\b"
                r"|\bforce_ssl\b"
                r"|['\"]helmet['\"]|\bhelmet\(|\b(?i:Content-Security-Policy|X-Frame-Options"
                r"|Strict-Transport-Security)\b|\bcontent_security_policy\b|\bcontentSecurityPolicy\b"
                r"|\bX_FRAME_OPTIONS\b|\bUse(?:Hsts|HttpsRedirection)\(|\bCSP_[A-Z]{3,20}_?\w{0,10}"
                r"|['\"]trust proxy['\"]|\btrusted_(?:proxies|hosts)\b|\bTrustProxies\b|\bframeOptions\("
            ),
            example=(
                "DEBUG = False",
                "ALLOWED_HOSTS = ['example.org']",
                "  config.force_ssl = true",
                "app.use(helmet());",
                'add_header X-Frame-Options "DENY";',
                "app.UseHsts();",
            ),
            counter=(
                "logger.debug('x')",
                "debug = print",
                "bike.helmet = None",
                "if settings.DEBUG:",
            ),
        ),
        Signal(
            name="tls settings",
            literals=(
                "ssl_protocols",
                "ssl_ciphers",
                "ssl_certificate",
                "ssl_prefer_server_ciphers",
                "ssl_verify_client",
                "ssl_minimum_version",
                "sslprotocol",
                "sslciphersuite",
                "sslcertificatekeyfile",
                "tls.config{",
                "minversion:",
                "ssl.sslcontext(",
                "ssl.create_default_context(",
                "ssl.protocol_",
                "create_urllib3_context",
                "server.ssl.",
                "tls_version",
                "tls_policy",
                "tls_cert",
                "tls_key",
                "minimum_protocol_version",
                "ssl_policy",
                "securityprotocoltype.",
            ),
            pattern=(
                r"\b(?:ssl_(?:protocols|ciphers|certificate(?:_key)?|prefer_server_ciphers|verify_client"
                r"|minimum_version)|SSLProtocol|SSLCipherSuite|SSLCertificateKeyFile)\s|\btls\.Config\{"
                r"|\bMinVersion:\s{0,2}tls\.|\bssl\.(?:SSLContext\(|create_default_context\(|PROTOCOL_\w{3,12}\b)"
                r"|\bcreate_urllib3_context\b"
                r"|\bminVersion:\s{0,2}['\"]TLS|\bserver\.ssl\.[\w-]{3,30}|\b(?:minimum_|min_)?tls_(?:version|policy"
                r"|cert\w{0,20}|key\w{0,10})\b\s{0,2}[:=]|\bminimum_protocol_version\b|\bssl_policy\b"
                r"|\bSecurityProtocolType\.|\bSslProtocols\."
            ),
            example=(
                "    ssl_protocols TLSv1.2 TLSv1.3;",
                "cfg := tls.Config{MinVersion: tls.VersionTLS12}",
                "context = ssl.create_default_context()",
                "server.ssl.enabled=true",
                "  min_tls_version = TLS1_2  # min_tls_version = x",
            ),
            counter=(
                "castles = 3",
                "import crossline",
                "birth_certificate = None",
                "bottles.sort()",
            ),
        ),
        Signal(
            name="database connection",
            literals=(
                "database",
                "connectionstring",
                "datasource",
                "db_",
                "jdbc:",
                "mongodb_uri",
                "redis_url",
                "connection_string",
                "postgres_",
            ),
            pattern=(
                r"\bDATABASE_(?:URL|URI)\b|\bSQLALCHEMY_DATABASE_URI\b|^\s{0,4}DATABASES\s{0,2}="
                r"|\bConnectionStrings?['\":]|\bGetConnectionString\(|\bspring\.datasource\.\w|^\s{0,8}datasource:"
                r"|\bjdbc:[a-z]{2,12}:|\bMONGODB_URI\b|\bREDIS_URL\b"
                r"|\bDB_(?:HOST|USER|USERNAME|PASS|PASSWORD|NAME|PORT|DATABASE|CONNECTION)\b|\bPOSTGRES_(?:USER"
                r"|PASSWORD|DB|HOST|HOST_AUTH_METHOD)\b|\bAZURE_STORAGE_CONNECTION_STRING\b"
            ),
            example=(
                "DATABASES = {",
                "url = os.environ['DATABASE_URL']",
                "spring.datasource.username=app",
                '  "ConnectionStrings": {',
                "DB_HOST=localhost",
                "      POSTGRES_USER: app",
            ),
            counter=(
                "database = Database(name)",
                "for db_name in DATABASES_IN_USE:",
                "datasource = table.rows()",
                "postgres_version = 16",
            ),
        ),
        Signal(
            name="encryption or keys",
            literals=(
                "encrypt",
                "cipher",
                "fernet",
                "kms",
                "aes.",
                "aesgcm",
                "rsa",
                "privatekey",
                "private_key",
                "generatekey",
                "nacl",
                "sodium",
            ),
            pattern=(
                r"\bFernet\(|\bcreate(?:Cipher|Decipher)(?:iv)?\(|\baws_kms_(?:key|alias|grant)\b"
                r"|\bgoogle_kms_\w{4,30}|\bAES\.new\(|\bAESGCM\(|\bCipher\.getInstance\(|\baes\.NewCipher\("
                r"|\bcipher\.NewGCM\(|\bopenssl_(?:en|de)crypt\(|\bOpenSSL::Cipher\b"
                r"|\bkms:(?:Decrypt|Encrypt|GenerateDataKey)|\bkms_key_(?:id|arn|name)\b"
                r"|\bserver_side_encryption\w{0,20}|\bstorage_encrypted\b|\bencryption_at_rest\w{0,20}"
                r"|\bencrypts\s{1,2}:\w|\bgenerate_private_key\(|\brsa\.GenerateKey\(|\bload_pem_private_key\("
                r"|\bcreatePrivateKey\(|\bnacl\.(?:secret|public|signing)\b|\bsodium_crypto_\w{3,40}\(|\b(?:Aes"
                r"|RSA)\.Create\(|\bCrypt::(?:encrypt|decrypt)\w{0,8}\("
            ),
            example=(
                "box = Fernet(key)",
                "const c = crypto.createCipheriv('aes-256-gcm', key, iv);",
                'resource "aws_kms_key" "data" {',
                "  encrypts :email",
                "block, err := aes.NewCipher(key)",
                "  storage_encrypted = true",
            ),
            counter=(
                "decipher_handwriting(page)",
                "planes.newest()",
                "universal = True",
                "milkmsg = 'x'",
            ),
        ),
    ),
)

_DATA_SHARING = Area(
    id="data-sharing",
    title="logging, analytics or third-party data sharing",
    paths=(
        "logging/",
        "logging.*",
        "logging[_-]*.*",
        "*[_-]logging.*",
        "logger/",
        "loggers/",
        "logger.*",
        "loggers.*",
        "*logger.*",
        "logger[_-]*.*",
        "log[_-]config*.*",
        "logconfig*.*",
        "log4j*.*",
        "logback*.*",
        "nlog.config",
        "serilog*.*",
        "winston*.*",
        "monolog.y*ml",
        "fluent-bit*.conf",
        "fluentd*.conf",
        "fluent*.conf",
        "filebeat*.y*ml",
        "logstash*.conf",
        "promtail*.y*ml",
        "vector.toml",
        "vector.y*ml",
        "otel*.y*ml",
        "rsyslog*.conf",
        "filter_parameter_logging.rb",
        "audit.*",
        "audit/",
        "audits/",
        "audit[_-]log*.*",
        "auditlog*.*",
        "*[_-]audit.*",
        "analytics/",
        "*analytics.*",
        "analytics*.*",
        "*[_-]analytics/",
        "telemetry/",
        "*telemetry*.*",
        "mixpanel*.*",
        "amplitude.*",
        "posthog*.*",
        "gtag.*",
        "gtm.*",
        "google-tag-manager.*",
        "googletagmanager.*",
        "google-analytics*.*",
        "sentry/",
        "sentry.*",
        "sentry[_-]*.*",
        "instrumentation-client.*",
        "bugsnag.*",
        "rollbar.*",
        "newrelic.*",
        "datadog*.*",
        "webhook/",
        "webhooks/",
        "*webhook*.*",
        "*[_-]pixel.[jt]s",
        "*[_-]pixel.[jt]sx",
        "*thirdparty*.*",
        "*third[_-]party[_-]*.*",
        "data[_-]sharing/",
        "data[_-]sharing*.*",
        "data[_-]export*.*",
        "*cookie[_-]consent*.*",
        "*cookieconsent*.*",
        "PrivacyInfo.xcprivacy",
        "!*blogger*",
        "!*vlogger*",
        "!*third[_-]party[_-]licen*",
        "!.github/",
    ),
    signals=(
        Signal(
            name="analytics sdk",
            literals=(
                "analytics",
                "mixpanel",
                "amplitude",
                "posthog",
                "gtag(",
                "googletagmanager",
                "datalayer",
                "hotjar",
                "fullstory",
                "matomo",
                "plausible",
                "rudder",
                "segment",
                "heap.",
                "umami",
                "clarity.ms",
                "logrocket",
                "smartlook",
            ),
            pattern=(
                r"\banalytics\(?\)?\.(?:track|identify|page|group|alias|logEvent|screen|load)\(|\bAnalytics\.(?:track"
                r"|identify|logEvent|page|screen)\b|\b(?:log|track)AnalyticsEvent\(|\bFirebaseAnalytics\b"
                r"|\bfirebase/analytics\b|\bgetAnalytics\(|\bAnalyticsBrowser\b"
                r"|\b(?i:mixpanel)(?:\.|-|\(|['\"]|::|\s{1,2}=)|@amplitude/|\bamplitude\.(?:init|track|logEvent"
                r"|identify|getInstance|setUserId)\b|\bamplitude-js\b|\b(?i:posthog)(?:\.|-|\(|['\"]|::|\s{1,2}import)"
                r"|\bgtag\(|\bgoogletagmanager\.com\b|\bgoogle-analytics\.com\b|\bdataLayer\.push\("
                r"|\bGA_MEASUREMENT_ID\b"
                r"|\bhotjar\b|\bFullStory\b|\bfullstory\.com\b|\b_paq\.push\(|\bmatomo\.(?:js|php)\b|\bplausible\("
                r"|\bplausible\.io\b|\brudderstack\b|\brudderanalytics\b|@segment/|\bcdn\.segment\.com\b"
                r"|\bsegment\.analytics\b|\banalytics-(?:node|python|ruby|next)\b|\bheap\.(?:track|identify|load)\("
                r"|\bumami\.track\(|\bclarity\.ms\b|\bLogRocket\.|\blogrocket\b|@vercel/analytics\b"
            ),
            example=(
                "analytics.track('Order Placed', { total });",
                "mixpanel.people_set(user.pk, {'plan': plan})",
                'import posthog from "posthog-js";',
                "gtag('config', id);",
                '<script async src="https://www.googletagmanager.com/gtag/js"></script>',
                "Analytics.identify(user_id: user.id)",
                'import { init } from "@amplitude/analytics-browser";',
            ),
            counter=(
                "wave.amplitude = 3",
                "segment = line.segments[0]",
                "plausible = True",
                "heap.push(item)",
                "from analysis import analytics_mean",
            ),
        ),
        Signal(
            name="advertising pixel",
            literals=(
                "fbq(",
                "facebook",
                "fbevents",
                "doubleclick",
                "googleadservices",
                "adsbygoogle",
                "linkedin",
                "ttq.",
                "twq(",
                "snaptr(",
                "pintrk(",
                "criteo",
                "adjust",
                "appsflyer",
                "branch.io",
            ),
            pattern=(
                r"\bfbq\(|\bconnect\.facebook\.net\b|\bfacebook\.com/tr\b|\bfbevents\.js\b"
                r"|\bfacebook[_-]?pixel\w{0,10}|\bdoubleclick\.net\b|\bgoogleadservices\.com\b|\badsbygoogle\b"
                r"|\b_linkedin_(?:partner_id|data_partner_ids)\b|\bsnap\.licdn\.com\b|\bttq\.(?:track|load|page"
                r"|identify)\(|\btwq\(|\bsnaptr\(|\bpintrk\(|\bcriteo\.(?:com|net)\b|\bAppsFlyer\w{0,10}"
                r"|\bappsflyer\.com\b"
            ),
            example=(
                "fbq('track', 'Purchase');",
                '<script src="https://connect.facebook.net/en_US/fbevents.js"></script>',
                "ttq.track('CompletePayment');",
                "AppsFlyerLib.shared().start()",
            ),
            counter=(
                "href='https://facebook.com/example'",
                "linkedin_url = profile",
                "adjust(width)",
            ),
        ),
        Signal(
            name="error reporting service",
            literals=(
                "sentry",
                "bugsnag",
                "rollbar",
                "airbrake",
                "honeybadger",
                "raygun",
                "crashlytics",
                "default_pii",
                "defaultpii",
                "appcenter",
            ),
            pattern=(
                r"\bsentry_sdk\b|\bSentry(?:\.|::)(?:init|captureException|captureMessage|setUser|setContext|setTag"
                r"|addBreadcrumb|capture_exception|capture_message|set_user|configureScope|withScope|configure_scope"
                r"|with_scope|Init)\b|@sentry/|\bsentry-(?:ruby|rails|go|laravel|spring\w{0,20})\b|\bgetsentry/"
                r"|\bSENTRY_[A-Z_]{2,30}|\bUseSentry\(|\bsentry::init\("
                r"|\bsend_default_pii\b|\bsendDefaultPii\b|\bSendDefaultPii\b|(?i:\b(?:bugsnag|rollbar|airbrake"
                r"|honeybadger|raygun4?\w{0,5}|crashlytics)(?:\.|::|\(|-|['\"]))|\bFirebaseCrashlytics\b"
                r"|\bimport\s{1,2}(?:bugsnag|rollbar)\b"
            ),
            example=(
                "sentry_sdk.init(traces_sample_rate=0.1)",
                "Sentry.setUser({ id: user.id });",
                "  send_default_pii=True,",
                'import * as Sentry from "@sentry/nextjs";',
                "Bugsnag.notify(error)",
                "Rollbar.configure do |config|",
            ),
            counter=(
                "sentry = Soldier()",
                "posts.append(sentry_box)",
                "rollbars = 3",
            ),
        ),
        Signal(
            name="monitoring agent",
            literals=(
                "ddtrace",
                "dd-trace",
                "datadog",
                "newrelic",
                "new_relic",
                "honeycomb",
                "splunk",
                "elastic-apm",
                "elasticapm",
                "dynatrace",
                "applicationinsights",
                "appinsights",
                "otlp",
                "loggly",
                "papertrail",
                "logtail",
                "logdna",
                "sumologic",
                "statsd",
            ),
            pattern=(
                r"\bddtrace\b|\bdd-trace\b|(?i:\bdatadog(?:_|\.|::|-|/|['\"]|hq\b))|\bDD_(?:API_KEY|SITE|AGENT_HOST"
                r"|LOGS_INJECTION|ENV|SERVICE)\b|\bnewrelic\b|\bNEW_RELIC_[A-Z_]{3,40}|\bapi\.honeycomb\.io\b"
                r"|\bsplunk(?:_|-)(?:hec|handler|logging|token|url)\b|\bSPLUNK_[A-Z_]{3,20}"
                r"|\belastic-?apm\b|\bdynatrace\b|\bApplicationInsights\b|\bapplicationinsights\b"
                r"|\bOTLP\w{0,6}Exporter\b|\bOTLP(?:Span|Log|Metric|Trace)\w{0,3}Exporter\b|\bOtlp\w{2,20}Exporter\b"
                r"|\bOTEL_EXPORTER_\w{4,40}|\botlp(?:trace|metric|log)(?:grpc|http)\b|^\s{0,20}otlp(?:/\w{1,20})?:"
                r"|\bloggly\.com\b|\bpapertrailapp\.com\b|\blogtail\b|\blogdna\b|\bsumologic\b"
            ),
            example=(
                "from ddtrace import patch_all",
                "require('dd-trace').init();",
                "newrelic.agent.initialize('app.ini')",
                "exporter = OTLPSpanExporter(endpoint=url)",
                "OTEL_EXPORTER_OTLP_ENDPOINT=collector",
                "services.AddApplicationInsightsTelemetry(); // ApplicationInsights",
            ),
            counter=(
                "dd_trace_id = None",
                "data_dog = animals[3]",
                "honeycomb = Hexagon()",
                "splunky",
            ),
        ),
        Signal(
            name="logging configuration",
            literals=(
                "dictconfig",
                "fileconfig",
                "basicconfig",
                "logging",
                "appender",
                "winston",
                "createlogger",
                "serilog",
                "writeto",
                "pino(",
                "bunyan",
                "monolog",
                "log_level",
                "loglevel",
                "log4j",
                "env_logger",
                "tracing_subscriber",
                "zap.new",
                "logrus.set",
                "slog.new",
                "slog.setdefault",
                "logback",
                "addhandler",
                "morgan(",
                "log_format",
                "access_log",
                "structlog.configure",
            ),
            pattern=(
                r"\blogging\.config\b|\b(?:dictConfig|fileConfig)\(|\blogging\.basicConfig\("
                r"|^\s{0,8}LOGGING(?:_CONFIG)?\s{0,2}=[^=]|\blogging\.(?:FileHandler|StreamHandler|handlers)\b"
                r"|\bfrom\s{1,3}logging\.handlers\b|<(?:appender|springProfile|Loggers|Appenders)\b|<(?:root"
                r"|logger)\s{1,3}(?:level|name)="
                r"|\bwinston\.(?:createLogger|transports|add|format)\b|\bLog\.Logger\s{0,2}=|\bLoggerConfiguration\("
                r"|\.WriteTo\.\w|\bUseSerilog\(|\bAddSerilog\(|\bpino\(|\bbunyan\.createLogger\(|\bmorgan\("
                r"|\bMonolog\\|\bconfig\.log_(?:level|tags|formatter)\b|\bconfig\.logger\s{0,2}="
                r"|\blog4j2?\.(?:rootLogger|logger|appender|rootCategory)\b|\blogging\.level\.[\w.]{1,60}\s{0,2}[:=]"
                r"|\benv_logger::|\btracing_subscriber\b|\bzap\.New(?:Production|Development)?(?:Config)?\("
                r"|\blogrus\.Set(?:Level|Output|Formatter)\(|\bslog\.(?:SetDefault|NewJSONHandler|NewTextHandler)\("
                r"|\bstructlog\.configure\("
                r"|^\s{0,8}(?:log_format|access_log|error_log)\s{1,8}\S|\b(?:AddConsole|ClearProviders"
                r"|AddEventLog)\(\)|\bLOG_LEVEL\s{0,2}[:=]|\b(?:root|logger|log)\.addHandler\("
            ),
            example=(
                "logging.config.dictConfig(settings)",
                "LOGGING = {",
                '<appender name="FILE" class="ch.qos.logback.core.FileAppender">',
                "const logger = winston.createLogger({ level: 'info' });",
                "Log.Logger = new LoggerConfiguration().WriteTo.Console();",
                "  config.log_level = :info",
                "logger, _ := zap.NewProduction()",
                "tracing_subscriber::fmt::init();",
                "access_log /var/log/nginx/access.log combined;",
            ),
            counter=(
                "logger = logging.getLogger(__name__)",
                "logger.info('started')",
                "LOGGING_INTERVAL: int",
                "console.log(items.length);",
                "forest.logging()",
            ),
        ),
        Signal(
            name="sensitive name in a log",
            literals=("log", "console", "slog", "zap.", "winston", "tracing"),
            pattern=(
                r"(?:\b(?i:log(?:ger|ging)?|console|slog|zap|winston|_logger|rails\.logger)(?:\.|::|->)(?i:trace|debug"
                r"|info|information|notice|log|warn|warning|error|err|fatal|critical|exception|print|printf|println"
                r"|log(?:information|warning|error|debug|trace))[fwv]?!?(?i:context|ln)?\s{0,2}\(?"
                r"|\b(?:error_log|NSLog|Log\.(?:d|e|i|v|w)|log::(?:info|warn|debug|error|trace)!|tracing::(?:info|warn"
                r"|debug|error|trace)!)\s{0,2}\()"
                r"[^\n]{0,160}(?:(?:(?:[,({+\[:&*]\s{0,2}|[.$@>])(?:[A-Za-z]{1,20}_){0,2}"
                r"(?i:(?:user|customer|client|raw|old|new|hashed|plain)?(?:password|passwd|passphrase|client_?secret"
                r"|secret_?key"
                r"|(?:access|auth|refresh|bearer|session|id|api|reset)_?token|api_?key|private_?key|credentials|ssn"
                r"|social_?security_?number"
                r"|card_?number|cvv|iban|date_?of_?birth|phone_?number|email_?address|(?:user|customer|client)_?email"
                r"|session_?id|auth_?header))"
                r"|[\w)\]](?:\.|->)(?:email|password|token|secret)|\breq(?:uest)?\.(?:cookies|headers"
                r"|body))(?:\s{0,2}[,)}\]+;(]|\.\w|\s{0,2}$))"
            ),
            example=(
                'logger.info("login of %s with %s", name, password)',
                "console.log(`user ${user.email}`);",
                'log.Printf("token: %s", accessToken)',
                "Rails.logger.debug(params[:card_number])",
                '_logger.LogInformation("Sent to {Email}", user.email);',
                "console.error('request failed', req.headers);",
                'log::debug!("{}", user.password);',
            ),
            counter=(
                'logger.info("unexpected token at %d", position)',
                "console.log('Please enter your password');",
                'log.info("catalog ready")',
                "blog.post(token)",
                "password = logins.first()",
                "logger.warning('email sent to %d people', count)",
            ),
        ),
        Signal(
            name="redaction of logged data",
            literals=(
                "filter_parameter",
                "filterparameter",
                "redact",
                "sensitive_variables",
                "sensitive_post_parameters",
                "exceptionreporterfilter",
                "exception_reporter_filter",
                "mask",
                "scrub",
                "beforesend",
                "before_send",
                "sensitiveparameter",
                "notlogged",
                "logmasked",
            ),
            pattern=(
                r"\bfilter_parameters\b|\bfilter_parameter_logging\b|\bsensitive_(?:variables|post_parameters)\b"
                r"|\bSafeExceptionReporterFilter\b|\bDEFAULT_EXCEPTION_REPORTER_FILTER\b|\bredact(?:ed)?_?(?:paths"
                r"|keys|fields|headers|pii|secrets|sensitive)\b|\bredact(?:Paths|Keys|Fields|Headers|PII|Sensitive)\b"
                r"|\bredact:\s{0,3}[\[{]"
                r"|\b(?:mask|scrub|sanitize)_?(?:pii|PII|sensitive|card|email|secrets?|fields|ssn"
                r"|personal)(?:_\w{1,20})?\b|\b(?:mask|scrub|sanitize)(?:Pii|Sensitive|Card|Email|Secrets?|Fields"
                r"|Ssn)\w{0,20}|\bbefore_send(?:_transaction)?\s{0,2}[:=]|\bbeforeSend(?:Transaction)?\s{0,2}[:=(]"
                r"|\bdata_scrubber\b|\bEventScrubber\b|\bSensitiveParameter\b|\[(?:LogMasked|NotLogged)\b"
            ),
            example=(
                "Rails.application.config.filter_parameters += [:passw]",
                "@sensitive_post_parameters()",
                "  redact: ['req.headers.cookie'],",
                "before_send=strip_user,",
                "const safe = maskEmail(address);",
            ),
            counter=(
                "mask = image > 0",
                "mask_fieldset = None",
                "redaction = editor.redact(text)",
                "before_sending = True",
            ),
        ),
        Signal(
            name="webhook or chat post",
            literals=(
                "webhook",
                "hooks.slack.com",
                "api.telegram.org",
                "zapier",
                "chat.postmessage",
                "postmessage",
                "web_hook",
            ),
            pattern=(
                r"\bhooks\.slack\.com\b|\bdiscord(?:app)?\.com/api/webhooks\b|\boutlook\.office\.com/webhook\b"
                r"|\bwebhook\.office\.com\b|\bapi\.telegram\.org\b|\bhooks\.zapier\.com\b"
                r"|(?i:(?<![a-z])webhook_?(?:url|uri|endpoint|secret|target|destination|payload|subscriber|handler"
                r"|signature)s?(?![a-z]))"
                r"|\b(?:send|post|fire|dispatch|trigger|deliver|register|create|call|notify)_?[wW]eb_?[hH]ooks?\b"
                r"|\bIncomingWebhook\(|\bchat\.postMessage\(|\bchat_postMessage\(|\bWebhookClient\b|\bWebhookURL\b"
            ),
            example=(
                "slack = IncomingWebhook(settings.url)  # webhook_url",
                "await client.chat.postMessage({ channel, text });",
                'WEBHOOK_URL = "https://hooks.zapier.com/hooks/catch/"',
                "sendWebhook(order);",
                "  webhook_endpoint: string",
            ),
            counter=(
                "window.postMessage(data, origin)",
                "webhooks = []",
                "# a webhook",
            ),
        ),
        Signal(
            name="messaging or crm provider",
            literals=(
                "sendgrid",
                "mailgun",
                "twilio",
                "mailchimp",
                "postmark",
                "intercom",
                "hubspot",
                "salesforce",
                "zendesk",
                "mandrill",
                "klaviyo",
                "sparkpost",
                "onesignal",
                "customerio",
                "marketo",
                "brevo",
                "resend",
                "segment_write",
                "nodemailer",
            ),
            pattern=(
                r"(?i:\b(?:sendgrid|mailgun|twilio|mailchimp|mandrill|klaviyo|sparkpost|hubspot|zendesk|onesignal"
                r"|marketo|simple_salesforce|jsforce)(?:\.|::|_|-|\(|\\|/|['\"]|client|api))|@sendgrid/"
                r"|\bimport\s{1,3}(?:sendgrid|twilio|mailchimp)\b|\b[pP]ostmark(?:er|\.|Client|::|-rails)"
                r"|\bpostmarkapp\.com\b|\bIntercom\.|\bIntercom\(|\bintercom-client\b|\bintercomSettings\b"
                r"|\bsalesforce\.com\b|\bSalesforce\(|\bcustomerio\b|\bnew\s{1,3}Resend\(|\bsib-api-v3\w{0,5}"
                r"|['\"]resend['\"]|\bapi\.brevo\.com\b"
            ),
            example=(
                "client = sendgrid.SendGridAPIClient(key)",
                'import twilio from "twilio";',
                "Intercom.update({ email });",
                "require 'mailgun-ruby'",
                "hubspot.crm.contacts.basic_api.create(contact)",
            ),
            counter=(
                "socket.resend(frame)",
                "intercommunal = True",
                "# postmark of a letter",
            ),
        ),
        Signal(
            name="language model provider",
            literals=(
                "openai",
                "anthropic",
                "cohere",
                "generativelanguage",
                "genai",
                "generativeai",
                "bedrock",
                "mistral",
                "huggingface",
                "groq",
                "litellm",
            ),
            pattern=(
                r"\bopenai\.(?!azure\b)\w|\b(?:Async)?(?:Azure)?OpenAI(?:Client)?\(|\bfrom\s{1,3}openai\b"
                r"|\bimport\s{1,3}(?:openai|anthropic|cohere|litellm)\b|['\"](?:openai|@anthropic-ai/sdk"
                r"|@ai-sdk/\w{2,20}|cohere-ai|groq-sdk|@google/generative-ai|@google/genai)['\"]|\bapi\.(?:openai"
                r"|anthropic|cohere|mistral|groq)\.(?:com|ai)\b"
                r"|\bAnthropic\(|\banthropic\.(?:Anthropic|messages|AsyncAnthropic)\b|\bOpenAI::Client\b"
                r"|\bgenerativelanguage\.googleapis\.com\b|\bgoogle\.generativeai\b|\bgenai\.(?:Client|GenerativeModel"
                r"|configure|NewClient)\b|\bbedrock-runtime\b|\bBedrockRuntimeClient\b|\bgo-openai\b"
                r"|\bapi-inference\.huggingface\.co\b|\blitellm\.\w"
            ),
            example=(
                "client = OpenAI()",
                'import Anthropic from "@anthropic-ai/sdk";',
                "reply = anthropic.messages.create(model=name)",
                'BASE = "https://api.openai.com/v1"',
                "brt = boto3.client('bedrock-runtime')",
            ),
            counter=(
                "coherent = True",
                "# as in an anthropic principle",
                "bedrock = Layer('stone')",
            ),
        ),
        Signal(
            name="data sent to another host",
            literals=("http",),
            pattern=(
                r"\b(?:requests|httpx|session|axios|client|http|Http|HTTParty|Faraday|Net::HTTP|got|ky|superagent"
                r"|\$http|aiohttp)\.(?:post|put|patch|post_form|Post|PostForm|PostAsync"
                r"|PostAsJsonAsync)\(\s{0,2}f?[`'\"]https?://"
                r"(?!localhost\b|127\.|0\.0\.0\.0|\[::1|(?:www\.)?example\.|testserver|httpbin)"
                r"|\b(?:navigator\.)?sendBeacon\(\s{0,2}[`'\"]https?://|\bcurl\s[^|;\n]{0,80}(?:--data\S{0,10}|-d|-F"
                r"|--form|-T|--upload-file)\s[^|\n]{0,120}https?://(?!localhost\b|127\.)"
            ),
            example=(
                'requests.post("https://collector.partner.net/v1", json=user)',
                "await axios.post(`https://partner.net/${id}`, body);",
                'http.Post("https://partner.net/in", kind, body)',
                "navigator.sendBeacon('https://partner.net/b', data);",
                "curl -s -d @users.json https://partner.net/in",
            ),
            counter=(
                "requests.get('https://partner.net/list')",
                "axios.post('/api/items', item)",
                "requests.post('http://localhost:8000/', data)",
                "session.post(url)",
            ),
        ),
        Signal(
            name="cloud log or data stream",
            literals=(
                "cloudwatch",
                "cloudtrail",
                "flow_log",
                "flowlog",
                "logging_project",
                "logging_organization",
                "diagnostic_setting",
                "log_analytics",
                "firehose",
                "kinesis",
                "access_logs",
                "log_group",
                "data_share",
                "datasync",
                "audit",
            ),
            pattern=(
                r"\baws_(?:cloudwatch_log_\w{3,30}|cloudtrail|flow_log|kinesis_firehose_\w{3,30}|kinesis_stream"
                r"|s3_bucket_logging|ram_resource_share|datasync_\w{3,30})\b|\bgoogle_logging_\w{3,40}"
                r"|\bazurerm_(?:monitor_diagnostic_setting|log_analytics_\w{3,40}|data_share\w{0,30})\b|\bAWS::(?:Logs"
                r"|CloudTrail|KinesisFirehose)::\w"
                r"|\b(?:firehose|kinesis)\.(?:put_record|putRecord|PutRecord)\w{0,6}|\bPutRecord(?:Batch)?Command\b"
                r"|^\s{0,12}access_logs\s{0,2}\{|\benable_logging\s{0,2}=|\baudit_log_config\b"
                r"|^kind:\s{0,3}Policy\s{0,2}#\s{0,2}audit|\bDATA_ACCESS|\bDATA_READ\b|\bDATA_WRITE\b"
            ),
            example=(
                'resource "aws_cloudwatch_log_group" "app" {',
                'resource "google_logging_project_sink" "export" {',
                'resource "azurerm_monitor_diagnostic_setting" "app" {',
                "firehose.put_record(DeliveryStreamName=name, Record=row)",
                "  access_logs {",
            ),
            counter=(
                "kinesis = 'movement'",
                "audition = 1",
                "flow_logic = Flow()",
            ),
        ),
        Signal(
            name="consent check",
            literals=("consent", "donottrack", "do_not_track", "opt_out", "optout", "opt_in", "optin"),
            pattern=(
                r"(?i:\b(?:has|check|require|get|set|give|revoke|withdraw|cookie|marketing|tracking|analytics|gdpr"
                r"|user)_?consent(?:s|ed|_given|Given)?(?![a-z])|\bconsent_?(?:given|granted|status|mode|required|at"
                r"|version)(?![a-z])|\bnavigator\.doNotTrack\b|\bdo_?not_?track(?![a-z])|\b(?:opt_?out"
                r"|opt_?in)_?(?:tracking|capturing|analytics|marketing)(?![a-z])|(?<![a-z])(?:marketing|tracking"
                r"|analytics)_?opt_?(?:in|out)(?![a-z]))"
            ),
            example=(
                "if (!hasConsent('analytics')) return;",
                "user.marketing_opt_in = True",
                "posthog.opt_out_capturing()",
                "if (navigator.doNotTrack === '1') {",
            ),
            counter=(
                "consenting = adults",
                "optional = opt_in",
                "opt_output = 3",
            ),
        ),
    ),
)

# What decides how changes are judged and who may approve them: whoever can change it unnoticed can change anything.
_GOVERNANCE = Area(
    id="governance",
    title="the policy, its approvers or the hooks themselves",
    paths=(
        "/governance.toml",
        "/.governance/",
        "/.govhooks.baseline",
        "/.secrets.baseline",
        ".pre-commit-config.yaml",
        ".pre-commit-config.yml",
        ".pre-commit-hooks.yaml",
        "prek.toml",
        "CODEOWNERS",
        # who a commit's author is
        "/.mailmap",
        "lefthook.y*ml",
        ".lefthook.y*ml",
        ".githooks/",
        # what the AI agents may do
        "requirements.toml",
    ),
    signals=(),
    loud=True,
)

AREAS: tuple[Area, ...] = (_AUTHENTICATION, _AUTHORIZATION, _PAYMENTS, _CONFIGURATION, _DATA_SHARING, _GOVERNANCE)
