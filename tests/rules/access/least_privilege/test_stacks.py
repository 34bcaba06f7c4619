"""Everyday changes of each stack that a grant lies in: those that loosen something, and those that look like it."""

from __future__ import annotations

import json
from typing import Any

from granting import judged
from rows import each

WORKFLOW = ".github/workflows/ci.yml"
FLOW = """name: ci
on: [push, pull_request]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: make test
"""
CHANGES_1 = [
    ("flag", "wf contents write", WORKFLOW, FLOW.replace("contents: read", "contents: write"), FLOW),
    (
        "refuse",
        "wf write-all",
        WORKFLOW,
        FLOW.replace("permissions:\n  contents: read", "permissions: write-all"),
        FLOW,
    ),
    ("flag", "wf perms removed", WORKFLOW, FLOW.replace("permissions:\n  contents: read\n", ""), FLOW),
    (
        "flag",
        "wf id-token added to test job",
        WORKFLOW,
        FLOW.replace("  test:\n", "  test:\n    permissions:\n      contents: read\n      id-token: write\n"),
        FLOW,
    ),
    (
        "",
        "wf release job new",
        WORKFLOW,
        FLOW
        + "  publish:\n    runs-on: ubuntu-latest\n    permissions:\n      contents: write\n    steps: [{run: make}]\n",
        FLOW,
    ),
    ("", "wf perms to none", WORKFLOW, FLOW.replace("permissions:\n  contents: read", "permissions: {}"), FLOW),
    (
        "flag",
        "wf pull_request_target",
        WORKFLOW,
        FLOW.replace("[push, pull_request]", "[pull_request_target]").replace("contents: read", "contents: write"),
        FLOW.replace("[push, pull_request]", "[pull_request_target]"),
    ),
    (
        "flag",
        "wf trigger becomes pull_request_target w/ write",
        WORKFLOW,
        FLOW.replace("[push, pull_request]", "[pull_request_target]").replace("contents: read", "contents: write"),
        FLOW.replace("contents: read", "contents: write"),
    ),
    (
        "",
        "wf pull-requests write comment",
        WORKFLOW,
        FLOW.replace("  test:\n", "  comment:\n    permissions: {pull-requests: write}\n"),
        FLOW,
    ),
    (
        "flag",
        "wf secrets inherit",
        WORKFLOW,
        FLOW + "  call:\n    uses: acme/x/.github/workflows/y.yml@main\n    secrets: inherit\n",
        FLOW + "  call:\n    uses: acme/x/.github/workflows/y.yml@main\n    secrets: {A: x}\n",
    ),
    ("", "wf comment only", WORKFLOW, FLOW.replace("name: ci", "name: ci # permissions: write-all"), FLOW),
    ("flag", "wf actions write", WORKFLOW, FLOW.replace("contents: read", "contents: read\n  actions: write"), FLOW),
    (
        "flag",
        "wf security-events? packages write",
        WORKFLOW,
        FLOW.replace("contents: read", "contents: read\n  packages: write"),
        FLOW,
    ),
    (
        "flag",
        "wf job container privileged",
        WORKFLOW,
        FLOW.replace("    runs-on", "    container: {image: a, options: --privileged}\n    runs-on"),
        FLOW,
    ),
]
PIPELINE = ".gitlab-ci.yml"
JOB = """deploy:
  image: a
  id_tokens:
    AWS: {aud: https://sts.amazonaws.com}
  script: [make]
"""
CHANGES_2 = [
    ("refuse", "gl aud star", PIPELINE, JOB.replace("https://sts.amazonaws.com", "'*'"), JOB),
    (
        "flag",
        "gl id_tokens default",
        PIPELINE,
        "default:\n  id_tokens:\n    AWS: {aud: https://sts.amazonaws.com}\n" + JOB,
        JOB,
    ),
    ("", "gl aud other", PIPELINE, JOB.replace("https://sts.amazonaws.com", "https://vault.example.org"), JOB),
    (
        "flag",
        "gl aud list widened",
        PIPELINE,
        JOB.replace(
            "{aud: https://sts.amazonaws.com}",
            "{aud: [https://sts.amazonaws.com, https://vault.example.org, https://x.example]}",
        ),
        JOB,
    ),
]
COMPOSE = "compose.yaml"
SERVICE = "services:\n  app:\n    image: a:1\n    user: '1000'\n    volumes: ['./d:/d']\n"
CHANGES_3 = [
    ("refuse", "compose priv", COMPOSE, SERVICE + "    privileged: true\n", SERVICE),
    ("flag", "compose user removed", COMPOSE, SERVICE.replace("    user: '1000'\n", ""), SERVICE),
    ("flag", "compose cap", COMPOSE, SERVICE + "    cap_add: [NET_ADMIN]\n", SERVICE),
    ("flag", "compose devices", COMPOSE, SERVICE + "    devices: ['/dev/mem:/dev/mem']\n", SERVICE),
    ("flag", "compose pid service", COMPOSE, SERVICE + "    pid: host\n", SERVICE),
    ("flag", "compose group_add docker", COMPOSE, SERVICE + "    group_add: [docker]\n", SERVICE),
    ("flag", "compose vol root", COMPOSE, SERVICE.replace("./d:/d", "/:/host"), SERVICE),
    (
        "flag",
        "compose vol etc rw",
        COMPOSE,
        SERVICE.replace("./d:/d", "/etc:/host/etc"),
        SERVICE.replace("./d:/d", "/etc:/host/etc:ro"),
    ),
    ("flag", "compose read_only removed", COMPOSE, SERVICE, SERVICE + "    read_only: true\n"),
    ("", "compose image bump", COMPOSE, SERVICE.replace("a:1", "a:2"), SERVICE),
    ("", "compose cap_drop add", COMPOSE, SERVICE + "    cap_drop: [ALL]\n", SERVICE),
    (
        "",
        "compose net bind",
        COMPOSE,
        SERVICE + "    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE]\n",
        SERVICE + "    cap_drop: [ALL]\n",
    ),
    (
        "flag",
        "compose cgroup_parent/ apparmor",
        COMPOSE,
        SERVICE + "    security_opt: ['apparmor=unconfined']\n",
        SERVICE,
    ),
    (
        "flag",
        "compose anchor priv",
        COMPOSE,
        "x-a: &a\n  privileged: true\nservices:\n  app:\n    <<: *a\n    image: a:1\n",
        "x-a: &a\n  privileged: false\nservices:\n  app:\n    <<: *a\n    image: a:1\n",
    ),
    (
        "flag",
        "compose tcp docker",
        COMPOSE,
        SERVICE.replace(
            "volumes: ['./d:/d']",
            "volumes:\n      - type: bind\n        source: /var/run/docker.sock\n        target: /var/run/docker.sock",
        ),
        SERVICE,
    ),
    ("flag", "compose env var default privileged", COMPOSE, SERVICE + "    privileged: ${PRIV:-true}\n", SERVICE),
]
RBAC = "k8s/rbac.yaml"


