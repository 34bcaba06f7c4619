"""Shapes that frameworks have for a guard, each removed or weakened: something is said of all of them, and nothing of the reverse."""

from __future__ import annotations

import pytest
from guarded_world import judge

pytest.importorskip("tree_sitter_typescript")

# (path, before, after): shapes of each framework, each of them looser after.
SHAPES = [
    (
        "a.py",
        "from flask_httpauth import HTTPBasicAuth\nauth=HTTPBasicAuth()\n@app.route('/x')\n@auth.login_required(role='admin')\ndef x(): ...\n",
        "from flask_httpauth import HTTPBasicAuth\nauth=HTTPBasicAuth()\n@app.route('/x')\n@auth.login_required\ndef x(): ...\n",
    ),
    (
        "a.py",
        "from flask import Flask\n@app.route('/x')\n@roles_required('admin')\ndef x(): ...\n",
        "from flask import Flask\n@app.route('/x')\n@roles_accepted('admin','user')\ndef x(): ...\n",
    ),
    (
        "a.py",
        "from flask import Flask\n@app.before_request\ndef check():\n    if not session.get('user'):\n        return redirect('/login')\n@app.route('/x')\ndef x(): ...\n",
        "from flask import Flask\n@app.route('/x')\ndef x(): ...\n",
    ),
    (
        "a.py",
        "from fastapi import FastAPI\napp=FastAPI()\n@app.middleware('http')\nasync def check(request, call_next):\n    if not request.headers.get('x'):\n        return JSONResponse({}, status_code=401)\n    return await call_next(request)\n@app.get('/x')\ndef x(): ...\n",
        "from fastapi import FastAPI\napp=FastAPI()\n@app.get('/x')\ndef x(): ...\n",
    ),
    (
        "a.py",
        "from fastapi import FastAPI\napp=FastAPI()\n@app.get('/x')\ndef x(user: User = Depends(get_current_active_user)): ...\n",
        "from fastapi import FastAPI\napp=FastAPI()\n@app.get('/x')\ndef x(user: Optional[User] = Depends(get_current_user_optional)): ...\n",
    ),
    (
        "s.py",
        "from django.contrib import admin\nclass A(admin.ModelAdmin):\n    def has_delete_permission(self, r, o=None):\n        return False\n",
        "from django.contrib import admin\nclass A(admin.ModelAdmin):\n    def has_delete_permission(self, r, o=None):\n        return True\n",
    ),
    (
        "urls.py",
        "from django.urls import path\nfrom django.contrib.admin.views.decorators import staff_member_required\nfrom . import views\nurlpatterns=[path('x', staff_member_required(views.x))]\n",
        "from django.urls import path\nfrom . import views\nurlpatterns=[path('x', views.x)]\n",
    ),
    (
        "a.py",
        "from ninja import NinjaAPI\napi=NinjaAPI(auth=django_auth)\n@api.get('/x')\ndef x(request): ...\n",
        "from ninja import NinjaAPI\napi=NinjaAPI()\n@api.get('/x')\ndef x(request): ...\n",
    ),
    (
        "a.py",
        "from ninja import NinjaAPI\napi=NinjaAPI(auth=django_auth)\n@api.get('/x')\ndef x(request): ...\n",
        "from ninja import NinjaAPI\napi=NinjaAPI(auth=django_auth)\n@api.get('/x', auth=None)\ndef x(request): ...\n",
    ),
    (
        "a.py",
        "import tornado.web\nclass H(tornado.web.RequestHandler):\n    @tornado.web.authenticated\n    def get(self): ...\n",
        "import tornado.web\nclass H(tornado.web.RequestHandler):\n    def get(self): ...\n",
    ),
    (
        "tasks.py",
        "from celery import shared_task\n@shared_task\n@require_tenant\ndef purge(): ...\n",
        "from celery import shared_task\n@shared_task\ndef purge(): ...\n",
    ),
    (
        "a.py",
        "from starlette.applications import Starlette\nfrom starlette.middleware import Middleware\napp=Starlette(routes=[Route('/x', x)], middleware=[Middleware(JWTAuthMiddleware)])\n",
        "from starlette.applications import Starlette\napp=Starlette(routes=[Route('/x', x)])\n",
    ),
    (
        "a.py",
        "from flask_restful import Resource\nclass X(Resource):\n    method_decorators=[jwt_required()]\n    def get(self): ...\napi.add_resource(X,'/x')\n",
        "from flask_restful import Resource\nclass X(Resource):\n    def get(self): ...\napi.add_resource(X,'/x')\n",
    ),
    (
        "v.py",
        "from rest_framework.generics import ListAPIView\nclass X(ListAPIView):\n    permission_classes=[IsAuthenticated & IsOwner]\n",
        "from rest_framework.generics import ListAPIView\nclass X(ListAPIView):\n    permission_classes=[IsAuthenticated | AllowAny]\n",
    ),
    (
        "v.py",
        "from rest_framework.generics import ListAPIView\nclass X(ListAPIView):\n    permission_classes=[IsAuthenticated, IsOwner]\n",
        "from rest_framework.generics import ListAPIView\nclass X(ListAPIView):\n    permission_classes=[IsAuthenticated]\n",
    ),
    (
        "v.py",
        "from django.views import View\n@method_decorator(permission_required('a.b'), name='post')\nclass X(View):\n    def get(self,r):...\n    def post(self,r):...\n",
        "from django.views import View\nclass X(View):\n    def get(self,r):...\n    def post(self,r):...\n",
    ),
    (
        "v.py",
        "from django.views.generic import ListView\nclass X(PermissionRequiredMixin, ListView):\n    permission_required='a.b'\n",
        "from django.views.generic import ListView\nclass X(LoginRequiredMixin, ListView):\n    pass\n",
    ),
    (
        "v.py",
        "from django.views.generic import ListView\nclass X(UserPassesTestMixin, ListView):\n    def test_func(self): return self.request.user.is_staff\n",
        "from django.views.generic import ListView\nclass X(UserPassesTestMixin, ListView):\n    def test_func(self): return True\n",
    ),
    (
        "v.py",
        "from django.views.decorators.http import require_POST\n@login_required\n@require_POST\ndef x(request): ...\n",
        "from django.views.decorators.http import require_POST\n@require_POST\ndef x(request): ...\n",
    ),
    (
        "r.ts",
        "import { Router } from 'express';\nconst router = Router();\nrouter.get('/x', authenticate, authorize('admin'), ctrl.get);\nexport default router;",
        "import { Router } from 'express';\nconst router = Router();\nrouter.get('/x', authenticate, ctrl.get);\nexport default router;",
    ),
    (
        "r.ts",
        "import { Router } from 'express';\nconst router = Router();\nrouter.get('/x', authenticate, ctrl.get);\nexport default router;",
        "import { Router } from 'express';\nconst router = Router();\nrouter.get('/x', ctrl.get);\nexport default router;",
    ),
    (
        "r.ts",
        "import Router from '@koa/router';\nconst router = new Router();\nrouter.post('/x', requireLogin, async (ctx) => {});",
        "import Router from '@koa/router';\nconst router = new Router();\nrouter.post('/x', async (ctx) => {});",
    ),
    (
        "r.ts",
        "app.get('/x', { onRequest: [app.authenticate], schema }, async (req) => 1);",
        "app.get('/x', { schema }, async (req) => 1);",
    ),
    (
        "pages/api/x.ts",
        "export default async function handler(req, res) {\n  const session = await getServerSession(req, res, opts);\n  if (!session) return res.status(401).end();\n  res.json({});\n}",
        "export default async function handler(req, res) {\n  res.json({});\n}",
    ),
    (
        "trpc.ts",
        "export const protectedProcedure = t.procedure.use(isAuthed);\n",
        "export const protectedProcedure = t.procedure;\n",
    ),
    (
        "m.go",
        'package m\nfunc f(){\ne := echo.New()\ng := e.Group("/admin")\ng.Use(middleware.JWTWithConfig(c))\ng.GET("/x", h)\n}',
        'package m\nfunc f(){\ne := echo.New()\ng := e.Group("/admin")\ng.GET("/x", h)\n}',
    ),
    (
        "m.go",
        'package m\nfunc f(){\napp := fiber.New()\napp.Get("/x", jwtware.New(c), h)\n}',
        'package m\nfunc f(){\napp := fiber.New()\napp.Get("/x", h)\n}',
    ),
    (
        "m.go",
        'package m\nfunc h(w http.ResponseWriter, r *http.Request){\nif !isAdmin(r) { http.Error(w, "no", http.StatusForbidden); return }\nx()\n}\nfunc f(){ http.HandleFunc("/x", h) }',
        'package m\nfunc h(w http.ResponseWriter, r *http.Request){\nx()\n}\nfunc f(){ http.HandleFunc("/x", h) }',
    ),
    (
        "C.java",
        '@RestController class C { @GetMapping("/x") @PreAuthorize("hasRole(\'ADMIN\')") String x(){return 1;} }',
        '@RestController class C { @GetMapping("/x") @PreAuthorize("isAuthenticated()") String x(){return 1;} }',
    ),
    (
        "C.java",
        '@RestController class C { @GetMapping("/x") @PreAuthorize("hasRole(\'ADMIN\')") String x(){return 1;} }',
        '@RestController class C { @GetMapping("/x") @PreAuthorize("permitAll()") String x(){return 1;} }',
    ),
    (
        "C.java",
        'class C { void c(HttpSecurity http){ http.authorizeRequests().antMatchers("/admin/**").hasRole("ADMIN").anyRequest().authenticated(); } }',
        'class C { void c(HttpSecurity http){ http.authorizeRequests().antMatchers("/admin/**").hasAnyRole("ADMIN","USER").anyRequest().authenticated(); } }',
    ),
    (
        "C.java",
        'class C { void c(HttpSecurity http){ http.authorizeHttpRequests(a->a.requestMatchers("/public/**").permitAll().anyRequest().authenticated()); } }',
        'class C { void c(HttpSecurity http){ http.authorizeHttpRequests(a->a.requestMatchers("/public/**","/admin/**").permitAll().anyRequest().authenticated()); } }',
    ),
    (
        "C.java",
        '@Path("x") @RolesAllowed({"admin"}) class C { @GET public String x(){return 1;} }',
        '@Path("x") @RolesAllowed({"admin","user"}) class C { @GET public String x(){return 1;} }',
    ),
    (
        "P.cs",
        "builder.Services.AddAuthorization(o => { o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build(); });",
        "builder.Services.AddAuthorization(o => { });",
    ),
    ("P.cs", "app.MapControllers().RequireAuthorization();", "app.MapControllers();"),
    (
        "routes/api.php",
        "<?php\nRoute::apiResource('x', XController::class)->middleware('auth:sanctum');",
        "<?php\nRoute::apiResource('x', XController::class);",
    ),
    (
        "R.php",
        "<?php\nclass R extends FormRequest { public function authorize() { return $this->user()->can('x'); } }",
        "<?php\nclass R extends FormRequest { public function authorize() { return true; } }",
    ),
]


@pytest.mark.parametrize(("path", "old", "new"), SHAPES)
def test_a_looser_shape_is_found(path: str, old: str, new: str) -> None:
    assert judge({path: old}, {path: new}) != []


@pytest.mark.parametrize(("path", "old", "new"), SHAPES)
def test_a_stricter_shape_is_silent(path: str, old: str, new: str) -> None:
    assert [one.problem for one in judge({path: new}, {path: old}) if one.blocks] == []
