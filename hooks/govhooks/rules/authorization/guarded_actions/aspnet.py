"""ASP.NET beside its annotated controllers: minimal APIs, policies, the pipeline, and the folders of Razor Pages.

app.MapGroup("/x").RequireAuthorization()    options.AddPolicy("p", policy => policy.RequireRole("r"))
app.UseAuthorization()                       options.Conventions.AuthorizeFolder("/Admin")
"""

from __future__ import annotations

import re

from govhooks.readers.code import Call, Expression
from govhooks.rules.authorization.guarded_actions.actions import (
    ANY,
    APPLICATION,
    Action,
    Facts,
    Group,
    Guard,
    Source,
    join,
    place,
)
from govhooks.rules.authorization.guarded_actions.bodies import in_lines
from govhooks.rules.authorization.guarded_actions.chains import Chains
from govhooks.rules.authorization.guarded_actions.expressions import guard_name
from govhooks.rules.authorization.guarded_actions.path_rules import rule
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
# What a policy asks for; and what makes everybody pass.
_ASKING = compiled(r"\b(Require(?!Assertion)\w+|AddRequirements|Requirements\.Add|RequireAssertion)\s*\(")
_EVERYBODY = compiled(r"RequireAssertion\(\s*(?:_|\w+|\(\s*\w*\s*\))\s*=>\s*true\s*\)")
_PAGES = ("AuthorizeFolder", "AuthorizePage", "AuthorizeAreaFolder", "AuthorizeAreaPage")
_OPEN_PAGES = (
    "AllowAnonymousToPage",
    "AllowAnonymousToFolder",
    "AllowAnonymousToAreaPage",
    "AllowAnonymousToAreaFolder",
)


def facts(source: Source) -> Facts:
    """What a file says beside annotations."""
    return Facts((*_minimal(source), *_policies(source), *_pages(source)), tuple(_pipeline(source)))


def _pipeline(source: Source) -> Iterator[Group]:
    """`app.UseAuthorization()`: without it, no attribute and no policy counts."""
    used = [
        one for one in source.code.calls if one.name.rpartition(".")[2] in ("UseAuthentication", "UseAuthorization")
    ]
    text = source.data.decode("utf-8", "replace")
    if used or "WebApplication.CreateBuilder" in text or "IApplicationBuilder" in text:
        guards = [Guard(one.name.rpartition(".")[2], source.path, one.line) for one in used]
        for match in re.finditer(r"\.UseMiddleware<\s*([\w.]+)", text):
            if source.names.is_guard(match[1]):
                guards.append(Guard(match[1], source.path, text.count("\n", 0, match.start()) + 1))
        yield Group(
            place(source.path, "the pipeline"), "application", source.path, used[0].line if used else 1, tuple(guards)
        )


def _policies(source: Source) -> Iterator[Action]:
    for call in source.code.calls:
        if call.name.rpartition(".")[2] not in ("AddPolicy", "AddAuthorizationPolicy") or len(call.arguments) < 2:
            continue
        name, given = call.arguments[:2]
        if not isinstance(name, (str, Expression)) or not isinstance(given, Expression):
            continue
        lines = source.data.decode("utf-8", "replace").split("\n")[call.line - 1 : call.end]
        text = "\n".join(lines)
        if call.line == call.end:
            text = given.text
        guards = []
        for match in _ASKING.finditer(text):
            if match[1] == "RequireAssertion" and _EVERYBODY.match(text, match.start()):
                continue
            found = guard_name(text[match.start() : _closing(text, match.end() - 1) + 1]) or match[1]
            guards.append(Guard(_CLAIM.sub("RequireAuthorization(authenticated)", found), source.path, call.line))
        label = name if isinstance(name, str) else name.text
        unique = tuple({one.name: one for one in guards}.values())
        if unique or "=>" in given.text:
            yield Action(f"policy {label}", source.path, call.line, "", "", unique, routed=False)


_CLAIM = compiled(r"^RequireAuthenticatedUser$")


