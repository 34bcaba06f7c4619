"""Whether the name of a setting is that of a secret, and whether its value only stands in for one."""

from __future__ import annotations

from govhooks.knowledge.variables.environments import words_of

_HEADS = frozenset(
    "password passwd pass passphrase pwd secret token credential apikey secretkey authkey accesskey privatekey"
    " signingkey encryptionkey masterkey pgpassword".split()
)
_KEYS = frozenset(
    "secret api access private signing encryption master auth app session jwt salt service client account hmac".split()
)
# A name that says where the secret is, or how long: its value is none.
_NAMES = frozenset(
    "existing ref name names path file field arn id length min max ttl expiry expiration policy type header prefix public publishable site dummy".split()
)


def is_secret_name(name: str) -> bool:
    """Whether a setting of this name holds a secret: `DB_PASSWORD`, `stripe_api_key`; not `TOKEN_URL`, `SECRET_NAME`."""
    words = words_of(name)
    while words and words[-1].isdigit():
        words = words[:-1]
    if not words or not _NAMES.isdisjoint(words):
        return False
    if words[-1] in _HEADS or (words[-1] in ("key", "salt") and any(one in _KEYS for one in words[:-1])):
        return True
    return words[-3:] == ("secret", "key", "base") or (
        words[-1].endswith(("password", "passwd", "secret")) and len(words[-1]) < 24
    )


# Defaults that everybody knows: they protect nothing, and are no secret of anybody's.
_KNOWN = frozenset(
    "postgres mysql mariadb root admin guest rabbitmq redis minio minioadmin mongo mongodb toor django flask rails keycloak wordpress app user"
    " elastic grafana neo4j airflow superset odoo sa docker vagrant letmein qwerty 123456 12345678 1234".split()
)


# A single short word protects nothing; and what says itself that it is for development.
_WORD = 8
_MEANT = ("dev-", "dev_", "local-", "local_", "test-", "test_", "dummy", "fake", "example", "insecure")


def is_placeholder(value: str) -> bool:
    """Whether a value only stands in for a secret (empty, "changeme", a reference, a template), or is a default that everybody knows."""
    from govhooks.search.placeholder import stand_in

    text = value.strip()
    if text.isalpha() and text.islower() and len(text) <= _WORD:
        return True
    return bool(stand_in(text)) or len(text) < 4 or text.lower() in _KNOWN or text.lower().startswith(_MEANT)
