"""The rule guarded-actions on Python: what loses a guard, and what only looks like it."""

from __future__ import annotations

import textwrap

import pytest
from conftest import Repo
from guarded_world import judge, kinds

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.authorization.guarded_actions import Policy, check
from govhooks.rules.authorization.guarded_actions.policy import Public

FASTAPI = """
from fastapi import APIRouter, Depends, FastAPI, Security
from typing import Annotated
from shop.auth import get_current_user, require_admin, get_db
router = APIRouter()
"""
FLASK = """
from flask import Blueprint, Flask, abort
from flask_login import current_user, login_required
from flask_jwt_extended import jwt_required
from shop.auth import admin_required
app = Flask(__name__)
bp = Blueprint("orders", __name__, url_prefix="/orders")
"""
DJANGO = """
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.utils.decorators import method_decorator
from django.views import View
from rest_framework.decorators import action, api_view, permission_classes
from rest_framework.permissions import AllowAny, IsAdminUser, IsAuthenticated
from rest_framework.views import APIView
from rest_framework.viewsets import ModelViewSet
"""
HEADS = {"fastapi": FASTAPI, "flask": FLASK, "django": DJANGO, "": ""}


def code(head: str, text: str) -> str:
    return HEADS[head] + textwrap.dedent(text)


# (framework, before, after, kinds of finding)
DANGERS = [
    (
        "fastapi",
        """
        @router.post("/orders", dependencies=[Depends(require_admin)])
        def create(): ...
        """,
        """
        @router.post("/orders")
        def create(): ...
        """,
        ["removed"],
    ),
    (
        "fastapi",
        """
        @router.get("/me")
        def me(user=Depends(get_current_user)): ...
        """,
        """
        @router.get("/me")
        def me(): ...
        """,
        ["removed"],
    ),
    (
        "fastapi",
        """
        CurrentUser = Annotated[object, Depends(get_current_user)]
        @router.get("/me")
        def me(user: CurrentUser): ...
        """,
        """
        CurrentUser = Annotated[object, Depends(get_db)]
        @router.get("/me")
        def me(user: CurrentUser): ...
        """,
        ["removed"],
    ),
    (
        "fastapi",
        """
        @router.get("/me")
        async def me(user: Annotated[str, Security(get_current_user, scopes=["me", "admin"])]): ...
        """,
        """
        @router.get("/me")
        async def me(user: Annotated[str, Security(get_current_user, scopes=["me"])]): ...
        """,
        ["weaker"],
    ),
    (
        "fastapi",
        """
        items = APIRouter(prefix="/items", dependencies=[Depends(get_current_user)])
        @items.get("/{id}")
        def read(id: int): ...
        @items.delete("/{id}")
        def delete(id: int): ...
        """,
        """
        items = APIRouter(prefix="/items")
        @items.get("/{id}")
        def read(id: int): ...
        @items.delete("/{id}")
        def delete(id: int): ...
        """,
        ["removed"],
    ),
    (
        "fastapi",
        """
        app = FastAPI()
        @router.get("/x")
        def x(): ...
        app.include_router(router, dependencies=[Depends(get_current_user)])
        """,
        """
        app = FastAPI()
        @router.get("/x")
        def x(): ...
        app.include_router(router)
        """,
        ["removed"],
    ),
    (
        "fastapi",
        """
        @router.get("/x", dependencies=[Depends(require_admin)])
        def x(): ...
        """,
        """
        @router.get("/x", dependencies=[Depends(get_current_user)])
        def x(): ...
        """,
        ["weaker"],
    ),
    (
        "fastapi",
        """
        @router.get("/x", dependencies=[Depends(require_admin)])
        def x(): ...
        """,
        """
        @router.get("/x", dependencies=[Depends(require_admin)])
        def x(): ...
        @router.delete("/x/{id}")
        def delete_x(): ...
        """,
        ["unguarded"],
    ),
    (
        "fastapi",
        """
        app = FastAPI(dependencies=[Depends(get_current_user)])
        @app.get("/x")
        def x(): ...
        """,
        """
        app = FastAPI()
        @app.get("/x")
        def x(): ...
        """,
        ["removed"],
    ),
    (
        "fastapi",
        """
        def gate(user=Depends(get_current_user)):
            return user
        @router.get("/x")
        def x(user=Depends(gate)): ...
        """,
        """
        def gate(user=Depends(get_db)):
            return user
        @router.get("/x")
        def x(user=Depends(gate)): ...
        """,
        ["removed"],
    ),
    (
        "flask",
        """
        @app.route("/admin", methods=["GET", "POST"])
        @login_required
        def admin(): ...
        """,
        """
        @app.route("/admin", methods=["GET", "POST"])
        def admin(): ...
        """,
        ["removed"],
    ),
    (
        "flask",
        """
        @app.route("/admin")
        @login_required
        def admin(): ...
        """,
        """
        @login_required
        @app.route("/admin")
        def admin(): ...
        """,
        ["removed"],
    ),
    (
        "flask",
        """
        @bp.before_request
        @login_required
        def before(): ...
        @bp.get("/")
        def listing(): ...
        @bp.post("/")
        def create(): ...
        """,
        """
        @bp.get("/")
        def listing(): ...
        @bp.post("/")
        def create(): ...
        """,
        ["removed"],
    ),
    (
        "flask",
        """
        @bp.post("/x")
        @jwt_required()
        def x(): ...
        """,
        """
        @bp.post("/x")
        @jwt_required(optional=True)
        def x(): ...
        """,
        ["removed"],
    ),
    (
        "flask",
        """
        @bp.post("/x")
        @admin_required
        def x(): ...
        """,
        """
        @bp.post("/x")
        @login_required
        def x(): ...
        """,
        ["weaker"],
    ),
    (
        "flask",
        """
        from flask.views import MethodView
        class Orders(MethodView):
            decorators = [login_required]
            def get(self): ...
            def post(self): ...
        app.add_url_rule("/orders", view_func=Orders.as_view("orders"))
        """,
        """
        from flask.views import MethodView
        class Orders(MethodView):
            def get(self): ...
            def post(self): ...
        app.add_url_rule("/orders", view_func=Orders.as_view("orders"))
        """,
        ["removed"],
    ),
    (
        "flask",
        """
        def view(): ...
        app.add_url_rule("/x", view_func=login_required(view))
        """,
        """
        def view(): ...
        app.add_url_rule("/x", view_func=view)
        """,
        ["removed"],
    ),
    (
        "flask",
        """
        @app.get("/x")
        def x():
            if not current_user.is_admin:
                abort(403)
            return "x"
        """,
        """
        @app.get("/x")
        def x():
            return "x"
        """,
        ["removed"],
    ),
    (
        "django",
        """
        @login_required
        def orders(request): ...
        """,
        """
        def orders(request): ...
        """,
        ["removed"],
    ),
    (
        "django",
        """
        @permission_required("shop.delete_order", raise_exception=True)
        def remove(request, id): ...
        """,
        """
        @login_required
        def remove(request, id): ...
        """,
        ["weaker"],
    ),
    (
        "django",
        """
        class Orders(LoginRequiredMixin, View):
            def get(self, request): ...
        """,
        """
        class Orders(View):
            def get(self, request): ...
        """,
        ["removed"],
    ),
    (
        "django",
        """
        @method_decorator(login_required, name="dispatch")
        class Orders(View):
            def get(self, request): ...
        """,
        """
        class Orders(View):
            def get(self, request): ...
        """,
        ["removed"],
    ),
    (
        "django",
        """
        class Orders(ModelViewSet):
            permission_classes = [IsAuthenticated]
        """,
        """
        class Orders(ModelViewSet):
            permission_classes = [AllowAny]
        """,
        ["open"],
    ),
    (
        "django",
        """
        class Orders(ModelViewSet):
            permission_classes = [IsAdminUser]
        """,
        """
        class Orders(ModelViewSet):
            permission_classes = [IsAuthenticated]
        """,
        ["weaker"],
    ),
    (
        "django",
        """
        class Orders(ModelViewSet):
            permission_classes = [IsAuthenticated]
        """,
        """
        class Orders(ModelViewSet):
            permission_classes = []
        """,
        ["open"],
    ),
    (
        "django",
        """
        class Orders(ModelViewSet):
            permission_classes = [IsAuthenticated]
            @action(detail=True)
            def export(self, request): ...
        """,
        """
        class Orders(ModelViewSet):
            permission_classes = [IsAuthenticated]
            @action(detail=True, permission_classes=[AllowAny])
            def export(self, request): ...
        """,
        ["open"],
    ),
    (
        "django",
        """
        @api_view(["POST"])
        @permission_classes([IsAuthenticated])
        def create(request): ...
        """,
        """
        @api_view(["POST"])
        def create(request): ...
        """,
        ["removed"],
    ),
    (
        "django",
        """
        @user_passes_test(lambda u: u.is_superuser)
        def create(request): ...
        """,
        """
        def create(request): ...
        """,
        ["removed"],
    ),
    (
        "",
        """
        REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}
        """,
        """
        REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"]}
        """,
        ["removed"],
    ),
    (
        "",
        """
        MIDDLEWARE = ["django.contrib.auth.middleware.LoginRequiredMiddleware", "django.middleware.common.CommonMiddleware"]
        """,
        """
        MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
        """,
        ["removed"],
    ),
    (
        "",
        """
        from starlette.authentication import requires
        from starlette.routing import Route
        @requires(["authenticated", "admin"])
        async def x(request): ...
        routes = [Route("/x", x)]
        """,
        """
        from starlette.authentication import requires
        from starlette.routing import Route
        async def x(request): ...
        routes = [Route("/x", x)]
        """,
        ["removed"],
    ),
    (
        "",
        """
        from litestar import Controller, get, post
        from .guards import requires_active_user
        class Orders(Controller):
            path = "/orders"
            guards = [requires_active_user]
            @get("/")
            async def listing(self) -> list[str]: ...
        """,
        """
        from litestar import Controller, get, post
        from .guards import requires_active_user
        class Orders(Controller):
            path = "/orders"
            @get("/")
            async def listing(self) -> list[str]: ...
        """,
        ["removed"],
    ),
    (
        "",
        """
        from litestar import get
        @get("/x", guards=[admin_guard])
        async def x() -> str: ...
        """,
        """
        from litestar import get
        @get("/x")
        async def x() -> str: ...
        """,
        ["removed"],
    ),
    (
        "",
        """
        from aiohttp import web
        from .mw import auth_middleware
        routes = web.RouteTableDef()
        @routes.get("/x")
        async def x(request): ...
        app = web.Application(middlewares=[auth_middleware])
        app.add_routes(routes)
        """,
        """
        from aiohttp import web
        routes = web.RouteTableDef()
        @routes.get("/x")
        async def x(request): ...
        app = web.Application(middlewares=[])
        app.add_routes(routes)
        """,
        ["removed"],
    ),
    (
        "",
        """
        from aiohttp import web
        @login_required
        async def x(request): ...
        app = web.Application()
        app.router.add_post("/x", x)
        """,
        """
        from aiohttp import web
        async def x(request): ...
        app = web.Application()
        app.router.add_post("/x", x)
        """,
        ["removed"],
    ),
    (
        "",
        """
        from graphene import ObjectType
        class Query(ObjectType):
            @login_required
            def resolve_orders(self, info): ...
        """,
        """
        from graphene import ObjectType
        class Query(ObjectType):
            def resolve_orders(self, info): ...
        """,
        ["removed"],
    ),
]
DANGERS += [
    (
        "django",
        "class IsOwner:\n    def has_permission(self, request, view):\n        return request.user == view.owner\n",
        "class IsOwner:\n    def has_permission(self, request, view):\n        return True\n",
        ["removed"],
    ),
    (
        "fastapi",
        "def require_admin(request):\n    if not request.user.admin:\n        raise Forbidden()\n",
        "def require_admin(request):\n    return request\n",
        ["removed"],
    ),
    (
        "flask",
        "def login_required(f):\n    def inner():\n        if not ok(): return no()\n        return f()\n    return inner\n",
        "def login_required(f):\n    return f\n",
        ["removed"],
    ),
    (
        "django",
        "class Orders(ModelViewSet):\n    def get_permissions(self):\n        return [IsAuthenticated()]\n",
        "class Orders(ModelViewSet):\n    def get_permissions(self):\n        return [AllowAny()]\n",
        ["open", "removed"],
    ),
    (
        "fastapi",
        "import strawberry\nclass Query:\n    @strawberry.field(permission_classes=[IsAuthenticated])\n    def me(self): ...\n",
        "import strawberry\nclass Query:\n    @strawberry.field\n    def me(self): ...\n",
        ["removed"],
    ),
    (
        "fastapi",
        "from pyramid.view import view_config\n@view_config(route_name='x', permission='edit')\ndef x(request): ...\n",
        "from pyramid.view import view_config\n@view_config(route_name='x')\ndef x(request): ...\n",
        ["removed"],
    ),
]
BENIGN = [
    (
        "fastapi",
        "def require_admin(request):\n    if not request.user.admin:\n        raise Forbidden()\n",
        "def require_admin(request):\n    if request.user.role != 'admin':\n        raise Other()\n",
    ),
    (
        "fastapi",
        """
        @router.get("/x", dependencies=[Depends(get_current_user)])
        def x(): ...
        """,
        """
        @router.get("/y", dependencies=[Depends(get_current_user)])
        def x(): return 1
        """,
    ),
    (
        "fastapi",
        """
        @router.get("/x")
        def x(user=Depends(get_current_user)): ...
        """,
        """
        router = APIRouter(dependencies=[Depends(get_current_user)])
        @router.get("/x")
        def x(): ...
        """,
    ),
    (
        "fastapi",
        """
        @router.get("/x")
        def x(user=Depends(get_current_user)): ...
        """,
        """
        @router.get("/x")
        def x(user: Annotated[str, Depends(get_current_user)]): ...
        """,
    ),
    (
        "fastapi",
        """
        @router.get("/x")
        def x(user=Depends(get_current_user)): ...
        """,
        """
        @router.get("/x")
        def x(user=Depends(get_current_active_user)): ...
        """,
    ),
    (
        "fastapi",
        """
        @router.get("/x")
        def x(db=Depends(get_db), user=Depends(get_current_user)): ...
        """,
        """
        @router.get("/x")
        def x(user=Depends(get_current_user)): ...
        """,
    ),
    (
        "fastapi",
        """
        @router.get("/x")
        def x(user=Depends(get_current_user)): ...
        @router.get("/y")
        def y(user=Depends(get_current_user)): ...
        """,
        """
        @router.get("/y")
        def y(user=Depends(get_current_user)): ...
        """,
    ),
    (
        "fastapi",
        """
        @router.get("/x")
        def x(user=Depends(get_current_user)): ...
        """,
        """
        @router.get("/x")
        def x(user=Depends(get_current_user)): ...
        @router.get("/healthz")
        def health(): ...
        @router.post("/login")
        def login(): ...
        """,
    ),
    (
        "fastapi",
        """
        @router.get("/x")
        def x(): ...
        """,
        """
        @router.get("/x")
        def x(): ...
        @router.get("/y")
        def y(): ...
        """,
    ),
    (
        "flask",
        """
        @app.route("/x")
        @login_required
        def x(): ...
        """,
        """
        @app.route("/x")
        @app.route("/y")
        @login_required
        def x(): ...
        """,
    ),
    (
        "flask",
        """
        @bp.route("/x")
        @login_required
        def x(): ...
        """,
        """
        bp.before_request(login_required(lambda: None))
        @bp.route("/x")
        def x(): ...
        """,
    ),
    (
        "flask",
        """
        @bp.route("/x")
        @login_required
        @admin_required
        def x(): ...
        """,
        """
        @bp.route("/x")
        @admin_required
        def x(): ...
        """,
    ),
    (
        "flask",
        """
        @bp.route("/login", methods=["POST"])
        def login():
            if not ok():
                abort(401)
        """,
        """
        @bp.route("/login", methods=["POST"])
        def login():
            if not ok():
                return "wrong", 400
        """,
    ),
    (
        "flask",
        """
        @bp.route("/x")
        @login_required
        @cache.cached(timeout=50)
        def x(): ...
        """,
        """
        @bp.route("/x")
        @login_required
        def x(): ...
        """,
    ),
    (
        "django",
        """
        @login_required
        def orders(request): ...
        """,
        """
        @login_required(login_url="/in/")
        def orders(request): ...
        """,
    ),
    (
        "django",
        """
        @login_required
        def orders(request): ...
        """,
        """
        class Orders(LoginRequiredMixin, View):
            def get(self, request): ...
        """,
    ),
    (
        "django",
        """
        class Orders(LoginRequiredMixin, View):
            def get(self, request): ...
        """,
        """
        @method_decorator(login_required, name="dispatch")
        class Orders(View):
            def get(self, request): ...
        """,
    ),
    (
        "django",
        """
        class Orders(ModelViewSet):
            permission_classes = [IsAuthenticated]
        """,
        """
        class Orders(ModelViewSet):
            permission_classes = (IsAuthenticated, IsOwner)
        """,
    ),
    (
        "django",
        """
        class Guarded(LoginRequiredMixin):
            pass
        class Orders(LoginRequiredMixin, View):
            pass
        """,
        """
        class Guarded(LoginRequiredMixin):
            pass
        class Orders(Guarded, View):
            pass
        """,
    ),
    (
        "django",
        """
        class Orders(ModelViewSet):
            permission_classes = [AllowAny]
        """,
        """
        class Orders(ModelViewSet):
            permission_classes = [AllowAny]
            queryset = None
        """,
    ),
    (
        "",
        """
        from django.test import TestCase
        # @login_required
        TEXT = "@app.get('/x') @login_required"
        """,
        """
        from django.test import TestCase
        TEXT = ""
        """,
    ),
    (
        "",
        """
        from celery import shared_task
        @shared_task
        def send(): ...
        """,
        """
        from celery import shared_task
        @shared_task(bind=True)
        def send(self): ...
        @shared_task
        def more(): ...
        """,
    ),
]


