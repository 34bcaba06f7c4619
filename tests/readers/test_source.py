"""Source code in nine languages: one program each, and what is called, defined and imported in it."""

from __future__ import annotations

from typing import Any

import pytest

from govhooks.readers import format_of, read
from govhooks.readers.code import Code, Expression


def code(form: str, text: str) -> Code:
    from govhooks.readers.languages import LANGUAGES

    pytest.importorskip(LANGUAGES[form].package if form in LANGUAGES else "tree_sitter_bash")
    (side,) = read(form, text.encode())
    assert isinstance(side.value, Code), side.error
    return side.value


SCRIPT = """\
import React, { a as b } from 'm';
import * as fs from "fs";
import './side';
export class A extends B.C {
  m(p, {q}) {
    this.db
      .query(`a${1}`, {k: [1, true, null], 'l': -x, ...r});
    return app?.log?.info("x\\n'é'", 0x1F, 1.5, undefined);
  }
}
app.get('/x', auth, async (req, res) => res.send(new Foo(1)));
const f = (x) => eval(x); // no(1)
"""
TYPED = """\
import { Get } from '@nestjs/common';
@Controller('x')
export class A extends B implements C {
  @UseGuards(Auth) @Get(
    '/y')
  show(@Query() p: string, q?: number): void { this.s!.run<T>(p as any); }
}
"""
JAVA = """\
import a.b.C;
import static d.E.*;
@RestController
class A extends B implements I {
  @GetMapping(value = "/x", y = {1, 2})
  @Foo("z")
  void m(int p) {
    log.info("a" + p, "b\\"");
    new F(1).g(x -> h(null));
  }
}
"""
GO = """\
package p
import (
    m "net/http"
    "fmt"
)
func (s *S) F(a, b int) {
    r.HandleFunc("/x", f).Methods("GET")
    m.Get(`u`, 1, nil, map[string]int{"a": 1}, []string{"b"})
}
type S struct { X int }
"""
CSHARP = """\
using A.B;
using X = C.D;
[Authorize(Roles = "x"), ApiController]
class C : D, IE {
  [HttpGet("/x")]
  public void M(int p) {
    _log.Info("a", x: 1, $"b{p}");
    this.Db?.Query<T>(new F(1), @"c", true);
  }
}
"""
RUBY = """\
require 'x'
class A < B::C
  before_action :auth, only: [:x, "y"]
  def m(p, k: 1)
    Rails.logger.info "a#{b}"
    x.y(1, k: 2, 'z' => nil) { |e| e.w! }
  end
end
"""
PHP = """\
<?php
use A\\B as C;
use D\\E;
#[Route('/x', methods: ['GET'])]
class F extends G {
  function m($p, &$q = 1) {
    $this->db->query("a $p", [1, 'k' => true], 'b');
    Log::info('x'); f(x: 1); new H(1);
  }
}
"""
KOTLIN = """\
package a
import b.C as D
import e.*
@RestController
@Foo("z")
// why
class A(private val x: X) : B<T>(1), I {
  @GetMapping(value = ["/x", "/y"], k = 1) @Baz
  fun m(p: Int?, q: String = "") {
    log?.info("a$p", true, c = null) { it.g(arrayOf("u")) }
    F(1)!!.h()
  }
}
object O {
  fun n() = k()
}
"""
X = Expression

