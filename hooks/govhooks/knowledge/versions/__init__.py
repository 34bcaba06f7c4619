"""Versions as each ecosystem orders them.

    compare(ecosystem, a, b)            -1, 0 or 1
    key(ecosystem, text)                what its versions sort by
    canonical(ecosystem, text)          one text for all spellings of a version: equal where `compare` gives 0
    contains(ecosystem, wanted, text)   whether a version lies in a range as a manifest writes it (PyPI and npm)

Ecosystems are named as OSV names them; what follows a colon ("Maven:https://...") says where packages come from, not how
their versions are ordered. Nothing is guessed: UnknownEcosystem, BadVersion and BadRange say what cannot be told.

A module here is one ordering: `key(text)` and `canonical(text)`, and `contains(wanted, text)` where manifests need it. It is
loaded when the first version of such an ecosystem is asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Ecosystem -> the module that orders its versions.
ORDERINGS = {
    "PyPI": "pep440",
    "npm": "semver",
    "crates.io": "semver",
    "Go": "semver",
    "Hex": "semver",
    "GitHub Actions": "semver",
    "Pub": "pub",
    "RubyGems": "rubygems",
    "Packagist": "composer",
    "Maven": "maven",
    "NuGet": "nuget",
}
# Those whose manifests' ranges can be read here.
RANGES = {"PyPI": "pep440", "npm": "npm_ranges"}
_loaded: dict[str, Any] = {}
# A longer one is nobody's version; node-semver has the same limit.
LONGEST = 256


class UnknownEcosystem(ValueError):
    """No ordering is known for the versions of this ecosystem."""


class BadVersion(ValueError):
    """This is no version of its ecosystem."""


class BadRange(ValueError):
    """This is no range of versions of its ecosystem."""


def compare(ecosystem: str, a: str, b: str) -> int:
    """-1, 0 or 1. Raises UnknownEcosystem, BadVersion."""
    module = _module(ecosystem, ORDERINGS)
    plain = getattr(module, "plain", None)
    first, second = (plain(a), plain(b)) if plain else (None, None)
    if first is None or second is None:
        first, second = module.key(a), module.key(b)
    return -1 if first < second else 1 if first > second else 0


def key(ecosystem: str, text: str) -> Any:
    """What versions of one ecosystem sort by. Raises UnknownEcosystem, BadVersion."""
    return _module(ecosystem, ORDERINGS).key(text)


def canonical(ecosystem: str, text: str) -> str:
    """The same text for every spelling of one version. Raises UnknownEcosystem, BadVersion."""
    answer: str = _module(ecosystem, ORDERINGS).canonical(text)
    return answer


def contains(ecosystem: str, wanted: str, text: str) -> bool:
    """Whether a version lies in a range. Raises UnknownEcosystem, BadVersion, BadRange."""
    answer: bool = _module(ecosystem, RANGES).contains(wanted, text)
    return answer


def short(text: str) -> str:
    """A version or range as an error shows it."""
    shown = ascii(text)
    return shown if len(shown) <= 80 else f"{shown[:77]}...'"


def ordering(ecosystem: str) -> Any:
    """The module with the `key` and `canonical` of an ecosystem, for who has many to ask. Raises UnknownEcosystem."""
    return _module(ecosystem, ORDERINGS)


def _module(ecosystem: str, table: dict[str, str]) -> Any:
    name = table.get(ecosystem.partition(":")[0])
    if name is None:
        raise UnknownEcosystem(f"the versions of {short(ecosystem)} cannot be compared")
    if name not in _loaded:
        from importlib import import_module

        _loaded[name] = import_module(f"govhooks.knowledge.versions.{name}")
    return _loaded[name]
