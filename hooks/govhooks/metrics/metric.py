"""What a metric is: its figures now, where each comes from and how fresh that is, the items behind it, its values over time.

A figure that nobody could compute has no value and says why; it is never 0. All of it is plain data, so that every output (terminal,
Markdown, JSON, OpenMetrics, SARIF, a page) shows the same.
"""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

# Units of a figure: a number of things, a share from 0 to 1, a number of days, a number of seconds.
UNITS = ("count", "share", "days", "seconds")


class Figure(Record):
    """One number of a metric.

    `id`       snake_case, unique in its metric: "open_critical".
    `title`    what a person reads: "open critical vulnerabilities".
    `value`    None if it is not known; then `unknown` says why.
    `unit`     one of UNITS.
    `worse`    "up" if more is worse, "down" if less is worse, "" if neither.
    `source`   what it was computed from: "the locks of 2b1f4c and the advisory database".
    `fresh`    the day (YYYY-MM-DD) that the source is from, "" if it is as fresh as the commit.
    """

    id: str
    title: str
    value: float | int | None = None
    unit: str = "count"
    worse: str = "up"
    unknown: str = ""
    source: str = ""
    fresh: str = ""


class Item(Record):
    """One thing that a metric counts, for the drill-down.

    `kind`     what it is counted as: "open", "overdue", "contained", "expired".
    `title`    what a person reads; never a secret.
    `path`, `line`, `commit`   where it is, and which commit brought it; "" or 0 if that is not known.
    `since`, `until`   instants (2026-11-28T10:00:00Z); `until` is "" while it lasts.
    `who`      whom to ask.
    `detail`   further columns of its table, by name.
    """

    kind: str
    title: str
    path: str = ""
    line: int = 0
    commit: str = ""
    since: str = ""
    until: str = ""
    who: str = ""
    detail: dict[str, str | int | float | None] = {}


class Point(Record):
    """The values of a metric's figures at a time (an instant), when `commit` was the tip: figure id -> value, None if unknown."""

    at: str
    commit: str
    values: dict[str, float | int | None]


class Group(Record):
    """What a figure counts, counted by something else, the largest number first: `by` ("kind", "owner") is its name in data."""

    by: str
    title: str
    counts: dict[str, int]


class Metric(Record):
    """One metric: its `figures` now, the first of them the one that is asked for first; the same counted by something (`groups`);
    the `items` behind them; `points` over time, oldest first; `notes` on what could not be looked at."""

    id: str
    title: str
    figures: tuple[Figure, ...]
    items: tuple[Item, ...] = ()
    points: tuple[Point, ...] = ()
    notes: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()

    def value(self, figure: str) -> float | int | None:
        """The value of a figure. Raises KeyError."""
        return {one.id: one for one in self.figures}[figure].value


def grouped(by: str, title: str, names: Iterable[str], order: Sequence[str] = ()) -> tuple[Group, ...]:
    """How often each name is there, as a group; none for no names. `order` is that of the names, by default the largest number first."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    if not counts:
        return ()
    shown = [name for name in order if name in counts] or sorted(counts, key=lambda name: (-counts[name], name))
    return (Group(by, title, {name: counts[name] for name in shown}),)


def as_json(metric: Metric) -> dict[str, Any]:
    """A metric as plain JSON data."""
    return {
        "id": metric.id,
        "title": metric.title,
        "figures": [_plain(one) for one in metric.figures],
        "groups": [_plain(one) for one in metric.groups],
        "items": [_plain(one) for one in metric.items],
        "points": [_plain(one) for one in metric.points],
        "notes": list(metric.notes),
    }


def _plain(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.fields}
