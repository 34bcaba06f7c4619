"""The words of a name, whatever its case."""

from __future__ import annotations

from govhooks.search.compiled import compiled

_SPLIT = compiled(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+\d*|\d+")


def words(name: str) -> list[str]:
    """`requireAdmin2`, `require_admin` -> ["require", "admin"]."""
    return [word.lower() for word in _SPLIT.findall(name)]
