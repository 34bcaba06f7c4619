"""What sync writes: enough for our own rules and for the real Codex, once, and nothing of the file lost."""

from __future__ import annotations

import json
from typing import Any

import codex
import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from govhooks.agents import documents, prefixes
from govhooks.agents.documents import BadDocument
from govhooks.agents.entries import GUARDS, TARGETS, Clash, Target, Want, layer_of, synced
from govhooks.agents.judgement import Agents
from govhooks.changeset import Change, Changeset
from govhooks.commands.guard import AGENTS
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

    assert f"govhooks guard --agent {name} || exit 2" in text.decode()
    other = text.decode().replace(" || exit 2", "").replace("govhooks guard", ".venv/bin/govhooks guard")
    assert synced(target, other.encode(), target.wants(Agents(), None))[1] == []


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
        (".claude/settings.json", b'{"permissions": []}', "permissions is no table"),
        (".claude/settings.json", b'{"permissions": {"deny": "x"}}', "no list"),
        (".claude/settings.json", b'{"permissions": ', "not valid JSON"),
        (".amp/settings.json", b'{"amp.permissions": {}}', "no list"),
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
