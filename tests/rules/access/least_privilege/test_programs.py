"""Resources of Pulumi and the CDK, commands and SQL in Python and TypeScript."""

from __future__ import annotations

import pytest
from granting import judged, verdict

PYTHON = "import pulumi_gcp as gcp\nimport pulumi_aws as aws\nimport pulumi_azure_native as azure_native\nimport pulumi_kubernetes as k8s\n"
CDK = "from aws_cdk import aws_iam as iam, aws_s3 as s3\n"
TYPES = 'import * as gcp from "@pulumi/gcp";\nimport * as aws from "@pulumi/aws";\n'
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"


def member(role: str, who: str = "serviceAccount:agent@shop.iam.gserviceaccount.com") -> str:
    return f'gcp.projects.IAMMember("metrics", project="shop", role={role}, member="{who}")'


def document(actions: str, resources: str = '["arn:aws:s3:::logs/app/*"]', more: str = "") -> str:
    statement = f"aws.iam.GetPolicyDocumentStatementArgs(actions={actions}, resources={resources}{more})"
    return f'reader = aws.iam.get_policy_document(statements=[{statement}])\naws.iam.Policy("r", policy=reader.json)'


EVERYBODY = ', principals=[aws.iam.GetPolicyDocumentStatementPrincipalArgs(type="*", identifiers=["*"])]'
GET, MANY = '["s3:GetObject"]', '["s3:Get*", "s3:Put*", "s3:Delete*"]'
BLOCK = 'aws.s3.BucketPublicAccessBlock("b", bucket=b.id, block_public_acls={0}, block_public_policy={0})'
ROLE = (
    'k8s.rbac.v1.ClusterRole("r", rules=[k8s.rbac.v1.PolicyRuleArgs(api_groups=[{0}], resources=[{1}], verbs=[{2}])])'
)
ASSIGN = 'azure_native.authorization.RoleAssignment("a", scope="/subscriptions/1", role_definition_id="/x/{}")'
POD = (
    'k8s.core.v1.Pod("p", spec=k8s.core.v1.PodSpecArgs(containers=[k8s.core.v1.ContainerArgs(name="a", image="a:1",'
    " security_context=k8s.core.v1.SecurityContextArgs(privileged={}))]))"
)
ATTACH = 'aws.iam.RolePolicyAttachment("a", role=r.name, policy_arn={})'
# (what becomes of it, new, old)
PULUMI = [
    ("refuse", member('"roles/owner"'), member('"roles/monitoring.metricWriter"')),
    ("refuse", 'ROLE = "roles/owner"\n' + member("ROLE"), 'ROLE = "roles/viewer"\n' + member("ROLE")),
    ("", member('"roles/monitoring.metricWriter"'), member('"roles/owner"')),
    ("", member('"roles/logging.logWriter"'), member('"roles/monitoring.metricWriter"')),
    ("refuse", 'gcp.storage.BucketIAMMember("x", role="roles/storage.objectViewer", member="allUsers")', None),
    ("flag", 'gcp.projects.IAMCustomRole("x", permissions=["run.services.get", "iam.serviceAccounts.actAs"])', None),
    ("flag", document(MANY, '["arn:aws:s3:::logs/*"]'), document(GET)),
    ("refuse", document('["*"]', '["*"]'), document(GET)),
    ("refuse", document(GET, more=EVERYBODY), None),
    ("", document(GET), document(MANY)),
    ("", document('["s3:GetObject", "s3:GetObjectTagging"]'), document(GET)),
    ("", document(MANY), None),
    ("refuse", BLOCK.format("False"), BLOCK.format("True")),
    ("", BLOCK.format("True"), BLOCK.format("False")),
    ("refuse", ROLE.format('"*"', '"*"', '"*"'), ROLE.format('""', '"pods"', '"get"')),
    ("", ROLE.format('""', '"pods", "services"', '"get"'), ROLE.format('""', '"pods"', '"get"')),
    ("refuse", ASSIGN.format(OWNER), ASSIGN.format("7f951dda-4ed3-4680-a7ca-43fe172d538d")),
    ("refuse", POD.format("True"), POD.format("False")),
    ("", POD.format("False"), POD.format("True")),
    ("refuse", ATTACH.format('"arn:aws:iam::aws:policy/AdministratorAccess"'), ATTACH.format("p.arn")),
    ("refuse", ATTACH.format("aws.iam.ManagedPolicy.ADMINISTRATOR_ACCESS"), ATTACH.format("p.arn")),
    ("", ATTACH.format('"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"'), ATTACH.format("p.arn")),
    ("refuse", 'aws.lambda_.Permission("x", action="lambda:InvokeFunction", function=f.name, principal="*")', None),
    ("", f"# {member('ROLE')}\nTEXT = 'role=roles/owner'", None),
]


@pytest.mark.parametrize(("expected", "new", "old"), PULUMI)
def test_pulumi_in_python(expected: str, new: str, old: str | None) -> None:
    before = None if old is None else PYTHON + old

    assert verdict(judged("infra/__main__.py", PYTHON + new, before)) == expected


