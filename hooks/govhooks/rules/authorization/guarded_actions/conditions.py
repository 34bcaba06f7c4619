"""What the arguments of a guard ask for, as a condition that can be compared: `Secured(a, b)`, `PreAuthorize(hasRole('a') and x)`.

A condition is a set of alternatives, each a set of what it asks for: any of `{{"a"}, {"b"}}` is enough. One condition is looser than another
if everybody whom the other lets through gets through here, too. Roles that are not related like this are ordered by what their names
say (LEVELS): a manager may do more than a user.

Expressions are those of Spring (https://docs.spring.io/spring-security/reference/servlet/authorization/method-security.html) and Symfony
(`is_granted('ROLE_X')`).
"""

from __future__ import annotations

import re

from govhooks.rules.authorization.guarded_actions.words import words
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Condition = frozenset[frozenset[str]]

# What roles and the verbs of permissions allow, from little to much; what is not here lies between the second and the last.
LEVELS = {
    **dict.fromkeys(
        (
            *(
                "authenticated",
                "basic",
                "customer",
                "list",
                "member",
                "read",
                "reader",
                "remembered",
                "show",
                "student",
            ),
            *("subscriber", "user", "view", "viewer", "viewany", "visitor"),
        ),
        1,
    ),
    **dict.fromkeys(
        (
            *(
                "agent",
                "author",
                "clerk",
                "contributor",
                "create",
                "edit",
                "editor",
                "employee",
                "operator",
                "staff",
                "store",
            ),
            *("support", "update", "write", "writer"),
        ),
        2,
    ),
    **dict.fromkeys(
        (
            *(
                "approve",
                "delete",
                "destroy",
                "lead",
                "maintainer",
                "manage",
                "manager",
                "moderator",
                "remove",
                "supervisor",
            ),
            *("forcedelete", "head"),
        ),
        3,
    ),
    **dict.fromkeys(("admin", "administrator", "admins", "root", "sysadmin"), 4),
    **dict.fromkeys(("superuser", "superadmin"), 5),
}
_UNKNOWN = 2.5
LOWEST = 1
HIGHEST = 4
# To be somebody: everyone with a role is.
SOMEBODY = "(somebody)"
_ANYBODY = frozenset((SOMEBODY, "authenticated", "basic", "remembered", "user", "users"))
_ANY_OF = frozenset(
    "rolesallowed secured roles hasanyrole hasanyauthority hasanyscope role permission authorize ability requireauthorization".split()
)
_ONE = frozenset(
    "hasrole hasauthority hasscope isgranted is_granted denyaccessunlessgranted can requiresroles requirespermissions sacheckrole".split()
)
_LOGGED_IN = frozenset(
    "authenticated fullyauthenticated isauthenticated isfullyauthenticated requiresauthentication "
    "sachecklogin is_authenticated_fully is_authenticated is_authenticated_remembered is_fully_authenticated isrememberme".split()
)
# Without arguments: `[Authorize]`. In other languages, `authorize` asks for a permission.
_ASPNET = ("Authorize", "RequireAuthorization")
# Words of guards by other names: of several roles one is enough, scopes and permissions are asked for together.
_ONE_OF = frozenset("accept accepted allow allowed any only restrict restricted role roles".split())
_EACH_OF = frozenset(
    "abilities ability authorities authority entitlement entitlements perm permission permissions perms privilege privileges requires scope "
    "scopes".split()
)
_EXPRESSIONS = frozenset("preauthorize postauthorize security access isgranted".split())
_EVERYBODY, _NOBODY = (
    frozenset("permitall true public_access is_authenticated_anonymously".split()),
    frozenset(("denyall", "false")),
)
_TOKENS = compiled(
    r"\s*(\(|\)|&&|\|\||!(?!=)|\b(?:and|or|not)\b|(?:'[^']*'|\"[^\"]*\"|[\w@#.\[\]$:/?-]+|[=<>!]=|[^\s\w()&|])+)"
)
_PREFIX = compiled(r"(?i)^(?:role|scope|perm|permission)_")
_MOST = 64


def condition(name: str) -> Condition | None:
    """The condition of a guard, None if its name and arguments do not say one."""
    head, opens, rest = name.partition("(")
    last = head.rpartition(".")[2]
    is_known = last in _ASPNET
    last = last.lower()
    given = rest.removesuffix(")").strip() if opens else ""
    if not given and last in _NOBODY:
        return frozenset()
    if not given:
        return _met(SOMEBODY) if is_known or last in _LOGGED_IN else None
    if last in _EXPRESSIONS and re.search(r"\(|\b(?:and|or|not)\b|&&|\|\|", given):
        return _Expression(given).parse()
    return _call(last, given, words(head.rpartition(".")[2]))


def _met(*asked: str) -> Condition:
    return frozenset((frozenset(asked),))


