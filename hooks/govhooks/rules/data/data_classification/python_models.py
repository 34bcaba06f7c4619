"""Models in Python: dataclasses, attrs, pydantic, SQLModel, SQLAlchemy, Django, mongoengine, and their migrations.

What counts as a model is told by the class itself: its decorator, its bases, or a field that only a model has (`mapped_column(...)`).
"""

from __future__ import annotations

import ast

from govhooks.knowledge.classification.words import split
from govhooks.readers.python import dotted, statements
from govhooks.rules.data.data_classification.fields import Field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.readers.document import Side

# Decorators (their last names) that make a class a record: dataclasses, pydantic.dataclasses, attrs.
_RECORDS = frozenset(("dataclass", "define", "frozen", "mutable", "attrs", "attributes", "s"))
# Bases, by their last names.
_BASES = frozenset(
    "BaseModel SQLModel Model Base DeclarativeBase Document EmbeddedDocument DynamicDocument AbstractUser AbstractBaseUser MappedAsDataclass"
    " TimeStampedModel GenericModel RootModel Schema TypedModel SafeDeleteModel Struct".split()
)
_BASE_ENDS = ("Model", "Base", "Document", "Entity", "Mixin")
# Words of bases whose fields are no data of their own, or those of a program: forms, serializers, settings.
_NO_MODELS = frozenset(
    "form forms serializer settings filter admin view viewset factory test enum exception error config manager command resource widget"
    " plugin handler middleware mutation task".split()
)
# Calls that make a column, and those that make a relation to another model.
_COLUMNS = frozenset(("Column", "mapped_column", "deferred", "column_property"))
_RELATIONS = frozenset(
    "relationship ForeignKey OneToOneField ManyToManyField GenericForeignKey GenericRelation ReferenceField LazyReferenceField ForeignKeyField"
    " ManyToManyRel Relationship association_proxy hybrid_property composite EmbeddedDocumentField ManyToOneRel ClassVar property".split()
)
_FLAGS = frozenset(("Boolean", "BooleanField", "NullBooleanField", "bool", "BOOLEAN"))


def fields(side: Side, path: str) -> Iterator[Field]:
    """The fields of every model of a module, and those that a migration adds."""
    tree = side.value.tree
    classes: list[ast.ClassDef] = []
    calls: list[ast.Call] = []
    migrates = False
    for node in statements(tree):
        if isinstance(node, ast.ClassDef):
            classes.append(node)
        elif isinstance(node, ast.Assign):
            if isinstance(node.value, ast.Call) and dotted(node.value.func).rpartition(".")[2] == "Table":
                calls.append(node.value)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            migrates = migrates or _is_migration(node)
    models: set[str] = set()
    for one in classes:  # a base stands above what it is the base of
        if _is_model(one) or any(dotted(base).rpartition(".")[2] in models for base in one.bases):
            models.add(one.name)
    found = [field for one in classes for field in _of_class(one, one.name in models)]
    found += [field for call in calls for field in _columns(call)]
    if migrates:
        found += _migrated(tree)
    yield from sorted(found, key=lambda one: one.line)


def _is_migration(node: ast.Import | ast.ImportFrom) -> bool:
    names = [one.name for one in node.names]
    module = getattr(node, "module", "") or ""
    return (
        ("op" in names and module.startswith("alembic"))
        or ("migrations" in names and module.startswith("django"))
        or any(name.startswith("alembic") for name in names)
    )


def _is_model(node: ast.ClassDef) -> bool:
    decorators = [dotted(one).rpartition(".")[2] for one in node.decorator_list]
    if any(name in _RECORDS for name in decorators):
        return True
    bases = [dotted(base).rpartition(".")[2] for base in node.bases]
    return any(name in _BASES or name.endswith(_BASE_ENDS) for name in bases)


def _of_class(node: ast.ClassDef, is_model: bool) -> Iterator[Field]:
    if any(not _NO_MODELS.isdisjoint(split(dotted(base).rpartition(".")[2])) for base in node.bases):
        return
    table = ""
    for one in node.body:
        if (
            isinstance(one, ast.Assign)
            and dotted(one.targets[0]) == "__tablename__"
            and isinstance(one.value, ast.Constant)
        ):
            table = str(one.value.value)
        if isinstance(one, ast.ClassDef) and one.name == "Meta":
            for inner in one.body:
                if (
                    isinstance(inner, ast.Assign)
                    and dotted(inner.targets[0]) == "db_table"
                    and isinstance(inner.value, ast.Constant)
                ):
                    table = str(inner.value.value)
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            name, value, type_ = one.target.id, one.value, _type(one.annotation)
            if not is_model and type_.partition("[")[0].rpartition(".")[2] != "Mapped" and not _is_column(value):
                continue
        elif isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name):
            name, value, type_ = one.targets[0].id, one.value, ""
            if not (_is_column(value) or (is_model and _is_field(value)) or _is_django(value)):
                continue
        else:
            continue
        if name.startswith("__") or _is_relation(value, type_):
            continue
        yield Field(node.name, name, one.lineno, one.end_lineno or one.lineno, _declared(value, type_), also=table)


