"""A range: every commit of it is judged, whatever its net change is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Repo

PRE_COMMIT = {"PRE_COMMIT": "1"}


def test_a_range_is_judged_commit_by_commit(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    start = repo.git("rev-parse", "HEAD")
    bad = repo.commit("add", **{"a.py": f"t = '{token}'\n"})
    end = repo.commit("take away", **{"a.py": "t = None\n"})
    done = repo.check("--from-ref", start, "--to-ref", end)

    assert done.code == 1
    assert f"(in {bad[:12]})" in done.out
    assert done.out.count("[no-secrets]") == 1
    assert repo.check("--from-ref", bad, "--to-ref", end).code == 0
    assert repo.check("--from-ref", start, "--to-ref", "nowhere").code == 3
    empty = repo.check("--from-ref", end, "--to-ref", end)
    assert (empty.code, "nothing to judge" in empty.out) == (0, True)


def test_a_range_in_a_bare_repository(repo, token: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    start = repo.git("rev-parse", "HEAD")
    repo.commit("add", **{"a.py": f"t = '{token}'\n"})
    repo.git("clone", "--quiet", "--bare", str(repo.path), str(tmp_path / "bare"))

    assert repo.run("check", "--from-ref", start, "--to-ref", "main", cwd=tmp_path / "bare").code == 1
    assert repo.run("check", cwd=tmp_path / "bare").code == 3
    assert repo.run("check", "--all", cwd=tmp_path / "bare").code == 3


def test_a_first_push_is_judged_whole(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("add", **{"a.py": f"t = '{token}'\n"})
    repo.commit("take away", **{"a.py": "t = None\n"})
    env = {**PRE_COMMIT, "PRE_COMMIT_REMOTE_NAME": "origin", "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/main"}

    assert repo.check(**env).code == 1


@pytest.mark.parametrize("rule", ["hook-evidence", "no-secrets-in-messages", "high-risk-changes"])
def test_a_hook_of_one_rule_judges_a_range_in_ci_without_a_policy(rule: str, repo: Repo) -> None:
    """What another rule supplies (the branches whose history is kept) is there, too."""
    base = repo.git("rev-parse", "HEAD")
    repo.commit("work", **{"b.py": "y = 1\n"})
    code = f"from govhooks.cli import hook; hook(program='govhooks-{rule}')"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks"), "CI": "true"}
    words = ["--from-ref", base, "--to-ref", "HEAD", "--branch", "main"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=repo.path, env=env, capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_script_of_no_rule_says_so(repo: Repo) -> None:
    code = "from govhooks.cli import hook; hook(program='govhooks-no-such-rule')"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    done = subprocess.run([sys.executable, "-c", code], cwd=repo.path, env=env, capture_output=True, check=False)

    assert done.returncode == 2
    assert done.stderr.startswith(b"govhooks: govhooks-no-such-rule: no such rule")
