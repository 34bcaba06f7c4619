"""What a file says of identity providers: issuers, endpoints, audiences, redirects, and providers that a framework knows by name.

Code gives the arguments of calls, and what is assigned; a configuration gives its values. What only runs can tell (a variable, a
template) is no fact.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.readers.code import Code, Expression
from govhooks.readers.values import MISSING, leaves, untagged
from govhooks.rules.authentication.identity_providers.names import (
    ALWAYS,
    AROUND,
    AUDIENCE,
    CALLS,
    HOST,
    ISSUER,
    LOGINS,
    PROVIDERS,
    SWITCHES,
    TENANT,
    UNVERIFIED,
    WHOLE,
    folded,
)
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.document import Path, Side

_WORDS = compiled(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_URL = compiled(r"https?://[^\s\"'<>]+")
_HOST = compiled(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_TENANT = compiled(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|common|organizations|consumers")
_NAMED = "|".join(sorted(PROVIDERS, key=len, reverse=True))
_STRATEGY = compiled(rf"(?i)(?:Add)?({_NAMED})(?:account|oauth|oauth2|oauth20)?(?:strategy|provider)?")
_MODULE = compiled(r"(?:(?:next-auth|@auth/[\w-]+)/providers/|passport-)([a-z]+)[\w-]*")
_BACKEND = compiled(r"(?:allauth\.socialaccount\.providers|social_core\.backends)\.([a-z]+)(?:_oauth2)?\b.*")
_IN_LIST = compiled(r"(?s)([A-Za-z_][A-Za-z0-9_]*)=(.*)")
_MADE = compiled(r"(?:new )?(?:URL|Uri|URI|URI\.create)\(\s*[\"'`]([^\"'`]+)[\"'`]\s*\)")
_HOLES = compiled(r"\$?\{([A-Za-z_][\w.]*)\}|#\{([A-Za-z_]\w*)\}")
_JOINED = compiled(r"([A-Za-z_][\w.]*) *[+.] *[\"\']([^\"\']*)[\"\']")
_QUOTED_URL = compiled(r"[\"\'`](https?://[^\"\'`\s]+)[\"\'`]")
_DEFAULT = compiled(
    r"(?i)(?:env|getenv|fetch|environ\.get|config|getproperty)\(\s*[\"\'][\w.:-]+[\"\']\s*,\s*(?:default\s*=\s*)?[\"\']([^\"\']*)[\"\']"
    r"|(?:\|\||\?\?|\bor\b)\s*[\"\'`]([^\"\'`]*)[\"\'`]"
)
_LISTED = compiled(
    r"new\s*\w*\s*\[\]\s*\{|new\s+(?:List|HashSet|ArrayList)\b|(?:List|Set|Arrays|ImmutableList)\.(?:of|asList)\(|listOf\(|\["
)
_UNSET = compiled(r"\$\{[A-Za-z_][\w.]*:-?([^{}$]*)\}")
_LONGEST = 2000
_LONGEST_NAME = 100
_LOCAL = compiled(r"\$\{((?:local|var)\.\w+)\}")
# A text of several lines that sets something of a provider.
_HELD = compiled(
    r"(?im)^[ \t-]*[\"']?[\w.-]*(?:issuer|jwks|redirect_?ur[il]|authority|audience|well-?known)[\w.-]*[\"']?:[ \t]"
)
_MOST_HELD = 200_000
_ROW = compiled(r"[ \t-]*[\"']?([\w.-]+)[\"']?:[ \t]+(\S.*)")
_MICROSOFT = "https://login.microsoftonline.com/"


class Fact(Record):
    """`kind` (see `names`), the value as a URL where it is one, the key as it is written, and the line."""

    kind: str
    value: str
    key: str
    line: int


def facts(side: Side, path: str) -> tuple[Fact, ...]:
    """The facts of one side of a document, () for one that is absent or cannot be read."""
    if side.value is MISSING or side.error:
        return ()
    found = _of_code(side.value, path) if isinstance(side.value, Code) else _of_values(side, path)
    return tuple(dict.fromkeys(found))


def _of_values(side: Side, path: str) -> Iterator[Fact]:
    known = _locals(side)
    for keys, value in leaves(side.value):
        for fact in _of_leaf(side, keys, value, known, path):  # few have one: the lines of all leaves are not looked up
            yield fact.but(line=side.line(keys) + fact.line)


def _of_leaf(side: Side, keys: Path, value: Any, known: dict[str, str], path: str) -> Iterator[Fact]:
    """The facts of one leaf, their lines counted from its own."""
    text = untagged(value)
    names = [key for key in keys if isinstance(key, str) and key != "#text"]
    if names:
        yield from _switched(names[-1], text, 0)
    if not isinstance(text, str):
        return
    if "${" in text:
        text = _LOCAL.sub(lambda found: known.get(found[1], found[0]), _defaults(text))
    if names and names[-1] == "value" and isinstance(name := side.at((*keys[:-1], "name")), str):
        names[-1] = name  # a container's environment in Kubernetes
    elif names and names[-1] in ("environment", "env") and (listed := _IN_LIST.fullmatch(text)):
        names, text = [*names, listed[1]], listed[2]
    if "\n" in text and names and _HELD.search(text):  # a file in a ConfigMap, `oidc.config` of Argo CD
        yield from _of_held(text, 0, path)
        return
    if not names:
        return
    yield from _facts(tuple(name.lstrip("@") for name in names), text, 0, path)
    if "registration" in names[:-1]:  # Spring
        name = names[names.index("registration") + 1]
        yield from _known_by(name, f"registration.{name}", 0)
    elif "registration." in names[-1] and (found := re.search(r"registration\.([\w-]+)\.", names[-1])):
        yield from _known_by(found[1], f"registration.{found[1]}", 0)


def _of_held(text: str, line: int, path: str) -> Iterator[Fact]:
    """The facts of a YAML text that stands in a document, its first line below `line`."""
    from govhooks.readers import read

    inner = read("yaml", text.encode("utf-8", "surrogateescape")) if len(text) <= _MOST_HELD else ()
    if inner and not any(side.error for side in inner):
        for side in inner:
            for fact in _of_values(side, path) if isinstance(side.value, (dict, list)) else ():
                yield fact.but(line=line + fact.line)
        return
    for number, row in enumerate(text.split("\n"), line + 1):  # a template, or too long: its lines by themselves
        if found := _ROW.fullmatch(row):
            yield from _facts((found[1],), found[2].strip("\"' "), number, path)


def _locals(side: Side) -> dict[str, str]:
    """Terraform's locals and the defaults of its variables, as an expression names them."""
    found: dict[str, str] = {}
    if not isinstance(side.value, dict):
        return found
    for block in side.value.get("locals", ()) if isinstance(side.value.get("locals"), list) else ():
        if isinstance(block, dict):
            found.update((f"local.{name}", one) for name, one in block.items() if isinstance(one, str))
    for keys, value in leaves(side.value.get("variable", {})):
        if len(keys) == 3 and keys[2] == "default" and isinstance(value, str):
            found[f"var.{keys[0]}"] = value
    return found


