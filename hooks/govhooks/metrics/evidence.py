"""Commits without evidence that the hooks ran, and the share of agents in high-risk changes: both from what commits say of themselves."""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.signed_text import instant
from govhooks.metrics.metric import Figure, Item, Metric, grouped
from govhooks.metrics.moments import filled, points
from govhooks.metrics.timeline import DAY
from govhooks.policy.load import PolicyError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.metrics.commits import Commit
    from govhooks.metrics.moments import Moment, Values

EVIDENCE, AGENTS = "evidence", "agents"
# How far back both look from a moment.
WINDOW = 90 * DAY
_EVIDENCE = (
    Figure("without", "commits without evidence, landed in 90 days"),
    Figure("share", "share of commits without evidence", unit="share"),
    Figure("commits", "commits that landed in 90 days", worse=""),
)
_AGENTS = (
    Figure("share", "share of high-risk commits that agents made, in 90 days", unit="share", worse=""),
    Figure("high_risk", "high-risk commits that landed in 90 days", worse=""),
    Figure("by_agents", "of these, made by agents", worse=""),
)
# Items that a report lists.
_MOST = 200


def trailers(moment: Moment) -> tuple[str, str]:
    """The names of the trailers that declare risk and show evidence, by the policy of a moment ("" for none). Raises PolicyError."""
    found = moment.policies()
    evidence = found.all_supplied().get("evidence-trailer") or ""
    return found.rules["high-risk-changes"].trailer, evidence  # type: ignore[attr-defined]


def evidence(moments: Sequence[Moment]) -> Metric:
    """Commits without the trailer of hook-evidence; unknown where the policy of the last moment asks for none."""
    now = moments[-1]
    why, risk, wanted, found = "", "", "", []
    try:
        risk, wanted = trailers(now)
        why = "" if wanted else "the policy asks for no evidence (trailer in [rules.hook-evidence])"
        found = [one for one in now.past.commits(risk, wanted) if not one.merge] if wanted else []
    except (PolicyError, CannotJudge) as error:
        why = str(error)

    def values(moment: Moment) -> Values:
        if why:
            return dict.fromkeys(one.id for one in _EVIDENCE)
        landed = _landed(found, moment)
        bad = sum(not one.evidence for one in landed)
        return {"without": bad, "share": bad / len(landed) if landed else None, "commits": len(landed)}

    lacking = [one for one in _landed(found, now) if not one.evidence]
    return Metric(
        EVIDENCE,
        "Commits without hook evidence",
        filled(_EVIDENCE, values(now), why or "no commit landed in 90 days", source=_source(now)),
        tuple(_item(one, "open", "a commit without evidence") for one in lacking[:_MOST]),
        points(f"{EVIDENCE} {risk} {wanted}", moments, values),
        (why,) if why else (),
    )


def agents(moments: Sequence[Moment]) -> Metric:
    """The share of agents in the commits whose message declares a high-risk change."""
    now = moments[-1]
    why, risk, wanted, found = "", "", "", []
    try:
        risk, wanted = trailers(now)
        found = [one for one in now.past.commits(risk, wanted) if one.risks and not one.merge]
    except (PolicyError, CannotJudge) as error:
        why = str(error)

    def values(moment: Moment) -> Values:
        if why:
            return dict.fromkeys(one.id for one in _AGENTS)
        landed = _landed(found, moment)
        by = sum(bool(one.agent) for one in landed)
        return {"share": by / len(landed) if landed else None, "high_risk": len(landed), "by_agents": by}

    risky = _landed(found, now)
    return Metric(
        AGENTS,
        "Agents' share of high-risk changes",
        filled(_AGENTS, values(now), why or "no high-risk commit landed in 90 days", source=_source(now)),
        tuple(_item(one, "agent" if one.agent else "person", ", ".join(one.risks), one.agent) for one in risky[:_MOST]),
        points(f"{AGENTS} {risk}", moments, values),
        (why,) if why else (),
        grouped("agent", "high-risk commits by agent", (one.agent for one in risky if one.agent)),
    )


def _landed(found: Sequence[Commit], moment: Moment) -> list[Commit]:
    """Those that landed in the window before a moment, newest first."""
    low = moment.seconds - WINDOW
    return [one for one in reversed(found) if one.step <= moment.step and low < one.landed <= moment.seconds]


def _source(now: Moment) -> str:
    return f"the messages of the commits that {now.commit[:12]} reaches"


def _item(one: Commit, kind: str, title: str, who: str = "") -> Item:
    return Item(kind, title, commit=one.commit, since=instant(one.landed), who=who)
