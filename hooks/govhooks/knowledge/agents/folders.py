"""The folders in which the commands of a script run: where its `cd` may lead."""

from __future__ import annotations

import posixpath
import re

from govhooks.knowledge.agents.words import Word
from govhooks.knowledge.agents.work import TooMuch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from govhooks.knowledge.agents.decisions import Agents
    from govhooks.knowledge.agents.shell import Command

# With more folders than this, give up.
_MOST_FOLDERS = 256
# A folder that is known only when the script runs.
ANYWHERE = "\0"


class Folders:
    """The folders in which a command may run, one set per subshell.

    A `cd` may fail or be skipped: later commands may run in the old folder, too. Two forms are followed exactly: what
    comes after `cd x &&`, and a separate `cd ..`, which cannot fail.
    """

    def __init__(self, folder: str, scopes: tuple[int, ...], agents: Agents, more: Iterable[str] = ()) -> None:
        self._around = scopes
        self._agents = agents
        self._seen = dict.fromkeys((folder, *more))
        self._may = {0: dict(self._seen)}
        self._chain: dict[int, tuple[int, list[str]]] = {}

    def at(self, command: Command) -> list[str]:
        """The folders in which a command may run."""
        may = self._in(command.scope)
        chain, now = self._chain.get(command.scope, (0, []))
        if command.chain and chain == command.chain:
            return now
        if command.chain:
            self._chain[command.scope] = (command.chain, list(may))
        return list(may)

    def every(self) -> list[str]:
        return list(self._seen)

    def also(self, command: Command, name: str) -> None:
        """Also consider a folder that an option names, from now on."""
        self._add(command, [_join_path(next(iter(self.at(command)), ""), name)])

    def move(self, command: Command) -> None:
        """Follow `cd` and the like."""
        if not self._agents.deny_read:
            return
        now = self.at(command)
        words = [word for word in command.words[1:] if not word.text.startswith("-") or word.text == "-"]
        if command.texts[0] == "popd" or (len(words) == 1 and re.fullmatch(r"-|~[-+]?\d*[-+]?", words[0].text[:9])):
            self._add(command, [*self.every(), self._agents.home])  # the previous folder, or home
            return
        found: list[str] = []
        for word in words or [Word("~")]:
            name = self._agents.home + word.text[1:] if self._agents.home and word.text[:1] == "~" else word.text
            found += [_join_path(one, name) for one in now]
            if word.glob or not word.known:
                found.append(ANYWHERE)
        surely = len(command.words) == 2 and command.first and re.fullmatch(r"\.\.(/\.\.)*/?", words[0].text)
        if surely and not command.through:
            self._in(command.scope).clear()
        if command.chain:
            self._add(command, found)
            self._chain[command.scope] = (command.chain, list(dict.fromkeys(found)))
        else:
            self._add(command, found)

    def _in(self, scope: int) -> dict[str, None]:
        new = []
        while scope not in self._may:
            new.append(scope)
            scope = self._around[scope]
        for inner in reversed(new):  # a subshell starts where the shell around it is
            self._may[inner] = dict(self._may[scope])
            scope = inner
        return self._may[scope]

    def _add(self, command: Command, found: list[str]) -> None:
        may = self._in(command.scope)
        may.update(dict.fromkeys(found))
        self._seen.update(dict.fromkeys(found))
        chain, now = self._chain.get(command.scope, (0, []))
        if chain and chain == command.chain:
            self._chain[command.scope] = (chain, list(dict.fromkeys((*now, *found))))
        if len(may) > _MOST_FOLDERS or len(self._seen) > 20 * _MOST_FOLDERS:
            raise TooMuch


def _join_path(folder: str, name: str) -> str:
    if folder is ANYWHERE and not name.startswith("/"):
        return folder
    return name if name.startswith("/") else posixpath.normpath(posixpath.join(folder, name))
