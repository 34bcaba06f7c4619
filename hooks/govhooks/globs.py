"""Gitignore-like globs: the one implementation for the whole suite.

Dialect: git's (https://git-scm.com/docs/gitignore#_pattern_format), except that a later `!pattern` always takes away
again, also below a directory that an earlier pattern names. A pattern matches the path itself or any directory above
it. `pathspec` does the same well, but imports `pathlib` and compiles every pattern up front; here a pattern is looked
at only when its longest literal stands in the path, and its regular expression is compiled only then.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


class BadGlob(ValueError):
    """A pattern that cannot be understood; the text says why."""


class _Glob:
    __slots__ = ("literal", "negated", "pattern", "regex")

    def __init__(self, pattern: str, ignore_case: bool) -> None:
        self.pattern = pattern
        body = pattern
        self.negated = body.startswith("!")
        if self.negated:
            body = body[1:]
        if not body or body == "/":
            raise BadGlob("an empty pattern")
        self.literal = _literal(body)
        if ignore_case:
            self.literal = self.literal.lower()
        self.regex: re.Pattern[str] | None = None

    def compile(self, ignore_case: bool) -> re.Pattern[str]:
        import re

        self.regex = re.compile(translate(self.pattern.removeprefix("!")), re.IGNORECASE if ignore_case else 0)
        return self.regex


class Globs:
    """An ordered list of patterns; the last one that matches decides.

    Raises BadGlob for a pattern that git would not understand either.
    """

    def __init__(self, patterns: Iterable[str], ignore_case: bool = False) -> None:
        self.ignore_case = ignore_case
        self._globs = [_Glob(pattern, ignore_case) for pattern in patterns]

    def match(self, path: str) -> str | None:
        """The positive pattern that decides for `path` (a file's, "/"-separated), or None."""
        compared = path.lower() if self.ignore_case else path
        found = None
        for glob in self._globs:
            if glob.negated is (found is None) or glob.literal not in compared:
                continue  # it could not change the answer, or cannot match
            if (glob.regex or glob.compile(self.ignore_case)).match(path):
                found = None if glob.negated else glob.pattern
        return found


def validate(pattern: str) -> None:
    """Raise BadGlob when the pattern is one that can never match or is malformed."""
    import re

    body = pattern.removeprefix("!")
    if not body.strip("/"):
        raise BadGlob("an empty pattern")
    try:
        re.compile(translate(body))
    except re.error as error:
        raise BadGlob(str(error)) from None


def _literal(body: str) -> str:
    """The longest run of the pattern that stands in every path it matches, without "/" at its ends."""
    best = run = ""
    i = 0
    while i < len(body):
        char = body[i]
        if char == "\\" and i + 1 < len(body):
            i += 1
            run += body[i]
        elif char in "*?[":
            best, run = max(best, run.strip("/"), key=len), ""
            if char == "[":
                end = _class_end(body, i)
                i = end if end > 0 else i
        else:
            run += char
        i += 1
    best = max(best, run.strip("/"), key=len)
    if "/" in best:  # "a/**/b" may match "a/b": a slash next to a star proves nothing, so keep one component
        best = max(best.split("/"), key=len)
    return best


def _class_end(body: str, start: int) -> int:
    """Index of the "]" that closes the class opened at `start`, or -1."""
    i = start + 1
    if i < len(body) and body[i] in "!^":
        i += 1
    if i < len(body) and body[i] == "]":
        i += 1
    while i < len(body):
        if body[i] == "\\":
            i += 2
            continue
        if body.startswith("[:", i):
            close = body.find(":]", i + 2)
            if close > 0:
                i = close + 2
                continue
        if body[i] == "]":
            return i
        i += 1
    return -1


def _class(body: str, start: int, end: int) -> str:
    """The regular expression of the class body[start:end + 1]; it never matches "/"."""
    i = start + 1
    negate = body[i] in "!^"
    if negate:
        i += 1
    items = ""
    first = i
    while i < end:
        if body.startswith("[:", i) and (close := body.find(":]", i + 2)) > 0 and close < end:
            name = body[i + 2 : close]
            if name not in _CLASSES:
                raise BadGlob(f"no character class [:{name}:]")
            items += _CLASSES[name]
            i = close + 2
            continue
        char = body[i]
        if char == "\\" and i + 1 < end:
            i += 1
            char = body[i]
        elif char == "-" and first < i < end - 1 and not items.endswith("\\s"):
            items += "-"
            i += 1
            continue
        items += "\\" + char if char in "\\]^[-&~|" else char
        i += 1
    return f"(?!/)[{'^' if negate else ''}{items}]"


def translate(body: str) -> str:
    """The regular expression (for `match`) of one pattern without its "!".

    Runs of stars are folded, and every star but "**" stops at "/", so matching takes at most polynomial time in the
    length of one path component.
    """
    directory_only = body.endswith("/") and not body.endswith("\\/")
    body = body.rstrip("/") if directory_only else body
    anchored = "/" in body
    if body.startswith("/"):
        body = body[1:]
    out = "" if anchored else "(?:.*/)?"
    i = 0
    while i < len(body):
        char = body[i]
        if char == "*":
            end = i
            while end < len(body) and body[end] == "*":
                end += 1
            at_start = i == 0 or body[i - 1] == "/"
            if end - i >= 2 and at_start and end < len(body) and body[end] == "/" and anchored:
                out += "(?:.*/)?"
                end += 1
                while body.startswith("**/", end):
                    end += 3
            elif end - i >= 2 and at_start and end == len(body) and anchored and i:
                out += ".+"
            else:
                out += "[^/]*"
            i = end
            continue
        if char == "?":
            out += "[^/]"
        elif char == "[":
            end = _class_end(body, i)
            if end < 0:
                raise BadGlob('"[" without "]"')
            out += _class(body, i, end)
            i = end
        elif char == "\\":
            if i + 1 == len(body):
                raise BadGlob('a "\\" at the end')
            i += 1
            out += _escape(body[i])
        else:
            out += _escape(char)
        i += 1
    return f"(?s){out}{'/.*' if directory_only else '(?:/.*)?'}\\Z"


def _escape(char: str) -> str:
    return char if char.isalnum() or char in "_/" else "\\" + char
