"""A text in one of the languages of `forms`: where its lines, code, functions and constants are."""

from __future__ import annotations

import re
from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

LITERAL = r"[bLfru@$]?(?:\"[^\"\\\n]*\"|'[^'\\\n]*'|`[^`\\]*`)"
_FUNCTIONS = frozenset(
    (
        *("function_declaration", "method_declaration", "constructor_declaration", "method", "singleton_method"),
        *("function_definition", "local_function_statement", "func_literal", "lambda_expression", "arrow_function"),
    )
)
_STRINGS = ("string", "comment", "heredoc", "text_block", "template")
_CODE_IN_STRINGS = ("interpolation", "template_substitution")


class Source:
    """A text with the places of its lines, and what tells code from comments and strings."""

    def __init__(self, form: str, data: bytes, root: Node | None) -> None:
        self.form = form
        # A byte is a character, so that places are those of the tree.
        self.text = data.decode("latin-1")
        self.root = root
        self._starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        self._dead = _dead(self.text) if root is None else []

    def line(self, at: int) -> int:
        return bisect_right(self._starts, at)

    def is_code(self, at: int) -> bool:
        """Whether what stands at a place is code."""
        if self.root is None:
            index = bisect_right(self._dead, (at, len(self.text)))
            return not (index and self._dead[index - 1][0] <= at < self._dead[index - 1][1])
        node: Node | None = self.root.descendant_for_byte_range(at, at + 1)
        while node is not None:
            kind = node.type
            if kind in _CODE_IN_STRINGS:
                return True
            if any(word in kind for word in _STRINGS):
                return False
            node = node.parent
        return True

    def function(self, at: int) -> tuple[str, list[str]]:
        """The name and parameters of the function around a place, ("", []) for none."""
        node = self.root.descendant_for_byte_range(at, at + 1) if self.root is not None else None
        while node is not None and node.type not in _FUNCTIONS:
            node = node.parent
        if node is None:
            return "", []
        name, given = node.child_by_field_name("name"), node.child_by_field_name("parameters")
        if given is None and self.form == "kotlin":
            name = name or next((one for one in node.named_children if "identifier" in one.type), None)
            given = next((one for one in node.named_children if "parameters" in one.type), None)
        if name is None or given is None:
            return "", []
        return self._of(name), [self._of(one) for one in given.named_children if "comment" not in one.type]

    def _of(self, node: Node) -> str:
        return self.text[node.start_byte : node.end_byte]

    def constant(self, name: str) -> list[str]:
        """The literals that a name is given in this file."""
        last = re.split(r"[.:\\]+|->", name)[-1].lstrip("$")
        if not re.fullmatch(r"\w+", last):
            return []
        pattern = re.compile(
            rf"(?<![\w])\$?{last}(?:\s*:\s*&?(?:'static\s+)?\w+|\s+\w+)?\s*(?::=|=(?![=~>]))\s*({LITERAL})"
            rf"|\bdefine\(\s*['\"]{last}['\"]\s*,\s*({LITERAL})"
        )
        return [unquoted(found[1] or found[2]) for found in pattern.finditer(self.text) if self.is_code(found.start())]


def unquoted(text: str) -> str:
    return text.lstrip("bLfru@$")[1:-1] if text[-1:] in "\"'`" else text


_DEAD = r"//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/|b?r(#{0,4})\"(?:.|\n)*?\"\1|b?\"(?:[^\"\\]|\\.|\\\n)*\"|b?'(?:[^'\\\n]|\\.[^'\n]{0,8})'"


def _dead(text: str) -> list[tuple[int, int]]:
    """Where Rust has comments and strings: (start, end) in their order; a string's quote counts as code, so that names are read there."""
    return [
        (found.start() + (found[0][0] != "/"), found.end() - (found[0][0] != "/")) for found in re.finditer(_DEAD, text)
    ]