def _switched(key: str, value: Any, line: int) -> Iterator[Fact]:
    """A switch that keeps a provider from being verified."""
    name = key.rpartition(".")[2]
    if name == folded(name):  # no setting of several words is written like that; a table of names may be
        return
    if SWITCHES.get(folded(name)) is _truth(value):
        yield Fact(UNVERIFIED, str(value).lower(), name, line)


def _truth(value: Any) -> bool | str:
    if isinstance(value, str) and value.casefold() in ("true", "false"):
        return value.casefold() == "true"
    return value if isinstance(value, bool) else ""


def _of_code(code: Code, path: str) -> Iterator[Fact]:
    from govhooks.readers.assignments import assignments

    assigned = list(assignments(code))
    known = {one.name.rpartition(".")[2]: one.value for one in assigned if isinstance(one.value, str)}
    for one in assigned:
        yield from _within((one.name,), one.value, one.line, known, path)
    for call in code.calls:
        for name, value in call.keywords.items():
            yield from _within((call.name, name), value, call.line, known, path)
        parts = folded_parts(call.name)
        kind = CALLS.get(".".join(parts[-2:])) or CALLS.get(parts[-1])
        for value in call.arguments if kind else ():
            given = _given(value, known)
            yield from _of_kind(kind or "", given, call.name, call.line)
        for value in call.arguments:
            if not isinstance(value, (str, Expression)) or len(call.arguments) == 1:
                yield from _within((call.name,), value, call.line, known, path)
        last = call.name.rpartition(".")[2]
        if last in ("provider", "omniauth") and call.arguments and isinstance(call.arguments[0], str):
            yield from _known_by(call.arguments[0], f"{last} {call.arguments[0]}", call.line)
        if last.startswith("Add") and (added := _STRATEGY.fullmatch(last)):
            yield Fact(ISSUER, PROVIDERS[added[1].lower()], last, call.line)
    for brought in code.imports:
        if found := _MODULE.fullmatch(brought.module):
            yield from _known_by(found[1], brought.module, brought.line)


def _known_by(name: str, key: str, line: int) -> Iterator[Fact]:
    """The issuer of a provider that a framework knows by this name."""
    if provider := PROVIDERS.get(folded(name)):
        yield Fact(ISSUER, provider, key, line)


