"""The outcome of a run: refused when one finding blocks that nothing excuses."""

from __future__ import annotations

from itertools import product

from govhooks.core.finding import Finding
from govhooks.core.verdict import Verdict
from govhooks.core.waiver import Waiver

BLOCKS = Finding("r", "a.py", 1, "p", "f", identity="v")
SHAPES = [
    (BLOCKS, True),
    (BLOCKS.but(blocks=False), False),
    (BLOCKS.but(exception=Waiver(1)), False),
    (BLOCKS.but(blocks=False, known=True), False),
]


def test_one_finding_that_blocks_refuses() -> None:
    assert not Verdict((), {}).refused
    for (one, first), (other, second) in product(SHAPES, SHAPES):
        assert Verdict((one, other), {}).refused is (first or second)
