"""package.json, package-lock.json and npm-shrinkwrap.json, lockfileVersion 1 to 3.

Formats: https://docs.npmjs.com/cli/configuring-npm/package-json, .../package-lock-json. A package stands once for each folder that
npm puts it into. An alias has the name of what is installed, and so has what requires it. What lies in the tarball of another
package (`inBundle`) has no hash of its own: it is in the group "bundled".
"""

from __future__ import annotations

from functools import partial

from govhooks.readers.document import DEEPEST, BadDocument
from govhooks.readers.locks.node import ask, from_url, git_source, installed, version_of_url
from govhooks.readers.locks.package import Contents, Package, again, known
from govhooks.readers.locks.tables import entries, flag, key_places, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from govhooks.readers.document import Path, Side

# Keys of a package.json -> the groups of what they ask for.
SECTIONS = {
    "dependencies": (),
    "devDependencies": ("dev",),
    "optionalDependencies": ("optional",),
    "peerDependencies": ("peer",),
}
# Flags of a lock's entry -> groups.
_FLAGS = {
    "dev": ("dev",),
    "optional": ("optional",),
    "devOptional": ("dev", "optional"),
    "peer": ("peer",),
    "inBundle": ("bundled",),
    "bundled": ("bundled",),
}
_MODULES = "node_modules/"


def read(path: str, data: bytes) -> Contents:
    """A package.json, a package-lock.json or an npm-shrinkwrap.json. Raises BadDocument."""
    return _manifest(data) if path.casefold().endswith("package.json") else _lock(data)


def _manifest(data: bytes) -> Contents:
    side = table("json", data, "package.json")
    unread: list[tuple[int, str]] = []
    packages = [
        package
        for section, groups in SECTIONS.items()
        for package in _section(side, (section,), groups, unread, optional=_optional_peers(side, section))
    ]
    packages += _catalogs(side, unread)
    packages += [
        package
        for place in (("overrides",), ("resolutions",), ("pnpm", "overrides"))
        for package in _overrides(side, place, unread)
    ]
    settings = {}
    if tool := text(side.at(("packageManager",))):
        settings["package-manager"] = tool
    workspaces = side.at(("workspaces",))
    globs = workspaces.get("packages") if isinstance(workspaces, dict) else workspaces
    if isinstance(globs, list) and globs:
        settings["workspaces"] = " ".join(map(text, globs))
    packages.sort(key=lambda package: package.line)
    return Contents("npm", "npm", False, tuple(packages), settings, unread=tuple(unread))


def _optional_peers(side: Side, section: str) -> frozenset[str]:
    if section != "peerDependencies":
        return frozenset()
    meta = entries(side.at(("peerDependenciesMeta",)))
    return frozenset(name for name, about in meta if isinstance(about, dict) and flag(about.get("optional")))


def _section(
    side: Side,
    place: tuple[str, ...],
    groups: tuple[str, ...],
    unread: list[tuple[int, str]],
    *,
    optional: frozenset[str] = frozenset(),
    direct: bool = True,
) -> Iterator[Package]:
    found = side.at(place)
    if found is not None and not isinstance(found, dict):
        unread.append((side.line(place), f"`{'.'.join(place)}` is no table"))
    for name, spec in entries(found):
        line = side.line((*place, name))
        if not isinstance(spec, str):
            unread.append((line, f"what is asked for of {name} is no text"))
            continue
        wanted = ask(name, spec.strip())
        yield Package(
            "npm",
            wanted.name,
            line=line,
            wanted=wanted.wanted,
            direct=direct,
            groups=(*groups, "optional") if name in optional else groups,
            source=wanted.source,
        )


def _catalogs(side: Side, unread: list[tuple[int, str]]) -> Iterator[Package]:
    """Ranges that `catalog:` stands for (bun): nobody asks for what is only there."""
    for around in ((), ("workspaces",)):
        yield from _section(side, (*around, "catalog"), ("catalog",), unread, direct=False)
        for name, _ in entries(side.at((*around, "catalogs"))):
            yield from _section(side, (*around, "catalogs", name), ("catalog",), unread, direct=False)


