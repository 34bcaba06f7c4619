"""Repositories whose own path is odd: it ends in a space or a line end, holds bytes that are no UTF-8, begins with "-"."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from conftest import Repo

PLACES = [
    *("space ", "line\n", " \n ", "-dash", "\udcff\udcfe", "a\udcff "),
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("tab\t", "lines\n\n", "carriage\r", "--all", "#")),
]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems allow fewer names")


@pytest.fixture(params=PLACES, ids=ascii)
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Repo:
    path = tmp_path / request.param
    path.mkdir()
    repo = Repo(path)
    repo.git("init", "--quiet")
    repo.commit("start", **{"app.py": "x = 1\n", "governance.toml": '[rules.hook-evidence]\ntrailer = "Hooks-Ran"\n'})
    return repo


def test_all_of_it_is_judged(odd: Repo, token: str) -> None:
    (odd.path / "sub ").mkdir()
    odd.commit("leak", **{"sub /leak.py ": f"t = '{token}'\n"})
    everything = odd.check("--all")
    named = odd.check(os.path.join(os.fspath(odd.path), "sub ", "leak.py "))
    below = odd.run("check", "leak.py ", cwd=odd.path / "sub ")
    history = odd.check("--history")

    assert [done.code for done in (everything, named, below, history)] == [1, 1, 1, 1]
    assert all("sub /leak.py :1" in done.out for done in (everything, named, below, history))

    recorded = odd.run("baseline", cwd=odd.path / "sub ")
    assert (recorded.code, (odd.path / ".govhooks.baseline").exists()) == (0, True), recorded
    odd.git("add", "--all")
    odd.commit("baseline")
    assert odd.check("--all").code == 0

    review = odd.run("review", "--range=HEAD~1..HEAD", "--branch=main", cwd=odd.path / "sub ")
    assert review.code == 0, review
    assert odd.run("pre-push", "--install").code == 0
    assert (odd.path / ".git/hooks/pre-push").exists()


def test_a_commit_is_judged_and_a_message_is_one(odd: Repo, token: str) -> None:
    odd.stage("app.py", "x = 2\n")
    assert odd.check().code == 0
    message = odd.write(".git/COMMIT_EDITMSG", "work\n")
    told = {"PRE_COMMIT": "1", "PRE_COMMIT_COMMIT_MSG_SOURCE": "message"}
    for name in (".git/COMMIT_EDITMSG", os.fspath(message)):
        prepared = odd.check("--", name, **told)
        assert prepared.code == 0, prepared
    assert message.read_text() == "work\n\nHooks-Ran: govhooks\n"
    message.write_text(f"use {token}\n")
    judged = odd.check("--", ".git/COMMIT_EDITMSG", PRE_COMMIT="1")
    assert judged.code == 1 and "commit message:1" in judged.out, judged


def test_a_merge_and_a_linked_worktree(odd: Repo, token: str, tmp_path: Path) -> None:
    odd.git("checkout", "--quiet", "-b", "side")
    odd.commit("side", **{"side.py": f"t = '{token}'\n"})
    odd.git("checkout", "--quiet", "main")
    odd.commit("main", **{"main.py": "y = 1\n"})
    odd.git("merge", "--quiet", "--no-commit", "side")
    assert odd.check().code == 0  # the secret is the other side's
    odd.git("worktree", "add", "--quiet", "-b", "linked", str(tmp_path / "linked "), "side")
    assert Repo(tmp_path / "linked ").check("--all").code == 1
    orphan = Repo(tmp_path / "linked ")
    orphan.git("checkout", "--quiet", "--orphan", "fresh")
    assert orphan.check().code == 1
