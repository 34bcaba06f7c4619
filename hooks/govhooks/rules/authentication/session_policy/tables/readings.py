"""Readings that several tables share: calls that verify tokens, hash passwords, or check certificates."""

from __future__ import annotations

import re

from govhooks.readers.code import Expression
from govhooks.rules.authentication.session_policy.facts import Given
from govhooks.rules.authentication.session_policy.settings import BAD, GOOD, WEAK, Reading, truth
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.rules.authentication.session_policy.facts import Fact
    from govhooks.rules.authentication.session_policy.settings import Context

_PASSWORD = compiled(r"(?i)passw|passphrase|\bpwd\b|\bpasscode|plain_?pass")
# Checksums of leaked-password services and of files are no way to keep a password.
_NO_STORE = compiled(r"(?i)pwned|hibp|etag|checksum|gravatar|usedforsecurity|cache_?key|fingerprint")
# The head of a function that makes or compares what is kept of a password.
_HASHING = compiled(
    r"(?im)^[^\n#/]*\b(?:def|function|func|fn|String|string|byte\[\])\s+(?:\([^)]*\)\s*)?"
    r"(?:\w*(?:hash|encode|encrypt|digest|make|set|check|verify|store)\w*passw\w*|\w*passw\w*(?:hash|digest))\s*\("
)
_FROM_TOKEN = compiled(r"(?i)header|unverified|\[['\"]alg['\"]\]|\.alg\b|get\(['\"]alg")
VERIFIES = r"(?i)\bverify\w*\s*\(|jwtverify|parseclaimsjws|parsesignedclaims|validatetoken"


def text_of(value: Any) -> str:
    """A value as text: of an Expression its source."""
    if isinstance(value, Given):
        return value.text
    return value.text if isinstance(value, Expression) else str(value)


def algorithm(fact: Fact, context: Context) -> Reading | None:
    """An algorithm, or a list of them: not `none`, and not what the token says."""
    value = fact.value
    if value is None:
        return None
    given = value if isinstance(value, list) else [value]  # `algorithms=[alg]`: what the file assigns to `alg`
    text = ", ".join(text_of(context.names.get(one.text, one) if isinstance(one, Expression) else one) for one in given)
    if re.search(r"(?i)(?:^|[\[\s'\",.(])(?:signingmethod)?(?:alg(?:orithm)?\.?)?none(?:$|[\]\s'\",)])", text) and (
        isinstance(value, list) or text.strip() != "None"
    ):
        return Reading(BAD, reason="a token without a signature is accepted")
    if _FROM_TOKEN.search(text):
        return Reading(BAD, reason="the token chooses the algorithm that verifies it")
    return Reading(GOOD)


def password_hash(fact: Fact, context: Context) -> Reading | None:
    """A fast digest of a password."""
    text = text_of(fact.value)
    if _NO_STORE.search(text):
        return None
    return Reading(BAD) if _PASSWORD.search(text) or _HASHING.search(context.around(fact.line, 3)) else None


def password_digest(fact: Fact, context: Context) -> Reading | None:
    """A fast digest by name, where passwords are at hand."""
    if not re.search(r"(?i)\b(?:md[245]|sha-?1)\b", text_of(fact.value)):
        return None
    near = context.around(fact.line)
    return Reading(BAD) if _PASSWORD.search(near) and not _NO_STORE.search(near) else None


def weak_name(fact: Fact, context: Context) -> Reading | None:
    """A name of a password hash: strong or weak; of a list, the first one counts."""
    value = fact.value
    if isinstance(value, list):
        value = value[0] if value else ""
    text = text_of(value)
    if re.search(r"(?i)argon|bcrypt|pbkdf|scrypt|yescrypt", text):
        return Reading(GOOD)
    if re.search(r"(?i)md5|sha-?1|sha-?256|sha-?512|unsalted|plain|crypt\b|ldap|noop|des_crypt|\bnone\b", text):
        return Reading(BAD)
    return None


def holds(*words: str, reason: str = "") -> Any:
    """A list that has to hold one of these words."""
    pattern = re.compile("|".join(words), re.IGNORECASE)

    def read(fact: Fact, context: Context) -> Reading | None:
        if not isinstance(fact.value, (list, Expression, str, Given)):
            return None
        return Reading(GOOD if pattern.search(text_of(fact.value)) else WEAK, reason=reason)

    return read


def has(*words: str, reason: str = "", flag: bool = False, good: bool = True) -> Any:
    """A value that must not hold one of these words (regular expressions)."""
    pattern = re.compile("|".join(words), re.IGNORECASE)

    def read(fact: Fact, context: Context) -> Reading | None:
        if pattern.search(text_of(fact.value)):
            return Reading(BAD, reason=reason, flag=flag)
        return Reading(GOOD) if good else None

    return read


def certificates(fact: Fact, context: Context) -> Reading | None:
    """`verify`: off is bad, a file of certificates is good."""
    found = truth(fact.value, context.names)
    if found is None:
        return Reading(GOOD) if isinstance(fact.value, str) else None
    return Reading(GOOD if found else BAD)


def stays_on(fact: Fact, context: Context) -> Reading | None:
    """A switch that is off in many a new file, and says something only where it was on."""
    found = truth(fact.value, context.names)
    return None if found is None else Reading(GOOD if found else WEAK)
