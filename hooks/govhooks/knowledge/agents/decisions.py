"""The policy that a command line is held against, and what is decided of it."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.agents.prefixes import PrefixRule


class Agents(Record):
    """The declared policy: prefix rules and deny_read; `root` the repository's folder and `home`, where they are known."""

    rules: tuple[PrefixRule, ...] = ()
    deny_read: tuple[str, ...] = ()
    root: str = ""
    home: str = ""


class Answer(Record):
    """`decision` is "", "prompt", "prompt-user" or "forbidden"; `why` for a person, `command` what it is about."""

    decision: str = ""
    why: str = ""
    command: str = ""


def is_policy(agents: Agents) -> bool:
    """Whether anything is declared: where a repository lies is no policy."""
    return bool(agents.rules or agents.deny_read)
