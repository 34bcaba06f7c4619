"""Roles, custom roles, credentials and switches of Azure in Terraform, ARM's JSON and Bicep."""

from __future__ import annotations

import json
from typing import Any

import pytest
from granting import judged, verdict

READER, CONTRIBUTOR = "acdd72a7-3385-48ef-bd42-f606fba81ae7", "b24988ac-6180-42a0-ab88-20f7382dd24c"
OWNER, ACCESS = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"
SUBSCRIPTION = "/subscriptions/11111111-2222-3333-4444-555555555555"
VAULT = f"{SUBSCRIPTION}/resourceGroups/shop/providers/Microsoft.KeyVault/vaults/shop"


def assignment(role: str, scope: str = "azurerm_resource_group.shop.id", more: str = "") -> str:
    return f'resource "azurerm_role_assignment" "ci" {{\n  scope = {scope}\n  {role}\n}}\n{more}'


def named(role: str, scope: str = "azurerm_resource_group.shop.id") -> str:
    return assignment(f'role_definition_name = "{role}"', scope)


def looked_up(role: str) -> str:
    by_id = "role_definition_id = data.azurerm_role_definition.ci.id"
    return assignment(by_id, more=f'data "azurerm_role_definition" "ci" {{\n  name = "{role}"\n}}\n')


def block(kind: str, **more: str) -> str:
    return f'resource "{kind}" "x" {{\n' + "".join(f"  {key} = {value}\n" for key, value in more.items()) + "}\n"


def definition(actions: str, scopes: str = '"${azurerm_resource_group.shop.id}"', data: str = "") -> str:
    rights = f"permissions {{\n    actions = [{actions}]\n    data_actions = [{data}]\n  }}"
    return f'resource "azurerm_role_definition" "ops" {{\n  name = "ops"\n  {rights}\n  assignable_scopes = [{scopes}]\n}}\n'


def flexible(expression: str) -> str:
    return block(
        "azuread_application_flexible_federated_identity_credential", claims_matching_expression=f'"{expression}"'
    )


def credential(subject: str) -> str:
    return block(
        "azuread_application_federated_identity_credential", subject=f'"{subject}"', issuer='"https://i.example"'
    )


REPOSITORY = "repo:acme/shop:environment:production"
EQ = f"claims['sub'] eq '{REPOSITORY}'"
VM, NETWORK = '"Microsoft.Compute/virtualMachines/read"', '"Microsoft.Network/virtualNetworks/read"'
TERRAFORM = [
    ("flag", named("Contributor"), named("Reader")),
    ("flag", named("Contributor", f'"{SUBSCRIPTION}"'), named("Contributor")),
    ("", named("Contributor"), named("Contributor", f'"{SUBSCRIPTION}"')),
    ("", named("Contributor"), None),
    ("", named("Reader"), named("Contributor")),
    ("flag", named("Reader", f'"{SUBSCRIPTION}"'), named("Reader", f'"{VAULT}"')),
    ("", named("Reader", f'"{VAULT}"'), named("Reader", f'"{SUBSCRIPTION}"')),
    ("", named("AcrPull", f'"{SUBSCRIPTION}"'), None),
    ("refuse", looked_up("Owner"), looked_up("Reader")),
    ("", looked_up("Reader"), looked_up("Owner")),
    ("flag", named("Key Vault Secrets User", f'"{SUBSCRIPTION}"'), named("Key Vault Secrets User", f'"{VAULT}"')),
    ("", named("Key Vault Secrets User", f'"{VAULT}"'), None),
    ("flag", named("Azure Kubernetes Service RBAC Cluster Admin", "azurerm_kubernetes_cluster.x.id"), None),
    ("flag", definition('"Microsoft.Compute/virtualMachines/*"'), definition(VM)),
    ("", definition('"Microsoft.Compute/virtualMachines/*"'), None),
    ("", definition(f"{VM}, {NETWORK}"), definition(VM)),
    ("flag", definition(f'{VM}, "Microsoft.Compute/virtualMachines/runCommand/action"'), definition(VM)),
    ("flag", definition(f'{VM}, "Microsoft.Storage/storageAccounts/listKeys/action"'), definition(VM)),
    ("flag", definition(VM, data='"Microsoft.KeyVault/vaults/secrets/getSecret/action"'), definition(VM)),
    ("flag", definition(VM, f'"{SUBSCRIPTION}"'), definition(VM)),
    ("", definition(VM), definition(VM, f'"{SUBSCRIPTION}"')),
    ("flag", flexible("claims['sub'] matches 'repo:acme/*'"), flexible(EQ)),
    ("refuse", flexible("claims['sub'] matches '*'"), flexible(EQ)),
    ("refuse", flexible(f"{EQ} or claims['aud'] eq 'x'"), flexible(EQ)),
    ("", flexible("claims['sub'] matches 'repo:acme/shop:environment:prod-*'"), flexible(EQ)),
    (
        "",
        flexible(
            "claims['sub'] matches 'repo:acme/*' and claims['job_workflow_ref'] eq 'acme/ci/.github/workflows/a.yml@v1'"
        ),
        flexible(EQ),
    ),
    ("", flexible(EQ.replace("production", "staging")), flexible(EQ)),
    ("flag", flexible(EQ.replace("acme/", "other/")), flexible(EQ)),
    ("flag", flexible("claims['sub'] matches 'repo:acme/shop:ref:refs/heads/*'"), flexible(EQ)),
    (
        "",
        flexible(f"claims['sub'] matches 'repo:acme/shop:environment:*' and {EQ.replace('sub', 'job_workflow_ref')}"),
        flexible(EQ),
    ),
    ("flag", credential("repo:acme/shop:pull_request"), credential(REPOSITORY)),
    ("", credential("repo:acme/shop:pull_request"), None),
    ("", credential("repo:acme/shop:ref:refs/heads/main"), credential(REPOSITORY)),
    ("flag", block("azurerm_container_registry", admin_enabled="true"), block("azurerm_container_registry")),
    ("", block("azurerm_container_registry", admin_enabled="false"), block("azurerm_container_registry")),
    ("refuse", block("azurerm_container_registry", anonymous_pull_enabled="true"), None),
    (
        "flag",
        block("azurerm_storage_account", allow_nested_items_to_be_public="true"),
        block("azurerm_storage_account", allow_nested_items_to_be_public="false"),
    ),
    (
        "flag",
        block("azurerm_key_vault_access_policy", secret_permissions='["Get", "List", "Set", "Purge"]'),
        block("azurerm_key_vault_access_policy", secret_permissions='["Get"]'),
    ),
    ("", block("azurerm_key_vault_access_policy", secret_permissions='["Get", "List", "Set"]'), None),
    (
        "flag",
        block(
            "azuread_app_role_assignment",
            app_role_id='azuread_service_principal.g.app_role_ids["Directory.ReadWrite.All"]',
        ),
        block("azuread_app_role_assignment", app_role_id='azuread_service_principal.g.app_role_ids["User.Read.All"]'),
    ),
]


