"""Command lines of the commands a person types: argparse, with our exit codes and no traceback."""

from __future__ import annotations

import argparse
import sys

from govhooks.outputs import printable
from govhooks.plumbing import CannotJudge
from govhooks.rule import CANNOT_JUDGE, USAGE, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def run(parser: argparse.ArgumentParser, argv: Sequence[str], do: Callable[[argparse.Namespace], int]) -> int:
    """Parse and do; what goes wrong is said on standard error, with the exit code that it has everywhere."""
    try:
        options = parser.parse_args(argv)
    except SystemExit as end:  # argparse has said why
        return int(end.code or 0)
    try:
        return do(options)
    except UsageError as error:
        sys.stderr.write(f"govhooks: {printable(str(error))} (see --help)\n")
        return USAGE
    except CannotJudge as error:
        sys.stderr.write(f"govhooks: cannot judge: {printable(str(error))}\n")
        return CANNOT_JUDGE


def say(text: str) -> None:
    """A line on standard output, with nothing in it that a terminal would obey."""
    lead = text[: len(text) - len(text.lstrip(" "))]
    sys.stdout.write(lead + printable(text[len(lead) :]) + "\n")
