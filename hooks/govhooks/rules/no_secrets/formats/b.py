"""Formats of the providers whose names begin with B."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    Format(
        id="brevo-api-key",
        provider="Brevo",
        description="API key (also of Sendinblue)",
        literals=("xkeysib-",),
        pattern=r"xkeysib-[0-9a-f]{64}-[0-9A-Za-z]{16}",
        source="https://developers.brevo.com/docs/getting-started",
        revoke="https://app.brevo.com/settings/keys/api",
        positive=("xkeysib-{hex:64}-{alnum:16}",),
        negative=("xkeysib-{hex:63}-{alnum:16}",),
    ),
    Format(
        id="buildkite-api-token",
        provider="Buildkite",
        description="user API access token",
        literals=("bkua_",),
        pattern=r"bkua_(?:[0-9a-f]{40}|[0-9A-Za-z_-]{53})",
        source="https://buildkite.com/docs/platform/security/tokens",
        revoke="https://buildkite.com/user/api-access-tokens",
        positive=(
            "bkua_{hex:40}",
            "bkua_{alnum:53}",
        ),
        negative=(
            "bkua_{hex:39}",
            "bkua_{alnum:52}",
        ),
    ),
)
