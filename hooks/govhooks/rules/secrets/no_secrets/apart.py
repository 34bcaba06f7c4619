"""Values that do not follow their name at once: on another line, after another field, or before the name.

`candidates.assigned` asks here, for each name that one of `marks_of` follows, when it does not find a value right behind it. Each form is one expression, bounded in
length, that begins at the end of the name.
"""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.files import SQL, TABLES, XMLS
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    # (form, start, end, quotation mark)
    Apart = tuple[str, int, int, str]

YAML = frozenset(("yml", "yaml", "eyaml", "sls", "user-data"))
_SCALAR = r"""(?:(?P<q>["'])(?P<quoted>(?:(?!(?P=q))[^\n\\]|\\.){4,400})(?P=q)|(?P<bare>[^\s"'\[\]{}#&*!|>%@`,-][^\s"'{}]{3,400}(?<!:)))[ \t]*(?=\r?\n|\Z)"""
# password: |-        tokens:            password:
#   x                 - x                  x
_YAML = Expression(
    rf"""["']?[ \t]*:(?:[ \t]+[|>][0-9+-]{{0,2}})?[ \t]*(?:\#[^\n]*)?\r?\n(?:[ \t]*\#[^\n]{{0,200}}\n){{0,2}}[ \t]*(?P<item>-[ \t]+)?{_SCALAR}"""
)
# chpasswd: { list: "user:x" } of cloud-init, as a block
_CHPASSWD = Expression(
    r""":[ \t]*\r?\n(?:[ \t]+expire:[^\n]{0,20}\n)?[ \t]+list:[ \t]*[|>]?[-+]?[ \t]*\r?\n[ \t]+(?:-[ \t]+)?[\w.-]{1,40}:"""
    r"""(?P<bare>(?!R(?:ANDOM)?\b)[^\s"'$:]{4,100})[ \t]*(?=\r?\n|\Z)"""
)
_FIELD = r"""["']?[\w.@-]{1,30}["']?[ \t]{0,20}[:=][ \t]{0,4}(?:"[^"\n]{0,120}"|'[^'\n]{0,120}'|[^\s"'{}\[\],;]{1,60})[ \t]{0,4},?\s{0,60}(?:-[ ])?"""
_HOLDS = r"""["']?(?:[Vv]alue|VALUE|[Dd]efault(?:_?[Vv]alue)?|ParameterValue)["']?[ \t]{0,20}[:=][ \t]{0,4}"""
# variable "password" { ... default = "x" }; "key": "password", "type": "string", "value": "x"; DbPassword: / Type: String / Default: x
_FIELDS = Expression(
    rf"""["']?[ \t]{{0,4}}(?:[:,{{]|(?=\r?\n))[ \t]{{0,4}}\{{?\s{{0,60}}(?:{_FIELD}){{0,4}}{_HOLDS}"""
    r"""(?:(?P<q>["'])(?P<quoted>(?:(?!(?P=q))[^\n\\]|\\.){4,400})(?P=q)|(?P<bare>[^\s"'\[\]{}|>&*!$,;]{4,400}))"""
)
# <param-name>password</param-name> <param-value>x</param-value>; <data name="Password" ...> <value>x</value>
_XML = Expression(
    r"""(?:(?:</[\w:.-]{1,30})?>\s{0,80}<[\w:.-]{0,20}[Vv]alue>|["'][^<>\n]{0,120}>\s{0,80}<[\w:.-]{0,20}[Vv]alue>"""
    r"""|["'][^<>\n]{0,120}>\s{0,80}(?:<\w{1,20}\s[^<>\n]{0,80}>[^<>\n]{0,40}</\w{1,20}>\s{0,80}){0,2}<\w{1,20}\sname="[\w.]{0,20}value">)\s{0,40}(?:<!\[CDATA\[)?"""
    r"""(?P<bare>[^\s<>&\]]{4,400})(?=\s{0,40}(?:\]\]>)?</)"""
)
# | db password | x |; two columns of a table in notes
_TABLE = Expression(r"[ \t*`]{0,3}[ \t]*\|[ \t`*]{1,40}(?P<bare>[^\s|`*<>{}]{6,120})[`*]{0,2}[ \t]*\|")
# Password - `x`
_DASH = Expression(r"\*{0,2}[ \t]{1,3}[-\u2013\u2014][ \t]{1,3}`(?P<bare>[^\s`<>{}]{6,120})`")
_BEFORE = 320
# value: "x", name: the name
_FIRST = Expression(
    r"""(?:[Vv]alue|ParameterValue)["']?[ \t]{0,4}[:=][ \t]{0,4}(?:(?P<q>["'])(?P<quoted>[^"'\n]{4,200})(?P=q)|(?P<bare>[^\s"'{}\[\]$,;]{4,200}))[ \t]{0,4},?\s{1,60}(?:-[ ])?"""
    r"""["']?(?:[Nn]ame|[Kk]ey|ParameterKey|[Ii]d)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?[\w.-]{0,40}\Z"""
)
_NOTES = frozenset(("md", "markdown", "mdx", "rst", "adoc", "org"))


