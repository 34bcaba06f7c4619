"""The change that `approve`, `disapprove` and `review` are about: from where it leaves its target to HEAD or the index."""

from __future__ import annotations

import os
import time

from govhooks import policy as policies
from govhooks import refs
from govhooks.changeset import Changeset, Repository
from govhooks.plumbing import answer, git
from govhooks.rule import UsageError, today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy import Policies
    from govhooks.rules.high_risk_changes.policy import Policy

ID = "high-risk-changes"


class Landing:
    """`changeset` the change against where it leaves the target, `policy` the target's, `branch` where it lands."""

    def __init__(self, repository: Repository, range_: str, branch: str = "", staged: bool = False) -> None:
        """`range_` is "A..B", "A" (to HEAD), or "" (from the default branch). Raises UsageError, CannotJudge."""
        from govhooks.approvals.review import Review
        from govhooks.verdict import commits

        start, _, end = range_.partition("..")
        start = start or refs.default_target()
        if not start:
            raise UsageError("which branch will it land on? give --range BRANCH..HEAD")
        self.repository = repository
        self.target = repository.resolve(start)
        self.head = repository.resolve(end or "HEAD")
        self.branch = branch or refs.branch_of(start)
        if not self.branch:
            raise UsageError(f"{start} is not a branch: name the one it lands on with --branch NAME")
        self.base = repository.merge_base(self.target, self.head)
        before = repository.tree(self.target)
        if staged:
            changes = repository.indexed_since(self.base)
        else:
            changes = repository.between(self.base, self.head)
        after = repository.indexed if staged else repository.tree(self.head)
        self.changeset = Changeset(changes, kind="range", today=today(), before=before, after=after)
        self.changeset.commits = tuple(commits(repository, (self.head, f"^{self.target}"), today(), before))
        self.changeset.review = Review(
            repository, self.branch, self.target, self.head, time.time(), self.changeset.commits
        )
        self.policies = policy_of(repository, self.target)
        found = self.policies.rules[ID]
        self.policy: Policy = found  # type: ignore[assignment]

    @property
    def paths(self) -> int:
        return len(self.changeset.changes)


def policy_of(repository: Repository, rev: str) -> Policies:
    """The policy of a commit. Raises PolicyError."""
    from govhooks.rules import load

    data = repository.tree(rev)(policies.FILE)
    if data is None:
        return policies.defaults(load())
    return policies.load(data, f"{rev[:12]}:{policies.FILE}", load())


def at_the_top() -> None:
    """Go to the top of the working tree, so that paths mean what they say."""
    top = answer(git("rev-parse", "--show-cdup"))
    if top:
        os.chdir(top)
