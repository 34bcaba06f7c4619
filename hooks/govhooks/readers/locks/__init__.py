"""Locks and manifests as packages: `read(path, bytes)` -> Contents, whatever the tool.

    of(path)          the module that reads a file of this name, "" for none: names only, nothing is imported
    read(path, data)  its Contents; raises BadDocument (with a line) for what is no such file

A module here reads the files of one tool or family of tools: `read(path, data) -> Contents`. Structured files are read by the
readers of their formats (`govhooks.readers.read("toml", data)`), which know the lines; by hand only what none of them reads.
Nothing is asked of git, of the network or of the clock.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.readers.locks.package import Contents

# Module -> the names of the files that it reads, folded: globs of the last component, or of the last ones where one has a "/".
FILES: dict[str, tuple[str, ...]] = {
    "bun": ("bun.lock", "bun.lockb"),
    "bundler": ("gemfile", "gemfile.lock", "gems.rb", "gems.locked"),
    "composer": ("composer.json", "composer.lock"),
    "gradle": ("*gradle.lockfile", "gradle/dependency-locks/*.lockfile", "*.versions.toml"),
    "maven": ("pom.xml",),
    "mix": ("mix.lock",),
    "npm": ("package.json", "package-lock.json", "npm-shrinkwrap.json"),
    "nuget": (
        "packages.lock.json",
        "packages.config",
        "*.csproj",
        "*.fsproj",
        "*.vbproj",
        "directory.packages.props",
        "directory.build.props",
        "directory.build.targets",
    ),
    "pnpm": ("pnpm-lock.yaml",),
    "pub": ("pubspec.yaml", "pubspec.lock"),
    "yarn": ("yarn.lock",),
}


def of(path: str) -> str:
    """The module that reads a file of this name, "" when none does."""
    from fnmatch import fnmatchcase

    folded = path.casefold()
    parts = folded.split("/")
    for module, patterns in FILES.items():
        for pattern in patterns:
            depth = pattern.count("/") + 1
            if fnmatchcase("/".join(parts[-depth:]), pattern):
                return module
    return ""


def read(path: str, data: bytes) -> Contents:
    """What the lock or manifest at this path says. Raises BadDocument; ValueError for a path that no module reads."""
    from importlib import import_module

    module = of(path)
    if not module:
        raise ValueError(f"{path}: no lock and no manifest that is known")
    contents: Contents = import_module(f"govhooks.readers.locks.{module}").read(path, data)
    return contents
