"""Handlers that are registered by decorators and calls: Flask, FastAPI, Quart, Sanic, Starlette, Litestar, aiohttp.

    @app.get("/x") @router.post("/x") @bp.route("/x", methods=[...]) @routes.get("/x") @get("/x", guards=[...])
    app.add_url_rule(...)  add_api_route(...)  app.router.add_get(...)  Route("/x", f)  web.get("/x", f)  add_resource(C, "/x")

Only the decorators below the one that registers count: those above it wrap what nobody calls.
"""

from __future__ import annotations

import ast

from govhooks.readers.python import dotted
from govhooks.rules.authorization.guarded_actions.actions import ANY, Action, Facts, Group, Guard, Mount, place
from govhooks.rules.authorization.guarded_actions.guards import words
from govhooks.rules.authorization.guarded_actions.python.checks import (
    guard,
    of_function,
    opening,
    refuses,
    unique,
)
from govhooks.rules.authorization.guarded_actions.python.module import Defined, Module, argument, keyword

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
_ROUTES = ("route", "api_route", "websocket", "websocket_route", "view", "websocket_listener", "any")
# What makes an app, router or blueprint, and what to call it.
_KINDS = {
    **dict.fromkeys(("Flask", "Quart", "Sanic", "FastAPI", "Starlette", "Litestar", "Starlite", "Application"), "app"),
    **dict.fromkeys(("Blueprint", "APIBlueprint", "Namespace"), "blueprint"),
    **dict.fromkeys(("APIRouter", "Router", "NinjaAPI", "RouteTableDef", "Mount", "Api", "NinjaRouter"), "router"),
}
_GUARDING = ("dependencies", "middleware", "middlewares", "guards", "auth", "on_app_init")
_PREFIX = ("prefix", "url_prefix", "path")
_STANDALONE = ("litestar", "starlite")
# Classes whose methods are handlers: their decorators are class attributes of these names.
_CLASS_DECORATORS = ("decorators", "method_decorators", "guards")
_VIEW_CLASSES = ("MethodView", "View", "Resource", "HTTPEndpoint", "HTTPMethodView", "Controller", "web.View")


def facts(module: Module) -> Facts:
    """The decorated handlers, the groups, and how they are mounted."""
    groups = [*_groups(module), *_classes(module), *_nests(module)]
    actions = [*_decorated(module), *_methods(module), *_tasks(module)]
    mounts: list[Mount] = []
    for call, around in module.calls:
        for found in _registered(module, call, around):
            if isinstance(found, Mount):
                mounts.append(found)
            elif found.where not in {one.where for one in actions}:
                actions.append(found)
    return Facts(tuple(actions), tuple(groups), tuple(mounts))


def group_id(module: Module, node: ast.expr) -> str:
    """The id of the router or app that an expression names."""
    name = dotted(node).removeprefix("self.")
    if name.removesuffix(".router") in module.constants:  # aiohttp's `app.router`
        name = name.removesuffix(".router")
    found = module.origin(name) if name else None
    return place(found[0].path, found[1]) if found is not None else place(module.path, name)


def _groups(module: Module) -> Iterator[Group]:
    made = set()
    for name, value in module.constants.items():
        if not isinstance(value, ast.Call):
            continue
        kind = _KINDS.get(module.last(value.func), "")
        if not kind:
            continue
        own = name.removeprefix("self.")
        found = [one for each in _GUARDING if (given := keyword(value, each)) for one in _listed(module, given)]
        found += _hooked(module, own)
        prefix = next((text for one in _PREFIX if (text := module.text(keyword(value, one))) is not None), "")
        made.add(own)
        yield Group(place(module.path, own), kind, module.path, value.lineno, unique(found), prefix)
    for name, line in _hooked_names(module).items():
        if name not in made and name not in module.imports and (guards := unique(_hooked(module, name))):
            yield Group(place(module.path, name), "app" if name == "app" else "router", module.path, line, guards)


def _hooked_names(module: Module) -> dict[str, int]:
    """The apps and routers that have something run before their actions, and where."""
    found = {}
    for defined in module.definitions:
        for decorator in defined.node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(called, ast.Attribute) and called.attr in (
                "before_request",
                "before_app_request",
                "middleware",
            ):
                found[dotted(called.value).removeprefix("self.")] = defined.node.lineno
    return found


def _listed(module: Module, node: ast.expr) -> Iterator[Guard]:
    if isinstance(node, ast.Dict):  # the dependencies of Litestar inject values
        return
    for one in module.elements(node):
        yield from guard(module, one)


