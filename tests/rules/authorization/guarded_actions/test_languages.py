"""The rule guarded-actions on the languages that the extra `languages` reads."""

from __future__ import annotations

import textwrap

import pytest
from guarded_world import judge, kinds

pytest.importorskip("tree_sitter_typescript")

EXPRESS = 'const express = require("express");\nconst { requireAuth, requireRole } = require("./auth");\nconst app = express();\n'
CHI = 'package main\nimport "github.com/go-chi/chi/v5"\nfunc routes() {\nr := chi.NewRouter()\n'
SPRING = "package a;\nimport org.springframework.web.bind.annotation.*;\n"
ASP = "using Microsoft.AspNetCore.Authorization;\nusing Microsoft.AspNetCore.Mvc;\n"
NEST = 'import { Controller, Get, Post, UseGuards } from "@nestjs/common";\n'
TRPC = 'import { publicProcedure, protectedProcedure, router } from "../trpc";\n'

# (path, text before both, before, after, kinds)
DANGERS = [
    (
        "a.js",
        EXPRESS,
        'app.get("/x", requireAuth, (req, res) => res.json({}));',
        'app.get("/x", (req, res) => res.json({}));',
        ["removed"],
    ),
    (
        "a.js",
        EXPRESS,
        'app.use(requireAuth);\napp.get("/x", h);\napp.post("/y", h2);',
        'app.get("/x", h);\napp.post("/y", h2);',
        ["removed"],
    ),
    (
        "a.js",
        EXPRESS,
        'app.use(requireAuth);\napp.get("/x", h);',
        'app.get("/x", h);\napp.use(requireAuth);',
        ["removed"],
    ),
    ("a.js", EXPRESS, 'app.get("/x", requireRole("admin"), h);', 'app.get("/x", requireAuth, h);', ["weaker"]),
    ("a.js", EXPRESS, 'app.get("/x", requireRole("admin"), h);', 'app.get("/x", requireRole("user"), h);', ["weaker"]),
    (
        "a.js",
        EXPRESS,
        'app.get("/x", passport.authenticate("jwt", { session: false }), h);',
        'app.get("/x", h);',
        ["removed"],
    ),
    ("a.js", EXPRESS, 'app.get("/x", [requireAuth, log], h);', 'app.get("/x", [log], h);', ["removed"]),
    (
        "a.js",
        EXPRESS,
        'app.get("/x", requireAuth, h);',
        'app.get("/x", requireAuth, h);\napp.delete("/x/:id", remove);',
        ["unguarded"],
    ),
    (
        "a.js",
        EXPRESS,
        'app.use("/admin", requireAuth);\napp.get("/admin/x", h);',
        'app.get("/admin/x", h);',
        ["removed"],
    ),
    (
        "a.js",
        EXPRESS,
        'app.get("/x", (req, res) => { if (!req.user) return res.status(401).end(); res.json({}); });',
        'app.get("/x", (req, res) => { res.json({}); });',
        ["removed"],
    ),
    (
        "a.ts",
        'import Fastify from "fastify";\nconst fastify = Fastify();\n',
        'fastify.get("/x", { preHandler: [fastify.authenticate] }, h);',
        'fastify.get("/x", {}, h);',
        ["removed"],
    ),
    (
        "a.ts",
        "",
        'export default async function (fastify, opts) { fastify.addHook("onRequest", requireAuth); fastify.get("/x", h); }',
        'export default async function (fastify, opts) { fastify.get("/x", h); }',
        ["removed"],
    ),
    (
        "a.ts",
        "",
        'fastify.route({ method: "GET", url: "/x", preHandler: requireAuth, handler: h });',
        'fastify.route({ method: "GET", url: "/x", handler: h });',
        ["removed"],
    ),
    (
        "a.ts",
        'import { Hono } from "hono";\nconst app = new Hono();\n',
        'app.use("/api/*", jwt({ secret }));\napp.get("/api/x", (c) => c.json({}));',
        'app.get("/api/x", (c) => c.json({}));',
        ["removed"],
    ),
    (
        "a.controller.ts",
        NEST,
        '@Controller("x")\n@UseGuards(AuthGuard("jwt"))\nexport class X {\n  @Get() list() {}\n}',
        '@Controller("x")\nexport class X {\n  @Get() list() {}\n}',
        ["removed"],
    ),
    (
        "a.controller.ts",
        NEST,
        '@Controller("x")\nexport class X {\n  @UseGuards(JwtAuthGuard)\n  @Get() list() {}\n}',
        '@Controller("x")\nexport class X {\n  @Get() list() {}\n}',
        ["removed"],
    ),
    (
        "a.controller.ts",
        NEST,
        '@Controller("x")\n@UseGuards(JwtAuthGuard)\nexport class X {\n  @Get() list() {}\n}',
        '@Controller("x")\n@UseGuards(JwtAuthGuard)\nexport class X {\n  @Public()\n  @Get() list() {}\n}',
        ["open"],
    ),
    (
        "app.module.ts",
        NEST,
        "@Module({ providers: [{ provide: APP_GUARD, useClass: JwtAuthGuard }] })\nexport class AppModule {}",
        "@Module({ providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }] })\nexport class AppModule {}",
        ["removed"],
    ),
    (
        "app/api/orders/route.ts",
        "",
        "export async function GET() {\n  const s = await auth();\n  if (!s) return redirect('/');\n  return x;\n}",
        "export async function GET() {\n  return x;\n}",
        ["removed"],
    ),
    (
        "app/api/orders/route.ts",
        "",
        "export const POST = withAuth(async (req) => x);",
        "export const POST = async (req) => x;",
        ["removed"],
    ),
    (
        "app/actions.ts",
        "",
        '"use server";\nexport async function remove(id) {\n  await requireUser();\n  db.x();\n}',
        '"use server";\nexport async function remove(id) {\n  db.x();\n}',
        ["removed"],
    ),
    (
        "server/orders.ts",
        TRPC,
        "export const orders = router({ list: protectedProcedure.query(() => 1) });",
        "export const orders = router({ list: publicProcedure.query(() => 1) });",
        ["removed"],
    ),
    ("main.go", CHI, 'r.Use(RequireAuth)\nr.Get("/x", h)\n}', 'r.Get("/x", h)\n}', ["removed"]),
    ("main.go", CHI, 'r.With(requireAdmin).Delete("/x", h)\n}', 'r.Delete("/x", h)\n}', ["removed"]),
    (
        "main.go",
        CHI,
        'r.Route("/api", func(r chi.Router) {\nr.Use(auth.Required)\nr.Post("/x", h)\n})\n}',
        'r.Route("/api", func(r chi.Router) {\nr.Post("/x", h)\n})\n}',
        ["removed"],
    ),
    (
        "main.go",
        "package main\nfunc routes() {\nr := gin.Default()\n",
        'a := r.Group("/admin", AuthRequired())\na.GET("/x", h)\n}',
        'a := r.Group("/admin")\na.GET("/x", h)\n}',
        ["removed"],
    ),
    (
        "main.go",
        "package main\nfunc routes(e *echo.Echo) {\n",
        'e.GET("/x", h, middleware.JWT(key))\n}',
        'e.GET("/x", h)\n}',
        ["removed"],
    ),
    (
        "main.go",
        'package main\nimport "net/http"\nfunc routes() {\n',
        'http.HandleFunc("/x", requireAuth(h))\n}',
        'http.HandleFunc("/x", h)\n}',
        ["removed"],
    ),
    (
        "A.java",
        SPRING,
        '@RestController\nclass A {\n@PreAuthorize("hasRole(\'ADMIN\')")\n@GetMapping("/x")\nString x() { return ""; }\n}',
        '@RestController\nclass A {\n@GetMapping("/x")\nString x() { return ""; }\n}',
        ["removed"],
    ),
    (
        "A.java",
        SPRING,
        '@RestController\n@Secured("ROLE_ADMIN")\nclass A {\n@GetMapping("/x")\nString x() { return ""; }\n}',
        '@RestController\nclass A {\n@GetMapping("/x")\nString x() { return ""; }\n}',
        ["removed"],
    ),
    (
        "A.java",
        "import jakarta.ws.rs.*;\n",
        '@Path("/x")\nclass A {\n@GET @RolesAllowed("admin")\npublic String x() { return ""; }\n}',
        '@Path("/x")\nclass A {\n@GET @PermitAll\npublic String x() { return ""; }\n}',
        ["open"],
    ),
    (
        "A.java",
        SPRING,
        'class A { SecurityFilterChain f(HttpSecurity http) { http.authorizeHttpRequests(a -> a.requestMatchers("/x").hasRole("ADMIN").anyRequest().authenticated()); } }',
        'class A { SecurityFilterChain f(HttpSecurity http) { http.authorizeHttpRequests(a -> a.requestMatchers("/x").permitAll().anyRequest().authenticated()); } }',
        ["open"],
    ),
    (
        "A.java",
        SPRING,
        "class A { SecurityFilterChain f(HttpSecurity http) { http.authorizeHttpRequests(a -> a.anyRequest().authenticated()); } }",
        "class A { SecurityFilterChain f(HttpSecurity http) { http.authorizeHttpRequests(a -> a.anyRequest().permitAll()); } }",
        ["open"],
    ),
    (
        "A.cs",
        ASP,
        '[Authorize]\npublic class AController : ControllerBase {\n[HttpGet]\npublic string X() { return ""; }\n}',
        'public class AController : ControllerBase {\n[HttpGet]\npublic string X() { return ""; }\n}',
        ["removed"],
    ),
    (
        "A.cs",
        ASP,
        '[Authorize]\npublic class AController : ControllerBase {\n[HttpGet]\npublic string X() { return ""; }\n}',
        '[Authorize]\npublic class AController : ControllerBase {\n[HttpGet, AllowAnonymous]\npublic string X() { return ""; }\n}',
        ["open"],
    ),
    (
        "A.cs",
        ASP,
        '[Authorize(Roles = "Admin")]\npublic class AController : ControllerBase {\n[HttpGet]\npublic string X() { return ""; }\n}',
        '[Authorize]\npublic class AController : ControllerBase {\n[HttpGet]\npublic string X() { return ""; }\n}',
        ["weaker"],
    ),
]
DANGERS += [
    (
        "app/controllers/a_controller.rb",
        "",
        "class AController < ApplicationController\n before_action :authenticate_user!\n def index; end\nend",
        "class AController < ApplicationController\n def index; end\nend",
        ["removed"],
    ),
    (
        "app/controllers/a_controller.rb",
        "",
        "class AController < ApplicationController\n before_action :authenticate_user!\n def index; end\n def show; end\nend",
        "class AController < ApplicationController\n before_action :authenticate_user!, except: [:index]\n def index; end\n def show; end\nend",
        ["removed"],
    ),
    (
        "app/controllers/a_controller.rb",
        "",
        "class AController < ApplicationController\n before_action :authenticate_user!\n def index; end\nend",
        "class AController < ApplicationController\n before_action :authenticate_user!\n skip_before_action :authenticate_user!, only: %i[index]\n def index; end\nend",
        ["open"],
    ),
    (
        "app/controllers/a_controller.rb",
        "",
        "class AController < ApplicationController\n def update\n  authorize @order\n  @order.save\n end\nend",
        "class AController < ApplicationController\n def update\n  @order.save\n end\nend",
        ["removed"],
    ),
    (
        "routes/web.php",
        "<?php\n",
        "Route::get('/x', [XController::class, 'index'])->middleware('auth');",
        "Route::get('/x', [XController::class, 'index']);",
        ["removed"],
    ),
    (
        "routes/web.php",
        "<?php\n",
        "Route::middleware(['auth'])->group(function () {\n Route::get('/x', [XController::class, 'index']);\n});",
        "Route::get('/x', [XController::class, 'index']);",
        ["removed"],
    ),
    (
        "routes/web.php",
        "<?php\n",
        "Route::group(['middleware' => ['auth', 'can:admin']], function () {\n Route::get('/x', [XController::class, 'index']);\n});",
        "Route::group(['middleware' => ['auth']], function () {\n Route::get('/x', [XController::class, 'index']);\n});",
        ["removed"],
    ),
    (
        "A.php",
        "<?php\n",
        "class A {\n#[Route('/a')]\n#[IsGranted('ROLE_ADMIN')]\npublic function a() {}\n}",
        "class A {\n#[Route('/a')]\npublic function a() {}\n}",
        ["removed"],
    ),
    (
        "A.php",
        "<?php\n",
        "class A {\n#[Route('/a')]\npublic function a() { $this->denyAccessUnlessGranted('ROLE_ADMIN'); }\n}",
        "class A {\n#[Route('/a')]\npublic function a() {}\n}",
        ["removed"],
    ),
    (
        "XController.php",
        "<?php\n",
        "class XController extends Controller {\npublic function __construct() { $this->middleware('auth'); }\npublic function index() {}\n}",
        "class XController extends Controller {\npublic function __construct() { }\npublic function index() {}\n}",
        ["removed"],
    ),
    (
        "Program.cs",
        "var app = b.Build();\n",
        'app.MapGet("/x", () => 1).RequireAuthorization();',
        'app.MapGet("/x", () => 1);',
        ["removed"],
    ),
    (
        "Program.cs",
        "var app = b.Build();\n",
        'app.MapGet("/x", () => 1).RequireAuthorization();',
        'app.MapGet("/x", () => 1).AllowAnonymous();',
        ["open"],
    ),
    (
        "Program.cs",
        "var app = b.Build();\n",
        'var g = app.MapGroup("/api").RequireAuthorization();\ng.MapGet("/x", () => 1);',
        'var g = app.MapGroup("/api");\ng.MapGet("/x", () => 1);',
        ["removed"],
    ),
]
DANGERS += [
    (
        "a.guard.ts",
        NEST,
        "export class RolesGuard {\n  canActivate(context) { return context.user.roles.includes('admin') && x; }\n}",
        "export class RolesGuard {\n  canActivate(context) { return true; }\n}",
        ["removed"],
    ),
    (
        "auth.js",
        EXPRESS,
        "function requireAdmin(req, res, next) { if (!req.user) return res.sendStatus(401); next(); }",
        "function requireAdmin(req, res, next) { next(); }",
        ["removed"],
    ),
    (
        "a.js",
        EXPRESS,
        'app.all("/admin/*", requireAuth);\napp.get("/admin/x", h);',
        'app.get("/admin/x", h);',
        ["removed"],
    ),
    ("A.java", SPRING, "@Configuration\n@EnableMethodSecurity\nclass A {}", "@Configuration\nclass A {}", ["removed"]),
    (
        "app/controllers/a_controller.rb",
        "",
        "class AController < ApplicationController\n def index; end\nend",
        "class AController < ApplicationController\n skip_before_action :authenticate_user!, only: [:index]\n def index; end\nend",
        ["open"],
    ),
    (
        "app/controllers/application_controller.rb",
        "",
        "class ApplicationController < ActionController::Base\n before_action :authenticate_user!\nend",
        "class ApplicationController < ActionController::Base\nend",
        ["removed"],
    ),
    (
        "middleware.ts",
        "",
        'import { withAuth } from "next-auth/middleware";\nexport default withAuth({});\nexport const config = { matcher: ["/admin/:path*", "/me"] };',
        'import { withAuth } from "next-auth/middleware";\nexport default withAuth({});\nexport const config = { matcher: ["/me"] };',
        ["removed"],
    ),
]
BENIGN = [
    (
        "app/controllers/a_controller.rb",
        "",
        "class AController < ApplicationController\n before_action :authenticate_user!, only: [:index]\n def index; end\nend",
        "class AController < ApplicationController\n before_action :authenticate_user!\n def index; end\nend",
    ),
    (
        "app/controllers/a_controller.rb",
        "",
        "class AController < ApplicationController\n before_action :authenticate_user!\n before_action :set_locale\n def index; end\nend",
        "class AController < ApplicationController\n before_action :authenticate_user!\n def index; end\nend",
    ),
    (
        "routes/web.php",
        "<?php\n",
        "Route::get('/x', [XController::class, 'index'])->middleware('auth');",
        "Route::middleware(['auth'])->group(function () {\n Route::get('/x', [XController::class, 'index']);\n});",
    ),
    (
        "routes/web.php",
        "<?php\n",
        "Route::get('/x', [XController::class, 'index'])->middleware(['auth', 'throttle:60,1']);",
        "Route::get('/x', [XController::class, 'index'])->middleware('auth');",
    ),
    ("a.js", EXPRESS, 'app.get("/x", requireAuth, h);', 'app.use(requireAuth);\napp.get("/x", h);'),
    ("a.js", EXPRESS, 'app.get("/x", requireAuth, h);', 'app.get("/y", requireAuth, h);'),
    ("a.js", EXPRESS, 'app.get("/x", requireAuth, h);', 'app.get("/x", ensureLoggedIn(), h);'),
    ("a.js", EXPRESS, 'app.get("/x", requireAuth, h);', 'app.get("/x", requireAuth, h);\napp.get("/healthz", ok);'),
    ("a.js", "", 'const r = await api.get("/x", { auth: true });', 'const r = await api.get("/x");'),
    ("a.js", "", 'await axios.get("/x", { headers: authHeader });', 'await axios.get("/x");'),
    ("a.js", EXPRESS, '// app.get("/x", requireAuth, h);\nconst s = "app.get(requireAuth)";', "const s = 1;"),
    (
        "a.controller.ts",
        NEST,
        '@Controller("x")\nexport class X {\n  @UseGuards(JwtAuthGuard)\n  @Get() list() {}\n}',
        '@Controller("x")\n@UseGuards(JwtAuthGuard)\nexport class X {\n  @Get() list() {}\n}',
    ),
    (
        "server/orders.ts",
        TRPC,
        "export const orders = router({ list: protectedProcedure.query(() => 1) });",
        "export const orders = router({ list: protectedProcedure.input(z).query(() => 1) });",
    ),
    ("main.go", CHI, 'r.Use(RequireAuth)\nr.Get("/x", h)\n}', 'r.With(RequireAuth).Get("/x", h)\n}'),
    ("main.go", CHI, 'r.Use(RequireAuth)\nr.Use(Logger)\nr.Get("/x", h)\n}', 'r.Use(RequireAuth)\nr.Get("/x", h)\n}'),
    (
        "A.java",
        SPRING,
        '@RestController\nclass A {\n@Secured("ROLE_ADMIN")\n@GetMapping("/x")\nString x() { return ""; }\n}',
        '@RestController\n@Secured("ROLE_ADMIN")\nclass A {\n@GetMapping("/x")\nString x() { return ""; }\n}',
    ),
    (
        "A.cs",
        ASP,
        'public class AController : ControllerBase {\n[Authorize]\n[HttpGet]\npublic string X() { return ""; }\n}',
        '[Authorize]\npublic class AController : ControllerBase {\n[HttpGet]\npublic string X() { return ""; }\n}',
    ),
]


