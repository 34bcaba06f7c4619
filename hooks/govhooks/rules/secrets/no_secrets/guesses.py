"""Guess at secrets without a provider's mark: candidates -> dismissals -> score, and a confidence for the rest.

`no_secrets/__init__.py` compares them with pragmas (`pragmas.py`) and with a detect-secrets baseline.
"""

from __future__ import annotations

from itertools import chain

from govhooks.rules.secrets.no_secrets import candidates
from govhooks.rules.secrets.no_secrets.candidates import AFTER, BEFORE
from govhooks.rules.secrets.no_secrets.dismissals import dismissal, skips_file
from govhooks.rules.secrets.no_secrets.generated import is_key, shape
from govhooks.rules.secrets.no_secrets.match import Match, Text
from govhooks.rules.secrets.no_secrets.named import is_about, kind_of, says_no_secret, says_secret
from govhooks.rules.secrets.no_secrets.words import CODE, TESTS
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govhooks.rules.secrets.no_secrets.candidates import Candidate

    Hits = dict[str, list[tuple[int, int]]]

TITLES = {
    "keyword": "possible hard-coded secret",
    "url-credentials": "password in a URL",
    "authorization": "credentials in an authorization header",
    "jwt": "JSON Web Token",
}
# A name that may be shown: words, at most two digits in a row. Longer numbers could be part of a secret.
_NAME = Expression(r"(?:-{0,2}|[$@]?)(?:[A-Za-z_]{1,32}\d{0,2}[.-]?){1,8}\Z")


def guess(view: Text, path: str, hits: Hits, taken: dict[int, list[str]], covered: set[int]) -> Iterator[Match]:
    """Guesses at the hits of the pass.

    `taken` are the tokens already found on a line, `covered` are lines inside a key: one secret is reported once.
    """
    if skips_file(path):
        return
    best: dict[tuple[int, str], Match] = {}
    if len(hits["name"]) > _MANY:
        expect_repeats()
    for candidate, before, after, ending in _all_with_context(view, path, hits):
        sure = _sureness(candidate, before, after, path, ending)
        if not sure:
            continue
        line, column = view.place(candidate.start)
        if line in covered or _is_taken(candidate.value, taken.get(line, ())):
            continue
        known = best.get((line, candidate.value))
        if known is None or _RANKS[sure] > _RANKS[known.confidence]:
            best[line, candidate.value] = Match(
                id=candidate.kind,
                title=title(candidate, before),
                value=candidate.value,
                line=line,
                end_line=line,
                column=column,
                confidence=sure,
                guess=True,
            )
    yield from _apart(best.values())


# What is known about candidates by all that it depends on; None where nothing is remembered.
_known: dict[tuple[str, ...], str] | None = None
_MOST_KNOWN = 50_000
# A text with more names than this repeats its lines, too.
_MANY = 2_000


def expect_repeats() -> None:
    """Remember in this process how sure each candidate is: versions of a file repeat most of their lines."""
    global _known
    if _known is None:
        _known = {}


def _sureness(candidate: Candidate, before: str, after: str, path: str, ending: str) -> str:
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
    sure = confidence(weight)
    if sure != "high" and (least := _settled(candidate, before, path)):
        sure = max(sure, least, key=_RANKS.__getitem__)
    if not sure or everyday(candidate, before, after[len(candidate.quote) :], path):
        return ""
    if sure != "low" and (_names_others(candidate) or _needs_more(candidate, weight, path)):
        return "low"
    return "low" if sure != "low" and _is_told(candidate, before, path) else sure


_DIRECT = frozenset(("=", ":", "value", "arg", "call", "xml", "table", "list"))
_CHOSEN = Expression(r"(?=.*[A-Za-z])(?=.*[0-9!$%&*+=?@^~#])[^\s<>{}()\[\]]{6,40}\Z")
_SPELLED = Expression(r"[^\W\d_]+(?:[._-][^\W\d_]+){0,3}\Z")


