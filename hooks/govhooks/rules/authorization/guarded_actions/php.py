"""Laravel's routes and controllers, and Symfony's annotated ones.

Route::get('/x', ...)->middleware('auth')      Route::middleware(['auth'])->group(function () { ... })
$this->middleware('auth')->except('index')     #[IsGranted('ROLE_ADMIN')]
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.readers.code import Call, Definition, Expression
from govhooks.rules.authorization.guarded_actions import annotated
from govhooks.rules.authorization.guarded_actions.actions import (
    ANY,
    OWN_CHECK,
    Action,
    Facts,
    Group,
    Guard,
    Mount,
    Source,
    join,
    place,
)
from govhooks.rules.authorization.guarded_actions.bodies import in_lines, signs_in
from govhooks.rules.authorization.guarded_actions.chains import Chains
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_VERBS = {
    **{verb: verb.upper() for verb in ("get", "post", "put", "patch", "delete", "options")},
    **dict.fromkeys(("any", "match", "resource", "apiResource", "resources", "apiResources", "view", "singleton"), ANY),
}
_LARAVEL = {
    "auth",
    "can",
    "role",
    "permission",
    "ability",
    "abilities",
    "verified",
    "signed",
    "password.confirm",
    "scope",
    "scopes",
}


# The actions of a resource: (method of HTTP, function, whether its path names one thing).
_RESOURCE = (
    ("GET", "index", False),
    ("POST", "store", False),
    ("GET", "show", True),
    ("PUT", "update", True),
    ("DELETE", "destroy", True),
    ("GET", "create", False),
    ("GET", "edit", True),
)
_API = 5
_CONTROLLERS = "app/Http/Controllers"


def facts(source: Source) -> Facts:
    """The actions of a file."""
    found = annotated.facts(source)
    laravel = Routes(source)
    found = found.plus(Facts(tuple(laravel.actions), (), tuple(laravel.mounts)))
    routed = {one.function for one in found.actions if one.routed and one.route}
    return found.plus(controllers(source, routed)).plus(Facts(tuple(_gates(source)), tuple(_application(source))))


_EVERYBODY = compiled(r"(?:=>|\breturn)\s*true\s*;?\s*\}?\s*$")
_ADDING = ("append", "prepend", "web", "api", "group", "appendToGroup", "prependToGroup", "use")


def _gates(source: Source) -> Iterator[Action]:
    """`Gate::define('x', fn ($user) => ...)`, and whether it can refuse somebody."""
    for call in source.code.calls:
        if call.name not in ("Gate.define", "Gate.before") or len(call.arguments) < 1:
            continue
        name, given = call.argument(0), call.arguments[-1]
        if not isinstance(given, Expression) or not re.match(r"(?:static\s+)?(?:fn|function)\b", given.text):
            continue
        lines = source.data.decode("utf-8", "replace").split("\n")[call.line - 1 : call.end]
        text = given.text if call.line == call.end else "\n".join(lines).rstrip().rstrip(";").rstrip(")")
        label = f"Gate {name}" if isinstance(name, str) else "Gate before"
        own = () if _EVERYBODY.search(text.rstrip()) else (Guard(OWN_CHECK, source.path, call.line),)
        yield Action(label, source.path, call.line, "", "", own, routed=False, checks=True)


def _application(source: Source) -> Iterator[Group]:
    """The middleware of all requests: bootstrap/app.php, or the lists of app/Http/Kernel.php."""
    found = []
    if source.path.endswith("bootstrap/app.php"):
        for call in source.code.calls:
            head, _, last = call.name.rpartition(".")
            if head.rpartition(".")[2].lower().endswith("middleware") and last in _ADDING:
                given = [*call.arguments, *call.keywords.values()]
                found += [(name, call.line) for value in given for name in _flat(value)]
    elif source.path.endswith("Http/Kernel.php"):
        text = source.data.decode("utf-8", "replace")
        for part in re.finditer(r"\$middleware(?:Groups|Priority)?\s*=\s*\[(.*?)\n\s*\];", text, re.DOTALL):
            bare = re.sub(r"//[^\n]*|/\*.*?\*/|#[^\n]*", lambda gone: " " * len(gone[0]), part[1], flags=re.DOTALL)
            for match in re.finditer(r"(\w+)::class|'([\w.:,|-]+)'(?!\s*=>)", bare):
                found.append((match[1] or match[2], text.count("\n", 0, part.start(1) + match.start()) + 1))
    else:
        return
    guards = {name: Guard(_shown(name), source.path, line) for name, line in found if _is_guard(source, name)}
    yield Group(place(source.path, "the middleware"), "application", source.path, 1, tuple(guards.values()))


class Routes:
    """The routes of a file: what they mount of controllers that the tree has, and actions for the others."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.actions: list[Action] = []
        self.mounts: list[Mount] = []
        self.chains = Chains(source.code.calls)
        self.groups = list(_groups(source, self.chains))
        self.calls = [
            one for one in source.code.calls if one.name.partition(".")[0] in ("Route", "Router", "router", "app")
        ]
        for call in self.calls:
            parts = call.name.split(".")
            if len(parts) > 1 and parts[-1] in _VERBS and call.arguments:
                self.route(call, parts[-1])

    def route(self, call: Call, verb: str) -> None:
        at = 1 if verb == "match" else 0
        path, handler = call.argument(at), call.argument(at + 1)
        if isinstance(path, dict):  # Route::resources([...])
            for one, given in path.items():
                self.registered(call, verb, one, given)
        elif isinstance(path, str):
            self.registered(call, verb, path, handler)

    def registered(self, call: Call, verb: str, path: str, given: Any) -> None:
        chain, before = list(self.chains.behind(call)), self.chains.before(call)
        guards = [guard for one in (*before, *chain) for guard in _middleware(self.source, one)]
        prefix = next((str(one.argument(0)) for one in before if one.name.endswith(".prefix") and one.arguments), "")
        controller = ""
        for group in self.groups:
            if group.first < (call.line, call.column) < group.last:
                guards += group.guards
                prefix = join(group.prefix, prefix)
                controller = group.controller or controller
        gone = {_shown(name) for one in chain if one.name.endswith(".withoutMiddleware") for name in _texts(one)}
        guards = [one for one in guards if one.name not in gone and one.name.partition("(")[0] not in gone]
        unique = tuple({one.name: one for one in guards}.values())
        opened = f"withoutMiddleware({', '.join(sorted(gone))})" if gone and not unique else ""
        handler = _handler(given)
        if controller and isinstance(given, str) and "@" not in given and "::" not in given:
            handler = f"{controller}.{given}"
        full = "/" + join(prefix, path).lstrip("/")
        if verb in ("resource", "apiResource", "resources", "apiResources", "singleton", "apiSingleton"):
            self.resource(call, verb, full, handler, unique, opened, chain)
            return
        function = handler or f"Route {_VERBS[verb]} {full}"
        if not handler and not isinstance(given, str):
            checks = tuple(in_lines(self.source, call.line, call.end)) if not signs_in(full) else ()
            unique = tuple({one.name: one for one in (*unique, *checks)}.values())
        self.add(call, _VERBS[verb], full, function, handler, unique, opened)

    def resource(
        self, call: Call, verb: str, full: str, handler: str, guards: tuple[Guard, ...], opened: str, chain: list[Call]
    ) -> None:
        """`Route::apiResource('orders', OrderController::class)->only(['index'])`: an action each."""
        only = {name for one in chain if one.name.endswith(".only") for name in _texts(one)}
        without = {name for one in chain if one.name.endswith(".except") for name in _texts(one)}
        thing = full.rpartition("/")[2].rstrip("s").replace("-", "_")
        path = controller_path(self.source, handler.partition(".")[0]) if handler else ""
        if not path:
            self.actions.append(
                Action(handler or f"Route ANY {full}", self.source.path, call.line, ANY, full, guards, opened)
            )
            return
        for method, function, is_one in _RESOURCE[: _API if verb.startswith("api") else None]:
            if (not only or function in only) and function not in without:
                route = f"{full}/{{{thing}}}" if is_one else full
                route += f"/{function}" if function in ("create", "edit") else ""
                self.mount(call, path, f"{handler.partition('.')[0]}.{function}", method, route, guards, opened)

    def add(
        self, call: Call, method: str, full: str, function: str, handler: str, guards: tuple[Guard, ...], opened: str
    ) -> None:
        path = controller_path(self.source, handler.partition(".")[0]) if handler else ""
        if path:
            function = function if "." in function else f"{function}.__invoke"
            self.mount(call, path, function, method, full, guards, opened)
        else:
            self.actions.append(Action(function, self.source.path, call.line, method, full, guards, opened))

    def mount(
        self, call: Call, path: str, function: str, method: str, full: str, guards: tuple[Guard, ...], opened: str
    ) -> None:
        child = place(path, function)
        parent = place(self.source.path, "routes")
        self.mounts.append(Mount(child, parent, self.source.path, call.line, guards, full, method, opened))


