"""The rules: one file, or one package, each. This folder is the registry; nothing is registered by hand."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rule import Rule

_loaded: list[Rule] = []


def load() -> list[Rule]:
    """Every rule, in the order of their ids."""
    if not _loaded:
        for entry in sorted(os.listdir(os.path.dirname(__file__))):
            name = entry.removesuffix(".py")
            if not name.startswith("_") and (name != entry or "." not in entry):
                _loaded.append(__import__(f"govhooks.rules.{name}", fromlist=["rule"]).rule)
        _loaded.sort(key=lambda rule: rule.id)
    return _loaded
