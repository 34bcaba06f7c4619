"""Agents ask before a command that destroys, sends files away, or runs anything."""

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
    from govhooks.knowledge.agents.grants import Grant

ID = "agent-commands"


class Policy(Record):
    """`allowed` are entries that the project accepts, as written in the agent's file."""

    allowed: tuple[str, ...] = ()


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge the commands that each agent's file lets run without asking."""
    declared = None
    for judged in agents.configurations(changeset):
        if not judged.file.grants:
            continue
        if judged.trouble:
            yield agents.unreadable(ID, judged)
            continue
        from govhooks.knowledge.agents import broad, grants, repository_policy

        if declared is None:
            declared = repository_policy.policy(changeset)
        for name, line, call in grants.renamed(judged):
            problem = (
                f"{judged.file.agent}: host_executable limits the managed rules for {name} to the paths listed here"
            )
            fix = "take it out: the organisation's own rules decide which programs they cover"
            yield Finding(rule=ID, path=judged.path, line=line, problem=problem, fix=fix, identity=call)
        for grant, what in broad.too_much(grants.of(judged), judged.file.order, declared):
            if grant.raw not in policy.allowed:
                yield _finding(judged.path, judged.file.agent, grant, what)
    yield from _started(changeset, policy)


# Texts found in a file that gives Claude Code tools on a command line.
_TOOLS = (b"llowedTools", b"llowed-tools", b"llowed_tools")


def _started(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """The tools that scripts and workflows let Claude Code use without asking, on the lines that a change adds."""
    for change in changeset.changes:
        if not change.exists or not agents.may_launch(change.path) or not change.has_content:
            continue
        found: list[Grant] = []
        for lines, numbers, before in agents.added_texts(change, agents.may_launch, _TOOLS):
            from govhooks.knowledge.agents import broad, grants, repository_policy

            found += (grant.but(line=grant.line + before) for grant in grants.on_command_lines(lines, numbers))
        for grant, what in broad.too_much(found, "strictest", repository_policy.policy(changeset)) if found else ():
            if grant.raw not in policy.allowed:
                yield _finding(change.path, "Claude Code", grant, what)


def _finding(path: str, agent: str, grant: Grant, what: str) -> Finding:

    return Finding(
        rule=ID,
        path=path,
        line=grant.line,
        problem=redact.tokens(f"{agent}: {grant.raw} runs without asking: {what}"),
        fix="allow only the commands that are needed, each with its subcommand",
        identity=f"{grant.raw} {what}",
    )


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=agents.CONFIGURATIONS),
        Concerns(paths=agents.SCRIPTS, words=tuple(mark.decode() for mark in _TOOLS), whole=True),
    ),
    kinds=("change", "range", "whole"),
    per_change=True,
    baseline=True,
)