def _call(name: str, given: str, said: Iterable[str] = ()) -> Condition | None:
    """`said` are the words of the name, where it is not one that is known."""
    parts = [_role(part) for part in re.split(r"[,|]", given) if part.strip(" '\"[]{}")]
    if not parts:
        return None
    if name in _ANY_OF:
        return frozenset(frozenset((part, SOMEBODY)) for part in parts)
    if name in _ONE or name in _EXPRESSIONS:
        return _met(*parts, SOMEBODY)
    if not _ONE_OF.isdisjoint(said):
        return frozenset(frozenset((part, SOMEBODY)) for part in parts)
    return None if _EACH_OF.isdisjoint(said) else _met(*parts, SOMEBODY)


def _role(text: str) -> str:
    bare = text.strip(" '\"[]{}()").lower()
    if bare in _LOGGED_IN or "default" in words(text):  # `Policies.DefaultAuthorization`
        return SOMEBODY
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text.strip(" '\"[]{}()")).lower()
    return _PREFIX.sub("", snake)


class _Expression:
    """`a and (b or not c)`, by recursive descent; what is neither a call that is known nor an operator is asked for as it is written."""

    def __init__(self, text: str) -> None:
        self.tokens = [match[1] for match in _TOKENS.finditer(text)]
        self.at = 0
        self.deep = 0

    def parse(self) -> Condition | None:
        try:
            found = self.either()
        except ValueError:
            return None
        return found if self.at == len(self.tokens) else None

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def either(self) -> Condition:
        found = self.both()
        while self.peek() in ("or", "||"):
            self.take()
            found = found | self.both()
        return found

    def both(self) -> Condition:
        found = self.single()
        while self.peek() in ("and", "&&"):
            self.take()
            other = self.single()
            found = frozenset(one | two for one in found for two in other)
            if len(found) > _MOST:
                raise ValueError
        return found

    def single(self) -> Condition:
        self.deep += 1
        token = self.take()
        if not token or token in (")", "and", "or", "&&", "||") or self.deep > _MOST * 4:
            raise ValueError
        if token in ("not", "!"):
            start = self.at
            self.single()
            return _met("not " + " ".join(self.tokens[start : self.at]))
        if token == "(":
            found = self.either()
            if self.take() != ")":
                raise ValueError
            return found
        written = [token]
        while self.peek() and self.peek() not in (")", "and", "or", "&&", "||", "!", "not"):
            if self.peek() == "(":
                written.append(self.enclosed())
            else:
                written.append(self.take())
        return _written(written)

    def enclosed(self) -> str:
        """What stands in parentheses, as it is written."""
        depth = 0
        found = []
        while self.peek():
            token = self.take()
            depth += (token == "(") - (token == ")")
            found.append(token)
            if not depth:
                return "".join(found)
        raise ValueError


def _written(parts: list[str]) -> Condition:
    name = parts[0].rpartition(".")[2].lower()
    if len(parts) == 1 or parts[1:] == ["()"]:
        if name in _EVERYBODY:
            return _met()
        if name in _NOBODY:
            return frozenset()
        if name in _LOGGED_IN:
            return _met(SOMEBODY)
    if (
        len(parts) == 2
        and "." not in parts[0]
        and parts[1].startswith("(")
        and (found := _call(name, parts[1][1:-1])) is not None
    ):
        return found
    return _met(" ".join(parts))


def _implies(one: Condition, other: Condition) -> bool:
    """Whether everybody whom the one lets through gets through the other."""
    return all(any(asked <= given for asked in other) for given in one)


def _level(given: Condition) -> float:
    return min((max((_level_of(text) for text in one), default=0) for one in given), default=9)


def _level_of(text: str) -> float:
    if text == SOMEBODY:
        return 0.5
    if {"super", "admin"} <= {*words(text)}:
        return 5
    levels = [LEVELS[word] for word in words(text) if word in LEVELS]
    return max(levels, default=_UNKNOWN)


def is_weaker(old: str, new: str) -> bool | None:
    """Whether a guard asks for less than another by their conditions; None if this cannot be said."""
    before, after = condition(old), condition(new)
    if before is None or after is None:
        return None
    if _implies(after, before):
        return False
    if _implies(before, after):
        return True
    was, now = _level(before), _level(after)
    if _UNKNOWN in (was, now) and now > LOWEST and was < HIGHEST:
        return None
    return now < was


def includes(name: str, other: str) -> bool:
    """Whether a guard asks for all that another asks for, by their conditions."""
    mine, its = condition(name), condition(other)
    return mine is not None and its is not None and _implies(mine, its)


def level(name: str) -> float | None:
    """How much a guard asks for by its condition (see LEVELS), None if it does not say one."""
    asked = condition(name)
    return None if asked is None else _level(asked)


def is_login(name: str) -> bool:
    """Whether a guard that may ask for a role asks for no more than to be somebody, or the role that everybody has."""
    asked = condition(name)
    return bool(asked) and all(asked or ()) and any(one <= _ANYBODY for one in asked or ())
