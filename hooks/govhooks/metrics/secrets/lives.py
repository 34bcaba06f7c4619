"""When each finding of `no-secrets` came into the tree of a line, and when it went.

A finding stands at a step if a check of that step's whole tree, with the policy of the line's tip, would refuse it: the same rule, path
and value. What was judged is kept for the next report, without a value or a digest of one that could be guessed: where a kept
finding matters again, its version of the file is judged again.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.core.finding import CONFIDENCES, HIDDEN
from govhooks.core.fingerprint import fingerprint, slow
from govhooks.core.record import Record
from govhooks.metrics.secrets.versions import GONE, versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from govhooks.metrics.kept import Kept
    from govhooks.metrics.secrets.judging import Row, Rows
    from govhooks.metrics.secrets.versions import Version
    from govhooks.metrics.timeline import Line
    from govhooks.policy.load import Policies

    # (value, guessable): what tells findings of one path apart.
    Identity = tuple[str, bool]
    # From a step on: (path, SHA-1 of the value) of what a detect-secrets baseline excuses.
    Excuses = list[tuple[int, frozenset[tuple[str, str]]]]

RULE = "no-secrets"
KIND = "secrets"
_GITLINK = "160000"


class Lifetime(Record):
    """A finding that stood in the tree, from one step to another.

    `fingerprint`  as in every report; "" for a value that could be guessed, until `fingerprints` computes it.
    `title`        what was found; never the value.
    `path`, `line` where it was in the last version that held it; line 0 for a token in the path itself, which is then hidden.
    `confidence`   "low", "medium" or "high".
    `commit`, `since`       the step that brought it, and its time in seconds.
    `gone_commit`, `until`  the step in which it was gone, and its time; None while it stands.
    `guessable`    whether a person may have chosen the value.
    `blob`, `place`  the last version that held it, and which of its findings it is.
    """

    fingerprint: str
    title: str
    path: str
    line: int
    confidence: str
    commit: str
    since: int
    gone_commit: str | None = None
    until: int | None = None
    guessable: bool = False
    blob: str = ""
    place: int = 0

    def is_there(self, now: int) -> bool:
        """Whether it was in the tree at a time (seconds since 1970)."""
        return self.since <= now and not self.is_gone(now)

    def is_gone(self, now: int) -> bool:
        """Whether it was gone at a time (seconds since 1970)."""
        return self.until is not None and self.until <= now

    @property
    def kind(self) -> str:
        """The title without the name of a variable or call."""
        return self.title.partition(" in `")[0].partition(" passed to `")[0]


def lifetimes(line: Line, policies: Policies, jobs: int = 0, kept: Kept | None = None) -> list[Lifetime]:
    """Every finding that ever stood along a line, in the order in which they came.

    With `kept`, only what came since an earlier report is judged. Raises CannotJudge for an object that is missing.
    """
    if RULE in policies.off:
        raise CannotJudge(f"{RULE} is disabled by {policies.origin}")
    policy = policies.rules[RULE]
    key = _key(policy)
    state = _kept(kept, key, line)
    if state.tip < len(line.commits) - 1:
        try:
            state = _judged(line, policy, state, jobs)
        except _Foreign:
            if kept:
                kept.notes.append(
                    "what an earlier report kept about secrets does not fit: every version is judged again"
                )
            state = _judged(line, policy, State(), jobs)
        if kept:
            kept.put(KIND, key, state.plain(line))
    return [_lifetime(line, one) for one in sorted(state.lives, key=lambda one: (one[_START], one[2], one[3], one[1]))]


def fingerprints(line: Line, policies: Policies, lives: Sequence[Lifetime], old: bool = False) -> list[str]:
    """The fingerprint of each lifetime, or the `old` form of those of guessable values, 20 ms each; their file is judged once more."""
    from govhooks.metrics.secrets.judging import judge

    asked = [one for one in lives if not one.fingerprint and HIDDEN not in one.path]
    chains: dict[str, list[str]] = {}
    for one in asked:
        chains.setdefault(one.path, []).append(one.blob)
    rows = judge(line.repository.batch, chains, policies.rules[RULE], jobs=1)
    told: dict[int, str] = {}
    for one in asked:
        value, guessable = _identities(rows.get((one.path, one.blob), []))[one.place]
        told[id(one)] = slow(RULE, one.path, value) if old else fingerprint(RULE, one.path, value, guessable)
    return [one.fingerprint or told.get(id(one), "") for one in lives]


# The fields of a life: [fingerprint, title, path, line, confidence, guessable, blob, place, first step, step in which it is gone or -1].
Life = list
_LINE, _BLOB, _PLACE, _START, _END = 3, 6, 7, 8, 9
_TYPES = (str, str, str, int, str, bool, str, int, int, int)


class State:
    """What was found up to a step: `lives`, and by path what stands in its version there.

    `hot`    path -> (object id, {place of a finding in that version: number of its life}), also for versions whose findings are excused.
    `named`  path with a token in its name -> {place: number of its life}.
    `tip`    the last step, -1 before the first.
    """

    def __init__(self) -> None:
        self.tip = -1
        self.lives: list[Life[Any]] = []
        self.hot: dict[str, tuple[str, dict[int, int]]] = {}
        self.named: dict[str, dict[int, int]] = {}

    def plain(self, line: Line) -> dict[str, Any]:
        """As JSON data. A path with a token in it is a digest: tokens that are found in names cannot be guessed."""
        shown = {path: _veiled(path) for path in self.named}
        return {
            "tip": line.commits[self.tip],
            "lives": self.lives,
            "hot": [[shown.get(path, path), oid, list(held.items())] for path, (oid, held) in self.hot.items()],
            "named": [[shown[path], list(held.items())] for path, held in self.named.items()],
        }


class _Foreign(Exception):
    """What was kept is not about this history."""


def _veiled(path: str) -> str:
    from hashlib import sha256

    return "\0" + sha256(path.encode("utf-8", "surrogateescape")).hexdigest()


def _key(policy: Any) -> str:
    from hashlib import sha256

    return sha256(repr(policy).encode("utf-8", "surrogateescape")).hexdigest()


def _kept(kept: Kept | None, key: str, line: Line) -> State:
    """What an earlier report knew; an empty state if that is nothing, about another history, or not what it should be."""
    state = State()
    data = kept.get(KIND, key) if kept else None
    if kept is None or data is None:
        return state
    try:
        tip = line.number(data["tip"])
        state.lives = [_life(row, tip) for row in data["lives"]]
        places = range(len(state.lives))
        state.hot = {path: (oid, _held(held, places)) for path, oid, held in data["hot"]}
        state.named = {path: _held(held, places) for path, held in data["named"]}
    except (LookupError, TypeError, ValueError, AttributeError):
        kept.notes.append("what an earlier report kept about secrets is damaged: every version is judged again")
        return State()
    if tip < 0:
        return State()
    state.tip = tip
    return state


def _life(row: list[Any], tip: int) -> Life[Any]:
    if len(row) != len(_TYPES) or any(type(value) is not kind for value, kind in zip(row, _TYPES)):
        raise ValueError
    if tip >= 0 and not (0 <= row[_START] <= tip and -1 <= row[_END] <= tip):
        raise ValueError
    return list(row)


def _held(pairs: list[list[int]], places: range) -> dict[int, int]:
    if not all(type(place) is int and number in places for place, number in pairs):
        raise ValueError
    return dict(map(tuple, pairs))  # type: ignore[arg-type]


def _judged(line: Line, policy: Any, state: State, jobs: int) -> State:
    """The state at the tip of the line. Raises _Foreign if the state does not fit."""
    from govhooks.metrics.secrets.judging import in_name, judge

    came = versions(line, state.tip)
    shown = {_veiled(path): path for path in came} if state.named else {}
    hot = {shown.get(path, path): held for path, held in state.hot.items()}
    named = {shown.get(path, path): held for path, held in state.named.items()}
    if policy.baseline in came and any(path.startswith("\0") for path in hot):
        raise _Foreign  # all of them are judged again, and of some not even the name is known
    again = set(hot) & set(came) if policy.baseline not in came else set(hot)
    before = {path: [(state.tip, "100644", hot[path][0])] if path in again else [] for path in {*came, *again}}
    chains = {
        path: [oid for _, mode, oid in (*known, *came.get(path, ())) if mode not in (GONE, _GITLINK)]
        for path, known in before.items()
    }
    rows = judge(line.repository.batch, chains, policy, jobs)
    excuses = _excuses(line, policy, state.tip, came)
    told = in_name(sorted(came))
    work = _Walk(state, rows, excuses, {path: [one[0] for one in said] for path, said in told.items()})
    work.hot = {path: held for path, held in hot.items() if path not in again}
    work.named = {path: held for path, held in named.items() if path not in told}
    for path in sorted(before):
        work.content(path, (*before[path], *came.get(path, ())), hot[path][1] if path in again else {})
    for path, said in told.items():
        work.name(path, said, came[path], named.get(path, {}))
    state.hot, state.named, state.tip = work.hot, work.named, len(line.commits) - 1
    return state


def _excuses(line: Line, policy: Any, tip: int, came: dict[str, list[Version]]) -> Excuses:
    """What the detect-secrets baseline excuses, by step; nothing where it cannot be read."""
    from govhooks.rules.secrets.no_secrets import read_baseline

    def read(data: bytes | None) -> frozenset[tuple[str, str]]:
        try:
            return read_baseline(data, policy.baseline) if data else frozenset()
        except CannotJudge:
            return frozenset()

    if not policy.baseline:
        return []
    found = []
    if tip >= 0:
        try:
            found.append((tip, read(line.tree(tip)(policy.baseline))))
        except CannotJudge:
            found.append((tip, frozenset()))
    for step, mode, oid in came.get(policy.baseline, ()):
        answer = line.repository.batch.get(oid) if mode.startswith("100") else None
        found.append((step, read(answer[2] if answer else None)))
    return found


class _Walk:
    """Follows each path through its versions, and notes in the state's lives what comes and goes."""

    def __init__(self, state: State, rows: Rows, excuses: Excuses, names: dict[str, list[str]]) -> None:
        self._lives, self._rows, self._excuses, self._names = state.lives, rows, excuses, names
        self.hot: dict[str, tuple[str, dict[int, int]]] = {}
        self.named: dict[str, dict[int, int]] = {}

    def content(self, path: str, known: Sequence[Version], held: dict[int, int]) -> None:
        """A path's versions, oldest first; `held` are the places and lives of what stands in the first one."""
        rows = {oid: self._rows.get((path, oid), []) for _, mode, oid in known if mode not in (GONE, _GITLINK)}
        if not any(rows.values()):
            if held:
                raise _Foreign
            return
        alive: dict[Identity, int] = {}
        if held:
            order = _identities(rows[known[0][2]])
            if max(held) >= len(order):
                raise _Foreign
            alive = {order[place]: number for place, number in held.items()}
        excusable = self._excuses if any(map(_is_excusable, (row for found in rows.values() for row in found))) else []
        changes = {step: (oid if mode not in (GONE, _GITLINK) else "") for step, mode, oid in known}
        turns = dict(excusable)
        oid, excused = "", frozenset[tuple[str, str]]()
        for step in sorted({*changes, *turns}):
            oid, excused = changes.get(step, oid), turns.get(step, excused)
            found = rows.get(oid, [])
            self._turn(path, oid, step, alive, found, excused)
        if rows.get(oid):
            places = {identity: place for place, identity in enumerate(_identities(rows[oid]))}
            self.hot[path] = (oid, {places[identity]: number for identity, number in alive.items()})

    def _turn(
        self,
        path: str,
        oid: str,
        step: int,
        alive: dict[Identity, int],
        found: list[Row],
        excused: frozenset[tuple[str, str]],
    ) -> None:
        """What stands in a path from a step on."""
        now = _standing(path, found, excused)
        for identity in [one for one in alive if one not in now]:
            self._lives[alive.pop(identity)][_END] = step
        if not now:
            return
        places = {identity: place for place, identity in enumerate(_identities(found))}
        for identity, (_, _, confidence, _, problem, number) in now.items():
            if identity not in alive:
                shown = path
                for value in self._names.get(path, ()):
                    shown = shown.replace(value, HIDDEN)
                mark = "" if identity[1] else fingerprint(RULE, shown, *identity)
                alive[identity] = len(self._lives)
                self._lives.append([mark, problem, shown, number, confidence, identity[1], oid, 0, step, -1])
            life = self._lives[alive[identity]]
            life[_LINE], life[_BLOB], life[_PLACE] = number, oid, places[identity]

    def name(
        self, path: str, said: list[tuple[str, str, str, bool]], known: Sequence[Version], held: dict[int, int]
    ) -> None:
        """The tokens in the name of a path, as long as it is there."""
        for place, (value, shown, problem, _) in enumerate(said):
            alive = held.get(place, -1)
            for step, mode, _ in known:
                if mode == GONE and alive >= 0:
                    self._lives[alive][_END], alive = step, -1
                elif mode != GONE and alive < 0:
                    alive = len(self._lives)
                    mark = fingerprint(RULE, shown, value, False)
                    self._lives.append([mark, problem, shown, 0, "high", False, "", place, step, -1])
            if alive >= 0:
                self.named.setdefault(path, {})[place] = alive


