"""The expressions of JavaScript and TypeScript, and what is assigned to, as nodes."""

from __future__ import annotations

from govhooks.rules.data.logging_restrictions import nodes as n

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tree_sitter import Node

_FEW = 6
FUNCTIONS = frozenset(
    "function_declaration generator_function_declaration method_definition function_expression arrow_function generator_function".split()
)
CLASSES = frozenset("class_declaration class abstract_class_declaration".split())
# Nodes around an expression that change nothing of its value.
_AROUND = frozenset(
    "parenthesized_expression await_expression as_expression satisfies_expression non_null_expression type_assertion".split()
)
_LITERALS = frozenset("number true false null undefined regex super import meta_property this_type".split())
_COMPARING = frozenset("== === != !== < > <= >= in instanceof - * / % ** & | ^ << >> >>>".split())


class Values:
    """Expressions of one text; `_function` and `body` are the business of who knows statements."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def body(self, node: Node | None) -> tuple[n.Node, ...]:
        raise NotImplementedError

    def _function(self, node: Node) -> n.Node:
        raise NotImplementedError

    def _text(self, node: Node | None) -> str:
        return "" if node is None else self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def _maybe(self, node: Node | None) -> n.Node | None:
        return None if node is None else self._value(node)

    def _value(self, node: Node) -> n.Node:
        while node.type in _AROUND:
            inner = inner_of(node)
            if not inner:
                return n.Constant("")
            node = inner[-1] if node.type == "type_assertion" else inner[0]
        kind = node.type
        make = self._expressions.get(kind)
        if make is not None:
            found = make(self, node)
        elif kind in FUNCTIONS:
            found = self._function(node)
        elif kind in CLASSES:
            found = n.Function((), self.body(node.child_by_field_name("body")))
        elif kind in _LITERALS:
            found = n.Constant("")
        else:
            found = n.Unknown(tuple(self._value(one) for one in inner_of(node)))
        found.line, found.end = node.start_point[0] + 1, node.end_point[0] + 1
        return found

    def _name(self, node: Node) -> n.Node:
        text = self._text(node)
        return n.Constant("") if text in ("undefined", "NaN", "Infinity") else n.Name(text)

    def _member(self, node: Node) -> n.Node:
        base, name = node.child_by_field_name("object"), node.child_by_field_name("property")
        if base is None:
            return n.Constant("")
        if self._text(name) == "length":
            return n.Test((self._value(base),))
        return n.Member(self._value(base), self._text(name).lstrip("#"), False)

    def _subscript(self, node: Node) -> n.Node:
        base, index = node.child_by_field_name("object"), node.child_by_field_name("index")
        if base is None or index is None:
            return n.Constant("")
        if index.type == "string":
            return n.Member(self._value(base), self._text(index)[1:-1], True)
        if index.type == "number":
            return n.Member(self._value(base), self._text(index), True)
        return n.Element(self._value(base), self._value(index))

    def _string(self, node: Node) -> n.Node:
        return n.Constant(self._text(node)[1:-1])

    def _template(self, node: Node) -> n.Node:
        parts: list[n.Node] = []
        at = node.start_byte + 1
        for one in node.named_children:
            if one.type != "template_substitution":
                continue
            parts.append(n.Constant(self._data[at : one.start_byte].decode("utf-8", "replace")))
            parts += (self._value(inner) for inner in inner_of(one))
            at = one.end_byte
        parts.append(n.Constant(self._data[at : max(at, node.end_byte - 1)].decode("utf-8", "replace")))
        return n.Text(tuple(parts))

    def _call(self, node: Node) -> n.Node:
        called = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        given = node.child_by_field_name("arguments")
        if called is None:
            return n.Constant("")
        to = self._value(called)
        if given is None:
            return n.Call(to, (), node.type == "new_expression")
        if given.type == "template_string":
            return n.Call(to, (n.Argument("", self._value(given), False),), False)
        arguments = []
        for one in given.named_children:
            if one.type == "comment":
                continue
            spread = one.type == "spread_element"
            inner = inner_of(one)
            arguments.append(n.Argument("", self._value(inner[0] if spread and inner else one), spread))
        if type(to) is n.Member and to.name in ("slice", "substring", "substr", "slice") and len(given.named_children):
            numbers = [self._text(one) for one in given.named_children]
            few = (numbers[0].startswith("-") and _few(numbers[0][1:]) and len(numbers) == 1) or (
                numbers[0] == "0" and len(numbers) == 2 and _few(numbers[1])
            )
            return n.Piece(to.base, few)
        return n.Call(to, tuple(arguments), node.type == "new_expression")

    def _binary(self, node: Node) -> n.Node:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        of = operator.type if operator is not None else ""
        if left is None or right is None:
            return n.Constant("")
        one, two = self._value(left), self._value(right)
        if of in ("||", "??"):
            return n.Choice(None, (one, two))
        if of == "&&":
            return n.Choice(n.Test((one,)), (two,))
        if of in _COMPARING:
            return n.Test((one, two))
        parts: list[n.Node] = []
        for part in (one, two):
            parts += part.parts if type(part) is n.Text else (part,)
        return n.Text(tuple(parts))

    def _unary(self, node: Node) -> n.Node:
        inner = node.child_by_field_name("argument")
        operator = node.child_by_field_name("operator")
        value = self._value(inner) if inner is not None else n.Constant("")
        if operator is not None and operator.type == "delete" and type(value) is n.Member:
            return n.Removal(value)
        return n.Test((value,))

    def _ternary(self, node: Node) -> n.Node:
        parts = [self._maybe(node.child_by_field_name(one)) for one in ("condition", "consequence", "alternative")]
        return n.Choice(parts[0], tuple(one for one in parts[1:] if one is not None) or (n.Constant(""),))

    def _assignment(self, node: Node) -> n.Node:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return n.Constant("")
        target, value = self._target(left), self._value(right)
        if node.type == "augmented_assignment_expression":
            operator = node.child_by_field_name("operator")
            of = operator.type if operator is not None else ""
            now = self._value(left)
            if of == "+=":
                value = n.Text((now, value))
            elif of in ("||=", "??=", "&&="):
                value = n.Choice(None, (now, value))
            else:
                value = n.Test((now, value))
        return n.Bind(target, value)

    def _object(self, node: Node) -> n.Node:
        entries: list[tuple[str | None, n.Node, bool]] = []
        for one in node.named_children:
            kind = one.type
            if kind == "pair":
                key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
                if key is None or value is None:
                    continue
                if key.type == "computed_property_name":
                    inner = inner_of(key)
                    entries.append((None, self._value(inner[0]) if inner else n.Constant(""), False))
                    entries.append((None, self._value(value), False))
                else:
                    entries.append((self._key(key), self._value(value), False))
            elif kind == "spread_element":
                entries += ((None, self._value(inner), True) for inner in inner_of(one))
            elif kind.startswith("shorthand_property"):
                entries.append((self._text(one), n.Name(self._text(one)), False))
            elif kind == "method_definition":
                entries.append((self._key(one.child_by_field_name("name")), self._function(one), False))
        return n.Table(tuple(entries))

    def _key(self, node: Node | None) -> str:
        text = self._text(node)
        return text[1:-1] if text[:1] in "\"'" else text

    def _array(self, node: Node) -> n.Node:
        children = [one for one in node.named_children if one.type != "comment"]
        spread = any(one.type == "spread_element" for one in children)
        entries: list[tuple[str | None, n.Node, bool]] = []
        for at, one in enumerate(children):
            inner = inner_of(one)[0] if one.type == "spread_element" and inner_of(one) else one
            if one.type == "spread_element":
                entries.append((None, n.Element(self._value(inner), n.Constant("")), False))
            else:
                entries.append((None if spread else str(at), self._value(inner), False))
        return n.Table(tuple(entries))

    def _sequence(self, node: Node) -> n.Node:
        parts = tuple(self._value(one) for one in inner_of(node))
        return n.Choice(n.Test(parts[:-1]), parts[-1:]) if parts else n.Constant("")

    def _update(self, node: Node) -> n.Node:
        return n.Constant("")

    _expressions: dict[str, Callable[[Values, Node], n.Node]] = {
        "identifier": _name,
        "this": _name,
        "shorthand_property_identifier": _name,
        "member_expression": _member,
        "subscript_expression": _subscript,
        "string": _string,
        "template_string": _template,
        "call_expression": _call,
        "new_expression": _call,
        "binary_expression": _binary,
        "unary_expression": _unary,
        "ternary_expression": _ternary,
        "assignment_expression": _assignment,
        "augmented_assignment_expression": _assignment,
        "object": _object,
        "array": _array,
        "sequence_expression": _sequence,
        "update_expression": _update,
    }

    # -- what is assigned to

    def _target(self, node: Node) -> n.Node:
        kind, line = node.type, node.start_point[0] + 1
        if kind == "object_pattern":
            entries: list[tuple[str | None, n.Node, bool]] = []
            for one in node.named_children:
                if one.type == "pair_pattern":
                    key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
                    if key is not None and value is not None:
                        entries.append((self._key(key), self._target(value), False))
                elif one.type == "rest_pattern":
                    entries += ((None, self._target(inner), True) for inner in inner_of(one))
                elif one.type == "object_assignment_pattern":
                    left, right = one.child_by_field_name("left"), one.child_by_field_name("right")
                    if left is not None and right is not None:
                        named = n.Name(self._text(left), line=line)
                        entries.append((self._text(left), n.Choice(None, (named, self._value(right))), False))
                else:
                    entries.append((self._text(one), n.Name(self._text(one), line=line), False))
            return n.Table(tuple(entries), line=line)
        if kind == "array_pattern":
            rest = False
            listed: list[tuple[str | None, n.Node, bool]] = []
            at = 0
            for one in node.children:
                if one.type == ",":
                    at += 1
                elif one.type == "rest_pattern":
                    rest = True
                    listed += ((None, self._target(inner), False) for inner in inner_of(one))
                elif one.is_named and one.type != "comment":
                    listed.append((None if rest else str(at), self._target(one), False))
            return n.Table(tuple(listed), line=line)
        if kind == "assignment_pattern":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None:
                return n.Choice(None, (self._target(left), self._value(right)), line=line)
        return self._value(node)


def inner_of(node: Node) -> list[Node]:
    return [one for one in node.named_children if one.type != "comment"]


def _few(text: str) -> bool:
    return text.isdigit() and int(text) <= _FEW


def parameters_of(node: Node | None) -> Sequence[Node]:
    if node is None:
        return ()
    return (node,) if node.type == "identifier" else node.named_children


def names_of(node: Node, text: Callable[[Node], str], into: list[str]) -> None:
    """The names that a pattern of parameters binds."""
    todo = [node]
    while todo:
        one = todo.pop()
        if one.type in ("identifier", "shorthand_property_identifier_pattern"):
            into.append(text(one))
        elif one.type == "pair_pattern":
            value = one.child_by_field_name("value")
            todo += [value] if value is not None else []
        elif one.type in ("object_assignment_pattern", "assignment_pattern"):
            left = one.child_by_field_name("left")
            todo += [left] if left is not None else []
        else:
            todo += one.named_children
