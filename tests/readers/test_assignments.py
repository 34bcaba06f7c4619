"""What source code assigns to names, in every language."""

from __future__ import annotations

import pytest

from govhooks.readers import read
from govhooks.readers.assignments import assignments
from govhooks.readers.code import Expression


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("python", "a = 1\nb: str = 'x'\nc['k'] = [1, 'y']\nd.e = {'f': True}\ng += f(1)\n", [("a", 1), ("b", "x"), ("c.k", [1, "y"]), ("d.e", {"f": True}), ("g", Expression("f(1)"))]),
        ("python", "a = b = dict(x=1)\n(c, d) = 1, 2\n", [("a", {"x": 1}), ("b", {"x": 1})]),
        ("javascript", "const a = 1; b.c = 'x'; d['e'] = true; f ||= 2\n", [("a", 1), ("b.c", "x"), ("d.e", True)]),
        ("javascript", "const a = { b: { c: 1 } }\n", [("a", {"b": {"c": 1}}), ("a.b", {"c": 1}), ("a.b.c", 1)]),
        ("typescript", "class A { x = 1; }\n", [("x", 1)]),
        ("go", 'package a\nvar x = 1\nconst y = "z"\nfunc f() { a, b := 1, 2; c.D = true }\n', [("x", 1), ("y", "z"), ("a", 1), ("b", 2), ("c.D", True)]),
        ("go", 'package a\nvar x = T{Y: 1}\n', [("x", {"Y": 1}), ("x.T.Y", 1)]),
        ("java", 'class A { int x = 1; void f() { this.y = "z"; } }\n', [("x", 1), ("this.y", "z")]),
        ("csharp", 'class A { void f() { o.X = true; var y = 1; } }\n', [("o.X", True), ("y", 1)]),
        ("csharp", 'const string A = "b";\nclass C { const string D = "e"; }\n', [("A", "b"), ("D", "e")]),
        ("kotlin", 'const val A = "b"\nclass C { private val d: String = "e" }\nfun f() { val g = "h" }\n', [("A", "b"), ("d", "e"), ("g", "h")]),
        ("ruby", "x = 1\nC.y = 'z'\n", [("x", 1), ("C.y", "z")]),
        ("php", '<?php $x = 1; $a["k"] = "v"; return ["b" => ["c" => 2]];\n', [("x", 1), ("a.k", "v"), ("b", {"c": 2}), ("b.c", 2)]),
    ],
)  # fmt: skip
def test_assignments(form: str, text: str, expected: list[tuple[str, object]]) -> None:
    (side,) = read(form, text.encode())
    assert not side.error

    found = [(one.name, one.value) for one in assignments(side.value)]

    assert [one for one in expected if one not in found] == []
    assert all(1 <= one.line <= one.end for one in assignments(side.value))
