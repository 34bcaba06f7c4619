"""govhooks, started once and forked for every run: a process of its own each time, without Python's start and the imports.

`run` does what `python -m govhooks.cli ARGS` does: the run has its own directory, environment, standard streams and exit
code, and ends as a console script does. What differs: modules are loaded already, and nothing that Python itself reads at
its start (`PYTHON*`) takes effect. Such runs, and all where the system cannot fork, start Python (`anew`).
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

HOOKS = Path(__file__).resolve().parent.parent / "hooks"
# What commands load late from elsewhere. Of govhooks all is loaded: that a commit loads no more than it needs is held by tests
# that start Python.
MODULES = (
    *("argparse", "ast", "concurrent.futures", "difflib", "encodings.utf_8_sig", "gettext", "hashlib", "heapq"),
    *("importlib.metadata", "inspect", "shutil", "sqlite3", "subprocess", "tempfile", "tomli", "tomlkit", "_strptime"),
)

# What `_warm` judges.
CHANGE = {
    "app.py": f"{'pass' + 'word'} = '{'hunter2' + '!xQ9vT'}'\n",
    "app/auth/login.py": "def login(user, word):\n    return check(user, word)\n",
    ".github/workflows/ci.yml": "on: push\njobs: {}\n",
    ".env": "A=1\n",
    "notes.md": "The password of the test database is in the vault.\n",
}


class Ended(NamedTuple):
    """How a run ended; its exit code is negative where a signal ended it.

    `peak` is the most memory in bytes that it or its git held, `seconds` what both took of a processor, which other work
    on the machine does not stretch.
    """

    code: int
    out: bytes
    err: bytes
    peak: int
    seconds: float


def run(args: tuple[str, ...], cwd: Path, stdin: bytes, env: dict[str, str]) -> tuple[int, bytes, bytes]:
    """`govhooks ARGS`: its exit code, standard output and standard error."""
    changed = {name for name, value in env.items() if os.environ.get(name) != value}
    if not hasattr(os, "fork") or any(name.startswith("PYTHON") for name in changed):
        return anew(args, cwd, stdin, env)
    return measure(args, cwd, stdin, env)[:3]


def measure(args: tuple[str, ...], cwd: Path, stdin: bytes, env: dict[str, str]) -> Ended:
    """The same with what it took; where the system can fork."""
    # Pipes, as subprocess has them: a file could be opened again by its name, /dev/stdout.
    (theirs_in, ours_in), (ours_out, theirs_out), (ours_err, theirs_err) = (os.pipe() for _ in range(3))
    found: dict[int, bytes] = {}

    def write() -> None:
        with contextlib.suppress(BrokenPipeError), os.fdopen(ours_in, "wb") as stream:
            stream.write(stdin)

    def read(descriptor: int) -> None:
        with os.fdopen(descriptor, "rb") as stream:
            found[descriptor] = stream.read()

    starter = _Starter.running()
    starter.ask(args, cwd, env, (theirs_in, theirs_out, theirs_err))
    for descriptor in (theirs_in, theirs_out, theirs_err):
        os.close(descriptor)
    work = [threading.Thread(target=write), *(threading.Thread(target=read, args=(n,)) for n in (ours_out, ours_err))]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    code, peak, seconds = starter.answer()
    return Ended(code, found[ours_out], found[ours_err], peak, seconds)


def anew(args: tuple[str, ...], cwd: Path, stdin: bytes, env: dict[str, str]) -> tuple[int, bytes, bytes]:
    """The same by a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "govhooks.cli", *args],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**env, "PYTHONPATH": str(HOOKS)},
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


class _Starter:
    """The process that forks, one for each that asks."""

    current: _Starter | None = None

    def __init__(self) -> None:
        import socket

        self.owner = os.getpid()
        self.socket, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=HOOKS,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": str(HOOKS)},
            )
        atexit.register(self.end)

    @classmethod
    def running(cls) -> _Starter:
        if cls.current is None or cls.current.owner != os.getpid() or cls.current.process.poll() is not None:
            cls.current = cls()
        return cls.current

    def ask(self, args: tuple[str, ...], cwd: Path, env: dict[str, str], streams: tuple[int, int, int]) -> None:
        import socket

        with tempfile.TemporaryFile() as asked:
            asked.write(json.dumps([args, os.fspath(cwd), env]).encode())
            asked.seek(0)
            socket.send_fds(self.socket, [b"."], [asked.fileno(), *streams])

    def answer(self) -> tuple[int, int, float]:
        """The exit code, the most memory in bytes and seconds of a processor."""
        answer = self.socket.recv(200)
        assert answer, "the process that starts govhooks has ended"
        code, peak, seconds = json.loads(answer)
        return code, peak, seconds

    def end(self) -> None:
        if self.owner == os.getpid():
            self.socket.close()
            self.process.wait()


