"""Text with its comments blanked, so that lines and columns stay: for the small scanners of this package."""

from __future__ import annotations

from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

# Prisma, protobuf: strings first, so that `//` in one is no comment.
C_LIKE = compiled(r"""(?s)"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|//[^\n]*|/\*.*?(?:\*/|\Z)""")
# GraphQL: descriptions are strings, and say nothing of fields.
GRAPHQL = compiled(r'''(?s)""".*?(?:"""|\Z)|"(?:[^"\\\n]|\\.)*"|#[^\n]*''')


def blank(found: re.Match[str]) -> str:
    """As many spaces as a text has characters, with its line feeds."""
    text = found[0]
    if "\n" not in text:
        return " " * len(text)
    return "\n".join(" " * len(line) for line in text.split("\n"))


def without_comments(text: str, pattern: re.Pattern[str] = C_LIKE, *, strings: bool = False) -> str:
    """The text without comments; with `strings` the strings stay, which a `//` may be in."""
    return pattern.sub(lambda found: found[0] if strings and found[0][0] in "\"'" else blank(found), text)


class Lines:
    """The number of the line that an offset is in, for offsets that only grow."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def of(self, offset: int) -> int:
        """The line, from 1; an offset before the last one asked for is counted anew."""
        if offset < self._at:
            self._at, self._line = 0, 1
        self._line += self._text.count("\n", self._at, offset)
        self._at = offset
        return self._line


def pairs(text: str) -> dict[int, int]:
    """Offset of each opening brace and parenthesis -> that of the one that closes it, the end of the text if none does. One pass."""
    found: dict[int, int] = {}
    open_: dict[str, list[int]] = {"}": [], ")": []}
    for bracket in compiled(r"[{}()]").finditer(text):
        char, at = bracket[0], bracket.start()
        if char in "{(":
            found[at] = len(text)
            open_["}" if char == "{" else ")"].append(at)
        elif open_[char]:
            found[open_[char].pop()] = at
    return found
