"""composer.json and composer.lock."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read
from govhooks.readers.locks.package import Package


def lock(*packages: Any, **rest: Any) -> bytes:
    return json.dumps({"packages": packages, **rest}, indent=4).encode()


def test_a_manifest() -> None:
    value = {
        "repositories": [{"type": "composer", "url": "https://p.corp.example"}, {"packagist.org": False}],
        "require": {"php": ">=8.1", "ext-json": "*", "acme/a": "^1.0"},
        "require-dev": {"acme/b": "dev-main#abc", "acme/c": 1},
        "minimum-stability": "dev",
    }
    contents = read("composer.json", json.dumps(value, indent=4).encode())

    assert contents.packages == (
        Package("Packagist", "acme/a", line=14, wanted="^1.0", direct=True),
        Package("Packagist", "acme/b", line=17, wanted="dev-main#abc", direct=True, groups=("dev",)),
    )
    assert contents.settings == {"index": "https://p.corp.example", "minimum-stability": "dev"}
    assert contents.unread == ((18, "what is asked for of acme/c is no text"),)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"notification-url": "https://packagist.org/downloads/"}, {"source": ""}),
        ({"notification-url": "https://p.corp.example/downloads"}, {"source": "registry:https://p.corp.example/"}),
        ({"notification-url": "https://[x/"}, {"source": "registry:https://[x/"}),
        ({"source": {"type": "git", "url": "https://h.example/r.git", "reference": "abc"}}, {"source": "git:https://h.example/r.git@abc", "hashes": ("reference:abc",)}),
        ({"dist": {"type": "path", "url": "../a"}, "source": None}, {"source": "path:../a"}),
        ({"dist": {"type": "zip", "url": "https://h.example/a.zip", "shasum": "123"}}, {"source": "url:https://h.example/a.zip", "hashes": ("sha1:123",)}),
        ({"abandoned": True}, {"deprecated": "abandoned"}),
        ({"abandoned": False}, {"deprecated": ""}),
        ({"abandoned": "acme/b"}, {"deprecated": "abandoned: use acme/b"}),
        ({"license": ["MIT", "GPL-2.0-only"]}, {"licence": "MIT OR GPL-2.0-only"}),
        ({"require": {"php": ">=8", "acme/b": "*"}}, {"requires": ("acme/b",)}),
        ({"type": "composer-plugin"}, {"scripts": True}),
        ({"time": "2024-01-01T00:00:00+00:00"}, {"uploaded": "2024-01-01T00:00:00+00:00"}),
    ],
)  # fmt: skip
def test_an_entry_of_a_lock(entry: dict[str, Any], expected: dict[str, Any]) -> None:
    (package,) = read("composer.lock", lock({"name": "acme/a", "version": "v1.0.0", **entry})).packages

    assert package == Package("Packagist", "acme/a", "v1.0.0", 4).but(**expected)


def test_development_comes_after_the_rest() -> None:
    contents = read("composer.lock", lock(1, **{"packages-dev": [{"name": "a/b", "version": "1"}, {"name": "a/c"}]}))

    assert [(one.name, one.groups, one.line) for one in contents.packages] == [("a/b", ("dev",), 7)]
    assert contents.unread == (
        (3, "a package without a name or a version"),
        (10, "a package without a name or a version"),
    )


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"packages": {}}', b"{"])
def test_no_lock(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read("composer.lock", data)
