"""What is a guard in Python: a decorator, a dependency of FastAPI, a base class, a statement in a body."""

from __future__ import annotations

import ast

from govhooks.readers.python import dotted, statements
from govhooks.rules.authorization.guarded_actions.actions import CREDENTIAL, FETCHING, HELPER, Guard, place
from govhooks.rules.authorization.guarded_actions.guards import OPEN, words
from govhooks.rules.authorization.guarded_actions.python.module import Module, argument, functions, keyword
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from govhooks.rules.authorization.guarded_actions.python.module import Defined, Function

# Keyword arguments that say what a guard asks for; others (a URL, a cache) are left out of its name.
_ASKED = ("scopes", "scope", "roles", "role", "permissions", "permission", "perms", "perm", "groups", "fresh")
# What raises "nobody" or "not you".
_RAISED = {
    **dict.fromkeys(("PermissionDenied", "Forbidden", "HTTPForbidden", "PermissionDeniedException"), "403"),
    **dict.fromkeys(
        ("Unauthorized", "NotAuthenticated", "AuthenticationFailed", "HTTPUnauthorized", "NotAuthorizedException"),
        "401",
    ),
    "HttpResponseForbidden": "403",
    "HTTPUnauthorized": "401",
    "redirect_to_login": "401",
}
_STATUS = ("401", "403")
# Functions that check credentials themselves: a refusal in them is no guard of the action.
_SIGNING_IN = frozenset(
    "login signin logon authenticate token signup register callback refresh password webhook verify".split()
)
# How a check refuses, which does not say what it asks for.
ANSWERS = ("raise(", "abort(", "respond(")
# Attributes of a user that a condition asks for.
ASKED_OF_USER = ("is_authenticated", "is_staff", "is_superuser", "is_admin", "has_perm", "has_perms", "is_anonymous")
# Decorators that hold guards, and those that make a view public.
_OPENING = (
    "login_not_required",
    "login_exempt",
    "allow_anonymous",
    "public",
    "no_auth",
    "skip_auth",
    "anonymous_allowed",
)
_DEEPEST = 4


def named(module: Module, node: ast.expr) -> str:
    """A guard as a reader would write it: its name, and the literals that say what it asks for."""
    if isinstance(node, ast.Call):
        name = module.last(node.func) or dotted(node.func).rpartition(".")[2]
        asked = list(_literals(module, node))
        return f"{name}({', '.join(asked)})" if asked else name
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return f"{named(module, node.left)} | {named(module, node.right)}"
    return module.last(node)


def _literals(module: Module, call: ast.Call) -> Iterator[str]:
    given = [*call.args, *(one.value for one in call.keywords if one.arg in _ASKED)]
    if any(one.arg == "fresh" and getattr(one.value, "value", None) is True for one in call.keywords):
        yield "fresh"
    for one in given:
        for element in module.elements(one):
            known = module.value(element)
            if isinstance(known, ast.Constant) and isinstance(known.value, (str, int)) and known.value is not True:
                yield str(known.value)
            elif isinstance(element, ast.Attribute):
                if element.attr not in ("user", "request"):  # who asks
                    yield element.attr
            elif isinstance(element, ast.Lambda):
                yield from sorted(
                    {n.attr for n in ast.walk(element) if isinstance(n, ast.Attribute)} & {*ASKED_OF_USER}
                )