def _warm(main: Callable[[list[str]], int]) -> None:
    """Judge a change, so that the expressions that most changes meet are compiled."""
    import io

    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        os.chdir(folder)
        for name, content in CHANGE.items():
            place = Path(name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content)
        for command in (["git", "init", "-q"], ["git", "add", "--all"]):
            subprocess.run(command, check=True)
        with contextlib.redirect_stderr(io.StringIO()) as said:
            code = main(["check"])
        os.chdir(here)
    assert code == 1, said.getvalue()


def _load() -> None:
    """Load what runs load, so that none of them does it again."""
    import importlib
    import pkgutil

    import govhooks

    for name in MODULES:
        importlib.import_module(name)
    for found in pkgutil.walk_packages(govhooks.__path__, "govhooks."):
        with contextlib.suppress(ImportError):  # an extra that is not installed here
            importlib.import_module(found.name)


class _Hashes:
    """Slow hashes that a run made, handed back through a pipe: the next run that asks for the same has its answer.

    Fingerprints of what could be guessed take 100 000 rounds, which is most of what a run with such a finding takes.
    """

    def __init__(self) -> None:
        import hashlib

        self.known: dict[str, bytes] = {}
        self.reads, self.writes = os.pipe()
        self.rest = b""
        for end in (self.reads, self.writes):
            os.set_blocking(end, False)
        self.make = hashlib.pbkdf2_hmac
        hashlib.pbkdf2_hmac = self.ask  # type: ignore[assignment]

    def ask(self, name: str, password: bytes, salt: bytes, iterations: int, dklen: int | None = None) -> bytes:
        """What `hashlib.pbkdf2_hmac` says, made once."""
        if iterations == 1:
            return self.make(name, password, salt, iterations, dklen)
        key = f"{name} {password.hex()} {salt.hex()} {iterations} {dklen}"
        if key not in self.known:
            self.known[key] = self.make(name, password, salt, iterations, dklen)
            line = f"{self.known[key].hex()} {key}\n".encode()
            if len(line) <= select.PIPE_BUF:  # longer ones could be written in pieces, with others between
                with contextlib.suppress(OSError):  # no room: the next run makes it again
                    os.write(self.writes, line)
        return self.known[key]

    def learn(self) -> None:
        """Take in what runs have made."""
        with contextlib.suppress(BlockingIOError):
            while True:
                *lines, self.rest = (self.rest + os.read(self.reads, 65536)).split(b"\n")
                for line in lines:
                    value, _, key = line.decode().partition(" ")
                    self.known[key] = bytes.fromhex(value)


def _serve(descriptor: int) -> None:
    """Fork for every request that comes in, and answer with the exit code."""
    import io
    import signal
    import socket
    import traceback

    from govhooks import cli

    hashes = _Hashes()
    _load()
    _warm(cli.main)
    here = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal it reaches all: who asks for runs ends them
    while True:
        word, streams, _, _ = socket.recv_fds(here, 1, 4)
        if not word:
            return
        hashes.learn()
        child = os.fork()
        if not child:
            try:
                here.close()
                signal.signal(signal.SIGINT, signal.default_int_handler)
                with os.fdopen(streams[0], encoding="utf-8", errors="surrogateescape") as asked:
                    args, cwd, env = json.load(asked)
                for number, stream in enumerate(streams[1:]):
                    os.dup2(stream, number)
                    os.close(stream)
                os.chdir(cwd)
                os.environ.clear()
                os.environ.update({**env, "PYTHONPATH": str(HOOKS)})
                sys.argv = [str(HOOKS / "govhooks" / "cli.py"), *args]
                for number, stream, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
                    errors = "backslashreplace" if number == 2 else "strict"
                    raw = open(number, f"{mode}b", closefd=False)  # noqa: SIM115
                    setattr(sys, stream, io.TextIOWrapper(raw, "utf-8", errors, line_buffering=number == 2))
                    setattr(sys, f"__{stream}__", getattr(sys, stream))
                cli.main()
            except BaseException:  # noqa: BLE001 - as Python says it, at its end
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(1)
        for stream in streams:
            os.close(stream)
        _, status, used = os.wait4(child, 0)
        peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        here.send(json.dumps([os.waitstatus_to_exitcode(status), peak, used.ru_utime + used.ru_stime]).encode())


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
