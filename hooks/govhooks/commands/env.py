"""`govhooks env`: the register of environment variables in governance.toml.

govhooks env list   every variable: where it is set and read, and what the register says of it
govhooks env init   write a first register of the variables that are there
"""

from __future__ import annotations

import argparse

from govhooks.commands import options, register
from govhooks.commands.landing import at_the_top
from govhooks.commands.options import say
from govhooks.core.errors import CLEAN
from govhooks.git.repository import Repository
from govhooks.policy.load import FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.policy.editing import Value
    from govhooks.rules.environment.environment_audit.in_use import InUse
    from govhooks.rules.environment.environment_audit.policy import Policy

_ID = "environment-audit"
_TABLE = f"rules.{_ID}.variables"


def main(argv: Sequence[str]) -> int:
    """Run `govhooks env`. Exit codes: 0 done, 2 bad usage, 3 cannot judge."""
    parser = argparse.ArgumentParser(prog="govhooks env", description="The register of environment variables.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    commands.add_parser("list", help="every variable: where it is set and read, and whether it is declared")
    init = commands.add_parser("init", help="write a first register of the variables that are there")
    init.add_argument("--dry-run", action="store_true", help="only show what would be written")
    return options.run(parser, argv, lambda chosen: _list() if chosen.command == "list" else _init(chosen))


def _list() -> int:
    at_the_top()
    _, policy = register.read(_ID)
    found = _found(policy)
    width = max((len(name) for name in found), default=0)
    for name, one in sorted(found.items()):
        entry = policy.variables.get(name)
        declared = f"declared, owner {entry.owner or 'nobody'}" if entry is not None else "not declared"
        say(f"{name:{width}}  {one.says()}  {declared}")
    for name in sorted(policy.variables.keys() - found.keys()):
        say(f"{name:{width}}  nowhere set or read  declared")
    if not found and not policy.variables:
        say("no environment variable is set or read")
    return CLEAN


def _init(chosen: argparse.Namespace) -> int:
    from govhooks.knowledge.variables.secret import is_secret_name
    from govhooks.policy import editing

    at_the_top()
    data, policy = register.read(_ID)
    found = {name: one for name, one in sorted(_found(policy).items()) if name not in policy.variables}
    entries: dict[str, dict[str, Value]] = {}
    for name, one in found.items():
        entry: dict[str, Value] = {"owner": "", "purpose": ""}
        if is_secret_name(name):
            entry["class"] = "secret"
        if one.environments:
            entry["environments"] = list(one.environments)
        if one.store:
            entry["store"] = one.store
        entries[name] = entry
        say(f"{name}: {one.says()}")
    if not found:
        say("every variable is in the register")
    if chosen.dry_run or not found:
        return CLEAN
    register.write(editing.add_tables(data, _TABLE, entries))
    say(f"read {FILE}, write owner and purpose of each, and commit it")
    return CLEAN


def _found(policy: Policy) -> dict[str, InUse]:
    from govhooks.core.changeset import Changeset
    from govhooks.rules.environment.environment_audit.in_use import in_use

    repository = Repository()
    try:
        found, unread = in_use(Changeset(tuple(repository.whole(None)), kind="whole"), policy)
    finally:
        repository.close()
    for path, why in unread:
        say(f"{path}: not looked at: {why}")
    return found
