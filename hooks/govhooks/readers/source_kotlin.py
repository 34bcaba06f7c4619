"""Kotlin: what its grammar writes in another way than the others, see `govhooks.readers.source`.

Its nodes have few fields: the parts of a call, a member and an annotation are told by their order. A lambda behind the arguments is a
call around the call; both are one here. Above a class, the grammar may take annotations for an expression of a script:

    @RestController @Secured("a") class X    annotated_expression(annotation, annotated_expression(annotation, "a")), class_declaration
"""

from __future__ import annotations

from govhooks.readers.code import Call, Expression, Import
from govhooks.readers.source_walk import Walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tree_sitter import Node

    from govhooks.readers.code import Scope

_LITERALS = {"true": True, "false": False, "null": None}
_LISTS = ("arrayOf", "listOf", "setOf")
_LONGEST = 30
_DEEPEST = 20


class KotlinWalk(Walk):
    def value(self, node: Node, deep: int = 0) -> Any:
        if node.type == "identifier":
            text = self.text(node)
            return _LITERALS[text] if text in _LITERALS else Expression(text)
        if deep < _DEEPEST and node.type == "collection_literal":
            return [self.value(one, deep + 1) for one in _plain(node)]
        if deep < _DEEPEST and node.type == "call_expression" and self.named(node) in _LISTS:
            return [self.value(one, deep + 1) for given in _arguments(node) if (one := _value_of(given)) is not None]
        return super().value(node, deep)

    def string(self, node: Node) -> Any:
        return (
            Expression(self.text(node)) if b"$" in self.data[node.start_byte : node.end_byte] else super().string(node)
        )

    def named(self, node: Node | None) -> str:
        names: list[str] = []
        while node is not None and len(names) < _LONGEST:
            parts = _plain(node)
            if node.type == "call_expression" and parts:
                node = parts[0]
            elif node.type == "navigation_expression" and len(parts) > 1:
                names.append(self.text(parts[-1]).strip("`"))
                node = parts[0]
            elif node.type in ("unary_expression", "parenthesized_expression") and parts:  # `a!!.b`
                node = parts[0]
            else:
                is_name = node.type in ("identifier", "this_expression", "super_expression", "user_type")
                names.append(self.text(node).partition("<")[0].strip("`") if is_name else "")
                break
        return ".".join(reversed(names)) if any(names) else ""

    def is_part(self, node: Node) -> bool:
        """Whether a call is the one around it without its lambda."""
        above = node.parent
        return above is not None and above.type == "call_expression" and not _has_arguments(above)

    def call(self, node: Node, scope: Scope) -> Call:
        name = self.named(node)
        line, column = node.start_point
        parts = _plain(node)
        place = parts[0] if parts else node
        while place.type == "call_expression" and _plain(place):
            place = _plain(place)[0]
        if place.type == "navigation_expression":
            line, column = _plain(place)[-1].start_point
        return self._with(Call(name, (), {}, line + 1, node.end_point[0] + 1, scope, column), _arguments(node))

    def _with(self, call: Call, given: list[Node]) -> Call:
        arguments: list[Any] = []
        keywords: dict[str, Any] = {}
        for one in given:
            parts = _plain(one)
            value = _value_of(one)
            if value is None:
                continue
            if len(parts) > 1 and parts[0].type == "identifier" and any(child.type == "=" for child in one.children):
                keywords[self.text(parts[0])] = self.value(value)
            else:
                arguments.append(self.value(value))
        return call.but(arguments=tuple(arguments), keywords=keywords)

    def bases(self, node: Node) -> list[str]:
        found = []
        for child in node.named_children:
            for one in child.named_children if child.type == "delegation_specifiers" else ():
                inner = one
                while inner.type in (
                    "delegation_specifier",
                    "constructor_invocation",
                    "explicit_delegation",
                ) and _plain(inner):
                    inner = _plain(inner)[0]
                found.append(self.text(inner).partition("<")[0].strip())
        return found

    def parameters(self, node: Node) -> list[str]:
        given = next((child for child in node.named_children if child.type == "function_value_parameters"), None)
        inside = given.named_children if given is not None else ()
        return [self.text(_plain(one)[0]) for one in inside if one.type == "parameter" and _plain(one)]

    def decorators(self, node: Node, scope: Scope) -> tuple[Call, ...]:
        found: list[Node] = []
        before = node.prev_named_sibling
        while before is not None and "comment" in before.type:
            before = before.prev_named_sibling
        while before is not None and before.type == "annotated_expression":
            found += [child for child in before.named_children if child.type == "annotation"]
            before = next((child for child in before.named_children if child.type == "annotated_expression"), None)
        for child in node.named_children:
            if child.type == "modifiers":
                found += [one for one in child.named_children if one.type == "annotation"]
        return tuple(self.decorator(one, scope) for one in found)

    def decorator(self, node: Node, scope: Scope) -> Call:
        inner = next((one for one in node.named_children if one.type in ("constructor_invocation", "user_type")), node)
        name = _plain(inner)[0] if inner.type == "constructor_invocation" and _plain(inner) else inner
        line, column = node.start_point
        given = _arguments(inner)
        after = node.next_named_sibling
        if inner.type == "user_type" and after is not None and after.type == "parenthesized_expression":
            given = [after]
        found = Call(self.named(name), (), {}, line + 1, node.end_point[0] + 1, scope, column)
        return self._with(found, given)

    def imports_of(self, node: Node) -> list[Import]:
        parts = _plain(node)
        module = self.text(parts[0]) if parts else ""
        line = node.start_point[0] + 1
        if any(child.type == "*" for child in node.children):
            return [Import(module, "*", "", line)]
        module, _, name = module.rpartition(".")
        return [Import(module, name, self.text(parts[1]) if len(parts) > 1 else name, line)]


def _plain(node: Node) -> list[Node]:
    return [one for one in node.named_children if "comment" not in one.type]


def _has_arguments(call: Node) -> bool:
    return any(one.type == "value_arguments" for one in call.named_children)


def _arguments(call: Node) -> list[Node]:
    """The arguments of a call or annotation, without the lambda behind them."""
    given = next((one for one in call.named_children if one.type == "value_arguments"), None)
    if given is not None:
        return [one for one in given.named_children if one.type == "value_argument"]
    inner = call.named_children[0] if call.type == "call_expression" and call.named_children else None
    return _arguments(inner) if inner is not None and inner.type == "call_expression" else []


def _value_of(argument: Node) -> Node | None:
    parts = _plain(argument)
    return parts[-1] if parts else None
