"""Versions of .NET packages (https://learn.microsoft.com/nuget/concepts/package-versioning): semantic versions with up to four
numbers, of which those that are not written are 0; labels of a pre-release without regard to case; build metadata never counts.
"""

from __future__ import annotations

import functools
import re

from govhooks.knowledge.versions import LONGEST, BadVersion, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LABELS = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_VERSION = re.compile(rf"(\d+(?:\.\d+){{0,3}})(?:-({_LABELS}))?(?:\+{_LABELS})?", re.ASCII)
# A longer number is a word to NuGet, whose numbers are 32-bit.
_LARGEST = (1 << 31) - 1


@functools.lru_cache(maxsize=1 << 14)
def _parts(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """(four numbers, labels in lower case). Raises BadVersion."""
    found = _VERSION.fullmatch(text.strip()) if len(text) <= LONGEST else None
    numbers = [int(one) for one in found[1].split(".")] if found else []
    if found is None or max(numbers) > _LARGEST:
        raise BadVersion(f"{short(text)} is no NuGet version")
    return (*numbers, 0, 0, 0)[:4], tuple(found[2].lower().split(".")) if found[2] else ()


def key(text: str) -> Any:
    """Numbers, then the release after its pre-releases. Raises BadVersion."""
    numbers, labels = _parts(text)
    return numbers, not labels, tuple((False, int(one), "") if _is_number(one) else (True, 0, one) for one in labels)


def _is_number(label: str) -> bool:
    return label.isdigit() and int(label) <= _LARGEST


def canonical(text: str) -> str:
    """Three numbers, the fourth where it is not 0, and the labels. Raises BadVersion."""
    numbers, labels = _parts(text)
    told = [str(int(one)) if _is_number(one) else one for one in labels]
    shown = numbers if numbers[3] else numbers[:3]
    return ".".join(map(str, shown)) + ("-" + ".".join(told) if told else "")
