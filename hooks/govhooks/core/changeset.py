"""What a rule sees: the changes, the commit message, and the trees before and after.

A rule sees the world only through a `Changeset`. `govhooks.run.gather` builds them, one function per kind; tests build
them by hand.
"""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from typing_extensions import Self

    from govhooks.core.change import Change
    from govhooks.core.update import Update

    # Reads a path of a tree: its bytes, or None if it does not exist.
    Reader = Callable[[str], "bytes | None"]


class Changeset(Record):
    """Everything that a rule may know. It is immutable: `but` returns a modified copy.

    `changes`     the changes, in git's order of paths.
    `kind`        "change" what is staged, "message" the same with the commit message, "range" the net change of a
                  range, "commit" one commit of it, "whole" files judged as they are, "text" text without a file, "push"
                  the updates of refs.
    `message`     the commit message without comments; None if there is none yet.
    `recorded`    the message exactly as git will record it: with comments, if git keeps them.
    `trailers`    its trailers as (key, value), as git parses them.
    `tags`        (name, message) of the annotated tags that come with a range.
    `today`       the date as YYYY-MM-DD, UTC.
    `commit`      the commit's id if a recorded commit is judged, "" otherwise; with it `author` and `committer` as
                  "Name <mail>", and its `parents`.
    `commits`     for a range, its commits as changesets, oldest first; `siblings` is the same for each of these
                  commits.
    `stands`      for a commit of a range: "here" if nobody else has it, "proposed" if it is shown to others, or
                  "landed" if it is on a branch whose history is kept. Its message can be corrected only before it has
                  landed.
    `review`      for a range: where it lands and its approvals (a `govhooks.knowledge.approvals.review.Review`).
    `amends`      for a message: whether its commit replaces HEAD; the changes are then those of the whole commit.
    `evidence`    for a message: whether the pre-commit stage found the same content clean.
    `updates`     for a push: the updates of the refs.
    `policy_file` (path, bytes) of a policy that is used instead of the committed one.
    `supplied`    what the policies of other rules supply, by name (see `Rule.supplies`).
    `only`        the ids of the rules that judge it, () for all that judge its kind.
    `before`, `after`  read a path of the tree before and after; without `after`, the changes themselves are read.
    """

    changes: tuple[Change, ...] = ()
    kind: str = "change"
    message: str | None = None
    recorded: str | None = None
    trailers: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    today: str = "1970-01-01"
    commit: str = ""
    author: str = ""
    committer: str = ""
    parents: tuple[str, ...] = ()
    commits: tuple[Changeset, ...] = ()
    siblings: tuple[Changeset, ...] = ()
    stands: str = "here"
    review: Any = None
    amends: bool = False
    evidence: bool = False
    updates: tuple[Update, ...] = ()
    policy_file: tuple[str, bytes] | None = None
    supplied: Mapping[str, Any] = {}
    only: tuple[str, ...] = ()
    before: Reader = lambda path: None
    after: Reader = lambda path: None

    if not TYPE_CHECKING:

        def __init__(self, *args, **named):
            super().__init__(*args, **named)
            values = self.__dict__
            values["changes"] = tuple(values["changes"])
            if values["recorded"] is None:
                values["recorded"] = values["message"]
            if "after" not in named:
                values["after"] = Overlay(values["changes"], values["before"])

    def but(self, **changed: object) -> Self:
        """A copy with some fields changed. If the tree after the change was derived from the changes, it is derived
        again."""
        kept = {name: getattr(self, name) for name in self.fields}
        if isinstance(self.after, Overlay):
            del kept["after"]
        return type(self)(**{**kept, **changed})


def paths_of(tree: Reader, under: str = "") -> list[str] | None:
    """Every path of a tree, or those below a folder ("a/b/"); None if it can only be asked for one path at a time."""
    below = getattr(tree, "below", None) if under else None
    if below is not None:
        found: list[str] | None = below(under)
        return found
    listed = getattr(tree, "paths", None)
    every = None if listed is None else listed()
    return every if every is None or not under else [path for path in every if path.startswith(under)]


class Overlay:
    """The tree after some changes: their new side of a path, otherwise what was there before."""

    def __init__(self, changes: Iterable[Change], before: Reader) -> None:
        self._changes, self._before = tuple(changes), before

    def paths(self) -> list[str] | None:
        """Every path after the changes; None if the tree before cannot list its own."""
        return self.below("")

    def below(self, folder: str) -> list[str] | None:
        """The same for the paths below a folder."""
        known = paths_of(self._before, folder)
        if known is None:
            return None
        gone = {path for change in self._changes for path in (change.path, change.old_path)}
        here = {change.path for change in self._changes if change.exists and change.path.startswith(folder)}
        return sorted({*known} - gone | here)

    def __call__(self, path: str) -> bytes | None:
        for change in self._changes:
            if change.exists and change.path == path:
                return change.read()
        if any(path in (change.path, change.old_path) for change in self._changes):
            return None
        return self._before(path)