def role(rules: str, kind: str = "ClusterRole") -> str:
    return f"apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: app}}\nrules:\n{rules}"


def rule(g: str, res: str, v: str, more: str = "") -> str:
    return f"  - apiGroups: [{g}]\n    resources: [{res}]\n    verbs: [{v}]\n{more}"


READS = role(rule("''", "pods", "get, list"))
CHANGES_4 = [
    ("flag", "rbac pods create", RBAC, role(rule("''", "pods", "get, list, create")), READS),
    (
        "flag",
        "rbac deployments patch",
        RBAC,
        role(rule("apps", "deployments", "get, list, patch")),
        role(rule("apps", "deployments", "get, list")),
    ),
    ("flag", "rbac delete nodes", RBAC, role(rule("''", "nodes", "get, delete")), role(rule("''", "nodes", "get"))),
    ("flag", "rbac secrets get", RBAC, role(rule("''", "pods, secrets", "get, list")), READS),
    ("", "rbac configmaps get", RBAC, role(rule("''", "pods, configmaps", "get, list")), READS),
    (
        "flag",
        "rbac resourceNames removed",
        RBAC,
        role(rule("''", "secrets", "get")),
        role(rule("''", "secrets", "get", "    resourceNames: [a]\n")),
    ),
    (
        "flag",
        "rbac resourceNames removed configmap",
        RBAC,
        role(rule("''", "configmaps", "update")),
        role(rule("''", "configmaps", "update", "    resourceNames: [a]\n")),
    ),
    ("flag", "rbac verbs *", RBAC, role(rule("''", "pods", "'*'")), READS),
    (
        "flag",
        "rbac role->clusterrole",
        RBAC,
        role(rule("''", "pods", "get, list")),
        role(rule("''", "pods", "get, list"), "Role"),
    ),
    (
        "flag",
        "rbac aggregated label",
        RBAC,
        READS.replace(
            "metadata: {name: app}",
            "metadata: {name: app, labels: {rbac.authorization.k8s.io/aggregate-to-edit: 'true'}}",
        ).replace("get, list", "get, list, escalate"),
        READS,
    ),
]


