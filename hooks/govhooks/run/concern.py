"""Which rules a change concerns: one look at paths and changed text, before any rule is loaded.

The `Concerns` of the index are matched as plain text: a path contains one of the marks, a changed line one of the
words. Both may only match too much. From BIG changes on this is skipped: all rules are loaded anyway.
"""

from __future__ import annotations

from govhooks.core.change import GITLINK, SYMLINK
from govhooks.core.lines import trim
from govhooks.rules.index import WORDS, WORDS_BEGINS
from govhooks.search.literals import BEGIN, groups_of, lower, numbers, seen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.core.entry import Entry, Lines, Met
    from govhooks.core.finding import Finding
    from govhooks.policy.load import Policies
    from govhooks.search.literals import Groups

# From this many changes on, looking costs more than loading the rules, and splitting the work saves time.
BIG = 64


def ask(rules: Iterable[Entry], changeset: Changeset, policies: Policies) -> Iterator[Finding]:
    """The findings of the rules that judge this changeset and that it concerns."""
    for rule in choose(rules, changeset, policies):
        yield from rule.load().check(changeset, policies.rules[rule.id])


def choose(rules: Iterable[Entry], changeset: Changeset, policies: Policies) -> list[Entry]:
    """The rules that judge this kind of changeset, are not switched off, and are concerned."""
    asked = [
        rule
        for rule in rules
        if changeset.kind in rule.kinds
        and rule.id not in policies.off
        and (not changeset.only or rule.id in changeset.only)
    ]
    return concerned(asked, changeset, policies)


def concerned(rules: Iterable[Entry], changeset: Changeset, policies: Policies) -> list[Entry]:
    """The given rules that a changeset concerns."""
    if len(changeset.changes) >= BIG or changeset.policy_file is not None:
        return list(rules)
    look = _Look(changeset)
    settings = policies.rules.settings
    return [rule for rule in rules if any(_is_met(one, look, settings.get(rule.id)) for one in rule.concerns)]


def _is_met(one: Met, look: _Look, settings: Mapping[str, Any] | None) -> bool:
    marks, words, whole, globs, patterns, opens, kinds, within, digits = one
    if look.kind in kinds:
        return True
    if settings:
        if any(True for option in opens for _ in _values(settings, option.split("."))):
            return True
        if any(_may_match(value, look) for option in patterns for value in _values(settings, option.split("."))):
            return True
        more = [glob for option in globs for value in _values(settings, option.split(".")) for glob in _texts(value)]
        if more:
            from govhooks.core.marks import mark

            more = [mark(glob) for glob in more if not glob.startswith("!")]
            marks = "\n".join([marks, *more] if marks else more)
    if digits and not look.has_digits(digits):
        return False
    if not marks:
        if digits and not words:
            return True
        return bool(words) and look.has_word(words, whole) and (not within or look.has_word_within(words, within))
    if not look.has_path(marks):
        return False
    return not words or look.has_word_at(marks, words, whole, within)


def _values(settings: Any, option: list[str]) -> Iterator[Any]:
    """The values of an option such as "areas.*.paths"."""
    if not option:
        yield settings
    elif isinstance(settings, dict):
        for key, value in settings.items():
            if option[0] in ("*", key.replace("_", "-")):
                yield from _values(value, option[1:])


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):  # a glob -> what it means
        return list(value)
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []


def _may_match(value: Any, look: _Look) -> bool:
    """Whether one of several regular expressions may match in the changed text."""
    from govhooks.policy.pattern_literals import needed

    for source in _texts(value):
        need = needed(source)
        if need is None or any(text is None or need.may_be_in(text) for text in look.raw_texts()):
            return True
    return False


