"""Compile regular expressions on first use: each question starts a guard process, and most need few of them."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:

    def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
        """Like `re.compile`."""
        raise NotImplementedError
else:

    class compiled:
        """Like `re.compile`."""

        def __init__(self, source: str, flags: int = 0) -> None:
            self._given = source, flags

        def __getattr__(self, name: str) -> object:
            value = getattr(re.compile(*self._given), name)
            setattr(self, name, value)
            return value