def controller_path(source: Source, name: str) -> str:
    """The file of a controller that a route names, "" if the tree has none there."""
    dotted = name.replace("\\", ".").strip(".")
    imported = next((one.module for one in source.code.imports if one.alias == dotted.partition(".")[0]), "")
    rest = dotted.partition(".")[2]
    full = ".".join(part for part in (imported, rest) if part) if imported else dotted
    path = full.replace(".", "/")
    if path.startswith("App/"):
        path = "app" + path[3:]
    else:
        path = f"{_CONTROLLERS}/{path}"
    folders = source.path.split("/")[:-2]
    for up in range(len(folders), -1, -1):
        found = "/".join([*folders[:up], f"{path}.php"])
        if source.exists(found):
            return found
    return ""


class _Grouped(Record):
    """A group of routes: where it begins and ends (line, column), what it adds to its routes."""

    first: tuple[int, int]
    last: tuple[int, int]
    guards: tuple[Guard, ...]
    prefix: str
    controller: str


def _groups(source: Source, chains: Chains) -> Iterator[_Grouped]:
    for call in source.code.calls:
        if not call.name.startswith(("Route.", "app.router.", "router.")) or not call.name.endswith(".group"):
            continue
        chain = chains.before(call)[::-1]
        guards = [guard for one in chain for guard in _middleware(source, one)]
        prefix = next((str(one.argument(0)) for one in chain if one.name.endswith(".prefix") and one.arguments), "")
        controller = next((text for one in chain if one.name.endswith(".controller") for text in _texts(one)), "")
        options = call.argument(0)
        if isinstance(options, dict):
            guards += [
                Guard(_shown(name), source.path, call.line)
                for name in _flat(options.get("middleware"))
                if _is_guard(source, name)
            ]
            given = options.get("prefix")
            prefix = given if isinstance(given, str) else prefix
        inherited = tuple(one.but(on=f"the group {prefix}" if prefix else "a group of routes") for one in guards)
        yield _Grouped((call.line, call.column), (call.end, 1 << 30), inherited, prefix, controller)


