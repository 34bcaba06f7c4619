"""Where secrets may be: what a file may not hold, which stores it may refer to, what a job may not show."""

from __future__ import annotations

import secrets
from base64 import b64encode

from hypothesis import given, settings
from hypothesis import strategies as st
from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.secrets.approved_secret_stores import check
from govhooks.rules.secrets.approved_secret_stores.policy import Policy
from govhooks.rules.secrets.approved_secret_stores.stores import NAMES, STORES, WORDS, Store
from govhooks.rules.secrets.approved_secret_stores.syntax import FORMS, SYNTAX

DEFAULTS = Policy()
VALUE = "kX9mm2pQ" + "7vTz4LwRb8"
LISTED = Policy(approved=("github-actions", "vault"))


def judge(*changes: Change, policy: Policy = DEFAULTS) -> list[Finding]:
    return list(check(Changeset(changes), policy))


def add(path: str, text: str) -> Change:
    return Change("A", path, new=text.encode())


HOLDS = [
    (
        "docker-compose.yml",
        "services:\n  web:\n    environment:\n      DB_PASSWORD: {}\n",
        "compose file",
        "${DB_PASSWORD:?}",
    ),
    ("Dockerfile", "FROM x\nENV API_TOKEN={}\n", "Dockerfile", "--mount=type=secret,id=API_TOKEN"),
    ("Dockerfile", "FROM x\nARG NPM_TOKEN={}\n", "Dockerfile", "--mount=type=secret"),
    (
        "infra/variables.tf",
        'variable "db_password" {{\n  default = "{}"\n}}\n',
        "Terraform file",
        "vault_kv_secret_v2.db_password",
    ),
    ("prod.tfvars", 'db_password = "{}"\n', "Terraform file", "vault_kv_secret_v2"),
    (
        "infra/db.tf",
        'resource "aws_db_instance" "a" {{\n  password = "{}"\n}}\n',
        "Terraform file",
        "vault_kv_secret_v2",
    ),
    (
        "infra/ssm.tf",
        'resource "aws_secretsmanager_secret_version" "a" {{\n  secret_string = "{}"\n}}\n',
        "Terraform file",
        "vault_kv_secret_v2",
    ),
    ("k8s/app.yaml", "kind: Secret\nstringData:\n  anything: {}\n", "Kubernetes Secret", "ExternalSecret"),
    (
        "k8s/deploy.yaml",
        "kind: Deployment\nspec:\n  containers:\n  - env:\n    - name: API_KEY\n      value: {}\n",
        "deployment file",
        "secretKeyRef",
    ),
    (".github/workflows/a.yml", "jobs:\n  a:\n    env:\n      API_KEY: {}\n", "workflow", "${{ secrets.API_KEY }}"),
    (".gitlab-ci.yml", "variables:\n  DEPLOY_TOKEN: {}\n", "pipeline", "vault: PATH/DEPLOY_TOKEN@ENGINE"),
    (
        "Jenkinsfile",
        "pipeline {{\n  environment {{\n    API_TOKEN = '{}'\n  }}\n}}\n",
        "Jenkinsfile",
        "credentials('API_TOKEN')",
    ),
    ("charts/a/values.yaml", "auth:\n  password: {}\n", "deployment file", "existingSecret"),
    ("app.service", "[Service]\nEnvironment=API_TOKEN={}\n", "systemd unit", "LoadCredential=API_TOKEN"),
    ("fly.toml", '[env]\nAPI_TOKEN = "{}"\n', "deployment file", "fly secrets set API_TOKEN"),
    ("serverless.yml", "provider:\n  environment:\n    API_TOKEN: {}\n", "deployment file", "${env:API_TOKEN}"),
]
FINE = [
    ("docker-compose.yml", "services:\n  web:\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD}\n"),
    ("docker-compose.yml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: postgres\n"),
    ("docker-compose.dev.yml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: app-dev-1\n"),
    ("docker-compose.yml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db\n"),
    ("infra/variables.tf", 'variable "db_password" {\n  sensitive = true\n}\n'),
    ("infra/db.tf", 'resource "aws_db_instance" "a" {\n  password = var.db_password\n  username = "app"\n}\n'),
    ("infra/db.tf", 'resource "aws_ssm_parameter" "a" {\n  type = "String"\n  value = "https://x"\n}\n'),
    ("k8s/app.yaml", "kind: Secret\nmetadata:\n  name: a\nstringData: {}\n"),
    ("k8s/app.yaml", "kind: SealedSecret\nspec:\n  encryptedData:\n    db: AgBy3i4OJSWK" + "+PiTySYZZA9rO43cGDEq\n"),
    ("k8s/app.yaml", "kind: Secret\nstringData:\n  password: ENC[AES256_GCM,data:x,type:str]\nsops:\n  mac: x\n"),
    (
        "k8s/a.yaml",
        "kind: Deployment\nspec:\n  env:\n  - name: API_KEY\n    valueFrom: {secretKeyRef: {name: a, key: b}}\n",
    ),
    (".github/workflows/a.yml", "jobs:\n  a:\n    env:\n      API_KEY: ${{ secrets.API_KEY }}\n"),
    (
        ".github/workflows/a.yml",
        "jobs:\n  a:\n    services:\n      db:\n        env:\n          POSTGRES_PASSWORD: integration-1\n",
    ),
    ("charts/a/values.yaml", "auth:\n  existingSecret: app-secrets\n  password: ''\n"),
    ("app.service", "[Service]\nEnvironmentFile=/etc/app/env\n"),
    ("config.yaml", "token_url: https://login.example.com/token\n"),
]
FINE += [
    ("docker-compose.yml", f"services:\n  web:\n    environment:\n      {setting}\n")
    for setting in (
        "DATABASE_URL: postgres://postgres:postgres@db/app",
        "DATABASE_URL: postgres://app:${DB_PASSWORD}@db/app",
        "DB_PASSWORD: ${DB_PASSWORD:-postgres}",
        "JWT_SECRET: ${JWT_SECRET:-change-me-in-production-1}",
        "APP_PUBLIC_KEY: abcdefg12345abc",
        "SECRET_KEY: dev-secret-key-1",
        "API_KEY_HEADER: X-API-Key",
        "MAX_TOKENS: '4096'",
    )
]
FINE += [
    ("infra/variables.tf", 'variable "token_ttl" {\n  default = "3600"\n}\n'),
    ("infra/variables.tf", 'variable "ssh_key_name" {\n  default = "deployer"\n}\n'),
    (".gitlab-ci.yml", "variables:\n  POSTGRES_X: runner\n".replace("X", "PASSWORD")),
    ("Dockerfile", "FROM ruby\nRUN SECRET_KEY_BASE=1 bundle exec rails assets:precompile\n"),
    ("Dockerfile", "FROM x\nRUN --mount=type=secret,id=a API_KEY=$(cat /run/secrets/a) make\n"),
    ("charts/a/values.yaml", "imagePullSecret: regcred\ntls:\n  secret: wildcard\ncredentialsSecret: aws-creds-prod\n"),
    ("infra/strings.json", '{"password": "Passwort eingeben", "token": "Ihr Token"}'),
    (
        "argo.yaml",
        "apiVersion: v1\nkind: Secret\nstringData:\n  type: git\n  name: infra\n  url: https://x/a\n  password: ${A}\n",
    ),
    ("k8s/a.yaml", "kind: Secret\nstringData:\n  app.yaml: |\n    port: 80\n    password: changeme\n"),
    ("cfn.yaml", "AWSTemplateFormatVersion: x\nParameters:\n  DBPassword:\n    NoEcho: true\n"),
    ("templates/a.yaml", "kind: Secret\ndata:\n  password: {{ .Values.password | b64enc }}\n"),
]
FOUND = [
    ("compose.yml", "services:\n  a:\n    environment:\n      DATABASE_URL: postgres://app:{}@db.corp.io/app\n"),
    ("compose.yml", "services:\n  a:\n    environment:\n      JWT_SECRET: ${{JWT_SECRET:-{}}}\n"),
    ("compose.yml", "services:\n  a:\n    build:\n      args:\n        NPM_TOKEN: {}\n"),
    ("Dockerfile", "FROM x\nRUN export API_KEY={} && make\n"),
    ("k8s/a.yaml", "kind: Secret\nstringData:\n  app.yaml: |\n    port: 80\n    password: {}\n"),
    ("any/a.yaml", "apiVersion: v1\nkind: List\nitems:\n- kind: Secret\n  stringData:\n    a: {}\n"),
    ("kustomization.yaml", "secretGenerator:\n- name: a\n  literals:\n  - password={}\n"),
    ("charts/a/templates/s.yaml", "kind: Secret\nmetadata:\n  name: {{{{ .x }}}}\nstringData:\n  a: {}\n"),
    ("argo.yaml", "apiVersion: x/v1\nspec:\n  parameters:\n  - name: db.password\n    value: {}\n"),
    ("prod.auto.tfvars.json", '{{"db_password": "{}"}}'),
    ("a.tf", 'resource "aws_ssm_parameter" "a" {{\n  type = "SecureString"\n  value = "{}"\n}}\n'),
    ("a.tf", 'resource "kubernetes_secret" "a" {{\n  data = {{\n    anything = "{}"\n  }}\n}}\n'),
    ("db.yaml", "AWSTemplateFormatVersion: x\nParameters:\n  DBPassword:\n    Default: {}\n"),
    ("db.yaml", "Resources:\n  D:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: {}\n"),
    ("main.bicep", "param adminPassword string = '{}'\n"),
    (".github/workflows/a.yml", "jobs:\n  a:\n    steps:\n    - run: docker login -u a -p {} reg.io\n"),
    ("bitbucket-pipelines.yml", "pipelines:\n  default:\n  - step:\n      script:\n      - export API_KEY={}\n"),
    ("Jenkinsfile", "withEnv(['API_TOKEN={}']) {{ }}\n"),
    ("Jenkinsfile", "sh 'curl -H \"Authorization: Bearer {}\" x'\n"),
]


