"""Which lines of a text name something classified, and which a sink: a function without both is not followed.

Nor is one that the change does not touch, as long as what it touches outside of all functions can say nothing new of their values.
"""

from __future__ import annotations

from bisect import bisect_left

from govhooks.core.record import Record
from govhooks.rules.data.logging_restrictions.words import SINKS
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.rules.data.logging_restrictions.names import Names

NAME = compiled(r"[A-Za-z_$][\w$-]*")
_REQUEST = compiled(r"\breq(?:uest)?\b(?!\s*[.\[=:(])")
_PART = compiled(
    r"\breq(?:uest)?\.(?:headers|cookies|COOKIES|META|rawHeaders|body|POST|form|data|json|rawBody|payload|params|files|forms|values|get_json|get_data)"
    r"|process\.env\b|import\.meta\.env\b|\br(?:eq)?\.(?:Header|Body|Form|PostForm)\b|\bparams\b|\$_(?:POST|REQUEST|SERVER|ENV)\b|request\(?\)?->all\("
    r"|\bRequest\.(?:Headers|Cookies|Form|Body|Query)\b|\bENV\b|os\.Environ\(|getenv\(\)|GetEnvironmentVariables\("
)
# A line that begins a statement outside of functions.
_OUTSIDE = compiled(r"(?!def |async |class |function|export |public |func |fun |@|#|//|/?\*|[})\]])\S")


class Touched(Record):
    """The lines of the new side that a change touches, counted from 1, in order: those that it adds, and those around what it removes;
    `removed` is the text that it removes by the line behind it. `aliases` if imports may give a sink another name, as Python's do."""

    lines: list[int]
    removed: dict[int, str]
    aliases: bool


def touched(change: Change) -> Touched | None:
    """What a change touches; None where there is no old side to compare with, or several, or where it plainly touches more than functions."""
    if len(change.sources) != 2 or change.large or change.old_large:
        return None
    if any(_OUTSIDE.match(line.text) for side in (change.added, change.removed) for line in side):
        return None
    added = change.added_indexes
    lines = {index + 1 for index in added}
    removed: dict[int, str] = {}
    at = 0
    for number, line in enumerate(change.removed):
        kept = line.number - 1 - number  # so many lines of the old side stay before it
        while at < len(added) and added[at] - at <= kept:
            at += 1
        here = kept + at + 1
        lines |= {here - 1, here}
        removed[here] = f"{removed.get(here, '')}{line.text}\n"
    return Touched(sorted(lines), removed, change.path.endswith((".py", ".pyi", ".pyw")))


class Near:
    """The lines of one text, counted from 1; `touched` is what the change touches, None if every function counts."""

    def __init__(self, text: str, names: Names, touched: Touched | None = None) -> None:
        self._names = names
        self._touched = touched
        # Whether a function was left out because the change does not touch it.
        self.hides = False
        # The outermost functions that were asked for, and those of them that the change touches.
        self._asked: list[tuple[int, int]] = []
        self._open: list[tuple[int, int]] = []
        ends = self._ends = list(_places(text, "\n"))
        low = text.lower()
        self._low = low if len(low) == len(text) else text  # some letters get longer
        found = names.among(set(NAME.findall(text)))
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
        """Whether what the change touches outside of all functions may matter in them: then every function counts.

        It does where something classified stands outside, or stood there, or where it may be another name for a sink.
        """
        if self._touched is None:
            return False
        outside = [line for line in self._touched.lines if not self._is_inside(line)]
        if not outside:
            return False
        if not all(map(self._is_inside, self._named)):
            return True
        removed = " ".join(self._touched.removed.get(line, "") for line in outside)
        if self._names.among(set(NAME.findall(removed))):
            return True
        return self._touched.aliases and any(self._has_sink(line, line) for line in outside)

    def _is_inside(self, line: int) -> bool:
        return any(first <= line <= last for first, last in self._asked)

    def with_all(self) -> Near:
        """The same lines; the functions that the change does not touch count, too."""
        self._touched = None
        return self

    def has_both(self, first: int, last: int) -> bool:
        """Whether some of the lines of a function name something classified, and some a sink."""
        if self._touched is not None and not any(start <= first and last <= end for start, end in self._open):
            self._asked.append((first, last))
            if not _is_in(self._touched.lines, first, last):
                self.hides = self.hides or (_is_in(self._named, first, last) and self._has_sink(first, last))
                return False
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
