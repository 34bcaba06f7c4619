"""Which lines of a text name something classified, and which a sink: a function without both is not followed."""

from __future__ import annotations

from govhooks.rules.data.logging_restrictions.words import SINKS
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.data.logging_restrictions.names import Names

_NAME = compiled(r"[A-Za-z_$][\w$-]*")
_REQUEST = compiled(r"\breq(?:uest)?\b(?!\s*[.\[=:(])")


class Near:
    """The lines of one text, counted from 1."""

    def __init__(self, text: str, names: Names) -> None:
        found = {name for name in set(_NAME.findall(text)) if names.may_be(name)}
        self._named: list[int] = []
        self._sinks: list[int] = []
        for number, line in enumerate(text.split("\n"), 1):
            low = line.lower()
            is_sink = any(word in low for word in SINKS)
            if is_sink:
                self._sinks.append(number)
            if any(name in line for name in found) or (is_sink and _REQUEST.search(line)):
                self._named.append(number)

    def __bool__(self) -> bool:
        return bool(self._named and self._sinks)

    def has_both(self, first: int, last: int) -> bool:
        """Whether some of these lines name something classified, and some a sink."""
        return _is_in(self._named, first, last) and _is_in(self._sinks, first, last)


def _is_in(lines: list[int], first: int, last: int) -> bool:
    from bisect import bisect_left

    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= last
