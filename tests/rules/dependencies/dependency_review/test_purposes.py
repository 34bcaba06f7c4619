"""The register of purposes as a file."""

from __future__ import annotations

import contextlib

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from govhooks.rules.dependencies.dependency_review.purposes import KEYS, NEEDED, BadRegister, Register, read

ENTRY = '[[dependencies]]\necosystem = "npm"\nname = "lodash"\npurpose = "merges settings"\n'


def test_an_entry() -> None:
    (entry,) = read(ENTRY.encode()).entries

    assert (entry.ecosystem, entry.name, entry.purpose, entry.owner, entry.source) == (
        "npm",
        "lodash",
        "merges settings",
        "",
        "",
    )
    assert entry.line == 1
    assert read(b"") == read(b"# nothing yet\n") == Register()


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (ENTRY + 'reason = "x"\n', 5, "unknown key 'reason'"),
        (ENTRY + 'purpos = "x"\n', 5, "did you mean purpose?"),
        (ENTRY.replace('"merges settings"', '""'), 4, "`purpose` has to be one line of text"),
        (ENTRY.replace('"merges settings"', '"  "'), 4, "`purpose` has to be one line of text"),
        (ENTRY.replace('"merges settings"', '"a\\nb"'), 4, "`purpose` has to be one line of text"),
        (ENTRY.replace('"merges settings"', "1"), 4, "`purpose` has to be one line of text"),
        (ENTRY.replace('name = "lodash"\n', ""), 1, "an entry without `name`"),
        (ENTRY.replace('"npm"', '"NPM"'), 2, "`ecosystem` is none of PyPI, npm"),
        (ENTRY + "owner = []\n", 5, "`owner` has to be one line of text"),
        (ENTRY + 'source = "https://bot:x@npm.example.com"\n', 5, "`source` names a user"),
        (ENTRY + ENTRY, 5, "lodash (npm) has an entry in line 1"),
        ('title = "x"\n', 1, "unknown key 'title'"),
        ("[dependencies]\nlodash = 'x'\n", 1, "`dependencies` is no list"),
        ("dependencies = ['lodash']\n", 1, "an entry that is no table"),
        ("[[dependencies]\n", 1, ""),
        ("<<<<<<< HEAD\n", 1, ""),
    ],
)
def test_a_register_that_is_none(text: str, line: int, told: str) -> None:
    with pytest.raises(BadRegister) as raised:
        read(text.encode())

    assert told in str(raised.value)
    assert raised.value.line == line


def test_the_register_of_the_page_is_one() -> None:
    page = (ROOT / "docs/rules/dependency-review.md").read_text(encoding="utf-8")
    text = page.partition("# dependencies.toml\n")[2].partition("```")[0]

    assert [(entry.name, bool(entry.owner), bool(entry.source)) for entry in read(text.encode()).entries] == [
        ("lodash", True, False),
        ("@corp/auth", False, True),
    ]


def test_names_are_compared_as_registries_do() -> None:
    register = read(b'[[dependencies]]\necosystem = "PyPI"\nname = "Zope.Interface"\npurpose = "x"\n')

    assert register.of("PyPI", "zope-interface")
    assert not register.of("npm", "zope-interface")


@pytest.mark.parametrize(
    ("source", "places", "counts"),
    [
        ("", ("https://registry.npmjs.org",), True),
        ("", ("https://anywhere.example.com", "https://elsewhere.example.com"), True),
        ("https://npm.example.com", ("https://npm.example.com/",), True),
        ("https://npm.example.com/", ("https://npm.example.com/team/",), True),
        ("https://npm.example.com", ("https://npm.example.com.evil.test",), False),
        ("https://npm.example.com", ("https://npm.example.com", "https://registry.npmjs.org"), False),
        ("https://git.example.com/o/ours", ("https://git.example.com/o/ours.git",), True),
        ("git+https://git.example.com/o/ours.git", ("https://git.example.com/o/ours",), True),
        ("https://git.example.com/o/ours", ("https://git.example.com/o/ours-too",), False),
    ],
)
def test_an_entry_counts_for_its_source(source: str, places: tuple[str, ...], counts: bool) -> None:
    more = f'source = "{source}"\n' if source else ""
    (entry,) = read((ENTRY + more).encode()).entries

    assert entry.counts_for(places) is counts


_WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs"), exclude_characters="@"), min_size=1, max_size=20
)


@given(
    st.fixed_dictionaries({"ecosystem": st.sampled_from(["npm", "PyPI", "Go"]), **dict.fromkeys(NEEDED[1:], _WORDS)},
                          optional={"owner": _WORDS, "source": _WORDS}),
)  # fmt: skip
def test_what_is_written_is_read(entry: dict[str, str]) -> None:
    from json import dumps

    text = "[[dependencies]]\n" + "".join(
        f"{key} = {dumps(value, ensure_ascii=False)}\n" for key, value in entry.items()
    )
    (found,) = read(text.encode()).entries

    assert {key: getattr(found, key) for key in KEYS if getattr(found, key)} == entry


@given(st.binary(max_size=200))
def test_any_bytes_are_a_register_or_a_bad_one(data: bytes) -> None:
    with contextlib.suppress(BadRegister):
        assert isinstance(read(data), Register)
