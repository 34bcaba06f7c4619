"""Decide whether a changed file is worth reading completely, by looking at the changed parts first.

This relies on the engine, as `tests/run/test_history.py` verifies: if `scan` of the whole text finds a match on a line,
it also finds one in the lines around it. Searches that read further away list their mark in `FAR`, and such a file is
read completely.
"""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.engine import scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.change import Change

AROUND = 12
# A file with fewer bytes than this is read completely at once.
SMALL = 2_000
# Marks, in lower case, that change the meaning of lines far away: key blocks; and, where a word begins, what speaks of NATS.
FAR = (b"private key", b"putty-user-key-file-", b"openvpn static key")
# The same in manifests, as it is written: a Kubernetes Secret.
SECRET = b"Secret"
MANIFESTS = (".yaml", ".yml", ".json", ".tpl", ".tf", ".j2", ".tmpl", ".template", ".ipynb")


def worth_reading(change: Change, guesses: bool) -> bool:
    """False if nothing can be found in the lines that a change adds."""
    if change.is_new or change.large:
        return True
    blob = change.read()
    if len(blob) < SMALL:
        return True
    stretches = change.excerpts(AROUND)
    if stretches is None or _reads_far(change, blob, stretches):
        return True
    return any(next(iter(scan(text, change.path, guesses=guesses)), None) is not None for text in stretches)


# (path, blob id) -> what `reads_far` says: in a history, the old side of a commit is the new side of an earlier one.
_far: dict[tuple[str, str], bool] = {}
_MOST_KNOWN = 10_000


def _reads_far(change: Change, blob: bytes, stretches: list[str]) -> bool:
    """`reads_far` of the new side; where the old side has no mark, a mark is in the lines that the change adds."""
    if change.old_path == change.path and len(change.sources) == 2 and _far.get((change.path, change.old_oid)) is False:
        far = any(reads_far(change.path, text.encode("utf-8", "surrogateescape")) for text in stretches)
    else:
        far = reads_far(change.path, blob)
    if change.oid.strip("0"):
        if len(_far) >= _MOST_KNOWN:
            _far.clear()
        _far[change.path, change.oid] = far
    return far


def reads_far(path: str, blob: bytes) -> bool:
    """Whether a file holds a mark of `FAR`: what it means for a line may stand anywhere in it."""
    if SECRET in blob and path.lower().endswith(MANIFESTS):
        return True
    from govhooks.rules.secrets.no_secrets.words import NKEYS, begins_a_word

    lower = blob.lower()
    if any(mark in lower for mark in FAR):
        return True
    for mark in map(str.encode, NKEYS):
        at = lower.find(mark)
        while at >= 0:
            if begins_a_word(blob, at):
                return True
            at = lower.find(mark, at + 1)
    return False
