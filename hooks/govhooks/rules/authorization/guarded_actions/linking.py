"""One side of a change: the facts of its files, and every action with the guards that it inherits across them.

A file that changes is read, and so are the files that may say what it is part of: those with the usual names in the
folders above it (`main.py`, `urls.py`, `settings.py`), what they mount, and its base classes.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.rules.authorization.guarded_actions import languages
from govhooks.rules.authorization.guarded_actions.actions import (
    ANY,
    HELPER,
    Action,
    Facts,
    Group,
    Guard,
    Mount,
    Source,
    join,
    label,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from govhooks.core.changeset import Reader
    from govhooks.readers.code import Code
    from govhooks.rules.authorization.guarded_actions.guards import Names

# How many ways to one action are followed, how many files are read for a change, and how deep groups may lie in each other.
# What is said of a file of which a grammar does not understand some lines.
PARTLY = "part of it is not understood"
_WAYS, _FILES, _DEEP = 16, 300, 12


class World:
    """The files of one tree, each read when it is asked for.

    `facts`   path -> what it says.   `errors`  path -> (line, why it could not be read), or what of it was not understood.
    `read`    the bytes of a path, None if there is none.
    """

    def __init__(self, read: Reader, names: Names, skips: Callable[[str], bool]) -> None:
        self._read = read
        self._bytes: dict[str, bytes | None] = {}
        self._codes: dict[str, Code | None] = {}
        self._shared: dict[Any, Any] = {}
        self._tried: set[str] = set()
        # How many files change: they are read, however many they are.
        self.given = 0
        self.names = names
        self.skips = skips
        self.facts: dict[str, Facts] = {}
        self.errors: dict[str, tuple[int, str]] = {}

    def bytes_of(self, path: str) -> bytes | None:
        if path not in self._bytes:
            self._bytes[path] = self._read(path)
        return self._bytes[path]

    def exists(self, path: str) -> bool:
        return self.bytes_of(path) is not None

    def code(self, path: str) -> Code | None:
        """The code of a file, None if there is none, it is in no language that is known here, or cannot be read."""
        if path not in self._codes:
            self._codes[path] = self._parse(path)
        return self._codes[path]

    def _parse(self, path: str) -> Code | None:
        from govhooks.readers import read

        form = languages.form_of(path)
        data = self.bytes_of(path)
        if form not in languages.LANGUAGES or data is None:
            return None
        if form == languages.SYMFONY:
            return self._parse_settings(path, data)
        side = read(form, data)[0]
        if side.error:
            if languages.tells(form, data):
                self.errors[path] = (side.error_line, side.error)
            return None
        code: Code | None = side.value
        if code is not None and code.partial and languages.tells(form, data):
            self.errors[path] = (code.partial[0], PARTLY)
        return code

    def _parse_settings(self, path: str, data: bytes) -> Code | None:
        """A YAML file as code without calls, whose `tree` are its documents."""
        from govhooks.readers import read
        from govhooks.readers.code import Code

        sides = read("yaml", data)
        for side in sides:
            if side.error:
                self.errors[path] = (side.error_line, side.error)
                return None
        return Code(languages.SYMFONY, (), (), (), sides)

    def load(self, path: str, known: Iterable[str] = ()) -> Facts:
        """What a file says; nothing if it has no word of its language's, unless the other side had actions in it."""
        if path in self.facts:
            return self.facts[path]
        found = Facts()
        form = languages.form_of(path)
        data = self.bytes_of(path) if form in languages.LANGUAGES and not self.skips(path) else None
        if data is None:
            return found
        wanted = data is not None and (
            known or self.names.actions or self.names.guards or languages.may_say(form, path, data)
        )
        code = self.code(path) if wanted else None
        if code is not None:
            source = Source(path, code, self.names, data, self.code, self.exists, tuple(known), self._shared)
            try:
                found = languages.facts(form, source)
            except RecursionError:  # only a text that is made for it nests that deeply
                self.errors[path] = (0, "nested too deeply")
        self.facts[path] = found
        return found

    def surround(self, paths: Iterable[str]) -> None:
        """Read what may lie around files: see the module."""
        for path in paths:
            form = languages.form_of(path)
            if form in languages.LANGUAGES:
                for place in languages.around(form, path, self.bytes_of):
                    if place not in self._tried and self._further():
                        self._tried.add(place)
                        self.load(place)
        for _ in range(_DEEP):
            wanted = {one.rpartition("::")[0] for facts in self.facts.values() for one in _inherited(facts)}
            missing = [path for path in sorted(wanted) if path not in self.facts and path]
            known = len(self.facts)
            for path in missing:
                self.load(path)
            if len(self.facts) == known or not self._further():
                return

    def _further(self) -> bool:
        """Whether more files may be read than those that change."""
        return len(self.facts) < self.given + _FILES

    def follow(self, paths: Iterable[str]) -> None:
        """Read the files that these mount, and so on: whose guards they decide."""
        todo = list(paths)
        while todo and self._further():
            for mount in self.facts.get(todo.pop(), Facts()).mounts:
                path = mount.child.rpartition("::")[0]
                if path and path not in self.facts:
                    self.load(path)
                    todo.append(path)

    def actions(self) -> list[Action]:
        """Every action that was read, with all its guards and names; sorted by place."""
        from govhooks.rules.authorization.guarded_actions.path_rules import guarded_by_rules

        return guarded_by_rules(Resolver(self.facts.values()).actions())

    def mounts(self) -> list[Mount]:
        return [mount for facts in self.facts.values() for mount in facts.mounts]

    def leading_to(self, used: Iterable[str]) -> set[str]:
        """The ids of all that some groups or actions are part of."""
        found: set[str] = set()
        todo = {*used}
        while todo:
            todo = {one.parent for one in self.mounts() if one.child in todo} - found
            found |= todo
        return found

    def groups(self) -> list[Group]:
        return [group for facts in self.facts.values() for group in facts.groups]


