"""Single settings that open something to everybody, whatever the tool: Terraform, CloudFormation, Ansible, cloud-init, tasks."""

from __future__ import annotations

import re

from govhooks.knowledge.cloud.kubernetes import Grant, rules
from govhooks.readers.values import untagged, walk
from govhooks.rules.access.least_privilege import kubernetes, pods
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.rules.access.least_privilege.modes import is_world_writable
from govhooks.rules.access.least_privilege.sudoers import NO_PASSWORD, sudo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.values import Path

_PUBLIC_ACLS = (
    "public-read",
    "public-read-write",
    "authenticated-read",
    "publicread",
    "publicreadwrite",
    "authenticatedread",
)
_BLOCKS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
# (kind of resource, key, values, what it does, fix)
TERRAFORM = (
    (
        "aws_lambda_permission",
        "principal",
        ("*",),
        "lets everybody invoke the function",
        "name the service, and its source_arn",
    ),
    (
        "aws_lambda_function_url",
        "authorization_type",
        ("NONE",),
        "lets everybody call the function",
        'set authorization_type = "AWS_IAM"',
    ),
    ("aws_ami_launch_permission", "group", ("all",), "lets everybody start the image", "name the accounts"),
    ("aws_s3_bucket_acl", "acl", _PUBLIC_ACLS, "lets everybody read the bucket", 'set acl = "private"'),
    ("aws_s3_bucket", "acl", _PUBLIC_ACLS, "lets everybody read the bucket", 'set acl = "private"'),
    (
        "github_workflow_repository_permissions",
        "default_workflow_permissions",
        ("write",),
        "gives every workflow a token that may write",
        'set it to "read"',
    ),
    (
        "github_actions_organization_workflow_permissions",
        "default_workflow_permissions",
        ("write",),
        "gives every workflow a token that may write",
        'set it to "read"',
    ),
)
# What is open to everybody, where it was not before: (kind of resource, key, value, what it does).
RELATIVE: tuple[tuple[str, str, Any, str], ...] = (
    ("aws_db_instance", "publicly_accessible", True, "can be reached from everywhere now"),
    ("aws_rds_cluster_instance", "publicly_accessible", True, "can be reached from everywhere now"),
    ("aws_redshift_cluster", "publicly_accessible", True, "can be reached from everywhere now"),
    ("AWS::RDS::DBInstance", "PubliclyAccessible", True, "can be reached from everywhere now"),
    ("AWS::Redshift::Cluster", "PubliclyAccessible", True, "can be reached from everywhere now"),
)
RESOURCES = (
    (
        "AWS::Lambda::Permission",
        "Principal",
        ("*",),
        "lets everybody invoke the function",
        "name the service, and its SourceArn",
    ),
    ("AWS::Lambda::Url", "AuthType", ("NONE",), "lets everybody call the function", "set AuthType: AWS_IAM"),
    ("AWS::S3::Bucket", "AccessControl", _PUBLIC_ACLS, "lets everybody read the bucket", "set AccessControl: Private"),
)


def terraform(value: Any) -> Iterator[Danger]:
    """What resources of Terraform open, and the roles and bindings of its Kubernetes provider."""
    resources = value.get("resource") if isinstance(value, dict) else None
    blocks_of = resources.get("aws_s3_bucket_public_access_block") if isinstance(resources, dict) else None
    guarded = set(re.findall(r"aws_s3_bucket\.([\w-]+)", str(blocks_of)))
    for kind, named in resources.items() if isinstance(resources, dict) else ():
        for name, blocks in named.items() if isinstance(named, dict) else ():
            for at, block in enumerate(blocks if isinstance(blocks, list) else [blocks]):
                if isinstance(block, dict):
                    yield Danger("", f"{kind}.{name}")
                    if kind == "aws_s3_bucket" and name not in guarded:
                        yield _unguarded(f"{kind}.{name}", ("resource", kind, name, at))
                    yield from _block(kind, f"{kind}.{name}", block, ("resource", kind, name, at))


def _unguarded(holder: str, place: Path) -> Danger:
    """A bucket of which a block on public access was in the same document before."""
    what = "no longer stops public access (its public access block is gone)"
    return Danger("wildcard", holder, "no block", what, "keep the public access block", place, relative=True)


