"""governance.toml is changed in place: what it said before it says afterwards, and its comments stay."""

from __future__ import annotations

import datetime
import re

import pytest
import tomli
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from govhooks.core.errors import CannotJudge
from govhooks.policy.editing import add_entry, add_tables, remove_entry, set_key, update_entry

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


TWO = b"""# ours
[rules.no-secrets]   # strict
confidence = "low"

# of the web
[[exceptions]]  # first
rule = "no-secrets"  # an old one
expires = 2026-01-01 # soon
# not that
[[ exceptions ]]
rule = 'b'
"expires" = "2026-01-01"
reason = \"\"\"
# a text
[[exceptions]]\"\"\"
# behind

[rules.other]
x = 1"""
DAY = datetime.date(2027, 1, 31)


def test_an_entry_is_changed_and_nothing_else() -> None:
    first = update_entry(TWO, "exceptions", 0, {"expires": DAY, "renewed": 1})
    second = update_entry(TWO, "exceptions", 1, {"expires": DAY, "renewed": 2, "reason": 'says "so"'})

    assert first == TWO.replace(b"2026-01-01 # soon", b"2027-01-31 # soon\nrenewed = 1")
    assert tomli.loads(second.decode())["exceptions"][1] == {
        "rule": "b",
        "expires": DAY,
        "reason": 'says "so"',
        "renewed": 2,
    }
    assert second.startswith(TWO[: TWO.index(b'"expires"')])
    assert second.endswith(TWO[TWO.index(b"# behind") :])


def test_an_entry_goes_with_the_comment_right_above_it() -> None:
    first = remove_entry(TWO, "exceptions", 0)
    second = remove_entry(TWO, "exceptions", 1)
    last = remove_entry(b"# head\n[[exceptions]]\na = 1\n\n[[exceptions]]\na = 2\n", "exceptions", 1)

    assert first == TWO[: TWO.index(b"# of the web")] + TWO[TWO.index(b"# not that") :]
    assert second == TWO[: TWO.index(b"# not that")] + TWO[TWO.index(b"# behind") :]
    assert last == b"# head\n[[exceptions]]\na = 1\n"
    assert remove_entry(last, "exceptions", 0) == b"# head\n"


@pytest.mark.parametrize(
    "data", [b"exceptions = [{a = 1}]\n", b"", b"[[exceptions]\n", b"exceptions = 1\n", b"[[exceptions]]\na = 1\n"]
)
def test_an_entry_that_cannot_be_changed_is_said(data: bytes) -> None:
    for index in (1, 2):
        with pytest.raises(CannotJudge):
            update_entry(data, "exceptions", index, {"expires": DAY})
        with pytest.raises(CannotJudge):
            remove_entry(data, "exceptions", index)


BARE = st.sampled_from(["rule", "path", "reason", "owner", "approver", "expires", "fingerprint"])
TEXTS = st.text(alphabet="ab#[]='\"\\ \té\n-", max_size=12)
VALUES = st.one_of(
    TEXTS.map(lambda text: tomlkit.item(text).as_string()),
    st.sampled_from(["2026-01-01", "'x'", '"""\n# a\nb"""', "1"]),
)
REMARKS = st.sampled_from(["", "", "", "# a remark\n", "\n", "\n# apart\n\n", "  # inside\n"])
ENTRIES = st.lists(st.tuples(REMARKS, st.dictionaries(BARE, VALUES, max_size=4), REMARKS), min_size=1, max_size=4)


def written(entries: list[tuple[str, dict[str, str], str]], head: str, tail: str) -> str:
    text = head
    for above, values, inside in entries:
        text += above + "[[exceptions]]\n" + inside
        text += "".join(f"{key} = {value}  # said\n" for key, value in values.items())
    return text + tail


def _is_other(line: bytes) -> bool:
    """Whether a line says something else than when the entry ends: `expires`, or the end of its value of two lines."""
    return not line.startswith((b"expires", b'b"""'))


@given(
    ENTRIES,
    st.sampled_from(["", "# head\n", "# head\n\nsince = 'x' # y\n", "[rules.a]\nb = 1\n\n"]),
    st.sampled_from(["", "\n", "\n# end", "\n[rules.z]\nc = 1", "# end\n[rules.z]\n"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.data(),
)
@settings(deadline=None)
def test_nothing_but_the_entry_changes(
    entries: list[tuple[str, dict[str, str], str]], head: str, tail: str, end: str, mark: bool, data: st.DataObject
) -> None:
    text = written(entries, head, tail).replace("\n", end)
    before = (b"\xef\xbb\xbf" if mark else b"") + text.encode()
    index = data.draw(st.integers(0, len(entries) - 1))
    values = {"expires": DAY, "renewed": 1}
    after = update_entry(before, "exceptions", index, values)
    gone = remove_entry(before, "exceptions", index)

    # What stands above the entry's own table, and what stands behind its last key, is there byte for byte.
    assert after.startswith(b"\xef\xbb\xbf") == gone.startswith(b"\xef\xbb\xbf") == mark
    old, new, less = (one.removeprefix(b"\xef\xbb\xbf") for one in (before, after, gone))
    heads = [found.start() for found in re.finditer(rb"(?m)^\[\[exceptions\]\]\r?$", old)]
    starts = heads[index]
    behind = old[heads[index + 1] :] if index + 1 < len(heads) else tail.replace("\n", end).encode()
    assert new[:starts] == old[:starts]
    assert new.endswith(behind) and less.endswith(behind.lstrip(b"\r\n") if index + 1 == len(heads) else behind)
    kept, stays = ([line for line in one.split(b"\n") if b"# said" in line and _is_other(line)] for one in (old, new))
    assert stays == kept
    assert new.count(b"\r\n") == (new.count(b"\n") if end == "\r\n" else 0)
    # And it means the same but for the entry.
    plain, now, left = (tomli.loads(one.decode("utf-8-sig").replace("\r\n", "\n")) for one in (before, after, gone))
    others = [one for at, one in enumerate(plain["exceptions"]) if at != index]
    assert now["exceptions"].pop(index) == {**plain["exceptions"][index], **values}
    assert now["exceptions"] == left.get("exceptions", []) == others
    assert {**now, "exceptions": 0} == {**plain, "exceptions": 0} == {**left, "exceptions": 0}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_last_line_that_has_no_end(end: str) -> None:
    text = f'[[exceptions]]{end}rule = "a"{end}expires = 2026-12-31'
    after = add_entry(text.encode(), "exceptions", {"rule": "b"}).decode()

    assert after.startswith(text + end)
    assert [one["rule"] for one in tomli.loads(after.replace("\r\n", "\n"))["exceptions"]] == ["a", "b"]
