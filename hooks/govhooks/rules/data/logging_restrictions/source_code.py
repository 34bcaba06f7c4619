"""Go, Java, Kotlin, C#, Ruby and PHP, from the syntax trees of their grammars to nodes.

The grammars call the same thing by different names; the tables below say which. What is in no table is looked into, and is nothing by itself.
"""

from __future__ import annotations

from govhooks.rules.data.logging_restrictions import nodes as n
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from govhooks.rules.data.logging_restrictions.near import Near

LANGUAGES = ("go", "java", "kotlin", "csharp", "ruby", "php")

_NAMES = frozenset(
    "identifier simple_identifier variable_name instance_variable global_variable class_variable constant field_identifier type_identifier name"
    " package_identifier this self this_expression simple_symbol qualified_name scoped_identifier generic_name namespace_name dotted_name".split()
)
# Kind -> fields of the base and of the name.
_MEMBERS = {
    "selector_expression": ("operand", "field"),
    "field_access": ("object", "field"),
    "member_access_expression": ("object expression", "name"),
    "nullsafe_member_access_expression": ("object", "name"),
    "class_constant_access_expression": ("0", "1"),
    "scoped_property_access_expression": ("scope", "name"),
    "scope_resolution": ("scope", "name"),
    "conditional_access_expression": ("condition 0", "1"),
    "navigation_expression": ("0", "1"),
    "directly_assignable_expression": ("0", "1"),
}
_ELEMENTS = {
    "index_expression": ("operand 0", "index 1"),
    "array_access": ("array", "index"),
    "subscript_expression": ("0", "1"),
    "element_access_expression": ("expression 0", "subscript 1"),
    "element_reference": ("object 0", "1"),
    "indexing_expression": ("0", "1"),
}
# Kind -> fields of what is called on, of the name, of the arguments.
_CALLS = {
    "call_expression": ("", "function 0", "arguments 1"),
    "method_invocation": ("object", "name", "arguments"),
    "invocation_expression": ("", "function 0", "arguments 1"),
    "function_call_expression": ("", "function", "arguments"),
    "member_call_expression": ("object", "name", "arguments"),
    "nullsafe_member_call_expression": ("object", "name", "arguments"),
    "scoped_call_expression": ("scope", "name", "arguments"),
    "call": ("receiver", "method", "arguments"),
    "object_creation_expression": ("", "type 0", "arguments 1"),
    "implicit_object_creation_expression": ("", "", "arguments 0"),
}
_MADE = ("object_creation_expression", "implicit_object_creation_expression")
_STRINGS = frozenset(
    "interpreted_string_literal raw_string_literal string_literal string encapsed_string interpolated_string_expression line_string_literal"
    " multi_line_string_literal heredoc heredoc_body verbatim_string_literal raw_string character_literal char_literal shell_command_expression"
    " simple_symbol hash_key_symbol bare_string rune_literal nowdoc multiline_string_literal".split()
)
# Pieces of a string that are no expression.
_PLAIN = frozenset(
    "string_content string_fragment escape_sequence interpreted_string_literal_content raw_string_literal_content string_literal_content"
    " string_value heredoc_start heredoc_end interpolation_brace interpolation_start interpolation_quote interpolation_format_clause"
    " interpolation_alignment_clause interpolated_string_text string_start string_end heredoc_content character_escape_sequence".split()
)
_BINARY = frozenset(
    "binary_expression binary additive_expression infix_expression multiplicative_expression comparison_expression equality_expression"
    " conjunction_expression disjunction_expression elvis_expression check_expression range_expression coalesce_expression".split()
)
_JOINS = ("+", ".", "<<", "%")
_EITHER = ("||", "??", "?:", "or", "&&", "and")
_CHOICES = frozenset(("conditional_expression", "ternary_expression", "conditional"))
_INNER = frozenset(
    "parenthesized_expression parenthesized_statements cast_expression type_cast_expression as_expression await_expression type_assertion_expression"
    " type_conversion_expression argument value_argument spread_expression postfix_expression checked_expression splat_argument block_argument"
    " expression_list by_ref reference_expression declaration_expression interpolated_expression interpolation annotated_expression postfix_unary_expression"
    " dynamic_variable_name variadic_placeholder literal_element variadic_argument parenthesized_type arrow_expression_clause equals_value_clause".split()
)
_TABLES = frozenset(
    "array_creation_expression array hash composite_literal literal_value initializer_expression anonymous_object_creation_expression map_literal"
    " array_initializer collection_expression collection_literal implicit_array_creation_expression string_array keyword_arguments".split()
)
_ENTRIES = frozenset(
    "keyed_element pair array_element_initializer assignment_expression initializer_expression".split()
)
_ARGUMENTS = frozenset(
    "argument_list arguments value_arguments call_suffix bracketed_argument_list variadic_argument".split()
)
_FUNCTIONS = frozenset(
    "function_declaration method_declaration constructor_declaration method singleton_method function_definition local_function_statement func_literal"
    " lambda_expression lambda_literal anonymous_function anonymous_function_creation_expression arrow_function lambda block do_block annotated_lambda"
    " anonymous_method_expression secondary_constructor getter setter accessor_declaration compact_constructor_declaration init anonymous_initializer".split()
)
_ASSIGNS = {
    "short_var_declaration": ("left", "right"),
    "assignment_statement": ("left", "right"),
    "var_spec": ("name", "value"),
    "const_spec": ("name", "value"),
    "assignment_expression": ("left", "right"),
    "augmented_assignment_expression": ("left", "right"),
    "assignment": ("left 0", "right 1"),
    "operator_assignment": ("left", "right"),
    "variable_declarator": ("name", "value"),
    "property_declaration": ("0", ""),
    "variable_declaration": ("", ""),
}
_IFS = frozenset(("if_statement", "if", "unless", "if_expression", "if_modifier", "unless_modifier", "when_expression"))
_LOOPS = frozenset(
    "for_statement while_statement do_statement enhanced_for_statement foreach_statement for_each_statement while until for do_while_statement"
    " while_modifier until_modifier".split()
)
_TRIES = frozenset(("try_statement", "try_with_resources_statement", "try_expression", "begin"))
_RAISES = frozenset(("throw_statement", "throw_expression"))
_LEAVES = {
    "return_statement": "return",
    "return": "return",
    "break_statement": "break",
    "continue_statement": "continue",
    "next": "continue",
    "break": "break",
}


