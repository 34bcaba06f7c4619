"""Formats of the providers whose names begin with U."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format
from govhooks.rules.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
    Format(
        id="ubidots-token",
        provider="Ubidots",
        description="API token",
        literals=("bbff-", "bbus-"),
        pattern=r"BB(?:FF|US)-[0-9A-Za-z]{30,40}",
        source="https://docs.ubidots.com/v1.6/reference/authentication",
        revoke="https://industrial.ubidots.com: API Credentials",
        positive=("BBFF-{alnum:30}", "BBUS-{alnum:34}"),
        negative=("BBFF-{alnum:29}", "BBXX-{alnum:30}"),
    ),
    Format(
        id="uploadcare-secret-key",
        provider="Uploadcare",
        description="public and secret key in a header",
        literals=("uploadcare.simple ",),
        pattern=r"(?i:Uploadcare\.Simple) [0-9a-f]{20}:(?P<secret>[0-9a-f]{20})",
        source="https://uploadcare.com/api-refs/rest-api/v0.7.0/#section/Authentication",
        revoke="https://app.uploadcare.com: API keys, delete the secret key",
        positive=("Authorization: Uploadcare.Simple {hex:20}:{hex:20}",),
        negative=("Authorization: Uploadcare.Simple {hex:20}:{hex:19}", "Authorization: Uploadcare {hex:20}:{hex:20}"),
    ),
    Format(
        id="upstash-qstash-token",
        provider="Upstash",
        description="QStash token",
        literals=("eyjvc2vysuqioi",),
        pattern=r"eyJVc2VySUQiOi[0-9A-Za-z+/]{60,250}={0,2}",
        source="https://upstash.com/docs/qstash/howto/reset-token",
        revoke="https://upstash.com/docs/qstash/howto/reset-token",
        positive=("{b64json:UserID=uuid,Password=hex:32}",),
        negative=("eyJVc2VySUQiOi{alnum:59}", "{b64json:UserIX=uuid,Password=hex:32}"),
    ),
    Format(
        id="upstash-redis-token",
        provider="Upstash",
        description="Redis REST token after the name",
        literals=("upstash",),
        pattern=after(
            r"upstash[_. -]{0,3}(?:redis[_. -]?)?(?:rest[_. -]?)?(?:token|password)",
            r"A[A-Za-z][0-9A-Za-z_-]{30,110}={0,2}",
        ),
        source="https://upstash.com/docs/redis/features/restapi",
        revoke="https://console.upstash.com: Redis, Reset Credentials",
        positive=("UPSTASH_REDIS_REST_TOKEN=AX{alnum:52}",),
        negative=("REDIS_REST_TOKEN=AX{alnum:52}", "UPSTASH_REDIS_REST_TOKEN=AX{alnum:29}"),
        confidence="medium",
    ),
    Format(
        id="upstash-signing-key",
        provider="Upstash",
        description="QStash signing key",
        literals=("sig_",),
        pattern=r"sig_[0-9A-Za-z]{28}",
        source="https://upstash.com/docs/qstash/howto/roll-signing-keys",
        revoke="https://upstash.com/docs/qstash/howto/roll-signing-keys",
        positive=("sig_{alnum:28}",),
        negative=("sig_{alnum:27}", "sig_{alnum:29}"),
    ),
)
