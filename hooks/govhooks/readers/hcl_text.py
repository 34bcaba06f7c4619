"""Scan the text of an HCL document: whitespace, comments, strings with templates, heredocs, ends of expressions.

Each is a loop with an explicit stack, so deeply nested text causes no recursion. An error has its line number.
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument
from govhooks.readers.text import line_finder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.readers.document import Path

# Whitespace and comments, within a line and across lines.
SPACE = re.compile(r"(?:[ \t\r]|(?:#|//)[^\n]*)*")
LINES = re.compile(r"(?:\s|(?:#|//)[^\n]*)*")
NAME = re.compile(r"[^\W\d][\w-]*")
HEREDOC = re.compile(r"<<(-?)([^\W\d][\w-]*)[ \t]*\r?\n")
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([nrt"\\]))')
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
# Characters that matter within a string, and within an expression.
_IN_TEXT = re.compile(r'\\.|"|\$\$\{|%%\{|[$%]\{|\n', re.DOTALL)
_IN_CODE = re.compile(r'"|[({\[]|[)}\]]|,|\n|(?:#|//)[^\n]*|/\*|<<-?[^\W\d][\w-]*[ \t]*\r?\n', re.DOTALL)
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class Scanner:
    """A position in a text. `places` collects the lines of what was found, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line_of = line_finder(text)
        self.places: list[tuple[Path, int]] = []

    def bad(self, problem: str, at: int | None = None) -> BadDocument:
        return BadDocument(f"not valid HCL: {problem}", self.line_of(self.at if at is None else at))

    def skip(self, what: re.Pattern[str] = LINES) -> str:
        """Skip whitespace and comments; returns the next character, "" at the end."""
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
            raise self.bad("a comment that is not closed")
        self.at = end + 2

    def mark(self, path: Path, at: int) -> None:
        self.places.append((path, self.line_of(at)))

    def code(self, end: str) -> int:
        """Skip an expression and return where it ends. Brackets and strings in it must be closed."""
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
            elif what in _CLOSING:
                open_.append(_CLOSING[what])
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

    def template(self) -> str:
        """A quoted string, with the text in `${...}` unchanged."""
        start = self.at
        modes = ['"']  # or "}" in `${...}`, and in a table inside it
        parts: list[str] = []
        last = self.at = start + 1
        while modes:
            found = (_IN_TEXT if modes[-1] == '"' else _IN_CODE).search(self.text, self.at)
            what = found[0] if found else ""
            if found is None or (what == "\n" and len(modes) == 1):
                raise self.bad("a string that is not closed", start)
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
        found = HEREDOC.match(self.text, self.at)
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
