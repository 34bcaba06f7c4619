"""What is known of a rule without its code: its entry, its marks, the hooks it runs in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.core.globs import BadGlob, Globs
from govhooks.core.record import Record
from govhooks.core.rule import STAGES, Concerns, Rule

PARTS = ["a", "B", ".env", "*", "**", "?", "x*y", "[ab]", "[!a]", "\\*", "é", "/", "*.py", "k/"]
NAMES = ["a", "b", ".env", "xAy", "xy", "*", "É", "x.py", "k", "ab"]


@settings(derandomize=True, max_examples=examples(400), deadline=None)
@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("".join),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map("/".join),
)
def test_a_mark_is_part_of_every_path_that_its_glob_matches(glob: str, path: str) -> None:
    try:
        matched = Globs([glob], ignore_case=True).match(path)
    except BadGlob:
        return
    for mark in Concerns(paths=(glob,)).marks:
        assert matched is None or mark in f"/{path}/".lower(), mark


def test_a_negated_glob_takes_away_and_concerns_nothing_more() -> None:
    assert Concerns(paths=("!docs/", "*.pem", "*.PEM")).marks == (".pem/",)


class Empty(Record):
    since: str = "never"


def check(changeset: Changeset, policy: Empty) -> Iterator[Finding]:
    return iter(())


@pytest.mark.parametrize(
    ("kinds", "trailers", "stages"),
    [
        (("change",), None, STAGES),
        (("whole",), None, STAGES),
        (("range",), None, STAGES[2:]),
        (("change", "message"), None, (*STAGES, "commit-msg")),
        (("message",), lambda changeset, policy: (), (*STAGES[2:], "prepare-commit-msg", "commit-msg")),
        (("push",), None, (*STAGES[2:], "pre-rebase")),
    ],
)
def test_the_kinds_of_a_rule_are_the_hooks_it_runs_in(
    kinds: tuple[str, ...], trailers: object, stages: tuple[str, ...]
) -> None:
    assert Rule("x", Empty, check, kinds=kinds, trailers=trailers).stages == stages  # type: ignore[arg-type]


def test_what_follows_from_its_fields() -> None:
    rule = Rule("x", Empty, check, concerns=Concerns(words=("PassWord",)), supplies={"start": "since"})

    assert rule.description == (__doc__ or "").splitlines()[0]
    assert (rule.commits, rule.history, rule.prepares) == (True, True, False)
    assert rule.concerns == (("", "password", False, (), (), (), (), "", 0),)
    assert rule.supplies == (("start", "since", "never"),)
    only_range = Rule("x", Empty, check, kinds=("range",), commits=True)
    assert (only_range.commits, only_range.history) == (True, False)