def guard(module: Module, node: ast.expr, deep: int = 0) -> Iterator[Guard]:
    """The guards that an expression is: a decorator, an element of `dependencies`, `permission_classes` or `guards`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        yield from guard(module, node.left, deep)
        yield from guard(module, node.right, deep)
        return
    if isinstance(node, ast.Call):
        name = module.last(node.func)
        if name in ("Depends", "Security"):
            yield from dependency(module, node, deep)
            return
        if name in ("method_decorator", "permission_classes", "Middleware", "partial", "decorators"):
            first = node.args[0] if node.args else None
            for one in module.elements(first) if first is not None else ():
                yield from guard(module, one, deep)
            return
        if _is_optional(node):
            return
        classes = keyword(node, "permission_classes")
        if classes is not None:  # strawberry's fields
            for one in module.elements(classes):
                yield from guard(module, one, deep)
            return
        several = keyword(node, "permissions") if name == "action" else None
        if several is not None:  # Django's `@admin.action(permissions=["delete"])`
            asked_for = [text for one in module.elements(several) if (text := module.text(one))]
            if asked_for:
                yield Guard(f"permission({', '.join(asked_for)})", module.path, node.lineno)
            return
        asked = module.text(keyword(node, "permission"))
        if asked and name == "view_config":
            yield Guard(f"permission({asked})", module.path, node.lineno)
            return
    known = module.value(node) if isinstance(node, ast.Name) and deep < _DEEPEST else node
    if known is not node and isinstance(known, ast.Call):  # `manager = Depends(require_role("manager"))`
        behind = list(guard(module, known, deep + 1))
        yield from (one.but(line=node.lineno) for one in behind)
        if behind:
            return
    if isinstance(node, ast.Attribute) and node.attr == "on_app_init":  # Litestar's JWTAuth
        if module.source.names.is_guard(dotted(node.value)):
            yield Guard(dotted(node), module.path, node.lineno)
        return
    name = named(module, node)
    if _is_guard_name(module, name) or (
        deep < _DEEPEST and name and _checks(module, node.func if isinstance(node, ast.Call) else node, deep)
    ):
        yield Guard(name, module.path, node.lineno)


def _is_guard_name(module: Module, name: str) -> bool:
    return all(module.source.names.is_guard(part.strip()) for part in name.split("|")) if name else False


def _is_optional(call: ast.Call) -> bool:
    """`jwt_required(optional=True)`, `HTTPBearer(auto_error=False)`: nobody is refused."""
    for one in call.keywords:
        if one.arg == "optional" and isinstance(one.value, ast.Constant) and one.value.value is True:
            return True
        if one.arg == "auto_error" and isinstance(one.value, ast.Constant) and one.value.value is False:
            return True
    return False


def _checks(module: Module, node: ast.expr, deep: int) -> bool:
    """Whether a name without a telling word is a guard by what is behind it: an alias, a function or class that refuses."""
    known = module.value(node)
    if known is not node and not isinstance(known, (ast.Name, ast.Attribute)):
        return any(True for _ in guard(module, known, deep + 1)) if isinstance(known, ast.Call) else False
    if known is not node and _is_guard_name(module, named(module, known)):
        return True
    found = module.find(node)
    return found is not None and refuses(found[0], found[1], deep + 1)


def refuses(module: Module, defined: Defined, deep: int = 0) -> bool:
    """Whether a function (a dependency, a decorator, middleware) or a class refuses callers in its body or by its own
    dependencies."""
    if deep > _DEEPEST:
        return False
    key = (id(defined.node), deep)
    known = module.refusing.get(key)
    if known is None:
        module.refusing[key] = False  # while it is looked at: functions may call each other
        known = module.refusing[key] = any(
            True
            for function in statements(defined.node)
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
            for found in (in_body(module, function, any_name=True), dependencies(module, function, deep))
            for _ in found
        )
    return known


def decorators(module: Module, nodes: Iterable[ast.expr]) -> Iterator[Guard]:
    """The guards among decorators."""
    for node in nodes:
        yield from guard(module, node)


def opening(module: Module, nodes: Iterable[ast.expr]) -> str:
    """The decorator that makes a view public, "" if there is none."""
    for node in nodes:
        name = module.last(node.func if isinstance(node, ast.Call) else node)
        if name in _OPENING:
            return name
        if isinstance(node, ast.Call) and name == "permission_classes":
            first = node.args[0] if node.args else None
            if first is not None and (found := public_classes(module, first)):
                return found
        if isinstance(node, ast.Call) and name == "method_decorator" and (found := opening(module, node.args[:1])):
            return found
    return ""


def public_classes(module: Module, node: ast.expr) -> str:
    """What makes a list of permission classes public: "AllowAny", "permission_classes = []"; "" if nothing does."""
    elements = list(module.elements(node))
    known = module.value(node)
    if isinstance(known, (ast.List, ast.Tuple)) and not known.elts:
        return "permission_classes = []"
    names = [named(module, one) for one in elements]
    if names and all("AllowAny" in [part.strip() for part in name.split("|")] for name in names):
        return "AllowAny"
    return ""


def dependency(module: Module, call: ast.Call, deep: int = 0) -> Iterator[Guard]:
    """The guard that `Depends(f)` or `Security(f, scopes=[...])` is, if it is one."""
    target = argument(call, 0, "dependency")
    if target is None:
        return
    asked = keyword(call, "scopes")
    scopes = [text for one in module.elements(asked) if (text := module.text(one))] if asked is not None else []
    name = named(module, target)
    if isinstance(target, ast.Call) and _is_optional(target):
        return
    found = module.find(target.func if isinstance(target, ast.Call) else target)
    behind = module.value(target)
    if isinstance(behind, ast.Call) and _is_optional(behind):
        return
    if isinstance(behind, ast.Call) and behind is not target and list(_literals(module, behind)):
        name = named(module, behind)
    if scopes:
        name = f"{name}({', '.join(scopes)})"
    if module.last(call.func) == "Security" and not _is_guard_name(module, name):
        name = f"Security({', '.join((named(module, target), *scopes))})"
    if not _is_guard_name(module, name):
        if not OPEN.isdisjoint(words(name.partition("(")[0])):
            return
        is_made = (
            behind is not target and isinstance(behind, ast.Call) and _is_guard_name(module, named(module, behind))
        )
        if not is_made and (found is None or not refuses(found[0], found[1], deep + 1)):
            return
        # What its words do not say: what it asks for itself.
        if found is not None and deep < _DEEPEST and not isinstance(found[1].node, ast.ClassDef):
            inner = [*dependencies(found[0], found[1].node, deep + 1), *in_body(found[0], found[1].node, any_name=True)]
            yield from (one.but(path=module.path, line=call.lineno) for one in inner)
    yield Guard(name, module.path, call.lineno)


def dependencies(module: Module, function: Function, deep: int = 0) -> Iterator[Guard]:
    """The guards among the parameters of a function: `user=Depends(f)`, `user: Annotated[User, Depends(f)]`, or a name for
    such a type."""
    if deep > _DEEPEST:
        return
    given = function.args
    for default in (*given.defaults, *given.kw_defaults):
        known = module.value(default) if default is not None else None
        if isinstance(known, ast.Call) and module.last(known.func) in ("Depends", "Security"):
            yield from dependency(module, known, deep)
    for parameter in (*given.posonlyargs, *given.args, *given.kwonlyargs):
        if parameter.annotation is not None:
            yield from annotation(module, parameter.annotation, deep)


def annotation(module: Module, node: ast.expr, deep: int = 0) -> Iterator[Guard]:
    """The guards in a parameter's type."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            node = ast.parse(node.value, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
    owner: Module = module
    if isinstance(node, (ast.Name, ast.Attribute)):
        name = dotted(node)
        place = module.origin(name) if name else None
        if place is not None and place[1] in place[0].constants:
            owner, node = place[0], place[0].constants[place[1]]
        elif place is None and module.resolve(node).partition(".")[0] != name and "current" in words(name):
            if module.source.names.is_guard(name):
                yield Guard(name, module.path, node.lineno)
            return
    if isinstance(node, ast.Subscript) and owner.last(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple):
        for one in node.slice.elts[1:]:
            known = owner.value(one)
            if isinstance(known, ast.Call) and owner.last(known.func) in ("Depends", "Security"):
                for found in dependency(owner, known, deep):
                    yield found.but(path=module.path, line=node.lineno) if owner is not module else found
        yield from annotation(owner, node.slice.elts[0], deep + 1) if deep < _DEEPEST else ()


