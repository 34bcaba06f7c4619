"""Shapes of guards where routes are registered by calls, and in Next, Nest and tRPC: dangers and everyday changes, a row each."""

from __future__ import annotations

import pytest
from guarded_world import judge, kinds

pytest.importorskip("tree_sitter_typescript")

EXPRESS = 'import express from "express";\nimport { requireAuth, requireRole, audit, validate } from "./auth";\nconst app = express();\n'
HONO = 'import { Hono } from "hono";\nimport { bearerAuth } from "hono/bearer-auth";\n'
FASTIFY = 'import Fastify from "fastify";\nconst app = Fastify();\n'
TRPC = 'import { publicProcedure, protectedProcedure, adminProcedure, router } from "../trpc";\n'
NEST = 'import { Controller, Get, Delete, UseGuards } from "@nestjs/common";\n'
HTTP = 'package web\nimport "net/http"\nfunc routes() http.Handler {\n\tmux := http.NewServeMux()\n'
CHI = 'package web\nimport "github.com/go-chi/chi/v5"\n'
GIN = 'package web\nimport "github.com/gin-gonic/gin"\n'
ECHO = 'package web\nimport "github.com/labstack/echo/v4"\nfunc Setup() *echo.Echo {\n\te := echo.New()\n'
FIBER = 'package web\nimport "github.com/gofiber/fiber/v2"\nfunc Setup() *fiber.App {\n\tapp := fiber.New()\n'

