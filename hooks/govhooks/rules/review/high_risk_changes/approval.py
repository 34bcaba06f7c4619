"""Whether the high-risk part of a range is approved: combines areas, requirements and statements.

Pure except for what `Changeset.review` looks up. Used by the rule, by `govhooks review` and by `govhooks approve`. The
policy, the keys, the mail map and the code owners are those of the target branch (`Changeset.before`).
"""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.globs import Globs
from govhooks.core.record import Record
from govhooks.knowledge.approvals import people as who_is_who
from govhooks.knowledge.approvals import requirement as need
from govhooks.knowledge.approvals.digest import digest
from govhooks.knowledge.approvals.forge import ANY_AREA
from govhooks.knowledge.approvals.requirement import Requirement, Voters
from govhooks.knowledge.approvals.signing import Refused, Signers, lines
from govhooks.policy.exceptions import days_after
from govhooks.rules.review.high_risk_changes.policy import GOVERNANCE, ID
from govhooks.rules.review.high_risk_changes.touch import touched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.approvals.people import People
    from govhooks.knowledge.approvals.review import Review
    from govhooks.knowledge.approvals.statement import Statement
    from govhooks.rules.review.high_risk_changes.policy import Policy
    from govhooks.rules.review.high_risk_changes.touch import Area

_MOST_REFUSED = 5


class Voice(Record):
    """A statement that counts, and the person who made it."""

    statement: Statement
    person: str

    def __str__(self) -> str:
        until = "" if self.statement.expires.startswith("9999") else f", until {self.statement.expires}"
        return f"{self.statement.by} ({self.statement.assurance}{until})"


class Outcome(Record):
    """The state of one area of a change.

    `state`    "approved", "overridden", "disapproved" or "open".
    `changes`  the area's part of the change, with the reasons; `digest` is the digest of that part.
    `voices`   who has approved, overridden or disapproved, as the state says; `approving` all who approve.
    `refused`  (statement, why it does not count) for statements about this area.
    `may`      who may still approve; `makers` who made the change, by role.
    """

    area: Area
    changes: tuple[tuple[Change, tuple[str, ...]], ...]
    digest: str
    requirement: Requirement
    state: str
    voices: tuple[Voice, ...]
    approving: tuple[Voice, ...]
    refused: tuple[tuple[Statement, str], ...]
    may: tuple[str, ...]
    makers: dict[str, tuple[str, ...]]
    steps: int = 0

    @property
    def done(self) -> bool:
        return self.state in ("approved", "overridden")


def lands(area: Area, policy: Policy, review: Review) -> bool:
    """Whether a change of this area lands when it reaches a branch; if the branch is unknown, it does.

    The default branch counts whatever its name is, unless the area names its branches itself.
    """
    if not review.branch or (review.is_default and not area.own.branches):
        return True
    return Globs(area.own.branches or policy.branches).match(review.branch) is not None


def signers(changeset: Changeset, policy: Policy) -> Signers:
    """The project's keys, as in the target branch."""
    return Signers(
        allowed=changeset.before(policy.signers) or b"",
        revoked=(changeset.before(policy.revoked) or b"") if policy.revoked else b"",
        gpg=(changeset.before(policy.gpg_keys) or b"") if policy.gpg_keys else b"",
        place=policy.signers,
    )


def requirement(area: Area, policy: Policy) -> Requirement:
    """Who has to approve: the area's own requirement, completed by the rule's."""
    own, rule = area.own, policy
    if own.all_of or own.any_of:
        return Requirement(all_of=own.all_of, any_of=own.any_of)
    if (rule.all_of or rule.any_of) and not (own.approvers or own.count or own.distinct_groups):
        return Requirement(all_of=rule.all_of, any_of=rule.any_of)
    named = own.approvers or rule.approvers
    if area.id == GOVERNANCE and not named:
        # Approvers of any other area may approve changes to the policy; a key alone is not enough.
        named = tuple(dict.fromkeys(name for other in policy.areas.values() for name in other.names()))
        named = tuple(name for name in named if name != need.OWNERS)
    return Requirement(
        approvers=named,
        count=own.count or rule.count or max(1, own.distinct_groups or rule.distinct_groups),
        distinct_groups=own.distinct_groups or (0 if own.approvers else rule.distinct_groups),
    )


