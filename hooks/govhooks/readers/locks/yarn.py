"""yarn.lock of Yarn 1 and of Yarn 2 and later (berry).

Yarn 1 has a format of its own, read here by hand: entries at the margin, what is said of one indented by two spaces, its tables
by four (https://classic.yarnpkg.com/lang/en/docs/yarn-lock). It does not say what the project asks for itself. Yarn 2 writes
YAML with a `__metadata` entry, whose workspaces say it (https://yarnpkg.com/advanced/lexicon).
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.node import ask, from_url, git_source, installed, split_name
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.tables import entries, text
from govhooks.readers.text import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# A key and a value of Yarn 1: a JSON string or a bare word each.
_STRING = r'"(?:[^"\\]|\\.)*"'
_ROW = re.compile(rf'( {{2}}| {{4}})({_STRING}|[^\s":#][^\s:]*)(?: ({_STRING}|[^\s"]\S*)|:)\r?')
_TABLES = ("dependencies", "optionalDependencies")
_METADATA = re.compile(rb'^"?__metadata"?:', re.MULTILINE)


def read(path: str, data: bytes) -> Contents:
    """A yarn.lock of any version. Raises BadDocument."""
    return _berry(data) if _METADATA.search(data) else _classic(decode(data))


class _Entry:
    """What Yarn 1 says of one package: the patterns that ask for it, and its keys."""

    __slots__ = ("line", "patterns", "requires", "said")

    def __init__(self, patterns: list[str], line: int) -> None:
        self.patterns = patterns
        self.line = line
        self.said: dict[str, str] = {}
        self.requires: dict[str, str] = {}


def _classic(content: str) -> Contents:
    unread: list[tuple[int, str]] = []
    packages = []
    for entry in _entries(content, unread):
        first = entry.patterns[0]
        wanted = ask(*split_name(first))
        version = entry.said.get("version", "")
        if not version:
            unread.append((entry.line, f"{wanted.name} has no version"))
        resolved, _, sha1 = entry.said.get("resolved", "").partition("#")
        hashes = entry.said.get("integrity", "").split()
        if sha1 and re.fullmatch("[0-9a-f]{40}", sha1) and not resolved.startswith(("git", "ssh")):
            hashes.append(f"sha1:{sha1}")
        packages.append(
            Package(
                "npm",
                wanted.name,
                version,
                entry.line,
                source=_source(wanted.name, wanted.source, entry.said.get("resolved", "")),
                hashes=tuple(sorted(hashes)),
                requires=tuple({installed(name, spec): None for name, spec in entry.requires.items()}),
            )
        )
    if not packages and not unread and "yarn lockfile v1" not in content:
        raise BadDocument("no yarn.lock: neither an entry nor the line `# yarn lockfile v1`", 1)
    return Contents("yarn", "npm", True, tuple(packages), unread=tuple(unread))


def _source(name: str, asked: str, resolved: str) -> str:
    if not resolved or resolved.startswith("file:"):
        return asked or (f"path:{resolved[5:].partition('#')[0]}" if resolved else "")
    if resolved.startswith(("git+", "git:", "ssh:", "git@")) or asked.startswith("git:"):
        found = from_url(name, resolved)
        return found if found.startswith("git:") else git_source(resolved)
    found = from_url(name, resolved)
    return f"url:{resolved.partition('#')[0]}" if asked.startswith("url:") and not found else found


def _entries(content: str, unread: list[tuple[int, str]]) -> Iterator[_Entry]:
    """The entries of Yarn 1, in order. Raises BadDocument where the text is none of its format."""
    entry: _Entry | None = None
    inner: dict[str, str] | None = None  # the table that lines of four spaces go to
    for number, row in enumerate(content.split("\n"), 1):
        if row[:1] not in ("", " ", "#", "\r"):
            if row.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
                raise BadDocument("a merge conflict that is not resolved", number)
            if entry is not None:
                yield entry
            entry = _Entry(_patterns(row.rstrip("\r"), number), number)
            inner = None
            continue
        match = _ROW.fullmatch(row)
        if match is None:
            if row.strip(" \r") and not row.lstrip(" ").startswith("#"):
                unread.append((number, "a line that is no key and value"))
            continue
        indent, key, value = match.groups()
        if entry is None or (len(indent) == 4 and inner is None):
            raise BadDocument("no yarn.lock: a line that belongs to no entry", number)
        key = _unquote(key, number)
        if value is None:
            inner = entry.requires if key in _TABLES and len(indent) == 2 else {}
        elif len(indent) == 2:
            entry.said[key] = _unquote(value, number)
            inner = None
        elif inner is not None:
            inner[key] = _unquote(value, number)
    if entry is not None:
        yield entry


def _patterns(row: str, number: int) -> list[str]:
    """The patterns at the head of an entry: `a@^1, "b@^2":`."""
    found = []
    at = 0
    if not row.endswith(":"):
        raise BadDocument("no yarn.lock: a line that is no head of an entry", number)
    word = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s",][^",]*')
    while at < len(row) - 1:
        match = word.match(row, at, len(row) - 1)
        if match is None:
            raise BadDocument("no yarn.lock: a line that is no head of an entry", number)
        pattern = _unquote(match[0], number)
        if not pattern or pattern == "@":
            raise BadDocument("no yarn.lock: an entry without a name", number)
        found.append(pattern)
        at = match.end()
        if row.startswith(", ", at):
            at += 2
        elif at < len(row) - 1:
            raise BadDocument("no yarn.lock: a line that is no head of an entry", number)
    if not found:
        raise BadDocument("no yarn.lock: an entry without a name", number)
    return found


def _unquote(word: str, number: int) -> str:
    if not word.startswith('"'):
        return word
    if "\\" not in word:
        return word[1:-1]
    from json import loads

    try:
        return str(loads(word))
    except ValueError:
        raise BadDocument("no yarn.lock: a string that is not closed", number) from None


def _berry(data: bytes) -> Contents:
    from govhooks.readers.locks.block_yaml import read_table

    value, line_of = read_table(data, "yarn.lock", levels=1)
    unread: list[tuple[int, str]] = []
    direct: set[tuple[str, str]] = set()
    metadata = value.get("__metadata")
    cache = str(metadata.get("cacheKey", "")) if isinstance(metadata, dict) else ""
    for _, entry in entries(value):
        if isinstance(entry, dict) and "@workspace:" in text(entry.get("resolution")):
            for section in ("dependencies", "devDependencies", "peerDependencies"):
                direct |= {(name, _range(text(spec))) for name, spec in entries(entry.get(section))}
    packages = []
    for key, entry in entries(value):
        if key == "__metadata":
            continue
        line = line_of((key,))
        if not isinstance(entry, dict) or not text(entry.get("resolution")):
            unread.append((line, f"the entry {key.partition(',')[0]} has no resolution"))
            continue
        if text(entry["resolution"]).endswith("@workspace:."):
            continue  # the project itself
        asked = {(name, _range(spec)) for name, spec in map(split_name, key.split(", "))}
        packages.append(_resolved(entry, line, not asked.isdisjoint(direct), cache))
    return Contents("yarn", "npm", True, tuple(packages), unread=tuple(unread))


def _range(spec: str) -> str:
    """A range as it is compared: lockfiles before version 7 leave `npm:` out where a project asks."""
    return spec.removeprefix("npm:")


def _resolved(entry: dict[str, Any], line: int, direct: bool, cache: str) -> Package:
    name, locator = split_name(text(entry.get("resolution")))
    protocol, _, rest = locator.partition(":")
    source = ""
    if protocol == "npm":
        if "::__archiveUrl=" in rest:
            from urllib.parse import unquote

            source = from_url(name, unquote(rest.partition("::__archiveUrl=")[2].partition("&")[0]))
    elif protocol == "workspace":
        source = f"path:{rest}"
    else:
        source = ask(name, locator.partition("::")[0] if protocol != "patch" else locator).source
        if not source and protocol != "patch":
            source = f"url:{locator}"
    requires: dict[str, None] = {}
    for section in ("dependencies", "optionalDependencies"):
        requires.update({installed(other, text(spec)): None for other, spec in entries(entry.get(section))})
    # Of Yarn's own archive, which another version of Yarn packs in another way: only those of one cache key can be compared.
    key, _, checksum = text(entry.get("checksum")).rpartition("/")
    version = text(entry.get("version"))
    return Package(
        "npm",
        name,
        "" if version == "0.0.0-use.local" else version,
        line,
        direct=direct,
        source=source,
        hashes=(f"{key or cache or '0'}:{checksum}",) if checksum else (),
        requires=tuple(requires),
    )
