"""Which literals a text must contain for a policy's regular expression to match: most texts contain none of them.

Importing `regex` takes 11 ms, half of a clean commit; this avoids it. For syntax that is not understood here (flags
that change the syntax, fuzzy matching, properties, recursion, back references) there is no answer, and the regex engine
is used.
"""

from __future__ import annotations

_FLAGS = "aimsu"
_OPENINGS = ("(?:", "(?>", "(?=", "(?!", "(?<=", "(?<!")
_LOOKS = _OPENINGS[2:]
# Escapes that match an unknown character, or none.
_CLASSES = "bBAZdDsSwWntr"


class _Unknown(Exception):
    """The expression contains something that is not understood here."""


class Needed:
    """Literals of which every match of an expression contains at least one."""

    __slots__ = ("ignore_case", "literals")

    def __init__(self, literals: frozenset[str], ignore_case: bool) -> None:
        self.ignore_case = ignore_case
        self.literals = frozenset(map(str.lower, literals)) if ignore_case else literals

    def may_be_in(self, text: str) -> bool:
        """Whether the expression could match somewhere in the text."""
        if self.ignore_case:
            if not text.isascii():  # ignoring case, a long s matches an s, a Kelvin sign a k
                return True
            text = text.lower()
        return any(literal in text for literal in self.literals)


def needed(source: str) -> Needed | None:
    """What every match of the expression contains; None if that cannot be determined."""
    reader = _Reader(source)
    try:
        found = reader.alternatives()
    except (_Unknown, RecursionError):
        return None
    return None if found is None or reader.at < len(source) else Needed(found, reader.ignore_case)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.ignore_case = False

    def alternatives(self) -> frozenset[str] | None:
        """Up to the end or a closing bracket: the best literals of each branch, None if a branch has none."""
        branches = [self._branch()]
        while self.source.startswith("|", self.at):
            self.at += 1
            branches.append(self._branch())
        found: frozenset[str] = frozenset()
        for branch in branches:
            if branch is None:
                return None
            found |= branch
        return found

    def _branch(self) -> frozenset[str] | None:
        found: list[frozenset[str]] = []
        run = ""
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            char, inner = self._atom()
            least, repeated = self._repeats()
            if not least:
                char, inner = "", None
            run += char
            if not char or repeated:
                if run:
                    found.append(frozenset((run,)))
                run = ""
            if inner is not None:
                found.append(inner)
        if run:
            found.append(frozenset((run,)))
        return max(found, key=lambda literals: (min(map(len, literals)), -len(literals)), default=None)

    def _atom(self) -> tuple[str, frozenset[str] | None]:
        """(a literal character or "", the literals that a group needs) for the next part."""
        char = self.source[self.at]
        if char == "(":
            return "", self._group()
        if char == "[":
            self._class()
            return "", None
        self.at += 1
        if char == "\\":
            char = self.source[self.at : self.at + 1]
            self.at += 1
            if char in _CLASSES and char:
                return "", None
            if not char or char.isalnum() or not char.isascii():
                raise _Unknown
            return char, None
        if char in "*+?{":
            raise _Unknown
        return ("", None) if char in ".^$" or not char.isascii() else (char, None)

    def _group(self) -> frozenset[str] | None:
        look = False
        if self.source.startswith("(?", self.at):
            opening = next((one for one in _OPENINGS if self.source.startswith(one, self.at)), "")
            look = opening in _LOOKS
            if opening:
                self.at += len(opening)
            elif self.source.startswith(("(?P<", "(?<"), self.at):
                self.at = self._past_name(self.source.index("<", self.at) + 1)
            else:
                end = self.at + 2
                while self.source[end : end + 1] in (*_FLAGS,):
                    end += 1
                self.ignore_case |= "i" in self.source[self.at + 2 : end]
                self.at = end + 1
                if self.source.startswith(")", end):
                    return None
                if not self.source.startswith(":", end):
                    raise _Unknown
        else:
            self.at += 1
        found = self.alternatives()
        if not self.source.startswith(")", self.at):
            raise _Unknown
        self.at += 1
        return None if look else found

    def _past_name(self, start: int) -> int:
        """The position after the name of a group."""
        stop = self.source.find(">", start)
        if stop < 0 or not self.source[start:stop].isidentifier():
            raise _Unknown
        return stop + 1

    def _class(self) -> None:
        """Skip a class. A class that contains another bracket means different things to different engines."""
        at = self.at + 1
        if self.source.startswith("^", at):
            at += 1
        if self.source.startswith("]", at):
            at += 1
        while at < len(self.source) and self.source[at] != "]":
            if self.source[at] == "[":
                raise _Unknown
            at += 2 if self.source[at] == "\\" else 1
        if at >= len(self.source):
            raise _Unknown
        self.at = at + 1

    def _repeats(self) -> tuple[int, bool]:
        """(the minimum number of repeats of the preceding part, whether there may be more than one); skips the
        quantifier."""
        char = self.source[self.at : self.at + 1]
        if not char or char not in "*+?{":
            return 1, False
        least = 0
        if char == "{":
            end = self.source.find("}", self.at)
            first, comma, last = self.source[self.at + 1 : end].partition(",")
            if end < 0 or not all(part.isdecimal() and part.isascii() for part in (first, last) if part):
                raise _Unknown  # fuzzy matching, or a literal brace
            if not (first or comma):
                raise _Unknown
            least = int(first or "0")
            self.at = end + 1
        else:
            least = char == "+"
            self.at += 1
        if self.source[self.at : self.at + 1] in ("?", "+"):
            self.at += 1
        if self.source[self.at : self.at + 1] in ("*", "+", "?", "{"):
            raise _Unknown
        return int(least), True
