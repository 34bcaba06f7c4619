"""Every figure of open vulnerabilities, computed from the facts of two simulated years; what is unknown is never 0."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import vulnerable_company as world
from osv_world import database_of
from packaging.version import Version
from vulnerable_company import DAY, ECOSYSTEMS, START, YEARS, Facts, Told, day

from govhooks.git.repository import Repository
from govhooks.knowledge.advisories import database
from govhooks.metrics.moments import Moment, Past
from govhooks.metrics.timeline import Line
from govhooks.metrics.vulnerabilities import measure_by

POINTS = 20
LONGEST = 180  # days that an exception may run, by default
FIGURES = (
    *("open_critical", "open_critical_fixable", "open_high", "oldest_critical_days", "median_critical_days"),
    "excused_critical",
)


def moments_of(times: list[int]) -> list[Moment]:
    past = Past(Line(Repository()))
    return [Moment(past, at) for at in times]


def evenly() -> list[int]:
    return [START + 1000 + int(number * YEARS * DAY / (POINTS - 1)) for number in range(POINTS)]


# The oracle: nothing but the facts, walked day by day.


def key(ecosystem: str, text: str) -> Any:
    if ecosystem == "PyPI":
        return Version(text)
    plain, _, pre = text.partition("-")
    return (*map(int, plain.split(".")), not pre, pre)


def affects(one: Told, version: str) -> bool:
    def within(text: str) -> bool:
        at = key(one.ecosystem, text)
        end = at < key(one.ecosystem, one.fixed) if one.fixed else at <= key(one.ecosystem, one.last)
        return bool(key(one.ecosystem, one.low) <= at and end)

    return within(version) or (one.ecosystem == "PyPI" and within(version.partition("+")[0]))


def families(told: Facts, path: str, name: str, version: str) -> Iterator[list[Told]]:
    """What tells of each vulnerability of a version."""
    meeting = [
        one for one in told.told if (one.ecosystem, one.name) == (ECOSYSTEMS[path], name) and affects(one, version)
    ]
    for family in dict.fromkeys(one.family for one in meeting):
        yield [one for one in meeting if one.family == family]


Key = tuple[str, str, str, str]


def firsts(told: Facts, now: int) -> dict[Key, int]:
    """(path, name, version, family) of what is pinned at a time -> when the first of consecutive versions came."""
    steps: dict[int, dict[str, Any]] = {}
    for path, versions in told.locks.items():
        for at, pins in versions:
            if at <= now:
                steps.setdefault(at, {})[path] = pins
    held: dict[Key, int] = {}
    here: set[str] = set()
    for at in sorted(steps):
        after = {key: since for key, since in held.items() if key[0] not in steps[at]}
        left = {path for path, pins in steps[at].items() if pins is None}
        for path, pins in steps[at].items():
            if isinstance(pins, str):
                after.update({key: since for key, since in held.items() if key[0] == path})
                continue
            rows = [(name, one) for name, versions in (pins or {}).items() for one in versions]
            from_paths = {path} if path in here else {path, *left}
            for name, version in rows:
                for family in families(told, path, name, version):
                    this = (path, name, version, family[0].family)
                    gone = [
                        since
                        for (place, other, old, same), since in held.items()
                        if (other, same) == (name, this[3])
                        and place in from_paths
                        and (place != path or (other, old) not in rows)
                    ]
                    after[this] = held[this] if this in held else min([at, *gone])
        here = (here | set(steps[at])) - left
        held = after
    return held


def open_at(told: Facts, now: int) -> Iterator[tuple[str, bool, float, bool]]:
    """(level, whether a fix is known, seconds that it is open, whether it is excused) of each."""
    for (path, name, version, family), first in firsts(told, now).items():
        members = next(one for one in families(told, path, name, version) if one[0].family == family)
        if members[0].kind == "unmaintained" or ("fixtures" in path and members[0].kind != "malicious"):
            continue
        ends = [(one.published, one.withdrawn or float("inf")) for one in members]
        start = min((start for start, end in ends if start <= now < end), default=None)
        if start is None:
            continue
        while earlier := [other for other, end in ends if other < start <= end]:
            start = min(earlier)
        standing = [one for one in members if one.withdrawn is None] or members
        ranks = ["unknown", "low", "high", "critical"]
        level = "critical" if members[0].kind == "malicious" else max((one.level for one in standing), key=ranks.index)
        ids = {text.lower() for one in standing for text in (one.id, one.alias)}
        excused = any(
            one.since <= now < one.until
            and day(now) <= one.expires <= day(now + LONGEST * DAY)
            # A path without a folder is meant in every folder.
            and one.path in (path, path.rpartition("/")[2])
            and one.advisory.lower() in ids
            and one.package in ("", f"{ECOSYSTEMS[path]}/{name}")
            for one in told.excused
        )
        yield level, bool(members[0].fixed), now - max(first, start), excused


def wanted(told: Facts, now: int) -> dict[str, float | int | None]:
    tips = {path: [pins for at, pins in versions if at <= now] for path, versions in told.locks.items()}
    if any(isinstance(pins[-1], str) for pins in tips.values() if pins):
        return dict.fromkeys(FIGURES)
    rows = list(open_at(told, now))
    critical = [row for row in rows if row[0] == "critical" and not row[3]]
    ages = [age / DAY for _, _, age, _ in critical]
    return {
        "open_critical": len(critical),
        "open_critical_fixable": sum(fixable for _, fixable, _, _ in critical),
        "open_high": sum(row[0] == "high" and not row[3] for row in rows),
        "oldest_critical_days": max(ages, default=None),
        "median_critical_days": statistics.median(ages) if ages else None,
        "excused_critical": sum(row[0] == "critical" and row[3] for row in rows),
    }


@pytest.fixture(scope="module", params=[(1, False), (2, False), (3, True)], ids=str)
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Facts, str]:
    home = tmp_path_factory.mktemp("vulnerable")
    told = world.facts(*request.param)
    world.write_repository(home / "repo", told)
    world.write_advisories(home / "osv", told)
    return home / "repo", told, database_of(home / "osv")


def test_every_figure(company: tuple[Path, Facts, str], monkeypatch: pytest.MonkeyPatch) -> None:
    path, told, place = company
    monkeypatch.chdir(path)
    moments = moments_of(evenly())
    with database.open(place) as held:
        metric = measure_by(moments, held)
        again = measure_by(moments_of(evenly()), held)
    expected = [wanted(told, moment.seconds) for moment in moments]

    for moment, point, values in zip(moments, metric.points, expected, strict=True):
        assert (point.at, point.commit) == (moment.at, moment.commit)
        assert point.values == pytest.approx(values), moment.at
    assert {one.id: one.value for one in metric.figures} == metric.points[-1].values
    assert all(bool(one.unknown) is (one.value is None) for one in metric.figures)
    assert again == metric
    ages = [
        age / DAY
        for level, _, age, excused in open_at(told, moments[-1].seconds)
        if level == "critical" and not excused
    ]
    limits = {"up to 7 days": 7, "up to 30 days": 30, "up to 90 days": 90, "up to a year": 365, "more than a year": 1e9}
    spans = Counter(next(name for name, most in limits.items() if age <= most) for age in ages)
    groups = {one.by: one.counts for one in metric.groups}
    fixable = expected[-1]["open_critical_fixable"]
    assert groups.get("age", {}) == ({} if fixable is None else spans)
    assert groups.get("fix", {}).get("a fix is known", 0) == (fixable or 0)
    for figure in FIGURES:
        assert sum(values[figure] or 0 for values in expected), f"{figure}: nothing of it was simulated"
