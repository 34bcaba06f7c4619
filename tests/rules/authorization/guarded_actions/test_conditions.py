"""Conditions of guards: expressions against Python's own reading of them, and the order of what they ask for."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.rules.authorization.guarded_actions.conditions import condition, includes, is_login, is_weaker

ATOMS = ("a", "b", "c")


def written(tree: object) -> str:
    """A tree of operators as Spring writes it."""
    if isinstance(tree, str):
        return f"hasRole('{tree}')"
    assert isinstance(tree, tuple)
    return f"({written(tree[1])} {tree[0]} {written(tree[2])})"


def holds(tree: object, roles: frozenset[str]) -> bool:
    if isinstance(tree, str):
        return tree in roles
    assert isinstance(tree, tuple)
    one, two = holds(tree[1], roles), holds(tree[2], roles)
    return (one and two) if tree[0] in ("and", "&&") else (one or two)


TREES = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.tuples(st.sampled_from(("and", "or", "&&", "||")), inner, inner),
    max_leaves=5,
)
EVERY = [frozenset(some) for count in range(4) for some in itertools.combinations(ATOMS, count)]


@given(one=TREES, other=TREES)
def test_one_includes_another_if_it_lets_nobody_else_through(one: object, other: object) -> None:
    mine, its = f"PreAuthorize({written(one)})", f"PreAuthorize({written(other)})"
    wanted = all(holds(other, roles) for roles in EVERY if holds(one, roles))

    assert includes(mine, its) is wanted
    if wanted:
        assert is_weaker(its, mine) is False


@given(st.text("()'&|!aor nd@#.=<>,", max_size=40))
def test_any_text_has_a_condition_or_none(text: str) -> None:
    found = condition(f"PreAuthorize({text})")

    assert found is None or all(isinstance(one, frozenset) for one in found)


ORDER = [
    ("Secured(ROLE_MANAGER)", "Secured(ROLE_USER)", True),
    ("Secured(ROLE_USER)", "Secured(ROLE_MANAGER)", False),
    ("Secured(ROLE_ADMIN)", "PreAuthorize(hasRole('ADMIN'))", False),
    ("RolesAllowed(a)", "RolesAllowed(a, b)", True),
    ("RolesAllowed(a, b)", "RolesAllowed(a)", False),
    ("PreAuthorize(hasRole('A') and @x.y(#id))", "PreAuthorize(hasRole('A'))", True),
    ("PreAuthorize(hasRole('A'))", "PreAuthorize(hasRole('A') or #id == authentication.name)", True),
    ("PreAuthorize(hasRole('A'))", "PreAuthorize(isAuthenticated())", True),
    ("PreAuthorize(isAuthenticated())", "PreAuthorize(hasRole('A'))", False),
    ("hasRole(DISPATCHER)", "hasRole(CLERK)", None),
    ("Authorize(Admin)", "Authorize", True),
    ("IsGranted(EDIT, post)", "IsGranted(EDIT)", True),
    ("authenticated", "denyAll", False),
    ("requireLogin", "requireUser", None),
    ("hasPermission(UsersDelete)", "hasPermission(UsersRead)", True),
]


@pytest.mark.parametrize(("old", "new", "wanted"), ORDER)
def test_weaker(old: str, new: str, wanted: bool | None) -> None:
    assert is_weaker(old, new) is wanted


@pytest.mark.parametrize(
    "name", ["Authorize", "IsGranted(ROLE_USER)", "PreAuthorize(isAuthenticated())", "Secured(ROLE_USER)"]
)
def test_logins(name: str) -> None:
    assert is_login(name)


@pytest.mark.parametrize("name", ["Secured(ROLE_ADMIN)", "requires_role(x)", "authorize", "PreAuthorize(permitAll())"])
def test_no_logins(name: str) -> None:
    assert not is_login(name)
