"""The labelled set: repositories' worth of agent configuration, written by somebody who had not seen the rules' code.

A file `labelled/*.repo` is one repository: a comment, then `=== path` and the text of that file, again and again. A line that
ends in ` <<< rule, rule` has to be found by those rules, and no other line by any. `{{token}}` stands for a credential made at
run time, `{{U+200B}}` for that character. A requirements.toml counts as committed before.
"""

from __future__ import annotations

import re
from pathlib import Path

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules import load
from govhooks.rules.secrets.no_secrets.examples import make

FOLDER = Path(__file__).parent / "labelled"
RULES = [rule for rule in load() if rule.id.startswith("agent-") or rule.id == "mcp-servers"]
_MARK = re.compile(r"\s+<<< ([a-z, -]+)$")

Places = set[tuple[str, int, str]]


def repositories(half: str = "") -> list[Path]:
    return sorted(FOLDER.glob(f"{half}*.repo"))


def read(path: Path) -> tuple[dict[str, str], Places]:
    """(path -> text, the (path, line, rule) that have to be found) of one repository."""
    files: dict[str, list[str]] = {}
    wanted: Places = set()
    name = ""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("=== "):
            name = line[4:].strip()
            files[name] = []
        elif name:
            if found := _MARK.search(line):
                line = line[: found.start()]
                wanted |= {(name, len(files[name]) + 1, rule.strip()) for rule in found[1].split(",")}
            line = re.sub(r"\{\{U\+([0-9A-F]+)\}\}", lambda found: chr(int(found[1], 16)), line)
            files[name].append(line.replace("{{token}}", make("ghp_{alnum:30}{sign:github}", seed=7)))
    return {name: "\n".join(lines).rstrip("\n") + "\n" for name, lines in files.items()}, wanted


def judged(files: dict[str, str]) -> list[Finding]:
    """What the rules for agents say when all of it is added, by the repository's own policy."""
    changes = [Change("A", name, new=text.encode()) for name, text in files.items()]

    def before(path: str) -> bytes | None:
        return files[path].encode() if path in files and path.endswith("requirements.toml") else None

    changeset = Changeset(changes, before=before)
    return [one for rule in RULES for one in rule.check(changeset, rule.Policy()) if one.blocks]


def found_in(files: dict[str, str]) -> Places:
    return {(one.path, max(one.line, 1), one.rule) for one in judged(files)}
