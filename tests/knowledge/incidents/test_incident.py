"""What events come to: a model that walks all orders is the oracle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.knowledge.incidents import event as form
from govhooks.knowledge.incidents.event import Event
from govhooks.knowledge.incidents.incident import Incident, Register, collect

SIGNATURE = b"-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n"
ID = "2026-11-28-94e5562e"


def made(kind: str, minute: int, by: str = "ada@corp.test", name: str = ID, **more: str) -> Event:
    at = f"2026-11-28T{minute // 60:02}:{minute % 60:02}:00Z"
    facts = {
        "what": "a token",
        "exposed": "2026-11-28T00:00:00Z",
        "exposed_to": "x",
        "owner": "o",
        "revoke": "r",
        "deadline": "2026-11-29",
    }
    event = Event(
        name, kind, at, by, "2026-11-29T00:00:00Z", "why", **(facts if kind in ("opened", "reopened") else {})
    )
    event = event.but(**more)
    return form.parse(form.payload(event) + SIGNATURE)


def collected(*events: Event, refused: str = "") -> Register:
    tree = {event.place: event.text for event in events}
    return collect([(tree, tree.get)], lambda event: "nobody knows its key" if event.by == refused else "")


def one(*events: Event, refused: str = "") -> Incident:
    found = collected(*events, refused=refused)
    assert found.faults == ()
    return found.incidents[ID]


def test_from_open_to_closed() -> None:
    steps = [made(kind, 10 * number) for number, kind in enumerate(("opened", "rotated", "contained", "closed"))]
    states = [one(*steps[: number + 1]).state for number in range(4)]
    done = one(*steps)

    assert states == ["open", "rotated", "contained", "closed"]
    assert (done.last.detected, done.last.rotated, done.last.contained, done.last.closed) == tuple(
        step.at for step in steps
    )
    assert not done.is_overdue("2030-01-01")
    assert [one(*steps[:2]).is_overdue(day) for day in ("2026-11-29", "2026-11-30")] == [False, True]


_KINDS = st.sampled_from(("rotated", "contained", "closed", "reopened", "note"))
_LEADS = {("open", "rotated"), ("rotated", "contained"), ("contained", "closed")}


def test_what_has_landed_comes_before_what_says_an_earlier_time() -> None:
    """Nobody takes the place of a landed event by dating another one back."""
    events = [made("opened", 0), made("rotated", 1), made("contained", 2), made("reopened", 5)]
    new = made("reopened", 3)
    places = [([event.place for event in (*events, new)], {event.place: event.text for event in (*events, new)}.get)]

    incident = collect(places, lambda event: "", lambda event: event.place != new.place).incidents[events[0].incident]

    assert [why for event, why in incident.events if event.place == new.place] == ["it is open already"]
    assert incident.opened.place == events[-1].place


@given(st.lists(_KINDS, max_size=8), st.randoms(use_true_random=False))
def test_any_order_of_events_is_walked_in_time(kinds: list[str], dice: object) -> None:
    events = [made("opened", 0), *(made(kind, 1 + number) for number, kind in enumerate(kinds))]
    state, rounds, counted = "open", 1, ["opened"]
    for kind in kinds:
        if kind == "note" or (state, kind) in _LEADS or (kind == "reopened" and state != "open"):
            counted.append(kind)
            rounds += kind == "reopened"
            state = {"note": state, "reopened": "open"}.get(kind, kind)
    dice.shuffle(events)  # type: ignore[attr-defined]

    incident = one(*events)

    assert (incident.state, len(incident.rounds)) == (state, rounds)
    assert [event.event for event, why in incident.events if not why] == counted


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (made("contained", 5), "it is open, and must be rotated first"),
        (made("closed", 5), "it is open, and must be contained first"),
        (made("opened", 5), "it is open already"),
        (made("reopened", 5), "it is open already"),
        (made("rotated", 5, by="eve@corp.test"), "nobody knows its key"),
        (made("rotated", 5, at="2026-11-27T23:59:00Z"), "it happened before the exposure"),
    ],
)
def test_what_does_not_count(event: Event, why: str) -> None:
    incident = one(made("opened", 0), event, refused="eve@corp.test")

    assert incident.state == "open"
    assert incident.events[1] == (event, why)


def test_what_a_tree_deleted_still_counts_in_the_other() -> None:
    first, second = made("opened", 0), made("rotated", 5)
    before, after = {first.place: first.text}, {second.place: second.text}

    found = collect([(before, before.get), (after, after.get)], lambda event: "")

    assert found.incidents[ID].state == "rotated"
    assert collected(second).faults == ((second.place, f"no record opens {ID}"),)


def test_what_cannot_be_read_is_said() -> None:
    good, path = made("opened", 0), f"{form.FOLDER}{ID}/20261128T000000Z-rotated-000000000000.txt"
    moved = {good.place: good.text, path: good.text, f"{form.FOLDER}{ID}/x.txt": b"x", f"{form.FOLDER}README.md": b"x"}

    found = collect([(moved, moved.get)], lambda event: "")

    assert sorted(found.incidents) == [ID]
    assert [place for place, _ in found.faults] == [path, f"{form.FOLDER}{ID}/x.txt"]


def test_each_exposure_is_a_round_of_its_own() -> None:
    again = made("reopened", 50, exposed="2026-11-28T00:50:00Z", mark="1" * 64)
    steps = [made("opened", 0, mark="0" * 64), made("rotated", 10), made("contained", 20), again, made("rotated", 60)]

    incident = one(*steps)

    assert [(part.exposed[11:16], part.rotated[11:16], part.contained[11:16]) for part in incident.rounds] == [
        ("00:00", "00:10", "00:20"),
        ("00:50", "01:00", ""),
    ]
    assert incident.marks == ("0" * 64, "1" * 64)
    assert incident.opened == again
