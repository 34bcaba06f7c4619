"""Guesses: secrets without a provider's mark, by detect-secrets' detectors.

detect-secrets (120 ms to import) is asked only about lines that hold a value which no filter of ours explains away;
its verification, which would call the network, is never reached. Strings of high entropy are found here by the same
formula and limits (Shannon entropy over the character set, above 4.5 for base64, 3.0 for hexadecimal, as in
detect-secrets 1.5.0), so that they cost nothing to rule out.
"""

from __future__ import annotations

from govhooks.expression import Expression
from govhooks.finding import CONFIDENCES
from govhooks.rules.no_secrets import filters
from govhooks.rules.no_secrets.engine import CONFIG, Match, Text, has_run, may_be_random

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

# Fewer characters cannot reach the entropy limits: 2 ** 4.5 = 22.6 different ones, 2 ** 3 = 8.
QUOTED = Expression(r"""(["'])([A-Za-z0-9+/\\=_-]{9,})\1""")
# Unquoted values of YAML, INI and properties files, which detect-secrets reads as if they were quoted.
_BARE = Expression(
    r"(?m)^[ \t]*(?:-[ \t]+)?[\w.\"'/-]{1,100}[ \t]*[:=][ \t]*([A-Za-z0-9+/\\=_-]{9,})[ \t]*(?:[#;].*)?\r?$"
)
_REST = Expression(r"[A-Za-z0-9_-]*")
_HEX = Expression(r"[0-9a-fA-F]+")
_QUOTES = "\"'`"
BASE64_LIMIT, HEX_LIMIT = 4.5, 3.0
# A longer line is cut into windows of this size, which overlap: some of the detectors take quadratic time.
WINDOW, OVERLAP = 4_000, 200

_TITLES = {
    "keyword": "a value assigned to a name that says secret",
    "entropy": "a random-looking string",
    "url-credentials": "a URL with a password in it",
    "jwt": "a JSON Web Token",
}
# Found by our own table or by keys.py, with fewer false alarms, or filtered by name (see filters.py).
_OURS = frozenset({"Private Key"})


