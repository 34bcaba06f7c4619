"""Which lines of a text name something classified, and which a sink: a function without both is not followed."""

from __future__ import annotations

from bisect import bisect_left

from govhooks.rules.data.logging_restrictions.words import SINKS
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.rules.data.logging_restrictions.names import Names

_NAME = compiled(r"[A-Za-z_$][\w$-]*")
_REQUEST = compiled(r"\breq(?:uest)?\b(?!\s*[.\[=:(])")
_PART = compiled(
    r"\breq(?:uest)?\.(?:headers|cookies|COOKIES|META|rawHeaders|body|POST|form|data|json|rawBody|payload|params|files|forms|values|get_json|get_data)"
    r"|process\.env\b|import\.meta\.env\b|\br(?:eq)?\.(?:Header|Body|Form|PostForm)\b|\bparams\b|\$_(?:POST|REQUEST|SERVER|ENV)\b|request\(?\)?->all\("
    r"|\bRequest\.(?:Headers|Cookies|Form|Body|Query)\b|\bENV\b|os\.Environ\(|getenv\(\)|GetEnvironmentVariables\("
)


class Near:
    """The lines of one text, counted from 1."""

    def __init__(self, text: str, names: Names) -> None:
        ends = self._ends = list(_places(text, "\n"))
        low = text.lower()
        self._low = low if len(low) == len(text) else text  # some letters get longer
        found = names.among(set(_NAME.findall(text)))
        named = {bisect_left(ends, at) + 1 for name in found for at in _places(text, name)}
        named |= {bisect_left(ends, one.start()) + 1 for one in _PART.finditer(text)}
        for one in _REQUEST.finditer(text):
            line = bisect_left(ends, one.start()) + 1
            if line not in named and self._has_sink(line, line):
                named.add(line)
        self._named = sorted(named)

    def __bool__(self) -> bool:
        return bool(self._named) and any(word in self._low for word in SINKS)

    def has_both(self, first: int, last: int) -> bool:
        """Whether some of these lines name something classified, and some a sink."""
        return _is_in(self._named, first, last) and self._has_sink(first, last)

    def _has_sink(self, first: int, last: int) -> bool:
        ends = self._ends
        start = ends[first - 2] + 1 if 2 <= first <= len(ends) + 1 else 0
        part = self._low[start : ends[last - 1] if last <= len(ends) else None]
        return any(word in part for word in SINKS)


def _is_in(lines: list[int], first: int, last: int) -> bool:
    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= last


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))
