"""Which strings a group of wildcard patterns can tell apart, decided exactly for strings of any length.

`*` stands for any text and `?` for one character, as in IAM
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html). All patterns are followed at
once, one character at a time. At each step only the characters that some pattern waits for matter; any other character
stands for all the rest.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    State = frozenset[tuple[int, int]]

# Steps of a single pattern, far more than real policies ever take: a second or so.
MOST_STEPS = 300_000
_ANY = ""


class TooMany(Exception):
    """The patterns overlap in more ways than are looked at."""


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern matches a text. Takes (length of one) x (length of the other) steps at most."""
    at = start = 0
    star = -1
    while at < len(text):
        if star != start and start < len(pattern) and pattern[start] == "*":
            star, mark = start, at
            start += 1
        elif start < len(pattern) and pattern[start] != "*" and pattern[start] in ("?", text[at]):
            at, start = at + 1, start + 1
        elif star >= 0:
            mark += 1
            at, start = mark, star + 1
        else:
            return False
    return not pattern[start:].strip("*")


def signatures(groups: Iterable[Callable[[frozenset[int]], bool]], patterns: tuple[str, ...]) -> frozenset[int]:
    """For every string there can be, which of the groups hold it: bit `i` is group `i`, asked with the set of indexes of the
    patterns that match. Raises TooMany."""
    asked = tuple(groups)
    start = _closed(((index, 0) for index in range(len(patterns))), patterns)
    seen = {start}
    todo = [start]
    found = set()
    left = MOST_STEPS
    while todo:
        state = todo.pop()
        held = frozenset(index for index, at in state if at == len(patterns[index]))
        found.add(sum(1 << bit for bit, holds in enumerate(asked) if holds(held)))
        waited = {patterns[index][at] for index, at in state if at < len(patterns[index])} - {"*", "?"}
        for char in (*waited, _ANY):
            left -= len(state)
            if left < 0:
                raise TooMany
            after = _closed(_steps(state, char, patterns), patterns)
            if after not in seen:
                seen.add(after)
                todo.append(after)
    return frozenset(found)


def _steps(state: State, char: str, patterns: tuple[str, ...]) -> Iterable[tuple[int, int]]:
    for index, at in state:
        if at == len(patterns[index]):
            continue
        waits = patterns[index][at]
        if waits == "*":
            yield index, at
        elif waits in ("?", char):
            yield index, at + 1


def _closed(state: Iterable[tuple[int, int]], patterns: tuple[str, ...]) -> State:
    """A state, and what it reaches because a star may stand for nothing."""
    found = set()
    for index, at in state:
        pattern = patterns[index]
        while (index, at) not in found:
            found.add((index, at))
            if at < len(pattern) and pattern[at] == "*":
                at += 1
    return frozenset(found)
