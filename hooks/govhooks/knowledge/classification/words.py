"""The words of an identifier, whatever its spelling: camelCase, snake_case, kebab-case, ACRONYMs."""

from __future__ import annotations

from govhooks.search.compiled import compiled

# Letters without case (of other scripts) go with lower-case ones. "IDs" is one word.
_WORD = compiled(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|\d+")
_split: dict[str, tuple[str, ...]] = {}
# So many names are kept: one file says the same ones again and again.
_MOST = 5000


def split(identifier: str) -> tuple[str, ...]:
    """The words in lower case: "homePhone2" -> ("home", "phone", "2"); "HTTPServer" -> ("http", "server"); "apikey" -> ("api", "key")."""
    found = _split.get(identifier)
    if found is None:
        if len(_split) >= _MOST:
            _split.clear()
        words = [word.lower() for word in _WORD.findall(identifier)]
        found = _split[identifier] = tuple(part for word in words for part in _unglued(word))
    return found


def _unglued(word: str) -> tuple[str, ...]:
    """A word that people write as one: "apikey" -> ("api", "key"), "dbpassword" -> ("db", "password")."""
    if len(word) <= _LONGEST:
        for end in _ENDS:
            if word.endswith(end) and (first := word[: -len(end)]) in _BEFORE:
                return (*_BEFORE[first], end)
    return (word,)


_LONGEST = 30
# What is written together with what may stand before it; "wrongpassword" and "forgotpassword" are other things.
_ENDS = ("password", "passwd", "token", "secret", "key", "number")
_BEFORE = {
    **{
        word: (word,)
        for word in (
            "api auth access secret private signing encryption master db database root admin user my new old current plain refresh session bearer"
            " client consumer app id jwt login reset oauth smtp email mail redis mysql postgres ldap ftp ssh proxy wifi card account passport routing"
        ).split()
    },
    "apiaccess": ("api", "access"),
    "authaccess": ("auth", "access"),
    "useraccess": ("user", "access"),
}


def singular(word: str) -> str:
    """A noun without its plural ending, as far as that is simple: "tenants" -> "tenant", "entries" -> "entry"; "address" stays."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
