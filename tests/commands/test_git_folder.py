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
