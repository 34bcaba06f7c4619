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

    _Entry = tuple[int, str, Any, int]

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


# By how many levels have lines: the text of an entry, from one blank line to the next -> its indentation, key and value, and on which of its rows the key is. A commit has a
# lock twice, and nearly all of its entries are the same; a reader of a lock does not change them.
_entries: dict[int, dict[str, _Entry]] = {}
_lines: dict[str, tuple[int, str, Any]] = {}  # what was made of a line: they repeat
_held = 0
_MOST_HELD, _MOST_LINES = 32 << 20, 200_000


def _remember(levels: int, piece: str, entry: _Entry) -> None:
    """Keep what an entry gives, but not more than `_MOST_HELD` characters of them."""
    global _held
    if _held > _MOST_HELD:
        for one in _entries.values():
            one.clear()
        _held = 0
    _held += len(piece)
    _entries[levels][piece] = entry


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
        if len(_lines) > _MOST_LINES:
            _lines.clear()
        self._rows = content.split("\n")
        self._pieces = content.split("\n\n")
        self._start = self._number = 0  # the first row of the piece, and the next one to read
        self._last = self._top = ""
        self._root: dict[str, Any] = {}
        # The mappings that are open, with their indentation; the last one is that of the line before.
        self._around: list[tuple[int, dict[str, Any]]] = [(0, self._root)]
        self._items: list[str] | None = None  # the list that is open, and its indentation
        self._items_indent = 0

    def read(self, levels: int) -> tuple[dict[str, Any], dict[Path, int]]:
        """The table, and the lines of its upper keys. What stands between two blank lines is looked up first: see `_entries`."""
        lines: dict[Path, int] = {}
        known = _entries.setdefault(levels, {})
        for piece in self._pieces:
            size = piece.count("\n") + 1
            entry = known.get(piece) if self._number == self._start else None
            if entry is None:
                self._rows_until(self._start + size, levels, lines, piece)
            else:
                self._put(entry, levels, lines)
            self._start += size + 1
            self._number = max(self._number, self._start)
        return self._root, lines

    def _put(self, entry: _Entry, levels: int, lines: dict[Path, int]) -> None:
        """Put what was made of the same text before to where it stands now."""
        indent, key, value, row = entry
        mapping = self._around[-1][1] if indent == self._around[-1][0] else self._mapping(indent, self._last)
        if key in mapping:
            raise _NotPlain
        self._items = None
        if len(self._around) == levels:
            lines[(self._top, key) if levels > 1 else (key,)] = self._start + row
        if len(self._around) == 1:
            self._top = key
        mapping[key] = value
        self._last = key

    def _rows_until(self, end: int, levels: int, lines: dict[Path, int], piece: str) -> None:
        """Read the rows before `end`, and remember what they give if they are one entry that nothing around them bears on."""
        known = _lines
        rows, around = self._rows, self._around
        open_indent, mapping = around[-1]
        last, number = self._last, self._number
        outer: tuple[int, str, dict[str, Any], int, int] | None = None
        alone = number == self._start
        while number < end:
            row = rows[number]
            number += 1
            at = number - self._start
            found = known.get(row)
            if found is None:
                found = known[row] = _line(row)
            indent, key, value = found
            if value is _NOTHING:
                continue
            if value is _ITEM:
                self._item(indent, key, last)
                alone = alone and outer is not None and indent > outer[0]
                continue
            if indent != open_indent:
                mapping = self._mapping(indent, last)
                open_indent = indent
            if key in mapping:
                raise _NotPlain
            self._items = None
            if len(around) <= levels:
                if len(around) == 1:
                    self._top = key
                    lines[(key,)] = number
                else:
                    lines[(self._top, key)] = number
            if value is _BLOCK:
                value, number = self._block(row.rpartition(" ")[2], number, indent)
                alone = False
            if outer is None:
                outer = (indent, key, mapping, len(around), at)
            elif indent <= outer[0]:
                alone = False
            mapping[key] = value
            last = key
        self._last, self._number = last, number
        if alone and outer is not None and outer[3] == levels:
            indent, key, mapping, _, at = outer
            del around[levels:]  # nothing is added to what is remembered
            self._last, self._items = key, None
            _remember(levels, piece, (indent, key, mapping[key], at))

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
