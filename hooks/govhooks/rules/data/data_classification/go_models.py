"""Fields of structs in Go that are stored or sent: those with a tag of gorm, sqlx, bun, pg, bson or JSON; and schemas of ent."""

from __future__ import annotations

from govhooks.rules.data.data_classification.fields import Field
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from govhooks.readers.document import Side

_STORED = compiled(r"\b(?:gorm|db|bson|bun|pg|sql|xorm|firestore|dynamodbav|datastore|spanner)\s*:")
_SENT = compiled(r'\bjson\s*:\s*"(?!-")')
# Structs that are sent only, and hold settings or what a client asks for.
_NO_MODELS = compiled(
    r"(?i)(?:config|configuration|settings|options|opts|params|args|flags|spec|credentials|request|response|req|resp)$"
)
_ENT = (
    "field.String",
    "field.Text",
    "field.Time",
    "field.Int",
    "field.Float",
    "field.JSON",
    "field.Bytes",
    "field.UUID",
    "field.Enum",
)


def fields(side: Side, path: str) -> Iterator[Field]:
    """The tagged fields of all structs, in textual order."""
    todo: list[tuple[Node, str]] = [(side.value.tree, "")]
    while todo:
        node, owner = todo.pop()
        if node.type == "type_spec":
            owner = _text(node.child_by_field_name("name"))
        elif node.type == "field_declaration":
            yield from _field(node, owner)
        todo += [(child, owner) for child in reversed(node.named_children)]
    yield from _ent(side)


def _text(node: Node | None) -> str:
    return "" if node is None else (node.text or b"").decode("utf-8", "replace")


def _field(node: Node, owner: str) -> Iterator[Field]:
    tag = _text(node.child_by_field_name("tag"))
    if not (_STORED.search(tag) or (_SENT.search(tag) and not _NO_MODELS.search(owner))):
        return
    kind = _text(node.child_by_field_name("type"))
    for name in node.children_by_field_name("name"):
        line = name.start_point[0] + 1
        yield Field(owner, _text(name), line, node.end_point[0] + 1, kind.partition("{")[0][:60])


def _ent(side: Side) -> Iterator[Field]:
    """`field.String("email")` in the method `Fields` of a schema of ent."""
    if not any(one.module.startswith("entgo.io/ent") for one in side.value.imports):
        return
    owners = [(one.line, one.name) for one in side.value.definitions if one.kind == "class"]
    for call in side.value.calls:
        if call.name in _ENT and isinstance(call.argument(0), str):
            owner = next((name for line, name in reversed(owners) if line <= call.line), "")
            yield Field(owner, str(call.argument(0)), call.line, call.end, call.name.rpartition(".")[2])