def _block(kind: str, holder: str, block: dict[str, Any], place: Path) -> Iterator[Danger]:
    for wanted, key, values, what, fix in TERRAFORM:
        if kind == wanted and str(block.get(key)) in values:
            if kind == "aws_lambda_permission" and block.keys() & {"source_arn", "source_account", "principal_org_id"}:
                continue
            sort = "writes" if kind.startswith("github_") else "public"
            yield Danger(sort, holder, f"{key} {block[key]}", f"{what} ({key} = {block[key]})", fix, (*place, key))
    for wanted, key, value, what in RELATIVE:
        if kind == wanted and block.get(key) is value:
            yield Danger("wildcard", holder, key, f"{what} ({key})", f"set {key} = false", (*place, key), relative=True)
    yield from _databases(kind, block, holder, place)
    if kind == "aws_db_snapshot" and "all" in (block.get("shared_accounts") or ()):
        what = "lets everybody copy the snapshot (shared_accounts = all)"
        yield Danger("public", holder, "shared", what, "name the accounts", (*place, "shared_accounts"))
    if kind == "aws_s3_bucket_public_access_block" or kind == "aws_s3_account_public_access_block":
        for key in _BLOCKS:
            if block.get(key) is False:
                yield Danger(
                    "public",
                    holder,
                    key,
                    f"no longer stops public access ({key} = false)",
                    f"set {key} = true",
                    (*place, key),
                )
    if kind.startswith("gitlab_project_job_token_scope") and block.get("enabled") is False:
        yield Danger(
            "writes",
            holder,
            "job token",
            "lets the job token of every project in (enabled = false)",
            "set enabled = true, and list the projects",
            (*place, "enabled"),
        )
    if kind in ("aws_iam_role", "aws_iam_user") and not block.get("permissions_boundary"):
        what = "no longer has a permissions boundary"
        yield Danger("escalation", holder, "no boundary", what, "keep permissions_boundary", place, relative=True)
    for key in ("file_permission", "directory_permission"):
        if (
            kind in ("local_file", "local_sensitive_file")
            and is_world_writable(str(block.get(key, "")))
            and block.get(key)
        ):
            yield Danger(
                "modes",
                holder,
                key,
                f"lets everybody write the file ({key} = {block[key]})",
                'set "0640"',
                (*place, key),
            )
    if kind in ("kubernetes_role", "kubernetes_cluster_role", "kubernetes_role_v1", "kubernetes_cluster_role_v1"):
        grants = tuple(
            Grant(
                *(
                    _texts(one.get(key))
                    for key in ("api_groups", "resources", "verbs", "resource_names", "non_resource_urls")
                )
            )
            for one in _tables(block.get("rule"))
        )
        yield from kubernetes.judge(grants, holder, "cluster" in kind, (*place, "rule"))
    if kind in (
        "kubernetes_role_binding",
        "kubernetes_cluster_role_binding",
        "kubernetes_role_binding_v1",
        "kubernetes_cluster_role_binding_v1",
    ):
        sort = (
            "ClusterRoleBinding"
            if "cluster" in kind.replace("kubernetes_cluster_role_binding", "cluster", 1)
            else "RoleBinding"
        )
        for role in _tables(block.get("role_ref")):
            for index, subject in enumerate(_tables(block.get("subject"))):
                yield from kubernetes.binding(sort, holder, str(role.get("name")), subject, (*place, "subject", index))


