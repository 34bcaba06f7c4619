"""The change of one path: both sides, and what is new between them."""

from __future__ import annotations

from govhooks.core.lines import Line, compare, decode, excerpts, sniff, split, stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Protocol

    from govhooks.core.globs import Globs

    class Source(Protocol):
        """Where the bytes of one side come from; `govhooks.git.source` implements it for blobs and files."""

        def read(self) -> bytes | None:
            """The bytes, or None if there are more than LARGE. Raises CannotJudge if they cannot be read."""

        def chunks(self) -> Iterator[bytes]:
            """The bytes in chunks of at most 1 MiB, whatever their total size."""


GITLINK = "160000"
SYMLINK = "120000"
# A larger blob is not held in memory: it is judged in pieces, and every line counts as new.
LARGE = 16 << 20
PIECE, OVERLAP = 4 << 20, 8 << 10
# So many changed lines of a file are kept for the next rule that asks for them.
_MOST_KEPT = 2000


class Given:
    """A source made from given bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self) -> bytes:
        return self._data

    def chunks(self) -> Iterator[bytes]:
        yield self._data


class Change:
    """One path's change.

    `status`    A added, M modified, D deleted, R renamed, T type changed, W judged whole (no old side).
    `path`      the path now (for D: the path that was deleted), "/"-separated, undecodable bytes as surrogates.
    `old_path`  the path before ("" for A and W).
    `mode`, `old_mode`  git modes such as "100644", "120000" (symlink), "160000" (submodule), "000000" (absent).
    `oid`, `old_oid`    the object ids of both sides as git prints them (for a submodule, its commit); "" in a change
                        made by hand.
    """

    def __init__(
        self,
        status: str,
        path: str,
        old_path: str = "",
        new: Source | bytes = b"",
        old: Sequence[Source | bytes] = (),
        mode: str = "100644",
        old_mode: str = "",
        oid: str = "",
        old_oid: str = "",
    ) -> None:
        self.status = status
        self.oid = oid
        self.old_oid = old_oid
        self.path = path
        self.old_path = old_path or (path if status in "MTD" else "")
        self.mode = "000000" if status == "D" else mode
        self.old_mode = old_mode or ("000000" if status in "AW" else mode)
        self._new = Given(new) if isinstance(new, bytes) else new
        self._old = tuple(Given(side) if isinstance(side, bytes) else side for side in old)
        self._text: tuple[str, bool] | None = None
        self._touched: tuple[list[int], list[int]] | None = None
        self._lines: list[str] | None = None
        # Whether added or removed -> the lines.
        self._made: dict[bool, tuple[Line, ...]] = {}

    def __repr__(self) -> str:
        return f"Change({self.status} {self.old_path!r} -> {self.path!r})"

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of its bytes, the new side first."""
        return (self._new, *self._old)

    def beside(self, other: Change) -> Change:
        """The change of a merge: this one is against the first parent, `other` is the same path against another parent."""
        if other.is_new:
            return self
        if self.is_new:
            status, old_path, old, old_mode = other.status, other.old_path, other._old, other.old_mode
        else:
            status, old_path, old, old_mode = self.status, self.old_path, (*self._old, *other._old), self.old_mode
        return Change(status, self.path, old_path, self._new, old, self.mode, old_mode, self.oid, self.old_oid)

    @property
    def exists(self) -> bool:
        """Whether the path exists after the change."""
        return self.status != "D"

    def is_now(self, globs: Globs) -> str | None:
        """The pattern that matches the new path; None for a deletion."""
        return globs.match(self.path) if self.exists else None

    def touches(self, globs: Globs) -> str | None:
        """The pattern that matches the new or the old path: a rename affects both."""
        return globs.match(self.path) or (globs.match(self.old_path) if self.old_path != self.path else None)

    @property
    def has_content(self) -> bool:
        """Whether there is a blob now: false for a deletion or a submodule."""
        return self.exists and self.mode != GITLINK

    @property
    def large(self) -> bool:
        """Whether the new side is too large to hold in memory: then only `pieces` gives its text."""
        return self.has_content and self._new.read() is None

    @property
    def old_large(self) -> bool:
        """Whether an old side is too large to hold in memory: then only `old_pieces` gives its text, and every line
        counts as new."""
        return self.old_mode != GITLINK and any(source.read() is None for source in self._old)

    def start(self) -> bytes:
        """The first chunk of the new side; works for large files, too."""
        chunks = self._new.chunks() if self.has_content else iter(())
        return next(chunks, b"")

    def read(self) -> bytes:
        """The new bytes; b"" for a deletion, a submodule, or a large file (see `pieces`)."""
        return self._new.read() or b"" if self.has_content else b""

    def read_old(self) -> bytes:
        """The old bytes (of the first parent); b"" if there were none or the file is too large."""
        return self._old[0].read() or b"" if self._old and self.old_mode != GITLINK else b""

    def digest(self) -> str:
        """SHA-256 of the new bytes, of any size; for a submodule, the commit."""
        from hashlib import sha256

        if self.mode == GITLINK:
            return self.oid
        found = sha256()
        for chunk in self._new.chunks():
            found.update(chunk)
        return found.hexdigest()

    @property
    def text(self) -> str:
        """The new side decoded; see `govhooks.core.lines.decode`."""
        if self._text is None:
            self._text = decode(self.read())
        return self._text[0]

    @property
    def binary(self) -> bool:
        """Whether the new side is binary (see `govhooks.core.lines.decode`)."""
        return bool(self.text) and self._text is not None and self._text[1]

    @property
    def wide(self) -> bool:
        """Whether the new side is decoded as UTF-16 or UTF-32."""
        return sniff(self.read())[0].startswith(("utf-16", "utf-32"))

    def pieces(self) -> Iterator[tuple[str, int]]:
        """(text, number of its first line) for each piece of a large file."""
        return self._pieces(self._new)

    def old_pieces(self) -> Iterator[tuple[str, int]]:
        """The same for the old sides."""
        for source in self._old if self.old_mode != GITLINK else ():
            yield from self._pieces(source)

    @staticmethod
    def _pieces(source: Source) -> Iterator[tuple[str, int]]:
        number = 1
        for text in stream(source.chunks(), PIECE, OVERLAP):
            yield text, number
            number += text.count("\n")

    @property
    def lines(self) -> list[str]:
        """The new side's lines, without line ends."""
        if self._lines is None:
            self._lines = split(self.text)
        return self._lines

    @property
    def is_new(self) -> bool:
        """Whether every line counts as added: a new file, one judged whole, a symlink that became a file or vice versa."""
        return (
            self.status in "AW"
            or not self._old
            or (self.old_mode != self.mode and (SYMLINK in (self.old_mode, self.mode) or self.old_mode == GITLINK))
        )

    def _compare(self) -> tuple[list[int], list[int]]:
        """(removed, added) line indexes; with two parents, a line is added only if it is new to both."""
        if self._touched is None:
            if not self.has_content:
                self._touched = (list(range(len(split(decode(self.read_old())[0])))), [])
            elif self.is_new:
                self._touched = ([], list(range(len(self.lines))))
            else:
                removed, added = compare(self.read_old(), self.read())
                for source in self._old[1:]:
                    other = compare(source.read() or b"", self.read())[1]
                    added = sorted(set(added) & set(other))
                self._touched = (removed, added)
        return self._touched

    @property
    def added_indexes(self) -> list[int]:
        """0-based indexes into `lines` of the lines that this change adds, sorted."""
        return self._compare()[1]

    @property
    def removed_indexes(self) -> list[int]:
        """0-based indexes into the old side's lines of those that this change removes, sorted."""
        return self._compare()[0]

    def excerpts(self, around: int) -> list[str] | None:
        """The parts of the text that contain all added lines, with `around` lines of context; None means: use the whole
        text.

        Far cheaper than `added_indexes` and `text` if only a small part of the file changes.
        """
        if self.is_new or not self.has_content or self.large:
            return None
        return excerpts(self.read_old(), self.read(), around)

    @property
    def added(self) -> Iterator[Line]:
        """The lines this change adds, numbered as in the new file."""
        return self._lines_at(True)

    @property
    def removed(self) -> Iterator[Line]:
        """The lines this change removes, numbered as in the old file."""
        return self._lines_at(False)

    def _lines_at(self, added: bool) -> Iterator[Line]:
        """Made once for all rules where there are not too many."""
        known = self._made.get(added)
        if known is not None:
            return iter(known)
        indexes = self.added_indexes if added else self.removed_indexes
        lines = (self.lines if added else split(decode(self.read_old())[0])) if indexes else []
        made = (Line(index + 1, lines[index]) for index in indexes)
        if self.is_new or len(indexes) > _MOST_KEPT:
            return made
        self._made[added] = found = tuple(made)
        return iter(found)
