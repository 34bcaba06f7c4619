"""What AWS IAM policies allow, and what one allows that another did not.

    policy(value)            a policy document, or its statements, as `Statement`s
    allows(policy, ...)      whether it allows an action on a resource to a principal
    widened(old, new)        whether some request is allowed by `new` and not by `old`

A request is allowed if an Allow matches it and no Deny does
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html). Conditions are not evaluated:
each operator with its key and values is something that holds or does not, independently of all others. So a condition
that is added narrows, one that is removed widens, and another one is another grant.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.cloud.patterns import TooMany, matches, signatures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Policy = tuple["Statement", ...]

ALLOW, DENY = "Allow", "Deny"
EVERYBODY = "*"


class Names(Record):
    """Patterns, or with `negated` everything that none of them matches. None given means all there are."""

    patterns: tuple[str, ...] = ("*",)
    negated: bool = False

    def holds(self, name: str) -> bool:
        return any(matches(pattern, name) for pattern in self.patterns) is not self.negated


class Statement(Record):
    """One statement: actions in lower case, principals as "AWS:arn..." or "*", conditions as "operator key values"."""

    allow: bool = True
    actions: Names = Names()
    resources: Names = Names()
    principals: Names = Names()
    conditions: frozenset[str] = frozenset()
    principal_given: bool = False
    sid: str = ""


def policy(value: Any) -> Policy:
    """The statements of a policy document, of a list of statements or of one."""
    if isinstance(value, dict) and "Statement" in value:
        value = value["Statement"]
    found = value if isinstance(value, list) else [value]
    return tuple(statement(one) for one in found if isinstance(one, dict))


def statement(value: dict[str, Any]) -> Statement:
    """A statement from its table, with the keys of IAM's JSON in any case."""
    given = {key.lower(): inner for key, inner in value.items()}
    actions = _names(given, "action", _texts)
    return Statement(
        allow=str(given.get("effect", ALLOW)).lower() != "deny",
        actions=Names(tuple(one.lower() for one in actions.patterns), actions.negated),
        resources=_names(given, "resource", _texts),
        principals=_names(given, "principal", _principals),
        conditions=frozenset(conditions(given.get("condition"))),
        principal_given="principal" in given or "notprincipal" in given,
        sid=str(given.get("sid", "")),
    )


def _names(given: dict[str, Any], key: str, read: Any) -> Names:
    if f"not{key}" in given:
        return Names(tuple(sorted(set(read(given[f"not{key}"])))), True)
    return Names(tuple(sorted(set(read(given[key]))))) if key in given else Names()


def _texts(value: Any) -> list[str]:
    return [str(one) for one in (value if isinstance(value, (list, tuple)) else [value])]


def _principals(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return _texts(value)
    found = [f"{kind}:{one}" for kind, inner in value.items() for one in _texts(inner)]
    return [EVERYBODY if one in ("AWS:*", "*:*") else one for one in found]


def conditions(value: Any) -> Iterator[str]:
    """Each operator with its key and values, in a form of its own: the order of keys and values does not count."""
    for operator, keys in value.items() if isinstance(value, dict) else ():
        for key, values in keys.items() if isinstance(keys, dict) else ():
            yield f"{str(operator).lower()} {str(key).lower()} {sorted(set(_texts(values)))}"


def allows(statements: Policy, action: str, resource: str, principal: str, true: frozenset[str] = frozenset()) -> bool:
    """Whether a request is allowed while the conditions of `true` hold and no other does."""
    hit = [
        one
        for one in statements
        if one.conditions <= true
        and one.actions.holds(action.lower())
        and one.resources.holds(resource)
        and one.principals.holds(principal)
    ]
    return bool(hit) and all(one.allow for one in hit)


def widened(old: Policy, new: Policy) -> bool:
    """Whether there is a request that `new` allows and `old` does not.

    Exact, but for policies of thousands of overlapping patterns: these count as widened unless every statement was there.
    """
    if not any(one.allow for one in new) or set(new) == set(old):
        return False
    every = (*old, *new)
    try:
        masks = [_masks([getattr(one, name) for one in every]) for name in ("actions", "resources", "principals")]
    except TooMany:
        return not {one for one in new if one.allow} <= set(old) or not {one for one in old if not one.allow} <= set(
            new
        )
    together = {first & second & third for first in masks[0] for second in masks[1] for third in masks[2]}
    return any(_differ(mask, old, new) for mask in together)


def _masks(dimension: list[Names]) -> frozenset[int]:
    """Which statements one name can be in: the sets of those that some name is in."""
    patterns = tuple(dict.fromkeys(one for names in dimension for one in names.patterns))
    index = {pattern: at for at, pattern in enumerate(patterns)}

    def holder(names: Names) -> Any:
        own = frozenset(index[one] for one in names.patterns)
        return lambda held: (not own.isdisjoint(held)) is not names.negated

    return signatures([holder(names) for names in dimension], patterns)


def _differ(mask: int, old: Policy, new: Policy) -> bool:
    """Whether, of the statements of a mask, the new ones allow under some conditions what the old ones do not."""
    before = [one for at, one in enumerate(old) if mask >> at & 1]
    after = [one for at, one in enumerate(new, len(old)) if mask >> at & 1]
    denied = [one.conditions for one in after if not one.allow]
    for grant in (one.conditions for one in after if one.allow):
        # Either nothing allowed it, or something denied it: with as few conditions true as that takes.
        ways = [one.conditions | grant for one in before if not one.allow]
        if not any(one.conditions <= grant for one in before if one.allow):
            ways.append(grant)
        if any(not any(deny <= true for deny in denied) for true in ways):
            return True
    return False
