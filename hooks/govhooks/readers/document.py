"""The content of a file before and after a change: plain values, each with its line.

    Document   one document of one changed file: the sides `new` and `old`, and `changes()` between them
    Side       one side: its `value`, the line of every path of keys, or the `error` why it could not be read

Values are what the format's own parser returns: dict (keys are strings), list, str, int, float, bool, None, dates.
`Tagged` is for more than plain data: a YAML tag (`!Ref x`), a call in HCL (`jsonencode(...)`). A path is a tuple of
keys and indexes, () is the document itself. Lines are 1-based and end where git ends them, so `line - 1 in
change.added_indexes` tells whether a change touched a value. Sides are shared by all rules that ask: never modify a
value.

A side that cannot be read has an `error` and no value. Report it: an unread file is never a clean one.
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
# Values nested deeper than DEEPEST are made to exhaust a parser. A text with more than MOST_VALUES values counts as too
# large.
MOST_VALUES = 2_000_000


class BadDocument(Exception):
    """The text cannot be parsed: a message, and its line (0 if unknown)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class Difference(Record):
    """A value that is new, gone or changed: `old` or `new` is MISSING if there is none.

    `line` is on the new side; for a value that is gone, it is the line of its nearest remaining parent.
    """

    path: Path
    old: Any
    new: Any
    line: int


class Side:
    """One side of a document: its `value`, or an `error` and its line (0 if unknown)."""

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
        """`find` computes the lines when the first one is needed: most files have no finding."""
        self.value = value
        self.error = error
        self.error_line = error_line
        self._lines = lines
        self._find = find

    def __repr__(self) -> str:
        return f"Side(error={self.error!r})" if self.error else f"Side({self.value!r})"

    @property
    def lines(self) -> dict[Path, int]:
        """The line of each path that is written out: of a key, where the key is; of an element, where it begins."""
        if self._lines is None:
            self._lines = self._find() if self._find is not None else {}
            self._find = None
        return self._lines

    def line(self, path: Path) -> int:
        """The line of a path, or of its nearest parent that is written out; 1 if there is none."""
        lines = self.lines
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path, 1)

    def at(self, path: Path) -> Any:
        """The value at a path of keys, None if there is none."""
        found = at(self.value, path)
        return None if found is MISSING else found

    def leaves(self) -> Iterator[tuple[Path, Any, int]]:
        """(path, value, line) of all leaves, in textual order."""
        if self.value is not MISSING:
            for path, value in leaves(self.value):
                yield path, value, self.line(path)

    def walk(self) -> Iterator[tuple[Path, Any, int]]:
        """(path, value, line) of everything, parents before their children."""
        if self.value is not MISSING:
            for path, value in walk(self.value):
                yield path, value, self.line(path)


# The side of a file that does not exist.
ABSENT = Side(MISSING)


class Document:
    """One document of a changed file, read on demand.

    A YAML file with several documents gives several, `index` tells them apart. For a deleted file or document, `new` is
    ABSENT; for a new one, `old` is. With two parents (a merge), `old` is that of the first one, and `changes` gives
    what differs from all.
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
        """Why the new side cannot be read, "" if it can."""
        return self.new.error

    @property
    def error_line(self) -> int:
        return self.new.error_line

    def line(self, path: Path) -> int:
        return self.new.line(path)

    def at(self, path: Path) -> Any:
        return self.new.at(path)

    def touches(self, first: int, last: int = 0) -> bool:
        """Whether the change adds one of the lines `first` to `last` of the new side, for example the lines of a call."""
        from bisect import bisect_left

        added = self.change.added_indexes
        at = bisect_left(added, first - 1)
        return at < len(added) and added[at] < max(first, last)

    def changes(self) -> Iterator[Difference]:
        """Each value that is new, gone or changed. If the old side cannot be read, every value is new.

        A list element that only moved is not a change. Empty if the new side cannot be read: check `error`.
        """
        from govhooks.readers.compare import differences

        if self.new.error:
            return
        others = [{path for path, _, _ in differences(self.new.value, _known(old))} for old in self.olds[1:]]
        for path, old, new in differences(self.new.value, _known(self.old)):
            if all(path in other for other in others):
                yield Difference(path, old, new, self.new.line(path))

    def before(self, path: Path) -> Any:
        """The old value at a path of the new side, MISSING if there was none: a list element is found where it was."""
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
        """Whether the value at a path of the new side differs from the old one."""
        from govhooks.readers.compare import differences

        return next(differences(at(self.new.value, path), self.before(path)), None) is not None


def _known(side: Side) -> Any:
    return MISSING if side.error else side.value
