"""Open vulnerabilities: what the locks pinned at a time, and advisories told of at that time; how long already, and whether a fix is known.

    measure(moments)   locks -> lifetimes -> which are open, and which of those an exception excuses, at each moment

Each (lock, package, version, vulnerability) counts once; advisories with a common alias are one vulnerability. It counts from when the
version was there and an advisory published, so that the past is not judged by what nobody could know; severity and fixed versions are
those that the database has now, the only ones it has. A malicious package counts as critical, an unmaintained one as nothing. Locks in
folders of test data count for malicious packages alone, as in dependency-review.

A count that is too small is worse than none: without a database, with a lock that cannot be read (as a whole, or an entry of it),
with an ecosystem that the database does not cover, and without any lock, nothing is known.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.advisories.past import has_dates
from govhooks.metrics.metric import Figure, Metric, grouped
from govhooks.metrics.moments import filled, median, points
from govhooks.metrics.store import Store
from govhooks.metrics.timeline import DAY
from govhooks.metrics.vulnerabilities.items import as_items
from govhooks.metrics.vulnerabilities.lifetimes import affecting, gaps, identity, lifetimes
from govhooks.metrics.vulnerabilities.locks import Locks
from govhooks.metrics.vulnerabilities.states import States
from govhooks.run.policy import open_advisories

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.knowledge.advisories.database import Database
    from govhooks.metrics.moments import Moment, Values
    from govhooks.metrics.vulnerabilities.lifetimes import Lifetime
    from govhooks.metrics.vulnerabilities.states import State

ID = "vulnerabilities"
_TITLE = "Open critical vulnerabilities"
_FIGURES = (
    Figure("open_critical", "open critical vulnerabilities"),
    Figure("open_critical_fixable", "open critical vulnerabilities with a known fix"),
    Figure("open_high", "open vulnerabilities of high severity"),
    Figure("oldest_critical_days", "age of the oldest open critical vulnerability", unit="days"),
    Figure("median_critical_days", "median age of the open critical vulnerabilities", unit="days"),
    Figure("excused_critical", "critical vulnerabilities that an exception excuses", worse=""),
)
_AGES = ("oldest_critical_days", "median_critical_days")
# Days up to which an open one counts as that old.
_SPANS = ((7, "up to 7 days"), (30, "up to 30 days"), (90, "up to 90 days"), (365, "up to a year"))
_OLDEST = "more than a year"
_NO_DATABASE = "there is no advisory database on this machine: run govhooks advisories update"
_NO_DATES = "the advisory database does not say when advisories were published, an older govhooks made it: run govhooks advisories update"
# So many reasons are notes of their own.
_NOTES = 20


def measure(moments: Sequence[Moment]) -> Metric:
    """The metric at each moment, by the advisory database of this machine; its figures and items are those of the last one.

    Raises CannotJudge for an object that is missing.
    """
    try:
        database = open_advisories(moments[-1].today)
    except CannotJudge as error:
        return _unknown(moments, str(error))
    try:
        return measure_by(moments, database)
    finally:
        if database is not None:
            database.close()


def measure_by(
    moments: Sequence[Moment],
    database: Database | None,
    store: Store | None = None,
    jobs: int = 0,
) -> Metric:
    """`measure` by a database, None for none. `jobs` is the number of processes that read locks, 0 for one a core."""
    now = moments[-1]
    if database is None:
        return _unknown(moments, _NO_DATABASE)
    if not has_dates(database):
        return _unknown(moments, _NO_DATES)
    store = Store() if store is None else store
    line = now.past.line
    locks = Locks(line, store, jobs)
    try:
        known = affecting(locks, database, store)
    except CannotJudge as error:
        return _unknown(moments, str(error))
    states = States(line, locks, lifetimes(line, locks, known), gaps(locks, known))
    state = states.at(now)
    fresh = database.stated.complete[:10]
    counted = [] if state.why or _doubts("open_critical", state) else _of(state.open, "critical")
    return Metric(
        ID,
        _TITLE,
        filled(
            tuple(one.but(unknown=_why(one.id, state)) for one in _FIGURES),
            _values(state, now),
            "",
            source=f"the locks of {now.commit[:12] or 'no commit'} and the advisory database",
            fresh=fresh,
        ),
        as_items(state, locks, now),
        points(f"{ID} {identity(database)}", moments, lambda moment: _values(states.at(moment), moment)),
        (*_notes(state, states, database, now), *store.notes),
        (
            *grouped(
                "age",
                "open critical vulnerabilities by age",
                map(_span, _ages(counted, now)),
                (*(name for _, name in _SPANS), _OLDEST),
            ),
            *grouped(
                "fix",
                "open critical vulnerabilities by fix",
                ("a fix is known" if one.fixed else "no fix is known" for one in counted),
            ),
            *grouped("lock", "open critical vulnerabilities by lock", (one.path for one in counted)),
        ),
    )


def _unknown(moments: Sequence[Moment], why: str) -> Metric:
    nothing: Values = dict.fromkeys(one.id for one in _FIGURES)
    figures = filled(_FIGURES, nothing, why, source="the locks and the advisory database")
    return Metric(ID, _TITLE, figures, (), points(ID, moments, lambda moment: nothing), (why,))


def _values(state: State, moment: Moment) -> Values:
    critical, high = (_of(state.open, level) for level in ("critical", "high"))
    ages = _ages(critical, moment)
    values: Values = {
        "open_critical": len(critical),
        "open_critical_fixable": sum(bool(one.fixed) for one in critical),
        "open_high": len(high),
        "oldest_critical_days": max(ages, default=None),
        "median_critical_days": median(ages),
        "excused_critical": len(_of(state.excused, "critical")),
    }
    return {name: None if state.why or _doubts(name, state) else value for name, value in values.items()}


def _ages(several: Sequence[Lifetime], moment: Moment) -> list[float]:
    """For how many days each was open."""
    return [(moment.seconds - one.since(moment.past.line)) / DAY for one in several]


def _span(days: float) -> str:
    return next((name for most, name in _SPANS if days <= most), _OLDEST)


def _of(several: Sequence[Lifetime], level: str) -> list[Lifetime]:
    return [one for one in several if one.level == level]


def _doubts(figure: str, state: State) -> list[Lifetime]:
    """What may belong to a figure, and cannot be told."""
    return _of(state.doubtful, "high" if figure == "open_high" else "critical")


def _why(figure: str, state: State) -> str:
    """Why a figure has no value."""
    doubts = _doubts(figure, state)
    reasons = state.why or tuple(f"{one.path}: {one.package[1]} {one.package[2]}: {one.doubt}" for one in doubts)
    if reasons:
        return reasons[0] if len(reasons) == 1 else f"{reasons[0]}; and {len(reasons) - 1} more like it"
    return "no critical vulnerability is open" if figure in _AGES else ""


def _notes(state: State, states: States, database: Database, now: Moment) -> tuple[str, ...]:
    """What could not be looked at, or is in no figure."""
    told = [*state.why]
    told += [
        f"{one.path}: it cannot be told whether an advisory affects {one.package[1]} {one.package[2]}: {one.doubt}"
        for one in state.doubtful
    ]
    told = [*told[:_NOTES], *([f"and {len(told) - _NOTES} more"] if len(told) > _NOTES else [])]
    unrated = len(_of(state.open, "unknown"))
    if unrated:
        told.append(f"{unrated} open vulnerabilities have no severity: no figure counts them")
    undated = sum(not one.published for one in (*state.open, *state.excused))
    if undated:
        told.append(f"{undated} advisories do not say when they were published: they count since the version came")
    told += [f"{path} does not pin every package, so it is no lock and not counted" for path in states.pins(now)]
    age = (now.seconds // DAY) - _day(database.stated.complete)
    if age > state.database_days:
        told.append(
            f"the advisory database is {age} days old (at most {state.database_days}): it lacks newer advisories"
        )
    return tuple(told)


def _day(instant: str) -> int:
    from datetime import date

    return date.fromisoformat(instant[:10]).toordinal() - date(1970, 1, 1).toordinal()
