"""Approvals that were not signed: a forge's review, read from the event file of its CI, and Reviewed-by trailers.

The event: https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request_review (GitHub, Gitea, Forgejo).
It names the commit that was reviewed; the approval counts for what has the same digest, and for nothing else.
"""

from __future__ import annotations

import os

from govhooks.approvals.statement import Statement
from govhooks.plumbing import CannotJudge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from govhooks.changeset import Changeset

ANY_AREA = "*"
# How forges and bots name themselves: GitHub <noreply@github.com>, dependabot[bot] <49699333+dependabot[bot]@users.noreply...>,
# Renovate Bot <bot@renovateapp.com>, project_12_bot_1a2b@noreply.gitlab.example.
_BOT = r"(?i)\[bot\]|(?<![a-z])bot(?![a-z])|<noreply@|<(dependabot|renovate)@|@(dependabot|renovateapp)\.com>"
_STATES = {"approved": "approved", "changes_requested": "disapproved"}
_NEVER = "9999-12-31"


def reviews(environ: Mapping[str, str]) -> Iterator[Statement]:
    """The review of a pull_request_review event; raises CannotJudge for an event file that cannot be read."""
    path = environ.get("GITHUB_EVENT_PATH")
    if not path or environ.get("GITHUB_EVENT_NAME") != "pull_request_review":
        return
    import json

    try:
        with open(path, encoding="utf-8") as stream:
            event = json.load(stream)
        review, base = event["review"], event["pull_request"]["base"]["ref"]
        state = _STATES.get(str(review["state"]).lower())
        if state is not None:
            yield Statement(
                state=state,
                area=ANY_AREA,
                digest="",
                branch=base,
                by=f"github:{review['user']['login']}",
                issued=str(review.get("submitted_at") or ""),
                expires=_NEVER,
                reason="review on the forge",
                source="the forge's event file",
                assurance="forge",
                commit=str(review["commit_id"]),
            )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotJudge(f"the forge's event file {os.path.basename(path)} cannot be read: {error!r}") from None


def is_machine(who: str) -> bool:
    """Whether "Name <mail>" is a forge or a bot, which nobody can ask to write a message anew."""
    import re

    return re.search(_BOT, who) is not None


def trailers(commits: Iterable[Changeset], branch: str) -> Iterator[Statement]:
    """The Reviewed-by trailers of commits that all of them carry: who reviewed one of them reviewed no other."""
    common: dict[str, None] | None = None
    for changeset in commits:
        named = dict.fromkeys(value for key, value in changeset.trailers if key.casefold() == "reviewed-by")
        common = named if common is None else {name: None for name in common if name in named}
    for name in common or ():
        yield Statement(
            state="approved",
            area=ANY_AREA,
            digest="",
            branch=branch,
            by=name,
            issued="",
            expires=_NEVER,
            reason="Reviewed-by trailer",
            source="a commit's trailer",
            assurance="trailer",
        )
