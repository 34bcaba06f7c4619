"""One exception: who may approve it, and what it may name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.core.waiver import BY_FILE, BY_FINGERPRINT, BY_PACKAGE, BY_PATH, MESSAGE, Waiver

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


@settings(derandomize=True, max_examples=examples(300), deadline=None)
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
    ("uv.lock", BY_PACKAGE, "", "needs an advisory, a package or a fingerprint"),
    ("uv.lock", BY_PACKAGE, "0" * 32, ""),
    (MESSAGE, BY_PATH, "", "needs a fingerprint"),
    (MESSAGE, BY_PATH, "0" * 32, ""),
]


@pytest.mark.parametrize(("path", "by", "fingerprint", "wrong"), BROAD)
def test_it_covers_no_more_than_a_person_can_have_looked_at(path: str, by: str, fingerprint: str, wrong: str) -> None:
    waiver = GOOD.but(path=path, by=by, fingerprint=fingerprint)

    assert wrong in waiver.too_broad()
    assert bool(waiver.too_broad()) is bool(wrong)
    assert waiver.valid(TODAY) is not bool(wrong)


PACKAGE = GOOD.but(rule="dependency-review", path="uv.lock", by=BY_PACKAGE)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"advisory": "GHSA-jfh8-c2jp-5v3q"}, ""),
        ({"advisory": "cve-2021-44228"}, ""),
        ({"advisory": "ALSA-2022:6180"}, ""),
        ({"package": "PyPI/jinja2"}, ""),
        ({"advisory": "PYSEC-2021-66", "package": "PyPI/jinja2@2.11.2"}, ""),
        ({"package": "PyPI/jinja2", "path": "**/package-lock.json"}, ""),
        ({"advisory": "CVE-2021-44228", "path": "**/uv.lock"}, ""),
        ({"advisory": "CVE-2021-44228", "path": "**"}, "matches files everywhere"),
        ({"advisory": "CVE-2021-44228", "path": "*.lock"}, "matches files everywhere"),
        ({}, "needs an advisory"),
        ({"advisory": "jinja2"}, "no id of an advisory"),
        ({"advisory": "-1"}, "no id of an advisory"),
        ({"advisory": "CVE-"}, "no id of an advisory"),
        ({"advisory": "CVE-*"}, "no id of an advisory"),
        ({"advisory": " "}, "no id of an advisory"),
        ({"advisory": "CVE-2021-44228 "}, "no id of an advisory"),
        ({"advisory": "https://osv.dev/CVE-2021-44228"}, "no id of an advisory"),
        ({"advisory": "CVE-" + "1" * 90}, "no id of an advisory"),
        ({"package": "jinja2"}, "not ECOSYSTEM/NAME"),
        ({"package": "pkg:pypi/jinja2"}, "no ecosystem"),
        ({"package": " "}, "not ECOSYSTEM/NAME"),
    ],
)
def test_an_advisory_and_a_package_are_written_as_findings_show_them(changed: dict[str, str], wrong: str) -> None:
    waiver = PACKAGE.but(**changed)
    reasons = [waiver.bad_advisory(), waiver.bad_package(), waiver.too_broad()]

    assert any(wrong in reason for reason in reasons)
    assert any(reasons) is bool(wrong)
    assert waiver.valid(TODAY) is not bool(wrong)


@pytest.mark.parametrize("by", [BY_PATH, BY_FILE, BY_FINGERPRINT])
def test_a_rule_that_finds_no_packages_excuses_none(by: str) -> None:
    for about in ({"advisory": "CVE-2021-44228"}, {"package": "PyPI/jinja2"}):
        waiver = PACKAGE.but(by=by, fingerprint="0" * 32, **about)
        assert waiver.is_misplaced()
        assert not waiver.valid(TODAY)
    assert not PACKAGE.but(by=by, fingerprint="0" * 32).is_misplaced()
