"""One advisory: the schema's worked examples, its pseudo-code over drawn ranges, and what is no advisory."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osv_world import advisory
from packaging.version import Version
from sweeps import examples

from govhooks.knowledge.advisories import osv
from govhooks.knowledge.advisories.osv import BadRecord, Undecided


def is_affected(record: dict[str, Any], version: str) -> bool:
    (entry,) = osv.read(record).affected
    return osv.affects(entry, version)


# (ecosystem, what one package says, affected, not): https://ossf.github.io/osv-schema/#examples, and what the words there say
EXAMPLES: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "unfixed": ("npm", {"events": [("introduced", "0")]}, "0.0.0-0 0.0.1 1.0.0 99.0.0", ""),
    "fixed": ("npm", {"events": [("introduced", "0"), ("fixed", "1.0.2")]}, "0.0.0-0 1.0.1 1.0.2-rc.1", "1.0.2 1.0.3"),
    "several ranges": (
        "npm",
        {"events": [("introduced", "1.0.0"), ("fixed", "1.0.2"), ("introduced", "3.0.0"), ("fixed", "3.2.5")]},
        "1.0.0 1.0.1 3.0.0 3.2.4",
        "0.9.9 1.0.2 2.0.0 3.2.5 4.0.0 1.0.0-rc.1",
    ),
    "not sorted": (
        "npm",
        {"events": [("fixed", "3.2.5"), ("introduced", "3.0.0"), ("fixed", "1.0.2"), ("introduced", "1.0.0")]},
        "1.0.0 1.0.1 3.0.0 3.2.4",
        "0.9.9 1.0.2 2.0.0 3.2.5 4.0.0",
    ),
    "last_affected": ("Maven", {"events": [("introduced", "0"), ("last_affected", "2.1.214")]}, "1.0 2.1.214", "2.1.215 3"),
    "fixed instead": ("Maven", {"events": [("introduced", "0"), ("fixed", "2.1.214")]}, "1.0 2.1.213", "2.1.214 2.1.215"),
    "limit": ("npm", {"events": [("introduced", "1.0.0"), ("limit", "2.0.0")]}, "1.0.0 1.9.9", "0.9.0 2.0.0 3.0.0"),
    "several limits": ("npm", {"events": [("introduced", "0"), ("limit", "1.0.0"), ("limit", "2.0.0")]}, "1.5.0", "2.0.0"),
    "limit without end": ("npm", {"events": [("introduced", "0"), ("limit", "*")]}, "99.0.0", ""),
    "elliptic": ("npm", {"type": "ECOSYSTEM", "events": [("introduced", "0"), ("fixed", "6.5.4")]}, "6.5.3", "6.5.4"),
    "http": ("crates.io", {"events": [("introduced", "0"), ("fixed", "0.1.20")]}, "0.1.19", "0.1.20"),
    "pikepdf": (
        "PyPI",
        {"events": [("introduced", "2.8.0"), ("fixed", "2.10.0")], "versions": ["2.8.0", "2.8.0.post1", "2.9.2"]},
        "2.8.0 2.8.0.post1 2.9.2 2.8 2.8.0.post2",
        "2.7.9 2.10.0 2.10",
    ),
    "listed outside of the ranges": (
        "PyPI",
        {"events": [("introduced", "2"), ("fixed", "3")], "versions": ["1.0"]},
        "1.0 1.0.0 v1 2.5",
        "1.1 3",
    ),
    "listed alone, of no kind that is known": ("PyPI", {"versions": ["2013b-final", "1.0"]}, "2013b-final 1.0", "2013c-final 1.1"),
    "local versions": ("PyPI", {"events": [("introduced", "0"), ("last_affected", "2.0.1")]}, "2.0.1+cu118 2.0.1", "2.0.2+cu118"),
    "listed, of a local version": ("PyPI", {"versions": ["2.0.1"]}, "2.0.1+cu118", "2.0.2+cu118"),
    "fixed in a local version": ("PyPI", {"events": [("introduced", "0"), ("fixed", "1.0+fix1")]}, "1.0 0.9+x", "1.0+fix1"),
    "Go": ("Go", {"events": [("introduced", "0"), ("fixed", "1.2.3")]}, "v1.2.2 v1.2.3-0.20200101000000-abcdefabcdef", "v1.2.3 v2.0.0+incompatible"),
    "GitHub Actions": ("GitHub Actions", {"events": [("introduced", "0"), ("fixed", "4")]}, "v3.9.9", "v4.0.0"),
    "commits": ("PyPI", {"type": "GIT", "events": [("introduced", "0"), ("fixed", "c0ffee")], "versions": ["1.0"]}, "1.0", "0.9 c0ffee"),
    "nothing at all": ("PyPI", {}, "", "1.0 weird"),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_the_schema(name: str) -> None:
    ecosystem, says, affected, free = EXAMPLES[name]
    record = advisory("X-1", ecosystem=ecosystem, **says)

    assert [one for one in affected.split() if not is_affected(record, one)] == []
    assert [one for one in free.split() if is_affected(record, one)] == []


# Neither affected nor free: (ecosystem, what one package says, version, why)
UNDECIDED = {
    "a version without an order": ("PyPI", {"events": [("introduced", "0")]}, "2013b-final", "is no PEP 440 version"),
    "a floating tag": (
        "GitHub Actions",
        {"events": [("introduced", "0"), ("fixed", "4.1.2")]},
        "v4",
        "no semantic version",
    ),
    "a bound without an order": (
        "PyPI",
        {"events": [("introduced", "0"), ("fixed", "1-x-2")]},
        "1.0",
        "its range says '1-x-2' is no",
    ),
    "a kind of range": ("PyPI", {"type": "NEW", "events": [("introduced", "0")]}, "1.0", "its range is of type 'NEW'"),
    "a bound of two lines": (
        "Maven",
        {"events": [("introduced", "0"), ("fixed", "1\n2")]},
        "1.0",
        r"says '1\\n2', which is no version",
    ),
    "an empty bound": ("Maven", {"events": [("introduced", "")]}, "1.0", "says '', which is no version"),
    "an event": ("PyPI", {"events": [("introduced", "0"), ("repaired", "2")]}, "1.0", "is not one of introduced"),
}


@pytest.mark.parametrize("name", UNDECIDED)
def test_what_cannot_be_told_is_said(name: str) -> None:
    ecosystem, says, version, why = UNDECIDED[name]
    record = advisory("X-1", ecosystem=ecosystem, **says)
    with pytest.raises(Undecided, match=why):
        is_affected(record, version)

    record["affected"][0]["versions"] = [version]
    assert is_affected(record, version)


BAD: list[Any] = [
    [],
    None,
    {},
    {"id": 5},
    {"id": "X", "affected": "all"},
    {"id": "X", "affected": [1]},
    {"id": "X", "aliases": "CVE-1"},
    {"id": "X", "summary": 1},
    advisory("X", entry={"package": {"ecosystem": "PyPI"}}),
    advisory("X", entry={"versions": [1.0]}),
    advisory("X", entry={"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": 0}]}]}),
    advisory("X", entry={"ranges": {"type": "ECOSYSTEM"}}),
]


@pytest.mark.parametrize("record", BAD, ids=lambda record: json.dumps(record)[:40])
def test_what_is_no_advisory(record: Any) -> None:
    with pytest.raises(BadRecord):
        osv.read(record)


def test_what_an_advisory_says() -> None:
    record = advisory("RUSTSEC-2020-1", "Some_Crate", "crates.io", aliases=["CVE-1", "CVE-1", "GHSA-x"], withdrawn=None)
    record["affected"] += [{"package": {"ecosystem": "Debian:12", "name": "x"}}, {"ranges": []}]
    record["affected"][0]["database_specific"] = {"informational": "unmaintained"}
    read = osv.read(record)
    (entry,) = read.affected

    assert (read.id, read.aliases, read.withdrawn) == ("RUSTSEC-2020-1", ("CVE-1", "GHSA-x"), "")
    assert (read.modified, read.summary) == ("2026-11-20T10:00:00", "RUSTSEC-2020-1 of Some_Crate")
    assert (entry.ecosystem, entry.name, entry.unmaintained) == ("crates.io", "some_crate", True)
    assert osv.read({**record, "withdrawn": "2026-01-01T00:00:00Z"}).withdrawn


def test_times_that_are_none() -> None:
    for text in ("yesterday", "2026-13-01T00:00:00Z", "", "9" * 99):
        assert osv.read(advisory("X", modified=text)).modified == ""


def test_a_summary_is_taken_from_the_details() -> None:
    assert osv.read(advisory("X", summary=None, details="\nFirst line.\nMore.")).summary == "First line."
    assert len(osv.read(advisory("X", summary="x" * 9999)).summary) == 300


def test_the_fixes_above_a_version() -> None:
    events = [
        ("introduced", "1"),
        ("fixed", "1.10"),
        ("introduced", "2"),
        ("fixed", "2.2"),
        ("introduced", "3"),
        ("fixed", "3.9"),
    ]
    (entry,) = osv.read(advisory("X", events=events)).affected

    assert osv.fixes(entry, "1.5") == ("1.10", "2.2", "3.9")
    assert osv.fixes(entry, "2.1") == ("2.2", "3.9")
    assert osv.fixes(entry, "4") == ()
    assert osv.fixes(entry, "no version") == ()


# The pseudo-code of https://ossf.github.io/osv-schema/#evaluation, word for word, for one ECOSYSTEM range of PyPI.


def included_in_range(version: str, events: list[dict[str, str]]) -> bool:
    def order(text: str, event: str = "") -> tuple[int, Any]:
        return (0, 0) if (event, text) == ("introduced", "0") else (1, Version(text))

    v = (1, Version(version))
    limits = [event["limit"] for event in events if "limit" in event]
    if limits and not any("*" in limit or v < order(limit) for limit in limits):
        return False
    vulnerable = False
    for event in sorted(
        (one for one in events if "limit" not in one), key=lambda one: order(*reversed(next(iter(one.items()))))
    ):
        if "introduced" in event and v >= order(event["introduced"], "introduced"):
            vulnerable = True
        elif "fixed" in event and v >= order(event["fixed"]):  # noqa: SIM114
            vulnerable = False
        elif "last_affected" in event and v > order(event["last_affected"]):
            vulnerable = False
    return vulnerable


_VERSION = st.sampled_from("0 0.dev1 0.1 1a1 1 1.0 1.0.post1 1.1rc2 1.1 2 2.0.1 10 1!0".split())
_EVENT = st.builds(lambda event, text: {event: text}, st.sampled_from(["introduced", "introduced", "fixed", "last_affected", "limit"]), _VERSION)  # fmt: skip


@given(events=st.lists(_EVENT, max_size=6), version=_VERSION)
@settings(derandomize=True, max_examples=examples(250), deadline=None)
def test_ranges_are_evaluated_as_the_schema_says(events: list[dict[str, str]], version: str) -> None:
    record = advisory("X", entry={"ranges": [{"type": "ECOSYSTEM", "events": events}]})

    assert is_affected(record, version) == included_in_range(version, events)
