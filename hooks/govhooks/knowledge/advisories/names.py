"""Package names, so that two spellings of one package compare equal."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[-_.]+")


def normalise(ecosystem: str, name: str) -> str:
    """The name under which an ecosystem knows a package; a suffix of the ecosystem ("Maven:https://...") does not count.

    PyPI: PEP 503. crates.io: "-" and "_", and case, are equal. Packagist, NuGet: case does not count. GitHub Actions: owner and
    repository, in any case, without the folder of an action in it. All others (npm, Go, RubyGems, Maven, ...) as it is written.
    """
    base = ecosystem.partition(":")[0]
    if base == "PyPI":
        return _SEPARATORS.sub("-", name).lower()
    if base == "crates.io":
        return name.replace("-", "_").lower()
    if base in ("Packagist", "NuGet"):
        return name.lower()
    if base == "GitHub Actions":
        return "/".join(name.lower().split("/")[:2])
    return name
