"""What a report has worked out, kept in `$GIT_DIR/govhooks/metrics` for the next one: files of JSON and numbers, replaced whole.

A file of another installation is left alone and made anew, one that is damaged or of somebody else is ignored and said. It has
the power that its folder has: who can write to the git directory can put hooks there.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import sys
import zlib

import govhooks
from govhooks import __version__
from govhooks.core.errors import CannotJudge
from govhooks.git import files
from govhooks.git.plumbing import answer, git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The version of the format; others are not read.
FORMAT = 1
# Bytes of a file, and of what is in it: more is neither read nor written.
LARGEST, MOST = 64 << 20, 512 << 20
_DIGEST = 32


class Store:
    """The files of this repository; `notes` says what could not be used or written."""

    def __init__(self, folder: str = "") -> None:
        """`folder` is where they lie, by default in the git directory."""
        self._folder = folder or os.fsdecode(answer(git("rev-parse", "--git-path", "govhooks/metrics")))
        self.notes: list[str] = []

    def read(self, name: str, source: str = "") -> tuple[Any, bytes]:
        """(JSON data, numbers) of a file that was made from `source`; (None, b"") if there is none that can be used."""
        place = os.path.join(self._folder, name)
        try:
            held = _bytes(place)
            if held is None:
                return None, b""
            head, _, rest = held.partition(b"\n")
            if head != _stamp(source):
                return None, b""
            if hashlib.sha256(rest[_DIGEST:]).digest() != rest[:_DIGEST]:
                raise ValueError("its checksum is wrong")
            body = _inflated(rest[_DIGEST:])
            size = int.from_bytes(body[:8], "big")
            return json.loads(body[8 : 8 + size]), body[8 + size :]
        except (OSError, ValueError, zlib.error, RecursionError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self.notes.append(f"{place} was ignored and is made anew: {why}")
            return None, b""

    def write(self, name: str, data: Any, numbers: bytes = b"", source: str = "") -> None:
        """Replace a file. Where that fails, the next report works it out again, and this one says so."""
        text = json.dumps(data, separators=(",", ":")).encode("ascii")
        packed = zlib.compress(len(text).to_bytes(8, "big") + text + numbers, 1)
        place = os.path.join(self._folder, name)
        if len(packed) > LARGEST or len(text) + len(numbers) > MOST:
            self.notes.append(f"{place} was not written: it would be larger than {LARGEST >> 20} MiB")
            return
        try:
            if os.path.islink(place):
                os.unlink(place)
            files.write(place, _stamp(source) + b"\n" + hashlib.sha256(packed).digest() + packed)
        except (CannotJudge, OSError) as error:
            self.notes.append(f"{place} was not written: {error}")


def _bytes(place: str) -> bytes | None:
    """The bytes of a plain file of this user; None for none. Raises OSError, and ValueError for any other file."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(place, flags)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        # On Windows, the access control list of the user's folder protects it, as it protects the hooks.
        foreign = hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o002)
        if foreign or status.st_mode & 0o170000 != 0o100000:
            raise ValueError("it is no file of yours alone")
        if status.st_size > LARGEST:
            raise ValueError("it is too large")
        return stream.read(LARGEST)


def _inflated(data: bytes) -> bytes:
    """Raises zlib.error, and ValueError for more than MOST bytes."""
    reader = zlib.decompressobj()
    body = reader.decompress(data, MOST)
    if reader.unconsumed_tail or not reader.eof:
        raise ValueError("it is too large, or not whole")
    return body


def _stamp(source: str) -> bytes:
    """What made a file and from what, on one line: other code may come to another result."""
    made = f"govhooks metrics {FORMAT} {__version__} {_code()} {sys.byteorder} {source}"
    return made.encode("utf-8", "backslashreplace").replace(b"\n", b" ")


@functools.cache
def _code() -> str:
    """Where this installation is, and when its code was changed last (nanoseconds since 1970)."""
    top = os.path.dirname(govhooks.__file__)
    changed = 0
    for folder, _, names in os.walk(top):
        for name in names:
            if name.endswith((".py", ".json", ".txt")):
                with contextlib.suppress(OSError):  # an editor's mark of a file that is open is a link to nothing
                    changed = max(changed, os.stat(os.path.join(folder, name)).st_mtime_ns)
    return f"{top} {changed}"
