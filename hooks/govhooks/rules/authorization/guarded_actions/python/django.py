"""Views of Django and Django REST framework, the settings that guard all of them, and the URL patterns that lead to them.

A class is one action (`OrderView`), and each of its methods with guards of its own another (`OrderView.post`).
"""

from __future__ import annotations

import ast

from govhooks.readers.python import dotted
from govhooks.rules.authorization.guarded_actions.actions import (
    ANY,
    DJANGO,
    FETCHING,
    PERMISSIONS,
    REST_FRAMEWORK,
    Action,
    Facts,
    Group,
    Guard,
    Mount,
    place,
)
from govhooks.rules.authorization.guarded_actions.guards import words
from govhooks.rules.authorization.guarded_actions.python.checks import (
    ANSWERS,
    ASKED_OF_USER,
    decorators,
    guard,
    in_body,
    limited_to_user,
    of_function,
    opening,
    public_classes,
    unique,
)
from govhooks.rules.authorization.guarded_actions.python.module import Defined, Module, argument, keyword
from govhooks.rules.authorization.guarded_actions.python.routes import VERBS, attributes, bases, unwrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGES = ("django", "rest_framework", "ninja", "wagtail", "braces", "rules", "guardian", "django_filters")
# How far base classes are followed.
_DEEPEST = 5
_ACTIONS_OF_VIEW_SETS = ("list", "create", "retrieve", "update", "partial_update", "destroy")
_REST = ("APIView", "ViewSet", "GenericViewSet", "ModelViewSet", "ReadOnlyModelViewSet", "ViewSetMixin")
_PERMISSION_ATTRIBUTES = ("permission_required", "permissions_required", "required_permissions", "raise_exception")
# Words of a base class that is there to guard; `LoginView` and `TokenView` sign people in.
_GUARDING_BASES = frozenset(
    "authenticated authorized guarded mixin only permission protected required restricted".split()
)


def facts(module: Module) -> Facts:
    """The views, settings and URL patterns of a file that imports Django, or is a file of settings."""
    actions: list[Action] = []
    groups: list[Group] = list(_settings(module))
    mounts: list[Mount] = []
    if "urlpatterns" in module.constants or "router" in module.source.path or _has_router(module):
        for found in _urls(module):
            if isinstance(found, Mount):
                mounts.append(found)
            else:
                actions.append(found)
    uses = not {one.partition(".")[0] for one in module.modules}.isdisjoint(_PACKAGES)
    for defined in module.definitions:
        if isinstance(defined.node, ast.ClassDef):
            if uses or any(True for _ in bases(module, defined.node)):
                inner = _class(module, defined)
                actions += inner.actions
                groups += inner.groups
        elif uses and not defined.scope and (action := _function(module, defined)) is not None:
            actions.append(action)
    return Facts(tuple(actions), tuple(groups), tuple(mounts))


def _function(module: Module, defined: Defined) -> Action | None:
    """A view that is a function: its first parameter is the request."""
    node = defined.node
    assert not isinstance(node, ast.ClassDef)
    given = (*node.args.posonlyargs, *node.args.args)
    if not given or given[0].arg != "request" or node.name.startswith("_"):
        return None
    api = next(
        (one for one in node.decorator_list if isinstance(one, ast.Call) and module.last(one.func) == "api_view"), None
    )
    groups = [DJANGO]
    own_classes = any(
        isinstance(one, ast.Call) and module.last(one.func) == "permission_classes" for one in node.decorator_list
    )
    if api is not None and not own_classes:
        groups.append(REST_FRAMEWORK)
    return Action(
        *(defined.name, module.path, node.lineno, ANY, ""),
        guards=of_function(module, defined, node.decorator_list),
        opened=opening(module, node.decorator_list),
        groups=tuple(groups),
        routed=api is not None,
    )


def kind_of(module: Module, node: ast.ClassDef, deep: int = 0) -> str:
    """ "rest", "view" or "": what a class is by its bases, also those in other files of the tree."""
    if deep > _DEEPEST:
        return ""
    found = ""
    for base in node.bases:
        name = module.last(base)
        root = module.resolve(base).partition(".")[0]
        origin = module.find(base)
        if origin is not None and isinstance(origin[1].node, ast.ClassDef) and origin[1].node is not node:
            inner = kind_of(origin[0], origin[1].node, deep + 1)
            found = inner if inner == "rest" or not found else found
        elif name in _REST or name.endswith(("APIView", "ViewSet")):
            return "rest"
        elif name.endswith("View") and root not in (
            "flask",
            "starlette",
            "aiohttp",
            "sanic",
            "flask_admin",
            "flask_appbuilder",
        ):
            found = found or "view"
    return found


