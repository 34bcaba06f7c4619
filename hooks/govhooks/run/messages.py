"""Commit messages: prepare-commit-msg adds trailers, commit-msg judges the message."""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge
from govhooks.git import message
from govhooks.policy.load import EVIDENCE
from govhooks.run import evidence
from govhooks.run.gathered import Gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.core.changeset import Changeset
    from govhooks.core.entry import Entry
    from govhooks.git.repository import Repository
    from govhooks.policy.load import Policies
    from govhooks.run.request import Request


def gather_message(
    repository: Repository,
    rules: Sequence[Entry],
    request: Request,
    changeset: Changeset,
    policies: Policies,
    notes: tuple[str, ...],
) -> Gathered:
    """The staged changes, with the message that is being written or has been written."""
    text, trailers = message.read(request.message_file)
    changeset = changeset.but(kind="message")
    stage = request.stage
    if stage in ("", "message"):
        stage = "prepare-commit-msg" if stage and message.is_being_prepared(text) else "commit-msg"
    if stage == "prepare-commit-msg":
        # An amended commit contains more than what is staged: either its message has the trailer already, or it was
        # never judged.
        amended = os.environ.get("PRE_COMMIT_COMMIT_OBJECT_NAME") == "HEAD"
        asked = any(name == EVIDENCE for rule in rules for name, *_ in rule.supplies)
        if asked and not (request.policy or amended) and policies.asks_for_evidence:
            changeset = changeset.but(evidence=evidence.take(repository, changeset, evidence.due(policies)))
        changeset = _with_what_is_amended(repository, changeset)
        return Gathered(
            request, repository, tuple(rules), policies, (changeset,), "prepare", notes, (text, tuple(trailers))
        )
    changeset = _with_what_is_amended(repository, changeset).but(
        message=text, trailers=tuple(trailers), recorded=message.recorded(request.message_file, text)
    )
    return Gathered(request, repository, tuple(rules), policies, (changeset,), "message", notes)


def _with_what_is_amended(repository: Repository, changeset: Changeset) -> Changeset:
    """A message describes the whole commit: if it replaces HEAD, that includes what HEAD changes."""
    from govhooks.git.amend import amended

    found = amended(repository)
    if found is None:
        return changeset
    changes, certain = found
    return changeset.but(amends=True, changes=tuple(changes) if certain else (*changes, *changeset.changes))


def write_trailers(gathered: Gathered) -> None:
    """Write the trailers that the rules require into the message. Raises CannotJudge for a message without a subject."""
    from govhooks.run.concern import concerned

    changeset, policies, request = gathered.changesets[0], gathered.policies, gathered.request
    asked = [rule for rule in gathered.rules if rule.prepares and rule.id not in policies.off]
    wanted = [
        trailer
        for rule in concerned(asked, changeset, policies)
        for trailer in rule.load().trailers(changeset, policies.rules[rule.id])
    ]
    trailers = gathered.message[1]
    if request.stage == "message" and wanted and message.has_trailers(trailers, wanted):
        # It was prepared before, and the editor was closed without a subject: git would now take the trailer for the
        # subject.
        raise CannotJudge("the commit message is empty: write a subject above the trailers (or give it with -m)")
    message.write_trailers(request.message_file, trailers, wanted)
