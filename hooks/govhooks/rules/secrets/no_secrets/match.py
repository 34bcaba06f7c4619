"""The types of a text that is searched, and of a match in it."""

from __future__ import annotations

from govhooks.core.record import Record

# The longest token of any format fits into this many characters (tested).
LONGEST = 2_300


class Match(Record):
    """A match in a text.

    `id`      the format's id, or the kind of guess ("keyword", "entropy", "url-credentials", "jwt", "private-key").
    `title`   what it is, for the finding.
    `value`   the secret itself: for the fingerprint and the baseline, never to be shown.
    `line`, `end_line`, `column`  1-based.
    `guess`   True if no provider's format proves it: the value may be one that a person chose.
    `proven`  True if a checksum or the value's own structure is valid.
    `harmless`  True for a key that opens nothing (`published.py`): `fix` says all there is to do.
    `blocks`  False for an archive that could not be looked into: it is shown, but does not refuse the change.
    """

    id: str
    title: str
    value: str
    line: int
    end_line: int
    column: int
    confidence: str
    guess: bool = False
    proven: bool = False
    fix: str = ""
    harmless: bool = False
    blocks: bool = True


class Text:
    """A text with its line starts, to convert an offset into line and column."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] | None = None
        self._line = (0, -1)

    def bounds(self, offset: int) -> tuple[int, int]:
        """Start and end of the line around an offset, without the line feed."""
        start, end = self._line
        if not start <= offset <= end:
            start = self.text.rfind("\n", 0, offset) + 1
            end = self.text.find("\n", offset)
            self._line = start, end = start, len(self.text) if end < 0 else end
        return start, end

    def place(self, offset: int) -> tuple[int, int]:
        """(line, column), 1-based, of an offset."""
        from bisect import bisect_right

        if self._starts is None:
            self._starts = [0]
            at = self.text.find("\n")
            while at >= 0:
                self._starts.append(at + 1)
                at = self.text.find("\n", at + 1)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
