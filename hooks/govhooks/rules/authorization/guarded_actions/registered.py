"""Actions that are registered by calls on a router: Express, Fastify, Hono, Koa; net/http, chi, gin, echo, fiber, gorilla.

    app.use(auth)   router.get("/x", auth, handler)   r.With(auth).Delete("/x", h)   r.Group(func(r chi.Router) { r.Use(auth) ... })

The syntax tree is walked in the order of the text, because a guard counts for what is registered after it. A router made in a function or
handed to one is known by its name there; one that another file mounts is followed by `Mount`.
"""

from __future__ import annotations

import re

from govhooks.readers.source_values import Values
from govhooks.rules.authorization.guarded_actions.actions import (
    ANY,
    Action,
    Facts,
    Group,
    Guard,
    Mount,
    Source,
    join,
    place,
)
from govhooks.rules.authorization.guarded_actions.bodies import deciding, in_lines, signs_in
from govhooks.rules.authorization.guarded_actions.expressions import guard_name, is_function
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_VERBS = {
    **{verb: verb.upper() for verb in ("get", "post", "put", "patch", "delete", "head", "options")},
    **{verb.capitalize(): verb.upper() for verb in ("get", "post", "put", "patch", "delete", "head", "options")},
    **{verb.upper(): verb.upper() for verb in ("get", "post", "put", "patch", "delete", "head", "options")},
    **dict.fromkeys(("all", "All", "Any", "ALL", "del", "HandleFunc", "Handle", "Method", "MethodFunc"), ANY),
}
_CREATORS = compiled(
    r"(?:express|fastify|Fastify|restify\.createServer|express\.Router|Router|KoaRouter|Hono|OpenAPIHono|Koa|Elysia|"
    r"chi\.NewRouter|chi\.NewMux|gin\.Default|gin\.New|echo\.New|fiber\.New|http\.NewServeMux|mux\.NewRouter|httprouter\.New)"
)
# Names that a router has where the file does not say what it is.
_ROUTERS = compiled(
    r"(?i)(?:app|router|server|api|fastify|routes?|instance|mux|engine|e|r|v\d|.*router|.*routes|.*app)"
)
_ROUTER_TYPES = compiled(
    r"\b(?:Router|RouterGroup|Engine|Echo|Group|App|ServeMux|Mux|IRoutes|IRouter|Fastify\w*|Express|Hono)\b"
)
_HOOKS = ("preHandler", "onRequest", "preValidation", "preParsing", "beforeHandle", "middleware", "middlewares")
_FUNCTIONS = (
    *("arrow_function", "function_expression", "function_declaration", "generator_function", "method_definition"),
    *("func_literal", "function_declaration", "method_declaration"),
)
_CALLS = ("call_expression", "new_expression")
_BINDING = (
    *("variable_declarator", "assignment_expression", "short_var_declaration", "assignment_statement", "var_spec"),
)
# Calls that put middleware around a handler, and the end of a chain of middleware that takes the handler.
_CHAINS = compiled(
    r"(?i)chain|compose|pipe|pipeline|apply|wrap|use|with|withmiddlewares?|middlewares?|applymiddlewares?"
)
# Calls that put guards together, and those that wrap one in passing.
_COMBINING = frozenset(
    "any some or oneOf every all and allOf except unless combine combineMiddleware sequence compose composeMiddlewares".split()
)
_PASSING = compiled(r"(?i)async|catch|wrap|promisif")
# What is put together by a function of such a name is no guard: `adminRouter(h)`.
_MADE = compiled(r"(?i)(?:router|routes|mux)$")
_THEN = ("Then", "ThenFunc", "ThenHandler", "ThenHandlerFunc", "Handler", "HandlerFunc", "Wrap")
_DEEPEST = 300


class Router:
    """A router at one place of the text: its id, the path before its routes, and the guards so far (with the path they are for)."""

    def __init__(self, id: str, kind: str, line: int, prefix: str = "", above: Router | None = None) -> None:
        self.id, self.kind, self.line, self.prefix = id, kind, line, prefix
        self.guards: list[tuple[str, Guard]] = list(above.guards) if above is not None else []
        # Guards that are put around the whole router later: `auth(mux)`.
        self.later: list[Guard] = above.later if above is not None else []

    @property
    def title(self) -> str:
        return f"{self.kind} {self.id.rpartition('::')[2]}"

    def here(self, route: str) -> list[Guard]:
        """The guards for a route that is registered now."""
        return [guard for path, guard in self.guards if not path or (self.prefix + route).startswith(path)]


