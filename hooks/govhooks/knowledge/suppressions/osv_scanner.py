"""`osv-scanner.toml`: advisories and packages that are left out.

[[IgnoredVulns]]      id, ignoreUntil, reason
[[PackageOverrides]]  name, version, ecosystem, group; ignore = true or vulnerability.ignore = true; effectiveUntil, reason

https://google.github.io/osv-scanner/configuration/
"""

from __future__ import annotations

from govhooks.knowledge.suppressions.entries import table, tables
from govhooks.knowledge.suppressions.suppression import ANYTHING, TREE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.suppressions.entries import Source
    from govhooks.knowledge.suppressions.suppression import Suppression

_FIELD = 'reason = "..."'


def read(source: Source) -> Iterator[Suppression]:
    """Each entry that leaves something out; an override of a licence alone does not. Raises BadDocument."""
    side = source.parsed("toml")
    found = table(side.value)
    for index, entry in enumerate(tables(found.get("IgnoredVulns"))):
        at = ("IgnoredVulns", index)
        yield source.made(
            side.line((*at, "id")),
            (str(entry.get("id") or ANYTHING),),
            reason=entry.get("reason"),
            expires=entry.get("ignoreUntil"),
            scope=TREE,
            head=side.line(at),
            field=_FIELD,
        )
    for index, entry in enumerate(tables(found.get("PackageOverrides"))):
        if entry.get("ignore") is not True and table(entry.get("vulnerability")).get("ignore") is not True:
            continue
        name = "/".join(str(entry[key]) for key in ("ecosystem", "name") if entry.get(key))
        version = f"@{entry['version']}" if entry.get("version") else ""
        at = ("PackageOverrides", index)
        yield source.made(
            side.line((*at, "name" if entry.get("name") else "ecosystem")),
            (f"{name}{version}" if entry.get("name") else ANYTHING,),
            reason=entry.get("reason"),
            expires=entry.get("effectiveUntil"),
            scope=TREE,
            head=side.line(at),
            text="" if entry.get("name") else f"{name} {entry.get('group', '')}",
            field=_FIELD,
        )
