"""One approval, veto or override as a small signed text.

    govhooks statement 1
    state: approved                     or disapproved, overridden
    area: payments
    digest: <64 hexadecimal digits>     see `govhooks.knowledge.approvals.digest`
    branch: main                        where the change may land
    by: ada@corp.example
    issued: 2026-11-24T06:00:00Z
    expires: 2027-02-22                 the last day on which it counts
    reason: checked the refund limits
    -----BEGIN SSH SIGNATURE-----       or a PGP one, over every byte above it
    ...

Strict: the keys in this order, each once and on one line, and nothing else. So what is read is exactly what was signed.
The first line prevents the signature of another text (a commit, a file) from passing as an approval.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.signed_text import Malformed, is_instant, lines, value
from govhooks.knowledge.signed_text import split as split_signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = "govhooks statement 1"
STATES = ("approved", "disapproved", "overridden")
KEYS = ("state", "area", "digest", "branch", "by", "issued", "expires", "reason")


class Statement(Record):
    """What somebody says about a change, and the signature under it.

    `payload`    the signed bytes, `signature` the armored signature.
    `source`     where it was read: a path, "notes", a forge's event, a commit's trailer.
    `assurance`  "signed"; "forge" and "trailer" have no signature.
    `commit`     the commit that a forge's approval was given for; its digest is computed from that commit.
    """

    state: str
    area: str
    digest: str
    branch: str
    by: str
    issued: str
    expires: str
    reason: str
    payload: bytes = b""
    signature: bytes = b""
    source: str = ""
    assurance: str = "signed"
    commit: str = ""

    @property
    def text(self) -> bytes:
        """The statement as it is stored."""
        return self.payload + self.signature


def payload(state: str, area: str, digest: str, branch: str, by: str, issued: str, expires: str, reason: str) -> bytes:
    """The bytes to sign. Raises Malformed for a value that does not fit on a line."""
    values = (state, area, digest, branch, by, issued, expires, reason)
    told = [HEAD, *(f"{key}: {one}" for key, one in zip(KEYS, values))]
    made = ("\n".join(told) + "\n").encode()
    _read(made)
    return made


def parse(data: bytes, source: str = "") -> Statement:
    """Parse a stored statement. Raises Malformed."""
    made, signature = split_signature(data)
    named = dict(zip(KEYS, _read(made)))
    return Statement(**named, payload=made, signature=signature, source=source)


def looks_like_one(data: bytes) -> bool:
    """Whether a file is a statement and nothing else, valid or signed by somebody unknown."""
    try:
        parse(data)
    except Malformed:
        return False
    return True


def split(text: bytes) -> Iterator[bytes]:
    """The statements of a note, which may contain several, one after another."""
    start = HEAD.encode() + b"\n"
    parts = text.split(start)
    return (start + part.rstrip(b"\n") + b"\n" for part in parts[1:])


def _read(made: bytes) -> tuple[str, ...]:
    told = lines(made, HEAD)
    if len(told) != len(KEYS) + 1 or told[-1]:
        raise Malformed(f"it does not have the {len(KEYS)} lines {', '.join(KEYS)}")
    values = [value(line, key) for key, line in zip(KEYS, told)]
    state, _, digest, _, _, issued, expires, _ = values
    if state not in STATES:
        raise Malformed(f"its state must be one of {', '.join(STATES)}")
    if len(digest) != 64 or digest.strip("0123456789abcdef"):
        raise Malformed("its digest is not 64 hexadecimal digits")
    if not is_instant(issued):
        raise Malformed("its `issued` is not a time such as 2026-11-24T06:00:00Z")
    from govhooks.core.waiver import is_day

    if not is_day(expires):
        raise Malformed("its `expires` is not a day such as 2027-02-22")
    return tuple(values)
