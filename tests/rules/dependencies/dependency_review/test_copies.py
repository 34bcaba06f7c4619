"""What a lock remembers of the manifests that it was made for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.rules.dependencies.dependency_review.copies import Copy, of

PNPM_5 = (
    b"lockfileVersion: 5.4\ndependencies:\n  a: 1.0.0\npackages:\n\n  /a/1.0.0:\n    dev: false\nspecifiers:\n  a: ^1\n"
)
PNPM_9 = (
    b"lockfileVersion: '9.0'\noverrides:\n  b@1: 2.0.0\nimporters:\n  .:\n    dependencies:\n      a:\n        specifier: ^1\n"
    b"        version: 1.0.0\n  packages/x: {}\npackages:\n  a@1.0.0:\n    resolution: {integrity: x}\nsnapshots:\n  a@1.0.0: {}\n"
)
UV = b'version = 1\n[[package]]\nname = "x"\nsource = { virtual = "." }\n[package.metadata]\nrequires-dist = [{ name = "a", specifier = ">=1" }]\n'


@pytest.mark.parametrize(
    ("lock", "data", "folder", "asks"),
    [
        ("package-lock.json", b'{"packages": {"": {"dependencies": {"a": "^1"}}}}', "", {"a": {"^1"}}),
        ("package-lock.json", b'{"packages": {"": {}, "x": {"devDependencies": {"a": "^1"}}}}', "x", {"a": {"^1"}}),
        ("package-lock.json", b'{"packages": {"": {}}}', "x", None),
        ("bun.lock", b'{"workspaces": {"": {"dependencies": {"a": "^1",},},},}', "", {"a": {"^1"}}),
        ("pnpm-lock.yaml", PNPM_5, "", {"a": {"^1"}}),
        ("pnpm-lock.yaml", PNPM_5.replace(b"\n", b"\r\n"), "", {"a": {"^1"}}),
        ("pnpm-lock.yaml", PNPM_9, "", {"a": {"^1"}}),
        ("pnpm-lock.yaml", PNPM_9, "packages/x", {}),
        ("pnpm-lock.yaml", PNPM_9, "packages/y", None),
        ("pnpm-lock.yaml", b"---\nlockfileVersion: '9.0'\n---\n" + PNPM_9, "", {"a": {"^1"}}),
        ("uv.lock", UV, "", {"a": {">=1"}}),
        ("uv.lock", UV, "packages/x", None),
    ],
)
def test_a_copy(lock: str, data: bytes, folder: str, asks: dict[str, set[str]] | None) -> None:
    copy = of(lock, data, folder)

    assert (copy.asks if copy else None) == asks


def test_what_may_have_changed_what_was_asked_for() -> None:
    changed = of("pnpm-lock.yaml", b"pnpmfileChecksum: x\n" + PNPM_9, "")

    assert changed is not None
    assert not changed.is_whole
    assert changed.overridden == {"b"}


def test_yarn_names_what_was_asked_for() -> None:
    copy = of("yarn.lock", b'# yarn lockfile v1\n\n"@s/a@^1", a@^1, "a@1 || 2":\n  version "1.0.0"\n', "")

    assert copy is not None
    assert copy.patterns == {"@s/a@^1", "a@^1", "a@1 || 2"}


def test_other_locks_have_none() -> None:
    assert of("poetry.lock", b"", "") == Copy()
    assert of("poetry.lock", b"", "x") is None
    assert of("cargo.lock", b'version = 4\n[[package]]\nname = "x"\nversion = "1"\n', "x", "x") == Copy()
    assert of("cargo.lock", b'version = 4\n[[package]]\nname = "x"\nversion = "1"\n', "y", "y") is None


LOCKS = ("package-lock.json", "bun.lock", "pnpm-lock.yaml", "yarn.lock", "uv.lock", "cargo.lock", "composer.lock")
KEYS = (
    "packages",
    "workspaces",
    "importers",
    "dependencies",
    "overrides",
    "lockfileVersion",
    "",
    ".",
    "a",
    "specifier",
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=15,
)


@given(st.sampled_from(LOCKS), st.dictionaries(st.sampled_from(KEYS), _VALUES, max_size=5), st.sampled_from(["", "a"]))
def test_a_lock_of_anything_is_read_or_not(lock: str, value: dict[str, object], folder: str) -> None:
    assert isinstance(of(lock, json.dumps(value).encode(), folder, "a"), (Copy, type(None)))


@given(st.sampled_from(LOCKS), st.binary(max_size=100))
def test_any_bytes_are_read_or_not(lock: str, data: bytes) -> None:
    assert isinstance(of(lock, data, "", "a"), (Copy, type(None)))