@pytest.mark.parametrize(("expected", "new", "old"), TERRAFORM)
def test_terraform(expected: str, new: str, old: str | None) -> None:
    assert verdict(judged("azure/main.tf", new, old)) == expected


def arm(resource: dict[str, Any], variables: dict[str, Any] | None = None, kind: str = "deploymentTemplate") -> str:
    schema = f"https://schema.management.azure.com/schemas/2019-04-01/{kind}.json#"
    return json.dumps({"$schema": schema, "variables": variables or {}, "resources": [resource]}, indent=1)


def given(role: str, id_: str = "", kind: str = "deploymentTemplate") -> str:
    properties = {"roleDefinitionId": role, "principalId": "[parameters('who')]"}
    resource = {"type": "Microsoft.Authorization/roleAssignments", "name": "a", "properties": properties}
    path = "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '{}')]"
    return arm(resource, {"role": path.format(id_), "ids": {"role": id_}}, kind)


def trusted(**properties: Any) -> str:
    kind = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"
    return arm({"type": kind, "name": "github", "properties": {"issuer": "https://i.example", **properties}})


BY_NAME = "[variables('role')]"
ARM = [
    ("flag", given(BY_NAME, ACCESS), given(BY_NAME, READER)),
    ("refuse", given("[variables('ROLE')]", OWNER), given(BY_NAME, READER)),
    ("refuse", given("[resourceId('x', variables('ids').role)]", OWNER), given(BY_NAME, READER)),
    ("", given(BY_NAME, READER), given(BY_NAME, OWNER)),
    ("flag", given(BY_NAME, CONTRIBUTOR), given(BY_NAME, READER)),
    ("", given(BY_NAME, CONTRIBUTOR), None),
    ("flag", given(BY_NAME, CONTRIBUTOR, "subscriptionDeploymentTemplate"), None),
    (
        "flag",
        trusted(claimsMatchingExpression={"value": "claims['sub'] matches 'repo:acme/*'"}),
        trusted(subject=REPOSITORY),
    ),
    ("", trusted(subject=REPOSITORY.replace("production", "staging")), trusted(subject=REPOSITORY)),
    (
        "flag",
        arm({"type": "Microsoft.ContainerRegistry/registries", "name": "r", "properties": {"adminUserEnabled": True}}),
        arm({"type": "Microsoft.ContainerRegistry/registries", "name": "r", "properties": {"adminUserEnabled": False}}),
    ),
]


@pytest.mark.parametrize(("expected", "new", "old"), ARM)
def test_arm(expected: str, new: str, old: str | None) -> None:
    assert verdict(judged("azure/assign.json", new, old)) == expected


def bicep(line: str, target: str = "") -> str:
    return f"{target}param who string\nresource a 'Microsoft.X/y@2023-01-01' = {{\n  {line}\n}}\n"


def role_of(id_: str) -> str:
    return bicep(f"roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '{id_}')")


BICEP = [
    ("refuse", role_of(OWNER), role_of(READER)),
    ("flag", role_of(ACCESS), role_of(READER)),
    ("flag", role_of(CONTRIBUTOR), role_of(READER)),
    ("", role_of(CONTRIBUTOR), None),
    ("", role_of(READER), role_of(OWNER)),
    ("refuse", bicep("roleDefinitionIdOrName: 'Owner'"), bicep("roleDefinitionIdOrName: 'Reader'")),
    ("", bicep(f"// was '{OWNER}'"), bicep("")),
    ("flag", bicep("subject: 'repo:acme/shop:pull_request'"), bicep(f"subject: '{REPOSITORY}'")),
    ("flag", bicep("value: 'claims[\\'sub\\'] matches \\'repo:acme/*\\''"), bicep(f"subject: '{REPOSITORY}'")),
    ("flag", bicep("adminUserEnabled: true"), bicep("adminUserEnabled: false")),
    ("refuse", bicep("publicAccess: 'Container'"), bicep("publicAccess: 'None'")),
]


@pytest.mark.parametrize(("expected", "new", "old"), BICEP)
def test_bicep(expected: str, new: str, old: str | None) -> None:
    assert verdict(judged("azure/main.bicep", new, old)) == expected
