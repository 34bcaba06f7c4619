"""Names that leave no doubt what their value is, so that a generated value behind one is a secret whatever its characters are."""

from __future__ import annotations

from govhooks.core.remembered import Remembered
from govhooks.rules.secrets.no_secrets.generated import is_key
from govhooks.rules.secrets.no_secrets.words import FOREIGN, WIDE
from govhooks.search.expression import Expression

_WORDS = Expression(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_PASSWORDS = tuple("password passwd pwd passphrase passwort senha contrasena kennwort".split())
# A telling word of a name -> the kind of secret.
_KIND = {
    **dict.fromkeys((*_PASSWORDS, "pass", "pw", "pword", "psw", "identified", "authtok"), "password"),
    **dict.fromkeys(("secret", "seed", "mnemonic", "psk"), "secret"),
    **dict.fromkeys(("token", "jwt", "bearer"), "token"),
    **dict.fromkeys(("key", "pk", "apikey"), "key"),
    **dict.fromkeys("auth authorization credential cred cookie otp pin".split(), "auth"),
}
# Last words that settle it: besides those that end in a word for a password, or in "secret".
_SETTLING = frozenset(
    "pw authtok psk pk seed mnemonic credential identified apikey secretkey privatekey accesskey authtoken accesstoken apitoken".split()
)
# What makes a key, or a token, one of access.
_OF_KEYS = frozenset(
    """
    api secret access private auth signing sign encryption encrypt crypto master session account service admin shared deploy storage
    app application webhook hmac jwt aes cookie server client validation write root authentication
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
# The last word of a name says what the value is: `password_policy` is a policy. Words for the credential's own value
# (key, value, text, hash, id, code, data) are not listed; nor is `header`, whose value often is one.
_HEADS = frozenset(
    """
    policy policies algorithm algorithms algo hasher hashers encoder encoders mode field fields format column type types class
    validator validators strategy prompt hint rule rules regex regexp pattern issuer audience lifetime ttl expiry expires expiration
    length size count limit prefix suffix provider providers backend engine manager ref reference version method methods usage label
    placeholder title message description help tooltip selector input element locator xpath icon image logo checker strength
    generator factory handler handlers scheme encryption address contract fingerprint thumbprint symbol bucket region host hostname
    port domain owner role scope scopes permissions template attribute property parameter param variable alias subject kind status
    state required enabled name names path file filename dir directory folder location store url uri endpoint category
    model vocab separator delimiter charset alphabet dialect plugin module service controller component view route page screen
    script command rotation interval period retention schedule complexity requirements instructions
    """.split()
)
# Last words of names whose value is normally made of decimal or hexadecimal digits, however random it looks.
_NUMBERED = frozenset("address contract fingerprint thumbprint image version".split())
_FOREIGN = frozenset(word for word in FOREIGN if " " not in word and "_" not in word and "-" not in word)


def _is_foreign(name: str, words: list[str]) -> bool:
    """Whether a word of a name is one for a password in another language; not a part of a word: an enclave is no `clave`."""
    if not _FOREIGN.isdisjoint(words) or "motdepasse" in "".join(words):
        return True
    return not name.isascii() and any(word in name for word in WIDE)


def _split(name: str) -> list[str]:
    words = [word.lower() for word in _WORDS.compiled().findall(name)]
    if "pass" in words[:-1]:
        for at in range(len(words) - 2, -1, -1):
            if words[at] == "pass" and words[at + 1] in ("phrase", "word"):
                words[at : at + 2] = [f"pass{words[at + 1]}"]
    return words


def _single(word: str) -> str:
    """A word without its plural s: "secrets", but "pass"."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def kind_of(name: str) -> str:
    """What the last telling word of a name says: "password", "secret", "token", "key", "auth", with "-" after it where other words
    follow; "" for none."""
    return _kinds[name]


def _kind_of(name: str) -> str:
    words = _split(name)
    if _is_foreign(name, words):
        return "password"
    for at in range(len(words) - 1, -1, -1):
        word = _single(words[at])
        found = _KIND.get(word) or next(
            (_KIND[end] for end in (*_PASSWORDS, "secret", "token") if word.endswith(end)),
            "password" if _is_glued(word) else "",
        )
        if found and not _is_pass_of_another(words, at):
            return found if at == len(words) - 1 or words[-1].isdecimal() else f"{found}-"
    return ""


# What makes a pass something else: of a renderer, a filter, a compiler, an encoder, a game or a train.
_OTHER_PASSES = frozenset(
    """
    all analysis annual band base battle bike bloom blur boarding bus by clear color com compiler composite compute day deferred depth
    draw effect encoder encom event filter final first forward free fxaa geometry gold hall hdr high last light lighting lint llvm low
    main mask mlir month monthly multi next one opaque opt optimization optimizer over parse parser pipeline post pre prepass rail
    render season second shader shadow single ski ssao sub sur surface taa tone transform transparent tres two under vip weekly year z
    """.split()
)


def _is_pass_of_another(words: list[str], at: int) -> bool:
    """Whether the word "pass" in a name is no password's: `renderPass`, `lowpass`."""
    word = words[at]
    other = words[at - 1] if word == "pass" and at else word.removesuffix("pass")
    return word.endswith("pass") and other in _OTHER_PASSES


def _is_glued(word: str) -> bool:
    """Whether a word ends in a short one for a password: dbpw, requirepass."""
    return word.endswith("pw") or (word.endswith("pass") and word != "pass" and word[:-4] not in _OTHER_PASSES)


def says_secret(name: str) -> bool:
    """Whether the end of a name says that its value is a password, a secret, or a key or token of access: `DB_PASSWORD`, `signingKey`."""
    return _secret[name]


def _says_secret(name: str) -> bool:
    words = _split(name)
    if _is_foreign(name, words):
        return True
    while len(words) > 1 and (words[-1] in _TAILS or words[-1].isdecimal()):
        words.pop()
    if not words or not _OTHERS.isdisjoint(words):
        return False
    last, before = _single(words[-1]), words[-2] if len(words) > 1 else ""
    if last in _SETTLING or last.endswith((*_PASSWORDS, "secret")) or _is_glued(last):
        return True
    if last == "pass":
        return before != "" and before not in _OTHER_PASSES  # DB_PASS; alone it is a word of many meanings
    if last == "cookie":
        return before == "erlang"
    if last == "auth":
        return words[0] == "x" and before != ""  # the header X-Internal-Auth
    if words[-3:] == ["secret", "or", "key"]:
        return True  # as Passport calls it
    return before in _OF_KEYS if last == "key" else last == "token" and before in _OF_TOKENS


def says_no_secret(name: str) -> bool:
    """Whether the last word of a name is a noun that a word like "password" only qualifies: `password_policy`,
    `tokenType`."""
    return _nouns[name]


def _says_no_secret(name: str) -> bool:
    words = [word for word in _split(name) if not word.isdigit()]
    return len(words) > 1 and words[-1] in _HEADS


def is_about(name: str, value: str) -> bool:
    """Whether a value is what its name's last word says, and no secret: anything but a generated one, or one of a noun of numbers."""
    return says_no_secret(name) and not (is_key(value) and not _is_numbered(name))


def _is_numbered(name: str) -> bool:
    words = _split(name)
    return bool(words) and words[-1] in _NUMBERED


# A file repeats its own names.
_kinds, _secret, _nouns = Remembered(_kind_of, 4096), Remembered(_says_secret, 4096), Remembered(_says_no_secret, 4096)
