"""Where the bytes of one side of a change come from: a blob, or a file on disk."""

from __future__ import annotations

import os

from govhooks.core.change import LARGE
from govhooks.core.errors import CannotJudge
from govhooks.git.plumbing import Batch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Called with the number of bytes read of large files: by a progress bar, or, in a worker, by the pipe to it.
_listener: Callable[[int], None] | None = None


def listen(listener: Callable[[int], None] | None) -> None:
    """Call `listener` with the number of bytes of large files as they are read."""
    global _listener
    _listener = listener


def report(size: int) -> None:
    """Report that this many more bytes of a large file were read."""
    if _listener is not None:
        _listener(size)


class Source:
    """The bytes of a blob, or of a file on disk (a `govhooks.core.change.Source`)."""

    def __init__(self, oid: str = "", batch: Batch | None = None, disk: str = "", copy: str = "") -> None:
        """`disk` is the file itself; `copy` is a file that may hold the same bytes as the blob `oid`."""
        self._data: bytes | None = None
        self._copy = copy
        self._large = False
        self.oid = oid
        self.batch = batch
        self._disk = disk

    def read(self) -> bytes | None:
        """The bytes, or None if there are more than LARGE. Raises CannotJudge if they cannot be read."""
        if self._data is None and not self._large:
            self._data = self._load()
            self._large = self._data is None
        return self._data

    def _load(self) -> bytes | None:
        if self._disk:
            return _read_disk(self._disk)
        assert self.batch is not None
        if self._copy and (data := _read_copy(self._copy, self.oid)) is not None:
            return data
        answer = self.batch.skim(self.oid, LARGE)
        if answer is None:
            raise CannotJudge(f"object {self.oid} is missing or broken: run `git fsck`")
        return answer[1]

    def chunks(self) -> Iterator[bytes]:
        """The bytes in chunks of at most 1 MiB, whatever their total size."""
        if (data := self.read()) is not None:
            yield data
        else:
            yield from self._stream()

    def _stream(self) -> Iterator[bytes]:
        if self._disk:
            with open(self._disk, "rb") as stream:
                while chunk := stream.read(1 << 20):
                    report(len(chunk))
                    yield chunk
            return
        # Use a separate process: whoever reads the chunks may ask for another object between two of them.
        batch = Batch()
        try:
            chunks = batch.chunks(self.oid)
            if chunks is None:
                raise CannotJudge(f"object {self.oid} is missing or broken: run `git fsck`")
            for chunk in chunks:
                report(len(chunk))
                yield chunk
        finally:  # whoever wants only the beginning stops here
            batch.close()


# As `stat` names them: S_IFMT, S_IFLNK, S_IFREG.
_KIND, _LINK, _FILE = 0o170000, 0o120000, 0o100000


def _read_disk(path: str) -> bytes | None:
    """The bytes of a working file as git would store them, or None if there are more than LARGE."""
    try:
        status = os.lstat(path)
        kind = status.st_mode & _KIND
        if kind == _LINK:
            return os.fsencode(os.readlink(path))
        if kind != _FILE:  # reading a named pipe would never end
            raise CannotJudge(f"{path}: git tracks it as a file or link, but on disk it is neither")
        if status.st_size > LARGE:
            return None
        with open(path, "rb", buffering=0) as stream:
            return stream.readall()
    except (OSError, ValueError) as error:  # ValueError: a name that the locale cannot spell
        raise CannotJudge(f"{path}: {getattr(error, 'strerror', None) or error}") from None


def _read_copy(path: str, oid: str) -> bytes | None:
    """The bytes of a working file if they hash to the blob's id; None otherwise.

    Cheaper than having git unpack the blob. Line endings and filters can make the file differ, whatever the index says.
    """
    from hashlib import sha1, sha256

    try:
        data = _read_disk(path)
    except CannotJudge:
        return None
    if data is None:
        return None
    new = sha1 if len(oid) == 40 else sha256
    digest = new(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return data if digest.hexdigest() == oid else None
