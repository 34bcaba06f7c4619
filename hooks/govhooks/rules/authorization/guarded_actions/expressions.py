"""Source text of an expression as the name of a guard: `new RoleGuard("admin")` -> "RoleGuard(admin)"."""

from __future__ import annotations

import re

from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_NAME = compiled(
    r"(?s)(?:await\s+|new\s+|&)*([A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*)*)(?:<[^()]*>)?\s*(\(.*)?"
)
_LITERAL = compiled(r"\"([^\"\\]*)\"|'([^'\\]*)'|\b[A-Z]\w*\.([A-Za-z_]\w*)\b")
_LONGEST = 4
_FUNCTIONS = (
    *("arrow_function", "function_expression", "function", "generator_function", "func_literal", "anonymous_function"),
    *("anonymous_function_creation_expression", "lambda", "lambda_expression"),
)


def guard_name(text: str) -> str:
    """The name in an expression and the literals in its arguments; "" for a function that is written out, and other expressions."""
    text = text.strip()
    match = _NAME.fullmatch(text)
    if match is None or "=>" in text.partition("(")[0] or match[1] in ("function", "func", "async", "fn"):
        return ""
    name = re.sub(r"::|->|\?\.", ".", match[1])
    if not match[2] or match[2].startswith("() =>"):
        return name
    if re.match(r"\((?:[\w\s,{}:]*)\)\s*=>", match[2]):
        return ""
    found = ["".join(one) for one in _LITERAL.findall(match[2])][:_LONGEST]
    return f"{name}({', '.join(found)})" if found else name


_QUOTED = compiled(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[()]")


def closing(text: str, at: int) -> int:
    """The offset of the ")" that belongs to the "(" before `at`; the end of the text if there is none."""
    depth = 1
    for match in _QUOTED.finditer(text, at):
        depth += (match[0] == "(") - (match[0] == ")")
        if not depth:
            return match.start()
    return len(text)


def is_function(node: Node) -> bool:
    """Whether a function is written out."""
    return node.type in _FUNCTIONS
