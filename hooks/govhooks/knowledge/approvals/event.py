"""Read the event file of a forge's CI: arbitrary JSON, key by key. An error says which key is missing or wrong.

https://docs.github.com/en/webhooks/webhook-events-and-payloads (GitHub; Gitea and Forgejo write the same).
"""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Event:
    """A JSON value and its path; every method raises CannotJudge if the value has the wrong type."""

    def __init__(self, value: object, name: str, at: str = "") -> None:
        self._value, self._name, self._at = value, name, at

    def has(self, key: str) -> bool:
        """Whether a key exists and is neither null nor an empty string."""
        return self._table().get(key) not in (None, "")

    def table(self, key: str) -> Event:
        """The object under a key."""
        found = Event(self._get(key), self._name, self._path(key))
        found._table()
        return found

    def text(self, key: str) -> str:
        """The string under a key; not empty, and safe to pass to git."""
        value = self._get(key)
        if not isinstance(value, str) or not value or "\0" in value:
            raise self._wrong(self._path(key), "is not a string")
        return value

    def _table(self) -> Mapping[str, object]:
        if not isinstance(self._value, dict):
            raise self._wrong(self._at, "is not an object")
        return self._value

    def _get(self, key: str) -> object:
        if not self.has(key):
            raise self._wrong(self._path(key), "is missing")
        return self._table()[key]

    def _path(self, key: str) -> str:
        return f"{self._at}.{key}" if self._at else key

    def _wrong(self, at: str, what: str) -> CannotJudge:
        return CannotJudge(f"the event file {self._name} cannot be read: {at or 'it'} {what}")


def read(environ: Mapping[str, str]) -> Event:
    """The event file that the environment names, an empty event if it names none. Raises CannotJudge."""
    path = environ.get("GITHUB_EVENT_PATH")
    if not path:
        return Event({}, "")
    import json

    name = os.path.basename(path)
    try:
        with open(path, encoding="utf-8") as stream:
            event = Event(json.load(stream), name)
    except (OSError, ValueError, RecursionError) as error:
        raise CannotJudge(f"the event file {name} cannot be read: {error}") from None
    event.has("")  # an object, or nothing can be said about it
    return event
