"""Formats of the providers whose names begin with E."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
    Format(
        id="e2b-api-key",
        provider="E2B",
        description="API key",
        literals=("e2b_",),
        pattern=r"e2b_[0-9a-f]{40}",
        source="https://e2b.dev/docs/api-key",
        revoke="https://e2b.dev/dashboard: Keys",
        positive=("e2b_{hex:40}",),
        negative=("e2b_{hex:39}", "e2b_{hex:41}"),
    ),
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
        id="elastic-cloud-api-key",
        provider="Elastic",
        description="Elastic Cloud API key",
        literals=("essu_",),
        pattern=r"essu_[0-9A-Za-z+/_-]{60,200}={0,2}",
        source="https://www.elastic.co/docs/deploy-manage/api-keys/elastic-cloud-api-keys",
        revoke="https://cloud.elastic.co/account/keys",
        positive=("essu_{base64:94}==",),
        negative=("essu_{alnum:59}",),
    ),
    Format(
        id="elastic-service-account-token",
        provider="Elastic",
        description="Elasticsearch service account token",
        literals=("aaeaawvsyxn0awmv",),
        pattern=r"AAEAAWVsYXN0aWMv[0-9A-Za-z+/_-]{30,200}={0,2}",
        source="https://www.elastic.co/docs/deploy-manage/users-roles/cluster-or-deployment-auth/service-accounts",
        revoke="DELETE /_security/service/elastic/{service}/credential/token/{name}",
        positive=("AAEAAWVsYXN0aWMv{base64:70}",),
        negative=("AAEAAWVsYXN0aWMv{alnum:29}",),
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
    Format(
        id="etherscan-api-key",
        provider="Etherscan",
        description="API key after the name",
        literals=("etherscan", "bscscan", "polygonscan", "arbiscan"),
        pattern=after(r"(?:ether|bsc|polygon|arbi|basescan|ftm)scan", r"[0-9A-Z]{34}"),
        source="https://docs.etherscan.io/getting-started/viewing-api-usage-statistics",
        revoke="https://etherscan.io/myapikey",
        positive=("ETHERSCAN_API_KEY={upperalnum:34}",),
        negative=("OTHER_VALUE={upperalnum:34}", "ETHERSCAN_API_KEY={upperalnum:33}"),
        confidence="medium",
    ),
    Format(
        id="expo-access-token",
        provider="Expo",
        description="access token after the name",
        literals=("expo_token", "expo_access_token", "expo-token", "expo-access-token"),
        pattern=after(r"expo[_-](?:access[_-])?token", r"[0-9A-Za-z_-]{40}(?![0-9A-Za-z_-])"),
        source="https://docs.expo.dev/accounts/programmatic-access/",
        revoke="https://expo.dev/settings/access-tokens",
        positive=("EXPO_TOKEN={base64url:39}a",),
        negative=("OTHER_VALUE={base64url:39}a", "EXPO_TOKEN={alnum:39}"),
        confidence="medium",
    ),
)
