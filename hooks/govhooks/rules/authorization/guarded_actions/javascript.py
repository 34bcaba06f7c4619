"""JavaScript and TypeScript: registered routes, Nest's controllers, Next's route handlers and server actions, tRPC's procedures."""

from __future__ import annotations

import re

from govhooks.rules.authorization.guarded_actions import annotated, registered
from govhooks.rules.authorization.guarded_actions.actions import OWN_CHECK, Action, Facts, Group, Guard, Source, place
from govhooks.rules.authorization.guarded_actions.bodies import in_lines, signs_in
from govhooks.rules.authorization.guarded_actions.exemptions import ONLY
from govhooks.rules.authorization.guarded_actions.expressions import closing, guard_name
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
NEXT = "*next"
_ROUTE_FILE = compiled(r"(?:^|.*/)app/(?:(.*)/)?route\.[jt]sx?")
_API_FILE = compiled(r"(?:^|.*/)pages/(api/.*?)(?:/index)?\.[jt]sx?")
_EXPORTED_FUNCTION = compiled(r"(?m)^export\s+(?:async\s+)?function\s+([\w$]+)")
_EXPORTED_CONST = compiled(r"(?m)^export\s+const\s+([\w$]+)\s*(?::[^=\n]+)?=\s*(?:async\s*)?([\w$.]+)?")
_DEFAULT = compiled(r"(?m)^export\s+default\s+(?:async\s+)?(?:function\s+([\w$]+)|([\w$.]+))")
_MIDDLEWARE_FILE = compiled(r"(?:.*/)?(?:middleware|proxy)\.[jt]s")
_PROCEDURE = compiled(r"([\w$]+)\s*:\s*([\w$.]*[pP]rocedure)\b")
_BUILT = compiled(r"(?:export\s+)?const\s+([\w$]+[pP]rocedure)\s*=\s*([^;]*?)(?=;|\n\s*\n|\nexport|\nconst|\Z)")


def facts(source: Source) -> Facts:
    """The actions of a file."""
    found = registered.facts(source).plus(annotated.facts(source))
    found = found.plus(Facts(tuple(_next(source)) + tuple(_procedures(source)), tuple(_built(source))))
    if _MIDDLEWARE_FILE.fullmatch(source.path):
        found = found.plus(_middleware(source))
    return found


def _middleware(source: Source) -> Facts:
    """Next's middleware, which runs before every route that its matcher names."""
    text = source.data.decode("utf-8", "replace")
    matcher = re.search(r"matcher\s*:\s*(\[[^\]]*\]|[\"'`][^\"'`]*[\"'`])", text)
    if matcher is None and not re.search(r"next/server|next-auth|@/auth|@clerk", text):
        return Facts()
    guards = list(in_lines(source, 1, 1 << 30))
    for name in re.findall(
        r"export\s+default\s+([\w$.]+)|export\s*\{\s*([\w$]+)\s+as\s+(?:default|middleware|proxy)|export\s*\{\s*(default)\s*\}\s*from\s*[\"'][^\"']*auth",
        text,
    ):
        one = "".join(name)
        if source.names.is_guard(one) or one in ("auth", "default"):
            guards.append(Guard(one if one != "default" else "next-auth", source.path, 1))
    paths = re.findall(r"[\"'`]([^\"'`]+)[\"'`]", matcher[1]) if matcher else []
    line = text.count("\n", 0, matcher.start()) + 1 if matcher else 1
    if matcher is not None and not paths:
        guards = []  # it runs for nothing
    group = Group(NEXT, "middleware", source.path, 1, tuple({one.name: one for one in guards}.values()))
    if not guards:
        return Facts(groups=(group,))
    entries: list[str] = []
    for path in paths:
        if excluded := re.search(r"\(\?!([^()]*(?:\([^()]*\)[^()]*)*)\)", path):
            entries += ["/" + one.strip("/") for one in excluded[1].split("|") if not re.match(r"[.\\]", one)]
        elif not re.fullmatch(r"/?(?:\(\.\*\)|:\w+\*)?", path):
            entries.append(ONLY + path)
    own = (Guard(OWN_CHECK, source.path, line),)
    matches = Action("middleware", source.path, line, "", "", own, routed=False, checks=True, exempt=tuple(entries))
    return Facts((matches,), (group,))


