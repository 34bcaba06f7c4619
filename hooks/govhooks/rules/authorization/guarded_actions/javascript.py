"""JavaScript and TypeScript: registered routes, Nest's controllers, Next's route handlers and server actions, tRPC's procedures."""

from __future__ import annotations

import re

from govhooks.rules.authorization.guarded_actions import annotated, registered
from govhooks.rules.authorization.guarded_actions.actions import Action, Facts, Group, Guard, Source, place
from govhooks.rules.authorization.guarded_actions.bodies import in_lines, signs_in
from govhooks.rules.authorization.guarded_actions.expressions import guard_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
NEXT = "*next"
_ROUTE_FILE = re.compile(r"(?:^|.*/)app/(?:(.*)/)?route\.[jt]sx?")
_API_FILE = re.compile(r"(?:^|.*/)pages/(api/.*?)(?:/index)?\.[jt]sx?")
_EXPORTED_FUNCTION = re.compile(r"(?m)^export\s+(?:async\s+)?function\s+([\w$]+)")
_EXPORTED_CONST = re.compile(r"(?m)^export\s+const\s+([\w$]+)\s*(?::[^=\n]+)?=\s*(?:async\s*)?([\w$.]+)?")
_DEFAULT = re.compile(r"(?m)^export\s+default\s+(?:async\s+)?(?:function\s+([\w$]+)|([\w$.]+))")
_PROCEDURE = re.compile(r"([\w$]+)\s*:\s*([\w$.]*[pP]rocedure)\b")
_BUILT = re.compile(r"(?:export\s+)?const\s+([\w$]+[pP]rocedure)\s*=\s*([^;]*?)(?=;|\n\s*\n|\nexport|\nconst|\Z)")


def facts(source: Source) -> Facts:
    """The actions of a file."""
    found = registered.facts(source).plus(annotated.facts(source))
    found = found.plus(Facts(tuple(_next(source)) + tuple(_procedures(source)), tuple(_built(source))))
    if re.fullmatch(r"(?:src/)?middleware\.[jt]s", source.path):
        guards = list(in_lines(source, 1, 1 << 30))
        text = source.data.decode("utf-8", "replace")
        for name in re.findall(
            r"export\s+default\s+([\w$.]+)|export\s*\{\s*([\w$]+)\s+as\s+(?:default|middleware)", text
        ):
            one = "".join(name)
            if source.names.is_guard(one) or one == "auth":
                guards.append(Guard(one, source.path, 1))
        matcher = re.search(r"matcher\s*:\s*(\[[^\]]*\]|[\"'][^\"']*[\"'])", text)
        for path in re.findall(r"[\"']([^\"']+)[\"']", matcher[1]) if matcher and guards else ():
            guards.append(
                Guard(f"middleware for {path}", source.path, text.count("\n", 0, matcher.start()) + 1 if matcher else 1)
            )
        group = Group(NEXT, "middleware", source.path, 1, tuple({one.name: one for one in guards}.values()))
        found = found.plus(Facts(groups=(group,)))
    return found


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
        guards = (Guard(procedure, source.path, line),) if source.names.is_guard(procedure) else ()
        group = _procedure_place(source, procedure)
        yield Action(match[1], source.path, line, "", "", guards, groups=(group,) if group else ())


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
