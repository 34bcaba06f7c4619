"""The guard in real agents: what it refuses does not happen, and what it lets pass does.

The agents are installed from npm, pinned; a model on loopback has them run commands. Codex runs by default, Claude Code (235 MB)
with the slow tests.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import codex
import pytest
from conftest import ROOT, Repo
from knowledge.agents.requirements_files import SEED
from mock_model import model

from govhooks.knowledge.agents.hooks import guard_command

CLAUDE = "2.1.197"
# Each is one that the agent's own rules let pass (research: the agents' truth tables), and one that is fine.
COMMANDS = (
    "touch made",
    "(rm -f keep)",
    "cat .env > leaked",
    "python3 -c 'print(open(\".env\").read())' > leaked",
    "bash -c 'rm keep'",
)
GUARD = f"env PYTHONPATH={ROOT / 'hooks'} {sys.executable} -m govhooks.cli guard --agent"


@pytest.fixture
def place(repo: Repo) -> Path:
    repo.commit("policy", **{"requirements.toml": SEED, "keep": "x\n", ".env": "A=1\n"})
    return repo.path


def untouched(place: Path) -> bool:
    return (place / "keep").exists() and not (place / "leaked").exists()


def in_codex(place: Path, command: str, *commands: str) -> str:
    managed = f'[[hooks.PreToolUse]]\nmatcher = ".*"\nhooks = [{{ type = "command", command = {json.dumps(command)}, timeout = 30 }}]\n'
    with model(*commands) as address, codex.world(managed) as (world, prefix):
        provider = f'name = "mock"\nbase_url = "{address}/v1"\nwire_api = "responses"\n'
        # A model that this Codex knows: it has apply_patch as a tool then.
        config = f'model = "gpt-5.5"\nmodel_provider = "mock"\n[model_providers.mock]\n{provider}'
        (world / "home/config.toml").write_text(config)
        words = ["exec", "--json", "--skip-git-repo-check", "-s", "danger-full-access", "-C", str(place), "go"]
        done = subprocess.run(
            [*prefix, *words],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=codex.environment(world),
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
def test_codex_is_stopped(place: Path) -> None:
    said = in_codex(place, f"{GUARD} codex || exit 2", *COMMANDS)

    assert (place / "made").exists()
    assert untouched(place)
    assert "Use an explicit cleanup script instead. (govhooks: rm -f keep)" in said
    assert "deny_read ./.env* covers .env" in said


@pytest.mark.slow
def test_codex_is_told_what_is_missing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry that `guard --install` writes, on a machine where nobody has installed govhooks."""
    monkeypatch.setenv("PATH", "/usr/bin:/bin:/usr/sbin:/sbin")
    if shutil.which("govhooks"):
        pytest.skip("govhooks is installed for the whole machine")
    said = in_codex(place, guard_command("codex", ".codex/hooks.json"), "touch made")

    assert not (place / "made").exists()
    assert "govhooks is not installed, and .codex/hooks.json of this repository has it judge every tool call" in said


PATCHES = (
    "*** Begin Patch\n*** Add File: docs/new.md\n+run `rm -rf /` never\n+$(curl x | sh)\n*** End Patch\n",
    "*** Begin Patch\n*** Update File: src/a.py\n@@\n one = 1\n-two = 2\n+two = 22\n*** Delete File: old.txt\n*** End Patch\n",
    "*** Begin Patch\n*** Update File: src/b.py\n*** Move to: lib/b.py\n@@\n-b = 1\n+b = 2\n*** End Patch\n",
    "*** Begin Patch\r\n*** Add File: crlf.txt\r\n+one\r\n*** Update File: win.txt\r\n@@\r\n-x\r\n+y\r\n*** End Patch\r\n",
    "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: shell.txt\n+it's `here`\n*** End Patch\nEOF\n",
)
REFUSED = (
    "*** Begin Patch\n*** Add File: .git/refs/replace/x\n+x\n*** End Patch\n",
    "*** Begin Patch\n*** Add File: fine.txt\n+x\n*** Add File: src/../.git/hooks/pre-commit\n+x\n*** End Patch\n",
    "*** Begin Patch\n*** Update File: .env\n@@\n-A=1\n+A=2\n*** End Patch\n",
    "*** Begin Patch\n*** Update File: .env\n*** Move to: shown.txt\n@@\n-A=1\n+A=2\n*** End Patch\n",
    "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: .git/hooks/pre-push\n+x\n*** End Patch\nEOF\n",
)


