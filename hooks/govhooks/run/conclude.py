"""Conclude: apply exceptions, the baseline and the confidence threshold to the findings, and return the verdict."""

from __future__ import annotations

from govhooks.core.entry import BY_FILE, BY_PACKAGE
from govhooks.core.errors import CannotJudge
from govhooks.core.finding import CONFIDENCES, HIDDEN, surest
from govhooks.core.verdict import Verdict
from govhooks.policy.load import BASELINE, FILE
from govhooks.rules import by_id
from govhooks.rules.index import ENTRIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.entry import Entry
    from govhooks.core.finding import Finding
    from govhooks.core.waiver import Waiver
    from govhooks.policy.load import Policies
    from govhooks.run.gathered import Gathered
    from govhooks.run.judge import Said


def conclude(gathered: Gathered, said: Said) -> Verdict:
    """The verdict on the findings."""
    request, policies, kind = gathered.request, gathered.policies, gathered.kind
    changesets, rules = gathered.changesets, gathered.rules
    notes = [*gathered.notes, *said.notes]
    notes += [f"{rule.id} is disabled by {policies.origin}" for rule in rules if rule.id in policies.off]
    asked = [rule.id for rule in rules if rule.id not in policies.off]
    findings = discreet(surest(said.findings, same), rules)
    if findings and policies.waivers:
        findings = excused(findings, policies, changesets[0].today)
    _check_proposed_baseline(changesets[0], notes)
    stale: list[Finding] = []
    if findings or request.everything:
        findings, stale = _mark_known(findings, changesets[0], notes)
    # An exception counts as used at any confidence, even if its finding is not shown.
    used = {finding.exception.index for finding in findings if finding.exception is not None}
    if findings:
        findings = confident(findings, policies, request.confidence, notes)
    if kind == "whole":
        # Only a check of every file can tell that an entry no longer matches anything.
        if request.everything:
            findings.extend(_surely([f for f in stale if f.rule in asked], gathered, notes))
        findings.extend(_unused(gathered, used, notes))
    findings = _once(findings)
    findings.sort(key=lambda finding: (not finding.blocks, finding.path, finding.line, finding.rule))
    judged = (changeset for changeset in changesets if changeset.kind != "commit" and not changeset.only)
    checked = {
        "kind": kind,
        "changes": sum(len(changeset.changes) for changeset in judged),
        "commits": said.commits,
        "rules": asked,
        "policy": policies.origin,
    }
    return Verdict(tuple(findings), checked, tuple(dict.fromkeys(notes)), rules)


def same(finding: Finding) -> tuple[object, ...]:
    """The key of findings that are the same to a reader, and have the same fingerprint."""
    # A file's finding is reported once for all commits of a range; a message belongs to its commit.
    place = () if finding.commit and finding.path else (finding.line, finding.commit)
    value = (finding.rule, finding.path, finding.identity, finding.guessable)
    return (*value, finding.problem, finding.joint, *place)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Keep one of several rules' identical findings about a file that none of them can read. An exception is for one
    rule."""

    def same(finding: Finding) -> object:
        if not finding.identity.startswith("unreadable ") or finding.exception is not None or finding.known:
            return id(finding)
        return finding.path, finding.line, finding.problem, finding.commit

    return surest(findings, same)


def discreet(findings: list[Finding], rules: Iterable[Entry]) -> list[Finding]:
    """The findings, with secrets in file names hidden: no rule's path or text shows one."""
    secret = {rule.id for rule in rules if rule.excused_by == BY_FILE}
    hidden = (finding for finding in findings if finding.rule in secret and HIDDEN in finding.path and not finding.line)
    for name in {finding.identity for finding in hidden}:
        findings = [
            finding.but(**{key: getattr(finding, key).replace(name, HIDDEN) for key in ("path", "problem", "fix")})
            for finding in findings
        ]
    return findings


def excused(findings: list[Finding], policies: Policies, day: str) -> list[Finding]:
    """The findings, with the exception attached to those that a valid exception covers."""
    from govhooks.policy.exceptions import days_after, excuse

    return excuse(findings, policies.waivers, day, days_after(day, policies.supplied("exception-days")))


def _check_proposed_baseline(changeset: Changeset, notes: list[str]) -> None:
    """Check a baseline in the change for errors, and note that it takes effect once it is committed."""
    if not any(BASELINE in (c.path, c.old_path) for c in changeset.changes):
        return
    data = changeset.after(BASELINE)
    if data is not None:
        from govhooks.policy.baseline import parse

        whole = changeset.kind == "whole"
        parse(data, BASELINE if whole else f"{BASELINE} (in this change)", ENTRIES)
        if not whole:
            notes.append(f"this change alters {BASELINE}: it is judged by the committed one, not by itself")


