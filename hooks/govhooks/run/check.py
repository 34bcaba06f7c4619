"""`govhooks check`, and every hook of a single rule, in stages: request, gather, judge, conclude, report."""

from __future__ import annotations

import os
import sys

from govhooks.core.errors import CLEAN, UsageError
from govhooks.git.repository import Repository
from govhooks.run.request import HELP, HelpWanted, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.core.entry import Entry
    from govhooks.core.verdict import Verdict
    from govhooks.run.gathered import Gathered
    from govhooks.run.request import Request


def check(rules: Sequence[Entry] | None, argv: Sequence[str], program: str = "govhooks check") -> int:
    """Run a command line for some rules (None: all of them) and return its exit code. Raises what `govhooks.run.frame`
    handles."""
    try:
        request = parse(argv, os.environ)
    except HelpWanted:
        sys.stdout.write(HELP.format(name=program, pad=" " * (len(program) + 6)))
        return CLEAN
    return _run(rules, request)


def check_all(argv: Sequence[str]) -> int:
    """`govhooks check` with all rules."""
    return check(None, argv)


def judge_request(request: Request) -> int:
    """Judge a request that a command has built, with all rules; report, and return the exit code."""
    return _run(None, request)


def spare() -> None:
    """Postpone garbage collection: a short process has hardly any cycles, and looking for them takes 1 ms of its 20."""
    import gc

    gc.set_threshold(100_000, 20, 20)


def _run(rules: Sequence[Entry] | None, request: Request) -> int:
    repository = Repository()
    try:
        staged = not (request.everything or request.history or request.to_ref or request.stdin)
        if staged:
            repository.start_diff()
        if rules is None:
            from govhooks.rules.index import ENTRIES

            rules = ENTRIES
        verdict = reach(repository, _selected(rules, request), request)
        if verdict is None:
            return CLEAN
        from govhooks.run.report import report

        return report(verdict, request)
    finally:
        repository.close()


def reach(repository: Repository, rules: Sequence[Entry], request: Request) -> Verdict | None:
    """The verdict on a request; None if a message was prepared and there is nothing to judge."""
    # Imported here, not above: git is already at work meanwhile.
    from govhooks.run.conclude import conclude
    from govhooks.run.gather import gather
    from govhooks.run.judge import judge

    gathered = gather(repository, rules, request)
    if gathered.kind == "prepare":
        from govhooks.run.messages import write_trailers

        write_trailers(gathered)
        return None
    verdict = conclude(gathered, judge(gathered))
    if gathered.kind == "change" and gathered.policies.asks_for_evidence:
        _leave_evidence(gathered, verdict)
    return verdict


def _leave_evidence(gathered: Gathered, verdict: Verdict) -> None:
    """Leave evidence for prepare-commit-msg, if the committed policy judged at its own confidence; it names the rules
    that ran."""
    from govhooks.run import evidence

    request, policies = gathered.request, gathered.policies
    if verdict.refused:
        evidence.drop()
    elif not (request.policy or request.confidence):
        judged = [rule.id for rule in gathered.rules if "change" in rule.kinds and rule.id not in policies.off]
        evidence.leave(gathered.repository, gathered.changesets[0], judged)


def _selected(rules: Sequence[Entry], request: Request) -> Sequence[Entry]:
    if not request.rules:
        return rules
    known = {rule.id: rule for rule in rules}
    for name in request.rules:
        if name not in known:
            from difflib import get_close_matches

            close = get_close_matches(name, known, 1, 0.4)
            hint = f": did you mean {close[0]}?" if close else f" (rules: {', '.join(known)})"
            raise UsageError(f"no rule {name}{hint}")
    return tuple(known[name] for name in dict.fromkeys(request.rules))
