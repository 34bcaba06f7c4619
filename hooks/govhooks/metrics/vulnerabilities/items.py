"""The vulnerabilities behind the figures, for the drill-down: open ones, critical ones first and the oldest of them, then those that are excused."""

from __future__ import annotations

from govhooks.knowledge.signed_text import instant
from govhooks.metrics.metric import Item
from govhooks.metrics.timeline import DAY, version_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.waiver import Waiver
    from govhooks.metrics.moments import Moment
    from govhooks.metrics.vulnerabilities.lifetimes import Lifetime
    from govhooks.metrics.vulnerabilities.locks import Locks
    from govhooks.metrics.vulnerabilities.states import State

_SHOWN = ("critical", "high")


def as_items(state: State, locks: Locks, now: Moment) -> tuple[Item, ...]:
    """The items of a state: what is critical or high."""
    versions: dict[str, list[tuple[int, str]]] = {}
    for step, path, blob in locks.touches:
        versions.setdefault(path, []).append((step, blob))

    def line(life: Lifetime) -> int:
        reading = locks.reading(life.path, version_at(versions[life.path], now.step))
        return reading.line(life.number) if life.number in reading.packages else 0

    return tuple(_item(life, waiver, line(life), now) for life, waiver in _rows(state) if life.level in _SHOWN)


def _rows(state: State) -> Iterator[tuple[Lifetime, Waiver | None]]:
    yield from (
        (life, None)
        for life in sorted(state.open, key=lambda life: _SHOWN.index(life.level) if life.level in _SHOWN else 9)
    )
    yield from zip(state.excused, state.excuses)


def _item(life: Lifetime, waiver: Waiver | None, line: int, now: Moment) -> Item:
    ecosystem, name, version = life.package
    since = life.since(now.past.line)
    what = "is malicious" if life.kind == "malicious" else f"is vulnerable ({life.level})"
    return Item(
        kind="open" if waiver is None else "excused",
        title=f"{name} {version} {what}: {life.advisory}",
        path=life.path,
        line=line,
        commit=now.past.line.commits[life.first],
        since=instant(since),
        who=waiver.owner if waiver else "",
        detail={
            "package": name,
            "version": version,
            "ecosystem": ecosystem,
            "advisory": life.advisory,
            "aliases": " ".join(life.aliases) or None,
            "severity": life.level,
            "fixed_in": life.fixed[0] if life.fixed else None,
            "age_days": round((now.seconds - since) / DAY, 1),
            "lock": life.path,
            "excused until": waiver.expires if waiver else None,
        },
    )
