"""Everyday changes that grant nothing more, and what locals, variables, inputs and tasks hold that does."""

from __future__ import annotations

import json
from typing import Any

from granting import judged
from rows import each

MAIN_TF = "infra/main.tf"
CHANGES_1 = [
    (
        "",
        "tf new locals tags",
        MAIN_TF,
        'locals {\n  tags = {a="b"}\n}\nresource "aws_s3_bucket" "b" {\n  bucket = "x"\n  tags = local.tags\n}\n',
        'resource "aws_s3_bucket" "b" {\n  bucket = "x"\n}\n',
    ),
    ("", "tf new bucket no pab", MAIN_TF, 'resource "aws_s3_bucket" "b" {\n  bucket = "x"\n}\n', None),
]
READERS = """locals {
  readers = ["group:a@x.example", "group:b@x.example"]
}
resource "google_storage_bucket_iam_member" "r" {
  for_each = toset(local.readers)
  bucket = "x"
  role = "roles/storage.objectViewer"
  member = each.value
}
"""
CHANGES_2 = [
    (
        "",
        "tf more readers",
        MAIN_TF,
        READERS.replace('"group:b@x.example"', '"group:b@x.example", "group:c@x.example"'),
        READERS,
    ),
    (
        "",
        "tf project viewer add",
        MAIN_TF,
        'resource "google_project_iam_member" "v" {\n  role = "roles/viewer"\n  member = "group:x@y.example"\n}\n',
        None,
    ),
    (
        "",
        "tf project logging writer",
        MAIN_TF,
        'resource "google_project_iam_member" "v" {\n  for_each = toset(["roles/logging.logWriter","roles/monitoring.metricWriter"])\n  role = each.value\n  member = "serviceAccount:${google_service_account.a.email}"\n}\n',
        None,
    ),
    (
        "",
        "tf rename label",
        MAIN_TF,
        'resource "google_project_iam_member" "owner" {\n  role = "roles/owner"\n  member = "group:x@y.example"\n}\n',
        'resource "google_project_iam_member" "owners" {\n  role = "roles/owner"\n  member = "group:x@y.example"\n}\n',
    ),
    (
        "",
        "tf member->for_each refactor",
        MAIN_TF,
        'resource "google_project_iam_member" "a" {\n  for_each = toset(["roles/editor"])\n  role = each.value\n  member = "group:x@y.example"\n}\n',
        'resource "google_project_iam_member" "a" {\n  role = "roles/editor"\n  member = "group:x@y.example"\n}\n',
    ),
    (
        "",
        "tf doc inline->dynamic refactor",
        MAIN_TF,
        """data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = toset(["orders","bills"])
    content {
      actions = ["sqs:SendMessage"]
      resources = ["arn:aws:sqs:eu-west-1:1:${statement.value}"]
    }
  }
}
""",
        """data "aws_iam_policy_document" "d" {
  statement {
    actions = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:eu-west-1:1:orders","arn:aws:sqs:eu-west-1:1:bills"]
  }
}
""",
    ),
    (
        "",
        "tf move policy to local",
        MAIN_TF,
        """locals {
  pol = {Version="2012-10-17",Statement=[{Effect="Allow",Action="s3:*",Resource="*"}]}
}
resource "aws_iam_policy" "p" {
  policy = jsonencode(local.pol)
}
""",
        """resource "aws_iam_policy" "p" {
  policy = jsonencode({Version="2012-10-17",Statement=[{Effect="Allow",Action="s3:*",Resource="*"}]})
}
""",
    ),
    (
        "",
        "tf azurerm rename contributor rg keep",
        MAIN_TF,
        'resource "azurerm_role_assignment" "a" {\n  scope = azurerm_resource_group.rg.id\n  role_definition_name = "Contributor"\n  principal_id = azurerm_user_assigned_identity.b.principal_id\n}\n',
        'resource "azurerm_role_assignment" "a" {\n  scope = azurerm_resource_group.rg.id\n  role_definition_name = "Contributor"\n  principal_id = azurerm_user_assigned_identity.a.principal_id\n}\n',
    ),
    (
        "",
        "tf azurerm narrower role",
        MAIN_TF,
        'resource "azurerm_role_assignment" "a" {\n  scope = azurerm_storage_account.s.id\n  role_definition_name = "Storage Blob Data Reader"\n}\n',
        'resource "azurerm_role_assignment" "a" {\n  scope = azurerm_storage_account.s.id\n  role_definition_name = "Storage Blob Data Contributor"\n}\n',
    ),
    (
        "",
        "tf azure rg name change",
        MAIN_TF,
        'resource "azurerm_role_assignment" "a" {\n  scope = azurerm_resource_group.shop2.id\n  role_definition_name = "AcrPull"\n}\n',
        'resource "azurerm_role_assignment" "a" {\n  scope = azurerm_resource_group.shop.id\n  role_definition_name = "AcrPull"\n}\n',
    ),
    (
        "",
        "gl rotate",
        MAIN_TF,
        'resource "gitlab_project_access_token" "a" {\n  access_level = "maintainer"\n  scopes = ["api"]\n  expires_at = "2028-01-01"\n}\n',
        'resource "gitlab_project_access_token" "a" {\n  access_level = "maintainer"\n  scopes = ["api"]\n  expires_at = "2027-01-01"\n}\n',
    ),
    (
        "",
        "gl new project private",
        MAIN_TF,
        'resource "gitlab_project" "a" {\n  name = "x"\n  visibility_level = "private"\n}\n',
        None,
    ),
    (
        "",
        "gh new repo public",
        MAIN_TF,
        'resource "github_repository" "a" {\n  name = "x"\n  visibility = "public"\n}\n',
        None,
    ),
    ("", "gh team push", MAIN_TF, 'resource "github_team_repository" "a" {\n  permission = "push"\n}\n', None),
    (
        "",
        "runner concurrency",
        "runner/config.toml",
        'concurrent = 10\n[[runners]]\n  name="a"\n  executor="docker"\n  [runners.docker]\n    image="debian:12"\n    privileged=false\n    volumes=["/cache","/certs/client"]\n',
        'concurrent = 4\n[[runners]]\n  name="a"\n  executor="docker"\n  [runners.docker]\n    image="debian:12"\n    privileged=false\n    volumes=["/cache"]\n',
    ),
]
RBAC = "k8s/rbac.yaml"