def verdicts(
    changeset: Changeset, policy: Policy, found: Iterable[tuple[Change, Area, list[str]]]
) -> Iterator[Finding]:
    """A finding for each area that needs approval where the change lands."""
    assert changeset.review is not None
    for outcome in outcomes(changeset, policy, found):
        if lands(outcome.area, policy, changeset.review):
            yield _finding(outcome, changeset.review.branch)


def outcomes(
    changeset: Changeset, policy: Policy, found: Iterable[tuple[Change, Area, list[str]]], stepwise: bool = True
) -> list[Outcome]:
    """The outcome of each area in mode "approve"."""
    by_area: dict[str, tuple[Area, list[tuple[Change, tuple[str, ...]]]]] = {}
    for change, area, reasons in found:
        if area.mode == "approve":
            by_area.setdefault(area.id, (area, []))[1].append((change, tuple(reasons)))
    made = [_outcome(changeset, policy, area, changes) for area, changes in by_area.values()]
    if stepwise:
        made = [one if one.state != "open" else _step_by_step(changeset, policy, one) for one in made]
    return made


def _step_by_step(changeset: Changeset, policy: Policy, whole: Outcome) -> Outcome:
    """The outcome if each step (each merge, each commit of the branch itself) was approved separately."""
    assert changeset.review is not None
    mine = {statement.digest for statement in changeset.review.statements() if statement.area == whole.area.id}
    if not mine or len(changeset.commits) < 2:
        return whole
    steps = 0
    voices: dict[Voice, None] = {}
    # If an area is about large changes, small steps count, too: many of them next to an approved one are large
    # together.
    own = whole.area.own.but(min_files=0, min_lines=0)
    policy = policy.but(areas={**policy.areas, whole.area.id: own})
    for step in changeset.review.steps():
        step = step.but(before=changeset.before)
        found = [item for item in touched(step, policy) if item[1].id == whole.area.id]
        for one in outcomes(step, policy, found, stepwise=False):
            if not one.done:
                return whole
            steps += 1
            voices.update(dict.fromkeys(one.voices))
    if not steps:
        return whole
    return whole.but(state="approved", voices=tuple(voices), approving=tuple(voices), steps=steps)


def _outcome(
    changeset: Changeset, policy: Policy, area: Area, changes: list[tuple[Change, tuple[str, ...]]]
) -> Outcome:
    assert changeset.review is not None
    own = [change for change, _ in changes]
    paths = {path for change in own for path in (change.path, change.old_path) if path}
    known = signers(changeset, policy)
    people = _people(changeset, policy, known)
    made_by = makers(changeset, paths)
    requires = requirement(area, policy)
    told = digest(own)
    barred: dict[str, str] = {}
    for role, names in made_by.items():
        if role not in (area.own.may_approve or policy.may_approve):
            for name in names:
                barred.setdefault(people.person(name), role)
    valid: dict[tuple[str, str], Voice] = {}
    refused: list[tuple[Statement, str]] = []
    statements = changeset.review.statements()
    if "trailer" in policy.assurance:
        statements = [*statements, *_trailers(changeset, paths)]
    for statement in statements:
        if statement.area != area.id and (statement.area != ANY_AREA or statement.assurance == "signed"):
            continue
        try:
            voice = _voice(statement, changeset, policy, area, told, paths, known, people, barred)
        except Refused as why:
            refused.append((statement, str(why)))
            continue
        if voice is not None:
            _keep_latest(valid, voice)
    voters = _voters(changeset, policy, requires, own, known, people)
    state, voices, approving = _state(valid, requires, voters, policy, people)
    for voice in valid.values():
        idle = "" if voice in (*voices, *approving) else _no_say(voice, area, policy, requires, voters)
        if idle:
            refused.append((voice.statement, idle))
    have = {voice.person for voice in approving}
    may = sorted(need.eligible(requires, voters) - have - barred.keys())
    return Outcome(
        area=area,
        changes=tuple(changes),
        digest=told,
        requirement=requires,
        state=state,
        voices=voices,
        approving=approving,
        refused=tuple(refused),
        may=tuple(may),
        makers=made_by,
    )


def _no_say(voice: Voice, area: Area, policy: Policy, requires: Requirement, voters: Voters) -> str:
    """Why a person's statement never has an effect, whatever others say; "" if it may have one."""
    over = any(voice.person in voters.members(name) for name in policy.overriders)
    if voice.statement.state == "overridden":
        return "" if over else f"{voice.statement.by} may not override (see overriders in governance.toml)"
    if voice.person in need.eligible(requires, voters) or (over and voice.statement.state == "disapproved"):
        return ""
    return f"{voice.statement.by} is not an approver of {area.id}"


