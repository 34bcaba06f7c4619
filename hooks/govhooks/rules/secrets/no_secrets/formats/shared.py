"""Parts of patterns that several providers share."""

from __future__ import annotations

# A name counts even inside a longer word (`myTwilioKey`); the token must be a separate word within forty characters of
# it.
GAP, LONGEST_NAME = 40, 80
NAME = r"[0-9A-Za-z]{0,20}?"
THEN = rf"[^\r\n]{{0,{GAP}}}?(?<![0-9A-Za-z])"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def after(name: str, token: str) -> str:
    """The pattern of a token without a mark of its own: it counts only after `name`, in any case, on the same line."""
    return f"{NAME}(?i:{name}){THEN}(?P<secret>{token})"


def parts(pattern: str) -> tuple[str, str]:
    """(name, token) of a pattern made by `after`, ("", pattern) for any other."""
    if not pattern.startswith(NAME):
        return "", pattern
    name, _, token = pattern[len(NAME) :].partition(THEN)
    return name, token


__all__ = ["GAP", "LONGEST_NAME", "NAME", "THEN", "UUID", "after", "parts"]
