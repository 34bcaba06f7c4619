"""Secrets are kept in the approved stores, and deployment and CI files only refer to them."""

# stores       the stores: how a line mentions each, and what to write in a file
# references   stores that the policy does not approve
# literals     secrets that files hold themselves
# echoed       secrets that CI jobs show

from __future__ import annotations

from govhooks.core.places import test_data
from govhooks.core.rule import Concerns, Rule
from govhooks.rules.secrets.approved_secret_stores.policy import ID, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding

_FILES = (
    *("*.yaml", "*.yml", "*.json", "*.toml", "*.tf", "*.tofu", "*.hcl", "*.tfvars", "*.nomad"),
    *(
        "Dockerfile*",
        "Containerfile*",
        "*.dockerfile",
        "*.containerfile",
        "*.service",
        "Procfile",
        "Jenkinsfile*",
        "*.jenkinsfile",
    ),
)
# What a file has that holds a secret or shows one.
_WORDS = tuple(
    "secret password passwd passphrase token apikey api_key api-key accesskey access_key privatekey private_key credential _pass pwd salt"
    " _key key_base signing encryption master printenv xtrace set_-x .env env debug_trace step_debug".split()
)
# What a line has that refers to a store.
_REFERS = tuple(
    "vault secretsmanager secrets-manager ssm parameterstore secretmanager secret-manager secret_manager gcpsm gcpsecrets set-secrets keyvault key_vault"
    " azurekv azsecrets doppler op:// 1password onepassword op_service op_run op_read infisical enc[aes sops creation_rules sealedsecret bitwarden"
    " bws akeyless conjur git-crypt dotenv_ encrypted: secrets. context: secrets: config:set sync: fromgroup env:set env:import railway /secrets/ sm://"
    " flyctl hvac aws_ssm vercel heroku op\t".split()
)


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge where the change keeps secrets."""
    is_data = test_data(policy.test_data)
    changes = [change for change in changeset.changes if not is_data(change.path)]
    if not changes:
        return
    from govhooks.rules.secrets.approved_secret_stores import echoed, literals, references

    for part in (literals.check, echoed.check, references.check):
        yield from part(changes, changeset, policy)


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=_FILES, words=(*_WORDS, "env", "set -"), whole=True),
        Concerns(opens=("approved",)),
    ),
    kinds=("change", "range", "whole"),
    baseline=True,
)
