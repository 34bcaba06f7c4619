"""What becomes of an action's guards: which ones may go because another is left, and which may not."""

from __future__ import annotations

import pytest

from govhooks.rules.authorization.guarded_actions.actions import Action, Guard
from govhooks.rules.authorization.guarded_actions.comparing import compare
from govhooks.rules.authorization.guarded_actions.guards import Names

# (guards before, guards after, kinds)
CHANGES = [
    # One of two is dropped, and asked for something that the other does not.
    ("jwt.Middleware requireOperator", "jwt.Middleware", ["removed"]),
    ("JwtAuthGuard EditorGuard", "JwtAuthGuard", ["removed"]),
    ("requireAuth projectGuard", "requireAuth", ["removed"]),
    ("login_required must_be_moderator", "login_required", ["removed"]),
    ("login_required require_mfa", "login_required", ["removed"]),
    ("requireAdmin requireSameTenant", "requireAdmin", ["removed"]),
    ("require_staff check_ownership", "require_staff", ["removed"]),
    ("requireScope(orders:read) authenticate", "authenticate", ["removed"]),
    ("requireScope(a:read) requireScope(b:read)", "requireScope(a:read)", ["removed"]),
    # One of two is dropped, and the other includes it.
    ("requireAuth requireAdmin", "requireAdmin", []),
    ("requireUser requireSession", "requireSession", []),
    ("JwtAuthGuard ApiGuard", "JwtAuthGuard", []),
    ("require_active_user get_current_user", "get_current_user", []),
    ("requireAuth requireJson", "requireAuth", []),
    ("has_perm has_perm(a.b)", "has_perm(a.b)", []),
    ("requireAuth requireQuota", "requireAuth", []),
    ("current_user require_idempotency_key", "current_user", []),
    ("requireRole(user) requireAuth", "requireAuth", []),
    ("requireMfa requireAdmin", "requireAdminMfa", []),
    # One is there instead of another.
    ("requireOperator", "requireLogin", ["weaker"]),
    ("EditorGuard", "JwtAuthGuard", ["weaker"]),
    ("check_permission(devices.remove)", "check_authorized", ["weaker"]),
    ("requireRole(manager)", "requireRole(viewer)", ["weaker"]),
    ("requireRole(admin)", "requireRole(admin, editor)", ["weaker"]),
    ("requireRole(admin, editor)", "requireRole(admin)", []),
    ("requireScopes(a:read, a:write)", "requireScopes(a:read)", ["weaker"]),
    ("requireScopes(a:read)", "requireScopes(a:read, a:write)", []),
    ("permission_required(shop.delete_order)", "permission_required(shop.view_order)", ["weaker"]),
    ("permission_required(shop.view_order)", "permission_required(shop.delete_order)", []),
    ("restrictTo(admin)", "restrictTo(admin, user)", ["weaker"]),
    ("requireUser", "requireOperator", []),
    ("JwtGuard", "SessionGuard", []),
    ("login_required", "require_current_user", []),
    ("requireDispatcher", "requireRole(dispatcher)", []),
]


def _guards(text: str) -> tuple[Guard, ...]:
    parts = text.replace(", ", ",").split()
    return tuple(Guard(one.replace(",", ", ")) for one in parts)


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES)
def test_what_is_left_is_weighed(before: str, after: str, expected: list[str]) -> None:
    old = Action("remove", "a.py", 1, guards=_guards(before))
    new = old.but(guards=_guards(after))
    assert [one.kind for one in compare(old, new, Names())] == expected


def test_a_name_of_the_policy_says_what_it_asks_for() -> None:
    names = Names(guards=("*Procedure",))
    old = Action("purge", "a.ts", 1, guards=(Guard("adminProcedure"),))
    assert [one.kind for one in compare(old, old.but(guards=(Guard("protectedProcedure"),)), names)] == ["weaker"]
    team = old.but(guards=(Guard("teamProcedure"),))
    assert [one.kind for one in compare(team, old.but(guards=(Guard("protectedProcedure"),)), names)] == ["weaker"]
