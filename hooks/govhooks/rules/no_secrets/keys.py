"""Private keys: PEM (PKCS#1, PKCS#8, SEC 1, OpenSSH), PGP and PuTTY blocks, over several lines or one.

A block counts only with a body: the header alone stands in code and documentation that handles keys.
"""

from __future__ import annotations

import re

from govhooks.rules.no_secrets.engine import Match, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = re.compile(
    r"-----BEGIN (?P<kind>(?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?)-----|BEGIN (?P<ssh2>SSH2 ENCRYPTED PRIVATE KEY)"
    r"|PuTTY-User-Key-File-(?P<putty>[1-9]):"
)
# What parts the base64 lines: line ends, also as text ("\\n" in a string literal), quotes, commas, comment marks.
_NOISE = re.compile(r"\\[nr]|[\s\"'`,;>#*|\\]")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
# An RSA key of 16,384 bits is 13 KB of base64.
LONGEST = 20_000
SHORTEST = 40


def private_keys(view: Text, offsets: list[int]) -> Iterator[Match]:
    """Private keys whose header stands near one of the offsets (those of the words "private key", "putty-...")."""
    end = -1
    for offset in offsets:
        if offset < end:
            continue
        near = _HEADER.finditer(view.text, max(0, offset - 64, end), offset + 64)
        found = next((header for header in near if header.start() <= offset < header.end()), None)
        if found is None:
            continue
        body, stop = _body(view.text, found.end(), found)
        if not body:
            continue
        end = stop
        line, column = view.place(found.start())
        encrypted = "ENCRYPTED" in view.text[found.start() : stop]
        title = "PuTTY private key" if found["putty"] else f"private key ({(found['kind'] or found['ssh2']).lower()})"
        yield Match(
            id="private-key",
            title=title + (", encrypted" if encrypted else ""),
            value=body,
            line=line,
            end_line=view.place(stop)[0],
            column=column,
            confidence="high",
            proven=_is_der(body, found["kind"] or ""),
            fix="make a new key pair, and withdraw this public key wherever it is trusted",
        )


def _body(text: str, start: int, header: re.Match[str]) -> tuple[str, int]:
    """(the base64 of a block, the offset where it ends); ("", start) when there is no body."""
    following = text.find(text[header.start() : header.start() + 10], start, start + LONGEST)
    window = text[start : start + LONGEST if following < 0 else following]  # the next header begins another block
    if header["putty"]:
        found = re.search(r"Private-Lines: {0,4}\d{1,4}", window)
        if not found:
            return "", start
        lines = window[found.end() :]
        body = _base64(lines[: SHORTEST * 4])
        return body, start + found.end() + len(body)
    footer = window.find("-----END ")
    block = window if footer < 0 else window[:footer]
    if footer < 0:
        # A block that was cut short is still a key: take what is base64 right after the header.
        block = block[:2000]
    block = re.sub(r"(?:Proc-Type|DEK-Info|Comment|Version|Subject|Hash|Charset|MessageID): [^\n\\]{0,200}", "", block)
    body = _base64(block)
    if len(body) < SHORTEST or len(set(body)) < 12:
        return "", start
    return body, start + (footer if footer >= 0 else len(block)) - 1


def _base64(text: str) -> str:
    """The base64 of a block; words of a comment between its lines are too short to be some."""
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
