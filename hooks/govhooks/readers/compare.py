"""Compare two values: what differs, as (path on the new side, old, new).

Types count: `1`, `1.0` and `true` are three different values. Tables are compared by key, in any order. Lists are
aligned first: equal elements are paired wherever they are, then elements that share a name (`name`, `id`, `Sid` ...),
then the rest in order. So inserting an element at the beginning of a list is one change, not one for every later
element. The work is linear in the size of both values, times the depth of their lists.
"""

from __future__ import annotations

from govhooks.readers.values import MISSING, Tagged, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.values import Path

# Keys by which people tell the entries of a list apart.
_NAMES = ("name", "id", "Sid", "sid", "Id", "key", "Name", "Key", "uses")


def differences(new: Any, old: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """What differs, one entry per leaf; a removed table or list is one entry. A value that became a table (or vice
    versa) is one entry, followed by one for each value in the table."""
    todo = [(path, new, old)]
    while todo:
        here, new, old = todo.pop()
        if new is MISSING or old is MISSING:
            if new is MISSING and old is not MISSING:
                yield here, old, MISSING
            elif new is not MISSING:
                yield from ((below, MISSING, value) for below, value in leaves(new, here))
            continue
        if isinstance(new, Tagged) and isinstance(old, Tagged) and new.tag == old.tag:
            todo.append((here, new.value, old.value))
        elif isinstance(new, dict) and isinstance(old, dict):
            gone = [((*here, key), MISSING, old[key]) for key in old if key not in new]
            todo += ([((*here, key), value, old.get(key, MISSING)) for key, value in new.items()] + gone)[::-1]
        elif isinstance(new, list) and isinstance(old, list):
            pairs = align(new, old)
            taken = set(pairs.values())
            found = [
                ((*here, index), value, old[pairs[index]] if index in pairs else MISSING)
                for index, value in enumerate(new)
            ]
            found += [((*here, len(new)), MISSING, value) for index, value in enumerate(old) if index not in taken]
            todo += found[::-1]
        elif not same(new, old):
            yield here, old, new
            if isinstance(new, (dict, list, Tagged)):
                yield from ((below, MISSING, value) for below, value in leaves(new, here) if below != here)


def same(new: Any, old: Any) -> bool:
    """Whether two scalar values are the same; NaN equals itself."""
    return type(new) is type(old) and (new == old or (new != new and old != old))


def align(new: list[Any], old: list[Any]) -> dict[int, int]:
    """Index in `new` -> index in `old` of the corresponding element."""
    pairs: dict[int, int] = {}
    signs, others = [repr(value) for value in new], [repr(value) for value in old]
    head = 0
    while head < min(len(new), len(old)) and signs[head] == others[head]:
        pairs[head] = head
        head += 1
    places: dict[str, list[int]] = {}
    for index in range(len(old) - 1, head - 1, -1):
        places.setdefault(others[index], []).append(index)
    for index in range(head, len(new)):
        if places.get(signs[index]):
            pairs[index] = places[signs[index]].pop()
    taken = set(pairs.values())
    left = [index for index in range(head, len(new)) if index not in pairs]
    free = [index for index in range(head, len(old)) if index not in taken]
    for sign in (_name, _without_name):
        _pair(pairs, left, free, [sign(value) for value in new], [sign(value) for value in old])
    # Elements without a name are paired in order; elements with different names are different things.
    named = [bool(_name(value)) for value in old]
    taken = set(pairs.values())
    rest = [index for index in free if index not in taken]
    nameless = iter([index for index in rest if not named[index]])
    any_of_them = iter(rest)
    for index in left:
        if index not in pairs:
            found = next((at for at in (nameless if _name(new[index]) else any_of_them) if at not in taken), None)
            if found is not None:
                pairs[index] = found
                taken.add(found)
    return pairs


def _pair(pairs: dict[int, int], left: list[int], free: list[int], signs: list[str], others: list[str]) -> None:
    """Pair the remaining elements of both sides that have the same key, each once; "" means no key."""
    taken = set(pairs.values())
    places = {others[index]: index for index in reversed(free) if index not in taken and others[index]}
    for index in left:
        if index not in pairs and signs[index] in places:
            pairs[index] = places.pop(signs[index])


def _key(value: Any) -> str:
    """The key that holds the name of a list entry, "" if it has none."""
    if not isinstance(value, dict):
        return ""
    return next((key for key in _NAMES if isinstance(value.get(key), (str, int))), "")


def _name(value: Any) -> str:
    """The name by which people tell a list entry, or a document of a stream, from the others."""
    if key := _key(value):
        return f"{key}={value[key]!r}"
    about = value.get("metadata") if isinstance(value, dict) else None
    if isinstance(about, dict) and "name" in about:  # a Kubernetes manifest
        return f"{value.get('kind')!r} {about.get('namespace')!r} {about['name']!r}"
    return ""


def _without_name(value: Any) -> str:
    """An entry without its name: a renamed entry is otherwise the same."""
    key = _key(value)
    return repr({other: inner for other, inner in value.items() if other != key}) if key and len(value) > 1 else key
