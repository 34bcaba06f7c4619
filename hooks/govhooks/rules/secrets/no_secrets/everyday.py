"""Dismiss guesses that look like a credential but are ordinary content of such a file, before they are reported.

`dismissals.py` judges a value by its own syntax, before it is weighed. The reasons here need more: the file's path, the
words of the name, the rest of the line. They are tried only for what the score would report, so a clean commit never
imports this. Each reason is deliberately narrow: a value that looks generated (see `generated`) or is not a word of
the vocabulary stays a finding in the same file.
"""

from __future__ import annotations

from govhooks.core.globs import globs
from govhooks.rules.secrets.no_secrets.files import in_tests
from govhooks.rules.secrets.no_secrets.generated import is_key
from govhooks.rules.secrets.no_secrets.named import is_about
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from govhooks.rules.secrets.no_secrets.candidates import Candidate

# SHA-256 of credentials that manuals and emulators print for everyone to use. Their sources, in order.
DOCUMENTED = frozenset(
    {
        # Azurite, the storage emulator (learn.microsoft.com/azure/storage/common/storage-use-azurite)
        "0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059",
        # the Cosmos DB emulator (learn.microsoft.com/azure/cosmos-db/emulator)
        "aa6547439583c3a275d4542a0df6c1ad6a863971be9f2a2220f027cc02aef615",
        # Stripe's documentation (stripe.com/docs)
        "2cafc0970149a84f3b9e62eaf169f36f59907a3b3e31f7b82e68c69cd27f7326",
        "f2d6ca16515033e5dce14eba840b979d27b5cbae24bb3e5bf484339667f86397",
        "2d1f7723aabc5c7a51fcdc2463c99b5f3fdbc57cf3134db4ac12913c35976e6f",
        "7e8de44ea9ecf6d53415c90f5b249a8591f7abafbf7d65a2c0d855afeca3ec09",
        "69e5a07ccf06bc5ae16c94f439748a583c4ed8d61b1fc96d0f0efa27a1bd9602",
        # Google's maps documentation and reCAPTCHA's test keys (developers.google.com)
        "ac9265e56c79b234607ec72c53753cfea9f88c99eb713790ddf9be5593bb4465",
        "f5e95c9954635b65acab57e6d5ea663eb900f06dc8794a90358f5abb1c77d4e0",
        "03b970ed8171d73b58bbc9a5c72e3e4eec28503b56b3bb400a0801857dd45614",
        # accounts 0 to 5 of Hardhat, Anvil and Ganache (hardhat.org/hardhat-network/docs/reference)
        "bc1a50966c9e6486bc4ebf880b51611a2a97fcb8e7a6976e9b81a9e3e8ca0e3c",
        "8335c55334821eefd4334369ff9c04a8594f161013cf9d87f58802d87297837e",
        "b26ab6529d20ebebb4192256f202984754f785481c64b1a1aed58cac93b3617e",
        "64034b44c579b335ab5e85debbfe72789e970138cc8d296799c3833a2a8525fb",
        "4d3e46eec8244d1d106f866ee48994f6176705298aee1b8426b2ad2529eb454b",
        "0aedba9d586f34f95cf1f0d54926f62e8a078ce2ca593be73ab27a87d3ff9c5d",
        # FastAPI's tutorial (fastapi.tiangolo.com/tutorial/security/oauth2-jwt)
        "570dad43de1af4c925f92c16a68a50936da42b7dd6fdeb24850507a1199aac89",
        # what every WebSocket server adds to the client's key (rfc-editor.org/rfc/rfc6455, 1.3)
        "7f44193a6edea087f5c0811306efae871c412b46ebee9a179fb3acf0cb5144a3",
        # Cloudflare Turnstile's test keys (developers.cloudflare.com/turnstile/troubleshooting/testing)
        "fb8f35129df87662c650ada12fd614f1b58dce4a37fdd7589ba3a6b9a78c0aae",
        "1e3e58656012d861e23deae64f177673d7b86a9c55fe1d5d10b94e3c9755d168",
        "841b4f5b0b34e19ada74f47a88831efbb909008ceea4430d61449c1874923f83",
    }
)
# What AWS writes into its sample keys.
_SAMPLE_KEY = Expression(r"(?=.{16})[A-Za-z0-9/+]*EXAMPLE(?:KEY)?[A-Z0-9]{0,4}\Z")
# In the payload of a JSON Web Token: jwt.io's sample and variations of it, Supabase's local stack, and a role that is
# public by design.
_SAMPLE_CLAIMS = (('"1234567890"', '"John Doe"'), ('"iss":"supabase-demo"',), ('"role":"anon"', '"supabase"'))

