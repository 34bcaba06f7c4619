"""What a change does to guards: actions before and after it, paired, and the verdict on each pair.

A guard that moved from a handler to its router, or with its handler to another file, is still there; one that has another
name now is, too, if it asks for as much.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.rules.authorization.guarded_actions.actions import (
    CONDITIONAL,
    CREDENTIAL,
    HELPER,
    OWN_CHECK,
    RULES,
    Guard,
)
from govhooks.rules.authorization.guarded_actions.conditions import LOWEST, includes, is_weaker, level
from govhooks.rules.authorization.guarded_actions.exemptions import is_place, let_through
from govhooks.rules.authorization.guarded_actions.words import words
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govhooks.rules.authorization.guarded_actions.actions import Action, Group, Mount
    from govhooks.rules.authorization.guarded_actions.guards import Names


class Verdict(Record):
    """What is wrong with one action: `kind` is one of `policy.KINDS`; `lost` the guard that is gone (of several from one place, the
    one that asks for most; `also` are the others), `now` what is there."""

    kind: str
    action: Action
    lost: Guard | None = None
    now: str = ""
    also: tuple[str, ...] = ()


def pairs(
    before: Iterable[Action], after: Iterable[Action], moved: Callable[[str], str]
) -> tuple[list[tuple[Action, Action]], list[Action], list[Action]]:
    """(actions before and after that are the same, those that are gone, new ones). `moved` gives the new path of an old one.

    The same action has the same file, function and method; failing that, the same name, if only one before and one after has
    it; failing that, the same function, in the same file with another path or method, as a class or under the name of one
    (`set_order` and `SetOrderView`), or moved to another file.
    """
    old, new = list(before), list(after)
    found: list[tuple[Action, Action]] = []
    keys: tuple[Callable[[Action, bool], object], ...] = (
        lambda one, is_old: (moved(one.path) if is_old else one.path, one.function, one.name, *_all(one)),
        lambda one, is_old: (moved(one.path) if is_old else one.path, one.function, one.name),
        lambda one, is_old: (moved(one.path) if is_old else one.path, one.function, one.method, one.route),
        lambda one, is_old: (moved(one.path) if is_old else one.path, one.function, one.method),
        lambda one, is_old: one.name if one.route or one.names else None,
        lambda one, is_old: (moved(one.path) if is_old else one.path, one.function),
        lambda one, is_old: (moved(one.path) if is_old else one.path, *said) if (said := _said(one)) else None,
        lambda one, is_old: one.function if _is_telling(one.function) else None,
    )
    for index, key in enumerate(keys):
        here: dict[object, list[Action]] = {}
        for one in new:
            here.setdefault(key(one, False), []).append(one)
        left = []
        for one in old:
            wanted = key(one, True)
            partners = here.get(wanted, []) if wanted is not None else []
            if index in _ALONE and len(partners) > 1:
                partners = []
            if partners:
                found.append((one, partners.pop(0)))
            else:
                left.append(one)
        old = left
        taken = {id(pair[1]) for pair in found}
        new = [one for one in new if id(one) not in taken]
    return found, old, new


# The keys, by their place, that only count if one action has them.
_ALONE = (4, 6, 7)


def _said(action: Action) -> tuple[tuple[str, ...], str] | None:
    """What a view of Python is called, whether it is a function or a class: (("set", "order"), "") of `set_order` and `SetOrderView`."""
    head, _, method = action.function.partition(".")
    found = tuple(word for word in words(head) if word != "view")
    return (found, method) if found and action.path.endswith(".py") and not action.checks else None


def _all(action: Action) -> list[str]:
    """The guards of an action: what is mounted twice is compared way by way."""
    return sorted(one.name for one in action.guards)


def _is_telling(function: str) -> bool:
    """Whether a function's name can be told from others: `get` and `index` are everywhere."""
    return len(function) > 6 or "_" in function


