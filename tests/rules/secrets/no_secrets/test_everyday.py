"""Everyday files are left alone, kind by kind, and beside each kind a real-looking secret in the same place is found.

No secret stands here: what has to be found is made at run time.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator

import pytest
from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.secrets import no_env_files
from govhooks.rules.secrets.no_secrets import Policy, check
from govhooks.rules.secrets.no_secrets.everyday import is_label, is_stock
from govhooks.rules.secrets.no_secrets.examples import make
from govhooks.rules.secrets.no_secrets.generated import is_key
from govhooks.rules.secrets.no_secrets.named import says_no_secret

PASSWORD = "k7#" + "Gv2p" + "Qx9w" + "Z!t4"
MADE = make("{alnum:32}", seed=3)
HEX = make("{hex:40}", seed=4)
SECRETS = (PASSWORD, MADE)


def refused(path: str, text: str) -> list[Finding]:
    """What refuses a commit that adds this file."""
    change = Changeset([Change("A", path, new=(text + "\n").encode())])
    return [finding for finding in check(change, Policy()) if finding.confidence != "low"]


def refused_as_template(line: str) -> list[Finding]:
    change = Change("A", ".env.example", new=(line + "\n").encode())
    return list(no_env_files.check(Changeset([change]), no_env_files.Policy()))


# --- catalogues of messages: language -> what forms show for password, forgotten, new, token, key, secret, wrong

WORDS = {
    "de": "Passwort|Passwort vergessen?|Neues Passwort|Zugriffstoken|API-Schlüssel|Geheimer Schlüssel|Ungültiges Passwort",
    "fr": "Mot de passe|Mot de passe oublié ?|Nouveau mot de passe|Jeton d'accès|Clé d'API|Clé secrète|Mot de passe invalide",
    "es": "Contraseña|¿Olvidaste tu contraseña?|Nueva contraseña|Token de acceso|Clave de API|Clave secreta|Clave incorrecta",
    "it": "Password|Password dimenticata?|Nuova password|Token di accesso|Chiave API|Chiave segreta|Password non valida",
    "fi": "Salasana|Unohditko salasanasi?|Uusi salasana|Käyttöoikeustunnus|API-avain|Salainen avain|Virheellinen salasana",
    "tr": "Şifre|Şifrenizi mi unuttunuz?|Yeni şifre|Erişim belirteci|API anahtarı|Gizli anahtar|Geçersiz şifre",
    "nl": "Wachtwoord|Wachtwoord vergeten?|Nieuw wachtwoord|Toegangstoken|API-sleutel|Geheime sleutel|Ongeldig wachtwoord",
    "pl": "Hasło|Nie pamiętasz hasła?|Nowe hasło|Token dostępu|Klucz API|Tajny klucz|Nieprawidłowe hasło",
    "pt": "Senha|Esqueceu a senha?|Nova senha|Token de acesso|Chave da API|Chave secreta|Senha inválida",
    "sv": "Lösenord|Glömt lösenordet?|Nytt lösenord|Åtkomsttoken|API-nyckel|Hemlig nyckel|Ogiltigt lösenord",
    "hu": "Jelszó|Elfelejtette a jelszavát?|Új jelszó|Hozzáférési token|API-kulcs|Titkos kulcs|Érvénytelen jelszó",
    "cs": "Heslo|Zapomněli jste heslo?|Nové heslo|Přístupový token|Klíč API|Tajný klíč|Neplatné heslo",
    "ru": "Пароль|Забыли пароль?|Новый пароль|Токен доступа|Ключ API|Секретный ключ|Неверный пароль",
    "el": "Κωδικός|Ξεχάσατε τον κωδικό;|Νέος κωδικός|Διακριτικό|Κλειδί API|Μυστικό κλειδί|Μη έγκυρος κωδικός",
    "ja": "パスワード|パスワードをお忘れですか?|新しいパスワード|アクセストークン|APIキー|シークレットキー|パスワードが無効です",
    "zh": "密码|忘记密码?|新密码确认|访问令牌|API 密钥|密钥|登录密码错误",
    "ko": "비밀번호|비밀번호를 잊으셨나요?|새 비밀번호|액세스 토큰|API 키|비밀 키입니다|잘못된 비밀번호",
    "ar": "كلمة المرور|نسيت كلمة المرور؟|كلمة مرور جديدة|رمز الوصول|مفتاح API|المفتاح السري|كلمة المرور غير صالحة",
    "he": "סיסמה|שכחת סיסמה?|סיסמה חדשה|אסימון גישה|מפתח API|מפתח סודי|סיסמה שגויה",
    "hi": "पासवर्ड|पासवर्ड भूल गए?|नया पासवर्ड|एक्सेस टोकन|एपीआई कुंजी|गुप्त कुंजी|अमान्य पासवर्ड",
    "th": "รหัสผ่าน|ลืมรหัสผ่าน?|รหัสผ่านใหม่|โทเค็นการเข้าถึง|คีย์ API|คีย์ลับ|รหัสผ่านไม่ถูกต้อง",
    "vi": "Mật khẩu|Quên mật khẩu?|Mật khẩu mới|Mã truy cập|Khóa API|Khóa bí mật|Mật khẩu không hợp lệ",
}
KEYS = "password forgot_password new_password access_token api_key client_secret invalid_password".split()
Pairs = list[tuple[str, str]]


def _lines(form: str) -> Callable[[Pairs], str]:
    return lambda pairs: "\n".join(form.format(k=k, v=v, K=k.upper(), d=k.replace("_", "-")) for k, v in pairs)


def _json(*folders: str, ascii_only: bool = False) -> Callable[[Pairs], str]:
    def text(pairs: Pairs) -> str:
        tree: object = dict(pairs)
        for folder in reversed(folders):
            tree = {folder: tree}
        return json.dumps(tree, ensure_ascii=ascii_only, indent=2)

    return text


# path ("LL" is the language) -> how the file holds its messages
CATALOGUES: dict[str, Callable[[Pairs], str]] = {
    "locale/LL/LC_MESSAGES/django.po": _lines('msgid "{k}"\nmsgstr "{v}"\n'),
    "src/locales/LL.json": _json(),
    "public/locales/LL/translation.json": _json("auth", "login"),
    "translations/messages_LL.json": _json(ascii_only=True),
    "web/LL.json": _json(),
    "config/locales/devise.LL.yml": _lines("    {k}: {v}"),
    "i18n/LL.yaml": _lines('    {k}: "{v}"'),
    "src/main/resources/messages_LL.properties": _lines("login.{k}={v}\n{k} = {v}"),
    "app/src/main/res/values-LL/strings.xml": _lines('    <string name="{k}">{v}</string>'),
    "App/LL.lproj/Localizable.strings": _lines('"{k}" = "{v}";'),
    "App/Localizable.xcstrings": _json("strings", "localizations", "LL"),
    "src/locale/messages.LL.xlf": _lines('<trans-unit id="{k}"><source>{k}</source><target>{v}</target></trans-unit>'),
    "lib/l10n/app_LL.arb": _json(),
    "Resources/Strings.LL.resx": _lines('  <data name="{k}" xml:space="preserve">\n    <value>{v}</value>\n  </data>'),
    "src/lang/LL.ts": _lines('    {k}: "{v}",'),
    "resources/lang/LL/auth.php": _lines("    '{k}' => \"{v}\","),
    "locales/LL/main.ftl": _lines("{d} = {v}\nlogin-{d} =\n    .label = {v}"),
    "translations/app_LL.ts": _lines("<message><source>{k}</source><translation>{v}</translation></message>"),
    "locale/LL.toml": _lines('{k} = "{v}"'),
    # By its words alone: no catalogue of that name.
    "src/components/Login.vue": _json("LL"),
    "src/strings.py": _lines("    '{k}': \"{v}\","),
    "src/Form.java": _lines('  static final String {K} = "{v}";'),
}


@pytest.mark.parametrize("path", CATALOGUES)
def test_no_label_of_a_form_is_taken_for_a_password(path: str) -> None:
    for language, words in WORDS.items():
        text = CATALOGUES[path](list(zip(KEYS, words.split("|"))))

        assert [text.split("\n")[f.line - 1] for f in refused(path.replace("LL", language), text)] == []


# Qt, gettext and XLIFF hold a message's text apart from its name: no name says what a value is there.
NAMELESS = (
    "locale/LL/LC_MESSAGES/django.po",
    "src/locale/messages.LL.xlf",
    "translations/app_LL.ts",
    "Resources/Strings.LL.resx",
)


@pytest.mark.parametrize("path", [path for path in CATALOGUES if path not in NAMELESS])
@pytest.mark.parametrize("secret", SECRETS)
def test_a_password_pasted_into_a_catalogue_is_found(path: str, secret: str) -> None:
    text = CATALOGUES[path]([("title", "Willkommen"), ("db_password", secret.replace("#", "_")), ("save", "Sichern")])

    assert refused(path.replace("LL", "de"), text)


@pytest.mark.parametrize("path", CATALOGUES)
def test_a_token_pasted_into_a_catalogue_is_found(path: str) -> None:
    assert refused(path.replace("LL", "de"), CATALOGUES[path]([("access_token", make("ghp_{alnum:30}{sign:github}"))]))


@pytest.mark.parametrize(
    ("value", "catalogue", "label"),
    [
        ("Passwort", False, True),
        ("Mindestens 8 Zeichen", True, True),
        ("Code {0} ungültig", True, True),
        ("APIキー", False, True),
        ("passwort", False, False),
        ("Kirschbaum!3", True, False),
        ("Passwort1", True, False),
        ("slt" + "ユ£", False, False),
        ("vəl" + "wəs", False, False),
        ("su ldy" + "qab%señf", False, False),
        ("kzQwPxvB" + "TnRlMdSg", True, False),
        ("TUL%91" + "17delta", True, False),
        ("%(count)s von %1$s Zeichen, %d übrig", True, True),
        ("Пароль123", False, False),
        ("Sommer", False, False),
        ("Obecne_hasło", True, True),
        ("Kennwort_wiederholen", True, True),
        ("Kirschbaum_7x", True, False),
        ("_Kirsch_" + "!3", True, False),
        ("Obecne_hasło", False, False),
        ("", True, False),
    ],
)
def test_a_label_is_words(value: str, catalogue: bool, label: bool) -> None:
    assert is_label(value, catalogue) is label


# --- nouns that a credential only qualifies

ABOUT = """
password_hasher=argon2id-v13 password_algorithm=bcrypt-sha256 password_encoder=BCryptV2 password_format=PBKDF2v3
password_policy=strict-2024 password_mode=scram-sha-256 password_validator=MinLength8 password_strategy=Rotate90Days
password_type=SHA512crypt password_rules=minlength:8;required:lower password_pattern=[A-Za-z0-9]{8,32} passwordEncoder=BCryptV2
passwordPolicyName=Strict2024 password_storage_scheme=PBKDF2-HMAC-SHA512 passwordStrength=Level3Strong secret_arn_suffix=app-x7Yz2Q
password_field=userPassword1 password_column=passwd_v2 token_type=Bearer_v2 token_class=RefreshTokenV2 token_issuer=accounts.corp/v2
secret_name=prod/db-2/app secret_ref=app-secrets-v2 secret_path=kv/data/prod/app2 key_vault_name=kv-prod-weu-001 key_type=ecdsa-p256
credentials_provider=ProfileCredentialsProvider2 secret_store=vault-prod-02 auth_method=aws-iam-2 private_key_format=PKCS8v2
""".split()


@each(
    [
        (pair, *form)
        for pair in ABOUT
        for form in (("a.py", '{} = "{}"'), ("a.yaml", "{}: {}"), ("a.json", '{{"{}": "{}"}}'))
    ]
)
def test_what_a_password_only_qualifies_is_no_password(pair: str, path: str, form: str) -> None:
    name, _, value = pair.partition("=")

    assert refused(path, form.format(name, value)) == []


@pytest.mark.parametrize(
    "name", ["password", "policy_password", "db_password_old", "passwordValue", "api_token", "client_secret"]
)
@pytest.mark.parametrize("secret", SECRETS)
def test_a_password_that_something_qualifies_is_one(name: str, secret: str) -> None:
    assert refused("settings.py", f'{name} = "{secret}"')
    assert not says_no_secret(name)


@pytest.mark.parametrize("name", ["password_policy", "token_type", "secretName"])
def test_what_looks_made_is_found_whatever_its_name(name: str) -> None:
    assert is_key(MADE)
    assert refused("settings.py", f'{name} = "{MADE}"')


# --- templates of environment files

UUID = make("{uuid}", seed=2)


def _anon_token(role: str) -> str:
    parts = ({"alg": "HS256", "typ": "JWT"}, {"iss": "supabase", "ref": "abcdefghijkl", "role": role})
    encoded = [
        base64.urlsafe_b64encode(json.dumps(part, separators=(",", ":")).encode()).decode().rstrip("=")
        for part in parts
    ]
    return ".".join([*encoded, make("{alnum:43}", seed=9)])


def _template() -> Iterator[tuple[str, str]]:
    rows = {
        "NEXT_PUBLIC_STRIPE_KEY": "pk_test_" + make("{alnum:24}"),
        "STRIPE_PUBLISHABLE_KEY": "pk_live_" + make("{alnum:24}"),
        "VITE_FIREBASE_APP_ID": f"1:{make('{digits:12}')}:web:{make('{hex:22}')}",
        "VITE_MAPS_KEY": make("{alnum:32}"),
        "VITE_SUPABASE_ANON_KEY": _anon_token("anon"),
        "NEXT_PUBLIC_POSTHOG_KEY": "phc_" + make("{alnum:40}"),
        "VAPID_PUBLIC_KEY": "B" + make("{alnum:86}"),
        "RECAPTCHA_SITE_KEY": "6L" + make("{alnum:38}"),
        "AZURE_TENANT_ID": UUID,
        "AZURE_CLIENT_ID": UUID,
        "SUBSCRIPTION": UUID,
        "TOKEN_CONTRACT_ADDRESS": "0x" + HEX,
        "NEXT_PUBLIC_TOKEN_CONTRACT": "0x" + HEX,
        "VAULT": "0x" + HEX,
        "IMAGE_DIGEST": "sha256:" + make("{hex:64}"),
        "BASE": "sha256:" + make("{hex:64}"),
        "GIT_COMMIT": HEX,
        "PGP_KEY_FINGERPRINT": HEX.upper(),
        "COGNITO_USER_POOL_ID": "eu-west-1_" + make("{alnum:20}"),
        "GA_MEASUREMENT_ID": "G-" + make("{alnum:24}"),
        "NODE_OPTIONS": "--max-old-space-size=4096",
        "JVM": "-Xmx512m,-XX:MaxMetaspaceSize=256m",
        "PHP_OPCACHE": "opcache.enable=1,opcache.memory_consumption=128",
        "DATABASE_OPTIONS": "sslmode=require&connect_timeout=10",
        "MODEL_NAME": "meta-llama/Llama-3.1-8B-Instruct-Q4_K_M",
        "OPENAI_MODEL": "gpt-4o-mini-2024-07-18",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,app1.corp.test",
        "FEATURE_FLAGS": "newCheckout:1,darkMode:0,betaSearch2:1",
        "SECRET_NAME": "prod/app2/db-credentials",
        "TOKEN_LIFETIME": "15m30s",
        "POSTGRES_PASSWORD": "postgres" + "123",
        "DB_PASSWORD": "postgres",
        "API_KEY": "abcdef" + "123456",
        "APP_KEY": "base64:generate-with-artisan",
    }
    yield from rows.items()


@pytest.mark.parametrize(("name", "value"), list(_template()), ids=lambda value: value[:24])
def test_a_template_may_hold_what_no_one_has_to_keep(name: str, value: str) -> None:
    line = f"{name}={value}"

    assert refused(".env.example", line) == []
    assert refused_as_template(line) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", PASSWORD),
        ("JWT_SECRET", MADE),
        ("STRIPE_KEY", MADE),
        ("NEXT_PUBLIC_API_SECRET", MADE),
        ("VITE_ADMIN_PASSWORD", PASSWORD),
        ("SUPABASE_SERVICE_ROLE_KEY", _anon_token("service_role")),
        ("VAULT_SECRET_ID", UUID),
        ("WALLET_PRIVATE_KEY", "0x" + make("{hex:64}")),
        ("ENCRYPTION_KEY", "base64:" + make("{alnum:43}=")),
        ("UPSTREAM", MADE + MADE[::-1]),
    ],
    ids=lambda value: value[:24],
)
def test_a_template_may_hold_no_real_value(name: str, value: str) -> None:
    assert refused_as_template(f"{name}={value}")


# --- documented keys, in any syntax; put together here, so that none stands in this file

DOCUMENTED = {
    "aws_access_key_id": "AKIA" + "IOSFODNN7" + "EXAMPLE",
    "aws_secret_access_key": "wJalr" + "XUtnFEMI/K7MDENG/" + "bPxRfi" + "CYEXAMPLEKEY",
    "account_key": "Eby8" + "vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/" + "K1SZFPTOtr/KBHBeksoGMGw==",
    "cosmos_key": "C2y6" + "yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMs" + "EcaGQy67XIw/Jw==",
    "stripe_secret_key": "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "stripe_api_key": "sk_test_" + "BQokikJOvBiI2HlWgH4olfQ2",
    "google_api_key": "AIza" + "SyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe",
    "deployer_private_key": "0x" + "ac0974bec39a17e36ba4a6b4d238ff944bacb478" + "cbed5efcae784d7bf4f2ff80",
    "access_token": ".".join(
        (
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
            "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ",
            "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV" + "_adQssw5c",
        )
    ),
}
SYNTAXES = [
    *(("a.py", '{n} = "{v}"'), ("a.py", "    {n}='{v}',"), ("a.json", '{{"{n}": "{v}"}}'), ("a.yaml", "{n}: {v}")),
    *(
        ("a.yaml", '  {n}: "{v}"  # sample'),
        ("a.ini", "{n} = {v}"),
        ("credentials", "{n}={v}"),
        ("main.tf", '{n} = "{v}"'),
    ),
    *(
        ("a.sh", "export {N}={v}"),
        ("a.sh", 'export {N}="{v}"'),
        ("a.sh", "{N}='{v}' ./run.sh"),
        ("Dockerfile", "ENV {N}={v}"),
    ),
    *(("Dockerfile", "ENV {N} {v}"), ("a.xml", '<add key="{n}" value="{v}"/>'), ("a.xml", "<{n}>{v}</{n}>")),
    *(("a.js", "const {n} = `{v}`;"), ("a.js", '{n}: process.env.KEY || "{v}",'), ("README.md", "`{n}={v}`")),
    *(
        ("a.go", 'os.Setenv("{N}", "{v}")'),
        ("a.rb", '{n}: "{v}"'),
        ("a.php", "'{n}' => '{v}',"),
        ("a.ps1", '$env:{N} = "{v}"'),
    ),
    *(
        ("a.sh", 'curl -H "Authorization: Bearer {v}" x'),
        ("a.yml", "- name: {N}\n  value: {v}"),
        ("a.properties", "app.{n}={v}"),
    ),
    *(("docker-compose.yml", "    environment:\n      - {N}={v}"), (".env.example", "{N}={v}")),
]


# Where a value without a provider's form is only a guess of low confidence.
WEAKER = ("- name: {N}\n  value: {v}", "ENV {N} {v}", "<{n}>{v}</{n}>")


@pytest.mark.parametrize("name", DOCUMENTED)
def test_a_key_that_manuals_print_is_none(name: str) -> None:
    for path, form in SYNTAXES:
        text = form.format(n=name, N=name.upper(), v=DOCUMENTED[name])

        assert refused(path, text) == [], text.replace(DOCUMENTED[name], "...")
        if path == ".env.example":
            assert refused_as_template(text) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("aws_access_key_id", make("AKIA{base32:16}", seed=1)),
        ("stripe_secret_key", make("sk_test_{alnum:24}", seed=1)),
        ("access_token", _anon_token("service_role")),
    ],
)
def test_a_key_of_the_same_kind_is_found(name: str, value: str) -> None:
    for path, form in SYNTAXES:
        text = form.format(n=name, N=name.upper(), v=value)

        assert refused(path, text) or form in WEAKER, (path, form)


# --- what something else fills in

FILLED_IN = """
a.sql | CREATE ROLE app LOGIN PASSWORD :'app_pw';
a.sql | ALTER USER app WITH PASSWORD :app_pw;
a.sql | CREATE USER app IDENTIFIED BY :"app_pw2";
a.sql | CREATE LOGIN app WITH PASSWORD = @app_pw2;
a.sql | CREATE USER app IDENTIFIED BY '&app_pw1';
a.sql | ALTER ROLE app PASSWORD '$(APP_PASSWORD1)';
a.sql | ALTER USER app IDENTIFIED BY '@@APP_PW1@@';
a.sql | CREATE USER app IDENTIFIED BY '{{ app_pw1 }}';
a.sql | ALTER ROLE app WITH PASSWORD '%(app_pw1)s';
a.sql | UPDATE users SET password = $1 WHERE id = $2;
a.sql | UPDATE users SET password = ? WHERE id = ?;
a.sql | SET @app_password := @root_password2;
a.py | cur.execute("ALTER USER app PASSWORD %(password1)s", args)
a.sh | psql -v app_pw="$APP_PW1" -c "ALTER USER app PASSWORD :'app_pw'"
a.sh | PGPASSWORD="$(op read op://vault/db2/password)" psql
a.sh | PASSWORD="${PASSWORD:-$DEFAULT_PW1}"
values.yaml | password: {{ .Values.auth.password1 | quote }}
a.yml | password: "{{ vault_db_password1 }}"
a.yml | MasterUserPassword: '{{resolve:secretsmanager:prod/db1:SecretString:password}}'
a.yml | password: ${{ secrets.DB_PASSWORD1 }}
a.yml | token: $(System.AccessToken1)
a.yml | password: ref+vault://secret/prod/app1#/password
a.yml | password: ((db-password1))
a.yml | api_key: <%= ENV['API_KEY1'] %>
a.yml | secret: '%env(resolve:APP_SECRET1)%'
a.yml | secret: @@SECRET_V1@@
main.tf | password = var.db_password1
main.tf | password = random_password.db1.result
main.tf | password = data.aws_secretsmanager_secret_version.db1.secret_string
a.json | "adminPassword": "[parameters('adminPassword1')]"
a.json | "password": "#{DB_PASSWORD1}#"
a.xml | <password>@db.password1@</password>
grafana.ini | admin_password = $__env{GF_PW1}
a.ps1 | $password = $env:DB_PASSWORD1
a.nix | password = "@pw1@";
a.html | <img alt="password" src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUA1b2c3d4e5f6g7h8i9">
a.js | const keyIcon = 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmci';
"""


@pytest.mark.parametrize("row", FILLED_IN.strip().split("\n"))
def test_a_variable_is_no_secret(row: str) -> None:
    path, _, text = row.partition(" | ")

    assert refused(path, text) == []


@pytest.mark.parametrize("secret", [PASSWORD.replace("#", "_"), "Tro" + "ub4dor&3x"])
@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("a.sql", "CREATE ROLE app LOGIN PASSWORD '{}';"),
        ("a.sql", "CREATE USER app IDENTIFIED BY '{}';"),
        ("a.sql", "ALTER LOGIN app WITH PASSWORD = '{}';"),
        ("a.yml", 'password: "{}"'),
        ("main.tf", 'password = "{}"'),
        ("a.ini", "password = @{}"),
        ("a.sh", "PGPASSWORD='{}' psql"),
    ],
)
def test_a_value_where_a_variable_may_stand_is_found(path: str, form: str, secret: str) -> None:
    assert refused(path, form.format(secret))


# --- ciphertext

NOISE = random.Random(11)


def _base64(size: int) -> str:
    return base64.b64encode(NOISE.randbytes(size)).decode()


CIPHERTEXT = {
    "RSA-2048": f"password: {_base64(256)}",
    "RSA-4096": f"password: {_base64(512)}",
    "kubeseal": f"password: AgB{_base64(600)[:800]}",
    "KMS": f"secret: AQICAHh{_base64(120)}",
    "named": f'encrypted_password: "{_base64(60)}"',
    "Vault transit": f"password: vault:v1:{_base64(60)}",
    "Spring": f"password: '{{cipher}}{make('{hex:96}')}'",
    "Fernet": f"password: gAAAAA{base64.urlsafe_b64encode(NOISE.randbytes(90)).decode()}",
    "ASP.NET": f"password: CfDJ8{base64.urlsafe_b64encode(NOISE.randbytes(90)).decode()}",
    "SOPS": f"password: ENC[AES256_GCM,data:{_base64(12)},iv:{_base64(32)},tag:{_base64(16)},type:str]",
    "eyaml": f"password: ENC[PKCS7,{_base64(200)}]",
    "ansible-vault": f"password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  {make('{hex:80}')}\n  {make('{hex:80}')}",
}


@pytest.mark.parametrize("name", CIPHERTEXT)
def test_what_only_a_key_opens_is_no_secret(name: str) -> None:
    assert refused("secrets.yaml", CIPHERTEXT[name]) == []


@pytest.mark.parametrize("size", [24, 32, 33, 48, 64, 96, 128, 255])
def test_other_base64_is_a_secret(size: int) -> None:
    assert refused("secrets.yaml", f"secret: {_base64(size)}")
    assert refused("secrets.yaml", f"encrypted: 1\npassword: {_base64(size)}")


# --- services of a pipeline, and tests

SERVICES = """
POSTGRES_PASSWORD=postgres POSTGRES_PASSWORD=postgres123 POSTGRES_PASSWORD=mysecretpassword POSTGRES_PASSWORD=app
MYSQL_ROOT_PASSWORD=root MYSQL_ROOT_PASSWORD=r00t MYSQL_PASSWORD=wordpress MARIADB_ROOT_PASSWORD=mariadb
RABBITMQ_DEFAULT_PASS=guest RABBITMQ_DEFAULT_PASS=rabbitmq MINIO_ROOT_PASSWORD=minioadmin ELASTIC_PASSWORD=changeme
MONGO_INITDB_ROOT_PASSWORD=admin123 KEYCLOAK_ADMIN_PASSWORD=admin GF_SECURITY_ADMIN_PASSWORD=grafana REDIS_PASSWORD=redispass
MSSQL_SA_PASSWORD=P@ssw0rd SA_PASSWORD=Password123 ORACLE_PASSWORD=oracle CLICKHOUSE_PASSWORD=clickhouse DB_PASSWORD=laravel
SMTP_PASSWORD=mailhog AWS_SECRET_ACCESS_KEY=localstack DATABASE_URL=postgres://postgres:postgres@localhost:5432/test
AMQP_URL=amqp://guest:guest@rabbitmq:5672/ MONGO_URL=mongodb://admin:admin123@mongo:27017/
""".split()
PLACES = [
    ("docker-compose.yml", "services:\n  db:\n    environment:\n      {n}: {v}"),
    ("deploy/compose.dev.yaml", 'services:\n  db:\n    environment:\n      {n}: "{v}"'),
    ("compose.yaml", "services:\n  db:\n    environment:\n      - {n}={v}"),
    (".github/workflows/ci.yml", "jobs:\n  test:\n    services:\n      db:\n        env:\n          {n}: {v}"),
    (".gitlab-ci.yml", "variables:\n  {n}: {v}"),
    (".circleci/config.yml", "      - image: x\n        environment:\n          {n}: {v}"),
    ("azure-pipelines.yml", "variables:\n  {n}: {v}"),
    ("bitbucket-pipelines.yml", "      variables:\n        {n}: '{v}'"),
    (".travis.yml", "env:\n  - {n}={v}"),
    ("Makefile", "db:\n\tdocker run --rm -e {n}={v} -p 5432:5432 image"),
    ("README.md", "```\ndocker run -e {n}={v} image\n```"),
]


@pytest.mark.parametrize(("path", "form"), PLACES)
def test_a_services_well_known_password_is_no_secret(path: str, form: str) -> None:
    for row in SERVICES:
        name, _, value = row.partition("=")

        assert refused(path, form.format(n=name, v=value)) == [], row


@pytest.mark.parametrize(("path", "form"), PLACES)
def test_a_real_password_of_a_service_is_found(path: str, form: str) -> None:
    for value in (PASSWORD.replace("#", "_").replace("!", "-"), MADE, HEX):
        assert refused(path, form.format(n="POSTGRES_PASSWORD", v=value))
    assert refused(path, form.format(n="DATABASE_URL", v=f"postgres://app:{MADE}@localhost:5432/x"))
    # Nor is a well-known password one on a host that is not this machine's.
    assert refused(path, form.format(n="DATABASE_URL", v="postgres://app:" + "s3cret99@db1.corp-prod.com/x"))


TEST_FILES = """
__tests__/login.ts src/auth/login.spec.ts src/Login.test.tsx spec/models/user_spec.rb internal/auth/auth_test.go conftest.py
src/test/java/com/corp/LoginTest.java src/test/kotlin/LoginTest.kt tests/test_login.py app/tests.py cypress/e2e/login.cy.ts
cypress/fixtures/user.json e2e/login.js fixtures/users.yml testdata/config.yaml Corp.Auth.Tests/LoginTests.cs AppTests/Login.swift
src/stories/Login.stories.tsx src/androidTest/java/Login.kt src/__mocks__/handlers.ts tests/Feature/LoginTest.php test/login_test.dart
""".split()
DUMMIES = [
    *(
        "password" + "123",
        "s3cret" + "123",
        "hunter" + "2",
        "Test" + "1234!",
        "testpass" + "1",
        "P@ssw0rd" + "!",
        "letmein" + "99",
    ),
    *(
        "qwerty" + "123!",
        "ValidPass" + "1!",
        "Str0ng" + "P@ss",
        "alice-" + "pw",
        "user1" + "pass",
        "fake-token-" + "1",
        "newpass" + "456",
    ),
    # what everybody knows from a comic or a film, and what is said in other languages
    *(
        "correct-horse-" + "battery-1",
        "Tr0ub4dor" + "&3",
        "Sw0rdf1sh" + "-42",
        "Sup3r" + "Geheim!",
        "Pass" + "wort2024!",
    ),
]


def _in_file(path: str, name: str, value: str) -> str:
    if path.endswith((".yml", ".yaml")):
        return f"bob:\n  {name}: {value}"
    return f'{{"{name}": "{value}"}}' if path.endswith(".json") else f'{name} = "{value}"'


@pytest.mark.parametrize("path", TEST_FILES)
def test_a_dummy_password_of_a_test_is_no_secret(path: str) -> None:
    for value in DUMMIES:
        assert refused(path, _in_file(path, "password", value)) == [], value


@pytest.mark.parametrize("path", TEST_FILES)
def test_a_real_password_in_a_test_is_found(path: str) -> None:
    for value in (PASSWORD.replace("#", "_"), MADE, "Kirsch" + "baum_71!"):
        assert refused(path, _in_file(path, "db_password", value)), len(value)
    assert refused(path, _in_file(path, "key", make("ghp_{alnum:30}{sign:github}")))


@pytest.mark.parametrize("path", ["src/login.ts", "lib/latest/auth.py", "contest.py", "app/attestation.go"])
def test_a_dummy_password_elsewhere_is_found(path: str) -> None:
    assert refused(path, f'password = "{DUMMIES[5]}"')


@pytest.mark.parametrize("value", [*DUMMIES, "changeme!", "root", "admin_secret_1"])
def test_anyone_would_guess_it(value: str) -> None:
    assert is_stock(value)


@pytest.mark.parametrize(
    "value", ["Kirsch" + "baum7", "corp" + "2024!", PASSWORD, MADE, HEX, "", "983" + "2741", "pass" + "83274"]
)
def test_not_everyone_would_guess_it(value: str) -> None:
    assert not is_stock(value)


@pytest.mark.parametrize(
    "text", ["(" * 50_000, "a" * 50_000, "a1" * 25_000, "\u043f" * 50_000, "a b" * 20_000, "=:" * 20_000], ids=range(6)
)
def test_long_values_are_quick(text: str) -> None:
    assert refused("locales/de.json", json.dumps({"password": text}, ensure_ascii=False)) is not None
    assert refused("docker-compose.yml", f"POSTGRES_PASSWORD: {text}") is not None


DOCSEARCH = """export default {{
  themeConfig: {{
    algolia: {{
      appId: 'X6Z85QKYUV',
      apiKey: '{}',
      indexName: 'handbook',
    }},
  }},
}};
"""


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("docusaurus.config.js", DOCSEARCH),
        ("src/search.js", "const client = algoliasearch('DM6RK5XBIP', '{}');\n"),
        (".env", "ALGOLIA_SEARCH_API_KEY={}\n"),
        ("app.ts", "const searchOnlyApiKey = '{}';\n"),
    ],
)
def test_a_key_that_only_searches_is_no_secret(path: str, form: str) -> None:
    """It stands in every page (algolia.com/doc/guides/security/api-keys)."""
    for seed in range(20):
        assert not refused(path, form.format(random.Random(seed).randbytes(16).hex()))


@pytest.mark.parametrize(
    ("path", "form"),
    [("config.js", "module.exports = {{ apiKey: '{}' }};\n"), (".env", "ALGOLIA_ADMIN_KEY={}\n")],
)
def test_a_key_that_may_do_more_is_one(path: str, form: str) -> None:
    for seed in range(20):
        assert refused(path, form.format(random.Random(seed).randbytes(16).hex()))


def test_the_name_of_a_stored_secret_is_none() -> None:
    text = "      SECRET_ARN: arn:aws:secretsmanager:eu-west-1:592431276624:secret:pay/gateway-tmil35\n"

    assert not refused("serverless.yml", text)


def test_what_is_identified_in_a_sentence_is_no_password() -> None:
    text = 'raise TypeError(\n    "Resource type improperly identified as directory. "\n    f"{path}"\n)\n'

    assert not refused("static.py", text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "login.jmx",
            '<elementProp name="password" elementType="HTTPArgument">\n  <stringProp name="Argument.value">${P}</stringProp>',
        ),
        (
            "users.sql",
            "INSERT INTO users (name, password) VALUES ('app', '*7BB5E569B8FB93401C2D9702D75135EFFDE7C60F');",
        ),
        ("users.sql", "INSERT INTO users (name, password) VALUES (?, ?), ($1, :password);"),
        ("users.sql", "INSERT INTO settings (name, token_type) VALUES ('login', 'Bearer');"),
        ("connect.R", 'con <- connect(user = "x", password = keyring::key_get("trials-db"))'),
        ("app.yml", "password: config.password\ndb_password: vault.database"),
        ("snmpd.conf", "rocommunity public\nrwcommunity $COMMUNITY"),
        ("request.http", "Cookie: session={{session}}; theme=dark-mode-2024-winter-edition"),
        ("deploy.sh", 'curl -H "Cookie: session=$SESSION; lang=en" https://corp.test'),
        ("public.key", "see https://keys.corp.test"),
        ("ed25519.key", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA" + "x" * 28 + "\n-----END PUBLIC KEY-----"),
        ("addresses.json", '"GovernanceToken": "0x' + make("{hex:40}", seed=9) + '",'),
        ("ciphers.py", 'PASSWORD_KDF = "PBKDF2WithHmacSHA512"'),
        ("deploy.log", "[deploy] Set secret DB_PASSWORD=[MASKED]"),
        ("Tokens.jl", 'const TOKEN_ALPHABET = collect("ABCDEFGHJKMNPQRSTVWXYZ0123456789")'),
        ("servers.md", "| Host | Password | Purpose |\n|---|---|---|\n| a | (in the vault) | Jenkins2go |"),
        (
            "docusaurus.config.js",
            "algolia: {{ appId: 'X6Z8', apiKey: '{}', indexName: 'h' }}".format("4f" * 8 + HEX[:16]),
        ),
        ("New-User.ps1", '$password = Read-Host -AsSecureString -Prompt "Initial password for $Name"'),
        ("get.py", 'db_password = get_secret("prod-db-1")'),
        ("message.properties", "The form has a new\npassword reset-v2 flow that works."),
        ("data/keys.csv", "key,value\nmenu.file,File2\nmenu.edit,Edit3"),
        ("login.csv", "key,en,de\nlogin.password,Password,Passwort"),
        ("runs.csv", "date,pass,fail\n2024-01-01,12345,4"),
        (
            "wp-config.php",
            "define('AUTH_KEY', 'put your unique phrase here');\ndefine('NONCE_SALT', getenv('NONCE_SALT'));",
        ),
        ("user-data", "#cloud-config\nchpasswd:\n  expire: false\n  list: |\n    root:RANDOM\n    pi:$6$abc$def"),
        (
            "sealed.yaml",
            "kind: SealedSecret\nspec:\n  encryptedData:\n    DB_PASSWORD: AgB" + make("{alnum:200}", seed=8),
        ),
        ("login.robot", "    Input Password    id:pwd    ${PASSWORD}    timeout=10s2"),
        ("a.js", "const header = 'Basic ' + btoa(`${user}:${password}`);"),
    ],
)
def test_the_same_place_without_a_secret(path: str, text: str) -> None:
    assert not refused(path, text)


@pytest.mark.parametrize(
    "line",
    [
        'const renderPass = "shadow2";',
        'lowPass = "cutoff200";',
        'const highpass = "freq200Hz";',
        'let seasonPass = "summer24";',
        'two_pass = "x264enc"',
        "hall_pass: level3",
    ],
)
@pytest.mark.parametrize("path", ["a.js", "a.py", "a.yml"])
def test_a_pass_that_is_no_password(path: str, line: str) -> None:
    assert not refused(path, line)


@pytest.mark.parametrize("name", ["db_pass", "adminPass", "smtppass", "REQUIREPASS", "guest_pass"])
def test_a_pass_that_is_a_password(name: str) -> None:
    assert refused("a.py", f'{name} = "{MADE[:9]}7"')


@pytest.mark.parametrize("text", ["http://localhost:8888/?token=c8de56fa... :: /Users/you", "api_key: 'c8de56fa9b...'"])
def test_a_value_that_is_cut_short_is_none(text: str) -> None:
    assert not refused("login.html", text)


def test_a_key_given_to_what_loads_a_key_is_found() -> None:
    assert refused("a.py", f'signing_key = load_key("{HEX}")')


@pytest.mark.parametrize("value", ["Kaffee" + "Tasse", MADE])
def test_the_only_word_of_a_password_file_is_one(value: str) -> None:
    assert refused("ansible/.vault_pass", value)
    assert not refused("ansible/vault_pass.txt", "#!/bin/sh\npass show ansible")


# --- what a fifth and a sixth blind round showed: (path, a text without a secret) and (path, the same with one)

WORD = "Vinegar" + "_Tom1645"
UUID = make("{uuid}", seed=5)
PHRASE = " ".join("panther album garden bridge coconut saddle zebra noodle ribbon border carbon mushroom".split())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("ResetController.php", "'password' => 'required|confirmed|min:12',"),
        ("rules.js", "const rules = { password: 'required|min:8|max:64|different:email' };"),
        ("a.md", "net use Z: \\\\srv01\\backup2024 works1 again, says the team"),
        ("web.php", "'auth' => ['auth:sanctum', 'throttle:60'],\n'auth' => ['driver', 'oauth2-proxy'],"),
        ("haproxy.cfg", "# insecure-password option2\nuser admin password $5$abc"),
        ("a.rb", "create_plan :basic, 'Basic plan', 'price_10usd'"),
        ("a.js", 'exports.encrypt = "encryptionServiceImplementation1"'),
        ("a.js", "sendTwilio('+15550001111', 'Hello4you')"),
        ("a.js", "const db = Database('main.db', 'wal', 'v2-schema')"),
        (
            "edge.conf",
            'pre-shared-key ascii-text "$8$aes256-gcm$hmac-sha2-256$100$' + make("{alnum:30}", seed=9) + '";',
        ),
        ("a.scala", 'val u = s"jdbc:mysql://db/x?user=app&password=$conf.pw"'),
        ("a.go", 'mnemonic := "jump if the zero flag is clear and the carry set too"'),
        (
            "a.py",
            "# password: UTF8String, at most 72 bytes\n# secret: Base32Encoded seed\n# passphrase: MyClass2Thing is the type",
        ),
        ("User.php", "protected $casts = ['password' => 'hashed', 'token' => 'encrypted'];"),
        ("app_pt.arb", '"forgotPassword": "Esqueceu' + 'ASenha?",'),
        ("src/locales/cs.yml", "password: Nesprávné" + "Heslo!"),
        ("users.json", '"password": "!' + make("{alnum:40}", seed=6) + '",'),
        ("strength.js", "  '123456', 'password', 'qwerty" + "123', 'letmein', 'iloveyou',"),
        ("openings.csv", "name,zobrist_key\nPetrov,0x7a00626b9eee7bba\n"),
        ("compounds.json", '"InChIKey": "FAPWRFPIFSIZLT-UHFFFAOYSA-M"'),
        ("sonar-project.properties", "sonar.projectKey=acme_token-service_" + make("{alnum:22}", seed=7)),
        ("order.json", f'"idempotency_key": "{UUID}"'),
        ("README.md", f"![x](https://img.corp.test/t/800x/p1.jpg?key={MADE})"),
        ("molecules.csv", "name,inchi_key\nwater,XLYOFNOQVPJJNP-UHFFFAOYSA-N\n"),
        ("base64.lua", 'local key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ' + 'abcdefghijklmnopqrstuvwxyz0123456789+/="'),
        ("app.php", "'auth' => ['sanctum', 'verified'],"),
        ("web.rb", "f.request :authorization, :basic, user, password"),
        ("a.bat", "net use Z: \\\\files\\data /user:corp\\scan /persistent:no"),
        ("edge.conf", 'pre-shared-key ascii-text "$9$' + make("{alnum:30}", seed=9) + '";'),
        ("a.java", 'url = "jdbc:mysql://db/shop?user=" + user + "&password=" + settings.password;'),
        ("a.py", "password=settings.password"),
        ("SecurityConfig.java", '.withUser("x").password("{noop}" + monitor.getPassword())'),
        ("sensor.ino", "WiFi.begin(WIFI_SSID, WIFI_PASS);"),
        ("ssh.py", 'client.connect("10.0.0.7", 22, "deploy2", key_filename=path)'),
        ("tests/test_client.py", f'client = Client(api_key="{UUID}")'),
        (
            "api.yml",
            'api_key: "123e4567-e89b-12d3-a456-426614174000"\nclient_secret: 00000000-0000-0000-0000-00000000002a',
        ),
        ("rotate.md", "Store it: `vault kv put kv/orders/db password=@/dev/shm/new`."),
        ("rotate.sh", "vault kv put kv/orders/db password=@./new/pw2 user=x"),
        ("namespaces.go", f'\tNamespaceAPIKey = uuid.MustParse("{UUID}")'),
        ("box.dart", "final key = Key.fromUtf8('my 32 length key................');"),
        ("dev.js", "const client = mqtt.connect(url, { username: user, password: pass }, 'x');"),
    ],
)
def test_everyday_lines_of_the_last_rounds(path: str, text: str) -> None:
    assert not refused(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("connect.php", f"// old password: {WORD} (rotated in march, keep until the site is migrated)"),
        ("truffle-config.js", f"const mnemonic = '{PHRASE}';"),
        ("crawler.py", f's.cookies.set("sessionid", "97921186998%3A{MADE[:14]}%3A83%3A{HEX}", domain=".corp.test")'),
        ("consul/server.hcl", 'encrypt = "' + make("{base64:43}", seed=8) + '="'),
        ("purge.sh", f'curl -H "API-KEY: {UUID}" https://cdn.corp.test'),
        ("a.yml", f"x-api-key: {UUID}"),
        ("ResetController.php", f"'password' => '{PASSWORD}|x',"),
        ("src/locales/cs.yml", f"password: {MADE}"),
        ("a.py", f'set("x", "password", "{WORD}", 3)'),
        ("a.js", f"['smtp.corp.io', 'password', '{WORD}', \"tls\"],"),
        ("compose.yml", f"    command: ['app', '--user', 'admin', 'password', '{WORD}', '--x']"),
        ("a.sh", "sshpass -p '" + "Winter" + "2024 is here' ssh x@y"),
        ("a.sh", 'mysql -u root -p"' + "Kettle" + '9Copper pin:" shop'),
        ("application-it.properties", "spring.datasource.password=Kettle" + "CopperMoon"),
        (".env", f"ARROW_KEY={MADE}\nDETA_PROJECT_KEY=a0abcyxz_{MADE}"),
        ("a.py", "SECRET_KEY = '0x" + HEX[:16] + "'"),
        (".env", "API_SECRET=!" + make("{alnum:40}", seed=6)),
        ("a.sh", f"curl -s https://cam.corp/snapshot.jpg?token={MADE}"),
        ("a.py", "password = 'copper" + "|kettle'"),
        ("a.py", "cookie_secret = 'abcdefghijklmnopqrstuvwxyz" + MADE + "'"),
        ("consul.hcl", 'encrypt    = "' + make("{base64:43}", seed=8) + '="'),
        ("sms.js", "const client = require('twilio')('AC" + HEX[:32] + "', '" + HEX[8:40] + "');"),
        ("a.py", f'["x", "password", "{MADE}", "y"]'),
        ("a.csv", f"name,api_key\nx,0x{HEX}{HEX[:24]}\n"),
        ("export.py", f'db = pymysql.connect("10.20.4.18", "export", "{WORD}", "loja")'),
        ("db.cpp", f'mysql_real_connect(m, "192.168.1.50", "scada", "{WORD}", "telemetry", 0, nullptr, 0)'),
        ("sensor.ino", f'WiFi.begin("Casa_Bianchi", "{WORD}");'),
        ("mqtt.ino", f'if (mqttClient.connect("boiler-01", "homemqtt", "{WORD}")) {{'),
        ("sms.js", f"const client = twilio(process.env.TWILIO_SID, '{HEX[:32]}');"),
        ("pool.erl", f'{{ok, C}} = epgsql:connect("db1", "billing", "{WORD}", ['),
        ("crypt.sql", f"RETURN pgp_sym_encrypt(t, '{MADE}');"),
        ("Tokens.cs", f'new SymmetricSecurityKey(Encoding.UTF8.GetBytes("{MADE}{MADE}")),'),
        ("Crypto.java", f'new SecretKeySpec("{MADE[:16]}".getBytes("UTF-8"), "AES");'),
        ("Crypto.cs", f'var passPhrase = "{WORD}!";'),
        ("SecurityConfig.java", f'.withUser("monitor").password("{{noop}}{WORD}").roles("ACTUATOR");'),
        ("Hikari.java", f'c.setJdbcUrl("jdbc:mysql://db:3306/shop?user=shop&password={WORD}&useSSL=true");'),
        ("Guzzle.php", f"'auth' => ['webshop', '{MADE}'],"),
        ("erp.rb", f"f.request :authorization, :basic, 'loja', '{WORD}'"),
        ("haproxy.cfg", f"user admin insecure-password {WORD}"),
        ("Guzzle.php", f'"auth" => ["webshop", "{WORD}"],'),
        ("jwt.strategy.ts", f"secretOrKey: '{MADE}',"),
        ("edge.conf", f'pre-shared-key ascii-text "{MADE}";'),
        ("copy.bat", f"net use Z: \\\\FILESRV\\Daten {WORD} /user:BUERO\\scan /persistent:no"),
        ("Reset.ps1", f"$sec = ConvertTo-SecureString 'Havre&{WORD}' -AsPlainText -Force"),
        ("a.py", "password = '@/Winter" + "2024'"),
        ("MinioFactory.java", f'    .credentials("shop-backend", "{MADE}")'),
        ("mqtt_client.cpp", f'if (mqtt.connect("esp32-garden", "sensors", "{WORD}")) {{'),
        ("Mailer.scala", f'm.setAuthenticator(new DefaultAuthenticator("orders", "{WORD}"))'),
        ("box.dart", f"final box = Encrypter(AES(Key.fromUtf8('{MADE}')));"),
        (
            "move.groovy",
            f"def sql = Sql.newInstance(\n    'jdbc:oracle:thin:@db1:1521/x',\n    'move',\n    '{WORD}',\n",
        ),
    ],
)
def test_secrets_of_the_last_rounds(path: str, text: str) -> None:
    assert refused(path, text)
