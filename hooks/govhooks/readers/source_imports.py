"""Parse imports with any tree-sitter grammar: the module, the imported name, and its local name."""

from __future__ import annotations

import re

from govhooks.readers.code import Import

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from govhooks.readers.source_values import Values

_KEYWORDS = re.compile(r"^(?:global\s+)?(?:import|using)\s+(?:static\s+)?|\s*;\s*$")
_LONGEST = 1000


def imports(values: Values, node: Node) -> list[Import]:
    """What one statement imports."""
    line = node.start_point[0] + 1
    if values.form in ("javascript", "typescript", "tsx"):
        return _script(values, node, line)
    path = node.child_by_field_name("path")
    if path is not None:
        return [_go(values, node, path, line)]
    text = _KEYWORDS.sub("", values.text(node, _LONGEST))
    if values.form == "php":
        text, _, alias = text.partition(" as ")
        module = text.strip().replace("\\", ".").strip(".")
        return [Import(module, "", alias.strip() or module.rpartition(".")[2], line)]
    if values.form == "csharp":
        alias, _, module = text.rpartition("=")
        return [Import(module.strip(), "", alias.strip(), line)]
    module, _, name = text.rpartition(".")
    return [Import(module, name, "" if name == "*" else name, line)]


def _go(values: Values, node: Node, path: Node, line: int) -> Import:
    module = str(values.value(path))
    name = node.child_by_field_name("name")
    return Import(module, "", values.text(name) if name is not None else module.rpartition("/")[2], line)


def _script(values: Values, node: Node, line: int) -> list[Import]:
    source = node.child_by_field_name("source")
    module = str(values.value(source)) if source is not None else ""
    found: list[Import] = []
    todo = list(reversed(node.named_children))
    while todo:
        child = todo.pop()
        if child.type == "import_specifier":
            name = child.child_by_field_name("name")
            alias = child.child_by_field_name("alias") or name
            if name is not None and alias is not None:
                found.append(Import(module, values.text(name), values.text(alias), line))
        elif child.type in ("namespace_import", "identifier"):
            bound = child.named_children[0] if child.named_children else child
            found.append(Import(module, "", values.text(bound), line))
        elif child.type in ("import_clause", "named_imports"):
            todo += reversed(child.named_children)
    return found or [Import(module, "", "", line)]
