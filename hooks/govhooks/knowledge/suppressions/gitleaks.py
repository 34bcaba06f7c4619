"""`.gitleaks.toml`: allowlists for all rules or for one, and rules that are switched off.

    [allowlist] or [[allowlists]]: description, paths, regexes, stopwords, commits; [[rules.allowlists]], [rules.allowlist]
    [extend] disabledRules = ["id"]

https://github.com/gitleaks/gitleaks#configuration
"""

from __future__ import annotations

from govhooks.knowledge.suppressions.entries import listed, table, tables
from govhooks.knowledge.suppressions.left_out import left_out
from govhooks.knowledge.suppressions.suppression import ANYTHING, EVERYWHERE, TREE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.knowledge.suppressions.entries import Source
    from govhooks.knowledge.suppressions.suppression import Suppression
    from govhooks.readers.document import Side

_KEYS = ("paths", "regexes", "stopwords", "commits")


def read(source: Source) -> Iterator[Suppression]:
    """Each allowlist that has something in it, and each rule that is off. Raises BadDocument."""
    side = source.parsed("toml")
    found = table(side.value)
    yield from _allowlists(source, side, (), found, "")
    for index, one in enumerate(tables(found.get("rules"))):
        yield from _allowlists(source, side, ("rules", index), one, str(one.get("id") or "a rule"))
    for index, name in enumerate(listed(table(found.get("extend")).get("disabledRules"))):
        yield source.made(side.line(("extend", "disabledRules", index)), (str(name),), scope=TREE, text="disabled")


def _allowlists(
    source: Source, side: Side, at: tuple[str | int, ...], holder: dict[str, Any], name: str
) -> Iterator[Suppression]:
    held = [((*at, "allowlist"), table(holder.get("allowlist")))]
    held += [((*at, "allowlists", index), one) for index, one in enumerate(tables(holder.get("allowlists")))]
    for place, allowed in held:
        values = {key: [str(one) for one in listed(allowed.get(key))] for key in _KEYS}
        flat = [one for key in _KEYS for one in values[key]]
        if not flat:
            continue
        # Expressions and words may hold what they allow: their number is shown, never they themselves.
        what = [*values["paths"], *values["commits"]]
        what += [f"{len(values[key])} {key}" for key in ("regexes", "stopwords") if values[key]]
        everything = any(one in EVERYWHERE for one in flat)
        yield source.made(
            side.line(place),
            (ANYTHING,) if everything else tuple(what),
            reason=allowed.get("description"),
            scope=TREE,
            text=" ".join(filter(None, (name, *map(str, listed(allowed.get("targetRules"))), *flat))),
            field='description = "..."',
            wide="" if at or allowed.get("targetRules") else next(filter(None, map(left_out, values["paths"])), ""),
        )
