"""Formats of the providers whose names begin with K."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import UUID, after

FORMATS: tuple[Format, ...] = (
    Format(
        id="keygen-token",
        provider="Keygen",
        description="admin, product, user, environment or activation token",
        literals=("admin-", "prod-", "activ-", "user-", "env-"),
        pattern=r"(?:admin|prod|activ|user|env)-[0-9a-f]{64}v3",
        source="https://keygen.sh/docs/api/authentication/",
        revoke="DELETE /v1/accounts/{account}/tokens/{id}",
        positive=("admin-{hex:64}v3", "prod-{hex:64}v3"),
        negative=("admin-{hex:63}v3", "admin-{hex:64}v4"),
    ),
    Format(
        id="klaviyo-private-key",
        provider="Klaviyo",
        description="private API key",
        literals=("pk_",),
        pattern=r"pk_[0-9a-f]{34}",
        source="https://developers.klaviyo.com/en/docs/authenticate_",
        revoke="https://www.klaviyo.com/settings/account/api-keys",
        positive=("pk_{hex:34}",),
        negative=("pk_{hex:33}", "pk_{hex:35}"),
    ),
    Format(
        id="kong-konnect-token",
        provider="Kong",
        description="Konnect personal or system account access token",
        literals=("kpat_", "spat_"),
        pattern=r"[ks]pat_[0-9A-Za-z]{40,60}",
        source="https://developer.konghq.com/konnect-api/",
        revoke="https://cloud.konghq.com/global/account/tokens",
        positive=("kpat_{alnum:49}", "spat_{alnum:49}"),
        negative=("kpat_{alnum:39}",),
    ),
    Format(
        id="kraken-private-key",
        provider="Kraken",
        description="API private key after the name",
        literals=("kraken",),
        pattern=after(r"kraken", r"[0-9A-Za-z+/]{86}=="),
        source="https://docs.kraken.com/api/docs/guides/spot-rest-auth",
        revoke="https://pro.kraken.com/app/settings/api",
        positive=("KRAKEN_PRIVATE_KEY={base64:86}==",),
        negative=("OTHER_VALUE={base64:86}==", "KRAKEN_PRIVATE_KEY={base64:85}=="),
        confidence="medium",
    ),
    Format(
        id="kubernetes-bootstrap-token",
        provider="Kubernetes",
        description="bootstrap token of a node",
        literals=("kubeadm",),
        pattern=after(r"kubeadm[^\r\n]{0,60}--(?:token|discovery-token)", r"[0-9a-z]{6}\.[0-9a-z]{16}"),
        source="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/",
        revoke="kubeadm token delete",
        positive=("kubeadm join 10.0.0.1:6443 --token={loweralnum:6}.{loweralnum:16}",),
        negative=(
            "OTHER_VALUE={loweralnum:6}.{loweralnum:16}",
            "kubeadm join 10.0.0.1:6443 --token={loweralnum:6}.{loweralnum:15}",
        ),
        confidence="medium",
    ),
    Format(
        id="kucoin-api-secret",
        provider="KuCoin",
        description="API secret, a UUID after the name",
        literals=("kucoin",),
        pattern=after(r"kucoin", UUID),
        source="https://www.kucoin.com/docs-new/authentication",
        revoke="https://www.kucoin.com/account/api",
        positive=("KUCOIN_API_SECRET={uuid}",),
        negative=("OTHER_VALUE={uuid}", "KUCOIN_API_SECRET={hex:32}"),
        confidence="medium",
    ),
)
