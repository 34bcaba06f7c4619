"""How sure it is that a candidate is a secret: dismissals -> score -> what its name and value settle -> everyday content.

`guesses.py` asks for each candidate; a commit without candidates does not load this."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.candidates import is_session
from govhooks.rules.secrets.no_secrets.dismissals import dismissal
from govhooks.rules.secrets.no_secrets.files import CODE, in_manual, in_tests
from govhooks.rules.secrets.no_secrets.generated import is_key, shape
from govhooks.rules.secrets.no_secrets.named import is_about, kind_of, says_no_secret, says_secret
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.secrets.no_secrets.candidates import Candidate

TITLES = {
    "keyword": "possible hard-coded secret",
    "url-credentials": "password in a URL",
    "authorization": "credentials in an authorization header",
    "jwt": "JSON Web Token",
}
# A name that may be shown: words, at most two digits in a row. Longer numbers could be part of a secret.
_NAME = Expression(r"(?:-{0,2}|[$@]?)(?:[A-Za-z_]{1,32}\d{0,2}[.-]?){1,8}\Z")


# What is known about candidates by all that it depends on; None where nothing is remembered.
_known: dict[tuple[str, ...], str] | None = None
_MOST_KNOWN = 50_000


def expect_repeats() -> None:
    """Remember in this process how sure each candidate is: versions of a file repeat most of their lines."""
    global _known
    if _known is None:
        _known = {}


def sureness(candidate: Candidate, before: str, after: str, path: str, ending: str) -> str:
    """How sure it is that a candidate is a secret: "low", "medium" or "high", "" for one that is dismissed."""
    if _known is None:
        return _weighed(candidate, before, after, path, ending)
    one = candidate
    key = (path, ending, before, one.value, after, one.name, one.kind, one.form, one.quote, one.call)
    sure = _known.get(key)
    if sure is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        sure = _known[key] = _weighed(candidate, before, after, path, ending)
    return sure


def _weighed(candidate: Candidate, before: str, after: str, path: str, ending: str) -> str:
    if dismissal(candidate, before, after[len(candidate.quote) :], ending):
        return ""
    told = candidate.kind == "keyword" and not candidate.value.startswith("eyJ")
    if told and is_about(candidate.name, candidate.value):
        return ""  # `everyday` would say so, too, after the value was weighed
    from govhooks.rules.secrets.no_secrets.everyday import everyday
    from govhooks.rules.secrets.no_secrets.score import confidence, score

    weight = score(candidate, before, after, path)
    sure, least = confidence(weight), _settled(candidate, before, after[len(candidate.quote) :], path)
    if least:
        sure = max(sure, least, key=RANKS.__getitem__)
    if not sure or everyday(candidate, before, after[len(candidate.quote) :], path):
        return ""
    if sure != "low" and (_names_others(candidate) or _needs_more(candidate, weight, least, path)):
        return "low"
    unsure = _is_told(candidate, before, path) or (path.endswith(_BUILT) and not least)
    return "low" if unsure else sure


_DIRECT = frozenset(("=", ":", "value", "arg", "call", "xml", "table", "list", "row"))
_CHOSEN = Expression(r"(?=.*[A-Za-z])(?=.*[0-9!$%&*+=?@^~#])[^\s<>{}()\[\]]{6,40}\Z")
_SPELLED = Expression(r"(?:(?!.*/)|(?=.*[A-Z]))[^\W\d_]+(?:[._/-][^\W\d_]+){0,3}\Z")


def _settled(candidate: Candidate, before: str, after: str, path: str) -> str:
    """The confidence that a name and a value settle by themselves, "" where the traits decide: a generated value behind a name that says
    secret, or one behind a name that says password that has letters and digits, as people choose them."""
    if candidate.kind == "url-credentials":
        return _of_url(candidate, path)
    if candidate.kind != "keyword":
        return ""
    if candidate.form in ("cookie", "file") or (
        candidate.form == "arg" and "cookie" in before.lower() and is_session(candidate)
    ):
        return "low" if in_tests(path) else "medium"
    if _WORDPRESS.match(candidate.name) and candidate.form in _DIRECT and _UNLIKE_WORDS.match(candidate.value):
        return "medium"
    if candidate.form == "call" and candidate.name.lower().endswith("secretkeyspec") and is_key(candidate.value):
        return "" if in_tests(path) else "medium"
    if not says_secret(candidate.name):
        return _of_noun(candidate)
    generated = is_key(candidate.value)
    if shape(candidate.value) == "uuid":
        generated = _is_of_access(candidate.name) and not in_tests(path) and "uuid" not in candidate.call.lower()
    directive = not after.strip() and _is_directive(candidate, before, path)
    if (
        candidate.form == "space"
        and generated
        and not directive
        and (not candidate.quote or before.endswith(("is ", 'is "', "is '")))
    ):
        return "low"  # The password is x
    if not directive and _is_noted(candidate):
        return "low"
    spaced = candidate.form == "space" and (candidate.quote or candidate.name[0] == "-" or directive)
    if not spaced and candidate.form not in _DIRECT:
        return "low" if candidate.form == "==" and _CHOSEN.match(candidate.value) and not in_tests(path) else ""
    value = candidate.value
    if generated:
        return "medium"
    argument = candidate.form == "call" and candidate.name == "password"
    if (candidate.call and candidate.form != "call") or _is_own(candidate) or in_tests(path):
        return ""
    said = kind_of(candidate.name) in _SAID
    if _CHOSEN.match(value):
        return "medium" if said else "low"
    if not said:
        return ""
    if _TANGLED.match(value):
        return "medium"
    if _PHRASE.match(value) and (argument or _is_passphrase(candidate)):
        return "medium" if _is_mnemonic(candidate) else "low"
    if len(value) < 6 or not _SPELLED.match(value):
        return ""
    plain = value.islower() and value.isalpha()
    return "low" if argument or not plain or path.rpartition(".")[2].lower() not in CODE else ""


# password varchar2(30)
_TYPE = Expression(r"(?i)(?:n?(?:var)?char2?|u?int\d*|string\d*|float\d*|text\d*|bytes?\d*)\b")
_NOTES = ("md", "markdown", "mdx", "txt", "rst", "adoc", "org", "tex", "html", "htm", "log")


def _is_directive(candidate: Candidate, before: str, path: str) -> bool:
    """Whether a value stands in a configuration behind a name that begins the line: requirepass x."""
    ending = path.rpartition(".")[2].lower()
    return (
        candidate.form == "space" and before.strip() == candidate.name and ending not in CODE and ending not in _NOTES
    )


def _is_noted(candidate: Candidate) -> bool:
    """Whether a value stands behind a word for a password as people write it in a note: user admin, pw x."""
    return (
        candidate.form == "space"
        and not candidate.quote
        and len(candidate.value) > 7
        and kind_of(candidate.name) == "password"
        and _CHOSEN.match(candidate.value) is not None
        and not _TYPE.match(candidate.value)
    )


def _is_passphrase(candidate: Candidate) -> bool:
    """Whether words may be a passphrase: for a name that says so, or four and more in small letters, as no message is written."""
    name, value = candidate.name.lower(), candidate.value
    if name.endswith(("phrase", "psk", "secret", "mnemonic")) and candidate.quote:
        return True
    return value.islower() and value.count(" ") >= 3


def _is_mnemonic(candidate: Candidate) -> bool:
    """Whether a value is as many words as a wallet's phrase has, different ones, behind a name that says so."""
    words = candidate.value.split(" ")
    if not all(3 <= len(word) <= 8 and word.islower() for word in words):
        return False  # as the words of BIP-39 are
    named = candidate.name.lower().endswith(("mnemonic", "phrase", "seed"))
    return named and len(words) in (12, 15, 18, 21, 24) and len(set(words)) * 4 > len(words) * 3


