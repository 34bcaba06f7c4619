"""Read an agent's committed file with the help of the table: values by their path of keys, and its MCP servers.

rule -> of(change.path) -> File -> read(file, bytes) -> Document -> switched, servers
"""

from __future__ import annotations

import functools
import re

from govhooks.core import redact
from govhooks.core.record import Record
from govhooks.knowledge.agents import documents
from govhooks.knowledge.agents.table import FILES, File, Switch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.core.change import Change
    from govhooks.knowledge.agents.documents import Document, Path


class Server(Record):
    """One MCP server in any agent's notation: the command (`words`) or `url`, and what is passed to it."""

    name: str
    place: Path
    words: tuple[str, ...]
    url: str
    table: dict[str, Any]

    def key(self, *names: str) -> Path:
        """The path of the first of these keys that the server has, otherwise its own path."""
        return next(((*self.place, name) for name in names if name in self.table), self.place)

    @property
    def commands(self) -> Path:
        return self.key("command", "cmd")

    @property
    def urls(self) -> Path:
        return self.key("url", "httpUrl", "serverUrl", "uri")

    def place_of(self, word: str) -> Path:
        """The path of a word of the command."""
        for key in ("args", "command"):
            value = self.table.get(key)
            for index, one in enumerate(value if isinstance(value, list) else ()):
                if one == word or (isinstance(one, str) and word in one.split()):
                    return (*self.place, key, index)
        return self.commands

    @property
    def codex(self) -> dict[str, Any]:
        """The same in Codex' notation, as `matchers.allows` takes it."""
        return {"command": self.words[0], "args": list(self.words[1:])} if self.words else {"url": self.url}


class Judged(Record):
    """One file of one agent in a change: its text and its parsed content, or why it cannot be read (`trouble`, at
    `line`)."""

    path: str
    file: File
    data: bytes
    document: Document
    trouble: str = ""
    line: int = 0


_NOTHING = documents.Document({}, {})
_LINK = "120000"


def judged(change: Change) -> Iterator[Judged]:
    """One `Judged` for each row of the table that describes a changed file."""
    for file in of(change.path):
        if change.mode == _LINK or not change.has_content or change.large:
            trouble = "cannot be judged: it is a link, a submodule, or too large"
            # Nobody reads these bytes: they only identify the link or large file.
            yield Judged(change.path, file, change.digest().encode("ascii"), _NOTHING, trouble)
            continue
        data = change.read()
        try:
            yield Judged(change.path, file, data, read(file, data) if data.strip() else _NOTHING)
        except documents.BadDocument as error:
            if file.certain:
                yield Judged(change.path, file, data, _NOTHING, f"cannot be read: {error}", error.line)
            elif (document := _read_leniently(file, data)) is not None:
                yield Judged(change.path, file, data, document)


def _read_leniently(file: File, data: bytes) -> Document | None:
    """Parse a file with a few bytes that are not UTF-8: an agent that replaces them reads it all the same."""
    try:
        return read(file, data.decode("utf-8", "replace").replace("\0", "").encode())
    except documents.BadDocument:
        return None


@functools.lru_cache(maxsize=1024)
def of(path: str) -> tuple[File, ...]:
    """The rows of the table for a path: in any folder, because an agent reads the files of the folder it starts in, and
    in any case, as macOS and Windows find it."""
    folded = path.casefold()
    if _any().fullmatch(folded) is None:
        return ()
    return tuple(file for file in FILES if any(_pattern(name).fullmatch(folded) for name in file.names))


@functools.cache
def _any() -> re.Pattern[str]:
    """A pattern for any name in the table: most files of a commit match none."""
    return re.compile(
        "(?:.*/)?(?:" + "|".join({_source(name) for file in FILES for name in file.names}) + ")", re.DOTALL
    )


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("(?:.*/)?" + _source(name), re.DOTALL)


def _source(name: str) -> str:
    """A regular expression for a name in the table: `*` stands for part of one path component, `**` for any folders."""
    return re.escape(name.casefold()).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")


def read(file: File, data: bytes) -> Document:
    """Parse the file. Raises BadDocument."""
    return _NOTHING if file.form == "lines" else documents.read(file.form, data)


def under(value: Any, where: str) -> Iterator[tuple[Path, Any]]:
    """(path of keys, value) for everything below `where` ("": the whole document); nothing if there is no such key."""
    found: list[tuple[Path, Any]] = [((), value)]
    for part in where.split(" > ") if where else ():
        found = [((*path, key), item) for path, value in found for key, item in _step(value, part)]
    yield from found


def _step(value: Any, part: str) -> Iterator[tuple[str | int, Any]]:
    if part == "*":
        yield from value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    elif isinstance(value, dict) and part.replace("\\*", "*") in value:
        yield part.replace("\\*", "*"), value[part.replace("\\*", "*")]


def switched(file: File, value: Any) -> Iterator[tuple[Switch, Path, Any]]:
    """Each value that switches a safeguard off."""
    for switch in file.switches:
        for path, item in under(value, switch.where):
            if switch.key and not re.fullmatch(switch.key, str(path[-1])):
                continue
            if switch.matches and not (isinstance(item, str) and re.search(switch.matches, item)):
                continue
            if any(type(item) is type(bad) and item == bad for bad in switch.values) or (not switch.values and item):
                yield switch, path, item


def dead(file: File, value: Any) -> Iterator[tuple[Path, str]]:
    """(path of keys, why) for settings in a project's file that look like protection but have no effect."""
    for where, why in file.dead:
        for path, item in under(value, where):
            if item:
                yield path, why


def servers(file: File, value: Any) -> Iterator[Server]:
    """The MCP servers of a file, even disabled ones: whoever enables one is not asked again."""
    for where in file.servers:
        for place, table in under(value, where):
            entries = table.items() if isinstance(table, dict) else enumerate(table) if isinstance(table, list) else ()
            for key, entry in entries:
                if isinstance(entry, dict):
                    name = str(entry.get("name", key)) if isinstance(key, int) else str(key)
                    if server := _server(name, (*place, key), entry):
                        yield server


def _server(name: str, place: Path, entry: dict[str, Any]) -> Server | None:
    command = entry.get("command", entry.get("cmd"))
    if isinstance(command, dict):  # Zed's older form: {"path": ..., "args": [...]}
        entry = {**entry, "args": command.get("args", [])}
        command = command.get("path")
    words = (
        [str(word) for word in command] if isinstance(command, list) else [command] if isinstance(command, str) else []
    )
    args = entry.get("args")
    words += [str(word) for word in args] if isinstance(args, list) and words else []
    urls = (entry.get(key) for key in ("url", "httpUrl", "serverUrl", "uri"))
    url = next((one for one in urls if isinstance(one, str)), "")
    return Server(name, place, tuple(words), url, entry) if words or url else None


def shown(value: Any) -> str:
    """A value in the notation that a person sees in the file: true, "never"."""
    import json

    return redact.tokens(json.dumps(value, ensure_ascii=False, default=str))[:60]