# What frameworks give by a name of their own.
_GIVEN = {
    ("ruby", "params"): ("request", "params"),
    ("ruby", "ENV"): ("os", "environ"),
    ("php", "_POST"): ("request", "body"),
    ("php", "_REQUEST"): ("request", "body"),
    ("php", "_SERVER"): ("os", "environ"),
    ("php", "_ENV"): ("os", "environ"),
}
_REQUEST_OF_GO = {"Header": "headers", "Body": "body", "Form": "form", "PostForm": "form"}
# Calls without arguments, without spaces -> what they give.
_CALLED = {
    "request()->all()": ("request", "body"),
    "request->all()": ("request", "body"),
    "os.Environ()": ("os", "environ"),
    "getenv()": ("os", "environ"),
    "GetEnvironmentVariables()": ("os", "environ"),
}
# Fields of structured logs: a name and a value.
_PAIRED = frozenset(
    f"{base}.{name}"
    for base in ("zap", "slog")
    for name in "Any String Reflect Object ByteString Binary Stringer Strings Inline Error".split()
)
_DOLLAR = compiled(r"(?<!\\)\$([A-Za-z_]\w*)")
# Methods of Ruby that make a text or a table of all of a value.
_ALL_OF_IT = frozenset(
    "inspect to_s to_h to_json as_json to_hash to_unsafe_h to_unsafe_hash to_query pretty_inspect".split()
)
_HOLES = compiled(r"%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\{[^{}]*\}")
# Calls that put values into a text.
_FORMATS = frozenset("Sprintf Sprint Sprintln sprintf vsprintf format Format formatted".split())


