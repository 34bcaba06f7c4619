"""Tokens, members, protections and runners of GitLab and GitHub: in Terraform, and the runner's own configuration."""

from __future__ import annotations

from govhooks.readers.values import untagged, walk
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.rules.access.least_privilege.pods import SOCKETS, added_capabilities, is_of_the_host

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.values import Path

# From the least on (https://docs.gitlab.com/user/permissions/).
LEVELS = ("no one", "minimal", "guest", "planner", "reporter", "developer", "maintainer", "owner")
_HIGH = LEVELS.index("developer")
_LEVEL_KEYS = ("access_level", "group_access", "group_access_level", "project_access_level")
# Scopes of a token that change things (https://docs.gitlab.com/security/tokens/); of the first ones, everything.
EVERYTHING = ("api", "sudo", "admin_mode")
CHANGING = (
    "write_repository",
    "write_registry",
    "create_runner",
    "manage_runner",
    "k8s_proxy",
    "write_virtual_registry",
)
# Roles in a repository or an organisation of GitHub, from the least on.
ROLES = ("pull", "triage", "push", "maintain", "admin")
# (kinds of resource, key, value, kind of danger, what it does)
SWITCHES: tuple[tuple[tuple[str, ...], str, Any, str, str], ...] = (
    (
        ("gitlab_project", "gitlab_group", "github_repository"),
        "visibility_level",
        "public",
        "wildcard",
        "can be read by everybody now",
    ),
    (("github_repository",), "visibility", "public", "wildcard", "can be read by everybody now"),
    (
        ("gitlab_project",),
        "ci_push_repository_for_job_token_allowed",
        True,
        "writes",
        "lets every job push to the repository",
    ),
    (("gitlab_project",), "public_jobs", True, "wildcard", "shows everybody the logs of its jobs"),
    (
        ("gitlab_branch_protection", "github_branch_protection", "github_branch_protection_v3"),
        "allow_force_push",
        True,
        "writes",
        "lets people rewrite the branch",
    ),
    (("github_branch_protection",), "allows_force_pushes", True, "writes", "lets people rewrite the branch"),
    (
        ("github_branch_protection", "github_branch_protection_v3"),
        "enforce_admins",
        False,
        "writes",
        "does not hold for administrators now",
    ),
    (
        ("gitlab_branch_protection",),
        "code_owner_approval_required",
        False,
        "writes",
        "asks for no approval of the code's owners now",
    ),
    (
        ("gitlab_project_variable", "gitlab_group_variable", "gitlab_instance_variable"),
        "protected",
        False,
        "secrets",
        "is given to jobs of every branch now",
    ),
    (("gitlab_user_runner",), "untagged", True, "writes", "runs every job now"),
    (
        ("gitlab_user_runner", "gitlab_runner"),
        "access_level",
        "not_protected",
        "writes",
        "runs jobs of every branch now",
    ),
    (("gitlab_runner",), "run_untagged", True, "writes", "runs every job now"),
    (("github_repository_deploy_key", "github_user_ssh_key"), "read_only", False, "writes", "may write now"),
    (("gitlab_deploy_key", "gitlab_deploy_key_enable"), "can_push", True, "writes", "may write now"),
    (
        ("github_actions_organization_permissions", "github_actions_repository_permissions"),
        "allowed_actions",
        "all",
        "writes",
        "lets workflows use actions of anybody now",
    ),
    (
        ("github_actions_organization_workflow_permissions", "github_workflow_repository_permissions"),
        "can_approve_pull_request_reviews",
        True,
        "writes",
        "lets workflows approve pull requests now",
    ),
    (
        ("github_organization_settings",),
        "default_repository_permission",
        "admin",
        "escalation",
        "gives every member every repository now",
    ),
    (
        ("github_organization_settings",),
        "default_repository_permission",
        "write",
        "writes",
        "lets every member write to every repository now",
    ),
)
# (kinds of resource, key, value, what it makes of its holder)
ADMINS = (
    (("gitlab_user",), "is_admin", True, "is an administrator of the server"),
    (("github_membership",), "role", "admin", "is an owner of the organisation"),
)

_ANY_IMAGE = ("*", "**", "*/*", "**/*", "*:*", "*/*:*", "**/*:*")


def terraform(value: Any) -> Iterator[Danger]:
    """The grants of resources `gitlab_*` and `github_*`."""
    resources = value.get("resource") if isinstance(value, dict) else None
    for kind, named in resources.items() if isinstance(resources, dict) else ():
        if not kind.startswith(("gitlab_", "github_")) or not isinstance(named, dict):
            continue
        for name, blocks in named.items():
            for at, block in enumerate(blocks if isinstance(blocks, list) else [blocks]):
                if isinstance(block, dict):
                    yield Danger("", f"{kind}.{name}")
                    yield from _resource(kind, block, f"{kind}.{name}", ("resource", kind, name, at))