def in_body(module: Module, function: Function, any_name: bool = False, given: Collection[str] = ()) -> Iterator[Guard]:
    """The checks that a body makes: a call of a guard, a refusal with 401 or 403, a condition on the user.

    A function that signs people in refuses as well: it is left out, unless `any_name`. `given` are parameters that have a value
    whenever the function is called.
    """
    signs_in = not any_name and not _SIGNING_IN.isdisjoint(words(function.name))
    answers: set[int] = set()
    ignored: set[int] = set()
    shown: set[int] = set()
    always = {id(one) for one in _always(function.body)}
    for statement in function.body:
        for node in functions(statement):
            if isinstance(node, ast.Expr):
                ignored.add(id(node.value.value if isinstance(node.value, ast.Await) else node.value))
            elif isinstance(node, (ast.Dict, ast.List, ast.Tuple, ast.Call)):
                shown |= {id(one) for one in _shown(node)}
            if id(node) in shown:
                continue
            if isinstance(node, ast.If) and (owner := _ownership(node.test)) and _leaves(node.body):
                answers |= {id(inner) for one in node.body for inner in ast.walk(one)}
                about = _about(module, function, node.test)
                yield Guard(f"check_ownership({owner})", module.path, node.lineno, about=about)
            if id(node) in answers:
                continue
            if isinstance(node, ast.Call):
                yield from _limited(module, node)
                yield from _challenged(module, function, node)
                yield from _called(module, node, signs_in, module.owners.get(id(function)), id(node) in ignored)
            elif isinstance(node, ast.Raise) and node.exc is not None and not signs_in:
                if status := _status(module, node.exc):
                    yield Guard(f"raise({status})", module.path, node.lineno)
            elif isinstance(node, ast.Return) and node.value is not None and not signs_in:
                if status := _returned(module, node.value):
                    yield Guard(f"respond({status})", module.path, node.lineno)
            elif isinstance(node, (ast.If, ast.Assert)) and not signs_in:
                yield from _condition(module, node)
                if isinstance(node, ast.If) and _refuses(module, node.body):
                    yield from _asked_of_object(module, function, node.test)
                    if id(node) in always and (roles := _roles(module, node.test, given)):
                        yield Guard(f"role({', '.join(sorted(roles))})", module.path, node.lineno)


