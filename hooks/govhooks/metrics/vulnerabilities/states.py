"""What is open at a moment, and what of it an exception excuses, by the governance.toml of that moment's tip."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.globs import globs
from govhooks.core.record import Record
from govhooks.metrics.vulnerabilities.locks import FAULT, LOCK, PINS
from govhooks.policy.exceptions import covers, days_after
from govhooks.policy.load import PolicyError
from govhooks.rules.dependencies.dependency_review.policy import ID as RULE
from govhooks.rules.dependencies.dependency_review.policy import Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.waiver import Waiver
    from govhooks.metrics.moments import Moment
    from govhooks.metrics.timeline import Line
    from govhooks.metrics.vulnerabilities.lifetimes import Gap, Lifetime
    from govhooks.metrics.vulnerabilities.locks import Locks

# Levels that a figure or a note counts.
_COUNTED = ("critical", "high", "unknown")


class State(Record):
    """What was open at a moment, the oldest first.

    `open`           what no exception excuses, `excused` the rest; with the levels "critical", "high" and "unknown"
    `excuses`        the exception of each that is excused, in that order
    `doubtful`       what cannot be told to affect its version
    `why`            why nothing of all that is known for certain; () where it is
    `database_days`  how old the database may be by the policy
    """

    open: tuple[Lifetime, ...] = ()
    excused: tuple[Lifetime, ...] = ()
    excuses: tuple[Waiver, ...] = ()
    doubtful: tuple[Lifetime, ...] = ()
    why: tuple[str, ...] = ()
    database_days: int = Policy().database_days


class States:
    """The states of a line at its moments."""

    def __init__(self, line: Line, locks: Locks, lives: Sequence[Lifetime], gaps: Sequence[Gap]) -> None:
        counted = [one for one in lives if one.level in _COUNTED]
        counted.sort(key=lambda one: (one.since(line), one.path, one.package, one.advisory))
        self._lives = [(*one.span(line), one) for one in counted]
        self._gaps, self._locks = gaps, locks
        # When each path is a lock or half of one: (from step, until step, path, kind).
        self._kinds = list(_kinds(locks))
        self._in_test_data: dict[tuple[tuple[str, ...], str], bool] = {}
        # By identity: policies are read once, and lifetimes stay.
        self._covered: dict[tuple[int, int], bool] = {}

    def at(self, moment: Moment) -> State:
        """The state at a moment."""
        try:
            policies = moment.policies()
            policy = policies.rules[RULE]
            assert isinstance(policy, Policy)
        except PolicyError as error:
            return State(why=(f"the policy of {moment.commit[:12]} cannot be understood: {error}",))
        step = moment.step
        there = [path for path, kind in self._there(step) if kind in (LOCK, FAULT)]
        if not there:
            return State(why=("there is no lock in the tree",), database_days=policy.database_days)
        known = [one for start, end, one in self._lives if start <= moment.seconds < end]
        lives = [one for one in known if one.kind == "malicious" or not self._is_data(policy, one.path)]
        why = [
            f"{one.path}: {one.why}"
            for one in self._gaps
            if one.start <= step and (one.end is None or step < one.end) and not self._is_data(policy, one.path)
        ]
        horizon = days_after(moment.today, policies.supplied("exception-days"))
        waivers = [
            one for one in policies.waivers if one.rule == RULE and one.valid(moment.today) and one.expires <= horizon
        ]
        certain = [(one, self._excuse(waivers, one)) for one in lives if not one.doubt]
        return State(
            tuple(one for one, waiver in certain if waiver is None),
            tuple(one for one, waiver in certain if waiver is not None),
            tuple(waiver for _, waiver in certain if waiver is not None),
            tuple(one for one in lives if one.doubt),
            tuple(why),
            policy.database_days,
        )

    def pins(self, moment: Moment) -> list[str]:
        """The files of requirements that pin only some packages, at a moment whose policy can be understood."""
        try:
            policy = moment.policies().rules[RULE]
        except PolicyError:
            return []
        assert isinstance(policy, Policy)
        return [path for path, kind in self._there(moment.step) if kind == PINS and not self._is_data(policy, path)]

    def _there(self, step: int) -> list[tuple[str, str]]:
        return sorted((path, kind) for start, end, path, kind in self._kinds if start <= step < end)

    def _is_data(self, policy: Policy, path: str) -> bool:
        key = policy.test_data, path
        if key not in self._in_test_data:
            self._in_test_data[key] = globs(policy.test_data, ignore_case=True).match(path) is not None
        return self._in_test_data[key]

    def _excuse(self, waivers: Sequence[Waiver], life: Lifetime) -> Waiver | None:
        for one in waivers:
            key = id(one), id(life)
            if key not in self._covered:
                self._covered[key] = covers(one, _finding(life))
            if self._covered[key]:
                return one
        return None


def _finding(life: Lifetime) -> Finding:
    """What dependency-review finds of it, as far as an exception asks."""
    return Finding(
        rule=RULE,
        path=life.path,
        line=0,
        problem="",
        fix="",
        identity=f"{life.kind} {life.advisory} {life.package[0]} {life.package[1]}",
        package=life.package,
        advisories=(life.advisory, *life.aliases),
    )


def _kinds(locks: Locks) -> Iterator[tuple[int, int, str, str]]:
    """(from step, until step, path, kind) of every path, for as long as it is of one kind."""
    last = 1 << 60
    now: dict[str, tuple[int, str]] = {}
    for step, path, blob in locks.touches:
        kind = locks.reading(path, blob).kind if blob else ""
        start, before = now.get(path, (step, ""))
        if kind == before:
            continue
        if before:
            yield start, step, path, before
        now[path] = step, kind
    for path, (start, kind) in now.items():
        if kind:
            yield start, last, path, kind
