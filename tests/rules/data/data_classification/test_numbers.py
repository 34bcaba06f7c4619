"""Numbers of cards, accounts and people: every valid one drawn at random is found, no invalid one, and no published one."""

from __future__ import annotations

import random
from importlib import import_module

import pytest
from rows import each

from govhooks.core.lines import Line
from govhooks.rules.data.data_classification import numbers
from govhooks.rules.data.data_classification.numbers import CARD, IBAN, IDS, is_iban, luhn
from govhooks.rules.data.data_classification.published import CARDS, EXAMPLES, is_test_card, structures

# Drawn once in each default run; `.ci/run` draws more.
FEW, MANY = 40, 400


def found(*texts: str, heading: str = "") -> list[str]:
    return [one.kind for one in numbers.numbers([Line(at, text) for at, text in enumerate(texts, 1)], heading)]


def digits(draw: random.Random, count: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(count))


def card(draw: random.Random, prefixes: str, length: int) -> str:
    """A number of a scheme, its check digit found by trying (the oracle is not the code under test: python-stdnum's Luhn)."""
    from stdnum import luhn as oracle

    prefix = draw.choice(prefixes.split())
    low, _, high = prefix.partition("-")
    begin = str(draw.randint(int(low), int(high or low))).zfill(len(low))
    body = begin + digits(draw, length - len(begin) - 1)
    return body + oracle.calc_check_digit(body)


def account(draw: random.Random, country: str, structure: str) -> str:
    """An IBAN of a country; its check digits are python-stdnum's."""
    from stdnum.iso7064 import mod_97_10

    kinds = {"n": "0123456789", "a": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "c": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    body = number = ""
    for one in structure:
        if one.isdigit():
            number += one
        else:
            body += "".join(draw.choice(kinds[one]) for _ in range(int(number)))
            number = ""
    return country + str(mod_97_10.calc_check_digits(body + country)) + body


def grouped(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_every_card_number_is_found_and_no_invalid_one(count: int) -> None:
    draw = random.Random(17)

    for _, prefixes, lengths in numbers._SCHEMES:
        for _ in range(count):
            number = card(draw, prefixes, draw.choice(lengths))
            wrong = number[:-1] + str((int(number[-1]) + draw.randint(1, 9)) % 10)
            if is_test_card(number):
                continue
            for text in ('card_number = "{}"', '"cardNumber": {},', "PAN={}", "INSERT INTO cards VALUES (1, '{}');"):
                assert found(text.format(number)) == [CARD], (text, number)
                assert found(text.format(wrong)) == [], (text, wrong)
            if len(number) == 16:
                assert found(f"see {grouped(number)}, please") == [CARD]
                assert found(f"see {grouped(number).replace(' ', '-')}") == [CARD]
                assert found(f"see {grouped(wrong)}") == []


@pytest.mark.parametrize("count", [4, pytest.param(60, marks=pytest.mark.slow)])
def test_every_iban_is_found_and_no_invalid_one(count: int) -> None:
    from stdnum.iso7064 import mod_97_10

    draw = random.Random(18)

    for country, (structure, _) in structures().items():
        for _ in range(count):
            number = account(draw, country, structure)
            at = draw.randrange(4, len(number))
            other = draw.choice("0123456789" if number[at].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            wrong = number[:at] + other + number[at + 1 :]
            for text in (number, f'iban = "{number}"', f"pay to {grouped(number)} today", f"{grouped(number)}."):
                assert found(text) == [IBAN], text
            assert is_iban(wrong) == mod_97_10.is_valid(wrong[4:] + wrong[:4]), wrong


def test_published_numbers_are_let_pass() -> None:
    examples = [example for _, example in structures().values()]

    for number in CARDS:
        assert luhn(number), number
        assert found(f'card = "{number}"', grouped(number)) == []
    for text in (*examples, *EXAMPLES):
        assert is_iban(text), text
        assert found(text, f'iban = "{text}"', grouped(text)) == []


def test_a_number_without_a_word_counts_if_few_stand_around_it() -> None:
    draw = random.Random(19)
    number = card(draw, "4", 16)
    ids = [f"    {draw.randint(4 * 10**15, 5 * 10**15 - 1)}," for _ in range(300)]

    assert found(f'x = "{number}"') == [CARD]
    assert found(f"order_id: {number}", f'"id": "{number}"', f"price: 0.{number}", f"/items/{number}?a=1") == []
    assert found(*ids) == []
    assert found(*ids, f'card = "{number}"') == [CARD]
    assert found(number, heading="id,card_number,created") == [CARD]


# What python-stdnum accepts, built from parts: (module, name in the line, number without its check, how the check is appended).
PEOPLE = {
    "br.cpf": ("cpf", "390533447"),
    "pl.pesel": ("pesel", "4405140135"),
    "in_.aadhaar": ("aadhaar", "23412341234"),
    "za.idnr": ("id_number", "750330504408"),
    "gb.nhs": ("nhs_number", "943476587"),
    "de.idnr": ("steuerId", "3657426180"),
    "fi.hetu": ("hetu", "131052-308"),
    "es.nif": ("dni", "54362315"),
    "it.codicefiscale": ("codiceFiscale", "RCCMNL83S18D969"),
    "nl.bsn": ("bsn", "11122233"),
    "cl.rut": ("rut", "12531909-"),
    "tr.tckimlik": ("tckn", "1729171606"),
    "se.personnummer": ("personnummer", "880320-001"),
    "fr.nir": ("numero_secu", "2951099126111"),
}


KINDS = {module: kind for kind, _, _, module in IDS}
ENDS = [*"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", *(f"{number:02}" for number in range(100))]


@each((module, *given) for module, given in PEOPLE.items())
def test_identity_numbers_count_where_their_line_names_them(module: str, name: str, begin: str) -> None:
    valid = [begin + end for end in ENDS if import_module(f"stdnum.{module}").is_valid(begin + end)]
    invalid = next(begin + end for end in ENDS if len(begin + end) == len(valid[0]) and begin + end not in valid)

    assert found(f'    "{name}": "{valid[0]}",') == [KINDS[module]]
    assert found(f"{name} = '{valid[0]}'") == [KINDS[module]]
    assert found(f"    width: {valid[0]}") == []
    assert found(f'    "{name}": "{invalid}",') == []


def test_every_module_that_the_table_names_exists() -> None:
    for _, _, _, module in IDS:
        assert callable(import_module(f"stdnum.{module}").is_valid)


@each(
    [
        "ssn = '123-45-" + "6789'",
        "cpf = '111.111." + "111-11'",
        "created = 1700000000000",
        "sin(x) = 46454286",
        "rate = 0.4539148803436467",
        "const sha = '4539148803436461abcd'",
        "uuid: 45391488-0343-6467-8899-001122334455",
        "RUN: make 12345678",
    ]
)
def test_everyday_numbers_are_let_pass(text: str) -> None:
    assert found(text) == []
