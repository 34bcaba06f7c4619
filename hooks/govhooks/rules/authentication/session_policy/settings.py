"""What a setting is: one row of a table, the reading of its value, and the index that finds the rows of a fact.

A row names where the setting stands (`keys`), how its value is read (`how`), and two examples, `wrong` and `right`: the tests hold
that a change from right to wrong is found, and that the reverse and `right` alone are not.

Keys are trails (see `facts`) of which the end is compared: `cookie.secure` is any `secure` right under a `cookie`. `*` is one name,
`**` any number of them, `()` a call, a number an argument of one, `class.X` a class that extends X, `function.x` the definition of a
function, `word.X` any use of a name.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.readers.code import Expression
from govhooks.rules.authentication.session_policy.durations import DAY, FOREVER, HOUR, MINUTE, number, seconds
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from govhooks.rules.authentication.session_policy.facts import Fact

    Read = Callable[[Fact, "Context"], "Reading | None"]

SCRIPT = "javascript typescript tsx"
CONFIGURATION = "yaml json toml hcl ini properties env xml dockerfile"
GOOD, BAD, WEAK = "good", "bad", "weak"


class Reading(Record):
    """What a value means: a `state` (WEAK is worse only than a good one), or the `amount` of a lifetime (seconds) or a cost.

    `reason` says what is wrong, if the row's own words do not; `flag` is True if it needs a person's judgement.
    """

    state: str = ""
    amount: float | None = None
    reason: str = ""
    flag: bool = False


class Context:
    """One side of a file, for readings that look around."""

    def __init__(
        self, text: str, names: dict[str, Any], resolve: Callable[[str], str] | None = None, path: str = ""
    ) -> None:
        self.text = text
        self.path = path
        self._matches: dict[str, bool] = {}
        self.names = names
        self.resolve = resolve or (lambda name: name)
        self._lines: list[str] | None = None

    def matches(self, pattern: str) -> bool:
        """Whether the path and the text, together, match a regular expression somewhere."""
        if pattern not in self._matches:
            self._matches[pattern] = bool(re.search(pattern, f"{self.path}\n{self.text}"))
        return self._matches[pattern]

    def around(self, line: int, lines: int = 6) -> str:
        """The lines near a line."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return "\n".join(self._lines[max(0, line - 1 - lines) : line + lines])


class Setting(Record):
    """One row of a table.

    `kind`     see `policy.KINDS`.
    `formats`  the formats of `readers` it is looked for in, separated by spaces.
    `keys`     trails, separated by spaces.
    `how`      how its value is read: see `HOW`, or a function.
    `default`  what holds where it is not set: a Reading's state for switches, seconds or a number for amounts; None if removing it says
               nothing.
    `near`     a regular expression that the file must match, for names that mean it only there.
    `instead`  for GUARD: what the file must match after the change for the removal to count; behind MORE, more often than before.
    `endless`  values of a lifetime that mean that it never ends.
    `session`  True if it is about any cookie: then only those whose name says session or token are judged.
    `problem`, `fix`  the words of its findings, where those of its kind do not do.
    `path`     the name of a file for the examples.
    `flag`     True if a person has to judge it: it is shown where its kind is refused.
    """

    id: str
    kind: str
    formats: str
    keys: str
    how: str | Read
    wrong: str
    right: str
    default: Any = None
    near: str = ""
    instead: str = ""
    endless: tuple[Any, ...] = ()
    session: bool = False
    problem: str = ""
    fix: str = ""
    path: str = ""
    flag: bool = False


# How a value is read.
ON, NOT_ON, SAME_SITE, CALLED, GUARD = "on", "not on", "same site", "called", "guard"
LEAST, MOST = "least", "most"
MORE = "more of: "
SPAN_UNITS = {"ms": 0.001, "seconds": 1.0, "minutes": float(MINUTE), "hours": float(HOUR), "days": float(DAY)}
HOW = (ON, NOT_ON, SAME_SITE, CALLED, GUARD, LEAST, MOST, *SPAN_UNITS)

