"""Every figure of access reviews, time to contain and exceptions, computed from the facts of two simulated years."""

from __future__ import annotations

import statistics
import subprocess
from collections import Counter

import pytest
import simulated_company
from simulated_company import DAY, START, YEARS, Company, day

from govhooks.git.repository import Repository
from govhooks.metrics import access_reviews, exceptions, time_to_contain
from govhooks.metrics.metric import Metric
from govhooks.metrics.moments import Moment, Past
from govhooks.metrics.timeline import Line

POINTS = 20
Values = dict[str, float | int | None]


@pytest.fixture(scope="module", params=[1, 2])
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Company:
    home = tmp_path_factory.mktemp("simulated")
    key = home / "bo"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    return Company(home / "repo", key, simulated_company.facts(request.param))


@pytest.fixture
def moments(company: Company, monkeypatch: pytest.MonkeyPatch) -> list[Moment]:
    monkeypatch.chdir(company.path)
    past = Past(Line(Repository()))
    times = [START + 1000 + int(number * YEARS * DAY / (POINTS - 1)) for number in range(POINTS)]
    return [Moment(past, at) for at in times]


def agree(metric: Metric, moments: list[Moment], wanted: list[Values]) -> None:
    for moment, point, values in zip(moments, metric.points, wanted, strict=True):
        assert point.at == moment.at
        assert point.values == pytest.approx(values, nan_ok=True), moment.at
    assert {one.id: one.value for one in metric.figures} == metric.points[-1].values
    assert all(one.unknown for one in metric.figures if one.value is None)


def test_exceptions(company: Company, moments: list[Moment]) -> None:
    wanted: list[Values] = []
    for moment in moments:
        now, today = moment.seconds, day(moment.seconds)
        held = [one for one in company.told.excused if one.since <= now < one.until]
        live = [one for one in held if one.expires(now) >= today]
        ages = [(now - one.since) / DAY for one in live]
        wanted.append(
            {
                "open": len(live),
                "expiring": sum(one.expires(now) <= day(now + 30 * DAY) for one in live),
                "expired": len(held) - len(live),
                "invalid": 0,
                "median_age_days": statistics.median(ages) if ages else None,
                "oldest_age_days": max(ages, default=None),
                "renewals": sum(sum(when <= now for when, _ in one.days[1:]) for one in live),
                "owners": len({one.owner for one in live}),
            }
        )

    agree(exceptions.measure(moments), moments, wanted)
    for place, moment in enumerate(moments):
        groups = {one.by: one.counts for one in exceptions.measure(moments[: place + 1]).groups}
        held = [one for one in company.told.excused if one.since <= moment.seconds < one.until]
        owners = Counter(one.owner for one in held if one.expires(moment.seconds) >= day(moment.seconds))
        assert groups.get("owner", {}) == owners
    assert any(values["renewals"] for values in wanted)
    assert any(values["expired"] for values in wanted)


def test_access_reviews(company: Company, moments: list[Moment]) -> None:
    wanted: list[Values] = []
    for moment in moments:
        now = moment.seconds
        known = [one for one in company.told.reviewed if one.since <= now]
        overdue = missing = 0
        for one in known:
            done = [review for review in one.reviews if review <= now]
            # The day of the review and `every` days more are still in time.
            missing += not done
            overdue += bool(done) and day(_midnight(done[-1], one.signed) + one.every * DAY) < day(now)
        done_ = len(known) - overdue - missing
        some = {"completion": done_ / len(known) if known else None, "on_time": done_, "overdue": overdue}
        counts = {**some, "missing": missing}
        wanted.append({**(counts if known else dict.fromkeys(counts)), "systems": len(known)})

    agree(access_reviews.measure(moments), moments, wanted)
    assert any(values["overdue"] for values in wanted)


def _midnight(review: int, signed: bool) -> int:
    """The start of the day of a review: of a signed one, when it was signed (20 seconds before it landed)."""
    moment = review - 20 if signed else review
    return moment - moment % DAY


def test_time_to_contain(company: Company, moments: list[Moment]) -> None:
    wanted: list[Values] = []
    for moment in moments:
        now, today = moment.seconds, day(moment.seconds)
        known = [one for one in company.told.exposed if one.landed <= now]
        ended = [one.contained[0] if one.contained and one.contained[1] <= now else None for one in known]
        spans = {
            "exposure": [(end or now) - one.exposed for one, end in zip(known, ended)],
            "detection": [(end or now) - one.detected for one, end in zip(known, ended)],
        }
        left = [one for one, end in zip(known, ended) if end is None]
        wanted.append(
            {
                **{f"median_from_{name}": statistics.median(found) if found else None for name, found in spans.items()},
                **{f"worst_from_{name}": max(found, default=None) for name, found in spans.items()},
                "open": len(left),
                "overdue": sum(one.deadline < today for one in left),
                "incidents": len(known),
            }
        )

    agree(time_to_contain.measure(moments), moments, wanted)
    assert any(values["open"] for values in wanted)


def test_items_are_those_of_the_last_moment(company: Company, moments: list[Moment]) -> None:
    held = exceptions.measure(moments)
    told = time_to_contain.measure(moments)
    systems = access_reviews.measure(moments)

    assert len(held.items) == sum(int(held.value(name) or 0) for name in ("open", "expired", "invalid"))
    assert len(told.items) == told.value("incidents")
    assert {item.title for item in systems.items} == {one.name for one in company.told.reviewed}
    assert all(item.commit in moments[-1].past.line.commits for item in held.items)
