"""RBAC rules as sets, against brute force."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.knowledge.cloud.kubernetes import URL_REQUEST, Grant, allows, rules, widened

if TYPE_CHECKING:
    from govhooks.knowledge.cloud.kubernetes import Grants

GROUPS = ("", "apps", "g")
RESOURCES = ("pods", "pods/exec", "pods/x", "secrets", "secrets/exec", "secrets/x", "r", "r/exec", "r/x")
VERBS = ("get", "list", "v")
NAMES = ("", "one", "two", "n")
URLS = ("/healthz", "/healthz/a", "/metrics", "/", "/x")


def some(*values: str, least: int = 1) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=2, unique=True).map(tuple)


resource_grants = st.builds(
    Grant,
    groups=some("", "apps", "*"),
    resources=some("pods", "secrets", "pods/exec", "*", "*/exec"),
    verbs=some("get", "list", "*"),
    names=some("one", "two", least=0),
)
url_grants = st.builds(Grant, verbs=some("get", "*"), urls=some("/healthz", "/healthz/*", "*", "/metrics"))
grants = st.lists(st.one_of(resource_grants, resource_grants, url_grants), max_size=3).map(tuple)


def by_force(old: Grants, new: Grants) -> bool:
    requests = [
        *itertools.product(GROUPS, RESOURCES, VERBS, NAMES),
        *((("", url, verb, URL_REQUEST)) for url in URLS for verb in VERBS),
    ]
    return any(allows(new, request) and not allows(old, request) for request in requests)


@given(old=grants, new=grants)
@settings(max_examples=examples(500), deadline=None)
def test_widened_if_and_only_if_something_is_allowed_that_was_not(old: Grants, new: Grants) -> None:
    assert widened(old, new) is by_force(old, new)


@pytest.mark.parametrize(
    ("grant", "request_", "is_allowed"),
    [
        ({"resources": ["pods"]}, ("", "pods", "get", "x"), True),
        ({"resources": ["pods"]}, ("", "pods/exec", "get", "x"), False),
        ({"resources": ["*"]}, ("", "pods/exec", "get", "x"), True),
        ({"resources": ["*/scale"]}, ("", "deployments/scale", "get", "x"), True),
        ({"resources": ["*/scale"]}, ("", "deployments", "get", "x"), False),
        ({"resources": ["pods"], "apiGroups": ["apps"]}, ("", "pods", "get", "x"), False),
        ({"resources": ["pods"], "resourceNames": ["y"]}, ("", "pods", "get", "x"), False),
        ({"resources": ["pods"], "resourceNames": ["y"]}, ("", "pods", "get", ""), False),
    ],
)
def test_what_a_rule_allows(grant: dict[str, object], request_: tuple[str, str, str, str], is_allowed: bool) -> None:
    one = {"apiGroups": [""], "verbs": ["get"], **grant}

    assert allows(rules({"kind": "Role", "rules": [one]}), request_) is is_allowed
