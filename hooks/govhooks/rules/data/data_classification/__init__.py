"""Sensitive fields are classified when they are added, and classified data stays out of git."""

# models     new fields of models that look sensitive, and that the register does not have
# files      exports, dumps and tables with personal columns, files of a class that stays out of git
# literals   numbers of cards, accounts and people
# lowered    entries of the register that get a lower class

from __future__ import annotations

from govhooks.core.rule import Concerns, Rule
from govhooks.policy.load import FILE
from govhooks.rules.data.data_classification.endings import GLOBS
from govhooks.rules.data.data_classification.fields import STACKS
from govhooks.rules.data.data_classification.literals import DIGITS
from govhooks.rules.data.data_classification.policy import ID, Policy

# Names of numbers with letters among their digits, which are too few in a row.
NAMES = tuple("dni nie nif documento codice cod_fis codfis fiscal_code fiscalcode curp pps iban".split())

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge the fields that a change adds to models, and what it does to the register."""
    from govhooks.rules.data.data_classification import files, literals, lowered, models

    for part in (models.check, lowered.check, files.check, literals.check):
        yield from part(changeset, policy)


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=(f"/{FILE}",)),
        Concerns(paths=GLOBS, globs=("paths",)),
        Concerns(digits=DIGITS),
        Concerns(words=NAMES),
        *(Concerns(paths=tuple(f"*{end}" for end in stack.ends), words=stack.marks, whole=True) for stack in STACKS),
    ),
    kinds=("change", "range", "whole"),
    baseline=True,
    supplies={"data-classes": "classes", "data-fields": "fields_", "data-paths": "paths", "data-types": "types"},
)
