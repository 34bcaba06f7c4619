"""Gitignore-like globs: the one implementation for the whole suite.

The dialect is git's (https://git-scm.com/docs/gitignore#_pattern_format), except that a later `!pattern` always
excludes, even below a directory that an earlier pattern names. A pattern matches the path itself or any directory above
it. `pathspec` does the same well, but it imports `pathlib` and compiles every pattern to a regular expression that can
backtrack for minutes on `*a*a*a*b`. Here a pattern is tried only if its longest literal occurs in the path, and
matching takes at most (length of the path) x (length of the pattern) steps.
"""

from __future__ import annotations

from govhooks.core.marks import class_end, fixed_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_CLASSES = {
    "alnum": _LETTERS + _LETTERS.upper() + _DIGITS,
    "alpha": _LETTERS + _LETTERS.upper(),
    "blank": " \t",
    "cntrl": "".join(map(chr, [*range(32), 127])),
    "digit": _DIGITS,
    "graph": _LETTERS + _LETTERS.upper() + _DIGITS + _PUNCTUATION,
    "lower": _LETTERS,
    "print": _LETTERS + _LETTERS.upper() + _DIGITS + _PUNCTUATION + " ",
    "punct": _PUNCTUATION,
    "space": " \t\n\r\f\v",
    "upper": _LETTERS.upper(),
    "xdigit": _DIGITS + "abcdefABCDEF",
}


class BadGlob(ValueError):
    """An invalid pattern; the text says why."""


class _Class:
    """A bracket expression: matches one character, never "/"."""

    def __init__(self, negated: bool, ranges: list[tuple[str, str]], ignore_case: bool) -> None:
        self._negated = negated
        self._ranges = ranges
        self._ignore_case = ignore_case

    def matches(self, char: str) -> bool:
        forms = (char.lower(), char.upper()) if self._ignore_case else (char,)
        inside = any(low <= form <= high for low, high in self._ranges for form in forms)
        return inside is not self._negated


class _Piece:
    """The part of a component between two stars: characters, "?" (None) and classes, one character each."""

    def __init__(self, items: list[str | _Class | None]) -> None:
        self.items = items
        self.text = "".join(item for item in items if isinstance(item, str))
        self.plain = all(isinstance(item, str) for item in items)

    def at(self, name: str, start: int) -> bool:
        """Whether it matches the name at this position."""
        if self.plain:
            return name.startswith(self.text, start)
        if start + len(self.items) > len(name):
            return False
        for offset, item in enumerate(self.items):
            char = name[start + offset]
            if isinstance(item, str):
                if item != char:
                    return False
            elif item is not None and not item.matches(char):
                return False
        return True

    def find(self, name: str, start: int, end: int) -> int:
        """The first position, from `start` on, at which it matches and ends no later than `end`; -1 if there is none."""
        if self.plain:
            return name.find(self.text, start, end)
        for place in range(start, end - len(self.items) + 1):
            if self.at(name, place):
                return place
        return -1