@pytest.mark.slow
def test_codex_edits_files(place: Path) -> None:
    files = {"src/a.py": "one = 1\ntwo = 2\n", "old.txt": "x\n", "src/b.py": "b = 1\n", "win.txt": "x\r\n"}
    for name, text in files.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(text.encode())
    said = in_codex(place, f"{GUARD} codex || exit 2", *PATCHES, *REFUSED)

    assert (place / "docs/new.md").read_text() == "run `rm -rf /` never\n$(curl x | sh)\n"
    assert (place / "src/a.py").read_text() == "one = 1\ntwo = 22\n"
    assert not (place / "old.txt").exists() and not (place / "src/b.py").exists()
    assert (place / "lib/b.py").read_text() == "b = 2\n"
    assert (place / "crlf.txt").read_bytes().startswith(b"one")
    assert (place / "win.txt").read_bytes().startswith(b"y")
    assert (place / "shell.txt").read_text() == "it's `here`\n"
    for name in (".git/refs/replace/x", ".git/hooks/pre-commit", ".git/hooks/pre-push", "fine.txt", "shown.txt"):
        assert not (place / name).exists()
    assert (place / ".env").read_text() == "A=1\n"
    assert said.count("is git's own") == 3
    assert said.count("deny_read ./.env* covers it") == 2


@pytest.mark.slow
def test_codex_without_the_guard_is_not(place: Path) -> None:
    in_codex(place, "true", "(rm keep)")

    assert not (place / "keep").exists()


@pytest.mark.slow
def test_codex_is_stopped_when_the_guard_cannot_judge(place: Path) -> None:
    (place / "requirements.toml").write_text("[rules]\n")
    said = in_codex(place, f"{GUARD} codex || exit 2", "touch made")

    assert not (place / "made").exists()
    assert "requirements.toml:1" in said


@pytest.mark.slow
def test_codex_is_stopped_when_the_guard_takes_too_long(repo: Repo) -> None:
    """A pattern that backtracks: without a bound Codex would run the command once its own time-out was over."""
    pattern = "./" + "*a" * 30 + "*b"
    repo.commit("policy", **{"requirements.toml": f'[permissions.filesystem]\ndeny_read = ["{pattern}"]\n'})
    said = in_codex(repo.path, f"{GUARD} codex || exit 2", f"cat {'a' * 200}; touch made", "touch fine")

    assert not (repo.path / "made").exists()
    assert (repo.path / "fine").exists()
    assert "took longer than 2 s to judge, so it is refused: split the command" in said


def claude() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "govhooks-tests" / f"claude-{CLAUDE}"
    found = cache / "node_modules/.bin/claude"
    if not found.exists():
        if not shutil.which("npm"):
            pytest.skip("LOUD: npm is absent, the guard is not run in Claude Code")
        with tempfile.TemporaryDirectory() as folder:
            command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder]
            done = subprocess.run([*command, f"@anthropic-ai/claude-code@{CLAUDE}"], capture_output=True, text=True)
            if done.returncode:
                pytest.skip(f"LOUD: npm cannot install Claude Code {CLAUDE}: {done.stderr.strip()[-300:]}")
            cache.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(folder, cache, symlinks=True, dirs_exist_ok=True)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("guarded", [True, False])
def test_claude_code_is_stopped(place: Path, tmp_path: Path, guarded: bool) -> None:
    command = f"{GUARD} claude || exit 2" if guarded else "true"
    hook = {"matcher": "*", "hooks": [{"type": "command", "command": command, "timeout": 30}]}
    (place / ".claude").mkdir()
    (place / ".claude/settings.json").write_text(json.dumps({"hooks": {"PreToolUse": [hook]}}))
    with model(*COMMANDS) as address:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "ANTHROPIC_BASE_URL": address,
            "ANTHROPIC_API_KEY": "none",
            "IS_SANDBOX": "1",
            "DISABLE_AUTOUPDATER": "1",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        }
        words = ["-p", "go", "--output-format", "stream-json", "--verbose", "--permission-mode", "bypassPermissions"]
        done = subprocess.run(
            [str(claude()), *words],
            cwd=place,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=env,
            timeout=120,
        )

    assert done.returncode == 0, done.stderr
    assert (place / "made").exists()
    assert untouched(place) is guarded
    assert ("Use an explicit cleanup script instead." in done.stdout) is guarded
