"""The suite as its users meet it: installed by pre-commit and by prek, called by git itself. Nothing is mocked.

Each client builds the hook environment once a session, whatever the number of pytest's workers, from a snapshot of this
working tree; every test then works in its own copy of a repository whose hooks are installed and whose first commit went
through them.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import QUICK

from govhooks.rules.secrets.no_secrets.examples import make

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sysconfig.get_path("scripts"))
CLIENTS = ("pre-commit", "prek")
ALL_TYPES = ("pre-commit", "pre-merge-commit", "prepare-commit-msg", "commit-msg", "pre-push", "pre-rebase")
RULES = ("high-risk-changes", "no-env-files", "no-secrets", "policy-exceptions")

TOKEN = make("ghp_{alnum:30}{sign:github}", seed=23)
SECRET = f'token = "{TOKEN}"\n'
RISKY = "app/auth/login.py"
# --no-verify leaves prepare-commit-msg on, and prek takes SKIP of the only hook for a mistake.
NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}")


class Done:
    """How a command ended: `code`, and all that it printed. It never showed a traceback or the token."""

    def __init__(self, command: object, code: int, out: str) -> None:
        self.code, self.out = code, out
        self.told = f"{command}: exit {code}\n{out}"
        assert "Traceback" not in out, self.told
        assert TOKEN not in out, self.told

    def finds(self, rule: str, place: str) -> bool:
        """Whether a finding of this rule at this place was printed: "path:line", "path", "path (in commit)"."""
        return any(
            line.lstrip().startswith(f"{place}: ") and line.endswith(f"[{rule}]") for line in self.out.splitlines()
        )


class Suite:
    """A snapshot of this tree as a hook repository, and the environment in which clients install and run it."""

    def __init__(self, path: Path, rev: str, env: dict[str, str]) -> None:
        self.path, self.rev, self.env = path, rev, env

    def config(self, id: str = "govhooks", types: tuple[str, ...] = ALL_TYPES, more: str = "") -> str:
        """A `.pre-commit-config.yaml` with this hook for these git hooks."""
        return (
            f"default_install_hook_types: [{', '.join(types)}]\n"
            f"repos:\n- repo: {self.path}\n  rev: {self.rev}\n  hooks:\n  - id: {id}\n{more}"
        )


class Project:
    """A repository with the hooks installed, and a person working in it."""

    def __init__(self, path: Path, env: dict[str, str], client: str = "pre-commit") -> None:
        self.path, self.env, self.client_name = path, env, client

    def run(self, *command: str | bytes, **env: str) -> Done:
        return _run(command, self.path, {**self.env, **env})

    def git(self, *args: str | bytes, **env: str) -> str:
        """A git command that must succeed: its output, standard error included."""
        done = self.run("git", *args, **env)
        assert done.code == 0, done.told
        return done.out.rstrip("\n")

    def client(self, *args: str, **env: str) -> Done:
        """`pre-commit ARGS` or `prek ARGS`."""
        return self.run(str(SCRIPTS / self.client_name), *args, **env)

    def write(self, name: str | bytes, content: str) -> None:
        place = os.path.join(os.fsencode(self.path), os.fsencode(name))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as stream:
            stream.write(content.encode())

    def stage(self, name: str | bytes, content: str) -> None:
        self.write(name, content)
        self.git("add", "--force", "--", name)

    def slip(self, name: str, content: str, message: str = "work") -> str:
        """Commit a file past the hooks; the commit's id."""
        self.stage(name, content)
        self.git(*NO_HOOKS, "commit", "--quiet", "-m", message)
        return self.head()

    def head(self) -> str:
        return self.run("git", "rev-parse", "HEAD").out.strip()

    def message(self, rev: str = "HEAD") -> str:
        return self.git("log", "-1", "--format=%B", rev)

    def trailer(self, rev: str = "HEAD") -> str:
        """The value of the High-Risk trailer as git reads it."""
        return self.git("log", "-1", "--format=%(trailers:key=High-Risk,valueonly,separator=%x7C)", rev)

    def passes(self, *args: str | bytes, **env: str) -> Done:
        """A git command that makes a commit."""
        before = self.head()
        done = self.run("git", *args, **env)
        assert done.code == 0, done.told
        assert self.head() != before, done.told
        return done

    def refuses(self, *args: str | bytes, rule: str = "no-secrets", place: str = "", **env: str) -> Done:
        """A git command that must fail, name the place, and leave HEAD where it is."""
        before = self.head()
        done = self.run("git", *args, **env)
        assert done.code != 0, done.told
        assert done.finds(rule, place), done.told
        assert self.head() == before, done.told
        return done

    def editor(self, script: str) -> str:
        """A GIT_EDITOR: a shell script that finds the message file in "$1"."""
        place = self.path.parent / f"editor-{len(list(self.path.parent.glob('editor-*')))}"
        place.write_text(f"#!/bin/sh\nset -e\n{script}\n")
        place.chmod(place.stat().st_mode | stat.S_IXUSR)
        return shlex.quote(str(place))


def _run(command: tuple[str | bytes, ...], cwd: Path, env: dict[str, str]) -> Done:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return Done(command, done.returncode, done.stdout.decode("utf-8", "replace"))


