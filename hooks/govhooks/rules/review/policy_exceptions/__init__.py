"""Exceptions to the policy have an owner, an approver and an end date."""

from __future__ import annotations

from govhooks.core.entry import BY_FINGERPRINT
from govhooks.core.rule import Concerns, Rule
from govhooks.policy.load import FILE
from govhooks.rules.review.policy_exceptions import others, ours
from govhooks.rules.review.policy_exceptions.ours import unused
from govhooks.rules.review.policy_exceptions.policy import ID, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding

__all__ = ["ID", "Policy", "check", "rule", "unused"]


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge our exceptions when their file changes, and what the change tells other tools not to report."""
    yield from ours.judge(changeset, policy)
    yield from others.judge(changeset, policy)


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(Concerns(paths=(f"/{FILE}",), kinds=("whole",)), *others.concerns()),
    kinds=("change", "range", "whole"),
    excused_by=BY_FINGERPRINT,
    supplies={"exception-days": "max_days"},
    unused=unused,
)
