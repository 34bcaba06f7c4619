"""Recognise private keys and keystores by their bytes.

Formats: DER (RFC 8017, 5958, 5915, 7292), JKS, JCEKS, BKS, OpenSSH and PGP.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_INTEGER, _OCTETS, _OID, _SEQUENCE = 0x02, 0x04, 0x06, 0x30
_RSADSI = bytes.fromhex("2a864886f70d")  # 1.2.840.113549
_PKCS5 = _RSADSI + b"\1\5"
_PKCS12_PBE = _RSADSI + b"\1\x0c\1"
_PKCS7 = _RSADSI + b"\1\7"
# Key, shrouded key, secret.
_KEY_BAGS = (
    b"\6\x0b" + _RSADSI + b"\1\x0c\x0a\1\1",
    b"\6\x0b" + _RSADSI + b"\1\x0c\x0a\1\2",
    b"\6\x0b" + _RSADSI + b"\1\x0c\x0a\1\5",
)
_PKCS7_ENCRYPTED = b"\6\x09" + _PKCS7 + b"\6"
JKS, JCEKS = b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce"
_BKS = (b"\0\0\0\1\0\0\0\x14", b"\0\0\0\2\0\0\0\x14")
# A key of 16,384 bits takes 9 KB, a keystore may hold many certificates.
LARGEST = 4 << 20


class Cut(Exception):
    """The bytes are shorter than they claim, or are something else."""


def title(data: bytes) -> tuple[str, str]:
    """(the kind of private key or keystore, confidence), ("", "") for anything else."""
    data = data[:LARGEST]
    try:
        if data[:4] in (JKS, JCEKS):
            return _java(data)
        if data.startswith(_BKS):
            return _bouncy_castle(data)
        kind = private_key(data)
        return (f"private key ({kind})", "high") if kind else _pkcs12(data)
    except Cut:
        return "", ""


def private_key(data: bytes) -> str:
    """The kind of a private key ("PKCS#8, encrypted"), "" for anything else.

    A truncated key counts, too: its secret numbers come early.
    """
    if data.startswith(b"openssh-key-v1\0"):
        return "OpenSSH, encrypted" if openssh_encrypted(data) else "OpenSSH"
    try:
        parts = list(children(data, 6))
    except Cut:
        return ""
    tags = [tag for tag, _ in parts]
    values = [value for _, value in parts]
    if tags[:3] == [_INTEGER, _SEQUENCE, _OCTETS] and values[0] in (b"\0", b"\1") and values[1][:1] == b"\x06":
        return "PKCS#8"
    if tags[:2] == [_INTEGER, _OCTETS] and values[0] == b"\1" and 20 <= len(values[1]) <= 72:
        return "SEC 1"
    if tags == [_INTEGER] * 6 and values[0] in (b"\0", b"\1") and all(len(value) >= 16 for value in values[3:4]):
        return "PKCS#1" if len(values[2]) <= 8 else "DSA"
    if tags[:2] == [_SEQUENCE, _OCTETS] and values[0][:1] == b"\x06":
        oid = values[0][2 : 2 + values[0][1]]
        if oid.startswith((_PKCS5, _PKCS12_PBE)):
            return "PKCS#8, encrypted"
    return ""


def children(data: bytes, most: int) -> Iterator[tuple[int, bytes]]:
    """(tag, content) of the first parts of a DER sequence."""
    tag, start, end = part(data, 0)
    if tag != _SEQUENCE:
        raise Cut
    for _ in range(most):
        if start >= min(end, len(data)):
            return
        tag, begin, stop = part(data, start)
        yield tag, data[begin:stop]
        start = stop


def part(data: bytes, at: int) -> tuple[int, int, int]:
    """(tag, start and end of the content) of the DER value at an offset."""
    head = data[at : at + 6]
    if len(head) < 2:
        raise Cut
    length = head[1]
    if length < 0x80:
        return head[0], at + 2, at + 2 + length
    size = length & 0x7F
    if not 1 <= size <= 4 or len(head) < 2 + size:
        raise Cut
    return head[0], at + 2 + size, at + 2 + size + int.from_bytes(head[2 : 2 + size], "big")


def _pkcs12(data: bytes) -> tuple[str, str]:
    """A PKCS#12 file with a key bag. If every bag is encrypted, as keytool does with certificates, it is a guess."""
    parts = list(children(data, 2))
    if [tag for tag, _ in parts] != [_INTEGER, _SEQUENCE] or parts[0][1] != b"\3":
        return "", ""
    if not parts[1][1].startswith(b"\x06\x09" + _PKCS7):
        return "", ""
    if any(bag in data for bag in _KEY_BAGS):
        return "keystore with a private key (PKCS#12)", "high"
    if _PKCS7_ENCRYPTED in data:
        return "keystore whose contents are encrypted (PKCS#12)", "low"
    return "", ""


