"""How long things take, and how long the property tests go on: briefly by default, at full length with `-m "slow or hypothesis"`, as .ci/run asks."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

# Set by conftest.py before any test is collected.
full = False


# What the default tests take, where a property test does not say; hypothesis's own default is 100.
FEW = 25


def examples(many: int, few: int = FEW) -> int:
    """The `max_examples` of a property test: `few` is what the default tests take."""
    return many if full else min(few, many)


def processor_seconds(call: Callable[[], object]) -> float:
    """The processor time of a call: the less of two, without the collector, which in a process of thousands of tests takes a
    quarter of a second whenever it likes."""

    def once() -> float:
        started = time.process_time()
        call()
        return time.process_time() - started

    gc.collect()
    gc.disable()
    try:
        return min(once(), once())
    finally:
        gc.enable()
