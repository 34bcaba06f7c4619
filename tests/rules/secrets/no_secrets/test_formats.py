"""The table of token formats, row by row: what it finds, what it leaves alone, and that no line makes it slow."""

from __future__ import annotations

import functools
import itertools
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from rows import each

from govhooks.rules.secrets.no_secrets import checks, examples, format, formats
from govhooks.rules.secrets.no_secrets.checks import CHECKS, PROOFS, SIGN
from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats import MODULES, load, may_stand
from govhooks.rules.secrets.no_secrets.formats.references import TRIGGERS

SEEDS = range(25)
make = functools.cache(examples.make)  # most tests ask for the same ones
FORMATS = load()
ROOT = Path(__file__).resolve().parents[4]
BY_ID = {row.id: row for row in FORMATS}

# What the engine makes of a row's pattern.
COMPILED = {row.id: re.compile(rf"(?<![0-9A-Za-z])(?:{row.pattern})(?![0-9A-Za-z])") for row in FORMATS}

# Two rows that may find the same text, and why.
ALLOWED_OVERLAPS: dict[tuple[str, str], str] = {}

CONTEXTS = (
    'key = "{}"',
    "{}",
    "{} and more",
    "a line that ends with {}",
    "NAME={}",
    "name: {}",
    "'{}',",
    "({})",
    "`{}`",
)

each_row = each(FORMATS, lambda row: row.id)


def found(row: Format, line: str) -> Iterator[str]:
    """The tokens the rule would report on this line."""
    lower = line.lower()
    if not any(literal in lower for literal in row.literals):
        return
    for match in COMPILED[row.id].finditer(line):
        token = match["secret"] if "secret" in match.re.groupindex else match[0]
        if not row.check or CHECKS[row.check](token):
            yield token


def test_the_table_is_sorted_and_its_ids_unique() -> None:
    assert len(BY_ID) == len(FORMATS) >= 90
    assert list(FORMATS) == sorted(FORMATS, key=lambda row: (row.provider.casefold(), row.id))


def test_every_module_holds_its_letter() -> None:
    files = {path.stem for path in Path(str(formats.__file__)).parent.glob("*.py")}

    assert files == {*MODULES, "__init__", "forms", "hidden", "references", "shared", "triggers"}
    for row in FORMATS:
        letter = row.provider[0].lower()
        assert row in import_module(f"{formats.__name__}.{letter if letter.isalpha() else 'numbers'}").FORMATS


def test_a_clean_text_loads_no_row() -> None:
    """Ordinary source text holds many a literal; a glance tells that no token stands there."""
    script = (
        "import sys; from pathlib import Path; from govhooks.rules.secrets.no_secrets.engine import scan\n"
        "for name in sys.argv[1:]: assert not list(scan(Path(name).read_text(encoding='utf-8'), name, guesses=False))\n"
        "print(*sorted(name for name in sys.modules if name.startswith('govhooks.rules.secrets.no_secrets.formats.')))"
    )
    # event.py reads GITHUB_EVENT_PATH: a provider's name in front of a value is worth more than a glance.
    sources = [str(path) for path in sorted((ROOT / "hooks/govhooks").glob("*.py")) if path.name != "event.py"]
    done = subprocess.run(
        [sys.executable, "-c", script, *sources, str(ROOT / "README.md"), str(ROOT / "CONTRIBUTING.md")],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
        text=True,
    )

    loaded = {name.rpartition(".")[2] for name in done.stdout.split()}

    assert not loaded & set(MODULES)


@each_row
def test_every_field_is_filled(row: Format) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.id)
    assert all((row.provider, row.description, row.literals, row.pattern, row.source, row.revoke))
    assert row.positive
    assert row.negative
    assert row.confidence in ("high", "medium", "low")
    assert row.source.startswith("https://")
    assert not row.check or row.check in CHECKS


@each_row
def test_literals_are_lower_case_and_long_enough(row: Format) -> None:
    assert all(literal == literal.lower() and len(literal) >= 3 for literal in row.literals) or (
        row.id == "discord-bot-token"
    )


@each_row
def test_every_repetition_is_bounded(row: Format) -> None:
    outside_classes = re.sub(r"\[[^\]]*\]", "x", row.pattern)

    assert not re.search(r"(?<!\\)[*+]|,\}|\)\{|\)\?\)\?", outside_classes)


@each_row
def test_a_checked_row_shows_a_wrong_token(row: Format) -> None:
    """One that the pattern finds and the check turns down."""
    if row.check:
        assert any(list(COMPILED[row.id].finditer(make(recipe))) for recipe in row.negative)


def test_every_check_is_used_and_every_checksum_can_be_made() -> None:
    assert {row.check for row in FORMATS if row.check} == set(CHECKS)
    assert set(SIGN) <= set(CHECKS)
    assert set(SIGN) >= PROOFS


@each_row
def test_positive_examples_are_found(row: Format) -> None:
    for recipe in row.positive:
        for seed in SEEDS:
            made = make(recipe, seed)
            for context in CONTEXTS:
                tokens = list(found(row, context.format(made)))

                assert len(tokens) == 1, (recipe, seed, context)
                assert tokens[0] in made, (recipe, seed, context)


