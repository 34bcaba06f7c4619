"""Which rules a change concerns: one look at names and changed text, before any rule is loaded.

What `Concerns` of the index name is looked for as plain text: a path holds one of the marks, a changed line one of the
words. Both may only find too much. From BIG changes on nobody looks: the rules are loaded anyway.
"""

from __future__ import annotations

from govhooks.core.change import LARGE
from govhooks.core.globs import mark
from govhooks.core.lines import trim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding
    from govhooks.core.rule import Entry, Met
    from govhooks.policy.load import Policies

# Changes from which on looking costs more than the rules that it spares, and sharing the work less than it saves.
BIG = 64


def ask(rules: Iterable[Entry], changeset: Changeset, policies: Policies) -> Iterator[Finding]:
    """What rules say of a changeset that they judge and that concerns them."""
    for rule in choose(rules, changeset, policies):
        yield from rule.load().check(changeset, policies.rules[rule.id])


def choose(rules: Iterable[Entry], changeset: Changeset, policies: Policies) -> list[Entry]:
    """The rules that judge this kind of changeset, are not switched off, and that it concerns."""
    asked = [
        rule
        for rule in rules
        if changeset.kind in rule.kinds
        and rule.id not in policies.off
        and (not changeset.only or rule.id in changeset.only)
    ]
    return concerned(asked, changeset, policies)


def concerned(rules: Iterable[Entry], changeset: Changeset, policies: Policies) -> list[Entry]:
    """Those of the rules that a changeset concerns."""
    if len(changeset.changes) >= BIG or changeset.policy_file is not None:
        return list(rules)
    look = _Look(changeset)
    return [
        rule
        for rule in rules
        if any(_is_met(one, look, policies.rules.settings.get(rule.id, {})) for one in rule.concerns)
    ]


def _is_met(one: Met, look: _Look, settings: Mapping[str, Any]) -> bool:
    if look.kind in one.kinds:
        return True
    marks = one.marks
    if settings:
        if any(True for option in one.opens for _ in _values(settings, option.split("."))):
            return True
        more = [glob for option in one.globs for value in _values(settings, option.split(".")) for glob in value]
        marks = (*marks, *(mark(glob) for glob in more if not glob.startswith("!")))
    if not marks and not one.words:
        return False
    return any(
        (not marks or look.has_path(number, marks)) and (not one.words or look.has_word(number, one.words, one.whole))
        for number in range(len(look.changes))
    )


def _values(settings: Any, option: list[str]) -> Iterator[tuple[str, ...]]:
    """The values of an option such as "areas.*.paths", each as globs where it is a text or a list of them."""
    if not option:
        yield (settings,) if isinstance(settings, str) else tuple(settings) if isinstance(settings, list) else ()
    elif isinstance(settings, dict):
        for key, value in settings.items():
            if option[0] in ("*", key.replace("_", "-")):
                yield from _values(value, option[1:])


class _Look:
    """What a changeset shows at a glance: names, and the text that changes, each made when it is first asked for."""

    def __init__(self, changeset: Changeset) -> None:
        self.kind = changeset.kind
        self.changes = changeset.changes
        self._names = [_name(change) for change in changeset.changes]
        self._texts: dict[tuple[int, bool], str | None] = {}

    def has_path(self, number: int, marks: tuple[str, ...]) -> bool:
        name = self._names[number]
        # A name that is not ASCII may be taken for another one, or folded in a way of its own.
        return not name.isascii() or any(mark in name for mark in marks)

    def has_word(self, number: int, words: tuple[str, ...], whole: bool) -> bool:
        key = number, whole
        if key not in self._texts:
            self._texts[key] = _text(self.changes[number], whole)
        text = self._texts[key]
        return text is None or any(word in text for word in words)


def _name(change: Change) -> str:
    old = change.old_path if change.old_path != change.path else ""
    return f"/{change.path}/\n/{old}/".lower() if old else f"/{change.path}/".lower()


# The first byte of a byte order mark, and what no plain text holds.
_MARKED = (b"\xff", b"\xfe", b"\xef", b"\0")


def _text(change: Change, whole: bool) -> str | None:
    """The text that a change adds and removes, or all of both sides, in lower case; None for what is no plain text."""
    sides = [change.sources[0].read() if change.has_content else b""]
    sides += [source.read() for source in change.sources[1:]]
    kept = []
    for data in sides:
        if data is None or len(data) > LARGE or data[:1] in _MARKED or b"\0" in data:
            return None
        kept.append(data)
    if not whole and len(kept) == 2 and change.status == "M" and not change.is_new and (same := trim(kept[1], kept[0])):
        head, tail = same
        kept = [data[head : len(data) - tail] for data in kept]
    return b"\n".join(kept).decode("utf-8", "surrogateescape").lower()