def body(root: Node, language: str, near: Near) -> tuple[n.Node, ...]:
    """The statements of a file."""
    return _Source(language, near).body(root)


class _Source:
    def __init__(self, language: str, near: Near) -> None:
        self._language, self._near = language, near

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
        if kind in _FUNCTIONS:
            made = self._function(node)
            return [made] if isinstance(made, n.Function) else []
        if kind in _ASSIGNS:
            return self._assign(node)
        if kind in _IFS:
            return self._if(node)
        if kind in _LOOPS:
            return self._loop(node)
        if kind in _TRIES:
            return self._try(node)
        if kind in _RAISES or self._is_raise(node):
            return [n.Raise(self._raised(node), line=line, end=end)]
        if kind in _LEAVES or (kind == "jump_expression" and not _text(node).startswith("throw")):
            values = [self._value(one) for one in node.named_children]
            value = values[0] if len(values) == 1 else n.Unknown(tuple(values), line=line, end=end)
            return [n.Leave(_LEAVES.get(kind, "return"), value if values else None, line=line, end=end)]
        if kind == "echo_statement" or (kind == "print_intrinsic"):
            return [self._shown("echo", node)]
        if kind in ("expression_statement", "go_statement", "defer_statement", "yield_statement"):
            inner = node.named_children
            if len(inner) == 1 and (inner[0].type in _ASSIGNS or inner[0].type in _RAISES or inner[0].type in _IFS):
                return self._statement(inner[0])
            return [n.Expression(self._value(one), line=line, end=end) for one in inner]
        if self._is_value(kind):
            return [n.Expression(self._value(node), line=line, end=end)]
        return list(self.body(node))

    def _is_value(self, kind: str) -> bool:
        return (
            kind in _CALLS
            or kind in _MEMBERS
            or kind in _ELEMENTS
            or kind in _STRINGS
            or kind in _BINARY
            or kind in _CHOICES
        )

    def _function(self, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        if end - line > 2 and not self._near.has_both(line, end):
            return n.Constant("", line=line)
        given = node.child_by_field_name("parameters") or _child(
            node, "function_value_parameters", "lambda_parameters", "block_parameters"
        )
        names = [_bare(_text(one)) for one in _identifiers(given)] if given is not None else []
        inner = node.child_by_field_name("body") or _child(
            node, "function_body", "block", "statements", "body_statement", "compound_statement"
        )
        if inner is None or inner is given:
            return n.Function(tuple(names), self.body(node), line=line)
        if self._is_value(inner.type):
            return n.Function(tuple(names), (n.Leave("return", self._value(inner), line=line),), line=line)
        return n.Function(tuple(names), self.body(inner), line=line)

    def _assign(self, node: Node) -> list[n.Node]:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        left_field, right_field = _ASSIGNS[node.type]
        children = node.named_children
        if node.type == "property_declaration":  # Kotlin
            left = _child(node, "variable_declaration", "multi_variable_declaration")
            after = [one for one in children if left is not None and one.start_byte > left.end_byte]
            right = next(
                (one for one in after if one.type not in ("type", "getter", "setter", "type_constraints")), None
            )
            if left is not None:
                left = next(iter(_identifiers(left)), left)
        elif node.type == "variable_declaration":  # C#: its declarators come by themselves
            return list(self.body(node))
        else:
            left = _field(node, left_field)
            right = _field(node, right_field)
            if right is None and node.type == "variable_declarator" and len(children) > 1:
                right = children[-1]
        if left is None or right is None:
            return [n.Expression(self._value(one), line=line, end=end) for one in children[1:]]
        operator = node.child_by_field_name("operator")
        adds = (operator is not None and _text(operator) not in ("=", ":=", "||=", "??=")) or node.type.startswith(
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
        test = _field(node, "condition")
        then = _field(node, "consequence body")
        other = _field(node, "alternative")
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
        target, over = _field(node, "left name pattern"), _field(node, "right value")
        clause = _child(node, "range_clause")
        if clause is not None:
            target, over = clause.child_by_field_name("left"), clause.child_by_field_name("right")
        inner = _field(node, "body")
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
        names = list(_identifiers(node))
        return self._target(names[-1]) if names else n.Name("", line=node.start_point[0] + 1)

    def _try(self, node: Node) -> list[n.Node]:
        handlers: list[tuple[str, tuple[n.Node, ...]]] = []
        last: tuple[n.Node, ...] = ()
        main: list[n.Node] = []
        for one in node.named_children:
            if one.type in ("catch_clause", "catch_block", "rescue"):
                names = [_bare(_text(name)) for name in _identifiers(one, deep=3)]
                handlers.append((names[-1] if names else "", self.body(one)))
            elif one.type in ("finally_clause", "finally_block", "ensure"):
                last = self.body(one)
            else:
                main += self._statement(one)
        return [n.Attempt(tuple(main), tuple(handlers), (), last, line=node.start_point[0] + 1)]

    def _is_raise(self, node: Node) -> bool:
        if node.type == "jump_expression":
            return _text(node).startswith("throw")
        if self._language == "kotlin" and node.type == "call_expression":
            return node.named_child_count > 1 and _text(node.named_children[0]) == "error"
        if self._language == "ruby" and node.type == "call" and node.child_by_field_name("receiver") is None:
            method = node.child_by_field_name("method")
            return method is not None and _text(method) in ("raise", "fail")
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

    def _value(self, node: Node) -> n.Node:
        kind, line, end = node.type, node.start_point[0] + 1, node.end_point[0] + 1
        if kind in _NAMES:
            return self._name(_bare(_text(node)), line, end)
        if kind in _STRINGS:
            return self._string(node)
        if kind in _RAISES:  # `x ?: throw Y("...")`
            raised = self._raised(node)
            given = raised.arguments if isinstance(raised, n.Call) else ()
            return n.Call(n.Member(n.Name("errors"), "new", False), given, False, line=line, end=end)
        if kind in _CALLS:
            return self._call(node)
        if kind in _MEMBERS:
            base, name = (_field(node, one) for one in _MEMBERS[kind])
            if base is not None and name is not None:
                if self._language == "go" and _text(base) in ("r", "req") and _last(name) in _REQUEST_OF_GO:
                    return n.Member(
                        n.Name("request", line=line), _REQUEST_OF_GO[_last(name)], False, line=line, end=end
                    )
                return n.Member(self._value(base), _last(name), False, line=line, end=end)
        if kind in _ELEMENTS:
            base, index = (_field(node, one) for one in _ELEMENTS[kind])
            if base is not None and index is not None:
                key = self._value(_only(index))
                if isinstance(key, n.Constant) and key.text:
                    return n.Member(self._value(base), key.text, True, line=line, end=end)
                return n.Element(self._value(base), key, line=line, end=end)
        if kind == "slice_expression":
            operand = _field(node, "operand 0")
            return n.Piece(self._value(operand), True, line=line, end=end) if operand is not None else n.Constant("")
        if kind in _BINARY:
            return self._binary(node)
        if kind in _CHOICES or kind in ("if_expression", "when_expression"):
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
            sign = _text(node)[:1]
            parts = tuple(self._value(one) for one in node.named_children)
            if sign in ("&", "*", "@") and len(parts) == 1:
                return parts[0]
            return n.Test(parts, line=line, end=end)
        if kind in _TABLES:
            return self._table(node)
        if kind in _FUNCTIONS:
            return self._function(node)
        if kind in _INNER:
            inner = [
                one
                for one in node.named_children
                if one.type
                not in ("type", "type_identifier", "user_type", "predefined_type", "primitive_type", "cast_type")
            ]
            if inner:
                return self._value(inner[-1])
        if kind in _ASSIGNS and kind not in ("variable_declaration", "property_declaration"):
            left, right = (_field(node, one) for one in _ASSIGNS[kind])
            if left is not None and right is not None:
                return n.Bind(self._target(left), self._value(right), line=line, end=end)
        return n.Unknown(tuple(self._value(one) for one in node.named_children), line=line, end=end)

    def _name(self, name: str, line: int, end: int) -> n.Node:
        """A name; what a framework gives by a name of its own is a part of the request, or the environment."""
        if given := _GIVEN.get((self._language, name)):
            base, part = given
            return n.Member(n.Name(base, line=line, end=end), part, False, line=line, end=end)
        return n.Name(name, line=line, end=end)

    def _string(self, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        parts = [one for one in _unfold(node) if one.type not in _PLAIN]
        if self._language == "kotlin" and "$" in _text(node):  # its grammar has `$name` as plain text
            named = tuple(n.Name(name, line=line, end=end) for name in _DOLLAR.findall(_text(node)))
            return n.Text((*named, *(self._piece(one) for one in parts)), line=line, end=end)
        if not parts:
            return n.Constant(_text(node).strip("\"'`:"), line=line, end=end)
        return n.Text(tuple(self._piece(one) for one in parts), line=line, end=end)

    def _piece(self, node: Node) -> n.Node:
        if node.type in ("interpolated_identifier", "identifier"):
            return n.Name(_bare(_text(node)), line=node.start_point[0] + 1)
        if node.type in ("interpolation", "interpolated_expression"):
            inner = [one for one in node.named_children if one.type not in _PLAIN]
            return self._value(inner[0]) if inner else n.Constant("")
        return self._value(node)

    def _call(self, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        base, name, given = (_field(node, one) for one in _CALLS[node.type])
        made = node.type in _MADE
        arguments = self._arguments(given) if given is not None else ()
        if (
            node.type == "call"
            and given is None
            and base is not None
            and name is not None
            and node.child_by_field_name("block") is None
            and _text(name) not in _ALL_OF_IT
        ):
            return n.Member(
                self._value(base), _text(name), False, line=line, end=end
            )  # Ruby: a method without arguments is a field
        if node.type == "call_expression" and name is not None and given is not None and name.id == given.id:
            arguments = ()
        said = "".join(_text(node).split())
        for form, (of, part) in _CALLED.items():
            if said.endswith(form) and said.removesuffix(form).rpartition("\n")[2] in (
                "",
                "$",
                "System.",
                "Environment.",
            ):
                return n.Member(n.Name(of, line=line), part, False, line=line, end=end)
        if self._language == "go" and name is not None and _text(name) in _PAIRED and len(arguments) == 2:
            key = arguments[0].value
            return n.Table(
                ((key.text if isinstance(key, n.Constant) else None, arguments[1].value, False),), line=line, end=end
            )
        if name is not None and _last(name) in _FORMATS and arguments:
            parts = [one.value for one in arguments]
            if base is not None and base.type in _STRINGS:
                parts.insert(0, self._value(base))
            return n.Text(tuple(_filled(parts)), line=line, end=end)
        block = node.child_by_field_name("block")
        if block is not None:
            arguments = (*arguments, n.Argument("", self._function(block), False, line=line, end=end))
        called: n.Node
        if base is not None and name is not None:
            called = n.Member(self._value(base), _bare(_text(name)), False, line=line, end=end)
        elif name is not None:
            called = self._value(name) if not made else n.Name(_last(name), line=line, end=end)
        else:
            called = n.Name("", line=line, end=end)
        return n.Call(called, arguments, made, line=line, end=end)

    def _arguments(self, node: Node) -> tuple[n.Argument, ...]:
        found: list[n.Argument] = []
        for one in node.named_children:
            line, end = one.start_point[0] + 1, one.end_point[0] + 1
            if one.type in _ARGUMENTS:
                found += self._arguments(one)
                continue
            if one.type == "comment":
                continue
            name = ""
            value: Node = one
            if one.type == "pair":  # Ruby's keywords
                key, given = _field(one, "key 0"), _field(one, "value 1")
                if key is not None and given is not None:
                    name, value = _text(key).strip(":\"'"), given
            elif one.type in ("argument", "value_argument"):
                label = one.child_by_field_name("name")
                inner = [each for each in one.named_children if label is None or each.id != label.id]
                if len(inner) == 2 and one.type == "value_argument":
                    label, inner = inner[0], inner[1:]
                if label is not None:
                    name = _text(label)
                if inner:
                    value = inner[-1]
            found.append(n.Argument(name, self._value(value), False, line=line, end=end))
        return tuple(found)

    def _binary(self, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        operands = node.named_children
        sign = node.child_by_field_name("operator")
        written = _text(sign) if sign is not None else next((one.type for one in node.children if not one.is_named), "")
        parts = tuple(self._value(one) for one in operands)
        if written in _JOINS:
            if written == "%" and isinstance(parts[0], n.Constant) and not parts[0].text:
                return n.Test(parts, line=line, end=end)
            return n.Text(parts, line=line, end=end)
        if written in _EITHER or node.type == "elvis_expression":
            return n.Choice(None, parts, line=line, end=end)
        return n.Test(parts, line=line, end=end)

    def _choice(self, node: Node) -> n.Node:
        line, end = node.start_point[0] + 1, node.end_point[0] + 1
        test = _field(node, "condition 0")
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
            if one.type in _ENTRIES and len(parts) == 2:
                key = _text(parts[0]).strip(":\"'`") or None
                entries.append((key, self._value(_only(parts[1])), False))
            elif one.type in ("initializer_expression", "literal_value", "array_initializer"):
                inner = self._table(one)
                assert isinstance(inner, n.Table)
                entries += inner.entries
            else:
                entries.append((str(len(entries)), self._value(_only(one)), False))
        return n.Table(tuple(entries), line=line, end=end)


def _filled(parts: list[n.Node]) -> Iterable[n.Node]:
    """A format and its values, each value behind the piece of the format that comes before it."""
    form = parts[0]
    if not isinstance(form, n.Constant):
        yield from parts
        return
    pieces = _HOLES.split(form.text)
    for at, value in enumerate(parts[1:]):
        if at < len(pieces):
            yield n.Constant(pieces[at], line=form.line)
        yield value


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _bare(name: str) -> str:
    return name.strip().lstrip("$@&*").strip()


def _last(node: Node) -> str:
    """The name at the end of a dotted or generic one."""
    text = _text(node).partition("<")[0]
    for mark in ("::", "\\", ".", "->"):
        text = text.rpartition(mark)[2]
    return _bare(text)


def _field(node: Node, names: str) -> Node | None:
    """The first of several fields that is there; a digit is the position of a named child."""
    for name in names.split():
        if name.isdigit():
            children = node.named_children
            if int(name) < len(children):
                return children[int(name)]
        elif (found := node.child_by_field_name(name)) is not None:
            return found
    return None


def _child(node: Node, *kinds: str) -> Node | None:
    return next((one for one in node.named_children if one.type in kinds), None)


def _only(node: Node) -> Node:
    """What an argument or an entry holds, if that is one thing."""
    while (
        node.type
        in ("argument", "bracketed_argument_list", "literal_element", "array_element_initializer", "value_argument")
        and node.named_children
    ):
        node = node.named_children[-1]
    return node


def _unfold(node: Node) -> Iterable[Node]:
    """The children of a string, and those of its inner contents."""
    for one in node.named_children:
        if one.type in ("heredoc_body", "string_content", "interpolated_string_text") and one.named_children:
            yield from _unfold(one)
        else:
            yield one


def _identifiers(node: Node, deep: int = 4) -> Iterable[Node]:
    """The names of parameters or variables below a node, without those of their types."""
    if node.type in ("identifier", "simple_identifier", "variable_name"):
        yield node
        return
    if deep <= 0:
        return
    for one in node.named_children:
        if one.type in (
            "type",
            "user_type",
            "type_identifier",
            "predefined_type",
            "generic_type",
            "qualified_type",
            "named_type",
            "default_value",
        ):
            continue
        yield from _identifiers(one, deep - 1)
