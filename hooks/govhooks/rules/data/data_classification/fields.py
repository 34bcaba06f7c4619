"""The fields of the models that a file declares, whatever it is written in.

    Field    one field: its model, its name, its lines, its type
    STACKS   which files are looked at, what they say when they declare a model, and which module reads them

A file is read only if it says so: most Python files declare no model.
"""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.readers.document import Side


class Field(Record):
    """One field of a model, a table, a message.

    `owner`  the model, the table or the message, as the file has it; "" if it has no name.
    `line`, `end`  its lines, from 1; the last of them is `end`.
    `type`   its type as the file writes it, "" if there is none.
    `note`   the class that the file itself gives it, "pii" if it only says that it is one of a person, "" if it says nothing.
    `also`   another name of the owner: its table.
    """

    owner: str
    name: str
    line: int
    end: int = 0
    type: str = ""
    note: str = ""
    also: str = ""


class Stack(Record):
    """How the models of one kind of file are read.

    `form`    a format of `govhooks.readers`, whose side the module is given; "text" for a scanner of ours.
    `ends`    endings of paths, in lower case.
    `module`  of this package: its `fields(side or text, path)` gives the fields.
    `marks`   a file that has none of these declares no model; in lower case.
    """

    form: str
    ends: tuple[str, ...]
    module: str
    marks: tuple[str, ...]


_SCHEMA_MARKS = ("openapi", "swagger", "$schema", "properties")
_SCRIPT_MARKS = tuple(
    "typeorm mikro-orm sequelize mongoose drizzle knex queryinterface queryrunner @column( @entity( @prop( createtable( pgtable( mysqltable("
    " sqlitetable( objection".split()
)
STACKS = (
    Stack(
        "python",
        (".py",),
        "python_models",
        (
            *(
                "dataclass",
                "basemodel",
                "sqlmodel",
                "model)",
                "model,",
                "base)",
                "base,",
                "mapped[",
                "mapped_column",
                "column(",
                "@define",
            ),
            *(
                "@frozen",
                "@mutable",
                "attr.s",
                "attr.ib",
                "@attr",
                "attrs.define",
                "attrs.frozen",
                "migrations.",
                "user)",
                "document)",
                "schema)",
            ),
            *("entity)", "mixin)", "mixin,"),
        ),
    ),
    Stack("typescript", (".ts", ".mts", ".cts"), "script_models", _SCRIPT_MARKS),
    Stack("tsx", (".tsx",), "script_models", _SCRIPT_MARKS),
    Stack("javascript", (".js", ".mjs", ".cjs"), "script_models", _SCRIPT_MARKS),
    Stack("java", (".java",), "jvm_models", ("@entity", "@embeddable", "@mappedsuperclass", "@document", "@table")),
    Stack("kotlin", (".kt",), "jvm_models", ("@entity", "@embeddable", "@mappedsuperclass", "@document", "@table")),
    Stack(
        "csharp", (".cs",), "csharp_models", ("{ get; set; }", "get; set", "get;set", "get; init", "migrationbuilder")
    ),
    Stack(
        "go",
        (".go",),
        "go_models",
        ("gorm:", "db:", "json:", "bson:", "gorm.model", "bun:", "pg:", "sql:", "field.string(", "field.text("),
    ),
    Stack(
        "ruby",
        (".rb",),
        "migrations",
        ("create_table", "add_column", "change_table", "change_column", "field :", "add_columns"),
    ),
    Stack("php", (".php",), "migrations", ("schema::", "orm\\column", "$table->")),
    Stack("text", (".sql", ".ddl"), "sql", ("table",)),
    Stack("text", (".prisma",), "prisma", ("model ", "type ")),
    Stack("text", (".proto",), "protobuf", ("message",)),
    Stack("text", (".graphql", ".gql", ".graphqls"), "graphql", ("type ", "input ", "interface ")),
    Stack("json", (".avsc",), "schemas", ("fields",)),
    Stack("json", (".json",), "schemas", _SCHEMA_MARKS),
    Stack("yaml", (".yaml", ".yml"), "schemas", (*_SCHEMA_MARKS, "columns:")),
)


def stack_of(path: str) -> Stack | None:
    """How the models of a file are read, None if it is no file that declares any."""
    lower = path.lower()
    for stack in STACKS:
        if lower.endswith(stack.ends):
            return stack
    return None


def declares(stack: Stack, data: bytes) -> bool:
    """Whether a text may declare a model."""
    lower = data.lower()
    return any(mark.encode() in lower for mark in stack.marks)


class Read(Record):
    """The fields of one side of a file, or why it could not be read."""

    fields_: tuple[Field, ...] = ()
    error: str = ""
    line: int = 0


def fields_of(stack: Stack, path: str, data: bytes) -> Read:
    """The fields of all models of a text, in textual order."""
    module = __import__(f"{__package__}.{stack.module}", fromlist=["fields"])
    if stack.form == "text":
        from govhooks.core.lines import decode

        text, binary = decode(data)
        if binary:
            return Read(error="no text")
        return Read(tuple(module.fields(text.replace("\r\n", "\n"), path)))
    from govhooks.readers import read

    found: list[Field] = []
    for side in read(stack.form, data):
        if side.error:
            return Read(tuple(found), side.error, side.error_line)
        if side.value is not None:
            found += _noted(module.fields(side, path), stack, data)
    return Read(tuple(found))


def _noted(fields: Iterator[Field], stack: Stack, data: bytes) -> Iterator[Field]:
    """The fields of code, with what their lines say of their class: `Column(String, comment="classification: restricted")`."""
    if stack.form in ("json", "yaml") or not any(
        word in data.lower() for word in (b"classification", b"sensitivity", b"pii")
    ):
        yield from fields
        return
    lines = data.decode("utf-8", "replace").split("\n")
    for field in fields:
        text = "\n".join(lines[field.line - 1 : max(field.line, field.end)])
        yield field.but(note=field.note or note_in(text))


def note_in(text: str) -> str:
    """The class that a comment or an argument gives a field, "pii" for "pii: true", "" for none."""
    from govhooks.search.compiled import compiled

    found = compiled(
        r"""(?i)(?<![a-z])(?:classification|data[-_ ]?class|sensitivity)["']?\s*\)?\s*[:=(]\s*["']?(\w[\w-]*)|\bpii\b["']?\s*[:=]\s*["']?(?:true|yes|1)"""
    ).search(text)
    return "" if found is None else (found[1] or "pii")


def side_line(side: Side, path: tuple[str | int, ...]) -> int:
    """The line of a path of keys."""
    return side.line(path)
