"""The authorization lock is what the running application answers: every route is called by nobody, and compared."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Repo

from govhooks.rules.authorization.guarded_actions.lock import Entry, parse

pytestmark = pytest.mark.slow

FASTAPI = {
    "app/__init__.py": "",
    "app/deps.py": """
from typing import Annotated
from fastapi import Depends, Header, HTTPException, Security
from fastapi.security import APIKeyHeader, HTTPBearer, OAuth2PasswordBearer, SecurityScopes
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")
maybe = HTTPBearer(auto_error=False)
key = APIKeyHeader(name="X-Key")
def get_db():
    return {}
def get_current_user(token: Annotated[str, Depends(oauth2_scheme)]):
    return token
def get_admin(user=Depends(get_current_user), scopes: SecurityScopes = None):
    return user
def gate(x_who: str = Header("")):
    if not x_who:
        raise HTTPException(status_code=403)
def whoever(token=Depends(maybe)):
    return token
def bound(user=Depends(get_current_user), db=Depends(get_db)):
    return user
CurrentUser = Annotated[str, Depends(get_current_user)]
""",
    "app/orders.py": """
from typing import Annotated
from fastapi import APIRouter, Depends, Security
from .deps import CurrentUser, bound, gate, get_admin, get_current_user, get_db, key, whoever
router = APIRouter(prefix="/orders", tags=["orders"])
@router.get("")
def listing(db=Depends(get_db)): return []
@router.get("/mine")
def mine(user: CurrentUser): return []
@router.get("/theirs")
def theirs(user: Annotated[str, Depends(get_current_user)]): return []
@router.post("")
def create(user=Depends(bound)): return {}
@router.delete("/{id}", dependencies=[Depends(gate)])
def delete(id: int): return {}
@router.put("/{id}")
def put(id: int, user=Security(get_admin, scopes=["orders"])): return {}
@router.get("/guess")
def guess(user=Depends(whoever)): return {}
@router.get("/key", dependencies=[Security(key)])
def with_key(): return {}
@router.api_route("/both", methods=["GET", "POST"])
def both(user: CurrentUser): return {}
""",
    "app/admin.py": """
from fastapi import APIRouter, Depends
from app.deps import get_current_user
router = APIRouter(dependencies=[Depends(get_current_user)])
inner = APIRouter(prefix="/inner")
@router.get("/users")
def users(): return []
@inner.get("/deep")
def deep(): return []
router.include_router(inner)
""",
    "app/public.py": """
from fastapi import APIRouter
router = APIRouter()
@router.get("/healthz")
def health(): return {}
@router.get("/reports")
def reports(): return {}
""",
    "app/main.py": """
from fastapi import Depends, FastAPI
from app import admin, orders
from app.deps import gate
from app.public import router as public_router
app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
app.include_router(orders.router, prefix="/api")
app.include_router(admin.router, prefix="/admin")
app.include_router(public_router)
app.include_router(public_router, prefix="/internal", dependencies=[Depends(gate)])
def plain(): return {}
app.add_api_route("/plain", plain, methods=["GET"])
app.add_api_route("/guarded", plain, methods=["POST"], dependencies=[Depends(gate)])
""",
}
FASTAPI_RUN = """
from fastapi.testclient import TestClient
from app.main import app
client = TestClient(app, raise_server_exceptions=False)
found = [(m.upper(), path) for path, methods in app.openapi()["paths"].items() for m in methods]
result = [[method, path, client.request(method, path.replace("{id}", "1")).status_code] for method, path in found]
"""
FLASK = {
    "shop/__init__.py": """
from flask import Flask
from flask_login import LoginManager, login_required
from .orders import bp
from .admin import admin
from .views import Items, plain
app = Flask(__name__)
app.secret_key = "x"
manager = LoginManager(app)
@manager.user_loader
def load(id): return None
app.register_blueprint(bp)
app.register_blueprint(admin, url_prefix="/admin")
app.add_url_rule("/items", view_func=Items.as_view("items"))
app.add_url_rule("/plain", view_func=plain)
app.add_url_rule("/wrapped", "wrapped", view_func=login_required(plain))
@app.route("/")
def index(): return "x"
@app.route("/account", methods=["GET", "POST"])
@login_required
def account(): return "x"
@login_required
@app.route("/above")
def above(): return "x"
""",
    "shop/orders.py": """
