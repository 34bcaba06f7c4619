"""TOML, with tomli as the oracle of values."""

from __future__ import annotations

import json
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from readers.trees import KEYS, paths

from govhooks.readers import read

TEXT = b"""a = 1
"q.x" = [1,
  2, { k = "v]" },  # ] }
]
[t.u]
x.y = \"\"\"a
[b]\"\"\"
z = 3
[[r]]
p = [{token="rm"}]
[[r]]
p = 3
[r.s]
w=2026-11-27
"""
LINES = {
    ("a",): 1,
    ("q.x", 1): 3,
    ("q.x", 2, "k"): 3,
    ("t",): 5,
    ("t", "u", "x", "y"): 6,
    ("t", "u", "z"): 8,
    ("r",): 9,
    ("r", 0, "p", 0, "token"): 10,
    ("r", 1): 11,
    ("r", 1, "p"): 12,
    ("r", 1, "s", "w"): 14,
}


def test_lines() -> None:
    (side,) = read("toml", TEXT)

    assert side.value == tomli.loads(TEXT.decode())
    assert {path: side.lines[path] for path in LINES} == LINES
    assert paths(side.value) <= set(side.lines)
    assert side.line(("t", "u", "nothing", 3)) == 5


_LEAVES = st.integers(0, 9) | st.booleans() | st.text("x]}#,='\" \n", max_size=5)
_INNER = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


def written(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(written, value)) + "\n]"
    return json.dumps(value)


@given(tree=st.dictionaries(KEYS, _INNER, max_size=4), crlf=st.booleans())
def test_values_and_lines(tree: dict[str, Any], crlf: bool) -> None:
    text = "".join(f"{json.dumps(key)} = {written(value)}\n" for key, value in tree.items())
    (side,) = read("toml", text.replace("\n", "\r\n" if crlf else "\n").encode())

    if not tree:
        assert side.value is None
        return
    assert repr(side.value) == repr(tomli.loads(text))
    assert paths(tree) <= set(side.lines)
    for path, line in side.lines.items():
        if len(path) == 1:
            assert text.split("\n")[line - 1].startswith(json.dumps(path[0]))


BROKEN = (
    (b"a = 1\na = 2\n", 2, "not valid TOML: Cannot overwrite a value"),
    (b"[x\n", 1, "not valid TOML: Expected ']' at the end of a table declaration"),
    (b'a = 1\nb = "', 2, "not valid TOML: Unterminated string"),
    (b"a = 1\n\xff\n", 2, "not UTF-8 text at byte 6"),
    (b"a = 2026-13-45\n", 1, "not valid TOML: Expected newline or end of document after a statement"),
)
HOSTILE = (
    b"a = " + b"[" * 100_000,
    b"a = " + b"[" * 300 + b"]" * 300,
    b"a = " + b"{a=" * 5000 + b"1" + b"}" * 5000,
    b"a." * 100_000 + b"a = 1",
    b"[" + b'"a" . ' * 100_000 + b"a]",
    b"a = {" + b"'a'." * 1000 + b"a = 1}",
    b"a = " + b"9" * 5000,
)


@pytest.mark.parametrize(("data", "line", "error"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_said_with_its_line(data: bytes, line: int, error: str) -> None:
    (side,) = read("toml", data)

    assert (side.error, side.error_line) == (error, line)


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_hostile_is_said(data: bytes) -> None:
    (side,) = read("toml", data)

    assert side.error.startswith("not valid TOML: ")


@pytest.mark.parametrize(
    "data", [b"a = '" + b"x." * 5000 + b"'", b"a = " + b"9" * 4000, b"# " + b"a." * 5000], ids=range(3)
)
def test_what_is_long_is_read(data: bytes) -> None:
    (side,) = read("toml", data)

    assert not side.error
