"""Parse a Dockerfile into a list of instructions, each a table with one key, with the line of each value.

    [{"FROM": {"image": "python:3.12", "as": "build"}}, {"ENV": {"PORT": "80"}}, {"RUN": {"command": "make"}}]

ENV, ARG and LABEL give a table; RUN, CMD, ENTRYPOINT, SHELL and HEALTHCHECK a "command" (a list in its JSON form); COPY
and ADD "sources" and "to"; EXPOSE and VOLUME a list; all others a string. Flags keep their name as the key ("--from").
Here-documents are the "files" of an instruction. Variables are not expanded. Syntax:
https://docs.docker.com/reference/dockerfile/; as in Docker, an unknown instruction is an error.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from govhooks.readers.document import BadDocument, Side
from govhooks.readers.text import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Path

_PAIRS = ("ENV", "ARG", "LABEL")
_COMMANDS = ("RUN", "CMD", "ENTRYPOINT", "SHELL", "HEALTHCHECK")
_COPIES = ("COPY", "ADD")
_LISTS = ("EXPOSE", "VOLUME")
_TEXTS = ("USER", "WORKDIR", "STOPSIGNAL", "MAINTAINER")
_KNOWN = ("FROM", "ONBUILD", *_PAIRS, *_COMMANDS, *_COPIES, *_LISTS, *_TEXTS)
_DIRECTIVE = re.compile(r"#\s*(\w+)\s*=\s*(.*)$")
_NAME = re.compile(r"\s*([A-Za-z]+)(?:\s+|$)")
_FLAG = re.compile(r"--([A-Za-z][\w-]*)(?:=(\S*))?(?:\s+|$)")
_HEREDOC = re.compile(r"(?<![<\w])<<-?([\"']?)([A-Za-z_][\w.-]*)\1")
_WORD = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\]|["'\\])+""", re.DOTALL)


def read(data: bytes) -> Side:
    """Parse a Dockerfile. Raises BadDocument."""
    lines = decode(data).split("\n")
    escape, at = _directives(lines)
    places: dict[Path, int] = {}
    found: list[Any] = []
    while at < len(lines):
        if not lines[at].strip() or lines[at].lstrip().startswith("#"):
            at += 1
            continue
        start = at
        text, marks, at = _joined(lines, at, escape)
        instruction = _Instruction(text, marks, start + 1, (len(found),), places, escape)
        value = instruction.value()
        at, files = _files(lines, at, text) if next(iter(value)) in ("RUN", *_COPIES) else (at, [])
        if files:
            next(iter(value.values()))["files"] = files
        found.append(value)
    return Side(found, places)


def _directives(lines: list[str]) -> tuple[str, int]:
    """(the escape character, the index of the first line that is not a parser directive)."""
    escape = "\\"
    for index, line in enumerate(lines):
        found = _DIRECTIVE.match(line.strip())
        if found is None:
            return escape, index
        if found[1].lower() == "escape":
            escape = "`" if found[2] == "`" else "\\"
    return escape, len(lines)


def _joined(lines: list[str], at: int, escape: str) -> tuple[str, list[tuple[int, int]], int]:
    """(an instruction as one line, (offset, line) of its parts, the index after it). Comments inside it are dropped."""
    parts: list[str] = []
    marks: list[tuple[int, int]] = []
    length = 0
    first = True
    while at < len(lines):
        line = lines[at].rstrip("\r")
        at += 1
        if not first and (not line.strip() or line.lstrip().startswith("#")):
            continue
        first = False
        bare = line.rstrip()
        goes_on = bare.endswith(escape)
        part = bare[:-1] if goes_on else line
        marks.append((length, at))
        parts.append(part)
        length += len(part)
        if not goes_on:
            break
    return "".join(parts), marks, at


def _files(lines: list[str], at: int, text: str) -> tuple[int, list[str]]:
    """(the index after them, the here-documents of an instruction)."""
    files = []
    for found in _HEREDOC.finditer(text):
        start = at
        while at < len(lines) and lines[at].strip("\t\r") != found[2]:
            at += 1
        if at == len(lines):
            raise BadDocument(f"not a valid Dockerfile: a here-document that does not end: {found[2]}", start)
        files.append("\n".join(lines[start:at]))
        at += 1
    return at, files


