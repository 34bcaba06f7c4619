"""Which environment variables Go, Java, Kotlin, Ruby, PHP, C# and Rust read: places in the text, by the table in `forms`.

Whether a place is code or in a comment or string tells the syntax tree; for Rust, of which no grammar is installed, a lexer of
strings and comments.
"""

from __future__ import annotations

import re

from govhooks.knowledge.variables.form_source import LITERAL, Source, unquoted
from govhooks.knowledge.variables.forms import FORMS
from govhooks.knowledge.variables.platform import is_of_request
from govhooks.knowledge.variables.use import COMPUTED, NONE, Default, Use, is_name, is_plain, literal
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_PART = compiled(rf"\s*(?:({LITERAL})|([A-Za-z_$:\\][\w$.:\\]*(?:->\w+)*))\s*")
_PLUS = {"php": compiled(r"\."), "ruby": compiled(r"\+"), "": compiled(r"\+")}
_END = compiled(r"\s*(?:[,)\]}]|=>|do\b|\bas\b|$)")
_AFTER = compiled(
    rf"\s*(?:\)|\])?\s*(?:\?\?=?|\?:|\|\|=?|\.unwrap_or(?:_else)?\(\s*(?:\|_?\w*\|\s*)?(?:String::from\()?)\s*({LITERAL}|[\w.]+)"
)
_BLOCK = compiled(r"\s*\)?\s*(?:\{|do\b)")
_SECOND = compiled(rf"\s*,\s*({LITERAL}|[\w.-]+)?")
_WRITTEN = compiled(r"\s*\]\s*=(?![=>~])")
_MOST = 200


def find(form: str, data: bytes, root: Node | None) -> list[Use]:
    """What a file reads, in no order."""
    source = Source(form, data, root)
    return list(_Finder(source).find())


class _Finder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Use] = []
        self._todo: list[tuple[str, str, str, str]] = []  # functions that read: name, argument, before, after
        self._known: set[tuple[str, str, str, str]] = set()

    def find(self) -> Iterator[Use]:
        source = self.source
        taken: set[int] = set()
        # What is only called like a function that reads comes last: what is known of this file's own functions is better.
        for pattern, kind in sorted(FORMS[source.form], key=lambda row: row[1] == "plain"):
            own = {row[0] for row in self._todo} if kind == "plain" else ()
            for found in compiled(pattern).finditer(source.text):
                if found.end() in taken or not source.is_code(found.start()):
                    continue
                if own and (called := re.search(r"(\w+)\W*$", found[0])) and called[1] in own:
                    continue
                if self._at(found.end(), kind, found.start()):
                    taken.add(found.end())
        at = 0
        while at < len(self._todo) and at < _MOST:
            self._calls(*self._todo[at])
            at += 1
        from govhooks.knowledge.variables.declared_forms import declared

        yield from self.found
        yield from declared(source)

    def _at(self, at: int, kind: str, start: int) -> bool:
        """Read what stands at a place as a name; False if it is none."""
        source = self.source
        got = self._argument(at)
        if got is None:
            return False
        shapes, end = got
        if _WRITTEN.match(source.text, end) and kind != "names":
            return True
        if kind == "plain" and not any(is_plain(before) for before, hole, _ in shapes if not hole):
            return False
        default = self._default(end) if kind != "names" else NONE
        for before, hole, after in shapes:
            if not hole:
                self._add(before, at, default, kind)
            elif kind != "plain":
                self._wrapper(start, before, hole, after)
        while kind == "names" and (comma := re.compile(r"\s*,\s*").match(source.text, end)):
            more = self._argument(comma.end())
            if more is None:
                break
            shapes, end = more
            for before, hole, _ in shapes:
                if not hole:
                    self._add(before, comma.end(), NONE, "plain")
        return True

    def _add(self, name: str, at: int, default: Default, kind: str) -> None:
        if kind == "request" and (is_of_request(name) or not is_plain(name)):
            return
        if is_name(name) and (kind != "plain" or is_plain(name)):
            self.found.append(Use(name, self.source.line(at), default))

    def _argument(self, at: int) -> tuple[list[tuple[str, str, str]], int] | None:
        """What an argument can be, as (before, name of a parameter or "", after), and where it ends."""
        source = self.source
        plus = _PLUS.get(source.form, _PLUS[""])
        shapes: list[tuple[str, str, str]] = [("", "", "")]
        while True:
            found = _PART.match(source.text, at)
            if found is None or found.end() == at:
                return None
            if found[1] is not None:
                parts = [(unquoted(found[1]), "", "")]
            else:
                name = found[2]
                parts = [(text, "", "") for text in source.constant(name)] or [("", name, "")]
            shapes = [made for one in shapes for part in parts[:20] if (made := _then(one, part)) is not None]
            at = found.end()
            more = plus.match(source.text, at)
            if more is None:
                break
            at = more.end()
        return (shapes, at) if _END.match(source.text, at) else None

    def _wrapper(self, start: int, before: str, hole: str, after: str) -> None:
        name, parameters = self.source.function(start)
        if name and any(_names(one, hole) for one in parameters):
            index = next(index for index, one in enumerate(parameters) if _names(one, hole))
            key = (name, str(index), before, after)
            if key not in self._known:
                self._known.add(key)
                self._todo.append(key)

    def _calls(self, name: str, index: str, before: str, after: str) -> None:
        """The calls of a function of this file that reads: what they give in the place of the name."""
        source = self.source
        pattern = re.compile(
            rf"(?<![\w$]){re.escape(name)}\s*(?:<[^<>()]*>)?\(\s*(?:[\w.\[\]]+\s*,\s*){{{int(index)}}}"
        )
        for found in pattern.finditer(source.text):
            if not source.is_code(found.start()):
                continue
            got = self._argument(found.end())
            for first, hole, last in got[0] if got is not None else ():
                if not hole:
                    self._add(before + first + after, found.end(), self._default(got[1] if got else 0), "name")
                else:
                    self._wrapper(found.start(), before + first, hole, last + after)

    def _default(self, end: int) -> Default:
        text = self.source.text
        if _BLOCK.match(text, end) and self.source.form in ("ruby", "kotlin"):
            return COMPUTED
        found = _AFTER.match(text, end) or _SECOND.match(text, end)
        if found is None:
            return NONE
        value = found[1]
        if value is None:
            return COMPUTED
        if value in ("nil", "null", "None", "NULL"):
            return NONE
        if value[0] in "\"'`" or value[0].isdigit() or value in ("true", "false"):
            return literal(unquoted(value))
        return COMPUTED


def _then(one: tuple[str, str, str], part: tuple[str, str, str]) -> tuple[str, str, str] | None:
    before, hole, after = one
    if not hole:
        return (before + part[0], part[1], part[2])
    return None if part[1] else (before, hole, after + part[0])


def _names(parameter: str, name: str) -> bool:
    """Whether a parameter as it is written has a name: `key string`, `String key`, `$key = null`, `key: String`."""
    head = parameter.partition("=")[0]
    words = re.findall(r"\$?\w+", head)
    return name in words
