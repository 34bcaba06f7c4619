"""How the calls of agents' tools are read: the tool decides, and the name of an argument only where no tool is known."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import codex
import pytest

from govhooks.knowledge.agents.tools import (
    CHANGE,
    NOTHING,
    PATCH,
    READ,
    SHELL,
    TOOLS,
    TYPED,
    UNREADABLE,
    VERB,
    WRITE,
    Tool,
    asks,
    in_shell,
    patched,
)


def asked(agent: str, tool: str, given: Any) -> list[tuple[str, str, str]]:
    return [(ask.kind, ask.text, ask.folder) for ask in asks(agent, tool, given)]


def patch(*lines: str, end: str = "\n") -> str:
    return end.join(("*** Begin Patch", *lines, "*** End Patch", ""))


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: f"{tool.agent}-{tool.names[0]}")
def test_each_row_reads_commands_and_paths_as_it_says(tool: Tool) -> None:
    assert tool.source
    for name in tool.names:
        found = {kind for kind, _, _ in asked(tool.agent, name, {"command": patch("*** Add File: x"), "path": "a"})}
        assert {SHELL: SHELL in found, PATCH: WRITE in found, VERB: True, TYPED: True, NOTHING: True}[tool.commands]
        assert (SHELL in found) is (tool.commands == SHELL)
        assert tool.paths == NOTHING or tool.paths in found


CALLS: list[tuple[str, str, Any, list[tuple[str, str, str]]]] = [
    # `command` is a verb, a prompt, a patch; only in a shell it is a command line.
    ("copilot", "str_replace_editor", {"command": "view", "path": "a"}, [(READ, "a", "")]),
    ("copilot", "str_replace_editor", {"command": "create", "path": "a", "file_text": "rm -rf /"}, [(WRITE, "a", "")]),
    ("copilot", "str_replace_editor", {"command": "str_replace", "path": "a"}, [(CHANGE, "a", "")]),
    ("copilot", "str_replace_editor", {"command": "of tomorrow", "path": "a"}, [(CHANGE, "a", "")]),
    ("copilot", "str_replace_editor", {"command": ["x"], "path": "a"}, [(CHANGE, "a", "")]),
    ("claude", "str_replace_based_edit_tool", {"command": "insert", "path": "a"}, [(CHANGE, "a", "")]),
    ("claude", "SlashCommand", {"command": "/review rm -rf /"}, []),
    ("claude", "Task", {"prompt": "rm -rf /", "description": "x", "subagent_type": "y"}, []),
    ("claude", "WebFetch", {"url": "https://corp.test/.env", "prompt": "read .env"}, []),
    ("claude", "TodoWrite", {"todos": [{"content": "x", "path": ".env"}]}, []),
    ("claude", "Grep", {"pattern": "rm -rf /", "path": "src"}, [(READ, "src", "")]),
    ("claude", "Write", {"file_path": "a", "content": "rm -rf /"}, [(WRITE, "a", "")]),
    ("claude", "MultiEdit", {"file_path": "a", "edits": [{"old_string": ".env"}]}, [(CHANGE, "a", "")]),
    ("gemini", "replace", {"file_path": "a", "old_string": "x", "new_string": ".env"}, [(CHANGE, "a", "")]),
    ("gemini", "grep_search", {"pattern": "x", "dir_path": "private"}, [(READ, "private", "")]),
    ("gemini", "run_shell_command", {"command": "ls", "dir_path": "sub"}, [(SHELL, "ls", "sub")]),
    ("codex", "exec_command", {"cmd": ["cat", "a b"], "workdir": "sub"}, [(SHELL, "cat 'a b'", "sub")]),
    ("cursor", "Delete", {"path": "a"}, [(WRITE, "a", "")]),
    ("copilot", "write_bash", {"sessionId": "1", "input": "rm -rf x{enter}"}, [(SHELL, "rm -rf x", "")]),
    ("copilot", "write_bash", {"sessionId": "1", "input": "{down}{enter}"}, []),
    ("codex", "write_stdin", {"session_id": 1, "chars": "\x03"}, []),
    # Patches, in every way in which they are handed over.
    ("codex", "apply_patch", {"command": patch("*** Add File: a b", "+x")}, [(WRITE, "a b", "")]),
    ("codex", "apply_patch", {"input": patch("*** Delete File: a")}, [(WRITE, "a", "")]),
    ("codex", "apply_patch", {"command": ["apply_patch", patch("*** Add File: a")]}, [(WRITE, "a", "")]),
    ("codex", "apply_patch", {"command": "apply_patch <<'E'\n" + patch("*** Add File: a") + "E"}, [(WRITE, "a", "")]),
    ("copilot", "apply_patch", patch("*** Update File: a", "@@", "-x", "+y"), [(CHANGE, "a", "")]),
    ("other", "apply_patch", {"command": patch("*** Update File: a")}, [(CHANGE, "a", "")]),
    ("codex", "Bash", {"command": ["apply_patch", patch("*** Add File: a")]}, [(WRITE, "a", "")]),
    (
        "codex",
        "Bash",
        {"command": ["bash", "-lc", "cd src && apply_patch <<'E'\n" + patch("*** Add File: a") + "E\n"]},
        [(SHELL, "apply_patch", ""), (WRITE, "a", "src")],
    ),
    ("cursor", "ApplyPatch", {"patch": patch("*** Add File: a"), "path": "b"}, [(WRITE, "a", ""), (CHANGE, "b", "")]),
    ("cursor", "ApplyPatch", {"patch": "@@ -1 +1 @@", "path": "b"}, [(CHANGE, "b", "")]),
    # What cannot be read is never nothing.
    ("codex", "apply_patch", {"command": "rm -rf x"}, [(UNREADABLE, "", "")]),
    ("codex", "apply_patch", {"command": patch()}, [(UNREADABLE, "", "")]),
    ("codex", "apply_patch", {}, [(UNREADABLE, "", "")]),
    ("copilot", "bash", "rm -rf x", [(SHELL, "rm -rf x", "")]),
    ("copilot", "view", "rm -rf x", [(SHELL, "rm -rf x", "")]),
    # A tool that nobody knows.
    ("claude", "mcp__x__run", {"a": {"command": "ls"}, "file": "b"}, [(READ, "b", ""), (SHELL, "ls", "")]),
    ("claude", "mcp__files__move_file", {"source": "a", "destination": "b"}, [(CHANGE, "a", ""), (CHANGE, "b", "")]),
    ("claude", "mcp__x__search", {"source": "a", "files": [{"path": "b"}]}, [(READ, "b", "")]),
]


@pytest.mark.parametrize(("agent", "tool", "given", "wanted"), CALLS)
def test_calls(agent: str, tool: str, given: Any, wanted: list[tuple[str, str, str]]) -> None:
    found = asked(agent, tool, given)

    assert [(kind, "" if kind == UNREADABLE else text, folder) for kind, text, folder in found] == wanted


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_of_a_patch(end: str) -> None:
    text = patch(
        "*** Environment ID: local", "*** Add File: a b", "+*** Delete File: no", "*** Update File: c", "*** Move to: d",
        "@@ def f():", "-x", "+y", "*** End of File", "  *** Delete File: e", end=end,
    )  # fmt: skip

    assert patched(text) == [(WRITE, "a b"), (CHANGE, "c"), (WRITE, "d"), (WRITE, "e")]
    assert patched("\n" + text + "\n") == patched(text)
    assert patched("ls\n" + text) is None


GOOD = patch("*** Add File: a", "+it's `x` $(y)")


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        (f"apply_patch <<'EOF'\n{GOOD}EOF\n", ""),
        (f'apply_patch << "P"\n{GOOD}P', ""),
        (f"applypatch <<'EOF'\r\n{GOOD}EOF", ""),
        (f"cd 'a b' && apply_patch <<-'EOF'\n{GOOD}\tEOF\n", "a b"),
        (f"apply_patch <<EOF\n{patch('*** Add File: a', '+x')}EOF\n", ""),
        (f"apply_patch '{patch('*** Add File: a', '+x')}'", ""),
    ],
)
def test_a_command_line_that_is_a_patch(text: str, folder: str) -> None:
    found = in_shell(text)

    assert found is not None
    assert found[0] == folder
    assert patched(found[1]) == [(WRITE, "a")]


@pytest.mark.parametrize(
    "text",
    [
        f"apply_patch <<EOF\n{GOOD}EOF\n",  # the shell expands what stands in it
        f"apply_patch <<'EOF'\n{GOOD}EOF\nrm -rf x",
        f"apply_patch <<'EOF'\n{GOOD}EOF\nrm -rf x\nEOF\n",  # the first mark ends it
        f"apply_patch <<'EOF'; rm -rf x\n{GOOD}EOF\n",
        f"rm -rf x; apply_patch <<'EOF'\n{GOOD}EOF\n",
        f"cd $(rm -rf x) && apply_patch <<'EOF'\n{GOOD}EOF\n",
        f"apply_patch() {{ bash; }}; apply_patch <<'EOF'\n{GOOD}EOF\n",
        f"./apply_patch <<'EOF'\n{GOOD}EOF\n",
        "apply_patch <<'EOF'\nrm -rf x\nEOF\n",
        f'apply_patch "{patch("*** Add File: a", "+$(x)")}"',
        "bash <<'EOF'\n" + GOOD + "EOF\n",
        "\n" * 200_000,
    ],
)
def test_what_is_judged_as_a_command_line_all_the_same(text: str) -> None:
    assert in_shell(text) is None


BLANKS = ("", " ", "\t", "\r", "\u00a0", "\u2028", "\x0b", "\x0c", "\x85", "\ufeff", "\x1c")
BODIES = (
    "{0}*** Add File: n{0}\n+x",
    "*** Update File: old{0}\n{0}*** Move to: m{0}\n@@\n-x\n+y",
    "*** Delete File: old{0}\n{0}*** Delete File: b",
    "*** Update File: old\n@@\n-x\n+y\n{0}*** Add File: n\n+z",
    "*** Add File: n\n+x{0}*** Add File: k\n+x",
)
ODD = (
    "*** Begin Patch\n*** Add File:n\n+x\n*** End Patch",
    "*** Begin Patch\n*** Add File:  n\n+x\n*** End Patch",
    "*** Begin Patch\n***  Add File: n\n+x\n*** End Patch",
    "*** begin patch\n*** add file: n\n+x\n*** end patch",
    "<<'EOF'\n*** Begin Patch\n*** Add File: n\n+x\n*** End Patch\nEOF",
    "<<EOF\n*** Begin Patch\n*** Add File: n\n+x\n*** End Patch\nEOF\n",
    "*** Begin Patch\n*** Add File: n\n+x\n*** End Patch\n*** Begin Patch\n*** Add File: k\n+x\n*** End Patch",
    "junk\n*** Begin Patch\n*** Add File: n\n+x\n*** End Patch",
    "*** Begin Patch\n*** Add File: n\n+x",
    "*** Begin Patch\n*** Environment ID: x\n*** Add File: n\n+x\n*** End Patch",
    "*** Begin Patch\n*** Update File: old\n*** Move to: m\n*** End Patch",
    "*** Begin Patch\n*** Update File: old\n-x\n+y\n*** End Patch",
    "*** Begin Patch\r*** Add File: n\r+x\r*** End Patch",
    "*** Begin Patch\n*** Update File: old\n@@\n-x\n+y\n*** End of File\n*** Delete File: b\n*** End Patch",
    "*** Begin Patch\n*** Move to: q\n*** Update File: old\n@@\n-x\n+y\n*** End Patch",
    '*** Begin Patch\n*** Add File: "n"\n+x\n*** End Patch',
    "*** Begin Patch\n*** Add File: d/~/$HOME/n\\k\n+x\n*** End Patch",
)


def test_codex_changes_no_file_that_is_not_judged(tmp_path: Path) -> None:
    """The real apply_patch of Codex: what it changes is what we have read out of the patch, or we have read nothing."""
    patches = [f"*** Begin Patch\n{body.format(blank)}\n*** End Patch" for body in BODIES for blank in BLANKS]
    patches += [f"{blank}*** Begin Patch{blank}\n*** Add File: n\n+x\n*** End Patch{blank}\n" for blank in BLANKS]
    applied = 0
    for number, text in enumerate((*patches, *ODD)):
        place = tmp_path / str(number)
        place.mkdir()
        before = {"old": b"x\n", "b": b"x\n"}
        for name, data in before.items():
            (place / name).write_bytes(data)
        subprocess.run([codex.binary(), "--codex-run-as-apply-patch", text], cwd=place, capture_output=True)
        after = {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        found = asked("codex", "apply_patch", {"command": text})
        applied += bool(changed)

        assert changed <= {path for _, path, _ in found}, text
        assert not changed or UNREADABLE not in {kind for kind, _, _ in found}, text
    assert applied > 40
