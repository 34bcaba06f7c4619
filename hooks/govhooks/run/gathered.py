"""The result of gathering: everything a run knows before the first rule is called."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.changeset import Changeset
    from govhooks.core.entry import Entry
    from govhooks.git.repository import Repository
    from govhooks.policy.load import Policies
    from govhooks.run.request import Request


class Gathered(Record):
    """Everything a run knows before the first rule is called.

    `kind`       "change", "whole", "range", "rebase", "history", "text", "message", or "prepare" (a message that is
                 about to be written, to which the rules may add trailers).
    `rules`      the requested rules, even if the policy switches them off.
    `changesets` what is judged; for a history, only what its commits have in common.
    `message`    for "prepare": the message and its trailers so far.
    """

    request: Request
    repository: Repository
    rules: tuple[Entry, ...]
    policies: Policies
    changesets: tuple[Changeset, ...]
    kind: str
    notes: tuple[str, ...] = ()
    message: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
