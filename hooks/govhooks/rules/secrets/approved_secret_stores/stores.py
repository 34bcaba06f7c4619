"""Secret stores: how configuration and code mention each.

`marks` are regular expressions over one line. Sources: the stores' own documentation of their providers, SDKs and actions. A mark names the
store itself, never a variable that could be anything.
"""

from __future__ import annotations

from govhooks.core.record import Record


class Store(Record):
    """A store: its `id` in the policy, its `name`, and expressions of lines that refer to it."""

    id: str
    name: str
    marks: str


# Of these, in lower case, every reference to a store has one: nothing else is looked at.
WORDS = {
    "vault": ('vault', 'hvac'),
    "aws-secrets-manager": ('secretsmanager', 'secrets-manager', 'awssecrets'),
    "aws-ssm": ('ssm', 'parameterstore'),
    "gcp-secret-manager": ('set-secrets', 'secret-manager', 'secretmanager', 'gcloud', 'secret_manager', '/secrets/', 'gcpsecrets', 'sm://'),
    "azure-key-vault": ('keyvault', 'vault.azure', 'azsecrets', 'key_vault'),
    "doppler": ('doppler',),
    "1password": ('op://', '1password', 'op_service', 'onepassword', '"op"', "'op'", '"op\'', '\'op"', 'op run', 'op read', 'op inject'),
    "infisical": ('infisical',),
    "sops": ('sops', 'enc[aes', 'creation_rules'),
    "sealed-secrets": ('sealedsecret',),
    "bitwarden": ('bitwarden', 'bws'),
    "akeyless": ('akeyless',),
    "conjur": ('conjur',),
    "ansible-vault": ('vault',),
    "git-crypt": ('git-crypt',),
    "dotenv-vault": ('dotenv', 'encrypted:'),
    "github-actions": ('secrets.',),
    "circleci": ('circleci',),
    "fly": ('fly',),
    "heroku": ('heroku',),
    "render": ('render_env',),
    "vercel": ('vercel',),
    "netlify": ('netlify',),
    "railway": ('railway',),
}  # fmt: skip
# Ids that a policy may approve, and that no line of a file needs to mention.
ALSO = ("kubernetes", "external-secrets", "secrets-store-csi", "gitlab-ci", "platform")
STORES = (
    Store(
        "vault",
        "HashiCorp Vault",
        r"\bvault:(?:secret|kv|database|[\w-]+/)|\bimport hvac\b|\bfrom hvac\b|\bhvac\.Client\b|\bvault_(?:generic|kv)_secret|vault\.hashicorp\.com/"
        r"|hashicorp/vault-action|provider\s+\"vault\"|\bnode-vault\b|hashicorp/vault/api|spring-cloud-(?:starter-)?vault|\bvault kv (?:get|read)\b|hashi_vault"
        r"|VaultSharp|ref\+vault://|kind:\s*Vault(?:Static|Dynamic)Secret|^\s*import:.*\bvault://|spring\.cloud\.vault\b",
    ),
    Store(
        "aws-secrets-manager",
        "AWS Secrets Manager",
        r"arn:aws[\w-]*:secretsmanager:|resolve:secretsmanager:|\baws_secretsmanager_secret|client\(\s*(?:service_name\s*=\s*)?[\"']secretsmanager[\"']|\bservice_name\s*=\s*[\"']secretsmanager[\"']|client-secrets-manager"
        r"|SecretsManagerClient|aws-secretsmanager:|aws-secretsmanager-get-secrets|aws secretsmanager get-secret-value|service/secretsmanager|Aws::SecretsManager"
        r"|AWSSecretsManager|ref\+awssecrets://|AWS::SecretsManager::Secret|aws_secretsmanager_caching",
    ),
    Store(
        "aws-ssm",
        "AWS SSM Parameter Store",
        r"arn:aws[\w-]*:ssm:|resolve:ssm(?:-secure)?:|\baws_ssm_parameter\b|aws-parameterstore:|\$\{ssm:|aws ssm get-parameter|client-ssm\b|Aws::SSM::"
        r"|ref\+awsssm://|client\(\s*(?:service_name\s*=\s*)?[\"']ssm[\"']|\bservice_name\s*=\s*[\"']ssm[\"']|AWS::SSM::Parameter|service/ssm\b",
    ),
    Store(
        "gcp-secret-manager",
        "Google Secret Manager",
        r"\bgoogle_secret_manager_secret|projects/[^/\s\"']+/secrets/|\bsm://|import secretmanager|secretmanager_v1|@google-cloud/secret-manager|get-secretmanager-secrets"
        r"|gcloud secrets versions access|cloud/secretmanager|SecretManagerServiceClient|ref\+gcpsecrets://|--set-secrets|google-cloud-secret-manager",
    ),
    Store(
        "azure-key-vault",
        "Azure Key Vault",
        r"@Microsoft\.KeyVault\(|\bazurerm_key_vault_secret\b|\.vault\.azure\.net|azure\.keyvault|@azure/keyvault-secrets|get-keyvault-secrets|AzureKeyVault@"
        r"|Microsoft\.KeyVault/vaults|azure\.security\.keyvault|az keyvault secret show|Azure\.Security\.KeyVault|AddAzureKeyVault|ref\+azurekeyvault://|azure-security-keyvault|azsecrets\b",
    ),
    Store("doppler", "Doppler", r"\bdopplerhq/|\bdoppler (?:run|secrets)\b|\bDOPPLER_TOKEN\b|provider\s+\"doppler\"|packages\.doppler\.com|cli\.doppler\.com|[\"']doppler[\"'],\s*[\"']run[\"']|doppler_secrets?\b|kind:\s*DopplerSecret"),
    Store(
        "1password",
        "1Password",
        r"\bop://|1password/load-secrets-action|OP_SERVICE_ACCOUNT_TOKEN|\bonepassword_item\b|\bop (?:run|read|inject)\b|@1password/|onepassword-(?:sdk|connect)|[\"']op[\"'],\s*[\"']run[\"']|kind:\s*OnePasswordItem",
    ),
    Store("infisical", "Infisical", r"\binfisical (?:run|secrets|export)\b|Infisical/secrets-action|@infisical/|infisical[-_]sdk|\binfisical_secrets?\b|INFISICAL_TOKEN|[\"']infisical[\"'],\s*[\"']run[\"']|kind:\s*InfisicalSecret|infisicalsdk"),
    Store("sops", "SOPS", r"ENC\[AES256_GCM,|^creation_rules:|\bsops (?:-d|--decrypt|decrypt|exec-env|exec-file)\b|\bsops_file\b|carlpett/sops|getsops/|^sops:\s*$|provider\s+\"sops\""),
    Store("sealed-secrets", "Sealed Secrets", r"kind:\s*SealedSecret\b"),
    Store("bitwarden", "Bitwarden Secrets Manager", r"\bbitwarden/sm-action|\bbws (?:run|secret)\b|BWS_ACCESS_TOKEN|bitwarden_sdk|@bitwarden/sdk"),
    Store("akeyless", "Akeyless", r"\bakeyless[-_](?:github-action|python|go)?|akeyless get-secret-value|provider\s+\"akeyless\""),
    Store("conjur", "CyberArk Conjur", r"\bcyberark/conjur|conjur-(?:api|action)|provider\s+\"conjur\""),
    Store("ansible-vault", "Ansible Vault", r"\$ANSIBLE_VAULT;|!vault\b|ansible-vault (?:view|decrypt)"),
    Store("git-crypt", "git-crypt", r"filter=git-crypt|git-crypt unlock"),
    Store("dotenv-vault", "dotenv-vault", r"\bDOTENV_KEY\b|dotenv-vault\b|DOTENV_PRIVATE_KEY|encrypted:[A-Za-z0-9+/]{40}"),
    Store("github-actions", "GitHub Actions secrets", r"\$\{\{\s*secrets\.(?!GITHUB_TOKEN\b)\w+"),
    Store("circleci", "CircleCI contexts", r"\bcircleci context (?:create|store-secret)\b"),
    Store("fly", "Fly secrets", r"\b(?:fly|flyctl) secrets\b"),
    Store("heroku", "Heroku config vars", r"\bheroku config:set\b|\bheroku_app_config_association\b"),
    Store("render", "Render", r"\brender_env_group\b"),
    Store("vercel", "Vercel", r"\bvercel env (?:pull|add)\b|vercel_project_environment_variable"),
    Store("netlify", "Netlify", r"\bnetlify env:(?:set|import)\b"),
    Store("railway", "Railway", r"\brailway (?:variables|run)\b"),
)  # fmt: skip


