"""A push that two hooks judge is told of once.

pre-commit and prek run a git hook of ours (`govhooks pre-push --install`) before their own: both judge what is pushed,
and the first has said what the second finds. It leaves digests of what it said in the git folder, and the second is
brief when all that it has to say is among them. Only words are saved: the second judges all the same, and its exit code
is its own, so that nothing is gained by writing that file.
"""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge
from govhooks.git import files
from govhooks.git.plumbing import git_ok

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.verdict import Verdict

# What the clients set for a hook that they run before their own.
_RUNNING = ("PRE_COMMIT_RUNNING_LEGACY", "PREK_RUNNING_LEGACY")


def is_first() -> bool:
    """Whether this is the hook that a client runs before its own."""
    return any(name in os.environ for name in _RUNNING)


def _place() -> str:
    found = git_ok("rev-parse", "--git-path", "govhooks/pushed")
    return os.fsdecode(found) if found else ""


def _held(place: str) -> set[str]:
    """What was said in the same run of a client, which is the parent of both hooks."""
    client, *held = (files.read(place) or b"").decode("ascii", "replace").split("\n")
    return set(held) if client == str(os.getppid()) else set()


def _digests(verdict: Verdict) -> set[str]:
    """Of each finding and note; the value of a secret is no part of them."""
    from hashlib import sha256

    said = [
        "\0".join((one.rule, one.path, str(one.line), one.commit, one.problem, one.fix, one.severity))
        for one in verdict.findings
    ]
    said += [f"note\0{note}" for note in verdict.notes]
    return {sha256(words.encode("utf-8", "surrogateescape")).hexdigest() for words in said}


def leave(verdict: Verdict) -> None:
    """Note what was said, beside what was said of other refs of the same push. Where it cannot be noted, it is said twice."""
    place = _place()
    if not place:
        return
    try:
        held = _held(place) | _digests(verdict)
        files.write(place, "\n".join([str(os.getppid()), *sorted(held)]).encode("ascii"))
    except CannotJudge:
        return


def take(verdict: Verdict) -> bool:
    """Whether all of this was said in the same push. The note is gone then."""
    place = _place()
    if not place or not os.path.exists(place):
        return False
    try:
        held = _held(place)
        os.unlink(place)
    except (CannotJudge, OSError):
        return False
    return bool(held) and _digests(verdict) <= held
