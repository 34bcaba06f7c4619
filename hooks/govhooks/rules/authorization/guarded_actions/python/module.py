"""A Python file of a tree: its definitions and names, and where the names that it imports are defined."""

from __future__ import annotations

import ast
import sys

from govhooks.core.record import Record
from govhooks.readers.python import children, dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.rules.authorization.guarded_actions.actions import Guard, Source

    Function = ast.FunctionDef | ast.AsyncFunctionDef
# How many files a name is followed through.
_DEEPEST = 4
# Nodes without anything below them that matters.
_LEAVES = frozenset((ast.Name, ast.Constant, ast.Load, ast.Store, ast.Del, ast.alias, ast.Pass))
# Packages that are in no repository but their own.
_FOREIGN = frozenset(
    "aiohttp celery django fastapi flask flask_jwt_extended flask_login flask_restful flask_restx httpx jwt litestar numpy pandas pydantic "
    "pytest requests rest_framework sqlalchemy starlette tornado typing_extensions yaml".split()
)


class Defined(Record):
    """A function or class, the names of the definitions around it, and the class that it is a method of."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    scope: tuple[str, ...] = ()
    owner: ast.ClassDef | None = None

    @property
    def name(self) -> str:
        """Its name with those of the classes and functions around it."""
        return ".".join((*self.scope, self.node.name))


class Module:
    """One file. `constants` are the expressions that names are bound to, anywhere in the file, the last of each."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.path = source.path
        self.tree: ast.Module = source.code.tree if source.code is not None else ast.Module([], [])
        # Local name -> (module, name in it); `modules` are those that are imported whole.
        self.imports: dict[str, tuple[str, str]] = {}
        self.modules: set[str] = set()
        self.definitions: list[Defined] = []
        self.constants: dict[str, ast.expr] = {}
        self.calls: list[tuple[ast.Call, Defined | None]] = []
        # Identity of a method's node -> the class around it; (identity of a class's node, name) -> its method.
        self.owners: dict[int, ast.ClassDef] = {}
        self.methods: dict[tuple[int, str], Defined] = {}
        # The names that classes of the file derive from.
        self.bases: set[str] = set()
        # (identity of a definition's node, how deep it was asked for) -> whether it refuses callers.
        self.refusing: dict[tuple[int, int], bool] = {}
        # Identity of a function's node -> the checks in its body.
        self.checking: dict[int, tuple[Guard, ...]] = {}
        self._collect()
        self._top = {one.node.name: one for one in self.definitions if not one.scope}

    def _collect(self) -> None:
        todo: list[tuple[ast.AST, tuple[str, ...], Defined | None]] = [(self.tree, (), None)]
        while todo:
            node, scope, around = todo.pop()
            kind = type(node)
            if kind in _LEAVES:
                continue
            if kind is ast.FunctionDef or kind is ast.AsyncFunctionDef or kind is ast.ClassDef:
                owner = around.node if around is not None and isinstance(around.node, ast.ClassDef) else None
                around = Defined(node, scope, owner)  # type: ignore[arg-type]
                self.definitions.append(around)
                if isinstance(node, ast.ClassDef):
                    self.bases.update(map(dotted, node.bases))
                if owner is not None:
                    self.owners[id(node)] = owner
                    self.methods[id(owner), around.node.name] = around
                scope = (*scope, around.node.name)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    if name := dotted(target):
                        self.constants[name] = node.value
            elif isinstance(node, ast.AnnAssign):
                if node.value is not None and (name := dotted(node.target)):
                    self.constants[name] = node.value
            elif isinstance(node, ast.Call):
                self.calls.append((node, around))
            elif isinstance(node, ast.Import):
                for one in node.names:
                    self.modules.add(one.name)
                    if one.asname or "." not in one.name:
                        self.imports[one.asname or one.name] = (one.name, "")
            elif isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                self.modules.add(module)
                self.imports.update({one.asname or one.name: (module, one.name) for one in node.names})
            todo += [(one, scope, around) for one in reversed(children(node))]

    def resolve(self, node: ast.expr) -> str:
        """The full dotted name of an expression, "" if it has none: `Flask` -> "flask.Flask"."""
        name = dotted(node)
        first, dot, rest = name.partition(".")
        if first not in self.imports:
            return name
        return ".".join(part for part in self.imports[first] if part) + dot + rest

    def last(self, node: ast.expr) -> str:
        """The last part of the name under which an expression was defined."""
        name = dotted(node)
        first, _, rest = name.partition(".")
        if not rest and first in self.imports and self.imports[first][1]:
            return self.imports[first][1]
        return name.rpartition(".")[2]

    def value(self, node: ast.expr, deep: int = 0) -> ast.expr:
        """What a name is bound to in this file or the one it comes from; otherwise the expression itself."""
        name = dotted(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""
        if not name or deep > _DEEPEST:
            return node
        if name in self.constants:
            found = self.constants[name]
            return node if found is node else self.value(found, deep + 1)
        if (place := self.origin(name)) is not None and place[0] is not self and place[1] in place[0].constants:
            return place[0].constants[place[1]]
        return node

    def elements(self, node: ast.expr) -> Iterator[ast.expr]:
        """The elements of a list, followed through names, `+` and `*rest`; a single expression is its own element."""
        todo = [node]
        for _ in range(200):
            if not todo:
                return
            one = todo.pop(0)
            known = self.value(one)
            if isinstance(one, ast.Starred):
                todo.insert(0, one.value)
            elif isinstance(known, (ast.List, ast.Tuple, ast.Set)):
                todo[:0] = known.elts
            elif isinstance(known, ast.BinOp) and isinstance(known.op, ast.Add):
                todo[:0] = [known.left, known.right]
            else:
                yield one

    def text(self, node: ast.expr | None) -> str | None:
        """The value of a string, also one bound to a name; None for anything else."""
        if node is None:
            return None
        node = self.value(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.JoinedStr):
            parts = [
                str(one.value) if isinstance(one, ast.Constant) else "{" + dotted(one.value) + "}"
                for one in node.values
                if isinstance(one, (ast.Constant, ast.FormattedValue))
            ]
            return "".join(parts)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self.text(node.left), self.text(node.right)
            return None if left is None or right is None else left + right
        return None

    def origin(self, name: str, deep: int = 0) -> tuple[Module, str] | None:
        """(the module that defines a dotted name, its name there); None if it is in no file of the tree."""
        first, _, rest = name.partition(".")
        if first in self._top or name in self.constants or first in self.constants:
            return self, name
        if first not in self.imports or deep > _DEEPEST:
            # `import app.auth` binds `app`: the longest part that is a module counts.
            return self._longest(name) if "." in name else None
        package, imported = self.imports[first]
        if imported:
            inner = self.module(package + ("" if package.endswith(".") else ".") + imported)
            if inner is not None and rest:
                return inner.origin(rest, deep + 1) or (inner, rest)
            outer = self.module(package)
            if outer is not None:
                whole = imported + (f".{rest}" if rest else "")
                return (outer.origin(whole, deep + 1) or (outer, whole)) if outer is not self else (outer, whole)
            return None
        inner = self.module(package)
        return (inner.origin(rest, deep + 1) or (inner, rest)) if inner is not None and rest else None

    def _longest(self, name: str) -> tuple[Module, str] | None:
        package, _, last = name.rpartition(".")
        if package in self.modules:
            inner = self.module(package)
            return (inner, last) if inner is not None else None
        return None

    def find(self, node: ast.expr) -> tuple[Module, Defined] | None:
        """The module and definition of a function or class that an expression names."""
        name = dotted(node)
        place = self.origin(name) if name else None
        if place is None:
            return None
        found = place[0]._top.get(place[1])
        return (place[0], found) if found is not None else None

    def method(self, owner: ast.ClassDef, name: str, deep: int = 0) -> tuple[Module, Defined] | None:
        """The module and definition of a method that instances of a class have, its own or that of a base class in the tree."""
        own = self.methods.get((id(owner), name))
        return (self, own) if own is not None else self.above(owner, name, deep)

    def above(self, owner: ast.ClassDef, name: str, deep: int = 0) -> tuple[Module, Defined] | None:
        """The method that `super()` finds in a class: that of the first of its base classes in the tree which has one."""
        for base in owner.bases if deep < _DEEPEST else ():
            found = self.find(base)
            if found is not None and isinstance(found[1].node, ast.ClassDef) and found[1].node is not owner:
                inner = found[0].method(found[1].node, name, deep + 1)
                if inner is not None:
                    return inner
        return None

    def module(self, name: str) -> Module | None:
        """The module of a dotted name, relative ones with their leading dots; None if it is not in the tree."""
        path = self.locate(name)
        if not path:
            return None
        shared = self.source.shared
        if path not in shared:
            code = self.source.read(path)
            shared[path] = Module(self.source.but(path=path, code=code, known=())) if code is not None else None
        found: Module | None = shared[path]
        return found

    def locate(self, name: str) -> str:
        """The path of a module, "" if it is not in the tree. An absolute name may begin at any folder above this file."""
        here = self.path.rpartition("/")[0]
        key = (here, name)
        shared = self.source.shared
        if key not in shared:
            shared[key] = self._locate(name)
        found: str = shared[key]
        return found if found != self.path else ""

    def _locate(self, name: str) -> str:
        dots = len(name) - len(name.lstrip("."))
        parts = [part for part in name[dots:].split(".") if part]
        here = self.path.split("/")[:-1]
        if dots:
            if dots - 1 > len(here):
                return ""
            return self._file([*here[: len(here) - dots + 1], *parts])
        if not parts or parts[0] in sys.stdlib_module_names or parts[0] in _FOREIGN:
            return ""
        for up in range(len(here), -1, -1):
            if found := self._file([*here[:up], *parts]):
                return found
        return ""

    def _file(self, parts: list[str]) -> str:
        stem = "/".join(parts)
        for path in ((f"{stem}.py",) if stem else ()) + (f"{stem}/__init__.py" if stem else "__init__.py",):
            if self.source.exists(path):
                return path
        return ""


def keyword(call: ast.Call, *names: str) -> ast.expr | None:
    """The value of the first of some keyword arguments."""
    for name in names:
        for one in call.keywords:
            if one.arg == name:
                return one.value
    return None


def argument(call: ast.Call, index: int, *names: str) -> ast.expr | None:
    """An argument by one of its names, or by its position."""
    found = keyword(call, *names)
    if found is None and 0 <= index < len(call.args) and not any(isinstance(one, ast.Starred) for one in call.args):
        return call.args[index]
    return found


# Base classes that bring no fields.
_PLAIN = ("BaseModel", "Schema", "object")


def has_field(tree: ast.Module, name: str, field: str, deep: int = 0) -> bool:
    """Whether a class of a file has a field, or may have it: by a base class of another file, or because it takes any."""
    found = next((one for one in tree.body if isinstance(one, ast.ClassDef) and one.name == name), None)
    if found is None or deep > _DEEPEST:  # nobody knows what there is instead
        return True
    for one in found.body:
        targets = one.targets if isinstance(one, ast.Assign) else [one.target] if isinstance(one, ast.AnnAssign) else []
        if field in map(dotted, targets) or (targets and "extra" in ast.unparse(one)):
            return True
    return any(
        dotted(base).rpartition(".")[2] not in _PLAIN and has_field(tree, dotted(base), field, deep + 1)
        for base in found.bases
    )


def functions(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function's body, without those of functions and classes in it."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        yield node
        todo += [
            child
            for child in reversed(children(node))
            if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda))
        ]
