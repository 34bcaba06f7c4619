"""uv.lock."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

TEXT = b"""version = 1
revision = 3
requires-python = ">=3.12"

[options]
exclude-newer = "2026-11-20T00:00:00Z"
exclude-newer-span = "P7D"

[manifest]
members = ["shop", "tools"]

[[package]]
name = "shop"
version = "0.1.0"
source = { editable = "." }
dependencies = [
    { name = "httpx", extra = ["http2"] },
]

[package.optional-dependencies]
web = [
    { name = "flask" },
]

[package.dev-dependencies]
dev = [
    { name = "pytest" },
    { name = "h2" },
]

[[package]]
name = "tools"
source = { virtual = "tools" }

[[package]]
name = "httpx"
version = "0.28.1"
source = { registry = "https://pypi.org/simple" }
dependencies = [
    { name = "idna", marker = "os_name == 'nt'" },
]
sdist = { url = "https://h/httpx.tar.gz", hash = "sha256:bb", size = 1, upload-time = "2026-02-02T00:00:00Z" }
wheels = [
    { url = "https://h/httpx.whl", hash = "sha256:aa", size = 1, upload-time = "2026-02-01T00:00:00Z" },
]

[package.optional-dependencies]
http2 = [
    { name = "h2" },
]

[[package]]
name = "idna"
version = "3.4"
source = { registry = "https://host/simple" }

[[package]]
name = "h2"
version = "4.0"
source = { git = "https://user:word@host/h2.git?rev=v4#0123abc" }

[[package]]
name = "flask"
version = "3.0"
source = { url = "https://host/flask.whl" }
resolution-markers = [
    "os_name == 'nt'",
]
dependencies = [
    { name = "werkzeug" },
]

[[package]]
name = "werkzeug"
source = { directory = "../werkzeug" }

[[package]]
name = "pytest"
version = "8.0"
source = { registry = "https://pypi.org/simple" }

[[package]]
version = "8.0"

[[package]]
name = "odd"
version = 8
"""


def test_all_that_it_says() -> None:
    contents = read("uv.lock", TEXT)
    found = {one.name: one for one in contents.packages}

    assert (contents.tool, contents.is_lock) == ("uv", True)
    assert contents.settings == {"python": ">=3.12", "cooldown": "P7D"}
    assert contents.unread == ((82, "a package without a name"), (85, "odd: its version is no text"))
    assert {name: (one.version, one.line, one.direct, one.groups, one.source) for name, one in found.items()} == {
        "httpx": ("0.28.1", 35, True, (), ""),
        "idna": ("3.4", 52, False, (), "registry:https://host/simple"),
        "h2": ("4.0", 57, True, (), "git:https://host/h2.git@0123abc"),
        "flask": ("3.0", 62, True, ("web",), "url:https://host/flask.whl"),
        "werkzeug": ("", 73, False, ("web",), "path:../werkzeug"),
        "pytest": ("8.0", 77, True, ("dev",), ""),
    }
    assert found["httpx"].hashes == ("sha256:aa", "sha256:bb")
    assert found["httpx"].requires == ("h2", "idna")
    assert found["httpx"].uploaded == "2026-02-01T00:00:00Z"
    assert found["flask"].marker == "os_name == 'nt'"


MANIFESTS = {
    b'[manifest]\nrequirements = [{ name = "a", specifier = "==1" }]\n': {"a": (True, ()), "b": (False, ())},
    b'[manifest.dependency-groups]\ndev = [{ name = "a" }]\n': {"a": (True, ("dev",)), "b": (False, ("dev",))},
    b"": {"a": (None, ()), "b": (None, ())},
}


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_a_script_and_a_workspace_that_is_no_project(manifest: bytes) -> None:
    text = b"version = 1\n" + manifest
    text += b'[[package]]\nname = "a"\nversion = "1"\ndependencies = [\n    { name = "b" },\n]\n'
    text += b'[[package]]\nname = "b"\nversion = "1"\n'

    assert {one.name: (one.direct, one.groups) for one in read("job.py.lock", text).packages} == MANIFESTS[manifest]


@pytest.mark.parametrize("data", [b"", b"[[package]]\nname = 'a'\n", b"version = [", b"package = 3\nversion = 1\n"])
def test_what_is_no_such_lock(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read("uv.lock", data)
