"""The evidence that the pre-commit stage leaves for prepare-commit-msg: which rules found which content clean.

It is kept in `$GIT_DIR/govhooks/judged` (each worktree has its own), is written only if the committed policy requires
it (`Policies.asks_for_evidence`), and contains only a digest and ids of rules. The digest binds the staged content
against HEAD, HEAD itself (and so the policy), the heads being merged and the version of govhooks. It counts if all
rules that judge staged content are named, by one run or by several hooks of one rule each. Reading it for a message
consumes it. It is a plain file: whoever can write into the git directory can forge it, just as they can write the
trailer themselves.
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
    """A digest of what was judged, and by what; the policy is HEAD's."""
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
    """Record that these rules judged this content and found it clean. Raises CannotJudge if it cannot be written."""
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
    """The rules that judge staged content under this policy."""
    return [rule.id for rule in ENTRIES if "change" in rule.kinds and rule.id not in policies.off]


def take(repository: Repository, changeset: Changeset, rules: Iterable[str]) -> bool:
    """Whether all of these rules found the content about to be committed clean. This consumes the evidence: the next
    commit needs its own."""
    place = _place()
    held = _read(place)
    there = bool(held) and held[0] == _digest(repository, changeset) and set(rules) <= set(held[1:])
    if there:
        drop()
    return there


def drop() -> None:
    """Delete the evidence: the content was refused, or is committed. Raises CannotJudge if it cannot be deleted."""
    place = _place()
    try:
        os.remove(place)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CannotJudge(f"{place}: {error.strerror}") from None
