"""Python, from the interpreter's own parser to nodes."""

from __future__ import annotations

import ast

from govhooks.rules.data.logging_restrictions import nodes as n
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govhooks.rules.data.logging_restrictions.near import Near

_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_PLACES = compiled(r"%[-+ #0]*[\d.]*[a-zA-Z]")
_NAMED = compiled(r"%\((\w+)\)")
# As many characters of a value are shown at most by what is safe to show of it.
_FEW = 6
_SIMPLE = n.Constant("")


def body(tree: ast.Module, near: Near) -> tuple[n.Node, ...]:
    """The statements of a module; of its functions and methods, those that name something classified and a sink."""
    found: list[n.Node] = []
    for one in tree.body:
        inside = one.body if isinstance(one, ast.ClassDef) else (one,)
        for part in inside:
            if not isinstance(part, _DEFINING) or near.has_both(part.lineno, part.end_lineno or part.lineno):
                found += (
                    [n.Function((), tuple(_statement(part)), line=part.lineno)] if part is not one else _statement(part)
                )
    return tuple(found)


def _body(statements: Sequence[ast.stmt]) -> tuple[n.Node, ...]:
    found: list[n.Node] = []
    for one in statements:
        found += _statement(one)
    return tuple(found)


def _statement(node: ast.stmt) -> list[n.Node]:
    line, end = node.lineno, node.end_lineno or node.lineno
    if isinstance(node, ast.Expr):
        return [n.Expression(_value(node.value), line=line)]
    if isinstance(node, ast.Assign):
        return [n.Assign(tuple(map(_target, node.targets)), _value(node.value), False, line=line)]
    if isinstance(node, ast.AnnAssign):
        return [n.Assign((_target(node.target),), _value(node.value), False, line=line)] if node.value else []
    if isinstance(node, ast.AugAssign):
        return [n.Assign((_target(node.target),), _value(node.value), True, line=line)]
    if isinstance(node, ast.If):
        return [n.Branch(_value(node.test), (_body(node.body), _body(node.orelse)), line=line)]
    if isinstance(node, (ast.For, ast.AsyncFor)):
        over = (_target(node.target), _value(node.iter), None)
        return [n.Loop(*over, _body(node.body), (), _body(node.orelse), False, line=line)]
    if isinstance(node, ast.While):
        return [n.Loop(None, None, _value(node.test), _body(node.body), (), _body(node.orelse), False, line=line)]
    if isinstance(node, (ast.With, ast.AsyncWith)):
        found: list[n.Node] = []
        for item in node.items:
            if item.optional_vars is not None:
                found.append(n.Assign((_target(item.optional_vars),), _value(item.context_expr), False, line=line))
            else:
                found.append(n.Expression(_value(item.context_expr), line=line))
        return [*found, *_body(node.body)]
    if isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
        handlers = tuple((one.name or "", _body(one.body)) for one in node.handlers)  # type: ignore[attr-defined]
        return [n.Attempt(_body(node.body), handlers, _body(node.orelse), _body(node.finalbody), line=line)]  # type: ignore[attr-defined]
    if isinstance(node, ast.Raise):
        return [n.Raise(_value(node.exc) if node.exc is not None else None, line=line, end=end)]
    if isinstance(node, ast.Return):
        return [n.Leave("return", _value(node.value) if node.value is not None else None, line=line)]
    if isinstance(node, (ast.Break, ast.Continue)):
        return [n.Leave("break" if isinstance(node, ast.Break) else "continue", None, line=line)]
    if isinstance(node, ast.Delete):
        return [n.Delete(_target(one), line=line) for one in node.targets]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        defaults = [one for one in (*node.args.defaults, *node.args.kw_defaults) if one is not None]
        before = [n.Expression(_value(one), line=line) for one in (*node.decorator_list, *defaults)]
        return [*before, n.Function(_parameters(node.args), _body(node.body), line=line)]
    if isinstance(node, ast.ClassDef):
        return [n.Function((), _body(node.body), line=line)]
    if isinstance(node, ast.Assert):
        tests: list[n.Node] = [n.Expression(_value(node.test), line=line)]
        if node.msg is None:
            return tests
        return [*tests, n.Branch(None, ((n.Raise(_value(node.msg), line=line, end=end),), ()), line=line)]
    if isinstance(node, ast.Match):
        bodies = tuple(_case(case) for case in node.cases)
        return [n.Branch(_value(node.subject), (*bodies, ()), line=line)]
    return []


