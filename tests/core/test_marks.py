"""What a glob requires of every path: held against the globs themselves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.core.globs import BadGlob, Globs
from govhooks.core.marks import class_end, fixed_parts, mark

TOKENS = ("a", "B", "ab", ".", "/", "*", "**", "?", "[ab]", "[!c]", "\\*", "\\/", "-", "x")
PATTERNS = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=7).map("".join)
NAMES = st.lists(st.sampled_from(("a", "b", "B", "ab", ".", "-", "x", "*", "c", "/")), min_size=1, max_size=9)
PATHS = NAMES.map("".join).filter(lambda path: not path.startswith("/") and not path.endswith("/") and "//" not in path)


@settings(max_examples=examples(400), deadline=None)
@given(PATTERNS, PATHS)
def test_every_path_that_matches_has_the_mark_and_the_parts(pattern: str, path: str) -> None:
    try:
        found = Globs([pattern], ignore_case=True).match(path)
        exact = Globs([pattern]).match(path)
    except BadGlob:
        return
    if found is not None:
        assert mark(pattern) in f"/{path}/".lower()
    if exact is not None:
        assert all(part in path for part in fixed_parts(pattern.replace("\\/", "/")))


@pytest.mark.parametrize(
    ("pattern", "parts", "meant"),
    [
        ("*.md", ["", ".md"], ".md/"),
        ("auth/", ["auth", ""], "/auth/"),
        ("Services/*/models/person*.py", ["Services", "", "", "models", "person", ".py"], "/services/"),
        ("!keep.me", ["!keep.me"], "/keep.me/"),
        ("**", ["", "", ""], "/"),
        ("[ab]c", ["", "c"], "c/"),
        ("\\*x", ["*x"], "/*x/"),
    ],
)
def test_marks_and_parts(pattern: str, parts: list[str], meant: str) -> None:
    assert fixed_parts(pattern) == parts
    assert mark(pattern) == meant


@pytest.mark.parametrize(
    ("text", "end"), [("[ab]c", 3), ("[]a]", 3), ("[!]a]", 4), ("[[:alpha:]]", 10), ("[a", -1), ("[\\]]", 3), ("[", -1)]
)
def test_the_end_of_a_class(text: str, end: int) -> None:
    assert class_end(text, 0) == end
