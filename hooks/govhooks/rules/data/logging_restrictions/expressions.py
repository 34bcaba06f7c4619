"""What the expressions of a program hold, and which of them reach a sink."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.classification.words import split
from govhooks.knowledge.sinks.calls import BY_KEY, CLEANING, ELEMENTS, GETTING, HANDING_ON, PLAIN, PUTTING
from govhooks.knowledge.sinks.named import plain, sinks_of
from govhooks.knowledge.sinks.table import EXCEPTION, NOT_DATA, URL
from govhooks.rules.data.logging_restrictions import nodes as n
from govhooks.rules.data.logging_restrictions.names import attributes, whole
from govhooks.rules.data.logging_restrictions.values import CLEAN, NONE, UNKNOWN, Label, Value, join
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from govhooks.knowledge.sinks.named import Sink
    from govhooks.rules.data.logging_restrictions.names import Names

_HTTP = compiled(r"(?i)https?://|^/[\w/.-]*(?:\?|$)|[?&][\w.-]+=$")
_QUERY = compiled(r"[?&][\w.\[\]-]+=$|/$")
_URL_FIELD = compiled(r"[?&][\w.\[\]-]+=\{")
_FIELDS = compiled(r"\{(\w+)")
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
            return Value(_without_whole(base.labels) if fields is not None else NONE)
        elif name in _CHARSET and base.labels:
            return Value(_without_whole(base.labels))
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
        return Value(_without_whole(base.labels))

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
                in_url = in_url or bool(_HTTP.search(part.text))
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

    # -- calls

    def _call(self, node: n.Call) -> Value:
        called = node.called
        path = self.path(called)
        base = self.value(called.base) if type(called) is n.Member else UNKNOWN
        if type(called) is n.Member and node.arguments and type(node.arguments[0].value) is n.Function:
            found = self._called_back(plain(called.name), called.base, base, node)
            if found is not None:
                return found
        given = [(one, self.value(one.value)) for one in node.arguments]
        if path[0]:
            first, _, rest = self.resolve(path[0]).partition(" ")
            path = (*first.split("."), *path[1:])
        sink = sinks_of((*path, "new") if node.made else path)
        if sink is not None:
            self._judge(sink, ".".join(one for one in path[-2:] if one), given, node)
        name = path[-1]
        key = plain(name)
        if CLEANING.intersection(split(name)) or key in CLEANING:
            return CLEAN
        if type(called) is n.Member and key in PUTTING:
            self._put(called.base, key, base, given)
            return CLEAN if key != "setdefault" else UNKNOWN
        if key in BY_KEY and (at := BY_KEY[key]) < len(given) and type(given[at][0].value) is n.Constant:
            wanted = given[at][0].value
            of = called.base if type(called) is n.Member and at == 0 else given[0][0].value if at else called
            if at:
                base = given[0][1]
            found = self.member(base, wanted.text, of, True) if wanted.text else UNKNOWN  # type: ignore[attr-defined]
            if key == "pop" and type(called) is n.Member:
                self.bind(called.base, base.without(wanted.text))  # type: ignore[attr-defined]
            if base.fields is not None and wanted.text not in base.fields:  # type: ignore[attr-defined]
                for _, value in given[at + 1 :]:
                    found = join(found, value)
            return found
        if key == "clear" and type(called) is n.Member and not given:
            self.bind(called.base, Value(NONE, True, {}))
            return CLEAN
        if key == "assign" and path[0] == "Object" and given:
            return self._assigned(given)
        if path == ("Object", "keys") or (key in PLAIN and not (key in ("count", "find") and not given)):
            return CLEAN
        if key in ("format", "formatmap") and type(called) is n.Member:
            return self._formatted(called.base, base, given, node)
        if key in ("split", "rsplit", "partition", "rpartition") and given and type(given[0][0].value) is n.Constant:
            if given[0][0].value.text == "@":
                return Value(base.labels, base.known, {"1": CLEAN, "-1": CLEAN, "2": CLEAN})
        if key == "vars" and given:
            return self._vars(given[0][0].value)
        if key == "locals" and not given:
            return Value(frozenset((Label("whole", "all local variables", "locals()"),)))
        if key in ("getpass", "getpassword"):
            return self._named("password", "", ("password",))
        if key in ("parse",) and path[0] == "JSON" and given:
            return given[0][1]
        if self._hands_on(name, key) or (node.made and name in ("Error", "Map", "Set", "Array")):
            return self._handed_on(key, base, given, type(called) is n.Member)
        if name[:1].isupper() and name.endswith(("Error", "Exception", "Warning")):
            return self._handed_on(key, UNKNOWN, given, False)
        if node.made:
            return UNKNOWN
        return self._gotten(name, path, base, given)

    def _called_back(self, key: str, of: n.Node, base: Value, node: n.Call) -> Value | None:
        """What `emails.map(one => ...)` gives: the function is judged with an element; None for a call of another name."""
        if key not in ("map", "flatmap", "filter", "foreach", "find", "some", "every", "findindex", "findlast"):
            return None
        callback = node.arguments[0].value
        assert type(callback) is n.Function
        one = self.element(base, of)
        found = self.function(callback, one)
        for argument in node.arguments[1:]:
            self.value(argument.value)
        if key in ("map", "flatmap"):
            return Value(found.all(), found.known, {})
        return base if key == "filter" else one if key.startswith("find") and key != "findindex" else CLEAN

    def _gotten(self, name: str, path: tuple[str, ...], base: Value, given: list[tuple[n.Argument, Value]]) -> Value:
        """The result of a call that says what it gives: `get_email()`, `request.get_json()`."""
        one = whole(path)
        if one is not None and len(path) > 1:
            return Value(frozenset((one,)))
        words = split(name)
        if len(words) > 1 and words[0] in GETTING:
            rest = "_".join(words[1:])
            label = self.names.label(rest, path[-2] if len(path) > 1 else "")
            if label is not None:
                return Value(frozenset((label,)))
            if self.names.is_about(rest):
                return CLEAN
        return UNKNOWN

    @staticmethod
    def _hands_on(name: str, key: str) -> bool:
        if key in HANDING_ON:
            return True
        words = split(name)
        return len(words) > 1 and words[0] in (
            "format",
            "fmt",
            "normalize",
            "normalise",
            "stringify",
            "serialize",
            "lower",
            "trim",
            "strip",
        )

    def _handed_on(self, key: str, base: Value, given: list[tuple[n.Argument, Value]], is_method: bool) -> Value:
        """What comes out of `", ".join(names)`, `email.strip()`, `dict(a=b)`, `list(emails)`."""
        if key in (
            "dict",
            "ordereddict",
            "copy",
            "deepcopy",
            "asdict",
            "seal",
            "freeze",
            "todict",
            "structuredclone",
            "items",
            "cast",
            "resolve",
            "proxy",
        ):
            found = base if is_method else Value(NONE, True, {})
            for argument, value in given:
                if argument.name:
                    found = found.put(argument.name, self.given(argument.name, value))
                elif value.fields is not None and (found.fields == {} or argument.spread):
                    fields = {**(found.fields or {}), **value.fields}
                    found = Value(found.labels | value.labels, found.known and value.known, fields)
                elif value.known and not value.labels and value.fields is None:
                    continue
                else:
                    found = Value(
                        found.labels | value.labels,
                        False,
                        found.fields if value.fields is None else {**(found.fields or {}), **value.fields},
                    )
            return Value(found.all(), found.known, {}) if key == "items" else found
        labels = base.all() if is_method else NONE
        known = base.is_clean if is_method else True
        for _, value in given:
            labels |= value.all()
            known = known and value.is_clean
        return Value(labels, known, {} if key in ELEMENTS else None)

    def _formatted(self, of: n.Node, base: Value, given: list[tuple[n.Argument, Value]], node: n.Call) -> Value:
        """`"{a} {b}".format(1, b=2)`: by position all, by name those that the text names."""
        wanted = set(_FIELDS.findall(of.text)) if type(of) is n.Constant else None
        labels, known = base.all(), base.is_clean
        for argument, value in given:
            if argument.name and wanted is not None and argument.name not in wanted:
                continue
            if argument.spread and value.fields is None:
                held = _without_whole(value.labels)
            elif argument.spread and wanted is not None:
                held = value.labels.union(*(one.all() for name, one in (value.fields or {}).items() if name in wanted))
            else:
                held = (self.given(argument.name, value) if argument.name else value).all()
            labels |= held
            known = known and value.is_clean
        if labels and type(of) is n.Constant and _HTTP.search(of.text) and _URL_FIELD.search(of.text):
            self._leak(labels, (URL,), "a URL", node.line, node.end)
        return Value(labels, known)

    def _vars(self, node: n.Node) -> Value:
        path = self.path(node)
        if path[-1].lower() in (
            "args",
            "opt",
            "opts",
            "options",
            "namespace",
            "self",
            "parsed",
            "parsed_args",
            "cfg",
            "flags",
            "",
        ):
            return UNKNOWN
        return Value(frozenset((attributes(f"vars({'.'.join(path)})", path[-1]),)))

    def _put(self, into: n.Node, key: str, base: Value, given: list[tuple[n.Argument, Value]]) -> None:
        found = base
        for argument, value in given:
            if argument.name:
                found = found.put(argument.name, self.given(argument.name, value))
            elif key in ("update",) and value.fields is not None:
                fields = {**(found.fields or {}), **value.fields}
                found = Value(found.labels | value.labels, found.known and value.known, fields)
            elif key in ("set", "put", "setdefault") and len(given) == 2:
                first = given[0][0].value
                name = first.text if type(first) is n.Constant else None
                found = found.put(name or None, self.given(name, given[1][1]) if name else given[1][1])
                break
            else:
                found = found.put(None, value)
        self.bind(into, found, quiet=True)

    def _assigned(self, given: list[tuple[n.Argument, Value]]) -> Value:
        found = given[0][1]
        for _, value in given[1:]:
            fields = {**(found.fields or {}), **(value.fields or {})}
            found = Value(found.labels | value.labels, found.known and value.known, fields)
        self.bind(given[0][0].value, found, quiet=True)
        return found

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

    # -- sinks

    def raised(self, node: n.Node, value: Value) -> None:
        """An error is raised: what its text holds goes wherever errors go."""
        held = value.all()
        if held:
            name = self.path(node)[-1] or "an error"
            self._leak(held, (EXCEPTION,), name, node.line, node.end)

    def _judge(self, sink: Sink, shown: str, given: list[tuple[n.Argument, Value]], node: n.Call) -> None:
        held: frozenset[Label] = NONE
        wanted = sink.arguments
        for at, (argument, value) in enumerate(given):
            name = argument.name
            if name in NOT_DATA:
                continue
            if not wanted or (name in wanted if name else str(at) in wanted):
                held |= (self.given(name, value) if name and not argument.spread else value).all()
            elif not name and f"{at}.params" in wanted and value.fields is not None:
                inner = value.fields.get("params") or value.fields.get("query")
                held |= inner.all() if inner is not None else NONE
            elif not name and value.fields:
                for key, inner in value.fields.items():
                    if key in wanted:
                        held |= inner.all()
        if held:
            self._leak(held, sink.kinds, shown, node.line, node.end)

    def _leak(self, held: frozenset[Label], kinds: tuple[str, ...], sink: str, line: int, end: int) -> None:
        for label in held:
            self.leaks.append(Leak(label, kinds, sink, line, end))

    _expressions = {
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
        n.Call: _call,
    }


def _without_whole(labels: frozenset[Label]) -> frozenset[Label]:
    """What a part of a whole object is, its own name says."""
    return frozenset(label for label in labels if label.of not in ("whole", "exposed"))