def role(rules: str, kind: str = "Role", name: str = "app") -> str:
    return f"apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: {name}}}\nrules:\n{rules}"


def rule(g: str, res: str, v: str, more: str = "") -> str:
    return f"  - apiGroups: [{g}]\n    resources: [{res}]\n    verbs: [{v}]\n{more}"


CHANGES_3 = [
    (
        "",
        "rbac split rules",
        RBAC,
        role(rule("''", "pods", "get, list") + rule("''", "services", "get, list")),
        role(rule("''", "pods, services", "get, list")),
    ),
    (
        "",
        "rbac merge rules",
        RBAC,
        role(rule("''", "pods, services", "get, list")),
        role(rule("''", "pods", "get, list") + rule("''", "services", "get, list")),
    ),
    ("", "rbac add watch", RBAC, role(rule("''", "pods", "get, list, watch")), role(rule("''", "pods", "get, list"))),
    (
        "",
        "rbac new resource configmaps",
        RBAC,
        role(rule("''", "pods, configmaps", "get, list")),
        role(rule("''", "pods", "get, list")),
    ),
    (
        "",
        "rbac new rule leases",
        RBAC,
        role(rule("''", "pods", "get, list") + rule("coordination.k8s.io", "leases", "get, create, update")),
        role(rule("''", "pods", "get, list")),
    ),
    (
        "",
        "rbac events create",
        RBAC,
        role(rule("''", "pods", "get, list") + rule("''", "events", "create, patch")),
        role(rule("''", "pods", "get, list")),
    ),
    (
        "",
        "rbac names add",
        RBAC,
        role(rule("''", "secrets", "get", "    resourceNames: [a, b]\n")),
        role(rule("''", "secrets", "get", "    resourceNames: [a]\n")),
    ),
    (
        "",
        "rbac names added (narrow)",
        RBAC,
        role(rule("''", "secrets", "get", "    resourceNames: [a]\n")),
        role(rule("''", "secrets", "get")),
    ),
    (
        "",
        "rbac crd own group *? ",
        RBAC,
        role(rule("shop.example.org", "orders, orders/status", "get, list, watch, update, patch")),
        role(rule("shop.example.org", "orders", "get, list, watch")),
    ),
    ("", "rbac new role read", RBAC, role(rule("''", "pods", "get, list"), "ClusterRole"), None),
    ("", "rbac deployer new", RBAC, role(rule("apps", "deployments", "get, list, patch, update")), None),
    (
        "",
        "rbac scale",
        RBAC,
        role(rule("apps", "deployments/scale", "get, patch") + rule("apps", "deployments", "get")),
        role(rule("apps", "deployments", "get")),
    ),
    (
        "",
        "rbac clusterrole->role",
        RBAC,
        role(rule("''", "pods", "get, list")),
        role(rule("''", "pods", "get, list"), "ClusterRole"),
    ),
]
MANIFEST = "k8s/dep.yaml"


def pod(ctx: str = "", spec: str = "", kind: str = "Deployment", img: str = "a:1") -> str:
    return f"apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: api}}\nspec:\n  template:\n    spec:\n{spec}      containers:\n        - name: api\n          image: {img}\n{ctx}"


