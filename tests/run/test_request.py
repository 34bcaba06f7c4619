"""The command line, the environment, exit codes, and what a clean run costs in imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from govhooks.core.errors import UsageError
from govhooks.rules import load
from govhooks.run.request import Request, parse

HOOKS = Path(__file__).resolve().parents[2] / "hooks"
RULES = [rule.id for rule in load()]
# What a clean commit must not pay for.
HEAVY = (
    "git gitdb detect_secrets requests pathlib logging asyncio inspect dataclasses typing subprocess argparse json re tomli "
    "regex enum hashlib difflib datetime importlib.metadata yaml"
)
PRE_COMMIT = {"PRE_COMMIT": "1"}
MESSAGE = ".git/COMMIT_EDITMSG"


@pytest.mark.parametrize(
    ("argv", "environ", "request_"),
    [
        ([], {}, {}),
        (["--all"], {}, {"everything": True}),
        (["a", "b/c"], {}, {"names": ("a", "b/c")}),
        (["-"], {}, {"stdin": True}),
        (["-"], {"PRE_COMMIT": "1"}, {"names": ("-",)}),
        (["--", "-"], {}, {"names": ("-",)}),
        (["--", "--all", "-x", "--"], {}, {"names": ("--all", "-x", "--")}),
        (["--rule", "no-secrets", "--rule=no-env-files"], {}, {"rules": ("no-secrets", "no-env-files")}),
        (["--from-ref", "A", "--to-ref=B"], {}, {"from_ref": "A", "to_ref": "B"}),
        (["--to-ref", "B", "--from-ref", "A"], {}, {"from_ref": "A", "to_ref": "B"}),
        (["--format", "json", "--output", "f"], {}, {"format": "json", "output": "f"}),
        (["--output=a=b"], {}, {"output": "a=b"}),
        (["--confidence", "high", "--policy", "p.toml"], {}, {"confidence": "high", "policy": "p.toml"}),
        (["--message-file", "m"], {}, {"message_file": "m"}),
        (["--hook-stage", "pre-push"], {}, {"stage": "pre-push"}),
        (["--rule", "--all"], {}, {"rules": ("--all",)}),
        # pre-commit's environment
        (["a"], PRE_COMMIT, {"names": ("a",)}),
        ([MESSAGE], PRE_COMMIT, {"message_file": MESSAGE, "stage": "message"}),
        (["--", MESSAGE], PRE_COMMIT, {"message_file": MESSAGE, "stage": "message"}),
        ([".git/MERGE_MSG"], PRE_COMMIT, {"message_file": ".git/MERGE_MSG", "stage": "message"}),
        # a tracked file may be called so; git's own message lies in the git directory itself
        *(
            ([name], PRE_COMMIT, {"names": (name,)})
            for name in ("x.git/COMMIT_EDITMSG", "COMMIT_EDITMSG", "repo.git/MERGE_MSG", ".git/x/A_EDITMSG")
        ),
        (
            [MESSAGE],
            {**PRE_COMMIT, "PRE_COMMIT_COMMIT_MSG_SOURCE": "message"},
            {"message_file": MESSAGE, "stage": "prepare-commit-msg"},
        ),
        (["--hook-stage", "commit-msg", MESSAGE], PRE_COMMIT, {"message_file": MESSAGE, "stage": "commit-msg"}),
        (
            ["x"],
            {**PRE_COMMIT, "PRE_COMMIT_FROM_REF": "A", "PRE_COMMIT_TO_REF": "B"},
            {"from_ref": "A", "to_ref": "B"},
        ),
        (
            ["x"],
            {
                **PRE_COMMIT,
                "PRE_COMMIT_FROM_REF": "A",
                "PRE_COMMIT_TO_REF": "B",
                "PRE_COMMIT_REMOTE_NAME": "origin",
            },
            {"from_ref": "A", "to_ref": "B", "stage": "pre-push"},
        ),
        (
            ["x"],
            {**PRE_COMMIT, "PRE_COMMIT_REMOTE_NAME": "origin", "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/b"},
            {"to_ref": "refs/heads/b", "stage": "pre-push"},
        ),
        (["--all"], {**PRE_COMMIT, "PRE_COMMIT_FROM_REF": "A", "PRE_COMMIT_TO_REF": "B"}, {"everything": True}),
        # not pre-commit: a name is a name, a stray variable is nothing
        ([MESSAGE], {}, {"names": (MESSAGE,)}),
        ([], {"PRE_COMMIT_FROM_REF": "A", "PRE_COMMIT_TO_REF": "B"}, {}),
    ],
)
def test_a_command_line_is_read(  # type: ignore[no-untyped-def]
    repo, monkeypatch: pytest.MonkeyPatch, argv: list[str], environ: dict[str, str], request_: dict[str, object]
) -> None:
    monkeypatch.chdir(repo.path)
    assert parse(argv, environ) == Request(**request_)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--al"], ["--al", "did you mean --all?"]),
        (["--fromref", "A"], ["did you mean --from-ref?"]),
        (["--formt=json"], ["did you mean --format?"]),
        (["-x"], ["unknown option -x"]),
        (["--all=yes"], ["--all=yes"]),
        (["--rule"], ["--rule needs a value"]),
        (["--rule="], ["--rule needs a value"]),
        (["--format", "xml"], ["--format must be one of text, json, sarif, github, not xml"]),
        (["--confidence", "sure"], ["--confidence must be one of low, medium, high, not sure"]),
        (["--hook-stage", "commit"], ["--hook-stage must be one of", "not commit"]),
        (["--from-ref", "A"], ["--from-ref and --to-ref need each other"]),
        (["--to-ref", "A"], ["--from-ref and --to-ref need each other"]),
        (["--all", "a.txt"], ["give only one of"]),
        (["--all", "--from-ref", "A", "--to-ref", "B"], ["give only one of"]),
        (["--from-ref", "A", "--to-ref", "B", "a.txt"], ["give only one of"]),
        (["--all", "-"], ["give only one of"]),
    ],
)
def test_a_wrong_command_line_is_named(argv: list[str], words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        parse(argv, {})

    assert all(word in str(caught.value) for word in words), str(caught.value)


# --- exit codes


def test_a_clean_commit_says_nothing(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 2\n")
    done = repo.check()

    assert (done.code, done.out, done.err) == (0, "", "")


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


def test_a_secret_is_refused(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", f"x = 1\nt = '{token}'\n")
    done = repo.check()

    assert done.code == 1
    assert "app.py:2: " in done.out
    assert "[no-secrets]" in done.out
    assert "  fix: " in done.out
    assert done.out.splitlines()[-2].startswith("govhooks: refused: 1 to fix")
    assert "govhooks exceptions add " in done.out.splitlines()[-1]
    assert token not in done.out
    assert done.err == ""


def test_what_is_only_flagged_passes_and_is_shown(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage(".github/workflows/ci.yml", "on: push\n")
    done = repo.check("--rule", "high-risk-changes")

    assert done.code == 0
    assert ".github/workflows/ci.yml" in done.out
    assert done.out.splitlines()[-1].startswith("govhooks: passed: 1 flagged")


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["check", "--al"], "did you mean --all?"),
        (["check", "--rule", "no-secret"], "no rule no-secret: did you mean no-secrets?"),
        (["check", "--rule", "zzz"], "rules: "),
        (["check", "nowhere.txt"], "nowhere.txt: no such file"),
        (["check", "../outside.txt"], "outside the repository"),
        (["check", "--policy", "nowhere.toml"], "nowhere.toml"),
        (["check", "--output", "no/such/folder/f", "--format", "json"], "no/such/folder/f"),
        (["chek"], "did you mean check?"),
        (["check", "--rule", "policy-exceptions", "-"], "standard input"),
    ],
)
def test_bad_usage_is_two(argv: list[str], words: str, repo) -> None:  # type: ignore[no-untyped-def]
    done = repo.run(*argv)

    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert done.err.startswith("govhooks: ")
    assert done.err.count("\n") == 1


def test_no_command_is_bad_usage_and_help_is_not(repo) -> None:  # type: ignore[no-untyped-def]
    assert repo.run().code == 2
    for argv in (["--help"], ["-h"], ["check", "--help"], ["--version"], ["rules"]):
        done = repo.run(*argv)

        assert (done.code, done.err) == (0, "")
        assert done.out


def test_the_rules_are_listed(repo) -> None:  # type: ignore[no-untyped-def]
    lines = repo.run("rules").out.splitlines()

    assert [line.split()[0] for line in lines] == RULES
    assert all(line.endswith(".") for line in lines)


def test_help_names_every_option(repo) -> None:  # type: ignore[no-untyped-def]
    from govhooks.run.request import _FLAGS, _VALUES

    text = repo.check("--help").out

    assert all(option in text for option in (*_FLAGS, *_VALUES))


def test_what_cannot_be_judged_is_three(tmp_path: Path, empty_repo) -> None:  # type: ignore[no-untyped-def]
    outside = tmp_path / "outside"
    outside.mkdir()
    done = empty_repo.run("check", cwd=outside)

    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("govhooks: cannot judge: ")
    assert "not a git repository" in done.err


@pytest.mark.parametrize(
    "argv", [["check"], ["check", "--all"], ["check", "app.py"], ["check", "--from-ref", "HEAD", "--to-ref", "HEAD"]]
)
def test_no_git_is_three(argv: list[str], repo, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = repo.run(*argv, PATH=str(tmp_path / "empty"))

    assert done.code == 3
    assert "git could not be started" in done.err


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


# --- what is judged


def test_names_after_two_dashes_are_names(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.write("--all", f"t = '{token}'\n")
    repo.git("add", "--", "--all")
    repo.commit("odd")

    assert repo.check("--", "--all").code == 1
    assert repo.check("--", "app.py").code == 0


def test_a_named_file_is_judged_whole(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"old.py": f"t = '{token}'\n"})

    assert repo.check().code == 0
    assert repo.check("old.py").code == 1
    assert repo.check("app.py").code == 0
    assert repo.check("app.py", "old.py").code == 1
    assert repo.check("--all").code == 1
    assert repo.check(".").code == 1
    assert repo.check(str(repo.path / "old.py")).code == 1


def test_names_are_relative_to_the_working_directory(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"sub/old.py": f"t = '{token}'\n", "sub/clean.py": "x\n"})
    sub = repo.path / "sub"

    assert repo.run("check", "old.py", cwd=sub).code == 1
    assert repo.run("check", "clean.py", "../app.py", cwd=sub).code == 0
    assert repo.run("check", "../sub/old.py", cwd=sub).code == 1
    assert repo.run("check", "sub/old.py", cwd=sub).code == 2
    assert repo.run("check", "--all", cwd=sub).code == 1
    assert "sub/old.py:1" in repo.run("check", "old.py", cwd=sub).out


def test_the_names_of_pre_commit_are_what_is_staged(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    """`pre-commit` passes what is staged; `--all-files` passes more, and is then judged whole, never vacuously."""
    repo.commit("old", **{"old.py": f"t = '{token}'\n"})
    repo.stage("old.py", f"t = '{token}'\nx = 1\n")

    assert repo.check("--", "old.py", **PRE_COMMIT).code == 0
    assert repo.check("--", "old.py", "app.py", **PRE_COMMIT).code == 1
    repo.commit("rest")
    assert repo.check("--", "old.py", "app.py", **PRE_COMMIT).code == 1
    assert repo.check("--", "app.py", **PRE_COMMIT).code == 0
    assert repo.check("--", **PRE_COMMIT).code == 0


def test_a_deletion_and_a_rename_reach_the_hook_without_names(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("t", **{"notes.txt": "A=1\n" * 9})
    repo.git("mv", "notes.txt", ".env")
    done = repo.check("--", ".env", **PRE_COMMIT)

    assert done.code == 1
    assert "renamed from notes.txt" in done.out


def test_all_files_in_a_merge_are_judged(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"old.py": f"t = '{token}'\n"})
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("side", **{"side.txt": "s\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", **{"main.txt": "m\n"})
    repo.git("merge", "--quiet", "--no-commit", "side")
    names = repo.git("ls-files").splitlines()

    assert repo.check("--", "side.txt", **PRE_COMMIT).code == 0
    assert repo.check("--", *names, **PRE_COMMIT).code == 1


def test_standard_input_is_judged(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    found = repo.run("check", "-", stdin=f"a\nt = '{token}'\n".encode())
    clean = repo.run("check", "-", stdin=b"a\n\xff\0\n")
    nothing = repo.run("check", "-", stdin=b"")

    assert found.code == 1
    assert "<stdin>:2: " in found.out
    assert (clean.code, nothing.code) == (0, 0)


def test_standard_input_outside_of_a_repository(tmp_path: Path, empty_repo, token: str) -> None:  # type: ignore[no-untyped-def]
    outside = tmp_path / "outside"
    outside.mkdir()

    assert empty_repo.run("check", "-", stdin=token.encode(), cwd=outside).code == 1
    assert empty_repo.run("check", "-", stdin=b"clean\n", cwd=outside).code == 0
    assert empty_repo.run("check", "-", stdin=token.encode()).code == 1


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


@pytest.mark.parametrize("more", [["--all"], ["old.py"], ["--from-ref", "HEAD~1", "--to-ref", "HEAD"]])
def test_a_message_does_not_take_the_place_of_the_files(more: list[str], repo, token: str) -> None:  # type: ignore[no-untyped-def]
    """Asked for both, both are judged, or it is bad usage; never a pass without a look at the files."""
    repo.commit("old", **{"old.py": f"t = '{token}'\n"})
    repo.write("message", "subject\n")

    assert repo.check(*more, "--message-file", "message").code in (1, 2)


def test_two_findings_on_two_lines_are_two(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("a.py", f"t = '{token}'\n\nu = '{token}'\n")
    done = repo.check()

    assert done.out.count("[no-secrets]") == 2
    assert "2 to fix" in done.out


def test_one_rule_is_its_own_command(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("a.py", f"t = '{token}'\n")
    repo.stage(".env", "A=1\n")
    codes = {}
    for rule in RULES:
        done = subprocess.run(
            [sys.executable, "-c", f"from govhooks.cli import hook; hook(program='govhooks-{rule}')"],
            cwd=repo.path,
            env={**os.environ, "PYTHONPATH": str(HOOKS)},
            capture_output=True,
            check=False,
        )
        codes[rule] = done.returncode
        assert done.stdout.decode().count("[no-secrets]") == (rule == "no-secrets")

    assert codes["no-secrets"] == codes["no-env-files"] == 1
    assert codes["high-risk-changes"] == codes["policy-exceptions"] == 0


def test_confidence_can_be_raised_and_lowered(repo) -> None:  # type: ignore[no-untyped-def]
    value = "".join(["hunter", "Two", "9x", "Q7"])
    repo.stage(".env.example", f"DB_PASSWORD={value}\n")
    rule = ["--rule", "no-env-files"]

    assert repo.check(*rule).code == 1
    high = repo.check(*rule, "--confidence", "high")
    assert (high.code, "1 finding of lower confidence not shown" in high.out) == (0, True)


# --- what a clean run imports


@pytest.mark.skipif(os.name != "posix", reason="posix_spawn")
@pytest.mark.parametrize("rule", ["", *RULES])
def test_a_clean_commit_imports_nothing_heavy(rule: str, repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("docs", **{"docs/notes.md": "# Notes\n\nSome words.\n"})
    repo.stage("docs/notes.md", "# Notes\n\nSome words.\n\nMore words on the weather.\n")
    repo.stage("app.py", "x = 1\n\n\ndef area(side: int) -> int:\n    return side * side\n")
    words = ["check", "--rule", rule] if rule else ["check"]
    if rule:
        call = f"from govhooks.cli import hook; code = hook(['--'], 'govhooks-{rule}')"
    else:
        call = f"from govhooks.cli import main; code = main({words!r})"
    script = f"""