def _overrides(side: Side, place: tuple[str, ...], unread: list[tuple[int, str]]) -> Iterator[Package]:
    """What `overrides` and `resolutions` put in the place of others: whoever asks for the package gets that one."""
    found = side.at(place)
    if found is not None and not isinstance(found, dict):
        unread.append((side.line(place), f"`{'.'.join(place)}` is no table"))
    todo: list[tuple[tuple[str, ...], Any]] = [((*place, key), value) for key, value in entries(found)][::-1]
    while todo:
        path, value = todo.pop()
        line = side.line(path)
        if isinstance(value, dict):
            todo += [((*path, key), inner) for key, inner in value.items()][::-1]
            continue
        key = path[-1] if path[-1] != "." else path[-2]
        name = overridden(key)
        if not isinstance(value, str):
            unread.append((line, f"what is put in the place of {name} is no text"))
            continue
        if value.startswith("$") or (value == "-" and place[0] == "pnpm"):
            continue  # what the project asks for itself (npm); what is left out (pnpm)
        wanted = ask(name, value)
        yield Package(
            "npm",
            wanted.name,
            line=line,
            wanted=wanted.wanted,
            direct=False,
            groups=("overrides",),
            source=wanted.source,
        )


def overridden(key: str) -> str:
    """The package that a key of `overrides` or `resolutions` is about: `a>b@1`, `**/a/b`, `@s/a/**/@s/b@npm:^1`."""
    if ">" in key and not key.rpartition(">")[2].startswith(("=", " ")):
        key = key.rpartition(">")[2]
    parts = key.split("/")
    at = len(parts) - 1
    while at > 0 and "@" in parts[at - 1][1:]:
        at -= 1  # a range with a slash in it: `x@file:./y`
    name = "/".join(parts[at - 1 :] if at and parts[at - 1].startswith("@") else parts[at:])
    end = name.find("@", 1)
    return name if end < 0 else name[:end]


def _lock(data: bytes) -> Contents:
    side = table("json", data, "package-lock.json")
    value = side.value
    unread: list[tuple[int, str]] = []
    version = value.get("lockfileVersion")
    packages: Iterable[Package]
    if isinstance(value.get("packages"), dict):
        packages = _places(side, data, unread)
    elif "packages" not in value and isinstance(value.get("dependencies"), dict):
        packages = _tree(side, unread)
    elif isinstance(version, int) and not {"packages", "dependencies"} & {*value}:
        packages = ()
    else:
        raise BadDocument("no package-lock.json: it has neither `packages` nor `dependencies`", 1)
    found = tuple(packages)
    if version not in (None, 1, 2, 3):
        unread.append((side.line(("lockfileVersion",)), f"lockfileVersion {text(version) or '?'}: known are 1 to 3"))
    return Contents("npm", "npm", True, found, unread=tuple(unread))


def _places(side: Side, data: bytes, unread: list[tuple[int, str]]) -> Iterator[Package]:
    """The packages of versions 2 and 3: one an installed folder."""
    places = side.value["packages"]
    where = key_places(data, "packages", places)
    linked = {
        text(entry.get("resolved")) for entry in places.values() if isinstance(entry, dict) and flag(entry.get("link"))
    }
    direct = _asked_for(places)
    for place, entry in places.items():
        line, told = where.get(place) or (side.line(("packages", place)), b"")
        if not isinstance(entry, dict):
            unread.append((line, f"the entry of {place or 'the project'} is no table"))
            continue
        if not place or place in linked:
            continue  # the project; what a link is said of
        is_direct = place in direct
        before = known(("npm", place, is_direct, told), line) if told else None
        if before is not None and before.version:
            yield before
            continue
        target, path = entry, ""
        if flag(entry.get("link")):
            path = text(entry.get("resolved"))
            inner = places.get(path)
            target = inner if isinstance(inner, dict) else {}
        elif _MODULES not in place:
            path = place
        name = text(target.get("name")) or place.rpartition(_MODULES)[2]
        if not name:
            unread.append((line, "a package without a name"))
            continue
        version = text(target.get("version"))
        if not version and not path:
            unread.append((line, f"{name} has no version"))
        made = partial(_package, place, entry, target, path, line, is_direct)
        # By the text, not the values, of which `true` and `1` are equal.
        yield again(("npm", place, is_direct, told), line, made) if told and target is entry else made()