CHANGES_4 = [
    (
        "",
        "pod new container tight",
        MANIFEST,
        pod(
            "          securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false}\n        - name: side\n          image: s:1\n          securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false}\n"
        ),
        pod("          securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false}\n"),
    ),
    (
        "",
        "pod new port",
        MANIFEST,
        pod("          ports: [{containerPort: 80},{containerPort: 9090}]\n"),
        pod("          ports: [{containerPort: 80}]\n"),
    ),
    (
        "",
        "pod uid change",
        MANIFEST,
        pod("          securityContext: {runAsUser: 2000}\n"),
        pod("          securityContext: {runAsUser: 1000}\n"),
    ),
    ("", "pod deployment new w/o context", MANIFEST, pod(), None),
    (
        "",
        "pod statefulset rename kind",
        MANIFEST,
        pod("          securityContext: {runAsUser: 1000, runAsNonRoot: true}\n", kind="StatefulSet"),
        pod("          securityContext: {runAsUser: 1000, runAsNonRoot: true}\n"),
    ),
    ("", "pod emptydir", MANIFEST, pod(spec="      volumes: [{name: t, emptyDir: {}}]\n"), pod()),
    (
        "",
        "ns new w/ baseline",
        MANIFEST,
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {pod-security.kubernetes.io/enforce: baseline}\n",
        None,
    ),
    (
        "",
        "ns stricter",
        MANIFEST,
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {pod-security.kubernetes.io/enforce: restricted}\n",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {pod-security.kubernetes.io/enforce: baseline}\n",
    ),
    (
        "",
        "ns label added",
        MANIFEST,
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {team: x}\n",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n",
    ),
    ("", "ns plain new", MANIFEST, "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n", None),
    (
        "",
        "kyverno new audit",
        MANIFEST,
        "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec: {validationFailureAction: Audit}\n",
        None,
    ),
]
COMPOSE = "compose.yaml"
SERVICE = "services:\n  app:\n    image: a:1\n    user: '1000'\n    volumes: ['./d:/d']\n"
CHANGES_5 = [
    ("", "compose new service", COMPOSE, SERVICE + "  redis:\n    image: redis:7\n", SERVICE),
    ("", "compose user var", COMPOSE, SERVICE.replace("'1000'", "'${UID:-1000}'"), SERVICE),
    ("", "compose ro volume", COMPOSE, SERVICE.replace("./d:/d", "./d:/d:ro"), SERVICE),
    (
        "",
        "compose etc localtime",
        COMPOSE,
        SERVICE.replace("['./d:/d']", "['./d:/d','/etc/localtime:/etc/localtime:ro']"),
        SERVICE,
    ),
    ("", "compose gpu device", COMPOSE, SERVICE + "    devices: ['/dev/dri:/dev/dri']\n", SERVICE),
    (
        "",
        "compose extension refactor",
        COMPOSE,
        "x-app: &app\n  user: '1000'\n  cap_drop: [ALL]\nservices:\n  app:\n    <<: *app\n    image: a:1\n",
        "services:\n  app:\n    user: '1000'\n    cap_drop: [ALL]\n    image: a:1\n",
    ),
    (
        "refuse",
        "an extension that no service has",
        "chart/values.yaml",
        "services: {}\nx-pod:\n  securityContext:\n    privileged: true\n    runAsUser: 0\n",
        "services: {}\nx-pod:\n  securityContext:\n    privileged: false\n    runAsUser: 1000\n",
    ),
    (
        "",
        "compose service moved under an anchor",
        COMPOSE,
        "x-dind: &dind\n  image: docker:27-dind\n  privileged: true\nservices:\n  dind:\n    <<: *dind\n    volumes: [c:/c]\n",
        "services:\n  dind:\n    image: docker:27-dind\n    privileged: true\n    volumes: [c:/c]\n",
    ),
]
SCRIPT = "scripts/install.sh"
SHELL = "#!/bin/sh\nset -e\n{}\n"
LINES = (
    "install -d -m 0755 /opt/x",
    "install -m 0600 conf /etc/x",
    "mkdir -p /opt/x",
    "chmod +x bin/run",
    "chmod 644 a",
    "chmod -R u+rwX,go+rX,go-w .",
    "chown -R app:app /srv",
    "docker run --rm -v $PWD:/w -w /w node:20 npm test",
    "docker build -t x .",
    "git commit -m 'x'",
    "python -m app",
    "umask 022",
    "umask 0022",
    "tar -C / -xzf x.tgz",
    "kubectl apply -f k8s/",
    "usermod -s /bin/bash app",
    "useradd -r app",
    "gcloud run deploy x --image y",
    "aws s3 cp a s3://b",
    "az group create -n x",
    "echo 'chmod 777 is bad'",
    "# chmod 777 /srv",
    "sudo systemctl restart app",
    "chmod 1777 /tmp/x",
    "install -Dm644 a /usr/share/x",
)
CHANGES_6 = [("", line, SCRIPT, SHELL.format(line), SHELL.format("true")) for line in LINES]
CHANGES_7 = [
    ("", "sh moved line", SCRIPT, SHELL.format("chmod 777 /srv/x\necho b"), SHELL.format("echo a\nchmod 777 /srv/x")),
    ("", "sh chmod other spelling", SCRIPT, SHELL.format('chmod 0777 "/srv/x"'), SHELL.format("chmod 777 /srv/x")),
]
SUDOERS = "etc/sudoers.d/deploy"
RESTART = "Cmnd_Alias R = /usr/bin/systemctl restart shop.service\ndeploy ALL=(root) NOPASSWD: R\n"
CHANGES_8 = [
    (
        "",
        "sudo cmd add",
        SUDOERS,
        RESTART.replace("shop.service", "shop.service, /usr/bin/systemctl reload nginx.service"),
        RESTART,
    ),
    (
        "",
        "sudo inline alias",
        SUDOERS,
        "deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart shop.service\n",
        RESTART,
    ),
    ("", "sudo user rename", SUDOERS, RESTART.replace("deploy ALL", "ci ALL"), RESTART),
    (
        "",
        "sudo reformat",
        SUDOERS,
        "Cmnd_Alias R=/usr/bin/systemctl restart shop.service\n\ndeploy   ALL = (root)   NOPASSWD:R\n",
        RESTART,
    ),
    (
        "",
        "sudo journalctl",
        SUDOERS,
        RESTART + "deploy ALL=(root) NOPASSWD: /usr/bin/journalctl -u shop.service --no-pager\n",
        RESTART,
    ),
    (
        "",
        "sudo defaults",
        SUDOERS,
        "Defaults:deploy !requiretty\nDefaults:deploy logfile=/var/log/x.log\n" + RESTART,
        RESTART,
    ),
    ("", "sudo host narrower", SUDOERS, RESTART.replace("ALL=(root)", "web1=(root)"), RESTART),
    ("", "sudo passwd", SUDOERS, RESTART.replace("NOPASSWD: ", ""), RESTART),
    ("", "sudo group", SUDOERS, RESTART.replace("deploy ALL", "%deployers ALL"), RESTART),
]
SQL = "db/m.sql"
CHANGES_9 = [
    (
        "",
        "sql grants new app",
        SQL,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON orders, bills TO app;\nGRANT USAGE ON SCHEMA app TO app;\n",
        None,
    ),
    (
        "",
        "sql another table",
        SQL,
        "GRANT SELECT ON a TO app;\nGRANT SELECT ON b TO app;\n",
        "GRANT SELECT ON a TO app;\n",
    ),
    (
        "",
        "sql enable rls",
        SQL,
        "ALTER TABLE a ENABLE ROW LEVEL SECURITY;\nCREATE POLICY t ON a USING (tenant = current_user);\n",
        None,
    ),
    ("", "sql policy select true", SQL, "CREATE POLICY t ON a FOR SELECT USING (true);\n", None),
    ("", "sql create role", SQL, "CREATE ROLE reporting NOLOGIN NOSUPERUSER;\nGRANT reporting TO bob;\n", None),
    (
        "",
        "sql revoke",
        SQL,
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;\nREVOKE ALL ON DATABASE shop FROM PUBLIC;\n",
        None,
    ),
]
PROGRAM = "infra/app.py"
CHANGES_10 = [
    ("", "py strings", PROGRAM, 'X = "roles/owner"\nprint("do not give roles/owner")\n', None),
    ("", "py role map", PROGRAM, 'ROLES = {"admin": "roles/owner"}\n', None),
    (
        "",
        "cdk grants",
        PROGRAM,
        "from aws_cdk import aws_iam as iam\nbucket.grant_read(fn)\ntable.grant_read_write_data(fn)\n",
        None,
    ),
    (
        "",
        "cdk statement narrow",
        PROGRAM,
        'from aws_cdk import aws_iam as iam\nfn.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject","s3:PutObject"], resources=[bucket.arn_for_objects("*")]))\n',
        None,
    ),
    (
        "",
        "cdk managed basic",
        PROGRAM,
        'from aws_cdk import aws_iam as iam\nrole.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AWSLambdaBasicExecutionRole"))\n',
        None,
    ),
    ("", "py mkdir", PROGRAM, 'import os\nos.makedirs("x", mode=0o755, exist_ok=True)\nos.chmod("x", 0o600)\n', None),
    ("", "py execute select", PROGRAM, 'cur.execute("SELECT grant_id FROM grants WHERE superuser = true")\n', None),
    ("", "ts string", "web/a.ts", 'const t = "GRANT ALL";\nconst r = {role: "roles/viewer"};\n', None),
    (
        "",
        "pulumi tags",
        PROGRAM,
        'import pulumi_aws as aws\nb = aws.s3.BucketV2("b", tags={"a":"b"})\n',
        'import pulumi_aws as aws\nb = aws.s3.BucketV2("b")\n',
    ),
]
POLICY = "iam/p.json"


