"""governance.toml is changed in place: what it said before it says afterwards, and its comments stay."""

from __future__ import annotations

import datetime

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from govhooks.core.errors import CannotJudge
from govhooks.policy.editing import add_entry, add_tables, set_key

FILE = b"""# our policy
[rules.no-secrets]   # strict
confidence = "low"

[[exceptions]]
rule = "no-secrets"  # an old one
path = "a"
"""
ENTRY = {"rule": "no-env-files", "path": "b", "reason": 'says "so"', "expires": datetime.date(2027, 1, 31)}


def test_an_entry_comes_behind_the_last_one_and_comments_stay() -> None:
    text = add_entry(FILE, "exceptions", ENTRY)

    assert text.startswith(FILE)
    assert tomli.loads(text.decode())["exceptions"][1] == ENTRY


@pytest.mark.parametrize("data", [b"", b"# empty\n", b'[rules.no-secrets]\nconfidence = "low"', FILE])
def test_a_key_at_the_top_belongs_to_no_table(data: bytes) -> None:
    text = set_key(data, "since", "abc")

    assert tomli.loads(text.decode())["since"] == "abc"
    assert {**tomli.loads(data.decode()), "since": "abc"} == tomli.loads(text.decode())
    assert tomli.loads(set_key(text, "since", "def").decode())["since"] == "def"


def test_a_table_is_made_when_it_is_missing() -> None:
    text = set_key(FILE, "message", "off", "rules.high-risk-changes")

    assert tomli.loads(text.decode())["rules"]["high-risk-changes"] == {"message": "off"}
    assert b"# strict" in text and b"# an old one" in text


def test_line_ends_and_byte_order_mark_stay() -> None:
    text = add_entry(b"\xef\xbb\xbf" + FILE.replace(b"\n", b"\r\n"), "exceptions", ENTRY)

    assert text.startswith(b"\xef\xbb\xbf") and text.count(b"\r\n") == text.count(b"\n")


@pytest.mark.parametrize("data", [b"rules = [", b"\xff", b"exceptions = 1\n"])
def test_what_cannot_be_changed_is_said(data: bytes) -> None:
    with pytest.raises(CannotJudge):
        add_entry(data, "exceptions", ENTRY)


@given(st.text(min_size=1), st.text())
@settings(max_examples=50, deadline=None)
def test_any_text_survives(reason: str, path: str) -> None:
    reason, path = (text.encode("utf-8", "ignore").decode() for text in (reason, path))
    text = add_entry(FILE, "exceptions", {"reason": reason, "path": path})

    assert tomli.loads(text.decode("utf-8"))["exceptions"][1] == {"reason": reason, "path": path}


REGISTER = b"""# ours
[rules.env.variables.B]  # of the web
owner = "a"

# the queue
[rules.env.variables.D]
owner = "b"

# others
[rules.other]
x = 1
"""


def test_tables_come_among_their_neighbours() -> None:
    text = add_tables(REGISTER, "rules.env.variables", {name: {"owner": "", "of": ["x"]} for name in "ACEZ"})
    block = '[rules.env.variables.{}]\nowner = ""\nof = ["x"]\n\n'
    a, c, e, z = (block.format(name) for name in "ACEZ")

    assert text.decode() == REGISTER.decode().replace("[rules.env.variables.B]", a + "[rules.env.variables.B]").replace(
        "# ours\n" + a, a + "# ours\n"
    ).replace("# the queue", c + "# the queue").replace("# others", e + z + "# others")


@pytest.mark.parametrize(
    "data", [b"", b"a = 1", b"[rules.x]\r\ny = 1\r\n", b"[rules]\nx = {y = 1}\n", b"\xef\xbb\xbf[rules.x]\n"]
)
def test_tables_are_added_to_any_file(data: bytes) -> None:
    text = add_tables(data, "rules.env.variables", {"A": {"owner": 'a"b'}, "B.C": {"owner": ""}})
    plain = tomli.loads(text.decode("utf-8-sig").replace("\r\n", "\n"))

    assert plain["rules"]["env"]["variables"] == {"A": {"owner": 'a"b'}, "B.C": {"owner": ""}}
    assert text.startswith(data)


def test_tables_that_cannot_be_added_are_an_error() -> None:
    with pytest.raises(CannotJudge):
        add_tables(b"rules = {env = {}}\n", "rules.env", {"A": {"owner": ""}})


def test_hundreds_of_tables_take_no_longer_than_they_should() -> None:
    tables = {f"A_{number}": {"owner": ""} for number in range(1000)}

    assert len(tomli.loads(add_tables(FILE, "rules.env", tables).decode())["rules"]["env"]) == 1000