@each(FOUND)
def test_a_secret_is_found_wherever_the_file_has_it(path: str, form: str) -> None:
    (finding,) = judge(add(path, form.format(VALUE)))

    assert finding.blocks
    assert VALUE not in finding.problem + finding.fix + finding.identity


def test_a_secret_as_build_argument_is_flagged() -> None:
    (finding,) = judge(add("Dockerfile", "FROM x\nARG NPM_TOKEN\nARG VERSION\n"))

    assert not finding.blocks and "--mount=type=secret,id=NPM_TOKEN" in finding.fix


def test_a_value_that_is_put_in_where_none_was_is_found_though_its_line_has_no_name() -> None:
    form = "env:\n- name: API_TOKEN\n  value: {}\n"

    assert len(judge(Change("M", "k8s/a.yaml", new=form.format(VALUE).encode(), old=[form.format("''").encode()]))) == 1


@each(
    [
        ("render.yaml", "envVars:\n- key: API_TOKEN\n  value: {}\n", (), "sync: false"),
        ("app.json", '{{"env": {{"API_TOKEN": "{}"}}}}', (), "heroku config:set API_TOKEN"),
        ("serverless.yml", "provider:\n  environment:\n    API_TOKEN: {}\n", ("aws-ssm",), "${ssm:/PATH/API_TOKEN}"),
        (".drone.yml", "steps:\n- environment:\n    API_TOKEN: {}\n", (), "from_secret: API_TOKEN"),
        (
            ".circleci/config.yml",
            "jobs:\n  a:\n    environment:\n      API_TOKEN: {}\n",
            ("circleci",),
            "context: CONTEXT",
        ),
        (
            "taskdef.json",
            '{{"environment": [{{"name": "API_TOKEN", "value": "{}"}}]}}',
            ("vault", "aws-secrets-manager"),
            '"valueFrom": "arn:aws:secretsmanager:',
        ),
        (
            "azure-pipelines.yml",
            "variables:\n- name: API_TOKEN\n  value: {}\n",
            ("azure-key-vault",),
            "AzureKeyVault@2, and $(API_TOKEN)",
        ),
    ]
)
def test_the_fix_has_the_syntax_of_the_file(path: str, form: str, approved: tuple[str, ...], fix: str) -> None:
    (finding,) = judge(add(path, form.format(VALUE)), policy=Policy(approved=approved))

    assert fix in finding.fix


