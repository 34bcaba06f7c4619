"""NuGet: packages.lock.json, project files (*.csproj and its kin), Directory.Packages.props, packages.config.

Formats: https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files (locks too),
.../central-package-management, .../reference/packages-config. Of MSBuild only properties that the same file sets without a condition are
filled in. A version of a PackageReference is the lowest that may be taken, so it pins nothing: `[1.0.0]` and packages.config do.
A package of a lock stands once for each target framework, which is its `marker`.
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.tables import entries, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Path, Side

_PROPERTY = re.compile(r"\$\(([\w.-]+)\)")
_EXACT = re.compile(r"\[([^\[\](),*]+)\]")
# Items of a project file -> groups of what they name.
_ITEMS = {
    "PackageReference": (),
    "GlobalPackageReference": ("global",),
    "PackageVersion": ("managed",),
    "PackageDownload": ("download",),
    "DotNetCliToolReference": ("tool",),
}


def read(path: str, data: bytes) -> Contents:
    """Any of NuGet's files. Raises BadDocument."""
    name = path.rpartition("/")[2].casefold()
    if name.endswith(".json"):
        return _lock(data)
    return _config(data) if name == "packages.config" else _project(data)


def _lock(data: bytes) -> Contents:
    side = table("json", data, "packages.lock.json")
    if not isinstance(side.value.get("dependencies"), dict):
        raise BadDocument("no packages.lock.json: it has no dependencies", 1)
    unread: list[tuple[int, str]] = []
    packages = []
    for framework, listed in side.value["dependencies"].items():
        if not isinstance(listed, dict):
            unread.append((side.line(("dependencies", framework)), f"what stands for {framework} is no table"))
        for name, about in entries(listed):
            line = side.line(("dependencies", framework, name))
            if not isinstance(about, dict):
                unread.append((line, f"the entry of {name} is no table"))
                continue
            kind = text(about.get("type"))
            version = text(about.get("resolved"))
            if not version and kind != "Project":
                unread.append((line, f"{name} has no version"))
            packages.append(
                Package(
                    "NuGet",
                    name,
                    version,
                    line,
                    wanted=text(about.get("requested")),
                    direct=kind == "Direct",
                    source=f"path:{name}" if kind == "Project" else "",
                    hashes=(f"sha512-{text(about['contentHash'])}",) if about.get("contentHash") else (),
                    requires=tuple(other for other, _ in entries(about.get("dependencies"))),
                    marker=framework,
                )
            )
    version = side.value.get("version")
    if version not in (1, 2):
        unread.append((side.line(("version",)), f"version {text(version) or '?'}: known are 1 and 2"))
    return Contents("nuget", "NuGet", True, tuple(packages), unread=tuple(unread))


def _config(data: bytes) -> Contents:
    side = table("xml", data, "packages.config")
    if "packages" not in side.value:
        raise BadDocument("no packages.config: its root is no <packages>", 1)
    unread: list[tuple[int, str]] = []
    packages = []
    listed = side.at(("packages", "package"))
    for index, one in enumerate(listed if isinstance(listed, list) else ()):
        line = side.line(("packages", "package", index))
        about = one if isinstance(one, dict) else {}
        name, version = text(about.get("@id")), text(about.get("@version"))
        if not name or not version:
            unread.append((line, "a package without an id or a version"))
            continue
        packages.append(
            Package(
                "NuGet",
                name,
                version,
                line,
                wanted=text(about.get("@allowedVersions")) or version,
                groups=("dev",) if text(about.get("@developmentDependency")).casefold() == "true" else (),
                marker=text(about.get("@targetFramework")),
            )
        )
    return Contents("nuget", "NuGet", True, tuple(packages), unread=tuple(unread))


def _project(data: bytes) -> Contents:
    side = table("xml", data, "project")
    if "Project" not in side.value:
        raise BadDocument("no MSBuild project: its root is no <Project>", 1)
    unread: list[tuple[int, str]] = []
    properties = _properties(side)
    packages = []
    for path, groups, condition in _items(side):
        line = side.line(path)
        item = side.at(path)
        about = item if isinstance(item, dict) else {}
        names = _part(about, "Include") or _part(about, "Update")
        if not names:
            if not _part(about, "Remove"):
                unread.append((line, "a package without a name"))
            continue
        wanted = _fill(_part(about, "VersionOverride") or _part(about, "Version"), properties)
        marker = " and ".join(filter(None, (condition, text(about.get("@Condition")))))
        private = _part(about, "PrivateAssets").casefold() == "all"
        for name in _fill(names, properties).split(";"):
            if not name.strip():
                continue
            if left := _PROPERTY.search(f"{name} {wanted}"):
                unread.append((line, f"$({left[1]}) of {name.strip()} is not set in this file"))
            exact = _EXACT.fullmatch(wanted.strip())
            packages.append(
                Package(
                    "NuGet",
                    name.strip(),
                    exact[1].strip() if exact else "",
                    line,
                    wanted=wanted,
                    direct="managed" not in groups,
                    groups=(*groups, "dev") if private else groups,
                    marker=marker,
                )
            )
    packages.sort(key=lambda package: package.line)
    return Contents("nuget", "NuGet", False, tuple(packages), unread=tuple(unread))


def _items(side: Side) -> list[tuple[Path, tuple[str, ...], str]]:
    """(path, groups, condition) of each item that names packages, wherever `Choose` or a target puts its group."""
    found: list[tuple[Path, tuple[str, ...], str]] = []
    todo: list[tuple[Path, str]] = [(("Project",), "")]
    while todo:
        path, condition = todo.pop()
        around = side.at(path)
        for key, listed in entries(around):
            for index, inner in enumerate(listed if isinstance(listed, list) else ()):
                here = (*path, key, index)
                own = text(inner.get("@Condition")) if isinstance(inner, dict) else ""
                if key in _ITEMS and path[-2:-1] == ("ItemGroup",):
                    found.append((here, _ITEMS[key], condition))
                elif key in ("ItemGroup", "Choose", "When", "Otherwise", "Target"):
                    target = "in a target" if key == "Target" else ""
                    todo.append((here, " and ".join(filter(None, (condition, target, own)))))
    return found


def _properties(side: Side) -> dict[str, str]:
    found: dict[str, str] = {}
    groups = side.at(("Project", "PropertyGroup"))
    for group in groups if isinstance(groups, list) else ():
        if isinstance(group, dict) and "@Condition" not in group:
            for name, values in group.items():
                if isinstance(values, list) and values and isinstance(values[-1], str):
                    found[name.casefold()] = values[-1]
    return found


def _fill(word: str, properties: dict[str, str]) -> str:
    for _ in range(10):
        filled = _PROPERTY.sub(lambda found: properties.get(found[1].casefold(), found[0]), word)
        if filled == word or len(filled) > 1000:
            break
        word = filled
    return word


def _part(about: dict[str, Any], key: str) -> str:
    """What an item says as an attribute or as an element."""
    if f"@{key}" in about:
        return text(about[f"@{key}"]).strip()
    inner = about.get(key)
    value = inner[-1] if isinstance(inner, list) and inner else ""
    return text(value.get("#text") if isinstance(value, dict) else value).strip()
