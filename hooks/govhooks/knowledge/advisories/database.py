"""What is known of packages, looked up in a database that `build` has written.

    place()              where it lies: GOVHOOKS_ADVISORIES, or the user's cache
    open(path)           a Database; NoDatabase when there is none, CannotJudge when it is damaged or somebody else's
    .look_up(ecosystem, packages)  an Answer: what affects each package, and how much that covers

It is SQLite, opened to read and never locked: `build` replaces the file, and who has the old one open goes on reading that.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record
from govhooks.knowledge import versions as orders
from govhooks.knowledge.advisories import osv
from govhooks.knowledge.advisories.names import normalise

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

VARIABLE = "GOVHOOKS_ADVISORIES"
NAME = "advisories.sqlite"
# What SQLite keeps in the file's header: whose it is ("govA"), and which layout. Another layout is never read.
APPLICATION, LAYOUT = 0x676F7641, 1
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE ecosystem (number INTEGER PRIMARY KEY, name TEXT NOT NULL, advisories INTEGER NOT NULL, newest TEXT NOT NULL);
-- `family` is the same for advisories of one vulnerability; `aliases` are all of its other ids, with a space between them.
CREATE TABLE advisory (number INTEGER PRIMARY KEY, id TEXT NOT NULL, aliases TEXT NOT NULL, family INTEGER NOT NULL,
    malicious INTEGER NOT NULL, level TEXT NOT NULL, score REAL, summary TEXT NOT NULL);
CREATE TABLE affected (ecosystem INTEGER NOT NULL, name TEXT NOT NULL, advisory INTEGER NOT NULL, versions TEXT NOT NULL,
    ranges TEXT NOT NULL, unmaintained INTEGER NOT NULL);
-- When each advisory was published and withdrawn, "" for not. Those that were withdrawn stand apart, where no look-up meets them;
-- their `family` is that of an advisory which stands, if one tells of the same vulnerability. `past` reads all that.
CREATE TABLE dated (advisory INTEGER PRIMARY KEY, published TEXT NOT NULL, withdrawn TEXT NOT NULL);
CREATE TABLE gone_advisory (number INTEGER PRIMARY KEY, id TEXT NOT NULL, aliases TEXT NOT NULL, family INTEGER NOT NULL,
    malicious INTEGER NOT NULL, level TEXT NOT NULL, score REAL, summary TEXT NOT NULL);
CREATE TABLE gone_affected (ecosystem INTEGER NOT NULL, name TEXT NOT NULL, advisory INTEGER NOT NULL, versions TEXT NOT NULL,
    ranges TEXT NOT NULL, unmaintained INTEGER NOT NULL);
"""
INDEXES = (
    "CREATE INDEX by_name ON affected (ecosystem, name)",
    "CREATE INDEX gone_by_name ON gone_affected (ecosystem, name)",
)
# Older SQLite takes 999 parameters.
_NAMES = 900
_HEADER = 100


class NoDatabase(CannotJudge):
    """There is no database at this place."""


class Hit(Record):
    """One vulnerability that affects a version, as one advisory or several tell of it.

    `id`        of the advisory of the ecosystem's own database, if there is one, else of GitHub's, else of any
    `aliases`   all its other ids, sorted
    `severity`  "critical", "high", "medium", "low" or "unknown": the worst that any of its advisories says
    `score`     the CVSS base score (0.0 to 10.0) behind it, None where it is a word alone
    `fixed`     the versions above the given one in which it is fixed, smallest first
    `kind`      "malicious" (a MAL- id), "unmaintained" (RustSec), or "vulnerability"
    """

    id: str
    aliases: tuple[str, ...] = ()
    severity: str = "unknown"
    score: float | None = None
    summary: str = ""
    fixed: tuple[str, ...] = ()
    kind: str = "vulnerability"


