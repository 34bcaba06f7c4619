"""Test data and packages."""

from __future__ import annotations

import pytest

from govhooks.core.places import is_bundled, written
from govhooks.core.places import test_data as is_among

GLOBS = ("test/", "tests/", "example/", "examples/", "docs/", "*Test.java")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/app.py", True),
        ("a/Tests/app.py", True),
        ("examples/src/main/java/org/shop/A.java", True),
        ("src/test/java/org/shop/A.java", True),
        ("src/main/java/org/shop/ATest.java", True),
        ("src/main/java/org/example/A.java", False),
        ("server/src/main/kotlin/com/example/docs/tests/A.kt", False),
        ("src/jvmMain/kotlin/example/A.kt", False),
        ("app/org/example/web/A.java", False),
        ("com/examples/A.scala", False),
        ("com/examples/a.py", True),
        ("org/example/docs/A.java", True),
        ("src/main/resources/examples/a.yml", True),
        ("src/app.py", False),
    ],
)
def test_folders_of_a_package_are_no_places(path: str, expected: bool) -> None:
    assert is_among(GLOBS)(path) is expected


def test_nothing_is_test_data_without_globs() -> None:
    assert not is_among(())("tests/app.py")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a();" * 10_000, True),
        (b"/* licence */\n" + b"a();" * 10_000 + b"\n", True),
        (b"a();\n" * 10_000, False),
        (b"a();" * 1_000, True),
        (b"a();" * 300, False),
        (b"a_name = a_call(an_argument, another) or nothing; " * 100, False),
        (b'import{r as e}from"./vendor-S-ySWqyJ.js";' * 60 + b"\n//# sourceMappingURL=a.js.map\n", True),
        (b"", False),
    ],
)
def test_what_a_bundler_wrote(data: bytes, expected: bool) -> None:
    assert is_bundled(data) is expected


def test_a_wide_line_hides_nothing_but_itself() -> None:
    assert written(b"a\n" + b"b" * 50_000 + b"\nc") == b"a\nc"
    assert written(b"a\n" + b"b" * 1_000 + b"\nc") == b"a\n" + b"b" * 1_000 + b"\nc"
