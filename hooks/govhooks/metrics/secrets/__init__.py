"""Secret findings: how many stand in the tree, how many came in a week, how long each stood until it was gone.

From the history itself: a finding stands in a commit if `govhooks check --all` would have refused it there, by today's policy.
"""

from __future__ import annotations

from bisect import bisect_right

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.signed_text import instant
from govhooks.metrics.metric import Figure, Item, Metric, Point, grouped
from govhooks.metrics.moments import filled, median
from govhooks.metrics.secrets.lives import Lifetime, lifetimes
from govhooks.metrics.timeline import DAY, WEEK
from govhooks.run.policy import policy_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govhooks.metrics.kept import Kept
    from govhooks.metrics.moments import Moment, Values
    from govhooks.metrics.timeline import Line

__all__ = ("ID", "Lifetime", "lifetimes", "measure", "measure_line")

ID = "secrets"
# Weeks whose mean is the number of new findings in a week.
WEEKS = 12
_FIGURES = (
    Figure("open", "secret findings in the tree"),
    Figure("new_per_week", f"new a week, mean of the last {WEEKS} weeks"),
    Figure("median_days_until_gone", "median days until one is gone", unit="days", unknown="none has gone yet"),
)


def measure(moments: Sequence[Moment]) -> Metric:
    """The metric at each moment; figures and items are those of the last one, by the policy of the line's tip."""
    past = moments[-1].past
    return measure_line(past.line, [moment.seconds for moment in moments], past.kept)


def measure_line(line: Line, points: Sequence[int], kept: Kept | None = None, jobs: int = 0) -> Metric:
    """`measure` at times (seconds since 1970, the last one last); `jobs` is the number of processes, 0 for one a core."""
    now = points[-1]
    step = line.at(now)
    source = f"the tree of {line.commits[step][:12] if step >= 0 else 'no commit'} and its history"
    try:
        found = lifetimes(line, policy_of(line.repository, line.commits[-1]), jobs, kept)
    except CannotJudge as error:
        empty: Values = dict.fromkeys(one.id for one in _FIGURES)
        figures = tuple(one.but(unknown=str(error), source=source) for one in _FIGURES)
        return Metric(ID, "Secret findings", figures, (), _points(line, points, lambda at: empty), (str(error),))
    values = _Counted(found)
    here = [one for one in found if one.since <= now]
    here.sort(key=lambda one: (one.is_gone(now), -one.since, one.path, one.line))
    return Metric(
        ID,
        "Secret findings",
        filled(_FIGURES, values(now), "", source=source),
        tuple(_item(one, now) for one in here),
        _points(line, points, values),
        groups=grouped("kind", "in the tree, by kind", (one.kind for one in here if not one.is_gone(now))),
    )


def _points(line: Line, times: Sequence[int], values: Callable[[int], Values]) -> tuple[Point, ...]:
    steps = [line.at(at) for at in times]
    return tuple(
        Point(instant(at), line.commits[step] if step >= 0 else "", values(at)) for at, step in zip(times, steps)
    )


class _Counted:
    """Lifetimes in the order of their ends, to count those of a time."""

    def __init__(self, found: Sequence[Lifetime]) -> None:
        gone = sorted((one.until, (one.until - one.since) / DAY) for one in found if one.until is not None)
        self._came = sorted(one.since for one in found)
        self._went = [until for until, _ in gone]
        self._days = [days for _, days in gone]

    def __call__(self, at: int) -> Values:
        """The figures as of a time."""
        came, went = bisect_right(self._came, at), bisect_right(self._went, at)
        return {
            "open": came - went,
            "new_per_week": (came - bisect_right(self._came, at - WEEKS * WEEK)) / WEEKS,
            "median_days_until_gone": median(self._days[:went]),
        }


def _item(one: Lifetime, now: int) -> Item:
    gone = one.is_gone(now)
    end = one.until if gone and one.until is not None else now
    return Item(
        kind="gone" if gone else "open",
        title=one.title,
        path=one.path,
        line=one.line,
        commit=one.commit,
        since=instant(one.since),
        until=instant(end) if gone else "",
        detail={
            "kind": one.kind,
            "confidence": one.confidence,
            "days": round((end - one.since) / DAY, 1),
            "gone in": (one.gone_commit or "") if gone else None,
            "fingerprint": one.fingerprint or None,
        },
    )
