"""The facts of source code that tree-sitter parses: one walk for all languages, over the node types of their grammars."""

from __future__ import annotations

import re

from govhooks.readers.code import Expression
from govhooks.readers.languages import ARGUMENTS, LANGUAGES, MEMBER, NAMED, OBJECT, PAIRS, TRANSPARENT
from govhooks.readers.source_values import Values
from govhooks.rules.authentication.session_policy.facts import (
    CALL,
    Given,
    holds_in_production,
    is_development,
    names,
    subject_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tree_sitter import Node

    from govhooks.rules.authentication.session_policy.facts import Collector

    Trail = tuple[str, ...]
    Step = tuple[Node, Trail, str, bool]

_LONGEST = 30
_TEXT = 400
# Nodes that give a name a value: the fields of the name and of the value.
_ASSIGNS = {
    "assignment_expression": (("left",), ("right",)),
    "augmented_assignment_expression": (("left",), ("right",)),
    "assignment": (("left",), ("right",)),
    "operator_assignment": (("left",), ("right",)),
    "assignment_statement": (("left",), ("right",)),
    "short_var_declaration": (("left",), ("right",)),
    "variable_declarator": (("name",), ("value",)),
    "const_spec": (("name",), ("value",)),
    "var_spec": (("name",), ("value",)),
    "const_element": (("name",), ("value",)),
    "field_definition": (("property",), ("value",)),
    "public_field_definition": (("name",), ("value",)),
    "property_element": (("name",), ("default_value",)),
    "property_declaration": (("name",), ("value",)),
}
_SUBSCRIPTS = ("subscript_expression", "element_access_expression", "element_reference", "index_expression")
_WORDS = ("attribute", "annotation", "marker_annotation")
# Parts of a call whose settings belong to it.
_BODIES = ("block", "do_block", "initializer_expression", "class_body", "declaration_list")
_TERNARIES = ("ternary_expression", "conditional", "conditional_expression")
_CONDITIONS = frozenset(("if_statement", "if", "if_modifier", *_TERNARIES))
# Uses of a name.
_LEAVES = frozenset(
    (
        "identifier",
        "field_identifier",
        "constant",
        "name",
        "property_identifier",
        "type_identifier",
        "package_identifier",
    )
)
_STRING = re.compile(r"[\"'`]([^\"'`]*)[\"'`]|:(\w+)")


def collect(form: str, root: Node, data: bytes, into: Collector) -> None:
    """Collect the facts of a file in one of LANGUAGES, whose bytes are `data`."""
    _Walk(form, data, into).walk(root)


class _Walk(Values):
    def __init__(self, form: str, data: bytes, into: Collector) -> None:
        super().__init__(form, data)
        language = LANGUAGES[form]
        self.into = into
        self.is_call = frozenset(language.calls.split())
        self.is_class = frozenset(language.classes.split())
        self.is_function = frozenset(language.functions.split())
        # Nodes that are more than what is in them.
        self.special = frozenset(
            (
                *_ASSIGNS,
                *self.is_call,
                *self.is_class,
                *self.is_function,
                *PAIRS,
                *_WORDS,
                *_CONDITIONS,
                *_LEAVES,
                "array_element_initializer",
                "composite_literal",
            )
        )
        # What a variable was made as, for `c.Secure = false` after `c := &http.Cookie{}`.
        self.types: dict[str, Trail] = {}

    def walk(self, root: Node) -> None:
        todo: list[Step] = [(root, (), "", False)]
        special = self.special
        while todo:
            node, trail, subject, development = todo.pop()
            kind = node.type
            if kind not in special:
                if "comment" not in kind:
                    todo += [(child, trail, subject, development) for child in reversed(node.named_children)]
                continue
            if kind in _ASSIGNS:
                below = self._assigned(node, kind, trail, development)
            elif kind in self.is_call:
                below = self._called(node, trail, development)
            elif kind in PAIRS or (kind == "array_element_initializer" and len(node.named_children) == 2):
                below = self._pair(node, trail, subject, development)
            elif kind in _WORDS:
                below = self._attribute(node, development)
            elif kind == "composite_literal":
                below = self._composite(node, trail, development)
            elif kind in _CONDITIONS:
                below = self._condition(node, trail, subject, development)
            elif kind in self.is_class:
                name = node.child_by_field_name("name")
                here = names(self.text(name)) if name is not None else ()
                for child in node.named_children:
                    if child.type in ("superclass", "base_list", "base_clause", "class_heritage", "super_interfaces"):
                        for word in re.findall(r"[\w.\\]+", self.text(child)):
                            self.into.add(
                                ("class", *names(word)),
                                word,
                                child.start_point[0] + 1,
                                self.text(child),
                                "",
                                development,
                            )
                below = [(child, here, "", development) for child in node.named_children]
            elif kind in self.is_function and kind != "arrow_function":
                name = node.child_by_field_name("name")
                body = node.child_by_field_name("body")
                if name is not None:
                    here = ("function", *names(self.text(name)))
                    if body is not None and self.into.wants(here):
                        self.into.add(
                            here,
                            Expression(self.text(body, _TEXT)),
                            node.start_point[0] + 1,
                            self.text(node, _TEXT),
                            "",
                            development,
                        )
                below = [(child, (), "", development) for child in node.named_children]
            elif kind in _LEAVES:
                here = ("word", *names(self.text(node)))
                if self.into.wants(here):
                    self.into.add(here, self.text(node), node.start_point[0] + 1, self.text(node), "", development)
                continue
            else:  # an arrow function, an element without a key
                below = [(child, trail, subject, development) for child in node.named_children]
            todo += below[::-1]

    def read(self, node: Node) -> Any:
        """The value of a node; an Expression with more of its text than a reader keeps."""
        for _ in range(_LONGEST):  # what production gets: `Rails.env.test? ? 1 : 12`
            condition = node.child_by_field_name("condition") if node.type in _TERNARIES else None
            first = holds_in_production(self.text(condition, _TEXT)) if condition is not None else None
            branch = self.field(node, ("consequence", "body") if first else ("alternative",))
            if first is None or branch is None:
                break
            node = branch
        found = self.value(node)
        if isinstance(found, Expression):
            return Expression(self.text(node, _TEXT))
        return found

    def _add(self, parts: Trail, node: Node, subject: str, development: bool, shown: str) -> None:
        if self.into.wants(parts):
            self.into.add(parts, self.read(node), node.start_point[0] + 1, shown, subject, development)

    def _assigned(self, node: Node, kind: str, trail: Trail, development: bool) -> list[Step]:
        lefts, rights = _ASSIGNS[kind]
        left = self.field(node, lefts)
        right = self.field(node, rights)
        if left is None and node.named_children:
            left = node.named_children[0]
        if right is None and kind in ("variable_declarator", "const_element") and len(node.named_children) > 1:
            right = node.named_children[-1]
        if left is None or right is None:
            return [(child, trail, "", development) for child in node.named_children]
        pairs = [(left, right)]
        if left.type == "expression_list" and right.type == "expression_list":
            pairs = list(zip(left.named_children, right.named_children))
            if len(left.named_children) > len(right.named_children):
                pairs = [(left.named_children[0], right.named_children[0])]
        elif right.type == "expression_list" and right.named_children:
            pairs = [(left, right.named_children[0])]
        below: list[Step] = []
        for target, value in pairs:
            here = self.target(target)
            written = self.text(target, _TEXT)
            if target.type in (
                "identifier",
                "constant",
                "name",
                "variable_name",
                "property_identifier",
            ) or kind.endswith(("spec", "element")):
                found = self.read(value)
                self.into.names.setdefault(written.lstrip("$"), found)
                about = self._about(value)
                if about and here:
                    self.into.subjects[here[-1]] = about
            subject = self.into.subjects.get(here[0], "") if here else ""
            if not subject and target.type in _SUBSCRIPTS and (key := _STRING.search(written)):
                subject = key[1] or key[2] or ""
            full = (*trail, *here)[-12:]
            if len(here) > 1 and (made := self.types.get(here[0])):
                written_as = f"{written} = {self.text(value, _TEXT)}"
                self._add((*made, *here[1:]), value, subject, development, written_as)
            elif len(here) == 1 and (made := self._type(value)):
                self.types[here[0]] = made
            if self.into.wants(full):
                self._add(full, value, subject, development, f"{written} = {self.text(value, _TEXT)}")
            below.append((value, full, subject, development))
        return below

    def _type(self, node: Node) -> Trail:
        """The type of what is made here: `&http.Cookie{}`, `new CookieOptions { }`."""
        if node.type == "unary_expression" and node.named_children:
            node = node.named_children[-1]
        if node.type in ("composite_literal", "object_creation_expression", "new_expression"):
            kind = self.field(node, ("type", "constructor"))
            return names(self.text(kind)) if kind is not None else ()
        return ()

    def _about(self, node: Node) -> str:
        """What a variable is about that is made like this: `new Cookie("sid")`, `&http.Cookie{Name: "sid"}`."""
        if node.type in ("unary_expression",) and node.named_children:
            node = node.named_children[-1]
        if node.type in self.is_call:
            arguments, keywords = self._arguments(node)
            return subject_of(arguments[:1], keywords)
        if node.type == "composite_literal":
            value = self.value(node)
            name = value.get("Name") if isinstance(value, dict) else None
            return name if isinstance(name, str) else ""
        return ""

    def target(self, node: Node, deep: int = 0) -> Trail:
        """The names of what is assigned to; a text in brackets is one, too (`$config['x']`)."""
        if deep > _LONGEST:
            return ()
        if node.type in _SUBSCRIPTS:
            children = node.named_children
            if not children:
                return ()
            key = self.value(
                children[-1].named_children[0]
                if children[-1].type.endswith("argument_list") and children[-1].named_children
                else children[-1]
            )
            if isinstance(key, Expression) or key is None:
                literal = _STRING.search(self.text(children[-1]))
                key = (literal[1] or literal[2]) if literal else "*"
            return (*self.target(children[0], deep + 1), *names(str(key)))
        if (member := self.field(node, MEMBER)) is not None:
            inner = self.field(node, OBJECT)
            return (*(self.target(inner, deep + 1) if inner is not None else ()), *names(self.text(member)))
        return names(self.text(node))

    def named(self, node: Node | None) -> tuple[str, Node | None]:
        """The dotted name of what is called, along a chain of calls; and the first call of the chain, if there is one."""
        found: list[str] = []
        inner: Node | None = None
        while node is not None and len(found) < _LONGEST:
            kind = node.type
            if kind in self.is_call and (function := self.field(node, NAMED)) is not None:
                inner = node if found else None
                node = function
            elif kind in _SUBSCRIPTS and node.named_children:
                node = node.named_children[0]
            elif (member := self.field(node, MEMBER)) is not None and kind not in PAIRS:
                if kind in self.is_call and found:
                    inner = node
                found.append(self.text(member).partition("<")[0])
                node = self.field(node, OBJECT)
            elif node.named_children and (kind in TRANSPARENT or kind in self.is_call):
                node = node.named_children[0]
            else:
                text = self.text(node).partition("<")[0].strip()
                found.append(text if re.fullmatch(r"[\w$@.:\\?]+", text) else "")
                break
        return ".".join(reversed(found)), inner

    def _arguments(self, node: Node) -> tuple[tuple[Any, ...], dict[str, Any]]:
        arguments: list[Any] = []
        keywords: dict[str, Any] = {}
        for one in self._given(node):
            if one.type in PAIRS:
                key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
                keywords[self.key(key)] = self.read(value) if value is not None else None
            elif (
                one.type in ("argument", "attribute_argument") and (key := one.child_by_field_name("name")) is not None
            ):
                keywords[self.text(key)] = self.read(one.named_children[-1])
            elif "comment" not in one.type:
                value_ = self.read(one)
                arguments.append(value_)
                if isinstance(value_, dict):
                    keywords.update(value_)
        return tuple(arguments), keywords

    def _given(self, node: Node) -> list[Node]:
        given = node.child_by_field_name("arguments")
        if given is None:
            given = next((child for child in node.named_children if child.type in ARGUMENTS), None)
        return [one for one in given.named_children if "comment" not in one.type] if given is not None else []

    def _called(self, node: Node, trail: Trail, development: bool) -> list[Step]:
        name, inner = self.named(node)
        here = (*trail, *names(name))[-12:]
        given = self._given(node)
        subject = self._subject(given)
        if not subject and inner is not None:
            subject = self._subject(self._given(inner))
        if not subject and (first := names(name)):
            subject = self.into.subjects.get(first[0], "")
        if self.into.wants((*here, CALL)):
            arguments, keywords = self._arguments(node)
            at = self.field(node, NAMED) or self.field(node, MEMBER) or node
            line = (self.field(at, MEMBER) or at).start_point[0] + 1
            text = self.text(node, _TEXT)
            self.into.add(
                (*here, CALL), Given(arguments, keywords, text), line, _tail(text, name), subject, development
            )
        below: list[Step] = []
        listed = node.child_by_field_name("arguments")
        for child in node.named_children:
            if not (child.type in ARGUMENTS or child == listed):
                inside = here if child.type in _BODIES else ()
                below.append((child, inside, subject, development))
        short = name.rpartition(".")[2]
        for index, one in enumerate(given):
            if one.type in PAIRS:
                below.append((one, here, subject, development))
                continue
            value = one
            part = (*here, str(index))
            if one.type in ("argument", "attribute_argument") and one.named_children:
                value = one.named_children[-1]
                key = one.child_by_field_name("name")
                if key is not None and key != value:
                    part = (*here, *names(self.text(key)))
                    self._add(part, value, subject, development, f"{self.text(key)}: {self.text(value, _TEXT)}")
                    below.append((value, part, subject, development))
                    continue
            if self.into.wants(part):
                written = self.text(value, _TEXT)
                self._add(part, value, subject, development, f"{short}({'..., ' if index else ''}{written})")
            below.append((value, here, subject, development))
            if 0 < index == len(given) - 1 and index <= 2 and given[index - 1].type not in PAIRS:
                text = self.text(given[index - 1], 80).strip("\"'`:")
                if text and len(text) < 80 and self.into.wants((*here, *names(text))):
                    written = self.text(value, _TEXT)
                    self._add((*here, *names(text)), value, subject, development, f"{short}({text}, {written})")
        return below

    def _subject(self, given: list[Node]) -> str:
        """What a call is about, by its arguments: the first one if it is a text, or `key`, `name`."""
        for index, one in enumerate(given):
            value = one
            if one.type in PAIRS:
                key, value = one.child_by_field_name("key"), one.child_by_field_name("value") or one
                if key is None or self.text(key).strip("\"':") not in ("key", "name", "Name"):
                    continue
            elif index:
                continue
            if value.type in ("argument", "attribute_argument") and value.named_children:
                value = value.named_children[-1]
            if "string" in value.type or value.type.endswith("symbol"):
                found = self.value(value)
                return found if isinstance(found, str) else ""
            if value.type == "object":  # session({name: "sid"}), h.state options
                found = self.value(value)
                for name in ("name", "key"):
                    if isinstance(found, dict) and isinstance(found.get(name), str):
                        return str(found[name])
        return ""

    def _pair(self, node: Node, trail: Trail, subject: str, development: bool) -> list[Step]:
        children = [child for child in node.named_children if "comment" not in child.type]
        if len(children) != 2:
            return [(child, trail, subject, development) for child in children]
        key, value = children
        here = (
            *trail,
            *names(self.key(key.named_children[0] if key.type == "literal_element" and key.named_children else key)),
        )[-12:]
        if value.type == "literal_element" and value.named_children:
            value = value.named_children[0]
        if self.into.wants(here):
            self._add(here, value, subject, development, f"{self.text(key)}: {self.text(value, _TEXT)}")
        return [(value, here, subject, development)]

    def _attribute(self, node: Node, development: bool) -> list[Step]:
        """An annotation or attribute is a call: `[IgnoreAntiforgeryToken]`, `@CrossOrigin(...)`."""
        name = node.child_by_field_name("name")
        written = (
            self.text(name) if name is not None else self.text(node.named_children[0]) if node.named_children else ""
        )
        here = names(written)
        above = node.parent
        while above is not None and above.type not in self.is_function and above.type not in self.is_class:
            above = above.parent
        label = above.child_by_field_name("name") if above is not None else None
        about = self.text(label) if label is not None else ""
        self.into.add(
            (*here, CALL), Given((), {}, self.text(node)), node.start_point[0] + 1, self.text(node), about, development
        )
        return [(child, here, "", development) for child in node.named_children if child != name]

    def _composite(self, node: Node, trail: Trail, development: bool) -> list[Step]:
        kind = node.child_by_field_name("type")
        here = (*trail, *names(self.text(kind) if kind is not None and "map" not in kind.type else ""))[-12:]
        body = node.child_by_field_name("body")
        subject = self._about(node)
        if self.into.wants((*here, CALL)):
            found = self.value(node)
            self.into.add(
                (*here, CALL),
                Given((), found if isinstance(found, dict) else {}, self.text(node, _TEXT)),
                node.start_point[0] + 1,
                self.text(node, _TEXT),
                subject,
                development,
            )
        return [(body, here, subject, development)] if body is not None else []

    def _condition(self, node: Node, trail: Trail, subject: str, development: bool) -> list[Step]:
        condition = node.child_by_field_name("condition")
        then = self.field(node, ("consequence", "body"))
        inside = development or (condition is not None and is_development(self.text(condition, _TEXT)))
        return [(child, trail, subject, inside if child == then else development) for child in node.named_children]


def _tail(text: str, name: str) -> str:
    """The end of a chain of calls, from its last name on."""
    last = name.rpartition(".")[2]
    at = text.rfind(last)
    if len(text) <= 70 or at <= 0 or not last:
        return text
    return "..." + text[at - 1 :]
