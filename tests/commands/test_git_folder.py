"""What is git's own is written by git: no file tool of an agent, and no redirection, gets below `.git`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import Repo

from govhooks.commands.git_folder import refusal, refusal_of_command
from govhooks.commands.guard import guard


def decided(place: Path, tool: str, **given: Any) -> tuple[str, str]:
    event = {"cwd": str(place), "hook_event_name": "PreToolUse", "tool_name": tool, "tool_input": given}
    out = guard(json.dumps(event).encode(), "claude")[1]
    said = json.loads(out)["hookSpecificOutput"] if out else {}
    return said.get("permissionDecision", ""), said.get("permissionDecisionReason", "")


GITS = (
    ".git/hooks/pre-commit",
    ".git/config",
    ".git/refs/replace/0123",
    ".git/refs/heads/main",
    ".git/objects/ab/cd",
    ".git/info/exclude",
    ".git/HEAD",
    ".git/index",
    ".git/modules/x/config",
    ".git",
    "src/../.git/config",
    "./src//..//.git/config",
    ".GIT/config",
    ".Git/hooks/x",
    ".git./config",
    ".git /config",
    ".git::$INDEX_ALLOCATION/config",
    "GIT~1/config",
    ".g\u200cit/config",
    "sub\\.git\\config",
    "link/config",
    "hook",
    "vendor/lib/.git/config",
    "../repo/.git/config",
)
FINE = (
    ".gitignore",
    ".github/workflows/ci.yml",
    ".gitattributes",
    "src/.gitkeep",
    "docs/git/config",
    "my.git/x",
    "a.py",
    "../elsewhere/a.py",
    "gitlink/a.py",
)


@pytest.fixture
def place(repo: Repo) -> Path:
    (repo.path / "src").mkdir()
    (repo.path / "link").symlink_to(".git")
    (repo.path / "hook").symlink_to(".git/hooks/post-commit")
    return repo.path


@pytest.mark.parametrize("path", GITS)
@pytest.mark.parametrize("tool", ["Write", "Edit"])
def test_refused(place: Path, tool: str, path: str) -> None:
    for one in (path, str(place / path)):
        decision, reason = decided(place, tool, file_path=one, content="x", old_string="a", new_string="b")

        assert decision == "deny"
        assert reason.startswith(f"{one} is git's own: change it with git")


@pytest.mark.parametrize("path", FINE)
def test_allowed(place: Path, path: str) -> None:
    assert decided(place, "Write", file_path=path, content="x") == ("", "")
    assert decided(place, "Read", file_path=".git/config") == ("", "")


PATCH = "*** Begin Patch\n*** Add File: .git/hooks/pre-commit\n+x\n*** End Patch\n"
BY_AGENT: dict[str, list[dict[str, Any]]] = {
    "claude": [
        {"tool_name": "Edit", "tool_input": {"file_path": ".git/config", "old_string": "a", "new_string": "b"}},
        {"tool_name": "NotebookEdit", "tool_input": {"notebook_path": ".git/config", "new_source": "b"}},
        {"tool_name": "mcp__files__write_file", "tool_input": {"path": ".git/config", "content": "x"}},
        {"tool_name": "mcp__files__move_file", "tool_input": {"source": "a", "destination": ".git/config"}},
        {"tool_name": "str_replace_based_edit_tool", "tool_input": {"command": "create", "path": ".git/config"}},
    ],
    "codex": [{"tool_name": "apply_patch", "tool_input": {"command": PATCH}}],
    "cursor": [
        {"hook_event_name": "preToolUse", "tool_name": "Write", "tool_input": {"file_path": ".git/config"}},
        {"hook_event_name": "preToolUse", "tool_name": "Delete", "tool_input": {"path": ".git/hooks/pre-commit"}},
    ],
    "gemini": [
        {"tool_name": "write_file", "tool_input": {"file_path": ".git/config", "content": "x"}},
        {"tool_name": "replace", "tool_input": {"file_path": ".git/config", "old_string": "a", "new_string": "b"}},
        {"tool_name": "run_shell_command", "tool_input": {"command": "echo x > config", "dir_path": ".git"}},
    ],
    "copilot": [
        {"toolName": "create", "toolArgs": json.dumps({"path": ".git/config", "file_text": "x"})},
        {"toolName": "edit", "toolArgs": json.dumps({"path": ".git/config", "old_str": "a", "new_str": "b"})},
        {"toolName": "apply_patch", "toolArgs": PATCH},
        {"toolName": "apply_patch", "toolArgs": json.dumps(PATCH)},
    ],
}


@pytest.mark.parametrize(("agent", "event"), [(agent, event) for agent, events in BY_AGENT.items() for event in events])
def test_every_agents_tools(place: Path, agent: str, event: dict[str, Any]) -> None:
    code, out = guard(json.dumps({"cwd": str(place), **event}).encode(), agent)

    assert code == 0
    assert '"deny"' in out
    assert "is git's own" in out


def test_a_worktree_a_submodule_and_a_folder_of_git_elsewhere(repo: Repo, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    repo.git("worktree", "add", "--quiet", str(tree))
    inner = Path(repo.git("rev-parse", "--absolute-git-dir")) / "wt"
    repo.git("worktree", "add", "--quiet", str(inner))
    store = tmp_path / "store"
    apart = tmp_path / "apart"
    subprocess.run(["git", "init", "--quiet", "--separate-git-dir", str(store), str(apart)], check=True)

    for place, path in (
        (tree, str(repo.path / ".git/worktrees/tree/HEAD")),
        (tree, str(repo.path / ".git/config")),
        (tree, ".git"),
        (apart, str(store / "hooks/pre-commit")),
        (apart, "../store/config"),
        (inner, "../config"),
        (inner, ".git"),
        (inner, "../worktrees/wt/HEAD"),
    ):
        assert decided(place, "Write", file_path=path, content="x")[0] == "deny", (place, path)
    for place in (tree, apart, inner):
        assert decided(place, "Write", file_path="src/a.py", content="x")[0] == ""


COMMANDS = (
    "echo x > .git/refs/replace/0123",
    "echo x >> .git/config",
    "echo x >| '.git/config'",
    "printf x | tee -a .git/hooks/pre-commit",
    "cp evil .git/hooks/pre-commit",
    "install -m 755 evil .git/hooks/",
    "cp -t .git/hooks evil",
    "mv .git/hooks .git/off",
    "ln -sf /tmp/evil .git/hooks/pre-commit",
    "cd .git && echo x > config",
    "cd src/../.git/hooks && cp ../../evil pre-commit",
    "sed -i s/a/b/ .git/config",
    "dd if=x of=.git/index",
    "sudo sh -c 'cp x .git/hooks/pre-commit'",
    "cat > .GIT/config <<EOF\nx\nEOF",
    "echo '<<EOF'\necho x > .git/config",
    "bash <<EOF\necho x > .git/config\nEOF",
)
HARMLESS = (
    "cat .git/config",
    "cat .git/HEAD > head.txt",
    "cp .git/config /tmp/config",
    "rm -f .git/index.lock",
    "ls .git/hooks 2>/dev/null",
    "git commit -m 'hooks -> .git/hooks'",
    "echo 'write x > .git/config' > notes.md",
    "cp a .github/workflows/a.yml; echo .git > .dockerignore",
    "cat > README.md <<'EOF'\necho x > .git/config\nEOF",
    "tar --exclude=.git -czf a.tgz . > log",
    "git --git-dir=.git log > out",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_refused_commands(place: Path, command: str) -> None:
    assert "is git's own" in refusal_of_command(command, str(place), [str(place)])
    assert decided(place, "Bash", command=command)[0] == "deny"


@pytest.mark.parametrize("command", HARMLESS)
def test_allowed_commands(place: Path, command: str) -> None:
    assert refusal_of_command(command, str(place), [str(place)]) == ""


def test_without_any_repository(tmp_path: Path) -> None:
    assert refusal("a/.git/config", str(tmp_path), [str(tmp_path)])
    assert refusal("a/b", str(tmp_path), []) == ""
