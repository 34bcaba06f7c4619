"""Pipfile and Pipfile.lock."""

from __future__ import annotations

import json

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

MANIFEST = b"""[[source]]
name = "pypi"
url = "https://pypi.org/simple"

[[source]]
name = "internal"
url = "https://user:word@host/simple"

[packages]
httpx = {version = ">=0.23", extras = ["http2"], index = "internal"}
idna = "==3.4"
lib = {git = "https://host/lib.git", ref = "main"}
local = {path = "./local", editable = true, sys_platform = "== 'win32'"}
odd = 3

[dev-packages]
pytest = "*"

[docs]
sphinx = "*"

[requires]
python_version = "3.12"
"""
LOCK = {
    "_meta": {
        "hash": {"sha256": "00"},
        "sources": [{"name": "pypi", "url": "https://host/simple"}, {"name": "more", "url": "https://more/simple"}],
    },
    "default": {
        "httpx": {"hashes": ["sha256:bb", "sha256:aa"], "index": "pypi", "markers": "x", "version": "==0.28.1"},
        "lib": {"git": "https://host/lib.git", "ref": "0123abc"},
    },
    "develop": {"httpx": {"hashes": ["sha256:aa", "sha256:bb"], "index": "pypi", "version": "==0.28.1"}, "odd": 3},
}


def test_the_manifest() -> None:
    contents = read("Pipfile", MANIFEST)

    assert (contents.tool, contents.is_lock) == ("pipenv", False)
    assert contents.settings == {"extra-index": "https://host/simple"}
    assert [(one.name, one.version, one.wanted, one.groups, one.line, one.source) for one in contents.packages] == [
        ("httpx", "", ">=0.23", (), 10, "registry:https://host/simple"),
        ("idna", "3.4", "==3.4", (), 11, ""),
        ("lib", "", "", (), 12, "git:https://host/lib.git@main"),
        ("local", "", "", (), 13, "path:./local"),
        ("pytest", "", "*", ("dev",), 17, ""),
        ("sphinx", "", "*", ("docs",), 20, ""),
    ]
    assert contents.packages[0].extras == ("http2",)
    assert contents.packages[3].marker == "sys_platform == 'win32'"
    assert contents.unread == ((14, "`odd` is neither a version nor a table"),)


def test_the_lock() -> None:
    contents = read("Pipfile.lock", json.dumps(LOCK, indent=4).encode())
    httpx, lib = contents.packages

    assert contents.is_lock
    assert contents.settings == {"index": "https://host/simple", "extra-index": "https://more/simple"}
    assert (httpx.version, httpx.wanted, httpx.groups, httpx.direct) == ("0.28.1", "", (), None)
    assert (httpx.hashes, httpx.marker) == (("sha256:aa", "sha256:bb"), "x")
    assert (lib.version, lib.source) == ("", "git:https://host/lib.git@0123abc")
    assert [why for _, why in contents.unread] == ["`odd` is neither a version nor a table"]


@pytest.mark.parametrize(("path", "data"), [("Pipfile", b"[a"), ("Pipfile.lock", b"{}"), ("Pipfile.lock", b"[]")])
def test_what_is_no_such_file(path: str, data: bytes) -> None:
    with pytest.raises(BadDocument):
        read(path, data)
