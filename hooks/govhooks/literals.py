"""One pass over a text for many literals at once: what is looked at again, and by whom.

Aho-Corasick from `pyahocorasick` (0.2 ms to import) for texts of some size. Building the automaton takes longer than
looking for every literal in a small text one by one, so the texts of an ordinary commit never pay for it. Everything
else waits for a hit: no regular expression is compiled for a literal that does not occur.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Characters looked at one literal after another before the automaton is built: measured break-even of 500 literals.
SMALL = 24_000


class Literals:
    """Lower-case literals, each with the keys (any objects) that want to know of it."""

    def __init__(self, wanted: Iterable[tuple[str, object]]) -> None:
        keys: dict[str, list[object]] = {}
        for literal, key in wanted:
            keys.setdefault(literal, []).append(key)
        self._keys = {literal: tuple(sought) for literal, sought in keys.items()}
        self._left = SMALL
        self._automaton: object = None

    def hits(self, lowered: str) -> Iterator[tuple[int, tuple[object, ...]]]:
        """(start, keys) of every occurrence in a text already in lower case (see `lower`), in order of their ends."""
        self._left -= len(lowered)
        return self._one_by_one(lowered) if self._left > 0 else self._all_at_once(lowered)

    def _one_by_one(self, lowered: str) -> Iterator[tuple[int, tuple[object, ...]]]:
        found = []
        for literal in self._keys:
            if literal in lowered:
                start = lowered.find(literal)
                while start >= 0:
                    found.append((start + len(literal), start, literal))
                    start = lowered.find(literal, start + 1)
        found.sort()
        return ((start, self._keys[literal]) for _, start, literal in found)

    def _all_at_once(self, lowered: str) -> Iterator[tuple[int, tuple[object, ...]]]:
        if self._automaton is None:
            import ahocorasick

            automaton = ahocorasick.Automaton()
            for literal, sought in self._keys.items():
                automaton.add_word(literal, (len(literal), sought))
            if self._keys:
                automaton.make_automaton()
            self._automaton = automaton
        if self._keys:
            for end, (length, sought) in self._automaton.iter(lowered):  # type: ignore[attr-defined]
                yield end - length + 1, sought


def lower(text: str) -> str:
    """The text in lower case with every character where it was (`str.lower` makes two of some)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if char < "\x80" else char for char in text)
