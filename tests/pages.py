"""The documentation as the tests read it: pages, their code blocks, the examples that run, the tables that are generated.

A block of ```console is run, command by command, in a new repository with one commit; what a comment `<!-- given ... -->` right above it holds
is run before. `$ cat FILE` is a file that the example begins with: its content stands below. Every other line below a command
is its output. No secret stands in a page: `SECRETS` says what an example writes in the place of one.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any, NamedTuple

from govhooks.policy.load import _types

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govhooks.core.record import Record
    from govhooks.core.rule import Rule

ROOT = Path(__file__).resolve().parent.parent
RULES = "docs/rules"
WRITER = "written by: pytest tests/test_catalogue.py --write"
END = "<!-- end of the table -->"
# A default that is longer than this stands below the table, whole.
LONGEST = 70
WIDTH = 100
ALWAYS = "`false` switches the rule off; every run says so"
# What a new option's row says until somebody writes what the option means.
PLACEHOLDER = "(say what it means)"
TYPES = {
    "bool": "`true` or `false`",
    "Day": "date",
    "int": "number",
    "str": "string",
    "tuple[str, ...]": "list of strings",
    "GlobList": "list of globs",
    "PatternList": "list of regular expressions",
    "dict[str, str]": "table of strings",
    "dict[str, tuple[str, ...]]": "table of lists",
}


def pages(root: Path = ROOT) -> list[Path]:
    """Every page that a reader is led to."""
    top = [root / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
    return [*top, *sorted((root / "docs").glob("*.md")), *sorted((root / RULES).glob("*.md"))]


def named(path: Path) -> str:
    """A page as reports name it."""
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> str:
    """A page without the page that it shows (in a fence of four): what stands in that is no example of its own."""
    return re.sub(r"(?ms)^````.*?^````$", "", path.read_text(encoding="utf-8"))


def blocks(language: str, path: Path) -> list[str]:
    """The code blocks of a language, those in lists too."""
    return [dedent(block) for block in re.findall(rf"(?ms)^ *```{language}\n(.*?)^ *```$", read(path))]


def files(path: Path) -> dict[str, str]:
    """The files that a page shows whole, each behind a line with its name."""
    shown = re.findall(r"(?ms)^`([\w/.-]+)`:\n\n(````?)\w+\n(.*?)^\2$", path.read_text(encoding="utf-8"))
    return {name: text for name, _, text in shown}


def everywhere(language: str) -> list[tuple[str, str]]:
    """(page, block) of a language, over all pages."""
    return [(named(path), block) for path in pages() for block in blocks(language, path)]


# --- the options of a rule


def tables(rule: Rule) -> list[tuple[str, type[Record]]]:
    """(name, record) of each table of a rule's policy: its own, then those of the records that are in it."""
    found: list[tuple[str, type[Record]]] = []

    def walk(where: str, record: type[Record]) -> None:
        if any(record is known for _, known in found):
            return
        found.append((where, record))
        for name, kind in _types(record).items():
            inner = re.fullmatch(r"dict\[str, (\w+)\]|tuple\[(\w+), \.\.\.\]", kind)
            made = inner and getattr(sys.modules[record.__module__], inner[1] or inner[2], None)
            if made is not None and hasattr(made, "fields"):
                walk(f"{where}.{_key(name)}" + (".NAME" if inner and inner[1] else ""), made)

    walk(f"rules.{rule.id}", rule.Policy)
    return found


