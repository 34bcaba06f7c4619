"""governance.toml: every wrong thing in it is named, and no change judges itself."""

from __future__ import annotations

import re

import pytest

from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record
from govhooks.core.rule import Rule
from govhooks.policy import load as policy
from govhooks.policy.load import Choice, GlobList, PatternList, PolicyError
from govhooks.rules import load as load_rules

RULES = load_rules()
ORIGIN = "HEAD:governance.toml"


class Part(Record):
    size: int = 1
    mode: Choice = "flag"

    CHOICES = {"mode": ("flag", "block")}


class Sample(Record):
    """One field of every type that a policy may have."""

    flag: bool = True
    number: int = 5
    text: str = "t"
    level: Choice = "low"
    words: tuple[str, ...] = ("w",)
    some_globs: GlobList = ("*.a",)
    some_patterns: PatternList = ()
    parts: dict[str, Part] = {}
    labels: dict[str, str] = {}
    fields_: dict[str, str] = {}

    CHOICES = {"level": ("low", "high")}

    def verify(self) -> str:
        return "number and text disagree" if self.number == 666 else ""


SAMPLE = Rule("a-sample", Sample, lambda changeset, policy: ())


def read(text: str | bytes) -> Record:
    data = text if isinstance(text, bytes) else text.encode()
    return policy.load(data, ORIGIN, [SAMPLE]).rules["a-sample"]


def table(text: str) -> Record:
    return read("[rules.a-sample]\n" + text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("flag = false", {"flag": False}),
        ("number = 0", {"number": 0}),
        ("number = 1_000", {"number": 1000}),
        ("text = ''", {"text": ""}),
        ("level = 'high'", {"level": "high"}),
        ("words = []", {"words": ()}),
        ("words = ['a', 'b']", {"words": ("a", "b")}),
        ("some-globs = ['*.b', '!c']", {"some_globs": ("*.b", "!c")}),
        ("some_globs = ['*.b']", {"some_globs": ("*.b",)}),
        ("some-patterns = ['^x', '(?i)y']", {"some_patterns": ("^x", "(?i)y")}),
        ("parts.one = {}", {"parts": {"one": Part()}}),
        ("[rules.a-sample.parts.one]\nsize = 2\nmode = 'block'", {"parts": {"one": Part(2, "block")}}),
        ("labels = { a = 'x', 'B.c' = 'y' }", {"labels": {"a": "x", "B.c": "y"}}),
        ("fields.a = 'x'", {"fields_": {"a": "x"}}),
        ("enabled = true", {}),
    ],
)
def test_every_type_is_converted(text: str, expected: dict[str, object]) -> None:
    assert table(text) == Sample(**expected)


