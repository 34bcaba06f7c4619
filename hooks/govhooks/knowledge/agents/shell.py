"""Find every command in a shell script, however it is wrapped.

    text -> syntax: its tree -> the walk below: each command of the tree, wherever it is (lists, pipes, subshells, loops,
    functions, substitutions) -> unwrap: what it runs (`sudo`, `xargs`, `find -exec`, `sh -c`, `ssh` and the like)

`state` tracks earlier variables, aliases and files of the script, `words` expands an argument into words, `feeds`
follows here-documents. What is unknown before the script runs becomes a `Command` with a word that is not `known`, or a
reason in `Script.doubts`; the stricter answer is then taken.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.knowledge.agents.calls import (
    Argv,
    Code,
    Doubt,
    Line,
    Quoted,
    find_name,
    join,
    skip_assignments,
    strip_version,
)
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.rows import Call
from govhooks.knowledge.agents.state import State
from govhooks.knowledge.agents.syntax import parse_tree
from govhooks.knowledge.agents.words import Word
from govhooks.knowledge.agents.work import LONGEST, NUL, TOO_DEEP, TOO_MUCH, TooMuch, Work
from govhooks.knowledge.agents.wrappers import PROGRAMS, SHELLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from govhooks.knowledge.agents.calls import Inner

_DEEP = 12
# Limit on commands and nodes of the syntax tree: more than in any script that is sent as a command line.
_MOST = 1000
_MOST_NODES = 15_000
# Limit on nested nodes; lists and pipes, which the parser nests to the left, do not count.
_NESTED = 80
_FLAT = ("list", "pipeline", "concatenation", "binary_expression")
# Limit on scripts within scripts, and substitutions within substitutions.
_DEEPEST = 40


class Command(Record):
    """One command: its words, and the wrappers around it.

    What `<` reads is a separate command, `<` and the file: it may be attached to a loop, or stand alone in `$(< file)`.
    """

    words: tuple[Word, ...]
    through: tuple[str, ...] = ()
    # The subshell that it runs in, and the list of `&&` that it is a link of; 0 if it may be skipped.
    scope: int = 0
    chain: int = 0
    first: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(word.text for word in self.words)


class Script(Record):
    """The commands of a script, in order; `code` is text in another language that runs; `doubts` say what is unknown.

    `scopes` maps each subshell to the one around it.
    """

    commands: tuple[Command, ...]
    code: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    scopes: tuple[int, ...] = (0,)


def parse(text: str, work: Work | None = None) -> Script:
    """Every command that a script runs, or may run; a doubt if finding out would take too much work."""
    reader = _Reader(work or Work())
    try:
        if len(text) > LONGEST:
            raise TooMuch
        reader.read_script(text, ())
    except TooMuch:
        reader.doubts.append(TOO_MUCH)
    doubts = tuple(dict.fromkeys(reader.doubts))
    return Script(tuple(reader.commands), tuple(dict.fromkeys(reader.code)), doubts, tuple(reader.scopes))


def parse_within(text: str, work: Work) -> Script:
    """The commands of a script inside another one."""
    script = parse(text, work)
    if TOO_MUCH in script.doubts:
        raise TooMuch
    return script


# Environment variables that name a program chosen by the user.
_CHOSEN = compiled(
    r"\"?\$\{?(EDITOR|VISUAL|PAGER|PYTHON|NODE|CC|CXX|MAKE|BROWSER|SHELL|CARGO|GO)\}?\"?(\s.*)?", re.DOTALL
)
# Programs that read their commands from the pipe before them.
_PASS_ON = ("redirected_statement", "negated_command", "compound_statement", "subshell", "list")


class _Place:
    """The context of a node: its subshell, the pipe before it, the list of `&&` that it is a link of."""

    __slots__ = ("above", "before", "chain", "deep", "first", "node", "own", "piped", "scope")

    def __init__(
        self,
        node: Node | None = None,
        above: Node | None = None,
        scope: int = 0,
        deep: int = 0,
        own: bool = True,
        piped: bool = False,
        before: Node | None = None,
        chain: int = 0,
        first: bool = False,
    ) -> None:
        self.node, self.above, self.scope, self.deep, self.own = node, above, scope, deep, own
        self.piped, self.before, self.chain, self.first = piped, before, chain, first


_NOWHERE = _Place()


class _Reader:
    def __init__(self, work: Work) -> None:
        self.work = work
        self.state = State(work)
        self.scopes = [0]
        self.commands: list[Command] = []
        self.code: list[str] = []
        self.doubts: list[str] = []
        self._place = _NOWHERE  # the context of the current node
        self._chains = 0
        self._nodes_left = _MOST_NODES
        self._deep = 0

    def read_script(self, text: str, through: tuple[str, ...]) -> None:
        """All commands of a script."""
        if len(through) > _DEEP or len(self.commands) > _MOST:
            self.doubts.append(TOO_DEEP)
            return
        if self._deep >= _DEEPEST:
            raise TooMuch
        self.work.spend(250 + len(text) // 8)
        # A line that continues on the next one; the parser treats the line break as a space.
        text = re.sub(r"(?<!\\)((?:\\\\)*)\\\n", r"\1", text)
        if "\0" in text:
            self.doubts.append(NUL)
        data = text.encode("utf-8", "surrogatepass")
        root = parse_tree(text, data, self.work)
        if root.has_error:
            self.doubts.append("the command line cannot be parsed completely")
            self.code.append(text)
        state, place = self.state, self._place
        around = state.whole, state.data
        state.whole, state.data = text, data
        self._deep += 1
        # A separate shell has its own folder; what eval runs has that of the script around it.
        own = not through or through[-1] in SHELLS
        scope = place.scope if not own else self._open_scope(place.scope) if through else 0
        self._walk(root, through, scope, own)
        self._deep -= 1
        state.whole, state.data = around
        self._place = place

    def _open_scope(self, around: int) -> int:
        self.scopes.append(around)
        return len(self.scopes) - 1

    def _walk(self, root: Node, through: tuple[str, ...], scope: int, own: bool) -> None:
        """Visit each node in textual order. Uses a stack: scripts can be nested deeper than Python calls."""
        todo = [_Place(root, None, scope, 0, own)]
        while todo:
            place = self._place = todo.pop()
            node = place.node
            if node is None:
                continue
            self.work.spend(8)
            self._nodes_left -= 1
            if self._nodes_left < 0:
                raise TooMuch
            self._visit(node, place, through)
            children = node.children
            if children:
                todo += reversed(self._place_children(node, children, place))

    def _place_children(self, node: Node, children: list[Node], place: _Place) -> list[_Place]:
        """The context of each child."""
        kind = node.type
        if place.deep > _NESTED:
            raise TooMuch
        deep = place.deep + (kind not in _FLAT)
        scope, own, chain, first = place.scope, place.own, place.chain, place.first
        fresh = kind in ("subshell", "command_substitution", "process_substitution")
        if fresh:
            scope, own = self._open_scope(scope), True
        linked = kind == "list" and any(child.type == "&&" for child in children)
        found: list[_Place] = []
        before: Node | None = None
        for index, child in enumerate(children):
            if not child.is_named:
                found.append(_Place(child, node, scope))
                continue
            if kind == "program" or fresh:
                alone = not (index + 1 < len(children) and children[index + 1].type == "&")
                self._chains += 1
                chain, first = (self._chains, True) if own and alone else (0, False)
            elif linked:
                first = place.first and before is None
            elif kind not in ("redirected_statement", "command"):
                chain, first = 0, False
            if kind == "pipeline":
                piped, said = before is not None, before
            elif kind in _PASS_ON:
                piped, said = place.piped, place.before
            else:
                piped, said = False, None
            found.append(_Place(child, node, scope, deep, own, piped, said, chain, first))
            before = child
        return found

    def _visit(self, node: Node, place: _Place, through: tuple[str, ...]) -> None:
        kind = node.type
        state = self.state
        if kind == "for_statement":
            state.loop(node)
        elif kind == "variable_assignment" and (place.above is None or place.above.type != "command"):
            self._follow(state.assign(node), ("=",))
        elif kind == "command":
            self._read_command(node, place, through)
        elif kind == "file_redirect":
            text = state.read(node)
            found = re.match(r"\d*<(?![<&(])>?\s*", text)
            if found and (words := state.expand(text[found.end() :])):
                self._count((Word("<"), *words), through)
            self._follow(state.write(node), through)
        elif kind in ("test_command", "declaration_command", "unset_command"):
            self._follow(state.declare(node), through)
        elif kind in ("heredoc_redirect", "herestring_redirect"):
            from govhooks.knowledge.agents.feeds import follow_feed

            self._follow(follow_feed(node, place.above, state), (*through, "<<"))
        elif kind == "command_substitution" and (text := state.read(node)).startswith("`") and "\\`" in text:
            # Backticks in backticks: the parser takes them for meaningless characters.
            self.read_script(re.sub(r"\\([\\`$])", r"\1", text[1:-1]), (*through, "$()"))

    def _count(self, words: tuple[Word, ...], through: tuple[str, ...]) -> None:
        """Add one command."""
        self.work.spend(30 + len(words))
        if len(self.commands) > _MOST:
            raise TooMuch
        place = self._place
        self.commands.append(Command(words, through, place.scope, place.chain, place.first))

    def _read_command(self, node: Node, place: _Place, through: tuple[str, ...]) -> None:
        state = self.state
        words: list[Word] = []
        choices = 0
        for child in node.children:
            if child.type == "variable_assignment":
                self.code.append(state.read(child).partition("=")[2].strip("'\""))
            elif child.type not in ("herestring_redirect", "heredoc_redirect", "file_redirect") and (
                child.is_named or not words
            ):
                text = state.read(child)
                more = state.expand(text)
                choices = choices if words else len(more) * state.has_choices(text)
                words += more
        if words:
            state.said = state.find_output(place.before) if place.piped else None
            self._unwrap(tuple(words), through, place.piped, place)
            # `$T x`, where T may have one of several values: try each.
            for index in range(1, choices):
                self._unwrap(tuple(words[index:]), through, place.piped, place)
            state.said = None

    def _unwrap(self, words: tuple[Word, ...], through: tuple[str, ...], piped: bool, place: _Place = _NOWHERE) -> None:
        """Add a command, and what it runs."""
        if len(through) > _DEEP or len(self.commands) > _MOST:
            self.doubts.append(TOO_DEEP)
            return
        words = skip_assignments(words, ("{", "!", "-"))
        if len(words) > 2 and words[0].text == "coproc" and words[2].text in ("{", "("):
            words = (words[0], *words[3:])
        if not words:
            return
        self._count(words, through)
        if not words[0].known:
            shape = words[0].shape
            named = shape.rpartition("/")[2]
            if "/" not in shape or not named or "*" in named:
                chosen = shape == "*" and place.node is not None and _CHOSEN.fullmatch(self.state.read(place.node))
                self.doubts += [] if chosen else ["the name of a command is only known when it runs"]
                return
            words = (Word(named), *words[1:])  # "$VENV/bin/python": the folder is unknown, but the program is known.
            self._count(words, through)
        state = self.state
        name = find_name(words[0].text)
        call = Call(name, words[1:], piped, state, place.node, place.above)
        inside = (*through, name)
        if name in ("curl", "wget", "tee"):
            state.written.update(find_name(text) for text in call.texts if not text.startswith("-"))
        if name in state.aliases and name not in through:
            self.read_script(f"{state.aliases[name]} {join(call.rest)}", inside)
        if name in PROGRAMS or strip_version(name) in PROGRAMS:
            from govhooks.knowledge.agents.unwrap import find_rows

            for row in find_rows(name):
                self._follow(row.unwrap(call), inside)

    def _follow(self, found: Iterable[Inner], through: tuple[str, ...]) -> None:
        """Follow what a command runs, step by step: each step may change the meaning of the next one."""
        for one in found:
            if isinstance(one, Argv):
                self._unwrap(one.words, through, one.piped)
            elif isinstance(one, Line):
                self.read_script(one.text, through)
            elif isinstance(one, Code):
                self.code.append(one.text)
            elif isinstance(one, Doubt):
                self.doubts.append(one.why)
            elif isinstance(one, Quoted):
                self._follow_quoted(one.text)
            elif one.sure or len(self.commands) < _MOST // 2:
                self._count(one.words, through)

    def _follow_quoted(self, text: str) -> None:
        """$(...) in single quotes: the shell runs it where such a text is evaluated (arithmetic, ${x@P}, test -v)."""
        for quoted in re.findall(r"'([^']*)'", text):
            for found in re.finditer(r"\$\(((?:[^()]|\([^()]*\))*)\)|`([^`]*)`", quoted):
                self.read_script(found[1] or found[2] or "", ("$()",))
