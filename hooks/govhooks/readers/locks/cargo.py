"""Cargo.toml (https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html) and Cargo.lock, versions 1 to 4.

Manifest: the groups are "dev" and "build" as Cargo knows them, "optional", "workspace" for [workspace.dependencies], "patch" for
[patch] and [replace]. A dependency that inherits from its workspace takes what stands there in the same file; in another file its
`wanted` is "workspace".

Lock: packages without a source are the project's own crates, and no packages; what they ask for is direct, where its name is
enough to tell. `requires` are names: the versions of a name are told apart by `difference`, not here.
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.blocks import read as read_blocks
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.structured import address, git, table, text, texts, whole
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Side
    from govhooks.readers.values import Path

_SECTIONS = {
    "dependencies": (),
    "dev-dependencies": ("dev",),
    "dev_dependencies": ("dev",),
    "build-dependencies": ("build",),
    "build_dependencies": ("build",),
}
_EXACT = compiled(r"(?a)=\s*(\d+\.\d+\.\d+[\w.+-]*)$")
_DEFAULT = (
    "https://github.com/rust-lang/crates.io-index",
    "https://index.crates.io/",
    "crates-io",
    "crates.io",
)
_CHECKSUM = compiled(r"checksum (\S+) (\S+) \((.*)\)$")


def read(path: str, data: bytes) -> Contents:
    """What a Cargo.toml asks for or a Cargo.lock holds. Raises BadDocument."""
    return _lock(data) if path.casefold().endswith(".lock") else _manifest(whole("toml", data))


def _manifest(side: Side) -> Contents:
    found = _Manifest(side)
    value = side.value
    for section, groups in _SECTIONS.items():
        found.section((section,), groups)
        for target in table(value.get("target")):
            found.section(("target", target, section), groups, target)
    found.section(("workspace", "dependencies"), ("workspace",))
    for registry in table(value.get("patch")):
        found.section(("patch", registry), ("patch",))
    found.section(("replace",), ("patch",))
    packages = sorted(found.packages, key=lambda package: package.line)
    return Contents("cargo", "crates.io", False, tuple(packages), {}, (), tuple(found.unread))


class _Manifest:
    """A Cargo.toml while it is read."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.packages: list[Package] = []
        self.unread: list[tuple[int, str]] = []
        self.shared = table(side.at(("workspace", "dependencies")))

    def section(self, path: Path, groups: tuple[str, ...], target: str = "") -> None:
        """Take in one table of dependencies."""
        entries = self.side.at(path)
        if entries is not None and not isinstance(entries, dict):
            self.unread.append((self.side.line(path), f"`{path[-1]}` is no table"))
        for key, one in table(entries).items():
            line = self.side.line((*path, key))
            if not isinstance(one, (str, dict)):
                self.unread.append((line, f"`{key}` is neither a version nor a table"))
                continue
            options = {"version": one} if isinstance(one, str) else one
            features = texts(options.get("features"))
            more = ("optional",) if options.get("optional") is True else ()
            if options.get("workspace") is True:
                shared = self.shared.get(key)
                options = {"version": shared} if isinstance(shared, str) else table(shared) or {"version": "workspace"}
                features += texts(options.get("features"))
            self.packages.append(
                _asked(key.partition(":")[0], options, line, (*groups, *more)).but(
                    marker=target, extras=tuple(sorted(set(features))), direct=groups != ("patch",)
                )
            )


def _asked(key: str, options: dict[str, Any], line: int, groups: tuple[str, ...]) -> Package:
    wanted = text(options.get("version"))
    pin = _EXACT.match(wanted)
    source = ""
    if url := text(options.get("git")):
        source = git(url, next((text(options[one]) for one in ("rev", "tag", "branch") if options.get(one)), ""))
    elif place := text(options.get("path")):
        source = f"path:{place}"
    elif index := text(options.get("registry-index")) or text(options.get("registry")):
        index = index.removeprefix("sparse+")
        source = "" if index in _DEFAULT else f"registry:{address(index)}"
    return Package(
        "crates.io",
        text(options.get("package")) or key,
        pin[1] if pin else "",
        line,
        wanted,
        True,
        groups,
        source=source,
    )


def _lock(data: bytes) -> Contents:
    found = read_blocks(data)
    entries: list[tuple[int, str, dict[str, Any]]] = []
    unread: list[tuple[int, str]] = []
    direct: set[str] = set()
    own = False
    if not found.blocks and found.rest and "version" not in found.rest:
        raise BadDocument("not a Cargo.lock: it has neither a version nor packages")
    for line, value in found.blocks:
        name = text(value.get("name"))
        if not name or not text(value.get("version")):
            unread.append((line, f"{name}: it has no version" if name else "a package without a name"))
        elif value.get("source"):
            entries.append((line, name, value))
        else:
            own = True
            direct |= set(_requires(value))
    if isinstance(found.rest.get("root"), dict):  # before Cargo 0.19 the crate itself stood apart
        own = True
        direct |= set(_requires(found.rest["root"]))
    sums = _checksums(table(found.rest.get("metadata")))
    packages = []
    for line, name, value in entries:
        version, source = text(value.get("version")), text(value.get("source"))
        checksum = text(value.get("checksum")) or sums.get((name, version, source.partition("#")[0]), "")
        packages.append(
            Package(
                "crates.io",
                name,
                version,
                line,
                direct=name in direct if own else None,
                source=_source(source),
                hashes=(f"sha256:{checksum}",) if checksum else (),
                requires=_requires(value),
            )
        )
    return Contents("cargo", "crates.io", True, tuple(packages), {}, (), tuple(unread))


def _requires(value: dict[str, Any]) -> tuple[str, ...]:
    """The names of `name`, `name 1.2.3` and `name 1.2.3 (source)`."""
    return tuple(sorted({one.partition(" ")[0] for one in texts(value.get("dependencies"))}))


def _checksums(metadata: dict[str, Any]) -> dict[tuple[str, str, str], str]:
    """What version 1 keeps in [metadata]: (name, version, source) -> SHA-256."""
    found = {}
    for key, value in metadata.items():
        if (one := _CHECKSUM.match(key)) and value != "<none>":
            found[one[1], one[2], one[3].partition("#")[0]] = text(value)
    return found


def _source(source: str) -> str:
    kind, _, url = source.partition("+")
    if kind == "git":  # `git+https://host/x?branch=main#COMMIT`
        place, _, commit = url.partition("#")
        return git(place.partition("?")[0], commit)
    if kind in ("registry", "sparse"):
        return "" if url in _DEFAULT else f"registry:{address(url)}"
    return f"url:{address(source)}" if "://" in source else f"path:{source}"
