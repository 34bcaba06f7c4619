"""Go, Java, Kotlin, C#, Ruby and PHP, from the syntax trees of their grammars to nodes.

The grammars call the same thing by different names; `source_tables` says which. What is in no table is looked into, and is nothing by itself.
"""

from __future__ import annotations

from govhooks.rules.data.logging_restrictions import nodes as n
from govhooks.rules.data.logging_restrictions import source_tables as t
from govhooks.rules.data.logging_restrictions.source_tree import (
    bare,
    child_of,
    field_of,
    identifiers,
    text_of,
)
from govhooks.rules.data.logging_restrictions.source_values import Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from govhooks.rules.data.logging_restrictions.near import Near


def body(root: Node, language: str, near: Near) -> tuple[n.Node, ...]:
    """The statements of a file."""
    return _Source(language, near).body(root)


class _Source(Values):
    def __init__(self, language: str, near: Near) -> None:
        super().__init__(language)
        self._near = near

    def body(self, node: Node | None) -> tuple[n.Node, ...]:
        """The statements below a node."""
        found: list[n.Node] = []
        for one in node.named_children if node is not None else ():
            found += self._statement(one)
        return tuple(found)

    def _statement(self, node: Node) -> list[n.Node]:
        kind, line = node.type, node.start_point[0] + 1
        end = node.end_point[0] + 1
        if kind == "block" and self._language != "ruby":
            return list(self.body(node))
        if kind in t.FUNCTIONS:
            made = self._function(node)
            return [made] if isinstance(made, n.Function) else []
        if kind in t.ASSIGNS:
            return self._assign(node)
        if kind in t.IFS:
            return self._if(node)
        if kind in t.LOOPS:
            return self._loop(node)
        if kind in t.TRIES:
            return self._try(node)
        if kind in t.RAISES or self._is_raise(node):
            return [n.Raise(self._raised(node), line=line, end=end)]
        if kind in t.LEAVES or (kind == "jump_expression" and not text_of(node).startswith("throw")):
            values = [self._value(one) for one in node.named_children]
            value = values[0] if len(values) == 1 else n.Unknown(tuple(values), line=line, end=end)
            return [n.Leave(t.LEAVES.get(kind, "return"), value if values else None, line=line, end=end)]
        if kind == "echo_statement" or (kind == "print_intrinsic"):
            return [self._shown("echo", node)]
        if kind in ("expression_statement", "go_statement", "defer_statement", "yield_statement"):
            inner = node.named_children
            if len(inner) == 1 and (inner[0].type in t.ASSIGNS or inner[0].type in t.RAISES or inner[0].type in t.IFS):
                return self._statement(inner[0])
            return [n.Expression(self._value(one), line=line, end=end) for one in inner]
        if self._is_value(kind):
            return [n.Expression(self._value(node), line=line, end=end)]
        return list(self.body(node))

    def _is_value(self, kind: str) -> bool:
        return (
            kind in t.CALLS
            or kind in t.MEMBERS
            or kind in t.ELEMENTS
            or kind in t.STRINGS
            or kind in t.BINARY
            or kind in t.CHOICES
        )

    def _function(self, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        if not self._near.has_both(line, end) and end - line > 2:
            return n.Constant("", line=line)
        given = node.child_by_field_name("parameters") or child_of(
            node, "function_value_parameters", "lambda_parameters", "block_parameters"
        )
        names = [bare(text_of(one)) for one in identifiers(given)] if given is not None else []
        inner = node.child_by_field_name("body") or child_of(
            node, "function_body", "block", "statements", "body_statement", "compound_statement"
        )
        if inner is None or inner is given:
            return n.Function(tuple(names), self.body(node), line=line)
        if self._is_value(inner.type):
            return n.Function(tuple(names), (n.Leave("return", self._value(inner), line=line),), line=line)
        return n.Function(tuple(names), self.body(inner), line=line)

    def _assign(self, node: Node) -> list[n.Node]:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        left_field, right_field = t.ASSIGNS[node.type]
        children = node.named_children
        if node.type == "property_declaration":  # Kotlin
            left = child_of(node, "variable_declaration", "multi_variable_declaration")
            after = [one for one in children if left is not None and one.start_byte > left.end_byte]
            right = next(
                (one for one in after if one.type not in ("type", "getter", "setter", "type_constraints")), None
            )
            if left is not None:
                left = next(iter(identifiers(left)), left)
        elif node.type == "variable_declaration":  # C#: its declarators come by themselves
            return list(self.body(node))
        else:
            left = field_of(node, left_field)
            right = field_of(node, right_field)
            if right is None and node.type == "variable_declarator" and len(children) > 1:
                right = children[-1]
        if left is None or right is None:
            return [n.Expression(self._value(one), line=line, end=end) for one in children[1:]]
        operator = node.child_by_field_name("operator")
        adds = (operator is not None and text_of(operator) not in ("=", ":=", "||=", "??=")) or node.type.startswith(
            "augmented"
        )
        lefts = left.named_children if left.type in ("expression_list", "left_assignment_list") else [left]
        rights = right.named_children if right.type in ("expression_list", "right_assignment_list") else [right]
        if len(lefts) == len(rights) and len(lefts) > 1:
            return [
                n.Assign((self._target(one),), self._value(two), adds, line=line, end=end)
                for one, two in zip(lefts, rights)
            ]
        value = self._value(right)
        # Of several results of one call, the first is the value; the others say how it went.
        return [
            n.Assign((self._target(one),), n.Constant("", line=line) if at else value, adds, line=line, end=end)
            for at, one in enumerate(lefts)
        ]

    def _target(self, node: Node) -> n.Node:
        made = self._value(node)
        return made if isinstance(made, (n.Name, n.Member, n.Element)) else n.Name("", line=made.line)

    def _if(self, node: Node) -> list[n.Node]:
        line = node.start_point[0] + 1
        test = field_of(node, "condition")
        then = field_of(node, "consequence body")
        other = field_of(node, "alternative")
        if then is None:  # Kotlin and modifiers: what is not the condition
            parts = [one for one in node.named_children if test is None or one.id != test.id]
            if test is None and parts:
                test, parts = parts[0], parts[1:]
            bodies = [tuple(self._statement(one)) for one in parts]
        else:
            bodies = [tuple(self._statement(then))]
            if other is not None:
                bodies.append(tuple(self._statement(other)))
        before = self._statement(first) if (first := node.child_by_field_name("initializer")) is not None else []
        return [*before, n.Branch(self._value(test) if test is not None else None, (*bodies, ()), line=line)]

    def _loop(self, node: Node) -> list[n.Node]:
        line = node.start_point[0] + 1
        target, over = field_of(node, "left name pattern"), field_of(node, "right value")
        clause = child_of(node, "range_clause")
        if clause is not None:
            target, over = clause.child_by_field_name("left"), clause.child_by_field_name("right")
        inner = field_of(node, "body")
        made = n.Table((), line=line) if target is None else self._loop_target(target)
        statements = tuple(self._statement(inner)) if inner is not None else self.body(node)
        return [
            n.Loop(
                made if target is not None else None,
                self._value(over) if over is not None else None,
                None,
                statements,
                (),
                (),
                False,
                line=line,
            )
        ]

    def _loop_target(self, node: Node) -> n.Node:
        names = list(identifiers(node))
        return self._target(names[-1]) if names else n.Name("", line=node.start_point[0] + 1)

    def _try(self, node: Node) -> list[n.Node]:
        handlers: list[tuple[str, tuple[n.Node, ...]]] = []
        last: tuple[n.Node, ...] = ()
        main: list[n.Node] = []
        for one in node.named_children:
            if one.type in ("catch_clause", "catch_block", "rescue"):
                names = [bare(text_of(name)) for name in identifiers(one, deep=3)]
                handlers.append((names[-1] if names else "", self.body(one)))
            elif one.type in ("finally_clause", "finally_block", "ensure"):
                last = self.body(one)
            else:
                main += self._statement(one)
        return [n.Attempt(tuple(main), tuple(handlers), (), last, line=node.start_point[0] + 1)]

    def _is_raise(self, node: Node) -> bool:
        if node.type == "jump_expression":
            return text_of(node).startswith("throw")
        if self._language == "kotlin" and node.type == "call_expression":
            return node.named_child_count > 1 and text_of(node.named_children[0]) == "error"
        if self._language == "ruby" and node.type == "call" and node.child_by_field_name("receiver") is None:
            method = node.child_by_field_name("method")
            return method is not None and text_of(method) in ("raise", "fail")
        return False

    def _raised(self, node: Node) -> n.Node | None:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        if node.type == "call_expression":  # Kotlin's error(...)
            arguments = self._arguments(node.named_children[1])
            return n.Call(n.Name("Error", line=line, end=end), arguments, True, line=line, end=end)
        given = node.child_by_field_name("arguments") if node.type == "call" else node
        values = tuple(self._value(one) for one in given.named_children) if given is not None else ()
        if len(values) == 1:
            only = values[0]
            if (
                isinstance(only, n.Call)
                and not only.made
                and isinstance(only.called, n.Name)
                and only.called.name[:1].isupper()
            ):
                return n.Call(
                    only.called, only.arguments, True, line=line, end=end
                )  # Kotlin makes an error without `new`
            return only
        called = n.Name("Error", line=line, end=end)
        return n.Call(
            called, tuple(n.Argument("", one, False, line=line, end=end) for one in values), True, line=line, end=end
        )

    def _shown(self, name: str, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        arguments = tuple(n.Argument("", self._value(one), False, line=line, end=end) for one in node.named_children)
        return n.Expression(n.Call(n.Name(name, line=line), arguments, False, line=line, end=end), line=line, end=end)
