"""Ranges of versions as package.json writes them: https://github.com/npm/node-semver#ranges, without its options `loose` and
`includePrerelease`.

A range is alternatives ("||") of comparators that must all hold: "1.2.x", "^1.2.3", "~1.2", ">=1 <3", "1.0 - 2.3". A
pre-release is in a range only where a comparator names a pre-release of the same three numbers.
"""

from __future__ import annotations

import functools
import re

from govhooks.knowledge.versions import LONGEST, BadRange, short
from govhooks.knowledge.versions.semver import BUILD, NUMBER, PLAIN, PRERELEASE, key, parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    # (operator, version): "" holds for every version, "!" for none.
    Comparator = tuple[str, str]

_X = rf"{NUMBER}|x|X|\*"
_PARTIAL = rf"[v=\s]*({_X})(?:\.({_X})(?:\.({_X})(?:{PRERELEASE})?(?:{BUILD})?)?)?"
_HYPHEN = re.compile(rf"\s*{_PARTIAL}\s+-\s+{_PARTIAL}\s*", re.ASCII)
_PREFIXED = re.compile(rf"(\^|~>?){_PARTIAL}", re.ASCII)
_COMPARED = re.compile(rf"((?:<|>)?=?)\s*{_PARTIAL}", re.ASCII)
_EXACT = re.compile(rf"((?:<|>)?=?)\s*({PLAIN})", re.ASCII)
_SPACES = re.compile(r"\s+")
_BUILD = re.compile(BUILD)
# node-semver takes a star out of wherever it is, once.
_STAR = re.compile(r"[<>]?=?\*")
# A space behind an operator is none between comparators.
_AFTER_OPERATOR = re.compile(r"([<>]=?|=) ([v=]*)")
_AFTER_PREFIX = re.compile(r"(\^|~>?) ")
# Larger numbers are none to JavaScript.
_LARGEST = (1 << 53) - 1
_NOTHING = ("!", "")
_ANYTHING = (("", ""), (">=", "0.0.0"))


def contains(wanted: str, text: str) -> bool:
    """Whether a version lies in a range. Raises BadVersion, BadRange (a dist-tag such as "latest" is no range)."""
    version, pre = key(text), parts(text)
    return any(_holds(comparators, version, pre) for comparators in parse(wanted))


def _holds(comparators: tuple[Comparator, ...], version: Any, told: tuple[object, tuple[str, ...], object]) -> bool:
    if not all(_meets(operator, version, text) for operator, text in comparators):
        return False
    numbers, pre, _ = told
    if not pre:
        return True
    named = (parts(text) for operator, text in comparators if text)
    return any(one[1] and one[0] == numbers for one in named)


def _meets(operator: str, version: Any, text: str) -> bool:
    if operator in ("", "!"):
        return operator == ""
    other = key(text)
    if operator == "=":
        return bool(version == other)
    if operator == ">=":
        return bool(version >= other)
    if operator == "<=":
        return bool(version <= other)
    return bool(version > other if operator == ">" else version < other)


@functools.lru_cache(maxsize=1 << 12)
def parse(wanted: str) -> tuple[tuple[Comparator, ...], ...]:
    """The alternatives of a range. Raises BadRange."""
    if len(wanted) > 16 * LONGEST:
        raise BadRange(f"{short(wanted)} is no range of semantic versions: too long")
    try:
        told = _SPACES.sub(" ", wanted.strip()).split("||")
        found = tuple(tuple(_comparators(_BUILD.sub("", one.strip()))) for one in told)
    except ValueError:
        raise BadRange(f"{short(wanted)} is no range of semantic versions") from None
    # What any version meets is all there is to a range: another alternative's pre-releases are not in it.
    return next(((one,) for one in found if all(comparator in _ANYTHING for comparator in one)), None) or found


def _comparators(text: str) -> Iterator[Comparator]:
    """Raises ValueError."""
    if found := _HYPHEN.fullmatch(text):
        low, high = text.strip().split(" - ", 1)
        yield from _between(found.groups()[:5], found.groups()[5:], low.strip(), high.strip())
        return
    for word in _AFTER_PREFIX.sub(r"\1", _AFTER_OPERATOR.sub(r"\1\2", text)).split(" "):
        yield from _comparator(word)


