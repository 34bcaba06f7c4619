"""Expressions that are compiled when they are first used: the guard is a process a question, and most need few of them."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:

    def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
        """As `re.compile`."""
        raise NotImplementedError
else:

    class compiled:
        """As `re.compile`."""

        def __init__(self, source: str, flags: int = 0) -> None:
            self._given = source, flags

        def __getattr__(self, name: str) -> object:
            value = getattr(re.compile(*self._given), name)
            setattr(self, name, value)
            return value
