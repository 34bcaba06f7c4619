"""Judge the whole tree for `govhooks baseline`, with every rule whose findings can be recorded."""

from __future__ import annotations

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.errors import UsageError
from govhooks.core.finding import surest
from govhooks.core.record import Record
from govhooks.rules.index import ENTRIES
from govhooks.run.conclude import confident, discreet, excused, same
from govhooks.run.gather import require_work_tree, today
from govhooks.run.judge import judge_changesets
from govhooks.run.policy import HEAD_POLICY, find_policies, supplied
from govhooks.run.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from govhooks.core.changeset import Reader
    from govhooks.core.entry import Entry
    from govhooks.core.finding import Finding
    from govhooks.git.repository import Repository


class Survey(Record):
    """The findings in the whole tree, as if we had no baseline.

    `found`    every finding; `refused` those that `check --all` would refuse, each value once.
    `rules`    the rules that were run: for one that is switched off, nothing is known.
    `committed`  the findings of HEAD in some files, to tell them from what is only staged or on disk.
    """

    found: tuple[Finding, ...]
    refused: tuple[Finding, ...]
    rules: tuple[Entry, ...]
    committed: Callable[[Collection[str]], list[Finding]]


def survey(repository: Repository, foreign_baseline: bool = True) -> Survey:
    """Run every rule that judges content as it is on the whole tree. Without `foreign_baseline`, ignore a
    detect-secrets baseline, too. Raises UsageError, CannotJudge."""
    request = Request(everything=True)
    require_work_tree(request)
    before: Reader = repository.tree("HEAD") if repository.head() else lambda path: None
    changeset = Changeset(
        tuple(repository.whole(None)), kind="whole", today=today(), before=before, after=repository.indexed
    )
    rules = tuple(rule for rule in ENTRIES if rule.baseline)
    policies, _, _ = find_policies(rules, request, changeset, HEAD_POLICY)
    rules = tuple(rule for rule in rules if rule.id not in policies.off)
    if not rules:
        raise UsageError(f"every rule whose findings are recorded is disabled by {policies.origin}")
    foreign = "" if foreign_baseline else policies.supplied("foreign-baseline")
    given = supplied(policies, request.stage)
    # A foreign baseline excuses nothing then, but it still is not code: it contains digests.
    changeset = changeset.but(supplied=given, after=lambda path: None if path == foreign else repository.indexed(path))
    found = discreet(surest(judge_changesets(rules, policies, [changeset], request.jobs), same), rules)
    if found and policies.waivers:
        found = excused(found, policies, changeset.today)
    refused = [finding for finding in found if finding.blocks and finding.exception is None]
    # Merge duplicates only now, among what is left: if a value occurs twice in a file, one place may have a higher
    # confidence.
    told = surest(confident(refused, policies, "", []), lambda f: (f.rule, f.path, f.identity, f.guessable))

    def committed(paths: Collection[str]) -> list[Finding]:
        changes = tuple(
            Change("W", change.path, new=change.sources[0], mode=change.mode, oid=change.oid)
            for change in repository.between(repository.empty_tree(), "HEAD")
            if change.path in paths
        )
        old = changeset.but(changes=changes, after=lambda path: None if path == foreign else before(path))
        return list(judge_changesets(rules, policies, [old], request.jobs))

    return Survey(tuple(found), tuple(told), rules, committed)
