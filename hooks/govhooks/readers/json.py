"""Parse JSON and JSONC into a value and the line of every key and element.

The standard library decides whether it is JSON (RFC 8259) and what it means; if a key is given twice, the last one
counts. JSONC is JSON with comments and trailing commas (https://jsonc.org): both are blanked out first, which keeps the
lines. File names do not tell the two apart (`tsconfig.json` has comments), so a text that is not JSON is tried as
JSONC. NaN and Infinity are neither. A second pass over the tokens finds the lines, only when one is needed.
"""

from __future__ import annotations

import re

from govhooks.readers.document import DEEPEST, BadDocument, Side, is_deep
from govhooks.readers.text import decode
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.readers.document import Path

_COMMENT = compiled(r'(?s)"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|//[^\n]*|/\*.*?(?:\*/|\Z)')
_TRAILING = compiled(r'"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|,(?=\s*[}\]])')
_TOKEN = compiled(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,\n]|[^\s"{}\[\]:,]+')


def read(data: bytes) -> Side:
    """A document that is JSON or JSONC. Raises BadDocument."""
    try:
        return read_strict(data)
    except BadDocument as error:
        if b"/" not in data and b"," not in data:
            raise
        try:
            return read_strict(data, comments=True)
        except BadDocument as again:
            raise (again if again.line >= error.line else error) from None


def read_strict(data: bytes, comments: bool = False) -> Side:
    """A JSON document; with `comments`, JSONC. Raises BadDocument."""
    import json as parser

    text = decode(data)
    if comments:
        text = _TRAILING.sub(_blank, _COMMENT.sub(_blank, text))
    try:
        value = parser.loads(text, parse_constant=_no_number)
    except parser.JSONDecodeError as error:
        raise BadDocument(f"not valid JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise BadDocument("not valid JSON: nested too deeply", _line_of_depth(text)) from None
    except ValueError as error:
        raise BadDocument(f"not valid JSON: {error}") from None
    if is_deep(value):
        raise BadDocument("not valid JSON: nested too deeply", _line_of_depth(text))
    return Side(value, find=lambda: places(text))


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _blank(found: re.Match[str]) -> str:
    return found[0] if found[0][0] == '"' else re.sub(r"[^\n]", " ", found[0])


def _line_of_depth(text: str) -> int:
    """The line where the nesting exceeds DEEPEST, 0 if it never does."""
    depth = 0
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token in ("{", "["):
            depth += 1
            if depth > DEEPEST:
                return text.count("\n", 0, found.start()) + 1
        elif token in ("}", "]"):
            depth -= 1
    return 0


def places(text: str) -> dict[Path, int]:
    """The line of each key and element of a valid JSON text."""
    from json import loads

    lines: dict[Path, int] = {}
    around: list[tuple[Path, int]] = []
    here: Path = ()
    inner: Path = ()  # the position of the next value
    index = -1  # index of the next element; -1 in an object, and outside
    line = 1
    key_next = False
    for token in _TOKEN.findall(text):
        if token == "\n":
            line += 1
        elif token == ",":
            if index >= 0:
                index += 1
            else:
                key_next = True
        elif token in ("}", "]"):
            here, index = around.pop()
            key_next = False
        elif key_next:
            inner = (*here, loads(token) if "\\" in token else token[1:-1])
            lines[inner] = line
            key_next = False
        elif token != ":":
            if index >= 0:
                inner = (*here, index)
                lines[inner] = line
            if token in ("{", "["):
                if len(around) > DEEPEST:
                    break  # inside a value that a later key of the same name replaces: its lines are never needed
                around.append((here, index))
                here, index, key_next = inner, 0 if token == "[" else -1, token == "{"
    return lines
