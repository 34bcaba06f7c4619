"""TOML locks of many `[[package]]` blocks, read quickly: what their tools write is a small part of TOML, one thing a line.

tomli reads fifteen megabytes a second, and a lock of three thousand packages has seven and more. So a text is cut at its block headers; a
block that consists of nothing but the lines below is read here, any other by tomli, and a text that cannot be cut safely by
tomli as a whole. What comes out is what tomli makes of the whole text (tests hold it to that).

    key = "text"            key = 12               key = true             key = ["text", "text"]
    key = { k = "text", l = ["text"], m = { n = 1 } }         [package.table]        [[package.tables]]
    key = [
        "text",             or     { k = "text" },
    ]

A commit has a lock twice, before and after, and nearly all of its blocks are the same: a block is read once for both. Most of a block
are its artifacts, of which nobody asks where nothing changed: under the keys that a reader names as `late` they are `Rows`, verified to
be tables of one of these forms, and searched when somebody asks for a `column`. What is in [] may be missing.

    { [url|file|path = "text",] hash = "text"[, size = 12][, upload-time = "text"] }
    { name = "text"[, version = "text"][, source = { k = "text" }][, extra = ["text"]][, marker = "text"] }
"""

from __future__ import annotations

import json

from govhooks.core.record import Record
from govhooks.readers.document import BadDocument
from govhooks.readers.locks.structured import column as texts_under
from govhooks.readers.locks.structured import listed, whole
from govhooks.readers.text import decode
from govhooks.readers.toml import parse
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from typing import Any, TypeVar

    T = TypeVar("T")

# A text of at most these bytes is read (as govhooks.readers.sides has it), and that much of text is remembered.
_LARGEST = 16 << 20
# A text within the shape of a block, where its texts are left out.
_TEXT = "\x01"
_KEY = r"[A-Za-z0-9_-]+"
_SCALAR = rf"(?:{_TEXT}|true|false|0|[1-9][0-9]{{0,15}})"
_ROW = rf"\[(?:{_TEXT}(?:, {_TEXT})*)?\]"
_INNER_PAIR = rf"{_KEY} = (?:{_SCALAR}|{_ROW})"
_INNER_TABLE = rf"\{{ ?{_INNER_PAIR}(?:, {_INNER_PAIR})* ?\}}"
_PAIR = rf"{_KEY} = (?:{_SCALAR}|{_ROW}|{_INNER_TABLE})"
_TABLE = rf"\{{ ?{_PAIR}(?:, {_PAIR})* ?\}}"
_LINE = compiled(
    rf"(?P<key>{_KEY}) = (?:(?P<text>{_TEXT})|\[\n(?P<tables>(?: +{_TABLE},\n)* +{_TABLE}),?\n\]"
    rf"|\[\n(?P<texts>(?: +{_TEXT},\n)* +{_TEXT}),?\n\]"
    rf"|(?P<table>{_TABLE})|(?P<row>{_ROW})|(?P<scalar>{_SCALAR}))\n+"
    rf"|(?P<header>\[\[?)(?P<parent>{_KEY})\.(?P<child>{_KEY})\]\]?\n+|\n+"
)
# Tables of artifacts and of what uv brings in: their keys have one order, so none is there twice.
_TOLD = r'"[^"\\\x00-\x1f\x7f]*"'
_ARTIFACT = (
    rf"\{{ ?(?:(?:url|file|path) = {_TOLD}, )?hash = {_TOLD}"
    rf"(?:, size = (?:0|[1-9][0-9]{{0,15}}))?(?:, upload-time = {_TOLD})? ?\}}"
)
_DEPENDENCY = (
    rf"\{{ name = {_TOLD}(?:, version = {_TOLD})?(?:, source = \{{ [a-z]+ = {_TOLD} \}})?"
    rf"(?:, extra = \[{_TOLD}(?:, {_TOLD})*\])?(?:, marker = {_TOLD})? \}}"
)
_MANY = compiled(rf"(?:(?:\n +{_ARTIFACT},)+|(?:\n +{_DEPENDENCY},)+)\n\]\n")
# Of a block that stands in both sides of a change alike: tables of one line each, whatever is in them.
_SAME = compiled(r"(?:\n +\{.*\},)+\n\]\n")
_SAME_ONE = compiled(r"\{.*\}\n")
_PLACED = compiled(r'\{ ?(?:url|file|path) = "([^"]*)", hash = "([^"]*)"')
_QUERY = compiled("[?#]")
_TABLE_WITHIN = compiled(r'= \{[^{}"]*(?:"[^"]*"[^{}"]*)*\}')
_ONE = compiled(rf"{_ARTIFACT}\n")
_decode = json.JSONDecoder().raw_decode
_KEYS = compiled(rf"({_KEY}) = ")


