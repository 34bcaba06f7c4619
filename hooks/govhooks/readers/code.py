"""Source code, in any language, as what rules ask of it: what is called, defined and imported, each with its lines.

    Call        `app.route("/x", methods=["POST"])`: a name as it is written, arguments, and the definitions around it
    Definition  a function, method or class, with the calls that decorate or annotate it (`@login_required`, `[Authorize]`)
    Import      a module, and the name that is taken from it
    Code        all of them in one file, in the order of the text; `tree` is the parser's own

Arguments are values where they are literals (`True`, "x", lists of such), else an `Expression`: the text that stands there.
Names are texts, not what they resolve to: `from os import system as run; run(x)` is a call of "run", and `Code.resolve` says
"os.system", by the imports of the same file.
"""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Scope = tuple[str, ...]


class Expression(Record):
    """What is only known when the code runs, as it is written (the beginning of it)."""

    text: str


class Call(Record):
    """A call: `name` "" where what is called is no name; `arguments` by place, `keywords` by name.

    `scope` has the names of the definitions around it, the outermost first; `column` is 0-based, for two on a line.
    """

    name: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    line: int
    end: int
    scope: Scope = ()
    column: int = 0

    def argument(self, index: int, name: str = "") -> Any:
        """An argument by its place or its name, None when it is not given."""
        if name and name in self.keywords:
            return self.keywords[name]
        return self.arguments[index] if 0 <= index < len(self.arguments) else None


class Definition(Record):
    """A function, method or class: its own lines from the first decorator to the end, and what decorates it.

    `kind` is "function" or "class"; `bases` what a class is made from, `parameters` the names a function takes.
    """

    kind: str
    name: str
    line: int
    end: int
    decorators: tuple[Call, ...] = ()
    bases: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    scope: Scope = ()


class Import(Record):
    """`from module import name as alias`; `name` "" where the module itself is imported."""

    module: str
    name: str
    alias: str
    line: int


class Code(Record):
    """What a file of source code says. `partial` has the lines that the parser could not make sense of."""

    language: str
    calls: tuple[Call, ...]
    definitions: tuple[Definition, ...]
    imports: tuple[Import, ...]
    tree: Any = None
    partial: tuple[int, ...] = ()

    def resolve(self, name: str) -> str:
        """A dotted name with its first part as the imports of this file have it."""
        first, dot, rest = name.partition(".")
        for one in self.imports:
            if one.alias == first:
                full = ".".join(part for part in (one.module, one.name) if part)
                return full + dot + rest
        return name

    def calls_of(self, *names: str) -> Iterator[Call]:
        """The calls of these names, as they are written or as the imports resolve them."""
        for call in self.calls:
            if call.name in names or self.resolve(call.name) in names:
                yield call
