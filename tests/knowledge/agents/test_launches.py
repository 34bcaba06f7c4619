"""Each row by its own example, in the places where agents are started, and what only speaks of it."""

from __future__ import annotations

import pytest
from rows import each

from govhooks.knowledge.agents import LAUNCH_MARKS, may_launch
from govhooks.knowledge.agents.launches import LAUNCHES, Launch, faults

SKIP = "--dangerously-skip-" + "permissions"


def found(text: str) -> list[tuple[int, str]]:
    lines = text.split("\n")
    return [(number, agent) for number, agent, _ in faults(lines, range(1, len(lines) + 1))]


PLACES = (
    "{}",
    "      - run: {}",
    "\t{}",
    '    "fix": "{}"',
    "RUN {}",
    "set -e; {}",
    "cd x && {} | tee log",
    "timeout 60 {}",
)
# A key of a workflow is no command line.
ROWS = [
    (one, place) for one in LAUNCHES for place in PLACES if place in PLACES[:3] or not one.example.endswith(": unsafe")
]


@each(ROWS)
def test_each_row_in_each_place(launch: Launch, place: str) -> None:
    text = place.format(launch.example)

    assert found(text) == [(1, launch.agent)]
    assert any(mark in text.encode() for mark in LAUNCH_MARKS)
    assert found("# " + text) == []
    assert found(f"grep -rn '{launch.example}' . && exit 1") == []
    assert found(f"echo 'never run {launch.example}'") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"claude -p x \\\n  --output-format json \\\n  {SKIP}\n", 3),
        (f"      with:\n        claude_args: {SKIP}\n", 2),
        (f"        claude_args: |\n          --max-turns 5\n          {SKIP}\n", 3),
        (f'      "args": ["-p", "x",\n        "{SKIP}"]', 2),
        (f'CMD ["claude", "-p", "x", "{SKIP}"]', 1),
        (f"npx @anthropic-ai/claude-code claude {SKIP}", 1),
        (f"/usr/local/bin/claude {SKIP}", 1),
        ("env:\n  GOOSE_MODE: auto\n", 2),
        ("        sandbox: danger-full-access", 1),
    ],
)
def test_places(text: str, number: int) -> None:
    assert [one for one, _ in found(text)] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "claude -p 'fix the tests'",
        "codex exec --sandbox workspace-write x",
        "apt-get install -y gemini",
        "npm install -y && gemini -p x",
        "git push --force",
        "docker compose -f a.yml up",
        "kubectl apply -f gemini.yaml",
        "yarn --yolo",
        f"if grep -q -- '{SKIP}' ci.yml; then exit 1; fi",
        f'  forbidden: "use of {SKIP}"',
        "copilot --allow-tool 'shell(git status)'",
        "droid exec --auto low x",
        "cursor-agent -p 'do not --forcefully do it'",
        "trust-store --trust x",
    ],
)
def test_what_starts_nothing_dangerous(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "path", ["a.sh", ".github/workflows/x.yml", "Makefile", "docker/Dockerfile.ci", "web/package.json", "justfile"]
)
def test_files_that_start_something(path: str) -> None:
    assert may_launch(path)


@pytest.mark.parametrize("path", ["README.md", "src/a.py", "docs/x.txt", "data.json"])
def test_files_that_do_not(path: str) -> None:
    assert not may_launch(path)


def test_a_line_that_is_too_long_to_be_judged_is_told_where_it_holds_a_flag() -> None:
    filler = "x " * 100_001
    assert [number for number, _, _ in faults(["claude --dangerously-skip-permissions " + filler], [1])] == [1]
    assert list(faults([filler], [1])) == []
