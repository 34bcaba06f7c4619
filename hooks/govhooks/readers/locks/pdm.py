"""pdm.lock, formats 2 to 4.5 (https://pdm-project.org/latest/usage/lockfile/).

A package that is locked with extras too has an entry of its own for them, of the same version: both make one Package. Until
format 4.2 the hashes stand in `[metadata.files]`. The lock does not say what the project asks for itself.
"""

from __future__ import annotations

import re
from functools import partial

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.blocks import artifacts, column
from govhooks.readers.locks.blocks import read as read_blocks
from govhooks.readers.locks.package import Contents, Package, later
from govhooks.readers.locks.structured import address, git, table, text, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NAME = re.compile(r"[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?", re.ASCII)


def read(path: str, data: bytes, other: bytes = b"") -> Contents:
    """What a pdm.lock holds. Raises BadDocument."""
    found = read_blocks(data, late=("files",), other=other)
    metadata = table(found.rest.get("metadata"))
    if not metadata:
        raise BadDocument("not a pdm.lock: it has no metadata")
    files = table(metadata.get("files"))
    packages: dict[tuple[str, ...], Package] = {}
    unread: list[tuple[int, str]] = []
    for line, value in found.blocks:
        name, version = text(value.get("name")), text(value.get("version"))
        source = _source(value)
        if not name or not (version or source):
            unread.append((line, f"{name}: it has no version" if name else "a package without a name"))
            continue
        stated = value.get("files") or files.get(f"{name} {version}")
        package = Package(
            "PyPI",
            name,
            version,
            line,
            groups=_groups(value),
            source=source,
            hashes=later(partial(_hashes, stated)),
            files=later(partial(_files, stated)),
            requires=_requires(name, value.get("dependencies")),
            marker=text(value.get("marker")),
            extras=tuple(sorted(texts(value.get("extras")))),
        )
        key = (name, version, source, package.marker)
        packages[key] = _merged(packages[key], package) if key in packages else package
    settings = {"python": python} if (python := text(metadata.get("requires_python"))) else {}
    return Contents("pdm", "PyPI", True, tuple(packages.values()), settings, (), tuple(unread))


def _merged(one: Package, other: Package) -> Package:
    return one.but(
        hashes=tuple(sorted({*one.hashes, *other.hashes})),
        files=tuple(sorted({*one.files, *other.files})),
        requires=tuple(sorted({*one.requires, *other.requires})),
        extras=tuple(sorted({*one.extras, *other.extras})),
        groups=tuple(sorted({*one.groups, *other.groups})) if one.groups and other.groups else (),
    )


def _groups(value: dict[str, Any]) -> tuple[str, ...]:
    groups = texts(value.get("groups"))
    return () if "default" in groups else tuple(sorted(groups))


def _requires(name: str, value: Any) -> tuple[str, ...]:
    found = {match[0] for one in texts(value) if (match := _NAME.match(one))}
    return tuple(sorted(found - {name}))


def _source(value: dict[str, Any]) -> str:
    if url := text(value.get("git")):
        return git(url, text(value.get("revision")) or text(value.get("ref")))
    if url := text(value.get("url")):
        return "url:" + address(url)
    return f"path:{place}" if (place := text(value.get("path"))) else ""


def _hashes(files: Any) -> tuple[str, ...]:
    return tuple(sorted(set(column(files, "hash"))))


def _files(files: Any) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(set(artifacts(files))))
