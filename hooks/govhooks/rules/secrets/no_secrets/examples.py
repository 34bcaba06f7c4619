"""Generate example tokens at run time, so that no file of this project contains one in clear.

A recipe is literal text with placeholders:

    {alnum:36}            36 random characters from one of `ALPHABETS`, no two neighbours alike
    {uuid}                a random UUID
    {b64:reftkn:<digits:4>}   base64 of an inner recipe, `<` and `>` standing for its braces; also b64url
    {b64json:k=alnum:32,n='ci',m.r='eu',id=#1}   base64 of a JSON object; also b64urljson
    {pypi:pypi.org}       base64 of a macaroon with this location
    {sign:github}         the checksum `SIGN["github"]` of the text made so far
    {badsign:github}      a wrong one

`make(recipe, seed)` gives the same text for the same arguments. Only the tests and the demonstration use this module.
"""

from __future__ import annotations

import base64
import json
import random
import re
import string
import uuid

from govhooks.rules.secrets.no_secrets.checks import BECH32, SIGN

_LOWER, _UPPER, _DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits

ALPHABETS: dict[str, str] = {
    "HEX": _DIGITS + "ABCDEF",
    "alnum": _DIGITS + _LOWER + _UPPER,
    "base32": _UPPER + "234567",
    "base32lower": _LOWER + "234567",
    "base62": _DIGITS + _LOWER + _UPPER,
    "base64": _DIGITS + _LOWER + _UPPER + "+/",
    "base64url": _DIGITS + _LOWER + _UPPER + "-_",
    "bech32": BECH32.upper(),
    "digits": _DIGITS,
    "hex": _DIGITS + "abcdef",
    "letters": _LOWER + _UPPER,
    "lower": _LOWER,
    "loweralnum": _DIGITS + _LOWER,
    "upper": _UPPER,
    "upperalnum": _DIGITS + _UPPER,
}

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_MAX_LENGTH = 2_000


def make(recipe: str, seed: int = 0) -> str:
    """The text of a recipe; raises ValueError naming the placeholder that cannot be generated."""
    # The text must be the same every time: this randomness protects nothing.
    return _make(recipe, random.Random(f"{seed} {recipe}"))  # noqa: S311


def _make(recipe: str, rng: random.Random) -> str:
    made = ""
    end = 0
    for placeholder in _PLACEHOLDER.finditer(recipe):
        made += _literal(recipe[end : placeholder.start()])
        made += _value(placeholder.group(1), made, rng)
        end = placeholder.end()
    return made + _literal(recipe[end:])


def _literal(text: str) -> str:
    if "{" in text or "}" in text:
        raise ValueError(f"unbalanced brace in the recipe at {text!r}")
    return text


def _value(placeholder: str, made: str, rng: random.Random) -> str:
    kind, _, argument = placeholder.partition(":")
    if kind in ALPHABETS and argument.isdecimal() and 0 < int(argument) <= _MAX_LENGTH:
        return _random_text(ALPHABETS[kind], int(argument), rng)
    if kind == "uuid" and not argument:
        return str(uuid.UUID(int=rng.getrandbits(128), version=4))
    if kind in ("sign", "badsign") and argument in SIGN:
        sign = SIGN[argument](made)
        return sign if kind == "sign" else _other(sign[0]) + sign[1:]
    if kind in ("b64", "b64url") and argument:
        return _base64(_make(argument.replace("<", "{").replace(">", "}"), rng).encode(), kind == "b64url")
    if kind in ("b64json", "b64urljson") and argument:
        text = json.dumps(_json_object(argument, placeholder, rng), separators=(",", ":"))
        return _base64(text.encode(), kind == "b64urljson")
    if kind == "pypi" and argument:
        return _base64(_macaroon(argument, rng), True)
    raise ValueError(f"unknown placeholder {{{placeholder}}}")


def _random_text(alphabet: str, length: int, rng: random.Random) -> str:
    text = rng.choice(alphabet)
    while len(text) < length:
        char = rng.choice(alphabet)
        if char != text[-1]:
            text += char
    return text


def _other(char: str) -> str:
    """A different character from every alphabet that contains `char`."""
    for pair in ("23", "ab", "AB"):
        if char.isdigit() == pair.isdigit() and char.isupper() == pair.isupper() and char.isalnum():
            return pair[1] if char == pair[0] else pair[0]
    return "A"


def _json_object(fields: str, placeholder: str, rng: random.Random) -> dict[str, object]:
    """`key=kind:length`, `key='text'` and `key=#number`, separated by commas; `a.b` makes a nested object."""
    made: dict[str, object] = {}
    for field in fields.split(","):
        path, equals, value = field.partition("=")
        if not equals or not path:
            raise ValueError(f"no field=value in placeholder {{{placeholder}}}: {field!r}")
        *parents, key = path.split(".")
        place = made
        for parent in parents:
            inner = place.setdefault(parent, {})
            if type(inner) is not dict:
                raise ValueError(f"{parent} is both a value and an object in placeholder {{{placeholder}}}")
            place = inner
        if value.startswith("'") and value.endswith("'") and len(value) > 1:
            place[key] = value[1:-1]
        elif value.startswith("#") and value[1:].isdecimal():
            place[key] = int(value[1:])
        else:
            place[key] = _value(value, "", rng)
    return made


def _macaroon(location: str, rng: random.Random) -> bytes:
    """A version 2 macaroon: tagged fields, a section end after the header, the caveat and the caveats, a signature."""
    identifier = str(uuid.UUID(int=rng.getrandbits(128), version=4))
    caveat = json.dumps([3, str(uuid.UUID(int=rng.getrandbits(128), version=4))])
    header = b"\x02" + _field(1, location.encode()) + _field(2, identifier.encode()) + b"\x00"
    return header + _field(2, caveat.encode()) + b"\x00\x00" + _field(6, rng.getrandbits(256).to_bytes(32, "big"))


def _field(tag: int, value: bytes) -> bytes:
    return bytes((tag, len(value))) + value


def _base64(raw: bytes, urlsafe: bool) -> str:
    encoded = base64.urlsafe_b64encode(raw) if urlsafe else base64.b64encode(raw)
    return encoded.decode().rstrip("=")