class Registered:
    """Walks one file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.values = Values(source.code.language, source.data)
        self.found: list[tuple[Action, list[Guard]]] = []
        self.mounts: list[Mount] = []
        self.routers: dict[str, Router] = {}
        self.exported = _Exports(self)
        self.done: dict[int, Router | None] = {}
        # What names are bound to, the function that is walked, the router that each function gives back.
        self.bound: dict[str, Node] | None = None
        self.scope = ""
        self.returned: dict[str, str] = {}
        package = re.search(rb"(?m)^package (\w+)", source.data) if source.code.language == "go" else None
        self.package = package[1].decode() if package else ""

    def facts(self) -> Facts:
        self.walk(self.source.code.tree, {}, 0)
        actions = tuple(
            action.but(guards=_unique([*action.guards, *later])) if later else action for action, later in self.found
        )
        groups = tuple(Group(one.id, one.kind, self.source.path, one.line) for one in self.routers.values())
        mounts = [*self.mounts, *self.exported.mounts(), *self._functions()]
        return Facts(actions, groups, tuple(mounts))

    def _functions(self) -> Iterator[Mount]:
        """The routers that functions give back or are handed, by the names by which other files know these functions."""
        path = self.source.path
        for name, id in self.returned.items():
            yield Mount(id, place(path, name), path, 0)
        for one in self.source.code.definitions if self.package else ():
            if one.name in self.returned or place(path, one.name) in self.routers:
                owner = one.scope[-1] if one.scope else self.package
                yield Mount(place(path, one.name), _go_id(owner, one.name), path, 0)

    # --- the walk

    def walk(self, node: Node, env: dict[str, Router], deep: int) -> None:
        """Everything in a node, in order; `env` are the routers by name, shared by what lies in one function."""
        if deep > _DEEPEST:
            return
        kind = node.type
        if kind in _FUNCTIONS:
            env = {**env, **self.parameters(node)}
            if name := node.child_by_field_name("name"):
                outer, self.scope = self.scope, self.values.text(name)
                for child in node.named_children:
                    self.walk(child, env, deep + 1)
                self.scope = outer
                return
        if kind == "return_statement" and self.scope and node.named_children:
            self._returns(node.named_children[0], env, deep)
            return
        if kind in _BINDING:
            name = node.child_by_field_name("name") or node.child_by_field_name("left")
            value = node.child_by_field_name("value") or node.child_by_field_name("right")
            if name is not None and value is not None:
                if value.type == "expression_list" and value.named_children:
                    value = value.named_children[0]
                made = self.evaluate(value, env, deep, self.values.text(name))
                if made is not None:
                    env[self.values.text(name).split(",")[0].strip()] = made
                    return
        if kind in _CALLS:
            self.evaluate(node, env, deep)
            return
        for child in node.named_children:
            self.walk(child, env, deep + 1)

    def _returns(self, node: Node, env: dict[str, Router], deep: int) -> None:
        """`return r`, `return requireAuth(r)`."""
        if node.type == "expression_list" and node.named_children:
            node = node.named_children[0]
        made = self.evaluate(node, env, deep)
        given = node.child_by_field_name("arguments") if made is None else None
        for one in given.named_children if given is not None else ():
            made = made or env.get(self.values.text(one))
        if made is not None:
            self.returned.setdefault(self.scope, made.id)

    def parameters(self, node: Node) -> dict[str, Router]:
        """The routers among a function's parameters, by their names or types."""
        given = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        if given is None:
            return {}
        found: dict[str, Router] = {}
        name = node.child_by_field_name("name")
        own = self.values.text(name) if name is not None else self.exported.name_of(node)
        children = given.named_children if given.named_children and given.type != "identifier" else [given]
        for one in children:
            text = self.values.text(one)
            match = re.match(r"[\w$]+", text)
            if match is None:
                continue
            typed = text[match.end() :].strip().lstrip(":?")
            if _ROUTER_TYPES.search(typed) or (not typed and _ROUTERS.fullmatch(match[0]) and len(match[0]) > 1):
                id = place(self.source.path, own or match[0])
                found[match[0]] = self.router(id, "router", node)
                break
        return found

    def router(self, id: str, kind: str, node: Node, prefix: str = "", above: Router | None = None) -> Router:
        made = Router(id, kind, node.start_point[0] + 1, prefix, above)
        self.routers.setdefault(id, made)
        return made

    # --- calls

    def evaluate(self, node: Node, env: dict[str, Router], deep: int, bound: str = "") -> Router | None:
        """The router that an expression is, with everything that it registers done; None if it is none."""
        while node.type in (
            "await_expression",
            "parenthesized_expression",
            "as_expression",
            "expression_list",
            "unary_expression",
        ):
            if not node.named_children:
                return None
            node = node.named_children[0]
        if node.type not in _CALLS:
            text = self.values.text(node)
            if node.type in ("identifier", "member_expression", "selector_expression"):
                return env.get(text)
            self.walk(node, env, deep + 1)
            return None
        if node.id in self.done:
            return self.done[node.id]
        self.done[node.id] = None
        self.done[node.id] = found = self._evaluate(node, env, deep, bound)
        return found

    def _evaluate(self, node: Node, env: dict[str, Router], deep: int, bound: str) -> Router | None:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        given = node.child_by_field_name("arguments")
        arguments = [one for one in given.named_children if "comment" not in one.type] if given is not None else []
        if function is None or deep > _DEEPEST:
            return None
        if function.type not in ("member_expression", "selector_expression"):
            name = self.values.text(function)
            if _CREATORS.fullmatch(name):
                return self.router(self._fresh(bound or name), "app" if "outer" not in name else "router", node)
            self._around(name, arguments, env, node)
            self._handed(function, arguments, env, node)
            self._inside(arguments, env, deep)
            return None
        base = function.child_by_field_name("object") or function.child_by_field_name("operand")
        member = function.child_by_field_name("property") or function.child_by_field_name("field")
        if base is None or member is None:
            return None
        name = self.values.text(member)
        if _CREATORS.fullmatch(self.values.text(function)):
            return self.router(self._fresh(bound or name), "router", node)
        owner = self.evaluate(base, env, deep + 1)
        if owner is None:
            owner = self._guessed(base, name, arguments, env)
        if owner is None:
            self._around(self.values.text(function), arguments, env, node)
            self._handed(function, arguments, env, node)
            self._inside(arguments, env, deep)
            return None
        return self._method(owner, name, arguments, env, node, deep, bound)

    def _guessed(self, base: Node, name: str, arguments: list[Node], env: dict[str, Router]) -> Router | None:
        """The router behind a name that this file does not bind, by its name and how it is called."""
        text = self.values.text(base)
        if not re.fullmatch(r"[\w$.]+", text) or len(arguments) < 1:
            return None
        last = text.rpartition(".")[2]
        is_go = self.source.code.language == "go"
        if is_go and text == "http" and name in ("HandleFunc", "Handle"):
            pass
        elif not _ROUTERS.fullmatch(last):
            return None
        elif name in _VERBS:
            path = self.string(arguments[0])
            if path is None or not (path == "" or path[0] in "/*" or " /" in path) or len(arguments) < 2:
                return None
            if not (
                is_function(arguments[-1])
                or arguments[-1].type in (*_CALLS, "identifier", "member_expression", "selector_expression")
            ):
                return None
        elif name == "route" and arguments[0].type == "object":
            pass
        elif name not in ("use", "Use", "register", "addHook", "Group", "Route", "With"):
            return None
        made = env.get(text) or self.router(place(self.source.path, text), "router", base)
        env[text] = made
        return made

    def _around(self, name: str, arguments: list[Node], env: dict[str, Router], node: Node) -> None:
        """`requireAuth(mux)` guards all that the mux has."""
        full = guard_name(self.values.text(node))
        for one in arguments:
            router = env.get(self.values.text(one))
            if router is not None and self.source.names.is_guard(name):
                router.later.append(Guard(full or name, self.source.path, node.start_point[0] + 1, router.title))

    def _fresh(self, name: str) -> str:
        """The id of a router that is made here: functions may use the same name for theirs."""
        id = place(self.source.path, name)
        return place(self.source.path, f"{self.scope}.{name}") if id in self.routers and self.scope else id

    def _handed(self, function: Node, arguments: list[Node], env: dict[str, Router], node: Node) -> None:
        """`registerUsers(api)`: what the function registers is part of the router."""
        given = [env[text] for one in arguments if (text := self.values.text(one)) in env]
        child = self._function_id(function) if given else ""
        if child and not self.source.names.is_guard(self.values.text(function)):
            line = node.start_point[0] + 1
            guards = _unique([guard.but(on="") for guard in given[0].here("")])
            self.mounts.append(Mount(child, given[0].id, self.source.path, line, guards, given[0].prefix))

    def _function_id(self, function: Node) -> str:
        """The place of a function that is called, or the name by which its file says what it does; "" if neither is known."""
        name = self.values.text(function)
        if not self.package:
            if required := re.fullmatch(r"require\(\s*[\"']([^\"']+)[\"']\s*\)(?:\.(\w+))?", name):
                path = self.module(required[1])
                return place(path, required[2] or "default") if path else ""
            return self.child(function, {})
        owner, _, last = name.rpartition(".")
        if not re.fullmatch(r"[\w.]*", name) or not last:
            return ""
        if last in self.exported.functions:
            return place(self.source.path, last)
        return _go_id(owner.rpartition(".")[2] or self.package, last)

    def _inside(self, arguments: list[Node], env: dict[str, Router], deep: int) -> None:
        for one in arguments:
            self.walk(one, env, deep + 1)

    def _method(
        self, owner: Router, name: str, arguments: list[Node], env: dict[str, Router], node: Node, deep: int, bound: str
    ) -> Router | None:
        line = node.start_point[0] + 1
        if name in ("use", "Use", "addHook", "before", "onBeforeHandle"):
            self._use(owner, arguments, env, line, deep)
            return owner
        if name in (
            "With",
            "Group",
            "Route",
            "group",
            "route",
            "basePath",
            "PathPrefix",
            "Subrouter",
            "guard",
            "register",
        ):
            return self._nested(owner, name, arguments, env, node, deep, bound)
        if name in ("Mount", "mount"):
            self._mounted(owner, arguments, env, line, deep)
            return owner
        if name in ("Methods", "Name", "Schemes", "Host", "Queries"):
            return owner
        if name == "on" and len(arguments) > 2 and (self.string(arguments[1]) or "")[:1] in ("/", "*"):  # Hono
            if len(self.guards(arguments[2:])) == len(arguments) - 2:
                self._use(owner, arguments[1:], env, line, deep)
                return owner
            for method in self._strings(arguments[0]):
                self._route(owner, method.upper(), arguments[1:], node, name, deep, env)
            return owner
        if name in _VERBS:
            self._route(owner, _VERBS[name], arguments, node, name, deep, env)
            return owner
        self._inside(arguments, env, deep)
        return owner if name in ("withTypeProvider", "decorate", "openapi", "onError", "notFound") else None

    def _use(self, owner: Router, arguments: list[Node], env: dict[str, Router], line: int, deep: int) -> None:
        """`use(path?, guards..., router?)`."""
        path = ""
        rest = arguments
        if rest and (text := self.string(rest[0])) is not None:
            rest = rest[1:]
            path = text.rstrip("*").rstrip("/") if text[:1] in "/*" else ""
        guards = [one.but(on=owner.title) for one in self.guards(rest, passing=True)]
        children = [child for one in rest if (child := self.child(one, env))]
        if children:
            before = [guard for _, guard in owner.guards if not _]
            for child in children:
                mounted = [one.but(on="") for one in self.guards(rest)]
                self.mounts.append(
                    Mount(child, owner.id, self.source.path, line, _unique([*mounted, *before]), owner.prefix + path)
                )
        else:
            owner.guards += [(owner.prefix + path if path else "", guard) for guard in guards]
        self._inside([one for one in rest if is_function(one)], env, deep)

    def _mounted(self, owner: Router, arguments: list[Node], env: dict[str, Router], line: int, deep: int) -> None:
        """`Mount("/admin", adminRouter(h))`, `Mount("/api", requireAuth(sub))`."""
        path = (self.string(arguments[0]) if arguments else None) or ""
        self._inside(arguments[1:], env, deep)
        for one in arguments[1:]:
            self._part(owner, path, one, env, line, [])

    def _part(
        self, owner: Router, path: str, node: Node, env: dict[str, Router], line: int, guards: list[Guard]
    ) -> None:
        """What an expression gives is part of a router: a router, also one that a function makes."""
        wrapped, inner = self.unwrap(node, env)
        function = inner.child_by_field_name("function") if inner.type in _CALLS else None
        child = self.child(inner, env) or (self._function_id(function) if function is not None else "")
        if child:
            found = [one.but(on="") for one in (*guards, *wrapped, *owner.here(path))]
            self.mounts.append(Mount(child, owner.id, self.source.path, line, _unique(found), owner.prefix + path))

    def child(self, node: Node, env: dict[str, Router]) -> str:
        """The id of the router that an argument is: a name in this file, an import, `require("./x")`, `router.routes()`; "" for none."""
        text = self.values.text(node)
        match = re.fullmatch(r"([\w$]+)\.(?:routes|middleware)\(\)", text)
        name = match[1] if match else text
        if name in env:
            return env[name].id
        if required := re.fullmatch(r"require\(\s*[\"']([^\"']+)[\"']\s*\)(?:\.(\w+))?", name):
            path = self.module(required[1])
            return place(path, required[2] or "default") if path else ""
        if not re.fullmatch(r"[\w$]+", name):
            return ""
        for one in self.source.code.imports:
            if one.alias == name and one.module.startswith((".", "@/", "~/")):
                path = self.module(one.module)
                return place(path, one.name if one.name not in ("", "default") else "default") if path else ""
        if (module := self.exported.required(name)) and (path := self.module(module)):
            return place(path, "default")
        return place(self.source.path, name) if name in self.exported.functions else ""

    def module(self, name: str) -> str:
        """The file of a relative import, "" if there is none."""
        from posixpath import dirname, normpath

        folder = dirname(self.source.path)
        starts = [f"{folder or '.'}/{name}"] if name.startswith(".") else [f"src/{name[2:]}", name[2:]]
        for start in starts:
            stem = normpath(start)
            stems = [stem, re.sub(r"\.[cm]?js$", "", stem)]
            for end in ("", ".ts", ".js", ".tsx", ".mts", ".mjs", ".cjs", "/index.ts", "/index.js"):
                for one in stems:
                    if self.source.exists(one + end) and "." in (one + end).rpartition("/")[2]:
                        return one + end
        return ""

    def _nested(
        self, owner: Router, name: str, arguments: list[Node], env: dict[str, Router], node: Node, deep: int, bound: str
    ) -> Router | None:
        line = node.start_point[0] + 1
        path = self.string(arguments[0]) if arguments else None
        rest = arguments[1:] if path is not None else arguments
        functions = [one for one in rest if is_function(one)]
        if name == "route" and path is None and rest and rest[0].type == "object":  # Fastify's route({...})
            self._described(owner, rest[0], node)
            return owner
        children = [child for one in rest if not is_function(one) and (child := self.child(one, env))]
        if not children and name == "Route" and self.package and len(rest) == 1 and not functions:
            children = [child] if (child := self._function_id(rest[0])) else []
        if name in ("register", "route", "Route") and children:
            options = next((one for one in rest if one.type == "object"), None)
            prefix = (self._option(options, "prefix") if options is not None else "") or path or ""
            guards = _unique([guard.but(on="") for _, guard in owner.guards])
            for child in children:
                self.mounts.append(Mount(child, owner.id, self.source.path, line, guards, owner.prefix + prefix))
            return owner
        prefix = join(owner.prefix, path) if path else owner.prefix
        if name == "register":
            options = next((one for one in rest if one.type == "object"), None)
            prefix = join(owner.prefix, self._option(options, "prefix")) if options is not None else prefix
        inner = Router(owner.id, owner.kind, line, prefix, owner)
        inner.guards += [
            ("", guard.but(on=f"the group {path}" if path else owner.title)) for guard in self.guards(rest)
        ]
        if bound:
            inner.kind = "group"
            inner.id = place(self.source.path, bound)
            self.routers.setdefault(inner.id, inner)
            self.mounts.append(Mount(inner.id, owner.id, self.source.path, line))
        for one in functions:
            given = one.child_by_field_name("parameters") or one.child_by_field_name("parameter")
            match = re.search(r"[\w$]+", self.values.text(given)) if given is not None else None
            scope = {**env, **({match[0]: inner} if match else {})}
            body = one.child_by_field_name("body")
            if body is not None:
                self.walk(body, scope, deep + 1)
        return inner

    def _option(self, node: Node, name: str) -> str:
        for pair in node.named_children:
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is not None and value is not None and self.values.key(key) == name:
                return self.string(value) or ""
        return ""

    def _described(self, owner: Router, node: Node, call: Node) -> None:
        """`fastify.route({method, url, preHandler, handler})`."""
        method = self._option(node, "method") or ANY
        route = self._option(node, "url") or self._option(node, "path")
        guards = [one for pair in self.options(node) for one in self.hooked(pair)]
        opened = next((text for pair in self.options(node) if (text := self.opens(pair))), "")
        handler = next(
            (self._value_of(pair, "handler") for pair in node.named_children if self._value_of(pair, "handler")), None
        )
        self._emit(owner, method.upper(), route, guards, handler, call, opened)

    def _value_of(self, pair: Node, name: str) -> Node | None:
        key = pair.child_by_field_name("key")
        return pair.child_by_field_name("value") if key is not None and self.values.key(key) == name else None

    def options(self, node: Node, deep: int = 0) -> Iterator[Node]:
        """The pairs of an object, also one by its name or spread into another."""
        if node.type == "identifier" and self.source.code.language != "go":
            made = self.binding(self.values.text(node))
            node = made if made is not None and made.type == "object" else node
        if node.type != "object" or deep > 3:
            return
        for one in node.named_children:
            if one.type == "spread_element" and one.named_children:
                yield from self.options(one.named_children[0], deep + 1)
            else:
                yield one

    def opens(self, pair: Node) -> str:
        """`config: { public: true }`, `config: { auth: false }`: what makes a route of Fastify public."""
        value = self._value_of(pair, "config")
        text = re.sub(r"\s", "", self.values.text(value)) if value is not None else ""
        match = re.search(
            r"\b(?:public|isPublic|skipAuth|noAuth):true|\b(?:auth|requireAuth|authenticate|secured):false", text
        )
        return match[0] if match else ""

    def hooked(self, pair: Node) -> Iterator[Guard]:
        """The guards in `preHandler: [auth]`."""
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is not None and value is not None and self.values.key(key) in _HOOKS:
            yield from self.guards([value])

    def _route(
        self,
        owner: Router,
        method: str,
        arguments: list[Node],
        node: Node,
        name: str,
        deep: int,
        env: dict[str, Router],
    ) -> None:
        path = self.string(arguments[0]) if arguments else None
        if name in ("Method", "MethodFunc") and path is not None and len(arguments) > 2:
            method, arguments = path.upper(), arguments[1:]
            path = self.string(arguments[0])
        rest = arguments[1:] if path is not None else arguments
        if not rest or (path is None and not owner.prefix):
            self._inside(arguments, env, deep)
            return
        path = path or ""
        if rest[-1].type == "spread_element" and rest[-1].named_children[:1]:  # `...factory.createHandlers(auth, h)`
            given = rest[-1].named_children[0].child_by_field_name("arguments")
            if given is not None and given.named_children:
                rest = [*rest[:-1], *given.named_children]
        if (parts := path.split(" ", 1)) and len(parts) == 2 and parts[0].isupper():  # Go 1.22: "GET /x"
            method, path = parts
        guards = self.guards(rest[:-1], passing=True)
        is_for_all = "*" in path or (name == "all" and self.string(arguments[0]) is None)
        if method == ANY and is_for_all and len(self.guards(rest)) == len(rest):  # `app.all("*", requireAuth)`
            owner.guards += [(path.partition("*")[0].rstrip("/"), one.but(on=owner.title)) for one in self.guards(rest)]
            return
        opened = ""
        for one in rest:
            for pair in self.options(one):
                guards += self.hooked(pair)
                opened = opened or self.opens(pair)
        # echo writes the middleware behind the handler.
        if self.source.code.language == "go" and len(rest) > 1:
            guards += self.guards(rest[1:])
        handler = rest[-1]
        wrapped, handler = self.unwrap(handler, env)
        if self.package and handler.type in _CALLS and path.endswith("/"):
            self._part(owner, path.rstrip("/"), handler, env, node.start_point[0] + 1, [*guards, *wrapped])
        self._emit(owner, method, path, [*guards, *wrapped], handler, node, opened)
        self._inside([one for one in rest if is_function(one)], env, deep)

    def unwrap(self, node: Node, env: dict[str, Router] | None = None) -> tuple[list[Guard], Node]:
        """(the guards around a handler, the handler) of `requireAuth(audit(h))`, `chain(h, requireAuth)`, `alice.New(requireAuth).Then(h)`;
        a call that is given no handler, or a router, is the handler itself."""
        found: list[Guard] = []
        for _ in range(10):
            if node.type not in _CALLS:
                break
            function = node.child_by_field_name("function")
            if env is not None and function is not None and self._makes(function):
                break
            found += self.guards([node])
            given = node.child_by_field_name("arguments")
            inner = [one for one in given.named_children if "comment" not in one.type] if given is not None else []
            name = self.values.text(function).rpartition(".")[2] if function is not None else ""
            base = function.child_by_field_name("operand") if function is not None else None
            if name in _THEN and base is not None:
                found += self._chained(base)
            if not inner:
                break
            if _CHAINS.fullmatch(name):
                own = [(one, self.guards([one])) for one in inner]
                found += [guard for _, guards in own for guard in guards]
                inner = [one for one, guards in own if not guards][:1] or inner
            last = inner[-1]
            node = last
        return found, node

    def _makes(self, function: Node) -> bool:
        """Whether a function of this file gives back a router."""
        name = self.values.text(function).rpartition(".")[2]
        made = self.binding(name) if name in self.exported.functions else None
        if made is None:
            return _MADE.search(name) is not None
        return _CREATORS.search(self.values.text(made)) is not None

    def _chained(self, node: Node) -> list[Guard]:
        """The guards in `alice.New(a, b).Append(c)`, also by the name of a variable."""
        found: list[Guard] = []
        for _ in range(10):
            if node.type in ("identifier", "selector_expression") and (made := self.binding(self.values.text(node))):
                node = made
            if node.type not in _CALLS:
                break
            given, function = node.child_by_field_name("arguments"), node.child_by_field_name("function")
            found += self.guards(given.named_children) if given is not None else []
            base = function.child_by_field_name("operand") if function is not None else None
            if base is None:
                break
            node = base
        return found

    def _emit(
        self,
        owner: Router,
        method: str,
        route: str,
        guards: list[Guard],
        handler: Node | None,
        node: Node,
        opened: str = "",
    ) -> None:
        line = node.start_point[0] + 1
        full = join(owner.prefix, route) if route else owner.prefix
        name = (
            self.values.text(handler) if handler is not None and re.fullmatch(rb"[\w$.]+", self._bytes(handler)) else ""
        )
        function = name or f"{owner.id.rpartition('::')[2]} {method} {full}"
        checks: list[Guard] = []
        if not signs_in(f"{name} {full}") and handler is not None:
            first, last = handler.start_point[0] + 1, handler.end_point[0] + 1
            if name:
                definition = next(
                    (one for one in self.source.code.definitions if one.name == name.rpartition(".")[2]), None
                )
                first, last = (definition.line, definition.end) if definition is not None else (0, -1)
            checks = list(in_lines(self.source, first, last, self._bytes(handler) if not name else b""))
        own = _unique([*guards, *checks, *owner.here(route)])
        action = Action(function, self.source.path, line, method, full, own, opened, (owner.id,))
        self.found.append((action, owner.later))

    def _bytes(self, node: Node) -> bytes:
        return self.source.data[node.start_byte : node.end_byte]

    def string(self, node: Node) -> str | None:
        """A string literal; also a template or concatenation that begins with one."""
        value = self.values.value(node)
        if isinstance(value, str):
            return value
        text = self.values.text(node)
        return re.sub(r"\$\{[^}]*\}", "{}", text.strip("`")) if text.startswith("`") else None

    def guards(self, nodes: list[Node], deep: int = 0, passing: bool = False) -> list[Guard]:
        """The guards among arguments, also in lists; a function that is written out is one if it refuses. `passing` are nodes that hand
        on to a handler, and are none: what they call is a guard as well."""
        found = []
        todo = list(nodes)
        while todo:
            node = todo.pop(0)
            if node.type in ("array", "spread_element", "slice_literal"):
                todo[:0] = node.named_children
                continue
            line = node.start_point[0] + 1
            if is_function(node):
                if any(True for _ in in_lines(self.source, line, node.end_point[0] + 1, self._bytes(node))):
                    found.append(Guard("a function", self.source.path, line))
                elif passing:
                    found += self._called(node)
                continue
            name = guard_name(re.sub(r"^require\([^()]*\)\.", "", self.values.text(node)))
            head = name.partition("(")[0].rpartition(".")[2]
            if head in _THEN:  # the end of a chain: see `unwrap`
                continue
            if node.type in _CALLS and (combined := self._combined(node, head, deep, passing)) is not None:
                found += combined
            elif behind := self._behind(node, deep):
                found += [one.but(line=line) for one in behind]
            elif name and self.source.names.is_guard(name) and not _MADE.search(name.partition("(")[0]):
                found.append(Guard(name, self.source.path, line))
        return found

    def _called(self, function: Node) -> list[Guard]:
        """The guard that a written-out function calls: `(c, next) => bearerAuth({...})(c, next)`."""
        todo = [function]
        while todo:
            node = todo.pop(0)
            inner = node.child_by_field_name("function") if node.type in _CALLS else None
            if inner is not None and (name := guard_name(self.values.text(node))) and self.source.names.is_guard(name):
                return [Guard(name, self.source.path, node.start_point[0] + 1)]
            todo += node.named_children
        return []

    def _combined(self, node: Node, name: str, deep: int, passing: bool) -> list[Guard] | None:
        """The guards in a call that puts guards together, None if it is none: `every(a, b)`, `some(a, b)`, `except("/x", a)`,
        `fastify.auth([a, b], {relation: "and"})`, `asyncHandler(a)`."""
        given = node.child_by_field_name("arguments")
        arguments = [one for one in given.named_children if "comment" not in one.type] if given is not None else []
        function = node.child_by_field_name("function")
        is_auth = name == "auth" and bool(arguments) and arguments[0].type == "array"
        if deep > 3 or not (is_auth or name in _COMBINING or (passing and _PASSING.search(name))):
            return None
        if (function is not None and name in ("any", "some", "or", "oneOf", "except", "unless")) or is_auth:
            texts = [self.values.text(one) for one in arguments]
            inner = self.guards([one for one in arguments if self.string(one) is None], deep + 1, passing)
            either = (
                not any(re.search(r"relation\W+and\b", text) for text in texts)
                if is_auth
                else name not in ("except", "unless")
            )
            if either and len(inner) > 1:
                return [Guard(" | ".join(one.name for one in inner), self.source.path, inner[0].line)]
            paths = (
                [text for one in arguments for text in self._strings(one) if text.startswith("/")]
                if not is_auth
                else []
            )
            if paths:
                return [one.but(name=f"{one.name.partition('(')[0]}({', '.join(paths)})") for one in inner]
            return inner
        return self.guards(arguments, deep + 1, passing)

    def _strings(self, node: Node) -> list[str]:
        nodes = node.named_children if node.type == "array" else [node]
        return [text for one in nodes if (text := self.string(one)) is not None]

    def _behind(self, node: Node, deep: int) -> list[Guard]:
        """The guards that a name of this file stands for: a list, the result of a call, a function that wraps its argument in one."""
        function = node.child_by_field_name("function") if node.type in _CALLS else node
        if function is None or function.type != "identifier" or deep > 3:
            return []
        made = self.binding(self.values.text(function))
        if made is None or made.id == node.id:
            return []
        if made.type in _FUNCTIONS or is_function(made):
            if self.source.names.is_guard(self.values.text(function)):
                return []
            return [one for call in self._results(made) for one in self.guards([call], deep + 1)]
        if made.type in ("array", "slice_literal", "composite_literal", *_CALLS):
            if made.type == "composite_literal":
                body = made.child_by_field_name("body")
                given = [one for child in body.named_children for one in child.named_children] if body else []
                return self.guards(given, deep + 1)
            return self.guards([made], deep + 1)
        return []

    def _results(self, function: Node) -> Iterator[Node]:
        """The calls that a short function gives back."""
        body = function.child_by_field_name("body")
        if body is None or body.end_point[0] - body.start_point[0] > 12:
            return
        if body.type in _CALLS:
            yield body
        todo = list(body.named_children)
        while todo:
            one = todo.pop()
            if one.type == "return_statement":
                for each in one.named_children:
                    inner = each.named_children[0] if each.type == "expression_list" and each.named_children else each
                    if inner.type in _CALLS:
                        yield inner
            elif not is_function(one) and one.type not in _FUNCTIONS:
                todo += one.named_children

    def binding(self, name: str) -> Node | None:
        """What a name is bound to in this file: an expression or function; the last of several."""
        if self.bound is None:
            self.bound = {}
            todo = [self.source.code.tree]
            while todo:
                node = todo.pop()
                todo += node.named_children
                if node.type in _BINDING:
                    names = node.child_by_field_name("name") or node.child_by_field_name("left")
                    value = node.child_by_field_name("value") or node.child_by_field_name("right")
                    if names is not None and value is not None:
                        if value.type == "expression_list" and value.named_children:
                            value = value.named_children[0]
                        self.bound.setdefault(self.values.text(names).split(",")[0].strip(), value)
                elif node.type in ("function_declaration", "method_declaration"):
                    own = node.child_by_field_name("name")
                    if own is not None:
                        self.bound.setdefault(self.values.text(own), node)
        return self.bound.get(name)


