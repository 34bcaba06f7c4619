"""Tell private keys that open nothing from live ones: those that everybody can download, and those of certificates for localhost.

Such a key is reported with low confidence and with its reason: it is no secret, but nothing that matters may rely on it. A key is
known by its modulus, by its private number on a curve, or by its bytes, so that it is recognised in every format. A certificate
belongs to a key if it has the key's public part, and is for nobody else if all its names are reserved ones (RFC 2606, 6761) or
addresses of the machine itself or of documentation (RFC 5737, 3849). `.local` is not among them: networks of companies have such names.

`keys.py` asks for every key that it finds; `no_secrets.check` asks about certificates in files beside it.
"""

from __future__ import annotations

import re
from itertools import islice

from govhooks.rules.secrets.no_secrets import der

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.rules.secrets.no_secrets.match import Match

# SHA-256 of what a key is known by -> who published it.
KNOWN = {
    # testRSA1024, testRSA2048, testECCP256, testECCP384 (rfc-editor.org/rfc/rfc9500, 2)
    **dict.fromkeys(
        (
            "33d5b04ff73a985edb0f91900a927b90d7e22764ef4977dc42c1531799460fc5",
            "d5246bc377541fb76508de53d527eb973a81b755144ab531a6a0b7b4af0e7088",
            "fc3e599c97778c116b717ba4e790335eaba5374128e045b0d881f5efb525dafb",
            "3a7bb1566fa28150277a5de3d1be7157543c7a6bda84b16a217fee2668fb5c76",
        ),
        "RFC 9500 for tests",
    ),
    # tests 1 to 3 of Ed25519 (rfc-editor.org/rfc/rfc8032, 7.1; the first one is RFC 8037's, too)
    **dict.fromkeys(
        (
            "644d50ab64864c20a12b3c4656d46b4a48f69ef7c47ecdc8415cd28316b22ef5",
            "3d2d9682cdba529682a152f678e25c6c29847bf2588ca4e1b3023c1579f9958d",
            "d8eca0cca720d33bf6d9a3e8057053ff6a4d19a62a9874fa7f7004ea662fb2f9",
        ),
        "RFC 8032 for tests",
    ),
    # appendices A.1, A.2 and A.3 (rfc-editor.org/rfc/rfc7515)
    **dict.fromkeys(
        (
            "c8ecc9361a05e285f04c26f9572131a6deab07e9e2b865053c6f75a4d8bd2b32",
            "26d6872d476b20e7eaa7cc894dcbc03f2347e88fb8cb46066642213cacf257d5",
            "cfcef6cfb631f2a350b70a6ab72b20696f65f854aa3649a26b4cc1d2b0f5ce76",
        ),
        "RFC 7515 as an example",
    ),
    # what the debugger at jwt.io signs with: RS256 and ES256
    **dict.fromkeys(
        (
            "2da8a492573f9cd453d9a68d7a24c62b4c2c8bd0c3497283ff438b606f65e0d3",
            "5aea75451f8107db5d69f8f2676de27c55a9f8bb7101c05e3db4d092a5985f4d",
        ),
        "jwt.io as an example",
    ),
    # the insecure key pair (github.com/hashicorp/vagrant, keys/vagrant)
    "4fd9973c9cc206ef5f736fb578800da4b443aea2b15c6ed77de5ee895369d071": "Vagrant for every machine",
}
_FIX = "use it in tests at most, and a key pair of your own for everything else"
# A name that a client would take for a host: no plain words such as "Test CA".
_HOST = re.compile(r"[^\s.]+(?:\.[^\s.]+)+\Z")
_CERTIFICATE = re.compile(r"-----BEGIN (?:TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s\\\"',;+]{100,20000}?)-----END")
# How many certificates of a text are looked at.
_MOST = 20
_RESERVED = re.compile(
    r"(?i)(?:(?:[\w*-]+\.)*(?:localhost|localdomain|test|example|invalid)|(?:[\w*-]+\.)*example\.(?:com|net|org)|127(?:\.\d{1,3}){3}|0\.0\.0\.0|::1"
    r"|192\.0\.2\.\d{1,3}|198\.51\.100\.\d{1,3}|203\.0\.113\.\d{1,3}|20010db8[0-9a-f]{24})\.?\Z"
)
_COMMON_NAME, _ALTERNATIVE = b"\x06\x03\x55\x04\x03", b"\x06\x03\x55\x1d\x11"
_IP, _BOOLEAN, _OCTETS, _POINT = 0x87, 0x01, 0x04, 0xA1


def certificates(text: str) -> list[bytes]:
    """The first certificates of a text, in DER."""
    return [_bytes(found[1]) for found in islice(_CERTIFICATE.finditer(text), _MOST)]


def tell_apart(match: Match, found: Iterable[bytes]) -> Match:
    """The match of a private key, with its reason and low confidence if it is published, or if the certificates found (in DER) that
    are of this key are only for names of this machine or of nobody."""
    if match.confidence == "low":
        return match
    data = _bytes(match.value)
    known = _as_published(match, known_by(data))
    if known is not match:
        return known
    public = _public(data)
    if len(public) < 32:
        return match
    names: list[str] = []
    for certificate in found:
        if public in certificate:
            told = _names(certificate)
            if not told or not all(map(_RESERVED.match, told)):
                return match
            names += told
    if not names:
        return match
    title = f"{match.title} of a certificate for {', '.join(list(dict.fromkeys(names))[:3])}"
    return match.but(title=title, confidence="low", proven=False, fix=_FIX, harmless=True)


