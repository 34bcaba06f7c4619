"""Changes shared over processes: the same verdict with any number of them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from govhooks.rules.secrets.no_secrets.examples import make

ROOT = Path(__file__).resolve().parents[2]


def _tree(repo, files: int = 150) -> None:
    chance = random.Random(5)
    for number in range(files):
        text = "".join(f"line {chance.random()}\n" for _ in range(chance.randint(0, 60)))
        if number % 10 == 3:
            text += f"T = '{make('ghp_{alnum:30}{sign:github}', seed=number)}'\npassword = 'kX9{number}!mQ2vT'\n"
        repo.write(f"d{number % 7}/f{number}.py", text)
    repo.write("d0/.env", "A=1\n")
    repo.write("d1/wide.txt", "T = 'x'\n".encode("utf-16"))
    repo.git("add", "--force", "--all")


@pytest.mark.parametrize("how", ["--all", "staged", "range"])
def test_the_verdict_is_the_same_with_any_number(repo, how) -> None:
    _tree(repo, files=80)
    args = {"--all": ["--all"], "staged": [], "range": ["--from-ref", "HEAD~1", "--to-ref", "HEAD"]}[how]
    if how == "range":
        repo.commit("much")
    else:
        repo.write("d0/f0.py", f"T = '{make('ghp_{alnum:30}{sign:github}', seed=99)}'\n")  # not as it is in the index
    alone, *others = (repo.check(*args, "--format", "json", "--jobs", str(count)) for count in (1, 3))

    assert alone.code == 1 and alone.out.count('"rule": "no-secrets"') >= 15
    assert all((other.code, other.out, other.err) == (1, alone.out, "") for other in others)
    assert repo.check(*args, "--format", "json").out == alone.out


def test_an_ordinary_commit_forks_nothing(repo) -> None:
    repo.stage("a.py", "x = 2\n")
    code = (
        "import os, sys\n"
        "def forked(*_): raise SystemExit('forked')\n"
        "os.fork = forked\n"
        "from govhooks.cli import main\nmain(['check'])\n"
        "sys.exit(1 if 'govhooks.run.workers' in sys.modules else 0)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}

    assert subprocess.run([sys.executable, "-c", code], cwd=repo.path, env=env, check=False).returncode == 0


def test_one_process_where_there_is_no_fork(repo) -> None:
    _tree(repo)
    code = (
        "import os, sys\ndel os.fork\nfrom govhooks.cli import main\nsys.exit(main(['check', '--all', '--jobs', '4']))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    done = subprocess.run([sys.executable, "-c", code], cwd=repo.path, env=env, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (1, repo.check("--all", "--jobs", "3").out)


def test_a_broken_object_met_by_a_worker_is_not_called_clean(repo) -> None:
    _tree(repo)
    repo.commit("tree")
    blob = repo.git("rev-parse", "HEAD:d2/f2.py")
    (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    (repo.path / "d2/f2.py").write_text("other\n")

    for count in ("1", "2"):
        done = repo.check("--all", "--jobs", count)
        assert done.code == 3 and blob in done.err
