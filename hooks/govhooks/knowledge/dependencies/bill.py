"""What a tree of files depends on, of all its locks and manifests together: `bill(files)` -> Bill.

A lock counts with all its packages. Of a manifest counts what no lock in its folder or one above names: with a lock beside it a
manifest says the same again, less exactly; without one it is all there is. What installs nothing (constraints, overrides,
checksums) is left out.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.dependencies import purl
from govhooks.knowledge.dependencies.difference import fold, fold_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from govhooks.readers.locks.package import Contents, Package

_INSTALL_NOTHING = frozenset(("constraint", "override", "checksum"))
# Their tag or branch is a version to everybody, though it can be moved.
_BY_TAG = ("Docker", "GitHub Actions", "GitLab", "pre-commit")


class Component(Record):
    """One package, however many files name it.

    `reference`   unique in a bill: the package URL, where there is one.
    `version`     "" where only a range is known; then `wanted` has it.
    `hashes`      as the locks have them (see `Package.hashes`).
    `brings`      the references of the packages that it asks for. Where a lock has several versions of a name and does not say which
                  is meant, all of them.
    `locks`, `manifests`  the paths of the files that name it.
    """

    reference: str
    ecosystem: str
    name: str
    purl: str
    version: str = ""
    wanted: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    licence: str = ""
    groups: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    locks: tuple[str, ...] = ()
    manifests: tuple[str, ...] = ()


class Bill(Record):
    """`components` by reference; `direct` are the references of what the project itself asks for; `unread` is (path, line, why) of
    entries that no package could be made of."""

    components: tuple[Component, ...]
    direct: tuple[str, ...]
    unread: tuple[tuple[str, int, str], ...] = ()


def bill(files: Iterable[tuple[str, Contents]]) -> Bill:
    """The packages of (path, contents) of all locks and manifests of a tree, whatever their order."""
    files = sorted(files, key=lambda file: file[0])
    locked = _locked(files)
    components: dict[str, Component] = {}
    direct: set[str] = set()
    unread: list[tuple[str, int, str]] = []
    for path, contents in files:
        packages = []
        for package in _installed(contents):
            by_lock = () if contents.is_lock else _lock_has(path, package, locked)
            direct.update(by_lock)
            if not by_lock:
                packages.append(package)
        direct |= _add(path, contents.is_lock, packages, components)
        unread += [(path, line, why) for line, why in contents.unread]
    ordered = tuple(components[reference] for reference in sorted(components))
    return Bill(ordered, tuple(sorted(direct)), tuple(unread))


def _add(path: str, is_lock: bool, packages: Sequence[Package], components: dict[str, Component]) -> set[str]:
    """Add the packages of a file; the references of those that the project asks for."""
    references: dict[tuple[str, str], list[str]] = {}
    for package in packages:
        references.setdefault(fold(package), []).append(_reference(package))
    brought = set()
    for package in packages:
        asked = [(package.ecosystem, fold_name(package.ecosystem, name)) for name in package.requires]
        brings = {one for key in asked for one in references.get(key, ())} - {_reference(package)}
        brought |= brings
        made = _component(package, path, is_lock, brings)
        known = components.get(made.reference)
        components[made.reference] = _joined(known, made) if known is not None else made
    named = {one for several in references.values() for one in several}
    return {_reference(package) for package in packages if package.direct} or named - brought or named


def _installed(contents: Contents) -> Iterator[Package]:
    return (package for package in contents.packages if _INSTALL_NOTHING.isdisjoint(package.groups))


# Folder -> (ecosystem, name) -> the references that its locks have of it.
Locked = dict[str, dict[tuple[str, str], set[str]]]


def _locked(files: Sequence[tuple[str, Contents]]) -> Locked:
    locked: Locked = {}
    for path, contents in files:
        names = locked.setdefault(path.rpartition("/")[0], {}) if contents.is_lock else {}
        for package in _installed(contents) if contents.is_lock else ():
            names.setdefault(fold(package), set()).add(_reference(package))
    return locked


def _lock_has(path: str, package: Package, locked: Locked) -> Collection[str]:
    """What the locks beside a manifest, or in the next folder above, have of a package that it names; () for nothing."""
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        if found := locked.get(folder, {}).get(fold(package)):
            return found
    return ()


def _version(package: Package) -> str:
    return package.version or (package.wanted if package.ecosystem in _BY_TAG else "")


def _purl(package: Package) -> str:
    return purl.of(package.ecosystem, package.name, _version(package), package.source)


def _reference(package: Package) -> str:
    """The package URL; for what has none, its ecosystem, name, version and source."""
    version = _version(package)
    at = f"@{version}" if version else ""
    source = f" from {package.source}" if package.source else ""
    return _purl(package) or f"{package.ecosystem}/{package.name}{at}{source}"


def _component(package: Package, path: str, is_lock: bool, brings: Iterable[str]) -> Component:
    version = _version(package)
    return Component(
        _reference(package),
        package.ecosystem,
        package.name,
        _purl(package),
        version,
        (package.wanted,) if package.wanted and not version else (),
        tuple(sorted(package.hashes)),
        package.licence,
        tuple(sorted(package.groups)),
        tuple(sorted(brings)),
        (path,) if is_lock else (),
        () if is_lock else (path,),
    )


def _joined(one: Component, other: Component) -> Component:
    """Two files' words about one package."""
    lists = ("wanted", "hashes", "groups", "brings", "locks", "manifests")
    both = {name: tuple(sorted({*getattr(one, name), *getattr(other, name)})) for name in lists}
    return one.but(**both, licence=one.licence or other.licence)
