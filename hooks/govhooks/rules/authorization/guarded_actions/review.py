"""What a change does to the guards of actions, as findings: one a cause, however many actions it concerns."""

from __future__ import annotations

from govhooks.core.changeset import paths_of
from govhooks.core.finding import Finding
from govhooks.core.lines import decode, split
from govhooks.core.places import test_data
from govhooks.core.record import Record
from govhooks.rules.authorization.guarded_actions import languages
from govhooks.rules.authorization.guarded_actions.actions import (
    APPLICATION,
    CONDITIONAL,
    OWN_CHECK,
    Action,
    Facts,
    Guard,
)
from govhooks.rules.authorization.guarded_actions.answering import UNKNOWN, pairs_with_objects
from govhooks.rules.authorization.guarded_actions.comparing import (
    Verdict,
    compare,
    lost_by_groups,
    lost_by_mounts,
    pairs,
)
from govhooks.rules.authorization.guarded_actions.guards import OPEN_BY_NATURE, Names, words
from govhooks.rules.authorization.guarded_actions.linking import PARTLY, World
from govhooks.rules.authorization.guarded_actions.lock import FILE, entries, parse
from govhooks.rules.authorization.guarded_actions.path_rules import compare_rules, has_moved
from govhooks.rules.authorization.guarded_actions.path_rules import split as split_rules
from govhooks.rules.authorization.guarded_actions.policy import FLAG, ID, OFF, REFUSE, Policy, Public
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.rules.authorization.guarded_actions.actions import Group

_SYMLINK, _GITLINK = "120000", "160000"
# How many actions a message names.
_NAMED = 3


class Sides(Record):
    """Both sides of a change: what is known of them, the paths that changed, and where each old path went."""

    before: World
    after: World
    paths: tuple[tuple[str, str], ...]

    def moved(self, path: str) -> str:
        return next((new for old, new in self.paths if old == path and new), path)


