"""Versions of Ruby gems, as Gem::Version orders them (https://docs.ruby-lang.org/en/master/Gem/Version.html).

Numbers and words in turn; a word makes a pre-release: 1.0.a.2 < 1.0.b1 < 1.0. Zeros at the end do not count, and "-" stands
for ".pre.".
"""

from __future__ import annotations

import functools
import re

from govhooks.knowledge.versions import LONGEST, BadVersion, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_VERSION = re.compile(r"\s*(?:[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?\s*", re.ASCII)
_SEGMENT = re.compile(r"[0-9]+|[a-z]+", re.IGNORECASE | re.ASCII)


@functools.lru_cache(maxsize=1 << 14)
def _segments(text: str) -> tuple[int | str, ...]:
    """Numbers and words without the zeros that do not count. Raises BadVersion."""
    if len(text) > LONGEST or not _VERSION.fullmatch(text):
        raise BadVersion(f"{short(text)} is no version of a gem")
    told = text.strip().replace("-", ".pre.") or "0"
    found = [int(one) if one.isdigit() else one for one in _SEGMENT.findall(told)]
    word = next((at for at, one in enumerate(found) if isinstance(one, str)), len(found))
    return (*_trimmed(found[:word]), *_trimmed(found[word:]))


def _trimmed(segments: list[int | str]) -> list[int | str]:
    while segments and segments[-1] == 0:
        segments.pop()
    return segments


def _compare(a: tuple[int | str, ...], b: tuple[int | str, ...]) -> int:
    for at in range(max(len(a), len(b))):
        first, second = a[at] if at < len(a) else 0, b[at] if at < len(b) else 0
        if first == second:
            continue
        if isinstance(first, str) and isinstance(second, str):
            return -1 if first < second else 1
        if isinstance(first, int) and isinstance(second, int):
            return -1 if first < second else 1
        return -1 if isinstance(first, str) else 1
    return 0


_key = functools.cmp_to_key(_compare)


def key(text: str) -> Any:
    """Raises BadVersion."""
    return _key(_segments(text))


def canonical(text: str) -> str:
    """Its segments with dots, without the zeros that do not count. Raises BadVersion."""
    # Zeros at the end of the whole are none, whether numbers or a word stand before them.
    return ".".join(map(str, _trimmed(list(_segments(text))))) or "0"
