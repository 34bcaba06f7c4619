"""The literals that the pass over a text searches for besides the formats' own, in lower case.

`formats/triggers.py` has them once more, so that a commit without any of them does not import this module. It compiles no
regular expression.
"""

from __future__ import annotations

# Words for a password in other languages, as names of settings have them, without the letters before one that is not ASCII.
FOREIGN = (
    *(
        "wachtwoord",
        "losenord",
        "senord",
        "adgangskode",
        "jelszo",
        "jelsz",
        "haslo",
        "heslo",
        "parola",
        "salasana",
        "contrase",
    ),
    *("motdepasse", "mot de passe", "mot_de_passe", "mot-de-passe", "lozinka", "geslo", "zugangscode", "clave"),
)
# The same with letters that the pass cannot search for: looked for in texts that are not ASCII.
WIDE = (
    *(
        "has\u0142o",
        "Has\u0142o",
        "\u015fifre",
        "\u015eifre",
        "\u043f\u0430\u0440\u043e\u043b\u044c",
        "\u041f\u0430\u0440\u043e\u043b\u044c",
    ),
    *("\ube44\ubc00\ubc88\ud638", "\u5bc6\u7801", "\u5bc6\u78bc", "\u30d1\u30b9\u30ef\u30fc\u30c9"),
)
# Words in names that suggest a secret. A name may contain more of them, and they may be inside a longer word
# ("dbpasswd2").
NAMES = (
    *("pass", "pwd", "secret", "token", "key", "auth", "cred", "private", "signature", "otp", "salt", "pword"),
    *("_pw", "-pw", "pw=", "pw:", 'pw"', "pw'", "pw ", "pw>", "cookie", "identified", "ticket"),
    *("kennwort", "senha", "webhook", "sas=", "sig="),
    # Not `session` alone: of 251 values after such a name in CredData, and of 11,000 in a library's source, none was a
    # secret.
    *("sessionid", "session_id", "session-id", "sessid"),
    # Words for a password in other languages (`named.FOREIGN`).
    *FOREIGN,
    # Seeds of wallets and of NATS; a Wi-Fi network's key; a private key's short name.
    *("seed_phrase", "seedphrase", "seed phrase", "mnemonic", "psk", "_pk"),
)
# Authentication schemes, which precede a credential.
SCHEMES = ("basic ", "bearer ", "apikey ", "digest ", "token ")
URLS = ("://",)
# A JSON Web Token begins with the base64 of `{"`.
TOKENS = ("eyj",)
# Where a text speaks of NATS: every seed of a key in it counts, even if its checksum does not hold (a typo, or a changed character).
NKEYS = ("nkey", "nsc ", "nats.connect", "accseed")


def begins_a_word(text: str | bytes, start: int) -> bool:
    """Whether a word begins at an offset, as in `user_nkey` and `userNkey`; not in `foreignKey`."""
    before, first = text[start - 1 : start], text[start : start + 1]
    return not start or not before.isalpha() or (first.isupper() and before.islower())


