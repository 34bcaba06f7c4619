"""Azure: powerful roles at wide scopes, custom roles with `*`, and trust in other issuers; in Terraform, ARM's JSON and Bicep."""

from __future__ import annotations

import re

from govhooks.readers.values import MISSING, at, untagged, walk
from govhooks.rules.access.least_privilege import federation, named
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.values import Path

# Built-in roles by id (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles).
IDS = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b": "Azure Kubernetes Service RBAC Cluster Admin",
    "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8": "Azure Kubernetes Service Cluster Admin Role",
    "00482a5a-887f-4fb3-b363-3b7fe8e74483": "Key Vault Administrator",
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": "Key Vault Secrets Officer",
    "4633458b-17de-408a-b874-0445c86b69e6": "Key Vault Secrets User",
}
OWNERS = ("owner",)
ESCALATING = (
    "user access administrator",
    "role based access control administrator",
    "global administrator",
    "privileged role administrator",
)
WIDE = ("contributor",)
CLUSTER_ADMINS = ("azure kubernetes service rbac cluster admin", "azure kubernetes service cluster admin role")
SECRETS = ("key vault administrator", "key vault secrets officer", "key vault secrets user")
# Operations by which their holder takes other rights, and those that give keys and secrets away
# (https://learn.microsoft.com/azure/role-based-access-control/permissions-reference).
_TAKES = compiled(
    r"microsoft\.managedidentity/userassignedidentities/(?:\*/)?(?:assign/action|\*)|.*/runcommand/action"
    r"|.*/listclusteradmincredential/action|microsoft\.automation/automationaccounts/jobs/(?:write|\*)"
)
_GIVES_KEYS = compiled(r".*/(?:listkeys|listsecrets|getsecret|listaccountsas|regeneratekey)/action")
# Rights in Microsoft Graph that lead to every other one (https://learn.microsoft.com/graph/permissions-reference).
_GRAPH = compiled(
    r"\b(?:RoleManagement\.ReadWrite\.Directory|AppRoleAssignment\.ReadWrite\.All|(?:Directory|Application)\.ReadWrite\.All)\b"
)
# (kind of resource, key, value, kind of danger, what it does, fix)
SWITCHES = (
    (
        "azurerm_storage_account",
        ("allow_nested_items_to_be_public", "allow_blob_public_access"),
        True,
        "wildcard",
        "lets containers be open to everybody",
    ),
    ("azurerm_container_registry", ("anonymous_pull_enabled",), True, "public", "lets everybody pull images"),
    (
        "azurerm_container_registry",
        ("admin_enabled",),
        True,
        "wildcard",
        "has an administrator's password that everything shares",
    ),
    (
        "azurerm_kubernetes_cluster",
        ("role_based_access_control_enabled",),
        False,
        "escalation",
        "asks for no role in the cluster",
    ),
    ("azurerm_kubernetes_cluster", ("local_account_disabled",), False, "escalation", "has local administrators again"),
    (
        "microsoft.storage/storageaccounts",
        ("allowBlobPublicAccess",),
        True,
        "wildcard",
        "lets containers be open to everybody",
    ),
    ("microsoft.containerregistry/registries", ("anonymousPullEnabled",), True, "public", "lets everybody pull images"),
    (
        "microsoft.containerregistry/registries",
        ("adminUserEnabled",),
        True,
        "wildcard",
        "has an administrator's password that everything shares",
    ),
)
# Roles of Entra ID.
DIRECTORY = (
    "global administrator",
    "privileged role administrator",
    "application administrator",
    "user administrator",
    "cloud application administrator",
)
_ID = compiled(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NARROW = compiled(r"(?i)/providers/")
_GROUP = compiled(r"(?i)resource_?groups?\b|resourceGroup\(")
_SUBSCRIPTION = compiled(
    r"(?i)^/?(?:providers/microsoft\.management/managementgroups/[^/]+|subscriptions/[^/]+)/?$|subscription|management_?group|^/$",
)


def terraform(value: Any) -> Iterator[Danger]:
    """The grants of `azurerm_role_assignment`, `azurerm_role_definition` and `azuread_directory_role*`."""
    resources = value.get("resource") if isinstance(value, dict) else None
    for kind, blocks_of in resources.items() if isinstance(resources, dict) else ():
        if not kind.startswith(("azurerm_", "azuread_")) or not isinstance(blocks_of, dict):
            continue
        for name, blocks in blocks_of.items():
            for nth, block in enumerate(blocks if isinstance(blocks, list) else [blocks]):
                if not isinstance(block, dict):
                    continue
                place, holder = ("resource", kind, name, nth), f"{kind}.{name}"
                yield Danger("", holder)
                yield from _switches(kind, block, holder, place)
                if kind == "azurerm_role_assignment":
                    key = "role_definition_name" if block.get("role_definition_name") else "role_definition_id"
                    role = _role(str(block.get(key) or ""), value)
                    yield from assignment(role, str(block.get("scope", "")), holder, (*place, key))
                elif kind == "azurerm_role_definition":
                    for index, rights in enumerate(_blocks(block.get("permissions"))):
                        yield from definition(rights, holder, (*place, "permissions", index))
                    yield from _assignable(block.get("assignable_scopes"), holder, (*place, "assignable_scopes"))
                elif kind.endswith("federated_identity_credential"):
                    yield from _federated(block, holder, place)
                elif kind == "azurerm_key_vault_access_policy":
                    yield from _vault(block, holder, place)
                elif kind.startswith("azuread_app") and (found := _GRAPH.search(str(block.get("app_role_id", "")))):
                    yield Danger(
                        "escalation",
                        holder,
                        f"graph {found[0]}",
                        f"may give itself any right ({found[0]})",
                        "assign the right of the one task, such as User.Read.All",
                        (*place, "app_role_id"),
                    )
                elif (
                    kind.startswith("azuread_directory_role")
                    and str(block.get("display_name", "")).lower() in DIRECTORY
                ):
                    role = str(block["display_name"])
                    yield Danger(
                        "admin",
                        holder,
                        f"entra {role}",
                        f"uses the directory role {role}",
                        "use a role of the one task",
                        (*place, "display_name"),
                    )
                elif kind == "azurerm_storage_container" and block.get("container_access_type") in (
                    "container",
                    "blob",
                ):
                    yield Danger(
                        "public",
                        holder,
                        "public container",
                        "lets everybody read the container",
                        'set container_access_type = "private"',
                        (*place, "container_access_type"),
                    )


def _role(role: str, value: Any) -> str:
    """The name of a role where a data source of the same file names it."""
    found = re.search(r"\bdata\.azurerm_role_definition\.([\w-]+)\.", role)
    given = at(value, ("data", "azurerm_role_definition", found[1], 0, "name")) if found else MISSING
    return given if isinstance(given, str) else role


def _switches(kind: str, block: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    """Single settings that open a resource, where it was closed before."""
    for wanted, keys, value, sort, what in SWITCHES:
        for key in keys:
            if kind == wanted and block.get(key) is value:
                shown = f"{key} = {str(value).lower()}"
                fix = f"set {key} = {str(not value).lower()}"
                yield Danger(sort, holder, key, f"{what} ({shown})", fix, (*place, key), relative=sort != "public")


def _federated(block: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    """A credential for the tokens of another issuer, by a subject or an expression for one."""
    given = {str(key).lower().replace("_", ""): (key, inner) for key, inner in block.items()}
    key, subject = given.get("subject", ("", ""))
    if isinstance(subject, str) and subject:
        yield from federation.subject(subject, holder, (*place, key))
    key, expression = given.get("claimsmatchingexpression", ("", ""))
    if isinstance(expression, dict):
        expression = expression.get("value", "")
    if isinstance(expression, str) and expression:
        yield from federation.expression(expression, holder, (*place, key))


def _vault(block: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    """Changes of what a vault holds, for somebody who only read it before."""
    for key in ("secret_permissions", "key_permissions", "certificate_permissions", "storage_permissions"):
        given = block.get(key)
        rights = [str(one) for one in given] if isinstance(given, list) else []
        for right in rights:
            if right.lower() not in ("get", "list", "decrypt", "verify", "wrapkey", "unwrapkey", "encrypt", "sign"):
                what = f"may now {right.lower()} what the vault holds ({key})"
                yield Danger(
                    "secrets",
                    holder,
                    f"vault {key} {right.lower()}",
                    what,
                    f"leave out {right}",
                    (*place, key),
                    relative=True,
                )


def _assignable(scopes: Any, holder: str, place: Path) -> Iterator[Danger]:
    for scope in scopes if isinstance(scopes, list) else ():
        if _reach(str(scope)) == "wide":
            what = f"can now be assigned in all of {scope}"
            yield Danger(
                "wildcard", holder, "azure assignable wide", what, "list the groups of resources", place, relative=True
            )


def resources(value: Any) -> Iterator[Danger]:
    """The grants of an ARM template, and of a role definition for the command line."""
    schema = str(value.get("$schema", "")).lower() if isinstance(value, dict) else ""
    usual = "resourceGroup()" if "/deploymenttemplate.json" in schema else "subscription"
    if "/deploymentparameters.json" in schema:
        for name, given in _parameters(value):
            place = ("parameters", name, "value")
            found = _ID.search(given)
            if found is not None and IDS.get(found[0].lower(), "").lower() in (*OWNERS, *ESCALATING):
                yield from assignment(given, "", f"parameter {name}", place)
    for path, inner in walk(value):
        inner = untagged(inner)
        if not isinstance(inner, dict):
            continue
        kind = str(inner.get("type", "")).lower()
        properties = inner.get("properties")
        if kind.endswith("roleassignments") and isinstance(properties, dict):
            holder = f"role assignment {inner.get('name', '')}".strip()
            role = named.template(str(properties.get("roleDefinitionId", "")), value)
            scope = named.template(str(inner.get("scope", properties.get("scope", ""))), value)
            yield Danger("", holder)
            yield from assignment(role, scope or usual, holder, (*path, "properties", "roleDefinitionId"))
        elif kind.endswith("roledefinitions") and isinstance(properties, dict):
            holder = f"role {properties.get('roleName', '')}"
            for index, rights in enumerate(_blocks(properties.get("permissions"))):
                yield from definition(rights, holder, (*path, "properties", "permissions", index))
            yield from _assignable(
                properties.get("assignableScopes"), holder, (*path, "properties", "assignableScopes")
            )
        elif kind.endswith("federatedidentitycredentials") and isinstance(properties, dict):
            holder = f"credential {inner.get('name', '')}".strip()
            yield Danger("", holder)
            yield from _federated(properties, holder, (*path, "properties"))
        elif "audiences" in inner and "issuer" in inner and inner.keys() & {"subject", "claimsMatchingExpression"}:
            if path[-1:] != ("properties",):
                holder = f"credential {inner.get('name', '')}".strip()
                yield Danger("", holder)
                yield from _federated(inner, holder, path)
        elif kind.startswith("microsoft.") and isinstance(properties, dict):
            holder = f"{kind.rpartition('/')[2]} {inner.get('name', '')}".strip()
            yield Danger("", holder)
            yield from _switches(kind, properties, holder, (*path, "properties"))
        elif {"Actions", "AssignableScopes"} <= set(inner) or {"actions", "assignableScopes"} <= set(inner):
            holder = f"role {inner.get('Name', inner.get('roleName', ''))}"
            yield from definition(inner, holder, path)
            yield from _assignable(inner.get("AssignableScopes", inner.get("assignableScopes")), holder, path)


def _parameters(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    given = value.get("parameters")
    for name, one in given.items() if isinstance(given, dict) else ():
        if isinstance(one, dict) and isinstance(one.get("value"), str):
            yield str(name), one["value"]


def _reach(scope: str) -> str:
    """How far a scope reaches: "one" resource, a "group" of them, "wide" for a subscription or more, "" if that is not known."""
    if _NARROW.search(scope) and "managementgroups" not in scope.lower():
        return "one"
    if _GROUP.search(scope):
        return "group"
    return "wide" if _SUBSCRIPTION.search(scope) else ""


def assignment(role: str, scope: str, holder: str, place: Path) -> Iterator[Danger]:
    found = _ID.search(role)
    name = IDS.get(found[0].lower(), "") if found else role
    low = name.lower()
    reach = _reach(scope)
    is_one, wide = reach == "one", reach == "wide"
    fix = "assign the role of the one service, on the resource or its group"
    if low in OWNERS:
        where = scope or "its scope"
        yield Danger(
            "admin" if not is_one else "wildcard",
            holder,
            f"azure owner {scope}",
            f"is Owner of {where}: may do everything, and give it to others",
            fix,
            place,
            covers=("azure ",) if wide else ("azure reach group",),
        )
    elif low in ESCALATING:
        yield Danger(
            "escalation",
            holder,
            f"azure {low} {scope}",
            f"is {name} of {scope or 'its scope'}: may give itself any role",
            fix,
            place,
            covers=("azure reach ",) if wide else ("azure reach group",),
        )
    elif low in WIDE and wide:
        yield Danger(
            "wildcard",
            holder,
            f"azure contributor {scope}",
            f"is Contributor of {scope}: may change everything in it",
            fix,
            place,
            covers=("azure contributor ", "azure reach "),
        )
    elif low in WIDE:
        what = f"is Contributor of {scope or 'its scope'} now: may change everything in it"
        key = f"azure contributor {scope}"
        yield Danger("wildcard", holder, key, what, fix, place, covers=("azure reach group",), relative=True)
    elif low in CLUSTER_ADMINS:
        what = f"is {name} of {scope or 'its scope'}: may do everything in the cluster"
        yield Danger("wildcard", holder, f"azure {low} {scope}", what, fix, place)
    elif low in SECRETS and reach in ("wide", "group"):
        what = f"is {name} of {scope}: reads every secret in it"
        yield Danger("secrets", holder, f"azure {low} {scope}", what, "assign it on the one vault", place)
    elif reach in ("wide", "group"):
        what = f"has {name or 'its role'} in all of {scope} now"
        covers = ("azure reach ",) if wide else ()
        yield Danger("wildcard", holder, f"azure reach {reach}", what, fix, place, covers=covers, relative=True)


def definition(rights: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    given = {str(key).lower().replace("_", ""): inner for key, inner in rights.items()}
    yield Danger("", holder)
    for key in ("actions", "dataactions"):
        actions = given.get(key)
        for action in actions if isinstance(actions, list) else ():
            low = str(action).lower()
            fix = "list the operations that are needed, such as Microsoft.Storage/storageAccounts/read"
            if low == "*":
                yield Danger(
                    "admin",
                    holder,
                    f"azure {key} *",
                    f"allows every operation ({key}: *)",
                    fix,
                    place,
                    covers=("azure ",),
                )
            elif low.startswith("microsoft.authorization/") and low.endswith(("*", "/write")):
                yield Danger(
                    "escalation", holder, f"azure {key} {low}", f"may give itself any role ({action})", fix, place
                )
            elif _TAKES.fullmatch(low):
                what = f"may take the rights of what it changes ({action})"
                yield Danger("escalation", holder, f"azure {key} {low}", what, fix, place)
            elif _GIVES_KEYS.fullmatch(low):
                yield Danger("secrets", holder, f"azure {key} {low}", f"reads keys or secrets ({action})", fix, place)
            elif low in ("*/write", "*/delete", "*/action"):
                yield Danger("wildcard", holder, f"azure {key} {low}", f"allows {action} on everything", fix, place)
            elif re.fullmatch(r"microsoft\.\w+/\*", low):
                yield Danger(
                    "wildcard",
                    holder,
                    f"azure {key} {low}",
                    f"allows every operation of {str(action).split('/')[0]}",
                    fix,
                    place,
                )
            elif low.endswith("/*"):
                what = f"allows every operation of {str(action).removesuffix('/*')} now"
                yield Danger("wildcard", holder, f"azure {key} {low}", what, fix, place, relative=True)


def _blocks(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


_COMMENT = compiled(r"(?<![:'])//.*$")
_BY_NAME = compiled(r"(?i)roleDefinitionIdOrName\s*:\s*'([^']+)'")
_OPEN = compiled(
    r"\b(allowBlobPublicAccess|anonymousPullEnabled|adminUserEnabled)\s*:\s*true\b|\b(publicAccess)\s*:\s*'(?:Blob|Container)'"
)
_SUBJECT = compiled(r"\bsubject\s*:\s*'([^']+)'")
_EXPRESSION = compiled(r"claims\[\\?'\w+\\?'\].*")


def bicep_dangers(text: str) -> Iterator[Danger]:
    """Roles that a Bicep file names, by the ids that assignments need or by name, and what it opens; Bicep itself is not parsed."""
    fix = "assign the role of the one service, on the resource or its group"
    scope = (
        "subscription"
        if re.search(r"^\s*targetScope\s*=\s*'(?:subscription|managementGroup|tenant)'", text, re.M)
        else "resourceGroup()"
    )
    if text.strip():
        yield Danger("", "the template")
    for number, line in enumerate(text.split("\n"), 1):
        line = _COMMENT.sub("", line)
        roles = [IDS[one.lower()] for one in _ID.findall(line) if one.lower() in IDS]
        roles += [one for one in _BY_NAME.findall(line) if _ID.fullmatch(one) is None]
        for role in roles:
            low = role.lower()
            if low in (*OWNERS, *ESCALATING, *WIDE, *CLUSTER_ADMINS):
                for danger in assignment(role, scope, "the template", ()):
                    yield danger.moved((), number)
        if re.match(r"\s*(?:actions|dataActions)\s*:\s*\[\s*'\*'", line):
            what = "allows every operation (actions: ['*'])"
            fix = "list the operations that are needed"
            yield Danger("admin", "the template", "azure actions *", what, fix, line=number)
        if found := _OPEN.search(line):
            key = found[1] or found[2]
            sort = "wildcard" if key in ("adminUserEnabled", "allowBlobPublicAccess") else "public"
            yield Danger(
                sort,
                "the template",
                key,
                f"opens a resource ({found[0]})",
                f"switch off {key}",
                line=number,
                relative=sort == "wildcard",
            )
        trusted = list(federation.subject(found[1], "the template", ())) if (found := _SUBJECT.search(line)) else []
        if found := _EXPRESSION.search(line):
            trusted += federation.expression(found[0].replace("\\'", "'"), "the template", ())
        for danger in trusted:
            yield danger.moved((), number)
