"""go.mod and go.sum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

MOD = b"""module example.com/shop // us

go 1.21
toolchain go1.22.1

require example.com/one v1.0.0
require (
\t"example.com/two/v2" v2.1.0 // indirect
\texample.com/three v0.0.0-20260101000000-0123456789ab // indirect; why
\texample.com/four v1.0.0
\texample.com/five v1.0.0 // not indirect
\texample.com/six v1.0.0
\tbroken
)

replace (
\texample.com/four => example.org/fork v1.0.1
\texample.com/five v1.0.0 => ../five
\texample.com/six v9.9.9 => ../six
)
replace example.com/one => example.com/one v1.0.5
exclude example.com/bad v1.0.0
retract [v1.0.0, v1.1.0]
godebug (
\tdefault=go1.21
)
tool ()
what is this
"""
SUM = b"""example.com/one v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
example.com/one v1.0.0/go.mod h1:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB=
example.com/two v2.0.0+incompatible/go.mod h1:CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC=

broken line
"""


def test_go_mod() -> None:
    contents = read("go.mod", MOD)

    assert (contents.tool, contents.is_lock, contents.ecosystem) == ("go", True, "Go")
    assert contents.settings == {"module": "example.com/shop", "go": "1.21", "toolchain": "go1.22.1"}
    assert [(one.name, one.version, one.line, one.direct, one.source) for one in contents.packages] == [
        ("example.com/one", "v1.0.5", 21, True, ""),
        ("example.com/two/v2", "v2.1.0", 8, False, ""),
        ("example.com/three", "v0.0.0-20260101000000-0123456789ab", 9, False, ""),
        ("example.org/fork", "v1.0.1", 17, True, ""),
        ("example.com/five", "", 18, True, "path:../five"),
        ("example.com/six", "v1.0.0", 12, True, ""),
    ]
    assert contents.unread == (
        (13, "not a module and its version: broken"),
        (28, "a directive that Go does not know: what"),
    )


def test_go_sum() -> None:
    contents = read("go.sum", SUM)
    a, b, c = ("A" * 43, "B" * 43, "C" * 43)

    assert contents.is_lock is False
    assert [(one.name, one.version, one.line, one.groups, one.hashes) for one in contents.packages] == [
        ("example.com/one", "v1.0.0", 1, ("checksum",), (f"go.mod:h1:{b}=", f"h1:{a}=")),
        ("example.com/two", "v2.0.0+incompatible", 3, ("checksum",), (f"go.mod:h1:{c}=",)),
    ]
    assert contents.unread == ((5, "not a module, a version and a hash"),)


@pytest.mark.parametrize(
    ("path", "data"),
    [("go.mod", b"<html>\n"), ("go.mod", b"module a\nrequire (\n"), ("go.mod", b"\xff"), ("go.sum", b"<html>\n")],
)
def test_what_is_no_such_file(path: str, data: bytes) -> None:
    with pytest.raises(BadDocument):
        read(path, data)


@given(st.text('gorequi (){}=>/.\n"`v1\t', max_size=40))
def test_any_text_is_read_or_said(text: str) -> None:
    for path in ("go.mod", "go.sum"):
        try:
            contents = read(path, text.encode())
        except BadDocument:
            continue

        assert all(0 < one.line <= text.count("\n") + 1 for one in contents.packages)
