"""Whether a commit replaces HEAD: at real commits, seen by the trailer that stays in the message."""

from __future__ import annotations

import os
import sys

import pytest
from conftest import ROOT, Repo


@pytest.fixture
def hooked(repo: Repo) -> Repo:
    """A repository whose hooks are called with what pre-commit tells them."""
    for hook in ("prepare-commit-msg", "commit-msg"):
        source = 'PRE_COMMIT_COMMIT_MSG_SOURCE="$2" ' if hook.startswith("prepare") else ""
        place = repo.write(
            f".git/hooks/{hook}",
            f"#!/bin/sh\nexport PYTHONPATH='{ROOT / 'hooks'}' PRE_COMMIT=1 {source}\n"
            f"exec '{sys.executable}' -m govhooks.cli check -- \"$1\"\n",
        )
        place.chmod(0o755)
    repo.stage("app/auth/login.py", "x = 1\n")
    repo.git("commit", "-q", "-m", "first")
    return repo


def declared(repo: Repo, rev: str = "HEAD") -> str:
    return repo.git("log", "-1", "--format=%(trailers:key=High-Risk,valueonly,separator=%x7C)", rev)


pytestmark = pytest.mark.skipif(os.name != "posix", reason="hooks of these tests are shell scripts")

linux = pytest.mark.skipif(not os.path.exists("/proc/self/cmdline"), reason="in one second only /proc tells")


@linux
@pytest.mark.parametrize(
    "words",
    [
        ("-m", "second"),
        ("--no-edit",),
        ("-F", "../message"),
        ("-C", "HEAD~1"),
        ("-m", "second", "--reset-author"),
        ("-m", "second", "--date=2020-01-01T00:00:00Z"),
    ],
    ids=lambda words: " ".join(words),
)
@pytest.mark.parametrize("staged", [pytest.param(False, marks=pytest.mark.slow), True])
def test_an_amended_commit_keeps_its_trailer(words: tuple[str, ...], staged: bool, hooked: Repo) -> None:
    (hooked.path.parent / "message").write_text("from a file\n")
    if staged:
        hooked.stage("plain.py", "x\n")
    hooked.git("commit", "-q", "--amend", *words)

    assert declared(hooked) == "authentication"


def test_the_date_of_the_author_gives_it_away(hooked: Repo) -> None:
    hooked.git("-c", "core.hooksPath=/dev/null", "commit", "-q", "--amend", "-m", "x", "--date=2026-01-01T00:00:00Z")
    hooked.git("-c", "alias.again=commit --amend", "again", "-q", "-m", "second")

    assert declared(hooked) == "authentication"


@linux
def test_amending_takes_it_out_again(hooked: Repo) -> None:
    hooked.git("rm", "-q", "app/auth/login.py")
    hooked.stage("plain.py", "x\n")
    hooked.git("commit", "-q", "--amend", "-m", "plain")

    assert declared(hooked) == ""


@linux
def test_what_follows_at_once_is_no_amended_commit(hooked: Repo) -> None:
    hooked.stage("plain.py", "x\n")
    hooked.git("commit", "-q", "-m", "plain --amend")

    assert declared(hooked) == ""


@linux
def test_a_first_commit_is_amended(hooked: Repo) -> None:
    hooked.git("checkout", "-q", "--orphan", "other")
    hooked.git("commit", "-q", "-m", "root")
    hooked.git("commit", "-q", "--amend", "-m", "root again")

    assert declared(hooked) == "authentication"


@linux
def test_a_merge_is_amended(hooked: Repo) -> None:
    hooked.git("checkout", "-q", "-b", "side", "HEAD~1")
    hooked.stage("app/auth/other.py", "x\n")
    hooked.git("commit", "-q", "-m", "side")
    hooked.git("checkout", "-q", "main")
    hooked.git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
    hooked.git("commit", "-q", "--amend", "-m", "Merge the other side")

    assert declared(hooked) == ""


def test_what_git_does_with_commits(hooked: Repo) -> None:
    """Cherry-picks, reverts, rebases, fixups and squashes end with the areas of what they change."""
    hooked.stage("app/auth/login.py", "x = 2\n")
    hooked.git("commit", "-q", "-m", "second")
    second = hooked.git("rev-parse", "HEAD")
    hooked.git("revert", "--no-edit", "HEAD")
    assert declared(hooked) == "authentication"
    hooked.git("-c", "core.hooksPath=/dev/null", "revert", "--no-edit", "HEAD")
    bare = hooked.git("rev-parse", "HEAD")
    assert declared(hooked) == ""
    hooked.git("checkout", "-q", "-b", "picks", f"{bare}~1")
    hooked.git("cherry-pick", bare)
    assert declared(hooked) == "authentication"
    hooked.git("checkout", "-q", "-b", "base", second + "~1")
    hooked.stage("plain.py", "x\n")
    hooked.git("commit", "-q", "-m", "plain")
    assert declared(hooked) == ""
    hooked.git("checkout", "-q", "-b", "rebased", bare)
    hooked.git("rebase", "-q", "base")
    assert [declared(hooked, rev) for rev in ("HEAD", "HEAD~1", "HEAD~2", "HEAD~3")] == ["authentication"] * 3 + [""]
    hooked.stage("app/billing/pay.py", "x\n")
    hooked.git("commit", "-q", "--fixup", "HEAD")
    env = {**os.environ, "GIT_SEQUENCE_EDITOR": ":", "GIT_EDITOR": ":"}
    hooked.git("rebase", "-q", "-i", "--autosquash", "HEAD~2", env=env)
    assert sorted(declared(hooked).split(", ")) == ["authentication", "payments"]
