"""Formats of the providers whose names begin with O."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    Format(
        id="octopus-deploy-api-key",
        provider="Octopus Deploy",
        description="API key",
        literals=("api-",),
        pattern=r"API-[0-9A-Z]{25,27}",
        source="https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key",
        revoke="Octopus: Profile, My API Keys, Delete",
        positive=("API-{upperalnum:26}",),
        negative=(
            "API-{upperalnum:24}",
            "API-{upperalnum:28}",
        ),
        confidence="medium",
    ),
    Format(
        id="onesignal-api-key",
        provider="OneSignal",
        description="app or organization API key",
        literals=(
            "os_v2_app_",
            "os_v2_org_",
        ),
        pattern=r"os_v2_(?:app|org)_[a-z2-7]{103}",
        source="https://documentation.onesignal.com/docs/en/keys-and-ids",
        revoke="https://dashboard.onesignal.com: Settings, Keys & IDs",
        positive=("os_v2_app_{base32lower:103}",),
        negative=(
            "os_v2_app_{base32lower:102}",
            "os_v2_org_{base32lower:104}",
        ),
    ),
    Format(
        id="openai-api-key",
        provider="OpenAI",
        description="project, service account or admin API key",
        literals=("t3blbkfj",),
        pattern=(
            r"sk-(?:proj|svcacct|admin)-(?:[0-9A-Za-z_-]{74}T3BlbkFJ[0-9A-Za-z_-]{74}|"
            r"[0-9A-Za-z_-]{58}T3BlbkFJ[0-9A-Za-z_-]{58}|"
            r"[0-9A-Za-z_-]{20}T3BlbkFJ[0-9A-Za-z_-]{20})"
        ),
        source="https://platform.openai.com/docs/api-reference/authentication",
        revoke="https://platform.openai.com/api-keys",
        positive=(
            "sk-proj-{base64url:74}T3BlbkFJ{base64url:74}",
            "sk-svcacct-{base64url:58}T3BlbkFJ{base64url:58}",
            "sk-admin-{base64url:20}T3BlbkFJ{base64url:20}",
        ),
        negative=(
            "sk-proj-{alnum:74}T3BlbkFJ{alnum:73}",
            "sk-proj-{alnum:156}",
        ),
    ),
    Format(
        id="openai-legacy-api-key",
        provider="OpenAI",
        description="API key of the old form",
        literals=("t3blbkfj",),
        pattern=r"sk-(?:[0-9A-Za-z_]{1,40}-)?[0-9A-Za-z]{20}T3BlbkFJ[0-9A-Za-z]{20}",
        source="https://platform.openai.com/docs/api-reference/authentication",
        revoke="https://platform.openai.com/api-keys",
        positive=(
            "sk-{alnum:20}T3BlbkFJ{alnum:20}",
            "sk-None-{alnum:20}T3BlbkFJ{alnum:20}",
        ),
        negative=(
            "sk-{alnum:20}T3BlbkFJ{alnum:19}",
            "sk-{alnum:19}T3BlbkFJ{alnum:20}",
        ),
    ),
    Format(
        id="openrouter-api-key",
        provider="OpenRouter",
        description="API key",
        literals=("sk-or-v1-",),
        pattern=r"sk-or-v1-[0-9a-f]{64}",
        source="https://openrouter.ai/docs/api-reference/authentication",
        revoke="https://openrouter.ai/settings/keys",
        positive=("sk-or-v1-{hex:64}",),
        negative=("sk-or-v1-{hex:63}",),
    ),
)
