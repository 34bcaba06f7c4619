"""setup.cfg of setuptools: https://setuptools.pypa.io/en/latest/userguide/declarative_config.html

Groups: the name of an extra, "build" for `setup_requires`, "test" for `tests_require`. A file of settings for other tools asks for
nothing. The options of distutils are written with a hyphen too (`install-requires`).
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import requirement
from govhooks.readers.locks.package import Contents
from govhooks.readers.locks.structured import table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.readers.document import Side
    from govhooks.readers.locks.package import Package

_OPTIONS = {"install_requires": (), "setup_requires": ("build",), "tests_require": ("test",)}
_EXTRAS = "options.extras_require"


def read(path: str, data: bytes) -> Contents:
    """What a setup.cfg asks for. Raises BadDocument."""
    from govhooks.readers import read as read_format

    side = read_format("ini", data)[0]
    if side.error:
        raise BadDocument(side.error, side.error_line)
    packages: list[Package] = []
    includes: list[str] = []
    unread: list[tuple[int, str]] = []
    for section, key, groups in _places(side):
        value = text(table(table(side.value).get(section)).get(key))
        if value.startswith("file:"):
            includes += [f"-r {name.strip()}" for name in value[5:].split(",")]
            continue
        for line, one in _entries(data, side.line((section, key)), value):
            try:
                packages.append(requirement.parse(one, line, groups))
            except ValueError as error:
                unread.append((line, str(error)))
    return Contents("setuptools", "PyPI", False, tuple(packages), {}, tuple(includes), tuple(unread))


def _places(side: Side) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    sections = table(side.value)
    for key in table(sections.get("options")):
        groups = _OPTIONS.get(key.replace("-", "_"))
        if groups is not None:
            yield "options", key, groups
    for extra in table(sections.get(_EXTRAS)):
        name, _, marker = extra.partition(":")
        yield _EXTRAS, extra, (name,) if name or not marker else ()


def _entries(data: bytes, first: int, value: str) -> Iterator[tuple[int, str]]:
    """(line, requirement) of a value: one a line, or all in one line behind semicolons."""
    if "\n" not in value:
        yield from ((first, one.strip()) for one in value.split(";") if one.strip())
        return
    lines = data.decode("utf-8", "replace").split("\n")
    at = first
    for one in value.split("\n"):
        bare = one.split(" #")[0].strip()
        if not bare:
            continue
        # The reader leaves comments out, so the lines of a value are looked for in order.
        while at < len(lines) and one.strip() not in lines[at - 1]:
            at += 1
        yield at, bare
