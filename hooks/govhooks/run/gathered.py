"""What a run has gathered before the first rule is asked."""

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
    """All that a run knows before the first rule is asked.

    `kind`       "change", "whole", "range", "rebase", "history", "text", "message", or "prepare" (a message that is about to be
                 written, to which the rules may add trailers).
    `rules`      those that are asked, whatever the policy switches off.
    `changesets` what is judged; of a history only what is common to its commits.
    `message`    of "prepare": the message and its trailers as they stand.
    """

    request: Request
    repository: Repository
    rules: tuple[Entry, ...]
    policies: Policies
    changesets: tuple[Changeset, ...]
    kind: str
    notes: tuple[str, ...] = ()
    message: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
