"""The state of a script while it is read: variables, aliases and files, and how much may still be read."""

from __future__ import annotations

import re

from govhooks.knowledge.agents.calls import ALIASED, DOTTED, Doubt, Line, Quoted, find_name, interpret_escapes
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.words import GLOBBED, SPLIT, UNKNOWN, Word, evaluate
from govhooks.knowledge.agents.work import TooMuch, Work
from govhooks.knowledge.agents.wrappers import RUN_LATER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from govhooks.knowledge.agents.calls import Inner

# Limit on the words of all its commands: more than in any script that is sent as a command line.
_MOST_WORDS = 4000
# Limit on the possible values of a variable, and on their total length.
_MOST_VALUES = 50
_LONGEST_VALUE = 1 << 16
# How often a variable may be doubled, as in `x=$x$x`.
_MOST_DOUBLED = 10
# Variables whose value the shell runs.
_RUNS = compiled(r"(BASH_ALIASES|BASH_CMDS|aliases|functions)\b|BASH_FUNC|PS\d$|PROMPT_COMMAND$|ENV$|BASH_ENV$")


class State:
    """The script that is being read: `whole` is its text, `data` its bytes, `said` what an echo sends into the pipe."""

    __slots__ = ("_doubled", "_words_left", "aliases", "data", "said", "variables", "whole", "work", "written")

    def __init__(self, work: Work) -> None:
        self.work = work
        self.whole = ""
        self.data = b""
        self.said: str | None = None
        self.variables: dict[str, str | None] = {"IFS": " ", "HOME": "~", "PWD": "."}
        self.written: set[str] = set()
        self.aliases: dict[str, str] = {}
        self._words_left = _MOST_WORDS
        self._doubled = 0

    def read(self, node: Node) -> str:
        """The source text of a syntax tree node."""
        text = self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")
        self.work.spend(1 + len(text) // 8)
        return text

    def expand(self, text: str, splits: bool = True) -> tuple[Word, ...]:
        """Expand one argument into words."""
        self.work.spend(3 + len(text))
        words = []
        for word in evaluate(text, self._find_value, splits):
            self._words_left -= 1
            self.work.spend(2 + len(word.text) // 16)
            if self._words_left < 0:
                raise TooMuch
            words.append(word)
        return tuple(words)

    def has_choices(self, text: str) -> bool:
        """Whether a word is a variable that may have one of several values."""
        found = re.fullmatch(r"\"?\$\{?(\w+)\}?\"?", text)
        return found is not None and SPLIT in (self.variables.get(found[1]) or "")

    def find_output(self, node: Node | None) -> str | None:
        """What an echo or printf prints, if known."""
        if node is None or node.type != "command":
            return None
        words = [word for child in node.named_children for word in self.expand(self.read(child))]
        if not words or words[0].text not in ("echo", "printf") or not all(word.known for word in words):
            return None
        return interpret_escapes(" ".join(word.text for word in words[1:]))

    def loop(self, node: Node) -> None:
        """`for f in a b`: the value of the variable is everything after `in`."""
        name = ""
        values: list[Word] = []
        for child in node.named_children:
            if child.type == "variable_name":
                name = self.read(child)
            elif child.type != "do_group":
                values += self.expand(self.read(child))
        known = all(word.known for word in values) and bool(values)
        self.variables[name] = SPLIT.join(word.text + GLOBBED * word.glob for word in values) if known else None

    def assign(self, node: Node) -> Iterator[Inner]:
        """`a=b`: keep the value, and find what it runs."""
        name, _, value = self.read(node).partition("=")
        words = self.expand(value, splits=False) if value else (Word(""),)
        name = name.removesuffix("+")
        if name == "GLOBIGNORE":
            yield Doubt(DOTTED)
        if name == "IFS" and words[0].text.strip(" \t\n" + SPLIT):
            yield Doubt("it sets IFS, which changes where words end")
        self.variables[name] = self._merge(name, _join_values(words), value)
        yield Quoted(value)
        if _RUNS.match(name):
            yield Line(words[0].text if words else "")
            if name.startswith("BASH_CMDS"):
                yield Doubt("it gives another program this name")

    def declare(self, node: Node) -> Iterator[Inner]:
        """`declare -n a=b`, `[[ ... ]]`, `unset`: quoted text in them may run."""
        text = self.read(node)
        yield Quoted(text)
        if node.type == "declaration_command" and re.search(r"\s-\w*n\b", text):
            yield Doubt(ALIASED)

    def write(self, node: Node) -> Iterator[Doubt]:
        """`> file`: the file is no longer known; it may be one that runs automatically."""
        found = re.match(r"[\d&]*>[>|&]?\s*([^\s&].*)", self.read(node), re.DOTALL)
        for word in self.expand(found[1]) if found else ():
            self.written.add(find_name(word.text))
            if re.search(RUN_LATER, word.text):
                yield Doubt(f"it writes {word.text}, which runs by itself later")
            if word.text.startswith("/dev/tcp/"):
                yield Doubt("it opens a connection to another host")

    def _find_value(self, name: str) -> str | None:
        value = self.variables.get(name)
        if value:
            self.work.spend(len(value) // 16)
        return value

    def _merge(self, name: str, value: str | None, source: str) -> str | None:
        """Combine two possible values: both are tried; if one is unknown, it may be anything."""
        self._doubled += source.count("$" + name) + source.count("${" + name) > 1
        if self._doubled > _MOST_DOUBLED or (value is not None and len(value) > _LONGEST_VALUE):
            raise TooMuch
        if name not in self.variables or (value is not None and name in ("HOME", "PWD", "IFS")):
            return value
        before = self.variables[name]
        if before is None and value is None:
            return None
        values = dict.fromkeys((UNKNOWN if before is None else before).split(SPLIT))
        values.update(dict.fromkeys((UNKNOWN if value is None else value).split(SPLIT)))
        if len(values) > _MOST_VALUES or sum(map(len, values)) > _LONGEST_VALUE:
            values = dict.fromkeys((UNKNOWN, value or UNKNOWN))  # the last one is the most likely
        return SPLIT.join(values)


def _join_values(words: tuple[Word, ...]) -> str | None:
    """The value that an assignment gives a variable, for each of its possible values; None if none is known."""
    texts = dict.fromkeys(word.text if word.known else UNKNOWN for word in words)
    return SPLIT.join(texts) if set(texts) - {UNKNOWN} else None
