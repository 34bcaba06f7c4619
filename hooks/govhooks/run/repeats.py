"""Keep the second of two hooks from repeating the report of the first.

pre-commit and prek run our own git hook (`govhooks pre-push --install`) before theirs: both judge what is pushed, and
the first has already reported what the second finds. It leaves digests of its findings in the git folder; if all
findings of the second are among them, the second prints a brief report. Only output is saved: the second judges just
the same, and its exit code is its own, so writing that file gains an attacker nothing.
"""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge
from govhooks.git import files
from govhooks.git.plumbing import git_ok

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.verdict import Verdict

# Set by the clients for a hook that they run before their own.
_RUNNING = ("PRE_COMMIT_RUNNING_LEGACY", "PREK_RUNNING_LEGACY")


def is_first() -> bool:
    """Whether this is the hook that a client runs before its own."""
    return any(name in os.environ for name in _RUNNING)


def _place() -> str:
    found = git_ok("rev-parse", "--git-path", "govhooks/pushed")
    return os.fsdecode(found) if found else ""


def _held(place: str) -> set[str]:
    """The digests left in the same run of a client, which is the parent process of both hooks."""
    client, *held = (files.read(place) or b"").decode("ascii", "replace").split("\n")
    return set(held) if client == str(os.getppid()) else set()


def _digests(verdict: Verdict) -> set[str]:
    """A digest of each finding and note; it does not include the value of a secret."""
    from hashlib import sha256

    said = [
        "\0".join((one.rule, one.path, str(one.line), one.commit, one.problem, one.fix, one.severity))
        for one in verdict.findings
    ]
    said += [f"note\0{note}" for note in verdict.notes]
    return {sha256(words.encode("utf-8", "surrogateescape")).hexdigest() for words in said}


def leave(verdict: Verdict) -> None:
    """Record what was reported, in addition to earlier refs of the same push. If that fails, it is reported twice."""
    place = _place()
    if not place:
        return
    try:
        held = _held(place) | _digests(verdict)
        files.write(place, "\n".join([str(os.getppid()), *sorted(held)]).encode("ascii"))
    except CannotJudge:
        return


def take(verdict: Verdict) -> bool:
    """Whether all of this was already reported in the same push. This deletes the record."""
    place = _place()
    if not place or not os.path.exists(place):
        return False
    try:
        held = _held(place)
        os.unlink(place)
    except (CannotJudge, OSError):
        return False
    return bool(held) and _digests(verdict) <= held