def _keep_latest(valid: dict[tuple[str, str], Voice], voice: Voice) -> None:
    """Only the last statement of a person counts; an override counts in addition."""
    kind = "override" if voice.statement.state == "overridden" else "word"
    before = valid.get((voice.person, kind))
    if before is None or _order(before) <= _order(voice):
        valid[voice.person, kind] = voice


def _order(voice: Voice) -> tuple[str, bool]:
    """By time; of two in the same second, the veto comes last."""
    return voice.statement.issued, voice.statement.state == "disapproved"


def _state(
    valid: dict[tuple[str, str], Voice], requires: Requirement, voters: Voters, policy: Policy, people: People
) -> tuple[str, tuple[Voice, ...], tuple[Voice, ...]]:
    may = need.eligible(requires, voters)
    overriders: set[str] = set().union(*(voters.members(name) for name in policy.overriders))
    said = list(valid.values())
    over = tuple(v for v in said if v.statement.state == "overridden" and v.person in overriders)
    against = tuple(v for v in said if v.statement.state == "disapproved" and v.person in may | overriders)
    approving = tuple(v for v in said if v.statement.state == "approved" and v.person in may)
    if over:
        return "overridden", over, approving
    if against:
        return "disapproved", against, approving
    if need.met(requires, (voice.person for voice in approving), voters):
        return "approved", approving, approving
    return "open", approving, approving


def _voice(
    statement: Statement,
    changeset: Changeset,
    policy: Policy,
    area: Area,
    told: str,
    paths: set[str],
    known: Signers,
    people: People,
    barred: dict[str, str],
) -> Voice | None:
    """The statement as one that counts for this area of this change. Raises Refused; None for one that is not about
    this change."""
    review = changeset.review
    assert review is not None
    if statement.assurance not in policy.assurance:
        raise Refused(f"{statement.assurance} approvals do not count under this policy (see `assurance`)")
    names: tuple[str, ...] = (statement.by,)
    if statement.assurance == "signed":
        if statement.digest != told and not review.is_new(statement):
            return None
        names = (statement.by, *review.identity(statement, known).names)
        for name in names:
            people.join(statement.by, name)
        if statement.digest != told:
            raise Refused(f"it is for a different state of the change ({statement.digest[:12]}, not {told[:12]})")
        if review.has_landed(statement) and statement.state != "disapproved":
            raise Refused("this change landed with it before and was reverted: review it again")
        if not review.branch:
            raise Refused("the branch it lands on is not known: name the branch with --branch")
    elif statement.commit:
        there = review.at(statement.commit, paths)
        if digest(there) != told:
            raise Refused(f"the commit that was reviewed ({statement.commit[:12]}) is a different state of the change")
    if review.branch and statement.branch != review.branch:
        raise Refused(f"it is for {statement.branch}, not for {review.branch}")
    if statement.expires < changeset.today:
        raise Refused(f"it expired on {statement.expires}")
    days = area.own.expires_days or policy.expires_days
    if days and statement.issued and days_after(statement.issued[:10], days) < changeset.today:
        raise Refused(f"it is older than {days} days")
    person = people.person(statement.by)
    for name in names:
        role = barred.get(people.person(name))
        if role and statement.state != "disapproved":
            raise Refused(f"{statement.by} is {_article(role)} {role} of the change: another person must approve")
    return Voice(statement=statement, person=person)


def _article(role: str) -> str:
    return "an" if role[0] in "aeiou" else "a"


def _trailers(changeset: Changeset, paths: set[str]) -> Iterator[Statement]:
    from govhooks.knowledge.approvals.forge import trailers

    assert changeset.review is not None
    return trailers(_touching(changeset, paths), changeset.review.branch)


def _touching(changeset: Changeset, paths: set[str]) -> list[Changeset]:
    """The commits that touch any of these paths."""
    return [
        commit
        for commit in changeset.commits
        if any(change.path in paths or change.old_path in paths for change in commit.changes)
    ]


def makers(changeset: Changeset, paths: set[str]) -> dict[str, tuple[str, ...]]:
    """Role -> who made the part of a change that touches these paths, as "Name <mail>"."""
    found: dict[str, dict[str, None]] = {role: {} for role in who_is_who.ROLES}
    for commit in _touching(changeset, paths):
        found["author"][commit.author] = None
        found["committer"][commit.committer] = None
        for key, value in commit.trailers:
            if key.casefold() == "co-authored-by":
                found["co-author"][value] = None
    return {role: tuple(name for name in names if name) for role, names in found.items()}


