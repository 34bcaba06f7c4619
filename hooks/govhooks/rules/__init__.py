"""The rules, by area: one file or package each. These folders are the registry; there is no list to maintain.

`index` is generated from them (`pytest tests/test_catalogue.py --write`). A run reads it, and loads only the rules it
needs.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.entry import Entry
    from govhooks.core.rule import Rule


def by_id(id: str) -> Entry:
    """The entry of a rule. Raises KeyError if there is no rule with this id."""
    from govhooks.rules.index import ENTRIES

    for entry in ENTRIES:
        if entry.id == id:
            return entry
    raise KeyError(id)


def load() -> list[Rule]:
    """Load every rule in the folders, sorted by id."""
    folder = os.path.dirname(__file__)
    names = [f"{area}.{name}" for area in _modules(folder) for name in _modules(os.path.join(folder, area))]
    found = [__import__(f"govhooks.rules.{name}", fromlist=["rule"]).rule for name in names]
    return sorted(found, key=lambda rule: rule.id)


def _modules(folder: str) -> Iterator[str]:
    """The names of the modules and packages in a package's folder."""
    for entry in sorted(os.listdir(folder)):
        name = entry.removesuffix(".py")
        if name.startswith(("_", ".")) or name == "index":
            continue
        if name != entry or os.path.exists(os.path.join(folder, entry, "__init__.py")):
            yield name
