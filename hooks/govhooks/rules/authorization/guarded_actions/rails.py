"""Ruby on Rails: public methods of controllers, guarded by `before_action`, also those of the controllers that they inherit from.

`skip_before_action` takes a guard away: of all actions, of those of `only`, or of all but those of `except`. What an action asks for in its
body (`authorize @order`) counts as well.
"""

from __future__ import annotations

import re

from govhooks.readers.code import Call, Code, Definition, Expression
from govhooks.rules.authorization.guarded_actions.actions import (
    ANY,
    CONDITIONAL,
    Action,
    Facts,
    Group,
    Guard,
    Source,
    place,
)
from govhooks.rules.authorization.guarded_actions.bodies import deciding, in_lines, signs_in
from govhooks.rules.authorization.guarded_actions.words import words
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from govhooks.rules.authorization.guarded_actions.guards import Names

_BEFORE = ("before_action", "prepend_before_action", "append_before_action", "before_filter", "prepend_before_filter")
_SKIP = ("skip_before_action", "skip_before_filter", "skip_authorization_check", "allow_unauthenticated_access")
# What guards all actions of a controller by a name of its own.
_WHOLE = (
    "load_and_authorize_resource",
    "authorize_resource",
    "doorkeeper_authorize!",
    "http_basic_authenticate_with",
    "verify_authorized",
)
_NOT_GUARDS = ("verify_authenticity_token", "set_locale", "authenticate_scope!", "configure_permitted_parameters")
# What begins like this gets something ready, whatever it is about: `set_member`, `find_owner`.
_PREPARING = frozenset("set find load fetch build assign store track log prepare init refresh touch".split())
_DECISIVE = frozenset("authorize authenticate authorized authenticated require required verify check ensure".split())
_VISIBILITY = compiled(r"^\s*(private|protected)\s*(?:#.*)?$")
_DEEPEST = 6


def facts(source: Source) -> Facts:
    """The actions of the controllers in a file."""
    found: list[Action] = []
    groups: list[Group] = []
    for cls in source.code.definitions:
        if cls.kind == "class" and "controllers/concerns/" in source.path:
            groups.append(_group(source, cls, "concern", _own(source, cls)))
        elif cls.kind == "class" and cls.name.endswith("Controller"):
            own = list(_actions(source, cls))
            found += own
            # What becomes of a class with actions is told by these.
            groups.append(_group(source, cls, "class", () if own else _own(source, cls)))
    found += [*_engines(source), *_abilities(source)]
    return Facts(tuple(found), tuple(groups)).plus(deciding(source))


def _own(source: Source, cls: Definition) -> Iterator[Guard]:
    """The guards that a class or module says itself, or by the concerns that it includes."""
    for call in source.code.calls:
        if call.scope[-1:] != (cls.name,):
            continue
        if call.name == "include":
            for path, other, found in _concerns(source, call):
                for one in other.calls:
                    if found.name in one.scope:
                        yield from _guards(path, source.names, one, call.line)
        yield from _guards(source.path, source.names, call, call.line)


def _guards(path: str, names: Names, call: Call, line: int) -> Iterator[Guard]:
    if call.name in (*_BEFORE, *_WHOLE):
        for name in _names(call) if call.name in _BEFORE else [call.name]:
            if _is_guard(names, name):
                yield Guard(f"{name}{_condition(call)}", path, line)
    elif call.name == "after_action":
        yield from (Guard(name, path, line) for name in _names(call) if name in _VERIFYING)


def _group(source: Source, cls: Definition, kind: str, own: Iterable[Guard]) -> Group:
    guards = tuple({one.name: one for one in own}.values())
    return Group(place(source.path, cls.name), kind, source.path, cls.line, guards)


# That every action has asked a policy, by Pundit.
_VERIFYING = ("verify_authorized", "verify_policy_scoped")


