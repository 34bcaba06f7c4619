"""Formats of the providers whose names begin with N."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format
from govhooks.rules.no_secrets.formats.shared import UUID

FORMATS: tuple[Format, ...] = (
    # The layout is that of the public nkeys libraries; no published seed was checked against it.
    Format(
        id="nats-nkey-seed",
        provider="NATS",
        description="nkey seed",
        literals=(
            "saa",
            "sca",
            "sna",
            "soa",
            "sua",
            "sxa",
        ),
        pattern=r"S[ACNOUX]A[A-P][A-Z2-7]{54}",
        source="https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth",
        revoke="make a new pair with nk -gen, and take the old public key out of the server's configuration",
        positive=(
            "SUAB{base32:50}{sign:nats}",
            "SAAN{base32:50}{sign:nats}",
        ),
        negative=(
            "SUAB{base32:50}{badsign:nats}",
            "SUAB{base32:53}",
        ),
        check="nats",
    ),
    Format(
        id="neon-api-key",
        provider="Neon",
        description="API key",
        literals=("napi_",),
        pattern=r"napi_[0-9a-z]{64}",
        source="https://neon.com/docs/manage/api-keys",
        revoke="https://console.neon.tech/app/settings/api-keys",
        positive=("napi_{loweralnum:64}",),
        negative=(
            "napi_{loweralnum:63}",
            "napi_{loweralnum:65}",
        ),
    ),
    Format(
        id="newrelic-license-key",
        provider="New Relic",
        description="insert key",
        literals=("nrii-",),
        pattern=r"NRII-[0-9A-Za-z_-]{32}",
        source="https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/",
        revoke="https://one.newrelic.com/api-keys",
        positive=("NRII-{base64url:32}",),
        negative=("NRII-{alnum:31}",),
    ),
    Format(
        id="newrelic-user-key",
        provider="New Relic",
        description="user key",
        literals=("nrak-",),
        pattern=r"NRAK-[0-9A-Z]{27}",
        source="https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/",
        revoke="https://one.newrelic.com/api-keys",
        positive=("NRAK-{upperalnum:27}",),
        negative=(
            "NRAK-{upperalnum:26}",
            "NRAK-{upperalnum:28}",
        ),
    ),
    Format(
        id="notion-legacy-token",
        provider="Notion",
        description="integration token of the old form",
        literals=("secret_",),
        pattern=r"secret_[0-9A-Za-z]{43}",
        source="https://developers.notion.com/reference/authentication",
        revoke="https://www.notion.so/my-integrations",
        positive=("secret_{alnum:43}",),
        negative=(
            "secret_{alnum:42}",
            "secret_{alnum:44}",
        ),
        confidence="medium",
    ),
    Format(
        id="notion-token",
        provider="Notion",
        description="integration token",
        literals=("ntn_",),
        pattern=r"ntn_[0-9]{11}[0-9A-Za-z]{35}",
        source="https://developers.notion.com/reference/authentication",
        revoke="https://www.notion.so/my-integrations",
        positive=("ntn_{digits:11}{alnum:35}",),
        negative=(
            "ntn_{digits:11}{alnum:34}",
            "ntn_{letters:11}{alnum:35}",
        ),
    ),
    Format(
        id="npm-legacy-token",
        provider="npm",
        description="access token of the old form, a UUID in .npmrc",
        literals=("_authtoken",),
        pattern=r"_authToken[ \t]{0,4}=[ \t]{0,4}(?P<secret>" + UUID + r")",
        source="https://docs.npmjs.com/about-access-tokens",
        revoke="npm token revoke, or https://www.npmjs.com/settings/~/tokens",
        positive=("//registry.npmjs.org/:_authToken={uuid}",),
        negative=(
            "//registry.npmjs.org/:_authToken=$NPM_TOKEN",
            "//registry.npmjs.org/:other={uuid}",
        ),
    ),
    # The checksum is GitHub's; it held for 6 of 11 published samples.
    Format(
        id="npm-token",
        provider="npm",
        description="access token",
        literals=("npm_",),
        pattern=r"npm_[0-9A-Za-z]{36}",
        source="https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/",
        revoke="npm token revoke, or https://www.npmjs.com/settings/~/tokens",
        positive=("npm_{alnum:30}{sign:github}",),
        negative=(
            "npm_{alnum:30}{badsign:github}",
            "npm_{alnum:35}",
        ),
        check="github",
    ),
    Format(
        id="nuget-api-key",
        provider="NuGet",
        description="nuget.org API key",
        literals=("oy2",),
        pattern=r"oy2[a-z2-7]{43}",
        source="https://learn.microsoft.com/en-us/nuget/nuget-org/publish-a-package",
        revoke="https://www.nuget.org/account/apikeys",
        positive=("oy2{base32lower:43}",),
        negative=(
            "oy2{base32lower:42}",
            "oy2{base32lower:44}",
        ),
    ),
    Format(
        id="nvidia-api-key",
        provider="NVIDIA",
        description="API key",
        literals=("nvapi-",),
        pattern=r"nvapi-[0-9A-Za-z_-]{60,70}",
        source="https://docs.api.nvidia.com/",
        revoke="https://build.nvidia.com/settings/api-keys",
        positive=("nvapi-{base64url:64}",),
        negative=(
            "nvapi-{alnum:59}",
            "nvapi-{alnum:71}",
        ),
    ),
)
