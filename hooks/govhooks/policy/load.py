"""Read governance.toml into typed, immutable rule policies.

    [rules.<rule-id>]        one table per rule; its keys are the fields of the rule's `Policy` record
    enabled = true           every rule has this one: false switches it off (and the report says so)
    [[exceptions]]           see `govhooks.policy.exceptions`

Strict: an unknown table or key, a wrong type, or an invalid glob, regex or choice raises `PolicyError`, which names the
file, the table, the key and the nearest valid name. The types come from the record's annotations: `bool`, `int`, `str`,
`tuple[str, ...]`, `Choice` (a str with its choices in `CHOICES`), `Day` ("2026-11-27", or a TOML date), `ChoiceList`, `GlobList`, `PatternList`, `dict[str, str]`, `dict[str,
tuple[str, ...]]`, and `dict[str, X]` or `tuple[X, ...]` where X is another record that the rule's module defines or
imports. A key that cannot be the name of a record's field (`fields`, `class`) has a `_` behind it there.
"""

from __future__ import annotations

import sys

from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record
from govhooks.search.compiled import importing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from govhooks.core.entry import Entry
    from govhooks.core.waiver import Waiver

# The types that a field of a Policy may have, besides bool, int, str, tuple[str, ...] and dict[str, Record]: a str (or
# a list of them) with its choices in the record's CHOICES, a day, a list of globs, a list of regular expressions.
Choice = str
Day = str
ChoiceList = tuple[str, ...]
GlobList = tuple[str, ...]
PatternList = tuple[str, ...]

FILE = "governance.toml"
BASELINE = ".govhooks.baseline"
# Supplied by the rule that requires evidence: the trailer, "" if none is wanted.
EVIDENCE = "evidence-trailer"
LONGEST_PATTERN = 1000
MOST_PATTERNS = 500
MOST_RENEWALS = 10_000


class PolicyError(CannotJudge):
    """The policy is invalid. The text names file, line, table and key, and says what would be right; `at` is the table
    and the key."""

    def __init__(self, text: str, at: tuple[str, str] = ("", "")) -> None:
        super().__init__(text)
        self.at = at


class Tables(dict[str, Record]):
    """Rule id -> the rule's Policy record, created (and the rule loaded) on first use."""

    def __init__(self, rules: Iterable[Entry], settings: Mapping[str, Mapping[str, Any]], origin: str) -> None:
        """`settings` are the tables of governance.toml by rule id, without `enabled`; all of them must be valid."""
        super().__init__()
        self.entries = {rule.id: rule for rule in rules}
        self.settings = settings
        self._origin = origin

    def __missing__(self, id: str) -> Record:
        policy, settings = self.entries[id].load().Policy, self.settings.get(id)
        where = f"rules.{id}"
        made = convert(policy, settings, self._origin, where, valid=True) if settings else policy()
        self[id] = made
        return made

    def __eq__(self, other: object) -> bool:
        """Whether every rule has the same policy in both."""
        if not isinstance(other, Tables):
            return NotImplemented
        return self.entries.keys() == other.entries.keys() and all(self[id] == other[id] for id in self.entries)

    __hash__ = None

    def __repr__(self) -> str:
        return repr({id: self[id] for id in self.entries})


class Policies(Record):
    """The policy of every rule, and the exceptions.

    `rules`    rule id -> the rule's Policy record; `off` the ids that are switched off.
    `origin`   where the policy was read, as shown to the user: "HEAD:governance.toml", "built-in defaults".
    `since`    the adoption point: the full id of a commit, "" for none (see `govhooks.policy.adoption`).
    """

    rules: Tables
    off: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    origin: str = "built-in defaults"
    since: str = ""

    def supplied(self, name: str, while_off: bool = True) -> Any:
        """What the policy of some rule supplies under a name (see `Rule.supplies`), without loading the rule. None if
        no rule supplies that name or, unless `while_off`, if that rule is switched off."""
        for rule in self.rules.entries.values():
            for given, option, default in rule.supplies:
                if given == name and (while_off or rule.id not in self.off):
                    settings = self.rules.settings.get(rule.id, {})
                    value = settings.get(
                        option.rstrip("_").replace("_", "-"), settings.get(option.rstrip("_"), default)
                    )
                    return tuple(value) if isinstance(value, list) else value
        return None

    @property
    def asks_for_evidence(self) -> bool:
        """Whether commits have to prove that the hooks judged them."""
        return bool(self.supplied(EVIDENCE, while_off=False))

    def all_supplied(self) -> dict[str, Any]:
        """Everything that is supplied, by name."""
        names = [name for rule in self.rules.entries.values() for name, *_ in rule.supplies]
        return {name: self.supplied(name) for name in names}


