"""How long the property tests go on: briefly by default, at full length with `-m "slow or hypothesis"`, as .ci/run asks."""

from __future__ import annotations

# Set by conftest.py before any test is collected.
full = False


def examples(many: int, few: int = 100) -> int:
    """The `max_examples` of a property test: `few`, hypothesis's own default, is what the default tests take."""
    return many if full else min(few, many)
