"""Shapes of guards in Python's stacks: dangers and everyday changes, a row each."""

from __future__ import annotations

import pytest
from guarded_world import judge, kinds

STARLETTE = """
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
async def a(request): ...
async def b(request): ...
async def c(request): ...
"""
CELERY = """
from celery import Task, shared_task
class GuardedTask(Task):
    def __call__(self, actor, *rest):
        CHECK
        return super().__call__(actor, *rest)
"""
CHECKED = CELERY.replace("CHECK", "assert_allowed(actor, self.name)")
AIOHTTP = """
from aiohttp import web
from aiohttp_security import check_authorized, check_permission
routes = web.RouteTableDef()
"""
LITESTAR = "from litestar import Controller, Litestar, Router, delete, get\n"
FASTAPI = """
from fastapi import APIRouter, Depends, FastAPI, HTTPException
from shop.auth import current_user, require_admin, require_role
router = APIRouter()
"""
FLASK = """
from flask import Blueprint, Flask, abort, g
from flask_login import current_user, login_required
app = Flask(__name__)
"""
REST = """
from rest_framework.permissions import *
from rest_framework.viewsets import ModelViewSet
"""
JOBS = 'Mount("/jobs", {}routes=[Route("/", a), Route("/{{id}}", b, methods=["DELETE"])])'
LISTED = 'jobs = [Route("/", a), Route("/{{id}}", b, methods=["DELETE"])]\napp = Starlette(routes=[Mount("/jobs", {}routes=jobs)])'
WITH = "middleware=[Middleware(RequireTokenMiddleware)], "
MOUNTED = 'app = Starlette(routes=[Route("/livez", c), {}])'
OWN = "    doc = get(id)\n    if doc.owner_id != user.id:\n        raise HTTPException(status_code={})\n    doc.delete()\n"
DELETE = '@router.delete("/x/{id}")\ndef x(id: int, user=Depends(current_user)):\n'
WRAPPER = "def admin_required(f):\n    def inner(*a):\n        {}\n        return f(*a)\n    return inner\n"
GET_PERMISSIONS = """class V(ModelViewSet):
    def get_permissions(self):
        if self.action in {}:
            return [AllowAny()]
        return [IsAdminUser()]
"""

