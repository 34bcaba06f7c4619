"""The guard as an agent meets it: JSON in, the agent's own answer out, and nothing that goes wrong lets anything pass."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Repo
from knowledge.agents.requirements_files import SEED, server

from govhooks.commands.guard import AGENTS, guard
from govhooks.core.errors import CannotJudge
from govhooks.git import files


@pytest.fixture
def place(repo: Repo) -> Path:
    repo.commit("policy", **{"requirements.toml": SEED, "src/app.py": "x = 1\n"})
    (repo.path / ".env").write_text("A=1\n")
    return repo.path


def ask(place: Path, agent: str, **event: Any) -> dict[str, Any]:
    code, out = guard(json.dumps({"cwd": str(place), **event}).encode(), agent)

    assert code == 0
    return json.loads(out) if out else {}


def shell(agent: str, command: str) -> dict[str, Any]:
    """A question about a command line, as each agent puts it."""
    return {
        "claude": {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": command}},
        "codex": {
            "hook_event_name": "PreToolUse",
            "turn_id": "t",
            "tool_name": "Bash",
            "tool_input": {"command": command},
        },
        "cursor": {"hook_event_name": "beforeShellExecution", "conversation_id": "c", "command": command},
        "gemini": {
            "hook_event_name": "BeforeTool",
            "tool_name": "run_shell_command",
            "tool_input": {"command": command},
        },
        "copilot": {"toolName": "bash", "toolArgs": json.dumps({"command": command})},
    }[agent]


def reading(agent: str, path: str) -> dict[str, Any]:
    """A question about reading a file, as each agent puts it."""
    return {
        "claude": {"hook_event_name": "PreToolUse", "tool_name": "Read", "tool_input": {"file_path": path}},
        "codex": {
            "hook_event_name": "PreToolUse",
            "turn_id": "t",
            "tool_name": "view_image",
            "tool_input": {"path": path},
        },
        "cursor": {"hook_event_name": "beforeReadFile", "conversation_id": "c", "file_path": path, "content": "A=1"},
        "gemini": {
            "hook_event_name": "BeforeTool",
            "tool_name": "read_many_files",
            "tool_input": {"paths": ["a", path]},
        },
        "copilot": {"toolName": "view", "toolArgs": json.dumps({"path": path})},
    }[agent]


def verdict(answer: dict[str, Any]) -> tuple[str, str]:
    inner = answer.get("hookSpecificOutput", answer)
    words = [inner.get(key) for key in ("permissionDecision", "permission", "decision")]
    reasons = [inner.get(key) for key in ("permissionDecisionReason", "user_message", "reason")]
    return next(filter(None, words), "allow"), next(filter(None, reasons), "")


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("named", [True, False])
def test_each_agent_is_answered_in_its_own_words(place: Path, agent: str, named: bool) -> None:
    name = agent if named else ""

    assert verdict(ask(place, name, **shell(agent, "pytest -q")))[0] == "allow"
    assert verdict(ask(place, name, **reading(agent, "src/app.py")))[0] == "allow"
    decision, reason = verdict(ask(place, name, **shell(agent, "sudo rm -rf src")))
    assert decision == "deny"
    assert reason.startswith("Use an explicit cleanup script instead.")
    for path in (".env", f"{place}/.env", "private/a/b", "src/../.env"):
        decision, reason = verdict(ask(place, name, **reading(agent, path)))
        assert decision == "deny"
        assert "deny_read" in reason


@pytest.mark.parametrize("agent", AGENTS)
def test_a_question_is_a_refusal_where_the_agent_knows_none(place: Path, agent: str) -> None:
    decision, reason = verdict(ask(place, agent, **shell(agent, "git push --force")))

    assert decision == ("deny" if agent in ("codex", "gemini") else "ask")
    assert "rewrites published history" in reason


@pytest.mark.parametrize(
    "command",
    [
        "bash",
        "env bash -i",
        "cd src && python3.11",
        "sudo -E sh",
        "exec zsh",
        "'ba'sh",
        "python3 -Iu",
        "bash --login -x",
        "echo '| sh <'; sh -s",
    ],
)
def test_codex_starts_nothing_that_is_typed_into_later(place: Path, command: str) -> None:
    """Its tool write_stdin asks no hook: `bash` alone, then `rm x` typed into it, ran in the real Codex."""
    assert verdict(ask(place, "codex", **shell("codex", command)))[0] == "deny"
    assert verdict(ask(place, "", **shell("codex", command)))[0] == "deny"


@pytest.mark.parametrize(
    "command",
    [
        "bash -c ls",
        "python3 --version",
        "python3 -m pytest",
        "node app.js",
        "python3 <<'EOF'\nx = 1\nEOF",
        "bash --login -c ls",
        "ssh host 'bash -s' <<'EOF'\nuptime\nEOF",
        'eval "$(direnv hook bash)"',
        "which bash",
        "sh run.sh",
    ],
)
def test_codex_starts_what_is_not(place: Path, command: str) -> None:
    assert verdict(ask(place, "codex", **shell("codex", command)))[0] == "allow"


def test_an_agent_that_loosens_its_working_file_gains_nothing(place: Path) -> None:
    (place / "requirements.toml").write_text("allowed_web_search_modes = []\n")

    assert verdict(ask(place, "claude", **shell("claude", "rm x")))[0] == "deny"
    (place / "requirements.toml").unlink()
    assert verdict(ask(place, "claude", **shell("claude", "rm x")))[0] == "deny"


@pytest.mark.parametrize("files", ['["policy/agents.toml"]', '["agents.toml"]', '["policy/*.toml"]'])
def test_the_policy_may_lie_where_governance_says(repo: Repo, files: str) -> None:
    governance = f"[rules.agent-requirements]\nfiles = {files}\n"
    repo.commit("policy", **{"policy/agents.toml": SEED, "governance.toml": governance})
    (repo.path / "policy/agents.toml").unlink()

    assert verdict(ask(repo.path, "claude", **shell("claude", "rm x")))[0] == "deny"


def test_before_the_first_commit_the_working_file_counts(repo: Repo) -> None:
    (repo.path / "requirements.toml").write_text(SEED)

    assert verdict(ask(repo.path, "claude", **shell("claude", "rm x")))[0] == "deny"


def test_a_working_file_that_tightens_counts(place: Path) -> None:
    more = '{ pattern = [{ token = "curl" }], decision = "forbidden" }, { pattern'
    (place / "requirements.toml").write_text(SEED.replace("{ pattern", more, 1))

    assert verdict(ask(place, "claude", **shell("claude", "curl x")))[0] == "deny"


def test_from_a_folder_below(place: Path) -> None:
    question = {**shell("claude", "cat ../.env"), "cwd": str(place / "src")}

    assert verdict(ask(place, "claude", **question))[0] == "deny"


@pytest.mark.parametrize(("tool", "decision"), [("mcp__docs__search", "allow"), ("mcp__evil__run", "deny")])
def test_mcp_servers(repo: Repo, tool: str, decision: str) -> None:
    repo.commit("policy", **{"requirements.toml": server('{ command = "/opt/corp/docs-mcp" }')})
    event = {"hook_event_name": "PreToolUse", "tool_name": tool, "tool_input": {"q": "x"}}

    assert verdict(ask(repo.path, "claude", **event))[0] == decision


def test_without_a_policy_what_destroys_is_still_asked(repo: Repo) -> None:
    repo.commit("first", a="1")

    assert verdict(ask(repo.path, "claude", **shell("claude", "git reset --hard")))[0] == "ask"
    assert verdict(ask(repo.path, "claude", **shell("claude", "rm -rf /")))[0] == "deny"
    assert verdict(ask(repo.path, "claude", **shell("claude", "rm -rf build")))[0] == "allow"


def run(place: Path, data: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
    program = "import sys; from govhooks.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run([sys.executable, "-c", program, "guard", *words], input=data, capture_output=True, cwd=place)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"3", b"\xff", b"[" * 100_000, b"{}" + b" " * (17 << 20)])
def test_what_cannot_be_read_blocks(place: Path, data: bytes) -> None:
    done = run(place, data, "--agent", "claude")

    assert done.returncode == 2
    assert b"cannot judge, so it blocks" in done.stderr


def test_a_policy_that_cannot_be_read_blocks(repo: Repo) -> None:
    repo.commit("policy", **{"requirements.toml": "[rules]\n"})
    event = {"cwd": str(repo.path), **shell("claude", "ls")}
    done = run(repo.path, json.dumps(event).encode(), "--agent", "copilot")

    assert done.returncode == 2
    assert b"HEAD:requirements.toml:1: `rules.prefix_rules` is missing" in done.stderr
    assert json.loads(done.stdout)["permissionDecision"] == "deny"


def test_bad_usage_blocks(place: Path) -> None:
    assert run(place, b"{}", "--agent", "nobody").returncode == 2
    assert run(place, b"{}", "--help").returncode == 0


@pytest.mark.parametrize("agent", AGENTS)
def test_install_writes_the_entry_once(place: Path, agent: str) -> None:
    first = run(place, b"", "--install", agent)
    (file,) = (line for line in first.stdout.decode().split() if line.startswith("."))
    path = place / file.rstrip(":")
    text = path.read_text()

    assert first.returncode == 0
    assert f"govhooks guard --agent {agent}' || exit 2" in text
    assert run(place, b"", "--install", agent).returncode == 0
    assert path.read_text() == text


def test_install_for_nobody(place: Path) -> None:
    done = run(place, b"", "--install", "claud")

    assert done.returncode == 2
    assert done.stderr.decode() == (
        "govhooks guard: no agent 'claud': did you mean claude? (known: claude, codex, cursor, gemini, copilot)\n"
    )


def test_a_write_that_fails_loses_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place / ".claude/settings.json"
    path.parent.mkdir()
    path.write_text('{"model": "x"}')
    path.chmod(0o640)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(CannotJudge, match="No space"):
        patch.setattr(os, "replace", full)
        files.write(str(path), b"{}")
    assert path.read_text() == '{"model": "x"}'
    assert [one.name for one in path.parent.iterdir()] == ["settings.json"]

    files.write(str(path), b"{}")
    assert path.read_text() == "{}"
    assert path.stat().st_mode & 0o777 == 0o640


def test_install_keeps_what_is_there(place: Path) -> None:
    path = place / ".claude/settings.json"
    path.parent.mkdir()
    held = {"model": "x", "hooks": {"PreToolUse": [{"matcher": "Edit", "hooks": []}], "Stop": []}}
    path.write_text(json.dumps(held))
    run(place, b"", "--install", "claude")
    now = json.loads(path.read_text())

    assert now["model"] == "x" and now["hooks"]["Stop"] == []
    assert now["hooks"]["PreToolUse"][0] == held["hooks"]["PreToolUse"][0]  # type: ignore[index]
    assert len(now["hooks"]["PreToolUse"]) == 2


@pytest.mark.parametrize("text", ["{ // a comment\n}", '{"hooks": []}', '{"hooks": {"PreToolUse": 3}}'])
def test_install_changes_nothing_that_it_does_not_understand(place: Path, text: str) -> None:
    path = place / ".claude/settings.json"
    path.parent.mkdir()
    path.write_text(text)

    assert run(place, b"", "--install", "claude").returncode == 3
    assert path.read_text() == text


def test_a_repository_inside_or_a_folder_outside_leaves_no_policy_behind(place: Path, tmp_path_factory: Any) -> None:
    inner = place / "inner"
    inner.mkdir()
    subprocess.run(["git", "init", "-q", str(inner)], check=True)
    outside = tmp_path_factory.mktemp("outside")
    started = {"cursor_version": "1", "workspace_roots": [str(place)]}

    assert verdict(ask(place, "claude", **{**shell("claude", "rm x"), "cwd": str(inner)}))[0] == "deny"
    assert verdict(ask(place, "claude", **{**shell("claude", "cat ../.env"), "cwd": str(inner)}))[0] == "deny"
    question = {**shell("cursor", f"cat {place}/.env"), **started, "cwd": str(outside)}
    assert verdict(ask(place, "cursor", **question))[0] == "deny"


def test_a_replacement_does_not_switch_the_policy_off(place: Path) -> None:
    """A file below refs/replace, which needs no git to be written, had HEAD's policy read from another commit."""
    repo = Repo(place)
    head = repo.git("rev-parse", "HEAD")
    empty = repo.git("commit-tree", "-m", "x", "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
    repo.git("hash-object", "-t", "tree", "-w", "/dev/null")
    (place / ".git/refs/replace").mkdir(parents=True)
    (place / ".git/refs/replace" / head).write_text(f"{empty}\n")
    (place / "requirements.toml").unlink()

    assert verdict(ask(place, "claude", **shell("claude", "rm x")))[0] == "deny"


def test_variables_of_another_repository_do_not_either(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", str(other)], check=True)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(other / ".git"))
    (place / "requirements.toml").unlink()

    assert verdict(ask(place, "claude", **shell("claude", "rm x")))[0] == "deny"


def test_a_link_to_a_denied_file_is_denied(place: Path) -> None:
    (place / "notes.txt").symlink_to(place / ".env")

    assert verdict(ask(place, "claude", **reading("claude", "notes.txt")))[0] == "deny"
