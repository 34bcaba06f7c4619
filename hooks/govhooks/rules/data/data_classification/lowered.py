"""Entries of the register that get a lower class, or go while the register stays: said with the old and the new class."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.knowledge.classification.register import Register
from govhooks.policy.load import FILE
from govhooks.rules.data.data_classification.policy import FLAG, ID, OFF

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.rules.data.data_classification.policy import Policy


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Compare the committed register with the one that the change brings."""
    if (
        policy.lowered == OFF
        or changeset.kind == "whole"
        or not (policy.fields_ or policy.types or policy.paths)
        or not any(FILE in (change.path, change.old_path) for change in changeset.changes)
    ):
        return
    from govhooks.policy.load import PolicyError, load
    from govhooks.rules.data.data_classification.policy import Policy
    from govhooks.rules.index import ENTRIES

    data = changeset.after(FILE)
    try:
        after = load(data, FILE, ENTRIES).rules[ID] if data is not None else Policy()
    except PolicyError:
        return  # the run says what is wrong with it
    assert isinstance(after, Policy)
    for option, old, new in (
        ("fields", policy.fields_, after.fields_),
        ("types", policy.types, after.types),
        ("paths", policy.paths, after.paths),
    ):
        is_field = option == "fields"
        now = Register(after.classes, new if is_field else {})
        for name, was in old.items():
            owner, _, last = name.rpartition(".")
            is_ = now.class_of(last, owner) if is_field else new.get(name, "")
            if is_ == was:
                continue
            if is_ and _rank(policy, after, is_) >= _rank(policy, after, was):
                continue
            problem = (
                f"{name} is no longer {was}, but {is_}" if is_ else f"{name} is no longer registered: it was {was}"
            )
            fix = f'keep `"{name}" = "{was}"` under [rules.{ID}.{option}], or say in the commit message why less protection is enough'
            yield Finding(
                ID, FILE, 0, problem, fix, f"lowered {option} {name} {was} {is_}", blocks=policy.lowered != FLAG
            )


def _rank(policy: Policy, after: Policy, of: str) -> int:
    """How far up a class is: as the committed policy has it; a class that it does not have, as the new one has it."""
    known = policy.classes if of in policy.classes else after.classes
    return known.index(of) if of in known else -1