@each_row
def test_a_bare_example_is_found_whole(row: Format) -> None:
    """Where the recipe is the token and nothing else, the token found is all of it."""
    for recipe in row.positive:
        if "secret" in COMPILED[row.id].groupindex or "://" in recipe or " " in recipe:
            continue
        for seed in SEEDS:
            made = make(recipe, seed)

            assert list(found(row, f'"{made}"')) == [made], recipe


@each_row
def test_negative_examples_are_left_alone(row: Format) -> None:
    for recipe in row.negative:
        for seed in SEEDS:
            made = make(recipe, seed)
            for context in CONTEXTS:
                assert list(found(row, context.format(made))) == [], (recipe, seed, context)


def overlaps(seeds: int) -> set[tuple[str, str]]:
    """(row, another row that finds its tokens)."""
    both = set()
    for row in FORMATS:
        for recipe in row.positive:
            for seed in range(seeds):
                line = f'key = "{make(recipe, seed)}"'
                both |= {(row.id, other.id) for other in FORMATS if other is not row and list(found(other, line))}
    return both


def test_no_row_finds_the_tokens_of_another() -> None:
    assert overlaps(1) <= set(ALLOWED_OVERLAPS)


@pytest.mark.slow
def test_no_row_finds_any_token_of_another() -> None:
    assert overlaps(6) == set(ALLOWED_OVERLAPS)


@pytest.mark.slow
def test_this_tree_holds_no_token() -> None:
    tables = sorted(Path(str(formats.__file__)).parent.glob("*.py"))
    for path in (Path(__file__), *(Path(str(module.__file__)) for module in (checks, examples, format)), *tables):
        for line in path.read_text(encoding="utf-8").splitlines():
            for row in FORMATS:
                assert list(found(row, line)) == [], f"{path.name} holds a {row.id}"


@each_row
def test_a_glance_never_overlooks_a_token(row: Format) -> None:
    triggers = [(literal, ref) for literal, ref in TRIGGERS if formats.row(ref[:2]).id == row.id]
    assert sorted(literal for literal, _ in triggers) == sorted(row.literals)
    for recipe in row.positive:
        for seed in SEEDS:
            line = f'key = "{make(recipe, seed)}"\n'
            hits = [
                may_stand(line, match.start(), ref)
                for literal, ref in triggers
                for match in re.finditer(re.escape(literal), line.lower())
            ]

            assert any(hits), recipe


@each_row
def test_a_token_lies_near_its_literal(row: Format) -> None:
    """The engine reads only so many characters around a literal."""
    for recipe in row.positive:
        made = make(recipe)
        match = COMPILED[row.id].search(made)
        assert match
        first = min(made.lower().index(literal) for literal in row.literals if literal in made.lower())

        assert first - match.start() <= 128
        assert match.end() - match.start() <= 4_000


# Linearity

_MEGABYTE = 1_000_000


