"""Google Cloud: roles that are everything, and members that are everybody."""

from __future__ import annotations

from govhooks.readers.values import untagged, walk
from govhooks.rules.access.least_privilege.danger import Danger

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
# Serving the public is what these are for, where somebody says so by this role alone.
INVOKERS = ("roles/run.invoker", "roles/cloudfunctions.invoker")
_ABOVE = ("google_project_iam", "google_folder_iam", "google_organization_iam")


def bindings(value: Any, name: str) -> Iterator[Danger]:
    """The grants of every policy (`bindings` of role and members) in a document."""
    for path, inner in walk(value):
        inner = untagged(inner)
        if not isinstance(inner, dict) or not str(inner.get("role", "")).startswith(
            ("roles/", "projects/", "organizations/")
        ):
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
                if kind.endswith("_access_control") and str(block.get("entity")) in EVERYBODY:
                    yield _public(holder, str(block.get("role")), str(block["entity"]), (*place, "entity"))
                if "_iam_" not in kind or "role" not in block:
                    continue
                members = block.get("members", block.get("member"))
                members = members if isinstance(members, list) else [members]
                yield from grant(
                    str(block["role"]),
                    [str(one) for one in members if one],
                    holder,
                    place,
                    kind.startswith(_ABOVE),
                    block.get("condition"),
                )
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


def grant(role: str, members: list[str], holder: str, place: Path, above: bool, condition: Any) -> Iterator[Danger]:
    """What a role gives to members; `above` for a project, folder or organisation."""
    shown = ", ".join(members[:3]) or "somebody"
    for member in members:
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
    condition = str(block.get("attribute_condition", "")).strip()
    oidc = block.get("oidc")
    oidc = oidc[0] if isinstance(oidc, list) and oidc else oidc
    issuer = str(oidc.get("issuer_uri", "")) if isinstance(oidc, dict) else ""
    if condition and condition.lower() != "true":
        return
    if "oidc" not in block:
        return
    what = f"trusts every token of {issuer or 'its issuer'} (no attribute_condition)"
    fix = "add attribute_condition = \"assertion.repository == 'OWNER/NAME'\""
    yield Danger("trust", holder, "gcp pool condition", what, fix, (*place, "attribute_condition"))
