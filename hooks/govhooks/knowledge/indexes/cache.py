"""Answers of indexes that are kept on the disk, one file a URL, in `indexes` beside the database of advisories.

    Cache(folder).get(url)    an Entry, None for none, a damaged one, one from the future or of another URL
    .put(entry)               written beside its place and put there whole
    .trim()                   the oldest go when there are too many

Nothing fails here: what cannot be read is not there, what cannot be written is not kept. What an index said is kept, never that
it could not be asked, and no login is in it.
"""

from __future__ import annotations

import contextlib
import os

from govhooks.core.record import Record
from govhooks.knowledge.indexes.answers import BadAnswer, Project, kept, restored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# Another layout is never read.
LAYOUT = 1
# Of one entry and of all, in bytes; the largest projects of npm have some thousand versions of 100 bytes each.
LARGEST, LARGEST_TOTAL = 1 << 22, 1 << 26
# Seconds by which the clock may have gone back.
_SKEW = 60.0


class Entry(Record):
    """`at` is when the index said so, in seconds since 1970; `etag` what to ask with whether it still says so, "" for none."""

    url: str
    at: float
    etag: str
    project: Project


class Cache:
    """`folder` is "" for a cache that keeps nothing; `clock` gives the seconds since 1970."""

    def __init__(self, folder: str, clock: Callable[[], float]) -> None:
        self._folder, self._clock = folder, clock

    def get(self, url: str) -> Entry | None:
        import json

        if not self._folder:
            return None
        try:
            with open(self._path(url), "rb") as stream:
                data = stream.read(LARGEST + 1)
            plain = json.loads(data) if len(data) <= LARGEST else None
            if not isinstance(plain, dict) or plain.get("layout") != LAYOUT or plain.get("url") != url:
                return None
            at, etag = plain.get("at"), plain.get("etag")
            if type(at) is not float or not 0 <= at <= self._clock() + _SKEW or not isinstance(etag, str):
                return None
            return Entry(url, at, etag, restored(plain.get("project")))
        except (OSError, ValueError, RecursionError, BadAnswer):
            return None

    def put(self, entry: Entry) -> None:
        import json
        import tempfile

        if not self._folder:
            return
        plain = {
            "layout": LAYOUT,
            "url": entry.url,
            "at": float(entry.at),
            "etag": entry.etag,
            "project": kept(entry.project),
        }
        data = json.dumps(plain).encode("ascii")
        if len(data) > LARGEST:
            return
        draft = ""
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            number, draft = tempfile.mkstemp(".new", "", self._folder)
            with os.fdopen(number, "wb") as stream:
                stream.write(data)
            os.replace(draft, self._path(entry.url))
        except OSError:
            if draft:
                with contextlib.suppress(OSError):
                    os.unlink(draft)

    def trim(self) -> None:
        """Leave half of what is allowed when it is more."""
        if not self._folder:
            return
        try:
            told = [(entry.stat(), entry.path) for entry in os.scandir(self._folder) if entry.is_file()]
        except OSError:
            return
        total = sum(stat.st_size for stat, _ in told)
        if total <= LARGEST_TOTAL:
            return
        for stat, path in sorted(told, key=lambda one: one[0].st_mtime):
            if total <= LARGEST_TOTAL // 2:
                return
            total -= stat.st_size
            with contextlib.suppress(OSError):
                os.unlink(path)

    def _path(self, url: str) -> str:
        import hashlib

        return os.path.join(
            self._folder, hashlib.sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:40] + ".json"
        )
