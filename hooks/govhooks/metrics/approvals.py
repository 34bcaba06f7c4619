"""Approvals of high-risk changes: how many were asked for, given, overridden and vetoed, and how long people waited.

Asked for is a landed step (a merge, or a commit) that declares an area whose mode is `approve` in the policy before it. What was said is read from
the records in `.governance/approvals/` that landed; those in git notes have no time of landing, and are not counted. The wait is
from the first commit of the step that a record landed with to when it was signed.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.approvals import statement as form
from govhooks.knowledge.approvals.store import FOLDER, is_record
from govhooks.knowledge.signed_text import Malformed, instant, seconds
from govhooks.metrics.evidence import WINDOW, trailers
from govhooks.metrics.metric import Figure, Item, Metric
from govhooks.metrics.moments import Moment, filled, median, points
from govhooks.metrics.timeline import version_at
from govhooks.policy.load import FILE, PolicyError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.knowledge.approvals.statement import Statement
    from govhooks.metrics.commits import Commit
    from govhooks.metrics.moments import Past, Values

ID = "approvals"
_RULE = "high-risk-changes"
_FIGURES = (
    Figure("asked", "changes that needed approval, landed in 90 days", worse=""),
    Figure("given", "approvals, landed in 90 days", worse=""),
    Figure("overridden", "overrides, landed in 90 days"),
    Figure("vetoed", "vetoes, landed in 90 days", worse=""),
    Figure("median_wait", "median from the first commit to the approval", unit="seconds"),
)
_UNREAD = "the policy before one of these changes cannot be read"
_STATES = {"approved": "given", "overridden": "overridden", "disapproved": "vetoed"}


def measure(moments: Sequence[Moment]) -> Metric:
    """The metric at each moment; its figures and items are those of the last one."""
    now = moments[-1]
    past = now.past
    why = risk = ""
    asked: list[int] = []
    unread: list[int] = []
    said: list[tuple[int, Statement, int | None]] = []
    try:
        risk, evidence = trailers(now)
        every = past.commits(risk, evidence)
        asked, unread = _asked(past, every)
        said = _said(past, every)
    except (PolicyError, CannotJudge) as error:
        why = str(error)

    def values(moment: Moment) -> Values:
        if why:
            return dict.fromkeys(one.id for one in _FIGURES)
        landed = [one for one in said if _is_inside(one[0], moment)]
        waits = [wait for _, one, wait in landed if one.state == "approved" and wait is not None]
        states = [_STATES[one.state] for _, one, _ in landed]
        return {
            "asked": None
            if any(_is_inside(step, moment) for step in unread)
            else sum(_is_inside(step, moment) for step in asked),
            **{name: states.count(name) for name in _STATES.values()},
            "median_wait": median(waits),
        }

    return Metric(
        ID,
        "Approvals",
        filled(
            tuple(one.but(unknown=_UNREAD if one.id == "asked" and not why else "") for one in _FIGURES),
            values(now),
            why or "no approval landed in 90 days",
            source=f"{FOLDER} and the messages of commits",
        ),
        tuple(_item(past, *one) for one in reversed(said) if _is_inside(one[0], now)),
        points(f"{ID} {risk}", moments, values),
        (why,) if why else (),
    )


def _is_inside(step: int, moment: Moment) -> bool:
    """Whether a step landed in the window before a moment."""
    return step <= moment.step and moment.seconds - WINDOW < moment.past.line.times[step] <= moment.seconds


def _asked(past: Past, every: Sequence[Commit]) -> tuple[list[int], list[int]]:
    """The steps that declare an area whose changes need approval, by the policy before the step; and those of which it cannot be told,
    because that policy cannot be read."""
    risks: dict[int, set[str]] = {}
    for one in every:
        risks.setdefault(one.step, set()).update(one.risks)
    found, unread = [], []
    for step in sorted(risks):
        if not risks[step] or not step:
            continue
        try:
            if risks[step] & _approving(_before(past, step)):
                found.append(step)
        except PolicyError:
            unread.append(step)
    return found, unread


def _approving(moment: Moment) -> set[str]:
    """The areas whose changes need approval by the policy of a moment. Raises PolicyError for one that cannot be read."""
    past = moment.past
    blob = version_at(past.known(FILE), moment.step)
    known = past.kept.get("approving", blob) if past.kept else None
    if known is None:
        policy = moment.policies().rules[_RULE]
        from govhooks.rules.review.high_risk_changes.touch import areas

        known = sorted(area.id for area in areas(policy) if area.mode == "approve")  # type: ignore[arg-type]
        if past.kept:
            past.kept.put("approving", blob, known)
    return set(known)


def _before(past: Past, step: int) -> Moment:
    """The moment of the step before another one."""
    moment = Moment(past, past.line.times[step - 1])
    moment.step = step - 1
    return moment


def _said(past: Past, every: Sequence[Commit]) -> list[tuple[int, Statement, int | None]]:
    """The records that landed, in order: the step, the statement, how long it was waited for."""
    first: dict[int, int] = {}
    for one in every:
        first[one.step] = min(one.made, first.get(one.step, one.made))
    found = []
    for path in past.below(FOLDER):
        step, blob = past.known(path)[0]
        data = past.content(blob) or b""
        if not is_record(path, "100644", data):
            continue
        try:
            statement = form.parse(data, path)
        except Malformed:
            continue
        wait = seconds(statement.issued) - first[step] if step in first else None
        found.append((step, statement, wait if wait is not None and wait >= 0 else None))
    return sorted(found, key=lambda one: (one[0], one[1].issued, one[1].source))


def _item(past: Past, step: int, one: Statement, wait: int | None) -> Item:
    return Item(
        _STATES[one.state],
        f"{one.area}: {one.reason}",
        one.source,
        commit=past.line.commits[step],
        since=instant(past.line.times[step]),
        who=one.by,
        detail={"area": one.area, "signed": one.issued, "seconds waited": wait},
    )