def _environment(home: Path) -> dict[str, str]:
    """The environment of a person: no CI, no GIT_* or PRE_COMMIT_* of whoever runs the tests, no way to our sources."""
    strange = ("GIT_", "PRE_COMMIT", "PREK_", "PYTHON", "SKIP", "VIRTUAL_ENV", "COV_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(strange) and name != "CI"}
    config = home / "gitconfig"
    if not config.exists():  # another of pytest's workers may be reading it
        config.write_text(
            "[init]\n\tdefaultBranch = main\n[user]\n\tname = Dev\n\temail = dev@corp.test\n"
            f"[commit]\n\tgpgsign = false\n[advice]\n\tdetachedHead = false\n{QUICK}"
        )
    return env | {
        "PATH": f"{SCRIPTS}{os.pathsep}{env.get('PATH', os.defpath)}",
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_EDITOR": "true",
        "GIT_TERMINAL_PROMPT": "0",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PREK_HOME": str(home / "prek"),
        "PIP_NO_COMPILE": "1",  # what a hook loads is compiled when it first loads it: half of all is never loaded here
    }


def _shared(tmp_path_factory: pytest.TempPathFactory, name: str, build: Callable[[Path], str]) -> tuple[Path, str]:
    """The folder that the first of pytest's workers builds and the others wait for, and what `build` said of it."""
    top = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        top = top.parent
    home, said, failed = top / name, top / f"{name}.said", top / f"{name}.failed"
    try:
        home.mkdir()
    except FileExistsError:
        for _ in range(6000):
            if said.exists() or failed.exists():
                break
            time.sleep(0.1)
    else:
        try:
            text = build(home)
        except BaseException as error:
            failed.write_text(repr(error))
            raise
        (top / f"{name}.writing").write_text(text)
        (top / f"{name}.writing").replace(said)
    assert said.exists(), failed.read_text() if failed.exists() else f"{name} is not built after ten minutes"
    return home, said.read_text()


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    """This working tree, committed somewhere else: clients install a commit, we want to test what is not one yet."""
    home, rev = _shared(tmp_path_factory, "clients", _snapshot)
    return Suite(home / "suite", rev, _environment(home))


def _snapshot(home: Path) -> str:
    """Commit this working tree in `suite` of the folder; the commit's id."""
    env = _environment(home)
    path = home / "suite"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        check=True,
    )
    for name in filter(None, os.fsdecode(listed.stdout).split("\0")):
        if (ROOT / name).is_file():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, path / name)
    assert (path / ".pre-commit-hooks.yaml").exists(), "pytest tests/test_catalogue.py --write makes the manifest"
    work = Project(path, env)
    work.git("init", "--quiet")
    work.git("add", "--all", "--force")
    work.git("commit", "--quiet", "-m", "snapshot")
    return work.head()