from functools import wraps
from flask import Blueprint, abort, request
from flask_login import current_user, login_required
bp = Blueprint("orders", __name__, url_prefix="/orders")
def gated(f):
    @wraps(f)
    def inner(*args, **kwargs):
        if not request.headers.get("X-Who"):
            abort(403)
        return f(*args, **kwargs)
    return inner
def timed(f):
    @wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs)
    return inner
@bp.get("/")
def listing(): return "x"
@bp.post("/")
@timed
@login_required
def create(): return "x"
@bp.delete("/<int:id>")
@gated
def delete(id): return "x"
@bp.get("/timed")
@timed
def show(): return "x"
@bp.get("/inline")
def inline():
    if not current_user.is_authenticated:
        abort(401)
    return "x"
""",
    "shop/admin.py": """
from flask import Blueprint, abort
from flask_login import current_user
admin = Blueprint("admin", __name__)
@admin.before_request
def check():
    if not current_user.is_authenticated:
        abort(403)
@admin.get("/users")
def users(): return "x"
@admin.post("/users")
def add(): return "x"
""",
    "shop/views.py": """
from flask.views import MethodView
from flask_login import login_required
class Items(MethodView):
    def get(self): return "x"
    @login_required
    def post(self): return "x"
def plain(): return "x"
""",
}
FLASK_RUN = """
from shop import app
client = app.test_client()
result = []
for rule in app.url_map.iter_rules():
    for method in rule.methods - {"HEAD", "OPTIONS"}:
        if rule.endpoint != "static":
            path = rule.rule.replace("<int:id>", "1")
            result.append([method, rule.rule, client.open(path, method=method).status_code])
"""
DJANGO = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site1.settings')\n",
    "site1/__init__.py": "",
    "site1/settings.py": """
SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "rest_framework", "shop"]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
ROOT_URLCONF = "site1.urls"
ALLOWED_HOSTS = ["*"]
REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}
USE_TZ = True
""",
    "site1/urls.py": """
from django.urls import include, path
urlpatterns = [path("shop/", include("shop.urls"))]
""",
    "shop/__init__.py": "",
    "shop/base.py": """
from django.contrib.auth.mixins import LoginRequiredMixin
class Guarded(LoginRequiredMixin):
    raise_exception = True
""",
    "shop/views.py": """
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from rest_framework.decorators import action, api_view, permission_classes
from rest_framework.permissions import AllowAny, IsAdminUser, IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet
from .base import Guarded
def open_view(request): return HttpResponse("x")
@login_required
def closed_view(request): return HttpResponse("x")
@permission_required("shop.add", raise_exception=True)
def with_permission(request): return HttpResponse("x")
def wrapped(request): return HttpResponse("x")
def inline(request):
    if not request.user.is_authenticated:
        raise PermissionDenied
    return HttpResponse("x")
class Open(View):
    def get(self, request): return HttpResponse("x")
class Closed(Guarded, View):
    def get(self, request): return HttpResponse("x")
@method_decorator(login_required, name="dispatch")
class Decorated(View):
    def get(self, request): return HttpResponse("x")
class Partly(View):
    def get(self, request): return HttpResponse("x")
    @method_decorator(login_required)
    def post(self, request): return HttpResponse("x")
class Default(APIView):
    def get(self, request): return Response({})
class Everybody(APIView):
    permission_classes = [AllowAny]
    def get(self, request): return Response({})
class Nothing(APIView):
    permission_classes = []
    def get(self, request): return Response({})
class Reading(APIView):
    permission_classes = [IsAuthenticatedOrReadOnly]
    def get(self, request): return Response({})
    def post(self, request): return Response({})
class Below(Everybody):
    def get(self, request): return Response({})
class Again(Everybody):
    permission_classes = [IsAdminUser]
    def get(self, request): return Response({})
@api_view(["GET"])
def api_default(request): return Response({})
@api_view(["GET"])
@permission_classes([AllowAny])
def api_open(request): return Response({})
class Orders(ViewSet):
    def list(self, request): return Response([])
    @action(detail=False, permission_classes=[AllowAny])
    def prices(self, request): return Response([])
