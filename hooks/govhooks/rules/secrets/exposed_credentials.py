"""Exposed credentials are rotated and contained before their deadline."""

from __future__ import annotations

from govhooks.core.changeset import paths_of
from govhooks.core.finding import Finding
from govhooks.core.globs import Globs
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule
from govhooks.policy.exceptions import days_after
from govhooks.policy.load import FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.incidents.event import Event
    from govhooks.knowledge.incidents.incident import Incident, Register
    from govhooks.policy.load import Choice

ID = "exposed-credentials"
FOLDER = ".governance/incidents/"
_SIGNERS = ".governance/allowed_signers"
REFUSE, FLAG, OFF = "refuse", "flag", "off"


class Policy(Record):
    """How many days there are from detection until an incident must be contained, who rotates and is asked (by default
    whoever committed the credential), and what an incident does to a push while it is open (`open`), and past its
    deadline (`overdue`): refuse it, flag it, or nothing. A push counts that goes to a branch whose history is kept
    (no-history-rewrite)."""

    within_days: int = 1
    contact: str = ""
    open: Choice = FLAG
    overdue: Choice = REFUSE

    CHOICES = {"open": (REFUSE, FLAG, OFF), "overdue": (REFUSE, FLAG, OFF)}

    def verify(self) -> str:
        return "" if self.within_days >= 0 else "within-days is a number of days, 0 for the same day"


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Hold the records to what they are, and a push and a whole tree to the incidents that are open."""
    touched = [one for one in changeset.changes if FOLDER in one.path or FOLDER in one.old_path]
    if touched and changeset.kind != "whole":
        yield from _records(touched)
    if changeset.kind == "change":
        if any(change.exists for change in touched):
            known = register(changeset)
            yield from _uncounted(known, touched, changeset.today, refuse=False)
            yield from _extended(known, touched, changeset, policy, refuse=False)
        return
    if not any(paths_of(tree, FOLDER) for tree in (changeset.before, changeset.after)):
        return
    known = register(changeset)
    lands = changeset.kind == "whole" or _lands(changeset)
    yield from _uncounted(known, touched, changeset.today, refuse=lands)
    if changeset.kind != "whole" and _is_there(changeset):
        yield from _extended(known, touched, changeset, policy, refuse=lands)
    for path, why in known.faults:
        if changeset.kind == "whole" or not any(path == change.path and change.exists for change in touched):
            yield Finding(ID, path, 0, f"not a record of an incident: {why}", _RESTORE, f"{path} {why}", blocks=lands)
    if lands:
        for incident in known.incidents.values():
            yield from _open(incident, policy, changeset.today)
    yield from _returned(changeset, known)


_RESTORE = "restore it from history, or write it again with `govhooks incident`"


def register(changeset: Changeset) -> Register:
    """The incidents of a change: those of the tree before it, too, whatever it deletes.

    What has landed was judged when it did, and counts although its key may be gone by now. What a change adds is verified by the
    keys that it lands on. Where there is nothing to land on, as in the first push of a history, its records are what has landed.
    """
    from govhooks.knowledge.approvals.signing import refusal
    from govhooks.knowledge.incidents.incident import collect

    trees = [(paths, tree) for tree in (changeset.before, changeset.after) if (paths := paths_of(tree, FOLDER))]
    base = changeset.before if _is_there(changeset) else changeset.after

    def landed(event: Event) -> bool:
        return base(event.place) == event.text

    return collect(trees, lambda event: "" if landed(event) else refusal(event, changeset), landed)


def _is_there(changeset: Changeset) -> bool:
    """Whether there is a tree before the change."""
    return any(changeset.before(path) is not None for path in (_SIGNERS, FILE)) or bool(paths_of(changeset.before))


def _lands(changeset: Changeset) -> bool:
    """Whether a range lands on a branch whose history is kept; if its branch is unknown, it does."""
    review = changeset.review
    if review is None or not review.branch or review.is_default:
        return True
    from govhooks.core.update import PROTECTED

    return Globs(changeset.supplied.get("kept-branches", PROTECTED)).match(review.branch) is not None


def _records(touched: list[Change]) -> Iterator[Finding]:
    """What is wrong with the change of a record: they are only ever added."""
    from govhooks.knowledge.incidents import event as form
    from govhooks.knowledge.signed_text import Malformed

    for change in touched:
        if form.is_record(change.old_path or change.path) and not change.is_new:
            gone = "deleted" if not change.exists else "changed"
            if change.exists and change.read() == change.read_old() and change.path == change.old_path:
                continue
            yield Finding(
                ID,
                change.old_path or change.path,
                0,
                f"the record of an incident is {gone}",
                "restore it: records are only added; what changed is another event (`govhooks incident note`)",
                f"{change.old_path} {gone}",
            )
            continue
        if not form.is_record(change.path) or not change.exists:
            continue
        try:
            form.read(change.path, change.read())
        except Malformed as why:
            yield Finding(ID, change.path, 0, f"not a record of an incident: {why}", _RESTORE, f"{change.path} {why}")


def _uncounted(known: Register, touched: list[Change], today: str, *, refuse: bool) -> Iterator[Finding]:
    """Events that a change adds and that do not count. Nothing of the kind lands; on its way there it is a warning."""
    added = {change.path for change in touched if change.exists}
    for incident in known.incidents.values() if added else ():
        for event, why in incident.events:
            if event.place in added and not why and event.issued[:10] > days_after(today, 1):
                why = f"it is dated in the future ({event.issued[:10]})"
            if why and event.place in added:
                yield Finding(
                    ID,
                    event.place,
                    0,
                    f"`{event.event}` does not count for incident {incident.id}: {why}",
                    "take it out, or have somebody sign it whose key is in the project's allowed_signers",
                    f"{event.place} {why}",
                    blocks=refuse,
                )


def later(event: Event, policy: Policy) -> str:
    """Until when the policy lets an event that opens an incident set the deadline, if it goes beyond that; "" if it does not."""
    last = days_after(event.at[:10], policy.within_days)
    return last if event.deadline > last else ""


def _extended(
    known: Register, touched: list[Change], changeset: Changeset, policy: Policy, *, refuse: bool
) -> Iterator[Finding]:
    """Incidents that a change opens with more time than the policy gives: that is for those whose signature counts."""
    from govhooks.knowledge.approvals.signing import refusal

    added = {change.path for change in touched if change.exists}
    for incident in known.incidents.values() if added else ():
        for event, why in incident.events:
            last = later(event, policy) if event.place in added and event.deadline and not why else ""
            if last and (why := refusal(event, changeset)):
                yield Finding(
                    ID,
                    event.place,
                    0,
                    f"incident {incident.id} has the deadline {event.deadline}, later than the policy allows ({last}), and its"
                    f" signature does not count: {why}",
                    f"open it with the deadline {last}, or have somebody sign it whose key is in the project's allowed_signers",
                    f"{event.place} {event.deadline}",
                    blocks=refuse,
                )


def _open(incident: Incident, policy: Policy, today: str) -> Iterator[Finding]:
    """An incident that is not contained."""
    if incident.is_contained:
        return
    late = incident.is_overdue(today)
    option = policy.overdue if late else policy.open
    if option == OFF:
        return
    fact = incident.opened
    since = f"{fact.what}{f' in {fact.path}' if fact.path else ''}, exposed since {fact.exposed[:10]}"
    done = "rotated, not contained" if incident.state == "rotated" else "open"
    when = f"overdue since {fact.deadline}" if late else f"due on {fact.deadline}"
    yield Finding(
        ID,
        fact.place,
        0,
        f"incident {incident.id} is {done} and {when}: {since}",
        told(incident, policy),
        f"{incident.id} {incident.state} {fact.deadline}",
        blocks=option == REFUSE,
    )


def is_told(finding: Finding, known: Register) -> bool:
    """Whether an incident is about what a finding found, as far as it can be recognised."""
    from govhooks.knowledge.incidents.event import mark

    for incident in known.incidents.values():
        if any(is_about(one.opened, finding) for one in incident.rounds):
            return True
        if not finding.guessable and mark(incident.id, finding.identity) in incident.marks:
            return True
    return False


def is_about(opened: Event, finding: Finding) -> bool:
    """Whether an incident was opened for a finding: by its fingerprint, which is slow to compare if it is an old one."""
    if opened.fingerprint == finding.fingerprint:
        return True
    from govhooks.outputs.escape import printable

    return opened.path == printable(finding.path) and finding.has(opened.fingerprint)


def told(incident: Incident, policy: Policy) -> str:
    """What to do next about an incident that is not contained."""
    fact = incident.opened
    who = policy.contact or fact.owner or fact.by
    if incident.state == "rotated":
        return f"ask {who} to check what the old one was used for, then run `govhooks incident contain {incident.id}`"
    where = f" ({fact.revoke})" if fact.revoke else ""
    kept = "; deleting it from the repository does not contain it: clones and caches keep it" if fact.path else ""
    return f"ask {who} to revoke it{where}, then run `govhooks incident rotate {incident.id}`{kept}"


def _returned(changeset: Changeset, known: Register) -> Iterator[Finding]:
    """A token of an incident that was rotated, and is added again: then it was not rotated, or somebody put it back to use."""
    from govhooks.knowledge.incidents.event import mark

    past = [one for one in known.incidents.values() if one.state != "open" and one.marks]
    if not past or changeset.kind == "whole":
        return
    from govhooks.rules.secrets import no_secrets

    for finding in no_secrets.check(changeset, no_secrets.Policy()):
        if finding.guessable:
            continue
        for incident in past:
            if mark(incident.id, finding.identity) in incident.marks:
                fact: Event = incident.opened
                yield Finding(
                    ID,
                    finding.path,
                    finding.line,
                    f"the credential of incident {incident.id} is back, after it was {incident.state} on "
                    f"{(getattr(incident.last, incident.state) or fact.at)[:10]}: {fact.what}",
                    f"take it out, make sure that the old one was revoked{f' ({fact.revoke})' if fact.revoke else ''}, and run"
                    f" `govhooks incident open {finding.fingerprint}`, which opens the incident again",
                    f"{incident.id} {finding.identity}",
                )


rule = Rule(
    ID,
    Policy,
    check,
    concerns=Concerns(paths=(f"{FOLDER}**",), kinds=("range", "whole")),
    kinds=("change", "range", "whole"),
    landing=True,
)
