"""Advisories -> the database that `database` reads.

It is written beside its place and then put there: whatever happens on the way, the old one stays. Of several copies of an
advisory the one that was changed last counts; one that was withdrawn stands apart. Advisories of one vulnerability are joined by
their ids and aliases, and share the worst severity. What is held in memory grows with the ids alone, not with the texts.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from operator import itemgetter

from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record
from govhooks.knowledge import versions as orders
from govhooks.knowledge.advisories import database, osv, severity
from govhooks.knowledge.advisories.source import Reader, check_total, stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from govhooks.knowledge.advisories.source import Chunk, Part, Source

# How many of the files that cannot be read are named.
_NAMED = 3
# How the name of a folder for downloads ends, beside the database.
DOWNLOADS = ".download"
# Seconds after which what an update that was killed has left behind is taken away.
_STALE = 86_400
_NAMES = tuple(orders.ORDERINGS)
_NUMBERS = {name: number for number, name in enumerate(_NAMES)}
_STAGE = """
CREATE TABLE stage.advisory (number INTEGER PRIMARY KEY, part INTEGER NOT NULL, id TEXT NOT NULL, modified TEXT NOT NULL,
    withdrawn TEXT NOT NULL, published TEXT NOT NULL, aliases TEXT NOT NULL, level TEXT NOT NULL, score REAL,
    summary TEXT NOT NULL);
CREATE TABLE stage.affected (advisory INTEGER NOT NULL, ecosystem INTEGER NOT NULL, name TEXT NOT NULL,
    versions TEXT NOT NULL, ranges TEXT NOT NULL, unmaintained INTEGER NOT NULL);
CREATE TABLE stage.newest (number INTEGER PRIMARY KEY);
CREATE TABLE stage.kept (number INTEGER PRIMARY KEY);
CREATE TABLE stage.gone (number INTEGER PRIMARY KEY);
"""
# The newest copy of each advisory, those that are withdrawn apart. The same one in the archives of two ecosystems is two.
_KEEP = (
    """
INSERT INTO stage.newest SELECT number FROM (
    SELECT number, row_number() OVER (PARTITION BY id, part ORDER BY modified DESC, number DESC) AS place
    FROM stage.advisory) WHERE place = 1
""",
    "INSERT INTO stage.kept SELECT number FROM stage.newest JOIN stage.advisory USING (number) WHERE withdrawn = ''",
    "INSERT INTO stage.gone SELECT number FROM stage.newest JOIN stage.advisory USING (number) WHERE withdrawn != ''",
)
_SORT = """
INSERT INTO main.{} SELECT ecosystem, name, advisory, versions, ranges, unmaintained
    FROM stage.affected JOIN stage.{} AS chosen ON chosen.number = affected.advisory ORDER BY ecosystem, name, advisory
