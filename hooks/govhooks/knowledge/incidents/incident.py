"""What the events of an incident come to.

An incident is open until the credential was rotated, and the incident contained: the old value no longer works, and what
was done with it is known. To delete the credential from the repository is neither. A `reopened` event starts again.
Who relaxes (rotated, contained, closed, or a new deadline) has to be a signer of the project; to open one needs nobody's
leave.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.incidents import event as form
from govhooks.knowledge.incidents.event import CLOSED, CONTAINED, KINDS, NOTE, OPENED, REOPENED, ROTATED, Event
from govhooks.knowledge.signed_text import Malformed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from govhooks.core.changeset import Reader

OPEN = "open"
# The state that each event leads to, and the one that it needs.
_NEXT = {ROTATED: OPEN, CONTAINED: ROTATED, CLOSED: CONTAINED}
_ORDER = (OPEN, ROTATED, CONTAINED, CLOSED)


class Round(Record):
    """From when a credential is exposed until it is contained; times are instants, "" for what did not happen yet."""

    opened: Event
    rotated: str = ""
    contained: str = ""
    closed: str = ""

    @property
    def exposed(self) -> str:
        return self.opened.exposed

    @property
    def detected(self) -> str:
        return self.opened.at


class Incident(Record):
    """One incident: `state` is "open", "rotated", "contained" or "closed"; `rounds` its exposures, the last one counts.

    `events` are all that were read, in order of time, with why each does not count ("" if it does).
    """

    id: str
    state: str
    rounds: tuple[Round, ...]
    events: tuple[tuple[Event, str], ...]

    @property
    def last(self) -> Round:
        return self.rounds[-1]

    @property
    def opened(self) -> Event:
        """The event that opened it, or opened it again."""
        return self.last.opened

    @property
    def is_contained(self) -> bool:
        return self.state in (CONTAINED, CLOSED)

    @property
    def marks(self) -> tuple[str, ...]:
        """The keyed digests of what was exposed."""
        return tuple(dict.fromkeys(one.opened.mark for one in self.rounds if one.opened.mark))

    def is_overdue(self, today: str) -> bool:
        """Whether it is not contained, and its last day is over."""
        return not self.is_contained and self.opened.deadline < today


class Register(Record):
    """All incidents, by id, and (path, why) of each record that cannot be read."""

    incidents: dict[str, Incident]
    faults: tuple[tuple[str, str], ...] = ()


def collect(
    places: Iterable[tuple[Iterable[str], Reader]],
    refusal: Callable[[Event], str],
    landed: Callable[[Event], bool] = lambda event: True,
) -> Register:
    """The incidents in some trees together, each given as its paths and how to read one: what one tree deleted still counts.

    `refusal` says why the signature of an event does not count, "" if it does; `landed` whether it was there before: what was comes
    first, whatever time a new event says, or that one could take the place of another.
    """
    events: dict[bytes, Event] = {}
    faults: dict[str, str] = {}
    for paths, read in places:
        for path in paths:
            if not form.is_record(path):
                continue
            data = read(path)
            if data is None:
                continue
            try:
                event = form.read(path, data)
            except Malformed as error:
                faults[path] = str(error)
            else:
                events[event.payload] = event
    of: dict[str, list[Event]] = {}
    for event in events.values():
        of.setdefault(event.incident, []).append(event)
    found = {}
    for name in sorted(of):
        incident = _one(name, of[name], refusal, landed)
        if incident is None:
            for event in of[name]:
                faults[event.place] = f"no record opens {name}"
        else:
            found[name] = incident
    return Register(found, tuple(sorted(faults.items())))


def _one(
    name: str, events: list[Event], refusal: Callable[[Event], str], landed: Callable[[Event], bool]
) -> Incident | None:
    """An incident by its events; None if nothing opens it."""
    several = sum(event.event == OPENED for event in events) > 1

    def when(one: Event) -> tuple[object, ...]:
        # Of several that open it, one that landed or that a signer of the project says: no other can move its deadline.
        doubtful = several and one.event == OPENED and bool(refusal(one))
        return one.event != OPENED, doubtful, not landed(one), one.at, one.issued, KINDS.index(one.event), one.payload

    order = sorted(events, key=when)
    if order[0].event != OPENED:
        return None
    state, rounds = OPEN, [Round(order[0])]
    told: list[tuple[Event, str]] = [(order[0], "")]
    for event in order[1:]:
        why = _why_not(event, state, rounds[-1], refusal)
        told.append((event, why))
        if why or event.event == NOTE:
            continue
        if event.event == REOPENED:
            state = OPEN
            rounds.append(Round(event))
            continue
        state = event.event
        rounds[-1] = rounds[-1].but(**{state: event.at})
    return Incident(name, state, tuple(rounds), tuple(told))


def _why_not(event: Event, state: str, now: Round, refusal: Callable[[Event], str]) -> str:
    """Why an event does not count in a state; "" if it does."""
    if event.event == NOTE:
        return ""
    if event.event == OPENED:
        return "it is open already"
    if event.event == REOPENED:
        if state == OPEN:
            return "it is open already"
        # While it is not contained, a new deadline would be a way around the old one.
        return refusal(event) if state == ROTATED else ""
    needed = _NEXT[event.event]
    if state != needed:
        if event.event == state or _ORDER.index(event.event) < _ORDER.index(state):
            return f"it is {state} already"
        return f"it is {state}, and must be {needed} first"
    if event.at < now.exposed:
        return "it happened before the exposure"
    return refusal(event)
