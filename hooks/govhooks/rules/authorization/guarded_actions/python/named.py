"""Functions that are actions because a guard, the policy or the other side of the change says so."""

from __future__ import annotations

import ast

from govhooks.readers.python import dotted
from govhooks.rules.authorization.guarded_actions.actions import OWN_CHECK, Action, Facts, Guard, place
from govhooks.rules.authorization.guarded_actions.exemptions import METHODS, ONLY, SWITCHES, holds, is_place
from govhooks.rules.authorization.guarded_actions.guards import DECIDING, words
from govhooks.rules.authorization.guarded_actions.python.checks import (
    ASKED_OF_USER,
    dependencies,
    guard,
    in_body,
    of_function,
    opening,
    refuses,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from govhooks.rules.authorization.guarded_actions.python.module import Defined, Module


def named(module: Module, known: Collection[str]) -> Facts:
    """The functions with a guard among their decorators, those whose names the policy lists, those that are actions before the
    change; not those of `known`."""
    found = []
    for defined in module.definitions:
        node = defined.node
        if isinstance(node, ast.ClassDef) or defined.name in known:
            continue
        by_policy = module.source.names.is_action(defined.name)
        registered = _is_registered(module, node)
        decorated = not registered and any(True for one in node.decorator_list for _ in guard(module, one))
        is_guard = (
            registered or node.name in DECIDING or (module.source.names.decides(node.name) and node.name[:4] != "test")
        )
        if not by_policy and not decorated and is_guard:
            own: tuple[Guard, ...] = ()
            if can_refuse(module, node):
                own = (Guard(OWN_CHECK, module.path, node.lineno), *_inner(module, node))
            exempt = exempted(module, node)
            found.append(
                Action(defined.name, module.path, node.lineno, "", "", own, routed=False, checks=True, exempt=exempt)
            )
        elif not by_policy and not decorated and (hook := is_hook(module, defined)):
            refuses_now = hook != BY_NAME or can_refuse(module, node)
            own = (Guard(OWN_CHECK, module.path, node.lineno),) if refuses_now else ()
            exempt = exempted(module, node)
            found.append(
                Action(defined.name, module.path, node.lineno, "", "", own, routed=False, checks=True, exempt=exempt)
            )
        elif by_policy or decorated or defined.name in module.source.known:
            groups = (place(module.path, ".".join(defined.scope)),) if defined.owner is not None else ()
            found.append(
                Action(
                    *(defined.name, module.path, node.lineno, "", ""),
                    guards=of_function(module, defined, node.decorator_list),
                    opened=opening(module, node.decorator_list),
                    groups=groups,
                    routed=by_policy,
                )
            )
    return Facts((*found, *_lists(module), *_placed(module)))


def _is_registered(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is made a permission check by its decorator: `@register_perm("order.edit") def check_edit(user, order)`."""
    first = next(iter((*node.args.posonlyargs, *node.args.args)), None)
    if first is None or first.arg in ("request", "self"):
        return False
    guards = [one for decorator in node.decorator_list for one in guard(module, decorator)]
    return bool(guards) and all(words(one.name)[:1] == ["register"] for one in guards)


def _inner(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Guard]:
    """What a guard itself asks for, in its body and that of the function that it wraps around others."""
    for one in ast.walk(node):
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from in_body(module, one, any_name=True)
        elif isinstance(one, ast.Return) and one.value is not None and node.name in DECIDING:
            for each in ast.walk(one.value):
                if isinstance(each, ast.Attribute) and each.attr in ASKED_OF_USER:
                    yield Guard(each.attr, module.path, one.lineno)


def _lists(module: Module) -> Iterator[Action]:
    """The lists of paths that are open, or alone guarded, by their names."""
    for name, value in module.constants.items():
        if isinstance(value, (ast.List, ast.Tuple, ast.Set, ast.Call, ast.BinOp)) and (kind := holds(name)) != "-":
            given = value.args[0] if isinstance(value, ast.Call) and value.args else value
            found = [text for one in module.elements(given) if (text := _pattern(module, one)) and is_place(text)]
            if found:
                own = (Guard(OWN_CHECK, module.path, value.lineno),)
                exempt = tuple(kind + one for one in found)
                yield Action(name, module.path, value.lineno, "", "", own, routed=False, checks=True, exempt=exempt)


def _placed(module: Module) -> Iterator[Action]:
    """Guards that are told which paths they do not ask for: `JWTAuth(exclude=["/schema"])`, `add_middleware(Auth, public_paths=[...])`."""
    for call, _ in module.calls:
        called = module.last(call.func)
        name = module.last(call.args[0]) if called in ("add_middleware", "Middleware") and call.args else called
        if not name[:1].isupper() or name in ("Depends", "Security") or not module.source.names.is_guard(name):
            continue
        entries = [
            pattern
            for one in call.keywords
            if one.arg and (holds(one.arg) == "" or one.arg.startswith(("exclude", "exempt", "skip")))
            for each in module.elements(one.value)
            if (pattern := _pattern(module, each)) and is_place(pattern)
        ]
        own = (Guard(OWN_CHECK, module.path, call.lineno),)
        yield Action(
            f"{name} where", module.path, call.lineno, "", "", own, routed=False, checks=True, exempt=tuple(entries)
        )


def _pattern(module: Module, node: ast.expr) -> str | None:
    """A string, also one in `re.compile(...)`."""
    if isinstance(node, ast.Call) and len(node.args) == 1:
        node = node.args[0]
    return module.text(node)


_HOOKS = ("before_request", "before_app_request", "middleware", "on_request")
_HANDLING = ("dispatch", "__call__", "process_request", "process_view", "before_start")
BY_NAME, _BY_CHECK = "name", "check"


def is_hook(module: Module, defined: Defined) -> str:
    """Whether a function runs before others and can refuse: `@app.before_request`, a method of middleware. BY_NAME if only its name
    says that it guards, "" if nothing does."""
    node = defined.node
    name = node.name
    if defined.owner is not None:
        name = defined.owner.name
        if node.name not in _HANDLING or not ("middleware" in words(name) or module.source.names.is_guard(name)):
            return ""
    else:
        called = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
        if not any(isinstance(one, ast.Attribute) and one.attr in _HOOKS for one in called):
            return ""
    if module.source.names.is_guard(name):
        return BY_NAME
    return _BY_CHECK if refuses(module, defined) else ""


def exempted(module: Module, node: ast.AST) -> tuple[str, ...]:
    """What a guard lets through without a check, as in `exemptions`."""
    found: dict[str, None] = {}
    for one in ast.walk(node):
        if isinstance(one, ast.If):
            leaves = _leaves(module, one.body)
            if leaves == "passes" and (flag := SWITCHES.search(ast.unparse(one.test))):
                found[f"everything if {flag[0]}"] = None
            for text, is_not in _asked(module, one.test, False) if leaves else ():
                found[text if (leaves == "passes") != is_not else ONLY + text] = None
    return tuple(found)


def _leaves(module: Module, body: list[ast.stmt]) -> str:
    """ "passes" or "refuses": how a branch leaves its function, "" if it does not."""
    last = body[-1]
    called = last.value if isinstance(last, (ast.Expr, ast.Return)) else None
    called = called.value if isinstance(called, ast.Await) else called
    if isinstance(last, ast.Raise):
        return "refuses"
    if isinstance(last, ast.If):
        return "refuses" if _leaves(module, last.body) == "refuses" else ""
    if isinstance(last, ast.Expr):
        name = dotted(called.func) if isinstance(called, ast.Call) else ""
        return "refuses" if name.endswith("abort") or module.source.names.is_check(name) else ""
    if not isinstance(last, ast.Return):
        return ""
    if called is None or (isinstance(called, ast.Constant) and called.value in (None, True)):
        return "passes"
    if isinstance(called, ast.Call):
        name = dotted(called.func)
        hands_on = name.rpartition(".")[2] in (
            "call_next",
            "get_response",
            "app",
            "_app",
            "handler",
            "f",
            "fn",
            "func",
            "view",
        )
        return "passes" if hands_on else "refuses"
    return "refuses"


def _asked(module: Module, node: ast.expr, is_not: bool) -> Iterator[tuple[str, bool]]:
    """(path or method, whether it is negated) of the ones that a condition on the request names."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from _asked(module, node.operand, not is_not)
        return
    if isinstance(node, ast.BoolOp):
        for one in node.values:
            yield from _asked(module, one, is_not)
        return
    text = ast.unparse(node)
    inner: ast.AST
    if not any(word in text for word in ("path", "url", "endpoint", "method", "view_name", "route")):
        return
    if isinstance(node, ast.Compare):
        is_not = is_not != isinstance(node.ops[0], (ast.NotEq, ast.NotIn))
    for inner in ast.walk(node):
        given: list[str | None]
        if isinstance(inner, (ast.Name, ast.Attribute)):
            name = dotted(inner).rpartition(".")[2]
            listed = module.constants.get(name)
            if name == "SAFE_METHODS" and listed is None:
                yield "GET", is_not
            if listed is None or holds(name) != "-":
                continue
            given = [module.text(each) for each in module.elements(listed)]
        else:
            given = [inner.value] if isinstance(inner, ast.Constant) and isinstance(inner.value, str) else []
        for each in given:
            if each and (
                is_place(each)
                or (each in METHODS and "method" in text)
                or (each.isidentifier() and ".endpoint" in text)
            ):
                yield each, is_not


def can_refuse(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether anything in a function depends on something: a condition, an exception, another guard, a result that is not simply True."""
    for one in (inner for statement in node.body for inner in ast.walk(statement)):
        if isinstance(one, (ast.If, ast.IfExp, ast.Raise, ast.Assert, ast.BoolOp, ast.Compare, ast.Try)):
            return True
        if isinstance(one, ast.Return) and node.name in DECIDING:
            value = one.value
            if not (isinstance(value, ast.Constant) and value.value is True):
                return True
        if isinstance(one, ast.Call) and module.source.names.is_guard(dotted(one.func)):
            return True
    return any(True for _ in dependencies(module, node))