def _next(source: Source) -> Iterator[Action]:
    """Route handlers (`app/**/route.ts`), API routes (`pages/api`) and server actions (a file that says "use server")."""
    text = source.data.decode("utf-8", "replace")
    route = _ROUTE_FILE.fullmatch(source.path)
    api = _API_FILE.fullmatch(source.path)
    server = re.match(r"\s*(?://[^\n]*\n|/\*.*?\*/\s*)*[\"']use server[\"']", text, re.DOTALL) is not None
    if route:
        parts = [part for part in (route[1] or "").split("/") if part and not part.startswith(("(", "@"))]
        for name, wrapper, at in _exported(text):
            if name in _METHODS:
                yield _handler(source, text, name, wrapper, at, name, "/" + "/".join(parts), NEXT)
    elif api:
        for match in _DEFAULT.finditer(text):
            name = match[1] or match[2]
            wrapper = "" if match[1] else match[2]
            yield _handler(source, text, "default", wrapper, match.start(), "ANY", "/" + api[1], NEXT, name)
    elif server:
        for name, wrapper, at in _exported(text):
            yield _handler(source, text, name, wrapper, at, "", "", "")


def _exported(text: str) -> Iterator[tuple[str, str, int]]:
    """(name, what wraps it, offset) of each exported function."""
    for match in _EXPORTED_FUNCTION.finditer(text):
        yield match[1], "", match.start()
    for match in _EXPORTED_CONST.finditer(text):
        rest = text[match.end() : match.end() + 1]
        yield match[1], (match[2] or "") if rest == "(" else "", match.start()


def _handler(
    source: Source,
    text: str,
    function: str,
    wrapper: str,
    at: int,
    method: str,
    route: str,
    group: str,
    named: str = "",
) -> Action:
    line = text.count("\n", 0, at) + 1
    definition = next((one for one in source.code.definitions if one.name == (named or function)), None)
    last = definition.end if definition is not None else line
    if definition is None:  # a wrapped arrow function: until the next export
        following = re.compile(r"(?m)^export\s").search(text, at + 1)
        last = text.count("\n", 0, following.start()) if following else text.count("\n") + 1
    guards = (
        [Guard(wrapper, source.path, line)] if wrapper and (source.names.is_guard(wrapper) or wrapper == "auth") else []
    )
    if not signs_in(f"{function} {route}"):
        first = definition.line if definition is not None else line
        guards += in_lines(source, first, last)
    unique = tuple({one.name: one for one in guards}.values())
    return Action(function, source.path, line, method, route, unique, groups=(group,) if group else ())


def _procedures(source: Source) -> Iterator[Action]:
    """tRPC: `list: protectedProcedure.query(...)`. Its procedure is the guard, unless it is a public one."""
    if b"rocedure" not in source.data:
        return
    text = source.data.decode("utf-8", "replace")
    for match in _PROCEDURE.finditer(text):
        procedure = match[2].rpartition(".")[2]
        line = text.count("\n", 0, match.start()) + 1
        if text[text.rfind("\n", 0, match.start()) + 1 : match.start()].lstrip().startswith(("//", "*", "/*")):
            continue
        guards = [Guard(procedure, source.path, line)] if source.names.is_guard(procedure) else []
        for name, first, last in _chain(text, match.end()):
            given = text[first:last]
            if name == "use" and (used := guard_name(given)) and source.names.is_guard(used):
                guards.append(Guard(used, source.path, line))
            elif name == "use" or not signs_in(match[1]):
                rows = text.count("\n", 0, first) + 1, text.count("\n", 0, last) + 1
                guards += in_lines(source, *rows, given.encode())
        group = _procedure_place(source, procedure)
        unique = tuple({one.name: one for one in guards}.values())
        yield Action(match[1], source.path, line, "", "", unique, groups=(group,) if group else ())


_CALLED = compiled(r"\s*\.\s*(\w+)\s*\(")
_MOST_CALLS = 20


def _chain(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    """(name, start, end of what it is given) of each call in `.input(...).use(...).mutation(...)`."""
    for _ in range(_MOST_CALLS):
        match = _CALLED.match(text, at)
        if match is None:
            return
        end = closing(text, match.end())
        yield match[1], match.end(), end
        at = end + 1


def _procedure_place(source: Source, name: str) -> str:
    for one in source.code.imports:
        if one.alias == name and one.module.startswith((".", "@/", "~/")):
            path = registered.Registered(source).module(one.module)
            return place(path, one.name or name) if path else ""
    return place(source.path, name)


def _built(source: Source) -> Iterator[Group]:
    """`const protectedProcedure = t.procedure.use(isAuthed)`: the guards that a procedure is built with."""
    if b"rocedure" not in source.data:
        return
    text = source.data.decode("utf-8", "replace")
    for match in _BUILT.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        used = [guard_name(one) for one in re.findall(r"\.use\(\s*([\w$.]+)", match[2])]
        guards = [Guard(one, source.path, line) for one in used if one and source.names.is_guard(one)]
        last = line + match[0].count("\n")
        guards += in_lines(source, line, last) if ".use(" in match[2] else []
        base = re.match(r"\s*([\w$]+[pP]rocedure)\b", match[2])
        within = (place(source.path, base[1]),) if base and base[1] != match[1] else ()
        unique = tuple({one.name: one for one in guards}.values())
        yield Group(place(source.path, match[1]), "procedure", source.path, line, unique, within=within)
