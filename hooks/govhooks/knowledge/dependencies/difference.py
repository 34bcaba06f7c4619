"""What becomes of packages between two states of a lock or manifest, and how one of them comes in.

    difference(old, new, compare)    a Step for each package that is not what it was
    shortest_path(contents, name)    ("flask", "werkzeug"): werkzeug is there because flask asks for it

A name may be there several times (npm and Cargo install several versions, a manifest asks for a package in several groups).
What stayed the same is matched first, then entries that differ least, so that exactly what changed is named. The order of the
entries in a file does not matter.
"""

from __future__ import annotations

import re

from govhooks.core.packages import fold_name as fold_name
from govhooks.core.record import Record
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from govhooks.readers.locks.package import Contents, Package

    # (ecosystem, a version, another one of the same package) -> negative, 0 or positive, as the first is older, the same or
    # newer; where the two cannot be compared None, or a ValueError.
    Compare = Callable[[str, str, str], "int | None"]

# What a step can be, in the order of Step.kinds.
KINDS = (
    "added",  # the package is new
    "removed",  # it is gone
    "updated",  # to a newer version
    "downgraded",  # to an older one
    "changed",  # to another version, and the two cannot be compared
    "wanted",  # a manifest asks for something else: another range, tag or branch, a pin where there was none, or the reverse
    "revision",  # of the same place in git another revision, and the version says nothing about it
    "source",  # it comes from somewhere else
    "hashes",  # the same version from the same place, and an artifact with another content: one hash gone, one new
    "hashes-added",  # the same version, and artifacts more than before
    "hashes-removed",  # its content was fixed by hashes, and is no more
    "scripts",  # it runs code when it is installed, and did not before
    "deprecated",  # the lock says so now, and did not before
    "direct",  # the project itself asks for what only came in with others before
)

_NUMBER = compiled(r"(\d+)")
# `git:URL@REVISION` without its revision: an "@" before the path is that of a user.
_GIT = compiled(r"(git:(?:[\w+.-]+://[^/]*/|[^/:]*:)?[^@]*)(?:@.*)?$")
_HOST = compiled(r"url:[\w+.-]+://[^/]+/")


class Step(Record):
    """One package before and after: `old` is None for one that is new, `new` for one that is gone. `kinds` is never empty."""

    old: Package | None
    new: Package | None
    kinds: tuple[str, ...]

    @property
    def package(self) -> Package:
        """The package as it is now; as it was, when it is gone."""
        found = self.new if self.new is not None else self.old
        assert found is not None
        return found


def difference(old: Contents | None, new: Contents | None, compare: Compare) -> tuple[Step, ...]:
    """What is not as it was, by name; None is a file that is not there. Only the line or a description differs: nothing."""
    before, after = _named(old), _named(new)
    steps = []
    for key in sorted(before.keys() | after.keys()):
        for one, other in _pairs(before.get(key, []), after.get(key, [])):
            kinds = tuple(_kinds(one, other, compare))
            if kinds:
                steps.append(Step(one, other, kinds))
    return tuple(steps)


def fold(package: Package) -> tuple[str, str]:
    """(ecosystem, name) of a package: the same for two names that its registry takes for one."""
    return package.ecosystem, fold_name(package.ecosystem, package.name)


def _named(contents: Contents | None) -> dict[tuple[str, str], list[Package]]:
    found: dict[tuple[str, str], list[Package]] = {}
    for package in contents.packages if contents is not None else ():
        found.setdefault(fold(package), []).append(package)
    return found


def _all(package: Package) -> Hashable:
    """All that an entry says but its line."""
    return tuple(getattr(package, name) for name in package.fields if name not in ("line", "comment"))


def _same(package: Package) -> Hashable:
    return package.version, package.wanted, package.source, package.groups