""",
    "shop/urls.py": """
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from rest_framework.routers import SimpleRouter
from . import views
from .views import Closed, Decorated, Open
router = SimpleRouter()
router.register("orders", views.Orders, basename="orders")
urlpatterns = [
    path("open/", views.open_view),
    path("closed/", views.closed_view),
    path("permission/", views.with_permission),
    path("wrapped/", login_required(views.wrapped)),
    path("inline/", views.inline),
    path("class/open/", Open.as_view()),
    path("class/closed/", Closed.as_view()),
    path("class/decorated/", Decorated.as_view()),
    path("class/wrapped/", login_required(views.Open.as_view())),
    path("class/partly/", views.Partly.as_view()),
    path("api/default/", views.Default.as_view()),
    path("api/everybody/", views.Everybody.as_view()),
    path("api/nothing/", views.Nothing.as_view()),
    path("api/reading/", views.Reading.as_view()),
    path("api/below/", views.Below.as_view()),
    path("api/again/", views.Again.as_view()),
    path("api/f/default/", views.api_default),
    path("api/f/open/", views.api_open),
    path("sets/", include(router.urls)),
]
""",
}
DJANGO_RUN = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "site1.settings"
import django
django.setup()
from django.test import Client
from django.urls import get_resolver
client = Client(raise_request_exception=False)
found = []
def walk(patterns, prefix):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            walk(one.url_patterns, prefix + str(one.pattern))
        else:
            found.append(prefix + str(one.pattern).lstrip("^").rstrip("$"))
walk(get_resolver().url_patterns, "/")
result = []
for path in found:
    for method in ("GET", "POST"):
        answer = client.generic(method, path)
        status = answer.status_code
        if status == 302 and "/accounts/login/" in answer["Location"]:
            status = 401
        if status != 405:
            result.append([method, path, status])
"""
APPS = {
    "fastapi": (FASTAPI, FASTAPI_RUN, ("fastapi", "httpx")),
    "flask": (FLASK, FLASK_RUN, ("flask", "flask_login")),
    "django": (DJANGO, DJANGO_RUN, ("django", "rest_framework")),
}


def entry_of(entries: list[Entry], method: str, path: str) -> Entry | None:
    """The line of the lock for a call: that of its method, or the one for any."""
    by_name = {one.name: one for one in entries}
    return by_name.get(f"{method} {path}") or by_name.get(f"ANY {path}")


