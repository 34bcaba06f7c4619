"""The record of an access review is read as it was signed, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.knowledge.access_record import DECISIONS, parse, payload, place
from govhooks.knowledge.signed_text import Malformed

ID = "a" * 40
SIGNATURE = "\n".join(("-----BEGIN SSH " + "SIGNATURE-----", "AAAA", "-----END SSH " + "SIGNATURE-----", "")).encode()
WORDS = st.text(min_size=1, max_size=20)


@given(WORDS, WORDS, st.lists(st.tuples(st.sampled_from(DECISIONS), WORDS), min_size=1, max_size=3), WORDS)
def test_what_is_signed_is_what_is_read(system: str, by: str, decisions: list[tuple[str, str]], reason: str) -> None:
    try:
        made = payload(system, by, "2026-11-27T10:00:00Z", ID, tuple(decisions), reason)
    except Malformed:
        return
    read = parse(made + SIGNATURE)

    assert (read.system, read.by, read.decisions, read.reason) == (system, by, tuple(decisions), reason)
    assert (read.payload, read.signature, read.day) == (made, SIGNATURE, "2026-11-27")


GOOD = payload("db", "bo@corp.test", "2026-11-27T10:00:00Z", ID, (("keep", "ada"),), "fine") + SIGNATURE


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"review 1", b"review 2", "its first line"),
        (b"decision: keep ada\n", b"", "it lacks lines"),
        (b"keep ada", b"maybe ada", "its decision"),
        (b"10:00:00Z", b"10:00", "its `issued`"),
        (ID.encode(), b"abc", "its `commit`"),
        (b"by: ", b"bye: ", "its line 'by'"),
        (b"-----END", b"", "cut off"),
        (SIGNATURE, b"", "not signed"),
        (b"fine", b"\xff", "not UTF-8"),
    ],
)
def test_anything_else_is_malformed(old: bytes, new: bytes, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        parse(GOOD.replace(old, new))


def test_its_place() -> None:
    assert place("production-database") == ".governance/access-reviews/production-database.txt"
