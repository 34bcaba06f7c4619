"""Apply prefix rules as Codex does: compare one command's words with all rules; the strictest match decides.

A rule matches when its elements equal the first words, one by one; no wildcards, no other order of options. If the
first word of a command is a path, it is tried as it is, and then by its last component if nothing matched (`codex
execpolicy check --resolve-host-executables`, 0.169.0, is the oracle of `tests/knowledge/agents/test_prefixes.py`).
`canonical_matching` only makes the comparison of ASCII letters case-insensitive.
"""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

ALLOW, PROMPT, PROMPT_USER, FORBIDDEN = "allow", "prompt", "prompt-user", "forbidden"
RANK = {"": -1, ALLOW: 0, PROMPT: 1, PROMPT_USER: 2, FORBIDDEN: 3}
_LOWER = {letter: letter + 32 for letter in range(ord("A"), ord("Z") + 1)}


class PrefixRule(Record):
    """One rule: the possible words at each position, the decision, and what the agent is told."""

    pattern: tuple[tuple[str, ...], ...]
    decision: str
    justification: str = ""
    canonical: bool = False

    def matches(self, words: Sequence[str]) -> bool:
        """Whether the command's first words match this rule."""
        if len(words) < len(self.pattern):
            return False
        if not self.canonical:
            return all(word in place for place, word in zip(self.pattern, words))
        return all(
            word.translate(_LOWER) in [one.translate(_LOWER) for one in place]
            for place, word in zip(self.pattern, words)
        )


def rules(tables: Iterable[dict[str, Any]]) -> tuple[PrefixRule, ...]:
    """The rules in `[rules] prefix_rules`; the tables must be valid (see `requirements.read`)."""
    return tuple(
        PrefixRule(
            tuple((token["token"],) if "token" in token else tuple(token["any_of"]) for token in table["pattern"]),
            table["decision"],
            table.get("justification", ""),
            table.get("canonical_matching", False),
        )
        for table in tables
    )


def decide(rules: Iterable[PrefixRule], words: Sequence[str]) -> PrefixRule | None:
    """The strictest rule that matches the words of one command; None if none does."""
    if not words:
        return None
    rules = tuple(rules)
    found = [rule for rule in rules if rule.matches(words)]
    if not found and "/" in words[0]:
        # As Rust's Path::file_name: `rm/` and `rm//.` are rm, `x/..` has no name.
        parts = [part for part in words[0].split("/") if part not in ("", ".")]
        name = parts[-1] if parts and parts[-1] != ".." else ""
        found = [rule for rule in rules if name and rule.matches((name, *words[1:]))]
    return max(found, key=lambda rule: RANK[rule.decision], default=None)