class Stated(Record):
    """The content of a governance.toml as plain values, all of them valid (they can be cached, see
    `govhooks.policy.cache`).

    `rules`       rule id -> its table; `exceptions` the tables of the exceptions, with dates as strings; `since` as in
                  `Policies`.
    """

    rules: dict[str, dict[str, Any]]
    exceptions: list[dict[str, str]]
    since: str


def defaults(rules: Iterable[Entry]) -> Policies:
    """The built-in policy: it protects without any file."""
    return Policies(Tables(rules, {}, "built-in defaults"))


def load(data: bytes, origin: str, rules: Iterable[Entry]) -> Policies:
    """The policies of a governance.toml; `origin` is its name in errors. Raises PolicyError."""
    rules = tuple(rules)
    return of(state(data, origin, rules), origin, rules)


def of(stated: Stated, origin: str, rules: Iterable[Entry]) -> Policies:
    """The policies of tables that are known to be valid."""
    rules = tuple(rules)
    return Policies(
        rules=Tables(rules, {id: _settings(table) for id, table in stated.rules.items()}, origin),
        off=tuple(sorted(id for id, table in stated.rules.items() if not table.get("enabled", True))),
        waivers=_waivers(stated.exceptions, rules),
        origin=origin,
        since=stated.since,
    )


def _waivers(entries: list[dict[str, str]], rules: Iterable[Entry]) -> tuple[Waiver, ...]:
    if not entries:
        return ()
    from govhooks.policy.exceptions import read

    return read(entries, {rule.id: rule.excused_by for rule in rules})


def state(data: bytes, origin: str, rules: Iterable[Entry]) -> Stated:
    """The content of a governance.toml. Raises PolicyError for anything invalid."""
    try:
        return _state(data, origin, tuple(rules))
    except PolicyError as error:
        raise _placed(error, data, origin) from None


def _settings(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key != "enabled"}


def _placed(error: PolicyError, data: bytes, origin: str) -> PolicyError:
    """The error with the number of the line it is about."""
    from govhooks.policy.toml_lines import line_of

    where, key = error.at
    path = [part for part in where.split(".") if part] + [part for part in (key,) if part]
    line = line_of(data.decode("utf-8-sig", "replace"), path) if path else 0
    file, bracket, which = origin.partition(" (")  # "governance.toml (in this change)"
    text = str(error).removeprefix(origin)
    return PolicyError(f"{file}:{line}{bracket}{which}{text}") if line else error


def _state(data: bytes, origin: str, rules: tuple[Entry, ...]) -> Stated:
    document = parse(data, origin)
    _known(origin, "", document, ("rules", "exceptions", "since"))
    since = _since(document, origin)
    tables = document.get("rules", {})
    if not isinstance(tables, dict):
        example = min((rule.id for rule in rules), key=len, default="ID")
        raise PolicyError(f"{origin}: rules must be a table such as [rules.{example}]", ("rules", ""))
    _known(origin, "rules", tables, tuple(rule.id for rule in rules))
    for rule in rules:
        table = tables.get(rule.id, {})
        where = f"rules.{rule.id}"
        if not isinstance(table, dict):
            raise PolicyError(f"{origin}: [{where}] must be a table, not {_kind(table)}", (where, ""))
        enabled = table.get("enabled", True)
        if not isinstance(enabled, bool):
            wrong = f"{origin}: [{where}] enabled must be true or false, not {_kind(enabled)}"
            raise PolicyError(wrong, (where, "enabled"))
        if settings := _settings(table):
            convert(rule.load().Policy, settings, origin, where)
    return Stated(_undated(tables), _exceptions(document, origin), since)


