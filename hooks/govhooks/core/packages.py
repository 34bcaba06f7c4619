"""Packages by name: the ecosystems that are known, when two names are one, and a package in one word ("PyPI/jinja2@3.1.2")."""

from __future__ import annotations

# As OSV names them (https://ossf.github.io/osv-schema/#defined-ecosystems); the last four have no advisories of their own.
ECOSYSTEMS = (
    *("PyPI", "npm", "crates.io", "Go", "RubyGems", "Packagist", "Maven", "NuGet", "Pub", "Hex", "GitHub Actions"),
    *("Docker", "GitLab", "conda", "pre-commit"),
)


def fold_name(ecosystem: str, name: str) -> str:
    """A name as its registry compares it: https://packaging.python.org/specifications/name-normalization/ and the like."""
    if ecosystem == "PyPI":
        folded = name.lower().replace("_", "-").replace(".", "-")
        while "--" in folded:
            folded = folded.replace("--", "-")
        return folded
    if ecosystem in ("Packagist", "NuGet", "GitHub Actions", "Pub", "Hex", "conda"):
        return name.lower()
    return name


def parse(text: str) -> tuple[str, str, str]:
    """(ecosystem, name, version) of "ECOSYSTEM/NAME" or "ECOSYSTEM/NAME@VERSION"; the version is "" where none is given.

    The ecosystem may be in any case. Raises ValueError, which says what is wrong.
    """
    given, slash, rest = text.partition("/")
    name, at, version = rest.rpartition("@")
    if not name or "/" in version:  # npm's @scope/name, and addresses such as git@host:team/hooks
        name, at, version = rest, "", ""
    if not slash or not name or "*" in name or (at and not version) or (name + version).split() != [name + version]:
        raise ValueError(f"{text} is not ECOSYSTEM/NAME")
    known = {one.lower(): one for one in ECOSYSTEMS}
    if given.lower() not in known:
        raise ValueError(f"{given or text} is no ecosystem that is known")
    return known[given.lower()], name, version


def is_named(text: str, package: tuple[str, str, str]) -> bool:
    """Whether a text as `parse` reads it names this (ecosystem, name, version); without a version it names all of them."""
    try:
        ecosystem, name, version = parse(text)
    except ValueError:
        return False
    same = package[0] == ecosystem and fold_name(ecosystem, package[1]) == fold_name(ecosystem, name)
    return same and version in ("", package[2])
