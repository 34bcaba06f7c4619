"""Tell values that a program generated from those that a person wrote, and say which kind they are.

Two keys that were made in the same way differ only by chance, so nothing about a generated value but its kind and its length may
decide whether it is a secret: `shape` puts every such value into one class, whatever its characters are. Values that are too short
for that, or that read like words, are in no class.
"""

from __future__ import annotations

from govhooks.core.remembered import Remembered
from govhooks.search.expression import Expression

# Shorter values have too few characters to tell chance from words.
LEAST = 16
_UUID = Expression(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z")
_HEX = Expression(r"(?:0x)?(?:[0-9a-f]+|[0-9A-F]+)\Z")
# A mark of the provider, then the value: sk-..., whsec_..., key_live_...
_MARKED = Expression(r"[A-Za-z][A-Za-z0-9]{0,9}(?:[-_](?:live|test|prod|dev))?[-_:](?=[A-Za-z0-9])")
_WRITTEN = Expression(r"[A-Za-z0-9+/_.~-]+={0,3}\Z")
# The 120 most frequent pairs of letters in English words and in names of programs: they are three quarters of such text, and less
# than a fifth of random letters.
_PAIRS = frozenset(
    """
    th he in er an re nd on en at ou ed ha to or it is hi es ng st ar te se me of le al ri ro ne ea ve co de ra li ic nt io ti el ma om ur
    ta ec us ss si as la et il na ce rs ch ca di tr no ol lo ho ut pe ac us em nc un im pr po id ad ct mo so pa ee oo ge ai ie ul wi ll am su
    ke ey ag ab ay ap ir ow tu fo fi rt ns mi ni sp sh ev be bu wa cl op rd up ex bl gr pl tt ig gi sc vi cr vo ep ot ck os qu wo rm
    """.split()
)
_LEAN = 0.06
# Words are joined by these signs; a value in which no run is as long as this is made of words.
_BREAKS, _RUN = Expression(r"[_.~/+-]"), 8


def shape(value: str) -> str:
    """The class of a generated value, "" for any other: "uuid", "digits", "hex", "lower" (letters and digits), "upper" (base32, too), "mixed"
    (base64, too, whether it has signs or not); "+" and the class for one behind a mark such as `sk-`.

    Linear in the length; no class for a value of fewer than 16 characters or more than 4,096.
    """
    return _shapes[value]


def _shape(value: str) -> str:
    size = len(value)
    if not LEAST <= size <= 4096 or not _WRITTEN.match(value):
        return ""
    found = _class(value)
    if found:
        return found
    mark = _MARKED.match(value)
    if mark and size - mark.end() >= LEAST:
        found = _class(value[mark.end() :])
        return f"+{found}" if found else ""
    return ""


def is_key(value: str) -> bool:
    """Whether a value is of a class that keys are of wherever a name says so; digits and UUIDs are often identifiers."""
    return shape(value).lstrip("+") in ("hex", "lower", "upper", "mixed")


def _class(value: str) -> str:
    size = len(value)
    if size == 36 and _UUID.match(value):
        return "uuid" if len(set(value)) > 5 else ""
    varied = len(set(value.lower()))
    if varied < 6 or (value.isalnum() and _counts(value.lower())):
        return ""
    if value.isdecimal():
        return "digits" if not _counts(value) else ""
    if _HEX.match(value) and (size >= 24 or any(map(str.isdecimal, value))):
        return "hex" if not _counts(value.lower()) else ""
    body = value.rstrip("=")
    if len(body) < LEAST or max(map(len, _BREAKS.compiled().split(body))) < _RUN or _reads(body):
        return ""
    if body.islower():
        return "" if "_" in body and body.replace("_", "").isalpha() else "lower"  # shutdown_websockets
    return "upper" if body.isupper() else "mixed"


def _counts(value: str) -> bool:
    """Whether most characters are the next after, or the same as, the one before: 0123456789abcdef."""
    order = "0123456789abcdefghijklmnopqrstuvwxyz0"
    near = sum(pair in order or pair[0] == pair[1] for pair in (value[at : at + 2] for at in range(len(value) - 1)))
    return near * 2 > len(value)


def _reads(body: str) -> bool:
    """Whether a value reads like words: most neighbours are a frequent pair of letters, or of one kind."""
    score = count = 0
    lower = body.lower()
    for at in range(len(body) - 1):
        one, two = body[at], body[at + 1]
        if not (one.isalnum() and two.isalnum()):
            continue
        count += 1
        if one.isdecimal() or two.isdecimal():
            score += not (one.isdecimal() and two.isdecimal())
        elif lower[at : at + 2] in _PAIRS and (one.isupper() == two.isupper() or one.isupper()):
            score -= 1
        else:
            score += 1
    # Names seldom have several digits; random characters of one case happen on more pairs.
    lean = _LEAN if len(body) < 24 or sum(map(str.isdecimal, body)) < 3 else -0.2
    return score <= lean * count


# One candidate is asked about several times in a row.
_shapes = Remembered(_shape, 64)

__all__ = ["LEAST", "is_key", "shape"]
