"""Formats of the providers whose names begin with P."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format
from govhooks.rules.no_secrets.formats.shared import UUID

FORMATS: tuple[Format, ...] = (
    Format(
        id="paddle-api-key",
        provider="Paddle",
        description="API key, live or sandbox",
        literals=(
            "pdl_live_apikey_",
            "pdl_sdbx_apikey_",
        ),
        pattern=r"pdl_(?:live|sdbx)_apikey_[0-9a-z]{26}_[0-9A-Za-z]{22}_[0-9A-Za-z]{3}",
        source="https://developer.paddle.com/api-reference/about/api-keys",
        revoke="https://vendors.paddle.com/authentication-v2",
        positive=(
            "pdl_live_apikey_{loweralnum:26}_{alnum:22}_{alnum:3}",
            "pdl_sdbx_apikey_{loweralnum:26}_{alnum:22}_{alnum:3}",
        ),
        negative=("pdl_live_apikey_{loweralnum:26}_{alnum:21}_{alnum:3}",),
    ),
    Format(
        id="perplexity-api-key",
        provider="Perplexity",
        description="API key",
        literals=("pplx-",),
        pattern=r"pplx-[0-9A-Za-z]{48}",
        source="https://docs.perplexity.ai/getting-started/quickstart",
        revoke="https://www.perplexity.ai/account/api/keys",
        positive=("pplx-{alnum:48}",),
        negative=(
            "pplx-{alnum:47}",
            "pplx-{alnum:49}",
        ),
    ),
    Format(
        id="pinecone-api-key",
        provider="Pinecone",
        description="API key",
        literals=("pcsk_",),
        pattern=r"pcsk_[0-9A-Za-z]{5,6}_[0-9A-Za-z]{63}",
        source="https://docs.pinecone.io/guides/projects/manage-api-keys",
        revoke="https://app.pinecone.io: API keys",
        positive=("pcsk_{alnum:5}_{alnum:63}",),
        negative=(
            "pcsk_{alnum:5}_{alnum:62}",
            "pcsk_{alnum:4}_{alnum:63}",
        ),
    ),
    Format(
        id="plaid-access-token",
        provider="Plaid",
        description="Item access token",
        literals=(
            "access-sandbox-",
            "access-development-",
            "access-production-",
        ),
        pattern=r"access-(?:sandbox|development|production)-" + UUID,
        source="https://plaid.com/docs/api/tokens/",
        revoke="POST /item/access_token/invalidate",
        positive=(
            "access-production-{uuid}",
            "access-sandbox-{uuid}",
        ),
        negative=("access-production-{hex:32}",),
    ),
    Format(
        id="planetscale-token",
        provider="PlanetScale",
        description="service token, OAuth token or database password",
        literals=(
            "pscale_tkn_",
            "pscale_oauth_",
            "pscale_pw_",
        ),
        pattern=r"pscale_(?:tkn|oauth|pw)_[0-9A-Za-z_=.-]{32,64}",
        source="https://planetscale.com/docs/api/reference/service-tokens",
        revoke="pscale service-token delete, or pscale password delete",
        positive=(
            "pscale_tkn_{base64url:43}",
            "pscale_pw_{base64url:43}",
        ),
        negative=("pscale_tkn_{alnum:31}",),
    ),
    # The project key `phc_` is public by design and left out.
    Format(
        id="posthog-personal-api-key",
        provider="PostHog",
        description="personal API key",
        literals=("phx_",),
        pattern=r"phx_[0-9A-Za-z]{41,49}",
        source="https://posthog.com/docs/api",
        revoke="https://app.posthog.com/settings/user-api-keys",
        positive=("phx_{alnum:43}",),
        negative=(
            "phx_{alnum:40}",
            "phx_{alnum:50}",
        ),
    ),
    Format(
        id="postman-api-key",
        provider="Postman",
        description="API key",
        literals=("pmak-",),
        pattern=r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}",
        source="https://learning.postman.com/docs/developer/postman-api/authentication/",
        revoke="https://go.postman.co/settings/me/api-keys",
        positive=("PMAK-{hex:24}-{hex:34}",),
        negative=(
            "PMAK-{hex:24}-{hex:33}",
            "PMAK-{hex:23}-{hex:34}",
        ),
    ),
    Format(
        id="prefect-api-key",
        provider="Prefect",
        description="Cloud user or service account key",
        literals=(
            "pnu_",
            "pnb_",
        ),
        pattern=r"pn[ub]_[0-9A-Za-z]{36}",
        source="https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys",
        revoke="https://app.prefect.cloud/my/api-keys",
        positive=(
            "pnu_{alnum:36}",
            "pnb_{alnum:36}",
        ),
        negative=(
            "pnu_{alnum:35}",
            "pnu_{alnum:37}",
        ),
    ),
    Format(
        id="pulumi-access-token",
        provider="Pulumi",
        description="Cloud access token",
        literals=("pul-",),
        pattern=r"pul-[0-9a-f]{40}",
        source="https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/",
        revoke="https://app.pulumi.com/account/tokens",
        positive=("pul-{hex:40}",),
        negative=(
            "pul-{hex:39}",
            "pul-{hex:41}",
        ),
    ),
    Format(
        id="pypi-test-token",
        provider="PyPI",
        description="API token of test.pypi.org",
        literals=("pypi-agendgvzdc5wexbplm9yzw",),
        pattern=r"pypi-AgENdGVzdC5weXBpLm9yZw[0-9A-Za-z_-]{70,1500}",
        source="https://test.pypi.org/help/#apitoken",
        revoke="https://test.pypi.org/manage/account/#api-tokens",
        positive=("pypi-{pypi:test.pypi.org}",),
        negative=(
            "pypi-AgENdGVzdC5weXBpLm9yZw{alnum:160}",
            "pypi-AgENdGVzdC5weXBpLm9yZw{alnum:69}",
        ),
        check="pypi",
    ),
    Format(
        id="pypi-token",
        provider="PyPI",
        description="API token of pypi.org",
        literals=("pypi-ageichlwas5vcmc",),
        pattern=r"pypi-AgEIcHlwaS5vcmc[0-9A-Za-z_-]{70,1500}",
        source="https://pypi.org/help/#apitoken",
        revoke="https://pypi.org/manage/account/#api-tokens",
        positive=("pypi-{pypi:pypi.org}",),
        negative=(
            "pypi-AgEIcHlwaS5vcmc{alnum:160}",
            "pypi-AgEIcHlwaS5vcmc{alnum:69}",
        ),
        check="pypi",
    ),
)
