"""The locks of a line: every version of every lock, each content read once, whoever has it and however many steps it stands.

What was read is kept for the next report, by path's reader and blob, and so are the steps that touch a lock.
"""

from __future__ import annotations

import re
from array import array
from operator import itemgetter

from govhooks.core.change import LARGE
from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record
from govhooks.readers import locks
from govhooks.rules.dependencies.dependency_review import contents_of
from govhooks.rules.dependencies.dependency_review.verdicts import WITHOUT, asked_as
from govhooks.run import workers
from govhooks.run.progress import Bar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govhooks.git.plumbing import Batch
    from govhooks.metrics.store import Store
    from govhooks.metrics.timeline import Line

    Package = tuple[str, str, str]
    # (step, path, object id after it, "" where the file goes)
    Touch = tuple[int, str, str]

# Names of files that may be locks, as in `readers.locks.FILES`: all others there are manifests.
LOCKS = (
    *("bun.lock", "bun.lockb", "gemfile.lock", "gems.locked", "cargo.lock", "composer.lock", "go.mod", "mix.lock"),
    *("*gradle.lockfile", "gradle/dependency-locks/*.lockfile", "package-lock.json", "npm-shrinkwrap.json"),
    *("packages.lock.json", "packages.config", "pdm.lock", "pdm.*.lock", "pipfile.lock", "pnpm-lock.yaml"),
    *("poetry.lock", "pubspec.lock", "pylock.toml", "pylock.*.toml", "uv.lock", "*.py.lock", "yarn.lock"),
    *("*requirements*.txt", "requirements/*.txt"),
)
_NAMES = re.compile(
    rf"(?i:(?:^|/)(?:{'|'.join(re.escape(glob).replace(chr(92) + '*', '[^/]*') for glob in LOCKS)}))\Z".encode()
)
# Groups whose packages are not installed (see docs/architecture.md, "Locks and manifests").
_NOT_INSTALLED = {"constraint", "override", "overrides", "checksum"}
# What a content is: a lock, a file of requirements that pins only some of them, a lock that cannot be read, something else.
LOCK, PINS, FAULT, OTHER = "lock", "pins", "fault", ""
_FILE = "locks"
# Versions of one lock that are read in one go; lines and blobs beyond which those that this run did not need are forgotten.
_TASK, _LINES, _BLOBS = 12, 4, 20_000


class Reading(Record):
    """One content of a lock.

    `kind`        LOCK, PINS, FAULT or OTHER; `why` says of a FAULT what is wrong
    `packages`    numbers of the packages that it pins and that can be looked up (`Locks.packages`), in the order of the file
    `lines`       the line of each, as the difference to the one before
    `ecosystems`  of these packages, sorted
    `unread`      what no package could be made of: "line 7: why"
    """

    kind: str
    why: str = ""
    packages: array[int] = array("I")
    lines: array[int] = array("I")
    ecosystems: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def line(self, package: int) -> int:
        """The line of a package (1-based). Raises ValueError for one that it does not pin."""
        return sum(self.lines[: self.packages.index(package) + 1])


