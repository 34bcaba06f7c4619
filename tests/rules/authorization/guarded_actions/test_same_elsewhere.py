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
        f"async def tags(url_idx: int | None = None, user=Depends(get_verified_user)):\n{check}    return 1\n"
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
    return f"{FASTAPI}@router.post('/tools/{{id}}')\nasync def update(id, form, user=Depends(get_verified_user)):\n{body}\n{more}"


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
