"""What names stand for within one file of infrastructure: Terraform's locals, defaults, `for_each` and `dynamic`; ARM's variables.

    terraform(value)       the document with names, `for_each`, `count` and `dynamic` written out, and where each part stands
    template(text, value)  an expression of ARM with its variables, and the defaults of its parameters, in place of their names

Names of other files, and what is computed, stay as they are written.
"""

from __future__ import annotations

import functools
import re

from govhooks.readers.values import MISSING, Tagged, at, untagged
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.values import Path

    Names = dict[tuple[str, str], Any]
    # Path of a part that was written out -> path of what it was made of.
    Places = dict[Path, Path]

# Names that are replaced in one file, and blocks that one `for_each` makes: far more than anybody writes.
_MOST_NAMES = 2000
_MOST_BLOCKS = 200
_STEP = r"(?:\.[\w-]+|\[\d+\]|\[\"[^\"]*\"\])"
_NAME = compiled(rf"\$\{{(local|var)\.([\w-]+)({_STEP}*)\}}")
_STEPS = compiled(r"\.([\w-]+)|\[(\d+)\]|\[\"([^\"]*)\"\]")
# `{for x in local.list : x.name => x}` and `[for x in local.list : x]`: the values of another collection.
_FOR = compiled(
    rf"\$\{{[\[{{]\s*for\s+(?:[\w-]+\s*,\s*)?([\w-]+)\s+in\s+((?:local|var)\.[\w-]+{_STEP}*)\s*:"
    r"(?:[^=]*=>)?\s*\1\s*(?:\bif\b[^\n]*)?[\]}]\}"
)
# Functions that give the values they are given (https://developer.hashicorp.com/terraform/language/functions).
_SAME = ("toset", "tolist", "tomap", "distinct", "sort", "compact", "nonsensitive", "sensitive", "try", "coalesce")
_JOINED = ("concat", "setunion", "flatten")


def terraform(value: Any) -> tuple[Any, Places]:
    """A document in which names of its own file, `for_each`, `count` and `dynamic` are written out; `value` itself stays."""
    if not isinstance(value, dict) or not value.keys() & {"resource", "data", "module"}:
        return value, {}
    replaced = _Replaced(_names(value))
    places: Places = {}
    written = dict(value)
    for section in ("resource", "data", "module"):
        kinds = value.get(section)
        if isinstance(kinds, dict):
            written[section] = {
                kind: _labelled(replaced.value(inner), (section, kind), places) for kind, inner in kinds.items()
            }
    for section in ("locals", "variable"):
        if section in value:
            written[section] = _unused(value[section], section, replaced.used)
    return written, places


def _unused(value: Any, section: str, used: set[tuple[str, str]]) -> Any:
    """The locals or variables that stand for nothing in what was written out: what others stand for is judged there."""
    if section == "variable" and isinstance(value, dict):
        return {name: given for name, given in value.items() if ("var", name) not in used}
    if section == "locals" and isinstance(value, list):
        return [
            {key: inner for key, inner in table.items() if ("local", str(key)) not in used}
            if isinstance(table, dict)
            else table
            for table in value
        ]
    return value


def _names(value: dict[str, Any]) -> Names:
    names: Names = {}
    for table in _tables(value.get("locals")):
        names.update({("local", str(key)): inner for key, inner in table.items()})
    variables = value.get("variable")
    for name, given in variables.items() if isinstance(variables, dict) else ():
        for table in _tables(given):
            if "default" in table:
                names["var", name] = table["default"]
    return names


