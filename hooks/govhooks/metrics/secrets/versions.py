"""Every version of every path along a line, links and submodules too: a check of the whole tree judges their names and content."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.metrics.timeline import Line

    # (step, git mode, object id): the version of a path from a step on.
    Version = tuple[int, str, str]

GONE = "000000"


def versions(line: Line, after: int = -1) -> dict[str, list[Version]]:
    """Path -> its versions that came in a step after one, oldest first; mode GONE where the step removes it. Raises GitFailed."""
    found: dict[str, list[Version]] = {}
    for one in line.edits(after=after):
        found.setdefault(one.path, []).append((one.step, one.mode, one.new))
    return found
