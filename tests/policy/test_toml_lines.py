"""The line of a key, over files that are written together with the line of each of their keys; tomli is the oracle."""

from __future__ import annotations

from typing import Any

import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.policy.toml_lines import line_of

KEYS = st.sampled_from(["a", "b", "c-d", "3", '"x.y"', "'z w'"])
VALUES = st.sampled_from(
    ["1", "[\n  'a = 1',\n]", '"""\n[no.table]\nno = 1\n"""', "'# [x]'", "{ a = 1 }", "'''\nb = 2\n'''"]
)
TABLES = st.lists(
    st.tuples(st.sampled_from(["[", "[["]), st.lists(KEYS, min_size=1, max_size=2), st.lists(st.tuples(KEYS, VALUES))),
    max_size=4,
)


def plain(key: str) -> str:
    return key.strip("\"'")


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(TABLES, st.sampled_from(["", "  "]))
def test_every_key_is_found_on_its_line(tables: list[Any], space: str) -> None:
    text, lines = "", {}
    counts: dict[tuple[str, ...], int] = {}
    for bracket, names, pairs in tables:
        way = tuple(map(plain, names))
        if any(way[:depth] in counts for depth in range(1, len(way))):
            continue  # below an array: the other test
        number = counts.get(way, 0) + 1
        at = (*way[:-1], f"{way[-1]} #{number}") if bracket == "[[" else way
        more, found = f"# x\n{bracket}{'.'.join(names)}{bracket.replace('[', ']')}\n", {}
        for key, value in pairs:
            found[(*at, plain(key))] = (text + more).count("\n") + 1
            more += f"{space}{key} = {value}\n"
        try:
            tomli.loads(text + more)
        except tomli.TOMLDecodeError:
            continue  # a key or a table twice
        if bracket == "[[":
            counts[way] = number
        text += more
        lines.update(found)

    assert {way: line_of(text, way) for way in lines} == lines


def test_what_is_not_there_is_on_the_line_of_what_is_around_it() -> None:
    text = "[[e]]\na = 1\n[e.sub]\nb = 1\n[[e]]\n[e.sub]\nb = 2\n[t]\nx.y = { z = 1 }\n"

    assert line_of(text, ("e #1", "sub", "b")) == 4
    assert line_of(text, ("e #2", "sub", "b")) == 7
    assert line_of(text, ("e #2", "gone")) == 5
    assert line_of(text, ("t", "x", "y", "z")) == 9
    assert line_of(text, ("t",)) == 8
    assert line_of(text, ("nowhere", "x")) == line_of("", ("t",)) == 0
