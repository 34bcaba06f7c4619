"""What other tools are told not to report: their ignore files, and comments in code.

    reading = read("app.py", data)
    for suppression in reading.suppressions: ...
    if reading.error: ...                         # the file could not be read: say so

`suppression` is the record, `formats` the table of files, `markers` the table of comments.
"""

from __future__ import annotations

import functools

from govhooks.knowledge.suppressions.suppression import Reading, Suppression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Reading", "Suppression", "is_ignore_file", "is_ours", "may_hold", "read"]


def may_hold(path: str) -> bool:
    """Whether a file can suppress anything, judged by its name: it is one of the formats, or may have comments."""
    from govhooks.knowledge.suppressions.comments import family

    return is_ignore_file(path) or bool(family(path))


@functools.cache
def _is_built() -> Callable[[str], bool]:
    from govhooks.core.places import BUILT, test_data

    return test_data(BUILT)


def is_ours(path: str) -> bool:
    """Whether a file is of the project: what was built or vendored suppresses what others have to answer for."""
    return not _is_built()(path)


def is_ignore_file(path: str) -> bool:
    """Whether a file is one in which a tool is told what not to report."""
    from govhooks.knowledge.suppressions.formats import format_of

    return format_of(path) is not None


def read(path: str, data: bytes) -> Reading:
    """What a file suppresses, in order. Never raises: a file that cannot be read has an `error`."""
    from govhooks.knowledge.suppressions import inline
    from govhooks.knowledge.suppressions.formats import format_of

    found = inline.read(path, data)
    form = format_of(path)
    if form is None or (form.words and not any(word.encode() in data for word in form.words)):
        return Reading(found)
    from importlib import import_module

    from govhooks.knowledge.suppressions.entries import Source
    from govhooks.readers.document import BadDocument

    reader: Callable[[Source], Iterator[Suppression]] = import_module(f"{__name__}.{form.module}").read
    try:
        entries = tuple(reader(Source(form.tool, path, data)))
    except BadDocument as error:
        return Reading(found, str(error), error.line)
    return Reading(tuple(sorted((*found, *entries), key=lambda one: one.line)))