@pytest.mark.parametrize(("path", "head", "old", "new", "expected"), DANGERS)
def test_what_loosens_is_found(path: str, head: str, old: str, new: str, expected: list[str]) -> None:
    found = judge({path: head + textwrap.dedent(old)}, {path: head + textwrap.dedent(new)})

    assert kinds(found) == expected, [one.problem for one in found]


@pytest.mark.parametrize(("path", "head", "old", "new", "expected"), DANGERS)
def test_the_reverse_is_silent(path: str, head: str, old: str, new: str, expected: list[str]) -> None:
    found = judge({path: head + textwrap.dedent(new)}, {path: head + textwrap.dedent(old)})

    assert [one.problem for one in found if one.blocks] == []


@pytest.mark.parametrize(("path", "head", "old", "new"), BENIGN)
def test_what_only_looks_like_it_is_silent(path: str, head: str, old: str, new: str) -> None:
    found = judge({path: head + textwrap.dedent(old)}, {path: head + textwrap.dedent(new)})

    assert [one.problem for one in found] == []


def test_express_across_files() -> None:
    main = 'const express = require("express");\nconst orders = require("./routes/orders");\nconst app = express();\napp.use("/api"{}, orders);\n'
    routes = 'const router = require("express").Router();\nrouter.get("/orders", list);\nmodule.exports = router;\n'
    old = {"src/app.js": main.format(", requireAuth"), "src/routes/orders.js": routes}
    (found,) = judge(old, {"src/app.js": main.format(""), "src/routes/orders.js": routes})

    assert "GET /api/orders" in found.problem and found.blocks