import sys
sys.path[:] = [p for p in sys.path if p]
{call}
assert code == 0, code
print(*sorted(name for name in {HEAVY.split()!r} if name in sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(HOOKS)!r})" + script],
        cwd=repo.path,
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout == "\n"


def test_a_folder_of_our_name_does_not_shadow_us(repo) -> None:  # type: ignore[no-untyped-def]
    """The console scripts do not put the judged repository on the path."""
    repo.commit("shadow", **{"govhooks/__init__.py": "raise SystemExit(0)\n", "tomli.py": "raise SystemExit(0)\n"})
    repo.stage(".env", "A=1\n")
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.path.pop(0); from govhooks.cli import main; sys.exit(main(['check']))"],
        cwd=repo.path,
        env={**os.environ, "PYTHONPATH": str(HOOKS)},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1


@pytest.mark.parametrize("name", ["-", "x.git/COMMIT_EDITMSG", "repo.git/MERGE_MSG", "a/-", "COMMIT_EDITMSG"])
def test_no_name_of_a_file_is_taken_for_something_else(repo, token: str, name: str) -> None:  # type: ignore[no-untyped-def]
    repo.write(name, f"t = {token}\n")
    repo.git("add", "--", f"./{name}")

    assert repo.check("--", name, PRE_COMMIT="1").code == 1
    assert repo.check(PRE_COMMIT="1").code == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
