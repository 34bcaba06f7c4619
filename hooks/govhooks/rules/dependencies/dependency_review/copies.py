"""What a lock remembers of the manifests that it was made for: the copy that `npm ci`, `pnpm install --frozen-lockfile`, `uv sync
--locked` and the like compare.

    of(lock, data, folder, crate)   the Copy for the project in a folder of the lock's ("" the lock's own); None where the lock knows
                                    of no such project, or cannot be read

Formats: those of `govhooks.readers.locks`.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

# What a pnpm-lock.yaml says of packages: nearly all of it.
_BULK = re.compile(rb"\n(?:packages|snapshots|time):(?:\n(?:[ \t][^\n]*)?)*(?:\n|\Z)")
# The sections of a package.json that are locked, the later one wins.
SECTIONS = ("dependencies", "devDependencies", "optionalDependencies")


class Copy(Record):
    """`asks`: name as the manifest writes it -> ranges, None where the lock has no copy; `patterns`: `name@range` of a yarn.lock, None in
    any other lock; `overridden`: the names that the lock puts others in the place of; `is_whole` False where a program may have changed
    what was asked for."""

    asks: dict[str, set[str]] | None = None
    patterns: frozenset[str] | None = None
    overridden: frozenset[str] = frozenset()
    is_whole: bool = True


def of(lock: str, data: bytes, folder: str, crate: str = "") -> Copy | None:
    """`lock` is the name of the lock, folded; `folder` the project's, seen from the lock's, without a "/" at its end."""
    from govhooks.readers.document import BadDocument

    reader = _READERS.get(lock)
    try:
        if reader is None:
            return Copy() if not folder else None
        return reader(data, folder, crate)
    except BadDocument:
        return None


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def sections(value: Any) -> dict[str, set[str]]:
    """What the sections of a package.json, or of a lock's copy of one, ask for."""
    found: dict[str, set[str]] = {}
    for section in SECTIONS:
        for name, spec in _table(_table(value).get(section)).items():
            if isinstance(spec, str):
                found[name] = {spec.strip()}
    return found


def _json(data: bytes) -> dict[str, Any]:
    from govhooks.readers.locks.tables import table

    return _table(table("json", data, "lock").value)


def _npm(data: bytes, folder: str, crate: str) -> Copy | None:
    value = _json(data)
    places = value.get("packages")
    if not isinstance(places, dict):  # version 1
        return Copy() if not folder else None
    return Copy(sections(places[folder])) if isinstance(places.get(folder), dict) else None


def _bun(data: bytes, folder: str, crate: str) -> Copy | None:
    value = _json(data)
    places = _table(value.get("workspaces"))
    overridden = frozenset(_table(value.get("overrides")))
    if not isinstance(places.get(folder), dict):
        return None
    return Copy(sections(places[folder]), None, overridden)


def _pnpm(data: bytes, folder: str, crate: str) -> Copy | None:
    from govhooks.readers.locks.block_yaml import read_tables

    found: Copy | None = None
    for document in (b"\n" + data.replace(b"\r\n", b"\n")).split(b"\n---\n"):
        if b"lockfileVersion" in document:
            for value, _ in read_tables(_BULK.sub(b"\n", document), "pnpm-lock.yaml"):
                found = _importer(value, folder or ".") or found
    return found


def _importer(value: dict[str, Any], folder: str) -> Copy | None:
    importers = value.get("importers")
    one = _table(importers).get(folder) if isinstance(importers, dict) else value if folder == "." else None
    if not isinstance(one, dict):
        return None
    asks: dict[str, set[str]] = {}
    for name, spec in _table(one.get("specifiers")).items():  # 5.x
        asks[name] = {str(spec)}
    for section in SECTIONS:
        for name, about in _table(one.get(section)).items():
            if isinstance(about, dict) and "specifier" in about:
                asks[name] = {str(about["specifier"])}
    overrides = frozenset(name for key in _table(value.get("overrides")) for name in _names(key))
    by_program = "pnpmfileChecksum" in value or "packageExtensionsChecksum" in value
    return Copy(asks, None, overrides, not by_program)


def _names(key: str) -> Iterable[str]:
    from govhooks.readers.locks.npm import overridden

    return (overridden(key),)


def _yarn(data: bytes, folder: str, crate: str) -> Copy | None:
    """The patterns at the heads of the entries: `lodash@^4.17.20`, `lodash@npm:^4.17.20`."""
    from govhooks.readers.text import decode

    patterns: set[str] = set()
    for row in decode(data).split("\n"):
        if row[:1] not in ("", " ", "#", "\r") and row.rstrip("\r").endswith(":"):
            patterns.update(one.strip('" ') for one in row.rstrip("\r")[:-1].split(", "))
    if "__metadata" in patterns and folder and not any(one.endswith(f"@workspace:{folder}") for one in patterns):
        return None
    return Copy(None, frozenset(patterns))


def _uv(data: bytes, folder: str, crate: str) -> Copy | None:
    from govhooks.readers.locks.blocks import read

    for _, value in read(data).blocks:
        source = _table(value.get("source"))
        if (folder or ".") not in (source.get("editable"), source.get("virtual")):
            continue
        metadata = value.get("metadata")
        if not isinstance(metadata, dict):
            return Copy()
        asks: dict[str, set[str]] = {}
        listed = [metadata.get("requires-dist"), *_table(metadata.get("requires-dev")).values()]
        for one in (one for several in listed if isinstance(several, list) for one in several):
            name = _table(one).get("name")
            if isinstance(name, str):
                asks.setdefault(name, set()).add(str(one.get("specifier", "")))
        return Copy(asks)
    return None


def _cargo(data: bytes, folder: str, crate: str) -> Copy | None:
    """A Cargo.lock knows the crates of its workspace by their names."""
    from govhooks.readers.locks.blocks import read

    if not folder:
        return Copy()
    own = {value.get("name") for _, value in read(data).blocks if not value.get("source")}
    return Copy() if crate and crate in own else None


_READERS = {
    "package-lock.json": _npm,
    "npm-shrinkwrap.json": _npm,
    "bun.lock": _bun,
    "pnpm-lock.yaml": _pnpm,
    "yarn.lock": _yarn,
    "uv.lock": _uv,
    "cargo.lock": _cargo,
}
