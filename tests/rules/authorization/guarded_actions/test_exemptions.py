"""What a guard lets through without a check: another path is a finding, a health check is none."""

from __future__ import annotations

import pytest
from guarded_world import judge, kinds
from hypothesis import given
from hypothesis import strategies as st

from govhooks.rules.authorization.guarded_actions.exemptions import in_text, let_through, lists

pytest.importorskip("tree_sitter_typescript")

FLASK = """
from flask import Flask, abort, g, request
app = Flask(__name__)
OPEN = {"/livez"}
@app.before_request
def gate():
    if CONDITION:
        return
    if g.user is None:
        abort(401)
@app.get("/accounts")
def accounts(): ...
"""
FASTAPI = """
from fastapi import FastAPI
app = FastAPI()
@app.middleware("http")
async def check(request, call_next):
    if CONDITION:
        return await call_next(request)
    if not request.headers.get("x"):
        return JSONResponse({}, status_code=401)
    return await call_next(request)
@app.get("/orders")
def orders(): ...
"""
DJANGO = """
from django.shortcuts import redirect
class LoginRequiredMiddleware:
    EXEMPT = CONDITION
    def __call__(self, request):
        if any(request.path.startswith(one) for one in self.EXEMPT):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect("/login/")
        return self.get_response(request)
"""
EXPRESS = """
const express = require("express");
const app = express();
function requireAuth(req, res, next) {
  if (CONDITION) return next();
  if (!req.user) return res.status(401).end();
  next();
}
app.use(requireAuth);
app.get("/orders", h);
"""
LIST = 'const express = require("express");\nconst PUBLIC_PATHS = [CONDITION];\nmodule.exports = { PUBLIC_PATHS };\n'
UNLESS = 'const express = require("express");\nconst app = express();\napp.use(jwt({ secret: key }).unless({ path: [CONDITION] }));\n'
GO = """package web
import "net/http"
func requireToken(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if CONDITION {
			next.ServeHTTP(w, r)
			return
		}
		if r.Header.Get("x") == "" {
			http.Error(w, "no", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}
"""
GO_LIST = 'package web\nimport "net/http"\nvar publicPaths = map[string]bool{\nCONDITION\n}\n'
CLERK = """import { clerkMiddleware, createRouteMatcher } from "@clerk/nextjs/server";
const isKINDRoute = createRouteMatcher([CONDITION]);
export default clerkMiddleware(async (auth, req) => {
  if (CHECK) await auth.protect();
});
"""
CLERK_OPEN = CLERK.replace("KIND", "Public").replace("CHECK", "!isPublicRoute(req)")
CLERK_CLOSED = CLERK.replace("KIND", "Protected").replace("CHECK", "isProtectedRoute(req)")
NEST = """import { MiddlewareConsumer, Module } from "@nestjs/common";
@Module({})
export class AppModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(AuthMiddleware)CONDITION;
  }
}
"""

