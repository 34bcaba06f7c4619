"""Parse Python into calls, definitions and imports, with the interpreter's own parser.

`ast` parses what the running Python can parse. Some newer syntax is written in the older way first (`_older`); what is left is an error that
says so, not an empty file. An f-string is
an `Expression`. Code in the body of a definition has the definition's name in `scope`; decorators are outside of what
they decorate, and the arguments of a call are inside it. The walk uses a stack: the parser accepts code nested deeper
than Python calls.
"""

from __future__ import annotations

import ast
import contextlib
import re

from govhooks.readers.code import Call, Code, Definition, Expression, Import, Later
from govhooks.readers.document import BadDocument, Side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.code import Scope

# How much of the source of a non-literal expression is kept.
_SHOWN = 200
# How deeply a literal may be nested: `ast` refuses much deeper ones anyway.
_DEEPEST = 20
# How many names along a chain of calls are kept.
_LONGEST = 50


def read(data: bytes) -> Side:
    """The code of a module, whose calls, definitions and imports are found when the first is asked for. Raises BadDocument."""
    tree = parse(data)
    return Side(
        Later("python", tree, lambda: _Walk(tree, _Lines(data)).code(), lambda: _Walk(tree, _Lines(data)).imports()), {}
    )


def parse(data: bytes) -> ast.Module:
    """The syntax tree. Raises BadDocument."""
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings about the code that is read: invalid escapes and the like
            try:
                return ast.parse(data)
            except SyntaxError:
                older = _older(data)
                if older == data:
                    raise
                with contextlib.suppress(SyntaxError):
                    return ast.parse(older)
                raise
    except SyntaxError as error:
        line = _Lines(data).git(error.lineno) if error.lineno else 0
        raise BadDocument(f"not valid Python: {error.msg}", line) from None
    except (RecursionError, MemoryError):
        raise BadDocument("not valid Python: nested too deeply") from None
    except ValueError as error:
        raise BadDocument(f"not valid Python: {error}") from None


# What newer versions of Python have, line by line; nothing but these forms is taken, and all keeps its place in the line.
_UNCOVERED = re.compile(rb"(?m)^([ \t]*except\*?)[ \t]((?:[\w.]+[ \t]*,[ \t]*)+[\w.]+)[ \t]*:")
_INNER = rb"\[[^\[\]]*(?:\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\][^\[\]]*)*\]"
_GENERIC = re.compile(rb"(?m)^([ \t]*(?:async[ \t]+def|def|class)[ \t]+\w+)(" + _INNER + rb")(?=[ \t]*[(:])")
_ALIAS = re.compile(rb"(?m)^([ \t]*type)[ \t](\w+)(" + _INNER + rb")?(?=[ \t]*=[^=])")


def _older(data: bytes) -> bytes:
    """A text as older versions of Python write it: the one that reads it may be older than the one that runs it.

    `except A, B:` (PEP 758, Python 3.14), `def f[T](x):`, `class C[T]:` and `type X = Y` (PEP 695, Python 3.12).
    """
    data = _UNCOVERED.sub(rb"\1(\2):", data)
    data = _GENERIC.sub(lambda found: found[1] + _blank(found[2]), data)
    return _ALIAS.sub(lambda found: found[1] + b";" + found[2] + _blank(found[3] or b""), data)


def _blank(text: bytes) -> bytes:
    """As many spaces, with the line feeds escaped that are between them."""
    return re.sub(rb"[^\n]", b" ", text).replace(b" \n", b"\\\n")


class _Lines:
    """The lines of a text as Python counts them: a single carriage return ends one, too."""

    def __init__(self, data: bytes) -> None:
        data = _utf8(data)
        self.all = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        # git's numbers for the same lines, if they differ.
        self._git: list[int] = []
        if b"\r" in data.replace(b"\r\n", b""):
            line = 1
            for end in re.findall(rb"\r\n|\r|\n", data):
                self._git.append(line)
                line += end != b"\r"
            self._git.append(line)

    def git(self, line: int) -> int:
        """The number that git gives a line."""
        return self._git[min(line, len(self._git)) - 1] if self._git else line


def _utf8(data: bytes) -> bytes:
    """The text as the parser sees it: its columns count UTF-8 bytes."""
    first = data.removeprefix(b"\xef\xbb\xbf")
    head = first.split(b"\n", 2)[:2]
    if not any(b"coding" in line for line in head):
        return first
    import tokenize

    try:
        encoding = tokenize.detect_encoding(iter([line + b"\n" for line in head]).__next__)[0]
        return first.decode(encoding).encode("utf-8", "replace")
    except (SyntaxError, LookupError, UnicodeDecodeError):
        return first


