"""Views of Django that are renamed, become classes, or inherit how they fetch what they are about: what is silent, and what is not.

Each row has a change that loosens nothing and beside it one that looks like it and does.
"""

from __future__ import annotations

import pytest
from guarded_world import judge

HEAD = (
    "from django.core.exceptions import PermissionDenied\nfrom django.shortcuts import get_object_or_404\n"
    "from django.views.generic import DetailView, ListView, TemplateView, View\n"
)
REFUSE = "        if not page.can_edit(self.request.user):\n            raise PermissionDenied\n"
BASE = f"class Base(DetailView):\n    def get_object(self):\n        page = super().get_object()\n{REFUSE}        return page\n"
GUARDED = "class Old(View):\n    def post(self, request):\n        if not request.user.is_staff:\n            raise PermissionDenied\n"
FUNCTION = "def set_order(request, pk):\n    page = get(pk)\n    if not page.can_sort(request.user):\n        raise PermissionDenied\n    if request.method == 'POST':\n        page.sort()\n"
CLASS = "class SetOrderView(View):\n    def post(self, request, pk):\n        page = get(pk)\n{}        page.sort()\n"
CHECK = "        if not page.can_sort(request.user):\n            raise PermissionDenied\n"
MOVE = "class Move(TemplateView):\n    def dispatch(self, request):\n        if not request.user.can_move():\n            raise PermissionDenied\n        return super().dispatch(request)\n"
QUERY = "class Notes(ListView):\n    def get_queryset(self):\n        return Note.objects.{}\n"


def problems(before: str, after: str) -> list[str]:
    return [one.problem for one in judge({"views.py": HEAD + before}, {"views.py": HEAD + after})]


SILENT_AND_NOT = [
    # A new view that fetches its object as its guarded base does; one that fetches it in its own way.
    (BASE + GUARDED, BASE + GUARDED + "class New(Base):\n    template_name = 'x'\n", "class New(Base):\n    def get_object(self):\n        return get(1)\n", "New"),
    # An exception is no guard.
    ("class NotYours(PermissionDenied):\n    x = 1\n", "class NotYours(PageError):\n    x = 1\n", "", ""),
    # A new view whose query is for what the user may see.
    (GUARDED, GUARDED + QUERY.format("visible_to(self.request.user)"), QUERY.format("all()"), "Notes"),
    # The check goes from there to the only handler.
    (
        f"class Sub(DetailView):\n    def get_object(self):\n{REFUSE}        return 1\n    def get(self, request):\n        return show(self.get_object())\n",
        f"class Sub(DetailView):\n    def get_object(self):\n        return 1\n    def get(self, request):\n        page = self.get_object()\n{REFUSE}        return show(page)\n",
        "",
        "",
    ),
    # A function becomes a class with the same check; with none.
    (FUNCTION, CLASS.format(CHECK), "", ""),
    # A class gets the name of a class.
    (MOVE, MOVE.replace("Move(", "MoveView("), "", ""),
    # A new class all of whose handlers have guards.
    (GUARDED, GUARDED + CLASS.format(CHECK), CLASS.format("") + "    def get(self, request):\n" + CHECK, "SetOrderView"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "other", "name"), SILENT_AND_NOT)
def test_a_view_that_is_guarded_elsewhere_is_silent(before: str, after: str, other: str, name: str) -> None:
    assert problems(before, after) == []
    if other:
        (problem,) = problems(before, before + other)
        assert problem.startswith(f"new action without a guard: {name}")