def _inherited(facts: Facts) -> list[str]:
    return [one for group in facts.groups for one in group.within] + [
        one for action in facts.actions for one in action.groups if "::" in one
    ]


class Resolver:
    """Follows groups and mounts from all facts."""

    def __init__(self, every: Iterable[Facts]) -> None:
        all_facts = tuple(every)
        self._actions = [one for facts in all_facts for one in facts.actions]
        self._groups: dict[str, list[Group]] = {}
        self._mounts: dict[str, list[Mount]] = {}
        self._known: dict[str, list[Way]] = {}
        self._bases = {id for facts in all_facts for group in facts.groups for id in group.within}
        for facts in all_facts:
            for group in facts.groups:
                self._groups.setdefault(group.id, []).append(group)
            for mount in facts.mounts:
                self._mounts.setdefault(mount.child, []).append(mount)

    def actions(self) -> list[Action]:
        merged: dict[tuple[str, str, str], Action] = {}
        for action in self._actions:
            key = (action.where, action.method, action.route)
            other = merged.get(key)
            if other is not None:
                guards = {one.name: one for one in (*other.guards, *action.guards)}
                groups = tuple(dict.fromkeys((*other.groups, *action.groups)))
                action = other.but(
                    guards=tuple(guards.values()),
                    groups=groups,
                    opened=other.opened or action.opened,
                    routed=other.routed or action.routed,
                    checks=other.checks or action.checks,
                )
            merged[key] = action
        found = [one for action in merged.values() for one in self._complete(action)]
        return sorted(found, key=lambda one: (one.where, one.name))

    def _complete(self, action: Action) -> Iterator[Action]:
        """An action for each set of guards that it has by some way to it, with all its names."""
        ids = dict.fromkeys((action.where, *action.groups))
        routed = action.routed or any(id in self._mounts for id in ids)
        found: dict[tuple[str, ...], Action] = {}
        shadowed = tuple({name for id in action.shadowed for way in self._ways(id) for name in way.guards})
        for way in self._together([self._ways(id) for id in ids]):
            opened = action.opened or way.opened
            guards = {one.name: one for one in action.guards}
            if not opened:
                guards = {**way.guards, **guards}
            method = action.method if action.method not in ("", ANY) else way.method or action.method
            name = label(method, join(way.prefix, action.route))
            key = (*guards, "public by", opened)
            other = found.get(key)
            names = tuple(dict.fromkeys((*(other.names if other else ()), *([name] if name else []))))
            found[key] = action.but(
                guards=tuple(guards.values()),
                names=names,
                routed=routed,
                opened=opened,
                shadowed=shadowed,
                base=action.base or action.where in self._bases,
            )
        yield from found.values()

    @staticmethod
    def _together(every: list[list[Way]]) -> list[Way]:
        """The ways to an action by all its groups at once: one path, the guards of all."""
        found = [Way()]
        for ways in every:
            found = [one.plus(other) for one in found for other in ways][:_WAYS]
        return found

    def _leads(self, mount: Mount, deep: int = 0) -> bool:
        """Whether a mount leads anywhere: another name for something (one without a line) may be used by nobody."""
        if mount.line or mount.parent in self._groups or deep >= _DEEP:
            return True
        return any(self._leads(one, deep + 1) for one in self._mounts.get(mount.parent, ()))

    def _ways(self, id: str, deep: int = 0) -> list[Way]:
        """Every way to a group or action, with the guards on it."""
        if id in self._known:
            return self._known[id]
        own = Way()
        for group in self._groups.get(id, ()):
            guards = {one.name: one if one.on == HELPER else one.but(on=_title(group)) for one in group.guards}
            own = own.plus(Way(group.prefix, "", guards))
            for base in group.within:
                for way in self._ways(base, deep + 1)[:1] if deep < _DEEP else ():
                    own = own.plus(way.but(prefix="", method=""))
        ways = []
        for mount in [one for one in self._mounts.get(id, ()) if self._leads(one)][:_WAYS] if deep < _DEEP else ():
            if mount.parent == id:
                continue
            guards = {
                one.name: one.but(on=one.on if " group" in one.on else f"where {_short(mount.child)} is mounted")
                for one in mount.guards
            }
            for above in self._ways(mount.parent, deep + 1):
                prefix = join(join(above.prefix, mount.prefix), own.prefix)
                guards = {**own.guards, **guards, **{k: v for k, v in above.guards.items() if k not in guards}}
                ways.append(Way(prefix, mount.method, guards, mount.opened or above.opened))
        self._known[id] = ways[:_WAYS] or [own]
        return self._known[id]


class Way(Record):
    """One way to an action: its path so far, its method ("" for that of the action), the guards on it, what opens it."""

    prefix: str = ""
    method: str = ""
    guards: dict[str, Guard] = {}
    opened: str = ""

    def plus(self, other: Way) -> Way:
        guards = {**other.guards, **self.guards}
        return Way(self.prefix or other.prefix, self.method or other.method, guards, self.opened or other.opened)


def _title(group: Group) -> str:
    return f"{group.kind} {group.name}" if "::" in group.id else "the settings"


def _short(id: str) -> str:
    return id.rpartition("::")[2]
