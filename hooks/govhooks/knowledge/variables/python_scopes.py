"""A Python module in one walk: where names get their values, which functions and classes it has, and what may read a variable.

Place   a module, class, function or `with`: the values its names are given, its loops' variables, its parameters
Facts   all of a module's places by name, and its calls, subscripts and comparisons, each with the place around it
"""

from __future__ import annotations

import ast

from govhooks.readers.python import children, dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
# Bases and decorators of classes whose fields are the parameters of their constructor.
_DATA_CLASSES = frozenset(("NamedTuple", "BaseModel", "dataclass", "define", "frozen", "s", "attrs"))


class Place:
    """Where code stands; `around` is the place outside of it, None for the module."""

    __slots__ = ("around", "loops", "name", "node", "parameters", "prefix", "values")

    def __init__(self, node: ast.AST, around: Place | None, name: str = "") -> None:
        self.node = node
        self.around = around
        self.name = name
        self.values: dict[str, list[ast.expr]] = {}
        # Loop variable -> what is looped over, and which element of each (-1: the whole).
        self.loops: dict[str, list[tuple[ast.expr, int]]] = {}
        self.parameters: tuple[str, ...] = ()
        self.prefix = ""

    def chain(self) -> Iterator[Place]:
        place: Place | None = self
        while place is not None:
            yield place
            place = place.around

    def owner(self) -> Place | None:
        """The class that the place is in."""
        return next((one for one in self.chain() if isinstance(one.node, ast.ClassDef)), None)

    def is_method(self) -> bool:
        return self.around is not None and isinstance(self.around.node, ast.ClassDef)


class Facts:
    """What a module holds."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = Place(tree, None)
        self.imports: dict[str, str] = {}
        self.functions: dict[str, list[Place]] = {}
        self.classes: dict[str, Place] = {}
        # Attribute -> the values that `self.x = ...` and class bodies give it, with the place of each.
        self.attributes: dict[str, list[tuple[ast.expr, Place]]] = {}
        self.calls: list[tuple[ast.Call, Place]] = []
        self.subscripts: list[tuple[ast.Subscript, Place]] = []
        self.comparisons: list[tuple[ast.Compare, Place]] = []
        # What `x or DEFAULT` takes where x is empty, by the id of x.
        self.otherwise: dict[int, ast.expr] = {}
        self._walk(tree)

    def resolve(self, node: ast.expr) -> str:
        """The dotted name of an expression, its first part resolved by the imports; "" if it has none."""
        name = _pure(node)
        first, dot, rest = name.partition(".")
        return self.imports.get(first, first) + dot + rest

    def family(self, owner: Place | None) -> list[Place]:
        """A class and the classes of this module that it inherits from."""
        found: list[Place] = []
        todo = [owner]
        while todo:
            one = todo.pop()
            if one is not None and one not in found and isinstance(one.node, ast.ClassDef):
                found.append(one)
                todo += [self.classes.get(dotted(base)) for base in one.node.bases]
        return found

    def _walk(self, tree: ast.Module) -> None:
        todo: list[tuple[ast.AST, Place]] = [(tree, self.module)]
        while todo:
            node, place = todo.pop()
            kind = node.__class__
            below = place
            if kind is ast.Call:
                self.calls.append((node, place))  # type: ignore[arg-type]
            elif kind is ast.Subscript:
                self.subscripts.append((node, place))  # type: ignore[arg-type]
            elif kind is ast.Compare:
                self.comparisons.append((node, place))  # type: ignore[arg-type]
            elif isinstance(node, _FUNCTIONS):
                below = self._function(node, place)
            elif isinstance(node, ast.ClassDef):
                below = Place(node, place, node.name)
                below.parameters = _fields(node)
                self.classes[node.name] = below
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                self._import(node)
            else:
                below = self._other(node, place)
            todo += [(child, below) for child in reversed(children(node))]

    def _function(self, node: Function, place: Place) -> Place:
        given = node.args
        name = "" if isinstance(node, ast.Lambda) else node.name
        below = Place(node, place, name)
        below.parameters = tuple(one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs))
        positional = [*given.posonlyargs, *given.args]
        for one, value in zip(reversed(positional), reversed(given.defaults)):
            below.values.setdefault("=" + one.arg, []).append(value)
        for one, default in zip(given.kwonlyargs, given.kw_defaults):
            if default is not None:
                below.values.setdefault("=" + one.arg, []).append(default)
        if name:
            self.functions.setdefault(name, []).append(below)
        return below

    def _other(self, node: ast.AST, place: Place) -> Place:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._assign(target, node.value, place)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
            if node.value is not None:
                self._assign(node.target, node.value, place)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            _loop(node.target, node.iter, place)
        elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            for one in node.values[:-1]:
                self.otherwise[id(one)] = node.values[-1]
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            below = Place(node, place)
            for item in node.items:
                call = item.context_expr
                if isinstance(item.optional_vars, ast.Name):
                    below.values[item.optional_vars.id] = [call]
                if isinstance(call, ast.Call) and dotted(call.func).endswith(".prefixed") and call.args:
                    prefix = call.args[0]
                    if isinstance(prefix, ast.Constant) and isinstance(prefix.value, str):
                        below.prefix += prefix.value
            if below.prefix:
                return below
            for name, values in below.values.items():
                place.values.setdefault(name, []).extend(values)
        return place

    def _assign(self, target: ast.expr, value: ast.expr, place: Place) -> None:
        if isinstance(target, ast.Name):
            place.values.setdefault(target.id, []).append(value)
            if isinstance(place.node, ast.ClassDef):
                self.attributes.setdefault(target.id, []).append((value, place))
            if isinstance(value, ast.Lambda):
                self.functions.setdefault(target.id, [])
        elif isinstance(target, ast.Attribute):
            self.attributes.setdefault(target.attr, []).append((value, place))
        elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            for one, other in zip(target.elts, value.elts):
                self._assign(one, other, place)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for one in node.names:
                self.imports[one.asname or one.name] = f"{module}.{one.name}"
            return
        for one in node.names:
            if one.asname:
                self.imports[one.asname] = one.name
            else:
                first = one.name.partition(".")[0]
                self.imports[first] = first


def _pure(node: ast.expr) -> str:
    """The dotted name of names and attributes alone."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(names)])


def _loop(target: ast.expr, over: ast.expr, place: Place) -> None:
    if isinstance(target, ast.Name):
        place.loops.setdefault(target.id, []).append((over, -1))
    elif isinstance(target, (ast.Tuple, ast.List)):
        for index, one in enumerate(target.elts):
            if isinstance(one, ast.Name):
                place.loops.setdefault(one.id, []).append((over, index))


def _fields(node: ast.ClassDef) -> tuple[str, ...]:
    """The fields of a class whose constructor takes them, () for any other."""
    marks = [dotted(one).rpartition(".")[2] for one in (*node.bases, *node.decorator_list)]
    if not _DATA_CLASSES.intersection(marks):
        return ()
    return tuple(
        one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    )
