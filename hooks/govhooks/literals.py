"""One pass over a text for many literals at once: what is looked at again, and by whom.

Small texts are searched for one literal after another: that is faster than setting anything up, and an ordinary commit
has no others. Larger ones go to a library: Hyperscan (Vectorscan) where it is installed, which reads ten times as fast
as the Aho-Corasick automaton of `pyahocorasick`, which is everywhere. All three say the same (tested).
Everything else waits for a hit: no regular expression is compiled for a literal that does not occur.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Hit = tuple[int, int, tuple[object, ...]]

# Characters looked at one literal after another before an automaton is built, and before Hyperscan is (its import takes
# 12 ms, as long as pyahocorasick needs for a megabyte).
SMALL, MIDDLE = 12_000, 1_000_000


class Literals:
    """Lower-case ASCII literals, each with the keys (any objects) that want to know of it."""

    def __init__(self, wanted: Iterable[tuple[str, object]]) -> None:
        keys: dict[str, list[object]] = {}
        for literal, key in wanted:
            keys.setdefault(literal, []).append(key)
        self._keys = {literal: tuple(sought) for literal, sought in keys.items()}
        self._seen = 0
        self._automaton: object = None
        self._scan: Callable[[bytes, Callable[..., None]], None] | None = None
        self._missing = False

    def hits(self, text: str) -> Iterable[Hit]:
        """(start, end, keys) of every occurrence in a text, in any case, in order of their ends."""
        self._seen += len(text)
        if self._seen <= SMALL:
            return self.one_by_one(text)
        if self._seen > MIDDLE and not self._missing:
            found = self.by_hyperscan(text)
            if found is not None:
                return found
        return self.by_automaton(text)

    def one_by_one(self, text: str) -> list[Hit]:
        lowered = lower(text)
        found = []
        for literal in self._keys:
            if literal in lowered:
                start = lowered.find(literal)
                while start >= 0:
                    found.append((start + len(literal), start, literal))
                    start = lowered.find(literal, start + 1)
        found.sort()
        return [(start, end, self._keys[literal]) for end, start, literal in found]

    def by_automaton(self, text: str) -> Iterator[Hit]:
        if self._automaton is None:
            import ahocorasick

            automaton = ahocorasick.Automaton()
            for literal, sought in self._keys.items():
                automaton.add_word(literal, (len(literal) - 1, sought))
            if self._keys:
                automaton.make_automaton()
            self._automaton = automaton
        if self._keys:
            for last, (back, sought) in self._automaton.iter(lower(text)):  # type: ignore[attr-defined]
                yield last - back, last + 1, sought

    def by_hyperscan(self, text: str) -> list[Hit] | None:
        """The same by Hyperscan, None where it is not installed. One byte a character: offsets stay what they are."""
        if self._scan is None and not self._compile():
            return None
        rows = self._rows
        found: list[Hit] = []
        add = found.append

        def on_hit(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            size, sought = rows[index]
            add((end - size, end, sought))

        assert self._scan is not None
        self._scan(text.encode("latin-1", "replace"), on_hit)
        return found

    def _compile(self) -> bool:
        try:
            import hyperscan
        except ImportError:
            self._missing = True
            return False
        self._rows = [(len(literal), sought) for literal, sought in self._keys.items()]
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        database.compile(
            expressions=["".join(f"\\x{ord(char):02x}" for char in literal).encode() for literal in self._keys],
            ids=list(range(len(self._rows))),
            elements=len(self._rows),
            flags=[hyperscan.HS_FLAG_CASELESS] * len(self._rows),
        )
        self._scan = lambda data, on_hit: database.scan(data, match_event_handler=on_hit)
        return True


def lower(text: str) -> str:
    """The text with its ASCII letters in lower case and every character where it was."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if char < "\x80" else char for char in text)
