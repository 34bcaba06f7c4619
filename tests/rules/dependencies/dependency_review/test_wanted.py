"""Whether a locked version is one that a manifest asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from govhooks.knowledge import versions
from govhooks.rules.dependencies.dependency_review.wanted import holds, specifier

# (ecosystem, what is asked for) -> a version that is one, a version that is none; None where it cannot be told.
RANGES = {
    ("PyPI", ">=2,<3"): ("2.3.0", "3.0"),
    ("PyPI", "~=2.1"): ("2.9", "3.0"),
    ("PyPI", "==2.*"): ("2.9", "3.0"),
    ("PyPI", "==2.0.1"): ("2.0.1+cu118", "2.0.2"),
    ("PyPI", ""): ("1", None),
    ("PyPI", "*"): ("1", None),
    ("PyPI", "^1.2.3"): ("1.9.0", "2.0.0"),
    ("PyPI", "^0.2.3"): ("0.2.9", "0.3.0"),
    ("PyPI", "^0.0.3"): ("0.0.3", "0.0.4"),
    ("PyPI", "^0.0"): ("0.0.9", "0.1.0"),
    ("PyPI", "^0"): ("0.9", "1.0"),
    ("PyPI", "~1.2.3"): ("1.2.9", "1.3.0"),
    ("PyPI", "~1.2"): ("1.2.9", "1.3.0"),
    ("PyPI", "~1"): ("1.9", "2.0"),
    ("PyPI", "1.2.3"): ("1.2.3", "1.2.4"),
    ("PyPI", "^1 || ^3"): ("3.1", "2.0"),
    ("PyPI", "^1.2,!=1.3"): ("1.4", "1.3"),
    ("npm", "^4.17.21"): ("4.17.21", "4.17.15"),
    ("npm", "1 || 2.x"): ("2.5.0", "3.0.0"),
    ("npm", "latest"): (None, None),
    ("npm", "catalog:"): (None, None),
    ("crates.io", "1.2"): ("1.9.0", "2.0.0"),
    ("crates.io", "0.8"): ("0.8.5", "0.9.0"),
    ("crates.io", "=1.2.3"): ("1.2.3", "1.2.4"),
    ("crates.io", "~1.2"): ("1.2.9", "1.3.0"),
    ("crates.io", ">= 1.2, < 1.5"): ("1.4.9", "1.5.0"),
    ("crates.io", "1.*"): ("1.4.9", "2.0.0"),
    ("crates.io", "workspace"): (None, None),
    ("Packagist", "^1.2"): ("v1.9.0", "2.0.0"),
    ("Packagist", "^1.2 || ^2.0"): ("2.1.0", "3.0.0"),
    ("Packagist", "1.2.3"): ("1.2.3", "1.2.4"),
    ("Packagist", "~1.2"): (None, None),
    ("Packagist", "dev-main"): (None, None),
    ("RubyGems", "~> 7.0"): ("7.9", "8.0"),
    ("RubyGems", "~> 7.0.1"): ("7.0.9", "7.1"),
    ("RubyGems", ">= 1.0, < 2"): ("1.9", "2.0"),
    ("RubyGems", "1.0"): ("1.0", "1.1"),
    ("RubyGems", "!= 1.0"): ("1.1", "1.0"),
    ("RubyGems", ""): ("1.0", None),
    ("Pub", "^1.2.0"): ("1.9.0", "2.0.0"),
    ("Pub", "^0.1.2"): ("0.1.9", "0.2.0"),
    ("Pub", "any"): ("1.0.0", None),
    ("Pub", "^0.0.3"): (None, None),
    ("Pub", ">=1.0.0 <2.0.0"): ("1.9.0", "2.0.0"),
    ("Go", "v1.2.3"): (None, None),
}  # fmt: skip


@pytest.mark.parametrize(("ecosystem", "wanted"), RANGES)
def test_a_range(ecosystem: str, wanted: str) -> None:
    inside, outside = RANGES[ecosystem, wanted]

    assert holds(ecosystem, wanted, inside or "1.0.0") is (True if inside else None)
    assert outside is None or holds(ecosystem, wanted, outside) is False


@pytest.mark.parametrize(
    ("ecosystem", "wanted", "version"),
    [
        ("npm", ">=1.0.0", "2.0.0-rc.1"),
        ("Packagist", "^1.0", "2.0.0-beta1"),
        ("Packagist", "^1.0", "1.0.0.1"),
        ("RubyGems", "~> 1.0", "1.1.pre"),
        ("Pub", "^1.0.0", "2.0.0-dev"),
        ("npm", "^1", ""),
        ("PyPI", ">=1", "no version"),
        ("PyPI", "^1.x", "1.0"),
    ],
)
def test_what_cannot_be_told(ecosystem: str, wanted: str, version: str) -> None:
    assert holds(ecosystem, wanted, version) is None


_NUMBERS = st.lists(st.integers(0, 4), min_size=1, max_size=3).map(lambda numbers: ".".join(map(str, numbers)))


@given(_NUMBERS, st.tuples(*[st.integers(0, 5)] * 3))
def test_poetry_carets_are_those_of_its_documentation(bare: str, version: tuple[int, ...]) -> None:
    """ "An update is allowed if the new version number does not modify the left-most non-zero digit"."""
    asked = [int(part) for part in bare.split(".")]
    kept = next((at for at, number in enumerate(asked) if number), len(asked) - 1)
    text = ".".join(map(str, version))
    is_newer = SpecifierSet(f">={bare}").contains(text)

    assert SpecifierSet(specifier(f"^{bare}")).contains(text) is (
        is_newer and list(version[: kept + 1]) == asked[: kept + 1]
    )


_THREE = st.tuples(*[st.integers(0, 3)] * 3).map(lambda numbers: ".".join(map(str, numbers)))


@given(st.sampled_from(["", "^"]), _THREE, _THREE)
def test_the_short_way_says_what_the_long_one_says(prefix: str, asked: str, version: str) -> None:
    assert holds("npm", prefix + asked, version) is versions.contains("npm", prefix + asked, version)


@given(st.sampled_from(sorted({ecosystem for ecosystem, _ in RANGES})), st.text(max_size=30), st.text(max_size=15))
def test_any_text_is_told_or_not(ecosystem: str, wanted: str, version: str) -> None:
    assert holds(ecosystem, wanted, version) in (True, False, None)
