"""The plain YAML of pnpm and Yarn 2: PyYAML's loader that takes all scalars for text is the oracle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.block_yaml import read_plain, read_table, read_tables

DATA = Path(__file__).parent / "data"
REAL = sorted([*DATA.glob("pnpm/*/*/pnpm-lock.yaml"), *DATA.glob("yarn/*-[234]/*/yarn.lock")])
PIECES = r"""a b-c 'd''e' "f" "@s/n@npm:^1, @s/n@npm:~2": : ? - # , { } [ ] {a: b} {n: '>=1'} [x, 'y'] | >- > |- & * ! % @ ` = ~ << null true
1.0 x: 'q': "r": y:z a#b a  b / /x/1.0.0_y@2: \ \" é"""
TEXTS = st.lists(
    st.sampled_from([*PIECES.split(), ": ", ":", "- ", "\n", "\n  ", "\n    ", " ", "\n\n"]), max_size=25
).map("".join)
LINES = st.lists(
    st.sampled_from(
        [
            "a: b", "a:", "  b:", "  c: 'x'", "    d: {e: f, g: 'h'}", "    - i", "  - j", "- k", "    l: |-", "      m", "      n", "  o: >", "    p: [q, r]", "",
            "# s", "  # t", "'u': v # w", "x: y: z", "  a: b", "  ? c", "    e: \"f\"", "a : b", "    {}: c", "g: {}", "h: []", "i: ''", "   j: k", "  l: m  ", "n: o #p", "q: [r, s",
            "t: {u: v,}", "w: -x", "y: - z", "<<: a", "b: ~1.0", "c: =", "d: ~", "e: 'it''s'", "f: [a, 'b,c']", "g: {h: i:j}", "k: {l: m:}", "n: a - b", "o: a, b", "p: {q: r s}",
        ]
    ),
    max_size=14,
).map("\n".join)  # fmt: skip


def oracle(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)


def same(plain: Any, known: Any) -> bool:
    """Equal, but for a value that is not there: None here, "" to PyYAML's failsafe loader."""
    if isinstance(plain, dict):
        return isinstance(known, dict) and list(plain) == list(known) and all(same(plain[k], known[k]) for k in plain)
    if isinstance(plain, list):
        return plain == known
    return (plain or "") == known


@settings(derandomize=True, deadline=None, max_examples=examples(400))
@given(text=TEXTS | LINES)
@example("a: b\n- c\n")
@example("a: |-\n  b\n\n  c\n")
@example("a:\n  b: >\n    c\n    d\n  e: f\n")
def test_what_is_plain_is_what_a_yaml_parser_makes_of_it(text: str) -> None:
    found = read_plain(text)
    if found is None:
        return
    value, lines = found

    known = oracle(text)
    assert same(value, {} if known is None else known)
    rows = text.split("\n")
    for path, line in lines.items():
        assert path[-1].replace("'", "''") in rows[line - 1] or path[-1] in rows[line - 1]
    assert {path[0] for path in lines} == {*value}


@settings(derandomize=True, deadline=None, max_examples=300)
@given(texts=st.lists(LINES, min_size=2, max_size=3), levels=st.sampled_from([1, 2]))
@example(["a:\n  b:\n\n    c: d", "a:\n  b:\n"], 2)
@example(["x: y\n\n\na: b\n", "\na: b"], 1)
@example(["p:\n\n  # why\n  a:\n    r: x\n\n  # more\n  # and more\n  b:\n    r: x\n"], 2)
@example(["a: {x: y}\n\nb:\n  c: d", "b:\n  c: d\n\n  e: f\n", "b:\n  c: d"], 1)
@example(["a:\n\n  b:\n    - c\n\n    - d", "a:\n\n  b:\n    - c"], 2)
def test_what_was_read_before_changes_nothing(texts: list[str], levels: int) -> None:
    for text in (*texts, *texts):
        found = read_plain(text, levels)
        if found is None:
            continue
        known = oracle(text)
        assert same(found[0], {} if known is None else known)
        rows = text.split("\n")
        for path, line in found[1].items():
            assert path[-1] in rows[line - 1].replace("''", "'")
        if levels == 2:
            upper = {(key, inner) for key, value in found[0].items() if isinstance(value, dict) for inner in value}
            flow = {(key, inner) for key, inner in upper if (key, inner) not in found[1]}
            assert all("{" in rows[found[1][(key,)] - 1] for key, _ in flow)


@pytest.mark.parametrize("path", REAL, ids=lambda path: "-".join(path.parts[-3:-1]))
def test_what_the_tools_write_is_plain(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = read_plain(text)

    assert found is not None
    assert same(found[0], oracle(text))


@pytest.mark.parametrize(
    "text",
    [
        "a: &x b\n", "a: *x\n", "a: !x b\n", "<<: {a: b}\n", "? a\n: b\n", "a: b\n c\n", "a: b\na: c\n", "a:\tb\n", "a: 'b\n  c'\n", "a: {b: {c: d}}\n", "a:\n- b: c\n", "a: \"\\x41\"\n",
        "a:\n    b: c\n  d: e\n", "--- a\n", "a: b\x85c\n", "a: [b\n", "a: |2\n  b\n", f"{'a' * 1025}: b\n", "a: b: c\n", "a:\n  b: >-\n    c\n\n    d\n", "a: b\n- c\n",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_parser(text: str) -> None:
    assert read_plain(text) is None


def test_the_parser_reads_what_is_not_plain() -> None:
    value, line_of = read_table(b"# x\nb: &c\n  d: e\nf: *c\n", "lock")

    assert value == {"b": {"d": "e"}, "f": {"d": "e"}}
    assert [line_of(path) for path in [("b",), ("b", "d"), ("f",)]] == [2, 3, 4]


def test_each_document_of_a_stream() -> None:
    assert [value for value, _ in read_tables(b"---\na: b\n---\nc: d\n", "lock")] == [{"a": "b"}, {"c": "d"}]
    assert [value for value, _ in read_tables(b"a: b\r\nc:\r\n  d: e\r\n", "lock")] == [{"a": "b", "c": {"d": "e"}}]


@pytest.mark.parametrize("data", [b"", b"- a\n", b"a", b"a: [\n", b"\xff", b"---\na: b\n---\n- c\n"])
def test_no_table(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read_tables(data, "lock")
