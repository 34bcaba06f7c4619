"""Parse agents' files: the common readers, and the special rules of agents.

An agent's file is a single table without tags. Front matter is the YAML between two lines `---` at the top of a
Markdown file.
"""

from __future__ import annotations

import functools
import re

from govhooks.readers.document import BadDocument
from govhooks.readers.document import Side as Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from govhooks.readers.document import Path as Path
    from govhooks.readers.sides import Store

__all__ = ["BadDocument", "Document", "json", "python", "read", "toml", "yaml"]

_KEY = re.compile(r"([\w-]+):[ \t]*(.*)")
_FRONT = re.compile(r"---[ \t]*\r?\n(.*?\n)---[ \t]*(?:\r?\n|$)", re.DOTALL)


def read(form: str, data: bytes) -> Document:
    """Parse a file of a form (`govhooks.knowledge.agents.table`); each text is parsed once for all rules. Raises
    BadDocument."""
    (found,) = _store().get(form, data)
    if found.error:
        raise BadDocument(found.error, found.error_line)
    return found


def _read(form: str, data: bytes) -> tuple[Document, ...]:
    try:
        return (_reader(form)(data),)
    except BadDocument as error:
        return (Document({}, {}, error=str(error), error_line=error.line),)


@functools.cache
def _store() -> Store:
    from govhooks.readers.sides import Store

    return Store(_read)


def _reader(form: str) -> Callable[[bytes], Document]:
    if form == "markdown":
        return lambda data: yaml(data, front_matter=True)
    if form == "jsonc":
        return lambda data: json(data, comments=True)
    return {"toml": toml, "python": python, "yaml": yaml}.get(form, json)


def toml(data: bytes) -> Document:
    """A TOML document. Raises BadDocument."""
    from govhooks.readers.toml import read

    return read(data)


def json(data: bytes, comments: bool = False) -> Document:
    """A JSON object; with `comments`, JSONC. If a key occurs twice, the last one counts, as for Claude Code. Raises
    BadDocument."""
    from govhooks.readers.json import read_strict

    return _table(read_strict(data, comments), "an object")


def yaml(data: bytes, front_matter: bool = False) -> Document:
    """A YAML mapping; with `front_matter`, the one at the top of a Markdown text, empty if there is none. Raises
    BadDocument.

    Agents read front matter leniently (`argument-hint: [file] [line]` is common, but not YAML): what cannot be parsed
    is read as lines of `key: text`.
    """
    from govhooks.readers.text import decode

    text = decode(data)
    if front_matter:
        found = _FRONT.match(text)
        if found is None:
            return Document({}, {})
        text = "\n" + found[1]
        try:
            return _mapping(text)
        except BadDocument:
            return _keys(text)
    return _mapping(text)


def _mapping(text: str) -> Document:
    from govhooks.readers.yaml import read_one

    return _table(read_one(text) or Document({}, {}), "a mapping")


def _table(document: Document, what: str) -> Document:
    if not isinstance(document.value, dict):
        raise BadDocument(f"not {what}", 1)
    return document


def _keys(text: str) -> Document:
    found = [(number, _KEY.match(line)) for number, line in enumerate(text.split("\n"), 1)]
    keys = {key[1]: (number, key[2].strip("\"' \r")) for number, key in found if key}
    return Document(
        {key: value for key, (_, value) in keys.items()}, {(key,): number for key, (number, _) in keys.items()}
    )


def python(data: bytes) -> Document:
    """A file of calls in Python syntax, as Codex' .rules are (Starlark); the calls are parsed elsewhere. Raises
    BadDocument."""
    import ast

    try:
        ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadDocument(f"not valid: {error}", getattr(error, "lineno", 0) or 0) from None
    return Document({}, {})
