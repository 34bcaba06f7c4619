"""Versions of PHP packages: normalised as Composer does (https://getcomposer.org/doc/articles/versions.md), ordered by PHP's
version_compare (https://www.php.net/version_compare).

dev < alpha < beta < RC < the release < patch. A branch ("dev-main", "2.x-dev") has no place in the order: BadVersion.
"""

from __future__ import annotations

import functools
import re

from govhooks.knowledge.versions import LONGEST, BadVersion, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SUFFIX = r"[._-]?(?:(stable|beta|b|RC|alpha|a|patch|pl|p)((?:[.-]?\d+)*)?)?([.-]?dev)?"
_NUMBERS = re.compile(rf"v?(\d{{1,5}})(\.\d+)?(\.\d+)?(\.\d+)?{_SUFFIX}", re.IGNORECASE | re.ASCII)
_DATE = re.compile(rf"v?(\d{{4}}(?:[.:-]?\d{{2}}){{1,6}}(?:[.:-]?\d{{1,3}})?){_SUFFIX}", re.IGNORECASE | re.ASCII)
_STABILITY_FLAG = re.compile(r"@(?:stable|RC|beta|alpha|dev)$", re.IGNORECASE)
_BUILD = re.compile(r"([^,\s+]+)\+[^\s]+")
_LONG = {"a": "alpha", "b": "beta", "p": "patch", "pl": "patch", "rc": "RC"}
# As version_compare ranks them, with "" for the release itself.
_RANK = {"dev": 0, "alpha": 1, "beta": 2, "RC": 3, "": 4, "patch": 5}


@functools.lru_cache(maxsize=1 << 14)
def _parts(text: str) -> tuple[tuple[int, ...], str, tuple[int, ...], bool]:
    """(numbers, stability, its numbers, whether it is a development version of it). Raises BadVersion."""
    told = _STABILITY_FLAG.sub("", text.strip())
    if found := _BUILD.fullmatch(told):
        told = found[1]
    if len(text) > LONGEST:
        raise BadVersion(f"{short(text)} is no version of a PHP package: too long")
    if found := _NUMBERS.fullmatch(told):
        numbers = tuple(int((found[at] or "0").lstrip(".")) for at in (1, 2, 3, 4))
        word, more, dev = found[5], found[6], found[7]
    elif found := _DATE.fullmatch(told):
        numbers = tuple(map(int, re.split(r"\D", found[1], flags=re.ASCII)))
        word, more, dev = found[2], found[3], found[4]
    else:
        raise BadVersion(f"{short(text)} is no numbered version of a PHP package")
    stability = (word or "").lower()
    if stability == "stable":
        return numbers, "", (), False
    counts = tuple(int(one) for one in re.split(r"[.-]", (more or "").lstrip(".-")) if one)
    return numbers, _LONG.get(stability, stability), counts, bool(dev)


def _ranked(text: str) -> list[int | str]:
    """The parts that version_compare sees. Raises BadVersion."""
    numbers, stability, counts, dev = _parts(text)
    return [*numbers, *([stability] if stability else []), *counts, *(["dev"] if dev else [])]


def _compare(a: list[int | str], b: list[int | str]) -> int:
    for first, second in zip(a, b):
        if isinstance(first, int) and isinstance(second, int):
            difference = first - second
        else:
            difference = _rank(first) - _rank(second)
        if difference:
            return -1 if difference < 0 else 1
    if len(a) == len(b):
        return 0
    return _beside_nothing(a[len(b)]) if len(a) > len(b) else -_beside_nothing(b[len(a)])


def _beside_nothing(part: int | str) -> int:
    """How a version with one more part compares to the same one without."""
    return 1 if isinstance(part, int) or _RANK[part] > _RANK[""] else -1


def _rank(part: int | str) -> int:
    return _RANK["" if isinstance(part, int) else part]


_key = functools.cmp_to_key(_compare)


def key(text: str) -> Any:
    """Raises BadVersion."""
    return _key(_ranked(text))


def canonical(text: str) -> str:
    """As Composer normalises it. Raises BadVersion."""
    numbers, stability, counts, dev = _parts(text)
    words = [stability + ".".join(map(str, counts))] if stability or counts else []
    return "-".join([".".join(map(str, numbers)), *words, *(["dev"] if dev else [])])
