"""JPA entities and documents of Spring Data, in Java and Kotlin: the fields of classes that say so by an annotation."""

from __future__ import annotations

from govhooks.rules.data.data_classification.fields import Field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from govhooks.readers.document import Side

# Annotations of a class whose fields are stored: jakarta.persistence, Spring Data (MongoDB, JDBC, Cassandra, Redis), Micronaut Data.
_STORED = frozenset(
    "Entity Embeddable MappedSuperclass Document Table MappedEntity RedisHash UserDefinedType Node DynamoDBTable DynamoDbBean".split()
)
_CLASSES = ("class_declaration", "record_declaration")
_RELATIONS = frozenset("OneToMany ManyToOne OneToOne ManyToMany Transient".split())


def fields(side: Side, path: str) -> Iterator[Field]:
    """The fields of all stored classes, in textual order."""
    todo: list[tuple[Node, str, str]] = [(side.value.tree, "", "")]
    while todo:
        node, owner, table = todo.pop()
        if node.type in _CLASSES:
            names = _annotations(node)
            is_stored = bool(_STORED & set(names))
            owner = _text(node.child_by_field_name("name")) if is_stored else ""
            table = _table(node) if is_stored else ""
        elif node.type in (
            "method_declaration",
            "function_declaration",
            "constructor_declaration",
            "object_declaration",
        ):
            continue
        elif owner and node.type in (
            "field_declaration",
            "formal_parameter",
            "class_parameter",
            "property_declaration",
        ):
            if not _RELATIONS & set(_annotations(node)):
                yield from _field(node, owner, table)
            continue
        todo += [(child, owner, table) for child in reversed(node.named_children)]


def _text(node: Node | None) -> str:
    return "" if node is None else (node.text or b"").decode("utf-8", "replace")


def _modifiers(node: Node) -> Node | None:
    return next((one for one in node.named_children if one.type == "modifiers"), None)


def _annotations(node: Node) -> list[str]:
    """The names of a declaration's annotations, without packages and `@get:`."""
    modifiers = _modifiers(node)
    if modifiers is None:
        return []
    return [
        _text(one).lstrip("@").partition("(")[0].rpartition(":")[2].rpartition(".")[2].strip()
        for one in modifiers.named_children
        if "annotation" in one.type
    ]


def _table(node: Node) -> str:
    """The table that `@Table(name = "users")` names."""
    from govhooks.search.compiled import compiled

    found = compiled(r'@(?:Table|Document)\s*\(\s*(?:\w+\s*=\s*)?"(\w+)"').search(_text(_modifiers(node)))
    return found[1] if found else ""


def _field(node: Node, owner: str, table: str) -> Iterator[Field]:
    modifiers = _text(_modifiers(node))
    if "static" in modifiers.split() or "const" in modifiers.split():
        return
    first, last = node.start_point[0] + 1, node.end_point[0] + 1
    if node.type == "field_declaration":
        names = [one.child_by_field_name("name") for one in node.named_children if one.type == "variable_declarator"]
        kind = _text(node.child_by_field_name("type"))
    elif node.type == "formal_parameter":
        names, kind = [node.child_by_field_name("name")], _text(node.child_by_field_name("type"))
    else:  # Kotlin
        inner = next((one for one in node.named_children if one.type == "variable_declaration"), node)
        names = [next((one for one in inner.named_children if one.type == "identifier"), None)]
        kind = next((_text(one) for one in inner.named_children if one.type.endswith("_type")), "")
    for name in names:
        if name is not None:
            line = name.start_point[0] + 1
            yield Field(owner, _text(name), line, max(last, first), kind, also=table)
