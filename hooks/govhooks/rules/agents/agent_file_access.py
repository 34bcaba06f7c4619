"""Agents are kept from secrets and private data, and from files outside of the repository."""

from __future__ import annotations

from govhooks.core import redact
from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule
from govhooks.knowledge import agents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset

ID = "agent-file-access"


class Policy(Record):
    """`allowed` are entries that the project accepts, as written in the agent's file."""

    allowed: tuple[str, ...] = ()


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge the files that each changed agent's file lets be read and written, and whether its deny rules have any
    effect."""
    declared = None
    for judged in agents.configurations(changeset):
        if not (judged.file.grants or judged.file.folders or judged.file.ignores):
            continue
        if judged.trouble:
            yield agents.unreadable(ID, judged)
            continue
        from govhooks.knowledge.agents import access, repository_policy

        if declared is None:
            declared = repository_policy.policy(changeset)
        for raw, line, problem, fix in access.faults(judged, declared.deny_read):
            if raw not in policy.allowed:
                problem = redact.tokens(f"{judged.file.agent}: {problem}")
                yield Finding(
                    rule=ID,
                    path=judged.path,
                    line=line,
                    problem=problem,
                    fix=fix,
                    identity=f"{raw} {problem}",
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
