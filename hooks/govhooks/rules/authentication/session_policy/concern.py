"""Which changes the rule looks at: by path, and by words in what changes."""

from __future__ import annotations

CODE = (
    "*.py",
    "*.pyw",
    "*.js",
    "*.jsx",
    "*.mjs",
    "*.cjs",
    "*.ts",
    "*.mts",
    "*.cts",
    "*.tsx",
    "*.go",
    "*.java",
    "*.kt",
    "*.kts",
    *("*.rb", "*.rake", "*.ru", "*.php", "*.phtml", "*.cs", "*.cshtml"),
)
CONFIGURATION = (
    "*.yml",
    "*.yaml",
    "*.json",
    "*.jsonc",
    "*.toml",
    "*.tf",
    "*.hcl",
    "*.tfvars",
    "*.tofu",
    "*.ini",
    "*.cfg",
    "*.properties",
    *(
        "*.xml",
        "*.config",
        ".env",
        ".env.*",
        "*.env",
        ".flaskenv",
        ".envrc",
        "Dockerfile*",
        "*.dockerfile",
        "Containerfile*",
    ),
)
# Code that lists what is exempt, a line each.
LISTS = ("*csrf*.php",)
# Words of the changed lines of code: each setting of the tables has one of them in its name or value (tests hold it).
WORDS = (
    *(
        "cookie",
        "session",
        "csrf",
        "xsrf",
        "forgery",
        "jwt",
        "token",
        "expir",
        "lifetime",
        "ttl",
        "maxage",
        "max_age",
        "max-age",
    ),
    *(
        "timeout",
        "idle",
        "secure",
        "httponly",
        "http_only",
        "http-only",
        "samesite",
        "same_site",
        "same-site",
        "verif",
        "ssl",
        "tls",
    ),
    *(
        "cert",
        "trustmanager",
        "bcrypt",
        "argon",
        "pbkdf",
        "scrypt",
        "hasher",
        "rounds",
        "iterations",
        "cost",
        "md5",
        "sha1",
    ),
    *(
        "passwordencoder",
        "mfa",
        "2fa",
        "otp",
        "twofactor",
        "two_factor",
        "lock",
        "bruteforce",
        "brute_force",
        "axes",
        "attempts",
    ),
    *(
        "debug",
        "anonymous",
        "unverified",
        "algorithm",
        "helmet",
        "csurf",
        "timedelta",
        "hours",
        "minutes",
        "days",
        "seconds",
    ),
    *(
        "86400",
        "3600",
        "60 * 60",
        "60*60",
        "remember",
        "validat",
        "insecure",
        'exp"',
        "exp'",
        "password",
        "https",
        "unsafe",
        "trust",
    ),
    *(
        "hostname",
        "digest",
        "decode",
        "hash",
        "middleware",
        "host_key",
        "hostkey",
        "exempt",
        "confirm",
        "samesite",
        "noop",
        "auth",
        "except",
        "exp:",
    ),
)

