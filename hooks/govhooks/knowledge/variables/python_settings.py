"""Variables that a Python module reads by declaring them: pydantic's settings, and click's `auto_envvar_prefix`.

The name of a field of settings is its prefix and its own name in upper case, or what `alias`, `validation_alias` or `env` say
(https://docs.pydantic.dev/latest/concepts/pydantic_settings/). With `env_nested_delimiter` the fields of models of the same
module have names, too.
"""

from __future__ import annotations

import ast

from govhooks.core.record import Record
from govhooks.knowledge.variables.python_scopes import Facts, Place
from govhooks.knowledge.variables.use import COMPUTED, NONE, Default, Use, is_name, literal
from govhooks.readers.python import dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 5
_ALIASES = ("env", "validation_alias", "alias")


class _Options(Record):
    """What a class of settings says of all of its fields."""

    prefix: str = ""
    delimiter: str = ""
    cased: bool = False
    unknown: bool = False


def settings(facts: Facts) -> list[Use]:
    """The variables of the classes of settings and of the commands of a module."""
    found: list[Use] = []
    for place in facts.classes.values():
        if _is_settings(place, facts):
            found += _fields(place, facts, _options(place, facts))
    for places in facts.functions.values():
        for place in places:
            found += _commands(place)
    return found


def _is_settings(place: Place, facts: Facts) -> bool:
    return any(
        name.endswith("BaseSettings")
        for one in facts.family(place)
        for base in _class(one).bases
        if (name := dotted(base).rpartition(".")[2])
    )


def _class(place: Place) -> ast.ClassDef:
    assert isinstance(place.node, ast.ClassDef)
    return place.node


def _options(place: Place, facts: Facts) -> _Options:
    """`model_config` and `class Config` of a class, those of its bases first."""
    found: dict[str, object] = {}
    for one in reversed(facts.family(place)):
        node = _class(one)
        for keyword in node.keywords:
            _option(found, keyword.arg, keyword.value)
        for statement in node.body:
            if isinstance(statement, ast.ClassDef) and statement.name == "Config":
                for inner in statement.body:
                    if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
                        _option(found, inner.targets[0].id, inner.value)
        for value in one.values.get("model_config", ()):
            if isinstance(value, ast.Call):
                # What another function makes of its arguments, nobody can tell: the names have a prefix that is not known.
                found["unknown"] = dotted(value.func).rpartition(".")[2] not in (
                    "SettingsConfigDict",
                    "ConfigDict",
                    "dict",
                )
                for keyword in value.keywords:
                    _option(found, keyword.arg, keyword.value)
            elif isinstance(value, ast.Dict):
                for key, inner_value in zip(value.keys, value.values):
                    if isinstance(key, ast.Constant):
                        _option(found, str(key.value), inner_value)
    return _Options(
        str(found.get("env_prefix") or ""),
        str(found.get("env_nested_delimiter") or ""),
        found.get("case_sensitive") is True,
        found.get("unknown") is True,
    )


def _option(found: dict[str, object], name: str | None, value: ast.expr) -> None:
    if name in ("env_prefix", "env_nested_delimiter", "case_sensitive") and isinstance(value, ast.Constant):
        found[name] = value.value


def _fields(place: Place, facts: Facts, options: _Options, deep: int = 0) -> Iterator[Use]:
    explicit = _explicit(place)
    for node in _class(place).body:
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        name, kind = node.target.id, _annotation(node)
        if name.startswith("_") or name == "model_config" or "ClassVar" in kind:
            continue
        default = _default(node.value)
        aliases = explicit.get(name) or _aliases(node)
        for alias in aliases:
            yield Use(alias if options.cased else alias.upper(), node.lineno, default)
        if aliases or options.unknown:
            continue
        full = options.prefix + name
        inner = facts.classes.get(kind)
        if inner is not None and options.delimiter and deep < _DEEPEST and not _is_settings(inner, facts):
            yield from _fields(inner, facts, options.but(prefix=full + options.delimiter), deep + 1)
        elif is_name(full):
            yield Use(full if options.cased else full.upper(), node.lineno, default)


