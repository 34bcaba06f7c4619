"""HCL (Terraform, OpenTofu, Packer, Nomad) -> its blocks and arguments, with the line of each.

A parser of our own, of the native syntax (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md): no grammar for Python
has wheels everywhere. The shape is that of Terraform's JSON syntax, so `.tf` and `.tf.json` read alike: a block is found under
its type and labels, always in a list; texts keep their `${...}`; an expression is a text "${...}". The exception helps rules:
a call alone (`jsonencode({...})`) is `Tagged` with the function's name and the list of its arguments. The text of a heredoc
begins on the line below the one it is given.

It reads what Terraform reads, and a little more; an argument given twice is an error, as there.
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument, Side, Tagged
from govhooks.readers.text import decode, line_finder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Path

# Blocks and brackets within each other; a call of this parser each takes a few of Python's.
_DEEPEST = 60
_SPACE = re.compile(r"(?:[ \t\r]|(?:#|//)[^\n]*)*")
_LINES = re.compile(r"(?:\s|(?:#|//)[^\n]*)*")
_NAME = re.compile(r"[^\W\d][\w-]*")
_CALL = re.compile(r"[^\W\d][\w-]*(?:::[^\W\d][\w-]*)*\(")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_HEREDOC = re.compile(r"<<(-?)([^\W\d][\w-]*)[ \t]*\r?\n")
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([nrt"\\]))')
_WORDS = {"true": True, "false": False, "null": None}
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
# What matters within a text, and within an expression.
_IN_TEXT = re.compile(r'\\.|"|\$\$\{|%%\{|[$%]\{|\n', re.DOTALL)
_IN_CODE = re.compile(r'"|[({\[]|[)}\]]|,|\n|(?:#|//)[^\n]*|/\*|<<-?[^\W\d][\w-]*[ \t]*\r?\n', re.DOTALL)


def read(data: bytes) -> Side:
    """A document. Raises BadDocument."""
    parser = _Parser(decode(data))
    try:
        value = parser.body((), 0, "")
    except RecursionError:
        raise BadDocument("not valid HCL: nested too deeply") from None
    return Side(value, dict(parser.places))


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line_of = line_finder(text)
        self.places: list[tuple[Path, int]] = []

    def bad(self, problem: str, at: int | None = None) -> BadDocument:
        return BadDocument(f"not valid HCL: {problem}", self.line_of(self.at if at is None else at))

    def skip(self, what: re.Pattern[str] = _LINES) -> str:
        """Skip blanks and comments; the character that stands there, "" at the end."""
        found = what.match(self.text, self.at)
        self.at = found.end() if found else self.at
        while self.text.startswith("/*", self.at):
            self.comment()
            found = what.match(self.text, self.at)
            self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def comment(self) -> None:
        end = self.text.find("*/", self.at + 2)
        if end < 0:
            raise self.bad("a comment that does not end")
        self.at = end + 2

    def mark(self, path: Path, at: int) -> None:
        self.places.append((path, self.line_of(at)))

    def deeper(self, deep: int) -> int:
        if deep >= _DEEPEST:
            raise self.bad("nested too deeply")
        return deep + 1

    def body(self, here: Path, deep: int, end: str) -> dict[str, Any]:
        """Arguments and blocks up to `end`."""
        found: dict[str, Any] = {}
        given: set[str] = set()
        while self.skip() != end:
            start = self.at
            name = _NAME.match(self.text, start)
            if name is None:
                raise self.bad("expected an argument or a block" if self.at < len(self.text) else f"expected {end}")
            self.at = name.end()
            if self.skip(_SPACE) == "=":
                self.at += 1
                if name[0] in found:
                    raise self.bad(f"`{name[0]}` is given twice", start)
                path = (*here, name[0])
                self.mark(path, start)
                given.add(name[0])
                self.skip(_SPACE)
                found[name[0]] = self.expression(path, deep, "\n")
            else:
                self.block(found, given, name[0], here, start, deep)
            if self.skip(_SPACE) not in ("\n", "", end):
                raise self.bad("expected the end of the line")
        self.at += len(end)
        return found

    def block(self, body: dict[str, Any], given: set[str], name: str, here: Path, start: int, deep: int) -> None:
        names = [name]
        while (char := self.skip(_SPACE)) != "{":
            label = _NAME.match(self.text, self.at)
            if char == '"':
                names.append(self.template())
            elif label is not None:
                names.append(label[0])
                self.at = label.end()
            else:
                raise self.bad("expected `=` of an argument, or `{` of a block")
            if len(names) > _DEEPEST:
                raise self.bad("nested too deeply")
        self.at += 1
        if name in given:
            raise self.bad(f"`{name}` is an argument and a block", start)
        around, place = body, here
        for part in names[:-1]:
            place = (*place, part)
            if part not in around:
                self.mark(place, start)
            around = around.setdefault(part, {})
            if not isinstance(around, dict):
                raise self.bad(f"`{name}` has labels here and none elsewhere", start)
        place = (*place, names[-1])
        if names[-1] not in around:
            self.mark(place, start)
        blocks = around.setdefault(names[-1], [])
        if not isinstance(blocks, list):
            raise self.bad(f"`{name}` has labels elsewhere and none here", start)
        place = (*place, len(blocks))
        self.mark(place, start)
        blocks.append(None)
        blocks[-1] = self.body(place, self.deeper(deep), "}")

    def expression(self, here: Path, deep: int, end: str) -> Any:
        """A value up to `end`: "\\n" of an argument, "," within brackets. What is no value by itself is a text `${...}`."""
        start, marked = self.at, len(self.places)
        blank = _SPACE if end == "\n" else _LINES
        known, value = self.term(here, deep)
        if known and (self.skip(blank) in ("", ",", "]", "}", ")") or (end == "\n" and self.text[self.at] == "\n")):
            return value
        del self.places[marked:]
        self.at = start
        stop = self.code(end)
        if stop == start:
            raise self.bad("expected a value")
        return "${" + self.text[start:stop].rstrip() + "}"

    def code(self, end: str) -> int:
        """Go over an expression; where it ends. Brackets and texts in it are closed."""
        closing = {"(": ")", "[": "]", "{": "}"}
        open_: list[str] = []
        stop = self.at
        while found := _IN_CODE.search(self.text, self.at):
            what = found[0]
            if not open_ and (what in (",", ")", "]", "}") or (what == "\n" and end == "\n")):
                self.at = found.start()
                return self.at if self.text[stop : self.at].strip() else stop
            if what == '"':
                self.at = found.start()
                self.template()
            elif what in closing:
                open_.append(closing[what])
                self.at = found.end()
            elif what in (")", "]", "}"):
                if open_.pop() != what:
                    raise self.bad(f"`{what}` closes nothing", found.start())
                self.at = found.end()
            elif what.startswith("<<"):
                self.at = found.start()
                self.heredoc()
            elif what == "/*":
                self.at = found.start()
                self.comment()
                continue
            else:
                self.at = found.end()
                if what[0] in "#/" and not open_ and end == "\n":
                    return found.start()
                continue
            stop = self.at
        if open_:
            raise self.bad(f"expected `{open_[-1]}`", len(self.text))
        self.at = len(self.text)
        return self.at

    def term(self, here: Path, deep: int) -> tuple[bool, Any]:
        """(whether one stands here, its value): a literal, a text, a list, an object or a call."""
        text = self.text
        char = text[self.at : self.at + 1]
        if char == '"':
            return True, self.template()
        if char == "<" and _HEREDOC.match(text, self.at):
            return True, self.heredoc()
        if number := _NUMBER.match(text, self.at):
            self.at = number.end()
            if len(number[0]) > 1000:
                raise self.bad(f"a number of {len(number[0])} characters", number.start())
            return True, float(number[0]) if re.search(r"[.eE]", number[0]) else int(number[0])
        if call := _CALL.match(text, self.at):
            self.at = call.end()
            return True, Tagged(call[0][:-1], self.items(here, self.deeper(deep), ")"))
        if name := _NAME.match(text, self.at):
            self.at = name.end()
            return name[0] in _WORDS and text[self.at : self.at + 1] not in (".", "["), _WORDS.get(name[0])
        if char in ("[", "{"):
            start = self.at
            self.at += 1
            self.skip()
            if re.compile(r"for\b").match(text, self.at):
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
            name = _NAME.match(self.text, start)
            if char == '"':
                key = self.template()
            elif name is not None and re.compile(r"\s*[=:]").match(self.text, name.end()):
                key, self.at = name[0], name.end()
            else:
                found_end = re.compile(r"[^=:\n]*(?=[=:])").match(self.text, start)
                if found_end is None or not found_end[0].strip():
                    raise self.bad("expected a key, or `}`")
                key, self.at = "${" + found_end[0].strip() + "}", found_end.end()
            if self.skip() not in ("=", ":"):
                raise self.bad("expected `=` or `:` behind a key")
            self.at += 1
            self.skip()
            path = (*here, key)
            self.mark(path, start)
            found[key] = self.expression(path, deep, "\n")
            if self.skip(_SPACE) == ",":
                self.at += 1
            elif self.text[self.at : self.at + 1] not in ("\n", "}"):
                raise self.bad("expected `,`, a new line or `}`")
        self.at += 1
        return found

    def template(self) -> str:
        """A text in quotes, with what is in `${...}` as it is written."""
        start = self.at
        modes = ['"']  # or "}" in `${...}`, and in a table within
        parts: list[str] = []
        last = self.at = start + 1
        while modes:
            found = (_IN_TEXT if modes[-1] == '"' else _IN_CODE).search(self.text, self.at)
            what = found[0] if found else ""
            if found is None or (what == "\n" and len(modes) == 1):
                raise self.bad("a text that does not end", start)
            self.at = found.end()
            if modes[-1] == '"':
                if what == '"':
                    modes.pop()
                elif what in ("${", "%{"):
                    if len(modes) == 1:
                        parts.append(self._unescape(self.text[last : found.start()], last))
                        last = found.start()
                    modes.append("}")
            elif what == '"':
                modes.append('"')
            elif what == "{":
                modes.append("}")
            elif what == "}":
                modes.pop()
                if len(modes) == 1:
                    parts.append(self.text[last : self.at])
                    last = self.at
        parts.append(self._unescape(self.text[last : self.at - 1], last))
        return "".join(parts)

    def _unescape(self, text: str, at: int) -> str:
        def plain(found: re.Match[str]) -> str:
            return _PLAIN[found[3]] if found[3] else chr(int(found[1] or found[2], 16))

        if "\\" not in text:
            return text
        if bad := re.search(r"\\.", _ESCAPE.sub("", text), re.DOTALL):
            raise self.bad(f"`{bad[0]}` in a text", at)
        try:
            return _ESCAPE.sub(plain, text)
        except (ValueError, OverflowError):
            raise self.bad("a character that does not exist", at) from None

    def heredoc(self) -> str:
        found = _HEREDOC.match(self.text, self.at)
        assert found is not None
        end = re.compile(rf"^[ \t]*{re.escape(found[2])}(?=[ \t\r]*$)", re.MULTILINE)
        stop = end.search(self.text, found.end())
        if stop is None:
            raise self.bad(f"a heredoc that does not end: expected {found[2]}")
        text = self.text[found.end() : stop.start()]
        self.at = stop.end()
        if found[1]:
            lines = text.split("\n")
            depth = min((len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()), default=0)
            text = "\n".join(line[depth:] for line in lines)
        return text
