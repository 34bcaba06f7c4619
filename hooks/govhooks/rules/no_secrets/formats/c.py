"""Formats of the providers whose names begin with C."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format
from govhooks.rules.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
    Format(
        id="cerebras-api-key",
        provider="Cerebras",
        description="API key",
        literals=("csk-",),
        pattern=r"csk-[0-9a-z]{48}",
        source="collected 2026-11 from public documentation",
        revoke="https://cloud.cerebras.ai: API keys",
        positive=("csk-{loweralnum:48}",),
        negative=("csk-{loweralnum:47}",),
    ),
    Format(
        id="circleci-token",
        provider="CircleCI",
        description="personal or project API token",
        literals=(
            "ccipat_",
            "cciprj_",
        ),
        pattern=r"CCI(?:PAT|PRJ)_[0-9A-Za-z]{22}_[0-9a-f]{40}",
        source="https://circleci.com/docs/managing-api-tokens/",
        revoke="https://app.circleci.com/settings/user/tokens",
        positive=(
            "CCIPAT_{alnum:22}_{hex:40}",
            "CCIPRJ_{alnum:22}_{hex:40}",
        ),
        negative=(
            "CCIPAT_{alnum:22}_{hex:39}",
            "CCIPAT_{alnum:21}_{hex:40}",
        ),
    ),
    Format(
        id="clickhouse-cloud-api-key",
        provider="ClickHouse",
        description="Cloud API key secret",
        literals=("clickhouse",),
        pattern=after(r"clickhouse", r"4b1d[0-9A-Za-z]{38}"),
        source="https://clickhouse.com/docs/cloud/manage/openapi",
        revoke="https://console.clickhouse.cloud: API keys",
        positive=("CLICKHOUSE_API_SECRET=4b1d{alnum:38}",),
        negative=(
            "CLICKHOUSE_API_SECRET=4b1d{alnum:37}",
            "API_SECRET=4b1d{alnum:38}",
        ),
        confidence="medium",
    ),
    Format(
        id="clojars-deploy-token",
        provider="Clojars",
        description="deploy token",
        literals=("clojars_",),
        pattern=r"CLOJARS_[0-9a-z]{60}",
        source="https://github.com/clojars/clojars-web/wiki/Deploy-Tokens",
        revoke="https://clojars.org/tokens",
        positive=("CLOJARS_{hex:60}",),
        negative=("CLOJARS_{hex:59}",),
    ),
    # Cloudflare documents that there is a checksum, not which; CRC32 held for 5 of 10 published samples.
    Format(
        id="cloudflare-api-token",
        provider="Cloudflare",
        description="global API key, user or account API token",
        literals=(
            "cfk_",
            "cfut_",
            "cfat_",
        ),
        pattern=r"cf(?:k|ut|at)_[0-9A-Za-z_-]{40}[0-9a-f]{8}",
        source="https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/",
        revoke="https://dash.cloudflare.com/profile/api-tokens",
        positive=(
            "cfut_{alnum:40}{sign:cloudflare}",
            "cfat_{alnum:40}{sign:cloudflare}",
            "cfk_{alnum:40}{sign:cloudflare}",
        ),
        negative=(
            "cfut_{alnum:40}{badsign:cloudflare}",
            "cfut_{alnum:39}{hex:8}",
        ),
        check="cloudflare",
    ),
    Format(
        id="cloudflare-origin-ca-key",
        provider="Cloudflare",
        description="Origin CA key",
        literals=("v1.0-",),
        pattern=r"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}",
        source="https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/",
        revoke="https://dash.cloudflare.com/profile/api-tokens: Origin CA Key, Change",
        positive=("v1.0-{hex:24}-{hex:146}",),
        negative=(
            "v1.0-{hex:24}-{hex:145}",
            "v1.0-{hex:23}-{hex:146}",
        ),
    ),
    Format(
        id="cockroachdb-cloud-api-key",
        provider="CockroachDB",
        description="Cloud service account API key",
        literals=("ccdb1_",),
        pattern=r"CCDB1_[0-9A-Za-z]{22}_[0-9A-Za-z]{40}",
        source="https://www.cockroachlabs.com/docs/cockroachcloud/managing-access",
        revoke="https://cockroachlabs.cloud/access-management",
        positive=("CCDB1_{alnum:22}_{alnum:40}",),
        negative=("CCDB1_{alnum:22}_{alnum:39}",),
    ),
    # The checksum held for 2 of 2 published samples.
    Format(
        id="confluent-cloud-api-secret",
        provider="Confluent",
        description="Cloud API secret",
        literals=("cflt",),
        pattern=r"cflt[0-9A-Za-z+/]{60}",
        source=(
            "https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/se"
            "rvice-accounts/api-keys/overview.html"
        ),
        revoke="confluent api-key delete",
        positive=("cflt{base64:54}{sign:confluent}",),
        negative=(
            "cflt{base64:54}{badsign:confluent}",
            "cflt{alnum:59}",
        ),
        check="confluent",
    ),
    Format(
        id="crates-io-token",
        provider="crates.io",
        description="API token",
        literals=("cio",),
        pattern=r"cio[0-9A-Za-z]{32}",
        source="https://doc.rust-lang.org/cargo/reference/publishing.html",
        revoke="https://crates.io/settings/tokens",
        positive=("cio{alnum:32}",),
        negative=(
            "cio{alnum:31}",
            "cio{alnum:33}",
        ),
    ),
)