def _comparator(word: str) -> Iterator[Comparator]:
    """Raises ValueError."""
    if word in ("", "*"):
        yield "", ""
    elif found := _PREFIXED.fullmatch(word):
        partial = found.groups()[1:]
        yield from _caret(partial) if found[1] == "^" else _tilde(partial)
    elif found := _COMPARED.fullmatch(word):
        yield from _compared(found[1], found.groups()[1:], word)
    elif word := _STAR.sub("", word, count=1):
        yield _exact(word)
    else:
        yield "", ""


def _exact(word: str) -> Comparator:
    """An operator and a whole version. Raises ValueError."""
    found = _EXACT.fullmatch(word)
    if found is None or max(parts(found[2])[0]) > _LARGEST:
        raise ValueError(word)
    return found[1] or "=", found[2]


def _numbers(partial: tuple[str | None, ...]) -> tuple[int, ...]:
    """The numbers in front of the first x. Raises ValueError for one that JavaScript has not."""
    found: list[int] = []
    for text in partial[:3]:
        if text is None or text in "xX*":
            break
        found.append(int(text))
        if found[-1] > _LARGEST:
            raise ValueError(text)
    return tuple(found)


def _version(*numbers: int, pre: str | None = None) -> str:
    """Three numbers, zeros for those that are not given. Raises ValueError for one that JavaScript has not."""
    if max(numbers) > _LARGEST:
        raise ValueError(numbers)
    return ".".join(map(str, (*numbers, 0, 0)[:3])) + (f"-{pre}" if pre else "")


def _next(*numbers: int) -> str:
    """What is below every version, pre-releases too, that differs in the last of these numbers or before it."""
    return _version(*numbers[:-1], numbers[-1] + 1, pre="0")


def _caret(partial: tuple[str | None, ...]) -> Iterator[Comparator]:
    numbers = _numbers(partial)
    if not numbers:
        yield "", ""
        return
    yield ">=", _version(*numbers, pre=partial[3] if len(numbers) == 3 else None)
    # The first number that is not 0 stays; the last one that is given, where all are 0.
    kept = next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
    yield "<", _next(*numbers[: kept + 1])


def _tilde(partial: tuple[str | None, ...]) -> Iterator[Comparator]:
    numbers = _numbers(partial)
    if not numbers:
        yield "", ""
        return
    yield ">=", _version(*numbers, pre=partial[3] if len(numbers) == 3 else None)
    yield "<", _next(*numbers[:2])


def _compared(operator: str, partial: tuple[str | None, ...], word: str) -> Iterator[Comparator]:
    numbers = _numbers(partial)
    if any(text not in (None, *"xX*") for text in partial[len(numbers) : 3]):
        raise ValueError(word)  # a number behind an x
    if len(numbers) == 3:
        yield _exact(word)
    elif not numbers:
        yield _NOTHING if operator in ("<", ">") else ("", "")
    elif operator == ">":
        yield ">=", _version(*numbers[:-1], numbers[-1] + 1)
    elif operator == "<=":
        yield "<", _next(*numbers)
    elif operator == ">=":
        yield ">=", _version(*numbers)
    elif operator == "<":
        yield "<", _version(*numbers, pre="0")
    else:
        yield ">=", _version(*numbers)
        yield "<", _next(*numbers)


def _between(low: tuple[str | None, ...], high: tuple[str | None, ...], first: str, last: str) -> Iterator[Comparator]:
    numbers = _numbers(low)
    if len(numbers) == 3:
        yield _exact(f">={first}")
    else:
        yield (">=", _version(*numbers)) if numbers else ("", "")
    numbers = _numbers(high)
    if len(numbers) == 3:
        yield ("<=", _version(*numbers, pre=high[3])) if high[3] else _exact(f"<={last}")
    else:
        yield ("<", _next(*numbers)) if numbers else ("", "")