def compare(
    old: Action, new: Action, names: Names, is_needless: Callable[[Action, Guard], bool] = lambda action, guard: False
) -> Iterator[Verdict]:
    """The verdicts on an action that is there before and after. `is_needless` says of a guard that is gone that there is nothing left
    which it would guard."""
    if new.opened and not old.opened:
        yield Verdict("open", new, old.guards[0] if old.guards else None, new.opened)
        return
    if not old.checks and (more := let_through(old.exempt, new.exempt)[0]) and old.function == new.function:
        yield Verdict("weaker", new, Guard("the permissions of the others"), " and ".join(more[:3]))
    if old.checks:
        if new.checks and old.guards and not new.guards:
            yield Verdict("removed", new, old.guards[0])
        elif new.checks and old.guards:
            for kind, more in zip(("weaker", "removed"), let_through(old.exempt, new.exempt)):
                if more:
                    yield Verdict(kind, new, old.guards[0], " and ".join(more[:3]))
            was, asked = (
                [one.name for one in each.guards if one.name != OWN_CHECK and _base(one.name) not in _ANSWERS]
                for each in (old, new)
            )
            top = max(was, key=names.rank, default="")
            if asked and top not in asked and names.rank(top) > max(map(names.rank, asked)):
                yield Verdict("weaker", new, Guard(top), " and ".join(dict.fromkeys(asked)))
        return
    if new.checks:  # its name is that of a guard, but it had one itself
        new = new.but(guards=(), checks=False)
    before = {one.name: one for one in old.guards if one.on != CREDENTIAL}
    # What stands in a called function stood there before, too: the action's own is gone.
    after = {
        one.name: one
        for one in new.guards
        if one.on != CREDENTIAL and not (one.on == HELPER and one.name in before and before[one.name].twice)
    }
    if (
        not old.handlers
    ):  # a function that became a class, or what a class checked is checked in each of its methods now
        after = {**{one.name: one for one in new.handlers}, **after}
    lost = [
        one
        for name, one in before.items()
        if name not in after
        and one.on not in (RULES, HELPER)
        and _base(name) != _LIMITED
        and not (one.about and is_needless(new, one))
    ]
    if old.routed and not new.routed:  # nobody calls it any more: what it was mounted with is no loss
        lost = [one for one in lost if not one.on]
    # What its own guards replaced is no gain where it is inherited again.
    gain = sorted(
        (
            name
            for name, one in after.items()
            if name not in before
            and name not in old.shadowed
            and not (one.on == HELPER and _base(name) in _ANSWERS)  # for which reason, nobody knows
        ),
        key=names.rank,
    )
    removed: dict[tuple[str, str], Verdict] = {}
    stood_for = set()
    for one in list(lost):  # the same permission, whatever asks for it
        wanted = _arguments(one.name)
        if wanted and (twin := next((name for name in gain if wanted == _arguments(name)), "")):
            gain.remove(twin)
            lost.remove(one)
            stood_for.add(_base(one.name))
    # A condition is told twice, by its name alone and with what it asks for.
    asking = stood_for | {_base(one.name) for one in lost if "(" in one.name}
    lost = [one for one in lost if one.name not in asking]
    replaced = bool(stood_for)
    answers = any(_base(name) in _ANSWERS for name in after)
    shown = ", ".join([name for name, one in after.items() if one.on != HELPER] or after)
    for one in sorted(lost, key=lambda each: -names.rank(each.name)):
        rank = names.rank(one.name)
        if replaced and _base(one.name) in _ANSWERS:  # how the check refused that another one stands for now
            continue
        same = next((name for name in gain if _base(name).removesuffix(CONDITIONAL) == _base(one.name)), "") or (
            gain[-1] if gain else ""
        )
        if same:
            gain.remove(same)
            replaced = True
            weaker = True if same == one.name + CONDITIONAL else is_weaker(one.name, same)
            if _base(same) == _base(one.name) and any(let_through(*map(_places, (one.name, same)))):
                weaker = True
            if weaker is None and after[same].on == HELPER and _only_shows(same):
                weaker = (level(one.name) or 0) > LOWEST
            if weaker is None:
                weaker = names.rank(same) < rank or _asks_less(one.name, same) or _lets_more(one.name, same)
            if weaker:
                yield Verdict("weaker", new, one, same)
            continue
        left = [name for name, other in after.items() if other.on != RULES or includes(name, one.name)]
        if names.is_missed(one.name, left):
            if (
                answers and _arguments(one.name) and one.path.endswith(".py") and not one.on
            ):  # it refuses still, by another condition
                yield Verdict("weaker", new, one, shown)
                continue
            place = (one.path, one.on) if one.on else ("", "")
            other = removed.get(place)
            removed[place] = other.but(also=(*other.also, one.name)) if other else Verdict("removed", new, one, shown)
    yield from removed.values()