def test_long_lines_are_soon_read() -> None:
    from time import perf_counter

    began = perf_counter()
    for path in (
        "Dockerfile",
        ".github/workflows/a.yml",
        "Jenkinsfile",
        "k8s/secret.yaml",
        "charts/a/templates/s.yaml",
    ):
        for part in ("docker login ", "A" * 30, "TOKEN=", "echo $", "set -", " ", "a:", "{{ ", "Bearer "):
            judge(add(path, "kind: Secret\nkey: |\n  " + part * 20_000 + "\n"))

    assert perf_counter() - began < 5


@each(HOLDS)
def test_a_secret_in_a_file_is_refused_and_the_fix_has_the_syntax(path: str, form: str, surface: str, fix: str) -> None:
    (finding,) = judge(add(path, form.format(VALUE)), policy=LISTED.but(unapproved="off"))

    assert finding.blocks and finding.problem.endswith(f"in this {surface}")
    assert fix in finding.fix
    assert VALUE not in finding.problem + finding.fix + finding.identity
    assert judge(Change("M", path, new=form.format(VALUE).encode() + b"\n", old=[form.format(VALUE).encode()])) == []


@each(FINE)
def test_references_and_placeholders_are_let_pass(path: str, text: str) -> None:
    assert judge(add(path, text)) == []