@pytest.mark.parametrize(("head", "old", "new", "expected"), DANGERS)
def test_what_loosens_is_found(head: str, old: str, new: str, expected: list[str]) -> None:
    found = judge({"shop/views.py": code(head, old)}, {"shop/views.py": code(head, new)})

    assert kinds(found) == expected, [one.problem for one in found]


@pytest.mark.parametrize(("head", "old", "new", "expected"), DANGERS)
def test_the_reverse_is_silent(head: str, old: str, new: str, expected: list[str]) -> None:
    """What tightens is no finding."""
    found = judge({"shop/views.py": code(head, new)}, {"shop/views.py": code(head, old)})

    assert [one.problem for one in found if one.blocks] == []


@pytest.mark.parametrize(("head", "old", "new"), BENIGN)
def test_what_only_looks_like_it_is_silent(head: str, old: str, new: str) -> None:
    found = judge({"shop/views.py": code(head, old)}, {"shop/views.py": code(head, new)})

    assert [one.problem for one in found] == []


# Several files: (files before, files after, kinds).
MAIN = """
from fastapi import Depends, FastAPI
from app.api import orders
from app.auth import get_current_user
app = FastAPI()
app.include_router(orders.router, prefix="/api"{})
"""
ORDERS = """
from fastapi import APIRouter
router = APIRouter(prefix="/orders")
@router.get("/")
def listing(): ...
@router.delete("/{{id}}")
def delete(id: int): ...
{}
"""
URLS = """
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from . import views
urlpatterns = [path("orders/<int:id>/", {})]
"""
VIEWS = """
from django.views import View
def order(request, id): ...
"""
FILES = [
    (
        {
            "app/main.py": MAIN.format(", dependencies=[Depends(get_current_user)]"),
            "app/api/orders.py": ORDERS.format(""),
        },
        {"app/main.py": MAIN.format(""), "app/api/orders.py": ORDERS.format("")},
        ["removed"],
    ),
    (  # the router is guarded where it is mounted: its new action is, too
        {
            "app/main.py": MAIN.format(", dependencies=[Depends(get_current_user)]"),
            "app/api/orders.py": ORDERS.format(""),
        },
        {
            "app/main.py": MAIN.format(", dependencies=[Depends(get_current_user)]"),
            "app/api/orders.py": ORDERS.format("@router.post('/')\ndef create(): ..."),
        },
        [],
    ),
    (  # the guard moves from the mount to the router
        {
            "app/main.py": MAIN.format(", dependencies=[Depends(get_current_user)]"),
            "app/api/orders.py": ORDERS.format(""),
        },
        {
            "app/main.py": MAIN.format(""),
            "app/api/orders.py": "from fastapi import Depends\nfrom app.auth import get_current_user\n"
            + ORDERS.format("").replace(
                'APIRouter(prefix="/orders")', "APIRouter(dependencies=[Depends(get_current_user)])"
            ),
        },
        [],
    ),
    (
        {"shop/urls.py": URLS.format("login_required(views.order)"), "shop/views.py": VIEWS},
        {"shop/urls.py": URLS.format("views.order"), "shop/views.py": VIEWS},
        ["removed"],
    ),
    (  # from the URL pattern to the view
        {"shop/urls.py": URLS.format("login_required(views.order)"), "shop/views.py": VIEWS},
        {
            "shop/urls.py": URLS.format("views.order"),
            "shop/views.py": "from django.contrib.auth.decorators import login_required\n"
            + VIEWS.replace("def order", "@login_required\ndef order"),
        },
        [],
    ),
    (  # a handler that moves keeps its guard
        {"shop/a.py": code("flask", "@app.get('/secret')\n@login_required\ndef show_secret(): ...\n")},
        {"shop/b.py": code("flask", "@app.get('/secret')\n@login_required\ndef show_secret(): ...\n")},
        [],
    ),
    (  # a handler that moves loses it
        {"shop/a.py": code("flask", "@app.get('/secret')\n@login_required\ndef show_secret(): ...\n")},
        {"shop/b.py": code("flask", "@app.get('/secret')\ndef show_secret(): ...\n")},
        ["removed"],
    ),
    (  # a class of another file guards
        {
            "shop/base.py": "from django.contrib.auth.mixins import LoginRequiredMixin\nclass Guarded(LoginRequiredMixin): ...\n",
            "shop/views.py": code("django", "from .base import Guarded\nclass Orders(LoginRequiredMixin, View): ...\n"),
        },
        {
            "shop/base.py": "from django.contrib.auth.mixins import LoginRequiredMixin\nclass Guarded(LoginRequiredMixin): ...\n",
            "shop/views.py": code("django", "from .base import Guarded\nclass Orders(Guarded, View): ...\n"),
        },
        [],
    ),
    (  # the settings guard what says nothing
        {
            "manage.py": "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site1.settings')\n",
            "site1/settings.py": "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated']}\n",
            "shop/views.py": code(
                "django", "class Orders(ModelViewSet):\n    permission_classes = [IsAuthenticated]\n"
            ),
        },
        {
            "manage.py": "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site1.settings')\n",
            "site1/settings.py": "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated']}\n",
            "shop/views.py": code("django", "class Orders(ModelViewSet):\n    queryset = None\n"),
        },
        [],
    ),
    (  # tests do not count
        {"tests/app.py": code("flask", "@app.get('/secret')\n@login_required\ndef show_secret(): ...\n")},
        {"tests/app.py": code("flask", "@app.get('/secret')\ndef show_secret(): ...\n")},
        [],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), FILES)
