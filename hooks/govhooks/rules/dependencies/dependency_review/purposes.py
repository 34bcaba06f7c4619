"""The register of purposes: a TOML file of the repository that says what each direct dependency is for.

    [[dependencies]]
    ecosystem = "npm"                    as OSV names it
    name = "lodash"
    purpose = "merges nested settings"   one line
    owner = "@web"                       optional
    source = "https://npm.example.com"   optional: the entry counts for the package from there alone

read(data) -> Register; a text that is not like this raises BadRegister, with the line.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.dependencies.difference import fold_name
from govhooks.knowledge.versions import ORDERINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Side
    from govhooks.readers.values import Path

KEYS = ("ecosystem", "name", "purpose", "owner", "source")
NEEDED = ("ecosystem", "name", "purpose")
# OSV's names, of those that have manifests here.
ECOSYSTEMS = (*ORDERINGS, "conda")


class BadRegister(ValueError):
    """It is no register: what is wrong, and its `line` (0 where it has none)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class Purpose(Record):
    """One entry: what a package, `name` as the entry writes it, is for."""

    ecosystem: str
    name: str
    purpose: str
    owner: str = ""
    source: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[str, str]:
        return self.ecosystem, fold_name(self.ecosystem, self.name)

    def counts_for(self, places: tuple[str, ...]) -> bool:
        """Whether it is about the package from these places (URLs): from each of them, where it names one."""
        return not self.source or all(_is_at(place, self.source) for place in places)


class Register(Record):
    """The entries, in the order of the file."""

    entries: tuple[Purpose, ...] = ()

    def of(self, ecosystem: str, name: str) -> tuple[Purpose, ...]:
        """The entries of a package, whatever its source."""
        key = ecosystem, fold_name(ecosystem, name)
        return tuple(entry for entry in self.entries if entry.key == key)


def _is_at(place: str, source: str) -> bool:
    """Whether an URL is a source, or lies below it."""
    place, source = _plain(place), _plain(source)
    return place == source or place.startswith(source + "/")


def _plain(url: str) -> str:
    return url.removeprefix("git+").rstrip("/").removesuffix(".git")


def read(data: bytes) -> Register:
    """The register in a file. Raises BadRegister."""
    from govhooks.readers import read as parse

    side = parse("toml", data)[0]
    if side.error:
        raise BadRegister(side.error, side.error_line)
    value = side.value if isinstance(side.value, dict) else {}
    for key in value:
        if key != "dependencies":
            raise BadRegister(f"unknown key {key!r}: it holds [[dependencies]] alone", side.line((key,)))
    listed = value.get("dependencies", [])
    if not isinstance(listed, list):
        raise BadRegister("`dependencies` is no list: write [[dependencies]]", side.line(("dependencies",)))
    entries: dict[tuple[object, ...], Purpose] = {}
    for index, one in enumerate(listed):
        place: Path = ("dependencies", index)
        entry = _entry(side, place, one)
        key = (*entry.key, _plain(entry.source))
        if key in entries:
            raise BadRegister(f"{entry.name} ({entry.ecosystem}) has an entry in line {entries[key].line}", entry.line)
        entries[key] = entry
    return Register(tuple(entries.values()))


def _entry(side: Side, place: Path, one: Any) -> Purpose:
    line = side.line(place)
    if not isinstance(one, dict):
        raise BadRegister("an entry that is no table: write [[dependencies]]", line)
    for key, value in one.items():
        if key not in KEYS:
            from difflib import get_close_matches

            close = get_close_matches(key, KEYS, 1)
            meant = f"; did you mean {close[0]}?" if close else f" (known: {', '.join(KEYS)})"
            raise BadRegister(f"unknown key {key!r}{meant}", side.line((*place, key)))
        if not isinstance(value, str) or not value.strip() or "\n" in value.strip():
            raise BadRegister(f"`{key}` has to be one line of text", side.line((*place, key)))
    for key in NEEDED:
        if key not in one:
            raise BadRegister(f"an entry without `{key}`", line)
    found = {key: value.strip() for key, value in one.items()}
    if found["ecosystem"] not in ECOSYSTEMS:
        raise BadRegister(f"`ecosystem` is none of {', '.join(ECOSYSTEMS)}", side.line((*place, "ecosystem")))
    if "@" in found.get("source", "").partition("://")[2].partition("/")[0]:
        raise BadRegister("`source` names a user: write the URL without", side.line((*place, "source")))
    return Purpose(**found, line=line)
