"""From when to when a lock pinned a version that an advisory tells of, along the first-parent line.

affecting(locks, database, store)   what affects each package that a lock ever pinned, looked up once a database
lifetimes(line, locks, known)      each (lock, package, version, vulnerability): the steps that brought and took it
gaps(line, locks, known)           from when to when the packages of a lock were not all known
"""

from __future__ import annotations

import datetime
import math

from govhooks.core.packages import fold_name
from govhooks.core.record import Record
from govhooks.knowledge.advisories import past
from govhooks.knowledge.advisories.past import Known
from govhooks.metrics.vulnerabilities.locks import FAULT, LOCK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from govhooks.knowledge.advisories.database import Database
    from govhooks.metrics.store import Store
    from govhooks.metrics.timeline import Line
    from govhooks.metrics.vulnerabilities.locks import Locks, Package, Reading

_FILE = "advisories"
_SECONDS = len("2026-01-01T00:00:00")
# Kinds of advisories that tell of no vulnerability.
_OTHER_KINDS = ("unmaintained",)


class Affecting(Record):
    """`found`: number of a package (`Locks.packages`) -> what affects it or may affect it; `uncovered`: the ecosystems of which
    the database has nothing."""

    found: Mapping[int, tuple[Known, ...]]
    uncovered: frozenset[str]


class Lifetime(Record):
    """One vulnerability of one version in one lock, for as long as an advisory told of it.

    `package`      (ecosystem, name, version), as the lock writes them; `number` is that of `Locks.packages`
    `advisory`     its id, `aliases` its other ids; `severity` "critical", "high", "medium", "low" or "unknown"
    `kind`         "vulnerability" or "malicious"
    `fixed`        the versions above this one in which it is fixed, smallest first; () if none is known
    `published`    when it was known (seconds since 1970), 0 if the advisory does not say
    `withdrawn`    when it was withdrawn, None while it stands
    `came`         the step that brought the version into the lock
    `first`        the step that brought the first of consecutive versions that it affects: a version is consecutive if a version with
                   the same vulnerability goes in the step in which it comes, from the same lock or from one that goes as a whole
                   while this one comes (it was moved). Of several that go, the earliest counts.
    `gone`         the step in which the version was gone, None while it stands
    `doubt`        why it cannot be told whether the version is affected; "" where it is
    """

    path: str
    package: Package
    number: int
    advisory: str
    aliases: tuple[str, ...]
    severity: str
    kind: str
    fixed: tuple[str, ...]
    published: int
    withdrawn: int | None
    came: int
    first: int
    gone: int | None = None
    doubt: str = ""

    @property
    def level(self) -> str:
        """What it is counted as: a package that was made to do harm is critical, whatever its advisory says."""
        return "critical" if self.kind == "malicious" else self.severity

    def span(self, line: Line) -> tuple[int, float]:
        """From when until when (seconds since 1970, the end not among them) it was there and known; the end is infinite while it is."""
        went = math.inf if self.gone is None else line.times[self.gone]
        known = math.inf if self.withdrawn is None else self.withdrawn
        return max(line.times[self.came], self.published), min(went, known)

    def since(self, line: Line) -> int:
        """When it became open (seconds since 1970): when it was there, and known."""
        return max(line.times[self.first], self.published)


class Gap(Record):
    """From step `start` until step `end` (None: still) packages of a lock are not known, and why."""

    path: str
    start: int
    end: int | None
    why: str


def affecting(locks: Locks, database: Database, store: Store) -> Affecting:
    """What affects the packages of all locks. Raises CannotJudge for a damaged database."""
    source = identity(database)
    data, _ = store.read(_FILE, source)
    asked: set[Package] = set()
    found: dict[Package, tuple[Known, ...]] = {}
    uncovered: set[str] = set()
    if data is not None:
        asked = {(one[0], one[1], one[2]) for one in data["asked"]}
        found = {(one[0], one[1], one[2]): tuple(map(_known, known)) for one, known in data["found"]}
        uncovered = set(data["uncovered"])
    new = [package for package in locks.packages if package not in asked]
    for ecosystem in sorted({package[0] for package in new}):
        told = past.look_up(database, ecosystem, [one[1:] for one in new if one[0] == ecosystem])
        if told is None:
            uncovered.add(ecosystem)
        else:
            found.update({(ecosystem, *package): known for package, known in told.items()})
    if new:
        rows = [(package, [_row(one) for one in known]) for package, known in found.items()]
        store.write(_FILE, {"asked": [*asked, *new], "found": rows, "uncovered": sorted(uncovered)}, source=source)
    numbers = {number: found[package] for number, package in enumerate(locks.packages) if package in found}
    return Affecting(numbers, frozenset(uncovered))


def identity(database: Database) -> str:
    """What tells one database from another: where it is from, when it was made and written, and its size."""
    import os

    status, stated = os.stat(database.path), database.stated
    return f"{stated.built} {stated.complete} {status.st_size} {status.st_mtime_ns} {stated.source}"


def _row(known: Known) -> list[object]:
    return [getattr(known, name) for name in known.fields]


