"""One advisory in the OSV format, and whether it affects a version.

As https://ossf.github.io/osv-schema/#evaluation says: a version is affected when it is listed or lies in a range. Beyond it:

    - a listed version matches in any spelling of its ecosystem ("1.0" and "1.0.0" of PyPI)
    - a version of PyPI with a local part ("2.0.1+cu118") is also judged without it, unless the advisory names local parts itself
    - what a range says and cannot be ordered is Undecided, unless something else affects the version

Ranges of commits (GIT) say nothing of a version that has a name, and are left out.
"""

from __future__ import annotations

import datetime
from contextlib import suppress

from govhooks.core.record import Record
from govhooks.knowledge import versions as orders
from govhooks.knowledge.advisories import severity
from govhooks.knowledge.advisories.names import normalise
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# Events, and what ends a range for all of them.
INTRODUCED, FIXED, LAST, LIMIT = "introduced", "fixed", "last_affected", "limit"
_EVENTS = (INTRODUCED, FIXED, LAST, LIMIT)
# How versions of a range of type SEMVER are ordered, whatever the ecosystem.
SEMVER = "npm"
_SUMMARY = 300
# The time of what bears none.
NEVER = "0001-01-01T00:00:00"
_TIME = compiled(r"(?a)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?")


class BadRecord(ValueError):
    """This is no advisory in the OSV format."""


class Undecided(ValueError):
    """Whether the version is affected cannot be told, and why."""


class Range(Record):
    """`events` are (INTRODUCED, FIXED or LAST, version) in the order of their versions, `order` the ecosystem that orders them.

    `fault` says why its events cannot be ordered, "" when they can.
    """

    order: str
    events: tuple[tuple[str, str], ...]
    limits: tuple[str, ...] = ()
    fault: str = ""


class Affected(Record):
    """What an advisory says of one package. `ecosystem` has no suffix, `name` is normalised.

    `versions` are those listed, as they are written and canonical, each between two line ends.
    """

    ecosystem: str
    name: str
    versions: str = ""
    ranges: tuple[Range, ...] = ()
    unmaintained: bool = False


class Advisory(Record):
    """`modified` is an ISO 8601 time without zone, UTC, as precise as the record has it; "" where it says none. So are `published`,
    and `withdrawn`: NEVER for one that is withdrawn and does not say when."""

    id: str
    modified: str = ""
    published: str = ""
    withdrawn: str = ""
    aliases: tuple[str, ...] = ()
    summary: str = ""
    severity: severity.Severity = severity.UNKNOWN
    affected: tuple[Affected, ...] = ()


def read(record: Any) -> Advisory:
    """An advisory of the value that its JSON has. What it says of ecosystems whose versions cannot be compared is left out.

    Raises BadRecord, and CannotJudge as `severity.of`.
    """
    if not isinstance(record, dict):
        raise BadRecord("not a table")
    id_ = _text(record, "id")
    if not id_:
        raise BadRecord("no id")
    entries = _dicts(record, "affected")
    return Advisory(
        id_,
        _time(_text(record, "modified")),
        _time(_text(record, "published")),
        (_time(str(record["withdrawn"])) or NEVER) if record.get("withdrawn") else "",
        tuple(dict.fromkeys(_texts(record, "aliases"))),
        (_text(record, "summary") or _text(record, "details").strip().partition("\n")[0])[:_SUMMARY],
        severity.of(record),
        tuple(_affected(entries)),
    )


def _time(text: str) -> str:
    """A time of RFC 3339 in UTC without its zone, "" for anything else."""
    found = _TIME.match(text)
    if not found:
        return ""
    try:
        datetime.date.fromisoformat(text[:10])
    except ValueError:
        return ""
    return found[0]


def _affected(entries: list[dict[str, Any]]) -> Iterator[Affected]:
    for entry in entries:
        package = entry.get("package")
        if not isinstance(package, dict):
            continue  # commits of a repository
        ecosystem, name = _text(package, "ecosystem").partition(":")[0], _text(package, "name")
        if not name:
            raise BadRecord("a package without a name")
        if ecosystem not in orders.ORDERINGS:
            continue
        specific = entry.get("database_specific")
        yield Affected(
            ecosystem,
            normalise(ecosystem, name),
            _listed(ecosystem, _texts(entry, "versions")),
            tuple(_ranges(ecosystem, _dicts(entry, "ranges"))),
            isinstance(specific, dict) and specific.get("informational") == "unmaintained",
        )


def _listed(ecosystem: str, texts: list[str]) -> str:
    if not texts:
        return ""
    canonical = orders.ordering(ecosystem).canonical
    told = dict.fromkeys(text for text in texts if "\n" not in text)
    try:
        told.update(dict.fromkeys(list(map(canonical, told))))
    except orders.BadVersion:
        for text in tuple(told):
            with suppress(orders.BadVersion):  # compared as a text
                told[canonical(text)] = None
    return "\n" + "\n".join(told) + "\n" if told else ""


