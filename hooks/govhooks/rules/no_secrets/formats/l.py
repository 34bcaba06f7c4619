"""Formats of the providers whose names begin with L."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    Format(
        id="langsmith-api-key",
        provider="LangChain",
        description="LangSmith personal or service key",
        literals=(
            "lsv2_pt_",
            "lsv2_sk_",
        ),
        pattern=r"lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}",
        source="https://docs.langchain.com/langsmith/create-account-api-key",
        revoke="https://smith.langchain.com/settings: API Keys",
        positive=(
            "lsv2_pt_{hex:32}_{hex:10}",
            "lsv2_sk_{hex:32}_{hex:10}",
        ),
        negative=("lsv2_pt_{hex:32}_{hex:9}",),
    ),
    Format(
        id="linear-api-key",
        provider="Linear",
        description="personal API key or OAuth token",
        literals=(
            "lin_api_",
            "lin_oauth_",
        ),
        pattern=r"lin_(?:api_[0-9A-Za-z]{40}|oauth_[0-9a-f]{64})",
        source="https://linear.app/developers/graphql",
        revoke="https://linear.app/settings/account/security",
        positive=(
            "lin_api_{alnum:40}",
            "lin_oauth_{hex:64}",
        ),
        negative=("lin_api_{alnum:39}",),
    ),
)
