"""Actions whose class and method are annotated: Spring and JAX-RS, ASP.NET, Nest, Symfony.

One table row a language: annotations that make a route, guards, and what makes public. What a method says replaces what its
class says where the framework does so (`@PermitAll` in a `@RolesAllowed` class).
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.readers.code import Call, Code, Definition, Expression
from govhooks.rules.authorization.guarded_actions import aspnet
from govhooks.rules.authorization.guarded_actions.actions import (
    ANY,
    Action,
    Facts,
    Group,
    Guard,
    Source,
    join,
    place,
)
from govhooks.rules.authorization.guarded_actions.bodies import deciding, in_lines, signs_in
from govhooks.rules.authorization.guarded_actions.chains import Chains
from govhooks.rules.authorization.guarded_actions.exemptions import ONLY, applied
from govhooks.rules.authorization.guarded_actions.expressions import guard_name
from govhooks.rules.authorization.guarded_actions.guards import words
from govhooks.rules.authorization.guarded_actions.path_rules import rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

# Groups of what an application configures for all: Nest's APP_GUARD, the fallback policy of ASP.NET.
GLOBAL = {
    "typescript": "*nest",
    "javascript": "*nest",
    "tsx": "*nest",
    "csharp": "*aspnet",
    "java": "*spring",
    "kotlin": "*spring",
    "php": "*symfony",
}


class Dialect(Record):
    """What annotations mean in a language.

    `routes`    annotation -> method ("" takes it from the arguments).   `classes` annotations with a path for the class.
    `guards`    annotations that are guards whatever their words.        `opening` those that make public.
    `named`     whether other annotations are guards by the words of their names.
    """

    routes: dict[str, str]
    classes: tuple[str, ...]
    guards: tuple[str, ...]
    opening: tuple[str, ...]
    named: bool = False


_VERBS = ("Get", "Post", "Put", "Patch", "Delete", "Head", "Options")
_NEST = Dialect(
    {
        **{verb: verb.upper() for verb in _VERBS},
        "All": ANY,
        "Sse": "GET",
        **dict.fromkeys(
            ("Query", "Mutation", "Subscription", "ResolveField", "MessagePattern", "EventPattern", "SubscribeMessage"),
            "-",
        ),
    },
    ("Controller", "Resolver", "WebSocketGateway"),
    ("UseGuards", "Roles", "Permissions", "RequirePermissions", "Auth", "CheckPolicies", "Authorized"),
    ("Public", "SkipAuth", "AllowAnonymous", "NoAuth", "IsPublic", "AllowUnauthorizedRequest", "Unprotected"),
)
_JAVA = Dialect(
    {
        **{f"{verb}Mapping": verb.upper() for verb in _VERBS},
        **{verb.upper(): verb.upper() for verb in _VERBS},
        "RequestMapping": "",
        "MessageMapping": "-",
        "QueryMapping": "-",
        "MutationMapping": "-",
        "SchemaMapping": "-",
    },
    ("RequestMapping", "Path"),
    (
        "PreAuthorize",
        "PostAuthorize",
        "Secured",
        "RolesAllowed",
        "Authenticated",
        "RequiresRoles",
        "RequiresPermissions",
        "RequiresAuthentication",
        "DenyAll",
        "SaCheckLogin",
        "SaCheckPermission",
        "SaCheckRole",
    ),
    ("PermitAll", "AnonymousAllowed", "PublicEndpoint", "IgnoreAuth", "SaIgnore"),
    True,
)
_CSHARP = Dialect(
    {**{f"Http{verb}": verb.upper() for verb in _VERBS}, "AcceptVerbs": "", "Route": ""},
    ("Route", "RoutePrefix"),
    ("Authorize", "RequiredScope", "RequiredScopeOrAppPermission", "TypeFilter"),
    ("AllowAnonymous",),
    True,
)
_PHP = Dialect({"Route": "", "Get": "GET", "Post": "POST"}, ("Route",), ("IsGranted", "Security"), ("PublicAccess",))
# Languages of the JVM: Spring and JAX-RS.
JVM = ("java", "kotlin")
DIALECTS = {
    "java": _JAVA,
    "kotlin": _JAVA,
    "csharp": _CSHARP,
    "typescript": _NEST,
    "javascript": _NEST,
    "tsx": _NEST,
    "php": _PHP,
}
# Annotations by which a filter is known to the application.
_REGISTERING = ("Provider", "WebFilter", "ServerRequestFilter")
# Annotations without which others guard nothing.
_SWITCHES = ("EnableMethodSecurity", "EnableGlobalMethodSecurity", "EnableReactiveMethodSecurity", "EnableWebSecurity")
_ACCESS = {
    **dict.fromkeys(("permitAll", "anonymous", "ignoring"), ""),
    **dict.fromkeys(
        (
            "authenticated",
            "fullyAuthenticated",
            "hasRole",
            "hasAnyRole",
            "hasAuthority",
            "hasAnyAuthority",
            "denyAll",
            "access",
            "rememberMe",
            "hasIpAddress",
            "hasScope",
        ),
        "guard",
    ),
}
_MATCHERS = (
    "requestMatchers",
    "antMatchers",
    "mvcMatchers",
    "regexMatchers",
    "anyRequest",
    "pathMatchers",
    "anyExchange",
    "dispatcherTypeMatchers",
)


def facts(source: Source) -> Facts:
    """The annotated actions of a file, and what it configures for all actions."""
    dialect = DIALECTS[source.code.language]
    code: Code = source.code
    actions: list[Action] = []
    groups: list[Group] = list(_global(source))
    classes = {(*one.scope, one.name): one for one in code.definitions if one.kind == "class"}
    for name, cls in classes.items():
        guards, opened = _guards(source, dialect, cls)
        if source.names.is_guard(cls.name):  # without this, nobody calls it
            guards += tuple(
                Guard(f"@{call.name}", source.path, call.line) for call in cls.decorators if call.name in _REGISTERING
            )
        switches = [call for call in cls.decorators if call.name in _SWITCHES]
        guards += tuple(Guard(name, source.path, call.line) for call in switches for name in _enabled(call))
        groups.append(
            Group(
                place(source.path, ".".join(name)),
                "class",
                source.path,
                cls.line,
                guards,
                within=tuple(_bases(source, cls)),
            )
        )
        del opened
    for one in code.definitions:
        if one.kind != "function" or one.scope not in classes:
            continue
        actions += _methods(source, dialect, one, classes[one.scope])
    if code.language in JVM:
        actions += [*_chains(source), *_interceptors(source)]
    if code.language in ("typescript", "javascript", "tsx"):  # `registered` has them already
        return Facts(tuple(actions), tuple(groups))
    checks = deciding(source)
    own = {one.function for one in checks.actions}
    kept = tuple(one for one in actions if one.routed or one.function not in own)
    found = Facts(kept, tuple(groups)).plus(checks)
    return found.plus(aspnet.facts(source)) if code.language == "csharp" else found


def _methods(source: Source, dialect: Dialect, one: Definition, cls: Definition) -> Iterator[Action]:
    function = ".".join((*one.scope, one.name))
    routed = [
        (call, dialect.routes[call.name.rpartition(".")[2]])
        for call in one.decorators
        if call.name.rpartition(".")[2] in dialect.routes
    ]
    own, opened = _guards(source, dialect, one)
    _, class_opened = _guards(source, dialect, cls)
    if not routed:
        if not own and not opened and not _is_action(source, cls, one) and function not in source.known:
            return
        routed = [(Call("", (), {}, one.line, one.end), ANY if _is_action(source, cls, one) else "-")]
    checks = () if signs_in(one.name) else tuple(in_lines(source, one.line, one.end))
    guards = tuple({guard.name: guard for guard in (*own, *checks)}.values())
    prefix = _class_path(dialect, cls)
    groups: tuple[str, ...] = (place(source.path, ".".join(one.scope)), GLOBAL[source.code.language])
    shadowed: tuple[str, ...] = ()
    if source.code.language in JVM and own:  # what a method says replaces what its class says
        shadowed, groups = groups[:1], groups[1:]
    if not opened and not own and class_opened:
        opened = class_opened
    for call, method in routed:
        http = "" if method == "-" else method or _given_method(call) or ANY
        path = "" if method == "-" else join(prefix, _path(call) or _jax_path(one)) or prefix
        path = f"/{path.lstrip('/')}" if path or http else ""
        yield Action(
            *(function, source.path, one.line, http, path if http else "", guards, opened, groups),
            # What only the other side of the change says is an action is none by itself.
            routed=bool(call.name or own or opened) or _is_action(source, cls, one),
            shadowed=shadowed,
        )


def _enabled(call: Call) -> Iterator[str]:
    """What an annotation switches on: `@EnableMethodSecurity(prePostEnabled = false)` nothing."""
    if "MethodSecurity" not in call.name:
        yield call.name
        return
    before = call.keywords.get("prePostEnabled", "Global" not in call.name)
    if before is not False:
        yield "EnableMethodSecurity"
    for name in ("securedEnabled", "jsr250Enabled"):
        if call.keywords.get(name) is True:
            yield f"EnableMethodSecurity {name}"


def _is_action(source: Source, cls: Definition, one: Definition) -> bool:
    """A public method of an ASP.NET controller is one without any annotation."""
    return (
        source.code.language == "csharp"
        and any(base.rpartition(".")[2] in ("Controller", "ControllerBase", "ApiController") for base in cls.bases)
        and one.name != cls.name
        and b"public" in source.data.split(b"\n")[_name_line(source, one) - 1]
    )


def _name_line(source: Source, one: Definition) -> int:
    lines = source.data.split(b"\n")
    for number in range(one.line, min(one.end, len(lines)) + 1):
        if re.search(rb"\b" + re.escape(one.name.encode()) + rb"\s*(?:<[^>]*>)?\(", lines[number - 1]):
            return number
    return one.line


def _guards(source: Source, dialect: Dialect, one: Definition) -> tuple[tuple[Guard, ...], str]:
    """(guards among annotations, what makes public)."""
    found: list[Guard] = []
    opened = ""
    for call in one.decorators:
        name = call.name.rpartition(".")[2].removesuffix("Attribute")
        texts = list(_texts(call))
        if name in dialect.opening or (name == "SetMetadata" and "public" in words(texts[0] if texts else "")):
            opened = name
        elif name in dialect.guards:
            if any(
                re.sub(r"\s|\(\)", "", text) in ("permitAll", "isAnonymous", "PUBLIC_ACCESS", "true") for text in texts
            ):
                opened = f"{name}({', '.join(texts)})"
            elif name == "UseGuards":
                found += [Guard(text, source.path, call.line) for text in texts if source.names.is_guard(text)]
            else:
                found.append(Guard(f"{name}({', '.join(texts)})" if texts else name, source.path, call.line))
        elif dialect.named and name not in dialect.routes and source.names.is_guard(name):
            if not re.search(
                r"(?:Controller|Service|Bean|Entity|Test|Configuration|Component|Enable\w+|Scoped?|SecurityRequirements?|SecuritySchemes?|Anti[Ff]orgeryToken|AccessLog)$",
                name,
            ):
                found.append(Guard(f"{name}({', '.join(texts)})" if texts else name, source.path, call.line))
        elif any(_is_own(source, name, glob) for glob in source.names.guards):
            found.append(Guard(name, source.path, call.line))
    return tuple({guard.name: guard for guard in found}.values()), opened


def _is_own(source: Source, name: str, glob: str) -> bool:
    from fnmatch import fnmatchcase

    return fnmatchcase(name, glob)


# Keywords of annotations that ask for nothing.
_ASIDE = ("message", "statusCode", "status", "exceptionCode", "methods", "AuthenticationSchemes")


def _texts(call: Call) -> Iterator[str]:
    given = [value for name, value in call.keywords.items() if name not in _ASIDE]
    for value in (*call.arguments, *given):
        yield from _flat(value)


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _flat(one)
    elif isinstance(value, Expression):
        yield guard_name(value.text) or value.text[:60]
    elif isinstance(value, str):
        yield value


def _path(call: Call) -> str:
    value = (
        call.argument(0)
        or call.keywords.get("value")
        or call.keywords.get("path")
        or call.keywords.get("Template")
        or ""
    )
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else ""


def _jax_path(one: Definition) -> str:
    return next((_path(call) for call in one.decorators if call.name == "Path"), "")


def _class_path(dialect: Dialect, cls: Definition) -> str:
    found = next((_path(call) for call in cls.decorators if call.name.rpartition(".")[2] in dialect.classes), "")
    return found.replace("[controller]", cls.name.removesuffix("Controller"))


def _given_method(call: Call) -> str:
    value = call.keywords.get("method") or call.keywords.get("methods")
    value = value[0] if isinstance(value, list) and value else value
    text = value.text if isinstance(value, Expression) else value if isinstance(value, str) else ""
    return text.rpartition(".")[2].upper()


def _bases(source: Source, cls: Definition) -> Iterator[str]:
    from posixpath import dirname

    ending = source.path.rpartition(".")[2]
    for base in cls.bases:
        name = base.rpartition(".")[2]
        path = f"{dirname(source.path)}/{name}.{ending}".lstrip("/")
        if any(one.name == name and one.kind == "class" for one in source.code.definitions):
            yield place(source.path, name)
        elif source.exists(path) or (source.code.language in JVM and (path := _imported(source, name, ending))):
            yield place(path, name)


def _imported(source: Source, name: str, ending: str) -> str:
    """The file of an imported class, by its package below the same root."""
    root = re.match(r"(?:.*/)?src/\w+/(?:java|kotlin)/", source.path)
    for one in source.code.imports if root else ():
        if one.alias == name and root:
            path = f"{root[0]}{one.module.replace('.', '/')}/{one.name}.{ending}"
            return path if source.exists(path) else ""
    return ""


# What stands in a file that sets up an application, whether or not it guards all of it.
_CONFIGURING = {
    "csharp": ("AddAuthorization", "MapControllers", "AddControllers"),
    **dict.fromkeys(("typescript", "javascript", "tsx"), ("@Module(", "NestFactory.create")),
}


def _global(source: Source) -> Iterator[Group]:
    """What an application sets for all its actions."""
    language = source.code.language
    text = source.data.decode("utf-8", "replace")
    found: list[Guard] = []
    says = any(word in text for word in (_CONFIGURING.get(language, ())))
    for call in source.code.calls:
        last = call.name.rpartition(".")[2]
        if language not in JVM and last == "useGlobalGuards":
            says = True
            found += [Guard(one, source.path, call.line) for one in _texts(call) if source.names.is_guard(one)]
        elif language == "csharp" and last == "RequireAuthorization" and "MapControllers" in call.name:
            says = True
            found.append(Guard("RequireAuthorization", source.path, call.line))
    if language in ("typescript", "javascript", "tsx"):
        for match in re.finditer(r"provide\s*:\s*APP_GUARD\s*,\s*use(?:Class|Existing|Factory)\s*:\s*([\w$.]+)", text):
            says = True
            if source.names.is_guard(match[1]):
                found.append(Guard(match[1], source.path, text.count("\n", 0, match.start()) + 1))
        for name, at, exempt in applied(text):
            says = True
            if source.names.is_guard(name) and not any(one.startswith(ONLY) for one in exempt):
                found.append(Guard(name, source.path, text.count("\n", 0, at) + 1))
    if language == "csharp":
        for match in re.finditer(r"FallbackPolicy\s*=|new\s+AuthorizeFilter\b|SetFallbackPolicy\(", text):
            if not re.match(r"FallbackPolicy\s*=\s*null", match[0] + text[match.end() : match.end() + 6]):
                found.append(
                    Guard(
                        "FallbackPolicy" if "Fallback" in match[0] else "AuthorizeFilter",
                        source.path,
                        text.count("\n", 0, match.start()) + 1,
                    )
                )
                says = True
    if says:
        yield Group(
            GLOBAL[language],
            "application",
            source.path,
            found[0].line if found else 1,
            tuple({g.name: g for g in found}.values()),
        )


def _chains(source: Source) -> Iterator[Action]:
    """Spring Security's rules for paths: `requestMatchers("/x").hasRole("ADMIN")`, and Kotlin's `authorize("/x", hasRole("ADMIN"))`."""
    waiting: list[tuple[str, str]] = []
    # The paths that a whole chain is for.
    limits: dict[tuple[str, ...], list[str]] = {}
    line = 0
    ignored: list[tuple[str, str]] = []
    first: Call | None = None
    found: list[Action] = []

    def add(call: Call, line: int, paths: list[tuple[str, str]], name: str, guarded: bool) -> None:
        where = ".".join(call.scope)
        guards = (Guard(name, source.path, call.line),) if guarded else ()
        for method, path in paths:
            found.append(rule(where, source.path, line, len(found), method, path, guards, "" if guarded else name))

    for call in source.code.calls:
        last = call.name.rpartition(".")[2]
        if call.name == "authorize" and source.code.language == "kotlin" and len(call.arguments) > 1:
            *given, asked = call.arguments
            name = guard_name(asked.text) if isinstance(asked, Expression) else ""
            kind = _ACCESS.get(name.partition("(")[0])
            if kind is not None:
                add(call, call.line, _matched("anyRequest" if _is_any(given) else "", given), name, bool(kind))
        elif last in ("securityMatcher", "securityMatchers", "antMatcher", "mvcMatcher"):
            limits[call.scope] = [path for _, path in _matched(last, call.arguments)]
        elif last in _MATCHERS:
            waiting = _matched(last, call.arguments)
            if last.startswith("any"):
                waiting = [(ANY, path) for path in limits.get(call.scope, [])] or waiting
            line = call.line
            if ".ignoring." in f".{call.name}":
                ignored += waiting
                first = first or call
                waiting = []
        elif last in _ACCESS and waiting:
            texts = tuple(_texts(call))
            name = f"{last}({', '.join(texts)})" if texts else last
            is_open = not _ACCESS[last] or (last == "access" and "".join(texts) in ("permitAll", "permitAll()"))
            add(call, line, waiting, name, not is_open)
            waiting = []
    # What is ignored comes before any chain.
    if first is not None:
        where = found[0].ruled if found else ".".join(first.scope)
        for number, (method, path) in enumerate(ignored):
            yield rule(where, source.path, first.line, number - len(ignored), method, path, (), "ignoring")
    yield from found


def _interceptors(source: Source) -> Iterator[Action]:
    """Spring MVC: `registry.addInterceptor(new AuthInterceptor()).addPathPatterns("/api/**").excludePathPatterns("/api/login")`."""
    chains = Chains(source.code.calls)
    for call in source.code.calls:
        given = call.argument(0)
        if call.name.rpartition(".")[2] != "addInterceptor" or not isinstance(given, Expression):
            continue
        name = guard_name(given.text).partition("(")[0]
        if not source.names.is_guard(name):
            continue
        paths: dict[str, list[tuple[str, int]]] = {"addPathPatterns": [], "excludePathPatterns": []}
        for one in chains.behind(call):
            last = one.name.rpartition(".")[2]
            if last in paths:
                paths[last] += [(text, one.line) for value in one.arguments for text in _flat(value)]
        ruled = f"interceptor {name}"
        order = 0
        for path, line in paths["excludePathPatterns"]:
            yield rule(ruled, source.path, line, order, ANY, path, (), "excludePathPatterns")
            order += 1
        for path, line in paths["addPathPatterns"] or [("/**", call.line)]:
            yield rule(ruled, source.path, line, order, ANY, path, (Guard(name, source.path, call.line),), "")
            order += 1


def _is_any(given: Iterable[Any]) -> bool:
    return any(isinstance(one, Expression) and one.text in ("anyRequest", "anyExchange") for one in given)


def _matched(matcher: str, given: Iterable[Any]) -> list[tuple[str, str]]:
    """(method, path) of what a matcher is for."""
    texts = [text for one in given for text in _flat(one)]
    methods = [text.rpartition(".")[2] for text in texts if text.startswith("HttpMethod.")]
    texts = [text for text in texts if not text.startswith("HttpMethod.")]
    # `AntPathRequestMatcher("/x")`, `PathRequest.toH2Console()` are what they say.
    paths = [re.sub(r"^.*?\((/[^()]*)\)$", r"\1", text) for text in texts]
    if matcher in ("anyRequest", "anyExchange"):
        paths = ["/**"]
    method = methods[0] if methods and methods[0].isupper() else ANY
    return [(method, path) for path in paths] or ([(method, "/**")] if methods else [])