WRONG = [
    ("flag = 1", "[rules.a-sample] flag must be true or false, not a number"),
    ("flag = 'true'", "[rules.a-sample] flag must be true or false, not a string"),
    ("number = 'x'", "[rules.a-sample] number must be a whole number from 0, not a string"),
    ("number = 1.5", "[rules.a-sample] number must be a whole number from 0, not a number"),
    ("number = -1", "[rules.a-sample] number must be a whole number from 0"),
    ("number = true", "[rules.a-sample] number must be a whole number from 0, not a boolean"),
    ("text = 1", "[rules.a-sample] text must be a string, not a number"),
    ("text = ['x']", "[rules.a-sample] text must be a string, not a list"),
    ("text = 2020-01-01", "[rules.a-sample] text must be a string, not a date or time"),
    ("level = 1", "[rules.a-sample] level must be a string, not a number"),
    ("level = 'hihg'", "[rules.a-sample] level is 'hihg': did you mean 'high'?; it must be one of low, high"),
    ("level = 'zzz'", "it must be one of low, high"),
    ("words = 'x'", "[rules.a-sample] words must be a list of strings, not a string"),
    ("words = [1]", "[rules.a-sample] words must be a list of strings"),
    ("words = [['x']]", "[rules.a-sample] words must be a list of strings"),
    ("some-globs = '*.b'", "[rules.a-sample] some-globs must be a list of strings, not a string"),
    ("some-globs = ['[a']", """[rules.a-sample] some-globs: bad glob '[a': "[" without "]\""""),
    ("some-globs = ['ok', '']", "[rules.a-sample] some-globs: bad glob '': an empty pattern"),
    ("some-globs = ['[z-a]']", "[rules.a-sample] some-globs: bad glob '[z-a]'"),
    ("some-patterns = ['(']", "[rules.a-sample] some-patterns: bad regular expression '(': missing )"),
    (
        "some-patterns = ['a*']",
        "[rules.a-sample] some-patterns: bad regular expression 'a*': it matches the empty string",
    ),
    (f"some-patterns = ['{'a' * 1001}']", "[rules.a-sample] some-patterns: a pattern is longer than 1000 characters"),
    (f"some-patterns = {['a'] * 501}", "[rules.a-sample] some-patterns holds more than 500 patterns"),
    ("parts = []", "[rules.a-sample] parts must be a table, not a list"),
    ("parts.one = 1", "[rules.a-sample.parts.one] must be a table, not a number"),
    ("parts.one.size = 'x'", "[rules.a-sample.parts.one] size must be a whole number from 0, not a string"),
    ("parts.one.sise = 1", "[rules.a-sample.parts.one] unknown key 'sise': did you mean 'size'?"),
    ("parts.one.enabled = true", "[rules.a-sample.parts.one] unknown key 'enabled'"),
    ("parts.one.mode = 'blok'", "did you mean 'block'?"),
    ("labels = []", "[rules.a-sample] labels must be a table, not a list"),
    ("labels.a = 1", "[rules.a-sample.labels] 'a' must be a string, not a number"),
    ("fields = 1", "[rules.a-sample] fields must be a table, not a number"),
    ("fields_ = {}", "[rules.a-sample] unknown table 'fields_': did you mean 'fields'?"),
    ("flga = true", "[rules.a-sample] unknown key 'flga': did you mean 'flag'?"),
    ("zzzzzz = 1", "[rules.a-sample] unknown key 'zzzzzz' (known: "),
    ("[rules.a-sample.flga]\nx = 1", "[rules.a-sample] unknown table 'flga': did you mean 'flag'?"),
    ("some-globs = []\nsome_globs = []", "given twice"),
    ("enabled = 'no'", "[rules.a-sample] enabled must be true or false, not a string"),
    ("enabled = 0", "[rules.a-sample] enabled must be true or false, not a number"),
    ("number = 666", "[rules.a-sample] number and text disagree"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_every_wrong_value_is_named(text: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        table(text)

    assert str(caught.value).startswith(f"{ORIGIN}:")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rule = 1", "unknown key 'rule': did you mean 'rules'?"),
        ("[rulse.a-sample]", "unknown table 'rulse': did you mean 'rules'?"),
        ("[a-sample]", "unknown table 'a-sample'"),
        ("[rules.a-smaple]", "[rules] unknown table 'a-smaple': did you mean 'a-sample'?"),
        ("[rules.a_sample]", "did you mean 'a-sample'?"),
        ("rules = 1", "rules must be a table"),
        ("rules.a-sample = 1", "[rules.a-sample] must be a table, not a number"),
        ("[[rules.a-sample]]", "[rules.a-sample] must be a table, not a list"),
        ("exceptions = 1", "exceptions must be written as [[exceptions]] tables"),
        ("[exceptions]\nrule = 'x'", "exceptions must be written as [[exceptions]] tables"),
        ("[[exceptions]]\nrul = 'x'", "exceptions #1]] unknown key 'rul': did you mean 'rule'?"),
        ("[[exceptions]]\n[[exceptions]]\npaht = 'x'", "exceptions #2]] unknown key 'paht': did you mean 'path'?"),
        ("[[exceptions]]\nadvisry = 'x'", "exceptions #1]] unknown key 'advisry': did you mean 'advisory'?"),
        ("[[exceptions]]\npakage = 'x'", "exceptions #1]] unknown key 'pakage': did you mean 'package'?"),
        ("[[exceptions]]\nadvisory = ['x']", "[[exceptions]] #1 advisory must be a string, not a list"),
        ("[[exceptions]]\nrule = 1", "[[exceptions]] #1 rule must be a string, not a number"),
        ("[[exceptions]]\nrule = 2020-01-01", "[[exceptions]] #1 rule must be a string, not a date or time"),
        ("[rules.a-sample", "not valid TOML: "),
        ("x = 1\nx = 2", "not valid TOML: "),
        ("[rules.a-sample]\n\nflag = maybe", "(at line 3, column 8)"),
        ("[rules.a-sample]\n[rules.a-sample]", "not valid TOML: "),
        ("a = 2020-02-30", "not valid TOML: "),
    ],
)
def test_every_wrong_table_is_named(text: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read(text)

    assert str(caught.value).startswith(f"{ORIGIN}:")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"[rules]\n\xff", "not UTF-8 text at byte 8"),
        ("[rules]".encode("utf-16"), "not UTF-8 text at byte 0"),
        (b"\0", "not valid TOML"),
        (b"a = " + b"[" * 100_000, ""),
        (b"a = " + b"[" * 100_000 + b"]" * 100_000, ""),
        (b"a = " + b"{b = " * 50_000, ""),
        (b"[" + b"a." * 100_000 + b"b]\n", ""),
        (b"a." * 100_000 + b"b = 1\n", ""),
        (b"[rules.a-sample]\nnumber = " + b"9" * 5000, ""),
        (b"[rules.a-sample]\nnumber = 1e400", ""),
    ],
)
def test_a_hostile_file_is_an_error_and_no_crash(data: bytes, message: str) -> None:
    with pytest.raises(PolicyError, match=message or "."):
        read(data)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf[rules]\n", b"# only words\r\n", b"[rules.a-sample]\r\n"]
)
def test_an_empty_file_is_the_defaults(data: bytes) -> None:
    assert read(data) == Sample()