def _databases(kind: str, block: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    """Roles and grants of the providers for PostgreSQL and MySQL."""
    if kind == "postgresql_role":
        for key in ("superuser", "create_role", "bypass_row_level_security", "replication"):
            if block.get(key) is True:
                yield Danger("database", holder, key, f"is made a role with {key}", f"leave out {key}", (*place, key))
    if kind in ("postgresql_grant", "mysql_grant", "postgresql_default_privileges"):
        rights = [one.upper() for one in _texts(block.get("privileges"))]
        every = bool({"ALL", "ALL PRIVILEGES"} & set(rights))
        if str(block.get("role")).lower() == "public" and rights:
            what = f"lets everybody in the database do {', '.join(rights)}"
            yield Danger(
                "database public" if every else "database",
                holder,
                "sql public",
                what,
                "grant it to a role",
                (*place, "role"),
            )
        elif every:
            where = block.get("database", block.get("object_type", "it"))
            fix = "list the privileges that are needed"
            yield Danger("database", holder, "sql all", f"may do everything with {where}", fix, (*place, "privileges"))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else () if value is None else (str(value),)


def _tables(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def dangers(value: Any, name: str, form: str) -> Iterator[Danger]:
    """Settings of any other document: resources of CloudFormation, tasks of Ansible and ECS, users of cloud-init, values of Helm."""
    is_kubernetes = isinstance(value, dict) and "apiVersion" in value and "kind" in value
    merged = _merged(value) if form == "yaml" else ()
    for path, inner in walk(value):
        inner = untagged(inner)
        if path and path[0] in merged:
            continue  # it is judged in the services
        if isinstance(inner, str):
            if (
                form == "yaml"
                and "NOPASSWD" in inner
                and NO_PASSWORD.search(inner)
                and not inner.lstrip().startswith("#")
            ):
                yield sudo(name, 0, path)
            continue
        if not isinstance(inner, dict):
            continue
        holder = f"{name} {'.'.join(str(key) for key in path if isinstance(key, str))}".strip()
        yield from _resource(inner, path)
        mode = inner.get("mode", inner.get("defaultMode", inner.get("permissions") if "path" in inner else None))
        is_file = bool(inner.keys() & {"path", "dest", "src", "name", "secretName", "file"}) or path[-1:] == (
            "file_info",
        )
        if form == "yaml" and mode is not None and _is_open(mode) and is_file:
            yield Danger(
                "modes",
                holder,
                "mode",
                f"lets everybody write {inner.get('path', inner.get('dest', 'it'))} (mode {_mode(mode)})",
                "give the owner or a group the right: 0750",
                path,
            )
        if is_kubernetes or "services" in path[:1]:
            continue
        yield from _accounts(inner, path, holder)
        for key, one in inner.items():
            if one == "cluster-admin" and "role" in str(key).lower():
                what = f"is administrator of the cluster ({key}: cluster-admin)"
                yield Danger(
                    "admin",
                    holder,
                    f"{key} cluster-admin",
                    what,
                    "use a role of the verbs that are needed",
                    (*path, key),
                )
            if isinstance(one, list) and any(
                isinstance(rule, dict) and "verbs" in rule and "resources" in rule for rule in one
            ):
                grants = rules({"rules": one})
                yield from kubernetes.judge(
                    grants, f"{holder} {key}".strip(), "cluster" in str(key).lower(), (*path, key)
                )
        if inner.get("privileged") is True and (
            inner.keys() & {"image", "Image", "build", "features", "dockerComposeFile", "runArgs"}
        ):
            yield Danger(
                "privileged",
                holder,
                "privileged",
                "is privileged: it has the host's devices and every capability",
                "leave out privileged",
                (*path, "privileged"),
            )
        for key, context in inner.items():
            if str(key).lower().endswith("securitycontext") and isinstance(context, dict) and not _is_container(inner):
                above = f"{holder} {key}".strip()
                yield Danger("", above)
                # The two of a chart as `helm create` makes it: of the pod, and of its one container.
                pod, own = inner.get("podSecurityContext"), inner.get("securityContext")
                yield from pods.context_dangers(
                    context,
                    above,
                    (*path, key),
                    pod if key == "securityContext" and isinstance(pod, dict) else None,
                    is_pod="pod" in str(key).lower(),
                    own=(own,) if key == "podSecurityContext" and isinstance(own, dict) else (),
                )
        for key in ("hostNetwork", "hostPID", "hostIPC"):
            if inner.get(key) is True and "containers" not in inner:
                yield Danger(
                    "host", holder, key, f"shares what is the host's ({key}: true)", f"leave out {key}", (*path, key)
                )


def _merged(value: Any) -> frozenset[str]:
    """The `x-` tables of a compose file that are merged into a service, where all of it stands (https://docs.docker.com/reference/compose-file/extension/)."""
    services = value.get("services") if isinstance(value, dict) and "apiVersion" not in value else None
    made = [one for one in services.values() if isinstance(one, dict)] if isinstance(services, dict) else []
    return (
        frozenset(
            name
            for name, table in value.items()
            if isinstance(name, str) and name.startswith("x-") and isinstance(table, dict) and table
            if any(all(key in one and one[key] == inner for key, inner in table.items()) for one in made)
        )
        if made
        else frozenset()
    )


def _is_container(inner: dict[str, Any]) -> bool:
    """Whether it is a container of Kubernetes, which is judged with its pod: `image` is a table in the values of a chart."""
    return isinstance(untagged(inner.get("image")), str)


_GROUPS = ("sudo", "wheel", "docker", "root", "admin", "lxd", "disk", "shadow")


def _accounts(inner: dict[str, Any], path: Path, holder: str) -> Iterator[Danger]:
    """Groups of users in Ansible and cloud-init, and what users of databases may do."""
    if not ("groups" in inner or "role_attr_flags" in inner or "priv" in inner):
        return
    groups = inner.get("groups")
    given = groups if isinstance(groups, list) else str(groups or "").split(",")
    names = {str(one).strip() for one in given} & set(_GROUPS)
    if names and (str(path[-1:]).lower().find("user") >= 0 or "users" in path):
        who = f"{holder} {inner.get('name', '')}".strip()
        for name in sorted(names):
            what = f"is in the group {name}, whose members can be root"
            yield Danger(
                "escalation",
                who,
                f"group {name}",
                what,
                "name the commands that are needed in sudoers",
                (*path, "groups"),
            )
    flags = {one.strip() for one in str(inner.get("role_attr_flags", "")).upper().split(",")}
    for flag in sorted(flags & {"SUPERUSER", "CREATEROLE", "BYPASSRLS", "REPLICATION"}):
        who = f"{holder} {inner.get('name', '')}".strip()
        yield Danger("database", who, f"sql {flag}", f"is made {flag}", "leave it out", (*path, "role_attr_flags"))
    privileges = inner.get("priv")
    if isinstance(privileges, str) and re.search(
        r"\*\.\*:(?:[^/]*\b)?(?:ALL|GRANT|SUPER)\b", privileges, re.IGNORECASE
    ):
        who = f"{holder} {inner.get('name', '')}".strip()
        what = f"may do everything in every database ({privileges})"
        yield Danger("database", who, "sql all", what, "name the rights and the database", (*path, "priv"))


def _resource(inner: dict[str, Any], path: Path) -> Iterator[Danger]:
    properties = inner.get("Properties")
    if not isinstance(properties, dict):
        return
    holder = str(path[-1]) if path else ""
    yield Danger("", holder)
    for kind, key, value, what in RELATIVE:
        if inner.get("Type") == kind and untagged(properties.get(key)) is value:
            there = (*path, "Properties", key)
            yield Danger("wildcard", holder, key, f"{what} ({key})", f"set {key}: false", there, relative=True)
    if inner.get("Type") in ("AWS::IAM::User", "AWS::IAM::Role") and not properties.get("PermissionsBoundary"):
        what = "no longer has a permissions boundary"
        yield Danger("escalation", holder, "no boundary", what, "keep PermissionsBoundary", path, relative=True)
    url = properties.get("FunctionUrlConfig")
    if isinstance(url, dict) and url.get("AuthType") == "NONE":
        what = "lets everybody call the function (AuthType: NONE)"
        there = (*path, "Properties", "FunctionUrlConfig")
        yield Danger("public", holder, "function url", what, "set AuthType: AWS_IAM", there)
    if inner.get("Type") == "AWS::S3::Bucket" and not properties.get("PublicAccessBlockConfiguration"):
        yield _unguarded(holder, path)
    for kind, key, values, what, fix in RESOURCES:
        found = str(untagged(properties.get(key)))
        if inner.get("Type") == kind and (found in values or found.lower() in values):
            if kind == "AWS::Lambda::Permission" and properties.keys() & {
                "SourceArn",
                "SourceAccount",
                "PrincipalOrgID",
            }:
                continue
            yield Danger(
                "public", holder, f"{key} {found}", f"{what} ({key}: {found})", fix, (*path, "Properties", key)
            )
    blocks = properties.get("PublicAccessBlockConfiguration")
    if inner.get("Type") == "AWS::S3::Bucket" and isinstance(blocks, dict):
        for key, one in blocks.items():
            if one is False:
                yield Danger(
                    "public",
                    holder,
                    str(key),
                    f"no longer stops public access ({key}: false)",
                    f"set {key}: true",
                    (*path, "Properties", "PublicAccessBlockConfiguration", key),
                )


def _mode(mode: Any) -> str:
    return f"0{mode:o}" if isinstance(mode, int) else str(mode)


def _is_open(mode: Any) -> bool:
    """A mode as text ("0777", "a+w"), or as YAML 1.1 reads 0777: the number 511."""
    if isinstance(mode, bool) or not isinstance(mode, (int, str)):
        return False
    if isinstance(mode, int):
        return mode in (0o777, 0o666, 0o776, 0o757, 0o667)
    return is_world_writable(mode)
