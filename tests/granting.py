"""Judge one change of one file with `least-privilege`, for the tables of its tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules.access.least_privilege import Policy, check

if TYPE_CHECKING:
    from govhooks.core.finding import Finding


def judged(
    path: str, new: str | None, old: str | None = None, policy: Policy | None = None, kind: str = "change"
) -> list[Finding]:
    """The findings of a file that changes from `old` to `new`; without `old` it is new, without `new` it is deleted."""
    if kind == "whole":
        change = Change("W", path, new=(new or "").encode())
    elif new is None:
        change = Change("D", path, old=[(old or "").encode()])
    elif old is None:
        change = Change("A", path, new=new.encode())
    else:
        change = Change("M", path, new=new.encode(), old=[old.encode()])
    return list(check(Changeset([change], kind=kind), policy or Policy()))


def verdict(found: list[Finding]) -> str:
    """ "refuse", "flag" or ""."""
    return "refuse" if any(one.blocks for one in found) else "flag" if found else ""
