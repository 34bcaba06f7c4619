"""Search a text for many literals in one pass, to find out what needs a closer look, and by whom.

Small texts are searched for one literal after another, trying only those whose beginning occurs in the text: that is
faster than setting anything up, and enough for an ordinary commit. For larger texts a library is used: Hyperscan
(Vectorscan) if it is installed (`govhooks[fast]`), which is ten times as fast as the Aho-Corasick automaton of
`pyahocorasick`. If there is no wheel of that either, the text is cut into pieces, each searched as a small text. All four
give the same result (tested), but for `rare` words, which a small text is not searched for where they mean nothing. Everything else waits for a hit: no regular expression is compiled for a literal that does
not occur.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    Hit = tuple[int, int, tuple[object, ...]]
    Keys = dict[str, tuple[object, ...]]
    # The number (see `begins`) of the first BEGIN characters of words, in lower case (SHORT for shorter words) -> those
    # words, joined by line feeds.
    Groups = dict[int, str]
    # Whether rare words may be in a text, and their groups.
    Rare = tuple[Callable[[str], bool], Callable[[], Groups]]

# Below this many characters, literals are searched one after another, before an automaton is built; and the same for
# Hyperscan (its import and its database take 20 ms).
SMALL, MIDDLE = 12_000, 1_000_000
# How many characters of a literal are asked for first; they are compared as a number (see `begins`).
BEGIN = 3
SHORT = 0
# What is read at a time without a library: in more, most of the three-character fragments that there are occur.
PIECE = 8_000


class Literals:
    """ASCII literals to look for: `exact` as they are spelled, `folded` (in lower case) in any case; see `grouped`.

    `wanted` gives, for each literal, the keys (any objects) that want to know about it. It is called only when one was
    found: a clean commit should not pay for building that table. `quick` has all the keys of some folded words, for
    which `wanted` need not be called; it is called itself when a folded word was found. `followed` says how many of `chars`
    (ASCII) must follow some of the exact words. `rare` has further exact words: a small text is searched for them only
    where it says that they may mean something.
    """

    def __init__(
        self,
        exact: Groups,
        folded: Groups,
        wanted: Callable[[], tuple[Keys, Keys]],
        quick: Callable[[], Keys] = dict,
        followed: dict[str, int] | None = None,
        chars: frozenset[str] = frozenset(),
        rare: Rare | None = None,
    ) -> None:
        self._exact_words, self._folded_words = exact, folded
        self._followed, self._chars = followed or {}, chars
        self._longest = -1
        self._wanted = wanted
        self._quick = quick
        self._quick_table: Keys | None = None
        self._rare = rare
        self._rare_words: Groups | None = None
        self._keys: tuple[Keys, Keys] | None = None
        self._seen = 0
        self._automaton: Any = None
        self._scan: Callable[[bytes, Callable[..., None]], None] | None = None
        self._missing = False
        self._no_automaton = False

    def hits(self, text: str) -> Iterable[Hit]:
        """(start, end, keys) of every occurrence in a text, in any order."""
        self._seen += len(text)
        if self._seen <= SMALL:
            return self.one_by_one(text)
        if self._seen > MIDDLE and not self._missing:
            found = self.by_hyperscan(text)
            if found is not None:
                return found
        if self._automaton is None and not self._build():
            return self.in_pieces(text)
        return self.by_automaton(text)

    def expect_much(self) -> None:
        """Prepare the fastest search at once because megabytes will follow; processes forked later inherit it."""
        self._seen = MIDDLE
        if not self._compile():
            self._build()

    def one_by_one(self, text: str, rare: bool | None = None) -> list[Hit]:
        """The hits in a text; `rare` says whether rare words may mean something in the whole that it is a part of."""
        lowered = lower(text)
        exact = seen(self._exact_words, text, lowered)
        if self._may_be_rare(text) if rare is None else rare:
            exact += seen(self._rare_groups(), text, lowered)
        folded = seen(self._folded_words, lowered, lowered)
        return self._places(text, lowered, exact, folded)

    def _places(self, text: str, lowered: str, exact: Sequence[str], folded: Sequence[str]) -> list[Hit]:
        """The positions of each of these words."""
        found: list[Hit] = []
        followed = self._followed
        if exact and followed:
            exact = [word for word in exact if word not in followed or self._places_followed(text, word)]
        if exact or folded:
            quick = self._quick_keys() if folded and not exact else {}
            sure = not exact and all(word in quick for word in folded)
            tables = ({}, quick) if sure else self._table()
            for words, keys, where in ((exact, tables[0], text), (folded, tables[1], lowered)):
                for word in words:
                    if words is exact and word in followed:
                        found += ((at, at + len(word), keys[word]) for at in self._places_followed(text, word))
                        continue
                    start = where.find(word)
                    while start >= 0:
                        found.append((start, start + len(word), keys[word]))
                        start = where.find(word, start + 1)
        return found

    def _places_followed(self, text: str, word: str) -> list[int]:
        """Where a word stands with as many characters behind it as `followed` says."""
        found = []
        start = text.find(word)
        while start >= 0:
            if self._is_followed(text, word, start + len(word)):
                found.append(start)
            start = text.find(word, start + 1)
        return found

    def _is_followed(self, text: str, word: str, end: int) -> bool:
        stop = end + self._followed.get(word, 0)
        return stop <= len(text) and self._chars.issuperset(text[end:stop])

    def _quick_keys(self) -> Keys:
        if self._quick_table is None:
            self._quick_table = self._quick()
        return self._quick_table

    def _may_be_rare(self, text: str) -> bool:
        return self._rare is not None and self._rare[0](text)

    def _rare_groups(self) -> Groups:
        if self._rare_words is None:
            self._rare_words = self._rare[1]() if self._rare else {}
        return self._rare_words

    def _table(self) -> tuple[Keys, Keys]:
        if self._keys is None:
            self._keys = self._wanted()
        return self._keys

    def in_pieces(self, text: str) -> Iterator[Hit]:
        """The same without any library: of a piece most beginnings do not occur, of a long text all of them do."""
        if self._longest < 0:
            groups = (*self._exact_words.values(), *self._folded_words.values(), *self._rare_groups().values())
            words = (word for group in groups for word in group.split("\n"))
            self._longest = max((len(word) + self._followed.get(word, 0) for word in words), default=0)
        rare = self._may_be_rare(text)
        for begin in range(0, len(text), PIECE):
            for start, stop, keys in self.one_by_one(text[begin : begin + PIECE + self._longest], rare):
                if start < PIECE:  # what begins behind it is found with the next piece
                    yield begin + start, begin + stop, keys

    def by_automaton(self, text: str) -> Iterator[Hit]:
        if self._automaton is None and not self._build():
            raise ImportError("pyahocorasick is not installed")
        if len(self._automaton):
            for last, (back, rows) in self._automaton.iter(lower(text)):
                for spelled, keys in rows:
                    if not spelled or (
                        text.startswith(spelled, last - back) and self._is_followed(text, spelled, last + 1)
                    ):
                        yield last - back, last + 1, keys

    def _build(self) -> bool:
        """Build the automaton over all words in lower case: word -> (its length less one, what to compare, keys)."""
        if self._no_automaton:
            return False
        try:
            import ahocorasick
        except ImportError:
            self._no_automaton = True
            return False
        rows: dict[str, list[tuple[str, tuple[object, ...]]]] = {}
        exact, folded = self._table()
        for word, keys in exact.items():
            rows.setdefault(word.lower(), []).append((word, keys))
        for word, keys in folded.items():
            rows.setdefault(word, []).append(("", keys))
        automaton = ahocorasick.Automaton()
        for word, row in rows.items():
            automaton.add_word(word, (len(word) - 1, tuple(row)))
        if rows:
            automaton.make_automaton()
        self._automaton = automaton
        return True

    def by_hyperscan(self, text: str) -> list[Hit] | None:
        """The same with Hyperscan, None if it is not installed. One byte per character, so offsets stay the same."""
        if self._scan is None and not self._compile():
            return None
        sought = self._sought
        found: list[Hit] = []
        add = found.append

        def on_hit(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            size, whole, keys = sought[index]
            add((end - whole, end - whole + size, keys))

        if self._scan is not None and text:
            self._scan(text.encode("latin-1", "replace"), on_hit)
        return found

    def _compile(self) -> bool:
        try:
            import hyperscan
        except ImportError:
            self._missing = True
            return False
        exact, folded = self._table()
        followed, rest = self._followed, "".join(sorted(self._chars))
        self._sought = [(len(word), len(word) + followed.get(word, 0), keys) for word, keys in exact.items()]
        self._sought += [(len(word), len(word), keys) for word, keys in folded.items()]
        from govhooks.search import databases

        behind = f"[{_escaped(rest)}]" if rest else ""
        # A sample stands for how words are written as expressions: to write all 7,700 takes 25 ms.
        sample = f"{_escaped(''.join(map(chr, range(32, 127))))}{_times(behind, 2)}"
        counts = [f"{followed[word]} {word}" for word in sorted(followed)]
        kept = databases.key((exact, folded, counts, [sample]))
        database = databases.read(kept)
        if database is None:
            forms = [(f"{_escaped(word)}{_times(behind, followed.get(word, 0))}", 0) for word in exact]
            forms += [(_escaped(word), hyperscan.HS_FLAG_CASELESS) for word in folded]
            database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
            database.compile(
                expressions=[form.encode() for form, _ in forms],
                ids=list(range(len(forms))),
                elements=len(forms),
                flags=[flags for _, flags in forms],
            )
            databases.keep(kept, database)
        self._scan = lambda data, on_hit: database.scan(data, match_event_handler=on_hit)
        return True


def _escaped(text: str) -> str:
    """Printable ASCII as Hyperscan's expressions write it."""
    return "".join(char if char.isalnum() else f"\\x{ord(char):02x}" for char in text)


