"""What the tokens of CI jobs may do: GitHub workflows, and GitLab pipelines as far as they say."""

from __future__ import annotations

from govhooks.knowledge.cloud import workflows
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# Anybody can start these, and they run with the repository's own token
# (https://docs.github.com/actions/reference/events-that-trigger-workflows).
OPEN_TRIGGERS = (
    "pull_request_target",
    "workflow_run",
    "issue_comment",
    "issues",
    "discussion",
    "discussion_comment",
    "fork",
    "watch",
)
# Jobs of these names are there to write.
_WRITERS = compiled(
    r"(?i)releas|publish|deploy|docs?\b|pages|tag|bump|version|changelog|depend|merge|commit|push|sync|updat|format|back ?port"
    r"|upload|image|docker|container|ship|sign|attest|cherry|bot|auto|label|stale|comment|triage|renovate|sbom|scan|codeql|scorecard"
    r"|generate|regenerat|translat|i18n|welcome|assign|clean",
)
# What is worth most to whoever takes over a job.
_STRONG = ("contents", "actions", "packages", "deployments", "id-token", "attestations")


def is_workflow(path: str) -> bool:
    return ".github/workflows/" in f"/{path}".lower() and path.lower().endswith((".yml", ".yaml"))


def dangers(value: Any, path: str) -> Iterator[Danger]:
    """The grants of a GitHub workflow."""
    jobs = value.get("jobs") if isinstance(value, dict) else None
    if not isinstance(jobs, dict):
        return
    above = value.get("permissions")
    triggers = _triggers(value.get("on"))
    is_open = any(trigger in OPEN_TRIGGERS for trigger in triggers)
    whose = " of a workflow that anybody can start" if is_open else ""
    own = {str(name): job for name, job in jobs.items() if isinstance(job, dict)}
    inheriting = [name for name, job in own.items() if "permissions" not in job]
    yield Danger("", "workflow")
    if above == "write-all":
        yield _write_all("workflow", ("permissions",), whose)
    elif above == "read-all":
        yield Danger(
            "writes",
            "workflow",
            "read-all",
            "gives every job read access to everything",
            "list what the jobs read, such as permissions: {contents: read}",
            ("permissions",),
            relative=True,
        )
    if above is not None and len(inheriting) > 1 and above != "write-all":
        for scope in _writes(above):
            yield Danger(
                "writes",
                "workflow",
                f"write {scope}",
                f"gives all of its {len(inheriting)} jobs {scope}: write{whose}",
                f"give {scope}: write to the one job that needs it, and contents: read to the workflow",
                ("permissions", scope),
            )
    for name, job in own.items():
        holder = f"job {name}"
        yield Danger("", holder)
        yield from _containers(job, holder, ("jobs", name))
        if job.get("secrets") == "inherit":
            what = "hands on every secret now (secrets: inherit)"
            fix = "name the secrets that the workflow needs"
            yield Danger("secrets", holder, "inherits secrets", what, fix, ("jobs", name, "secrets"), relative=True)
        place = ("jobs", name, "permissions") if "permissions" in job else ("permissions",)
        said = job.get("permissions", above)
        if said == "write-all":
            if "permissions" in job:
                yield _write_all(holder, place, whose)
            continue
        if said is None and "permissions" not in job:
            if "uses" not in job and triggers != ["workflow_call"]:
                yield _unset(holder, name, is_open)
            continue
        if said == "read-all" and "permissions" in job:
            yield Danger(
                "writes", holder, "read-all", "may read everything", "list what it reads", place, relative=True
            )
        if place == ("permissions",) and len(inheriting) > 1:
            continue  # said of the workflow
        is_writer = _WRITERS.search(f"{name} {job.get('name', '')} {value.get('name', '')} {path.rpartition('/')[2]}")
        for scope in _writes(said):
            if is_open and scope in _STRONG:
                yield Danger(
                    "writes",
                    holder,
                    f"open write {scope}",
                    f"has {scope}: write in a workflow that anybody can start ({', '.join(triggers)})",
                    f"give it {scope}: read, or none, and write in a workflow of your own branches",
                    (*place, scope),
                )
            elif scope in _STRONG and not is_writer:
                yield Danger(
                    "writes",
                    holder,
                    f"write {scope}",
                    f"has {scope}: write",
                    f"give it {scope}: read, if it does not write",
                    (*place, scope),
                    relative=True,
                    covers=(f"write {scope}",),
                )


