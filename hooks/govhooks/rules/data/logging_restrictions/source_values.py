"""The expressions of Go, Java, Kotlin, C#, Ruby and PHP, from the trees of their grammars to nodes."""

from __future__ import annotations

from govhooks.rules.data.logging_restrictions import nodes as n
from govhooks.rules.data.logging_restrictions import source_tables as t
from govhooks.rules.data.logging_restrictions.source_tree import (
    bare,
    field_of,
    filled,
    last_name,
    only,
    text_of,
    unfold,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node


class Values:
    """What an expression is; `_function` is that of the statements."""

    def __init__(self, language: str) -> None:
        self._language = language

    def _function(self, node: Node) -> n.Node:
        raise NotImplementedError

    def _raised(self, node: Node) -> n.Node | None:
        raise NotImplementedError

    def _target(self, node: Node) -> n.Node:
        raise NotImplementedError

    def _value(self, node: Node) -> n.Node:
        kind, line, end = node.type, node.start_point[0] + 1, node.end_point[0] + 1
        if kind in t.NAMES:
            return self._name(bare(text_of(node)), line, end)
        if kind in t.STRINGS:
            return self._string(node)
        if kind == "print_intrinsic":
            arguments = tuple(
                n.Argument("", self._value(one), False, line=line, end=end) for one in node.named_children
            )
            return n.Call(n.Name("print", line=line), arguments, False, line=line, end=end)
        if kind in t.RAISES:  # `x ?: throw Y("...")`
            raised = self._raised(node)
            given = raised.arguments if isinstance(raised, n.Call) else ()
            return n.Call(n.Member(n.Name("errors"), "new", False), given, False, line=line, end=end)
        if kind in t.CALLS:
            return self._call(node)
        if kind in t.MEMBERS:
            base, name = (field_of(node, one) for one in t.MEMBERS[kind])
            if base is not None and name is not None:
                if self._language == "go" and text_of(base) in ("r", "req") and last_name(name) in t.REQUEST_OF_GO:
                    return n.Member(
                        n.Name("request", line=line), t.REQUEST_OF_GO[last_name(name)], False, line=line, end=end
                    )
                return n.Member(self._value(base), last_name(name), False, line=line, end=end)
        if kind in t.ELEMENTS:
            base, index = (field_of(node, one) for one in t.ELEMENTS[kind])
            if base is not None and index is not None:
                key = self._value(only(index))
                if isinstance(key, n.Constant) and key.text:
                    return n.Member(self._value(base), key.text, True, line=line, end=end)
                return n.Element(self._value(base), key, line=line, end=end)
        if kind == "slice_expression":
            operand = field_of(node, "operand 0")
            return n.Piece(self._value(operand), True, line=line, end=end) if operand is not None else n.Constant("")
        if kind in t.BINARY:
            return self._binary(node)
        if kind in t.CHOICES or kind in ("if_expression", "when_expression"):
            return self._choice(node)
        if kind in (
            "unary_expression",
            "prefix_unary_expression",
            "unary_op_expression",
            "unary",
            "not_expression",
            "is_expression",
            "instanceof_expression",
        ):
            sign = text_of(node)[:1]
            parts = tuple(self._value(one) for one in node.named_children)
            if sign in ("&", "*", "@") and len(parts) == 1:
                return parts[0]
            return n.Test(parts, line=line, end=end)
        if kind in t.TABLES:
            return self._table(node)
        if kind in t.FUNCTIONS:
            return self._function(node)
        if kind in t.INNER:
            inner = [
                one
                for one in node.named_children
                if one.type
                not in ("type", "type_identifier", "user_type", "predefined_type", "primitive_type", "cast_type")
            ]
            if inner:
                return self._value(inner[-1])
        if kind in t.ASSIGNS and kind not in ("variable_declaration", "property_declaration"):
            left, right = (field_of(node, one) for one in t.ASSIGNS[kind])
            if left is not None and right is not None:
                return n.Bind(self._target(left), self._value(right), line=line, end=end)
        return n.Unknown(tuple(self._value(one) for one in node.named_children), line=line, end=end)

    def _name(self, name: str, line: int, end: int) -> n.Node:
        """A name; what a framework gives by a name of its own is a part of the request, or the environment."""
        if given := t.GIVEN.get((self._language, name)):
            base, part = given
            return n.Member(n.Name(base, line=line, end=end), part, False, line=line, end=end)
        return n.Name(name, line=line, end=end)

    def _string(self, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        parts = [one for one in unfold(node) if one.type not in t.PLAIN]
        if self._language == "kotlin" and "$" in text_of(node):  # its grammar has `$name` as plain text
            named = tuple(n.Name(name, line=line, end=end) for name in t.DOLLAR.findall(text_of(node)))
            return n.Text((*named, *(self._piece(one) for one in parts)), line=line, end=end)
        if not parts:
            return n.Constant(text_of(node).strip("\"'`:"), line=line, end=end)
        return n.Text(tuple(self._piece(one) for one in parts), line=line, end=end)

    def _piece(self, node: Node) -> n.Node:
        if node.type in ("interpolated_identifier", "identifier"):
            return n.Name(bare(text_of(node)), line=node.start_point[0] + 1)
        if node.type in ("interpolation", "interpolated_expression"):
            inner = [one for one in node.named_children if one.type not in t.PLAIN]
            return self._value(inner[0]) if inner else n.Constant("")
        return self._value(node)

    def _call(self, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        base, name, given = (field_of(node, one) for one in t.CALLS[node.type])
        made = node.type in t.MADE
        arguments = self._arguments(given) if given is not None else ()
        if (
            node.type == "call"
            and given is None
            and base is not None
            and name is not None
            and node.child_by_field_name("block") is None
            and text_of(name) not in t.ALL_OF_IT
        ):
            # Ruby: a method without arguments is a field.
            return n.Member(self._value(base), text_of(name), False, line=line, end=end)
        if (
            node.type == "call"
            and given is None
            and base is not None
            and name is not None
            and text_of(name) in t.ALL_OF_IT
        ):
            return self._value(base)
        if node.type == "call_expression" and name is not None and given is not None and name.id == given.id:
            arguments = ()
        block = node.child_by_field_name("block")
        if (
            given is not None and given.type == "annotated_lambda"
        ):  # Kotlin: logger.info { "..." }, logger.info(e) { "..." }
            block, arguments = given, ()
            if name is not None and name.type == "call_expression":
                inner = self._call(name)
                if isinstance(inner, n.Call):
                    return n.Call(
                        inner.called,
                        (*inner.arguments, *self._block(block, inner.called)),
                        inner.made,
                        line=line,
                        end=end,
                    )
        said = "".join(text_of(node).split())
        for form, (of, part) in t.CALLED.items():
            if said.endswith(form) and said.removesuffix(form).rpartition("\n")[2] in (
                "",
                "$",
                "System.",
                "Environment.",
            ):
                return n.Member(n.Name(of, line=line), part, False, line=line, end=end)
        if self._language == "go" and name is not None and text_of(name) in t.PAIRED and len(arguments) == 2:
            key = arguments[0].value
            return n.Table(
                ((key.text if isinstance(key, n.Constant) else None, arguments[1].value, False),), line=line, end=end
            )
        if name is not None and last_name(name) in t.FORMATS and arguments:
            parts = [one.value for one in arguments]
            if base is not None and base.type in t.STRINGS:
                parts.insert(0, self._value(base))
            return n.Text(tuple(filled(parts)), line=line, end=end)
        called: n.Node
        if base is not None and name is not None:
            called = n.Member(self._value(base), bare(text_of(name)), False, line=line, end=end)
        elif name is not None:
            called = self._value(name) if not made else n.Name(last_name(name), line=line, end=end)
        else:
            called = n.Name("", line=line, end=end)
        if block is not None:
            arguments = (*arguments, *self._block(block, called))
        called, more = self._unchained(called)
        return n.Call(called, (*more, *arguments), made, line=line, end=end)

    def _block(self, block: Node, called: n.Node) -> tuple[n.Argument, ...]:
        """A block as an argument: the function, and what it gives where a logger asks for its text that way."""
        line, end = block.start_point[0] + 1, block.end_point[0] + 1
        found = (n.Argument("", self._function(block), False, line=line, end=end),)
        if not isinstance(called, n.Member) or called.name not in t.LEVELS:
            return found
        inner = block
        while inner.named_children and inner.type in (
            "block",
            "do_block",
            "block_body",
            "body_statement",
            "annotated_lambda",
            "lambda_literal",
            "statements",
        ):
            inner = inner.named_children[-1]
        return (*found, n.Argument("", self._value(inner), False, line=line, end=end))

    def _unchained(self, called: n.Node) -> tuple[n.Node, tuple[n.Argument, ...]]:
        """`log.WithField("a", x).Info` as `log.Info`, and the arguments of the calls between."""
        more: tuple[n.Argument, ...] = ()
        if not isinstance(called, n.Member):
            return called, more
        base = called.base
        while isinstance(base, n.Call) and isinstance(base.called, n.Member) and base.called.name in t.CHAINED:
            more = (*base.arguments, *more)
            base = base.called.base
        if base is called.base:
            return called, more
        return n.Member(
            base, "info" if called.name in t.SENDS else called.name, False, line=called.line, end=called.end
        ), more

    def _arguments(self, node: Node) -> tuple[n.Argument, ...]:
        found: list[n.Argument] = []
        for one in node.named_children:
            line, end = one.start_point[0] + 1, one.end_point[0] + 1
            if one.type in t.ARGUMENTS:
                found += self._arguments(one)
                continue
            if one.type == "comment":
                continue
            name = ""
            value: Node = one
            if one.type == "pair":  # Ruby's keywords
                key, given = field_of(one, "key 0"), field_of(one, "value 1")
                if key is not None and given is not None:
                    name, value = text_of(key).strip(":\"'"), given
            elif one.type in ("argument", "value_argument"):
                label = one.child_by_field_name("name")
                inner = [each for each in one.named_children if label is None or each.id != label.id]
                if len(inner) == 2 and one.type == "value_argument":
                    label, inner = inner[0], inner[1:]
                if label is not None:
                    name = text_of(label)
                if inner:
                    value = inner[-1]
            found.append(n.Argument(name, self._value(value), False, line=line, end=end))
        return tuple(found)

    def _binary(self, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        operands = node.named_children
        sign = node.child_by_field_name("operator")
        written = (
            text_of(sign) if sign is not None else next((one.type for one in node.children if not one.is_named), "")
        )
        parts = tuple(self._value(one) for one in operands)
        if written in t.JOINS:
            if written == "%" and isinstance(parts[0], n.Constant) and not parts[0].text:
                return n.Test(parts, line=line, end=end)
            return n.Text(parts, line=line, end=end)
        if written in t.EITHER or node.type == "elvis_expression":
            return n.Choice(None, parts, line=line, end=end)
        return n.Test(parts, line=line, end=end)

    def _choice(self, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        test = field_of(node, "condition 0")
        options = tuple(self._value(one) for one in node.named_children if test is None or one.id != test.id)
        return n.Choice(self._value(test) if test is not None else None, options, line=line, end=end)

    def _table(self, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        entries: list[tuple[str | None, n.Node, bool]] = []
        held = node
        if node.type == "composite_literal":
            held = node.child_by_field_name("body") or node
        for one in held.named_children:
            if one.type in ("type", "type_identifier", "comment", "map_type", "slice_type", "implicit_type"):
                continue
            parts = one.named_children
            if one.type in t.ENTRIES and len(parts) == 2:
                key = text_of(parts[0]).strip(":\"'`") or None
                entries.append((key, self._value(only(parts[1])), False))
            elif one.type in ("initializer_expression", "literal_value", "array_initializer"):
                inner = self._table(one)
                assert isinstance(inner, n.Table)
                entries += inner.entries
            else:
                entries.append((str(len(entries)), self._value(only(one)), False))
        return n.Table(tuple(entries), line=line, end=end)