def _hooked(module: Module, name: str) -> Iterator[Guard]:
    """The guards that run before every action of an app or blueprint."""
    for defined in module.definitions:
        if isinstance(defined.node, ast.ClassDef):
            continue
        for decorator in defined.node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if not isinstance(called, ast.Attribute) or dotted(called.value).removeprefix("self.") != name:
                continue
            if called.attr in ("before_request", "before_app_request", "middleware", "on_request"):
                yield from _hook(module, defined, defined.node.lineno)
    for call, _ in module.calls:
        if isinstance(call.func, ast.Attribute) and call.args:
            base = dotted(call.func.value).removeprefix("self.")
            if base == name and call.func.attr in ("before_request", "before_app_request", "add_middleware"):
                yield from _hook(module, call.args[0], call.lineno)
            elif (
                base == f"{name}.middlewares" and call.func.attr in ("append", "insert")
            ) or base == f"{name}.before_request_funcs":
                yield from _hook(module, call.args[-1], call.lineno)


def _hook(module: Module, node: ast.expr | Defined, line: int) -> Iterator[Guard]:
    """The guard that something is which runs before every action: a function of this file, or a name."""
    if not isinstance(node, Defined):
        for found in guard(module, node):
            yield found.but(line=line)
        return
    decorated = [one for decorator in node.node.decorator_list for one in guard(module, decorator)]
    if decorated:
        yield from decorated
    elif module.source.names.is_guard(node.node.name) or refuses(module, node) or _turns_away(node.node):
        yield Guard(node.node.name, module.path, line)


def _turns_away(node: ast.AST) -> bool:
    """Whether a function answers by itself under a condition on the user or session: `if "user" not in session: return redirect(...)`."""
    for one in ast.walk(node):
        if not isinstance(one, ast.If) or not any(
            isinstance(each, ast.Return) and each.value is not None for each in one.body
        ):
            continue
        names = {each.id for each in ast.walk(one.test) if isinstance(each, ast.Name)}
        names |= {each.attr for each in ast.walk(one.test) if isinstance(each, ast.Attribute)}
        if any(not {"user", "session", "auth", "token", "login"}.isdisjoint(words(name)) for name in names):
            return True
    return False


def _decorated(module: Module) -> Iterator[Action]:
    for defined in module.definitions:
        node = defined.node
        for index, decorator in enumerate(node.decorator_list):
            if not isinstance(decorator, ast.Call):
                continue
            methods = _methods_of(module, decorator)
            if not methods:
                continue
            yield from _action(module, defined, decorator, methods, node.decorator_list[index + 1 :])


_TASKS = ("task", "shared_task", "periodic_task", "actor", "job", "db_task")
_QUEUES = frozenset("celery django_celery_beat dramatiq huey rq".split())


def _tasks(module: Module) -> list[Action]:
    """The tasks of a queue; where most of a file's tasks have a guard, a new one is expected to have one."""
    found = []
    if _QUEUES.isdisjoint(name.partition(".")[0] for name in module.modules) and not module.path.endswith("tasks.py"):
        return []
    for defined in module.definitions:
        node = defined.node
        for index, decorator in enumerate([] if isinstance(node, ast.ClassDef) else node.decorator_list):
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if module.last(called) in _TASKS:
                base = keyword(decorator, "base") if isinstance(decorator, ast.Call) else None
                given = [] if base is None else list(guard(module, base))
                own = unique([*given, *of_function(module, defined, node.decorator_list[index + 1 :])])
                found.append(Action(defined.name, module.path, node.lineno, "", "", own))
                break
    guarded = sum(1 for one in found if one.guards)
    return [one.but(routed=bool(guarded) and 2 * guarded >= len(found) - 1) for one in found]


def _methods_of(module: Module, call: ast.Call) -> tuple[str, ...]:
    """The HTTP methods that a decorator registers for; () if it is no such decorator."""
    first = argument(call, 0, "path", "rule", "uri")
    route = module.text(first)
    if isinstance(call.func, ast.Name):
        resolved = module.resolve(call.func)
        if resolved.partition(".")[0] not in _STANDALONE or module.last(call.func) not in (*VERBS, *_ROUTES):
            return ()
    elif isinstance(call.func, ast.Attribute):
        attr = call.func.attr
        if attr not in (*VERBS, *_ROUTES) or not dotted(call.func.value):
            return ()
        name = dotted(call.func.value)
        base = module.value(call.func.value)
        known = isinstance(base, ast.Call) and module.last(base.func) in _KINDS
        if not known and not (route is not None and (route == "" or route.startswith(("/", "<", "{")))):
            return ()
        if name.rpartition(".")[2] in ("mock", "client", "requests", "session", "httpx", "respx", "responses"):
            return ()
    else:
        return ()
    name = module.last(call.func) if isinstance(call.func, ast.Name) else call.func.attr
    if name in VERBS:
        return (name.upper(),)
    if name.startswith("websocket"):
        return ("WEBSOCKET",)
    return methods_given(module, call) or ((ANY,) if name in ("api_route", "view", "any") else ("GET",))


