"""Run git's plumbing commands: the only place that starts git during a commit.

Every command is plumbing with explicit options, NUL-separated, read as bytes, so that nothing in a user's
configuration (`diff.external`, textconv, `core.quotePath`, `diff.noprefix`, colours, aliases) changes what we see.
On POSIX a process is started with `posix_spawn`: importing `subprocess` costs 11 ms, git itself 2 ms.
"""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from subprocess import CompletedProcess

GOVERN_ENV = {
    "GIT_OPTIONAL_LOCKS": "0",  # a hook must not take index.lock away from the commit it runs in
    "GIT_NO_REPLACE_OBJECTS": "1",  # what is pushed is the object itself, not its local replacement
    "GIT_GRAFT_FILE": os.devnull,  # and with its real parents, whatever this clone grafts
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}
# Settings such as `safe.bareRepository` stay the user's; these would change what a plumbing command prints.
_HIDDEN = ("GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS")
_PIPE_READ = 1 << 16
# Every pipe holds at least this much: git need not read it before we read from git.
_SMALL = 4096


class GitFailed(CannotJudge):
    """A git command failed; the text is the first line of git's own error message."""


def environment() -> dict[str, str]:
    """The environment for git: the user's, without the variables that change plumbing output."""
    env = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
    env.update(GOVERN_ENV)
    return env


def environment_elsewhere() -> dict[str, str]:
    """The same for a repository in another folder: without the variables that say where its parts are or how it is
    configured."""
    kept = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH")
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in kept}
    env.update(GOVERN_ENV)
    return env


class Process:
    """A git command with pipes on standard input and output; standard error is discarded (see `output`)."""

    def __init__(self, *args: str, env: dict[str, str] | None = None) -> None:
        self.args = ("git", "--no-pager", *args)
        self.env = environment() if env is None else env
        if hasattr(os, "posix_spawnp"):
            self._spawn()
        else:
            self._popen()

    def _spawn(self) -> None:
        in_read, in_write = os.pipe()
        out_read, out_write = os.pipe()
        actions = [
            (os.POSIX_SPAWN_DUP2, in_read, 0),
            (os.POSIX_SPAWN_DUP2, out_write, 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        try:
            self._pid = os.posix_spawnp("git", self.args, self.env, file_actions=actions)
        except OSError as error:
            os.close(in_write)
            os.close(out_read)
            raise CannotJudge(f"git could not be started: {error.strerror}") from None
        finally:
            os.close(in_read)
            os.close(out_write)
        self.stdin = in_write
        self.stdout = out_read
        self._status: int | None = None

    def _popen(self) -> None:  # pragma: no cover - Windows
        import subprocess

        try:
            self._child = subprocess.Popen(
                self.args,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self.env,
                bufsize=0,
            )
        except OSError as error:
            raise CannotJudge(f"git could not be started: {error.strerror}") from None
        assert self._child.stdin is not None and self._child.stdout is not None
        self.stdin = self._child.stdin.fileno()
        self.stdout = self._child.stdout.fileno()

    def write(self, data: bytes) -> None:
        """Write all of `data`. Raises GitFailed if git has exited."""
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self.stdin, view) :]
        except BrokenPipeError:
            raise GitFailed(f"{' '.join(self.args[:4])} stopped early") from None

    def forget(self) -> None:
        """After a fork, close the pipes of a process that belongs to our parent."""
        for pipe in (self.stdin, self.stdout):
            if pipe >= 0:
                os.close(pipe)
        self.stdin = self.stdout = -1

    def close_stdin(self) -> None:
        if self.stdin >= 0:
            if hasattr(self, "_child"):  # pragma: no cover - Windows
                assert self._child.stdin is not None
                self._child.stdin.close()
            else:
                os.close(self.stdin)
            self.stdin = -1

    def read_all(self) -> bytes:
        """Everything on standard output until git closes it."""
        parts = []
        while part := os.read(self.stdout, 1 << 20):
            parts.append(part)
        return b"".join(parts)

    def wait(self) -> int:
        """The exit status; closes both pipes."""
        self.close_stdin()
        if hasattr(self, "_child"):  # pragma: no cover - Windows
            assert self._child.stdout is not None
            self._child.stdout.close()
            return self._child.wait()
        if self.stdout >= 0:
            os.close(self.stdout)
            self.stdout = -1
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._status

    def output(self) -> bytes:
        """The standard output of a command that must succeed. Raises GitFailed with git's own message otherwise."""
        self.close_stdin()
        out = self.read_all()
        status = self.wait()
        if status:
            raise GitFailed(_complaint(self.args, status, self.env))
        return out


