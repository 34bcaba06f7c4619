"""A grant that is more than it should be, and which of those after a change were not there before."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from govhooks.readers.values import Path


class Danger(Record):
    """One grant.

    `kind`      a key of `policy.KINDS`; "" for a holder that grants nothing dangerous, and is only there to compare with.
    `holder`    what grants, or is granted something: "aws_iam_policy.ci", "job build"; of one change, its name tells it apart.
    `key`       what is granted, without where it stands.
    `what`      the same for people, after the holder's name: "allows every action on every resource".
    `fix`       the smallest grant that would do.
    `place`     where it stands, as a path of keys; `line` where there are no such paths.
    `covers`    the beginnings of keys that it implies: who had it, gains nothing by those.
    `relative`  it says something only of a holder that was there before: a protection that has gone.
    `whole`, `wider`  all that the holder grants, and a function that tells whether one such value allows what another does not.
    """

    kind: str
    holder: str
    key: str = ""
    what: str = ""
    fix: str = ""
    place: Path = ()
    line: int = 0
    covers: tuple[str, ...] = ()
    relative: bool = False
    whole: Any = None
    wider: Callable[[Any, Any], bool] | None = None

    def moved(self, place: Path, line: int) -> Danger:
        """The same grant, standing elsewhere."""
        return Danger(**{**{key: getattr(self, key) for key in self.fields}, "place": place, "line": line})

    def named(self, holder: str) -> Danger:
        """The same grant of a holder that is called otherwise."""
        return Danger(**{**{key: getattr(self, key) for key in self.fields}, "holder": holder})

    def had_by(self, old: Danger) -> bool:
        """Whether a grant of the same holder before the change was this or more."""
        if self.holder != old.holder:
            return False
        if old.kind and (self.key == old.key or self.key.startswith(old.covers)):
            return True
        if self.whole is None or old.whole is None or self.wider is None or old.wider not in (None, self.wider):
            return False
        return not self.wider(old.whole, self.whole)


# Of a tree as it stands, these are said though nothing was there before.
_STATE = ("unset", "writes")


def worse(
    sides: Iterable[tuple[Any, Sequence[Danger], Sequence[Danger]]], whole: bool = False
) -> list[tuple[Any, list[Danger]]]:
    """Of (file, grants before, grants after) of a change: (file, the grants that are new); with `whole`, of a tree as it is.

    What moved, from one file or holder to another, was there before: it is looked for among all that has gone.
    """
    files = list(sides)
    holders = {one.holder for _, _, news in files for one in news}
    gone: list[Danger] = []
    left: list[tuple[Any, list[Danger]]] = []
    for file, olds, news in files:
        known = {one.holder for one in olds}
        kept: list[Danger] = []
        used: set[tuple[str, str]] = set()
        for new in news:
            is_new = new.relative and new.holder not in known and not (whole and new.kind in _STATE)
            if not new.kind or is_new:
                continue
            if any(new.had_by(old) for old in olds):
                used.add((new.holder, new.key))
            else:
                kept.append(new)
        gone += [old for old in olds if old.kind and (old.holder, old.key) not in used]
        left.append((file, kept))
    return [(file, [new for new in kept if not _moved(new, gone, holders)]) for file, kept in left]


def _moved(new: Danger, gone: list[Danger], holders: set[str]) -> bool:
    for at, old in enumerate(gone):
        if old.key == new.key and (old.holder == new.holder or old.holder not in holders):
            del gone[at]
            return True
    return False