def _annotation(node: ast.AnnAssign) -> str:
    """The name of a field's type: of `Optional[X]`, `Annotated[X, ...]` and `X | None` that of X."""
    kind: ast.expr = node.annotation
    for _ in range(_DEEPEST):
        if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
            return kind.value
        if isinstance(kind, ast.BinOp):
            kind = kind.left
        elif isinstance(kind, ast.Subscript) and dotted(kind.value).rpartition(".")[2] in ("Optional", "Annotated"):
            kind = kind.slice.elts[0] if isinstance(kind.slice, ast.Tuple) else kind.slice
        else:
            break
    return dotted(kind)


def _aliases(node: ast.AnnAssign) -> list[str]:
    """What `Field(...)` says a field's variables are, in the value or the annotation; [] if it does not."""
    calls = [node.value] if node.value is not None else []
    if isinstance(node.annotation, ast.Subscript) and isinstance(node.annotation.slice, ast.Tuple):
        calls += node.annotation.slice.elts[1:]
    for call in calls:
        if isinstance(call, ast.Call):
            given = {one.arg: one.value for one in call.keywords}
            for name in _ALIASES:
                if name in given and (found := _texts(given[name])):
                    return found
    return []


def _explicit(place: Place) -> dict[str, list[str]]:
    """`class Config: fields = {"x": {"env": "X"}}` of pydantic's first version."""
    for statement in _class(place).body:
        if not isinstance(statement, ast.ClassDef) or statement.name != "Config":
            continue
        for inner in statement.body:
            if isinstance(inner, ast.Assign) and dotted(inner.targets[0]) == "fields":
                return {
                    str(key.value): [
                        text
                        for one, names in zip(value.keys, value.values)
                        if isinstance(one, ast.Constant) and one.value == "env"
                        for text in _texts(names)
                    ]
                    for key, value in _items(inner.value)
                    if isinstance(value, ast.Dict)
                }
    return {}


def _items(node: ast.expr) -> Iterator[tuple[ast.Constant, ast.expr]]:
    if isinstance(node, ast.Dict):
        yield from ((key, value) for key, value in zip(node.keys, node.values) if isinstance(key, ast.Constant))


def _texts(node: ast.expr) -> list[str]:
    """The names in "X", ["X", "Y"], `AliasChoices("X", "Y")`."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and is_name(node.value) else []
    inner = (
        node.args
        if isinstance(node, ast.Call)
        else node.elts
        if isinstance(node, (ast.List, ast.Tuple, ast.Set))
        else []
    )
    return [text for one in inner for text in _texts(one)]


def _default(node: ast.expr | None) -> Default:
    if isinstance(node, ast.Call):
        given = [one.value for one in node.keywords if one.arg == "default"] or node.args[:1]
        if any(one.arg == "default_factory" for one in node.keywords):
            return COMPUTED
        if dotted(node.func).rpartition(".")[2] != "Field":
            return COMPUTED
        return _default(given[0]) if given else NONE
    if node is None or (isinstance(node, ast.Constant) and node.value in (None, ...)):
        return NONE
    try:
        return literal(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return COMPUTED


def _commands(place: Place) -> Iterator[Use]:
    """The options of a command of click with `context_settings={"auto_envvar_prefix": ...}`."""
    node = place.node
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    calls = [one for one in node.decorator_list if isinstance(one, ast.Call)]
    prefix = next((text for call in calls for text in _prefix(call)), "")
    for call in calls if prefix else ():
        if dotted(call.func).rpartition(".")[2] != "option" or any(one.arg == "envvar" for one in call.keywords):
            continue
        names = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        own = [name for name in names if name.isidentifier()] or [
            name.partition("/")[0].lstrip("-").replace("-", "_") for name in sorted(names, key=len, reverse=True)
        ]
        if own and is_name(own[0]):
            default = next((one.value for one in call.keywords if one.arg == "default"), None)
            yield Use(f"{prefix}_{own[0]}".upper(), call.lineno, _default(default))


def _prefix(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg == "context_settings":
            inner = keyword.value
            pairs = list(_items(inner))
            if isinstance(inner, ast.Call):
                pairs = [(ast.Constant(one.arg), one.value) for one in inner.keywords]
            for key, value in pairs:
                if (
                    key.value == "auto_envvar_prefix"
                    and isinstance(value, ast.Constant)
                    and isinstance(value.value, str)
                ):
                    yield value.value
