"""The record of an access review: a small signed text, one file a system.

    govhooks access review 1
    system: production-database
    by: bo@example.org
    issued: 2026-11-27T10:00:00Z
    commit: <id of the commit whose access files were looked at>
    decision: keep ada@example.org         one line a grant: keep, change or remove, and whose
    decision: remove eve@example.org
    reason: left the team; the rest is on call
    -----BEGIN SSH SIGNATURE-----          or a PGP one, over every byte above it
    ...

It lies in `.governance/access-reviews/SYSTEM.txt`; the history of that file is the history of the reviews. Strict: the keys in this
order, nothing else, so that what is read is what was signed. The first line keeps it apart from an approval.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.signed_text import Malformed, is_instant, lines, split, value

HEAD = "govhooks access review 1"
FOLDER = ".governance/access-reviews/"
DECISIONS = ("keep", "change", "remove")
_FIRST = ("system", "by", "issued", "commit")


class AccessReview(Record):
    """One review: who looked at the access of a system, when, at which commit, and what was decided for each grant.

    `decisions` are (keep, change or remove; whose grant). `payload` is what was signed, `signature` the armored signature.
    """

    system: str
    by: str
    issued: str
    commit: str
    decisions: tuple[tuple[str, str], ...]
    reason: str
    payload: bytes = b""
    signature: bytes = b""

    @property
    def day(self) -> str:
        """The day of the review, YYYY-MM-DD."""
        return self.issued[:10]

    @property
    def text(self) -> bytes:
        """The record as it is stored."""
        return self.payload + self.signature


def place(system: str) -> str:
    """The path of a system's record."""
    return f"{FOLDER}{system}.txt"


def payload(
    system: str, by: str, issued: str, commit: str, decisions: tuple[tuple[str, str], ...], reason: str
) -> bytes:
    """The bytes to sign. Raises Malformed for a value that does not fit on a line."""
    told = [HEAD, f"system: {system}", f"by: {by}", f"issued: {issued}", f"commit: {commit}"]
    told += [f"decision: {what} {whose}" for what, whose in decisions] + [f"reason: {reason}"]
    made = ("\n".join(told) + "\n").encode()
    _read(made)
    return made


def parse(data: bytes) -> AccessReview:
    """Parse a stored record. Raises Malformed."""
    made, signature = split(data)
    return _read(made).but(payload=made, signature=signature)


def _read(made: bytes) -> AccessReview:
    found = lines(made, HEAD)
    if len(found) < len(_FIRST) + 3 or found[-1]:
        raise Malformed("it lacks lines: it has system, by, issued, commit, at least one decision, and reason")
    keys = (*_FIRST, *("decision",) * (len(found) - len(_FIRST) - 2), "reason")
    values = [value(line, key) for key, line in zip(keys, found)]
    system, by, issued, commit, *told, reason = values
    if not is_instant(issued):
        raise Malformed("its `issued` is not a time such as 2026-11-24T06:00:00Z")
    if len(commit) not in (40, 64) or commit.strip("0123456789abcdef"):
        raise Malformed("its `commit` is not the id of a commit")
    decisions = []
    for one in told:
        what, _, whose = one.partition(" ")
        if what not in DECISIONS or not whose:
            raise Malformed(f"its decision {one!r} is not one of {', '.join(DECISIONS)} and whose grant it is about")
        decisions.append((what, whose))
    return AccessReview(system, by, issued, commit, tuple(decisions), reason)
