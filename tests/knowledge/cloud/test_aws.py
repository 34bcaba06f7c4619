"""IAM statements as sets, against brute force."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.knowledge.cloud import aws
from govhooks.knowledge.cloud.aws import Names, Statement, allows, policy, widened

if TYPE_CHECKING:
    from govhooks.knowledge.cloud.aws import Policy

ACTIONS = ("s3:Get", "s3:Put", "iam:PassRole", "other:Thing")
RESOURCES = ("a", "b", "ab", "zz")
PRINCIPALS = ("AWS:me", "AWS:you", "Service:lambda")
CONDITIONS = ("stringequals aws:x ['1']", "bool aws:mfa ['true']")

# Each set of patterns tells apart nothing that the small universe does not tell apart, too.
action_names = st.sampled_from(("*", "s3:*", "s3:get", "s3:?et", "iam:*", "iam:passrole"))
resource_names = st.sampled_from(("*", "a", "b", "ab"))
principal_names = st.sampled_from(("*", "AWS:me", "AWS:you"))


def names(patterns: st.SearchStrategy[str]) -> st.SearchStrategy[Names]:
    return st.builds(
        lambda some, negated: Names(tuple(sorted(some)), negated),
        st.sets(patterns, min_size=1, max_size=2),
        st.booleans(),
    )


statements = st.builds(
    Statement,
    allow=st.sampled_from((True, True, False)),
    actions=names(action_names),
    resources=names(resource_names),
    principals=names(principal_names),
    conditions=st.frozensets(st.sampled_from(CONDITIONS), max_size=2),
)
policies = st.lists(statements, max_size=3).map(tuple)
# `s3:?et` and `s3:*` tell apart names that are not in the list of actions: the universe has one of each kind.
UNIVERSE = (*ACTIONS, "s3:set", "s3:put", "iam:other", "z")
ENVIRONMENTS = [frozenset(some) for size in range(3) for some in itertools.combinations(CONDITIONS, size)]


def by_force(old: Policy, new: Policy) -> bool:
    requests = itertools.product(UNIVERSE, RESOURCES, PRINCIPALS, ENVIRONMENTS)
    return any(allows(new, *request) and not allows(old, *request) for request in requests)


@given(old=policies, new=policies)
@settings(max_examples=examples(250), deadline=None)
def test_widened_if_and_only_if_something_is_allowed_that_was_not(old: Policy, new: Policy) -> None:
    assert widened(old, new) is by_force(old, new)


globs = st.text("ab*?", min_size=1, max_size=3)
STRINGS = ["".join(some) for size in range(6) for some in itertools.product("abx", repeat=size)]


@given(old=st.lists(globs, max_size=2), new=st.lists(globs, min_size=1, max_size=2), negated=st.booleans())
@settings(max_examples=examples(250), deadline=None)
def test_any_patterns_of_resources_are_compared_exactly(old: list[str], new: list[str], negated: bool) -> None:
    before = tuple(Statement(resources=Names((one,), negated)) for one in old)
    after = tuple(Statement(resources=Names((one,))) for one in new)
    found = any(
        any(one.resources.holds(text) for one in after) and not any(one.resources.holds(text) for one in before)
        for text in STRINGS
    )

    assert widened(before, after) is found


def one(**keys: Any) -> Policy:
    return policy(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "b", **keys}]}
    )


WIDENED: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    ({}, {"Action": "s3:Get*"}, True),
    ({"Action": "s3:Get*"}, {}, False),
    ({"Action": "S3:GETOBJECT"}, {}, False),
    ({"Action": ["s3:GetObject"]}, {"Action": "s3:GetObject"}, False),
    ({}, {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, False),
    ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, {}, True),
    (
        {"Condition": {"StringEquals": {"aws:x": ["1", "2"]}}},
        {"Condition": {"StringEquals": {"AWS:X": ["2", "1"]}}},
        False,
    ),
    ({"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, {"Principal": "*"}, True),
    ({"Principal": {"AWS": "*"}}, {"Principal": "*"}, False),
]


@pytest.mark.parametrize(("old", "new", "is_wider"), WIDENED)
def test_what_widens(old: dict[str, Any], new: dict[str, Any], is_wider: bool) -> None:
    assert widened(one(**old), one(**new)) is is_wider


def test_a_deny_that_goes_widens() -> None:
    deny = Statement(allow=False, actions=Names(("s3:*",)))
    star = Statement()

    assert widened((star, deny), (star,))
    assert not widened((star,), (star, deny))
    assert not widened((star,), (Statement(actions=Names(("iam:*",), True)),))


def test_a_large_policy_is_compared_and_a_hopeless_one_counts_as_wider() -> None:
    many = tuple(Statement(actions=Names((f"service{at}:doesomethinglong{at}*",))) for at in range(100))
    knots = tuple(Statement(actions=Names((f"*{at:02}*{99 - at:02}*{at * 7 % 100:02}*",))) for at in range(20))

    assert not widened(many, many[:-1])
    assert widened(many[:-1], many)
    assert widened(knots[:-1], knots) and not widened(knots, knots[:-1])


def test_matching_is_linear_in_both() -> None:
    assert not aws.matches("*a" * 50 + "b", "a" * 2000)
    assert (
        aws.matches("arn:*:s3:::b?cket/*", "arn:aws:s3:::bucket/x/y")
        and aws.matches("**", "")
        and not aws.matches("?", "")
    )
