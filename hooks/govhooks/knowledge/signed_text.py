"""Small signed texts: lines of "key: value", and under them an armored signature over every byte above it.

Approvals, access reviews and the events of incidents are stored like that, one a file.
"""

from __future__ import annotations

ARMOR = ("-----BEGIN SSH SIGNATURE-----", "-----BEGIN PGP SIGNATURE-----")
ENDS = ("-----END SSH SIGNATURE-----", "-----END PGP SIGNATURE-----")
# Bytes of the longest one that is read.
LONGEST = 64 << 10
_INSTANT = "0000-00-00T00:00:00Z"


class Malformed(ValueError):
    """Not such a text; the message says why."""


def split(data: bytes) -> tuple[bytes, bytes]:
    """(the signed lines, the signature under them). Raises Malformed."""
    if len(data) > LONGEST:
        raise Malformed("it is too long")
    for begin, end in zip(ARMOR, ENDS):
        head, armor, rest = data.partition(b"\n" + begin.encode())
        if armor:
            signature = begin.encode() + rest
            if signature.count(b"-----BEGIN") != 1 or not signature.rstrip().endswith(end.encode()):
                raise Malformed("its signature is cut off")
            return head + b"\n", signature
    raise Malformed("it is not signed")


def lines(payload: bytes, head: str) -> list[str]:
    """The lines below the first one, which must be `head`. Raises Malformed."""
    try:
        found = payload.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Malformed("it is not UTF-8 text") from None
    if found[0] != head:
        raise Malformed(f"its first line is not {head!r}")
    return found[1:]


def value(line: str, key: str) -> str:
    """The value of a line "key: value". Raises Malformed."""
    if not line.startswith(f"{key}: ") or line != line.rstrip() or not line.isprintable():
        raise Malformed(f"its line {key!r} is missing, empty or not printable")
    return line[len(key) + 2 :]


def is_instant(text: str) -> bool:
    """Whether a text is a time in UTC such as 2026-11-24T06:00:00Z."""
    if len(text) != len(_INSTANT) or text[10] != "T" or text[-1] != "Z":
        return False
    import datetime

    try:
        return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").strftime("%Y-%m-%dT%H:%M:%SZ") == text
    except ValueError:
        return False


def instant(seconds: float) -> str:
    """A time in seconds since 1970 as such a text."""
    import time

    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def seconds(issued: str) -> int:
    """The time of an instant, in seconds since 1970."""
    import calendar
    import time

    return calendar.timegm(time.strptime(issued, "%Y-%m-%dT%H:%M:%SZ"))
