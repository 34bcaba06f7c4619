"""High-risk changes are flagged, named in the message, and approved or refused where the policy says so."""

from __future__ import annotations

from govhooks.finding import Finding
from govhooks.rule import Rule
from govhooks.rules.high_risk_changes.policy import GOVERNANCE, Policy
from govhooks.rules.high_risk_changes.touch import is_record, lost_record, touched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.changeset import Change, Changeset
    from govhooks.rules.high_risk_changes.touch import Area

ID = "high-risk-changes"
_SHOWN = 3


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Flag the areas touched, and of a range that lands, whether they are approved; of a message, whether its trailer
    covers them."""
    if changeset.kind in ("message", "commit"):
        yield from _uncovered(changeset, policy)
        return
    found = list(touched(changeset, policy))
    if any(area.mode == "approve" for _, area, _ in found) and changeset.review is not None:
        from govhooks.rules.high_risk_changes.approval import verdicts

        yield from verdicts(changeset, policy, found)
    if policy.cover == "every-file":
        yield from _uncovered_files(changeset, found)
    for change, area, reasons in found:
        if area.id == GOVERNANCE and (lost := lost_record(change)):
            yield _lost(change, area, lost, changeset)
            continue
        more = len(reasons) - _SHOWN
        shown = "; ".join(reasons[:_SHOWN]) + (f"; {more} more" if more > 0 else "")
        yield Finding(
            rule=ID,
            path=change.path,
            line=0,
            problem=f"high risk: {area.title} ({shown})",
            fix=_next(area, policy),
            identity=area.id,
            blocks=area.blocks,
        )


def _lost(change: Change, area: Area, lost: str, changeset: Changeset) -> Finding:
    """A record that goes, or becomes another one: refused, unless changes of `governance` can be approved."""
    path = change.old_path or change.path
    if changeset.kind == "range":
        review = changeset.review
        fix = (
            f"put it back: git checkout {review.target[:12] if review and review.target else 'BASE'} -- {quoted(path)}"
        )
    else:
        fix = f"put it back: git restore --staged --worktree -- {quoted(path)}"
    approve = area.mode == "approve"
    if approve:
        fix += f"; to remove it, have the change of {GOVERNANCE} approved (`govhooks review` says by whom)"
    return Finding(
        rule=ID,
        path=path,
        line=0,
        problem=f"{lost}: records are only ever added",
        fix=fix,
        identity=f"record {change.old_oid} {'' if change.status in 'DR' else change.oid}",
        blocks=not approve,
        joint=True,
    )


def quoted(text: str) -> str:
    """A path for a POSIX shell."""
    from shlex import quote

    return quote(text)


def _uncovered_files(changeset: Changeset, found: Iterable[tuple[Change, Area, list[str]]]) -> Iterator[Finding]:
    """The policy wants every file to belong to an area."""
    covered = {id(change) for change, _, _ in found}
    for change in changeset.changes:
        if id(change) not in covered and not is_record(change):
            yield Finding(
                rule=ID,
                path=change.path,
                line=0,
                problem="no area covers this file, and the policy wants every file covered",
                fix="add its path to an area in governance.toml, in a change of its own",
                identity="cover",
            )


def _next(area: Area, policy: Policy) -> str:
    if area.mode == "approve":
        return (
            "it needs approval before it lands: `govhooks review` says whose; "
            f"the message names it ({policy.trailer}: {area.id})"
        )
    if area.blocks:
        return f"the policy refuses changes to {area.id} here: have it reviewed, with an exception in governance.toml"
    return f"have it reviewed by someone who knows {area.title}; the message names it ({policy.trailer}: {area.id})"


def trailers(changeset: Changeset, policy: Policy) -> Iterator[tuple[str, str]]:
    """The trailer that prepare-commit-msg writes."""
    names = _names(changeset, policy)
    if names:
        yield policy.trailer, ", ".join(names)


def _names(changeset: Changeset, policy: Policy) -> list[str]:
    return list(dict.fromkeys(area.id for _, area, _ in touched(changeset, policy)))


def _uncovered(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """The areas that the change touches and its message does not name."""
    names = _names(changeset, policy)
    if not names:
        return
    covered = {
        part.strip().casefold()
        for key, value in changeset.trailers
        if key.casefold() == policy.trailer.casefold()
        for part in value.replace(";", " ").replace(",", " ").split()
    }
    missing = [name for name in names if name.casefold() not in covered]
    if not missing:
        return
    trailer = f'"{policy.trailer}: {", ".join(names)}"'
    if changeset.kind == "commit":
        fix = f"git commit --amend --no-edit --trailer {trailer} (git rebase --interactive for an older commit)"
    else:
        fix = f'git commit --edit --file="$(git rev-parse --git-path COMMIT_EDITMSG)" --trailer {trailer}'
    yield Finding(
        rule=ID,
        path="",
        line=0,
        problem=f"the message does not say that the change is high-risk: {', '.join(missing)}",
        fix=fix,
        identity=f"{changeset.commit} {', '.join(missing)}",
    )


rule = Rule(
    ID,
    Policy,
    check,
    kinds=("change", "range", "commit", "message"),
    trailers=trailers,
    shows=True,
    history=False,
    landing=True,
)
