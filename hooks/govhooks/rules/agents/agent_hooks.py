"""Opening a repository in an agent runs only reviewed commands."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule
from govhooks.knowledge import agents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset

ID = "agent-hooks"


class Policy(Record):
    """`allowed` are the reviewed commands, word for word; if it is not empty, every hook must be in it."""

    allowed: tuple[str, ...] = ()


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge the hooks, helper commands and folder-open tasks of each agent's file that changes."""
    for judged in agents.configurations(changeset):
        file = judged.file
        if not file.runs:
            continue
        if judged.trouble:
            yield agents.unreadable(ID, judged)
            continue
        from hashlib import sha256

        from govhooks.knowledge.agents import hooks

        code = f" {sha256(judged.data).hexdigest()}" if file.code else ""
        for hook in hooks.of(judged):
            what = f"{'helper' if hook.helper else 'script' if file.scripts and hook.asked else 'hook at'} {hook.event}"
            for problem, fix in hooks.faults(hook, policy.allowed):
                yield Finding(
                    rule=ID,
                    path=judged.path,
                    line=judged.document.line(hook.place) if not (file.scripts or file.code) else int(hook.place[0]),
                    problem=f"{file.agent}: {what} {problem}",
                    fix=fix,
                    identity=f"{hook.event} {hook.command}{code}",
                )


rule = Rule(
    ID,
    Policy,
    check,
    concerns=Concerns(paths=agents.CONFIGURATIONS),
    kinds=("change", "range", "whole"),
    per_change=True,
    baseline=True,
)
