"""When a system was last reviewed, by whom, and when its next review is due."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.core.waiver import person
from govhooks.knowledge import access_record
from govhooks.knowledge.signed_text import Malformed
from govhooks.policy.exceptions import days_after
from govhooks.rules.access.access_reviews.policy import Policy, System, days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.changeset import Changeset

OVERDUE, MISSING, SOON, REVIEWED = "overdue", "missing", "soon", "reviewed"


class Standing(Record):
    """`kind` is "overdue", "missing", "soon" or "reviewed"; `last` and `due` are days, "" if it was never reviewed.

    `source` is where the last review is recorded; `refused` why a record does not count, "" if there is none or it does.
    """

    kind: str
    last: str = ""
    due: str = ""
    source: str = ""
    refused: str = ""


def of(name: str, system: System, changeset: Changeset, policy: Policy, recorded: str = "") -> Standing:
    """How a system stands on the changeset's day. A record in the change itself counts, as it is signed.

    `recorded` is the day that the register has after the change: where reviews need not be signed, it counts like that.
    """
    last, source, refused = "", "", ""
    data = changeset.after(access_record.place(name))
    if data is not None:
        try:
            review = access_record.parse(data)
        except Malformed as error:
            refused = str(error)
        else:
            refused = _why_not(name, system, review, changeset)
            if not refused:
                last, source = review.day, access_record.place(name)
    for day in (system.last, recorded) if not policy.signed else ():
        if day > changeset.today:
            refused = refused or f"last = {day} is in the future"
        elif day > last:
            last, source = day, "last"
    if not last:
        return Standing(MISSING, refused=refused)
    due = days_after(last, days(system.every))
    if due < changeset.today:
        return Standing(OVERDUE, last, due, source, refused)
    soon = days_after(due, -days(policy.warn)) if days(policy.warn) else ""
    return Standing(SOON if soon and soon <= changeset.today else REVIEWED, last, due, source, refused)


def _why_not(name: str, system: System, review: access_record.AccessReview, changeset: Changeset) -> str:
    """Why a record does not count; "" if it does."""
    if review.system != name:
        return f"it is about {review.system}"
    if person(review.by) != person(system.reviewer):
        return f"it is signed by {review.by}, not by the reviewer, {system.reviewer}"
    from govhooks.knowledge.approvals.signing import refusal

    return refusal(review, changeset)


def told(name: str, system: System, state: Standing) -> tuple[str, str]:
    """(problem, fix) of a system whose review is not in order."""
    fix = f"have {system.reviewer} review it and run `govhooks access review {name}`"
    but = f"; the record in {access_record.place(name)} does not count: {state.refused}" if state.refused else ""
    if state.kind == MISSING:
        return f"access to {name} was never reviewed{but}", fix
    if state.kind == OVERDUE:
        return (
            f"the access review of {name} is overdue: last on {state.last}, due on {state.due} "
            f"(every {system.every}){but}",
            fix,
        )
    return f"the access review of {name} is due on {state.due} (last on {state.last}){but}", fix
