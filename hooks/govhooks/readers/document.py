"""What a file says before and after a change: plain values, each with its line.

    Document   one document of one changed file: `new` and `old` sides, and `changes()` between them
    Side       one side: `value`, the line of every path of keys, or the `error` that kept it from being read

Values are what the format's own parser makes of the text: dict (keys are text), list, str, int, float, bool, None, dates.
`Tagged` is what is more than data: a YAML tag (`!Ref x`), a call in HCL (`jsonencode(...)`). A path is a tuple of keys and
indexes, () the document itself. Lines are 1-based and end where git ends them, so `line - 1 in change.added_indexes` tells
whether a change touched a value. Sides are shared by all rules that ask: never change a value.

A side that cannot be read has an `error` and no value. It must be said: an unread file is never a clean one.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.readers.values import DEEPEST, MISSING, Missing, Tagged, at, is_deep, leaves, untagged, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from govhooks.core.change import Change
    from govhooks.readers.values import Path as Path

__all__ = [
    "ABSENT",
    "DEEPEST",
    "MISSING",
    "MOST_VALUES",
    "BadDocument",
    "Difference",
    "Document",
    "Missing",
    "Side",
    "Tagged",
    "at",
    "is_deep",
    "leaves",
    "untagged",
    "walk",
]
# Nothing goes deeper than DEEPEST: what does is made to exhaust a parser. Past MOST_VALUES a text counts as too large.
MOST_VALUES = 2_000_000


class BadDocument(Exception):
    """The text cannot be read: a message, and its line (0 when unknown)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class Difference(Record):
    """A value that is new, gone or another one: `old` or `new` is MISSING where there is none.

    `line` is on the new side; of what is gone, that of the nearest thing around it that is left.
    """

    path: Path
    old: Any
    new: Any
    line: int


class Side:
    """One side of a document: `value`, or `error` and the line of it (0 when unknown)."""

    __slots__ = ("_find", "_lines", "error", "error_line", "value")

    def __init__(
        self,
        value: Any,
        lines: dict[Path, int] | None = None,
        *,
        find: Callable[[], dict[Path, int]] | None = None,
        error: str = "",
        error_line: int = 0,
    ) -> None:
        """`find` gives the lines when the first of them is asked for: most files are looked at without a finding."""
        self.value = value
        self.error = error
        self.error_line = error_line
        self._lines = lines
        self._find = find

    def __repr__(self) -> str:
        return f"Side(error={self.error!r})" if self.error else f"Side({self.value!r})"

    @property
    def lines(self) -> dict[Path, int]:
        """The line of each path that is written out: of a key where the key stands, of an element where it begins."""
        if self._lines is None:
            self._lines = self._find() if self._find is not None else {}
            self._find = None
        return self._lines

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it that is written out; 1 when nothing is."""
        lines = self.lines
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path, 1)

    def at(self, path: Path) -> Any:
        """What stands at a path of keys, None when nothing does."""
        found = at(self.value, path)
        return None if found is MISSING else found

    def leaves(self) -> Iterator[tuple[Path, Any, int]]:
        """(path, value, line) of everything that holds nothing else, in the order of the text."""
        if self.value is not MISSING:
            for path, value in leaves(self.value):
                yield path, value, self.line(path)

    def walk(self) -> Iterator[tuple[Path, Any, int]]:
        """(path, value, line) of everything, what holds others before them."""
        if self.value is not MISSING:
            for path, value in walk(self.value):
                yield path, value, self.line(path)


# The side of a file that is not there.
ABSENT = Side(MISSING)


class Document:
    """One document of a changed file, read when it is asked for.

    A YAML file with several documents makes several, `index` of them. Of a deleted file or document `new` is ABSENT, of a new
    one `old` is. With two parents (a merge) `old` is the first one's, and `changes` gives what differs from all.
    """

    __slots__ = ("_aligned", "change", "format", "index", "new", "olds")

    def __init__(self, change: Change, form: str, new: Side, olds: tuple[Side, ...] = (), index: int = 0) -> None:
        self.change = change
        self.format = form
        self.index = index
        self.new = new
        self.olds = olds
        self._aligned: dict[Path, dict[int, int]] = {}

    def __repr__(self) -> str:
        return f"Document({self.change.path!r}, {self.format!r})"

    @property
    def path(self) -> str:
        return self.change.path

    @property
    def old(self) -> Side:
        return self.olds[0] if self.olds else ABSENT

    @property
    def error(self) -> str:
        """Why the new side cannot be read, "" when it can."""
        return self.new.error

    @property
    def error_line(self) -> int:
        return self.new.error_line

    def line(self, path: Path) -> int:
        return self.new.line(path)

    def at(self, path: Path) -> Any:
        return self.new.at(path)

    def touches(self, first: int, last: int = 0) -> bool:
        """Whether the change adds one of these lines of the new side, `first` to `last`: the lines of a call, say."""
        from bisect import bisect_left

        added = self.change.added_indexes
        at = bisect_left(added, first - 1)
        return at < len(added) and added[at] < max(first, last)

    def changes(self) -> Iterator[Difference]:
        """Each value that is new, gone or another one. Where the old side cannot be read, every value is new.

        An element of a list that only moved is no change. Nothing where the new side cannot be read: look at `error`.
        """
        from govhooks.readers.compare import differences

        if self.new.error:
            return
        others = [{path for path, _, _ in differences(self.new.value, _known(old))} for old in self.olds[1:]]
        for path, old, new in differences(self.new.value, _known(self.old)):
            if all(path in other for other in others):
                yield Difference(path, old, new, self.new.line(path))

    def before(self, path: Path) -> Any:
        """What stood at a path of the new side before, MISSING when nothing did: an element is found where it was."""
        from govhooks.readers.compare import align

        new, old = self.new.value, _known(self.old)
        here: Path = ()
        for key in path:
            if isinstance(new, list) and isinstance(old, list) and isinstance(key, int):
                if here not in self._aligned:
                    self._aligned[here] = align(new, old)
                old = at(old, (self._aligned[here].get(key, len(old)),))
            else:
                old = at(old, (key,)) if type(untagged(old)) is type(untagged(new)) else MISSING
            new = at(new, (key,))
            here = (*here, key)
        return old

    def differs(self, path: Path) -> bool:
        """Whether what stands at a path of the new side is not what stood there before."""
        from govhooks.readers.compare import differences

        return next(differences(at(self.new.value, path), self.before(path)), None) is not None


def _known(side: Side) -> Any:
    return MISSING if side.error else side.value
