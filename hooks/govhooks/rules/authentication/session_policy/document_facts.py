"""The facts of configuration: YAML, JSON, TOML, HCL, INI, properties, XML, variables of the environment, Dockerfiles."""

from __future__ import annotations

from govhooks.readers.code import Expression
from govhooks.readers.values import MISSING, untagged
from govhooks.rules.authentication.session_policy.facts import names
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Path, Side
    from govhooks.rules.authentication.session_policy.facts import Collector

_VARIABLE = compiled(r"(?s)([A-Za-z_][A-Za-z0-9_.]*)=(.*)")
# An expression of Terraform that only calculates with names and numbers; what it chooses from, `a ? 1 : 2`, is read as a text.
_WHOLE = compiled(r"\$\{([\w\s.()*/+-]+)\}")
_NAME = compiled(r"[A-Za-z_][\w-]*(?:\.[\w-]+)*")
# Keys of a table whose value is no part of a trail's meaning (the name of a resource in HCL stays: settings use `*`).
_MOST = 200_000
# What Symfony reads only where tests or developers run it, and Spring's profiles for them.
_OF_TESTS = ("when@test", "when@dev")
_PROFILES = ("test", "tests", "dev", "development", "local")


def collect(form: str, side: Side, into: Collector) -> None:
    """Collect the facts of one document."""
    if side.value is MISSING or side.value is None:
        return
    if form == "yaml" and isinstance(side.value, dict) and _is_of_tests(side.value):
        return
    if form == "dockerfile":
        _instructions(side, into)
        return
    if form == "hcl" and isinstance(side.value, dict):
        into.names.update(_terraform_names(side.value))
    todo: list[tuple[Any, Path, tuple[str, ...]]] = [(side.value, (), ())]
    count = 0
    while todo and count < _MOST:
        count += 1
        value, path, parts = todo.pop()
        value = untagged(value)
        if isinstance(value, dict):
            if isinstance(value.get("name"), str) and "value" in value:  # a variable of a container
                _leaf(side, into, (*path, "value"), names(value["name"]), value["name"], value["value"])
            elif isinstance(value.get("Name"), str) and "Value" in value:
                _leaf(side, into, (*path, "Value"), names(value["Name"]), value["Name"], value["Value"])
            if isinstance(value.get("alias"), str):  # an action that Keycloak requires
                for key in ("enabled", "defaultAction"):
                    if key not in value:
                        continue
                    of_alias = ("alias", *names(value["alias"])[-1:], *names(key))
                    _leaf(side, into, (*path, key), of_alias, f"{value['alias']} {key}", value[key])
            for key in reversed(list(value)):
                if isinstance(key, str) and key not in _OF_TESTS:
                    todo.append(
                        (value[key], (*path, key), (*parts, *names(key.rpartition("\\")[2])))
                    )  # a class of PHP by its own name
        elif isinstance(value, list):
            if all(not isinstance(one, (dict, list)) for one in value):
                key = next((str(one) for one in reversed(path) if isinstance(one, str)), "")
                _leaf(side, into, path, parts, key, value[0] if len(value) == 1 else value)
            todo += [(one, (*path, index), parts) for index, one in reversed(list(enumerate(value)))]
        else:
            if isinstance(value, str) and path and isinstance(path[-1], int) and (found := _VARIABLE.fullmatch(value)):
                _leaf(side, into, path, names(found[1]), found[1], found[2])
            elif isinstance(value, str) and path and isinstance(path[-1], int) and value.startswith("--"):
                key, _, rest = value.lstrip("-").partition("=")
                _leaf(side, into, path, ("option", *names(key)), "--" + key, rest or "true")
            elif path and not isinstance(path[-1], int):
                _leaf(side, into, path, parts, str(path[-1]), value)


def _terraform_names(value: dict[str, Any]) -> dict[str, Any]:
    """Terraform's locals, and the defaults of its variables, as an expression names them: `local.hour`, `var.ttl`."""
    found: dict[str, Any] = {}
    for block in value.get("locals", ()) if isinstance(value.get("locals"), list) else ():
        if isinstance(block, dict):
            found.update((f"local.{name}", _computed(one)) for name, one in block.items())
    variables = value.get("variable")
    for name, blocks in variables.items() if isinstance(variables, dict) else ():
        for block in blocks if isinstance(blocks, list) else ():
            if isinstance(block, dict) and "default" in block:
                found[f"var.{name}"] = _computed(block["default"])
    return found


def _computed(value: Any) -> Any:
    """An expression of Terraform that calculates (`"${24 * local.hour}"`) as one, anything else as it is."""
    found = _WHOLE.fullmatch(value) if isinstance(value, str) else None
    return Expression(found[1]) if found else value


def _is_of_tests(value: dict[str, Any]) -> bool:
    """Whether a document of Spring holds for profiles of tests and development alone."""
    spring = value.get("spring")
    config = spring.get("config") if isinstance(spring, dict) else None
    activate = config.get("activate") if isinstance(config, dict) else None
    profiles = activate.get("on-profile") if isinstance(activate, dict) else None
    given = profiles if isinstance(profiles, list) else str(profiles or "").split(",")
    return bool(given) and all(str(one).strip() in _PROFILES for one in given)


def _leaf(side: Side, into: Collector, path: Path, parts: tuple[str, ...], key: str, value: Any) -> None:
    if parts and into.wants(parts):
        shown = value if isinstance(value, str) else _literal(value)
        computed = _computed(value) if into.names else value
        if isinstance(computed, Expression) and all(name in into.names for name in _NAME.findall(computed.text)):
            value, shown = computed, computed.text
        into.add(parts, value, side.line(path), f"{key}: {shown}", "".join(parts[:-1]))


def _literal(value: Any) -> str:
    return (
        {True: "true", False: "false", None: "null"}.get(value, str(value))
        if not isinstance(value, (list, dict))
        else str(value)
    )


def _instructions(side: Side, into: Collector) -> None:
    """ENV and ARG of a Dockerfile."""
    for index, one in enumerate(side.value if isinstance(side.value, list) else ()):
        value = untagged(one)
        if not isinstance(value, dict):
            continue
        for key, name in _variables(value):
            if into.wants(names(key)):
                into.add(names(key), name, side.line((index,)), f"{key}={name}")


def _variables(instruction: dict[str, Any]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    todo: list[Any] = [instruction]
    while todo:
        value = untagged(todo.pop())
        if isinstance(value, dict):
            found += [(key, one) for key, one in value.items() if key.isupper() and not isinstance(one, (dict, list))]
            todo += value.values()
        elif isinstance(value, list):
            todo += value
    return found
