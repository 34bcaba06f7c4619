"""Semantic versions: https://semver.org/spec/v2.0.0.html, sections 2, 9, 10 and 11.

For npm, crates.io, Go, Hex and GitHub Actions. A leading "v" is allowed, as Go and tags of actions write it. Go's
pseudo-versions (v0.0.0-20191109021931-daa7c04131f5) are pre-releases and sort as such; `+incompatible` is build metadata,
which never counts. "v4" or "1.2" is no version: a floating tag can be any of many.
"""

from __future__ import annotations

import functools
import re

from govhooks.knowledge.versions import LONGEST, BadVersion, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NUMBER = r"0|[1-9][0-9]*"
# One identifier of a pre-release: a number without leading zeros, or something with a letter or a hyphen.
_IDENTIFIER = rf"(?:{NUMBER}|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
PRERELEASE = rf"-({_IDENTIFIER}(?:\.{_IDENTIFIER})*)"
BUILD = r"\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)"
PLAIN = rf"v?({NUMBER})\.({NUMBER})\.({NUMBER})(?:{PRERELEASE})?(?:{BUILD})?"
_VERSION = re.compile(PLAIN, re.ASCII)


def parts(text: str) -> tuple[tuple[int, int, int], tuple[str, ...], tuple[str, ...]]:
    """(numbers, identifiers of the pre-release, identifiers of the build). Raises BadVersion."""
    found = _VERSION.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise BadVersion(f"{short(text)} is no semantic version")
    major, minor, patch, pre, build = found.groups()
    numbers = int(major), int(minor), int(patch)
    return numbers, tuple(pre.split(".")) if pre else (), tuple(build.split(".")) if build else ()


@functools.lru_cache(maxsize=1 << 16)
def key(text: str) -> Any:
    """Numbers, then the release after its pre-releases. Raises BadVersion."""
    numbers, pre, _ = parts(text)
    return numbers, not pre, identifiers(pre)


def identifiers(texts: tuple[str, ...]) -> tuple[tuple[bool, int, str], ...]:
    """What identifiers sort by: numbers by their value and before words, words by ASCII, and a shorter list first."""
    return tuple((False, int(text), "") if text.isdigit() else (True, 0, text) for text in texts)


def canonical(text: str) -> str:
    """Without "v" and build metadata. Raises BadVersion."""
    numbers, pre, _ = parts(text)
    return ".".join(map(str, numbers)) + ("-" + ".".join(pre) if pre else "")
