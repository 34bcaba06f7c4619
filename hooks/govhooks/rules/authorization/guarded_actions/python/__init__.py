"""The actions of a Python file, by `ast`: Flask, FastAPI, Django, Django REST framework, Starlette, Litestar, aiohttp.

module     names of a file, followed into the files that it imports from
checks     which decorators, dependencies, base classes and statements are guards
routes     decorated handlers, routers and apps, and how they are put together
django     views, settings and URL patterns
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.authorization.guarded_actions.actions import Facts, Source


def facts(source: Source) -> Facts:
    """The actions, groups and mounts of a Python file."""
    from govhooks.rules.authorization.guarded_actions.python import django, routes
    from govhooks.rules.authorization.guarded_actions.python.module import Module
    from govhooks.rules.authorization.guarded_actions.python.named import named

    module = Module(source)
    source.shared.setdefault(source.path, module)
    found = routes.facts(module).plus(django.facts(module))
    return found.plus(named(module, {action.function for action in found.actions}))
