"""What the index says of a rule is what the rule says."""

from __future__ import annotations

import pytest

from govhooks.core.entry import Entry
from govhooks.core.rule import Rule
from govhooks.rules import load
from govhooks.rules.index import ENTRIES

BY_ID = {entry.id: entry for entry in ENTRIES}


def fields(one: Entry | Rule) -> dict[str, object]:
    return {name: getattr(one, name) for name in Entry.__slots__}


@pytest.mark.parametrize("rule", load(), ids=lambda rule: rule.id)
def test_an_entry_says_what_the_rule_says_and_gives_it(rule: Rule) -> None:
    entry = BY_ID[rule.id]

    assert fields(entry) == fields(rule.entry) == fields(rule)
    assert entry.load() is rule.load() is rule
