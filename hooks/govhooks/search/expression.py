"""Regular expressions of our own tables, compiled on first use: a commit needs one or two of many.

`govhooks.search.compiled` keeps them from one process to the next. The expressions of a policy, which are not ours to trust, are
`govhooks.policy.patterns`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


class Expression:
    """A regular expression with those methods of a compiled one that we use; a leading `(?i)` sets its flags."""

    __slots__ = ("_compiled", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._compiled: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            from govhooks.search.compiled import compiled

            self._compiled = compiled(self.source)
        return self._compiled

    def search(self, text: str) -> re.Match[str] | None:
        return self.compiled().search(text)

    def match(self, text: str) -> re.Match[str] | None:
        return self.compiled().match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.compiled().fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled().finditer(text)

    def split(self, text: str) -> list[str]:
        return self.compiled().split(text)
