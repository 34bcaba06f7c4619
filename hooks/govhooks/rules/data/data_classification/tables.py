"""Columns of personal data in tables: CSV, spreadsheets, records of JSON, SQLite, Parquet and dumps of SQL.

`read(path, data)` gives the names of the columns and a few of the values below each, never more than a look needs. Nothing here
knows what is personal.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from zipfile import ZipFile

# So many rows are looked at, and so much of a part of a spreadsheet.
_ROWS = 200
_PART = 16 << 20
_SHEETS = 10
# Among so many rows the heading is looked for.
_HEADING = 20
_CREATE = compiled(
    r"(?i)\bcreate\s{1,9}table\s{1,9}(?:if\s{1,9}not\s{1,9}exists\s{1,9})?([\w.\"`\[\]]{1,200})\s{0,9}\("
)
# So much of the text behind all of them is read.
_DECLARED = 2_000_000
_COPY = compiled(r"(?m)^COPY\s+([\w.\"]+)\s*\(([^)\n]{1,5000})\)\s+FROM\s+stdin;\r?\n(?!\\\.)(?=.)")
_INSERT = compiled(r"(?im)^INSERT\s+INTO\s+[\"`\[]?([\w.]+)[\"`\]]?\s*(?:\(([^)\n]{1,5000})\)\s*)?VALUES\b")


class Table(Record):
    """Columns with their values: `columns` and `values` are equally long; `rows` is how many rows were seen (-1: unknown, but some)."""

    name: str
    columns: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    rows: int


class Unreadable(Exception):
    """A file that should be a table, and cannot be read; the text says why."""


def read(path: str, data: bytes) -> list[Table]:
    """The tables of a file, by the ending of its name. Raises Unreadable."""
    low = path.lower()
    for endings, reader in _READERS:
        if low.endswith(endings):
            return list(reader(data))
    return []


def _csv(data: bytes) -> Iterator[Table]:
    import csv

    from govhooks.core.lines import decode

    text = decode(data[:_PART])[0]
    lines = text.splitlines()
    if not lines:
        return
    begin = "\n".join(lines[:_HEADING])
    separator = max(",;\t|", key=begin.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines[: _ROWS * 2], delimiter=separator):
            rows.append(row)
            if len(rows) > _ROWS:
                break
    except csv.Error as error:
        raise Unreadable(f"not CSV: {error}") from error
    yield from _of_rows("", rows)


def _of_rows(name: str, rows: Sequence[Sequence[str]]) -> Iterator[Table]:
    """A table of rows, the first one with something in it the heading."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return
    # A title may stand above the heading: the heading is the first row that is about as wide as those below it.
    widths = [sum(bool(cell.strip()) for cell in row) for row in filled[:_HEADING]]
    at = next(index for index, width in enumerate(widths) if 2 * width > max(widths))
    heading, body = filled[at], filled[at + 1 :]
    yield Table(
        name,
        tuple(cell.strip().lstrip("\ufeff") for cell in heading),
        tuple(tuple(row[at].strip() for row in body if at < len(row)) for at in range(len(heading))),
        len(body),
    )


def _json(data: bytes) -> Iterator[Table]:
    import json

    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if value is None:
        yield from _json_lines(data)
        return
    lists = [("", value)] if isinstance(value, list) else []
    if isinstance(value, dict):
        lists = [(key, one) for key, one in value.items() if isinstance(one, list)]
    for name, one in lists:
        yield from _of_records(name, one)


def _json_lines(data: bytes) -> Iterator[Table]:
    import json

    records = []
    for line in data.split(b"\n")[:_ROWS]:
        if not line.strip():
            continue
        try:
            records.append(json.loads(line))
        except (ValueError, RecursionError):
            return
    yield from _of_records("", records)


def _of_records(name: str, records: Sequence[object]) -> Iterator[Table]:
    values: dict[str, list[str]] = {}
    rows = 0
    for one in records[:_ROWS]:
        if not isinstance(one, dict):
            continue
        rows += 1
        for key, value in one.items():
            if isinstance(value, (str, int, float)) and not isinstance(value, bool):
                values.setdefault(str(key), []).append(str(value))
    if rows:
        yield Table(name, tuple(values), tuple(map(tuple, values.values())), len(records))


def _between(text: str, start: str, end: str) -> Iterator[str]:
    """What stands between each start and the end that follows it, from the start's own text on."""
    at = text.find(start)
    while at >= 0:
        to = text.find(end, at)
        if to < 0:
            return
        yield text[at + len(start) : to]
        at = text.find(start, to)


def _shown(text: str, start: str, end: str) -> str:
    """The text of all elements of one name, behind their own tags."""
    from html import unescape

    return unescape("".join(_TAG.sub("", one.partition(">")[2]) for one in _between(text, start, end)))


_TAG = compiled(r"<[^<>]{0,400}>")