def test_across_files(old: dict[str, str], new: dict[str, str], expected: list[str]) -> None:
    found = judge(old, new)

    assert kinds(found) == expected, [one.problem for one in found]


def test_the_names_are_full_paths() -> None:
    (found,) = judge(FILES[0][0], FILES[0][1])

    assert found.problem == (
        "the guard get_current_user is removed from where router is mounted: DELETE /api/orders/{id} and GET /api/orders/ "
        "lose it, and nothing guards them now"
    )
    assert (found.path, found.line) == ("app/main.py", 6)


def test_public_actions_need_no_guard() -> None:
    old = {"shop/views.py": code("flask", "@app.get('/prices')\n@login_required\ndef prices(): ...\n")}
    new = {"shop/views.py": code("flask", "@app.get('/prices')\ndef prices(): ...\n")}
    entry = {"reason": "marketing", "owner": "ada@corp.test"}

    for action in ("GET /prices", "/prices", "shop.views.prices", "GET /pri*"):
        assert judge(old, new, public=(Public(action, **entry),)) == []
    assert len(judge(old, new, public=(Public("GET /prices", expires="2026-11-26", **entry),))) == 1
    assert len(judge(old, new, public=(Public("POST /prices", **entry),))) == 1


def test_the_policy_names_guards_and_actions() -> None:
    old = {"jobs.py": "@tenant_scoped_\ndef purge_orders(): ...\ndef other(): ...\n".replace("tenant_scoped_", "gate")}
    new = {"jobs.py": "def purge_orders(): ...\ndef other(): ...\n"}

    assert judge(old, new) == []
    (found,) = judge(old, new, guards=("gate",))
    assert found.blocks and "the guard gate is removed: purge_orders" in found.problem
    (found,) = judge(
        {"jobs.py": "@gate\ndef purge_a(): ...\n"},
        {"jobs.py": "@gate\ndef purge_a(): ...\ndef purge_b(): ...\n"},
        guards=("gate",),
        actions=("purge_*",),
    )
    assert not found.blocks and "purge_b" in found.problem