class _Component:
    """One path component of a pattern: pieces between stars."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self.first, self.last = pieces[0], pieces[-1]
        self.middle = [piece for piece in pieces[1:-1] if piece.items]
        self.exact = len(pieces) == 1

    def matches(self, name: str) -> bool:
        head, tail = len(self.first.items), len(self.last.items)
        if self.exact:
            return len(name) == head and self.first.at(name, 0)
        end = len(name) - tail
        if end < head or not self.first.at(name, 0) or not self.last.at(name, end):
            return False
        start = head
        for piece in self.middle:  # the first position is always good enough: a star follows
            start = piece.find(name, start, end)
            if start < 0:
                return False
            start += len(piece.items)
        return True


class _Glob:
    """One pattern, parsed when first matched."""

    __slots__ = ("_parts", "_rest", "body")

    def __init__(self, pattern: str) -> None:
        self.body = _body(pattern)
        self._parts: list[_Component | None] | None = None
        self._rest = 0

    def parse(self, ignore_case: bool) -> list[_Component | None]:
        """The components, None for "**"; `_rest` is how many components must follow those they match."""
        body = self.body
        self._rest = 0
        if body.endswith("/"):
            body = body.rstrip("/")
            self._rest = 1
        words = _words(body.removeprefix("/"))
        parts: list[_Component | None] = [] if "/" in body else [None]
        for word in words:
            if len(words) > 1 and len(word) > 1 and not word.strip("*"):
                if not parts or parts[-1] is not None:
                    parts.append(None)
            else:
                parts.append(_component(word, ignore_case))
        if parts[-1] is None:
            parts.pop()
            self._rest += 1
        self._parts = parts
        return parts

    def matches(self, names: list[str], ignore_case: bool, files_only: bool = False) -> bool:
        """Whether it matches the path with these components, or (without `files_only`) a directory above it."""
        parts = self._parts if self._parts is not None else self.parse(ignore_case)
        files_only = files_only and not self.body.endswith("/")
        i = j = 0
        star, retry = -1, 0
        while j < len(parts) or (files_only and not self._rest and i < len(names)):
            part = parts[j] if j < len(parts) else _END
            if part is None:
                star, retry = j, i
                j += 1
            elif i < len(names) and part.matches(names[i]):
                i += 1
                j += 1
            elif star >= 0 and retry < len(names):
                retry += 1
                i, j = retry, star + 1
            else:
                return False
        return len(names) - i >= self._rest  # the earliest match leaves the most components for the rest


_END = _Component([_Piece(["/"])])  # also matches no component at all


def globs(patterns: Sequence[str], ignore_case: bool = False, files_only: bool = False) -> Globs:
    """The `Globs` of these patterns, created once per process: a rule asks for them in every part of a large change.

    A pattern matches folders, too: `*.orig` matches every file in a folder `x.orig`. A rule about file names passes
    `files_only=True`: then only a pattern that ends in "/" or "/**" matches the files in a folder.
    """
    key = (tuple(patterns), ignore_case, files_only)
    if key not in _made:
        _made[key] = Globs(*key)
    return _made[key]


_made: dict[tuple[tuple[str, ...], bool, bool], Globs] = {}


class Globs:
    """An ordered list of patterns; the last one that matches decides.

    With `files_only`, only a pattern that ends in "/" or "/**" matches files below a directory of that name.

    Raises BadGlob: immediately for an empty pattern, on first use for one that git would not understand either
    (`validate` checks immediately).
    """

    def __init__(self, patterns: Iterable[str], ignore_case: bool = False, files_only: bool = False) -> None:
        self.ignore_case = ignore_case
        self.files_only = files_only
        self._patterns = tuple(patterns)
        literals = [_literal(_body(pattern)) for pattern in self._patterns]
        # (whether it takes away, a text that every path has which it matches), of each pattern.
        self._looks = [
            (pattern.startswith("!"), literal.lower() if ignore_case else literal)
            for pattern, literal in zip(self._patterns, literals)
        ]
        self._globs: dict[str, _Glob] = {}

    def match(self, path: str) -> str | None:
        """The positive pattern that decides about `path` (of a file, "/"-separated), or None."""
        compared = path.lower() if self.ignore_case else path
        names: list[str] | None = None
        found = None
        for index, (negated, literal) in enumerate(self._looks):
            if negated is (found is None) or literal not in compared:
                continue  # it could not change the answer, or cannot match
            if names is None:
                names = compared.split("/")
            pattern = self._patterns[index]
            glob = self._globs.get(pattern)
            if glob is None:
                glob = self._globs[pattern] = _Glob(pattern)
            if glob.matches(names, self.ignore_case, self.files_only):
                found = None if negated else pattern
        return found


def validate(pattern: str) -> None:
    """Raise BadGlob when the pattern is malformed."""
    _Glob(pattern).parse(False)


def _body(pattern: str) -> str:
    """A pattern without the "!" that takes away. Raises BadGlob when nothing is left."""
    body = pattern[1:] if pattern.startswith("!") else pattern
    if "\\" in body:
        body = body.replace("\\/", "/")  # git: a slash cannot be escaped
    if not body.strip("/"):
        raise BadGlob("an empty pattern")
    return body


def _literal(body: str) -> str:
    """The longest text that stands in every path that a pattern matches."""
    if "\\" in body or "[:" in body:
        return max(fixed_parts(body), key=len)
    while (start := body.find("[")) >= 0:
        end = body.find("]", start + (3 if body[start + 1 : start + 2] in ("!", "^") else 2))
        if end < 0:
            return max(fixed_parts(body), key=len)
        body = f"{body[:start]}/{body[end + 1 :]}"
    return max(body.replace("*", "/").replace("?", "/").split("/"), key=len)


def _words(body: str) -> list[str]:
    """The components of a pattern; a "/" inside a class does not separate them (and matches nothing)."""
    words = [""]
    i = 0
    while i < len(body):
        end = class_end(body, i) if body[i] == "[" else -1
        if body[i] == "\\":
            end = i + 1
        if end > 0:
            words[-1] += body[i : end + 1]
            i = end
        elif body[i] == "/":
            words.append("")
        else:
            words[-1] += body[i]
        i += 1
    return words


def _component(word: str, ignore_case: bool) -> _Component:
    pieces: list[_Piece] = []
    items: list[str | _Class | None] = []
    i = 0
    while i < len(word):
        char = word[i]
        if char == "*":
            while word.startswith("*", i + 1):
                i += 1
            pieces.append(_Piece(items))
            items = []
        elif char == "?":
            items.append(None)
        elif char == "[":
            end = class_end(word, i)
            if end < 0:
                raise BadGlob('"[" without "]"')
            items.append(_class(word, i, end, ignore_case))
            i = end
        elif char == "\\":
            i += 1
            if i == len(word):
                raise BadGlob('a "\\" at the end')
            items.append(word[i].lower() if ignore_case else word[i])
        else:
            items.extend(char.lower() if ignore_case else char)
        i += 1
    pieces.append(_Piece(items))
    return _Component(pieces)


def _class(word: str, start: int, end: int, ignore_case: bool) -> _Class:
    i = start + 1
    negated = word[i] in "!^"
    if negated:
        i += 1
    ranges: list[tuple[str, str]] = []
    while i < end:
        if word.startswith("[:", i) and 0 < (close := word.find(":]", i + 2)) < end:
            name = word[i + 2 : close]
            if name not in _CLASSES:
                raise BadGlob(f"no character class [:{name}:]")
            ranges += [(char, char) for char in _CLASSES[name]]
            i = close + 2
            continue
        low, i = _class_char(word, i)
        high = low
        if word.startswith("-", i) and i + 1 < end:
            high, i = _class_char(word, i + 1)
            if high < low:
                raise BadGlob(f"the range {low}-{high} is the wrong way round")
        ranges.append((low, high))
    return _Class(negated, ranges, ignore_case)


def _class_char(word: str, i: int) -> tuple[str, int]:
    """(a character of a class, the index after it)."""
    if word[i] == "\\" and i + 1 < len(word):
        i += 1
    return word[i], i + 1
