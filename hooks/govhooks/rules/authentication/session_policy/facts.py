"""What a file sets, in one form for every language and format: a trail of names that leads to a value.

    session({cookie: {maxAge: 60000}})          session.cookie.maxage = 60000
    app.config["SESSION_COOKIE_SECURE"] = True  app.config.sessioncookiesecure = True
    &http.Cookie{Secure: false}                 http.cookie.secure = false
    jwt.decode(token, verify=False)             jwt.decode.() = the call;  jwt.decode.0, jwt.decode.verify = its arguments
    server.servlet.session.timeout: 30m         server.servlet.session.timeout = "30m"

Names are compared without case, `_` and `-`. `python_facts`, `source_facts` and `document_facts` make them; a `Collector` keeps
those that a setting may ask for.
"""

from __future__ import annotations

from functools import lru_cache

from govhooks.core import redact
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

_DROPPED = ("", "self", "this")
_PARTS = compiled(r"[.\s]+")
# Conditions under which code runs only while somebody develops or tests.
DEVELOPMENT = compiled(
    r"(?i)(?<![a-z])(?:is_?)?(?:develop\w*|debug|dev|local|testing|test)(?:_?mode|_?env)?(?![a-z])|!==?\s*[\"'`]prod|[\"'](?:dev|development|local|test)[\"']"
)
_NEGATED = compiled(r"(?i)\bnot\s|!\s*[\w(]|!==?\s*[\"'`](?:dev|test|local)|\bunless\b")
_PRODUCTION = compiled(r"(?i)(?<![a-z])(?:is_?)?prod(?:uction)?(?:_?mode|_?env)?(?![a-z])")
CALL = "()"
_SHOWN = 70


# Calls that take a key or a password beside what matters.
_CALLED = compiled(r"(?i)(?:decode|encode|sign\w*|verify\w*|parse\w*|hash\w*|md5|sha\w*|crypt\w*|hmac|digest|new)\s*\(")


class Fact:
    """One value that a file sets: where its names lead, the value, its line, and what it is about (a cookie's name).

    `value` is a literal, a list or table of such, an Expression, or for a trail that ends with "()" the Given of a call.
    """

    __slots__ = ("development", "line", "parts", "shown", "subject", "value")

    def __init__(
        self, parts: tuple[str, ...], value: Any, line: int, shown: str, subject: str, development: bool
    ) -> None:
        self.parts = parts
        self.value = value
        self.line = line
        self.shown = shown
        self.subject = subject
        self.development = development

    @property
    def trail(self) -> str:
        return ".".join(self.parts)


class Given:
    """The arguments of a call: `arguments` by position, `keywords` by name (those of a final table among them)."""

    __slots__ = ("arguments", "keywords", "text")

    def __init__(self, arguments: tuple[Any, ...], keywords: dict[str, Any], text: str) -> None:
        self.arguments = arguments
        self.keywords = keywords
        self.text = text


class Collector:
    """Collects the facts of one side of a file; `wanted` tells by the end of a trail whether any setting asks for it."""

    def __init__(self, wanted: Callable[[tuple[str, ...]], bool]) -> None:
        self._wanted = wanted
        self.facts: list[Fact] = []
        # The constants of the file, for expressions; and what a variable is about: `c = Cookie("sid")` -> "sid".
        self.names: dict[str, Any] = {}
        self.subjects: dict[str, str] = {}

    def wants(self, parts: tuple[str, ...]) -> bool:
        return self._wanted(parts)

    def add(
        self, parts: tuple[str, ...], value: Any, line: int, shown: str, subject: str = "", development: bool = False
    ) -> None:
        if self._wanted(parts):
            shown = redact.source(" ".join(shown.split()), _CALLED.search(shown) is not None)
            if len(shown) > _SHOWN:
                shown = shown[: _SHOWN - 3] + "..."
            self.facts.append(Fact(parts, value, line, shown, subject, development))


@lru_cache(maxsize=20_000)
def names(text: str) -> tuple[str, ...]:
    """The parts of a dotted name, as they are compared."""
    if text.isidentifier():
        part = text.lower().replace("_", "")
        return () if part in _DROPPED else (part,)
    plain = text.replace("::", ".").replace("->", ".").replace("?.", ".").replace("\\", ".")
    parts = (part.strip("@$?!:&*()").lower().replace("_", "").replace("-", "") for part in _PARTS.split(plain))
    return tuple(part for part in parts if part not in _DROPPED)


def is_development(condition: str) -> bool:
    """Whether code under this condition runs only while somebody develops or tests."""
    return bool(DEVELOPMENT.search(condition)) and not _NEGATED.search(
        condition.replace("!== 'prod", "").replace('!== "prod', "").replace("!= 'prod", "").replace('!= "prod', "")
    )


def holds_in_production(condition: str) -> bool | None:
    """Which branch of a condition production takes: the first (True), the other one (False), or None if it cannot be told."""
    if is_development(condition):
        return False
    return True if _PRODUCTION.search(condition) and not _NEGATED.search(condition) else None


def subject_of(arguments: Iterable[Any], keywords: dict[str, Any]) -> str:
    """What a call is about: its first text, or its argument `key` or `name`."""
    for key in ("key", "name", "Name"):
        if isinstance(keywords.get(key), str):
            return str(keywords[key])
    for one in arguments:
        return one if isinstance(one, str) else ""
    return ""
