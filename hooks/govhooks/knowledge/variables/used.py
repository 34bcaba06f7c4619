"""Which environment variables a source file reads: names and lines, and whether the code has a default for them.

    found = read("src/app.py", data)
    found.error                        # why the file could not be read, "" if it could: say so, it is no clean file
    for use in found.uses: ...         # use.name, use.line, use.default.kind

`read` looks at the text first: a file without one of the words of its language (`WORDS`) is never parsed. It shares the
parsed files of `govhooks.readers`. A name that is put together while the program runs is no use, as nobody can tell what it
is; one that is put together from literals and constants of the same file is.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.variables.forms import WORDS as _FORMS
from govhooks.knowledge.variables.use import NONE, Default, Use
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.readers.document import Side

__all__ = ["FORMATS", "NONE", "WORDS", "Default", "Read", "Use", "form_of", "read", "speaks", "uses"]

_SCRIPT = ("env", "Env", "onfig")
# Format -> what a text must hold, one of them, so that it can read a variable.
WORDS: dict[str, tuple[str, ...]] = {
    "python": ("env", "Env", "ENV", "Settings", "decouple", "Config", "ynaconf"),
    "shell": ("$",),
    **_FORMS,
    "javascript": _SCRIPT,
    "tsx": _SCRIPT,
    "typescript": _SCRIPT,
    "spring": ("${",),
}
FORMATS = tuple(WORDS)
# Files of Spring, Micronaut and Quarkus in which `${X:default}` is a variable.
_SPRING = compiled(r"(?:^|/)(?:application|bootstrap|microprofile-config)[\w.-]*\.(?:ya?ml|properties)$")


class Read(Record):
    """What a file reads; or an `error`, and its line, 0 if unknown."""

    uses: tuple[Use, ...] = ()
    error: str = ""
    error_line: int = 0


def form_of(path: str) -> str:
    """The format that a file is read in, "" if it is none of FORMATS."""
    from govhooks.readers import format_of

    form = format_of(path)
    if form in ("yaml", "properties") and _SPRING.search(path):
        return "spring"
    if not form and path.casefold().endswith(".rs"):
        return "rust"
    return form if form in WORDS else ""


def speaks(form: str, data: bytes) -> bool:
    """Whether a text holds a word of its language, without which it reads no variable."""
    return any(word.encode() in data for word in WORDS.get(form, ()))


def read(path: str, data: bytes) -> Read:
    """What a file reads, by its path and bytes."""
    form = form_of(path)
    if not form or not speaks(form, data):
        return Read()
    if form in ("rust", "spring"):  # no grammar is needed
        return Read(tuple(_sorted(_unparsed(form, data))))
    from govhooks.readers import read as parse

    side = parse(form, data)[0]
    if side.error:
        return Read((), side.error, side.error_line)
    return Read(tuple(uses(side, form, data)))


def _unparsed(form: str, data: bytes) -> Iterable[Use]:
    if form == "spring":
        from govhooks.knowledge.variables.declared_forms import configuration

        return configuration(data)
    from govhooks.knowledge.variables.used_forms import find

    return find(form, data, None)


def uses(side: Side, form: str, data: bytes) -> Iterator[Use]:
    """The uses in a parsed file, in textual order, each name once a line."""
    if side.value is None:
        return
    tree = side.value.tree
    found: list[Use]
    if form == "python":
        from govhooks.knowledge.variables.used_python import find

        found = find(tree)
    elif form == "shell":
        from govhooks.knowledge.variables.used_shell import find as find_shell

        found = find_shell(tree, data)
    elif form in _FORMS:
        from govhooks.knowledge.variables.used_forms import find as find_forms

        found = find_forms(form, data, tree)
    else:
        from govhooks.knowledge.variables.used_script import find as find_script

        found = find_script(tree, data, form)
    yield from _sorted(found)


def _sorted(found: Iterable[Use]) -> Iterator[Use]:
    seen: set[tuple[str, int]] = set()
    for use in sorted(found, key=lambda one: one.line):
        if (use.name, use.line) not in seen:
            seen.add((use.name, use.line))
            yield use
