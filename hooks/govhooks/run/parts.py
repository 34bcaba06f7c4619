"""Split the changes among processes, for rules that judge every change independently."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.run import workers
from govhooks.run.concern import choose
from govhooks.run.progress import Bar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from govhooks.core.changeset import Changeset
    from govhooks.core.entry import Entry
    from govhooks.policy.load import Policies

# Changes per task: enough to outweigh the cost of two pipes, few enough to share evenly.
TASK = 16
# From this many tasks on, rules prepare themselves before the work is split.
MUCH = 24


def judge_parts(
    rules: Sequence[Entry], policies: Policies, changesets: Sequence[Changeset], jobs: int
) -> dict[tuple[str, int], list[Finding]]:
    """(rule id, number of the changeset) -> the rule's findings; the same for any number of processes."""
    tasks = _tasks(changesets)
    if len(tasks) >= MUCH:
        for rule in rules:
            rule.load().prepare()

    def work(number: int) -> list[tuple[int, str, list[tuple[Any, ...]]]]:
        said = []
        for which, start, stop in tasks[number]:
            part = _part(changesets[which], start, stop)
            for rule in choose(rules, part, policies):
                if findings := [flat(finding) for finding in rule.load().check(part, policies.rules[rule.id])]:
                    said.append((which, rule.id, findings))
        return said

    outcomes: dict[int, Any] = {}
    with Bar("files judged", sum(len(changeset.changes) for changeset in changesets)) as bar:
        for task, outcome in workers.run(work, len(tasks), jobs):
            outcomes[task] = outcome
            bar.step(sum(stop - start for _, start, stop in tasks[task]), sum(len(said) for _, _, said in outcome))
    found: dict[tuple[str, int], list[Finding]] = {
        (rule.id, which): [] for rule in rules for which in range(len(changesets))
    }
    for task in range(len(tasks)):
        for which, rule_id, findings in outcomes[task]:
            found[rule_id, which].extend(map(restored, findings))
    return found


def _tasks(changesets: Sequence[Changeset]) -> list[list[tuple[int, int, int]]]:
    """Tasks of about TASK changes: (number of the changeset, first change, end)."""
    tasks: list[list[tuple[int, int, int]]] = [[]]
    room = TASK
    for which, changeset in enumerate(changesets):
        # A commit is not split, and an empty one counts, too: it may have a message to judge.
        for start in range(0, max(1, len(changeset.changes)), TASK):
            stop = min(start + TASK, len(changeset.changes))
            if room <= 0:
                tasks.append([])
                room = TASK
            tasks[-1].append((which, start, stop))
            room -= max(1, stop - start)
    return tasks


def _part(whole: Changeset, start: int, stop: int) -> Changeset:
    """The changeset with some of its changes, and both trees unchanged."""
    if stop - start == len(whole.changes):
        return whole
    return whole.but(changes=whole.changes[start:stop], after=whole.after)


def flat(finding: Finding) -> tuple[Any, ...]:
    """A finding in the form that is sent through a pipe; exceptions are applied on the other side."""
    return tuple(getattr(finding, name) for name in Finding.fields)


def restored(values: tuple[Any, ...]) -> Finding:
    return Finding(*values)
