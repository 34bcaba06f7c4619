"""Findings: what their fingerprints depend on, and their severity."""

from __future__ import annotations

import hashlib

import pytest

from govhooks.core.finding import Finding
from govhooks.core.waiver import Waiver

VALUE = "".join(["cor", "rect ", "horse"])


def finding(**changed: object) -> Finding:
    fields = {"rule": "no-secrets", "path": "a.py", "line": 3, "problem": "p", "fix": "f", "identity": VALUE, **changed}
    return Finding(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"line": 99},
        {"column": 7},
        {"end_line": 9},
        {"problem": "q"},
        {"fix": "g"},
        {"confidence": "low"},
        {"commit": "1" * 40},
    ],
)
def test_it_stays_when_something_else_changes(changed: dict[str, object]) -> None:
    assert finding(**changed).fingerprint == finding().fingerprint


@pytest.mark.parametrize(
    "changed",
    [{"path": "b.py"}, {"path": "A.py"}, {"rule": "no-env-files"}, {"identity": VALUE + "x"}, {"guessable": True}],
)
def test_it_is_another_for_another_thing(changed: dict[str, object]) -> None:
    assert finding(**changed).fingerprint != finding().fingerprint


def test_it_is_no_plain_digest() -> None:
    for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
        assert not hashlib.new(name, VALUE.encode()).hexdigest().startswith(finding().fingerprint[:8])


def test_severity_is_what_it_does() -> None:
    waiver = Waiver(1)

    assert finding().severity == "error"
    assert finding(blocks=False).severity == finding(exception=waiver).severity == "warning"


def test_lines_that_move_keep_the_fingerprint(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    """In a real repository, and it never shows the value."""
    repo.stage("app.py", f"t = '{token}'\n")
    one = repo.check()
    repo.stage("app.py", "\n" * 40 + f"t = '{token}'\n")
    two = repo.check()
    repo.stage("app.py", f'    other_name = "{token}"  # moved\n')
    three = repo.check()
    keys = [line for done in (one, two, three) for line in done.out.splitlines() if "fingerprint:" in line]

    assert len(keys) == 3
    assert len(set(keys)) == 1
