"""Decode bytes to text, and find line numbers."""

from __future__ import annotations

from govhooks.readers.document import BadDocument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def decode(data: bytes) -> str:
    """UTF-8 text without its byte order mark. Raises BadDocument."""
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadDocument(f"not UTF-8 text at byte {error.start}", data.count(b"\n", 0, error.start) + 1) from None


def line_finder(text: str) -> Callable[[int], int]:
    """A function from an offset in the text to its 1-based line; only a line feed ends a line, as in git."""
    from bisect import bisect_right

    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return lambda offset: bisect_right(starts, offset)