def guess(
    view: Text, path: str, lines: dict[int, int], taken: dict[int, list[str]], covered: set[int]
) -> Iterator[Match]:
    """Guesses on the lines that a literal pointed out ({start: end}) and on every quoted string of high entropy.

    `taken` are the tokens already found on a line, `covered` lines inside a key: one secret is reported once.
    """
    if filters.skips_file(path):
        return
    text = view.text
    found: dict[tuple[int, str], Match] = {}
    for start, value in _strings(text, path) if may_be_random(text, path) else ():
        if not is_random(value):
            continue
        line_start, line_end = view.bounds(start)
        number, column = view.place(start)
        if number in covered or _is_taken(value, taken.get(number, ())):
            continue
        line = text[max(line_start, start - WINDOW // 2) : min(line_end, start + WINDOW // 2)]
        confidence, _ = filters.weigh("entropy", value, line, path)
        if confidence:
            found[number, value] = _match("entropy", value, number, column, confidence)
    for start, end in lines.items():
        number, _ = view.place(start)
        if number in covered:
            continue
        for begin in range(start, max(start + 1, end), WINDOW - OVERLAP):
            line = text[begin : min(end, begin + WINDOW)].rstrip("\r")
            if not _worth_asking(line, path):
                continue
            for kind, value in ask(path, line):
                if _is_taken(value, taken.get(number, ())):
                    continue
                confidence, _ = filters.weigh(kind, value, line, path)
                known = found.get((number, value))
                if confidence and (known is None or _rank(confidence) > _rank(known.confidence)):
                    column = begin - start + max(1, line.find(value) + 1)
                    found[number, value] = _match(kind, value, number, column, confidence)
    yield from found.values()


def _is_taken(value: str, tokens: Sequence[str]) -> bool:
    """Whether a value is, holds or is part of a token that was found on its line."""
    return any(token in value or value in token for token in tokens)


def _rank(confidence: str) -> int:
    return CONFIDENCES.index(confidence)


def _match(kind: str, value: str, line: int, column: int, confidence: str) -> Match:
    return Match(
        id=kind,
        title=_TITLES.get(kind, f"what looks like a credential ({kind})"),
        value=value,
        line=line,
        end_line=line,
        column=column,
        confidence=confidence,
        guess=True,
    )


def _strings(text: str, path: str) -> Iterator[tuple[int, str]]:
    """(offset, value) of the strings whose entropy counts."""
    for found in QUOTED.finditer(text):
        yield found.start(2), found.group(2)
    if path.endswith(CONFIG):
        for found in _BARE.finditer(text):
            yield found.start(1), found.group(1)


def is_random(value: str) -> bool:
    """Whether detect-secrets' entropy detectors would report a value."""
    count = len(value)
    if count >= 23 and len(set(value)) >= 23 and _bits(value) > BASE64_LIMIT:
        return True
    if not _HEX.fullmatch(value) or len(set(value)) <= 8:
        return False
    bits = _bits(value)
    if value.isdigit():
        from math import log2

        bits -= 1.2 / log2(count)
    return bits > HEX_LIMIT


def _bits(value: str) -> float:
    from govhooks.placeholder import entropy

    return entropy(value)


def _worth_asking(line: str, path: str) -> bool:
    """Whether a line holds a value that a detector could take for a secret and that no filter explains away.

    Every detector of detect-secrets wants a quote, an assignment, a URL with an "@", or a dotted token; what stands
    between them is weighed here before the package is imported.
    """
    if "://" in line and ("@" in line or "hooks.slack.com/services/" in line):
        return True
    if "eyJ" in line or "AccountKey=" in line or "_authToken" in line or has_run(line):
        return True
    if filters.is_indirect(line):
        return False  # a name that is given the result of a call; the detectors of names say nothing of such a line
    pieces = _pieces(line)
    return any(filters.weigh("keyword", piece, line, path)[0] for piece in pieces if piece.strip())


def _pieces(line: str) -> list[str]:
    """What stands between quotes, and what follows an assignment: every value a detector could capture."""
    pieces = []
    for quote in _QUOTES:
        if quote in line:
            pieces += line.split(quote)[1:]
    for sign in ("=", ":"):
        if sign in line:
            pieces.append(line.partition(sign)[2].strip(" =>\"'`,;"))
            pieces.append(line.rpartition(sign)[2].strip(" =>\"'`,;"))
    if not pieces:
        pieces = line.split()
    return pieces


_detectors: list[Any] = []


def _load() -> list[Any]:
    """detect-secrets' default plugins, set up so that none of them verifies anything over the network."""
    if not _detectors:
        from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

        plugins: dict[str, Any] = dict(get_mapping_from_secret_type_to_class())
        _detectors.extend(
            plugins[name]() for name in sorted(plugins) if name not in _OURS and "High Entropy" not in name
        )
    return _detectors


def ask(path: str, line: str) -> list[tuple[str, str]]:
    """(kind, value) that detect-secrets' detectors and heuristics find on a line."""
    from detect_secrets.filters import heuristic
    from detect_secrets.plugins.keyword import QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP, REGEX_BY_FILETYPE
    from detect_secrets.util.filetype import determine_file_type

    found = []
    for plugin in _load():
        kind = filters.KINDS.get(plugin.secret_type, plugin.secret_type)
        if kind == "keyword":
            groups = REGEX_BY_FILETYPE.get(determine_file_type(path), QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP)
            values = plugin.analyze_string(line, denylist_regex_to_group=groups)
        else:
            values = plugin.analyze_string(line)
        for value in dict.fromkeys(values):
            if kind == "jwt":
                value = _whole_token(value, line)
            if not value or _explained(heuristic, plugin, value, line):
                continue
            found.append((kind, value))
    return found


def _whole_token(value: str, line: str) -> str:
    """A JSON Web Token with its signature."""
    found = _REST.match(line[line.find(value) + len(value) :])
    return value + found.group() if found and value.count(".") == 2 else value


def _explained(heuristic: Any, plugin: Any, value: str, line: str) -> bool:
    """detect-secrets' own default filters of values and lines, but for the one that takes every value with a leading
    "$" for a reference (`placeholder` knows which are)."""
    return bool(
        heuristic.is_sequential_string(value)
        or heuristic.is_potential_uuid(value)
        or heuristic.is_likely_id_string(value, line, plugin)
        or heuristic.is_templated_secret(value)
        or (plugin.secret_type == "Secret Keyword" and heuristic.is_indirect_reference(line))
        or heuristic.is_not_alphanumeric_string(value)
    )


def is_allowlisted(path: str, line: str, above: str) -> bool:
    """Whether detect-secrets' pragma stands on the line, or its nextline form on the line above."""
    from detect_secrets.filters.allowlist import is_line_allowlisted
    from detect_secrets.util.code_snippet import CodeSnippet

    return bool(is_line_allowlisted(path, line, CodeSnippet([above, line], 0, 1)))
