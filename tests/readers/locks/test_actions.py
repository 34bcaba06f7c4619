"""Workflows and actions."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

COMMIT = "0123456789" * 4
WORKFLOW = f"""on: push
jobs:
  test:
    container: python:3.12
    services:
      db:
        image: postgres@sha256:{"ab" * 32}
      none: ""
    steps:
      - uses: actions/checkout@{COMMIT} # v4.1.1
      - uses: "owner/repo/path/to@v2"   # why
      - uses: ./local
      - uses: docker://alpine:3.19
      - run: echo uses@v1
      - uses: actions/cache
      - uses: actions/cache@${{{{ matrix.version }}}}
  call:
    uses: owner/repo/.github/workflows/x.yml@main
  built:
    container:
      image: ghcr.io/owner/image:${{{{ matrix.tag }}}}
  unknown:
    container: ${{{{ matrix.image }}}}
""".encode()
ACTION = b"""name: x
runs:
  using: composite
  steps:
    - uses: a/b@v1
"""
DOCKER = b"""runs:
  using: docker
  image: docker://ghcr.io/a/b:1
"""


def test_a_workflow() -> None:
    contents = read(".github/workflows/ci.yml", WORKFLOW)
    digest = f"sha256:{'ab' * 32}"

    assert (contents.tool, contents.ecosystem, contents.is_lock) == ("actions", "GitHub Actions", False)
    assert [(one.ecosystem, one.name, one.version, one.wanted, one.line, one.comment) for one in contents.packages] == [
        ("Docker", "python", "", "3.12", 4, ""),
        ("Docker", "postgres", digest, "", 7, ""),
        ("GitHub Actions", "actions/checkout", COMMIT, COMMIT, 10, "v4.1.1"),
        ("GitHub Actions", "owner/repo/path/to", "", "v2", 11, "why"),
        ("Docker", "alpine", "", "3.19", 13, ""),
        ("GitHub Actions", "owner/repo/.github/workflows/x.yml", "", "main", 18, ""),
        ("Docker", "ghcr.io/owner/image", "", "${{ matrix.tag }}", 21, ""),
    ]
    assert [line for line, _ in contents.unread] == [15, 16, 23]


def test_an_action() -> None:
    assert [(one.name, one.line) for one in read("x/action.yml", ACTION).packages] == [("a/b", 5)]
    assert [(one.name, one.wanted) for one in read("action.yaml", DOCKER).packages] == [("ghcr.io/a/b", "1")]


@pytest.mark.parametrize("data", [b"", b"a: 1\n", b"jobs: x\n", b"- a\n", b"jobs: [\n"])
def test_what_is_no_workflow(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read(".github/workflows/ci.yml", data)
