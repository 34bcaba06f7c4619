"""Locks that are tables of tables: looked at without trusting that anything in them is what it should be.

table("json", data, "package-lock")   the document, which has to be a table: raises BadDocument
entries(value)                        the pairs of a table, nothing of anything else
text(value), flag(value)              a scalar as text, "" of anything else; whether it says yes
key_lines(data, "packages", keys)     the lines of the keys below one key of a JSON text, found without its tokens
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from govhooks.readers.document import Side


def table(form: str, data: bytes, what: str) -> Side:
    """The one document of a text, a table. Raises BadDocument: `what` names the file in its message."""
    from govhooks.readers import read

    side = read(form, data)[0]
    if side.error:
        raise BadDocument(side.error, side.error_line)
    if not isinstance(side.value, dict):
        raise BadDocument(f"no {what}: it holds no table", 1)
    return side


def entries(value: Any) -> list[tuple[str, Any]]:
    """(key, value) of a table, nothing of anything else."""
    return list(value.items()) if isinstance(value, dict) else []


def text(value: Any) -> str:
    """A scalar as text, "" of none and of anything that holds others."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else ""


def flag(value: Any) -> bool:
    """Whether a value says yes: a reader that takes all scalars for text gives "true"."""
    return value is True or value == "true"


def key_lines(data: bytes, key: str, keys: Collection[str]) -> dict[str, int]:
    """The 1-based line of each key of the table below a top-level key of a JSON text; {} when the text is laid out otherwise."""
    return {name: line for name, (line, _) in key_places(data, key, keys).items()}


def key_places(data: bytes, key: str, keys: Collection[str]) -> dict[str, tuple[int, bytes]]:
    """The 1-based line and the text (key and value) of each key of the table below a top-level key of a JSON text; {} when the text is laid out
    otherwise.

    Meant for what `JSON.stringify` writes, one key a line: a lock of 3,000 packages takes 3 ms, its tokens take 100. What is
    found is taken only when it is exactly `keys`, in their order.
    """
    import re

    first = re.match(rb'(?:\xef\xbb\xbf)?\{\r?\n([ \t]+)"', data)
    if first is None:
        return {}
    indent = first[1]
    start = data.find(b"\n" + indent + b'"' + key.encode() + b'": {', first.end(1) - len(indent) - 1)
    if start < 0:
        return {}
    start += len(indent) + len(key) + 5
    head = b"\n" + indent + indent + b'"'
    end = data.find(b"\n" + indent + b"}", start)
    found: dict[str, tuple[int, bytes]] = {}
    at, counted, line = data.find(head, start, end), 0, 1
    while at >= 0:
        line += data.count(b"\n", counted, at + 1)
        counted = at + 1
        stop = data.find(b'": ', at + len(head))
        word = data[at + len(head) : stop].decode("utf-8", "replace")
        at = data.find(head, counted, end)
        found[_unescape(word)] = line, data[counted : at if at >= 0 else end]
    return found if list(found) == list(keys) else {}


def _unescape(word: str) -> str:
    if "\\" not in word:
        return word
    from json import loads

    try:
        return str(loads(f'"{word}"'))
    except ValueError:  # it is no key: what was found is not taken
        return ""
