"""Formats of the providers whose names begin with W."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import UUID, after

FORMATS: tuple[Format, ...] = (
    Format(
        id="wakatime-api-key",
        provider="WakaTime",
        description="API key",
        literals=("waka_",),
        pattern=rf"waka_{UUID}",
        source="https://github.com/wakatime/vscode-wakatime/blob/01ac846764ec1a167a00e4d225f1073e69b35dac/src/utils.ts",
        revoke="https://wakatime.com/settings/account: Refresh the API key",
        positive=("waka_{uuid}",),
        negative=("waka_{hex:32}", "waka_{hex:36}"),
    ),
    Format(
        id="weblate-api-token",
        provider="Weblate",
        description="API token of a user or project",
        literals=("wlu_", "wlp_"),
        pattern=r"wl[up]_[0-9A-Za-z]{32,44}",
        source="https://github.com/WeblateOrg/weblate/blob/weblate-4.16.3/docs/api.rst",
        revoke="Weblate: profile, API access, Regenerate",
        positive=("wlu_{alnum:36}", "wlp_{alnum:36}"),
        negative=("wlu_{alnum:31}", "wlx_{alnum:36}"),
    ),
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
    Format(
        id="wandb-legacy-api-key",
        provider="Weights & Biases",
        description="API key of the old form after the name",
        literals=("wandb",),
        pattern=after(r"wandb[_. -]{0,3}(?:api[_. -]?)?(?:key|login)", r"[0-9a-f]{40}"),
        source="https://github.com/wandb/server/issues/75",
        revoke="https://wandb.ai/settings",
        positive=("WANDB_API_KEY={hex:40}", "wandb login {hex:40}"),
        negative=("API_KEY={hex:40}", "WANDB_API_KEY={hex:39}"),
        confidence="medium",
    ),
    Format(
        id="woocommerce-api-key",
        provider="WooCommerce",
        description="consumer key or secret",
        literals=("ck_", "cs_"),
        pattern=r"c[ks]_[0-9a-f]{40}",
        source="https://github.com/woocommerce/woocommerce/blob/0429a2fa949e0b7d555783a3d7062e4613322039/plugins/woocommerce/includes/class-wc-auth.php",
        revoke="WooCommerce: Settings, Advanced, REST API, Revoke",
        positive=("cs_{hex:40}", "ck_{hex:40}"),
        negative=("cs_{hex:39}", "cs_{hex:41}"),
    ),
)
