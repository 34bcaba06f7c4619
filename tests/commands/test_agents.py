"""`govhooks agents explain`: every command with the way to it, what is decided, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Repo
from knowledge.agents.requirements_files import SEED

from govhooks.cli import main


@pytest.fixture
def place(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Path:
    repo.commit("policy", **{"requirements.toml": SEED})
    monkeypatch.chdir(repo.path)
    return repo.path


def test_wrapper_by_wrapper(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agents", "explain", "sudo sh -c 'rm x' && cat .env"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "it runs:",
        "  sudo sh -c rm x",
        "  sudo > sh -c rm x",
        "  sudo > sh > rm x",
        "  cat .env",
        "forbidden: rm x: Use an explicit cleanup script instead.",
        "forbidden: cat .env: deny_read ./.env* covers .env",
        "decision: forbidden",
    ]


def test_nothing_stops_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agents", "explain", "pytest -q"]) == 0
    assert "decision: none" in capsys.readouterr().out


def test_no_escape_reaches_the_terminal(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["agents", "explain", "rm \x1b[31mx"])

    assert "\x1b" not in capsys.readouterr().out


def test_bad_usage_and_a_broken_policy(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agents"]) == 2
    (place / "requirements.toml").write_text("[rules]\n")
    assert main(["agents", "explain", "ls"]) == 3
    assert "requirements.toml:1" in capsys.readouterr().err


SETTINGS = '{\n  "permissions": {\n    "defaultMode": "acceptEdits"\n  }\n}\n'


def test_show(repo: Repo) -> None:
    repo.commit(
        "policy",
        **{
            "requirements.toml": SEED,
            ".claude/settings.json": SETTINGS,
            ".codex/config.toml": 'sandbox_mode = "read-only"\n',
        },
    )
    done = repo.run("agents", "show")
    text = " ".join(done.out.split())

    assert done.code == 0
    assert text.startswith(
        "agent policy: HEAD:requirements.toml agent layer declared in force falls short Claude Code approval"
    )
    assert 'defaultMode = "acceptEdits" .claude/settings.json:3' in text
    assert 'Codex approval untrusted, on-request, read-only, sandbox_mode = "read-only" -' in text
    assert "sync would write 2 entries" in text


def test_show_by_the_policy_of_the_project(repo: Repo) -> None:
    governance = '[rules.agent-permissions]\nallowed = ["permissions > defaultMode"]\n'
    repo.commit("policy", **{"governance.toml": governance, ".claude/settings.json": SETTINGS})

    assert "without asking" not in repo.run("agents", "show").out
    repo.commit("broken", **{"governance.toml": "[rules.x]\n"})
    assert repo.run("agents", "show").code == 3


def test_show_without_a_policy_or_a_file(repo: Repo) -> None:
    assert repo.run("agents", "show").out == (
        "agent policy: none: there is no requirements.toml\nthis repository has no agent files\n"
    )


def test_sync_and_its_check(repo: Repo) -> None:
    repo.commit("policy", **{"requirements.toml": SEED, ".claude/settings.json": SETTINGS, ".cursorignore": ".env\n"})
    before = repo.run("agents", "sync", "--check")

    assert before.code == 1
    assert '.claude/settings.json: permissions > deny lacks "Read(./.env*)"' in before.out.splitlines()
    assert (
        ".claude/settings.json: hooks > PreToolUse lacks the hook that runs govhooks guard" in before.out.splitlines()
    )
    assert ".cursorignore: lacks .env*" in before.out.splitlines()
    assert repo.git("status", "--porcelain") == ""
    written = repo.run("agents", "sync")
    assert written.code == 0
    assert '.claude/settings.json: added "Read(./.env*)" to permissions > deny' in written.out.splitlines()
    assert ".cursor/hooks.json: set version to 1" in written.out.splitlines()
    assert ".cursorignore: added .env*" in written.out.splitlines()
    assert len(written.out.splitlines()) == len(before.out.splitlines())
    assert repo.run("agents", "sync", "--check").out == "every agent's files match the policy\n"
    repo.git("add", "--all")
    done = repo.check("--rule", "agent-file-access", "--rule", "agent-commands", "--rule", "agent-hooks")
    assert done.code == 0, done


def test_sync_for_named_agents(repo: Repo) -> None:
    repo.commit("policy", **{"requirements.toml": SEED})

    assert repo.run("agents", "sync").out == "this repository has no agent files: name the agents to write files for\n"
    assert repo.run("agents", "sync", "gemini-cli", "Amp").code == 0
    assert sorted(repo.git("ls-files", "--others").split()) == [
        ".amp/settings.json",
        ".gemini/settings.json",
        ".geminiignore",
    ]
    assert "no agent emacs (known:" in repo.run("agents", "sync", "emacs").err
    assert "no agent claud: did you mean Claude Code?" in repo.run("agents", "sync", "claud").err


def test_sync_loses_nothing(repo: Repo) -> None:
    repo.commit("policy", **{"requirements.toml": SEED, ".vscode/settings.json": '{\n// ours\n"a": 1}\n'})
    (repo.path / ".claude").mkdir()
    (repo.path / ".claude/settings.json").symlink_to("/tmp/elsewhere.json")
    done = repo.run("agents", "sync", "VS Code", "Claude Code")

    assert done.code == 3
    assert ".vscode/settings.json: it has comments, which would be lost; the file is left unchanged" in done.err
    assert ".claude/settings.json: it is a link; the file is left unchanged" in done.err
    assert (repo.path / ".vscode/settings.json").read_text() == '{\n// ours\n"a": 1}\n'


def test_sync_without_a_policy(repo: Repo) -> None:
    done = repo.run("agents", "sync")

    assert done.code == 3
    assert (
        "no requirements.toml and no .codex/requirements.toml; start from docs/examples/requirements.toml" in done.err
    )
