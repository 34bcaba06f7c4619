"""Why a run ends without a verdict, and the exit codes of every command.

0 clean    1 findings    2 bad usage    3 cannot judge    4 a bug in govhooks
"""

from __future__ import annotations

CLEAN, FINDINGS, USAGE, CANNOT_JUDGE, BUG = 0, 1, 2, 3, 4


class CannotJudge(Exception):
    """Something needed for the judgement could not be determined: exit code 3, never a pass."""


class UsageError(Exception):
    """The command line is wrong: exit code 2."""
