"""The locks and manifests beside those of a change, as a tree has them: each read once, and only when asked for.

    Surroundings(tree, known)        `tree` reads the tree (after the change, or before it), `known` are files that are read already
      .contents(path), .data(path)   what a file says, and its bytes; None where there is none, or none that can be read
      .locks(path)                   the locks that can pin what a manifest asks for: of its folder, or of the nearest above
      .manifest(path)                the manifest beside a lock
      .asks_already(package, path)   whether the lock of a manifest says that the project asks for a package
      .asked_in(package, path)       where the manifest beside a lock asks for a package

A file that cannot be read is no answer here: if it is part of the change, the rule says so anyway.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govhooks.core.changeset import Reader
    from govhooks.readers.locks.package import Contents, Package

# A manifest, folded -> the locks that its tools write.
LOCKS: dict[str, tuple[str, ...]] = {
    "package.json": ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"),
    "pyproject.toml": ("uv.lock", "poetry.lock", "pdm.lock"),
    "pipfile": ("Pipfile.lock",),
    "cargo.toml": ("Cargo.lock",),
    "composer.json": ("composer.lock",),
    "gemfile": ("Gemfile.lock",),
    "gems.rb": ("gems.locked",),
    "pubspec.yaml": ("pubspec.lock",),
    "go.mod": ("go.sum",),
}
MANIFESTS = {
    "package-lock.json": "package.json",
    "npm-shrinkwrap.json": "package.json",
    "yarn.lock": "package.json",
    "pnpm-lock.yaml": "package.json",
    "bun.lock": "package.json",
    "uv.lock": "pyproject.toml",
    "poetry.lock": "pyproject.toml",
    "pdm.lock": "pyproject.toml",
    "pipfile.lock": "Pipfile",
    "cargo.lock": "Cargo.toml",
    "composer.lock": "composer.json",
    "gemfile.lock": "Gemfile",
    "gems.locked": "gems.rb",
    "pubspec.lock": "pubspec.yaml",
    "go.sum": "go.mod",
}
# Locks of Python that a requirements.txt may be exported from.
PYTHON = ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml")

_VENDORED = frozenset(("node_modules", "bower_components", "site-packages", "vendor", "third_party"))


class Surroundings:
    """The tree around the files of a change."""

    def __init__(self, tree: Reader, known: Mapping[str, Contents | None]) -> None:
        self._tree = tree
        self._contents: dict[str, Contents | None] = {**known}
        self._data: dict[str, bytes | None] = {}
        self._lines: dict[str, dict[tuple[str, str], int]] = {}
        self._by_line: dict[str, dict[int, Package]] = {}

    def data(self, path: str) -> bytes | None:
        if path not in self._data:
            self._data[path] = self._tree(path)
        return self._data[path]

    def contents(self, path: str) -> Contents | None:
        from govhooks.readers.document import BadDocument
        from govhooks.readers.locks import of, read

        if path not in self._contents:
            found, data = None, self.data(path) if of(path) else None
            if data and data.strip():
                try:
                    found = read(path, data)
                except BadDocument:
                    found = None
            self._contents[path] = found
        return self._contents[path]

    def locks(self, path: str) -> tuple[str, ...]:
        """The paths of the locks: all of the nearest folder that has one. A compiled requirements.txt is one of its .in."""
        folder, name = split(path)
        if name.endswith(".in"):
            compiled = f"{folder}{name[:-3]}.txt"
            return (compiled,) if self.data(compiled) else ()
        return self.nearest(folder, LOCKS.get(name.casefold(), ()))

    def nearest(self, folder: str, names: Sequence[str]) -> tuple[str, ...]:
        """The files of these names in a folder ("" or with a "/" at the end), or in the nearest one above that has any."""
        while names:
            if found := tuple(f"{folder}{name}" for name in names if self.data(f"{folder}{name}")):
                return found
            if not folder:
                break
            folder = above(folder)
        return ()

    def manifest(self, path: str) -> str:
        """The path of the manifest beside a lock, "" where there is none."""
        folder, name = split(path)
        found = MANIFESTS.get(name.casefold(), "")
        if not found and name.endswith(".txt"):
            found = f"{name[:-4]}.in"
        return f"{folder}{found}" if found and self.data(f"{folder}{found}") else ""

    def asks_already(self, package: Package, path: str) -> bool:
        """Whether the lock of a manifest says that the project, or another member of its workspace, asks for a package."""
        from govhooks.knowledge.dependencies.difference import fold

        contents = [self.contents(lock) for lock in self.locks(path)]
        found = (one for several in contents if several is not None and several.is_lock for one in several.packages)
        return any(one.direct and fold(one) == fold(package) for one in found)

    def at_line(self, path: str, line: int) -> Package | None:
        """The package of a file that stands on a line."""
        if path not in self._by_line:
            contents = self.contents(path)
            self._by_line[path] = {one.line: one for one in contents.packages} if contents is not None else {}
        return self._by_line[path].get(line)

    def asked_in(self, package: Package, path: str) -> str:
        """`package.json:12`: where the manifest beside a lock asks for a package; "" where it does not."""
        from govhooks.knowledge.dependencies.difference import fold

        manifest = self.manifest(path)
        if manifest not in self._lines:
            contents = self.contents(manifest) if manifest else None
            asked = [one for one in contents.packages if one.direct] if contents is not None else []
            self._lines[manifest] = {fold(one): one.line for one in reversed(asked)}
        line = self._lines[manifest].get(fold(package), 0)
        return f"{split(manifest)[1]}:{line}" if line else ""


def is_vendored(path: str) -> bool:
    """Whether a file belongs to somebody else's package that is kept in the repository."""
    return not _VENDORED.isdisjoint(path.split("/")[:-1])


def split(path: str) -> tuple[str, str]:
    """(folder with a "/" at its end, or "", name) of a path."""
    folder, slash, name = path.rpartition("/")
    return folder + slash, name


def above(folder: str) -> str:
    """The folder above one that ends with a "/"."""
    return split(folder[:-1])[0]
