"""Agents ask before they act, in a sandbox, and talk to their own vendor."""

from __future__ import annotations

from govhooks import agents
from govhooks.finding import Finding
from govhooks.record import Record
from govhooks.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.changeset import Changeset

ID = "agent-permissions"


class Policy(Record):
    """`allowed` are switches that the project has decided on: "sandbox_workspace_write > network_access", keys as in the file."""

    allowed: tuple[str, ...] = ()


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge the switches for approval, sandbox, trust and the network in each agent's file that changes."""
    for judged in agents.configurations(changeset):
        from govhooks.agents import committed

        if not judged.file.switches:
            continue
        if judged.trouble:
            yield agents.unreadable(ID, judged)
            continue
        for switch, path, value in committed.switched(judged.file, judged.document.value):
            name = " > ".join(map(str, path))
            if name not in policy.allowed and switch.where not in policy.allowed:
                shown = "" if switch.where.startswith("env >") else f" = {committed.shown(value)}"
                yield Finding(
                    rule=ID,
                    path=judged.path,
                    line=judged.document.line(path),
                    problem=f"{judged.file.agent}: {name}{shown}: {switch.what}",
                    fix=switch.fix,
                    identity=name,
                )


rule = Rule(ID, Policy, check, kinds=("change", "range", "whole"), per_change=True)
