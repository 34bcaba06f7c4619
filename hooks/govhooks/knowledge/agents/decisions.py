"""The policy that a command line is judged by, and the type of an answer."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.agents.prefixes import PrefixRule


class Agents(Record):
    """The declared policy: prefix rules and deny_read; `root` is the repository's folder and `home` the home folder, if
    known."""

    rules: tuple[PrefixRule, ...] = ()
    deny_read: tuple[str, ...] = ()
    root: str = ""
    home: str = ""


class Answer(Record):
    """`decision` is "", "prompt", "prompt-user" or "forbidden"; `why` is for people, `command` is what it is about."""

    decision: str = ""
    why: str = ""
    command: str = ""


def is_policy(agents: Agents) -> bool:
    """Whether any policy is declared: the location of a repository alone is not a policy."""
    return bool(agents.rules or agents.deny_read)
