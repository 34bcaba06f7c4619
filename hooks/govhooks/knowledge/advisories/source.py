"""Where advisories come from.

    a folder as osv-scanner keeps it offline    DIR/ECOSYSTEM/all.zip, or DIR/osv-scanner/ECOSYSTEM/all.zip
    a folder of JSON files, or one zip of them  one advisory a file, in any folders
    a URL                                       URL/ECOSYSTEM/all.zip, as OSV publishes them; or the URL of one zip

An archive is read member by member, with a bound on each and on all; a member's name is only ever shown, never a path.
"""

from __future__ import annotations

import os
import stat

from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any
    from zipfile import ZipFile, ZipInfo

    # (name to show, bytes or None, why there are none)
    Document = tuple[str, "bytes | None", str]

PUBLISHED = "https://osv-vulnerabilities.storage.googleapis.com"
ARCHIVE = "all.zip"
# Of one advisory, of all of a source once unpacked, and of one download, in bytes.
LARGEST, LARGEST_TOTAL, LARGEST_DOWNLOAD = 1 << 26, 1 << 34, 1 << 33
# Seconds without a byte before a download is given up.
PATIENCE = 60
_PIECE = 1 << 20
# Advisories that are read at once.
_CHUNK = 500


class Part(Record):
    """A zip or a folder of advisories. `ecosystem` is the one that it is of, "" when its advisories say."""

    path: str
    ecosystem: str = ""


class Source(Record):
    """`fetched` is the time (ISO 8601, UTC) to which a download is complete, "" for what lay on the disk."""

    place: str
    parts: tuple[Part, ...]
    fetched: str = ""


def is_url(place: str) -> bool:
    return place.lower().startswith(("https://", "http://", "file://"))


def find(place: str, ecosystems: Sequence[str] = ()) -> Source:
    """The parts of a folder or zip; those of `ecosystems` alone, when they are named. Raises CannotJudge."""
    if os.path.isfile(place):
        return Source(place, (Part(place),))
    if not os.path.isdir(place):
        raise CannotJudge(f"{place}: no such folder")
    for folder in (place, os.path.join(place, "osv-scanner")):
        names = [name for name in _folders(folder) if os.path.isfile(os.path.join(folder, name, ARCHIVE))]
        if names:
            lacking = [name for name in ecosystems if name not in names]
            if lacking:
                raise CannotJudge(f"{place} has no {lacking[0]}/{ARCHIVE}")
            chosen = [name for name in names if not ecosystems or name in ecosystems]
            return Source(place, tuple(Part(os.path.join(folder, name, ARCHIVE), name) for name in chosen))
    return Source(place, (Part(place),))


def _folders(folder: str) -> list[str]:
    try:
        return sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CannotJudge(f"{folder}: {error.strerror}") from None


def fetch(url: str, ecosystems: Sequence[str], folder: str, step: Callable[[str, int, int], None]) -> Source:
    """Download what a URL has of these ecosystems into `folder`. `step(what, bytes so far, bytes or 0)` hears of progress.

    What a URL has behind "?" is sent and never shown. Raises CannotJudge: an ecosystem that cannot be had ends it.
    """
    from urllib.parse import quote, urlsplit

    if "@" in urlsplit(url).netloc:
        raise CannotJudge("the URL of the advisories holds a user name or a password, which would be shown and kept")
    scheme, rest = url.partition(":")[::2]
    if scheme.lower() == "file":
        from urllib.request import url2pathname

        return find(url2pathname(urlsplit(f"file:{rest}").path), ecosystems)
    if urlsplit(url).path.endswith(".zip"):
        path = os.path.join(folder, "0.zip")
        return Source(_shown(url), (Part(path),), _download(url, path, "advisories", step))
    parts, times = [], []
    base, mark, query = url.partition("?")
    for number, name in enumerate(ecosystems):
        path = os.path.join(folder, f"{number}.zip")
        times.append(_download(f"{base.rstrip('/')}/{quote(name)}/{ARCHIVE}{mark}{query}", path, name, step))
        parts.append(Part(path, name))
    return Source(_shown(url), tuple(parts), min(times))


def _shown(url: str) -> str:
    """Without the part that may be a key: signed URLs have it there."""
    return url.partition("?")[0].partition("#")[0]