def _xlsx(data: bytes) -> Iterator[Table]:
    with _zip(data) as archive:
        strings = _part(archive, "xl/sharedStrings.xml", missing="")
        shared = [_shown(one, "<t", "</t>") for one in _between(strings, "<si", "</si>")]
        sheets = sorted(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))
        for sheet in sheets[:_SHEETS]:
            rows = []
            for row in _between(_part(archive, sheet), "<row", "</row>"):
                rows.append([_cell(one, shared) for one in row.split("<c ")[1:]])
                if len(rows) > _ROWS:
                    break
            yield from _of_rows("", rows)


def _cell(cell: str, shared: Sequence[str]) -> str:
    """The value of a cell, given from behind its `<c `: the number of a shared string, a string of its own, or a number."""
    attributes, _, inner = cell.partition(">")
    if "<t" in inner:
        return _shown(inner, "<t", "</t>")
    value = _shown(inner, "<v", "</v>")
    if 't="s"' in attributes:
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    return value


def _ods(data: bytes) -> Iterator[Table]:
    with _zip(data) as archive:
        for sheet in _part(archive, "content.xml").split("<table:table ")[1 : _SHEETS + 1]:
            rows = []
            for row in _between(sheet, "<table:table-row", "</table:table-row>"):
                rows.append([_shown(one, "<text:p", "</text:p>") for one in row.split("<table:table-cell")[1:]])
                if len(rows) > _ROWS:
                    break
            yield from _of_rows("", rows)


def _zip(data: bytes) -> ZipFile:
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile

    try:
        return ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, OSError) as error:
        raise Unreadable(f"not a spreadsheet: {error}") from error


def _part(archive: ZipFile, name: str, missing: str | None = None) -> str:
    from zipfile import BadZipFile
    from zlib import error as ZlibError

    try:
        with archive.open(name) as stream:
            return stream.read(_PART).decode("utf-8", "replace")
    except KeyError:
        if missing is not None:
            return missing
        raise Unreadable(f"it has no {name}") from None
    except (BadZipFile, ZlibError, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise Unreadable(f"{name} cannot be read: {error}") from error


def _sqlite(data: bytes) -> Iterator[Table]:
    """The tables that a database's own schema declares: it stands in the file as it was written."""
    if data.startswith(b"SQLite format 3\0"):
        for name, columns in _created(data.decode("latin-1")):
            yield Table(name, columns, (), -1)


def _created(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(table, its columns) of each CREATE TABLE."""
    left = _DECLARED
    for match in _CREATE.finditer(text):
        depth = 1
        end = min(len(text), match.end() + 20_000, match.end() + left)
        at = match.end()
        while at < end and depth:
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        left -= at - match.end()
        yield match[1].strip('"`[]'), tuple(_declared(text[match.end() : at - 1]))


def _declared(body: str) -> Iterator[str]:
    """The names of the columns of CREATE TABLE: what stands first in each part between commas."""
    depth = 0
    start = 0
    for at, one in enumerate(body + ","):
        if one in "()":
            depth += 1 if one == "(" else -1
        elif one == "," and depth <= 0:
            words = body[start:at].split()
            start = at + 1
            if words and words[0].lower() not in (
                "primary",
                "foreign",
                "unique",
                "constraint",
                "check",
                "key",
                "index",
            ):
                yield words[0].strip("\"`[]'")


def _sql(data: bytes) -> Iterator[Table]:
    """The tables of a dump that come with rows; a schema alone has none."""
    if b"INSERT INTO" not in data and b"FROM stdin" not in data and b"insert into" not in data.lower():
        return
    text = data[:_PART].decode("utf-8", "replace")
    declared = {name.rpartition(".")[2].lower(): columns for name, columns in _created(text)}
    seen = set()
    for name, columns in _COPY.findall(text):
        yield Table(name, tuple(one.strip(' "') for one in columns.split(",")), (), -1)
    for name, columns in _INSERT.findall(text):
        if name in seen:
            continue
        seen.add(name)
        named = tuple(one.strip(' "`[]') for one in columns.split(",")) if columns else ()
        yield Table(name, named or declared.get(name.rpartition(".")[2].lower(), ()), (), -1)


def _parquet(data: bytes) -> Iterator[Table]:
    """The names in the footer of a Parquet file: words of letters between its lengths."""
    if not data.startswith(b"PAR1") or not data.endswith(b"PAR1") or len(data) < 12:
        return
    length = int.from_bytes(data[-8:-4], "little")
    footer = data[-8 - min(length, len(data) - 12) : -8].decode("latin-1")
    names = dict.fromkeys(compiled(r"[A-Za-z_][A-Za-z0-9_]{1,60}").findall(footer))
    yield Table("", tuple(names), (), -1)


# Endings of names, and what reads such a file.
_READERS: tuple[tuple[tuple[str, ...], Callable[[bytes], Iterable[Table]]], ...] = (
    ((".csv", ".tsv", ".psv"), _csv),
    ((".xlsx", ".xlsm"), _xlsx),
    ((".ods",), _ods),
    ((".json",), _json),
    ((".ndjson", ".jsonl"), _json_lines),
    ((".sqlite", ".sqlite3", ".db", ".db3", ".s3db"), _sqlite),
    ((".sql",), _sql),
    ((".parquet",), _parquet),
)