_TRUE = ("true", "on", "yes", "1", "y", "enabled", "enable", "boolean.true", "!0")
_FALSE = ("false", "off", "no", "0", "n", "disabled", "disable", "boolean.false", "!1", "none")
_ENVIRONMENT = compiled(
    r"(?is)(?:env|getenv|get|config|bool\w*|fetch|getbool|lookup|setting|parse_?bool)\w*\s*[(\[].*,\s*(?:default\s*[=:]\s*)?['\"]?(true|false|0|1|on|off|yes|no)['\"]?\s*(?:,[^,()]*)?\)"
)
_FALLBACK = compiled(r"(?i)(?:\?\?|\|\|)\s*['\"]?(true|false)['\"]?\s*\)?$")
_PLACEHOLDER = compiled(r"\$\{[^}]*?:-?([^}]*)\}")


def truth(value: Any, names: dict[str, Any] | None = None) -> bool | None:
    """Whether a value switches on: True, "on", 1, `env("X", default=True)`; None if it cannot be told."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return bool(value) if value in (0, 1) else None
    if isinstance(value, Expression):
        text = value.text.strip()
        if names and text in names and not (isinstance(names[text], Expression) and names[text].text == text):
            return truth(names[text])
        if found := _ENVIRONMENT.search(text) or _FALLBACK.search(text):
            if re.search(r"==|!=|\bnot\b|(?<![\w])!", text):
                return truth_of_comparison(text, found[1])
            return found[1].lower() in _TRUE
        value = text
    if isinstance(value, str):
        if found := _PLACEHOLDER.fullmatch(value.strip()):
            value = found[1]
        plain = value.strip().strip("\"'").lower()
        return True if plain in _TRUE else False if plain in _FALSE else None
    return None


def truth_of_comparison(text: str, default: str) -> bool | None:
    """`os.environ.get("X", "true") == "true"`: what holds by default."""
    found = re.search(r"==\s*['\"](\w+)['\"]\s*\)?$", text)
    return found[1].lower() == default.lower() if found and "not " not in text else None


_NONE_SITE = compiled(r"(?i)(?:^|[.:]|samesite)\s*(?:samesite)?none(?:mode)?\W*$")


def _same_site(fact: Fact) -> Reading | None:
    value = fact.value
    if value is None or value is False:
        return Reading(WEAK, reason="the cookie has no SameSite any more")
    text = value.text if isinstance(value, Expression) else str(value)
    text = text.strip().strip("\"'")
    if _NONE_SITE.search(text):
        return Reading(BAD)
    if re.search(r"(?i)(lax|strict)(mode)?\W*$", text) or value is True:
        return Reading(GOOD)
    if re.search(r"(?i)(unspecified|default)(mode)?$", text):
        return Reading(WEAK)
    return None


def measure(setting: Setting, fact: Fact, context: Context) -> Reading | None:
    """What a fact means for a setting; None if it cannot be told."""
    how = setting.how
    if not isinstance(how, str):
        return how(fact, context)
    value = fact.value
    if how in (ON, NOT_ON):
        found = truth(value, context.names)
        return None if found is None else Reading(GOOD if found == (how == ON) else BAD)
    if how == SAME_SITE:
        return _same_site(fact)
    if how == CALLED:
        return Reading(BAD)
    if how == GUARD:
        return Reading(GOOD)
    if how in (LEAST, MOST):
        if isinstance(value, str) and (found_text := _PLACEHOLDER.fullmatch(value.strip())):
            value = found_text[1]
        amount = number(value, context.names)
        return None if amount is None else Reading(amount=amount)
    if any(value is one or (type(value) is type(one) and value == one) for one in setting.endless) or (
        isinstance(value, (str, Expression)) and _plain(value) in [str(one) for one in setting.endless]
    ):
        return Reading(amount=FOREVER)
    if isinstance(value, str) and (found_text := _PLACEHOLDER.fullmatch(value.strip())):
        value = found_text[1]
    amount = seconds(value, SPAN_UNITS[how], context.names)
    return Reading(amount=amount) if amount is not None and 0 < amount < 1e10 else None


def _plain(value: str | Expression) -> str:
    return (value.text if isinstance(value, Expression) else value).strip()