class _Reader:
    """Big-endian fields, as Java's DataInputStream reads them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def take(self, size: int) -> bytes:
        found = self.data[self.at : self.at + size]
        if len(found) < size:
            raise Cut
        self.at += size
        return found


def _java(data: bytes) -> tuple[str, str]:
    """A Java keystore with a private or secret key: entries are tagged 1 (key), 2 (certificate), 3 (secret key)."""
    name = "JKS" if data.startswith(JKS) else "JCEKS"
    reader = _Reader(data)
    reader.take(4)
    version = reader.number(4)
    for _ in range(min(reader.number(4), 10_000)):
        tag = reader.number(4)
        if tag in (1, 3):
            return f"keystore with a private key ({name})", "high"
        if tag != 2:
            return f"keystore ({name})", "medium"
        reader.take(reader.number(2))
        reader.take(8)
        if version == 2:
            reader.take(reader.number(2))
        reader.take(reader.number(4))
    return "", ""


def _bouncy_castle(data: bytes) -> tuple[str, str]:
    """A BKS keystore with a key: entries are tagged 1 (certificate), 2 (key), 3 (secret), 4 (sealed)."""
    reader = _Reader(data)
    reader.take(4)
    reader.take(reader.number(4))
    reader.take(4)
    while tag := reader.number(1):
        if tag > 4:
            return "", ""
        reader.take(reader.number(2))
        reader.take(8)
        for _ in range(min(reader.number(4), 100)):
            reader.take(reader.number(2))
            reader.take(reader.number(4))
        if tag != 1:
            return "keystore with a private key (BKS)", "high"
        reader.take(reader.number(2))
        reader.take(reader.number(4))
    return "", ""


def openssh_encrypted(data: bytes) -> bool:
    """Whether an OpenSSH key is encrypted (its first field is the cipher; PROTOCOL.key)."""
    return data.startswith(b"openssh-key-v1\0") and not data.startswith(b"openssh-key-v1\0\0\0\0\4none")


# How many numbers the public part of a PGP key has, by algorithm (RFC 4880 5.5.2, RFC 6637); -1: it starts with a
# curve.
_PGP_NUMBERS = {1: 2, 2: 2, 3: 2, 16: 3, 17: 4, 18: -1, 19: -1, 22: -1}


def pgp_encrypted(data: bytes) -> bool:
    """Whether the first packet is a secret key protected by a passphrase: the octet after the public part is not 0."""
    try:
        return _pgp_usage(_Reader(data)) != 0
    except Cut:
        return False


def _pgp_usage(reader: _Reader) -> int:
    head = reader.number(1)
    if head & 0x40:
        tag, first = head & 0x3F, reader.number(1)
        reader.take(0 if first < 192 else 1 if first < 224 else 4)
    else:
        tag = head >> 2 & 0x0F
        reader.take((1, 2, 4, 0)[head & 3])
    if tag not in (5, 7) or reader.number(1) != 4:
        return 0
    reader.take(4)
    algorithm = reader.number(1)
    numbers = _PGP_NUMBERS.get(algorithm, 0)
    if numbers < 0:
        reader.take(reader.number(1))
        numbers = 1
    for _ in range(numbers):
        reader.take((reader.number(2) + 7) // 8)
    if algorithm == 18:
        reader.take(reader.number(1))
    return reader.number(1) if numbers else 0
