"""Find the policy that judges: the one the change would land on, never the one in the change."""

from __future__ import annotations

import os

from govhooks.core.errors import UsageError
from govhooks.policy import cache
from govhooks.policy.load import FILE, PolicyError, defaults, load
from govhooks.rules.index import ENTRIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from govhooks.core.changeset import Changeset
    from govhooks.core.entry import Entry
    from govhooks.git.repository import Repository
    from govhooks.knowledge.advisories.database import Database
    from govhooks.knowledge.approvals.signing import Identity, Signed, Signers
    from govhooks.knowledge.indexes.answers import Facts
    from govhooks.knowledge.indexes.asking import Indexes, Wanted
    from govhooks.policy.load import Policies
    from govhooks.run.request import Request

HEAD_POLICY = f"HEAD:{FILE}"


def supplied(policies: Policies, stage: str = "") -> dict[str, Any]:
    """What rules find on `Changeset.supplied`: what other rules supply, the way to the advisory database, that to the package
    indexes (None where the policy does not allow the network), and how to verify a signature and to see who is active."""
    given = policies.all_supplied()
    allowed = given.get("network") == "always" or (given.get("network") == "ci" and stage == "ci")
    return {
        **given,
        "advisories": open_advisories,
        "indexes": _asker() if allowed else None,
        "verify": verify_signature,
        "activity": activity,
    }


def verify_signature(said: Signed, signers: Signers) -> Identity:
    """Whose a signature is, as of now. Raises Refused; CannotJudge if ssh-keygen or gpg is missing."""
    import time

    from govhooks.knowledge.approvals.signing import verify

    return verify(said, signers, time.time())


def activity(since: str) -> dict[str, str] | None:
    """Who did something since a day (YYYY-MM-DD): "Name <address>" -> the last day, from the commits that HEAD reaches.

    Authors, committers, and whom a commit names as co-author or reviewer. None for a shallow clone, which knows too little.
    """
    from govhooks.git.past import people

    return people(since)


def _asker() -> Callable[..., Mapping[Wanted, Facts]]:
    """What asks the package indexes that this machine is configured for; all questions of a run share one deadline."""
    made: list[Indexes] = []

    def ask(wanted: Iterable[Wanted], indexes: Sequence[str] = ()) -> Mapping[Wanted, Facts]:
        if not made:
            from govhooks.git.plumbing import git_ok
            from govhooks.knowledge.indexes.asking import of_machine

            top = (git_ok("rev-parse", "--show-toplevel") or b"").removesuffix(b"\n")
            made.append(of_machine(os.environ, os.fsdecode(top)))
        return made[0].ask(wanted, indexes)

    return ask


def open_advisories(today: str) -> Database | None:
    """The advisory database of this machine, None where there is none. Raises CannotJudge for one that cannot be read."""
    from datetime import date

    from govhooks.knowledge.advisories import database

    try:
        return database.open(database.place(), date.fromisoformat(today))
    except database.NoDatabase:
        return None


def find_policies(
    rules: Sequence[Entry], request: Request, changeset: Changeset, origin: str
) -> tuple[Policies, tuple[str, bytes] | None, list[str]]:
    """(the policy that judges, (path, bytes) of a policy that the request names, notes for the user).

    `origin` describes to the user where the policy before the change comes from. Raises PolicyError, UsageError.
    """
    proposed = any(FILE in (change.path, change.old_path) for change in changeset.changes)
    broken: PolicyError | None = None
    named: tuple[str, bytes] | None = None
    notes: list[str] = []
    if request.policy:
        found, named = _from_file(request.policy)
        notes.append(f"judged by {request.policy}, not by the committed policy")
    else:
        # Read all rules' tables: what one rule supplies, another may need even if it runs alone.
        asked = {rule.id for rule in rules}
        found = defaults([*rules, *(rule for rule in ENTRIES if rule.id not in asked)])
        try:
            data = changeset.before(FILE)
            if data is not None:
                found = (cache.load if changeset.kind == "change" else load)(data, origin, ENTRIES)
            if not proposed and changeset.kind in ("change", "whole"):
                notes += _differs_on_disk(data)
        except PolicyError as error:
            if not proposed:
                raise
            broken = error
    if proposed and changeset.kind != "whole":
        data = changeset.after(FILE)
        if data is not None:
            proposal = load(data, f"{FILE} (in this change)", ENTRIES)
            if proposal.since and proposal.since != found.since:
                from govhooks.policy import adoption

                doubt = adoption.doubt(proposal.since, request.to_ref or "HEAD")
                notes += [doubt] if doubt else []
        elif broken is not None:
            raise broken
        notes.append(f"this change alters {FILE}: it is judged by {found.origin}, not by itself")
        if broken is not None:
            notes.append(f"the committed policy cannot be understood ({broken}); this change repairs it")
    if changeset.kind == "whole" and changeset.after is not changeset.before:
        data = changeset.after(FILE)
        if data is not None:
            load(data, FILE, ENTRIES)
    return found, named, notes


def _differs_on_disk(committed: bytes | None) -> list[str]:
    """A note if the policy file on disk is not the one that judges."""
    try:
        with open(FILE, "rb") as stream:
            on_disk: bytes | None = stream.read()
    except OSError:
        on_disk = None
    if on_disk is None or on_disk.replace(b"\r\n", b"\n") == (committed or b"").replace(b"\r\n", b"\n"):
        return []
    return [f"{FILE} on disk differs from the committed one: it takes effect once it is committed"]


def _from_file(path: str) -> tuple[Policies, tuple[str, bytes]]:
    try:
        with open(path, "rb") as stream:
            data = stream.read()
        return load(data, path, ENTRIES), (path, data)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None


def policy_of(repository: Repository, rev: str) -> Policies:
    """The policy of a commit. Raises PolicyError."""
    data = repository.tree(rev)(FILE)
    return defaults(ENTRIES) if data is None else load(data, f"{rev[:12]}:{FILE}", ENTRIES)
