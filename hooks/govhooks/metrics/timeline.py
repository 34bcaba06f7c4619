"""The first-parent line of a branch: what its tip was at any time, and what each step changed.

A step's time is its committer's, or that of a step before it if that is later: time does not go back along the line. What is dated later
than now (`latest`) counts as of now, or a wrong clock would hide all that came after it. So any metric can be computed as of any time, and a first report over years is right without anybody having collected data.
"""

from __future__ import annotations

import bisect
import os

from govhooks.core.record import Record
from govhooks.git.plumbing import Process, git
from govhooks.git.repository import to_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from govhooks.git.repository import Repository, Tree
    from govhooks.metrics.kept import Kept

# In the place of an object id: nobody follows a link.
LINK, _LINK_MODE = "link", "120000"
DAY = 86400
WEEK = 7 * DAY
# Trends over less than this show each day.
_SHORT = 8 * WEEK
# 1970-01-05 was a Monday.
_MONDAY = 4 * DAY


class Touch(Record):
    """What a step does to one path: object ids before and after, "" where there is no file."""

    step: int
    path: str
    old: str
    new: str


class Edit(Record):
    """What a step does to one path: git modes and object ids before and after; mode 000000 where there is nothing."""

    step: int
    path: str
    old_mode: str
    old: str
    mode: str
    new: str


class Line:
    """The first-parent line of a commit, oldest first: `commits` (ids) and `times` (seconds since 1970, never going back)."""

    def __init__(self, repository: Repository, rev: str = "HEAD", latest: int | None = None) -> None:
        """`latest` is the latest time that a step can have (seconds since 1970), None for any; `ahead` is the number of steps that
        said a later one. Raises GitFailed (a CannotJudge) if there is no such commit."""
        self.repository = repository
        told = git("log", "--first-parent", "--reverse", "--no-show-signature", "--format=%H %ct", rev, "--")
        rows = [row.partition(" ")[::2] for row in told.decode("ascii").splitlines()]
        self.commits = [commit for commit, _ in rows]
        self.ahead = 0
        self._numbers: dict[str, int] | None = None
        self.times: list[int] = []
        for _, written in rows:
            moment = int(written or 0)  # a damaged commit has none
            if latest is not None and moment > latest:
                moment = latest
                self.ahead += 1
            self.times.append(max(moment, self.times[-1] if self.times else 0))

    def at(self, moment: int) -> int:
        """The number of the step that was the tip at a time (in seconds), -1 before the first one."""
        return bisect.bisect_right(self.times, moment) - 1

    def number(self, commit: str) -> int:
        """The number of a step, -1 for a commit that is none: its history was rewritten, or it is another branch's."""
        if self._numbers is None:
            self._numbers = {one: step for step, one in enumerate(self.commits)}
        return self._numbers.get(commit, -1)

    def tree(self, step: int) -> Tree:
        """The tree of a step."""
        return self.repository.tree(self.commits[step])

    def points(self, since: int, until: int, most: int = 160) -> list[int]:
        """Times at which to look: the Mondays (00:00 UTC) from a time to another, of a short time each day, and the last time
        itself. Where there would be more than `most`, only every second, third ... of them."""
        start = max(since, self.times[0] if self.times else since)
        pace = WEEK if until - start >= _SHORT else DAY
        first = start + (_MONDAY - start) % pace
        several = list(range(first, until, pace))
        every = -(-len(several) // most) or 1
        return [*several[(len(several) - 1) % every :: every], until]

    def touches(
        self, *paths: str, after: int = -1, wanted: Callable[[bytes], object] = lambda path: True
    ) -> Iterator[Touch]:
        """What each step after one does to files (see `edits`); submodules and symbolic links are left out."""
        for one in self.edits(*paths, after=after, wanted=wanted):
            before = one.old if one.old_mode.startswith("100") else ""
            now = one.new if one.mode.startswith("100") else ""
            if before != now:
                yield Touch(one.step, one.path, before, now)

    def edits(
        self, *paths: str, after: int = -1, wanted: Callable[[bytes], object] = lambda path: True
    ) -> Iterator[Edit]:
        """What each step after one changes against its first parent, oldest first; `paths` are files or folders as the working
        directory has them (git takes our pathspecs literally), none for every path.

        `wanted` says of a path, as git writes it, whether it is meant. With paths git compares every tree twice: many of them take
        ten times as long as none. A rename is a path that goes and one that comes. Raises GitFailed.
        """
        if after >= len(self.commits) - 1:
            return
        options = ("--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--reverse", "--root")
        known = [f"^{self.commits[after]}"] if after >= 0 else []
        # Settings of a user that would change what is listed.
        call = [
            "-c",
            "log.diffMerges=separate",
            "-c",
            "log.follow=false",
            "-c",
            "diff.relative=false",
            "log",
            *options,
            "--ignore-submodules=none",
        ]
        call += ["--no-show-signature", "--no-notes", "--format=%x01%H"]
        step = -1
        fields = _fields(*call, self.commits[-1], *known, "--", *paths)
        for field in fields:
            mark, _, head = field.rpartition(b"\x01")
            if mark or field.startswith(b"\x01"):
                step = self.number(head[:64].strip().decode("ascii"))
                continue
            head = field.lstrip(b"\n")
            if head.startswith(b":"):
                path = next(fields)
                if wanted(path):
                    old_mode, mode, old, new, _ = head[1:].decode("ascii").split(" ")
                    yield Edit(step, to_path(path), old_mode, old, mode, new)


def _fields(*call: str) -> Iterator[bytes]:
    """What git prints, cut at each NUL, as it comes: of a long history it is much. Raises GitFailed."""
    process = Process(*call)
    process.close_stdin()
    rest = b""
    try:
        while part := os.read(process.stdout, 1 << 20):
            *whole, rest = (rest + part).split(b"\0")
            yield from whole
        yield rest
    finally:  # whoever wants only the beginning stops here, and git with it
        status = process.wait()
    if status:
        git(*call)


def versions(line: Line, *paths: str, kept: Kept | None = None) -> dict[str, list[tuple[int, str]]]:
    """Path -> (step, object id, "" where it went, LINK where it is a symbolic link) of each of its versions, oldest first.

    Of what is kept of an earlier report only the steps since then are read.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    key = "\0".join(paths)
    known = (kept.get("versions", key) if kept else None) or {"tip": "", "rows": {}}
    after = line.number(known["tip"])
    if after >= 0:
        found = {path: [(step, blob) for step, blob in rows] for path, rows in known["rows"].items()}
    for one in line.edits(*paths, after=after):
        found.setdefault(one.path, []).append((one.step, _version(one)))
    if kept and after < len(line.commits) - 1:
        kept.put("versions", key, {"tip": line.commits[-1], "rows": found})
    return found


def _version(one: Edit) -> str:
    return one.new if one.mode.startswith("100") else LINK if one.mode == _LINK_MODE else ""


def version_at(known: Sequence[tuple[int, str]], step: int) -> str:
    """The object id of a path at a step, by its versions; "" if it is not there."""
    place = bisect.bisect_right(known, (step, "\x7f")) - 1
    return known[place][1] if place >= 0 else ""
