"""Ranges of package.json: what node-semver documents, and node-semver itself over thousands of pairs."""

from __future__ import annotations

import random

import node_semver
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.knowledge.versions import BadRange, BadVersion, contains

# Range -> (what lies in it, what does not): https://github.com/npm/node-semver#ranges
RANGES = {
    ">=1.2.7": ("1.2.7 1.2.8 2.5.3 1.3.9", "1.2.6 1.1.0 2.0.0-alpha"),
    ">=1.2.7 <1.3.0": ("1.2.7 1.2.8 1.2.99", "1.2.6 1.3.0 1.1.0"),
    "1.2.7 || >=1.2.9 <2.0.0": ("1.2.7 1.2.9 1.4.6", "1.2.8 2.0.0"),
    ">1.2.3-alpha.3": ("1.2.3-alpha.7 3.4.5", "3.4.5-alpha.9 1.2.3-alpha.3"),
    "1.2.3 - 2.3.4": ("1.2.3 2.3.4", "1.2.2 2.3.5"),
    "1.2 - 2.3.4": ("1.2.0 2.3.4", "1.1.9 2.3.5"),
    "1.2.3 - 2.3": ("1.2.3 2.3.99", "2.4.0"),
    "1.2.3 - 2": ("2.99.99", "3.0.0 3.0.0-0"),
    "*": ("0.0.0 99.0.0", "1.0.0-rc.1"),
    "": ("0.0.0 99.0.0", "1.0.0-rc.1"),
    "1.x": ("1.0.0 1.99.0", "2.0.0 0.9.9"),
    "1.2.X": ("1.2.0 1.2.9", "1.3.0"),
    "1": ("1.0.0 1.9.9", "2.0.0"),
    "~1.2.3": ("1.2.3 1.2.9", "1.3.0 1.2.2"),
    "~> 1.2": ("1.2.0 1.2.9", "1.3.0"),
    "~1": ("1.0.0 1.9.0", "2.0.0"),
    "~0.2.3": ("0.2.3", "0.3.0"),
    "~1.2.3-beta.2": ("1.2.3-beta.2 1.2.3-beta.4 1.2.4", "1.2.4-beta.2 1.3.0"),
    "^1.2.3": ("1.2.3 1.9.9", "2.0.0 2.0.0-0 1.2.2"),
    "^0.2.3": ("0.2.3 0.2.9", "0.3.0"),
    "^0.0.3": ("0.0.3", "0.0.4"),
    "^1.2.3-beta.2": ("1.2.3-beta.4 1.2.3 1.9.0", "1.2.4-beta.2 2.0.0"),
    "^0.0.3-beta": ("0.0.3-beta 0.0.3-pr.2 0.0.3", "0.0.4"),
    "^1.2.x": ("1.2.0 1.9.0", "2.0.0"),
    "^0.0.x": ("0.0.0 0.0.9", "0.1.0"),
    "^0.0": ("0.0.0 0.0.9", "0.1.0"),
    "^1.x": ("1.0.0", "2.0.0"),
    "^0.x": ("0.0.0 0.9.9", "1.0.0"),
    ">1": ("2.0.0", "1.0.0 1.9.9"),
    "<=1.2": ("1.2.9", "1.3.0"),
    "<1": ("0.9.9", "1.0.0 1.0.0-alpha"),
    ">x": ("", "0.0.0 1.0.0"),
    "=v1.2.3": ("1.2.3 v1.2.3 1.2.3+build", "1.2.4"),
    " >=1.0.0   <  2.0.0 ": ("1.5.0", "2.0.0"),
    "1.0.0 || || 3.0.0": ("2.0.0", "3.0.0-a"),
}
BAD = ["latest", "next", "1.2.3.4", "01.2.3", ">", "^", "1.x.3", "git+ssh://a", "workspace:*", "npm:x@1", "1 ||| 2", ">==1.2.3", "1.2.3 -", "9" * 20, "x" * 9999]  # fmt: skip


@pytest.mark.parametrize("wanted", RANGES)
def test_what_lies_in_a_range(wanted: str) -> None:
    inside, outside = RANGES[wanted]

    assert [one for one in inside.split() if not contains("npm", wanted, one)] == []
    assert [one for one in outside.split() if contains("npm", wanted, one)] == []


@pytest.mark.parametrize("wanted", BAD)
def test_what_is_no_range(wanted: str) -> None:
    with pytest.raises(BadRange, match="is no range of semantic versions"):
        contains("npm", wanted, "1.0.0")


def test_what_is_no_version() -> None:
    with pytest.raises(BadVersion):
        contains("npm", "*", "1.2")


@given(wanted=st.text(alphabet="0123456789.xX*^~<>=|- v+a\t", max_size=30))
@settings(derandomize=True, max_examples=examples(500), deadline=None)
def test_any_text_is_a_range_or_a_bad_one(wanted: str) -> None:
    told = ""
    try:
        contains("npm", wanted, "1.2.3-a")
    except BadRange as error:
        told = str(error)

    assert len(told) < 150


def drawn_range(chance: random.Random) -> str:
    """By the grammar of ranges, with now and then something that is none."""

    def number() -> str:
        return str(chance.choice([0, 0, 1, 1, 2, 3, 10]))

    def pre() -> str:
        return "-" + ".".join(
            chance.choice(["alpha", "beta", "0", "1", "rc", "x", "a-b"]) for _ in range(chance.choice([1, 1, 2]))
        )

    def partial() -> str:
        parts = [number() for _ in range(chance.choice([1, 2, 3, 3, 3]))]
        if chance.random() < 0.25:
            parts[chance.randrange(len(parts))] = chance.choice("xX*")
        text = ".".join(parts) + (pre() if len(parts) == 3 and chance.random() < 0.3 else "")
        text += "+build.5" if chance.random() < 0.07 else ""
        return chance.choice(["v", "=", "==", "vv"]) + text if chance.random() < 0.08 else text

    def simple() -> str:
        kind = chance.random()
        if kind < 0.25:
            return partial()
        if kind < 0.6:
            return chance.choice(["^", "^", "^ ", "~", "~>", "~ "]) + partial()
        if kind < 0.97:
            return chance.choice(["<", ">", "<=", ">=", "="]) + chance.choice(["", "", "", " "]) + partial()
        return chance.choice(["", "*", "latest", "01.2.3", "1.2.3*", ">", "1.2.3.4", "^", "||", "-"])

    def alternative() -> str:
        if chance.random() < 0.15:
            return f"{partial()} - {partial()}"
        return " ".join(simple() for _ in range(chance.choice([1, 1, 1, 2, 2, 3])))

    return chance.choice(["||", " || "]).join(alternative() for _ in range(chance.choice([1, 1, 1, 2, 3])))


def drawn_version(chance: random.Random) -> str:
    text = ".".join(str(chance.choice([0, 0, 1, 1, 2, 3, 10])) for _ in range(3))
    return text + chance.choice(["", "", "", "-alpha", "-beta", "-0", "-1", "-rc.1", "-x", "+b.1"])


@pytest.mark.slow
def test_the_ranges_of_npm() -> None:
    chance = random.Random(20261127)
    pairs = [(drawn_version(chance), drawn_range(chance)) for _ in range(30_000)]
    wrong = []
    answers = node_semver.ask("satisfies", pairs)
    for (version, wanted), answer in zip(pairs, answers):
        try:
            got: object = contains("npm", wanted, version)
        except BadRange:
            got = None
        if got != answer:
            wrong.append((version, wanted, answer, got))

    assert wrong == []
    assert min(answers.count(True), answers.count(None)) > 2000
