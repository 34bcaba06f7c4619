"""Large and odd texts: a reader that takes quadratic time for one of them would take minutes."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

N = 20_000
TEXTS = {
    "one long line": "a" * 5 * N,
    "spaces": "a:" + " " * 5 * N + "b",
    "spaces before a sign": "a: b" + (" " * 50 + "x") * (N // 10) + " #",
    "quotes": '"' * N,
    "single quotes": "a: '" + "''" * N,
    "backslashes": '"' + "\\" * N,
    "commas": "a@1" + ", b@2" * N + ":\n",
    "colons": "a" + ":" * 5 * N,
    "brackets": "{" * N,
    "many entries": "".join(f'a{number}@1:\n  version "1.0"\n' for number in range(N // 4)),
    "many lines": "a\n" * N,
    "many indented lines": "GEM\n  specs:\n    a (1)\n" + "      b (> 1)\n" * N,
    "blank lines": "\n" * 5 * N,
    "gems": "gem 'a'\n" * (N // 2),
    "one gem, many arguments": "gem 'a'" + ", '1'" * N,
    "one gem that never ends": "gem 'a',\n" * (N // 2),
    "a gem with options": "gem 'a'" + ", b: 'c'" * (N // 2) + " $",
    "groups": "group :a do\n" * 2000,
    "a long group": "group " + ":a, " * N,
    "conditions": "gem 'a' " + "if " * N,
    "keys of a map": "%{" + '"a": ' * N,
    "tuples": "%{" + '"a": {:hex, :a, "1.0"},\n' * (N // 4) + "}",
    "flow": "a: {" + "b: c, " * N + "}",
    "a list": "a:\n" + "  - b\n" * N,
    "a block": "a: >-\n" + "  b\n" * N,
    "blocks": "".join(f"a{number}: >-\n  b\n\n" for number in range(N // 6)),
    "deep": "".join(" " * level + "a:\n" for level in range(500)),
    "metadata": "__metadata:\n  version: 8\n" + "".join(f'"a@npm:{n}":\n  resolution: "a@npm:1"\n' for n in range(N // 10)),
    "peers": "lockfileVersion: '9.0'\npackages:\n  a@1: {}\nsnapshots:\n"
    + "".join(f"  a@1(b@{n}):\n    dependencies:\n      c{n}: 1.0.0\n" for n in range(N // 6)),
    "slashes": "lockfileVersion: 5.4\npackages:\n  " + "/a" * N + ": {}\n",
}  # fmt: skip
PATHS = ("yarn.lock", "pnpm-lock.yaml", "Gemfile", "Gemfile.lock", "mix.lock", "gradle.lockfile")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", TEXTS)
def test_it_is_read_or_refused(name: str, path: str) -> None:
    try:
        read(path, TEXTS[name].encode())
    except BadDocument:
        return
