"""What calls give, and which of them are sinks."""

from __future__ import annotations

from govhooks.knowledge.classification.words import split
from govhooks.knowledge.sinks.calls import BY_KEY, CLEANING, ELEMENTS, GETTING, HANDING_ON, PLAIN, PUTTING
from govhooks.knowledge.sinks.named import plain, sinks_of
from govhooks.knowledge.sinks.table import EXCEPTION, IN_URL, LLM, NOT_DATA, URL
from govhooks.rules.data.logging_restrictions import nodes as n
from govhooks.rules.data.logging_restrictions.expressions import HTTP, Expressions, without_whole
from govhooks.rules.data.logging_restrictions.names import attributes, whole
from govhooks.rules.data.logging_restrictions.values import CLEAN, NONE, UNKNOWN, Label, Value, join
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.knowledge.sinks.named import Sink

    Given = list[tuple[n.Argument, Value]]

_URL_FIELD = compiled(r"[?&][\w.\[\]-]+=\{")
_FIELDS = compiled(r"\{(\w+)")


class Calls(Expressions):
    """Expressions with their calls."""

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
            path = (*self.resolve(path[0]).split("."), *path[1:])
        if path[0] in ("window", "globalThis") and len(path) > 1:
            path = path[1:]
        sink = sinks_of((*path, "new") if node.made else path)
        if sink is not None:
            self._judge(sink, ".".join(one for one in path[-2:] if one), given, node)
        name = path[-1]
        key = plain(name)
        words = split(name)
        is_getter = not given and words[:1] and words[0] in GETTING and words[-1] in ("hash", "digest")
        if (CLEANING.intersection(words) or key in CLEANING) and not is_getter:
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
        if key in ("split", "rsplit", "partition", "rpartition") and given:
            at_sign = given[0][0].value
            if type(at_sign) is n.Constant and at_sign.text == "@":  # what is behind it names nobody
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

    def _gotten(self, name: str, path: tuple[str, ...], base: Value, given: Given) -> Value:
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

    def _handed_on(self, key: str, base: Value, given: Given, is_method: bool) -> Value:
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

    def _formatted(self, of: n.Node, base: Value, given: Given, node: n.Call) -> Value:
        """`"{a} {b}".format(1, b=2)`: by position all, by name those that the text names."""
        wanted = set(_FIELDS.findall(of.text)) if type(of) is n.Constant else None
        labels, known = base.all(), base.is_clean
        for argument, value in given:
            if argument.name and wanted is not None and argument.name not in wanted:
                continue
            if argument.spread and value.fields is None:
                held = without_whole(value.labels)
            elif argument.spread and wanted is not None:
                held = value.labels.union(*(one.all() for name, one in (value.fields or {}).items() if name in wanted))
            else:
                held = (self.given(argument.name, value) if argument.name else value).all()
            labels |= held
            known = known and value.is_clean
        if labels and type(of) is n.Constant and HTTP.search(of.text) and _URL_FIELD.search(of.text):
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

    def _put(self, into: n.Node, key: str, base: Value, given: Given) -> None:
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

    def _assigned(self, given: Given) -> Value:
        found = given[0][1]
        for _, value in given[1:]:
            fields = {**(found.fields or {}), **(value.fields or {})}
            found = Value(found.labels | value.labels, found.known and value.known, fields)
        self.bind(given[0][0].value, found, quiet=True)
        return found

    # -- sinks

    def raised(self, node: n.Node, value: Value) -> None:
        """An error is raised: what its text holds goes wherever errors go."""
        held = value.all()
        if held:
            name = self.path(node)[-1] or "an error"
            self._leak(held, (EXCEPTION,), name, node.line, node.end)

    def _judge(self, sink: Sink, shown: str, given: Given, node: n.Call) -> None:
        held: frozenset[Label] = NONE
        wanted = sink.arguments
        for at, (argument, value) in enumerate(given):
            name = argument.name
            if name in NOT_DATA:
                continue
            if URL in sink.kinds and wanted and at == 0 and not name and value.fields:
                # axios({url, params, data}): what is in the body is in no URL.
                held |= NONE.union(*(inner.all() for key, inner in value.fields.items() if key in IN_URL))
            elif not wanted or (name in wanted if name else str(at) in wanted):
                if value.fields and (argument.spread or LLM in sink.kinds):
                    value = Value(value.labels, True, {k: v for k, v in value.fields.items() if k not in NOT_DATA})
                held |= (self.given(name, value) if name and not argument.spread else value).all()
            elif not name and value.fields:
                for key, inner in value.fields.items():
                    if key in wanted:
                        held |= inner.all()
        if held:
            self._leak(held, sink.kinds, shown, node.line, node.end)
