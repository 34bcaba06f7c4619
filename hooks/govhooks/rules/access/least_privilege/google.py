"""Google Cloud: roles that are everything, and members that are everybody."""

from __future__ import annotations

import re

from govhooks.readers.values import untagged, walk
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.values import Path

# https://cloud.google.com/iam/docs/roles-overview#basic
ADMINS = ("roles/owner", "roles/editor", "roles/admin")
EVERYBODY = ("allUsers", "allAuthenticatedUsers")
# Whoever has these can take what it has not.
ESCALATING = (
    *(
        "roles/iam.securityAdmin",
        "roles/iam.serviceAccountTokenCreator",
        "roles/iam.serviceAccountKeyAdmin",
        "roles/iam.roleAdmin",
    ),
    *("roles/iam.serviceAccountAdmin", "roles/iam.organizationRoleAdmin", "roles/resourcemanager.projectIamAdmin"),
    *(
        "roles/resourcemanager.organizationAdmin",
        "roles/resourcemanager.folderAdmin",
        "roles/iam.workloadIdentityPoolAdmin",
    ),
)
# On a project or above; on one service account it is how workloads sign in.
_ON_PROJECTS = ("roles/iam.serviceAccountUser",)
_WIDE = (
    "roles/storage.admin",
    "roles/compute.admin",
    "roles/bigquery.admin",
    "roles/secretmanager.admin",
    "roles/container.admin",
    "roles/cloudfunctions.admin",
    "roles/run.admin",
    "roles/cloudsql.admin",
    "roles/pubsub.admin",
    "roles/cloudkms.admin",
    "roles/deploymentmanager.editor",
)
_SECRETS = ("roles/secretmanager.secretAccessor",)
# Permissions of a custom role by which its holder takes other rights
# (https://cloud.google.com/iam/docs/best-practices-service-accounts, https://cloud.google.com/iam/docs/permissions-reference).
_TAKES = compiled(
    r"(?:resourcemanager\.(?:projects|folders|organizations)|iam\.serviceAccounts|iap\.\w+)\.setIamPolicy"
    r"|iam\.serviceAccounts\.(?:actAs|getAccessToken|getOpenIdToken|signBlob|signJwt|implicitDelegation)"
    r"|iam\.serviceAccountKeys\.create|iam\.roles\.(?:create|update)|iam\.workloadIdentityPool\w*\.(?:create|update)"
    r"|deploymentmanager\.deployments\.(?:create|update)|orgpolicy\.policy\.set|cloudbuild\.builds\.create"
    r"|compute\.(?:instances|projects)\.set(?:Metadata|CommonInstanceMetadata|ServiceAccount)|container\.(?:clusterR|r)oles\.(?:bind|escalate)\w*"
    r"|container\.(?:clusterR|r)oleBindings\.(?:create|update)|storage\.hmacKeys\.create|serviceusage\.apiKeys\.create"
)
_OPENS = compiled(r"[\w.]+\.setIamPolicy")
_READS_SECRETS = (
    "secretmanager.versions.access",
    "container.secrets.get",
    "container.secrets.list",
    "cloudkms.cryptoKeyVersions.useToDecrypt",
)
# (kind of resource, key, value, kind of danger, what it does)
SWITCHES: tuple[tuple[str, str, Any, str, str], ...] = (
    ("google_storage_bucket", "public_access_prevention", "inherited", "wildcard", "may be opened to everybody again"),
    ("google_storage_bucket", "uniform_bucket_level_access", False, "wildcard", "has rights of single objects again"),
    ("google_cloud_run_v2_service", "invoker_iam_disabled", True, "public", "can be called by everybody"),
    ("google_container_cluster", "enable_legacy_abac", True, "escalation", "asks for no role in the cluster"),
)
# Scopes that leave a machine all that its service account has.
_EVERY_SCOPE = ("cloud-platform", "https://www.googleapis.com/auth/cloud-platform")
# Serving the public is what these are for, where somebody says so by this role alone.
INVOKERS = ("roles/run.invoker", "roles/cloudfunctions.invoker")
_ABOVE = ("google_project_iam", "google_folder_iam", "google_organization_iam")


