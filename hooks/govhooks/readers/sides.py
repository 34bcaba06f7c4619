"""The documents of a change: parses both sides, each blob once, and pairs the documents of a stream.

Parsed sides are kept in a small cache of the process, by format and bytes. The rules of a run share it, and so do the
commits of a history, where the new side of one is the old side of the next. A file that cannot be read becomes a side
with an error, whatever the reason: too large, a link, not UTF-8, a syntax error, a parser that is not installed.
"""

from __future__ import annotations

from govhooks.readers.document import ABSENT, MISSING, BadDocument, Document, Side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govhooks.core.change import Change

# Formats -> the module and function that reads them; if a file may have several documents, the function returns a
# tuple.
READERS = {
    "dockerfile": ("dockerfile", "read"),
    "env": ("ini", "read_env"),
    "hcl": ("hcl", "read"),
    "ini": ("ini", "read_ini"),
    "json": ("json", "read"),
    "notebook": ("notebook", "read"),
    "properties": ("ini", "read_properties"),
    "python": ("python", "read"),
    "shell": ("shell", "read"),
    "toml": ("toml", "read"),
    "xml": ("xml", "read"),
    "yaml": ("yaml", "read_all"),
}
# Formats that one module reads, with the grammars of `govhooks.readers.languages`.
SOURCE = ("csharp", "go", "java", "javascript", "kotlin", "php", "ruby", "tsx", "typescript")
# A larger text is not parsed.
LARGEST = 16 << 20
# The limit of the cache, in bytes of source text. Values take several times as much.
_KEPT = 8 << 20
_OVERHEAD = 1000
_SYMLINK, _GITLINK = "120000", "160000"


def documents_of(change: Change, form: str, old_form: str) -> Iterator[Document]:
    """The documents of one change; removed ones come last."""
    from govhooks.readers.compare import align

    news = _new_sides(change, form)
    olds = [_old_sides(change, old_form if change.old_path else form, data) for data in _old_texts(change)]
    if not news and not any(olds):
        return
    if len(news) < 2 and all(len(old) < 2 for old in olds):
        yield Document(change, form or old_form, news[0] if news else ABSENT, tuple(old[0] for old in olds if old))
        return
    pairs = [align([side.value for side in news], [side.value for side in old]) for old in olds]
    for index, side in enumerate(news):
        partners = tuple(_partner(old, pair, index) for old, pair in zip(olds, pairs))
        yield Document(change, form, side, partners, index)
    taken = set(pairs[0].values()) if pairs else set()
    for index, side in enumerate(olds[0] if olds else ()):
        if index not in taken and not any(new.error for new in news):
            yield Document(change, old_form or form, ABSENT, (side,), len(news) + index)


def _partner(old: tuple[Side, ...], pair: dict[int, int], index: int) -> Side:
    if len(old) == 1 and old[0].error:
        return old[0]
    return old[pair[index]] if index in pair else ABSENT


def _new_sides(change: Change, form: str) -> tuple[Side, ...]:
    if not change.exists or not form:
        return ()
    if change.mode in (_SYMLINK, _GITLINK):
        what = "a symbolic link" if change.mode == _SYMLINK else "a submodule"
        return (Side(MISSING, {}, error=f"{what}: what it points to is not read"),)
    if change.large:
        return (_too_large(),)
    return sides(form, change.read())


def _old_texts(change: Change) -> Iterator[bytes | None]:
    """The text of each old side, None if it is too large."""
    if change.old_mode in (_SYMLINK, _GITLINK):
        return
    for source in change.sources[1:]:
        yield source.read()


def _old_sides(change: Change, form: str, data: bytes | None) -> tuple[Side, ...]:
    if not form:
        return ()
    return (_too_large(),) if data is None else sides(form, data)


def _too_large() -> Side:
    return Side(MISSING, {}, error=f"larger than {LARGEST >> 20} MiB: not read")


def sides(form: str, data: bytes) -> tuple[Side, ...]:
    """Parse a text in a format, unless it is in the cache."""
    return _store.get(form, data)


class Store:
    """A cache of sides by format and bytes; the least recently used are dropped first."""

    def __init__(self, read: Callable[[str, bytes], tuple[Side, ...]]) -> None:
        self._read = read
        self._held: dict[tuple[str, bytes], tuple[Side, ...]] = {}
        self._size = 0

    def get(self, form: str, data: bytes) -> tuple[Side, ...]:
        key = (form, data)
        found = self._held.pop(key, None)
        if found is None:
            found = self._read(form, data)
            self._size += len(data) + _OVERHEAD
        self._held[key] = found
        while self._size > _KEPT and len(self._held) > 1:
            oldest = next(iter(self._held))
            del self._held[oldest]
            self._size -= len(oldest[1]) + _OVERHEAD
        return found


def _read(form: str, data: bytes) -> tuple[Side, ...]:
    from importlib import import_module

    if len(data) > LARGEST:
        return (_too_large(),)
    if not data.strip():
        return (Side(None, {}),)  # a blank file is empty in any format
    try:
        if form in SOURCE:
            from govhooks.readers.source import read

            return (read(form, data),)
        module, function = READERS[form]
        found = getattr(import_module(f"govhooks.readers.{module}"), function)(data)
    except BadDocument as error:
        return (Side(MISSING, {}, error=str(error), error_line=error.line),)
    return found if isinstance(found, tuple) else (found,)


_store = Store(_read)
