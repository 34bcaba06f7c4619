"""The agent policy that a repository declares, for the rules about agents' files.

The option `files` of `agent-requirements` says where it is. By default, that rule validates any requirements.toml, but
the one that is in force for the whole repository is at the top or in `.codex`. The trees before and after a change
count together, and the stricter one wins: a change can neither loosen the policy that judges it nor approve its own
server.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.agents import deny_patterns, judgement, prefixes, requirements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from govhooks.core.changeset import Changeset

NAME = "requirements.toml"
PLACES = (NAME, ".codex/requirements.toml")


def places(files: tuple[str, ...], listed: Callable[[], Iterable[str]]) -> tuple[str, ...]:
    """The paths of the policies in force, by the globs of `agent-requirements`; `listed` are all existing paths."""
    if files in ((), (NAME,)):
        return PLACES
    if all("/" in one and not any(char in one for char in "*?[!") and not one.endswith("/") for one in files):
        return tuple(one.strip("/") for one in files)
    from govhooks.core.globs import globs

    where = globs(files)
    return tuple(path for path in listed() if where.match(path) is not None)


def policy(changeset: Changeset) -> judgement.Agents:
    """Prefix rules and deny_read of all of them combined. Raises CannotJudge for a policy with which Codex would not
    start."""
    rules: list[prefixes.PrefixRule] = []
    patterns: list[str] = []
    for _, value in _documents(changeset):
        rules += prefixes.rules(value.get("rules", {}).get("prefix_rules", ()))
        patterns += value.get("permissions", {}).get("filesystem", {}).get("deny_read", ())
    relative = tuple(one for one in dict.fromkeys(patterns) if deny_patterns.is_relative(one))
    return judgement.Agents(tuple(dict.fromkeys(rules)), relative)


# Where Codex' config.toml sets what requirements.toml restricts; for the web search, `disabled` is always allowed.
MODES = {
    "approval_policy": "allowed_approval_policies",
    "sandbox_mode": "allowed_sandbox_modes",
    "web_search": "allowed_web_search_modes",
}


def modes(changeset: Changeset, before_only: bool = False) -> dict[str, frozenset[str]]:
    """Key in Codex' config.toml -> the values that every declared policy allows; without an entry if no policy
    restricts the key.

    With `before_only`, by those that are committed already: a change cannot allow itself anything.
    """
    found: dict[str, frozenset[str]] = {}
    for _, value in _documents(changeset, before_only):
        for key, name in MODES.items():
            if name in value:
                allowed = frozenset("granular" if isinstance(one, dict) else one for one in value[name])
                if "on-failure" in allowed:
                    allowed |= {"on-request"}  # Codex 0.169 rewrites the one to the other
                if key == "web_search":
                    allowed |= {"disabled"}
                found[key] = found.get(key, allowed) & allowed
    return found


def servers(changeset: Changeset) -> list[tuple[str, dict[str, Any]]]:
    """(file, its `[mcp_servers]`), before and after the change: a server must be approved by all of them."""
    return [
        (name, value["mcp_servers"])
        for name, value in _documents(changeset)
        if isinstance(value.get("mcp_servers"), dict)
    ]


def _documents(changeset: Changeset, before_only: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    def listed() -> Iterable[str]:
        found = {path for change in changeset.changes for path in (change.path, change.old_path) if path}
        paths = getattr(changeset.before, "paths", None)
        return sorted(found.union(paths() if paths is not None else ()))

    for name in places(changeset.supplied.get("agent-policies", ()), listed):
        before = changeset.before(name)
        after = before if before_only else changeset.after(name)
        for data in dict.fromkeys((before, after)):
            if data is None:
                continue
            document, faults = requirements.read(data)
            stops = [fault for fault in faults if fault.kind == requirements.REFUSED]
            if document is not None and not stops:
                yield name, document.value
            elif data == after:
                raise CannotJudge(
                    f"{name}:{stops[0].line}: {stops[0].problem} (see all faults with: govhooks check --rule agent-requirements {name})"
                )
