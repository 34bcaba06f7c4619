"""Credentials that say themselves whether they are for real money and real data, or for tests.

Each row: whose it is, how one for production begins, how one for tests begins ("" where there is none), how many characters follow at
least, whether it is a secret (a publishable key is not), and where that is documented.
"""

from __future__ import annotations

from govhooks.search.compiled import compiled
from govhooks.search.placeholder import stand_in

SECRET, PUBLIC = "secret", "public"
TOKENS = (
    ("Stripe secret key", "sk_live_", "sk_test_", 16, SECRET, "https://docs.stripe.com/keys"),
    ("Stripe restricted key", "rk_live_", "rk_test_", 16, SECRET, "https://docs.stripe.com/keys/restricted-api-keys"),
    ("Stripe publishable key", "pk_live_", "pk_test_", 16, PUBLIC, "https://docs.stripe.com/keys"),
    ("Stripe organization key", "sk_org_live_", "sk_org_test_", 16, SECRET, "https://docs.stripe.com/keys"),
    ("Square access token", "sq0atp-", "sandbox-sq0atb-", 16, SECRET, "https://developer.squareup.com/docs/build-basics/access-tokens"),
    ("Square application secret", "sq0csp-", "sandbox-sq0csb-", 16, SECRET, "https://developer.squareup.com/docs/oauth-api/overview"),  # pragma: allowlist secret
    ("Square application id", "sq0idp-", "sandbox-sq0idb-", 16, PUBLIC, "https://developer.squareup.com/docs/devtools/sandbox/overview"),
    ("Braintree access token", "access_token$production$", "access_token$sandbox$", 16, SECRET, "https://developer.paypal.com/braintree/docs/guides/authorization/overview"),
    ("Razorpay key", "rzp_live_", "rzp_test_", 10, SECRET, "https://razorpay.com/docs/payments/dashboard/account-settings/api-keys"),
    ("Flutterwave secret key", "FLWSECK-", "FLWSECK_TEST-", 16, SECRET, "https://developer.flutterwave.com/docs/authentication"),
    ("Flutterwave public key", "FLWPUBK-", "FLWPUBK_TEST-", 16, PUBLIC, "https://developer.flutterwave.com/docs/authentication"),
    ("Plaid access token", "access-production-", "access-sandbox-", 16, SECRET, "https://plaid.com/docs/quickstart/glossary"),
    ("Xendit secret key", "xnd_production_", "xnd_development_", 16, SECRET, "https://docs.xendit.co/docs/api-keys"),
    ("Xendit public key", "xnd_public_production_", "xnd_public_development_", 16, PUBLIC, "https://docs.xendit.co/docs/api-keys"),
    ("Midtrans server key", "Mid-server-", "SB-Mid-server-", 12, SECRET, "https://docs.midtrans.com/docs/retrieving-api-access-keys"),
    ("Midtrans client key", "Mid-client-", "SB-Mid-client-", 12, PUBLIC, "https://docs.midtrans.com/docs/retrieving-api-access-keys"),
    ("Paddle API key", "pdl_live_apikey_", "pdl_sdbx_apikey_", 16, SECRET, "https://developer.paddle.com/api-reference/about/api-keys"),
    ("Cashfree secret key", "cfsk_ma_prod_", "cfsk_ma_test_", 16, SECRET, "https://www.cashfree.com/docs/api-reference/authentication"),
    ("Shippo token", "shippo_live_", "shippo_test_", 16, SECRET, "https://docs.goshippo.com/docs/guides_general/authentication"),
    ("EasyPost key", "EZAK", "EZTK", 40, SECRET, "https://docs.easypost.com/docs/authentication"),
    ("Duffel token", "duffel_live_", "duffel_test_", 16, SECRET, "https://duffel.com/docs/api/overview/authentication"),
    ("Stytch secret", "secret-live-", "secret-test-", 16, SECRET, "https://stytch.com/docs/workspace-management/redirect-urls"),
    ("Persona key", "persona_production_", "persona_sandbox_", 16, SECRET, "https://docs.withpersona.com/api-keys"),
    ("Liveblocks secret key", "sk_prod_", "sk_dev_", 16, SECRET, "https://liveblocks.io/docs/authentication"),
    ("Liveblocks public key", "pk_prod_", "pk_dev_", 16, PUBLIC, "https://liveblocks.io/docs/authentication"),
    ("Trigger.dev key", "tr_prod_", "tr_dev_", 16, SECRET, "https://trigger.dev/docs/apikeys"),
    ("Inngest signing key", "signkey-prod-", "signkey-test-", 16, SECRET, "https://www.inngest.com/docs/platform/signing-keys"),
    ("Convex deploy key", "prod:", "dev:", 24, SECRET, "https://docs.convex.dev/cli/deploy-key-types"),
    ("Increase key", "production_", "sandbox_", 24, SECRET, "https://increase.com/documentation/api"),
    ("API key in live mode", "live_", "test_", 28, SECRET, "https://docs.mollie.com/docs/authentication, https://docs.adyen.com/development-resources/client-side-authentication, https://docs.lob.com"),
)  # fmt: skip
# So short a beginning counts only where the value has nothing else.
_WHOLE = ("prod:", "dev:", "production_", "sandbox_", "live_", "test_", "sk_prod_", "sk_dev_", "pk_prod_", "pk_dev_")
_ROWS = {
    beginning: (name, is_live, least, kind)
    for name, live, test, least, kind, _ in TOKENS
    for beginning, is_live in ((live, True), (test, False))
    if beginning
}
BEGINNINGS = tuple(_ROWS)
_NAMED = "|".join(
    sorted((one.replace("$", r"\$") for one in BEGINNINGS), key=len, reverse=True),
)
_TOKEN = compiled(rf"(?<![A-Za-z0-9_-])({_NAMED})([A-Za-z0-9_=+/|:-]+)")
# What people write where a token goes in a test or a page: nobody's.
_MADE_UP = compiled(
    r"(?i)fake|test|example|dummy|sample|invalid|your|xxx|abc|1234|foo|placeholder|secret|replace|mock|here"
)
_FEWEST = 8
_SHORTEST = 17


def token_of(value: str) -> tuple[str, bool, bool] | None:
    """(whose it is, whether it is for production, whether it is a secret) of the first such credential in a value."""
    if len(value) < _SHORTEST or not any(one in value for one in BEGINNINGS):
        return None
    for found in _TOKEN.finditer(value):
        beginning, rest = found[1], found[2]
        name, is_live, least, kind = _ROWS[beginning]
        if len(rest) < least or (beginning in _WHOLE and found[0] != value.strip()):
            continue
        if len(set(rest)) < _FEWEST or _MADE_UP.search(rest) or stand_in(rest):
            continue
        if beginning in _WHOLE and not any(one.isdigit() for one in rest):
            continue
        return name, is_live, kind == SECRET
    return None