# Words that most code has mean something only in a file that speaks of one of these, too.
EVERYDAY = (
    *(
        "token",
        "session",
        "password",
        "auth",
        "hash",
        "decode",
        "except",
        "lock",
        "cert",
        "days",
        "hours",
        "minutes",
        "seconds",
    ),
    *(
        "3600",
        "debug",
        "digest",
        "https",
        "trust",
        "confirm",
        "validat",
        "middleware",
        "cost",
        "rounds",
        "idle",
        "timeout",
        "ttl",
    ),
    *(
        "remember",
        "anonymous",
        "noop",
        "unsafe",
        "algorithm",
        "iterations",
        "attempts",
        "expir",
        "lifetime",
        "hostname",
        "secure",
    ),
    *("verif", "exempt", "60 * 60", "60*60", "exp:"),
)
STRONG = (
    *(
        "debug =",
        "expiration_",
        ".verify",
        ".secure",
        "options.",
        "skipexpiry",
        "idle_",
        "_idle",
        "_expiration",
        "expirationm",
        "gin.",
        "consider_all_requests",
        "slidingexp",
        "tokenvalidation",
        "revocation",
        "requiredl",
        "requiredu",
        "requiredigit",
    ),
    *(
        "securitymiddleware",
        "check_hostname",
        "httpsverify",
        "hostname",
        "anonymous",
        "exp:",
        "jws",
        "claims",
        "millis",
    ),
    *(
        "\"session\" 'session' 2fa _create_unverified_context absolutetimeout acceptleeway access_token accesstoken algorithms "
        " allow_all_hostname_verifier allow_invalid_certificates allow_self_signed allowanyone allowedfornewusers "
        " allowunauthenticated argon aspnet assert_hostname audiencevalidator auth_password_validators authentication_backends "
        " authenticationproperties authtktauthenticationpolicy axes betterauth blacklist_after_rotation cert_ "
        " certificatevalidationcallback clientauth clockskew compatibilitymode computehash confirm_within connectpgsimple cookie "
        " createhash csrf csurf dangerousacceptanyservercertificatevalidator databasestrategy debug: debug= "
        " debug_propagate_exceptions decode_complete default_authentication_classes defender_login_failure_limit derivebits "
        " derivekey detailederrors devise digestutils display_errors enablesensitivedatalogging enablewebsecurity exemptfunc "
        " exemptglob exemptpath exemptregexp expire_ expiretimespan expresssession fastifysession flask_debug force_https forgery "
        " gc_maxlifetime generatefrompassword gensalt has_secure_password hash_iterations hash_rounds hashcost hasher "
        " hashpassword hashsync helmet hostnameverifier hsts http_only httponly idle_timeout idletimeout ignorenotbefore "
        " ignoringantmatchers inactivitytimeout insecure ironoptions issecure issuersigningkeyvalidator issuervalidator "
        " iterationcount itsdangerous jose json_decode jsonwebsignature jsonwebtoken jwt lifetime_seconds lifetimevalidator "
        " limitattempts loadtrustmaterial lock_strategy lockable lockout login_attempts_limit lusca macalgorithm make_password "
        " max_age max_attempts max_failed_attempts max_failed_logins max_login_attempts maxage maxattempts "
        " maxfailedaccessattempts maxfailedattempts maxfailedlogins maximum_attempts maxinactiveintervalinseconds "
        " maxloginattempts maxtokenage md5 mfa mongostore nextauth nonealgorithm nosurf otp paramiko paranoid password_hash "
        " password_iterations password_reset_timeout passwordcost passwordencoder passwordsigninasync passwordvalidator "
        " pbekeyspec pbkdf pwd_context readtoken redisstore refresh_token refresh_ttl refreshtoken refreshttl rejectunauthorized "
        " remember_for rememberable_options requireaudience requireconfirmedaccount requireconfirmedemail requirehttpsmetadata "
        " requirelowercase requirenonalphanumeric requiresignedtokens requiressecure requireuppercase reset_password_within "
        " rfc2898derivebytes salt_factor salt_rounds saltrounds same_site samesite seasurf securepolicy securityfilterchain "
        " securitytokendescriptor servercertificatecustomvalidationcallback session- session. session: session_ sessionconfig "
        " sessionduration sessionexpiry sessionfixation sessioni sessionlifetime sessionm sessionoptions sessions sessiont "
        " set_missing_host_key_policy setdefaultmaxinactiveinterval setmaxinactiveinterval setsecure setskipalldefaultvalidators "
        " setskipallvalidators setskipsignatureverification sha1 showpii signasync signaturevalidator signingmethodnone signwith "
        " skip_before_action skip_before_filter sliding_token_refresh_lifetime spring-security springframework.security ssl "
        " stretches stricttransportsecurity talisman tcpconnector template_debug time_cost timecost timeout_in tls token_exp "
        " token_lifetime token_ttl tokenduration tokenexp tokenlifetime tokensexpirein tokenttl tokenvalidity toomanyattempts "
        " trustall trustservercertificate two_factor twofactor unsafeallownonesignaturetype unsecured updateage use_strict_mode "
        " usedeveloperexceptionpage usehttpsredirection verify: verify= verify_ withoutmiddleware withvalidmethods work_factor "
        " workfactor wp_debug xsrf idle_ inactivity_ token_duration token_timeout token_validity refresh_lifetime refresh_duration "
        " refresh_timeout refresh_validity refresh_exp remember_me_"
    ).split(),
)
# The same of a configuration.
SPEAKS = (
    *(
        "cookie",
        "requiressl",
        "xpack",
        "auth_enabled",
        "authenabled",
        "guardian",
        "auth0",
        "auth:",
        "auth.",
        "auth]",
        "revokerefresh",
        "revoke_refresh",
        "sslrequired",
        "ssl_required",
        '"realm"',
        '"security"',
        "security:",
        "sslenabled",
        "ssl.",
        "password_policy",
        "passwordpolicy",
        "algorithm",
        "iterations",
        "sign-in",
        "signin",
        "sign_in",
        "frequency",
        "authentication",
        "client-auth",
        "clientauth",
        "spring",
        "remember",
        "offline",
        "advanced_security",
        "user_pool",
        "tls:",
        "tls.",
        "minimum_length",
        "session",
        "csrf",
        "xsrf",
        "jwt",
        "lifespan",
        "bcrypt",
        "argon",
        "pbkdf",
        "hasher",
        "mfa",
        "2fa",
        "otp",
        "lockout",
    ),
    *(
        "brute",
        "two_factor",
        "twofactor",
        "axes",
        "verify",
        "verif",
        "insecure",
        "token_",
        "token-",
        "tokenv",
        "tokenl",
        "tokene",
    ),
    *(
        "_env",
        "debug",
        "anonymous",
        "aspnetcore",
        "rejectunauth",
        "trustserver",
        "securecookie",
        "idle",
        "ttl",
        "certs",
        "signature",
    ),
    *(
        "login",
        "attempts",
        "salt",
        "expir",
        "flask",
        "django",
        "node_tls",
        "authenticat",
        "ssl_",
        "ssl-",
        "tls_",
        "tls-",
        "skip",
    ),
)
