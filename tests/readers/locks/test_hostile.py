"""Texts that are made to cost time or memory: a reader that takes more than linear time for one of them would take minutes."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

N = 30_000
_ALL = ", ".join(f'{{include-group = "g{n}"}}' for n in range(60))
# What it is -> (the file, its text, how many packages are read; None for a text that is refused).
TEXTS: dict[str, tuple[str, str, int | None]] = {
    "blanks": ("requirements.txt", "a" + " " * 10 * N + "b", None),
    "blanks before a comment": ("requirements.txt", "a" + (" " * 50 + "x") * (N // 10) + " #", None),
    "hashes": ("requirements.txt", "a==1 " + "--hash " * N, 1),
    "signs of comments": ("requirements.txt", "a" + " #" * 5 * N, 1),
    "lines that go on": ("requirements.txt", "a \\\n" * N, None),
    "reasons": ("requirements.txt", "a==1\n    # via\n" + "    #   b\n" * N, 1),
    "options": ("requirements.txt", "a\n-" + "a" * 10 * N, 1),
    "a path": ("requirements.txt", "a\n./" + "a-1" * N + ".zip", 1),
    "parentheses": ("requirements.txt", "a\na; " + "(" * 4000 + "x" + ")" * 4000, 1),
    "variables that double": ("Dockerfile", "ARG A=xx\n" + "ARG A=$A$A\n" * 200 + "FROM $A\n", 0),
    "variables in variables": ("Dockerfile", "FROM " + "${A:-" * 2000 + "\n", 0),
    "mounts": ("Dockerfile", "FROM a\nRUN " + "--mount=from=b,a=b " * (N // 10), 500 + 27),
    "a mount that goes on": ("Dockerfile", "FROM a\nRUN --mount=a=b " + "\\\n" * N, 1),
    "slashes": ("go.mod", "module a\nrequire a v1 " + " " * N + "/ " * N, 0),
    "replacements": ("go.mod", "module a\nrequire a v1\n" + "replace a => b v1\n" * N, 1),
    "sums": ("go.sum", "a v1 h1:AAAA=\n" * N, 1),
    "a comment": (".github/workflows/a.yml", "jobs: {a: {uses: a/b/c.yml@d}} #" + " x" * N, 1),
    "groups in groups": (
        "pyproject.toml",
        "[dependency-groups]\n" + "".join(f'g{n} = ["a", {{include-group = "g{n + 1}"}}]\n' for n in range(1000)),
        1000,
    ),
    "groups of each other": (
        "pyproject.toml",
        "[dependency-groups]\n" + "".join(f"g{n} = [{_ALL}]\n" for n in range(60)),
        0,
    ),
    "groups of a lock": (
        "uv.lock",
        'version = 1\n[[package]]\nname = "r"\nsource = { virtual = "." }\n[package.dev-dependencies]\n'
        + "".join(f'g{n} = [\n    {{ name = "a0" }},\n]\n' for n in range(1000))
        + "".join(
            f'[[package]]\nname = "a{n}"\nversion = "1"\ndependencies = [\n    {{ name = "a{n + 1}" }},\n]\n'
            for n in range(1000)
        ),
        1000,
    ),
    "headers": ("poetry.lock", "[[package]]\n" * (N // 10) + "[metadata]\na = 1\n", 0),
    "tables between": ("Cargo.lock", "[a]\n[[package]]\n" * (N // 20), None),
}


@pytest.mark.parametrize("case", TEXTS)
def test_it_ends(case: str) -> None:
    path, text, packages = TEXTS[case]
    if packages is None:
        with pytest.raises(BadDocument):
            read(path, text.encode())
    else:
        assert len(read(path, text.encode()).packages) == packages
