"""High-risk changes are flagged and named in the message; the policy can require approval or refuse them."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.rule import Concerns, Rule
from govhooks.rules.review.high_risk_changes.areas import AREAS
from govhooks.rules.review.high_risk_changes.policy import GOVERNANCE, ID, LOCAL, OFF, REQUIRE, Policy
from govhooks.rules.review.high_risk_changes.touch import is_record, lost_record, touched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.rules.review.high_risk_changes.touch import Area

_SHOWN = 3
# How many digits of a commit's id are shown.
_SHORTEST = 7


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Flag the areas touched. For a range that lands, check that they are approved; for a message, that its trailer
    declares them."""
    if changeset.kind in ("message", "commit"):
        yield from _uncovered(changeset, policy)
        return
    found = list(touched(changeset, policy))
    if any(area.mode == "approve" for _, area, _ in found) and changeset.review is not None:
        from govhooks.rules.review.high_risk_changes.approval import verdicts

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
            fix=_next(area, policy, changeset.kind),
            identity=area.id,
            blocks=area.blocks,
        )


def _lost(change: Change, area: Area, lost: str, changeset: Changeset) -> Finding:
    """A record that is removed or replaced: refused, unless changes of `governance` can be approved."""
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
        fix += f"; to remove it, get the change to {GOVERNANCE} approved (`govhooks review` says by whom)"
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
    """Quote a path for a POSIX shell."""
    from shlex import quote

    return quote(text)


def _uncovered_files(changeset: Changeset, found: Iterable[tuple[Change, Area, list[str]]]) -> Iterator[Finding]:
    """The policy requires every file to belong to an area, and these do not."""
    covered = {id(change) for change, _, _ in found}
    for change in changeset.changes:
        if id(change) not in covered and not is_record(change):
            yield Finding(
                rule=ID,
                path=change.path,
                line=0,
                problem="no area covers this file, and the policy requires one for every file",
                fix="add its path to an area in governance.toml, in a change of its own",
                identity="cover",
            )


def _next(area: Area, policy: Policy, kind: str) -> str:
    if area.blocks:
        return f"the policy refuses changes to {area.id}: have it reviewed, with an exception in governance.toml"
    trailer = ""
    if kind == "change" and policy.message != OFF:
        trailer = f'; the trailer "{policy.trailer}: {area.id}" is added for you'
    if area.mode == "approve":
        return f"get it approved before it lands: `govhooks review` says by whom{trailer}"
    return f"have it reviewed by someone who knows {area.title}{trailer}"


def trailers(changeset: Changeset, policy: Policy) -> Iterator[tuple[str, str]]:
    """The trailer that prepare-commit-msg writes."""
    names = _names(changeset, policy) if policy.message != OFF else []
    if names:
        yield policy.trailer, ", ".join(names)


def _names(changeset: Changeset, policy: Policy) -> list[str]:
    return list(dict.fromkeys(area.id for _, area, _ in touched(changeset, policy)))


def _uncovered(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """The areas that the change touches but its message does not declare."""
    names = _names(changeset, policy) if policy.message != OFF else []
    missing = [name for name in names if name not in _declared(changeset, policy)] if names else []
    if not missing:
        return
    yield Finding(
        rule=ID,
        path="",
        line=0,
        problem=f"high-risk changes must be declared in the commit message: {', '.join(missing)}",
        fix=_declare(changeset, policy, names),
        identity=f"{changeset.commit} {', '.join(missing)}",
        blocks=policy.message == REQUIRE or (policy.message == LOCAL and not _is_out_of_reach(changeset)),
    )


def _declared(changeset: Changeset, policy: Policy) -> set[str]:
    """The areas that the message declares, in lower case; for a recorded commit, also those that a later one declares
    for it."""
    if changeset.kind == "message":
        # git reads the message it is about to record; a forge's message is searched as a whole.
        values = [value for key, value in changeset.trailers if key.casefold() == policy.trailer.casefold()]
        return _words(values)
    from govhooks.git.message import named

    found = _words(named(changeset.message, changeset.trailers, policy.trailer))
    for other in changeset.siblings:
        for value in named(other.message, other.trailers, policy.trailer) if other.commit != changeset.commit else ():
            words = _words([value])
            if any(len(word) >= _SHORTEST and changeset.commit.startswith(word) for word in words):
                found |= words
    return found


def _words(values: Iterable[str]) -> set[str]:
    return {
        word for value in values for word in value.casefold().translate(dict.fromkeys(map(ord, ";,()"), " ")).split()
    }


def _is_out_of_reach(changeset: Changeset) -> bool:
    """Whether nobody here can add the trailer to the message: a bot or a forge wrote it, or it is judged elsewhere."""
    if changeset.kind == "message":
        return False
    if changeset.stands != "here":
        return True
    from govhooks.knowledge.approvals.forge import is_machine

    return is_machine(changeset.author) or is_machine(changeset.committer)


def _declare(changeset: Changeset, policy: Policy, names: Iterable[str]) -> str:
    """How to declare it: in the commit itself as long as it can be rewritten, otherwise in a later commit."""
    areas = ", ".join(names)
    trailer = f'"{policy.trailer}: {areas}"'
    if changeset.kind == "message":
        amend = "--amend " if changeset.amends else ""
        return f'git commit {amend}--edit --file="$(git rev-parse --git-path COMMIT_EDITMSG)" --trailer {trailer}'
    short = changeset.commit[:12]
    if changeset.stands == "landed":
        trailer = f'"{policy.trailer}: {areas} ({short})"'
        return (
            f'in a commit that follows: git commit --allow-empty -m "Declare the risk of {short}" --trailer {trailer}'
        )
    return (
        f"in commit {short}: git commit --amend --no-edit --trailer {trailer}"
        f" (an older one: git rebase --interactive {short}~1, and mark it `edit`)"
    )


def _group(area: str) -> str:
    return "files of no area" if area == "cover" else f"files of area {area}"


# Keys in an area's table that select changes by something other than their paths.
_SELECTS = ("changes", "by", "min-files", "min-lines")

rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(
            paths=(*(glob for area in AREAS for glob in area.paths), ".governance/"),
            globs=("areas.*.paths", "signers", "revoked", "gpg-keys"),
            patterns=("areas.*.added", "areas.*.removed"),
            opens=("cover", *(f"areas.*.{option}" for option in _SELECTS)),
        ),
        Concerns(words=tuple(word for area in AREAS for signal in area.signals for word in signal.literals)),
    ),
    kinds=("change", "range", "commit", "message"),
    trailers=trailers,
    shows=True,
    history=False,
    landing=True,
    supplies={"signers": "signers", "revoked": "revoked", "gpg-keys": "gpg_keys", "people": "people"},
    group=_group,
)
