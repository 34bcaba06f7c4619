"""What the pre-commit stage leaves for prepare-commit-msg: which rules found which content clean.

It lies in `$GIT_DIR/govhooks/judged` (each worktree has its own), is written only when the committed policy asks for it
(`Policies.asks_for_evidence`), and says nothing of what was judged: a digest, and ids of rules. The digest binds the content
against HEAD, HEAD itself (and with it the policy), the heads being merged and the version of govhooks. It counts when all
rules that judge what is staged are named, by one run or by hooks of one rule each, and it is used up by the message that
it is read for. It is a plain file: whoever can write into the git directory can forge it, as he can write the trailer.
"""

from __future__ import annotations

import os

from govhooks import __version__
from govhooks.core.errors import CannotJudge
from govhooks.git.plumbing import answer, git, git_ok
from govhooks.rules.index import ENTRIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from govhooks.core.changeset import Changeset
    from govhooks.git.repository import Repository
    from govhooks.policy.load import Policies

_PLACE = "govhooks/judged"


def _place() -> str:
    return os.fsdecode(answer(git("rev-parse", "--git-path", _PLACE)))


def _digest(repository: Repository, changeset: Changeset) -> str:
    """What was judged, and by what; the policy is HEAD's."""
    from hashlib import sha256

    from govhooks.knowledge.approvals.digest import digest

    head = git_ok("rev-parse", "--verify", "--quiet", "HEAD") or b""
    parts = (__version__, head.decode("ascii"), *repository.merging(), digest(changeset.changes))
    return sha256("\n".join(parts).encode("ascii")).hexdigest()


def _read(place: str) -> list[str]:
    try:
        with open(place, encoding="ascii") as stream:
            return stream.read().split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def leave(repository: Repository, changeset: Changeset, rules: Iterable[str]) -> None:
    """Note that these rules judged this content and found it clean. Raises CannotJudge when it cannot be noted."""
    place, judged = _place(), _digest(repository, changeset)
    held = _read(place)
    named = {*rules, *(held[1:] if held[:1] == [judged] else ())} - {""}
    draft = f"{place}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(draft, "w", encoding="ascii", newline="\n") as stream:
            stream.write("\n".join([judged, *sorted(named)]))
        os.replace(draft, place)
    except OSError as error:
        raise CannotJudge(f"{place}: {error.strerror}") from None


def due(policies: Policies) -> list[str]:
    """The rules that judge what is staged by this policy."""
    return [rule.id for rule in ENTRIES if "change" in rule.kinds and rule.id not in policies.off]


def take(repository: Repository, changeset: Changeset, rules: Iterable[str]) -> bool:
    """Whether all of these rules found clean what is about to be committed. It is gone then: the next commit is judged
    again, or carries nothing."""
    place = _place()
    held = _read(place)
    there = bool(held) and held[0] == _digest(repository, changeset) and set(rules) <= set(held[1:])
    if there:
        drop()
    return there


def drop() -> None:
    """Take away what was left: the content was refused, or is committed. Raises CannotJudge when it stays."""
    place = _place()
    try:
        os.remove(place)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CannotJudge(f"{place}: {error.strerror}") from None
