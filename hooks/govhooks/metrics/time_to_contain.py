"""Time to contain: from the exposure of a credential, and from its detection, until its incident was contained.

From the records of `govhooks incident` that had landed. An exposure that is not contained counts as still running, or a team that
contains nothing would look fast.
"""

from __future__ import annotations

from govhooks.core.changeset import paths_of
from govhooks.knowledge.incidents.event import FOLDER
from govhooks.knowledge.incidents.incident import Register, collect
from govhooks.knowledge.signed_text import seconds
from govhooks.metrics.metric import Figure, Item, Metric
from govhooks.metrics.moments import filled, median, points, reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.knowledge.incidents.incident import Incident, Round
    from govhooks.metrics.moments import Moment, Values

ID = "time-to-contain"
_FIGURES = (
    Figure("median_from_exposure", "median from exposure to containment", unit="seconds"),
    Figure("worst_from_exposure", "longest from exposure to containment", unit="seconds"),
    Figure("median_from_detection", "median from detection to containment", unit="seconds"),
    Figure("worst_from_detection", "longest from detection to containment", unit="seconds"),
    Figure("open", "incidents that are not contained"),
    Figure("overdue", "incidents past their deadline"),
    Figure("incidents", "incidents on record", worse=""),
)


def measure(moments: Sequence[Moment]) -> Metric:
    """The metric at each moment; its figures and items are those of the last one."""
    now = moments[-1]
    known = _known(now)
    unread = tuple(f"{path}: not read: {why}" for path, why in known.faults)
    source = f"{FOLDER} of {now.commit[:12] or 'no commit'}"
    figures = filled(_FIGURES, _values(now), unread[0] if unread else "no incident is on record", source=source)
    order = sorted(known.incidents.values(), key=lambda one: (one.is_contained, one.opened.deadline, one.id))
    return Metric(
        ID,
        "Time to contain",
        figures,
        tuple(_item(incident, part, now) for incident in order for part in reversed(incident.rounds)),
        points(ID, moments, _values),
        unread,
    )


def _known(moment: Moment) -> Register:
    """The incidents that had landed. Raises CannotJudge."""
    tree = reader(moment)
    return collect([(paths_of(tree, FOLDER) or (), tree)], lambda event: "")


def _values(moment: Moment) -> Values:
    known = _known(moment)
    if known.faults:
        return dict.fromkeys(one.id for one in _FIGURES)
    rounds = [part for incident in known.incidents.values() for part in incident.rounds]
    spans = {
        name: [_span(getattr(part, start), part, moment) for part in rounds]
        for name, start in (("exposure", "exposed"), ("detection", "detected"))
    }
    left = [incident for incident in known.incidents.values() if not incident.is_contained]
    return {
        **{f"median_from_{name}": median(found) for name, found in spans.items()},
        **{f"worst_from_{name}": max(found, default=None) for name, found in spans.items()},
        "open": len(left),
        "overdue": sum(incident.is_overdue(moment.today) for incident in left),
        "incidents": len(known.incidents),
    }


def _span(start: str, part: Round, moment: Moment) -> int:
    """Seconds from an instant until containment, or until the moment while that is still to come."""
    end = seconds(part.contained) if part.contained else moment.seconds
    return max(end - seconds(start), 0)


def _item(incident: Incident, part: Round, now: Moment) -> Item:
    fact = part.opened
    last = part is incident.rounds[-1]
    state = incident.state if last else "contained" if part.contained else "opened again"
    return Item(
        kind="overdue" if last and incident.is_overdue(now.today) else state,
        title=f"{incident.id}: {fact.what}",
        path=fact.path,
        commit=fact.introduced,
        since=part.exposed,
        until=part.contained,
        who=fact.owner,
        detail={
            "detected": part.detected,
            "rotated": part.rotated or None,
            "deadline": fact.deadline,
            "seconds from exposure": _span(part.exposed, part, now),
            "seconds from detection": _span(part.detected, part, now),
        },
    )
