"""One pass over a text for many literals at once: what is looked at again, and by whom.

Aho-Corasick from `pyahocorasick` (0.2 ms to import). Everything else waits for a hit: no regular expression is
compiled for a literal that does not occur.
"""

from __future__ import annotations

import ahocorasick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Literals:
    """Lower-case literals, each with the keys (any hashable) that want to know of it."""

    def __init__(self, wanted: Iterable[tuple[str, object]]) -> None:
        keys: dict[str, list[object]] = {}
        for literal, key in wanted:
            keys.setdefault(literal, []).append(key)
        self._automaton = ahocorasick.Automaton()
        for literal, sought in keys.items():
            self._automaton.add_word(literal, (len(literal), tuple(sought)))
        if keys:
            self._automaton.make_automaton()
        self._empty = not keys

    def hits(self, lowered: str) -> Iterator[tuple[int, tuple[object, ...]]]:
        """(start, keys) of every literal in a text already in lower case (see `lower`), in order of their ends."""
        if self._empty:
            return
        for end, (length, keys) in self._automaton.iter(lowered):
            yield end - length + 1, keys


def lower(text: str) -> str:
    """The text in lower case with every character where it was (`str.lower` makes two of some)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if char < "\x80" else char for char in text)
