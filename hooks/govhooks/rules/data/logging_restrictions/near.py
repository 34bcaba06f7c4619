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
    r"|process\.env\b|import\.meta\.env\b"
)


class Near:
    """The lines of one text, counted from 1."""

    def __init__(self, text: str, names: Names) -> None:
        ends = list(_places(text, "\n"))
        low = text.lower()
        if len(low) != len(text):  # some letters get longer
            low = text
        self._sinks = sorted({bisect_left(ends, at) + 1 for word in SINKS for at in _places(low, word)})
        found = names.among(set(_NAME.findall(text)))
        named = {bisect_left(ends, at) + 1 for name in found for at in _places(text, name)}
        named |= {bisect_left(ends, one.start()) + 1 for one in _PART.finditer(text)}
        sinks = set(self._sinks)
        named |= {line for one in _REQUEST.finditer(text) if (line := bisect_left(ends, one.start()) + 1) in sinks}
        self._named = sorted(named)

    def __bool__(self) -> bool:
        return bool(self._named and self._sinks)

    def has_both(self, first: int, last: int) -> bool:
        """Whether some of these lines name something classified, and some a sink."""
        return _is_in(self._named, first, last) and _is_in(self._sinks, first, last)


def _is_in(lines: list[int], first: int, last: int) -> bool:
    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= last


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))
