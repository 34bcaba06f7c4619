"""Models in JavaScript and TypeScript: TypeORM, MikroORM, sequelize-typescript and NestJS by their decorators, Sequelize, Mongoose, Drizzle and Knex by their calls."""

from __future__ import annotations

from govhooks.rules.data.data_classification.fields import Field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from govhooks.readers.document import Side

# Decorators of a property that is a column.
_COLUMNS = frozenset(
    "Column PrimaryColumn PrimaryGeneratedColumn ObjectIdColumn ViewColumn Property PrimaryKey Prop Enum Encrypted EncryptedColumn prop".split()
)
# Calls whose arguments are a table of columns: the index of the argument, and whether the one before it is the model's name.
_TABLES = {
    "pgTable": 1,
    "mysqlTable": 1,
    "sqliteTable": 1,
    "define": 1,
    "createTable": 1,
    "init": 0,
    "Schema": 0,
    "EntitySchema": 0,
}
# Keys of a column's own options, in a table of columns that is none.
_OPTIONS = ("type", "$type")


def fields(side: Side, path: str) -> Iterator[Field]:
    """The fields of all models, in textual order; of migrations those of the way up."""
    root: Node = side.value.tree
    todo = [root]
    knex = False
    down: list[tuple[int, int]] = []
    while todo:
        node = todo.pop()
        if node.type in ("public_field_definition", "field_definition"):
            yield from _decorated(node)
        elif node.type in ("call_expression", "new_expression"):
            name = _name(node.child_by_field_name("function") or node.child_by_field_name("constructor"))
            last = name.rpartition(".")[2]
            knex = knex or last in ("createTable", "alterTable") or name.endswith("schema.table")
            if last in _TABLES and (last not in ("define", "init") or "." in name):
                yield from _table(node, name, last)
            elif last == "add" and name.endswith("Schema.add"):
                yield from _extended(node, name)
            elif last == "addColumn":
                yield from _added(node)
        elif _is_down(node):
            down.append((node.start_point[0] + 1, node.end_point[0] + 1))
            continue
        todo += reversed(node.named_children)
    if knex:
        from govhooks.rules.data.data_classification import migrations

        yield from migrations.fields(side, path, tuple(down))


def _is_down(node: Node) -> bool:
    """`down(queryInterface) {...}`, `exports.down = ...`, `down: async () => ...`, `export function down()`."""
    if node.type in ("method_definition", "function_declaration"):
        return _text(node.child_by_field_name("name")) == "down"
    if node.type == "pair":
        return _text(node.child_by_field_name("key")) == "down"
    if node.type == "assignment_expression":
        return _text(node.child_by_field_name("left")).rpartition(".")[2] == "down"
    if node.type == "variable_declarator":
        return _text(node.child_by_field_name("name")) == "down"
    return False


def _text(node: Node | None) -> str:
    return "" if node is None else (node.text or b"").decode("utf-8", "replace")


def _name(node: Node | None) -> str:
    """The dotted name of what is called; "" for what is no plain name."""
    text = _text(node)
    return (
        text
        if len(text) < 200 and "(" not in text and "{" not in text
        else ("." + text.rpartition(".")[2] if "." in text else "")
    )


def _decorated(node: Node) -> Iterator[Field]:
    """A property of a class with one of the decorators above it; the class's own `@Entity("users")` names the table."""
    names = [
        _text(call.child_by_field_name("function") if call.type == "call_expression" else call).rpartition(".")[2]
        for one in node.named_children
        if one.type == "decorator"
        for call in one.named_children[:1]
    ]
    if not any(name in _COLUMNS for name in names):
        return
    owner = node.parent.parent if node.parent is not None else None
    name = node.child_by_field_name("name") or node.child_by_field_name("property")
    kind = _text(node.child_by_field_name("type")).lstrip(": ")
    if name is not None:
        line = name.start_point[0] + 1
        model = _text(owner.child_by_field_name("name") if owner is not None else None)
        yield Field(model, _text(name).strip("'\"#"), line, node.end_point[0] + 1, kind, also=_entity(owner))


def _entity(owner: Node | None) -> str:
    """The table that `@Entity("users")` or `@Table({ tableName: "users" })` names."""
    if owner is None:
        return ""
    around = owner.parent.named_children if owner.parent is not None and owner.parent.type == "export_statement" else []
    for one in (*owner.named_children, *around):
        if one.type == "decorator":
            found = _first_string(one)
            if found:
                return found
    return ""


def _first_string(node: Node) -> str:
    todo = [node]
    while todo:
        one = todo.pop()
        if one.type == "string_fragment":
            return _text(one)
        todo += reversed(one.named_children)
    return ""