class Answer(Record):
    """What the database knows of the packages of one ecosystem that were asked for, and how much that is worth.

    `found`      the packages that something affects, as they were asked for: (name, version) -> Hits, sorted by id; in that order
    `undecided`  those of which an advisory cannot be evaluated: (name, version) -> "ID: why"
    `covered`    whether the database has the ecosystem at all; without it nothing is found, which means nothing
    `source`     where its advisories came from
    `age_days`   whole days since the data was complete: since it was downloaded, or the newest advisory of a copy
    `newest`     when the newest advisory of this ecosystem was changed (ISO 8601, UTC)
    `unread`     how many advisories could not be read when the database was made
    """

    found: Mapping[tuple[str, str], tuple[Hit, ...]]
    undecided: Mapping[tuple[str, str], tuple[str, ...]]
    covered: bool
    source: str
    age_days: int
    newest: str
    unread: int


class Ecosystem(Record):
    name: str
    advisories: int
    newest: str


class Stated(Record):
    """What a database says of itself. Times are ISO 8601, UTC."""

    path: str
    built: str
    complete: str
    source: str
    unread: int
    ecosystems: tuple[Ecosystem, ...]


def place(environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> str:
    """Where the database lies unless the policy says otherwise."""
    env = os.environ if environ is None else environ
    return env.get(VARIABLE) or os.path.join(folder(env, platform), NAME)


def folder(env: Mapping[str, str], platform: str = sys.platform) -> str:
    """The user's folder for what govhooks can make or fetch again."""
    home = os.path.expanduser("~")
    if platform == "win32":
        return os.path.join(env.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local"), "govhooks", "Cache")
    if platform == "darwin":
        return os.path.join(home, "Library", "Caches", "govhooks")
    cache = env.get("XDG_CACHE_HOME") or ""
    return os.path.join(cache if os.path.isabs(cache) else os.path.join(home, ".cache"), "govhooks")


def open(path: str, today: datetime.date | None = None) -> Database:
    """The database of a file. `today` is the day from which its age counts, the present one by default.

    Raises NoDatabase when there is none, CannotJudge when it is damaged, foreign, or of another layout.
    """
    _check(path)
    return Database(path, today)


def _check(path: str) -> None:
    """That the file is a whole database of ours. Raises NoDatabase, CannotJudge."""
    remedy = "make it anew: govhooks advisories update"
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0)), "rb") as stream:
            head, size = stream.read(_HEADER), os.fstat(stream.fileno()).st_size
    except FileNotFoundError:
        raise NoDatabase(f"there is no database of advisories at {path}: govhooks advisories update makes it") from None
    except OSError as error:
        raise CannotJudge(f"{path}: {error.strerror}") from None

    def number(at: int, length: int = 4) -> int:
        return int.from_bytes(head[at : at + length], "big")

    # https://www.sqlite.org/fileformat2.html#the_database_header
    if len(head) < _HEADER or not head.startswith(b"SQLite format 3\0") or number(68) != APPLICATION:
        raise CannotJudge(f"{path} is no database of advisories: delete it, or name another file")
    if number(60) != LAYOUT:
        newer = "a newer govhooks has made it: update govhooks, or " if number(60) > LAYOUT else ""
        raise CannotJudge(f"{path} has layout {number(60)}, not {LAYOUT}: {newer}{remedy}")
    page = number(16, 2)
    if size != (65536 if page == 1 else page) * number(28):
        raise CannotJudge(f"{path} is damaged (its size is {size:,} bytes): {remedy}")


def _quoted(path: str) -> str:
    """An absolute path as SQLite's URIs have it (https://sqlite.org/uri.html): "///C:/x" on Windows."""
    if os.name == "nt":
        path = "///" + path.replace("\\", "/") if path[1:2] == ":" else path.replace("\\", "/")
    safe = "/:.-_~"
    return "".join(
        chr(byte) if byte < 128 and (chr(byte).isalnum() or chr(byte) in safe) else f"%{byte:02X}"
        for byte in os.fsencode(path)
    )


