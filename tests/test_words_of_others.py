"""Names of files, refs and variables that read like an option or a command: they are what they name, nothing else.

The options are read from what every command says of itself, so a new one is tried without being listed here.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path

import pytest

from govhooks.cli import COMMANDS, main
from govhooks.core.entry import REBASE
from govhooks.core.errors import UsageError
from govhooks.outputs.escape import printable
from govhooks.rules import load
from govhooks.run import frame
from govhooks.run.request import FORMATS, parse

RULES = [rule.id for rule in load()]


def options() -> list[str]:
    """Every option that some command names in its help."""
    found = {"-", "--", "-h", "--help", "--version"}
    for command in COMMANDS:
        if not command.startswith("-") and command not in ("rules", "demo"):
            text = io.StringIO()
            with contextlib.redirect_stdout(text):
                assert main([command, "--help"]) == 0
            found.update(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text.getvalue()))
    return sorted(found)


OPTIONS = options()


def test_the_options_are_found() -> None:
    assert {"--all", "--rule", "--policy", "--from-ref", "--install", "--sarif", "--explain", "--agent"} < set(OPTIONS)


NAMES = [*OPTIONS, *(f"{option}=x" for option in OPTIONS if len(option) > 2)]


def test_a_file_called_like_an_option_is_judged(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    """All of them hold a secret, and all of them are named."""
    for name in NAMES:
        repo.write(name, f"t = '{token}'\n")
    repo.git("add", "--all")
    names = repo.git("ls-files", "-z").split("\0")[:-1]
    assert len(names) == len(NAMES) + 1

    for argv in (["--"], ["--", *names]):
        done = repo.check(*argv, PRE_COMMIT="1", GIT_INDEX_FILE=str(repo.path / ".git/index"))
        assert done.code == 1, (argv[:3], done)
        assert all(f"{name}:1: " in done.out for name in NAMES), done
    # Options of the hook's own, where "--" cannot be one of the files.
    options = ("--rule", "no-secrets", "--format", "text", "--")
    assert repo.check(*options, *names, PRE_COMMIT="1").code == 2
    repo.git("rm", "--quiet", "--force", "--", "--")
    names.remove("--")
    done = repo.check(*options, *names, PRE_COMMIT="1", GIT_INDEX_FILE=str(repo.path / ".git/index"))
    assert done.code == 1, done
    assert all(f"{name}:1: " in done.out for name in NAMES if name != "--"), done


def test_behind_two_dashes_nothing_is_an_option(repo, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(repo.path)
    for name in NAMES:
        if name in ("-", "--"):
            continue
        for argv in (["--", name], ["--", "a.py", name], ["--rule", "no-secrets", "--", name]):
            assert name in parse(argv, {"PRE_COMMIT": "1"}).names, argv
            assert name in parse(argv, {}).names, argv


@pytest.mark.parametrize("environ", [{}, {"PRE_COMMIT": "1"}])
def test_without_two_dashes_a_file_is_no_option(  # type: ignore[no-untyped-def]
    environ: dict[str, str], repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook whose arguments were set without "--", or a shell's `*`: a file says nothing about what is judged."""
    monkeypatch.chdir(repo.path)
    for name in NAMES:
        if name not in ("-", "--"):
            repo.write(name, "x\n")
            with contextlib.suppress(UsageError):  # it says that it cannot tell, and blocks
                assert name in parse(["app.py", name], environ).names, name
            (repo.path / name).unlink()


@pytest.mark.parametrize("rule", [*RULES[::4], "no-secrets"])
def test_a_file_called_help_stops_no_hook_of_one_rule(rule: str, repo) -> None:  # type: ignore[no-untyped-def]
    import subprocess
    import sys

    for name in ("--help", "-h", "--version"):
        repo.stage(name, "x\n")
    program = f"import sys; sys.argv[0] = 'govhooks-{rule}'; from govhooks.cli import hook; hook()"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent / "hooks"), "PRE_COMMIT": "1"}
    words = ["--", "--help", "-h", "--version"]
    done = subprocess.run([sys.executable, "-c", program, *words], cwd=repo.path, env=env, capture_output=True)

    assert b"usage:" not in done.stdout + done.stderr
    assert done.returncode in (0, 1), done
    # and without "--" it is not passed by
    done = subprocess.run([sys.executable, "-c", program, *words[1:]], cwd=repo.path, env=env, capture_output=True)
    assert done.returncode == 2, done


