"""Names that leave no doubt what their value is, so that a generated value behind one is a secret whatever its characters are."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.words import FOREIGN, WIDE
from govhooks.search.expression import Expression

_WORDS = Expression(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# Last words of a name. What a word before them may turn into something else is in `_OTHERS`.
_KINDS = {
    "password": (
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "passwort",
        "senha",
        "contrasena",
        "kennwort",
        "pass",
        "pw",
        "pword",
        "psw",
    ),
    "secret": ("secret", "seed", "mnemonic", "psk"),
    "token": ("token", "jwt", "bearer"),
    "key": ("key", "pk", "apikey"),
    "auth": ("auth", "authorization", "credential", "credentials", "cred", "creds", "cookie", "otp", "pin"),
}
_KIND = {word: kind for kind, words in _KINDS.items() for word in words}
_PASSWORDS = ("password", "passwd", "pwd", "passphrase", "passwort", "senha", "contrasena", "kennwort")
_SECRETS = (
    "secret",
    "apikey",
    "secretkey",
    "privatekey",
    "accesskey",
    "authtoken",
    "accesstoken",
    "apitoken",
    "clientsecret",
)
# What makes a key, or a token, one of access.
_OF_KEYS = frozenset(
    """
    api secret access private auth signing sign encryption encrypt crypto master session account service admin shared deploy storage
    app application webhook hmac jwt aes cookie server client validation write root
    """.split()
)
_OF_TOKENS = frozenset(
    "access auth api bearer refresh bot oauth secret personal deploy service admin app user github gitlab slack npm".split()
)
_OTHERS = frozenset(
    "public publishable pub site anon foreign primary test hash hashed encrypted cipher id name sort cache partition".split()
)
_TAILS = frozenset(
    (
        "base",
        "value",
        "text",
        "string",
        "plain",
        "raw",
        "b64",
        "base64",
        "hex",
        "prod",
        "production",
        "dev",
        "staging",
        "live",
        "old",
        "new",
        "current",
        "previous",
        "backup",
        "default",
        "primary",
        "secondary",
    )
)


def _is_foreign(name: str) -> bool:
    lower = name.lower()
    return any(word in lower for word in FOREIGN) or (not name.isascii() and any(word in name for word in WIDE))


def kind_of(name: str) -> str:
    """What the last telling word of a name says: "password", "secret", "token", "key", "auth", with "-" after it where other words
    follow; "" for none."""
    if _is_foreign(name):
        return "password"
    words = [word.lower() for word in _WORDS.compiled().findall(name)]
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        found = _KIND.get(word) or _KIND.get(word.rstrip("s"))
        if not found:
            found = next((kind for kind in ("password", "passwd", "secret", "token") if word.endswith(kind)), "")
            found = "password" if found == "passwd" else found
        if found:
            return found if at == len(words) - 1 or words[-1].isdecimal() else f"{found}-"
    return ""


def says_secret(name: str) -> bool:
    """Whether the end of a name says that its value is a password, a secret, or a key or token of access: `DB_PASSWORD`, `signingKey`."""
    if _is_foreign(name):
        return True
    words = [word.lower() for word in _WORDS.compiled().findall(name)]
    while len(words) > 1 and (words[-1] in _TAILS or words[-1].isdecimal()):
        words.pop()
    if not words or not _OTHERS.isdisjoint(words):
        return False
    last, before = words[-1].rstrip("s") if len(words[-1]) > 3 else words[-1], words[-2] if len(words) > 1 else ""
    if (
        last.endswith(_PASSWORDS)
        or last in _SECRETS
        or last.endswith("secret")
        or last in ("credential", "mnemonic", "psk", "pk", "pw", "seed")
    ):
        return True
    if last == "key":
        return before in _OF_KEYS
    return last == "token" and before in _OF_TOKENS