def _people(changeset: Changeset, policy: Policy, known: Signers) -> People:
    people = who_is_who.People(changeset.before(".mailmap") or b"", policy.people)
    for line in lines(known.allowed):
        literal = [name for name in line.principals if not any(char in name for char in "*?!")]
        for name in literal[1:]:
            people.join(literal[0], name)
        if literal:
            from govhooks.knowledge.approvals.signing import fingerprint

            people.join(literal[0], fingerprint(line.key))
    return people


def _voters(
    changeset: Changeset, policy: Policy, requires: Requirement, own: list[Change], known: Signers, people: People
) -> Voters:
    def members(name: str, seen: tuple[str, ...] = ()) -> frozenset[str]:
        if not name.startswith("@"):
            return frozenset({people.person(name)})
        if name in seen:
            return frozenset()
        return frozenset().union(*(members(inner, (*seen, name)) for inner in policy.groups.get(name[1:], ())))

    everybody = frozenset(
        people.person(name)
        for line in lines(known.allowed)
        for name in line.principals
        if not any(char in name for char in "*?!")
    )
    owners: tuple[frozenset[str], ...] = ()
    if need.OWNERS in requires.names():
        owners = _owners(changeset, policy, own, members)
    return Voters(members=members, everybody=everybody, owners=owners)


def _owners(changeset: Changeset, policy: Policy, own: list[Change], members: object) -> tuple[frozenset[str], ...]:
    """The owners of each changed path. Raises CannotJudge for an owner that cannot be resolved to a person."""
    from govhooks.core.errors import CannotJudge
    from govhooks.knowledge.approvals.codeowners import read

    table = read(changeset.before)
    if table is None:
        raise CannotJudge("the policy names CODEOWNERS as approvers, but the branch it lands on has no such file")
    found = []
    for path in dict.fromkeys(path for change in own for path in (change.path, change.old_path) if path):
        people: frozenset[str] = frozenset()
        for owner in table.owners(path):
            if owner.startswith("@") and owner[1:] not in policy.groups:
                known = [name for name, aliases in policy.people.items() if f"github:{owner[1:]}" in aliases]
                if not known:
                    raise CannotJudge(
                        f"CODEOWNERS: {owner} owns {path}, and governance.toml does not say who that is: "
                        f"write [rules.high-risk-changes.groups] {owner[1:]!r} = [...]"
                    )
                owner = known[0]
            people |= members(owner)  # type: ignore[operator]
        found.append(people)
    return tuple(found)


def _finding(outcome: Outcome, branch: str) -> Finding:
    area = outcome.area
    first = outcome.changes[0][0]
    count = len(outcome.changes)
    what = f"{area.id} ({count} file{'s' if count > 1 else ''}, digest {outcome.digest[:12]})"
    asked = need.describe(outcome.requirement)
    said = "; ".join(map(str, outcome.voices))
    fix = ""
    if outcome.state == "approved":
        how = f" in {outcome.steps} steps" if outcome.steps else ""
        problem = f"{what} is approved{how}: {said}"
    elif outcome.state == "overridden":
        voice = outcome.voices[0].statement
        problem = f"{what} is overridden by {voice.by} until {voice.expires}: {voice.reason}"
        fix = "have it reviewed after the fact"
    elif outcome.state == "disapproved":
        voice = outcome.voices[0].statement
        problem = f"{what} is disapproved by {voice.by}: {voice.reason}"
        fix = f"change it as {voice.by} asks, or have them approve it after all"
    else:
        problem = f"{what} needs approval to land on {branch or 'a protected branch'}: {asked}; has {said or 'none'}"
        if outcome.refused:
            shown = [f"{one.source or one.by}: {why}" for one, why in outcome.refused[:_MOST_REFUSED]]
            more = len(outcome.refused) - _MOST_REFUSED
            problem += f"; does not count: {'; '.join(shown)}" + (f"; {more} more" if more > 0 else "")
        may = ", ".join(outcome.may[:_MOST_REFUSED]) or "nobody yet: add keys or approvers on the branch it lands on"
        fix = f"ask {may} to run: govhooks approve {area.id} --reason '...' (govhooks review shows what they will see)"
    return Finding(
        rule=ID,
        path=first.path,
        line=0,
        problem=problem,
        fix=fix,
        identity=f"{area.id} {outcome.digest}",
        blocks=not outcome.done,
        joint=True,
    )