def _case(case: ast.match_case) -> tuple[n.Node, ...]:
    guard = [n.Expression(_value(case.guard), line=case.guard.lineno)] if case.guard is not None else []
    return (*guard, *_body(case.body))


def _parameters(given: ast.arguments) -> tuple[str, ...]:
    rest = [one for one in (given.vararg, given.kwarg) if one is not None]
    return tuple(one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs, *rest))


def _target(node: ast.expr) -> n.Node:
    if isinstance(node, (ast.Tuple, ast.List)):
        entries: list[tuple[str | None, n.Node, bool]] = []
        stars = False
        for at, one in enumerate(node.elts):
            if isinstance(one, ast.Starred):
                stars = True
                entries.append((None, _target(one.value), False))
            else:
                entries.append((None if stars else str(at), _target(one), False))
        return n.Table(tuple(entries), line=node.lineno)
    if isinstance(node, ast.Starred):
        return _target(node.value)
    return _value(node)


def _value(node: ast.expr) -> n.Node:
    make = _EXPRESSIONS.get(type(node))
    found = make(node) if make is not None else _SIMPLE
    if found is not _SIMPLE:
        found.line, found.end = node.lineno, node.end_lineno or node.lineno
    return found


def _constant(node: ast.Constant) -> n.Node:
    return n.Constant(node.value) if isinstance(node.value, str) else _SIMPLE


def _name(node: ast.Name) -> n.Node:
    return n.Name(node.id)


def _attribute(node: ast.Attribute) -> n.Node:
    return n.Member(_value(node.value), node.attr, False)


def _subscript(node: ast.Subscript) -> n.Node:
    base, at = _value(node.value), node.slice
    if isinstance(at, ast.Constant) and isinstance(at.value, (str, int)):
        return n.Member(base, str(at.value), True)
    number = _number(at)
    if number is not None:
        return n.Member(base, str(number), True)
    if isinstance(at, ast.Slice):
        upper = _number(at.upper) if at.upper is not None else None
        lower = _number(at.lower) if at.lower is not None else 0
        few = (upper is not None and lower == 0 and 0 <= upper <= _FEW) or (
            at.upper is None and lower is not None and -_FEW <= lower < 0
        )
        return n.Piece(base, few)
    return n.Element(base, _value(at))