def apart(text: str, start: int, tail: int, limit: int, ending: str) -> list[Apart]:
    """The values that belong to a name, which ends at `tail`, the literal in it beginning at `start`; `ending` is the file's. They are
    several where the name heads a column."""
    if ending in SQL:
        return _inserted(text, start, tail)
    if ending in TABLES:
        return _in_column(text, start)
    stop = min(limit, tail + 900)
    forms: tuple[tuple[str, Expression], ...]
    if ending in YAML:
        forms = ((":", _CHPASSWD), (":", _YAML), ("value", _FIELDS))
    elif ending in XMLS:
        forms = (("xml", _XML), ("value", _FIELDS))
    elif ending in _NOTES:
        forms = (("table", _TABLE), ("table", _DASH))
    else:
        forms = (("value", _FIELDS),)
    if ending in _NOTES and "|" in text[max(0, start - 80) : tail + 3] and (cells := _below(text, start)) is not None:
        return cells
    for form, expression in forms:
        found = expression.compiled().match(text, tail, stop)
        if found:
            return [_taken(form, found, 0)]
    base = max(0, start - _BEFORE)
    if "alue" in text[base:start]:
        found = _FIRST.search(text[base:start])
        if found:
            return [_taken("value", found, base)]
    return []


_RULER = Expression(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|?)+[ \t]*\Z")
_CELL = Expression(r"[`*\s]*([^\s|`*<>{}]{6,120})[`*\s]*\Z")


# How many rows of a table are read: together they are fewer lines than `excerpt.AROUND`.
_ROWS = 9


def _below(text: str, start: int) -> list[Apart] | None:
    """The cells below the heading of a table's column that begins at an offset; None if it is no heading."""
    begin = text.rfind("\n", max(0, start - 1_000), start) + 1
    if not begin and start > 1_000:
        return None
    head, ruler, *rows = (*text[begin : begin + 4_000].split("\n", _ROWS + 2), "")
    if not _RULER.match(ruler):
        return None
    column = text.count("|", begin, start)
    at = begin + len(head) + len(ruler) + 2
    cells = []
    for row in rows[:_ROWS]:
        parts = row.split("|")
        if column >= len(parts):
            break
        found = _CELL.match(parts[column])
        if found:
            first = at + sum(len(part) + 1 for part in parts[:column]) + found.start(1)
            cells.append(("table", first, first + len(found[1]), ""))
        at += len(row) + 1
    return cells


def _in_column(text: str, start: int) -> list[Apart]:
    """What the next lines of a CSV file have in the column whose heading, in the first line, is this name."""
    head_end = text.find("\n")
    if not 0 < start < head_end < 2_000:
        return []
    sign = next((sign for sign in "\t;," if sign in text[:head_end]), "")
    if not sign:
        return []
    column, at, found = text.count(sign, 0, start), head_end + 1, []
    for line in text[at : at + 8_000].split("\n")[:_ROWS]:
        cells = line.split(sign)
        if '"' in line or column >= len(cells):
            break
        value = cells[column].strip()
        if len(value) >= 4 and " " not in value:
            first = at + sum(len(cell) + 1 for cell in cells[:column]) + cells[column].index(value)
            found.append(("row", first, first + len(value), ""))
        at += len(line) + 1
    return found


# So many rows of an INSERT are read, and so many characters: a dump has all of a table in one.
_MOST_ROWS, _LONG = 50, 20_000
_INSERT = Expression(r"(?is).*\binsert\s{1,20}(?:ignore\s{1,20})?into\s{1,20}[^\s()]{1,100}\s{0,20}\Z")
_VALUES = Expression(r"(?i)[^()';]{0,600}\)\s{0,40}values?\s{0,40}")
_FIELD_OF_ROW = Expression(
    r"""\s{0,40}(?:[NEne]?'(?P<quoted>(?:[^'\\\n]|''|\\.){0,400})'|[^,()'\n]{0,200}(?:\([^()\n]{0,200}\))?)\s{0,40}(?P<end>[,)])"""
)


def _inserted(text: str, start: int, tail: int) -> list[Apart]:
    """What the rows of an INSERT have in the column of this name."""
    begin = text.rfind("(", max(0, start - 600), start)
    values = _VALUES.compiled().match(text, tail)
    if begin < 0 or values is None or not _INSERT.match(text[max(0, begin - 200) : begin]):
        return []
    column, at, found = text.count(",", begin, start), values.end(), []
    field_at = _FIELD_OF_ROW.compiled().match
    for _ in range(_MOST_ROWS):
        if text[at : at + 1] != "(" or text.count("\n", start, at) >= _ROWS or at - start > _LONG:
            break
        at += 1
        number = 0
        while field := field_at(text, at):
            if number == column and len(field["quoted"] or "") >= 4:
                found.append(("row", field.start("quoted"), field.end("quoted"), "'"))
            number, at = number + 1, field.end()
            if field["end"] == ")":
                break
        else:
            break
        at += len(text[at : at + 80]) - len(text[at : at + 80].lstrip(", \t\r\n"))
    return found


def _taken(form: str, found: re.Match[str], base: int) -> Apart:
    groups = found.groupdict()
    group = "quoted" if groups.get("quoted") is not None else "bare"
    form = "list" if groups.get("item") else form
    return form, base + found.start(group), base + found.end(group), groups.get("q") or ""
