"""Keep our own regular expressions compiled between processes, next to the package's bytecode.

Importing `re` takes 6 ms and compiling a few expressions 3 ms, while checking a whole commit takes 25. `re` turns an expression
into a list of numbers for `_sre`, the part of CPython that does the matching. `keep()` saves these numbers when an expression
is compiled for the first time, and `compiled(source)` gives them to `_sre`; `re` is imported only if there are none.

The file is in `__pycache__`, and its name contains the interpreter, like that of bytecode. Whoever can write there can
change the code itself, so the file is trusted as much as bytecode and no more. It contains only expressions of our own tables and
of the packages that `importing` imports, never those of a policy, each under its full text. An expression is kept only if the pattern made from the numbers equals
the one from `re`. `_sre` validates the numbers and rejects those that make no sense. With another Python, a damaged file or
a read-only folder, expressions are compiled again.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any

# The layout of the file: (stamp, {source: marshalled arguments of `_sre.compile` behind the source}).
FORMAT = 1
LARGEST = 8 << 20

_table: dict[str, bytes] | None = None
_new: dict[str, re.Pattern[str]] = {}
_told: set[str] = set()
# What workers compiled; so many are kept by one process: compiling them once more takes a millisecond each.
_others: dict[str, None] = {}
_MOST = 400


def compiled(source: str) -> re.Pattern[str]:
    """As `re.compile`, for an expression of our own tables. Raises re.error as `re.compile` does."""
    global _table
    if _table is None:
        _table = _read()
    held = _table.get(source)
    if held is not None:
        from marshal import loads

        try:
            import _sre  # type: ignore[import-not-found]

            made: re.Pattern[str] = _sre.compile(source, *loads(held))  # noqa: S302 - trusted as bytecode is
            return made
        except (AttributeError, EOFError, ImportError, RuntimeError, TypeError, ValueError):
            _table = {}
    import re

    pattern = _new[source] = re.compile(source)
    return pattern


def importing(name: str) -> Any:
    """Import a package that compiles expressions while it is imported (PyYAML: 16 of its 26 ms), and keep those compiled, too.

    Raises what the import raises.
    """
    if name in sys.modules:
        return sys.modules[name]
    import re

    original = re.compile

    def kept(pattern: Any, flags: int = 0) -> Any:
        letters = "".join(letter for flag, letter in _FLAGS if flags & flag)
        if type(pattern) is not str or flags & ~_ALL_FLAGS:
            return original(pattern, flags)
        re.compile = original  # `compiled` calls it
        try:
            return compiled(f"(?{letters}){pattern}" if letters else pattern)
        finally:
            re.compile = kept

    re.compile = kept
    try:
        __import__(name)
        return sys.modules[name]
    finally:
        re.compile = original


# The flags that an expression may carry itself, and their letters.
_FLAGS = ((2, "i"), (8, "m"), (16, "s"), (64, "x"))
_ALL_FLAGS = sum(flag for flag, _ in _FLAGS)


def news() -> list[str]:
    """What this process has compiled since it was asked the last time: a worker tells its parent, who keeps it."""
    fresh = [source for source in _new if source not in _told]
    _told.update(fresh)
    return fresh


def keep_too(sources: list[str]) -> None:
    """Keep these, too, which a worker had to compile."""
    _others.update(dict.fromkeys(sources))


def keep() -> None:
    """Write what was compiled by this process, for the next; where that cannot be done it is compiled again."""
    if not (_new or _others) or sys.dont_write_bytecode:
        return
    import os

    place = _place()
    if _others and place and os.access(os.path.dirname(place), os.W_OK):
        for source in list(_others)[:_MOST]:
            compiled(source)
    more = {source: held for source, pattern in _new.items() if (held := _arguments(source, pattern))}
    _new.clear()
    if not place or not more:
        return
    from marshal import dumps

    from govhooks.core.errors import CannotJudge
    from govhooks.git import files

    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        files.write(place, dumps((_stamp(), {**_read(), **more})))
    except (CannotJudge, OSError, ValueError):
        return


def _read() -> dict[str, bytes]:
    """Source -> what is kept of it; {} where there is nothing of this interpreter."""
    place = _place()
    if not place:
        return {}
    from marshal import loads

    try:
        with open(place, "rb") as stream:
            stamp, table = loads(stream.read(LARGEST))  # noqa: S302 - trusted as bytecode is
    except (EOFError, OSError, TypeError, ValueError):
        return {}
    return table if stamp == _stamp() and isinstance(table, dict) else {}


def _place() -> str:
    """The file, "" where Python itself keeps no bytecode of this module."""
    cached = __spec__.cached if __spec__ is not None else None
    return f"{cached.removesuffix('.pyc')}.expressions" if cached else ""


def _stamp() -> tuple[int, str]:
    """Which interpreter the numbers are for."""
    return (FORMAT, sys.version)


def _arguments(source: str, pattern: re.Pattern[str]) -> bytes:
    """What `_sre.compile` takes behind the source to make this very pattern; b"" where that cannot be told."""
    from marshal import dumps

    try:
        import _sre

        parser, compiler = _modules()
        parsed = parser.parse(source)
        groups = parsed.state.groupdict
        names: list[str | None] = [None] * parsed.state.groups
        for name, index in groups.items():
            names[index] = name
        code = [
            int(one) for one in compiler._code(parsed, 0)
        ]  # opcodes are a class of integers that cannot be marshalled
        arguments = (int(parsed.state.flags), code, parsed.state.groups - 1, dict(groups), tuple(names))
        same = _sre.compile(source, *arguments) == pattern
    except (AttributeError, ImportError, LookupError, RuntimeError, TypeError, ValueError):
        return b""
    return dumps(arguments) if same else b""


def _modules() -> tuple[Any, Any]:
    """The parser and the compiler of `re`, which have other names before 3.11."""
    if sys.version_info >= (3, 11):
        from re import _compiler, _parser  # type: ignore[attr-defined]

        return _parser, _compiler
    import sre_compile
    import sre_parse

    return sre_parse, sre_compile
