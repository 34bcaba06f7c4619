"""Follow the values through one function: statement by statement, each branch by itself, joined where they meet.

A variable that was not assigned yet holds what its name says. One that was assigned holds that value; where nothing is known of it
(the result of a call, an element), its name says what it is. A loop is repeated until nothing new comes of it.
"""

from __future__ import annotations

from govhooks.rules.data.logging_restrictions import nodes as n
from govhooks.rules.data.logging_restrictions.calls import Calls
from govhooks.rules.data.logging_restrictions.values import CLEAN, UNKNOWN, Value, join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govhooks.rules.data.logging_restrictions.expressions import Expressions, Leak

    State = dict[str, Value]

# A loop is repeated so often at most: each time something has to be new.
_TURNS = 6
# Statements in statements, and steps of one file.
_DEEPEST = 60
_MOST_STEPS = 60_000


class TooMuch(Exception):
    """The file takes more steps than a file that people write."""


class Flow(Calls):
    """Follows bodies; `leaks` are the values that reached a sink."""

    def run(self, body: Sequence[n.Node]) -> list[Leak]:
        """The leaks of a module."""
        self._body(body)
        return self.leaks

    def function(self, node: n.Function, first: Value | None = None) -> Value:
        """Judge a function with what is known where it stands: what it returns. `first` is its first argument, where it is known."""
        if self.deep > _DEEPEST:
            return CLEAN
        held, loops, tries, returned = self.state, self._loops, self._tries, self._returned
        self.state, self._returned = dict(held), []
        for at, name in enumerate(node.parameters):
            self.state.pop(name, None)
            if first is not None and at == 0:
                self.state[name] = self.given(name, first)
        self._loops, self._tries, self.deep = [], [], self.deep + 1
        alive, self.alive = self.alive, True
        self._body(node.body)
        self.state, self._loops, self._tries, self.deep = held, loops, tries, self.deep - 1
        self.alive = alive
        given, self._returned = self._returned, returned
        found = CLEAN
        for value in given:
            found = join(found, value)
        return found

    def _body(self, body: Sequence[n.Node]) -> None:
        self.deep += 1
        if self.deep > _DEEPEST * 3:
            self.deep -= 1
            return
        for node in body:
            if not self.alive:
                # What comes behind a `return` does not run; functions that are declared there do.
                if type(node) is n.Function:
                    self.function(node)
                continue
            self.steps += 1
            if self.steps > _MOST_STEPS:
                raise TooMuch
            self._statements[type(node)](self, node)
            for seen in self._tries:
                _meet(seen, self.state, self)
        self.deep -= 1

    def _expression(self, node: n.Expression) -> None:
        self.value(node.value)

    def _function(self, node: n.Function) -> None:
        self.function(node)

    def _assign(self, node: n.Assign) -> None:
        value = self.value(node.value)
        for target in node.targets:
            self.bind(target, join_added(self.value(target), value) if node.adds else value)

    def _branch(self, node: n.Branch) -> None:
        if node.test is not None:
            self.value(node.test)
        before, met = self.state, _Met(self)
        for body in node.bodies:
            self.state, self.alive = dict(before), True
            self._body(body)
            met.add()
        met.take()

    def _loop(self, node: n.Loop) -> None:
        left: list[State] = []
        going: list[State] = []
        over = self.value(node.over) if node.over is not None else None
        if node.test is not None and not node.first:
            self.value(node.test)
        before = self.state
        self._loops.append((left, going))
        for turn in range(_TURNS):
            start = dict(self.state)
            going.clear()
            if node.target is not None and over is not None:
                self.bind(node.target, self.element(over, node.over))
            self._body(node.body)
            if not self.alive and going:
                self.state, self.alive = dict(going.pop()), True
            for one in going:
                _meet(self.state, one, self)
            if not self.alive:
                if node.first and turn == 0:
                    before = None  # type: ignore[assignment]
                self.state = dict(start)
                break
            self._body(node.step)
            if node.test is not None:
                self.value(node.test)
            if node.first and turn == 0:
                before = dict(self.state)
            after = dict(start) if not (node.first and turn == 0) else dict(self.state)
            _meet(after, self.state, self)
            self.state = after
            if after == start:
                break
        self._loops.pop()
        met = _Met(self)
        # Where the condition ends it: what was before, or what one turn left.
        if before is not None:
            self.alive = True
            self._body(node.otherwise)
            met.add()
        for one in left:
            self.state, self.alive = one, True
            met.add()
        met.take()

    def _attempt(self, node: n.Attempt) -> None:
        seen = dict(self.state)
        self._tries.append(seen)
        self._body(node.body)
        self._tries.pop()
        met = _Met(self)
        if self.alive:
            self._body(node.otherwise)
        met.add()
        for name, body in node.handlers:
            self.state, self.alive = dict(seen), True
            if name:
                self.state[name] = UNKNOWN
            self._body(body)
            met.add()
        if not node.last:
            met.take()
            return
        done = met.state is not None
        if not done or not node.handlers:  # it also runs where an error goes on
            met.take()
            alive = self.alive
            kept = dict(self.state) if alive else None
            if not alive:
                self.state = dict(seen)
            else:
                _meet(self.state, seen, self)
            self.alive = True
            self._body(node.last)
            if kept is None or not self.alive:
                self.alive = False
                return
            self.state = kept
            self._silently(node.last)
            return
        met.take()
        self._body(node.last)

    def _silently(self, body: Sequence[n.Node]) -> None:
        """Follow a body again for what it leaves, with what it found already."""
        count = len(self.leaks)
        self._body(body)
        del self.leaks[count:]

    def _raise(self, node: n.Raise) -> None:
        if node.value is not None:
            self.raised(node.value, self.value(node.value))
        self.alive = False

    def _leave(self, node: n.Leave) -> None:
        if node.value is not None:
            self._returned.append(self.value(node.value))
        if node.how != "return" and self._loops:
            self._loops[-1][node.how == "continue"].append(dict(self.state))
        self.alive = False

    def _delete(self, node: n.Delete) -> None:
        self.delete(node.target)

    _statements: dict[type, Callable[..., None]] = {
        n.Expression: _expression,
        n.Function: _function,
        n.Assign: _assign,
        n.Branch: _branch,
        n.Loop: _loop,
        n.Attempt: _attempt,
        n.Raise: _raise,
        n.Leave: _leave,
        n.Delete: _delete,
    }


def join_added(one: Value, other: Value) -> Value:
    """What `a += b` leaves in `a`."""
    fields = None
    if one.fields is not None:
        return one.put(None, other)
    return Value(one.labels | other.all(), one.known and other.known, fields)


def _meet(into: State, other: State, names: Expressions) -> None:
    """Join another state into one: a variable that one of them did not assign holds what its name says."""
    if into is other:
        return
    for name in other.keys() | into.keys():
        one, two = into.get(name), other.get(name)
        if one is two:
            continue
        into[name] = join(one or names.unassigned(name), two or names.unassigned(name))


class _Met:
    """The states in which the ways through a statement end."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self.state: State | None = None

    def add(self) -> None:
        """One way ended in the state that the flow is in."""
        if not self._flow.alive:
            return
        if self.state is None:
            self.state = dict(self._flow.state)
        else:
            _meet(self.state, self._flow.state, self._flow)

    def take(self) -> None:
        """Go on where they meet; where none does, nothing behind it runs."""
        self._flow.alive = self.state is not None
        if self.state is not None:
            self._flow.state = self.state
