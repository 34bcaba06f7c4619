"""Formats whose `ignore` lists entries with a reason of their own.

deny.toml    [advisories] ignore = ["RUSTSEC-...", { id = "RUSTSEC-...", reason = "why" }, { crate = "a@1", reason = "why" }]
             https://embarkstudios.github.io/cargo-deny/checks/advisories/cfg.html#the-ignore-field-optional
.grype.yaml  ignore: [{vulnerability: CVE-..., reason: why, package: {name, version, type}, fix-state: unknown}]
             https://github.com/anchore/grype#specifying-matches-to-ignore
"""

from __future__ import annotations

from govhooks.knowledge.suppressions.entries import listed, table
from govhooks.knowledge.suppressions.suppression import ANYTHING, TREE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.suppressions.entries import Source
    from govhooks.knowledge.suppressions.suppression import Suppression


def read(source: Source) -> Iterator[Suppression]:
    """Each entry of the list. Raises BadDocument."""
    grype = source.tool == "grype"
    side = source.parsed("yaml" if grype else "toml")
    at = ("ignore",) if grype else ("advisories", "ignore")
    for index, entry in enumerate(listed(side.at(at))):
        told = table(entry)
        package = table(told.get("package"))
        about = " ".join(f"{key}={package[key]}" for key in sorted(package))
        name = entry if isinstance(entry, str) else told.get("vulnerability") or told.get("id") or told.get("crate")
        if not name and package.get("name"):
            name = package["name"]
        yield source.made(
            side.line((*at, index)),
            (str(name or told.get("fix-state") or ANYTHING),),
            reason=told.get("reason"),
            scope=TREE,
            text=about,
            # A bare id can be written as a table, but a comment does as well.
            field="" if isinstance(entry, str) else "reason: ..." if grype else 'reason = "..."',
        )
