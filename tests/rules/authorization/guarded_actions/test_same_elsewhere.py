"""The same protection in another place or form is silent; what only looks like it is refused."""

from __future__ import annotations

import pytest
from guarded_world import judge

FASTAPI = "from fastapi import APIRouter, Depends, HTTPException\nrouter = APIRouter()\n"
REFUSE = "        raise HTTPException(status_code=403)\n"


def by_index(route: str, depends: str, check: str) -> str:
    """A route whose path may have an index, and the same function without one."""
    return (
        f"{FASTAPI}@router.get('/tags')\n@router.get('{route}'{depends})\n"
        f"async def tags(url_idx: int | None = None, user=Depends(get_current_user)):\n{check}    return 1\n"
    )


ADMINS = ", dependencies=[Depends(get_admin_user)]"
BY_INDEX = by_index("/tags/{url_idx}", ADMINS, "")
# (check in the body, whether it asks for an administrator)
ROLES = [
    ("if url_idx is not None and user.role != 'admin':", True),
    ("if user.role != 'admin':", True),
    ("if not user.role == 'admin':", True),
    ("if user.role not in ('admin',):", True),
    ("if blocked or user.role != 'admin':", True),
    ("if url_idx is None and user.role != 'admin':", False),
    ("if limit is not None and user.role != 'admin':", False),
    ("if user.role not in ('admin', 'user'):", False),
    ("if user.role == 'admin':", False),
    ("if user.role != 'admin' and not is_public:", False),
    ("if message.role != 'admin':", False),
    ("if limit:\n      if user.role != 'admin':", False),
    ("with session():\n      if user.role != 'admin':", True),
]


@pytest.mark.parametrize(("check", "asks"), ROLES)
def test_a_condition_on_the_role_stands_for_a_dependency(check: str, asks: bool) -> None:
    after = by_index("/tags/{url_idx}", "", f"    {check}\n{REFUSE}")

    found = [one.problem for one in judge({"a.py": BY_INDEX}, {"a.py": after})]
    assert (found == []) is asks, found


def test_a_parameter_that_is_not_in_the_path_may_be_left_out() -> None:
    before = by_index("/tags/all", ADMINS, "")
    after = by_index("/tags/all", "", f"    if url_idx is not None and user.role != 'admin':\n{REFUSE}")

    (finding,) = judge({"a.py": before}, {"a.py": after})
    assert "get_admin_user" in finding.problem


def test_a_condition_on_the_role_is_a_guard_that_can_go() -> None:
    check = f"    if user.role != 'admin':\n{REFUSE}"
    other = f"    if frozen:\n{REFUSE}"
    before = by_index("/tags/{url_idx}", "", check + other)

    for instead in ("", f"    if user.role not in ('admin', 'user'):\n{REFUSE}"):
        assert judge({"a.py": before}, {"a.py": by_index("/tags/{url_idx}", "", instead + other)}) != [], instead


OWNER = f"    if tool.user_id != user.id:\n{REFUSE}"


def updating(body: str, more: str = "") -> str:
    return f"{FASTAPI}@router.post('/tools/{{id}}')\nasync def update(id, form, user=Depends(get_current_user)):\n{body}\n{more}"


CHECKED = updating(f"    tool = tools.get(id)\n{OWNER}    return tool.save(form)\n")
HELPER = f"async def _update(id, form, user):\n    tool = tools.get(id)\n{OWNER}    return tool.save(form)\n"
DEEPER = f"async def _update(id, form, user):\n    return await _save(id, form, user)\nasync def _save(id, form, user):\n    tool = tools.get(id)\n{OWNER}    return tool.save(form)\n"
QUIET = "def _may(tool, user):\n    if tool.user_id != user.id:\n        return False\n    return True\n"
SAME = [
    updating("    return await _update(id, form, user)\n", HELPER),
    updating("    return await _update(id, form, user)\n", DEEPER),
    updating("    await _update(id, form, user)\n    return 1\n", HELPER),
    updating("    if not _may(tools.get(id), user):\n        return 1\n    return tool.save(form)\n", QUIET),
]
LOOSER = [
    updating("    return await _update(id, form, user)\n", HELPER.replace(OWNER, "")),
    # Nobody looks at the answer.
    updating("    _may(tools.get(id), user)\n    return tool.save(form)\n", QUIET),
    # The function has a check for another reason.
    updating("    return await _update(id, form, user)\n", HELPER.replace("tool.user_id != user.id", "id in frozen")),
]


