"""What a comment says: why, whose, until when."""

from __future__ import annotations

from rows import each

from govhooks.knowledge.suppressions.notes import note
from govhooks.knowledge.suppressions.suppression import Suppression, day

NOTES = [
    ("", "", "", ""),
    ("not reachable", "not reachable", "", ""),
    ("SEC-12", "SEC-12", "", ""),
    ("see #123", "see #123", "", ""),
    ("https://corp.example/t/1", "https://corp.example/t/1", "", ""),
    ("CVE-2024-1", "", "", ""),
    ("TODO", "", "", ""),
    ("none given", "", "", ""),
    ("n/a", "", "", ""),
    ("- ok", "", "", ""),
    ("type: ignore", "", "", ""),
    ("pylint: disable=eval-used", "", "", ""),
    ("until 2027-01-31", "", "", "2027-01-31"),
    ("not reachable until 2027-01-31, @payments", "not reachable", "@payments", "2027-01-31"),
    ("waits for upstream (expires: 2027-01-31)", "waits for upstream", "", "2027-01-31"),
    ("waits for upstream, expires on 2027-01-31", "waits for upstream", "", "2027-01-31"),
    ("waits; exp:2027-01-31; owner: ann@corp.example", "waits", "ann@corp.example", "2027-01-31"),
    ("waits until upstream answers", "waits until upstream answers", "", ""),
    ("waits until 2.0 is out", "waits until 2.0 is out", "", ""),
    ("waits, expires: soon", "waits", "", "soon"),
    ("waits until 2027-02-30", "waits", "", "2027-02-30"),
    ("waits until 2027/02/03", "waits", "", "2027-02-03"),
    ("mail ann@corp.example about it", "mail ann@corp.example about it", "", ""),
]


@each(NOTES)
def test_a_comment_says(text: str, reason: str, owner: str, expires: str) -> None:
    found = note(text, ("CVE-2024-1",))

    assert (found.reason, found.owner, found.expires) == (reason, owner, expires)


DAYS = [
    (None, ""),
    ("", ""),
    ("2027-01-31", "2027-01-31"),
    ("2027-01-31T00:00:00.000Z", "2027-01-31"),
    ("2027/01/31", "2027-01-31"),
    ("January 31, 2027", "2027-01-31"),
    ("31 Jan 2027", "2027-01-31"),
    (1893456000000, "2030-01-01"),
    (1893456000, "2030-01-01"),
    ("1893456000000", "2030-01-01"),
    (10**40, "1" + "0" * 40),
    ("soon", "soon"),
    ("2027-01-31x", "2027-01-31x"),
    (True, ""),
]


@each(DAYS)
def test_a_day_in_any_spelling(written: object, wanted: str) -> None:
    assert day(written) == wanted


def test_the_last_day_itself_is_still_valid() -> None:
    one = Suppression("trivy", "x", 1, ("CVE-1",), expires="2027-01-31")

    assert [one.is_expired(today) for today in ("2027-01-30", "2027-01-31", "2027-02-01")] == [False, False, True]
    assert one.but(expires="2027-02-30").is_expired("2020-01-01")
    assert not one.but(expires="").is_expired("2099-01-01")
