"""The entry point of every command: it turns every outcome into an exit code that means the same everywhere.

    0 clean    1 findings    2 bad usage    3 cannot judge    4 a bug in govhooks

An exception becomes one of these and a line on standard error. 1 is used only if the command itself returned it: Python
exits with 1 on a traceback, and a caller would take that for findings. A report that could not be written is not a
pass: 3, unless the command has already refused. `guard` differs, because agents block only on exit code 2.
"""

from __future__ import annotations

import os
import sys

from govhooks.core.errors import BUG, CANNOT_JUDGE, CLEAN, USAGE, CannotJudge, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import NoReturn

# Set it to show the text of an unexpected exception. The text may quote the repository, so by default it stays out of
# logs.
VERBOSE = "GOVHOOKS_TRACE"


def run(command: str, do: Callable[[], int], *, failure: int = 0) -> int:
    """The exit code of `do()`, which may raise anything. `command` is its name in messages.

    `failure` is the exit code for any failure, for a caller that knows only one (0: the usual one for each kind of
    failure).
    """
    _standard_streams()
    try:
        try:
            code = do()
        except BaseException as error:  # noqa: BLE001 - every end of a process is decided here
            code = _told(command, error)
            if failure and code != CLEAN:
                code = failure
        return _flushed(code, failure)
    except KeyboardInterrupt:  # while the first one was being reported
        return failure or CANNOT_JUDGE


def leave(code: int) -> NoReturn:
    """End the process immediately: Python takes 3 ms to tear down its modules, the kernel none."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            continue  # `run` has said so
    expressions = sys.modules.get("govhooks.search.compiled")
    if expressions is not None:
        try:
            expressions.keep()
        except (KeyboardInterrupt, MemoryError):
            os._exit(code)  # the next process compiles them again
    os._exit(code)


def complain(text: str) -> None:
    """Print a line on standard error, after everything on standard output. If that fails, the exit code stays the same."""
    from govhooks.outputs.escape import printable

    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        _silence()
    _stderr(f"govhooks: {printable(text)}\n")


def traceback(error: BaseException) -> str:
    """Where an exception was raised, and its type. Its text only on request: it may quote what is judged."""
    from traceback import format_tb

    parts = [error.trace] if hasattr(error, "trace") else []
    for one in reversed(list(_chain(error))):
        text = f": {one}" if os.environ.get(VERBOSE) else ""
        parts.append(
            "Traceback (most recent call last):\n" + "".join(format_tb(one.__traceback__)) + f"{_name(one)}{text}\n"
        )
    return "\n".join(parts)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


def _name(error: BaseException) -> str:
    return type(error).__name__


def _told(command: str, error: BaseException) -> int:
    """The exit code for an exception, after printing a line about it on standard error."""
    if isinstance(error, SystemExit):  # argparse has already said why
        return error.code if isinstance(error.code, int) else USAGE if error.code else CLEAN
    if isinstance(error, UsageError):
        complain(f"{error} (see {command} --help)")
        return USAGE
    if isinstance(error, CannotJudge):
        reason = str(error)
    elif isinstance(error, KeyboardInterrupt):
        reason = "interrupted"
    elif isinstance(error, MemoryError):
        reason = "out of memory"
    elif isinstance(error, RecursionError):
        reason = "something is nested too deeply to be read"
    elif isinstance(error, OSError):  # an error from outside, not a bug of ours
        place = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, (str, bytes)) else ""
        reason = place + (error.strerror or _name(error))
    else:
        _report(command, error)
        return BUG
    complain(f"cannot judge: {reason}")
    return CANNOT_JUDGE


def _report(command: str, error: BaseException) -> None:
    """Print what a bug report needs; nothing in it quotes the repository."""
    import platform

    from govhooks import __version__

    complain(f"this is a bug in govhooks, and nothing was judged ({_name(error)})")
    _stderr(traceback(error))
    _stderr(
        f"govhooks: please report it with the lines above: govhooks {__version__}, Python {platform.python_version()},"
        f" {sys.platform}, command: {command} (with {VERBOSE}=1 the error's own text is shown; look for secrets in it)\n"
    )


def _flushed(code: int, failure: int) -> int:
    """The exit code, once standard output has been flushed."""
    if sys.stdout is None:
        return code
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        _silence()
        complain(f"cannot judge: the report cannot be written: {getattr(error, 'strerror', None) or error}")
        return failure or (code if code else CANNOT_JUDGE)
    return code


# A standard output that could not be written is kept until the end: dropping it would try to flush again (Python 3.13
# reports that).
_broken: list[object] = []


def _silence() -> None:
    """Discard a standard output that cannot be written: Python would try again at exit, and print an error."""
    _broken.append(sys.stdout)
    try:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for the rest of the process
    except OSError:
        sys.stdout = None


def _stderr(text: str) -> None:
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def _standard_streams() -> None:
    """Make sure that the three standard streams exist and accept any text.

    Otherwise the next pipe would get the number of a closed one, and a report would be written into git. Writing to a
    standard output that was closed fails, so whoever reports something notices.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            # The lowest free number is this one, because those below are open.
            os.open(os.devnull, os.O_RDONLY)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        # A path may contain characters that the terminal's encoding lacks.
        if stream is not None and stream.errors != "backslashreplace" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
