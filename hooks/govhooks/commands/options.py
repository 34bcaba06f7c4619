"""Command lines of the commands a person types: argparse; what goes wrong is told by `govhooks.run.frame`."""

from __future__ import annotations

import sys

from govhooks.outputs import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence


def run(parser: argparse.ArgumentParser, argv: Sequence[str], do: Callable[[argparse.Namespace], int]) -> int:
    """Parse and do. Raises SystemExit when argparse has said all there is to say."""
    return do(parser.parse_args(argv))


def say(text: str) -> None:
    """A line on standard output, with nothing in it that a terminal would obey."""
    lead = text[: len(text) - len(text.lstrip(" "))]
    sys.stdout.write(lead + printable(text[len(lead) :]) + "\n")
