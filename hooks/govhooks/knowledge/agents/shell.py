"""A shell script -> every command in it, however it is wrapped.

tree-sitter-bash parses; each command of the tree counts, wherever it stands (lists, pipes, subshells, loops, functions,
substitutions). Then each is unwrapped: `sudo`, `env`, `xargs`, `find -exec`, `sh -c`, `eval`, `ssh`, `docker exec` and their
like run what their arguments name (`WRAPPERS`), and what they run counts too. What cannot be told without running it is
a `Command` whose word is not `known`, or a reason in `Script.doubts`; whoever decides takes the stricter answer.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.words import GLOBBED, SPLIT, UNKNOWN, Word, evaluate
from govhooks.knowledge.agents.work import LONGEST, NUL, TOO_DEEP, TOO_MUCH, TooMuch, Work
from govhooks.knowledge.agents.wrappers import CODE, RUN_LATER, RUNNERS, RUNS_TEXT, SHELLS, WRAPPERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tree_sitter import Node

_DEEP = 12
# Commands, words and nodes of the syntax tree: more than any script that is sent as a command line has.
_MOST = 1000
_MOST_WORDS = 4000
_MOST_NODES = 15_000
# Nodes within nodes; lists and pipes, which the parser nests to the left, do not count.
_NESTED = 80
_FLAT = ("list", "pipeline", "concatenation", "binary_expression")
# Scripts within scripts, substitutions within substitutions.
_DEEPEST = 40
# Values that a variable may have, and how long they may be together.
_MOST_VALUES = 50
_LONGEST_VALUE = 1 << 16
# How often a variable may be made of itself, twice.
_MOST_DOUBLED = 10


class Command(Record):
    """One command: its words, and the wrappers that it was found through.

    What `<` reads is a command of its own, `<` and the file: it may stand at a loop, or alone in `$(< file)`.
    """

    words: tuple[Word, ...]
    through: tuple[str, ...] = ()
    # The subshell that it runs in, and the list of `&&` that it is a link of: 0 where it may be left out.
    scope: int = 0
    chain: int = 0
    first: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(word.text for word in self.words)


class Script(Record):
    """The commands of a script, in order; `code` is text in another language that runs; `doubts` say what is not known.

    `scopes` has for each subshell the one around it.
    """

    commands: tuple[Command, ...]
    code: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    scopes: tuple[int, ...] = (0,)


def parse(text: str, work: Work | None = None) -> Script:
    """Every command that a script runs, or may run; a doubt where that is too much to be found out."""
    reader = _Reader(work or Work())
    try:
        if len(text) > LONGEST:
            raise TooMuch
        reader.script(text, ())
    except TooMuch:
        reader.doubts.append(TOO_MUCH)
    doubts = tuple(dict.fromkeys(reader.doubts))
    return Script(tuple(reader.commands), tuple(dict.fromkeys(reader.code)), doubts, tuple(reader.scopes))


# Variables of the environment that name a program of the person's choice.
_ENVIRONMENT = compiled(
    r"\"?\$\{?(EDITOR|VISUAL|PAGER|PYTHON|NODE|CC|CXX|MAKE|BROWSER|SHELL|CARGO|GO)\}?\"?(\s.*)?", re.DOTALL
)
# Files that a tool runs when it is called.
_BUILDS = {
    "Makefile": r"\bmake\b",
    "package.json": r"\b(npm|pnpm|yarn|bun)\b",
    "setup.py": r"\bpip3?\b|setup\.py",
    "conftest.py": r"\bpytest\b",
    "build.rs": r"\bcargo\b",
    "justfile": r"\bjust\b",
    "Taskfile.yml": r"\btask\b",
    "Rakefile": r"\brake\b",
}
# eval of what these print is how their own manuals have them set up a shell.
_PREPARES = compiled(
    r"eval\s+[\"']?(\$\(|`)\s*(\S*/)?(ssh-agent|direnv|pyenv|rbenv|nodenv|jenv|goenv|opam|brew|docker-machine|minikube|starship|zoxide|fnm|mise|asdf|thefuck|dircolors|conda|mamba|register-python-argcomplete)"
    r"( +[\w./-]+)*\s*(\)|`)[\"']?"
)
# What is fed to these is a message, a manifest or a patch.
_DATA_FED = compiled(
    r"\s*(\w+=\S*\s+)*(git\s+(commit|tag|notes|apply|am|hash-object|stripspace|interpret-trailers)\b|gh\s|glab\s|docker\s+(build|buildx)\b|kubectl\s+(apply|create|diff)\b|patch\b)[^;&|]*$"
)
# What of sed reads, writes or runs: r, w, e, and the flags w and e.
_SED = compiled(r"(^|[;{}\n\d$/!]|^-n)\s*[rRwWe]\s+\S|(^|[;{}\d$/])\s*e\s*($|;)|^s(.).*\2[gpiI\d]*[ew]|^\d*e\b")
# What the parser takes quadratic time for.
_MOST_MARKS = 1000
_OPERATORS = compiled(r"(?:[();&|<>`{}][ \t]?){1000}")
_MARKS = compiled(r"<<-?[ \t]*\\?['\"]?\w")
# A shell, or what hands a script on to one, on the line of a here-document.
_FED_SHELL = compiled(rf"(?:^|[\s/|;&(])(?:{'|'.join(map(re.escape, (*SHELLS, 'ssh', 'xargs')))})(?:$|[\s;&|<>)])")
# $(cat <<X ...) is what stands there.
_CAT = compiled(r"\$\(\s*cat\s*<<-?\s*([\"']?)(\w+)\1[ \t]*\n(.*?)\n[ \t]*\2[ \t]*\n?\s*\)", re.DOTALL)
_MOST_EXPANDED = 300
_ASSIGNMENT = compiled(r"[A-Za-z_]\w*\+?=")


# What has its commands read from the pipe that it stands behind itself.
_PASS_ON = ("redirected_statement", "negated_command", "compound_statement", "subshell", "list")


class _Place:
    """Where a node stands: in which subshell, behind which pipe, as which link of a list of `&&`."""

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


class _Reader:
    def __init__(self, work: Work) -> None:
        self.work = work
        self.scopes = [0]
        self._chains = 0
        self._words_left = _MOST_WORDS
        self._nodes_left = _MOST_NODES
        self._deep = 0
        self._doubled = 0
        # Of the script that is being walked: its text, and where the node at hand stands.
        self._whole = ""
        self._data = b""
        self._place = _Place()
        self.commands: list[Command] = []
        self.code: list[str] = []
        self.doubts: list[str] = []
        self.variables: dict[str, str | None] = {"IFS": " ", "HOME": "~", "PWD": "."}
        self.written: set[str] = set()
        self.aliases: dict[str, str] = {}
        self._said: str | None = None

    def script(self, text: str, through: tuple[str, ...]) -> None:
        """All commands of a script."""
        if len(through) > _DEEP or len(self.commands) > _MOST:
            self.doubts.append(TOO_DEEP)
            return
        if self._deep >= _DEEPEST:
            raise TooMuch
        self.work.spend(250 + len(text) // 8)
        # A line that goes on in the next one; the parser takes the break for a blank.
        text = re.sub(r"(?<!\\)((?:\\\\)*)\\\n", r"\1", text)
        if "\0" in text:
            self.doubts.append(NUL)
        if len(text) > _MOST_MARKS and (_OPERATORS.search(text) or len(_MARKS.findall(text)) > _MOST_MARKS):
            raise TooMuch
        data = text.encode("utf-8", "surrogatepass")
        root = _tree(data, self.work)
        if root.has_error:
            self.doubts.append("the command line cannot be parsed completely")
            self.code.append(text)
        held = self._whole, self._place, self._data
        self._whole, self._data = text, data
        self._deep += 1
        # A shell of its own has a folder of its own; what eval runs has that of the script around it.
        own = not through or through[-1] in SHELLS
        scope = held[1].scope if not own else self._scope(held[1].scope) if through else 0
        self._walk(root, through, scope, own)
        self._deep -= 1
        self._whole, self._place, self._data = held

    def _scope(self, around: int) -> int:
        self.scopes.append(around)
        return len(self.scopes) - 1

    def _walk(self, root: Node, through: tuple[str, ...], scope: int, own: bool) -> None:
        """Visit each node, the ones that stand first before the others. A stack: scripts nest deeper than Python calls."""
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
                todo += reversed(self._inside(node, children, place))

    def _inside(self, node: Node, children: list[Node], place: _Place) -> list[_Place]:
        """Where each child stands."""
        kind = node.type
        if place.deep > _NESTED:
            raise TooMuch
        deep = place.deep + (kind not in _FLAT)
        scope, own, chain, first = place.scope, place.own, place.chain, place.first
        fresh = kind in ("subshell", "command_substitution", "process_substitution")
        if fresh:
            scope, own = self._scope(scope), True
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
        above = place.above
        if kind == "for_statement":
            self._loop(node)
        elif kind == "variable_assignment" and (above is None or above.type != "command"):
            self._assign(node)
        elif kind == "command":
            self._command(node, place, through)
        elif kind == "file_redirect":
            if words := self._read(node):
                self._count((Word("<"), *words), through)
            self._write(self._source(node))
        elif kind in ("test_command", "declaration_command", "unset_command"):
            text = self._source(node)
            self._hidden(text)
            if kind == "declaration_command" and re.search(r"\s-\w*n\b", text):
                self.doubts.append("a variable holds the name of another one")
        elif kind in ("heredoc_redirect", "herestring_redirect"):
            self._fed(node, above, through)
        elif kind == "command_substitution" and (text := self._source(node)).startswith("`") and "\\`" in text:
            # Backticks in backticks: the parser takes them for signs that mean nothing.
            self.script(re.sub(r"\\([\\`$])", r"\1", text[1:-1]), (*through, "$()"))

    def _source(self, node: Node) -> str:
        text = self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")
        self.work.spend(1 + len(text) // 8)
        return text

    def _count(self, words: tuple[Word, ...], through: tuple[str, ...]) -> None:
        """One more command."""
        self.work.spend(30 + len(words))
        if len(self.commands) > _MOST:
            raise TooMuch
        place = self._place
        self.commands.append(Command(words, through, place.scope, place.chain, place.first))

    def _write(self, text: str) -> None:
        """What is written is a file that is not read here, and may be one that runs by itself."""
        found = re.match(r"[\d&]*>[>|&]?\s*([^\s&].*)", text, re.DOTALL)
        for word in self._words(found[1]) if found else ():
            self.written.add(_name(word.text))
            if re.search(RUN_LATER, word.text):
                self.doubts.append(f"it writes {word.text}, which runs by itself later")
            if word.text.startswith("/dev/tcp/"):
                self.doubts.append("it opens a connection to another host")

    def _loop(self, node: Node) -> None:
        """`for f in a b`: what stands after `in` is read as the variable's value, all of it."""
        name = ""
        values: list[Word] = []
        for child in node.named_children:
            if child.type == "variable_name":
                name = self._source(child)
            elif child.type != "do_group":
                values += self._words(self._source(child))
        known = all(word.known for word in values) and bool(values)
        self.variables[name] = SPLIT.join(word.text + GLOBBED * word.glob for word in values) if known else None

    def _assign(self, node: Node) -> None:
        name, _, value = self._source(node).partition("=")
        words = self._words(value, splits=False) if value else (Word(""),)
        name = name.removesuffix("+")
        if name == "GLOBIGNORE":
            self.doubts.append("wildcards match hidden files")
        if name == "IFS" and words[0].text.strip(" \t\n" + SPLIT):
            self.doubts.append("it sets IFS, which changes where words end")
        self.variables[name] = self._either(name, _value_of(words), value)
        self._hidden(value)
        if re.match(
            r"(BASH_ALIASES|BASH_CMDS|aliases|functions)\b|BASH_FUNC|PS\d$|PROMPT_COMMAND$|ENV$|BASH_ENV$", name
        ):
            self.script(words[0].text if words else "", ("=",))
            if name.startswith("BASH_CMDS"):
                self.doubts.append("it gives another program this name")

    def _either(self, name: str, value: str | None, source: str) -> str | None:
        """Of two values either may be meant: both are tried, and of one that is not known, that it may be any."""
        self._doubled += source.count("$" + name) + source.count("${" + name) > 1
        if self._doubled > _MOST_DOUBLED or (value is not None and len(value) > _LONGEST_VALUE):
            raise TooMuch
        if name not in self.variables or (value is not None and name in ("HOME", "PWD", "IFS")):
            return value
        before = self.variables[name]
        if before is None and value is None:
            return None
        values = dict.fromkeys((UNKNOWN if before is None else before).split(SPLIT))
        values.update(dict.fromkeys((UNKNOWN if value is None else value).split(SPLIT)))
        if len(values) > _MOST_VALUES or sum(map(len, values)) > _LONGEST_VALUE:
            values = dict.fromkeys((UNKNOWN, value or UNKNOWN))  # the last one is the likeliest
        return SPLIT.join(values)

    def _hidden(self, raw: str) -> None:
        """$(...) in single quotes: the shell runs it where such a text is evaluated (arithmetic, ${x@P}, test -v)."""
        for quoted in re.findall(r"'([^']*)'", raw):
            for found in re.finditer(r"\$\(((?:[^()]|\([^()]*\))*)\)|`([^`]*)`", quoted):
                self.script(found[1] or found[2] or "", ("$()",))

    def _command(self, node: Node, place: _Place, through: tuple[str, ...]) -> None:
        words: list[Word] = []
        for child in node.children:
            if child.type == "variable_assignment":
                self.code.append(self._source(child).partition("=")[2].strip("'\""))
            elif child.type not in ("herestring_redirect", "heredoc_redirect", "file_redirect") and (
                child.is_named or not words
            ):
                words += self._words(self._source(child))
        if words:
            self._said = self._echoed(place.before) if place.piped else None
            self.unwrap(tuple(words), through, place.piped, place)
            self._said = None

    def _echoed(self, before: Node | None) -> str | None:
        """What an echo or printf right before the pipe says, where that is known."""
        if before is None or before.type != "command":
            return None
        words = [word for child in before.named_children for word in self._words(self._source(child))]
        if not words or words[0].text not in ("echo", "printf") or not all(word.known for word in words):
            return None
        return _printed(" ".join(word.text for word in words[1:]))

    def _read(self, redirect: Node) -> list[Word]:
        text = self._source(redirect)
        found = re.match(r"\d*<(?![<&(])>?\s*", text)
        return list(self._words(text[found.end() :])) if found else []

    def _fed(self, node: Node, above: Node | None, through: tuple[str, ...]) -> None:
        """A here-document or here-string: what is fed to a shell is a script, to an interpreter code."""
        body = "".join(self._source(child) for child in node.children if child.type == "heredoc_body")
        if body and not re.match(r"\d*<<-?\s*[\\'\"]", self._source(node)):
            self._hidden(f"'{body}'")  # what stands in a here-document whose mark is not quoted is expanded
            if body.count("$(") > _MOST_EXPANDED:
                raise TooMuch
            body = _CAT.sub(lambda found: found[3], body)
        if node.type == "herestring_redirect":
            words = self._words(self._source(node)[3:])
            body = words[0].text if words else ""
        line = (self._source(above) if above is not None else "").split("\n", 1)[0]
        self.work.spend(100 + len(line))
        if _DATA_FED.match(_reader(line)):
            return
        if re.match(r"\s*(sudo\s+)?(crontab|at|batch)\b", line):
            self.script(re.sub(r"(?m)^[ \t]*(@\w+|([\d*/,-]+\s+){5})", "", body), (*through, "<<"))
            return
        if re.search(r"\|\s*(\S*/)?(python|perl|ruby|node|php)[\d.]*\b", line):
            self.code.append(body)
            return
        if _FED_SHELL.search(line):
            self.script(body, (*through, "<<"))
        elif not re.match(r"\s*(?:cat|tee)\b", line) or self._used_again(line):
            # A text that is only written, or goes into a message, is not run.
            self.code.append(body)

    def _used_again(self, line: str) -> bool:
        """Whether the file that a here-document is written to is named again in the same script: it may be run."""
        files = dict.fromkeys(re.findall(r"(?:>>?\s*|\btee\s+(?:-a\s+)?)([\w./~-]+)", line))
        self.work.spend((len(files) + 2) * (20 + len(self._whole) // 30))
        whole = re.sub(
            r"\b(git\s+(add|commit|diff|status)|cat|less|head|tail|wc|ls|prettier|ruff)\b[^;&|\n]*",
            "",
            self._whole.replace(line, line.split(">")[-1], 1),
        )
        for file in files:
            name = _name(file)
            if re.search(RUN_LATER, file):
                return True
            if name in _BUILDS and re.search(_BUILDS[name], self._whole):
                return True
            if len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", whole)) > 1:
                return True
            end = name.rpartition(".")[2]
            if end in ("go", "rs", "c", "py", "js", "ts") and re.search(
                r"\b(go run|cargo (run|build|test)|gcc|cc|make|npm (run|test|start)|pytest)\b", whole
            ):
                return True
        return False

    def _words(self, text: str, splits: bool = True) -> tuple[Word, ...]:
        self.work.spend(3 + len(text))
        words = []
        for word in evaluate(text, self._value, splits):
            self._words_left -= 1
            self.work.spend(2 + len(word.text) // 16)
            if self._words_left < 0:
                raise TooMuch
            words.append(word)
        return tuple(words)

    def _value(self, name: str) -> str | None:
        value = self.variables.get(name)
        if value:
            self.work.spend(len(value) // 16)
        return value

    def unwrap(
        self, words: tuple[Word, ...], through: tuple[str, ...], piped: bool = False, place: _Place | None = None
    ) -> None:
        """Count a command, and what it runs."""
        if len(through) > _DEEP or len(self.commands) > _MOST:
            self.doubts.append(TOO_DEEP)
            return
        start = 0
        while start < len(words) and (_ASSIGNMENT.match(words[start].text) or words[start].text in ("{", "!", "-")):
            start += 1
        words = words[start:]
        if len(words) > 2 and words[0].text == "coproc" and words[2].text in ("{", "("):
            words = (words[0], *words[3:])
        if not words:
            return
        node = place.node if place is not None else None
        self._count(words, through)
        named = words[0].shape.rpartition("/")[2]
        if not words[0].known and "/" in words[0].shape and named and "*" not in named:
            words = (Word(named), *words[1:])  # "$VENV/bin/python": the folder is not known, the program is
            self._count(words, through)
        elif (
            not words[0].known
            and words[0].shape == "*"
            and node is not None
            and _ENVIRONMENT.fullmatch(self._source(node))
        ):
            return  # $EDITOR and its like: a program that the person has chosen
        if not words[0].known:
            self.doubts.append("the name of a command is only known when it runs")
            # What stands behind it may be the command.
            return
        name = _name(words[0].text)
        rest = words[1:]
        inner = (*through, name)
        if name in ("curl", "wget", "tee"):
            self.written |= {_name(word.text) for word in rest if not word.text.startswith("-")}
        if name in self.aliases and name not in through:
            self.script(self.aliases[name] + " " + _join(rest), inner)
        if name == "alias":
            for word in rest:
                key, equals, value = word.text.partition("=")
                if equals:
                    self.aliases[key] = value
                    self.script(value, inner)
        elif name in SHELLS:
            self._shell(rest, inner, piped)
        elif name in ("eval", "trap"):
            self.script(_join(rest) if name == "eval" else (rest[0].text if rest else ""), inner)
            if not (node is not None and _PREPARES.fullmatch(self._source(node).strip())):
                self._doubt(rest)
        elif name in ("echo", "printf"):
            if rest and rest[0].text == "-v":
                self._hidden(" ".join(f"'{word.text}'" for word in rest))
            above = place.above if place is not None else None
            if above is not None and above.type == "redirected_statement" and self._used_again(self._source(above)):
                self.script(_printed(_join(rest)), inner)
        elif name in ("source", "."):
            if not rest or not rest[0].known or _name(rest[0].text) in self.written or rest[0].text.startswith("/dev/"):
                self.doubts.append("it runs a file that is not checked here")
        elif name in (
            "[[",
            "[",
            "test",
            "read",
            "let",
            "declare",
            "typeset",
            "local",
            "export",
            "unset",
            "printf",
            "compgen",
            ":",
        ):
            for word in rest:
                self._hidden(f"'{word.text}'") if "$(" in word.text or "`" in word.text else None
            if name == "declare" and any(re.match(r"-\w*n", word.text) for word in rest):
                self.doubts.append("a variable holds the name of another one")
        elif name == "shopt" and any(word.text == "dotglob" for word in rest):
            self.doubts.append("wildcards match hidden files")
        elif name in (
            "su",
            "runuser",
            "script",
            "flock",
            "watch",
            "tmux",
            "screen",
            "entr",
            "hyperfine",
            "npx",
            "npm",
            "pnpm",
            "bunx",
        ):
            self._text_runner(name, rest, inner)
        elif name == "ssh":
            self._ssh(rest, inner)
        elif name in ("docker", "podman", "nerdctl", "kubectl", "oc", "lxc", "vagrant", "wsl", "wsl.exe"):
            self._container(name, rest, inner)
        elif name == "find":
            self._find(rest, inner)
        elif name in ("fd", "fdfind"):
            self._fd(rest, inner)
        elif name == "git":
            self._git(rest, inner)
        elif name == "parallel":
            if piped and self._said is not None:
                self.script(self._said, inner)
            self.script(" ".join(word.text for word in _skip(rest, *WRAPPERS[name])), inner)
        elif re.sub(r"[\d.]+$", "", name) in CODE:
            self._interpreter(re.sub(r"[\d.]+$", "", name), rest, piped)
        elif name in RUNS_TEXT:
            self._text(name, rest, piped)
        elif piped and name in ("at", "batch", "crontab"):
            self.doubts.append("what runs later comes through a pipe")
        if name == "npm" and rest[:1] and rest[0].text in ("pkg", "set-script"):
            for word in rest[1:]:
                self.script(word.text.partition("=")[2] or word.text, inner)
        if name in RUNNERS and len(words) > 2:
            self._runner(name, rest, inner)
        if name in WRAPPERS and name not in ("script", "parallel", "flock"):
            self._wrapper(name, rest, inner, piped)

    def _text(self, name: str, rest: tuple[Word, ...], piped: bool) -> None:
        """The arguments of a program with a language of its own, as far as that can run or read anything."""
        if name == "sed":
            rest = tuple(word for word in rest if len(word.text) > 2000 or _SED.search(word.text))
        if name in ("tar", "rsync"):
            rest = tuple(
                word for word in rest if re.search(r"checkpoint|command|exec|-I|rsh|^-e|compress|\s", word.text)
            )
        if name == "make":
            rest = tuple(word for word in rest if "=" in word.text or word.text.startswith("-"))
            if piped and any(word.text == "-f-" or word.text == "-" for word in rest):
                self.doubts.append("it runs a script that comes through a pipe")
            if any(not word.known and not word.text for word in rest):
                self.doubts.append("its makefile is only known when it runs")
        if piped and name in ("sqlite3", "psql", "mysql", "gdb", "expect", "ed", "ex"):
            self.doubts.append("its instructions come through a pipe")
        if (
            piped
            and name in ("awk", "gawk", "mawk", "nawk", "sed")
            and any(re.search(r"\bsystem\s*\(\s*\$|^e$|\|\s*getline", word.text) for word in rest)
        ):
            self.doubts.append("what it runs comes through a pipe")
        self.code += [word.text for word in rest]

    def _doubt(self, words: tuple[Word, ...]) -> None:
        if not all(word.known for word in words):
            self.doubts.append("it runs a script that is only known when it runs")

    def _wrapper(self, name: str, rest: tuple[Word, ...], through: tuple[str, ...], piped: bool) -> None:
        if name == "command" and rest and rest[0].text in ("-v", "-V"):
            return
        if name == "env":
            for index, word in enumerate(rest):
                split = re.match(r"(?:-[A-Za-z]*S|--split-string=?)(.*)", word.text, re.DOTALL)
                if split:
                    split_text = split[1].replace("\\_", " ")
                    text = split_text or (rest[index + 1].text.replace("\\_", " ") if index + 1 < len(rest) else "")
                    after = rest[index + 1 if split[1] else index + 2 :]
                    self.script(text + " " + _join(after), through)
                    return
        if name in ("uv", "poetry", "pipenv"):
            if rest and rest[0].text == "run":
                self.unwrap(_skip(rest[1:], "-p --python --with", 0), through, piped)
            return
        if name in ("direnv", "mise") and not any(word.text in ("exec", "x") for word in rest):
            return
        inner = _skip(rest, *WRAPPERS[name])
        if name == "mise":  # `mise exec node@20 -- node x`: what is before -- are tools
            texts = [word.text for word in inner]
            inner = inner[texts.index("--") + 1 :] if "--" in texts else inner
        if name in ("sudo", "doas", "env"):
            start = 0
            while start < len(inner) and _ASSIGNMENT.match(inner[start].text):
                start += 1
            inner = inner[start:]
        self.unwrap(inner, through, piped)
        if (
            name == "xargs"
            and inner
            and _name(inner[0].text) in WRAPPERS
            and not _skip(inner[1:], *WRAPPERS[_name(inner[0].text)])
        ):
            self.doubts.append("it runs a command that comes through a pipe")
        # xargs sh, xargs -I{} sh -c {}: what runs comes through the pipe.
        if name == "xargs" and inner and _name(inner[0].text) in SHELLS and (len(inner) < 3 or "{}" in inner[2].text):
            self.doubts.append("it runs a script that is only known when it runs")

    def _shell(self, rest: tuple[Word, ...], through: tuple[str, ...], piped: bool) -> None:
        index = 0
        while index < len(rest):
            text = rest[index].text
            if text.startswith(("--command=", "--init-command=")):
                self.script(text.partition("=")[2], through)
                return
            if re.fullmatch(r"-[A-Za-z]*[cC][A-Za-z]*|--command|--init-command", text):
                after, skip = [], False
                for word in rest[index + 1 :]:
                    if skip or word.text == "--" or re.fullmatch(r"[-+][A-Za-z]+", word.text):
                        skip = not skip and bool(re.fullmatch(r"[-+][A-Za-z]*[oO]", word.text))
                        continue
                    after.append(word)
                if after:
                    self.script(after[0].text, through)
                    self._doubt((after[0],))
                    # sh -c '"$@"' x rm: the words behind are the script's own.
                    if len(after) > 1 and re.search(r"(^|[;&|(]|\bexec)\s*\"?\$([@*\d{]|\{[@*\d])", after[0].text):
                        self.unwrap(tuple(after[2:]), through)
                        self.unwrap(tuple(after[1:]), through)
                return
            if text in ("--rcfile", "--init-file") and index + 1 < len(rest):
                self._doubt((rest[index + 1],))
            if re.fullmatch(r"[-+][A-Za-z]*[oO]", text) or text in ("--rcfile", "--init-file"):
                index += 2
                continue
            if text == "-s" or (text == "-" and piped):
                break
            if not text.startswith(("-", "+")):
                self._doubt((rest[index],))
                if _name(text) in self.written:
                    self.doubts.append("it runs a script that was written or fetched just before")
                return
            index += 1
        if piped:
            self.doubts.append("it runs a script that comes through a pipe")

    def _text_runner(self, name: str, rest: tuple[Word, ...], through: tuple[str, ...]) -> None:
        for index, word in enumerate(rest):
            if re.fullmatch(r"-[A-Za-z]*c|--command|--call", word.text) and index + 1 < len(rest):
                self.script(rest[index + 1].text, through)
                self._doubt((rest[index + 1],))
            elif word.text.startswith(("--command=", "--call=")):
                self.script(word.text.partition("=")[2], through)
        if name in ("watch", "entr"):
            self.script(_join(_skip(rest, "-n --interval -s", 0)), through)
        elif name in ("tmux", "screen", "hyperfine"):
            if name == "tmux" and rest[:1] and rest[0].text in ("send-keys", "send"):
                self.script(
                    "".join(word.text for word in rest[1:] if not re.fullmatch(r"-\w|\d|C-m|Enter", word.text)), through
                )
            for word in rest:
                if " " in word.text:
                    self.script(word.text, through)
            plain = [index for index, word in enumerate(rest) if not word.text.startswith("-")]
            for index in plain[:4]:
                self.unwrap(rest[index:], through)
        elif name == "flock":
            self.unwrap(_skip(rest, *WRAPPERS["flock"]), through)

    def _ssh(self, rest: tuple[Word, ...], through: tuple[str, ...]) -> None:
        for index, word in enumerate(rest):
            option = re.match(
                r"(?:-o)?\s*(?:ProxyCommand|LocalCommand|RemoteCommand)[= ](.*)", word.text, re.IGNORECASE | re.DOTALL
            )
            if option:
                self.script(option[1], (*through, str(index)))
        inner = _skip(rest, "-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w -B", 1)
        if inner:
            self.script(_join(inner), through)

    def _container(self, name: str, rest: tuple[Word, ...], through: tuple[str, ...]) -> None:
        rest = _mounted(rest)
        texts = [word.text for word in rest]
        if name.startswith("wsl"):
            self.unwrap(_skip(rest, "-d -u -e --exec", 0), through)
        elif "--" in texts:
            self.unwrap(rest[texts.index("--") + 1 :], through)
        for verb in ("exec", "run", "ssh"):
            if verb not in texts:
                continue
            after = rest[texts.index(verb) + 1 :]
            values = "-e --env -u --user -w --workdir -v --volume -p --publish --name --network --entrypoint -c -n --mount -l --env-file -m --cpus --platform -h --hostname"
            self.unwrap(_skip(after, values, 1), through)
            for index, word in enumerate(after):
                if word.text == "--entrypoint" and index + 1 < len(after):
                    self.script(_join((after[index + 1], *_skip(after[index + 2 :], values, 1))), through)
                elif word.text.startswith("--entrypoint="):
                    self.unwrap((Word(word.text.partition("=")[2]),), through)
                elif word.text in ("-c", "--command") and index + 1 < len(after) and verb == "ssh":
                    self.script(after[index + 1].text, through)

    def _find(self, rest: tuple[Word, ...], through: tuple[str, ...]) -> None:
        texts = [word.text for word in rest]
        for index, text in enumerate(texts):
            if text in ("-exec", "-execdir", "-ok", "-okdir"):
                self.work.spend(10 * len(texts))
                end = next((at for at in range(index + 1, len(texts)) if texts[at] in (";", "+")), len(texts))
                places = tuple(word for word in rest[:index] if not word.text.startswith(("-", "(", "!")))
                names = tuple(
                    rest[at + 1]
                    for at in range(index)
                    if texts[at] in ("-name", "-iname", "-path", "-wholename") and at + 1 < index
                )
                inner: list[Word] = []
                for word in rest[index + 1 : end]:
                    if "{}" in word.text and (names or places):
                        inner += [name.but(text=f"**/{name.text}", glob=True) for name in names] or list(places)
                        inner += [word] if word.text != "{}" else []
                    else:
                        inner.append(word)
                self.unwrap(tuple(inner), through)
                if (
                    not names
                    and inner
                    and _name(inner[0].text) not in ("echo", "ls", "stat", "chmod", "touch", "wc", "file")
                ):
                    # Every file below: as a search of the whole folder.
                    self.unwrap((Word("grep"), Word("-r"), Word("x"), *(places or (Word("."),))), through)
            elif text in ("-files0-from",) and index + 1 < len(texts):
                self._count((Word("<"), rest[index + 1]), through)
            elif text == "-delete":
                named = [
                    rest[at + 1]
                    for at in range(index - 1)
                    if texts[at] in ("-name", "-iname")
                    and texts[at - 1] not in ("!", "-not")
                    and texts[at + 1].strip("*?.")
                ]
                if named and not {"-o", "-or", ","} & set(texts):  # `-name '*.pyc' -delete`: not the folder as a whole
                    self.unwrap((Word("rm"), Word("-f"), named[0].but(text=f"**/{named[0].text}", glob=True)), through)
                else:
                    self.unwrap((Word("rm"), Word("-rf"), *rest[:1]), through)

    def _fd(self, rest: tuple[Word, ...], through: tuple[str, ...]) -> None:
        for index, word in enumerate(rest):
            if word.text in ("-x", "-X", "--exec", "--exec-batch") and index + 1 < len(rest):
                self.unwrap(rest[index + 1 :], through)
                if any(re.match(r"-[A-Za-z]*[HIu]", one.text) for one in rest[:index]):
                    self.unwrap((Word("grep"), Word("-r"), Word("x"), Word(".")), through)

    def _runner(self, name: str, rest: tuple[Word, ...], through: tuple[str, ...]) -> None:
        """`pnpm exec rm x`, `conda run -n base rm x`: what stands behind the verb, at whichever word it begins."""
        at = next((index for index, word in enumerate(rest) if word.text in RUNNERS[name].split()), None)
        for index in range(at + 1, len(rest)) if at is not None else ():
            if not rest[index].text.startswith("-"):
                if " " in rest[index].text:
                    self.script(rest[index].text, through)
                elif len(self.commands) < _MOST // 2:
                    self._count(rest[index:], through)

    def _git(self, rest: tuple[Word, ...], through: tuple[str, ...]) -> None:
        """git without its global options, and what an alias or a command of the configuration runs."""
        index = 0
        while index < len(rest) and rest[index].text.startswith("-"):
            text = rest[index].text
            setting = rest[index + 1].text if text in ("-c", "--config-env") and index + 1 < len(rest) else ""
            key, _, value = setting.partition("=")
            if value and value.startswith("!"):
                self.script(value[1:], through)
            elif key.startswith("alias.") and value:
                self.unwrap((Word("git"), *(Word(one) for one in value.split())), through)
            elif value and re.search(
                r"command$|pager|editor|\.cmd$|helper|hookspath|textconv|clean$|smudge$|fsmonitor|external$|program$|\.driver$|proxy$",
                key,
                re.IGNORECASE,
            ):
                self.script(value, through)
            index += (
                2
                if text in ("-C", "-c", "--git-dir", "--work-tree", "--namespace", "--config-env", "--exec-path")
                else 1
            )
        if index:
            self.unwrap((Word("git"), *rest[index:]), through)
            return
        texts = [word.text for word in rest]
        if texts[:1] == ["config"]:
            for index, word in enumerate(rest[1:], 1):
                if word.text.startswith("!"):
                    self.script(word.text[1:], through)
                elif index and re.search(
                    r"(?i)command$|pager|editor|\.cmd$|helper|textconv|clean$|smudge$|fsmonitor|external$|program$",
                    rest[index - 1].text,
                ):
                    self.script(word.text, through)
        for index, text in enumerate(texts):
            found = re.match(
                r"(?:--(?:open-files-in-pager|upload-pack|receive-pack|exec|extcmd)=|-O(?=.))(.*)", text, re.DOTALL
            )
            if found:
                self.script(found[1], through)
            elif text.startswith("ext::"):
                self.script(text[5:].replace("% ", " ").replace("%S", ""), through)
            elif text in ("--exec", "-x", "--extcmd", "--upload-pack", "--receive-pack", "-u") and index + 1 < len(
                texts
            ):
                self.script(texts[index + 1], through) if " " in texts[index + 1] or texts[0] == "rebase" else None
        if texts[:2] == ["bisect", "run"] or texts[:2] == ["submodule", "foreach"]:
            after = tuple(word for word in rest[2:] if word.text not in ("--recursive", "--quiet"))
            self.script(_join(after), through)
        if texts[:1] == ["filter-branch"]:
            self.code += texts[1:]

    def _interpreter(self, name: str, rest: tuple[Word, ...], piped: bool) -> None:
        options = CODE[name].split()
        letters = "".join(option[1] for option in options if len(option) == 2)
        for index, word in enumerate(rest):
            long = next((one for one in options if one.startswith("--") and word.text.startswith(one + "=")), "")
            bundle = letters and re.fullmatch(rf"-[A-Za-z0-9]*[{letters}]", word.text)
            if long:
                self.code.append(word.text[len(long) + 1 :])
            elif (word.text in options or bundle) and index + 1 < len(rest):
                follows = [one for one in rest[index + 1 :] if name != "deno" or not one.text.startswith("-")][:1]
                self.code += [one.text for one in follows]
                if not all(one.known for one in follows):
                    self.doubts.append("it runs code that is only known when it runs")
            elif len(word.text) > 2 and word.text[:2] in options:
                self.code.append(word.text[2:])
        if name == "python" and any(word.text == "timeit" for word in rest):
            self.code += [word.text for word in rest]
        if (name == "perl" and any(word.text.startswith("-M") for word in rest)) or (
            name == "ruby" and any(word.text == "-run" for word in rest)
        ):
            self.code += [word.text for word in rest]
        if (name == "python" and any(word.text == "http.server" for word in rest)) or (
            name == "php" and any(word.text == "-S" for word in rest)
        ):
            self.unwrap((Word("tar"), Word("-c"), Word(".")), ("server",))
        if piped and self._said is not None:
            self.code.append(self._said)
            return
        if (
            piped
            and not any(not word.text.startswith("-") for word in rest)
            and not any(word.text in options for word in rest)
        ):
            self.doubts.append("it runs code that comes through a pipe")


def _value_of(words: tuple[Word, ...]) -> str | None:
    """What an assignment gives a variable, each of the values that it may be; None where none is known."""
    texts = dict.fromkeys(word.text if word.known else UNKNOWN for word in words)
    return SPLIT.join(texts) if set(texts) - {UNKNOWN} else None


def _mounted(rest: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words with the paths of a container as those of the folders that are mounted there (`-v .:/w`)."""
    if len(rest) > _MOST_WORDS // 4:
        raise TooMuch
    mounts = [
        found
        for index, word in enumerate(rest)
        for text in (word.text.partition("=")[2] if word.text.startswith("--volume=") else word.text,)
        if (index and rest[index - 1].text in ("-v", "--volume")) or text is not word.text
        if (found := re.match(r"([./~][^:]*):(/[\w./-]+)", text))
    ]
    for source, place in dict.fromkeys(found.groups() for found in mounts):
        rest = tuple(
            word
            if re.match(r"[./~][^:]*:/", word.text)
            else word.but(
                text=re.sub(rf"(?<![\w.]){re.escape(place.rstrip('/'))}/", source.rstrip("/") + "/", word.text)
            )
            for word in rest
        )
    return rest


def _reader(line: str) -> str:
    """The command that a here-document on this line is fed to: the last one in front of it, where nothing reads on behind."""
    head, _, rest = line.partition("<<")
    last = re.split(r"&&|\|\||;", head)[-1]
    return line if "|" in rest or "<<" in rest or re.search(r"[(){}]", last) else last


def _printed(text: str) -> str:
    """What printf, and echo -e, make of a text: its breaks and tabs."""
    return text.replace("\\n", "\n").replace("\\t", "\t")


def _skip(words: tuple[Word, ...], values: str, own: int) -> tuple[Word, ...]:
    """The words behind a wrapper's options, their values, and `own` words of its own."""
    takes = values.split()
    index = 0
    while index < len(words):
        text = words[index].text
        if text == "--":
            index += 1
            break
        if not text.startswith("-") or text == "-":
            break
        # `-u` takes the next word, `-uroot` has it with it.
        index += 2 if text in takes else 1
    return words[index + own :]


def _name(text: str) -> str:
    parts = [part for part in re.split(r"[/\\]", text) if part not in ("", ".")]
    return parts[-1].removesuffix(".exe") if parts else text


def _join(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


_parsers: list[Any] = []


def _tree(data: bytes, work: Work) -> Node:
    """The syntax tree. Raises TooMuch: behind an error the parser may try without end.

    Without tree-sitter only plain lines have one; CannotJudge is raised for any other.
    """
    if not _parsers:
        try:
            import tree_sitter

            grammar = _grammar()
        except ImportError:
            from govhooks.knowledge.agents import plain

            work.spend(40 + len(data))
            return plain.tree(data)  # type: ignore[return-value]
        _parsers.append(tree_sitter.Parser(tree_sitter.Language(grammar)))

    def goes_on(_: int, has_error: bool) -> bool:
        work.left -= 2000 + len(data) // 2 if has_error else 40
        return work.left < 0

    try:
        root: Node = _parsers[0].parse(lambda at, _: data[at : at + 65536], progress_callback=goes_on).root_node
    except ValueError:
        _parsers[0].reset()
        raise TooMuch from None
    work.spend(0)
    return root


def _grammar() -> object:
    """The grammar of bash. The package imports `importlib.resources` for its query files, 11 ms of the guard's 45: only its
    compiled half is loaded, where it is found as it lies today."""
    from importlib.machinery import PathFinder

    package = PathFinder.find_spec("tree_sitter_bash")
    inner = PathFinder.find_spec("tree_sitter_bash._binding", package.submodule_search_locations) if package else None
    loader: Any = inner.loader if inner else None
    if hasattr(loader, "create_module") and hasattr(loader, "exec_module"):
        module = loader.create_module(inner)
        if module is not None:
            loader.exec_module(module)
            return module.language()
    import tree_sitter_bash

    return tree_sitter_bash.language()
