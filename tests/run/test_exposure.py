"""Where a value came into a history: git's own pickaxe is the oracle."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest
from conftest import Repo

from govhooks.core.errors import CannotJudge
from govhooks.run import exposure

VALUE = "".join(("s3cr", "et-of", "-1999-kite"))
KEY = "0" * 32


@pytest.fixture
def here(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.chdir(repo.path)
    return repo


def introduced(repo: Repo) -> str:
    """The oldest commit in which the number of occurrences changes, by `git log -S`."""
    found = repo.git("log", "--all", "--reverse", "--topo-order", "-m", "--format=%H", f"-S{VALUE}").split()
    return found[0] if found else ""


@pytest.mark.parametrize("seed", range(4))
def test_the_first_commit_is_that_of_the_pickaxe(here: Repo, seed: int) -> None:
    dice = random.Random(seed)
    for number in range(12):
        if dice.random() < 0.3:
            here.git("checkout", "-q", "-B", f"topic{number}", "HEAD~1" if number > 2 else "HEAD")
        text = f"line {number}\n" * 3 + (f"{VALUE}\n" if dice.random() < 0.3 else "")
        here.commit(f"work {number}", **{dice.choice(("a.txt", "b/c.txt")): text})

    found = exposure.find(VALUE, KEY)

    assert (found.commit if found else "") == introduced(here)


def test_a_merge_may_bring_it_itself(here: Repo) -> None:
    here.git("checkout", "-q", "-b", "topic")
    here.commit("topic", **{"b.txt": "b\n"})
    here.git("checkout", "-q", "main")
    here.commit("main", **{"c.txt": "c\n"})
    here.git("merge", "-q", "--no-commit", "--no-ff", "topic")
    here.stage("b.txt", f"{VALUE}\n")
    here.commit("merge")
    here.commit("gone", **{"b.txt": "b\n"})

    for setting in ("separate", "off", "combined"):
        here.git("config", "log.diffMerges", setting)
        found = exposure.find(VALUE, KEY)

        assert found is not None
        assert here.git("log", "-1", "--format=%s", found.commit) == "merge"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:x@h.test/a.git?private_token=y#z", "https://h.test/a.git"),
        ("ext::sshpass -p x ssh h", "ext::..."),
        ("git@h.test:a.git", "git@h.test:a.git"),
        ("/srv/a.git", "/srv/a.git"),
    ],
)
def test_a_remote_says_nothing_of_its_user(url: str, shown: str) -> None:
    assert exposure._plain(url) == shown


def test_a_linked_working_tree_knows_the_pushes(here: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here.git("init", "-q", "--bare", str(tmp_path / "origin.git"))
    here.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    here.commit("value", **{"a.txt": f"{VALUE}\n"})
    here.git("push", "-q", "--no-verify", "origin", "main")
    first = exposure.find(VALUE, KEY)
    here.git("worktree", "add", "-q", str(tmp_path / "linked"))
    monkeypatch.chdir(tmp_path / "linked")

    assert first is not None and first.published
    assert exposure.find(VALUE, KEY) == first


def test_messages_tags_and_other_encodings(here: Repo) -> None:
    assert exposure.find(VALUE, KEY) is None
    here.git("tag", "-a", "v1", "-m", f"made with {VALUE}")
    tagged = exposure.find(VALUE, KEY)
    first = here.commit(f"use {VALUE}")
    second = here.commit("wide", **{"w.txt": "x\n"})
    (here.path / "w.txt").write_bytes(f"{VALUE}\r\n".encode("utf-16"))
    here.git("add", "w.txt")
    here.commit("wide")

    assert tagged is not None
    assert tagged.commit == here.git("rev-parse", f"{first}~1")
    assert first != second
    here.git("tag", "-d", "v1")
    found = exposure.find(VALUE, KEY)
    assert found is not None
    assert found.commit == first


def test_a_file_that_is_read_in_pieces(here: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposure, "PIECE", 16)
    commit = here.commit("long", **{"a.txt": f"{'x' * 41}{VALUE}{'y' * 90}"})
    here.commit("after", **{"a.txt": "x" * 200})

    found = exposure.find(VALUE, KEY)

    assert found is not None
    assert found.commit == commit


def test_who_could_read_it_and_since_when(here: Repo, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "hub.git")], check=True)
    here.git("remote", "add", "hub", str(tmp_path / "hub.git"))
    here.git("remote", "add", "other", "https://ada:word@code.corp.test/a/b.git")
    here.commit("in", **{"a.txt": VALUE})
    unpushed = exposure.find(VALUE, KEY)
    here.commit("out", **{"a.txt": "x\n"})
    here.git("push", "-q", "hub", "main", env={**os.environ, "GIT_COMMITTER_DATE": "2035-01-02T03:04:05Z"})
    pushed = exposure.find(VALUE, KEY)

    assert unpushed is not None
    assert pushed is not None
    assert (unpushed.published, unpushed.remotes) == ("", ())
    assert (pushed.published, pushed.remotes) == ("2035-01-02T03:04:05Z", (("hub", str(tmp_path / "hub.git")),))
    here.git("update-ref", "refs/remotes/other/main", "HEAD")
    again = exposure.find(VALUE, KEY)
    assert again is not None
    assert again.remotes[1] == ("other", "https://code.corp.test/a/b.git")


def test_an_interrupted_search_goes_on(here: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposure, "STEP", 2)
    for number in range(9):
        here.commit(f"work {number}", **{f"{number}.txt": f"{number}\n"})
    commit = here.commit("in", **{"a.txt": VALUE})
    read: list[str] = []
    plain = exposure._has

    def counted(repository: object, blob: str, secret: bytes) -> bool:
        if len(read) == 5:
            read.append("")
            raise KeyboardInterrupt
        read.append(blob)
        return plain(repository, blob, secret)  # type: ignore[arg-type]

    monkeypatch.setattr(exposure, "_has", counted)
    with pytest.raises(CannotJudge, match="run the same command again"):
        exposure.find(VALUE, KEY)
    kept = (here.path / ".git/govhooks/exposure").read_text()
    found = exposure.find(VALUE, KEY)

    assert VALUE not in kept
    assert found is not None
    assert found.commit == commit
    assert len(read) == 1 + 1 + len({blob for blob in read if blob})
    assert not (here.path / ".git/govhooks/exposure").exists()


def test_what_cannot_be_read_is_said(here: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here.commit("two")
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{here.path}", str(tmp_path / "cut")], check=True)
    monkeypatch.chdir(tmp_path / "cut")
    with pytest.raises(CannotJudge, match="shallow clone"):
        exposure.find(VALUE, KEY)
    (tmp_path / "none").mkdir()
    monkeypatch.chdir(tmp_path / "none")
    with pytest.raises(CannotJudge, match="cannot be read"):
        exposure.find(VALUE, KEY)


def test_no_replaced_object_hides_it(here: Repo) -> None:
    """The repository is read as git's own objects have it, as everywhere."""
    commit = here.commit("in", **{"a.txt": VALUE})
    blob = here.git("rev-parse", "HEAD:a.txt")
    (here.path / "clean").write_text("clean\n")
    here.git("replace", blob, here.git("hash-object", "-w", "clean"))

    found = exposure.find(VALUE, KEY)

    assert found is not None
    assert found.commit == commit
