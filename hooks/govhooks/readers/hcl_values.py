"""The values of HCL: literals, lists, objects and calls as data, any other expression as a string `${...}`."""

from __future__ import annotations

import re

from govhooks.readers.document import Tagged
from govhooks.readers.hcl_text import HEREDOC, LINES, NAME, SPACE, Scanner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Path

# Nested blocks and brackets; each call of this parser takes a few Python calls.
DEEPEST = 60
_CALL = re.compile(r"[^\W\d][\w-]*(?:::[^\W\d][\w-]*)*\(")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_LONGEST_NUMBER = 1000
_FOR = re.compile(r"for\b")
_ASSIGNS = re.compile(r"\s*[=:]")
_COMPUTED_KEY = re.compile(r"[^=:\n]*(?=[=:])")
_WORDS = {"true": True, "false": False, "null": None}


class Values(Scanner):
    """Parse a value at the scanner's position; `here` is its path, `deep` its nesting depth."""

    def deeper(self, deep: int) -> int:
        if deep >= DEEPEST:
            raise self.bad("nested too deeply")
        return deep + 1

    def expression(self, here: Path, deep: int, end: str) -> Any:
        """A value up to `end`: "\n" for an argument, "," within brackets. Anything but a plain value is a string
        `${...}`."""
        start, marked = self.at, len(self.places)
        blank = SPACE if end == "\n" else LINES
        known, value = self.term(here, deep)
        if known and (self.skip(blank) in ("", ",", "]", "}", ")") or (end == "\n" and self.text[self.at] == "\n")):
            return value
        del self.places[marked:]
        self.at = start
        stop = self.code(end)
        if stop == start:
            raise self.bad("expected a value")
        return "${" + self.text[start:stop].rstrip() + "}"

    def term(self, here: Path, deep: int) -> tuple[bool, Any]:
        """(whether there is one, its value): a literal, a string, a list, an object or a call."""
        text = self.text
        char = text[self.at : self.at + 1]
        if char == '"':
            return True, self.template()
        if char == "<" and HEREDOC.match(text, self.at):
            return True, self.heredoc()
        if number := _NUMBER.match(text, self.at):
            self.at = number.end()
            if len(number[0]) > _LONGEST_NUMBER:
                raise self.bad(f"a number of {len(number[0])} characters", number.start())
            return True, float(number[0]) if re.search(r"[.eE]", number[0]) else int(number[0])
        if call := _CALL.match(text, self.at):
            self.at = call.end()
            return True, Tagged(call[0][:-1], self.items(here, self.deeper(deep), ")"))
        if name := NAME.match(text, self.at):
            self.at = name.end()
            return name[0] in _WORDS and text[self.at : self.at + 1] not in (".", "["), _WORDS.get(name[0])
        if char in ("[", "{"):
            start = self.at
            self.at += 1
            self.skip()
            if _FOR.match(text, self.at):
                self.at = start
                return False, None
            if char == "[":
                return True, self.items(here, self.deeper(deep), "]")
            return True, self.object(here, self.deeper(deep))
        return False, None

    def items(self, here: Path, deep: int, end: str) -> list[Any]:
        found: list[Any] = []
        while (char := self.skip()) != end:
            if not char:
                raise self.bad(f"expected `{end}`")
            path = (*here, len(found))
            self.mark(path, self.at)
            found.append(self.expression(path, deep, ","))
            if self.skip() == ",":
                self.at += 1
            elif self.text.startswith("...", self.at):
                self.at += 3
            elif self.text[self.at : self.at + 1] != end:
                raise self.bad(f"expected `,` or `{end}`")
        self.at += 1
        return found

    def object(self, here: Path, deep: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while (char := self.skip()) != "}":
            start = self.at
            name = NAME.match(self.text, start)
            if char == '"':
                key = self.template()
            elif name is not None and _ASSIGNS.match(self.text, name.end()):
                key, self.at = name[0], name.end()
            else:
                found_end = _COMPUTED_KEY.match(self.text, start)
                if found_end is None or not found_end[0].strip():
                    raise self.bad("expected a key, or `}`")
                key, self.at = "${" + found_end[0].strip() + "}", found_end.end()
            if self.skip() not in ("=", ":"):
                raise self.bad("expected `=` or `:` after a key")
            self.at += 1
            self.skip()
            path = (*here, key)
            self.mark(path, start)
            found[key] = self.expression(path, deep, "\n")
            if self.skip(SPACE) == ",":
                self.at += 1
            elif self.text[self.at : self.at + 1] not in ("\n", "}"):
                raise self.bad("expected `,`, a new line or `}`")
        self.at += 1
        return found
