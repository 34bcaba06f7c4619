"""Why a guess is no secret, by name; and how sure we are of one that stays.

A provider's token with its own structure never comes here. `weigh` is the one door: ("", reason) drops a guess,
(confidence, "") keeps it. The differential test against detect-secrets accepts a missing finding only with a reason.
"""

from __future__ import annotations

from govhooks.expression import Expression
from govhooks.placeholder import stand_in

# Files of nothing but digests and versions (detect-secrets leaves out the same ones), and of no text.
_LOCKS = (
    "Brewfile.lock.json",
    "Cartfile.resolved",
    "Package.resolved",
    "composer.lock",
    "Gemfile.lock",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "pnpm-lock.yaml",
    "bun.lock",
    "deno.lock",
    "Podfile.lock",
    "yarn.lock",
    "Pipfile.lock",
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "pylock.toml",
    "Cargo.lock",
    "packages.lock.json",
    "flake.lock",
    "go.sum",
    ".terraform.lock.hcl",
)
_NO_TEXT = (
    *(".7z", ".bin", ".bmp", ".bz2", ".class", ".css", ".dmg", ".doc", ".eot", ".exe", ".gif", ".gz", ".ico", ".iml"),
    *(".ipr", ".iws", ".jar", ".jpg", ".jpeg", ".lock", ".map", ".mo", ".pdf", ".png", ".prefs", ".psd", ".rar"),
    *(".realm", ".s7z", ".sum", ".svg", ".tar", ".tif", ".tiff", ".ttf", ".webp", ".woff", ".woff2", ".xls", ".xlsx"),
    ".zip",
)
_INDIRECT = Expression(r"[^\v=!:]*\s*(?::=?|[!=]{1,3})\s*[\w.-]+[\[(][^\v]*[\])]")
_UUID = Expression(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_CODE = Expression(
    r"^[A-Za-z_]\w*(?:\.\w+)+:[A-Za-z_]\w*(?:\.\w+)*$"  # an entry point
    r"|^[A-Za-z_$][\w$]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][\w$]*)+(?:\(.*)?$"  # settings.SECRET, this->password, a.b()
    r"|^[A-Za-z_$][\w$.]*[(\[].*"  # os.getenv(...), args[...]
    r"|^[&*]?(?:self|this|cls|props|state|config|settings|env|process|req|request|ctx|args|opts|options)\b\W"
    r"|^\W*(?:const|let|var|new|await|return|if|else|not|and|or|lambda|function|async|typeof|instanceof)\b"
    r"|\s(?:=>|\|\||&&|[=!]==?)\s|\)\s*[;{]?$|^[)\]},;]"
)
_NAME = Expression(r"^[A-Za-z_]\w*(?:(?:\.|->|::)[A-Za-z_]\w*)+(?::[A-Za-z_]\w*(?:\.\w+)*)?$")
# What stands before a value that is a name, a label or a text about a secret.
_ABOUT = Expression(
    r"(?i)(?:header|prefix|suffix|field|label|name|_id|placeholder|title|message|error|description|help|hint|url|uri"
    r"|path|file|dir|testid|selector|class|type|passwordkey)[\"'`\]]{0,2}\s*(?:[:=]|=>)\s*[\"'`]?$"
)
_KEBAB = Expression(r"^[A-Za-z]+(?:[-_.][A-Za-z]+)*[-_.]?\d{0,4}$|^[Xx]-|[-_]$")
_CONSTANT = Expression(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")
_IDENTIFIER = Expression(r"^[A-Za-z][a-z]*(?:[_.-][A-Za-z][a-z]*|[A-Z][a-z]+)*$")
_PATH = Expression(
    r"^(?:\.{1,2}/|/[a-z][a-z_.-]*(?:/|$)|~/|[A-Za-z]:\\|[\w.@-]+/[\w.@/-]*\.[A-Za-z]\w{0,5}$)|^[\w./@-]+/[\w./@-]+/$"
)
_URL = Expression(r"(?i)^(?:[a-z][a-z0-9+.-]{1,20}://|(?:mailto|data|urn|tel|arn|jdbc|about|javascript):)[^\s]*$")
_FILE_NAME = Expression(
    r"^[\w.-]+\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|txt|py|js|ts|go|rb|env|cfg|conf|ini|xml)$"
    r"|^[\w./-]+\.\w{1,5}:\d+(?::\d+)?$"  # file:line
)
_DIGEST_NAME = Expression(
    r"(?i)sha-?(?:1|2|224|256|384|512)\b|sha\d|md5|checksum|digest|\bhash|hash(?:es)?\b|integrity|etag|fingerprint|commit|revision|\brev\b"
    r"|\bref\b|\boid\b|\btree\b|blob|git|version|cksum|\bcrc|resolved|pinned|uses:|@sha"
)
_DIGEST_SIZES = frozenset({7, 8, 10, 12, 16, 20, 24, 32, 40, 56, 64, 96, 128})
_SRI = Expression(r"^(?:sha(?:1|256|384|512)-|h1:)[A-Za-z0-9+/=]+$")
_DATA_URI = Expression(r"(?i)data:[\w.+-]+/[\w.+-]+[;,]|base64,")
_JOINTS = Expression(r"[_\-/+=\\.]|(?<=[a-z])(?=[A-Z])|\d+")
_VOWELS = frozenset("aeiouy")
_ALPHABETS = Expression(r"(?i)abcdefgh|ghijklmn|opqrstuv|0123456789|abcdef0123|qwertyuiop")
_SECRET_NAME = Expression(
    r"(?i)pass(?:wd|word|phrase|code)?|pwd|secret|token|api[_-]?key|access[_-]?key|private|credential|auth|signing|encrypt"
    r"|\bkey\b|_key\b|[a-z]Key\b|cookie|session|salt|hmac"
)
# Of a longer value, this much is looked at.
_LONGEST = 2000
_PUBLIC = frozenset({"Public IP (ipv4)"})
_TYPE_WORDS = Expression(
    r"^(?:Optional|List|Dict|Union|Option|Result|Vec|Array|Map|Set|Promise|Buffer|Uint8Array|SecretStr|SecureString)\b"
    r"|^(?:string|bool|boolean|number|int|integer|float|bytes|char|varchar|text|object|any|void|str|unknown)\b[\s\W\w]{0,20}$",
)


def skips_file(path: str) -> str:
    """Why no guesses are made in a file: "lock-file", "no-text", "swagger", or ""."""
    name = path.rpartition("/")[2]
    if name in _LOCKS:
        return "lock-file"
    if path.endswith(_NO_TEXT):
        return "no-text"
    return "swagger" if "swagger" in path else ""


def is_indirect(line: str) -> bool:
    """Whether a line assigns the result of a call or an element (`x = get("y")`), as detect-secrets filters it."""
    return len(line) <= 1000 and _INDIRECT.search(line) is not None


def weigh(kind: str, value: str, line: str, path: str) -> tuple[str, str]:
    """(confidence, "") for a guess that stays, ("", the filter's name) for one that does not.

    `kind` is "keyword", "entropy", "url-credentials", "jwt" or the name of a detect-secrets detector.
    """
    value = value[:_LONGEST]
    if kind in _PUBLIC:
        return "", "public-ip"
    if kind == "jwt":
        return ("medium", "") if len(value.partition(".")[2].partition(".")[2]) >= 16 else ("", "unsigned-jwt")
    reason = stand_in(value)
    if reason:
        return "", f"stand-in-{reason}"
    if kind == "url-credentials":
        return _url_password(value, line)
    if kind == "keyword":
        return _keyword(value, line)
    if kind == "entropy":
        return _entropy(value, line)
    reason = _provider(kind, value, line)
    return ("", reason) if reason else ("medium", "")


def _holds(check: str, value: str) -> bool:
    """Whether a token's own structure holds; one that is not even of the shape does not."""
    from govhooks.rules.no_secrets.checks import CHECKS

    try:
        return CHECKS[check](value)
    except (ValueError, IndexError):
        return False


def _provider(kind: str, value: str, line: str) -> str:
    """Why what a detect-secrets detector takes for a provider's token is none, where our own table knows better."""
    at = line.find(value)
    if at > 0 and line[at - 1].isalnum() and value[0].isalnum():
        return "embedded"
    if at >= 0 and line[at + len(value) : at + len(value) + 1].isalnum() and value[-1].isalnum():
        return "embedded"
    if kind == "Slack Token" and len(value) < 24:
        return "too-short"
    if kind == "Private Key":
        return "key-without-body"
    if kind == "GitHub Token" and not _holds("github", value):
        return "checksum"
    if kind == "AWS Access Key" and len(value) == 20 and not _holds("aws-key-id", value):
        return "aws-alphabet"
    if kind == "Discord Bot Token" and not _holds("discord", value):
        return "discord-snowflake"
    if kind == "PyPI Token" and not _holds("pypi", value):
        return "macaroon"
    if kind == "Telegram Bot Token" and ":AA" not in value:
        return "telegram-prefix"
    if kind == "Twilio API Key":
        return "account-id" if value.startswith("AC") else "" if "twilio" in line.lower() else "provider-unnamed"
    if kind == "Artifactory Credentials":
        return "" if "artifactory" in line.lower() or "jfrog" in line.lower() else "provider-unnamed"
    return ""


# detect-secrets' names of its detectors, and ours.
KINDS = {
    "Secret Keyword": "keyword",
    "Basic Auth Credentials": "url-credentials",
    "JSON Web Token": "jwt",
    "Base64 High Entropy String": "entropy",
    "Hex High Entropy String": "entropy",
}


def why_not(detector: str, value: str, line: str, path: str) -> str:
    """The name of the filter that drops what a detect-secrets detector finds, "" when none does."""
    return skips_file(path) or _failed_checksum(value) or weigh(KINDS.get(detector, detector), value, line, path)[1]


def _failed_checksum(value: str) -> str:
    """ "checksum" for what has the form of a token whose checksum would prove it, and fails it."""
    from govhooks.rules.no_secrets.checks import PROOFS
    from govhooks.rules.no_secrets.engine import pattern
    from govhooks.rules.no_secrets.formats import load

    lowered = value.lower()
    for row in load():
        if row.check in PROOFS and any(literal in lowered for literal in row.literals):
            found = pattern(row).search(value)
            if found and not _holds(row.check, found.group()):
                return "checksum"
    return ""


# Hosts that are this machine, or nobody's (https://www.rfc-editor.org/rfc/rfc6761).
_NO_HOST = Expression(
    r"(?i)(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|(?:[\w-]+\.)*example(?:\.(?:com|org|net))?|[\w.-]+\.(?:test|invalid|example|localhost))(?:[:/?\"'\s]|$)"
)


def _url_password(value: str, line: str) -> tuple[str, str]:
    at = line.find(f":{value}@")
    if at >= 0 and _NO_HOST.match(line[at + len(value) + 2 :]):
        return "low", ""
    if value.lower() in ("pass", "password", "passwd", "pwd", "pw", "secret", "token", "user", "p", "x", "foo", "bar"):
        return "", "stand-in-word"
    if value.lower() in ("postgres", "root", "admin", "guest", "test", "mysql"):
        return "low", ""
    return "medium", ""


def _keyword(value: str, line: str) -> tuple[str, str]:
    """A value next to a name such as password or api_key."""
    text = value.strip().rstrip(",;").strip("\"'`")
    if len(text) < 4:
        return "", "too-short"
    if _UUID.fullmatch(text):
        return "low", ""
    at = line.find(text)
    quoted = at > 0 and line[at - 1] in "\"'`"
    if (_NAME if quoted else _CODE).search(text):
        return "", "code"
    if _TYPE_WORDS.search(text):
        return "", "type-name"
    if _CONSTANT.match(text):
        return "", "constant-name"
    if _PATH.search(text) or _FILE_NAME.match(text):
        return "", "path"
    if _URL.match(text):
        return "", "url"
    if text[0] in "([{<" or (text[-1] in ")]}>" and not quoted):
        return "", "code"
    words = text.split()
    if len(words) > 2 and sum(word.strip(".,:;!?()'\"").isalpha() for word in words) >= len(words) * 0.6:
        return "", "prose"
    if _SRI.match(text):
        return "", "integrity-hash"
    if at > 0 and _ABOUT.search(line[max(0, at - 80) : at]):
        return "low", ""
    if _IDENTIFIER.match(text) or _KEBAB.search(text) or len(words) > 1 or _is_test_word(text):
        return "low", ""
    return ("medium", "") if _is_mixed(text) or len(text) >= 8 else ("low", "")


def _is_test_word(text: str) -> bool:
    """Whether a value calls itself a test's ("test-secret-key-1")."""
    return text.lower().startswith(("test-", "test_", "fake-", "fake_", "mock-", "mock_", "dummy", "sample"))


def _is_mixed(text: str) -> bool:
    """Whether letters stand with digits or signs, as in a chosen or made password."""
    letters = any(char.isalpha() for char in text)
    return letters and any(not char.isalpha() for char in text)


def _entropy(value: str, line: str) -> tuple[str, str]:
    """A random-looking string; its name and shape say whether it is one of the harmless kinds."""
    if _UUID.search(value):
        return "", "uuid"
    if _SRI.match(value):
        return "", "integrity-hash"
    if _ALPHABETS.search(value) or _is_sorted(value):
        return "", "alphabet"
    if len(value) >= 200 and value.startswith("Ag"):
        return "", "sealed-secret"
    at = line.find(value)
    before = line[:at] if at >= 0 else line
    if _DATA_URI.search(before[-200:]):
        return "", "data-uri"
    is_hex = all(char in "0123456789abcdefABCDEF" for char in value)
    secret_name = _SECRET_NAME.search(before[-80:]) is not None
    if is_hex:
        if value.isdigit():
            return "", "number"
        if _DIGEST_NAME.search(before[-80:]) and len(value) in _DIGEST_SIZES:
            return "", "digest"
        if not secret_name:
            return "low", ""
        return ("medium" if len(value) >= 16 else "low"), ""
    if _CONSTANT.match(value) or _IDENTIFIER.match(value) or _word_like(value):
        return "", "identifier"
    if "/" in value and _path_like(value):
        return "", "path"
    mixed = (
        any(char.isdigit() for char in value)
        and any(char.islower() for char in value)
        and any(char.isupper() for char in value)
    )
    if not mixed:
        return ("medium" if secret_name and any(char.isdigit() for char in value) else "low"), ""
    if _DIGEST_NAME.search(before[-80:]):
        return "low", ""
    return ("medium" if secret_name else "low"), ""


def _is_sorted(value: str) -> bool:
    """Whether most characters come after the one before them: a set of letters, as for options."""
    rising = sum(value[at] < value[at + 1] for at in range(len(value) - 1))
    return rising >= 0.75 * (len(value) - 1)


def _word_like(value: str) -> bool:
    """Whether a string is words joined by separators or camel case: mostly runs of letters that can be spoken."""
    parts = [part for part in _JOINTS.split(value) if part]
    spoken = sum(len(part) for part in parts if len(part) > 2 and _VOWELS & set(part.lower()) and _same_case(part))
    return spoken >= 0.75 * len(value.replace("_", "").replace("-", ""))


def _same_case(part: str) -> bool:
    return part.islower() or part.isupper() or (part[0].isupper() and part[1:].islower())


def _path_like(value: str) -> bool:
    parts = value.split("/")
    return len(parts) > 2 and all(not part or _word_like(part) or len(part) < 4 for part in parts)
