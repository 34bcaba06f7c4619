"""A shell script -> every command in it, however it is wrapped.

tree-sitter-bash parses; each command of the tree counts, wherever it stands (lists, pipes, subshells, loops, functions,
substitutions). Then each is unwrapped: `sudo`, `env`, `xargs`, `find -exec`, `sh -c`, `eval`, `ssh`, `docker exec` and their
like run what their arguments name (`WRAPPERS`), and what they run counts too. What cannot be told without running it is
a `Command` whose word is not `known`, or a reason in `Script.doubts`; whoever decides takes the stricter answer.
"""

from __future__ import annotations

import re

from govhooks.agents.words import GLOBBED, SPLIT, Word, evaluate
from govhooks.agents.wrappers import CODE, RUN_LATER, RUNNERS, RUNS_TEXT, SHELLS, WRAPPERS
from govhooks.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tree_sitter import Node

_DEEP = 12
_MOST = 2000


class Command(Record):
    """One command: its words, and the wrappers that it was found through.

    What `<` reads is a command of its own, `<` and the file: it may stand at a loop, or alone in `$(< file)`.
    """

    words: tuple[Word, ...]
    through: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(word.text for word in self.words)


class Script(Record):
    """The commands of a script, in order; `code` is text in another language that runs; `doubts` say what is not known."""

    commands: tuple[Command, ...]
    code: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def parse(text: str) -> Script:
    """Every command that a script runs, or may run."""
    reader = _Reader()
    reader.script(text, ())
    return Script(tuple(reader.commands), tuple(reader.code), tuple(dict.fromkeys(reader.doubts)))