def _class(module: Module, defined: Defined) -> Facts:
    node = defined.node
    assert isinstance(node, ast.ClassDef)
    kind = kind_of(module, node)
    values = dict(attributes(node))
    found, permissions, opened, says = _class_guards(module, node, values)
    fetching = tuple(_fetching(module, node))
    if not kind and not found and defined.name not in module.source.known:  # it may be a mixin
        return Facts(groups=tuple(one for one in fetching if one.guards))
    id = place(module.path, defined.name)
    within = list(bases(module, node))
    above = () if says else tuple(one + PERMISSIONS for one in within)
    both = (
        Group(id, "class", module.path, node.lineno, unique(found), within=tuple(within)),
        Group(id + PERMISSIONS, "class", module.path, node.lineno, unique(permissions), within=above),
    )
    if kind and not (says or found or opened):
        opened = _opened_above(module, node) or ""
    if not kind:  # a mixin: what it fetches in no way of its own any more, it guarded before
        own = {one.id for one in fetching}
        gone = [Group(id + name, "class", module.path, node.lineno) for name in FETCHING if id + name not in own]
        return Facts(groups=(*both, *fetching, *(gone if defined.name in module.source.known else ())))
    groups = [id, id + PERMISSIONS, DJANGO]
    for name in FETCHING:
        method = module.method(node, name[1:])
        if method is not None:
            groups.append(place(method[0].path, method[1].name))
    if kind == "rest" and not says and not _says_above(module, node):
        groups.append(REST_FRAMEWORK)
    handlers = _least(module, node) if kind else ()
    actions = [
        Action(
            *(defined.name, module.path, node.lineno, ANY, "", (), opened, tuple(groups)),
            handlers=handlers,
            base=node.name in module.bases,
        )
    ]
    for one in node.body:
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = Defined(one, (*defined.scope, node.name), node)
            action = _method(module, inner, tuple(groups), opened)
            if action is not None:
                actions.append(action)
    return Facts(tuple(actions), (*both, *fetching))


# The handlers that classes of Django bring with them.
_HANDLERS = {
    **dict.fromkeys(("View", "APIView", "GenericAPIView", "GenericViewSet", "ViewSet", "object"), frozenset[str]()),
    **dict.fromkeys(("TemplateView", "DetailView", "ListView"), frozenset(("get",))),
    **dict.fromkeys(("FormView", "CreateView", "UpdateView"), frozenset(("get", "post", "put"))),
    "DeleteView": frozenset(("get", "post", "delete")),
}


def _least(module: Module, node: ast.ClassDef) -> tuple[Guard, ...]:
    """The guards of the method of a class that asks for least, if all handlers are its own methods and each has a guard."""
    own = [
        one
        for one in node.body
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)) and one.name in (*VERBS, *_ACTIONS_OF_VIEW_SETS)
    ]
    names = {one.name for one in own}
    if not own or not all((above := _handlers(module, base)) is not None and above <= names for base in node.bases):
        return ()
    found = [of_function(module, Defined(one, (), node), one.decorator_list) for one in own]
    return min(found, key=lambda each: max((module.source.names.rank(one.name) for one in each), default=0))


def _handlers(module: Module, base: ast.expr, deep: int = 0) -> frozenset[str] | None:
    """The handlers that a base class brings with it, None if this is not known."""
    found = module.find(base)
    if found is None or not isinstance(found[1].node, ast.ClassDef):
        name = module.last(base)
        is_mixin = name.endswith("Mixin") and not name.endswith("ModelMixin")
        return frozenset() if is_mixin else _HANDLERS.get(name)
    inner = found[1].node
    names = {one.name for one in inner.body if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))}
    handlers = frozenset(names.intersection((*VERBS, *_ACTIONS_OF_VIEW_SETS)))
    for one in inner.bases:
        above = _handlers(found[0], one, deep + 1) if deep < _DEEPEST else None
        if above is None:
            return None
        handlers |= above
    return handlers


