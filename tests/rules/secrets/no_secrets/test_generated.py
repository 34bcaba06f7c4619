"""Generated values: whether one is a secret hangs on its name, its kind and its length, never on its digits."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.rules.secrets.no_secrets.engine import scan
from govhooks.rules.secrets.no_secrets.generated import LEAST, shape

ALNUM = string.ascii_letters + string.digits


def chars(alphabet: str, size: int) -> Callable[[random.Random], str]:
    return lambda rng: "".join(rng.choice(alphabet) for _ in range(size))


def uuid(rng: random.Random) -> str:
    digits = chars("0123456789abcdef", 32)(rng)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


SHAPES: dict[str, Callable[[random.Random], str]] = {
    "64 hex": chars("0123456789abcdef", 64),
    "40 hex": chars("0123456789abcdef", 40),
    "32 hex": chars("0123456789abcdef", 32),
    "32 HEX": chars("0123456789ABCDEF", 32),
    "uuid": uuid,
    "base64 of 32": lambda rng: base64.b64encode(rng.randbytes(32)).decode(),
    "base64 of 64": lambda rng: base64.b64encode(rng.randbytes(64)).decode(),
    "base64url of 32": lambda rng: base64.urlsafe_b64encode(rng.randbytes(32)).decode().rstrip("="),
    "24 letters and digits": chars(ALNUM, 24),
    "32 letters and digits": chars(ALNUM, 32),
    "40 letters and digits": chars(ALNUM, 40),
    "40 small letters and digits": chars(string.ascii_lowercase + string.digits, 40),
    "32 base32": chars("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32),
}
NAMES = (
    *(
        "encryption_key",
        "signing_key",
        "session_key",
        "private_key",
        "service_api_key",
        "secret_key",
        "access_key",
        "master_key",
    ),
    *(
        "api_secret",
        "client_secret",
        "db_password",
        "access_token",
        "auth_token",
        "tokenId",
        "token",
        "key",
        "webhook_secret",
        "cache_key",
    ),
)
FILES = {"{}={}": ".env", '{} = "{}"': "settings.py", "{}: {}": "app.yaml", '"{}": "{}",': "app.json"}
# (name, shape, how it is written): more than the 200 that were asked for.
TABLE = [(name, kind, form) for name in NAMES for kind in SHAPES for form in FILES]


def split(name: str, values: int) -> list[tuple[str, str, int]]:
    """The shapes and forms behind a name of which some random values are refused and some are not, and how many are."""
    found = []
    for _, kind, form in (row for row in TABLE if row[0] == name):
        rng = random.Random(f"{name} {kind} {form}")
        written = name.upper() if form.startswith("{}=") else name
        refused = sum(
            any(
                match.confidence != "low" for match in scan(form.format(written, SHAPES[kind](rng)) + "\n", FILES[form])
            )
            for _ in range(values)
        )
        if refused not in (0, values):
            found.append((kind, form, refused))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_digits_decide_nothing(name: str) -> None:
    """Of random values of one shape behind a name, all are refused or none."""
    assert split(name, 8) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_digits_of_fifty_values_decide_nothing(name: str) -> None:
    assert split(name, 50) == []


def test_the_table_is_as_long_as_was_asked() -> None:
    assert len(TABLE) >= 200


@pytest.mark.parametrize("kind", SHAPES)
def test_values_of_one_kind_are_in_one_class(kind: str) -> None:
    rng = random.Random(kind)
    classes = {shape(SHAPES[kind](rng)) for _ in range(400)}

    assert len(classes) == 1
    assert classes != {""}


WRITTEN = """
    getAccessTokenForUser SimpleXMLRPCServer default_flow_style org.example.service.UserService my-service-account-name
    https://corp.test/a/b?c=d aaaaaaaaaaaaaaaaaaaaaaaa 0123456789abcdef0123456789abcdef correct-horse-battery-staple
    this.props.userPassword application/json;charset=utf-8 DATABASE_CONNECTION_STRING passwordConfirmation
    src/main/java/org/example/Main.java 00000000-0000-0000-0000-000000000000
"""


@pytest.mark.parametrize("value", WRITTEN.split())
def test_what_a_person_wrote_is_in_no_class(value: str) -> None:
    assert shape(value) == ""


def test_a_mark_before_a_value_is_told() -> None:
    rng = random.Random(3)

    assert shape("sk-" + chars(ALNUM, 32)(rng)) in ("+mixed", "mixed")
    assert shape("pk_live_" + chars("0123456789ABCDEF", 32)(rng)) != ""


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_a_class_or_none(value: str) -> None:
    found = shape(value)

    assert found.removeprefix("+") in ("", "uuid", "digits", "hex", "lower", "upper", "mixed")
    assert not found or len(value) >= LEAST
