"""yarn.lock of Yarn 1 and of Yarn 2 and later (berry).

Yarn 1 has a format of its own, read here by hand: entries at the margin, what is said of one indented by two spaces, its tables
by four (https://classic.yarnpkg.com/lang/en/docs/yarn-lock). It does not say what the project asks for itself. Yarn 2 writes
YAML with a `__metadata` entry, whose workspaces say it (https://yarnpkg.com/advanced/lexicon).
"""

from __future__ import annotations

import re
from functools import partial

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.node import ask, from_url, git_source, installed, split_name
from govhooks.readers.locks.package import Contents, Package, again
from govhooks.readers.locks.tables import entries, text
from govhooks.readers.text import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A key and a value of Yarn 1: a JSON string or a bare word each.
_STRING = r'"(?:[^"\\]|\\.)*"'
_ROW = re.compile(rf'( {{2}}| {{4}})({_STRING}|[^\s":#][^\s:]*)(?: ({_STRING}|[^\s"]\S*)|:)\r?')
_PATTERN = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s",][^",]*')
_SHA1 = re.compile("[0-9a-f]{40}")
# Before the head of an entry: what begins a line and is neither blank, indented nor a comment.
_HEADS = re.compile(r"\n(?=[^\n\r #])")
_TABLES = ("dependencies", "optionalDependencies")
_METADATA = re.compile(rb'^"?__metadata"?:', re.MULTILINE)


def read(path: str, data: bytes) -> Contents:
    """A yarn.lock of any version. Raises BadDocument."""
    return _berry(data) if _METADATA.search(data) else _classic(decode(data))


class _Entry:
    """What Yarn 1 says of one package: the patterns that ask for it, and its keys."""

    __slots__ = ("patterns", "requires", "said")

    def __init__(self, patterns: list[str]) -> None:
        self.patterns = patterns
        self.said: dict[str, str] = {}
        self.requires: dict[str, str] = {}


class _Read:
    """What one entry of Yarn 1 gives, by lines counted from its head, and the package that was made of it last."""

    def __init__(self, content: str) -> None:
        self.unread: list[tuple[int, str]] = []
        self._entry = entry = _entry(content, self.unread)
        self._name, self._asked = _asked(entry.patterns[0])
        self.version = entry.said.get("version", "")
        if not self.version:
            self.unread.append((0, f"{self._name} has no version"))
        self._made: Package | None = None

    def package(self, line: int) -> Package:
        if self._made is None:
            said = self._entry.said
            resolved, _, sha1 = said.get("resolved", "").partition("#")
            hashes = said.get("integrity", "").split()
            if sha1 and _SHA1.fullmatch(sha1) and not resolved.startswith(("git", "ssh")):
                hashes.append(f"sha1:{sha1}")
            requires = {installed(name, spec): None for name, spec in self._entry.requires.items()}
            self._made = Package(
                "npm",
                self._name,
                self.version,
                line,
                source=_source(self._name, self._asked, said.get("resolved", "")),
                hashes=tuple(sorted(hashes)),
                requires=tuple(requires),
            )
        elif self._made.line != line:
            self._made = self._made.but(line=line)
        return self._made


def _asked(pattern: str) -> tuple[str, str]:
    """(name, source) of a pattern."""
    wanted = ask(*split_name(pattern))
    return wanted.name, wanted.source


# An entry's text -> what it gives. A commit has a lock twice, and nearly all of its entries are the same.
_known: dict[str, _Read] = {}
_MOST_KNOWN = 50_000


def _classic(content: str) -> Contents:
    unread: list[tuple[int, str]] = []
    packages = []
    line = 1
    if len(_known) > _MOST_KNOWN:
        _known.clear()
    for number, text_ in enumerate(_HEADS.split(content)):
        if number == 0 and text_[:1] in ("", " ", "#", "\r", "\n"):
            unread += [(line + at, why) for at, why in _before_entries(text_)]
        else:
            one = _known.get(text_)
            if one is None:
                try:
                    one = _known[text_] = _Read(text_)
                except BadDocument as error:
                    raise BadDocument(str(error), line + error.line) from None
            unread += [(line + at, why) for at, why in one.unread]
            packages.append(one.package(line))
        line += text_.count("\n") + 1
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


def _before_entries(content: str) -> list[tuple[int, str]]:
    """What stands before the first entry: comments; (line from 0, why) of anything else. Raises BadDocument."""
    unread = []
    for number, row in enumerate(content.split("\n")):
        if _ROW.fullmatch(row):
            raise BadDocument("no yarn.lock: a line that belongs to no entry", number + 1)
        if row.strip(" \r") and not row.lstrip(" ").startswith("#"):
            unread.append((number, "a line that is no key and value"))
    return unread


def _entry(content: str, unread: list[tuple[int, str]]) -> _Entry:
    """An entry of Yarn 1, its lines counted from 0. Raises BadDocument where the text is none of its format."""
    inner: dict[str, str] | None = None  # the table that lines of four spaces go to
    head, *rows = content.split("\n")
    if head.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        raise BadDocument("a merge conflict that is not resolved", 0)
    entry = _Entry(_patterns(head.rstrip("\r"), 0))
    for number, row in enumerate(rows, 1):
        match = _ROW.fullmatch(row)
        if match is None:
            if row.strip(" \r") and not row.lstrip(" ").startswith("#"):
                unread.append((number, "a line that is no key and value"))
            continue
        indent, key, value = match.groups()
        if len(indent) == 4 and inner is None:
            raise BadDocument("no yarn.lock: a line that belongs to no entry", number)
        key = _unquote(key, number)
        if value is None:
            inner = entry.requires if key in _TABLES and len(indent) == 2 else {}
        elif len(indent) == 2:
            entry.said[key] = _unquote(value, number)
            inner = None
        elif inner is not None:
            inner[key] = _unquote(value, number)
    return entry


def _patterns(row: str, number: int) -> list[str]:
    """The patterns at the head of an entry: `a@^1, "b@^2":`."""
    found = []
    at = 0
    if not row.endswith(":"):
        raise BadDocument("no yarn.lock: a line that is no head of an entry", number)
    while at < len(row) - 1:
        match = _PATTERN.match(row, at, len(row) - 1)
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
        is_direct = not asked.isdisjoint(direct)
        made = partial(_resolved, entry, line, is_direct, cache)
        packages.append(again(("yarn", key, is_direct, cache), line, made, entry))
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
