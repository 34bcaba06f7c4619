"""Locks that are test data: nothing is said of them but malice, and nothing gets out of them unseen."""

from __future__ import annotations

import json

import pytest
from conftest import Repo
from osv_world import advisory, archive, database_of

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.globs import Globs
from govhooks.knowledge.advisories import database
from govhooks.rules.dependencies.dependency_review import Policy, check

TODAY = "2026-11-27"


@pytest.fixture(scope="module")
def advisories(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("osv")
    archive(
        folder,
        "npm",
        advisory(
            *("GHSA-tree", "minimist", "npm"),
            events=[("introduced", "0"), ("fixed", "2.0.0")],
            database_specific={"severity": "CRITICAL"},
        ),
        advisory("MAL-2026-1", "left-padder", "npm", events=[("introduced", "0")]),
    )
    return database_of(folder)


DATA = [
    "tests/data/package-lock.json",
    "tests/readers/locks/data/npm/app/before/package-lock.json",
    "packages/web/test/integration/golden/package-lock.json",
    "pkg/scanner/testdata/go.mod",
    "Test-Data/Gemfile.lock",
    "fixtures/yarn.lock",
    "src/__fixtures__/app/yarn.lock",
    "tests/cassettes/uv.lock",
    "tests/snapshots/a/uv.lock",
    "server/src/test/resources/pom.xml",
    "Tests/Data/uv.lock",
]
JUDGED = [
    "package-lock.json",
    "tests/package-lock.json",  # what the tests run on is installed
    "tests/requirements.txt",
    "e2e/package-lock.json",
    "examples/app/package-lock.json",  # people copy them
    "data/requirements.txt",
    "corpus/requirements.txt",
    "latest/data/requirements.txt",
    "src/main/resources/pom.xml",
    "fixtures.d/package-lock.json",
]


@pytest.mark.parametrize("path", DATA)
def test_folders_of_test_data(path: str) -> None:
    assert Globs(Policy().test_data, ignore_case=True).match(path)


@pytest.mark.parametrize("path", JUDGED)
def test_other_folders_are_none(path: str) -> None:
    assert not Globs(Policy().test_data, ignore_case=True).match(path)


def lock(*packages: str) -> bytes:
    """A package-lock.json of packages "NAME VERSION"; each runs scripts."""
    entries = {
        f"node_modules/{one.split()[0]}": {"version": one.split()[1], "hasInstallScript": True} for one in packages
    }
    return json.dumps({"name": "shop", "lockfileVersion": 3, "packages": {"": {"name": "shop"}, **entries}}).encode()


BOTH = lock("minimist 1.2.0", "left-padder 1.0.0")


def judge(*changes: Change, place: str = "", **policy: object) -> list[tuple[str, str, bool]]:
    """(path, kind, whether it refuses) of each finding."""

    def opener(day: str) -> database.Database | None:
        from datetime import date

        return database.open(place, date.fromisoformat(day)) if place else None

    changeset = Changeset(changes, kind="change", today=TODAY, supplied={"advisories": opener})
    found = check(changeset, Policy(**policy))  # type: ignore[arg-type]
    return [(one.path, one.identity.split()[0], one.blocks) for one in found]


FIXTURE, REAL = "tests/data/package-lock.json", "package-lock.json"


def test_only_malice_is_said_of_test_data(advisories: str) -> None:
    assert judge(Change("A", FIXTURE, new=BOTH), place=advisories) == [(FIXTURE, "malicious", True)]
    assert judge(Change("A", FIXTURE, new=lock("minimist 1.2.0")), place=advisories) == []
    assert judge(Change("A", "Tests/Data/" + REAL, new=BOTH), place=advisories) == [
        ("Tests/Data/" + REAL, "malicious", True)
    ]
    assert judge(Change("A", FIXTURE, new=b"{"), place=advisories) == [], "a broken lock is a test, too"


def test_elsewhere_and_where_the_policy_names_no_folder_all_is_said(advisories: str) -> None:
    all_of_it = ["scripts", "malicious", "vulnerability", "scripts"]

    for path, policy in ((REAL, {}), (FIXTURE, {"test_data": ()}), (FIXTURE, {"test_data": ("other/",)})):
        found = judge(Change("A", path, new=BOTH), place=advisories, **policy)
        assert sorted(kind for _, kind, _ in found) == sorted(all_of_it)
    assert judge(Change("A", "app/" + REAL, new=lock("minimist 1.2.0")), place=advisories, test_data=("app/",)) == []


def test_what_nobody_could_look_up_is_said_of_what_is_judged() -> None:
    fixture, real = Change("A", FIXTURE, new=BOTH), Change("A", REAL, new=lock("some-package 1.0.0"))
    quiet = {"scripts": "off"}

    assert judge(fixture, **quiet) == []
    assert judge(fixture, real, **quiet) == [(REAL, "coverage", False)]
    # Who refuses what nobody could look up does not look away in a folder of tests.
    assert judge(fixture, **quiet, coverage="refuse") == [(FIXTURE, "coverage", True)]
    assert judge(Change("A", FIXTURE, new=b"{"), coverage="refuse") == [(FIXTURE, "unread", True)]


def test_an_ecosystem_that_only_test_data_has_is_not_missed(advisories: str) -> None:
    cargo = b'version = 3\n\n[[package]]\nname = "serde"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n'
    fixture, real = Change("A", "fixtures/Cargo.lock", new=cargo), Change("A", REAL, new=lock("some-package 1.0.0"))

    assert judge(fixture, real, place=advisories, scripts="off") == []
    moved = Change("A", "Cargo.lock", new=cargo)
    assert judge(real, moved, place=advisories, scripts="off") == [("Cargo.lock", "coverage", False)]


@pytest.mark.parametrize(
    ("before", "after", "said"), [(FIXTURE, REAL, True), (FIXTURE, "fixtures/" + REAL, False), (REAL, FIXTURE, False)]
)
def test_nothing_moves_out_of_test_data_unseen(
    before: str, after: str, said: bool, repo: Repo, advisories: str
) -> None:
    repo.commit("start", **{before: lock("minimist 1.2.0").decode()})
    (repo.path / after).parent.mkdir(parents=True, exist_ok=True)
    repo.git("mv", before, after)
    done = repo.check("--rule", "dependency-review", GOVHOOKS_ADVISORIES=advisories)

    assert done.code == int(said)
    assert (f"{after}:1: minimist 1.2.0 is vulnerable: GHSA-tree" in done.out) is said


def test_the_whole_tree_of_a_scanner_is_quiet(repo: Repo, advisories: str) -> None:
    repo.commit("start", **{FIXTURE: lock("minimist 1.2.0").decode()})
    assert repo.check("--all", GOVHOOKS_ADVISORIES=advisories).code == 0

    repo.commit("strict", **{"governance.toml": "[rules.dependency-review]\ntest-data = []\n"})
    done = repo.check("--all", GOVHOOKS_ADVISORIES=advisories)
    assert done.code == 1
    assert "minimist 1.2.0 is vulnerable" in done.out
