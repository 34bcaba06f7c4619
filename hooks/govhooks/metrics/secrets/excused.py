"""Which findings an exception or the baseline excuses at a moment, by the files of that moment's tip.

An exception names a finding by its fingerprint. That of a value that could be guessed is slow on purpose: it is computed only for findings
of a path that an exception or a baseline names, and kept.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record
from govhooks.metrics.secrets.lives import RULE, fingerprints
from govhooks.policy.baseline import parse
from govhooks.policy.exceptions import covers, days_after
from govhooks.policy.load import BASELINE
from govhooks.rules.index import ENTRIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from govhooks.core.globs import Globs
    from govhooks.core.waiver import Waiver
    from govhooks.metrics.moments import Moment, Past
    from govhooks.metrics.secrets.lives import Lifetime
    from govhooks.policy.load import Policies

_KIND = "fingerprints of secrets"


class _Found(Record):
    """What an exception asks of a finding."""

    path: str
    fingerprint: str
    rule: str = RULE
    joint: bool = False


class Excused:
    """What is excused of the findings of a line."""

    def __init__(self, past: Past, lives: Sequence[Lifetime], policies: Policies, moments: Sequence[Moment]) -> None:
        """`policies` are those that the findings were judged by. Raises CannotJudge for an object that is missing."""
        self._past, self._lives = past, lives
        past.follow([BASELINE])
        self._baselines: dict[bytes, frozenset[tuple[str, str]]] = {}
        self._covered: dict[tuple[str, str, str], frozenset[int]] = {}
        named = self._named(moments)
        globs = list(self._globs(named))
        asked = [one for one in lives if one.path in named or any(glob.match(one.path) for glob in globs)]
        self._marks = self._fingerprints(asked, policies) if named else {}

    def at(self, moment: Moment) -> frozenset[int]:
        """The places of the findings that are excused at a moment. Raises CannotJudge where its files cannot be read."""
        found: set[int] = set()
        for one in self._waivers(moment):
            found |= self._by(one)
        held = self._baseline(moment)
        if held:
            found |= {place for place, life in enumerate(self._lives) if (self._mark(life), life.path) in held}
        return frozenset(found)

    def _waivers(self, moment: Moment) -> list[Waiver]:
        policies = moment.policies()
        last = days_after(moment.today, policies.supplied("exception-days"))
        return [one for one in policies.waivers if one.rule == RULE and one.valid(moment.today) and one.expires <= last]

    def _by(self, waiver: Waiver) -> frozenset[int]:
        key = (waiver.path, waiver.fingerprint, waiver.by)
        if key not in self._covered:
            self._covered[key] = frozenset(
                place
                for place, life in enumerate(self._lives)
                if waiver.fingerprint in ("", self._mark(life)) and self._covers(waiver, life)
            )
        return self._covered[key]

    def _covers(self, waiver: Waiver, life: Lifetime) -> bool:
        found: Any = _Found(life.path, self._mark(life))
        return covers(waiver, found)

    def _mark(self, life: Lifetime) -> str:
        return life.fingerprint or self._marks.get((life.path, life.blob, life.place), "")

    def _baseline(self, moment: Moment) -> frozenset[tuple[str, str]]:
        """(fingerprint, path) of what the baseline of a moment records."""
        data = moment.read(BASELINE)
        if data is None:
            return frozenset()
        if data not in self._baselines:
            entries = parse(data, BASELINE, ENTRIES)
            self._baselines[data] = frozenset((mark, path) for mark, rule, path in entries if rule == RULE)
        return self._baselines[data]

    def _named(self, moments: Sequence[Moment]) -> set[str]:
        """The paths and globs that exceptions with a fingerprint and baselines name at any of the moments."""
        named: set[str] = set()
        for moment in moments:
            try:
                named.update(one.path for one in self._waivers(moment) if one.fingerprint)
                named.update(path for _, path in self._baseline(moment))
            except CannotJudge:  # nothing is known of that moment
                continue
        return named

    @staticmethod
    def _globs(named: set[str]) -> Iterator[Globs]:
        from govhooks.core.globs import BadGlob, Globs

        for one in named:
            try:
                yield Globs([one])
            except BadGlob:  # it excuses nothing
                continue

    def _fingerprints(self, asked: Sequence[Lifetime], policies: Policies) -> dict[tuple[str, str, int], str]:
        """The fingerprint of each finding whose value could be guessed, by (path, blob, place)."""
        slow = [one for one in asked if not one.fingerprint]
        kept = self._past.kept
        found: dict[tuple[str, str, int], str] = {}
        new = []
        for one in slow:
            known = kept.get(_KIND, f"{one.blob} {one.place} {one.path}") if kept else None
            if known is None:
                new.append(one)
            else:
                found[one.path, one.blob, one.place] = known
        for one, mark in zip(new, fingerprints(self._past.line, policies, new)):
            found[one.path, one.blob, one.place] = mark
            if kept and mark:
                kept.put(_KIND, f"{one.blob} {one.place} {one.path}", mark)
        return found