class Blocks(Record):
    """A lock: what stands outside of its blocks, and (line of its header, value) of each block."""

    rest: dict[str, Any]
    blocks: tuple[tuple[int, dict[str, Any]], ...]


class Rows:
    """Inline tables of a block, known to be valid: `column` gives the texts under a key, as `structured.column` does of a list."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def column(self, key: str) -> list[str]:
        # No text holds a quotation mark, so `key = "` is nothing but the key.
        pattern = _columns.get(key)
        if pattern is None:
            pattern = _columns[key] = compiled(rf'[{{ ]{key} = "([^"]*)"')
        text = self._text
        if "= {" in text:
            text = _TABLE_WITHIN.sub("", text)
        return [found for found in pattern.findall(text) if found]

    def artifacts(self) -> list[tuple[str, str]]:
        """(URL, file or path; hash) of each table that has both."""
        return _PLACED.findall(self._text)


def artifacts(value: Any) -> list[tuple[str, str]]:
    """(name of the file, hash) of the artifacts among `Rows`, a list of tables, or one table; without those that name none."""
    told: list[tuple[Any, Any]]
    if isinstance(value, Rows):
        told = list(value.artifacts())
    else:
        tables = [one for one in ([value] if isinstance(value, dict) else listed(value)) if isinstance(one, dict)]
        told = [(one.get("url") or one.get("file") or one.get("path"), one.get("hash")) for one in tables]
    return [
        (file_name(place), digest)
        for place, digest in told
        if isinstance(place, str) and isinstance(digest, str) and place and digest
    ]


def file_name(place: str) -> str:
    """The file's name in a URL or path."""
    return _QUERY.split(place, maxsplit=1)[0].rpartition("/")[2]


_columns: dict[str, re.Pattern[str]] = {}


def column(value: Any, key: str) -> list[str]:
    """The texts under a key of `Rows`, of a list of tables, or of one table."""
    return value.column(key) if isinstance(value, Rows) else texts_under(value, key)