"""
_DATE = (
    "INSERT INTO main.dated SELECT number, published, withdrawn FROM stage.newest JOIN stage.advisory USING (number)"
)
_COUNT = "SELECT ecosystem, count(DISTINCT advisory) FROM main.affected GROUP BY ecosystem"


class Built(Record):
    """What a build has done. `unread` of `files` could not be read, of which `examples` names some; `left_out` are the
    folders of ecosystems whose versions cannot be compared."""

    advisories: int
    files: int
    unread: int
    examples: tuple[str, ...]
    left_out: tuple[str, ...]


def alone(read: Callable[[int], Any], chunks: int) -> Iterator[tuple[int, Any]]:
    """(number, what was read) of each chunk, by this process."""
    for number in range(chunks):
        yield number, read(number)


def build(
    source: Source,
    target: str,
    ecosystems: Sequence[str] = (),
    step: Callable[[int, int], None] = lambda count, total: None,
    share: Callable[[Callable[[int], Any], int], Iterator[tuple[int, Any]]] = alone,
) -> Built:
    """Make the database at `target`, of `ecosystems` alone when they are named.

    `step(count, total)` hears that `count` more files of `total` are read. `share` is who reads them, as `alone` does: other
    processes may, and hand back what they read in any order, by `marshal`.
    Raises CannotJudge when the source cannot be read, or has no advisory, or the file cannot be written.
    """
    if os.path.islink(target):
        raise CannotJudge(f"{target} is a symbolic link: replace it with the file itself")
    known = [part for part in source.parts if not part.ecosystem or part.ecosystem in orders.ORDERINGS]
    left_out = tuple(part.ecosystem for part in source.parts if part not in known)
    try:
        os.makedirs(os.path.dirname(os.path.abspath(target)), exist_ok=True)
        _sweep(target)
        draft = f"{target}.{os.getpid()}.new"
        with contextlib.ExitStack() as stack:
            for path in (draft, f"{draft}.stage"):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
                stack.callback(_forget, path)
            built = _Build(draft, tuple(ecosystems)).run(source, known, left_out, step, share)
            _settle(draft)
            os.replace(draft, target)
    except FileExistsError as error:
        raise CannotJudge(f"{target} cannot be written: {error.filename} exists already; delete it") from None
    except OSError as error:
        raise CannotJudge(f"{target}: {error.strerror or error}") from None
    return built


def _forget(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _sweep(target: str) -> None:
    """Take away what updates that were killed have left: drafts, and folders of downloads."""
    folder, name = os.path.split(os.path.abspath(target))
    for entry in list(os.scandir(folder)):
        ours = entry.name.startswith(f"{name}.") and entry.name.endswith((".new", ".new.stage", DOWNLOADS))
        if ours and entry.stat(follow_symlinks=False).st_mtime < time.time() - _STALE:
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                _forget(entry.path)


def _settle(path: str) -> None:
    """Have the file on the disk before it takes the place of another one."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Read:
    """What is read of one chunk: rows without their numbers, in lists and texts that `marshal` writes."""

    def __init__(self, reader: Reader, chunk: Chunk, ecosystems: tuple[str, ...]) -> None:
        self.reader, self.chunk = reader, chunk
        self.ecosystems = ecosystems or tuple(orders.ORDERINGS)
        self.advisories: list[tuple[Any, ...]] = []
        self.affected: list[tuple[Any, ...]] = []
        self.newest: dict[int, str] = {}
        self.unread: list[tuple[str, str]] = []
        self.bytes = 0

    def rows(self) -> tuple[Any, ...]:
        import json

        for name, data, why in self.reader.documents(self.chunk):
            if data is not None:
                self.bytes += len(data)
                try:
                    self._add(_clean(osv.read(json.loads(data))))
                    continue
                except RecursionError:
                    why = "nested too deeply"
                except ValueError as error:  # no JSON, no UTF-8, no advisory
                    why = str(error) or type(error).__name__
            self.unread.append((name, why))
        return self.advisories, self.affected, self.newest, len(self.unread), self.unread[:_NAMED], self.bytes

    def _add(self, advisory: osv.Advisory) -> None:
        place, rated = len(self.advisories), advisory.severity
        head = (advisory.id, advisory.modified, advisory.withdrawn, advisory.published, " ".join(advisory.aliases))
        self.advisories.append((*head, rated.level, rated.score, advisory.summary))
        own = self.chunk.part.ecosystem
        told = max(advisory.modified, advisory.published)
        for one in advisory.affected:
            if (own and one.ecosystem != own) or one.ecosystem not in self.ecosystems:
                continue
            number = _NUMBERS[one.ecosystem]
            self.newest[number] = max(told, self.newest.get(number, ""))
            ranges = database.pack(one.ranges, one.ecosystem)
            self.affected.append((place, number, one.name, one.versions, ranges, one.unmaintained))


