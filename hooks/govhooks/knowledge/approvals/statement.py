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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = "govhooks statement 1"
STATES = ("approved", "disapproved", "overridden")
KEYS = ("state", "area", "digest", "branch", "by", "issued", "expires", "reason")
ARMOR = ("-----BEGIN SSH SIGNATURE-----", "-----BEGIN PGP SIGNATURE-----")
ENDS = ("-----END SSH SIGNATURE-----", "-----END PGP SIGNATURE-----")
LONGEST = 64 << 10
_INSTANT = "0000-00-00T00:00:00Z"


class Malformed(ValueError):
    """Not a statement; the message says why."""


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
    lines = [HEAD, *(f"{key}: {value}" for key, value in zip(KEYS, values))]
    made = ("\n".join(lines) + "\n").encode()
    _read(made)
    return made


def parse(data: bytes, source: str = "") -> Statement:
    """Parse a stored statement. Raises Malformed."""
    if len(data) > LONGEST:
        raise Malformed("it is too long")
    for begin, end in zip(ARMOR, ENDS):
        head, armor, rest = data.partition(b"\n" + begin.encode())
        if armor:
            signature = begin.encode() + rest
            if not signature.rstrip().endswith(end.encode()) or signature.count(b"-----BEGIN") != 1:
                raise Malformed("its signature is cut off")
            made = head + b"\n"
            named = dict(zip(KEYS, _read(made)))
            return Statement(**named, payload=made, signature=signature, source=source)
    raise Malformed("it is not signed")


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
    try:
        lines = made.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Malformed("it is not UTF-8 text") from None
    if lines[0] != HEAD:
        raise Malformed(f"its first line is not {HEAD!r}")
    if len(lines) != len(KEYS) + 2 or lines[-1]:
        raise Malformed(f"it does not have the {len(KEYS)} lines {', '.join(KEYS)}")
    values = []
    for key, line in zip(KEYS, lines[1:]):
        if not line.startswith(f"{key}: ") or line != line.rstrip() or not line.isprintable():
            raise Malformed(f"its line {key!r} is missing, empty or not printable")
        values.append(line[len(key) + 2 :])
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


def is_instant(text: str) -> bool:
    """Whether a text is a time in UTC such as 2026-11-24T06:00:00Z."""
    if len(text) != len(_INSTANT) or text[10] != "T" or text[-1] != "Z":
        return False
    import datetime

    try:
        return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").strftime("%Y-%m-%dT%H:%M:%SZ") == text
    except ValueError:
        return False


def seconds(issued: str) -> int:
    """The time of an `issued`, in seconds since 1970."""
    import calendar
    import time

    return calendar.timegm(time.strptime(issued, "%Y-%m-%dT%H:%M:%SZ"))
