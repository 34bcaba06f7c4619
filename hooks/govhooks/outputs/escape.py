"""Escape text for terminals and CI logs: paths and messages come from the judged repository, which may be hostile."""

from __future__ import annotations


def printable(text: str) -> str:
    """A text on one line that is safe to show on a terminal and in a CI log.

    Characters that Python does not call printable (control, bidirectional, invisible, unassigned) become an escape, an
    undecodable byte becomes `\\xNN`. "##" and a leading "::" are broken up, because CI services read commands from
    them.
    """
    shown = visible(text)
    if "##" in shown:
        shown = shown.replace("##", "#\\x23")
    return "\\x3a" + shown[1:] if shown.lstrip().startswith("::") else shown


def visible(text: str) -> str:
    """A text in which every character can be seen: one that Python does not call printable becomes an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if char == "\n":
        return "\\n"
    if char == "\t":
        return "\\t"
    if char.isprintable():
        return char
    return f"\\x{code:02x}" if code < 0xA0 else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
