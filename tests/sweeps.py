"""How long the property tests go on: briefly by default, at full length with `-m "slow or hypothesis"`, as .ci/run asks."""

from __future__ import annotations

# Set by conftest.py before any test is collected.
full = False


# What the default tests take, where a property test does not say; hypothesis's own default is 100.
FEW = 25


def examples(many: int, few: int = FEW) -> int:
    """The `max_examples` of a property test: `few` is what the default tests take."""
    return many if full else min(few, many)