REMOVED = [
    # The method of another class of the file is not that of this one.
    (
        GUARDED + "class Copy:\n    def get_object(self):\n        raise PermissionDenied\nclass Compare(TemplateView):\n    def setup(self, request):\n        self.object = self.get_object()\n    def get_object(self):\n        return 1\n",
        GUARDED + "class Copy:\n    def get_object(self):\n        return 2\nclass Compare(TemplateView):\n    def setup(self, request):\n        self.object = self.get_object()\n    def get_object(self):\n        return 1\n",
        "the guard get_object(403) is removed from class Copy",
    ),
    (BASE + "class Sub(Base):\n    pass\n", (BASE + "class Sub(Base):\n    pass\n").replace(REFUSE, ""), "get_object(403) is removed from class Base"),
    (BASE + "class Sub(Base):\n    pass\n", BASE + "class Sub(Base):\n    def get_object(self):\n        return 1\n", "Sub loses it"),
    (f"class Mix:\n    def get_object(self):\n{REFUSE}\nclass Sub(Mix, DetailView):\n    pass\n", "class Mix:\n    def get_object(self):\n        return 1\nclass Sub(Mix, DetailView):\n    pass\n", "Sub loses it"),
    # That the view refuses those who may not be here at all does not stand for it; a check that moves to the handler does.
    (f"{MOVE}{BASE}class Sub(Base, Move):\n    pass\n", f"{MOVE}{BASE}class Sub(Base, Move):\n    pass\n".replace(REFUSE, ""), "Base and Sub lose it"),
    (
        f"class Sub(DetailView):\n    def get_object(self):\n{REFUSE}        return 1\n",
        f"class Sub(DetailView):\n    def get_object(self):\n        return 1\n    def post(self, request):\n        page = self.get_object()\n{REFUSE}        return show(page)\n",
        "Sub loses it",
    ),
    # A mixin whose users are in other files.
    ("class Mix:\n    def dispatch(self, request):\n        raise PermissionDenied\n", "class Mix:\n    x = 1\n", "the guard raise(403) is removed from class Mix"),
    ("class Mix:\n    def get_object(self):\n        raise PermissionDenied\n", "class Mix:\n    def get_object(self):\n        return 1\n", "the guard get_object(403) is removed from class Mix"),
    ("class Mix:\n    def get_object(self):\n        raise PermissionDenied\n", "class Mix:\n    x = 1\n", "the guard get_object(403) is removed from class Mix"),
    (FUNCTION, CLASS.format(""), "SetOrderView loses it"),
    (FUNCTION, CLASS.format(CHECK) + "    def get(self, request):\n        return show()\n", "SetOrderView loses it"),
    (MOVE, MOVE.replace("Move(", "MoveView(").replace("        if not request.user.can_move():\n            raise PermissionDenied\n", ""), "MoveView loses it"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), REMOVED)
def test_a_check_that_goes_on_the_way_is_said(before: str, after: str, said: str) -> None:
    found = judge({"views.py": HEAD + before}, {"views.py": HEAD + after})

    assert [said in one.problem and one.blocks for one in found] == [True], [one.problem for one in found]


URLS = "from django.urls import path\nfrom app.registry import registry\nfrom app import views\nfrom django.views.generic import TemplateView\nurlpatterns = [{}]\n"
VIEW = "path('edit/', views.Edit.as_view()), path('log/', views.Log.as_view())"
OBJECT = "path('edit/', registry.as_view('edit')), path('log/', registry.as_view('log')), path('more/', registry.as_view('more'))"
REGISTRY = "from app.views import {}\nregistry = Registry()\n"
VIEWS = HEAD + "".join(
    f"class {name}(TemplateView):\n    def dispatch(self, request):\n        if not request.user.can_edit():\n            raise PermissionDenied\n        return super().dispatch(request)\n"
    for name in ("Edit", "Log")
)
BARE = VIEWS.replace("        if not request.user.can_edit():\n            raise PermissionDenied\n", "")


def routed(urls: str, named: str = "Edit, Log", views: str = VIEWS) -> dict[str, str]:
    return {"app/urls.py": URLS.format(urls), "app/registry.py": REGISTRY.format(named), "app/views.py": views}