class Locks:
    """`touches`: what happens to each lock, oldest first; `packages`: (ecosystem, name, version) of each number."""

    def __init__(self, line: Line, store: Store, jobs: int = 0) -> None:
        """`jobs` is the number of processes, 0 for one a core. Raises CannotJudge for an object that is missing."""
        self._batch = line.repository.batch
        self._readings: dict[str, Reading] = {}
        data, numbers = store.read(_FILE)
        known: dict[str, list[Touch]] = {}
        self.packages: list[Package] = []
        if data is not None:
            self.packages = [(one[0], one[1], one[2]) for one in data["packages"]]
            known = {tip: [(one[0], one[1], one[2]) for one in told] for tip, told in data["lines"].items()}
            self._unpack(data["readings"], numbers)
        self._numbers = {package: number for number, package in enumerate(self.packages)}
        self.touches = _touches(line, known)
        wanted = {_key(path, blob): (path, blob) for _, path, blob in self.touches if blob}
        missing = [pair for key, pair in wanted.items() if key not in self._readings]
        self._read_all(missing, jobs)
        tip = line.commits[-1] if line.commits else ""
        if missing or tip not in known:
            known.pop(tip, None)
            lines = dict([*known.items(), (tip, self.touches)][-_LINES:])
            if len(self._readings) > _BLOBS:
                self._readings = {key: one for key, one in self._readings.items() if key in wanted}
            self._keep(store, lines)

    def reading(self, path: str, blob: str) -> Reading:
        """What a content of a lock at a path says."""
        return self._readings[_key(path, blob)]

    def _read_all(self, missing: Sequence[tuple[str, str]], jobs: int) -> None:
        by_path: dict[str, list[tuple[str, str]]] = {}
        for path, blob in missing:
            by_path.setdefault(path, []).append((path, blob))
        tasks = [some[at : at + _TASK] for some in by_path.values() for at in range(0, len(some), _TASK)]

        def read(task: int) -> tuple[object, ...]:
            return _read_some(tasks[task], self._batch)

        with Bar("versions of locks read", len(missing)) as bar:
            for task, (names, rows) in workers.run(read, len(tasks), jobs):
                numbers = [self._number(one) for one in names]
                for (path, blob), (kind, why, places, lines, unread) in zip(tasks[task], rows):
                    packages = array("I", [numbers[place] for place in _from_bytes(places)])
                    self._readings[_key(path, blob)] = self._reading(kind, why, packages, _from_bytes(lines), unread)
                bar.step(len(rows))

    def _reading(self, kind: str, why: str, packages: array[int], lines: array[int], unread: Iterable[str]) -> Reading:
        found = {self.packages[one][0] for one in packages}
        return Reading(kind, why, packages, lines, tuple(sorted(found)), tuple(unread))

    def _number(self, package: Package) -> int:
        number = self._numbers.get(package)
        if number is None:
            number = self._numbers[package] = len(self.packages)
            self.packages.append(package)
        return number

    def _unpack(self, rows: dict[str, tuple[str, str, int, list[str], list[str]]], numbers: bytes) -> None:
        every = _from_bytes(numbers)
        at = 0
        for key, (kind, why, count, ecosystems, unread) in rows.items():
            middle, end = at + count, at + 2 * count
            self._readings[key] = Reading(
                kind, why, every[at:middle], every[middle:end], tuple(ecosystems), tuple(unread)
            )
            at = end

    def _keep(self, store: Store, lines: dict[str, list[Touch]]) -> None:
        rows = {
            key: (one.kind, one.why, len(one.packages), one.ecosystems, one.unread)
            for key, one in self._readings.items()
        }
        numbers = b"".join(part.tobytes() for one in self._readings.values() for part in (one.packages, one.lines))
        store.write(_FILE, {"packages": self.packages, "lines": lines, "readings": rows}, numbers)


def _key(path: str, blob: str) -> str:
    """What decides how a content reads: the module that reads it, and whether the name alone makes it a lock."""
    return f"{locks.of(path)} {path.rpartition('/')[2].casefold()} {blob}"


def _touches(line: Line, known: dict[str, list[Touch]]) -> list[Touch]:
    """What happens to each lock along a line; `known` are the touches of earlier tips, of which one may lie on this line."""
    if not line.commits:
        return []
    places = {commit: step for step, commit in enumerate(line.commits) if commit in known}
    tip = max(places, key=places.__getitem__, default="")
    found = list(known[tip]) if tip else []
    for one in line.touches(after=places[tip] if tip else -1, wanted=_NAMES.search):
        if locks.of(one.path):
            found.append((one.step, one.path, one.new))
    return found


def _read_some(some: Sequence[tuple[str, str]], batch: Batch) -> tuple[object, ...]:
    """(the packages of some contents, (kind, why, place of each in these, their lines, unread) of each content): what `marshal` writes.

    Places and lines are the bytes of arrays: from one version to the next nearly all packages are the same.
    """
    table: dict[Package, int] = {}
    rows = []
    other = b""
    for path, blob in some:
        told = batch.get(blob)
        if told is None:
            raise CannotJudge(f"object {blob} is missing or broken: run `git fsck`")
        rows.append(_read(path, told[2], other, table))
        other = told[2]
    return list(table), rows


def _read(path: str, data: bytes, other: bytes, table: dict[Package, int]) -> tuple[object, ...]:
    """A row of `_read_some`, whose packages are put into the table; `other` is a content before it, which is mostly the same."""
    nothing: tuple[object, ...] = (b"", b"", ())
    if len(data) > LARGE:
        return (FAULT, f"it is larger than {LARGE >> 20} MiB", *nothing)
    try:
        contents, fault = contents_of(path, data, other)
    except RecursionError:
        return (FAULT, "it is nested too deeply to be read", *nothing)
    if fault is not None:
        return (FAULT, fault.problem, *nothing)
    if contents is None:
        return (OTHER, "", *nothing)
    found: dict[Package, int] = {}
    for one in contents.packages:
        if one.ecosystem not in WITHOUT and (not one.groups or _NOT_INSTALLED.isdisjoint(one.groups)):
            version = asked_as(one)
            if version:
                found.setdefault((one.ecosystem, one.name, version), one.line)
    if not contents.is_lock:
        return (PINS if found else OTHER, "", *nothing)
    places, lines, before = array("I"), array("I"), 0
    for package, line in sorted(found.items(), key=itemgetter(1)):
        places.append(table.setdefault(package, len(table)))
        lines.append(line - before)
        before = line
    return LOCK, "", places.tobytes(), lines.tobytes(), tuple(f"line {line}: {why}" for line, why in contents.unread)


def _from_bytes(data: bytes) -> array[int]:
    found = array("I")
    found.frombytes(data)
    return found