def methods_given(module: Module, call: ast.Call) -> tuple[str, ...]:
    """The methods that a call names by `methods=` or `http_method=`."""
    given = keyword(call, "methods", "http_method")
    if given is None:
        return ()
    found = []
    for one in module.elements(given):
        text = module.text(one) or dotted(one).rpartition(".")[2]
        if text:
            found.append(text.upper())
    return tuple(dict.fromkeys(found)) or (ANY,)


def _action(
    module: Module, defined: Defined, call: ast.Call, methods: Iterable[str], below: list[ast.expr]
) -> Iterator[Action]:
    node = defined.node
    route = module.text(argument(call, 0, "path", "rule", "uri"))
    groups = [group_id(module, call.func.value)] if isinstance(call.func, ast.Attribute) else []
    if defined.owner is not None:
        groups.append(place(module.path, ".".join(defined.scope)))
    given = [one for each in _GUARDING if (value := keyword(call, each)) for one in _listed(module, value)]
    own: tuple[Guard, ...] = ()
    handlers: tuple[Guard, ...] = ()
    if isinstance(node, ast.ClassDef):
        handlers = _of_handlers(module, node)
        own = unique(one for decorator in below for one in guard(module, decorator))
        groups.append(place(module.path, defined.name))
    else:
        own = of_function(module, defined, below, route or "")
    opened = opening(module, below)
    excluded = keyword(call, "exclude_from_auth")
    if isinstance(excluded, ast.Constant) and excluded.value is True:
        opened = "exclude_from_auth"
    without = keyword(call, "auth")
    if isinstance(without, ast.Constant) and without.value is None:
        opened = "auth=None"
    for method in methods:
        yield Action(
            *(
                defined.name,
                module.path,
                node.lineno,
                method,
                route if route is not None else "",
                unique([*given, *own]),
            ),
            opened=opened,
            groups=tuple(groups),
            handlers=handlers,
        )


def _of_handlers(module: Module, node: ast.ClassDef) -> tuple[Guard, ...]:
    """The guards of the handler of a class that asks for least; () if one has none, or the class derives from another of the project."""
    own = [one for one in node.body if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)) and one.name in VERBS]
    if not own or any(module.find(base) is not None for base in node.bases):
        return ()
    found = [of_function(module, Defined(one, (), node), one.decorator_list) for one in own]
    return min(found, key=lambda each: max((module.source.names.rank(one.name) for one in each), default=0))


def is_view_class(module: Module, node: ast.ClassDef) -> bool:
    """Whether a class is one of these frameworks' classes of handlers."""
    for base in node.bases:
        full = module.resolve(base)
        if full.partition(".")[0] in (
            "flask",
            "flask_restful",
            "flask_restx",
            "starlette",
            "litestar",
            "starlite",
            "aiohttp",
        ):
            return module.last(base) in _VIEW_CLASSES
        if full.partition(".")[0] in ("sanic", "quart", "flask_smorest", "flask_classful", "flask_views"):
            return module.last(base).endswith("View")
        found = module.find(base)
        if found is None or not isinstance(found[1].node, ast.ClassDef) or found[1].node is node:
            continue
        if is_view_class(found[0], found[1].node):
            return True
    return False


def _classes(module: Module) -> Iterator[Group]:
    """The classes of handlers: what their attributes and decorators guard."""
    for defined in module.definitions:
        node = defined.node
        if not isinstance(node, ast.ClassDef) or not is_view_class(module, node):
            continue
        found = [one for decorator in node.decorator_list for one in guard(module, decorator)]
        prefix = ""
        for name, value in attributes(node):
            if name in _CLASS_DECORATORS:
                found += _listed(module, value)
            elif name == "path":
                prefix = module.text(value) or ""
        yield Group(
            *(place(module.path, defined.name), "class", module.path, node.lineno, unique(found), prefix),
            within=tuple(bases(module, node)),
        )


