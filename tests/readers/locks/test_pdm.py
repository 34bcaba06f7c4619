"""pdm.lock."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

TEXT = b"""[metadata]
groups = ["default", "dev"]
lock_version = "4.5.1"

[[metadata.targets]]
requires_python = ">=3.11"

[[package]]
name = "httpx"
version = "0.28.1"
groups = ["default", "dev"]
dependencies = [
    "anyio",
    "idna>=2; os_name == 'nt'",
]
files = [
    {file = "httpx.whl", hash = "sha256:bb"},
    {file = "httpx.tar.gz", hash = "sha256:aa"},
]

[[package]]
name = "httpx"
version = "0.28.1"
extras = ["http2"]
groups = ["dev"]
dependencies = ["h2<5", "httpx==0.28.1"]

[[package]]
name = "lib"
version = "0.1"
git = "https://host/lib.git"
ref = "main"
revision = "0123abc"
groups = ["dev"]
marker = "os_name == 'nt'"

[[package]]
name = "local"
path = "./local"

[[package]]
name = "broken"
"""
OLD = b"""[[package]]
name = "httpx"
version = "0.1"

[metadata]
lock_version = "4.0"

[metadata.files]
"httpx 0.1" = [
    {url = "https://host/httpx.whl", hash = "sha256:bb"},
]
"""


def test_today() -> None:
    contents = read("pdm.lock", TEXT)
    httpx, lib, local = contents.packages

    assert contents.tool == "pdm"
    assert (httpx.line, httpx.groups, httpx.requires, httpx.extras) == (8, (), ("anyio", "h2", "idna"), ("http2",))
    assert httpx.hashes == ("sha256:aa", "sha256:bb")
    assert (lib.source, lib.groups, lib.marker) == ("git:https://host/lib.git@0123abc", ("dev",), "os_name == 'nt'")
    assert (local.source, local.version) == ("path:./local", "")
    assert contents.unread == ((41, "broken: it has no version"),)


def test_hashes_apart() -> None:
    assert read("pdm.dev.lock", OLD).packages[0].hashes == ("sha256:bb",)


@pytest.mark.parametrize("data", [b"", b"[[package]]\nname = 'a'\n", b"metadata = 3\n"])
def test_what_is_no_such_lock(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read("pdm.lock", data)
