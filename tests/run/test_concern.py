"""Which rules a change concerns: it may find too many, never one too few."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.core.change import GITLINK, Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.core.globs import Globs
from govhooks.core.record import Record
from govhooks.core.rule import ALWAYS, Concerns, Rule
from govhooks.policy.load import Policies, Tables
from govhooks.rules import load
from govhooks.run.concern import BIG, ask, choose, concerned


class Policy(Record):
    text: str = "found"


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    yield Finding("a-rule", "a", 1, policy.text, "f", identity=changeset.kind)


def made(*concerns: Concerns, id: str = "a-rule", **more: Any) -> Rule:
    return Rule(id, Policy, check, concerns=concerns, **more)


def policies(*rules: Rule, off: tuple[str, ...] = (), **options: Any) -> Policies:
    return Policies(Tables(rules, {rule.id: options for rule in rules}, "a test"), off=off)


def is_concerned(one: Concerns, *changes: Change, kind: str = "change", **options: Any) -> bool:
    rule = made(one)
    return concerned([rule], Changeset(changes, kind=kind), policies(rule, **options)) == [rule]


WORDS = Concerns(words=("PassWord",))
WITHIN = WORDS.but(within=("oidc",))
WHOLE = WORDS.but(whole=True)
PATHS = Concerns(paths=("*.PEM", "deploy/"))
BOTH = Concerns(paths=("*.pem",), words=("password",))
DIGITS = Concerns(digits=8)
OPTIONS = Concerns(globs=("more", "areas.*.file-paths"), opens=("watch",))
EDIT = Change("M", "a", new=b"the password\nnew\n", old=[b"the password\nold\n"])


def new(path: str = "a", data: bytes = b"x\n", **more: Any) -> Change:
    return Change("A", path, new=data, **more)


@pytest.mark.parametrize(
    ("one", "changes", "options", "met"),
    [
        (WORDS, [new(data=b"my pASSword = 1\n")], {}, True),
        (WORDS, [new(data=b"pass word\n")], {}, False),
        (WITHIN, [new(data=b"password\nOIDC\n")], {}, True),
        (WITHIN, [new(data=b"password\n")], {}, False),
        (WITHIN, [new(data=b"oidc\n")], {}, False),
        (WITHIN, [new(data=b"password\n"), new("b", b"oidc\n")], {}, False),
        (WITHIN, [Change("M", "a", new=b"oidc\npassword\n", old=[b"oidc\nx\n"])], {}, True),
        (WITHIN, [Change("M", "a", new=b"x\npassword\n", old=[b"oidc\nx\n"])], {}, True),
        (WITHIN, [new(data=b"pass\0word\n")], {}, True),
        (WORDS, [Change("D", "a", old=[b"password\n"])], {}, True),
        (WORDS, [Change("M", "a", new=b"x\n", old=[b"password\n"])], {}, True),
        (WORDS, [EDIT], {}, False),
        (WHOLE, [EDIT], {}, True),
        (WORDS, [new(), new("b", b"password\n")], {}, True),
        (WORDS, [Change("W", "a", new=b"password\n")], {}, True),
        (WORDS, [], {}, False),
        # What is no plain text may hold any word.
        (WORDS, [new(data="passwort".encode("utf-16"))], {}, True),
        (WORDS, [new(data="x".encode("utf-16-le"))], {}, True),
        (WORDS, [new(data="x".encode("utf-8-sig"))], {}, True),
        (WORDS, [new(data=b"\x7fELF\0")], {}, True),
        (WORDS, [Change("M", "a", new=b"x\n", old=[b"\0"])], {}, True),
        (WORDS, [new(data=b"\x80\n")], {}, False),
        (WORDS, [new(mode=GITLINK)], {}, False),
        (DIGITS, [new(data=b"x = 1234 5678\n")], {}, True),
        (DIGITS, [new(data=b"x = 12.34-5678\n")], {}, True),
        (DIGITS, [new(data=b"x = 1234_5678\n")], {}, False),
        (DIGITS, [new(data=b"1234\n5678\n")], {}, False),
        (DIGITS, [Change("M", "a", new=b"12345678\nx\n", old=[b"12345678\ny\n"])], {}, False),
        (DIGITS, [new(data=b"\x7fELF\0")], {}, True),
        (PATHS, [new("keys/a.pem")], {}, True),
        (PATHS, [new("keys/a.pem.txt")], {}, False),
        (PATHS, [new("sub/Deploy/x")], {}, True),
        (PATHS, [Change("R", "a.txt", "a.pem", new=b"x", old=[b"x"])], {}, True),
        (PATHS, [Change("R", "a.pem", "a.txt", new=b"x", old=[b"x"])], {}, True),
        (PATHS, [new("ünïcode")], {}, True),  # it may be folded in a way of its own
        (BOTH, [new("a.pem"), new("b", b"password\n")], {}, False),  # one change has to meet both
        (BOTH, [new("a.pem", b"password\n")], {}, True),
        (OPTIONS, [new("x.cfg")], {}, False),
        (OPTIONS, [new("x.cfg")], {"more": ["*.cfg"]}, True),
        (OPTIONS, [new("x.cfg")], {"more": "*.cfg"}, True),
        (OPTIONS, [new("x.cfg")], {"more": ["!*.cfg"]}, False),
        (OPTIONS, [new("x.cfg")], {"areas": {"pay": {"file_paths": ["*.cfg"]}}}, True),
        (OPTIONS, [new("x.cfg")], {"areas": {"pay": {"other": ["*.cfg"]}}}, False),
        (OPTIONS, [new("x.cfg")], {"watch": []}, True),
        (Concerns(), [new()], {}, False),
        (ALWAYS[0], [], {}, True),
    ],
)
def test_what_a_change_concerns(one: Concerns, changes: list[Change], options: dict[str, Any], met: bool) -> None:
    assert is_concerned(one, *changes, **options) is met


LINES = st.lists(st.sampled_from(["", "a", "Key", "KEY=1", "keyed", "é", "ſ"]), max_size=5).map("\n".join)
GLOBS = ("*.Py", "a/**", "[ab]?", "docs/", "x")
NAMES = st.sampled_from(["x.py", "a/b", "A/x.PY", "b1", "docs/y/z", "x", "q"])


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(NAMES, NAMES, LINES, LINES, st.sampled_from(GLOBS), st.sampled_from("AMRDW"))
def test_what_is_there_is_never_missed(path: str, old_path: str, new: str, old: str, glob: str, status: str) -> None:
    old_sides = () if status in "AW" else (old.encode(),)
    change = Change(status, path, old_path if status == "R" else "", new.encode(), old_sides)
    named = any(
        Globs([glob], ignore_case=True).match(name) is not None for name in (change.path, change.old_path) if name
    )
    said = any("key" in line.text.lower() for line in (*change.added, *change.removed))

    assert is_concerned(Concerns(paths=(glob,)), change) >= named
    assert is_concerned(Concerns(words=("key",)), change) >= said
    assert is_concerned(Concerns(paths=(glob,), words=("key",)), change) >= (named and said)


def test_nobody_looks_at_much_or_under_another_policy() -> None:
    rule = made(PATHS)
    many = Changeset([new(f"{number}") for number in range(BIG)])

    assert concerned([rule], many, policies(rule)) == [rule]
    assert concerned([rule], many.but(changes=many.changes[1:]), policies(rule)) == []
    assert concerned([rule], Changeset(policy_file=("p", b"")), policies(rule)) == [rule]


def test_only_those_are_asked_that_judge_it() -> None:
    rules = [made(*ALWAYS, id="change"), made(*ALWAYS, id="push", kinds=("push",)), made(*ALWAYS, id="other")]
    table = [
        (Changeset(), (), ["change", "other"]),
        (Changeset(), ("other",), ["change"]),
        (Changeset(kind="push"), (), ["push"]),
        (Changeset(only=("other", "push")), (), ["other"]),
    ]
    for changeset, off, chosen in table:
        assert [rule.id for rule in choose(rules, changeset, policies(*rules, off=off))] == chosen
    (finding,) = ask(rules[:1], Changeset(), policies(rules[0], text="as set"))
    assert finding.problem == "as set"


def test_every_rule_in_these_tests_is_held_to_its_concerns() -> None:
    """The wrapper of conftest fails where something is found that nothing concerns."""
    change = Changeset([Change("A", ".env", new=b"A=1\n")])
    (rule,) = (one for one in load() if one.id == "no-env-files")
    assert len(list(rule.check(change, rule.Policy()))) == 1
    kept, rule._concerns = rule._concerns, (Concerns(paths=("nothing.of-this-name",)),)
    try:
        with pytest.raises(AssertionError, match="finds what does not concern it"):
            list(rule.check(change, rule.Policy()))
    finally:
        rule._concerns = kept


def test_words_of_other_scripts_concern_a_rule_outside_of_the_index() -> None:
    assert is_concerned(
        Concerns(words=("\u043f\u0430\u0440\u043e\u043b\u044c",)),
        new(data="\u043f\u0430\u0440\u043e\u043b\u044c\n".encode()),
    )
    assert not is_concerned(Concerns(words=("\u043f\u0430\u0440\u043e\u043b\u044c",)), new(data=b"x\n"))
