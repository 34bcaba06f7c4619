"""Routes and other protected actions keep their permission checks."""

from __future__ import annotations

from govhooks.core.rule import Concerns, Rule
from govhooks.rules.authorization.guarded_actions.policy import ID, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Say which actions lose a guard, become public, or are new without one."""
    yield from ()


rule = Rule(
    ID,
    Policy,
    check,
    concerns=Concerns(paths=("*.py",), words=("route",), whole=True, opens=("guards", "actions")),
    kinds=("change", "range", "whole"),
    baseline=True,
)
