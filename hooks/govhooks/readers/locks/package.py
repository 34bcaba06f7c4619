"""What a lock or a manifest says of packages: the shapes that every reader of this folder gives.

    Contents   one file: the tool that wrote it, its packages, and what could not be read of it
    Package    one package as one file names it: what is locked, or what a manifest asks for
    again      a package that the other side of a change has, too

The same for every tool, so that what judges packages knows no format.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.readers.document import BadDocument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    T = TypeVar("T")


class OtherFile(BadDocument):
    """The file has a name that locks or manifests have, and is something else: prose in `docs/user-requirements.txt`."""


def later(make: Callable[[], T]) -> T:
    """A value of `Package.hashes`, `.files` or `.uploaded` that is made when it is first asked for: of nearly all packages, nobody asks."""
    return make  # type: ignore[return-value]


# What a package is made of -> the parts of it that are compared by identity, and the package.
_made_of: dict[tuple[object, ...], tuple[tuple[object, ...], Package]] = {}
_MOST_MADE = 50_000


def known(key: tuple[object, ...], line: int, *parts: object) -> Package | None:
    """What `again` made of the same before, None where it has not."""
    held = _made_of.get(key)
    if held is None or len(held[0]) != len(parts) or not all(a is b for a, b in zip(held[0], parts)):
        return None
    package = held[1]
    if package.line != line:
        # In the next version of a lock, nearly all of its packages are at the lines of this one.
        package = package.but(line=line)
        _made_of[key] = parts, package
    return package


def again(key: tuple[object, ...], line: int, make: Callable[[], Package], *parts: object) -> Package:
    """The package that was made of the same before, at this line: a commit has a lock twice, and nearly all of its packages are the same.

    `key` is all that it is made of (with the reader's name) but for `parts`, which must be the same objects.
    """
    package = known(key, line, *parts)
    if package is not None:
        return package
    if len(_made_of) > _MOST_MADE:
        _made_of.clear()
    package = make()
    _made_of[key] = parts, package
    return package


class Package(Record):
    """One package of a lock or a manifest.

    `ecosystem`    as OSV names it: "PyPI", "npm", "crates.io", "Go", "RubyGems", "Packagist", "Maven", "NuGet", "Pub", "Hex",
                   "GitHub Actions"; and "Docker" (an image), "pre-commit" (a hook repository), "conda", "GitLab" (an include).
    `name`         as the file writes it; Maven's is `group:artifact`.
    `version`      the exact version, "" where the file does not pin one.
    `line`         1-based, of the package's own entry.
    `wanted`       what a manifest asks for, as it is written (">=2,<3", "^1.2.0", "v4"); "" in a lock.
    `direct`       whether the project asks for it itself; None where the file does not say.
    `groups`       the groups it belongs to: "dev", "optional", an extra's or a dependency group's name; () for the ordinary one.
    `source`       where it comes from, when the file says so: "registry:URL", "git:URL@REVISION", "url:URL", "path:PATH",
                   "sdk:NAME" (it comes with the language's kit). "" is the tool's default index.
    `hashes`       of its artifacts, as `algorithm:hex` or as the file writes them, sorted.
    `files`        (file name, hash) of its artifacts, sorted, where the lock names them; () otherwise.
    `requires`     the names of the packages that it brings in.
    `deprecated`   what the lock says of it: npm's and pnpm's `deprecated`, composer's `abandoned`, "yanked: REASON"; "" otherwise.
    `scripts`      whether the lock says that it runs code when it is installed (npm's `hasInstallScript`, pnpm's `requiresBuild`, a
                   plugin of composer).
    `uploaded`     ISO 8601 time of its oldest artifact, "" where the lock does not say.
    `licence`      an SPDX expression or what the lock has, "" otherwise.
    `marker`       the environment for which it counts, as it is written.
    `extras`       the extras or features that are asked for with it, sorted.
    `comment`      what a comment behind it says: the tag that a digest stands for ("v4.1.1", "frozen: v1.2").
    """

    ecosystem: str
    name: str
    version: str = ""
    line: int = 0
    wanted: str = ""
    direct: bool | None = None
    groups: tuple[str, ...] = ()
    source: str = ""
    hashes: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    requires: tuple[str, ...] = ()
    deprecated: str = ""
    scripts: bool = False
    uploaded: str = ""
    licence: str = ""
    marker: str = ""
    extras: tuple[str, ...] = ()
    comment: str = ""


if not TYPE_CHECKING:

    def _made(name):
        def get(self):
            value = self.__dict__[name]
            if callable(value):
                value = self.__dict__[name] = value()
            return value

        return property(get)

    Package.hashes, Package.files, Package.uploaded = _made("hashes"), _made("files"), _made("uploaded")


class Contents(Record):
    """What one file says: a lock's or a manifest's packages, in the order of the file.

    `tool`       who writes it: "pip", "uv", "poetry", "npm", "cargo", ...
    `ecosystem`  of its packages.
    `is_lock`    whether its versions are what is installed; a manifest asks for ranges.
    `settings`   what the file says for all packages: index URLs ("index": "https://..."), a cooldown ("cooldown": "P7D").
    `includes`   the files that it includes, as it writes them (`-r base.txt`, `-c constraints.txt`).
    `unread`     (line, why) of entries that no package could be made of: must be said, never dropped.
    """

    tool: str
    ecosystem: str
    is_lock: bool
    packages: tuple[Package, ...] = ()
    settings: Mapping[str, str] = {}
    includes: tuple[str, ...] = ()
    unread: tuple[tuple[int, str], ...] = ()
