"""Azure: powerful roles at wide scopes, and custom roles with `*`; in Terraform and in ARM's JSON."""

from __future__ import annotations

import re

from govhooks.readers.values import untagged, walk
from govhooks.rules.access.least_privilege.danger import Danger

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
}
OWNERS = ("owner",)
ESCALATING = (
    "user access administrator",
    "role based access control administrator",
    "global administrator",
    "privileged role administrator",
)
WIDE = ("contributor",)
# Roles of Entra ID.
DIRECTORY = (
    "global administrator",
    "privileged role administrator",
    "application administrator",
    "user administrator",
    "cloud application administrator",
)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_NARROW = re.compile(r"/providers/", re.IGNORECASE)
_GROUP = re.compile(r"resource_?groups?\b|resourceGroup\(", re.IGNORECASE)
_SUBSCRIPTION = re.compile(
    r"^/?(?:providers/microsoft\.management/managementgroups/[^/]+|subscriptions/[^/]+)/?$|subscription|management_?group|^/$",
    re.IGNORECASE,
)


def terraform(value: Any) -> Iterator[Danger]:
    """The grants of `azurerm_role_assignment`, `azurerm_role_definition` and `azuread_directory_role*`."""
    resources = value.get("resource") if isinstance(value, dict) else None
    for kind, named in resources.items() if isinstance(resources, dict) else ():
        if not kind.startswith(("azurerm_", "azuread_")) or not isinstance(named, dict):
            continue
        for name, blocks in named.items():
            for at, block in enumerate(blocks if isinstance(blocks, list) else [blocks]):
                if not isinstance(block, dict):
                    continue
                place, holder = ("resource", kind, name, at), f"{kind}.{name}"
                yield Danger("", holder)
                if kind == "azurerm_role_assignment":
                    role = str(block.get("role_definition_name") or block.get("role_definition_id") or "")
                    yield from assignment(role, str(block.get("scope", "")), holder, (*place, "role_definition_name"))
                elif kind == "azurerm_role_definition":
                    for index, rights in enumerate(_blocks(block.get("permissions"))):
                        yield from definition(rights, holder, (*place, "permissions", index))
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


def resources(value: Any) -> Iterator[Danger]:
    """The grants of an ARM template, and of a role definition for the command line."""
    for path, inner in walk(value):
        inner = untagged(inner)
        if not isinstance(inner, dict):
            continue
        kind = str(inner.get("type", "")).lower()
        properties = inner.get("properties")
        if kind.endswith("roleassignments") and isinstance(properties, dict):
            holder = f"role assignment {inner.get('name', '')}".strip()
            role = str(properties.get("roleDefinitionId", ""))
            scope = str(inner.get("scope", properties.get("scope", "")))
            yield Danger("", holder)
            yield from assignment(role, scope or "subscription", holder, (*path, "properties", "roleDefinitionId"))
        elif kind.endswith("roledefinitions") and isinstance(properties, dict):
            holder = f"role {properties.get('roleName', '')}"
            for index, rights in enumerate(_blocks(properties.get("permissions"))):
                yield from definition(rights, holder, (*path, "properties", "permissions", index))
        elif {"Actions", "AssignableScopes"} <= set(inner) or {"actions", "assignableScopes"} <= set(inner):
            yield from definition(inner, f"role {inner.get('Name', inner.get('roleName', ''))}", path)


def assignment(role: str, scope: str, holder: str, place: Path) -> Iterator[Danger]:
    found = _ID.search(role)
    name = IDS.get(found[0].lower(), "") if found else role
    low = name.lower()
    is_one = bool(_NARROW.search(scope)) and "managementgroups" not in scope.lower()
    is_group = bool(_GROUP.search(scope)) and not is_one
    wide = not is_one and not is_group and bool(_SUBSCRIPTION.search(scope))
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
        )
    elif low in ESCALATING:
        yield Danger(
            "escalation",
            holder,
            f"azure {low} {scope}",
            f"is {name} of {scope or 'its scope'}: may give itself any role",
            fix,
            place,
        )
    elif low in WIDE and wide:
        yield Danger(
            "wildcard",
            holder,
            f"azure contributor {scope}",
            f"is Contributor of {scope}: may change everything in it",
            fix,
            place,
        )


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


def _blocks(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
