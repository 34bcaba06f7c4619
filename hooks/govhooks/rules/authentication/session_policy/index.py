"""The rows of a format by the end of their keys: what finds the rows of a fact in one look.

Most files that are changed have none of these ends anywhere in their text (`may_hold`): no index is made for them, and no fact collected.
"""

from __future__ import annotations

from functools import cache

from govhooks.core.lines import lowered
from govhooks.rules.authentication.session_policy.facts import names
from govhooks.rules.authentication.session_policy.tables import CONSTANTS, TABLES, rows, rows_of
from govhooks.rules.authentication.session_policy.tables.ends import CONSTANT, ENDS
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from govhooks.rules.authentication.session_policy.facts import Fact
    from govhooks.rules.authentication.session_policy.settings import Setting


class Index:
    """The rows of a format by the end of their keys. If it `shares` those that are the same for many formats, `late` are the ids of the
    rows that come after them."""

    def __init__(self, rows: Iterable[Setting], shares: bool = False, late: frozenset[str] = frozenset()) -> None:
        self._shares, self._late = shares, late
        self._rows: dict[str, list[tuple[tuple[str, ...], Setting]]] = {}
        # Rows whose key ends with "*", by the name before it.
        self._below: dict[str, list[tuple[tuple[str, ...], Setting]]] = {}
        every, below = self._rows, self._below
        for row in rows:
            for name, parts, is_below in _ends(row.keys):
                into = below if is_below else every
                if name in into:
                    into[name].append((parts, row))
                else:
                    into[name] = [(parts, row)]

    def wants(self, parts: tuple[str, ...]) -> bool:
        tail = _tail(parts)
        if tail in self._rows or (len(parts) > 1 and parts[-2] in self._below):
            return True
        return self._shares and _CONSTANT.fullmatch(tail) is not None

    def of(self, fact: Fact) -> list[Setting]:
        """The rows that a fact may be about."""
        tail = _tail(fact.parts)
        found = self._rows.get(tail, [])
        if len(fact.parts) > 1 and fact.parts[-2] in self._below:
            found = found + self._below[fact.parts[-2]]
        shared = _constants()._rows.get(tail, []) if self._shares and _CONSTANT.fullmatch(tail) else []
        if shared:  # in the order of the tables
            late = [one for one in found if one[1].id in self._late]
            found = [*(one for one in found if one[1].id not in self._late), *shared, *late]
        return list({row.id: row for key, row in found if _fits(key, fact.parts)}.values())


def _fits(key: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Whether a trail ends as a key says; a key that begins with "" is the whole trail."""
    if key[0] == "":
        return parts == key[1:]
    ends = [len(parts)]  # where what is left of the trail may end
    for index in range(len(key) - 1, -1, -1):
        part = key[index]
        if part == "**":
            ends = list(range(max(ends) + 1)) if ends else []
        else:
            ends = [end - 1 for end in ends if end > 0 and (part == "*" or parts[end - 1] == part)]
        if not ends:
            return False
    return True


@cache
def _ends(keys: str) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """(what finds it, its parts, whether it ends with "*" and that is the name before it) of each key of a row: once for all formats."""
    found: list[tuple[str, tuple[str, ...], bool]] = []
    for key in keys.split():
        if key.isidentifier():  # most of them
            name = key.lower().replace("_", "")
            found.append((name, (name,), False))
            continue
        parts = _parts(key)
        if parts[-1] == "*":
            found.append((parts[-2], parts, True))
            continue
        found.append((_tail(parts), parts, False))
        if len(parts) > 1 and "*" not in key and "()" not in key and not any(part.isdigit() for part in parts):
            joined = "".join(parts)  # a variable of the environment: SERVER_SERVLET_SESSION_TIMEOUT
            found.append((joined, ("", joined), False))
    return tuple(found)


def _parts(key: str) -> tuple[str, ...]:
    call = key.endswith("()")
    given = key.removesuffix("()")
    return (
        *(part if part in ("*", "**") else names(part)[0] for part in given.split(".") if part),
        *(("()",) if call else ()),
    )


def _tail(parts: tuple[str, ...]) -> str:
    if not parts:
        return ""
    last = parts[-1]
    return parts[-2] + last if len(parts) > 1 and (last == "()" or last.isdigit()) else last


_CONSTANT = compiled(CONSTANT)
_HAS_CONSTANT = compiled(f"(?:^| )(?:{CONSTANT})(?: |$)")
# Text that is written as two: "SESSION_" "TTL", "SESSION_" + "TTL"; with escapes: "\x53ESSION_TTL", "&#83;ESSION"; and a letter outside
# of ASCII whose small one is "k".
_JOINTS = compiled(r"[\"'`]\s*(?:[+.]\s*)?[\"'`]|\\\r?\n\s*")
_ESCAPES = compiled(r"\\(?:x[2-7]|u00[2-7]|u\{|U0|[0-7]{2,3})|&#|\xe2\x84\xaa")
# Every byte of ASCII that is no letter or digit ends a word; case does not count.
_APART = bytes(byte if byte > 127 or chr(byte).isalnum() else 32 for byte in range(256)).lower()


def may_hold(form: str, data: bytes) -> bool:
    """Whether a text may have a setting of a format: too often, never too seldom. A look at its words."""
    data = lowered(data)
    text = data.decode("latin-1")
    if _ESCAPES.search(text) is not None:
        return True
    words = _words(data)
    if (joined := _JOINTS.sub("", text)) != text:
        words |= _words(joined.encode("latin-1"))
    for forms, ends in ENDS.items():
        if form in forms.split():
            for last in ends.keys() & words:
                if not ends[last] or any(words.issuperset(others.split()) for others in ends[last]):
                    return True
    return _HAS_CONSTANT.search(b" ".join(words).decode("latin-1")) is not None


def _words(data: bytes) -> set[bytes]:
    """The words of a text in lower case; a word with dashes is one, and several."""
    words = set(data.translate(_APART, b"_").split())
    return words | set(data.translate(_APART, b"_-").split()) if b"-" in data else words


_indexes: dict[str, Index] = {}


def index_of(form: str) -> Index:
    """The rows for a format."""
    if form not in _indexes:
        after = list(TABLES)[list(TABLES).index(CONSTANTS) + 1 :]
        late = frozenset(row.id for table in after if form in TABLES[table].split() for row in rows_of(table))
        _indexes[form] = Index(rows(form), form in TABLES[CONSTANTS].split(), late)
    return _indexes[form]


@cache
def _constants() -> Index:
    """What people call lifetimes and limits, thousands of names: the same in all formats, and none ends with "*"."""
    return Index(rows_of(CONSTANTS))
