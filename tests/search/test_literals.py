"""One pass over a text for many literals: four ways to search, one answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.rules import index
from govhooks.rules.secrets.no_secrets import engine
from govhooks.rules.secrets.no_secrets.formats.hidden import HIDDEN, HIDDEN_BEGINS
from govhooks.rules.secrets.no_secrets.formats.triggers import ANY_CASE, ANY_CASE_BEGINS, EXACT, EXACT_BEGINS, FOLLOWED
from govhooks.rules.secrets.no_secrets.words import GUESSES, KEYS
from govhooks.search.literals import (
    BEGIN,
    MIDDLE,
    PIECE,
    SHORT,
    SMALL,
    Literals,
    begins,
    grouped,
    groups_of,
    keys_of,
    lower,
    numbers,
)

# Name -> the text of the groups, and how they begin.
GENERATED = {
    "EXACT": (EXACT, EXACT_BEGINS),
    "HIDDEN": (HIDDEN, HIDDEN_BEGINS),
    "ANY_CASE": (ANY_CASE, ANY_CASE_BEGINS),
    "the index of the rules": (index.WORDS, index.WORDS_BEGINS),
}


def words_of(name: str) -> list[str]:
    return [word for group in GENERATED[name][0].split("\n\n") for word in group.split("\n")]


WORDS = [*words_of("EXACT"), *words_of("HIDDEN"), *words_of("ANY_CASE")]
# A run of base64: without one, a small text is not searched for what is hidden.
RUN = " Vm9yIGRlbSBHZXNldHo "
# Characters behind a word, some of them as many as must follow it.
BEHIND = st.sampled_from(sorted(FOLLOWED)).flatmap(
    lambda word: st.integers(FOLLOWED[word] - 1, FOLLOWED[word]).map(lambda size: word + "q" * size)
)
PIECES = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(WORDS).map(str.upper), st.text(max_size=6), st.just("İ"), BEHIND
)
TEXTS = st.lists(PIECES, max_size=12).map(lambda pieces: "".join(pieces) + RUN)


def answers(found: object) -> list[tuple[int, int, tuple[str, ...]]]:
    return sorted((start, end, tuple(sorted(map(repr, keys)))) for start, end, keys in found)  # type: ignore[attr-defined]


@settings(max_examples=examples(150), deadline=None)
@given(TEXTS)
def test_the_automaton_finds_what_one_word_after_another_does(text: str) -> None:
    pytest.importorskip("ahocorasick", reason="NOT TESTED: pyahocorasick is not installed on this platform")
    sought = engine.literals()

    assert answers(sought.by_automaton(text)) == answers(sought.one_by_one(text))


@pytest.mark.parametrize("name", GENERATED)
def test_the_generated_groups_are_those_of_their_words(name: str) -> None:
    words = words_of(name)

    assert groups_of(*GENERATED[name]) == grouped(words)
    assert len(set(words)) == len(words)
    assert all(len(word) >= BEGIN for word in words)


@given(st.text())
def test_begins_are_every_three_characters(text: str) -> None:
    data = text.encode("latin-1", "replace").decode("latin-1")
    runs = [data[at : at + BEGIN] for at in range(len(data) - BEGIN + 1)]

    assert begins(text) == {*numbers("".join(runs))} - {SHORT}
    assert len(set(runs)) == len({*numbers("".join(runs))})


@settings(max_examples=examples(150), deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(words_of("HIDDEN")), st.text("ab+/_. -Z9", max_size=18)), max_size=9).map(
        "".join
    )
)
def test_hidden_words_mean_nothing_without_a_run(text: str) -> None:
    """A small text is not searched for them where nothing in it is long enough to be decoded."""
    from govhooks.rules.secrets.no_secrets.encoded import reveal
    from govhooks.rules.secrets.no_secrets.match import Text

    sought = engine.literals()
    hits = [start for start, _, keys in sought.one_by_one(text + RUN) for key in keys if key == "hidden"]
    if not engine.may_hide(text):
        assert not [piece for piece in reveal(Text(text), [at for at in hits if at < len(text)]) if piece.raw]


def test_words_shorter_than_a_beginning_are_found_too() -> None:
    words = ["a", "bc", "bcd", "zz"]
    sought = Literals(grouped(words), {}, lambda: (keys_of((word, word) for word in words), {}))

    for text in ("abcd", "~~~abcd", "abcd~~~"):
        assert sorted(keys for _, _, keys in sought.one_by_one(text)) == [("a",), ("bc",), ("bcd",)]


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(0, 60))
def test_pieces_find_what_one_word_after_another_does(text: str, before: int) -> None:
    """Across the end of a piece, too."""
    sought = engine.literals()
    whole = "." * (PIECE - before) + text

    assert answers(sought.in_pieces(text)) == answers(sought.one_by_one(text))
    assert answers(sought.in_pieces(whole)) == answers(sought.one_by_one(whole))


def test_pieces_of_words_shorter_than_a_beginning() -> None:
    made = keys_of([("a", "exact"), ("Bc", "exact")]), keys_of([("d", "folded"), ("efgh", "folded")])
    sought = Literals(grouped(["a", "Bc"]), grouped(["d", "efgh"]), lambda: made)

    for text in ("aBcDEFGHa", "a", "xBc", "bc D", ""):
        assert answers(sought.in_pieces(text)) == answers(sought.one_by_one(text))


@settings(max_examples=examples(150), deadline=None)
@given(TEXTS)
def test_hyperscan_finds_what_one_word_after_another_does(text: str) -> None:
    pytest.importorskip("hyperscan", reason="NOT TESTED: hyperscan is not installed on this platform")
    sought = engine.literals()
    found = sought.by_hyperscan(text)

    assert found is not None
    assert answers(found) == answers(sought.one_by_one(text))


def test_a_word_that_must_be_followed_counts_only_so() -> None:
    made = keys_of([("re_", "row"), ("abc", "row")]), keys_of([("re_", "name")])
    sought = Literals(grouped(["re_", "abc"]), grouped(["re_"]), lambda: made, dict, {"re_": 3}, frozenset("xyz."))
    ways = [sought.one_by_one, sought.in_pieces, sought.by_automaton, sought.by_hyperscan]

    for text, rows in (("re_xyz", 1), ("re_xy", 0), ("re_xy z", 0), ("RE_xyz", 0), ("are_x.y.re_...abc", 3)):
        for way in ways:
            try:
                found = way(text)
            except ImportError:
                continue
            if found is not None:
                assert sum(keys == ("row",) for _, _, keys in found) == rows, (text, way)


def test_which_search_is_taken_changes_nothing() -> None:
    """Small, larger, much: each text of the same words has the same hits, wherever in a run it comes."""
    made = keys_of([("abc", "exact")]), keys_of([("xyz", "folded")])
    sought = Literals(grouped(["abc"]), grouped(["xyz"]), lambda: made)
    text = "abc ABC xyz XyZ " + "." * (SMALL // 2)
    first = answers(sought.hits(text))
    seen = [answers(sought.hits(text)) for _ in range(2 * MIDDLE // len(text))]

    assert [hit[2] for hit in first] == [("'exact'",), ("'folded'",), ("'folded'",)]
    assert all(later == first for later in seen)


def test_the_search_for_much_is_ready_at_once() -> None:
    made = keys_of([("abc", "exact")]), keys_of([])
    sought = Literals(grouped(["abc"]), {}, lambda: made)
    sought.expect_much()

    assert answers(sought.hits("xabcx")) == [(1, 4, ("'exact'",))]


@given(st.text())
def test_lower_keeps_every_character_in_its_place(text: str) -> None:
    lowered = lower(text)

    assert len(lowered) == len(text)
    assert [char.lower() for char in text if char.isascii()] == [
        low for char, low in zip(text, lowered) if char.isascii()
    ]


def test_no_word_of_a_guess_asks_for_the_table() -> None:
    """`engine.literals` gives these words their keys without it: no row and no other kind may want them too."""
    words = {word for _, kinds in GUESSES for word in kinds}
    exact, folded = engine._wanted()

    assert words.isdisjoint(KEYS)
    assert words.isdisjoint(exact)
    assert {keys for word in words for keys in folded[word]} == {kind for kind, _ in GUESSES} == {*engine._GUESSES}
    assert all(len(folded[word]) == 1 for word in words)
    assert {word: folded[word] for word in words} == engine._quick()


def test_whether_rare_words_mean_something_is_asked_once_for_a_text() -> None:
    """And of the whole text: what tells may lie across the end of a piece."""
    asked: list[int] = []

    def may(text: str) -> bool:
        asked.append(len(text))
        return "mark" in text

    sought = Literals({}, {}, lambda: (keys_of([("rare", "row")]), {}), rare=(may, lambda: grouped(["rare"])))
    text = "mark" + "." * PIECE * 3 + "rare"

    assert [hit[0] for hit in sought.in_pieces(text)] == [len(text) - 4]
    assert asked == [len(text)]
    assert [*sought.in_pieces(text[4:])] == []


def test_a_run_of_small_letters_alone_may_hide_something() -> None:
    """As the base64 of small letters may be; a name with underscores is none."""
    assert engine.may_hide("x = 'vdmgtqwertyuiopa'")
    assert engine.may_hide("x = Vm9yIGRlbSBHZXNl")
    assert not engine.may_hide("x = 'vdmgtqwertyuiop'")
    assert not engine.may_hide("def some_name_of_a_function(): ...")