def _engines(source: Source) -> Iterator[Action]:
    """What config/routes.rb guards itself: `authenticate :user do mount Sidekiq::Web => "/sidekiq" end`."""
    if not source.path.endswith("routes.rb") and "/routes/" not in source.path:
        return
    around = []
    for call in source.code.calls:
        texts = [one.text if isinstance(one, Expression) else str(one) for one in call.arguments]
        if call.name in ("authenticate", "authenticated"):
            shown = ", ".join("a condition" if "->" in text or "lambda" in text else text for text in texts)
            around.append((call, Guard(f"{call.name}({shown})" if shown else call.name, source.path, call.line)))
        elif call.name == "constraints" and texts and source.names.is_guard(name := texts[0].removesuffix(".new")):
            around.append((call, Guard(f"constraints({name})", source.path, call.line)))
    for call in source.code.calls:
        if call.name != "mount":
            continue
        given = call.argument(0)
        text = (
            given.text
            if isinstance(given, Expression)
            else next(iter(call.keywords), "")
            if given is None
            else str(given)
        )
        name = re.split(r"\s*=>", text)[0].strip()
        guards = [guard for block, guard in around if block.line <= call.line <= block.end and block is not call]
        guards += [
            Guard(f"constraints({one.text.removesuffix('.new')})", source.path, call.line)
            for one in (call.keywords.get("constraints"),)
            if isinstance(one, Expression) and source.names.is_guard(one.text.removesuffix(".new"))
        ]
        yield Action(f"mount {name}", source.path, call.line, "", "", tuple(guards), routed=bool(guards))


def _actions(source: Source, cls: Definition) -> Iterator[Action]:
    before = list(_callbacks(source, source.code, cls, 0))
    hidden = _hidden_from(source, cls)
    methods = [
        one
        for one in source.code.definitions
        if (one.kind == "function" and one.scope[-1:] == (cls.name.rpartition("::")[2],))
        or one.scope[-1:] == (cls.name,)
    ]
    for one in methods:
        if (
            one.kind != "function"
            or one.line >= hidden
            or one.name.endswith(("?", "!", "="))
            or one.name.startswith("_")
        ):
            continue
        guards: dict[str, Guard] = {}
        opened = ""
        for call, inherited in before:
            if not _applies(call, one.name):
                continue
            name = call.name.rpartition(".")[2]
            if name in _SKIP:
                for gone in _names(call) or list(guards):
                    guards.pop(gone, None)
                    if _is_guard(source.names, gone) and not inherited:
                        opened = f"{name} {gone}"
                if name == "allow_unauthenticated_access":
                    opened = name
                    guards.clear()
                continue
            on = f"class {(inherited or cls.name).rpartition('::')[2]}"
            for guard in (_names(call) or _block(source, call)) if name in _BEFORE else [name]:
                if _is_guard(source.names, guard):
                    guards[guard] = Guard(
                        f"{guard}{_condition(call)}", source.path, call.line if not inherited else cls.line, on
                    )
                    opened = ""
        if not signs_in(f"{one.name} {cls.name}"):
            for check in in_lines(source, one.line, one.end):
                guards.setdefault(check.name, check)
        if guards:
            opened = ""
        controller = _route(source.path, cls)
        yield Action(
            *(f"{cls.name}.{one.name}", source.path, one.line, ANY, f"{controller}#{one.name}"),
            guards=tuple(guards.values()),
            opened=opened,
        )


def _route(path: str, cls: Definition) -> str:
    """`orders` of app/controllers/orders_controller.rb."""
    stem = path.rpartition("controllers/")[2].removesuffix(".rb").removesuffix("_controller")
    return stem or cls.name


def _hidden_from(source: Source, cls: Definition) -> int:
    """The line of `private` in a class; methods behind it are no actions."""
    lines = source.data.decode("utf-8", "replace").split("\n")
    for number in range(cls.line, min(cls.end, len(lines)) + 1):
        if _VISIBILITY.match(lines[number - 1]):
            return number
    return 1 << 30


def _callbacks(source: Source, code: Code, cls: Definition, deep: int) -> Iterator[tuple[Call, str]]:
    """(call, the class it is inherited from or "") of everything that runs before the actions of a class, first those of its bases."""
    for base in cls.bases[:1] if deep < _DEEPEST else ():
        name = base.rpartition("::")[2].rpartition(".")[2]
        for where, found in _found(source, code, name):
            for call, from_ in _callbacks(source, where, found, deep + 1):
                yield call, from_ or name
            break
    for call in code.calls:
        last = call.name.rpartition(".")[2]
        if (
            last == "include"
            and call.scope[-1:] == (cls.name,)
            and cls.line <= call.line <= cls.end
            and deep < _DEEPEST
        ):
            for _, other, found in _concerns(source, call):
                for one in other.calls:
                    if found.name in one.scope and one.name in (*_BEFORE, *_SKIP, *_WHOLE):
                        yield one, ("" if deep == 0 else cls.name)
        if call.scope[-1:] == (cls.name,) and cls.line <= call.line <= cls.end and last in (*_BEFORE, *_SKIP, *_WHOLE):
            yield call, ("" if deep == 0 else cls.name)


