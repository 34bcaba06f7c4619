"""Agents ask before they act, in a sandbox, and talk to their own vendor."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule
from govhooks.knowledge import agents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.agents.contents import Judged

ID = "agent-permissions"


class Policy(Record):
    """`allowed` are settings that the project accepts: keys as in the file ("sandbox_workspace_write >
    network_access"), and lines of scripts that start an agent without its safeguards, word for word."""

    allowed: tuple[str, ...] = ()


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge the settings for approval, sandbox, trust and network in agents' files, and how scripts start agents."""
    yield from _launches(changeset, policy)
    for change in changeset.changes:
        if change.exists and agents.is_elsewhere(change) and change.path not in policy.allowed:
            problem = "an agent's folder is a link or a submodule: what the agent reads there is not judged"
            yield Finding(
                rule=ID,
                path=change.path,
                line=0,
                problem=problem,
                fix="commit the files themselves",
                identity=f"elsewhere {change.digest()}",
            )
    for judged in agents.configurations(changeset):
        from govhooks.knowledge.agents import contents

        if not (judged.file.switches or judged.file.dead):
            continue
        if judged.trouble:
            yield agents.unreadable(ID, judged)
            continue
        for path, why in contents.dead(judged.file, judged.document.value):
            name = " > ".join(map(str, path))
            if name not in policy.allowed:
                yield Finding(
                    rule=ID,
                    path=judged.path,
                    line=judged.document.line(path) if path else 0,
                    problem=f"{judged.file.agent}: {name or 'the file'} protects nothing: {why}",
                    fix="take it out, and set it where it takes effect",
                    identity=f"dead {name}",
                )
        limits: dict[str, frozenset[str]] = {}
        settled: dict[str, frozenset[str]] = {}
        if judged.file.names == (".codex/config.toml",):
            from govhooks.knowledge.agents import repository_policy

            limits = repository_policy.modes(changeset)
            settled = repository_policy.modes(changeset, before_only=True)
            yield from _beyond(judged, limits, policy)
        for switch, path, value in contents.switched(judged.file, judged.document.value):
            if value in settled.get(str(path[-1]), ()) or (path[-1] in limits and value not in limits[str(path[-1])]):
                continue  # the agent policy allows it, or it was reported already
            name = " > ".join(map(str, path))
            if name not in policy.allowed and switch.where not in policy.allowed:
                shown = "" if switch.where.startswith("env >") else f" = {contents.shown(value)}"
                yield Finding(
                    rule=ID,
                    path=judged.path,
                    line=judged.document.line(path),
                    problem=f"{judged.file.agent}: {name}{shown}: {switch.what}",
                    fix=switch.fix,
                    identity=f"{name} {value!r}",
                    guessable=switch.where.startswith("env >"),
                )


def _beyond(judged: Judged, limits: dict[str, frozenset[str]], policy: Policy) -> Iterator[Finding]:
    """What Codex' config.toml, or a profile in it, sets beyond the declared policy: Codex falls back to the policy if
    that is deployed."""
    from govhooks.knowledge.agents import contents

    for key, allowed in limits.items():
        for where in (key, f"profiles > * > {key}"):
            for path, value in contents.under(judged.document.value, where):
                word = "granular" if isinstance(value, dict) else str(value)
                name = " > ".join(map(str, path))
                if word not in allowed and name not in policy.allowed:
                    yield Finding(
                        rule=ID,
                        path=judged.path,
                        line=judged.document.line(path),
                        problem=f"{judged.file.agent}: {name} = {contents.shown(value)}: the agent policy does not allow it",
                        fix=f"one of {', '.join(sorted(allowed)) or 'none'} (requirements.toml)",
                        identity=f"{name} {value!r}",
                    )


def _launches(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Where a changed script or CI file starts an agent with its safeguards off, on the added lines."""
    for change in changeset.changes:
        if not change.exists or not agents.may_launch(change.path) or not change.has_content:
            continue
        for lines, numbers, before in agents.added_texts(change, agents.may_launch, agents.LAUNCH_MARKS):
            from govhooks.knowledge.agents import launches

            for number, agent, problem in launches.faults(lines, numbers):
                if lines[number - 1].strip() not in policy.allowed:
                    yield Finding(
                        rule=ID,
                        path=change.path,
                        line=number + before,
                        problem=f"{agent} {problem}",
                        fix="take it out: allow only the tools that it needs, or run it where it can ask",
                        identity=problem + lines[number - 1].strip(),
                    )


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=agents.CONFIGURATIONS),
        Concerns(paths=agents.SCRIPTS, words=tuple(mark.decode() for mark in agents.LAUNCH_MARKS), whole=True),
    ),
    kinds=("change", "range", "whole"),
    per_change=True,
    baseline=True,
)
