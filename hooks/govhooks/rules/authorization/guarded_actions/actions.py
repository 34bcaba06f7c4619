"""What a file says about its protected actions: the model that every language fills in.

A module of a language has one function, `facts(source) -> Facts`; `languages.py` lists them by format. It reads one
file, and says what lies in other files by the place where it is:

    Action   a route, handler, resolver, task: "POST /orders", with the guards that stand at it
    Group    what actions inherit guards from: a router, blueprint, class, app; its id is "FILE::NAME" (see `place`)
    Mount    that a group or action is part of another group, with a path prefix and further guards

`linking.resolve` adds to every action what its groups and their mounts contribute. What inherits from something that no
file defines by name (the settings of a framework) is in a group with an id of its own, such as DJANGO.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.core.redact import is_random
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from govhooks.readers.code import Code
    from govhooks.rules.authorization.guarded_actions.guards import Names

# The method of an action that answers any, or whose methods the file does not say.
ANY = "ANY"
# Groups whose guards stand in settings: the middleware of Django, the default permissions of Django REST framework.
DJANGO, REST_FRAMEWORK = "*django", "*rest_framework"
# The end of a group's id for what a class says in `permission_classes`: a subclass or method that says it again replaces it.
PERMISSIONS = ".permission_classes"
# The methods by which a view of Django fetches what it is about: groups of their own, "FILE::CLASS.get_object".
FETCHING = (".get_object", ".get_queryset")


# A guard whose name says one of these is given a credential rather than a role.
_CREDENTIALS = compiled(r"(?i)basic|secret|passw|token|key|hmac|signature|credential")
_PLACE = compiled(r"/[a-z][a-z_/:*-]*")
_SCOPE = compiled(r"[a-z][a-z_-]*(?:[.:/][a-z_*-]+)+")


def _redacted(name: str) -> str:
    """A guard without the arguments that may be credentials: it is shown, and written to the lock."""
    head, opens, rest = name.partition("(")
    if not opens:
        return name
    given = [one.strip() for one in rest.removesuffix(")").split(",")]
    if _CREDENTIALS.search(head):
        kept = [one for one in given if _SCOPE.fullmatch(one) or (_PLACE.fullmatch(one) and not is_random(one))]
    else:
        kept = [one for one in given if not is_random(one)]
    return f"{head}({', '.join(kept)})" if kept and kept != [""] else head if given != [""] else name


class Guard(Record):
    """A permission check: `name` as a reader would write it, `login_required`, `permission_required(shop.add)`.

    `on` is what it stands on if it is inherited: "router orders", "class OrderView"; `path` and `line` are its place.
    `twice` says of an action's own guard that a function which it calls has it as well (see HELPER).
    `about` is the field of the caller's data that it alone is about, "FILE::CLASS.FIELD".
    """

    name: str
    path: str = ""
    line: int = 0
    on: str = ""
    twice: bool = False
    about: str = ""

    if not TYPE_CHECKING:

        def __init__(self, name, *args, **named):
            super().__init__(_redacted(name), *args, **named)


class Action(Record):
    """One thing that a caller may do.

    `function`  its name in its file, with that of its class: "create", "OrderView.post".
    `method`    "GET", ANY, or "" if it is not called by HTTP.
    `route`     its own part of the path ("/{id}"); "" if another file says it, or it has none.
    `guards`    the guards at the action: decorators, dependencies, calls in the body. After `linking.resolve`, all.
    `opened`    what declares it public ("AllowAny"), "" if nothing does: it then inherits no guard.
    `groups`    ids of the groups that it inherits from.
    `routed`    False if nothing in the file says that it is called from outside (a function in a file of views).
    `shadowed`  ids of groups whose guards its own replace (a method's `@Secured` that of its class); after `linking.resolve`, the names of
                these guards.
    `ruled`     the name of the list of rules for paths that it is in, "" for other actions; `order` is its place there. See `path_rules`.
    `exempt`    of a guard, what it lets through without a check: see `exemptions`.
    `handlers`  of a class, the guards of its method that asks for least; () if one of its methods has none, or a base class has more.
    `base`      whether other classes derive from it: without a route it is no action itself.
    `answers`   of a route that is answered by an object which is no view, the file that makes the object; "" for other actions.
    `names`     after `linking.resolve`: "POST /api/orders", by every way that leads to it.
    """

    function: str
    path: str
    line: int
    method: str = ""
    route: str = ""
    guards: tuple[Guard, ...] = ()
    opened: str = ""
    groups: tuple[str, ...] = ()
    routed: bool = True
    checks: bool = False
    shadowed: tuple[str, ...] = ()
    ruled: str = ""
    order: int = 0
    exempt: tuple[str, ...] = ()
    handlers: tuple[Guard, ...] = ()
    base: bool = False
    answers: str = ""
    names: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Its file and function: what stays the same when its path is renamed."""
        return place(self.path, self.function)

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.names[0] if self.names else label(self.method, self.route) or self.function


class Group(Record):
    """What actions inherit guards from; `kind` is for messages: "router", "class", "app".

    `path`    the file that says so.
    `within`  ids of groups whose guards it has as well: the base classes of a class.
    """

    id: str
    kind: str
    path: str
    line: int
    guards: tuple[Guard, ...] = ()
    prefix: str = ""
    within: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a person calls it; of a method, its class."""
        name = self.id.rpartition("::")[2].removesuffix(PERMISSIONS)
        return name.rpartition(".")[0] if name.endswith(FETCHING) else name


class Mount(Record):
    """That `child` (the id of a group, or the place of an action) is part of the group `parent`."""

    child: str
    parent: str
    path: str
    line: int
    guards: tuple[Guard, ...] = ()
    prefix: str = ""
    method: str = ""
    opened: str = ""


# The group of what an ASP.NET application is given as a whole.
APPLICATION = "*aspnet"
# What a guard stands on that a rule for paths asks for: what became of it is told by the rule (see `path_rules`).
RULES = "the rules for paths"
# Where a function of the same file refuses: it may stand for a check that is gone; that it is gone itself says nothing.
HELPER = "a function of the file"
# What an action asks for before anybody is signed in: it answers not everybody, and is no guard that another one may become.
CREDENTIAL = "a step of signing in"
# What is added to the name of a guard that counts only now and then.
CONDITIONAL = " under a condition"
# The guard of a guard: that its body can refuse somebody.
OWN_CHECK = "its own check"


class Facts(Record):
    """What one file says."""

    actions: tuple[Action, ...] = ()
    groups: tuple[Group, ...] = ()
    mounts: tuple[Mount, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.actions or self.groups or self.mounts)

    def plus(self, other: Facts) -> Facts:
        return Facts(self.actions + other.actions, self.groups + other.groups, self.mounts + other.mounts)


class Source(Record):
    """One file of a tree: its code, which names are guards, and the tree that it is in.

    `code`  as its reader gives it (`code.tree` is the parser's own tree), of the text `data`.
    `read`  the code of another file of the same tree, None if there is none or it cannot be read.
    `exists` whether the tree has a file.
    `shared` what a language keeps for all files of the tree.
    `known` functions and classes of this file that are actions, or guard some, on the other side of the change: they are here as well.
    """

    path: str
    code: Code
    names: Names
    data: bytes = b""
    read: Callable[[str], Code | None] = lambda path: None
    exists: Callable[[str], bool] = lambda path: False
    known: tuple[str, ...] = ()
    shared: dict[Any, Any] = {}


def place(path: str, name: str) -> str:
    """The id of a group or action: its file and the name in it."""
    return f"{path}::{name}"


def label(method: str, route: str) -> str:
    """ "POST /orders"; "" without a route."""
    return f"{method or ANY} {route}" if route else ""


def join(prefix: str, route: str) -> str:
    """A path below another: "/api", "/orders" -> "/api/orders"."""
    if not prefix or not route:
        return prefix or route
    return f"{prefix.rstrip('/')}/{route.lstrip('/')}"