class _Replaced:
    """Replaces names in values, `_MOST_NAMES` of them; one that leads back to itself stays."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.used: set[tuple[str, str]] = set()
        self._left = _MOST_NAMES

    def value(self, value: Any, within: tuple[tuple[str, str], ...] = ()) -> Any:
        if not self._names:
            return value
        if isinstance(value, str):
            return self._text(value, within) if "${" in value else value
        if isinstance(value, dict):
            return {key: self.value(inner, within) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.value(inner, within) for inner in value]
        if isinstance(value, Tagged):
            return _computed(value.tag, self.value(value.value, within))
        return value

    def _text(self, text: str, within: tuple[tuple[str, str], ...]) -> Any:
        if found := _NAME.fullmatch(text):
            return self._named(found, within)
        if found := _FOR.fullmatch(text):
            given = self.value(f"${{{found[2]}}}", within)
            return text if isinstance(given, str) else given

        def written(found: re.Match[str]) -> str:
            return _as_text(self._named(found, within), found[0])

        return _NAME.sub(written, text)

    def _named(self, found: re.Match[str], within: tuple[tuple[str, str], ...]) -> Any:
        name = (found[1], found[2])
        if name not in self._names or name in within or self._left <= 0:
            return found[0]
        self._left -= 1
        inner = _step(self.value(self._names[name], (*within, name)), found[3])
        if inner is MISSING or inner is None:
            return found[0]
        self.used.add(name)
        return inner


def _step(value: Any, steps: str) -> Any:
    path = tuple(int(one[2]) if one[2] else one[1] or one[3] for one in _STEPS.finditer(steps))
    return at(value, path) if path else value


def _as_text(value: Any, otherwise: str) -> str:
    """What a value is within a text, `otherwise` if it is no plain value."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else otherwise


def _computed(tag: str, value: Any) -> Any:
    """The value of a call whose arguments are known, or the call."""
    given = value if isinstance(value, list) else [value]
    if tag in _SAME and given and isinstance(given[0], (list, dict, str)):
        return given[0]
    if tag in _JOINED and all(isinstance(one, list) for one in given):
        joined = [inner for one in given for inner in one]
        return [leaf for one in joined for leaf in (one if tag == "flatten" and isinstance(one, list) else [one])]
    if tag == "merge" and all(isinstance(one, dict) for one in given):
        return {key: inner for one in given for key, inner in one.items()}
    return Tagged(tag, value)


def _labelled(value: Any, here: Path, places: Places) -> Any:
    """The blocks of a type by their names, or those of a module: those of `for_each`, each of them, with `dynamic` written out."""
    if isinstance(value, dict):
        return {name: _blocks(inner, (*here, name), places) for name, inner in value.items()}
    return _blocks(value, here, places)


def _blocks(value: Any, here: Path, places: Places) -> Any:
    if not isinstance(value, list):
        return value
    found: list[Any] = []
    for index, block in enumerate(value):
        for one in _instances(block) if isinstance(block, dict) else [block]:
            place, was = (*here, len(found)), (*here, index)
            if place != was:
                places[place] = was
            found.append(_dynamic(one, place, was, places))
    return found


