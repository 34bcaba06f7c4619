"""Whether a locked version is one that a manifest asks for, in the words of each ecosystem.

    holds("npm", "^4.17.21", "4.17.15")   False; None where it cannot be told for sure

PyPI's and npm's ranges are read as their tools do. Of the others only what is exactly the same as one of theirs: Cargo's
requirements, carets of Composer and pub, Bundler's `~>` and comparisons. Poetry's own carets and tildes become specifiers.
Sources: https://python-poetry.org/docs/dependency-specification/, https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html,
https://getcomposer.org/doc/articles/versions.md, https://dart.dev/tools/pub/dependencies#version-constraints,
https://guides.rubygems.org/patterns/#pessimistic-version-constraint
"""

from __future__ import annotations

import re

from govhooks.knowledge import versions

_NUMBERS = re.compile(r"\d+(?:\.\d+)*", re.ASCII)
_PLAIN = re.compile(r"\d+\.\d+\.\d+", re.ASCII)
_GEM = re.compile(r"(~>|>=|<=|!=|=|>|<)?\s*(\d+(?:\.\d+)*)", re.ASCII)


def holds(ecosystem: str, wanted: str, version: str) -> bool | None:
    """Whether a version is in a range as a manifest writes it; None where that is not known."""
    reader = _READERS.get(ecosystem)
    if reader is None or not version:
        return None
    try:
        return reader(wanted.strip(), version)
    except ValueError:
        return None


def _python(wanted: str, version: str) -> bool | None:
    return any(versions.contains("PyPI", specifier(one), version) for one in wanted.split("||"))


def specifier(wanted: str) -> str:
    """A range of a Python manifest as specifiers of PEP 440. Raises ValueError for what is none."""
    return ",".join(filter(None, (_specifier(one.strip()) for one in wanted.split(","))))


def _specifier(one: str) -> str:
    """Poetry's `^1.2`, `~1.2`, `1.2` (exactly) and `*`; anything else as it is."""
    if one in ("", "*"):
        return ""
    if one[0].isdigit():
        return f"=={one}"
    if one[0] == "^" or (one[0] == "~" and one[:2] != "~="):
        bare = one[1:].strip()
        if not _NUMBERS.fullmatch(bare):
            raise ValueError(one)
        numbers = [int(number) for number in bare.split(".")]
        if one[0] == "^":
            kept = next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
        else:
            kept = min(1, len(numbers) - 1)
        following = ".".join(map(str, (*numbers[:kept], numbers[kept] + 1)))
        return f">={bare},<{following}"
    return one


def _npm(wanted: str, version: str) -> bool | None:
    if _is_plainly_in(wanted, version):
        return True
    found = versions.contains("npm", wanted, version)
    # A pre-release may be all that there was.
    return None if not found and "-" in version else found


def _is_plainly_in(wanted: str, version: str) -> bool:
    """Whether it is in a range such as nearly all are, "^1.2.3" or "1.2.3": said without the expressions for all others."""
    asked, given = wanted.removeprefix("^").split("."), version.split(".")
    if not (len(asked) == 3 == len(given) and all(part.isascii() and part.isdecimal() for part in (*asked, *given))):
        return False
    low, here = [int(part) for part in asked], [int(part) for part in given]
    if wanted[0] != "^":
        return low == here
    kept = next((at for at, number in enumerate(low) if number), 2)
    return here >= low and here[: kept + 1] == low[: kept + 1]


def _cargo(wanted: str, version: str) -> bool | None:
    """A bare version is a caret's: https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html."""
    words = []
    for one in wanted.split(","):
        one = "".join(one.split())
        words.append(f"^{one}" if one[:1].isdigit() and "*" not in one else one)
    return _npm(" ".join(words), version)


def _composer(wanted: str, version: str) -> bool | None:
    """`^1.2` and a version that is written out; a tilde means something else than npm's."""
    version = version.removeprefix("v")
    if not _PLAIN.fullmatch(version):
        return None
    told = [_composer_one(one.strip()) for one in re.split(r"\|\|?", wanted)]
    return any(versions.contains("npm", one, version) for one in told)


def _composer_one(one: str) -> str:
    bare = one.removeprefix("^").removeprefix("v")
    if _PLAIN.fullmatch(bare) or (one[:1] == "^" and _NUMBERS.fullmatch(bare)):
        return f"^{bare}" if one[:1] == "^" else bare
    raise ValueError(one)


def _gems(wanted: str, version: str) -> bool | None:
    if not _NUMBERS.fullmatch(version):
        return None
    return all(_gem(one.strip(), version) for one in wanted.split(",") if one.strip())


def _gem(one: str, version: str) -> bool:
    found = _GEM.fullmatch(one)
    if found is None:
        raise ValueError(one)
    operator, asked = found[1] or "=", found[2]
    order = versions.compare("RubyGems", version, asked)
    if operator == "~>":
        numbers = asked.split(".")
        kept = numbers[:-1] if len(numbers) > 1 else numbers
        following = ".".join((*kept[:-1], str(int(kept[-1]) + 1)))
        return order >= 0 and versions.compare("RubyGems", version, following) < 0
    return {"=": order == 0, "!=": order != 0, ">": order > 0, "<": order < 0, ">=": order >= 0, "<=": order <= 0}[
        operator
    ]


def _pub(wanted: str, version: str) -> bool | None:
    """As npm, but that pub's caret of 0.0.3 goes up to 0.1.0."""
    version = version.partition("+")[0]
    if wanted == "any":
        return True
    if not _PLAIN.fullmatch(version) or "^0.0." in wanted or "+" in wanted:
        return None
    return versions.contains("npm", wanted, version)


_READERS = {
    "PyPI": _python,
    "npm": _npm,
    "crates.io": _cargo,
    "Packagist": _composer,
    "RubyGems": _gems,
    "Pub": _pub,
}
