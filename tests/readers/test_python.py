"""Python's calls, definitions and imports, with `ast` as the oracle over the standard library and a table by hand."""

from __future__ import annotations

import ast
import random
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from govhooks.readers import read
from govhooks.readers.code import Call, Code, Expression, Import
from govhooks.readers.python import _older, children, dotted

TEXT = b"""\
import os, a.b.c, numpy as np
from flask import Blueprint as B, request
from . import near

class View(base.View, Mixin[int]):
    @app.route(
        "/x", methods=["POST", None],
    )
    @login_required
    async def show(self, *, limit=os.getenv("N"), **rest):
        def inner(): return np.load("f", {"a": -1})
        return (db.query(X)
            .filter_by(id=f"{limit}", **rest)
            .all())
print(x[0](1))
"""


def code(data: bytes) -> Code:
    (side,) = read("python", data)
    assert isinstance(side.value, Code), side.error
    return side.value


def test_calls() -> None:
    calls = [(call.name, call.arguments, call.keywords, call.line, call.end, call.scope) for call in code(TEXT).calls]

    assert calls == [
        ("app.route", ("/x",), {"methods": ["POST", None]}, 6, 8, ("View",)),
        ("os.getenv", ("N",), {}, 10, 10, ("View", "show")),
        ("np.load", ("f", {"a": -1}), {}, 11, 11, ("View", "show", "inner")),
        ("db.query", (Expression("X"),), {}, 12, 12, ("View", "show")),
        (
            "db.query.filter_by",
            (),
            {"id": Expression('f"{limit}"'), "**": Expression("rest")},
            13,
            13,
            ("View", "show"),
        ),
        ("db.query.filter_by.all", (), {}, 14, 14, ("View", "show")),
        ("print", (Expression("x[0](1)"),), {}, 15, 15, ()),
        ("x", (1,), {}, 15, 15, ()),
    ]


def test_definitions() -> None:
    found = [(one.kind, one.name, one.line, one.end, one.scope) for one in code(TEXT).definitions]
    view, show, _ = code(TEXT).definitions

    assert found == [
        ("class", "View", 5, 14, ()),
        ("function", "show", 6, 14, ("View",)),
        ("function", "inner", 11, 11, ("View", "show")),
    ]
    assert view.bases == ("base.View", "Mixin")
    assert show.parameters == ("self", "limit", "rest")
    assert [(call.name, call.line) for call in show.decorators] == [("app.route", 6), ("login_required", 9)]


def test_imports() -> None:
    module = code(TEXT)

    assert module.imports == (
        Import("os", "", "os", 1),
        Import("a.b.c", "", "", 1),
        Import("numpy", "", "np", 1),
        Import("flask", "Blueprint", "B", 2),
        Import("flask", "request", "request", 2),
        Import(".", "near", "near", 3),
    )
    names = ("np.load", "B", "a.b.c.d", "request.args.get", "other")
    assert [module.resolve(name) for name in names] == [
        "numpy.load",
        "flask.Blueprint",
        "a.b.c.d",
        "flask.request.args.get",
        "other",
    ]
    assert [call.line for call in module.calls_of("numpy.load", "print")] == [11, 15]


def test_an_argument_by_place_or_name() -> None:
    (call,) = code(b"f(1, b=2)").calls

    assert (call.argument(0), call.argument(1, "b"), call.argument(1), call.argument(-1, "a")) == (1, 2, None, None)
    assert isinstance(call, Call)


def _modules() -> list[Path]:
    places = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))
    return random.Random(1).sample(places, 12)


@pytest.mark.parametrize("place", _modules(), ids=lambda place: place.stem)
def test_no_call_or_definition_is_left_out(place: Path) -> None:
    data = place.read_bytes()
    tree = ast.parse(data)
    nodes = list(ast.walk(tree))
    module = code(data)
    lines = data.decode("utf-8").split("\n")

    called = [node for node in nodes if isinstance(node, ast.Call)]
    assert sorted((call.name, call.end) for call in module.calls) == sorted(
        (dotted(node.func), node.end_lineno) for node in called
    )
    plain = [node.func for node in called if re.fullmatch(r"[\w.]+", ast.unparse(node.func))]
    assert [dotted(func) for func in plain] == [ast.unparse(func) for func in plain]
    for call in module.calls:
        if call.name:
            assert call.name.rpartition(".")[2] in lines[call.line - 1]
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    assert len(module.definitions) == sum(isinstance(node, defined) for node in nodes)


LITERALS = (
    "1",
    "-1.5",
    "'x'",
    "b'x'",
    "None",
    "True",
    "[1, ('a', {2})]",
    "{'a': [1], 2: {}}",
    "...",
    "'a' 'b'",
    "1_000",
)


@pytest.mark.parametrize("text", LITERALS)
def test_a_literal_is_its_value(text: str) -> None:
    def plain(value: object) -> object:
        if isinstance(value, (list, tuple, set)):
            return [plain(one) for one in value]
        return {str(key): plain(one) for key, one in value.items()} if isinstance(value, dict) else value

    (call,) = code(f"f({text})".encode()).calls

    assert call.arguments == (plain(ast.literal_eval(text)),)


EXPRESSIONS = (
    "x",
    "x.y",
    "f'{x}'",
    "1 + 2",
    "[x for x in y]",
    "{**a}",
    "*a",
    "-x",
    "lambda: 0",
    "'é' + x",
    "(1,\n 2)[0]",
)


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_anything_else_is_its_text(text: str) -> None:
    (call,) = code(f"f('é', {text})".encode()).calls

    assert call.arguments[1] == Expression(text)


