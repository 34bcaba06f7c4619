"""Stand-ins are named; what could be a secret is not taken for one."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.search.placeholder import entropy, stand_in

STAND_INS = {
    "empty": ["", " ", "\t", "''", '""', "``", "' '"],
    "word": ["password", "Password", "CHANGEIT", "null", "None", "true", "secret", "'token'", " admin_password "],
    "marker": [
        "changeme",
        "change-me-please",
        "your_api_key",
        "YOUR-TOKEN-HERE",
        "<secret here>",
        "xxxxxxxx",
        "replace_with_key",
        "my-example-key",
        "REDACTED-1",
        "***********",
    ],
    "template": [
        "${DB_PASSWORD}",
        "$(cat key)",
        "{{ secret }}",
        "%(key)s",
        "$DB_PASSWORD",
        "%APPDATA%",
        "<api key>",
        "{token}",
        "[token]",
        "#{key}",
        "pre{name}post",
        "pre{name:30}{value[5:20]}",
        "{settings.password}",
        "!Ref Key",
        "__TOKEN__",
    ],
    "reference": [
        "vault:secret/data/x",
        "op://vault/item/field",
        "arn:aws:secretsmanager:eu-west-1:1:secret:x",
        "ssm:/prod/key",
        "keychain:x",
        "env:DB_PASSWORD",
    ],
    "repeat": ["aaaaaaaa", "abababab", "11111111", "12345678", "abcdefgh", "0123456789abcdef", "deadbeef"],
}


@pytest.mark.parametrize(
    ("reason", "value"), [(reason, value) for reason, values in STAND_INS.items() for value in values]
)
def test_a_stand_in_has_its_reason(reason: str, value: str) -> None:
    assert stand_in(value) == reason


# Assembled, so that none stands in this file as a value.
SECRETS = [
    ("c0rrect", "Horse7"),
    ("Tr0ub4dor", "&3"),
    ("9f86d0", "81884c7d"),
    ("p@ss", "W0rd!x9"),
    ("xK9", "#mP2$vL"),
    ("hunter", "22"),
]


@pytest.mark.parametrize("parts", SECRETS)
def test_what_may_be_a_secret_is_none(parts: tuple[str, ...]) -> None:
    value = "".join(parts)

    assert stand_in(value) == stand_in(f"'{value}'") == stand_in(f' "{value}" ') == ""


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(st.text(max_size=30))
def test_every_text_has_an_answer(value: str) -> None:
    assert stand_in(value) in ("", *STAND_INS)
    assert stand_in(value) == stand_in(f"  {value}  ") or value.strip() != value


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(st.text("abcdef01", max_size=40))
def test_entropy_is_shannons(value: str) -> None:
    counts = Counter(value)
    expected = sum(-(n / len(value)) * math.log(n / len(value)) / math.log(2) for n in counts.values())

    assert entropy(value) == pytest.approx(expected, abs=1e-9)
    assert entropy(value) + 1e-9 >= 0
    assert entropy(value) <= math.log2(max(1, len(counts))) + 1e-9


def test_a_long_value_is_quick() -> None:
    assert stand_in("a1b2c3d4" * 50_000 + "Z") == ""
    assert stand_in("{" * 200_000) in ("", "repeat", "template")
    assert stand_in("<" * 100_000 + "a") in ("", "repeat", "template", "marker")