# (path, before, after, kinds)
CASES: list[tuple[str, str, str, list[str]]] = [
    (
        "a.ts",
        HONO
        + 'const admin = new Hono().basePath("/admin");\nadmin.use("*", basicAuth({ username: process.env.A!, password: process.env.B! }));\nadmin.get("/jobs", list);\nadmin.delete("/jobs/:id", del);\nadmin.post("/jobs/:id/retry", retry);\n',
        HONO
        + 'const admin = new Hono().basePath("/admin");\nadmin.use("/jobs/:id/retry", basicAuth({ username: process.env.A!, password: process.env.B! }));\nadmin.get("/jobs", list);\nadmin.delete("/jobs/:id", del);\nadmin.post("/jobs/:id/retry", retry);\n',
        ["removed"],
    ),
    (
        "a.ts",
        HONO
        + 'const admin = new Hono().basePath("/admin");\nadmin.use("*", basicAuth({ username: process.env.A!, password: process.env.B! }));\nadmin.get("/jobs", list);\nadmin.delete("/jobs/:id", del);\nadmin.post("/jobs/:id/retry", retry);\n',
        HONO
        + 'const admin = new Hono().basePath("/admin");\nadmin.use("/jobs/*", basicAuth({ username: process.env.A!, password: process.env.B! }));\nadmin.get("/jobs", list);\nadmin.delete("/jobs/:id", del);\nadmin.post("/jobs/:id/retry", retry);\n',
        [],
    ),
    (
        "a.ts",
        HONO
        + 'const app = new Hono();\napp.use("/cache/*", async (c, next) => bearerAuth({ token: c.env.API_TOKEN })(c, next));\napp.get("/cache/:key", async (c) => c.json({}));\n',
        HONO + 'const app = new Hono();\napp.get("/cache/:key", async (c) => c.json({}));\n',
        ["removed"],
    ),
    (
        "a.ts",
        HONO
        + 'const app = new Hono();\napp.use("/cache/*", async (c, next) => {\n  const auth = bearerAuth({ token: c.env.API_TOKEN });\n  return auth(c, next);\n});\napp.get("/cache/:key", async (c) => c.json({}));\n',
        HONO + 'const app = new Hono();\napp.get("/cache/:key", async (c) => c.json({}));\n',
        ["removed"],
    ),
    (
        "a.ts",
        HONO
        + 'const app = new Hono();\napp.use("/cache/*", async (c, next) => bearerAuth({ token: c.env.API_TOKEN })(c, next));\napp.get("/cache/:key", async (c) => c.json({}));\n',
        HONO
        + 'const app = new Hono();\napp.use("/cache/*", async (c, next) => bearerAuth({ token: c.env.API_TOKEN })(c, next));\napp.get("/cache/:key", async (c) => c.json({}));\napp.post("/purge", async (c) => c.json({}));\n',
        ["unguarded"],
    ),
    (
        "a.ts",
        HONO
        + 'const app = new Hono();\napp.use("/cache/*", async (c, next) => bearerAuth({ token: c.env.API_TOKEN })(c, next));\napp.get("/cache/:key", async (c) => c.json({}));\n',
        HONO
        + 'const app = new Hono();\napp.use("/cache/*", bearerAuth({ token }));\napp.get("/cache/:key", async (c) => c.json({}));\n',
        [],
    ),
    (
        "a.ts",
        HONO
        + 'const app = new Hono();\napp.on(["PUT","DELETE"], "/cache/*", bearerAuth({ token }));\napp.get("/cache/:key", async (c) => c.json({}));\napp.put("/cache/:k", h);\n',
        HONO + 'const app = new Hono();\napp.get("/cache/:key", async (c) => c.json({}));\napp.put("/cache/:k", h);\n',
        ["removed"],
    ),
    (
        "a.ts",
        HONO
        + 'const app = new Hono();\napp.use("*", every(requireAuth, requireAdmin));\napp.get("/cache/:key", async (c) => c.json({}));\n',
        HONO
        + 'const app = new Hono();\napp.use("*", some(requireAuth, requireAdmin));\napp.get("/cache/:key", async (c) => c.json({}));\n',
        ["weaker"],
    ),
    (
        "a.ts",
        HONO
        + 'const app = new Hono();\napp.use("*", bearerAuth({ token }));\napp.get("/cache/:key", async (c) => c.json({}));\n',
        HONO
        + 'const app = new Hono();\napp.use("*", except("/cache/*", bearerAuth({ token })));\napp.get("/cache/:key", async (c) => c.json({}));\n',
        ["weaker"],
    ),
    (
        "a.ts",
        HONO
        + 'const app = new Hono();\nconst sub = new Hono();\nsub.get("/x", h);\napp.use("/api/*", jwt({ secret }));\napp.route("/api", sub);\n',
        HONO + 'const app = new Hono();\nconst sub = new Hono();\nsub.get("/x", h);\napp.route("/api", sub);\n',
        ["removed"],
    ),
    (
        "a.ts",
        HONO + 'const app = new Hono().use("*", requireAuth).get("/x", h).post("/y", g);\n',
        HONO + 'const app = new Hono().get("/x", h).post("/y", g);\n',
        ["removed"],
    ),
    (
        "a.ts",
        EXPRESS + 'app.delete("/x", requireAuth, requireRole("admin"), h);\n',
        EXPRESS + 'const adminOnly = [requireAuth, requireRole("admin")];\napp.delete("/x", adminOnly, h);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.delete("/x", requireAuth, requireRole("admin"), h);\n',
        EXPRESS + 'const chain = [requireAuth, requireRole("admin")];\napp.delete("/x", ...chain, h);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'const chain = [requireAuth, requireRole("admin")];\napp.delete("/x", ...chain, h);\n',
        EXPRESS + 'const chain = [requireAuth];\napp.delete("/x", ...chain, h);\n',
        ["removed"],
    ),
    (
        "a.ts",
        EXPRESS + 'const only = requireRole("admin");\napp.delete("/x", only, h);\n',
        EXPRESS + 'const only = requireRole("user");\napp.delete("/x", only, h);\n',
        ["weaker"],
    ),
    (
        "a.ts",
        EXPRESS + 'app.route("/x").all(requireAuth).get(h).post(g);\n',
        EXPRESS + 'app.route("/x").get(h).post(g);\n',
        ["removed"],
    ),
    ("a.ts", EXPRESS + 'app.get("/x", requireAuth, h);\n', EXPRESS + 'app.get("/x", requireAuth, audit, h);\n', []),
    (
        "a.ts",
        EXPRESS + 'app.get("/x", asyncHandler(requireAuth), asyncHandler(h));\n',
        EXPRESS + 'app.get("/x", asyncHandler(h));\n',
        ["removed"],
    ),
    (
        "a.ts",
        EXPRESS
        + 'const router = express.Router();\nrouter.use(requireAuth);\nrouter.get("/", ctrl.list);\nrouter.delete("/:id", ctrl.remove);\nexport default router;\n',
        EXPRESS
        + 'const router = express.Router();\nrouter.get("/", ctrl.list);\nrouter.delete("/:id", ctrl.remove);\nexport default router;\n',
        ["removed"],
    ),
    (
        "a.ts",
        EXPRESS + 'app.use(requireAuth);\napp.get("/x", h);\n',
        EXPRESS + 'app.get("/x", h);\napp.use(requireAuth);\n',
        ["removed"],
    ),
    (
        "a.ts",
        EXPRESS + 'app.get("/x", requireAuth, requireRole("admin"), h);\n',
        EXPRESS + 'app.get("/x", requireAuth, requireAny("admin", "user"), h);\n',
        ["weaker"],
    ),
    (
        "a.ts",
        FASTIFY + 'app.get("/x", { preHandler: [app.authenticate] }, h);\n',
        FASTIFY + 'const guarded = { preHandler: [app.authenticate] };\napp.get("/x", guarded, h);\n',
        [],
    ),
    (
        "a.ts",
        FASTIFY + 'const opts = { preHandler: [app.authenticate] };\napp.get("/x", opts, h);\n',
        FASTIFY + 'const opts = { };\napp.get("/x", opts, h);\n',
        ["removed"],
    ),
    (
        "a.ts",
        FASTIFY + 'const auth = { preHandler: app.authenticate };\napp.get("/x", { ...auth, schema }, h);\n',
        FASTIFY + 'const auth = { preHandler: app.authenticate };\napp.get("/x", { schema }, h);\n',
        ["removed"],
    ),
    (
        "a.ts",
        FASTIFY + 'app.register(async (f) => {\n  f.addHook("onRequest", f.authenticate);\n  f.get("/x", h);\n});\n',
        FASTIFY + 'app.register(async (f) => {\n  f.get("/x", { onRequest: [f.authenticate] }, h);\n});\n',
        [],
    ),
    (
        "a.ts",
        FASTIFY + 'app.register(async (f) => {\n  f.addHook("onRequest", f.authenticate);\n  f.get("/x", h);\n});\n',
        FASTIFY + 'app.register(async (f) => {\n  f.get("/x", h);\n});\n',
        ["removed"],
    ),
    (
        "a.ts",
        FASTIFY
        + 'app.addHook("preHandler", async (req, reply) => {\n  try { await req.jwtVerify(); } catch (e) { reply.send(e); }\n});\napp.get("/x", h);\n',
        FASTIFY + 'app.get("/x", h);\n',
        ["removed"],
    ),
    (
        "a.ts",
        FASTIFY
        + 'app.delete("/x", { preHandler: app.auth([app.verifyJWT, app.verifyAdmin], { relation: "and" }) }, h);\n',
        FASTIFY + 'app.delete("/x", { preHandler: app.auth([app.verifyJWT]) }, h);\n',
        ["removed"],
    ),
    (
        "a.ts",
        FASTIFY
        + 'app.delete("/x", { preHandler: app.auth([app.verifyJWT, app.verifyAdmin], { relation: "and" }) }, h);\n',
        FASTIFY
        + 'app.delete("/x", { preHandler: app.auth([app.verifyJWT, app.verifyAdmin], { relation: "or" }) }, h);\n',
        ["weaker"],
    ),
    (
        "a.ts",
        FASTIFY + 'app.get("/x", { config: { auth: true } }, h);\n',
        FASTIFY + 'app.get("/x", { config: { auth: false } }, h);\n',
        ["open"],
    ),
    (
        "a.ts",
        TRPC + "export const r = router({ purge: adminProcedure.input(z.object({})).mutation(() => 1), });\n",
        TRPC + "export const r = router({ purge: protectedProcedure.input(z.object({})).mutation(() => 1), });\n",
        ["weaker"],
    ),
    (
        "a.ts",
        TRPC + "export const r = router({ purge: adminProcedure.mutation(() => 1), });\n",
        TRPC + "export const r = router({ purge: publicProcedure.mutation(() => 1), });\n",
        ["removed"],
    ),
    (
        "a.ts",
        TRPC + "export const r = router({ purge: publicProcedure.use(isAdmin).mutation(() => 1), });\n",
        TRPC + "export const r = router({ purge: publicProcedure.mutation(() => 1), });\n",
        ["removed"],
    ),
    (
        "a.ts",
        TRPC + "export const r = router({ purge: protectedProcedure.use(requireAdmin).mutation(() => 1), });\n",
        TRPC + "export const r = router({ purge: adminProcedure.mutation(() => 1), });\n",
        [],
    ),
    (
        "a.ts",
        TRPC
        + "export const r = router({ purge: teamProcedure.mutation(() => 1), list: protectedProcedure.query(() => 2) });\n",
        TRPC
        + "export const r = router({ purge: protectedProcedure.mutation(() => 1), list: protectedProcedure.query(() => 2) });\n",
        ["weaker"],
    ),
    (
        "a.ts",
        TRPC + "export const r = router({ purge: protectedProcedure.mutation(() => 1) });\n",
        TRPC
        + "export const r = router({ purge: protectedProcedure.mutation(() => 1), wipe: publicProcedure.mutation(() => 1) });\n",
        ["unguarded"],
    ),
    (
        "a.ts",
        'export const isAdmin = t.middleware(({ ctx, next }) => {\n  if (!ctx.user?.admin) throw new TRPCError({ code: "FORBIDDEN" });\n  return next();\n});\nexport const adminProcedure = t.procedure.use(isAdmin);\n',
        "export const isAdmin = t.middleware(({ ctx, next }) => {\n  return next();\n});\nexport const adminProcedure = t.procedure.use(isAdmin);\n",
        ["removed"],
    ),
    (
        "a.ts",
        'export const isAdmin = t.middleware(({ ctx, next }) => {\n  if (!ctx.user?.admin) throw new TRPCError({ code: "FORBIDDEN" });\n  return next();\n});\nexport const adminProcedure = t.procedure.use(isAdmin);\n',
        "export const isAdmin = t.middleware(({ ctx, next }) => {\n  return next({ ctx: { user: ctx.session?.user ?? null } });\n});\nexport const adminProcedure = t.procedure.use(isAdmin);\n",
        ["removed"],
    ),
    (
        "a.ts",
        "export const adminProcedure = t.procedure.use(isAuthed).use(isAdmin);\n",
        "export const adminProcedure = t.procedure.use(isAuthed);\n",
        ["removed"],
    ),
    (
        "a.ts",
        TRPC
        + 'export const r = router({ del: protectedProcedure.mutation(({ ctx, input }) => {\n  if (ctx.user.id !== input.id) throw new TRPCError({ code: "FORBIDDEN" });\n  return 1;\n}) });\n',
        TRPC
        + "export const r = router({ del: protectedProcedure.mutation(({ ctx, input }) => {\n  return 1;\n}) });\n",
        ["removed"],
    ),
    (
        "a.ts",
        TRPC + "export const r = router({ a: publicProcedure.query(() => 1) });\n",
        TRPC + "export const r = router({ a: timedProcedure.query(() => 1) });\n",
        [],
    ),
    (
        "a.ts",
        NEST
        + '@Controller("x")\n@UseGuards(JwtAuthGuard)\nexport class X {\n  @Delete()\n  @UseGuards(RolesGuard)\n  @Roles("admin")\n  del() {}\n}\n',
        NEST + '@Controller("x")\n@UseGuards(JwtAuthGuard)\nexport class X {\n  @Delete()\n  del() {}\n}\n',
        ["removed"],
    ),
    (
        "a.ts",
        NEST
        + '@Controller("x")\n@UseGuards(JwtAuthGuard, RolesGuard)\nexport class X {\n  @Delete()\n  @Roles("admin")\n  del() {}\n}\n',
        NEST + '@Controller("x")\n@UseGuards(JwtAuthGuard, RolesGuard)\nexport class X {\n  @Delete()\n  del() {}\n}\n',
        ["removed"],
    ),
    (
        "a.ts",
        NEST
        + '@Controller("x")\n@UseGuards(JwtAuthGuard, RolesGuard)\nexport class X {\n  @Delete()\n  @Roles(Role.Admin)\n  del() {}\n}\n',
        NEST
        + '@Controller("x")\n@UseGuards(JwtAuthGuard, RolesGuard)\nexport class X {\n  @Delete()\n  @Roles(Role.Admin, Role.User)\n  del() {}\n}\n',
        ["weaker"],
    ),
    (
        "a.ts",
        NEST
        + 'import { Auth } from "./auth.decorator";\n@Controller("x")\nexport class X {\n  @Delete()\n  @Auth("admin")\n  del() {}\n}\n',
        NEST + '@Controller("x")\nexport class X {\n  @Delete()\n  del() {}\n}\n',
        ["removed"],
    ),
    (
        "a.ts",
        NEST + '@Controller("x")\n@UseGuards(JwtAuthGuard)\nexport class X {\n  @Delete()\n  del() {}\n}\n',
        NEST
        + '@Controller("x")\n@UseGuards(JwtAuthGuard)\nexport class X {\n  @Public()\n  @Delete()\n  del() {}\n}\n',
        ["open"],
    ),
    (
        "a.ts",
        NEST
        + '@Controller("x")\n@UseGuards(JwtAuthGuard)\nexport class X {\n  @Delete()\n  del() {}\n  @Get()\n  g() {}\n}\n',
        NEST
        + '@Controller("x")\nexport class X {\n  @UseGuards(JwtAuthGuard)\n  @Delete()\n  del() {}\n  @UseGuards(JwtAuthGuard)\n  @Get()\n  g() {}\n}\n',
        [],
    ),
    (
        "a.ts",
        NEST + '@Controller("x")\nexport class X {\n  @UseGuards(JwtAuthGuard)\n  @Delete()\n  del() {}\n}\n',
        NEST
        + '@Controller("x")\nexport class X {\n  @UseGuards(JwtAuthGuard)\n  @Delete()\n  del() {}\n  @Get("all")\n  all() {}\n}\n',
        ["unguarded"],
    ),
    (
        "a.ts",
        'import { WebSocketGateway, SubscribeMessage } from "@nestjs/websockets";\n@WebSocketGateway()\nexport class G {\n  @UseGuards(WsAuthGuard)\n  @SubscribeMessage("x")\n  x() {}\n}\n',
        'import { WebSocketGateway, SubscribeMessage } from "@nestjs/websockets";\n@WebSocketGateway()\nexport class G {\n  @SubscribeMessage("x")\n  x() {}\n}\n',
        ["removed"],
    ),
    (
        "app/api/x/route.ts",
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) return new Response("no", { status: 401 });\n  return Response.json({});\n}\n',
        "export async function DELETE(req: Request) {\n  return Response.json({});\n}\n",
        ["removed"],
    ),
    (
        "app/api/x/route.ts",
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) return new Response("no", { status: 401 });\n  return Response.json({ by: session.user });\n}\n',
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  return Response.json({ by: session?.user });\n}\n',
        ["removed"],
    ),
    (
        "app/api/x/route.ts",
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) return new Response("no", { status: 401 });\n  if (session.user.role !== "admin") return new Response("no", { status: 403 });\n  return Response.json({});\n}\n',
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) return new Response("no", { status: 401 });\n  return Response.json({});\n}\n',
        ["removed"],
    ),
    (
        "app/actions.ts",
        '"use server";\nimport { auth } from "@/auth";\nexport async function del(id: string) {\n  const session = await auth();\n  if (!session?.user) throw new Error("Unauthorized");\n  await db.del(id);\n}\n',
        '"use server";\nexport async function del(id: string) {\n  await db.del(id);\n}\n',
        ["removed"],
    ),
    (
        "app/api/x/route.ts",
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) return new Response("no", { status: 401 });\n  return Response.json({});\n}\n',
        'import { requireUser } from "@/lib/auth";\nexport async function DELETE(req: Request) {\n  const user = await requireUser();\n  return Response.json({});\n}\n',
        [],
    ),
    (
        "app/api/x/route.ts",
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) return new Response("no", { status: 401 });\n  return Response.json({});\n}\n',
        'import { withAuth } from "@/lib/auth";\nexport const DELETE = withAuth(async (req: Request) => {\n  return Response.json({});\n});\n',
        [],
    ),
    (
        "middleware.ts",
        'export { default } from "next-auth/middleware";\nexport const config = { matcher: ["/dashboard/:path*", "/admin/:path*"] };\n',
        'export { default } from "next-auth/middleware";\nexport const config = { matcher: ["/dashboard/:path*"] };\n',
        ["removed"],
    ),
    (
        "middleware.ts",
        'export { default } from "next-auth/middleware";\nexport const config = { matcher: ["/dashboard/:path*"] };\n',
        'export { default } from "next-auth/middleware";\nexport const config = { matcher: ["/dashboard/:path*", "/admin/:path*"] };\n',
        [],
    ),
    (
        "middleware.ts",
        'export { default } from "next-auth/middleware";\nexport const config = { matcher: ["/dashboard/:path*"] };\n',
        "export const config = { matcher: [] };\n",
        ["removed"],
    ),
    (
        "app/api/x/route.ts",
        'import { auth } from "@/auth";\nexport async function GET(req: Request) {\n  const session = await auth();\n  if (!session) return new Response("no", { status: 401 });\n  return Response.json({});\n}\n',
        'import { auth } from "@/auth";\nexport async function GET(req: Request) {\n  const session = await auth();\n  if (!session) return new Response("no", { status: 401 });\n  return Response.json({});\n}\nexport async function DELETE(req: Request) {\n  await db.wipe();\n  return Response.json({});\n}\n',
        ["unguarded"],
    ),
    (
        "a.go",
        HTTP
        + '\tmux.Handle("DELETE /p", auth.RequireRole("dispatcher", http.HandlerFunc(h.remove)))\n\treturn mux\n}\n',
        HTTP
        + '\tdispatcher := func(f http.HandlerFunc) http.Handler { return auth.RequireRole("dispatcher", f) }\n\tmux.Handle("DELETE /p", dispatcher(h.remove))\n\treturn mux\n}\n',
        [],
    ),
    (
        "a.go",
        HTTP
        + '\tdispatcher := func(f http.HandlerFunc) http.Handler { return auth.RequireRole("dispatcher", f) }\n\tmux.Handle("DELETE /p", dispatcher(h.remove))\n\treturn mux\n}\n',
        HTTP
        + '\tdispatcher := func(f http.HandlerFunc) http.Handler { return f }\n\tmux.Handle("DELETE /p", dispatcher(h.remove))\n\treturn mux\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        HTTP
        + '\tmux.Handle("DELETE /p", auth.RequireRole("dispatcher")(http.HandlerFunc(h.remove)))\n\treturn mux\n}\n',
        HTTP
        + '\tprotect := auth.RequireRole("dispatcher")\n\tmux.Handle("DELETE /p", protect(http.HandlerFunc(h.remove)))\n\treturn mux\n}\n',
        [],
    ),
    (
        "a.go",
        HTTP
        + '\tmux.Handle("DELETE /p", auth.RequireRole("dispatcher", http.HandlerFunc(h.remove)))\n\treturn mux\n}\n',
        HTTP
        + '\tmux.Handle("DELETE /p", dispatcher(h.remove))\n\treturn mux\n}\n\nfunc dispatcher(f http.HandlerFunc) http.Handler {\n\treturn auth.RequireRole("dispatcher", f)\n}\n',
        [],
    ),
    (
        "a.go",
        HTTP + '\tmux.HandleFunc("GET /p", h.list)\n\treturn auth.RequireLogin(mux)\n}\n',
        HTTP + '\tmux.HandleFunc("GET /p", h.list)\n\treturn mux\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        HTTP + '\tmux.HandleFunc("GET /p", h.list)\n\treturn auth.RequireLogin(mux)\n}\n',
        HTTP + '\tmux.HandleFunc("GET /p", h.list)\n\treturn logging(auth.RequireLogin(mux))\n}\n',
        [],
    ),
    (
        "a.go",
        HTTP + '\tmux.HandleFunc("GET /p", h.list)\n\treturn auth.RequireLogin(mux)\n}\n',
        HTTP + '\tmux.Handle("GET /p", auth.RequireLogin(http.HandlerFunc(h.list)))\n\treturn mux\n}\n',
        [],
    ),
    (
        "a.go",
        HTTP
        + '\tadmin := http.NewServeMux()\n\tadmin.HandleFunc("GET /x", h.x)\n\tmux.Handle("/admin/", http.StripPrefix("/admin", requireAdmin(admin)))\n\treturn mux\n}\n',
        HTTP
        + '\tadmin := http.NewServeMux()\n\tadmin.HandleFunc("GET /x", h.x)\n\tmux.Handle("/admin/", http.StripPrefix("/admin", admin))\n\treturn mux\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        HTTP
        + '\tadmin := http.NewServeMux()\n\tadmin.HandleFunc("GET /x", h.x)\n\tmux.Handle("/admin/", requireAdmin(http.StripPrefix("/admin", admin)))\n\treturn mux\n}\n',
        HTTP
        + '\tadmin := http.NewServeMux()\n\tadmin.HandleFunc("GET /x", h.x)\n\tmux.Handle("/admin/", http.StripPrefix("/admin", admin))\n\treturn mux\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        HTTP + '\tmux.HandleFunc("GET /p", s.requireLogin(s.list))\n\treturn mux\n}\n',
        HTTP + '\tmux.HandleFunc("GET /p", s.list)\n\treturn mux\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        HTTP + '\tmux.Handle("GET /p", chain(http.HandlerFunc(h.list), logging, requireAuth))\n\treturn mux\n}\n',
        HTTP + '\tmux.Handle("GET /p", chain(http.HandlerFunc(h.list), logging))\n\treturn mux\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        HTTP
        + '\tprotected := alice.New(logging, requireAuth)\n\tmux.Handle("GET /p", protected.ThenFunc(h.list))\n\treturn mux\n}\n',
        HTTP
        + '\tprotected := alice.New(logging)\n\tmux.Handle("GET /p", protected.ThenFunc(h.list))\n\treturn mux\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        HTTP
        + '\tbase := alice.New(logging)\n\tprotected := base.Append(requireAuth)\n\tmux.Handle("GET /p", protected.ThenFunc(h.list))\n\treturn mux\n}\n',
        HTTP
        + '\tbase := alice.New(logging)\n\tprotected := base.Append(requireAuth)\n\tmux.Handle("GET /p", base.ThenFunc(h.list))\n\treturn mux\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        'package web\nimport "net/http"\nfunc (h *H) remove(w http.ResponseWriter, r *http.Request) {\n\tif !h.isAdmin(r) {\n\t\thttp.Error(w, "no", http.StatusForbidden)\n\t\treturn\n\t}\n\th.store.Remove()\n}\nfunc (h *H) routes(mux *http.ServeMux) { mux.HandleFunc("DELETE /x", h.remove) }\n',
        'package web\nimport "net/http"\nfunc (h *H) remove(w http.ResponseWriter, r *http.Request) {\n\th.store.Remove()\n}\nfunc (h *H) routes(mux *http.ServeMux) { mux.HandleFunc("DELETE /x", h.remove) }\n',
        ["removed"],
    ),
    (
        "a.go",
        'package web\nimport "net/http"\nfunc (h *H) remove(w http.ResponseWriter, r *http.Request) {\n\tif !h.isAdmin(r) {\n\t\thttp.Error(w, "no", http.StatusForbidden)\n\t\treturn\n\t}\n\th.store.Remove()\n}\nfunc (h *H) routes(mux *http.ServeMux) { mux.HandleFunc("DELETE /x", h.remove) }\n',
        'package web\nimport "net/http"\nfunc (h *H) remove(w http.ResponseWriter, r *http.Request) {\n\th.store.Remove()\n}\nfunc (h *H) routes(mux *http.ServeMux) { mux.HandleFunc("DELETE /x", h.requireAdmin(h.remove)) }\n',
        [],
    ),
    (
        "a.go",
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Use(requireStaff)\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.Mount("/admin", adminRouter(h))\n\treturn r\n}\n',
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.With(requireStaff).Mount("/admin", adminRouter(h))\n\treturn r\n}\n',
        [],
    ),
    (
        "a.go",
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.With(requireStaff).Mount("/admin", adminRouter(h))\n\treturn r\n}\n',
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Use(requireStaff)\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.Mount("/admin", adminRouter(h))\n\treturn r\n}\n',
        [],
    ),
    (
        "a.go",
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.With(requireStaff).Mount("/admin", adminRouter(h))\n\treturn r\n}\n',
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.Mount("/admin", adminRouter(h))\n\treturn r\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Use(requireStaff)\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.Mount("/admin", adminRouter(h))\n\treturn r\n}\n',
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.Mount("/admin", adminRouter(h))\n\treturn r\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Use(requireStaff)\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.Mount("/admin", adminRouter(h))\n\treturn r\n}\n',
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.Group(func(r chi.Router) {\n\t\tr.Use(requireStaff)\n\t\tr.Mount("/admin", adminRouter(h))\n\t})\n\treturn r\n}\n',
        [],
    ),
    (
        "a.go",
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Use(requireStaff)\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.Mount("/admin", adminRouter(h))\n\treturn r\n}\n',
        CHI
        + 'func adminRouter(h *H) http.Handler {\n\tr := chi.NewRouter()\n\n\tr.Get("/queues", h.Queues)\n\treturn r\n}\nfunc Router(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Get("/livez", p.Livez)\n\tr.Route("/admin", func(r chi.Router) {\n\t\tr.Use(requireStaff)\n\t\tr.Mount("/", adminRouter(h))\n\t})\n\treturn r\n}\n',
        [],
    ),
    (
        "a.go",
        CHI
        + 'func R() {\n\tr := chi.NewRouter()\n\tr.With(requireStaff).Route("/admin", adminRoutes)\n}\nfunc adminRoutes(r chi.Router) {\n\tr.Get("/x", h.X)\n}\n',
        CHI
        + 'func R() {\n\tr := chi.NewRouter()\n\tr.Route("/admin", adminRoutes)\n}\nfunc adminRoutes(r chi.Router) {\n\tr.Get("/x", h.X)\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        CHI
        + 'func R() {\n\tr := chi.NewRouter()\n\tr.With(requireStaff).Get("/a", h.A)\n\tr.With(requireStaff).Get("/b", h.B)\n}\n',
        CHI
        + 'func R() {\n\tr := chi.NewRouter()\n\tr.Group(func(r chi.Router) {\n\t\tr.Use(requireStaff)\n\t\tr.Get("/a", h.A)\n\t\tr.Get("/b", h.B)\n\t})\n}\n',
        [],
    ),
    (
        "a.go",
        CHI
        + 'func R() {\n\tr := chi.NewRouter()\n\tr.Group(func(r chi.Router) {\n\t\tr.Use(requireStaff)\n\t\tr.Get("/a", h.A)\n\t\tr.Delete("/b", h.B)\n\t})\n}\n',
        CHI
        + 'func R() {\n\tr := chi.NewRouter()\n\tr.Delete("/b", h.B)\n\tr.Group(func(r chi.Router) {\n\t\tr.Use(requireStaff)\n\t\tr.Get("/a", h.A)\n\t})\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        CHI + 'func R() {\n\tr := chi.NewRouter()\n\ta := r.With(requireStaff)\n\ta.Get("/a", h.A)\n}\n',
        CHI + 'func R() {\n\tr := chi.NewRouter()\n\ta := r.With(logging)\n\ta.Get("/a", h.A)\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tapi := r.Group("/api", AuthRequired())\n\tRegisterUsers(api)\n\treturn r\n}\nfunc RegisterUsers(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n\n',
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tapi := r.Group("/api")\n\tRegisterUsers(api)\n\treturn r\n}\nfunc RegisterUsers(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n\n',
        ["removed"],
    ),
    (
        "a.go",
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tapi := r.Group("/api")\n\tapi.Use(AuthRequired())\n\tRegisterUsers(api)\n\treturn r\n}\nfunc RegisterUsers(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n\n',
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tapi := r.Group("/api")\n\tRegisterUsers(api)\n\treturn r\n}\nfunc RegisterUsers(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n\n',
        ["removed"],
    ),
    (
        "a.go",
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tapi := r.Group("/api")\n\tRegisterUsers(api)\n\treturn r\n}\nfunc RegisterUsers(g *gin.RouterGroup) {\n\tg.Use(AuthRequired())\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n\n',
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tapi := r.Group("/api", AuthRequired())\n\tRegisterUsers(api)\n\treturn r\n}\nfunc RegisterUsers(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n\n',
        [],
    ),
    (
        "a.go",
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tapi := r.Group("/api", AuthRequired())\n\tRegisterUsers(api)\n\treturn r\n}\nfunc RegisterUsers(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n\n',
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tapi := r.Group("/api")\n\tRegisterUsers(api)\n\treturn r\n}\nfunc RegisterUsers(g *gin.RouterGroup) {\n\tg.GET("/users", AuthRequired(), list)\n\tg.DELETE("/users/:id", AuthRequired(), remove)\n}\n\n',
        [],
    ),
    (
        "a.go",
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tr.Use(AuthRequired())\n\tr.GET("/x", x)\n\treturn r\n}\n\n',
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tr.GET("/x", x)\n\tr.Use(AuthRequired())\n\treturn r\n}\n\n',
        ["removed"],
    ),
    (
        "a.go",
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tadmin := r.Group("/admin")\n\tadmin.Use(AuthRequired(), RequireRole("admin"))\n\t{\n\t\tadmin.GET("/x", x)\n\t}\n\treturn r\n}\n\n',
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tadmin := r.Group("/admin")\n\tadmin.Use(AuthRequired())\n\t{\n\t\tadmin.GET("/x", x)\n\t}\n\treturn r\n}\n\n',
        ["removed"],
    ),
    (
        "a.go",
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tadmin := r.Group("/admin", gin.BasicAuth(gin.Accounts{"a": pw}))\n\tadmin.GET("/x", x)\n\treturn r\n}\n\n',
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tadmin := r.Group("/admin")\n\tadmin.GET("/x", x)\n\treturn r\n}\n\n',
        ["removed"],
    ),
    (
        "a.go",
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tpub := r.Group("/")\n\tpriv := r.Group("/", AuthRequired())\n\tpub.GET("/a", a)\n\tpriv.DELETE("/b", b)\n\treturn r\n}\n\n',
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tpub := r.Group("/")\n\tpriv := r.Group("/", AuthRequired())\n\tpub.GET("/a", a)\n\tpub.DELETE("/b", b)\n\tpriv.GET("/c", c)\n\treturn r\n}\n\n',
        ["removed"],
    ),
    (
        "a.go",
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tapi := r.Group("/api", func(c *gin.Context) {\n\t\tif c.GetHeader("x") == "" {\n\t\t\tc.AbortWithStatus(401)\n\t\t\treturn\n\t\t}\n\t\tc.Next()\n\t})\n\tapi.GET("/x", x)\n\treturn r\n}\n\n',
        GIN
        + 'func Setup() *gin.Engine {\n\tr := gin.Default()\n\tapi := r.Group("/api", requireToken)\n\tapi.GET("/x", x)\n\treturn r\n}\nfunc requireToken(c *gin.Context) {\n\tif c.GetHeader("x") == "" {\n\t\tc.AbortWithStatus(401)\n\t\treturn\n\t}\n\tc.Next()\n}\n\n',
        [],
    ),
    (
        "a.go",
        ECHO + '\tg := e.Group("/admin", middleware.BasicAuth(check))\n\tg.GET("/x", x)\n\treturn e\n}\n',
        ECHO + '\tg := e.Group("/admin")\n\tg.GET("/x", x)\n\treturn e\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        ECHO + '\te.DELETE("/x", x, requireAdmin)\n\treturn e\n}\n',
        ECHO + '\te.DELETE("/x", x)\n\treturn e\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        ECHO + '\te.DELETE("/x", x, requireAdmin)\n\te.GET("/y", y, requireAdmin)\n\treturn e\n}\n',
        ECHO + '\ta := e.Group("", requireAdmin)\n\ta.DELETE("/x", x)\n\ta.GET("/y", y)\n\treturn e\n}\n',
        [],
    ),
    (
        "a.go",
        ECHO + '\te.Use(echojwt.WithConfig(echojwt.Config{SigningKey: key}))\n\te.GET("/x", x)\n\treturn e\n}\n',
        ECHO
        + '\te.Use(echojwt.WithConfig(echojwt.Config{SigningKey: key, Skipper: func(c echo.Context) bool { return strings.HasPrefix(c.Path(), "/x") }}))\n\te.GET("/x", x)\n\treturn e\n}\n',
        ["weaker"],
    ),
    (
        "a.go",
        ECHO + '\te.Use(echojwt.WithConfig(echojwt.Config{SigningKey: key}))\n\te.GET("/x", x)\n\treturn e\n}\n',
        ECHO
        + '\te.Use(echojwt.WithConfig(echojwt.Config{SigningKey: key, Skipper: func(c echo.Context) bool { return c.Path() == "/healthz" }}))\n\te.GET("/x", x)\n\treturn e\n}\n',
        [],
    ),
    (
        "a.go",
        FIBER + '\tapp.Use("/api", jwtware.New(jwtware.Config{}))\n\tapp.Get("/api/x", x)\n\treturn app\n}\n',
        FIBER + '\tapp.Get("/api/x", x)\n\treturn app\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        FIBER
        + '\tapp.Use("/api", jwtware.New(jwtware.Config{}))\n\tapp.Get("/api/x", x)\n\tapp.Get("/api/y", x)\n\treturn app\n}\n',
        FIBER
        + '\tapp.Use("/api/x", jwtware.New(jwtware.Config{}))\n\tapp.Get("/api/x", x)\n\tapp.Get("/api/y", x)\n\treturn app\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        FIBER + '\tapp.Use("/api", requireAuth)\n\tapp.Get("/api/x", x)\n\treturn app\n}\n',
        FIBER + '\tapi := app.Group("/api", requireAuth)\n\tapi.Get("/x", x)\n\treturn app\n}\n',
        [],
    ),
    (
        "a.go",
        FIBER
        + '\tsub := fiber.New()\n\tsub.Get("/x", x)\n\tapp.Use(requireAuth)\n\tapp.Mount("/api", sub)\n\treturn app\n}\n',
        FIBER + '\tsub := fiber.New()\n\tsub.Get("/x", x)\n\tapp.Mount("/api", sub)\n\treturn app\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        FIBER
        + '\tapp.Route("/api", func(r fiber.Router) {\n\t\tr.Use(requireAuth)\n\t\tr.Get("/x", x)\n\t})\n\treturn app\n}\n',
        FIBER + '\tapp.Route("/api", func(r fiber.Router) {\n\t\tr.Get("/x", x)\n\t})\n\treturn app\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        FIBER + '\tapp.Use(keyauth.New(keyauth.Config{Validator: v}))\n\tapp.Get("/x", x)\n\treturn app\n}\n',
        FIBER
        + '\tapp.Use(keyauth.New(keyauth.Config{Validator: v, Next: func(c *fiber.Ctx) bool { return c.Path() == "/x" }}))\n\tapp.Get("/x", x)\n\treturn app\n}\n',
        ["weaker"],
    ),
    (
        "a.go",
        'package web\nimport "github.com/gorilla/mux"\nfunc Setup() {\n\tr := mux.NewRouter()\n\tapi := r.PathPrefix("/api").Subrouter()\n\tapi.Use(requireAuth)\n\tapi.HandleFunc("/x", x).Methods("POST")\n}\n',
        'package web\nimport "github.com/gorilla/mux"\nfunc Setup() {\n\tr := mux.NewRouter()\n\tapi := r.PathPrefix("/api").Subrouter()\n\tapi.HandleFunc("/x", x).Methods("POST")\n}\n',
        ["removed"],
    ),
    (
        "a.ts",
        EXPRESS + 'app.get("/x", requireAuth, h);\n',
        EXPRESS + 'app.get("/x", requireAuth, h);\napp.post("/auth/login", login);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.get("/x", requireAuth, h);\n',
        EXPRESS
        + 'app.get("/x", requireAuth, h);\napp.post("/webhooks/stripe", express.raw(), verifySignature, stripe);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.use(requireAuth);\napp.get("/x", h);\n',
        EXPRESS + 'app.use(express.static("public"));\napp.use(requireAuth);\napp.get("/x", h);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.get("/a/x", requireAuth, h);\napp.get("/a/y", requireAuth, g);\n',
        EXPRESS
        + 'const r = express.Router();\nr.use(requireAuth);\nr.get("/x", h);\nr.get("/y", g);\napp.use("/a", r);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.use(rateLimit({ max: 10 }));\napp.get("/x", requireAuth, h);\n',
        EXPRESS + 'app.get("/x", requireAuth, h);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.use(helmet());\napp.get("/x", requireAuth, h);\n',
        EXPRESS + 'app.get("/x", requireAuth, h);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.post("/x", requireAuth, validate(schema), h);\n',
        EXPRESS + 'app.post("/x", requireAuth, h);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.post("/x", requireAuth, csrfProtection, h);\n',
        EXPRESS + 'app.post("/x", requireAuth, h);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.post("/x", requireAuth, requireRole("admin"), h);\n',
        EXPRESS + 'app.post("/x", requireAuth, requireRole(["admin"]), h);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.post("/x", requireAuth, requireRole("user"), h);\n',
        EXPRESS + 'app.post("/x", requireAuth, requireRole("admin"), h);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.post("/x", requireAuth, requireRole("admin"), h);\n',
        EXPRESS + 'app.post("/x", requireAdmin, h);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'const isAdmin = requireRole("admin");\napp.post("/x", requireAuth, isAdmin, h);\n',
        EXPRESS + 'const isAdmin = requireRole(ROLES.ADMIN);\napp.post("/x", requireAuth, isAdmin, h);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.post("/x", requireAuth, h);\n',
        EXPRESS + 'app.post("/x", requireAuth, asyncHandler(h));\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'app.post("/x", requireAuth, ctrl.create);\n',
        EXPRESS + 'app.post("/x", requireAuth, ctrl.create.bind(ctrl));\n',
        [],
    ),
    ("a.ts", EXPRESS + 'app.get("/x", requireAuth, h);\n', EXPRESS + 'app.get("/x", requireAuth, cache(60), h);\n', []),
    (
        "a.ts",
        EXPRESS + 'const api = express.Router();\napi.use(requireAuth);\napi.get("/x", h);\napp.use("/api", api);\n',
        EXPRESS + 'const api = express.Router();\napi.get("/x", h);\napp.use("/api", requireAuth, api);\n',
        [],
    ),
    (
        "a.ts",
        EXPRESS + 'const api = express.Router();\napi.use(requireAuth);\napi.get("/x", h);\napp.use("/api", api);\n',
        EXPRESS
        + 'const api = express.Router();\napi.use(requireAuth);\napi.get("/x", h);\napp.use("/api/v1", api);\napp.use("/api", api);\n',
        [],
    ),
    (
        "a.ts",
        NEST + '@Controller("x")\n@UseGuards(AuthGuard("jwt"))\nexport class X {\n  @Delete()\n  del() {}\n}\n',
        NEST + '@Controller("x")\n@UseGuards(JwtAuthGuard)\nexport class X {\n  @Delete()\n  del() {}\n}\n',
        [],
    ),
    (
        "a.ts",
        NEST
        + '@Controller("x")\n@UseGuards(JwtAuthGuard, ThrottlerGuard)\nexport class X {\n  @Delete()\n  del() {}\n}\n',
        NEST + '@Controller("x")\n@UseGuards(JwtAuthGuard)\nexport class X {\n  @Delete()\n  del() {}\n}\n',
        [],
    ),
    (
        "a.ts",
        NEST
        + '@Controller("x")\n@UseGuards(JwtAuthGuard, FeatureFlagGuard)\nexport class X {\n  @Delete()\n  del() {}\n}\n',
        NEST + '@Controller("x")\n@UseGuards(JwtAuthGuard)\nexport class X {\n  @Delete()\n  del() {}\n}\n',
        [],
    ),
    (
        "a.ts",
        NEST
        + '@Controller("x")\nexport class X {\n  @Delete()\n  @UseGuards(JwtAuthGuard, RolesGuard)\n  @Roles(Role.Admin)\n  del() {}\n}\n',
        NEST + '@Controller("x")\nexport class X {\n  @Delete()\n  @Auth(Role.Admin)\n  del() {}\n}\n',
        [],
    ),
    (
        "a.ts",
        NEST
        + '@Controller("x")\nexport class X {\n  @Delete()\n  @UseGuards(JwtAuthGuard, RolesGuard)\n  @Roles(Role.Admin)\n  del() {}\n}\n',
        NEST
        + '@Controller("x")\n@UseGuards(JwtAuthGuard, RolesGuard)\nexport class X {\n  @Roles(Role.Admin)\n  @Delete(":id")\n  del() {}\n}\n',
        [],
    ),
    (
        "a.ts",
        FASTIFY + 'app.get("/x", { preHandler: [app.authenticate] }, h);\n',
        FASTIFY + 'app.route({ method: "GET", url: "/x", preHandler: [app.authenticate], handler: h });\n',
        [],
    ),
    (
        "a.ts",
        FASTIFY + 'app.get("/x", { preHandler: [app.authenticate] }, h);\n',
        FASTIFY + 'app.get("/x", { onRequest: [app.authenticate] }, h);\n',
        [],
    ),
    (
        "a.ts",
        TRPC + "export const r = router({ a: protectedProcedure.query(() => 1) });\n",
        TRPC + "export const r = router({ a: protectedProcedure.input(z.string()).query(() => 1) });\n",
        [],
    ),
    (
        "a.ts",
        TRPC + "export const r = router({ a: protectedProcedure.query(() => 1) });\n",
        'import { publicProcedure, authedProcedure, adminProcedure, router } from "../trpc";\nexport const r = router({ a: authedProcedure.query(() => 1) });\n',
        [],
    ),
    (
        "a.ts",
        TRPC
        + 'export const r = router({ del: protectedProcedure.mutation(({ ctx, input }) => {\n  if (ctx.user.id !== input.id) throw new TRPCError({ code: "FORBIDDEN" });\n  return 1;\n}) });\n',
        TRPC
        + "export const r = router({ del: protectedProcedure.mutation(({ ctx, input }) => {\n  assertOwner(ctx, input.id);\n  return 1;\n}) });\n",
        [],
    ),
    (
        "app/api/x/route.ts",
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) return new Response("no", { status: 401 });\n  return Response.json({});\n}\n',
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) return NextResponse.json({ error: "no" }, { status: 401 });\n  return Response.json({});\n}\n',
        [],
    ),
    (
        "app/api/x/route.ts",
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) return new Response("no", { status: 401 });\n  return Response.json({});\n}\n',
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) unauthorized();\n  return Response.json({});\n}\n',
        [],
    ),
    (
        "app/api/x/route.ts",
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) return new Response("no", { status: 401 });\n  return Response.json({});\n}\n',
        'import { auth } from "@/auth";\nexport async function DELETE(req: Request) {\n  const session = await auth();\n  if (!session) redirect("/login");\n  return Response.json({});\n}\n',
        [],
    ),
    (
        "a.go",
        HTTP + '\tmux.Handle("GET /p", logging(requireAuth(http.HandlerFunc(h.list))))\n\treturn mux\n}\n',
        HTTP + '\tmux.Handle("GET /p", requireAuth(logging(http.HandlerFunc(h.list))))\n\treturn mux\n}\n',
        [],
    ),
    (
        "a.go",
        HTTP + '\tmux.HandleFunc("/p", requireAuth(h.list))\n\treturn mux\n}\n',
        HTTP + '\tmux.HandleFunc("GET /p", requireAuth(h.list))\n\treturn mux\n}\n',
        [],
    ),
    (
        "a.go",
        HTTP + '\tmux.Handle("GET /p", requireAuth(http.HandlerFunc(h.list)))\n\treturn mux\n}\n',
        HTTP
        + '\tmux.Handle("GET /p", requireAuth(http.HandlerFunc(h.list)))\n\tmux.Handle("GET /metrics", promhttp.Handler())\n\treturn mux\n}\n',
        [],
    ),
    (
        "a.go",
        HTTP
        + '\tmux.Handle("GET /p", requireAuth(http.HandlerFunc(h.list)))\n\tmux.Handle("GET /q", requireAuth(http.HandlerFunc(h.q)))\n\treturn mux\n}\n',
        HTTP
        + '\tprotected := func(p string, f http.HandlerFunc) { mux.Handle(p, requireAuth(f)) }\n\tprotected("GET /p", h.list)\n\tprotected("GET /q", h.q)\n\treturn mux\n}\n',
        [],
    ),
    (
        "a.go",
        HTTP + '\tmux.Handle("GET /p", s.requireAuth(s.list))\n\treturn mux\n}\n',
        HTTP + '\tmux.Handle("GET /p", srv.requireAuth(srv.list))\n\treturn mux\n}\n',
        [],
    ),
    (
        "a.go",
        CHI
        + 'func R(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Group(func(r chi.Router) {\n\t\tr.Use(requireAuth)\n\t\tr.Get("/a", h.A)\n\t\tr.Delete("/b", h.B)\n\t})\n\treturn r\n}\n',
        CHI
        + 'func R(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Group(func(r chi.Router) {\n\t\tr.Use(requireAuth)\n\t\tr.Get("/a", h.A)\n\t})\n\tr.Group(func(r chi.Router) {\n\t\tr.Use(requireAuth)\n\t\tr.Use(requireAdmin)\n\t\tr.Delete("/b", h.B)\n\t})\n\treturn r\n}\n',
        [],
    ),
    (
        "a.go",
        CHI
        + 'func R(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Group(func(r chi.Router) {\n\t\tr.Use(requireAuth)\n\t\tr.Get("/a", h.A)\n\t})\n\treturn r\n}\n',
        CHI
        + 'func R(h *H) http.Handler {\n\tr := chi.NewRouter()\n\tr.Group(h.private)\n\treturn r\n}\nfunc (h *H) private(r chi.Router) {\n\tr.Use(requireAuth)\n\tr.Get("/a", h.A)\n}\n',
        [],
    ),
    (
        "a.go",
        GIN + 'func S(h *H) {\n\tr := gin.Default()\n\tr.DELETE("/x", auth(), admin(), h.del)\n}\n',
        GIN
        + 'func S(h *H) {\n\tr := gin.Default()\n\tg := r.Group("/", auth(), admin())\n\tg.DELETE("/x", h.del)\n}\n',
        [],
    ),
    (
        "a.go",
        GIN + 'func S(h *H) {\n\tr := gin.Default()\n\tv1 := r.Group("/v1", AuthRequired())\n\tv1.GET("/x", h.x)\n}\n',
        GIN
        + 'func S(h *H) {\n\tr := gin.Default()\n\tapi := r.Group("/v1", AuthRequired())\n\tapi.GET("/x", h.x)\n}\n',
        [],
    ),
    (
        "a.go",
        GIN + 'func S(h *H) {\n\tr := gin.Default()\n\tr.Use(AuthRequired())\n\tr.GET("/x", h.x)\n}\n',
        GIN + 'func S(h *H) {\n\tr := gin.Default()\n\tr.Use(gin.Recovery(), AuthRequired())\n\tr.GET("/x", h.x)\n}\n',
        [],
    ),
    (
        "a.go",
        GIN + 'func S(h *H) {\n\tr := gin.Default()\n\tv1 := r.Group("/v1", AuthRequired())\n\tv1.GET("/x", h.x)\n}\n',
        GIN
        + 'func S(h *H) {\n\tr := gin.Default()\n\tv1 := r.Group("/v1")\n\t{\n\t\tp := v1.Group("", AuthRequired())\n\t\tp.GET("/x", h.x)\n\t}\n}\n',
        [],
    ),
]