def _is_of_access(name: str) -> bool:
    """Whether a name says that a UUID is no identifier: x-api-key, CLIENT_SECRET, auth_token."""
    kind = kind_of(name)
    return kind in _SAID or (kind in ("key", "token") and _OF_ACCESS.search(name) is not None)


_OF_ACCESS = Expression(r"(?i)(?:api|auth|access)[._-]?(?:key|token)\Z")


def _of_noun(candidate: Candidate) -> str:
    """A generated value is one whatever a word for a password qualifies: `token_type`; but for digests, which are hexadecimal."""
    if candidate.form not in _DIRECT or not candidate.quote or shape(candidate.value) not in ("lower", "mixed"):
        return ""
    return "medium" if kind_of(candidate.name) and says_no_secret(candidate.name) and len(candidate.value) > 23 else ""


def _of_url(candidate: Candidate, path: str) -> str:
    """What a password in a URL settles: one with letters and digits is hardly a sample, unless its host is this machine."""
    value = candidate.value
    if is_key(value) and not _HERE.match(candidate.call) and not in_tests(path):
        return "medium"
    if _LOCAL.match(candidate.call) or in_tests(path):
        return ""
    if value.lower() == candidate.name.lower():
        return "low"
    return "medium" if _CHOSEN.match(value) or shape(value) else "low" if _SPELLED.match(value) else ""


_HERE = Expression(r"localhost|127\.|0\.0\.0\.0|\[|example\.|host\b|[%${<]")
_LOCAL = Expression(r"localhost|127\.|0\.0\.0\.0|\[|example|host\b|[\w.-]*\.(?:example|test|invalid)\b|[%${<]")
# Characters of all classes, as a password manager makes them.
_TANGLED = Expression(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=(?:.*[^\w\s]){3})[^\s]{20,120}\Z")
# The keys and salts of wp-config.php, and 64 characters of every kind as api.wordpress.org makes them.
_WORDPRESS = Expression(r"(?:AUTH|SECURE_AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)\Z")
_UNLIKE_WORDS = Expression(r"(?s)(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=(?:.*[^\w\s]){6}).{50,80}\Z")
_PHRASE = Expression(r"[A-Za-z]{1,20}(?: [A-Za-z]{1,20}){2,23}\Z")
_SAID = frozenset(("password", "secret"))


