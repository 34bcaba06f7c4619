"""What a change grants, by format: dangers, and changes that look like them."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from granting import judged, verdict
from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.readers import format_of, read
from govhooks.readers.document import Side
from govhooks.readers.values import Tagged, untagged
from govhooks.rules.access.least_privilege import Policy, check
from govhooks.rules.access.least_privilege.files import dangers
from govhooks.rules.access.least_privilege.words import GRANTS, SETTINGS

if TYPE_CHECKING:
    from conftest import Repo


def iam(**keys: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **keys}]}, indent=1)


def both(*statements: dict[str, Any]) -> str:
    return json.dumps({"Statement": [{"Effect": "Allow", **one} for one in statements]}, indent=1)


GITHUB = "token.actions.githubusercontent.com"
OIDC = {"Federated": f"arn:aws:iam::111122223333:oidc-provider/{GITHUB}"}


def trust(**condition: Any) -> str:
    keys: dict[str, Any] = {"Principal": OIDC, "Action": "sts:AssumeRoleWithWebIdentity"}
    return iam(**keys, **({"Condition": condition} if condition else {}))


AUD = {f"{GITHUB}:aud": "sts.amazonaws.com"}
BUCKET = "arn:aws:s3:::reports"
NARROW = iam(Action="s3:GetObject", Resource=f"{BUCKET}/*")

# (what becomes of it, new, old)
AWS = [
    ("refuse", iam(Action="*", Resource="*"), None),
    ("refuse", iam(Action=["*"], Resource=["*"]), NARROW),
    ("refuse", iam(Action="*:*", Resource="*"), None),
    ("refuse", iam(Action="iam:*", Resource="*"), None),
    ("refuse", iam(NotAction="s3:DeleteBucket", Resource="*"), None),
    ("flag", iam(NotAction=["iam:*", "organizations:*"], Resource="*"), None),
    ("flag", iam(Action="s3:*", Resource="*"), NARROW),
    ("flag", iam(Action="s3:*", Resource=f"{BUCKET}/*"), NARROW),
    ("flag", iam(Action="s3:PutObject", Resource="*"), NARROW),
    ("flag", iam(Action="s3:GetObject", Resource="*"), NARROW),
    ("flag", iam(Action="s3:Put*", NotResource=BUCKET), None),
    ("flag", iam(Action="iam:PassRole", Resource="*"), None),
    ("flag", iam(Action=["iam:passrole"], Resource="arn:aws:iam::111122223333:role/*"), None),
    ("flag", iam(Action=["iam:CreatePolicyVersion"], Resource="*"), None),
    ("flag", iam(Action=["iam:Attach*"], Resource="*"), None),
    ("flag", iam(Action="lambda:UpdateFunctionCode", Resource="*"), None),
    ("flag", iam(Action="secretsmanager:GetSecretValue", Resource="*"), None),
    ("flag", iam(Action="ssm:GetParameter*", Resource="*"), None),
    ("flag", iam(Action="sts:AssumeRole", Resource="*"), None),
    ("refuse", iam(Principal="*", Action="s3:GetObject", Resource=f"{BUCKET}/*"), None),
    ("refuse", iam(Principal={"AWS": "*"}, Action="sqs:SendMessage", Resource="*"), None),
    ("refuse", iam(Principal={"AWS": ["*"]}, Action="sts:AssumeRole"), None),
    ("refuse", iam(NotPrincipal={"AWS": "arn:aws:iam::111122223333:root"}, Action="s3:*", Resource="*"), None),
    ("refuse", iam(Principal={"AWS": "arn:aws:iam::*:root"}, Action="sts:AssumeRole"), None),
    (
        "refuse",
        iam(Principal="*", Action="s3:*", Resource="*", Condition={"Bool": {"aws:SecureTransport": "true"}}),
        None,
    ),
    (
        "refuse",
        iam(Principal="*", Action="s3:*", Resource="*", Condition={"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}),
        None,
    ),
    ("refuse", trust(), None),
    (
        "refuse",
        trust(StringEquals=AUD),
        trust(StringEquals={**AUD, f"{GITHUB}:sub": "repo:acme/app:ref:refs/heads/main"}),
    ),
    ("refuse", trust(StringEquals=AUD, StringLike={f"{GITHUB}:sub": "*"}), None),
    ("refuse", trust(StringEquals=AUD, StringLike={f"{GITHUB}:sub": "repo:*"}), None),
    ("flag", trust(StringEquals=AUD, StringLike={f"{GITHUB}:sub": "repo:acme/*"}), None),
    ("flag", trust(StringEquals=AUD, StringLike={f"{GITHUB}:sub": "repo:acme/app:*"}), None),
    ("flag", trust(StringEquals={f"{GITHUB}:sub": "repo:acme/app:ref:refs/heads/main"}), None),
    # narrow, and wider than it was
    (
        "flag",
        NARROW,
        iam(Action="s3:GetObject", Resource=f"{BUCKET}/*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
    ),
    (
        "flag",
        iam(Action="dynamodb:GetItem", Resource="arn:aws:dynamodb:eu-west-1:111122223333:table/*"),
        iam(Action="dynamodb:GetItem", Resource="arn:aws:dynamodb:eu-west-1:111122223333:table/t"),
    ),
    (
        "flag",
        iam(Action="secretsmanager:GetSecretValue", Resource="arn:aws:secretsmanager:eu-west-1:111122223333:secret:*"),
        None,
    ),
    (
        "flag",
        iam(Principal={"AWS": "arn:aws:iam::111122223333:root"}, Action="sts:AssumeRole"),
        iam(Principal={"AWS": "arn:aws:iam::111122223333:role/ci"}, Action="sts:AssumeRole"),
    ),
    (
        "refuse",
        iam(Action="*", Resource="*"),
        both({"Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}),
    ),
    (
        "",
        both({"Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}),
        iam(Action="*", Resource="*"),
    ),
    # what looks like it
    ("", NARROW, None),
    ("", iam(Action=["s3:GetObject", "s3:PutObject"], Resource=f"{BUCKET}/*"), NARROW),
    ("", iam(Action="s3:Get*", Resource=[BUCKET, f"{BUCKET}/*"]), NARROW),
    ("", iam(Action=["ec2:Describe*", "logs:CreateLogGroup", "cloudwatch:PutMetricData"], Resource="*"), None),
    ("", iam(Action="ecr:GetAuthorizationToken", Resource="*"), None),
    ("", iam(Action="iam:PassRole", Resource="arn:aws:iam::111122223333:role/task"), None),
    (
        "",
        iam(
            Action="iam:PassRole",
            Resource="*",
            Condition={"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
        ),
        None,
    ),
    ("", iam(Action="iam:CreateAccessKey", Resource="arn:aws:iam::*:user/${aws:username}"), None),
    ("", iam(Effect="Deny", Action="*", Resource="*"), None),
    (
        "",
        iam(
            Effect="Deny",
            Principal="*",
            Action="s3:*",
            Resource="*",
            Condition={"Bool": {"aws:SecureTransport": "false"}},
        ),
        None,
    ),
    (
        "",
        iam(
            Principal="*",
            Action="s3:GetObject",
            Resource="*",
            Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        ),
        None,
    ),
    (
        "",
        iam(Principal="*", Action="sns:Publish", Resource="*", Condition={"ArnLike": {"aws:SourceArn": BUCKET}}),
        None,
    ),
    ("", iam(Principal={"AWS": "arn:aws:iam::111122223333:root"}, Action="kms:*", Resource="*"), None),
    ("", iam(Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole"), None),
    ("", iam(Principal={"AWS": "arn:aws:iam::111122223333:root"}, Action="sts:AssumeRole"), None),
    ("", trust(StringEquals={**AUD, f"{GITHUB}:sub": "repo:acme/app:ref:refs/heads/main"}), None),
    ("", trust(StringEquals=AUD, StringLike={f"{GITHUB}:sub": "repo:acme/app:ref:refs/tags/v*"}), None),
    ("", trust(StringEquals={**AUD, f"{GITHUB}:sub": "repo:acme/app:environment:prod"}), trust(StringEquals=AUD)),
    # what was there before
    ("", iam(Action="s3:*", Resource="*"), iam(Action="*", Resource="*")),
    ("", iam(Action=["*"], Resource=["*"]), iam(Action="*", Resource="*")),
    ("", iam(Sid="All", Action="*", Resource="*"), iam(Action="*", Resource="*")),
    (
        "",
        iam(Action="*", Resource="*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        iam(Action="*", Resource="*"),
    ),
    (
        "refuse",
        iam(Action="*", Resource="*"),
        iam(Action="*", Resource="*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
    ),
    ("", None, iam(Action="*", Resource="*")),
    ("", '{"Statement": "no policy", "Effect": "none"}', None),
]


@pytest.mark.parametrize(("expected", "new", "old"), AWS)
def test_aws_policies(expected: str, new: str | None, old: str | None) -> None:
    assert verdict(judged("policies/ci.json", new, old)) == expected


def flow(permissions: str = "", job: str = "", on: str = "push", jobs: str = "", name: str = "build") -> str:
    above = f"permissions: {permissions}\n" if permissions else ""
    own = f"    permissions: {job}\n" if job else ""
    return f"on: {on}\n{above}jobs:\n  {name}:\n    runs-on: ubuntu-latest\n{own}    steps:\n      - run: make\n{jobs}"


TWO = "  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make test\n"
WORKFLOWS = [
    ("refuse", flow("write-all"), None),
    ("refuse", flow("write-all"), flow("{contents: read}")),
    ("refuse", flow(job="write-all"), None),
    ("refuse", flow("write-all", jobs=TWO), None),
    ("refuse", flow("write-all", on="pull_request_target"), flow(on="pull_request_target")),
    ("flag", flow("{contents: write}", on="pull_request_target"), flow("{contents: read}", on="pull_request_target")),
    ("flag", flow(job="{contents: write}", on="pull_request_target"), None),
    ("flag", flow("{contents: write}", on="pull_request_target"), flow("{contents: write}")),
    ("flag", flow("{contents: read, id-token: write}", jobs=TWO), flow("{contents: read}", jobs=TWO)),
    ("flag", flow("{contents: write}", jobs=TWO), flow("{contents: read}", jobs=TWO)),
    ("flag", flow("{contents: write}"), flow("{contents: read}")),
    ("flag", flow(job="{contents: read, actions: write}"), flow(job="{contents: read}")),
    ("flag", flow("read-all"), flow("{contents: read}")),
    ("flag", flow(), flow("{contents: read}")),
    ("flag", flow(on="pull_request_target"), None),
    ("flag", flow(on="[push, pull_request_target]"), flow()),
    (
        "refuse",
        flow(
            "{contents: read}",
            jobs="  x:\n    runs-on: a\n    container: {image: a, options: --privileged}\n    steps: []\n",
        ),
        None,
    ),
    # what looks like it
    ("", flow("{contents: read}"), None),
    ("", flow("{contents: read}"), flow("write-all")),
    ("", flow("{}"), flow()),
    ("", flow("read-all"), flow("write-all")),
    (
        "",
        flow("{contents: read}", "{contents: read, packages: write}", name="publish"),
        flow("{contents: read}", name="publish"),
    ),
    ("", flow("{contents: read}", "{contents: write}", name="release"), flow("{contents: read}", name="release")),
    ("", flow("{contents: read}", "{pull-requests: write}", on="pull_request_target", name="label"), None),
    ("", flow(), None),
    ("", flow(), flow().replace("make", "make all")),
    ("", flow("write-all").replace("make", "make all"), flow("write-all")),
    ("", flow("'write-all'"), flow("write-all")),
    ("", flow("write-all", "{contents: read}").replace("permissions: write-all\n", ""), flow("write-all")),
    ("", None, flow("write-all")),
]


@pytest.mark.parametrize(("expected", "new", "old"), WORKFLOWS)
def test_workflows(expected: str, new: str | None, old: str | None) -> None:
    assert verdict(judged(".github/workflows/ci.yml", new, old)) == expected


def role(rules: str, kind: str = "ClusterRole") -> str:
    return f"apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata:\n  name: app\nrules:\n{rules}"


def rule(groups: str = '""', resources: str = "pods", verbs: str = "get, list", more: str = "") -> str:
    return f"  - apiGroups: [{groups}]\n    resources: [{resources}]\n    verbs: [{verbs}]\n{more}"


def bound(
    role: str = "cluster-admin", subject: str = "{kind: User, name: ada}", kind: str = "ClusterRoleBinding"
) -> str:
    return (
        f"apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: app}}\n"
        f"roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {role}}}\nsubjects:\n  - {subject}\n"
    )


def pod(context: str = "", spec: str = "", kind: str = "Deployment", pod_context: str = "") -> str:
    own = f"          securityContext: {context}\n" if context else ""
    above = f"      securityContext: {pod_context}\n" if pod_context else ""
    return (
        f"apiVersion: apps/v1\nkind: {kind}\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n{above}{spec}"
        f"      containers:\n        - name: app\n          image: app:1\n{own}"
    )


def host(path: str) -> str:
    return f"      volumes:\n        - name: x\n          hostPath: {{path: {path}}}\n"


def mounted(read_only: str) -> str:
    mounts = f"          volumeMounts: [{{name: x, mountPath: /x, readOnly: {read_only}}}]\n"
    return pod(spec=host("/var/log")).replace("          image", mounts + "          image", 1)


ALL = rule("'*'", "'*'", "'*'")
SAFE = "{runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}"
USER = "{runAsNonRoot: true, runAsUser: 10001}"
SIDECAR = "      initContainers:\n        - {name: setup, image: setup:1}\n"
KUBERNETES = [
    ("refuse", role(ALL), None),
    ("refuse", role(ALL), role(rule())),
    ("flag", role(ALL, "Role"), None),
    ("flag", role(rule(verbs="'*'")), role(rule())),
    ("flag", role(rule(resources="'*'")), role(rule())),
    ("flag", role(rule("rbac.authorization.k8s.io", "clusterroles", "escalate")), None),
    ("flag", role(rule("rbac.authorization.k8s.io", "clusterroles", "bind")), None),
    ("flag", role(rule(resources="users", verbs="impersonate")), None),
    ("flag", role(rule(resources="secrets")), role(rule())),
    ("flag", role(rule(resources="secrets", verbs="get"), "Role"), None),
    ("flag", role(rule(resources="pods/exec", verbs="create")), None),
    ("flag", role(rule("rbac.authorization.k8s.io", "rolebindings", "create")), None),
    ("flag", role(rule(resources="serviceaccounts/token", verbs="create")), None),
    ("refuse", bound(), None),
    ("refuse", bound(subject="{kind: Group, name: 'system:authenticated'}"), None),
    ("refuse", bound(subject="{kind: ServiceAccount, name: default, namespace: app}"), None),
    ("refuse", bound("view", "{kind: User, name: 'system:anonymous'}"), None),
    ("refuse", bound("edit", "{kind: Group, name: 'system:authenticated'}"), None),
    ("flag", bound("reader", "{kind: ServiceAccount, name: default, namespace: app}", "RoleBinding"), None),
    ("flag", bound("cluster-admin", kind="RoleBinding"), None),
    ("refuse", pod("{privileged: true}"), None),
    ("refuse", pod("{privileged: true}", kind="DaemonSet"), pod(kind="DaemonSet")),
    ("flag", pod(spec="      hostNetwork: true\n"), pod()),
    ("flag", pod(spec="      hostPID: true\n"), pod()),
    ("flag", pod(spec="      volumes:\n        - name: x\n          hostPath: {path: /var/run/docker.sock}\n"), pod()),
    ("flag", pod("{runAsUser: 0}"), pod()),
    ("flag", pod("{capabilities: {add: [SYS_ADMIN]}}"), pod()),
    ("flag", pod("{allowPrivilegeEscalation: true}"), pod()),
    ("flag", pod("{runAsNonRoot: true, capabilities: {drop: [ALL]}}"), pod(SAFE)),
    ("flag", pod("{allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}"), pod(SAFE)),
    ("flag", pod("{runAsNonRoot: true, allowPrivilegeEscalation: false}"), pod(SAFE)),
    ("flag", pod(), pod(spec="      automountServiceAccountToken: false\n")),
    ("flag", bound("reader"), bound("reader", kind="RoleBinding")),
    # what looks like it
    ("", role(rule()), None),
    ("", role(rule("apps", "deployments", "get, list, watch, update")), None),
    ("", role(rule(resources="secrets", verbs="get", more="    resourceNames: [one]\n"), "Role"), None),
    ("", role(rule(verbs="get")), role(rule())),
    ("", role(rule("coordination.k8s.io", "leases", "get, create, update")), None),
    ("", role(rule(resources="'*'", verbs="get")), role(ALL)),
    ("", bound("view", "{kind: ServiceAccount, name: app, namespace: app}", "RoleBinding"), None),
    ("", bound("system:public-info-viewer", "{kind: Group, name: 'system:unauthenticated'}"), None),
    ("", pod(), None),
    ("", pod(SAFE), pod()),
    ("", pod("{privileged: false, runAsUser: 1000}"), None),
    ("", pod("{capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}"), None),
    ("", pod(spec="      volumes:\n        - name: x\n          emptyDir: {}\n"), None),
    ("", pod(SAFE, pod_context="{runAsNonRoot: true}"), pod(SAFE)),
    # the same user, said of the only container or of its pod
    ("", pod(USER, pod_context="{fsGroup: 1}"), pod("{readOnlyRootFilesystem: false}", pod_context=USER)),
    ("", pod("{readOnlyRootFilesystem: false}", pod_context=USER), pod(USER)),
    ("", pod(USER, pod_context="{runAsUser: 0}"), pod(USER)),
    ("flag", pod(USER, pod_context="{fsGroup: 1}", spec=SIDECAR), pod(USER, pod_context=USER, spec=SIDECAR)),
    ("flag", pod("{runAsNonRoot: false}", pod_context="{fsGroup: 1}"), pod(pod_context=USER)),
    ("flag", pod(pod_context="{runAsUser: 0}"), pod(pod_context=USER)),
    ("", pod(spec=host("/var/log/pods/shop")), pod(spec=host("/var/log/pods"))),
    ("flag", pod(spec=host("/var/log/podsafe")), pod(spec=host("/var/log/pods"))),
    ("flag", pod(spec=host("/var/log")), pod(spec=host("/var/log/pods"))),
    ("flag", mounted("false"), mounted("true")),
    ("", mounted("true"), mounted("false")),
    ("refuse", pod("{windowsOptions: {hostProcess: true}}"), pod()),
    ("flag", pod("{procMount: Unmasked}"), pod()),
    ("flag", pod("{}"), pod("{seccompProfile: {type: RuntimeDefault}}")),
    (
        "",
        pod("{}", pod_context="{seccompProfile: {type: RuntimeDefault}}"),
        pod("{seccompProfile: {type: RuntimeDefault}}"),
    ),
    ("", pod(spec="      hostNetwork: false\n"), pod()),
    ("", pod("{privileged: true}").replace("app:1", "app:2"), pod("{privileged: true}")),
    (
        "",
        role(ALL) + "---\n" + role(rule()).replace("name: app", "name: b"),
        role(rule()).replace("name: app", "name: b") + "---\n" + role(ALL),
    ),
]


@pytest.mark.parametrize(("expected", "new", "old"), KUBERNETES)
def test_kubernetes(expected: str, new: str | None, old: str | None) -> None:
    assert verdict(judged("deploy/app.yaml", new, old)) == expected


def service(more: str = "") -> str:
    return f"services:\n  app:\n    image: app:1\n{more}"


COMPOSE = [
    (
        "flag",
        service("    cap_add:\n      - NET_BIND_SERVICE\n      - BPF\n"),
        service("    cap_add:\n      - NET_BIND_SERVICE\n"),
    ),
    ("flag", service("    volumes:\n      - ./a:/a\n      - /:/host\n"), service("    volumes:\n      - ./a:/a\n")),
    ("", service("    privileged: true\n").replace("app:1", "app:2"), service("    privileged: true\n")),
    ("refuse", service("    privileged: true\n"), service()),
    ("flag", service("    network_mode: host\n"), service()),
    ("flag", service("    pid: host\n"), None),
    ("flag", service("    cap_add: [SYS_ADMIN]\n"), service()),
    ("flag", service("    cap_add:\n      - ALL\n"), service()),
    ("flag", service("    user: root\n"), service("    user: app\n")),
    ("flag", service("    user: '0:0'\n"), service()),
    ("flag", service("    security_opt: ['seccomp:unconfined']\n"), service()),
    ("flag", service("    volumes: ['/var/run/docker.sock:/var/run/docker.sock']\n"), service()),
    ("flag", service("    volumes: ['/:/host']\n"), service()),
    ("flag", service("    volumes:\n      - {type: bind, source: /etc, target: /x}\n"), service()),
    ("flag", service(), service("    security_opt: ['no-new-privileges:true']\n")),
    ("flag", service(), service("    cap_drop: [ALL]\n")),
    ("", service("    privileged: false\n"), service()),
    ("", service("    volumes: ['./data:/data', 'db:/var/lib/db', '/etc/localtime:/etc/localtime:ro']\n"), None),
    ("", service("    cap_add: [NET_BIND_SERVICE]\n    user: '1000'\n"), None),
    ("", service("    security_opt: ['no-new-privileges:true']\n"), None),
    ("", service("    network_mode: bridge\n"), None),
    ("", service("    privileged: true\n"), service("    # privileged: no\n    privileged: yes\n")),
]


@pytest.mark.parametrize(("expected", "new", "old"), COMPOSE)
def test_compose(expected: str, new: str | None, old: str | None) -> None:
    assert verdict(judged("compose.yaml", new, old)) == expected


def tf(kind: str, **more: str) -> str:
    lines = "".join(f"  {key} = {value}\n" for key, value in more.items())
    return f'resource "{kind}" "x" {{\n{lines}}}\n'


def encoded(action: str, resource: str, principal: str = "") -> str:
    who = f"Principal = {principal}, " if principal else ""
    return f'jsonencode({{ Version = "2012-10-17", Statement = [{{ Effect = "Allow", {who}Action = {action}, Resource = {resource} }}] }})'


def document(body: str) -> str:
    return f'data "aws_iam_policy_document" "x" {{\n  statement {{\n{body}  }}\n}}\n'


STAR = '"*"'
TERRAFORM = [
    (
        "refuse",
        tf("aws_iam_policy", policy=encoded(STAR, STAR)),
        tf("aws_iam_policy", policy=encoded('"s3:GetObject"', f'"{BUCKET}/*"')),
    ),
    ("refuse", tf("aws_iam_role_policy", policy=encoded('["*"]', STAR)), None),
    ("refuse", tf("aws_iam_role_policy", policy="<<EOF\n" + iam(Action="*", Resource="*") + "\nEOF\n"), None),
    ("refuse", tf("aws_s3_bucket_policy", policy=encoded('"s3:GetObject"', '"${aws_s3_bucket.b.arn}/*"', STAR)), None),
    ("refuse", tf("aws_sqs_queue_policy", policy=encoded('"sqs:*"', STAR, '{ AWS = "*" }')), None),
    ("refuse", document('    actions = ["*"]\n    resources = ["*"]\n'), None),
    (
        "flag",
        document('    actions = ["s3:*"]\n    resources = ["*"]\n'),
        document('    actions = ["s3:GetObject"]\n    resources = ["*"]\n'),
    ),
    ("flag", document('    actions = ["iam:PassRole"]\n    resources = ["*"]\n'), None),
    (
        "refuse",
        document(
            '    actions = ["s3:GetObject"]\n    resources = ["x"]\n    principals {\n      type = "*"\n      identifiers = ["*"]\n    }\n'
        ),
        None,
    ),
    (
        "refuse",
        document(
            '    actions = ["sts:AssumeRoleWithWebIdentity"]\n    principals {\n      type = "Federated"\n'
            f'      identifiers = ["arn:aws:iam::1:oidc-provider/{GITHUB}"]\n    }}\n'
        ),
        None,
    ),
    ("refuse", tf("aws_iam_role_policy_attachment", policy_arn='"arn:aws:iam::aws:policy/AdministratorAccess"'), None),
    ("refuse", tf("aws_iam_role", managed_policy_arns='["arn:aws:iam::aws:policy/PowerUserAccess"]'), None),
    ("flag", tf("aws_iam_role_policy_attachment", policy_arn='"arn:aws:iam::aws:policy/AmazonS3FullAccess"'), None),
    ("refuse", tf("google_project_iam_member", role='"roles/owner"', member='"user:ada@example.org"'), None),
    (
        "refuse",
        tf(
            "google_project_iam_binding",
            role='"roles/editor"',
            members='["serviceAccount:ci@x.iam.gserviceaccount.com"]',
        ),
        None,
    ),
    ("refuse", tf("google_storage_bucket_iam_member", role='"roles/storage.objectViewer"', member='"allUsers"'), None),
    (
        "refuse",
        tf("google_storage_bucket_iam_member", role='"roles/storage.admin"', member='"allAuthenticatedUsers"'),
        None,
    ),
    (
        "flag",
        tf("google_project_iam_member", role='"roles/iam.serviceAccountTokenCreator"', member='"user:a@b.c"'),
        None,
    ),
    (
        "refuse",
        'resource "google_iam_workload_identity_pool_provider" "x" {\n  oidc {\n    issuer_uri = "https://'
        + GITHUB
        + '"\n  }\n}\n',
        None,
    ),
    (
        "refuse",
        tf("azurerm_role_assignment", role_definition_name='"Owner"', scope="data.azurerm_subscription.primary.id"),
        None,
    ),
    (
        "flag",
        tf(
            "azurerm_role_assignment",
            role_definition_name='"Contributor"',
            scope="data.azurerm_subscription.primary.id",
        ),
        None,
    ),
    (
        "flag",
        tf(
            "azurerm_role_assignment",
            role_definition_name='"User Access Administrator"',
            scope="azurerm_resource_group.x.id",
        ),
        None,
    ),
    (
        "refuse",
        'resource "azurerm_role_definition" "x" {\n  name = "x"\n  permissions {\n    actions = ["*"]\n  }\n}\n',
        None,
    ),
    ("", tf("aws_iam_policy", policy=encoded('"s3:GetObject"', f'"{BUCKET}/*"')), None),
    ("", document(f'    actions = ["s3:GetObject"]\n    resources = ["{BUCKET}/*"]\n'), None),
    ("", document('    actions = ["ec2:DescribeInstances"]\n    resources = ["*"]\n'), None),
    (
        "",
        tf(
            "aws_iam_role_policy_attachment",
            policy_arn='"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"',
        ),
        None,
    ),
    ("", tf("aws_iam_role_policy_attachment", policy_arn='"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"'), None),
    (
        "",
        tf("google_storage_bucket_iam_member", role='"roles/storage.objectViewer"', member='"serviceAccount:a@b.c"'),
        None,
    ),
    ("", tf("google_project_iam_member", role='"roles/logging.logWriter"', member='"serviceAccount:a@b.c"'), None),
    (
        "",
        tf("azurerm_role_assignment", role_definition_name='"Reader"', scope="data.azurerm_subscription.primary.id"),
        None,
    ),
    (
        "",
        tf("azurerm_role_assignment", role_definition_name='"Contributor"', scope="azurerm_resource_group.x.id"),
        None,
    ),
    (
        "",
        tf("aws_iam_policy", policy=encoded(STAR, STAR)).replace('"x"', '"renamed"'),
        tf("aws_iam_policy", policy=encoded(STAR, STAR)),
    ),
    (
        "",
        tf("aws_iam_policy", policy=encoded(STAR, STAR)),
        tf("aws_iam_policy", policy="<<EOF\n" + iam(Action="*", Resource="*") + "\nEOF\n"),
    ),
]


@pytest.mark.parametrize(("expected", "new", "old"), TERRAFORM)
def test_terraform(expected: str, new: str | None, old: str | None) -> None:
    assert verdict(judged("infra/main.tf", new, old)) == expected


CFN = """AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: x
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: ACTION
                Resource: RESOURCE
