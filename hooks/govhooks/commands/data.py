"""`govhooks data`: the register of classified fields in governance.toml.

govhooks data classify FIELD CLASS   write the class of a field: a name, or Model.name or table.column
govhooks data init                   write a first register of the sensitive-looking fields that are there
"""

from __future__ import annotations

import argparse
import re

from govhooks.commands import options, register
from govhooks.commands.landing import at_the_top
from govhooks.commands.options import say
from govhooks.core.errors import CLEAN, UsageError
from govhooks.git.repository import Repository
from govhooks.policy.load import FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.knowledge.classification.vocabulary import Kind
    from govhooks.rules.data.data_classification.fields import Field
    from govhooks.rules.data.data_classification.policy import Policy

_ID = "data-classification"
_TABLE = f"rules.{_ID}.fields"


def main(argv: Sequence[str]) -> int:
    """Run `govhooks data`. Exit codes: 0 done, 2 bad usage, 3 cannot judge."""
    parser = argparse.ArgumentParser(prog="govhooks data", description="The register of classified fields.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    classify = commands.add_parser("classify", help=f"write the class of a field into {FILE}")
    classify.add_argument("field", metavar="FIELD", help="a name, or Model.name or table.column")
    classify.add_argument("of", metavar="CLASS", help="one of the classes of the policy")
    init = commands.add_parser("init", help="write a first register of the sensitive-looking fields that are there")
    init.add_argument("--dry-run", action="store_true", help="only show what would be written")
    return options.run(
        parser, argv, lambda chosen: _classify(chosen) if chosen.command == "classify" else _init(chosen)
    )


def _classify(chosen: argparse.Namespace) -> int:
    from govhooks.policy import editing

    at_the_top()
    if not re.fullmatch(r"[^\W\d][\w-]*(?:\.[^\W\d][\w-]*)?", chosen.field):
        raise UsageError(f"{chosen.field!r} names no field: write a name, or Model.name or table.column")
    data, policy = register.read(_ID)
    if chosen.of not in policy.classes:
        raise UsageError(f"{chosen.of!r} is none of the classes of {FILE}: {', '.join(policy.classes)}")
    was = policy.fields_.get(chosen.field, "")
    if was == chosen.of:
        say(f"{chosen.field} is {was} already")
        return CLEAN
    register.write(editing.set_sorted(data, chosen.field, chosen.of, _TABLE))
    say(f"{chosen.field} is {chosen.of}{f' (was {was})' if was else ''}: commit {FILE} with the field")
    return CLEAN


def _init(chosen: argparse.Namespace) -> int:
    from govhooks.core.changeset import Changeset
    from govhooks.policy import editing
    from govhooks.rules.data.data_classification.models import in_use

    at_the_top()
    data, policy = register.read(_ID)
    repository = Repository()
    try:
        found, unread = in_use(Changeset(tuple(repository.whole(None)), kind="whole"), policy)
    finally:
        repository.close()
    for path, why in unread:
        say(f"{path}: not looked at: {why}")
    entries = _entries(found, policy)
    for name, of in entries.items():
        say(f"{name}: {of}")
        data = editing.set_sorted(data, name, of, _TABLE)
    if not entries:
        say("no field looks sensitive that is not registered")
    if chosen.dry_run or not entries:
        return CLEAN
    register.write(data)
    say(f"read {FILE}, correct the classes, and commit it")
    return CLEAN


def _entries(found: Sequence[tuple[Field, Kind]], policy: Policy) -> dict[str, str]:
    """Field -> class, sorted: a name alone where it says enough, else Model.name."""
    from govhooks.knowledge.classification.register import name_key
    from govhooks.knowledge.classification.vocabulary import kind_of
    from govhooks.rules.data.data_classification.models import full_name, suggested

    entries: dict[str, str] = {}
    known: set[str] = set()
    for field, kind in found:
        name = field.name if kind_of(field.name) is not None else full_name(field)
        if name_key(name) not in known:
            known.add(name_key(name))
            entries[name] = suggested(kind, policy)
    return dict(sorted(entries.items()))
