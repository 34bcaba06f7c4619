"""Judge: call the rules on what was gathered.

A rule is loaded if the change concerns it (`govhooks.run.concern`); large work is split among processes.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.run.concern import BIG, choose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govhooks.core.changeset import Changeset
    from govhooks.core.entry import Entry
    from govhooks.core.finding import Finding
    from govhooks.policy.load import Policies
    from govhooks.run.gathered import Gathered


class Said(Record):
    """The findings of the rules, before exceptions and baseline; `commits` is the number of commits judged in a history
    or range."""

    findings: Iterable[Finding]
    commits: int
    notes: tuple[str, ...] = ()


def judge(gathered: Gathered) -> Said:
    """Call the rules that the policy leaves on. Raises CannotJudge."""
    rules = [rule for rule in gathered.rules if rule.id not in gathered.policies.off]
    if gathered.kind == "history":
        from govhooks.run.history import judge_history

        return Said(*judge_history(gathered, rules))
    said = judge_changesets(rules, gathered.policies, gathered.changesets, gathered.request.jobs)
    return Said(said, sum(changeset.kind == "commit" for changeset in gathered.changesets))


def judge_changesets(
    rules: Sequence[Entry], policies: Policies, changesets: Sequence[Changeset], jobs: int
) -> Iterator[Finding]:
    """The findings for the changesets, in the order of the rules."""
    shared = {}
    if sum(len(changeset.changes) for changeset in changesets) >= BIG:
        from govhooks.run.parts import judge_parts

        shared = judge_parts([rule for rule in rules if rule.per_change], policies, changesets, jobs)
    chosen = [{rule.id for rule in choose(rules, changeset, policies)} for changeset in changesets]
    for rule in rules:
        for number, changeset in enumerate(changesets):
            if rule.id not in chosen[number]:
                continue
            if shared and rule.per_change:
                said: Iterable[Finding] = shared[rule.id, number]
            else:
                said = rule.load().check(changeset, policies.rules[rule.id])
            for finding in said:
                yield finding.but(commit=changeset.commit) if changeset.commit and not finding.commit else finding