CALLS: tuple[tuple[str, str, list[Any]], ...] = (
    (
        "javascript",
        SCRIPT,
        [
            (
                "this.db.query",
                (X("`a${1}`"), {"k": [1, True, None], "l": X("-x"), "...r": X("...r")}),
                {},
                7,
                ("A", "m"),
            ),
            ("app.log.info", ("x\n'é'", 31, 1.5, X("undefined")), {}, 8, ("A", "m")),
            ("app.get", ("/x", X("auth"), X("async (req, res) => res.send(new Foo(1))")), {}, 11, ()),
            ("res.send", (X("new Foo(1)"),), {}, 11, ()),
            ("Foo", (1,), {}, 11, ()),
            ("eval", (X("x"),), {}, 12, ("f",)),
        ],
    ),
    (
        "typescript",
        TYPED,
        [
            ("Controller", ("x",), {}, 2, ()),
            ("UseGuards", (X("Auth"),), {}, 4, ("A",)),
            ("Get", ("/y",), {}, 4, ("A",)),
            ("Query", (), {}, 6, ("A", "show")),
            ("this.s.run", (X("p as any"),), {}, 6, ("A", "show")),
        ],
    ),
    (
        "java",
        JAVA,
        [
            ("log.info", (X('"a" + p'), 'b"'), {}, 8, ("A", "m")),
            ("F", (1,), {}, 9, ("A", "m")),
            ("F.g", (X("x -> h(null)"),), {}, 9, ("A", "m")),
            ("h", (None,), {}, 9, ("A", "m")),
        ],
    ),
    (
        "go",
        GO,
        [
            ("r.HandleFunc", ("/x", X("f")), {}, 7, ("F",)),
            ("r.HandleFunc.Methods", ("GET",), {}, 7, ("F",)),
            ("m.Get", ("u", 1, None, {"a": 1}, ["b"]), {}, 8, ("F",)),
        ],
    ),
    (
        "csharp",
        CSHARP,
        [
            ("_log.Info", ("a", X('$"b{p}"')), {"x": 1}, 7, ("C", "M")),
            ("this.Db.Query", (X("new F(1)"), X('@"c"'), True), {}, 8, ("C", "M")),
            ("F", (1,), {}, 8, ("C", "M")),
        ],
    ),
    (
        "ruby",
        RUBY,
        [
            ("require", ("x",), {}, 1, ()),
            ("before_action", ("auth",), {"only": ["x", "y"]}, 3, ("A",)),
            ("Rails.logger", (), {}, 5, ("A", "m")),
            ("Rails.logger.info", (X('"a#{b}"'),), {}, 5, ("A", "m")),
            ("x.y", (1,), {"k": 2, "z": None}, 6, ("A", "m")),
            ("e.w", (), {}, 6, ("A", "m")),
        ],
    ),
    (
        "kotlin",
        KOTLIN,
        [
            ("log.info", (X('"a$p"'), True), {"c": None}, 10, ("A", "m")),
            ("it.g", (["u"],), {}, 10, ("A", "m")),
            ("arrayOf", ("u",), {}, 10, ("A", "m")),
            ("F", (1,), {}, 11, ("A", "m")),
            ("F.h", (), {}, 11, ("A", "m")),
            ("k", (), {}, 15, ("O", "n")),
        ],
    ),
    (
        "php",
        PHP,
        [
            ("this.db.query", (X('"a $p"'), {"0": 1, "k": True}, "b"), {}, 7, ("F", "m")),
            ("Log.info", ("x",), {}, 8, ("F", "m")),
            ("f", (), {"x": 1}, 8, ("F", "m")),
            ("H", (1,), {}, 8, ("F", "m")),
        ],
    ),
)


@pytest.mark.parametrize(("form", "text", "wanted"), CALLS, ids=[form for form, _, _ in CALLS])
def test_calls(form: str, text: str, wanted: list[Any]) -> None:
    module = code(form, text)

    assert [(one.name, one.arguments, one.keywords, one.line, one.scope) for one in module.calls] == wanted
    assert module.partial == ()


