"""YAML, with PyYAML's safe loader as the oracle of values and lines that are known by how the text was made."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from readers.trees import TREES, paths

from govhooks.readers import read
from govhooks.readers import yaml as reader
from govhooks.readers.document import BadDocument, Tagged


def named(value: Any) -> Any:
    """As the reader has it: every key a text."""
    if isinstance(value, dict):
        return {str(key): named(item) for key, item in value.items()}
    return [named(item) for item in value] if isinstance(value, list) else value


@given(value=TREES, flow=st.booleans())
def test_values_are_those_of_safe_load(value: Any, flow: bool) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)
    (side,) = read("yaml", text.encode())

    assert repr(side.value) == repr(yaml.safe_load(text))
    assert set(side.lines) == paths(value)


_WORDS = st.text("abc", min_size=1, max_size=3)
_NAMED = st.recursive(
    st.integers(0, 9) | _WORDS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(_WORDS, inner, min_size=1, max_size=3),
    max_leaves=8,
)


@given(value=st.dictionaries(_WORDS, _NAMED, max_size=4))
def test_lines_are_where_the_key_or_element_is_written(value: Any) -> None:
    text = yaml.safe_dump(value)
    lines = text.split("\n")
    (side,) = read("yaml", text.encode())

    for path, line in side.lines.items():
        written = re.sub(r"^( *- )*", "", lines[line - 1]).strip()
        if isinstance(path[-1], str):
            assert written.startswith(f"{path[-1]}:")
        else:
            assert "- " in lines[line - 1]


def told(text: str) -> object:
    """What is read of a text, or what is said of it."""
    try:
        return repr([(side.value, side.lines) for side in reader.read_all(text.encode())])
    except BadDocument as error:
        return str(error), error.line


# One row a construct; values as yaml.safe_load has them, but for keys, which stay texts.
TEXTS = (
    "a: 1\nb: 1.5\nc: 1e3\nd: 0x1F\ne: 0o17\nf: 017\ng: 1_000\nh: 190:20:30\ni: .inf\nj: 1:30.5",
    "a: yes\nb: no\nc: on\nd: 'on'\ne: ~\nf: null\ng:\nh: True",
    "a: 2026-11-27\nb: 2026-11-27t10:00:00Z\nc: !!binary aGk=\nd: !!str 1\ne: !!float 1",
    "a: |\n  x\n  y\nb: >-\n  x\n  y\nc: \"x\\ny\"\nd: 'it''s'",
    "base: &b {x: 1, y: 2}\nother: &o {y: 3, z: 4}\none: {<<: *b, y: 9}\ntwo: {<<: [*b], w: 0}\nthree: {z: 1, <<: *o}",
    "a: &x [1, {b: 2}]\nc: *x\nd: [*x, *x]",
    "a: 1\na: 2\nb: {c: 1, c: [2]}",
    "- a\n-\n  - b\n  - c: d\n    e: f\n- {}\n- []",
    "? a\n: b\n? c\n",
    "%YAML 1.1\n---\na: b\n...\n",
    "text",
    "# nothing\n",
    "---\n",
    "=: 1\na: =",
)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("libyaml", [True, False])
def test_constructs(text: str, libyaml: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not libyaml:
        monkeypatch.delattr(yaml, "CSafeLoader")
    (side,) = reader.read_all(text.encode())
    try:
        wanted = yaml.safe_load(text)
    except yaml.YAMLError:
        wanted = {"=": 1, "a": "="}  # safe_load has no constructor for `=`
    assert repr(side.value) == repr(named(wanted))


# Pieces that are put together at random, to compare libyaml with PyYAML's own parser.
_PIECES = [
    *": |- |: |\n|\n  |\n- |{|}|[|]|,|, |&a |*a|!t |#| #|---\n|'|\"|\\|a|b: c|<<: |~|1|yes|=|@|%|\t|\ufeff|é|\x85|\r\n".split(
        "|"
    ),
    "|\n",
    ">-\n",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_without_libyaml_the_same_is_read(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fast = told(text)
        patch.delattr(yaml, "CSafeLoader")
        assert fast == told(text)


@pytest.mark.parametrize("text", ["a\tb: c\n", "a: b\tc\n", "a:\n\ufeff b: c\n", "[a, b}\n", "a: b: c\n"])
def test_what_libyaml_takes_otherwise_is_as_pyyaml_says(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fast = told(text)
        patch.delattr(yaml, "CSafeLoader")
        assert fast == told(text)


def test_keys_are_the_texts_that_stand_there() -> None:
    (side,) = read("yaml", b"on: push\n8080: a\n0x10: b\nyes: c\n~: d\n2026-01-01: e\n")

    assert side.value == {"on": "push", "8080": "a", "0x10": "b", "yes": "c", "~": "d", "2026-01-01": "e"}
    assert [side.line((key,)) for key in side.value] == [1, 2, 3, 4, 5, 6]


def test_a_tag_is_kept_with_its_value() -> None:
    text = b"Policy: !Sub 'arn:${X}'\nRole: !GetAtt\n  - A\n  - !Ref B\nx: !reference [a, b]\ny: !!python/object:os.x {a: 1}\n"
    (side,) = read("yaml", text)

    assert side.value == {
        "Policy": Tagged("!Sub", "arn:${X}"),
        "Role": Tagged("!GetAtt", ["A", Tagged("!Ref", "B")]),
        "x": Tagged("!reference", ["a", "b"]),
        "y": Tagged("tag:yaml.org,2002:python/object:os.x", {"a": 1}),
    }
    assert (side.at(("Role", 1)), side.line(("Role", 1))) == (Tagged("!Ref", "B"), 4)
    assert [(path, line) for path, _, line in side.leaves()][-1] == (("y", "a"), 6)


def test_a_stream_has_several_documents() -> None:
    sides = read("yaml", b"a: 1\n---\n# no\n---\n- b\n...\n---\nc: d\n")

    assert [side.value for side in sides] == [{"a": 1}, None, ["b"], {"c": "d"}]
    assert [side.line((0,)) for side in sides][2] == 5
    assert sides[3].line(("c",)) == 8


def test_of_two_that_are_merged_the_first_counts() -> None:
    """As the type's page has it; what PyYAML does depends on its version and the length of the keys."""
    (side,) = read("yaml", b"b: &b {x: 1, name: 2}\no: &o {name: 3, z: 4}\ntwo: {<<: [*b, *o], w: 0}\n")

    assert side.value["two"] == {"x": 1, "name": 2, "z": 4, "w": 0}
    assert side.line(("two", "z")) == 2