def hostile_units(row: Format) -> Iterator[tuple[str, str]]:
    """What a line made to be slow begins with, and what it repeats."""
    yield "", row.literals[0]
    for recipe in row.positive:
        made = make(recipe)
        mark = next((made[made.lower().index(word) :] for word in row.literals if word in made.lower()), made)
        head = mark[: max(len(word) for word in row.literals if mark.lower().startswith(word))]
        yield "", head
        yield "", f"{head}-"
        yield "", f"{head}{made[-1]}_"
        yield "", made[: len(made) // 2]
        yield "", f"{made[:-1]}!"
        yield head, made[-1]
        yield head, "-"


def seconds(pattern: re.Pattern[str], line: str) -> float:
    started = time.process_time()
    for _ in pattern.finditer(line):
        pass
    return time.process_time() - started


@pytest.mark.slow
def test_no_line_makes_a_pattern_slow() -> None:
    """Twice the line costs about twice the time: only lines that cost enough to measure are compared."""
    for row in FORMATS:
        pattern = COMPILED[row.id]
        for start, unit in sorted(set(hostile_units(row))):
            small = start + unit * (_MEGABYTE // 10 // len(unit))
            if seconds(pattern, small) < 0.03:
                continue
            large = start + unit * (_MEGABYTE // 5 // len(unit))
            ratios = (seconds(pattern, large) / seconds(pattern, small) for _ in range(6))

            assert any(ratio < 3 for ratio in ratios), (row.id, unit[:40])


@pytest.mark.parametrize(("size", "limit"), [(50_000, 0.5), pytest.param(_MEGABYTE, 5, marks=pytest.mark.slow)])
def test_hostile_text_ends(size: int, limit: float) -> None:
    for row in FORMATS:
        made = make(row.positive[0])
        for unit in (row.literals[0], made[: len(made) // 2] + "-"):
            assert seconds(COMPILED[row.id], unit * (size // len(unit))) < limit, row.id


# Checksums

SIGNED = [(row.check, recipe) for row in FORMATS for recipe in row.positive if row.check in SIGN and "{sign:" in recipe]


@pytest.mark.parametrize(("name", "recipe"), SIGNED)
def test_one_changed_character_of_a_checksum_is_refused(name: str, recipe: str) -> None:
    start = len(make(recipe[: recipe.index("{sign:")]))
    for seed in SEEDS:
        token = make(recipe, seed)
        width = len(SIGN[name](token[:start]))
        assert CHECKS[name](token)
        for place in range(start, start + width):
            for char in "27afzAFZ":
                if char != token[place]:
                    changed = token[:place] + char + token[place + 1 :]
                    alphabet = examples.ALPHABETS[
                        "bech32" if name == "age" else "base32" if name == "nats" else "alnum"
                    ]

                    assert char not in alphabet or not CHECKS[name](changed), (seed, place, char)


@pytest.mark.parametrize(("name", "recipe"), SIGNED)
def test_one_changed_character_of_the_body_is_refused(name: str, recipe: str) -> None:
    place = len(make(recipe[: recipe.index("{sign:")])) - 8
    for seed in SEEDS:
        token = make(recipe, seed)
        changed = token[:place] + ("A" if token[place] != "A" else "C") + token[place + 1 :]

        assert not CHECKS[name](changed)


@pytest.mark.parametrize(
    ("name", "start", "checksum"),
    [
        # The check value of CRC-32, 0xCBF43926, in each provider's digits.
        ("atlassian", "123456789", "CBF43926"),
        ("cloudflare", "123456789", "cbf43926"),
        ("zuplo", "123456789", "cbf43926"),
        ("grafana-service-account", "123456789", "2639f4cb"),
        ("gitlab-routable", "123456789", "1kl8mjq"),
        ("github", "123456789", "3jZRME"),
        # A valid string of BIP 173.
        ("age", "A1", "2UEL5L"),
    ],
)
def test_known_checksums(name: str, start: str, checksum: str) -> None:
    assert SIGN[name](start) == checksum


def test_short_numbers_are_padded() -> None:
    for number in range(2_000):
        assert len(SIGN["github"](f"{number:030}")) == 6
        assert len(SIGN["gitlab-routable"](f"{number}")) == 7


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_never_raises_on_what_its_patterns_find(name: str) -> None:
    for row in FORMATS:
        if row.check == name:
            for recipe in (*row.positive, *row.negative):
                for match in COMPILED[row.id].finditer(make(recipe, 7)):
                    assert isinstance(CHECKS[name](match[0]), bool)


@pytest.mark.parametrize(
    ("key_id", "holds"),
    [
        (("AKIA", "I", "77777777777", "AAAA"), True),
        (("ABIA", "7777", "77777777", "7777"), True),
        (("AKIA", "7777", "77777777", "7777"), False),
        (("ASIA", "7777", "77777777", "7777"), False),
        (("AKIA", "ABCDEFGHI", "EXAMPLE"), False),
    ],
)
def test_aws_account_numbers(key_id: tuple[str, ...], holds: bool) -> None:
    assert CHECKS["aws-key-id"]("".join(key_id)) is holds


def test_deeply_nested_json_is_refused() -> None:
    token = "glc_" + make("{b64:" + "[" * 1_500 + "}")

    assert not CHECKS["grafana-cloud"](token)


# Recipes


def test_a_recipe_makes_the_same_text_again_and_another_for_another_seed() -> None:
    assert make("{alnum:30}", 1) == make("{alnum:30}", 1) != make("{alnum:30}", 2)


@pytest.mark.parametrize("alphabet", sorted(examples.ALPHABETS))
def test_random_text_has_no_equal_neighbours(alphabet: str) -> None:
    text = make(f"{{{alphabet}:200}}")

    assert len(text) == 200
    assert set(text) <= set(examples.ALPHABETS[alphabet])
    assert all(left != right for left, right in itertools.pairwise(text))


@pytest.mark.parametrize("name", sorted(SIGN))
def test_a_bad_checksum_is_never_the_good_one(name: str) -> None:
    for seed in SEEDS:
        start = make("{base32:77}" if name != "age" else "AGE-SECRET-KEY-1{bech32:52}", seed)
        good, bad = make(f"{start}{{sign:{name}}}"), make(f"{start}{{badsign:{name}}}")

        assert good != bad
        assert len(good) == len(bad)


@pytest.mark.parametrize(
    ("recipe", "complaint"),
    [
        ("{alnum}", "alnum"),
        ("{alnum:0}", "alnum:0"),
        ("{alnum:x}", "alnum:x"),
        ("{nonsense:3}", "nonsense:3"),
        ("{sign:nobody}", "sign:nobody"),
        ("{b64json:k}", "b64json:k"),
        ("{b64json:a='x',a.b='y'}", "a.b"),
        ("{b64json:k=wrong:3}", "wrong:3"),
        ("open {alnum:3", "{alnum:3"),
        ("closed alnum:3}", "alnum:3}"),
    ],
)
def test_a_bad_recipe_is_named(recipe: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)):
        make(recipe)
