"""Sensitive fields are classified when they are added, and classified data stays out of git."""

# models     new fields of models that look sensitive, and that the register does not have
# lowered    entries of the register that get a lower class

from __future__ import annotations

from govhooks.core.rule import Concerns, Rule
from govhooks.policy.load import FILE
from govhooks.rules.data.data_classification.policy import ID, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge the fields that a change adds to models, and what it does to the register."""
    from govhooks.rules.data.data_classification import lowered, models

    for part in (models.check, lowered.check):
        yield from part(changeset, policy)


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(Concerns(paths=(f"/{FILE}",)),),
    kinds=("change", "range", "whole"),
    baseline=True,
    supplies={"data-classes": "classes", "data-fields": "fields_", "data-paths": "paths", "data-types": "types"},
)
