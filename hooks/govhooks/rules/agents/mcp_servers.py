"""MCP servers are approved, pinned, encrypted, and hold no secrets."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule
from govhooks.knowledge import agents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.agents.documents import Path

ID = "mcp-servers"


class Policy(Record):
    """The approved servers are listed in `[mcp_servers]` of the agent policy (see agent-requirements), for every agent."""


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge each MCP server of a changed agent's file: by itself, and against the approved ones."""
    approved: list[tuple[str, dict[str, Any]]] | None = None
    for judged in agents.configurations(changeset):
        from govhooks.knowledge.agents import contents, grants, repository_policy, servers

        if not (judged.file.servers or judged.file.grants) and judged.file.agent != "Claude Code":
            continue
        if judged.trouble:
            yield agents.unreadable(ID, judged)
            continue
        value, document = judged.document.value, judged.document
        found: list[tuple[Path, str, str, str]] = []
        tables: dict[str, str] = {}
        key = "enableAllProjectMcpServers"
        if judged.file.agent == "Claude Code" and value.get(key) is True:
            found.append(
                (
                    (key,),
                    "",
                    "every server of .mcp.json starts without asking",
                    "list the servers in enabledMcpjsonServers",
                )
            )
        for grant, problem, fix in servers.unasked_tools(grants.of(judged)):
            found.append((grant.place, "", problem, fix))
        for server in contents.servers(judged.file, value):
            tables[server.name] = f" {server.table!r}"
            found += [(path, server.name, problem, fix) for path, problem, fix in servers.faults(server)]
            if approved is None:
                approved = repository_policy.servers(changeset)
            for name, table in approved:
                if problem := servers.unapproved(server, table):
                    found.append(
                        (server.place, server.name, f"{problem} in {name}", "have its name and identity approved there")
                    )
        for path, name, problem, fix in found:
            who = f"{judged.file.agent}: MCP server {name} " if name else f"{judged.file.agent}: "
            yield Finding(
                rule=ID,
                path=judged.path,
                line=document.line(path),
                problem=who + problem,
                fix=fix,
                identity=f"{name} {problem}{tables.get(name, '')}",
                guessable=name in tables,  # its environment may contain a password
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
