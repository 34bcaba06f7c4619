"""What tree-sitter grammars call things: a table with one entry per language.

Node types are from each grammar's `node-types.json`. In every language, a call has a name part and arguments, and a
definition has a name and decorators; the field names for these are shared, so there is one list for all languages
(`NAMED`, `OBJECT`).
"""

from __future__ import annotations

from govhooks.core.record import Record


class Language(Record):
    """A language: its name, its package and function, and its node types, each separated by spaces."""

    name: str
    package: str
    calls: str
    functions: str
    classes: str
    imports: str
    decorators: str = ""
    function: str = "language"


_SCRIPT = (
    "call_expression new_expression",
    "function_declaration generator_function_declaration method_definition function_expression arrow_function",
    "class_declaration class abstract_class_declaration",
    "import_statement",
    "decorator",
)

LANGUAGES = {
    "csharp": Language(
        "C#",
        "tree_sitter_c_sharp",
        "invocation_expression object_creation_expression",
        "method_declaration constructor_declaration local_function_statement",
        "class_declaration interface_declaration record_declaration struct_declaration",
        "using_directive",
        "attribute",
    ),
    "go": Language(
        "Go",
        "tree_sitter_go",
        "call_expression",
        "function_declaration method_declaration",
        "type_spec",
        "import_spec",
    ),
    "java": Language(
        "Java",
        "tree_sitter_java",
        "method_invocation object_creation_expression",
        "method_declaration constructor_declaration",
        "class_declaration interface_declaration record_declaration enum_declaration",
        "import_declaration",
        "annotation marker_annotation",
    ),
    "javascript": Language("JavaScript", "tree_sitter_javascript", *_SCRIPT),
    "kotlin": Language(
        "Kotlin",
        "tree_sitter_kotlin",
        "call_expression",
        "function_declaration",
        "class_declaration object_declaration",
        "import",
        "annotation",
    ),
    "php": Language(
        "PHP",
        "tree_sitter_php",
        "function_call_expression member_call_expression nullsafe_member_call_expression scoped_call_expression "
        "object_creation_expression",
        "method_declaration function_definition",
        "class_declaration interface_declaration trait_declaration",
        "namespace_use_clause",
        "attribute",
        "language_php",
    ),
    "ruby": Language("Ruby", "tree_sitter_ruby", "call", "method singleton_method", "class module", ""),
    "tsx": Language("TypeScript", "tree_sitter_typescript", *_SCRIPT, "language_tsx"),
    "typescript": Language("TypeScript", "tree_sitter_typescript", *_SCRIPT, "language_typescript"),
}

# The part of a call that names it.
NAMED = ("function", "constructor", "type")
# The object part of a member access (`a.b`), and the member.
OBJECT = ("object", "receiver", "operand", "expression", "scope")
MEMBER = ("property", "field", "method", "name")
ARGUMENTS = ("arguments", "argument_list", "annotation_argument_list", "attribute_argument_list")
# Arguments and elements that are wrapped in a node of their own.
WRAPPED = ("argument", "attribute_argument", "literal_element", "array_element_initializer", "parenthesized_expression")
PAIRS = ("element_value_pair", "pair", "keyed_element")
LISTS = ("array", "array_creation_expression", "element_value_array_initializer", "array_initializer", "literal_value")
TABLES = ("object", "hash")
LITERALS = {"true": True, "false": False, "null": None, "nil": None, "null_literal": None}
# Nodes that wrap a member access: `a!.b`, `(a).b`, `await a`.
TRANSPARENT = (
    "non_null_expression",
    "parenthesized_expression",
    "await_expression",
    "satisfies_expression",
    "as_expression",
)