def of_types(role: str) -> str:
    return (
        f'new gcp.projects.IAMMember("m", {{ project: "shop", role: {role}, member: `serviceAccount:${{a.email}}` }});'
    )


def documented(actions: str, who: str = '[{ type: "AWS", identifiers: [role.arn] }]') -> str:
    return (
        "const doc = aws.iam.getPolicyDocument({ statements: [{\n"
        f"  actions: {actions}, resources: [queue.arn], principals: {who} }}] }});"
    )


TYPESCRIPT = [
    ("refuse", of_types('"roles/editor"'), of_types('"roles/run.viewer"')),
    ("refuse", 'const role = "roles/owner";\n' + of_types("role"), 'const role = "roles/viewer";\n' + of_types("role")),
    ("", of_types("role"), of_types('"roles/run.viewer"')),
    (
        "refuse",
        documented('["sqs:SendMessage"]', '[{ type: "*", identifiers: ["*"] }]'),
        documented('["sqs:SendMessage"]'),
    ),
    ("flag", documented('["sqs:*"]'), documented('["sqs:SendMessage"]')),
    ("", documented('["sqs:SendMessage", "sqs:GetQueueUrl"]'), documented('["sqs:SendMessage"]')),
    ("refuse", 'new aws.s3.BucketAclV2("a", { bucket: b.id, acl: "public-read" });', None),
    ("refuse", 'new iam.Role(this, "R", { assumedBy: new iam.AnyPrincipal() });', None),
    ("", 'new iam.Role(this, "R", { assumedBy: new iam.ServicePrincipal("ecs.amazonaws.com") });', None),
    ("refuse", "fn.grantInvoke(new iam.AnyPrincipal());", "fn.grantInvoke(role);"),
    ("refuse", 'new s3.Bucket(this, "B", { publicReadAccess: true });', 'new s3.Bucket(this, "B", {});'),
    ("", 'new s3.Bucket(this, "B", { publicReadAccess: false });', 'new s3.Bucket(this, "B", {});'),
    ("refuse", "fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });", None),
    ("refuse", 'const p = new iam.OpenIdConnectPrincipal(provider, { StringLike: { "x:sub": "*" } });', None),
    (
        "flag",
        'const p = new iam.WebIdentityPrincipal(arn, { StringEquals: { "x:aud": "a" }, StringLike: { "x:sub": "repo:acme/*" } });',
        'const p = new iam.WebIdentityPrincipal(arn, { StringEquals: { "x:aud": "a", "x:sub": "repo:acme/shop:ref:refs/heads/main" } });',
    ),
    ("flag", 'fs.chmodSync("/srv/x", 0o777);', 'fs.chmodSync("/srv/x", 0o750);'),
    ("flag", 'fs.chmodSync("/srv/x", "777");', None),
]


@pytest.mark.parametrize(("expected", "new", "old"), TYPESCRIPT)
def test_typescript(expected: str, new: str, old: str | None) -> None:
    before = None if old is None else TYPES + "// aws-cdk-lib\n" + old

    assert verdict(judged("infra/index.ts", TYPES + "// aws-cdk-lib\n" + new, before)) == expected


TEXT = '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
OTHERS = [
    ("refuse", 's3.Bucket(self, "B", public_read_access=True)', 's3.Bucket(self, "B")'),
    ("refuse", 'iam.Role(self, "R", assumed_by=iam.AnyPrincipal())', None),
    ("flag", 'op.execute("GRANT ALL ON orders TO app")', None),
    ("refuse", 'op.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC")', None),
    ("", 'op.execute("GRANT SELECT ON orders TO app")', None),
    ("", 'log.info("GRANT ALL ON orders TO app")', None),
    (
        "refuse",
        'client.containers.run("app:1", privileged=True, detach=True)',
        'client.containers.run("app:1", detach=True)',
    ),
    ("flag", "os.umask(0)", "os.umask(0o027)"),
    ("", "mask = os.umask(0)\nos.umask(mask)", None),
    ("flag", 'os.chmod("/srv/x", 0o666)', 'os.chmod("/srv/x", 0o640)'),
    ("", 'os.chmod("/srv/x", mode)', None),
    ("refuse", f"client.put_role_policy(PolicyDocument='{TEXT}')", None),
    ("", f"print('{TEXT.replace('Allow', 'Deny')}')", None),
    (
        "refuse",
        'iam_client.attach_role_policy(RoleName="x", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")',
        None,
    ),
]


@pytest.mark.parametrize(("expected", "new", "old"), OTHERS)
def test_python(expected: str, new: str, old: str | None) -> None:
    before = None if old is None else CDK + old

    assert verdict(judged("infra/app.py", CDK + new, before)) == expected


def test_a_finding_names_the_resource_and_its_line() -> None:
    (found,) = judged("infra/__main__.py", PYTHON + "\n" + member('"roles/owner"'))

    assert found.line == 6
    assert found.problem.startswith("IAMMember metrics gives roles/owner to serviceAccount:agent@")
