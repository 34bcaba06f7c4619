"""Which calls are chained: `Route::get(...)->middleware(...)` is two calls, the second on the result of the first."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.readers.code import Call


class Chains:
    """The chains of a text. A call is chained to the last one before it whose name its own continues."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self._before: dict[int, Call] = {}
        self._behind: dict[int, list[Call]] = {}
        last: dict[str, Call] = {}
        for call in calls:
            base = last.get(call.name.rpartition(".")[0])
            if base is not None:
                self._before[id(call)] = base
                self._behind.setdefault(id(base), []).append(call)
            if call.name:
                last[call.name] = call

    def before(self, call: Call) -> list[Call]:
        """The calls that lead to this one, the nearest first."""
        found = []
        while (base := self._before.get(id(call))) is not None:
            found.append(base)
            call = base
        return found

    def behind(self, call: Call) -> Iterator[Call]:
        """The calls on the result of this one."""
        for one in self._behind.get(id(call), ()):
            yield one
            yield from self.behind(one)
