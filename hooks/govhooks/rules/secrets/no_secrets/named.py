"""Names that leave no doubt what their value is, so that a generated value behind one is a secret whatever its characters are."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.words import FOREIGN, WIDE
from govhooks.search.expression import Expression

_WORDS = Expression(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_PASSWORDS = tuple("password passwd pwd passphrase passwort senha contrasena kennwort".split())
# A telling word of a name -> the kind of secret.
_KIND = {
    **dict.fromkeys((*_PASSWORDS, "pass", "pw", "pword", "psw", "identified"), "password"),
    **dict.fromkeys(("secret", "seed", "mnemonic", "psk"), "secret"),
    **dict.fromkeys(("token", "jwt", "bearer"), "token"),
    **dict.fromkeys(("key", "pk", "apikey"), "key"),
    **dict.fromkeys("auth authorization credential cred cookie otp pin".split(), "auth"),
}
# Last words that settle it: besides those that end in a word for a password, or in "secret".
_SETTLING = frozenset(
    "pw psk pk seed mnemonic credential identified apikey secretkey privatekey accesskey authtoken accesstoken apitoken".split()
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
# What makes a name that of something else, wherever in it.
_OTHERS = frozenset(
    """
    public publishable pub site anon foreign primary test hashed encrypted cipher id name sort cache partition
    first second last two multi single
    """.split()
)
# Words after the telling one that change nothing.
_TAILS = frozenset(
    "base value text string plain raw b64 base64 hex prod production dev staging live old new current previous backup default secondary".split()
)
_FOREIGN = frozenset(word for word in FOREIGN if " " not in word and "_" not in word and "-" not in word)


def _is_foreign(name: str, words: list[str]) -> bool:
    """Whether a word of a name is one for a password in another language; not a part of a word: an enclave is no `clave`."""
    if not _FOREIGN.isdisjoint(words) or "motdepasse" in "".join(words):
        return True
    return not name.isascii() and any(word in name for word in WIDE)


def _split(name: str) -> list[str]:
    return [word.lower() for word in _WORDS.compiled().findall(name)]


def _single(word: str) -> str:
    """A word without its plural s: "secrets", but "pass"."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def kind_of(name: str) -> str:
    """What the last telling word of a name says: "password", "secret", "token", "key", "auth", with "-" after it where other words
    follow; "" for none."""
    words = _split(name)
    if _is_foreign(name, words):
        return "password"
    for at in range(len(words) - 1, -1, -1):
        word = _single(words[at])
        found = _KIND.get(word) or next(
            (_KIND[end] for end in (*_PASSWORDS, "secret", "token") if word.endswith(end)), ""
        )
        if found:
            return found if at == len(words) - 1 or words[-1].isdecimal() else f"{found}-"
    return ""


def says_secret(name: str) -> bool:
    """Whether the end of a name says that its value is a password, a secret, or a key or token of access: `DB_PASSWORD`, `signingKey`."""
    words = _split(name)
    if _is_foreign(name, words):
        return True
    while len(words) > 1 and (words[-1] in _TAILS or words[-1].isdecimal()):
        words.pop()
    if not words or not _OTHERS.isdisjoint(words):
        return False
    last, before = _single(words[-1]), words[-2] if len(words) > 1 else ""
    if last in _SETTLING or last.endswith((*_PASSWORDS, "secret")):
        return True
    if last == "pass":
        return before != ""  # DB_PASS; alone it is a word of many meanings
    return before in _OF_KEYS if last == "key" else last == "token" and before in _OF_TOKENS
