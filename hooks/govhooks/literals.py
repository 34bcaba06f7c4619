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
    from typing import Any

    Hit = tuple[int, int, tuple[object, ...]]

# Characters looked at one literal after another before an automaton is built, and before Hyperscan is (its import and
# its database take 20 ms).
SMALL, MIDDLE = 12_000, 1_000_000


class Literals:
    """ASCII literals in lower case, each with the keys (any objects) that want to know of it.

    `wanted` are (literal, key, spellings): with spellings, only a hit that is spelled like one of them counts.
    """

    def __init__(self, wanted: Iterable[tuple[str, object, tuple[str, ...]]]) -> None:
        rows: dict[str, dict[tuple[str, ...], list[object]]] = {}
        for literal, key, spellings in wanted:
            rows.setdefault(literal, {}).setdefault(spellings, []).append(key)
        self._rows = {
            literal: tuple((spellings, tuple(keys)) for spellings, keys in kinds.items())
            for literal, kinds in rows.items()
        }
        self._seen = 0
        self._automaton: Any = None
        self._scan: Callable[[bytes, Callable[..., None]], None] | None = None
        self._missing = False

    def hits(self, text: str) -> Iterable[Hit]:
        """(start, end, keys) of every occurrence in a text, in any order."""
        self._seen += len(text)
        if self._seen <= SMALL:
            return self.one_by_one(text)
        if self._seen > MIDDLE and not self._missing:
            found = self.by_hyperscan(text)
            if found is not None:
                return found
        return self.by_automaton(text)

    def one_by_one(self, text: str) -> Iterator[Hit]:
        lowered = lower(text)
        for literal, row in self._rows.items():
            if literal in lowered:
                start = lowered.find(literal)
                while start >= 0:
                    for spellings, keys in row:
                        if not spellings or text.startswith(spellings, start):
                            yield start, start + len(literal), keys
                    start = lowered.find(literal, start + 1)

    def by_automaton(self, text: str) -> Iterator[Hit]:
        if self._automaton is None:
            import ahocorasick

            self._automaton = ahocorasick.Automaton()
            for literal, row in self._rows.items():
                self._automaton.add_word(literal, (len(literal) - 1, row))
            if self._rows:
                self._automaton.make_automaton()
        if self._rows:
            for last, (back, row) in self._automaton.iter(lower(text)):
                for spellings, keys in row:
                    if not spellings or text.startswith(spellings, last - back):
                        yield last - back, last + 1, keys

    def by_hyperscan(self, text: str) -> list[Hit] | None:
        """The same by Hyperscan, None where it is not installed. One byte a character: offsets stay what they are."""
        if self._scan is None and not self._compile():
            return None
        sought = self._sought
        found: list[Hit] = []
        add = found.append

        def on_hit(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            size, keys = sought[index]
            add((end - size, end, keys))

        if self._scan is not None and text:
            self._scan(text.encode("latin-1", "replace"), on_hit)
        return found

    def _compile(self) -> bool:
        try:
            import hyperscan
        except ImportError:
            self._missing = True
            return False
        any_case = hyperscan.HS_FLAG_CASELESS
        forms = [
            (spelled, flag, keys)
            for literal, row in self._rows.items()
            for spellings, keys in row
            for spelled, flag in ([(spelled, 0) for spelled in spellings] or [(literal, any_case)])
        ]
        self._sought = [(len(spelled), keys) for spelled, _, keys in forms]
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        database.compile(
            expressions=["".join(f"\\x{ord(char):02x}" for char in spelled).encode() for spelled, _, _ in forms],
            ids=list(range(len(forms))),
            elements=len(forms),
            flags=[flag for _, flag, _ in forms],
        )
        self._scan = lambda data, on_hit: database.scan(data, match_event_handler=on_hit)
        return True


def lower(text: str) -> str:
    """The text with its ASCII letters in lower case and every character where it was."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if char < "\x80" else char for char in text)
