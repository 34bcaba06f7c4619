"""Which environment variables a shell script reads: names that are expanded and that nothing in the script gives a value."""

from __future__ import annotations

from govhooks.knowledge.variables.use import COMPUTED, NONE, Default, Use, is_name, literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    Place = tuple[int, ...]

# The shell's own names are in `platform`, but these are no names of variables in any case.
_SPECIAL = frozenset("_ @ * # ? - $ !".split())
_DEFAULTING = frozenset((":-", "-", ":=", "="))
_READS = frozenset(
    ("read", "mapfile", "readarray", "getopts", "printf", "local", "declare", "typeset", "readonly", "let", "unset")
)


def find(root: Node, data: bytes) -> list[Use]:
    """What a script reads, in no order: a variable that the script assigns before, with no default from outside, is its own."""
    found: list[tuple[Use, Place]] = []
    assigned: dict[str, Place] = {}
    todo = [root]
    while todo:
        node = todo.pop()
        kind = node.type
        if kind == "variable_assignment":
            _assign(node, data, assigned)
        elif kind == "for_statement" or kind == "select_statement":
            _note(node.child_by_field_name("variable"), data, assigned)
        elif kind in ("command", "declaration_command", "unset_command"):
            _declare(node, data, assigned)
        elif kind == "simple_expansion":
            _use(node.named_children[0] if node.named_children else None, node, data, NONE, found)
        elif kind == "expansion":
            name = next((one for one in node.named_children if one.type == "variable_name"), None)
            _use(name, node, data, _default(node, name, data), found)
        todo += reversed(node.children)
    return [use for use, place in found if use.name not in assigned or place <= assigned[use.name]]


def _text(node: Node, data: bytes) -> str:
    return data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _note(node: Node | None, data: bytes, assigned: dict[str, Place]) -> None:
    if node is not None:
        assigned.setdefault(_text(node, data), tuple(node.start_point))


def _assign(node: Node, data: bytes, assigned: dict[str, Place]) -> None:
    name = node.child_by_field_name("name")
    if name is None:
        return
    above = node.parent
    if above is not None and above.type == "command":  # `X=1 command` is set for the command alone
        return
    text = _text(name, data).partition("[")[0]
    value = node.child_by_field_name("value")
    # What `X="$X:more"` assigns is read before.
    assigned.setdefault(text, tuple(value.end_point if value is not None else node.start_point))


def _declare(node: Node, data: bytes, assigned: dict[str, Place]) -> None:
    """`local x`, `read -r x y`, `getopts "a:" flag`: names without a `$`."""
    words = [_text(one, data) for one in node.named_children]
    first = _text(node.children[0], data) if node.children else ""
    if first not in _READS:
        return
    for word in words[0 if node.type != "command" else 1 :]:
        if is_name(word):
            if first == "printf" and "-v" not in words:
                continue
            assigned.setdefault(word, tuple(node.start_point))


def _use(name: Node | None, node: Node, data: bytes, default: Default, found: list[tuple[Use, Place]]) -> None:
    if name is None or name.type != "variable_name":
        return
    text = _text(name, data)
    if text in _SPECIAL or text.isdigit() or not is_name(text):
        return
    found.append((Use(text, node.start_point[0] + 1, default), tuple(node.start_point)))


def _default(node: Node, name: Node | None, data: bytes) -> Default:
    """`${X:-default}`; `${X:?message}` and `${X%suffix}` have none."""
    if name is None:
        return NONE
    rest = data[name.end_byte : node.end_byte - 1].decode("utf-8", "replace")
    operator = next((one for one in (":-", ":=", "-", "=") if rest.startswith(one)), "")
    if not operator:
        return NONE
    value = rest[len(operator) :]
    return COMPUTED if "$" in value or "`" in value else literal(value.strip("\"'"))
