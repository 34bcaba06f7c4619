"""Plain values: the value at a path of keys, everything below it, and how deeply it is nested.

Values are dict (keys are strings), list, str, int, float, bool, None and dates. `Tagged` is a value with a tag of its
format; paths ignore the tag. All walks are loops, not recursive: deep nesting may be an attack.
"""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Path = tuple[str | int, ...]

# Values nested more deeply are not read.
DEEPEST = 200


class Missing:
    """The type of `MISSING`, the value of what does not exist."""

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        return "MISSING"


MISSING = Missing()


class Tagged(Record):
    """A value with a tag of its format: `!Sub` and a string, `jsonencode` and a list of arguments."""

    tag: str
    value: Any


def untagged(value: Any) -> Any:
    """A value without its tags."""
    while isinstance(value, Tagged):
        value = value.value
    return value


def at(value: Any, path: Path) -> Any:
    """The value at a path, MISSING if there is none. Tags are ignored."""
    for key in path:
        value = untagged(value)
        try:
            if isinstance(value, str):
                return MISSING
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return value


def children(value: Any) -> Iterator[tuple[str | int, Any]]:
    """(key or index, value) of the children of a value; for a tagged one, those of the value below the tag."""
    value = untagged(value)
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def walk(value: Any, here: Path = ()) -> Iterator[tuple[Path, Any]]:
    """(path, value) of a value and everything in it, in order. Not recursive: deep nesting may be an attack."""
    todo = [(here, value)]
    while todo:
        path, value = todo.pop()
        yield path, value
        value = untagged(value)
        if isinstance(value, dict):
            todo += [((*path, key), inner) for key, inner in value.items()][::-1]
        elif isinstance(value, list):
            todo += [((*path, index), inner) for index, inner in enumerate(value)][::-1]


def leaves(value: Any, here: Path = ()) -> Iterator[tuple[Path, Any]]:
    """(path, value) of all leaves; an empty table or list is one."""
    for path, inner in walk(value, here):
        plain = untagged(inner)
        if not isinstance(plain, (dict, list)) or not plain:
            yield path, inner


def is_deep(value: Any) -> bool:
    """Whether plain data is nested more deeply than DEEPEST."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
            if isinstance(inner, (dict, list))
        ]
    return bool(level)
