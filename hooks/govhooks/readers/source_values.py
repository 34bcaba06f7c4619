"""The values of literals, in any tree-sitter grammar; anything else is an `Expression`."""

from __future__ import annotations

import re

from govhooks.readers.code import Expression
from govhooks.readers.languages import LISTS, LITERALS, PAIRS, TABLES, WRAPPED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tree_sitter import Node

# How much of the source of a non-literal expression is kept.
_SHOWN = 200
_DEEPEST = 20
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", "\\0": "\0"}


class Values:
    """The values of nodes of one text."""

    def __init__(self, form: str, data: bytes) -> None:
        self.form = form
        self.data = data

    def text(self, node: Node, most: int = _SHOWN) -> str:
        return self.data[node.start_byte : min(node.end_byte, node.start_byte + most)].decode("utf-8", "replace")

    def field(self, node: Node, names: tuple[str, ...]) -> Node | None:
        return next((found for name in names if (found := node.child_by_field_name(name)) is not None), None)

    def key(self, node: Node | None) -> str:
        value = self.value(node) if node is not None else ""
        return value.text.rstrip(":") if isinstance(value, Expression) else str(value)

    def value(self, node: Node, deep: int = 0) -> Any:
        """The value of a literal, the source text of anything else."""
        kind = node.type
        if kind in WRAPPED and len(node.named_children) == 1:
            return self.value(node.named_children[0], deep + 1) if deep < _DEEPEST else Expression(self.text(node))
        if "string" in kind or kind == "encapsed_string" or kind.endswith("_string_literal"):
            return self.string(node)
        if kind in LITERALS:
            return LITERALS[kind]
        if kind in ("boolean", "boolean_literal"):
            return self.text(node).lower() == "true"
        if kind.endswith("symbol"):
            return self.text(node).strip(":\"'")
        if "int" in kind or "number" in kind or "float" in kind or "real" in kind:
            return self.number(node)
        if deep < _DEEPEST and kind in TABLES:
            return self.table(node, deep)
        if kind == "composite_literal":
            body = node.child_by_field_name("body")
            return self.value(body, deep + 1) if body is not None and deep < _DEEPEST else Expression(self.text(node))
        if deep < _DEEPEST and kind in LISTS:
            children = [one for one in node.named_children if "comment" not in one.type]
            if any(one.type in PAIRS or (self.form == "php" and len(one.named_children) == 2) for one in children):
                return self.table(node, deep)
            return [self.value(one, deep + 1) for one in children]
        return Expression(self.text(node))

    def table(self, node: Node, deep: int) -> Any:
        found: dict[str, Any] = {}
        for one in node.named_children:
            parts = one.named_children
            if "comment" in one.type:
                continue
            if len(parts) == 2:
                found[self.key(parts[0])] = self.value(parts[1], deep + 1)
            elif one.type == "array_element_initializer" and parts:  # PHP numbers the elements without a key
                found[str(sum(key.isdigit() for key in found))] = self.value(parts[0], deep + 1)
            else:  # `...rest`, a method, a short form
                found[self.text(one)] = Expression(self.text(one))
        return found

    def string(self, node: Node) -> Any:
        parts = []
        for child in node.named_children:
            kind = child.type
            if "escape" in kind:
                text = self.text(child)
                parts.append(_ESCAPES.get(text, text[1:] if len(text) == 2 else text))
            elif "content" in kind or "fragment" in kind:
                parts.append(self.data[child.start_byte : child.end_byte].decode("utf-8", "replace"))
            elif kind not in ("interpolation_start", "string_start", "string_end", "heredoc_start", "heredoc_end"):
                return Expression(self.text(node))
        if not parts and node.end_byte - node.start_byte > 2:
            text = self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")
            return text[1:-1] if text[0] == text[-1] and text[0] in "\"'`" else Expression(self.text(node))
        return "".join(parts)

    def number(self, node: Node) -> Any:
        text = self.text(node).replace("_", "")
        try:
            return int(text, 0) if not re.search(r"(?i)^[^x]*[.e]", text) else float(text)
        except ValueError:
            return Expression(self.text(node))
