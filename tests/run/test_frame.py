"""One frame for all commands: whatever goes wrong, the exit code says what, and 1 is said of findings alone.

The commands come from the table of `cli.py` and the rules, the faults from `FAULTS`: every one is tried with every one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Repo

from govhooks.cli import COMMANDS, main
from govhooks.core.errors import BUG, CANNOT_JUDGE, CLEAN, FINDINGS, USAGE, CannotJudge, UsageError
from govhooks.rules import load
from govhooks.run import frame

HOOKS = Path(__file__).resolve().parents[2] / "hooks"
CODES = (CLEAN, FINDINGS, USAGE, CANNOT_JUDGE, BUG)
ZEROS = "0" * 40
# How each command is called so that it has something to do and to say.
CALLS = {
    "check": ["--all", "--format", "json"],
    "approve": ["--range=HEAD~1..HEAD", "--branch=main", "--reason=x"],
    "disapprove": ["--range=HEAD~1..HEAD", "--branch=main", "--reason=x"],
    "review": ["--range=HEAD~1..HEAD", "--branch=main"],
    "ci": ["--base=HEAD~1"],
    "pre-receive": [],
    "pre-push": ["--", "origin", "url"],
    "pre-rebase": ["--", "HEAD~1"],
    "guard": ["--agent", "cursor"],
    "agents": ["explain", "ls"],
    "baseline": [],
    "exceptions": ["list"],
    "incident": ["list"],
    "report": ["--metric", "exceptions"],
    "advisories": ["show", "none.sqlite"],
    "dependencies": ["--all", "--format", "json"],
    "access": ["list"],
    "identity": ["init"],
    "data": ["init", "--dry-run"],
    "env": ["init", "--dry-run"],
    "authz": ["show"],
    "rules": [],
    "--version": [],
}
QUESTION = json.dumps({"hook_event_name": "beforeShellExecution", "command": "ls", "conversation_id": "x"})


def test_every_command_has_help(repo: Repo) -> None:
    for name in COMMANDS:
        done = repo.run(name, "--help")

        assert (done.code, done.err) == (0, ""), name
        assert "usage: govhooks" in done.out or name == "--version"


def commands() -> dict[str, list[str]]:
    """Name -> the words of a process, of every command and every script of one rule."""
    start = [sys.executable, "-c", "import sys; from govhooks.cli import main; main()"]
    found = {name: [*start, name, *CALLS[name]] for name in COMMANDS if name != "demo"}
    for rule in load()[::5]:
        code = f"from govhooks.cli import hook; hook(program='govhooks-{rule.id}')"
        found[f"govhooks-{rule.id}"] = [sys.executable, "-c", code, "--all", "--format", "json"]
    return found


# All of them go through the same frame: the default tests ask one of each kind, the slow ones every command.
FEW = ("check", "ci", "guard", "review", "pre-push")


def swept(*without: str) -> list[object]:
    names = [name for name in commands() if name not in without]
    return [name if name in FEW else pytest.param(name, marks=pytest.mark.slow) for name in names]


def stdin_of(name: str, repo: Repo) -> bytes:
    head = repo.git("rev-parse", "HEAD")
    lines = {"pre-receive": f"{ZEROS} {head} refs/heads/x\n", "pre-push": f"HEAD {head} refs/heads/x {ZEROS}\n"}
    return lines.get(name, QUESTION if name == "guard" else "").encode()


def run(name: str, repo: Repo, words: list[str] | None = None, **more: object) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(HOOKS), "PYTHONDONTWRITEBYTECODE": "1", **more.pop("env", {})}  # type: ignore[dict-item]
    more = {"stdout": subprocess.PIPE, "cwd": repo.path, **more}
    return subprocess.run(
        words or commands()[name], input=stdin_of(name, repo), stderr=subprocess.PIPE, env=env, **more
    )  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def work(repo: Repo) -> Repo:
    repo.commit("second", **{"app.py": "x = 2\n", "app/auth/login.py": "def login(): ...\n"})
    return repo


def test_every_command_is_called() -> None:
    assert set(CALLS) | {"demo"} == set(COMMANDS)


def _patched(name: str, code: str) -> list[str]:
    """The command with some code run before it."""
    program, *words = commands()[name][1:]
    return [sys.executable, program, f"{code}\n{words[0]}", *words[1:]]


@pytest.mark.parametrize("name", swept())
def test_a_report_that_cannot_be_written_is_no_pass(name: str, work: Repo) -> None:
    """A full disk, a reader that is gone, a standard output that is closed."""
    read, gone = os.pipe()
    os.close(read)
    faults: dict[str, dict[str, object]] = {"gone": {"stdout": gone}}
    if os.path.exists("/dev/full"):
        faults["full"] = {"stdout": os.open("/dev/full", os.O_WRONLY)}
    if os.name == "posix":
        faults["closed"] = {"words": ["sh", "-c", 'exec "$@" >&-', "sh", *commands()[name]]}
    plain = run(name, work)
    for fault, how in faults.items():
        done = run(name, work, **how)  # type: ignore[arg-type]
        assert b"Traceback" not in done.stderr, done.stderr
        assert b"Exception ignored" not in done.stderr, done.stderr
        if plain.stdout and name == "guard":
            assert done.returncode == 2, (fault, done)
        elif plain.stdout:
            refused = plain.returncode == 1
            assert done.returncode == 3 or (refused and done.returncode == 1), (fault, plain, done)
            assert b"cannot be written" in done.stderr or b"cannot judge" in done.stderr, (fault, done)
        else:
            assert done.returncode == plain.returncode, (fault, plain, done)
    for how in faults.values():
        if "stdout" in how:
            os.close(how["stdout"])  # type: ignore[arg-type]


# What a command meets in its middle, as code that runs before it; the exit code that it must end with.
RAISED = {
    "MemoryError": 3,
    "RecursionError": 3,
    "KeyboardInterrupt": 3,
    "OSError(5, 'I/O error')": 3,
    "FileNotFoundError(2, 'No such file or directory', 'x')": 3,
    "ZeroDivisionError('sEc' + 'ReT')": 4,
    "AssertionError": 4,
    "UnicodeDecodeError('utf-8', b'sEc' + b'ReT', 0, 1, 'sEc' + 'ReT')": 4,
}
# Where every one of them passes: git is asked, or the index of the rules is read.
MIDDLE = """
def fault(*_, **__): raise {raised}
import govhooks.git.plumbing as plumbing, govhooks.rules.index as index, govhooks, subprocess
plumbing.Process.__init__ = plumbing.git = plumbing.git_ok = subprocess.run = fault
class Entries:
    __iter__ = __len__ = fault
