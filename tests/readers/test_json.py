"""JSON and JSONC, with the standard library as the oracle of values and the text itself as that of lines."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from readers.trees import KEYS, TREES, paths

from govhooks.readers import read
from govhooks.readers.json import read_strict


@given(value=TREES)
def test_values_are_those_of_the_standard_library(value: Any) -> None:
    for indent in (None, 1):
        text = json.dumps(value, indent=indent)
        (side,) = read("json", text.encode())

        assert repr(side.value) == repr(json.loads(text))
        assert set(side.lines) == paths(value)


@given(value=TREES)
def test_lines_are_where_the_key_or_element_is_written(value: Any) -> None:
    text = json.dumps(value, indent=1)
    lines = text.split("\n")
    (side,) = read("json", text.encode())

    for path, line in side.lines.items():
        wanted = json.dumps(path[-1]) + ":" if isinstance(path[-1], str) else json.dumps(side.at(path))[:1]
        assert lines[line - 1].strip().startswith(wanted)


@given(value=TREES)
def test_comments_and_trailing_commas_change_no_value_and_no_line(value: Any) -> None:
    plain = json.dumps(value, indent=1)
    text = re.sub(r"(?<=[\[{,])\n", ' /* "x": [ */ // "\n', plain)
    text = re.sub(r"(?<![\[{,/\"])\n(\s*[\]}])", r",\n\1", text)
    (one,), (other,) = read("json", plain.encode()), read("json", text.encode())

    assert (other.value, other.lines) == (one.value, one.lines)


def test_lines() -> None:
    (side,) = read("json", b'{\n "a": [\n  1,\n  {"b": "x\\"{",\n   "c": 2}],\n "d": 3,\n "d": {"\\u0065":\n[]}}')

    assert side.lines == {
        ("a",): 2,
        ("a", 0): 3,
        ("a", 1): 4,
        ("a", 1, "b"): 4,
        ("a", 1, "c"): 5,
        ("d",): 7,
        ("d", "e"): 7,
    }
    assert side.value["d"] == {"e": []}


BROKEN = (
    (b'{"a": 1', 1, "not valid JSON: Expecting ',' delimiter"),
    (b'{\n"a" 1}', 2, "not valid JSON: Expecting ':' delimiter"),
    (b'{\n// x\n"a": 1 "b"}', 3, "not valid JSON: Expecting ',' delimiter"),
    (b'{"a": NaN}', 0, "not valid JSON: NaN is not JSON"),
    (b'{"a":\n"\xff"}', 2, "not UTF-8 text at byte 7"),
    (b'\n\n{"a": "b\nc"}', 3, "not valid JSON: Invalid control character at"),
    (b"[1]]", 1, "not valid JSON: Extra data"),
    (b"[]\n{{ x }}", 2, "not valid JSON: Extra data"),
)
HOSTILE = (
    (b"[" * 100_000, "not valid JSON: nested too deeply"),
    (b'{"a":' * 5000 + b"1" + b"}" * 5000, "not valid JSON: nested too deeply"),
    (b"[" * 201 + b"]" * 201, "not valid JSON: nested too deeply"),
    (b"[" + b"9" * 5000 + b"]", "not valid JSON: Exceeds the limit"),
    (b"[0" + b" " * (16 << 20) + b"]", "larger than 16 MiB: not read"),
    (b"/*" * 100_000, "not valid JSON: Expecting value"),
    (b'"' * 100_001, "not valid JSON: Extra data"),
    (b"[" + b"," * 100_000, "not valid JSON: Expecting value"),
)


@pytest.mark.parametrize(("data", "line", "error"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_said_with_its_line(data: bytes, line: int, error: str) -> None:
    (side,) = read("json", data)

    assert (side.error, side.error_line) == (error, line)


@pytest.mark.parametrize(("data", "error"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_hostile_is_said(data: bytes, error: str) -> None:
    (side,) = read("json", data)

    assert side.error.startswith(error)


def test_the_deepest_that_is_read() -> None:
    (side,) = read("json", b"[" * 200 + b"]" * 200)

    assert not side.error
    assert side.line((0,) * 199) == 1


def test_strict_json_has_no_comments() -> None:
    from govhooks.readers.document import BadDocument

    with pytest.raises(BadDocument):
        read_strict(b'{"a": 1, /* no */ "b": 2}')
    with pytest.raises(BadDocument):
        read_strict(b'{"a": 1,}')


@given(key=KEYS)
def test_of_a_key_given_twice_the_last_counts(key: str) -> None:
    name = json.dumps(key)
    (side,) = read("json", f'{{{name}: [1, 2],\n{name}: {{"x":\n3}}}}'.encode())

    assert side.value == {key: {"x": 3}}
    assert (side.line((key,)), side.line((key, "x"))) == (2, 2)
