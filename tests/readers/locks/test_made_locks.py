"""Locks that the real tools made, before and after an upgrade (tools/make_js_locks.py); what the tools list is the oracle."""

from __future__ import annotations

from pathlib import Path

import pytest

from govhooks.readers.locks import of, read
from govhooks.readers.locks.package import Contents

DATA = Path(__file__).parent / "data"
LOCKS = {
    "bun": "bun.lock",
    "bundler": "Gemfile.lock",
    "composer": "composer.lock",
    "mix": "mix.lock",
    "npm": "package-lock.json",
    "pnpm": "pnpm-lock.yaml",
    "yarn": "yarn.lock",
}
CASES = sorted(path.parent for tool in LOCKS for path in DATA.glob(f"{tool}/*/before.tsv"))


def lock_of(case: Path, side: str) -> tuple[Contents, bytes]:
    name = LOCKS[case.parent.name]
    data = (case / side / name).read_bytes()
    return read(f"some/folder/{name}", data), data


def listed(case: Path, side: str) -> set[str]:
    return set((case / f"{side}.tsv").read_text(encoding="utf-8").splitlines())


def got(contents: Contents) -> set[str]:
    """`name version` of what does not lie in the project itself."""
    return {f"{one.name} {one.version}".strip() for one in contents.packages if not one.source.startswith("path:")}


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 35
    assert {case.parent.name for case in CASES} == {*LOCKS}


@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_what_the_tool_lists_is_read(case: Path, side: str) -> None:
    contents, data = lock_of(case, side)
    rows = data.decode().split("\n")

    # lockfileVersion 1 says no version of what comes from git, and npm then lists it without one, or not at all.
    assert got(contents) == listed(case, side) | ({"tiny"} if case.name == "sources-v1" else set())
    assert contents.is_lock and contents.unread == ()
    for one in contents.packages:
        row = rows[one.line - 1]
        assert one.name in row or (one.name == "debug" and "old-debug" in row), (one, row)
        assert one.hashes or one.source or case.parent.name in ("bundler", "composer"), one


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_exactly_what_was_upgraded_differs(case: Path) -> None:
    before, after = (got(lock_of(case, side)[0]) for side in ("before", "after"))
    old, new = listed(case, "before"), listed(case, "after")

    assert (before - after, after - before) == (old - new, new - old)
    assert case.parent.name == "mix" or old != new


def test_of_one_project_all_tools_lock_the_same() -> None:
    apps = [case for case in CASES if case.name.startswith("app")]

    assert len(apps) >= 13
    assert len({frozenset(got(lock_of(case, "after")[0])) for case in apps}) == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_the_manifests_beside_are_read(case: Path) -> None:
    """What a manifest asks for is in the lock beside it, and the lock says that it is direct where it can."""
    for side in ("before", "after"):
        contents, _ = lock_of(case, side)
        names = {one.name for one in contents.packages}
        direct = {one.name for one in contents.packages if one.direct}
        asked: set[str] = set()
        for path in sorted((case / side).rglob("*")):
            name = path.relative_to(case / side).as_posix()
            if not of(name) or path.name in LOCKS.values():
                continue
            manifest = read(name, path.read_bytes())

            assert manifest.unread == () and not manifest.is_lock
            asked |= {one.name for one in manifest.packages if one.source[:5] != "path:" and one.name != "b"}
        assert asked <= names
        if any(one.direct is not None for one in contents.packages):
            assert asked <= direct
            # `ms`, `b` and the like are asked for by a workspace, which is local.
            assert {one for one in direct if one not in asked} <= {"a", "b", "local"}


@pytest.mark.parametrize(
    ("case", "names"),
    [
        ("npm/app-v1", set()),  # that version does not say
        ("npm/app-v2", {"core-js"}),
        ("npm/app-v3", {"core-js"}),
        ("pnpm/app-5", {"core-js"}),
        ("pnpm/app-7", {"core-js"}),
        ("pnpm/app-8", {"core-js"}),
        ("pnpm/app-9", set()),
        ("pnpm/app-12", set()),
        ("yarn/app-4", set()),
        ("bun/app", set()),
        ("composer/packages", {"acme/plugin"}),
    ],
)
def test_what_runs_when_it_is_installed(case: str, names: set[str]) -> None:
    packages = lock_of(DATA / case, "after")[0].packages

    assert {one.name for one in packages if one.scripts} == names


@pytest.mark.parametrize(
    ("case", "source"),
    [
        ("npm/sources-v3", "git:https://git.example.com/tiny@"),
        ("yarn/sources-1", "git:https://git.example.com/tiny@"),
        ("pnpm/sources-9", "git:https://git.example.com/tiny@"),
        ("pnpm/sources-12", "git:https://git.example.com/tiny@"),
        ("bun/sources", "git:https://git.example.com/tiny@"),
        ("bundler/gems", "git:https://git.example.com/tiny@"),
        ("mix/git", "git:https://git.example.com/tiny@"),
    ],
)
def test_a_repository_is_named_with_its_revision(case: str, source: str) -> None:
    packages = {side: lock_of(DATA / case, side)[0].packages for side in ("before", "after")}
    found = {side: next(one.source for one in packages[side] if one.name == "tiny") for side in packages}

    assert all(one.startswith(source) and len(one) >= len(source) + 40 for one in found.values())
    assert found["before"] != found["after"]
    assert all(one.source == "" for one in packages["after"] if one.name in ("react", "react-dom", "scheduler"))


def test_what_requires_what() -> None:
    for case in (case for case in CASES if case.name.startswith("app")):
        packages = lock_of(case, "after")[0].packages

        assert tuple(sorted(next(one for one in packages if one.name == "chalk").requires)) == (
            "ansi-styles",
            "supports-color",
        ), case
        assert [one.requires for one in packages if one.name == "debug"].count(
            ("ms",)
        ) == 2 or case.parent.name == "pnpm"


@pytest.mark.parametrize("case", ["npm/app-v1", "npm/app-v3", "pnpm/app-7", "pnpm/app-8", "pnpm/app-9", "bun/app"])
def test_what_is_only_for_development(case: str) -> None:
    packages = lock_of(DATA / case, "before")[0].packages
    groups = {one.name: one.groups for one in packages}

    assert groups["@types/node"] == ("dev",)
    assert groups["chalk"] == ()