# (head, before, after, kinds)
CASES = [
    # Starlette
    (STARLETTE, MOUNTED.format(JOBS.format(WITH)), MOUNTED.format(JOBS.format("")), ["removed"]),
    (STARLETTE, LISTED.format(WITH), LISTED.format(""), ["removed"]),
    (STARLETTE, MOUNTED.format(JOBS.format(WITH)), LISTED.format(WITH), []),
    (
        STARLETTE,
        'app = Starlette(routes=[Mount("/v1", ' + WITH + 'routes=[Mount("/jobs", routes=[Route("/", a)])])])',
        'app = Starlette(routes=[Mount("/v1", routes=[Mount("/jobs", routes=[Route("/", a)])])])',
        ["removed"],
    ),
    (
        STARLETTE,
        'app = Starlette(routes=[Mount("/jobs", routes=[Route("/", a)])], ' + WITH + ")",
        'app = Starlette(routes=[Mount("/jobs", ' + WITH + 'routes=[Route("/", a)])])',
        [],
    ),
    (
        STARLETTE,
        MOUNTED.format(JOBS.format(WITH)),
        MOUNTED.format('Route("/jobs/{id}", b, methods=["DELETE"]), Mount("/jobs", ' + WITH + 'routes=[Route("/", a)])'),
        ["removed"],
    ),
    # Celery
    (CHECKED, "@shared_task(base=GuardedTask)\ndef erase(actor): ...", "@shared_task\ndef erase(actor): ...", ["removed"]),
    (
        CHECKED,
        "@shared_task(base=GuardedTask)\ndef erase(actor): ...",
        "@shared_task(bind=True, base=GuardedTask, max_retries=3)\ndef erase(self, actor): ...",
        [],
    ),
    (
        CHECKED,
        "@shared_task(base=GuardedTask)\ndef erase(actor): ...",
        "@shared_task\ndef erase(actor):\n    assert_allowed(actor)",
        [],
    ),
    (
        CHECKED,
        "@shared_task(base=GuardedTask)\ndef erase(actor): ...",
        "@shared_task(base=GuardedTask)\ndef erase(actor): ...\n@shared_task\ndef export(): ...",
        ["unguarded"],
    ),
    (CELERY, "@shared_task\ndef erase(actor): ...", "@shared_task\ndef erase(actor): ...\n@shared_task\ndef export(): ...", []),
    (
        CELERY,
        "@shared_task\ndef purge(actor):\n    require_role(actor, 'admin')\n    do()",
        "@shared_task\ndef purge(actor):\n    do()",
        ["removed"],
    ),
    (
        CELERY,
        "@shared_task\n@requires_role('admin')\ndef purge(actor): ...",
        "@requires_role('admin')\n@shared_task\ndef purge(actor): ...",
        ["removed"],
    ),
    # aiohttp
    (
        AIOHTTP,
        "@routes.delete('/x')\nasync def x(request):\n    await check_permission(request, 'x')",
        "@routes.delete('/x')\nasync def x(request):\n    await check_authorized(request)",
        ["weaker"],
    ),
    (
        AIOHTTP,
        "@routes.delete('/x')\nasync def x(request):\n    await check_authorized(request)",
        "@routes.delete('/x')\nasync def x(request):\n    await check_permission(request, 'x')",
        [],
    ),
    (
        AIOHTTP,
        "@web.middleware\nasync def auth(request, handler):\n    if not request.get('user'):\n        raise web.HTTPUnauthorized()\n    return await handler(request)",
        "@web.middleware\nasync def auth(request, handler):\n    return await handler(request)",
        ["removed"],
    ),
    # Litestar
    (
        LITESTAR,
        "jwt_auth = JWTAuth[User](exclude=['/login', '/schema'])",
        "jwt_auth = JWTAuth[User](exclude=['/login', '/schema', '/invoices'])",
        ["weaker"],
    ),
    (
        LITESTAR,
        "jwt_auth = JWTAuth[User](exclude=['/login', '/schema'])",
        "jwt_auth = JWTAuth[User](exclude=['/login', '/schema', '/health'])",
        [],
    ),
    (
        LITESTAR,
        "class C(Controller):\n    @delete('/x')\n    async def rm(self) -> None: ...\napp = Litestar([C], on_app_init=[jwt_auth.on_app_init])",
        "class C(Controller):\n    @delete('/x')\n    async def rm(self) -> None: ...\napp = Litestar([C])",
        ["removed"],
    ),
    # FastAPI
    (FASTAPI, DELETE + OWN.format(403), DELETE + "    get(id).delete()", ["removed"]),
    (FASTAPI, DELETE + OWN.format(404), DELETE + "    get(id).delete()", ["removed"]),
    (FASTAPI, DELETE + OWN.format(403), DELETE + OWN.format(404), []),
    (FASTAPI, DELETE + OWN.format(403), DELETE + "    doc = get(id)\n    ensure_owner(doc, user)\n    doc.delete()", []),
    (FASTAPI, DELETE + OWN.format(403), DELETE + "    get_document(id, owner_id=user.id).delete()", []),
    (
        FASTAPI,
        DELETE + OWN.format(403),
        "def owned(id: int, user=Depends(current_user)):\n"
        + OWN.format(403).replace("doc.delete()", "return doc")
        + '@router.delete("/x/{id}")\ndef x(doc=Depends(owned)):\n    doc.delete()',
        [],
    ),
    (
        FASTAPI,
        '@router.delete("/x", dependencies=[Depends(require_role("manager"))])\ndef x(): ...',
        'manager = Depends(require_role("manager"))\n@router.delete("/x", dependencies=[manager])\ndef x(): ...',
        [],
    ),
    (
        FASTAPI,
        'manager = require_role("manager")\n@router.delete("/x", dependencies=[Depends(manager)])\ndef x(): ...',
        'manager = require_role("viewer")\n@router.delete("/x", dependencies=[Depends(manager)])\ndef x(): ...',
        ["weaker"],
    ),
    (
        FASTAPI,
        'allow = RoleChecker(["admin"])\n@router.delete("/x", dependencies=[Depends(allow)])\ndef x(): ...',
        'allow = RoleChecker(["admin", "user"])\n@router.delete("/x", dependencies=[Depends(allow)])\ndef x(): ...',
        ["weaker"],
    ),
    # Flask
    (
        FLASK,
        WRAPPER.format("if not current_user.is_admin:\n            abort(403)"),
        WRAPPER.format("if not current_user.is_authenticated:\n            abort(403)"),
        ["weaker"],
    ),
    (
        FLASK,
        WRAPPER.format("if not current_user.is_admin:\n            abort(403)"),
        WRAPPER.format("if 'admin' not in current_user.roles:\n            abort(403)"),
        [],
    ),
    (
        FLASK,
        WRAPPER.format("if not current_user.is_admin:\n            abort(403)"),
        WRAPPER.format("if app.debug:\n            return f(*a)\n        if not current_user.is_admin:\n            abort(403)"),
        ["weaker"],
    ),
    # Django REST framework
    (
        REST,
        "class V(ModelViewSet):\n    permission_classes = [IsAuthenticated, IsProjectEditor]",
        "class V(ModelViewSet):\n    permission_classes = [IsAuthenticated]",
        ["removed"],
    ),
    (REST, GET_PERMISSIONS.format('("list", "retrieve")'), GET_PERMISSIONS.format('("list", "destroy")'), ["weaker"]),
    (REST, GET_PERMISSIONS.format('("list", "retrieve")'), GET_PERMISSIONS.format('("list",)'), []),
]  # fmt: skip