def bind(kind: str, role: str, sub: str) -> str:
    return f"apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: b}}\nroleRef: {{kind: ClusterRole, name: {role}, apiGroup: rbac.authorization.k8s.io}}\nsubjects:\n{sub}"


ACCOUNT = "  - {kind: ServiceAccount, name: ci, namespace: ci}\n"
CHANGES_5 = [
    (
        "refuse",
        "bind cluster-admin",
        RBAC,
        bind("ClusterRoleBinding", "cluster-admin", ACCOUNT),
        bind("ClusterRoleBinding", "view", ACCOUNT),
    ),
    ("flag", "bind edit", RBAC, bind("RoleBinding", "edit", ACCOUNT), bind("RoleBinding", "view", ACCOUNT)),
    (
        "flag",
        "bind all sas",
        RBAC,
        bind("RoleBinding", "view", "  - {kind: Group, name: 'system:serviceaccounts', apiGroup: x}\n"),
        bind("RoleBinding", "view", ACCOUNT),
    ),
    (
        "refuse",
        "bind anonymous",
        RBAC,
        bind("ClusterRoleBinding", "view", "  - {kind: Group, name: 'system:unauthenticated', apiGroup: x}\n"),
        bind("ClusterRoleBinding", "view", ACCOUNT),
    ),
    (
        "flag",
        "bind default sa",
        RBAC,
        bind("RoleBinding", "view", "  - {kind: ServiceAccount, name: default, namespace: ci}\n"),
        bind("RoleBinding", "view", ACCOUNT),
    ),
    ("flag", "bind rb->crb", RBAC, bind("ClusterRoleBinding", "view", ACCOUNT), bind("RoleBinding", "view", ACCOUNT)),
    (
        "",
        "bind other sa",
        RBAC,
        bind("RoleBinding", "view", "  - {kind: ServiceAccount, name: other, namespace: ci}\n"),
        bind("RoleBinding", "view", ACCOUNT),
    ),
    ("", "bind narrower", RBAC, bind("RoleBinding", "view", ACCOUNT), bind("RoleBinding", "admin", ACCOUNT)),
]
MANIFEST = "k8s/dep.yaml"


def pod(ctx: str = "", spec: str = "", kind: str = "Deployment") -> str:
    return f"apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: api}}\nspec:\n  template:\n    spec:\n{spec}      containers:\n        - name: api\n          image: a:1\n{ctx}"


CHANGES_6 = [
    (
        "flag",
        "pod hostPort",
        MANIFEST,
        pod("          ports: [{containerPort: 80, hostPort: 80}]\n"),
        pod("          ports: [{containerPort: 80}]\n"),
    ),
    ("flag", "pod shareProcessNamespace", MANIFEST, pod(spec="      shareProcessNamespace: true\n"), pod()),
    (
        "flag",
        "pod sa token",
        MANIFEST,
        pod(spec="      automountServiceAccountToken: true\n"),
        pod(spec="      automountServiceAccountToken: false\n"),
    ),
    (
        "flag",
        "pss label",
        MANIFEST,
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {pod-security.kubernetes.io/enforce: privileged}\n",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {pod-security.kubernetes.io/enforce: restricted}\n",
    ),
    (
        "flag",
        "pss label baseline",
        MANIFEST,
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {pod-security.kubernetes.io/enforce: baseline}\n",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {pod-security.kubernetes.io/enforce: restricted}\n",
    ),
    (
        "flag",
        "pss label removed",
        MANIFEST,
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {}\n",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {pod-security.kubernetes.io/enforce: restricted}\n",
    ),
    (
        "flag",
        "apparmor annot",
        MANIFEST,
        pod().replace(
            "  template:\n",
            "  template:\n    metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/api: unconfined}}\n",
        ),
        pod(),
    ),
    (
        "flag",
        "pod runAsUser 0",
        MANIFEST,
        pod("          securityContext: {runAsUser: 0}\n"),
        pod("          securityContext: {runAsUser: 1000}\n"),
    ),
    (
        "flag",
        "pod runAsNonRoot false",
        MANIFEST,
        pod("          securityContext: {runAsNonRoot: false}\n"),
        pod("          securityContext: {runAsNonRoot: true}\n"),
    ),
    ("", "pod replicas/resources", MANIFEST, pod("          resources: {limits: {cpu: 1}}\n"), pod()),
    (
        "",
        "pod tighten",
        MANIFEST,
        pod("          securityContext: {runAsNonRoot: true, capabilities: {drop: [ALL]}}\n"),
        pod(),
    ),
    (
        "flag",
        "cronjob priv",
        MANIFEST,
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          hostPID: true\n          containers: [{name: a, image: a}]\n",
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers: [{name: a, image: a}]\n",
    ),
    (
        "flag",
        "helm values serviceAccount create rbac",
        "chart/values.yaml",
        "rbac:\n  create: true\n  rules:\n    - apiGroups: ['*']\n      resources: ['*']\n      verbs: ['*']\n",
        "rbac:\n  create: true\n  rules:\n    - apiGroups: ['']\n      resources: ['pods']\n      verbs: ['get']\n",
    ),
    (
        "flag",
        "helm values privileged",
        "chart/values.yaml",
        "securityContext:\n  privileged: true\n",
        "securityContext:\n  privileged: false\n",
    ),
    (
        "flag",
        "helm values privileged",
        "chart/values.yaml",
        "image:\n  repository: shop\nsecurityContext:\n  privileged: true\n",
        "image:\n  repository: shop\nsecurityContext:\n  privileged: false\n",
    ),
    (
        "flag",
        "helm values clusterRole",
        "chart/values.yaml",
        "serviceAccount:\n  clusterRole: cluster-admin\n",
        "serviceAccount:\n  clusterRole: view\n",
    ),
    (
        "flag",
        "psp",
        "k8s/psp.yaml",
        "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: p}\nspec: {privileged: true, allowPrivilegeEscalation: true}\n",
        "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: p}\nspec: {privileged: false, allowPrivilegeEscalation: false}\n",
    ),
    (
        "flag",
        "scc openshift",
        "k8s/scc.yaml",
        "apiVersion: security.openshift.io/v1\nkind: SecurityContextConstraints\nmetadata: {name: p}\nallowPrivilegedContainer: true\nrunAsUser: {type: RunAsAny}\n",
        "apiVersion: security.openshift.io/v1\nkind: SecurityContextConstraints\nmetadata: {name: p}\nallowPrivilegedContainer: false\nrunAsUser: {type: MustRunAsNonRoot}\n",
    ),
    (
        "flag",
        "kyverno enforce->audit",
        "k8s/pol.yaml",
        "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec: {validationFailureAction: Audit, rules: [{name: privileged}]}\n",
        "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec: {validationFailureAction: Enforce, rules: [{name: privileged}]}\n",
    ),
]