def test_a_file_that_cannot_be_read_is_said_to_be_unjudged() -> None:
    (found,) = judge({}, {"app/routes.py": "from flask import Flask\ndef (:\n"})

    assert not found.blocks and "not judged" in found.problem


def test_a_whole_tree_is_judged_as_it_stands() -> None:
    text = code("flask", "@app.get('/a')\n@login_required\ndef a(): ...\n@app.post('/b')\ndef b(): ...\n")
    changeset = Changeset([Change("W", "shop/views.py", new=text.encode())], kind="whole")
    (found,) = check(changeset, Policy())

    assert (found.line, found.blocks) == (12, False)
    assert found.problem == "new action without a guard: POST /b"


def test_a_merge_is_to_blame_for_what_neither_side_had() -> None:
    guarded = code("flask", "@app.post('/orders')\n@login_required\ndef create(): ...\n").encode()
    bare = guarded.replace(b"@login_required\ndef", b"def")

    def merged(*old: bytes) -> list[Finding]:
        change = Change("M", "shop/views.py", new=bare + b"# merged\n", old=list(old))
        return list(check(Changeset([change], before={"shop/views.py": old[0]}.get), Policy()))

    assert len(merged(guarded, guarded)) == 1
    assert merged(guarded, bare) == []


@pytest.mark.parametrize(
    "text",
    [
        "from flask import Flask\napp = Flask('x')\n@app.get(" + "+".join(["'a'"] * 20_000) + ")\ndef x(): ...\n",
        "from flask import Flask\n" + "x" + ".get('/a')" * 3000 + "\n",
        "from flask import Flask\nclass A(A): ...\nclass B(C): ...\nclass C(B): ...\na = b\nb = a\n@a\ndef f(): ...\n",
        "from fastapi import Depends\ndef a(x=Depends(b)): ...\ndef b(x=Depends(a)): ...\n@router.get('/x')\ndef c(x=Depends(a)): ...\n",
        "from fastapi import *\na.include_router(a)\na.include_router(b)\nb.include_router(a)\n@a.get('/x')\ndef f(): ...\n",
    ],
)
def test_hostile_files_end(text: str) -> None:
    for one in judge({"x.py": "from flask import Flask\n"}, {"x.py": text}):
        assert not one.blocks


def test_in_a_repository(repo: Repo) -> None:
    text = code("flask", "@app.post('/orders')\n@login_required\ndef create(): ...\n")
    repo.commit("app", **{"shop/views.py": text})
    repo.stage("shop/views.py", text.replace("@login_required\n", ""))
    done = repo.check("--rule", "guarded-actions")

    assert done.code == 1
    assert done.out.splitlines()[:2] == [
        "shop/views.py:9: the guard login_required is removed: POST /orders loses it, and nothing guards it now "
        "[guarded-actions]",
        "  fix: put login_required back, or list it as public in governance.toml with reason and owner "
        '(action = "POST /orders")',
    ]
