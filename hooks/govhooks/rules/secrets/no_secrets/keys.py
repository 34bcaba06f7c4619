"""Find private keys in text.

PEM (PKCS#1, PKCS#8, SEC 1, OpenSSH), PGP, SSH2 and PuTTY blocks, on several lines or one; the same without a header, as
in configuration files; JSON Web Keys; keystores in base64.

A block counts only if it has a body: the header alone occurs in code and documentation about keys. Without a header,
the bytes must have the structure of a key.
"""

from __future__ import annotations

import re

from govhooks.rules.secrets.no_secrets.match import Match, Text
from govhooks.rules.secrets.no_secrets.published import as_published, certificates, tell_apart
from govhooks.rules.secrets.no_secrets.words import BARE_KEYS
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = compiled(
    r"-----BEGIN (?P<kind>(?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?)-----|BEGIN (?P<ssh2>SSH2 ENCRYPTED PRIVATE KEY)"
    r"|PuTTY-User-Key-File-(?P<putty>[1-9]):"
)
# Sixteen lines of 32 digits (openvpn.net/community-resources/reference-manual-for-openvpn-2-6, --genkey).
_STATIC = compiled(r"OpenVPN Static key V1-----\s{0,4}(?P<key>(?:[0-9a-fA-F]{32,64}\s{1,8}){8,16})-----END")
# Separators between the base64 lines: line endings, also as text ("\\n" in a string literal), quotes, commas, comment
# marks.
_NOISE = compiled(r"\\[nr]|[\s\"'`,;>#*|\\]")
_BASE64_RUN = compiled(r"[A-Za-z0-9+/_-]*")
_BASE64 = compiled(r"[A-Za-z0-9+/]{16,}={0,2}")
# An RSA key of 16,384 bits is 13 KB of base64.
LONGEST = 20_000
SHORTEST = 40
_FIX = "generate a new key pair and remove the old public key wherever it is trusted"


def private_keys(view: Text, offsets: list[int]) -> Iterator[Match]:
    """Private keys whose mark is at one of the offsets (see `engine`)."""
    end = -1
    bare: list[int] = []
    webs: list[int] = []
    spans: list[tuple[int, int]] = []
    beside: list[bytes] | None = None
    for offset in offsets:
        if offset < end:
            continue
        if view.text.startswith("kty", offset):
            webs.append(offset)
            continue
        if view.text[offset] in "oO":
            static = _STATIC.match(view.text, offset)
            if static:
                line, column = view.place(static.start("key"))
                last = view.place(static.end())[0]
                value = "".join(static["key"].split())
                yield Match("private-key", "OpenVPN static key", value, line, last, column, "high", fix=_FIX)
            continue
        if view.text[offset] not in "pP":
            bare.append(offset)
            continue
        near = _HEADER.finditer(view.text, max(0, offset - 64, end), offset + 64)
        found = next((header for header in near if header.start() <= offset < header.end()), None)
        if found is None:
            continue
        body, stop = _body(view.text, found.end(), found)
        if not body:
            continue
        end = stop
        spans.append((found.start(), stop))
        line, column = view.place(found.start())
        encrypted = _is_encrypted(view.text[found.start() : stop], body, found)
        title = "PuTTY private key" if found["putty"] else f"private key ({(found['kind'] or found['ssh2']).lower()})"
        match = Match(
            id="private-key",
            title=title + (", encrypted" if encrypted else ""),
            value=body,
            line=line,
            end_line=view.place(stop)[0],
            column=column,
            confidence="high",
            proven=_is_der(body, found["kind"] or ""),
            fix=_FIX,
        )
        if match.proven:
            beside = certificates(view.text) if beside is None else beside  # once, however many keys there are
            match = tell_apart(match, beside)
        yield match
    yield from _headless(view, [at for at in bare if not any(start <= at <= stop for start, stop in spans)])
    yield from _web_keys(view, webs)


def _is_encrypted(block: str, body: str, header: re.Match[str]) -> bool:
    """Whether a key is protected by a passphrase, judged by a word in its header or fields, or by its first bytes."""
    from govhooks.rules.secrets.no_secrets import der
    from govhooks.rules.secrets.no_secrets.encoded import unbase64

    if header["putty"]:
        return re.search(r"Encryption: {0,4}(?!none)\w", block) is not None
    if "ENCRYPTED" in block:
        return True
    data = unbase64(re.sub(r"=.*", "", body))
    if header["kind"] == "PGP PRIVATE KEY BLOCK":
        return der.pgp_encrypted(data)
    return der.openssh_encrypted(data)