index.ENTRIES = Entries()
class Version:
    __str__ = __format__ = fault
{more}
"""


@pytest.mark.parametrize("name", swept("--version", "advisories"))  # which ask neither git nor the rules
def test_what_is_raised_has_its_code(name: str, work: Repo) -> None:
    for raised, code in RAISED.items():
        done = run(name, work, _patched(name, MIDDLE.format(raised=raised, more="")))
        told = done.stderr.decode()
        if name == "guard":
            assert done.returncode == 2, (raised, done)
            continue
        assert done.returncode == code, (raised, done)
        assert ("Traceback" in told) == (code == 4), told
        assert "sEcReT" not in told
        if code == 4:
            from govhooks import __version__

            last = told.splitlines()[-1]
            assert "please report it" in last and __version__ in last and name in last, told


@pytest.mark.parametrize("name", swept())
def test_no_git_no_home_no_folder(name: str, work: Repo, tmp_path: Path) -> None:
    plain = run(name, work)
    env = {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent", "USERPROFILE": "/nonexistent"}
    assert run(name, work, env=env).returncode == plain.returncode

    done = run(name, work, env={"PATH": str(tmp_path / "empty")})
    expected = {"guard": (2,), "rules": (0,), "--version": (0,)}.get(name, (3,))
    assert done.returncode in expected, done

    folder = tmp_path / "gone"
    folder.mkdir()
    leave = f"import os, shutil; os.chdir({str(folder)!r}); shutil.rmtree({str(folder)!r})"
    done = run(name, work, _patched(name, leave))
    assert done.returncode in expected, done
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="names of bytes")
@pytest.mark.parametrize("name", swept())
def test_words_that_are_no_text(name: str, work: Repo) -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    for word in (b"--\xff", b"a\n\xff", b""):
        done = run(name, work, [*map(os.fsencode, commands()[name]), word], env=env)  # type: ignore[list-item]
        assert done.returncode in (CODES[:4] if name != "guard" else (2,)), (word, done)
        assert b"Traceback" not in done.stderr, done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("name", ["check", "review", "approve", "ci", "baseline", "pre-push"])
def test_an_interrupt_judges_nothing(name: str, work: Repo, tmp_path: Path) -> None:
    """Ctrl-C goes to git, too, while it is waited for."""
    stub, real = tmp_path / "bin", shutil.which("git")
    stub.mkdir()
    (stub / "git").write_text(
        f'#!/bin/sh\ncase $* in *-tree*|*ls-files*) : > {tmp_path}/waits; sleep 60;; esac\nexec {real} "$@"\n'
    )
    (stub / "git").chmod(0o755)
    env = {**os.environ, "PYTHONPATH": str(HOOKS), "PATH": f"{stub}{os.pathsep}{os.environ['PATH']}"}
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # what is started in the background is deaf to it
    child = subprocess.Popen(
        commands()[name], cwd=work.path, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    signal.signal(signal.SIGINT, heard)
    assert child.stdin is not None
    child.stdin.write(stdin_of(name, work))
    child.stdin.close()
    child.stdin = None
    while not (tmp_path / "waits").exists() and child.poll() is None:
        time.sleep(0.05)
    os.killpg(child.pid, signal.SIGINT)
    _, err = child.communicate()

    assert child.returncode == 3, err
    assert b"cannot judge: interrupted" in err and b"Traceback" not in err, err


# --- event files of a forge

EVENTS = {
    '{"pull_request": {}}': "pull_request.head is missing",
    '{"pull_request": {"head": null}}': "pull_request.head is missing",
    '{"pull_request": {"head": {}}}': "pull_request.head.sha is missing",
    '{"pull_request": {"head": {"sha": 1}}}': "pull_request.head.sha is not a string",
    '{"pull_request": {"head": {"sha": "x"}}}': "pull_request.base is missing",
    '{"pull_request": {"head": {"sha": "x"}, "base": []}}': "pull_request.base is not an object",
    '{"pull_request": []}': "pull_request is not an object",
    '{"merge_group": {}}': "merge_group.head_sha is missing",
    '{"merge_group": {"head_sha": "x"}}': "merge_group.base_ref is missing",
    '{"repository": []}': "repository is not an object",
    '{"repository": {"default_branch": 1}}': "repository.default_branch is not a string",
    '{"before": 1}': "before is not a string",
    '{"before": "a\\u0000b"}': "before is not a string",
    "[]": "it is not an object",
    "null": "it is not an object",
    "": "cannot be read",
    "{": "cannot be read",
    "[" * 100_000: "cannot be read",
}


@pytest.mark.parametrize("text", EVENTS, ids=lambda text: text[:40])
def test_an_event_file_of_another_shape(text: str, work: Repo) -> None:
    place = work.path.parent / "event.json"
    place.write_text(text)
    told = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_PATH": str(place),
        "GITHUB_EVENT_NAME": "push",
        "GITHUB_REF": "refs/heads/main",
    }
    done = work.run("ci", **told)

    assert done.code == 3, done
    assert EVENTS[text] in done.err and "event.json" in done.err, done


def test_an_event_without_a_repository(work: Repo) -> None:
    place = work.path.parent / "event.json"
    for text in ('{"repository": null}', '{"repository": {}}', '{"repository": {"default_branch": null}}', "{}"):
        place.write_text(text)
        assert work.run("ci", GITHUB_ACTIONS="true", GITHUB_EVENT_PATH=str(place)).code in (0, 1)


# --- the frame by itself


def test_a_code_is_what_the_command_returned_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    def fails(error: BaseException) -> int:
        raise error

    assert [frame.run("x", lambda code=code: code) for code in CODES] == list(CODES)  # type: ignore[misc]
    table = [
        (UsageError("u"), 2),
        (CannotJudge("c"), 3),
        (SystemExit(0), 0),
        (SystemExit(2), 2),
        (SystemExit("no"), 2),
    ]
    for error, code in table:
        assert frame.run("x", lambda error=error: fails(error)) == code  # type: ignore[misc]
        assert frame.run("x", lambda error=error: fails(error), failure=2) == (2 if code else 0)  # type: ignore[misc]
    assert "Traceback" not in capsys.readouterr().err
    assert main(["no-such-command"]) == 2


def test_the_text_of_a_bug_is_shown_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        try:
            raise KeyError("inner")
        except KeyError as inner:
            raise ValueError("outer") from inner
    except ValueError as error:
        silent = frame.traceback(error)
        monkeypatch.setenv(frame.VERBOSE, "1")
        told = frame.traceback(error)
    assert "KeyError\n" in silent and "ValueError\n" in silent and "inner'" not in silent.replace("raise KeyError", "")
    assert "KeyError: 'inner'" in told and "ValueError: outer" in told