def attributes(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    """(name, value) of what a class's body assigns."""
    for one in node.body:
        if isinstance(one, ast.Assign):
            for target in one.targets:
                if isinstance(target, ast.Name):
                    yield target.id, one.value
        elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.value is not None:
            yield one.target.id, one.value


def bases(module: Module, node: ast.ClassDef) -> Iterator[str]:
    """The ids of the base classes that are in the tree."""
    for base in node.bases:
        found = module.find(base)
        if found is not None and isinstance(found[1].node, ast.ClassDef) and found[1].node is not node:
            yield place(found[0].path, found[1].name)


def _methods(module: Module) -> Iterator[Action]:
    """The methods `get`, `post` ... of classes of handlers."""
    for defined in module.definitions:
        owner = defined.owner
        node = defined.node
        if (
            owner is None
            or isinstance(node, ast.ClassDef)
            or node.name not in VERBS
            or not is_view_class(module, owner)
        ):
            continue
        cls = place(module.path, ".".join(defined.scope))
        yield Action(
            *(defined.name, module.path, node.lineno, node.name.upper(), ""),
            guards=of_function(module, defined, node.decorator_list),
            opened=opening(module, node.decorator_list),
            groups=(cls,),
        )


_REGISTER = ("add_url_rule", "add_api_route", "add_route", "add_api_websocket_route", "add_websocket_route", "add_view")


def _registered(module: Module, call: ast.Call, around: Defined | None) -> Iterator[Mount | Action]:
    """What a call mounts or registers."""
    func = call.func
    name = func.attr if isinstance(func, ast.Attribute) else module.last(func)
    base = func.value if isinstance(func, ast.Attribute) else None
    if base is None and module.resolve(func).partition(".")[0] not in ("starlette", "fastapi", *_STANDALONE):
        return
    if name in ("include_router", "register_blueprint", "blueprint", "add_subapp", "mount", "add_router", "add_routes"):
        yield from _mounted(module, call, name, base)
    elif name in _REGISTER and base is not None:
        yield from _rule(module, call, group_id(module, base), 0)
    elif name == "add_resource" and base is not None and call.args:
        for route in call.args[1:]:
            yield from _mount(
                module, call.args[0], group_id(module, base), call.lineno, module.text(route) or "", ("",)
            )
    elif name.startswith("add_") and name[4:] in (*VERBS, "route") and base is not None and len(call.args) > 1:
        yield from _endpoint(module, call, group_id(module, base), name[4:].upper())
    elif name in (*VERBS, "view") and base is not None and module.resolve(base) == "aiohttp.web" and len(call.args) > 1:
        yield from _endpoint(module, call, _holder(module, call), name.upper())
    elif name in ("Route", "WebSocketRoute") and base is None:
        yield from _rule(module, call, _parent(module, call), 0)
    elif name in _NESTING and base is None:
        own = _nested_id(module, call)
        yield Mount(own, _parent(module, call), module.path, call.lineno)
        for inner in (keyword(call, "routes"), argument(call, 1, "app")):
            if inner is not None and dotted(inner):
                yield Mount(group_id(module, inner), own, module.path, call.lineno)
    elif name in ("Router", "Litestar", "Starlite", "Controller") and base is None:
        handlers = keyword(call, "route_handlers")
        for one in module.elements(handlers) if handlers is not None else ():
            found = module.find(one)
            child = place(found[0].path, found[1].name) if found is not None else group_id(module, one)
            yield Mount(child, _holder(module, call), module.path, call.lineno)


# Starlette: `Mount("/admin", routes=[...], middleware=[...])`, `Host("api.example.org", app)`.
_NESTING = ("Mount", "Host")


def _nesting(module: Module) -> list[ast.Call]:
    """The calls of a file that hold routes within a list of routes."""
    return [
        call
        for call, _ in module.calls
        if module.last(call.func) in _NESTING and module.resolve(call.func).startswith(("starlette", "fastapi"))
    ]


def _nested_id(module: Module, call: ast.Call) -> str:
    return place(module.path, module.text(argument(call, 0, "path", "host")) or f"line {call.lineno}")


def _nests(module: Module) -> Iterator[Group]:
    for call in _nesting(module):
        given = [one for each in _GUARDING if (value := keyword(call, each)) for one in _listed(module, value)]
        prefix = module.text(argument(call, 0, "path")) if module.last(call.func) == "Mount" else ""
        id = _nested_id(module, call)
        yield Group(id, "the mount", module.path, call.lineno, unique(given), prefix or "")


def _parent(module: Module, call: ast.Call) -> str:
    """The id of what a route stands in: the innermost `Mount` around it, or the app or list that holds it."""
    found: ast.Call | None = None
    lists = [name for name, value in module.constants.items() if isinstance(value, ast.List) and _contains(value, call)]
    for one in _nesting(module):
        routes = keyword(one, "routes")
        is_around = one is not call and _contains(one, call)
        if (is_around or (routes is not None and dotted(routes) in lists)) and (
            found is None or _contains(found, one) or not is_around
        ):
            found = one
    return _nested_id(module, found) if found is not None else _holder(module, call)


def _contains(outer: ast.AST, inner: ast.AST) -> bool:
    return any(one is inner for one in ast.walk(outer))


def _holder(module: Module, call: ast.Call) -> str:
    """The id of the router or app in whose list, or whose variable, a call stands."""
    for name, value in module.constants.items():
        if any(one is call for one in ast.walk(value)):
            own = name.removeprefix("self.")
            if isinstance(value, (ast.List, ast.Tuple)):
                for other, made in module.constants.items():
                    if isinstance(made, ast.Call) and any(
                        isinstance(one, ast.Name) and one.id == own for one in ast.walk(made)
                    ):
                        return place(module.path, other.removeprefix("self."))
            return place(module.path, own)
    for around, _ in module.calls:  # `app.add_routes([web.get(...)])`
        func = around.func
        adds = isinstance(func, ast.Attribute) and func.attr in ("add_routes", "extend")
        if adds and around is not call and any(one is call for one in ast.walk(around)):
            return group_id(module, func.value)  # type: ignore[attr-defined]
    return place(module.path, "app")


def _mounted(module: Module, call: ast.Call, name: str, base: ast.expr | None) -> Iterator[Mount]:
    if base is None or not call.args:
        return
    last = name in ("mount", "add_subapp")
    child = argument(call, 1 if last else 0, "app" if last else "router", "blueprint")
    prefix = module.text(call.args[0]) if last else None
    if prefix is None:
        prefix = next((text for one in _PREFIX if (text := module.text(keyword(call, one))) is not None), "")
    guards = [one for each in _GUARDING if (given := keyword(call, each)) for one in _listed(module, given)]
    for one in module.elements(child) if child is not None else ():
        if dotted(one):
            yield Mount(group_id(module, one), group_id(module, base), module.path, call.lineno, unique(guards), prefix)


def _rule(module: Module, call: ast.Call, parent: str, at: int) -> Iterator[Mount | Action]:
    """`add_url_rule("/x", view_func=f)`, `add_api_route("/x", f)`, `Route("/x", f)`."""
    route = module.text(argument(call, at, "rule", "path")) or ""
    view = keyword(call, "view_func", "endpoint", "handler")
    if view is None:
        view = next((one for one in call.args[1:] if module.text(one) is None), None)
    if view is None:
        return
    given = [one for each in _GUARDING if (value := keyword(call, each)) for one in _listed(module, value)]
    yield from _mount(module, view, parent, call.lineno, route, methods_given(module, call) or ("",), tuple(given))


def _endpoint(module: Module, call: ast.Call, parent: str, method: str) -> Iterator[Mount | Action]:
    at = 0
    if method == "ROUTE":
        method, at = (module.text(call.args[0]) or ANY).replace("*", ANY).upper(), 1
    if len(call.args) > at + 1:
        yield from _mount(module, call.args[at + 1], parent, call.lineno, module.text(call.args[at]) or "", (method,))


def unwrap(module: Module, node: ast.expr) -> tuple[ast.expr, list[Guard], str]:
    """(the view, the guards around it, what opens it) of `login_required(View.as_view())`."""
    found: list[Guard] = []
    opened = ""
    for _ in range(10):
        if not isinstance(node, ast.Call):
            break
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("as_view", "as_asgi"):
            classes = keyword(node, "permission_classes")
            if classes is not None:
                found += _listed(module, classes)
            node = node.func.value
            break
        opened = opened or opening(module, [node.func])
        found += guard(module, node.func)
        inner = node.args[-1] if node.args else None
        if inner is None and isinstance(node.func, ast.Call):
            break
        if inner is None:
            break
        node = inner
    return node, found, opened


def _mount(
    module: Module,
    view: ast.expr,
    parent: str,
    line: int,
    route: str,
    methods: tuple[str, ...],
    given: tuple[Guard, ...] = (),
) -> Iterator[Mount | Action]:
    """The mount of a function or class; the function is an action of this file if it is defined here."""
    node, around, opened = unwrap(module, view)
    found = module.find(node)
    name = dotted(node)
    if found is None and not name:
        return
    child = place(found[0].path, found[1].name) if found is not None else place(module.path, name)
    guards = unique([*given, *around])
    for method in methods:
        yield Mount(child, parent, module.path, line, guards, route, method, opened)
    if found is None or isinstance(found[1].node, ast.ClassDef):
        return
    owner, defined = found
    own = of_function(owner, defined, defined.node.decorator_list)
    opens = opening(owner, defined.node.decorator_list)
    yield Action(defined.name, owner.path, defined.node.lineno, "", "", own, opens)
