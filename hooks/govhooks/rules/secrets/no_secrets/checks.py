"""Prove offline that a token is real: checksums and structures of the providers' own formats.

`CHECKS[name](token)` is True when the token's checksum or structure holds. `SIGN[name](start)` gives the checksum that
belongs after `start`, for the examples. `PROOFS` names the checks that are checksums of 30 bits or more: at most one
random string in a billion passes them. The others say that a token is well formed, which a made-up example may be too.

The algorithms were verified with tokens published by their owners. If only some of the published samples agreed, the
row in `formats/` says so (samples are often made up, but agreement in 30 bits or more is no accident).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
# In two parts, so that scanners for random-looking text do not report it.
BECH32 = "qpzry9x8gf2tvdw0" + "s3jn54khce6mua7l"


# Checksums


def _sign_github(start: str) -> str:
    """CRC32 of the 30 characters before, base 62, six places (GitHub and npm)."""
    return _crc_base62(start[-30:])


def _sign_github_fine_grained(start: str) -> str:
    """SHA-256 of the first 77 characters of the token, base32, the first eight characters."""
    import base64
    import hashlib

    return base64.b32encode(hashlib.sha256(start[-77:].encode()).digest())[:8].decode()


def _sign_vercel(start: str) -> str:
    """CRC32 of the 50 characters before, base 62, six places."""
    return _crc_base62(start[-50:])


def _sign_gitlab(start: str) -> str:
    """CRC32 of the whole token so far, base 36, seven places."""
    return _digits(_crc(start), _BASE36, 7)


def _sign_grafana(start: str) -> str:
    """CRC32 of `glsa_` and the 32 characters after it, without the underscore that follows; low byte first, hex."""
    return _crc(start.rstrip("_")[-37:]).to_bytes(4, "little").hex()


def _sign_atlassian(start: str) -> str:
    """CRC32 of the whole token so far, upper-case hex."""
    return f"{_crc(start):08X}"


def _sign_cloudflare(start: str) -> str:
    """CRC32 of the 40 characters before, hex."""
    return f"{_crc(start[-40:]):08x}"


def _sign_confluent(start: str) -> str:
    """CRC32 of the 54 characters before, low byte first, base64 without padding."""
    import base64

    return base64.b64encode(_crc(start[-54:]).to_bytes(4, "little"))[:6].decode()


def _sign_zuplo(start: str) -> str:
    """CRC32 of the 32 characters before, without the underscore that follows, hex."""
    return f"{_crc(start.rstrip('_')[-32:]):08x}"


def _sign_age(start: str) -> str:
    """The Bech32 checksum of BIP 173, upper case, for `AGE-SECRET-KEY-1` and the data characters."""
    prefix, _, data = start.lower().rpartition("1")
    values = [*_bech32_prefix(prefix), *map(BECH32.index, data), 0, 0, 0, 0, 0, 0]
    rest = _bech32_polymod(values) ^ 1
    return "".join(BECH32[rest >> shift & 31] for shift in range(25, -1, -5)).upper()


def _sign_nats(start: str) -> str:
    """The last four characters of an nkey seed: two data bits, here zero, and the CRC16 of the 34 bytes before it."""
    import base64
    import binascii

    raw = base64.b32decode(start[-54:] + "AA")[:34]
    return base64.b32encode(raw + binascii.crc_hqx(raw, 0).to_bytes(2, "little")).decode()[54:58]


def _check_github(token: str) -> bool:
    return token[-6:] == _sign_github(token[:-6])


def _check_github_fine_grained(token: str) -> bool:
    return len(token) == 93 and token[77:85] == _sign_github_fine_grained(token[:77])


def _check_vercel(token: str) -> bool:
    return token[-6:] == _sign_vercel(token[:-6])


def _check_gitlab(token: str) -> bool:
    """An instance may put its own prefix before `glpat-`; the checksum includes it, but not stray text before it."""
    start, crc = token[:-7], token[-7:]
    return crc == _sign_gitlab(start) or ("-gl" in start and crc == _sign_gitlab(start[start.index("-gl") + 1 :]))


def _check_grafana(token: str) -> bool:
    return token[-8:] == _sign_grafana(token[:-8])


def _check_atlassian(token: str) -> bool:
    return token[-8:] == _sign_atlassian(token[:-8])


def _check_cloudflare(token: str) -> bool:
    return token[-8:] == _sign_cloudflare(token[:-8])


def _check_confluent(token: str) -> bool:
    return token[-6:] == _sign_confluent(token[:-6])


def _check_zuplo(token: str) -> bool:
    return token[-8:] == _sign_zuplo(token[:-8])


def _check_age(token: str) -> bool:
    return token[-6:] == _sign_age(token[:-6])


def _crc(text: str) -> int:
    import zlib

    return zlib.crc32(text.encode())


def _crc_base62(text: str) -> str:
    return _digits(_crc(text), _BASE62, 6)


def _digits(number: int, alphabet: str, width: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, len(alphabet))
        digits = alphabet[rest] + digits
    return digits.rjust(width, alphabet[0])


def _bech32_prefix(prefix: str) -> list[int]:
    return [*(ord(char) >> 5 for char in prefix), 0, *(ord(char) & 31 for char in prefix)]


def _bech32_polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                check ^= generator
    return check


# Structures


def _check_aws_key_id(token: str) -> bool:
    """What follows AKIA or ASIA holds a twelve-digit account number; the keys in AWS's manuals end in EXAMPLE.

    Bits 1 to 40 of the base32 text are the number. Older keys begin with I or J there and carry none.
    """
    import base64

    if token.endswith("EXAMPLE"):
        return False
    if not token.startswith(("AKIA", "ASIA")) or token[4] in "IJ":
        return True
    return int.from_bytes(base64.b32decode(token[4:])[:6], "big") >> 7 & 0xFFFFFFFFFF <= 999_999_999_999


def _check_onepassword(token: str) -> bool:
    fields = _json_fields(token[len("ops_") :])
    return "signInAddress" in fields and bool({"email", "muk", "secretKey", "srpX", "userAuth"} & fields)


def _check_grafana_cloud(token: str) -> bool:
    return {"o", "n", "k"} <= _json_fields(token[len("glc_") :])


def _check_grafana_api_key(token: str) -> bool:
    return {"k", "n", "id"} <= _json_fields(token)


def _check_sentry_org(token: str) -> bool:
    fields = _json_fields(token[len("sntrys_") :].rpartition("_")[0])
    return "iat" in fields and bool({"org", "region_url", "url"} & fields)


def _check_discord(token: str) -> bool:
    """The first part is the bot's snowflake: 17 to 20 decimal digits."""
    number = _decode(token.partition(".")[0])
    return 17 <= len(number) <= 20 and number.isdigit()


