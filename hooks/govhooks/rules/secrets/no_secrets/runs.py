"""Read a run of equal lines once: a dump of a hundred thousand times `"password": null` says no more than one of them."""

from __future__ import annotations

from bisect import bisect_right

from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.rules.secrets.no_secrets.match import Match

# A run is kept to this many lines: what a line says may hang on the one before it and the one after it.
KEPT = 4
_RUN = Expression(rf"(?m)^([^\n]{{1,400}}\n)\1{{{KEPT},}}")


class Shortened:
    """A text whose runs of equal lines are cut to KEPT lines.

    `text`  what is left. `matches` puts what was found in it where it stands in the whole, once for each line of a run.
    """

    def __init__(self, text: str) -> None:
        parts: list[str] = []
        # Of each run: the last of its lines that is left, 1-based in `text`, and how many were cut after it.
        self._cuts: list[tuple[int, int]] = []
        self._before = [0]
        at = lines = 0
        for run in _RUN.compiled().finditer(text):
            size = len(run[1])
            stop = run.start() + KEPT * size
            parts.append(text[at:stop])
            lines += text.count("\n", at, stop)
            at = run.end()
            cut = (at - stop) // size
            self._cuts.append((lines, cut))
            self._before.append(self._before[-1] + cut)
        parts.append(text[at:])
        self.text = "".join(parts) if self._cuts else text
        self._last = [line for line, _ in self._cuts]

    def matches(self, found: Iterable[Match]) -> Iterator[Match]:
        """The matches in the whole text."""
        for match in found:
            first, last = (bisect_right(self._last, line - 1) for line in (match.line, match.end_line))
            yield match.but(line=match.line + self._before[first], end_line=match.end_line + self._before[last])
            if match.line == match.end_line and first < len(self._last) and self._last[first] == match.line:
                line = match.line + self._before[first]
                for further in range(1, self._cuts[first][1] + 1):
                    yield match.but(line=line + further, end_line=line + further)