def _template(suite: Suite, client: str, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A repository with a client's hooks installed, its hook environment built, and a first commit through them."""
    home, missing = _shared(tmp_path_factory, client, lambda home: _install_client(suite, client, home))
    if missing:
        pytest.skip(missing)
    return Project(home / "project", suite.env, client)


def _install_client(suite: Suite, client: str, home: Path) -> str:
    """Make the repository of `_template`; what is missing where the index cannot be reached, else ""."""
    assert (SCRIPTS / client).exists(), f"{client} is missing: pip install '.[test]'"
    path = home / "project"
    path.mkdir()
    project = Project(path, suite.env, client)
    project.git("init", "--quiet")
    project.write(".pre-commit-config.yaml", suite.config())
    project.write("app.py", "x = 1\n")
    project.git("add", "--all")
    built = project.client("install", "--install-hooks")
    if built.code and not _index_answers(home):
        return f"LOUD: the package index cannot be reached, so {client} was NOT tested:\n{built.out[-2000:]}"
    assert built.code == 0, built.told
    project.git("commit", "--quiet", "-m", "start")
    return ""


def _index_answers(home: Path) -> bool:
    """Whether the package index gives anything at all: only when it does not may these tests be skipped."""
    command = (
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-cache-dir",
        "--dest",
        str(home),
        "tomli",
    )
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


@pytest.fixture(scope="session")
def pre_commit_template(suite: Suite, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return _template(suite, "pre-commit", tmp_path_factory)


@pytest.fixture(scope="session")
def prek_template(suite: Suite, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return _template(suite, "prek", tmp_path_factory)


def _copy(template: Project, tmp_path: Path) -> Project:
    shutil.copytree(template.path, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project", template.env, template.client_name)


@pytest.fixture
def project(pre_commit_template: Project, tmp_path: Path) -> Project:
    """A repository with pre-commit's hooks and one commit."""
    return _copy(pre_commit_template, tmp_path)


@pytest.fixture(params=CLIENTS)
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    """The same for each client: what both must do."""
    return _copy(request.getfixturevalue(f"{request.param.replace('-', '_')}_template"), tmp_path)


# What both clients do alike, or what takes long: by default with the client that starts faster.
handed_on = pytest.mark.parametrize(
    "either", ["prek", pytest.param("pre-commit", marks=pytest.mark.slow)], indirect=True
)


def few(first: str, *others: str) -> list[object]:
    """The first in the default tests, the others in the slow ones."""
    return [first, *(pytest.param(one, marks=pytest.mark.slow) for one in others)]


@pytest.fixture
def fresh(suite: Suite, pre_commit_template: Project, tmp_path: Path) -> Project:
    """A repository before its first commit; `_install` puts the hooks into it."""
    path = tmp_path / "fresh"
    path.mkdir()
    project = Project(path, suite.env)
    project.git("init", "--quiet")
    return project


def _install(project: Project, config: str) -> None:
    project.stage(".pre-commit-config.yaml", config)
    done = project.client("install")
    assert done.code == 0, done.told


# --- what both clients must do


def test_plain_commit(either: Project) -> None:
    either.stage("leak.py", f"x = 1\n{SECRET}")
    either.refuses("commit", "-m", "leak", place="leak.py:2")

    either.stage("leak.py", "x = 1\n")
    done = either.passes("commit", "-m", "clean")

    assert "[no-secrets]" not in done.out
    assert either.message() == "clean"


def test_first_commit(either: Project, suite: Suite, tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    first = Project(tmp_path / "first", suite.env, either.client_name)
    first.git("init", "--quiet")
    _install(first, suite.config())
    first.stage("leak.py", SECRET)
    done = first.run("git", "commit", "-m", "first")

    assert done.code != 0
    assert done.finds("no-secrets", "leak.py:1"), done.told
    assert first.run("git", "rev-parse", "--verify", "--quiet", "HEAD").code != 0

    first.git("rm", "--quiet", "--cached", "leak.py")
    first.git("commit", "-m", "first")


@handed_on
def test_an_amended_commit_keeps_its_trailer(either: Project) -> None:
    either.stage(RISKY, "x = 1\n")
    either.passes("commit", "-m", "first")
    assert either.trailer() == "authentication"

    either.passes("commit", "--amend", "-m", "second")
    assert (either.message().splitlines()[0], either.trailer()) == ("second", "authentication")

    either.stage("plain.py", "x = 1\n")
    either.passes("commit", "--amend", "-m", "third")
    assert either.trailer() == "authentication"


@handed_on
def test_all_files(either: Project) -> None:
    clean = either.client("run", "--all-files")
    either.slip("leak.py", f"\n\n{SECRET}")
    either.slip("other.py", "y = 1\n")
    done = either.client("run", "--all-files")

    assert clean.code == 0, clean.told
    assert done.code != 0, done.told
    assert done.finds("no-secrets", "leak.py:3"), done.told


@handed_on
def test_named_files(either: Project) -> None:
    either.slip("leak.py", SECRET)
    either.write("untracked.py", f"\n{SECRET}")

    for name, place in (("leak.py", "leak.py:1"), ("untracked.py", "untracked.py:2")):
        done = either.client("run", "--files", name)

        assert done.code != 0, done.told
        assert done.finds("no-secrets", place), done.told

    assert either.client("run", "--files", "app.py").code == 0


def test_range(either: Project) -> None:
    start = either.head()
    leak = either.slip("leak.py", SECRET)
    clean = either.slip("leak.py", "x = 1\n")
    done = either.client("run", "--from-ref", start, "--to-ref", clean)

    assert done.code != 0, done.told
    assert done.finds("no-secrets", f"leak.py:1 (in {leak[:12]})"), done.told
    assert either.client("run", "--from-ref", leak, "--to-ref", clean).code == 0


def test_high_risk_commit(either: Project) -> None:
    either.stage(RISKY, "def login(): ...\n")
    done = either.passes("commit", "-m", "add login")

    assert done.finds("high-risk-changes", RISKY), done.told
    assert "high risk: authentication" in done.out
    assert either.message() == "add login\n\nHigh-Risk: authentication"
    assert either.trailer() == "authentication"


def test_push(either: Project, tmp_path: Path) -> None:
    either.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    either.git("remote", "add", "origin", str(tmp_path / "remote.git"))

    def pushed(branch: str) -> str:
        return either.run("git", "--git-dir", str(tmp_path / "remote.git"), "rev-parse", "-q", "--verify", branch).out

    def refused(*args: str, place: str) -> None:
        done = either.run("git", "push", *args)
        assert done.code != 0, done.told
        assert done.finds("no-secrets", place), done.told

    start = either.head()
    root_leak = either.slip("leak.py", SECRET)
    either.slip("leak.py", "x = 1\n")
    refused("origin", "main", place=f"leak.py:1 (in {root_leak[:12]})")

    assert pushed("main") == ""

    either.git("reset", "--quiet", "--hard", start)
    either.git("push", "origin", "main")  # a new branch with its root
    clean = either.slip("app.py", "x = 2\n")
    either.git("push", "origin", "main")  # a branch that is there

    assert pushed("main").strip() == clean

    leak = either.slip("leak.py", SECRET)
    either.slip("leak.py", "x = 1\n")
    refused("origin", "main", place=f"leak.py:1 (in {leak[:12]})")
    refused("origin", "main:feature", place=f"leak.py:1 (in {leak[:12]})")

    assert pushed("main").strip() == clean
    assert pushed("feature") == ""


@handed_on
def test_strange_names(either: Project) -> None:
    """A name is a name: never an option, never two names, whatever it looks like."""
    names = {
        "--policy=evil.toml": "--policy=evil.toml",
        "--all": "--all",
        "-x": "-x",
        "-": "-",
        "two\nlines.py": "two\\nlines.py",
        "quote\"'s.py": "quote\"'s.py",
        "sp ace.py": "sp ace.py",
        "été.py": "été.py",
    }
    either.slip("evil.toml", "[rules.no-secrets]\nenabled = false\n")
    for name in names:
        either.stage(name, SECRET)
    before = either.head()
    done = either.run("git", "commit", "-m", "leaks")

    assert done.code != 0, done.told
    assert either.head() == before
    for shown in names.values():
        assert done.finds("no-secrets", f"{shown}:1"), done.told

    either.git(*NO_HOOKS, "commit", "--quiet", "-m", "leaks")
    whole = either.client("run", "--all-files")

    assert whole.code != 0, whole.told
    for shown in names.values():
        assert whole.finds("no-secrets", f"{shown}:1"), whole.told

    for name in names:
        either.stage(name, "x = 1\n")
    done = either.passes("commit", "-m", "clean")

    assert "[no-secrets]" not in done.out


@pytest.mark.slow
def test_a_name_like_an_option_behind_options_of_the_configuration(fresh: Project, suite: Suite) -> None:
    """`args` of one's own replace the manifest's "--": then such a name is refused, or judged, never obeyed."""
    _install(fresh, suite.config(more="    args: [--confidence, low]\n"))
    fresh.passes("commit", "-m", "start")
    fresh.stage("evil.toml", "[rules.no-secrets]\nenabled = false\n")
    fresh.stage("--policy=evil.toml", "")
    fresh.stage("leak.py", SECRET)
    before = fresh.head()
    done = fresh.run("git", "commit", "-m", "leak")

    assert done.code != 0, done.told
    assert fresh.head() == before


# --- which content a commit is made of


@handed_on
def test_commit_all(either: Project) -> None:
    either.write("app.py", f"x = 1\n{SECRET}")
    either.refuses("commit", "-a", "-m", "leak", place="app.py:2")

    either.write("folder/ok.py", "x = 2\n")
    either.refuses("-C", "folder", "commit", "-a", "-m", "leak", place="app.py:2")

    either.write("app.py", "x = 2\n")
    either.passes("commit", "-a", "-m", "clean")


@handed_on
def test_commit_path(either: Project) -> None:
    either.slip("other.py", "y = 1\n")
    either.stage("app.py", f"x = 1\n{SECRET}")
    either.stage("new.py", SECRET)
    either.write("other.py", "y = 2\n")
    either.passes("commit", "-m", "only the other", "other.py")

    assert either.git("show", "--format=", "--name-only") == "other.py"
    either.refuses("commit", "-m", "leak", "app.py", place="app.py:2")
    either.refuses("commit", "-m", "leak", place="new.py:1")


@handed_on
def test_partly_staged(either: Project) -> None:
    either.stage("app.py", "x = 2\n")
    either.write("app.py", f"x = 2\n{SECRET}")
    either.passes("commit", "-m", "the secret stays in the working tree")

    assert TOKEN in (either.path / "app.py").read_text()

    either.stage("app.py", f"x = 2\n{SECRET}")
    either.write("app.py", "x = 3\n")
    either.refuses("commit", "-m", "the secret is in the index", place="app.py:2")

    assert (either.path / "app.py").read_text() == "x = 3\n"


@handed_on
def test_amend(either: Project) -> None:
    either.stage(RISKY, "def login(): ...\n")
    either.passes("commit", "-m", "add login")
    either.stage("leak.py", SECRET)
    either.refuses("commit", "--amend", "--no-edit", place="leak.py:1")
    either.git("rm", "--quiet", "--cached", "leak.py")
    trailer = either.trailer()
    either.passes("commit", "--amend", GIT_EDITOR=either.editor("sed -i.bak 's/add login/Add login/' \"$1\""))

    assert either.message().startswith("Add login\n")
    assert either.trailer() == trailer
    either.passes("commit", "--amend", "-m", "add the login", "-m", f"High-Risk: {trailer}")


@handed_on
def test_deletions(either: Project) -> None:
    either.slip(".env", "PASSWORD=x\n")
    either.slip("leak.py", SECRET)
    either.git("rm", "--quiet", ".env")
    either.passes("commit", "-m", "remove the environment file")
    either.git("rm", "--quiet", "leak.py")
    either.passes("commit", "-m", "remove the secret")
    either.git("rm", "--quiet", "app.py")
    either.passes("commit", "-m", "remove")


@pytest.mark.slow
def test_rename_of_an_example(project: Project) -> None:
    project.stage(".env.example", "NAME=changeme\nSIZE=3\n")
    project.passes("commit", "-m", "an example")
    project.git("mv", ".env.example", ".env")
    done = project.refuses("commit", "-m", "rename", rule="no-env-files", place=".env")

    assert "renamed from .env.example" in done.out


# --- merges, and commits made anew


def _branch(project: Project, *files: tuple[str, str]) -> None:
    """A branch `side` with these files, and main one commit further."""
    project.git("switch", "--quiet", "--create", "side")
    for name, content in files:
        project.slip(name, content)
    project.git("switch", "--quiet", "main")
    project.slip("main.py", "z = 1\n")


@handed_on
def test_clean_merge(either: Project) -> None:
    _branch(either, ("side.py", "y = 1\n"))
    either.passes("merge", "--no-edit", "side")

    assert len(either.git("log", "-1", "--format=%P").split()) == 2


@handed_on
def test_merge_brings_old_lines(either: Project) -> None:
    """What a branch already recorded is not recorded again by merging it: the push and CI have judged it."""
    _branch(either, ("old.py", SECRET), (RISKY, "def login(): ...\n"))
    done = either.passes("merge", "--no-edit", "side")

    assert "[no-secrets]" not in done.out
    assert "[high-risk-changes]" not in done.out
    assert either.trailer() == ""


@pytest.mark.slow
def test_merge_without_commit_brings_old_lines(project: Project) -> None:
    _branch(project, ("old.py", SECRET))
    project.git("merge", "--no-edit", "--no-commit", "side")
    done = project.passes("commit", "--no-edit")

    assert "[no-secrets]" not in done.out


def test_merge_with_a_conflict(either: Project) -> None:
    either.git("switch", "--quiet", "--create", "side")
    either.slip("old.py", SECRET)
    either.slip("app.py", "x = 2\n")
    either.git("switch", "--quiet", "main")
    either.slip("app.py", "x = 3\n")
    assert either.run("git", "merge", "side").code != 0
    either.stage("app.py", f"x = 4\n{SECRET}")
    done = either.refuses("commit", "--no-edit", place="app.py:2")

    assert "old.py" not in done.out

    either.stage("app.py", "x = 4\n")
    either.passes("commit", "--no-edit")


@pytest.mark.slow
def test_all_files_in_the_middle_of_a_merge(project: Project) -> None:
    project.slip("leak.py", SECRET)
    _branch(project, ("side.py", "y = 1\n"))
    project.git("merge", "--no-edit", "--no-commit", "side")
    done = project.client("run", "--all-files")

    assert done.code != 0, done.told
    assert done.finds("no-secrets", "leak.py:1"), done.told


@pytest.mark.slow
def test_squashed_merge(project: Project) -> None:
    """A squashed branch is a new commit with new lines, and no merge."""
    _branch(project, ("old.py", SECRET))
    project.git("merge", "--squash", "side")
    project.refuses("commit", "-m", "leak", place="old.py:1")


@pytest.mark.slow
def test_fixup(project: Project) -> None:
    """The areas of a fixup join those of the commit it melts into."""
    project.stage(RISKY, "def login(): ...\n")
    project.passes("commit", "-m", "add login")
    project.stage("app/payments/charge.py", "def charge(): ...\n")
    project.passes("commit", "--fixup", "HEAD")
    project.passes("rebase", "--quiet", "--interactive", "--autosquash", "HEAD~2", GIT_SEQUENCE_EDITOR="true")

    assert project.message().startswith("add login\n\nHigh-Risk: ")
    assert sorted(project.trailer().split(", ")) == ["authentication", "payments"]


@pytest.mark.slow
def test_cherry_pick(project: Project) -> None:
    project.git("switch", "--quiet", "--create", "side")
    project.stage(RISKY, "def login(): ...\n")
    project.passes("commit", "-m", "add login")
    trailer = project.trailer()
    project.git("switch", "--quiet", "main")
    project.slip("main.py", "z = 1\n")
    project.passes("cherry-pick", "side")

    assert "authentication" in trailer
    assert project.trailer() == trailer
    assert project.message().count("High-Risk:") == 1

    project.passes("revert", "--no-edit", "HEAD")

    assert project.trailer() == trailer


@handed_on
def test_rebase(either: Project) -> None:
    _branch(either, ("side.py", "y = 1\n"), ("side.py", "y = 2\n"))
    either.git("switch", "--quiet", "side")
    either.passes("rebase", "main")

    assert either.git("log", "-3", "--format=%s %b").split() == ["work"] * 3
    assert either.git("rev-parse", "HEAD~2") == either.git("rev-parse", "main")


def test_published_history_is_kept(either: Project, tmp_path: Path) -> None:
    either.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    either.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    start = either.head()
    either.slip("app.py", "x = 2\n")
    either.git("push", "origin", "main")
    # pre-commit tells its hooks of a rebase only when the branch is named, too
    rebased = either.run("git", "rebase", "--force-rebase", start, "main")
    either.git("reset", "--quiet", "--hard", start)
    either.slip("app.py", "x = 3\n")
    forced = either.run("git", "push", "--force", "origin", "main")
    either.git("push", "origin", "main:topic")

    assert rebased.code != 0
    assert "main has 1 of the commits that this rebase would rewrite" in rebased.out, rebased.told
    assert forced.code != 0
    assert "the protected branch main would be overwritten, losing 1 commit" in forced.out, forced.told


@handed_on
def test_a_release_is_tagged(either: Project, tmp_path: Path) -> None:
    """Of a new tag the clients name a commit, of one that moves what it was: only the second is refused."""
    either.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    either.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    either.git("push", "origin", "main")
    either.git("tag", "v0.9")
    either.git("tag", "-a", "-m", "first", "v0.9a")
    old = either.run("git", "push", "origin", "v0.9", "v0.9a")
    for n in (2, 3):
        either.slip("app.py", f"x = {n}\n")
    either.git("tag", "v1.0")
    either.git("tag", "-a", "-m", "second", "v1.0a")
    light = either.run("git", "push", "origin", "v1.0")
    annotated = either.run("git", "push", "origin", "v1.0a")
    both = either.run("git", "push", "origin", "main", "--tags")
    either.git("tag", "-f", "-a", "-m", "again", "v0.9a")
    moved = either.run("git", "push", "--force", "origin", "v0.9a")

    for done in (old, light, annotated, both):
        assert done.code == 0, done.told
        assert "moved" not in done.out, done.told
    assert moved.code != 0, moved.told
    assert "the protected tag v0.9a would be moved" in moved.out, moved.told


@handed_on
def test_evidence_that_the_hooks_ran(either: Project) -> None:
    either.slip("governance.toml", '[rules.hook-evidence]\ntrailer = "Hooks-Ran"\n')
    either.stage("app.py", "x = 2\n")
    either.passes("commit", "--quiet", "-m", "judged")
    judged = either.message()
    either.stage("app.py", "x = 3\n")
    either.passes("commit", "--quiet", "--no-verify", "-m", "skipped")

    assert "Hooks-Ran: govhooks" in judged
    assert "Hooks-Ran" not in either.message()


# --- other shapes of repository


@handed_on
def test_linked_worktree(either: Project, tmp_path: Path) -> None:
    either.git("worktree", "add", "--quiet", "-b", "linked", str(tmp_path / "linked"))
    linked = Project(tmp_path / "linked", either.env, either.client_name)
    linked.stage("leak.py", SECRET)
    linked.refuses("commit", "-m", "leak", place="leak.py:1")
    linked.git("rm", "--quiet", "--cached", "leak.py")
    linked.stage(RISKY, "def login(): ...\n")
    linked.passes("commit", "-m", "add login")

    assert "authentication" in linked.trailer()


@pytest.mark.slow
def test_submodule(project: Project, tmp_path: Path) -> None:
    allow = ("-c", "protocol.file.allow=always")
    (tmp_path / "library").mkdir()
    library = Project(tmp_path / "library", project.env)
    library.git("init", "--quiet")
    library.slip("library.py", "y = 1\n")
    project.git(*allow, "submodule", "--quiet", "add", str(library.path), "library")
    project.passes("commit", "-m", "add the library")
    library.slip("library.py", "y = 2\n")
    project.git(*allow, "submodule", "--quiet", "update", "--remote", "library")
    project.git("add", "library")
    project.passes("commit", "-m", "bump the library")
    done = project.client("run", "--all-files")

    assert project.git("ls-tree", "HEAD", "library").startswith("160000 commit ")
    assert done.code == 0, done.told


@pytest.mark.slow
def test_sha256(fresh: Project, suite: Suite) -> None:
    shutil.rmtree(fresh.path / ".git")
    fresh.git("init", "--quiet", "--object-format=sha256")
    _install(fresh, suite.config())
    fresh.git("commit", "--quiet", "-m", "start")
    start = fresh.head()
    fresh.stage("leak.py", SECRET)
    fresh.refuses("commit", "-m", "leak", place="leak.py:1")
    leak = fresh.slip("leak.py", SECRET)
    fresh.stage("leak.py", "x = 1\n")
    fresh.passes("commit", "-m", "clean")
    done = fresh.client("run", "--from-ref", start, "--to-ref", "HEAD")

    assert len(start) == 64
    assert done.code != 0, done.told
    assert done.finds("no-secrets", f"leak.py:1 (in {leak[:12]})"), done.told


@handed_on
def test_hostile_configuration(either: Project) -> None:
    """What a person's git prints is theirs to set; what we see does not depend on it."""
    settings = {
        "diff.external": "/bin/false",
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.renames": "copies",
        "diff.ignoreSubmodules": "all",
        "diff.hide.textconv": "true",
        "diff.hide.command": "/bin/false",
        "diff.algorithm": "patience",
        "color.ui": "always",
        "core.quotePath": "true",
        "log.showSignature": "true",
        "log.decorate": "full",
        "format.pretty": "oneline",
    }
    for key, value in settings.items():
        either.git("config", key, value)
    start = either.slip(".gitattributes", "*.cfg -diff\n*.ini diff=hide\n")
    for name in ("x.cfg", "y.ini", "é.cfg"):
        either.stage(name, f"a = 1\n{SECRET}")
        either.refuses("commit", "-m", "leak", place=f"{name}:2")
        leak = either.slip(name, f"a = 1\n{SECRET}")
        either.slip(name, "a = 1\n")
        done = either.client("run", "--from-ref", start, "--to-ref", "HEAD")

        assert done.code != 0, done.told
        assert done.finds("no-secrets", f"{name}:2 (in {leak[:12]})"), done.told

    either.stage("x.cfg", "a = 2\n")
    either.passes("commit", "-m", "clean")


@pytest.mark.slow
def test_a_folder_of_our_name_shadows_nothing(project: Project) -> None:
    for name in ("govhooks", "tomli", "regex", "ahocorasick"):
        project.stage(f"{name}/__init__.py", "raise SystemExit(0)\n")
    project.passes("commit", "-m", "clean")
    project.stage("leak.py", SECRET)
    project.refuses("commit", "-m", "leak", place="leak.py:1")
    done = project.client("run", "--all-files")

    assert done.finds("no-secrets", "leak.py:1"), done.told


# --- the message of a high-risk change


@handed_on
def test_trailer_with_an_editor(either: Project) -> None:
    subject = 'printf "add login\\n%s\\n" "$(cat "$1")" > "$1"'
    either.stage(RISKY, "def login(): ...\n")
    done = either.run("git", "commit", GIT_EDITOR=either.editor(f"{subject}\nsed -i.bak '/^High-Risk:/d' \"$1\""))

    assert done.code != 0, done.told
    assert done.finds("high-risk-changes", "commit message"), done.told
    assert either.message() != "add login"
    assert either.git("diff", "--cached", "--name-only") == RISKY

    (either.path.parent / "template").write_text("\nWhy:\n")
    variants = (
        (),
        ("--signoff",),
        ("--verbose",),
        ("--cleanup=scissors",),
        (f"--template={either.path.parent / 'template'}",),
        ("--trailer", "Reviewed-by: Ann <ann@corp.test>"),
    )
    for number, options in enumerate(variants):
        # The slow tests have every pair; to git and to the hook it makes no difference who calls it.
        for comment in "#;" if either.client_name == "pre-commit" else "#;"[number % 2]:
            either.stage(RISKY, f"def login(): {options}{comment}\n")
            either.passes("-c", f"core.commentChar={comment}", "commit", *options, GIT_EDITOR=either.editor(subject))

            assert either.message().startswith("add login\n"), either.message()
            assert either.trailer() == "authentication", either.message()
            assert ("Signed-off-by: Dev" in either.message()) == (options == ("--signoff",))


@handed_on
def test_no_message_aborts_the_commit(either: Project) -> None:
    """A trailer that we wrote is no message: leaving the editor without a word still aborts."""
    before = either.head()
    either.stage(RISKY, "def login(): ...\n")
    done = either.run("git", "commit", GIT_EDITOR="true")

    assert done.code != 0, done.told
    assert either.head() == before


@pytest.mark.xfail(strict=True, reason="looks like a message left empty: no client says which of the two hooks it is")
def test_trailer_given_before_the_editor(project: Project) -> None:
    project.stage(RISKY, "def login(): ...\n")
    editor = project.editor('printf "add login\\n%s\\n" "$(cat "$1")" > "$1"')
    project.passes("commit", "--trailer", "High-Risk: authentication", GIT_EDITOR=editor)

    assert project.message() == "add login\n\nHigh-Risk: authentication"


@pytest.mark.slow
def test_trailer_with_signoff(project: Project) -> None:
    project.stage(RISKY, "def login(): ...\n")
    project.passes("commit", "-s", "-m", "add login")

    assert project.trailer() == "authentication"
    assert "Signed-off-by: Dev <dev@corp.test>" in project.message()
    assert project.message().startswith("add login\n\n")


@pytest.mark.slow
def test_trailer_without_prepare_commit_msg(fresh: Project, suite: Suite) -> None:
    _install(fresh, suite.config(types=("pre-commit", "commit-msg")))
    fresh.git("commit", "--quiet", "-m", "start\n\nHigh-Risk: governance")
    fresh.stage(RISKY, "def login(): ...\n")
    done = fresh.refuses("commit", "-m", "add login", rule="high-risk-changes", place="commit message")
    fix = re.search(r"(?m)^  fix: (.+)$", done.out)

    assert fix, done.told
    assert '"High-Risk: authentication"' in fix[1]

    fresh.passes(*shlex.split(f"-c alias.fix={shlex.quote('!' + fix[1])} fix"))

    assert fresh.trailer() == "authentication"
    assert fresh.message().startswith("add login\n")

    fresh.stage(RISKY, "def login(): pass\n")
    fresh.passes("commit", "-m", "change login", "-m", "High-Risk: authentication")

    assert fresh.message() == "change login\n\nHigh-Risk: authentication"


@pytest.mark.parametrize("way", [pytest.param("SKIP", marks=pytest.mark.slow), "--no-verify"])
def test_a_trailer_that_got_away_is_found_in_the_range(project: Project, way: str) -> None:
    project.stage(RISKY, "def login(): ...\n")
    if way == "SKIP":
        project.passes("commit", "-m", "add login", SKIP="govhooks")
    else:
        # --no-verify does not turn prepare-commit-msg off, so the trailer has to be taken out by hand.
        project.passes("commit", "--no-verify", GIT_EDITOR=project.editor('echo add login > "$1"'))
    commit = project.head()
    done = project.client("run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")

    assert project.message() == "add login"
    assert done.code != 0, done.told
    assert done.finds("high-risk-changes", f"commit message (in {commit[:12]})"), done.told

    project.passes("commit", "--amend", "-m", "add login", "-m", "High-Risk: authentication")

    assert project.client("run", "--from-ref", "HEAD~1", "--to-ref", "HEAD").code == 0


# --- one rule alone


@pytest.mark.parametrize("rule", few(*RULES))
def test_a_rule_alone(fresh: Project, suite: Suite, rule: str) -> None:
    _install(fresh, suite.config(rule))
    fresh.passes("commit", "-m", "start")
    fresh.stage("leak.py", SECRET)
    fresh.stage(".env", "NAME=value\n")
    fresh.stage(RISKY, "def login(): ...\n")
    fresh.stage("governance.toml", '[[exceptions]]\nrule = "no-secrets"\npath = "leak.py"\n')
    place = {"no-secrets": "leak.py:1", "no-env-files": ".env", "policy-exceptions": "governance.toml:1"}.get(rule)
    if place is None:
        fresh.passes("commit", "-m", "add login")

        assert "authentication" in fresh.trailer()
        return

    done = fresh.refuses("commit", "-m", "all at once", rule=rule, place=place)

    assert {line.rpartition("[")[2] for line in done.out.splitlines() if re.search(r"\[[a-z-]+\]$", line)} == {
        f"{rule}]"
    }
    fresh.git("rm", "--quiet", "--cached", place.partition(":")[0])
    fresh.passes("commit", "-m", "the rest")

    assert fresh.message() == "the rest"


# --- messages and tags


@handed_on
def test_a_secret_in_a_message_or_a_tag(either: Project, tmp_path: Path) -> None:
    """Without an editor git records comment lines, too, and the clients pass on how the hook can tell."""
    rule = "no-secrets-in-messages"
    either.write("notes.txt", "a\n")
    either.git("add", "notes.txt")
    either.refuses("commit", "-m", f"use {TOKEN}", rule=rule, place="commit message:1")
    either.refuses("commit", "-m", "subject", "-m", f"# {TOKEN}", rule=rule, place="commit message:3")
    either.passes("commit", "-m", "subject", "-m", "# a comment")

    either.git("init", "--quiet", "--bare", str(tmp_path / "remote"))
    either.git("remote", "add", "there", str(tmp_path / "remote"))
    either.git("tag", "-a", "v1", "-m", f"release {TOKEN}")
    done = either.run("git", "push", "there", "v1")

    assert done.code != 0, done.told
    assert done.finds(rule, "refs/tags/v1:1"), done.told
    either.git("tag", "-f", "-a", "v1", "v1^{}", "-m", "release")
    either.git("push", "there", "v1")


# --- files called like options


def _options() -> list[str]:
    """Every option of every command, as `--help` of each names it."""
    from test_words_of_others import OPTIONS

    return OPTIONS


@handed_on
def test_files_called_like_options(either: Project) -> None:
    """Each of them, and --option=value, at commit, at `run --all-files` and at commit-msg."""
    names = [*_options(), *(f"{option}=x" for option in _options() if len(option) > 2)]
    for name in names:
        either.write(name, "x = 1\n")
    either.write("leak.py", SECRET)
    either.git("add", "--all")
    either.refuses("commit", "-m", "leak", place="leak.py:1")
    either.write("leak.py", "x = 1\n")
    for name in names:
        either.write(name, SECRET)
    either.git("add", "--all")
    done = either.refuses("commit", "-m", "leak", place="--help:1")
    assert all(done.finds("no-secrets", f"{name}:1") for name in names), done.told

    either.git(*NO_HOOKS, "commit", "--quiet", "-m", "leak")
    done = either.client("run", "--all-files")
    assert done.code != 0, done.told
    assert all(done.finds("no-secrets", f"{name}:1") for name in names), done.told
    either.write("app.py", "x = 3\n")
    either.git("add", "app.py")
    either.refuses("commit", "-m", f"use {TOKEN}", rule="no-secrets-in-messages", place="commit message:1")
    either.passes("commit", "-m", "clean")


@pytest.mark.parametrize("rule", few("no-secrets", "no-env-files", "no-secrets-in-messages"))
def test_files_called_like_options_and_a_rule_alone(fresh: Project, suite: Suite, rule: str) -> None:
    _install(fresh, suite.config(rule))
    fresh.git("commit", "--quiet", "-m", "start")
    for name in _options():
        fresh.write(name, "x = 1\n")
    fresh.write("leak.py", SECRET)
    fresh.write(".env", "A=1\n")
    fresh.git("add", "--force", "--all")
    place = {"no-secrets": "leak.py:1", "no-env-files": ".env", "no-secrets-in-messages": "commit message:1"}[rule]
    fresh.refuses("commit", "-m", f"use {TOKEN}", rule=rule, place=place)
    if rule != "no-secrets-in-messages":
        fresh.git(*NO_HOOKS, "commit", "--quiet", "-m", "bad")
        done = fresh.client("run", "--all-files")
        assert done.code != 0, done.told
        assert done.finds(rule, place), done.told


@pytest.mark.slow
def test_a_hook_without_two_dashes_blocks_where_it_cannot_tell(fresh: Project, suite: Suite) -> None:
    """Whose configuration replaces `args` is asked to put -- at their end, once a file makes it matter."""
    _install(fresh, suite.config(more="    args: [--confidence, high]\n"))
    fresh.passes("commit", "-m", "start\n\nHigh-Risk: governance")
    fresh.stage("--help", SECRET)
    done = fresh.run("git", "commit", "-m", "leak")

    assert done.code != 0, done.told
    assert "--help is an option, and a file here has the same name" in done.out, done.told


@handed_on
def test_the_first_push_of_an_old_repository(either: Project, tmp_path: Path) -> None:
    """As README says: baseline, commit, push to an empty remote; what was there before goes, what is new does not."""
    project = either
    project.slip("deploy.py", SECRET)
    project.slip("deploy.py", "token = read()\n")
    project.slip("ci.py", SECRET)
    project.git("branch", "feature", "HEAD~1")
    govhooks = str(SCRIPTS / "govhooks")
    assert project.run(govhooks, "baseline").code == 0
    project.git("add", "governance.toml", ".govhooks.baseline")
    project.passes("commit", "-m", "Adopt govhooks")
    project.git("init", "-q", "--bare", "-b", "main", str(tmp_path / "remote"))
    project.git("remote", "add", "origin", str(tmp_path / "remote"))
    first = project.run("git", "push", "-q", "origin", "main")
    project.git("checkout", "-q", "feature")
    project.slip("feature.py", "x = 1\n")
    before = project.run("git", "push", "-q", "origin", "feature")
    project.git("checkout", "-q", "main")
    project.slip("leak.py", SECRET)
    leak = project.run("git", "push", "-q", "origin", "main")

    assert first.code == 0, first.told
    assert before.code == 0, before.told
    assert leak.code != 0
    assert "leak.py:1" in leak.told and "deploy.py:1" not in leak.told


@handed_on
def test_a_branch_is_deleted(either: Project, tmp_path: Path) -> None:
    """No client tells its hooks of a deletion: that is said once, and `govhooks pre-push --install` sees it."""
    project = either
    remote = str(tmp_path / "remote")
    project.git("init", "-q", "--bare", "-b", "main", remote)
    project.git("-C", remote, "config", "receive.denyDeleteCurrent", "ignore")
    project.git("remote", "add", "origin", remote)
    first = project.run("git", "push", "origin", "main", "main:topic")
    project.slip("cart.py", "TAX = 7\n")
    again = project.run("git", "push", "origin", "main")
    assert project.run(str(SCRIPTS / "govhooks"), "pre-push", "--install").code == 0
    own = project.run("git", "push", "origin", ":topic")
    kept = project.run("git", "push", "origin", ":main")
    project.slip("leak.py", SECRET)
    leak = project.run("git", "push", "origin", "main")
    left = (project.path / ".git/govhooks/pushed").exists()
    (project.path / ".git/hooks/pre-push.legacy").unlink()
    alone = project.run("git", "push", "origin", "main")

    assert first.code == 0, first.told
    assert "run `govhooks pre-push --install` once" in first.out
    assert again.code == 0 and "--install" not in again.out, again.told
    assert own.code == 0, own.told
    assert kept.code != 0, kept.told
    assert "the protected branch main would be deleted" in kept.out
    assert leak.code != 0
    # Both hooks judge it, and it is told once; nothing is left that makes a later run brief.
    assert (leak.out.count("leak.py:1"), leak.out.count("refused: see above")) == (1, 1), leak.told
    assert not left
    assert alone.code != 0
    assert (alone.out.count("leak.py:1"), "refused: see above" in alone.out) == (1, False), alone.told
