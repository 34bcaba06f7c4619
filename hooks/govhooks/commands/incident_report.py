"""What `govhooks incident list` and `show` print."""

from __future__ import annotations

import json
import sys

from govhooks.commands.options import say
from govhooks.core.errors import CLEAN, FINDINGS
from govhooks.knowledge.signed_text import seconds
from govhooks.outputs.report.words import span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.knowledge.incidents.incident import Incident, Register, Round
    from govhooks.rules.secrets.exposed_credentials import Policy


def listed(known: Register, today: str, form: str) -> int:
    """Print all incidents, open ones first. Returns FINDINGS if one is overdue or a record cannot be read."""
    order = sorted(known.incidents.values(), key=lambda one: (one.is_contained, one.opened.deadline, one.id))
    late = [one for one in order if one.is_overdue(today)]
    if form == "json":
        _dump({"incidents": [_row(one, today) for one in order], "unread": dict(known.faults)})
        return FINDINGS if late or known.faults else CLEAN
    if not order and not known.faults:
        say("no incident is recorded")
    for one in order:
        say(f"{_state(one, today):9} {one.id}: {_about(one)}")
        if not one.is_contained:
            say(f"          due on {one.opened.deadline}, {one.opened.owner}; exposed since {one.opened.exposed}")
    for path, why in known.faults:
        say(f"not read  {path}: {why}")
    return FINDINGS if late or known.faults else CLEAN


def shown(incident: Incident, today: str, policy: Policy, form: str) -> int:
    """Print one incident with its events."""
    if form == "json":
        _dump(_row(incident, today))
        return CLEAN
    fact = incident.opened
    say(f"{incident.id}: {_state(incident, today)}: {_about(incident)}")
    for label, value in (
        ("found by", f"{fact.rule}, fingerprint {fact.fingerprint}" if fact.rule else ""),
        ("first in", f"commit {fact.introduced}" if fact.introduced else ""),
        ("exposed", f"since {fact.exposed} to {fact.exposed_to}"),
        ("rotate", f"{fact.owner}{f': {fact.revoke}' if fact.revoke else ''}"),
        ("deadline", fact.deadline),
    ):
        if value:
            say(f"  {label:9}{value}")
    for event, why in incident.events:
        say(f"  {event.at} {event.event} by {event.by}: {event.reason}{f' (does not count: {why})' if why else ''}")
    for one in incident.rounds:
        if one.contained:
            say(
                f"contained in {_span(one.exposed, one.contained)} from exposure, {_span(one.detected, one.contained)} from detection"
            )
    if not incident.is_contained:
        from govhooks.rules.secrets.exposed_credentials import told

        say(f"next: {told(incident, policy)}")
    return CLEAN


def _state(incident: Incident, today: str) -> str:
    return "overdue" if incident.is_overdue(today) else incident.state


def _about(incident: Incident) -> str:
    fact = incident.opened
    return f"{fact.what}{f' in {fact.path}' if fact.path else ''}"


def _row(incident: Incident, today: str) -> dict[str, Any]:
    fact = incident.opened
    return {
        "incident": incident.id,
        "state": incident.state,
        "overdue": incident.is_overdue(today),
        "what": fact.what,
        "rule": fact.rule or None,
        "fingerprint": fact.fingerprint or None,
        "path": fact.path or None,
        "introduced": fact.introduced or None,
        "exposed_to": fact.exposed_to,
        "owner": fact.owner,
        "revoke": fact.revoke or None,
        "deadline": fact.deadline,
        "exposures": [_round(one) for one in incident.rounds],
        "events": [
            {"event": event.event, "at": event.at, "by": event.by, "reason": event.reason, "refused": why or None}
            for event, why in incident.events
        ],
    }


def _round(one: Round) -> dict[str, Any]:
    spans = {
        name: seconds(one.contained) - seconds(start) if one.contained else None
        for name, start in (("exposed", one.exposed), ("detected", one.detected))
    }
    return {
        "exposed": one.exposed,
        "detected": one.detected,
        "rotated": one.rotated or None,
        "contained": one.contained or None,
        "closed": one.closed or None,
        "seconds_from_exposure": spans["exposed"],
        "seconds_from_detection": spans["detected"],
    }


def _span(start: str, end: str) -> str:
    return span(seconds(end) - seconds(start))


def _dump(data: Any) -> None:
    json.dump(data, sys.stdout, indent=2)
    sys.stdout.write("\n")
