"""Routes that an object answers instead of a view: `path("edit/", registry.as_view("edit"))`.

Nobody can tell what such an object asks for. The view that answered the route before is compared where it stands now. If it is
gone, or the file that makes the object does not name it, this is said once for all routes of the object.
"""

from __future__ import annotations

import re

from govhooks.rules.authorization.guarded_actions.actions import HELPER, RULES, Guard
from govhooks.rules.authorization.guarded_actions.comparing import Verdict, pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govhooks.core.changeset import Reader
    from govhooks.rules.authorization.guarded_actions.actions import Action

# What a route that an object answers may have lost.
UNKNOWN = Guard("what its view asked for")


def pairs_with_objects(
    before: list[Action], after: list[Action], moved: Callable[[str], str], read: Reader
) -> tuple[list[tuple[Action, Action]], list[Action], list[Verdict]]:
    """(actions before and after that are the same, new ones, verdicts on routes that an object answers now); `moved` as in `pairs`,
    `read` reads a path of the tree after the change."""
    views, objects = _split(after)
    old_views, old_objects = _split(before)
    matched, gone, new = pairs(old_views, views, moved)
    if not objects and not old_objects:
        return matched, new, []
    more, _, rest = pairs([*gone, *old_objects], [*new, *objects], moved)
    followed = [(old, now) for old, now in more if old.answers or not now.answers or (now.opened and not old.opened)]
    unknown = list(_unknown(old_views, matched, objects, read))
    return [*matched, *followed], [one for one in rest if not one.answers], unknown


def _split(actions: list[Action]) -> tuple[list[Action], list[Action]]:
    return [one for one in actions if not one.answers], [one for one in actions if one.answers]


def _unknown(
    views: list[Action], matched: list[tuple[Action, Action]], objects: list[Action], read: Reader
) -> Iterator[Verdict]:
    """The routes of objects whose view had guards that nobody can find again; the guards are those of all routes of an object."""
    stands = {id(old): now for old, now in matched}
    answered: dict[str, list[Action]] = {}
    for view in views:
        for name in view.names:
            answered.setdefault(name, []).append(view)
    found: dict[str, list[Action]] = {}
    lost: dict[str, dict[str, None]] = {}
    for one in objects:
        kept = {guard.name for guard in one.guards}
        for name, old in ((each, old) for each in one.names for old in answered.get(each, ())):
            missed = [guard for guard in old.guards if guard.name not in kept and guard.on not in (RULES, HELPER)]
            now = stands.get(id(old))
            if not missed or (now is not None and name in now.names):  # its own route is still there
                continue
            # What stood around a function is lost with its route; a class is told of it itself.
            around = now is not None and not now.routed and any(each.on.startswith("where ") for each in missed)
            if now is None or around or not _is_named(now, read(one.answers)):
                found.setdefault(one.where, []).append(one)
                lost.setdefault(one.where, {}).update(dict.fromkeys(each.name for each in missed))
    for where, several in found.items():
        for one in dict.fromkeys(several):
            yield Verdict("weaker", one, UNKNOWN, one.function, tuple(lost[where]))


def _is_named(view: Action, data: bytes | None) -> bool:
    """Whether a file names a view."""
    name = view.function.partition(".")[0].encode()
    return re.search(rb"\b%s\b" % re.escape(name), data or b"") is not None
