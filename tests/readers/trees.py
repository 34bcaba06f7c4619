"""Values to write in any format and read again."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

KEYS = st.text("ab.\"' :#-", min_size=1, max_size=3)
LEAVES = st.none() | st.integers(-9, 9) | st.booleans() | st.text("x]}#,:-'\" \n\\é<&=$", max_size=5)
INNER = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)
TREES = st.dictionaries(KEYS, INNER, max_size=4)


def paths(value: Any, here: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """The path of all that a value holds."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = {here} if here else set()
    for key, inner in items:
        found |= paths(inner, (*here, key))
    return found
