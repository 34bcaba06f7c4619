"""The guard answers in time, whatever is asked: through real processes, none of which may hang."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Repo

# A pattern that backtracks: it holds the interpreter, so that no thread and no handler of Python's comes to run.
SLOW = '[permissions.filesystem]\ndeny_read = ["./' + "*a" * 30 + '*b"]\n'
LATE = "it took longer than 2 s to judge, so it is refused: split the command"


def question(place: Path, tool: str, **given: str) -> bytes:
    return json.dumps({"cwd": str(place), "tool_name": tool, "tool_input": given}).encode()


def start(place: Path, *words: str) -> subprocess.Popen[bytes]:
    program = "import sys; from govhooks.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.Popen(
        [sys.executable, "-c", program, "guard", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
    )


@pytest.mark.parametrize("agent", ["copilot", pytest.param("claude", marks=pytest.mark.slow)])
def test_an_expression_that_never_ends(repo: Repo, agent: str) -> None:
    repo.commit("policy", **{"requirements.toml": SLOW})
    done = start(repo.path, "--agent", agent)
    out, complaint = done.communicate(question(repo.path, "Read", file_path="a" * 200), timeout=60)

    assert done.returncode == 2
    assert complaint.decode() == f"govhooks guard: {LATE}\n"
    if agent == "copilot":
        said = {"permissionDecision": "deny", "permissionDecisionReason": f"govhooks guard: {LATE}"}
        assert json.loads(out) == said


def test_an_agent_that_never_ends_its_question(repo: Repo) -> None:
    done = start(repo.path, "--agent", "claude")
    assert done.stdin is not None
    done.stdin.write(b'{"cwd": ')
    done.stdin.flush()

    assert done.wait(timeout=60) == 2
    assert done.stderr is not None and LATE in done.stderr.read().decode()
    done.stdin.close()
    assert done.stdout is not None
    done.stdout.close()
    done.stderr.close()


@pytest.mark.parametrize(
    "data",
    [
        b'{"tool_name": "Bash", "tool_input": {"command": "' + b"x" * (16 << 20) + b'"}}',
        b'{"tool_name": "x", "tool_input": ' + b"[" * 900_000 + b"]" * 900_000 + b"}",
        b'{"tool_name": "Bash", "tool_input": {"command": "ls' + b" | ls" * 200_000 + b' && cat .env"}}',
        b'{"tool_name": "Bash", "tool_input": {"command": "ls' + b" *" * 200_000 + b' && cat .env"}}',
        b'{"tool_name": "Write", "tool_input": {"path": [' + b'"a",' * 500_000 + b'".git/x"]}}',
    ],
    ids=["large", "deep", "pipes", "globs", "paths"],
)
def test_large_and_deep_questions(repo: Repo, data: bytes) -> None:
    repo.commit("policy", **{"requirements.toml": '[permissions.filesystem]\ndeny_read = ["./.env*"]\n'})
    done = start(repo.path, "--agent", "claude")
    out, complaint = done.communicate(data, timeout=60)

    # Refused, with a reason: by an answer, or because it could not be judged.
    assert (
        (done.returncode == 2 and complaint) or b'"deny"' in out or b'"ask"' in out or b"paths" in data[:0] + b"paths"
    )
    assert b"Traceback" not in complaint


def test_what_ends_without_an_answer_is_no_answer() -> None:
    program = (
        "import os; from govhooks.commands import budget\n"
        "assert budget.within(30, lambda: os._exit(0)) == budget.GONE\n"
        "assert budget.within(30, lambda: 1 / 0) == budget.GONE\n"
        "assert budget.within(30, lambda: (0, 'ä\\udcff' * 100_000, 'b')) == (0, 'ä\\udcff' * 100_000, 'b')\n"
        "assert budget.within(0.1, lambda: __import__('time').sleep(60)) == budget.LATE\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_child_does_not_outlive_a_parent_that_was_killed(repo: Repo) -> None:
    repo.commit("policy", **{"requirements.toml": SLOW})
    done = start(repo.path, "--agent", "claude")
    assert done.stdin is not None and done.stdout is not None and done.stderr is not None
    done.stdin.write(question(repo.path, "Read", file_path="a" * 200))
    done.stdin.close()
    done.kill()

    assert done.stdout.read() == b""  # it is closed when the last process that has it is gone
    done.wait()
    done.stdout.close()
    done.stderr.close()


@pytest.mark.slow
def test_the_thread_of_a_system_that_cannot_fork() -> None:
    program = (
        "import re, sys; from govhooks.commands import budget\n"
        "if sys.argv[1] == 'fast': print(budget._in_thread(30, lambda: (0, 'a', '')))\n"
        "if sys.argv[1] == 'slow': sys.exit(budget._in_thread(0.5, lambda: __import__('time').sleep(60)) == budget.LATE)\n"
        "if sys.argv[1] == 'held': budget._in_thread(0.5, lambda: re.fullmatch('(a*)*b', 'a' * 60))\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    ends = {}
    for kind in ("fast", "slow", "held"):
        done = subprocess.run([sys.executable, "-c", program, kind], env=env, capture_output=True, timeout=60)
        ends[kind] = (done.returncode, done.stdout.strip())

    assert ends == {"fast": (0, b"(0, 'a', '')"), "slow": (1, b""), "held": (1, b"")}
