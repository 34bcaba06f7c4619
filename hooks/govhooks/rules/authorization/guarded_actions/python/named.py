"""Functions that are actions because a guard, the policy or the other side of the change says so."""

from __future__ import annotations

import ast

from govhooks.rules.authorization.guarded_actions.actions import Action, Facts, place
from govhooks.rules.authorization.guarded_actions.python.checks import guard, of_function, opening

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
        if by_policy or decorated or defined.name in module.source.known:
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
