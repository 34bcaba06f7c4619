"""A limit on the work to judge one command line: what would take more is refused, not waited for.

The unit is about a microsecond. Nothing that people or agents write by hand comes close to the limits, and nothing here
depends on the clock: the same line gets the same answer on every machine.
"""

from __future__ import annotations

# Characters of a command line: Linux passes no longer one to `sh -c` (MAX_ARG_STRLEN).
LONGEST = 128 * 1024
TOO_MUCH = (
    "it is too long or too deeply nested to be judged: split it, or put it into a script file and have a person read it"
)
TOO_DEEP = (
    "the command is wrapped too deeply to be followed: split it, or put it into a script file and have a person read it"
)
NUL = "it contains a NUL byte, after which a shell may read something else"
# Refused even without a policy.
REFUSED = frozenset((TOO_MUCH, TOO_DEEP, NUL))
_MOST = 800_000


class TooMuch(Exception):
    """Judging it would take more work than one command line is given."""


class Work:
    """The work that is left for one command line."""

    __slots__ = ("left",)

    def __init__(self, most: int = _MOST) -> None:
        self.left = most

    def spend(self, amount: int) -> None:
        """Raises TooMuch once the budget is used up, and on every later call."""
        self.left -= amount
        if self.left < 0:
            raise TooMuch
