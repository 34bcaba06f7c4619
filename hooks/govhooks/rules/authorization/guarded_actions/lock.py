"""The authorization lock: every action with its guards, one a line, sorted, so that branches merge and a review can read it.

    DELETE /orders/{id} | shop/api.py::delete_order | get_current_user + require_admin
    GET /healthz | shop/api.py::health | open
    GET /prices | shop/views.py::Prices | public by AllowAny

No line numbers: what moves within its file does not change the lock.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.rules.authorization.guarded_actions.actions import Action, Guard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = ".governance/authz.lock"
_HEAD = "# Who may call what: each action, where it is, what guards it. Written by: govhooks authz lock\n"
_BETWEEN, _AND, _OPEN, _PUBLIC = " | ", " + ", "open", "public by "


class Entry(Record):
    """One line: the action's name, its file and function, the names of its guards, what makes it public."""

    name: str
    where: str
    guards: tuple[str, ...] = ()
    opened: str = ""

    @property
    def is_open(self) -> bool:
        return not self.guards

    @property
    def path(self) -> str:
        return self.where.partition("::")[0]

    @property
    def action(self) -> Action:
        """The entry as an action, to be compared with another."""
        method, _, route = self.name.partition(" ")
        path, _, function = self.where.partition("::")
        guards = tuple(Guard(name) for name in self.guards)
        if not route:
            return Action(function, path, 0, "", "", guards, self.opened, names=(self.name,))
        return Action(function, path, 0, method, route, guards, self.opened, names=(self.name,))


def entries(actions: Iterable[Action]) -> list[Entry]:
    """The lines of actions, sorted: those that are called from outside, and those that have a guard."""
    found = set()
    for action in actions:
        if not action.checks and (action.routed or action.guards or action.opened):
            guards = tuple(sorted({guard.name for guard in action.guards}))
            for name in action.names or (action.name,):
                found.add((_escaped(name), _escaped(action.where), guards, action.opened if not guards else ""))
    return [Entry(*one) for one in sorted(found)]


def render(found: Iterable[Entry]) -> bytes:
    """The file of some entries."""
    return (_HEAD + "".join(f"{line(one)}\n" for one in found)).encode()


def line(entry: Entry) -> str:
    """An entry as it stands in the lock."""
    guards = _AND.join(map(_escaped_guard, entry.guards))
    return _BETWEEN.join((entry.name, entry.where, guards or (_PUBLIC + entry.opened if entry.opened else _OPEN)))


def parse(data: bytes) -> tuple[list[tuple[Entry, int]], list[int]]:
    """(the entries with their lines, the lines that are none)."""
    found, bad = [], []
    for number, text in enumerate(data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines(), 1):
        if not text.strip() or text.startswith("#"):
            continue
        parts = text.strip().split(_BETWEEN, 2)
        if len(parts) != 3 or "::" not in parts[1]:
            bad.append(number)
            continue
        name, where, rest = parts
        opened = rest.removeprefix(_PUBLIC) if rest.startswith(_PUBLIC) else ""
        guards = () if opened or rest == _OPEN else tuple(rest.split(_AND))
        found.append((Entry(name, where, guards, opened), number))
    return found, bad


def _escaped(text: str) -> str:
    """A name or path on one line, without the mark between columns."""
    if text.isascii() and text.isprintable() and "|" not in text and "%" not in text:
        return text
    return "".join(
        char
        if char.isprintable() and char not in "|%"
        else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogateescape"))
        for char in text
    )


def _escaped_guard(name: str) -> str:
    return "".join(char if char.isprintable() and char != "+" else "?" for char in name)
