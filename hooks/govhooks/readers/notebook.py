"""Parse a Jupyter notebook into its JSON, and the source of its cells as people see it.

The value is the JSON (nbformat 3 and 4), so every line of a cell is an element with its own line number. `cells` gives
the source of each cell and the position of its lines in the file; `python` gives the calls, definitions and imports in
the code cells. IPython lines (`%magic`, `!command`, `help?`) are not Python: they are blanked out for the parser, but
`cells` includes them.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.readers.document import BadDocument, Side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.readers.code import Code
    from govhooks.readers.document import Path

_IPYTHON = re.compile(r"\s*(?:[%!?]|[\w.]+\?{1,2}\s*$|\w+\s*=\s*[%!])")


class Cell(Record):
    """One cell: `kind` is "code", "markdown" or "raw"; its `source`; the line number in the file for each of its lines."""

    kind: str
    source: str
    path: Path
    lines: tuple[int, ...]


def read(data: bytes) -> Side:
    """A notebook. Raises BadDocument."""
    from govhooks.readers.json import read_strict

    side = read_strict(data)
    if not isinstance(side.value, dict) or not isinstance(side.value.get("cells", side.value.get("worksheets")), list):
        raise BadDocument("not a notebook: it has no cells", 1)
    return side


def cells(side: Side) -> Iterator[Cell]:
    """The cells of a parsed notebook."""
    value = side.value if isinstance(side.value, dict) else {}
    places: list[tuple[Path, object]] = [(("cells",), value.get("cells"))]
    for number, sheet in enumerate(value.get("worksheets") or ()):  # nbformat 3
        places.append((("worksheets", number, "cells"), sheet.get("cells") if isinstance(sheet, dict) else None))
    for path, found in places:
        for index, cell in enumerate(found if isinstance(found, list) else ()):
            if isinstance(cell, dict):
                yield _cell(side, cell, (*path, index))


def _cell(side: Side, cell: dict[str, object], here: Path) -> Cell:
    key = "source" if "source" in cell else "input"
    source, path = cell.get(key), (*here, key)
    parts = source if isinstance(source, list) else [source]
    texts: list[str] = []
    lines: list[int] = []
    for index, part in enumerate(parts):
        text = part if isinstance(part, str) else ""
        line = side.line((*path, index)) if isinstance(source, list) else side.line(path)
        if not texts or texts[-1].endswith("\n"):
            lines.append(line)
        lines += [line] * (len(text.split("\n")) - 1 - text.endswith("\n"))
        texts.append(text)
    return Cell(str(cell.get("cell_type", "")), "".join(texts), path, tuple(lines))


def python(side: Side) -> tuple[Code, tuple[tuple[int, str], ...]]:
    """(the code of the code cells, (line, error) of each cell that cannot be parsed); line numbers are those of the
    file."""
    from govhooks.readers.code import Code
    from govhooks.readers.python import read as read_python

    codes: list[Code] = []
    errors: list[tuple[int, str]] = []
    for cell in cells(side):
        if cell.kind != "code" or cell.source.lstrip().startswith("%%"):
            continue
        text = "\n".join(_blank(line) for line in cell.source.split("\n"))
        try:
            found = read_python(text.encode("utf-8", "surrogatepass")).value
        except BadDocument as error:
            errors.append((_line(cell, error.line), str(error)))
            continue
        codes.append(
            Code(
                "python",
                tuple(one.but(line=_line(cell, one.line), end=_line(cell, one.end)) for one in found.calls),
                tuple(one.but(line=_line(cell, one.line), end=_line(cell, one.end)) for one in found.definitions),
                tuple(one.but(line=_line(cell, one.line)) for one in found.imports),
            )
        )
    calls = tuple(one for code in codes for one in code.calls)
    definitions = tuple(one for code in codes for one in code.definitions)
    imports = tuple(one for code in codes for one in code.imports)
    return Code("python", calls, definitions, imports), tuple(errors)


def _blank(line: str) -> str:
    return line[: len(line) - len(line.lstrip())] + "pass" if _IPYTHON.match(line) else line


def _line(cell: Cell, line: int) -> int:
    return cell.lines[min(max(line, 1), len(cell.lines)) - 1] if cell.lines else 1
