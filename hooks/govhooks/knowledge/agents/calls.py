"""The terms of the unwrapping table: a program as it is called, what it may run, and a row of the table."""

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
    """Words that run as a command; `piped` where they read the pipe that the program around them reads."""

    words: tuple[Word, ...]
    piped: bool = False


class Line(Record):
    """A text that a shell runs."""

    text: str


class Code(Record):
    """A text in another language that is run."""

    text: str


class Doubt(Record):
    """Why it is not known what runs."""

    why: str


class Counted(Record):
    """A command that is counted and not unwrapped; one that is not `sure` only while there is room."""

    words: tuple[Word, ...]
    sure: bool = True


class Quoted(Record):
    """A text of which $(...) in single quotes runs, too."""

    text: str


if TYPE_CHECKING:
    Inner = Argv | Line | Code | Doubt | Counted | Quoted


UNKNOWN_SCRIPT = "it runs a script that is only known when it runs"
ALIASED = "a variable holds the name of another one"
DOTTED = "wildcards match hidden files"


def doubt_unknown(words: Words) -> Iterator[Doubt]:
    """A doubt where a part of these words, which are a script, is not known."""
    if not all(word.known for word in words):
        yield Doubt(UNKNOWN_SCRIPT)


def skip_options(words: Words, values: str, own: int) -> Words:
    """The words behind a program's options, the values that some of these take, and `own` words of its own."""
    takes = values.split()
    index = 0
    while index < len(words):
        text = words[index].text
        if text == "--":
            index += 1
            break
        if not text.startswith("-") or text == "-":
            break
        # `-u` takes the next word, `-uroot` has it with it.
        index += 2 if text in takes else 1
    return words[index + own :]


def skip_assignments(words: Words, also: tuple[str, ...] = ()) -> Words:
    """The words behind `A=1 B=2`, and behind those that are like one of `also`."""
    start = 0
    while start < len(words) and (words[start].text in also or _ASSIGNMENT.match(words[start].text)):
        start += 1
    return words[start:]


def find_name(text: str) -> str:
    """The name of a program or file, of its path."""
    parts = [part for part in re.split(r"[/\\]", text) if part not in ("", ".")]
    return parts[-1].removesuffix(".exe") if parts else text


def strip_version(name: str) -> str:
    """python3.12 -> python."""
    return re.sub(r"[\d.]+$", "", name)


def join(words: Words) -> str:
    return " ".join(word.text for word in words)


def interpret_escapes(text: str) -> str:
    """What printf, and echo -e, make of a text: its breaks and tabs."""
    return text.replace("\\n", "\n").replace("\\t", "\t")