def read(
    data: bytes,
    name: str = "package",
    late: tuple[str, ...] = (),
    other: bytes = b"",
    glance: Callable[[str], dict[str, Any] | None] = lambda piece: None,
) -> Blocks:
    """A TOML text by its `[[name]]` blocks; under the keys in `late` a block may have `Rows`. Raises BadDocument.

    `other` is the other side of a change. The rows of a block that stands in both alike are not verified: nothing of it changed.
    `glance` makes the value of such a block from its text at once, None where it cannot.
    """
    if len(data) > _LARGEST:
        raise BadDocument(f"larger than {_LARGEST >> 20} MiB: not read")
    text = decode(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    found = _cut(text, name, late, data, other, glance)
    return found if found is not None else _whole(data, name)


def _whole(data: bytes, name: str) -> Blocks:
    side = whole("toml", data)
    rest = {key: value for key, value in side.value.items() if key != name}
    found = side.value.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadDocument(f"`{name}` is no list of tables", side.line((name,)))
    return Blocks(rest, tuple((side.line((name, index)), one) for index, one in enumerate(listed(found))))


def _cut(
    text: str,
    name: str,
    late: tuple[str, ...],
    data: bytes,
    other: bytes,
    glance: Callable[[str], dict[str, Any] | None],
) -> Blocks | None:
    """A text cut at the headers of its blocks; None where it has to be read as a whole, also to say what is wrong with it.

    A line `[[name]]` that is no header stands within a text or a list, and then what is before it is no TOML by itself.
    """
    first, *pieces = ("\n" + text).split(f"\n[[{name}]]\n")
    line = first.count("\n")
    rest = [first]
    blocks = []
    key = (name, *late)
    known = _memory.setdefault(key, {})
    same: set[str] = set()
    side, unverified = _unverified.get(key, (b"", {}))
    if late and other and not known:
        same.update(other.decode("utf-8", "replace").split(f"\n[[{name}]]\n"))
        unverified = {}
        _unverified[key] = other, unverified
    elif side != data:
        unverified = {}
    try:
        for piece in pieces:
            value = known.get(piece) or unverified.get(piece)
            if value is None and piece in same:
                value = glance(piece)
                if value is not None:
                    _keep(unverified, piece, value)
            if value is None:
                is_same = piece in same
                value = _block(name, piece, rest, late, is_same, unverified if is_same else known)
            if value is None:
                return None
            blocks.append((line + 1, value))
            line += piece.count("\n") + 2
        # Each part by itself too: what is cut in the middle of something is no TOML.
        outside = [parse(one) for one in rest]
        found = outside[0] if len(rest) == 1 else parse("\n".join(rest))
    except BadDocument:
        return None
    return None if name in found else Blocks(found, tuple(blocks))


def _block(
    name: str, piece: str, rest: list[str], late: tuple[str, ...], is_same: bool, known: dict[str, dict[str, Any]]
) -> dict[str, Any] | None:
    """The value of a block, kept in `known`; what comes behind it goes to `rest`. None where it is more than a block."""
    value = _without(name, piece + "\n", late, is_same)
    if value is None:
        end = _end(piece, name)
        if end < len(piece):
            rest.append(piece[end:])
        value = _parsed(name, piece[:end])
        if value is None or end < len(piece):
            return value
    _keep(known, piece, value)
    return value


def _keep(known: dict[str, dict[str, Any]], piece: str, value: dict[str, Any]) -> None:
    """Remember a block, but not more than `_LARGEST` of text."""
    global _held
    if _held > _LARGEST:
        for one in _memory.values():
            one.clear()
        _derived.clear()
        _held = 0
    _held += len(piece)
    known[piece] = value


def _parsed(name: str, piece: str) -> dict[str, Any] | None:
    """A block as tomli reads it."""
    found = parse(f"[[{name}]]\n{piece}")
    (block, *more) = found.pop(name)
    return None if found or more else block


def _end(piece: str, name: str) -> int:
    """Where the block ends: at a header of something else."""
    at = piece.find("\n[")
    while at >= 0:
        if not piece.startswith((f"[{name}.", f"[[{name}."), at + 1):
            return at + 1
        at = piece.find("\n[", at + 1)
    return len(piece)


# By the name of the blocks and the late keys: text -> value.
_memory: dict[tuple[str, ...], dict[str, dict[str, Any]]] = {}
# By the same: the other side of the change that was read last, and the blocks that were not verified because it has them too. They
# count for that side alone: in another lock the same text may be new.
_unverified: dict[tuple[str, ...], tuple[bytes, dict[str, dict[str, Any]]]] = {}
_held = 0
# By the identity of a block's value, which stands beside what is made of it: so it cannot be another value's meanwhile.
_derived: dict[int, tuple[dict[str, Any], Any]] = {}


def derived(value: dict[str, Any], make: Callable[[dict[str, Any]], T]) -> T:
    """What is made of a block's value, made once for both sides of a change; `make` is always the same of one lock's reader."""
    known = _derived.get(id(value))
    if known is not None and known[0] is value:
        made: T = known[1]
        return made
    made = make(value)
    _derived[id(value)] = value, made
    return made


def _without(name: str, piece: str, late: tuple[str, ...], is_same: bool) -> dict[str, Any] | None:
    """A block whose late keys have `Rows`, if what stands there has the form; as `_plain` reads it otherwise."""
    taken: dict[str, Rows] = {}
    own, below = piece, ""
    if piece[:1] == "[":
        own, below = "", piece
    elif (tables := piece.find("\n[")) >= 0:  # the tables below have keys of their own
        own, below = piece[: tables + 1], piece[tables + 1 :]
    for key in late:
        at = own.find(f"\n{key} = ") + 1
        if at == 0:
            continue
        start = at + len(key) + 3
        if own[start] == "[":
            found = (_SAME if is_same else _MANY).match(own, start + 1)
        else:
            found = (_SAME_ONE if is_same else _ONE).match(own, start)
        if found is not None:
            end = found.end()
            taken[key] = Rows(own[start : end - 1])
            own = own[:at] + own[end:]
    short = own + below
    block = _plain(name, short)
    if block is not None and taken:
        if not taken.keys().isdisjoint(block):  # a key twice
            return None
        block.update(taken)
    return block


def _plain(name: str, piece: str) -> dict[str, Any] | None:
    """A block of the lines that the tools write, None where it has any other, or a key twice.

    The texts are taken out first: without them a block is short, and nothing in it can look like something else.
    """
    parts = piece.split('"')
    texts = parts[1::2]
    if len(parts) % 2 == 0 or "\\" in piece or _TEXT in piece or not "".join(texts).isprintable():
        return None
    shape = _TEXT.join(parts[::2])
    block: dict[str, Any] = {}
    here = block
    arrays: set[str] = set()
    at = 0
    taken = 0
    while at < len(shape):
        found = _LINE.match(shape, at)
        if found is None:
            return None
        at = found.end()
        kind = found.lastgroup
        if kind in ("text", "scalar", "row", "table", "tables", "texts"):
            key = found["key"]
            if key in here:
                return None
            if kind == "text":
                here[key] = texts[taken]
                taken += 1
                continue
            inner = found[kind]
            count = inner.count(_TEXT)
            value = _value(kind, inner, texts[taken : taken + count])
            taken += count
            if value is None:
                return None
            here[key] = value
        elif kind == "child":
            child = found["child"]
            many = found["header"] == "[["
            if found["parent"] != name or found[0].rstrip("\n").endswith("]]") != many:
                return None
            if many:
                if child in block and child not in arrays:
                    return None
                arrays.add(child)
                here = {}
                block.setdefault(child, []).append(here)
            else:
                if child in block:
                    return None
                here = block[child] = {}
    return block


def _value(kind: str, shape: str, texts: list[str]) -> Any:
    """What stands behind a key; None where a table has a key twice."""
    if kind in ("row", "texts"):
        return texts
    if kind == "scalar":
        return shape == "true" if shape in ("true", "false") else int(shape)
    tables = _tables(shape, texts)
    return None if tables is None else tables if kind == "tables" else tables[0]


def _tables(shape: str, texts: list[str]) -> list[dict[str, Any]] | None:
    """Inline tables by the parser of JSON: nothing but the keys is written in another way. None for one with a key twice."""
    count = shape.count(" = ")
    if "[" in shape:
        keyed = _KEYS.sub(r'"\1": ', shape)
    else:  # the same, five times as fast
        keyed = shape.replace("{ ", "{").replace("{", '{"').replace(", ", ', "').replace(" = ", '": ')
    parts = [""] * (2 * len(texts) + 1)
    parts[::2] = keyed.split(_TEXT)
    parts[1::2] = texts
    tables: list[dict[str, Any]] = _decode("[" + '"'.join(parts) + "]")[0]
    found = sum(map(len, tables))
    if "= {" in shape:
        found += sum(len(value) for one in tables for value in one.values() if isinstance(value, dict))
    return tables if found == count else None