def test_the_text_of_an_expression_has_an_end() -> None:
    (call,) = code(b"f(x or" + b" y or\n" * 5000 + b"z)").calls

    assert len(call.arguments[0].text) <= 200


ODD = (
    (b"\xef\xbb\xbff(x)\n", 1, "x"),
    (b"# coding: latin-1\nf('\xe9', x)\n", 2, "x"),
    (b"# a\rb = 1\r\nf(x)\n", 2, "x"),
    (b"a = 1\r\n\r\nf(x)", 3, "x"),
    (b"a = '''\r\n\r'''; f(x)", 2, "x"),
    (b"\x0c\nf(x)", 2, "x"),
)


@pytest.mark.parametrize(("data", "line", "text"), ODD, ids=range(len(ODD)))
def test_lines_are_those_of_git(data: bytes, line: int, text: str) -> None:
    (call,) = code(data).calls

    assert call.line == call.end == line
    assert call.arguments[-1] == Expression(text)


BROKEN = (
    (b"def f(:\n", 1, "not valid Python: "),
    (b"x = 1\nprint 'x'\n", 2, "not valid Python: Missing parentheses in call to 'print'"),
    (b"x = 1\n\tif:\n", 2, "not valid Python: unexpected indent"),
    (b"x = '\xff'\n", 0, "not valid Python: "),
    (b"x = \0", 0, "not valid Python: "),
    (b"# a\rb = (\n", 1, "not valid Python: '(' was never closed"),
    (b"x = " + b"9" * 5000, 1, "not valid Python: Exceeds the limit"),
)


@pytest.mark.parametrize(("data", "line", "error"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_said_with_its_line(data: bytes, line: int, error: str) -> None:
    (side,) = read("python", data)

    assert side.error.startswith(error)
    assert line in (0, side.error_line)


HOSTILE = (
    "(" * 5000,
    "x" + ".a" * 20_000,
    "f(" * 500 + ")" * 500,
    "-" * 20_000 + "1",
    "x" + "(1)" * 2000,
    "[" * 150 + "]" * 150,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_hostile_ends(text: str) -> None:
    """In a process of its own: a parser that is overrun takes the process with it."""
    program = "import sys; from govhooks.readers import read; print(read('python', sys.stdin.buffer.read()))"
    done = subprocess.run([sys.executable, "-c", program], input=text.encode(), capture_output=True, check=True)

    assert done.stdout.startswith(b"(Side(")


def test_imports_alone_are_those_that_all_of_it_has() -> None:
    text = (
        "import a.b, c as d\nif x:\n    from . import e\nelse:\n    import f\ntry:\n    import g\nexcept E:\n    import h\nelse:\n"
        "    import i\nfinally:\n    import j\n\n\ndef k():\n    with l:\n        from m import n as o, p\n    match q:\n        case 1:\n            import r\n"
        "class S:\n    async def t(self):\n        async for u in v:\n            import w\n        while y:\n            import z\n"
    )
    (alone,), (whole,) = (read("python", (mark + text).encode()) for mark in ("", "#\n"))
    assert isinstance(whole.value, Code) and whole.value.calls == ()

    assert [one.but(line=one.line + 1) for one in alone.value.imports] == list(whole.value.imports)
    assert [one.alias for one in alone.value.imports if one.alias] == [*"defghijopr", "w", "z"]


@pytest.mark.parametrize("name", ["ast.py", "typing.py", "asyncio/base_events.py", "dataclasses.py"])
def test_the_nodes_below_a_node_are_those_of_ast(name: str) -> None:
    tree = ast.parse((Path(sysconfig.get_path("stdlib")) / name).read_bytes())
    plain = (ast.expr_context, ast.operator, ast.boolop, ast.unaryop, ast.cmpop)

    for node in ast.walk(tree):
        assert children(node) == [one for one in ast.iter_child_nodes(node) if not isinstance(one, plain)]


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("try:\n    a()\nexcept B, c.D:\n    e()\nexcept F , G, H :\n    i()\n", [("a", 2), ("e", 4), ("i", 6)]),
        ("try:\n    a()\nexcept* B, C:\n    d()\n", [("a", 2), ("d", 4)]),
        ("def f[T: (A, B), *U, **V](x: T = g()) -> h:\n    i(x)\n", [("g", 1), ("i", 2)]),
        ("class A:\n  async def f[\n    T = list[dict[str, int]],\n  ](self): return g()\n", [("g", 4)]),
        ("class A[T](b()):\n    c()\nclass D[T]: e()\n", [("b", 1), ("c", 2), ("e", 3)]),
        ("type A = b()\ntype C[T] = D[T]\nif e():\n  type F = G\ntype(h)\ntype == i()\n", [("b", 1), ("e", 3), ("type", 5), ("i", 6)]),
    ],
)  # fmt: skip
def test_syntax_of_newer_versions_is_read_by_older_ones(text: str, calls: list[tuple[str, int]]) -> None:
    if "except*" in text and sys.version_info < (3, 11):
        pytest.skip("nothing older stands for `except*`")
    (side,) = read("python", text.encode())
    assert not side.error
    found = [(call.name, call.line) for call in side.value.calls]
    assert [one for one in found if one in calls] == calls

    # What is written in the older way keeps its lines.
    older = _older(text.encode())
    assert older.count(b"\n") == text.count("\n")
    ast.parse(older)


@pytest.mark.parametrize(
    "text", ["except A, B:\n", "try:\n    a(\nexcept B, C:\n    d()\n", "def f[T(x):\n    y\n", "a = b c\n"]
)
def test_what_is_no_python_of_any_version_is_an_error(text: str) -> None:
    (side,) = read("python", text.encode())

    assert side.error.startswith("not valid Python")
