"""What a message may quote of source code and settings: names and words of the field, nothing that may be a credential.

A finding names old and new values, and a value stands beside others: the key of `jwt.decode(t, "...", verify=False)`, the password in
an issuer's URL. A rule that quotes more than a word it knows asks here.
"""

from __future__ import annotations

import re

from govhooks.core.finding import HIDDEN

# In the place of what is left out.
LEFT_OUT = "..."
_LOGIN = re.compile(r"(?<=//)[^/@\s]*@")
_LITERAL = re.compile(r"""("|'|`)((?:\\.|(?!\1)[^\\])*)\1(?!\s*(?::(?!:)|=>))""", re.DOTALL)
_KNOWN = re.compile(
    r"(?i)none|(?:[hrp]s|es)\d{3}k?|eddsa|lax|strict|true|false|on|off|auto|always|never|all|md5|sha-?\d+|bcrypt|argon2\w*|"
    r"exp|iat|nbf|aud|iss|verify_\w+|verify\w*|\d+(?:[.:]\d+)*\s*[a-z]{0,8}|"
)
# Long, of letters and digits without a separator: nobody's name for a role or a setting.
_RANDOM = re.compile(r"(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9+/=_-]{10,}|[A-Za-z0-9+/=]{32,}")

_TOKENS = re.compile(
    r"(?i)(?<=://)[^/@\s'\"]+(?=@)|(?<=bearer )[^\s'\"]{8,}|\b(gh[pousr]_|github_pat_|glpat-|sk-|xox[abpr]-|AKIA|npm_|pypi-)[\w-]{8,}|"
    r"(?<=token=)[^&\s'\"]{6,}|(?<=key=)[^&\s'\"]{6,}|(?<=password=)[^&\s'\"]{3,}|(?<=secret=)[^&\s'\"]{6,}"
)


def tokens(text: str) -> str:
    """A command line or a setting without what is a credential by its form or by the word before it."""
    return _TOKENS.sub(HIDDEN, text)


def url(text: str) -> str:
    """A URL without user, password, query and fragment."""
    return _LOGIN.sub("", re.split(r"[?#]", text, maxsplit=1)[0])


def is_random(text: str) -> bool:
    """Whether a text looks like a generated value, and not like a word, a path or a dotted name."""
    return _RANDOM.fullmatch(text) is not None


def source(text: str, known_only: bool = False) -> str:
    """Source code without the texts in it that look generated; with `known_only`, without all that are no word of the field."""

    def shown(found: re.Match[str]) -> str:
        quote, inner = found[1], found[2]
        kept = _KNOWN.fullmatch(inner) or not (known_only or is_random(inner))
        return found[0] if kept else f"{quote}{LEFT_OUT}{quote}"

    return _LOGIN.sub("", _LITERAL.sub(shown, text))
