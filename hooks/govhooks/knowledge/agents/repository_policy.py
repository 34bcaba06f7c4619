"""The agent policy that a repository declares, as the rules for agents' files ask for it.

Where it lies, the policy `files` of `agent-requirements` says. By default that rule validates a requirements.toml wherever it
lies, and in force for the whole repository is the one at the top, or in `.codex`. The trees before and after a change count
together, and the stricter of the two: a change neither loosens what judges it nor approves its own server.
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
    """The paths of the policy that is in force, by globs of `agent-requirements`; `listed` are all paths there are."""
    if files in ((), (NAME,)):
        return PLACES
    if all("/" in one and not any(char in one for char in "*?[!") and not one.endswith("/") for one in files):
        return tuple(one.strip("/") for one in files)
    from govhooks.core.globs import globs

    where = globs(files)
    return tuple(path for path in listed() if where.match(path) is not None)


def policy(changeset: Changeset) -> judgement.Agents:
    """Prefix rules and deny_read of all of them together. Raises CannotJudge for one that Codex would not start with."""
    rules: list[prefixes.PrefixRule] = []
    patterns: list[str] = []
    for _, value in _documents(changeset):
        rules += prefixes.rules(value.get("rules", {}).get("prefix_rules", ()))
        patterns += value.get("permissions", {}).get("filesystem", {}).get("deny_read", ())
    relative = tuple(one for one in dict.fromkeys(patterns) if deny_patterns.is_relative(one))
    return judgement.Agents(tuple(dict.fromkeys(rules)), relative)


# Where Codex' config.toml says what requirements.toml allows; `disabled` is always allowed for the web search.
MODES = {
    "approval_policy": "allowed_approval_policies",
    "sandbox_mode": "allowed_sandbox_modes",
    "web_search": "allowed_web_search_modes",
}


def modes(changeset: Changeset, before_only: bool = False) -> dict[str, frozenset[str]]:
    """Key of Codex' config.toml -> the values that every declared policy allows; a key of which none speaks is absent.

    With `before_only` by those that are committed already: a change does not allow itself anything.
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
    """(file, its `[mcp_servers]`), before and after the change: what one of them does not approve is not approved."""
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