def git(*args: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> bytes:
    """Run git to its end and return its standard output.

    `stdin` may be of any size. Raises GitFailed when git fails.
    """
    if len(stdin) <= _SMALL:
        process = Process(*args, env=env)
        try:
            process.write(stdin)
            return process.output()
        except GitFailed:
            if not stdin:
                raise
            process.wait()  # run it once more, with its input, to get the error message
    done = _run(("git", "--no-pager", *args), stdin, env)
    if done.returncode:
        raise GitFailed(_first_line(done.stderr) or f"git {' '.join(args[:3])} ended with status {done.returncode}")
    return done.stdout


def git_in(folder: str, *args: str, stdin: bytes = b"") -> bytes:
    """The same in the repository around a folder, whatever repository the environment variables name."""
    return git("-C", folder, *args, stdin=stdin, env=environment_elsewhere())


def git_ok(*args: str) -> bytes | None:
    """The output of git, or None if it failed: for questions to which the answer may be no."""
    process = Process(*args)
    process.close_stdin()
    out = process.read_all()
    return None if process.wait() else answer(out)


def answer(out: bytes) -> bytes:
    """What git printed, without the final line ending only: a path or value may itself end in a space or line ending."""
    return out.removesuffix(b"\n")


def _run(args: tuple[str, ...], stdin: bytes, env: dict[str, str] | None = None) -> CompletedProcess[bytes]:
    import subprocess

    env = environment() if env is None else env
    try:
        return subprocess.run(args, input=stdin, capture_output=True, env=env, check=False)
    except OSError as error:
        raise CannotJudge(f"git could not be started: {error.strerror}") from None


def _complaint(args: tuple[str, ...], status: int, env: dict[str, str] | None = None) -> str:
    """git's error message for a failed command: the command is run once more with its standard error kept (reads only)."""
    done = _run(args, b"", env)
    return _first_line(done.stderr) or f"{' '.join(args[:4])} ended with status {status}"


def _first_line(stderr: bytes) -> str:
    lines = [line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    for line in lines:
        if line.startswith(("fatal: ", "error: ")):
            return line.partition(": ")[2]
    return lines[0] if lines else ""


# From so many bytes on, a body is worth a wider pipe, of as many bytes: what Linux lets everybody have (/proc/sys/fs/pipe-max-size).
_WIDE = 1 << 20


class Batch:
    """`git cat-file --batch`: objects by name, one process for a whole run.

    Not thread-safe. An object that git does not have is None; a broken pipe raises GitFailed.
    """

    def __init__(self) -> None:
        self._process = Process("cat-file", "--batch")
        self._buffer = bytearray()
        self._kept: dict[str, bytes] = {}
        self._held = self._room = 0
        self._inherited = False
        _open[id(self)] = self

    def _forget(self) -> None:
        """After a fork: the process is our parent's; the next question starts our own."""
        self._process.forget()
        self._buffer.clear()
        self._inherited = True

    def keep(self, room: int) -> None:
        """Cache up to `room` bytes of what `skim` reads: the result of one commit is the old side of the next."""
        self._room = room

    def _fill(self) -> bool:
        part = os.read(self._process.stdout, _PIPE_READ)
        self._buffer += part
        return bool(part)

    def _header(self, name: str) -> tuple[str, str, int] | None:
        if "\n" in name:
            return None
        if self._inherited:
            self._process, self._inherited = Process("cat-file", "--batch"), False
        try:
            self._process.write(name.encode("utf-8", "surrogateescape") + b"\n")
        except GitFailed:
            raise self._gone() from None
        return self._answered()

    def _answered(self) -> tuple[str, str, int] | None:
        """The head of the next answer."""
        while (end := self._buffer.find(b"\n")) < 0:
            if not self._fill():
                raise self._gone()
        line = self._buffer[:end].decode("utf-8", "replace")
        del self._buffer[: end + 1]
        words = line.rsplit(" ", 2)
        if len(words) == 3 and words[2].isdigit():
            return words[0], words[1], int(words[2])
        return None  # "<name> missing", "<name> ambiguous"

    def _gone(self) -> GitFailed:
        """Why cat-file ended, in git's own words."""
        return GitFailed(_first_line(_run(("git", "rev-parse", "HEAD"), b"").stderr) or "git cat-file stopped early")

    def chunks(self, name: str) -> Iterator[bytes] | None:
        """The object's bytes in pieces of at most 64 KiB; read them to the end before the next question."""
        header = self._header(name)
        return None if header is None else self._body(header[2])

    def _body(self, size: int) -> Iterator[bytes]:
        left = size
        while left:
            if not self._buffer and not self._fill():
                raise GitFailed("git cat-file stopped in the middle of an object")
            piece = bytes(self._buffer[:left])
            del self._buffer[: len(piece)]
            left -= len(piece)
            yield piece
        while not self._buffer:  # the newline after every object
            if not self._fill():
                raise GitFailed("git cat-file stopped after an object")
        del self._buffer[:1]

    def get(self, name: str) -> tuple[str, str, bytes] | None:
        """(object id, type, content) of an object, or None when git has no such object."""
        header = self._header(name)
        if header is None:
            return None
        return header[0], header[1], b"".join(self._body(header[2]))

    def skim(self, name: str, limit: int) -> tuple[int, bytes | None] | None:
        """(size, content); content is None if it is larger than `limit` bytes (it is then read and discarded)."""
        kept = self._kept.pop(name, None) if self._kept else None
        if kept is not None:
            self._kept[name] = kept  # move it to the end: the oldest entry is dropped first
            return len(kept), kept
        header = self._header(name)
        if header is None:
            return None
        size = header[2]
        if size <= limit:
            return size, self._remember(name, self._whole(size))
        for _ in self._body(size):
            pass
        return size, None

    def each(self, oids: Sequence[str], limit: int) -> Iterator[bytes | None]:
        """The content of each object, None if it is larger than `limit` bytes; asked together, so that nobody waits for anybody.

        Read it to the end before the next question. Raises CannotJudge for an object that git does not have.
        """
        step = _SMALL // (len(oids[0]) + 1) if oids else 1
        for start in range(0, len(oids), step):
            asked = oids[start : start + step]
            if self._inherited:
                self._process, self._inherited = Process("cat-file", "--batch"), False
            try:
                self._process.write("".join(f"{oid}\n" for oid in asked).encode("ascii"))
            except GitFailed:
                raise self._gone() from None
            for oid in asked:
                header = self._answered()
                if header is None:
                    raise CannotJudge(f"object {oid} is missing or broken: run `git fsck`")
                if header[2] <= limit:
                    yield self._whole(header[2])
                    continue
                for _ in self._body(header[2]):
                    pass
                yield None

    def _whole(self, size: int) -> bytes:
        """Read a body that is kept, with as few copies as possible."""
        parts = [bytes(self._buffer[: size + 1])]
        del self._buffer[: size + 1]
        left = size + 1 - len(parts[0])  # with the newline after every object
        if left >= _WIDE:
            self._widen()
        while left:
            part = os.read(self._process.stdout, min(left, 1 << 20))
            if not part:
                raise GitFailed("git cat-file stopped in the middle of an object")
            parts.append(part)
            left -= len(part)
        return b"".join(parts)[:-1]

    def _widen(self) -> None:
        """Let the pipe hold more than 64 KiB: a large body needs far fewer turns of the two processes."""
        try:
            import fcntl

            fcntl.fcntl(self._process.stdout, fcntl.F_SETPIPE_SZ, _WIDE)
        except (ImportError, AttributeError, OSError):
            pass  # Linux alone can, and not beyond the limit of the user

    def _remember(self, name: str, data: bytes) -> bytes:
        if len(data) * 4 < self._room:
            self._kept[name] = data
            self._held += len(data)
            while self._held > self._room:
                self._held -= len(self._kept.pop(next(iter(self._kept))))
        return data

    def close(self) -> None:
        _open.pop(id(self), None)
        if not self._inherited:
            self._process.wait()


# Every batch whose process is running, whoever holds it: a source, a tree, a review.
_open: dict[int, Batch] = {}


def forked() -> None:
    """Call this first in a forked process: two processes that share one pipe would read each other's answers."""
    for batch in _open.values():
        batch._forget()
