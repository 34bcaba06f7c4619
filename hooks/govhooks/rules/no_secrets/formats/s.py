"""Formats of the providers whose names begin with S."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format
from govhooks.rules.no_secrets.formats.shared import UUID, after

FORMATS: tuple[Format, ...] = (
    Format(
        id="scaleway-secret-key",
        provider="Scaleway",
        description="API secret key, a UUID after the name",
        literals=(
            "scaleway",
            "scw_",
        ),
        pattern=after(r"scaleway|scw_(?:secret|api|token)", UUID),
        source="https://www.scaleway.com/en/docs/iam/how-to/create-api-keys/",
        revoke="scw iam api-key delete",
        positive=("SCW_SECRET_KEY={uuid}",),
        negative=(
            "SECRET_KEY={uuid}",
            "SCW_SECRET_KEY={hex:32}",
        ),
        confidence="medium",
    ),
    Format(
        id="sendgrid-api-key",
        provider="SendGrid",
        description="API key",
        literals=("sg.",),
        pattern=r"SG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}",
        source="https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
        revoke="https://app.sendgrid.com/settings/api_keys",
        positive=("SG.{base64url:22}.{base64url:43}",),
        negative=(
            "SG.{alnum:22}.{alnum:42}",
            "SG.{alnum:21}.{alnum:43}",
        ),
    ),
    Format(
        id="sentry-org-token",
        provider="Sentry",
        description="organization auth token",
        literals=("sntrys_eyj",),
        pattern=r"sntrys_eyJ[0-9A-Za-z+/]{60,600}={0,2}_[0-9A-Za-z+/]{43}",
        source="https://docs.sentry.io/security-legal-pii/security/token-formats/",
        revoke="https://sentry.io/settings/auth-tokens/",
        positive=(
            (
                "sntrys_{b64json:iat=#1780000000,url='https://sentry.io',region_url='https://us.sentry.io',"
                "org='acme'}_{base64:43}"
            ),
        ),
        negative=(
            "sntrys_{b64json:a=alnum:40,b=alnum:40}_{base64:43}",
            (
                "sntrys_{b64json:iat=#1780000000,url='https://sentry.io',region_url='https://us.sentry.io',"
                "org='acme'}_{base64:42}"
            ),
        ),
        check="sentry-org",
    ),
    Format(
        id="sentry-user-token",
        provider="Sentry",
        description="user, app or integration token",
        literals=(
            "sntryu_",
            "sntrya_",
            "sntryi_",
        ),
        pattern=r"sntry[uai]_[0-9a-f]{64}",
        source="https://docs.sentry.io/security-legal-pii/security/token-formats/",
        revoke="https://sentry.io/settings/account/api/auth-tokens/",
        positive=("sntryu_{hex:64}",),
        negative=("sntryu_{hex:63}",),
    ),
    Format(
        id="shippo-api-token",
        provider="Shippo",
        description="API token, live or test",
        literals=(
            "shippo_live_",
            "shippo_test_",
        ),
        pattern=r"shippo_(?:live|test)_[0-9a-f]{40}",
        source="https://docs.goshippo.com/docs/guides_general/authentication/",
        revoke="https://apps.goshippo.com/settings/api",
        positive=(
            "shippo_live_{hex:40}",
            "shippo_test_{hex:40}",
        ),
        negative=("shippo_live_{hex:39}",),
    ),
    Format(
        id="shopify-token",
        provider="Shopify",
        description="app access token or shared secret",
        literals=(
            "shpat_",
            "shpca_",
            "shppa_",
            "shpss_",
        ),
        pattern=r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
        source="https://shopify.dev/docs/apps/build/authentication-authorization",
        revoke="Shopify admin: Settings, Apps, the app: Uninstall, or rotate the client secret",
        positive=(
            "shpat_{hex:32}",
            "shpss_{hex:32}",
        ),
        negative=(
            "shpat_{hex:31}",
            "shpat_{hex:33}",
        ),
    ),
    Format(
        id="slack-app-token",
        provider="Slack",
        description="app-level token",
        literals=("xapp-",),
        pattern=r"xapp-[0-9]-[0-9A-Z]{8,14}-[0-9]{8,16}-[0-9a-z]{40,70}",
        source="https://docs.slack.dev/authentication/tokens",
        revoke="https://api.slack.com/apps: App-Level Tokens, Revoke",
        positive=("xapp-1-A{upperalnum:10}-{digits:13}-{hex:64}",),
        negative=("xapp-1-A{upperalnum:10}-{digits:13}-{hex:39}",),
    ),
    Format(
        id="slack-config-token",
        provider="Slack",
        description="app configuration access or refresh token",
        literals=(
            "xoxe.xox",
            "xoxe-",
        ),
        pattern=r"(?:xoxe\.xox[bp]-[0-9]-[0-9A-Za-z]{163,166}|xoxe-[0-9]-[0-9A-Za-z]{146})",
        source="https://docs.slack.dev/authentication/tokens",
        revoke="POST https://slack.com/api/auth.revoke, or https://api.slack.com/apps",
        positive=(
            "xoxe.xoxp-1-{alnum:164}",
            "xoxe-1-{alnum:146}",
        ),
        negative=(
            "xoxe.xoxp-1-{alnum:162}",
            "xoxe-1-{alnum:145}",
        ),
    ),
    Format(
        id="slack-session-token",
        provider="Slack",
        description="browser session token or cookie",
        literals=(
            "xoxc-",
            "xoxd-",
        ),
        pattern=r"(?:xoxc-[0-9]{8,14}-[0-9]{8,14}-[0-9]{8,14}-[0-9a-f]{64}|xoxd-[0-9A-Za-z%+/]{60,400}={0,2})",
        source="collected 2026-11 from public documentation",
        revoke="Slack: log out of all other sessions",
        positive=(
            "xoxc-{digits:12}-{digits:12}-{digits:13}-{hex:64}",
            "xoxd-{base64:120}",
        ),
        negative=(
            "xoxc-{digits:12}-{digits:12}-{digits:13}-{hex:63}",
            "xoxd-{alnum:59}",
        ),
    ),
    Format(
        id="slack-token",
        provider="Slack",
        description="bot, user, workspace, legacy or refresh token",
        literals=(
            "xoxa-",
            "xoxb-",
            "xoxo-",
            "xoxp-",
            "xoxr-",
            "xoxs-",
        ),
        pattern=r"xox[aboprs]-(?:[0-9]{1,3}-)?[0-9]{8,14}-[0-9A-Za-z-]{10,150}",
        source="https://docs.slack.dev/authentication/tokens",
        revoke="POST https://slack.com/api/auth.revoke, or https://api.slack.com/apps",
        positive=(
            "xoxb-{digits:12}-{digits:13}-{alnum:24}",
            "xoxp-{digits:12}-{digits:12}-{digits:13}-{hex:32}",
        ),
        negative=(
            "xoxb-{digits:7}-{alnum:24}",
            "xoxb-{digits:12}-{alnum:9}",
        ),
    ),
    Format(
        id="slack-webhook",
        provider="Slack",
        description="incoming webhook or workflow URL",
        literals=("hooks.slack.com/",),
        pattern=(
            r"(?i:hooks\.slack\.com)/(?:services/T[0-9A-Z]{8,14}/B[0-9A-Z]{8,14}/"
            r"[0-9A-Za-z]{20,30}|(?:workflows|triggers)/[0-9A-Z]{8,14}/[0-9A-Za-z]{8,40}/"
            r"[0-9A-Za-z]{8,40}(?:/[0-9A-Za-z]{8,40})?)"
        ),
        source="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
        revoke="https://api.slack.com/apps: Incoming Webhooks, Remove",
        positive=(
            "https://hooks.slack.com/services/T{upperalnum:10}/B{upperalnum:10}/{alnum:24}",
            "https://hooks.slack.com/triggers/T{upperalnum:10}/{digits:13}/{hex:32}",
        ),
        negative=("https://hooks.slack.com/services/T{upperalnum:10}/B{upperalnum:10}/{alnum:19}",),
    ),
    Format(
        id="square-access-token",
        provider="Square",
        description="access token",
        literals=(
            "eaaa",
            "sq0atp-",
        ),
        pattern=r"(?:EAAA[0-9A-Za-z_-]{60}(?![0-9A-Za-z_-])|sq0atp-[0-9A-Za-z_-]{22})",
        source="https://developer.squareup.com/docs/build-basics/access-tokens",
        revoke="https://developer.squareup.com/apps: Credentials, Replace token",
        positive=(
            "EAAA{base64url:60}",
            "sq0atp-{base64url:22}",
        ),
        negative=(
            "EAAA{alnum:59}",
            "sq0atp-{alnum:21}",
        ),
    ),
    Format(
        id="square-application-secret",
        provider="Square",
        description="OAuth application secret",
        literals=("sq0csp-",),
        pattern=r"sq0csp-[0-9A-Za-z_-]{43}",
        source="https://developer.squareup.com/docs/oauth-api/overview",
        revoke="https://developer.squareup.com/apps: OAuth, Replace secret",
        positive=("sq0csp-{base64url:43}",),
        negative=("sq0csp-{alnum:42}",),
    ),
    Format(
        id="stripe-live-key",
        provider="Stripe",
        description="secret or restricted key of live mode",
        literals=(
            "sk_live_",
            "rk_live_",
            "sk_prod_",
            "rk_prod_",
        ),
        pattern=r"[rs]k_(?:live|prod)_[0-9A-Za-z]{20,247}",
        source="https://docs.stripe.com/keys",
        revoke="https://dashboard.stripe.com/apikeys: Roll key",
        positive=(
            "sk_live_{alnum:24}",
            "rk_live_{alnum:99}",
        ),
        negative=(
            "sk_live_{alnum:19}",
            "pk_live_{alnum:24}",
        ),
    ),
    Format(
        id="stripe-test-key",
        provider="Stripe",
        description="secret or restricted key of test mode",
        literals=(
            "sk_test_",
            "rk_test_",
        ),
        pattern=r"[rs]k_test_[0-9A-Za-z]{20,247}",
        source="https://docs.stripe.com/keys",
        revoke="https://dashboard.stripe.com/test/apikeys: Roll key",
        positive=(
            "sk_test_{alnum:24}",
            "rk_test_{alnum:99}",
        ),
        negative=("sk_test_{alnum:19}",),
    ),
    Format(
        id="stripe-webhook-secret",
        provider="Stripe",
        description="webhook signing secret",
        literals=("whsec_",),
        pattern=r"whsec_[0-9A-Za-z+/]{24,80}={0,2}",
        source="https://docs.stripe.com/webhooks",
        revoke="https://dashboard.stripe.com/webhooks: Roll secret",
        positive=(
            "whsec_{alnum:32}",
            "whsec_{base64:43}=",
        ),
        negative=("whsec_{alnum:23}",),
    ),
    Format(
        id="supabase-access-token",
        provider="Supabase",
        description="personal access token",
        literals=("sbp_",),
        pattern=r"sbp_(?:oauth_|v0_)?[0-9a-f]{40}",
        source="https://supabase.com/docs/reference/api/introduction",
        revoke="https://supabase.com/dashboard/account/tokens",
        positive=(
            "sbp_{hex:40}",
            "sbp_oauth_{hex:40}",
        ),
        negative=(
            "sbp_{hex:39}",
            "sbp_{hex:41}",
        ),
    ),
    Format(
        id="supabase-secret-key",
        provider="Supabase",
        description="secret API key of a project",
        literals=("sb_secret_",),
        pattern=r"sb_secret_[0-9A-Za-z_-]{31}",
        source="https://supabase.com/docs/guides/api/api-keys",
        revoke="https://supabase.com/dashboard/project/_/settings/api-keys",
        positive=("sb_secret_{base64url:31}",),
        negative=(
            "sb_secret_{alnum:30}",
            "sb_publishable_{alnum:31}",
        ),
    ),
)
