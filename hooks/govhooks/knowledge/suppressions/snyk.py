"""`.snyk`: issues that are ignored, for a path or for all ("*"), and paths that are left out.

    ignore:
      SNYK-JS-LODASH-567746:
        - '*':
            reason: why
            expires: 2027-01-31T00:00:00.000Z
    exclude:
      global: [path, {path: {reason, expires}}]

https://docs.snyk.io/manage-risk/policies/the-.snyk-file
"""

from __future__ import annotations

from govhooks.knowledge.suppressions.entries import listed, table
from govhooks.knowledge.suppressions.left_out import is_usual, left_out
from govhooks.knowledge.suppressions.suppression import ANYTHING, EVERYWHERE, FILE, TREE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.knowledge.suppressions.entries import Source
    from govhooks.knowledge.suppressions.suppression import Suppression


def read(source: Source) -> Iterator[Suppression]:
    """Each path of each issue, and each path that is left out. Raises BadDocument."""
    side = source.parsed("yaml")
    found = table(side.value)
    for name, paths in table(found.get("ignore")).items():
        several = listed(paths)
        for index, entry in enumerate(several):
            for place, told in _pairs(entry):
                yield source.made(
                    side.line(("ignore", name, index) if len(several) > 1 else ("ignore", name)),
                    (str(name),),
                    reason=told.get("reason"),
                    expires=told.get("expires"),
                    scope=TREE if place.strip("* >/") == "" else FILE,
                    text="" if place == ANYTHING else place,
                    field="reason: ...",
                )
    for group, paths in table(found.get("exclude")).items():
        for index, entry in enumerate(listed(paths)):
            for place, told in _pairs(entry):
                plain = isinstance(entry, str)
                if is_usual(place):
                    continue
                yield source.made(
                    side.line(("exclude", group, index)),
                    (ANYTHING if place in EVERYWHERE else place,),
                    reason=told.get("reason"),
                    expires=told.get("expires"),
                    scope=TREE,
                    text=f"exclude {group}",
                    field="" if plain else "reason: ...",
                    wide=left_out(place),
                )


def _pairs(entry: Any) -> list[tuple[str, dict[str, Any]]]:
    """(path, what is said of it) of an entry, which is a path or a table with one."""
    if isinstance(entry, dict):
        return [(str(place), table(told)) for place, told in entry.items()]
    return [(str(entry), {})] if isinstance(entry, str) else []
