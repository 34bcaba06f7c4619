"""A row of the table of programs that run what their arguments name, and the call that it is asked about."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from govhooks.knowledge.agents.calls import Inner, Words
    from govhooks.knowledge.agents.state import State


class Call:
    """A program and its arguments; `node` is the command as it is written and `above` what it stands in, where it is
    written so and was not found in another one."""

    __slots__ = ("above", "name", "node", "piped", "rest", "state", "texts")

    def __init__(
        self, name: str, rest: Words, piped: bool, state: State, node: Node | None = None, above: Node | None = None
    ) -> None:
        self.name, self.rest, self.piped, self.state = name, rest, piped, state
        self.node, self.above = node, above
        self.texts = [word.text for word in rest]


class Row(Record):
    """Programs, by their names, and the function that finds what they run.

    For the tests: `fires` are command lines and a command, code or doubt that this row finds in them, `passes` those in which
    there is nothing; @ stands for the name of each program. `versions` may follow the names: python3.12.
    """

    programs: str
    unwrap: Callable[[Call], Iterator[Inner]]
    fires: dict[str, str]
    passes: tuple[str, ...]
    versions: bool = False