def _arguments(call: Node) -> list[Node]:
    given = call.child_by_field_name("arguments")
    return [] if given is None else [one for one in given.named_children if one.type != "comment"]


def _table(call: Node, name: str, last: str) -> Iterator[Field]:
    given = _arguments(call)
    at = _TABLES[last]
    if len(given) <= at or given[at].type != "object":
        return
    if at:
        owner = _first_string(given[0])
        if not owner:
            return
    elif last == "init":
        owner = name.rpartition(".")[0].rpartition(".")[2]
        if (
            len(given) < 2
            or "sequelize" not in _text(given[1])
            or not (owner[:1].isupper() or owner in ("super", "this"))
        ):
            return  # `Sentry.init({...})` and the like
        owner = _class_around(call) if owner in ("super", "this") else owner
    else:
        owner = _variable(call)
        owner = owner[: -len("Schema")] if owner.endswith("Schema") and owner != "Schema" else owner
    table = given[at]
    if last == "EntitySchema":
        name_, table_ = _value(table, "name"), _value(table, "columns") or _value(table, "properties")
        owner = _first_string(name_) if name_ is not None else owner
        if table_ is None or table_.type != "object":
            return
        table = table_
    yield from _columns(table, owner)


def _extended(call: Node, name: str) -> Iterator[Field]:
    """`userSchema.add({ email: String })` of Mongoose."""
    given = _arguments(call)
    if given and given[0].type == "object":
        yield from _columns(given[0], name.removesuffix("Schema.add").rpartition(".")[2])


def _class_around(node: Node | None) -> str:
    while node is not None:
        if node.type in ("class_declaration", "class"):
            return _text(node.child_by_field_name("name"))
        node = node.parent
    return ""


def _variable(node: Node) -> str:
    """The name that a call's value goes to: `const userSchema = new Schema(...)`."""
    above = node.parent
    while above is not None and above.type in ("as_expression", "satisfies_expression", "await_expression"):
        above = above.parent
    if above is None:
        return ""
    if above.type == "variable_declarator":
        return _text(above.child_by_field_name("name"))
    if above.type == "pair":
        return _text(above.child_by_field_name("key")).strip("'\"")
    if above.type == "arguments" and above.parent is not None:  # mongoose.model("User", new Schema(...))
        first = above.named_children[0]
        return _first_string(first) if first.type == "string" else ""
    return ""


def _value(table: Node, key: str) -> Node | None:
    for pair in table.named_children:
        if pair.type == "pair" and _text(pair.child_by_field_name("key")).strip("'\"") == key:
            return pair.child_by_field_name("value")
    return None


def _columns(table: Node, owner: str) -> Iterator[Field]:
    """The keys of a table of columns; a table in it that is no column's options is a document in the document."""
    todo = [table]
    while todo:
        node = todo.pop()
        inner = []
        for pair in node.named_children:
            if pair.type != "pair":
                continue
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is None or value is None or key.type == "computed_property_name":
                continue
            kind = _text(value)
            below = value
            if value.type == "array" and len(value.named_children) == 1:
                below = value.named_children[0]
            if below.type == "object":
                type_ = next((found for option in _OPTIONS if (found := _value(below, option)) is not None), None)
                kind = _text(type_)
                if type_ is None:
                    inner.append(below)
                elif type_.type == "object":
                    inner.append(type_)
            line = key.start_point[0] + 1
            kind = (
                kind[:40].rpartition(".")[2].partition("(")[0]
                if below.type != "call_expression"
                else _first_call(below)
            )
            yield Field(owner, _text(key).strip("'\""), line, pair.end_point[0] + 1, kind)
        todo += reversed(inner)


def _first_call(node: Node) -> str:
    """The first name of a chain: `varchar("email").notNull()` -> varchar."""
    while node.type in ("call_expression", "member_expression") and node.named_children:
        node = node.named_children[0]
    return _text(node)[:40]


def _added(call: Node) -> Iterator[Field]:
    """`queryInterface.addColumn("users", "email", {...})`, `queryRunner.addColumn("users", new TableColumn({ name: "email" }))`."""
    given = _arguments(call)
    if len(given) < 2 or given[0].type != "string":
        return
    owner, column = _first_string(given[0]), given[1]
    if column.type == "new_expression":
        table = next((one for one in _arguments(column) if one.type == "object"), None)
        name = _value(table, "name") if table is not None else None
    else:
        name = column if column.type == "string" else None
    if name is not None and (text := _first_string(name)):
        yield Field(owner, text, name.start_point[0] + 1, call.end_point[0] + 1)
