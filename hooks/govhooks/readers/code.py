"""Source code in any language, in the form that rules need: calls, definitions and imports, each with its lines.

    Call        `app.route("/x", methods=["POST"])`: a name as written, arguments, and the definitions around it
    Definition  a function, method or class, with the calls that decorate or annotate it (`@login_required`, `[Authorize]`)
    Import      a module, and the name that is imported from it
    Code        all of them in one file, in textual order; `tree` is the parser's own

Arguments are values if they are literals (`True`, "x", lists of such), otherwise an `Expression` with their source
text. Names are as written, not resolved: `from os import system as run; run(x)` is a call of "run"; `Code.resolve`
returns "os.system", using the imports of the same file.
"""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Scope = tuple[str, ...]


class Expression(Record):
    """An expression whose value is known only when the code runs; its source text (the beginning of it)."""

    text: str


class Call(Record):
    """A call: `name` is "" if the called expression is not a name; `arguments` are positional, `keywords` by name.

    `scope` has the names of the definitions around it, outermost first; `column` is 0-based, to tell two calls on a
    line apart.
    """

    name: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    line: int
    end: int
    scope: Scope = ()
    column: int = 0

    def argument(self, index: int, name: str = "") -> Any:
        """An argument by position or name, None if it is not given."""
        if name and name in self.keywords:
            return self.keywords[name]
        return self.arguments[index] if 0 <= index < len(self.arguments) else None


class Definition(Record):
    """A function, method or class: its lines, from the first decorator to the end, and its decorators.

    `kind` is "function" or "class"; `bases` are the base classes, `parameters` the names of a function's parameters.
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
    """`from module import name as alias`; `name` is "" if the module itself is imported."""

    module: str
    name: str
    alias: str
    line: int


class Code(Record):
    """The contents of a source file. `partial` has the lines that the parser could not understand."""

    language: str
    calls: tuple[Call, ...]
    definitions: tuple[Definition, ...]
    imports: tuple[Import, ...]
    tree: Any = None
    partial: tuple[int, ...] = ()

    def resolve(self, name: str) -> str:
        """A dotted name whose first part is resolved by the imports of this file."""
        first, dot, rest = name.partition(".")
        for one in self.imports:
            if one.alias == first:
                full = ".".join(part for part in (one.module, one.name) if part)
                return full + dot + rest
        return name

    def calls_of(self, *names: str) -> Iterator[Call]:
        """The calls of these names, as written or as resolved by the imports."""
        for call in self.calls:
            if call.name in names or self.resolve(call.name) in names:
                yield call


class Later(Code):
    """Code of which only the tree is known so far, and that the parser understood all of it: a rule that walks the tree by itself needs no more.

    `make` gives all of the code, and is called when its calls, definitions or imports are first asked for; `imports` gives them alone.
    """

    def __init__(
        self,
        language: str,
        tree: Any,
        make: Callable[[], Code],
        imports: Callable[[], tuple[Import, ...]] | None = None,
    ) -> None:
        self.__dict__.update(language=language, tree=tree, partial=(), _make=make, _imports=imports)

    def __getattr__(self, name: str) -> Any:
        if name not in Code.fields:
            raise AttributeError(name)
        if name == "imports" and self._imports is not None:
            self.__dict__["imports"] = self._imports()
            return self.__dict__["imports"]
        found = self.__dict__.pop("_make")()
        self.__dict__.update(calls=found.calls, definitions=found.definitions, imports=found.imports)
        return self.__dict__[name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Code) and all(getattr(self, name) == getattr(other, name) for name in Code.fields)

    __hash__ = Code.__hash__