def test_a_value_that_may_be_weak_is_flagged() -> None:
    text = "services:\n  db:\n    environment:\n      DB_PASSWORD: summer-breeze\n"

    assert [finding.blocks for finding in judge(add("docker-compose.yml", text))] == [False]


def test_the_data_of_a_secret_is_decoded() -> None:
    held = b64encode(VALUE.encode()).decode()
    stands_in = b64encode(b"changeme").decode()

    assert len(judge(add("k8s/a.yaml", f"kind: Secret\ndata:\n  a: {held}\n"))) == 1
    assert judge(add("k8s/a.yaml", f"kind: Secret\ndata:\n  a: {stands_in}\n")) == []


REFERS = {
    "vault": ['client = hvac.Client(url="x")', 'data "vault_kv_secret_v2" "x" {', "uses: hashicorp/vault-action@v3"],
    "aws-secrets-manager": ["arn:aws:secretsmanager:eu-west-1:1:secret:x", 'boto3.client("secretsmanager")'],
    "aws-ssm": ["value: '{{resolve:ssm-secure:db:1}}'", 'data "aws_ssm_parameter" "x" {}'],
    "gcp-secret-manager": ["projects/p/secrets/s/versions/1", "from google.cloud import secretmanager"],
    "azure-key-vault": ["@Microsoft.KeyVault(SecretUri=https://x)", "https://x.vault.azure.net/"],
    "doppler": ["doppler run -- npm start", "uses: dopplerhq/cli-action@v3"],
    "1password": ["KEY=op://vault/item/field", "uses: 1password/load-secrets-action@v2"],
    "infisical": ["infisical run -- x", "uses: Infisical/secrets-action@v1"],
    "sops": ["password: ENC[AES256_GCM,data:x]", "sops -d secrets.yaml"],
    "sealed-secrets": ["kind: SealedSecret"],
    "github-actions": ["TOKEN: ${{ secrets.DEPLOY_TOKEN }}"],
    "render": ["packages = [render_env_group.a]"],
    "ansible-vault": ["password: !vault |"],
    "heroku": ["heroku config:set A=b"],
    "fly": ["fly secrets set A=b"],
}


