"""Which environment variables a Python module reads, by its syntax tree.

What reads is found first: `os.environ[...]`, `os.getenv(...)`, libraries' calls. The expression that says which variable is
evaluated to `Name`s as far as the module itself tells: literals, constants, loops over literals, texts put together of them. A
name that is a parameter of the function around makes this function a reader of its own: its calls are looked at next.
"""

from __future__ import annotations

import ast

from govhooks.core.record import Record
from govhooks.knowledge.variables.conventions import (
    CONSTANT,
    GETTERS,
    KEYWORDS,
    LOOSE,
    MAPPING,
    NO_READS,
    READERS,
    UNNAMED,
    is_reader,
)
from govhooks.knowledge.variables.python_scopes import Facts, Place
from govhooks.knowledge.variables.use import COMPUTED, NONE, Default, Use, is_name, is_plain, literal
from govhooks.readers.python import dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_DEEPEST = 8
_MOST = 400
_DEFAULTS = ("default", "fallback", "default_value", "d", "otherwise", "if_none", "or_else")
_CASES: dict[str, Callable[[str], str]] = {"upper": str.upper, "lower": str.lower, "strip": str.strip}


class Name(Record):
    """A name, or what is around a parameter in it: `f"APP_{name}"` is ("APP_", "", "name", place of the function)."""

    before: str
    line: int
    after: str = ""
    hole: str = ""
    place: Place | None = None
    upper: bool = False

    def filled(self, other: Name) -> Name:
        """With another name in the place of the parameter."""
        upper = str.upper if self.upper else str
        if not other.hole:
            return other.but(before=self.before + upper(other.before) + self.after)
        return other.but(before=self.before + upper(other.before), after=upper(other.after) + self.after)

    def then(self, other: Name) -> Name | None:
        """Followed by another one; None where both have a parameter."""
        if not self.hole:
            return other.but(before=self.before + other.before, line=self.line or other.line)
        return None if other.hole else self.but(after=self.after + other.before)


class _Reader(Record):
    """A function that reads: the parameter that is or makes the name, and how; by position and keyword."""

    place: Place
    parameter: str
    shape: Name


def find(tree: ast.Module) -> list[Use]:
    """What a module reads, in no order."""
    return _Finder(Facts(tree)).find()