def _type(node: ast.expr) -> str:
    try:
        return ast.unparse(node)
    except RecursionError:
        return ""


def _called(value: ast.expr | None) -> str:
    return dotted(value.func) if isinstance(value, ast.Call) else ""


def _is_column(value: ast.expr | None) -> bool:
    return _called(value).rpartition(".")[2] in _COLUMNS


def _is_django(value: ast.expr | None) -> bool:
    name = _called(value)
    return name.startswith("models.") and name.endswith("Field")


def _is_field(value: ast.expr | None) -> bool:
    """`EmailField()`, `attr.ib()`, `fields.CharField()` in a class that is a model."""
    last = _called(value).rpartition(".")[2]
    return last.endswith("Field") or last in ("ib", "field", "attrib", "Required", "Optional")


def _is_relation(value: ast.expr | None, type_: str) -> bool:
    if type_.partition("[")[0].rpartition(".")[2] == "ClassVar":
        return True
    return _called(value).rpartition(".")[2] in _RELATIONS


def _declared(value: ast.expr | None, type_: str) -> str:
    """The type of a field: the annotation, or the type that the column is given, or the name of the call."""
    if type_:
        inner = (
            type_.removesuffix("]")
            .removeprefix("Mapped[")
            .removeprefix("Optional[")
            .removesuffix("]")
            .removesuffix(" | None")
        )
        return inner.removeprefix("orm.Mapped[")
    if isinstance(value, ast.Call):
        last = dotted(value.func).rpartition(".")[2]
        if last not in _COLUMNS:
            return last
        for one in value.args:
            if not isinstance(one, ast.Constant) and (name := dotted(one).rpartition(".")[2]):
                return name
    return ""


def _columns(call: ast.Call, owner: str = "") -> Iterator[Field]:
    """The columns among the arguments of `Table("users", metadata, Column("email", String))`, `op.create_table("users", sa.Column(...))`."""
    if not owner:
        if not call.args or not isinstance(call.args[0], ast.Constant):
            return
        owner = str(call.args[0].value)
    for one in call.args:
        if _is_column(one) and isinstance(one, ast.Call) and one.args and isinstance(one.args[0], ast.Constant):
            name, line, end = str(one.args[0].value), one.lineno, one.end_lineno or one.lineno
            yield Field(owner, name, line, end, _declared(one, ""))


def _migrated(tree: ast.Module) -> Iterator[Field]:
    """What a migration adds on the way up: Alembic's `op.add_column`, `op.create_table`, Django's `AddField`, `CreateModel`."""
    todo: list[tuple[ast.AST, str]] = [(tree, "")]
    while todo:
        node, batch = todo.pop()
        if isinstance(node, ast.FunctionDef) and node.name in ("downgrade", "reverse", "backwards"):
            continue
        if isinstance(node, ast.With):
            for item in node.items:
                call = item.context_expr
                if isinstance(call, ast.Call) and dotted(call.func).endswith("batch_alter_table") and call.args:
                    batch = str(getattr(call.args[0], "value", ""))
        if isinstance(node, ast.Call):
            yield from _of_operation(node, batch)
        todo += [(child, batch) for child in ast.iter_child_nodes(node)]


def _of_operation(call: ast.Call, batch: str) -> Iterator[Field]:
    last = dotted(call.func).rpartition(".")[2]
    if last == "create_table":
        yield from _columns(call)
    elif last == "add_column":
        yield from _columns(call, batch if call.args and _is_column(call.args[0]) else "")
    elif last == "AddField":
        named = {one.arg: one.value for one in call.keywords}
        model, name, field = (named.get(key) for key in ("model_name", "name", "field"))
        if len(call.args) >= 2:
            model, name = call.args[0], call.args[1]
            field = call.args[2] if len(call.args) > 2 else field
        if isinstance(model, ast.Constant) and isinstance(name, ast.Constant) and not _is_relation(field, ""):
            yield Field(str(model.value), str(name.value), _line(name), call.end_lineno or 0, _declared(field, ""))
    elif last == "CreateModel":
        named = {one.arg: one.value for one in call.keywords}
        model = named.get("name", call.args[0] if call.args else None)
        given = named.get("fields", call.args[1] if len(call.args) > 1 else None)
        if isinstance(model, ast.Constant) and isinstance(given, (ast.List, ast.Tuple)):
            for one in given.elts:
                if isinstance(one, ast.Tuple) and len(one.elts) == 2 and isinstance(one.elts[0], ast.Constant):
                    name, field = one.elts
                    if not _is_relation(field, ""):
                        yield Field(
                            str(model.value),
                            str(one.elts[0].value),
                            _line(name),
                            one.end_lineno or 0,
                            _declared(field, ""),
                        )


def _line(node: ast.expr) -> int:
    return node.lineno