# What asks and does not refuse.
_ASKS = (["has"], ["is"], ["can"], ["may"])


def _shown(node: ast.Dict | ast.List | ast.Tuple | ast.Call) -> Iterator[ast.Call]:
    """The calls that only decide whether a part of something is there: `{"form": Form() if user.has_perm("x") else None}`."""
    if isinstance(node, ast.Dict):
        given = node.values
    elif isinstance(node, ast.Call):
        given = [*node.args, *(one.value for one in node.keywords)]
    else:
        given = node.elts
    for one in given:
        if isinstance(one, ast.IfExp) and (_is_nothing(one.body) or _is_nothing(one.orelse)):
            yield from (inner for inner in ast.walk(one.test) if isinstance(inner, ast.Call) and _asks(inner.func))


def _asks(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and words(node.attr)[:1] in _ASKS


def _is_nothing(node: ast.expr) -> bool:
    """`None`, `""`, `{}`, `[]`."""
    if isinstance(node, ast.Constant):
        return not node.value
    return not (node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [node]))


def _called(
    module: Module, call: ast.Call, signs_in: bool, owner: ast.ClassDef | None, is_ignored: bool = False
) -> Iterator[Guard]:
    """The guard that a call is, and the checks of a function of the same file, or of the class's own methods, that is called
    (`is_ignored`: nobody looks at what it returns)."""
    name = module.last(call.func)
    if name == "abort" and not signs_in:
        status = argument(call, 0, "status_code", "code")
        text = ast.unparse(status) if status is not None else ""
        if found := next((one for one in _STATUS if one in text), ""):
            yield Guard(f"abort({found})", module.path, call.lineno)
        return
    if name == "verify_jwt_in_request" and _is_optional(call):
        return
    if name == "permission_denied" and not signs_in:  # Django REST framework's own refusal
        yield Guard("raise(403)", module.path, call.lineno)
        return
    if isinstance(call.func, ast.Call) and module.last(call.func.func) in _WRAPPERS and call.func.args:
        call = ast.copy_location(ast.Call(call.func.args[0], call.args, call.keywords), call)
        name = module.last(call.func)
    is_check = module.source.names.is_check(dotted(call.func))
    if is_check and (not signs_in or name in module.source.names.guards):
        yield Guard(named(module, call), module.path, call.lineno)
        return
    own = None if signs_in or is_check else _own_function(module, call.func, owner)
    if own is not None and refuses(*own, 1):
        if is_ignored and not _raises(*own):
            return
        yield Guard(named(module, call), module.path, call.lineno, HELPER)
        yield from (one.but(path=module.path, line=call.lineno, on=HELPER) for one in _taken_over(*own))


