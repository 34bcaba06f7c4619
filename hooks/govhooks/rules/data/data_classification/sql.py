"""Columns that SQL creates: `CREATE TABLE` and `ALTER TABLE ... ADD`, in PostgreSQL, MySQL, SQLite, SQL Server, Oracle, BigQuery, Snowflake.

Comments, strings and bodies of functions are passed over, and what a migration does on the way down. Names may be quoted as each
dialect does: "x", `x`, [x].
"""

from __future__ import annotations

from govhooks.rules.data.data_classification.blanked import Lines
from govhooks.rules.data.data_classification.fields import Field, note_in
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Generator, Iterator

_NAME = r'(?:"(?:[^"]|"")+"|`[^`]+`|\[[^\]\n]+\]|[^\W\d][\w$#]*)'
# What is passed over, and where a statement begins.
_TOP = compiled(
    r"(?is)(?=[-/'$ca])(?:(?P<down>--\s*(?:\+migrate\s+down|\+goose\s+down|migrate:down|@undo|//@undo)[^\n]*)"
    r"|(?P<up>--\s*(?:\+migrate\s+up|\+goose\s+up|migrate:up)[^\n]*)"
    r"|--[^\n]*|/\*.*?(?:\*/|\Z)|'(?:[^'\\]|\\.|'')*'|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z)|\bcopy\b[^;\n]{0,500}\bstdin\b.*?(?:\n\\\.|\Z)"
    r"|\bcreate\s+(?:or\s+replace\s+)?(?:(?:global|local|temp|temporary|unlogged|external|foreign|transient|virtual|hybrid|dynamic)\s+)*table\s+"
    r"(?:if\s+not\s+exists\s+)?(?P<table>" + _NAME + r"(?:\s*\.\s*" + _NAME + r")*)\s*(?P<body>\()"
    r"|\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?(?P<altered>" + _NAME + r"(?:\s*\.\s*" + _NAME + r")*))"
)
# Inside of a statement: what is passed over, brackets, commas, words and names.
_INNER = compiled(r"(?s)--[^\n]*|/\*.*?(?:\*/|\Z)|'(?:[^'\\]|\\.|'')*'|" + _NAME + r"|[(),;]|\S")
_LARGE = 1 << 20
_HEAD = compiled(r"(?im)^[ \t]*(create\b|alter\b|--[ \t]*(?:\+|migrate:|@))")
_NO_COLUMNS = frozenset(
    "constraint primary foreign unique check key index exclude like fulltext spatial period partition inherits supplemental clustered table"
    " tablespace distkey sortkey projection watermark".split()
)
_BEHIND_ADD = frozenset(("column", "if", "not", "exists"))


def fields(text: str, path: str) -> Iterator[Field]:
    """The columns that the text adds, in textual order."""
    name = path.lower()
    if name.endswith(
        (".down.sql", "/down.sql", "_down.sql", "-down.sql", ".undo.sql", ".rollback.sql", "_rollback.sql")
    ):
        return
    if compiled(r"(?:^|/)u\d[\d._]*__[^/]*$").search(name):  # Flyway's undo
        return
    lines = Lines(text)
    down = False
    at = 0
    while (found := _next(text, at)) is not None:
        at = found.end()
        if found["down"] or found["up"]:
            down = bool(found["down"])
        elif found["table"]:
            at = yield from _columns(text, at, _plain(found["table"]), lines, skip=down)
        elif found["altered"]:
            at = yield from _added(text, at, _plain(found["altered"]), lines, skip=down)


def _next(text: str, at: int) -> re.Match[str] | None:
    """The next part from an offset. In a dump of megabytes only what begins a line is looked at: the rest is data."""
    if len(text) <= _LARGE:
        return _TOP.search(text, at)
    head = _HEAD.search(text, at)
    while head is not None:
        if (found := _TOP.match(text, head.start(1))) is not None:
            return found
        head = _HEAD.search(text, head.end())
    return None


def _plain(name: str) -> str:
    """A name without quotes: `"public"."users"` -> public.users."""
    return ".".join(part.strip().strip('"`[]') for part in name.split("."))


def _columns(text: str, at: int, table: str, lines: Lines, *, skip: bool = False) -> Generator[Field, None, int]:
    """The columns from behind a `(` to its `)`; returns the offset behind that."""
    deep = 1
    words: list[tuple[str, int]] = []
    for found in _INNER.finditer(text, at):
        token = found[0]
        if token.startswith(("--", "/*")):
            continue
        if token == "(":
            deep += 1
        elif token == ")":
            deep -= 1
        if deep == 0 or (deep == 1 and token == ","):
            if not skip:
                yield from _column(text, words, table, lines, found.start())
            words = []
            if deep == 0:
                return found.end()
        elif deep == 1:
            words.append((token, found.start()))
        if token == ";":
            return found.start()
    return len(text)


def _column(text: str, words: list[tuple[str, int]], table: str, lines: Lines, stop: int) -> Iterator[Field]:
    """The column that a definition begins with its name and type."""
    if (
        len(words) < 2
        or words[0][0].lower() in _NO_COLUMNS
        or not (words[0][0][0] in '"`[' or words[0][0][0].isalpha() or words[0][0][0] == "_")
    ):
        return
    name, offset = words[0]
    line = lines.of(offset)
    end = line + text.count("\n", offset, stop)
    newline = text.find("\n", stop)
    rest = text[offset : newline if newline >= 0 else stop]
    yield Field(table, _plain(name), line, end, words[1][0], note_in(rest))


def _added(text: str, at: int, table: str, lines: Lines, *, skip: bool = False) -> Generator[Field, None, int]:
    """The columns that an ALTER TABLE adds; returns the offset of its end."""
    deep = 0
    adding = fresh = False
    words: list[tuple[str, int]] = []
    while (found := _INNER.search(text, at)) is not None:
        at = found.end()
        token, low = found[0], found[0].lower()
        if token.startswith(("--", "/*")):
            continue
        if token == "(" and adding and not words and deep == 0:  # ADD (a int, b int)
            at = yield from _columns(text, found.end(), table, lines, skip=skip)
            adding = False
            continue
        if token in "()":
            deep += 1 if token == "(" else -1
            if deep < 0:
                return found.start()
            continue
        if deep:
            continue
        if token in (",", ";") or (low == "go" and not words):
            if adding and not skip:
                yield from _column(text, words, table, lines, found.start())
            words, fresh = [], True
            if token != ",":
                return found.start()
        elif low == "add" and not words:
            adding, fresh = True, False
        elif not words and (low in _BEHIND_ADD and adding):
            continue
        elif fresh and low in (
            "drop",
            "alter",
            "modify",
            "rename",
            "change",
            "set",
            "owner",
            "enable",
            "disable",
            "validate",
            "comment",
        ):
            adding, fresh = False, False
        elif (
            low in ("create", "insert", "update", "select", "go", "alter")
            and not (adding and len(words) < 2)
            and text[max(0, found.start() - 80) : found.start()].rstrip(" \t")[-1:] == "\n"
        ):
            if adding and not skip:
                yield from _column(text, words, table, lines, found.start())
            return found.start()
        elif adding:
            words.append((token, found.start()))
            fresh = False
    if adding and not skip:
        yield from _column(text, words, table, lines, len(text))
    return len(text)
