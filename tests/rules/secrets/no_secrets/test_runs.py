"""Runs of equal lines: what is found is the same, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.rules.secrets.no_secrets import engine
from govhooks.rules.secrets.no_secrets.engine import scan
from govhooks.rules.secrets.no_secrets.examples import make
from govhooks.rules.secrets.no_secrets.runs import Shortened

TOKEN = make("ghp_{alnum:30}{sign:github}", seed=8)
LINES = (f"token = {TOKEN}", "x = 1", "pass" + "word: hunter-Gale77", "", "api_" + "key: null")


def told(text: str) -> set[tuple[str, int, int, int, str]]:
    return {(one.value, one.line, one.end_line, one.column, one.confidence) for one in scan(text, "a.yml")}


@settings(derandomize=True, max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from([1, 2, 5, 9, 40])), min_size=1, max_size=6))
def test_a_shortened_text_says_the_same(parts: list[tuple[str, int]]) -> None:
    text = "".join(f"{line}\n" * count for line, count in parts)
    whole = told(text)
    short = Shortened(text)
    found = {
        (one.value, one.line, one.end_line, one.column, one.confidence)
        for one in short.matches(scan(short.text, "a.yml"))
    }

    assert found == whole


@pytest.mark.parametrize("line", LINES)
def test_a_large_text_is_shortened(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"first\n{line}\n" + f"{line}\n" * 2_000 + "last\n"
    whole = told(text)
    monkeypatch.setattr(engine, "LARGE", 1_000)

    assert told(text) == whole
