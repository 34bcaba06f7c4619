"""An excerpt stands for the whole file: what a format finds in one it finds in the other."""

from __future__ import annotations

import random

from edits import text

from govhooks.core.change import Change
from govhooks.rules.secrets.no_secrets import excerpt
from govhooks.rules.secrets.no_secrets.engine import scan
from govhooks.rules.secrets.no_secrets.examples import make
from govhooks.rules.secrets.no_secrets.formats import load as load_formats


def test_what_a_format_finds_in_a_file_it_finds_in_an_excerpt_of_it() -> None:
    """The contract of `excerpt.worth_reading`, for every example of every format."""
    for row in load_formats():
        for number, example in enumerate(row.positive):
            line = f'value = "{make(example, seed=number)}"'
            before = text(random.Random(number), 60)
            old = "\n".join(before).encode()
            new = "\n".join([*before[:30], line, *before[30:]]).encode()
            change = Change("M", "settings.py", new=new, old=(old,))
            if any(match.line == 31 for match in scan(change.text, change.path)):
                assert excerpt.worth_reading(change, True), row.id
