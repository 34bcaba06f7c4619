"""Prefix rules over argument lists: our decision and that of `codex execpolicy check`."""

from __future__ import annotations

import json
import random
import shlex
from concurrent.futures import ThreadPoolExecutor

import codex
import pytest

from govhooks.knowledge.agents.judgement import Agents
from govhooks.knowledge.agents.judgement import decide as decided
from govhooks.knowledge.agents.prefixes import RANK, PrefixRule, decide

RULES = (
    PrefixRule((("rm",),), "forbidden", "Use an explicit cleanup script instead."),
    PrefixRule((("git",), ("push",)), "prompt"),
    PrefixRule((("git",), ("push",), ("--force", "-f")), "forbidden"),
    PrefixRule((("git",), ("reset", "rebase", "filter-repo")), "prompt"),
    PrefixRule((("curl", "wget"),), "prompt"),
    PrefixRule((("kubectl",), ("delete",)), "prompt"),
    PrefixRule((("KUBECTL",), ("Delete",), ("ns",)), "forbidden", canonical=True),
    PrefixRule((("dd",), ("if=/dev/zero",)), "forbidden", canonical=True),
    PrefixRule((("ls",),), "allow"),
)
WORDS = """rm RM /bin/rm ./rm rm/ rm/./ rm/.. /rm -rf / . .. git Git /usr/bin/git push Push --force -f -C x reset rebase filter-repo curl wget
/opt/curl kubectl Kubectl KUBECTL delete DELETE ns NS pod dd DD if=/dev/zero IF=/dev/zero ls /bin/ls sudo env rmdir gitk a/b
"" echo \u017f \u212a""".split()
TABLE = [
    ("rm", "forbidden"),
    ("rm -rf /", "forbidden"),
    ("/bin/rm x", "forbidden"),
    ("rm/. x", "forbidden"),
    ("rm/.. x", ""),
    ("RM x", ""),
    ("rmdir x", ""),
    ("git status", ""),
    ("git push", "prompt"),
    ("git push --force", "forbidden"),
    ("git push origin --force", "prompt"),
    ("git -C x push", ""),
    ("/usr/bin/git reset --hard", "prompt"),
    ("kubectl delete pod x", "prompt"),
    ("kubectl delete ns x", "forbidden"),
    ("Kubectl DELETE NS x", "forbidden"),
    ("sudo rm x", ""),
    ("ls", "allow"),
]


def starlark(rule: PrefixRule) -> str:
    pattern = [list(place) for place in rule.pattern]
    more = f", justification={json.dumps(rule.justification)}" if rule.justification else ""
    more += ", canonical_matching=True" if rule.canonical else ""
    return f"prefix_rule(pattern={json.dumps(pattern)}, decision={json.dumps(rule.decision)}{more})\n"


def ours(words: list[str]) -> str:
    found = decide(RULES, words)
    return found.decision if found else ""


@pytest.mark.parametrize(("command", "decision"), TABLE)
def test_the_strictest_match_decides(command: str, decision: str) -> None:
    assert ours(command.split()) == decision


def test_no_words_are_no_command() -> None:
    assert decide(RULES, []) is None


# What Codex 0.169.0 stops at run time under `touch = forbidden`; measured.
STOPPED = [
    "rm a",
    "/usr/bin/rm a",
    "./rm a",
    "ls && rm a",
    "echo hi; rm a",
    "ls | rm a",
    "ls\nrm a",
    "rm\ta",
    "bash -lc 'rm a'",
]


@pytest.mark.parametrize("command", STOPPED)
def test_what_codex_stops_at_run_time_the_guard_stops(command: str) -> None:
    assert decided(command, Agents(RULES)).decision == "forbidden"


@pytest.mark.slow
def test_codex_decides_the_same() -> None:
    chance = random.Random(5)
    commands = [command.split() for command, _ in TABLE]
    while len(commands) < 400:
        commands.append([chance.choice(WORDS).replace('""', "") for _ in range(chance.randint(1, 4))])
    commands = [words for words in commands if words[0] and not words[0].startswith("-")]
    rules = "".join(map(starlark, RULES))
    codex.binary()
    with ThreadPoolExecutor(4) as pool:
        theirs = list(pool.map(lambda words: codex.decision(rules, words), commands))
    wrong = [(words, answer, ours(words)) for words, answer in zip(commands, theirs) if answer != ours(words)]
    print(f"codex execpolicy: {len(commands)} commands, {sum(map(bool, theirs))} with a decision")

    assert wrong == []
    passed = [
        words
        for words, answer in zip(commands, theirs)
        if RANK[decided(shlex.join(words), Agents(RULES)).decision] < RANK[answer]
    ]
    assert passed == []
    assert len(commands) >= 300 and sum(map(bool, theirs)) >= 60
