"""Fingerprints: the same tomorrow, another for another thing, and of no help to who guesses."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.core.finding import _ROUNDS, Finding, fingerprint
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


@pytest.mark.parametrize(("guessable", "rounds"), [(True, _ROUNDS), (False, 1)])
def test_a_guess_costs_its_rounds(guessable: bool, rounds: int) -> None:
    """What a person may have chosen is hashed slowly; hashlib on its own says the same."""
    expected = hashlib.pbkdf2_hmac("sha256", VALUE.encode(), b"govhooks 1\0no-secrets\0a.py", rounds, 16).hex()

    assert finding(guessable=guessable).fingerprint == expected
    assert _ROUNDS >= 100_000


def test_it_is_no_plain_digest() -> None:
    for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
        assert not hashlib.new(name, VALUE.encode()).hexdigest().startswith(finding().fingerprint[:8])


@settings(derandomize=True, max_examples=examples(200), deadline=None)
@given(st.text(min_size=1), st.text())
def test_any_path_and_value_has_one(path: str, identity: str) -> None:
    try:
        key = fingerprint("no-secrets", path, identity, False)
    except UnicodeEncodeError:
        return  # surrogates that come from no byte; git gives none

    assert len(key) == 32
    assert set(key) <= set("0123456789abcdef")


def test_bytes_of_a_path_have_one() -> None:
    assert (
        finding(path="a\udcff", identity="\udc80").fingerprint != finding(path="a\udcfe", identity="\udc80").fingerprint
    )


def test_rule_and_path_do_not_run_together() -> None:
    assert fingerprint("ab", "c", "v", False) != fingerprint("a", "bc", "v", False)


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
