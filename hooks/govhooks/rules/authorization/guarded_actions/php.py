"""Laravel's routes and controllers, and Symfony's annotated ones.

Route::get('/x', ...)->middleware('auth')      Route::middleware(['auth'])->group(function () { ... })
$this->middleware('auth')->except('index')     #[IsGranted('ROLE_ADMIN')]
"""

from __future__ import annotations

import re

from govhooks.readers.code import Call, Expression
from govhooks.rules.authorization.guarded_actions import annotated
from govhooks.rules.authorization.guarded_actions.actions import ANY, Action, Facts, Group, Guard, Source, join, place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
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
    "password.confirm",
    "scope",
    "scopes",
}


def facts(source: Source) -> Facts:
    """The actions of a file."""
    found = annotated.facts(source)
    return found.plus(Facts(tuple(_routes(source)), tuple(_controllers(source))))


def _routes(source: Source) -> Iterator[Action]:
    groups = list(_groups(source))
    calls = [one for one in source.code.calls if one.name.partition(".")[0] in ("Route", "Router", "router", "app")]
    for call in calls:
        parts = call.name.split(".")
        verb = parts[-1]
        if verb not in _VERBS or len(parts) < 2 or not call.arguments:
            continue
        at = 1 if verb == "match" else 0
        path = call.argument(at)
        if not isinstance(path, str):
            continue
        # What is chained behind the route has its name and begins on it or below.
        chain = [one for one in calls if one.name.startswith(f"{call.name}.") and _is_same(call, one)]
        before = [one for one in calls if call.name.startswith(f"{one.name}.") and _is_same(one, call)]
        guards = [guard for one in (*before, *chain) for guard in _middleware(source, one)]
        prefix = ""
        for first, last, given, path_of in groups:
            if first < (call.line, call.column) < last:
                guards += given
                prefix = join(prefix, path_of)
        gone = {name for one in chain if one.name.endswith(".withoutMiddleware") for name in _texts(one)}
        guards = [one for one in guards if one.name not in gone and one.name.partition("(")[0] not in gone]
        handler = _handler(call.argument(at + 1))
        full = "/" + join(prefix, path).lstrip("/")
        function = handler or f"Route {_VERBS[verb]} {full}"
        unique = tuple({one.name: one for one in guards}.values())
        where = (place("app/Http/Controllers", handler.partition(".")[0]),) if handler else ()
        opened = f"withoutMiddleware({', '.join(sorted(gone))})" if gone and not unique else ""
        yield Action(function, source.path, call.line, _VERBS[verb], full, unique, opened, groups=where)


def _is_same(first: Call, later: Call) -> bool:
    """Whether a call further along is of the same statement."""
    return (
        first.line <= later.line <= max(first.end, later.end)
        and (later.line - first.line) < 40
        and _starts_with(first, later)
    )


def _starts_with(first: Call, later: Call) -> bool:
    return (first.line, first.column) <= (later.line, later.column) and later.line <= first.end + 6


def _groups(source: Source) -> Iterator[tuple[tuple[int, int], tuple[int, int], list[Guard], str]]:
    """(begin, end, guards, prefix) of each group of routes."""
    for call in source.code.calls:
        if not call.name.startswith(("Route.", "app.router.", "router.")) or not call.name.endswith(".group"):
            continue
        chain = [
            one
            for one in source.code.calls
            if call.name.startswith(f"{one.name}.")
            and one.line <= call.line
            and call.line - one.line < 12
            and one.end <= call.end
        ]
        guards = [guard for one in chain for guard in _middleware(source, one)]
        prefix = next((str(one.argument(0)) for one in chain if one.name.endswith(".prefix") and one.arguments), "")
        options = call.argument(0)
        if isinstance(options, dict):
            guards += [
                Guard(name, source.path, call.line)
                for name in _flat(options.get("middleware"))
                if _is_guard(source, name)
            ]
            given = options.get("prefix")
            prefix = given if isinstance(given, str) else prefix
        inherited = [one.but(on=f"the group {prefix}" if prefix else "a group of routes") for one in guards]
        yield (call.line, call.column), (call.end, 1 << 30), inherited, prefix


def _middleware(source: Source, call: Call) -> Iterator[Guard]:
    last = call.name.rpartition(".")[2]
    if last in ("middleware", "can", "middlewareGroup"):
        for name in _texts(call):
            name = f"can:{name}" if last == "can" else name
            if _is_guard(source, name):
                yield Guard(name.replace(":", "(", 1) + ")" if ":" in name else name, source.path, call.line)


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


def _controllers(source: Source) -> Iterator[Group]:
    """`$this->middleware('auth')` in a controller's constructor guards its actions, but those of `except`."""
    for cls in source.code.definitions:
        if cls.kind != "class" or not cls.name.endswith("Controller"):
            continue
        found = []
        for call in source.code.calls:
            if call.name == "this.middleware" and cls.line <= call.line <= cls.end:
                narrowed = any(
                    one.name in ("this.middleware.except", "this.middleware.only")
                    and call.line <= one.line <= call.end + 3
                    for one in source.code.calls
                )
                rest = " for some" if narrowed else ""
                found += [
                    Guard(name + rest, source.path, call.line) for name in _texts(call) if _is_guard(source, name)
                ]
        if found:
            yield Group(
                place(source.path, cls.name), "class", source.path, cls.line, tuple({g.name: g for g in found}.values())
            )