def _resource(kind: str, block: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    for kinds, key, value, sort, what in SWITCHES:
        if kind in kinds and block.get(key) == value and type(block.get(key)) is type(value):
            shown = str(value).lower() if isinstance(value, bool) else f'"{value}"'
            fix = f"set {key} back"
            yield Danger(sort, holder, key, f"{what} ({key} = {shown})", fix, (*place, key), relative=True)
    for kinds, key, value, what in ADMINS:
        if kind in kinds and block.get(key) == value:
            fix = "give the right that is needed, on the one project"
            yield Danger("escalation", holder, f"forge {key}", what, fix, (*place, key))
    if kind.startswith("gitlab_"):
        yield from _levels(kind, block, holder, place)
        yield from _scopes(block.get("scopes"), holder, (*place, "scopes"))
    else:
        yield from _roles(block, holder, place)


def _levels(kind: str, block: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    """What a token, a member or a branch is given; a lower level than before is none that is new."""
    for key in (
        *_LEVEL_KEYS,
        "push_access_level",
        "merge_access_level",
        "create_access_level",
        "unprotect_access_level",
    ):
        level = str(block.get(key, "")).lower()
        if level not in LEVELS[_HIGH:]:
            continue
        if key not in _LEVEL_KEYS:
            # Of a protection, the level is the lowest that may: developers are more people than maintainers.
            if level == "developer" and key != "merge_access_level":
                what = f"lets every developer do it now ({key} = developer)"
                yield Danger("writes", holder, key, what, f'set {key} = "maintainer"', (*place, key), relative=True)
            continue
        fix = f'give it the least that it needs, such as {key} = "reporter"'
        if level == "owner":
            yield Danger(
                "escalation", holder, "level owner", f"is owner ({key})", fix, (*place, key), covers=("level ",)
            )
        else:
            covers = ("level developer",) if level == "maintainer" else ()
            what = f"may do what a {level} may now ({key})" if "token" in kind else f"is {level} now ({key})"
            yield Danger("escalation", holder, f"level {level}", what, fix, (*place, key), covers=covers, relative=True)


def _scopes(value: Any, holder: str, place: Path) -> Iterator[Danger]:
    for index, scope in enumerate(value if isinstance(value, list) else ()):
        if scope in EVERYTHING:
            what = f"may use the whole API ({scope})"
            fix = "name the scopes that are needed, such as read_repository"
            yield Danger("wildcard", holder, f"scope {scope}", what, fix, (*place, index), relative=scope == "api")
        elif scope in CHANGING:
            what = f"may change what it only read ({scope})"
            yield Danger("writes", holder, f"scope {scope}", what, f"leave out {scope}", (*place, index), relative=True)


def _roles(block: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    permission = str(block.get("permission", "")).lower()
    permission = {"read": "pull", "write": "push"}.get(permission, permission)
    if permission in ROLES[2:]:
        covers = tuple(f"role {lower}" for lower in ROLES[: ROLES.index(permission)])
        what = f"has the role {permission} now"
        fix = 'give it permission = "pull", or the least it needs'
        sort = "escalation" if permission in ("maintain", "admin") else "writes"
        yield Danger(
            sort, holder, f"role {permission}", what, fix, (*place, "permission"), covers=covers, relative=True
        )


def is_runner(path: str) -> bool:
    """Whether a file may be the configuration of GitLab's runner."""
    name = path.rpartition("/")[2].lower()
    return name.endswith(".toml") and ("config" in name or "runner" in name)


def is_agent(path: str) -> bool:
    """Whether a file configures an agent of GitLab for Kubernetes (https://docs.gitlab.com/user/clusters/agent/)."""
    folders = path.split("/")
    return folders[-1] in ("config.yaml", "config.yml") and folders[-4:-2] == [".gitlab", "agents"]


def agent_dangers(value: Any, path: str) -> Iterator[Danger]:
    """Whose jobs and people an agent lets into its cluster (https://docs.gitlab.com/user/clusters/agent/ci_cd_workflow/)."""
    agent = f"agent {path.split('/')[-2]}"
    yield Danger("", agent)
    for access, who in (("ci_access", "jobs"), ("user_access", "members")):
        table = untagged(value.get(access)) if isinstance(value, dict) else None
        if not isinstance(table, dict):
            continue
        if isinstance(table.get("instance"), dict):
            what = f"lets {who} of every project of the instance into the cluster"
            yield Danger("writes", agent, f"{access} instance", what, "list the projects", (access, "instance"))
        for kind in ("groups", "projects"):
            listed = table.get(kind)
            for index, entry in enumerate(listed if isinstance(listed, list) else ()):
                if not isinstance(entry, dict) or not entry.get("id"):
                    continue
                name, place = str(entry["id"]), (access, kind, index)
                if kind == "groups":
                    what = f"lets {who} of every project of the group {name} into the cluster"
                    yield Danger("writes", agent, f"{access} {name}", what, "list the projects", place, relative=True)
                holder = f"{agent} {access} {name}"
                yield Danger("", holder)
                as_whom = entry.get("access_as", table.get("access_as"))
                if not isinstance(as_whom, dict) or "agent" in as_whom:
                    what = f"lets {who} of {name} act with the agent's own rights"
                    fix = (
                        "set access_as to ci_job, ci_user or impersonate" if who == "jobs" else "set access_as to user"
                    )
                    there = place if "access_as" in entry or "access_as" not in table else (access, "access_as")
                    yield Danger("writes", agent, f"{access} {name} as agent", what, fix, there, relative=True)
                for key in ("environments", "protected_branches_only") if who == "jobs" else ():
                    if not entry.get(key):
                        what = f"lets jobs of every {'environment' if key == 'environments' else 'branch'} of {name} into the cluster"
                        yield Danger("writes", holder, key, what, f"set {key}", place, relative=True)


def runner_dangers(value: Any) -> Iterator[Danger]:
    """What jobs may do to the machine of a runner (https://docs.gitlab.com/runner/configuration/advanced-configuration/)."""
    runners = value.get("runners") if isinstance(value, dict) else None
    for at, runner in enumerate(runners if isinstance(runners, list) else ()):
        if not isinstance(runner, dict):
            continue
        holder, here = f"runner {runner.get('name', at)}", ("runners", at)
        yield Danger("", holder)
        if runner.get("executor") in ("shell", "ssh"):
            what = f"runs jobs on the machine itself now (executor = {runner['executor']})"
            fix = 'use executor = "docker", without privileged'
            yield Danger("host", holder, "executor", what, fix, (*here, "executor"), relative=True)
        for kind in ("docker", "kubernetes"):
            table = runner.get(kind)
            if isinstance(table, dict):
                yield from _executor(table, holder, (*here, kind), kind)


def _executor(table: dict[str, Any], holder: str, place: Path, kind: str) -> Iterator[Danger]:
    if table.get("privileged") is True:
        yield Danger(
            "privileged",
            holder,
            "privileged",
            "runs every job privileged: any project's job can take the machine",
            "set privileged = false; for builds, use a builder without root",
            (*place, "privileged"),
            covers=("capability ", "services privileged", "may escalate"),
        )
    elif table.get("services_privileged") is True:
        what = "runs services of jobs privileged"
        yield Danger(
            "privileged",
            holder,
            "services privileged",
            what,
            "set services_privileged = false",
            (*place, "services_privileged"),
        )
    if table.get("allow_privilege_escalation") is True:
        what = "lets jobs gain more rights than they start with"
        yield Danger(
            "host",
            holder,
            "may escalate",
            what,
            "set allow_privilege_escalation = false",
            (*place, "allow_privilege_escalation"),
        )
    for key, shown in (
        ("network_mode", "network"),
        ("pid_mode", "processes"),
        ("ipcmode", "memory"),
        ("userns_mode", "users"),
    ):
        if table.get(key) == "host":
            what = f"shares the host's {shown} with jobs ({key} = host)"
            yield Danger("host", holder, f"{key} host", what, f"leave out {key}", (*place, key))
    if str(table.get("user", "")).partition(":")[0] in ("root", "0"):
        yield Danger(
            "host", holder, "root", "runs jobs as root now", "name another user", (*place, "user"), relative=True
        )
    yield from added_capabilities(table.get("cap_add"), holder, (*place, "cap_add"))
    for index, one in enumerate(_texts(table.get("devices"))):
        what = f"gives jobs the device {one.partition(':')[0]}"
        yield Danger("host", holder, f"device {one}", what, "leave out devices", (*place, "devices", index))
    for key in ("volumes", "services_volumes"):
        for index, one in enumerate(_texts(table.get(key))):
            source = one.partition(":")[0] if ":" in one else ""
            if source.endswith(SOCKETS):
                what = f"gives jobs {source}: any job can take the machine"
                yield Danger(
                    "host", holder, f"mount {source}", what, "use a builder without the socket", (*place, key, index)
                )
            elif is_of_the_host(source):
                yield Danger(
                    "host",
                    holder,
                    f"mount {source}",
                    f"gives jobs {source} of the host",
                    "use a cache volume",
                    (*place, key, index),
                )
    volumes = table.get("volumes")
    paths = volumes.get("host_path") if isinstance(volumes, dict) else None
    for index, one in enumerate(paths if isinstance(paths, list) else ()):
        source = str(one.get("host_path", one.get("mount_path", ""))) if isinstance(one, dict) else ""
        if source:
            what = f"gives jobs {source} of the host"
            yield Danger(
                "host",
                holder,
                f"mount {source}",
                what,
                "use a volume of the cluster",
                (*place, "volumes", "host_path", index),
            )
    yield Danger("", f"{holder}, {kind}")
    for key, what in (("allowed_images", "image"), ("allowed_services", "service")):
        if key not in table or set(_texts(table[key])) & set(_ANY_IMAGE):
            shown = f"lets jobs choose any {what} now ({key})"
            there = (*place, key)
            yield Danger("wildcard", f"{holder}, {kind}", key, shown, f"keep {key}", there, relative=True)


def values_dangers(value: Any) -> Iterator[Danger]:
    """The configuration of runners that a chart's values hold as text (`runners.config`)."""
    from govhooks.readers import read

    for path, inner in walk(value):
        inner = untagged(inner)
        if isinstance(inner, str) and "[[runners]]" in inner:
            for side in read("toml", inner.encode()):
                for danger in runner_dangers(side.value):
                    yield danger.moved(path, 0)


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
