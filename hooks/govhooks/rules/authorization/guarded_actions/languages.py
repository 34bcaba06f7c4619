"""Which module reads the actions of which format: one function `facts(source) -> Facts` each.

words  a file without one of these (case-folded) cannot have an action or guard, and is not parsed
"""

from __future__ import annotations

import re
from posixpath import normpath

from govhooks.core.places import written
from govhooks.core.record import Record
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.changeset import Reader
    from govhooks.rules.authorization.guarded_actions.actions import Facts, Source


class Language(Record):
    """The module of a language, the words of which a file with actions or guards has one, and the usual names of files (without
    their ending) that say what others are part of.

    `telling` are words of which a file with actions surely has one: a file without any is not said to be unread.
    `paths`   globs of files that have actions by their place, whatever their words.
    """

    module: str
    words: tuple[str, ...]
    around: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


_HERE = "govhooks.rules.authorization.guarded_actions"
PYTHON = Language(
    f"{_HERE}.python",
    (
        *(
            "aiohttp",
            "apirouter",
            "auth",
            "blueprint",
            "celery",
            "django",
            "fastapi",
            "flask",
            "litestar",
            "permission",
        ),
        *("quart", "rest_framework", "route", "sanic", "starlette", "urlpatterns", "_required", "middleware"),
    ),
    telling=(
        *("apirouter", "blueprint", "_required", "permission", "urlpatterns", "@app.", "route(", ".route", "apiview"),
        *(
            "viewset",
            "(request",
            "(self, request",
            "depends(",
            "flask",
            "fastapi",
            "starlette",
            "litestar",
            "aiohttp",
            "sanic",
        ),
    ),
    around=(
        *(
            "__init__",
            "main",
            "app",
            "application",
            "api",
            "asgi",
            "wsgi",
            "server",
            "factory",
            "routes",
            "router",
            "routers",
        ),
        *(
            "urls",
            "settings",
            "views",
            "web",
            "run",
            "manage",
            "config/urls",
            "config/settings",
            "config/settings/base",
        ),
        *(
            "settings/base",
            "settings/__init__",
            "api/urls",
            "api/api",
            "api/router",
            "api/routes",
            "api/__init__",
            "app/main",
        ),
        *("core/urls", "core/settings", "project/urls", "project/settings", "config/api_router", "app/__init__"),
    ),
)
_SCRIPT_WORDS = (
    *(
        "express",
        "fastify",
        "hono",
        "koa",
        "restify",
        "@nestjs",
        "useguards",
        "app_guard",
        "rocedure",
        "use server",
        "router.",
    ),
    *(
        "app.get(",
        "app.post(",
        "app.put(",
        "app.patch(",
        "app.delete(",
        "app.all(",
        "app.use(",
        "app.route(",
        "server.get(",
    ),
    *("server.post(", "server.route(", "routes.get(", "routes.post(", "api.get(", "api.post(", "api.use("),
)
SCRIPT = Language(
    f"{_HERE}.javascript",
    _SCRIPT_WORDS,
    (
        *(
            "index",
            "app",
            "server",
            "main",
            "routes",
            "router",
            "routes/index",
            "src/app",
            "src/server",
            "src/index",
            "middleware",
        ),
        *("app.module", "auth/auth.module", "api/index", "src/middleware", "src/main", "trpc", "server/trpc"),
    ),
    tuple(word for word in _SCRIPT_WORDS if word not in ("router.", "api.get(", "api.post(", "koa")),
    (
        "route.js",
        "route.ts",
        "route.jsx",
        "route.tsx",
        "**/pages/api/**",
        "pages/api/**",
        "middleware.ts",
        "middleware.js",
        "proxy.ts",
        "proxy.js",
    ),
)
GO = Language(
    f"{_HERE}.registered",
    # Short names with what is beside them: `logging` and `children` are no routers.
    (
        *("go-chi/", "gin-gonic/", "labstack/echo", "gofiber/", "mux", "router", "middleware"),
        *("chi.", "echo.", "fiber.", "gin.default", "gin.new", "gin.engine", "gin.context"),
        *("http.handle", "handlefunc", ".handle(", "servehttp", "http.handler"),
        *("public", "exempt", "anonym", "whitelist", "allowlist", "noauth", "skipauth"),
    ),
    ("main", "routes", "router", "server", "api", "app"),
)
JAVA = Language(
    f"{_HERE}.annotated",
    (
        "mapping",
        "preauthorize",
        "rolesallowed",
        "permitall",
        "secured",
        "securityfilterchain",
        "@path",
        "jakarta.ws.rs",
        "methodsecurity",
        "websecurity",
        "httpsecurity",
        "matchers(",
        "authorizerequests",
        "javax.ws.rs",
        "addinterceptor",
        "handlerinterceptor",
        "containerrequestfilter",
    ),
    tuple(
        f"{folder}{name}"
        for folder in ("", "config/", "security/", "configuration/", "config/security/")
        for name in ("SecurityConfig", "WebSecurityConfig", "SecurityConfiguration")
    ),
)
CSHARP = Language(
    f"{_HERE}.annotated",
    ("authoriz", "controller", "allowanonymous", "mapget", "mappost", "route", "middleware"),
    ("Program", "Startup"),
)
RUBY = Language(
    f"{_HERE}.rails",
    ("controller", "applicationpolicy", "routes.draw", "cancan::ability"),
    ("application_controller", "app/controllers/application_controller"),
    ("applicationcontroller",),
    ("**/controllers/concerns/**",),
)
PHP = Language(
    f"{_HERE}.php",
    ("route", "middleware", "isgranted", "authorize", "security(", "controller", "policies", "voter"),
    ("routes/web", "routes/api", "config/packages/security.yaml"),
)
SYMFONY = "symfony"
# Where Symfony's settings of security are, today and in its older layouts.
SECURITY = ("security.yaml", "security.yml", "**/config/packages/*/security.yaml")
_SECURITY = compiled(r"(?:.*/)?config/(?:packages/)?(?:[\w-]+/)?security\.ya?ml")
LANGUAGES = {
    SYMFONY: Language(f"{_HERE}.symfony", ("access_control", "firewalls")),
    "csharp": CSHARP,
    "go": GO,
    "java": JAVA,
    "javascript": SCRIPT,
    "kotlin": JAVA,
    "php": PHP,
    "python": PYTHON,
    "ruby": RUBY,
    "tsx": SCRIPT,
    "typescript": SCRIPT,
}


