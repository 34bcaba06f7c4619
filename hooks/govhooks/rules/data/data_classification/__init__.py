"""Sensitive fields are classified when they are added, and classified data stays out of git."""

# models     new fields of models that look sensitive, and that the register does not have
# files      exports, dumps and tables with personal columns, files of a class that stays out of git
# literals   numbers of cards, accounts and people
# lowered    entries of the register that get a lower class

from __future__ import annotations

from govhooks.core.rule import Concerns, Rule
from govhooks.policy.load import FILE
from govhooks.rules.data.data_classification.endings import GLOBS
from govhooks.rules.data.data_classification.literals import DIGITS
from govhooks.rules.data.data_classification.policy import ID, Policy

# Names of numbers of people, so far as few lines have them: theirs may be shorter than the digits of a card.
NAMES = tuple(
    "ssn social_sec socialsec nhs aadhaa cpf dni nie codice cod_fis insee secu steuer idnr bsn burgerservice rijksregister niss insz pesel"
    " personnummer dselsnummer hetu henkil cpr ahv rodne cnp egn oib isikukood asmens amka pps tckn kimlik zehut id_number idnumber id_card"
    " idcard identity_ sfz shenfen 身份证 national_id nationalid rrn jumin 주민 curp cuil cuit nric mykad kennitala emso emšo jmbg iban"
    " tax_id taxid personal_n personal_id personal_code".split()
)

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
    ),
    kinds=("change", "range", "whole"),
    baseline=True,
    supplies={"data-classes": "classes", "data-fields": "fields_", "data-paths": "paths", "data-types": "types"},
)
