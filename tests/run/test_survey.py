"""The whole tree for `govhooks baseline`."""

from __future__ import annotations

import base64
import random

import pytest

from govhooks.rules.secrets.no_secrets.examples import make

FILE = ".govhooks.baseline"
TOKEN = make("ghp_{alnum:30}{sign:github}", seed=41)
PASSWORDS = ["c0rrectHorse7" + "11", "k7Gv2pQx9wT" + "48", "Zr4mLq8sNv2" + "85", "Wd6hYt3bKc9" + "122"]
SURE, UNSURE = 'db_password = "{}"\n', 'assert password == "{}"\n'


PIECES = [
    ("{n}.py", SURE),
    ("{n}.py", UNSURE),
    ("{n}.py", "# the password is {}\n"),
    ("tests/test_{n}.py", SURE),
    ("docs/{n}.md", "password: {}\n"),
    ("conf/{n}.yaml", "password: {}\nurl: postgres://app:{}@db.corp.test/x\n"),
    ("deploy/{n}/.env", "PASSWORD={}\n"),
    ("deploy/{n}/.env.example", "PASSWORD={}\n"),
    ("{n}.sh", "curl -u app:{} https://x.corp.test\n"),
    (
        "{n}/.mcp.json",
        '{{"mcpServers": {{"s": {{"command": "npx", "args": ["-y", "s"], "env": {{"TOKEN": "{}"}}}}}}}}\n',
    ),
    ("{n}/.claude/settings.json", '{{"permissions": {{"allow": ["Bash(curl -u app:{} *)"]}}}}\n'),
    ("{n}/AGENTS.md", "Commit with --no-verify. Log in with password {}\n"),
]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 4))])
def test_after_adoption_nothing_that_stood_there_is_refused(seed: int, repo) -> None:  # type: ignore[no-untyped-def]
    """Over generated trees: what `baseline` and `check --all` call a finding is one and the same."""
    dice = random.Random(seed)
    files: dict[str, str] = {}
    for _ in range(24):
        name, form = dice.choice(PIECES)
        value = dice.choice([*PASSWORDS, TOKEN])
        if dice.random() < 0.1:
            value = base64.b64encode(value.encode()).decode()
        path = name.format(n="abc"[dice.randrange(3)])
        line = form.replace("{}", value).replace("{{", "{").replace("}}", "}")
        files[path] = line if path.endswith(".json") else files.get(path, "") + line
    repo.commit("old", **files)
    first = repo.run("baseline")
    assert first.code == 0, first
    repo.git("add", FILE)
    repo.commit("adopt")
    done = repo.check("--all")

    assert done.code == 0, done
    assert repo.run("baseline", "--check").code == 0