# How a check refuses, which does not say what it asks for.
_ANSWERS = ("abort", "raise", "respond")
# That a query is limited to what is the caller's own: it may be there instead of a check, but its loss is not told from another query.
_LIMITED = "limited_to_own"


def _only_shows(name: str) -> bool:
    """Whether a method asks no more than to see something: `can_be_viewed_by`."""
    return not {"list", "read", "see", "show", "view", "viewed"}.isdisjoint(words(_base(name)))


def _places(name: str) -> list[str]:
    """The paths among a guard's arguments: `jwt.New(/healthz)`, which it lets through."""
    return [one for one in _arguments(name) if is_place(one)]


def _base(name: str) -> str:
    return name.partition("(")[0]


_ANY_OF = compiled(r"(?i)any|allowed|accepted|secured|^roles?$|authorize")


def _lets_more(old: str, new: str) -> bool:
    """Whether one of more roles is enough now: `RolesAllowed(admin)` -> `RolesAllowed(admin, user)`."""
    if not _ANY_OF.search(_base(new)):
        return False
    before, after = _arguments(old), _arguments(new)
    return bool(before) and before < after


def _arguments(name: str) -> set[str]:
    return {part.strip() for part in name.partition("(")[2].rstrip(")").split(",") if part.strip()}


def _asks_less(old: str, new: str) -> bool:
    """Whether the same guard asks for less: `requires(authenticated, admin)` -> `requires(authenticated)`."""
    if _base(old) != _base(new):
        return False
    before, after = _arguments(old), _arguments(new)
    return after < before


def lost_by_groups(
    old: Iterable[Group], new: Iterable[Group], moved: Callable[[str], str]
) -> Iterator[tuple[Group, Group, Guard]]:
    """(group before, group after, guard) of each guard that a group which is still there has lost."""
    every = list(new)
    now = {(one.path, one.id.rpartition("::")[2]): one for one in every}
    # What is for all actions counts wherever it stands, and if it is gone.
    for_all = {one.id: one for one in every if "::" not in one.id}
    for group in old:
        same = now.get((moved(group.path), group.id.rpartition("::")[2])) or for_all.get(group.id)
        if same is None and "::" not in group.id:
            same = group.but(guards=(), path=moved(group.path))
        if same is not None:
            names = {one.name for one in same.guards}
            for guard in group.guards:
                if guard.name not in names and guard.on != HELPER:
                    yield group, same, guard


def lost_by_mounts(
    old: Iterable[Mount], new: Iterable[Mount], moved: Callable[[str], str]
) -> Iterator[tuple[Mount, Guard]]:
    """(mount, guard) of each guard that is lost where something is still mounted."""
    now: dict[tuple[str, str], list[Mount]] = {}
    for one in new:
        now.setdefault((one.path, one.child), []).append(one)
    for mount in old:
        same = now.get((moved(mount.path), mount.child), [])
        if len(same) == 1:
            names = {one.name for one in same[0].guards}
            for guard in mount.guards:
                if guard.name not in names:
                    yield same[0], guard