# --- revisions, branches and remotes


@pytest.mark.parametrize("word", ["--all", "--output={}/made", ""])
@pytest.mark.parametrize(
    "names",
    [
        ("PRE_COMMIT_FROM_REF",),
        ("PRE_COMMIT_TO_REF",),
        ("PRE_COMMIT_LOCAL_BRANCH",),
        ("PRE_COMMIT_PRE_REBASE_UPSTREAM",),
        ("PRE_COMMIT_PRE_REBASE_BRANCH",),
    ],
)
def test_a_revision_in_the_environment_is_no_option(word: str, names, repo, token: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    word = word.format(tmp_path)
    base = repo.git("rev-parse", "HEAD")
    repo.commit("leak", **{"leak.py": f"t = '{token}'\n"})
    told = {"PRE_COMMIT_FROM_REF": base, "PRE_COMMIT_TO_REF": "HEAD"}
    if names[0] == "PRE_COMMIT_LOCAL_BRANCH":
        told = {"PRE_COMMIT_REMOTE_NAME": "origin"}
    if "REBASE" in names[0]:
        told = {"PRE_COMMIT_PRE_REBASE_UPSTREAM": base}
    done = repo.check("--", "app.py", PRE_COMMIT="1", **{**told, **dict.fromkeys(names, word)})

    if word or "REBASE" not in names[0]:
        assert done.code in (0, 1) if not word else done.code == 3, done
    assert not (tmp_path / "made").exists()


CI = {
    "GITHUB_SHA": {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/heads/main"},
    "CI_COMMIT_SHA": {"GITLAB_CI": "true", "CI_COMMIT_BRANCH": "main"},
    "CI_COMMIT_BEFORE_SHA": {"GITLAB_CI": "true", "CI_COMMIT_BRANCH": "main"},
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": {"GITLAB_CI": "true"},
    "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": {"GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"},
    "BUILD_SOURCEVERSION": {"TF_BUILD": "True", "BUILD_SOURCEBRANCH": "refs/heads/main"},
    "SYSTEM_PULLREQUEST_TARGETBRANCH": {"TF_BUILD": "True"},
    "GIT_COMMIT": {"JENKINS_URL": "x", "BRANCH_NAME": "main"},
    "GIT_PREVIOUS_SUCCESSFUL_COMMIT": {"JENKINS_URL": "x", "BRANCH_NAME": "main"},
    "CHANGE_TARGET": {"JENKINS_URL": "x"},
}


@pytest.mark.parametrize("name", CI)
def test_a_variable_of_ci_is_no_option(name: str, repo, token: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    repo.commit("leak", **{"leak.py": f"t = '{token}'\n"})
    for word in ("--all", f"--output={tmp_path}/made"):
        done = repo.run("ci", **{**CI[name], name: word})
        assert done.code in (1, 3), (word, done)
    # two at once: neither the old tip nor the new one is one
    done = repo.run(
        "ci", JENKINS_URL="x", BRANCH_NAME="main", GIT_COMMIT="nowhere", GIT_PREVIOUS_SUCCESSFUL_COMMIT=word
    )
    assert done.code == 3, done
    assert not (tmp_path / "made").exists()


def test_words_on_the_command_line_are_revisions(repo, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bad = f"--output={tmp_path}/made"
    for argv in (
        ["check", "--from-ref", bad, "--to-ref", "HEAD"],
        ["check", "--history", "--since", bad],
        ["ci", "--base", "HEAD", "--head", f"--head={bad}"],
        ["review", f"--range={bad}..HEAD", "--branch", "main"],
        ["review", f"--range=HEAD..{bad}", "--branch", "main"],
        ["approve", f"--range={bad}..HEAD", "--branch", "main", "--reason", "x"],
    ):
        assert repo.run(*argv).code in (2, 3), argv
    assert not (tmp_path / "made").exists()


def test_a_merge_head_is_commit_ids(repo, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 2\n")
    (repo.path / ".git/MERGE_HEAD").write_text(f"{repo.git('rev-parse', 'HEAD')}\n--output={tmp_path}/made\n")
    done = repo.check()

    assert done.code == 3, done
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("remote", ["*", "[o]rigin", "orig?n", "", "o*"])
def test_a_remote_that_is_a_glob_hides_no_other(remote: str, repo, token: str) -> None:  # type: ignore[no-untyped-def]
    """What another remote has is new to this one."""
    leak = repo.commit("leak", **{"leak.py": f"t = '{token}'\n"})
    repo.git("update-ref", "refs/remotes/origin/main", leak)
    told = {"PRE_COMMIT": "1", "PRE_COMMIT_LOCAL_BRANCH": "HEAD"}
    hidden = repo.check("--", PRE_COMMIT_REMOTE_NAME="origin", **told)
    done = repo.check("--", PRE_COMMIT_REMOTE_NAME=remote or "other", **told)
    pushed = repo.run("pre-push", "--", remote, "url", stdin=f"HEAD {leak} refs/heads/x {'0' * 40}\n".encode())

    assert "(in " not in hidden.out
    assert done.code == 1 and f"leak.py:1 (in {leak[:12]})" in done.out, done
    assert pushed.code == 1, pushed


def test_the_root_is_a_place_to_rebase_from(repo) -> None:  # type: ignore[no-untyped-def]
    """`git rebase --root` gives its hook that word for an upstream."""
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    for argv, env in (
        (["pre-rebase", "--root"], {}),
        (["pre-rebase", "--", "--root"], {}),
        (["check", "--hook-stage", REBASE, "--"], {"PRE_COMMIT": "1", "PRE_COMMIT_PRE_REBASE_UPSTREAM": "--root"}),
    ):
        done = repo.run(*argv, **env)
        assert done.code == 1 and "[no-history-rewrite]" in done.out, (argv, done)
    nowhere = repo.check("--", PRE_COMMIT="1", PRE_COMMIT_PRE_REBASE_UPSTREAM="nowhere")
    assert nowhere.code == 3, nowhere


def test_git_gives_a_hook_no_options(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    leak = repo.commit("leak", **{"leak.py": f"t = '{token}'\n"})
    line = f"refs/heads/main {leak} refs/heads/main {'0' * 40}\n".encode()
    for remote in ("--help", "-h", "--install"):
        for argv in (["pre-push", remote, "url"], ["pre-push", "--", remote, "url"]):
            done = repo.run(*argv, stdin=line)
            assert done.code == 1, (argv, done)
    repo.run("pre-push", "--install")
    hook = (repo.path / ".git/hooks/pre-push").read_text()
    assert ' pre-push -- "$@"' in hook
    assert repo.run("pre-push", "--", "o", "u", stdin=b"refs/heads/main -x refs/heads/main -y\n").code == 3


@pytest.mark.parametrize("count", ["x", "-1", "9" * 30, "1e3"])
def test_a_number_of_push_options_that_is_none(count: str, repo) -> None:  # type: ignore[no-untyped-def]
    line = f"{'0' * 40} {repo.git('rev-parse', 'HEAD')} refs/heads/main\n".encode()
    assert repo.run("pre-receive", stdin=line, GIT_PUSH_OPTION_COUNT=count).code == 3


# --- what a terminal or a CI service would obey


HOSTILE = (
    "::error::x",
    "a\n::error::x",
    "##[error]x",
    "##vso[task.setvariable]x",
    "a\r::set-output name=x::y",
    "\x1b[2J",
    "a\x07",
)


@pytest.mark.parametrize("form", FORMATS)
def test_a_name_is_no_command_of_a_ci_service(form: str, repo, token: str) -> None:  # type: ignore[no-untyped-def]
    for name in HOSTILE:
        repo.write(name, f"t = '{token}'\n")
    repo.git("add", "--all")
    done = repo.check("--format", form)

    assert done.code == 1
    assert "##" not in done.out and "\x1b" not in done.out and "\x07" not in done.out and "\r" not in done.out
    ours = r"::(?:error|warning|notice) (?:file|title)=[^\n]*" if form == "github" else r"(?!)"
    for line in done.out.splitlines():
        assert not line.lstrip().startswith("::") or re.fullmatch(ours, line), line


def test_a_complaint_is_one_line(repo) -> None:  # type: ignore[no-untyped-def]
    for argv in (
        ["a\n::error::x"],
        ["check", "--rule", "a\n::error::x"],
        ["check", "a\n::error::x"],
        ["check", "--x\n::y"],
    ):
        done = repo.run(*argv)
        assert (done.code, done.err.count("\n")) == (2, 1), done
    assert printable("\n::error::x") == "\\n::error::x"
    assert frame.USAGE == 2
