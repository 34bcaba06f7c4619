"""Which environment variables JavaScript and TypeScript read: `process.env`, `import.meta.env`, schemas over them, libraries' calls."""

from __future__ import annotations

import re

from govhooks.knowledge.variables.conventions import is_reader
from govhooks.knowledge.variables.script_names import FUNCTIONS, MOST, TRANSPARENT, Name, Text, arguments, bare
from govhooks.knowledge.variables.use import COMPUTED, NONE, Default, Use, is_name, is_plain, literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

# Expressions that are the environment; the last calls are those of libraries: vite, Directus and the like.
_ENVIRON = re.compile(rb"\b(?:process|import\s*\.\s*meta|Bun|Deno)\s*\??\.\s*env\b")
_ENVIRON_CALL = re.compile(rb"\b(?:useEnv|getEnv|loadEnv|useRuntimeEnv|toObject)\s*\([^()]*\)")
_IMPORTED = re.compile(rb"\bimport\b([^;'\"]*)\bfrom\s*['\"]([^'\"\n]*)['\"]")
_REQUIRED = re.compile(rb"\{([^{}=]*)\}\s*=\s*(?:process\b(?!\s*\??\.)|require\(\s*['\"](?:node:)?process['\"]\s*\))")
_MODULES = re.compile(r"(?:^|/)(?:node:)?(?:process|env)(?:\.m?[jt]s)?$|^\$env/dynamic/")
_STATIC = re.compile(r"^\$env/static/")
# Calls whose first argument is a name by what they are called.
_CALL = re.compile(rb"\b([\w$]+)\)?\s*(?:<[^()<>]*>)?\(\s*(['\"`])([A-Z][A-Z0-9_]+)\2")
_OBJECT = re.compile(r"(?i)(?:config|env|settings)\w*(?:\(\))?$")
_METHODS = frozenset(
    "get getOrThrow getString getNumber getBoolean has required optional string number boolean integer int bool str float array json url "
    "date oneOf redacted secret asString raw key".split()
)
# A variable of an object called `env` that comes from elsewhere, as a parameter does.
_NAMED = re.compile(
    rb"(?<![\w$.])env\s*(?:\?\s*)?(?:\.(?:\s*\[\s*['\"])?|\[\s*['\"])([A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9])\b"
)
_LIST = re.compile(rb"\b([\w$]*[eE]nv[\w$]*)\)?\s*\(\s*(?=\[\s*['\"`]|[\w$]+\s*\))")
_ASKED = re.compile(rb"\b[\w$]*[eE]nv[\w$]*\.get\)?\s*\(\s*(?=[\w$(`])")
_DESCRIBED = re.compile(r"\b(?:help|default|doc|format|action|description|required|type)\s*:")
_PAIR = re.compile(rb"\b(?:env|envVar|envvar|envVariable|envName|env_var)\s*:\s*(?=['\"\[])")
_SCHEMA = re.compile(
    rb"\b(?:createEnv|defineEnv|cleanEnv|parseEnv|envSchema|validateEnv|Env\s*\.\s*create|defineEnvSchema)\s*\(|\bvalidationSchema\s*:"
)
_SIDES = ("server", "client", "shared", "schema", "properties", "vars", "variables")
_PARSES = frozenset(
    (
        "parse",
        "safeParse",
        "validate",
        "parseAsync",
        "safeParseAsync",
        "validateSync",
        "cast",
        "decode",
        "assert",
        "create",
        "from",
    )
)
_DEFAULT = re.compile(r"(?:\.default\(|\bdefault\s*:)\s*(\"[^\"\n]*\"|'[^'\n]*'|[\w.-]+)")
_LITERALS = frozenset(("string", "number", "true", "false"))
_IN_ENVIRON = frozenset(("has", "get", "hasOwnProperty"))


def find(root: Node, data: bytes, form: str) -> list[Use]:
    """What a file reads, in no order."""
    return _Finder(root, data).find()


