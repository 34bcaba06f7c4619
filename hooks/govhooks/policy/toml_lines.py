"""Find the line of a key in a TOML text, for error messages: the parser gives no positions.

It scans line by line: headers, keys (dotted and quoted ones too), skipping multi-line strings. For an inline table it
returns the line where the table begins. It runs only when there is an error to report.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_KEYS = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEYS})\s*\]")
_ASSIGNED = re.compile(rf"\s*({_KEYS})\s*=")


def line_of(text: str, path: Sequence[str]) -> int:
    """The 1-based line of a path of keys, or of its nearest parent; 0 if neither is there.

    The second of [[exceptions]] is "exceptions #2".
    """
    best, found = 0, 0
    for number, here in _places(text):
        common = 0
        for one, other in zip(here, path):
            if one != other:
                break
            common += 1
        if common in (len(here), len(path)) and common > best:
            best, found = common, number
    return found


def _places(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(line, path of keys) of every header and every key."""
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not inside:
            if header := _HEADER.match(line):
                table = _numbered(_split(header[2]), counts)
                if header[1] == "[[":
                    plain = _split(header[2])
                    counts[plain] = counts.get(plain, 0) + 1
                    table = (*table[:-1], f"{plain[-1]} #{counts[plain]}")
                yield number, table
            elif assigned := _ASSIGNED.match(line):
                yield number, (*table, *_split(assigned[1]))
        for mark in re.findall(r'"""|\'\'\'', line):
            inside = mark if not inside else "" if mark == inside else inside


def _split(keys: str) -> tuple[str, ...]:
    return tuple(one[1:-1] if one[0] in "\"'" else one for one in re.findall(_KEY, keys))


def _numbered(keys: tuple[str, ...], counts: dict[tuple[str, ...], int]) -> tuple[str, ...]:
    """The path of a key below the last entry of an array of tables."""
    return tuple(
        f"{key} #{counts[keys[: at + 1]]}" if keys[: at + 1] in counts and at + 1 < len(keys) else key
        for at, key in enumerate(keys)
    )