@pytest.mark.parametrize("after", SAME)
def test_a_body_that_moves_into_a_function_takes_its_checks_along(after: str) -> None:
    assert [one.problem for one in judge({"a.py": CHECKED}, {"a.py": after})] == []


@pytest.mark.parametrize("after", LOOSER)
def test_a_body_that_loses_its_check_on_the_way_is_refused(after: str) -> None:
    assert judge({"a.py": CHECKED}, {"a.py": after}) != []


def test_a_check_of_a_function_that_was_called_before_does_not_stand_for_the_own_one() -> None:
    both = updating(f"    tool = tools.get(id)\n{OWNER}    return await _update(id, form, user)\n", HELPER)
    without = updating("    tool = tools.get(id)\n    return await _update(id, form, user)\n", HELPER)
    other = HELPER.replace("tool.user_id != user.id", "id in frozen")

    assert judge({"a.py": both.replace(HELPER, other)}, {"a.py": without.replace(HELPER, other)}) != []
    assert judge({"a.py": both.replace(HELPER, other)}, {"a.py": without}) == []


GETTERS = [
    ("chats.get_accessible_chat(id, user, permission='write')", True),
    ("chats.get_own_chat(id, viewer=request.user)", True),
    ("chats.get_chat(id, user)", False),
    ("chats.get_accessible_chat(id)", False),
    ("chats.get_allowed_models(user)", False),
    ("chats.mark_visible(id, user)", False),
]


@pytest.mark.parametrize(("getter", "limits"), GETTERS)
def test_a_getter_of_what_the_user_may_have_stands_for_a_check_of_the_owner(getter: str, limits: bool) -> None:
    before = updating(f"    tool = chats.get_chat(id)\n{OWNER}    return tool.save(form)\n")
    after = updating(
        f"    tool = {getter}\n    if tool is None:\n        raise HTTPException(404)\n    return tool.save(form)\n"
    )

    found = [one.problem for one in judge({"a.py": before}, {"a.py": after})]
    assert (found == []) is limits, found


STEPS = f"{FASTAPI}" + "".join(
    f"@router.post('/mfa/s{n}')\nasync def s{n}(user=Depends(get_current_user)): ...\n" for n in range(4)
)
# (handler that is new, whether it asks for what an earlier step of signing in gave)
NEW_STEPS = [
    ("async def enroll(form: Form):\n    return await start(form.challenge_token.get_secret_value())\n", True),
    ("async def enroll(challenge_token: str = Body()):\n    return await start(challenge_token)\n", True),
    ("async def enroll(form: Form):\n    return await finish(code=form.code, token=form.mfa_token)\n", True),
    ("async def enroll(form: Form):\n    return await start(form.email)\n", False),
    ("async def enroll(form: Form):\n    challenge_token = new(form)\n    return send(challenge_token)\n", False),
    ("async def enroll(form: Form):\n    return await disable(form.device_token)\n", False),
]


@pytest.mark.parametrize(("handler", "asks"), NEW_STEPS)
def test_a_step_of_signing_in_is_known_by_its_token(handler: str, asks: bool) -> None:
    after = f"{STEPS}@router.post('/mfa/enroll')\n{handler}"

    found = [one.problem for one in judge({"a.py": STEPS}, {"a.py": after})]
    assert (found == []) is asks, found


def test_a_login_that_becomes_a_token_of_signing_in_is_refused() -> None:
    before = f"{STEPS}@router.post('/mfa/e')\nasync def enroll(form, user=Depends(get_current_user)):\n    return start(form.challenge_token)\n"

    (finding,) = judge(
        {"a.py": before},
        {"a.py": before.replace(", user=Depends(get_current_user)):\n    return start", "):\n    return start")},
    )
    assert finding.blocks and "get_current_user is removed" in finding.problem


MODELS = "from pydantic import BaseModel\nclass Form(BaseModel):\n    name: str\n    grants: list | None = None\nclass GrantsForm(BaseModel):\n    grants: list\n"
IMPORT = "from models import Form, GrantsForm\n"
OF_FIELD = f"    if form.grants is not None and tool.user_id != user.id:\n{REFUSE}"
ROUTE = "@router.post('/tools/{{id}}{}')\nasync def {}(id, form: {}, user=Depends(get_current_user)):\n    tool = tools.get(id)\n{}    return tool.save(form)\n"
WITHOUT_FIELD = MODELS.replace("    grants: list | None = None\n", "")


def granting(check: str, moved: str = "") -> str:
    own = ROUTE.format("", "update", "Form", check)
    return FASTAPI + IMPORT + own + (ROUTE.format("/grants", "grant", "GrantsForm", moved) if moved else "")