# (path, text, condition before, after, kinds)
CASES = [
    ("a.py", FLASK, 'request.path == "/livez"', 'request.path == "/livez" or request.path.startswith("/accounts")', ["weaker"]),
    ("a.py", FLASK, 'request.path == "/livez"', 'request.path in ("/livez", "/healthz")', []),
    ("a.py", FLASK, 'request.path == "/livez"', "request.path in OPEN", []),
    ("a.py", FLASK, 'request.path.startswith("/static")', 'request.path.startswith("/static/css")', []),
    ("a.py", FLASK, 'request.method == "OPTIONS"', 'request.method in ("OPTIONS", "GET")', ["weaker"]),
    ("a.py", FLASK, "False", 'request.method == "OPTIONS"', []),
    ("a.py", FLASK, 'request.endpoint == "static"', 'request.endpoint in ("static", "accounts")', ["weaker"]),
    ("a.py", FLASK, 'request.endpoint == "static"', 'request.endpoint in ("static", "auth.login")', []),
    ("a.py", FLASK, "False", 'not request.path.startswith("/admin")', ["removed"]),
    ("a.py", FLASK, 'not request.path.startswith("/api")', 'not request.path.startswith("/api/admin")', ["removed"]),
    ("a.py", FLASK, 'not request.path.startswith("/api/admin")', 'not request.path.startswith("/api")', []),
    ("a.py", FASTAPI, 'request.url.path == "/ping"', 'request.url.path in ("/ping", "/orders")', ["weaker"]),
    ("a.py", FASTAPI, 'request.url.path == "/ping"', 'request.url.path in ("/ping", "/docs")', []),
    ("a.py", DJANGO, '["/login/"]', '["/login/", "/reports/"]', ["weaker"]),
    ("a.py", DJANGO, '["/login/"]', '["/login/", "/static/"]', []),
    ("a.js", EXPRESS, 'req.path === "/ping"', 'req.path === "/ping" || req.path.startsWith("/orders")', ["weaker"]),
    ("a.js", EXPRESS, 'req.path === "/ping"', 'req.path === "/ping" || req.path === "/login"', []),
    ("a.js", EXPRESS, '!req.path.startsWith("/api")', '!req.path.startsWith("/api/admin")', ["removed"]),
    ("a.js", EXPRESS, 'req.method === "OPTIONS"', 'req.method === "OPTIONS" || req.method === "GET"', ["weaker"]),
    ("a.js", LIST, '\n  "/ping",\n', '\n  "/ping",\n  "/orders",\n', ["weaker"]),
    ("a.js", LIST, '\n  "/ping",\n', '\n  "/ping",\n  "/docs",\n', []),
    ("a.js", UNLESS, '"/login"', '"/login", "/orders"', ["weaker"]),
    ("a.js", UNLESS, '"/login"', '"/login", "/healthz"', []),
    ("a.go", GO, 'r.URL.Path == "/ping"', 'r.URL.Path == "/ping" || strings.HasPrefix(r.URL.Path, "/admin")', ["weaker"]),
    ("a.go", GO, 'r.URL.Path == "/ping"', 'r.URL.Path == "/ping" || strings.HasPrefix(r.URL.Path, "/metrics")', []),
    ("a.go", GO_LIST, '\t"/ping": true,', '\t"/ping": true,\n\t"/orders": true,', ["weaker"]),
    ("a.go", GO_LIST, '\t"/ping": true,', '\t"/ping": true,\n\t"/login": true,', []),
    ("middleware.ts", CLERK_OPEN, '"/sign-in(.*)"', '"/sign-in(.*)", "/dashboard(.*)"', ["weaker"]),
    ("middleware.ts", CLERK_OPEN, '"/sign-in(.*)"', '"/sign-in(.*)", "/sign-up(.*)"', []),
    ("middleware.ts", CLERK_CLOSED, '"/dashboard(.*)", "/billing(.*)"', '"/dashboard(.*)"', ["removed"]),
    ("middleware.ts", CLERK_CLOSED, '"/dashboard(.*)"', '"/dashboard(.*)", "/billing(.*)"', []),
    ("a.module.ts", NEST, '.forRoutes("*")', '.exclude("orders").forRoutes("*")', ["weaker"]),
    ("a.module.ts", NEST, '.forRoutes("*")', '.exclude("health").forRoutes("*")', []),
    ("a.module.ts", NEST, '.forRoutes("*")', '.forRoutes("admin")', ["removed"]),
    ("a.module.ts", NEST, '.forRoutes("admin")', '.forRoutes("*")', []),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "before", "after", "expected"), CASES)
def test_what_a_guard_lets_through(path: str, text: str, before: str, after: str, expected: list[str]) -> None:
    old, new = text.replace("CONDITION", before), text.replace("CONDITION", after)
    assert kinds(judge({path: old}, {path: new})) == expected


def test_middleware_that_is_applied_no_more_is_removed() -> None:
    old = NEST.replace("CONDITION", '.forRoutes("*")')
    assert kinds(
        judge({"a.module.ts": old}, {"a.module.ts": NEST.replace("consumer.apply(AuthMiddleware)CONDITION;", "")})
    ) == ["removed"]


def test_middleware_that_has_another_name_now() -> None:
    text = 'export {{ auth as {0} }} from "@/auth";\nexport const config = {{ matcher: ["/a/:path*"] }};\n'
    old, new = {"middleware.ts": text.format("middleware")}, {"proxy.ts": text.format("proxy")}
    assert kinds(judge(old, new)) == []
    assert kinds(judge(old, {})) == ["removed"]


ENTRIES = st.lists(st.sampled_from(["/a", "/a/b", "/c*", "/healthz", "only /x", "only /x/y", "only /z", "GET"]))


@given(ENTRIES, ENTRIES)
def test_what_stays_is_no_news(before: list[str], more: list[str]) -> None:
    assert let_through(before, before) == ([], [])
    assert let_through([*before, *more], [one for one in [*before, *more] if not one.startswith("only ")]) == ([], [])


@given(st.text(alphabet='if(){}[]/"!=&|:\n abnextPUBLIC_paths', max_size=400))
def test_any_text_is_read(text: str) -> None:
    in_text(text)
    list(lists(text))