def bindings(value: Any, name: str) -> Iterator[Danger]:
    """The grants of every policy (`bindings` of role and members) in a document."""
    for path, inner in walk(value):
        inner = untagged(inner)
        if not isinstance(inner, dict):
            continue
        if isinstance(listed := inner.get("includedPermissions"), list):
            holder = f"{name} {inner.get('title', inner.get('name', ''))}".strip()
            yield from _custom(listed, holder, (*path, "includedPermissions"))
        if not str(inner.get("role", "")).startswith(("roles/", "projects/", "organizations/")):
            continue
        members = inner.get("members", inner.get("member"))
        members = members if isinstance(members, list) else [members]
        yield from grant(
            str(inner["role"]), [str(one) for one in members if one], name, path, True, inner.get("condition")
        )


def terraform(value: Any) -> Iterator[Danger]:
    """The grants of `google_*_iam_member`, `_binding` and `_policy`, and of pools of workload identities."""
    resources = value.get("resource") if isinstance(value, dict) else None
    for kind, named in resources.items() if isinstance(resources, dict) else ():
        if not kind.startswith("google_") or not isinstance(named, dict):
            continue
        for name, blocks in named.items():
            for at, block in enumerate(blocks if isinstance(blocks, list) else [blocks]):
                if not isinstance(block, dict):
                    continue
                place, holder = ("resource", kind, name, at), f"{kind}.{name}"
                yield Danger("", holder)
                if kind == "google_iam_workload_identity_pool_provider":
                    yield from _pool(block, holder, place)
                if kind.endswith("_iam_custom_role"):
                    yield from _custom(block.get("permissions"), holder, (*place, "permissions"))
                yield from _switches(kind, block, holder, place)
                if kind.endswith("_access_control") and str(block.get("entity")) in EVERYBODY:
                    yield _public(holder, str(block.get("role")), str(block["entity"]), (*place, "entity"))
                if "_iam_" not in kind or "role" not in block:
                    continue
                members = block.get("members", block.get("member"))
                members = members if isinstance(members, list) else [members]
                who, above = [str(one) for one in members if one], kind.startswith(_ABOVE)
                for role in _roles(str(block["role"])):
                    yield from grant(role, who, holder, place, above, block.get("condition"))
    data = value.get("data") if isinstance(value, dict) else None
    policies = data.get("google_iam_policy") if isinstance(data, dict) else None
    for name, blocks in policies.items() if isinstance(policies, dict) else ():
        for at, block in enumerate(blocks if isinstance(blocks, list) else [blocks]):
            listed = block.get("binding", []) if isinstance(block, dict) else []
            for index, one in enumerate(listed if isinstance(listed, list) else [listed]):
                if isinstance(one, dict):
                    here = ("data", "google_iam_policy", name, at, "binding", index)
                    yield from grant(
                        str(one.get("role")),
                        _members(one),
                        f"google_iam_policy.{name}",
                        here,
                        True,
                        one.get("condition"),
                    )


def _roles(text: str) -> list[str]:
    """The roles that an expression may come to (`var.admin ? "roles/owner" : "roles/viewer"`)."""
    return re.findall(r'"(roles/[\w.]+)"', text) or [text] if text.startswith("${") else [text]


