"""Dockerfiles: dockerfile-parse is the oracle of instructions and where they begin, a table says the rest."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.readers import format_of, read

TEXT = b"""\
# syntax=docker/dockerfile:1
# escape=\\

# FROM nothing
ARG VERSION=3.12 EMPTY
FROM --platform=linux/amd64 python:${VERSION}@sha256:abc AS build
ENV PORT=80 \\
    # a comment
    NAME="a b"  \\

    PATH=/x:$PATH E\\ F=g\\ h Q='x y'z
ENV OLD the rest = of it
LABEL "a.b"="c \\"d\\""
copy --from=build --chown=1:1 a b \\
  /to/
ADD ["a b", "c"]
RUN --mount=type=secret,id=x pip install \\
  -r requirements.txt && \\
  make x
RUN <<EOF
apt-get update
FROM nothing
EOF
COPY <<-'A' <<B /x/
one
	A
two
B
USER root
EXPOSE 80 443/tcp
VOLUME ["/data"]
HEALTHCHECK --interval=5m CMD curl x
ENTRYPOINT ["python", "-m", "x"]
CMD echo "hi"
ONBUILD RUN make
"""
VALUE: list[dict[str, Any]] = [
    {"ARG": {"VERSION": "3.12", "EMPTY": None}},
    {"FROM": {"--platform": "linux/amd64", "image": "python:${VERSION}@sha256:abc", "as": "build"}},
    {"ENV": {"PORT": "80", "NAME": "a b", "PATH": "/x:$PATH", "E F": "g h", "Q": "x yz"}},
    {"ENV": {"OLD": "the rest = of it"}},
    {"LABEL": {"a.b": 'c "d"'}},
    {"COPY": {"--from": "build", "--chown": "1:1", "sources": ["a", "b"], "to": "/to/"}},
    {"ADD": {"sources": ["a b"], "to": "c"}},
    {"RUN": {"--mount": "type=secret,id=x", "command": "pip install   -r requirements.txt &&   make x"}},
    {"RUN": {"command": "<<EOF", "files": ["apt-get update\nFROM nothing"]}},
    {"COPY": {"sources": ["<<-'A'", "<<B"], "to": "/x/", "files": ["one", "two"]}},
    {"USER": "root"},
    {"EXPOSE": ["80", "443/tcp"]},
    {"VOLUME": ["/data"]},
    {"HEALTHCHECK": {"--interval": "5m", "command": "curl x"}},
    {"ENTRYPOINT": {"command": ["python", "-m", "x"]}},
    {"CMD": {"command": 'echo "hi"'}},
    {"ONBUILD": {"RUN": {"command": "make"}}},
]
LINES = (
    ((0,), 5),
    ((1, "FROM", "as"), 6),
    ((2, "ENV", "PORT"), 7),
    ((2, "ENV", "NAME"), 9),
    ((2, "ENV", "PATH"), 11),
    ((3, "ENV", "OLD"), 12),
    ((5, "COPY", "to"), 15),
    ((7, "RUN"), 17),
    ((8, "RUN"), 20),
    ((9, "COPY", "to"), 24),
    ((10, "USER"), 29),
    ((16, "ONBUILD", "RUN", "command"), 35),
)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_values_and_lines(end: bytes) -> None:
    (side,) = read("dockerfile", TEXT.replace(b"\n", end))

    assert repr(side.value).replace("\\r", "") == repr(VALUE)
    assert [(path, side.lines[path]) for path, _ in LINES] == list(LINES)


def test_another_escape() -> None:
    (side,) = read("dockerfile", b"# escape=`\nFROM x\nENV A=c:\\x B=d`\n E=f\nRUN a `\n\\b\n")

    assert side.value[1:] == [{"ENV": {"A": "c:\\x", "B": "d", "E": "f"}}, {"RUN": {"command": "a \\b"}}]


_LINES = st.sampled_from(
    [
        "FROM a",
        "RUN b \\\n c",
        "# d",
        "",
        "ENV A=b \\\n# x\n C=d",
        'CMD ["e"]',
        "  RUN f \\\n g",
        "USER h",
        "label i=j",
    ]
)


@given(lines=st.lists(_LINES, max_size=8))
def test_instructions_are_those_of_dockerfile_parse(lines: list[str]) -> None:
    parser = pytest.importorskip("dockerfile_parse").DockerfileParser(fileobj=io.BytesIO())
    text = "\n".join(["FROM z", *lines]) + "\n"
    parser.content = text
    (side,) = read("dockerfile", text.encode())

    wanted = [one for one in parser.structure if one["instruction"] != "COMMENT"]
    assert [next(iter(one)) for one in side.value] == [one["instruction"] for one in wanted]
    assert [side.line((index,)) - 1 for index in range(len(side.value))] == [one["startline"] for one in wanted]


BROKEN = (
    (b"FROM x\nRUNN y\n", 2, "unknown instruction `RUNN`"),
    (b"\n{{ x }}\n", 2, "unknown instruction `{{ x }}`"),
    (b"FROM x\nRUN <<A\nb\n", 2, "a here-document that does not end: A"),
    (b"ONBUILD ONBUILD RUN x\n", 1, "ONBUILD within ONBUILD"),
    (b"FROM \xff\n", 1, "not UTF-8"),
)


@pytest.mark.parametrize(("data", "line", "error"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_said_with_its_line(data: bytes, line: int, error: str) -> None:
    (side,) = read("dockerfile", data)

    assert error in side.error
    assert side.error_line == line


HOSTILE = (
    b"FROM x\n" + b"RUN a \\\n" * 50_000,
    b"ENV " + b"A=b " * 50_000,
    b"RUN [" + b"[" * 50_000,
    b"ENV A=" + b'"' * 50_001,
    b"ENV A=" + b"\\" * 50_001,
    b"RUN " + b"<<A " * 1000 + b"\n" + b"A\n" * 1000,
)


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_hostile_ends(data: bytes) -> None:
    (side,) = read("dockerfile", data)

    assert side.value or side.error


@pytest.mark.parametrize("path", ["Dockerfile", "a/dockerfile.dev", "x.Dockerfile", "Containerfile"])
def test_names(path: str) -> None:
    assert format_of(path) == "dockerfile"
