"""Secret findings: how many stand in the tree, how many came in a week, how long each stood until it was gone.

From the history itself: a finding stands in a commit if `govhooks check --all` would have refused it there, by today's policy and without
an exception. What an exception or the baseline of that time excuses is counted apart.
"""

from __future__ import annotations

from bisect import bisect_right

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.signed_text import instant
from govhooks.metrics.metric import Figure, Item, Metric, Point, grouped
from govhooks.metrics.moments import filled, median
from govhooks.metrics.secrets.excused import Excused
from govhooks.metrics.secrets.lives import Lifetime, lifetimes
from govhooks.metrics.timeline import DAY, WEEK
from govhooks.run.policy import policy_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govhooks.metrics.moments import Moment, Values

__all__ = ("ID", "Lifetime", "lifetimes", "measure")

ID = "secrets"
_TITLE = "Secret findings"
# Weeks whose mean is the number of new findings in a week.
WEEKS = 12
_FIGURES = (
    Figure("open", "secret findings in the tree"),
    Figure("excused", "findings that an exception or the baseline excuses", worse=""),
    Figure("new_per_week", f"new a week, mean of the last {WEEKS} weeks"),
    Figure("median_days_until_gone", "median days until one is gone", unit="days", unknown="none has gone yet"),
)


def measure(moments: Sequence[Moment], jobs: int = 0) -> Metric:
    """The metric at each moment; figures and items are those of the last one. Findings are judged by the policy of the line's tip,
    what excuses them is that of the moment. `jobs` is the number of processes, 0 for one a core."""
    now = moments[-1]
    past = now.past
    line = past.line
    source = f"the tree of {now.commit[:12] or 'no commit'} and its history"
    try:
        policies = policy_of(line.repository, line.commits[-1])
        found = lifetimes(line, policies, jobs, past.kept)
        excused = Excused(past, found, policies, moments)
    except CannotJudge as error:
        nothing: Values = dict.fromkeys(one.id for one in _FIGURES)
        figures = tuple(one.but(unknown=str(error), source=source) for one in _FIGURES)
        return Metric(ID, _TITLE, figures, (), _points(moments, lambda moment: nothing), (str(error),))
    counted = _Counted(found)

    def values(moment: Moment) -> Values:
        told = counted(moment.seconds)
        try:
            out = sum(found[place].is_there(moment.seconds) for place in excused.at(moment))
        except CannotJudge:
            return {**told, "open": None, "excused": None}
        return {**told, "open": (told["open"] or 0) - out, "excused": out}

    why = ""
    out: frozenset[int] = frozenset()
    try:
        out = excused.at(now)
    except CannotJudge as error:
        why = f"what is excused is not known: {error}"
    here = [(place in out, one) for place, one in enumerate(found) if one.since <= now.seconds]
    here.sort(key=lambda row: (row[1].is_gone(now.seconds), row[0], -row[1].since, row[1].path, row[1].line))
    left = [one for is_excused, one in here if one.is_there(now.seconds) and not is_excused]
    return Metric(
        ID,
        _TITLE,
        filled(_FIGURES, values(now), why, source=source),
        tuple(_item(one, now.seconds, is_excused) for is_excused, one in here),
        _points(moments, values),
        (why,) if why else (),
        () if why else grouped("kind", "in the tree, by kind", (one.kind for one in left)),
    )


def _points(moments: Sequence[Moment], values: Callable[[Moment], Values]) -> tuple[Point, ...]:
    return tuple(Point(moment.at, moment.commit, values(moment)) for moment in moments)


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


def _item(one: Lifetime, now: int, is_excused: bool) -> Item:
    gone = one.is_gone(now)
    end = one.until if gone and one.until is not None else now
    return Item(
        kind="gone" if gone else "excused" if is_excused else "open",
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
