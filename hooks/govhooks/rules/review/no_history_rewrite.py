"""Published history is not rewritten."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.globs import Globs
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule
from govhooks.git.refs import BRANCHES, PROTECTED, REPLACED, TAGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.update import Update
    from govhooks.policy.load import Choice, GlobList

ID = "no-history-rewrite"
# Where approvals are with `store = "notes"` (`govhooks.knowledge.approvals.store`): a push may add to it, but remove
# nothing.
APPROVALS = "refs/notes/govhooks"


class Policy(Record):
    """Which branches (the default branch always) and tags keep their history, and whether a rewrite is refused or must
    be confirmed (`mode`); `refs` are other refs than branches and tags that a server accepts."""

    branches: GlobList = PROTECTED
    tags: GlobList = ("**",)
    refs: GlobList = (APPROVALS,)
    mode: Choice = "refuse"

    CHOICES = {"mode": ("refuse", "ask")}


_PROBLEMS = {
    "forced": "would be overwritten{lost}",
    "deleted": "would be deleted{lost}",
    "moved": "would be moved",
    "rebased": "has {count} of the commits that this rebase would rewrite",
}
_FIXES = {
    "forced": "merge or rebase onto what is there, and push without force; to undo a commit: git revert",
    "deleted": "take the deletion out of the push",
    "moved": "make a new tag: a published one must not move",
    "rebased": "merge instead, or rebase only what is not pushed: git rebase --onto",
}


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge each ref update of a push, and the commits that a rebase is about to rewrite."""
    branches, tags, others = Globs(policy.branches), Globs(policy.tags), Globs(policy.refs)
    for update in changeset.updates:
        if update.ref.startswith(REPLACED):
            if update.new:
                yield _refused(
                    update,
                    "everyone who fetches it would see other objects than those that were judged",
                    "take it out of the push: change history with new commits, not with replacements",
                )
            continue
        if update.served and not update.ref.startswith((BRANCHES, TAGS)) and others.match(update.ref) is None:
            yield _refused(
                update,
                "neither a branch nor a tag, and the policy does not allow it",
                f'push a branch, or allow it: refs = ["{update.ref}"] in [rules.{ID}] of governance.toml',
            )
            continue
        kept = tags if update.ref.startswith(TAGS) else branches if update.ref.startswith(BRANCHES) else None
        if update.ref == APPROVALS and update.kind in ("forced", "deleted"):
            yield _refused(
                update,
                "approvals and vetoes in it would be lost",
                f"fetch it and merge: git fetch origin {APPROVALS} && git notes --ref={APPROVALS} merge FETCH_HEAD",
            )
            continue
        if update.kind in _PROBLEMS and (update.default or (kept is not None and kept.match(update.short) is not None)):
            yield _finding(update, policy)


def _refused(update: Update, problem: str, fix: str) -> Finding:
    return Finding(rule=ID, path=update.ref, line=0, problem=problem, fix=fix, identity=f"{update.kind} {update.new}")


def _finding(update: Update, policy: Policy) -> Finding:
    count = "some" if update.lost < 0 else str(update.lost)
    lost = f", losing {count} commit{'' if update.lost == 1 else 's'}" if update.lost else ""
    what = "tag" if update.ref.startswith(TAGS) else "branch"
    fix = _FIXES[update.kind]
    if policy.mode == "ask":
        fix += f"; or confirm it: git -c govhooks.rewrite={update.short} ... (to a server: git push -o govhooks.rewrite={update.short})"
    return Finding(
        rule=ID,
        path=update.ref,
        line=0,
        problem=f"the protected {what} {update.short} {_PROBLEMS[update.kind].format(lost=lost, count=count)}",
        fix=fix,
        identity=f"{update.kind} {update.old}",
        blocks=not (policy.mode == "ask" and update.meant),
    )


rule = Rule(
    ID, Policy, check, concerns=Concerns(kinds=("push",)), kinds=("push",), supplies={"kept-branches": "branches"}
)
