"""The agent policy that a repository declares, as its rules ask for it: prefix rules and deny_read of requirements.toml."""

from __future__ import annotations

from govhooks.agents import denied, judgement, prefixes, requirements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

FILES = ("requirements.toml", ".codex/requirements.toml")


def policy(read: Callable[[str], bytes | None], files: tuple[str, ...] = FILES) -> judgement.Agents:
    """All of them together; what cannot be read says nothing here, `agent-requirements` names it."""
    rules: list[prefixes.PrefixRule] = []
    patterns: list[str] = []
    for name in files:
        data = read(name)
        document = requirements.read(data)[0] if data is not None else None
        if document is not None and not any(
            fault.kind == requirements.REFUSED for fault in requirements.read(data or b"")[1]
        ):
            rules += prefixes.rules(document.value.get("rules", {}).get("prefix_rules", ()))
            patterns += document.value.get("permissions", {}).get("filesystem", {}).get("deny_read", [])
    return judgement.Agents(tuple(rules), tuple(one for one in dict.fromkeys(patterns) if denied.is_relative(one)))