def _number(node: ast.expr) -> int | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _number(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def _call(node: ast.Call) -> n.Node:
    arguments = [
        n.Argument("", _value(one.value if isinstance(one, ast.Starred) else one), isinstance(one, ast.Starred))
        for one in node.args
    ]
    arguments += [n.Argument(one.arg or "", _value(one.value), one.arg is None) for one in node.keywords]
    return n.Call(_value(node.func), tuple(arguments), False)


def _joined(node: ast.JoinedStr) -> n.Node:
    return n.Text(tuple(map(_value, node.values)))


def _formatted(node: ast.FormattedValue) -> n.Node:
    spec = node.format_spec
    value = _value(node.value)
    if isinstance(spec, ast.JoinedStr) and any(isinstance(one, ast.FormattedValue) for one in spec.values):
        return n.Text((value, *map(_value, spec.values)))
    return value


def _operation(node: ast.BinOp) -> n.Node:
    if isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
        keys = _NAMED.findall(node.left.value)
        right = _value(node.right)
        if keys:
            return n.Text(
                (n.Constant(node.left.value), *(n.Member(right, key, True, line=node.lineno) for key in keys))
            )
        values = [one for _, one, _ in right.entries] if type(right) is n.Table else [right]
        texts = _PLACES.split(node.left.value)
        if len(texts) != len(values) + 1:
            return n.Text((n.Constant(node.left.value), right))
        parts = [part for text, one in zip(texts, values) for part in (n.Constant(text), one)]
        return n.Text((*parts, n.Constant(texts[-1])))
    if isinstance(node.op, (ast.Add, ast.Mod, ast.BitOr)):
        left, right = _value(node.left), _value(node.right)
        if isinstance(node.op, ast.BitOr):
            return n.Table(((None, left, True), (None, right, True)))
        joined: list[n.Node] = []
        for one in (left, right):
            joined += one.parts if type(one) is n.Text else (one,)
        return n.Text(tuple(joined))
    if isinstance(node.op, ast.Mult):
        return n.Text((_value(node.left), _value(node.right)))
    return n.Test((_value(node.left), _value(node.right)))


def _boolean(node: ast.BoolOp) -> n.Node:
    options = tuple(map(_value, node.values))
    # `a and b` is b, or something that is false.
    return n.Choice(None, options) if isinstance(node.op, ast.Or) else n.Choice(n.Test(options[:-1]), options[-1:])


def _choice(node: ast.IfExp) -> n.Node:
    return n.Choice(_value(node.test), (_value(node.body), _value(node.orelse)))


def _compare(node: ast.Compare) -> n.Node:
    return n.Test(tuple(map(_value, (node.left, *node.comparators))))


def _unary(node: ast.UnaryOp) -> n.Node:
    return n.Test((_value(node.operand),))


def _dict(node: ast.Dict) -> n.Node:
    entries: list[tuple[str | None, n.Node, bool]] = []
    for key, one in zip(node.keys, node.values):
        if key is None:
            entries.append((None, _value(one), True))
        elif isinstance(key, ast.Constant):
            entries.append((str(key.value), _value(one), False))
        else:
            entries += [(None, _value(key), False), (None, _value(one), False)]
    return n.Table(tuple(entries))


def _list(node: ast.List | ast.Tuple | ast.Set) -> n.Node:
    stars = any(isinstance(one, ast.Starred) for one in node.elts) or isinstance(node, ast.Set)
    return n.Table(
        tuple(
            (None if stars else str(at), _value(one.value if isinstance(one, ast.Starred) else one), False)
            for at, one in enumerate(node.elts)
        )
    )


def _comprehension(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> n.Node:
    parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
    return n.Gathered(
        tuple((_target(one.target), _value(one.iter), tuple(map(_value, one.ifs))) for one in node.generators),
        tuple(map(_value, parts)),
    )


def _lambda(node: ast.Lambda) -> n.Node:
    return n.Function(_parameters(node.args), (n.Leave("return", _value(node.body), line=node.lineno),))


def _walrus(node: ast.NamedExpr) -> n.Node:
    return n.Bind(_target(node.target), _value(node.value))


def _inner(node: ast.Await | ast.Starred | ast.YieldFrom) -> n.Node:
    return n.Text((_value(node.value),)) if isinstance(node, ast.Starred) else _value(node.value)


def _yield(node: ast.Yield) -> n.Node:
    return n.Unknown((_value(node.value),) if node.value is not None else ())


_EXPRESSIONS: dict[type, Callable[..., n.Node]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.JoinedStr: _joined,
    ast.FormattedValue: _formatted,
    ast.BinOp: _operation,
    ast.BoolOp: _boolean,
    ast.IfExp: _choice,
    ast.Compare: _compare,
    ast.UnaryOp: _unary,
    ast.Dict: _dict,
    ast.List: _list,
    ast.Tuple: _list,
    ast.Set: _list,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.Lambda: _lambda,
    ast.NamedExpr: _walrus,
    ast.Await: _inner,
    ast.Starred: _inner,
    ast.YieldFrom: _inner,
    ast.Yield: _yield,
}
