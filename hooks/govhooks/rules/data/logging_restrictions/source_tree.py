"""Reading the nodes of a grammar: texts, names, fields and children."""

from __future__ import annotations

from govhooks.rules.data.logging_restrictions import nodes as n
from govhooks.rules.data.logging_restrictions import source_tables as t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node


def filled(parts: list[n.Node]) -> Iterable[n.Node]:
    """A format and its values, each value behind the piece of the format that comes before it."""
    form = parts[0]
    if not isinstance(form, n.Constant):
        yield from parts
        return
    pieces = t.HOLES.split(form.text)
    for at, value in enumerate(parts[1:]):
        if at < len(pieces):
            yield n.Constant(pieces[at], line=form.line)
        yield value


def text_of(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def bare(name: str) -> str:
    return name.strip().lstrip("$@&*").strip()


def last_name(node: Node) -> str:
    """The name at the end of a dotted or generic one."""
    text = text_of(node).partition("<")[0]
    for mark in ("::", "\\", ".", "->"):
        text = text.rpartition(mark)[2]
    return bare(text)


def field_of(node: Node, names: str) -> Node | None:
    """The first of several fields that is there; a digit is the position of a named child."""
    for name in names.split():
        if name.isdigit():
            children = node.named_children
            if int(name) < len(children):
                return children[int(name)]
        elif (found := node.child_by_field_name(name)) is not None:
            return found
    return None


def child_of(node: Node, *kinds: str) -> Node | None:
    return next((one for one in node.named_children if one.type in kinds), None)


def only(node: Node) -> Node:
    """What an argument or an entry holds, if that is one thing."""
    while (
        node.type
        in ("argument", "bracketed_argument_list", "literal_element", "array_element_initializer", "value_argument")
        and node.named_children
    ):
        node = node.named_children[-1]
    return node


def unfold(node: Node) -> Iterable[Node]:
    """The children of a string, and those of its inner contents."""
    for one in node.named_children:
        if one.type in ("heredoc_body", "string_content", "interpolated_string_text") and one.named_children:
            yield from unfold(one)
        else:
            yield one


def identifiers(node: Node, deep: int = 4) -> Iterable[Node]:
    """The names of parameters or variables below a node, without those of their types."""
    if node.type in ("identifier", "simple_identifier", "variable_name"):
        yield node
        return
    if deep <= 0:
        return
    for one in node.named_children:
        if one.type in (
            "type",
            "user_type",
            "type_identifier",
            "predefined_type",
            "generic_type",
            "qualified_type",
            "named_type",
            "default_value",
        ):
            continue
        yield from identifiers(one, deep - 1)