@each((id, line) for id, lines in REFERS.items() for line in lines)
def test_a_store_that_is_not_approved_is_refused(id: str, line: str) -> None:
    other = Policy(approved=("gitlab-ci",))

    assert [finding.identity for finding in judge(add("a.yaml", f"{line}\n"), policy=other)] == [f"store {id}"]
    assert judge(add("a.yaml", f"{line}\n"), policy=Policy(approved=(id,))) == []
    assert judge(add("a.yaml", f"{line}\n")) == []
    assert (
        judge(Change("M", "a.yaml", new=f"{line}\n{line}\n".encode(), old=[f"{line}\n".encode()]), policy=other) == []
    )
    assert judge(add("docs.md", f"{line}\n"), policy=other) == []


@settings(max_examples=60)
@given(st.sampled_from(STORES).flatmap(lambda store: st.tuples(st.just(store), st.from_regex(store.marks))))
def test_every_reference_has_one_of_the_words_of_its_store(found: tuple[Store, str]) -> None:
    store, text = found

    assert any(word in text.lower() for word in WORDS[store.id])


PLACES = [
    ("render", "render.yaml", "envVars:\n- key: A\n  sync: false\n", "src/sync.yaml"),
    ("circleci", ".circleci/config.yml", "jobs:\n- build:\n    context: prod\n", "skaffold.yaml"),
    ("vault", "k8s/store.yaml", "kind: SecretStore\nspec:\n  provider:\n    vault:\n      server: x\n", ""),
    ("azure-key-vault", "k8s/spc.yaml", "kind: SecretProviderClass\nspec:\n  provider: azure\n", ""),
    ("aws-ssm", "k8s/spc.yaml", "kind: SecretProviderClass\nspec:\n  objectType: ssmparameter\n", ""),
    ("vault", ".gitlab-ci.yml", "job:\n  secrets:\n    A:\n      vault: prod/db/password@ops\n", "a.yml"),
    ("vault", "requirements.txt", "hvac==2.1\n", "notes.txt"),
]


@each(PLACES)
def test_words_of_other_things_count_in_their_own_files_only(id: str, path: str, text: str, other: str) -> None:
    policy = Policy(approved=("gitlab-ci",))

    assert [finding.identity for finding in judge(add(path, text), policy=policy)] == [f"store {id}"]
    assert (
        judge(add(other or "config.yml", "features:\n  vault:\n    on: 1\n" if not other else text), policy=policy)
        == []
    )


SHOWS = [
    "echo ${{ secrets.API_TOKEN }}",
    'echo "token is $API_TOKEN"',
    'printf "%s" "${API_TOKEN}"',
    'echo "t=${{ secrets.API_TOKEN }}" >> "$GITHUB_OUTPUT"',
    "printenv",
    "env | sort",
    "cat .env",
    "echo $API_TOKEN | base64",
    'echo "x $(echo -n $API_TOKEN | base64)"',
    "echo '${{ toJSON(secrets) }}'",
    "console.log(process.env.API_TOKEN)",
    "Write-Host $env:API_TOKEN",
    'echo "starts with ${API_TOKEN:0:4}"',
    "python -c 'import os; print(os.environ)'",
    "printf '%s\\n' \"$API_TOKEN\"",
    'printf \'t=%s\\n\' "$API_TOKEN" >> "$GITHUB_OUTPUT"',
    "echo 'token:' $API_TOKEN",
    "echo 'x' && echo $API_TOKEN",
    "echo '::group::x'; echo \"$API_TOKEN\"",
    'echo "it\'s $API_TOKEN"',
    'echo "$API_TOKEN" 2>/dev/null',
    '[ -f x ] 2>/dev/null || echo "$API_TOKEN"',
    'echo "$API_TOKEN"; ls | wc -l',
    'cat <<< "$API_TOKEN"',
    'echo "key is $(echo -n ${{ secrets.API_TOKEN }} | base64)"',
    "env | grep TOKEN",
    "printenv API_TOKEN",
    "cat .env | sort",
    "set",
    'echo "$API_TOKEN" | base64 -d',
    "python -c 'import os; print(os.environ[\"API_TOKEN\"])'",
]
HIDES = [
    'echo "set \\$API_TOKEN first"',
    "echo 'use $API_TOKEN'",
    '{ echo a; echo "$API_TOKEN"; } > file',
    '(echo "$API_TOKEN"; cat x) | docker login --password-stdin',
    "env | grep NODE_ENV",
    "printenv HOME",
    "echo ${{ github.ref || 'main' }}; make",
    "echo $API_TOKEN | docker login -u x --password-stdin",
    'echo "::add-mask::$API_TOKEN"',
    "echo ${{ secrets.API_TOKEN }} > key.txt",
    'echo "deploying"',
    "echo ${{ secrets.GITHUB_TOKEN }}",
    "echo $TOKEN_URL",
    'echo "token: ${API_TOKEN:+set}"',
    "echo ${#API_TOKEN}",
    '[ -n "$API_TOKEN" ]',
    "env FOO=bar make",
    "set -e",
    "cat .env.example",
    'curl -H "Authorization: $API_TOKEN" https://x',
]
JOB = "jobs:\n  a:\n    env:\n      API_TOKEN: ${{{{ secrets.API_TOKEN }}}}\n    steps:\n    - run: |\n        {}\n"