@pytest.mark.parametrize(("head", "before", "after", "expected"), CASES)
def test_a_change_of_a_stack(head: str, before: str, after: str, expected: list[str]) -> None:
    found = judge({"a.py": f"{head}\n{before}\n"}, {"a.py": f"{head}\n{after}\n"})
    assert kinds(found) == expected, [one.problem for one in found]


def test_a_task_whose_base_class_checks_nothing_any_more() -> None:
    task = "@shared_task(base=GuardedTask)\ndef erase(actor): ...\n"
    assert kinds(judge({"a.py": CHECKED + task}, {"a.py": CELERY.replace("CHECK", "pass") + task})) == ["removed"]


def test_a_list_of_routes_that_another_file_mounts() -> None:
    main = STARLETTE + 'from svc.jobs import routes as jobs\napp = Starlette(routes=[Mount("/jobs", {}routes=jobs)])\n'
    jobs = 'from starlette.routing import Route\nasync def x(request): ...\nroutes = [Route("/x", x)]\n'
    old = {"a.py": main.format(WITH), "svc/jobs.py": jobs}
    assert kinds(judge(old, {"a.py": main.format(""), "svc/jobs.py": jobs})) == ["removed"]


PUBLIC = '[[rules.guarded-actions.public]]\naction = "GET /credits"\nreason = "everybody sees it"\nowner = "{}"\n'


@pytest.mark.parametrize(
    ("owner", "policy", "expected"),
    [
        ("m@x.test", {}, []),
        ("", {}, ["unguarded"]),
        ("m@x.test", {"unguarded": "refuse"}, ["unguarded"]),
    ],
)
def test_a_new_action_is_listed_by_the_change_itself(owner: str, policy: dict[str, str], expected: list[str]) -> None:
    guarded = FASTAPI + '@router.get("/x", dependencies=[Depends(require_admin)])\ndef x(): ...\n'
    new = {"a.py": guarded + '@router.get("/credits")\ndef credit(): ...\n', "governance.toml": PUBLIC.format(owner)}
    assert kinds(judge({"a.py": guarded}, new, **policy)) == expected


def test_what_is_removed_is_not_answered_by_the_change_itself() -> None:
    text = FASTAPI + '@router.get("/credits"{})\ndef credit(): ...\n'
    old = {"a.py": text.format(", dependencies=[Depends(require_admin)]")}
    new = {"a.py": text.format(""), "governance.toml": PUBLIC.format("m@x.test")}
    assert kinds(judge(old, new)) == ["removed"]
