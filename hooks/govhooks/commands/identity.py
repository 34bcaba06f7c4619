"""`govhooks identity init`: write the identity providers, audiences and redirects that the repository uses into governance.toml.

What is written is what stands in the tracked files today: read it before you commit it. Lists that exist already are left alone.
"""

from __future__ import annotations

import argparse
import os

from govhooks.commands import options, register
from govhooks.commands.landing import at_the_top
from govhooks.commands.options import say
from govhooks.core.errors import CLEAN
from govhooks.git.repository import Repository
from govhooks.policy.load import FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_TABLE = "rules.identity-providers"


def main(argv: Sequence[str]) -> int:
    """Run `govhooks identity`. Exit codes: 0 done, 2 bad usage, 3 cannot judge."""
    parser = argparse.ArgumentParser(prog="govhooks identity", description="The identity providers in use.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    init = commands.add_parser("init", help=f"write those in use into {FILE}")
    init.add_argument("--dry-run", action="store_true", help="only show what would be written")
    return options.run(parser, argv, _init)


def _init(chosen: argparse.Namespace) -> int:
    from govhooks.core.changeset import Changeset
    from govhooks.policy import editing
    from govhooks.policy.load import parse
    from govhooks.rules.authentication.identity_providers import in_use
    from govhooks.rules.authentication.identity_providers.policy import Policy

    at_the_top()
    repository = Repository()
    try:
        found, unread = in_use(Changeset(tuple(repository.whole(None)), kind="whole"), Policy())
    finally:
        repository.close()
    for path, why in unread:
        say(f"{path}: not looked at: {why}")
    data = b""
    if os.path.exists(FILE):
        with open(FILE, "rb") as stream:
            data = stream.read()
    stated = parse(data, FILE).get("rules", {}).get("identity-providers", {})
    for option, values in found.items():
        if option in stated:
            say(f"{option}: {FILE} has them already, left alone")
        elif not values:
            say(f"{option}: none in use")
        else:
            say(f"{option}: {', '.join(values)}")
            data = editing.set_key(data, option, list(values), _TABLE)
    if chosen.dry_run:
        return CLEAN
    if not any(found.values()):
        return CLEAN
    register.write(data)
    say(f"read {FILE}, remove what is not supported, and commit it")
    return CLEAN
