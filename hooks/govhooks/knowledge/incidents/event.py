"""One event of an incident as a small signed text.

    govhooks incident 1
    incident: 2026-11-28-94e5562e           the day it was opened, and the beginning of the fingerprint
    event: opened                           or rotated, contained, closed, reopened, note
    at: 2026-11-28T09:40:00Z                when it happened; of `opened`, when it was detected
    by: ada@corp.example
    issued: 2026-11-28T10:00:00Z            when this was signed
    ...                                     of `opened` and `reopened`: FACTS, the facts of the exposure
    reason: found by a check of the history
    -----BEGIN SSH SIGNATURE-----           or a PGP one, over every byte above it
    ...

It lies in `.governance/incidents/INCIDENT/`, one event a file under a name that its content gives it: records are only
ever added, and two branches that add some do not conflict. Strict: the keys in this order, each once and on one line,
and nothing else, so that what is read is what was signed. No value of a credential is in it; `mark` is a keyed digest
of one that nobody can guess.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.core.waiver import is_day
from govhooks.knowledge.signed_text import Malformed, is_instant, lines, split, value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HEAD = "govhooks incident 1"
FOLDER = ".governance/incidents/"
OPENED, ROTATED, CONTAINED, CLOSED, REOPENED, NOTE = "opened", "rotated", "contained", "closed", "reopened", "note"
KINDS = (OPENED, ROTATED, CONTAINED, CLOSED, REOPENED, NOTE)
KEYS = ("incident", "event", "at", "by", "issued")
# What is known of an exposure. A value that is not known is "none".
FACTS = (
    *("what", "rule", "fingerprint", "path", "introduced", "exposed", "exposed-to"),
    *("owner", "revoke", "deadline", "mark"),
)
UNKNOWN = "none"
_MARK = 64  # hexadecimal digits of a SHA-256


class Event(Record):
    """What happened to an incident, when (`at`), and who says so.

    `what`        what is exposed ("GitHub personal access token"), `rule` the rule that found it, `path` where.
    `introduced`  the first commit that had it, `exposed` when others could read it first, `exposed_to` who.
    `owner`       who has to rotate it, `revoke` where that is done, `deadline` the last day (YYYY-MM-DD) to contain it.
    `mark`        see `mark`; "" for a value that could be guessed.
    `payload`     the signed bytes, `signature` the armored signature.
    """

    incident: str
    event: str
    at: str
    by: str
    issued: str
    reason: str
    what: str = ""
    rule: str = ""
    fingerprint: str = ""
    path: str = ""
    introduced: str = ""
    exposed: str = ""
    exposed_to: str = ""
    owner: str = ""
    revoke: str = ""
    deadline: str = ""
    mark: str = ""
    payload: bytes = b""
    signature: bytes = b""

    @property
    def text(self) -> bytes:
        """The event as it is stored."""
        return self.payload + self.signature

    @property
    def place(self) -> str:
        """The path of its file."""
        from hashlib import sha256

        moment = self.at.replace("-", "").replace(":", "")
        return f"{FOLDER}{self.incident}/{moment}-{self.event}-{sha256(self.text).hexdigest()[:12]}.txt"


def mark(incident: str, secret: str) -> str:
    """A digest by which a token is recognised if it comes back; the incident is its key. Only for values that nobody can
    guess: whoever reads the record can try any value."""
    import hmac

    return hmac.new(f"{HEAD}\0{incident}".encode(), secret.encode("utf-8", "surrogateescape"), "sha256").hexdigest()


def payload(event: Event) -> bytes:
    """The bytes to sign. Raises Malformed for a value that does not fit on a line."""
    keys = (*KEYS, *(FACTS if event.event in (OPENED, REOPENED) else ()), "reason")
    told = [HEAD, *(f"{key}: {getattr(event, key.replace('-', '_')) or UNKNOWN}" for key in keys)]
    made = ("\n".join(told) + "\n").encode("utf-8", "surrogateescape")
    _read(made)
    return made


def parse(data: bytes) -> Event:
    """Parse a stored event. Raises Malformed."""
    made, signature = split(data)
    return _read(made).but(payload=made, signature=signature)


def read(path: str, data: bytes) -> Event:
    """The event stored under a path. Raises Malformed, also for one whose content gives it another name."""
    event = parse(data)
    if event.place != path:
        raise Malformed(f"by its content its name is {event.place}")
    return event


def is_record(path: str) -> bool:
    """Whether a path is that of an event, as far as a name can tell."""
    return path.startswith(FOLDER) and path.endswith(".txt") and path.count("/") == FOLDER.count("/") + 1


def is_id(text: str) -> bool:
    """Whether a text is the id of an incident: a day, "-", and lower-case letters or digits."""
    day, dash, rest = text[:10], text[10:11], text[11:]
    plain = rest.isascii() and rest.isalnum() and rest == rest.lower()
    return dash == "-" and is_day(day) and plain and len(rest) <= _MARK


def _read(made: bytes) -> Event:
    told = lines(made, HEAD)
    kind = told[1].removeprefix("event: ") if len(told) > 1 else ""
    keys = (*KEYS, *(FACTS if kind in (OPENED, REOPENED) else ()), "reason")
    if len(told) != len(keys) + 1 or told[-1]:
        raise Malformed(f"it does not have the {len(keys)} lines {', '.join(keys)}")
    found = {key: value(line, key) for key, line in zip(keys, told)}
    if kind not in KINDS:
        raise Malformed(f"its event must be one of {', '.join(KINDS)}")
    if not is_id(found["incident"]):
        raise Malformed("its `incident` is not an id such as 2026-11-28-94e5562e")
    for key in ("at", "issued", *(("exposed",) if "exposed" in found else ())):
        if not is_instant(found[key]):
            raise Malformed(f"its `{key}` is not a time such as 2026-11-28T10:00:00Z")
    if found["at"] > found["issued"]:
        raise Malformed("it happened after it was signed")
    if "exposed" in found and found["exposed"] > found["at"]:
        raise Malformed("it was found before others could read it")
    if "deadline" in found and not is_day(found["deadline"]):
        raise Malformed("its `deadline` is not a day such as 2026-11-29")
    digest = found.get("mark", UNKNOWN)
    if digest != UNKNOWN and (len(digest) != _MARK or digest.strip("0123456789abcdef")):
        raise Malformed(f"its `mark` is not {_MARK} hexadecimal digits")
    plain: dict[str, Any] = {key.replace("-", "_"): "" if one == UNKNOWN else one for key, one in found.items()}
    return Event(**plain)
