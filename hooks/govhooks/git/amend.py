"""Detect whether the commit being made replaces HEAD (`git commit --amend`); git does not tell its hooks.

Two things give it away. git exports the author of the commit to its hooks, and an amended commit keeps HEAD's author
and author date. On Linux, where processes can be inspected, the command line of git says so, too.
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govhooks.core.change import Change
    from govhooks.git.repository import Repository

# How many parent processes to search for the git that called the hook: a hook script, pre-commit and a shell are in
# between.
_MOST_PARENTS = 12
# The second of two commits made within the same second looks like an amended first one. Hooks may be slow, so allow
# this long.
_SECONDS = 10


def amended(repository: Repository) -> tuple[list[Change], bool] | None:
    """If HEAD is being amended: (what the commit changes against HEAD's parents, whether that is certain)."""
    answer = repository.batch.get("HEAD")
    if answer is None or answer[1] != "commit":
        return None
    lines = answer[2].partition(b"\n\n")[0].split(b"\n")
    said = _says_so()
    if said is False or (said is None and not _has_the_date(lines, os.environ)):
        return None
    parents = [line[7:].decode("ascii") for line in lines if line.startswith(b"parent ")]
    return repository.indexed_against(parents), said is True


def _has_the_date(head: list[bytes], environ: Mapping[str, str]) -> bool:
    """Whether the author that git exports is HEAD's, with the same date and not by coincidence.

    In a rebase or cherry-pick, the author is that of the picked commit; a date that was set by hand proves nothing.
    """
    date = environ.get("GIT_AUTHOR_DATE", "")
    if not date.startswith("@") or environ.keys() & {"GIT_REFLOG_ACTION", "GIT_CHERRY_PICK_HELP", "GIT_COMMITTER_DATE"}:
        return False
    author = next((line[7:] for line in head if line.startswith(b"author ")), b"")
    told = f"{environ.get('GIT_AUTHOR_NAME', '')} <{environ.get('GIT_AUTHOR_EMAIL', '')}> {date[1:]}"
    if author != os.fsencode(told):
        return False
    seconds = date[1:].partition(" ")[0]
    return seconds.isdecimal() and time.time() - int(seconds) >= _SECONDS


def _says_so() -> bool | None:
    """Whether the git that called this hook was run with --amend; None if that cannot be seen, or an alias may hide it."""
    for words in _ancestors():
        if os.path.basename(words[0]) in (b"git", b"git.exe", b"git-commit"):
            options = words[: words.index(b"--")] if b"--" in words else words
            if any(len(word) > len(b"--a") and b"--amend".startswith(word) for word in options):
                return True
            return False if b"commit" in options else None
    return None


def _ancestors() -> Iterator[list[bytes]]:
    """The command lines of the parent processes, nearest first; none where /proc does not tell."""
    pid = os.getppid()
    for _ in range(_MOST_PARENTS):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as stream:
                words = stream.read().split(b"\0")
            with open(f"/proc/{pid}/stat", "rb") as stream:
                pid = int(stream.read().rpartition(b")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            return
        if words[0]:
            yield words
