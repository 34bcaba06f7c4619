"""Entities of Entity Framework in C#, and what its migrations add.

An entity is a plain class: it is told by an attribute (`[Table]`, `[Key]`, `[Column]`, `[PersonalData]`), a base (`IdentityUser`, `BaseEntity`), a
property `Id`, or a namespace of entities. Classes that only carry data over a border (`UserDto`, `LoginRequest`) are none.
"""

from __future__ import annotations

from govhooks.rules.data.data_classification.fields import Field
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from govhooks.readers.code import Code
    from govhooks.readers.document import Side

_CLASSES = ("class_declaration", "record_declaration", "struct_declaration")
_ATTRIBUTE = compiled(
    r"\[\s*(?:Table|Key|Column|Owned|PersonalData|ProtectedPersonalData|PrimaryKey|Index|ForeignKey|DatabaseGenerated|BsonElement|BsonId)\b"
)
_BASE = compiled(r"\b(?:IdentityUser|\w*Entity|\w*EntityBase|AggregateRoot|\w*AuditableEntity|BaseModel)\b")
_SPACE = compiled(r"(?:^|\.)(?:Entities|Entity|Models?|Domain|Data)(?:\.|$)")
_NO_MODELS = compiled(
    r"(?:Dto|DTO|ViewModel|Request|Response|Options|Settings|Command|Query|Event|Config|Configuration|Vm|Input|InputModel|Result|Message|Args|Exception)$"
)


def fields(side: Side, path: str) -> Iterator[Field]:
    """The properties of all entities, and the columns of a migration's `Up`."""
    code: Code = side.value
    todo: list[tuple[Node, str, str, str]] = [(code.tree, "", "", "")]
    space = next(
        (
            _text(one.child_by_field_name("name"))
            for one in code.tree.named_children
            if "namespace_declaration" in one.type
        ),
        "",
    )
    while todo:
        node, owner, table, up = todo.pop()
        if node.type in _CLASSES:
            owner = _text(node.child_by_field_name("name"))
            table = _table(node)
            if not _is_entity(node, owner, space):
                owner = ""
        elif node.type == "method_declaration":
            if _text(node.child_by_field_name("name")) != "Up":
                continue
            up = "Up"
        elif node.type == "property_declaration":
            if owner and (field := _property(node, owner, table)) is not None:
                yield field
            continue
        elif up and node.type == "invocation_expression":
            yield from _operation(node)
        todo += [(child, owner, table, up) for child in reversed(node.named_children)]


def _text(node: Node | None) -> str:
    return "" if node is None else (node.text or b"").decode("utf-8", "replace")


def _is_entity(node: Node, name: str, space: str) -> bool:
    if not name or _NO_MODELS.search(name):  # half written
        return False
    body = node.child_by_field_name("body")
    head = (node.text or b"")[: (body.start_byte - node.start_byte) if body is not None else None].decode(
        "utf-8", "replace"
    )
    if _ATTRIBUTE.search(_text(node)) or _BASE.search(head.partition(name)[2]):
        return True
    properties = [] if body is None else [one for one in body.named_children if one.type == "property_declaration"]
    names = {_text(one.child_by_field_name("name")) for one in properties}
    return bool({"Id", f"{name}Id", "ID"} & names) or _SPACE.search(space) is not None


def _table(node: Node) -> str:
    found = compiled(r'\[\s*Table\s*\(\s*"(\w+)"').search(_text(node)[:2000])
    return found[1] if found else ""


def _property(node: Node, owner: str, table: str) -> Field | None:
    accessors = node.child_by_field_name("accessors")
    text = _text(accessors)
    head = _text(node)
    if (
        accessors is None
        or ("set" not in text and "init" not in text)
        or "NotMapped" in head
        or " static " in head.partition("{")[0]
    ):
        return None
    name, kind = node.child_by_field_name("name"), _text(node.child_by_field_name("type"))
    if name is None or kind.startswith(("ICollection", "IList", "List", "IEnumerable", "DbSet")):
        return None
    return Field(owner, _text(name), name.start_point[0] + 1, node.end_point[0] + 1, kind.rstrip("?"), also=table)


def _operation(node: Node) -> Iterator[Field]:
    """`migrationBuilder.AddColumn<string>(name: "Email", table: "Users")`, `CreateTable(name: "Users", columns: table => new { Email = ... })`."""
    called = _text(node.child_by_field_name("function")).rpartition(".")[2].partition("<")
    given = node.child_by_field_name("arguments")
    if called[0] not in ("AddColumn", "CreateTable") or given is None:
        return
    named = {
        _text(one.child_by_field_name("name")): one.named_children[-1]
        for one in given.named_children
        if one.named_children
    }
    name = named.get("name")
    if name is None:
        return
    if called[0] == "AddColumn":
        line = name.start_point[0] + 1
        yield Field(
            _text(named.get("table")).strip('"'),
            _text(name).strip('"'),
            line,
            node.end_point[0] + 1,
            called[2].rstrip(">"),
        )
        return
    columns = named.get("columns")
    made = None if columns is None else columns.child_by_field_name("body")
    if made is None or made.type != "anonymous_object_creation_expression":
        return
    for column in made.named_children:
        if column.type == "identifier":
            line = column.start_point[0] + 1
            yield Field(_text(name).strip('"'), _text(column), line, line)
