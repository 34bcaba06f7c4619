"""Read how long something lasts, whatever the language and the unit: "7d", PT30M, 60 * 60 * 24, timedelta(days=7), 8 * time.Hour.

`seconds` evaluates the few expressions that people write for lifetimes: arithmetic of numbers, constants of the same file, the
constructors of duration types, and "now" plus one of them. What it cannot tell is None.

Formats: ISO-8601 durations (PT30M); Go's time.ParseDuration ("1h30m"); vercel/ms and Spring ("7d", "2 hours", "500ms");
.NET's TimeSpan ("1.00:30:00"). A month has 30 days, a year 365.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.readers.code import Expression
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

MINUTE, HOUR, DAY = 60, 3600, 86400
FOREVER = float("inf")
# Unit -> seconds, in the forms that follow a number; plurals and Go's are in `unit`.
_UNITS = {
    **dict.fromkeys(("ns", "nano", "nanosecond"), 1e-9),
    **dict.fromkeys(("us", "µs", "micro", "microsecond"), 1e-6),
    **dict.fromkeys(("ms", "msec", "milli", "millisecond"), 1e-3),
    **dict.fromkeys(("s", "sec", "second"), 1.0),
    **dict.fromkeys(("m", "min", "minute"), 60.0),
    **dict.fromkeys(("h", "hr", "hour"), 3600.0),
    **dict.fromkeys(("d", "day"), 86400.0),
    **dict.fromkeys(("w", "week", "wk"), 604800.0),
    **dict.fromkeys(("mo", "month"), 2592000.0),
    **dict.fromkeys(("y", "yr", "year"), 31536000.0),
    "fortnight": 1209600.0,
}
_TEXT = compiled(r"(?i)([+-]?\d+(?:\.\d+)?)\s*([a-zµ]*)\s*")
_ISO = compiled(
    r"(?i)P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
_ISO_UNITS = (31536000, 2592000, 604800, 86400, 3600, 60, 1)
_CLOCK = compiled(r"(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?")


def unit(word: str) -> float | None:
    """The seconds of a unit such as "hours", "h" or "Milliseconds"; None for another word."""
    word = word if word == "M" else word.lower()
    if word in _UNITS:
        return _UNITS[word]
    return _UNITS.get(word[:-1]) if word.endswith("s") and len(word) > 2 else None


def parse(text: str, bare: float | None = None) -> float | None:
    """The seconds of a written duration ("7d", "1h30m", "PT30M", "00:30:00"); `bare` is the unit of a number without one.

    None if it is not a duration.
    """
    text = text.strip()
    if not text or len(text) > 60:
        return None
    if (iso := _ISO.fullmatch(text)) and any(iso.groups()):
        return sum(float(part) * size for part, size in zip(iso.groups(), _ISO_UNITS) if part)
    if clock := _CLOCK.fullmatch(text):
        days, hours, minutes, seconds_ = (int(part or 0) for part in clock.groups())
        return float(days * DAY + hours * HOUR + minutes * MINUTE + seconds_)
    total, at, first = 0.0, 0, True
    while at < len(text):
        found = _TEXT.match(text, at)
        if not found:
            return None
        size = unit(found[2]) if found[2] else (bare if first and found.end() == len(text) else None)
        if size is None:
            return None
        total += float(found[1]) * size
        at, first = found.end(), False
    return total


def show(value: float) -> str:
    """Seconds as a person would say them: 30m, 12h, 7d, 1h 30m."""
    if value == FOREVER:
        return "no end"
    if value < 1:
        return f"{value * 1000:g}ms"
    parts = []
    left = round(value)
    for name, size in (("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", 1)):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{name}")
    return " ".join(parts[:2]) or "0s"


class _Amount(Record):
    """A number of a unit: `size` is the seconds of one, None for a bare number; `now` if it is a point in time."""

    number: float
    size: float | None = None
    now: bool = False

    def in_seconds(self, bare: float) -> float:
        return self.number * (bare if self.size is None else self.size)


def seconds(value: Any, bare: float, names: Mapping[str, Any] | None = None) -> float | None:
    """The seconds of a value: a number of `bare` seconds each, a text, or an Expression (`names` are the file's constants)."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value) * bare
    if isinstance(value, str):
        return parse(value, bare)
    if not isinstance(value, Expression):
        return None
    found = _Reader(value.text, names or {}).amount()
    return None if found is None else found.in_seconds(bare)


def number(value: Any, names: Mapping[str, Any] | None = None) -> float | None:
    """A plain number: a literal, one in a text, or an expression of such; None if it cannot be told."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str):
        return float(value) if re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", value) else None
    if not isinstance(value, Expression):
        return None
    found = _Reader(value.text, names or {}).amount()
    return found.number if found is not None and found.size is None else None


_TOKEN = compiled(
    r"""(?sx)\s*(?:
      (?P<comment>//[^\n]*|/\*.*?\*/|\#[^\n]*)
    | (?P<number>(?:0x[0-9a-fA-F]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?))(?:[LlFfDdmM](?![\w.]))?
    | (?P<text>[a-zA-Z]?"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)
    | (?P<name>[@$\\]*[A-Za-z_][\w$]*[?!]?)
    | (?P<sign>\?\?|\|\||\*\*|&&|=>|->|\?->|\?\.|::|==+|!=+|<=|>=|[-+*/%(),.:={}\[\]?|&<>!;~^])
    )""",
)
# `(int) env("X", 120)`, as PHP, Java and C# write it.
_CAST = compiled(r"^(?:\(\s*(?:int|integer|long|float|double|Integer|Long)\s*\)\s*)+")
# Calls that give their (last) argument, or what they are called on, as it is.
_THROUGH = frozenset(
    "int float number parseint parsefloat round floor ceil trunc long str string math duration date newnumericdate unix "
    "unixmilli from toi tof toint totalseconds gettime toseconds tointexact touint touinteger of getepochsecond valueof numericdate new "
    "integer bigint intval time fromnow timestamp epochsecond expiresat todate toinstant tostring ms value max-age cast seconds_ int64 int32 "
    "float64 toepochmilli asseconds total_seconds ago utc local timespan toint32 parse parseduration".split()
)
# Calls whose second argument is the default of a setting that the environment may override.
_ENVIRONMENT = frozenset(
    "env getenv get config fetch int integer str float getint getduration envint getenvint getenvordefault parsed intfromenv".split()
)
_NOW = frozenset(
    "now utcnow time currenttimemillis date instant today timezone current getcurrenttime epoch unixtime".split()
)
# constructor -> unit of its argument.
_SETTERS = compiled(
    r"(?:of|from|add|plus|sub|in)?(nanos|micros|millis|milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|years?)(?:frommidnight)?"
)
_MOST = 200
_STEPS = 2000


class _Reader:
    """A recursive-descent reader of one expression, bounded by the count of its tokens."""

    def __init__(self, text: str, names: Mapping[str, Any], deep: int = 0, work: list[int] | None = None) -> None:
        # The steps left, shared with the readers of arguments and constants: constants may name each other many times.
        self.work = [_STEPS] if work is None else work
        self.names = names
        self.deep = deep
        self.tokens: list[tuple[str, str]] = []
        at = 0
        text = _CAST.sub("", text.strip())
        while at < len(text) and len(self.tokens) < _MOST:
            found = _TOKEN.match(text, at)
            if not found or found.end() == at:
                self.tokens = []
                break
            kind = found.lastgroup or ""
            if kind != "comment":
                self.tokens.append((kind, found[kind]))
            at = found.end()
            if not text[at:].strip():
                break
        self.at = 0

    def amount(self) -> _Amount | None:
        if not self.tokens or len(self.tokens) >= _MOST:
            return None
        try:
            found = self.choice()
        except (OverflowError, ZeroDivisionError, RecursionError):
            return None
        return found if self.at == len(self.tokens) else None

    def peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at][1] if at < len(self.tokens) else ""

    def take(self, *signs: str) -> str:
        found = self.peek()
        if found in signs and self.tokens[self.at][0] != "text":
            self.at += 1
            return found
        return ""

    def choice(self) -> _Amount | None:
        """`a || b`, `a ?? b`, `a or b`: the one that can be told, since the other is a setting of the environment."""
        found = self.sum()
        while self.take("||", "??", "or"):
            other = self.sum()
            found = other if found is None else found
        return found

    def sum(self) -> _Amount | None:
        found = self.product()
        while sign := self.take("+", "-"):
            other = self.product()
            found = _added(found, other, sign)
        return found

    def product(self) -> _Amount | None:
        found = self.power()
        while sign := self.take("*", "/", "%"):
            if sign == "/" and self.take("/"):
                pass
            other = self.power()
            found = _scaled(found, other, sign)
        return found

    def power(self) -> _Amount | None:
        found = self.unary()
        if self.take("**"):
            other = self.unary()
            if found is None or other is None or other.number > 20:
                return None
            return found.but(number=found.number**other.number)
        return found

    def unary(self) -> _Amount | None:
        if self.take("-"):
            found = self.unary()
            return found.but(number=-found.number) if found is not None else None
        if self.take("+", "&", "!", "await"):
            return self.unary()
        return self.chain()

    def chain(self) -> _Amount | None:
        """A primary with its members and calls: `3.days.from_now`, `Instant.now().plus(1, ChronoUnit.DAYS)`."""
        self.work[0] -= 1
        if self.at >= len(self.tokens) or self.work[0] < 0:
            self.at = len(self.tokens) + 1
            return None
        kind, text = self.tokens[self.at]
        found: _Amount | None = None
        name = ""
        if kind == "number":
            self.at += 1
            found = _Amount(float(int(text, 16) if text[:2] in ("0x", "0X") else text.replace("_", "")))
        elif kind == "text":
            self.at += 1
            inner = parse(text.lstrip("fbruFBRU")[1:-1] if text[0] not in "\"'`" else text[1:-1])
            plain = number(text[1:-1])
            found = _Amount(inner, 1.0) if inner is not None else _Amount(plain) if plain is not None else None
        elif text == "(":
            self.at += 1
            found = self.choice()
            if not self.take(")"):
                self.at = len(self.tokens) + 1
                return None
            if found is not None and self.at < len(self.tokens) and self.tokens[self.at][0] in ("number", "name"):
                return None
        elif kind == "name":
            self.at += 1
            if text in ("new", "await", "typeof"):
                return self.chain()
            name = text.lstrip("@$\\")
            if self.peek() != "(" and (found := self._constant(name)) is None:
                found = _Amount(0.0, 1.0, True) if name.lower() in ("now",) else None
        else:
            self.at = len(self.tokens) + 1
            return None
        return self._members(found, name)

    def _members(self, found: _Amount | None, name: str) -> _Amount | None:
        path = [name] if name else []
        first = True
        while True:
            if self.take(".", "::", "->", "?.", "?->"):
                if self.at >= len(self.tokens):
                    return None
                word = self.tokens[self.at][1]
                self.at += 1
                path.append(word)
                if self.peek() == "(":
                    found = self._call(word, found, path)
                    first = False
                    continue
                found = self._member(word, found, path)
                first = False
            elif self.peek() == "(" and path:
                if not first:  # what a call returns is called
                    self.at = len(self.tokens) + 1
                    return None
                found = self._call(path[-1], found, path)
                first = False
            elif self.take("["):
                while self.at < len(self.tokens) and not self.take("]"):
                    self.at += 1
            elif self.peek() == "<" and self.peek(2) == ">":
                self.at += 3
            else:
                return found

    def _constant(self, name: str) -> _Amount | None:
        if name not in self.names or self.deep > 4:
            return None
        value = self.names[name]
        if isinstance(value, bool):
            return None
        if isinstance(value, (int, float)):
            return _Amount(float(value))
        if isinstance(value, str):
            inner = parse(value)
            return _Amount(inner, 1.0) if inner is not None else None
        if isinstance(value, Expression):
            return _Reader(value.text, self.names, self.deep + 1, self.work).amount()
        return None

    def _member(self, word: str, found: _Amount | None, path: list[str]) -> _Amount | None:
        """`time.Hour`, `3.days`, `Duration.ZERO`, `X.total_seconds`."""
        plain = word.lower().replace("_", "").rstrip("?!")
        if (
            plain in ("fromnow", "toi", "tof", "timestamp", "unix", "value", "now", "ago", "totalseconds", "seconds")
            and found is not None
        ):
            if plain == "seconds" and found.size is None:
                return found.but(size=1.0)
            if plain == "now":
                return _Amount(0.0, 1.0, True)
            return found.but(now=found.now or plain == "fromnow")
        if plain in ("now", "utcnow", "current") and len(path) > 1:
            return _Amount(0.0, 1.0, True)
        size = unit(plain)
        if size is not None and len(plain) > 2:
            if found is not None and found.size is None:
                return found.but(size=size)
            if found is None and path[0].lower() in ("time", "duration", "timeunit", "chronounit", "durationunit"):
                return _Amount(1.0, size)
        if found is None:
            return self._constant(".".join(path)) or self._constant(word)
        return None

    def _call(self, word: str, found: _Amount | None, path: list[str]) -> _Amount | None:
        given, keywords, units = self._arguments()
        plain = word.lower().replace("_", "").lstrip("@$\\").rstrip("?!")
        owner = path[-2].lower() if len(path) > 1 else ""
        if plain in ("timedelta", "relativedelta", "duration", "interval", "settings") and (
            keywords or (given and plain == "timedelta")
        ):
            total = 0.0
            if given:
                order = (DAY, 1, 1e-6, 1e-3, MINUTE, HOUR, 604800)
                for one, size in zip(given, order):
                    if one is None:
                        return None
                    total += one.number * size
            for key, one in keywords.items():
                size_of = unit(key)
                if one is None or size_of is None:
                    return None
                total += one.number * size_of
            return _Amount(total, 1.0)
        if plain == "timespan" and len(given) >= 3 and all(one is not None for one in given):
            numbers = [one.number for one in given if one is not None]
            sizes = (HOUR, MINUTE, 1) if len(numbers) == 3 else (DAY, HOUR, MINUTE, 1, 1e-3)
            return _Amount(sum(one * size for one, size in zip(numbers, sizes)), 1.0)
        if (setter := _SETTERS.fullmatch(plain)) and given and given[0] is not None:
            size_of = unit(setter[1])
            if size_of is None:
                return None
            more = given[0].in_seconds(size_of) if given[0].size is None else given[0].in_seconds(1)
            if plain.startswith(("add", "plus")):
                return _Amount((found.in_seconds(1) if found is not None else 0.0) + more, 1.0, True)
            if owner == "timeunit" or plain.startswith("to"):
                return None
            return _Amount(more, 1.0)
        if owner and unit(owner) is not None and plain in ("toseconds", "tomillis", "tominutes") and given and given[0]:
            total = given[0].number * (unit(owner) or 0)
            return _Amount(total / {"toseconds": 1, "tomillis": 1e-3, "tominutes": 60}[plain])
        if plain in ("plus", "add", "of", "set") and given and given[0] is not None:
            if units and given[0].size is None:
                more = given[0].number * units
            elif given[0].size is not None:
                more = given[0].in_seconds(1)
            else:
                return None
            return _Amount(
                (found.in_seconds(1) if found is not None and plain != "of" else 0.0) + more, 1.0, plain != "of"
            )
        if (
            plain in ("currenttimemillis",)
            or (plain == "now" and owner == "date")
            or (plain == "gettime" and found is not None and found.now)
        ):
            return _Amount(0.0, 1e-3, True)
        if plain == "date" and found is None and not given:
            return _Amount(0.0, 1e-3, True)
        if (
            plain in ("tomillis", "toepochmilli", "totalmilliseconds", "inwholemilliseconds", "unixmilli")
            and found is not None
            and found.size
        ):
            return _Amount(found.in_seconds(1) * 1000, 1e-3, found.now)
        if plain in _NOW and not given:
            return _Amount(0.0, 1.0, True)
        if plain in ("now", "gettimezone", "utcnow", "fromtimestamp", "utc") and all(one is None for one in given):
            return _Amount(0.0, 1.0, True)
        if plain == "adddate" and len(given) == 3 and all(one is not None for one in given):
            sizes = (365 * DAY, 30 * DAY, DAY)
            return _Amount(sum(one.number * size for one, size in zip(given, sizes) if one is not None), 1.0, True)
        if plain == "strtotime" and given and given[0] is not None:
            return given[0].but(now=True)
        if plain in _ENVIRONMENT and len(given) > 1:
            return given[-1]
        if keywords.get("default") is not None and len(given) <= 1:
            return keywords["default"]
        if found is not None and not given and (plain in _THROUGH or unit(plain)):
            size_of = unit(plain) if len(plain) > 2 else None
            return found.but(size=size_of) if size_of and found.size is None else found
        if plain in _THROUGH and given:
            return given[0]
        if plain == "duration" and given:
            return given[0]
        return None

    def _arguments(self) -> tuple[list[_Amount | None], dict[str, _Amount | None], float | None]:
        """Positional arguments, keyword arguments, and the unit if one is among them (`ChronoUnit.DAYS`)."""
        self.take("(")
        given: list[_Amount | None] = []
        keywords: dict[str, _Amount | None] = {}
        units: float | None = None
        while self.at < len(self.tokens) and not self.take(")"):
            key = ""
            before = self.at
            if self.tokens[self.at][0] == "name" and self.peek(1) in ("=", ":") and self.peek(2) not in ("=", ":"):
                key = self.tokens[self.at][1]
                self.at += 2
            start = self.at
            self._skip()
            end = self.at
            words = [text for _, text in self.tokens[start:end]]
            if (
                (len(words) == 1 or (len(words) == 3 and words[1] in (".", "::")))
                and (size := unit(words[-1].strip("\"'"))) is not None
                and not words[-1].isdigit()
            ):
                if (
                    len(words) == 1
                    and words[0] not in self.names
                    and words[0][0] not in "\"'`"
                    and not words[0].isupper()
                ):
                    given.append(None)
                    units = size
                elif not (len(words) == 3 and words[0] == "time"):
                    units = size
                else:
                    given.append(_Amount(1.0, size))
            else:
                inner = _Reader("", self.names, self.deep + 1, self.work)
                inner.tokens = self.tokens[start:end]
                found = inner.amount() if inner.deep < 12 else None
                if key:
                    keywords[key] = found
                else:
                    given.append(found)
            if not self.take(",") and self.at == before:
                self.at += 1  # a bracket that nothing opened
        return given, keywords, units

    def _skip(self) -> None:
        """Move to the end of one argument."""
        depth = 0
        while self.at < len(self.tokens):
            kind, text = self.tokens[self.at]
            if kind != "text":
                if text in "([{" and text:
                    depth += 1
                elif text in ")]}":
                    if depth == 0:
                        return
                    depth -= 1
                elif text == "," and depth == 0:
                    return
            self.at += 1


def _added(one: _Amount | None, other: _Amount | None, sign: str) -> _Amount | None:
    if one is None or other is None:
        return None
    factor = -1 if sign == "-" else 1
    if one.size is None and other.size is None:
        return _Amount(one.number + factor * other.number)
    size = one.size or other.size or 1.0
    return _Amount((one.in_seconds(size) + factor * other.in_seconds(size)) / size, size, one.now or other.now)


def _scaled(one: _Amount | None, other: _Amount | None, sign: str) -> _Amount | None:
    if one is None or other is None:
        return None
    if sign == "*":
        return _Amount(one.number * other.number, one.size or other.size, one.now or other.now)
    if sign == "%" or other.number == 0:
        return None
    if other.size is not None:
        return _Amount(one.in_seconds(1) / other.in_seconds(1)) if one.size is not None else None
    if one.now:
        return _Amount(one.number / other.number, (one.size or 1.0) * other.number, True)
    if one.size is not None and one.size <= 1e-3 and other.number == 1000:  # milliseconds as seconds
        return _Amount(one.number * one.size, 1.0)
    return _Amount(one.number / other.number, one.size)
