"""`govhooks incident`: what to do about a credential that others could read, and the record of it.

    govhooks incident open [FINGERPRINT]      a finding of no-secrets, in the tree or anywhere in the history
    govhooks incident rotate|contain|close|note ID --reason WHAT
    govhooks incident list
    govhooks incident show ID

Every event is a signed record (`govhooks.knowledge.incidents.event`), verified at once as the rule `exposed-credentials`
will verify it, and staged. One that would not count is not written. The value is in none of them.
"""

from __future__ import annotations

import argparse
import time

from govhooks.commands import options, records
from govhooks.commands.incident_report import listed, shown
from govhooks.commands.landing import at_the_top
from govhooks.commands.options import say
from govhooks.core.changeset import Changeset
from govhooks.core.errors import CLEAN, FINDINGS, CannotJudge, UsageError
from govhooks.core.waiver import is_day, is_fingerprint
from govhooks.git.plumbing import git_ok
from govhooks.git.repository import Repository
from govhooks.knowledge.approvals.signing import refusal, sign
from govhooks.knowledge.incidents import event as form
from govhooks.knowledge.incidents.event import Event
from govhooks.knowledge.signed_text import Malformed, instant, is_instant
from govhooks.outputs.escape import printable
from govhooks.policy.exceptions import days_after
from govhooks.run.policy import policy_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.core.finding import Finding
    from govhooks.knowledge.incidents.incident import Incident, Register
    from govhooks.rules.secrets.exposed_credentials import Policy
    from govhooks.run.exposure import Exposure
    from govhooks.run.request import Request

# The command -> its event, and what it says.
EVENTS = {
    "rotate": (form.ROTATED, "the old value was revoked, and a new one is in use"),
    "contain": (form.CONTAINED, "what was done with the old value is known, and harm is stopped"),
    "close": (form.CLOSED, "nothing is left to do"),
    "note": (form.NOTE, "anything worth writing down"),
}
_SECRETS = "no-secrets"
_REVOKE = "revoke it ("


