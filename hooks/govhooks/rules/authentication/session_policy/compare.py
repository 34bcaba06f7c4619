"""Compare what a change sets with what was set before: what is looser now, once a cause.

The same setting on both sides is paired by its trail and what it is about; then, over all files of the change, what is gone from one
place and stands in another has only moved.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.rules.authentication.session_policy.policy import SPANS
from govhooks.rules.authentication.session_policy.settings import (
    BAD,
    GOOD,
    GUARD,
    LEAST,
    MORE,
    MOST,
    ON,
    WEAK,
    Reading,
    Setting,
)
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.rules.authentication.session_policy.facts import Fact

# The names of cookies that carry a session or a token; those against forged requests are read by scripts on purpose.
_SESSION = compiled(
    r"(?i)sess|sid\b|sid$|auth|token|jwt|login|remember|identity|sso|refresh|access|\buser|account|bearer"
)
# What has idle connections and lifetimes of its own.
_POOL = compiled(
    r"(?i)hikari|datasource|jdbc|pool|lettuce|jedis|kafka|rabbit|cache|mongo|postgres|mysql|elastic|httpclient"
)
_WRITTEN = compiled(r"(?s)(\w+)\s*(?:=>|[:=])\s*(.+)")
# A table that a name stands for: `FLAGS = {...}`, `const flags = {...}`, `FLAGS = dict(...)`.
_TABLE = compiled(r"\$?(\w+)\s*(?::[^=\n]{0,60})?=\s*(?:dict\(|array\(|Object\.freeze\(\{|[{\[])([^(){}]{0,600})[)}\]]")
_COMMENT = compiled(r"(?ms)(?:^|(?<=[\s;{]))(?:#|//)[^\n]*$|/\*.*?\*/")
_SPREAD = compiled(r"[{(,]\s*(?:\*\*|\.\.\.)\$?([A-Za-z_][\w.]*)")
_FORGERY = compiled(r"(?i)csrf|xsrf|antiforgery")


class Entry(Record):
    """A setting as one side has it."""

    setting: Setting
    fact: Fact
    reading: Reading

    @property
    def key(self) -> tuple[str, str, str]:
        return self.setting.id, self.fact.trail, self.fact.subject

    @property
    def value(self) -> tuple[str, float | None, str]:
        return self.reading.state, self.reading.amount, self.reading.reason


class File:
    """Both sides of one file; `unknown` are the rows that its new side sets to what cannot be told."""

    def __init__(
        self,
        path: str,
        new: list[Entry],
        old: list[Entry],
        has_old: bool,
        exists: bool,
        new_text: str,
        unknown: set[str],
        old_text: str = "",
    ) -> None:
        self.path = path
        self.new = new
        self.old = old
        self.has_old = has_old
        self.exists = exists
        self.new_text = new_text
        self.old_text = old_text
        self.unknown = unknown


class Loosened(Record):
    """One setting that is looser: `new` is None if it was taken out, `old` None if it is new; `state` True if no old side exists."""

    path: str
    setting: Setting
    new: Entry | None
    old: Entry | None
    line: int
    state: bool = False


def loosened(files: Iterable[File]) -> Iterator[Loosened]:
    """What is looser in these files, in order."""
    files = list(files)
    added: list[tuple[File, Entry]] = []
    gone: list[tuple[File, Entry]] = []
    pairs: list[tuple[File, Entry, Entry]] = []
    for file in files:
        left_new, left_old = _paired(file, pairs)
        added += [(file, one) for one in left_new]
        gone += [(file, one) for one in left_old]
    added, gone = _without_moved(added, gone)
    found: list[Loosened] = []
    for file, new, old in pairs:
        if _is_looser(new, old) or (new.setting.kind in SPANS and new.reading.amount is not None):
            found.append(Loosened(file.path, new.setting, new, old, new.fact.line))
    # What is new in a file, against what is gone from the same file under another name.
    taken: set[int] = set()
    for file, new in added:
        old_index = next(
            (
                index
                for index, (other, old) in enumerate(gone)
                if index not in taken
                and other is file
                and old.setting.id == new.setting.id
                and old.setting.how != GUARD
                and not _is_of_another(new, file, old)
            ),
            None,
        )
        before = gone[old_index][1] if old_index is not None else None
        if before is None and file.has_old and _is_off_at_first(new):
            continue
        if old_index is not None:
            taken.add(old_index)
        if (
            new.reading.state == BAD
            or (before is not None and _is_looser(new, before))
            or new.reading.amount is not None
        ):
            found.append(Loosened(file.path, new.setting, new, before, new.fact.line, not file.has_old))
    for index, (file, old) in enumerate(gone):
        if index not in taken and file.exists and (lost := _lost(file, old)):
            found.append(lost)
    yield from _once(found)


def _paired(file: File, pairs: list[tuple[File, Entry, Entry]]) -> tuple[list[Entry], list[Entry]]:
    """Pair both sides of a file by key: equal values first, then in order. What is left of each side."""
    olds: dict[tuple[str, str, str], list[Entry]] = {}
    for one in file.old:
        olds.setdefault(one.key, []).append(one)
    rest: list[Entry] = []
    for one in file.new:
        same = next((old for old in olds.get(one.key, ()) if old.value == one.value), None)
        if same is not None:
            olds[one.key].remove(same)
        else:
            rest.append(one)
    left: list[Entry] = []
    for one in rest:
        others = olds.get(one.key)
        if others:
            pairs.append((file, one, others.pop(0)))
        else:
            left.append(one)
    return left, [one for group in olds.values() for one in group]


def _without_moved(
    added: list[tuple[File, Entry]], gone: list[tuple[File, Entry]]
) -> tuple[list[tuple[File, Entry]], list[tuple[File, Entry]]]:
    """Without what is gone from one place and the same in another."""
    places: dict[tuple[str, tuple[str, float | None, str]], list[int]] = {}
    for index, (_, one) in enumerate(gone):
        places.setdefault((one.setting.kind, one.value), []).append(index)
    moved: set[int] = set()
    left = []
    for file, one in added:
        candidates = places.get((one.setting.kind, one.value), [])
        at = next((index for index in candidates if _has_moved(file, one, *gone[index])), None)
        if at is not None:
            candidates.remove(at)
            moved.add(at)
        else:
            left.append((file, one))
    return left, [one for index, one in enumerate(gone) if index not in moved]


def _has_moved(file: File, new: Entry, other: File, old: Entry) -> bool:
    """Whether what is new here is what is gone there: the same setting under the same names or in the same file; of what
    protects, any of its kind."""
    if _is_of_another(new, other, old):
        return False
    if new.reading.state == GOOD:
        return True
    if new.setting.id == old.setting.id:
        return file is other or new.fact.trail == old.fact.trail
    return file is other and new.reading.state == BAD


def _is_of_another(new: Entry, file: File, old: Entry) -> bool:
    """Whether what is new is about another cookie than what is gone from a file, where that one is still there."""
    subject = old.fact.subject
    return (
        bool(subject)
        and new.fact.subject != subject
        and re.search(rf"[\"'`]{re.escape(subject)}[\"'`]", file.new_text) is not None
    )


def _is_looser(new: Entry, old: Entry) -> bool:
    if new.reading.amount is not None and old.reading.amount is not None:
        more = new.reading.amount > old.reading.amount
        less = new.reading.amount < old.reading.amount
        return less if new.setting.how == LEAST or new.setting.kind == "cost" else more
    if old.reading.state == GOOD:
        return new.reading.state in (BAD, WEAK)
    if new.reading.state != BAD:
        return False
    if old.reading.state != BAD or (old.reading.flag and not new.reading.flag):
        return True
    named, _, paths = new.reading.reason.partition(" for ")
    before, _, others = old.reading.reason.partition(" for ")
    if paths and named == before:  # fewer exempt paths are none that are new
        return not set(paths.split(", ")) <= set(others.split(", "))
    return (
        new.reading.flag == old.reading.flag and new.reading.reason != old.reading.reason and bool(new.reading.reason)
    )


def _lost(file: File, old: Entry) -> Loosened | None:
    """A setting that was taken out, where what holds without it is looser."""
    setting = old.setting
    text = file.new_text
    if setting.how == GUARD:
        pattern = setting.instead.removeprefix(MORE)
        if pattern and not re.search(pattern, text):
            return None
        if setting.instead.startswith(MORE) and len(re.findall(pattern, text)) <= len(
            re.findall(pattern, file.old_text)
        ):
            return None
        return Loosened(file.path, setting, None, old, 0)
    if setting.default is None or setting.id in file.unknown or not text.strip():
        return None
    if _is_held(file, old):
        return None
    if old.reading.amount is not None:
        if setting.how == LEAST or setting.kind == "cost":
            is_worse = setting.default < old.reading.amount
        elif setting.how == MOST:
            is_worse = setting.default > old.reading.amount
        else:
            is_worse = setting.default > old.reading.amount
        return Loosened(file.path, setting, None, old, 0) if is_worse else None
    if old.reading.state == GOOD and setting.default == BAD:
        return Loosened(file.path, setting, None, old, 0)
    return None


def _is_off_at_first(new: Entry) -> bool:
    """Whether it is a switch for a second factor that nobody had before: it comes switched off, and nothing is looser."""
    setting, last = new.setting, new.fact.parts[-1]
    return setting.kind == "mfa" and setting.how == ON and not last.isdigit()


def _is_held(file: File, old: Entry) -> bool:
    """Whether a table holds what was written out in a call, and is given to the call since: `f("sid", id, **COOKIE)`, `f("sid", id, options)`,
    `{ name: "sid", ...cookieDefaults }`. A table of another file may hold anything: it counts if it is spread."""
    text, before = (_COMMENT.sub("", side) for side in (file.new_text, file.old_text))
    tables = {found[1]: found[2] for found in _TABLE.finditer(text)}
    given = [name for name, held in tables.items() if _holds(held, old.fact.shown)]
    spread = set(_SPREAD.findall(text)) - set(_SPREAD.findall(before))
    given += [re.escape(name) for name in spread if name.rpartition(".")[2] not in tables]
    about = rf"[\"'`]{re.escape(old.fact.subject)}[\"'`][^;]{{0,400}}?" if old.fact.subject else r"[(,{]\s*"
    return any(re.search(rf"{about}(?:\*\*|\.\.\.)?\$?\b{name}\b", text, re.DOTALL) for name in given)


def _holds(table: str, shown: str) -> bool:
    """Whether a key and its value stand in a table: `secure=True`, `"secure": True`."""
    found = _WRITTEN.fullmatch(shown)
    return found is not None and bool(
        re.search(rf"\b{re.escape(found[1])}[\"']?\s*(?:=>|[:=])\s*{re.escape(found[2])}", table)
    )


def concerns_sessions(entry: Entry, before: Entry | None) -> bool:
    """Whether a setting of any cookie is one of a session's cookie: by the name of it, or since it was safe before."""
    about = f"{entry.fact.subject} {entry.fact.trail}"
    if entry.setting.kind in ("idle", "session") and _POOL.search(about):
        return _SESSION.search(about) is not None
    if not entry.setting.session:
        return True
    subject = entry.fact.subject
    if _FORGERY.search(subject) or _FORGERY.search(entry.fact.shown):
        return entry.setting.kind == "secure" and before is not None
    if entry.setting.kind in SPANS:
        return not subject or bool(_SESSION.search(subject))
    return before is not None or not subject or bool(_SESSION.search(subject))


def _order(one: Loosened) -> tuple[str, int, bool, bool]:
    """By place; a row of a product, which knows its unit, before one for any setting of that name."""
    return one.path, one.line, one.setting.kind != "idle", one.setting.id.endswith("-generic")


def _once(found: list[Loosened]) -> Iterator[Loosened]:
    """Once a cause: of several rows for one place, the first; of several uses of a name in a file, the first."""
    seen: set[tuple[object, ...]] = set()
    for one in sorted(found, key=_order):
        entry = one.new or one.old
        if entry is None:
            continue
        place: tuple[object, ...] = (one.path, one.setting.kind, one.line if one.new is not None else entry.fact.shown)
        if entry.fact.parts[0] == "word":
            place = (one.path, one.setting.id)
        elif one.setting.kind in ("session", "idle") and one.new is not None:  # two rows may take one for both
            place = (one.path, one.line, entry.fact.trail)
        if place not in seen:
            seen.add(place)
            yield one
