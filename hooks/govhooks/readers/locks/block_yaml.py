"""The plain YAML that pnpm and Yarn 2 write, read forty times as fast as by a YAML parser, and by that one where it is not so plain.

A lock of 3,000 packages is a quarter of a second for libyaml and a second for PyYAML's nodes; a commit that changes it asks for two
of them. What these tools write is one small part of YAML: block mappings, scalars on one line, `{a: b}` and `[a, b]` on
one line, lists of scalars. The reader below takes that and nothing else: whatever it is not sure of goes to
`govhooks.readers.yaml`. All scalars are text, as in YAML's failsafe schema.
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.tables import table
from govhooks.readers.text import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from govhooks.readers.document import Path

# A scalar on one line: quoted without an escape, or plain and not to be taken for anything else.
_DOUBLE = r'"([^"\\]*)"'
_SINGLE = r"'((?:[^']|'')*)'"
_PLAIN = r"((?:[^\s\-?:,\[\]{}#&*!|>'\"%@`=~]|[=~](?=[^\s:#]))(?:[^\s:#]|:(?=\S)|(?<=\S)#| +(?=[^\s#:]))*|-(?=[^\s\-])[^\s:#,\[\]{}]*)"
_KEY = re.compile(rf"(?:{_DOUBLE}|{_SINGLE}|{_PLAIN}):(?: +|$)")
_VALUE = re.compile(rf"(?:{_DOUBLE}|{_SINGLE}|{_PLAIN})")
_IN_FLOW = r"([^\s\-?:,\[\]{}#&*!|>'\"%@`=~](?:[^\s:#,\[\]{}]|:(?=[^\s,\[\]{}])| +(?=[^\s#,\[\]{}:]))*)"
_FLOW_ONE = re.compile(r"\{([A-Za-z]+): ([A-Za-z0-9][\w+/=.-]*)\}", re.ASCII)
_FLOW_KEY = re.compile(rf"(?:{_DOUBLE}|{_SINGLE}|{_IN_FLOW}): ")
_FLOW_VALUE = re.compile(rf"(?:{_DOUBLE}|{_SINGLE}|{_IN_FLOW})")
_BLOCK = object()
# A longer key has to be announced by a `?`.
_LONGEST_KEY = 1000
# Signs that are none for YAML, or that end a line for it, and tabs.
_ODD = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def read_table(data: bytes, what: str) -> tuple[dict[str, Any], Callable[[Path], int]]:
    """The table of a document, and what gives the 1-based line of a path, which has two keys at most. Raises BadDocument."""
    found = read_plain(decode(data).replace("\r\n", "\n"))
    if found is not None and found[0]:
        value, lines = found
        return value, lambda path: lines[path]
    side = table("yaml", data, what)
    return side.value, side.line


def read_tables(data: bytes, what: str) -> list[tuple[dict[str, Any], Callable[[Path], int]]]:
    """The same of each document of a stream. Raises BadDocument."""
    if data.startswith(b"---") or b"\n---" in data:
        from govhooks.readers import read

        found: list[tuple[dict[str, Any], Callable[[Path], int]]] = []
        for side in read("yaml", data):
            if side.error or not isinstance(side.value, dict):
                raise BadDocument(side.error or f"no {what}: a document that holds no table", side.error_line)
            found.append((side.value, side.line))
        return found
    return [read_table(data, what)]


class _NotPlain(Exception):
    """Something that only a YAML parser should judge."""


def read_plain(content: str) -> tuple[dict[str, Any], dict[Path, int]] | None:
    """The table that a plain text is, and the lines of the keys of its two upper levels; None where it is not plain."""
    if _ODD.search(content):
        return None
    try:
        return _Reader(content).read()
    except _NotPlain:
        return None


class _Reader:
    def __init__(self, content: str) -> None:
        self._rows = content.split("\n")
        self._lines: dict[Path, int] = {}

    def read(self) -> tuple[dict[str, Any], dict[Path, int]]:
        root: dict[str, Any] = {}
        # The mappings that are open: their indentation, -1 while no key was seen, and themselves.
        around: list[tuple[int, dict[str, Any]]] = [(0, root)]
        pending: str | None = None  # the key whose value has not begun
        items: list[str] | None = None  # the list that is open below `pending`
        top = ""
        lines = self._lines
        rows = self._rows
        pairs: dict[str, tuple[str, Any]] = {}  # what was read of a line, without its indentation: they repeat
        number = 0
        while number < len(rows):
            row = rows[number]
            number += 1
            bare = row.lstrip(" ")
            if not bare or bare[0] == "#":
                continue
            indent = len(row) - len(bare)
            if bare[0] == "-":
                if bare[:2] != "- " or pending is None or indent < around[-1][0]:
                    raise _NotPlain
                if items is None:
                    if around[-1][1][pending] is not None:
                        raise _NotPlain
                    items = []
                    around[-1][1][pending] = items
                    items_indent = indent
                elif indent != items_indent:
                    raise _NotPlain
                items.append(_scalar(bare[2:].strip(" ")))
                continue
            items = None
            open_indent, mapping = around[-1]
            if indent > open_indent:
                if pending is None or mapping[pending] is not None:
                    raise _NotPlain
                inner: dict[str, Any] = {}
                mapping[pending] = inner
                mapping = inner
                around.append((indent, inner))
            elif indent < open_indent:
                while around[-1][0] > indent:
                    around.pop()
                if around[-1][0] != indent:
                    raise _NotPlain
                mapping = around[-1][1]
            pair = pairs.get(bare)
            if pair is None:
                pair = pairs[bare] = _pair(bare)
            key, value = pair
            if key in mapping or key == "<<":
                raise _NotPlain
            depth = len(around)
            if depth == 1:
                top = key
                lines[(key,)] = number
            elif depth == 2:
                lines[(top, key)] = number
            elif depth > 20:
                raise _NotPlain
            pending = key
            if value is _BLOCK:
                value, number = self._block(bare.rpartition(" ")[2], number, indent)
            mapping[key] = value
        return root, lines

    def _block(self, style: str, number: int, indent: int) -> tuple[str, int]:
        """A block scalar whose lines are equally indented, none of them blank, and the number of rows read by then."""
        found: list[str] = []
        inner = -1
        rows = self._rows
        while number < len(rows):
            row = rows[number]
            bare = row.lstrip(" ")
            depth = len(row) - len(bare)
            if not bare:
                break
            if depth <= indent:
                break
            if inner < 0:
                inner = depth
            if depth != inner or bare != bare.rstrip(" "):
                raise _NotPlain
            found.append(bare)
            number += 1
        if not found:
            raise _NotPlain
        while number < len(rows) and not rows[number].strip(" "):
            number += 1
        after = rows[number] if number < len(rows) else ""
        if len(after) - len(after.lstrip(" ")) > indent:
            raise _NotPlain  # a blank line within the scalar
        content = (" " if style[0] == ">" else "\n").join(found)
        return content if style.endswith("-") else f"{content}\n", number


def _pair(bare: str) -> tuple[str, Any]:
    """The key and the value of a line: None where it stands on the lines below, _BLOCK where it is a block scalar there."""
    match = _KEY.match(bare)
    if match is None or match.end() > _LONGEST_KEY:
        raise _NotPlain
    rest = bare[match.end() :]
    return _word(match), _value(rest) if rest else None


def _value(rest: str) -> Any:
    """What stands behind a key on its line."""
    first = rest[0]
    if first in "|>":
        if rest not in ("|", ">", "|-", ">-"):
            raise _NotPlain
        return _BLOCK
    rest = rest.rstrip(" ")
    if first == "{":
        return _flow_table(rest)
    if first == "[":
        return _flow_list(rest)
    return _scalar(rest)


def _scalar(word: str) -> str:
    match = _VALUE.fullmatch(word)
    if match is None:
        raise _NotPlain
    return _word(match)


def _word(match: re.Match[str]) -> str:
    if match[3] is not None:
        return match[3]
    return match[1] if match[1] is not None else match[2].replace("''", "'")


def _flow_table(rest: str) -> dict[str, str]:
    if match := _FLOW_ONE.fullmatch(rest):
        return {match[1]: match[2]}
    found: dict[str, str] = {}
    if rest[-1] != "}":
        raise _NotPlain
    at, end = 1, len(rest) - 1
    while at < end:
        key = _FLOW_KEY.match(rest, at, end)
        value = _FLOW_VALUE.match(rest, key.end(), end) if key else None
        if key is None or value is None or _word(key) in found or _word(key) == "<<":
            raise _NotPlain
        found[_word(key)] = _word(value)
        at = _behind(rest, value.end(), end)
    return found


def _flow_list(rest: str) -> list[str]:
    found: list[str] = []
    if rest[-1] != "]":
        raise _NotPlain
    at, end = 1, len(rest) - 1
    while at < end:
        value = _FLOW_VALUE.match(rest, at, end)
        if value is None:
            raise _NotPlain
        found.append(_word(value))
        at = _behind(rest, value.end(), end)
    return found


def _behind(rest: str, at: int, end: int) -> int:
    """Where the next element begins, behind `, `; the end when there is none."""
    if at == end:
        return at
    if rest[at : at + 2] != ", " or at + 2 >= end:
        raise _NotPlain
    return at + 2
