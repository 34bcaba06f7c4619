"""One run from the command line to the exit code, and what a clean one costs in imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from govhooks.rules import load

HOOKS = Path(__file__).resolve().parents[2] / "hooks"
RULES = [rule.id for rule in load()]


# What a clean commit must not pay for.
HEAVY = (
    "git gitdb detect_secrets requests pathlib logging asyncio inspect dataclasses typing subprocess argparse json re tomli "
    "regex enum hashlib difflib datetime importlib.metadata yaml"
)


def test_a_clean_commit_says_nothing(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 2\n")
    done = repo.check()

    assert (done.code, done.out, done.err) == (0, "", "")


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
