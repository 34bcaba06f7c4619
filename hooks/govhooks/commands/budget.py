"""An answer in time, whatever the question does to whoever works it out.

An expression that backtracks holds the interpreter: no thread and no Python handler of a signal runs until it is done. So on
POSIX a child process works the answer out, and the parent only waits; on Windows, which cannot fork, a thread ends the
process, and `faulthandler`, which needs no interpreter, where that thread does not come to run.
"""

from __future__ import annotations

import contextlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Said = tuple[int, str, str]

# What a child has on top before the system ends it: it must not outlive a parent that was killed.
_GRACE = 1.0


LATE, GONE = "late", "gone"


def within(seconds: float, work: Callable[[], Said]) -> Said | str:
    """(exit code, standard output, standard error) of `work`; LATE when it takes longer, GONE when it ends without an answer."""
    return _in_child(seconds, work) if hasattr(os, "fork") else _in_thread(seconds, work)


def _in_child(seconds: float, work: Callable[[], Said]) -> Said | str:
    import select
    import signal
    import time

    end = time.monotonic() + seconds
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            # The system's own clock, and its own handler: nothing of Python's has to run for it.
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
            os.setpgid(0, 0)
            os.close(reading)
            code, out, complaint = work()
            said = out.encode("utf-8", "surrogateescape")
            data = b"%d %d\n" % (code, len(said)) + said + complaint.encode("utf-8", "replace")
            view = memoryview(data)
            while view:
                view = view[os.write(writing, view) :]
        finally:
            os._exit(0)
    os.close(writing)
    parts = []
    whole = False
    while (left := end - time.monotonic()) > 0 and select.select([reading], [], [], left)[0]:
        part = os.read(reading, 1 << 16)
        if not part:
            whole = True
            break
        parts.append(part)
    os.close(reading)
    if not whole:
        _kill(child)  # and not waited for: one that hangs in the system ends when that lets it
        return LATE
    os.waitpid(child, 0)
    head, _, rest = b"".join(parts).partition(b"\n")
    if not head:
        return GONE
    code, size = (int(word) for word in head.split())
    return code, rest[:size].decode("utf-8", "surrogateescape"), rest[size:].decode("utf-8", "replace")


def _kill(child: int) -> None:
    """End a child, and what it has started."""
    import signal

    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(OSError):  # it had no group of its own yet
        os.kill(child, signal.SIGKILL)


def _in_thread(seconds: float, work: Callable[[], Said]) -> Said | str:
    """The same where no process can be forked: the answer that comes first is the one, and ends the process."""
    import faulthandler
    import threading

    # Exit code 1 and a traceback, which `|| exit 2` makes a refusal of.
    faulthandler.dump_traceback_later(seconds + _GRACE / 2, exit=True)
    said: list[Said] = []
    worker = threading.Thread(target=lambda: said.append(work()), daemon=True)
    worker.start()
    worker.join(seconds)
    if not said:
        return LATE if worker.is_alive() else GONE
    faulthandler.cancel_dump_traceback_later()
    return said[0]