def _mark_known(findings: list[Finding], changeset: Changeset, notes: list[str]) -> tuple[list[Finding], list[Finding]]:
    """(the findings, with those in the committed baseline marked; a finding for each stale entry)."""
    data = changeset.before(BASELINE)
    if not data:
        return findings, []
    from govhooks.policy.baseline import mark, parse, stale

    try:
        entries = parse(data, f"committed {BASELINE}", ENTRIES)
    except CannotJudge as error:
        if changeset.kind == "whole" or not any(change.path == BASELINE for change in changeset.changes):
            raise
        notes.append(f"the committed baseline cannot be understood ({error}); this change repairs it")
        return findings, []
    findings, needed = mark(findings, entries)
    live = sum(finding.known and by_id(finding.rule).load().is_live(finding) for finding in findings)
    if live:
        notes.append(
            f"{live} known token{'s' if live > 1 else ''} or key{'s' if live > 1 else ''} in {BASELINE}"
            " must still be rotated"
        )
    return findings, list(stale(entries, needed))


def _surely(stale: list[Finding], gathered: Gathered, notes: list[str]) -> list[Finding]:
    """Stale entries of the baseline, without those that may be about what nobody could look up."""
    unsure = {rule.id for rule in gathered.rules if rule.excused_by == BY_PACKAGE}
    left = [finding for finding in stale if finding.rule not in unsure]
    if len(left) == len(stale) or _looked_up(gathered) is not None:
        return stale
    notes.append(_cannot_tell(len(stale) - len(left), "baselined finding", BASELINE))
    return left


def _looked_up(gathered: Gathered) -> Collection[str] | None:
    """The ecosystems whose packages were looked up in the advisory database, None where there is none."""
    from govhooks.run.policy import open_advisories

    database = open_advisories(gathered.changesets[0].today)
    if database is None:
        return None
    with database:
        return [one.name for one in database.stated.ecosystems]


def _cannot_tell(count: int, what: str, file: str) -> str:
    plural = "s" if count > 1 else ""
    lacking = "the advisory database is not there or lacks the ecosystem: govhooks advisories update"
    return f"cannot tell whether {count} {what}{plural} of {file} {'are' if plural else 'is'} still needed: {lacking}"


def _may_be_needed(waiver: Waiver, covered: Collection[str] | None) -> bool:
    """Whether an exception that excuses nothing is about an advisory that nobody could look up."""
    if waiver.by != BY_PACKAGE or waiver.bad_package() or not (waiver.advisory or waiver.fingerprint):
        return False
    from govhooks.core.packages import parse

    return covered is None or (bool(waiver.package) and parse(waiver.package)[0] not in covered)


def _unused(gathered: Gathered, used: Collection[int], notes: list[str]) -> Iterator[Finding]:
    """Exceptions that excuse nothing; only a check of every file by every rule can tell."""
    rules, policies, request = gathered.rules, gathered.policies, gathered.request
    if not request.everything or len(rules) < len(ENTRIES):
        return
    judged = {rule.id for rule in rules if "whole" in rule.kinds and rule.id not in policies.off}
    entries = [waiver for waiver in policies.waivers if waiver.rule in judged and waiver.index not in used]
    if any(waiver.by == BY_PACKAGE for waiver in entries):
        covered = _looked_up(gathered)
        left = [waiver for waiver in entries if not _may_be_needed(waiver, covered)]
        if len(left) < len(entries):
            notes.append(_cannot_tell(len(entries) - len(left), "exception", request.policy or FILE))
        entries = left
    for rule in rules if entries else ():
        if rule.id not in policies.off and (unused := rule.load().unused) is not None:
            yield from unused(entries, used, request.policy or FILE)


def confident(findings: list[Finding], policies: Policies, asked: str, notes: list[str]) -> list[Finding]:
    """The findings that reach the confidence threshold of the request (`asked`) or the policy; the others are only
    counted."""
    kept, dropped = [], 0
    for finding in findings:
        policy = policies.rules[finding.rule]
        least = asked or (
            policy.least(finding.path) if hasattr(policy, "least") else getattr(policy, "confidence", "low")
        )
        if CONFIDENCES.index(finding.confidence) >= CONFIDENCES.index(least):
            kept.append(finding)
        else:
            dropped += 1
    if dropped:
        plural = "s" if dropped > 1 else ""
        notes.append(f"{dropped} finding{plural} of lower confidence not shown (see them with --confidence low)")
    return kept