def _check_atlassian_data_center(token: str) -> bool:
    """`<id>:<20 random bytes>`."""
    number, colon, noise = _decode(token).partition(b":")
    return bool(colon) and number.isdigit() and len(noise) == 20


def _check_jfrog_reference(token: str) -> bool:
    """`reftkn:<version>:<expiry, seconds>:<random>`."""
    parts = _decode(token).split(b":")
    return len(parts) == 4 and parts[0] == b"reftkn" and parts[1].isdigit() and parts[2].isdigit()


def _check_pypi(token: str) -> bool:
    """A version 2 macaroon: location, identifier, caveats, and a signature of 32 bytes that ends it."""
    raw = _decode(token[len("pypi-") :])
    location = b"\x02\x01\x0dtest.pypi.org\x02" if raw[2:3] == b"\x0d" else b"\x02\x01\x08pypi.org\x02"
    return raw.startswith(location) and raw[-36:-32] == b"\x00\x00\x06\x20"


def _check_nats(token: str) -> bool:
    """Base32 of two type bytes, 32 bytes of seed and a CRC16 (XMODEM), low byte first."""
    import base64
    import binascii

    raw = base64.b32decode(token + "=" * (-len(token) % 8))
    whole = base64.b32encode(raw).decode().rstrip("=") == token
    return whole and len(raw) == 36 and binascii.crc_hqx(raw[:-2], 0) == int.from_bytes(raw[-2:], "little")


def _decode(text: str) -> bytes:
    """The bytes of a base64 text in either alphabet, padded or not; empty if it is not base64."""
    import base64
    import binascii

    text = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        return b""


def _json_fields(text: str) -> set[str]:
    """The keys of a JSON object in base64; empty if it is not one."""
    import json

    try:
        value = json.loads(_decode(text))
    except (ValueError, RecursionError):
        return set()
    return set(value) if isinstance(value, dict) else set()


CHECKS: dict[str, Callable[[str], bool]] = {
    "age": _check_age,
    "atlassian": _check_atlassian,
    "atlassian-data-center": _check_atlassian_data_center,
    "aws-key-id": _check_aws_key_id,
    "cloudflare": _check_cloudflare,
    "confluent": _check_confluent,
    "discord": _check_discord,
    "github": _check_github,
    "github-fine-grained": _check_github_fine_grained,
    "gitlab-routable": _check_gitlab,
    "grafana-api-key": _check_grafana_api_key,
    "grafana-cloud": _check_grafana_cloud,
    "grafana-service-account": _check_grafana,
    "jfrog-reference": _check_jfrog_reference,
    "nats": _check_nats,
    "onepassword": _check_onepassword,
    "pypi": _check_pypi,
    "sentry-org": _check_sentry_org,
    "vercel": _check_vercel,
    "zuplo": _check_zuplo,
}

SIGN: dict[str, Callable[[str], str]] = {
    "age": _sign_age,
    "atlassian": _sign_atlassian,
    "cloudflare": _sign_cloudflare,
    "confluent": _sign_confluent,
    "github": _sign_github,
    "github-fine-grained": _sign_github_fine_grained,
    "gitlab-routable": _sign_gitlab,
    "grafana-service-account": _sign_grafana,
    "nats": _sign_nats,
    "vercel": _sign_vercel,
    "zuplo": _sign_zuplo,
}

# The 16 bits of an nkey's CRC are too few to prove anything alone.
PROOFS: frozenset[str] = frozenset(SIGN) - {"nats"}