def test_a_pipe_in_place_of_a_file_ends_in_an_error(repo) -> None:  # type: ignore[no-untyped-def]
    (repo.path / "app.py").unlink()
    os.mkfifo(repo.path / "app.py")
    done = repo.check("--all")

    assert done.code == 3
    assert "on disk it is neither" in done.err


def test_a_head_that_is_merged_only_in_the_environment_hides_nothing(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("leak.py", f"t = '{token}'\n")
    commit = repo.git("commit-tree", repo.git("write-tree"), "-m", "dangling")

    assert repo.check(**{f"GITHEAD_{commit}": "x"}).code == 1


def test_all_files_are_judged_whole_though_all_are_staged(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"app.py": f"t = '{token}'\n"})
    repo.stage("app.py", f"t = '{token}'\nx = 1\n")

    assert repo.check("--", "app.py", PRE_COMMIT="1").code == 1
    assert repo.check("--", "app.py", PRE_COMMIT="1", GIT_INDEX_FILE=".git/index").code == 0


def test_a_policy_that_is_a_link_is_named(repo) -> None:  # type: ignore[no-untyped-def]
    (repo.path / "governance.toml").symlink_to("elsewhere.toml")
    repo.git("add", "governance.toml")
    repo.commit("link")
    repo.stage("a.py", "x = 1\n")
    done = repo.check()

    assert done.code == 3
    assert "governance.toml is a symbolic link in HEAD" in done.err


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