class Database:
    """Opened by `open`. Every method raises CannotJudge where the file turns out to be damaged."""

    def __init__(self, path: str, today: datetime.date | None) -> None:
        import sqlite3

        self.path = path
        uri = f"file:{_quoted(os.path.abspath(path))}?mode=ro&immutable=1"
        with self._readable():
            self._connection = sqlite3.connect(uri, uri=True)
        try:
            with self._readable():
                self.stated = self._state()
                self.age_days = _days(self.stated.complete, today)
        except BaseException:
            self.close()
            raise

    def _state(self) -> Stated:
        do = self._connection.execute
        meta = dict(do("SELECT key, value FROM meta"))
        rows = list(do("SELECT number, name, advisories, newest FROM ecosystem ORDER BY name"))
        self._numbers: dict[str, int] = {name: number for number, name, *_ in rows}
        ecosystems = tuple(Ecosystem(name, advisories, newest) for _, name, advisories, newest in rows)
        return Stated(self.path, meta["built"], meta["complete"], meta["source"], int(meta["unread"]), ecosystems)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        from sqlite3 import DatabaseError

        try:
            yield
        except (DatabaseError, KeyError, ValueError, TypeError, IndexError) as error:
            raise CannotJudge(f"{self.path} is damaged ({error}): make it anew: govhooks advisories update") from None

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a question in SQL."""
        with self._readable():
            return self._connection.execute(question, values).fetchall()

    def number(self, ecosystem: str) -> int | None:
        """The number of an ecosystem (without a suffix) in the tables; None for one that is not covered."""
        known = any(one.name == ecosystem and one.advisories for one in self.stated.ecosystems)
        return self._numbers[ecosystem] if known else None

    def verify(self) -> None:
        """Read all of it. Raises CannotJudge when something of it is damaged."""
        with self._readable():
            (told,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
            if told != "ok":
                raise ValueError(told)
            for one in self.stated.ecosystems:
                wanted = self._numbers[one.name], one.advisories
                held = self._connection.execute(
                    "SELECT count(DISTINCT advisory) FROM affected WHERE ecosystem = ?", wanted[:1]
                ).fetchone()[0]
                if held != one.advisories:
                    raise ValueError(f"{held:,} of {one.advisories:,} advisories of {one.name}")

    def look_up(self, ecosystem: str, packages: Iterable[tuple[str, str]]) -> Answer:
        """What affects each of the packages, (name, version) as their lock has them."""
        base = ecosystem.partition(":")[0]
        number = self._numbers.get(base)
        known = next((one for one in self.stated.ecosystems if one.name == base), None)
        asked = dict.fromkeys(packages)
        found: dict[tuple[str, str], tuple[Hit, ...]] = {}
        undecided: dict[tuple[str, str], tuple[str, ...]] = {}
        if number is not None:
            wanted: dict[str, dict[tuple[str, str], None]] = {}
            for package in asked:
                if _is_text(package[0]):
                    wanted.setdefault(normalise(base, package[0]), {})[package] = None
            with self._readable():
                for name, entries in self._entries(number, base, tuple(wanted)):
                    for package in wanted[name]:
                        hits, doubts = _judge(entries, package[1])
                        if hits:
                            found[package] = hits
                        if doubts:
                            undecided[package] = doubts
        return Answer(
            {package: found[package] for package in asked if package in found},
            {package: undecided[package] for package in asked if package in undecided},
            known is not None and known.advisories > 0,
            self.stated.source,
            self.age_days,
            known.newest if known else "",
            self.stated.unread,
        )

    def _entries(self, number: int, base: str, names: Sequence[str]) -> Iterator[tuple[str, list[Entry]]]:
        """Each name that advisories tell of, with what they say."""
        for start in range(0, len(names), _NAMES):
            some = names[start : start + _NAMES]
            rows = self._connection.execute(
                "SELECT name, versions, ranges, unmaintained, id, aliases, family, malicious, level, score, summary"  # noqa: S608 - columns of ours
                " FROM affected JOIN advisory ON advisory.number = affected.advisory"
                f" WHERE ecosystem = ? AND name IN ({','.join('?' * len(some))})",
                (number, *some),
            )
            told: dict[str, list[Entry]] = {}
            for name, versions, ranges, unmaintained, *advisory in rows:
                affected = osv.Affected(base, name, versions, unpack(base, ranges), bool(unmaintained))
                told.setdefault(name, []).append(Entry(affected, *advisory))
            yield from told.items()


def _is_text(name: str) -> bool:
    """Whether a name is Unicode: one with bytes of no encoding in it is no package's, and cannot be asked for."""
    try:
        return name.isascii() or bool(name.encode())
    except UnicodeEncodeError:
        return False


class Entry(Record):
    """What one advisory says of one package."""

    affected: osv.Affected
    id: str
    aliases: str
    family: int
    malicious: int
    level: str
    score: float | None
    summary: str


