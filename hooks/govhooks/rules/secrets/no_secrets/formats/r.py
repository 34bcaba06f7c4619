"""Formats of the providers whose names begin with R."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import UUID, after

FORMATS: tuple[Format, ...] = (
    Format(
        id="readme-api-key",
        provider="ReadMe",
        description="API key",
        literals=("rdme_",),
        pattern=r"rdme_[0-9a-z]{70}",
        source="https://docs.readme.com/main/reference/intro-to-the-readme-api",
        revoke="https://dash.readme.com: Configuration, API Keys",
        positive=("rdme_{loweralnum:70}",),
        negative=(
            "rdme_{loweralnum:69}",
            "rdme_{loweralnum:71}",
        ),
    ),
    Format(
        id="openshift-token",
        provider="Red Hat",
        description="OpenShift user token",
        literals=("sha256~",),
        pattern=r"sha256~[0-9A-Za-z_-]{43}",
        source=(
            "https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/au"
            "thentication_and_authorization/"
        ),
        revoke="oc delete useroauthaccesstokens",
        positive=("sha256~{base64url:43}",),
        negative=("sha256~{alnum:42}",),
    ),
    Format(
        id="render-api-key",
        provider="Render",
        description="API key",
        literals=("rnd_",),
        pattern=r"rnd_[0-9A-Za-z]{28}",
        source="https://render.com/docs/api",
        revoke="https://dashboard.render.com/u/settings#api-keys",
        positive=("rnd_{alnum:28}",),
        negative=(
            "rnd_{alnum:27}",
            "rnd_{alnum:29}",
        ),
    ),
    Format(
        id="replicate-api-token",
        provider="Replicate",
        description="API token",
        literals=("r8_",),
        pattern=r"r8_[0-9A-Za-z]{37}",
        source="https://replicate.com/docs/reference/http",
        revoke="https://replicate.com/account/api-tokens",
        positive=("r8_{alnum:37}",),
        negative=(
            "r8_{alnum:36}",
            "r8_{alnum:38}",
        ),
    ),
    Format(
        id="resend-api-key",
        provider="Resend",
        description="API key",
        literals=("re_",),
        pattern=r"re_[0-9A-Za-z]{8}_[0-9A-Za-z]{24}",
        source="https://resend.com/docs/api-reference/introduction",
        revoke="https://resend.com/api-keys",
        positive=("re_{alnum:8}_{alnum:24}",),
        negative=(
            "re_{alnum:8}_{alnum:23}",
            "re_{alnum:7}_{alnum:24}",
        ),
    ),
    Format(
        id="riot-games-api-key",
        provider="Riot Games",
        description="API key",
        literals=("rgapi-",),
        pattern=rf"RGAPI-{UUID}",
        source="https://github.com/MingweiSamuel/Riven/blob/0f400ab43a2345aa450b105988aa1f9e8ff75103/README.md",
        revoke="https://developer.riotgames.com: Regenerate API key",
        positive=("RGAPI-{uuid}",),
        negative=("RGAPI-{hex:32}", "RGAPI-{hex:36}"),
    ),
    Format(
        id="roblox-session-cookie",
        provider="Roblox",
        description="session cookie .ROBLOSECURITY",
        literals=("_|warning:-do-not-share-this.",),
        pattern=r"_\|WARNING:-DO-NOT-SHARE-THIS\.--[0-9A-Za-z.-]{40,200}\|_(?P<secret>[0-9A-Za-z._-]{100,1500})",
        source="https://github.com/evaera/roblox-animation-transfer/issues/2",
        revoke="Roblox: Settings, Security, Log out of all other sessions",
        positive=(
            "_|WARNING:-DO-NOT-SHARE-THIS.--Sharing-this-will-allow-someone-to-log-in-as-you-and-to-steal-your-ROBUX-and-items.|_{HEX:600}",
        ),
        negative=(
            "_|WARNING:-DO-NOT-SHARE-THIS.--Sharing-this-will-allow-someone-to-log-in-as-you-and-to-steal-your-ROBUX-and-items.|_{HEX:90}",
        ),
    ),
    Format(
        id="rollbar-access-token",
        provider="Rollbar",
        description="project or account access token after the name",
        literals=("rollbar",),
        pattern=after(
            r"rollbar[_. -]{0,3}(?:server[_. -]?|post[_. -]server[_. -]item[_. -]?)?(?:access[_. -]?)?token",
            r"[0-9a-f]{32}",
        ),
        source="https://www.buddy.works/docs/api/pipelines/create-manage-actions/add-action/rollbar-notification",
        revoke="https://rollbar.com: Settings, Project Access Tokens",
        positive=("ROLLBAR_ACCESS_TOKEN={hex:32}", "ROLLBAR_SERVER_TOKEN={hex:32}"),
        negative=("ACCESS_TOKEN={hex:32}", "ROLLBAR_ACCESS_TOKEN={hex:31}"),
        confidence="medium",
    ),
    Format(
        id="rubygems-api-key",
        provider="RubyGems",
        description="API key",
        literals=("rubygems_",),
        pattern=r"rubygems_[0-9a-f]{48}",
        source="https://guides.rubygems.org/api-key-scopes/",
        revoke="https://rubygems.org/profile/api_keys",
        positive=("rubygems_{hex:48}",),
        negative=(
            "rubygems_{hex:47}",
            "rubygems_{hex:49}",
        ),
    ),
)
