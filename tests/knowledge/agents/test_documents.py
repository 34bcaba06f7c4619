"""Where keys stand, with tomli as the oracle of what they are; and nothing makes the parsers fail otherwise than named."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest
import tomli
from hypothesis import example, given
from hypothesis import strategies as st

from govhooks.knowledge.agents import deny_patterns
from govhooks.knowledge.agents.documents import BadDocument, Document, json, toml, yaml
from govhooks.knowledge.agents.judgement import Agents, decide
from govhooks.knowledge.agents.shell import parse

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
w=1
"""


def test_lines() -> None:
    lines = toml(TEXT).lines

    assert lines[("a",)] == 1
    assert lines[("q.x", 2, "k")] == 3
    assert lines[("t", "u", "x", "y")] == 6
    assert lines[("t", "u", "z")] == 8
    assert (lines[("r", 0, "p", 0, "token")], lines[("r", 1, "p")], lines[("r", 1, "s", "w")]) == (10, 12, 14)
    assert toml(TEXT).line(("t", "u", "nothing", 3)) == 5


@pytest.mark.parametrize(
    ("text", "line"),
    [(b"a = 1\na = 2\n", 2), (b"[x\n", 1), (b'a = 1\nb = "', 2), (b"a = 1\n\xff\n", 2), (b"a = " + b"[" * 5000, 0)],
)
def test_what_is_no_toml_is_told_with_its_line(text: bytes, line: int) -> None:
    with pytest.raises(BadDocument) as raised:
        toml(text)
    assert line in (0, raised.value.line)


def paths(value: Any, here: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = {here} if here else set()
    for key, inner in items:
        found |= paths(inner, (*here, key))
    return found


def test_every_key_has_a_line() -> None:
    assert paths(tomli.loads(TEXT.decode())) <= set(toml(TEXT).lines)


_KEYS = st.text("ab.\"' ", min_size=1, max_size=3)
_LEAVES = st.one_of(st.integers(0, 9), st.booleans(), st.text("x]}#,='\" \n", max_size=5))
_TREES = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=8
)


def written(value: Any) -> str:
    import json

    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(written, value)) + "\n]"
    return json.dumps(value)


@given(st.dictionaries(_KEYS, _TREES, max_size=4))
def test_any_document(tree: dict[str, Any]) -> None:
    import json

    text = "".join(f"{json.dumps(key)} = {written(value)}\n" for key, value in tree.items())
    document = toml(text.encode())

    assert document.value == tree
    assert paths(tree) <= set(document.lines)
    for path, line in document.lines.items():
        if len(path) == 1:
            assert text.split("\n")[line - 1].startswith(json.dumps(path[0]))


@given(st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    with contextlib.suppress(BadDocument):
        assert isinstance(toml(data), Document)


@given(st.text("rm -f/.env${}()[]<>|&;'\"`\\\n= *?!#~@:", max_size=40))
def test_any_command_line(text: str) -> None:
    decide(text, Agents(deny_read=("./.env*",)))
    parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 3000,
        "$(" * 3000,
        "sudo " * 3000 + "rm x",
        "a;" * 5000,
        "sh -c " * 50 + "'x'",
        "echo " + "{a,b}" * 30,
        "{a,b}" * 12,
    ],
)
def test_what_is_deep_or_long_ends(text: str) -> None:
    parse(text)


@example(pattern="[?--]")
@example(pattern="[+--a]")
@given(st.text("[]-!^a&~|\\z*?{},/.", max_size=12))
def test_any_pattern(pattern: str) -> None:
    deny_patterns.expression(pattern).fullmatch("a/b")
    deny_patterns.refusal(pattern)
    deny_patterns.useless(pattern)


PLAIN = st.recursive(
    st.none() | st.integers(0, 9) | st.booleans() | st.text("x]}#,:-'\" \n\\é", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(value=st.dictionaries(_KEYS, PLAIN, max_size=3), indent=st.sampled_from([None, 1, 2]))
def test_json_is_read_as_the_standard_library_reads_it(value: Any, indent: int | None) -> None:
    import json as oracle

    text = oracle.dumps(value, indent=indent)
    for document in (json(text.encode()), json(b"\xef\xbb\xbf" + text.encode(), comments=True)):
        assert document.value == value
        assert paths(value) == set(document.lines)


@given(value=st.dictionaries(_KEYS, PLAIN, max_size=3))
def test_comments_and_trailing_commas_are_read_over(value: Any) -> None:
    import json as oracle

    plain = oracle.dumps(value, indent=1)
    text = "// a {\n" + re.sub(r"(?<=[\[{,])\n", ' /* "x": [ */ // "\n', plain)
    text = re.sub(r"(?<![\[{,/])\n(\s*[\]}])", r",\n\1", text)

    assert json(text.encode(), comments=True).value == value


def test_json_lines() -> None:
    lines = json(b'{\n "a": [\n  1,\n  {"b": "x\\"{",\n   "c": 2}],\n "d": 3}').lines

    assert lines == {("a",): 2, ("a", 0): 3, ("a", 1): 4, ("a", 1, "b"): 4, ("a", 1, "c"): 5, ("d",): 6}


@pytest.mark.parametrize(
    ("text", "line"),
    [(b'{"a": 1,}', 1), (b'{\n// x\n"a": 1}', 2), (b"[]", 1), (b'{"a": "\xff"}', 1), (b"[" * 5000, 0), (b"\n\n{", 3)],
)
def test_what_is_no_json_is_told_with_its_line(text: bytes, line: int) -> None:
    with pytest.raises(BadDocument) as raised:
        json(text)
    assert line in (0, raised.value.line)


@given(value=st.dictionaries(_KEYS, PLAIN, max_size=3), flow=st.booleans())
def test_yaml_is_read_as_pyyaml_reads_it(value: Any, flow: bool) -> None:
    import yaml as oracle

    text = oracle.safe_dump(value, default_flow_style=flow, allow_unicode=True)
    plain = yaml(text.encode())
    on_top = yaml(f"---\n{text}---\n# Text\n".encode(), front_matter=True)

    assert plain.value == value == on_top.value
    assert paths(value) == set(plain.lines)
    assert {path: line + 1 for path, line in plain.lines.items()} == on_top.lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"a: [1\nb: 2\n", 2),
        (b"- a\n", 1),
        (b"a: !!python/object:x {}\n", 1),
        (b"a: \xff", 1),
        (b"a: &x [*x]\n", 0),
        (
            b"a: &a [x,x,x,x,x,x,x,x,x]\n"
            + b"".join(b"b%d: &b%d [*a,*a,*a,*a,*a,*a,*a,*a]\n" % (n, n) for n in range(3)),
            -1,
        ),
        (
            b"".join(
                b"l%d: &l%d [" % (n, n) + b",".join([b"*l%d" % (n - 1)] * 9 if n else [b"x"] * 9) + b"]\n"
                for n in range(9)
            ),
            0,
        ),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(text: bytes, line: int) -> None:
    if line < 0:  # aliases by themselves are fine
        assert len(yaml(text).value) == 4
        return
    with pytest.raises(BadDocument) as raised:
        yaml(text)
    assert line in (0, raised.value.line)


def test_a_text_without_front_matter_says_nothing() -> None:
    assert yaml(b"# Title\n---\na: 1\n---\n", front_matter=True).value == {}