# (the models, the routes after the change, whether the check went with its field)
FIELDS = [
    (WITHOUT_FIELD, granting("", OWNER), True),
    (MODELS, granting("", OWNER), False),
    (WITHOUT_FIELD, granting("", "    pass\n"), False),
    (WITHOUT_FIELD.replace("    name: str\n", "    model_config = {'extra': 'allow'}\n"), granting("", OWNER), False),
    (WITHOUT_FIELD.replace("class Form(BaseModel)", "class Form(Granting)"), granting("", OWNER), False),
]


@pytest.mark.parametrize(("models", "after", "goes"), FIELDS)
def test_a_check_goes_with_the_field_that_it_is_about(models: str, after: str, goes: bool) -> None:
    found = judge({"models.py": MODELS, "a.py": granting(OF_FIELD)}, {"models.py": models, "a.py": after})

    assert ([one.problem for one in found if "/tools/{id} " in f"{one.problem} "] == []) is goes, found


def test_a_check_of_everything_does_not_go_with_a_field() -> None:
    found = judge(
        {"models.py": MODELS, "a.py": granting(OWNER)}, {"models.py": WITHOUT_FIELD, "a.py": granting("", OWNER)}
    )

    assert [one for one in found if "/tools/{id} asks for less" in one.problem or "/tools/{id} loses" in one.problem]


DJANGO = "from django.contrib.auth.decorators import login_required\nfrom forms import PhotoForm\n"
VIEW = DJANGO + "@login_required\ndef close(request, pk):\n{}    return redirect('/')\n"
URLS = "from django.urls import path\nfrom views import close\nurlpatterns = [path('close/<int:pk>/', close)]\n"
PERM = "    if not request.user.has_perm('photo.edit', pk):\n        raise Http404\n"
FORM = "class PhotoForm(Form):\n    def __init__(self, user, data):\n        self.permitted_ids = {{one.pk for one in self.all if {}}}\n"
ASKS, ASKS_NOT = FORM.format("user.has_perm('photo.edit', one)"), FORM.format("one.is_public")
# (the body after the change, the form, whether the permission is asked for)
OBJECTS = [
    ("    form = PhotoForm(request.user, request.POST)\n    if not form.permitted_ids:\n        raise Http404\n", ASKS, True),
    ("    form = PhotoForm(request.user, request.POST)\n    if not form.permitted_ids:\n        raise Http404\n", ASKS_NOT, False),
    ("    form = PhotoForm(request.user, request.POST)\n    if not form.permitted_ids:\n        log('none')\n", ASKS, False),
    ("    photo = find(pk)\n    if not photo.can_user_close(request.user):\n        raise Http404\n", ASKS, True),
    ("    photo = find(pk)\n    if not photo.can_be_viewed_by(request.user):\n        raise Http404\n", ASKS, False),
    ("    photo = find(pk)\n    if not photo.can_close():\n        raise Http404\n", ASKS, False),
    ("    photo = find(pk)\n    if not photo.is_open(request.user):\n        raise Http404\n", ASKS, False),
]  # fmt: skip


@pytest.mark.parametrize(("body", "form", "asks"), OBJECTS)
def test_an_object_may_be_asked_instead(body: str, form: str, asks: bool) -> None:
    rest = {"urls.py": URLS, "forms.py": form}

    found = [
        one.problem for one in judge({"views.py": VIEW.format(PERM), **rest}, {"views.py": VIEW.format(body), **rest})
    ]
    assert (found == []) is asks, found


CLASSES = "from django.views import View\nclass Base(View):\n    def dispatch(self, request):\n{}        return super().dispatch(request)\n{}class Close(Base):\n    def post(self, request): ...\n"
RAISE = "        if not request.user.is_staff:\n            raise PermissionDenied\n"
INLINE = CLASSES.format(RAISE, "")
CALLED = CLASSES.format("        self._prepare(request)\n", f"    def _prepare(self, request):\n{RAISE}")
RENAMED = CALLED.replace("_prepare", "_begin")
PASSING = CALLED.replace(RAISE, "        pass\n")


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [(INLINE, CALLED, True), (CALLED, INLINE, True), (CALLED, RENAMED, True), (INLINE, PASSING, False)],
)
def test_a_class_may_check_in_a_method_that_it_calls(before: str, after: str, is_same: bool) -> None:
    urls = "from django.urls import path\nfrom views import Close\nurlpatterns = [path('close/', Close.as_view())]\n"

    found = [one.problem for one in judge({"views.py": before, "urls.py": urls}, {"views.py": after, "urls.py": urls})]
    assert (found == []) is is_same, found
