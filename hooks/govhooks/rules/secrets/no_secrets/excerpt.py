"""Whether a changed file is worth reading whole: a look at the changed stretches, which are a fraction of it, first.

What this rests on, and `tests/run/test_history.py` holds the engine to: where `scan` of the whole text finds a match on a line, it
finds one in the lines around it too. What reads from further away names its mark in `FAR`, and has the file read whole.
"""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.engine import scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.change import Change

AROUND = 12
# Below this many bytes a file is read whole at once.
SMALL = 2_000
# What makes lines further down mean something else: key blocks, and in manifests a Kubernetes Secret.
FAR = (b"PRIVATE KEY", b"PuTTY-User-Key-File-")
FAR_IN_MANIFESTS = (*FAR, b"Secret")
MANIFESTS = (".yaml", ".yml", ".json", ".tpl", ".tf", ".j2", ".tmpl", ".template", ".ipynb")


def worth_reading(change: Change, guesses: bool) -> bool:
    """False when nothing can be found in the lines that a change adds."""
    if change.is_new or change.large:
        return True
    blob = change.read()
    if len(blob) < SMALL or _reads_far(change.path, blob):
        return True
    stretches = change.excerpts(AROUND)
    if stretches is None:
        return True
    return any(next(iter(scan(text, change.path, guesses=guesses)), None) is not None for text in stretches)


def _reads_far(path: str, blob: bytes) -> bool:
    return any(mark in blob for mark in (FAR_IN_MANIFESTS if path.lower().endswith(MANIFESTS) else FAR))
