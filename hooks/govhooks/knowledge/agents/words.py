"""Expand the words of a shell command: quotes, escapes, braces, wildcards, and variables with known values.

A word as written (`"a"$x{b,c}`) becomes the words that the shell makes of it, as far as that is known without running
it.
"""

from __future__ import annotations

import itertools
import math
import re

from govhooks.core.record import Record
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.work import TooMuch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# How many words braces may expand to.
_MOST = 2000
_DEEP = 20
_LONG = 20_000


class Word(Record):
    """One argument: its text, whether all of it is known, and whether it has a wildcard that the shell expands.

    `shape` is the text with a star for each unknown part ("" if there is none).
    """

    text: str
    known: bool = True
    glob: bool = False
    shape: str = ""


_QUOTED = compiled(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_MOST_OF_RANGES = 100_000
_RANGE = compiled(r"\{[^{},\s'\"]+\}")
_VARIABLE = compiled(r"\$([A-Za-z_]\w*)")
_SPECIAL = compiled(r"\$[@*#?$!\-0-9_]")
# How many words one word may expand to, including its variables.
_LONGEST = 1 << 20
# Separates the words that one word expands to.
SPLIT = "\ue000"
# Marks a value that a loop takes from a wildcard.
GLOBBED = "\ue002"
# One possible value of a variable: unknown until it runs.
UNKNOWN = "\ue003"
_ESCAPE = compiled(
    r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|c(.)|(.))", re.DOTALL
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "E": "\x1b"}


def evaluate(text: str, value: Callable[[str], str | None], splits: bool = True) -> Iterator[Word]:
    """The words that one argument expands to: quotes, escapes, braces, and variables with known values.

    Without `splits`, spaces in a variable do not end a word, as in an assignment.
    """
    texts = [text]
    if "{" in text:
        # {m..m}: a range may expand to anything.
        sizes = [size for found in _RANGE.finditer(text) if (size := _count_range(found[0]))]
        if math.prod(sizes) > _MOST_OF_RANGES:
            raise TooMuch
        text = _RANGE.sub(lambda found: "*" if _count_range(found[0]) else found[0], text) if sizes else text
        texts = _expand_braces(text)
    for one in texts:
        word = _unquote(one, value, splits)
        if SPLIT not in word.text and UNKNOWN not in word.text:
            # An empty variable is no word unless it is quoted: `SUDO=; $SUDO rm x` runs rm.
            if word.text or not word.known or not splits or '"' in one or "'" in one:
                yield word
            continue
        for part in word.text.split(SPLIT):
            if UNKNOWN in part:
                yield Word(part.replace(UNKNOWN, ""), False, word.glob, part.replace(UNKNOWN, "*"))
            elif part:
                yield word.but(text=part)


def _count_range(word: str) -> int:
    """How many words `{1..9}` expands to, if its ends are numbers; 0 if it is not a range."""
    if ".." not in word[2:-2]:
        return 0
    ends = re.match(r"\{(-?\d{1,9})\.\.(-?\d{1,9})(?:\.\.|\})", word)
    return abs(int(ends[2]) - int(ends[1])) + 1 if ends else 2


def _expand_braces(text: str, deep: int = 0) -> list[str]:
    """Brace expansion of the unquoted parts: "{a,b}c" -> ac, bc. Raises TooMuch."""
    if deep > _DEEP or (deep and len(text) > _LONG):
        raise TooMuch
    depth = 0
    start = -1
    commas: list[int] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 2
            continue
        if text.startswith("$'", at):
            at = _read_ansi(text, at + 2)[1]
            continue
        if char == "'":
            end = text.find(char, at + 1)
            at = len(text) if end < 0 else end + 1
            continue
        if char == '"':
            quoted = _QUOTED.match(text, at)
            at = quoted.end() if quoted else len(text)
            continue
        if text.startswith("${", at):
            at = _find_closing(text, at + 1, "{", "}")
            continue
        if text.startswith("$(", at):
            at = _find_closing(text, at + 1, "(", ")")
            continue
        if char == "{":
            depth += 1
            if depth == 1:
                start, commas = at, []
        elif char == "," and depth == 1:
            commas.append(at)
        elif char == "}" and depth:
            depth -= 1
            if depth == 0 and commas:
                edges = [start, *commas, at]
                parts = [text[low + 1 : high] for low, high in itertools.pairwise(edges)]
                tails = _expand_braces(text[at + 1 :], deep + 1)
                if len(parts) * len(tails) > _MOST:
                    raise TooMuch
                inner = [one for part in parts for one in _expand_braces(part, deep + 1)]
                if len(inner) * len(tails) > _MOST:
                    raise TooMuch
                return [text[:start] + one + tail for one in inner for tail in tails]
        at += 1
    return [text]


def _find_closing(text: str, at: int, opening: str, closing: str) -> int:
    depth = 0
    for index in range(at, len(text)):
        depth += (text[index] == opening) - (text[index] == closing)
        if not depth:
            return index + 1
    return len(text)