@each(SHOWS)
def test_a_job_that_shows_a_secret_is_refused(line: str) -> None:
    (finding,) = judge(add(".github/workflows/a.yml", JOB.format(line)))

    assert finding.blocks and finding.line == 7


@each(HIDES)
def test_a_job_that_hands_a_secret_on_is_let_pass(line: str) -> None:
    assert judge(add(".github/workflows/a.yml", JOB.format(line))) == []


def test_an_artifact_with_secrets_is_refused() -> None:
    step = "    - uses: actions/upload-artifact@v4\n      with:\n        path: build/.env\n"

    assert [
        finding.identity for finding in judge(add(".github/workflows/a.yml", "jobs:\n  a:\n    steps:\n" + step))
    ] == ["echoed artifact"]


def test_a_file_with_a_secret_that_becomes_an_artifact_is_refused() -> None:
    text = 'job:\n  script:\n    - echo "A=$DEPLOY_TOKEN" > build.env\n  artifacts:\n    {}: {}\n'

    assert len(judge(add(".gitlab-ci.yml", text.format("reports", "{dotenv: other.env}")))) == 0
    assert len(judge(add(".gitlab-ci.yml", text.format("reports", "\n      dotenv: build.env")))) == 1


def test_variables_of_azure_are_put_in_before_the_shell() -> None:
    assert len(judge(add("azure-pipelines.yml", "steps:\n- script: echo $(dbPassword)\n"))) == 1
    assert judge(add("azure-pipelines.yml", "steps:\n- script: echo $(pwd) $(Build.SourceBranch)\n")) == []


def test_an_environment_that_becomes_an_artifact_is_refused() -> None:
    steps = "    - run: printenv | sort > out/env.txt\n    - store_artifacts:\n        path: out\n"

    assert [
        finding.identity for finding in judge(add(".circleci/config.yml", "jobs:\n  a:\n    steps:\n" + steps))
    ] == ["echoed environment file"]


def test_a_dollar_in_the_middle_of_a_value_is_no_reference() -> None:
    text = 'variable "db_password" {\n  default = "Hn3' + '$pLw82vQeRt6z"\n}\n'

    assert len(judge(add("infra/variables.tf", text))) == 1


def test_an_unknown_store_is_an_error() -> None:
    assert Policy(approved=("hashicorp",)).verify().startswith("approved: 'hashicorp' is no store that is known")
    assert Policy(approved=("valt",)).verify().endswith("did you mean 'vault'?")
    assert {store for _, store in SYNTAX} <= {"*", *NAMES}
    assert {form for _, form in FORMS} <= {kind for kind, _ in SYNTAX}


def test_random_values_are_found_whatever_their_digits() -> None:
    text = "services:\n  web:\n    environment:\n      API_TOKEN: {}\n"

    for _ in range(50):
        assert len(judge(add("docker-compose.yml", text.format(secrets.token_hex(20))))) == 1