# (form, text, (kind, name, first line, last line, decorators, bases, parameters))
DEFINITIONS = (
    (
        "javascript",
        SCRIPT,
        [
            ("class", "A", 4, 10, [], ("B.C",), ()),
            ("function", "m", 5, 9, [], (), ("p", "{q}")),
            ("function", "f", 12, 12, [], (), ("x",)),
        ],
    ),
    (
        "typescript",
        TYPED,
        [
            ("class", "A", 2, 7, [("Controller", ("x",), {})], ("B", "C"), ()),
            ("function", "show", 4, 6, [("UseGuards", (X("Auth"),), {}), ("Get", ("/y",), {})], (), ("p", "q")),
        ],
    ),
    (
        "java",
        JAVA,
        [
            ("class", "A", 3, 11, [("RestController", (), {})], ("B", "I"), ()),
            (
                "function",
                "m",
                5,
                10,
                [("GetMapping", (), {"value": "/x", "y": [1, 2]}), ("Foo", ("z",), {})],
                (),
                ("p",),
            ),
        ],
    ),
    (
        "go",
        GO,
        [("function", "F", 6, 9, [], (), ("a", "b")), ("class", "S", 10, 10, [], (), ())],
    ),
    (
        "csharp",
        CSHARP,
        [
            ("class", "C", 3, 10, [("Authorize", (), {"Roles": "x"}), ("ApiController", (), {})], ("D", "IE"), ()),
            ("function", "M", 5, 9, [("HttpGet", ("/x",), {})], (), ("p",)),
        ],
    ),
    (
        "ruby",
        RUBY,
        [("class", "A", 2, 8, [], ("B::C",), ()), ("function", "m", 4, 7, [], (), ("p", "k"))],
    ),
    (
        "kotlin",
        KOTLIN,
        [
            ("class", "A", 4, 13, [("RestController", (), {}), ("Foo", ("z",), {})], ("B", "I"), ()),
            (
                "function",
                "m",
                8,
                12,
                [("GetMapping", (), {"value": ["/x", "/y"], "k": 1}), ("Baz", (), {})],
                (),
                ("p", "q"),
            ),
            ("class", "O", 14, 16, [], (), ()),
            ("function", "n", 15, 15, [], (), ()),
        ],
    ),
    (
        "php",
        PHP,
        [
            ("class", "F", 4, 10, [("Route", ("/x",), {"methods": ["GET"]})], ("G",), ()),
            ("function", "m", 6, 9, [], (), ("p", "q")),
        ],
    ),
)


@pytest.mark.parametrize(("form", "text", "wanted"), DEFINITIONS, ids=[form for form, _, _ in DEFINITIONS])
def test_definitions(form: str, text: str, wanted: list[Any]) -> None:
    found = code(form, text).definitions

    assert [
        (
            one.kind,
            one.name,
            one.line,
            one.end,
            [(call.name, call.arguments, call.keywords) for call in one.decorators],
            one.bases,
            one.parameters,
        )
        for one in found
    ] == wanted


IMPORTS = (
    ("javascript", SCRIPT, [("m", "", "React", 1), ("m", "a", "b", 1), ("fs", "", "fs", 2), ("./side", "", "", 3)]),
    ("typescript", TYPED, [("@nestjs/common", "Get", "Get", 1)]),
    ("java", JAVA, [("a.b", "C", "C", 1), ("d.E", "*", "", 2)]),
    ("go", GO, [("net/http", "", "m", 3), ("fmt", "", "fmt", 4)]),
    ("csharp", CSHARP, [("A.B", "", "", 1), ("C.D", "", "X", 2)]),
    ("kotlin", KOTLIN, [("b", "C", "D", 2), ("e", "*", "", 3)]),
    ("php", PHP, [("A.B", "", "C", 2), ("D.E", "", "E", 3)]),
)


@pytest.mark.parametrize(("form", "text", "wanted"), IMPORTS, ids=[form for form, _, _ in IMPORTS])
def test_imports(form: str, text: str, wanted: list[Any]) -> None:
    assert [(one.module, one.name, one.alias, one.line) for one in code(form, text).imports] == wanted


def test_names_are_resolved_by_the_imports() -> None:
    module = code("go", GO)

    assert [call.line for call in module.calls_of("net/http.Get")] == [8]


SHELL = """\
#!/bin/bash
set -e
. ./env.sh
f() {
  A=b C="$D" curl -H 'x: "y"' "a b" c\\ d $X *.txt > out
}
if true; then
  f | xargs -n 1 \\
    rm "a\\"b" a"b"'c'
fi
export E=f
"""


