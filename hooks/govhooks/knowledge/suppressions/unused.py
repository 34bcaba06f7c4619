"""Suppressions that surely silence nothing, as far as files alone can tell.

Whether an id is still found only its tool knows. That an entry is written twice, or is about a workflow that is gone, everybody sees.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from govhooks.knowledge.suppressions.suppression import Suppression


def unused(found: Iterable[Suppression], names: Collection[str] | None) -> Iterator[tuple[Suppression, str]]:
    """(suppression, why) of those that silence nothing. `names` are the last parts of all paths of the tree, None if nobody can list them."""
    seen: dict[object, int] = {}
    for one in found:
        if one.inline:
            continue
        place = (one.path, *one.key)
        if place in seen:
            yield one, f"line {seen[place]} says the same"
        seen.setdefault(place, one.line)
        if one.tool == "zizmor" and one.text != "disable" and names is not None:
            # https://docs.zizmor.sh/configuration/: the name of a workflow, or of an action's file
            name = one.text.partition(":")[0]
            if name and name.rpartition("/")[2] not in names:
                yield one, f"there is no {name}"
