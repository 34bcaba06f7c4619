"""What a report found out, kept in the git directory for the next one: facts by commit and object id, which never change.

One JSON file, replaced as a whole. It is believed only if this version of govhooks wrote it and its digest fits: a damaged or foreign one
is left aside, and the report takes as long as the first. No value of a secret is in it.
"""

from __future__ import annotations

import json
import os

from govhooks import __version__
from govhooks.core.errors import CannotJudge
from govhooks.git import files
from govhooks.git.plumbing import answer, git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PLACE = "govhooks/report"


class Kept:
    """Facts by kind and key, as plain JSON data."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.note = ""
        self._facts: dict[str, dict[str, Any]] = {}
        self._changed = False
        self._load()

    @classmethod
    def of_repository(cls) -> Kept:
        """Those of the repository of the current directory."""
        return cls(os.fsdecode(answer(git("rev-parse", "--git-path", PLACE))))

    def _load(self) -> None:
        try:
            data = files.read(self.path)
        except CannotJudge as error:
            self.note = f"nothing of an earlier report can be used: {error}"
            return
        if data is None:
            return
        head, _, body = data.partition(b"\n")
        if head.decode("ascii", "replace") != _mark(body):
            if head.startswith(f"{__version__} ".encode()):
                self.note = "what an earlier report kept is damaged: everything is computed again"
            return
        self._facts = json.loads(body)

    def get(self, kind: str, key: str) -> Any:
        """A fact, None if it is not kept."""
        return self._facts.get(kind, {}).get(key)

    def put(self, kind: str, key: str, value: Any) -> None:
        """Keep a fact."""
        self._facts.setdefault(kind, {})[key] = value
        self._changed = True

    def save(self) -> None:
        """Write what is new. If that fails, the next report takes longer, and nothing else happens."""
        if not self._changed:
            return
        body = json.dumps(self._facts, separators=(",", ":")).encode("ascii")
        try:
            files.write(self.path, _mark(body).encode("ascii") + b"\n" + body)
        except CannotJudge as error:
            self.note = f"nothing is kept for the next report: {error}"
        self._changed = False


def _mark(body: bytes) -> str:
    from hashlib import sha256

    return f"{__version__} {sha256(body).hexdigest()}"
