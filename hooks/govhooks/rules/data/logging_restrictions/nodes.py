"""What a program says, whatever its language: the nodes that `flow` follows. A language is what turns its own tree into these.

Expressions: Constant, Name, Member, Element, Piece, Call, Text, Table, Choice, Test, Bind, Function.
Statements: Expression, Assign, Branch, Loop, Attempt, Raise, Leave, Delete; a body is a tuple of them.
"""

from __future__ import annotations


class Node:
    """`line` and `end` are those of the new side, 1-based; 0 where nobody asks."""

    __slots__ = ("end", "line")
    line: int
    end: int

    order: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        cls.order = tuple(cls.__annotations__)

    def __init__(self, *values: object, line: int = 0, end: int = 0) -> None:
        for name, value in zip(self.order, values):
            setattr(self, name, value)
        self.line, self.end = line, end or line


class Constant(Node):
    """A literal: `text` where it is one, "" for a number and the like."""

    __slots__ = ("text",)
    text: str


class Name(Node):
    """A variable."""

    __slots__ = ("name",)
    name: str


class Member(Node):
    """`base.name`, or `base["name"]` with `by_key`."""

    __slots__ = ("base", "by_key", "name")
    base: Node
    name: str
    by_key: bool


class Element(Node):
    """`base[index]` with an index that is known only when the program runs."""

    __slots__ = ("base", "index")
    base: Node
    index: Node


class Piece(Node):
    """A slice; `short` where it is a few characters of a text."""

    __slots__ = ("base", "short")
    base: Node
    short: bool


class Argument(Node):
    """An argument of a call: `name` "" for one by position; `spread` for `*x`, `**x`, `...x`."""

    __slots__ = ("name", "spread", "value")
    name: str
    value: Node
    spread: bool


class Call(Node):
    """A call of `called`; `made` for `new X()`."""

    __slots__ = ("arguments", "called", "made")
    called: Node
    arguments: tuple[Argument, ...]
    made: bool


class Text(Node):
    """A text that is made of its parts: an f-string, a template, a concatenation."""

    __slots__ = ("parts",)
    parts: tuple[Node, ...]


class Table(Node):
    """A table or list: (key, value), key None where it is not known; a list has "0", "1" as keys. `spread` is copied into it."""

    __slots__ = ("entries",)
    entries: tuple[tuple[str | None, Node, bool], ...]


class Choice(Node):
    """One of the options, after the test was evaluated."""

    __slots__ = ("options", "test")
    test: Node | None
    options: tuple[Node, ...]


class Test(Node):
    """An expression whose value is none of those in it: a comparison, a negation, `typeof`."""

    __slots__ = ("parts",)
    parts: tuple[Node, ...]


class Bind(Node):
    """An assignment as an expression."""

    __slots__ = ("target", "value")
    target: Node
    value: Node


class Gathered(Node):
    """A comprehension: (target, over, conditions) each, and what it gathers."""

    __slots__ = ("over", "parts")
    over: tuple[tuple[Node, Node, tuple[Node, ...]], ...]
    parts: tuple[Node, ...]


class Unknown(Node):
    """An expression of which nothing is known; its parts are looked at."""

    __slots__ = ("parts",)
    parts: tuple[Node, ...]


class Removal(Node):
    """`delete target` as an expression."""

    __slots__ = ("target",)
    target: Node


class Function(Node):
    """A function inside of an expression or a body, judged with what its surroundings know where it stands."""

    __slots__ = ("body", "parameters")
    parameters: tuple[str, ...]
    body: tuple[Node, ...]


class Expression(Node):
    """An expression as a statement."""

    __slots__ = ("value",)
    value: Node


class Assign(Node):
    """`targets = value`; `adds` for `+=`. A target is a Name, a Member, an Element, or a Table of targets."""

    __slots__ = ("adds", "targets", "value")
    targets: tuple[Node, ...]
    value: Node
    adds: bool


class Branch(Node):
    """One of the bodies runs; an empty one for "none of them"."""

    __slots__ = ("bodies", "test")
    test: Node | None
    bodies: tuple[tuple[Node, ...], ...]


class Loop(Node):
    """`body` runs any number of times; `over` gives `target` its values; `step` runs after each time; `first`: at least once."""

    __slots__ = ("body", "first", "otherwise", "over", "step", "target", "test")
    target: Node | None
    over: Node | None
    test: Node | None
    body: tuple[Node, ...]
    step: tuple[Node, ...]
    otherwise: tuple[Node, ...]
    first: bool


class Attempt(Node):
    """`body`, then `otherwise`, or one of the handlers (name of the error, body); then `last`."""

    __slots__ = ("body", "handlers", "last", "otherwise")
    body: tuple[Node, ...]
    handlers: tuple[tuple[str, tuple[Node, ...]], ...]
    otherwise: tuple[Node, ...]
    last: tuple[Node, ...]


class Raise(Node):
    """`raise value`."""

    __slots__ = ("value",)
    value: Node | None


class Leave(Node):
    """`return`, `break` or `continue`: `how`."""

    __slots__ = ("how", "value")
    how: str
    value: Node | None


class Delete(Node):
    """`del target`."""

    __slots__ = ("target",)
    target: Node
