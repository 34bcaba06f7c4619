"""What was known of packages, and when: each vulnerability of a version with the times at which an advisory told of it.

    look_up(database, ecosystem, packages)  what affects each package or may affect it, and since when that is known

An advisory tells from when it was published until it was withdrawn. Severity, aliases and fixed versions are those of the database:
what it said of them before, nobody has kept.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record
from govhooks.knowledge.advisories import osv
from govhooks.knowledge.advisories.database import Entry, hit_of, unpack
from govhooks.knowledge.advisories.names import normalise
from govhooks.knowledge.advisories.severity import LEVELS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from govhooks.knowledge.advisories.database import Database

    Span = tuple[str, str]

# Older SQLite takes 999 parameters.
_NAMES = 900
_COLUMNS = (
    "name, versions, ranges, unmaintained, id, aliases, family, malicious, level, score, summary, published, withdrawn"
)
_QUESTION = (
    f"SELECT {_COLUMNS}"  # noqa: S608 - columns of ours
    " FROM {0}affected JOIN {0}advisory ON number = advisory JOIN dated USING (advisory)"
    " WHERE ecosystem = ? AND name IN ({1}) ORDER BY number"
)
_FIELDS = 7


class Known(Record):
    """One vulnerability that affects a version.

    `id`, `aliases`, `severity`, `fixed`, `kind`   as in `database.Hit`
    `family`    the same for whatever tells of this vulnerability, in this database
    `spans`     (published, withdrawn) of the times at which an advisory told of it: ISO 8601, UTC, without a zone, in order and apart;
                published is "" where the advisory does not say, withdrawn "" while it stands
    `doubt`     why it cannot be told whether the version is affected; "" where it is
    """

    id: str
    aliases: tuple[str, ...]
    severity: str
    fixed: tuple[str, ...]
    kind: str
    family: int
    spans: tuple[Span, ...]
    doubt: str = ""


def has_dates(database: Database) -> bool:
    """Whether a database says when its advisories were published: one of an older govhooks does not."""
    return bool(database.ask("SELECT 1 FROM sqlite_master WHERE name = 'dated'"))


def look_up(
    database: Database, ecosystem: str, packages: Iterable[tuple[str, str]]
) -> Mapping[tuple[str, str], tuple[Known, ...]] | None:
    """(name, version) -> what affects it or may affect it, sorted by id; None if the database has nothing of the ecosystem.

    Raises CannotJudge for a damaged database.
    """
    base = ecosystem.partition(":")[0]
    number = database.number(base)
    if number is None:
        return None
    wanted: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for package in dict.fromkeys(packages):
        wanted.setdefault(normalise(base, package[0]), {}).setdefault(package[1], []).append(package)
    found: dict[tuple[str, str], tuple[Known, ...]] = {}
    names = [name for name in wanted if _is_text(name)]
    for start in range(0, len(names), _NAMES):
        for name, entries in _entries(database, number, base, names[start : start + _NAMES]):
            for version, several in wanted[name].items():
                known = tuple(sorted(_judge(entries, version), key=lambda one: one.id))
                if known:
                    found.update(dict.fromkeys(several, known))
    return found


def _is_text(name: str) -> bool:
    return name.isascii() or not any("\ud800" <= char <= "\udfff" for char in name)


class _Told(Record):
    """What one advisory says of one package, and when it said so."""

    entry: Entry
    span: Span


def _entries(database: Database, number: int, base: str, names: Sequence[str]) -> Iterator[tuple[str, list[_Told]]]:
    told: dict[str, list[_Told]] = {}
    for prefix in ("", "gone_"):
        question = _QUESTION.format(prefix, ",".join("?" * len(names)))
        for name, versions, ranges, unmaintained, *rest in database.ask(question, number, *names):
            try:
                affected = osv.Affected(base, name, versions, unpack(base, ranges), bool(unmaintained))
            except (ValueError, KeyError, IndexError) as error:
                raise CannotJudge(
                    f"{database.path} is damaged ({error}): make it anew: govhooks advisories update"
                ) from None
            told.setdefault(name, []).append(_Told(Entry(affected, *rest[:_FIELDS]), (rest[_FIELDS], rest[-1])))
    yield from told.items()


def _judge(entries: Sequence[_Told], version: str) -> Iterator[Known]:
    """What affects a version, each vulnerability once; and what may, unless another advisory has decided it."""
    families: dict[int, list[_Told]] = {}
    for told in entries:
        families.setdefault(told.entry.family, []).append(told)
    for family, members in families.items():
        meeting: list[_Told] = []
        doubts: list[tuple[_Told, str]] = []
        for told in members:
            try:
                if osv.affects(told.entry.affected, version):
                    meeting.append(told)
            except osv.Undecided as error:
                doubts.append((told, str(error)))
        if meeting:
            # What stands says how it is fixed, and what it is called; what was withdrawn only where nothing else is left.
            standing = [told.entry for told in meeting if not told.span[1]]
            beside = [told.entry for told in members if standing and not told.span[1]]
            chosen = standing or [told.entry for told in meeting]
            hit = hit_of(chosen, beside or chosen, version)
            level = max((entry.level for entry in chosen), key=LEVELS.index)
            spans = _merged(told.span for told in meeting)
            yield Known(hit.id, hit.aliases, level, hit.fixed, hit.kind, family, spans)
        elif doubts:
            first = doubts[0][0].entry
            level = max((told.entry.level for told, _ in doubts), key=LEVELS.index)
            why = "; ".join(f"{told.entry.id}: {why}" for told, why in doubts)
            spans = _merged(told.span for told, _ in doubts)
            yield Known(first.id, tuple(first.aliases.split()), level, (), "vulnerability", family, spans, why)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans joined where they overlap or meet."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if end and end <= start:
            continue
        if found and (not found[-1][1] or start <= found[-1][1]):
            last = found.pop()
            found.append((last[0], "" if not last[1] or not end else max(last[1], end)))
        else:
            found.append((start, end))
    return tuple(found)
