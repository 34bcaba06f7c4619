"""What the commands that write records share: the findings of a request, the tree with the policy in force, and the writing itself."""

from __future__ import annotations

import os

from govhooks.core.changeset import Changeset
from govhooks.core.errors import CannotJudge
from govhooks.git import files
from govhooks.git.plumbing import git, git_ok
from govhooks.git.repository import Repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from govhooks.core.finding import Finding
    from govhooks.run.request import Request


def findings(request: Request, rules: str = "") -> Sequence[Finding] | None:
    """The findings on a request, their fingerprints computed on all cores; None if there is nothing to judge.

    `rules` is how the ids of the rules that are asked begin, "" for all. Raises CannotJudge.
    """
    from govhooks.rules.index import ENTRIES
    from govhooks.run.check import reach

    repository = Repository()
    try:
        verdict = reach(repository, [rule for rule in ENTRIES if rule.id.startswith(rules)], request)
    finally:
        repository.close()
    if verdict is None:
        return None
    return verdict.findings


def in_force(repository: Repository, rule: str, nothing: str) -> tuple[Changeset, Any]:
    """The tree as it stands, as a rule would judge it, and the rule's policy at HEAD.

    Raises CannotJudge if there is no commit; `nothing` says what that means.
    """
    from govhooks.run.gather import today
    from govhooks.run.policy import policy_of, supplied

    if git_ok("rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise CannotJudge(nothing)
    head = repository.resolve("HEAD")
    policies = policy_of(repository, head)
    before, after = repository.tree(head), repository.indexed
    changeset = Changeset(kind="whole", today=today(), before=before, after=after, supplied=supplied(policies))
    return changeset, policies.rules[rule]


def write(repository: Repository, path: str, data: bytes) -> None:
    """Write a record into the working tree, and stage it. Raises CannotJudge where it would not become part of a change."""
    root = repository.root()
    if root is None:
        raise CannotJudge("a bare repository has no working tree to write a record into")
    link = files.through_a_link(path, root)
    if link:
        raise CannotJudge(f"{path}: {link} is a symbolic link: what is written there would not be part of the change")
    place = os.path.join(root, *path.split("/"))
    os.makedirs(os.path.dirname(place), exist_ok=True)
    files.write(place, data)
    git("-C", root, "add", "--force", "--", path)
