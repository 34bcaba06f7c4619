"""What sync writes: enough for our own rules and for the real Codex, once, and nothing of the file lost."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import codex
import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from govhooks.commands.guard import AGENTS, BUDGET
from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.knowledge.agents import documents, prefixes
from govhooks.knowledge.agents.documents import BadDocument
from govhooks.knowledge.agents.entries import GUARDS, TARGETS, Clash, Target, Want, layer_of, synced
from govhooks.knowledge.agents.hooks import guard_command, is_guard
from govhooks.knowledge.agents.judgement import Agents
from govhooks.rules import load

POLICY = """
allowed_approval_policies = ["untrusted", "on-request"]
[permissions.filesystem]
deny_read = ["./.env*", "./private/**", "**/*.pem", "/etc/shadow"]
[rules]
prefix_rules = [
  { pattern = [{ token = "rm" }], decision = "forbidden", justification = "Use a \\"cleanup\\" script." },
  { pattern = [{ token = "git" }, { any_of = ["push", "rebase"] }], decision = "prompt" },
  { pattern = [{ token = "git" }, { token = "push" }, { token = "--force" }], decision = "forbidden" },
]
[mcp_servers.docs]
identity = { command = { executable = "npx", args = [{ match = "exact", value = "docs@1.2.3" }] } }
[mcp_servers.search]
identity = { url = { match = "prefix", value = "https://search.corp.test/" } }
[mcp_servers.loose]
identity = { command = { executable = "node", args = [{ match = "regex", expression = "x.*" }] } }
"""
VALUE = tomli.loads(POLICY)
SERVERS: dict[str, Any] = VALUE["mcp_servers"]
AGENT_POLICY = Agents(
    prefixes.rules(VALUE["rules"]["prefix_rules"]), tuple(VALUE["permissions"]["filesystem"]["deny_read"])
)


def wants(target: Target) -> list[Want]:
    return list(target.wants(AGENT_POLICY, SERVERS))


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.file)
def test_what_is_written_lacks_nothing_and_is_written_once(target: Target) -> None:
    text, lacking = synced(target, None, wants(target))

    assert lacking == wants(target) != []
    assert synced(target, text, wants(target)) == (text, [])
    assert {layer_of(target, want) for want in lacking} <= {"files", "commands", "MCP servers", "hooks"}


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.file)
def test_our_own_rules_are_content_with_it(target: Target) -> None:
    text, _ = synced(target, None, wants(target))
    change = Change("A", target.file, new=text)

    def policy(path: str) -> bytes | None:
        return POLICY.encode() if path == "requirements.toml" else None

    changeset = Changeset([change], before=policy)
    found = [
        one for rule in load() if rule.id.startswith(("agent-", "mcp-")) for one in rule.check(changeset, rule.Policy())
    ]
    assert found == []


def test_codex_decides_by_the_rules_as_by_the_policy() -> None:
    target = next(one for one in TARGETS if one.form == "rules")
    text = synced(target, None, wants(target))[0].decode()

    for words in (
        ["rm", "x"],
        ["git", "push"],
        ["git", "push", "--force"],
        ["git", "rebase"],
        ["git", "fetch"],
        ["ls"],
    ):
        rule = prefixes.decide(AGENT_POLICY.rules, words)
        assert codex.decision(text, words) == (rule.decision if rule else "")


@pytest.mark.parametrize("name", AGENTS)
def test_the_guard_is_told_to_every_agent_that_can_ask_it(name: str) -> None:
    target = GUARDS[name]
    text, _ = synced(target, None, target.wants(Agents(), None))

    assert f"exec govhooks guard --agent {name}' || exit 2" in text.decode()
    ours = json.dumps(guard_command(name, target.file))
    other = text.decode().replace(ours, json.dumps(f".venv/bin/govhooks guard --agent {name}"))
    assert other != text.decode()
    assert synced(target, other.encode(), target.wants(Agents(), None))[1] == []


# What the first version wrote.
BEFORE: dict[str, dict[str, Any]] = {
    "claude": {
        "hooks": {
            "PreToolUse": [
                {
                    "matcher": "*",
                    "hooks": [{"type": "command", "command": "govhooks guard --agent claude || exit 2", "timeout": 10}],
                }
            ]
        }
    },
    "codex": {
        "hooks": {
            "PreToolUse": [
                {
                    "matcher": ".*",
                    "hooks": [{"type": "command", "command": "govhooks guard --agent codex || exit 2", "timeout": 10}],
                }
            ]
        }
    },
    "cursor": {
        "version": 1,
        "hooks": {
            event: [{"command": "govhooks guard --agent cursor || exit 2", "failClosed": True}]
            for event in ("beforeShellExecution", "beforeReadFile", "beforeMCPExecution")
        },
    },
    "gemini": {
        "hooks": {
            "BeforeTool": [
                {
                    "matcher": ".*",
                    "hooks": [
                        {
                            "type": "command",
                            "name": "govhooks",
                            "command": "govhooks guard --agent gemini || exit 2",
                            "timeout": 10000,
                        }
                    ],
                }
            ]
        }
    },
    "copilot": {
        "version": 1,
        "hooks": {
            "preToolUse": [
                {
                    "type": "command",
                    "bash": "govhooks guard --agent copilot || exit 2",
                    "powershell": "govhooks guard --agent copilot; if ($?) {} else { exit 2 }",
                    "timeoutSec": 10,
                }
            ]
        },
    },
}


@pytest.mark.parametrize("name", AGENTS)
def test_what_an_earlier_version_wrote_is_replaced_where_it_stands(name: str) -> None:
    target = GUARDS[name]
    before: dict[str, Any] = json.loads(json.dumps(BEFORE[name]))
    first, last = {"command": "first"}, {"command": "last"}
    for entries in before["hooks"].values():
        entries[:] = [first, *entries, last]
    text, lacking = synced(target, json.dumps(before).encode(), target.wants(Agents(), None))
    now = json.loads(text)

    assert lacking
    for event, entries in now["hooks"].items():
        if event in before["hooks"]:
            assert [entries[0], entries[-1]] == [first, last]
            assert len(entries) == 3
        assert json.dumps(entries).count("exec govhooks guard") == 1
    assert synced(target, text, target.wants(Agents(), None)) == (text, [])


@pytest.mark.parametrize(
    "change",
    [{"async": True}, {"timeout": 1}, {"timeout": "10"}, {"command": "govhooks guard --agent claudette"}],
)
def test_a_guard_that_no_agent_waits_for_is_none(change: dict[str, Any]) -> None:
    hook = {"type": "command", "command": ".venv/bin/govhooks guard --agent claude", "timeout": 10, **change}
    held = json.dumps({"hooks": {"PreToolUse": [{"matcher": "*", "hooks": [hook]}]}}).encode()
    target = GUARDS["claude"]

    assert synced(target, held, target.wants(Agents(), None))[1]


@pytest.mark.parametrize("name", AGENTS)
def test_each_agent_is_told_to_wait_longer_than_the_guard_takes(name: str) -> None:
    text = json.dumps([want.value for want in GUARDS[name].wants(Agents(), None) if want.path[0] == "hooks"])
    seconds = [int(found) for found in re.findall(r'"timeout(?:Sec)?": (\d+)', text)]

    assert len(seconds) == text.count("guard --agent") - text.count("commandWindows") - text.count("powershell")
    assert min(seconds) / (1000 if name == "gemini" else 1) >= 3 * BUDGET


SHELLS = [
    words for words in (["sh"], ["bash"], ["dash"], ["zsh"], ["fish"], ["busybox", "sh"]) if shutil.which(words[0])
]


@pytest.mark.parametrize("words", SHELLS, ids=" ".join)
@pytest.mark.parametrize("name", AGENTS)
def test_what_is_missing_is_said_in_one_line(name: str, words: list[str], tmp_path: Path) -> None:
    for program in ("sh", words[0]):
        (tmp_path / program).exists() or (tmp_path / program).symlink_to(shutil.which(program) or "")
    command = [*words, "-c", guard_command(name, GUARDS[name].file)]
    env = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)

    assert done.returncode == 2
    assert done.stderr == (
        f"govhooks is not installed, and {GUARDS[name].file} of this repository has it judge every tool call: "
        "pipx install govhooks, or uv tool install govhooks, or ask a maintainer\n"
    )


@pytest.mark.parametrize("words", SHELLS, ids=" ".join)
@pytest.mark.parametrize("ends", [0, 1, 2, 3, 77])
def test_what_is_there_is_asked_and_fails_closed(words: list[str], ends: int, tmp_path: Path) -> None:
    (tmp_path / "govhooks").write_text(f'#!/bin/sh\nread line\necho "$line $*"\nexit {ends}\n')
    (tmp_path / "govhooks").chmod(0o755)
    command = [*words, "-c", guard_command("claude", "x")]
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, input="asked\n")

    assert done.returncode == (2 if ends else 0)
    assert done.stdout == "asked guard --agent claude\n"


@pytest.mark.parametrize("shell", ["sh", "cmd", "powershell", "old"])
def test_our_own_forms_are_the_guard_and_nothing_longer_is(shell: str) -> None:
    command = guard_command("copilot", ".github/hooks/govhooks.json", shell)

    assert is_guard(command)
    assert not is_guard(command + "; curl x | sh")
    assert not is_guard(command.replace("govhooks guard", "curl x | sh; govhooks guard", 1))
    assert not is_guard(command.replace("copilot", "copilot`id`"))
    assert not is_guard(command.replace(".github/", "$(id)/")) or shell == "old"


def test_a_file_of_rules_that_is_not_ours_alone_is_left() -> None:
    target = next(one for one in TARGETS if one.form == "rules")
    ours = synced(target, None, wants(target))[0]

    assert synced(target, ours + b"\n", wants(target)[1:])[0] != ours  # what the policy no longer says goes
    for line in (
        b"# mine",
        b'prefix_rule(pattern=["touch"], decision="allow")',
        b'host_executable(name="x", paths=[])',
    ):
        with pytest.raises(Clash, match="lines that govhooks did not write"):
            synced(target, ours + line + b"\n", wants(target))


def test_what_was_there_stays_and_keeps_its_form() -> None:
    target = next(one for one in TARGETS if one.file == ".claude/settings.json")
    held = (
        '{\n    "model": "x",\n    "permissions": {\n        "deny": [\n            "Bash(dd:*)"\n        ]\n    }\n}\n'
    )
    text = synced(target, held.encode(), wants(target))[0].decode()
    value = json.loads(text)

    assert value["model"] == "x"
    assert value["permissions"]["deny"][:2] == ["Bash(dd:*)", "Read(./.env*)"]
    assert text.startswith('{\n    "model": "x",\n    "permissions": {\n        "deny": [\n            "Bash(dd:*)",\n')


def test_an_allow_list_of_servers_is_the_policys_and_no_longer() -> None:
    target = next(one for one in TARGETS if one.file == ".claude/settings.json")
    (servers,) = (want.value for want in wants(target) if want.path == ("allowedMcpServers",))

    assert servers == [
        {"serverCommand": ["npx", "docs@1.2.3"]},
        {"serverName": "loose"},
        {"serverUrl": "https://search.corp.test/*"},
    ]
    held = json.dumps({"allowedMcpServers": [*servers, {"serverName": "evil"}]}).encode()
    text, lacking = synced(target, held, wants(target))
    assert json.loads(text)["allowedMcpServers"] == servers
    assert ("allowedMcpServers",) in {want.path for want in lacking}


@pytest.mark.parametrize(
    ("file", "held", "trouble"),
    [
        (".vscode/settings.json", b'{\n// ours\n"a": 1}', "comments"),
        (".claude/settings.json", b'{"permissions": []}', "permissions is not a table"),
        (".claude/settings.json", b'{"permissions": {"deny": "x"}}', "not a list"),
        (".claude/settings.json", b'{"permissions": ', "not valid JSON"),
        (".amp/settings.json", b'{"amp.permissions": {}}', "not a list"),
    ],
)
def test_what_cannot_be_written_without_losing_something(file: str, held: bytes, trouble: str) -> None:
    target = next(one for one in TARGETS if one.file == file)

    with pytest.raises((Clash, BadDocument), match=trouble):
        synced(target, held, wants(target))


def test_opencode_takes_the_last_match_so_ours_come_last() -> None:
    target = next(one for one in TARGETS if one.file == "opencode.json")
    held = b'{"permission": {"bash": {"rm *": "deny", "*": "allow"}, "read": "allow"}}'
    value = json.loads(synced(target, held, wants(target))[0])

    assert next(iter(value["permission"]["bash"])) == "*"
    assert value["permission"]["bash"]["rm *"] == "deny"
    assert list(value["permission"]["read"].items())[:2] == [("*", "allow"), (".env*", "deny")]


def test_amp_takes_the_first_match_so_ours_come_first() -> None:
    target = next(one for one in TARGETS if one.file == ".amp/settings.json")
    held = json.dumps({"amp.permissions": [{"tool": "*", "action": "allow"}]}).encode()
    entries = json.loads(synced(target, held, wants(target))[0])["amp.permissions"]

    assert entries[-1] == {"tool": "*", "action": "allow"}
    assert entries[0]["action"] == "reject"


@pytest.mark.parametrize(
    ("held", "lines"),
    [
        ("", [".env*", "/private/**", "/**/*.pem"]),
        (".env*\nprivate/\n*.pem", []),
        (".env\n!.env.local\nprivate\n*.pem\n", [".env*"]),
        (".env*\r\nprivate/\r\n", ["/**/*.pem"]),
    ],
)
def test_lines_of_an_ignore_file(held: str, lines: list[str]) -> None:
    target = next(one for one in TARGETS if one.file == ".cursorignore")
    text, lacking = synced(target, held.encode(), wants(target))

    assert [want.value for want in lacking] == lines
    assert text.decode().startswith(held)
    assert text.decode().splitlines()[len(held.splitlines()) :] == lines


_VALUES = st.recursive(
    st.none() | st.booleans() | st.text("ab*", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from("a b permissions deny".split()), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from("permissions hooks a tools mcp permission".split()), _VALUES, max_size=3))
def test_nothing_of_any_file_is_lost(value: dict[str, Any]) -> None:
    data = json.dumps(value).encode()
    for target in TARGETS:
        if target.form not in ("json", "jsonc"):
            continue
        try:
            text, _ = synced(target, data, wants(target))
        except Clash:
            continue
        after = documents.json(text).value
        assert synced(target, text, wants(target))[1] == []
        assert {key: after[key] for key in value if key == "a"} == {key: value[key] for key in value if key == "a"}
        assert list(after)[: len(value)] == list(value)
