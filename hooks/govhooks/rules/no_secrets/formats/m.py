"""Formats of the providers whose names begin with M."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format
from govhooks.rules.no_secrets.formats.shared import UUID, after

FORMATS: tuple[Format, ...] = (
    Format(
        id="mailchimp-api-key",
        provider="Mailchimp",
        description="Marketing API key",
        literals=("-us1", "-us2", "-us3", "-us4", "-us5", "-us6", "-us7", "-us8", "-us9"),
        pattern=r"[0-9a-f]{32}-us[1-9][0-9]?",
        source="https://mailchimp.com/developer/marketing/guides/quick-start/",
        revoke="https://admin.mailchimp.com/account/api/",
        positive=("{hex:32}-us12",),
        negative=(
            "{hex:31}-us12",
            "{hex:32}-us123",
        ),
    ),
    Format(
        id="mailgun-api-key",
        provider="Mailgun",
        description="private API key after the name",
        literals=("mailgun",),
        pattern=after(r"mailgun", r"key-[0-9a-f]{32}"),
        source="https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt",
        revoke="https://app.mailgun.com/settings/api_security",
        positive=("MAILGUN_API_KEY=key-{hex:32}",),
        negative=(
            "MAILGUN_API_KEY=key-{hex:31}",
            "CACHE=key-{hex:32}",
        ),
        confidence="medium",
    ),
    Format(
        id="maxmind-license-key",
        provider="MaxMind",
        description="license key",
        literals=("_mmk",),
        pattern=r"[0-9A-Za-z]{6}_[0-9A-Za-z]{29}_mmk",
        source="https://dev.maxmind.com/geoip/geolite2-free-geolocation-data/",
        revoke="https://www.maxmind.com/en/accounts/current/license-key",
        positive=("{alnum:6}_{alnum:29}_mmk",),
        negative=(
            "{alnum:6}_{alnum:28}_mmk",
            "{alnum:5}_{alnum:29}_mmk",
        ),
    ),
    Format(
        id="teams-webhook",
        provider="Microsoft Teams",
        description="incoming webhook URL",
        literals=(
            "webhook.office.com/",
            "outlook.office.com/webhook/",
        ),
        pattern=r"(?:webhook\.office\.com/webhookb2|outlook\.office\.com/webhook)/"
        + UUID
        + r"@"
        + UUID
        + r"/IncomingWebhook/[0-9a-f]{32}/"
        + UUID,
        source=(
            "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/ho"
            "w-to/add-incoming-webhook"
        ),
        revoke="Teams: the channel's connectors, Incoming Webhook, Remove",
        positive=(
            "https://acme.webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{hex:32}/{uuid}",
            "https://outlook.office.com/webhook/{uuid}@{uuid}/IncomingWebhook/{hex:32}/{uuid}",
        ),
        negative=("https://acme.webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{hex:31}/{uuid}",),
    ),
    Format(
        id="mongodb-atlas-service-account-secret",
        provider="MongoDB",
        description="Atlas service account client secret",
        literals=("mdb_sa_sk_",),
        pattern=r"mdb_sa_sk_[0-9A-Za-z_-]{40}",
        source="https://www.mongodb.com/docs/atlas/configure-api-access/",
        revoke="https://cloud.mongodb.com: Service Accounts, Revoke secret",
        positive=("mdb_sa_sk_{base64url:40}",),
        negative=("mdb_sa_sk_{alnum:39}",),
    ),
)
