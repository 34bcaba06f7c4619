"""The rules, by area: one file, or one package, each. These folders are the registry; nothing is registered by hand."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.rule import Rule

_loaded: list[Rule] = []


def load() -> list[Rule]:
    """Every rule, in the order of their ids."""
    if not _loaded:
        folder = os.path.dirname(__file__)
        for area in _modules(folder):
            for name in _modules(os.path.join(folder, area)):
                _loaded.append(__import__(f"govhooks.rules.{area}.{name}", fromlist=["rule"]).rule)
        _loaded.sort(key=lambda rule: rule.id)
    return _loaded


def _modules(folder: str) -> Iterator[str]:
    """The names of the modules and packages in a folder."""
    for entry in sorted(os.listdir(folder)):
        name = entry.removesuffix(".py")
        if not name.startswith("_") and (name != entry or "." not in entry):
            yield name
