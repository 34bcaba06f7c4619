"""TOML, JSON or YAML text -> values with the line of each key and element, so that a finding can point at it.

tomli says whether the text is TOML and what it means (https://toml.io/en/v1.0.0), `json` whether it is JSON, PyYAML whether
it is YAML; the walks here only remember where. JSONC is JSON with comments and trailing commas (https://jsonc.org): both are
blanked out first. Front matter is the YAML between two lines `---` at the top of a Markdown file.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Path = tuple[str | int, ...]


class BadDocument(Exception):
    """The text cannot be read: a message, and its line (0 when unknown)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class Document(Record):
    """`value` what the text means; `lines` the 1-based line of each key path (("a", 0, "b") -> 3)."""

    value: dict[str, Any]
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it that is written out; 1 when nothing is."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def at(self, path: Path) -> Any:
        """What stands at a path of keys, None when nothing does."""
        here: Any = self.value
        for key in path:
            try:
                here = here[key]
            except (KeyError, IndexError, TypeError):
                return None
        return here


_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\n]*")


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadDocument(f"not UTF-8 text at byte {error.start}", data.count(b"\n", 0, error.start) + 1) from None


def toml(data: bytes) -> Document:
    """A TOML document. Raises BadDocument."""
    import tomli

    text = _decoded(data).replace("\r\n", "\n")
    try:
        value = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        place = _AT.search(str(error))
        line = (int(place[1]) if place[1] else text.count("\n") + 1) if place else 0
        raise BadDocument(f"not valid TOML: {_AT.sub('', str(error))}", line) from None
    except (RecursionError, ValueError) as error:
        raise BadDocument(f"not valid TOML: {error or 'nested too deeply'}") from None
    return Document(value=value, lines=_Walk(text).lines)


