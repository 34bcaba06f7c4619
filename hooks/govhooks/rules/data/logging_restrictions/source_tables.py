"""What the grammars of Go, Java, Kotlin, C#, Ruby and PHP call the same things, for `source_values` and `source_code`."""

from __future__ import annotations

from govhooks.search.compiled import compiled

LANGUAGES = ("go", "java", "kotlin", "csharp", "ruby", "php")

NAMES = frozenset(
    "identifier simple_identifier variable_name instance_variable global_variable class_variable constant field_identifier type_identifier name"
    " package_identifier this self this_expression simple_symbol qualified_name scoped_identifier generic_name namespace_name dotted_name".split()
)
# Kind -> fields of the base and of the name.
MEMBERS = {
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
ELEMENTS = {
    "index_expression": ("operand 0", "index 1"),
    "array_access": ("array", "index"),
    "subscript_expression": ("0", "1"),
    "element_access_expression": ("expression 0", "subscript 1"),
    "element_reference": ("object 0", "1"),
    "indexing_expression": ("0", "1"),
}
# Kind -> fields of what is called on, of the name, of the arguments.
CALLS = {
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
MADE = ("object_creation_expression", "implicit_object_creation_expression")
STRINGS = frozenset(
    "interpreted_string_literal raw_string_literal string_literal string encapsed_string interpolated_string_expression line_string_literal"
    " multi_line_string_literal heredoc heredoc_body verbatim_string_literal raw_string character_literal char_literal shell_command_expression"
    " simple_symbol hash_key_symbol bare_string rune_literal nowdoc multiline_string_literal".split()
)
# Pieces of a string that are no expression.
PLAIN = frozenset(
    "string_content string_fragment escape_sequence interpreted_string_literal_content raw_string_literal_content string_literal_content"
    " string_value heredoc_start heredoc_end interpolation_brace interpolation_start interpolation_quote interpolation_format_clause"
    " interpolation_alignment_clause interpolated_string_text string_start string_end heredoc_content character_escape_sequence".split()
)
BINARY = frozenset(
    "binary_expression binary additive_expression infix_expression multiplicative_expression comparison_expression equality_expression"
    " conjunction_expression disjunction_expression elvis_expression check_expression range_expression coalesce_expression".split()
)
JOINS = ("+", ".", "<<", "%")
EITHER = ("||", "??", "?:", "or", "&&", "and")
CHOICES = frozenset(("conditional_expression", "ternary_expression", "conditional"))
INNER = frozenset(
    "parenthesized_expression parenthesized_statements cast_expression type_cast_expression as_expression await_expression type_assertion_expression"
    " type_conversion_expression argument value_argument spread_expression postfix_expression checked_expression splat_argument block_argument"
    " expression_list by_ref reference_expression declaration_expression interpolated_expression interpolation annotated_expression postfix_unary_expression"
    " dynamic_variable_name variadic_placeholder literal_element variadic_argument parenthesized_type arrow_expression_clause equals_value_clause".split()
)
TABLES = frozenset(
    "array_creation_expression array hash composite_literal literal_value initializer_expression anonymous_object_creation_expression map_literal"
    " array_initializer collection_expression collection_literal implicit_array_creation_expression string_array keyword_arguments".split()
)
ENTRIES = frozenset("keyed_element pair array_element_initializer assignment_expression initializer_expression".split())
ARGUMENTS = frozenset(
    "argument_list arguments value_arguments call_suffix bracketed_argument_list variadic_argument".split()
)
FUNCTIONS = frozenset(
    "function_declaration method_declaration constructor_declaration method singleton_method function_definition local_function_statement func_literal"
    " lambda_expression lambda_literal anonymous_function anonymous_function_creation_expression arrow_function lambda block do_block annotated_lambda"
    " anonymous_method_expression secondary_constructor getter setter accessor_declaration compact_constructor_declaration init anonymous_initializer".split()
)
ASSIGNS = {
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
IFS = frozenset(("if_statement", "if", "unless", "if_expression", "if_modifier", "unless_modifier", "when_expression"))
LOOPS = frozenset(
    "for_statement while_statement do_statement enhanced_for_statement foreach_statement for_each_statement while until for do_while_statement"
    " while_modifier until_modifier".split()
)
TRIES = frozenset(("try_statement", "try_with_resources_statement", "try_expression", "begin"))
RAISES = frozenset(("throw_statement", "throw_expression"))
LEAVES = {
    "return_statement": "return",
    "return": "return",
    "break_statement": "break",
    "continue_statement": "continue",
    "next": "continue",
    "break": "break",
}


# What frameworks give by a name of their own.
GIVEN = {
    ("ruby", "params"): ("request", "params"),
    ("ruby", "ENV"): ("os", "environ"),
    ("php", "_POST"): ("request", "body"),
    ("php", "_REQUEST"): ("request", "body"),
    ("php", "_SERVER"): ("os", "environ"),
    ("php", "_ENV"): ("os", "environ"),
}
REQUEST_OF_GO = {"Header": "headers", "Body": "body", "Form": "form", "PostForm": "form"}
# Calls without arguments, without spaces -> what they give.
CALLED = {
    "request()->all()": ("request", "body"),
    "request->all()": ("request", "body"),
    "os.Environ()": ("os", "environ"),
    "getenv()": ("os", "environ"),
    "GetEnvironmentVariables()": ("os", "environ"),
}
# Fields of structured logs: a name and a value.
PAIRED = frozenset(
    f"{base}.{name}"
    for base in ("zap", "slog")
    for name in "Any String Reflect Object ByteString Binary Stringer Strings Inline Error".split()
)
# Methods of loggers that take a block or lambda for their text.
LEVELS = frozenset("trace debug info warn warning error fatal verbose log unknown".split())
# Calls between a logger and the one that writes: each adds a field; and what ends such a chain.
CHAINED = frozenset(
    "WithField WithFields WithContext WithError With Str Strs Any Interface Bytes Int Bool Err Dict Fields Info Debug Warn Error Fatal Trace Log Level"
    " atInfo atDebug atWarn atError atTrace atLevel addKeyValue addArgument setMessage ForContext withContext with".split()
)
SENDS = frozenset("Msg Msgf Send log".split())
DOLLAR = compiled(r"(?<!\\)\$([A-Za-z_]\w*)")
# Methods of Ruby that make a text or a table of all of a value.
ALL_OF_IT = frozenset(
    "inspect to_s to_h to_json as_json to_hash to_unsafe_h to_unsafe_hash to_query pretty_inspect".split()
)
HOLES = compiled(r"%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\{[^{}]*\}")
# Calls that put values into a text.
FORMATS = frozenset("Sprintf Sprint Sprintln sprintf vsprintf format Format formatted".split())
