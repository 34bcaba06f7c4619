"""The names of all tools whose suppressions are read."""

from __future__ import annotations

from govhooks.knowledge.suppressions.formats import FORMATS
from govhooks.knowledge.suppressions.markers import MARKERS

TOOLS = tuple(
    sorted(
        {one.tool for one in FORMATS}
        | {one.tool for one in MARKERS}
        | {name for one in MARKERS for _, name in one.also}
    )
)