"""


def cfn(action: str, resource: str) -> str:
    return CFN.replace("ACTION", action).replace("RESOURCE", resource)


ALL_TO_PUBLIC = "GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC"
FILES = [
    ("refuse", "template.yaml", cfn("'*'", "'*'"), cfn("s3:GetObject", "!Sub '${Bucket.Arn}/*'")),
    ("flag", "template.yaml", cfn("s3:*", "!GetAtt Bucket.Arn"), cfn("s3:GetObject", "!GetAtt Bucket.Arn")),
    ("flag", "template.yaml", cfn("[iam:PassRole]", "'*'"), None),
    ("", "template.yaml", cfn("s3:GetObject", "!Sub '${Bucket.Arn}/*'"), None),
    ("", "template.yaml", cfn("dynamodb:PutItem", "!GetAtt Table.Arn"), cfn("dynamodb:GetItem", "!GetAtt Table.Arn")),
    (
        "refuse",
        "template.yaml",
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Policies:\n        - AdministratorAccess\n",
        None,
    ),
    (
        "",
        "template.yaml",
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Policies:\n        - AWSLambdaBasicExecutionRole\n",
        None,
    ),
    (
        "refuse",
        "serverless.yml",
        "provider:\n  iam:\n    role:\n      statements:\n        - Effect: Allow\n          Action: '*'\n          Resource: '*'\n",
        None,
    ),
    ("refuse", "iam.yaml", "bindings:\n- role: roles/owner\n  members: ['user:ada@example.org']\n", None),
    ("refuse", "policy.json", '{"bindings": [{"role": "roles/storage.objectViewer", "members": ["allUsers"]}]}', None),
    ("", "iam.yaml", "bindings:\n- role: roles/storage.objectViewer\n  members: ['user:ada@example.org']\n", None),
    ("refuse", "role.json", '{"Name": "x", "Actions": ["*"], "AssignableScopes": ["/subscriptions/1"]}', None),
    (
        "",
        "role.json",
        '{"Name": "x", "Actions": ["Microsoft.Compute/*/read"], "AssignableScopes": ["/subscriptions/1"]}',
        None,
    ),
    (
        "refuse",
        "main.json",
        '{"resources": [{"type": "Microsoft.Authorization/roleAssignments", "name": "x", "properties": {"roleDefinitionId":'
        " \"[subscriptionResourceId('x', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')]\"}}]}",
        None,
    ),
    ("refuse", "db/grants.sql", "GRANT ALL PRIVILEGES ON DATABASE app TO PUBLIC;", None),
    ("refuse", "db/grants.sql", "grant all on schema public\n  to public;", "grant usage on schema public to public;"),
    ("flag", "db/grants.sql", "GRANT ALL PRIVILEGES ON *.* TO 'app'@'%' WITH GRANT OPTION;", None),
    ("flag", "db/grants.sql", "ALTER ROLE app WITH SUPERUSER;", "ALTER ROLE app WITH LOGIN;"),
    ("flag", "db/grants.sql", "GRANT SELECT ON t TO app WITH GRANT OPTION;", None),
    ("flag", "db/grants.sql", "ALTER SERVER ROLE sysadmin ADD MEMBER [app];", None),
    ("", "db/grants.sql", "GRANT SELECT, INSERT ON orders TO app;", None),
    ("", "db/grants.sql", "-- GRANT ALL ON DATABASE app TO PUBLIC;\nSELECT 1; /* grant all on x to public */", None),
    ("", "db/grants.sql", "REVOKE ALL ON SCHEMA public FROM PUBLIC;", None),
    ("", "db/grants.sql", f"INSERT INTO notes (a, b) VALUES (1, 'it''s {ALL_TO_PUBLIC}');", None),
    (
        "",
        "db/grants.sql",
        f"COMMENT ON TABLE t IS '{ALL_TO_PUBLIC}';\nUPDATE t SET a = 'ALTER ROLE x SUPERUSER';",
        None,
    ),
    ("", "db/grants.sql", f"# {ALL_TO_PUBLIC};\nPRINT 'was: {ALL_TO_PUBLIC}';", None),
    ("refuse", "db/grants.sql", f"INSERT INTO notes VALUES ('x');\n{ALL_TO_PUBLIC};", None),
    ("refuse", "db/grants.sql", f"INSERT INTO notes VALUES ('x')\nGO\nEXEC('{ALL_TO_PUBLIC}')", None),
    ("refuse", "db/grants.sql", f"DO $$ BEGIN EXECUTE '{ALL_TO_PUBLIC};'; END $$;", None),
    ("refuse", "db/grants.sql", f"SET @q = '{ALL_TO_PUBLIC};'; PREPARE s FROM @q;", None),
    ("refuse", "db/grants.sql", f"INSERT INTO notes VALUES ('it\\'s'); {ALL_TO_PUBLIC}; SELECT 'x';", None),
    ("", "db/grants.sql", "ALTER ROLE app NOSUPERUSER;", None),
    ("", "db/grants.sql", "GRANT USAGE ON SCHEMA app TO reader;", None),
    ("", "db/grants.sql", "\n\nGRANT  ALL ON t TO app ;", "grant all on t to app;"),
    ("refuse", "etc/sudoers.d/app", "app ALL=(ALL) NOPASSWD: ALL\n", None),
    ("refuse", "etc/sudoers", "%wheel ALL=(ALL:ALL) NOPASSWD:ALL\n", "%wheel ALL=(ALL:ALL) ALL\n"),
    ("refuse", "packaging/sudoers/db", "%dba ALL = (ALL) NOPASSWD: ALL\n", "%dba DB = (PG) /usr/bin/pg reload\n"),
    ("refuse", "packaging/sudoers/db", "nagios DB = (root) NOPASSWD: ALL, !/bin/su, !/bin/sh\n", None),
    ("refuse", "app.sudoers", "app ALL=(#0) NOPASSWD: ALL\n", None),
    ("refuse", "etc/sudoers.d/app", "app ALL=(root) NOPASSWD: /bin/ls, ALL\n", "app ALL=(root) NOPASSWD: /bin/ls\n"),
    ("refuse", "etc/sudoers.d/app", "Cmnd_Alias ANY = /bin/ls, \\\n  ALL\napp ALL = NOPASSWD: ANY\n", None),
    ("refuse", "etc/sudoers.d/app", "app, ops DB1, DB2 = (ALL : ALL) NOPASSWD: SETENV: ALL\n", None),
    ("refuse", "roles/x/templates/sudoers.j2", "{{ user }} ALL=(ALL) NOPASSWD: ALL\n", None),
    ("flag", "etc/sudoers.d/app", "app ALL=(ALL) ALL, !/bin/su\n", "app ALL=(ALL) /bin/ls\n"),
    ("flag", "etc/sudoers.d/app", "app DB = (ALL) ALL\n", "app DB = (ALL) /bin/ls\n"),
    ("flag", "etc/sudoers.d/app", "Runas_Alias PG = postgres\napp ALL = (PG) NOPASSWD: ALL\n", None),
    ("", "etc/sudoers.d/app", "app ALL=(ALL) ALL\n", "app ALL=(ALL) NOPASSWD: ALL\n"),
    ("", "etc/sudoers.d/app", "app ALL=(ALL) NOPASSWD: ALL, !/bin/su\n", "app ALL=(ALL) NOPASSWD: ALL\n"),
    ("", "etc/sudoers.d/app", "app ALL=(root) NOPASSWD: /bin/ls, !/bin/su, /opt/ALL\n", None),
    ("", "etc/sudoers.d/app", "Cmnd_Alias ANY = ALL\napp ALL=(root) NOPASSWD: /bin/ls\n", None),
    ("", "packaging/sudoers/README.md", "app ALL=(ALL) NOPASSWD: ALL\n", None),
    ("", "etc/sudoers.d/app", "app ALL=(root) NOPASSWD: /usr/bin/systemctl restart app\n", None),
    ("", "etc/sudoers.d/app", "# app ALL=(ALL) NOPASSWD: ALL\n%wheel ALL=(ALL) ALL\n", None),
    ("flag", "deploy.sh", "chmod -R 777 /srv/app\n", "chmod -R 755 /srv/app\n"),
    ("flag", "deploy.sh", "sudo chmod a+w /etc/app.conf\n", None),
    ("refuse", "setup.sh", 'echo "ci ALL=(ALL) NOPASSWD: ALL" >> /etc/sudoers\n', None),
    ("refuse", "run.sh", "docker run --privileged app\n", "docker run app\n"),
    ("", "deploy.sh", "chmod 755 run.sh\nchmod +x run.sh\nchmod 1777 /tmp\n# chmod 777 x\necho 'chmod 777'\n", None),
    ("flag", "Dockerfile", "FROM a\nRUN mkdir /x && chmod -R 777 /x\nUSER app\n", "FROM a\nRUN mkdir /x\nUSER app\n"),
    ("refuse", "Dockerfile", "FROM a\nRUN echo 'app ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/app\nUSER app\n", None),
    ("flag", "Dockerfile", "FROM a\nUSER root\n", "FROM a\nUSER app\n"),
    ("flag", "Dockerfile", "FROM a\nRUN make\n", "FROM a\nRUN make\nUSER app\n"),
    ("", "Dockerfile", "FROM a\nUSER root\nRUN chmod 755 /x\nUSER app\n", None),
    ("", "Dockerfile", "FROM a\nRUN make\n", None),
    (
        "refuse",
        "stack.py",
        "iam.PolicyStatement(actions=['*'], resources=['*'])\n",
        "iam.PolicyStatement(actions=['s3:GetObject'], resources=[bucket.arn])\n",
    ),
    (
        "refuse",
        "stack.py",
        "p = json.dumps({'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]})\n",
        None,
    ),
    ("refuse", "stack.py", "role = iam.ManagedPolicy.from_aws_managed_policy_name('AdministratorAccess')\n", None),
    ("", "stack.py", "iam.PolicyStatement(actions=['s3:GetObject'], resources=[bucket.arn])\n", None),
    (
        "",
        "stack.py",
        "# iam.PolicyStatement(actions=['*'], resources=['*'])\nx = \"{'Effect': 'Allow', 'Action': '*'}\"\n",
        None,
    ),
    ("", "stack.py", "iam.PolicyStatement(effect=iam.Effect.DENY, actions=['*'], resources=['*'])\n", None),
    ("refuse", "stack.ts", "new iam.PolicyStatement({ actions: ['*'], resources: ['*'] });\n", None),
    (
        "refuse",
        "stack.ts",
        "\n\nconst policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };\n",
        None,
    ),
    (
        "refuse",
        "stack.ts",
        "new aws.iam.Policy('x', { policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }) });\n",
        None,
    ),
    (
        "",
        "stack.ts",
        "const policy = { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: bucket.arn }] };\n",
        None,
    ),
    ("flag", "role.tf", tf("aws_iam_role", name='"x"'), tf("aws_iam_role", name='"x"', permissions_boundary="var.b")),
    (
        "flag",
        "run.tf",
        tf("google_cloud_run_service_iam_member", role='"roles/run.invoker"', member='"allUsers"'),
        None,
    ),
    ("refuse", "stack.ts", "iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess');\n", None),
    (
        "",
        "stack.ts",
        "new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] });\n",
        None,
    ),
    (
        "flag",
        ".gitlab-ci.yml",
        "deploy:\n  id_tokens:\n    T: {aud: https://a.example}\n  script: [x]\ndefault:\n  id_tokens:\n    T: {aud: x}\n",
        None,
    ),
    ("", ".gitlab-ci.yml", "deploy:\n  id_tokens:\n    T: {aud: https://a.example}\n  script: [x]\n", None),
    ("refuse", "main.bicep", "var owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'\n", None),
    (
        "",
        "main.bicep",
        "// '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'\nvar reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'\n",
        None,
    ),
    ("refuse", "lambda.tf", tf("aws_lambda_permission", principal='"*"'), None),
    ("", "lambda.tf", tf("aws_lambda_permission", principal='"s3.amazonaws.com"'), None),
    ("refuse", "s3.tf", tf("aws_s3_bucket_acl", acl='"public-read"'), tf("aws_s3_bucket_acl", acl='"private"')),
    ("refuse", "s3.tf", tf("aws_s3_bucket_public_access_block", block_public_acls="false"), None),
    ("", "s3.tf", tf("aws_s3_bucket_public_access_block", block_public_acls="true"), None),
    ("flag", "gh.tf", tf("github_workflow_repository_permissions", default_workflow_permissions='"write"'), None),
    ("flag", "gl.tf", tf("gitlab_project_job_token_scope", enabled="false"), None),
    (
        "refuse",
        "k.tf",
        'resource "kubernetes_cluster_role" "x" {\n  rule {\n    api_groups = ["*"]\n    resources = ["*"]\n    verbs = ["*"]\n  }\n}\n',
        None,
    ),
    (
        "refuse",
        "k.tf",
        'resource "kubernetes_cluster_role_binding" "x" {\n  role_ref {\n    name = "cluster-admin"\n  }\n  subject {\n    kind = "User"\n    name = "a"\n  }\n}\n',
        None,
    ),
    (
        "",
        "k.tf",
        'resource "kubernetes_role" "x" {\n  rule {\n    api_groups = [""]\n    resources = ["pods"]\n    verbs = ["get"]\n  }\n}\n',
        None,
    ),
    (
        "refuse",
        "template.yaml",
        "Resources:\n  P:\n    Type: AWS::Lambda::Permission\n    Properties: {Principal: '*'}\n",
        None,
    ),
    (
        "refuse",
        "template.yaml",
        "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: {AccessControl: PublicRead}\n",
        None,
    ),
    ("flag", "playbook.yml", "- hosts: all\n  tasks:\n    - file: {path: /srv/app, mode: '0777'}\n", None),
    ("flag", "playbook.yml", "- hosts: all\n  tasks:\n    - file: {path: /srv/app, mode: 0777}\n", None),
    ("", "playbook.yml", "- hosts: all\n  tasks:\n    - file: {path: /srv/app, mode: '0755'}\n", None),
    ("refuse", "cloud-init.yaml", "users:\n  - name: app\n    sudo: ALL=(ALL) NOPASSWD:ALL\n", None),
    ("", "cloud-init.yaml", "users:\n  - name: app\n    sudo: 'ALL=(root) NOPASSWD: /bin/ls'\n", None),
    (
        "refuse",
        "chart/values.yaml",
        "app:\n  securityContext:\n    privileged: true\n",
        "app:\n  securityContext:\n    privileged: false\n",
    ),
    (
        "",
        "chart/values.yaml",
        f"podSecurityContext: {{fsGroup: 1}}\nsecurityContext: {USER}\n",
        f"podSecurityContext: {USER}\nsecurityContext: {{capabilities: {{add: []}}}}\n",
    ),
    (
        "",
        "chart/values.yaml",
        f"podSecurityContext: {USER}\nsecurityContext: {{capabilities: {{add: []}}}}\n",
        f"podSecurityContext: {{fsGroup: 1}}\nsecurityContext: {USER}\n",
    ),
    (
        "flag",
        "chart/values.yaml",
        "podSecurityContext: {fsGroup: 1}\nsecurityContext: {capabilities: {add: []}}\n",
        f"podSecurityContext: {USER}\nsecurityContext: {{capabilities: {{add: []}}}}\n",
    ),
    ("", "chart/values.yaml", "app:\n  securityContext:\n    runAsUser: 1000\n", None),
    ("refuse", "task.json", '{"containerDefinitions": [{"name": "x", "image": "a:1", "privileged": true}]}', None),
    (
        "flag",
        "ns.yaml",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: x\n  labels:\n    pod-security.kubernetes.io/enforce: privileged\n",
        None,
    ),
    # folders of tests, and what cannot be read
    ("", "tests/fixtures/admin.json", iam(Action="*", Resource="*"), None),
    ("flag", "policy.json", '{"Statement": [{"Effect": "Allow", "Action": "*",}', None),
    ("flag", "charts/x/templates/role.yaml", role("{{- range .Values.rules }}\n  - {{ . }}: [\n{{- end }}\n"), None),
    (
        "refuse",
        "charts/x/templates/role.yaml",
        "{{- if .Values.rbac }}\n" + role(ALL).replace("name: app", "name: {{ .Release.Name }}-x") + "{{- end }}\n",
        None,
    ),
    ("flag", "charts/x/templates/role.yaml", role("  {{- toYaml .Values.rules | nindent 2 }}\n"), None),
    ("", "charts/x/templates/role.yaml", role(rule()).replace("name: app", 'name: {{ include "x.fullname" . }}'), None),
    ("", "package.json", '{"name": "x", "access": "public", "license": "MIT"}', None),
]


@each(FILES)
def test_files(expected: str, path: str, new: str, old: str | None) -> None:
    assert verdict(judged(path, new, old)) == expected


def test_a_commit_is_refused_and_says_what_it_lets_do(repo: Repo) -> None:
    repo.commit("policy", **{"policies/ci.json": NARROW})
    repo.stage("policies/ci.json", iam(Action="*", Resource="*"))
    done = repo.check("--rule", "least-privilege")

    assert done.code == 1
    assert "policies/ci.json:4: ci.json allows every action on every resource" in done.out
    assert "fix: name the actions and resources that are needed, such as s3:GetObject" in done.out


def test_what_moved_to_another_file_was_there_before() -> None:
    text = iam(Action="*", Resource="*").encode()
    moved = [Change("D", "old/ci.json", old=[text]), Change("A", "new/ci.json", new=text)]
    copied = [Change("A", "new/ci.json", new=text)]

    assert not list(check(Changeset(moved), Policy()))
    assert list(check(Changeset(copied), Policy()))


def test_definitions_of_custom_resources_are_not_what_makes_a_large_file_slow() -> None:
    definition = (
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: [\n"
        + "  {a: 1},\n" * 12_000
        + "]\n"
    )
    old = "---\n".join((definition, role(rule())))
    (found,) = judged("install.yaml", old.replace("[pods]", "['*']"), old)

    assert found.problem == 'ClusterRole app may get, list every resource of the core group (was: resources ["pods"])'
    assert found.line == old[: old.index("apiGroups")].count("\n") + 1


def test_what_leaves_a_folder_of_tests_is_granted() -> None:
    text = iam(Action="*", Resource="*").encode()

    assert list(check(Changeset([Change("R", "ci.json", "tests/ci.json", text, [text])]), Policy()))
    assert not list(check(Changeset([Change("R", "infra/ci.json", "ci.json", text, [text])]), Policy()))


def test_a_whole_tree_is_judged_as_it_is() -> None:
    assert verdict(judged("ci.json", iam(Action="*", Resource="*"), kind="whole")) == "refuse"


def test_the_policy_decides() -> None:
    star = iam(Action="*", Resource="*")

    assert verdict(judged("ci.json", star, policy=Policy(admin="flag"))) == "flag"
    assert verdict(judged("ci.json", star, policy=Policy(admin="off"))) == ""
    assert verdict(judged("tests/ci.json", star, policy=Policy(test_data=()))) == "refuse"


ANY_WORD = " ".join((*GRANTS, *SETTINGS))
ODD: tuple[Any, ...] = (
    None,
    5,
    "x",
    True,
    [],
    {},
    [5],
    {"x": 1},
    [{}],
    [[]],
    [None],
    "*",
    Tagged("!Sub", "x"),
    Tagged("f", [1]),
)


def mutated(value: Any, chance: random.Random) -> Any:
    """A value with one place, somewhere in it, that holds what nobody writes there."""
    value = untagged(value)
    if isinstance(value, (dict, list)) and value and chance.random() < 0.85:
        key = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
        copy: Any = dict(value) if isinstance(value, dict) else list(value)
        copy[key] = mutated(value[key], chance)
        return copy
    return chance.choice(ODD)


def documents_of_the_tables() -> list[tuple[str, str, Any]]:
    named = [
        ("ci.json", AWS),
        (".github/workflows/x.yml", WORKFLOWS),
        ("a.yaml", KUBERNETES),
        ("compose.yaml", COMPOSE),
        ("a.tf", TERRAFORM),
    ]
    rows = [(path, str(row[1])) for path, table in named for row in table if row[1]]
    rows += [(row[1], row[2]) for row in FILES]
    found = []
    for path, text in rows:
        form = format_of(path)
        for side in read(form, text.encode()) if form in ("json", "yaml", "hcl") else ():
            if not side.error:
                found.append((path, form, side.value))
    return found


def test_odd_values_end_no_run() -> None:
    chance = random.Random(5)
    every = documents_of_the_tables()
    for _ in range(4000):
        path, form, value = chance.choice(every)
        for danger in dangers(Side(mutated(value, chance)), path, form, ANY_WORD):
            assert isinstance(danger.what, str)
