"""Work shared over processes: the same verdict with any number of them, and nothing that happens in one is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govhooks.core.errors import CannotJudge
from govhooks.rules.secrets.no_secrets.examples import make
from govhooks.run import workers as jobs

ROOT = Path(__file__).resolve().parents[2]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="one process where there is no fork")


@pytest.mark.parametrize("how", ["untracked", "range", "history"])
def test_workers_share_no_git_process(repo, how) -> None:
    """Every task reads a tree (here for the baseline of detect-secrets), whether or not its changes come from git."""
    entry = {"type": "Secret Keyword", "filename": "x.py", "hashed_secret": "0" * 40, "line_number": 1}
    known = {f"x{number}.py": [entry] for number in range(4000)}  # more than a pipe holds: answers overlap
    baseline = json.dumps({"version": "1.5.0", "plugins_used": [], "results": known})
    repo.write("governance.toml", '[rules.no-secrets]\nbaseline = ".secrets.baseline"\n')
    repo.commit("start", **{".secrets.baseline": baseline})
    names = [f"d{number % 7}/f{number}.py" for number in range(160)]
    for number, name in enumerate(names):
        secret = f"T = '{make('ghp_{alnum:30}{sign:github}', seed=number)}'\n" if number % 9 == 3 else ""
        guess = f"password = 'kX9{number}!mQ2vT'\n" if number % 16 == 5 else ""
        repo.write(name, f"line {number}\n{secret}{guess}")
    argv = {
        "untracked": ["--", *names],
        "range": ["--from-ref", "HEAD~1", "--to-ref", "HEAD"],
        "history": ["--history"],
    }[how]
    if how != "untracked":
        repo.git("add", "--all")
    if how in ("range", "history"):
        repo.commit("much")
        for number in range(3):
            repo.commit(f"more {number}", **{f"m{number}.py": f"line {number}\n"})
        argv = [word.replace("HEAD~1", "HEAD~4") for word in argv]
    alone, *others = (repo.check("--format", "json", "--jobs", str(count), *argv) for count in (1, 4))

    assert alone.code == 1 and alone.out.count('"rule": "no-secrets"') >= 10, alone
    assert all((other.code, other.out, other.err) == (1, alone.out, "") for other in others), others


@needs_fork
def test_a_batch_asked_before_the_fork_and_in_every_worker(repo, monkeypatch) -> None:
    """Half of an answer is in the parent's buffer when it forks, and the parent asks again in the end."""
    from govhooks.git.plumbing import Batch
    from govhooks.git.repository import Repository

    monkeypatch.chdir(repo.path)
    oids = [repo.git("hash-object", "-w", "--stdin", input=b"x" * (9000 + n) + b"\n") for n in range(40)]
    repository, hidden = Repository(), Batch()
    assert hidden.chunks(oids[0]) is not None  # never read to its end
    tree = repository.tree("HEAD")
    assert tree("app.py") == b"x = 1\n"

    def work(task: int) -> tuple[int, bytes]:
        return len((hidden.get(oids[task]) or ("", "", b""))[2]), tree("app.py") or b""

    got = dict(jobs.run(work, 40, 4))

    assert got == {task: (9001 + task, b"x = 1\n") for task in range(40)}
    assert tree("app.py") == b"x = 1\n"
    repository.close()
    hidden.close()


def test_jobs_is_a_number(repo) -> None:
    for wrong in ("0", "-1", "many", "257", "1.5"):
        assert repo.check("--all", "--jobs", wrong).code == 2
    assert repo.check("--all", "--jobs=2").code == 0


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_task_comes_back_once(count) -> None:
    got = dict(jobs.run(lambda task: ("x" * task, task * task, "\udcff"), 300, count))

    assert got == {task: ("x" * task, task * task, "\udcff") for task in range(300)}


def test_large_results_come_whole() -> None:
    assert [len(text) for _, text in jobs.run(lambda task: "y" * 3_000_000, 4, 2)] == [3_000_000] * 4


@needs_fork
@pytest.mark.parametrize(
    ("kind", "raised", "said"),
    [
        (CannotJudge, CannotJudge, "the reason"),
        (MemoryError, MemoryError, "^$"),
        (OSError, CannotJudge, "the reason"),
        (RecursionError, CannotJudge, "nested too deeply"),
        (KeyError, RuntimeError, "KeyError\n$"),
    ],
)
def test_what_a_worker_raises_is_raised(kind, raised, said) -> None:
    def work(task: int) -> int:
        if task == 17:
            raise kind("the reason")
        return task

    with pytest.raises(raised, match=said):
        list(jobs.run(work, 40, 2))


@needs_fork
def test_a_worker_that_cannot_begin_is_not_forgotten() -> None:
    def begin() -> None:
        raise CannotJudge("no git here")

    with pytest.raises(CannotJudge, match="no git here"):
        list(jobs.run(lambda task: task, 40, 2, begin))


@needs_fork
def test_a_killed_worker_is_not_forgotten() -> None:
    def work(task: int) -> int:
        if task == 9:
            os.kill(os.getpid(), signal.SIGKILL)
        return task

    with pytest.raises(CannotJudge, match="killed by signal 9"):
        list(jobs.run(work, 40, 2))


@needs_fork
def test_no_worker_is_left_when_the_results_are_no_longer_wanted() -> None:
    def work(task: int) -> int:
        if task > 3:
            time.sleep(60)
        return os.getpid()

    results = jobs.run(work, 40, 2)
    seen = {next(results)[1] for _ in range(3)}
    results.close()

    for pid in seen:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@needs_fork
def test_workers_end_when_their_parent_is_killed(tmp_path) -> None:
    code = (
        "import os, time\nfrom govhooks.run import workers as jobs\n"
        "def work(task):\n"
        "    open(f'{task}.pid', 'w').write(str(os.getpid()))\n    time.sleep(0.3)\n    return 1\n"
        "list(jobs.run(work, 400, 2))\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    child = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=env)
    while len(list(tmp_path.glob("*.pid"))) < 2 or not all(path.read_text() for path in tmp_path.glob("*.pid")):
        time.sleep(0.05)
    child.kill()
    child.wait()
    pids = {int(path.read_text()) for path in tmp_path.glob("*.pid")}
    for _ in range(100):
        alive = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
        if not alive:
            break
        time.sleep(0.1)

    assert pids and not alive


@pytest.mark.slow
def test_a_file_of_a_gigabyte_takes_bounded_memory(repo) -> None:
    token = make("ghp_{alnum:30}{sign:github}", seed=5)
    line = b"nothing to see in this line of an ordinary log, number 12345\n"
    with open(repo.path / "big.log", "wb") as stream:
        for _ in range(1024):
            stream.write(line * ((1 << 20) // len(line)))
        stream.write(f"T = '{token}'\n".encode())
    # A small process between the two: the kernel counts what a parent had when it started a child as the child's.
    code = (
        "import resource, subprocess, sys\n"
        "code = subprocess.call([sys.executable, '-m', 'govhooks.cli', 'check', 'big.log'])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        "sys.exit(code)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    done = subprocess.run([sys.executable, "-c", code], cwd=repo.path, env=env, capture_output=True, text=True)
    *_, peak = done.stdout.split()
    (repo.path / "big.log").unlink()

    assert done.returncode == 1, done
    assert f"big.log:{1024 * ((1 << 20) // len(line)) + 1}" in done.stdout
    assert int(peak) < 300_000  # KiB