def _found(source: Source, code: Code, name: str) -> Iterator[tuple[Code, Definition]]:
    for one in code.definitions:
        if one.kind == "class" and one.name == name:
            yield code, one
            return
    file = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower() + ".rb"
    folders = source.path.split("/")[:-1]
    for up in range(len(folders), -1, -1):
        other = source.read("/".join([*folders[:up], file]))
        if other is not None:
            for one in other.definitions:
                if one.kind == "class" and one.name.rpartition("::")[2] == name:
                    yield other, one
                    return


def _block(source: Source, call: Call) -> list[str]:
    """`before_action do head :forbidden unless ... end`, "a block" if it refuses; only in the file itself."""
    if call not in source.code.calls:
        return []
    if not any(True for _ in in_lines(source, call.line + 1, call.end)):
        return []
    lines = source.data.decode("utf-8", "replace").split("\n")[call.line - 1 : call.end]
    return ["a block that checks for an admin" if "admin" in "".join(lines) else "a block that checks access"]


def _concerns(source: Source, call: Call) -> Iterator[tuple[str, Code, Definition]]:
    """(path, its code, the module) of the modules that a controller includes: `include Authentication`."""
    for value in call.arguments:
        path = value.text if isinstance(value, Expression) else ""
        if re.fullmatch(r"[A-Z]\w*(?:::[A-Z]\w*)*", path):
            root = source.path.partition("app/controllers/")[0]
            file = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", path.replace("::", "/")).lower() + ".rb"
            for place_of in (f"{root}app/controllers/concerns/{file}", f"{root}app/controllers/{file}"):
                other = source.read(place_of)
                for one in other.definitions if other is not None else ():
                    if (
                        other is not None
                        and one.kind == "class"
                        and one.name.rpartition("::")[2] == path.rpartition("::")[2]
                    ):
                        yield place_of, other, one
                if other is not None:
                    break


_CONDITION = compiled(r"^(\s*)(?:if|unless|elsif|else|when|case)\b")


def _abilities(source: Source) -> Iterator[Action]:
    """CanCan: who may do everything, `can :manage, :all if user.admin?`, and whether there is a condition."""
    lines = source.data.decode("utf-8", "replace").split("\n")
    for call in source.code.calls:
        if call.name != "can" or call.arguments[:2] != ("manage", "all") or "Ability" not in "".join(call.scope):
            continue
        line = lines[call.line - 1]
        indent = len(line) - len(line.lstrip())
        bounded = re.search(r"\s(?:if|unless)\s", line) is not None
        for above in reversed(lines[: call.line - 1]):
            width = len(above) - len(above.lstrip())
            if above.strip() and width < indent:
                if bounded or above.lstrip().startswith("def "):
                    break
                bounded = _CONDITION.match(above) is not None
                indent = width
        guards = (Guard("a condition", source.path, call.line),) if bounded else ()
        yield Action("can manage all", source.path, call.line, "", "", guards, routed=False)


def _names(call: Call) -> list[str]:
    found = []
    for value in call.arguments:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, Expression):
            found += re.findall(
                r"\b(\w*authorize!?|authenticate_\w+!?|require_\w+|current_user|head|redirect_to)", value.text
            )[:1]
    return found


def _is_guard(names: Names, name: str) -> bool:
    found = words(name)
    prepares = bool(found) and found[0] in _PREPARING and _DECISIVE.isdisjoint(found)
    return name not in _NOT_GUARDS and names.is_guard(name) and (not prepares or names.is_own(name))


def _condition(call: Call) -> str:
    """What `if:` and `unless:` add to the name of a guard."""
    return CONDITIONAL if call.keywords.keys() & {"if", "unless"} else ""


def _applies(call: Call, method: str) -> bool:
    """Whether `only` and `except` let a callback run before a method. `if:` is not understood: see `_condition`."""
    only, leaves = _listed(call.keywords.get("only")), _listed(call.keywords.get("except"))
    if only is not None:
        return method in only
    return leaves is None or method not in leaves


def _listed(value: Any) -> list[str] | None:
    if value is None:
        return None
    if isinstance(value, Expression):
        match = re.fullmatch(r"%[iIwW][\[({<](.*)[\])}>]", value.text, re.DOTALL)
        return match[1].split() if match else re.findall(r":(\w+)", value.text)
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