class _Build:
    """One database that is being written."""

    def __init__(self, draft: str, ecosystems: tuple[str, ...]) -> None:
        import sqlite3

        self.ecosystems = ecosystems
        self.connection = sqlite3.connect(draft, isolation_level=None)
        self.newest: dict[int, str] = {}
        self.unread: list[tuple[int, str]] = []
        self.unread_count = 0

    def run(
        self,
        source: Source,
        parts: Sequence[Part],
        left_out: tuple[str, ...],
        step: Callable[[int, int], None],
        share: Callable[[Callable[[int], Any], int], Iterator[tuple[int, Any]]],
    ) -> Built:
        import sqlite3

        try:
            with contextlib.closing(self.connection), Reader(parts) as reader:
                self._prepare()
                self._read(reader, step, share)
                count = self._finish(source, parts)
        except sqlite3.OperationalError as error:  # a full disk
            raise CannotJudge(f"the database of advisories cannot be written: {error}") from None
        return Built(count, reader.total, self.unread_count, tuple(told for _, told in self.unread), left_out)

    def _prepare(self) -> None:
        do = self.connection.execute
        (path,) = (row[2] for row in do("PRAGMA database_list"))
        do("ATTACH ? AS stage", (f"{path}.stage",))
        for name in ("main", "stage"):
            # Nobody else sees it before it is whole.
            do(f"PRAGMA {name}.journal_mode = OFF")
            do(f"PRAGMA {name}.synchronous = OFF")
        do(f"PRAGMA main.application_id = {database.APPLICATION}")
        do(f"PRAGMA main.user_version = {database.LAYOUT}")
        self.connection.executescript(database.SCHEMA + _STAGE)

    def _read(
        self,
        reader: Reader,
        step: Callable[[int, int], None],
        share: Callable[[Callable[[int], Any], int], Iterator[tuple[int, Any]]],
    ) -> None:
        """All advisories of all parts. Raises CannotJudge for a part with files of which none can be read."""
        chunks, size = reader.chunks, 0
        read = dict.fromkeys(reader.parts, 0)
        faults: dict[Part, tuple[int, str]] = {}

        def rows(number: int) -> tuple[Any, ...]:
            return _Read(reader, chunks[number], self.ecosystems).rows()

        for number, (advisories, affected, newest, unread, examples, bytes_) in share(rows, len(chunks)):
            chunk = chunks[number]
            size += bytes_
            check_total(chunk.part.path, size)
            read[chunk.part] += len(advisories)
            self.unread_count += unread
            # Named in their own order, whichever is read first.
            told = [(number, f"{name}: {why}") for name, why in examples]
            self.unread = sorted([*self.unread, *told], key=itemgetter(0))[:_NAMED]
            if told:
                faults[chunk.part] = min(told[0], faults.get(chunk.part, told[0]), key=itemgetter(0))
            for ecosystem, moment in newest.items():
                self.newest[ecosystem] = max(moment, self.newest.get(ecosystem, ""))
            self._write(reader.parts.index(chunk.part), chunk.first, advisories, affected)
            step(chunk.stop - chunk.start, reader.total)
        for part, (_, fault) in faults.items():
            if not read[part]:
                files = sum(chunk.stop - chunk.start for chunk in chunks if chunk.part == part)
                raise CannotJudge(f"{part.path}: none of {files:,} files could be read: {fault}")

    def _write(
        self, part: int, first: int, advisories: Sequence[tuple[Any, ...]], affected: Sequence[tuple[Any, ...]]
    ) -> None:
        """The rows of one chunk, whose advisories are numbered from `first` on."""
        do = self.connection
        do.execute("BEGIN")
        do.executemany(
            "INSERT INTO stage.advisory VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((first + place, part, *row) for place, row in enumerate(advisories)),
        )
        do.executemany(
            "INSERT INTO stage.affected VALUES (?, ?, ?, ?, ?, ?)", ((first + place, *row) for place, *row in affected)
        )
        do.execute("COMMIT")

    def _finish(self, source: Source, parts: Sequence[Part]) -> int:
        """Choose, join and sort; how many advisories there are. Raises CannotJudge when there are none."""
        do = self.connection.execute
        do("BEGIN")
        for step in _KEEP:
            do(step)
        self._join()
        for step in (_SORT.format("affected", "kept"), _SORT.format("gone_affected", "gone"), _DATE, *database.INDEXES):
            do(step)
        counts = dict(do(_COUNT))
        covered = {_NUMBERS[part.ecosystem] for part in parts if part.ecosystem} | set(counts)
        rows = [
            (number, _NAMES[number], counts.get(number, 0), self.newest.get(number, "")) for number in sorted(covered)
        ]
        self.connection.executemany("INSERT INTO ecosystem VALUES (?, ?, ?, ?)", rows)
        total: int = do("SELECT count(*) FROM main.advisory").fetchone()[0]
        if not total:
            raise CannotJudge(f"there is no advisory of a known ecosystem in {source.place}")
        complete = source.fetched or min(max(osv.NEVER, *self.newest.values()), _now())
        meta = {"built": _now(), "complete": complete, "source": source.place, "unread": str(self.unread_count)}
        self.connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        do("COMMIT")
        do("DETACH stage")
        return total

    def _join(self) -> None:
        """The advisories that are kept, with what those of the same vulnerability say."""
        do = self.connection.execute
        kept = "FROM stage.advisory JOIN stage.kept USING (number)"
        families = _Families()
        for id_, aliases in do(f"SELECT id, aliases {kept} WHERE aliases != ''"):
            families.join(id_, aliases.split())
        rated: dict[str, severity.Severity] = {}
        for id_, level, score in do(f"SELECT id, level, score {kept} WHERE level != 'unknown'"):
            if (root := families.root(id_)) != "":
                rated[root] = severity.worst((rated.get(root, severity.UNKNOWN), severity.Severity(level, score)))
        members = families.members()
        numbers = {root: number for number, root in enumerate(members)}

        def rows() -> Iterator[tuple[object, ...]]:
            for number, id_, level, score, summary in self.connection.execute(
                f"SELECT number, id, level, score, summary {kept}"  # noqa: S608 - columns of ours
                " WHERE EXISTS (SELECT 1 FROM stage.affected WHERE affected.advisory = number) ORDER BY number"
            ):
                root = families.root(id_)
                ids = members.get(root, (id_,))
                worst = rated.get(root, severity.UNKNOWN) if root else severity.Severity(level, score)
                others = " ".join(one for one in ids if one != id_)
                malicious = any(one.startswith("MAL-") for one in ids)
                # Families are numbered below 0, single advisories above.
                family = -1 - numbers[root] if root else number
                yield number, id_, others, family, malicious, worst.level, worst.score, summary

        do("CREATE INDEX stage.by_advisory ON affected (advisory)")
        self.connection.executemany("INSERT INTO main.advisory VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows())
        self.connection.executemany(
            "INSERT INTO main.gone_advisory VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._withdrawn(families, numbers)
        )

    def _withdrawn(self, families: _Families, numbers: Mapping[str, int]) -> Iterator[tuple[object, ...]]:
        """The advisories that are withdrawn: they change nothing of what those say that are kept."""
        rows = self.connection.execute(
            "SELECT number, id, aliases, level, score, summary FROM stage.advisory JOIN stage.gone USING (number)"
            " WHERE EXISTS (SELECT 1 FROM stage.affected WHERE affected.advisory = number) ORDER BY number"
        ).fetchall()
        # One that has no alias is in no family, and may be an alias itself.
        standing = dict(self.connection.execute("SELECT id, family FROM main.advisory")) if rows else {}
        alone = _Families()
        for _, id_, aliases, *_ in rows:
            alone.join(id_, aliases.split())
        own = {root: len(numbers) + place for place, root in enumerate(alone.members())}
        for number, id_, aliases, level, score, summary in rows:
            ids = (id_, *aliases.split())
            known = [standing[one] for one in ids if one in standing]
            known += [-1 - numbers[root] for root in map(families.root, ids) if root]
            root = alone.root(id_)
            family = known[0] if known else -1 - own[root] if root else number
            yield number, id_, aliases, family, any(one.startswith("MAL-") for one in ids), level, score, summary


class _Families:
    """Ids that stand for one vulnerability; an id without an alias is in none."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def join(self, id_: str, aliases: Sequence[str]) -> None:
        for alias in aliases:
            first, second = self._find(id_), self._find(alias)
            self._parent[max(first, second)] = min(first, second)

    def _find(self, id_: str) -> str:
        parent = self._parent
        root = id_
        while (above := parent.setdefault(root, root)) != root:
            root = above
        while id_ != root:
            parent[id_], id_ = root, parent[id_]
        return root

    def root(self, id_: str) -> str:
        """What all of a family have in common, "" for an id that is in none."""
        return self._find(id_) if id_ in self._parent else ""

    def members(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for id_ in list(self._parent):
            found.setdefault(self._find(id_), []).append(id_)
        return {root: tuple(sorted(ids)) for root, ids in found.items()}


def _clean(advisory: osv.Advisory) -> osv.Advisory:
    """Raises ValueError for ids with spaces, and (as UnicodeEncodeError) for halves of characters, which no file can hold."""
    for id_ in (advisory.id, *advisory.aliases):
        if not id_ or len(id_.split()) != 1 or id_ != id_.strip():
            raise osv.BadRecord("an id with spaces")
    texts = [advisory.id, *advisory.aliases, advisory.modified, advisory.published, advisory.summary]
    for one in advisory.affected:
        texts += (one.name, one.versions, *(text for range_ in one.ranges for _, text in range_.events))
    "".join(texts).encode()
    return advisory


def _now() -> str:
    from datetime import datetime, timezone

    return stamp(datetime.now(timezone.utc))