def _taken_over(module: Module, own: Defined) -> tuple[Guard, ...]:
    """The checks in a function of this file: whoever calls it makes them as well."""
    key = id(own.node)
    if not isinstance(own.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return ()
    if key not in module.checking:
        module.checking[key] = ()  # while it is looked at: functions may call each other
        module.checking[key] = unique(in_body(module, own.node, any_name=True))
    return module.checking[key]


def _raises(module: Module, own: Defined, deep: int = 0) -> bool:
    """Whether a function may end its caller: by an exception, or a check whose result it does not look at."""
    for one in functions(own.node):
        if isinstance(one, ast.Raise):
            return True
        call = one.value if isinstance(one, ast.Expr) else None
        call = call.value if isinstance(call, ast.Await) else call
        if not isinstance(call, ast.Call):
            continue
        if module.last(call.func) in ("abort", "permission_denied") or module.source.names.is_check(dotted(call.func)):
            return True
        owner = module.owners.get(id(own.node))
        inner = _own_function(module, call.func, owner) if deep < _DEEPEST else None
        if inner is not None and inner[1].node is not own.node and _raises(*inner, deep + 1):
            return True
    return False


# What calls a function in another way, `sync_to_async(user.has_perm)("x", obj)`.
_WRAPPERS = ("sync_to_async", "database_sync_to_async", "async_to_sync", "partial")


def _own_function(module: Module, node: ast.expr, owner: ast.ClassDef | None) -> tuple[Module, Defined] | None:
    """The function of the same file that is called, or the method of the class that the call is in (`self.require(...)`)."""
    if isinstance(node, ast.Name):
        own = next((one for one in module.definitions if one.node.name == node.id and not one.scope), None)
        return (module, own) if own is not None else None
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
        # What such a method refuses, the class refuses: see `django`.
        return module.method(owner, node.attr) if owner is not None and f".{node.attr}" not in FETCHING else None
    return None


def _status(module: Module, node: ast.expr) -> str:
    """401 or 403 if an exception says it, "" otherwise."""
    name = module.last(node.func if isinstance(node, ast.Call) else node)
    if name in _RAISED:
        return _RAISED[name]
    if isinstance(node, ast.Call) and name.endswith(
        ("HTTPException", "HttpError", "HTTPError", "Abort", "APIException")
    ):
        status = argument(node, 0, "status_code", "code", "status")
        text = ast.unparse(module.value(status)) if status is not None else ""
        return next((one for one in _STATUS if one in text), "")
    return ""


def _returned(module: Module, node: ast.expr) -> str:
    if isinstance(node, ast.Tuple) and len(node.elts) > 1:
        last = module.value(node.elts[1])
        return str(last.value) if isinstance(last, ast.Constant) and str(last.value) in _STATUS else ""
    if isinstance(node, ast.Call):
        name = module.last(node.func)
        if name in _RAISED:
            return _RAISED[name]
        status = keyword(node, "status", "status_code")
        if status is not None:
            text = ast.unparse(status)
            return next((one for one in _STATUS if one in text), "")
    return ""


# What belongs to somebody says so by an attribute like these.
_OWNERS = frozenset(
    "account author author_id account_id created_by created_by_id creator creator_id customer customer_id org_id organization_id owner "
    "owner_id team_id tenant tenant_id user user_id workspace_id".split()
)
_WHO = frozenset("account caller current g identity me principal request session tenant token user".split())


def _ownership(test: ast.expr) -> str:
    """The attribute by which a condition asks whose something is, `owner_id` of `doc.owner_id != user.id`; "" if it does not."""
    for one in ast.walk(test):
        if not isinstance(one, ast.Compare) or not isinstance(one.ops[0], (ast.NotEq, ast.IsNot, ast.NotIn)):
            continue
        sides = [dotted(each) for each in (one.left, *one.comparators)]
        for mine, other in (sides[:2], sides[1::-1]):
            attribute = mine.rpartition(".")[2]
            asks = mine.count(".") > 0 and attribute in _OWNERS and _WHO.isdisjoint(words(mine.partition(".")[0]))
            if asks and not _WHO.isdisjoint(words(other)):
                return attribute
    return ""


def _about(module: Module, function: Function, test: ast.expr) -> str:
    """The field of the caller's data without which a condition refuses nobody, `form.grants is not None and ...`, as the place of its
    class and its name; "" if it counts for all."""
    for one in test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else ():
        if isinstance(one, ast.Compare) and isinstance(one.ops[0], ast.IsNot):
            one = one.left
        if not isinstance(one, ast.Attribute) or not isinstance(one.value, ast.Name):
            continue
        for parameter in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs):
            if parameter.arg == one.value.id and parameter.annotation is not None:
                found = module.find(parameter.annotation)
                if found is not None and isinstance(found[1].node, ast.ClassDef):
                    return f"{place(found[0].path, found[1].name)}.{one.attr}"
    return ""


_QUERIES = frozenset(
    "exclude exists filter filter_by first get get_object_or_404 get_or_404 one scalars select where".split()
)