@pytest.mark.parametrize("name", sorted(APPS))
def test_the_lock_is_what_the_application_answers(repo: Repo, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    files, run, packages = APPS[name]
    if any(importlib.util.find_spec(package) is None for package in packages):
        pytest.skip(f"needs {', '.join(packages)}")
    for path, text in files.items():
        repo.stage(path, text)
    done = repo.run("authz", "lock")
    assert done.code == 0, done.err
    entries = [entry for entry, _ in parse((repo.path / ".governance/authz.lock").read_bytes())[0]]
    answers = _answers(repo.path, run)
    wrong, missing = [], []
    for method, path, status in answers:
        entry = entry_of(entries, method, path)
        if entry is None:
            missing.append((method, path))
            continue
        reads = "IsAuthenticatedOrReadOnly" in entry.guards and method == "GET"
        if (status in (401, 403)) != (not entry.is_open and not reads):
            wrong.append((method, path, status, entry))
    with capsys.disabled():
        print(f" {name}: {len(answers)} calls by nobody, {len(wrong)} answered otherwise than the lock says ", end="")

    assert missing == []
    assert [str(one) for one in wrong] == []
    assert len(answers) >= 10


def _answers(place: Path, run: str) -> list[tuple[str, str, int]]:
    """(method, path, status) of every route of the running application, called without credentials."""
    script = f"{run}\nimport json\nprint('RESULT' + json.dumps(result))\n"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = re.search(r"^RESULT(.*)$", done.stdout, re.MULTILINE)
    assert found is not None, done.stdout
    return [(method, path, status) for method, path, status in json.loads(found.group(1))]


EXPRESS_VERSION = "5.1.0"
EXPRESS = {
    "src/auth.js": """
exports.requireAuth = (req, res, next) => req.headers["x-who"] ? next() : res.status(401).end();
exports.requireRole = (role) => (req, res, next) => req.headers["x-role"] === role ? next() : res.status(403).end();
""",
    "src/routes/orders.js": """
const express = require("express");
const { requireAuth, requireRole } = require("../auth");
const router = express.Router();
const show = (req, res) => res.json({});
router.get("/", show);
router.post("/", requireAuth, show);
router.route("/bulk").get(requireAuth, show).put(show);
router.use(requireRole("admin"));
router.delete("/:id", show);
module.exports = router;
""",
    "src/routes/admin.js": """
const { Router } = require("express");
const router = Router();
router.get("/users", (req, res) => res.json([]));
router.post("/users", (req, res) => res.json([]));
module.exports = router;
""",
    "src/app.js": """
const express = require("express");
const orders = require("./routes/orders");
const { requireAuth } = require("./auth");
const app = express();
app.use(express.json());
app.get("/healthz", (req, res) => res.send("ok"));
app.get("/list", [requireAuth, express.json()], (req, res) => res.send("ok"));
app.get("/inline", (req, res) => {
  if (!req.headers["x-who"]) {
    return res.status(403).end();
  }
  res.send("ok");
});
app.use("/orders", orders);
app.use("/admin", requireAuth, require("./routes/admin"));
app.get("/before", (req, res) => res.send("ok"));
app.use("/private", requireAuth);
app.get("/private/notes", (req, res) => res.send("ok"));
app.use(requireAuth);
app.get("/after", (req, res) => res.send("ok"));
app.all("/any", (req, res) => res.send("ok"));
module.exports = app;
""",
}
EXPRESS_RUN = """
const app = require("./src/app.js");
const calls = JSON.parse(process.argv[2]);
const server = app.listen(0, "127.0.0.1", async () => {
  const found = [];
  for (const [method, path] of calls) {
    const url = `http://127.0.0.1:${server.address().port}${path.replace(":id", "1")}`;
    const answer = await fetch(url, { method: method === "ANY" ? "GET" : method });
    found.push([method, path, answer.status]);
  }
  console.log("RESULT" + JSON.stringify(found));
  server.close();
});
"""
# What Express has registered: written out, because Express 5 does not list it.
EXPRESS_ROUTES = [
    *(("GET", "/healthz"), ("GET", "/list"), ("GET", "/inline"), ("GET", "/orders/"), ("POST", "/orders/")),
    *(("GET", "/orders/bulk"), ("PUT", "/orders/bulk"), ("DELETE", "/orders/:id"), ("GET", "/admin/users")),
    *(("POST", "/admin/users"), ("GET", "/before"), ("GET", "/private/notes"), ("GET", "/after"), ("ANY", "/any")),
]


@pytest.fixture(scope="session")
def express(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `node_modules/express`; skips loudly where npm or the package cannot be had."""
    place = tmp_path_factory.mktemp("express")
    if not shutil.which("npm"):
        pytest.skip("LOUD: npm is absent, nothing is compared with Express")
    command = [
        "npm",
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        f"express@{EXPRESS_VERSION}",
    ]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"LOUD: npm cannot install Express {EXPRESS_VERSION}: {done.stderr.strip()[-300:]}")
    return place


def test_the_lock_is_what_express_answers(repo: Repo, express: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tree_sitter_javascript")
    for path, text in EXPRESS.items():
        repo.stage(path, text)
    assert repo.run("authz", "lock").code == 0
    entries = [entry for entry, _ in parse((repo.path / ".governance/authz.lock").read_bytes())[0]]
    (repo.path / "node_modules").symlink_to(express / "node_modules")
    (repo.path / "run.js").write_text(EXPRESS_RUN)
    command = ["node", "run.js", json.dumps(EXPRESS_ROUTES)]
    done = subprocess.run(command, cwd=repo.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout.partition("RESULT")[2])
    by_name = {one.name: one for one in entries}
    wrong = [
        (method, path, status, by_name[f"{method} {path}"].guards)
        for method, path, status in answers
        if (status in (401, 403)) == by_name[f"{method} {path}"].is_open
    ]
    with capsys.disabled():
        print(f" express: {len(answers)} calls by nobody, {len(wrong)} answered otherwise than the lock says ", end="")

    assert sorted(by_name) == sorted(f"{method} {path}" for method, path in EXPRESS_ROUTES)
    assert wrong == []