# A change of lines without any of these changes no action and no guard.
_MATTERS = (
    *(
        "abilit",
        "access",
        "acl",
        "admin",
        "allow",
        "anonym",
        "auth",
        "credential",
        "decorators",
        "denied",
        "exempt",
        "forbidden",
        "grant",
    ),
    *(
        "guard",
        "identity",
        "jwt",
        "logged",
        "login",
        "member",
        "owner",
        "perm",
        "polic",
        "principal",
        "privilege",
        "protect",
        "public",
    ),
    *(
        "require",
        "role",
        "scope",
        "secur",
        "skip",
        "staff",
        "superuser",
        "tenant",
        "token",
        "401",
        "403",
        "abort",
        "check_",
        "is_active",
    ),
    *(
        "@",
        "#[",
        "route",
        "path(",
        "url(",
        "urlpatterns",
        "include(",
        "include_",
        "regist",
        "mount",
        "add_",
        "middleware",
        "before_",
    ),
    *(
        "depends",
        "(request",
        "(self, request",
        "get_object",
        "get_queryset",
        "class ",
        "view",
        "controller",
        "handler",
        "hook",
        "procedure",
        "export ",
        "use server",
        "matchers",
    ),
    *(
        ".get(",
        ".post(",
        ".put(",
        ".patch(",
        ".delete(",
        ".all(",
        ".use(",
        ".group(",
        ".with(",
        ".handle",
        ".map",
        "installed_apps",
        "path:",
        "methods:",
        "ips:",
        "pattern",
    ),
    *(
        "user",
        "dispatch",
        "private",
        "apply",
        "only:",
        "except:",
        ".path",
        ".endpoint",
        "pathname",
        ".url",
        "originalurl",
    ),
    *("exclude", "unless", "forroutes", "request.method", "req.method", "r.method"),
)
# A name or a path on a line of its own, and a list of paths.
_LONE = compiled(
    r"(?m)^[ \t]*(?:[\w.]+|r?[\"'`][/^][^\"'`\n]*[\"'`](?:[ \t]*:[ \t]*\w+)?)(?:[ \t]*[,\])}]+)*;?[ \t\r]*$"
    r"|=[ \t]*(?:new[ \t]+)?(?:\w+\()?[\[({]+[ \t]*r?[\"'`][/^]"
)


def form_of(path: str) -> str:
    """The format of a file as its reader's, SYMFONY for its settings of security; "" for none."""
    from govhooks.readers import format_of

    found = format_of(path)
    if found == "yaml":
        return SYMFONY if _SECURITY.fullmatch(path) else ""
    return found


def matters(text: str, own: tuple[str, ...]) -> bool:
    """Whether the lines that a change adds and removes can change an action or guard; `own` are globs of the policy."""
    lower = text.lower()
    if any(word in lower for word in _MATTERS) or _LONE.search(text):
        return True
    literals = [max(re.split(r"[*?\[\].]", glob), key=len).lower() for glob in own]
    return any(literal in lower for literal in literals)


def facts(form: str, source: Source) -> Facts:
    """What a file says about its actions."""
    from importlib import import_module

    found: Facts = import_module(LANGUAGES[form].module).facts(source)
    return found


def may_say(form: str, path: str, data: bytes) -> bool:
    """Whether a file has one of its language's words or places. What a bundler wrote is nobody's source."""
    language = LANGUAGES[form]
    text = written(data).lower()
    if any(word.encode() in text for word in language.words):
        return True
    if language.paths:
        from govhooks.core.globs import globs

        return globs(language.paths).match(path) is not None
    return False


def around(form: str, path: str, read: Reader) -> list[str]:
    """The places of files that may say what a file is part of, nearest first; `read` reads a path of the tree."""
    from posixpath import splitext

    folders = path.split("/")[:-1]
    ending = splitext(path)[1]
    found = []
    for up in range(len(folders), -1, -1):
        above = "/".join(folders[:up])
        found += [_below(above, name if "." in name else name + ending) for name in LANGUAGES[form].around]
        if form == "python" and (data := read(_below(above, "manage.py"))):
            found += [_below(above, name) for name in _settings(data)]
    return [one for one in dict.fromkeys(found) if one != path]


def _below(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _settings(manage: bytes) -> list[str]:
    """The settings and URL patterns of a Django project, by its manage.py."""
    match = re.search(rb"DJANGO_SETTINGS_MODULE[\"'],\s*[\"']([\w.]+)", manage)
    if match is None:
        return []
    parts = match.group(1).decode().split(".")
    folder = "/".join(parts[:-1])
    names = [f"{parts[-1]}.py", f"{parts[-1]}/__init__.py", "base.py", "common.py", "urls.py", "../urls.py"]
    return [normpath(_below(folder, name)) for name in names]


def tells(form: str, data: bytes) -> bool:
    """Whether a text that cannot be parsed is likely to have actions."""
    text = data.lower()
    language = LANGUAGES[form]
    return any(word.encode() in text for word in language.telling or language.words)
