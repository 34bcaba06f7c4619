"""Formats of the providers whose names begin with D."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

# A Discord token opens with a decimal number in base64, which has no mark but these ninety beginnings.
_DIGITS_IN_BASE64 = tuple(
    first + second for first in ("mt", "mj", "mz", "nd", "nt", "nj", "nz", "od", "ot") for second in "aeimquyckg"
)

FORMATS: tuple[Format, ...] = (
    Format(
        id="databricks-token",
        provider="Databricks",
        description="personal access token",
        literals=("dapi",),
        pattern=r"dapi[0-9a-f]{32}(?:-[0-9])?",
        source="https://docs.databricks.com/aws/en/dev-tools/auth/pat",
        revoke="databricks tokens delete",
        positive=(
            "dapi{hex:32}",
            "dapi{hex:32}-2",
        ),
        negative=(
            "dapi{hex:31}",
            "dapi{hex:33}",
        ),
    ),
    Format(
        id="deno-deploy-token",
        provider="Deno",
        description="Deploy access token",
        literals=(
            "ddp_",
            "ddo_",
        ),
        pattern=r"dd[po]_[0-9A-Za-z]{36}",
        source="collected 2026-11 from public documentation",
        revoke="https://dash.deno.com/account#access-tokens",
        positive=("ddp_{alnum:36}",),
        negative=("ddp_{alnum:35}",),
    ),
    Format(
        id="digitalocean-token",
        provider="DigitalOcean",
        description="personal, OAuth or refresh token",
        literals=(
            "dop_v1_",
            "doo_v1_",
            "dor_v1_",
        ),
        pattern=r"do[opr]_v1_[0-9a-f]{64}",
        source="https://docs.digitalocean.com/reference/api/create-personal-access-token/",
        revoke="https://cloud.digitalocean.com/account/api/tokens",
        positive=(
            "dop_v1_{hex:64}",
            "dor_v1_{hex:64}",
        ),
        negative=("dop_v1_{hex:63}",),
    ),
    Format(
        id="discord-bot-token",
        provider="Discord",
        description="bot token",
        literals=_DIGITS_IN_BASE64,
        pattern=r"(?:M[Tjz]|N[DTjz]|O[DT])[AEIMQUYcgk][wxyz0-5][0-9A-Za-z_-]{20,23}\.[0-9A-Za-z_-]{6}\.[0-9A-Za-z_-]{27,38}",
        source="https://discord.com/developers/docs/reference#authentication",
        revoke="https://discord.com/developers/applications: Bot, Reset Token",
        positive=(
            "{b64url:1<digits:18>}.G{base64url:5}.{base64url:38}",
            "{b64url:9<digits:17>}.Y{base64url:5}.{base64url:27}",
        ),
        negative=(
            "MTA0{letters:22}.G{alnum:5}.{alnum:38}",
            "{b64url:1<digits:18>}.G{alnum:4}.{alnum:38}",
        ),
        check="discord",
    ),
    Format(
        id="discord-webhook",
        provider="Discord",
        description="webhook URL",
        literals=(
            "discord.com/api/webhooks/",
            "discordapp.com/api/webhooks/",
            "discord.com/api/v",
            "discordapp.com/api/v",
        ),
        pattern=r"discord(?:app)?\.com/api/(?:v[0-9]{1,2}/)?webhooks/[0-9]{17,20}/[0-9A-Za-z_-]{60,72}",
        source="https://discord.com/developers/docs/resources/webhook",
        revoke="curl -X DELETE on the webhook's URL, or Server Settings, Integrations",
        positive=(
            "https://discord.com/api/webhooks/{digits:19}/{base64url:68}",
            "https://discordapp.com/api/v10/webhooks/{digits:18}/{base64url:68}",
        ),
        negative=("https://discord.com/api/webhooks/{digits:19}/{alnum:59}",),
    ),
    Format(
        id="docker-hub-token",
        provider="Docker",
        description="Hub personal or organization access token",
        literals=(
            "dckr_pat_",
            "dckr_oat_",
        ),
        pattern=r"dckr_(?:pat_[0-9A-Za-z_-]{27}|oat_[0-9A-Za-z_-]{32})",
        source="https://docs.docker.com/security/access-tokens/",
        revoke="https://app.docker.com/settings/personal-access-tokens",
        positive=(
            "dckr_pat_{base64url:27}",
            "dckr_oat_{base64url:32}",
        ),
        negative=(
            "dckr_pat_{alnum:26}",
            "dckr_oat_{alnum:31}",
        ),
    ),
    Format(
        id="docker-swarm-join-token",
        provider="Docker",
        description="Swarm join token",
        literals=("swmtkn-1-",),
        pattern=r"SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}",
        source="https://docs.docker.com/reference/cli/docker/swarm/join-token/",
        revoke="docker swarm join-token --rotate worker; docker swarm join-token --rotate manager",
        positive=("SWMTKN-1-{loweralnum:50}-{loweralnum:25}",),
        negative=("SWMTKN-1-{loweralnum:49}-{loweralnum:25}",),
    ),
    Format(
        id="docker-swarm-unlock-key",
        provider="Docker",
        description="Swarm unlock key",
        literals=("swmkey-1-",),
        pattern=r"SWMKEY-1-[0-9A-Za-z+/]{43}",
        source="https://docs.docker.com/reference/cli/docker/swarm/unlock-key/",
        revoke="docker swarm unlock-key --rotate",
        positive=("SWMKEY-1-{base64:43}",),
        negative=("SWMKEY-1-{alnum:42}",),
    ),
    Format(
        id="doppler-token",
        provider="Doppler",
        description="personal, CLI, service, service account, SCIM or audit token",
        literals=(
            "dp.pt.",
            "dp.ct.",
            "dp.st.",
            "dp.sa.",
            "dp.scim.",
            "dp.audit.",
        ),
        pattern=r"dp\.(?:(?:pt|ct|sa|scim|audit)\.|st\.(?:[0-9a-z_-]{2,35}\.)?)[0-9A-Za-z]{40,44}",
        source="https://docs.doppler.com/reference/auth-token-formats",
        revoke="https://dashboard.doppler.com: Tokens, or doppler configs tokens revoke",
        positive=(
            "dp.pt.{alnum:43}",
            "dp.st.dev_ci.{alnum:43}",
            "dp.st.{alnum:40}",
        ),
        negative=(
            "dp.pt.{alnum:39}",
            "dp.pt.{alnum:45}",
        ),
    ),
    Format(
        id="dropbox-access-token",
        provider="Dropbox",
        description="access token",
        literals=("sl.",),
        pattern=r"sl\.(?:u\.)?[0-9A-Za-z_-]{130,1500}",
        source="https://developers.dropbox.com/oauth-guide",
        revoke="https://www.dropbox.com/account/connected_apps, or POST /2/auth/token/revoke",
        positive=(
            "sl.{base64url:135}",
            "sl.u.{base64url:1300}",
        ),
        negative=("sl.{base64url:129}",),
    ),
    Format(
        id="duffel-api-token",
        provider="Duffel",
        description="API access token",
        literals=(
            "duffel_test_",
            "duffel_live_",
        ),
        pattern=r"duffel_(?:test|live)_[0-9A-Za-z_=-]{43}",
        source="https://duffel.com/docs/api/overview/making-requests",
        revoke="https://app.duffel.com: Developers, Access tokens",
        positive=("duffel_live_{base64url:43}",),
        negative=("duffel_live_{alnum:42}",),
    ),
    Format(
        id="dynatrace-token",
        provider="Dynatrace",
        description="access, OAuth or platform token",
        literals=(
            "dt0c01.",
            "dt0s01.",
            "dt0s02.",
            "dt0s16.",
        ),
        pattern=r"dt0[cs][0-9]{2}\.[0-9A-Z]{24}\.[0-9A-Z]{64}",
        source=(
            "https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-"
            "oauth-clients/access-tokens"
        ),
        revoke="Dynatrace: Access tokens, Delete, or DELETE /api/v2/apiTokens/{id}",
        positive=(
            "dt0c01.{upperalnum:24}.{upperalnum:64}",
            "dt0s16.{upperalnum:24}.{upperalnum:64}",
        ),
        negative=(
            "dt0c01.{upperalnum:24}.{upperalnum:63}",
            "dt0c01.{upperalnum:23}.{upperalnum:64}",
        ),
    ),
)