def test_shell() -> None:
    module = code("shell", SHELL)

    assert [(one.name, one.arguments, one.keywords, one.line, one.scope) for one in module.calls] == [
        ("set", ("-e",), {}, 2, ()),
        (".", ("./env.sh",), {}, 3, ()),
        ("curl", ("-H", 'x: "y"', "a b", "c d", X("$X"), X("*.txt")), {"A": "b", "C": X('"$D"')}, 5, ("f",)),
        ("true", (), {}, 7, ()),
        ("f", (), {}, 8, ()),
        ("xargs", ("-n", "1", "rm", 'a"b', "abc"), {}, 8, ()),
        ("export", (X("E=f"),), {}, 11, ()),
    ]
    assert [(one.name, one.line, one.end) for one in module.definitions] == [("f", 4, 6)]
    assert [one.module for one in module.imports] == ["./env.sh"]


PARTIAL = (
    ("javascript", "f(1);\nclass {{{ ;\n", 2),
    ("java", "class A {\n  void f( { g(1); }\n}\n", 2),
    ("go", "package p\nfunc f( {\n}\n", 2),
    ("shell", "f 1\nif (( ;\n", 2),
)


@pytest.mark.parametrize(("form", "text", "line"), PARTIAL, ids=[form for form, _, _ in PARTIAL])
def test_what_is_not_understood_is_said_with_its_lines(form: str, text: str, line: int) -> None:
    assert line in code(form, text).partial


def test_a_grammar_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from govhooks.readers import grammars

    def missing(package: str, function: str) -> object:
        raise ImportError(package)

    monkeypatch.setattr(grammars, "load", missing)
    monkeypatch.setattr(grammars, "_parsers", {})
    (side,) = read("ruby", b"x = 1 # not read before\n")

    assert side.error == "Ruby is not judged here: install govhooks[languages]"


HOSTILE = (
    b"a ? b " * 5000,
    b"}{)(" * 10_000,
    b"(" * 300_000,
    b"x" + b".a()" * 3000,
    b"[" * 50_000 + b"]" * 50_000,
    b"f(" * 2000 + b")" * 2000,
    b"\xff\x00" * 50_000,
)


ENDLESS = (("javascript", b"->" * 3000), ("csharp", b"*/)" * 3000), ("shell", b")" * 50_000))


@pytest.mark.slow
@pytest.mark.parametrize(("form", "data"), ENDLESS, ids=[form for form, _ in ENDLESS])
def test_what_takes_too_many_steps_is_said(form: str, data: bytes) -> None:
    pytest.importorskip("tree_sitter_javascript")
    (side,) = read(form, data)

    assert side.error.endswith(": it takes too much to be parsed")


def test_what_takes_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from govhooks.readers import grammars

    pytest.importorskip("tree_sitter_java")
    monkeypatch.setattr(grammars, "_SECONDS", -1)
    (side,) = read("java", b"class A { void f() { g(); } } // too long\n" * 200)

    assert side.error == "not valid Java: it takes too much to be parsed"


DEEP = pytest.param(b"f(" * 5000 + b")" * 5000, marks=pytest.mark.slow)


@pytest.mark.parametrize("data", [*HOSTILE, DEEP], ids=range(len(HOSTILE) + 1))
def test_what_is_hostile_ends(data: bytes) -> None:
    pytest.importorskip("tree_sitter_javascript")
    (side,) = read("javascript", data)

    assert side.error or side.value.partial or side.value.calls or side.value.tree


def test_what_is_large_is_not_read() -> None:
    (side,) = read("go", b"x" * ((1 << 20) + 1))

    assert side.error == "larger than 1 MiB: not read"


NAMES = (("a.MJS", "javascript"), ("a.d.ts", "typescript"), ("b.tsx", "tsx"), ("Gemfile", "ruby"), (".bashrc", "shell"))


@pytest.mark.parametrize(("path", "form"), NAMES)
def test_names(path: str, form: str) -> None:
    assert format_of(path) == form
