"""Permissions of workflows as sets, against brute force."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.knowledge.cloud.workflows import PERMISSIVE, RESTRICTED, SCOPES, granted, widened

tables = st.dictionaries(
    st.sampled_from(("contents", "packages", "id-token", "issues")),
    st.sampled_from(("none", "read", "write")),
    max_size=3,
)
values = st.one_of(st.just("read-all"), st.just("write-all"), tables, st.just(None))
ABSENT = "absent"


def workflow(above: Any, jobs: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "on": "push",
        "jobs": {name: {} if own is None else {"permissions": own} for name, own in jobs.items()},
    }
    if above is not None:
        found["permissions"] = above
    return found


workflows = st.builds(workflow, values, st.dictionaries(st.sampled_from(("build", "test")), values, max_size=2))


def may(flow: dict[str, Any], job: str, scope: str, verb: str, is_permissive: bool) -> bool:
    """One question, answered as GitHub's page does, and without a table of rights."""
    if job not in flow["jobs"]:
        return False
    said = flow["jobs"][job].get("permissions", flow.get("permissions", ABSENT))
    if said == ABSENT:
        if is_permissive:
            return scope != "id-token" and (verb == "read" or scope != "models")
        return scope in ("contents", "packages") and verb == "read"
    if said == "write-all":
        return verb == "read" or scope != "models"
    if said == "read-all":
        return verb == "read" and scope != "id-token"
    return said.get(scope) == "write" or (verb == "read" and said.get(scope) == "read")


@given(old=workflows, new=workflows, is_permissive=st.booleans())
@settings(max_examples=examples(400), deadline=None)
def test_widened_is_what_is_allowed_now_and_was_not(
    old: dict[str, Any], new: dict[str, Any], is_permissive: bool
) -> None:
    expected = {
        (job, scope, level)
        for job in ("build", "test")
        for scope in SCOPES
        for level, verb in ((1, "read"), (2, "write"))
        if may(new, job, scope, verb, is_permissive) and not may(old, job, scope, verb, is_permissive)
    }

    assert widened(old, new, PERMISSIVE if is_permissive else RESTRICTED) == expected


def test_an_expression_and_a_text_are_not_known() -> None:
    assert granted("${{ inputs.permissions }}") is None and granted(None) is None
    assert granted({}) == {} == granted({"contents": "none"})
    assert widened(None, [], PERMISSIVE) == frozenset() == widened({}, {"jobs": "x"}, PERMISSIVE)
