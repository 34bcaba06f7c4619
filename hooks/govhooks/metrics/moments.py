"""What a repository was at a time: the tip of its line, its policy, its tree; made once for all metrics that ask."""

from __future__ import annotations

from govhooks.core.changeset import Changeset
from govhooks.core.errors import CannotJudge
from govhooks.knowledge.signed_text import instant
from govhooks.metrics.timeline import LINK, Line, version_at, versions
from govhooks.policy.load import FILE, Policies, PolicyError, defaults, load
from govhooks.rules.index import ENTRIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from govhooks.core.changeset import Reader
    from govhooks.core.waiver import Waiver
    from govhooks.metrics.commits import Commit
    from govhooks.metrics.kept import Kept
    from govhooks.metrics.metric import Figure, Point

    Values = dict[str, float | int | None]


class Moment:
    """A line at a time (`seconds`, and `at` as an instant): `step` is the number of its tip, -1 before its first commit."""

    def __init__(self, past: Past, seconds: int) -> None:
        self.past = past
        self.seconds = seconds
        self.at = instant(seconds)
        self.step = past.line.at(seconds)

    @property
    def commit(self) -> str:
        return self.past.line.commits[self.step] if self.step >= 0 else ""

    @property
    def today(self) -> str:
        return self.at[:10]

    def read(self, path: str) -> bytes | None:
        """A file that `Past` follows, as it was. Raises KeyError for another one."""
        return self.past.content(version_at(self.past.known(path), self.step))

    def below(self, folder: str) -> list[str]:
        """The paths below a folder that `Past` follows."""
        return [path for path in self.past.below(folder) if version_at(self.past.known(path), self.step)]

    def policies(self) -> Policies:
        """The policy of the tip. Raises PolicyError for one that this version of govhooks does not understand."""
        data = self.read(FILE)
        return defaults(ENTRIES) if data is None else self.past.policies(data)

    def changeset(self, **supplied: Any) -> Changeset:
        """The tree as a rule would judge it on that day; only followed paths are in it."""
        tree = _Followed(self)
        return Changeset(kind="whole", today=self.today, before=tree, after=tree, supplied=supplied)


class _Followed:
    """A tree of the followed paths, which can be listed."""

    def __init__(self, moment: Moment) -> None:
        self._moment = moment

    def __call__(self, path: str) -> bytes | None:
        return self._moment.read(path)

    def paths(self) -> list[str]:
        return self._moment.below("")


class Past:
    """A line whose governed files are followed: governance.toml, `.governance/`, and what is named by `follow`."""

    def __init__(self, line: Line, kept: Kept | None = None) -> None:
        self.line = line
        self.kept = kept
        self._versions = versions(line, FILE, ".governance/", kept=kept)
        self._followed = [FILE, ".governance/"]
        self._policies: dict[bytes, Policies] = {}
        self._commits: dict[tuple[str, str], list[Commit]] = {}

    def commits(self, risk: str, evidence: str) -> list[Commit]:
        """The commits of the line (see `commits.commits`), read once."""
        from govhooks.metrics.commits import commits

        if (risk, evidence) not in self._commits:
            self._commits[risk, evidence] = commits(self.line, risk, evidence, self.kept)
        return self._commits[risk, evidence]

    def follow(self, paths: Iterable[str]) -> None:
        """Follow further files."""
        new = [path for path in paths if not self._is_followed(path)]
        if new:
            self._versions.update(versions(self.line, *new, kept=self.kept))
            self._followed += new

    def _is_followed(self, path: str) -> bool:
        return any(path == one or (one.endswith("/") and path.startswith(one)) for one in self._followed)

    def known(self, path: str) -> Sequence[tuple[int, str]]:
        """The versions of a path (see `timeline.versions`). Raises KeyError for one that is not followed."""
        found = self._versions.get(path)
        if found is None:
            if not self._is_followed(path):
                raise KeyError(path)
            return ()
        return found

    def below(self, folder: str) -> list[str]:
        """Every path below a folder that there ever was."""
        return sorted(path for path in self._versions if path.startswith(folder))

    def content(self, blob: str) -> bytes | None:
        """The bytes of an object, None for none. Raises CannotJudge for one that is missing."""
        if not blob:
            return None
        if blob == LINK:
            raise PolicyError("it is a symbolic link: replace it with the file itself")
        found = self.line.repository.batch.get(blob)
        if found is None:
            raise CannotJudge(f"object {blob} is missing or broken: run `git fsck`")
        return found[2]

    def waivers(self, blob: str) -> tuple[Waiver, ...]:
        """The exceptions of a version of governance.toml. Raises PolicyError."""
        from govhooks.core.waiver import Waiver
        from govhooks.policy.load import waivers

        rows = self.kept.get("waivers", blob) if self.kept else None
        if rows is None:
            found = waivers(self.content(blob) or b"", FILE, ENTRIES)
            if self.kept:
                self.kept.put("waivers", blob, [[getattr(one, name) for name in one.fields] for one in found])
            return found
        return tuple(Waiver(**dict(zip(Waiver.fields, row))) for row in rows)

    def policies(self, data: bytes) -> Policies:
        """A governance.toml, read once. Raises PolicyError."""
        if data not in self._policies:
            self._policies[data] = load(data, FILE, ENTRIES)
        return self._policies[data]


def median(values: Iterable[float]) -> float | None:
    """The middle value, the mean of the two in the middle for an even number; None for none."""
    order = sorted(values)
    if not order:
        return None
    middle = len(order) // 2
    return order[middle] if len(order) % 2 else (order[middle - 1] + order[middle]) / 2


def filled(figures: Sequence[Figure], values: Values, unknown: str, **more: str) -> tuple[Figure, ...]:
    """Figures with their values; one without a value says why (`unknown`)."""
    return tuple(
        one.but(
            value=values.get(one.id), unknown="" if values.get(one.id) is not None else one.unknown or unknown, **more
        )
        for one in figures
    )


def points(metric: str, moments: Sequence[Moment], values: Callable[[Moment], Values]) -> tuple[Point, ...]:
    """The values of a metric at each moment; all but the last are kept for the next report, by time and commit.

    `metric` names what is kept: the metric, and what its values depend on beside the history up to the moment.
    """
    from govhooks.metrics.metric import Point

    kept = moments[-1].past.kept
    found = []
    for moment in moments:
        key = f"{moment.at} {moment.commit}"
        known = kept.get(f"points {metric}", key) if kept and moment is not moments[-1] else None
        if known is None:
            known = values(moment)
            if kept and moment is not moments[-1] and any(value is not None for value in known.values()):
                kept.put(f"points {metric}", key, known)
        found.append(Point(moment.at, moment.commit, known))
    return tuple(found)


def reader(moment: Moment) -> Reader:
    """The followed files of a moment."""
    return _Followed(moment)
