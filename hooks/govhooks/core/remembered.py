"""Remember what a function says of a text. `functools.lru_cache` does the same, but its import costs a commit 4 ms."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Generic, TypeVar

    Said = TypeVar("Said")

    class _Base(dict[str, Said], Generic[Said]): ...
else:

    class _Base(dict):
        __class_getitem__ = classmethod(lambda cls, _: cls)


class Remembered(_Base["Said"]):
    """`remembered[text]` is what `ask` says of the text. When `most` answers are kept, all are forgotten."""

    def __init__(self, ask: Callable[[str], Said], most: int) -> None:
        super().__init__()
        self._ask, self._most = ask, most

    def __missing__(self, text: str) -> Said:
        if len(self) >= self._most:
            self.clear()
        said = self[text] = self._ask(text)
        return said
