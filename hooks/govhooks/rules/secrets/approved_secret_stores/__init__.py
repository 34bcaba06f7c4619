"""Secrets are kept in the approved stores, and deployment and CI files only refer to them."""

# stores       the stores: how a line mentions each
# syntax       what to write in a file in place of a secret
# references   stores that the policy does not approve
# literals     secrets that files hold themselves
# held         which secrets a file holds
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
    *("*.yaml", "*.yml", "*.json", "*.template", "*.toml", "*.tf", "*.tofu", "*.hcl", "*.tfvars", "*.nomad", "*.bicep"),
    *("Dockerfile*", "Containerfile*", "*.dockerfile", "*.containerfile", "*.service", "Procfile"),
    *("Jenkinsfile*", "*.jenkinsfile"),
)
# What a file has that holds a secret or shows one.
_WORDS = tuple(
    "secret password passwd passphrase pass token apikey bearer login securestring :// api_key api-key accesskey access_key privatekey private_key credential _pass pwd salt"
    " _key key_base signing encryption master printenv xtrace set_-x .env env debug_trace step_debug".split()
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


# What a file has that deploys something, and where such files are.
_DEPLOYS = tuple(
    "env kind: services: variable resource provider image: from steps: jobs: script stages: pipeline resources parameters apiversion tfvars"
    " environment containers secretgenerator build: runs: on: task".split()
)
_PLACES = (
    *(
        "*.bicep",
        "*.template",
        "*values*",
        "*.tfvars",
        "*.tfvars.json",
        "*.service",
        "**/deploy/**",
        "**/deployment/**",
        "**/k8s/**",
        "**/kubernetes/**",
        "**/charts/**",
    ),
    *(
        "**/helm/**",
        "**/infra/**",
        "**/terraform/**",
        "**/manifests/**",
        "**/overlays/**",
        "**/ops/**",
        "**/docker/**",
        "*secret*",
        "*compose*",
    ),
    *(
        "fly.toml",
        "render.yaml",
        "app.json",
        "vercel.json",
        "netlify.toml",
        "serverless.y*ml",
        "Procfile",
        "Jenkinsfile*",
    ),
)

rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        # Of the whole file: the value may stand on another line than the name.
        Concerns(paths=_FILES, words=(*_WORDS, "set -"), whole=True, within=_DEPLOYS),
        Concerns(paths=_PLACES, words=_WORDS, whole=True),
        Concerns(opens=("approved",)),
    ),
    kinds=("change", "range", "whole"),
    baseline=True,
)
