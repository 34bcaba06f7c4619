"""Fields of GraphQL types, inputs and interfaces (https://spec.graphql.org/October2021/#sec-Type-System)."""

from __future__ import annotations

from govhooks.rules.data.data_classification.blanked import GRAPHQL, Lines, closing, without_comments
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
    for found in _BLOCK.finditer(code):
        if found[1] in _ROOTS:
            continue
        at, end = found.end(), closing(code, found.end() - 1)
        while (field := _FIELD.search(code, at, end)) is not None:
            at = closing(code, field.start(2), "()") + 1 if field[2] else field.end()
            kind = _TYPE.match(code, at, end)
            if kind is None:
                continue
            at = kind.end()
            if (
                code[at - 1 : at + 200].lstrip(
                    "]! \n\tabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"
                )[:1]
                == "@"
            ):
                at = _behind_directives(code, at, end)
            line = lines.of(field.start())
            yield Field(found[1], field[1], line, line, kind[1].lstrip("["), note_in(rows[line - 1]))


def _behind_directives(code: str, at: int, end: int) -> int:
    """The offset behind the directives and the default of a field: they end with its line, unless brackets are open."""
    stop = code.find("\n", at, end)
    stop = end if stop < 0 else stop
    paren = code.find("(", at, stop)
    return max(stop, closing(code, paren, "()")) if paren >= 0 else stop
