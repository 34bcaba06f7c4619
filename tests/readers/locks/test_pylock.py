"""pylock.toml."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

TEXT = b"""lock-version = "1.0"
created-by = "uv"
requires-python = ">=3.11"

[[packages]]
name = "httpx"
version = "0.28.1"
index = "https://pypi.org/simple"
marker = "'dev' in dependency_groups"
dependencies = [{ name = "idna" }, { name = "anyio" }]
sdist = { url = "https://h/a.tar.gz", upload-time = 2026-02-02T00:00:00Z, size = 1, hashes = { sha256 = "bb" } }
wheels = [{ url = "https://h/a.whl", upload-time = 2026-02-01T00:00:00Z, size = 1, hashes = { sha256 = "aa" } }]

[[packages]]
name = "lib"
vcs = { type = "git", url = "https://user:word@host/lib.git", commit-id = "0123abc" }

[[packages]]
name = "local"
directory = { path = "./local", editable = true }

[[packages]]
name = "file"
version = "1"

[packages.archive]
url = "https://host/file.zip"
[packages.archive.hashes]
sha512 = "cc"

[[packages]]
name = "ours"
version = "1"
index = "https://host/simple"

[[packages]]
version = "1"
"""


def test_all_that_it_says() -> None:
    contents = read("pylock.dev.toml", TEXT)
    found = [(one.name, one.version, one.line, one.source, one.hashes) for one in contents.packages]

    assert (contents.tool, contents.is_lock, contents.settings) == ("uv", True, {"python": ">=3.11"})
    assert found == [
        ("httpx", "0.28.1", 5, "", ("sha256:aa", "sha256:bb")),
        ("lib", "", 14, "git:https://host/lib.git@0123abc", ()),
        ("local", "", 18, "path:./local", ()),
        ("file", "1", 22, "url:https://host/file.zip", ("sha512:cc",)),
        ("ours", "1", 31, "registry:https://host/simple", ()),
    ]
    assert contents.packages[0].requires == ("anyio", "idna")
    assert contents.packages[0].uploaded == "2026-02-01T00:00:00Z"
    assert contents.packages[0].marker == "'dev' in dependency_groups"
    assert contents.unread == ((36, "a package without a name"),)


def test_the_files_of_the_hashes() -> None:
    """By each name that an artifact has; one without a name has none."""
    rows = [
        'url = "https://h/x/a.whl?y=1#z", hashes = { sha256 = "aa", sha512 = "bb" }',
        'name = "b.whl", url = "https://h/download", hashes = { sha256 = "cc" }',
        'path = "./dist/c.whl", hashes = { sha256 = "dd" }',
        'hashes = { sha256 = "ee" }',
    ]
    wheels = "".join(f"    {{ {row} }},\n" for row in rows)
    data = f'lock-version = "1.0"\n[[packages]]\nname = "x"\nversion = "1"\nwheels = [\n{wheels}]\n'
    (found,) = read("pylock.toml", data.encode()).packages

    assert found.files == (
        ("a.whl", "sha256:aa"),
        ("a.whl", "sha512:bb"),
        ("b.whl", "sha256:cc"),
        ("c.whl", "sha256:dd"),
        ("download", "sha256:cc"),
    )
    assert "sha256:ee" in found.hashes


@pytest.mark.parametrize("data", [b"", b"[[packages]]\nname = 'a'\n", b"lock-version = "])
def test_what_is_no_such_lock(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read("pylock.toml", data)