# (files before, files after, kinds)
TREES: list[tuple[dict[str, str], dict[str, str], list[str]]] = [
    (
        {
            "app.js": 'const express = require("express");\nconst app = express();\nconst { requireAuth } = require("./auth");\napp.use("/users", requireAuth, require("./routes/users"));\nmodule.exports = app;\n',
            "routes/users.js": 'const express = require("express");\nconst router = express.Router();\nrouter.get("/", list);\nrouter.delete("/:id", remove);\nmodule.exports = router;\n',
        },
        {
            "app.js": 'const express = require("express");\nconst app = express();\nconst { requireAuth } = require("./auth");\napp.use("/users", require("./routes/users"));\nmodule.exports = app;\n',
            "routes/users.js": 'const express = require("express");\nconst router = express.Router();\nrouter.get("/", list);\nrouter.delete("/:id", remove);\nmodule.exports = router;\n',
        },
        ["removed"],
    ),
    (
        {
            "app.js": 'const express = require("express");\nconst app = express();\nconst { requireAuth } = require("./auth");\napp.use("/users", requireAuth, require("./routes/users"));\nmodule.exports = app;\n',
            "routes/users.js": 'const express = require("express");\nconst router = express.Router();\nrouter.get("/", list);\nrouter.delete("/:id", remove);\nmodule.exports = router;\n',
        },
        {
            "app.js": 'const express = require("express");\nconst app = express();\nconst { requireAuth } = require("./auth");\napp.use("/users", require("./routes/users"));\nmodule.exports = app;\n',
            "routes/users.js": 'const express = require("express");\nconst router = express.Router();\nrouter.use(require("../auth").requireAuth);\nrouter.get("/", list);\nrouter.delete("/:id", remove);\nmodule.exports = router;\n',
        },
        [],
    ),
    (
        {
            "app.js": 'const express = require("express");\nconst app = express();\nconst { requireAuth } = require("./auth");\napp.use("/users", require("./routes/users"));\nmodule.exports = app;\n',
            "routes/users.js": 'const express = require("express");\nconst router = express.Router();\nrouter.use(require("../auth").requireAuth);\nrouter.get("/", list);\nrouter.delete("/:id", remove);\nmodule.exports = router;\n',
        },
        {
            "app.js": 'const express = require("express");\nconst app = express();\nconst { requireAuth } = require("./auth");\napp.use("/users", requireAuth, require("./routes/users"));\nmodule.exports = app;\n',
            "routes/users.js": 'const express = require("express");\nconst router = express.Router();\nrouter.get("/", list);\nrouter.delete("/:id", remove);\nmodule.exports = router;\n',
        },
        [],
    ),
    (
        {
            "app.js": 'const express = require("express");\nconst app = express();\napp.use(requireAuth);\nrequire("./routes/users")(app);\n',
            "routes/users.js": 'module.exports = function (app) {\n  app.get("/users", list);\n  app.delete("/users/:id", remove);\n};\n',
        },
        {
            "app.js": 'const express = require("express");\nconst app = express();\nrequire("./routes/users")(app);\n',
            "routes/users.js": 'module.exports = function (app) {\n  app.get("/users", list);\n  app.delete("/users/:id", remove);\n};\n',
        },
        ["removed"],
    ),
    (
        {
            "app.js": 'const express = require("express");\nconst app = express();\napp.use(requireAuth);\nrequire("./routes/users")(app);\n',
            "routes/users.js": 'module.exports = function (app) {\n  app.get("/users", list);\n  app.delete("/users/:id", remove);\n};\n',
        },
        {
            "app.js": 'const express = require("express");\nconst app = express();\nrequire("./routes/users")(app);\n',
            "routes/users.js": 'module.exports = function (app) {\n  app.get("/users", requireAuth, list);\n  app.delete("/users/:id", requireAuth, remove);\n};\n',
        },
        [],
    ),
    (
        {
            "app.ts": 'import express from "express";\nimport { registerUsers } from "./users";\nconst app = express();\napp.use(requireAuth);\nregisterUsers(app);\n',
            "users.ts": 'import { Express } from "express";\nexport function registerUsers(app: Express) {\n  app.get("/users", list);\n}\n',
        },
        {
            "app.ts": 'import express from "express";\nimport { registerUsers } from "./users";\nconst app = express();\nregisterUsers(app);\n',
            "users.ts": 'import { Express } from "express";\nexport function registerUsers(app: Express) {\n  app.get("/users", list);\n}\n',
        },
        ["removed"],
    ),
    (
        {
            "server.ts": 'import Fastify from "fastify";\nimport users from "./users";\nconst app = Fastify();\napp.addHook("onRequest", authenticate);\napp.register(users, { prefix: "/users" });\n',
            "users.ts": 'import { FastifyInstance } from "fastify";\nexport default async function (app: FastifyInstance) {\n  app.get("/", list);\n}\n',
        },
        {
            "server.ts": 'import Fastify from "fastify";\nimport users from "./users";\nconst app = Fastify();\napp.register(users, { prefix: "/users" });\n',
            "users.ts": 'import { FastifyInstance } from "fastify";\nexport default async function (app: FastifyInstance) {\n  app.get("/", list);\n}\n',
        },
        ["removed"],
    ),
    (
        {
            "middleware.ts": 'export { default } from "next-auth/middleware";\nexport const config = { matcher: ["/dashboard/:path*"] };\n'
        },
        {},
        ["removed"],
    ),
    (
        {
            "router.go": GIN
            + 'func Setup() {\n\tr := gin.Default()\n\tapi := r.Group("/api", AuthRequired())\n\tRegisterUsers(api)\n}\n',
            "users.go": GIN
            + 'func RegisterUsers(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n',
        },
        {
            "router.go": GIN
            + 'func Setup() {\n\tr := gin.Default()\n\tapi := r.Group("/api")\n\tRegisterUsers(api)\n}\n',
            "users.go": GIN
            + 'func RegisterUsers(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n',
        },
        ["removed"],
    ),
    (
        {
            "router.go": GIN
            + 'func Setup() {\n\tr := gin.Default()\n\tapi := r.Group("/api", AuthRequired())\n\tRegisterUsers(api)\n}\n',
            "users.go": GIN
            + 'func RegisterUsers(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n',
        },
        {
            "router.go": GIN
            + 'func Setup() {\n\tr := gin.Default()\n\tapi := r.Group("/api")\n\tRegisterUsers(api)\n}\n',
            "users.go": GIN
            + 'func RegisterUsers(g *gin.RouterGroup) {\n\tg.Use(AuthRequired())\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n',
        },
        [],
    ),
    (
        {
            "router.go": GIN
            + 'func Setup() {\n\tr := gin.Default()\n\tapi := r.Group("/api")\n\tRegisterUsers(api)\n}\n',
            "users.go": GIN
            + 'func RegisterUsers(g *gin.RouterGroup) {\n\tg.Use(AuthRequired())\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n',
        },
        {
            "router.go": GIN
            + 'func Setup() {\n\tr := gin.Default()\n\tapi := r.Group("/api", AuthRequired())\n\tRegisterUsers(api)\n}\n',
            "users.go": GIN
            + 'func RegisterUsers(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n',
        },
        [],
    ),
    (
        {
            "cmd/main.go": 'package main\nimport (\n"github.com/gin-gonic/gin"\n"x.org/app/internal/users"\n)\nfunc main() {\n\tr := gin.Default()\n\tapi := r.Group("/api")\n\tapi.Use(AuthRequired())\n\tusers.Register(api)\n}\n',
            "internal/users/routes.go": 'package users\nimport "github.com/gin-gonic/gin"\nfunc Register(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n',
        },
        {
            "cmd/main.go": 'package main\nimport (\n"github.com/gin-gonic/gin"\n"x.org/app/internal/users"\n)\nfunc main() {\n\tr := gin.Default()\n\tapi := r.Group("/api")\n\tusers.Register(api)\n}\n',
            "internal/users/routes.go": 'package users\nimport "github.com/gin-gonic/gin"\nfunc Register(g *gin.RouterGroup) {\n\tg.GET("/users", list)\n\tg.DELETE("/users/:id", remove)\n}\n',
        },
        ["removed"],
    ),
]


@pytest.mark.parametrize(("path", "before", "after", "expected"), CASES)
def test_a_change_of_a_stack(path: str, before: str, after: str, expected: list[str]) -> None:
    found = judge({path: before}, {path: after})
    assert kinds(found) == expected, [one.problem for one in found]


@pytest.mark.parametrize(("before", "after", "expected"), TREES)
def test_a_change_of_several_files(before: dict[str, str], after: dict[str, str], expected: list[str]) -> None:
    found = judge(before, after)
    assert kinds(found) == expected, [one.problem for one in found]
