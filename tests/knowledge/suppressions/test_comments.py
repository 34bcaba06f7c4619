"""Comments are told from strings in any language, whatever the text, and in good time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import each

from govhooks.knowledge.suppressions.comments import comments, family

TEXTS = [
    ("a.py", "x = '#'  # a\n# b\n", [(1, "a", False), (2, "b", True)]),
    ("a.py", 'x = f"{y}#" # a', [(1, "a", False)]),
    ("a.py", "'''\n# no\n''' # a", [(3, "a", False)]),
    ("a.py", 'x = "a\\" # no"  # yes', [(1, "yes", False)]),
    ("a.c", "int x; /* a\n * b\n */ // c\n", [(1, "a", False), (2, "b", True), (3, "", True), (3, "c", False)]),
    ("a.ts", "x = a / b; // c\ny = /'/.test(z) // d\n", [(1, "c", False), (2, "d", False)]),
    ("a.sh", "echo a#b # c\n", [(1, "c", False)]),
    ("a.yml", "a: don't # b\nc: isn't\n", [(1, "b", False)]),
    ("a.yml", "run: |\n  # no\n\n  x # no\nb: 1 # c\n", [(5, "c", False)]),
    ("a.yml", "- run: >-\n    # no\n  # a\n  env: 1 # b\n", [(3, "a", True), (4, "b", False)]),
    ("a.yml", "a: | # b\n  # no\nb: &x !!str >-\n  # no\n\"a#b\": |\n  # no\n# a\n", [(7, "a", True)]),
    ("Dockerfile", "RUN <<EOF\n# no\nEOF\n# a\n", [(4, "a", True)]),
    ("a.go", "x := `// no` // a\n", [(1, "a", False)]),
    ("a.sh", "cat <<EOF\n# no\nEOF\nx # a\n", [(4, "a", False)]),
    ("a.sh", "cat <<-'END OF' # b\n# c\n", [(1, "b", False), (2, "c", True)]),
    ("a.sh", "cat <<-'TXT' | sh\n\t# no\n\tTXT\n# a\n", [(4, "a", True)]),
    ("a.sh", "x=$((1 << N)) # a\ny <<<EOF # b\n# c\n", [(1, "a", False), (2, "b", False), (3, "c", True)]),
    ("a.toml", 'a = """\n# no\n""" # b\n', [(3, "b", False)]),
    ("a.php", "<?php #[Attr]\n# a\n// b\n", [(2, "a", True), (3, "b", True)]),
    ("a.vue", "<a href='http://x'> <!-- a -->\n// b\n", [(1, "a", False), (2, "b", True)]),
    ("a.jsx", "{/* a */}\n", [(1, "a", True)]),
    ("a.ini", "; a\nb = c ; d\n", [(1, "a", True), (2, "d", False)]),
    ("a.sql", "-- a\n", [(1, "a", True)]),
    ("run", "#!/bin/sh\nx=1 # a\n", [(2, "a", False)]),
    ("a.txt", "# a\n", []),
    ("a.json", "// a\n", []),
]  # fmt: skip


@each(TEXTS)
def test_comments_of_languages(path: str, text: str, wanted: list[tuple[int, str, bool]]) -> None:
    assert [(one.line, one.text, one.alone) for one in comments(path, text)] == wanted


def test_families() -> None:
    names = ("a.PY", "src\\a.go", "Dockerfile", "Dockerfile.dev", "Jenkinsfile", ".env.local", "x", "a.b.tf", "a.rst")

    assert [family(name) for name in names] == [
        *("python", "go", "shell", "shell", "slashes", "hash", "unknown", "hcl", ""),
    ]


ALPHABET = st.sampled_from(
    [
        "'",
        '"',
        "`",
        "#",
        "//",
        "/*",
        "*/",
        "<!--",
        "-->",
        "\\",
        "\n",
        " ",
        "x",
        "=",
        "/",
        "[",
        "]",
        "```",
        "<<A",
        "A",
        ": |\n",
        "- ",
        "  ",
    ]
)
PATHS = (
    "a.py",
    "a.c",
    "a.ts",
    "a.php",
    "a.sh",
    "a.ini",
    "a.tf",
    "a.go",
    "a.yml",
    "a.sql",
    "a.html",
    "a.md",
    "a.unknown",
)


@given(st.lists(ALPHABET, max_size=40).map("".join), st.sampled_from(PATHS))
def test_any_text_has_comments_within_its_lines(text: str, path: str) -> None:
    lines = text.split("\n")

    for one in comments(path, text):
        assert 1 <= one.line <= len(lines)
        assert one.text in lines[one.line - 1]


@pytest.mark.parametrize(
    "piece",
    [
        "'",
        '"',
        "`",
        '"""',
        "'''",
        "/*",
        "<!--",
        "=/",
        "=/[",
        "=/[a",
        "\\",
        "<<A\n",
        "{/*",
        "# ",
        "```\n",
        "@a ",
        "a: |\n ",
        "- a: |\n",
        "<<EOF\n",
        "<<'E'\n",
        "a: |\n\n\n",
        "!: ",
        ": &x ",
        ":  ",
    ],
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    started = time.process_time()
    for path in PATHS:
        list(comments(path, "x " + piece * (60_000 // len(piece))))

    assert time.process_time() - started < 5, piece
