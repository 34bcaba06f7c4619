"""`govhooks review`: show which approvals a high-risk change needs, from whom, and why.

For each area: the files, with the line and pattern that matched, the digest, who has approved, what does not count and
why, and who may still approve. `--explain PATH` shows the areas that a path belongs to; `--simulate POLICY` shows which
of the last commits would need what under another policy.
"""

from __future__ import annotations

import argparse

from govhooks.commands import options
from govhooks.commands.landing import ID, Landing, at_the_top
from govhooks.commands.options import say
from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.errors import CLEAN, FINDINGS, UsageError
from govhooks.git.plumbing import git
from govhooks.git.repository import Repository
from govhooks.knowledge.approvals.requirement import describe
from govhooks.policy import load as policies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.rules.review.high_risk_changes.approval import Outcome
    from govhooks.rules.review.high_risk_changes.policy import Policy


def main(argv: Sequence[str]) -> int:
    """Run `govhooks review`. Exit codes: 0 nothing is missing, 1 an approval is missing, 2 bad usage, 3 cannot judge."""
    parser = argparse.ArgumentParser(
        prog="govhooks review", description="Show which approvals a high-risk change needs, from whom, and why."
    )
    parser.add_argument("--range", default="", metavar="A..B", help="default: from the default branch to HEAD")
    parser.add_argument("--branch", default="", help="the branch it will land on, if A is not its name")
    parser.add_argument("--staged", action="store_true", help="review what is staged, not HEAD")
    parser.add_argument("--explain", default="", metavar="PATH", help="show the areas that a path belongs to")
    parser.add_argument("--simulate", default="", metavar="POLICY", help="try a governance.toml on the last commits")
    parser.add_argument("--commits", type=int, default=50, metavar="N", help="with --simulate: how many (default 50)")
    return options.run(parser, argv, _review)


def _review(chosen: argparse.Namespace) -> int:
    at_the_top()
    repository = Repository()
    try:
        if chosen.simulate:
            return _simulate(repository, chosen.simulate, chosen.commits)
        landing = Landing(repository, chosen.range, chosen.branch, chosen.staged)
        return _explain(landing, chosen.explain) if chosen.explain else _show(landing)
    finally:
        repository.close()


def _show(landing: Landing) -> int:
    from govhooks.rules.review.high_risk_changes.approval import lands, outcomes
    from govhooks.rules.review.high_risk_changes.touch import touched

    found = list(touched(landing.changeset, landing.policy))
    say(
        f"{landing.base[:12]}..{landing.head[:12]}, {landing.paths} files, to land on {landing.branch}"
        f" (policy: {landing.policies.origin})"
    )
    flagged: dict[str, int] = {}
    for _, area, _ in found:
        if area.mode != "approve":
            flagged[area.id] = flagged.get(area.id, 0) + 1
    for name, count in flagged.items():
        say(f"{name}: flagged in {count} file{'s' if count > 1 else ''}, needs no approval")
    missing = 0
    review = landing.changeset.review
    assert review is not None
    for outcome in outcomes(landing.changeset, landing.policy, found):
        here = lands(outcome.area, landing.policy, review)
        missing += here and not outcome.done
        _outcome(outcome, here)
    for where, why in review.malformed.items():
        say(f"{where}: not a valid statement: {why}")
    if not found:
        say("no high-risk area is touched")
    return FINDINGS if missing else CLEAN


def _outcome(outcome: Outcome, landing: bool) -> None:
    count = len(outcome.changes)
    state = outcome.state if landing or outcome.done else "not needed on this branch"
    say(f"{outcome.area.id} ({outcome.area.title}): {state}")
    say(f"  needs     {describe(outcome.requirement)}")
    say(f"  digest    {outcome.digest}")
    for change, reasons in outcome.changes[:20]:
        say(f"  file      {change.path}: {'; '.join(reasons)}")
    if count > 20:
        say(f"  file      and {count - 20} more")
    for role, names in outcome.makers.items():
        if names:
            say(f"  {role:9} {', '.join(names)}")
    for voice in outcome.voices:
        say(f"  {voice.statement.state:9} {voice}: {voice.statement.reason}")
    for one, why in outcome.refused:
        say(f"  ignored   {one.source}: {why}")
    if not outcome.done:
        say(f"  may still {', '.join(outcome.may) or 'nobody: add approvers or keys on the branch it lands on'}")


def _explain(landing: Landing, path: str) -> int:
    """The areas that a path belongs to, whatever changes in it, and what they require."""
    from govhooks.rules.review.high_risk_changes.approval import requirement
    from govhooks.rules.review.high_risk_changes.touch import touched

    changes = [change for change in landing.changeset.changes if path in (change.path, change.old_path)]
    alone = Changeset(tuple(changes) or (Change("A", path),), kind="range", before=landing.changeset.before)
    found = list(touched(alone, landing.policy))
    say(
        f"{path}: {'as it changes here' if changes else 'not changed here; by its name'} (policy: {landing.policies.origin})"
    )
    for _, area, reasons in found:
        asks = f", needs {describe(requirement(area, landing.policy))}" if area.mode == "approve" else ""
        say(f"  {area.id} ({area.mode}{asks}): {'; '.join(reasons)}")
    if not found:
        say("  no area")
    return CLEAN


def _simulate(repository: Repository, path: str, count: int) -> int:
    """Compare the last commits under the committed policy and under another one."""
    from govhooks.rules.index import ENTRIES

    try:
        with open(path, "rb") as stream:
            other = policies.load(stream.read(), path, ENTRIES).rules[ID]
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    head = repository.resolve("HEAD")
    data = repository.tree(head)(policies.FILE)
    loaded = policies.defaults(ENTRIES) if data is None else policies.load(data, f"HEAD:{policies.FILE}", ENTRIES)
    differs = 0
    ids = git("rev-list", "--first-parent", f"--max-count={max(1, count)}", head).decode("ascii").split()
    for commit in ids:
        parent = git("rev-list", "--parents", "--max-count=1", commit).decode("ascii").split()[1:]
        changes = repository.between(parent[0] if parent else repository.empty_tree(), commit)
        change = Changeset(tuple(changes), kind="range")
        now, then = _needs(change, loaded.rules[ID]), _needs(change, other)  # type: ignore[arg-type]
        subject = git("log", "-1", "--format=%s", commit).decode("utf-8", "replace").strip()
        if now != then:
            differs += 1
            say(f"{commit[:12]} {subject}")
            say(f"  now   {now or 'nothing'}")
            say(f"  then  {then or 'nothing'}")
    say(f"{differs} of {len(ids)} commits would be judged differently by {path}")
    return CLEAN


def _needs(changeset: Changeset, policy: Policy) -> str:
    """What a change needs under a policy, on one line."""
    from govhooks.rules.review.high_risk_changes.approval import requirement
    from govhooks.rules.review.high_risk_changes.touch import touched

    found = {}
    for _, area, _ in touched(changeset, policy):
        asks = f": {describe(requirement(area, policy))}" if area.mode == "approve" else ""
        found[area.id] = f"{area.id} ({area.mode}{asks})"
    return "; ".join(found[name] for name in sorted(found))