# Words of a getter that gives only what its user may have: `get_accessible_chat(id, user)`; and of an argument that is who asks.
_FOR_SOMEBODY = frozenset(
    "accessible allowed authorized editable own owned permitted readable viewable visible writable".split()
)
_GETTING = frozenset("find fetch get list load".split())
_ASKER = frozenset("actor caller me principal user viewer".split())


def _limited(module: Module, call: ast.Call) -> Iterator[Guard]:
    """`filter(owner=request.user)`, `get_document(id, owner_id=user.id)`: what is another's is not found."""
    name = dotted(call.func).rpartition(".")[2] or (call.func.attr if isinstance(call.func, ast.Attribute) else "")
    said = words(name)
    is_lookup = not _GETTING.isdisjoint(said[:1]) and len(call.args) + len(call.keywords) > 1
    if is_lookup and not _FOR_SOMEBODY.isdisjoint(said) and (who := _asker(call)):
        yield Guard(f"limited_to_own({who})", module.path, call.lineno)
        return
    if not call.keywords or (name not in _QUERIES and said[:1] not in (["get"], ["find"], ["load"], ["fetch"])):
        return
    for one in call.keywords:
        attribute = (one.arg or "").partition("__")[0]
        if attribute in _OWNERS and not _WHO.isdisjoint(words(dotted(one.value))):
            yield Guard(f"limited_to_own({attribute})", module.path, call.lineno)
            return


# Words of a query for what somebody may see: `filter_access(user)`, `visible_to(user)`.
_SEEN = frozenset("access accessible allowed permission permissions permitted viewable visible".split())


def limited_to_user(module: Module, function: Function) -> Iterator[Guard]:
    """A query in a body for what the user may see, `Order.objects.visible_to(self.request.user)`: what nobody shows the user is not found."""
    for node in functions(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        given = (*node.args, *(one.value for one in node.keywords))
        if not _SEEN.isdisjoint(words(node.func.attr)) and any(dotted(one).endswith("user") for one in given):
            yield Guard("limited_to_own(user)", module.path, node.lineno)


# Words of a token that an earlier step of signing in gave to the caller.
_STEPS = frozenset("challenge login mfa preauth signin totp".split())


def _challenged(module: Module, function: Function, call: ast.Call) -> Iterator[Guard]:
    """The token of an earlier step of signing in, which the caller gives and the function hands on: `verify(form.challenge_token)`."""
    given = {one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)}
    for one in (*call.args, *(each.value for each in call.keywords)):
        first, *rest = dotted(one.func if isinstance(one, ast.Call) else one).split(".")
        for part in (first, *rest) if first in given else ():
            said = words(part)
            if "token" in said and not _STEPS.isdisjoint(said):
                yield Guard(part, module.path, call.lineno, CREDENTIAL)


def _asker(call: ast.Call) -> str:
    """The word for who asks among the arguments of a call, "user" of `request.user`; "" if nobody is given."""
    for one in (*call.args, *(given.value for given in call.keywords)):
        for word in words(dotted(one)):
            if word in _ASKER:
                return word
    return ""


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether a branch ends its function."""
    return isinstance(body[-1], (ast.Raise, ast.Return)) or _is_abort(body[-1])


def _condition(module: Module, node: ast.If | ast.Assert) -> Iterator[Guard]:
    """A condition on the user whose branch leaves the function."""
    if isinstance(node, ast.If):
        branches = [*node.body[-1:], *node.orelse[-1:]]
        if not any(isinstance(one, (ast.Return, ast.Raise)) or _is_abort(one) for one in branches):
            return
    for one in ast.walk(node.test):
        name = one.attr if isinstance(one, ast.Attribute) else one.id if isinstance(one, ast.Name) else ""
        if name in ASKED_OF_USER:
            yield Guard(name.replace("is_anonymous", "is_authenticated"), module.path, node.lineno)


def _always(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that are met whatever the conditions, also in `with` and `try`."""
    for one in body:
        yield one
        if isinstance(one, (ast.With, ast.AsyncWith, ast.Try)):
            yield from _always(one.body)


def _refuses(module: Module, body: list[ast.stmt]) -> bool:
    """Whether a branch ends by turning the caller away."""
    last = body[-1]
    if isinstance(last, ast.Return):
        return last.value is not None and bool(_returned(module, last.value))
    return isinstance(last, ast.Raise) or _is_abort(last)


