"""JavaScript and TypeScript: what an expression says, as far as its file tells; a name with a parameter in it has a hole.

Nothing is walked as a whole: a place in the text is found first, and the syntax tree tells what stands there and around it.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

DEEPEST = 8
MOST = 400
FUNCTIONS = frozenset(
    (
        "function_declaration",
        "generator_function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
    )
)
# What an expression may be wrapped in and stay the same.
TRANSPARENT = frozenset(
    (
        "parenthesized_expression",
        "non_null_expression",
        "as_expression",
        "satisfies_expression",
        "type_assertion",
        "await_expression",
    )
)
# Methods of arrays that call a function with each element.
_EACH = frozenset(("forEach", "map", "filter", "find", "some", "every", "flatMap", "findLast"))


class Name(Record):
    """A name, or what is before and after the parameter that is part of it: `hole` is its function's node and its index."""

    before: str
    line: int
    after: str = ""
    hole: tuple[Node, int] | None = None
    upper: bool = False

    def filled(self, other: Name) -> Name:
        upper = str.upper if self.upper else str
        if other.hole is None:
            return other.but(before=self.before + upper(other.before) + self.after)
        return other.but(before=self.before + upper(other.before), after=upper(other.after) + self.after)

    def then(self, other: Name) -> Name | None:
        if self.hole is None:
            return other.but(before=self.before + other.before, line=self.line or other.line)
        return None if other.hole is not None else self.but(after=self.after + other.before)