def _package(
    place: str, entry: dict[str, Any], target: dict[str, Any], path: str, line: int, is_direct: bool
) -> Package:
    """The package of a folder; `target` is what a link to `path` leads to, the entry itself otherwise."""
    name = text(target.get("name")) or place.rpartition(_MODULES)[2]
    return Package(
        "npm",
        name,
        text(target.get("version")),
        line,
        direct=is_direct,
        groups=_groups(entry),
        source=f"path:{path}" if path else _source(name, text(entry.get("resolved"))),
        hashes=tuple(sorted(text(entry.get("integrity")).split())),
        requires=_requires(target),
        deprecated=_deprecated(entry),
        scripts=flag(target.get("hasInstallScript")),
        licence=_licence(target),
    )


def _asked_for(places: dict[str, Any]) -> set[str]:
    """The folders of what the project and its workspaces ask for themselves."""
    found = set()
    for place, entry in places.items():
        if not isinstance(entry, dict) or _MODULES in f"{place}/":
            continue
        for section in SECTIONS:
            for name, _ in entries(entry.get(section)) if place.count("/") < DEEPEST else ():
                around = place
                while around and f"{around}/{_MODULES}{name}" not in places:
                    around = around.rpartition("/")[0]
                found.add(f"{around}/{_MODULES}{name}" if around else _MODULES + name)
    return found


def _groups(entry: dict[str, Any]) -> tuple[str, ...]:
    groups: tuple[str, ...] = ()
    for key, added in _FLAGS.items():
        if key in entry and flag(entry[key]):
            groups += added
    return groups


def _requires(entry: dict[str, Any]) -> tuple[str, ...]:
    """What a package brings in, peers too where they are not optional, by the names that are installed."""
    found: dict[str, None] = {}
    meta = entry.get("peerDependenciesMeta")
    optional = meta if isinstance(meta, dict) else {}
    for section in ("dependencies", "optionalDependencies", "peerDependencies"):
        wanted = entry.get(section)
        if not isinstance(wanted, dict):
            continue
        for name, spec in wanted.items():
            if section != "peerDependencies" or name not in optional:
                found[installed(name, text(spec))] = None
    return tuple(found)


def _source(name: str, resolved: str) -> str:
    if not resolved:
        return ""
    if resolved.startswith("file:"):
        return f"path:{resolved[5:]}"
    if resolved.startswith(("git+", "git:", "ssh:", "git@")):
        return git_source(resolved)
    return from_url(name, resolved)


def _deprecated(entry: dict[str, Any]) -> str:
    said = entry.get("deprecated")
    return "deprecated" if said is True else text(said) if said else ""


def _licence(entry: dict[str, Any]) -> str:
    said = entry.get("license")
    if isinstance(said, dict):  # as packages wrote it before SPDX
        said = said.get("type")
    return text(said)


def _tree(side: Side, unread: list[tuple[int, str]]) -> Iterator[Package]:
    """The packages of version 1: tables in tables, as deep as the folders."""
    todo: list[tuple[Path, Any]] = []
    todo.extend((("dependencies", name), entry) for name, entry in reversed(entries(side.value["dependencies"])))
    while todo:
        path, entry = todo.pop()
        folder = str(path[-1])
        line = side.line(path)
        if not isinstance(entry, dict):
            unread.append((line, f"the entry of {folder} is no table"))
            continue
        inside = reversed(entries(entry.get("dependencies")))
        todo.extend(((*path, "dependencies", name), inner) for name, inner in inside)
        version = text(entry.get("version"))
        if not version:
            unread.append((line, f"{folder} has no version"))
        wanted = ask(folder, version)
        source = wanted.source or _source(wanted.name, text(entry.get("resolved")))
        if wanted.wanted.startswith("http"):
            version = version_of_url(wanted.name, version) if not wanted.source.startswith(("git:", "url:")) else ""
        else:
            version = "" if wanted.source else wanted.wanted
        required = entry.get("requires")
        requires = {installed(name, text(spec)): None for name, spec in entries(required)}
        yield Package(
            "npm",
            wanted.name,
            version,
            line,
            groups=_groups(entry),
            source=source,
            hashes=tuple(sorted(text(entry.get("integrity")).split())),
            requires=tuple(requires),
        )
