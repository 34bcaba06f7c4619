"""One test for all rows of a large table of small rows: where each is a test of its own, pytest takes longer than the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def each(rows: Iterable[Any], name: Callable[[Any], str] = repr) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Make of a test of one row a test of all: it goes through them to the end, and names every row that fails.

    A row that is a tuple is the arguments of the test, any other its only one.
    """
    table = tuple(rows)
    assert table

    def decorate(judge: Callable[..., None]) -> Callable[[], None]:
        def test() -> None:
            failed = []
            for row in table:
                try:
                    judge(*(row if type(row) is tuple else (row,)))
                except Exception as error:  # noqa: BLE001 - any failure is one of the row
                    failed.append(f"{name(row)}: {type(error).__name__}: {error}")

            assert not failed, "\n\n".join([f"{len(failed)} of {len(table)} rows fail", *failed])

        test.__name__, test.__qualname__ = judge.__name__, judge.__qualname__
        test.__doc__, test.__module__ = judge.__doc__, judge.__module__
        return test

    return decorate