class _Exports:
    """What a JavaScript file exports, and what it requires."""

    def __init__(self, walk: Registered) -> None:
        self.walk = walk
        text = walk.source.data.decode("utf-8", "replace") if walk.source.code.language != "go" else ""
        self.default = ""
        for pattern in (
            r"(?m)^[ \t]*module\.exports\s*=\s*([\w$]+)[ \t]*;?[ \t\r]*$",
            r"(?m)^[ \t]*export\s+default\s+([\w$]+)[ \t]*;?[ \t\r]*$",
        ):
            if match := re.search(pattern, text):
                self.default = match[1]
        self._required = dict(
            re.findall(r"(?m)^[ \t]*(?:const|let|var)\s+([\w$]+)\s*=\s*require\(\s*[\"']([^\"']+)[\"']\s*\)", text)
        )
        self.functions = {one.name for one in walk.source.code.definitions if one.kind == "function"}

    def required(self, name: str) -> str:
        module = self._required.get(name, "")
        return module if module.startswith(".") else ""

    def name_of(self, node: Node) -> str:
        """The name of a function that has none of its own: "default" where it is what the file exports."""
        above = node.parent
        if above is None:
            return ""
        text = self.walk.values.text(above)
        if above.type == "export_statement" and text.startswith("export default"):
            return "default"
        if above.type == "assignment_expression" and text.startswith("module.exports"):
            return "default"
        name = above.child_by_field_name("name") if above.type == "variable_declarator" else None
        return self.walk.values.text(name) if name is not None else ""

    def mounts(self) -> Iterator[Mount]:
        if self.default:
            path = self.walk.source.path
            yield Mount(place(path, self.default), place(path, "default"), path, 0)


def _go_id(owner: str, name: str) -> str:
    """The name by which files of other packages know a function: that of its package, or of what it is a method of."""
    return f"*go {owner.lower()}.{name}"


def _unique(found: list[Guard]) -> tuple[Guard, ...]:
    return tuple({one.name: one for one in reversed(found)}.values())[::-1]


def facts(source: Source) -> Facts:
    """The actions that a file registers on routers."""
    return Registered(source).facts().plus(deciding(source))
