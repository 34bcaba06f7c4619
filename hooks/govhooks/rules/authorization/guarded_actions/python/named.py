"""Functions that are actions because a guard, the policy or the other side of the change says so."""

from __future__ import annotations

import ast

from govhooks.readers.python import dotted
from govhooks.rules.authorization.guarded_actions.actions import OWN_CHECK, Action, Facts, Guard, place
from govhooks.rules.authorization.guarded_actions.guards import DECIDING
from govhooks.rules.authorization.guarded_actions.python.checks import dependencies, guard, of_function, opening

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from govhooks.rules.authorization.guarded_actions.python.module import Module


def named(module: Module, known: Collection[str]) -> Facts:
    """The functions with a guard among their decorators, those whose names the policy lists, those that are actions before the
    change; not those of `known`."""
    found = []
    for defined in module.definitions:
        node = defined.node
        if isinstance(node, ast.ClassDef) or defined.name in known:
            continue
        by_policy = module.source.names.is_action(defined.name)
        decorated = any(True for one in node.decorator_list for _ in guard(module, one))
        is_guard = node.name in DECIDING or (module.source.names.decides(node.name) and node.name[:4] != "test")
        if not by_policy and not decorated and is_guard:
            own = (Guard(OWN_CHECK, module.path, node.lineno),) if can_refuse(module, node) else ()
            found.append(Action(defined.name, module.path, node.lineno, "", "", own, routed=False, checks=True))
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
    return Facts(tuple(found))


def can_refuse(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether anything in a function depends on something: a condition, an exception, another guard, a result that is not simply True."""
    for one in ast.walk(node):
        if isinstance(one, (ast.If, ast.IfExp, ast.Raise, ast.Assert, ast.BoolOp, ast.Compare, ast.Try)):
            return True
        if isinstance(one, ast.Return) and node.name in DECIDING:
            value = one.value
            if not (isinstance(value, ast.Constant) and value.value is True):
                return True
        if isinstance(one, ast.Call) and module.source.names.is_guard(dotted(one.func)):
            return True
    return any(True for _ in dependencies(module, node))
