"""Parse INI, properties and dotenv files into their keys, each with its line.

    ini         {"section": {"key": "value"}}, like `configparser` without interpolation; keys keep their case, and
                keys before the first section are under "" (.npmrc, .editorconfig)
    properties  {"a.b": "value"}, like `java.util.Properties.load`: `=`, `:` or a space, `\u00e9`, continuation lines
    env         {"NAME": "value"}, like compose and dotenv: `export`, quotes, ` # comment`

If a key is given twice, the last one counts. The value of a key without a value is None.
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument, Side
from govhooks.readers.text import decode
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.document import Path

_SECTION = compiled(r"\[(.+)\]")
_DELIMITER = compiled(r"[=:]")


def read_ini(data: bytes) -> Side:
    """An INI file. Raises BadDocument."""
    value: dict[str, dict[str, Any]] = {}
    lines: dict[Path, int] = {}
    section = ""
    # The option that the next line may continue: the lines of its value, None if it has none.
    parts: list[str] | None = None
    in_option = False
    indent = 0
    for number, line in enumerate(decode(data).split("\n"), 1):
        text = line.strip()
        if text[:1] in ("#", ";"):
            continue
        if not text:
            if parts is not None:
                parts.append("")
            continue
        depth = len(line) - len(line.lstrip())
        if in_option and depth > indent:
            if parts is None:
                raise BadDocument("not a valid INI file: a continuation line after a key without a value", number)
            parts.append(text)
            continue
        indent = depth
        in_option, parts = False, None
        if found := _SECTION.match(text):
            section = found[1]
            value.setdefault(section, {})
            lines[(section,)] = number
            continue
        delimiter = _DELIMITER.search(text)
        key = text[: delimiter.start()].rstrip() if delimiter else text
        if not key:
            raise BadDocument("not a valid INI file: expected a section or a key", number)
        if section not in value:
            value[section] = {}
            lines[(section,)] = number
        in_option = True
        parts = [text[delimiter.end() :].lstrip()] if delimiter else None
        value[section][key] = parts
        lines[(section, key)] = number
    for options in value.values():
        for key, found_parts in options.items():
            options[key] = None if found_parts is None else "\n".join(found_parts).rstrip()
    return Side(value, lines)


_KEY = compiled(r"(?s)((?:[^\\\s=:]|\\.)*)[ \t\f]*(?:[=:][ \t\f]*)?")
_ESCAPE = compiled(r"(?s)\\(?:u([0-9A-Fa-f]{4})|(.))")
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def read_properties(data: bytes) -> Side:
    """A file of Java properties. Raises BadDocument."""
    try:
        text = decode(data)
    except BadDocument:
        text = data.decode("latin-1")  # the encoding before Java 9, still used by `load` from a stream
    value: dict[str, str] = {}
    lines: dict[Path, int] = {}
    for number, line in _logical(text):
        found = _KEY.match(line)
        key = _plain(found[1], number) if found else ""
        value[key] = _plain(line[found.end() :] if found else "", number)
        lines[(key,)] = number
    return Side(value, lines)


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """(number of its first line, line) with continuation lines joined; comments and blank lines are dropped."""
    parts: list[str] = []
    first = 0
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r").lstrip(" \t\f")
        if not parts:
            first = number
            if not line or line[0] in "#!":
                continue
        if (len(line) - len(line.rstrip("\\"))) % 2:
            parts.append(line[:-1])
            continue
        yield first, "".join(parts) + line
        parts = []
    if parts:
        yield first, "".join(parts)


def _plain(text: str, number: int) -> str:
    if "\\" not in text:
        return text
    if re.search(r"(?<!\\)(?:\\\\)*\\u(?![0-9A-Fa-f]{4})", text):
        raise BadDocument(r"not a valid properties file: \u without four hexadecimal digits", number)
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _CONTROL.get(found[2], found[2]), text)
    # Two halves of a character (surrogates), each written as \uD83D.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_VARIABLE = compiled(r"""[ \t]*(?:export[ \t]+)?([^\s=#'"]+)[ \t]*(?:(=)[ \t]*|(?=[\r\n#]|\Z))""")
_IN_QUOTES = compiled(r"""(?s)(?:'([^']*)'|"((?:[^"\\]|\\.)*)")[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)""")
_COMMENT = compiled(r"(?:^|[ \t])#")
_NOTHING = compiled(r"[ \t\r]*(?:#[^\n]*)?(?:\n|\Z)")
_QUOTED = compiled(r"\\([nrt\"\\$'])")
_BREAKS = {"n": "\n", "r": "\r", "t": "\t"}


def read_env(data: bytes) -> Side:
    """A file of environment variables. Raises BadDocument."""
    text = decode(data)
    value: dict[str, str | None] = {}
    lines: dict[Path, int] = {}
    at, number = 0, 1
    while at < len(text):
        if nothing := _NOTHING.match(text, at):
            end = nothing.end()
        elif found := _VARIABLE.match(text, at):
            value[found[1]], end = _variable(text, found.end()) if found[2] else (None, _end_of_line(text, at))
            lines[(found[1],)] = number
        else:
            raise BadDocument("not a valid file of variables: expected NAME=value", number)
        number += text.count("\n", at, end)
        at = end
    return Side(value, lines)


def _variable(text: str, at: int) -> tuple[str, int]:
    """(the value at this position, where the next line begins)."""
    if found := _IN_QUOTES.match(text, at):
        if found[1] is not None:
            return found[1], found.end()
        return _QUOTED.sub(lambda one: _BREAKS.get(one[1], one[1]), found[2]), found.end()
    end = _end_of_line(text, at)
    plain = text[at:end].rstrip("\r\n")
    comment = _COMMENT.search(plain)
    return plain[: comment.start()].strip() if comment else plain.strip(), end


def _end_of_line(text: str, at: int) -> int:
    return text.find("\n", at) + 1 or len(text)
