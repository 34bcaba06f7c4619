"""Decide whether a value is a placeholder or could be a secret. Shared by `no-secrets` and `no-env-files`.

Every answer has a name, so that an ignored value can be explained.
"""

from __future__ import annotations

from govhooks.search.expression import Expression

# Whole values, in any case: words that stand in for a secret.
_WORDS = frozenset(
    """
    none null nil undefined true false yes no on off empty unset default disabled enabled
    password passwd passphrase pass pwd secret secrets token key apikey api_key api-key value string text str
    bool boolean int integer number any object bytes unknown optional required hidden redacted masked removed
    test testing tests foo bar baz foobar dummy fake mock stub demo sample localhost changeit
    username user login name email admin_password user_password my_password mypassword my_secret mysecret secret_key
    todo tbd fixme n/a na ...
    """.split()
)
# Anywhere in the value: words that tell the reader to put something else there.
_PARTS = (
    *("example", "changeme", "change_me", "change-me", "changethis", "placeholder", "xxxx", "****", "....", "dummy"),
    *("replace_me", "replace-me", "replaceme", "replace_with", "replace-with", "redacted", "not-a-real", "not_a_real"),
    *("notreal", "fill_me", "fillme", "<secret", "<password"),
)
# At the beginning, or after a non-letter ("datacenter-1" does not tell anyone to enter something).
_STARTS = (
    *("your_", "your-", "your ", "yourpass", "yoursecret", "yourkey", "yourtoken", "yourapi", "insert_", "insert-"),
    *("insert ", "enter_", "enter-", "enter ", "todo", "change this", "change-this", "change_this", "replace this"),
    "replace_this",
)
_MARKED = Expression(
    "|".join(part.replace("*", r"\*").replace(".", r"\.") for part in _PARTS)
    + r"|(?<![^\W\d_])(?:"
    + "|".join(part.replace(" ", "[ ]") for part in _STARTS)
    + ")"
)
_TEMPLATE = Expression(
    r"\$\{|\$\(|\{\{|<%|%\(|%[sdr]\b|^\$[A-Za-z_]\w*$|^%[A-Za-z_]+%$|^@[A-Za-z_.]+@$|^#\{|^<[^<>]+>$|^\{[^{}]*\}$|^\[[^\[\]]*\]$"
    r"|\{[A-Za-z_]\w*(?:[.:\[(][^{}\s\"']{0,32})?\}|^\$\$|^__\w+__$|^!(?:Ref|Sub|GetAtt|env|secret|vault)\b"
)
_REFERENCE = Expression(
    r"(?i)^(?:ref\+)?(?:(?:vault|op|awssm|aws-sm|gcpsm|azurekv|akv|secretsmanager|ssm|doppler|keychain|bws|env):"
    r"|(?:pass|sm|secret|file)://|arn:aws|projects/[^/]+/secrets/)"
)


def stand_in(value: str) -> str:
    """Why a value is only a placeholder for a secret: the reason's name, or "" if it may be a secret itself.

    `empty`, `word`, `marker`, `template` (to be filled in by something else), `reference` (names a secret in a secret
    manager), `repeat` (one or two characters over and over, or a simple count).
    """
    text = value.strip().strip("\"'`").strip()
    if not text:
        return "empty"
    lower = text.lower()
    if lower in _WORDS:
        return "word"
    if _MARKED.search(lower) or text.endswith(("...", "\u2026")):
        return "marker"
    if lower.rstrip("0123456789").rstrip("-_") in _WORDS:
        return "word"
    if _TEMPLATE.search(text):
        return "template"
    if _REFERENCE.match(text):
        return "reference"
    if len(set(lower)) <= 2 or lower in _COUNTS:
        return "repeat"
    return ""


_COUNTS = frozenset("1234567890"[:n] for n in range(3, 11)) | frozenset(
    "abcdefghijklmnopqrstuvwxyz"[:n] for n in range(3, 27)
)
_COUNTS |= frozenset({"0123456789", "01234567", "0123456789abcdef", "deadbeef", "abc123", "123abc"})


def entropy(value: str) -> float:
    """Shannon entropy in bits per character, over the value's own characters."""
    from math import log2

    if not value:
        return 0.0
    count = len(value)
    return -sum(n / count * log2(n / count) for n in (value.count(char) for char in set(value)))
