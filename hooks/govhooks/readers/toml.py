"""Parse TOML into a value and the line of every key and element.

tomli decides whether the text is TOML and what it means (https://toml.io/en/v1.0.0), but gives no positions: a walk
over the text, which is known to be valid by then, finds the lines when one is needed. A table `[a.b]` is on the line of
its header, an entry of `[[a]]` on that of its own header, a dotted key on the line of the first key that names it.
Parsers take quadratic time for keys with very many parts: such keys are refused before parsing.
"""

from __future__ import annotations

import re

from govhooks.readers.document import DEEPEST, BadDocument, Side, is_deep
from govhooks.readers.text import decode
from govhooks.search.compiled import compiled, importing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Path

_AT = compiled(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_BLANK = compiled(r"[ \t\r\n]*(?:#[^\n]*[ \t\r\n]*)*")
_SPACE = compiled(r"[ \t]*")
_BARE = compiled(r"[A-Za-z0-9_-]+")
_PLAIN = compiled(r"([A-Za-z0-9_-]+)[ \t]*=[ \t]*")
_STRING = compiled(r'(?s)"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_SCALAR = compiled(r"[^,\]}#\n]*")
_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*"""
_MANY_PARTS = compiled(rf"(?am)(?:^|[{{,\[])[ \t]*(?:{_PART}){{{DEEPEST}}}")


def read(data: bytes) -> Side:
    """A TOML document. Raises BadDocument."""
    text = decode(data).replace("\r\n", "\n")
    return Side(parse(text), find=lambda: _Walk(text).lines)


def parse(text: str) -> dict[str, Any]:
    """The value of a TOML text whose lines end in a line feed. Raises BadDocument."""
    tomli = importing("tomli")
    if text.count(".") > DEEPEST and (found := _MANY_PARTS.search(text)):
        line = text.count("\n", 0, found.start()) + 1
        raise BadDocument(f"not valid TOML: a key of more than {DEEPEST} parts", line)
    try:
        value: dict[str, Any] = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        place = _AT.search(str(error))
        line = (int(place[1]) if place[1] else text.count("\n") + 1) if place else 0
        raise BadDocument(f"not valid TOML: {_AT.sub('', str(error))}", line) from None
    except RecursionError:
        raise BadDocument("not valid TOML: nested too deeply") from None
    except ValueError as error:
        raise BadDocument(f"not valid TOML: {error}") from None
    if is_deep(value):
        raise BadDocument("not valid TOML: nested too deeply")
    return value


class _Walk:
    """Finds the positions of the keys in a valid TOML text."""

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
                written = self.text[start : self.at]
                plain = "\\" not in written or written[0] == "'"
                words.append(written[1:-1] if plain else str(tomli.loads(f"k = {written}")["k"]))
            else:
                self._skip(_BARE)
                words.append(self.text[start : self.at])
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return words
            self.at += 1

    def _pair(self, here: Path) -> None:
        line = self._line()
        if found := _PLAIN.match(self.text, self.at):  # most keys are a word
            self.at = found.end()
            here += (found[1],)
            self.lines.setdefault(here, line)
        else:
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