def _fetching(module: Module, node: ast.ClassDef) -> Iterator[Group]:
    """The methods by which a class fetches what it is about, as groups: what they refuse holds for the subclasses that do not
    override them, or call them by `super()`."""
    for name in (one[1:] for one in FETCHING):
        own = module.methods.get((id(node), name))
        if own is None or isinstance(own.node, ast.ClassDef):
            continue
        found = [*in_body(module, own.node, any_name=True), *decorators(module, own.node.decorator_list)]
        # Who may not see this one object: another refusal of the view, of who may not be here at all, does not stand for it.
        found = [
            one.but(name=f"{name}({_arguments(one.name)})") if one.name.startswith(ANSWERS) else one for one in found
        ]
        if name == "get_queryset":  # a condition on the user decides what is shown, not who is refused
            found = [one for one in found if one.name not in ASKED_OF_USER]
            found += limited_to_user(module, own.node)
        above = module.above(node, name) if _calls_super(own.node, name) else None
        within = (place(above[0].path, above[1].name),) if above is not None else ()
        yield Group(place(module.path, own.name), "class", module.path, own.node.lineno, unique(found), within=within)


def _arguments(name: str) -> str:
    return name.partition("(")[2].removesuffix(")")


def _calls_super(node: ast.AST, name: str) -> bool:
    """Whether a method calls that of the base class: `super().get_object()`."""
    return any(
        isinstance(one, ast.Attribute)
        and one.attr == name
        and isinstance(one.value, ast.Call)
        and dotted(one.value.func) == "super"
        for one in ast.walk(node)
    )


def _says_above(module: Module, node: ast.ClassDef, deep: int = 0) -> bool:
    """Whether a base class in the tree has permission classes: the default ones do not count then."""
    for base in node.bases:
        found = module.find(base)
        if found is None or not isinstance(found[1].node, ast.ClassDef) or found[1].node is node or deep > _DEEPEST:
            continue
        if "permission_classes" in dict(attributes(found[1].node)) or _says_above(found[0], found[1].node, deep + 1):
            return True
    return False


def _opened_above(module: Module, node: ast.ClassDef, deep: int = 0) -> str | None:
    """What makes the first base class public that says which permission classes it has; None if none says so."""
    for base in node.bases if deep < _DEEPEST else ():
        found = module.find(base)
        if found is None or not isinstance(found[1].node, ast.ClassDef) or found[1].node is node:
            continue
        value = dict(attributes(found[1].node)).get("permission_classes")
        if value is not None or (id(found[1].node), "get_permissions") in found[0].methods:
            return public_classes(found[0], value) if value is not None else ""
        if (above := _opened_above(found[0], found[1].node, deep + 1)) is not None:
            return above
    return None


def _class_guards(
    module: Module, node: ast.ClassDef, values: dict[str, ast.expr]
) -> tuple[list[Guard], list[Guard], str, bool]:
    """(guards of a class, those by its permission classes, what makes it public, whether it says which permission classes it has)."""
    permissions: list[Guard] = []
    found = list(_class_decorators(module, node))
    asked = [text for name in _PERMISSION_ATTRIBUTES[:3] if name in values for text in _texts(module, values[name])]
    for base in node.bases:
        name = module.last(base)
        guards = module.source.names.is_guard(name) and not _GUARDING_BASES.isdisjoint(words(name))
        guards = guards and words(name)[-1] not in ("denied", "error", "exception")  # what is raised
        if guards and _is_elsewhere(module, base):
            full = f"{name}({', '.join(asked)})" if asked and "Permission" in name else name
            found.append(Guard(full, module.path, base.lineno))
    opened = opening(module, node.decorator_list)
    says = "permission_classes" in values
    if says:
        value = values["permission_classes"]
        opened = opened or public_classes(module, value)
        for one in module.elements(value):
            permissions += guard(module, one)
    for method in node.body:
        if not isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if method.name in ("dispatch", "initial", "setup"):
            found += in_body(module, method, any_name=True)
            found += decorators(module, method.decorator_list)
        elif method.name == "get_permissions":
            says = True
            names = {dotted(n).rpartition(".")[2] for n in ast.walk(method) if isinstance(n, (ast.Name, ast.Attribute))}
            permissions += [Guard(n, module.path, method.lineno) for n in sorted(names) if _is_permission(module, n)]
    return found, permissions, opened, says