def _ranges(ecosystem: str, entries: list[dict[str, Any]]) -> Iterator[Range]:
    for entry in entries:
        kind = entry.get("type")
        if kind == "GIT":
            continue
        order = SEMVER if kind == "SEMVER" else ecosystem
        events: list[tuple[str, str]] = []
        limits: list[str] = []
        fault = "" if kind in ("SEMVER", "ECOSYSTEM") else f"its range is of type {orders.short(str(kind))}"
        for event in _dicts(entry, "events"):
            what = next(iter(event), "")
            if len(event) != 1 or what not in _EVENTS:
                fault = "its range has an event that is not one of introduced, fixed, last_affected, limit"
                continue
            text = _text(event, what).strip()
            if not text or not text.isprintable():
                fault = f"its range says {orders.short(text)}, which is no version"
            elif what == LIMIT:
                limits.append(_bound(order, text))
            else:
                events.append((what, _bound(order, text)))
        try:
            if not fault:
                key = orders.ordering(order).key
                # The "0" that introduces is before all.
                events.sort(key=lambda event: (0,) if event == (INTRODUCED, "0") else (1, key(event[1])))
                for limit in limits:
                    if "*" not in limit:
                        key(limit)
        except orders.BadVersion as error:
            fault = f"its range says {error}"
        yield Range(order, tuple(events), tuple(limits), fault)


def _bound(order: str, text: str) -> str:
    """A bound as a version: the end of a range of semantic versions may leave out numbers, which are 0 then."""
    if orders.ORDERINGS[order] != "semver" or text == "0" or not text.replace(".", "").isdigit():
        return text
    return text + ".0" * max(0, 2 - text.count("."))


def affects(affected: Affected, version: str) -> bool:
    """Whether a version of this package is affected. Raises Undecided."""
    if f"\n{version}\n" in affected.versions:
        return True
    forms = _forms(affected, version)
    if affected.versions and any(f"\n{form}\n" in affected.versions for form in (*forms, *_canonical(affected, forms))):
        return True
    why = ""
    for one in affected.ranges:
        if one.fault:
            why = one.fault
            continue
        try:
            if any(_within(one, form) for form in forms):
                return True
        except orders.BadVersion as error:
            why = str(error)
    if why:
        raise Undecided(why)
    return False


def _forms(affected: Affected, version: str) -> tuple[str, ...]:
    """The version, and of one with a local part the public version too."""
    if affected.ecosystem != "PyPI" or "+" not in version:
        return (version,)
    if "+" in affected.versions or any("+" in text for one in affected.ranges for _, text in one.events):
        return (version,)
    from govhooks.knowledge.versions import pep440

    try:
        return version, pep440.public(version)
    except orders.BadVersion:
        return (version,)


def _canonical(affected: Affected, forms: tuple[str, ...]) -> Iterator[str]:
    for form in forms:
        try:
            yield orders.canonical(affected.ecosystem, form)
        except orders.BadVersion:
            continue


def _within(one: Range, version: str) -> bool:
    """Raises BadVersion."""
    key = orders.ordering(one.order).key
    at = key(version)
    if one.limits and not any("*" in limit or at < key(limit) for limit in one.limits):
        return False
    vulnerable = False
    for event, text in one.events:
        if event == INTRODUCED:
            vulnerable = vulnerable or text == "0" or at >= key(text)
        elif vulnerable:
            vulnerable = at < key(text) if event == FIXED else at <= key(text)
    return vulnerable


def fixes(affected: Affected, version: str) -> tuple[str, ...]:
    """The versions above this one in which the advisory says that it is fixed, smallest first."""
    found: dict[str, None] = {}
    for one in affected.ranges:
        if one.fault:
            continue
        key = orders.ordering(one.order).key
        try:
            at = key(version)
        except orders.BadVersion:
            continue
        # The events of a range are in the order of their versions.
        above = [text for event, text in one.events if event == FIXED and key(text) > at]
        found.update(dict.fromkeys(above))
    order = affected.ranges[0].order if affected.ranges else ""
    with suppress(orders.BadVersion):  # ranges of two kinds: in the order in which they are written
        return tuple(sorted(found, key=orders.ordering(order).key)) if len(found) > 1 else tuple(found)
    return tuple(found)


def _text(table: dict[str, Any], key: str) -> str:
    value = table.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRecord(f"{key} is no text")
    return value


def _texts(table: dict[str, Any], key: str) -> list[str]:
    value = table.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not set(map(type, value)) <= {str}:
        raise BadRecord(f"{key} is no list of texts")
    return value


def _dicts(table: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = table.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not set(map(type, value)) <= {dict}:
        raise BadRecord(f"{key} is no list of tables")
    return value