def _download(url: str, path: str, what: str, step: Callable[[str, int, int], None]) -> str:
    """Write what the URL has to a file; the time to which it is complete. Raises CannotJudge."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    from govhooks import __version__

    shown = _shown(url)

    class Redirects(HTTPRedirectHandler):
        """To http and https alone, and never from https to what can be read and changed on the way."""

        def redirect_request(
            self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
        ) -> Request | None:
            scheme = newurl.partition(":")[0].lower()
            if scheme != "https" and (scheme != "http" or url.lower().startswith("https:")):
                fp.close()
                raise CannotJudge(f"{shown} redirects to a place without https")
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    request = Request(url, headers={"User-Agent": f"govhooks/{__version__}"})  # noqa: S310 - a scheme that `is_url` knows
    try:
        with build_opener(Redirects).open(request, timeout=PATIENCE) as answer, open(path, "wb") as target:
            told = answer.headers.get("Content-Length") or ""
            expected, size = int(told) if told.isdigit() else 0, 0
            while piece := answer.read(_PIECE):
                size += len(piece)
                if size > LARGEST_DOWNLOAD:
                    raise CannotJudge(f"{shown}: more than {LARGEST_DOWNLOAD >> 30} GiB")
                target.write(piece)
                step(what, size, expected)
            if size < expected:
                raise CannotJudge(f"{shown}: it ended after {size:,} of {expected:,} bytes")
            return _time(answer.headers.get("Last-Modified") or "")
    except HTTPError as error:
        error.close()
        raise CannotJudge(f"{shown}: HTTP {error.code}") from None
    except (URLError, HTTPException, ValueError) as error:
        raise CannotJudge(f"{shown}: {getattr(error, 'reason', None) or error or type(error).__name__}") from None
    except OSError as error:
        raise CannotJudge(f"{shown}: {error.strerror or error or type(error).__name__}") from None


def _time(last_modified: str) -> str:
    """When a server says that something was made; now, where it says nothing or a time to come."""
    from datetime import datetime, timezone
    from email.utils import parsedate_to_datetime

    now = datetime.now(timezone.utc)
    try:
        told = parsedate_to_datetime(last_modified)
    except (TypeError, ValueError, OverflowError):
        return stamp(now)
    return stamp(min(now, told if told.tzinfo else told.replace(tzinfo=timezone.utc)))


def stamp(moment: object) -> str:
    """A datetime of UTC as advisories write it, without the zone."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}"


class Chunk(Record):
    """Some advisories of a part: those from `start` to before `stop`, as it lists them. `first` is how many there are in all
    chunks before."""

    part: Part
    start: int
    stop: int
    first: int


class Reader:
    """Reads the advisories of parts, chunk by chunk; forked processes may share the work.

    `total` is how many there are, `chunks` all of them.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.total = 0
        self.chunks: tuple[Chunk, ...] = ()
        self._process = os.getpid()
        self._archives: dict[str, ZipFile] = {}
        self._members: dict[str, list[Any]] = {}

    def __enter__(self) -> Reader:
        """List them. Raises CannotJudge for what is no archive."""
        for part in self.parts:
            if os.path.isdir(part.path):
                members: list[Any] = list(_files(part.path))
            else:
                self._archives[part.path] = archive = _open(part.path)
                members = [member for member in archive.infolist() if _is_advisory(member.filename)]
            self._members[part.path] = members
            for start in range(0, len(members), _CHUNK):
                stop = min(start + _CHUNK, len(members))
                self.chunks += (Chunk(part, start, stop, self.total + start),)
            self.total += len(members)
        return self

    def __exit__(self, *_: object) -> None:
        for archive in self._archives.values():
            archive.close()

    def documents(self, chunk: Chunk) -> Iterator[Document]:
        """Each advisory's name, bytes and, where it has none, why not. Raises CannotJudge when there is too much of it."""
        self._reopen()
        path, size = chunk.part.path, 0
        archive = self._archives.get(path)
        members = self._members[path][chunk.start : chunk.stop]
        for name, data, why in _unpacked(archive, members) if archive else _read(path, members):
            size += len(data or b"")
            check_total(path, size)
            yield name, data, why

    def _reopen(self) -> None:
        """In a forked process: read through files of its own, as the place in a file is shared with the parent."""
        if self._process != os.getpid():
            self._process = os.getpid()
            for path, archive in self._archives.items():
                archive.fp = open(path, "rb")  # noqa: SIM115 - until the process ends


def check_total(path: str, size: int) -> None:
    """Raises CannotJudge when this many bytes are more than a source may have once unpacked."""
    if size > LARGEST_TOTAL:
        raise CannotJudge(f"{path}: more than {LARGEST_TOTAL >> 30} GiB of advisories once unpacked")


def _is_advisory(name: str) -> bool:
    return name.endswith(".json")


def _open(path: str) -> ZipFile:
    from zipfile import BadZipFile, ZipFile

    try:
        return ZipFile(path)
    except (BadZipFile, ValueError, NotImplementedError):
        raise CannotJudge(f"{path} is no zip, or damaged") from None
    except OSError as error:
        raise CannotJudge(f"{path}: {error.strerror or 'is no zip, or damaged'}") from None


def _unpacked(archive: ZipFile, members: Sequence[ZipInfo]) -> Iterator[Document]:
    from zipfile import BadZipFile
    from zlib import error as zlib_error

    for member in members:
        try:
            with archive.open(member) as stream:
                # What the archive says of its size is not believed.
                data = stream.read(LARGEST + 1) if member.file_size <= LARGEST else b""
        except (BadZipFile, zlib_error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as error:
            yield member.filename, None, str(error) or type(error).__name__
            continue
        yield (member.filename, data, "") if 0 < len(data) <= LARGEST else (member.filename, None, _odd(len(data)))


def _odd(size: int) -> str:
    return f"more than {LARGEST >> 20} MiB" if size else "empty, or too large"


def _files(folder: str) -> Iterator[str]:
    """Paths of the JSON files below a folder; links are not followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(place, name)
            if _is_advisory(name) and stat.S_ISREG(os.lstat(path).st_mode):
                yield path


def _read(folder: str, paths: Sequence[str]) -> Iterator[Document]:
    for path in paths:
        name = os.path.relpath(path, folder)
        try:
            with open(path, "rb") as stream:
                data = stream.read(LARGEST + 1)
        except OSError as error:
            yield name, None, error.strerror or type(error).__name__
            continue
        yield (name, data, "") if 0 < len(data) <= LARGEST else (name, None, _odd(len(data)))
