"""One exception: who may approve it, and what it may name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govhooks.core.waiver import BY_FILE, BY_FINGERPRINT, BY_PATH, MESSAGE, Waiver

TODAY = "2026-03-01"


GOOD = Waiver(
    index=1,
    rule="no-secrets",
    path="tests/keys.py",
    reason="a revoked key",
    owner="Ann <ann@corp.test>",
    approver="Bob <bob@corp.test>",
    expires="2026-04-01",
    by="file",
)

SAME = [
    ("ann@corp.test", "ann@corp.test"),
    ("ann@corp.test", "ANN@Corp.Test"),
    ("ann@corp.test", " ann@corp.test "),
    ("Ann <ann@corp.test>", "ann@corp.test"),
    ("Ann <ann@corp.test>", "A. Smith <ann@corp.test>"),
    ("Ann <ann@corp.test>", "<ANN@CORP.TEST>"),
    ("Ann Smith", "ann  smith"),
    ("Ann\tSmith", "Ann Smith"),
    ("@ann", "ann"),
    ("@Ann", "@ann"),
    ("STRASSE", "straße"),
    ("Ann <>", "Ann <>"),
    ("Ann <>", "ann"),
    ("<>", "<>"),
    (">Ann<", ">Ann<"),
    ("@", "@"),
    ("Jos\u00e9", "Jose\u0301"),
    ("\uff21nn", "Ann"),
    ("Ann\u200b", "Ann"),
    ("A\u00adnn", "Ann"),
    ("Ann\u00a0Smith", "Ann Smith"),
]


@pytest.mark.parametrize(("owner", "approver"), SAME)
def test_nobody_approves_himself_however_he_is_spelled(owner: str, approver: str) -> None:
    for waiver in (GOOD.but(owner=owner, approver=approver), GOOD.but(owner=approver, approver=owner)):
        assert not waiver.valid(TODAY)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(min_size=1, max_size=12))
def test_the_very_same_text_is_never_two_people(name: str) -> None:
    assert not GOOD.but(owner=name, approver=name).valid(TODAY)


@pytest.mark.parametrize(
    ("owner", "approver"),
    [
        ("ann@corp.test", "bob@corp.test"),
        ("Ann", "Anna"),
        ("Ann <ann@a.test>", "Ann <ann@b.test>"),
        ("@ann", "@team/ann"),
    ],
)
def test_two_people_are_two(owner: str, approver: str) -> None:
    assert GOOD.but(owner=owner, approver=approver).valid(TODAY)


# (path, how the rule is excused, fingerprint, a word of what is wrong, "" for nothing)
BROAD = [
    ("src/app.py", BY_PATH, "", ""),
    ("src/*.py", BY_PATH, "", ""),
    ("tests/", BY_PATH, "", ""),
    ("*", BY_PATH, "", "matches files everywhere"),
    ("**/*.py", BY_PATH, "", "matches files everywhere"),
    ("a*", BY_PATH, "", "matches files everywhere"),
    ("[a-z]*.lock", BY_PATH, "", "matches files everywhere"),
    ("*", BY_PATH, "0" * 32, "matches files everywhere"),
    ("!src/app.py", BY_PATH, "", "negated"),
    ("src/app.py", BY_FILE, "", ""),
    ("src/*.py", BY_FILE, "", "needs one file or a fingerprint"),
    ("tests/", BY_FILE, "", "needs one file or a fingerprint"),
    ("tests/", BY_FILE, "0" * 32, ""),
    ("src/app.py", BY_FINGERPRINT, "", "needs a fingerprint"),
    ("src/app.py", BY_FINGERPRINT, "0" * 32, ""),
    (MESSAGE, BY_PATH, "", "needs a fingerprint"),
    (MESSAGE, BY_PATH, "0" * 32, ""),
]


@pytest.mark.parametrize(("path", "by", "fingerprint", "wrong"), BROAD)
def test_it_covers_no_more_than_a_person_can_have_looked_at(path: str, by: str, fingerprint: str, wrong: str) -> None:
    waiver = GOOD.but(path=path, by=by, fingerprint=fingerprint)

    assert wrong in waiver.too_broad()
    assert bool(waiver.too_broad()) is bool(wrong)
    assert waiver.valid(TODAY) is not bool(wrong)