def _containers(job: dict[str, Any], holder: str, place: tuple[str, ...]) -> Iterator[Danger]:
    """Containers of a job that are part of the runner."""
    services = job.get("services")
    given = [("container", job.get("container"))]
    given += [(f"service {name}", one) for name, one in (services.items() if isinstance(services, dict) else ())]
    for name, one in given:
        if isinstance(one, dict) and "--privileged" in str(one.get("options", "")):
            what = f"starts a privileged {name}"
            yield Danger(
                "privileged",
                holder,
                f"privileged {name}",
                what,
                "leave out --privileged, and add the one capability",
                place,
            )


def _write_all(holder: str, place: tuple[str, ...], whose: str) -> Danger:
    return Danger(
        "write-all",
        holder,
        "write-all",
        f"has write-all: its token may change everything in the repository{whose}",
        "list what is written, such as permissions: {contents: read, packages: write}",
        place,
        covers=("write ", "read-all", "open write ", "unset"),
    )


def _unset(holder: str, name: str, is_open: bool) -> Danger:
    return Danger(
        "unset",
        holder,
        "unset, open" if is_open else "unset",
        "the settings of the repository decide what it may do, and may give it write access"
        + (" in a workflow that anybody can start" if is_open else ""),
        "add permissions: {contents: read}",
        ("jobs", name),
        relative=not is_open,
        covers=("write ", "read-all", *(("unset",) if is_open else ())),
    )


def _writes(value: Any) -> list[str]:
    rights = workflows.granted(value)
    return (
        [scope for scope, level in rights.items() if level == workflows.WRITE]
        if rights and isinstance(value, dict)
        else []
    )


def _triggers(value: Any) -> list[str]:
    if isinstance(value, (dict, list)):
        return [str(one) for one in value]
    return [] if value is None else [str(value)]


def is_pipeline(path: str) -> bool:
    return path.lower().endswith((".gitlab-ci.yml", ".gitlab-ci.yaml"))


def pipeline_dangers(value: Any) -> Iterator[Danger]:
    """The identities that a GitLab pipeline asks for (https://docs.gitlab.com/ci/yaml/#id_tokens)."""
    for name, job in value.items() if isinstance(value, dict) else ():
        tokens = job.get("id_tokens") if isinstance(job, dict) else None
        yield Danger("", f"job {name}")
        if not isinstance(tokens, dict):
            continue
        if name == "default":
            yield Danger(
                "writes",
                "default",
                "identity of every job",
                f"gives every job the identity {', '.join(map(str, tokens))}",
                "ask for id_tokens in the one job that signs in",
                (name, "id_tokens"),
            )
        for token, table in tokens.items():
            yield Danger("", f"job {name}: {token}")
            if isinstance(table, dict) and isinstance(table.get("aud"), list) and len(table["aud"]) > 1:
                what = f"is for several services now ({', '.join(map(str, table['aud'][:3]))})"
                here = (name, "id_tokens", token)
                fix = "make a token for each service"
                yield Danger("broad trust", f"job {name}: {token}", "audiences", what, fix, here, relative=True)
            audience = table.get("aud") if isinstance(table, dict) else None
            if not audience or "*" in str(audience):
                yield Danger(
                    "trust",
                    f"job {name}",
                    f"audience {token}",
                    f"asks for the identity {token} without one audience",
                    "name the service that it is for: aud: https://...",
                    (name, "id_tokens", token),
                )
