"""Which lines of a text name something classified, and which a sink: a function without both is not followed.

Nor is one that the change does not touch, as long as all that it touches is in functions: what they do is the same as before.
"""

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
    """The lines of one text, counted from 1; `touched` are those that the change touches, None if every function counts."""

    def __init__(self, text: str, names: Names, touched: list[int] | None = None) -> None:
        self._touched = touched
        # Of these lines, those that are in no function so far; and the outermost functions that the change touches.
        self._left = set(touched or ())
        self._open: list[tuple[int, int]] = []
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

    @property
    def misses(self) -> bool:
        """Whether the change touches a line outside of all functions that were asked for: then every function counts."""
        return bool(self._left)

    def with_all(self) -> Near:
        """The same lines; the functions that the change does not touch count, too."""
        self._touched = None
        return self

    def has_both(self, first: int, last: int) -> bool:
        """Whether some of the lines of a function name something classified, and some a sink."""
        if self._touched is not None and not any(start <= first and last <= end for start, end in self._open):
            if not _is_in(self._touched, first, last):
                return False
            self._left.difference_update(range(first, last + 1))
            self._open.append((first, last))
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