# --- what pre-commit's configuration leaves out


CONFIG = "repos:\n  - repo: local\n    hooks:\n      - id: govhooks\n        exclude: ^vendor/\n"


def test_what_pre_commit_leaves_out_is_counted_and_not_judged_at_the_commit(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("config", **{".pre-commit-config.yaml": CONFIG})
    repo.stage("vendor/x.py", f"t = '{token}'\n")
    repo.stage("ours.py", "x = 1\n")
    note = (
        "1 staged file is not judged here (`exclude` or `files` in .pre-commit-config.yaml); the push and CI judge all"
    )

    mixed = repo.check("--", "ours.py", **PRE_COMMIT)
    assert (mixed.code, mixed.out) == (0, f"note: {note}\n")
    assert repo.check("--", "ours.py", "vendor/x.py", **PRE_COMMIT).code == 1
    assert repo.check().code == 1
    repo.stage("ours.py", f"t = '{token}'\n")
    assert repo.check("--", "ours.py", **PRE_COMMIT).code == 1
    repo.git("rm", "--quiet", "--cached", "ours.py")
    alone = repo.check("--", **PRE_COMMIT)
    assert (alone.code, note in alone.out) == (0, True)
    # Where nothing is left out, no name means that none is ever passed: all is judged.
    repo.write(".pre-commit-config.yaml", CONFIG.replace("exclude: ^vendor/", "pass_filenames: false"))
    assert repo.check("--", **PRE_COMMIT).code == 1
    repo.write(".pre-commit-config.yaml", CONFIG + "        pass_filenames: false\n")
    assert repo.check("--", **PRE_COMMIT).code == 1
    repo.write(".pre-commit-config.yaml", "repos: []\n")
    assert repo.check("--", **PRE_COMMIT).code == 1


def test_what_a_configuration_leaves_out_is_judged_in_the_change_that_brings_it(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage(".pre-commit-config.yaml", "exclude: .*\n" + CONFIG)
    repo.stage("a.py", f"t = '{token}'\n")
    for names in ([], [".pre-commit-config.yaml"]):
        done = repo.check("--", *names, **PRE_COMMIT)
        assert (done.code, "a.py:1: " in done.out) == (1, True)
        assert "high risk: the policy, its approvers or the hooks themselves" in done.out
        assert "what it leaves out is judged until it is committed" in done.out


def test_a_file_that_is_called_like_the_end_of_options_is_judged(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("--", f"t = '{token}'\n")
    repo.stage("b.py", "x = 1\n")

    assert repo.check("--", "--", "b.py", **PRE_COMMIT).code == 1
    # `args` without the word: the file is taken for it, so that no name of it is left.
    assert repo.check("--confidence", "high", "--", "b.py", **PRE_COMMIT).code == 1


def test_names_that_another_command_was_given_are_not_said_to_be_left_out(repo) -> None:  # type: ignore[no-untyped-def]
    names = [f"{number:03}{'y' * 200}.py" for number in range(130)]
    for name in names:
        repo.write(name, "x = 1\n")
    repo.git("add", ".")

    assert (
        "or names that one command has no room for, and another judges"
        in repo.check("--", *names[:65], **PRE_COMMIT).out
    )


def test_what_it_leaves_out_of_all_files_is_counted_too(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("vendored", **{"vendor/x.py": f"t = '{token}'\n", "b.py": "x = 1\n"})
    done = repo.check("--", "app.py", "b.py", **PRE_COMMIT)

    assert (done.code, done.out.startswith("note: 1 tracked file is not judged here (")) == (0, True)
    assert repo.check("--", "app.py", **PRE_COMMIT).out == ""  # --files: somebody chose


def test_deletions_and_links_are_judged_though_pre_commit_names_none(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{".pre-commit-config.yaml": CONFIG, "auth/login.py": "x = 1\n"})
    repo.git("rm", "--quiet", "auth/login.py")
    (repo.path / ".env").symlink_to("app.py")
    repo.git("add", "--force", ".env")
    done = repo.check("--", **PRE_COMMIT)

    assert (done.code, "auth/login.py" in done.out, "not judged here" in done.out) == (1, True, False)
    assert "symbolic link" in done.out
