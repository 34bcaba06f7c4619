"""Versions of Maven's artifacts, ordered as Maven 3.9 orders them (https://maven.apache.org/pom.html#version-order-specification).

A version is a list of numbers and words; a hyphen, and each change between digits and letters, opens a list within it. Zeros
and words for "released" at the end of a list do not count. alpha < beta < milestone < rc < snapshot < the release < sp < any
other word, by its letters. Every text is a version.
"""

from __future__ import annotations

import functools

from govhooks.knowledge.versions import LONGEST, BadVersion, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    Item: TypeAlias = "int | str | list[Item]"

_WORDS = ("alpha", "beta", "milestone", "rc", "snapshot", "", "sp")
_ALIASES = {"ga": "", "final": "", "release": "", "cr": "rc"}
# What a letter means right in front of a digit.
_LETTERS = {"a": "alpha", "b": "beta", "m": "milestone"}


class _Reader:
    """Reads a version into lists within lists, of which each is the last item of the one around it."""

    def __init__(self) -> None:
        self.lists: list[list[Item]] = [[]]

    def add(self, text: str, before_digit: bool = False) -> None:
        if text.isdigit():
            self.lists[-1].append(int(text))
            return
        word = _LETTERS.get(text, text) if before_digit else text
        self.lists[-1].append(_ALIASES.get(word, word))

    def open(self) -> None:
        inner: list[Item] = []
        self.lists[-1].append(inner)
        self.lists.append(inner)

    def open_for_word(self) -> None:
        """A word behind a dot counts as one behind a hyphen."""
        if self.lists[-1]:
            self.open()

    def read(self, text: str) -> list[Item]:
        start, digits = 0, False
        for at, char in enumerate(text):
            if char in ".-":
                self.add(text[start:at] or "0")
                start = at + 1
                if char == "-":
                    self.open()
            elif char.isdigit():
                if not digits and at > start:
                    self.open_for_word()
                    self.add(text[start:at], before_digit=True)
                    start = at
                    self.open()
                digits = True
            else:
                if digits and at > start:
                    self.add(text[start:at])
                    start = at
                    self.open()
                digits = False
        if start < len(text):
            if not digits:
                self.open_for_word()
            self.add(text[start:])
        for one in reversed(self.lists):
            _trim(one)
        return self.lists[0]


def _trim(items: list[Item]) -> None:
    """Take out what does not count: from the end, past lists, up to the first item that does."""
    for at in reversed(range(len(items))):
        if items[at] in (0, "", []):
            del items[at]
        elif not isinstance(items[at], list):
            break


def _rank(word: str) -> tuple[int, str]:
    return (_WORDS.index(word), "") if word in _WORDS else (len(_WORDS), word)


def _order(a: Any, b: Any) -> int:
    return -1 if a < b else 1 if a > b else 0


def _against_nothing(item: Item) -> int:
    """How an item compares to its absence."""
    if isinstance(item, int):
        return 1 if item else 0
    if isinstance(item, str):
        return _order(_rank(item), _rank(""))
    return next((found for one in item if (found := _against_nothing(one))), 0)


def _kind(item: Item) -> int:
    """Words, then lists, then numbers."""
    return 0 if isinstance(item, str) else 1 if isinstance(item, list) else 2


def _compare(a: Item, b: Item) -> int:
    if _kind(a) != _kind(b):
        return _order(_kind(a), _kind(b))
    if isinstance(a, list) and isinstance(b, list):
        return _compare_lists(a, b)
    if isinstance(a, str) and isinstance(b, str):
        return _order(_rank(a), _rank(b))
    return _order(a, b)


def _compare_lists(a: list[Item], b: list[Item]) -> int:
    for at in range(max(len(a), len(b))):
        if at >= len(b):
            found = _against_nothing(a[at])
        elif at >= len(a):
            found = -_against_nothing(b[at])
        else:
            found = _compare(a[at], b[at])
        if found:
            return found
    return 0


@functools.lru_cache(maxsize=1 << 14)
def _items(text: str) -> list[Item]:
    if len(text) > LONGEST or not text.isascii() or not text.strip():
        raise BadVersion(f"{short(text)} is no Maven version")
    return _Reader().read(text.lower())


_key = functools.cmp_to_key(_compare_lists)


def key(text: str) -> Any:
    """Raises BadVersion for what is empty, not ASCII or too long."""
    return _key(_items(text))


def canonical(text: str) -> str:
    """Its items, dots between those of a list and a hyphen in front of a list. Raises BadVersion."""
    return _shown(_items(text)) or "0"


def _shown(items: list[Item]) -> str:
    told = ""
    for item in items:
        if isinstance(item, list):
            told += "-" + _shown(item)
        else:
            told += ("." if told else "") + (str(item) or "ga")
    return told
