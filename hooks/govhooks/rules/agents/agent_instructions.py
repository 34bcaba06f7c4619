"""Instructions for agents hide nothing, and do not tell them to bypass the checks."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule
from govhooks.knowledge import agents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.policy.load import GlobList

ID = "agent-instructions"


class Policy(Record):
    """`files` are globs of further files that agents read as instructions."""

    files: GlobList = ()


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge the lines that a change adds to files which agents read as instructions."""
    for change in changeset.changes:
        path = change.path
        if not agents.are_instructions(path) and not (policy.files and _named(policy.files, path)):
            continue
        if change.mode == "120000" and change.exists:
            target = change.read().decode("utf-8", "replace")
            if not agents.are_instructions(target) and not (policy.files and _named(policy.files, target.lstrip("./"))):
                problem = "instructions are a link to a file that is not judged"
                yield Finding(
                    rule=ID, path=path, line=0, problem=problem, fix="commit the text itself", identity=f"link {target}"
                )
            continue
        if not change.has_content:
            continue
        if change.large:
            problem = "instructions are too large to judge"
            yield Finding(
                rule=ID, path=path, line=0, problem=problem, fix="split them", identity=f"large {change.digest()}"
            )
            continue
        from govhooks.knowledge.agents import instructions

        numbers = agents.new_lines(change, lambda old: agents.are_instructions(old) or _named(policy.files, old))
        data = path.endswith((".yaml", ".yml"))
        for number, problem, fix in instructions.faults(change.lines, numbers, data):
            yield Finding(
                rule=ID,
                path=path,
                line=number,
                problem=problem,
                fix=fix,
                identity=f"{problem} {change.lines[number - 1].strip()}",
            )


def _named(files: tuple[str, ...], path: str) -> bool:
    from govhooks.core.globs import globs

    return globs(files).match(path) is not None


rule = Rule(
    ID,
    Policy,
    check,
    concerns=Concerns(paths=agents.INSTRUCTIONS, globs=("files",)),
    kinds=("change", "range", "whole"),
    per_change=True,
    baseline=True,
)
