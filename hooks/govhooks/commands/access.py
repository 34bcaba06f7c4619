"""`govhooks access`: record the review of a system's access, and list what is due.

    govhooks access list                      the systems of the register, each with its last and its next review
    govhooks access review SYSTEM --keep WHO --remove WHO --reason TEXT

A review is a signed record (`govhooks.knowledge.access_record`), verified at once as the rule `access-reviews` will verify it, and
staged. One that would not count is not written.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from govhooks.commands import options, records
from govhooks.commands.landing import at_the_top
from govhooks.commands.options import say
from govhooks.core.changeset import Changeset
from govhooks.core.errors import CLEAN, FINDINGS, UsageError
from govhooks.git.plumbing import git_ok
from govhooks.git.repository import Repository
from govhooks.knowledge import access_record
from govhooks.knowledge.approvals.signing import sign
from govhooks.knowledge.signed_text import Malformed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.rules.access.access_reviews.policy import Policy, System


def main(argv: Sequence[str]) -> int:
    """Run `govhooks access`. Exit codes: 0 done, 1 a review is overdue or would not count, 2 bad usage, 3 cannot judge."""
    parser = argparse.ArgumentParser(
        prog="govhooks access", description="Record the review of a system's access; list what is due."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    listed = commands.add_parser("list", help="the systems, each with its last and its next review")
    listed.add_argument("--format", choices=("text", "json"), default="text")
    made = commands.add_parser("review", help="sign that you reviewed the access to a system")
    made.add_argument("system", metavar="SYSTEM", help="its name in the register")
    for what, help_ in (
        ("keep", "a grant that stays"),
        ("change", "one that changes"),
        ("remove", "one that has to go"),
    ):
        made.add_argument(f"--{what}", action="append", default=[], metavar="WHO", help=f"{help_}; may be repeated")
    made.add_argument("--reason", required=True, help="what you looked at, and why the rest may stay")
    made.add_argument("--key", default="", metavar="FILE", help="an SSH key; default: the one git signs with")
    made.add_argument("--by", default="", metavar="ADDRESS", help="who you are; default: git's user.email")
    return options.run(parser, argv, _run)


def _run(chosen: argparse.Namespace) -> int:
    at_the_top()
    repository = Repository()
    try:
        from govhooks.rules.access.access_reviews import register
        from govhooks.rules.access.access_reviews.policy import ID

        nothing = "there is no commit yet, so no register: commit governance.toml first"
        changeset, policy = records.in_force(repository, ID, nothing)

        systems = register.systems(changeset, policy)
        if chosen.command == "list":
            return _list(systems, changeset, policy, chosen.format)
        if chosen.system not in systems:
            known = ", ".join(sorted(systems)) or "none"
            raise UsageError(f"no system {chosen.system} in the register (systems: {known})")
        return _review(chosen, systems[chosen.system], changeset, policy, repository)
    finally:
        repository.close()


def _list(systems: dict[str, System], changeset: Changeset, policy: Policy, form: str) -> int:
    """Print the systems, the most urgent first. Returns FINDINGS if one is overdue or was never reviewed."""
    from govhooks.rules.access.access_reviews import standing

    states = {name: standing.of(name, system, changeset, policy) for name, system in systems.items()}
    late = [name for name, state in states.items() if state.kind in (standing.OVERDUE, standing.MISSING)]
    order = sorted(systems, key=lambda name: (states[name].due, name))
    if form == "json":
        rows = [
            {
                "system": name,
                "owner": systems[name].owner,
                "reviewer": systems[name].reviewer,
                "every": systems[name].every,
                "last": states[name].last or None,
                "due": states[name].due or None,
                "state": states[name].kind,
                "refused": states[name].refused or None,
            }
            for name in order
        ]
        done = len(systems) - len(late)
        json.dump({"systems": rows, "reviewed": done, "total": len(systems)}, sys.stdout, indent=2)
        sys.stdout.write("\n")
        return FINDINGS if late else CLEAN
    if not systems:
        say("no system is in the register: add [rules.access-reviews.systems.NAME] to governance.toml")
    for name in order:
        system, state = systems[name], states[name]
        when = f"due {state.due}, last {state.last}" if state.last else "never reviewed"
        say(f"{state.kind:9} {name}: {when} (every {system.every}, by {system.reviewer})")
        if state.refused:
            say(f"          its record does not count: {state.refused}")
    if systems:
        say(f"{len(systems) - len(late)} of {len(systems)} reviewed on time")
    return FINDINGS if late else CLEAN


def _review(
    chosen: argparse.Namespace, system: System, changeset: Changeset, policy: Policy, repository: Repository
) -> int:
    """Sign, verify and stage a record."""
    from govhooks.rules.access.access_reviews import standing

    by = chosen.by or (git_ok("config", "--get", "user.email") or b"").decode("utf-8", "replace").strip()
    if not by:
        raise UsageError("who are you? set git's user.email, or give --by ADDRESS")
    decisions = tuple((what, whose) for what in access_record.DECISIONS for whose in getattr(chosen, what))
    if not decisions:
        raise UsageError("say what was decided: --keep WHO, --change WHO or --remove WHO for each grant you looked at")
    issued = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    try:
        payload = access_record.payload(
            chosen.system, by, issued, repository.resolve("HEAD"), decisions, chosen.reason.strip()
        )
        review = access_record.parse(payload + sign(payload, chosen.key))
    except Malformed as error:
        raise UsageError(f"the record would not be valid: {error}") from None
    path = access_record.place(chosen.system)
    given = changeset.after

    state = standing.of(
        chosen.system,
        system,
        changeset.but(after=lambda asked: review.text if asked == path else given(asked)),
        policy,
    )
    if state.source != path:
        say(f"not written: {state.refused.replace('its key', 'your key', 1)}")
        return FINDINGS
    records.write(repository, path, review.text)
    say(f"{chosen.system}: reviewed on {review.day}, next due on {state.due}: {path}")
    say("commit it")
    return CLEAN
