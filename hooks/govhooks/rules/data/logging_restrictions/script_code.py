"""JavaScript and TypeScript, from the syntax tree of their grammars to nodes."""

from __future__ import annotations

from govhooks.rules.data.logging_restrictions import nodes as n
from govhooks.rules.data.logging_restrictions.script_values import (
    CLASSES,
    FUNCTIONS,
    Values,
    inner_of,
    names_of,
    parameters_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from govhooks.rules.data.logging_restrictions.near import Near


def body(root: Node, near: Near) -> tuple[n.Node, ...]:
    """The statements of a program."""
    return _Script(b" " * root.start_byte + (root.text or b""), near).body(root)


class _Script(Values):
    def __init__(self, data: bytes, near: Near) -> None:
        super().__init__(data)
        self._near = near

    def body(self, node: Node | None) -> tuple[n.Node, ...]:
        """The statements in a block, or one that stands alone; functions come first, as they do when it runs."""
        if node is None:
            return ()
        if node.type not in ("program", "statement_block", "class_body", "switch_body"):
            return tuple(self._statement(node))
        found: list[n.Node] = []
        for one in node.named_children:
            found += self._statement(one)
        return tuple(found)

    def _statement(self, node: Node) -> list[n.Node]:
        kind, line = node.type, node.start_point[0] + 1
        make = self._statements.get(kind)
        if make is not None:
            return make(self, node)
        if kind in FUNCTIONS:
            made = self._function(node)
            return [made] if type(made) is n.Function else []
        if kind in CLASSES:
            inner = node.child_by_field_name("body")
            return [n.Function((), self.body(inner), line=line)]
        return []

    def _expression_statement(self, node: Node) -> list[n.Node]:
        return [n.Expression(self._value(one), line=one.start_point[0] + 1) for one in inner_of(node)]

    def _declaration(self, node: Node) -> list[n.Node]:
        found: list[n.Node] = []
        for one in node.named_children:
            name, value = one.child_by_field_name("name"), one.child_by_field_name("value")
            if one.type != "variable_declarator" or name is None:
                continue
            line = one.start_point[0] + 1
            given = self._value(value) if value is not None else n.Constant("")
            found.append(n.Assign((self._target(name),), given, False, line=line))
        return found

    def _export(self, node: Node) -> list[n.Node]:
        found: list[n.Node] = []
        for one in node.named_children:
            if one.type == "decorator":
                continue
            found += self._statement(one) or (
                [n.Expression(self._value(one), line=one.start_point[0] + 1)] if one.type in self._expressions else []
            )
        return found

    def _if(self, node: Node) -> list[n.Node]:
        test = node.child_by_field_name("condition")
        then, other = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
        otherwise = self.body(inner_of(other)[0]) if other is not None and inner_of(other) else ()
        return [n.Branch(self._maybe(test), (self.body(then), otherwise), line=node.start_point[0] + 1)]

    def _for(self, node: Node) -> list[n.Node]:
        first = node.child_by_field_name("initializer")
        test, step = node.child_by_field_name("condition"), node.child_by_field_name("increment")
        before: list[n.Node] = []
        if first is not None:
            before = self._statement(first) or [n.Expression(self._value(first), line=first.start_point[0] + 1)]
        if test is not None and test.type == "expression_statement":
            test = inner_of(test)[0] if inner_of(test) else None
        steps = (n.Expression(self._value(step), line=step.start_point[0] + 1),) if step is not None else ()
        inner = self.body(node.child_by_field_name("body"))
        return [*before, n.Loop(None, None, self._maybe(test), inner, steps, (), False, line=node.start_point[0] + 1)]

    def _for_in(self, node: Node) -> list[n.Node]:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        inner = self.body(node.child_by_field_name("body"))
        line = node.start_point[0] + 1
        target = self._target(left) if left is not None else None
        of = node.child_by_field_name("operator")
        if of is not None and self._text(of) == "in":  # the keys
            held = n.Test((self._maybe(right) or n.Constant(""),), line=line)
            return [n.Loop(target, held, None, inner, (), (), False, line=line)]
        return [n.Loop(target, self._maybe(right), None, inner, (), (), False, line=line)]

    def _while(self, node: Node) -> list[n.Node]:
        test = self._maybe(node.child_by_field_name("condition"))
        inner = self.body(node.child_by_field_name("body"))
        first = node.type == "do_statement"
        return [n.Loop(None, None, test, inner, (), (), first, line=node.start_point[0] + 1)]

    def _try(self, node: Node) -> list[n.Node]:
        inner = self.body(node.child_by_field_name("body"))
        handler, last = node.child_by_field_name("handler"), node.child_by_field_name("finalizer")
        handlers: tuple[tuple[str, tuple[n.Node, ...]], ...] = ()
        if handler is not None:
            name = handler.child_by_field_name("parameter")
            handlers = ((self._text(name), self.body(handler.child_by_field_name("body"))),)
        ending = self.body(last.child_by_field_name("body")) if last is not None else ()
        return [n.Attempt(inner, handlers, (), ending, line=node.start_point[0] + 1)]

    def _switch(self, node: Node) -> list[n.Node]:
        inner = node.child_by_field_name("body")
        cases = [one for one in inner.named_children if one.type.startswith("switch_")] if inner is not None else []
        bodies: list[tuple[n.Node, ...]] = []
        default = False
        for at, case in enumerate(cases):
            default = default or case.type == "switch_default"
            found: list[n.Node] = []
            for later in cases[at : at + 20]:  # without `break`, the next case runs, too
                value = later.child_by_field_name("value")
                for one in later.named_children:
                    if value is None or one != value:
                        found += self._statement(one)
                if found and type(found[-1]) is n.Leave:
                    break
            bodies.append(tuple(found))
        if not default:
            bodies.append(())
        line = node.start_point[0] + 1
        branch = n.Branch(self._maybe(node.child_by_field_name("value")), tuple(bodies), line=line)
        # `break` leaves the switch: one turn of a loop.
        return [n.Loop(None, None, None, (branch, n.Leave("break", None, line=line)), (), (), True, line=line)]

    def _labeled(self, node: Node) -> list[n.Node]:
        return self._statement(node.child_by_field_name("body") or node.named_children[-1])

    def _throw(self, node: Node) -> list[n.Node]:
        inner = inner_of(node)
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        return [n.Raise(self._value(inner[0]) if inner else None, line=line, end=end)]

    def _return(self, node: Node) -> list[n.Node]:
        inner = inner_of(node)
        how = {"break_statement": "break", "continue_statement": "continue"}.get(node.type, "return")
        value = self._value(inner[0]) if inner and how == "return" else None
        return [n.Leave(how, value, line=node.start_point[0] + 1)]

    def _block(self, node: Node) -> list[n.Node]:
        return list(self.body(node))

    def _field(self, node: Node) -> list[n.Node]:
        value = node.child_by_field_name("value")
        return [n.Expression(self._value(value), line=node.start_point[0] + 1)] if value is not None else []

    _statements: dict[str, Callable[[_Script, Node], list[n.Node]]] = {
        "expression_statement": _expression_statement,
        "lexical_declaration": _declaration,
        "variable_declaration": _declaration,
        "export_statement": _export,
        "if_statement": _if,
        "for_statement": _for,
        "for_in_statement": _for_in,
        "while_statement": _while,
        "do_statement": _while,
        "try_statement": _try,
        "switch_statement": _switch,
        "labeled_statement": _labeled,
        "throw_statement": _throw,
        "return_statement": _return,
        "break_statement": _return,
        "continue_statement": _return,
        "statement_block": _block,
        "field_definition": _field,
        "public_field_definition": _field,
        "class_static_block": lambda self, node: list(self.body(node.child_by_field_name("body"))),
        "internal_module": lambda self, node: list(self.body(node.child_by_field_name("body"))),
    }

    def _function(self, node: Node) -> n.Node:
        line = node.start_point[0] + 1
        if not self._near.has_both(line, node.end_point[0] + 1) and node.end_point[0] - node.start_point[0] > 2:
            return n.Constant("", line=line)
        given = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        names: list[str] = []
        bound: list[n.Node] = []
        for one in parameters_of(given):
            pattern = one.child_by_field_name("pattern") or one
            if pattern.type == "assignment_pattern":
                pattern = pattern.child_by_field_name("left") or pattern
            names_of(pattern, self._text, names)
        inner = node.child_by_field_name("body")
        if inner is not None and inner.type != "statement_block":
            return n.Function(tuple(names), (n.Leave("return", self._value(inner), line=line),), line=line)
        return n.Function(tuple(names), (*bound, *self.body(inner)), line=line)
