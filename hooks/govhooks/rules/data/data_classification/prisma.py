"""Fields of the models and composite types of a Prisma schema (https://www.prisma.io/docs/orm/reference/prisma-schema-reference)."""

from __future__ import annotations

from govhooks.rules.data.data_classification.blanked import Lines, pairs, without_comments
from govhooks.rules.data.data_classification.fields import Field, note_in
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = compiled(r"(?m)^[ \t]*(model|type|view)[ \t]+(\w+)[ \t]*\{")
_FIELD = compiled(r"(?m)^[ \t]*(\w+)[ \t]+([\w.]+)(\(|\[\]|\?)?")
_TABLE = compiled(r"""@@map\(\s*(?:name:\s*)?["'](\w+)""")


def fields(text: str, path: str) -> Iterator[Field]:
    """The scalar fields; one whose type is a model is a relation. `/// classification: restricted` above a field is its note."""
    code = without_comments(text, strings=True)
    blocks = list(_BLOCK.finditer(code))
    models = {found[2] for found in blocks}
    lines = Lines(code)
    rows = text.split("\n")
    closing = pairs(code)
    for found, after in zip(blocks, [*(one.start() for one in blocks[1:]), len(code)]):
        start = found.end()
        body = code[start : min(after, closing.get(start - 1, len(code)))]
        table = _TABLE.search(body)
        for field in _FIELD.finditer(body):
            if field[2] in models:
                continue
            line = lines.of(start + field.start(1))
            first = line - 1
            while first > 0 and rows[first - 1].lstrip().startswith("///"):
                first -= 1
            note = note_in("\n".join(rows[first:line]))
            yield Field(found[2], field[1], line, line, field[2], note, table[1] if table else "")
