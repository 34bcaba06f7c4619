"""Which files are meant as text, and that no rule looks past one for a few bytes or a lot of padding."""

from __future__ import annotations

from pathlib import Path

import pytest

from govhooks.core.change import LARGE, Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.core.lines import decode
from govhooks.git.source import Source
from govhooks.knowledge.texts import is_named_text
from govhooks.rules import load

PADDING = b"# nothing to see here\n" * (LARGE // 22 + 1)
LAUNCH = b"claude -p x --dangerously-skip-permissions\n"
TOOLS = b"claude -p x --allowedTools 'Bash(*)'\n"
AGENT = "Claude <noreply@anthropic.com>"


@pytest.mark.parametrize(
    "path", ["a.py", "A.PY", "x/Dockerfile", "Dockerfile.dev", ".env", ".env.local", "k8s/x.yml", "Makefile", "a.b.tf"]
)
def test_text_by_name(path: str) -> None:
    assert is_named_text(path)


@pytest.mark.parametrize(
    "path", ["a.png", "a.bin", "a", "py", "x.py/a", "a.jar", "a.woff2", "a.npy", "a.parquet", "build.apk", "a.plist"]
)
def test_no_text_by_name(path: str) -> None:
    assert not is_named_text(path)


def said(rule: str, change: Change, **more: object) -> list[Finding]:
    (one,) = (one for one in load() if one.id == rule)
    return list(one.check(Changeset([change], **more), one.Policy()))  # type: ignore[arg-type]


def large(path: str, data: bytes, folder: Path) -> Change:
    (folder / "x").write_bytes(data)
    return Change("A", path, new=Source(disk=str(folder / "x")))


@pytest.mark.parametrize(("rule", "line"), [("agent-permissions", LAUNCH), ("agent-commands", TOOLS)])
def test_a_script_too_large_to_hold_starts_no_agent(rule: str, line: bytes, tmp_path: Path) -> None:
    (finding,) = said(rule, large("run.sh", PADDING + line, tmp_path))

    assert finding.line == PADDING.count(b"\n") + 1
    assert said(rule, large("run.sh", PADDING, tmp_path)) == []


def test_code_too_large_to_hold_is_code_that_an_agent_changes(tmp_path: Path) -> None:
    (tmp_path / "new").write_bytes(PADDING)
    change = Change("M", "app.py", new=Source(disk=str(tmp_path / "new")), old=[b"x\n"])
    commit = Changeset([change], kind="commit", commit="c" * 40, author=AGENT)
    (finding,) = said("agent-changes", change, kind="range", commits=[commit])

    assert "changes code but no test" in finding.problem


def test_a_guess_is_made_in_a_script_with_a_stray_nul() -> None:
    line = f'password = "{"Xk9#mQ2"}{"$vL7p"}"\n'.encode()

    assert [finding.line for finding in said("no-secrets", Change("A", "x.py", new=line + b"\0\xff\n"))] == [1]
    assert said("no-secrets", Change("A", "x.bin", new=line + bytes(range(256)) * 20)) == []


@pytest.mark.parametrize(("rule", "line"), [("agent-permissions", LAUNCH), ("agent-commands", TOOLS)])
@pytest.mark.parametrize("mark", [b"\xff\xfe\n", b"\xfe\xff\n", b"\0\0\xfe\xff\n", b"\xff\xfe\0\0\n"])
def test_a_byte_order_mark_hides_no_script(rule: str, line: bytes, mark: bytes) -> None:
    assert [finding.line for finding in said(rule, Change("A", "run.sh", new=mark + line))] == [2]


@pytest.mark.parametrize(
    "text", ["plain text, \nin two lines", "中文文本\n第二行文本文本", "Привет, мир, как дела\n", "ab"]
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_that_says_the_truth(text: str, encoding: str) -> None:
    assert decode(f"\ufeff{text}".encode(encoding)) == (text, False)


@pytest.mark.parametrize("path", ["hooks/hooks.json", ".claude-plugin/plugin.json"])
@pytest.mark.parametrize("junk", [b"", b"\xff", b"\0"])
def test_a_byte_that_is_no_utf8_hides_no_hook(path: str, junk: bytes) -> None:
    hook = b'{"hooks": {"SessionStart": [{"hooks": [{"type": "command", "command": "./start.sh"}]}]}, "x": "%s"}' % junk

    assert [finding.rule for finding in said("agent-hooks", Change("A", path, new=hook))] == ["agent-hooks"]
    assert said("agent-hooks", Change("A", path, new=b"[" + hook)) == []
