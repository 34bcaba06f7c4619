"""go.mod (https://go.dev/ref/mod#go-mod-file) and go.sum (https://go.dev/ref/mod#go-sum-files), read line by line.

go.mod says which versions are built, from Go 1.17 on for every module: it is the lock. A module that is replaced is the one that
takes its place, on the line that replaces it; one that a folder replaces has the source "path:FOLDER". go.sum holds the hashes
of more versions than are built: it is no lock, its packages are in the group "checksum", and the hash of a go.mod alone reads
"go.mod:h1:...".
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.text import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`|([()])|(=>)|([^\s()"`]+)')
_COMMENT = re.compile(r"(?:^|\s)//(.*)$")
_LINES = ("module", "go", "toolchain", "require", "replace", "exclude", "retract", "godebug", "tool", "ignore", "use")
_SUM = re.compile(r"(\S+) (\S+?)(/go\.mod)? (h1:[A-Za-z0-9+/]+=*)\s*$")


def read(path: str, data: bytes) -> Contents:
    """What a go.mod or a go.sum holds. Raises BadDocument."""
    return _sum(data) if path.casefold().endswith(".sum") else _mod(data)


def _mod(data: bytes) -> Contents:
    required: list[Package] = []
    replaced: dict[tuple[str, str], tuple[int, str, str]] = {}
    settings: dict[str, str] = {}
    unread: list[tuple[int, str]] = []
    known = False
    for line, verb, words, comment in _directives(decode(data)):
        known = known or verb in _LINES
        if verb in ("go", "toolchain", "module") and len(words) == 1:
            settings[verb] = words[0]
        elif verb == "require" and len(words) == 2:
            required.append(Package("Go", words[0], words[1], line, direct=not _is_indirect(comment)))
        elif verb == "replace" and "=>" in words:
            at = words.index("=>")
            old, new = words[:at], words[at + 1 :]
            if len(old) in (1, 2) and len(new) in (1, 2):
                replaced[old[0], old[1] if len(old) == 2 else ""] = (line, new[0], new[1] if len(new) == 2 else "")
            else:
                unread.append((line, "not a replacement"))
        elif verb in ("require", "replace"):
            unread.append((line, f"not a module and its version: {' '.join(words)[:80]}"))
        elif verb not in _LINES:
            unread.append((line, f"a directive that Go does not know: {verb[:40]}"))
    if not known and unread:
        raise BadDocument(f"not a go.mod: {unread[0][1]}", unread[0][0])
    packages = tuple(_replaced(package, replaced) for package in required)
    return Contents("go", "Go", True, packages, settings, (), tuple(unread))


def _is_indirect(comment: str) -> bool:
    return comment.strip() == "indirect" or comment.strip().startswith("indirect;")


def _replaced(package: Package, replaced: dict[tuple[str, str], tuple[int, str, str]]) -> Package:
    found = replaced.get((package.name, package.version)) or replaced.get((package.name, ""))
    if found is None:
        return package
    line, name, version = found
    if not version:  # a folder: only what is on disk has no version
        return package.but(line=line, version="", source=f"path:{name}")
    return package.but(line=line, name=name, version=version)


def _directives(text: str) -> Iterator[tuple[int, str, list[str], str]]:
    """(line, verb, its words, its comment) of each line, those within `verb ( ... )` too."""
    block = ""
    for line, raw in enumerate(text.split("\n"), 1):
        found = _COMMENT.search(raw)
        bare = raw[: found.start()] if found else raw
        words = [next(one for one in token.groups() if one is not None) for token in _TOKEN.finditer(bare)]
        if not words:
            continue
        if block and words == [")"]:
            block = ""
        elif block:
            yield line, block, words, found[1] if found else ""
        elif words[-1] == "(" and len(words) == 2:
            block = words[0]
            if block not in _LINES:
                yield line, block, [], ""
        elif words[-2:] == ["(", ")"]:
            continue
        else:
            yield line, words[0], words[1:], found[1] if found else ""
    if block:
        raise BadDocument(f"not a go.mod: a block `{block} (` that does not end", text.count("\n") + 1)


def _sum(data: bytes) -> Contents:
    found: dict[tuple[str, str], tuple[int, list[str]]] = {}
    unread: list[tuple[int, str]] = []
    for line, raw in enumerate(decode(data).split("\n"), 1):
        if not raw.strip():
            continue
        one = _SUM.match(raw)
        if one is None:
            unread.append((line, "not a module, a version and a hash"))
            continue
        _, hashes = found.setdefault((one[1], one[2]), (line, []))
        hashes.append(f"go.mod:{one[4]}" if one[3] else one[4])
    if unread and not found:
        raise BadDocument("not a go.sum: no line is a module, a version and a hash", unread[0][0])
    packages = tuple(
        Package("Go", name, version, line, groups=("checksum",), hashes=tuple(sorted(hashes)))
        for (name, version), (line, hashes) in found.items()
    )
    return Contents("go", "Go", False, packages, {}, (), tuple(unread))