def _is_elsewhere(module: Module, base: ast.expr) -> bool:
    """Whether a guarding base class is in no file of the tree, or decides there by itself in `dispatch`."""
    found = module.find(base)
    if found is None or not isinstance(found[1].node, ast.ClassDef):
        return True
    return any(
        isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))
        and one.name in ("dispatch", "initial", "setup", "as_view")
        and any(isinstance(inner, ast.If) for inner in ast.walk(one))
        for one in found[1].node.body
    )


def _is_permission(module: Module, name: str) -> bool:
    return name[:1].isupper() and module.source.names.is_guard(name)


def _texts(module: Module, node: ast.expr) -> list[str]:
    return [text for one in module.elements(node) if (text := module.text(one)) is not None]


def _class_decorators(module: Module, node: ast.ClassDef) -> Iterator[Guard]:
    """Guards by `@method_decorator(login_required, name="dispatch")`; those of one method count for that method alone."""
    for one in node.decorator_list:
        if isinstance(one, ast.Call) and module.last(one.func) == "method_decorator":
            name = module.text(argument(one, 1, "name"))
            if name not in (None, "", "dispatch"):
                continue
        yield from guard(module, one)


def _method(module: Module, defined: Defined, groups: tuple[str, ...], opened: str) -> Action | None:
    """A method with guards of its own: `@action(permission_classes=[...])`, a decorated `post`, a check in the body."""
    node = defined.node
    assert not isinstance(node, ast.ClassDef)
    owner = defined.owner
    detail = next(
        (one for one in node.decorator_list if isinstance(one, ast.Call) and module.last(one.func) == "action"), None
    )
    if detail is None and node.name not in (*VERBS, *_ACTIONS_OF_VIEW_SETS, "get_permissions"):
        return None
    if node.name == "get_permissions":
        names = {dotted(n).rpartition(".")[2] for n in ast.walk(node) if isinstance(n, (ast.Name, ast.Attribute))}
        found = "AllowAny" if "AllowAny" in names else ""
        exempt = tuple(_lowered(module, node))
        return Action(defined.name, module.path, node.lineno, "", "", (), found, (), False, exempt=exempt)
    own = list(of_function(module, defined, node.decorator_list))
    for one in owner.decorator_list if owner is not None else ():
        is_for_method = isinstance(one, ast.Call) and module.last(one.func) == "method_decorator"
        if is_for_method and module.text(argument(one, 1, "name")) == node.name:  # type: ignore[arg-type]
            own += guard(module, one)
    says = keyword(detail, "permission_classes") if detail is not None else None
    if says is not None:
        opened = public_classes(module, says)
        own += [each for one in module.elements(says) for each in guard(module, one)]
        groups = tuple(one for one in groups if one != REST_FRAMEWORK and not one.endswith(PERMISSIONS))
    opened = opening(module, node.decorator_list) or opened
    if detail is None and not own and not opening(module, node.decorator_list):
        return None
    route = _extra(module, detail, node.name) if detail is not None else ""
    return Action(defined.name, module.path, node.lineno, _verb(node.name), route, unique(own), opened, groups)


