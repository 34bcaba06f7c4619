"""Guards that ask for less or are gone in other shapes, and everyday changes of Python that look like it, a row each."""

from __future__ import annotations

import pytest
from guarded_world import judge, kinds

pytest.importorskip("tree_sitter_typescript")

# (path, before, after, kinds)
CASES: list[tuple[str, str, str, list[str]]] = [
    (
        "a.py",
        'from flask import Blueprint\nparent = Blueprint("p", __name__)\nchild = Blueprint("c", __name__)\n@parent.before_request\ndef gate():\n    if not g.user: abort(401)\n@child.get("/x")\ndef x(): ...\nparent.register_blueprint(child)\n',
        'from flask import Blueprint\nparent = Blueprint("p", __name__)\nchild = Blueprint("c", __name__)\n@child.get("/x")\ndef x(): ...\nparent.register_blueprint(child)\n',
        ["removed"],
    ),
    (
        "a.py",
        'from flask import Flask\nfrom flask_jwt_extended import jwt_required\napp=Flask(__name__)\n@app.get("/x")\n@jwt_required()\ndef x(): ...\n',
        'from flask import Flask\nfrom flask_jwt_extended import jwt_required\napp=Flask(__name__)\n@app.get("/x")\n@jwt_required(optional=True)\ndef x(): ...\n',
        ["removed"],
    ),
    (
        "a.py",
        'from flask import Flask\nfrom flask_jwt_extended import jwt_required\napp=Flask(__name__)\n@app.post("/x")\n@jwt_required(fresh=True)\ndef x(): ...\n',
        'from flask import Flask\nfrom flask_jwt_extended import jwt_required\napp=Flask(__name__)\n@app.post("/x")\n@jwt_required()\ndef x(): ...\n',
        ["weaker"],
    ),
    (
        "a.py",
        'from flask import Flask\napp=Flask(__name__)\n@app.delete("/x")\ndef x():\n    if not current_user.is_authenticated or not current_user.is_admin:\n        abort(403)\n',
        'from flask import Flask\napp=Flask(__name__)\n@app.delete("/x")\ndef x():\n    if not current_user.is_authenticated:\n        abort(403)\n',
        ["removed"],
    ),
    (
        "a.py",
        "from fastapi import FastAPI, Depends\nfrom a import admin, users\napp=FastAPI()\napp.include_router(admin.router, dependencies=[Depends(require_admin)])\n",
        "from fastapi import FastAPI, Depends\nfrom a import admin, users\napp=FastAPI()\napp.include_router(admin.router)\n",
        ["removed"],
    ),
    (
        "a.py",
        "from fastapi import FastAPI, Depends\nfrom a import users\napp=FastAPI(dependencies=[Depends(verify_token)])\napp.include_router(users.router)\n",
        "from fastapi import FastAPI, Depends\nfrom a import users\napp=FastAPI()\napp.include_router(users.router)\n",
        ["removed"],
    ),
    (
        "a.py",
        'from fastapi import FastAPI\napp=FastAPI()\napp.add_middleware(AuthMiddleware, secret=s)\n@app.get("/x")\ndef x(): ...\n',
        'from fastapi import FastAPI\napp=FastAPI()\n@app.get("/x")\ndef x(): ...\n',
        ["removed"],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Security\nrouter=APIRouter()\n@router.get("/x")\ndef x(u=Security(get_user, scopes=["a:write"])): ...\n',
        'from fastapi import APIRouter, Security\nrouter=APIRouter()\n@router.get("/x")\ndef x(u=Security(get_user)): ...\n',
        ["weaker"],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends\nrouter=APIRouter()\n@router.websocket("/ws")\nasync def ws(s, user=Depends(current_user)): ...\n',
        'from fastapi import APIRouter, Depends\nrouter=APIRouter()\n@router.websocket("/ws")\nasync def ws(s): ...\n',
        ["removed"],
    ),
    (
        "a.py",
        'from starlette.authentication import requires\nfrom starlette.routing import Route\n@requires(["authenticated","admin"])\nasync def x(request): ...\nroutes=[Route("/x", x)]\n',
        'from starlette.authentication import requires\nfrom starlette.routing import Route\n@requires("authenticated")\nasync def x(request): ...\nroutes=[Route("/x", x)]\n',
        ["weaker"],
    ),
    (
        "a.py",
        'from aiohttp import web\nroutes=web.RouteTableDef()\n@routes.post("/x")\n@requires_permission("x")\nasync def x(request): ...\n',
        'from aiohttp import web\nroutes=web.RouteTableDef()\n@routes.post("/x")\nasync def x(request): ...\n',
        ["removed"],
    ),
    (
        "a.py",
        'from aiohttp import web\nroutes=web.RouteTableDef()\n@routes.post("/x")\n@requires_permission("x")\nasync def x(request): ...\n',
        'from aiohttp import web\nroutes=web.RouteTableDef()\n@routes.post("/x/{id}")\n@requires_permission("x")\n@timed\nasync def x(request): ...\n',
        [],
    ),
    (
        "a.py",
        "from litestar.exceptions import NotAuthorizedException\ndef requires_admin(connection, _):\n    if not connection.user.is_admin:\n        raise NotAuthorizedException()\n",
        "from litestar.exceptions import NotAuthorizedException\ndef requires_admin(connection, _):\n    pass\n",
        ["removed"],
    ),
    (
        "a.py",
        'from django.views.generic import DeleteView\nfrom django.contrib.auth.mixins import PermissionRequiredMixin\nclass V(PermissionRequiredMixin, DeleteView):\n    permission_required = "shop.delete_order"\n',
        'from django.views.generic import DeleteView\nfrom django.contrib.auth.mixins import PermissionRequiredMixin\nclass V(PermissionRequiredMixin, DeleteView):\n    permission_required = "shop.view_order"\n',
        ["weaker"],
    ),
    (
        "a.py",
        "from django.views.generic import View\nfrom django.contrib.auth.mixins import UserPassesTestMixin\nclass V(UserPassesTestMixin, View):\n    def test_func(self):\n        return self.request.user.is_staff\n",
        "from django.views.generic import View\nfrom django.contrib.auth.mixins import UserPassesTestMixin\nclass V(UserPassesTestMixin, View):\n    def test_func(self):\n        return self.request.user.is_authenticated\n",
        ["weaker"],
    ),
    (
        "settings.py",
        'REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}\n',
        'REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"]}\n',
        ["removed"],
    ),
    (
        "a.py",
        "from rest_framework.permissions import BasePermission\nclass IsOwner(BasePermission):\n    def has_object_permission(self, request, view, obj):\n        return obj.owner == request.user\n",
        "from rest_framework.permissions import BasePermission\nclass IsOwner(BasePermission):\n    def has_object_permission(self, request, view, obj):\n        return True\n",
        ["removed"],
    ),
    (
        "a.py",
        "from rest_framework.permissions import BasePermission, SAFE_METHODS\nclass IsOwner(BasePermission):\n    def has_object_permission(self, request, view, obj):\n        return obj.owner == request.user\n",
        "from rest_framework.permissions import BasePermission, SAFE_METHODS\nclass IsOwner(BasePermission):\n    def has_object_permission(self, request, view, obj):\n        if request.method in SAFE_METHODS:\n            return True\n        return obj.owner == request.user\n",
        ["weaker"],
    ),
    (
        "a.py",
        'from django.contrib import admin\n@admin.action(permissions=["delete"])\ndef purge(modeladmin, request, queryset): ...\n',
        "from django.contrib import admin\n@admin.action()\ndef purge(modeladmin, request, queryset): ...\n",
        ["removed"],
    ),
    (
        "a.ts",
        'import express from "express";\nconst app = express();\nexport function requireAdmin(req, res, next) {\n  if (!req.user) return res.sendStatus(403);\n  next();\n}\n',
        'import express from "express";\nconst app = express();\nexport function requireAdmin(req, res, next) {\n  if (process.env.NODE_ENV !== "production") return next();\n  if (!req.user) return res.sendStatus(403);\n  next();\n}\n',
        ["weaker"],
    ),
    (
        "a.ts",
        'import express from "express";\nconst app = express();\napp.delete("/x", auth, authorize("admin"), h);\n',
        'import express from "express";\nconst app = express();\napp.delete("/x", auth, authorize("admin", "user"), h);\n',
        ["weaker"],
    ),
    (
        "a.ts",
        'import express from "express";\nconst app = express();\napp.use(protect);\napp.delete("/x", restrictTo("admin"), h);\n',
        'import express from "express";\nconst app = express();\napp.use(protect);\napp.delete("/x", h);\n',
        ["removed"],
    ),
    (
        "a.ts",
        'import express from "express";\nconst app = express();\napp.get("/x", checkJwt, checkScopes("read:x"), h);\n',
        'import express from "express";\nconst app = express();\napp.get("/x", checkJwt, h);\n',
        ["removed"],
    ),
    (
        "a.ts",
        'import express from "express";\nconst app = express();\napp.get("/x", ClerkExpressRequireAuth(), h);\n',
        'import express from "express";\nconst app = express();\napp.get("/x", h);\n',
        ["removed"],
    ),
    (
        "a.ts",
        'import express from "express";\nconst app = express();\napp.get("/x", ClerkExpressRequireAuth(), h);\n',
        'import express from "express";\nconst app = express();\napp.get("/x", ClerkExpressWithAuth(), h);\n',
        ["removed"],
    ),
    (
        "a.ts",
        'import express from "express";\nconst app = express();\napp.delete("/x/:id", requireAuth, async (req, res) => {\n  const d = await D.find(req.params.id);\n  if (d.ownerId !== req.user.id) return res.status(403).end();\n  await d.delete();\n});\n',
        'import express from "express";\nconst app = express();\napp.delete("/x/:id", requireAuth, async (req, res) => {\n  const d = await D.find(req.params.id);\n  await d.delete();\n});\n',
        ["removed"],
    ),
    (
        "a.ts",
        'import express from "express";\nconst app = express();\napp.delete("/x/:id", requireAuth, async (req, res) => {\n  const d = await D.find(req.params.id);\n  if (!d || d.ownerId !== req.user.id) return res.status(404).end();\n  await d.delete();\n});\n',
        'import express from "express";\nconst app = express();\napp.delete("/x/:id", requireAuth, async (req, res) => {\n  const d = await D.find(req.params.id);\n  if (!d) return res.status(404).end();\n  await d.delete();\n});\n',
        ["removed"],
    ),
    (
        "a.ts",
        'import express from "express";\nconst app = express();\napp.delete("/x/:id", requireAuth, async (req, res) => {\n  const d = await D.find(req.params.id);\n  if (d.ownerId !== req.user.id) return res.status(403).end();\n  await d.delete();\n});\n',
        'import express from "express";\nconst app = express();\napp.delete("/x/:id", requireAuth, async (req, res) => {\n  const d = await D.find(req.params.id);\n  if (d.ownerId !== req.user.id) return res.status(404).end();\n  await d.delete();\n});\n',
        [],
    ),
    (
        "a.ts",
        'import express from "express";\nconst app = express();\nasync function del(req, res) {\n  if (!req.user.isAdmin) return res.status(403).end();\n  await d.delete();\n}\napp.delete("/x/:id", requireAuth, del);\n',
        'import express from "express";\nconst app = express();\nasync function del(req, res) {\n  await d.delete();\n}\napp.delete("/x/:id", requireAuth, del);\n',
        ["removed"],
    ),
    (
        "a.ts",
        'import { Controller, UseGuards, Post } from "@nestjs/common";\n@Controller()\nexport class X {\n  @UseGuards(AuthGuard("jwt"), PoliciesGuard)\n  @CheckPolicies((a) => a.can("delete", "X"))\n  @Post()\n  x() {}\n}\n',
        'import { Controller, UseGuards, Post } from "@nestjs/common";\n@Controller()\nexport class X {\n  @UseGuards(AuthGuard("jwt"))\n  @Post()\n  x() {}\n}\n',
        ["removed"],
    ),
    (
        "app.module.ts",
        'import { Module } from "@nestjs/common";\nimport { APP_GUARD } from "@nestjs/core";\n@Module({ providers: [{ provide: APP_GUARD, useClass: JwtAuthGuard }] })\nexport class AppModule {}\n',
        'import { Module } from "@nestjs/common";\n@Module({ providers: [] })\nexport class AppModule {}\n',
        ["removed"],
    ),
    (
        "app.module.ts",
        'import { Module } from "@nestjs/common";\nimport { APP_GUARD } from "@nestjs/core";\n@Module({ providers: [{ provide: APP_GUARD, useClass: JwtAuthGuard }, { provide: APP_GUARD, useClass: RolesGuard }] })\nexport class AppModule {}\n',
        'import { Module } from "@nestjs/common";\nimport { APP_GUARD } from "@nestjs/core";\n@Module({ providers: [{ provide: APP_GUARD, useClass: JwtAuthGuard }] })\nexport class AppModule {}\n',
        ["removed"],
    ),
    (
        "a.ts",
        'import Fastify from "fastify";\nconst app = Fastify();\napp.register(async (f) => {\n  f.addHook("preHandler", f.auth([f.verifyJWT]));\n  f.delete("/x", h);\n}, { prefix: "/admin" });\n',
        'import Fastify from "fastify";\nconst app = Fastify();\napp.register(async (f) => {\n  f.delete("/x", h);\n}, { prefix: "/admin" });\n',
        ["removed"],
    ),
    (
        "a.ts",
        'import { Hono } from "hono";\nimport { createMiddleware } from "hono/factory";\nexport const requireAdmin = createMiddleware(async (c, next) => {\n  if (c.get("user")?.role !== "admin") throw new HTTPException(403);\n  await next();\n});\n',
        'import { Hono } from "hono";\nimport { createMiddleware } from "hono/factory";\nexport const requireAdmin = createMiddleware(async (c, next) => {\n  await next();\n});\n',
        ["removed"],
    ),
    (
        "a.go",
        'package web\nimport "net/http"\nfunc (s *S) requireAdmin(next http.Handler) http.Handler {\n\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {\n\t\tif s.user(r) == nil {\n\t\t\thttp.Error(w, "no", http.StatusForbidden)\n\t\t\treturn\n\t\t}\n\t\tnext.ServeHTTP(w, r)\n\t})\n}\n',
        'package web\nimport "net/http"\nfunc (s *S) requireAdmin(next http.Handler) http.Handler {\n\treturn next\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        'package web\nimport "net/http"\nfunc (h *H) del(w http.ResponseWriter, r *http.Request) {\n\td := h.get(r)\n\tif d.OwnerID != userID(r) {\n\t\thttp.Error(w, "no", http.StatusForbidden)\n\t\treturn\n\t}\n\th.rm(d)\n}\nfunc (h *H) R(mux *http.ServeMux) { mux.Handle("DELETE /x", requireAuth(http.HandlerFunc(h.del))) }\n',
        'package web\nimport "net/http"\nfunc (h *H) del(w http.ResponseWriter, r *http.Request) {\n\td := h.get(r)\n\th.rm(d)\n}\nfunc (h *H) R(mux *http.ServeMux) { mux.Handle("DELETE /x", requireAuth(http.HandlerFunc(h.del))) }\n',
        ["removed"],
    ),
    (
        "a.go",
        'package main\nimport "net/http"\nfunc main() {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc("GET /x", x)\n\thttp.ListenAndServe(":80", requireAuth(mux))\n}\n',
        'package main\nimport "net/http"\nfunc main() {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc("GET /x", x)\n\thttp.ListenAndServe(":80", mux)\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        'package main\nimport "net/http"\nfunc main() {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc("GET /x", x)\n\tsrv := &http.Server{Handler: requireAuth(mux)}\n\tsrv.ListenAndServe()\n}\n',
        'package main\nimport "net/http"\nfunc main() {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc("GET /x", x)\n\tsrv := &http.Server{Handler: mux}\n\tsrv.ListenAndServe()\n}\n',
        ["removed"],
    ),
    (
        "a.go",
        'package main\nimport "net/http"\nfunc main() {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc("GET /x", x)\n\tvar h http.Handler = mux\n\th = requireAuth(h)\n\th = logging(h)\n\thttp.ListenAndServe(":80", h)\n}\n',
        'package main\nimport "net/http"\nfunc main() {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc("GET /x", x)\n\tvar h http.Handler = mux\n\th = logging(h)\n\thttp.ListenAndServe(":80", h)\n}\n',
        ["removed"],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(require_admin)])\ndef x(): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(require_admin)])\ndef x(): ...\n@router.get("/readyz")\ndef ready(): ...\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x/{id}", dependencies=[Depends(require_admin)])\ndef x(id: int): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x/{item_id}", dependencies=[Depends(require_admin)])\ndef x(item_id: int): ...\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x")\ndef x(user=Depends(current_user)): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x")\nasync def x(user=Depends(current_user)): ...\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x")\ndef x(user=Depends(current_user)): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\nUser_ = Annotated[dict, Depends(current_user)]\n@router.get("/x")\ndef x(user: User_): ...\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x")\ndef x(user=Depends(current_user)): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(current_user)])\ndef x(): ...\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(current_user)])\ndef x(): ...\n@router.get("/y", dependencies=[Depends(current_user)])\ndef y(): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter(dependencies=[Depends(current_user)])\n@router.get("/x")\ndef x(): ...\n@router.get("/y")\ndef y(): ...\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(current_user)])\ndef x(): ...\n@router.get("/y", dependencies=[Depends(current_user)])\ndef y(): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(current_user)])\ndef x(): ...\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(current_user)])\ndef x(): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/things", dependencies=[Depends(current_user)])\ndef list_things(): ...\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(require_admin)])\ndef x(): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(require_administrator)])\ndef x(): ...\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(require_role("dispatcher"))])\ndef x(): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(require_dispatcher)])\ndef x(): ...\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(require_role("manager"))])\ndef x(): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(require_role(Role.MANAGER))])\ndef x(): ...\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.get("/x", dependencies=[Depends(current_user)])\ndef x(): ...\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\nadmin = APIRouter(prefix="/admin", dependencies=[Depends(require_admin)])\n@router.get("/x", dependencies=[Depends(current_user)])\ndef x(): ...\n@admin.get("/y")\ndef y(): ...\n',
        [],
    ),
    (
        "a.py",
        "def require_admin(user=Depends(current_user)):\n    if not user.is_admin:\n        raise HTTPException(403)\n    return user\nfrom fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n",
        'def require_admin(user=Depends(current_user)):\n    if not user.is_admin:\n        log.warning("denied %s", user.id)\n        raise HTTPException(403)\n    return user\nfrom fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n',
        [],
    ),
    (
        "a.py",
        "from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\ndef require_admin(user=Depends(current_user)):\n    if not user.is_admin:\n        raise HTTPException(403)\n    return user\n",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\ndef require_admin(user=Depends(current_user)):\n    ensure_role(user, "admin")\n    return user\n',
        [],
    ),
    (
        "a.py",
        "from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\ndef require_admin(user=Depends(current_user)):\n    if not user.is_admin:\n        raise HTTPException(status_code=403)\n    return user\n",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\ndef require_admin(user=Depends(current_user)):\n    if "admin" not in user.roles:\n        raise HTTPException(status_code=403)\n    return user\n',
        [],
    ),
    (
        "a.py",
        "from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\ndef verify_key(x: str = Header()):\n    if x != key():\n        raise HTTPException(status_code=403)\n",
        "from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\ndef verify_key(x: str = Header()):\n    if not compare_digest(x, key()):\n        raise HTTPException(status_code=401)\n",
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.delete("/x/{id}")\ndef x(id: int, user=Depends(current_user)):\n    doc = get(id)\n    if doc.owner_id != user.id:\n        raise HTTPException(status_code=403)\n    doc.delete()\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.delete("/x/{id}")\ndef x(id: int, user=Depends(current_user)):\n    doc = get(id)\n    ensure_owner(doc, user)\n    doc.delete()\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.delete("/x/{id}")\ndef x(id: int, user=Depends(current_user)):\n    doc = get(id)\n    if doc.owner_id != user.id:\n        raise HTTPException(status_code=403)\n    doc.delete()\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\n@router.delete("/x/{id}")\ndef x(id: int, user=Depends(current_user)):\n    doc = get_owned(id, owner_id=user.id)\n    if doc is None:\n        raise HTTPException(status_code=404)\n    doc.delete()\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\nPUBLIC_URL = "/x"\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\nPUBLIC_URL = "/y"\n',
        [],
    ),
    (
        "a.py",
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\nALLOWED_PATHS_FOR_CORS = ["/a"]\n',
        'from fastapi import APIRouter, Depends, FastAPI, Security\nfrom typing import Annotated\nfrom shop.auth import current_user, require_role, require_admin\nrouter = APIRouter()\nALLOWED_PATHS_FOR_CORS = ["/a", "/b"]\n',
        [],
    ),
    (
        "a.py",
        'from flask import Flask, Blueprint, abort, g, request\nfrom flask_login import login_required, current_user\napp = Flask(__name__)\n@app.route("/x", methods=["GET"])\n@login_required\ndef x(): ...\n',
        'from flask import Flask, Blueprint, abort, g, request\nfrom flask_login import login_required, current_user\napp = Flask(__name__)\n@app.route("/x", methods=["GET", "POST"])\n@login_required\ndef x(): ...\n',
        [],
    ),
    (
        "a.py",
        'from flask import Flask, Blueprint, abort, g, request\nfrom flask_login import login_required, current_user\napp = Flask(__name__)\nbp = Blueprint("a", __name__)\n@bp.get("/x")\n@login_required\ndef x(): ...\n@bp.get("/y")\n@login_required\ndef y(): ...\n',
        'from flask import Flask, Blueprint, abort, g, request\nfrom flask_login import login_required, current_user\napp = Flask(__name__)\nbp = Blueprint("a", __name__)\n@bp.before_request\n@login_required\ndef gate(): ...\n@bp.get("/x")\ndef x(): ...\n@bp.get("/y")\ndef y(): ...\n',
        [],
    ),
    (
        "a.py",
        'from flask import Flask, Blueprint, abort, g, request\nfrom flask_login import login_required, current_user\napp = Flask(__name__)\n@app.before_request\ndef gate():\n    if request.path == "/healthz":\n        return\n    if g.user is None:\n        abort(401)\n@app.get("/a")\ndef a(): ...\n',
        'from flask import Flask, Blueprint, abort, g, request\nfrom flask_login import login_required, current_user\napp = Flask(__name__)\ndef is_public(path):\n    return path in ("/healthz",)\n@app.before_request\ndef gate():\n    if is_public(request.path):\n        return None\n    if g.get("user") is None:\n        abort(401)\n@app.get("/a")\ndef a(): ...\n',
        [],
    ),
    (
        "a.py",
        'from flask import Flask, Blueprint, abort, g, request\nfrom flask_login import login_required, current_user\napp = Flask(__name__)\ndef create():\n    app.config["X"] = 1\n',
        'from flask import Flask, Blueprint, abort, g, request\nfrom flask_login import login_required, current_user\napp = Flask(__name__)\ndef create():\n    app.config["X"] = 1\n    if app.debug:\n        return app\n',
        [],
    ),
    (
        "a.py",
        'from flask import Flask, Blueprint, abort, g, request\nfrom flask_login import login_required, current_user\napp = Flask(__name__)\n@app.get("/x")\n@login_required\ndef x(): ...\n',
        'from flask import Flask, Blueprint, abort, g, request\nfrom flask_login import login_required, current_user\napp = Flask(__name__)\nfrom flask.views import MethodView\nclass X(MethodView):\n    decorators = [login_required]\n    def get(self): ...\napp.add_url_rule("/x", view_func=X.as_view("x"))\n',
        [],
    ),
    (
        "a.py",
        "from rest_framework.permissions import *\nfrom rest_framework.viewsets import ModelViewSet\nfrom rest_framework.decorators import api_view, permission_classes, action\nclass V(ModelViewSet):\n    permission_classes = [IsAdminUser]\n",
        'from rest_framework.permissions import *\nfrom rest_framework.viewsets import ModelViewSet\nfrom rest_framework.decorators import api_view, permission_classes, action\nclass V(ModelViewSet):\n    permission_classes = [IsAdminUser]\n    @action(detail=True, methods=["post"])\n    def archive(self, request, pk=None): ...\n',
        [],
    ),
    (
        "a.py",
        "from rest_framework.permissions import *\nfrom rest_framework.viewsets import ModelViewSet\nfrom rest_framework.decorators import api_view, permission_classes, action\nclass V(ModelViewSet):\n    permission_classes = [IsAuthenticated]\n",
        "from rest_framework.permissions import *\nfrom rest_framework.viewsets import ModelViewSet\nfrom rest_framework.decorators import api_view, permission_classes, action\nclass V(ModelViewSet):\n    permission_classes = [IsAuthenticated]\n    @action(detail=True, permission_classes=[IsAdminUser])\n    def archive(self, request, pk=None): ...\n",
        [],
    ),
    (
        "a.py",
        "from rest_framework.permissions import *\nfrom rest_framework.viewsets import ModelViewSet\nfrom rest_framework.decorators import api_view, permission_classes, action\nclass V(ModelViewSet):\n    permission_classes = [IsAuthenticated, IsOwner]\n",
        "from rest_framework.permissions import *\nfrom rest_framework.viewsets import ModelViewSet\nfrom rest_framework.decorators import api_view, permission_classes, action\nclass V(ModelViewSet):\n    pagination_class = P\n    permission_classes = [IsAuthenticated, IsOwner]\n    def get_serializer_class(self):\n        return S\n",
        [],
    ),
    (
        "a.py",
        "from rest_framework.permissions import *\nfrom rest_framework.viewsets import ModelViewSet\nfrom rest_framework.decorators import api_view, permission_classes, action\nclass V(ModelViewSet):\n    permission_classes = [IsAuthenticated, IsOwner]\n",
        "from rest_framework.permissions import *\nfrom rest_framework.viewsets import ModelViewSet\nfrom rest_framework.decorators import api_view, permission_classes, action\nclass V(ModelViewSet):\n    permission_classes = (IsOwner, IsAuthenticated)\n",
        [],
    ),
    (
        "urls.py",
        'from django.urls import path\nfrom django.contrib.auth.decorators import login_required\nfrom . import views\nurlpatterns = [path("a/", login_required(views.a))]\n',
        'from django.urls import path\nfrom django.contrib.auth.decorators import login_required\nfrom . import views\nurlpatterns = [path("aa/", login_required(views.a), name="a")]\n',
        [],
    ),
    (
        "a.py",
        "from celery import shared_task\n@shared_task\ndef a():\n    pass\n",
        "from celery import shared_task\n@shared_task\ndef a():\n    pass\n@shared_task\ndef b():\n    pass\n",
        [],
    ),
    (
        "a.py",
        'from celery import shared_task\n@shared_task(bind=True)\n@requires_role("x")\ndef a(self):\n    pass\n',
        'from celery import shared_task\n@shared_task(bind=True, max_retries=5)\n@requires_role("x")\ndef a(self):\n    pass\n',
        [],
    ),
]


@pytest.mark.parametrize(("path", "before", "after", "expected"), CASES)
def test_a_change_of_a_guard(path: str, before: str, after: str, expected: list[str]) -> None:
    found = judge({path: before}, {path: after})
    assert kinds(found) == expected, [one.problem for one in found]
