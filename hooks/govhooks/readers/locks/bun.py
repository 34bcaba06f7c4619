"""bun.lock, lockfileVersion 0 to 2: JSON with trailing commas.

Format: https://bun.com/docs/pm/lockfile, https://github.com/oven-sh/bun/blob/main/packages/bun-types/bun.d.ts (BunLockFile). An entry
of `packages` is a list, `name@version` or `name@source` first:

    ["debug@4.3.1", "", {dependencies}, "sha512-..."]     a registry, "" the default one
    ["x@git+ssh://...#SHA", {...}, "SHA"], ["x@github:u/r#SHA", {...}, "TAG"], ["x@https://...", {...}]
    ["x@file:...", {...}], ["x@link:..."], ["x@workspace:packages/x"], ["x@root:", {...}]

bun.lockb, the older binary form, is not read.
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.node import PUBLIC, ask, from_url, installed, split_name, version_of_url
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.tables import entries, key_lines, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Side

_SECTIONS = (
    ("dependencies", ()),
    ("devDependencies", ("dev",)),
    ("optionalDependencies", ("optional",)),
    ("peerDependencies", ("peer",)),
)


def read(path: str, data: bytes) -> Contents:
    """A bun.lock. Raises BadDocument, for a bun.lockb always."""
    if path.casefold().endswith(".lockb"):
        raise BadDocument(
            "bun.lockb is binary; write a bun.lock instead: bun install --save-text-lockfile --lockfile-only"
        )
    side = table("json", data, "bun.lock")
    value = side.value
    unread: list[tuple[int, str]] = []
    if "lockfileVersion" not in value or not isinstance(value.get("workspaces"), dict):
        raise BadDocument("no bun.lock: it has no lockfileVersion, or no workspaces", 1)
    if value["lockfileVersion"] not in (0, 1, 2):
        version = text(value["lockfileVersion"]) or "?"
        unread.append((side.line(("lockfileVersion",)), f"lockfileVersion {version}: known are 0 to 2"))
    listed = value.get("packages")
    if listed is not None and not isinstance(listed, dict):
        unread.append((side.line(("packages",)), "`packages` is no table"))
    packages = _packages(side, data, unread)
    return Contents("bun", "npm", True, tuple(packages), unread=tuple(unread))


def _asked_for(value: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Keys of `packages` that the project and its workspaces ask for -> groups."""
    listed = {key for key, _ in entries(value.get("packages"))}
    found: dict[str, tuple[str, ...]] = {}
    for _, workspace in entries(value.get("workspaces")):
        if not isinstance(workspace, dict):
            continue
        own = text(workspace.get("name"))
        for section, groups in _SECTIONS:
            for name, _ in entries(workspace.get(section)):
                key = f"{own}/{name}" if f"{own}/{name}" in listed else name
                found[key] = groups if key not in found else found[key] and groups
    return found


def _packages(side: Side, data: bytes, unread: list[tuple[int, str]]) -> list[Package]:
    direct = _asked_for(side.value)
    listed = dict(entries(side.value.get("packages")))
    lines = key_lines(data, "packages", listed)
    found = []
    for key, entry in listed.items():
        line = lines.get(key) or side.line(("packages", key))
        if not isinstance(entry, list) or not entry or not isinstance(entry[0], str):
            unread.append((line, f"the entry of {key} is no list that begins with a package"))
            continue
        name, where = split_name(entry[0])
        if not name or not where:
            unread.append((line, f"the entry of {key} says no version"))
            continue
        if where == "root:":
            continue  # the project itself
        about = next((part for part in entry if isinstance(part, dict)), {})
        requires: dict[str, None] = {}
        for section, _ in _SECTIONS:
            optional = about.get("optionalPeers") if section == "peerDependencies" else None
            for other, spec in entries(about.get(section)):
                if not isinstance(optional, list) or other not in optional:
                    requires[installed(other, text(spec))] = None
        texts = [part for part in entry[1:] if isinstance(part, str)]
        wanted = ask(name, where)
        source, version = wanted.source, "" if wanted.source else where
        if where.startswith("http") and not source.startswith("git:"):
            version = version_of_url(name, where) if not source.startswith("url:") else ""
        elif not source:
            registry = texts[0] if len(texts) > 1 else ""
            if "/-/" in registry or registry.endswith(".tgz"):
                source = from_url(name, registry)
            elif registry and registry.rstrip("/") + "/" not in PUBLIC:
                source = f"registry:{registry}"
        found.append(
            Package(
                "npm",
                name,
                version,
                line,
                direct=key in direct,
                groups=direct.get(key, ()),
                source=source,
                hashes=tuple(sorted(part for part in texts if part.startswith("sha"))),
                requires=tuple(requires),
            )
        )
    return found
