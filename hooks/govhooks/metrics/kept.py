"""Facts that a report found out, by commit and object id, which never change: the next report need not find them out again.

They are one file of the `Store`. No value of a secret is in it.
"""

from __future__ import annotations

from govhooks.metrics.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILE = "facts"


class Kept:
    """Facts by kind and key, as plain JSON data; `notes` says what could not be used or written."""

    def __init__(self, folder: str = "") -> None:
        """`folder` is where the file lies, by default in the git directory."""
        self._store = Store(folder)
        self.notes = self._store.notes
        self._facts: dict[str, dict[str, Any]] = self._store.read(FILE)[0] or {}
        self._changed = False

    def get(self, kind: str, key: str) -> Any:
        """A fact, None if it is not kept."""
        return self._facts.get(kind, {}).get(key)

    def put(self, kind: str, key: str, value: Any) -> None:
        """Keep a fact."""
        self._facts.setdefault(kind, {})[key] = value
        self._changed = True

    def save(self) -> None:
        """Write what is new. If that fails, the next report takes longer, and nothing else happens."""
        if self._changed:
            self._store.write(FILE, self._facts)
        self._changed = False
