"""Policy exceptions: what `[[exceptions]]` of governance.toml excuse, for how long already, and how often that was renewed.

An exception is the same one as long as rule, path, fingerprint, advisory and package stay; it is renewed when its last day moves on. So
age and renewals come from the history of the file, and nobody has to write them down.
"""

from __future__ import annotations

from govhooks.knowledge.signed_text import instant
from govhooks.metrics.metric import Figure, Item, Metric, grouped
from govhooks.metrics.moments import filled, median, points
from govhooks.metrics.timeline import DAY
from govhooks.policy.exceptions import days_after
from govhooks.policy.load import FILE, PolicyError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.core.waiver import Waiver
    from govhooks.metrics.moments import Moment, Past, Values

    Key = tuple[str, str, str, str, str]

ID = "exceptions"
_RULE = "policy-exceptions"
_IN_FORCE = ("open", "expiring")
# Days ahead in which an exception is said to run out soon.
SOON = 30
_FIGURES = (
    Figure("open", "exceptions in force"),
    Figure("expiring", f"in force, and over within {SOON} days", worse=""),
    Figure("expired", "expired, and still in the file"),
    Figure("invalid", "not valid for another reason"),
    Figure("median_age_days", "median age of those in force", unit="days"),
    Figure("oldest_age_days", "age of the oldest in force", unit="days"),
    Figure("renewals", "renewals of those in force"),
    Figure("owners", "owners of those in force", worse=""),
)


class Life:
    """An exception along a line: `since` (the step and the seconds when it came), `renewed` (the seconds of each renewal)."""

    def __init__(self, step: int, seconds: int, expires: str) -> None:
        self.step, self.since, self.expires = step, seconds, expires
        self.renewed: list[int] = []


class Lives:
    """The exceptions of every version of governance.toml along a line."""

    def __init__(self, past: Past) -> None:
        self._past = past
        # Step of a version -> its exceptions and their lives, or why it cannot be read.
        self._steps: list[int] = []
        self._held: list[list[tuple[Waiver, Life]] | str] = []
        alive: dict[Key, list[Life]] = {}
        for step, blob in past.known(FILE):
            seconds = past.line.times[step]
            try:
                found = past.waivers(blob)
            except PolicyError as error:  # those before it may go on in the version that repairs it
                self._steps.append(step)
                self._held.append(str(error))
                continue
            now: dict[Key, list[Life]] = {}
            held = []
            for waiver in found:
                key = (waiver.rule, waiver.path, waiver.fingerprint, waiver.advisory, waiver.package)
                before = alive.get(key, [])
                same = [one for one in before if one.expires == waiver.expires] or before
                life = same[0] if same else Life(step, seconds, waiver.expires)
                if same:
                    before.remove(life)
                if waiver.expires > life.expires:
                    life.renewed.append(seconds)
                life.expires = waiver.expires
                now.setdefault(key, []).append(life)
                held.append((waiver, life))
            alive = now
            self._steps.append(step)
            self._held.append(held)

    def at(self, moment: Moment) -> list[tuple[Waiver, Life]] | str:
        """The exceptions as of a moment, or why they are not known."""
        import bisect

        place = bisect.bisect_right(self._steps, moment.step) - 1
        return self._held[place] if place >= 0 else []


def measure(moments: Sequence[Moment]) -> Metric:
    """The metric at each moment; its figures and items are those of the last one."""
    now = moments[-1]
    lives = Lives(now.past)
    held = lives.at(now)
    why = held if isinstance(held, str) else ""
    source = f"{FILE} of {now.commit[:12] or 'no commit'} and its history"
    rows = [] if isinstance(held, str) else [(_state(waiver, now), waiver, life) for waiver, life in held]
    live = [waiver for state, waiver, _ in rows if state in _IN_FORCE]
    return Metric(
        ID,
        "Policy exceptions",
        filled(_FIGURES, _values(now, lives), why or "no exception is in force", source=source),
        tuple(
            _item(*row, now) for row in sorted(rows, key=lambda row: (row[0] == "open", row[1].expires, row[1].index))
        ),
        points(ID, moments, lambda moment: _values(moment, lives)),
        (why,) if why else (),
        (
            *grouped("owner", "in force, by owner", (waiver.owner for waiver in live)),
            *grouped("rule", "in force, by rule", (waiver.rule for waiver in live)),
        ),
    )


def _state(waiver: Waiver, moment: Moment) -> str:
    """ "open", "expiring", "expired" or "invalid"."""
    if waiver.is_dated() and waiver.expires < moment.today:
        return "expired"
    if not waiver.valid(moment.today) or waiver.expires > _horizon(moment):
        return "invalid"
    return "expiring" if waiver.expires <= days_after(moment.today, SOON) else "open"


def _horizon(moment: Moment) -> str:
    """The last day that an exception may run to."""
    try:
        found = moment.policies().rules[_RULE]
    except PolicyError:
        return "9999-12-31"
    return days_after(moment.today, found.max_days)  # type: ignore[attr-defined]


def _values(moment: Moment, lives: Lives) -> Values:
    held = lives.at(moment)
    if isinstance(held, str):
        return dict.fromkeys(one.id for one in _FIGURES)
    states = [_state(waiver, moment) for waiver, _ in held]
    live = [one for one, state in zip(held, states) if state in _IN_FORCE]
    ages = [(moment.seconds - life.since) / DAY for _, life in live]
    return {
        "open": len(live),
        "expiring": states.count("expiring"),
        "expired": states.count("expired"),
        "invalid": states.count("invalid"),
        "median_age_days": median(ages),
        "oldest_age_days": max(ages, default=None),
        "renewals": sum(_renewals(life, moment) for _, life in live),
        "owners": len({waiver.owner for waiver, _ in live}),
    }


def _renewals(life: Life, moment: Moment) -> int:
    return sum(seconds <= moment.seconds for seconds in life.renewed)


def _item(state: str, waiver: Waiver, life: Life, now: Moment) -> Item:
    return Item(
        kind=state,
        title=f"{waiver.rule} on {waiver.path}{f' ({waiver.about})' if waiver.about else ''}: {waiver.reason}",
        path=FILE,
        commit=now.past.line.commits[life.step],
        since=instant(life.since),
        until=f"{waiver.expires}T23:59:59Z" if waiver.is_dated() else "",
        who=waiver.owner,
        detail={
            "rule": waiver.rule,
            "excused": waiver.path,
            "approver": waiver.approver,
            "expires": waiver.expires or None,
            "age in days": round((now.seconds - life.since) / DAY, 1),
            "renewals": _renewals(life, now),
        },
    )
