"""What to write in a file in place of a secret: by the kind of file and the store that is approved.

The forms are those of the documentation of the stores, services and tools themselves.
"""

from __future__ import annotations

from govhooks.rules.secrets.approved_secret_stores.stores import NAMES
from govhooks.search.compiled import compiled

# Files (by path) with forms of their own.
FORMS = (
    (r"(?:^|/)fly[\w.-]*\.toml$", "fly.toml"),
    (r"(?:^|/)render\.ya?ml$", "render.yaml"),
    (r"(?:^|/)(?:app\.json|heroku\.yml)$", "heroku"),
    (r"(?:^|/)netlify\.toml$", "netlify.toml"),
    (r"(?:^|/)vercel\.json$", "vercel.json"),
    (r"(?:^|/)wrangler[\w.-]*\.(?:toml|jsonc?)$", "wrangler.toml"),
    (r"(?:^|/)railway\.(?:toml|json)$", "railway"),
    (r"(?:^|/)serverless[\w.-]*\.(?:ya?ml|json)$", "serverless.yml"),
    (
        r"(?:^|/)(?:template|.*\.template|(?:.*/)?(?:cfn|cloudformation)(?:/.*|[\w.-]*))\.(?:ya?ml|json)$",
        "CloudFormation",
    ),
    (r"task[-_]?def[\w.-]*\.json$", "ECS"),
    (r"(?:^|/)[\w.-]*values[\w.-]*\.ya?ml$", "Helm values"),
    (r"gitlab", "gitlab"),
    (r"(?:^|/)\.circleci/", "circleci"),
    (r"azure-pipelines", "azure-pipelines"),
    (r"bitbucket-pipelines", "bitbucket"),
    (r"(?:^|/)\.travis\.yml$", "travis"),
    (r"(?:^|/)\.drone\.ya?ml$", "drone"),
    (r"cloudbuild[\w.-]*\.ya?ml$", "cloudbuild"),
    (r"buildspec[\w.-]*\.ya?ml$", "buildspec"),
    (r"(?:^|/)\.buildkite/", "buildkite"),
)
# (kind of file, store) -> what to write there for a secret NAME; "*" stands for any store.
SYNTAX = {
    ("workflow", "github-actions"): "NAME: ${{ secrets.NAME }}",
    ("workflow", "vault"): "a step with hashicorp/vault-action, and NAME: ${{ env.NAME }}",
    ("workflow", "aws-secrets-manager"): "a step with aws-actions/aws-secretsmanager-get-secrets, and $NAME",
    ("workflow", "gcp-secret-manager"): "a step with google-github-actions/get-secretmanager-secrets, and ${{ steps.ID.outputs.NAME }}",
    ("workflow", "1password"): "a step with 1password/load-secrets-action and NAME: op://VAULT/ITEM/FIELD",
    ("workflow", "*"): "NAME: ${{ secrets.NAME }}",
    ("compose file", "*"): "NAME: ${NAME:?} in environment, or a secrets: entry and NAME_FILE: /run/secrets/NAME",
    ("Dockerfile", "*"): "RUN --mount=type=secret,id=NAME for the build, and no value at all for the running container",
    ("Terraform file", "vault"): 'data.vault_kv_secret_v2.NAME.data["NAME"]',
    ("Terraform file", "aws-secrets-manager"): "data.aws_secretsmanager_secret_version.NAME.secret_string",
    ("Terraform file", "aws-ssm"): "data.aws_ssm_parameter.NAME.value",
    ("Terraform file", "gcp-secret-manager"): "data.google_secret_manager_secret_version.NAME.secret_data",
    ("Terraform file", "azure-key-vault"): "data.azurerm_key_vault_secret.NAME.value",
    ("Terraform file", "doppler"): "data.doppler_secrets.this.map.NAME",
    ("Terraform file", "1password"): "data.onepassword_item.NAME.password",
    ("Terraform file", "sops"): 'data.sops_file.NAME.data["NAME"]',
    ("Terraform file", "*"): 'variable "NAME" { sensitive = true } without a default, set as TF_VAR_NAME',
    ("Kubernetes Secret", "vault"): "an ExternalSecret with a SecretStore of Vault, in place of this Secret",
    ("Kubernetes Secret", "sealed-secrets"): "a SealedSecret (kubeseal), in place of this Secret",
    ("Kubernetes Secret", "sops"): "this Secret encrypted: sops --encrypt --encrypted-regex '^(data|stringData)$'",
    ("Kubernetes Secret", "*"): "an ExternalSecret that names the key in the store, in place of this Secret",
    ("deployment file", "*"): "valueFrom: {secretKeyRef: {name: SECRET, key: NAME}}, or the platform's own secret variable",
    ("Helm template", "*"): "valueFrom: {secretKeyRef: {name: SECRET, key: NAME}}",
    ("systemd unit", "*"): "LoadCredential=NAME:/path, or EnvironmentFile= with a file that is not in git",
    ("Procfile", "*"): "no value: set NAME with the platform's command for secrets",
    ("env file", "*"): "no value: keep this file out of git, and load NAME from the store",
    ("Bicep file", "*"): "@secure() param NAME string without a default, given by getSecret() of a vault",
    ("pipeline", "*"): "NAME as a masked variable of the CI service",
    ("Jenkinsfile", "*"): "NAME = credentials('NAME')",
    ("deployment file", "vault"): "valueFrom: {secretKeyRef: {name: SECRET, key: NAME}}, with an ExternalSecret that fills SECRET from Vault",
    ("Nomad job", "vault"): 'a template with {{ with secret "PATH" }}NAME={{ .Data.data.NAME }}{{ end }} and env = true',
    ("Nomad job", "*"): "a template that reads NAME from a Nomad variable, with env = true",
    ("fly.toml", "*"): "no value here: fly secrets set NAME=...",
    ("render.yaml", "*"): "key: NAME with sync: false",
    ("heroku", "*"): "no value here: heroku config:set NAME=...",
    ("netlify.toml", "*"): "no value here: netlify env:set NAME ... --secret",
    ("vercel.json", "*"): "no value here: vercel env add NAME",
    ("wrangler.toml", "*"): "no value here: wrangler secret put NAME",
    ("railway", "*"): "no value here: a sealed variable NAME of the service",
    ("serverless.yml", "aws-ssm"): "NAME: ${ssm:/PATH/NAME}",
    ("serverless.yml", "aws-secrets-manager"): "NAME: ${ssm:/aws/reference/secretsmanager/SECRET}",
    ("serverless.yml", "*"): "NAME: ${env:NAME}",
    ("CloudFormation", "aws-secrets-manager"): "NAME: '{{resolve:secretsmanager:SECRET:SecretString:NAME}}'",
    ("CloudFormation", "aws-ssm"): "NAME: '{{resolve:ssm-secure:/PATH/NAME}}'",
    ("CloudFormation", "*"): "NAME: !Ref of a parameter with NoEcho: true and without a default",
    ("ECS", "aws-secrets-manager"): '"secrets": [{"name": "NAME", "valueFrom": "arn:aws:secretsmanager:..."}]',
    ("ECS", "aws-ssm"): '"secrets": [{"name": "NAME", "valueFrom": "arn:aws:ssm:..."}]',
    ("ECS", "*"): '"secrets": [{"name": "NAME", "valueFrom": "ARN"}]',
    ("Helm values", "*"): "existingSecret: SECRET, the name of a Secret that an ExternalSecret fills, and no NAME",
    ("gitlab", "vault"): "secrets: {NAME: {vault: PATH/NAME@ENGINE}} in the job",
    ("gitlab", "azure-key-vault"): "secrets: {NAME: {azure_key_vault: {name: NAME}}} in the job",
    ("gitlab", "gcp-secret-manager"): "secrets: {NAME: {gcp_secret_manager: {name: NAME}}} in the job",
    ("gitlab", "aws-secrets-manager"): "secrets: {NAME: {aws_secrets_manager: {secret_id: SECRET}}} in the job",
    ("gitlab", "*"): "$NAME, a masked and protected variable of the project",
    ("circleci", "*"): "$NAME, and context: CONTEXT in the workflow's job",
    ("azure-pipelines", "azure-key-vault"): "a step AzureKeyVault@2, and $(NAME)",
    ("azure-pipelines", "*"): "$(NAME), a secret variable of the pipeline or its group",
    ("bitbucket", "*"): "$NAME, a secured variable of the repository",
    ("travis", "*"): "secure: ..., made by travis encrypt NAME=...",
    ("drone", "*"): "NAME: {from_secret: NAME}",
    ("cloudbuild", "gcp-secret-manager"): "secretEnv: [NAME], and availableSecrets with projects/PROJECT/secrets/NAME/versions/latest",
    ("cloudbuild", "*"): "secretEnv: [NAME], and availableSecrets",
    ("buildspec", "aws-secrets-manager"): "env: {secrets-manager: {NAME: SECRET:NAME}}",
    ("buildspec", "aws-ssm"): "env: {parameter-store: {NAME: /PATH/NAME}}",
    ("buildspec", "*"): "env: {secrets-manager: {NAME: SECRET:NAME}}",
    ("buildkite", "*"): "secrets: [NAME]",
}  # fmt: skip


def advice(path: str, surface: str, approved: tuple[str, ...], name: str) -> str:
    """What to write in a file for a secret: with the first approved store that this kind of file has a form for."""
    kind = surface
    if surface in ("deployment file", "pipeline"):
        kind = next((form for pattern, form in FORMS if compiled(pattern).search(path)), surface)
    for store in approved:
        if syntax := SYNTAX.get((kind, store)):
            return f"keep it in {NAMES[store]} and write {_named(syntax, name)}"
    syntax = SYNTAX.get((kind, "*")) or SYNTAX["deployment file", "*"]
    where = NAMES.get(approved[0], approved[0]) if approved else "a secret store"
    return f"keep it in {where} and write {_named(syntax, name)}"


def _named(syntax: str, name: str) -> str:
    return syntax.replace("NAME", name)
