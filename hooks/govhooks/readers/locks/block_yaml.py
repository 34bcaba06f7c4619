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
_SIMPLE = re.compile(r"[A-Za-z0-9^][\w./@+^~=-]*", re.ASCII)
_IN_FLOW = r"([^\s\-?:,\[\]{}#&*!|>'\"%@`=~](?:[^\s:#,\[\]{}]|:(?=[^\s,\[\]{}])| +(?=[^\s#,\[\]{}:]))*)"
_FLOW_ONE = re.compile(r"\{([A-Za-z]+): ([A-Za-z0-9][\w+/=.-]*)\}", re.ASCII)
_FLOW_KEY = re.compile(rf"(?:{_DOUBLE}|{_SINGLE}|{_IN_FLOW}): ")
_FLOW_VALUE = re.compile(rf"(?:{_DOUBLE}|{_SINGLE}|{_IN_FLOW})")
_NOTHING, _ITEM, _BLOCK = object(), object(), object()
# Nothing that the tools write is nested more often.
_DEEPEST = 20
# A longer key has to be announced by a `?`.
_LONGEST_KEY = 1000
# Signs that are none for YAML, or that end a line for it, and tabs.
_ODD = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def read_table(data: bytes, what: str, levels: int = 2) -> tuple[dict[str, Any], Callable[[Path], int]]:
    """The table of a document, and what gives the 1-based line of a path of one key, or of as many as `levels` says, 2 at most.

    Raises BadDocument.
    """
    found = read_plain(decode(data).replace("\r\n", "\n"), levels)
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


def read_plain(content: str, levels: int = 2) -> tuple[dict[str, Any], dict[Path, int]] | None:
    """The table that a plain text is, and the lines of the keys of its upper levels; None where it is not plain."""
    if _ODD.search(content):
        return None
    try:
        return _Reader(content).read(levels)
    except _NotPlain:
        return None


class _Reader:
    """One pass over the lines of a text."""

    def __init__(self, content: str) -> None:
        self._rows = content.split("\n")
        self._root: dict[str, Any] = {}
        # The mappings that are open, with their indentation; the last one is that of the line before.
        self._around: list[tuple[int, dict[str, Any]]] = [(0, self._root)]
        self._items: list[str] | None = None  # the list that is open, and its indentation
        self._items_indent = 0

    def read(self, levels: int) -> tuple[dict[str, Any], dict[Path, int]]:
        lines: dict[Path, int] = {}
        known: dict[str, tuple[int, str, Any]] = {}  # what was made of a line: they repeat
        rows, around = self._rows, self._around
        open_indent, mapping = around[-1]
        last = top = ""
        number = 0
        while number < len(rows):
            row = rows[number]
            number += 1
            found = known.get(row)
            if found is None:
                found = known[row] = _line(row)
            indent, key, value = found
            if value is _NOTHING:
                continue
            if value is _ITEM:
                self._item(indent, key, last)
                continue
            if indent != open_indent:
                mapping = self._mapping(indent, last)
                open_indent = indent
            if key in mapping:
                raise _NotPlain
            self._items = None
            if len(around) <= levels:
                if len(around) == 1:
                    top = key
                    lines[(key,)] = number
                else:
                    lines[(top, key)] = number
            if value is _BLOCK:
                value, number = self._block(row.rpartition(" ")[2], number, indent)
            mapping[key] = value
            last = key
        return self._root, lines

    def _mapping(self, indent: int, last: str) -> dict[str, Any]:
        """The mapping that a line of another indentation than the one before belongs to: a new one below the last key, or an open one."""
        around = self._around
        open_indent, mapping = around[-1]
        if indent > open_indent:
            if mapping.get(last, "") is not None or len(around) > _DEEPEST:
                raise _NotPlain
            inner: dict[str, Any] = {}
            mapping[last] = inner
            around.append((indent, inner))
            return inner
        while around[-1][0] > indent:
            around.pop()
        if around[-1][0] != indent:
            raise _NotPlain
        return around[-1][1]

    def _item(self, indent: int, word: str, last: str) -> None:
        """Put an element into the list that is open, or that begins below the last key."""
        open_indent, mapping = self._around[-1]
        if self._items is None:
            if indent < open_indent or mapping.get(last, "") is not None:
                raise _NotPlain
            self._items = []
            self._items_indent = indent
            mapping[last] = self._items
        elif indent != self._items_indent:
            raise _NotPlain
        self._items.append(word)

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


def _line(row: str) -> tuple[int, str, Any]:
    """The indentation, the key and the value of a line.

    The value is None where it stands on the lines below, _BLOCK where it is a block scalar there; _ITEM where the line is an element of
    a list, which is in the key's place; _NOTHING where the line says nothing.
    """
    bare = row.lstrip(" ")
    indent = len(row) - len(bare)
    if not bare or bare[0] == "#":
        return indent, "", _NOTHING
    if bare.startswith("- "):
        return indent, _scalar(bare[2:].strip(" ")), _ITEM
    match = _KEY.match(bare)
    if match is None or match.end() > _LONGEST_KEY:
        raise _NotPlain
    key, rest = _word(match), bare[match.end() :]
    if key == "<<":
        raise _NotPlain
    return indent, key, _value(rest) if rest else None


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
    if _SIMPLE.fullmatch(word):
        return word
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
