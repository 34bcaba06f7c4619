"""Every version of every path along a line, links and submodules too: a check of the whole tree judges their names and content."""

from __future__ import annotations

from govhooks.git.plumbing import git
from govhooks.git.repository import to_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.metrics.timeline import Line

    # (step, git mode, object id): the version of a path from a step on.
    Version = tuple[int, str, str]

GONE = "000000"


def versions(line: Line, after: int = -1) -> dict[str, list[Version]]:
    """Path -> its versions that came in a step after one, oldest first; mode GONE where the step removes it. Raises GitFailed."""
    found: dict[str, list[Version]] = {}
    if after >= len(line.commits) - 1:
        return found
    options = ("--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--reverse", "--root")
    revs = (line.commits[-1], *((f"^{line.commits[after]}",) if after >= 0 else ()))
    asked = (*options, "--ignore-submodules=none", "--no-show-signature", "--no-notes", "--format=%x01%H")
    fields = iter(git("log", *asked, *revs, "--").split(b"\0"))
    step = -1
    for field in fields:
        if field.startswith(b"\x01"):
            step = line.number(field[1:65].strip().decode("ascii"))
            continue
        head = field.lstrip(b"\n")
        if head.startswith(b":"):
            _, mode, _, oid, _ = head[1:].decode("ascii").split(" ")
            found.setdefault(to_path(next(fields)), []).append((step, mode, oid))
    return found
