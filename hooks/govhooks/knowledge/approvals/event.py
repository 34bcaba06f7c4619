"""The event file of a forge's CI: JSON of whatever shape, read key by key. A wrong shape says which key is missing.

https://docs.github.com/en/webhooks/webhook-events-and-payloads (GitHub; Gitea and Forgejo write the same).
"""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Event:
    """A JSON value and where it stands; every question raises CannotJudge where the answer has the wrong shape."""

    def __init__(self, value: object, name: str, at: str = "") -> None:
        self._value, self._name, self._at = value, name, at

    def has(self, key: str) -> bool:
        """Whether a key is there, not null and not an empty text."""
        return self._table().get(key) not in (None, "")

    def table(self, key: str) -> Event:
        """What stands under a key, an object itself."""
        found = Event(self._get(key), self._name, self._path(key))
        found._table()
        return found

    def text(self, key: str) -> str:
        """A string that is not empty, and can be handed to git."""
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
    """The event that the environment names, an empty one where it names none. Raises CannotJudge."""
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
    event.has("")  # an object, or nothing of it can be told
    return event