def iam(*st: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **s} for s in st]}, indent=1)


CHANGES_11 = [
    (
        "",
        "iam split",
        POLICY,
        iam(
            {"Sid": "A", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"},
            {"Sid": "B", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b"},
        ),
        iam({"Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}),
    ),
    (
        "",
        "iam narrow get*",
        POLICY,
        iam({"Action": ["s3:GetObject*"], "Resource": "arn:aws:s3:::b/*"}),
        iam({"Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::b/*"}),
    ),
    (
        "",
        "iam put* -> narrower",
        POLICY,
        iam({"Action": ["s3:PutObject*"], "Resource": "arn:aws:s3:::b/*"}),
        iam({"Action": ["s3:Put*"], "Resource": "arn:aws:s3:::b/*"}),
    ),
    (
        "",
        "iam s3:* -> put*",
        POLICY,
        iam({"Action": ["s3:Put*"], "Resource": "arn:aws:s3:::b/*"}),
        iam({"Action": ["s3:*"], "Resource": "arn:aws:s3:::b/*"}),
    ),
    (
        "",
        "iam account id change",
        POLICY,
        iam(
            {
                "Action": "s3:GetObject",
                "Principal": {"AWS": "arn:aws:iam::222222222222:role/x"},
                "Resource": "arn:aws:s3:::b/*",
            }
        ),
        iam(
            {
                "Action": "s3:GetObject",
                "Principal": {"AWS": "arn:aws:iam::111111111111:role/x"},
                "Resource": "arn:aws:s3:::b/*",
            }
        ),
    ),
    (
        "",
        "bicep storage",
        "azure/x.bicep",
        "resource s 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  properties: {\n    allowBlobPublicAccess: false\n    minimumTlsVersion: 'TLS1_2'\n  }\n}\n",
        None,
    ),
    (
        "",
        "bicep custom actions",
        "azure/x.bicep",
        "permissions: [\n {\n actions: [\n 'Microsoft.Compute/*/read'\n ]\n}\n]\n",
        None,
    ),
    (
        "",
        "sa key",
        "gcp/x.tf",
        'resource "google_service_account" "a" {\n  account_id = "x"\n}\nresource "google_service_account_iam_member" "w" {\n  service_account_id = google_service_account.a.name\n  role = "roles/iam.workloadIdentityUser"\n  member = "serviceAccount:p.svc.id.goog[ns/sa]"\n}\n',
        None,
    ),
    (
        "",
        "pool new",
        "gcp/x.tf",
        'resource "google_iam_workload_identity_pool_provider" "a" {\n  attribute_condition = "assertion.repository == \'a/b\'"\n  oidc {\n    issuer_uri = "https://token.actions.githubusercontent.com"\n  }\n}\n',
        None,
    ),
    (
        "",
        "helm bump",
        "chart/values.yaml",
        "image: {tag: '2'}\nsecurityContext: {runAsNonRoot: true}\nrbac: {create: true}\n",
        "image: {tag: '1'}\nsecurityContext: {runAsNonRoot: true}\nrbac: {create: true}\n",
    ),
    (
        "",
        "dockerfile bump",
        "Dockerfile",
        "FROM a:2\nRUN useradd -r app\nUSER app\n",
        "FROM a:1\nRUN useradd -r app\nUSER app\n",
    ),
    (
        "",
        "dockerfile multi",
        "Dockerfile",
        "FROM a:1 AS b\nUSER root\nRUN x\nFROM a:1\nCOPY --from=b --chmod=755 /x /x\nUSER app\n",
        "FROM a:1\nUSER app\n",
    ),
]
CHANGES_12 = [
    (
        "flag",
        "tfvars roles",
        "envs/prod.tfvars",
        'ci_roles = ["roles/run.developer", "roles/owner"]\n',
        'ci_roles = ["roles/run.developer"]\n',
    ),
    (
        "flag",
        "locals only",
        "infra/locals.tf",
        'locals {\n  ci_roles = ["roles/editor"]\n}\n',
        'locals {\n  ci_roles = ["roles/run.developer"]\n}\n',
    ),
    (
        "flag",
        "var default only",
        "infra/variables.tf",
        'variable "role" {\n  default = "roles/owner"\n}\n',
        'variable "role" {\n  default = "roles/viewer"\n}\n',
    ),
    ("flag", "tfvars actions", "envs/prod.tfvars", 'app_actions = ["s3:*"]\n', 'app_actions = ["s3:GetObject"]\n'),
    (
        "flag",
        "tfvars principals",
        "envs/prod.tfvars",
        'allowed_principals = ["*"]\n',
        'allowed_principals = ["arn:aws:iam::1:role/x"]\n',
    ),
    ("flag", "tfvars azure role", "envs/prod.tfvars", 'ci_role = "Owner"\n', 'ci_role = "Reader"\n'),
    ("flag", "tfvars allUsers", "envs/prod.tfvars", 'members = ["allUsers"]\n', 'members = ["group:x@y.z"]\n'),
    (
        "flag",
        "tfvars oidc subjects",
        "envs/prod.tfvars",
        'github_subjects = ["repo:acme/*"]\n',
        'github_subjects = ["repo:acme/shop:ref:refs/heads/main"]\n',
    ),
    (
        "flag",
        "module policy statements",
        "infra/main.tf",
        'module "fn" {\n  source = "terraform-aws-modules/lambda/aws"\n  policy_statements = {\n    s3 = {\n      effect = "Allow"\n      actions = ["s3:*"]\n      resources = ["*"]\n    }\n  }\n}\n',
        'module "fn" {\n  source = "terraform-aws-modules/lambda/aws"\n  policy_statements = {\n    s3 = {\n      effect = "Allow"\n      actions = ["s3:GetObject"]\n      resources = ["arn:aws:s3:::b/*"]\n    }\n  }\n}\n',
    ),
    (
        "refuse",
        "module gcp bindings",
        "infra/main.tf",
        'module "iam" {\n  source = "terraform-google-modules/iam/google//modules/projects_iam"\n  bindings = {\n    "roles/owner" = ["serviceAccount:ci@x"]\n  }\n}\n',
        'module "iam" {\n  source = "terraform-google-modules/iam/google//modules/projects_iam"\n  bindings = {\n    "roles/viewer" = ["serviceAccount:ci@x"]\n  }\n}\n',
    ),
    (
        "refuse",
        "module sa roles",
        "infra/main.tf",
        'module "sa" {\n  source = "terraform-google-modules/service-accounts/google"\n  project_roles = ["shop=>roles/owner"]\n}\n',
        'module "sa" {\n  source = "terraform-google-modules/service-accounts/google"\n  project_roles = ["shop=>roles/viewer"]\n}\n',
    ),
    (
        "refuse",
        "module oidc subjects",
        "infra/main.tf",
        'module "gh" {\n  source = "terraform-aws-modules/iam/aws//modules/iam-github-oidc-role"\n  subjects = ["*"]\n}\n',
        'module "gh" {\n  source = "terraform-aws-modules/iam/aws//modules/iam-github-oidc-role"\n  subjects = ["acme/shop:ref:refs/heads/main"]\n}\n',
    ),
    (
        "refuse",
        "module admin policy",
        "infra/main.tf",
        'module "r" {\n  role_policy_arns = { a = "arn:aws:iam::aws:policy/AdministratorAccess" }\n}\n',
        'module "r" {\n  role_policy_arns = { a = "arn:aws:iam::aws:policy/ReadOnlyAccess" }\n}\n',
    ),
    (
        "refuse",
        "cond ternary",
        "infra/main.tf",
        'resource "google_project_iam_member" "a" {\n  role = var.prod ? "roles/owner" : "roles/viewer"\n  member = "user:a@b.c"\n}\n',
        'resource "google_project_iam_member" "a" {\n  role = var.prod ? "roles/viewer" : "roles/browser"\n  member = "user:a@b.c"\n}\n',
    ),
    (
        "refuse",
        "setproduct flatten",
        "infra/main.tf",
        'locals {\n  bindings = flatten([for r in ["roles/owner"] : [for m in var.members : {role = r, member = m}]])\n}\nresource "google_project_iam_member" "a" {\n  for_each = {for b in local.bindings : "${b.role}-${b.member}" => b}\n  role = each.value.role\n  member = each.value.member\n}\n',
        'locals {\n  bindings = flatten([for r in ["roles/viewer"] : [for m in var.members : {role = r, member = m}]])\n}\nresource "google_project_iam_member" "a" {\n  for_each = {for b in local.bindings : "${b.role}-${b.member}" => b}\n  role = each.value.role\n  member = each.value.member\n}\n',
    ),
    (
        "",
        "deny list",
        "infra/main.tf",
        'locals {\n  forbidden_roles = ["roles/owner", "roles/editor"]\n}\n',
        'locals {\n  forbidden_roles = ["roles/owner"]\n}\n',
    ),
    (
        "",
        "validation",
        "infra/main.tf",
        'variable "role" {\n  default = "roles/viewer"\n  validation {\n    condition = !contains(["roles/owner"], var.role)\n    error_message = "roles/owner is not allowed"\n  }\n}\n',
        'variable "role" {\n  default = "roles/viewer"\n}\n',
    ),
    (
        "",
        "tfvars other",
        "envs/prod.tfvars",
        'allowed_origins = ["*"]\nroles = ["roles/viewer","roles/logging.viewer"]\n',
        'allowed_origins = ["https://x"]\nroles = ["roles/viewer"]\n',
    ),
    ("", "tfvars name owner", "envs/prod.tfvars", 'owner = "Owner Team"\nteam_owner = "Owner"\n', 'owner = "x"\n'),
    (
        "flag",
        "terragrunt inputs",
        "live/prod/terragrunt.hcl",
        'inputs = {\n  roles = ["roles/owner"]\n}\n',
        'inputs = {\n  roles = ["roles/viewer"]\n}\n',
    ),
    (
        "flag",
        "gcp yaml config connector",
        "k8s/iam.yaml",
        "apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMPolicyMember\nmetadata: {name: a}\nspec: {member: 'serviceAccount:x', role: roles/owner}\n",
        "apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMPolicyMember\nmetadata: {name: a}\nspec: {member: 'serviceAccount:x', role: roles/viewer}\n",
    ),
    (
        "flag",
        "crossplane/ack policy",
        "k8s/iam.yaml",
        'apiVersion: iam.aws.upbound.io/v1beta1\nkind: Policy\nmetadata: {name: a}\nspec:\n  forProvider:\n    policy: |\n      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}\n',
        None,
    ),
    (
        "flag",
        "serverless.yml",
        "serverless.yml",
        "service: x\nprovider:\n  name: aws\n  iam:\n    role:\n      statements:\n        - Effect: Allow\n          Action: ['dynamodb:*']\n          Resource: '*'\n",
        "service: x\nprovider:\n  name: aws\n  iam:\n    role:\n      statements:\n        - Effect: Allow\n          Action: ['dynamodb:GetItem']\n          Resource: 'arn:aws:dynamodb:eu-west-1:1:table/a'\n",
    ),
    (
        "flag",
        "az template owner param default",
        "azure/a.json",
        '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","parameters":{"roleId":{"type":"string","defaultValue":"8e3af657-a8ff-443c-a75c-2fe8c4bcb635"}},"resources":[{"type":"Microsoft.Authorization/roleAssignments","name":"x","properties":{"roleDefinitionId":"[resourceId(\'Microsoft.Authorization/roleDefinitions\', parameters(\'roleId\'))]","principalId":"p"}}]}',
        '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","parameters":{"roleId":{"type":"string","defaultValue":"acdd72a7-3385-48ef-bd42-f606fba81ae7"}},"resources":[{"type":"Microsoft.Authorization/roleAssignments","name":"x","properties":{"roleDefinitionId":"[resourceId(\'Microsoft.Authorization/roleDefinitions\', parameters(\'roleId\'))]","principalId":"p"}}]}',
    ),
    (
        "flag",
        "az parameters file",
        "azure/prod.parameters.json",
        '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#","parameters":{"roleDefinitionId":{"value":"8e3af657-a8ff-443c-a75c-2fe8c4bcb635"}}}',
        '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#","parameters":{"roleDefinitionId":{"value":"acdd72a7-3385-48ef-bd42-f606fba81ae7"}}}',
    ),
    (
        "flag",
        "bicepparam",
        "azure/prod.bicepparam",
        "using 'main.bicep'\nparam roleId = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'\n",
        "using 'main.bicep'\nparam roleId = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'\n",
    ),
    (
        "flag",
        "ansible user groups",
        "play.yml",
        "- hosts: all\n  tasks:\n    - user: {name: ci, groups: [sudo, docker], append: true}\n",
        "- hosts: all\n  tasks:\n    - user: {name: ci, groups: [video], append: true}\n",
    ),
    (
        "flag",
        "cloud-init groups",
        "user-data.yml",
        "#cloud-config\nusers:\n  - name: ci\n    groups: sudo, docker\n",
        "#cloud-config\nusers:\n  - name: ci\n    groups: users\n",
    ),
    (
        "flag",
        "ansible postgres privs",
        "play.yml",
        "- hosts: all\n  tasks:\n    - community.postgresql.postgresql_user: {name: app, role_attr_flags: SUPERUSER}\n",
        "- hosts: all\n  tasks:\n    - community.postgresql.postgresql_user: {name: app, role_attr_flags: NOSUPERUSER}\n",
    ),
    (
        "flag",
        "ansible mysql priv",
        "play.yml",
        "- hosts: all\n  tasks:\n    - community.mysql.mysql_user: {name: app, priv: '*.*:ALL,GRANT'}\n",
        "- hosts: all\n  tasks:\n    - community.mysql.mysql_user: {name: app, priv: 'shop.*:SELECT'}\n",
    ),
    (
        "flag",
        "tf postgres grant",
        "infra/db.tf",
        'resource "postgresql_role" "a" {\n  name = "app"\n  superuser = true\n}\n',
        'resource "postgresql_role" "a" {\n  name = "app"\n  superuser = false\n}\n',
    ),
    (
        "flag",
        "tf postgres grant all",
        "infra/db.tf",
        'resource "postgresql_grant" "a" {\n  role = "public"\n  object_type = "table"\n  privileges = ["ALL"]\n}\n',
        'resource "postgresql_grant" "a" {\n  role = "app"\n  object_type = "table"\n  privileges = ["SELECT"]\n}\n',
    ),
]
NAMES_ALONE = [
    ("", "a module about sudo", "rules/sudoers.py", 'LINE = """\napp ALL=(ALL) NOPASSWD: ALL\n"""\n', None),
    ("", "a page about sudo", "docs/sudoers.md", "    app ALL=(ALL) NOPASSWD: ALL\n", None),
    ("flag", "a file of sudo", "files/sudoers.conf", "app ALL=(ALL) NOPASSWD: ALL\n", None),
    ("", "a subject of mail", "envs/prod.tfvars", 'email_subject = "*** shop: alarm"\n', None),
    ("", "hosts that are trusted", "envs/prod.tfvars", 'trusted_hosts = ["*"]\nactions_enabled = true\n', None),
    ("flag", "subjects of tokens", "envs/prod.tfvars", 'oidc_subjects = ["acme/*"]\n', None),
]
_STATEMENT = "fn.addToRolePolicy(new iam.PolicyStatement({ actions: ACTIONS, resources: [queue.queueArn] }));\n"
_ROLE = """Statement:
- Effect: Allow
  Principal: {Federated: arn:aws:iam::111122223333:oidc-provider/gitlab.example.org}
  Action: sts:AssumeRoleWithWebIdentity
  Condition:
    StringLike: {"gitlab.example.org:sub": "project_path:PATTERN"}
    StringEquals: {"gitlab.example.org:aud": "x"}
"""
_TRUST = """locals {
  org = "acme"
}
data "aws_iam_policy_document" "d" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type = "Federated"
      identifiers = ["arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"]
    }
    condition {
      test = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values = SUBJECTS
    }
    condition {
      test = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values = ["sts.amazonaws.com"]
    }
  }
}
"""
SAME_BY_ANOTHER_NAME = [
    (
        "",
        "a constant holds the actions",
        "infra/stack.ts",
        "const TAKE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage'];\n" + _STATEMENT.replace("ACTIONS", "TAKE"),
        _STATEMENT.replace("ACTIONS", "['sqs:ReceiveMessage', 'sqs:DeleteMessage']"),
    ),
    (
        "flag",
        "a constant holds every action",
        "infra/stack.ts",
        "const TAKE = ['sqs:*'];\n" + _STATEMENT.replace("ACTIONS", "TAKE"),
        _STATEMENT.replace("ACTIONS", "['sqs:ReceiveMessage']"),
    ),
    (
        "flag",
        "a bucket for everybody, of which the program's role reads all",
        "infra/stack.ts",
        "fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));\n"
        "b.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'], principals: [new iam.AnyPrincipal()] }));\n",
        "fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));\n",
    ),
    (
        "",
        "subjects that narrow",
        "trust/role.yaml",
        _ROLE.replace("PATTERN", "acme/web/*:ref_type:branch:ref:main"),
        _ROLE.replace("PATTERN", "acme/*:ref_type:branch:ref:main"),
    ),
    (
        "flag",
        "subjects that widen",
        "trust/role.yaml",
        _ROLE.replace("PATTERN", "acme/*:ref_type:*"),
        _ROLE.replace("PATTERN", "acme/*:ref_type:branch:ref:main"),
    ),
    (
        "",
        "computed subjects written out",
        "infra/main.tf",
        _TRUST.replace("SUBJECTS", '["repo:acme/shop:ref:refs/heads/main"]'),
        _TRUST.replace("SUBJECTS", '[for r in var.repos : "repo:${local.org}/${r}:ref:refs/heads/main"]'),
    ),
]
EVERY = [
    *SAME_BY_ANOTHER_NAME,
    *NAMES_ALONE,
    *CHANGES_1,
    *CHANGES_2,
    *CHANGES_3,
    *CHANGES_4,
    *CHANGES_5,
    *CHANGES_6,
    *CHANGES_7,
    *CHANGES_8,
    *CHANGES_9,
    *CHANGES_10,
    *CHANGES_11,
    *CHANGES_12,
]


@each(EVERY)
def test_changes(expected: str, what: str, path: str, new: str, old: str | None) -> None:
    assert bool(judged(path, new, old)) == bool(expected), what
