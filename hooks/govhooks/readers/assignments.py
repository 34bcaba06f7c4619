"""What source code assigns to names: `ISSUER = "x"`, `app.config["KEY"] = 1`, `options.Authority = "x"`, `const a = {...}`.

For every language that `govhooks.readers` parses. Values are as in `Call.arguments`: literals, tables and lists of them, and an
`Expression` for anything else. Names are dotted, with the key of a subscript at the end ("app.config.KEY").
"""

from __future__ import annotations

import ast

from govhooks.core.record import Record
from govhooks.readers.code import Code, Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from tree_sitter import Node

    from govhooks.readers.source_values import Values

# How deeply a table may be nested, and how much of an expression is kept.
_DEEPEST = 20
_SHOWN = 200
# Nodes of the grammars, and the fields of the name and of the value.
_NODES = {
    "assignment": ("left", "right"),  # Ruby
    "assignment_expression": ("left", "right"),  # JavaScript, Java, PHP, C#
    "assignment_statement": ("left", "right"),  # Go
    "short_var_declaration": ("left", "right"),
    "operator_assignment": ("left", "right"),  # Ruby's ||=
    "variable_declarator": ("name", "value"),  # JavaScript, Java
    "const_spec": ("name", "value"),  # Go
    "var_spec": ("name", "value"),
    "const_element": ("", ""),  # PHP: by position
    "public_field_definition": ("name", "value"),  # TypeScript
    "field_definition": ("property", "value"),  # JavaScript
    "property_declaration": ("name", "value"),  # C#
    "property_element": ("", ""),  # PHP
    "pair": ("key", "value"),
    "keyed_element": ("", ""),
    "element_value_pair": ("key", "value"),
    "array_element_initializer": ("", ""),
}
# Keys of a table: what is around them is part of their names.
_KEYS = ("pair", "keyed_element", "element_value_pair", "array_element_initializer")
_LISTS = ("expression_list",)


class Assignment(Record):
    """`name = value` on the lines `line` to `end`."""

    name: str
    value: Any
    line: int
    end: int


def assignments(code: Code) -> Iterator[Assignment]:
    """The assignments of a file, in textual order."""
    if code.language == "python":
        yield from _python(code.tree)
    elif code.tree is not None:
        yield from _source(code)


def _python(tree: ast.Module) -> Iterator[Assignment]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign)) and node.value is not None:
            targets, value = [node.target], node.value
        else:
            continue
        for target in targets:
            if name := _target(target):
                found.append(Assignment(name, _literal(value), node.lineno, node.end_lineno or node.lineno))
    yield from sorted(found, key=lambda one: one.line)


def _target(node: ast.expr) -> str:
    from govhooks.readers.python import dotted

    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return ".".join(filter(None, (dotted(node.value), str(node.slice.value))))
    return dotted(node)


def _literal(node: ast.expr, deep: int = 0) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if deep < _DEEPEST and isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [_literal(one, deep + 1) for one in node.elts]
    if deep < _DEEPEST and isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
        keys = [str(key.value) for key in node.keys if isinstance(key, ast.Constant)]
        return {key: _literal(value, deep + 1) for key, value in zip(keys, node.values)}
    if deep < _DEEPEST and isinstance(
        node, ast.Call
    ):  # `dict(a=1)`, `env("NAME", default="x")`: what it is given by name
        named = {one.arg: _literal(one.value, deep + 1) for one in node.keywords if one.arg}
        if named and isinstance(node.func, ast.Name) and node.func.id == "dict":
            return named
    try:
        return Expression(ast.unparse(node)[:_SHOWN])
    except RecursionError:
        return Expression("")


def _source(code: Code) -> Iterator[Assignment]:
    from govhooks.readers.source_values import Values

    root: Node = code.tree
    data = b" " * root.start_byte + (root.text or b"")
    values = Values(code.language, data)
    todo = [root]
    while todo:
        node = todo.pop()
        if node.type in _NODES:
            yield from _assigned(node, values)
        todo += reversed(node.named_children)


def _assigned(node: Node, values: Values) -> Iterator[Assignment]:
    left, right = (node.child_by_field_name(name) if name else None for name in _NODES[node.type])
    if node.type == "property_declaration" and (declared := _declared(node)) is not None:  # Kotlin
        left, right = declared, node.named_children[-1]
    elif left is not None and right is None and node.type == "variable_declarator":  # C#
        right = node.named_children[-1]
    elif left is None and len(node.named_children) >= 2:
        left, right = node.named_children[0], node.named_children[-1]
    if left is None or right is None or left == right:
        return
    lefts = left.named_children if left.type in _LISTS else [left]
    rights = right.named_children if right.type in _LISTS else [right]
    for one, value in zip(lefts, rights):
        if name := _name(one, values):
            around = _around(node, values) if node.type in _KEYS else ""
            full = f"{around}.{name}" if around else name
            yield Assignment(full, values.value(value), one.start_point[0] + 1, value.end_point[0] + 1)


def _declared(node: Node) -> Node | None:
    """The name that a property of Kotlin declares."""
    found = next((one for one in node.named_children if one.type == "variable_declaration"), None)
    return found.named_children[0] if found is not None and found.named_children else None


def _around(node: Node, values: Values) -> str:
    """What a key of a table is in: the keys above it, and the name that the table is assigned to, or its type."""
    names: list[str] = []
    above = node.parent
    while above is not None and len(names) < _DEEPEST:
        if above.type in _KEYS and len(above.named_children) == 2:
            names.append(_name(above.named_children[0], values))
        elif above.type == "composite_literal" and (kind := above.child_by_field_name("type")) is not None:
            names.append(_name(kind, values))
        elif above.type in _NODES and above.type not in _KEYS:
            left = above.child_by_field_name(_NODES[above.type][0]) if _NODES[above.type][0] else None
            if left is not None:
                names.append(_name(left, values))
            break
        above = above.parent
    return ".".join(name for name in reversed(names) if name)


def _name(node: Node, values: Values) -> str:
    """The dotted name that a value goes to; the key of a subscript is its last part."""
    text = values.text(node)
    for old in ("?.", "->", "::", "[", "]"):
        text = text.replace(old, ".")
    parts = [part.strip(" \t\r\n\"'`:$@&*") for part in text.split(".")]
    return ".".join(part for part in parts if part)