def _judge(entries: Sequence[Entry], version: str) -> tuple[tuple[Hit, ...], tuple[str, ...]]:
    """(what affects the version, what cannot be told)."""
    families: dict[int, list[Entry]] = {}
    meeting: dict[int, list[Entry]] = {}
    doubts: dict[str, int] = {}
    for entry in entries:
        families.setdefault(entry.family, []).append(entry)
        try:
            if osv.affects(entry.affected, version):
                meeting.setdefault(entry.family, []).append(entry)
        except osv.Undecided as why:
            doubts[f"{entry.id}: {why}"] = entry.family
    hits = [hit_of(some, families[family], version) for family, some in meeting.items()]
    # Another advisory of the same vulnerability has decided it.
    left = [doubt for doubt, family in doubts.items() if family not in meeting]
    return tuple(sorted(hits, key=lambda hit: hit.id)), tuple(sorted(left))


def hit_of(meeting: Sequence[Entry], family: Sequence[Entry], version: str) -> Hit:
    """One vulnerability, of the advisories that affect the version and all that tell of it."""
    first = min(meeting, key=lambda one: (*_foreign(one.id), one.id))
    # A version counts as fixed when none of the advisories affects it.
    fixed: dict[str, None] = {}
    for one in meeting:
        fixed.update(dict.fromkeys(text for text in osv.fixes(one.affected, version) if _is_free(family, text)))
    kind = "malicious" if first.malicious else "vulnerability"
    if kind == "vulnerability" and any(one.affected.unmaintained for one in meeting):
        kind = "unmaintained"
    others = {*first.aliases.split(), *(one.id for one in meeting)} - {first.id}
    return Hit(
        first.id,
        tuple(sorted(others)),
        first.level,
        first.score,
        next((one.summary for one in (first, *meeting) if one.summary), ""),
        _ordered(first.affected.ecosystem, fixed),
        kind,
    )


def _foreign(id_: str) -> tuple[bool, bool]:
    """What sorts the ids of an ecosystem's own database before those of GitHub, and CVEs last."""
    return id_.startswith("CVE-"), id_.startswith("GHSA-")


def _is_free(family: Sequence[Entry], version: str) -> bool:
    try:
        return not any(osv.affects(one.affected, version) for one in family)
    except osv.Undecided:
        return False


def _ordered(ecosystem: str, texts: Iterable[str]) -> tuple[str, ...]:
    told = tuple(texts)
    if len(told) < 2:
        return told
    try:
        return tuple(sorted(told, key=orders.ordering(ecosystem).key))
    except orders.BadVersion:
        return told


def _days(moment: str, today: datetime.date | None) -> int:
    import datetime

    if today is None:
        today = datetime.datetime.now(datetime.timezone.utc).date()
    return max(0, (today - datetime.date.fromisoformat(moment[:10])).days)


# Ranges as the database holds them: a line each, of "S" (of type SEMVER) or "E", the fault, the limits and the events, with tabs
# between them. What is in it is printable (`osv.read`), so that none of these characters is.
_LIMITS = "\x1f"
_LETTERS = {osv.INTRODUCED: "i", osv.FIXED: "f", osv.LAST: "l"}
_EVENTS = {letter: event for event, letter in _LETTERS.items()}


def pack(ranges: Sequence[osv.Range], ecosystem: str) -> str:
    """An empty text for no range."""
    return "\n".join(
        "\t".join(
            (
                "E" if one.order == ecosystem else "S",
                one.fault,
                _LIMITS.join(one.limits),
                *(_LETTERS[event] + text for event, text in one.events),
            )
        )
        for one in ranges
    )


def unpack(ecosystem: str, text: str) -> tuple[osv.Range, ...]:
    """Raises ValueError, KeyError or IndexError for what `pack` does not write."""
    found = []
    for line in text.split("\n") if text else ():
        kind, fault, limits, *events = line.split("\t")
        told = tuple([(_EVENTS[event[0]], event[1:]) for event in events])
        order = osv.SEMVER if kind == "S" else ecosystem
        found.append(osv.Range(order, told, tuple(limits.split(_LIMITS)) if limits else (), fault))
    return tuple(found)