def _is_own(candidate: Candidate) -> bool:
    """Whether a value repeats its own name, or a word for a password: `new_password`."""
    return kind_of(candidate.value) != "" or candidate.value.lower() in candidate.name.lower()


def _names_others(candidate: Candidate) -> bool:
    """Whether a value may be no more than a name or a note: a cell of a table, an entry of a list (`secrets:` of a compose file)."""
    if candidate.form == "row":  # the digest of a password
        return kind_of(candidate.name) == "password" and shape(candidate.value) == "hex"
    return candidate.form == "table" or (candidate.form == "list" and not shape(candidate.value))


# What a name or a path says of a secret that is in use.
_LIVE = Expression(r"(?i)(?:^|[^a-z])(?:prod(?:uction)?|live|staging)(?:[^a-z]|\Z)")
# The weight that a value with a digit, and one without, needs in a folder of tests; the latter where its name or path says that it is in use.
_DIGITS, _PLAIN, _PLAIN_LIVE = 3.6, 5.0, 4.5


def _needs_more(candidate: Candidate, weight: float, least: str, path: str) -> bool:
    """Whether a value in a folder of tests may be made up: what was generated needs a name that says secret, what a person wrote has
    to look like a password of some strength."""
    if candidate.kind == "jwt" or not in_tests(path):
        return False
    if candidate.kind == "keyword" and shape(candidate.value):
        return least != "medium"
    value = _password(candidate)
    if candidate.kind != "keyword" and shape(value):
        return False
    if _LIVE.search(candidate.name) or _LIVE.search(path):
        return weight < _PLAIN_LIVE
    if candidate.form == "==":
        return True
    spelled = _CODED.compiled().sub("", value)
    if not any(map(str.isdecimal, spelled)):
        return weight < _PLAIN or candidate.kind == "authorization" or spelled != value
    if weight < _DIGITS:
        return True
    from govhooks.rules.secrets.no_secrets.everyday import is_stock

    return candidate.kind == "authorization" and is_stock(value)


# Characters written as \u00e4 or %20.
_CODED = Expression(r"\\[ux][0-9A-Fa-f]{2,8}|%[0-9A-Fa-f]{2}")


def _password(candidate: Candidate) -> str:
    """The password of a Basic authorization, or else the value."""
    if candidate.kind != "authorization" or candidate.name.strip().lower() != "basic":
        return candidate.value
    from govhooks.rules.secrets.no_secrets.dismissals import basic

    return basic(candidate.value).partition(":")[2]


def title(candidate: Candidate, before: str) -> str:
    """The title of the finding: it names the variable, but never the value, nor a name that could be one."""
    if candidate.kind == "authorization" and candidate.name.strip().isalpha():
        return f"{candidate.name.strip().capitalize()} credentials in an authorization header"
    name = candidate.name.strip(".")
    looks_made = is_key(name) and any(map(str.isdecimal, name))
    # The user of a URL may be a token, with the password "x-oauth-basic".
    shown = 0 < len(name) < 25 and _NAME.match(name) and not (looks_made or kind_of(name))
    if candidate.kind == "url-credentials" and shown and candidate.value.lower() not in name.lower():
        return f"password of `{name}` in a URL"
    if candidate.kind != "keyword":
        return TITLES[candidate.kind]
    if name == "password" and candidate.form == "call" and candidate.call:
        return f"possible hard-coded password passed to `{candidate.call.strip(' =(')}`"
    if not _NAME.match(name) or len(name) > 48 or looks_made or candidate.value.lower() in name.lower():
        return TITLES["keyword"]
    if name == "password" and candidate.form == "call" and name not in before:
        return "possible password on a command line"  # after an option that is only known for this command
    return f"{TITLES['keyword']} in `{name}`"


_EXPECTS = ("assert", "self.assert", "expect", "Assert", "t.equal", "t.is(")
# What a build makes of other files: keys of other things are in it, and keys of access as well.
_BUILT = (".min.js", ".min.css", ".bundle.js", ".chunk.js")


def _is_told(candidate: Candidate, before: str, path: str) -> bool:
    """Whether a value is only mentioned, not used: in prose in a documentation folder, or in a test's assertion."""
    if (candidate.form == "==" or candidate.kind == "authorization") and before.lstrip().startswith(_EXPECTS):
        return True
    return in_manual(path)


RANKS = {"": -1, "low": 0, "medium": 1, "high": 2}
