"""Formats of the providers whose names begin with H."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format
from govhooks.rules.no_secrets.formats.shared import UUID, after

FORMATS: tuple[Format, ...] = (
    Format(
        id="harness-token",
        provider="Harness",
        description="personal or service account token",
        literals=(
            "pat.",
            "sat.",
        ),
        pattern=r"(?:pat|sat)\.[0-9A-Za-z_-]{22}\.[0-9a-f]{24}\.[0-9A-Za-z]{20}",
        source="https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/",
        revoke="Harness: My Profile, My API Keys, Delete token",
        positive=(
            "pat.{base64url:22}.{hex:24}.{alnum:20}",
            "sat.{base64url:22}.{hex:24}.{alnum:20}",
        ),
        negative=(
            "pat.{alnum:22}.{hex:24}.{alnum:19}",
            "pat.{alnum:21}.{hex:24}.{alnum:20}",
        ),
    ),
    Format(
        id="terraform-cloud-token",
        provider="HashiCorp",
        description="HCP Terraform or Terraform Enterprise API token",
        literals=(".atlasv1.",),
        pattern=r"[0-9A-Za-z]{14}\.atlasv1\.[0-9A-Za-z_=-]{60,70}",
        source="https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens",
        revoke="https://app.terraform.io/app/settings/tokens",
        positive=("{alnum:14}.atlasv1.{alnum:67}",),
        negative=(
            "{alnum:13}.atlasv1.{alnum:67}",
            "{alnum:14}.atlasv1.{alnum:59}",
        ),
    ),
    Format(
        id="vault-batch-token",
        provider="HashiCorp",
        description="Vault batch token",
        literals=("hvb.",),
        pattern=r"hvb\.[0-9A-Za-z_-]{138,400}",
        source="https://developer.hashicorp.com/vault/docs/concepts/tokens",
        revoke="a batch token cannot be revoked: revoke its parent, or disable the role",
        positive=("hvb.{base64url:200}",),
        negative=("hvb.{alnum:137}",),
    ),
    Format(
        id="vault-service-token",
        provider="HashiCorp",
        description="Vault service or root token",
        literals=("hvs.",),
        pattern=r"hvs\.(?:[0-9A-Za-z]{24}|[0-9A-Za-z_-]{90,120})",
        source="https://developer.hashicorp.com/vault/docs/concepts/tokens",
        revoke="vault token revoke",
        positive=(
            "hvs.{base64url:95}",
            "hvs.{alnum:24}",
        ),
        negative=(
            "hvs.{alnum:23}",
            "hvs.{alnum:89}",
        ),
    ),
    Format(
        id="heroku-api-key",
        provider="Heroku",
        description="API key",
        literals=("hrku-aa",),
        pattern=r"HRKU-AA[0-9A-Za-z_-]{58}",
        source="https://devcenter.heroku.com/articles/authentication",
        revoke="heroku authorizations:revoke, or https://dashboard.heroku.com/account",
        positive=("HRKU-AA{base64url:58}",),
        negative=("HRKU-AA{alnum:57}",),
    ),
    Format(
        id="heroku-legacy-api-key",
        provider="Heroku",
        description="API key of the old form, a UUID after the name",
        literals=("heroku",),
        pattern=after(r"heroku", UUID),
        source="https://devcenter.heroku.com/articles/authentication",
        revoke="heroku authorizations:revoke, or https://dashboard.heroku.com/account",
        positive=("HEROKU_API_KEY={uuid}",),
        negative=(
            "OTHER_API_KEY={uuid}",
            "HEROKU_API_KEY={hex:32}",
        ),
        confidence="medium",
    ),
    Format(
        id="hugging-face-token",
        provider="Hugging Face",
        description="user or organization access token",
        literals=(
            "hf_",
            "api_org_",
        ),
        pattern=r"(?:hf_|api_org_)[A-Za-z]{34}",
        source="https://huggingface.co/docs/hub/security-tokens",
        revoke="https://huggingface.co/settings/tokens",
        positive=(
            "hf_{letters:34}",
            "api_org_{letters:34}",
        ),
        negative=(
            "hf_{letters:33}",
            "hf_{letters:35}",
        ),
    ),
)
