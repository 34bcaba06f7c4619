"""`govhooks approve` and `govhooks disapprove`: sign that a high-risk change may land, or that it must not.

One statement is written and signed per area (`govhooks.knowledge.approvals.statement`), verified at once as CI will
verify it, and stored where the policy says. A statement that would not count is not written.
"""

from __future__ import annotations

import argparse
import time
from functools import partial

from govhooks.commands import options
from govhooks.commands.landing import Landing, at_the_top
from govhooks.commands.options import say
from govhooks.core.errors import CLEAN, FINDINGS, CannotJudge, UsageError
from govhooks.git.plumbing import git_ok
from govhooks.git.repository import Repository
from govhooks.knowledge.approvals import statement as form
from govhooks.knowledge.approvals import store
from govhooks.knowledge.approvals.signing import sign
from govhooks.knowledge.signed_text import Malformed
from govhooks.policy.exceptions import days_after

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.rules.review.high_risk_changes.approval import Outcome

_VERBS = {"approve": "approved", "disapprove": "disapproved"}


def main(command: str, argv: Sequence[str]) -> int:
    """Run `govhooks approve|disapprove`. Exit codes: 0 written, 1 it would not count, 2 bad usage, 3 cannot judge."""
    parser = argparse.ArgumentParser(
        prog=f"govhooks {command}",
        description="Sign that the high-risk areas of a change may land."
        if command == "approve"
        else "Sign a veto: the change must not land as it is.",
    )
    parser.add_argument("areas", nargs="*", metavar="AREA", help="default: every area that needs approval")
    parser.add_argument("--range", default="", metavar="A..B", help="default: from the default branch to HEAD")
    parser.add_argument("--branch", default="", help="the branch it will land on, if A is not its name")
    parser.add_argument("--staged", action="store_true", help="approve or veto what is staged, not HEAD")
    parser.add_argument("--reason", required=True, help="what you checked, and why it may land")
    parser.add_argument("--expires", type=int, default=0, metavar="DAYS", help="default: the policy's")
    parser.add_argument("--key", default="", metavar="FILE", help="an SSH key; default: the one git signs with")
    parser.add_argument("--by", default="", metavar="ADDRESS", help="who you are; default: git's user.email")
    if command == "approve":
        parser.add_argument("--override", action="store_true", help="let it land without the approvals it lacks")
    return options.run(parser, argv, lambda chosen: _approve(command, chosen))


approve, disapprove = (partial(main, command) for command in _VERBS)


def _approve(command: str, chosen: argparse.Namespace) -> int:
    at_the_top()
    repository = Repository()
    try:
        landing = Landing(repository, chosen.range, chosen.branch, chosen.staged)
        outcomes = _asked(landing, chosen.areas)
        state = "overridden" if getattr(chosen, "override", False) else _VERBS[command]
        made = [_statement(landing, outcome, state, chosen) for outcome in outcomes]
        wrong = [(one, why) for one in made if (why := _why_not(landing, one))]
        for one, why in wrong:
            say(f"{one.area}: not written: {why.replace('its key', 'your key', 1)}")
        if wrong:
            return FINDINGS
        for one in made:
            where = store.keep(repository, one, landing.policy.store, landing.head)
            say(f"{one.area}: {one.state} until {one.expires}, digest {one.digest[:12]}: {where}")
        if landing.policy.store == "tree":
            say("commit it and push it with the change")
        if command == "disapprove":
            say(f"rewriting this branch can drop it: to be sure, push it to {landing.branch}, too")
        return CLEAN
    finally:
        repository.close()


def _asked(landing: Landing, names: Sequence[str]) -> list[Outcome]:
    """The areas to approve. Raises UsageError for an area that does not exist or needs no approval."""
    from govhooks.rules.review.high_risk_changes.approval import outcomes
    from govhooks.rules.review.high_risk_changes.touch import areas, touched

    found = outcomes(landing.changeset, landing.policy, touched(landing.changeset, landing.policy))
    by_id = {outcome.area.id: outcome for outcome in found}
    known = {area.id for area in areas(landing.policy)}
    for name in names:
        if name not in known:
            raise UsageError(f"no area {name} (areas: {', '.join(sorted(known))})")
        if name not in by_id:
            raise UsageError(f"this change needs no approval for {name}")
    if not found:
        raise UsageError('no area of this change needs approval (mode = "approve" in the target\'s governance.toml)')
    return [by_id[name] for name in dict.fromkeys(names)] if names else found


def _statement(landing: Landing, outcome: Outcome, state: str, chosen: argparse.Namespace) -> form.Statement:
    by = chosen.by or (git_ok("config", "--get", "user.email") or b"").decode("utf-8", "replace")
    if not by:
        raise UsageError("who are you? set git's user.email, or give --by ADDRESS")
    if not chosen.reason.strip() or not chosen.reason.isprintable():
        raise UsageError("--reason must be one line that can be printed")
    if chosen.expires < 0:
        raise UsageError("--expires is a number of days")
    now = landing.changeset.review.now if landing.changeset.review else time.time()
    issued = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
    days = chosen.expires or outcome.area.own.expires_days or landing.policy.expires_days or 90
    try:
        payload = form.payload(
            state,
            outcome.area.id,
            outcome.digest,
            landing.branch,
            by,
            issued,
            days_after(issued[:10], days),
            chosen.reason.strip(),
        )
    except Malformed as error:
        raise UsageError(f"the statement would not be valid: {error}") from None
    try:
        return form.parse(payload + sign(payload, chosen.key), "this statement")
    except Malformed as error:
        raise CannotJudge(f"the signature that was made cannot be read back: {error}") from None


def _why_not(landing: Landing, one: form.Statement) -> str:
    """Why a statement would not count; "" if it would."""
    from govhooks.rules.review.high_risk_changes.approval import outcomes
    from govhooks.rules.review.high_risk_changes.touch import touched

    review = landing.changeset.review
    assert review is not None
    review.add(one)
    for outcome in outcomes(landing.changeset, landing.policy, touched(landing.changeset, landing.policy), False):
        if outcome.area.id == one.area:
            why = next((why for said, why in outcome.refused if said is one), "")
            if not why and not any(voice.statement is one for voice in (*outcome.voices, *outcome.approving)):
                why = f"{one.by} is not an approver of {one.area}"
            return why
    return ""