def _middleware(source: Source, call: Call) -> Iterator[Guard]:
    last = call.name.rpartition(".")[2]
    if last in ("middleware", "can", "middlewareGroup"):
        for name in _texts(call):
            name = f"can:{name}" if last == "can" else name
            if _is_guard(source, name):
                yield Guard(_shown(name), source.path, call.line)


def _shown(name: str) -> str:
    """`can:update,post` as `can(update,post)`."""
    return name.replace(":", "(", 1) + ")" if ":" in name else name


def _is_guard(source: Source, name: str) -> bool:
    head = name.partition(":")[0]
    return head in _LARAVEL or source.names.is_guard(head)


def _texts(call: Call) -> Iterator[str]:
    for value in call.arguments:
        yield from _flat(value)


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _flat(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _flat(one)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Expression):
        match = re.match(r"\\?(?:\w+\\)*(\w+)::class", value.text)
        if match:
            yield match[1]


def _handler(value: Any) -> str:
    """`OrderController.index` of `[OrderController::class, 'index']` or "OrderController@index"."""
    found = list(_flat(value))
    if len(found) == 2:
        return ".".join(found)
    return found[0].replace("@", ".") if found and re.fullmatch(r"[\w\\]+(?:@\w+)?", found[0]) else ""


def controllers(source: Source, routed: set[str]) -> Facts:
    """The public methods of Laravel's controllers, with what their constructor or `middleware()` guards them by and what they check
    themselves; those in `routed` are known by their annotations."""
    actions: list[Action] = []
    groups: list[Group] = []
    lines = source.data.decode("utf-8", "replace").split("\n")
    for cls in source.code.definitions:
        if cls.kind != "class" or not cls.name.endswith("Controller") or any(cls.name in one for one in routed):
            continue
        own = list(_by_class(source, cls, lines))
        whole = {guard.name: guard for guard, applies in own if applies is None}
        bases = tuple(_bases(source, cls))
        groups.append(
            Group(place(source.path, cls.name), "class", source.path, cls.line, tuple(whole.values()), within=bases)
        )
        for one in source.code.definitions:
            if one.kind != "function" or one.scope[-1:] != (cls.name,) or not _is_public(one, lines):
                continue
            title = f"class {cls.name}"
            found = [guard.but(on=title) for guard, applies in own if applies is not None and applies(one.name)]
            if not signs_in(f"{one.name} {cls.name}"):
                found += in_lines(source, one.line, one.end)
            unique = tuple({guard.name: guard for guard in found}.values())
            name = f"{cls.name}.{one.name}"
            actions.append(
                Action(
                    name, source.path, one.line, "", "", unique, groups=(place(source.path, cls.name),), routed=False
                )
            )
    return Facts(tuple(actions), tuple(groups))


