"""Who has to approve a change, and whether they have. Pure.

A requirement needs `count` people of `approvers`, with at least `distinct_groups` different groups among them; or all,
or one, of several requirements. People are counted as persons (`govhooks.knowledge.approvals.people`): whoever has two
keys or two addresses counts once. If several requirements must be met together, each needs different people.
"""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

OWNERS = "CODEOWNERS"
# How many combinations of `any-of` are tried; nobody understands a policy with more.
_MOST_WAYS = 256


class Requirement(Record):
    """`approvers` are addresses, keys (`SHA256:...`), forge users (`github:ada`), groups (`@payments`) or `CODEOWNERS`
    (the owners of every changed file); none means everybody whose key the project knows."""

    approvers: tuple[str, ...] = ()
    count: int = 0
    distinct_groups: int = 0
    all_of: tuple[Requirement, ...] = ()
    any_of: tuple[Requirement, ...] = ()

    def verify(self) -> str:
        if self.any_of and self.all_of:
            return "any-of and all-of cannot be in one table: move one of them into a nested table"
        if (self.any_of or self.all_of) and (self.approvers or self.count or self.distinct_groups):
            return "approvers, count and distinct-groups go into the tables of any-of or all-of, not beside them"
        named = sum(name.startswith("@") for name in self.approvers)
        if self.distinct_groups > named:
            return f"distinct-groups = {self.distinct_groups}, but approvers names {named} groups"
        return ""

    def names(self) -> tuple[str, ...]:
        """Every approver that is named anywhere in it."""
        inner = [name for part in (*self.all_of, *self.any_of) for name in part.names()]
        return tuple(dict.fromkeys([*self.approvers, *inner]))


class Voters(Record):
    """Maps names to persons: `members` of an approver as written, `everybody`, and `owners`, one set per file."""

    members: Callable[[str], frozenset[str]]
    everybody: frozenset[str]
    owners: tuple[frozenset[str], ...] = ()

    def eligible(self, leaf: Requirement) -> frozenset[str]:
        if not leaf.approvers:
            return self.everybody
        found: set[str] = set()
        for name in leaf.approvers:
            found |= frozenset().union(*self.owners) if name == OWNERS else self.members(name)
        return frozenset(found)


def describe(requirement: Requirement) -> str:
    """The requirement in words: "2 of @payments and 1 of @security"."""
    for word, parts in (("and", requirement.all_of), ("or", requirement.any_of)):
        if parts:
            return f" {word} ".join(f"({describe(p)})" if p.any_of or p.all_of else describe(p) for p in parts)
    who = ", ".join(requirement.approvers) or "anyone with a known key"
    more = f" from {requirement.distinct_groups} groups" if requirement.distinct_groups > 1 else ""
    return f"{requirement.count or 1} of {who}{more}"


def met(requirement: Requirement, approving: Iterable[str], voters: Voters) -> bool:
    """Whether these persons' approvals are enough."""
    people = sorted(set(approving))
    return any(_covers(way, people, voters) for way in _ways(requirement))


def eligible(requirement: Requirement, voters: Voters) -> frozenset[str]:
    """Everybody whose approval could count."""
    parts = (*requirement.all_of, *requirement.any_of)
    if not parts:
        return voters.eligible(requirement)
    return frozenset().union(*(eligible(part, voters) for part in parts))


def _ways(requirement: Requirement) -> list[tuple[Requirement, ...]]:
    """The sets of simple requirements, each of which would be enough."""
    if requirement.any_of:
        return [way for part in requirement.any_of for way in _ways(part)][:_MOST_WAYS]
    ways: list[tuple[Requirement, ...]] = [()]
    for part in requirement.all_of:
        ways = [(*way, *more) for way in ways for more in _ways(part)][:_MOST_WAYS]
    return ways if requirement.all_of else [(requirement,)]


def _covers(way: Sequence[Requirement], people: Sequence[str], voters: Voters) -> bool:
    slots: list[frozenset[str]] = []
    for leaf in way:
        may = voters.eligible(leaf)
        slots += [may] * (leaf.count or 1)
        if leaf.distinct_groups > 1:
            groups = [voters.members(name) for name in leaf.approvers if name.startswith("@")]
            if _matched(groups, people) < leaf.distinct_groups:
                return False
        if OWNERS in leaf.approvers:
            others: set[str] = set().union(*(voters.members(name) for name in leaf.approvers if name != OWNERS))
            if not all((owners | others) & set(people) for owners in voters.owners):
                return False
    return _matched(slots, people) == len(slots)


def _matched(slots: Sequence[frozenset[str]], people: Sequence[str]) -> int:
    """How many slots can be filled, each with a different person (augmenting paths)."""
    holder: dict[str, int] = {}

    def place(slot: int, tried: set[str]) -> bool:
        for person in people:
            if person in slots[slot] and person not in tried:
                tried.add(person)
                if person not in holder or place(holder[person], tried):
                    holder[person] = slot
                    return True
        return False

    return sum(place(slot, set()) for slot in range(len(slots)))
