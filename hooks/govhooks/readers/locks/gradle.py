"""Gradle's locks (gradle.lockfile, buildscript-gradle.lockfile, gradle/dependency-locks/*.lockfile) and version catalogs.

Formats: https://docs.gradle.org/current/userguide/dependency_locking.html (`group:artifact:version=configuration,...` a line; before
Gradle 7 a file for each configuration, without the `=`) and .../version_catalogs.html (libs.versions.toml). A lock does not say
what the project asks for itself. The group of what only tests have is "test", that of a build script's lock "buildscript".
A catalog only names what build scripts may ask for; a plugin is the artifact `ID:ID.gradle.plugin`.
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.tables import entries, table, text
from govhooks.readers.text import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Side

_LOCKED = re.compile(r"([^\s:=]+):([^\s:=]+):([^\s:=]+)(?:=([^\s=]*))?")


def read(path: str, data: bytes) -> Contents:
    """A lock or a version catalog. Raises BadDocument."""
    return _catalog(data) if path.casefold().endswith(".toml") else _lock(path, decode(data))


def _lock(path: str, content: str) -> Contents:
    unread: list[tuple[int, str]] = []
    packages = []
    name = path.rpartition("/")[2].casefold()
    is_known = False
    for number, row in enumerate(content.split("\n"), 1):
        row = row.strip()
        is_known = is_known or row.startswith(("# This is a Gradle generated file", "empty="))
        if not row or row.startswith(("#", "empty=")):
            continue
        match = _LOCKED.fullmatch(row)
        if match is None:
            unread.append((number, "a line that is no `group:artifact:version=configurations`"))
            continue
        configurations = [word.casefold() for word in (match[4] or "").split(",") if word]
        if name.startswith("buildscript-"):
            groups: tuple[str, ...] = ("buildscript",)
        else:
            groups = ("test",) if configurations and all(word.startswith("test") for word in configurations) else ()
        packages.append(Package("Maven", f"{match[1]}:{match[2]}", match[3], number, groups=groups))
    if not packages and not is_known:
        raise BadDocument("no Gradle lock: neither an entry nor Gradle's first line", 1)
    return Contents("gradle", "Maven", True, tuple(packages), unread=tuple(unread))


def _catalog(data: bytes) -> Contents:
    side = table("toml", data, "version catalog")
    if not {"versions", "libraries", "plugins", "bundles", "metadata"} & {*side.value}:
        raise BadDocument("no version catalog: it has neither libraries nor plugins", 1)
    unread: list[tuple[int, str]] = []
    packages = []
    for section in ("libraries", "plugins"):
        for alias, about in entries(side.value.get(section)):
            line = side.line((section, alias))
            name, wanted = (_library if section == "libraries" else _plugin)(side, about)
            if not name:
                unread.append((line, f"{section}.{alias} names no package"))
                continue
            if wanted is None:
                unread.append((line, f"the version of {name} is none of [versions]"))
            is_exact = wanted and not re.search(r"[\[\](),+]|latest\.", wanted)
            packages.append(
                Package(
                    "Maven",
                    name,
                    wanted or "" if is_exact else "",
                    line,
                    wanted=wanted or "",
                    groups=("plugin",) if section == "plugins" else (),
                )
            )
    return Contents("gradle", "Maven", False, tuple(packages), unread=tuple(unread))


def _library(side: Side, about: Any) -> tuple[str, str | None]:
    """(`group:artifact`, version) of a library; the version is None when the name that it refers to is not there."""
    if isinstance(about, str):
        parts = about.split(":")
        return (
            (":".join(parts[:2]), parts[2] if len(parts) > 2 else "") if len(parts) > 1 and all(parts[:2]) else ("", "")
        )
    if not isinstance(about, dict):
        return "", ""
    name = text(about.get("module")) or f"{text(about.get('group'))}:{text(about.get('name'))}"
    group, _, artifact = name.partition(":")
    return (name if group and artifact else ""), _version(side, about.get("version"))


def _plugin(side: Side, about: Any) -> tuple[str, str | None]:
    if isinstance(about, str):
        name, _, version = about.partition(":")
    else:
        name = text(about.get("id")) if isinstance(about, dict) else ""
    if not name:
        return "", ""
    wanted = version if isinstance(about, str) else _version(side, about.get("version"))
    return f"{name}:{name}.gradle.plugin", wanted


def _version(side: Side, about: Any) -> str | None:
    """A version as it stands, or one of [versions]; of a rich version what is strictest. None when it is not there."""
    if isinstance(about, dict) and "ref" in about:
        about = side.at(("versions", text(about["ref"])))
        if about is None:
            return None
    if isinstance(about, dict):
        return next((text(about[key]) for key in ("strictly", "require", "prefer") if key in about), "")
    return text(about)
