"""What is about to be recorded, as a rule sees it: the changes, the message, both trees.

A rule sees the world only through a `Changeset`. `govhooks.run.gather` builds them, one function a kind; tests build them by hand.
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

    # Reads a path of a tree: its bytes, or None when it is not there.
    Reader = Callable[[str], "bytes | None"]


class Changeset(Record):
    """All that a rule may know. Nothing of it is assigned later: `but` makes another one.

    `changes`     what changes, in git's order of paths.
    `kind`        "change" what is staged, "message" the same with the commit message, "range" the net change of a
                  range, "commit" one commit of it, "whole" files judged as they are, "text" a text of no file, "push" what
                  becomes of refs.
    `message`     the commit message, comments stripped; None when there is none yet.
    `recorded`    the message with all that git will record of it: comments too, where git keeps them.
    `trailers`    its trailers as (key, value), as git parses them.
    `tags`        (name, message) of the annotated tags that come with a range.
    `today`       the date as YYYY-MM-DD, UTC.
    `commit`      the commit's id when a recorded commit is judged, "" otherwise; with it `author` and `committer` as
                  "Name <mail>", and its `parents`.
    `commits`     of a range, its commits as changesets, oldest first; `siblings` the same, of each of these commits.
    `stands`      of a commit of a range: "here" where nobody else has it, "proposed" to others, or "landed" on a branch whose
                  history is kept. What its message lacks can be mended only before it has landed.
    `review`      of a range: where it lands and what was said of it (a `govhooks.knowledge.approvals.review.Review`).
    `amends`      of a message: whether its commit replaces HEAD; the changes are then those of the whole commit.
    `evidence`    of a message: whether the pre-commit stage found the same content clean.
    `updates`     of a push: what becomes of the refs.
    `policy_file` (path, bytes) of a policy that was named to judge instead of the committed one.
    `supplied`    what the policies of other rules supply, by name (see `Rule.supplies`).
    `only`        the ids of the rules that judge it, () for all that judge its kind.
    `before`, `after`  read a path of the tree before and after; without `after`, what the changes say of it.
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
        """A copy with some fields changed; a tree after the change that was told by the changes is told by the new ones."""
        kept = {name: getattr(self, name) for name in self.fields}
        if isinstance(self.after, Overlay):
            del kept["after"]
        return type(self)(**{**kept, **changed})


class Overlay:
    """The tree after some changes: what they say of a path, else what was there before."""

    def __init__(self, changes: Iterable[Change], before: Reader) -> None:
        self._changes, self._before = tuple(changes), before

    def __call__(self, path: str) -> bytes | None:
        for change in self._changes:
            if change.exists and change.path == path:
                return change.read()
        if any(path in (change.path, change.old_path) for change in self._changes):
            return None
        return self._before(path)
