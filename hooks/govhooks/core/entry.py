"""What is known about a rule without loading it.

`govhooks.rules.index` is generated from the rules (tools/index_rules.py). A run reads it, and loads only the rules that
the change concerns. Plain values and a simple class: every commit creates one per rule.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # A `Concerns`, all lower-case, with marks instead of globs: (marks, words, whole, globs, patterns, opens, kinds, within, digits).
    # Marks and words are texts, a line each: four thousand short strings would take three times as long to load.
    Lines = str
    Options = tuple[str, ...]
    Met = tuple[Lines, Lines, bool, Options, Options, Options, tuple[str, ...], Lines, int]

STAGES = ("pre-commit", "pre-merge-commit", "pre-push", "manual")
REBASE = "pre-rebase"
MESSAGE_STAGES = ("prepare-commit-msg", "commit-msg")
KINDS = ("change", "message", "range", "commit", "whole", "push", "text")
# How an exception may excuse a finding of a rule: with any glob, with one file or a fingerprint, with a fingerprint
# only, with a fingerprint, an advisory or a package.
BY_PATH, BY_FILE, BY_FINGERPRINT, BY_PACKAGE = EXCUSED_BY = ("path", "file", "fingerprint", "package")


class Entry:
    """The fields are those of `Rule`; `load` returns the rule itself.

    `supplies`  (name, policy option, its default) for everything it supplies to others.
    `prepares`  True if it writes trailers.
    """

    __slots__ = (
        *("id", "module", "description", "kinds", "stages", "concerns", "excused_by", "supplies"),
        *("prepares", "shows", "tags", "commits", "per_change", "history", "landing", "baseline"),
    )

    def __init__(
        self,
        id: str,
        module: str,
        description: str,
        kinds: tuple[str, ...],
        stages: tuple[str, ...],
        concerns: tuple[Met, ...],
        excused_by: str = BY_PATH,
        supplies: tuple[tuple[str, str, object], ...] = (),
        prepares: bool = False,
        shows: bool = False,
        tags: bool = False,
        commits: bool = False,
        per_change: bool = False,
        history: bool = False,
        landing: bool = False,
        baseline: bool = False,
    ) -> None:
        self.id = id
        self.module = module
        self.description = description
        self.kinds = kinds
        self.stages = stages
        self.concerns = concerns
        self.excused_by = excused_by
        self.supplies = supplies
        self.prepares = prepares
        self.shows = shows
        self.tags = tags
        self.commits = commits
        self.per_change = per_change
        self.history = history
        self.landing = landing
        self.baseline = baseline

    def __repr__(self) -> str:
        return f"Entry({self.id})"

    def load(self) -> Any:
        """The rule (a `govhooks.core.rule.Rule`), imported on first use."""
        module = sys.modules.get(self.module) or __import__(self.module, fromlist=["rule"])
        return module.rule
