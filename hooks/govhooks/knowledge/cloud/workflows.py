"""What the token of a CI job may do: GitHub's `permissions`, and what one workflow gives that another did not.

    granted(value)                     {scope: level} of a `permissions` value, None for one that is not given
    jobs(workflow, default)            job -> {scope: level}, its own permissions before those of the workflow
    widened(old, new, default)         (job, scope, level) that a job of `new` has, and no job of that name had in `old`

Levels are 0 (none), 1 (read) and 2 (write). Where nothing is said, the settings of the repository decide: RESTRICTED or
PERMISSIVE (https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#permissions). What holds with both is
sure; what holds with one may be.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Rights = Mapping[str, int]

NONE, READ, WRITE = 0, 1, 2
LEVELS = {"none": NONE, "read": READ, "write": WRITE}
# Scope -> the most it can be given.
SCOPES = {
    **dict.fromkeys(
        (
            *(
                "actions",
                "artifact-metadata",
                "attestations",
                "checks",
                "contents",
                "deployments",
                "discussions",
                "issues",
            ),
            *("packages", "pages", "pull-requests", "repository-projects", "security-events", "statuses"),
        ),
        WRITE,
    ),
    "id-token": WRITE,
    "models": READ,
}
# What `read-all` leaves out: there is no reading of an identity.
_NOT_READ = ("id-token",)
READ_ALL: Rights = {scope: READ for scope in SCOPES if scope not in _NOT_READ}
WRITE_ALL: Rights = dict(SCOPES)
RESTRICTED: Rights = {"contents": READ, "packages": READ}
# As `write-all`, but for an identity, which has to be asked for.
PERMISSIVE: Rights = {scope: most for scope, most in SCOPES.items() if scope != "id-token"}


def granted(value: Any) -> Rights | None:
    """The rights that a `permissions` value gives; None for one that is not given, or is an expression."""
    if value == "read-all":
        return READ_ALL
    if value == "write-all":
        return WRITE_ALL
    if isinstance(value, dict):
        levels = {str(scope): LEVELS.get(str(level), NONE) for scope, level in value.items()}
        return {scope: level for scope, level in levels.items() if level}
    return None


def jobs(workflow: Any, default: Rights) -> dict[str, Rights]:
    """Job -> what its token may do; {} for what is no workflow."""
    table = workflow.get("jobs") if isinstance(workflow, dict) else None
    if not isinstance(table, dict):
        return {}
    above = granted(workflow["permissions"]) if "permissions" in workflow else None
    found: dict[str, Rights] = {}
    for name, job in table.items():
        own = granted(job["permissions"]) if isinstance(job, dict) and "permissions" in job else None
        found[str(name)] = own if own is not None else above if above is not None else default
    return found


def widened(old: Any, new: Any, default: Rights) -> frozenset[tuple[str, str, int]]:
    """What the jobs of `new` may do that the job of the same name could not in `old`: a new job counts with all of it."""
    before = jobs(old, default)
    return frozenset(
        (job, scope, level)
        for job, rights in jobs(new, default).items()
        for scope, most in rights.items()
        for level in range(before.get(job, {}).get(scope, NONE) + 1, most + 1)
    )