def _times(behind: str, count: int) -> str:
    return f"{behind}{{{count}}}" if count else ""


def grouped(words: Iterable[str]) -> Groups:
    """Words by how they begin."""
    long: list[str] = []
    short: list[str] = []
    for word in words:
        (long if len(word) >= BEGIN else short).append(word)
    found: Groups = {SHORT: "\n".join(short)} if short else {}
    for begin, word in zip(numbers("".join([word[:BEGIN] for word in long]).lower()), long):
        found[begin] = f"{found[begin]}\n{word}" if begin in found else word
    return found


def numbers(begins: str) -> memoryview:
    """Of each BEGIN characters, one after another, the number that `begins` gives."""
    data = begins.encode("latin-1")
    return _spread(data[::BEGIN], data[1::BEGIN], data[2::BEGIN])


def groups_of(text: str, begins: str) -> Groups:
    """Groups from a text: a word a line, and an empty line between words that begin otherwise. None is shorter than BEGIN.

    `begins` are the BEGIN characters of each group, one after another, in lower case. Thousands of words are there in a
    fifth of a millisecond; `grouped` would take ten times as long.
    """
    return dict(zip(numbers(begins), text.split("\n\n")))


def seen(groups: Groups, text: str, lowered: str) -> list[str]:
    """The words that stand in a text (`lowered` is the same in lower case). Of three thousand, all but a dozen begin with
    three characters that do not."""
    found = [word for begin in groups.keys() & begins(lowered) for word in groups[begin].split("\n") if word in text]
    if SHORT in groups:
        found += [word for word in groups[SHORT].split("\n") if word in text]
    return found