def main(argv: Sequence[str]) -> int:
    """Run `govhooks incident`. Exit codes: 0 done, 1 an incident is overdue or an event would not count, 2 bad usage,
    3 cannot judge."""
    parser = argparse.ArgumentParser(
        prog="govhooks incident", description="Record an exposed credential, and what is done about it."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    made = commands.add_parser(
        "open", help="a credential that others could read: in anything pushed, or told elsewhere"
    )
    made.add_argument("fingerprint", nargs="?", default="", metavar="FINGERPRINT", help="of a finding of no-secrets; without it, what the history has is listed")  # fmt: skip
    made.add_argument("--what", default=None, help="what is exposed, if no finding tells (it was pasted into a chat)")
    made.add_argument("--exposed-at", default="", metavar="TIME", help="since when others could read it (2026-11-28T09:00:00Z)")  # fmt: skip
    made.add_argument("--exposed-to", default="", metavar="WHO", help="who could read it")
    made.add_argument("--owner", default="", metavar="WHO", help="who has to rotate it; default: who committed it")
    made.add_argument("--revoke", default="", metavar="WHERE", help="where it is revoked: a page or a command")
    made.add_argument("--deadline", default="", metavar="DAY", help="the last day to contain it; default: the policy's")
    made.add_argument("--reason", default="", metavar="HOW", help="how it was found")
    _common(made, "when it was found, by default now")
    for name, (_, help_) in EVENTS.items():
        one = commands.add_parser(name, help=help_)
        one.add_argument("id", metavar="ID", help="as `govhooks incident list` shows it")
        one.add_argument("--reason", required=True, metavar="WHAT", help="what was done, and how you know")
        _common(one, "when it was done, by default now")
    all_ = commands.add_parser("list", help="all incidents, open ones first")
    all_.add_argument("--format", choices=("text", "json"), default="text")
    one = commands.add_parser("show", help="one incident, with its events")
    one.add_argument("id", metavar="ID")
    one.add_argument("--format", choices=("text", "json"), default="text")
    return options.run(parser, argv, _run)


def _common(parser: argparse.ArgumentParser, when: str) -> None:
    parser.add_argument("--at", default="", metavar="TIME", help=f"{when}; such as 2026-11-28T09:00:00Z")
    parser.add_argument("--key", default="", metavar="FILE", help="an SSH key; default: the one git signs with")
    parser.add_argument("--by", default="", metavar="ADDRESS", help="who you are; default: git's user.email")


def _run(chosen: argparse.Namespace) -> int:
    at_the_top()
    repository = Repository()
    try:
        from govhooks.rules.secrets.exposed_credentials import ID, register

        nothing = "there is no commit yet: what is in no commit is not exposed by it; take it out"
        changeset, policy = records.in_force(repository, ID, nothing)

        known = register(changeset)
        if chosen.command == "list":
            return listed(known, changeset.today, chosen.format)
        if chosen.command == "open":
            return _open(chosen, known, changeset, policy, repository)
        if chosen.id not in known.incidents:
            names = ", ".join(known.incidents) or "none"
            raise UsageError(f"no incident {chosen.id} (incidents: {names})")
        incident = known.incidents[chosen.id]
        if chosen.command == "show":
            return shown(incident, changeset.today, policy, chosen.format)
        return _add(chosen, incident, changeset, policy, repository)
    finally:
        repository.close()


def _add(
    chosen: argparse.Namespace, incident: Incident, changeset: Changeset, policy: Policy, repository: Repository
) -> int:
    """Write an event of an incident that is known."""
    kind, _ = EVENTS[chosen.command]
    if not chosen.reason.strip():
        raise UsageError("say what was done, and how you know (--reason)")
    draft = _draft(chosen, incident.id, kind, chosen.reason)
    event = _signed(draft, chosen.key)
    after = _with(event, changeset)
    why = next((why for one, why in after.incidents[incident.id].events if one.payload == event.payload), "")
    if why:
        say(f"not written: {why.replace('its key', 'your key', 1)}")
        return FINDINGS
    records.write(repository, event.place, event.text)
    state = after.incidents[incident.id]
    say(f"{incident.id}: {kind} on {event.at}: {event.place}")
    _next(state, policy)
    return CLEAN


def _next(incident: Incident, policy: Policy) -> None:
    from govhooks.rules.secrets.exposed_credentials import told

    if not incident.is_contained:
        say(f"next: {told(incident, policy)}")
    elif incident.state == form.CONTAINED:
        say(f"next: when nothing is left to do, run `govhooks incident close {incident.id}`")
    say("commit the record and push it: what counts is what has landed")


def _open(
    chosen: argparse.Namespace, known: Register, changeset: Changeset, policy: Policy, repository: Repository
) -> int:
    """Open an incident, or one again whose credential is back."""
    if chosen.what is not None and not chosen.what.strip():
        raise UsageError("say what is exposed (--what)")
    if chosen.what and chosen.fingerprint:
        raise UsageError("give a FINGERPRINT, or --what for a credential that no finding tells of")
    if chosen.deadline and not is_day(chosen.deadline):
        raise UsageError(f"--deadline must be a day, YYYY-MM-DD, not {chosen.deadline}")
    if chosen.what:
        if not chosen.exposed_at:
            raise UsageError("say since when others could read it: --exposed-at 2026-11-28T09:00:00Z")
        draft = _draft(chosen, "", form.OPENED, chosen.reason or "reported").but(what=chosen.what)
        return _record(chosen, draft, None, None, known, changeset, policy, repository)
    if chosen.fingerprint and not is_fingerprint(chosen.fingerprint):
        raise UsageError(f"{chosen.fingerprint} is not a fingerprint: 32 hexadecimal digits, as the report shows them")
    finding = _find(chosen.fingerprint, known)
    if finding is None:
        say("no-secrets finds nothing in the history that has no incident yet")
        return CLEAN
    from govhooks.run import exposure

    found = exposure.find(finding.identity, finding.fingerprint)
    if found is None and not chosen.exposed_at:
        raise UsageError(
            f"{finding.path or 'the message'}: it is in no commit: take it out. If somebody else has read it, say since when:"
            " --exposed-at 2026-11-28T09:00:00Z"
        )
    draft = _draft(chosen, "", form.OPENED, chosen.reason or f"found by {finding.rule}").but(
        what=finding.problem,
        rule=finding.rule,
        fingerprint=finding.fingerprint,
        path=printable(finding.path) if finding.path else "commit message",
    )
    revoke = chosen.revoke or _revoke(finding)
    return _record(chosen, draft.but(revoke=revoke), finding, found, known, changeset, policy, repository)


def _record(
    chosen: argparse.Namespace,
    draft: Event,
    finding: Finding | None,
    found: Exposure | None,
    known: Register,
    changeset: Changeset,
    policy: Policy,
    repository: Repository,
) -> int:
    """Complete the first event of an incident, sign it and write it."""
    from govhooks.rules.secrets.exposed_credentials import is_about, later

    exposed = chosen.exposed_at or (found.published or found.at if found else "")
    if exposed > draft.at:
        raise UsageError(
            f"it was found on {draft.at}, before others could read it ({exposed}): give --at or --exposed-at"
        )
    draft = draft.but(
        exposed=exposed,
        introduced=found.commit if found else "",
        exposed_to=chosen.exposed_to or _who(found),
        owner=chosen.owner or policy.contact or (found.author if found else draft.by),
        revoke=chosen.revoke or draft.revoke,
        deadline=chosen.deadline or days_after(draft.at[:10], policy.within_days),
    )
    secret = finding.identity if finding and not finding.guessable else ""
    for incident in known.incidents.values():
        same = finding is not None and is_about(incident.opened, finding)
        if same or (secret and form.mark(incident.id, secret) in incident.marks):
            if incident.state == "open":
                raise UsageError(f"incident {incident.id} is about it, and open: govhooks incident show {incident.id}")
            draft = draft.but(incident=incident.id, event=form.REOPENED, exposed=draft.at)
            break
    else:
        draft = draft.but(incident=_id(draft, known))
    event = _signed(draft.but(mark=form.mark(draft.incident, secret) if secret else ""), chosen.key)
    unsigned = refusal(event, changeset)
    if unsigned and (last := later(event, policy)):
        say(
            f"not written: the policy gives until {last}, and a later deadline needs a signature that counts: {unsigned}"
        )
        return FINDINGS
    after = _with(event, changeset)
    records.write(repository, event.place, event.text)
    say(
        f"{event.incident}: {event.event}: {event.what}, exposed since {event.exposed} to {event.exposed_to}: {event.place}"
    )
    if found:
        say(f"first in commit {found.commit[:12]} of {found.at[:10]} by {found.author}")
    if unsigned:
        say(f"note: your signature does not count yet: {unsigned.replace('its key', 'your key', 1)}")
    say(f"contain it by {event.deadline}")
    _next(after.incidents[event.incident], policy)
    return CLEAN


def _draft(chosen: argparse.Namespace, incident: str, kind: str, reason: str) -> Event:
    by = chosen.by or (git_ok("config", "--get", "user.email") or b"").decode("utf-8", "replace").strip()
    if not by:
        raise UsageError("who are you? set git's user.email, or give --by ADDRESS")
    now = instant(time.time())
    for name in ("at", "exposed_at"):
        given = getattr(chosen, name, "")
        if given and not is_instant(given):
            raise UsageError(f"--{name.replace('_', '-')} must be a time in UTC such as {now}, not {given}")
        if given > now:
            raise UsageError(f"--{name.replace('_', '-')} {given} is in the future")
    return Event(incident, kind, chosen.at or now, by, now, reason.strip())


def _id(draft: Event, known: Register) -> str:
    from hashlib import sha256

    mark = draft.fingerprint or sha256(f"{draft.what}\0{draft.exposed}\0{draft.issued}".encode()).hexdigest()
    name = f"{draft.at[:10]}-{mark[:8]}"
    return name if name not in known.incidents else f"{draft.at[:10]}-{mark[:32]}"


def _who(found: Exposure | None) -> str:
    if found is None:
        return "unknown"
    if not found.remotes:
        return "whoever has a copy of this repository (no remote is known to have it)"
    return "whoever can read " + ", ".join(f"{name} ({url})" if url else name for name, url in found.remotes)


def _revoke(finding: Finding) -> str:
    """Where the provider revokes it, as the finding's fix says."""
    from govhooks.rules.secrets.no_secrets import LEAKED

    said = " ".join(finding.fix.partition(LEAKED)[2].split())
    if said.startswith(_REVOKE) and said.endswith(")"):
        return said[len(_REVOKE) : -1]
    return "" if said == "rotate it" else said


def _find(wanted: str, known: Register) -> Finding | None:
    """The finding with a fingerprint, in the tree or in the history; with none given, the only one in the history that has
    no incident. Raises UsageError if there is none, or several."""
    from govhooks.rules.secrets.exposed_credentials import is_told
    from govhooks.run.request import Request

    requests = (Request(everything=True, confidence="low"),) if wanted else ()
    for request in (*requests, Request(history=True, confidence="low" if wanted else "high")):
        seen: dict[str, Finding] = {}
        for finding in _secrets(request):
            if wanted and finding.fingerprint == wanted:
                return finding
            if not wanted and not is_told(finding, known):
                seen.setdefault(finding.fingerprint, finding)
        if not wanted and len(seen) > 1:
            for finding in seen.values():
                say(f"{finding.fingerprint} {finding.path or 'commit message'}: {finding.problem}")
            raise UsageError("name one: govhooks incident open FINGERPRINT")
        if seen:
            return next(iter(seen.values()))
    if wanted:
        raise UsageError(
            f"no finding of {_SECRETS} has the fingerprint {wanted}, neither in the tree nor in the history"
        )
    return None


def _secrets(request: Request) -> Sequence[Finding]:
    """What no-secrets finds. Raises CannotJudge where it is switched off: nothing was searched then."""
    repository = Repository()
    try:
        if _SECRETS in policy_of(repository, repository.resolve("HEAD")).off:
            raise CannotJudge(
                f"{_SECRETS} is switched off by the policy, so nothing was searched: say what is exposed (--what)"
            )
    finally:
        repository.close()
    return records.findings(request, _SECRETS) or ()


def _signed(draft: Event, key: str) -> Event:
    try:
        payload = form.payload(draft)
        return form.parse(payload + sign(payload, key))
    except Malformed as error:
        raise UsageError(f"the record would not be valid: {error}") from None


def _with(event: Event, changeset: Changeset) -> Register:
    """The incidents with one more event."""
    from govhooks.core.change import Change
    from govhooks.core.changeset import Overlay
    from govhooks.rules.secrets.exposed_credentials import register

    added = Change("A", event.place, new=event.text)
    return register(changeset.but(after=Overlay((added,), changeset.after)))