def _identities(rows: Sequence[Row]) -> list[Identity]:
    """What is found in a version, each once, in the order that gives every finding its place."""
    return list(dict.fromkeys((row[0], row[1]) for row in rows))


def _is_excusable(row: Row) -> bool:
    """Whether a detect-secrets baseline may excuse it: a guess, or less than sure and not proven."""
    return row[1] or (row[2] != "high" and not row[3])


def _standing(path: str, rows: Sequence[Row], excused: frozenset[tuple[str, str]]) -> dict[Identity, Row]:
    """What a version holds, the surest finding of each value."""
    from govhooks.rules.secrets.no_secrets import digest

    now: dict[Identity, Row] = {}
    for row in rows:
        if excused and _is_excusable(row) and (path, digest(row[0])) in excused:
            continue
        other = now.get(row[:2])
        if other is None or CONFIDENCES.index(row[2]) > CONFIDENCES.index(other[2]):
            now[row[:2]] = row
    return now


def _lifetime(line: Line, life: Life[Any]) -> Lifetime:
    mark, title, path, number, confidence, guessable, blob, place, start, end = life
    gone = (line.commits[end], line.times[end]) if end >= 0 else (None, None)
    return Lifetime(
        *(mark, title, path, number, confidence, line.commits[start], line.times[start], *gone, guessable, blob, place)
    )
