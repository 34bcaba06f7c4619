"""Split work among processes: tasks are handed one by one to forked workers, results come back through pipes.

A worker is a fork of this process, so there is nothing to import and nothing to hand over but a number: importing
`multiprocessing` takes longer than judging an ordinary commit. Where there is no `fork` (Windows), one process does
everything. Results are what `marshal` can write: tuples, lists, strings, numbers. Nothing is lost: what a worker raises
is raised here, and if a worker dies without a word, the result is "cannot judge".
"""

from __future__ import annotations

import gc
import os

from govhooks.core.errors import CannotJudge
from govhooks.git import source
from govhooks.git.plumbing import forked
from govhooks.search import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, NoReturn

# Tasks that a worker is given in advance, so that it does not wait for the next one.
_AHEAD = 2
_KILL = 9


class WorkerFailed(RuntimeError):
    """A bug in a worker; the text is its traceback, as `frame.traceback` formats it."""

    trace = property(lambda self: f"in a worker:\n{self.args[0]}")


def cores() -> int:
    """The number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def shared(jobs: int, tasks: int) -> int:
    """How many processes to use for some tasks; `jobs` is the requested number (0: one per core)."""
    if not hasattr(os, "fork"):
        return 1
    return max(1, min(jobs or cores(), tasks))


def run(
    judge: Callable[[int], Any], tasks: int, jobs: int, begin: Callable[[], None] = lambda: None
) -> Iterator[tuple[int, Any]]:
    """(task, judge(task)) for every task below `tasks`, as they finish; with one job in order and in this process.

    `begin` is called first in every worker; workers do not share the parent's git processes, whoever holds them
    (`plumbing.forked`). Raises CannotJudge and MemoryError as a worker does, CannotJudge for a worker that was killed,
    WorkerFailed for a bug.
    """
    if shared(jobs, tasks) == 1:
        for task in range(tasks):
            yield task, judge(task)
        return
    workers: list[_Worker] = []
    try:
        for _ in range(shared(jobs, tasks)):
            workers.append(_Worker(judge, begin, workers))
        yield from _collect(workers, tasks)
    finally:
        for worker in workers:
            worker.end()


def _collect(workers: list[_Worker], tasks: int) -> Iterator[tuple[int, Any]]:
    import select

    waiting = iter(range(tasks))
    for _ in range(_AHEAD):
        for worker in workers:
            worker.give(next(waiting, -1))
    left = tasks
    by_pipe = {worker.results: worker for worker in workers}
    while left:
        for pipe in select.select(list(by_pipe), [], [])[0]:
            worker = by_pipe[pipe]
            for kind, task, result in worker.take():
                if kind == "bytes":
                    source.report(result)
                    continue
                if kind == "expressions":
                    compiled.keep_too(result)
                    continue
                _raise(kind, result)
                left -= 1
                worker.give(next(waiting, -1))
                yield task, result


def _raise(kind: str, text: object) -> None:
    if kind == "cannot":
        raise CannotJudge(str(text))
    if kind == "memory":
        raise MemoryError
    if kind == "bug":
        raise WorkerFailed(text)


class _Worker:
    """A forked process, with a pipe for the numbers of its tasks and a pipe for its results."""

    def __init__(self, judge: Callable[[int], Any], begin: Callable[[], None], others: list[_Worker]) -> None:
        task_read, self.tasks = os.pipe()
        self.results, result_write = os.pipe()
        self._buffer = bytearray()
        self.pid = os.fork()
        if not self.pid:
            # Only the parent holds the other ends: if it is gone, a worker sees the end of its input.
            for pipe in (
                self.tasks,
                self.results,
                *(pipe for other in others for pipe in (other.tasks, other.results)),
            ):
                os.close(pipe)
            _work(judge, begin, task_read, result_write)
        os.close(task_read)
        os.close(result_write)

    def give(self, task: int) -> None:
        """Send a task (-1: no more)."""
        if task < 0:
            return
        try:
            os.write(self.tasks, task.to_bytes(4, "big"))
        except BrokenPipeError:
            return  # it is gone: its last message, or the lack of one, is read from the other pipe

    def take(self) -> Iterator[tuple[str, int, Any]]:
        """The messages that have arrived. Raises CannotJudge if the worker is gone."""
        import marshal

        part = os.read(self.results, 1 << 20)
        if not part:
            self._gone()
        self._buffer += part
        while len(self._buffer) >= 8 and len(self._buffer) >= 8 + (size := int.from_bytes(self._buffer[:8], "big")):
            message = marshal.loads(self._buffer[8 : 8 + size])  # noqa: S302 - written by our own fork
            del self._buffer[: 8 + size]
            yield message

    def _gone(self) -> NoReturn:
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.pid = 0
        how = f"was killed by signal {-status} (out of memory?)" if status < 0 else f"ended early with status {status}"
        raise CannotJudge(f"a worker process {how}: try --jobs 1")

    def end(self) -> None:
        """Stop it, busy or not, and close the pipes."""
        if self.pid:
            os.kill(self.pid, _KILL)
            os.waitpid(self.pid, 0)
            self.pid = 0
        os.close(self.tasks)
        os.close(self.results)


def _work(judge: Callable[[int], Any], begin: Callable[[], None], tasks: int, results: int) -> NoReturn:
    """The main loop of a worker. It never returns into the parent's code, and never flushes the parent's output."""
    code = 0
    gc.set_threshold(50_000)  # there are hardly any cycles here
    try:
        forked()
        source.listen(lambda count: _send(results, ("bytes", 0, count)))
        begin()
        while word := os.read(tasks, 4):
            task = int.from_bytes(word, "big")
            outcome = _outcome(judge, task)
            if new := compiled.news():
                _send(results, ("expressions", 0, new))
            _send(results, outcome)
    except CannotJudge as error:
        _send(results, ("cannot", 0, str(error)))
    except (KeyboardInterrupt, BrokenPipeError):
        code = 130  # the parent was interrupted too, or is gone
    finally:
        os._exit(code)


def _outcome(judge: Callable[[int], Any], task: int) -> tuple[str, int, Any]:
    try:
        return "done", task, judge(task)
    except CannotJudge as error:
        return "cannot", task, str(error)
    except MemoryError:
        return "memory", task, ""
    except RecursionError:
        return "cannot", task, "something is nested too deeply to be read"
    except OSError as error:
        return "cannot", task, str(error)
    except Exception as error:  # noqa: BLE001 - raised again by the parent
        from govhooks.run.frame import traceback

        return "bug", task, traceback(error)


def _send(pipe: int, message: tuple[str, int, Any]) -> None:
    import marshal

    data = marshal.dumps(message)
    view = memoryview(len(data).to_bytes(8, "big") + data)
    while view:
        view = view[os.write(pipe, view) :]


__all__ = ["cores", "run", "shared"]
