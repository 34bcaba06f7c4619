"""`govhooks authz`: the authorization lock, which says of every action of the repository what guards it.

Read are the files of the working tree that git tracks or would add, by the names that the committed policy knows; what the rule
`guarded-actions` finds in a commit is found by the same code.
"""

from __future__ import annotations

import argparse
import os

from govhooks.commands import options
from govhooks.commands.landing import at_the_top
from govhooks.commands.options import say
from govhooks.core.errors import CLEAN, FINDINGS
from govhooks.core.places import test_data
from govhooks.git import files
from govhooks.git.plumbing import git
from govhooks.git.repository import Repository, to_path
from govhooks.rules.authorization.guarded_actions.lock import FILE, Entry, entries, line, parse, render
from govhooks.rules.authorization.guarded_actions.policy import ID, Policy
from govhooks.run.gather import today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.rules.authorization.guarded_actions.actions import Action
    from govhooks.rules.authorization.guarded_actions.linking import World


def main(argv: Sequence[str]) -> int:
    """Run `govhooks authz`. Exit codes: 0 written, shown or up to date, 1 the lock is out of date, 2 bad usage, 3 cannot judge."""
    parser = argparse.ArgumentParser(
        prog="govhooks authz",
        description=f"Write every action of the repository with its guards into {FILE}, or show those without one.",
        epilog="Exit codes: 0 written, shown, or up to date; 1 the lock is out of date; 2 bad usage; 3 cannot judge.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="lock | show")
    lock = commands.add_parser("lock", help="write the lock")
    lock.add_argument("--check", action="store_true", help="write nothing; exit 1 if the lock is out of date")
    show = commands.add_parser("show", help="list the actions without a guard")
    show.add_argument("--all", action="store_true", help="list every action with its guards")
    return options.run(parser, argv, _run)


def _run(chosen: argparse.Namespace) -> int:
    at_the_top()
    repository = Repository()
    try:
        policy = _policy(repository)
        world, actions = survey(policy)
    finally:
        repository.close()
    for path, (number, why) in sorted(world.errors.items()):
        say(f"{path}{f':{number}' if number else ''}: its actions are not in the lock: {why}")
    found = entries(actions)
    if chosen.command == "show":
        return _show(found, policy, actions, chosen.all)
    return _check(found) if chosen.check else _write(found)


def _policy(repository: Repository) -> Policy:
    from govhooks.policy.load import defaults
    from govhooks.rules.index import ENTRIES
    from govhooks.run.policy import policy_of

    policies = policy_of(repository, "HEAD") if repository.head() else defaults(ENTRIES)
    policy = policies.rules[ID]
    assert isinstance(policy, Policy)
    return policy


def survey(policy: Policy) -> tuple[World, list[Action]]:
    """(what was read, every action of it) of the working tree in the current directory."""
    from govhooks.rules.authorization.guarded_actions.guards import Names
    from govhooks.rules.authorization.guarded_actions.languages import LANGUAGES, form_of
    from govhooks.rules.authorization.guarded_actions.linking import World

    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split(b"\0")
    paths = sorted({to_path(name) for name in listed if name})
    known = set(paths)

    def read(path: str) -> bytes | None:
        if path not in known or os.path.islink(path):
            return None
        try:
            return files.read(path)
        except IsADirectoryError:  # pragma: no cover - a submodule
            return None

    world = World(read, Names(policy.guards, policy.actions), test_data(policy.test_data))
    for path in paths:
        if form_of(path) in LANGUAGES and os.path.isfile(path):
            world.load(path)
    return world, [action for action in world.actions() if not world.skips(action.path)]


def _check(found: list[Entry]) -> int:
    data = files.read(FILE)
    if data is None and not found:
        say("there is no action, and no lock")
        return CLEAN
    if data is None:
        say(f"there is no {FILE}: write it with govhooks authz lock")
        return FINDINGS
    known, bad = parse(data)
    held = {line(entry) for entry, _ in known}
    now = {line(entry) for entry in found}
    if held == now and len(known) == len(found) and not bad:
        say(f"{FILE} is up to date: {_counted(found)}")
        return CLEAN
    for number in bad:
        say(f"{FILE}:{number}: no entry")
    for text in sorted(held - now):
        say(f"- {text}")
    for text in sorted(now - held):
        say(f"+ {text}")
    say(f"{FILE} is out of date: write it with govhooks authz lock")
    return FINDINGS


def _write(found: list[Entry]) -> int:
    files.write(FILE, render(found))
    say(f"{FILE}: {_counted(found)}")
    return CLEAN


def _show(found: list[Entry], policy: Policy, actions: list[Action], everything: bool) -> int:
    from govhooks.rules.authorization.guarded_actions.review import Allowed

    allowed = Allowed(policy, today())
    public = {(name, one.where) for one in actions if allowed.covers(one) for name in one.names or (one.name,)}
    for entry in found:
        if everything or entry.is_open:
            say(f"{line(entry)}{' (listed as public)' if (entry.name, entry.where) in public else ''}")
    say(_counted(found))
    return CLEAN


def _counted(found: list[Entry]) -> str:
    left = sum(entry.is_open for entry in found)
    return f"{len(found)} {'action' if len(found) == 1 else 'actions'}, {left} without a guard"