def _undated(value: Any) -> Any:
    """A valid value with dates as strings, as the cache keeps them."""
    if isinstance(value, dict):
        return {key: _undated(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_undated(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def since(data: bytes, origin: str) -> str:
    """The adoption point in a governance.toml, "" for none. Raises PolicyError."""
    return _since(parse(data, origin), origin)


def _since(document: Mapping[str, Any], origin: str) -> str:
    """The adoption point. A branch name or an abbreviated id could mean something else tomorrow."""
    value = document.get("since", "")
    if not isinstance(value, str):
        raise PolicyError(f"{origin}: since must be a string, not {_kind(value)}")
    if "since" in document and (len(value) not in (40, 64) or value.strip("0123456789abcdef")):
        raise PolicyError(f"{origin}: since must be the full id of a commit (git rev-parse REV), not {value[:80]!r}")
    return value


def waivers(data: bytes, origin: str, rules: Iterable[Entry]) -> tuple[Waiver, ...]:
    """The exceptions in a governance.toml. Raises PolicyError."""
    try:
        return _waivers(_exceptions(parse(data, origin), origin), rules)
    except PolicyError as error:
        raise _placed(error, data, origin) from None


def parse(data: bytes, origin: str) -> dict[str, Any]:
    """A TOML file of the policy as plain values; `origin` is its name in errors. Raises PolicyError."""
    tomli = importing("tomli")

    try:
        found: dict[str, Any] = tomli.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PolicyError(f"{origin}: not UTF-8 text at byte {error.start}") from None
    except tomli.TOMLDecodeError as error:
        raise PolicyError(f"{origin}: not valid TOML: {_lower(str(error))}") from None
    except RecursionError:
        raise PolicyError(f"{origin}: nested too deeply") from None
    except ValueError as error:  # a number with more digits than Python converts
        raise PolicyError(f"{origin}: {_lower(str(error))}") from None
    return found


def _exceptions(document: Mapping[str, Any], origin: str) -> list[dict[str, str]]:
    """The tables of the exceptions; TOML dates become strings."""
    entries = document.get("exceptions", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise PolicyError(f"{origin}: exceptions must be written as [[exceptions]] tables", ("exceptions", ""))
    from govhooks.core.waiver import KEYS, RENEWED

    for index, entry in enumerate(entries, 1):
        _known(origin, f"exceptions #{index}", entry, KEYS)
        for key, value in entry.items():
            if key == RENEWED:
                if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_RENEWALS:
                    wrong = f"{origin}: [[exceptions]] #{index} {key} must be a whole number from 0 to {MOST_RENEWALS}"
                    raise PolicyError(wrong, (f"exceptions #{index}", key))
                continue
            if not isinstance(value, str) and not (key == "expires" and hasattr(value, "isoformat")):
                wrong = f"{origin}: [[exceptions]] #{index} {key} must be a string, not {_kind(value)}"
                raise PolicyError(wrong, (f"exceptions #{index}", key))
    return [{key: str(value) for key, value in entry.items()} for entry in entries]


def convert(record: type[Record], table: Mapping[str, Any], origin: str, where: str, valid: bool = False) -> Record:
    """Create a record from a table. Raises PolicyError for an unknown key, a wrong type or an invalid value.

    For a table that is already known to be `valid`, globs and regular expressions are not checked again.
    """
    extra = ("enabled",) if where.count(".") == 1 else ()
    written = tuple(name.rstrip("_") for name in record.fields)
    _known(origin, where, table, (*(name.replace("_", "-") for name in written), *written, *extra))
    types = _types(record)
    values = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        name = name if name in types else f"{name}_"
        if name in values:
            raise PolicyError(f"{origin}: [{where}] {key} is given twice", (where, key))
        values[name] = _value(record, key, types[name], value, origin, where, valid)
    made = record(**values)
    verify = None if valid else getattr(made, "verify", None)
    if verify is not None and (complaint := verify()):
        # "areas.payments: ..." and "areas.payments selects ..." name the nested table.
        below = complaint.split(" ", 1)[0].rstrip(":")
        raise PolicyError(f"{origin}: [{where}] {complaint}", (f"{where}.{below}", ""))
    return made


def _types(record: type[Record]) -> dict[str, str]:
    types: dict[str, str] = {}
    for cls in reversed(record.__mro__):
        if cls is not Record and issubclass(cls, Record):
            types.update({name: str(kind) for name, kind in _own_annotations(cls).items()})
    return types


def _own_annotations(cls: type) -> Mapping[str, object]:
    """The annotations of a class as written, also on Python 3.14."""
    own = cls.__dict__.get("__annotations__")
    return own if own is not None else getattr(cls, "__annotations__", {})


def _value(record: type[Record], written: str, kind: str, value: Any, origin: str, where: str, valid: bool) -> Any:
    key = written.replace("_", "-")
    name = next(name for name in record.fields if name.rstrip("_") == written.replace("-", "_"))
    at = (where, written)

    def wrong(wanted: str) -> PolicyError:
        return PolicyError(f"{origin}: [{where}] {key} must be {wanted}, not {_kind(value)}", at)

    if kind == "bool":
        if not isinstance(value, bool):
            raise wrong("true or false")
        return value
    if kind == "int":
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise wrong("a whole number from 0")
        return value
    if kind == "Day":
        from govhooks.core.waiver import is_day

        day = value.isoformat() if hasattr(value, "isoformat") else value
        if not isinstance(day, str) or not (day == "" or is_day(day)):
            raise wrong("a date such as 2026-11-27")
        return day
    if kind in ("str", "Choice"):
        if not isinstance(value, str):
            raise wrong("a string")
        if kind == "Choice":
            _check_choices(record, name, [value], origin, where, at)
        return value
    if kind in ("tuple[str, ...]", "GlobList", "PatternList", "ChoiceList"):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise wrong("a list of strings")
        if kind == "ChoiceList":
            _check_choices(record, name, value, origin, where, at)
        if kind == "GlobList" and not valid:
            _check_globs(value, key, origin, where, at)
        if kind == "PatternList" and not valid:
            _check_patterns(value, key, origin, where, at)
        return tuple(value)
    if kind == "dict[str, str]":
        if not isinstance(value, dict):
            raise wrong("a table")
        for entry, text in value.items():
            if not isinstance(text, str):
                wrong_text = f"{origin}: [{where}.{key}] {entry!r} must be a string, not {_kind(text)}"
                raise PolicyError(wrong_text, (f"{where}.{written}", entry))
        return dict(value)
    if kind == "dict[str, tuple[str, ...]]":
        if not isinstance(value, dict):
            raise wrong("a table")
        for entry, items in value.items():
            if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
                wrong_items = f"{origin}: [{where}.{key}] {entry!r} must be a list of strings, not {_kind(items)}"
                raise PolicyError(wrong_items, (f"{where}.{written}", entry))
        return {entry: tuple(items) for entry, items in value.items()}
    if kind.startswith("tuple["):
        inner = getattr(sys.modules[record.__module__], kind[len("tuple[") : -len(", ...]")])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise wrong("a list of tables")
        return tuple(
            convert(inner, item, origin, f"{where}.{written} #{number}", valid) for number, item in enumerate(value, 1)
        )
    if kind.startswith("dict[str, "):
        inner = getattr(sys.modules[record.__module__], kind[len("dict[str, ") : -1])
        if not isinstance(value, dict):
            raise wrong("a table")
        made = {}
        for entry, table in value.items():
            if not isinstance(table, dict):
                wrong_entry = f"{origin}: [{where}.{key}.{entry}] must be a table, not {_kind(table)}"
                raise PolicyError(wrong_entry, (f"{where}.{written}", entry))
            made[entry] = convert(inner, table, origin, f"{where}.{written}.{entry}", valid)
        return made
    raise AssertionError(f"{record.__name__}.{name} has a type that a policy cannot hold: {kind}")


def _check_choices(
    record: type[Record], name: str, values: Iterable[str], origin: str, where: str, at: tuple[str, str]
) -> None:
    choices = record.CHOICES[name]  # type: ignore[attr-defined]
    for value in values:
        if value not in choices:
            raise PolicyError(
                f"{origin}: [{where}] {name.rstrip('_').replace('_', '-')} is {value!r}{_nearest(value, choices)}; "
                f"it must be one of {', '.join(choices)}",
                at,
            )


def _check_globs(globs: list[str], key: str, origin: str, where: str, at: tuple[str, str]) -> None:
    from govhooks.core.globs import BadGlob, validate

    for glob in globs:
        try:
            validate(glob)
        except BadGlob as error:
            raise PolicyError(f"{origin}: [{where}] {key}: bad glob {glob!r}: {error}", at) from None


def _check_patterns(patterns: list[str], key: str, origin: str, where: str, at: tuple[str, str]) -> None:
    from govhooks.policy.patterns import BadPattern, validate

    if len(patterns) > MOST_PATTERNS:
        raise PolicyError(f"{origin}: [{where}] {key} holds more than {MOST_PATTERNS} patterns", at)
    for pattern in patterns:
        if len(pattern) > LONGEST_PATTERN:
            too_long = f"{origin}: [{where}] {key}: a pattern is longer than {LONGEST_PATTERN} characters"
            raise PolicyError(too_long, at)
        try:
            validate(pattern)
        except BadPattern as error:
            bad = f"{origin}: [{where}] {key}: bad regular expression {pattern!r}: {error}"
            raise PolicyError(bad, at) from None


def _known(origin: str, where: str, table: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for key in table:
        if key not in names:
            place = f"[{where}]" if where and not where.startswith("exceptions") else where and f"[[{where}]]"
            kind = "table" if isinstance(table[key], dict) else "key"
            unknown = f"{origin}: {place + ' ' if place else ''}unknown {kind} {key!r}{_nearest(key, names)}"
            raise PolicyError(unknown, (where, key))


def _nearest(name: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches

    names = sorted(set(names))
    close = get_close_matches(name, names, 1, 0.5)
    return f": did you mean {close[0]!r}?" if close else f" (known: {', '.join(names)})"


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "a boolean"
    kinds = {int: "a number", float: "a number", str: "a string", list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date or time")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