# The last few texts that were searched: finding the concerned rules and running them search the same ones.
_begins: dict[str, set[int]] = {}


def begins(text: str) -> set[int]:
    """A number for every run of BEGIN characters in a text: a word that begins differently does not occur in it.

    Characters beyond latin-1 count as `?`. Three NULs are left out: their number is that of short words.
    """
    found = _begins.get(text)
    if found is None:
        if len(_begins) >= 8:
            _begins.clear()
        data = text.encode("latin-1", "replace")
        found = _begins[text] = set(_spread(data[:-2], data[1:-1], data[2:]))
        found.discard(SHORT)
    return found


def _spread(first: bytes, second: bytes, third: bytes) -> memoryview:
    """A number for each three bytes. Strides and a cast do it without a step of the interpreter for each of them."""
    spread = bytearray(4 * len(first))
    spread[::4], spread[1::4], spread[2::4] = first, second, third
    return memoryview(spread).cast("I")


def keys_of(wanted: Iterable[tuple[str, object]]) -> Keys:
    """Literal -> its keys, from pairs of a literal and one key."""
    found: dict[str, tuple[object, ...]] = {}
    for literal, key in wanted:
        found[literal] = (*found.get(literal, ()), key)
    return found


def lower(text: str) -> str:
    """The text with its ASCII letters in lower case, all characters at their old offsets."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if char < "\x80" else char for char in text)
