"""Parse the options of interactive commands with argparse; errors are reported by `govhooks.run.frame`."""

from __future__ import annotations

import sys

from govhooks.outputs.escape import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence


def run(parser: argparse.ArgumentParser, argv: Sequence[str], do: Callable[[argparse.Namespace], int]) -> int:
    """Parse the options and run. Raises SystemExit when argparse has printed its help or an error."""
    return do(parser.parse_args(argv))


def say(text: str) -> None:
    """Print a line on standard output, with terminal control characters escaped."""
    lead = text[: len(text) - len(text.lstrip(" "))]
    sys.stdout.write(lead + printable(text[len(lead) :]) + "\n")
