"""Formats of the providers whose names begin with T."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format
from govhooks.rules.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
    Format(
        id="tailscale-key",
        provider="Tailscale",
        description="API, auth, OAuth client, SCIM or webhook key",
        literals=("tskey-",),
        pattern=r"tskey-[a-z]{2,12}-[0-9A-Za-z]{6,30}-[0-9A-Za-z]{16,48}",
        source="https://tailscale.com/kb/1277/key-prefixes",
        revoke="https://login.tailscale.com/admin/settings/keys",
        positive=(
            "tskey-api-{alnum:7}CNTRL-{alnum:32}",
            "tskey-auth-{alnum:12}CNTRL-{alnum:32}",
        ),
        negative=("tskey-api-{alnum:7}CNTRL-{alnum:15}",),
    ),
    Format(
        id="telegram-bot-token",
        provider="Telegram",
        description="bot token",
        literals=("0:aa", "1:aa", "2:aa", "3:aa", "4:aa", "5:aa", "6:aa", "7:aa", "8:aa", "9:aa"),
        pattern=r"[0-9]{8,10}:AA[0-9A-Za-z_-]{33}",
        source="https://core.telegram.org/bots/api#authorizing-your-bot",
        revoke="@BotFather: /revoke",
        positive=("{digits:10}:AA{base64url:33}",),
        negative=(
            "{digits:7}:AA{alnum:33}",
            "{digits:10}:AA{alnum:32}",
        ),
    ),
    Format(
        id="together-api-key",
        provider="Together AI",
        description="API key",
        literals=("tgp_v1_",),
        pattern=r"tgp_v1_[0-9A-Za-z_-]{43}",
        source="https://docs.together.ai/docs/quickstart",
        revoke="https://api.together.ai/settings/api-keys",
        positive=("tgp_v1_{base64url:43}",),
        negative=("tgp_v1_{alnum:42}",),
    ),
    Format(
        id="twilio-api-key",
        provider="Twilio",
        description="API key SID after the name",
        literals=("twilio",),
        pattern=after(r"twilio", r"SK[0-9a-f]{32}"),
        source="https://www.twilio.com/docs/iam/api-keys",
        revoke="https://console.twilio.com: API keys & tokens, Delete",
        positive=("TWILIO_API_KEY=SK{hex:32}",),
        negative=(
            "OTHER_API_KEY=SK{hex:32}",
            "TWILIO_API_KEY=SK{hex:31}",
        ),
        confidence="medium",
    ),
    Format(
        id="twilio-auth-token",
        provider="Twilio",
        description="account auth token after the name",
        literals=("twilio",),
        pattern=after(r"twilio[_. -]{0,3}(?:account[_. -]?)?(?:auth|secret|token)", r"[0-9a-f]{32}"),
        source="https://www.twilio.com/docs/iam/api/authtoken",
        revoke="https://console.twilio.com: Auth tokens, promote a secondary token",
        positive=("TWILIO_AUTH_TOKEN={hex:32}",),
        negative=(
            "OTHER_AUTH_TOKEN={hex:32}",
            "TWILIO_AUTH_TOKEN={hex:31}",
        ),
        confidence="medium",
    ),
    Format(
        id="typeform-token",
        provider="Typeform",
        description="personal access token",
        literals=("tfp_",),
        pattern=r"tfp_[0-9A-Za-z_.=-]{40,60}",
        source="https://www.typeform.com/developers/get-started/personal-access-token/",
        revoke="https://admin.typeform.com/user/tokens",
        positive=("tfp_{alnum:44}_{alnum:14}",),
        negative=("tfp_{alnum:39}",),
    ),
)