def _key(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _literal(value: Any) -> str:
    """A value as governance.toml writes it."""
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _alternatives(choices: tuple[str, ...]) -> str:
    told = [f"`{_literal(choice)}`" for choice in choices]
    return " or ".join(filter(None, [", ".join(told[:-1]), told[-1]]))


def _type(record: type[Record], name: str, kind: str) -> str:
    if kind in ("Choice", "ChoiceList"):
        choices = _alternatives(record.CHOICES[name])  # type: ignore[attr-defined]
        return choices if kind == "Choice" else f"list of {choices}"
    return TYPES.get(kind) or ("list of tables" if kind.startswith("tuple[") else "tables")


def _default(record: type[Record], name: str, kind: str) -> str:
    value = record.defaults[name]
    if isinstance(value, dict) or (kind == "Choice" and value not in record.CHOICES[name]):  # type: ignore[attr-defined]
        return "none"
    text = _literal(value)
    return f"`{text}`" if len(text) <= LONGEST else f"{len(value)} entries, below"


def _wrapped(name: str, value: tuple[str, ...]) -> str:
    lines, line = [f"{_key(name)} = ["], " "
    for item in value:
        word = f" {_literal(item)},"
        if len(line) + len(word) > WIDTH:
            lines, line = [*lines, line], " "
        line += word
    return "\n".join([*lines, line, "]"])


def meanings(text: str) -> dict[str, str]:
    """Option -> the last column of its row, which people write."""
    return {
        name: cells.rpartition("|")[2].strip() for name, cells in re.findall(r"(?m)^\| `([a-z-]+)` \|(.*)\|$", text)
    }


def _opening(where: str) -> str:
    return f"<!-- options of [{where}]; {WRITER} -->"


def _block(where: str, record: type[Record], told: dict[str, str]) -> str:
    rows = [("enabled", TYPES["bool"], "`true`", ALWAYS)] if where.count(".") == 1 else []
    kinds = _types(record)
    rows += [
        (
            _key(name),
            _type(record, name, kinds[name]),
            _default(record, name, kinds[name]),
            told.get(_key(name)) or PLACEHOLDER,
        )
        for name in record.fields
    ]
    lines = ["| option | type | default | meaning |", "|---|---|---|---|"]
    lines += [f"| `{name}` | {kind} | {default} | {meaning} |" for name, kind, default, meaning in rows]
    long = [name for name in record.fields if _default(record, name, kinds[name]).endswith("below")]
    if long:
        own = "\n".join(_wrapped(name, record.defaults[name]) for name in long)
        lines += ["", "The long defaults:", "", "```toml", f"[{where}]", own, "```"]
    return "\n".join([_opening(where), *lines, END])


def with_options(text: str, rule: Rule) -> str:
    """The page of a rule with its tables of options as the Policy has them.

    What people wrote in the last column stays; where they wrote nothing, a placeholder asks for it.
    """
    for where, record in tables(rule):
        found = re.search(re.escape(_opening(where)) + r"\n.*?" + re.escape(END), text, re.DOTALL)
        old = found[0] if found else ""
        new = _block(where, record, meanings(old))
        if old:
            text = text.replace(old, new)
        else:
            heading = "" if re.search(r"(?m)^## Options$", text) else "## Options\n\n"
            text = f"{text.rstrip()}\n\n{heading}{new}\n"
    return text


def without_meaning(text: str) -> list[str]:
    """The options of which nobody has said what they mean."""
    return [name for name, meaning in meanings(text).items() if meaning in ("", PLACEHOLDER)]


# --- the table of rules in README

# What users look for first; an area that is not here comes last, under its own name.
AREAS = {
    "secrets": "Secrets",
    "access": "Access",
    "authentication": "Authentication",
    "authorization": "Authorization",
    "dependencies": "Dependencies",
    "data": "Data",
    "environment": "Environment",
    "review": "Change review",
    "agents": "AI agents",
}
RULES_FROM = f"<!-- the rules; {WRITER} -->"


def area(rule: Rule) -> str:
    """The area of a rule: the folder that it lives in."""
    return "".join(rule.module.split(".")[2:3])


def rules_table(rules: Iterable[Rule]) -> str:
    lines = [RULES_FROM, "| area | rule | |", "|---|---|---|"]
    order = {name: place for place, name in enumerate(AREAS)}
    for rule in sorted(rules, key=lambda rule: (order.get(area(rule), len(order)), area(rule), rule.id)):
        lines.append(
            f"| {AREAS.get(area(rule), area(rule).capitalize())} | [{rule.id}]({RULES}/{rule.id}.md) | {rule.description} |"
        )
    return "\n".join([*lines, END])


def with_rules(readme: str, rules: Iterable[Rule]) -> str:
    """README with the table of rules as they are."""
    return re.sub(
        re.escape(RULES_FROM) + r".*?" + re.escape(END), lambda _: rules_table(rules), readme, flags=re.DOTALL
    )


# --- examples that run


class Example(NamedTuple):
    """A ```console block: where it stands, what is run before it, and the block."""

    page: str
    number: int
    given: str
    text: str

    def __str__(self) -> str:
        return f"{self.page} #{self.number}"

    def is_like(self, real: str) -> bool:
        """Whether the page shows what comes out; "..." stands for anything on a line (a date, a random name)."""
        return re.fullmatch(re.escape(self.text).replace(re.escape("..."), r"[^\n]*"), real) is not None


_EXAMPLE = re.compile(r"(?ms)(?:^<!-- given\n(?P<given>.*?)^-->\n+)?^```console\n(?P<text>.*?)^```$")


def examples() -> list[Example]:
    return [
        Example(named(path), number, found["given"] or "", found["text"])
        for path in pages()
        for number, found in enumerate(_EXAMPLE.finditer(read(path)), 1)
    ]


def rewrite(example: Example, text: str) -> None:
    """Put what really came out into the page."""
    path = ROOT / example.page
    path.write_text(path.read_text(encoding="utf-8").replace(example.text, text), encoding="utf-8")


def secrets() -> dict[str, str]:
    """What pages write in the place of a secret -> one that is made here."""
    from govhooks.rules.secrets.no_secrets.examples import make

    return {
        "<a GitHub token>": make("ghp_{alnum:30}{sign:github}", seed=7),
        "<a password>": "".join(("Tr0ub4dor", "-7x", "Qm!")),
    }


def play(example: Example, place: Path) -> str:
    """The block as it reads when its commands are run in the repository at `place`."""
    tools = place.parent / "tools"
    tools.mkdir()
    (tools / "govhooks").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m govhooks.cli "$@"\n')
    (tools / "govhooks").chmod(0o755)
    moment = "2026-11-27T12:00:00Z"
    env = {
        **os.environ,
        "PATH": os.pathsep.join([str(tools), os.path.dirname(sys.executable), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT / "hooks"),
        "PRE_COMMIT_HOME": str(place.parent / "pre-commit"),
        "PRE_COMMIT_COLOR": "never",
        "GIT_AUTHOR_DATE": moment,
        "GIT_COMMITTER_DATE": moment,
    }
    made = secrets()

    def run(command: str) -> str:
        for stand_in, secret in made.items():
            command = command.replace(stand_in, secret)
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=place,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        out = done.stdout.decode()
        assert "Traceback" not in out, out
        assert not any(secret in out for secret in made.values()), "a secret is printed"
        return out

    run("git init --quiet && echo 'x = 1' > app.py && git add app.py && git commit --quiet -m start")
    if example.given:
        run(f"set -e\n{example.given}")
    shown = []
    for step in re.split(r"(?m)^(?=\$ )", example.text)[1:]:
        command, _, rest = step.partition("\n")
        shown.append(command)
        if found := re.fullmatch(r"\$ cat (\S+)", command):
            path = place / found[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            content = rest
            for stand_in, secret in made.items():
                content = content.replace(stand_in, secret)
            path.write_text(content, encoding="utf-8")
            shown.append(rest.rstrip("\n"))
        elif out := re.sub(r"duration: [\d.]+s", "duration: 0.3s", run(command[2:])).rstrip("\n"):
            shown.append(out)
    return "\n".join(shown) + "\n"