def _lowered(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """The actions for which `get_permissions` asks for less than for others: those named where it does."""

    def asked(body: list[ast.stmt]) -> int:
        names = {
            dotted(n).rpartition(".")[2]
            for one in body
            for n in ast.walk(one)
            if isinstance(n, (ast.Name, ast.Attribute))
        }
        return max((module.source.names.rank(name) for name in names if name[:1].isupper()), default=0)

    most = asked(node.body)
    for one in ast.walk(node):
        if isinstance(one, ast.If) and asked(one.body) < most:
            for inner in ast.walk(one.test):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                    yield inner.value


def _extra(module: Module, detail: ast.Call, name: str) -> str:
    """The path of an `@action` below that of its view set."""
    given = keyword(detail, "detail")
    is_detail = isinstance(given, ast.Constant) and given.value is True
    path = module.text(keyword(detail, "url_path")) or name
    return f"{'{pk}/' if is_detail else ''}{path}/"


def _verb(name: str) -> str:
    return name.upper() if name in VERBS else ANY


def _settings(module: Module) -> Iterator[Group]:
    """What settings guard: `MIDDLEWARE`, and `DEFAULT_PERMISSION_CLASSES` of Django REST framework."""
    middleware = module.constants.get("MIDDLEWARE")
    if middleware is not None:
        found = []
        for one in module.elements(middleware):
            name = (module.text(one) or "").rpartition(".")[2]
            if ("required" in words(name) and module.source.names.is_guard(name)) or _is_own(module, name):
                found.append(Guard(name, module.path, one.lineno))
        yield Group(DJANGO, "settings", module.path, middleware.lineno, unique(found))
    rest = module.constants.get("REST_FRAMEWORK")
    if isinstance(rest, ast.Dict):
        found = []
        line = rest.lineno
        for key, value in zip(rest.keys, rest.values):
            if key is not None and module.text(key) == "DEFAULT_PERMISSION_CLASSES":
                line = key.lineno
                for one in module.elements(value):
                    name = (module.text(one) or dotted(one)).rpartition(".")[2]
                    if module.source.names.is_guard(name):
                        found.append(Guard(name, module.path, one.lineno))
        yield Group(REST_FRAMEWORK, "settings", module.path, line, unique(found))


def _is_own(module: Module, name: str) -> bool:
    from fnmatch import fnmatchcase

    return any(fnmatchcase(name, glob) for glob in module.source.names.guards)


def _has_router(module: Module) -> bool:
    return any(isinstance(v, ast.Call) and module.last(v.func).endswith("Router") for v in module.constants.values())


def _urls(module: Module) -> Iterator[Mount | Action]:
    """What URL patterns lead to: views, other files of patterns, routers."""
    own = place(module.path, "urlpatterns")
    for call, _ in module.calls:
        name = module.last(call.func)
        if name in ("path", "re_path", "url") and len(call.args) > 1:
            prefix = _route(module.text(call.args[0]) or "")
            yield from _pattern(module, call.args[1], own, call.lineno, prefix)
        elif isinstance(call.func, ast.Attribute) and name == "register" and len(call.args) > 1:
            router = place(module.path, dotted(call.func.value))
            prefix = _route((module.text(call.args[0]) or "") + "/")
            found = module.find(call.args[1])
            if found is not None and isinstance(found[1].node, ast.ClassDef):
                yield Mount(place(found[0].path, found[1].name), router, module.path, call.lineno, (), prefix, ANY)
    value = module.constants.get("urlpatterns")
    if value is None:
        return
    inner = {id(one) for call in ast.walk(value) if isinstance(call, ast.Call) for one in ast.walk(call)}
    for one in ast.walk(value):
        if not isinstance(one, ast.Attribute) or one.attr != "urls" or id(one) in inner:
            continue
        if dotted(one.value) in module.constants:  # `urlpatterns += router.urls`
            yield Mount(place(module.path, dotted(one.value)), own, module.path, one.lineno)


def _pattern(module: Module, node: ast.expr, own: str, line: int, prefix: str) -> Iterator[Mount | Action]:
    if isinstance(node, ast.Call) and module.last(node.func) == "include" and node.args:
        first = node.args[0]
        if isinstance(first, ast.Tuple) and first.elts:
            first = first.elts[0]
        text = module.text(first)
        if text is not None:
            path = module.locate(text)
            if path:
                yield Mount(place(path, "urlpatterns"), own, module.path, line, (), prefix)
        elif isinstance(first, ast.Attribute) and first.attr == "urls":
            router = module.origin(dotted(first.value))
            child = place(router[0].path, router[1]) if router is not None else place(module.path, dotted(first.value))
            yield Mount(child, own, module.path, line, (), prefix)
        return
    view, guards, opened = unwrap(module, node)
    found = module.find(view)
    owner = None if found is not None else module.origin(dotted(view)) if dotted(view) else None
    made = owner[0].constants.get(owner[1]) if owner is not None else None
    if owner is not None and made is not None and _makes_view(made):  # `orders = OrderView.as_view()`
        view, more, opens = unwrap(owner[0], made)
        found, made = owner[0].find(view), None
        guards, opened = [*guards, *more], opened or opens
    if found is not None:
        yield Mount(place(found[0].path, found[1].name), own, module.path, line, unique(guards), prefix, ANY, opened)
    elif (name := dotted(view)) and not name.endswith(".urls"):  # a view of a package, or of a file that is not here
        answers = owner[0].path if owner is not None and isinstance(made, ast.Call) else ""
        yield Action(
            *(name, module.path, line, ANY, prefix, unique(guards), opened, (own, DJANGO)),
            answers=answers,
        )


def _makes_view(node: ast.expr) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr == "as_view" for one in ast.walk(node))


def _route(text: str) -> str:
    """A pattern as a path: "/orders/<int:pk>/"."""
    return "/" + text.lstrip("^/").removesuffix("$")
