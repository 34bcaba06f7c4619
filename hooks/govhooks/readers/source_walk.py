"""Walk the syntax tree of any tree-sitter grammar: its calls, definitions and imports; see `govhooks.readers.source`."""

from __future__ import annotations

import re

from govhooks.readers.code import Call, Code, Definition, Import
from govhooks.readers.languages import ARGUMENTS, LANGUAGES, MEMBER, NAMED, OBJECT, PAIRS, TRANSPARENT, WRAPPED
from govhooks.readers.source_imports import imports
from govhooks.readers.source_values import Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tree_sitter import Node

    from govhooks.readers.code import Scope

# How many names along a chain of calls are kept.
_LONGEST = 30
_DEEPEST = 20
# Words of Ruby that are no calls of anything.
_VISIBILITY = ("private", "protected", "public", "module_function")
_MOST_PARTIAL = 10_000
# Separators between the names of base classes.
_BASE_WORDS = ("", "extends", "implements", "class", ">", "public", "private")
_PLAIN_NAME = re.compile(r"[@$]*\w[\w$]*(?:(?:\.|->|::|\?\.|\?->|\\)[@$]*\w[\w$]*)*[?!]?")


class Walk(Values):
    """Walks the syntax tree of one text."""

    def __init__(self, form: str, root: Node, data: bytes) -> None:
        language = LANGUAGES[form]
        super().__init__(form, data)
        self.root = root
        self.is_call = frozenset(language.calls.split())
        self.is_function = frozenset(language.functions.split())
        self.is_class = frozenset(language.classes.split())
        self.is_import = frozenset(language.imports.split())
        self.is_decorator = frozenset(language.decorators.split())
        self.calls: list[Call] = []
        self.definitions: list[Definition] = []
        self.imports: list[Import] = []
        self.partial: set[int] = set()

    def code(self) -> Code:
        todo: list[tuple[Node, Scope]] = [(self.root, ())]
        while todo:
            node, scope = todo.pop()
            kind = node.type
            inner = scope
            if node.is_error or node.is_missing:
                first, last = node.start_point[0] + 1, node.end_point[0] + 1
                self.partial.update(range(first, min(last, first + _MOST_PARTIAL) + 1))
            if kind in self.is_function or kind in self.is_class:
                if name := self.define(node, scope):
                    inner = (*scope, name)[-_DEEPEST:]
            elif kind in self.is_import:
                self.imports += self.imports_of(node)
            if kind in self.is_call and not self.is_part(node):
                self.calls.append(self.call(node, scope))
            elif kind == "identifier" and self.is_bare_call(node):
                self.calls.append(Call(self.text(node), (), {}, *self._at(node), scope, node.start_point[1]))
            children = node.children
            if children:
                todo += [(child, inner) for child in reversed(children) if child.is_named or child.is_missing]
        self.calls.sort(key=lambda call: (call.line, call.column))
        self.definitions.sort(key=lambda one: one.line)
        partial = tuple(sorted(self.partial))
        found = tuple(self.calls), tuple(self.definitions), tuple(self.imports)
        return Code(self.form, *found, self.root, partial)

    def imports_of(self, node: Node) -> list[Import]:
        return imports(self, node)

    def is_bare_call(self, node: Node) -> bool:
        """Whether a name is a call without arguments: in Ruby, one that stands alone in the body of a class."""
        body = node.parent
        if self.form != "ruby" or body is None or body.type != "body_statement" or body.parent is None:
            return False
        return body.parent.type in self.is_class and self.text(node) not in _VISIBILITY

    @staticmethod
    def _at(node: Node) -> tuple[int, int]:
        return node.start_point[0] + 1, node.end_point[0] + 1

    def is_part(self, node: Node) -> bool:
        """Whether a call is part of the one around it, which has its name and arguments."""
        return False

    def named(self, node: Node | None) -> str:
        """The dotted name of a node; it begins with "" if the first part is not a name."""
        names: list[str] = []
        while node is not None and len(names) < _LONGEST:
            kind = node.type
            if kind in self.is_call and (function := self.field(node, NAMED)) is not None:
                node = function
            elif (member := self.field(node, MEMBER)) is not None and kind not in PAIRS:
                names.append(self.text(member).lstrip("$").partition("<")[0])
                node = self.field(node, OBJECT)
                continue
            elif node.named_children and (
                kind in TRANSPARENT or kind in self.is_call
            ):  # the latter is PHP's `new A(...)`
                node = node.named_children[0]
            else:
                text = self.text(node).lstrip("$@").partition("<")[0].strip()
                plain = _PLAIN_NAME.fullmatch(text)
                names.append(re.sub(r"\?\.|\?->|->|::|\\", ".", text).replace("$", "") if plain else "")
                break
        return ".".join(reversed(names)).strip("?!") if any(names) else ""

    def call(self, node: Node, scope: Scope) -> Call:
        arguments: list[Any] = []
        keywords: dict[str, Any] = {}
        given = node.child_by_field_name("arguments") or node.child_by_field_name("parameters")
        if given is None:
            given = next((child for child in node.named_children if child.type in ARGUMENTS), None)
        for one in given.named_children if given is not None else ():
            if one.type in PAIRS:
                key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
                keywords[self.key(key)] = self.value(value) if value is not None else None
            elif one.type in WRAPPED and (key := one.child_by_field_name("name")) is not None:
                keywords[self.text(key)] = self.value(one.named_children[-1])
            elif "comment" not in one.type:
                arguments.append(self.value(one))
        at = self.field(node, NAMED) or node
        place = self.field(at, MEMBER) or at
        line, column = place.start_point
        return Call(self.named(node), tuple(arguments), keywords, line + 1, node.end_point[0] + 1, scope, column)

    def define(self, node: Node, scope: Scope) -> str:
        """Record a definition and return its name, "" if it has none."""
        name = node.child_by_field_name("name")
        above = node.parent
        if (
            name is None
            and above is not None
            and above.type in ("variable_declarator", "pair", "assignment_expression")
        ):
            name = self.field(above, ("name", "key", "left"))
        if name is None:
            return ""
        decorators = self.decorators(node, scope)
        bases = self.bases(node) if node.type in self.is_class else []
        parameters = [] if node.type in self.is_class else self.parameters(node)
        kind = "class" if node.type in self.is_class else "function"
        first = min([node.start_point[0] + 1, *(call.line for call in decorators)])
        text = self.text(name)
        definition = Definition(
            kind, text, first, node.end_point[0] + 1, decorators, tuple(bases), tuple(parameters), scope
        )
        self.definitions.append(definition)
        return text

    def bases(self, node: Node) -> list[str]:
        """The names of the base classes of a class."""
        found: list[str] = []
        for child in node.named_children:
            if child.type in ("class_heritage", "superclass", "super_interfaces", "base_list", "base_clause") or (
                child.type in ("class_interface_clause", "extends_interfaces")
            ):
                found += [
                    one for one in re.split(r"[\s,<()]+|(?<!:):(?!:)", self.text(child)) if one not in _BASE_WORDS
                ]
        return found

    def parameters(self, node: Node) -> list[str]:
        """The names of the parameters of a function."""
        found: list[str] = []
        given = node.child_by_field_name("parameters")
        for child in given.named_children if given is not None else ():
            names = child.children_by_field_name("name") or child.children_by_field_name("pattern") or [child]
            found += [self.text(one).lstrip("$*&:.") for one in names if "comment" not in one.type]
        return found

    def decorators(self, node: Node, scope: Scope) -> tuple[Call, ...]:
        """The decorators of a definition: inside it, before it in a class body, or before its `export`."""
        if not self.is_decorator:
            return ()
        found: list[Node] = []
        before = node.prev_named_sibling
        while before is not None and before.type in self.is_decorator:
            found.insert(0, before)
            before = before.prev_named_sibling
        if node.parent is not None and node.parent.type == "export_statement":
            found += [
                child for child in node.parent.named_children if child.type in self.is_decorator and child not in found
            ]
        todo = list(reversed(node.named_children))
        while todo:
            child = todo.pop()
            if child.type in self.is_decorator:
                found.append(child)
            elif child.type in ("modifiers", "attribute_list", "attribute_group"):
                todo += reversed(child.named_children)
        return tuple(self.decorator(one, scope) for one in found)

    def decorator(self, node: Node, scope: Scope) -> Call:
        inner = node.named_children[0] if node.type == "decorator" and node.named_children else node
        if inner.type in self.is_call or node.type != "decorator":
            found = self.call(inner, scope)
            if not found.name and inner.named_children:  # PHP's attributes have no field for their name
                found = found.but(name=self.named(inner.named_children[0]))
            return found
        line, column = inner.start_point
        return Call(self.named(inner), (), {}, line + 1, inner.end_point[0] + 1, scope, column)