def _headless(view: Text, offsets: list[int]) -> Iterator[Match]:
    """Private keys and keystores in base64 without a header, recognised by their first bytes."""
    from govhooks.rules.secrets.no_secrets import der
    from govhooks.rules.secrets.no_secrets.encoded import run_of_base64, unbase64

    reach = -1
    for offset in offsets:
        if offset < reach or not view.text.startswith(BARE_KEYS, offset):
            continue
        if offset > 64 and _BASE64_RUN.fullmatch(view.text, offset - 64, offset):
            continue  # too far from the start of its run
        start, end, encoded = run_of_base64(view.text, offset)
        if len(encoded) < SHORTEST:
            continue
        title, confidence = der.title(unbase64(encoded))
        if not title:
            continue
        reach = end
        line, column = view.place(start)
        match = Match(
            id="private-key",
            title=f"{title}, base64-encoded",
            value=encoded,
            line=line,
            end_line=view.place(end - 1)[0],
            column=column,
            confidence=confidence,
            proven=confidence == "high",
            fix=_FIX,
        )
        yield tell_apart(match, ())


# A JSON Web Key is private when it has "d", a symmetric one when it has "k" (RFC 7517, 7518 6).
_MEMBER = compiled(
    r"""(?<![A-Za-z0-9_])(kty|d|k|n)\\{0,3}["']?[ \t]*:\s*\\{0,3}["']([A-Za-z0-9_-]{2,1400})\\{0,3}["']"""
)
_OBJECT = 8_000


def _web_keys(view: Text, offsets: list[int]) -> Iterator[Match]:
    text = view.text
    # An object has one "kty": what comes after the next one belongs to another object.
    for before, offset, after in zip([0, *offsets], offsets, [*offsets[1:], len(text)]):
        begin = max(before, offset - _OBJECT)
        start = text.rfind("{", begin, offset) + 1 or begin
        limit = min(after, offset + _OBJECT)
        end = text.find("}", offset, limit)
        members = {found[1]: found for found in _MEMBER.finditer(text, max(0, start - 1), limit if end < 0 else end)}
        kind = members["kty"][2] if "kty" in members else ""
        secret = members.get({"RSA": "d", "EC": "d", "OKP": "d", "oct": "k"}.get(kind, ""))
        if secret is None or len(secret[2]) < 22 or len(set(secret[2])) < 10:
            continue
        line, column = view.place(secret.start(2))
        match = Match(
            id="private-key",
            title=f"private key (JSON Web Key, {kind})",
            value=secret[2],
            line=line,
            end_line=line,
            column=column,
            confidence="high",
            fix=_FIX,
        )
        modulus = members.get("n") if kind == "RSA" else None
        yield as_published(match, (modulus or secret)[2])


def _body(text: str, start: int, header: re.Match[str]) -> tuple[str, int]:
    """(the base64 of a block, the offset where it ends); ("", start) if there is no body."""
    following = text.find(text[header.start() : header.start() + 10], start, start + LONGEST)
    window = text[start : start + LONGEST if following < 0 else following]  # the next header begins another block
    if header["putty"]:
        found = re.search(r"Private-Lines: {0,4}\d{1,4}", window)
        if not found:
            return "", start
        lines = window[found.end() :]
        body = _base64(lines[: SHORTEST * 4])
        return body, start + found.end() + len(body)
    footer = window.find("---- END " if header["ssh2"] else "-----END ")
    block = window if footer < 0 else window[:footer]
    if footer < 0:
        # A truncated block is still a key: take the base64 right after the header.
        block = block[:2000]
    block = re.sub(r"(?:Proc-Type|DEK-Info|Comment|Version|Subject|Hash|Charset|MessageID): [^\n\\]{0,200}", "", block)
    body = _base64(block)
    if footer < 0 and not any(len(word) >= SHORTEST for word in _NOISE.split(block) if _BASE64.fullmatch(word)):
        return "", start  # long words in a program that only mentions the header
    if len(body) < SHORTEST or len(set(body)) < 12:
        return "", start
    return body, start + (footer if footer >= 0 else len(block)) - 1


def _base64(text: str) -> str:
    """The base64 of a block; words of a comment between its lines are too short to be base64."""
    return "".join(word for word in _NOISE.split(text) if _BASE64.fullmatch(word))


def _is_der(body: str, kind: str) -> bool:
    """Whether the base64 is what the header says: a DER sequence, or OpenSSH's own format."""
    import base64
    import binascii

    try:
        data = base64.b64decode(body[: len(body) // 4 * 4], validate=True)
    except binascii.Error:
        return False
    if kind == "OPENSSH PRIVATE KEY":
        return data.startswith(b"openssh-key-v1\0")
    return "PGP" not in kind and data[:1] == b"\x30" and len(data) > 40