class _Finder:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.found: list[Use] = []
        self.readers: list[_Reader] = []
        self._known: set[tuple[int, str, str, str]] = set()
        self._by_name: dict[str, list[tuple[ast.Call, Place]]] = {}

    def find(self) -> list[Use]:
        facts = self.facts
        for subscript, place in facts.subscripts:
            if not isinstance(subscript.ctx, ast.Load):
                continue
            if self._is_environ(subscript.value, place) or self._object(subscript.value, place):
                self._read(subscript.slice, place, subscript.lineno, self._otherwise(subscript))
        for comparison, place in facts.comparisons:
            if isinstance(comparison.ops[0], (ast.In, ast.NotIn)) and self._is_environ(
                comparison.comparators[0], place
            ):
                self._read(comparison.left, place, comparison.lineno, NONE)
        for call, place in facts.calls:
            self._by_name.setdefault(_last(call.func), []).append((call, place))
            self._call(call, place)
        at = 0
        while at < len(self.readers) and at < _MOST:
            self._calls_of(self.readers[at])
            at += 1
        self._constants()
        from govhooks.knowledge.variables.python_settings import settings

        self.found += settings(facts)
        return self.found

    # What reads

    def _is_environ(self, node: ast.expr, place: Place, deep: int = 0) -> bool:
        """Whether an expression is the environment, or a copy of it."""
        if deep > _DEEPEST:
            return False
        if isinstance(node, (ast.Name, ast.Attribute)):
            if self.facts.resolve(node) in ("os.environ", "os.environb", "starlette.config.environ"):
                return True
            return any(self._is_environ(value, where, deep + 1) for value, where in self._values(node, place))
        if isinstance(node, ast.Call):
            name = _last(node.func)
            if name == "copy" and isinstance(node.func, ast.Attribute):
                return self._is_environ(node.func.value, place, deep + 1)
            return name in ("dict", "cast", "deepcopy", "copy", "OrderedDict") and any(
                self._is_environ(one, place, deep + 1) for one in node.args
            )
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values)
            return any(key is None and self._is_environ(value, place, deep + 1) for key, value in pairs)
        if isinstance(node, ast.BoolOp):
            return any(self._is_environ(one, place, deep + 1) for one in node.values)
        if isinstance(node, ast.IfExp):
            return any(self._is_environ(one, place, deep + 1) for one in (node.body, node.orelse))
        return False

    def _object(self, node: ast.expr, place: Place, deep: int = 0) -> str:
        """The kind of READERS that an expression is an instance of, "" for none."""
        if isinstance(node, ast.Call):
            return READERS.get(self.facts.resolve(node.func), "")
        if deep > 2 or not isinstance(node, (ast.Name, ast.Attribute)):
            return ""
        found = (self._object(value, where, deep + 1) for value, where in self._values(node, place))
        return next((one for one in found if one), "")

    def _values(self, node: ast.expr, place: Place) -> Iterator[tuple[ast.expr, Place]]:
        """The values that a name or attribute is given in this module, and where."""
        if isinstance(node, ast.Name):
            for one in place.chain():
                values = one.values.get(node.id) or one.values.get("=" + node.id)
                if values:
                    yield from ((value, one) for value in values)
                    return
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in ("self", "cls"):
                family = self.facts.family(place.owner())
                yield from (
                    (value, where)
                    for value, where in self.facts.attributes.get(node.attr, ())
                    if where.owner() in family
                )
            elif (owner := self.facts.classes.get(node.value.id)) is not None:
                yield from ((value, owner) for value in owner.values.get(node.attr, ()))

    def _call(self, call: ast.Call, place: Place) -> None:
        function = call.func
        for keyword in call.keywords:
            if keyword.arg in KEYWORDS:
                value = keyword.value
                several = value.elts if isinstance(value, (ast.List, ast.Tuple)) else (value,)
                for one in self._either(several, place, 0):
                    if not one.hole and is_plain(one.before):
                        self._add(one, COMPUTED if any(other.arg == "default" for other in call.keywords) else NONE)
        full = self.facts.resolve(function)
        if READERS.get(full) == "environ":
            for keyword in call.keywords:
                if keyword.arg and is_plain(keyword.arg):
                    self._scheme(keyword.arg, keyword.value)
            return
        name = _last(function)
        if full in GETTERS:
            self._take(call, place)
        elif isinstance(function, ast.Attribute):
            if name in MAPPING and self._is_environ(function.value, place):
                self._take(call, place)
            elif name not in NO_READS and (kind := self._object(function.value, place)):
                if not call.args and name in UNNAMED and kind == "environ":
                    self.found.append(Use(UNNAMED[name], call.lineno, self._default(call, 0)))
                else:
                    self._take(call, place)
            else:
                self._convention(call, name, place)
        elif isinstance(function, ast.Name):
            if self._object(function, place):
                self._take(call, place, 2)
            elif any(self._is_getter(value, where) for value, where in self._values(function, place)):
                self._take(call, place)
            else:
                self._convention(call, name, place)

    def _is_getter(self, node: ast.expr, place: Place) -> bool:
        """Whether an expression is a function that reads: `os.environ.get`, `os.getenv`."""
        if self.facts.resolve(node) in GETTERS:
            return True
        return isinstance(node, ast.Attribute) and node.attr in MAPPING and self._is_environ(node.value, place)

    def _convention(self, call: ast.Call, name: str, place: Place) -> None:
        """A function of another module that is called like one that reads."""
        if name in self.facts.functions or name in self.facts.classes or not call.args:
            return
        first = call.args[0]
        bases = dotted(call.func).split(".")[:-1]
        if not is_reader(name) and not (bases and bases[-1] in ("env", "Env") and name not in NO_READS):
            return
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and is_plain(first.value):
            self._add(Name(first.value, first.lineno), self._default(call, 1))

    def _take(self, call: ast.Call, place: Place, at: int = 1) -> None:
        named = next((one.value for one in call.keywords if one.arg in ("key", "name", "var", "option")), None)
        first = call.args[0] if call.args else named
        if first is not None:
            default = self._default(call, at)
            self._read(first, place, call.lineno, self._otherwise(call) if default is NONE else default)

    def _scheme(self, name: str, value: ast.expr) -> None:
        """`environ.Env(DEBUG=(bool, False))`."""
        default = value.elts[1] if isinstance(value, ast.Tuple) and len(value.elts) > 1 else None
        self.found.append(Use(name, value.lineno, _literal(default)))

    # Which variable

    def _read(self, node: ast.expr, place: Place, line: int, default: Default) -> None:
        prefix = "".join(one.prefix for one in reversed(list(place.chain())))
        for name in self._names(node, place):
            if name.hole and name.place is not None:
                self._reader(name.place, name.hole, name)
            else:
                self._add(name.but(before=prefix + name.before, line=name.line or line), default)

    def _add(self, name: Name, default: Default) -> None:
        if is_name(name.before):
            self.found.append(Use(name.before, name.line, default))

    def _names(self, node: ast.expr, place: Place, deep: int = 0) -> list[Name]:
        """What an expression can be, as far as it is known."""
        if deep > _DEEPEST:
            return []
        if isinstance(node, ast.Constant):
            value = node.value.decode("ascii", "replace") if isinstance(node.value, bytes) else node.value
            return [Name(value, node.lineno)] if isinstance(value, str) else []
        if isinstance(node, ast.Name):
            return self._named(node, place, deep)
        if isinstance(node, ast.Attribute):
            if node.attr in ("value", "name") and isinstance(node.value, ast.Attribute):
                return self._names(node.value, place, deep + 1)
            found = [one for value, where in self._values(node, place) for one in self._names(value, where, deep + 1)]
            return found or self._field(node, place)
        if isinstance(node, ast.JoinedStr):
            return self._joined(node.values, place, deep)
        if isinstance(node, ast.FormattedValue):
            return self._names(node.value, place, deep + 1)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._joined([node.left, node.right], place, deep)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            rest = list(node.right.elts) if isinstance(node.right, ast.Tuple) else [node.right]
            return self._filled(node.left, "%s", rest, place, deep)
        if isinstance(node, ast.Call):
            return self._called(node, place, deep)
        if isinstance(node, ast.IfExp):
            return self._either((node.body, node.orelse), place, deep)
        if isinstance(node, ast.BoolOp):
            return self._either(node.values, place, deep)
        return []

    def _either(self, nodes: Iterable[ast.expr], place: Place, deep: int) -> list[Name]:
        return [one for node in nodes for one in self._names(node, place, deep + 1)][:_MOST]

    def _joined(self, nodes: list[ast.expr], place: Place, deep: int) -> list[Name]:
        found = [Name("", 0)]
        for node in nodes:
            more = self._names(node, place, deep + 1)
            found = [made for one in found for other in more if (made := one.then(other)) is not None][:_MOST]
        return found

    def _filled(self, form: ast.expr, mark: str, rest: list[ast.expr], place: Place, deep: int) -> list[Name]:
        """`"APP_%s" % name`, `"APP_{}".format(name)`."""
        if not (isinstance(form, ast.Constant) and isinstance(form.value, str) and form.value.count(mark) == len(rest)):
            return []
        parts: list[ast.expr] = []
        for text, one in zip(form.value.split(mark), [*rest, None]):
            parts.append(ast.copy_location(ast.Constant(text), form))
            if one is not None:
                parts.append(one)
        return self._joined(parts, place, deep)

    def _called(self, node: ast.Call, place: Place, deep: int) -> list[Name]:
        function = node.func
        if isinstance(function, ast.Name) and function.id == "str" and node.args:
            return self._names(node.args[0], place, deep + 1)
        if not isinstance(function, ast.Attribute):
            return []
        if function.attr == "format":
            return self._filled(function.value, "{}", node.args, place, deep)
        change = _CASES.get(function.attr)
        if change is None:
            return []
        found = self._names(function.value, place, deep + 1)
        return [
            one.but(before=change(one.before), after=change(one.after), upper=one.upper or function.attr == "upper")
            for one in found
        ]

    def _named(self, node: ast.Name, place: Place, deep: int) -> list[Name]:
        for one in place.chain():
            if loops := one.loops.get(node.id):
                return [
                    name
                    for over, index in loops
                    for element in self._elements(over, one, index)
                    for name in self._names(element, one, deep + 1)
                ][:_MOST]
            if values := one.values.get(node.id):
                found = [name for value in values[:6] for name in self._names(value, one, deep + 1)]
                if node.id in one.parameters:
                    found.append(Name("", 0, hole=node.id, place=one))
                return found
            if node.id in one.parameters:
                return [Name("", 0, hole=node.id, place=one)]
        return []

    def _field(self, node: ast.Attribute, place: Place) -> list[Name]:
        """`self.name` of a class whose constructor takes its fields."""
        owner = place.owner()
        if owner is None or not isinstance(node.value, ast.Name) or node.value.id not in ("self", "cls"):
            return []
        return [Name("", 0, hole=node.attr, place=owner)] if node.attr in owner.parameters else []

    def _elements(self, node: ast.expr, place: Place, index: int, deep: int = 0) -> list[ast.expr]:
        """The elements that a loop goes over, or one part of each."""
        if deep > _DEEPEST:
            return []
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            if index < 0:
                return node.elts
            rows = [one for one in node.elts if isinstance(one, (ast.Tuple, ast.List)) and len(one.elts) > index]
            return [one.elts[index] for one in rows if isinstance(one, (ast.Tuple, ast.List))]
        if isinstance(node, ast.Dict):
            return [key for key in node.keys if key is not None] if index <= 0 else node.values
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            sides = (node.left, node.right)
            return [one for side in sides for one in self._elements(side, place, index, deep + 1)]
        if isinstance(node, ast.Call):
            name = _last(node.func)
            if isinstance(node.func, ast.Attribute) and name in ("items", "keys", "values"):
                inner = node.func.value
                return self._elements(inner, place, 1 if name == "values" else max(index, 0), deep + 1)
            if node.args and name in ("sorted", "list", "tuple", "set", "frozenset", "reversed"):
                return self._elements(node.args[0], place, index, deep + 1)
            if node.args and name == "enumerate":
                return self._elements(node.args[0], place, -1, deep + 1) if index == 1 else []
            return []
        found: list[ast.expr] = []
        for value, where in self._values(node, place):
            found += self._elements(value, where, index, deep + 1)
        return found

    # Functions of this module that read

    def _reader(self, place: Place, parameter: str, shape: Name) -> None:
        key = (id(place), parameter, shape.before, shape.after)
        if key not in self._known:
            self._known.add(key)
            self.readers.append(_Reader(place, parameter, shape))

    def _calls_of(self, reader: _Reader) -> None:
        place = reader.place
        for call, where, skipped in self._all_calls(place):
            argument = _argument(call, place.parameters[skipped:], reader.parameter)
            if argument is None:
                continue
            default = self._given(call, place, skipped)
            prefix = "".join(one.prefix for one in where.chain())
            for name in self._names(argument, where):
                made = reader.shape.filled(name)
                if made.hole and made.place is not None:
                    self._reader(made.place, made.hole, made)
                else:
                    self._add(made.but(before=prefix + made.before, line=name.line or call.lineno), default)
        for value in place.values.get("=" + reader.parameter, ()):
            for name in self._names(value, self.facts.module):
                if not name.hole:
                    self._add(reader.shape.filled(name), NONE)

    def _all_calls(self, place: Place) -> Iterator[tuple[ast.Call, Place, int]]:
        """The calls of a function or class of this module, where they are, and how many parameters they do not give (`self`)."""
        node = place.node
        if isinstance(node, ast.ClassDef):
            yield from ((call, where, 0) for call, where in self._constructed(place))
        elif place.name == "__init__" and place.is_method():
            owner = place.around
            assert owner is not None
            yield from ((call, where, 1) for call, where in self._constructed(owner))
        elif place.is_method():
            skipped = int(place.parameters[:1] in (("self",), ("cls",)))
            for call, where in self._by_name.get(place.name, ()):
                if isinstance(call.func, ast.Attribute) and self._is_of(call.func.value, place, where):
                    yield call, where, skipped
        elif place.name:
            for call, where in self._by_name.get(place.name, ()):
                if isinstance(call.func, ast.Name):
                    yield call, where, 0
        elif isinstance(node, ast.Lambda):
            for name in [name for one in place.chain() for name, values in one.values.items() if node in values]:
                yield from ((call, where, 0) for call, where in self._by_name.get(name, ()))

    def _is_of(self, node: ast.expr, method: Place, where: Place) -> bool:
        """Whether an expression is an instance of a method's class, or the class."""
        owner = method.around
        assert owner is not None
        name = dotted(node)
        if name in ("self", "cls", owner.name):
            return True
        if method.name not in MAPPING:
            return True
        return any(isinstance(one, ast.Call) and _last(one.func) == owner.name for one, _ in self._values(node, where))

    def _constructed(self, owner: Place) -> Iterator[tuple[ast.Call, Place]]:
        """The calls that make an instance of a class, or of one that inherits its constructor, and `super().__init__(...)` of these."""
        names = {owner.name}
        for name, other in self.facts.classes.items():
            assert isinstance(other.node, ast.ClassDef)
            if names.isdisjoint(_last(base) for base in other.node.bases):
                continue
            own = [one for one in self.facts.functions.get("__init__", ()) if one.around is other]
            if not own:
                names.add(name)
                continue
            for call, where in self._by_name.get("__init__", ()):
                if any(one is own[0] for one in where.chain()):
                    yield call, where
        for name in sorted(names):
            yield from self._by_name.get(name, ())

    # Defaults

    def _default(self, call: ast.Call, at: int) -> Default:
        """The default of a call: an argument by keyword, or the one at a position."""
        for keyword in call.keywords:
            if keyword.arg in _DEFAULTS:
                return _literal(keyword.value)
        return _literal(call.args[at]) if at and len(call.args) > at else NONE

    def _given(self, call: ast.Call, place: Place, skipped: int) -> Default:
        """The default that a call of a function of this module gives, or the function's own."""
        for name in place.parameters:
            if name in _DEFAULTS:
                argument = _argument(call, place.parameters[skipped:], name)
                own = place.values.get("=" + name, [None])
                return _literal(argument if argument is not None else own[0])
        return NONE

    def _otherwise(self, node: ast.expr) -> Default:
        """The default in `node or DEFAULT`."""
        return _literal(self.facts.otherwise.get(id(node)))

    def _constants(self) -> None:
        """Constants whose name says that they hold the name of a variable; who reads it may be in another module."""
        for place in (self.facts.module, *self.facts.classes.values()):
            for name, values in place.values.items():
                strict = CONSTANT.search(name) is not None
                if not strict and LOOSE.match(name) is None:
                    continue
                for value in values:
                    text = value.value if isinstance(value, ast.Constant) else None
                    if not isinstance(text, str) or not is_plain(text):
                        continue
                    if strict or ("_" in text and not text.endswith("_")):
                        self.found.append(Use(text, value.lineno))


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _argument(call: ast.Call, parameters: tuple[str, ...], name: str) -> ast.expr | None:
    """The argument of a call for a parameter."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    at = parameters.index(name) if name in parameters else len(call.args)
    return call.args[at] if at < len(call.args) and not isinstance(call.args[at], ast.Starred) else None


def _literal(node: ast.expr | None) -> Default:
    if node is None:
        return NONE
    try:
        return literal(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return COMPUTED
