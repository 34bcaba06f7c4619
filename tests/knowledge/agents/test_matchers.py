"""MCP identities: which servers they let run, by us and by `codex mcp list`; and which regexes Rust refuses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import codex
import pytest
import tomli

from govhooks.knowledge.agents.matchers import allows, bad_regex

IDENTITIES = [
    '{ command = "npx" }',
    '{ command = "" }',
    '{ url = "https://a.example/mcp" }',
    '{ url = { match = "prefix", value = "https://a.example/" } }',
    '{ url = { match = "regex", expression = "https://[a-z]+\\\\.example/.*" } }',
    '{ command = "npx", url = "https://a.example/mcp" }',
    '{ command = { executable = "npx", args = [] } }',
    '{ command = { executable = "npx", args = [{ match = "exact", value = "-y" }, { match = "prefix", value = "@corp/" }] } }',
    '{ command = { executable = "npx", args = [{ match = "regex", expression = "-y|-q" }, { match = "regex", expression = "a.c" }] } }',
]
SERVERS = [
    'command = "npx"',
    'command = "npx"\nargs = ["-y", "@corp/docs"]',
    'command = "npx"\nargs = ["-y", "@corp/docs", "x"]',
    'command = "npx"\nargs = ["@corp/docs", "-y"]',
    'command = "npx"\nargs = ["-q", "abc"]',
    'command = "npx"\nargs = ["-y", "abcd"]',
    'command = "npx"\nargs = ["-y", "a\\nc"]',
    'command = "/usr/bin/npx"',
    'command = "NPX"',
    'command = "npx"\nargs = []\nenv = { A = "1" }',
    'url = "https://a.example/mcp"',
    'url = "https://a.example/mcp/"',
    'url = "https://a.example/../x"',
    'url = "https://A.example/mcp"',
    'url = "https://b.example/x"',
    'url = "https://a.example.evil.example/mcp"',
]


@pytest.mark.slow
def test_codex_lets_the_same_servers_run() -> None:
    config = "".join(f"[mcp_servers.s{number}]\n{text}\n" for number, text in enumerate(SERVERS))
    files = [
        "".join(f"[mcp_servers.s{number}]\nidentity = {identity}\n" for number in range(len(SERVERS)))
        for identity in IDENTITIES
    ]
    codex.refusal("")
    with ThreadPoolExecutor(4) as pool:
        theirs = list(pool.map(lambda text: codex.servers(text, config), files))
    wrong = []
    for identity, enabled in zip(IDENTITIES, theirs):
        parsed: dict[str, Any] = tomli.loads(f"identity = {identity}")["identity"]
        for number, text in enumerate(SERVERS):
            ours = allows(parsed, tomli.loads(text))
            if ours != enabled[f"s{number}"]:
                wrong.append((identity, text, ours))

    assert wrong == []
    assert 10 < sum(sum(enabled.values()) for enabled in theirs) < len(IDENTITIES) * len(SERVERS)


@pytest.mark.parametrize("expression", ["(", "[z-a]", "(?=a)", "(?<!a)b", r"(a)\1", "a++", "(?>a)", "*a", "a{2,1}"])
def test_regexes_that_rust_refuses(expression: str) -> None:
    assert bad_regex(expression)


@pytest.mark.parametrize(
    "expression", ["", "a.c", r"\d+\.\d+", "(?P<n>a)", "(?<n>a)", r"\pL", r"a\z", "[+*]+", r"\\(?:a)"]
)
def test_regexes_that_rust_takes(expression: str) -> None:
    assert bad_regex(expression) == ""


def test_unicode_classes_are_not_for_identities() -> None:
    assert bad_regex(r"\p{L}", unicode_classes=False)
