"""What releases of real applications do to checks in bodies, without anything being looser."""

from __future__ import annotations

import pytest
from guarded_world import judge

HEAD = "from flask import Flask, request\napp = Flask(__name__)\n"
REFUSES = "    if not user.has_perm(permission):\n        raise PermissionDenied\n"
DIRECT = "    if not request.user.has_perm('user.edit'):\n        raise PermissionDenied\n"


def view(body: str, more: str = "") -> str:
    return f"{HEAD}{more}@app.post('/x')\ndef x(request):\n{body}    return save()\n"


SAME = [
    (view(DIRECT), view("    check_management_access(request, 'user.edit')\n")),
    (view(DIRECT), view("    kwargs = kwargs_of(request, 'user.edit')\n", f"def kwargs_of(user, permission):\n{REFUSES}")),
    (
        view("    require_access(request)\n", "def require_access(request):\n    if not request.user.is_staff:\n        raise PermissionDenied\n"),
        view("    if r := handle_missing(request):\n        return r\n", "def handle_missing(request):\n    if not request.user.is_staff:\n        raise PermissionDenied\n"),
    ),
    (view(DIRECT), view("    if not await sync_to_async(request.user.has_perm)('user.edit'):\n        raise PermissionDenied\n")),
    (
        "class V(APIView):\n    def post(self, request):\n        self.check_permission(request)\n        return save()\n",
        "class V(APIView):\n    def post(self, request):\n        if not allowed(request):\n            self.permission_denied(request, 'no')\n        return save()\n",
    ),
]  # fmt: skip
LOOSER = [
    (view(DIRECT), view("")),
    (view(DIRECT), view("    kwargs = kwargs_of(request, 'user.edit')\n", "def kwargs_of(user, permission):\n    return {}\n")),
    (view("    require_access(request)\n", f"def require_access(user, permission=1):\n{REFUSES}"), view("", f"def require_access(user, permission=1):\n{REFUSES}")),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), SAME)
def test_a_check_that_moves_into_a_function_is_no_loss(before: str, after: str) -> None:
    assert [one.problem for one in judge({"a.py": before}, {"a.py": after}) if one.blocks] == []


@pytest.mark.parametrize(("before", "after"), LOOSER)
def test_a_check_that_goes_is_one(before: str, after: str) -> None:
    assert judge({"a.py": before}, {"a.py": after}) != []


def test_a_check_deep_in_one_body_makes_no_file_a_guarded_one() -> None:
    routes = "".join(f"@router.get('/r{number}')\ndef r{number}(): ...\n" for number in range(8))
    one = "@router.post('/s')\ndef s(request):\n    if request.user.is_staff:\n        raise PermissionDenied\n"
    head = "from fastapi import APIRouter\nrouter = APIRouter()\n"

    assert judge({}, {"api.py": head + routes + one}) == []
    guarded = "".join(
        f"@router.get('/g{n}', dependencies=[Depends(require_user)])\ndef g{n}(): ...\n" for n in range(8)
    )
    (finding,) = judge({"api.py": head + guarded}, {"api.py": head + guarded + "@router.get('/n')\ndef n(): ...\n"})
    assert "/n" in finding.problem
