"""Gather a range of commits, as pushed or as judged in CI: its net change, its commits, and the ref updates."""

from __future__ import annotations

import os
import time

from govhooks.core.changeset import Changeset
from govhooks.git import refs
from govhooks.git.plumbing import git, git_ok
from govhooks.policy import adoption
from govhooks.policy.load import FILE
from govhooks.rules.index import ENTRIES
from govhooks.run.gathered import Gathered
from govhooks.run.policy import find_policies, supplied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from govhooks.core.changeset import Reader
    from govhooks.core.entry import Entry
    from govhooks.git.repository import Repository
    from govhooks.policy.load import Policies
    from govhooks.run.request import Request


def gather_range(repository: Repository, rules: Sequence[Entry], request: Request, day: str) -> Gathered:
    """The commits of a range one by one for the rules that guard history, and its net change for the others."""
    if not request.to_ref:  # a push that only deletes, and brings nothing
        return _gather_push(repository, rules, request, day)
    new = repository.resolve(request.to_ref)
    old = repository.resolve(request.from_ref) if request.from_ref else ""
    request, known = _land(repository, request, old, new)
    target = _target(request, old)
    since, doubt = adoption.point(repository, target or (new if request.policy else ""), request.policy)
    if old:
        base = repository.merge_base(old, new)
        known = known or (old,)
    else:  # a history whose root the other side does not have
        base = repository.merge_base(since, new) if since else repository.empty_tree()
    known += (since,) if since else ()
    revs: tuple[str, ...] = (new, "--not", *known) if known else (new,)
    before: Reader = repository.tree(target) if target else lambda path: None
    net = Changeset(
        tuple(repository.between(base, new)), kind="range", today=day, before=before, after=repository.tree(new)
    )
    notes = [doubt] if doubt else []
    policies, file, told = find_policies(rules, request, net, f"{_short(target)}:{FILE}")
    common: dict[str, Any] = {"policy_file": file, "supplied": supplied(policies, request.stage)}
    notes += told
    if request.content:
        rules = [rule for rule in rules if not rule.landing]
    if request.stage == "pre-push" and "PRE_COMMIT_REMOTE_NAME" in os.environ and _judges_pushes(policies):
        from govhooks.git.hooks import hint

        notes += hint("pre-push")
    commits: tuple[Changeset, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    if any(rule.commits for rule in rules):
        commits = tuple(
            commit.but(supplied=common["supplied"]) for commit in read_commits(repository, revs, day, before)
        )
        if any(rule.tags for rule in rules):
            tags = tuple(repository.tags(request.to_ref, {commit.commit for commit in commits}))
    if commits:
        commits = _place(commits, request, policies, new, revs)
    review = None
    if not request.first:
        from govhooks.knowledge.approvals.review import Review

        # A policy that came with the history is not a target: what landed with it still needs its approvals.
        landed = target if old or not request.root else (since or "")
        review = Review(repository, _branch(request), landed, new, time.time(), commits)
    net = net.but(**common, commits=commits, tags=tags, review=review)
    pushed = (made.but(supplied=common["supplied"]) for made in _pushed(request, old, new, day, before))
    changesets = [net, *commits, *pushed]
    if not old:
        changesets += (made.but(supplied=common["supplied"]) for made in _tree(repository, since, new, day, before))
        if not since and not doubt and (request.first or request.root) and len(commits) > 1:
            notes.append(
                f"every commit is judged, starting with the first: {FILE} has no adoption point"
                f' (since = "ID OF A COMMIT", written by the first govhooks baseline)'
            )
    if not net.changes and not tags and not commits:
        notes.append(f"nothing to judge: {request.from_ref}..{request.to_ref} is empty")
    return Gathered(request, repository, tuple(rules), policies, tuple(changesets), "range", tuple(notes))


def _judges_pushes(policies: Policies) -> bool:
    return any("push" in rule.kinds and rule.id not in policies.off for rule in ENTRIES)


def _land(repository: Repository, request: Request, old: str, new: str) -> tuple[Request, tuple[str, ...]]:
    """(the request completed by the commit whose policy judges it, if pre-commit reports a push; what is known there)."""
    remote = os.environ.get("PRE_COMMIT_REMOTE_NAME", "")
    if request.stage != "pre-push" or not remote or request.target:
        return request, request.hidden or (() if request.root or old else (refs.held_by(remote or "origin"),))
    from govhooks.run import target

    remote = target.remote(remote)
    folder, name = f"refs/remotes/{remote}", os.environ.get("PRE_COMMIT_REMOTE_BRANCH", "")
    default = target.default_tip(folder)
    if not old and target.holds_nothing(folder):
        found = target.of_first(repository, (target.tip("HEAD"), new, target.tip(refs.default_target() or "/")))
        return request.but(target=found or "none", first=True), ()
    short = name.removeprefix(refs.BRANCHES)
    own = target.tip(f"{folder}/{short}") if name.startswith(refs.BRANCHES) else ""
    found = target.of_branch(repository, short, own, default, target.protected(repository, default))
    known = (*((old,) if old else (refs.held_by(remote),)), *((default,) if default else ()))
    return request.but(target=found or old or "none"), known


def _tree(repository: Repository, since: str, new: str, day: str, before: Reader) -> Iterator[Changeset]:
    """The tree of a history with an adoption point: anything bad still in it must be in the baseline, whenever it was
    added."""
    if not since or git_ok("merge-base", "--is-ancestor", since, new) is None:
        return
    changes = repository.between(repository.empty_tree(), new)
    tree = Changeset(
        tuple(changes),
        kind="whole",
        today=day,
        commit=new,
        before=before,
        after=repository.tree(new),
        only=tuple(rule.id for rule in ENTRIES if rule.baseline),
    )
    yield tree


def read_commits(repository: Repository, revs: tuple[str, ...], day: str, before: Reader) -> Iterator[Changeset]:
    """Every commit of a range, with its message, author and committer, oldest first."""
    told = dict(_messages(revs))
    for commit, changes in repository.commits(*revs):
        more = told.get(commit, {})
        yield Changeset(
            tuple(changes),
            kind="commit",
            today=day,
            commit=commit,
            before=before,
            after=repository.tree(commit),
            **more,
        )


def _branch(request: Request) -> str:
    """The branch that a range lands on, "" if unknown."""
    if request.branch:
        return request.branch.removeprefix("refs/heads/")
    if request.stage == "pre-push" and os.environ.get("PRE_COMMIT_REMOTE_BRANCH"):
        return os.environ["PRE_COMMIT_REMOTE_BRANCH"].removeprefix("refs/heads/")
    return refs.branch_of(request.from_ref) if request.from_ref else ""


def _pushed(request: Request, old: str, new: str, day: str, before: Reader) -> Iterator[Changeset]:
    """The ref updates of a push, if they are known."""
    updates = request.updates
    if request.stage == "pre-push" and not updates:
        remote = os.environ.get("PRE_COMMIT_REMOTE_NAME", "")
        ref = os.environ.get("PRE_COMMIT_REMOTE_BRANCH", "")
        # When a tag moves, the client names the tag object itself: that distinguishes a former tag from another commit.
        made = refs.pushed(remote, ref, request.from_ref if ref.startswith(refs.TAGS) else old, new)
        updates = (made,) if made else ()
    if updates:
        yield Changeset(kind="push", today=day, before=before, updates=updates)


def _gather_push(repository: Repository, rules: Sequence[Entry], request: Request, day: str) -> Gathered:
    """A push that brings no commit: refs that are deleted, or moved to existing commits."""
    target = _target(request, "")
    before: Reader = repository.tree(target) if target else lambda path: None
    said = Changeset(kind="push", today=day, before=before, updates=request.updates)
    policies, file, told = find_policies(rules, request, said, f"{_short(target)}:{FILE}")
    said = said.but(policy_file=file, supplied=supplied(policies, request.stage))
    return Gathered(request, repository, tuple(rules), policies, (said,), "range", tuple(told))


def _target(request: Request, old: str) -> str:
    """The commit whose policy judges a range: the tip it would land on; "" for none (for a push, see `target`)."""
    if request.target:
        return "" if request.target == "none" else request.target
    return old


def _short(commit: str) -> str:
    return commit[:12] if commit else "none"


def _messages(revs: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(commit, its message, trailers, author, committer and parents) for each commit of a range, as git parses them."""
    from govhooks.git.message import pairs

    form = "--format=%H%x00%P%x00%an <%ae>%x00%cn <%ce>%x00%B%x00%(trailers:only=yes,unfold=yes)"
    plain = ("--no-show-signature", "--encoding=UTF-8", "--no-color", "--no-notes", "--no-mailmap")
    raw = git("log", "-z", *plain, form, *revs, "--")
    fields = raw.decode("utf-8", "replace").split("\0")
    for i in range(0, len(fields) - 5, 6):
        commit, parents, author, committer, message, trailers = fields[i : i + 6]
        yield (
            commit,
            {
                "parents": tuple(parents.split()),
                "author": author,
                "committer": committer,
                "message": message,
                "trailers": pairs(trailers),
            },
        )


def _place(
    commits: tuple[Changeset, ...], request: Request, policies: Policies, new: str, revs: tuple[str, ...]
) -> tuple[Changeset, ...]:
    """The commits of a range, each with its `Changeset.stands` and its siblings."""
    in_ci = request.stage in ("ci", "pre-receive") or os.environ.get("CI", "").lower() in ("true", "1")
    # In the first push of a history, not every commit can be made again.
    landed = in_ci and request.stage != "pre-receive" and _has_landed(request, policies, new)
    others = "landed" if landed else "proposed"
    mine: set[str] = set()
    if not in_ci and request.from_ref:
        mine = set(git("rev-list", *revs, "--remotes", "--").decode("ascii").split())
    return tuple(commit.but(siblings=commits, stands="here" if commit.commit in mine else others) for commit in commits)


def _has_landed(request: Request, policies: Policies, new: str) -> bool:
    """Whether CI judges commits that are already on a branch whose history is kept."""
    from govhooks.core.globs import Globs

    branch = _branch(request)
    default = refs.default_branch()
    kept = policies.supplied("kept-branches")
    if not branch or (branch != default and Globs(kept).match(branch) is None):
        return False
    from govhooks.run import target

    tip = target.tip(f"refs/remotes/origin/{branch}") or target.tip(f"{refs.BRANCHES}{branch}")
    pushed = any(update.short == branch for update in request.updates)
    return pushed or bool(tip and git_ok("merge-base", "--is-ancestor", new, tip) is not None)