def _is_public(one: Definition, lines: list[str]) -> bool:
    if (one.name.startswith("__") and one.name != "__invoke") or one.name == "middleware":
        return False
    head = next(
        (line for line in lines[one.line - 1 : one.end] if re.search(rf"\bfunction\s+&?{re.escape(one.name)}\b", line)),
        "",
    )
    return re.search(r"\b(?:private|protected|static|abstract)\b", head.partition("function")[0]) is None


def _bases(source: Source, cls: Definition) -> Iterator[str]:
    for base in cls.bases[:1]:
        name = base.replace("\\", ".").rpartition(".")[2]
        same = f"{source.path.rpartition('/')[0]}/{name}.php".lstrip("/")
        path = same if source.exists(same) else controller_path(source, name)
        if path and name != "Controller":
            yield place(path, name)


def _by_class(
    source: Source, cls: Definition, lines: list[str]
) -> Iterator[tuple[Guard, Callable[[str], bool] | None]]:
    """(guard, which methods it is for; None for all) of `$this->middleware(...)`, `authorizeResource` and `static function middleware()`."""
    inside = [one for one in source.code.calls if cls.line <= one.line <= cls.end]
    for call in inside:
        if call.name == "this.authorizeResource":
            text = next(iter(_texts(call)), "")
            name = f"authorizeResource({text})" if text else "authorizeResource"
            yield Guard(name, source.path, call.line), frozenset(name for _, name, _ in _RESOURCE).__contains__
        elif call.name == "this.middleware":
            names = [name for name in _texts(call) if _is_guard(source, name)]
            options = call.argument(1)
            only = set(_flat(options.get("only"))) if isinstance(options, dict) else set()
            without = set(_flat(options.get("except"))) if isinstance(options, dict) else set()
            for one in inside:
                if call.line <= one.line <= call.end + 3 and one.name.startswith("this.middleware."):
                    only |= set(_texts(one)) if one.name.endswith(".only") else set()
                    without |= set(_texts(one)) if one.name.endswith(".except") else set()
            for name in names:
                yield Guard(_shown(name), source.path, call.line), _applies(only, without)
    for method in source.code.definitions:
        if method.name == "middleware" and method.kind == "function" and method.scope[-1:] == (cls.name,):
            text = "\n".join(lines[method.line - 1 : method.end])
            for call in inside:
                if call.name.rpartition(".")[2] == "Middleware" and method.line <= call.line <= method.end:
                    text = re.sub(r"new\s+\\?(?:\w+\\)*Middleware\((?:[^()\[\]]|\[[^\]]*\])*\)", "", text)
                    only, without = set(_flat(call.keywords.get("only"))), set(_flat(call.keywords.get("except")))
                    first = call.argument(0, "middleware")
                    for name in _flat(first):
                        if _is_guard(source, name):
                            yield Guard(_shown(name), source.path, call.line), _applies(only, without)
            text = re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)
            for match in re.finditer(r"['\"]([\w.:,|-]+)['\"]|(\w+)::class", text):
                if _is_guard(source, match[1] or match[2]):
                    yield Guard(_shown(match[1] or match[2]), source.path, method.line), None


def _applies(only: set[str], without: set[str]) -> Callable[[str], bool] | None:
    if not only and not without:
        return None
    return lambda method: method in only if only else method not in without