_WORDS = Expression(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# Keys that are sent to a browser: by the prefix that a bundler requires for that, or by the provider's own word.
_IN_BROWSER = (
    "next_public_",
    "vite_",
    "react_app_",
    "expo_public_",
    "nuxt_public_",
    "gatsby_",
    "vue_app_",
    "public_",
    "ng_app_",
)
_PUBLIC_NAMES = ("publishable", "public_key", "publickey", "anon_key", "site_key", "sitekey", "client_side")
_NOT_PUBLIC = ("secret", "private", "password", "passwd", "pwd", "service_role", "admin")
_PUBLISHABLE = Expression(r"pk_(?:test|live)_[0-9A-Za-z]{10,}\Z|pk\.eyJ[\w.-]+\Z|phc_[0-9A-Za-z]{20,}\Z")

# Values that a database, a template or a tool fills in.
_BOUND = Expression(
    r"(?i):[A-Za-z_]\w*[;),]{0,2}\Z|@{1,2}[A-Za-z_]\w*[;),]{0,2}\Z|&{1,2}[A-Za-z_]\w*\.?[;),]{0,2}\Z|:['\"][A-Za-z_]\w*['\"]?[;),]{0,2}\Z"
)
_IN_SQL = Expression(
    r"(?i)(?:^|[\s\"'`(])(?:(?:create|alter|drop)\s+(?:user|role|login|database|server)|identified\s+by|set\s|update\s|insert\s"
    r"|select\s|where\s|with\s+password|login\s|declare\s|if\s)"
)
_SQL_FILES = ("sql", "psql", "ddl", "dml", "pgsql", "tsql", "plsql", "pks", "pkb")
_IDENTIFIER = Expression(r"[A-Za-z_]\w*\Z")
_FILLED_IN = Expression(r"@{1,2}[A-Za-z_][\w.-]*@{1,2}\Z|\(\([\w./-]+\)\)\Z|\$__\w+\{[^{}]+\}\Z")
# On a command line, the file that holds the value: vault kv put kv/db password=@/run/new
_READ_FROM = Expression(r"@[.~]{0,2}(?:/[\w.-]+)+\Z")
# An image, a font or a sound inside a text.
_DATA_URI = Expression(r"\s*data:(?:image|font|audio|video|application/(?:x-)?font)[\w/+.-]*[;,]")
# Ciphertext that only the tool's key can decrypt: AWS KMS, ASP.NET's data protection, Vault's transit engine, Spring's
# configuration server, Fernet; an RSA ciphertext with 2048 or 4096 bits (base64 of 256 or 512 bytes).
_CIPHERTEXT = Expression(
    r"AQICAH[A-Za-z0-9+/]{80,}={0,2}\Z|CfDJ8[\w+/=-]{60,}\Z|vault:v\d+:[A-Za-z0-9+/]{20,}={0,2}\Z|\{cipher\}[\w+/=-]{16,}\Z"
    r"|(?:[A-Za-z0-9+/]{342}==|[A-Za-z0-9+/]{683}=)\Z"
)
_FERNET = Expression(r"gAAAAA[\w-]{90,}={0,2}\Z")
_ENCODED = Expression(r"[A-Za-z0-9+/_:|.-]{24,}={0,2}\Z")
_ENCRYPTED_NAMES = frozenset(("encrypted", "ciphertext", "ciphered", "sealed", "enc"))
# An attribute of the element that the name belongs to: <data name="password" xml:space="preserve">.
_ATTRIBUTE = Expression(r"[A-Za-z_][\w.:-]{0,40}=\Z")

# Message catalogues, by folder and file name; and files named after a language in such folders.
_CATALOGUES = (
    *("locale/", "locales/", "i18n/", "l10n/", "lang/", "langs/", "languages/", "translation/", "translations/"),
    *("*.lproj/", "LC_MESSAGES/", "_locales/", "nls/", "values/strings*.xml", "values-*/*.xml", "strings.xml"),
    *(
        "*.po",
        "*.pot",
        "*.xlf",
        "*.xliff",
        "*.arb",
        "*.ftl",
        "*.resx",
        "*.resw",
        "*.strings",
        "*.stringsdict",
        "*.xcstrings",
    ),
    *("messages.properties", "[mM]essages_*.properties", "translation*.json", "messages.*.json", "messages_*.json"),
)
_BY_LANGUAGE = ("json", "json5", "yml", "yaml", "properties", "php", "js", "ts", "mjs", "toml", "xml", "ini")
# ISO 639-1.
_LANGUAGES = frozenset(
    """
    aa ab af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff
    fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks
    ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps
    pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz
    ve vi vo wa wo xh yi yo za zh zu
    """.split()
)
# Words for password, token, key, secret and code in the languages that software is translated to, with at least four
# letters, in lower case: a label of one Latin word is told from a weak password by being in this list.
LABELS = frozenset(
    """
    passwort kennwort passphrase schlüssel geheimnis token zugriffstoken zugangstoken contraseña contrasena clave senha chave
    salasana tunnus tunniste avain lösenord lösenordsfras nyckel åtkomsttoken wachtwoord wachtwoordzin sleutel toegangstoken
    hasło haslo klucz żeton token heslo klíč kľúč jelszó jelmondat kulcs şifre sifre parola anahtar belirteç adgangskode nøgle
    passord nøkkel lozinka zaporka ključ geslo slaptažodis raktas parole atslēga parool võti fjalëkalimi pasahitza contrasenya
    lykilorð pasfhocal cyfrinair wagwoord nenosiri katasandi sandi kunci jeton gettone chiave käyttöoikeustunnus parolă cheie
    code motdepasse identifiant mật khẩu password tokens passwords secret
    """.split()
)
_PLACED = Expression(
    r"%(?:\(\w+\)|\d\$)?[sd@](?!\w)|%[{<][\w.]+[}>]|\{\{?[\w.:, ]*\}?\}|\$\{?\w+\}?|</?\w{1,10}/?>|&\w+;|\\[nrt]|:[a-z]\w*"
)
_BETWEEN = Expression(r"[\s.,:;!?\"'’‘“”«»„()\[\]/…–—·、。！？：；「」（）¿¡|&*+<>=-]+")
# What replaces a space where a format or tool accepts none: `Obecne_hasło`.
_JOINED = Expression(r"(?<=[^\W\d_])_(?=[^\W\d_])")
# Words without spaces: EsqueceuASenha.
_HUMPS = Expression(r"(?<=[^\W\d_])(?=[A-Z\u00c0-\u00de])")
# A punctuation mark inside a word: `Kirsche!3` is not a sentence.
_GLUED = Expression(r"[!?;*&+<>=_|~^#$%@\\`](?=\w)|\d[^\W\d_]|[^\W\d_]\d")
_CAMELS = frozenset("APIs URLs iOS GitHub GitLab OAuth OpenID LinkedIn YouTube JavaScript PayPal WhatsApp".split())
_ESCAPED = Expression(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|&#(\d{2,5});|&#x([0-9a-fA-F]{2,5});")

# Files that start services for tests or on a developer's machine: compose files, pipelines, environment templates.
_SERVICES = (
    *(
        "docker-compose*.yml",
        "docker-compose*.yaml",
        "compose*.yml",
        "compose*.yaml",
        "*.compose.yml",
        "*.compose.yaml",
    ),
    *(
        ".github/",
        ".gitea/",
        ".forgejo/",
        ".gitlab-ci*.yml",
        ".gitlab/",
        "*.gitlab-ci.yml",
        ".circleci/",
        ".travis.yml",
        ".drone.yml",
    ),
    *(
        "azure-pipelines*.yml",
        ".azure-pipelines/",
        "bitbucket-pipelines.yml",
        "appveyor.yml",
        ".appveyor.yml",
        ".woodpecker*",
    ),
    *(
        ".devcontainer/",
        "Jenkinsfile*",
        "cloudbuild*.yaml",
        ".buildkite/",
        ".semaphore/",
        ".cirrus.yml",
        "wercker.yml",
        ".ci/",
        "ci/",
    ),
    *(
        ".env.example",
        ".env.sample",
        ".env.template",
        ".env.dist",
        "*.env.example",
        "env.example",
        ".env.*.example",
        "example.env",
    ),
    *("Vagrantfile", ".lando.yml", ".ddev/", "Tiltfile", "skaffold*.yaml"),
)
_STARTS_SERVICE = Expression(
    r"(?:docker|podman|nerdctl)\s+(?:container\s+)?(?:run|create|exec)\b|(?:^|\s)-e\s+\S*\Z|--env[ =]\S*\Z"
)
_LOCAL_HOST = Expression(
    r"localhost|127\.|0\.0\.0\.0|\[|[A-Za-z0-9_-]+\Z|host\.docker\.internal|[\w.-]+\.(?:local|localhost|test|example)\Z"
)
# RFC 2606 and RFC 6761.
_SAMPLE_HOST = Expression(
    r"(?:[\w-]{1,63}\.){0,5}example\.(?:com|org|net|edu)\b|(?:[\w-]{1,63}\.){1,5}(?:example|invalid)\b"
)
# What people write if any password will do: words for test users, for services and for their default accounts.
STOCK = frozenset(
    """
    a an the my your our some any this is not for of no one two abc abcd xyz foo bar baz qux quux lorem ipsum spam eggs
    test tests testing tester testuser tested dummy fake mock mocked stub sample demo example examples placeholder default changeme
    changeit change me it please temp temporary random plain simple basic easy weak strong good bad wrong right correct incorrect
    valid invalid new old first second other another same different short long very super ultra mega top secure unsafe insecure
    password passwords passwd pass pwd pw passw passphrase passcode pin secret secrets token tokens key keys apikey api code
    access refresh auth bearer session jwt client id oauth csrf login signin signup user users username name account admin
    administrator root guest owner member staff customer manager service svc server local localhost dev develop development
    devel stage staging ci build integration unit e2e spec
    alice bob carol charlie dave eve mallory john jane doe jack jill joe max mustermann letmein hunter
    qwerty qwertz azerty asdf asdfgh zxcv zxcvbn iloveyou monkey dragon welcome hello world hi hey yes ok open sesame trustno
    db database data sql store cache queue broker app apps application web site website backend frontend worker
    postgres postgresql postgis pg pgadmin mysql mariadb maria mongo mongodb redis rabbit rabbitmq minio elastic elasticsearch kibana
    opensearch keycloak grafana prometheus wordpress drupal joomla magento laravel symfony django flask rails spring oracle mssql
    sqlserver sa clickhouse cassandra neo influx influxdb influxdata ldap openldap mailhog mailpit smtp mail ftp sftp ssh localstack
    kafka activemq artemis nats vault consul jenkins sonar sonarqube nexus gitea gitlab airflow superset metabase hasura strapi
    directus odoo moodle nextcloud zabbix couchdb couchbase cockroach timescale supabase temporal memgraph dgraph surreal scylla
    tiger scott system manager power rabbitmquser string value input text some thing something anything whatever content
    horse battery staple troubador troubadour swordfish
    geheim geheimes secreto secreta segreto segredo sekret tajne hemlig hemligt hemmelig
    """.split()
)
_LEET = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_LEET_OF_I = _LEET | {ord("1"): "i"}
_LONGEST_WORD = max(map(len, STOCK | LABELS))
_RUNS = Expression(r"[A-Za-z]+|\d+")


def everyday(candidate: Candidate, before: str, after: str, path: str) -> str:
    """The name of the reason why a guess is not a credential in such a file, or "".

    `before` and `after` are the rest of its line (at most 200 and 100 characters).
    """
    value = candidate.value
    if is_documented(value):
        return "documented"
    if candidate.kind == "jwt" or value.startswith("eyJ"):
        return "documented" if is_sample_token(value) else ""
    if candidate.kind == "url-credentials":
        if _SAMPLE_HOST.match(candidate.call) and not is_key(value):
            return "documented"
        local = _LOCAL_HOST.match(candidate.call) is not None
        if local and value == candidate.name:
            return "service-password"  # postgres:postgres@localhost
        return (
            "service-password"
            if local and _in_services(path, before) and is_stock(value, candidate.name)
            else ("test-password" if local and in_tests(path) and is_stock(value, candidate.name) else "")
        )
    if candidate.kind != "keyword":
        return ""
    for name, reason in _REASONS:
        if reason(candidate, before, after, path):
            return name
    return ""


def _is_template(candidate: Candidate, before: str, after: str, path: str) -> bool:
    value = candidate.value
    if _FILLED_IN.match(value) or (not candidate.quote and _READ_FROM.match(value)):
        return True
    ending = path.rpartition(".")[2].lower()
    if ending not in _SQL_FILES and not _IN_SQL.search(before):
        return False
    bare = before.rstrip("'\"")
    if bare.endswith(":") and bare[-2:-1].isspace() and _IDENTIFIER.match(value.rstrip(";),")):
        return True  # psql's :'name' and :name
    return _BOUND.match(value) is not None


def _is_data_uri(candidate: Candidate, before: str, after: str, path: str) -> bool:
    return _DATA_URI.match(candidate.value) is not None


def _is_ciphertext(candidate: Candidate, before: str, after: str, path: str) -> bool:
    value = candidate.value
    if _CIPHERTEXT.match(value):
        return True
    words = _name_words(candidate.name)
    if _FERNET.match(value):
        return "token" not in words and "auth" not in words
    return not _ENCRYPTED_NAMES.isdisjoint(words) and _ENCODED.match(value) is not None


def _is_public(candidate: Candidate, before: str, after: str, path: str) -> bool:
    return is_public(candidate.name, candidate.value)


def is_public(name: str, value: str) -> bool:
    """Whether a key is meant to be public: a publishable one, or one that is sent to every browser."""
    if _PUBLISHABLE.match(value):
        return True
    lower = name.lower().replace("-", "_")
    if any(word in lower for word in _NOT_PUBLIC):
        return False
    return lower.startswith(_IN_BROWSER) or any(word in lower for word in _PUBLIC_NAMES)


def _is_about(candidate: Candidate, before: str, after: str, path: str) -> bool:
    return is_about(candidate.name, candidate.value)


def _name_words(name: str) -> list[str]:
    return [word.lower() for word in _WORDS.compiled().findall(name)]


def _is_label(candidate: Candidate, before: str, after: str, path: str) -> bool:
    if candidate.form in ("space", "==") or candidate.call:
        return False
    value = _unescaped(candidate.value).strip()
    return is_label(value, _is_catalogue(path))


def _is_catalogue(path: str) -> bool:
    if globs(_CATALOGUES).match(path) is not None:
        return True
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    words = stem.replace("_", ".").replace("-", ".").split(".")
    return ending in _BY_LANGUAGE and any(word in _LANGUAGES for word in words[-2:])


def is_label(value: str, catalogue: bool) -> bool:
    """Whether a value is what a form shows next to a field: words of a language with punctuation.

    In a message `catalogue` any words qualify; elsewhere they need a non-Latin script, or a word for password or token.
    """
    plain = _JOINED.compiled().sub(" ", _PLACED.compiled().sub(" ", value)) if catalogue else value
    if _GLUED.search(plain):
        return False
    words = _BETWEEN.compiled().sub(" ", _spaced(plain)).split()
    spelled = [word for word in words if not (word.isdigit() and len(word) < 5)]
    if catalogue and len(spelled) == 1:
        parts = _HUMPS.compiled().sub(" ", spelled[0]).split()  # EsqueceuASenha
        spelled = parts if any(part.lower() in LABELS for part in parts) else spelled
    if not spelled or not all(map(_is_word, spelled)):
        return False
    if catalogue or any(map(_is_foreign, value)):
        return True
    lower = [word.lower() for word in spelled]
    if len(spelled) > 1:
        return " " in value and (any(word in LABELS for word in lower) or not value.isascii())
    return lower[0] in LABELS and spelled[0][0].isupper() and spelled == words


def _spaced(text: str) -> str:
    """The text with each non-ASCII punctuation mark replaced by a space."""
    if text.isascii():
        return text
    from unicodedata import category

    return "".join(char if char.isascii() or category(char)[0] not in "PZ" else " " for char in text)


def _is_foreign(char: str) -> bool:
    """Whether a character belongs to a script other than Latin, or to Vietnamese."""
    return char > "\u036f" and char.isalpha()


def _is_word(word: str) -> bool:
    """Whether a run of characters is a word of some language: no digit, no capital inside, vowels if the script's are
    known."""
    if len(word) > 40:
        return False
    if not word.isascii():
        from unicodedata import category

        if any(category(char)[0] not in "LM" for char in word if char != "\u200c"):
            return False
        latin = "".join(char for char in word if char.isascii())
        if latin and any(char > "\u036f" and not "\u1e00" <= char < "\u1f00" for char in word):
            return latin.isupper() or latin.lower() in LABELS  # an abbreviation inside a word of another script
        return word.islower() or word.isupper() or not any(char.isupper() for char in word[1:])
    if not word.isalpha():
        return False
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return word in _CAMELS
    return len(word) < 8 or sum(char in "aeiouyAEIOUY" for char in word) * 6 >= len(word)


def _unescaped(value: str) -> str:
    if "\\" not in value and "&#" not in value:
        return value

    def char(found: re.Match[str]) -> str:
        digits = found[1] or found[2] or found[4]
        code = int(digits, 16) if digits else int(found[3])
        return chr(code) if code < 0x11000 and not 0xD800 <= code < 0xE000 else " "

    return _ESCAPED.compiled().sub(char, value)


def _is_attribute(candidate: Candidate, before: str, after: str, path: str) -> bool:
    return candidate.form == "space" and not candidate.quote and _ATTRIBUTE.match(candidate.value) is not None


def _is_service_password(candidate: Candidate, before: str, after: str, path: str) -> bool:
    return _in_services(path, before) and is_stock(candidate.value, candidate.name)


def _is_test_password(candidate: Candidate, before: str, after: str, path: str) -> bool:
    return in_tests(path) and is_stock(candidate.value, candidate.name)


def _in_services(path: str, before: str) -> bool:
    return globs(_SERVICES).match(path) is not None or _STARTS_SERVICE.search(before) is not None


def is_stock(value: str, name: str = "") -> bool:
    """Whether a password is one that anyone would guess first: words of `STOCK`, words for a password in any language,
    words of its own name, short numbers, plain or in leet."""
    if len(value) > 40:
        return False
    own = set(_name_words(name))
    read = (value, value.translate(_LEET), _leet_but_tail(value, _LEET), _leet_but_tail(value, _LEET_OF_I))
    return any(_is_made_of(text, own) for text in dict.fromkeys(read))


def _leet_but_tail(value: str, leet: dict[int, str]) -> str:
    """The value with leet undone, except for the digits and signs at its end: `P@ssw0rd123!`."""
    stem = value.rstrip("0123456789!@#$%^&*?.-_")
    return stem.translate(leet) + value[len(stem) :]


def _is_made_of(text: str, own: set[str]) -> bool:
    found = 0
    for run in _RUNS.compiled().findall(text):
        if run[0].isdigit():
            if len(run) > 4 and run not in "1234567890123" and len(set(run)) > 1:
                return False
        elif not _segments(run.lower(), own):
            return False
        else:
            found += 1
    return found > 0 and sum(not char.isalnum() for char in text) <= max(2, len(text) // 4)


def _segments(run: str, own: set[str]) -> bool:
    """Whether letters are a sequence of words of the vocabulary."""
    ends = {0}
    for end in range(1, len(run) + 1):
        if any(
            start in ends and (run[start:end] in STOCK or run[start:end] in LABELS or run[start:end] in own)
            for start in range(max(0, end - _LONGEST_WORD), end)
        ):
            ends.add(end)
    return len(run) in ends


def is_documented(value: str) -> bool:
    """Whether a value is a credential that a manual or an emulator prints for everyone."""
    if "EXAMPLE" in value and _SAMPLE_KEY.match(value):
        return True
    if len(value) < 20:
        return False
    from hashlib import sha256

    return sha256(value.removeprefix("0x").encode("utf-8", "surrogateescape")).hexdigest() in DOCUMENTED


def is_sample_token(token: str) -> bool:
    """Whether a JSON Web Token is a sample, or one that is sent to every browser."""
    import base64
    import binascii

    for part in token.split(".")[:2]:
        try:
            claims = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            continue
        if any(all(mark in claims for mark in marks) for marks in _SAMPLE_CLAIMS):
            return True
    return False


_REASONS = (
    ("template", _is_template),
    ("data-uri", _is_data_uri),
    ("ciphertext", _is_ciphertext),
    ("attribute", _is_attribute),
    ("public-key", _is_public),
    ("head-noun", _is_about),
    ("label", _is_label),
    ("service-password", _is_service_password),
    ("test-password", _is_test_password),
)