def _unquote(text: str, value: Callable[[str], str | None], splits: bool = True) -> Word:
    out: list[str] = []
    holes: list[int] = []  # positions in `out` where something is unknown
    known, glob, at, quoted, size = True, False, 0, False, 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            follows = text[at + 1 : at + 2]
            if quoted and follows not in '\\"$`\n':
                out.append(char)
            if follows != "\n":
                out.append(follows)
            at += 2
        elif char == '"':
            quoted = not quoted
            at += 1
        elif char == "'" and not quoted:
            end = text.find("'", at + 1)
            end = len(text) if end < 0 else end
            out.append(text[at + 1 : end])
            at = end + 1
        elif text.startswith("$'", at) and not quoted:
            plain, at = _read_ansi(text, at + 2)
            out.append(plain)
        elif char == "$" and at + 1 < len(text):
            if text[at + 1] == '"' and not quoted:
                at += 1
                continue
            got, at = _expand_value(text, at, value)
            if got is None:
                known = False
                holes.append(len(out))
            elif GLOBBED in got or (not quoted and any(one in got for one in "*?[")):
                glob = True  # a wildcard in a variable expands where the variable is used, in a loop before that
                got = got.replace(GLOBBED, "")
            size += len(got or "")
            if size > _LONGEST:
                raise TooMuch
            # The shell splits the value of an unquoted variable into words.
            out.append((got or "") if quoted or not splits else re.sub(r"\s+", SPLIT, got or ""))
        elif char == "`":
            end = text.find("`", at + 1)
            said = _guess_output(text[at + 1 : end]) if end > 0 else None
            at = len(text) if end < 0 else end + 1
            if said is None:
                known = False
                holes.append(len(out))
            else:
                out.append(said)
        elif text.startswith(("<(", ">("), at) and not quoted:
            known, at = False, _find_closing(text, at + 1, "(", ")")
            holes.append(len(out))
        else:
            glob = glob or (char in "*?[" and not quoted)
            out.append(char)
            at += 1
    if splits and not quoted and text[-1:] == "$" and out[-1:] == ["$"] and any(SPLIT in one for one in out):
        known = False  # bash splits no word that ends in a lone "$", other shells do
        holes.append(len(out))
    if known:
        return Word("".join(out), known, glob)
    pieces = ["".join(out[low:high]) for low, high in itertools.pairwise([0, *holes, len(out)])]
    return Word("".join(out), known, glob, "*".join(pieces))


def _read_ansi(text: str, at: int) -> tuple[str, int]:
    out: list[str] = []
    while at < len(text) and text[at] != "'":
        if text[at] != "\\":
            out.append(text[at])
            at += 1
            continue
        found = _ESCAPE.match(text, at)
        if not found:
            at += 1
            continue
        digits = found[1] or found[2] or found[3]
        if digits or found[4]:
            number = int(digits, 16) if digits else int(found[4], 8)
            out.append(chr(number) if number < 0x110000 else "")
        elif found[5]:
            out.append(chr(ord(found[5]) & 31))
        else:
            out.append(_ESCAPES.get(found[6], found[6]))
        at = found.end()
    return "".join(out), at + 1


def _guess_output(script: str) -> str | None:
    """What `echo word` or `printf word` prints; None for any other script."""
    found = re.fullmatch(r"\s*(?:echo|printf)\s+([\"']?)([\w./@:=*-]+)\1\s*", script)
    if found:
        return found[2]
    where = re.fullmatch(r"\s*(?:which|command -v|type -p)\s+([\w.-]+)\s*", script)
    return f"/usr/bin/{where[1]}" if where else None


def _expand_value(text: str, at: int, value: Callable[[str], str | None]) -> tuple[str | None, int]:
    """(the value of an expansion, None if unknown; the position where it ends)."""
    if text.startswith("$(", at):
        end = _find_closing(text, at + 1, "(", ")")
        return _guess_output(text[at + 2 : end - 1]), end
    if text.startswith("${", at):
        end = _find_closing(text, at + 1, "{", "}")
        body = text[at + 2 : end - 1]
        found = re.fullmatch(r"(\w+)(?:(:?)([-=+])(.*))?", body, re.DOTALL)
        if not found:
            return None, end
        got = value(found[1])
        values = got.split(SPLIT) if got is not None else []
        if found[3] == "+":
            return (found[4] if values and not (found[2] and values == [""]) else None if got is None else ""), end
        if found[3] and (got is None or (found[2] and "" in values)):
            # ${x-default} for a variable that nothing here sets, ${x:-default} for one that may be empty: the default,
            # as far as known.
            if found[4].count("${") > _DEEP or len(found[4]) > _LONG:
                raise TooMuch
            default = _unquote(found[4], value)
            if got is None:
                return (default.text if default.known else None), end
            return SPLIT.join((*filter(None, values), default.text if default.known else UNKNOWN)), end
        return got, end
    name = _VARIABLE.match(text, at)
    if name:
        return value(name[1]), name.end()
    if _SPECIAL.match(text, at):
        return None, at + 2
    return "$", at + 1
