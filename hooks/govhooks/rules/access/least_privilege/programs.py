"""AWS policies written out in programs: CDK, Pulumi, boto3 and the like, where they are literals."""

from __future__ import annotations

import ast
import re

from govhooks.knowledge.cloud.aws import statement
from govhooks.readers.code import Expression
from govhooks.rules.access.least_privilege import aws
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.rules.access.least_privilege.escalation import ADMIN_POLICIES
from govhooks.rules.access.least_privilege.modes import is_world_writable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.code import Call, Code

_KEYS = {
    "actions": "Action",
    "notactions": "NotAction",
    "resources": "Resource",
    "notresources": "NotResource",
    "principals": "Principal",
    "notprincipals": "NotPrincipal",
    "conditions": "Condition",
    "effect": "Effect",
}
_MANAGED = re.compile(r"(?:from_?aws_?managed_?policy_?name|fromAwsManagedPolicyName)$", re.IGNORECASE)


def dangers(code: Code) -> Iterator[Danger]:
    """The grants that a program writes out."""
    from govhooks.rules.access.least_privilege import constructs

    yield from constructs.dangers(code)
    if isinstance(code.tree, ast.Module):
        yield from _literals(code.tree)
    elif code.tree is not None:
        yield from _objects(code)
    known = _constants(code) if any(call.name.endswith("PolicyStatement") for call in code.calls) else {}
    for call in code.calls:
        name = call.name.rpartition(".")[2]
        holder = ".".join(call.scope) or "the program"
        if name == "PolicyStatement":
            yield from _statement(call, holder, known)
        elif _MANAGED.search(name):
            for value in call.arguments:
                policy = str(value).rpartition("/")[2]
                if policy in ADMIN_POLICIES:
                    yield Danger(
                        "admin",
                        holder,
                        f"aws policy {policy}",
                        f"has AWS's policy {policy}",
                        "attach a policy of the actions it needs",
                        line=call.line,
                        covers=("aws ",),
                    )
                elif re.fullmatch(r"(?:Amazon|AWS)?\w+FullAccess", policy):
                    yield Danger(
                        "wildcard",
                        holder,
                        f"aws policy {policy}",
                        f"has AWS's policy {policy}: every action of it on every resource",
                        "attach a policy of the actions and ARNs it needs",
                        line=call.line,
                    )
        elif name in ("grantPublicAccess", "grant_public_access"):
            yield Danger(
                "public",
                holder,
                f"aws public {call.name}",
                "lets everybody read the bucket",
                "grant it to a principal",
                line=call.line,
            )
        elif name in _CHMOD and any(_is_open(one) for one in call.arguments[1:]):
            yield Danger(
                "modes",
                holder,
                f"mode {getattr(call.arguments[0], 'text', call.arguments[0])}",
                "lets everybody write a file (chmod)",
                "give the owner or a group the right: 0o750",
                line=call.line,
            )


_CHMOD = ("chmod", "fchmod", "lchmod", "chmodSync", "fchmodSync", "lchmodSync")


def _is_open(mode: Any) -> bool:
    if isinstance(mode, str):
        return mode.isdigit() and is_world_writable(mode)
    return isinstance(mode, int) and not isinstance(mode, bool) and bool(mode & 2) and not mode & 0o1000


def _objects(code: Code) -> Iterator[Danger]:
    """The object literals of a JavaScript or TypeScript program that are policies; those of a call are among them."""
    from govhooks.readers.source_values import Values

    root = code.tree
    data = b" " * root.start_byte + root.text
    values = Values(code.language, data)
    todo = [root]
    while todo:
        node = todo.pop()
        if node.type == "object":
            text = data[node.start_byte : node.end_byte]
            if b"Effect" not in text:
                continue
            value = values.value(node)
            if isinstance(value, dict) and ("Statement" in value or "Effect" in value):
                yield from _tables(value, "the program", node.start_point[0] + 1)
                continue
        todo += node.named_children


def _constants(code: Code) -> dict[str, Any]:
    """The lists and texts that names of a program stand for; not those of names that are assigned twice."""
    from govhooks.readers.assignments import assignments

    found: dict[str, list[Any]] = {}
    for one in assignments(code):
        found.setdefault(one.name.rpartition(".")[2], []).append(one.value)
    return {
        name: values[0] for name, values in found.items() if len(values) == 1 and isinstance(values[0], (list, str))
    }


def _statement(call: Call, holder: str, known: dict[str, Any]) -> Iterator[Danger]:
    given: dict[str, Any] = dict(call.keywords)
    for value in call.arguments:
        if isinstance(value, dict):
            given.update(value)
    table: dict[str, Any] = {}
    for key, value in given.items():
        if name := _KEYS.get(key.replace("_", "").lower()):
            if isinstance(value, Expression):
                value = known.get(value.text.rpartition(".")[2], value)
            table[name] = _text(value)
    if "Effect" in table:
        table["Effect"] = "Deny" if "DENY" in str(table["Effect"]).upper() else "Allow"
    if "Principal" in table:
        who = str(table["Principal"])
        table["Principal"] = (
            "*" if re.search(r"AnyPrincipal|StarPrincipal", who) or who in ("['*']", "*") else {"Other": [who]}
        )
    if "Action" in table or "NotAction" in table:
        table.setdefault("Effect", "Allow")
        for danger in aws.judge([(table, statement(table), ())], holder):
            yield danger.moved((), call.line)


def _text(value: Any) -> Any:
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, (list, tuple)):
        return [_text(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _text(one) for key, one in value.items()}
    return value


def _tables(value: Any, holder: str, line: int) -> Iterator[Danger]:
    for danger in aws.dangers(_text(value), holder):
        yield danger.moved((), line)


def _literals(tree: ast.Module) -> Iterator[Danger]:
    """The dictionaries of a Python program that are policies or statements."""
    names: dict[int, str] = {}
    todo: list[tuple[ast.AST, str]] = [(tree, "the program")]
    while todo:
        node, holder = todo.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            holder = node.name if holder == "the program" else f"{holder}.{node.name}"
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names[id(node.value)] = node.targets[0].id
        if isinstance(node, ast.Dict):
            keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            if "Statement" in keys or ("Effect" in keys and ("Action" in keys or "NotAction" in keys)):
                yield from _tables(_value(node), names.get(id(node), holder), node.lineno)
                continue
        todo += [(child, holder) for child in ast.iter_child_nodes(node)]


def _value(node: ast.AST, deep: int = 0) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)) and deep < 20:
        return [_value(one, deep + 1) for one in node.elts]
    if isinstance(node, ast.Dict) and deep < 20:
        return {
            str(key.value) if isinstance(key, ast.Constant) else "${...}": _value(value, deep + 1)
            for key, value in zip(node.keys, node.values)
        }
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "${...}" for one in node.values)
    return "${...}"