def folded_parts(name: str) -> list[str]:
    """The parts of a dotted name, each folded."""
    return [folded(part) for part in name.split(".")]


def _given(value: Any, known: dict[str, Any]) -> str:
    """The text of an argument: a literal, a name of one, `new URL("...")`, what stands where a variable is not set; "" else."""
    if isinstance(value, str):
        return _defaults(value)
    if not isinstance(value, Expression):
        return ""
    text = value.text
    if isinstance(literal := known.get(text.rpartition(".")[2]), str):
        return literal
    text = _HOLES.sub(lambda hole: str(known.get((hole[1] or hole[2]).rpartition(".")[2], hole[0])), text)
    if joined := _JOINED.fullmatch(text):
        text = f'"{known.get(joined[1].rpartition(".")[2], joined[1])}{joined[2]}"'
    if found := _QUOTED_URL.search(text):
        return found[1]
    if found := _DEFAULT.search(text):
        return next(one for one in found.groups() if one is not None)
    return ""


def _all_given(value: Expression) -> list[str]:
    """The texts of a list that a language writes as a call: `new[] { "a" }`, `List.of("a")`."""
    return re.findall(r'"([^"]*)"', value.text) if _LISTED.match(value.text) else []


def _defaults(text: str) -> str:
    """A text with what stands for a variable that is not set: `${ISSUER:https://x}`, `${ISSUER:-https://x}`."""
    return _UNSET.sub(lambda found: found[1], text)


def _within(names: tuple[str, ...], value: Any, line: int, known: dict[str, Any], path: str) -> Iterator[Fact]:
    """The facts of a value and of what is in it; a name stands for the literal that the same file assigns to it."""
    for keys, leaf in leaves(value):
        told = (*names, *(key for key in keys if isinstance(key, str)))
        yield from _switched(told[-1], leaf, line)
        if isinstance(leaf, Expression):
            for one in _all_given(leaf):
                yield from _facts(told, one, line, path)
        leaf = _given(leaf, known)
        if not leaf:
            continue
        yield from _facts(told, leaf, line, path)
        if found := _BACKEND.fullmatch(leaf):
            yield from _known_by(found[1], leaf, line)


def _facts(names: tuple[str, ...], text: str, line: int, path: str) -> Iterator[Fact]:
    yield from _of_kind(_kind(names, path), text.strip(), names[-1].rpartition(".")[2] or names[-1], line)


def _of_kind(kind: str, text: str, key: str, line: int) -> Iterator[Fact]:
    if not kind or not text or len(text) > _LONGEST:
        return
    if kind == TENANT:
        if _TENANT.fullmatch(text):
            yield Fact(ISSUER, f"{_MICROSOFT}{text.lower()}", key, line)
    elif kind == HOST:
        if _HOST.fullmatch(text) and "." in text:
            yield Fact(HOST, f"https://{text.lower()}", key, line)
        elif _URL.fullmatch(text):
            yield Fact(HOST, text, key, line)
    elif kind == AUDIENCE:
        if not any(mark in text for mark in ("${", "{{", "<", "$(", "%")):
            for one in text.split(",") if " " not in text else [text]:
                yield Fact(AUDIENCE, one.strip(), key, line)
    else:
        parts = [one.strip() for one in re.split(r"[,\s]+", text)] if kind != ISSUER else [text]
        for one in parts:
            if _URL.match(one) or (kind == "redirect" and one == "*"):
                yield Fact(kind, one, key, line)


def _kind(names: tuple[str, ...], path: str) -> str:
    """What a value under these names says, "" for anything else."""
    last = names[-1].rpartition(".")[2]
    if len(last) > _LONGEST_NAME:
        return ""
    words = _WORDS.findall(last)
    if last == "url" and any("openid_connect" in name or "OIDCProvider" in name for name in names[:-1]):
        return ISSUER
    around: bool | None = None
    for start in range(len(words)):
        tail = folded("".join(words[start:]))
        always, beside = ALWAYS.get(tail, ""), AROUND.get(tail, "")
        if not always and not beside:
            continue
        if always and tail not in WHOLE:
            return always
        if around is None:
            around = _is_login((*names[:-1], names[-1][: -len(last)]), path)
        if around or _speaks("".join(words[:start])):
            return always or beside
    return ""


def _is_login(above: tuple[str, ...], path: str) -> bool:
    """Whether the tables that a value is in, or the file, are about logins."""
    if any(_speaks(one) for one in (*above, path)):
        return True
    return any(folded(part) in PROVIDERS for one in above for part in one.split("."))


def _speaks(text: str) -> bool:
    text = text.casefold()
    return any(word in text for word in LOGINS)
