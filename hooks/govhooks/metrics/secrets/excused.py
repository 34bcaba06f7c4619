"""Which findings an exception or the baseline excuses at a moment, by the files of that moment's tip.

An exception names a finding by its fingerprint. That of a value that could be guessed is computed only for findings of a path that an
exception or a baseline names, and kept; its old form, which is slow, only where one of the old form is named that no token has.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.core.fingerprint import is_slow
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

_KIND, _OLD = "fingerprints of secrets, second form", "fingerprints of secrets"


class _Found(Record):
    """What an exception asks of a finding."""

    path: str
    marks: tuple[str, ...]
    rule: str = RULE
    joint: bool = False

    def has(self, mark: str) -> bool:
        return mark in self.marks


class Excused:
    """What is excused of the findings of a line."""

    def __init__(self, past: Past, lives: Sequence[Lifetime], policies: Policies, moments: Sequence[Moment]) -> None:
        """`policies` are those that the findings were judged by. Raises CannotJudge for an object that is missing."""
        self._past, self._lives = past, lives
        past.follow([BASELINE])
        self._baselines: dict[bytes, frozenset[tuple[str, str]]] = {}
        self._covered: dict[tuple[str, str, str], frozenset[int]] = {}
        named = self._named(moments)
        self._marks = self._fingerprints(self._on({path for _, path in named}), policies) if named else {}
        tokens = {one.fingerprint for one in lives}
        old = {path for mark, path in named if is_slow(mark) and mark not in tokens}
        self._old = self._fingerprints(self._on(old), policies, old=True) if old else {}

    def at(self, moment: Moment) -> frozenset[int]:
        """The places of the findings that are excused at a moment. Raises CannotJudge where its files cannot be read."""
        found: set[int] = set()
        for one in self._waivers(moment):
            found |= self._by(one)
        held = self._baseline(moment)
        if held:
            found |= {
                place
                for place, life in enumerate(self._lives)
                if any((mark, life.path) in held for mark in self._of(life))
            }
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
                if waiver.fingerprint in ("", *self._of(life)) and self._covers(waiver, life)
            )
        return self._covered[key]

    def _covers(self, waiver: Waiver, life: Lifetime) -> bool:
        found: Any = _Found(life.path, self._of(life))
        return covers(waiver, found)

    def _of(self, life: Lifetime) -> tuple[str, ...]:
        """The fingerprints that name a finding, as far as they were computed."""
        key = (life.path, life.blob, life.place)
        return tuple(filter(None, (life.fingerprint, self._marks.get(key), self._old.get(key))))

    def _on(self, named: set[str]) -> list[Lifetime]:
        """The findings in the paths that these paths and globs name."""
        globs = list(self._globs(named))
        return [one for one in self._lives if one.path in named or any(glob.match(one.path) for glob in globs)]

    def _baseline(self, moment: Moment) -> frozenset[tuple[str, str]]:
        """(fingerprint, path) of what the baseline of a moment records."""
        data = moment.read(BASELINE)
        if data is None:
            return frozenset()
        if data not in self._baselines:
            entries = parse(data, BASELINE, ENTRIES)
            self._baselines[data] = frozenset((mark, path) for mark, rule, path in entries if rule == RULE)
        return self._baselines[data]

    def _named(self, moments: Sequence[Moment]) -> set[tuple[str, str]]:
        """(fingerprint, path or glob) of the exceptions with a fingerprint and the baselines of any of the moments."""
        named: set[tuple[str, str]] = set()
        for moment in moments:
            try:
                named.update((one.fingerprint, one.path) for one in self._waivers(moment) if one.fingerprint)
                named.update(self._baseline(moment))
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

    def _fingerprints(
        self, asked: Sequence[Lifetime], policies: Policies, old: bool = False
    ) -> dict[tuple[str, str, int], str]:
        """The fingerprint of each finding whose value could be guessed, by (path, blob, place)."""
        kept, kind = self._past.kept, _OLD if old else _KIND
        found: dict[tuple[str, str, int], str] = {}
        new = []
        for one in asked:
            if one.fingerprint:
                continue
            known = kept.get(kind, f"{one.blob} {one.place} {one.path}") if kept else None
            if known is None:
                new.append(one)
            else:
                found[one.path, one.blob, one.place] = known
        for one, mark in zip(new, fingerprints(self._past.line, policies, new, old)):
            found[one.path, one.blob, one.place] = mark
            if kept and mark:
                kept.put(kind, f"{one.blob} {one.place} {one.path}", mark)
        return found