class Text:
    """A parsed text."""

    def __init__(self, root: Node, data: bytes) -> None:
        self.root = root
        self.data = data
        self._declared: dict[str, list[Node]] = {}

    def of(self, node: Node | None) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace") if node is not None else ""

    def nodes(self, pattern: re.Pattern[bytes], group: int = 0) -> Iterator[tuple[Node, re.Match[bytes]]]:
        """The smallest node around each place that an expression matches."""
        for found in pattern.finditer(self.data):
            node = self.root.descendant_for_byte_range(found.start(group), found.end(group))
            if node is not None:
                yield node, found

    def word(self, name: str) -> Iterator[Node]:
        """The identifiers of a name."""
        for node, found in self.nodes(re.compile(rb"(?<![\w$.])" + re.escape(name.encode()) + rb"(?![\w$])")):
            if node.end_byte - node.start_byte == len(found[0]) and node.type.endswith(("identifier", "pattern")):
                yield node

    def string(self, node: Node) -> str | None:
        """The text of a literal without substitutions, None for anything else."""
        if node.type not in ("string", "template_string"):
            return None
        if any(child.type == "template_substitution" for child in node.named_children):
            return None
        return self.of(node)[1:-1]

    def declared(self, name: str) -> list[Node]:
        """The values that a name is declared with, the functions and enumerations of that name."""
        if name not in self._declared:
            found = self._declared[name] = []
            for node in self.word(name):
                above = node.parent
                if above is not None and above.type == "assignment_expression":
                    left, right = above.child_by_field_name("left"), above.child_by_field_name("right")
                    found += [bare(right)] if left == node and right is not None else []
                if above is None or above.child_by_field_name("name") != node:
                    continue
                if above.type == "variable_declarator":
                    value = above.child_by_field_name("value")
                    found += [bare(value)] if value is not None else []
                elif above.type in FUNCTIONS or above.type in ("enum_declaration", "class_declaration"):
                    found.append(above)
        return self._declared[name]

    def names(self, node: Node, deep: int = 0) -> list[Name]:
        """What an expression can be."""
        node = bare(node)
        if deep > DEEPEST:
            return []
        text = self.string(node)
        if text is not None:
            return [Name(text, node.start_point[0] + 1)]
        kind = node.type
        if kind == "template_string":
            return self._template(node, deep)
        if kind == "binary_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is None or right is None:
                return []
            operator = self.of(node.child_by_field_name("operator"))
            if operator == "+":
                return joined([self.names(left, deep + 1), self.names(right, deep + 1)])
            return [*self.names(left, deep + 1), *self.names(right, deep + 1)] if operator in ("||", "??") else []
        if kind == "ternary_expression":
            sides = [node.child_by_field_name(name) for name in ("consequence", "alternative")]
            return [name for side in sides if side is not None for name in self.names(side, deep + 1)]
        if kind == "call_expression":
            return self._called(node, deep)
        if kind == "member_expression":
            return [name for one in self.member(node) for name in self.names(one, deep + 1)]
        if kind == "identifier":
            return self._named(node, deep)
        return []

    def _template(self, node: Node, deep: int) -> list[Name]:
        parts: list[list[Name]] = []
        line = node.start_point[0] + 1
        for child in node.named_children:
            if child.type == "template_substitution" and child.named_children:
                parts.append(self.names(child.named_children[0], deep + 1))
            else:
                parts.append([Name(self.of(child), line)])
        return joined(parts)

    def _called(self, node: Node, deep: int) -> list[Name]:
        function = node.child_by_field_name("function")
        if function is None:
            return []
        if made := self._returned(function, node, deep):
            return made
        if function.type != "member_expression":
            return []
        name = self.of(function.child_by_field_name("property"))
        base = function.child_by_field_name("object")
        if base is None or name not in ("toUpperCase", "toString", "trim"):
            return []
        found = self.names(base, deep + 1)
        if name != "toUpperCase":
            return found
        return [one.but(before=one.before.upper(), after=one.after.upper(), upper=True) for one in found]

    def _returned(self, function: Node, call: Node, deep: int) -> list[Name]:
        """What a function of this file returns of the name that it is given: `keyOf("X")`, `(0, exports.keyOf)("X")`."""
        word = re.search(r"(?:^|exports\.)([\w$]+)\)?$", self.of(function)[-80:])
        given = arguments(call)
        found: list[Name] = []
        for one in self.declared(word[1]) if word is not None else ():
            if one.type not in FUNCTIONS:
                continue
            for name in [name for back in self._returns(one) for name in self.names(back, deep + 1)]:
                if name.hole is None:
                    found.append(name)
                elif name.hole[0] == one and name.hole[1] < len(given):
                    found += [name.filled(inner) for inner in self.names(given[name.hole[1]], deep + 1)]
        return found[:MOST]

    def _returns(self, function: Node) -> list[Node]:
        body = function.child_by_field_name("body")
        if body is None or body.type != "statement_block":
            return [body] if body is not None else []
        pattern = re.compile(rb"\breturn\b")
        found = []
        for place in pattern.finditer(self.data, body.start_byte, body.end_byte):
            node = self.root.descendant_for_byte_range(place.start(), place.end())
            if node is not None and node.parent is not None and node.parent.type == "return_statement":
                found += node.parent.named_children[:1]
        return found

    def member(self, node: Node) -> list[Node]:
        """The values of `NAMES.key`, where NAMES is an object or enumeration of this file."""
        base, key = node.child_by_field_name("object"), self.of(node.child_by_field_name("property"))
        if base is None or base.type != "identifier":
            return []
        return [
            value for one in self.declared(self.of(base)) for name, value in self.entries(one) if self.key(name) == key
        ]

    def entries(self, node: Node) -> Iterator[tuple[Node, Node]]:
        """The pairs of an object or enumeration; of `{A}` the name is the value."""
        body = node.child_by_field_name("body") if node.type == "enum_declaration" else node
        for child in body.named_children if body is not None else ():
            if child.type in ("pair", "enum_assignment"):
                key = child.child_by_field_name("key") or child.child_by_field_name("name")
                value = child.child_by_field_name("value")
                if key is not None and value is not None:
                    yield key, value
            elif child.type in ("shorthand_property_identifier", "property_identifier"):
                yield child, child

    def key(self, node: Node) -> str:
        text = self.string(node)
        return text if text is not None else self.of(node)

    def _named(self, node: Node, deep: int) -> list[Name]:
        name = self.of(node)
        above = node.parent
        while above is not None:
            if above.type in FUNCTIONS and (index := self.parameter(above, name)) >= 0:
                elements = self._given(above, index)
                if elements is None:
                    return [Name("", 0, hole=(above, index))]
                return [one for element in elements for one in self.names(element, deep + 1)][:MOST]
            if above.type == "for_in_statement" and self.of(above.child_by_field_name("left")) == name:
                over = above.child_by_field_name("right")
                found = self.elements(over) if over is not None else []
                return [one for element in found for one in self.names(element, deep + 1)][:MOST]
            above = above.parent
        return [one for value in self.declared(name)[:6] for one in self.names(value, deep + 1)]

    def parameter(self, function: Node, name: str) -> int:
        """The index of a parameter, -1 if the function has none of this name."""
        for index, one in enumerate(self.parameters(function)):
            if one == name:
                return index
        return -1

    def parameters(self, function: Node) -> list[str]:
        alone = function.child_by_field_name("parameter")
        if alone is not None:
            return [self.of(alone)]
        given = function.child_by_field_name("parameters")
        found = []
        for child in given.named_children if given is not None else ():
            if child.type == "comment":
                continue
            inner = child.child_by_field_name("pattern") or child.child_by_field_name("left") or child
            found.append(self.of(inner))
        return found

    def _given(self, function: Node, index: int) -> list[Node] | None:
        """The elements of the array whose `forEach` (`map`, ...) calls a function; None if nothing of the kind does."""
        above = function.parent
        call = above.parent if above is not None and above.type == "arguments" else None
        called = call.child_by_field_name("function") if call is not None else None
        if index or called is None or called.type != "member_expression":
            return None
        if self.of(called.child_by_field_name("property")) not in _EACH:
            return None
        base = called.child_by_field_name("object")
        return self.elements(base) if base is not None else None

    def elements(self, node: Node, deep: int = 0) -> list[Node]:
        """The elements of an array, where it or its declaration is written out; of `Object.keys(x)` the keys of x."""
        node = bare(node)
        if deep > DEEPEST:
            return []
        if node.type == "array":
            return node.named_children
        if node.type == "identifier":
            name = self.of(node)
            found = [one for value in self.declared(name) for one in self.elements(value, deep + 1)]
            return found + self._pushed(name)
        return []

    def _pushed(self, name: str) -> list[Node]:
        """What `name.push(...)` adds to an array."""
        pattern = re.compile(rb"(?<![\w$.])" + re.escape(name.encode()) + rb"\.push(?=\()")
        found: list[Node] = []
        for node, _ in self.nodes(pattern):
            call = node.parent if node.type == "member_expression" else None
            if call is not None and call.type == "call_expression":
                found += arguments(call)
        return found

    def calls(self, function: Node) -> Iterator[Node]:
        """The calls of a function of this file."""
        name = function.child_by_field_name("name")
        above = function.parent
        if name is None and above is not None:
            above = above.parent if above.type in TRANSPARENT and above.parent is not None else above
            name = above.child_by_field_name("name") or above.child_by_field_name("key")
            name = name or above.child_by_field_name("property")
        if name is None:
            return
        word = self.of(name)
        if not re.fullmatch(r"#?[\w$]+", word) or word in ("get", "constructor"):
            return
        pattern = re.compile(rb"(?<![\w$])" + re.escape(word.encode()) + rb"(?=\s*(?:<[^()<>]*>)?\()")
        for node, _ in self.nodes(pattern):
            call = node.parent
            if call is not None and call.type == "member_expression":
                call = call.parent
            if call is not None and call.type == "call_expression":
                yield call


def bare(node: Node) -> Node:
    """An expression without what it is wrapped in."""
    while node.type in TRANSPARENT and node.named_children:
        node = node.named_children[0] if node.type != "type_assertion" else node.named_children[-1]
    return node


def arguments(call: Node) -> list[Node]:
    given = call.child_by_field_name("arguments")
    return [one for one in given.named_children if one.type != "comment"] if given is not None else []


def joined(parts: list[list[Name]]) -> list[Name]:
    found = [Name("", 0)]
    for more in parts:
        found = [made for one in found for other in more if (made := one.then(other)) is not None][:MOST]
    return found
