"""Ordered rules for paths, of which the first that fits counts: Spring's `requestMatchers`, Symfony's `access_control`.

Every path that a rule names, before or after, is asked for on both sides: what decided about it, and what does now. A rule that is
dropped leaves its path to a later one, a new one takes it from there.
"""

from __future__ import annotations

from govhooks.rules.authorization.guarded_actions.actions import ANY, RULES, Action, Guard
from govhooks.rules.authorization.guarded_actions.comparing import Verdict, compare
from govhooks.rules.authorization.guarded_actions.conditions import includes
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govhooks.rules.authorization.guarded_actions.guards import Names

    Lists = dict[tuple[str, str], list[Action]]

_EVERYTHING = ("^/", "^", "/**", "**", "/*", "*", "^/.*", "^.*", ".*")
_WILD = compiled(r"(?s)[*?{(\[|$\\].*")


def split(actions: Iterable[Action]) -> tuple[list[Action], list[Action]]:
    """(rules for paths, other actions)."""
    every = list(actions)
    return [one for one in every if one.ruled], [one for one in every if not one.ruled]


def compare_rules(
    before: Iterable[Action], after: Iterable[Action], moved: Callable[[str], str], names: Names
) -> Iterator[Verdict]:
    """The verdicts on the paths that rules name."""
    old, new = _lists(before), _lists(after)
    for key, rules in old.items():
        partner = (moved(key[0]), key[1])
        if partner not in new:  # its function has another name, or it stands in another file
            rest = [one for one in new if one not in {(moved(path), scope) for path, scope in old}]
            near = [one for one in rest if one[0] == partner[0]] or rest
            partner = near[0] if near else partner
        yield from _compare(rules, new.get(partner, []), names)


def _lists(actions: Iterable[Action]) -> Lists:
    found: Lists = {}
    for one in sorted(actions, key=lambda one: (one.path, one.order)):
        found.setdefault((one.path, one.ruled), []).append(one)
    return found


def _compare(old: list[Action], new: list[Action], names: Names) -> Iterator[Verdict]:
    if not new:
        broad = [one for one in old if one.guards]
        if broad:
            last = broad[-1]
            yield Verdict("removed", last.but(line=0), last.guards[0])
        return
    told: set[tuple[str, str]] = set()
    opened: dict[tuple[str, str], Verdict] = {}
    for one in [*new, *old]:
        key = (one.method, one.route)
        if key in told:
            continue
        told.add(key)
        was, now = _deciding(old, one), _deciding(new, one)
        if was is None or was.opened or not was.guards or _is_renamed(one, old, new) or _is_unknown(one.route):
            continue
        place = next((rule for rule in new if (rule.method, rule.route) == key), now)
        shown = one.but(line=place.line if place is not None else 0, path=new[0].path)
        if now is None:
            yield Verdict("removed", shown.but(guards=(), opened=""), was.guards[0])
            continue
        shown = shown.but(guards=now.guards, opened=now.opened)
        for verdict in compare(one.but(guards=was.guards, opened=""), shown, names):
            if verdict.kind != "open":
                yield verdict
            elif (by := (now.method, now.route)) not in opened or _asks(verdict, names) > _asks(opened[by], names):
                opened[by] = verdict
    yield from opened.values()


def _asks(verdict: Verdict, names: Names) -> int:
    return names.rank(verdict.lost.name) if verdict.lost is not None else 0


# Families of languages that have lists of rules, and the lists that say nothing about roles.
_FAMILIES = ((".java", ".kt"), (".php", ".yaml", ".yml"))
FIREWALLS = "firewalls"


def guarded_by_rules(actions: list[Action]) -> list[Action]:
    """The actions, with what the rules for their paths ask for."""
    rules, rest = split(actions)
    lists = [one for one in _lists(rules).values() if not one[0].ruled.startswith(FIREWALLS)]
    return [*rules, *(_guarded(one, lists) if lists and one.names and not one.opened else one for one in rest)]


def _guarded(action: Action, lists: list[list[Action]]) -> Action:
    family = next((ends for ends in _FAMILIES if action.path.endswith(ends)), ())
    found = {guard.name: guard for guard in action.guards}
    for rules in lists:
        if not rules[0].path.endswith(family or "\0"):
            continue
        decided = []
        for name in action.names:
            method, _, route = name.partition(" ")
            decided.append(_deciding(rules, action.but(method=method, route=route)))
        if all(one is not None and one.guards for one in decided):
            for one in decided:
                for guard in one.guards if one is not None else ():
                    found.setdefault(guard.name, guard.but(on=RULES))
    return action.but(guards=tuple(found.values()))


def has_moved(verdict: Verdict, matched: Iterable[tuple[Action, Action]]) -> bool:
    """Whether what a rule asked for stands at an action of its path instead, since this change."""
    lost = verdict.lost
    if lost is None:
        return False
    for old, new in matched:
        paths = [name.partition(" ")[2] for name in new.names]
        if paths and all(_covers(verdict.action.route, _literal(path)) for path in paths):
            had = {guard.name for guard in old.guards if guard.on != RULES}
            if any(one.on != RULES and one.name not in had and includes(one.name, lost.name) for one in new.guards):
                return True
    return False


def _deciding(rules: list[Action], asked: Action) -> Action | None:
    """The first rule that fits the path of another."""
    own = _literal(asked.route)
    for one in rules:
        if one.method in (ANY, asked.method) and (one.route == asked.route or _covers(one.route, own)):
            return one
    return None


def _covers(route: str, literal: str) -> bool:
    mine = _literal(route)
    if not mine and route not in _EVERYTHING:  # a pattern that is not understood
        return False
    if mine == literal:
        return True
    is_open = (bool(_WILD.search(route)) or route.startswith("^")) and not route.endswith("$")
    return is_open and (
        not mine or literal.startswith(mine) if route.startswith("^") else literal.startswith(f"{mine}/") or not mine
    )


def _literal(route: str) -> str:
    """The part of a pattern before its first wildcard: `/admin/**`, `^/admin/` -> "/admin"."""
    return _WILD.sub("", route.lstrip("^")).rstrip("/")


def _is_unknown(route: str) -> bool:
    """Whether a pattern cannot be one: `^/{locale}/admin` fits no path."""
    return route.startswith("^") and "/{" in route


def _is_renamed(one: Action, old: list[Action], new: list[Action]) -> bool:
    """Whether a rule has another path now that is not a part of the old one: the path of what it guards has another name."""
    if any((rule.method, rule.route) == (one.method, one.route) for rule in new):
        return False
    known = {(rule.method, rule.route) for rule in old}
    asked = [guard.name for guard in one.guards]
    own = _literal(one.route)
    return any(
        (rule.method, rule.route) not in known
        and [guard.name for guard in rule.guards] == asked
        and not _literal(rule.route).startswith(f"{own}/")
        for rule in new
    )


def rule(
    ruled: str, path: str, line: int, order: int, method: str, route: str, guards: tuple[Guard, ...], opened: str
) -> Action:
    """A rule for a path, the `order`-th of its list."""
    name = f"{ruled} {method} {route}"
    return Action(name, path, line, method, route, guards, opened, ruled=ruled, order=order)
