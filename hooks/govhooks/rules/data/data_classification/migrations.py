"""Columns that migrations add: ActiveRecord (and its schema.rb), Laravel, Knex; fields of Mongoid and Doctrine entities.

Each is read by its calls: `t.string :email` within `create_table :users do |t|`, `$table->string('email')` within `Schema::create('users', ...)`.
What stands in `down` undoes something, and adds nothing.
"""

from __future__ import annotations

from govhooks.rules.data.data_classification.fields import Field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from govhooks.readers.code import Call, Code
    from govhooks.readers.document import Side

# Calls that open a table; their first argument is its name.
_TABLES = (
    *(
        "create_table",
        "change_table",
        "create_join_table",
        "Schema.create",
        "Schema.table",
        "schema.createTable",
        "schema.alterTable",
    ),
    *("schema.table", "schema.create", "createTable", "schema.createTableIfNotExists"),
)
# Calls on a table that make a column of their first arguments; in lower case.
_COLUMNS = frozenset(
    "string text char varchar citext integer bigint biginteger unsignedbiginteger smallint smallinteger tinyinteger mediuminteger float double"
    " decimal numeric date datetime timestamp json jsonb binary blob column inet ipaddress macaddress uuid longtext mediumtext tinytext enum set"
    " point geography geometry year time encrypted addcolumn unsignedinteger hstore array specifictype virtual money cidr macaddr".split()
)
# Calls whose name alone makes a column.
_NAMED = {"remembertoken": "remember_token", "ipaddress": "ip_address", "macaddress": "mac_address"}
# `t.belongs_to`, `t.references`, `t.index`, `t.remove`, `$table->dropColumn`: no data of their own.


def fields(side: Side, path: str, undone: tuple[tuple[int, int], ...] = ()) -> Iterator[Field]:
    """The columns that are added on the way up, in textual order; the lines `undone` are of the way down."""
    code: Code = side.value
    down = list(undone)
    down += [
        (one.line, one.end)
        for one in code.definitions
        if one.kind == "function" and one.name in ("down", "dropColumns", "reverse")
    ]
    opened: list[tuple[int, str]] = []
    for call in code.calls:
        if any(first <= call.line <= last for first, last in down):
            continue
        if _is_table(call.name):
            opened = [(end, name) for end, name in opened if end >= call.line]
            opened.append((call.end, _text(call.argument(0))))
            continue
        yield from _of_call(call, opened)
    if code.language == "ruby":
        yield from _mongoid(code)
    if code.language == "php":
        yield from _doctrine(code.tree)


def _is_table(name: str) -> bool:
    if name.startswith("Schema."):  # Laravel: `Schema::connection("x")->create("users", ...)`
        return name.endswith((".create", ".table"))
    return name.endswith(_TABLES) and any(name == one or name.endswith("." + one) for one in _TABLES)


def _of_call(call: Call, opened: list[tuple[int, str]]) -> Iterator[Field]:
    first, dot, _ = call.name.partition(".")
    last = call.name.rpartition(".")[2]
    if last in ("add_column", "add_columns"):
        table = _text(call.argument(0))
        names = [call.argument(1)] if last == "add_column" else list(call.arguments[1:])
        type_ = _text(call.argument(2)) if last == "add_column" else _text(call.keywords.get("type"))
        for name in names:
            if table and _text(name):
                yield Field(table, _text(name), call.line, call.end, type_)
        return
    if not dot or call.name.count(".") != 1 or first[:1].isupper():
        return
    table = next((name for end, name in reversed(opened) if end >= call.line), "")
    if not table:
        return
    kind = last.lower()
    if kind not in _COLUMNS:
        if kind in _NAMED and not call.arguments:
            yield Field(table, _NAMED[kind], call.line, call.end)
        return
    given = [one for one in call.arguments if isinstance(one, str)]
    type_ = last
    if kind == "column":
        given, type_ = given[:1], "".join(given[1:2])
    elif kind == "addcolumn":
        type_, given = "".join(given[:1]), given[1:2]
    elif kind in ("enum", "set", "specifictype", "virtual") or call.name.startswith("table."):
        given = given[:1]
    for name in given:
        yield Field(table, name, call.line, call.end, type_)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _mongoid(code: Code) -> Iterator[Field]:
    """`field :email, type: String` in a class that includes Mongoid::Document."""
    for call in code.calls:
        if call.name == "field" and call.scope and isinstance(call.argument(0), str):
            yield Field(call.scope[-1], str(call.argument(0)), call.line, call.end, _shown(call.keywords.get("type")))


def _shown(value: object) -> str:
    return str(getattr(value, "text", value) or "")


def _doctrine(root: Node) -> Iterator[Field]:
    """Properties with the attribute `#[ORM\\Column]`."""
    todo = [(root, "")]
    while todo:
        node, owner = todo.pop()
        if node.type == "class_declaration" and (name := node.child_by_field_name("name")) is not None:
            owner = (name.text or b"").decode()
        if node.type in ("property_declaration", "property_promotion_parameter"):
            attributes = node.child_by_field_name("attributes")
            if attributes is not None and b"Column" in (attributes.text or b""):
                yield from _property(node, owner)
            continue
        todo += [(child, owner) for child in reversed(node.named_children)]


def _property(node: Node, owner: str) -> Iterator[Field]:
    kind = node.child_by_field_name("type")
    for child in node.named_children:
        name = child.child_by_field_name("name") if child.type == "property_element" else child
        if name is not None and name.type == "variable_name":
            text = (name.text or b"").decode().lstrip("$")
            line = name.start_point[0] + 1
            yield Field(owner, text, line, line, (kind.text or b"").decode() if kind is not None else "")