# Calls that take a password among their arguments, and the index of that argument. Their names do not suggest it.
CALLS = {
    **dict.fromkeys(
        (
            "setbasicauth(",
            "basicauth(",
            "plaintextauthprovider(",
            "basic_auth(",
            "username_pw_set(",
            "credentials.basic(",
        ),
        1,
    ),
    **dict.fromkeys((".login(", "auth=(", "auth = (", "networkcredential(", "passwordauthentication("), 1),
    **dict.fromkeys(("usernamepasswordcredentials(", "smbconnection(", "auth.basic(", ".auth(", "newstaticv4("), 1),
    **dict.fromkeys(("newstaticcredentials(", "setcredentials(", "usernamepasswordauthenticationtoken("), 1),
    **dict.fromkeys(
        ("=credentials(", " credentials(", ".credentials(", "client.bind(", "ldap.bind(", "simple_bind_s("), 1
    ),
    **dict.fromkeys(("newcookiestore([]byte(", ".decrypt(", "workbookpassword(", "cookieparser(", "hmacshakeyfor("), 0),
    **dict.fromkeys((":auth(", "hmac.new(", "hmac256(", "hmac384(", "hmac512(", "key.fromutf8("), 0),
    **dict.fromkeys(
        ("jwt.sign(", "jwt.verify(", "jwt.encode(", "jwt.decode(", "createhmac(", "aes.encrypt(", "aes.decrypt("), 1
    ),
    **dict.fromkeys(
        (
            "plainauth(",
            "getconnection(",
            "dbi->connect(",
            "mysqli_connect(",
            "mysql_connect(",
            "new mysqli(",
            "new pdo(",
        ),
        2,
    ),
    **dict.fromkeys(("aes.new(", "des3.new(", "arc4.new(", "blowfish.new(", "fernet(", "newcipher([]byte("), 0),
    **dict.fromkeys(("createcipheriv(", "createdecipheriv("), 1),
    **dict.fromkeys(("openssl_encrypt(", "openssl_decrypt("), 2),
    **dict.fromkeys((".withsmtpserver(", "mysql_real_connect("), 3),
    **dict.fromkeys(("pymysql.connect(", "mysqldb.connect(", "epgsql:connect(", "mqttclient.connect("), 2),
    **dict.fromkeys(("mqtt.connect(", "sql.newinstance("), 2),
    **dict.fromkeys(("wifi.begin(", "defaultauthenticator(", "pgp_sym_encrypt(", "pgp_sym_decrypt("), 1),
    **dict.fromkeys(
        ("symmetricsecuritykey(encoding.utf8.getbytes(", "symmetricsecuritykey(encoding.ascii.getbytes("), 0
    ),
    **dict.fromkeys(("ftp.open(", "ftp_login(", "imap_open(", "ldap_bind(", "ssh2_auth_password("), 2),
}
# What a wallet's private key is given to; only 64 hexadecimal digits count, for accounts and wallets have names, too.
WALLETS = (
    *("new wallet(", "ethers.wallet(", "privatekeytoaccount(", "account.from_key(", "hextoecdsa(", "localwallet = "),
    *("accounts: [", "accounts:[", "accounts = ["),
)
# Commands that take a password after an inconspicuous option, and the expression from the option to the password.
COMMANDS = {
    "curl ": r"(?:-\w{0,8}u|--user|-U|--proxy-user)[ =]?[\"']?[^\s:\"'$]{1,64}:",
    "sshpass ": r"-p[ ]?[\"']?",
    **dict.fromkeys(("mysql ", "mysqldump ", "mysqladmin ", "mariadb "), r"-p[\"']?"),
    **dict.fromkeys(("docker login ", "podman login ", "helm registry login ", "az login "), r"-p[ ][\"']?"),
    **dict.fromkeys(("mongo ", "mongosh ", "mongodump ", "twine ", "zip "), r"-[pP][ ][\"']?"),
    "sqlcmd ": r"-P[ ]?[\"']?",
    "7z ": r"-p[\"']?",
    "openssl ": r"(?:-k[ ]|-pass(?:in|out)?[ ]pass:)[\"']?",
    "htpasswd ": r"-\w{0,3}b\w{0,3}[ ]\S{1,80}[ ][\w.@-]{1,60}[ ][\"']?",
    "vault login ": r"(?:-[\w=-]{1,30}[ ]){0,2}(?!-|\w{1,20}=)[\"']?",
    **dict.fromkeys(("redis-cli ", "rediscli_auth "), r"-a[ ][\"']?"),
    **dict.fromkeys(("ldapsearch ", "ldapadd ", "ldapmodify "), r"-w[ ]?[\"']?"),
    "vault operator unseal ": r"(?:-[\w=-]{1,30}[ ]){0,2}(?!-)[\"']?",
    "net use ": r"(?:/user:[\w.\\@-]{1,60}[ ]|\\\\[\w.$-]{1,60}\\[\w.$-]{1,60}[ ](?![/*-])(?=\S{4,200}[ \t]*(?:[\r\n/]|\Z)))[\"']?",
    "lftp ": r"-u[ ]?[\"']?[\w.@-]{1,60},",
    "gh secret set ": r"(?:--body|-b)[ =]?[\"']?",
    "smbclient ": r"(?:-U|--user)[ =]?[\"']?[\w.\\/-]{1,64}%",
    "convertto-securestring ": r"(?:-[Ss]tring[ ])?[\"']",
}
# Text right before or after which a login stands, and the expression for it; `value` is the password. `CONNECTIONS` are read from
# their end, `PIPES` backwards from their start: what a command reads from the one before it.
CONNECTIONS = {
    # The login of HAProxy's statistics.
    "stats auth ": r"[\w.@-]{1,40}:(?P<value>[^\s:]{4,80})(?=\s|\Z)",
    # A user of HAProxy whose password is in clear; the key of a VPN as Juniper writes it; Ruby's Faraday; PHP's Guzzle; Twilio.
    "insecure-password ": r"(?<=[\w.-] insecure-password )(?P<value>[^\s\"'`,;|&<>(){}$\\]{4,80})(?=\s|\Z)",
    "pre-shared-key ascii-text ": r"[\"']?(?P<value>(?!\$[89]\$)[^\s\"'`;]{4,120})",
    "authorization, :basic, ": r"[\"'][^\"'\n]{1,60}[\"'],\s?[\"'](?P<value>[^\"'\n]{4,80})[\"']",
    **dict.fromkeys(
        ("auth' => [", 'auth" => ['),
        r"\s?([\"'])[^\"'\n]{1,60}\1,\s?\1(?P<value>(?=[^\"'\n]*\d)(?:(?=[^\"'\n]*[A-Z])[^\"'\n:/]{8,80}|[0-9a-z]{16,80}))\1",
    ),
    **dict.fromkeys(
        ("twilio(", "twilio')(", 'twilio")('),
        r"\s?(?:[\"'`]AC[0-9a-f]{32}[\"'`]|[\w.]{1,60}),\s?[\"'`](?P<value>[0-9a-f]{32})[\"'`]",
    ),
    # A pair of user and password that is about to be encoded.
    **dict.fromkeys(
        ("btoa(", "b64encode(", "base64encode(", "base64.encode(", "utf8.encode(", "buffer.from("),
        r"\s?b?[\"'`][\w.@-]{1,40}:(?P<value>[^\s\"'`:${}]{4,80})[\"'`]",
    ),
    # SNMP (net-snmp.org, snmpd.conf; Cisco IOS): who knows the community may read, or write.
    **dict.fromkeys(
        ("rocommunity ", "rwcommunity ", "rocommunity6 ", "rwcommunity6 ", "snmp-server community "),
        r"[\"']?(?P<value>(?!(?:public|private)\b)[^\s\"'`,;|&<>(){}$\\]{4,64})(?=[\"']?(?:\s|\Z))",
    ),
    "sqlplus ": r"(?:-\w{1,6}[ ]){0,2}[\"']?[\w$.]{1,40}/(?P<value>[^\s@/\"'<>{}$;|]{4,60})(?=[@\s\"'])",
    "jdbc:oracle:thin:": r"[\w$.]{1,60}/(?P<value>[^\s@/\"'<>{}$]{4,100})@",
    **dict.fromkeys(
        ("cx_oracle.connect(", "oracledb.connect("), r"\s{0,40}[\"'][\w$.]{1,60}/(?P<value>[^\s@/\"'<>{}$]{4,100})@"
    ),
}
PIPES = {
    "--password-stdin": r"(?:echo|printf)[ ](?:-\w{1,3}[ ]|[\"']%s(?:\\n)?[\"'][ ]){0,2}[\"']?(?P<value>[^\s\"'|$`]{4,200})[\"']?[ ]{0,3}\|[^|\n]{0,200}\Z",
    **dict.fromkeys(
        ("cryptsetup ", "sudo -s ", "sudo -k"),
        r"(?:echo|printf)[ ](?:-\w{1,3}[ ]){0,2}[\"'](?P<value>[^\"'|$`\n]{4,100})[\"'][ ]{0,3}\|[ ]{0,3}(?:sudo[ ])?\Z",
    ),
    "chpasswd": r"[\"'][\w.-]{1,40}:(?P<value>[^\s\"'|$`]{4,100})[\"'][ ]{0,3}\|[ ]{0,3}(?:sudo[ ])?(?:/usr/sbin/)?\Z",
    "@tcp(": r"[\"'`/=][\w.-]{1,60}:(?P<value>[^\s\"'`@:/{}$%]{4,100})\Z",
    "@unix(": r"[\"'`/=][\w.-]{1,60}:(?P<value>[^\s\"'`@:/{}$%]{4,100})\Z",
}
# Text near the beginning of a private key or keystore in base64, one per shape: the version and the headers of the
# first fields of PKCS#1, PKCS#8 (RSA, EC, Curve 25519, encrypted), SEC 1, PKCS#12; the magic numbers of OpenSSH and
# JKS.
BARE_KEYS = (
    *("IBAAKC", "IBAAKB", "IBADANBgkqhkiG9w0B", "AgEAMBMGByqGSM49", "MC4CAQAwBQYDK2V", "BgkqhkiG9w0BBQ0w"),
    *("GCSqGSIb3DQEFDT",),
    *(
        "MHcCAQEEI",
        "MHQCAQEEI",
        "MIGkAgEBBD",
        "MIHcAgEBBE",
        "MIHbAgEBBE",
        "IBAzCC",
        "b3BlbnNzaC1rZXktdjE",
        "/u3+7Q",
        "zs7Ozg",
    ),
)
# The literals for `keys.private_keys`.
KEYS = (
    "private key",
    "openvpn static key",
    "putty-user-key-file-",
    'kty"',
    "kty'",
    "kty:",
    'kty\\"',
    *(mark.lower() for mark in BARE_KEYS),
)
# The kinds of hits for guesses, as `guesses.py` and `engine.py` name them.
GUESSES = (
    ("name", NAMES),
    ("call", CALLS),
    ("command", COMMANDS),
    ("connection", (*CONNECTIONS, *PIPES)),
    ("nkey", NKEYS),
    ("wallet", WALLETS),
    ("scheme", SCHEMES),
    ("url", URLS),
    ("token", TOKENS),
)