class Placed(Record):
    """A reference that only counts in files of these paths that have this text: other files use the same words for other things."""

    store: str
    paths: str
    within: str
    marks: str


PLACED = (
    Placed("circleci", r"(?:^|/)\.circleci/", "", r"^\s*(?:-\s*)?context:\s*[\[\w]"),
    Placed("render", r"(?:^|/)render\.ya?ml$", "", r"\bsync:\s*false\b|\bfromGroup:"),
    # https://external-secrets.io/latest/provider/...
    Placed("vault", r"\.ya?ml$", "SecretStore", r"^\s*vault:"),
    Placed("aws-secrets-manager", r"\.ya?ml$", "SecretStore", r"\bservice:\s*[\"']?SecretsManager"),
    Placed("aws-ssm", r"\.ya?ml$", "SecretStore", r"\bservice:\s*[\"']?ParameterStore"),
    Placed("gcp-secret-manager", r"\.ya?ml$", "SecretStore", r"^\s*gcpsm:"),
    Placed("azure-key-vault", r"\.ya?ml$", "SecretStore", r"^\s*azurekv:"),
    Placed("doppler", r"\.ya?ml$", "SecretStore", r"^\s*doppler:"),
    Placed("1password", r"\.ya?ml$", "SecretStore", r"^\s*onepassword(?:SDK)?:"),  # pragma: allowlist secret
    Placed("infisical", r"\.ya?ml$", "SecretStore", r"^\s*infisical:"),
    Placed("bitwarden", r"\.ya?ml$", "SecretStore", r"^\s*bitwardensecretsmanager:"),
    Placed("akeyless", r"\.ya?ml$", "SecretStore", r"^\s*akeyless:"),
    Placed("conjur", r"\.ya?ml$", "SecretStore", r"^\s*conjur:"),
    # https://secrets-store-csi-driver.sigs.k8s.io/concepts.html
    Placed("vault", r"\.ya?ml$", "SecretProviderClass", r"^\s*provider:\s*[\"']?vault\b"),
    Placed("azure-key-vault", r"\.ya?ml$", "SecretProviderClass", r"^\s*provider:\s*[\"']?azure\b"),
    Placed("gcp-secret-manager", r"\.ya?ml$", "SecretProviderClass", r"^\s*provider:\s*[\"']?gcp\b"),
    Placed("aws-secrets-manager", r"\.ya?ml$", "SecretProviderClass", r"objectType:\s*\\?[\"']?secretsmanager"),
    Placed("aws-ssm", r"\.ya?ml$", "SecretProviderClass", r"objectType:\s*\\?[\"']?ssmparameter"),
    # https://docs.gitlab.com/ci/yaml/#secrets
    Placed("vault", r"\.gitlab(?:-ci[\w.-]*\.ya?ml$|/)", "secrets:", r"^\s*vault:"),
    Placed("azure-key-vault", r"\.gitlab(?:-ci[\w.-]*\.ya?ml$|/)", "secrets:", r"^\s*azure_key_vault:"),
    Placed("gcp-secret-manager", r"\.gitlab(?:-ci[\w.-]*\.ya?ml$|/)", "secrets:", r"^\s*gcp_secret_manager:"),
    Placed("aws-secrets-manager", r"\.gitlab(?:-ci[\w.-]*\.ya?ml$|/)", "secrets:", r"^\s*aws_secrets_manager:"),
    Placed("gcp-secret-manager", r"cloudbuild[\w.-]*\.ya?ml$", "", r"^\s*secretManager:"),
    Placed("vault", r"(?:^|/)(?:application|bootstrap)[\w.-]*\.ya?ml$", "spring", r"^\s*vault:\s*$"),
    Placed("vault", r"(?:^|/)(?:requirements[^/]*\.(?:txt|in)|pyproject\.toml|Pipfile|setup\.(?:cfg|py))$", "", r"^\s*[\"']?hvac\b"),
)  # fmt: skip
NAMES = {store.id: store.name for store in STORES} | {
    "external-secrets": "External Secrets",
    "secrets-store-csi": "the Secrets Store CSI driver",
    "kubernetes": "a Kubernetes Secret that is not in git",
    "gitlab-ci": "GitLab CI/CD variables",
    "platform": "the platform's variables",
}
