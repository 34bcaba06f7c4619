"""What is printed, to whom, and that a report that cannot be written is no pass."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from govhooks.rules import load

HOOKS = Path(__file__).resolve().parents[2] / "hooks"


def test_who_calls_it_is_answered_and_a_hook_is_not(repo) -> None:  # type: ignore[no-untyped-def]
    assert repo.check().out == "govhooks: nothing new is staged: nothing to judge\n"
    assert repo.check("--all").out == "govhooks: clean: 1 file, 15 rules, policy built-in defaults\n".replace(
        "15", str(len(load()))
    )
    assert repo.check("app.py").out.startswith("govhooks: clean: 1 file, ")
    for env in ({"PRE_COMMIT": "1"}, {"GIT_INDEX_FILE": str(repo.path / ".git/index")}):
        assert repo.check(**env).out == repo.check("--all", **env).out == ""


def test_a_commit_that_passes_says_three_lines_at_most(repo) -> None:  # type: ignore[no-untyped-def]
    off = "".join(f"[rules.{name}]\nenabled = false\n" for name in ("no-env-files", "agent-hooks", "mcp-servers"))
    repo.commit("policy", **{"governance.toml": off})
    for name in ("auth/login.py", "auth/logout.py", "billing/refund.py", ".github/workflows/ci.yml"):
        repo.stage(name, "x = 1\n")
    done = repo.check(
        "--", "auth/login.py", "auth/logout.py", "billing/refund.py", ".github/workflows/ci.yml", PRE_COMMIT="1"
    )

    assert (done.code, done.out.count("\n")) == (0, 3)
    assert "disabled by HEAD:governance.toml; 2 more notes" in done.out
    assert repo.check().out.count("\n") > 3


def test_what_is_only_flagged_passes_and_is_shown(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage(".github/workflows/ci.yml", "on: push\n")
    done = repo.check("--rule", "high-risk-changes")

    assert done.code == 0
    assert ".github/workflows/ci.yml" in done.out
    assert done.out.splitlines()[-1].startswith("govhooks: passed: 1 flagged")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_report_that_cannot_be_written_is_no_pass(form: str, repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", f"t = '{token}'\n")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "govhooks.cli", "check", "--format", form],
            cwd=repo.path,
            env={**os.environ, "PYTHONPATH": str(HOOKS)},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode not in (0, 2)
    assert b"Traceback" not in done.stderr


def test_a_closed_pipe_is_no_pass(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", f"t = '{token}'\n")
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "govhooks.cli", "check"],
        cwd=repo.path,
        env={**os.environ, "PYTHONPATH": str(HOOKS)},
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)

    assert done.returncode not in (0, 2)
    assert b"Traceback" not in done.stderr


def test_a_great_many_flags_are_counted(repo) -> None:  # type: ignore[no-untyped-def]
    for number in range(25):
        repo.stage(f"auth/m{number}.py", "x = 1\n")
    done = repo.check()

    assert done.out.count("high risk: authentication") == 10
    assert done.out.count("\nand 15 more files of area authentication [high-risk-changes]\n") == 1
    assert "25 flagged" in done.out


def test_a_great_many_refusals_of_one_area_are_counted(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("Block", **{"governance.toml": '[rules.high-risk-changes.areas.authentication]\nmode = "block"\n'})
    for number in range(12):
        repo.stage(f"auth/m{number}.py", "x = 1\n")
    done = repo.check()
    listed = repo.check("--format", "json")

    assert done.code == 1
    assert done.out.count("high risk: authentication") == 10
    assert "and 2 more files of area authentication [high-risk-changes]" in done.out
    assert "12 to fix" in done.out
    assert listed.out.count('"high risk: authentication') == 12