# What two entries of a name have in common, from all to nothing: the first that fits makes them a pair.
_MATCHES: tuple[Callable[[Package], Hashable], ...] = (
    _all,
    lambda package: (package.version, package.wanted, package.source, package.groups, package.marker),
    _same,
    lambda package: (package.version, package.wanted, package.source),
    lambda package: (package.version, package.wanted),
    lambda package: (package.groups, package.marker, _line_of_releases(package)),
    lambda package: _line_of_releases(package),
    lambda package: (package.groups, package.marker),
    lambda package: package.groups,
    lambda package: (),
)


def _pairs(before: list[Package], after: list[Package]) -> Iterator[tuple[Package | None, Package | None]]:
    """Entries of one name, matched; None on a side where nothing is left for one."""
    if len(before) == 1 == len(after):
        if before[0] is not after[0]:  # the same block of a lock
            yield before[0], after[0]
        return
    old, new = sorted(before, key=_order), sorted(after, key=_order)
    for match in _MATCHES:
        if not old or not new:
            break
        buckets: dict[Hashable, list[int]] = {}
        for index, package in enumerate(old):
            buckets.setdefault(match(package), []).append(index)
        gone, come = set(), set()
        for index in range(len(new) - 1, -1, -1):
            if bucket := buckets.get(match(new[index])):
                partner = bucket.pop()  # from the newest down
                gone.add(partner)
                come.add(index)
                yield old[partner], new[index]
        old = [package for index, package in enumerate(old) if index not in gone]
        new = [package for index, package in enumerate(new) if index not in come]
    # The same once more is no other package: an action that one more step uses.
    known, kept = {_same(package) for package in before}, {_same(package) for package in after}
    yield from ((package, None) for package in old if _same(package) not in kept)
    yield from ((None, package) for package in new if _same(package) not in known)


def _order(package: Package) -> tuple[object, ...]:
    """Something to sort entries of one name by, older before newer as far as numbers tell: every entry has its place."""
    return (_natural(package.version), _natural(package.wanted), repr(_all(package)))


def _natural(version: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (1, int(part), "") if part.isdecimal() and len(part) < 20 else (0, 0, part)
        for part in _NUMBER.split(version)
        if part
    )


def _line_of_releases(package: Package) -> str:
    """`1` of 1.2.3, `0.3` of 0.3.1: versions of one such line are no two packages beside each other."""
    numbers = _NUMBER.findall(package.version or package.wanted)
    leading = next((index for index, number in enumerate(numbers) if number.strip("0")), len(numbers))
    return ".".join(numbers[: leading + 1])


def _kinds(old: Package | None, new: Package | None, compare: Compare) -> Iterator[str]:
    """What a pair is, in the order of KINDS."""
    if old is None or new is None:
        if old is not None or new is not None:
            yield "removed" if new is None else "added"
        return
    moved = old.version != new.version
    if moved and old.version and new.version:
        order = _order_of(compare, old, new)
        if order is None:
            yield "changed"
        elif order:
            yield "updated" if order < 0 else "downgraded"
        else:
            moved = False  # 1.0 and 1.0.0
    elif moved or old.wanted != new.wanted:
        yield "wanted"
    if old.source != new.source:
        yield from _place(old, new, moved)
    elif not moved:
        yield from _content(old, new)
    if old.hashes and not new.hashes and (moved or old.source != new.source):
        yield "hashes-removed"
    if new.scripts and not old.scripts:
        yield "scripts"
    if new.deprecated and not old.deprecated:
        yield "deprecated"
    if new.direct and old.direct is False:
        yield "direct"


def _place(old: Package, new: Package, moved: bool) -> Iterator[str]:
    """What became of a source that is another one. The file of a newer version has another URL: its host is what counts."""
    before, after = _GIT.match(old.source), _GIT.match(new.source)
    if before and after and before[1] == after[1]:
        if not moved:
            yield "revision"
        return
    hosts = _HOST.match(old.source), _HOST.match(new.source)
    if not (moved and hosts[0] and hosts[1] and hosts[0][0] == hosts[1][0]):
        yield "source"


