"""Locks of blocks: whatever way a text is read, it comes out as tomli reads it."""

from __future__ import annotations

from typing import Any

import pytest
import tomli
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.readers import read as read_format
from govhooks.readers.document import BadDocument
from govhooks.readers.locks import blocks, structured, uv

LOCKS = sorted(
    path
    for pattern in ("*.lock", "pylock.toml")
    for path in (ROOT / "tests" / "readers" / "locks" / "data").rglob(pattern)
    if path.name in ("Cargo.lock", "pdm.lock", "poetry.lock", "pylock.toml", "uv.lock")
)


def oracle(data: bytes, name: str) -> tuple[dict[str, Any], list[tuple[int, dict[str, Any]]]] | None:
    """What the reader of TOML makes of the whole, None for what is none or has no blocks."""
    (side,) = read_format("toml", data)
    if side.error or not isinstance(side.value or {}, dict):
        return None
    value = dict(side.value or {})
    found = value.pop(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        return None
    return value, [(side.line((name, index)), one) for index, one in enumerate(found)]


def check(data: bytes, name: str = "package") -> None:
    expected = oracle(data, name)
    try:
        found = blocks.read(data, name)
    except BadDocument:
        assert expected is None
    else:
        assert (found.rest, list(found.blocks)) == expected
    check_late(data, name, expected)


LATE = ("a", "b", "c", "files", "wheels", "x-y", "z_1", "name")


def check_late(
    data: bytes, name: str, expected: tuple[dict[str, Any], list[tuple[int, dict[str, Any]]]] | None
) -> None:
    """What is read when somebody asks is what tomli reads; of a text that is no TOML, nothing is."""
    blocks._memory.clear()
    try:
        found = blocks.read(data, name, LATE)
    except BadDocument:
        assert expected is None
        return
    finally:
        blocks._memory.clear()
    assert expected is not None
    assert (found.rest, [(line, resolved(value)) for line, value in found.blocks]) == expected
    same = blocks.read(data, name, LATE, data)
    blocks._memory.clear()
    assert (same.rest, [(line, resolved(value)) for line, value in same.blocks]) == expected


def resolved(value: dict[str, Any]) -> dict[str, Any]:
    """A block with the tables that `Rows` stand for; each column of `Rows` is that of the tables."""
    made = {}
    for key, one in value.items():
        made[key] = one
        if isinstance(one, blocks.Rows):
            made[key] = tomli.loads(f"x = {one._text}")["x"]
            tables = [made[key]] if isinstance(made[key], dict) else made[key]
            assert blocks.artifacts(one) == blocks.artifacts(tables)
            for column in ("hash", "url", "upload-time", "name", "marker"):
                assert one.column(column) == structured.column(tables, column)
    return made


@pytest.mark.parametrize(
    "path", [path for path in LOCKS if path.name == "uv.lock"], ids=lambda path: "/".join(path.parts[-4:])
)
def test_a_glance_at_a_block_of_uv(path: Any) -> None:
    """It makes of a block what is made of it otherwise, and of most of them."""
    pieces = ("\n" + path.read_text("utf-8")).split("\n[[package]]\n")[1:]
    blocks._memory.clear()
    seen = [(piece, value) for piece in pieces if (value := uv._glance(piece)) is not None]

    assert len(seen) >= len(pieces) - 4
    for piece, value in seen:
        assert resolved(value) == tomli.loads(piece)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: "/".join(path.parts[-4:]))
