"""A row of the table of programs that run their arguments, and the call that it is asked about."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from govhooks.knowledge.agents.calls import Inner, Words
    from govhooks.knowledge.agents.state import State


class Call:
    """A program and its arguments. If the command is written out, and was not found inside another one, `node` is its
    node in the syntax tree and `above` the parent node."""

    __slots__ = ("above", "name", "node", "piped", "rest", "state", "texts")

    def __init__(
        self, name: str, rest: Words, piped: bool, state: State, node: Node | None = None, above: Node | None = None
    ) -> None:
        self.name, self.rest, self.piped, self.state = name, rest, piped, state
        self.node, self.above = node, above
        self.texts = [word.text for word in rest]


class Row(Record):
    """Programs, by name, and the function that finds what they run.

    For the tests: `fires` are command lines, each with a command, code or doubt that this row finds in it; `passes` are
    those in which it finds nothing; @ stands for the name of each program. `versions`: a version may follow the name,
    as in python3.12.
    """

    programs: str
    unwrap: Callable[[Call], Iterator[Inner]]
    fires: dict[str, str]
    passes: tuple[str, ...]
    versions: bool = False
