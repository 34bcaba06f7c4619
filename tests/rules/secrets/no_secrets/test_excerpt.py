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


def test_a_mark_is_known_along_a_history() -> None:
    """What is remembered of the old side changes nothing: a file reads far from the commit that adds a mark until one takes it out."""
    lines = [f"line {number} of a long enough file, so that it is not read completely at once" for number in range(120)]
    versions = [lines]
    for edit in (
        {5: "x"},
        {60: "# see the PRIVATE KEY below"},
        {5: "y"},
        {60: "z"},
        {9: "our_nkey"},
        {9: "foreignKey"},
    ):
        versions.append([edit.get(number, line) for number, line in enumerate(versions[-1])])
    blobs = ["\n".join(version).encode() for version in versions]
    excerpt._far.clear()
    for number in range(1, len(blobs)):
        ids = {"oid": f"{number + 1:040}", "old_oid": f"{number:040}"}
        change = Change("M", "notes.txt", new=blobs[number], old=(blobs[number - 1],), **ids)

        assert excerpt.worth_reading(change, False) == excerpt.reads_far("notes.txt", blobs[number]), number
    assert [*excerpt._far.values()] == [False, True, True, False, True, False]
