"""Fingerprints: the same tomorrow, and of no help to who guesses."""

from __future__ import annotations

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.core.finding import Finding
from govhooks.core.fingerprint import MARK, fingerprint, is_slow, slow

VALUE = "".join(["cor", "rect ", "horse"])


def finding(path: str = "a.py", identity: str = VALUE, guessable: bool = False) -> Finding:
    return Finding("no-secrets", path, 3, "p", "f", identity, guessable=guessable)


def test_a_token_goes_in_whole() -> None:
    """hashlib on its own says the same."""
    expected = hashlib.pbkdf2_hmac("sha256", VALUE.encode(), b"govhooks 1\0no-secrets\0a.py", 1, 16).hex()

    assert finding().fingerprint == expected


def test_a_fingerprint_is_no_test_of_guesses() -> None:
    """Of 300,000 values nearly all 65,536 fingerprints are taken, by four or five values each; and what is the same in one file is the same in
    another, so that the fingerprints of several files tell no more than one."""
    here: dict[str, list[str]] = {}
    for number in range(300_000):
        here.setdefault(fingerprint("no-secrets", "a.py", f"guess {number}", True), []).append(f"guess {number}")
    alike = max(here.values(), key=len)

    assert 60_000 < len(here) <= 1 << 16
    assert len({fingerprint("no-secrets", "b.py", value, True) for value in alike}) == 1
    assert len({fingerprint("mcp-servers", "a.py", value, True) for value in alike}) == 1


def test_the_old_form_is_still_that_of_the_finding() -> None:
    """100,000 rounds of PBKDF2, as hashlib computes them."""
    old = hashlib.pbkdf2_hmac("sha256", VALUE.encode(), b"govhooks 1\0no-secrets\0a.py", 100_000, 16).hex()
    guess = finding(guessable=True)

    assert slow("no-secrets", "a.py", VALUE) == old
    assert guess.fingerprint.endswith(MARK)
    assert is_slow(old)
    assert not is_slow(guess.fingerprint)
    assert guess.has(old)
    assert guess.has(guess.fingerprint)
    assert not finding(guessable=True, path="b.py").has(old)
    assert not finding(guessable=True, identity="another").has(old)
    assert not finding().has(old)
    assert not guess.has("")


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
