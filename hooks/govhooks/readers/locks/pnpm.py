"""pnpm-lock.yaml, lockfileVersion 5.x (pnpm 3 to 7), 6.x (pnpm 8) and 9.x (pnpm 9 and later).

Format: https://github.com/pnpm/spec/tree/master/lockfile. A key of `packages` is what pnpm calls a dependency path:

    /debug/4.3.1, /foo/1.0.0_react@17.0.2       5.x: name, version, and behind `_` the peers that it was resolved with
    /debug@4.3.1, /foo@1.0.0(react@17.0.2)      6.x
    debug@4.3.1                                 9.x: the peers are in the keys of `snapshots`
    github.com/u/r/SHA, file:x, x@https://...   what is not from a registry: its entry says `name` and `version`

A package that was resolved with several sets of peers stands once for each in 5.x and 6.x, once in 9.x. pnpm 11 writes a first
document with its own version and configuration; its packages count, too.
"""

from __future__ import annotations

from functools import partial

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.node import ask, from_url, split_name
from govhooks.readers.locks.package import Contents, Package, again
from govhooks.readers.locks.tables import entries, flag, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from govhooks.readers.document import Path

_NO_SNAPSHOT: dict[str, Any] = {}


def read(path: str, data: bytes) -> Contents:
    """A pnpm-lock.yaml. Raises BadDocument."""
    from govhooks.readers.locks.block_yaml import read_tables

    unread: list[tuple[int, str]] = []
    packages: list[Package] = []
    settings: dict[str, str] = {}
    for value, line_of in read_tables(data, "pnpm-lock.yaml"):
        if "lockfileVersion" not in value:
            raise BadDocument("no pnpm-lock.yaml: it has no lockfileVersion", 1)
        packages += _Lock(value, line_of, unread).packages()
        version = text(value["lockfileVersion"])
        if version.partition(".")[0] not in ("5", "6", "9"):
            unread.append((line_of(("lockfileVersion",)), f"lockfileVersion {version or '?'}: known are 5, 6 and 9"))
    return Contents("pnpm", "npm", True, tuple(packages), settings, unread=tuple(unread))


