"""Fixtures: real git repositories, never a mock of git; GIT_* and PRE_COMMIT_* are scrubbed."""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import started
import sweeps

from govhooks.core.record import Record
from govhooks.policy.load import Policies, Tables
from govhooks.rules import load
from govhooks.run.concern import concerned

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding
    from govhooks.core.rule import Rule

ROOT = Path(__file__).resolve().parent.parent
# Thousands of processes start here: each would compile the package again where nothing may be written beside it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write", action="store_true", help="regenerate what is generated (test_catalogue.py)")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    if config.getoption("--write"):  # what is written must not be read by another process meanwhile
        config.option.numprocesses, config.option.dist = 0, "no"


def pytest_configure(config: pytest.Config) -> None:
    sweeps.full = "hypothesis" in config.option.markexpr
    # How long it takes to draw an example says what else the machine does, nothing of what is tested.
    hypothesis.settings.register_profile(
        "any machine",
        max_examples=sweeps.examples(100),
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("any machine")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests are made and stay: the collector of cycles need not look at them again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


# Settings of git: nothing is compressed, and no process beside each commit asks whether the repository should be tidied.
QUICK = "[core]\n\tcompression = 0\n[maintenance]\n\tauto = false\n[gc]\n\tauto = 0\n[receive]\n\tautogc = false\n"

# Modules whose tests start many processes. They come first: what is left for the end is small, and shared out evenly.
LONG = ("test_clients", "test_scenarios", "test_bad_input", "test_dependencies")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.stem not in LONG)


def _hold_to_concerns(rule: Rule) -> None:
    """Hold every call of a rule, in whatever test, to its concerns: where something is found, they are met."""
    check = rule.check
    known: list[Any] = [None, None]

    def ready() -> Any:
        """What `concerned` asks of the rule, worked out once for all calls: an entry of the index holds it ready, too."""
        if known[0] is not rule._concerns:
            known[:] = rule._concerns, SimpleNamespace(id=rule.id, concerns=rule.concerns)
        return known[1]

    @functools.wraps(check)
    def held(changeset: Changeset, policy: Record) -> Iterator[Finding]:
        found = list(check(changeset, policy))
        if found:
            policies = Policies(Tables([rule], {rule.id: _settings(policy)}, "a test"))
            assert concerned([ready()], changeset, policies) == [ready()], f"{rule.id} finds what does not concern it"
        return iter(found)

    rule.check = sys.modules[rule.module].check = held  # type: ignore[attr-defined]


def _settings(value: Any) -> Any:
    """A policy as governance.toml would have it: what differs from the defaults."""
    if isinstance(value, Record):
        given = {name: getattr(value, name) for name in value.fields}
        return {
            name.rstrip("_").replace("_", "-"): _settings(one)
            for name, one in given.items()
            if name not in value.defaults or one != value.defaults[name]
        }
    if isinstance(value, dict):
        return {name: _settings(one) for name, one in value.items()}
    return list(value) if isinstance(value, tuple) else value


for _rule in load():
    _hold_to_concerns(_rule)


@pytest.fixture(scope="session", autouse=True)
def _clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Once for all: a fixture of every test would take more than most tests do. Tests change it through monkeypatch."""
    empty = tmp_path_factory.getbasetemp() / "gitconfig"
    empty.write_text(f"[init]\n\tdefaultBranch = main\n[user]\n\tname = Dev\n\temail = dev@corp.test\n{QUICK}")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if (name.startswith(("GIT_", "PRE_COMMIT")) and name != "PRE_COMMIT_HOME") or name == "CI":
                patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", str(empty))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GOVHOOKS_ADVISORIES", os.fspath(empty.with_name("no-advisories.sqlite")))
        # No package index is ever asked by a test; tests/knowledge/indexes has its own.
        patch.setenv("GOVHOOKS_OFFLINE", "1")
        yield


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
            self.write(name, content)
        if files:
            self.git("add", "--force", "--", *files)
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", message)
        return self.head()

    def head(self) -> str:
        """The id of HEAD, as git has just written it to the file of its branch; git is asked where that is elsewhere."""
        own = self.path / ".git"
        with contextlib.suppress(OSError):
            kind, _, branch = (own / "HEAD").read_text("ascii").strip().partition(": ")
            if kind == "ref":
                return (own / branch).read_text("ascii").strip()
        return self.git("rev-parse", "HEAD")

    def run(self, *args: str, stdin: bytes = b"", cwd: Path | None = None, **env: str) -> Done:
        """`govhooks ARGS` in the repository."""
        environment = {**os.environ, **env}
        code, out, err = started.run(args, cwd or self.path, stdin, environment)
        return Done(code, out.decode(), err.decode())

    def check(self, *args: str, **env: str) -> Done:
        return self.run("check", *args, **env)


class Done:
    """How a process ended: `code`, `out`, `err`; never with a traceback."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in err, err

    def __repr__(self) -> str:
        return f"exit {self.code}\n{self.out}{self.err}"


def _start(path: Path, *, commit: bool) -> Repo:
    """A repository made by git, with one commit or none."""
    path.mkdir()
    repo = Repo(path)
    # Without git's examples of hooks, which would be copied with it.
    repo.git("init", "--quiet", "--template=")
    for name in ("hooks", "info"):
        (path / ".git" / name).mkdir(exist_ok=True)
    if commit:
        repo.commit("start", **{"app.py": "x = 1\n"})
    return repo


def _copy(template: Repo, path: Path) -> Repo:
    """The same repository elsewhere; its index knows the copied file as git's own would, so that nothing looks changed."""
    shutil.copytree(template.path, path)
    place = path / ".git" / "index"
    if place.exists() and os.name == "posix":
        # The one entry of an index of version 2: https://git-scm.com/docs/index-format
        index = bytearray(place.read_bytes()[:-20])
        assert index[:12] == b"DIRC" + struct.pack(">II", 2, 1), index[:12]
        now = (path / "app.py").stat()
        times = (part for spent in (now.st_ctime_ns, now.st_mtime_ns) for part in divmod(spent, 10**9))
        struct.pack_into(">6I", index, 12, *times, now.st_dev & 0xFFFFFFFF, now.st_ino & 0xFFFFFFFF)
        place.write_bytes(index + hashlib.sha1(index).digest())
    return Repo(path)


@pytest.fixture(scope="session")
def _templates() -> dict[bool, Repo]:
    """With a commit or without -> the repository that every test gets a copy of."""
    return {}


def _make(templates: dict[bool, Repo], factory: pytest.TempPathFactory, path: Path, *, commit: bool) -> Repo:
    if commit not in templates:
        templates[commit] = _start(factory.mktemp("template") / "repo", commit=commit)
    return _copy(templates[commit], path)


@pytest.fixture
def empty_repo(_templates: dict[bool, Repo], tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Repo:
    """A repository before its first commit."""
    return _make(_templates, tmp_path_factory, tmp_path / "repo", commit=False)


@pytest.fixture
def repo(_templates: dict[bool, Repo], tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Repo:
    """A repository with one commit."""
    return _make(_templates, tmp_path_factory, tmp_path / "repo", commit=True)


@pytest.fixture
def token() -> str:
    """A GitHub token with a right checksum, made anew: no token stands in this tree."""
    from govhooks.rules.secrets.no_secrets.examples import make

    return make("ghp_{alnum:30}{sign:github}", seed=7)
