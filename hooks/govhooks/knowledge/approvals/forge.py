"""Approvals that are not signed: a forge's review, read from the event file of its CI, and Reviewed-by trailers.

The event: https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request_review (GitHub, Gitea, Forgejo).
It names the commit that was reviewed; the approval counts for content with the same digest, and for nothing else.
"""

from __future__ import annotations

from govhooks.knowledge.approvals.statement import Statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from govhooks.core.changeset import Changeset

ANY_AREA = "*"
# How forges and bots sign: GitHub <noreply@github.com>, dependabot[bot] <49699333+dependabot[bot]@users.noreply...>,
# Renovate Bot <bot@renovateapp.com>, project_12_bot_1a2b@noreply.gitlab.example.
_BOT = r"(?i)\[bot\]|(?<![a-z])bot(?![a-z])|<noreply@|<(dependabot|renovate)@|@(dependabot|renovateapp)\.com>"
_STATES = {"approved": "approved", "changes_requested": "disapproved"}
_NEVER = "9999-12-31"


def reviews(environ: Mapping[str, str]) -> Iterator[Statement]:
    """The review in a pull_request_review event; raises CannotJudge for an event file that cannot be read."""
    if not environ.get("GITHUB_EVENT_PATH") or environ.get("GITHUB_EVENT_NAME") != "pull_request_review":
        return
    from govhooks.knowledge.approvals import event as events

    event = events.read(environ)
    review, base = event.table("review"), event.table("pull_request").table("base").text("ref")
    state = _STATES.get(review.text("state").lower())
    if state is not None:
        yield Statement(
            state=state,
            area=ANY_AREA,
            digest="",
            branch=base,
            by=f"github:{review.table('user').text('login')}",
            issued=review.text("submitted_at") if review.has("submitted_at") else "",
            expires=_NEVER,
            reason="review on the forge",
            source="the forge's event file",
            assurance="forge",
            commit=review.text("commit_id"),
        )


def is_machine(who: str) -> bool:
    """Whether "Name <mail>" is a forge or a bot, which cannot be asked to rewrite a message."""
    import re

    return re.search(_BOT, who) is not None


def trailers(commits: Iterable[Changeset], branch: str) -> Iterator[Statement]:
    """The Reviewed-by trailers that all of these commits have: a review of one commit is not a review of another."""
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
