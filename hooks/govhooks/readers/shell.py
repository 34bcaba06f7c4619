"""Parse a shell script into commands, functions and sourced files, with tree-sitter's grammar of bash.

A command is a `Call`: its name, and its words as arguments; a word that the shell expands is an `Expression`.
Assignments before a command are its keywords; redirections are dropped. This is the script as written. What wrapped
commands run (`sudo`, `xargs`, `sh -c`) is found by `govhooks.knowledge.agents.shell`, to judge a single command line.
"""

from __future__ import annotations

from govhooks.readers.code import Call, Code, Definition, Expression, Import
from govhooks.readers.document import Side
from govhooks.readers.grammars import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tree_sitter import Node

_SHOWN = 1000
_MOST_PARTIAL = 10_000


def read(data: bytes) -> Side:
    """The commands of a script. Raises BadDocument."""
    root = parse("tree_sitter_bash", "language", data, "shell")
    calls: list[Call] = []
    definitions: list[Definition] = []
    imports: list[Import] = []
    partial: set[int] = set()
    todo: list[tuple[Node, tuple[str, ...]]] = [(root, ())]
    while todo:
        node, scope = todo.pop()
        kind = node.type
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        if node.is_error or node.is_missing:
            partial.update(range(line, min(end, line + _MOST_PARTIAL) + 1))
        elif kind == "function_definition" and (name := node.child_by_field_name("name")) is not None:
            definitions.append(Definition("function", _text(name, data), line, end, scope=scope))
            scope = (*scope[-20:], _text(name, data))
        elif kind in ("command", "declaration_command"):
            call = _call(node, data, scope)
            calls.append(call)
            if call.name in ("source", ".") and call.arguments and isinstance(call.arguments[0], str):
                imports.append(Import(call.arguments[0], "", "", line))
        todo += [(child, scope) for child in reversed(node.children) if child.is_named or child.is_missing]
    calls.sort(key=lambda call: (call.line, call.column))
    return Side(Code("shell", tuple(calls), tuple(definitions), tuple(imports), root, tuple(sorted(partial))), {})


def _call(node: Node, data: bytes, scope: tuple[str, ...]) -> Call:
    words: list[Any] = []
    keywords: dict[str, Any] = {}
    for child in node.children:
        kind = child.type
        if kind == "variable_assignment" and node.type == "command":
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None:
                keywords[_text(name, data)] = _word(value, data) if value is not None else ""
        elif "redirect" not in kind and kind != "comment" and (child.is_named or not words):
            words.append(_word(child, data))
    first = words[0] if words and isinstance(words[0], str) else ""
    return Call(
        first, tuple(words[1:]), keywords, node.start_point[0] + 1, node.end_point[0] + 1, scope, node.start_point[1]
    )


def _text(node: Node, data: bytes) -> str:
    return data[node.start_byte : min(node.end_byte, node.start_byte + _SHOWN)].decode("utf-8", "replace")


def _word(node: Node, data: bytes) -> Any:
    """A word without its quotes, or the source text of one that the shell expands."""
    kind = node.type
    text = _text(node, data)
    if kind == "command_name" and node.named_children:
        return _word(node.named_children[0], data)
    if kind == "raw_string":
        return text[1:-1]
    if kind == "string" and all(child.type in ("string_content", '"') for child in node.children):
        return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if kind in ("word", "number", "variable_name") or not node.is_named:
        bare = text.replace("\\\n", "").replace("\\", "")
        return bare if not set(text) & set("*?[~{") or "\\" in text else Expression(text)
    if kind == "concatenation":
        parts = [_word(child, data) for child in node.children]
        if all(isinstance(part, str) for part in parts):
            return "".join(parts)
    return Expression(text)