class _Lock:
    """One document."""

    def __init__(self, value: dict[str, Any], line_of: Callable[[Path], int], unread: list[tuple[int, str]]) -> None:
        self._value = value
        self._line_of = line_of
        self._unread = unread
        version = text(value["lockfileVersion"])
        self._slashes, self._six = version.startswith("5"), version.startswith("6")
        self._direct: dict[str, tuple[str, ...]] = {}
        for _, importer in [("", value), *entries(value.get("importers"))]:
            self._ask(importer)

    def _ask(self, importer: Any) -> None:
        """Note what one project asks for: dependency path -> groups, () when it is asked for without one."""
        if not isinstance(importer, dict):
            return
        for section, groups in (
            ("dependencies", ()),
            ("devDependencies", ("dev",)),
            ("optionalDependencies", ("optional",)),
            ("configDependencies", ("config",)),
            ("packageManagerDependencies", ("config",)),
        ):
            for name, about in entries(importer.get(section)):
                version = text(about.get("version") if isinstance(about, dict) else about)
                key = self._key(name, version)
                self._direct[key] = groups if key not in self._direct else self._direct[key] and groups

    def _key(self, name: str, version: str) -> str:
        """The key below `packages` of what is required as name and version."""
        plain = version.partition("(")[0]
        if self._slashes:
            return plain if "/" in _without_peers(plain) else f"/{name}/{plain}"
        if _is_path(plain):
            return plain if self._six else f"{name}@{plain}"
        if "@" in plain[1:] or (self._six and "/" in plain):
            return plain
        return f"/{name}@{plain}" if self._six else f"{name}@{plain}"

    def _packages(self) -> dict[str, Any]:
        found = self._value.get("packages")
        return found if isinstance(found, dict) else {}

    def packages(self) -> list[Package]:
        snapshots = self._snapshots()
        times = self._value.get("time")
        found = []
        for key, entry in self._packages().items():
            line = self._line_of(("packages", key))
            if not isinstance(entry, dict):
                self._unread.append((line, f"the entry of {key} is no table"))
                continue
            direct = self._direct.get(key)
            if direct is None:
                direct = self._direct.get(key.partition("(")[0])
            uploaded = times.get(key.partition("(")[0]) if isinstance(times, dict) else None
            parts = snapshots.get(key, ())
            said = ("pnpm", key, text(uploaded) if uploaded else "", direct, self._slashes, self._six)
            package = again(said, line, partial(self._package, key, entry, parts, line, direct, said[2]), entry, *parts)
            if not package.name:
                self._unread.append((line, f"a package whose key says no name: {key}"))
                continue
            if not package.version and not package.source.startswith("path:"):
                self._unread.append((line, f"{package.name} has no version"))
            found.append(package)
        return found

    def _package(
        self,
        key: str,
        entry: dict[str, Any],
        snapshots: tuple[dict[str, Any], ...],
        line: int,
        direct: tuple[str, ...] | None,
        uploaded: str,
    ) -> Package:
        name, version, rest = self._parse(key)
        name = text(entry.get("name")) or name
        source, hashes = self._origin(name, rest, entry)
        groups = ("dev",) if flag(entry.get("dev")) else ()
        # Optional when all of its snapshots (9.x) are.
        optional = flag(entry.get("optional")) or (
            bool(snapshots) and all(flag(one.get("optional")) for one in snapshots)
        )
        return Package(
            "npm",
            name,
            text(entry.get("version")) or version,
            line,
            direct=direct is not None,
            groups=tuple(dict.fromkeys((*groups, *(direct or ()), *(("optional",) if optional else ())))),
            source=source,
            hashes=hashes,
            requires=self._required(entry, *snapshots),
            deprecated=self._deprecated(entry),
            scripts=flag(entry.get("requiresBuild")),
            uploaded=uploaded,
        )

    def _deprecated(self, entry: dict[str, Any]) -> str:
        said = entry.get("deprecated")
        return "deprecated" if flag(said) else text(said) if said else ""

    def _snapshots(self) -> dict[str, tuple[dict[str, Any], ...]]:
        """Key of a package -> its snapshots (9.x), one for each set of peers."""
        found: dict[str, tuple[dict[str, Any], ...]] = {}
        for key, snapshot in entries(self._value.get("snapshots")):
            if not isinstance(snapshot, dict):
                if snapshot is not None:
                    self._unread.append((self._line_of(("snapshots", key)), f"the snapshot {key} is no table"))
                snapshot = _NO_SNAPSHOT
            plain = key.partition("(")[0]
            found[plain] = (*found.get(plain, ()), snapshot)
        return found

    def _required(self, *places: dict[str, Any]) -> tuple[str, ...]:
        """What the entry of a package and its snapshots require, by name."""
        found: dict[str, None] = {}
        for place in places:
            for section in ("dependencies", "optionalDependencies"):
                for name, about in entries(place.get(section)):
                    version = text(about)
                    if version[:1].isdigit():
                        found[name] = None
                        continue
                    found[self._parse(self._key(name, version))[0] or name] = None
        return tuple(found)

    def _parse(self, key: str) -> tuple[str, str, str]:
        """(name, version, rest) of a dependency path; the rest is where it comes from when that is no registry."""
        plain = key.partition("(")[0]
        if self._slashes:
            return _parse_slashes(plain)
        if _is_path(plain) and not _names_itself(plain):
            return "", "", plain
        host = ""
        if not plain.startswith(("/", "@")):
            # 6.x: the host of a registry that is not the default one, or of a repository, before the name.
            host, is_host, inner = plain.partition("/")
            if is_host and "@" not in host and ("." in host or host == "localhost"):
                name, version = split_name(inner)
                return (name, version, f"https://{host}/") if version else ("", "", plain)
        name, rest = split_name(plain.removeprefix("/"))
        return (name, "", rest) if _is_path(rest) else (name, rest, "")

    def _origin(self, name: str, rest: str, entry: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
        """Source and hashes of a package."""
        resolution = entry.get("resolution")
        about = resolution if isinstance(resolution, dict) else {}
        hashes = tuple(sorted(text(about.get("integrity")).split()))
        if not hashes and text(about.get("shasum")):
            hashes = (f"sha1:{text(about.get('shasum'))}",)
        tarball = text(about.get("tarball"))
        if text(about.get("type")) == "git":
            return f"git:{text(about.get('repo'))}@{text(about.get('commit'))}", hashes
        if text(about.get("type")) == "directory" or tarball.startswith("file:"):
            return f"path:{text(about.get('directory')) or tarball[5:]}", hashes
        if rest.startswith(("file:", "link:")):
            return f"path:{rest[5:]}", hashes
        if rest.startswith("https://") and rest.endswith("/") and not tarball:
            return f"registry:{rest}", hashes
        if rest and not rest.endswith("/"):
            asked = ask(name, rest).source
            return asked or (from_url(name, tarball) if tarball else f"url:{rest}"), hashes
        return from_url(name, tarball) if tarball.startswith("http") else "", hashes


def _is_path(word: str) -> bool:
    """Whether this says where a package lies, and no version."""
    return word.startswith(
        ("file:", "link:", "http:", "https:", "git+", "git:", "git@", "ssh:", "github:", "workspace:")
    )


def _names_itself(word: str) -> bool:
    """Whether a dependency path has a name before what says where it lies: `x@file:y`, and no `git@host`."""
    return not _is_path(word) and _is_path(split_name(word)[1])


def _without_peers(version: str) -> str:
    return version.partition("_")[0]


def _parse_slashes(key: str) -> tuple[str, str, str]:
    """The parts of a dependency path of 5.x."""
    if _is_path(key):
        return "", "", key
    host, _, path = key.partition("/")
    parts = path.split("/")
    size = 2 if parts[0].startswith("@") else 1
    name, rest = "/".join(parts[:size]), parts[size:]
    version = _without_peers(rest[0]) if rest else ""
    if not version[:1].isdigit():
        # A repository: its entry says what it is.
        return "", "", key
    return name, version, f"https://{host}/" if host else ""