def _settled(candidate: Candidate, before: str, path: str) -> str:
    """The confidence that a name and a value settle by themselves, "" where the traits decide: a generated value behind a name that says
    secret, or one behind a name that says password that has letters and digits, as people choose them."""
    if candidate.kind == "url-credentials":
        return _of_url(candidate, path)
    if candidate.kind != "keyword":
        return ""
    if not says_secret(candidate.name):
        return _of_noun(candidate)
    generated = is_key(candidate.value)
    if candidate.form == "space" and generated and (not candidate.quote or before.endswith(("is ", 'is "', "is '"))):
        return "low"  # The password is x
    spaced = candidate.form == "space" and (candidate.quote or candidate.name[0] == "-")
    if not spaced and candidate.form not in _DIRECT:
        return "low" if candidate.form == "==" and _CHOSEN.match(candidate.value) and not _in_tests(path) else ""
    value = candidate.value
    if generated:
        return "medium"
    argument = candidate.form == "call" and candidate.name == "password"
    if (candidate.call and candidate.form != "call") or _is_own(candidate) or _in_tests(path):
        return ""
    said = kind_of(candidate.name) in _SAID
    if _CHOSEN.match(value):
        return "medium" if said else "low"
    if not said:
        return ""
    if _TANGLED.match(value):
        return "medium"
    if _PHRASE.match(value) and (argument or _is_passphrase(candidate)):
        return "low"
    if len(value) < 6 or not _SPELLED.match(value):
        return ""
    plain = value.islower() and value.isalpha()
    return "low" if argument or not plain or path.rpartition(".")[2].lower() not in CODE else ""


def _is_passphrase(candidate: Candidate) -> bool:
    """Whether words may be a passphrase: for a name that says so, or four and more in small letters, as no message is written."""
    name, value = candidate.name.lower(), candidate.value
    if name.endswith(("phrase", "psk", "secret", "mnemonic")) and candidate.quote:
        return True
    return value.islower() and value.count(" ") >= 3


def _of_noun(candidate: Candidate) -> str:
    """A generated value is one whatever a word for a password qualifies: `token_type`; but for digests, which are hexadecimal."""
    if candidate.form not in _DIRECT or not candidate.quote or shape(candidate.value) not in ("lower", "mixed"):
        return ""
    return "medium" if kind_of(candidate.name) and says_no_secret(candidate.name) and len(candidate.value) > 23 else ""


def _of_url(candidate: Candidate, path: str) -> str:
    """What a password in a URL settles: one with letters and digits is hardly a sample, unless its host is this machine."""
    value = candidate.value
    if _LOCAL.match(candidate.call) or _in_tests(path):
        return ""
    if value.lower() == candidate.name.lower():
        return "low"
    return "medium" if _CHOSEN.match(value) or shape(value) else "low" if _SPELLED.match(value) else ""


_LOCAL = Expression(r"localhost|127\.|0\.0\.0\.0|\[|example|host\b|[\w.-]*\.(?:example|test|invalid)\b|[%${<]")
# Characters of all classes, as a password manager makes them.
_TANGLED = Expression(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=(?:.*[^\w\s]){3})[^\s]{20,120}\Z")
_PHRASE = Expression(r"[A-Za-z]{1,20}(?: [A-Za-z]{1,20}){2,9}\Z")
_SAID = frozenset(("password", "secret"))


def _is_own(candidate: Candidate) -> bool:
    """Whether a value repeats its own name, or a word for a password: `new_password`."""
    return kind_of(candidate.value) != "" or candidate.value.lower() in candidate.name.lower()


def _names_others(candidate: Candidate) -> bool:
    """Whether a value may be no more than a name or a note: a cell of a table, an entry of a list (`secrets:` of a compose file)."""
    return candidate.form == "table" or (candidate.form == "list" and not shape(candidate.value))


# In a folder of tests most passwords are made up: a value that a person wrote needs more weight there, and most of all a plain word.
_IN_TESTS, _PLAIN_IN_TESTS = 2.2, 4.5


def _needs_more(candidate: Candidate, weight: float, path: str) -> bool:
    if candidate.kind == "jwt" or shape(candidate.value):
        return False
    plain = candidate.kind == "keyword" and not any(map(str.isdecimal, candidate.value))
    return weight < (_PLAIN_IN_TESTS if plain else _IN_TESTS) and _in_tests(path)


def _in_tests(path: str) -> bool:
    from govhooks.core.globs import globs

    return globs(TESTS, ignore_case=True).match(path) is not None


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