def test_a_policy_error_blocks() -> None:
    assert issubclass(PolicyError, CannotJudge)


def test_a_file_says_what_it_says() -> None:
    found = policy.load(b"[rules.a-sample]\nenabled = false\n", ORIGIN, [SAMPLE])

    assert (found.off, found.origin, found.waivers) == (("a-sample",), ORIGIN, ())
    assert policy.defaults([SAMPLE]).rules["a-sample"] == Sample()
    assert policy.defaults([SAMPLE]).origin == "built-in defaults"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rules_defaults_are_a_valid_policy(rule: Rule) -> None:
    """What is built in passes what is asked of a file: the types, the globs and the patterns."""
    default = rule.Policy()
    written = {
        name.rstrip("_"): list(value) if isinstance(value := getattr(default, name), tuple) else value
        for name in default.fields
    }

    assert policy.convert(rule.Policy, written, "defaults", f"rules.{rule.id}") == default
    assert policy.load(f"[rules.{rule.id}]\n".encode(), ORIGIN, RULES).rules[rule.id] == default


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('"main"', "since must be the full id of a commit (git rev-parse REV), not 'main'"),
        ('"abc1234"', "since must be the full id of a commit"),
        ('""', "since must be the full id of a commit"),
        ('"' + "A" * 40 + '"', "since must be the full id of a commit"),
        ("7", "since must be a string, not a number"),
        ("2026-01-01", "since must be a string, not a date or time"),
    ],
)
def test_an_adoption_point_is_a_full_id(value: str, words: str) -> None:
    with pytest.raises(PolicyError, match=re.escape(words)):
        policy.load(f"since = {value}\n".encode(), ORIGIN, RULES)


def test_an_adoption_point() -> None:
    value = "0123456789abcdef" * 4

    assert policy.load(f'since = "{value}"\n'.encode(), ORIGIN, RULES).since == value
    assert policy.load(f'since = "{value[:40]}"\n'.encode(), ORIGIN, RULES).since == value[:40]
    assert policy.load(b"", ORIGIN, RULES).since == ""


# --- an error says on which line

LINES = [
    ("[rules.a-sample]\nflag = true\nflga = true", 3),
    ("[rules]\na-sample.flga = 1", 2),
    ("rules.a-sample.flga = 1", 1),
    ("rules = { a-sample = { flga = 1 } }", 1),
    ('\n[rules.a-sample]\ntext = """\nflga = 1\n"""\nflga = 1', 6),
    ("[rules.a-sample]\n\n[rules.a-sample.parts.one]\nsize = 1\n[rules.a-sample.parts.two]\nsise = 1", 6),
    ("[rules.a-sample]\nparts.one = { size = 1 }\nparts.two = { sise = 1 }", 3),
    ("# x\n[rules.a-smaple]", 2),
    ('# x\n[rules."a-smaple"]', 2),
    ("x = 'rules'\n[rules]", 1),
    ("[rules.a-sample]\nflag = 1", 2),
    ("[rules.a-sample]\nsome_globs = [\n  'a',\n  '[b',\n]", 2),
    ("[rules.a-sample]\nwords = ['a']\nlevel = 'hihg'", 3),
    ("[rules.a-sample]\nenabled = 3", 2),
    ("[rules.a-sample]\nsome-globs = []\nsome_globs = []", 3),
    ("[[exceptions]]\nrule = 'x'\n\n[[exceptions]]\nrule = 'x'\npaht = 'x'", 6),
    ("[[exceptions]]\nrule = 1", 2),
    ("[exceptions]", 1),
]


@pytest.mark.parametrize(("text", "line"), LINES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_error_names_the_line(text: str, line: int, end: str) -> None:
    with pytest.raises(PolicyError, match=rf"^{ORIGIN}:{line}: "):
        read(text.replace("\n", end))


def real(text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        policy.load(text.encode(), ORIGIN, RULES)
    return str(caught.value)


def test_a_name_close_to_a_built_in_area_is_asked_about() -> None:
    head = "[rules.high-risk-changes]\ntrailer = 'High-Risk'\n\n[rules.high-risk-changes.areas."

    told = real(head + "payment]\nmode = 'block'\n")
    assert told.startswith(f"{ORIGIN}:4: ")
    assert "did you mean the built-in area 'payments'?" in told
    assert "did you mean" not in real(head + "ledgers]\nmode = 'block'\n")
    assert (
        "payment"
        in policy.load(f"{head}payment]\npaths = ['pay/']\n".encode(), ORIGIN, RULES).rules["high-risk-changes"].areas
    )  # type: ignore[attr-defined]
