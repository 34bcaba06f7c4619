"""Access reviews: which systems of the register were reviewed on time, which are overdue or were never reviewed."""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.knowledge import access_record
from govhooks.metrics.metric import Figure, Item, Metric
from govhooks.metrics.moments import filled, points
from govhooks.policy.load import FILE, PolicyError
from govhooks.rules.access.access_reviews import register, standing
from govhooks.rules.access.access_reviews.policy import ID as RULE
from govhooks.rules.access.access_reviews.policy import Policy, System

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govhooks.knowledge.approvals.signing import Identity, Signed, Signers
    from govhooks.metrics.moments import Moment, Values
    from govhooks.rules.access.access_reviews.standing import Standing

ID = "access-reviews"
_FIGURES = (
    Figure("completion", "share of systems reviewed on time", unit="share", worse="down"),
    Figure("on_time", "systems reviewed on time", worse="down"),
    Figure("overdue", "systems whose review is overdue"),
    Figure("missing", "systems that were never reviewed"),
    Figure("systems", "systems in the register", worse=""),
)
_LATE = {standing.OVERDUE: "overdue", standing.MISSING: "missing"}


def measure(moments: Sequence[Moment]) -> Metric:
    """The metric at each moment; its figures and items are those of the last one."""
    verified = Verified()
    now = moments[-1]
    states, why = _states(now, verified)
    source = f"{FILE} and {access_record.FOLDER} of {now.commit[:12] or 'no commit'}"
    return Metric(
        ID,
        "Access reviews",
        filled(_FIGURES, _values(states), why or "no system is in the register", source=source),
        tuple(_item(name, *told) for name, told in sorted((states or {}).items(), key=_most_urgent)),
        points(ID, moments, lambda moment: _values(_states(moment, verified)[0])),
        (why,) if why else (),
    )


def _states(moment: Moment, verified: Verified) -> tuple[dict[str, tuple[System, Standing]] | None, str]:
    """(how each system stood, why that is not known)."""
    try:
        policies = moment.policies()
        policy = policies.rules[RULE]
        assert isinstance(policy, Policy)
        if policy.register:
            moment.past.follow([policy.register])
        given = policies.all_supplied()
        changeset = moment.changeset(**given, verify=verified.at(moment))
        for key in ("signers", "revoked", "gpg-keys"):
            moment.past.follow([given[key]] if given.get(key) else [])
        found = register.systems(changeset, policy)
        return {name: (system, standing.of(name, system, changeset, policy)) for name, system in found.items()}, ""
    except (PolicyError, CannotJudge) as error:
        return None, str(error)


class Verified:
    """Whose signatures are, each found out once: ssh-keygen is asked four times about one."""

    def __init__(self) -> None:
        self._known: dict[object, Identity | Exception] = {}

    def at(self, moment: Moment) -> Callable[[Signed, Signers], Identity]:
        """How `Changeset.supplied["verify"]` verifies as of a moment. What it gives raises Refused."""
        from govhooks.knowledge.approvals.signing import Refused, verify

        def check(said: Signed, signers: Signers) -> Identity:
            # A day can make a difference where a key is valid for a time.
            dated = b"valid-" in signers.allowed or not said.signature.startswith(b"-----BEGIN SSH")
            key = (said.payload, said.signature, signers, moment.today if dated else "")
            if key not in self._known:
                try:
                    self._known[key] = verify(said, signers, moment.seconds)
                except Refused as error:
                    self._known[key] = error
            found = self._known[key]
            if isinstance(found, Exception):
                raise found
            return found

        return check


def _values(states: dict[str, tuple[System, Standing]] | None) -> Values:
    if states is None:
        return dict.fromkeys(one.id for one in _FIGURES)
    late = [_LATE[state.kind] for _, state in states.values() if state.kind in _LATE]
    done = len(states) - len(late)
    return {
        "completion": done / len(states) if states else None,
        "on_time": done if states else None,
        "overdue": late.count("overdue") if states else None,
        "missing": late.count("missing") if states else None,
        "systems": len(states),
    }


def _most_urgent(row: tuple[str, tuple[System, Standing]]) -> tuple[bool, str, str]:
    name, (_, state) = row
    return state.kind not in _LATE, state.due, name


def _item(name: str, system: System, state: Standing) -> Item:
    return Item(
        kind=state.kind,
        title=name,
        path=state.source if "/" in state.source else "",
        since=f"{state.last}T00:00:00Z" if state.last else "",
        who=system.reviewer,
        detail={
            "last review": state.last or None,
            "due": state.due or None,
            "every": system.every,
            "owner": system.owner,
            "not counted": state.refused or None,
        },
    )
