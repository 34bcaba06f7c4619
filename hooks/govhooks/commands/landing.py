"""The change that `approve`, `disapprove` and `review` are about.

It goes from the merge base with the target branch to HEAD, or to the index.
"""

from __future__ import annotations

import os
import time

from govhooks.core.changeset import Changeset
from govhooks.core.errors import UsageError
from govhooks.git import refs
from govhooks.git.plumbing import answer, git
from govhooks.git.repository import Repository
from govhooks.run.gather import today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.review.high_risk_changes.policy import Policy

ID = "high-risk-changes"


class Landing:
    """`changeset` is the change since its merge base with the target, `policy` the target's policy, `branch` where it
    lands."""

    def __init__(self, repository: Repository, range_: str, branch: str = "", staged: bool = False) -> None:
        """`range_` is "A..B", "A" (to HEAD), or "" (from the default branch). Raises UsageError, CannotJudge."""
        from govhooks.knowledge.approvals.review import Review
        from govhooks.run.policy import policy_of
        from govhooks.run.ranges import read_commits

        start, _, end = range_.partition("..")
        start = start or refs.default_target()
        if not start:
            raise UsageError(_which_branch())
        self.repository = repository
        self.target = repository.resolve(start)
        self.head = repository.resolve(end or "HEAD")
        self.branch = branch or refs.branch_of(start)
        if not self.branch:
            raise UsageError(
                f"{start} is not a branch: name the one it lands on, for example --branch {_current() or 'main'}"
            )
        self.base = repository.merge_base(self.target, self.head)
        before = repository.tree(self.target)
        if staged:
            changes = repository.indexed_since(self.base)
        else:
            changes = repository.between(self.base, self.head)
        after = repository.indexed if staged else repository.tree(self.head)
        commits = tuple(read_commits(repository, (self.head, f"^{self.target}"), today(), before))
        self.changeset = Changeset(
            tuple(changes),
            kind="range",
            today=today(),
            before=before,
            after=after,
            commits=commits,
            review=Review(repository, self.branch, self.target, self.head, time.time(), commits),
        )
        self.policies = policy_of(repository, self.target)
        found = self.policies.rules[ID]
        self.policy: Policy = found  # type: ignore[assignment]

    @property
    def paths(self) -> int:
        return len(self.changeset.changes)


def _current() -> str:
    return refs.branch_of("HEAD")


def _which_branch() -> str:
    """A question whose suggested answer can be typed here."""
    current = _current()
    listed = git("for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes").decode("utf-8", "surrogateescape")
    names = [name for name in listed.split("\n") if name and name != refs.BRANCHES + current]
    others = [name.removeprefix(refs.BRANCHES).removeprefix("refs/remotes/") for name in names]
    others = [name for name in others if not name.endswith("/HEAD")]
    if not current:
        return f"which branch should it land on? for example --range {others[0] if others else 'main'}..HEAD"
    if others:
        return f"which branch will {current} land on? for example --range {others[0]}..HEAD"
    return (
        f"{current} is the only branch here, and no remote is known to compare it with: say what the change is and where"
        f" it lands, for example --range HEAD~1..HEAD --branch {current}"
    )


def at_the_top() -> None:
    """Change to the top of the working tree, because paths are relative to it."""
    top = answer(git("rev-parse", "--show-cdup"))
    if top:
        os.chdir(top)
