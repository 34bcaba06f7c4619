"""The types of the unwrapping table: a program call, what it may run, and a row of the table."""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.words import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Words = tuple[Word, ...]

_ASSIGNMENT = compiled(r"[A-Za-z_]\w*\+?=")


class Argv(Record):
    """Words that run as a command; `piped` if they read the pipe of the program around them."""

    words: tuple[Word, ...]
    piped: bool = False


class Line(Record):
    """Text that a shell runs."""

    text: str


class Code(Record):
    """Text in another language that is run."""

    text: str


class Doubt(Record):
    """The reason why it is unknown what runs."""

    why: str


class Counted(Record):
    """A command that is counted but not unwrapped; one that is not `sure` only as long as there is room."""

    words: tuple[Word, ...]
    sure: bool = True


class Quoted(Record):
    """Text whose $(...) runs even in single quotes."""

    text: str


if TYPE_CHECKING:
    Inner = Argv | Line | Code | Doubt | Counted | Quoted


UNKNOWN_SCRIPT = "it runs a script that is only known when it runs"
ALIASED = "a variable holds the name of another one"
DOTTED = "wildcards match hidden files"


def doubt_unknown(words: Words) -> Iterator[Doubt]:
    """A doubt, if part of these words, which form a script, is unknown."""
    if not all(word.known for word in words):
        yield Doubt(UNKNOWN_SCRIPT)


def skip_options(words: Words, values: str, own: int) -> Words:
    """The words after a program's options, the options' values, and `own` words of the program itself."""
    takes = values.split()
    index = 0
    while index < len(words):
        text = words[index].text
        if text == "--":
            index += 1
            break
        if not text.startswith("-") or text == "-":
            break
        # `-u` takes the next word as its value, `-uroot` contains it.
        index += 2 if text in takes else 1
    return words[index + own :]


def skip_assignments(words: Words, also: tuple[str, ...] = ()) -> Words:
    """The words after `A=1 B=2`, and after words that match one of `also`."""
    start = 0
    while start < len(words) and (words[start].text in also or _ASSIGNMENT.match(words[start].text)):
        start += 1
    return words[start:]


def find_name(text: str) -> str:
    """The file name of a program or path."""
    parts = [part for part in re.split(r"[/\\]", text) if part not in ("", ".")]
    return parts[-1].removesuffix(".exe") if parts else text


def strip_version(name: str) -> str:
    """python3.12 -> python."""
    return re.sub(r"[\d.]+$", "", name)


def join(words: Words) -> str:
    return " ".join(word.text for word in words)


def interpret_escapes(text: str) -> str:
    """The text that printf and echo -e print: \\n and \\t interpreted."""
    return text.replace("\\n", "\n").replace("\\t", "\t")
