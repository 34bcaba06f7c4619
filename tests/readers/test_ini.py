"""INI files with `configparser` as the oracle, properties with javaproperties, variables with python-dotenv."""

from __future__ import annotations

import configparser
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.readers import read

LINES = """[a]
[b.c d]
k = v
K:v = w
x=
y =  z # no comment
# c
; d

  more
\tand more
alone
 [e] ; f
  i = j
é = ü"""
INI = st.lists(st.sampled_from(LINES.split("\n")), max_size=10)


@given(lines=INI, end=st.sampled_from(["\n", "\r\n"]))
def test_ini_is_read_as_configparser_reads_it(lines: list[str], end: str) -> None:
    text = "[first]\n" + "\n".join(lines) + "\n"
    oracle = configparser.RawConfigParser(strict=False, allow_no_value=True, default_section="\0")
    oracle.optionxform = str  # type: ignore[assignment, method-assign]
    (side,) = read("ini", text.replace("\n", end).encode())
    try:
        oracle.read_string(text)
    except (configparser.Error, AttributeError):  # AttributeError: of a line that goes on from a key without a value
        assert side.error
        return

    assert side.value == {name: dict(oracle.items(name)) for name in oracle.sections()}
    for path, line in side.lines.items():
        written = text.split("\n")[line - 1].strip()
        assert written.startswith(f"[{path[0]}]" if len(path) == 1 else str(path[1]))


def test_what_stands_before_a_section() -> None:
    (side,) = read("ini", b"root = true\n//x/:_auth=y\n[*]\na = b\n")

    assert side.value == {"": {"root": "true", "//x/": "_auth=y"}, "*": {"a": "b"}}
    assert side.lines == {("",): 1, ("", "root"): 1, ("", "//x/"): 2, ("*",): 3, ("*", "a"): 4}


_TEXTS = st.text("ab =:#!\\\n\t'\"é𝄞", max_size=6)


@given(values=st.dictionaries(_TEXTS, _TEXTS, max_size=4))
def test_properties_that_were_written_are_read_again(values: dict[str, str]) -> None:
    oracle = pytest.importorskip("javaproperties")
    text = oracle.dumps(values, timestamp=False)
    (side,) = read("properties", text.encode())

    assert (side.value or {}) == values == oracle.loads(text)


PROPERTIES = st.lists(
    st.sampled_from(
        [
            "a=b",
            "a : b",
            "a b",
            "a",
            " a\\ b=c",
            "a=b\\",
            "  c",
            "# x\\",
            "! y",
            "",
            "\\u0061=\\u00e9\\ud834\\udd1e",
            "a=\\q\\\\",
            "=x",
        ]
    ),
    max_size=8,
)


@given(lines=PROPERTIES)
def test_properties_are_read_as_java_reads_them(lines: list[str]) -> None:
    oracle = pytest.importorskip("javaproperties")
    text = "\n".join(lines) + "\n"
    (side,) = read("properties", text.encode())

    assert (side.value or {}) == oracle.loads(text)
    assert all(1 <= line <= len(lines) for line in side.lines.values())


def test_lines_of_properties() -> None:
    (side,) = read("properties", b"# x\r\na=1\\\r\n  2\r\n\r\n!\r\nb 3")

    assert (side.value, side.lines) == ({"a": "12", "b": "3"}, {("a",): 2, ("b",): 6})


def test_properties_in_latin_1() -> None:
    (side,) = read("properties", b"a=\xe9\n")

    assert side.value == {"a": "é"}


ENV = (
    ("A=b", "b"),
    ("A=", ""),
    ("A = b c ", "b c"),
    ("export A=b # c", "b"),
    ("A=b#c", "b#c"),
    ("A='b # c' # d", "b # c"),
    ('A="b\\nc\\"d" # e', 'b\nc"d'),
    ('A="b\nc"', "b\nc"),
    ("A=b=c", "b=c"),
    ("A= # c", ""),
    ("A", None),
    ("A=$B${C}", "$B${C}"),
)


@pytest.mark.parametrize(("text", "value"), ENV)
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_variables(text: str, value: str | None, end: str) -> None:
    (side,) = read("env", f"# x\n\n{text}{end}".encode())

    assert side.value == {"A": value}
    assert side.lines == {("A",): 3}


@given(lines=st.lists(st.sampled_from([text for text, _ in ENV]), max_size=5))
def test_variables_are_read_as_dotenv_reads_them(lines: list[str]) -> None:
    dotenv = pytest.importorskip("dotenv")
    text = "".join(f"{line}\n".replace("A", f"A{index}", 1) for index, line in enumerate(lines))
    (side,) = read("env", text.encode())

    wanted: dict[str, Any] = dict(dotenv.dotenv_values(stream=io.StringIO(text), interpolate=False))
    assert (side.value or {}) == wanted


BROKEN = (
    ("ini", b"[a]\nb = c\n= d\n", 3, "expected a section or a key"),
    ("ini", b"[a]\nb\n  c\n", 3, "a continuation line after a key without a value"),
    ("ini", b"[a]\n\xff\n", 2, "not UTF-8"),
    ("properties", b"a=b\nc=\\u12\n", 2, "without four hexadecimal digits"),
    ("env", b"A=b\n='c'\n", 2, "expected NAME=value"),
    ("env", b"A=b\nthis is text\n", 2, "expected NAME=value"),
    ("env", b"A=\xff\n", 1, "not UTF-8"),
)
HOSTILE = (
    ("ini", b"[a]\nb = c\n" + b"  d\n" * 20_000),
    ("ini", b"[" * 50_000),
    ("ini", b"a" + b" " * 50_000 + b"b"),
    ("properties", b"a=" + b"\\" * 50_001),
    ("properties", b"a=b\\\n" * 20_000),
    ("env", b'A="' + b"\\" * 50_001),
    ("env", b"A=b" + b" " * 50_000 + b"c"),
    ("env", b"A='\n" * 20_000),
)


@pytest.mark.parametrize(("form", "data", "line", "error"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_said_with_its_line(form: str, data: bytes, line: int, error: str) -> None:
    (side,) = read(form, data)

    assert error in side.error
    assert side.error_line == line


@pytest.mark.parametrize(("form", "data"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_hostile_ends(form: str, data: bytes) -> None:
    (side,) = read(form, data)

    assert side.value or side.error