class _Finder:
    def __init__(self, root: Node, data: bytes) -> None:
        self.text = Text(root, data)
        self.found: list[Use] = []
        self._seen: set[tuple[int, int]] = set()
        self._shapes: list[tuple[Name, Default]] = []
        self._known: set[tuple[int, int, str, str]] = set()

    def find(self) -> list[Use]:
        text = self.text
        for node, found in text.nodes(_ENVIRON):
            if (node.start_byte, node.end_byte) == found.span():
                self._environ(node, False)
        for node, _ in text.nodes(_ENVIRON_CALL):
            if node.type == "call_expression" and not any(is_plain(text.string(one) or "") for one in arguments(node)):
                self._environ(node, True)
        self._imports()
        for node, found in text.nodes(_CALL, 1):
            self._convention(node, found[3].decode())
        for node, _ in text.nodes(_LIST, 1):
            self._list(node)
        for node, _ in text.nodes(_ASKED):
            given = arguments(node) if node.type == "call_expression" else []
            if given:
                self._names(given[0], self._given(given) if len(given) > 1 else self._default(node), True)
        for node, named in text.nodes(_NAMED, 1):
            self._parameters(node, named[1].decode())
        for node, _ in text.nodes(_PAIR):
            self._pair(node)
        for node, _ in text.nodes(_SCHEMA):
            self._declares(node)
        at = 0
        while at < len(self._shapes) and at < MOST:
            self._calls(*self._shapes[at])
            at += 1
        return self.found

    def _add(self, name: str, line: int, default: Default = NONE, convention: bool = False) -> None:
        if is_plain(name) or (is_name(name) and not convention):
            self.found.append(Use(name, line, default))

    # The environment, and what is made of it

    def _environ(self, node: Node, convention: bool, deep: int = 0) -> None:
        """An expression that is the environment: what is read of it."""
        key = (node.start_byte, node.end_byte)
        if key in self._seen or deep > 5:
            return
        self._seen.add(key)
        text = self.text
        node = self._outermost(node)
        above = node.parent
        if above is None:
            return
        kind = above.type
        if kind == "member_expression" and above.child_by_field_name("object") == node:
            self._member(above, convention)
        elif kind == "subscript_expression" and above.child_by_field_name("object") == node:
            index = above.child_by_field_name("index")
            if index is not None and not _is_written(above):
                self._names(index, self._default(above), convention)
        elif kind == "variable_declarator":
            self._bound(above.child_by_field_name("name"), convention, deep)
        elif kind in ("required_parameter", "optional_parameter", "assignment_pattern"):
            target = above.child_by_field_name("pattern") or above.child_by_field_name("left")
            self._bound(target, convention, deep)
        elif kind == "assignment_expression" and above.child_by_field_name("right") == node:
            self._bound(above.child_by_field_name("left"), convention, deep)
        elif kind == "binary_expression" and text.of(above.child_by_field_name("operator")) == "in":
            left = above.child_by_field_name("left")
            if left is not None and left != node:
                self._names(left, NONE, convention)
        elif kind == "arguments" and above.parent is not None:
            self._argument(above.parent, node, convention, deep)

    def _outermost(self, node: Node) -> Node:
        """An expression with what it is wrapped in: brackets, `x || {}`, `typeof process ... ? x : {}`."""
        while (above := node.parent) is not None:
            kind = above.type
            same = kind in TRANSPARENT and above.named_children[:1] == [node]
            if kind == "binary_expression" and self.text.of(above.child_by_field_name("operator")) in (
                "||",
                "??",
                "&&",
            ):
                same = True
            if kind == "ternary_expression" and above.child_by_field_name("condition") != node:
                same = True
            if not same:
                break
            node = above
        return node

    def _member(self, member: Node, convention: bool) -> None:
        name = self.text.of(member.child_by_field_name("property"))
        call = member.parent
        if call is not None and call.type == "call_expression" and call.child_by_field_name("function") == member:
            given = arguments(call)
            if given and (name in _IN_ENVIRON or name in _METHODS):
                self._names(given[0], self._given(given) if len(given) > 1 else self._default(call), convention)
            return
        if not _is_written(member):
            self._add(name, member.start_point[0] + 1, self._default(member), convention)

    def _bound(self, target: Node | None, convention: bool, deep: int) -> None:
        """`const { A, B: b = 1, ...rest } = process.env`, `const env = process.env`."""
        if target is None:
            return
        if target.type == "object_pattern":
            for child in target.named_children:
                default = NONE
                if child.type == "object_assignment_pattern":
                    default = self._literal(child.child_by_field_name("right"))
                    child = child.child_by_field_name("left") or child
                if child.type == "pair_pattern":
                    key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
                    if value is not None and value.type == "assignment_pattern":
                        default = self._literal(value.child_by_field_name("right"))
                    if key is not None:
                        self._add(self.text.key(key), child.start_point[0] + 1, default, convention)
                elif child.type == "shorthand_property_identifier_pattern":
                    self._add(self.text.of(child), child.start_point[0] + 1, default, convention)
        elif target.type == "identifier":
            self._alias(self.text.of(target), target, convention, deep)

    def _alias(self, name: str, target: Node, convention: bool, deep: int) -> None:
        scope = _scope(target)
        for node in self.text.word(name):
            if node != target and scope.start_byte <= node.start_byte < scope.end_byte:
                self._environ(node, convention, deep + 1)

    def _argument(self, call: Node, node: Node, convention: bool, deep: int) -> None:
        """The environment is given to a call: of a schema, or of a function of this file."""
        function = call.child_by_field_name("function")
        given = arguments(call)
        if function is None or node not in given:
            return
        if function.type == "member_expression":
            if self.text.of(function.child_by_field_name("property")) in _PARSES:
                base = function.child_by_field_name("object")
                if base is not None:
                    self._schema(base)
            for one in given:
                if one != node:
                    self._schema(one)
            return
        name = self.text.of(function)
        if is_reader(name):
            for one in given:
                if one != node:
                    self._schema(one)
        for value in self.text.declared(name):
            if value.type in FUNCTIONS:
                names = self._parameter(value, given.index(node))
                self._bound(names, convention, deep)

    def _parameter(self, function: Node, index: int) -> Node | None:
        alone = function.child_by_field_name("parameter")
        if alone is not None:
            return alone if index == 0 else None
        given = function.child_by_field_name("parameters")
        children = [one for one in given.named_children if one.type != "comment"] if given is not None else []
        if index >= len(children):
            return None
        one = children[index]
        return one.child_by_field_name("pattern") or one.child_by_field_name("left") or one

    def _imports(self) -> None:
        text = self.text
        for found in _IMPORTED.finditer(text.data):
            module = found[2].decode("utf-8", "replace")
            names = re.findall(rb"[\w$]+(?:\s+as\s+[\w$]+)?", found[1])
            node = text.root.descendant_for_byte_range(found.start(2), found.end(2))
            if node is None or "string" not in node.type:
                continue
            for one in names:
                first, _, alias = one.decode().partition(" as ")
                if _STATIC.match(module):
                    self._add(first, node.start_point[0] + 1)
                elif _MODULES.search(module) and first.strip() in ("env", "ENV", "process"):
                    bound = (alias or first).strip()
                    if bound == "process":
                        continue
                    for word in text.word(bound):
                        if word.parent is not None and "import" not in word.parent.type:
                            self._environ(word, "process" not in module)
        for found in _REQUIRED.finditer(text.data):
            for one in re.finditer(rb"(?<![\w$])env\b(?:\s*:\s*([\w$]+))?", found[1]):
                for word in text.word((one[1] or b"env").decode()):
                    self._environ(word, False)

    # What is said to read

    def _convention(self, node: Node, name: str) -> None:
        """`env("X")`, `getEnv("X")`, `config.get("X")`, `@Env("X")`."""
        text = self.text
        call = node.parent
        member = None
        if call is not None and call.type == "member_expression":
            member, call = call, call.parent
        while call is not None and call.type in ("sequence_expression", "parenthesized_expression"):
            call = call.parent  # `(0, config_1.Env)("X")` of compiled code
        if call is None or call.type != "call_expression":
            return
        called = text.of(node)
        if member is not None:
            base = text.of(member.child_by_field_name("object"))[-80:]
            last = base.rpartition(".")[2]
            if _ENVIRON.fullmatch(base.encode()):
                return
            asked = called in _METHODS and _OBJECT.search(last) is not None and ("_" in name or "env" in last.lower())
            if not asked and not is_reader(called):
                return
        elif not is_reader(called) or any(one.type in FUNCTIONS for one in text.declared(called)):
            return
        given = arguments(call)
        if given and text.string(given[0]) == name:
            default = self._given(given) if len(given) > 1 else self._default(call)
            self._add(name, given[0].start_point[0] + 1, default, True)

    def _list(self, node: Node) -> None:
        """`validateEnv(["X", "Y"])`."""
        call = node
        while call.parent is not None and call.type != "call_expression":
            call = call.parent
        given = arguments(call)
        if not is_reader(self.text.of(node)) or not given:
            return
        for one in self.text.elements(given[0]):
            self._add(self.text.string(one) or "", one.start_point[0] + 1, NONE, True)

    def _parameters(self, node: Node, name: str) -> None:
        """`({ env }) => env.X_Y`: an `env` that the file gives no value."""
        while node.type not in ("member_expression", "subscript_expression") and node.parent is not None:
            node = node.parent
        if node.parent is None or self.text.of(node.child_by_field_name("object")) != "env" or _is_written(node):
            return
        if not self.text.declared("env"):
            self._add(name, node.start_point[0] + 1, self._default(node), True)

    def _pair(self, node: Node) -> None:
        """`env: "X"` of oclif, convict and the like."""
        pair = node if node.type == "pair" else node.parent
        value = pair.child_by_field_name("value") if pair is not None and pair.type == "pair" else None
        if pair is None or value is None:
            return
        for one in self.text.elements(value) if value.type == "array" else (value,):
            name = self.text.string(one) or ""
            around = pair.parent
            described = around is not None and _DESCRIBED.search(self.text.of(around)) is not None
            if is_plain(name) and ("_" in name or described):
                default = self._declared(around) if around is not None else NONE
                self._add(name, one.start_point[0] + 1, default, True)

    def _declares(self, node: Node) -> None:
        """`createEnv({ server: { X: z.string() } })` and the like."""
        while node.type not in ("call_expression", "pair", "program") and node.parent is not None:
            node = node.parent
        if node.type == "pair":
            value = node.child_by_field_name("value")
            if value is not None:
                self._schema(value)
        elif node.type == "call_expression":
            for one in arguments(node):
                self._schema(one)

    def _schema(self, node: Node, deep: int = 0) -> None:
        """The keys of an object that describes variables, by itself, in a call (`z.object({...})`), or by its name."""
        text = self.text
        node = bare(node)
        if deep > 6 or (deep and (node.start_byte, -1) in self._seen):
            return
        self._seen.add((node.start_byte, -1))
        if node.type == "identifier":
            for value in text.declared(text.of(node)):
                self._schema(value, deep + 1)
        elif node.type == "call_expression":
            function = node.child_by_field_name("function")
            if function is not None and function.type == "member_expression":
                base = function.child_by_field_name("object")
                if base is not None and base.type in ("call_expression", "identifier"):
                    self._schema(base, deep + 1)
            for one in arguments(node):
                if bare(one).type in ("object", "identifier", "call_expression"):
                    self._schema(one, deep + 1)
        elif node.type == "object":
            for child in node.named_children:
                if child.type == "spread_element" and child.named_children:
                    self._schema(child.named_children[0], deep + 1)
            for key, value in text.entries(node):
                name = text.key(key)
                if name in _SIDES:
                    self._schema(value, deep + 1)
                elif is_plain(name):
                    self._add(name, key.start_point[0] + 1, self._declared(value), True)

    # Functions of this file that read

    def _names(self, node: Node, default: Default, convention: bool) -> None:
        for name in self.text.names(node):
            if name.hole is None:
                self._add(name.before, name.line or node.start_point[0] + 1, default, convention)
            else:
                function, index = name.hole
                key = (function.start_byte, index, name.before, name.after)
                if key not in self._known:
                    self._known.add(key)
                    self._shapes.append((name, default))

    def _calls(self, shape: Name, default: Default) -> None:
        assert shape.hole is not None
        function, index = shape.hole
        for call in self.text.calls(function):
            given = arguments(call)
            if index >= len(given):
                continue
            own = self._given(given[index:]) if len(given) > index + 1 else NONE
            for name in self.text.names(given[index]):
                made = shape.filled(name)
                if made.hole is None:
                    self._add(made.before, name.line or call.start_point[0] + 1, own)
                else:
                    inner, at = made.hole
                    key = (inner.start_byte, at, made.before, made.after)
                    if key not in self._known:
                        self._known.add(key)
                        self._shapes.append((made, default))

    # Defaults

    def _default(self, node: Node) -> Default:
        """The default in `node || DEFAULT` and `node ?? DEFAULT`."""
        above = node.parent
        while above is not None and above.type in TRANSPARENT:
            node, above = above, above.parent
        if above is None or above.type not in ("binary_expression", "augmented_assignment_expression"):
            return NONE
        operator = self.text.of(above.child_by_field_name("operator"))
        if operator not in ("||", "??", "||=", "??=") or above.child_by_field_name("left") != node:
            return NONE
        return self._literal(above.child_by_field_name("right"))

    def _given(self, given: list[Node]) -> Default:
        return self._literal(given[1])

    def _literal(self, node: Node | None) -> Default:
        if node is None or node.type in ("undefined", "null"):
            return NONE
        node = bare(node)
        text = self.text.string(node)
        if text is None and node.type in _LITERALS:
            text = self.text.of(node)
        return literal(text) if text is not None else COMPUTED

    def _declared(self, node: Node) -> Default:
        """The default that a schema gives: `.default("x")`, `{ default: "x" }`."""
        found = _DEFAULT.search(self.text.of(node)[:2000])
        return literal(found[1].strip("\"'")) if found else NONE


def _is_written(node: Node) -> bool:
    """Whether an expression is only set or deleted."""
    above = node.parent
    while above is not None and above.type in TRANSPARENT:
        node, above = above, above.parent
    if above is None:
        return False
    if above.type == "assignment_expression":
        return above.child_by_field_name("left") == node
    return above.type == "unary_expression" and above.children[:1] != [] and above.children[0].type == "delete"


def _scope(node: Node) -> Node:
    """The block or function that a declared name is known in."""
    above = node.parent
    while above is not None:
        if above.type in FUNCTIONS or above.type in ("program", "statement_block"):
            return above
        node, above = above, above.parent
    return node