def _custom(permissions: Any, holder: str, place: Path) -> Iterator[Danger]:
    """The permissions of a custom role."""
    yield Danger("", holder)
    for index, one in enumerate(permissions if isinstance(permissions, list) else ()):
        one, here = str(one), (*place, index)
        if _TAKES.fullmatch(one):
            what = f"can give itself more: {one}"
            fix = f"leave out {one}, or give it on the one resource by a role of its own"
            yield Danger("escalation", holder, f"gcp permission {one}", what, fix, here)
        elif _OPENS.fullmatch(one):
            what = f"may give others rights: {one}"
            yield Danger("escalation", holder, f"gcp permission {one}", what, f"leave out {one}", here)
        elif one in _READS_SECRETS:
            what = f"reads secrets: {one}"
            yield Danger("secrets", holder, f"gcp permission {one}", what, "give it on the one secret", here)


def _switches(kind: str, block: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    """Single settings that open a resource which was closed before."""
    for wanted, key, value, sort, what in SWITCHES:
        if kind == wanted and block.get(key) == value and type(block.get(key)) is type(value):
            shown = str(value).lower() if isinstance(value, bool) else value
            fix = f"keep {key} as it was"
            yield Danger(sort, holder, key, f"{what} ({key} = {shown})", fix, (*place, key), relative=sort != "public")
    for accounts in (block.get("service_account"), block.get("node_config")):
        for table in accounts if isinstance(accounts, list) else ():
            scopes = table.get("scopes", table.get("oauth_scopes")) if isinstance(table, dict) else None
            if isinstance(scopes, list) and set(map(str, scopes)) & set(_EVERY_SCOPE):
                what = "may use all rights of its service account now (cloud-platform)"
                fix = "list the scopes that are needed, or give it a service account of its own"
                yield Danger("wildcard", holder, "gcp scopes", what, fix, place, relative=True)
    for access in block.get("access", ()) if kind.startswith("google_bigquery_dataset") else ():
        if isinstance(access, dict):
            member = str(access.get("special_group", access.get("iam_member", "")))
            if member in EVERYBODY:
                yield _public(holder, str(access.get("role")), member, (*place, "access"))


def _members(table: dict[str, Any]) -> list[str]:
    """The members of a binding, one or several."""
    members = untagged(table.get("members", table.get("member")))
    return [str(one) for one in (members if isinstance(members, list) else [members]) if one]


def _public(holder: str, role: str, member: str, place: Path) -> Danger:
    who = "everybody" if member == "allUsers" else "everybody with a Google account"
    return Danger(
        "public",
        holder,
        f"gcp {role} {member}",
        f"gives {role} to {who} ({member})",
        "name the members: a group or a service account",
        place,
    )


def _expression(condition: Any) -> Any:
    condition = condition[0] if isinstance(condition, list) and condition else condition
    return condition.get("expression", condition) if isinstance(condition, dict) else condition


def grant(role: str, members: list[str], holder: str, place: Path, above: bool, condition: Any) -> Iterator[Danger]:
    """What a role gives to members; `above` for a project, folder or organisation."""
    shown = ", ".join(members[:3]) or "somebody"
    for member in members:
        # What a condition held to something before.
        who = f"{holder}: {role} of {member}"
        if condition and str(_expression(condition)).strip().lower() != "true":
            yield Danger("", who)
        else:
            what, fix = "holds without a condition now", "keep the condition"
            yield Danger("wildcard", who, "gcp unconditional", what, fix, place, relative=True)
        if member in EVERYBODY and role in INVOKERS:
            what = f"can be called by everybody ({role} for {member})"
            yield Danger(
                "wildcard", holder, f"gcp {role} {member}", what, "name who calls it, if it is not public", place
            )
        elif member in EVERYBODY:
            yield _public(holder, role, member, place)
        if member.startswith("principalSet://") and "attribute.repository_owner/" in member:
            what = f"gives {role} to every repository of an owner"
            yield Danger(
                "broad trust",
                holder,
                f"gcp pool {role} {member}",
                what,
                "name one repository: .../attribute.repository/OWNER/NAME",
                place,
            )
        if member.startswith("principalSet://") and member.rstrip("/").endswith("/*"):
            what = f"gives {role} to every identity of a pool"
            yield Danger(
                "trust",
                holder,
                f"gcp pool {role} {member}",
                what,
                "name one repository: .../attribute.repository/OWNER/NAME",
                place,
            )
    if any(member in EVERYBODY for member in members):
        return
    if role in ADMINS:
        what = f"gives {role} to {shown}: nearly everything in the project"
        yield Danger(
            "wildcard" if condition else "admin",
            holder,
            f"gcp {role} {sorted(members)}",
            what,
            "give the role of the one service, such as roles/storage.objectViewer on a bucket",
            place,
        )
    elif role in ESCALATING and (above or not role.endswith(("TokenCreator", "KeyAdmin"))):
        what = f"gives {role} to {shown}, who can give themselves more"
        yield Danger(
            "escalation",
            holder,
            f"gcp {role} {sorted(members)}",
            what,
            "give it on the one service account that is needed",
            place,
        )
    elif above and role in _ON_PROJECTS:
        what = f"lets {shown} act as every service account of the project ({role})"
        yield Danger(
            "escalation",
            holder,
            f"gcp {role} {sorted(members)}",
            what,
            "give it on the one service account that is needed",
            place,
        )
    elif above and role in _WIDE:
        yield Danger(
            "wildcard",
            holder,
            f"gcp {role} {sorted(members)}",
            f"gives {role} to {shown} in the whole project",
            "give a role of the verbs that are needed, on the one resource",
            place,
        )
    elif above and role in _SECRETS and not condition:
        yield Danger(
            "secrets",
            holder,
            f"gcp {role} {sorted(members)}",
            f"lets {shown} read every secret of the project ({role})",
            "give it on the one secret",
            place,
        )


def _pool(block: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    """Whose tokens a provider of workload identities accepts, by its condition in CEL."""
    condition = str(block.get("attribute_condition", "")).strip()
    oidc = block.get("oidc")
    oidc = oidc[0] if isinstance(oidc, list) and oidc else oidc
    issuer = str(oidc.get("issuer_uri", "")) if isinstance(oidc, dict) else ""
    if "oidc" not in block:
        return
    here = (*place, "attribute_condition")
    fix = "add attribute_condition = \"assertion.repository == 'OWNER/NAME'\""
    if not condition or condition.lower() == "true" or not _TESTS.search(condition):
        shown = "no attribute_condition" if not condition else f"attribute_condition = {condition[:80]}"
        what = f"trusts every token of {issuer or 'its issuer'} ({shown})"
        yield Danger("trust", holder, "gcp pool condition", what, fix, here, covers=("gcp pool",))
        return
    if not condition.startswith("${") and not _OF_ONE.search(condition):
        what = "trusts every repository of an owner now"
        yield Danger(
            "broad trust", holder, "gcp pool owner", what, fix, here, covers=("gcp pool branch",), relative=True
        )
    elif not condition.startswith("${") and not _OF_BRANCH.search(condition):
        what = "trusts every branch of the repository now"
        fix = "keep the condition for assertion.ref or assertion.environment"
        yield Danger("broad trust", holder, "gcp pool branch", what, fix, here, relative=True)


# A test of a condition, of one repository or project, and of a branch or what comes to the same.
_TESTS = compiled(r"==|\.startsWith\(|\.endsWith\(|\.matches\(|\bin\b|\.contains\(|\$\{")
_OF_ONE = compiled(
    r"\b(?:repository|repository_id|sub|subject|project_path|project_id|job_workflow_ref|workflow_ref|email)\b['\"\]]*"
    r"\s*(?:==|in\b|\.(?:endsWith|matches)\()|\b(?:sub|subject|repository)\.startsWith\(['\"][\w:-]+/[\w.-]+[:/'\"]"
)
_OF_BRANCH = compiled(r"\b(?:ref|sub|subject|environment|base_ref|ref_protected|job_workflow_ref|workflow_ref|email)\b")
