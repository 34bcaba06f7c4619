"""What makes a report wrong without anybody noticing: clocks, settings of a user, files that are none, repositories of one name."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import Repo


def told(repo: Repo, *args: str) -> list[dict[str, Any]]:
    done = repo.run("report", "--format", "json", *args)
    assert done.code == 0, done
    found: list[dict[str, Any]] = json.loads(done.out)["repositories"]
    return found


def value(repository: dict[str, Any], metric: str, figure: str) -> Any:
    return {(one["id"], item["id"]): item["value"] for one in repository["metrics"] for item in one["figures"]}[
        metric, figure
    ]


def dated(repo: Repo, when: str, message: str, **files: str) -> None:
    for path, text in files.items():
        repo.stage(path, text)
    repo.git(
        "commit", "-q", "--no-verify", "--allow-empty", "-m", message, env={**os.environ, "GIT_COMMITTER_DATE": when}
    )


@pytest.mark.parametrize("days", [4, 10_000])
def test_a_date_to_come_hides_nothing(repo: Repo, token: str, days: int) -> None:
    dated(repo, f"{int(time.time()) + days * 86400} +0000", "a wrong clock")
    repo.commit("a token", **{"a.py": f"x = '{token}'\n"})
    (found,) = told(repo, "--metric", "secrets")

    assert value(found, "secrets", "open") == 1
    assert found["metrics"][0]["points"][-1]["commit"] == repo.head()
    assert found["notes"] == ["1 commit is dated in the future, and counts as of now"]
    assert repo.run("report", "--metric", "secrets", "--fail-on", "secrets>0").code == 1


@pytest.mark.parametrize("setting", ["off", "combined", "first-parent", "remerge"])
def test_how_a_user_looks_at_merges_changes_nothing(repo: Repo, token: str, setting: str) -> None:
    """A token that a merge alone brings."""
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("topic", **{"b.txt": "b\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("main", **{"c.txt": "c\n"})
    repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
    repo.stage("a.py", f"x = '{token}'\n")
    repo.git("commit", "-q", "--no-verify", "-m", "merge")
    repo.git("config", "log.diffMerges", setting)

    assert value(told(repo, "--metric", "secrets")[0], "secrets", "open") == 1


def test_a_commit_without_a_date_is_no_crash(repo: Repo) -> None:
    text = repo.git("cat-file", "commit", "HEAD").split("\n")
    damaged = "\n".join(line.rpartition("> ")[0] + ">" if line.startswith("committer") else line for line in text)
    repo.write("commit.txt", damaged + "\n")
    commit = repo.git("hash-object", "-t", "commit", "-w", "--literally", "commit.txt")
    repo.git("update-ref", "refs/heads/main", commit)

    assert len(told(repo, "--metric", "exceptions")) == 1


@pytest.mark.skipif(os.name == "nt", reason="no named pipes in folders")
def test_what_is_no_file_stays_what_it_is(repo: Repo, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = repo.run("report", "--metric", "exceptions", "--format", "json", "--output", str(tmp_path / "pipe"))

    assert (done.code, "is not a regular file" in done.err) == (3, True)
    assert not (tmp_path / "pipe").is_file()


@pytest.mark.skipif(os.name == "nt", reason="a link needs a privilege")
def test_a_policy_that_is_a_link_is_not_known(repo: Repo) -> None:
    repo.write("other.toml", "")
    (repo.path / "governance.toml").symlink_to("other.toml")
    repo.git("add", ".")
    repo.git("commit", "-q", "--no-verify", "-m", "a link")
    (found,) = told(repo, "--metric", "exceptions")

    assert value(found, "exceptions", "open") is None
    assert "symbolic link" in found["metrics"][0]["figures"][0]["unknown"]


def test_repositories_of_one_name_are_told_apart(repo: Repo, tmp_path: Path) -> None:
    for name in ("left", "right"):
        repo.git("clone", "-q", str(repo.path), str(tmp_path / name / "app"))
    places = [str(tmp_path / name / "app") for name in ("left", "right")]

    assert [one["name"] for one in told(repo, "--metric", "exceptions", *places)] == ["left/app", "right/app"]
    lines = repo.run("report", "--metric", "exceptions", "--format", "openmetrics", *places).out.splitlines()
    samples = [line.rpartition(" ")[0] for line in lines if not line.startswith("#")]
    assert len(samples) == len(set(samples))


def test_a_folder_within_a_repository_is_not_that_repository(repo: Repo, tmp_path: Path) -> None:
    repo.commit("deep", **{"deep/er/x.txt": "x\n"})
    done = repo.run("report", "deep")

    assert done.code == 3
    assert "deep is a folder of the repository" in done.err
    assert "is not a git repository" in repo.run("report", cwd=tmp_path).err


def test_a_share_is_no_number_of_per_cent(repo: Repo) -> None:
    done = repo.run("report", "--metric", "agents", "--fail-on", "agents.share>50")

    assert done.code in (2, 3)
    repo.commit("risky\n\nHigh-Risk: payments", **{"pay.txt": "x\n"})
    assert "write 50%" in repo.run("report", "--metric", "agents", "--fail-on", "agents.share>50").err


def test_a_change_under_a_policy_that_nobody_can_read_is_not_counted_as_none(repo: Repo) -> None:
    area = '[rules.high-risk-changes.areas.payments]\nmode = "approve"\n'
    repo.commit("policy", **{"governance.toml": area})
    repo.commit("asked\n\nHigh-Risk: payments", **{"a.txt": "1\n"})
    assert value(told(repo, "--metric", "approvals")[0], "approvals", "asked") == 1
    repo.commit("broken", **{"governance.toml": "[rules\n"})
    repo.commit("who knows\n\nHigh-Risk: payments", **{"a.txt": "2\n"})
    repo.commit("mended", **{"governance.toml": area})
    (found,) = told(repo, "--metric", "approvals")

    assert value(found, "approvals", "asked") is None
    assert found["metrics"][0]["figures"][0]["unknown"] == "the policy before one of these changes cannot be read"


@pytest.mark.parametrize("written", ["", "999999999999 +0000", "-5 +0000"])
def test_all_metrics_of_a_commit_with_an_odd_date(repo: Repo, written: str) -> None:
    text = repo.git("cat-file", "commit", "HEAD").split("\n")
    odd = [
        line.rpartition("> ")[0] + f"> {written}".rstrip() if line.startswith("committer") else line for line in text
    ]
    repo.write("commit.txt", "\n".join(odd) + "\n")
    commit = repo.git("hash-object", "-t", "commit", "-w", "--literally", "commit.txt")
    repo.git("update-ref", "refs/heads/main", commit)

    assert len(told(repo)[0]["metrics"]) == 8
    assert len(told(repo, "--compare", "HEAD")[0]["metrics"]) == 8