def test_what_is_merged_stands_where_it_is_written() -> None:
    (side,) = read("yaml", b"x: &x\n  image: a\ny:\n  <<: *x\n  z: 1\nw: *x\n")

    assert side.at(("y", "image")) == "a"
    assert (side.line(("y", "image")), side.line(("y", "z")), side.line(("w",))) == (2, 5, 6)


@pytest.mark.parametrize("libyaml", [True, False])
def test_lines_end_where_git_ends_them(libyaml: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not libyaml:
        monkeypatch.delattr(yaml, "CSafeLoader")
    text = "# x\u2028# \u2029# \x85# \r# é 𝄞\r\na: '\u2028'\r\nb:\r\n- c\r\n"
    (side,) = reader.read_all(text.encode())

    assert side.lines == {("a",): 2, ("b",): 3, ("b", 0): 4}


def test_what_only_looks_like_a_day_is_text() -> None:
    (side,) = reader.read_all(b"a: 2026-13-45\nb: 2026-02-30T10:00:00Z\n")

    assert side.value == {"a": "2026-13-45", "b": "2026-02-30T10:00:00Z"}


BROKEN = (
    (b"a: [1\nb: 2\n", 2, "not valid YAML: expected ',' or ']', but got ':'"),
    (b"a: b\n c: d\n", 2, "not valid YAML: mapping values are not allowed here"),
    (b"a:\n\t- b\n", 2, "not valid YAML: found character '\\t' that cannot start any token"),
    (b"a: *x\n", 1, "not valid YAML: found undefined alias 'x'"),
    (b"a: \xff", 1, "not UTF-8 text at byte 3"),
    (b"a: 1\nb: \x01", 2, "not valid YAML: unacceptable character #x0001"),
    (b"? [a]\n: b\n", 1, "not valid YAML: found unhashable key"),
    (b"a: 1\n<<: x\n", 2, "not valid YAML: expected a mapping or list of mappings for merging"),
    (b"a: !!int [1]\n", 1, "not valid YAML: expected a scalar node, but found sequence"),
    (b"a: {{ .Values.x }}\nb: {{ x }}\n", 1, "not valid YAML: found unhashable key"),
    (b"{{- if .x }}\na: 1\n{{- end }}", 1, "not valid YAML: expected the node content, but found '-' (a template?)"),
)
LAUGHS = b"".join(
    b"l%d: &l%d [" % (n, n) + b",".join([b"*l%d" % (n - 1)] * 9 if n else [b"x"] * 9) + b"]\n" for n in range(9)
)
MERGES = b"l0: &l0 {k: 1}\n" + b"".join(
    b"l%d: &l%d {<<: [%s], k%d: 1}\n" % (n, n, b",".join([b"*l%d" % (n - 1)] * 9), n) for n in range(1, 60)
)
HOSTILE = (
    (LAUGHS, "not valid YAML: nested too deeply, or too large"),
    (b"a: &x [*x]\n", "not valid YAML: nested too deeply, or too large"),
    (b"a: &x {b: *x}\n", "not valid YAML: nested too deeply, or too large"),
    (b"[" * 5000, "not valid YAML: nested too deeply"),
    (b"[" * 300 + b"]" * 300, "not valid YAML: nested too deeply"),
    (b"- " * 5000 + b"a", "not valid YAML: nested too deeply"),
    (b"a: " + b"1:" * 5000 + b"1", "not valid YAML: a number of 10001 characters"),
    (b"a: " + b"9" * 4301, "not valid YAML: a number of 4301 characters"),
    (b"a: 1\n" * 300_000, "not read: too large"),
)


@pytest.mark.parametrize(("data", "line", "error"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_said_with_its_line(data: bytes, line: int, error: str) -> None:
    (side,) = read("yaml", data)

    assert side.error.startswith(error)
    assert side.error_line == line


@pytest.mark.parametrize(("data", "error"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_hostile_is_said(data: bytes, error: str) -> None:
    (side,) = read("yaml", data)

    assert side.error.startswith(error)


def test_merges_within_merges_do_not_multiply() -> None:
    (side,) = read("yaml", MERGES)

    assert len(side.value["l59"]) == 60


def test_what_merges_itself_ends() -> None:
    (side,) = read("yaml", b"a: &x {<<: *x, b: 1}\n")

    assert side.value == {"a": {"b": 1}}


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "? " * 100_000])
def test_libyaml_is_not_overrun(text: str) -> None:
    """In a process of its own: what overruns a C stack takes the process with it."""
    code = "import sys; from govhooks.readers import read; print(read('yaml', sys.stdin.buffer.read())[0].error)"
    done = subprocess.run([sys.executable, "-c", code], input=text.encode(), capture_output=True, check=True)

    assert done.stdout.startswith(b"not valid YAML: ")


@pytest.mark.parametrize("text", ["[" * 60_000, "{a: " * 15_000])
def test_what_is_nested_too_deeply_is_not_read_twice(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own parser would take a second to say the same."""
    monkeypatch.setattr(yaml, "SafeLoader", None)

    assert told(text) == ("not valid YAML: nested too deeply", 0)
