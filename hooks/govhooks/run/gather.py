"""Gather what a request means: which changesets to judge, and by which policy.

One function per kind of request; the result is immutable. docs/architecture.md has a table of what is judged.
"""

from __future__ import annotations

import os
import sys
import time

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.errors import CannotJudge, UsageError
from govhooks.git.plumbing import git, git_ok
from govhooks.run.gathered import Gathered
from govhooks.run.policy import HEAD_POLICY, find_policies, supplied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.core.changeset import Reader
    from govhooks.core.entry import Entry
    from govhooks.git.repository import Repository
    from govhooks.run.request import Request


def today() -> str:
    """Today's date, YYYY-MM-DD, in UTC: the same on the laptop and in CI."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def gather(repository: Repository, rules: Sequence[Entry], request: Request) -> Gathered:
    """Gather what a request means. Raises UsageError, CannotJudge."""
    day = today()
    if request.stdin:
        return _text(repository, rules, request, day)
    require_work_tree(request)
    if request.history:
        return _history(repository, rules, request, day)
    if request.to_ref or request.updates:
        from govhooks.run.ranges import gather_range

        return gather_range(repository, rules, request, day)
    if request.rebase[0]:
        return _rebase(repository, rules, request, day)
    return _files(repository, rules, request, day)


def _files(repository: Repository, rules: Sequence[Entry], request: Request, day: str) -> Gathered:
    """The staged changes, with the message if there is one, or files as they are."""
    before = _before(repository)
    notes: list[str] = []
    if request.everything:
        changes, kind = repository.whole(None), "whole"
    else:
        from govhooks.run.staged import staged_or_named

        changes, kind, notes = staged_or_named(repository, request)
    changeset = Changeset(tuple(changes), kind=kind, today=day, before=before)
    if kind == "whole":
        changeset = changeset.but(after=repository.indexed)
    policies, file, told = find_policies(rules, request, changeset, HEAD_POLICY)
    changeset = changeset.but(policy_file=file, supplied=supplied(policies, request.stage))
    if request.stage in ("message", "prepare-commit-msg") or request.message_file:
        from govhooks.run.messages import gather_message

        return gather_message(repository, rules, request, changeset, policies, (*notes, *told))
    if kind == "change" and notes and policies.asks_for_evidence:
        # Evidence covers everything that is committed; if part of it were left out, there could never be any.
        changeset = changeset.but(changes=tuple(repository.staged()))
        notes = ["the policy requires evidence: files that pre-commit's configuration leaves out are judged, too"]
        told, notes = [], [*told, *notes]
    return Gathered(request, repository, tuple(rules), policies, (changeset,), kind, (*notes, *told))


def _before(repository: Repository) -> Reader:
    """The tree of HEAD, or an empty one before the first commit."""
    return repository.tree("HEAD") if repository.head() else lambda path: None


def require_work_tree(request: Request) -> None:
    """Raise CannotJudge in a bare repository or outside of a repository (a range can be judged in a bare one)."""
    if os.path.exists(".git") and not os.environ.keys() & {"GIT_DIR", "GIT_WORK_TREE"}:
        return
    inside = git("rev-parse", "--is-inside-work-tree").strip()
    if inside != b"true" and not (request.to_ref or request.updates or request.history):
        raise CannotJudge(
            "this is not a working tree: in a bare repository only --history and --from-ref/--to-ref can be judged"
        )


def _text(repository: Repository, rules: Sequence[Entry], request: Request, day: str) -> Gathered:
    """The text on standard input."""
    rules = [rule for rule in rules if "text" in rule.kinds]
    if not rules:
        raise UsageError("none of these rules judges a text on standard input")
    if sys.stdin is None:
        raise CannotJudge("standard input is closed")
    if sys.stdin.isatty():
        sys.stderr.write("govhooks: reading a text; end it with Ctrl-D (Windows: Ctrl-Z, Enter)\n")
    try:
        data = sys.stdin.buffer.read()
    except OSError as error:
        raise CannotJudge(f"standard input cannot be read: {error.strerror}") from None
    inside = git_ok("rev-parse", "--git-dir") is not None
    before = _before(repository) if inside else lambda path: None
    changes = (Change("W", "<stdin>", new=data),) if data else ()
    changeset = Changeset(changes, kind="text", today=day, before=before)
    notes = () if data else ("nothing to judge: standard input is empty",)
    policies, file, told = find_policies(rules, request, changeset, HEAD_POLICY)
    changeset = changeset.but(policy_file=file, supplied=supplied(policies, request.stage))
    return Gathered(request, repository, tuple(rules), policies, (changeset,), "text", (*notes, *told))


def _rebase(repository: Repository, rules: Sequence[Entry], request: Request, day: str) -> Gathered:
    """The published commits that a rebase is about to rewrite; the policy is the upstream's."""
    from govhooks.git import refs

    before = _before(repository)
    updates = tuple(refs.rebased(repository, *request.rebase))
    said = Changeset(kind="push", today=day, before=before, updates=updates)
    policies, file, told = find_policies(rules, request, said, HEAD_POLICY)
    said = said.but(policy_file=file, supplied=supplied(policies, request.stage))
    return Gathered(request, repository, tuple(rules), policies, (said,), "rebase", tuple(told))


def _history(repository: Repository, rules: Sequence[Entry], request: Request, day: str) -> Gathered:
    """Every commit, once, by the rules that guard history; the policy is HEAD's."""
    rules = [rule for rule in rules if rule.history]
    if not rules:
        raise UsageError("none of these rules judges a history")
    said = Changeset(kind="commit", today=day, before=_before(repository))
    policies, file, told = find_policies(rules, request, said, HEAD_POLICY)
    said = said.but(policy_file=file, supplied=supplied(policies, request.stage))
    return Gathered(request, repository, tuple(rules), policies, (said,), "history", tuple(told))