class _Walk:
    """Where the keys of a valid TOML text stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counted = 0
        self.number = 1
        self.lines: dict[Path, int] = {}
        self.arrays: dict[Path, int] = {}
        here: Path = ()
        while self._skip(_BLANK) < len(text):
            if text.startswith("[", self.at):
                here = self._header()
            else:
                self._pair(here)

    def _skip(self, expression: re.Pattern[str]) -> int:
        found = expression.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def _line(self) -> int:
        self.number += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.number

    def _header(self) -> Path:
        many = self.text.startswith("[[", self.at)
        line = self._line()
        self.at += 2 if many else 1
        words = self._key()
        self.at += 2 if many else 1
        path: Path = ()
        for index, word in enumerate(words):
            path += (word,)
            if many and index == len(words) - 1:
                self.arrays[path] = self.arrays.get(path, 0) + 1
            self.lines.setdefault(path, line)
            if path in self.arrays:
                path += (self.arrays[path] - 1,)
                self.lines.setdefault(path, line)
        return path

    def _key(self) -> list[str]:
        import tomli

        words = []
        while True:
            self._skip(_SPACE)
            start = self.at
            if self.text[start] in "\"'":
                self._skip(_STRING)
                words.append(str(tomli.loads(f"k = {self.text[start : self.at]}")["k"]))
            else:
                self._skip(_BARE)
                words.append(self.text[start : self.at])
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return words
            self.at += 1

    def _pair(self, here: Path) -> None:
        line = self._line()
        for word in self._key():
            here += (word,)
            self.lines.setdefault(here, line)
        self.at += 1
        self._skip(_SPACE)
        self._value(here)

    def _value(self, here: Path) -> None:
        first = self.text[self.at]
        if first == "[":
            self.at += 1
            index = 0
            while self.text[self._skip(_BLANK)] != "]":
                element = (*here, index)
                self.lines[element] = self._line()
                self._value(element)
                if self.text[self._skip(_BLANK)] == ",":
                    self.at += 1
                index += 1
            self.at += 1
        elif first == "{":
            self.at += 1
            while self.text[self._skip(_BLANK)] != "}":
                self._pair(here)
                if self.text[self._skip(_BLANK)] == ",":
                    self.at += 1
            self.at += 1
        else:
            self._skip(_STRING if first in "\"'" else _SCALAR)


_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_TRAILING = re.compile(r'"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|,(?=\s*[}\]])')
_WHITE = re.compile(r"[ \t\r\n]*")
_ATOM = re.compile(r"[^,\]}\s]+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_DEEPEST = 200
_MOST = 100_000
_KEY = re.compile(r"([\w-]+):[ \t]*(.*)")
_FRONT = re.compile(r"---[ \t]*\r?\n(.*?\n)---[ \t]*(?:\r?\n|$)", re.DOTALL)


def json(data: bytes, comments: bool = False) -> Document:
    """A JSON object; with `comments` a JSONC one. Of a key given twice the last counts, as for Claude Code. Raises BadDocument."""
    import json as parser

    text = _decoded(data)
    if comments:
        text = _TRAILING.sub(_blank, _COMMENT.sub(_blank, text))
    try:
        value = parser.loads(text, parse_constant=_no_number)
    except parser.JSONDecodeError as error:
        raise BadDocument(f"not valid JSON: {error.msg}", error.lineno) from None
    except (RecursionError, ValueError) as error:
        raise BadDocument(f"not valid JSON: {error or 'nested too deeply'}") from None
    if not isinstance(value, dict):
        raise BadDocument("not an object", 1)
    return Document(value=value, lines=_Places(text).lines)


def yaml(data: bytes, front_matter: bool = False) -> Document:
    """A YAML mapping; with `front_matter` the one on top of a Markdown text, empty where there is none. Raises BadDocument.

    Agents read front matter leniently (`argument-hint: [file] [line]` is no YAML, and common): what cannot be read is taken as
    lines of `key: text`.
    """
    text = _decoded(data)
    if front_matter:
        found = _FRONT.match(text)
        if found is None:
            return Document({}, {})
        text = "\n" + found[1]
        try:
            return _yaml(text)
        except BadDocument:
            return _keys(text)
    return _yaml(text)


def _keys(text: str) -> Document:
    found = [(number, _KEY.match(line)) for number, line in enumerate(text.split("\n"), 1)]
    keys = {key[1]: (number, key[2].strip("\"' \r")) for number, key in found if key}
    return Document(
        {key: value for key, (_, value) in keys.items()}, {(key,): number for key, (number, _) in keys.items()}
    )


def _yaml(text: str) -> Document:
    import yaml as parser

    loader = parser.SafeLoader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path, int] = {}
        if node is not None:
            _mark(node, (), lines)
        value = loader.construct_document(node) if node is not None else {}
    except parser.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadDocument(f"not valid YAML: {error.problem}", mark.line + 1 if mark else 0) from None
    except (parser.YAMLError, RecursionError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise BadDocument(f"not valid YAML: {error or 'nested too deeply'}") from None
    finally:
        loader.dispose()
    if not isinstance(value, dict):
        raise BadDocument("not a mapping", 1)
    return Document(_named(value), lines)


def _named(value: Any) -> Any:
    """The same with every key as a text."""
    if isinstance(value, dict):
        return {str(key): _named(item) for key, item in value.items()}
    return [_named(item) for item in value] if isinstance(value, list) else value


def _mark(node: Any, here: Path, lines: dict[Path, int]) -> None:
    """Remember where each key and element stands; an alias counts wherever it is used, up to a size."""
    import yaml as parser

    if len(here) > _DEEPEST or len(lines) > _MOST:
        raise BadDocument("not valid YAML: nested too deeply, or too large")
    if isinstance(node, parser.MappingNode):
        for key, value in node.value:
            path = (*here, str(key.value))
            lines[path] = key.start_mark.line + 1
            _mark(value, path, lines)
    elif isinstance(node, parser.SequenceNode):
        for index, value in enumerate(node.value):
            path = (*here, index)
            lines[path] = value.start_mark.line + 1
            _mark(value, path, lines)


def python(data: bytes) -> Document:
    """A file of calls in Python's syntax, as Codex' .rules are (Starlark); its calls are read elsewhere. Raises BadDocument."""
    import ast

    try:
        ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadDocument(f"not valid: {error}", getattr(error, "lineno", 0) or 0) from None
    return Document(value={}, lines={})


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _blank(found: re.Match[str]) -> str:
    return found[0] if found[0][0] == '"' else re.sub(r"[^\n]", " ", found[0])


class _Places:
    """Where the keys of a valid JSON text stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counted = 0
        self.number = 1
        self.lines: dict[Path, int] = {}
        self._value((), 0)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        return found[0]

    def _line(self) -> int:
        self.number += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.number

    def _value(self, here: Path, depth: int) -> None:
        import json as parser

        if depth > _DEEPEST:
            raise BadDocument("not valid JSON: nested too deeply", self._line())
        self._skip(_WHITE)
        first = self.text[self.at]
        if first == '"':
            self._skip(_QUOTED)
        elif first not in "{[":
            self._skip(_ATOM)
        else:
            self.at += 1
            index = 0
            while self._skip(_WHITE) is not None and self.text[self.at] not in "}]":
                line = self._line()
                key: str | int = index
                if first == "{":
                    key = parser.loads(self._skip(_QUOTED))
                    self._skip(_WHITE)
                    self.at += 1
                element = (*here, key)
                self.lines[element] = line
                self._value(element, depth + 1)
                self._skip(_WHITE)
                if self.text[self.at] == ",":
                    self.at += 1
                index += 1
            self.at += 1
