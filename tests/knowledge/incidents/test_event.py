"""The record of an incident's event: what is read is what was signed, and nothing else is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.knowledge.incidents import event as form
from govhooks.knowledge.incidents.event import Event
from govhooks.knowledge.signed_text import Malformed

SIGNATURE = b"-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n"
OPENED = Event(
    "2026-11-28-94e5562e",
    "opened",
    "2026-11-28T09:00:00Z",
    "ada@corp.test",
    "2026-11-28T10:00:00Z",
    "found by no-secrets",
    what="GitHub: a token",
    rule="no-secrets",
    fingerprint="f" * 32,
    path="app/a b.py",
    introduced="a" * 40,
    exposed="2026-11-27T09:00:00Z",
    exposed_to="whoever can read origin",
    owner="Eve <eve@corp.test>",
    revoke="https://provider.test/tokens",
    deadline="2026-11-29",
    mark="0" * 64,
)
ROTATED = Event("2026-11-28-94e5562e", "rotated", "2026-11-28T09:30:00Z", "a@b", "2026-11-28T10:00:00Z", "done")


def stored(event: Event) -> bytes:
    return form.payload(event) + SIGNATURE


@pytest.mark.parametrize("event", [OPENED, ROTATED, OPENED.but(mark="", rule="", path="", introduced="")])
def test_there_and_back(event: Event) -> None:
    read = form.parse(stored(event))

    assert read.but(payload=b"", signature=b"") == event
    assert read.text == stored(event)
    assert form.is_record(read.place)
    assert form.read(read.place, read.text) == read


@given(
    st.sampled_from(("reason", "what", "path", "owner", "exposed_to", "revoke")),
    st.text(st.characters(codec="utf-8"), max_size=12),
)
def test_any_value_is_read_back_or_refused(key: str, value: str) -> None:
    event = OPENED.but(**{key: value})
    try:
        read = form.parse(stored(event))
    except Malformed:
        return

    assert getattr(read, key) == ("" if value == form.UNKNOWN else value)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("govhooks incident 1", "govhooks statement 1", "first line"),
        ("event: opened", "event: forgiven", "does not have the 6 lines"),
        ("event: opened", "event: rotated", "does not have the 6 lines"),
        ("reason: found by no-secrets", "reason: found by no-secrets\nreason: twice", "does not have the 17 lines"),
        ("what: ", "kind: ", "its line 'what' is missing"),
        ("incident: 2026-11-28-94e5562e", "incident: ../x", "not an id"),
        ("incident: 2026-11-28-94e5562e", "incident: 2026-13-28-94e5562e", "not an id"),
        ("at: 2026-11-28T09:00:00Z", "at: 2026-11-28 09:00", "`at` is not a time"),
        ("at: 2026-11-28T09:00:00Z", "at: 2026-11-28T11:00:00Z", "happened after it was signed"),
        ("exposed: 2026-11-27T09:00:00Z", "exposed: none", "`exposed` is not a time"),
        ("deadline: 2026-11-29", "deadline: tomorrow", "`deadline` is not a day"),
        ("mark: " + "0" * 64, "mark: abc", "`mark` is not 64"),
        ("-----END SSH SIGNATURE-----", "", "cut off"),
        ("-----BEGIN SSH SIGNATURE-----", "", "not signed"),
    ],
)
def test_what_is_no_event(old: str, new: str, why: str) -> None:
    text = stored(OPENED).decode()
    assert old in text

    with pytest.raises(Malformed, match=why):
        form.parse(text.replace(old, new, 1).encode())


def test_a_name_is_that_of_its_content() -> None:
    read = form.parse(stored(ROTATED))
    other = read.place.replace("rotated-", "rotated-0")

    with pytest.raises(Malformed, match="by its content its name is"):
        form.read(other, read.text)
    assert not form.is_record(".governance/incidents/README.md")
    assert not form.is_record(".governance/incidents/a/b/c.txt")


def test_the_mark_knows_a_value_and_is_another_for_each_incident() -> None:
    value = "".join(("glp", "at-", "x" * 20))

    assert form.mark("2026-11-28-a", value) == form.mark("2026-11-28-a", value)
    assert form.mark("2026-11-28-a", value) != form.mark("2026-11-28-b", value)
    assert form.mark("2026-11-28-a", value) != form.mark("2026-11-28-a", value + "x")
    assert value not in form.mark("2026-11-28-a", value)
