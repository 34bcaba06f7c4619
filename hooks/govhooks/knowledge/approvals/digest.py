"""The change of some paths as one SHA-256.

It is the digest of what `git diff --raw --no-renames -z --no-abbrev BASE HEAD -- PATHS` prints, so anybody can compute
it with git alone: for each path the old mode, new mode, old object, new object, and the path, in git's order. It does
not depend on commits, other paths or a user's diff settings: it is the same from the index, from a range, after a
rebase over unrelated work and after a squash. `git patch-id` is not enough: moving a Python statement out of its `if`,
or a hunk to another function, leaves it unchanged (measured with git 2.39).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from govhooks.core.change import Change

_ABSENT = "000000"
# The kind of file that a mode stands for: two different kinds make a change of type "T".
_KIND = 3


def digest(changes: Iterable[Change]) -> str:
    """64 hexadecimal digits. A rename counts as one path that is removed and one that is added."""
    from hashlib import sha256

    entries = sorted(entry for change in changes for entry in _entries(change))
    return sha256(b"".join(head + b"\0" + path + b"\0" for path, head in entries)).hexdigest()


def _entries(change: Change) -> list[tuple[bytes, bytes]]:
    zero = "0" * max(len(change.oid), len(change.old_oid))
    if change.status == "R":
        return [
            _entry(change.old_path, change.old_mode, _ABSENT, change.old_oid, zero),
            _entry(change.path, _ABSENT, change.mode, zero, change.oid),
        ]
    return [_entry(change.path, change.old_mode, change.mode, change.old_oid, change.oid)]


def _entry(path: str, old_mode: str, mode: str, old_oid: str, oid: str) -> tuple[bytes, bytes]:
    if old_mode == _ABSENT:
        letter = "A"
    elif mode == _ABSENT:
        letter = "D"
    else:
        letter = "M" if old_mode[:_KIND] == mode[:_KIND] else "T"
    return path.encode("utf-8", "surrogateescape"), f":{old_mode} {mode} {old_oid} {oid} {letter}".encode("ascii")