def _closing(text: str, at: int) -> int:
    depth = 0
    for index in range(at, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if not depth:
            return index
    return len(text)


def _pages(source: Source) -> Iterator[Action]:
    """Razor Pages: the folders and pages that ask for a login. What is public is so whatever its folder asks for."""
    for order, call in enumerate(source.code.calls):
        last = call.name.rpartition(".")[2]
        texts = [one for one in call.arguments if isinstance(one, str)]
        if last not in (*_PAGES, *_OPEN_PAGES) or not texts:
            continue
        count = 2 if "Area" in last else 1
        path = "/" + "/".join(one.strip("/") for one in texts[:count])
        path = f"{path.rstrip('/')}/**" if "Folder" in last else path
        given = texts[count:]
        name = f"RequireAuthorization({', '.join(given)})" if given else "RequireAuthorization"
        is_open = last in _OPEN_PAGES
        guards = () if is_open else (Guard(name, source.path, call.line),)
        yield rule(
            *("pages", source.path, call.line, order - (1 << 20) * is_open, ANY, path),
            guards=tuple(guards),
            opened=last if is_open else "",
        )


def _minimal(source: Source) -> Iterator[Action]:
    """ASP.NET's minimal APIs: `app.MapGet("/x", f).RequireAuthorization()`, also on groups that a variable holds."""
    text = source.data.decode("utf-8", "replace")
    groups: dict[str, tuple[str, list[Guard]]] = {}
    for match in re.finditer(r"\b(\w+)\s*=\s*(\w+)\.MapGroup\(\s*\"([^\"]*)\"\s*\)([^;]*);", text):
        above, given = groups.get(match[2], ("", []))
        line = text.count("\n", 0, match.start()) + 1
        found = [one.but(on=f"group {match[1]}") for one in _required(source, match[4], line)]
        groups[match[1]] = (join(above, match[3]), [*given, *found])
    for match in re.finditer(r"\b(\w+)\.RequireAuthorization\(([^)]*)\)\s*;", text):
        if match[1] in groups:
            line = text.count("\n", 0, match.start()) + 1
            groups[match[1]][1].append(Guard("RequireAuthorization", source.path, line, f"group {match[1]}"))
    chains = Chains(source.code.calls)
    for call in source.code.calls:
        base, _, name = call.name.rpartition(".")
        verb = name.removeprefix("Map").upper()
        path = call.argument(0)
        if not name.startswith("Map") or base.rpartition(".")[2].startswith("Map"):
            continue
        if name in _ENDPOINTS:
            path = path if isinstance(path, str) else ""
        elif not isinstance(path, str) or verb not in (*_VERBS, "", "METHODS"):
            continue
        chain = list(chains.behind(call))
        prefix, inherited = groups.get(base.rpartition(".")[2], ("", []))
        own = [*(guard for one in chain for guard in _chained(source, one)), *_attributes(source, call)]
        checks = [one for one in in_lines(source, call.line, call.end) if "RequireAuthorization" not in one.name]
        is_open = any(one.name.endswith(".AllowAnonymous") for one in chain) or any(
            re.match(r"\[\s*AllowAnonymous\b", one.text) for one in call.arguments if isinstance(one, Expression)
        )
        opened = "AllowAnonymous" if is_open else ""
        full = join(prefix, path) or f"/{name.removeprefix('Map')}"
        guards = tuple({one.name: one for one in (*own, *(() if opened else inherited), *checks)}.values())
        method = verb if verb in _VERBS else ANY
        yield Action(f"{base} {method} {full}", source.path, call.line, method, full, guards, opened, (APPLICATION,))


# What else an application maps, with a path or without one.
_ENDPOINTS = ("MapHub", "MapGrpcService", "MapReverseProxy", "MapRazorPages", "MapBlazorHub", "MapGraphQL", "MapMcp")


def _attributes(source: Source, call: Call) -> Iterator[Guard]:
    """`app.MapGet("/x", [Authorize(Roles = "a")] () => ...)`."""
    for one in call.arguments:
        match = re.match(r"\[\s*Authorize\s*(?:\(([^)]*)\))?\s*\]", one.text) if isinstance(one, Expression) else None
        if match:
            asked = ", ".join(re.findall(r"\"([^\"]*)\"", match[1] or ""))
            yield Guard(f"Authorize({asked})" if asked else "Authorize", source.path, call.line)


def _chained(source: Source, call: Call) -> Iterator[Guard]:
    if call.name.endswith(".RequireAuthorization"):
        texts = list(_texts(call))
        yield Guard(
            f"RequireAuthorization({', '.join(texts)})" if texts else "RequireAuthorization", source.path, call.line
        )


def _required(source: Source, text: str, line: int) -> Iterator[Guard]:
    for match in re.finditer(r"\.RequireAuthorization\(([^)]*)\)", text):
        asked = match[1].strip().strip('"')
        yield Guard(f"RequireAuthorization({asked})" if asked else "RequireAuthorization", source.path, line)


def _texts(call: Call) -> Iterator[str]:
    for value in (*call.arguments, *call.keywords.values()):
        if isinstance(value, str):
            yield value
        elif isinstance(value, Expression):
            yield guard_name(value.text) or value.text[:60]
