"""What a pattern needs, held against the engine: a text that it matches always holds one of the literals."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.policy.pattern_literals import needed
from govhooks.policy.patterns import Pattern

# (expression, the literals, None where there is no telling)
TABLE = [
    ("abc", {"abc"}),
    (r"\bcharge_card\(", {"charge_card("}),
    (r"(?:charge|refund)_(?:customer|card)\s*\(", {"charge", "refund"}),
    ("ab?c", {"a"}),
    ("xab+cde", {"xab"}),
    ("a{2,3}bcd", {"bcd"}),
    ("a{0,2}bcd", {"bcd"}),
    ("(abc)?de", {"de"}),
    ("(abc)*|de", None),
    ("(abc)+x", {"abc"}),
    ("(?:abc){2}", {"abc"}),
    (r"\d+", None),
    ("[abc]xyz[^]]", {"xyz"}),
    ("(?P<name>word)|(?<other>thing)", {"word", "thing"}),
    ("(?i)Word", {"word"}),
    ("a(?i:B)", {"a"}),
    ("(?=abc)d", {"d"}),
    ("(?<!abc)def", {"def"}),
    ("(?>abc)", {"abc"}),
    ("^password$", {"password"}),
    ("größe", {"gr"}),
    # Where it is not plain what is meant, the engine is asked.
    ("(?x) a b", None),
    ("(?V1)abc", None),
    ("(?:foo){e<=1}", None),
    ("foo{e}", None),
    (r"\p{Lu}abc", None),
    (r"\x41bc", None),
    (r"(a)\1bc", None),
    ("[[:alpha:]]bc", None),
    ("(?|a|b)cd", None),
    ("(?R)?abc", None),
    ("(?#no)abc", None),
    ("(?-i:abc)", None),
    ("a)b", None),
    ("abc\\", None),
]


@pytest.mark.parametrize(("source", "literals"), TABLE, ids=[source for source, _ in TABLE])
def test_what_is_needed(source: str, literals: set[str] | None) -> None:
    found = needed(source)

    assert (None if found is None else set(found.literals)) == literals


_ATOMS = st.sampled_from(
    [*"abKs", r"\.", ".", "^", "$", r"\b", r"\w", r"\s", "[ab]", "[^a]", "[]a]", "ß", "(?i)", r"\(", "-"]
)
_MORE = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{0,1}", "{,2}", "{1,}", "+?", "*+"])
_PATTERNS = st.recursive(
    st.builds(str.__add__, _ATOMS, _MORE),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.builds("{}|{}".format, inner, inner),
        st.builds(
            "{}{}){}".format, st.sampled_from(["(", "(?:", "(?i:", "(?=", "(?!", "(?<=", "(?>", "(?P<n>"]), inner, _MORE
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=examples(400))
@given(_PATTERNS, st.lists(st.text("abABkKsSſKß.-( \n", max_size=8), min_size=1, max_size=5))
def test_what_matches_holds_what_is_needed(source: str, texts: list[str]) -> None:
    try:
        compiled = regex.compile(source)
    except regex.error:
        return
    found = needed(source)

    for text in texts:
        if compiled.search(text) and found is not None:
            assert found.may_be_in(text), (source, text, found.literals)


@settings(max_examples=examples(200))
@given(st.text("ab|()[]{}?*+\\.^$i:P<n>=!1,", max_size=12), st.text("abi1,{}[]", max_size=10))
def test_any_source_at_all(source: str, text: str) -> None:
    found = needed(source)
    try:
        matches = regex.search(source, text, timeout=1) is not None
    except (regex.error, TimeoutError):
        return

    assert not matches or found is None or found.may_be_in(text)


def test_a_pattern_finds_what_it_found() -> None:
    pattern = Pattern(r"(?i)\b(?:charge|refund)_card\(")

    assert pattern.search("x = Refund_Card(1)") and not pattern.search("x = refund(1)")
    assert pattern.first_line("one\ntwo\nCHARGE_CARD(x)\n") == 2
    assert pattern.first_line("one\ntwo\n") == -1