def _instances(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks that `for_each` or `count` make of a block; where that is not known, the block as it is."""
    items = _items(block.get("for_each"))
    count = block.get("count")
    if items is not None:
        return [_filled(block, {"each.key": key, "each.value": inner}) for key, inner in items]
    if isinstance(count, int) and not isinstance(count, bool):
        return [_filled(block, {"count.index": number}) for number in range(min(count, _MOST_BLOCKS))]
    return [block]


def _items(value: Any) -> list[tuple[Any, Any]] | None:
    """(key, value) of everything that a `for_each` goes over; None if that is not known."""
    if isinstance(value, Tagged):
        value = _computed(value.tag, value.value)
    if isinstance(value, dict):
        return list(value.items())[:_MOST_BLOCKS]
    if isinstance(value, list):
        return [(one, one) for one in value][:_MOST_BLOCKS]
    return None


def _filled(value: Any, names: dict[str, Any]) -> Any:
    """A value with what `each.value` and its like stand for."""
    if isinstance(value, str):
        return _filled_text(value, names) if "${" in value else value
    if isinstance(value, dict):
        return {key: _filled(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, names) for inner in value]
    if isinstance(value, Tagged):
        return _computed(value.tag, _filled(value.value, names))
    return value


def _filled_text(text: str, names: dict[str, Any]) -> Any:
    for name, inner in names.items():
        form = _form(name)
        if found := form.fullmatch(text):
            given = _step(inner, found[1])
            return text if given is MISSING else given
        text = form.sub(lambda found, inner=inner: _as_text(_step(inner, found[1]), found[0]), text)  # type: ignore[misc]
    return text


@functools.lru_cache(maxsize=200)
def _form(name: str) -> re.Pattern[str]:
    return re.compile(rf"\$\{{{re.escape(name)}({_STEP}*)\}}")


def _dynamic(block: Any, here: Path, was: Path, places: Places) -> Any:
    """A block with the blocks that its `dynamic` ones make, at any depth.

    Where it is not known what a `dynamic` goes over, its content counts once
    (https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks).
    """
    if isinstance(block, list):
        return [_dynamic(one, (*here, index), (*was, index), places) for index, one in enumerate(block)]
    if not isinstance(block, dict):
        return block
    made = {
        key: _dynamic(inner, (*here, key), (*was, key), places)
        for key, inner in block.items()
        if not (key == "dynamic" and isinstance(inner, dict))
    }
    kinds = block.get("dynamic")
    for kind, given in kinds.items() if isinstance(kinds, dict) else ():
        there = made.get(kind, [])
        there = list(there) if isinstance(there, list) else [there]
        for index, table in enumerate(_tables(given)):
            iterator = re.sub(r"^\$\{|\}$", "", str(table.get("iterator", kind)))
            items = _items(table.get("for_each"))
            for nth, content in enumerate(_tables(table.get("content"))):
                origin = (*was, "dynamic", kind, index, "content", nth)
                for one in (
                    [content]
                    if items is None
                    else [_filled(content, {f"{iterator}.key": k, f"{iterator}.value": v}) for k, v in items]
                ):
                    place = (*here, kind, len(there))
                    places[place] = origin
                    there.append(_dynamic(one, place, origin, places))
        made[kind] = there
    return made


def origin(path: Path, places: Places) -> Path:
    """The path in the file of a path in what was written out of it."""
    for end in range(len(path), 0, -1):
        if (found := places.get(path[:end])) is not None:
            return (*found, *path[end:])
    return path


def _tables(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


_OF_ARM = compiled(r"(?i)\b(variables|parameters)\('([^']+)'\)((?:\.\w+|\['[^']+'\]|\[\d+\])*)")
_STEPS_OF_ARM = compiled(r"\.(\w+)|\['([^']+)'\]|\[(\d+)\]")
# Variables of variables that are followed, and characters that come of it.
_DEEPEST = 5
_LONGEST = 10_000


def template(text: str, value: Any) -> str:
    """An expression with the variables of an ARM template, and the defaults of its parameters, in place of their names.

    Names are compared without their case (https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax).
    """
    if "(" not in text:
        return text
    tables = {
        "variables": _lowered(at(value, ("variables",))),
        "parameters": {
            name: untagged(given).get("defaultValue", MISSING)
            for name, given in _lowered(at(value, ("parameters",))).items()
            if isinstance(untagged(given), dict)
        },
    }

    def written(found: re.Match[str]) -> str:
        inner = tables[found[1].lower()].get(found[2].lower(), MISSING)
        for step in _STEPS_OF_ARM.finditer(found[3]):
            inner = at(inner, (int(step[3]) if step[3] else step[1] or step[2],))
        return inner if isinstance(inner, str) else found[0]

    for _ in range(_DEEPEST):
        before, text = text, _OF_ARM.sub(written, text)
        if text == before or len(text) > _LONGEST:
            break
    return text


def _lowered(value: Any) -> dict[str, Any]:
    value = untagged(value)
    return {str(key).lower(): inner for key, inner in value.items()} if isinstance(value, dict) else {}
