"""Answer within a time limit, whatever the question does to the process that works it out.

A regular expression that backtracks holds the interpreter: no thread and no Python signal handler runs until it is
done. So on POSIX a child process works out the answer, and the parent only waits. Windows cannot fork: there a thread
ends the process, and where that thread never gets to run, `faulthandler` does, which needs no interpreter.
"""

from __future__ import annotations

import contextlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Said = tuple[int, str, str]

# Extra seconds before the system ends the child: it must not outlive a parent that was killed.
_GRACE = 1.0


LATE, GONE = "late", "gone"


def within(seconds: float, work: Callable[[], Said]) -> Said | str:
    """(exit code, standard output, standard error) of `work`; LATE if it takes too long, GONE if it ends without an
    answer."""
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
            # The system's own timer with its default handler: no Python code has to run for it.
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
        _kill(child)  # do not wait: a child that hangs in a system call ends only when the call returns
        return LATE
    os.waitpid(child, 0)
    head, _, rest = b"".join(parts).partition(b"\n")
    if not head:
        return GONE
    code, size = (int(word) for word in head.split())
    return code, rest[:size].decode("utf-8", "surrogateescape"), rest[size:].decode("utf-8", "replace")


def _kill(child: int) -> None:
    """Kill a child and everything it has started."""
    import signal

    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(OSError):  # it had no process group of its own yet
        os.kill(child, signal.SIGKILL)


def _in_thread(seconds: float, work: Callable[[], Said]) -> Said | str:
    """The same where processes cannot be forked: the first answer wins and ends the process."""
    import faulthandler
    import threading

    # Exit code 1 and a traceback; `|| exit 2` turns that into a refusal.
    faulthandler.dump_traceback_later(seconds + _GRACE / 2, exit=True)
    said: list[Said] = []
    worker = threading.Thread(target=lambda: said.append(work()), daemon=True)
    worker.start()
    worker.join(seconds)
    if not said:
        return LATE if worker.is_alive() else GONE
    faulthandler.cancel_dump_traceback_later()
    return said[0]