ROUTES = [
    (routed(VIEW), routed(OBJECT), []),
    # The views are renamed at the same time.
    (
        routed(VIEW),
        routed(OBJECT, "EditView, LogView", VIEWS.replace("Edit(", "EditView(").replace("Log(", "LogView(")),
        [],
    ),
    # The views lose their check at the same time: it is theirs to say.
    (routed(VIEW), routed(OBJECT, views=BARE), ["E the guard raise(403) is removed from class Edit", "E the guard raise(403) is removed from class Log"]),
    # Nobody knows what the object asks for: it does not name the views, or they are gone.
    (routed(VIEW), routed(OBJECT, "Other"), ["w ANY /edit/ and ANY /log/ are answered by registry now"]),
    (routed(VIEW), routed(OBJECT, "Other", HEAD), ["w ANY /edit/ and ANY /log/ are answered by registry now"]),
    # A view of a package asks for nothing, whatever it is bound to.
    (routed(VIEW), routed(VIEW.replace("views.Edit", "TemplateView")), ["w new action without a guard: ANY /edit/"]),
    (
        routed(VIEW),
        routed(VIEW.replace("views.Edit.as_view()", "views.edit"), views=VIEWS + "edit = TemplateView.as_view()\n"),
        ["w new action without a guard: ANY /edit/"],
    ),
    # A name for a view is that view.
    (routed(VIEW), routed(VIEW.replace("views.Edit.as_view()", "views.edit"), views=VIEWS + "edit = Edit.as_view()\n"), []),
    # What stood around a function is gone with its route.
    (
        routed("path('edit/', login_required(views.edit))", "edit", VIEWS + "def edit(request):\n    return show()\n"),
        routed("path('edit/', registry.as_view('edit'))", "edit", VIEWS + "def edit(request):\n    return show()\n"),
        ["w ANY /edit/ is answered by registry now: nobody can tell whether it asks for login_required"],
    ),
    # Another file's route of the same name is still there.
    (
        {**routed(VIEW), "other/urls.py": "from django.urls import path\nfrom other.registry import registry\nurlpatterns = []\n", "other/registry.py": "registry = Registry()\n"},
        {**routed(VIEW), "other/urls.py": "from django.urls import path\nfrom other.registry import registry\nurlpatterns = [path('edit/', registry.as_view('edit'))]\n", "other/registry.py": "registry = Registry()\n"},
        [],
    ),
    # What stands around an object counts.
    (
        routed("path('edit/', login_required(registry.as_view('edit')))"),
        routed("path('edit/', registry.as_view('edit'))"),
        ["E the guard login_required is removed: ANY /edit/"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), ROUTES)
def test_routes_that_an_object_answers(old: dict[str, str], new: dict[str, str], said: list[str]) -> None:
    found = sorted(f"{'E' if one.blocks else 'w'} {one.problem}" for one in judge(old, new))

    assert len(found) == len(said), found
    assert all(one.startswith(text) for one, text in zip(found, said)), found


REST = "from rest_framework.permissions import AllowAny, IsAdminUser\nfrom rest_framework.views import APIView\n"
ADMIN = "class {}(APIView):\n    permission_classes = [IsAdminUser]\n"
PUBLIC = "class {}(APIView):\n    permission_classes = [AllowAny]\n"
OPEN_SUB = PUBLIC.format("Base") + "class Sub(Base):\n    x = 1\n"
PLAIN = "class Base(TemplateView):\n    pass\nclass Sub(Base):\n{}"
ASKS = "def show(request, pk):\n    if not request.user.has_perm('page.see'):\n        raise PermissionDenied\n    form = Form() if {} else None\n{}    return render(request, 'x.html', {{'bulk': Bulk() if {} else None}})\n"
REGISTER = "from app.auth import register_perm, check_permission\n@register_perm('vcs.status')\ndef check_status(user, permission, obj):\n"
HELPED = "def save(request, page):\n{}    store(page, request)\n{}    return page\ndef store(page, request):\n{}    page.save()\n"
CHECKS = "    check_permission(request.user, 'page.edit')\n"
TRUE = "True"

FORMS = "request.user.has_perm('page.bulk')"
MORE = [
    # A base class that no route names is no action; what derives from it is.
    (GUARDED, GUARDED + PLAIN.format("    def dispatch(self, request):\n        raise PermissionDenied\n"), []),
    (GUARDED, GUARDED + PLAIN.format("    pass\n"), ["w new action without a guard: Sub"]),
    (GUARDED, GUARDED + PLAIN.format("    pass\n").partition("class Sub")[0], ["w new action without a guard: Base"]),
    # A public view gets a public base class; a new view and one that asked for an administrator do.
    (REST + PUBLIC.format("Sub"), REST + OPEN_SUB, []),
    (REST + ADMIN.format("Old"), REST + ADMIN.format("Old") + OPEN_SUB, ["w new action without a guard: Sub is declared public by AllowAny"]),
    (REST + ADMIN.format("Sub"), REST + OPEN_SUB, ["E Sub is now public: AllowAny (was: IsAdminUser)"]),
    (REST + "class Sub(APIView):\n    x = 1\n", REST + OPEN_SUB, ["E Sub is now public: AllowAny"]),
    # What only decides whether a form is shown; what refuses by it.
    (ASKS.format(TRUE, "", FORMS), ASKS.format(TRUE, "", "request.user"), []),
    (
        ASKS.format(FORMS, "    if form is None:\n        raise PermissionDenied\n", TRUE),
        ASKS.format(TRUE, "    if form is None:\n        raise PermissionDenied\n", TRUE),
        ["w show asks for less: has_perm, has_perm(page.see), raise(403) (was: has_perm(page.bulk))"],
    ),
    (
        ASKS.format(TRUE, "", TRUE),
        ASKS.format(TRUE, "", "request.user.has_perm('page.see')").replace("    if not request.user.has_perm('page.see'):\n        raise PermissionDenied\n", ""),
        ["E the guards has_perm(page.see) and raise(403) are removed: show"],
    ),
    # A permission check that is registered as one is no action; it still has to refuse somebody, and asks for as much.
    (
        REGISTER + "    return check_permission(user, 'vcs.push', obj) or check_permission(user, 'vcs.reset', obj)\n",
        REGISTER + "    return user.is_superuser or any(check_permission(user, one, obj) for one in ALL)\n",
        [],
    ),
    (
        REGISTER + "    return check_permission(user, 'vcs.push', obj)\n",
        REGISTER + "    return True\n",
        ["E check_status is a guard that refuses nobody any more"],
    ),
    (
        REGISTER.replace("def check_status", "@login_required\ndef check_status") + "    return True\n",
        REGISTER + "    return True\n",
        ["E the guards register_perm(vcs.status) and login_required are removed"],
    ),
    # The check goes into a function of the file that is called; it goes.
    (HELPED.format(CHECKS, "", ""), HELPED.format("", "", CHECKS), []),
    (HELPED.format(CHECKS, "", ""), HELPED.format("", "", ""), ["E the guard check_permission(page.edit) is removed: save"]),
    (HELPED.format("", CHECKS, CHECKS), HELPED.format("", "", ""), ["E the guard check_permission(page.edit) is removed: save"]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), MORE)
def test_bases_forms_and_functions(before: str, after: str, said: list[str]) -> None:
    old, new = ({"views.py": HEAD + text} for text in (before, after))
    found = sorted(f"{'E' if one.blocks else 'w'} {one.problem}" for one in judge(old, new))

    assert len(found) == len(said), found
    assert all(one.startswith(text) for one, text in zip(found, said)), found


AIOHTTP = "from aiohttp import web\nfrom aiohttp_security import check_permission\nroutes = web.RouteTableDef()\n"
HANDLERS = (
    "@routes.get('/p/{code}')\nasync def show(request):\n    await check_permission(request, 'view')\n    return page(request)\n"
    "@routes.delete('/p/{code}')\nasync def drop(request):\n    await check_permission(request, 'delete')\n    return gone(request)\n"
)
VIEW = (
    "@routes.view('/p/{{code}}')\nclass PageView(web.View):\n"
    "    async def get(self):\n        await check_permission(self.request, 'view')\n        return page(self.request)\n"
    "    async def delete(self):\n{}        return gone(self.request)\n"
)


def test_handlers_that_become_the_methods_of_a_class() -> None:
    before = {"views.py": AIOHTTP + HANDLERS}
    check = "        await check_permission(self.request, 'delete')\n"

    assert judge(before, {"views.py": AIOHTTP + VIEW.format(check)}) == []
    assert judge(before, {"views.py": AIOHTTP + VIEW.format("")})
