"""mix.lock: a literal Elixir map, read by hand.

Formats: `Mix.Dep.Lock` (https://github.com/elixir-lang/elixir/blob/main/lib/mix/lib/mix/dep/lock.ex) and Hex's SCM
(https://github.com/hexpm/hex/blob/main/lib/hex/scm.ex):

    "app": {:hex, :name, "1.0.0", "inner sha256", [:mix], [{:dep, "~> 1.0", [hex: :dep, ...]}], "hexpm", "outer sha256"},
    "app": {:git, "https://...", "SHA", [tag: "v1"]},

Older locks have shorter tuples. The lock does not say what the project asks for itself.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.readers.document import DEEPEST, BadDocument
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.text import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r]+|\#[^\n]*)|(?P<end>\n)|(?P<open>%\{|[{\[])|(?P<close>[}\]])|(?P<comma>,)|(?P<arrow>=>)
    |(?P<key>(?:"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w@]*[?!]?):(?=[\s"]))
    |(?P<atom>:(?:"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w@]*[?!]?))
    |(?P<string>"(?:[^"\\\n]|\\.)*")
    |(?P<word>[\w.@+-]+)""",
    re.VERBOSE | re.ASCII,
)


class Keyed(Record):
    """`key: value`, in a map or in a list of keywords."""

    key: str
    value: Any
    line: int


def read(path: str, data: bytes) -> Contents:
    """A mix.lock. Raises BadDocument."""
    value = parse(decode(data))
    unread: list[tuple[int, str]] = []
    packages = []
    for entry in value:
        if not isinstance(entry, Keyed):
            raise BadDocument("no mix.lock: something that is no key and value", 1)
        package = _package(entry)
        if isinstance(package, str):
            unread.append((entry.line, package))
        else:
            packages.append(package)
    return Contents("mix", "Hex", True, tuple(packages), unread=tuple(unread))


def _package(entry: Keyed) -> Package | str:
    """The package of an entry, or why there is none."""
    parts = entry.value
    if not isinstance(parts, list) or len(parts) < 3 or not all(isinstance(part, str) for part in parts[:3]):
        return f"the entry of {entry.key} is none that is known"
    if parts[0] == "git":
        return Package(
            "Hex", entry.key, line=entry.line, source=f"git:{parts[1]}@{parts[2]}", hashes=(f"git:{parts[2]}",)
        )
    if parts[0] != "hex":
        return f"the source of {entry.key}, {parts[0]}, is not known"
    texts = [part if isinstance(part, str) else "" for part in [*parts[3:], "", "", "", "", ""]]
    repository = texts[3]
    requires = []
    for one in parts[5] if len(parts) > 5 and isinstance(parts[5], list) else ():
        if isinstance(one, list) and one and isinstance(one[0], str):
            options = {
                inner.key: inner.value
                for inner in (one[2] if len(one) > 2 and isinstance(one[2], list) else ())
                if isinstance(inner, Keyed)
            }
            name = options.get("hex")
            requires.append(name if isinstance(name, str) else one[0])
    return Package(
        "Hex",
        parts[1],
        parts[2],
        entry.line,
        source="" if repository in ("", "hexpm") else f"registry:{repository}",
        hashes=tuple(
            sorted(f"{kind}:{digest}" for kind, digest in (("inner-sha256", texts[0]), ("sha256", texts[4])) if digest)
        ),
        requires=tuple(requires),
    )


def parse(content: str) -> list[Any]:
    """The elements of the map: Keyed values; tuples and lists are lists, atoms and strings are texts. Raises BadDocument."""
    tokens = _tokens(content)
    kind, word, line = next(tokens, ("", "", 1))
    if word != "%{":
        raise BadDocument("no mix.lock: it is no map", line)
    around: list[tuple[str, list[Any], tuple[str, int] | None]] = []
    found: list[Any] = []
    close, key = "}", None
    ready = True  # whether a value may come: behind an opening bracket, a comma or a key
    for kind, word, line in tokens:
        if kind == "close":
            if word != close or key is not None:
                raise BadDocument("no mix.lock: a bracket that is closed too early", line)
            if not around:
                for _, _, line in tokens:
                    raise BadDocument("no mix.lock: something behind the map", line)
                return found
            inner: Any = found
            close, found, key = around.pop()
            _put(found, key, inner, line)
            key, ready = None, False
        elif kind == "comma":
            if ready:
                raise BadDocument("no mix.lock: a comma where a value should be", line)
            ready = True
        elif not ready:
            raise BadDocument("no mix.lock: a value where a comma should be", line)
        elif kind == "key":
            if key is not None:
                raise BadDocument("no mix.lock: a key without a value", line)
            key = _plain(word[:-1]), line
        elif kind == "open":
            if len(around) >= DEEPEST:
                raise BadDocument("no mix.lock: nested too deeply", line)
            around.append((close, found, key))
            close, found, key = "]" if word == "[" else "}", [], None
        else:
            _put(found, key, _plain(word.removeprefix(":")) if kind != "word" else word, line)
            key, ready = None, False
    raise BadDocument("no mix.lock: a bracket that is not closed", line)


def _put(found: list[Any], key: tuple[str, int] | None, value: Any, line: int) -> None:
    found.append(value if key is None else Keyed(key[0], value, key[1]))


def _plain(word: str) -> str:
    if not word.startswith('"'):
        return word
    return re.sub(r"\\(.)", r"\1", word[1:-1]) if "\\" in word else word[1:-1]


def _tokens(content: str) -> Iterator[tuple[str, str, int]]:
    """(kind, text, line) of each token. Raises BadDocument."""
    at, line = 0, 1
    while at < len(content):
        match = _TOKEN.match(content, at)
        if match is None or match.end() == at:
            raise BadDocument("no mix.lock: something that is no Elixir literal", line)
        kind = str(match.lastgroup)
        if kind == "end":
            line += 1
        elif kind == "arrow":
            raise BadDocument("no mix.lock: a map with `=>`", line)
        elif kind != "blank":
            yield kind, match[0], line
        at = match.end()