class _Instruction:
    """One instruction as one line, and the lines of its parts."""

    def __init__(
        self, text: str, marks: list[tuple[int, int]], line: int, here: Path, places: dict[Path, int], escape: str
    ) -> None:
        self.text = text
        self.marks = marks
        self.first = line
        self.here = here
        self.places = places
        self.escape = escape

    def line(self, at: int) -> int:
        return self.marks[bisect_right(self.marks, (at, 1 << 60)) - 1][1]

    def value(self, start: int = 0) -> dict[str, Any]:
        found = _NAME.match(self.text, start)
        name = found[1].upper() if found else self.text.strip()[:20]
        if found is None or name not in _KNOWN:
            raise BadDocument(f"not a valid Dockerfile: unknown instruction `{name}`", self.first)
        self.places[self.here] = self.line(start)
        self.here = (*self.here, name)
        self.places[self.here] = self.line(start)
        at = found.end()
        if name == "ONBUILD":
            if start:
                raise BadDocument("not a valid Dockerfile: ONBUILD within ONBUILD", self.first)
            return {name: self.value(at)}
        table: dict[str, Any] = {}
        while name not in _PAIRS and (flag := _FLAG.match(self.text, at)):
            self.put(table, f"--{flag[1]}", flag[2] if flag[2] is not None else True, at)
            at = flag.end()
        if name in _PAIRS:
            self.pairs(table, name, at)
        elif name in _COMMANDS:
            if name == "HEALTHCHECK" and self.text[at : at + 4].upper() in ("CMD ", "CMD\t"):
                at += 4
            self.put(table, "command", self.words_in_json(at) or self.text[at:].strip(), at)
        elif name in _COPIES:
            placed = self.words(at)
            words = self.words_in_json(at) or [word for word, _ in placed]
            self.put(table, "sources", words[:-1], at)
            self.put(table, "to", words[-1] if words else "", placed[-1][1] if placed else at)
        elif name in _LISTS:
            listed = self.words_in_json(at)
            return {name: listed if listed is not None else [word for word, _ in self.words(at)]}
        elif name == "FROM":
            words = [word for word, _ in self.words(at)]
            self.put(table, "image", words[0] if words else "", at)
            if len(words) == 3 and words[1].lower() == "as":
                self.put(table, "as", words[2], at)
        else:
            return {name: self.text[at:].strip()}
        return {name: table}

    def put(self, table: dict[str, Any], key: str, value: Any, at: int) -> None:
        table[key] = value
        place = (*self.here, key)
        self.places[place] = self.line(at)
        for index, _ in enumerate(value if isinstance(value, list) else ()):
            element = (*place, index)
            self.places[element] = self.line(at)

    def words(self, at: int) -> list[tuple[str, int]]:
        """(word, offset); quotes and escapes are kept."""
        return [(found[0], found.start()) for found in _WORD.finditer(self.text, at)]

    def words_in_json(self, at: int) -> list[str] | None:
        from json import loads

        if not self.text[at:].lstrip().startswith("["):
            return None
        try:
            found = loads(self.text[at:])
        except (ValueError, RecursionError):
            return None  # Docker then treats it as a shell command
        return found if isinstance(found, list) and all(isinstance(one, str) for one in found) else None

    def pairs(self, table: dict[str, Any], name: str, at: int) -> None:
        words = self.words(at)
        if name != "ARG" and words and "=" not in words[0][0]:  # `ENV name the rest of the line`
            value = self.text[words[1][1] :].strip() if len(words) > 1 else ""
            self.put(table, words[0][0], self.plain(value), words[0][1])
            return
        for word, place in words:
            key, equals, value = word.partition("=")
            self.put(table, self.plain(key), self.plain(value) if equals else None, place)

    def plain(self, text: str) -> str:
        """A word without quotes and escapes."""
        escape = re.escape(self.escape)
        return re.sub(
            rf"""\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|{escape}(.)""",
            lambda found: (
                re.sub(rf'{escape}(["{escape}$])', r"\1", found[1])
                if found[1] is not None
                else found[2] or found[3] or ""
            ),
            text,
            flags=re.DOTALL,
        )
