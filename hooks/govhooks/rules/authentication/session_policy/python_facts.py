"""The facts of a Python module, from its syntax tree."""

from __future__ import annotations

import ast

from govhooks.readers.code import Expression
from govhooks.readers.python import children, dotted
from govhooks.rules.authentication.session_policy.facts import (
    CALL,
    Given,
    holds_in_production,
    is_development,
    names,
    subject_of,
)
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.rules.authentication.session_policy.facts import Collector

    Trail = tuple[str, ...]

_DEEPEST = 20
_TEXT = 400


def collect(tree: ast.Module, into: Collector, resolve: Any) -> None:
    """Collect the facts of a module; `resolve` gives a name as its import says it."""
    _Walk(into, resolve).walk(tree)


# A class of settings that only tests or a developer's machine load: Flask's TestingConfig, Django-configurations' Dev.
_OF_TESTS = compiled(
    r"(?:Test|Testing|Dev|Development|Local|Debug)(?:Config|Configuration|Settings|Environment)?$"
    r"|(?:Config|Settings)(?:Test|Testing|Dev|Development|Local)$"
)


class _Walk:
    def __init__(self, into: Collector, resolve: Any) -> None:
        self.into = into
        self.resolve = resolve

    def walk(self, tree: ast.AST) -> None:
        todo: list[tuple[ast.AST, Trail, str, bool]] = [(tree, (), "", False)]
        while todo:
            node, trail, subject, development = todo.pop()
            below: list[tuple[ast.AST, Trail, str, bool]] = []
            if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.AugAssign)):
                if node.value is not None:
                    below = self._assigned(node, node.value, trail, development)
            elif isinstance(node, ast.Dict):
                for key, one in zip(node.keys, node.values):
                    if isinstance(key, ast.Constant):
                        here = (*trail, *names(str(key.value)))
                        self._add(here, one, key.lineno, subject, development, f'"{key.value!s}": ')
                        below.append((one, here, subject, development))
                    else:
                        below.append((one, trail, subject, development))
            elif isinstance(node, ast.Call):
                below = self._called(node, trail, development)
            elif isinstance(node, (ast.If, ast.IfExp)):
                inside = development or is_development(_source(node.test))
                body = node.body if isinstance(node.body, list) else [node.body]
                other = node.orelse if isinstance(node.orelse, list) else [node.orelse]
                below = [(node.test, trail, subject, development)]
                below += [(one, trail, subject, inside) for one in body]
                below += [(one, trail, subject, development) for one in other]
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                for one in node.decorator_list:
                    name = names(self.resolve(dotted(one)))
                    if not isinstance(one, ast.Call):
                        self.into.add(
                            (*name, CALL), Given((), {}, ""), one.lineno, "@" + _source(one), node.name, development
                        )
                if isinstance(node, ast.ClassDef):
                    for base in node.bases:
                        self.into.add(
                            ("class", *names(dotted(base))),
                            node.name,
                            node.lineno,
                            _source(base),
                            node.name,
                            development,
                        )
                here = names(node.name) if isinstance(node, ast.ClassDef) else ()
                inside = development or (isinstance(node, ast.ClassDef) and _OF_TESTS.match(node.name) is not None)
                below = [(child, here, "", inside) for child in children(node)]
            else:
                if isinstance(node, (ast.Attribute, ast.Name)):
                    word = node.attr if isinstance(node, ast.Attribute) else node.id
                    here = ("word", *names(word))
                    if self.into.wants(here):
                        self.into.add(here, word, node.lineno, _source(node), "", development)
                keep = (
                    trail if isinstance(node, (ast.expr, ast.keyword)) or (isinstance(node, ast.stmt) and trail) else ()
                )
                below = [(child, keep, subject, development) for child in children(node)]
            todo += below[::-1]

    def _assigned(
        self,
        node: ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.AugAssign,
        value: ast.expr,
        trail: Trail,
        development: bool,
    ) -> list[tuple[ast.AST, Trail, str, bool]]:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        below: list[tuple[ast.AST, Trail, str, bool]] = []
        pairs = [(one, value) for one in targets]
        if len(targets) == 1 and isinstance(targets[0], ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(targets[0].elts, value.elts))
        for target, one in pairs:
            here = (*trail, *_target(target))
            if isinstance(target, ast.Name):
                found = self._value(one)
                if not isinstance(node, ast.AugAssign):
                    self.into.names.setdefault(target.id, found)
                    if isinstance(one, ast.Call):
                        subject = subject_of(map(_text_of, one.args), {})
                        if subject:
                            self.into.subjects[target.id.lower()] = subject
            subject = self.into.subjects.get(here[0], "") if here else ""
            if self.into.wants(here):
                sign = "+= " if isinstance(node, ast.AugAssign) else "= "
                before = f"{_source(target)} {sign}"
                self._add(here, one, node.lineno, subject or _last_text(target), development, before)
            below.append((one, here, subject, development))
        return below

    def _called(self, node: ast.Call, trail: Trail, development: bool) -> list[tuple[ast.AST, Trail, str, bool]]:
        name = self.resolve(dotted(node.func)) if not isinstance(node.func, ast.Lambda) else ""
        here = (*trail, *names(name))[-12:]
        subject = subject_of(map(_text_of, node.args), {one.arg or "**": _text_of(one.value) for one in node.keywords})
        line = node.func.end_lineno or node.lineno
        if self.into.wants((*here, CALL)):
            text = _source(node)
            arguments = tuple(self._value(one) for one in node.args)
            keywords = {one.arg or "**": self._value(one.value) for one in node.keywords}
            self.into.add((*here, CALL), Given(arguments, keywords, text), line, text, subject, development)
        below: list[tuple[ast.AST, Trail, str, bool]] = [(node.func, (), "", development)]
        for index, one in enumerate(node.args):
            part = (*here, str(index))
            self._add(part, one, one.lineno, subject, development, f"{name}(", ")")
            below.append((one, here, subject, development))
            if index == 1 and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                self._add(
                    (*here, *names(node.args[0].value)),
                    one,
                    one.lineno,
                    subject,
                    development,
                    f'{name}("{node.args[0].value}", ',
                    ")",
                )
        for keyword in node.keywords:
            part = (*here, *names(keyword.arg or ""))
            self._add(part, keyword.value, keyword.value.lineno, subject, development, f"{keyword.arg}=")
            below.append((keyword.value, part, subject, development))
        return below

    def _add(
        self, parts: Trail, node: ast.expr, line: int, subject: str, development: bool, before: str, after: str = ""
    ) -> None:
        if self.into.wants(parts):
            self.into.add(parts, self._value(node), line, f"{before}{_source(node)}{after}", subject, development)

    def _value(self, node: ast.expr, deep: int = 0) -> Any:
        if isinstance(node, ast.Constant):
            return node.value
        if deep < _DEEPEST and isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return [self._value(one, deep + 1) for one in node.elts]
        if deep < _DEEPEST and isinstance(node, ast.Dict):
            return {
                str(key.value): self._value(value, deep + 1)
                for key, value in zip(node.keys, node.values)
                if isinstance(key, ast.Constant)
            }
        if deep < _DEEPEST and isinstance(node, ast.IfExp):  # what production gets: `1 if TESTING else 12`
            first = holds_in_production(_source(node.test))
            if first is not None:
                return self._value(node.body if first else node.orelse, deep + 1)
        return Expression(_source(node)[:_TEXT])


def _text_of(node: ast.expr) -> str | None:
    """The value of a literal text."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _source(node: ast.AST) -> str:
    """The source of an expression on one line, "" if it is nested too deeply to be written."""
    try:
        return ast.unparse(node)
    except (RecursionError, ValueError):
        return ""


def _target(node: ast.expr, deep: int = 0) -> Trail:
    """The names of what is assigned to; a text in brackets is one, too (`app.config["X"]`)."""
    if deep > _DEEPEST:
        return ()
    if isinstance(node, ast.Subscript):
        key = node.slice
        last = names(str(key.value)) if isinstance(key, ast.Constant) else ("*",)
        return (*_target(node.value, deep + 1), *last)
    if isinstance(node, ast.Attribute):
        return (*_target(node.value, deep + 1), *names(node.attr))
    return names(dotted(node))


def _last_text(node: ast.expr) -> str:
    return str(node.slice.value) if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) else ""
