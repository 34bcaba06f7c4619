"""The table of `govhooks agents show`: what is declared, in force, or falls short, by agent and layer.

    rows of (agent, layer, declared, in force, falls short)

"Falls short" is what the rules report about the files; the rest comes from the table of agents.
"""

from __future__ import annotations

from collections import Counter

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.knowledge.agents import contents, grants, hooks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from govhooks.knowledge.agents.contents import Judged
    from govhooks.policy.load import Policies

# Layer -> the rule that judges it.
LAYERS = {
    "approval": "agent-permissions",
    "commands": "agent-commands",
    "files": "agent-file-access",
    "MCP servers": "mcp-servers",
    "hooks": "agent-hooks",
}
# Where agents configure approval and sandbox; only shown, not judged.
_MODES = (
    *("approval_policy", "sandbox_mode", "default_permissions", "permissions > defaultMode", "sandbox > enabled"),
    *(
        "general > defaultApprovalMode",
        "tools > approvalMode",
        "tools > sandbox",
        "permission",
        "chat.permissions.default",
    ),
    *("chat.agent.sandbox.enabled", "amp.dangerouslyAllowAll", "autonomyLevel", "type", "permissionMode"),
)
_SHOWN = 3

Row = tuple[str, str, str, str, str]


def overview(
    texts: Iterable[tuple[str, bytes]],
    files: Iterable[tuple[str, bytes]],
    lacking: Iterable[tuple[str, str]] = (),
    policies: Policies | None = None,
) -> list[Row]:
    """One row per agent and layer for which something is declared, in force or wrong.

    `texts` are the declared policies: "HEAD:NAME" the committed one, "NAME" the working file if it differs. `files` are
    the agents' files, as (path, bytes); `lacking` is (agent, layer) of each entry that `govhooks agents sync` would
    write; `policies` are the rules' policies from governance.toml.
    """
    from govhooks.knowledge.agents.documents import toml
    from govhooks.rules import load

    held = dict(texts)
    committed_ones = {name.removeprefix("HEAD:"): data for name, data in held.items() if name.startswith("HEAD:")}
    latest = {**committed_ones, **{name: data for name, data in held.items() if not name.startswith("HEAD:")}}
    declared = _declared([toml(data).value for data in held.values()])
    changes = [Change("W", path, new=data) for path, data in files]
    by_agent: dict[str, list[Judged]] = {}
    for change in changes:
        for judged in contents.judged(change):
            by_agent.setdefault(judged.file.agent, []).append(judged)
    changeset = Changeset(
        tuple(changes),
        kind="whole",
        supplied={"agent-policies": tuple(f"/{name}" for name in latest)},
        before=committed_ones.get,
        after=latest.get,
    )
    short: dict[tuple[str, str], list[str]] = {}
    for rule in load():
        if rule.id in LAYERS.values():
            for finding in rule.check(changeset, policies.rules[rule.id] if policies else rule.Policy()):
                agent, _, problem = finding.problem.partition(": ")
                place = f"{finding.path}:{finding.line}" if finding.line else finding.path
                short.setdefault((agent, rule.id), []).append(f"{place}: {problem}")
    lacks = Counter(lacking)
    rows: list[Row] = []
    for agent, found in sorted(by_agent.items()):
        for layer, rule_id in LAYERS.items():
            force, wrong = _in_force(layer, found), short.get((agent, rule_id), [])
            said = declared.get(layer, "")
            if count := lacks[agent, layer]:
                wrong = [*wrong, f"sync would write {count} entr{'ies' if count > 1 else 'y'}"]
            if force or wrong or said:
                rows.append((agent, layer, said or "-", force or "-", _joined(wrong) or "-"))
    return rows


def _joined(parts: list[str]) -> str:
    more = f"; {len(parts) - _SHOWN} more" if len(parts) > _SHOWN else ""
    return "; ".join(parts[:_SHOWN]) + more


def _declared(documents: Iterable[dict[str, Any]]) -> dict[str, str]:
    """What the policy says about each layer, all its documents combined."""
    found: dict[str, list[str]] = {}
    for value in documents:
        modes = [
            str(one) for key in ("allowed_approval_policies", "allowed_sandbox_modes") for one in value.get(key, ())
        ]
        rules = value.get("rules", {}).get("prefix_rules", ())
        stopped = sum(rule["decision"] == "forbidden" for rule in rules)
        parts = {
            "approval": modes,
            "commands": [f"{stopped} forbidden, {len(rules) - stopped} prompted"] if rules else [],
            "files": list(value.get("permissions", {}).get("filesystem", {}).get("deny_read", ())),
            "MCP servers": ([*value["mcp_servers"]] or ["none"]) if "mcp_servers" in value else [],
            "hooks": ["managed hooks only"] if value.get("allow_managed_hooks_only") else [],
        }
        for layer, said in parts.items():
            found.setdefault(layer, []).extend(one for one in said if one not in found.get(layer, ()))
    return {layer: ", ".join(said) for layer, said in found.items() if said}


def _in_force(layer: str, found: list[Judged]) -> str:
    return ", ".join(dict.fromkeys(part for judged in found for part in _parts(layer, judged) if part))


def _parts(layer: str, judged: Judged) -> Iterator[str]:
    if judged.trouble:
        yield f"{judged.path} cannot be read" if layer == "approval" else ""
        return
    value = judged.document.value
    if layer == "approval":
        for where in _MODES:
            for path, item in contents.under(value, where) if judged.file.switches else ():
                if isinstance(item, (str, bool)):
                    yield f"{path[-1]} = {contents.shown(item)}"
    elif layer == "commands":
        said = [grant.decision for grant in grants.of(judged) if grant.kind == grants.SHELL]
        yield _counted((("allow", "allowed"), ("ask", "asked"), ("deny", "denied")), said)
    elif layer == "files":
        said = [grant.decision for grant in grants.of(judged) if grant.kind in (grants.READ, grants.WRITE)]
        yield _counted((("allow", "allowed"), ("ask", "asked"), ("deny", "denied")), said)
        if judged.file.ignores:
            lines = judged.data.decode("utf-8", "replace").splitlines()
            count = sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in lines)
            yield f"{count} ignored"
    elif layer == "MCP servers":
        yield from (server.name for server in contents.servers(judged.file, value))
    else:
        run = list(hooks.of(judged))
        guarded = any(hooks.is_guard(hook.command) for hook in run)
        others = len({hook.place for hook in run if not hook.asked and not hooks.is_guard(hook.command)})
        yield "the guard" if guarded else ""
        yield f"{others} other{'s' if others > 1 else ''}" if others else ""


def _counted(words: Iterable[tuple[str, str]], said: list[str]) -> str:
    return ", ".join(f"{said.count(word)} {name}" for word, name in words if said.count(word))