def iam(*st: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **s} for s in st]}, indent=1)


BUCKET = "arn:aws:s3:::reports"
POLICY = "iam/app.json"
NARROW = iam({"Action": ["s3:GetObject"], "Resource": f"{BUCKET}/*"})


def allow(x: Any, res: Any = f"{BUCKET}/*", **k: Any) -> str:
    return iam({"Action": x, "Resource": res, **k})


CHANGES_7 = [
    ("flag", "s3 verbs star", POLICY, allow(["s3:Get*", "s3:Put*", "s3:Delete*"]), NARROW),
    ("", "s3 add put narrow", POLICY, allow(["s3:GetObject", "s3:PutObject"]), NARROW),
    (
        "",
        "s3 prefix wider same bucket",
        POLICY,
        allow(["s3:GetObject"], [f"{BUCKET}/*"]),
        allow(["s3:GetObject"], [f"{BUCKET}/app/*"]),
    ),
    (
        "flag",
        "dynamo all tables",
        POLICY,
        allow(["dynamodb:GetItem"], "arn:aws:dynamodb:eu-west-1:1:table/*"),
        allow(["dynamodb:GetItem"], "arn:aws:dynamodb:eu-west-1:1:table/orders"),
    ),
    (
        "flag",
        "deny removed",
        POLICY,
        iam({"Action": "s3:*", "Resource": f"{BUCKET}/*"}),
        json.dumps(
            {
                "Statement": [
                    {"Effect": "Allow", "Action": "s3:*", "Resource": f"{BUCKET}/*"},
                    {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": f"{BUCKET}/*"},
                ]
            },
            indent=1,
        ),
    ),
    (
        "flag",
        "cond removed MFA",
        POLICY,
        allow("ec2:TerminateInstances", "arn:aws:ec2:*:1:instance/*"),
        allow(
            "ec2:TerminateInstances",
            "arn:aws:ec2:*:1:instance/*",
            Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}},
        ),
    ),
    (
        "flag",
        "kms decrypt *",
        POLICY,
        allow("kms:Decrypt", "*"),
        allow("kms:Decrypt", "arn:aws:kms:eu-west-1:1:key/abc"),
    ),
    (
        "flag",
        "passrole with *",
        POLICY,
        allow(["iam:PassRole"], "arn:aws:iam::1:role/*"),
        allow(["iam:PassRole"], "arn:aws:iam::1:role/app"),
    ),
    ("flag", "assume role *", POLICY, allow("sts:AssumeRole", "*"), allow("sts:AssumeRole", "arn:aws:iam::1:role/x")),
    (
        "flag",
        "assume role any account role",
        POLICY,
        allow("sts:AssumeRole", "arn:aws:iam::*:role/deploy"),
        allow("sts:AssumeRole", "arn:aws:iam::1:role/deploy"),
    ),
    ("flag", "lambda update", POLICY, allow("lambda:UpdateFunctionCode", "*"), NARROW),
    (
        "flag",
        "secretsmanager *",
        POLICY,
        allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:1:secret:*"),
        allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:1:secret:app-x"),
    ),
    (
        "",
        "secret prefix",
        POLICY,
        allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:1:secret:app/*"),
        allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:1:secret:app/db"),
    ),
    (
        "flag",
        "ssm params all",
        POLICY,
        allow("ssm:GetParameter", "arn:aws:ssm:eu-west-1:1:parameter/*"),
        allow("ssm:GetParameter", "arn:aws:ssm:eu-west-1:1:parameter/app/*"),
    ),
    ("", "reorder", POLICY, allow(["s3:PutObject", "s3:GetObject"]), allow(["s3:GetObject", "s3:PutObject"])),
    ("", "describe *", POLICY, allow(["ec2:DescribeInstances"], "*"), NARROW),
    (
        "",
        "deny added",
        POLICY,
        json.dumps(
            {
                "Statement": [
                    {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": f"{BUCKET}/*"},
                    {
                        "Effect": "Deny",
                        "Action": "*",
                        "Resource": "*",
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    },
                ]
            },
            indent=1,
        ),
        NARROW,
    ),
]


def of_bucket(principal: Any, action: str = "s3:GetObject", **k: Any) -> str:
    return iam({"Principal": principal, "Action": action, "Resource": f"{BUCKET}/*", **k})


APP = {"AWS": "arn:aws:iam::1:role/app"}
CHANGES_8 = [
    ("refuse", "bp star", POLICY, of_bucket("*"), of_bucket(APP)),
    ("refuse", "bp aws star", POLICY, of_bucket({"AWS": "*"}), of_bucket(APP)),
    (
        "",
        "bp star with orgid",
        POLICY,
        of_bucket("*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
        of_bucket(APP),
    ),
    (
        "",
        "bp cloudfront",
        POLICY,
        of_bucket(
            {"Service": "cloudfront.amazonaws.com"},
            Condition={"StringEquals": {"AWS:SourceArn": "arn:aws:cloudfront::1:distribution/X"}},
        ),
        None,
    ),
    ("flag", "bp account root", POLICY, of_bucket({"AWS": "arn:aws:iam::1:root"}), of_bucket(APP)),
    (
        "flag",
        "bp other account",
        POLICY,
        of_bucket({"AWS": ["arn:aws:iam::1:role/app", "arn:aws:iam::999999999999:root"]}),
        of_bucket(APP),
    ),
    (
        "flag",
        "bp notprincipal",
        POLICY,
        iam({"NotPrincipal": APP, "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"}),
        of_bucket(APP),
    ),
    (
        "flag",
        "bp service without source",
        POLICY,
        of_bucket({"Service": "sns.amazonaws.com"}, "sqs:SendMessage"),
        of_bucket(
            {"Service": "sns.amazonaws.com"},
            "sqs:SendMessage",
            Condition={"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:1:t"}},
        ),
    ),
    (
        "flag",
        "ipcond wide",
        POLICY,
        of_bucket("*", Condition={"IpAddress": {"aws:SourceIp": ["0.0.0.0/0"]}}),
        of_bucket("*", Condition={"IpAddress": {"aws:SourceIp": ["192.0.2.0/24"]}}),
    ),
]


def trust(principal: Any, cond: Any = None, action: str = "sts:AssumeRole") -> str:
    s = {"Principal": principal, "Action": action}
    if cond:
        s["Condition"] = cond
    return iam(s)


GH = "token.actions.githubusercontent.com"
GITHUB = {"Federated": f"arn:aws:iam::1:oidc-provider/{GH}"}


def by_token(sub: Any, op: str = "StringEquals", aud: bool = True) -> str:
    c: dict[str, Any] = {}
    if aud:
        c.setdefault("StringEquals", {})[f"{GH}:aud"] = "sts.amazonaws.com"
    if sub:
        c.setdefault(op, {})[f"{GH}:sub"] = sub
    return trust(GITHUB, c, "sts:AssumeRoleWithWebIdentity")


MAIN = "repo:acme/shop:ref:refs/heads/main"
CHANGES_9 = [
    ("refuse", "oidc no sub", POLICY, by_token(None), by_token(MAIN)),
    ("flag", "oidc repo *", POLICY, by_token("repo:acme/shop:*", "StringLike"), by_token(MAIN)),
    ("flag", "oidc org *", POLICY, by_token("repo:acme/*", "StringLike"), by_token(MAIN)),
    ("flag", "oidc pr", POLICY, by_token("repo:acme/shop:pull_request"), by_token(MAIN)),
    ("", "oidc other env", POLICY, by_token("repo:acme/shop:environment:production"), by_token(MAIN)),
    ("", "oidc tags v*", POLICY, by_token("repo:acme/shop:ref:refs/tags/v*", "StringLike"), by_token(MAIN)),
    ("flag", "oidc any branch", POLICY, by_token("repo:acme/shop:ref:refs/heads/*", "StringLike"), by_token(MAIN)),
    ("flag", "oidc aud removed", POLICY, by_token(MAIN, aud=False), by_token(MAIN)),
    ("", "oidc second repo", POLICY, by_token([MAIN, "repo:acme/api:ref:refs/heads/main"]), by_token(MAIN)),
    (
        "flag",
        "oidc other org added",
        POLICY,
        by_token([MAIN, "repo:someone-else/tool:ref:refs/heads/main"]),
        by_token(MAIN),
    ),
    (
        "flag",
        "externalid removed",
        POLICY,
        trust({"AWS": "arn:aws:iam::9:root"}),
        trust({"AWS": "arn:aws:iam::9:root"}, {"StringEquals": {"sts:ExternalId": "x"}}),
    ),
    ("flag", "trust role->account", POLICY, trust({"AWS": "arn:aws:iam::1:root"}), trust(APP)),
    ("refuse", "trust *", POLICY, trust({"AWS": "*"}), trust(APP)),
    (
        "",
        "trust service ecs",
        POLICY,
        trust({"Service": "ecs-tasks.amazonaws.com"}),
        trust({"Service": "lambda.amazonaws.com"}),
    ),
]
TEMPLATE = "template.yaml"


def sam(pol: str, ev: str = "") -> str:
    return f"""AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Policies:
{pol}{ev}"""


CHANGES_10 = [
    (
        "flag",
        "sam full access policy",
        TEMPLATE,
        sam("        - AmazonDynamoDBFullAccess\n"),
        sam("        - DynamoDBReadPolicy: {TableName: !Ref T}\n"),
    ),
    (
        "refuse",
        "sam admin",
        TEMPLATE,
        sam("        - AdministratorAccess\n"),
        sam("        - DynamoDBReadPolicy: {TableName: !Ref T}\n"),
    ),
    (
        "",
        "sam crud",
        TEMPLATE,
        sam("        - DynamoDBCrudPolicy: {TableName: !Ref T}\n"),
        sam("        - DynamoDBReadPolicy: {TableName: !Ref T}\n"),
    ),
    (
        "flag",
        "sam inline *",
        TEMPLATE,
        sam("        - Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]\n"),
        sam("        - S3ReadPolicy: {BucketName: !Ref B}\n"),
    ),
    (
        "refuse",
        "sam auth NONE url",
        TEMPLATE,
        sam("        - S3ReadPolicy: {BucketName: !Ref B}\n", "      FunctionUrlConfig: {AuthType: NONE}\n"),
        sam("        - S3ReadPolicy: {BucketName: !Ref B}\n", "      FunctionUrlConfig: {AuthType: AWS_IAM}\n"),
    ),
    (
        "",
        "cfn managed readonly",
        TEMPLATE,
        sam("        - AmazonS3ReadOnlyAccess\n"),
        sam("        - S3ReadPolicy: {BucketName: !Ref B}\n"),
    ),
]


def resource(props: str, typ: str = "AWS::S3::Bucket") -> str:
    return f"Resources:\n  X:\n    Type: {typ}\n    Properties:\n{props}"


CHANGES_11 = [
    (
        "flag",
        "cfn iam user boundary removed",
        TEMPLATE,
        resource("      UserName: a\n", "AWS::IAM::User"),
        resource("      UserName: a\n      PermissionsBoundary: arn:aws:iam::1:policy/b\n", "AWS::IAM::User"),
    ),
    (
        "flag",
        "cfn pab removed",
        TEMPLATE,
        resource("      BucketName: a\n"),
        resource(
            "      BucketName: a\n      PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}\n"
        ),
    ),
    (
        "flag",
        "tf pab resource removed",
        "main.tf",
        'resource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\n',
        'resource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\nresource "aws_s3_bucket_public_access_block" "b" {\n  bucket = aws_s3_bucket.b.id\n  block_public_acls = true\n  block_public_policy = true\n}\n',
    ),
    (
        "flag",
        "tf ecr policy star",
        "main.tf",
        'resource "aws_ecr_repository_policy" "p" {\n  policy = jsonencode({Statement=[{Effect="Allow",Principal="*",Action="ecr:BatchGetImage"}]})\n}\n',
        None,
    ),
    (
        "flag",
        "tf ssoadmin admin",
        "main.tf",
        'resource "aws_ssoadmin_managed_policy_attachment" "g" {\n  managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n',
        'resource "aws_ssoadmin_managed_policy_attachment" "g" {\n  managed_policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n',
    ),
    (
        "flag",
        "tf eks access entry admin",
        "main.tf",
        'resource "aws_eks_access_policy_association" "g" {\n  policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"\n}\n',
        'resource "aws_eks_access_policy_association" "g" {\n  policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"\n}\n',
    ),
    (
        "flag",
        "aws-auth system:masters",
        "k8s/aws-auth.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: aws-auth, namespace: kube-system}\ndata:\n  mapRoles: |\n    - rolearn: arn:aws:iam::1:role/ci\n      username: ci\n      groups: ['system:masters']\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: aws-auth, namespace: kube-system}\ndata:\n  mapRoles: |\n    - rolearn: arn:aws:iam::1:role/ci\n      username: ci\n      groups: ['deployers']\n",
    ),
    (
        "refuse",
        "tf eks public endpoint? skip",
        "main.tf",
        'data "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["sts:AssumeRoleWithWebIdentity"]\n    principals {\n      type = "Federated"\n      identifiers = ["arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"]\n    }\n  }\n}\n',
        None,
    ),
    (
        "refuse",
        "tf snapshot public",
        "main.tf",
        'resource "aws_ami_launch_permission" "x" {\n  image_id = "ami-1"\n  group = "all"\n}\n',
        None,
    ),
    (
        "refuse",
        "tf rds snapshot / ebs share all",
        "main.tf",
        'resource "aws_db_snapshot" "x" {\n  shared_accounts = ["all"]\n}\n',
        'resource "aws_db_snapshot" "x" {\n  shared_accounts = []\n}\n',
    ),
]
SQL = "db/migrations/001.sql"
CHANGES_12 = [
    ("flag", "grant all", SQL, "GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO app;\n", None),
    ("flag", "alter default", SQL, "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO app;\n", None),
    (
        "",
        "alter default select",
        SQL,
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader;\n",
        None,
    ),
    ("flag", "grant role pg_read_all_data", SQL, "GRANT pg_read_all_data TO reporting;\n", None),
    ("flag", "grant role pg_write_all_data", SQL, "GRANT pg_write_all_data TO reporting;\n", None),
    ("flag", "createdb", SQL, "ALTER ROLE app CREATEDB CREATEROLE;\n", None),
    ("flag", "mysql all", SQL, "GRANT ALL PRIVILEGES ON *.* TO 'app'@'%' WITH GRANT OPTION;\n", None),
    ("", "mysql narrow", SQL, "GRANT SELECT, INSERT ON shop.orders TO 'app'@'10.0.0.%';\n", None),
    ("flag", "rls off", SQL, "ALTER TABLE orders DISABLE ROW LEVEL SECURITY;\n", None),
    ("flag", "rls no force", SQL, "ALTER TABLE orders NO FORCE ROW LEVEL SECURITY;\n", None),
    ("flag", "policy using true", SQL, "CREATE POLICY p ON orders FOR ALL TO PUBLIC USING (true);\n", None),
    (
        "",
        "policy tenant",
        SQL,
        "CREATE POLICY p ON orders USING (tenant_id = current_setting('app.tenant')::int);\n",
        None,
    ),
    (
        "flag",
        "security definer",
        SQL,
        "CREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql SECURITY DEFINER;\nGRANT EXECUTE ON FUNCTION f() TO PUBLIC;\n",
        None,
    ),
    ("flag", "revoke then grant create", SQL, "GRANT CREATE ON SCHEMA public TO PUBLIC;\n", None),
    ("flag", "snowflake ownership", SQL, "GRANT ROLE ACCOUNTADMIN TO USER bob;\n", None),
    ("flag", "oracle dba", SQL, "GRANT DBA TO app;\n", None),
    ("flag", "oracle any", SQL, "GRANT SELECT ANY TABLE TO app;\n", None),
    ("flag", "mssql sysadmin", SQL, "ALTER SERVER ROLE sysadmin ADD MEMBER [app];\n", None),
    ("flag", "mssql control", SQL, "GRANT CONTROL ON DATABASE::shop TO app;\n", None),
    ("flag", "mssql control server", SQL, "GRANT CONTROL SERVER TO app;\n", None),
    ("", "revoke", SQL, "REVOKE ALL ON orders FROM PUBLIC;\n", None),
    ("", "grant exec fn", SQL, "GRANT EXECUTE ON FUNCTION f() TO app;\n", None),
    (
        "flag",
        "delete/truncate new",
        SQL,
        "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public TO reporting;\n",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reporting;\n",
    ),
    ("", "grant select all tables", SQL, "GRANT SELECT ON ALL TABLES IN SCHEMA app TO reporting;\n", None),
    ("", "sequence", SQL, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA app TO app;\n", None),
    ("", "grant all on own schema? ", SQL, "GRANT USAGE ON SCHEMA app TO app;\n", None),
    ("", "grant in comment", SQL, "-- GRANT ALL ON x TO PUBLIC\nSELECT 1;\n", None),
]
IMAGE = "Dockerfile"
LINES = "FROM debian\nRUN mkdir /app\nUSER app\n"
CHANGES_13 = [
    ("flag", "docker chmod", IMAGE, LINES.replace("/app\n", "/app && chmod -R 777 /app\n", 1), LINES),
    ("flag", "docker user root", IMAGE, LINES.replace("USER app", "USER root"), LINES),
    ("flag", "docker user dropped", IMAGE, LINES.replace("USER app\n", ""), LINES),
    ("", "docker root then back", IMAGE, LINES.replace("USER app", "USER root\nRUN apt-get update\nUSER app"), LINES),
    (
        "flag",
        "docker sudoers",
        IMAGE,
        LINES.replace("/app\n", "/app && echo 'app ALL=(ALL) NOPASSWD:ALL' >> /etc/sudoers\n", 1),
        LINES,
    ),
    ("", "docker chmod +x", IMAGE, LINES.replace("/app\n", "/app && chmod +x /app/run\n", 1), LINES),
    ("flag", "docker copy chmod", IMAGE, LINES.replace("USER", "COPY --chmod=777 a /a\nUSER"), LINES),
    (
        "flag",
        "ansible mode",
        "play.yml",
        "- hosts: all\n  tasks:\n    - file: {path: /srv/x, state: directory, mode: '0777'}\n",
        "- hosts: all\n  tasks:\n    - file: {path: /srv/x, state: directory, mode: '0750'}\n",
    ),
    (
        "flag",
        "ansible sudoers",
        "play.yml",
        '- hosts: all\n  tasks:\n    - copy: {dest: /etc/sudoers.d/ci, content: "ci ALL=(ALL) NOPASSWD: ALL\\n"}\n',
        '- hosts: all\n  tasks:\n    - copy: {dest: /etc/sudoers.d/ci, content: "ci ALL=(root) NOPASSWD: /usr/bin/systemctl restart app\\n"}\n',
    ),
    (
        "flag",
        "ansible mode symbolic",
        "play.yml",
        "- hosts: all\n  tasks:\n    - file: {path: /srv/x, mode: 'u=rwx,g=rwx,o=rwx'}\n",
        "- hosts: all\n  tasks:\n    - file: {path: /srv/x, mode: 'u=rwx,g=rx'}\n",
    ),
    (
        "flag",
        "cloud-init",
        "user-data.yml",
        "#cloud-config\nusers:\n  - name: ci\n    sudo: ALL=(ALL) NOPASSWD:ALL\n",
        "#cloud-config\nusers:\n  - name: ci\n    sudo: false\n",
    ),
    (
        "flag",
        "cloud-init write_files",
        "user-data.yml",
        "#cloud-config\nwrite_files:\n  - path: /opt/x\n    permissions: '0777'\n",
        "#cloud-config\nwrite_files:\n  - path: /opt/x\n    permissions: '0755'\n",
    ),
    (
        "flag",
        "k8s defaultMode",
        "k8s/x.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  volumes: [{name: c, secret: {secretName: s, defaultMode: 0777}}]\n  containers: [{name: a, image: a}]\n",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  volumes: [{name: c, secret: {secretName: s, defaultMode: 0400}}]\n  containers: [{name: a, image: a}]\n",
    ),
]
EVERY = [
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
    *CHANGES_13,
]


@each(EVERY)
def test_changes(expected: str, what: str, path: str, new: str, old: str | None) -> None:
    assert bool(judged(path, new, old)) == bool(expected), what
