"""Dockerfiles and compose files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import images, read

DIGEST = f"sha256:{'ab' * 32}"
DOCKERFILE = f"""# syntax=docker/dockerfile:1.7
ARG PYTHON=3.12
ARG BASE=python:${{PYTHON}}-slim
ARG UNSET
FROM --platform=linux/amd64 ${{BASE}} AS Build
ARG PYTHON=9
FROM ghcr.io/a/b:1@{DIGEST}
FROM build as second
FROM registry:5000/x
FROM $UNSET
FROM alpine:$UNSET
FROM node:${{NODE:-20}}
FROM scratch
COPY --from=build /a /b
COPY --from=0 /a /b
COPY --from=busybox:1 /a /b
RUN --mount=type=bind,from=tools:2,target=/x \\
    --mount=from=more:3 --mount=type=cache,target=/x make
RUN --mount=type=cache,target=/x make
""".encode()
COMPOSE = b"""services:
  web:
    build: .
    image: ours/web
  db:
    image: postgres:${PG:-16}
  tag:
    image: redis:${TAG}
  name:
    image: ${REGISTRY}/a:1
  odd:
    image: 3
"""


def test_a_dockerfile() -> None:
    contents = read("Dockerfile", DOCKERFILE)

    assert (contents.tool, contents.ecosystem) == ("docker", "Docker")
    assert [(one.name, one.wanted, one.version, one.line, one.groups) for one in contents.packages] == [
        ("docker/dockerfile", "1.7", "", 1, ("syntax",)),
        ("python", "3.12-slim", "", 5, ()),
        ("ghcr.io/a/b", "1", DIGEST, 7, ()),
        ("registry:5000/x", "", "", 9, ()),
        ("alpine", "$UNSET", "", 11, ()),
        ("node", "20", "", 12, ()),
        ("busybox", "1", "", 16, ()),
        ("tools", "2", "", 17, ()),
        ("more", "3", "", 18, ()),
    ]
    assert contents.packages[1].marker == "linux/amd64"
    assert contents.packages[2].hashes == (DIGEST,)
    assert contents.unread == ((10, "which image is not known: $UNSET"),)


def test_a_compose_file() -> None:
    contents = read("docker-compose.dev.yml", COMPOSE)

    assert [(one.name, one.wanted, one.line) for one in contents.packages] == [
        ("postgres", "16", 6),
        ("redis", "${TAG}", 8),
    ]
    assert [line for line, _ in contents.unread] == [10, 12]


@pytest.mark.parametrize("image", ["a@b", "a@sha256:12", "a b", "", "$A", "a@$B", "/a", "https://host/a", "a//b"])
def test_what_names_no_image(image: str) -> None:
    with pytest.raises(ValueError, match="image"):
        images.refer(image, 1)


VARIABLES = {
    "$A": "1",
    "${A}": "1",
    "${A:-2}": "1",
    "${E:-2}": "2",
    "${E-2}": "",
    "${N-2}": "2",
    "${N:-${A}}": "1",
    "${A:+x}": "x",
    "${N:+x}": "",
    "${N}": "${N}",
    "a-$N.b": "a-$N.b",
    "${N:?say}": "${N:?say}",
}


@pytest.mark.parametrize("text", VARIABLES)
def test_variables(text: str) -> None:
    assert images.substituted(text, {"A": "1", "E": ""}) == VARIABLES[text]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("Dockerfile", b"RUN make\n"),
        ("Dockerfile", b"WHAT is this\n"),
        ("compose.yml", b"a: 1\n"),
        ("compose.yml", b"- a\n"),
        ("compose.yml", b"services: [\n"),
    ],
)
def test_what_is_no_such_file(path: str, data: bytes) -> None:
    with pytest.raises(BadDocument):
        read(path, data)


@given(st.text("ab1:/@.${}-+? \n", max_size=40))
def test_any_reference_is_read_or_said(text: str) -> None:
    found = images.Images()
    found.add(images.substituted(text, {"a": "b", "b": "${a}"}), 1)

    assert len(found.packages) + len(found.unread) == 1