def _order_of(compare: Compare, old: Package, new: Package) -> int | None:
    try:
        return compare(new.ecosystem, old.version, new.version)
    except ValueError:
        return None


def _content(old: Package, new: Package) -> Iterator[str]:
    """What became of the hashes of one version: only those of an algorithm that both sides have can be compared."""
    if old.hashes == new.hashes:
        return
    if old.hashes and not new.hashes:
        yield "hashes-removed"
        return
    both = set(map(_algorithm, old.hashes)) & set(map(_algorithm, new.hashes))
    if names_files(old) and names_files(new):
        before = {one for one in old.files if _algorithm(one[1]) in both}
        after = {one for one in new.files if _algorithm(one[1]) in both}
        if after - before:
            yield "hashes" if _replaced(before, after) else "hashes-added"
        return
    gone = {one for one in set(old.hashes) - set(new.hashes) if _algorithm(one) in both}
    come = {one for one in set(new.hashes) - set(old.hashes) if _algorithm(one) in both}
    if come:
        yield "hashes" if gone else "hashes-added"


def names_files(package: Package) -> bool:
    """Whether the lock says of each hash which file it is of."""
    return bool(package.files) and {digest for _, digest in package.files} == set(package.hashes)


def _replaced(before: set[tuple[str, str]], after: set[tuple[str, str]]) -> bool:
    """Whether one of the files (name, hash) that both sides name is another one, or no file is the same.

    A lock that was made for more or other platforms keeps files that it had. A file is another one if a hash of an algorithm that
    it had is new, or if it shares no hash with what it was.
    """
    kept = before & after
    if not kept:
        return True
    named = {name for name, _ in before}
    fixed = {(name, _algorithm(digest)) for name, digest in before}
    same = {name for name, _ in kept}
    return any(
        (name in named and name not in same) or (name, _algorithm(digest)) in fixed for name, digest in after - before
    )


def _algorithm(value: str) -> str:
    return re.split(r"[:\-=]", value, maxsplit=1)[0] if re.match(r"[A-Za-z0-9.]+[:-]", value) else ""


def shortest_path(contents: Contents, name: str) -> tuple[str, ...]:
    """The names from one that the project asks for down to this one; () when it is not there, (name,) when nothing is known.

    Where the file does not say what is direct, the packages that no other one brings in count as such.
    """
    return Ways(contents)(name)


class Ways:
    """The shortest path to each package of a file: walked once, where `shortest_path` is asked for many."""

    def __init__(self, contents: Contents) -> None:
        self._ecosystem = contents.ecosystem
        self._names: dict[str, str] = {}
        brings: dict[str, list[str]] = {}
        for package in contents.packages:
            key = fold_name(package.ecosystem, package.name)
            self._names.setdefault(key, package.name)
            brings.setdefault(key, []).extend(fold_name(package.ecosystem, one) for one in package.requires)
        self._before: dict[str, str] = dict.fromkeys(_roots(contents, brings), "")
        level = list(self._before)
        while level:
            following = []
            for key in sorted(level):
                for one in sorted(set(brings[key])):
                    if one in self._names and one not in self._before:
                        self._before[one] = key
                        following.append(one)
            level = following

    def __call__(self, name: str) -> tuple[str, ...]:
        """As `shortest_path`."""
        goal = next((key for key in (fold_name(self._ecosystem, name), name) if key in self._names), "")
        if goal not in self._before:
            return (self._names[goal],) if goal else ()
        path = [goal]
        while self._before[path[-1]]:
            path.append(self._before[path[-1]])
        return tuple(self._names[key] for key in reversed(path))


def _roots(contents: Contents, brings: dict[str, list[str]]) -> Iterable[str]:
    """The names to begin with, in order, so that of two paths of one length the same is told whatever the file's order."""
    direct = {fold_name(package.ecosystem, package.name) for package in contents.packages if package.direct}
    if direct:
        return sorted(direct)
    brought = {one for key, names in brings.items() for one in names if one != key}
    return sorted(set(brings) - brought)
