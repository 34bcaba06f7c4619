"""Formats of the providers whose names begin with E."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    Format(
        id="easypost-api-key",
        provider="EasyPost",
        description="API key, live or test",
        literals=(
            "ezak",
            "eztk",
        ),
        pattern=r"EZ[AT]K[0-9A-Za-z]{54}",
        source="https://docs.easypost.com/docs/authentication",
        revoke="https://app.easypost.com/account/settings?tab=api-keys",
        positive=(
            "EZAK{alnum:54}",
            "EZTK{alnum:54}",
        ),
        negative=("EZAK{alnum:53}",),
    ),
    Format(
        id="elevenlabs-api-key",
        provider="ElevenLabs",
        description="API key",
        literals=("sk_",),
        pattern=r"sk_[0-9a-f]{48}",
        source="https://elevenlabs.io/docs/api-reference/authentication",
        revoke="https://elevenlabs.io/app/settings/api-keys",
        positive=("sk_{hex:48}",),
        negative=(
            "sk_{hex:47}",
            "sk_{hex:49}",
        ),
        confidence="medium",
    ),
)