def _apart(matches: Iterable[Match]) -> Iterator[Match]:
    """Of overlapping values (`token = "password:x"` contains two) the more certain one, otherwise the longer one: one
    secret is reported once."""
    kept: Match | None = None
    for match in sorted(matches, key=lambda match: (match.line, match.column, -len(match.value))):
        if kept and kept.line == match.line and match.column < kept.column + len(kept.value):
            if _RANKS[match.confidence] > _RANKS[kept.confidence]:
                kept = match
            continue
        if kept:
            yield kept
        kept = match
    if kept:
        yield kept


_TEXTS = (".md", ".mdx", ".rst", ".txt", ".adoc", ".html", ".htm", ".markdown", ".tex")
_MANUALS = frozenset(("doc", "docs", "documentation", "manual", "website"))
_EXPECTS = ("assert", "self.assert", "expect", "Assert", "t.equal", "t.is(")


def _is_told(candidate: Candidate, before: str, path: str) -> bool:
    """Whether a value is only mentioned, not used: in prose in a documentation folder, or in a test's assertion."""
    if (candidate.form == "==" or candidate.kind == "authorization") and before.lstrip().startswith(_EXPECTS):
        return True
    folders = path.lower().split("/")
    return folders.pop().endswith(_TEXTS) and not _MANUALS.isdisjoint(folders)


_RANKS = {"": -1, "low": 0, "medium": 1, "high": 2}


def every(view: Text, hits: Hits, quick: bool = False, ending: str = "") -> Iterator[Candidate]:
    """All candidates at the hits; see `candidates.assigned` for `quick` and `ending`."""
    text, limit = view.text, len(view.text)
    if hits["name"]:
        yield from candidates.assigned(text, sorted(hits["name"]), limit, quick, ending)
    for kind, read in _READERS:
        if hits[kind]:
            yield from read(text, hits[kind], limit)


# The other kinds of hits; each compiles its own expression.
_READERS = (
    ("call", candidates.in_calls),
    ("command", candidates.in_commands),
    ("connection", candidates.in_connections),
    ("nkey", candidates.seeds),
    ("wallet", candidates.in_wallets),
    ("url", candidates.in_urls),
    ("scheme", candidates.after_schemes),
    ("token", candidates.tokens),
)


def worth_weighing(view: Text, path: str, hits: Hits) -> Iterator[tuple[Candidate, str, str]]:
    """The candidates without a dismissal, each with the text before and after it on its line."""
    for candidate, before, after, ending in _all_with_context(view, path, hits):
        if not dismissal(candidate, before, after[len(candidate.quote) :], ending):
            yield candidate, before, after


def _all_with_context(view: Text, path: str, hits: Hits) -> Iterator[tuple[Candidate, str, str, str]]:
    """Every candidate, the text before and after it on its line, and the ending of a file that would hold such a line: "" for a
    configuration inside a program's string of several lines."""
    text, ending = view.text, _ending(path)
    found = every(view, hits, True, ending)
    judged, inside = -1, False
    for candidate in chain(found, candidates.in_pgpass(text)) if path.endswith(candidates.PGPASS) else found:
        start, end = view.bounds(candidate.start)
        before = text[max(start, candidate.start - BEFORE) : candidate.start]
        after = text[candidate.end : min(end, candidate.end + AFTER)] if candidate.end < end else ""
        loose = ending in _RAW and not candidate.quote and candidate.form in (":", "=")
        if loose and judged != start:  # once for each line: those above may be long
            judged, inside = start, _in_raw_string(text, start)
        yield candidate, before, after, "" if loose and inside else ending


# Languages with strings of several lines between backticks; how many lines above are looked at (fewer than `excerpt.AROUND`), and what
# such a string begins after.
_RAW = frozenset(("go", "js", "ts", "jsx", "tsx", "mjs", "cjs"))
_LINES_ABOVE = 10
_OPENS = Expression(r"(?:^|[=(,:+>{\[\s])`[^`]*\Z")


def _in_raw_string(text: str, start: int) -> bool:
    """Whether a line is inside of a string that begins on one of the lines above it."""
    at = start
    for _ in range(_LINES_ABOVE):
        above = text.rfind("\n", 0, max(0, at - 1)) + 1
        line = text[above : max(0, at - 1)]
        if "`" in line:
            return line.count("`") % 2 == 1 and _OPENS.search(line) is not None
        if not above:
            return False
        at = above
    return False


def _ending(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def _is_taken(value: str, tokens: Sequence[str]) -> bool:
    """Whether a value is, contains or is part of a token that was found on its line."""
    return any(token in value or value in token for token in tokens)
