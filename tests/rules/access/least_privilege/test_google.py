"""Custom roles, conditions, pools of identities and switches of Google Cloud."""

from __future__ import annotations

import json

import pytest
from granting import judged, verdict

MEMBER = "serviceAccount:bot@shop.iam.gserviceaccount.com"


def custom(*permissions: str, scope: str = "project") -> str:
    return f'resource "google_{scope}_iam_custom_role" "bot" {{\n  permissions = {json.dumps(permissions)}\n}}\n'


def pool(condition: str) -> str:
    line = f'  attribute_condition = "{condition}"\n' if condition else ""
    oidc = '  oidc {\n    issuer_uri = "https://token.actions.githubusercontent.com"\n  }\n'
    return f'resource "google_iam_workload_identity_pool_provider" "github" {{\n{line}{oidc}}}\n'


def member(role: str, condition: str = "", kind: str = "google_project_iam_member") -> str:
    block = f'  condition {{\n    title = "c"\n    expression = "{condition}"\n  }}\n' if condition else ""
    return f'resource "{kind}" "bot" {{\n  role = "{role}"\n  member = "{MEMBER}"\n{block}}}\n'


def block(kind: str, line: str) -> str:
    return f'resource "{kind}" "x" {{\n  {line}\n}}\n'


GET, LIST = "run.services.get", "run.services.list"
REPOSITORY, OWNER = "assertion.repository == 'acme/shop'", "assertion.repository_owner == 'acme'"
BRANCH = f"{REPOSITORY} && assertion.ref == 'refs/heads/main'"
ONE_BUCKET = "resource.name.startsWith('projects/_/buckets/reports')"
TERRAFORM = [
    ("flag", custom(GET, "resourcemanager.projects.setIamPolicy"), custom(GET)),
    ("flag", custom(GET, "iam.serviceAccounts.actAs"), custom(GET)),
    ("flag", custom(GET, "secretmanager.versions.access", scope="organization"), custom(GET, scope="organization")),
    ("flag", custom(GET, "storage.buckets.setIamPolicy"), custom(GET)),
    ("", custom(GET, LIST, "run.services.update"), custom(GET)),
    ("", custom(GET), custom(GET, "iam.serviceAccounts.actAs")),
    ("", custom("iam.serviceAccounts.actAs", GET), custom(GET, "iam.serviceAccounts.actAs")),
    ("refuse", pool(""), pool(REPOSITORY)),
    ("refuse", pool("assertion.sub != ''"), pool(REPOSITORY)),
    ("flag", pool(OWNER), pool(REPOSITORY)),
    (
        "flag",
        pool("assertion.sub.startsWith('repo:acme/')"),
        pool("assertion.sub == 'repo:acme/shop:ref:refs/heads/main'"),
    ),
    ("flag", pool(REPOSITORY), pool(BRANCH)),
    ("", pool(BRANCH), pool(REPOSITORY)),
    ("", pool(REPOSITORY), pool(OWNER)),
    ("", pool(OWNER), None),
    ("", pool("assertion.repository in ['acme/shop', 'acme/api']"), pool(REPOSITORY)),
    ("", pool("${var.condition}"), pool(REPOSITORY)),
    ("flag", member("roles/storage.objectViewer"), member("roles/storage.objectViewer", ONE_BUCKET)),
    ("flag", member("roles/storage.objectViewer", "true"), member("roles/storage.objectViewer", ONE_BUCKET)),
    ("", member("roles/storage.objectViewer", ONE_BUCKET), member("roles/storage.objectViewer")),
    ("", member("roles/storage.objectViewer"), None),
    ("", member("roles/run.viewer"), member("roles/storage.objectViewer", ONE_BUCKET)),
    (
        "flag",
        block("google_storage_bucket", 'public_access_prevention = "inherited"'),
        block("google_storage_bucket", 'public_access_prevention = "enforced"'),
    ),
    ("", block("google_storage_bucket", "uniform_bucket_level_access = false"), None),
    ("refuse", block("google_cloud_run_v2_service", "invoker_iam_disabled = true"), None),
    (
        "flag",
        block("google_compute_instance", 'service_account {\n    scopes = ["cloud-platform"]\n  }'),
        block("google_compute_instance", 'service_account {\n    scopes = ["storage-ro"]\n  }'),
    ),
    ("refuse", block("google_bigquery_dataset", 'access {\n    special_group = "allAuthenticatedUsers"\n  }'), None),
]


@pytest.mark.parametrize(("expected", "new", "old"), TERRAFORM)
def test_terraform(expected: str, new: str, old: str | None) -> None:
    assert verdict(judged("gcp/iam.tf", new, old)) == expected


def role(*permissions: str) -> str:
    return "title: Deployer\nstage: GA\nincludedPermissions:\n" + "".join(f"  - {one}\n" for one in permissions)


def policy(condition: str = "", role: str = "roles/iam.serviceAccountTokenCreator") -> str:
    text = f"    condition:\n      title: one\n      expression: {condition}\n" if condition else ""
    return f"version: 3\nbindings:\n  - role: {role}\n    members:\n      - {MEMBER}\n{text}"


YAML = [
    ("flag", role(GET, "iam.serviceAccounts.actAs"), role(GET)),
    ("", role(GET, LIST), role(GET)),
    ("flag", policy(), policy('resource.name.endsWith("mailer")')),
    ("", policy('resource.name.endsWith("mailer")'), policy()),
    ("", policy().replace("version: 3", "version: 3\netag: x"), policy()),
]


@pytest.mark.parametrize(("expected", "new", "old"), YAML)
def test_documents(expected: str, new: str, old: str) -> None:
    assert verdict(judged("gcp/policy.yaml", new, old)) == expected