class _Walk:
    def __init__(self, tree: ast.Module, lines: _Lines) -> None:
        self._tree = tree
        self._lines = lines.all
        self._git = lines.git
        self._calls: list[Call] = []
        self._definitions: list[Definition] = []
        self._imports: list[Import] = []

    def code(self) -> Code:
        todo: list[tuple[ast.AST, Scope]] = [(self._tree, ())]
        while todo:
            node, scope = todo.pop()
            inner = scope
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                self._define(node, scope)
                inner = (*scope, node.name)
                todo += [(child, scope) for child in node.decorator_list]
                below = [child for child in children(node) if child not in node.decorator_list]
            else:
                below = children(node)
            if isinstance(node, ast.Call):
                self._calls.append(self._call(node, scope))
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                self._import(node)
            todo += [(child, inner) for child in reversed(below)]
        self._calls.sort(key=lambda call: (call.line, call.column))
        self._definitions.sort(key=lambda one: one.line)
        return Code("python", tuple(self._calls), tuple(self._definitions), tuple(self._imports), self._tree)

    def imports(self) -> tuple[Import, ...]:
        """The imports alone, for which no expression has to be looked at."""
        for node in statements(self._tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self._import(node)
        return tuple(self._imports)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        line = self._git(node.lineno)
        if isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            self._imports += [Import(module, one.name, one.asname or one.name, line) for one in node.names]
            return
        for one in node.names:
            # `import a.b` binds `a`: `a.b.c` in the code is already the full name.
            alias = one.asname or ("" if "." in one.name else one.name)
            self._imports.append(Import(one.name, "", alias, line))

    def _define(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, scope: Scope) -> None:
        decorators = tuple(
            self._call(one, scope)
            if isinstance(one, ast.Call)
            else Call(dotted(one), (), {}, self._git(one.lineno), self._end(one), scope, one.col_offset)
            for one in node.decorator_list
        )
        first = min([self._git(node.lineno), *(self._git(one.lineno) for one in node.decorator_list)])
        bases: tuple[str, ...] = ()
        parameters: tuple[str, ...] = ()
        if isinstance(node, ast.ClassDef):
            bases = tuple(dotted(base) or self._text(base) for base in node.bases)
        else:
            given = node.args
            rest = [one for one in (given.vararg, given.kwarg) if one is not None]
            parameters = tuple(one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs, *rest))
        kind = "class" if isinstance(node, ast.ClassDef) else "function"
        definition = Definition(kind, node.name, first, self._end(node), decorators, bases, parameters, scope)
        self._definitions.append(definition)

    def _end(self, node: ast.expr | ast.stmt) -> int:
        return self._git(node.end_lineno or node.lineno)

    def _call(self, node: ast.Call, scope: Scope) -> Call:
        arguments = tuple(self._value(one) for one in node.args)
        keywords = {one.arg or "**": self._value(one.value) for one in node.keywords}
        # A chain of calls (`a(1).b(2)`) begins at `a`; each call is located at its own name.
        at = node.func
        line = at.end_lineno if isinstance(at, ast.Attribute) and at.end_lineno else node.lineno
        column = (at.end_col_offset or 0) - len(at.attr) if isinstance(at, ast.Attribute) else node.col_offset
        return Call(dotted(node.func), arguments, keywords, self._git(line), self._end(node), scope, column)

    def _value(self, node: ast.expr, deep: int = 0) -> Any:
        """The value of a literal, the source text of anything else."""
        if isinstance(node, ast.Constant):
            return node.value
        if deep < _DEEPEST and isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return [self._value(one, deep + 1) for one in node.elts]
        if deep < _DEEPEST and isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
            keys = [str(key.value) for key in node.keys if isinstance(key, ast.Constant)]
            return {key: self._value(value, deep + 1) for key, value in zip(keys, node.values)}
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            return -node.operand.value if isinstance(node.operand.value, (int, float)) else Expression(self._text(node))
        return Expression(self._text(node))

    def _text(self, node: ast.expr) -> str:
        """The source text, the beginning of it."""
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        if last - first > _SHOWN:
            last, stop = first + _SHOWN, None
        else:
            stop = node.end_col_offset
        lines = self._lines[first : last + 1]
        if lines and stop is not None:
            lines[-1] = lines[-1][:stop]
        if lines:
            lines[0] = lines[0][node.col_offset :]
        return b"\n".join(lines)[:_SHOWN].decode("utf-8", "replace")


# Where statements hold others, in the order of their fields.
_OF_STATEMENTS = ("body", "cases", "handlers", "orelse", "finalbody")
# Fields of a node that hold no other nodes, or operators and contexts alone.
_PLAIN = frozenset(("ctx", "op", "ops", "id", "attr", "kind", "type_comment", "is_async", "level", "module"))
_fields: dict[type[ast.AST], tuple[str, ...]] = {}


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes below a node, in the order of its fields, without operators and contexts: in half the time of `ast.iter_child_nodes`."""
    kind = node.__class__
    names = _fields.get(kind)
    if names is None:
        names = _fields[kind] = tuple(name for name in kind._fields if name not in _PLAIN)
    found: list[ast.AST] = []
    for name in names:
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += [one for one in value if isinstance(one, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """A module or statement and the statements in it, in textual order; handlers and cases count as such, expressions are passed over."""
    todo = [node]
    while todo:
        node = todo.pop()
        yield node
        below = [one for field in _OF_STATEMENTS for one in getattr(node, field, ())]
        todo += reversed(below)


def dotted(node: ast.expr) -> str:
    """The dotted name of an expression; for a chain of calls, the names along it (`db.query().all` is "db.query.all");
    "" if it has none."""
    names: list[str] = []
    while len(names) < _LONGEST:
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            break
    if isinstance(node, ast.Name):
        names.append(node.id)
    elif names:
        names.append("")
    return ".".join(reversed(names))
