"""What the expressions of a program hold, and which of them reach a sink."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.sinks.table import URL
from govhooks.rules.data.logging_restrictions import nodes as n
from govhooks.rules.data.logging_restrictions.names import whole
from govhooks.rules.data.logging_restrictions.values import CLEAN, NONE, UNKNOWN, Label, Value, join
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from govhooks.rules.data.logging_restrictions.names import Names

HTTP = compiled(r"(?i)https?://|^/[\w/.-]*(?:\?|$)|[?&][\w.-]+=$")
_QUERY = compiled(r"[?&][\w.\[\]-]+=$|/$")
_CHARSET = frozenset(("value", "text", "raw", "str", "string", "plain", "content", "plaintext"))


class Leak(Record):
    """A classified value (`label`) reaches the sinks `kinds` of the call `sink` on the lines `line` to `end`."""

    label: Label
    kinds: tuple[str, ...]
    sink: str
    line: int
    end: int


class Expressions:
    """The state of one function while it is followed, and what its expressions hold."""

    def __init__(self, names: Names, resolve: Callable[[str], str], tables: bool = False) -> None:
        """`tables`: an object shows its fields where it is written out, as in JavaScript."""
        self.names = names
        self.resolve = resolve
        self.tables = tables
        self.state: dict[str, Value] = {}
        self.alive = True
        self.leaks: list[Leak] = []
        self.deep = 0
        self.steps = 0
        self._loops: list[tuple[list[dict[str, Value]], list[dict[str, Value]]]] = []
        self._tries: list[dict[str, Value]] = []
        self._returned: list[Value] = []

    # -- what a name says

    def unassigned(self, name: str) -> Value:
        """What a variable holds that this function did not assign."""
        return self._named(name, "", (name,))

    def _named(self, name: str, owner: str, path: tuple[str, ...]) -> Value:
        label = self.names.label(name, owner)
        if label is not None:
            return Value(frozenset((label,)))
        if len(path) == 1:
            path = tuple(self.resolve(name).split("."))
        one = whole(path, self.tables)
        if one is not None:
            return Value(frozenset((one,)))
        return CLEAN if self.names.is_about(name) else UNKNOWN

    def given(self, name: str, value: Value, owner: str = "") -> Value:
        """A value that is bound to a name: what is not known of it, the name says."""
        if value.known or value.all() or value.fields:
            return value
        label = self.names.label(name, owner)
        return value if label is None else Value(frozenset((label,)), False, value.fields)

    def path(self, node: n.Node) -> tuple[str, ...]:
        """The names along a chain: `self.logger.opt().info` -> self, logger, opt, info; "" for what has none."""
        found: list[str] = []
        while len(found) < 12:
            if type(node) is n.Member:
                found.append(node.name)
                node = node.base
            elif type(node) is n.Call:
                node = node.called
            elif type(node) is n.Name:
                found.append(node.name)
                break
            elif type(node) is n.Element:
                node = node.base
            else:
                found.append("")
                break
        return tuple(reversed(found))

    # -- values

    def value(self, node: n.Node) -> Value:
        """What an expression holds; the calls in it are judged."""
        self.deep += 1
        try:
            return UNKNOWN if self.deep > 250 else self._expressions[type(node)](self, node)
        finally:
            self.deep -= 1

    def _constant(self, node: n.Constant) -> Value:
        return CLEAN

    def _name(self, node: n.Name) -> Value:
        found = self.state.get(node.name)
        return self.unassigned(node.name) if found is None else found

    def _member(self, node: n.Member) -> Value:
        base = self.value(node.base)
        return self.member(base, node.name, node.base, node.by_key)

    def member(self, base: Value, name: str, of: n.Node, by_key: bool) -> Value:
        """What `base.name` holds."""
        fields = base.fields
        key = name if by_key or self.tables else f".{name}"
        if fields is not None and key in fields:
            return fields[key]
        if fields is not None and by_key:
            if base.labels and not name.lstrip("-").isdigit():
                mine = self._of(name, of)
                return Value(base.labels | mine.labels)
            if base.known or base.labels:
                return Value(base.labels, base.known)
        elif base.known and not base.labels:
            return CLEAN
        elif by_key and name.lstrip("-").isdigit():
            return Value(without_whole(base.labels) if fields is not None else NONE)
        elif name in _CHARSET and base.labels:
            return Value(without_whole(base.labels))
        return self._of(name, of)

    def _of(self, name: str, of: n.Node) -> Value:
        path = self.path(of)
        owner = next((one for one in reversed(path) if one not in ("self", "this", "data", "")), "") if path else ""
        return self._named(name, owner, (*path, name))

    def _element(self, node: n.Element) -> Value:
        self.value(node.index)
        return self.element(self.value(node.base), node.base)

    def element(self, base: Value, of: n.Node | None) -> Value:
        """What one of the elements of a value holds: `for email in emails`."""
        if base.fields is not None:
            found: Value | None = None
            for one in base.fields.values():
                found = one if found is None else join(found, one)
            rest = Value(base.labels, base.known)
            return rest if found is None else (found if base.known and not base.labels else join(found, rest))
        if base.known and not base.labels:
            return CLEAN
        return Value(without_whole(base.labels))

    def _piece(self, node: n.Piece) -> Value:
        base = self.value(node.base)
        return CLEAN if node.short and base.fields is None else base

    def _text(self, node: n.Text) -> Value:
        labels: frozenset[Label] = NONE
        known, before = True, ""
        in_url = False
        for part in node.parts:
            if type(part) is n.Constant:
                before = part.text or before
                in_url = in_url or bool(HTTP.search(part.text))
                continue
            value = self.value(part)
            held = value.all()
            labels |= held
            known = known and value.known
            if held and in_url and _QUERY.search(before):
                self._leak(held, (URL,), "a URL", part.line or node.line, part.end or node.end)
        return Value(labels, known)

    def _table(self, node: n.Table) -> Value:
        fields: dict[str, Value] = {}
        labels: frozenset[Label] = NONE
        known = True
        for key, one, spread in node.entries:
            value = self.value(one)
            if spread:
                fields.update(value.fields or {})
                labels |= value.labels
                known = known and value.known
            elif key is None:
                labels |= value.all()
                known = known and value.is_clean
            else:
                fields[key] = self.given(key, value)
        return Value(labels, known, fields)

    def _choice(self, node: n.Choice) -> Value:
        if node.test is not None:
            self.value(node.test)
        found = self.value(node.options[0])
        for one in node.options[1:]:
            held = dict(self.state)
            found = join(found, self.value(one))
            for name, value in held.items():
                if self.state.get(name) is not value:
                    self.state[name] = join(value, self.state.get(name, value))
        return found

    def _test(self, node: n.Test) -> Value:
        for part in node.parts:
            self.value(part)
        return CLEAN

    def _unknown(self, node: n.Unknown) -> Value:
        for part in node.parts:
            self.value(part)
        return UNKNOWN

    def _removal(self, node: n.Removal) -> Value:
        self.delete(node.target)
        return CLEAN

    def _gathered(self, node: n.Gathered) -> Value:
        held = self.state
        self.state = dict(held)
        for target, over, tests in node.over:
            self.bind(target, self.element(self.value(over), over))
            for test in tests:
                self.value(test)
        labels: frozenset[Label] = NONE
        known = True
        for part in node.parts:
            value = self.value(part)
            labels |= value.all()
            known = known and value.is_clean
        self.state = held
        return Value(labels, known, {})

    def _bind(self, node: n.Bind) -> Value:
        value = self.value(node.value)
        self.bind(node.target, value)
        return value

    def function(self, node: n.Function, first: Value | None = None) -> Value:
        raise NotImplementedError

    def _function_value(self, node: n.Function) -> Value:
        return self.function(node)

    # -- names get values

    def bind(self, target: n.Node, value: Value, quiet: bool = False) -> None:
        """Give a value to a name, a member, an element, or several."""
        kind = type(target)
        if kind is n.Name:
            self.state[target.name] = value if quiet else self.given(target.name, value)  # type: ignore[attr-defined]
        elif kind is n.Member:
            base: n.Node = target.base  # type: ignore[attr-defined]
            name: str = target.name  # type: ignore[attr-defined]
            key = name if target.by_key or self.tables else f".{name}"  # type: ignore[attr-defined]
            held = value if quiet else self.given(name, value, self.path(base)[-1])
            self.bind(base, self.value(base).put(key, held), quiet=True)
        elif kind is n.Element:
            self.value(target.index)  # type: ignore[attr-defined]
            self.bind(target.base, self.value(target.base).put(None, value), quiet=True)  # type: ignore[attr-defined]
        elif kind is n.Table:
            for key, one, spread in target.entries:  # type: ignore[attr-defined]
                if spread:
                    left = {name for name, _, other in target.entries if not other}  # type: ignore[attr-defined]
                    rest = {name: of for name, of in (value.fields or {}).items() if name not in left}
                    self.bind(one, Value(value.labels, value.known, rest or None))
                elif key is None:
                    self.bind(one, self.element(value, None))
                else:
                    self.bind(one, self.member(value, key, n.Name("", line=one.line), True))
        elif kind is n.Choice:  # a target with a default
            first, default = target.options  # type: ignore[attr-defined]
            held = self.value(default)
            self.bind(first, value if held.is_clean else join(value, held), quiet)

    def delete(self, target: n.Node) -> None:
        """`del x`, `del x["y"]`."""
        if type(target) is n.Member:
            key = target.name if target.by_key or self.tables else f".{target.name}"
            self.bind(target.base, self.value(target.base).without(key), quiet=True)

    def _leak(self, held: frozenset[Label], kinds: tuple[str, ...], sink: str, line: int, end: int) -> None:
        for label in held:
            self.leaks.append(Leak(label, kinds, sink, line, end))

    def _call(self, node: n.Call) -> Value:
        raise NotImplementedError

    _expressions: dict[type, Callable[..., Value]] = {
        n.Constant: _constant,
        n.Name: _name,
        n.Member: _member,
        n.Element: _element,
        n.Piece: _piece,
        n.Text: _text,
        n.Table: _table,
        n.Choice: _choice,
        n.Test: _test,
        n.Bind: _bind,
        n.Gathered: _gathered,
        n.Unknown: _unknown,
        n.Removal: _removal,
        n.Function: _function_value,
        n.Call: lambda self, node: self._call(node),
    }


def without_whole(labels: frozenset[Label]) -> frozenset[Label]:
    """What a part of a whole object is, its own name says."""
    return frozenset(label for label in labels if label.of not in ("whole", "exposed"))
