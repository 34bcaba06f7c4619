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
    if len(blob) < SMALL or reads_far(change.path, blob):
        return True
    stretches = change.excerpts(AROUND)
    if stretches is None:
        return True
    return any(next(iter(scan(text, change.path, guesses=guesses)), None) is not None for text in stretches)


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