def beside(path: str) -> list[str]:
    """Where the certificate of a key in a file may be: `server.key` -> `server.crt`, `key.pem` -> `cert.pem`."""
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    stem = stem if dot else name
    found: list[str] = []
    for other in dict.fromkeys((stem, *(_KEY.sub(word, stem) for word in _WORDS))):
        found += (f"{folder}{slash}{other}.{end}" for end in (*_ENDINGS, ending) if other)
    return [one for one in dict.fromkeys(found) if one != path]


_KEY = re.compile(r"(?i)priv(?:ate)?[-_]?key|[-_.]?key|priv(?:ate)?")
_WORDS = ("cert", "certificate", "crt", "fullchain", "-cert", "_cert", ".cert", "")
_ENDINGS = ("crt", "pem", "cert", "cer")


def known_by(data: bytes) -> bytes:
    """What a private key in DER is known by: the modulus of an RSA key, the private number of one on a curve; b"" for others."""
    inner, parts = _unwrapped(data)
    tags = [tag for tag, _ in parts]
    if inner[:1] == bytes([_OCTETS]) and len(inner) > 2 and inner[1] == len(inner) - 2:
        return inner[2:]  # RFC 8410
    if tags[:4] == [0x02] * 4:
        return parts[1][1].lstrip(b"\0")
    return parts[1][1] if tags[:2] == [0x02, _OCTETS] else b""


def as_published(match: Match, member: str) -> Match:
    """The match of a JSON Web Key (RFC 7518: `n`, `d` or `k`, in base64), with its reason and low confidence if it is published."""
    return _as_published(match, _bytes(member))


def _as_published(match: Match, secret: bytes) -> Match:
    from hashlib import sha256

    source = KNOWN.get(sha256(secret).hexdigest())
    if not source:
        return match
    return match.but(
        title=f"{match.title}, published by {source}", confidence="low", proven=False, fix=_FIX, harmless=True
    )


def _public(data: bytes) -> bytes:
    """The public part of a key in DER, as a certificate has it; b"" if the key does not hold it."""
    _, parts = _unwrapped(data)
    tags = [tag for tag, _ in parts]
    if tags[:4] == [0x02] * 4:
        return parts[1][1]
    point = next((value for tag, value in parts if tag == _POINT), b"")
    return point[point.find(b"\x04", 2) :] if tags[:2] == [0x02, _OCTETS] else b""


def _unwrapped(data: bytes) -> tuple[bytes, list[tuple[int, bytes]]]:
    """(the key itself, its parts): without PKCS#8 around it."""
    parts = _parts(data)
    if [tag for tag, _ in parts[:3]] == [0x02, 0x30, _OCTETS]:
        return parts[2][1], _parts(parts[2][1])
    return data, parts


def _parts(data: bytes) -> list[tuple[int, bytes]]:
    try:
        return list(der.children(data, 6))
    except der.Cut:
        return []


def _names(data: bytes) -> list[str]:
    """The names that a certificate in DER is for, [] if it is cut: its alternative ones (RFC 5280 4.2.1.6) and the common ones of its
    subject, of which, beside alternative names, only hosts count."""
    try:
        alternative = list(_alternative(data))
        common = list(_common(data))
    except der.Cut:
        return []
    return list(dict.fromkeys([*alternative, *(name for name in common if not alternative or _HOST.match(name))]))


def _common(data: bytes) -> Iterator[str]:
    """The common names of the subject (RFC 5280 4.1): after the version, if there is one, the serial, algorithm, issuer, validity."""
    _, at, _ = der.part(data, 0)
    _, at, _ = der.part(data, at)
    if data[at : at + 1] == b"\xa0":
        _, _, at = der.part(data, at)
    for _ in range(4):
        _, _, at = der.part(data, at)
    _, at, stop = der.part(data, at)
    at = data.find(_COMMON_NAME, at, stop)
    while at >= 0:
        _, start, end = der.part(data, at + len(_COMMON_NAME))
        yield data[start:end].decode("latin-1")
        at = data.find(_COMMON_NAME, at + 1, stop)


def _alternative(data: bytes) -> Iterator[str]:
    at = data.find(_ALTERNATIVE)
    if at < 0:
        return
    tag, start, end = der.part(data, at + len(_ALTERNATIVE))
    if tag == _BOOLEAN:
        tag, start, end = der.part(data, end)
    if end > len(data):
        raise der.Cut
    for tag, value in der.children(data[start:end], 100):
        if tag == _IP:
            yield ".".join(map(str, value)) if len(value) == 4 else "::1" if value == bytes(15) + b"\1" else value.hex()
        else:
            yield value.decode("latin-1")


def _bytes(text: str) -> bytes:
    from govhooks.rules.secrets.no_secrets.encoded import unbase64

    plain = re.sub(r"\\[nr]|[^A-Za-z0-9+/_-]", "", text).replace("-", "+").replace("_", "/")
    return unbase64(plain)