# Variables of the environment that name a program of the person's choice.
_ENVIRONMENT = re.compile(
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
_PREPARES = re.compile(
    r"eval\s+[\"']?(\$\(|`)\s*(\S*/)?(ssh-agent|direnv|pyenv|rbenv|nodenv|jenv|goenv|opam|brew|docker-machine|minikube|starship|zoxide|fnm|mise|asdf|thefuck|dircolors|conda|mamba|register-python-argcomplete)"
    r"( +-?[\w./-]+)*\s*(\)|`)[\"']?"
)
# What is fed to these is a message, a manifest or a patch.
_DATA_FED = re.compile(
    r"\s*(\w+=\S*\s+)*(git\s+(commit|tag|notes|apply|am|hash-object|stripspace|interpret-trailers)\b|gh\s|glab\s|docker\s+(build|buildx)\b|kubectl\s+(apply|create|diff)\b|patch\b)[^;&|]*$"
)
# What of sed reads, writes or runs: r, w, e, and the flags w and e.
_SED = re.compile(r"(^|[;{}\n\d$/!]|^-n)\s*[rRwWe]\s+\S|(^|[;{}\d$/])\s*e\s*($|;)|^s(.).*\2[gpiI\d]*[ew]|^\d*e\b")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")


class _Reader:
    def __init__(self) -> None:
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
            self.doubts.append("the command is wrapped too deeply to be followed")
            return
        # A line that goes on in the next one; the parser takes the break for a blank.
        text = re.sub(r"(?<!\\)((?:\\\\)*)\\\n", r"\1", text)
        root = _tree(text.encode("utf-8", "surrogatepass"))
        if root.has_error:
            self.doubts.append("the command line cannot be parsed whole")
            self.code.append(text)
        self._walk(root, through)

    def _walk(self, node: Node, through: tuple[str, ...]) -> None:
        kind = node.type
        if kind == "for_statement":
            self._loop(node)
        if kind == "variable_assignment" and (node.parent is None or node.parent.type != "command"):
            self._assign(node)
        if kind == "command":
            self._command(node, through)
        if kind == "file_redirect" and (words := self._read(node)):
            self.commands.append(Command((Word("<"), *words), through))
        if kind == "file_redirect":
            self._write(_text(node))
        if kind in ("test_command", "declaration_command", "unset_command"):
            self._hidden(_text(node))
            if kind == "declaration_command" and re.search(r"\s-\w*n\b", _text(node)):
                self.doubts.append("a variable stands for another one")
        if kind == "heredoc_redirect" or kind == "herestring_redirect":
            self._fed(node, through)
        for child in node.children:
            self._walk(child, through)

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
                name = _text(child)
            elif child.type != "do_group":
                values += self._words(_text(child))
        known = all(word.known for word in values) and bool(values)
        self.variables[name] = SPLIT.join(word.text + GLOBBED * word.glob for word in values) if known else None

    def _assign(self, node: Node) -> None:
        name, _, value = _text(node).partition("=")
        words = self._words(value) if value else (Word(""),)
        name = name.removesuffix("+")
        known = len(words) == 1 and words[0].known
        again = name in self.variables and self.variables[name] is not None
        if name == "GLOBIGNORE":
            self.doubts.append("wildcards stand for hidden files")
        if name == "IFS" and words[0].text.strip(" \t\n" + SPLIT):
            self.doubts.append("it sets IFS: where words end is only known then")
        before = self.variables.get(name)
        # Of two values either may be meant: both are tried.
        self.variables[name] = (
            None
            if not known or (name in self.variables and before is None)
            else f"{before}{SPLIT}{words[0].text}"
            if again and name not in ("HOME", "PWD", "IFS")
            else words[0].text
        )
        self._hidden(value)
        if re.match(
            r"(BASH_ALIASES|BASH_CMDS|aliases|functions)\b|BASH_FUNC|PS\d$|PROMPT_COMMAND$|ENV$|BASH_ENV$", name
        ):
            self.script(words[0].text if words else "", ("=",))
            if name.startswith("BASH_CMDS"):
                self.doubts.append("a name is given to another program")

    def _hidden(self, raw: str) -> None:
        """$(...) in single quotes: the shell runs it where such a text is evaluated (arithmetic, ${x@P}, test -v)."""
        for quoted in re.findall(r"'([^']*)'", raw):
            for found in re.finditer(r"\$\(((?:[^()]|\([^()]*\))*)\)|`([^`]*)`", quoted):
                self.script(found[1] or found[2] or "", ("$()",))

    def _command(self, node: Node, through: tuple[str, ...]) -> None:
        words: list[Word] = []
        for child in node.children:
            if child.type == "variable_assignment":
                self.code.append(_text(child).partition("=")[2].strip("'\""))
            elif child.type not in ("herestring_redirect", "heredoc_redirect", "file_redirect") and (
                child.is_named or not words
            ):
                words += self._words(_text(child))
        if words:
            piped = _is_fed(node)
            self._said = self._echoed(node) if piped else None
            self.unwrap(tuple(words), through, piped, node)
            self._said = None

    def _echoed(self, node: Node) -> str | None:
        """What an echo or printf right before the pipe says, where that is known."""
        above: Node | None = node
        while above is not None and above.parent is not None and above.parent.type != "pipeline":
            above = above.parent
        before = above.prev_named_sibling if above is not None else None
        if before is None or before.type != "command":
            return None
        words = [word for child in before.named_children for word in self._words(_text(child))]
        if not words or words[0].text not in ("echo", "printf") or not all(word.known for word in words):
            return None
        return _printed(" ".join(word.text for word in words[1:]))

    def _read(self, redirect: Node) -> list[Word]:
        text = _text(redirect)
        found = re.match(r"\d*<(?![<&(])>?\s*", text)
        return list(self._words(text[found.end() :])) if found else []

    def _fed(self, node: Node, through: tuple[str, ...]) -> None:
        """A here-document or here-string: what is fed to a shell is a script, to an interpreter code."""
        body = "".join(_text(child) for child in node.children if child.type == "heredoc_body")
        if body and not re.search(r"<<-?\s*[\\'\"]", _text(node)):
            self._hidden(f"'{body}'")  # what stands in a here-document whose mark is not quoted is expanded
        if node.type == "herestring_redirect":
            words = self._words(_text(node)[3:])
            body = words[0].text if words else ""
        above = node.parent
        head = _text(above) if above is not None else ""
        line = head.split("\n", 1)[0]
        if _DATA_FED.match(line):
            return
        if re.match(r"\s*(sudo\s+)?(crontab|at|batch)\b", line):
            self.script(re.sub(r"(?m)^\s*(@\w+|([\d*/,-]+\s+){5})", "", body), (*through, "<<"))
            return
        if re.search(r"\|\s*(\S*/)?(python|perl|ruby|node|php)[\d.]*\b", line):
            self.code.append(body)
            return
        if any(
            re.search(rf"(?:^|[\s/|;&(]){re.escape(shell)}(?:$|[\s;&|<>)])", line)
            for shell in (*SHELLS, "ssh", "xargs")
        ):
            self.script(body, (*through, "<<"))
        elif not re.match(r"\s*(?:cat|tee)\b", line) or self._used_again(node, line):
            # A text that is only written, or goes into a message, is not run.
            self.code.append(body)

    def _used_again(self, node: Node, line: str) -> bool:
        """Whether the file that a here-document is written to is named again in the same script: it may be run."""
        files = re.findall(r"(?:>>?\s*|\btee\s+(?:-a\s+)?)([\w./~-]+)", line)
        top = node
        while top.parent is not None:
            top = top.parent
        whole = re.sub(
            r"\b(git\s+(add|commit|diff|status)|cat|less|head|tail|wc|ls|prettier|ruff)\b[^;&|\n]*",
            "",
            _text(top).replace(line, line.split(">")[-1], 1),
        )
        for file in files:
            name = _name(file)
            if re.search(RUN_LATER, file):
                return True
            if name in _BUILDS and re.search(_BUILDS[name], _text(top)):
                return True
            if len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", whole)) > 1:
                return True
            end = name.rpartition(".")[2]
            if end in ("go", "rs", "c", "py", "js", "ts") and re.search(
                r"\b(go run|cargo (run|build|test)|gcc|cc|make|npm (run|test|start)|pytest)\b", whole
            ):
                return True
        return False

    def _words(self, text: str) -> tuple[Word, ...]:
        return tuple(evaluate(text, self.variables.get))

    def unwrap(
        self, words: tuple[Word, ...], through: tuple[str, ...], piped: bool = False, node: Node | None = None
    ) -> None:
        """Count a command, and what it runs."""
        if len(through) > _DEEP or len(self.commands) > _MOST:
            self.doubts.append("the command is wrapped too deeply to be followed")
            return
        while words and (_ASSIGNMENT.match(words[0].text) or words[0].text in ("{", "!", "-")):
            words = words[1:]
        if len(words) > 2 and words[0].text == "coproc" and words[2].text in ("{", "("):
            words = (words[0], *words[3:])
        if not words:
            return
        self.commands.append(Command(words, through))
        named = words[0].shape.rpartition("/")[2]
        if not words[0].known and "/" in words[0].shape and named and "*" not in named:
            words = (Word(named), *words[1:])  # "$VENV/bin/python": the folder is not known, the program is
            self.commands.append(Command(words, through))
        elif not words[0].known and words[0].shape == "*" and node is not None and _ENVIRONMENT.fullmatch(_text(node)):
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
            if not (node is not None and _PREPARES.fullmatch(_text(node).strip())):
                self._doubt(rest)
        elif name in ("echo", "printf"):
            if rest and rest[0].text == "-v":
                self._hidden(" ".join(f"'{word.text}'" for word in rest))
            above = node.parent if node is not None else None
            if above is not None and above.type == "redirected_statement" and self._used_again(above, _text(above)):
                self.script(_printed(_join(rest)), inner)
        elif name in ("source", "."):
            if not rest or not rest[0].known or _name(rest[0].text) in self.written or rest[0].text.startswith("/dev/"):
                self.doubts.append("a file is run that is not read here")
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
                self.doubts.append("a variable stands for another one")
        elif name == "shopt" and any(word.text == "dotglob" for word in rest):
            self.doubts.append("wildcards stand for hidden files")
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
            rest = tuple(word for word in rest if _SED.search(word.text))
        if name in ("tar", "rsync"):
            rest = tuple(
                word for word in rest if re.search(r"checkpoint|command|exec|-I|rsh|^-e|compress|\s", word.text)
            )
        if name == "make":
            rest = tuple(word for word in rest if "=" in word.text or word.text.startswith("-"))
            if piped and any(word.text == "-f-" or word.text == "-" for word in rest):
                self.doubts.append("a script is run that comes through a pipe")
            if any(not word.known and not word.text for word in rest):
                self.doubts.append("a makefile is only known when it runs")
        if piped and name in ("sqlite3", "psql", "mysql", "gdb", "expect", "ed", "ex"):
            self.doubts.append("what it is told comes through a pipe")
        if (
            piped
            and name in ("awk", "gawk", "mawk", "nawk", "sed")
            and any(re.search(r"\bsystem\s*\(\s*\$|^e$|\|\s*getline", word.text) for word in rest)
        ):
            self.doubts.append("what it runs comes through a pipe")
        self.code += [word.text for word in rest]

    def _doubt(self, words: tuple[Word, ...]) -> None:
        if not all(word.known for word in words):
            self.doubts.append("a script is run that is only known when it runs")

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
            while inner and _ASSIGNMENT.match(inner[0].text):
                inner = inner[1:]
        self.unwrap(inner, through, piped)
        if (
            name == "xargs"
            and inner
            and _name(inner[0].text) in WRAPPERS
            and not _skip(inner[1:], *WRAPPERS[_name(inner[0].text)])
        ):
            self.doubts.append("a command is run that comes through a pipe")
        # xargs sh, xargs -I{} sh -c {}: what runs comes through the pipe.
        if name == "xargs" and inner and _name(inner[0].text) in SHELLS and (len(inner) < 3 or "{}" in inner[2].text):
            self.doubts.append("a script is run that is only known when it runs")

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
                    self.doubts.append("a script is run that was written or fetched just before")
                return
            index += 1
        if piped:
            self.doubts.append("a script is run that comes through a pipe")

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
                self.commands.append(Command((Word("<"), rest[index + 1]), through))
            elif text == "-delete":
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
                elif len(self.commands) < _MOST // 4:
                    self.commands.append(Command(rest[index:], through))

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
                    self.doubts.append("code is run that is only known when it runs")
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
            self.doubts.append("code is run that comes through a pipe")


def _mounted(rest: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words with the paths of a container as those of the folders that are mounted there (`-v .:/w`)."""
    mounts = [
        found
        for index, word in enumerate(rest)
        for text in (word.text.partition("=")[2] if word.text.startswith("--volume=") else word.text,)
        if (index and rest[index - 1].text in ("-v", "--volume")) or text is not word.text
        if (found := re.match(r"([./~][^:]*):(/[\w./-]+)", text))
    ]
    for source, place in (found.groups() for found in mounts):
        rest = tuple(
            word
            if re.match(r"[./~][^:]*:/", word.text)
            else word.but(
                text=re.sub(rf"(?<![\w.]){re.escape(place.rstrip('/'))}/", source.rstrip("/") + "/", word.text)
            )
            for word in rest
        )
    return rest


def _printed(text: str) -> str:
    """What printf, and echo -e, make of a text: its breaks and tabs."""
    return text.replace("\\n", "\n").replace("\\t", "\t")


def _is_fed(node: Node) -> bool:
    """Whether a command, or the statement with its redirections, stands behind a pipe."""
    child, above = node, node.parent
    while above is not None and above.type in (
        "redirected_statement",
        "negated_command",
        "compound_statement",
        "subshell",
        "list",
    ):
        child, above = above, above.parent
    return above is not None and above.type == "pipeline" and above.named_children[0] != child


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


_parser: list[Callable[[bytes], Node]] = []


def _tree(data: bytes) -> Node:
    if not _parser:
        import tree_sitter

        parser = tree_sitter.Parser(tree_sitter.Language(_grammar()))
        _parser.append(lambda text: parser.parse(text).root_node)
    return _parser[0](data)


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


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
