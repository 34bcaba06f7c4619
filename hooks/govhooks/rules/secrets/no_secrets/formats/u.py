"""Formats of the providers whose names begin with U."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    Format(
        id="uploadcare-secret-key",
        provider="Uploadcare",
        description="public and secret key in a header",
        literals=("uploadcare.simple ",),
        pattern=r"(?i:Uploadcare\.Simple) [0-9a-z]{16,40}:(?P<secret>[0-9a-z]{16,40})",
        source="https://uploadcare.com/docs/rest-api/requests-auth/",
        revoke="https://app.uploadcare.com: API keys, delete the secret key",
        positive=("Authorization: Uploadcare.Simple {hex:20}:{hex:20}",),
        negative=("Authorization: Uploadcare.Simple {hex:20}:{hex:15}", "Authorization: Uploadcare {hex:20}:{hex:20}"),
        confidence="medium",
    ),
    Format(
        id="upstash-qstash-token",
        provider="Upstash",
        description="QStash token",
        literals=("eyjvc2vysuqioi",),
        pattern=r"eyJVc2VySUQiOi[0-9A-Za-z+/]{60,250}={0,2}",
        source="https://upstash.com/docs/qstash/howto/local-development",
        revoke="https://upstash.com/docs/qstash/howto/reset-token",
        positive=("{b64json:UserID=uuid,Password=hex:32}",),
        negative=("eyJVc2VySUQiOi{alnum:59}", "{b64json:UserIX=uuid,Password=hex:32}"),
    ),
    Format(
        id="upstash-signing-key",
        provider="Upstash",
        description="QStash signing key",
        literals=("sig_",),
        pattern=r"sig_[0-9A-Za-z]{28}",
        source="https://upstash.com/docs/qstash/howto/local-development",
        revoke="https://upstash.com/docs/qstash/howto/roll-signing-keys",
        positive=("sig_{alnum:28}",),
        negative=("sig_{alnum:27}", "sig_{alnum:29}"),
    ),
)