def test_locks_of_the_tools(path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """And none of uv, Cargo and PDM needs tomli for a block."""
    slow = []
    parsed = blocks._parsed
    monkeypatch.setattr(blocks, "_memory", {})
    monkeypatch.setattr(blocks, "_parsed", lambda name, piece: slow.append(piece) or parsed(name, piece))
    check(path.read_bytes(), "packages" if path.name == "pylock.toml" else "package")

    if path.name in ("uv.lock", "Cargo.lock"):
        # The last block of a lock may have other tables behind it.
        assert len(slow) <= 3  # one each time that it is read


NASTY = {
    "a header in a text of several lines": 'a = """\n[[package]]\nname = "x"\n"""\n[[package]]\nname = "y"\n',
    "a header in a literal of several lines": "a = '''\n[[package]]\n'''\n",
    "a text of several lines across blocks": '[[package]]\nname = """\n[[package]]\n"""\n',
    "one that ends in the tail": 'a = """\n[[package]]\nb = 1\n[foo]\n"""\n',
    "a list of lists": "[[package]]\na = [\n[1,2],\n]\n",
    "a list across blocks": "a = [\n[[package]]\n]\n",
    "another spelling of the header": '[[package]]\na = 1\n[[ package ]]\na = 2\n[["package"]]\na = 3\n',
    "a comment behind the header": "[[package]] # c\na = 1\n[[package]]\na = 2\n",
    "a header that is indented": "[[package]]\na = 1\n  [metadata]\n  b = 2\n",
    "a table behind the blocks": "[[package]]\na = 1\n[metadata]\nb = 2\n[[package]]\na = 3\n",
    "a table between, twice": "[[package]]\na = 1\n[metadata]\nb = 2\n[[package]]\na = 3\n[metadata]\nc = 1\n",
    "package is a value": "package = 1\n",
    "package is a table": "[package]\na = 1\n",
    "package is a table and a list": "[package]\na = 1\n[[package]]\nb = 1\n",
    "a key twice": '[[package]]\na = "1"\na = "2"\n',
    "a key twice in a table": '[[package]]\na = { b = "1", b = "2" }\n',
    "a table twice": '[[package]]\n[package.a]\nb = "1"\n[package.a]\nc = "1"\n',
    "a table that is a key": '[[package]]\na = "1"\n[package.a]\nc = "1"\n',
    "a table within a list of tables": '[[package]]\n[[package.a]]\nb = "1"\n[package.a.c]\nd = "1"\n',
    "a list of tables that is a list": '[[package]]\na = ["1"]\n[[package.a]]\nb = "1"\n',
    "a list of tables that is a list in lines": '[[package]]\na = [\n "1",\n]\n[[package.a]]\nb = "1"\n',
    "a list of tables that is an empty list": "[[package]]\na = []\n[[package.a]]\nb = 1\n",
    "a list of inline tables that goes on": '[[package]]\na = [\n { b = "1" },\n]\n[[package.a]]\nb = "2"\n',
    "and behind another table": '[[package]]\na = [\n { b = "1" },\n]\n[package.c]\n[[package.a]]\nb = "2"\n',
    "lists of tables in turn": "[[package]]\n[[package.a]]\nb = 1\n[package.c]\nd = 1\n[[package.a]]\nb = 2\n",
    "a table of a table": '[[package]]\n[package.a]\nb = "1"\n[package.a.c]\nd = "1"\n',
    "an unbalanced header": '[[package]]\n[[package.a]\nb = "1"\n',
    "another unbalanced header": '[[package]]\n[package.a]]\nb = "1"\n',
    "what looks like a key in a text": '[[package]]\na = [\n    { b = "x, c = ", d = "} , {" },\n]\n',
    "tables in tables": '[[package]]\na = { b = "x, c = { d = ", e = { f = ["y"], g = 1 } }\nh = [\n { i = {j = "z"} },\n]\n',
    "a key twice in a table in a table": '[[package]]\na = { b = { c = "1", c = "2" } }\n',
    "tables three deep": '[[package]]\na = { b = { c = { d = "1" } } }\n',
    "no comma between": '[[package]]\na = [\n "1"\n "2",\n]\n',
    "no comma between tables": '[[package]]\na = [\n { a = "1" }\n { a = "2" },\n]\n',
    "two commas": '[[package]]\na = [\n "1",,\n]\n',
    "escapes": '[[package]]\na = "\\u00e9 \\" \\\\"\n',
    "a bare control character": '[[package]]\na = "\x01"\n',
    "a delete character": '[[package]]\na = "\x7f"\n',
    "a tab and other characters": '[[package]]\na = "\t\u2028\x85é"\n',
    "numbers": "[[package]]\na = 01\n",
    "more numbers": "[[package]]\na = 0\nb = 12345678901234567890\nc = 1_000\nd = -1\ne = 1.5\nf = 1e3\n",
    "truths": "[[package]]\na = true\nb = false\nc = { d = true, e = 3 }\n",
    "rows": '[[package]]\na = ["x", "y"]\nb = { c = ["x"], d = [] }\ne = []\n',
    "carriage returns": '[[package]]\r\na = "1"\r\n[[package]]\r\nb = [\r\n "1",\r\n]\r\n',
    "a lone carriage return": '[[package]]\ra = "1"\n',
    "a byte order mark": '\ufeff[[package]]\na = "1"\n',
    "no line feed at the end": '[[package]]\na = "1"',
    "comments": '# c\n[[package]] \n# d\na = "1" # e\n',
    "blank lines": '\n\n[[package]]\n\n\na = "1"\n\n\n[[package]]\n',
    "artifacts": '[[package]]\na = [\n    { url = "u", hash = "h", size = 1, upload-time = "t" },\n    {hash = "h"},\n]\n',
    "an artifact": '[[package]]\nb = { url = "u", hash = "h" }\nname = "x"\n',
    "an artifact with a key twice": '[[package]]\na = [\n    { hash = "h", hash = "i" },\n]\n',
    "a text over two lines in an artifact": '[[package]]\na = [\n    { hash = "h\ni" },\n]\n',
    "a control character in an artifact": '[[package]]\na = [\n    { hash = "\x02" },\n]\n',
    "an escape in an artifact": '[[package]]\na = [\n    { hash = "\\u0041" },\n]\n',
    "an artifact behind a remark": '[[package]]\na = [\n    # { hash = "h" },\n    { hash = "i" },\n]\n',
    "artifacts twice": '[[package]]\na = [\n    { hash = "h" },\n]\na = [\n    { hash = "i" },\n]\n',
    "artifacts of a table below": '[[package]]\n[package.c]\na = [\n    { hash = "h" },\n]\n',
    "artifacts above a table of their name": '[[package]]\na = [\n    { hash = "h" },\n]\n[package.a]\nb = 1\n',
    "artifacts in a text": '[[package]]\nx = """\na = [\n    { hash = "h" },\n]\n"""\n',
    "what uv brings in": '[[package]]\na = [\n    { name = "x", version = "1", source = { registry = "r" }, extra = ["e", "f"], marker = "m" },\n]\n',
    "a marker with apostrophes": '[[package]]\na = [\n    { name = "x", marker = "os == \'nt\'" },\n]\n',
    "two kinds of rows": '[[package]]\na = [\n    { name = "x" },\n    { hash = "h" },\n]\n',
    "no comma behind the last artifact": '[[package]]\na = [\n    { hash = "h" }\n]\n',
    "nothing": "",
    "only a header": "[[package]]",
    "broken": '[[package]]\na = "1\n',
    "broken behind": '[[package]]\na = "1"\n[metadata\n',
    "deep": "[[package]]\na = " + "[" * 300 + "]" * 300 + "\n",
    "dotted": '[[package]]\na.b = "1"\na.c = "2"\n',
    "quoted": '[[package]]\n"a" = "1"\n',
}


@pytest.mark.parametrize("case", NASTY)
def test_nasty_texts(case: str) -> None:
    check(NASTY[case].encode())


@pytest.mark.parametrize(
    "text", ["a" * 300_000, "a." * 100_000 + "a = 1", "a = [\n" + ' { b = "1" },\n' * 20_000, "[package." * 50_000]
)
def test_a_long_block_takes_no_time(text: str) -> None:
    with pytest.raises(BadDocument):
        blocks.read(f"[[package]]\n{text}\n".encode())


SOURCE = 'source = { registry = "https://pypi.org/simple" }\n'
UNUSUAL = {
    "a key twice": '    { url = "u/x.whl", hash = "sha256:aa", hash = "sha256:bb" },\n',
    "a key in a literal": '    { url = "u/x.whl", note = \' hash = "sha256:aa"\', hash = "sha256:bb" },\n',
}


@pytest.mark.parametrize("case", UNUSUAL)
def test_what_one_lock_keeps_is_verified_in_another(case: str) -> None:
    """An unchanged block is taken as it is; the same block that comes into another lock is not."""
    block = f'[[package]]\nname = "x"\nversion = "1"\n{SOURCE}wheels = [\n{UNUSUAL[case]}]\n'
    kept = f"version = 1\n\n{block}".encode()
    new = f"version = 1\nrevision = 3\n\n{block}".encode()

    def hashes() -> list[tuple[str, ...]] | None:
        try:
            return [one.hashes for one in uv.read("uv.lock", new).packages]
        except BadDocument:
            return None

    blocks._memory.clear()
    alone = hashes()
    blocks._memory.clear()
    uv.read("uv.lock", kept, kept)
    uv.read("uv.lock", kept)

    assert hashes() == alone == (None if oracle(new, "package") is None else [("sha256:bb",)])


def test_both_sides_have_one_value_of_a_block() -> None:
    """So what is made of it is made once."""
    first = f'version = 1\n\n[[package]]\nname = "x"\nversion = "1"\n{SOURCE}'
    old, new = (f'{first}[[package]]\nname = "y"\nversion = "{version}"\n{SOURCE}' for version in "12")
    blocks._memory.clear()
    after = uv.read("uv.lock", new.encode(), old.encode())
    before = uv.read("uv.lock", old.encode())

    assert [one.version for one in after.packages] == ["1", "2"]
    assert before.packages[0] is after.packages[0]


def test_what_is_too_large() -> None:
    with pytest.raises(BadDocument):
        blocks.read(b"#" * (16 << 20) + b"#")


def test_the_line_of_an_error() -> None:
    with pytest.raises(BadDocument) as found:
        blocks.read(b'[[package]]\na = "1"\n[[package]]\nb = \n')

    assert found.value.line == 4


_LINES = st.sampled_from(
    [
        "[[package]]",
        "[[package]] ",
        "[package.a]",
        "[[package.b]]",
        "[metadata]",
        "[[other]]",
        'name = "x"',
        'name = "y, z = "',
        "a = 1",
        "b = [",
        "]",
        '    "x",',
        '    "x"',
        '    { k = "v", l = 1 },',
        "wheels = [",
        '    { url = "u", hash = "h" },',
        '    { name = "x", marker = "m" },',
        'a = { hash = "h" }',
        "    { k = ['v'] },",
        'c = { k = "v" }',
        'd = """',
        '"""',
        "'''",
        "# c",
        "",
        'e = ["x", "y"]',
        "f = true",
        "[1],",
    ]
)


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(_LINES, max_size=12), st.sampled_from(["\n", "\n", "\r\n"]))
def test_any_lines(lines: list[str], end: str) -> None:
    check(end.join(lines).encode())


_WORDS = st.text("ab =,{}[]'#.", max_size=6)
_SCALARS = _WORDS | st.booleans() | st.integers(0, 10**12)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }" if value else "{}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + "".join(f"    {_toml(one)},\n" for one in value) + "]"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


_KEYS = st.sampled_from(["name", "x-y", "z_1", "7"])
_ROWS = st.lists(_WORDS, max_size=3)
_INNER = st.dictionaries(_KEYS, _SCALARS | _ROWS, max_size=2)
_TABLES = st.dictionaries(_KEYS, _SCALARS | _ROWS | _INNER, max_size=3)
_BLOCKS = st.dictionaries(_KEYS, _SCALARS | _ROWS | _TABLES | st.lists(_TABLES, min_size=1, max_size=3), max_size=4)


@settings(deadline=None)
@given(st.lists(_BLOCKS, max_size=4))
def test_what_tools_write(found: list[dict[str, Any]]) -> None:
    text = "version = 1\n"
    for block in found:
        text += "\n[[package]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in block.items())

    assert tomli.loads(text).get("package", []) == found
    check(text.encode())
