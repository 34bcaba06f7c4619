""".pre-commit-config.yaml."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

COMMIT = "0123456789" * 4
TEXT = f"""repos:
  - repo: https://github.com/a/b
    rev: v1.2.0
    hooks:
      - id: mypy
        additional_dependencies: [types-requests, "flask==3.0"]
  - repo: https://user:word@host/c
    rev: {COMMIT}  # frozen: v2.0
    hooks:
      - id: eslint
        additional_dependencies:
          - eslint@8.50.0
          - typescript
          - "@scope/x@^1"
      - id: rusty
        additional_dependencies: ["cli:cargo-deny:0.14.1"]
      - id: gopher
        additional_dependencies: [example.com/a/b@v1.0.0]
  - repo: local
    hooks:
      - id: ruby
        language: ruby
        additional_dependencies: ["rubocop:1.60.0", 3]
      - id: python
        language: python
        additional_dependencies: [./lib, "b ="]
  - repo: meta
    hooks: [{{id: identity}}]
  - rev: v1
  - repo: https://github.com/e/f
    rev: 1.0
""".encode()


def test_all_that_it_says() -> None:
    contents = read(".pre-commit-config.yaml", TEXT)
    found = [(one.ecosystem, one.name, one.version, one.wanted, one.line, one.groups) for one in contents.packages]

    assert (contents.tool, contents.ecosystem, contents.is_lock) == ("pre-commit", "pre-commit", False)
    assert found == [
        ("pre-commit", "https://github.com/a/b", "", "v1.2.0", 2, ()),
        ("PyPI", "types-requests", "", "", 6, ("mypy",)),
        ("PyPI", "flask", "3.0", "==3.0", 6, ("mypy",)),
        ("pre-commit", "https://host/c", COMMIT, COMMIT, 7, ()),
        ("npm", "eslint", "8.50.0", "8.50.0", 12, ("eslint",)),
        ("npm", "typescript", "", "", 13, ("eslint",)),
        ("npm", "@scope/x", "", "^1", 14, ("eslint",)),
        ("crates.io", "cargo-deny", "0.14.1", "0.14.1", 16, ("rusty",)),
        ("Go", "example.com/a/b", "v1.0.0", "v1.0.0", 18, ("gopher",)),
        ("RubyGems", "rubocop", "1.60.0", "1.60.0", 23, ("ruby",)),
        ("PyPI", "lib", "", "", 26, ("python",)),
    ]
    assert contents.packages[3].comment == "frozen: v2.0"
    assert contents.packages[-1].source == "path:./lib"
    assert [line for line, _ in contents.unread] == [23, 26, 29, 30]


@pytest.mark.parametrize("data", [b"", b"repos: 1\n", b"- a\n", b"repos: [\n"])
def test_what_is_no_such_file(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read(".pre-commit-config.yaml", data)
