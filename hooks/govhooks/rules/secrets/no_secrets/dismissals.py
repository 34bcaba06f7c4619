"""Dismiss candidates that are not secrets, each for a named reason: by syntax alone, before `score.py` weighs anything.

`dismissal` is called for every candidate, so it looks only at the candidate and its own line.
"""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.files import CODE
from govhooks.rules.secrets.no_secrets.generated import shape
from govhooks.rules.secrets.no_secrets.named import kind_of
from govhooks.search.expression import Expression
from govhooks.search.placeholder import stand_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.secrets.no_secrets.candidates import Candidate

_WORD = Expression(r"[@$&*!:]{0,2}[A-Za-z_][A-Za-z_$]*[?!]?\Z")
_NAME = Expression(r"[@$&*!:]{0,2}[A-Za-z_$][\w$-]*[?!]?\Z")
# settings.SECRET, this->password, a.b(), args[...]
_CODE = Expression(
    r"[@$&*!]{0,2}[A-Za-z_$][\w$]*[?!]?(?:(?:\.|->|::\$?|\?\.)[A-Za-z_$][\w$?!]*)+(?:[(\[{]|-?\Z)|[@$&\w.]*[(\[]|%[wWiIq][\[({]"
)
# Words with dots and a digit, as a setting's value: Fliegenpilz.Rot9
_SET = Expression(r"(?=.*\d)[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)+\Z")
# What asks for a password; what an anonymous login takes for one.
_PROMPT = Expression(r"(?is)(?:.*\s.*|.*(?:password|passphrase|token|pin|key))[:?]\s*\Z")
_EMAIL = Expression(r"[a-z.+-]{1,60}@[a-z-]{1,60}(?:\.[a-z]{2,12}){1,3}\Z")
# ECDHE-RSA-AES128-GCM-SHA256:!aNULL:!MD5
_CIPHERS = Expression(
    r"(?=(?:.*(?:ECDHE|DHE|AES(?:128|256)|CHACHA20|aNULL|eNULL|HIGH|MD5|RC4|3?DES|PSK|SRP)\b){2})[!+@-]?[A-Za-z0-9-]{2,40}(?::[!+@-]?[A-Za-z0-9-]{2,40})+\Z"
)
_PERCENTS = Expression(r"(?:%[0-9A-Fa-f]{2}.{0,1})+\Z")
_HEX = Expression(r"[0-9a-fA-F]{32,128}\Z")
# Names of digests: password_hash, passwordHash, hashed_password; not hash_secret, nor what HashiCorp needs.
_DIGESTS = Expression(
    r"(?i:(?:.*[^a-z])?(?:hash|digest|checksum|md5|sha\d*)\Z)|.*[a-z](?:Hash|Digest|Checksum|MD5|S[Hh][Aa]\d*)\Z|(?i:(?:.*[^a-z])?hashed)"
)
# What a form says about a password; what an attacker types instead of one.
_MESSAGE = Expression(
    r"(?i)\b(?:must|should|cannot|too (?:short|long|weak|common)|please|enter|invalid|required|at least|is not|not match|match(?:es)?"
    r"|incorrect|forgot(?:ten)?|reset|failed|can't|doesn't|didn't|don't|isn't|characters?|confirm)\b|^' or\b"
)
# Hashes of passwords, which are stored on purpose: crypt and its successors, if long enough to be real.
_HASHED = Expression(r"\$(?:1|2[abxy]?|5|6|7|argon2\w{1,2}|pbkdf2[\w-]{0,12}|scrypt|apr1|y)\$.{16,}")
# The same as MySQL's own plugin stores them: SHA-1 of SHA-1.
_NATIVE = Expression(r"\*[0-9A-F]{40}\Z")
# What Django stores for a user who cannot log in, in the column `password` of its fixtures and dumps.
_UNUSABLE = Expression(r"![0-9A-Za-z]{40}\Z")
_FIXTURES = frozenset(("json", "csv", "sql", "xml"))
# The same in Django's notation.
_STORED = Expression(r"(?:pbkdf2_sha\d+|bcrypt(?:_sha256)?|argon2|scrypt|md5|sha1)\$\S{1,80}\$\S{10,}")
# Names of values that are wrong on purpose.
_WRONG = Expression(
    r"(?:[\w.-]*[._-])?(?:wrong|bad|incorrect|invalid|mismatch|WRONG|BAD|INCORRECT|INVALID)(?:[._-]|[A-Z]|\Z)"
    r"|(?:[\w.-]*[a-z])?(?:Wrong|Bad|Incorrect|Invalid)(?:[A-Z._-]|\Z)"
)
_WRONG_WORDS = ("wrong", "bad", "incorrect", "invalid", "mismatch")
# Values that are wrong on purpose.
_WRONG_VALUES = ("incorrect", "mismatch", "mismatched", "notthesame", "different", "wrongpass", "badpass")
# Calls whose first argument is not a value but a name, an encoding or a text.
_TAKES_NAME = Expression(
    r"(?i)(?:^|[.:>_])(?:en|de)code\($|(?:^|[.:>])(?:get|pop|getenv|getattr|fetch|lookup|env|environ|param|format|join|tostring|get_?pass(?:word|wd)?|post|input|query|prompt|ask|header|cookie|getstring|read"
    r"|split|replace|strip|startswith|endswith|gettext|translate|t|_|md5|sha\d+)\($"
)
# The same for names of stored secrets: get_secret("db-login"), key_get("trials")
_FETCHES = Expression(
    r"(?i)(?:^|[.:>_])(?:get|fetch|load|lookup|retrieve)_?(?:secret|password|credentials?|token|key|parameter|env)?\($"
)
_URL = Expression(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s@]*\Z|(?:mailto|urn|tel|arn):")
_PEM = Expression(r"(?:KEY(?: BLOCK)?|BLOCK)?-{4,}")
_PUBLIC = Expression(
    r"(?:MII[A-Z][A-Za-z0-9+/]{20,}|AAAA(?:B3NzaC1|C3NzaC1|E2VjZHNh)[A-Za-z0-9+/]{10,}|ssh-(?:rsa|ed25519|dss) |ecdsa-sha2-|-{3,})"
)
# Keys of Algolia that only search, and stand in every page: algolia.com/doc/guides/security/api-keys
_SEARCHES = Expression(r"(?i).*(?:algolia.*search|search_?only)")
_SRI = Expression(r"(?:sha(?:1|256|384|512)-|h1:)[A-Za-z0-9+/=]+\Z")
# The output of kubeseal: the length of an RSA ciphertext (512 or 256 bytes, in two bytes), that ciphertext, and the value's.
_SEALED = Expression(r"A[gQ][ABCD][A-Za-z0-9+/]{340,}={0,2}\Z")
# A regular expression, or the recipe of one: [0-9a-f]{32}, (?i:...), \d+, {hex:32}
_REGEX = Expression(
    r"\[[^\[\]\s]{0,60}(?:\w-\w|\\[dws])[^\[\]\s]{0,60}\](?:\{\d|[+*])|\(\?[:iP=!<]|\\[dwsb][+*{]|\{[a-z0-9]{2,12}:\d{1,4}\}"
)
_FILE = Expression(r"\.(?:ps1|py|sh|txt|json|ya?ml|md|js|ts|pem|xml|go|rb)\Z")
_ALGORITHMS = frozenset(
    "pbkdf2 pbkdf2sha256 bcrypt scrypt argon2 argon2i argon2id md5 sha1 sha224 sha256 sha384 sha512 hs256 hs512 rs256 es256 aes128 aes256 ed25519".split()
)
# As Java names them: PBKDF2WithHmacSHA512, HmacSHA256, SHA256withRSA
_DERIVATIONS = Expression(r"(?i)(?:pbkdf2with\w{4,30}|hmac(?:sha|md)[\d_]{1,9}|(?:sha|md)\d{1,3}with\w{2,12})\Z")
# The address of an account or a contract on a chain of Ethereum's kind; a private key has 64 digits.
_ADDRESS = Expression(r"0x[0-9a-fA-F]{40}\Z")
_IDENTIFIED = Expression(
    r"(?i)\bidentified\s{1,40}(?:with\s{1,40}\w{1,24}\s{1,40}(?:by|as)|by|(?:by\s{1,40})?values?)\s{0,40}\Z"
)
# A picture in a page: whoever reads the page may see it, with the key that its address carries.
_PICTURE = Expression(
    r"(?i)\.(?:png|jpe?g|gif|svg|webp|avif|ico)\?(?:[\w.-]{1,40}=[\w.%~+-]{0,120}&(?:amp;)?){0,6}(?:key|token|circle-token|sig|signature|hash)=\Z"
)
# How a page, a style sheet or a README shows a picture.
_SHOWN = Expression(r"\]\(|\bsrc=|\bimage::|\burl\(")
# The address of a database in a program's string: "jdbc:mysql://db/shop?user=app&password=
_IN_URL = Expression(r"[\"'`][\w+:.-]{2,40}://[^\s\"'`<>{}()$]{1,160}[?&;][\w.-]{1,40}=\Z")
# werkzeug.request
_DOTTED = Expression(r"[a-z]+(?:_[a-z]+)*(?:\.[a-z]+(?:_[a-z]+)*)+\Z")
# HTTP_X_CSRFTOKEN
_CONSTANT = Expression(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_CONSTANTS = frozenset(
    "true false none null undefined yes no nil void string boolean integer bytes object number".split()
)
# Values of settings about passwords.
_SETTINGS = frozenset("always never on_create allow deny required optional enabled disabled auto manual random".split())
# Names that contain one of `words.NAMES` but mean something else.
_OTHER_KEYS = (
    *(
        "foreignkey",
        "foreign_key",
        "primarykey",
        "primary_key",
        "keyerror",
        "keyword",
        "keywords",
        "keycode",
        "keyboard",
    ),
    *("websocket-key", "websocket_key", "websocketkey"),
    *("sonar.projectkey", "idempotencykey", "idempotency_key", "idempotency-key"),
    *("inchikey", "inchi_key", "zobrist_key", "zobristkey"),
    *("monkeypatch", "keyframes", "keystroke", "key_func", "keyfunc", "sort_key", "sortkey", "author", "authors"),
)
# Sample accounts that manuals have printed for decades, and placeholders for both halves.
_SAMPLES = frozenset(
    {
        "tiger",
        "username",
        "user",
        "pass",
        "password",
        "passwd",
        "pwd",
        "pw",
        "pass1",
        "secret",
        "userpass",
        "open sesame",
        "hunter2",
    }
)
# Second halves of the pairs that tests of the Basic scheme encode.
_STOCK_PAIRS = frozenset("1234 12345 123456 world hello test foo bar baz somepass mypass mypassword passw0rd".split())
# The description of a function's parameter in its documentation.
_PARAMETER = Expression(r"(?s).*[@:](?:param|type|arg|keyword|ivar|cvar|var)\b[^:]{0,60}\Z")
_ESCAPES = Expression(r"(?:\\x[0-9a-fA-F]{2}|\\[0abfnrtv])+\Z")


# What derives a key from a password, and never what compares one with a hash: the value after the password is the salt.
# argon2id("password", "x"), scryptSync(password, "x"), hashlib.pbkdf2_hmac("sha256", password, b"x"), bcrypt.hashpw(password, "x")
_DERIVES = Expression(
    r"(?i)(?:.*[^a-z0-9])?(?:(?:argon2(?:id|i|d)?|(?:hash_)?pbkdf2|scrypt|hkdf)(?:_?(?:sync|async|hmac|raw|sha\d{1,3}))?"
    r"|(?:argon2(?:id|i|d)?|pbkdf2|scrypt|bcrypt|hkdf)\.(?:hash(?:_?(?:sync|raw|pw|password))?|derive(?:_?key)?|key|kdf))"
    r"\([^()]{0,80},\s{0,4}b?[\"'`]\Z"
)
_NOTED = Expression(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{8,}")
# The same after a colon, where a type or an algorithm may stand: UTF8String, Sha512Crypt.
_NOTED_AFTER_COLON = Expression(
    r"(?!(?i:.*(?:sha\d|md5|utf|base\d|argon|pbkdf|bcrypt)))(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?:.{6,}\d\d\Z|(?=.*[^A-Za-z0-9]).{8,}\Z)"
)
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_POWERSHELL = frozenset(("ps1", "psm1"))
_CMDLET = Expression(r"[A-Z][a-z]+-[A-Z][A-Za-z]+\Z")
_SHELLS = frozenset(("sh", "bash", "zsh", "ksh", "pl", "rb", "php", "bats"))


def dismissal(candidate: Candidate, before: str, after: str, ending: str) -> str:
    """The name of the reason against a candidate, or "".

    `before` and `after` are the rest of its line, `ending` is the file's extension in lower case.
    """
    value, form, quote = candidate.value, candidate.form, candidate.quote
    if _PEM.match(value) and len(value) < 40:
        return "pem-mark"  # keys.py finds the keys
    if form in ("=", ":", "arg", "call", "xml", "space", "value") and _REGEX.search(value):
        return "regex"
    if form == "space" and _FILE.search(candidate.name):
        return "file-name"
    if value.lower().replace("-", "") in _ALGORITHMS or _DERIVATIONS.match(value):
        return "algorithm"
    if (
        len(value) > 25
        and _ALPHABET in value.lower()
        and not value.lower().replace(_ALPHABET, "").strip("0123456789+/=_-")
    ):
        return "alphabet"
    if len(value) == 36 and value.count("-") == 4 and _is_sample_uuid(value.lower()):
        return "fill-in"
    if value[:2] == "0x" and _ADDRESS.match(value):
        return "address"
    if form == "arg" and _DERIVES.match(before):
        return "salt"
    if candidate.name.lower().endswith(_OTHER_KEYS):
        return "other-key"
    if form == "scheme":
        return _after_scheme(candidate)
    if form == "url" and value.lower() in _SAMPLES:
        return "sample-account"
    if form == "url" and (value[0].isdecimal() and "/" in value):
        return "port"  # http://localhost:9999/p/200:ir,@1
    if form in ("url", "token"):
        return _stands_in(value)
    if value.endswith(("...", "\u2026")) or (not quote and after.startswith(("...", "\u2026"))):
        return "fill-in"  # token=c8de56fa...
    if quote == "`" and ending in _SHELLS:
        return "code"  # what a command prints
    if not quote:
        if form in ("arg", "call", "=="):
            return "unquoted"
        dotted = _CODE.match(value) and (value[0] == "$" or not _IN_URL.search(before))
        if dotted and not value.startswith("eyJ") and not _is_written(candidate, before, ending):
            return "code"
        sql = (candidate.name.isupper() and "_" in value) or _IDENTIFIED.search(before) is not None
        if (
            form == "space"
            and not sql
            and not candidate.name.startswith("-")
            and _WORD.match(value)
            and not shape(value)
        ):
            return "prose"
        made = len(value) >= 20 and (any(char.isdigit() for char in value) or shape(value) != "")
        # `name: value` at the end of a line may be a configuration inside a multi-line string.
        program = ending in CODE and not _inside_string(before) and (form != ":" or after.strip())
        if (form == "space" and _NOTED.match(value)) or (
            form == ":" and _COMMENTED.match(before) and _NOTED_AFTER_COLON.match(value)
        ):
            program = False  # in a comment: pw x, old password: x (until March)
        if program and not made and _NAME.match(value):
            return "variable"
        if form == ":" and ("@" in before or ":" in before) and _PARAMETER.match(before):
            return "prose"
        if ending in _POWERSHELL and _CMDLET.match(value):
            return "code"  # $password = Read-Host -AsSecureString
        if value.lower() in _CONSTANTS or (form != "space" and value.lower() in _SETTINGS):
            return "constant"
    if value.lower().startswith(("basic ", "bearer ")) and candidate.kind == "keyword":
        return "scheme"  # the value after it is a candidate of its own
    if ending in ("po", "pot", "xliff", "xlf"):
        return "translation"
    if value.isdecimal() and len(value) < 7 and not quote and ending in CODE:
        return "constant"
    if value.lower() in ("true", "false", "none", "null", "hashed", "encrypted"):
        return "constant"
    if "|" in value and _CHECKED.match(value) and _CHECK.search(value):
        return "checks"
    if form == "arg" and candidate.name.lower() in _LISTED_WORDS and _STOCK.match(value) and _is_listed(before, after):
        return "list"
    if "_" in value and _CONSTANT.match(value) and not any(map(str.isdecimal, value[:-2])):
        return "constant"
    if value.lower().startswith(_WRONG_VALUES) or _is_wrong(candidate.name):
        return "wrong-on-purpose"
    if quote and value.lower() in ("tiger", "hunter2"):
        return "sample-account"
    if (
        quote
        and value.islower()
        and "." in value
        and kind_of(candidate.name) in ("key", "token")
        and _DOTTED.match(value)
    ):
        return "dotted-name"
    if quote and value[0] in "),;]}" and before.count(quote) % 2 == 0:
        return "code"  # between two strings: getpass("Password: ").encode("ascii")
    if candidate.call.endswith("[") and after[:1] == "]":
        return "argument"  # settings["PASSWORD"]
    if candidate.call.endswith("(") and _TAKES_NAME.search(candidate.call):
        return "argument"
    if candidate.call.endswith("(") and _FETCHES.search(candidate.call) and not shape(value):
        return "argument"
    if ("public" in candidate.name.lower() and not _private(candidate.name)) or _SEARCHES.match(candidate.name):
        return "public-key"
    if " " in value and (len(value) > 200 or _MESSAGE.search(value)):
        return "prose"
    if (value[0] == "*" and _NATIVE.match(value)) or (value[0] == "!" and _is_unusable(candidate, ending)):
        return "password-hash"
    if "$" in value and (_HASHED if value[0] == "$" else _STORED).match(value):
        return "password-hash"
    if _URL.match(value) or (form == "space" and "@" in value and "://" in before) or _in_arn(before):
        return "url"
    if form == "=" and "?" in before and _PICTURE.search(before) and _SHOWN.search(before):
        return "picture"
    if value[0] == "\\" and _ESCAPES.match(value):
        return "bytes"
    if _PROMPT.match(value) or _EMAIL.match(value):
        return "prose"
    if ":" in value and _CIPHERS.match(value):
        return "ciphers"
    if "%" in value and _PERCENTS.match(value):
        return "bytes"
    if _is_digest(candidate):
        return "digest"
    if _PUBLIC.match(value) and not _private(candidate.name):
        return "public-key"
    if _SRI.match(value):
        return "integrity-hash"
    if _SEALED.match(value):
        return "sealed-secret"
    return _stands_in(value)


# SCREAMING or padded text that somebody has to replace; a value with its middle blanked out; the types of GraphQL.
_FILL_IN = Expression(
    r"(?:#{3}|!{3})[A-Z_]{3}|%[\w.:()-]+%\Z|#{2,}[^#\s]+#{2,}\Z|\[?(?:MASKED|REDACTED|FILTERED)\b|\([^()]*\)\Z|0x[0-9a-fA-F]{1,8}\Z|[UAOCNX][A-D][A-Z2-7]{54}\Z|.*(?:\*{4}|\u2022{4}|\.{4})|.{0,60}[\[<](?i:masked|redacted|filtered|hidden|removed)[\]>]?\Z|\[?(?:String|Int|ID|Float|Boolean|Date|DateTime|JSON|\w{1,30}Input)!?\]?!\Z"
)
# /2010-04-01/Accounts/{id}.json
_PATH = Expression(r"\.{0,2}/(?:[\w.{}%~@:-]+/){1,}[\w.{}%~@:-]*\Z")


def _stands_in(value: str) -> str:
    if _FILL_IN.match(value):
        return "fill-in"
    if value[0] in "/." and _PATH.match(value) and not any(_is_random(part) for part in value.split("/")):
        return "path"
    reason = stand_in(value)
    if reason == "template" and value.startswith("{") and '":' in value.replace("\\", ""):
        return ""  # JSON
    lower = value.lower()
    if reason == "marker" and (len(set(lower)) <= 2 or lower in _TO_CHANGE or lower.count("x") * 2 > len(value)):
        return "stand-in-marker"
    return f"stand-in-{reason}" if reason and reason not in ("word", "marker") else ""


_TO_CHANGE = frozenset(
    "placeholder changeme change_me change-me changethis change_this replaceme replace_me example redacted dummy".split()
)


# The first words of settings and expressions in configurations: config.password, secrets.token, module.db.password
_ROOTS = frozenset(
    """
    app application args attr attributes config configuration context cookbook data each env environ environment facts github globals
    grains hiera hieradata hostvars inputs item local locals matrix module node nodes opts options os outputs params parameters pillar
    process props request resource runner secrets secret self server session settings site spring state stack sys system this user values
    var vars variables vault
    """.split()
)


def _is_written(candidate: Candidate, before: str, ending: str) -> bool:
    """Whether words with dots between them are a password, and no expression: Fliegenpilz.Rot9 in a configuration or a comment, and
    letters alone behind a name that says password: gattonero.salta."""
    value = candidate.value
    if ending in CODE and not _COMMENTED.match(before):
        return False
    if _SET.match(value):
        return True
    first = value.partition(".")[0]
    return (
        candidate.form in ("=", ":")
        and ending not in CODE
        and kind_of(candidate.name) in ("password", "secret")
        and _TWO.match(value) is not None
        and first.lower() not in _ROOTS
    )


_TWO = Expression(r"[A-Za-z]{4,20}\.[A-Za-z]{4,20}\Z")
_COMMENTED = Expression(r"\s*(?://|#|--|\*|/\*)")


# What RFC 4122 and manuals print.
_SAMPLE_UUIDS = frozenset(
    (
        "123e4567-e89b-12d3-a456-426614174000",
        "123e4567-e89b-12d3-a456-426655440000",
        "550e8400-e29b-41d4-a716-446655440000",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    )
)


def _is_sample_uuid(value: str) -> bool:
    """Whether a UUID is a manual's, a count, or made of one or two characters over and over."""
    if value in _SAMPLE_UUIDS or value.startswith(("12345678-1234", "00000000-0000-0000")):
        return True
    return all(len(set(part)) == 1 for part in value.split("-")[:4])


def _is_unusable(candidate: Candidate, ending: str) -> bool:
    return ending in _FIXTURES and candidate.name.lower() == "password" and _UNUSABLE.match(candidate.value) is not None


def _is_listed(before: str, after: str) -> bool:
    """Whether a value and the word before it stand in the middle of a list: '123456', 'password', 'qwerty123', 'letmein'."""
    return _LISTED.match(before) is not None and after.lstrip()[:1] == ","


_STOCK = Expression(r"[a-z]{3,10}\d{0,4}\Z")
_LISTED_WORDS = frozenset(("password", "passwd", "pass", "secret", "token"))
_LISTED = Expression(r"[^()]*[\"'`]\s{0,4},\s{0,4}([\"'`])\w{1,40}\1\s{0,4},\s{0,4}[\"'`]\Z")
# What is asked of a field, as Laravel writes it: required|confirmed|min:12
_CHECK = Expression(
    r"(?:^|\|)(?:(?:required|nullable|sometimes|confirmed|string|email|present|filled|accepted|alpha(?:_num|_dash)?|current_password|bail)(?=\||\Z)"
    r"|(?:required_\w+|min|max|size|between|same|different|unique|exists|regex|in|not_in):)"
)
_CHECKED = Expression(r"[a-z_]{2,24}(?::[\w.,/:-]{1,60})?(?:\|[a-z_]{2,24}(?::[^|\s]{1,80})?)+\Z")


def _in_arn(before: str) -> bool:
    """Whether a value stands in the name of a resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-x."""
    at = before.rfind("arn:")
    return (
        at >= 0
        and before[max(0, at - 1) : at].strip("\"'`=:([,") in ("", " ")
        and not any(map(str.isspace, before[at:]))
    )


def _is_digest(candidate: Candidate) -> bool:
    return _HEX.match(candidate.value) is not None and _DIGESTS.match(candidate.name) is not None


def _is_random(part: str) -> bool:
    return shape(part) != "" and len(set(part)) > 10


def _is_wrong(name: str) -> bool:
    lower = name.lower()
    return any(word in lower for word in _WRONG_WORDS) and _WRONG.match(name) is not None


def _private(name: str) -> bool:
    lower = name.lower()
    return "priv" in lower or "secret" in lower


def _inside_string(before: str) -> bool:
    """Whether there is an odd number of quotation marks of this kind before the value."""
    return before.count('"') % 2 == 1 or before.count("'") % 2 == 1 or before.count("`") % 2 == 1


def _after_scheme(candidate: Candidate) -> str:
    value, scheme = candidate.value, candidate.name.lower()
    if scheme == "basic":
        pair = basic(value)
        if ":" not in pair:
            return "not-basic"
        user, _, password = pair.lower().partition(":")
        if password in _SAMPLES or password in _STOCK_PAIRS or password == user or len(password) < 4:
            return "sample-account"
        return "" if pair.isascii() else "not-ascii"  # values in tests of the encoding
    if value.startswith("eyJ"):
        return ""
    if len(value) < 8 or value.isalpha() or _CODE.match(value) or _URL.match(value):
        return "prose"
    if scheme == "token" and not any(char.isdigit() for char in value):
        return "prose"
    return _stands_in(value)


def basic(value: str) -> str:
    """`user:password` of a Basic authorization header; "" if it is not one."""
    import base64
    import binascii

    try:
        pair = base64.b64decode(value + "=" * (-len(value) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return pair if pair.isprintable() else ""
