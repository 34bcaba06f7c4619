"""Versions and specifiers of Python packages, by `packaging` (https://packaging.python.org/specifications/version-specifiers/).

A legacy version that PEP 440 does not allow ("2013b-final", "dev-r1234") has no place in the order: BadVersion. An advisory
that lists such a version is still found, as its listed versions are compared as texts too.
"""

from __future__ import annotations

import functools

from govhooks.knowledge.versions import LONGEST, BadRange, BadVersion, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from packaging.version import Version


@functools.lru_cache(maxsize=1 << 16)
def key(text: str) -> Version:
    """Raises BadVersion."""
    from packaging.version import InvalidVersion, Version

    if len(text) > LONGEST:
        raise BadVersion(f"{short(text)} is no PEP 440 version: too long")
    try:
        return Version(text)
    except InvalidVersion:
        raise BadVersion(f"{short(text)} is no PEP 440 version") from None


def plain(text: str) -> tuple[int, ...] | None:
    """What a version of numbers alone sorts by among others of them, so that two need no `packaging`; None for any other."""
    parts = text.split(".")
    if len(text) > LONGEST or not text.isascii() or not all(map(str.isdigit, parts)):
        return None
    numbers = [int(part) for part in parts]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


@functools.lru_cache(maxsize=1 << 16)
def canonical(text: str) -> str:
    """As PEP 440 normalises it, without zeros at the end of the release. Raises BadVersion.

    As `packaging.utils.canonicalize_version` does it, whose module takes longer to import than a lock to read.
    """
    version = key(text)
    release = list(version.release)
    while len(release) > 1 and release[-1] == 0:
        release.pop()
    return "".join(
        (
            f"{version.epoch}!" if version.epoch else "",
            ".".join(map(str, release)),
            "".join(map(str, version.pre or ())),
            f".post{version.post}" if version.post is not None else "",
            f".dev{version.dev}" if version.dev is not None else "",
            f"+{version.local}" if version.local is not None else "",
        )
    )


def public(text: str) -> str:
    """The version without its local part: "2.0.1" of "2.0.1+cu118". Raises BadVersion."""
    return key(text).public


def contains(wanted: str, text: str) -> bool:
    """Whether a version meets specifiers (">=2,<3"; "" is any version). Raises BadVersion, BadRange.

    A pre-release counts like any other version: who asks has one in a lock, where somebody has let it in.
    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    version = key(text)
    if len(wanted) > 16 * LONGEST:
        raise BadRange(f"{short(wanted)} is no PEP 440 specifier: too long")
    try:
        return SpecifierSet(wanted).contains(version, prereleases=True)
    except InvalidSpecifier:
        raise BadRange(f"{short(wanted)} is no PEP 440 specifier") from None
