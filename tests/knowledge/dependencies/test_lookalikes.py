"""Names that can be mistaken for popular ones; how often that is right and wrong measures benchmarks/lookalikes.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

import derive_popular
from govhooks.knowledge.dependencies.lookalikes import REGISTRIES, TARGETS, Names, load, look_alike

POPULAR = ROOT / "hooks/govhooks/knowledge/dependencies/popular"


@pytest.mark.parametrize(
    ("ecosystem", "name", "popular", "kind"),
    [
        ("npm", "lodahs", "lodash", "two letters swapped"),
        ("npm", "loadsh", "lodash", "two letters swapped"),
        ("npm", "lodas", "lodash", "a letter left out"),
        ("npm", "loddash", "lodash", "a letter doubled"),
        ("npm", "lidash", "lodash", "the key beside hit"),
        ("npm", "lofdash", "lodash", "a key beside hit too"),
        ("npm", "1odash", "lodash", "signs that look alike"),
        ("npm", "l\u043edash", "lodash", "signs that look alike"),
        ("npm", "Lodash", "lodash", "signs that look alike"),
        ("npm", "cross-spavvn", "cross-spawn", "signs that look alike"),
        ("npm", "crossspawn", "cross-spawn", "a separator moved"),
        ("npm", "cross_spawn", "cross-spawn", "a separator moved"),
        ("npm", "spawn-cross", "cross-spawn", "words swapped"),
        ("npm", "semver-js", "semver", "`-js` added"),
        ("npm", "node-semver", "semver", "`node-` added"),
        ("npm", "types-node", "@types/node", "a scope in the name"),
        ("npm", "typesnode", "@types/node", "a scope in the name"),
        ("npm", "@type/node", "@types/node", "a letter left out"),
        ("npm", "commanders", "commander", "an `s` added"),
        ("PyPI", "reqeusts", "requests", "two letters swapped"),
        ("PyPI", "Reqeusts", "requests", "two letters swapped"),
        ("PyPI", "python-numpy", "numpy", "`python-` added"),
        ("PyPI", "pythondateutil", "python-dateutil", "a separator moved"),
        ("PyPI", "dateutil-python", "python-dateutil", "words swapped"),
        ("PyPI", "reequests", "requests", "a letter doubled"),
    ],
)
def test_what_is_taken_for_another(ecosystem: str, name: str, popular: str, kind: str) -> None:
    found = look_alike(ecosystem, name)

    assert found is not None and (found.name, found.kind) == (popular, kind)


@pytest.mark.parametrize(
    ("ecosystem", "name"),
    [
        ("npm", "lodash"),  # popular itself
        ("npm", "tslint"),
        ("npm", "preact"),
        ("npm", "buffers"),
        ("npm", "data-fns"),  # another word
        ("PyPI", "boto"),
        ("PyPI", "Python_DateUtil"),  # the same to the registry
        ("PyPI", "httpx2"),  # another number
        ("PyPI", "my-company-tool"),
        ("npm", "ajx"),  # too short
        ("npm", "qs"),
        ("npm", "@types/nodes"),  # nobody else can publish there
        ("npm", "babel-parser"),  # what @babel/parser was called
        ("npm", "xlodash"),  # letters before a name are ordinary
        ("npm", "lowdash"),  # no slip of the hand: `w` lies nowhere near
        ("Hex", "phenix"),  # no list is known
        ("npm", ""),
    ],
)
def test_what_is_not(ecosystem: str, name: str) -> None:
    assert look_alike(ecosystem, name) is None


def test_the_more_used_counts_of_two() -> None:
    names = Names("npm", ("marker", "market"))

    assert [like.name for like in (names.like("markeg"), names.like("marke")) if like] == ["market", "marker"]


@settings(derandomize=True, deadline=None)
@given(name=st.text(max_size=12) | st.text(alphabet="abr-_.@/01", max_size=12))
def test_any_name(name: str) -> None:
    for ecosystem in REGISTRIES:
        found = look_alike(ecosystem, name)

        assert found is None or found.name in load(ecosystem).targets


def test_a_popular_name_is_like_none() -> None:
    for ecosystem in REGISTRIES:
        names = load(ecosystem)

        assert len(names.popular) == 10_000
        assert len(names.targets) > 0.9 * TARGETS
        assert all(name == names.normal(name) for name in names.popular)
        assert [name for name in sorted(names.popular)[::100] if names.like(name)] == []


def test_the_tool_writes_what_is_shipped(tmp_path: Path) -> None:
    for registry in REGISTRIES.values():
        (tmp_path / f"{registry}.txt").write_bytes((POPULAR / f"{registry}.txt").read_bytes())
    derive_popular.derive(tmp_path, tmp_path / "made")

    for registry in REGISTRIES.values():
        assert (tmp_path / "made" / f"{registry}.txt").read_bytes() == (POPULAR / f"{registry}.txt").read_bytes()
