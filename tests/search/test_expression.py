"""An expression compiled late answers as a compiled one does."""

from __future__ import annotations

import re

import pytest

from govhooks.search.expression import Expression

TEXTS = ["", "a", "xay", "A\nb", "aab, a"]


@pytest.mark.parametrize("source", ["a", "(?i)A", "^$", r"(?m)^b$", r"a|x", r",\s*", "(a)(b)?"])
def test_it_answers_as_re_does(source: str) -> None:
    ours, theirs = Expression(source), re.compile(source)
    for text in TEXTS:
        for method in ("search", "match", "fullmatch"):
            one, other = getattr(ours, method)(text), getattr(theirs, method)(text)
            assert (one and (one.span(), one.groups())) == (other and (other.span(), other.groups()))
        assert [one.span() for one in ours.finditer(text)] == [one.span() for one in theirs.finditer(text)]
        assert ours.split(text) == theirs.split(text)


def test_it_is_compiled_once_and_not_before_it_is_asked() -> None:
    Expression("(")  # a table with a mistake in it says so when it is used
    good = Expression("a")
    first = good.compiled()

    assert good.compiled() is first
    with pytest.raises(re.error):
        Expression("(").search("")
