"""Fixtures: real git repositories, never a mock of git; GIT_* and PRE_COMMIT_* are scrubbed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write", action="store_true", help="regenerate what is generated (test_catalogue.py)")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    if config.getoption("--write"):  # what is written must not be read by another process meanwhile
        config.option.numprocesses, config.option.dist = 0, "no"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in list(os.environ):
        if (name.startswith(("GIT_", "PRE_COMMIT")) and name != "PRE_COMMIT_HOME") or name == "CI":
            monkeypatch.delenv(name)
    empty = tmp_path_factory.getbasetemp() / "gitconfig"
    if not empty.exists():
        empty.write_text("[init]\n\tdefaultBranch = main\n[user]\n\tname = Dev\n\temail = dev@corp.test\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(empty))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


class Repo:
    """A real repository in a temporary directory, and govhooks run in it as a process."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def git(self, *args: str, check: bool = True, **more: object) -> str:
        done = subprocess.run(["git", *args], cwd=self.path, capture_output=True, check=False, **more)  # type: ignore[call-overload]
        if check:
            assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def stage(self, name: str, content: str | bytes) -> None:
        self.write(name, content)
        self.git("add", "--force", "--", name)

    def commit(self, message: str = "work", **files: str) -> str:
        for name, content in files.items():
            self.stage(name, content)
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def run(self, *args: str, stdin: bytes = b"", cwd: Path | None = None, **env: str) -> Done:
        """`govhooks ARGS` in the repository."""
        done = subprocess.run(
            [sys.executable, "-m", "govhooks.cli", *args],
            cwd=cwd or self.path,
            input=stdin,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "hooks"), **env},
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def check(self, *args: str, **env: str) -> Done:
        return self.run("check", *args, **env)


class Done:
    """How a process ended: `code`, `out`, `err`; never with a traceback."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in err, err

    def __repr__(self) -> str:
        return f"exit {self.code}\n{self.out}{self.err}"


@pytest.fixture
def empty_repo(tmp_path: Path) -> Repo:
    """A repository before its first commit."""
    path = tmp_path / "repo"
    path.mkdir()
    repo = Repo(path)
    repo.git("init", "--quiet")
    return repo


@pytest.fixture
def repo(empty_repo: Repo) -> Repo:
    """A repository with one commit."""
    empty_repo.commit("start", **{"app.py": "x = 1\n"})
    return empty_repo


@pytest.fixture
def token() -> str:
    """A GitHub token with a right checksum, made anew: no token stands in this tree."""
    from govhooks.rules.secrets.no_secrets.examples import make

    return make("ghp_{alnum:30}{sign:github}", seed=7)
