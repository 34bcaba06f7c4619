"""Pieces that the patterns of several providers share."""

from __future__ import annotations

# A name is found inside a longer word too (`myTwilioKey`), and the token stands alone within forty characters of it.
NAME = r"[0-9A-Za-z]{0,20}?"
THEN = r"[^\r\n]{0,40}?(?<![0-9A-Za-z])"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def after(name: str, token: str) -> str:
    """The pattern of a token without a mark of its own: it counts only after `name`, in any case, on the same line."""
    return f"{NAME}(?i:{name}){THEN}(?P<secret>{token})"


__all__ = ["NAME", "THEN", "UUID", "after"]