# Words of an attribute or method that says what somebody may do: `form.permitted_ids`, `alert.can_be_closed_by(user)`.
_PERMITTING = frozenset("accessible allowed allows authorized can may permission permissions permits permitted".split())


def _asked_of_object(module: Module, function: Function, test: ast.expr) -> Iterator[Guard]:
    """What a condition that refuses asks of an object: the checks in the class that it was made of, or, if this cannot be followed, the
    name of a method that is given the user."""
    for one in ast.walk(test):
        called = one if isinstance(one, ast.Call) else None
        node = called.func if called is not None else one
        if not isinstance(node, ast.Attribute) or _PERMITTING.isdisjoint(words(node.attr)):
            continue
        behind = list(_behind(module, function, node))
        yield from (each.but(path=module.path, line=test.lineno, on=HELPER) for each in behind)
        if not behind and called is not None and _asker(called):
            yield Guard(node.attr, module.path, test.lineno, HELPER)


def _behind(module: Module, function: Function, node: ast.Attribute) -> Iterator[Guard]:
    """The checks that decide about an attribute or method of an object which the function makes: `form = Form(user)`, `form.permitted`."""
    name = dotted(node.value)
    for one in functions(function):
        made = one.value if isinstance(one, ast.Assign) and name in map(dotted, one.targets) else None
        found = module.find(made.func) if isinstance(made, ast.Call) else None
        if found is None or not isinstance(found[1].node, ast.ClassDef):
            continue
        owner, cls = found
        for method in owner.definitions:
            if method.owner is cls.node and (method.node.name == node.attr or _sets(method, node.attr)):
                yield from _taken_over(owner, method)


def _sets(method: Defined, attribute: str) -> bool:
    """Whether a method gives its object an attribute."""
    return any(
        isinstance(one, ast.Assign) and f"self.{attribute}" in map(dotted, one.targets)
        for one in functions(method.node)
    )


def _roles(module: Module, test: ast.expr, given: Collection[str]) -> frozenset[str]:
    """The roles of which one is needed to get past a branch that refuses: `user.role != "admin"`; none if others get past it, too."""
    if isinstance(test, ast.BoolOp):
        if isinstance(test.op, ast.Or):
            return next((found for one in test.values if (found := _roles(module, one, given))), frozenset())
        left = [one for one in test.values if not _is_given(one, given)]
        return _roles(module, left[0], given) if len(left) == 1 else frozenset()
    negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    if negated:
        test = test.operand  # type: ignore[attr-defined]
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return frozenset()
    if not isinstance(test.ops[0], (ast.Eq, ast.In) if negated else (ast.NotEq, ast.NotIn)):
        return frozenset()
    name = dotted(test.left)
    if name.rpartition(".")[2] != "role" or _WHO.isdisjoint(words(name.rpartition(".")[0])):
        return frozenset()
    texts = [module.text(one) for one in module.elements(test.comparators[0])]
    return frozenset() if None in texts else frozenset(text for text in texts if text)


def _is_given(test: ast.expr, given: Collection[str]) -> bool:
    """Whether a condition always holds: `x is not None` of a parameter that has a value."""
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.ops[0], ast.IsNot)
        and isinstance(test.left, ast.Name)
        and test.left.id in given
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value is None
    )


def _is_abort(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and dotted(node.value.func).endswith("abort")


# The parameters in a path: `/x/{number}`, `/x/<int:number>`.
_IN_PATH = compiled(r"\{(\w+)|<(?:\w+:)?(\w+)>")


def of_function(module: Module, defined: Defined, below: Iterable[ast.expr], route: str = "") -> tuple[Guard, ...]:
    """The guards of a handler: those of its decorators that are given, its dependencies, its body; each name once."""
    node = defined.node
    assert not isinstance(node, ast.ClassDef)
    given = [one or other for one, other in _IN_PATH.findall(route)]
    found = [*decorators(module, below), *dependencies(module, node), *in_body(module, node, given=given)]
    return unique(found)


def unique(found: Iterable[Guard]) -> tuple[Guard, ...]:
    """Each guard's name once, the action's own before that of a function that it calls."""
    every: dict[str, Guard] = {}
    for one in reversed(list(found)):
        other = every.get(one.name, one)
        is_twice = one.twice or other.twice or (one.on == HELPER) != (other.on == HELPER)
        about = one.about if one.about == other.about else ""
        every[one.name] = (other if one.on == HELPER else one).but(twice=is_twice, about=about)
    return tuple(every.values())[::-1]