class _Look:
    """The paths and the changed text of a changeset, each computed on first use."""

    def __init__(self, changeset: Changeset) -> None:
        self.kind = changeset.kind
        self._changes = changeset.changes
        self._names = [_name(change) for change in changeset.changes]
        self._all_names = "".join(self._names)
        self._changed: list[str | None] | None = None
        # Marks -> whether a path contains one of them: many rules have the same ones.
        self._met: dict[str, bool] = {}
        # The words of the index, and those of them that changed text has.
        self._known: Groups = {}
        self._seen: set[str] | None = None
        # Of each change: the changed text with every digit as 0; None if it is not plain text.
        self._digits: list[bytes | None] | None = None
        # (index of the change, whether whole sides) -> their text in lower case.
        self._lowered: dict[tuple[int, bool], str | None] = {}

    def has_path(self, marks: Lines) -> bool:
        """Whether a path of the changeset contains one of the marks."""
        met = self._met.get(marks)
        if met is None:
            names = self._all_names
            # A non-ASCII name may be a look-alike of another one, or have its own rules of case folding.
            met = self._met[marks] = not names.isascii() or _holds(names, marks)
        return met

    def raw_texts(self) -> list[str | None]:
        """The text that each change adds and removes; None for a file that is not plain text."""
        if self._changed is None:
            self._changed = [_text(change, False) for change in self._changes]
        return self._changed

    def has_word(self, words: Lines, whole: bool) -> bool:
        """Whether a word occurs in the changed text or, for `whole`, in a changed file."""
        if whole:
            texts = (self._text(index, True) for index in range(len(self._changes)))
            return any(text is None or _holds(text, words) for text in texts)
        if any(text is None for text in self.raw_texts()):
            return True
        if self._seen is None:
            self._known = groups_of(WORDS, WORDS_BEGINS)
            lowered = map(lower, filter(None, self.raw_texts()))
            self._seen = {word for text in lowered for word in seen(self._known, text, text)}
        sought = words.split("\n")
        if not self._is_known(sought[0]):  # for a rule that is not in the index
            return any(_holds(text.lower(), words) for text in self.raw_texts() if text)
        return not self._seen.isdisjoint(sought)

    def _is_known(self, word: str) -> bool:
        return (
            word.isascii() and len(word) >= BEGIN and word in self._known.get(numbers(word[:BEGIN])[0], "").split("\n")
        )

    def has_digits(self, least: int) -> bool:
        """Whether a changed text has so many digits in a row, spaces, dashes and dots between them left out."""
        if self._digits is None:
            self._digits = [
                None if text is None else text.encode("utf-8", "surrogateescape").translate(_DIGITS, b" -.")
                for text in self.raw_texts()
            ]
        return any(text is None or b"0" * least in text for text in self._digits)

    def has_word_within(self, words: Lines, within: Lines) -> bool:
        """Whether a changed line has one of the words, in a file whose text has one of those `within`."""
        return any(self._has_both(index, False, words, within) for index in range(len(self._changes)))

    def has_word_at(self, marks: Lines, words: Lines, whole: bool, within: Lines = "") -> bool:
        """Whether a word occurs in a file whose path contains one of the marks, and whose text has one of those `within`."""
        return any(
            self._has_both(index, whole, words, within)
            for index, name in enumerate(self._names)
            if not name.isascii() or _holds(name, marks)
        )

    def _has_both(self, index: int, whole: bool, words: Lines, within: Lines) -> bool:
        """Whether a change has one of the words, and its sides one of those `within` if there are any; what is no plain text has."""
        text = self._text(index, whole)
        if text is None:
            return True
        if not _holds(text, words):
            return False
        both = self._text(index, True) if within else None
        return both is None or _holds(both, within)

    def _text(self, index: int, whole: bool) -> str | None:
        """What a change adds and removes, or both its sides, in lower case; None for a file that is not plain text."""
        at = (index, whole)
        if at not in self._lowered:
            text = _text(self._changes[index], True) if whole else self.raw_texts()[index]
            self._lowered[at] = None if text is None else text.lower()
        return self._lowered[at]


# Every digit is a 0.
_DIGITS = bytes(ord("0") if 48 <= byte < 58 else byte for byte in range(256))


def _holds(text: str, words: Lines) -> bool:
    return any(word in text for word in words.split("\n"))


def _name(change: Change) -> str:
    # A link or submodule may be a folder with any file in it.
    end = "/x/\n" if {change.mode, change.old_mode} & {SYMLINK, GITLINK} else "/\n"
    paths = dict.fromkeys((change.path, change.old_path or change.path))
    return "".join(f"/{path}{end}" for path in paths).lower()


# Files larger than this are not searched: that would cost more than loading the rules.
MOST = 200_000
# From this many bytes on between the first and the last changed line, on both sides, the changed ones are looked for among them.
WIDE = 4_000
# The first byte of a byte order mark, and a byte that no plain text contains.
_MARKED = (b"\xff", b"\xfe", b"\xef", b"\0")


def _text(change: Change, whole: bool) -> str | None:
    """The text that a change adds and removes, or both whole sides; None for a file that is not plain text."""
    sides = [change.sources[0].read() if change.has_content else b""]
    sides += [source.read() for source in change.sources[1:]]
    kept = []
    for data in sides:
        if data is None or len(data) > MOST or data[:1] in _MARKED or b"\0" in data:
            return None
        kept.append(data)
    if not whole and len(kept) == 2 and change.status == "M" and not change.is_new and (same := trim(kept[1], kept[0])):
        head, tail = same
        if sum(map(len, kept)) - 2 * (head + tail) > WIDE:
            rows = [data.split(b"\n") for data in kept]
            kept = [
                b"\n".join(map(lines.__getitem__, indexes))
                for lines, indexes in zip(rows, (change.added_indexes, change.removed_indexes))
            ]
        else:
            kept = [data[head : len(data) - tail] for data in kept]
    elif len(kept) == 1 and change.has_content:
        return change.text  # the same string object that the rules read
    return "\n".join(data.decode("utf-8", "surrogateescape") for data in kept)