def judge(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """The findings of a change, or of files as they stand."""
    sides = load(changeset, policy)
    yield from _unread(sides, policy)
    locked = Locked(changeset)
    told: set[str] = set()
    for finding, wheres in _of_code(sides, changeset, policy, locked):
        told |= wheres
        yield finding
    if changeset.kind != "whole":
        yield from _of_lock(locked, sides, changeset, policy, told)


def _of_code(sides: Sides, changeset: Changeset, policy: Policy, locked: Locked) -> Iterator[tuple[Finding, set[str]]]:
    """(finding, the places of the actions that it is about) of what the change does to code."""
    if not any(_bare(sides.before.facts.get(old)) != _bare(sides.after.facts.get(new)) for old, new in sides.paths):
        return
    if changeset.kind == "whole":
        yield from _state(sides, changeset, policy)
        return
    changed = [new for _, new in sides.paths if new]
    differing = [
        (old, new)
        for old, new in sides.paths
        if _bare(sides.before.facts.get(old)) != _bare(sides.after.facts.get(new))
    ]
    if not locked.is_there and _is_harmless(sides, differing):
        return
    for world, own in (
        (sides.before, [old for old, _ in differing if old]),
        (sides.after, [new for _, new in differing if new]),
    ):
        world.surround(own)
        world.follow(own)
    # What one side had to read is read on the other, too: an action is not new because a file was not looked at.
    for one, other in ((sides.before, sides.after), (sides.after, sides.before)):
        for path in [path for path in one.facts if path not in other.facts]:
            other.load(path)
    before, after = sides.before.actions(), sides.after.actions()
    if _load_settings(sides, changeset, before, after):
        before, after = sides.before.actions(), sides.after.actions()
    (old_rules, old_rest), (new_rules, new_rest) = split_rules(before), split_rules(after)
    matched, new, unknown = pairs_with_objects(old_rest, new_rest, sides.moved, sides.after.bytes_of)
    needless = _went_with_field(sides, new)
    verdicts = [verdict for old, now in matched for verdict in compare(old, now, sides.after.names, needless)]
    verdicts += unknown
    by_rules = compare_rules(old_rules, new_rules, sides.moved, sides.after.names)
    verdicts += [one for one in by_rules if not has_moved(one, matched)]
    known = [entry.action for entry, _ in locked.before]
    added = {path for old, path in differing if not old}
    verdicts += _new(new, [*known, *before, *after, *_like(new, added, sides.after, changeset)], set(changed))
    allowed = Allowed(policy, changeset.today)
    verdicts = [one for one in verdicts if not allowed.covers(one.action)]
    if policy.unguarded == FLAG and any(one.kind == "unguarded" for one in verdicts):
        declared = Allowed(_declared(changeset), changeset.today)
        verdicts = [one for one in verdicts if one.kind != "unguarded" or not declared.covers(one.action)]
    verdicts = [one for one in verdicts if not (one.action.ruled and one.kind == "open" and by_nature(one.action))]
    yield from _findings(verdicts, sides, policy)
    for finding in _orphaned(verdicts, matched, sides, policy):
        yield finding, set()
    if locked.is_there:
        yield from _outdated(locked, sides, before, after, policy)


def _went_with_field(sides: Sides, new: list[Action]) -> Callable[[Action, Guard], bool]:
    """Whether the field that a guard was about is gone, and an action that is new in the file has the guard: it moved there."""

    def is_needless(action: Action, guard: Guard) -> bool:
        from govhooks.rules.authorization.guarded_actions.python.module import has_field

        path, _, name = guard.about.partition("::")
        cls, _, field = name.rpartition(".")
        code = sides.after.code(sides.moved(path))
        return (
            any(one.path == action.path and any(_is_whole(each, guard) for each in one.guards) for one in new)
            and code is not None
            and not has_field(code.tree, cls, field)
        )

    return is_needless


def _is_whole(one: Guard, guard: Guard) -> bool:
    """Whether a guard is the same as another, about whatever the caller gives."""
    return one.name == guard.name and not one.about and not one.on


def load(changeset: Changeset, policy: Policy) -> Sides:
    """The facts of the changed files, on both sides."""
    names = Names(policy.guards, policy.actions)
    skips = test_data(policy.test_data)
    paths = []
    contents: tuple[dict[str, bytes | None], dict[str, bytes | None]] = ({}, {})
    for change in changeset.changes:
        old, new = _paths(change, changeset.kind)
        if languages.form_of(old) in languages.LANGUAGES or languages.form_of(new) in languages.LANGUAGES:
            if skips(old or new) and skips(new or old):
                continue
            if old and old == new and change.status == "M" and not _matters(change, names):
                continue
            paths.append((old, new))
            if old:
                contents[0][old] = change.read_old()
            if new:
                contents[1][new] = change.read()
    before = World(lambda path: contents[0][path] if path in contents[0] else changeset.before(path), names, skips)
    after = World(lambda path: contents[1][path] if path in contents[1] else changeset.after(path), names, skips)
    for old, new in paths:
        facts = before.load(old) if old else Facts()
        if new:
            # What had actions is read again, whatever words it has left.
            known = dict.fromkeys(one.function for one in facts.actions if one.path == old)
            known.update(dict.fromkeys(one.name for one in facts.groups if one.kind == "class"))
            after.load(new, (*known, "") if facts else ())
    before.given, after.given = len(before.facts), len(after.facts)
    return Sides(before, after, tuple(paths))


# The head of a function in any language.
_HEAD = compiled(r"\b(?:def|function|func)\s+(?:\([^)]*\)\s*)?(\w+)|^\s*(?:[\w<>]+\s+)*(\w+)\s*\([^()]*\)[^;{]*\{\s*$")
_ABOVE = 3


def _matters(change: Change, names: Names) -> bool:
    """Whether the changed lines of a file can change an action or guard: by their words, or because they are in a guard."""
    if change.large or change.old_large or change.binary:
        return True
    removed = list(change.removed)
    lines = [line.text for line in (*removed, *change.added)]
    if languages.matters("\n".join(lines), (*names.guards, *names.actions)):
        return True
    for changed, read in ((removed, change.read_old), (list(change.added), change.read)):
        text = split(decode(read())[0]) if changed else []
        looked = set()
        for line in changed:
            left = _ABOVE
            for index in range(line.number - 1, -1, -1):
                if index in looked or not left:
                    break
                looked.add(index)
                if head := _HEAD.search(text[index]):
                    left -= 1
                    name = head[1] or head[2]
                    if names.decides(name) or names.is_guard(name):
                        return True
    return False


def _paths(change: Change, kind: str) -> tuple[str, str]:
    """(path before, path after) of a change, "" where there was or is no file."""
    new = change.path if change.has_content and change.mode != _SYMLINK else ""
    had = kind != "whole" and change.old_path and change.old_mode not in (_SYMLINK, _GITLINK)
    return (change.old_path if had else ""), new


def _bare(facts: Facts | None) -> object:
    """What a file says, without lines: if this is the same on both sides, nothing has changed."""
    if facts is None or not facts:
        return ((), (), ())
    return (
        [
            (a.function, a.method, a.route, _names(a.guards), a.opened, a.groups, a.routed, a.order, a.exempt)
            for a in facts.actions
        ],
        [(g.id, g.prefix, _names(g.guards), g.within) for g in facts.groups],
        [(m.child, m.parent, m.prefix, m.method, _names(m.guards), m.opened) for m in facts.mounts],
    )


def _is_harmless(sides: Sides, differing: list[tuple[str, str]]) -> bool:
    """Whether these files alone show that nothing is looser: what they inherit from other files need not be looked up."""
    for old_path, new_path in differing:
        old, new = sides.before.facts.get(old_path, Facts()), sides.after.facts.get(new_path, Facts())
        if _bare(Facts((), old.groups, old.mounts)) != _bare(Facts((), new.groups, new.mounts)):
            return False
        if any(one.ruled for one in (*old.actions, *new.actions)):
            return False
        matched, gone, fresh = pairs(old.actions, new.actions, sides.moved)
        if any(one.routed and not one.guards for one in fresh):
            return False
        for before, after in matched:
            if before.groups != after.groups or any(True for _ in compare(before, after, sides.after.names)):
                return False
        if gone and len(differing) > 1:  # it may have moved to another of them
            return False
    return True


def _names(guards: Iterable[Guard]) -> list[str]:
    return [one.name for one in guards]


class Allowed:
    """The actions that the policy lets be public today."""

    def __init__(self, policy: Policy, today: str) -> None:
        self._globs = [one.action for one in policy.public if not one.expires or one.expires >= today]

    def covers(self, action: Action) -> bool:
        """Whether every name of an action is allowed, or its function is: "GET /x", "/x", "shop.views.index"."""
        from fnmatch import fnmatchcase

        dotted = dotted_name(action)
        if any(fnmatchcase(text, glob) for text in (dotted, action.where, action.function) for glob in self._globs):
            return True
        return bool(action.names) and all(
            any(fnmatchcase(text, glob) for glob in self._globs for text in (name, name.partition(" ")[2]))
            for name in action.names
        )


def _declared(changeset: Changeset) -> Policy:
    """The actions that the change itself lists as public: this answers what is only shown, and lets nothing pass that is refused."""
    from govhooks.policy.load import FILE as POLICY
    from govhooks.policy.load import PolicyError, parse

    data = changeset.after(POLICY)
    if data is None or data == changeset.before(POLICY):
        return Policy()
    try:
        table = parse(data, POLICY).get("rules", {}).get(ID, {})
        policy = Policy(public=tuple(Public(**one) for one in table.get("public", [])))
        return Policy() if policy.verify() else policy
    except (PolicyError, TypeError, AttributeError):  # said by whoever judges by it
        return Policy()


def dotted_name(action: Action) -> str:
    """An action's module and function: "shop.views.create"."""
    return f"{action.path.rpartition('.')[0].replace('/', '.')}.{action.function}"


def _new(new: Iterable[Action], known: Iterable[Action], changed: set[str]) -> Iterator[Verdict]:
    """New actions without a guard, where others have one: a third of those in the same file, or half of what is known."""
    routed = [one for one in known if one.routed and not one.ruled]
    guarded = [one for one in routed if one.guards]
    for action in new:
        if action.guards or action.ruled or not action.routed or action.path not in changed or by_nature(action):
            continue
        if action.handlers or (
            action.base and not action.names
        ):  # its methods have guards; nothing leads to a base class
            continue
        # A file in which nearly nothing has a guard of its own is guarded as a whole, or not at all.
        here = [one for one in routed if one.path == action.path and one is not action]
        beside = [one for one in here if one.guards]
        if action.opened:
            yield Verdict("unguarded", action, None, action.opened)
        elif 3 * len(beside) >= len(here) > 0 or (
            guarded and 2 * len(guarded) >= len([one for one in routed if one is not action])
        ):
            yield Verdict("unguarded", action)


# Files of Spring that set up security, wherever they are.
_SETTINGS = compiled(r"Security\w*\.(?:java|kt)$")


def _load_settings(sides: Sides, changeset: Changeset, before: list[Action], after: list[Action]) -> bool:
    """Whether files were read that may guard all actions, because one of these has no guard (any more)."""
    bare = any(
        one.routed and not one.ruled and not one.guards and one.path.endswith((".java", ".kt"))
        for side in (before, after)
        for one in side
    )
    listed = (paths_of(changeset.after) if bare else None) or []
    found = [path for path in listed if _SETTINGS.search(path) and not sides.after.skips(path)][:_LIKE]
    missing = [path for path in found if path not in sides.after.facts]
    for path in missing:
        sides.before.load(path)
        sides.after.load(path)
    return bool(missing)


# How many files that are like a new one are looked at.
_LIKE = 20


def _like(new: Iterable[Action], added: set[str], world: World, changeset: Changeset) -> list[Action]:
    """The actions of the files that are most like a new file with actions that have no guard: of its folder, its name, or the end of
    its name (`OrderController.java`), the nearest first."""
    bare = {one.path for one in new if one.routed and not one.guards and one.path in added and not by_nature(one)}
    listed = (paths_of(changeset.after) if bare else None) or []
    found: set[str] = set()
    for path in bare:
        folder, _, name = path.rpartition("/")
        last = _LAST_WORD.search(name)
        end = last[0] if last and last[0] != name else f"/{name}"
        near = [
            (_shared(path, one), one)
            for one in listed
            if one != path
            and (
                one.endswith(end)
                or (one.rpartition("/")[0] == folder and languages.form_of(one) == languages.form_of(path))
            )
        ]
        found.update(one for _, one in sorted(near, reverse=True)[:_LIKE])
    for path in sorted(found):
        world.load(path)
    world.surround(found)
    return [one for one in world.actions() if one.path in found and not by_nature(one)] if found else []


def _shared(one: str, other: str) -> int:
    """How many folders two paths have in common."""
    pairs = zip(one.split("/")[:-1], other.split("/")[:-1])
    return next((number for number, pair in enumerate(pairs) if pair[0] != pair[1]), 1 << 10)


_LAST_WORD = compiled(r"(?:[A-Z][a-z]+|_[a-z]+|[.-][a-z]+)\.\w+$")


def by_nature(action: Action) -> bool:
    """Whether anybody may call an action by its name: health checks, signing in."""
    found = {word for text in (action.function, *action.names) for word in words(text)}
    return not OPEN_BY_NATURE.isdisjoint(found) or action.name.endswith(" /")


def _state(sides: Sides, changeset: Changeset, policy: Policy) -> Iterator[tuple[Finding, set[str]]]:
    """Actions as they stand: those without a guard, in files where others have one."""
    paths = [new for _, new in sides.paths if new]
    sides.after.surround(paths)
    actions = sides.after.actions()
    allowed = Allowed(policy, changeset.today)
    own = set(paths)
    verdicts = [one for one in _new(actions, actions, own) if not allowed.covers(one.action)]
    yield from _findings(verdicts, sides, policy)


def _findings(verdicts: list[Verdict], sides: Sides, policy: Policy) -> Iterator[tuple[Finding, set[str]]]:
    """One finding for all actions that one cause concerns, and their places."""
    causes: dict[tuple[str, ...], list[Verdict]] = {}
    for one in verdicts:
        lost = one.lost
        inherited = lost is not None and lost.on
        place = f"{lost.path} {lost.on}" if lost is not None and lost.on else one.action.where
        causes.setdefault((one.kind, lost.name if lost else "", place if inherited else one.action.where), []).append(
            one
        )
    for (kind, name, place), several in causes.items():
        decided = policy.verdict(kind)
        if decided == OFF:
            continue
        first = several[0]
        path, line = _place(first, sides)
        actions = list(dict.fromkeys(one.action.name for one in several))
        finding = Finding(
            rule=ID,
            path=path,
            line=line,
            problem=_problem(first, actions),
            fix=_fix(first, actions),
            identity=f"{kind} {place} {name}",
            blocks=decided == REFUSE,
        )
        yield finding, {one.action.where for one in several}


def _place(verdict: Verdict, sides: Sides) -> tuple[str, int]:
    """Where to show a verdict: at the group that lost the guard, or at the action."""
    lost = verdict.lost
    if lost is not None and lost.on:
        path = sides.moved(lost.path)
        for group in sides.after.facts.get(path, Facts()).groups:
            if lost.on.endswith(f" {group.name}") or lost.on == "the settings":
                return path, group.line
        for mount in sides.after.facts.get(path, Facts()).mounts:
            if f" {mount.child.rpartition('::')[2]} is mounted" in lost.on:
                return path, mount.line
        if path in {new for _, new in sides.paths}:
            return path, 0
    action = verdict.action
    if action.path not in {new for _, new in sides.paths} and lost is not None:
        return sides.moved(lost.path), 0
    return action.path, action.line


def _problem(verdict: Verdict, actions: list[str]) -> str:
    shown = _listed(actions)
    many = len(actions) > 1
    lost = verdict.lost
    name = lost.name if lost is not None else ""
    now = verdict.now
    if verdict.kind == "removed" and verdict.action.checks and now:
        return f"the guard {shown} is removed from {now}"
    if verdict.kind == "removed" and verdict.action.checks:
        return f"{shown} is a guard that refuses nobody any more"
    if verdict.kind == "weaker" and verdict.action.exempt and not verdict.action.checks:
        return f"{shown} asks for less than before for {now}"
    if verdict.kind == "weaker" and verdict.action.checks:
        return (
            f"the guard {shown} asks for less: it lets {now} through"
            if name == OWN_CHECK
            else f"the guard {shown} asks for less: {now} (was: {name})"
        )
    if verdict.kind == "removed":
        where = f" from {lost.on}" if lost is not None and lost.on else ""
        guards = f"guards {_listed([name, *verdict.also])} are" if verdict.also else f"guard {name} is"
        rest = f"only {now} is left" if now else f"nothing guards {'them' if many else 'it'} now"
        return f"the {guards} removed{where}: {shown} {'lose' if many else 'loses'} {'them' if verdict.also else 'it'}, and {rest}"
    if lost is UNKNOWN:
        return f"{shown} {'are' if many else 'is'} answered by {now} now: nobody can tell whether it asks for {', '.join(verdict.also[:_NAMED])}"
    if verdict.kind == "weaker":
        return f"{shown} {'ask' if many else 'asks'} for less: {now} (was: {name})"
    if verdict.kind == "open":
        was = f" (was: {name})" if name else ""
        return f"{shown} {'are' if many else 'is'} now public: {now}{was}"
    if now:
        return f"new action without a guard: {shown} is declared public by {now}"
    return f"new action without a guard: {shown}"


def _fix(verdict: Verdict, actions: list[str]) -> str:
    lost = verdict.lost
    if verdict.action.checks and verdict.now:
        return "let no more paths through than everybody may call, or guard what lies there in another way"
    if verdict.action.checks:
        return "put its check back, or remove the guard from everything that it guards no longer"
    if lost is UNKNOWN:
        back = f"see that {verdict.now} asks for as much"
    elif verdict.kind in ("removed", "weaker") and lost is not None:
        back = f"put {lost.name} back{f' on {lost.on}' if lost.on else ''}"
    elif verdict.kind == "open" and lost is not None:
        back = f"ask for {lost.name} again"
    else:
        back = "add the guard that the actions beside it have"
    return f"{back}, or list it as public in governance.toml with reason and owner (action = {actions[0]!r})".replace(
        "'", '"'
    )


def _listed(actions: list[str]) -> str:
    if len(actions) <= _NAMED:
        return " and ".join(actions) if len(actions) < 3 else f"{', '.join(actions[:-1])} and {actions[-1]}"
    return f"{', '.join(actions[: _NAMED - 1])} and {len(actions) - _NAMED + 1} more actions"


def _orphaned(
    verdicts: list[Verdict], matched: list[tuple[Action, Action]], sides: Sides, policy: Policy
) -> Iterator[Finding]:
    """Guards that a router, blueprint, class or app lost, where no action of it is known: whoever uses it loses them."""
    told = {(one.lost.name, one.lost.path, one.lost.on) for one in verdicts if one.lost is not None}
    used = {id for _, action in matched for id in (action.where, *action.groups)}
    changed = {old for old, _ in sides.paths}
    for was, group, guard in lost_by_groups(sides.before.groups(), sides.after.groups(), sides.moved):
        title = f"{group.kind} {group.name}" if "::" in group.id else "the settings"
        if (
            (guard.name, guard.path, title) in told
            or (guard.path != was.path and guard.path in changed)  # it is said where it stands
            or ((group.id in used or _is_used(group, matched)) and group.id != APPLICATION)
            or _has_other(was, group, guard, sides)
        ):
            continue
        narrowed = guard.name + CONDITIONAL in {one.name for one in group.guards}
        decided = policy.verdict("weaker" if narrowed else "removed")
        if decided == OFF:
            continue
        yield Finding(
            rule=ID,
            path=group.path,
            line=group.line,
            problem=f"{title} asks for less: {guard.name}{CONDITIONAL} (was: {guard.name})"
            if narrowed
            else f"the guard {guard.name} is removed from {title}",
            fix=f"put {guard.name} back on {title}, or on each of its actions",
            identity=f"removed {group.id} {guard.name}",
            blocks=decided == REFUSE,
        )
    lost = list(lost_by_mounts(sides.before.mounts(), sides.after.mounts(), sides.moved))
    below = used | sides.after.leading_to(used) if lost else set()
    for mount, guard in lost:
        # In PHP, a method is mounted, and known.
        child = mount.child.rpartition("::")[2].removeprefix("*go ")
        title = f"where {child} is mounted"
        decided = policy.verdict("removed")
        left = [one.name for one in mount.guards]
        if (
            mount.path.endswith(".php")
            or mount.child in below
            or (guard.name, guard.path, title) in told
            or decided == OFF
        ):
            continue
        if sides.after.names.is_missed(guard.name, left):
            yield Finding(
                rule=ID,
                path=mount.path,
                line=mount.line,
                problem=f"the guard {guard.name} is removed {title}",
                fix=f"put {guard.name} back {title}, or on each of its actions",
                identity=f"removed {mount.child} {guard.name}",
                blocks=decided == REFUSE,
            )


def _is_used(group: Group, matched: list[tuple[Action, Action]]) -> bool:
    """Whether actions that are known have a guard by this group: what became of them is known."""
    title = f"{group.kind} {group.name}" if "::" in group.id else "the settings"
    return any(one.on == title for old, _ in matched for one in old.guards)


def _has_other(was: Group, group: Group, guard: Guard, sides: Sides) -> bool:
    """Whether the group has another guard instead that asks for as much."""
    names = sides.after.names
    known = {one.name for one in was.guards}
    others = [one.name for one in group.guards if one.name != guard.name + CONDITIONAL]
    # What is new is there instead; what was there before is so only if it asks for all that is lost.
    if any(names.rank(one) >= names.rank(guard.name) for one in others if one not in known):
        return True
    alone = guard.name.startswith(("Enable", "@", "verify_")) or (group.kind == "application" and "::" in group.id)
    return not alone and bool(others) and not names.is_missed(guard.name, others)


class Locked:
    """The authorization lock before and after a change: its entries with their lines.

    `is_there`  whether the tree after the change has one.   `changed`  whether it is another one.   `bad`  lines that say nothing.
    """

    def __init__(self, changeset: Changeset) -> None:
        old = changeset.before(FILE) if changeset.kind != "whole" else None
        new = changeset.after(FILE)
        self.is_there = new is not None
        self.was_there = old is not None
        self.changed = old != new
        self.before = parse(old)[0] if old else []
        self.after, self.bad = parse(new) if new else ([], [])


def _outdated(
    locked: Locked, sides: Sides, before: list[Action], after: list[Action], policy: Policy
) -> Iterator[tuple[Finding, set[str]]]:
    """One finding if the lock does not say of the changed files what they say now."""
    decided = policy.verdict("lock")
    changed = {path for pair in sides.paths for path in pair}
    said: dict[str, set[str]] = {}
    for entry, _ in locked.after:
        if entry.path in changed:
            said.setdefault(entry.where, set()).update(entry.guards)
    known: dict[str, set[str]] = {}
    for one in entries(one for one in after if one.path in changed):
        known.setdefault(one.where, set()).update(one.guards)
    had = {one.where: {guard.name for guard in one.guards} for one in before}
    wrong = {where for where in said.keys() ^ known.keys() if not sides.after.skips(where.partition("::")[0])}
    for where in said.keys() & known.keys():
        # A guard that the lock knows and the code does not may come from a file that was not looked at.
        if known[where] - said[where] or (said[where] - known[where]) & had.get(where, set()):
            wrong.add(where)
    if not wrong or decided == OFF:
        return
    shown = _listed([where.rpartition("::")[2] for where in sorted(wrong)])
    finding = Finding(
        rule=ID,
        path=FILE,
        line=0,
        problem=f"the authorization lock is out of date: {shown}",
        fix="run: govhooks authz lock, and add the file to this commit",
        identity="lock",
        blocks=decided == REFUSE,
    )
    yield finding, set()


def _of_lock(locked: Locked, sides: Sides, changeset: Changeset, policy: Policy, told: set[str]) -> Iterator[Finding]:
    """What the lock itself says has become looser, unless the code has said so already."""
    if not locked.changed or not locked.was_there:
        return
    if not locked.is_there and (decided := policy.verdict("lock")) != OFF:
        yield Finding(
            rule=ID,
            path=FILE,
            line=0,
            problem="the authorization lock is removed",
            fix='keep it, or switch it off in governance.toml: [rules.guarded-actions] lock = "off"',
            identity="lock removed",
            blocks=decided == REFUSE,
        )
        return
    if locked.bad and (decided := policy.verdict("lock")) != OFF:
        yield Finding(
            rule=ID,
            path=FILE,
            line=locked.bad[0],
            problem="the authorization lock has a line that is no entry",
            fix="run: govhooks authz lock",
            identity="lock line",
            blocks=decided == REFUSE,
        )
    lines = {(entry.name, entry.where): number for entry, number in locked.after}
    before = [entry.action for entry, _ in locked.before]
    after = [entry.action for entry, _ in locked.after]
    matched, _, new = pairs(before, after, sides.moved)
    names = sides.after.names
    verdicts = [verdict for old, now in matched for verdict in compare(old, now, names)]
    verdicts += _new(new, [*before, *after], {one.path for one in new})
    allowed = Allowed(policy, changeset.today)
    verdicts = [one for one in verdicts if one.action.where not in told and not allowed.covers(one.action)]
    for finding, _ in _findings(verdicts, sides, policy):
        one = next(
            v for v in verdicts if f"{v.kind} {v.action.where} {v.lost.name if v.lost else ''}" == finding.identity
        )
        line = lines.get((one.action.name, one.action.where), 0)
        yield finding.but(path=FILE, line=line, problem=f"by the authorization lock, {finding.problem}")


def _unread(sides: Sides, policy: Policy) -> Iterator[Finding]:
    """Files with actions that could not be read."""
    decided = policy.verdict("unread")
    for old, new in sides.paths:
        # What could not be understood before is not said again: a grammar may not know the newest syntax.
        if decided == OFF or new not in sides.after.errors or sides.before.errors.get(old, ("", ""))[1] == PARTLY:
            continue
        line, why = sides.after.errors[new]
        yield Finding(
            rule=ID,
            path=new,
            line=line,
            problem=f"the guards of its actions are not judged: {why}",
            fix="mend the file, or review its permission checks by hand",
            identity="unread",
            blocks=decided == REFUSE,
        )
