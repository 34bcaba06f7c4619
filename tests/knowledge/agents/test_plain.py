"""Without tree-sitter: a plain command line has the tree that tree-sitter gives it, any other is refused, never passed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Repo
from hypothesis import given, settings
from hypothesis import strategies as st
from knowledge.agents.test_unseen import lines
from sweeps import examples

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.agents import plain, shell, syntax

EVERYDAY = lines("everyday.txt")
WRITTEN = [*EVERYDAY, *lines("stopped.txt"), *lines("passes.txt"), *lines("asked.txt")]
WORDS = [
    *"ls git rm -rf / . .. sudo sh -c env A=b == xargs find -exec cat time then if export echo ssh host eval * ~/x 2 {} ! [ -".split(),
    *(
        "'rm -rf x'",
        '"a b"',
        "x'y'z",
        "''",
        '""',
        "'a | b'",
        '"$(x)"',
        "'$(x)'",
        "a\\ b",
        "é",
        "'é'",
        "&",
        ">",
        "#",
        "=b",
    ),
]
BETWEEN = st.sampled_from([" "] * 12 + ["\t", "", " && ", "&&", "||", ";", " ; ", ";;", "|", " | ", "|&", "\n", "\r"])
LINES = st.lists(st.tuples(st.sampled_from(WORDS), BETWEEN).map("".join), max_size=8).map("".join)
PLAIN = {
    "": (),
    "ls -la": (("ls", "-la"),),
    "a \\\n  b": (("a", "b"),),
    " pytest -q 'a b' ": (("pytest", "-q", "a b"),),
    "cd src && make; git status | head -3": (("cd", "src"), ("make",), ("git", "status"), ("head", "-3")),
    "sudo rm -rf /": (("sudo", "rm", "-rf", "/"), ("rm", "-rf", "/")),
    "sh -c 'git push --force'": (("sh", "-c", "git push --force"), ("git", "push", "--force")),
}
NOT_PLAIN = (
    *(
        "$(x)",
        "`x`",
        "echo $HOME",
        "a > b",
        "a < b",
        "a & b",
        "a |& b",
        "(a)",
        "{ a; }",
        "a\nb",
        "a # b",
        "! a",
    ),
    *(
        "if a; then b; fi",
        "for x in y; do z; done",
        "X=1 a",
        "X=1",
        "export X=1",
        "[ -f x ]",
        "a {b,c}",
        "a 'b",
        'a "b',
        "a &&",
    ),
    *(
        "; a",
        "a ;; b",
        "a | | b",
        "| a",
        "a ==",
        "a\0b",
        "a\rb",
        "'a' b",
        "a b\\",
        'a "$x"',
        "a <<X\nb\nX",
        "a | b | c && d",
    ),
    "sh -c 'a > b'",
)
# Python, with no tree-sitter in it.
BLOCKED = "import sys; sys.modules['tree_sitter'] = None; from govhooks.cli import main; sys.exit(main())"


@pytest.fixture
def _without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    monkeypatch.setattr(syntax, "_parsers", [])


def scripts(line: str) -> tuple[shell.Script | None, shell.Script]:
    """What a line runs without tree-sitter, None where it cannot be judged, and with it."""
    whole = shell.parse(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "tree_sitter", None)
        patch.setattr(syntax, "_parsers", [])
        try:
            return shell.parse(line), whole
        except CannotJudge:
            return None, whole


def test_every_line_that_somebody_wrote_is_read_the_same_or_not_at_all() -> None:
    found = {line: scripts(line) for line in WRITTEN}
    read = [line for line, (script, _) in found.items() if script is not None]

    assert [line for line in read if found[line][0] != found[line][1]] == []
    assert len(read) > 900
    assert sum(line in read for line in EVERYDAY) > len(EVERYDAY) // 3


@settings(max_examples=examples(500), deadline=None)
@given(LINES)
def test_every_line_is_read_the_same_or_not_at_all(line: str) -> None:
    script, whole = scripts(line)

    assert script in (None, whole)


@pytest.mark.usefixtures("_without")
@pytest.mark.parametrize(("line", "commands"), PLAIN.items())
def test_a_plain_line_is_read(line: str, commands: tuple[tuple[str, ...], ...]) -> None:
    script = shell.parse(line)

    assert tuple(command.texts for command in script.commands) == commands
    assert (script.code, script.doubts) == ((), ())


@pytest.mark.usefixtures("_without")
@pytest.mark.parametrize("line", NOT_PLAIN)
def test_any_other_line_cannot_be_judged(line: str) -> None:
    with pytest.raises(CannotJudge, match=r"pip install 'govhooks\[agents\]'"):
        shell.parse(line)


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ("ls -la", 0, ""),
        ("rm -rf ~", 0, "deny"),
        ("ls > out.txt", 2, "govhooks[agents]"),
        ("rm -rf $X", 2, "govhooks[agents]"),
    ],
)
def test_the_guard_answers_or_blocks(command: str, code: int, says: str, repo: Repo) -> None:
    event = {
        "cwd": str(repo.path),
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_input": {"command": command},
    }
    done = run(repo.path, ["guard"], json.dumps(event))

    assert done.returncode == code, done
    assert says in done.stdout + done.stderr
    assert bool(done.stdout + done.stderr) == bool(says)


def test_a_committed_command_that_cannot_be_read_is_unjudged(repo: Repo) -> None:
    hooks = {"PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "./check.sh > /dev/null"}]}]}
    repo.stage(".claude/settings.json", json.dumps({"hooks": hooks}))
    done = run(repo.path, ["check"])

    assert done.returncode == 3, done
    assert "govhooks[agents]" in done.stderr
    assert repo.check().code in (0, 1)


def run(place: Path, words: list[str], stdin: str = "") -> subprocess.CompletedProcess[str]:
    path = str(Path(plain.__file__).parents[3])
    environ = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, "-c", BLOCKED, *words], cwd=place, input=stdin, env=environ, capture_output=True, text=True
    )