def _known(row: Sequence[object]) -> Known:
    told = dict(zip(Known.fields, row))
    spans = tuple((start, end) for start, end in told["spans"])  # type: ignore[attr-defined]
    return Known(**{**told, "aliases": tuple(told["aliases"]), "fixed": tuple(told["fixed"]), "spans": spans})  # type: ignore[arg-type]


def moment(text: str) -> int:
    """The first whole second at which a time (ISO 8601, UTC, without a zone) has come, in seconds since 1970; 0 for one before."""
    whole = datetime.datetime.fromisoformat(text[:_SECONDS]).replace(tzinfo=datetime.timezone.utc)
    return max(0, int(whole.timestamp()) + bool(text[_SECONDS:].strip(".0")))


class _Stay:
    """A version in a lock that something affects, from the step that brought it; see `Lifetime.first`."""

    def __init__(self, came: int) -> None:
        self.came = came
        self.firsts: dict[int, int] = {}


def lifetimes(line: Line, locks: Locks, known: Affecting) -> list[Lifetime]:
    """The lifetimes of all vulnerabilities, in the order in which they ended; those that last come last.

    While a lock cannot be read, what it had before counts as still there (see `gaps`).
    """
    found: list[Lifetime] = []
    affected = frozenset(known.found)
    there: dict[str, dict[int, _Stay]] = {}
    for step, several in _steps(locks):
        went: dict[str, dict[int, _Stay]] = {}
        come: dict[str, frozenset[int]] = {}
        before = set(there)
        moved_from: list[str] = []
        for path, blob in several:
            reading = locks.reading(path, blob) if blob else None
            if reading is not None and reading.kind == FAULT:
                there.setdefault(path, {})
                continue
            is_lock = reading is not None and reading.kind == LOCK
            now = affected.intersection(reading.packages) if reading is not None and is_lock else frozenset()
            held = there.pop(path, {})
            went[path] = {number: stay for number, stay in held.items() if number not in now}
            come[path] = now - held.keys()
            if is_lock:
                there[path] = {number: stay for number, stay in held.items() if number in now}
            else:
                moved_from.append(path)
        for path, numbers in come.items():
            ends = [went[path]] + ([went[other] for other in moved_from] if path not in before else [])
            for number in numbers:
                there[path][number] = _begin(step, number, ends, locks, known)
        for path, stays in went.items():
            for number, stay in stays.items():
                found += _told(path, number, stay, step, locks, known)
    for path, stays in there.items():
        for number, stay in stays.items():
            found += _told(path, number, stay, None, locks, known)
    return found


def _steps(locks: Locks) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """(step, (path, blob) of each lock that it touches), oldest first."""
    at = -1
    several: list[tuple[str, str]] = []
    for step, path, blob in locks.touches:
        if step != at and several:
            yield at, several
            several = []
        at = step
        several.append((path, blob))
    if several:
        yield at, several


def _begin(step: int, number: int, ends: Sequence[dict[int, _Stay]], locks: Locks, known: Affecting) -> _Stay:
    """A version that comes, when others go."""
    stay = _Stay(step)
    name = _name(locks.packages[number])
    for stays in ends:
        for other, before in stays.items():
            if _name(locks.packages[other]) == name:
                for family, first in before.firsts.items():
                    stay.firsts[family] = min(first, stay.firsts.get(family, step))
    stay.firsts = {one.family: stay.firsts.get(one.family, step) for one in known.found[number]}
    return stay


def _name(package: Package) -> tuple[str, str]:
    return package[0], fold_name(package[0], package[1])


def _told(path: str, number: int, stay: _Stay, gone: int | None, locks: Locks, known: Affecting) -> Iterator[Lifetime]:
    for one in known.found[number]:
        for published, withdrawn in one.spans if one.kind not in _OTHER_KINDS else ():
            yield Lifetime(
                path,
                locks.packages[number],
                number,
                one.id,
                one.aliases,
                one.severity,
                one.kind,
                one.fixed,
                moment(published) if published else 0,
                moment(withdrawn) if withdrawn else None,
                stay.came,
                stay.firsts[one.family],
                gone,
                one.doubt,
            )


def gaps(locks: Locks, known: Affecting) -> list[Gap]:
    """From when to when a lock could not be read, some of it could not, or the database had nothing of its ecosystem."""
    found: list[Gap] = []
    open_: dict[str, tuple[int, tuple[str, ...]]] = {}
    for step, path, blob in locks.touches:
        if path in open_:
            start, reasons = open_.pop(path)
            found += [Gap(path, start, step, why) for why in reasons]
        reasons = _reasons(locks.reading(path, blob), known) if blob else ()
        if reasons:
            open_[path] = step, reasons
    found += [Gap(path, start, None, why) for path, (start, reasons) in open_.items() for why in reasons]
    return found


def _reasons(reading: Reading, known: Affecting) -> tuple[str, ...]:
    if reading.kind == FAULT:
        return (reading.why,)
    if reading.kind != LOCK:
        return ()
    lacking = known.uncovered.intersection(reading.ecosystems)
    return (*reading.unread, *(f"the advisory database has nothing of {one}" for one in sorted(lacking)))
