"""Formats of the providers whose names begin with W."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    Format(
        id="wandb-api-key",
        provider="Weights & Biases",
        description="API key",
        literals=("wandb_v1_",),
        pattern=r"wandb_v1_[0-9A-Za-z_]{77}",
        source="https://docs.wandb.ai/platform/hosting/iam/service-accounts",
        revoke="https://wandb.ai/settings",
        positive=("wandb_v1_{alnum:40}_{alnum:36}",),
        negative=("wandb_v1_{alnum:76}",),
    ),
)
