"""Symfony's `config/packages/security.yaml`: its `access_control`, and firewalls without security.

The keys are those of https://symfony.com/doc/current/reference/configuration/security.html#access-control
"""

from __future__ import annotations

from govhooks.rules.authorization.guarded_actions.actions import ANY, Action, Facts, Guard, Source
from govhooks.rules.authorization.guarded_actions.conditions import is_weaker
from govhooks.rules.authorization.guarded_actions.path_rules import FIREWALLS, rule
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.document import Side

_EVERYBODY = ("PUBLIC_ACCESS", "IS_AUTHENTICATED_ANONYMOUSLY")
# Firewalls of what a development environment serves beside the application.
_ASSETS = ("_profiler", "_wdt", "css", "images", "js", "assets", "_error")


def facts(source: Source) -> Facts:
    """The rules of a file, one list for each environment."""
    found: list[Action] = []
    for side in source.code.tree:
        tops = [("", side.value)] if isinstance(side.value, dict) else []
        tops += [(key, value) for key, value in side.value.items() if str(key).startswith("when@")] if tops else []
        for key, top in tops:
            security = top.get("security") if isinstance(top, dict) else None
            if isinstance(security, dict) and key != "when@test":
                where = (key, "security") if key else ("security",)
                found += _rules(source, side, where, security)
    return Facts(tuple(found))


def _rules(source: Source, side: Side, where: tuple[str, ...], security: dict[str, Any]) -> Iterator[Action]:
    suffix = f" {where[0]}" if len(where) > 1 else ""
    order = 0
    firewalls = security.get("firewalls")
    for name, firewall in firewalls.items() if isinstance(firewalls, dict) else ():
        given = firewall if isinstance(firewall, dict) else {}
        pattern = str(given.get("pattern", "^/"))
        line = side.line((*where, "firewalls", name))
        if any(word in pattern for word in _ASSETS):
            continue
        off = given.get("security") is False
        guards = tuple([] if off else [Guard("the firewall", source.path, line)])
        yield rule(
            f"{FIREWALLS}{suffix}", source.path, line, order, ANY, pattern, guards, "security: false" if off else ""
        )
        order += 1
    yield _hierarchy(source, side, where, security.get("role_hierarchy"))
    rules = security.get("access_control")
    for index, one in enumerate(rules if isinstance(rules, list) else ()):
        if not isinstance(one, dict):
            continue
        line = side.line((*where, "access_control", index))
        path = str(one.get("path") or (f"route {one['route']}" if "route" in one else "^/"))
        roles = _listed(one.get("roles", one.get("role")))
        allowed = str(one.get("allow_if") or "")
        methods = [method.upper() for method in _listed(one.get("methods"))] or [ANY]
        opened = "".join(role for role in roles if role in _EVERYBODY)
        names = [f"Secured({', '.join(roles)})"] if roles and not opened else []
        names += [f"Security({allowed})"] if allowed and not roles else []
        if one.get("ips") and not names:
            names, opened = [f"ips({', '.join(_listed(one['ips']))})"], ""
        guards = tuple(Guard(name, source.path, line) for name in names)
        if not guards and not opened:
            opened = "no role"
        for method, route in [(method, text) for method in methods for text in _alternatives(path)]:
            yield rule(
                f"access_control{suffix}", source.path, line, order, method, route, guards, "" if guards else opened
            )
            order += 1


_CHOICE = compiled(r"\((?:\?:)?([\w/.-]+(?:\|[\w/.-]+)+)\)")


def _alternatives(path: str) -> list[str]:
    """`^/(admin|ops)` as `^/admin` and `^/ops`."""
    match = _CHOICE.search(path)
    if match is None or len(path) > 500:
        return [path]
    return [path[: match.start()] + one + path[match.end() :] for one in match[1].split("|")]


def _hierarchy(source: Source, side: Side, where: tuple[str, ...], given: Any) -> Action:
    """Roles that have the rights of a role that may do more: `ROLE_USER: [ROLE_ADMIN]`."""
    more = [
        f"{role} has {one}"
        for role, value in (given.items() if isinstance(given, dict) else ())
        for one in _listed(value)
        if is_weaker(f"Secured({one})", f"Secured({role})")
    ]
    line = side.line((*where, "role_hierarchy"))
    guard = Guard(f"Roles({', '.join(['as they are', *more])})", source.path, line)
    return Action(f"role_hierarchy {' '.join(where[:-1])}".strip(), source.path, line, "", "", (guard,), routed=False)


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return [str(one) for one in value] if isinstance(value, list) else []
