"""Fields of GraphQL types, inputs and interfaces (https://spec.graphql.org/October2021/#sec-Type-System)."""

from __future__ import annotations

from govhooks.rules.data.data_classification.blanked import GRAPHQL, Lines, pairs, without_comments
from govhooks.rules.data.data_classification.fields import Field, note_in
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = compiled(r"(?m)^[ \t]*(?:extend[ \t]+)?(?:type|input|interface)[ \t]+(\w+)[^{}\n]*(?:\n[^{}\n]*)?\{")
_FIELD = compiled(r"(\w+)\s*(\()?")
_TYPE = compiled(r"\s*:\s*(\[*\w+)")
# Their fields are operations, and answer with models.
_ROOTS = ("Query", "Mutation", "Subscription")


def fields(text: str, path: str) -> Iterator[Field]:
    """The fields, without those of the root types and without arguments."""
    code = without_comments(text, GRAPHQL)
    lines = Lines(code)
    rows = text.split("\n")
    closing = pairs(code)
    blocks = list(_BLOCK.finditer(code))
    for found, after in zip(blocks, [*(one.start() for one in blocks[1:]), len(code)]):
        if found[1] in _ROOTS:
            continue
        at, end = found.end(), min(after, closing.get(found.end() - 1, len(code)))
        while (field := _FIELD.search(code, at, end)) is not None:
            at = closing.get(field.start(2), end) + 1 if field[2] else field.end()
            kind = _TYPE.match(code, at, end)
            if kind is None:
                continue
            at = kind.end()
            line = lines.of(field.start())
            yield Field(found[1], field[1], line, line, kind[1].lstrip("["), note_in(rows[line - 1]))
            # Directives and a default end with the line, unless their brackets are open.
            stop = code.find("\n", at, end)
            stop = end if stop < 0 else stop
            mark = code.find("@", at, stop)
            if mark >= 0:
                paren = code.find("(", mark, stop)
                at = max(stop, closing.get(paren, 0)) if paren >= 0 else stop
