"""A shell script -> every command in it, however it is wrapped.

tree-sitter-bash parses; each command of the tree counts, wherever it stands (lists, pipes, subshells, loops, functions,
substitutions). Then each is unwrapped: `sudo`, `env`, `xargs`, `find -exec`, `sh -c`, `eval`, `ssh`, `docker exec` and their
like run what their arguments name (`WRAPPERS`), and what they run counts too. What cannot be told without running it is
a `Command` whose word is not `known`, or a reason in `Script.doubts`; whoever decides takes the stricter answer.
"""

from __future__ import annotations

import re

from govhooks.agents.words import SPLIT, Word, evaluate
from govhooks.agents.wrappers import CODE, RUNS_TEXT, SHELLS, WRAPPERS
from govhooks.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

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


_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")


class _Reader:
    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.code: list[str] = []
        self.doubts: list[str] = []
        self.variables: dict[str, str | None] = {"IFS": " "}
        self.aliases: dict[str, str] = {}

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
        if kind == "heredoc_redirect" or kind == "herestring_redirect":
            self._fed(node, through)
        for child in node.children:
            self._walk(child, through)

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
        self.variables[name] = SPLIT.join(word.text for word in values) if known else None

    def _assign(self, node: Node) -> None:
        name, _, value = _text(node).partition("=")
        words = self._words(value) if value else (Word(""),)
        name = name.removesuffix("+")
        known = len(words) == 1 and words[0].known
        again = name in self.variables
        self.variables[name] = None if again or not known else words[0].text

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
            self.unwrap(tuple(words), through, piped, node)

    def _read(self, redirect: Node) -> list[Word]:
        text = _text(redirect)
        found = re.match(r"\d*<(?![<&(])>?\s*", text)
        return list(self._words(text[found.end() :])) if found else []

    def _fed(self, node: Node, through: tuple[str, ...]) -> None:
        """A here-document or here-string: what is fed to a shell is a script, to an interpreter code."""
        body = "".join(_text(child) for child in node.children if child.type == "heredoc_body")
        if node.type == "herestring_redirect":
            words = self._words(_text(node)[3:])
            body = words[0].text if words else ""
        above = node.parent
        head = _text(above) if above is not None else ""
        line = head.split("\n", 1)[0]
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
        whole = _text(top)
        return any(len(re.findall(rf"(?<![\w-]){re.escape(_name(file))}(?![\w-])", whole)) > 1 for file in files)

    def _words(self, text: str) -> tuple[Word, ...]:
        return tuple(evaluate(text, self.variables.get))

    def unwrap(
        self, words: tuple[Word, ...], through: tuple[str, ...], piped: bool = False, node: Node | None = None
    ) -> None:
        """Count a command, and what it runs."""
        if len(through) > _DEEP or len(self.commands) > _MOST:
            self.doubts.append("the command is wrapped too deeply to be followed")
            return
        while words and _ASSIGNMENT.match(words[0].text):
            words = words[1:]
        if not words:
            return
        self.commands.append(Command(words, through))
        if not words[0].known:
            self.doubts.append("the name of a command is only known when it runs")
            # What stands behind it may be the command.
            return
        name = _name(words[0].text)
        rest = words[1:]
        inner = (*through, name)
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
            self._doubt(rest)
        elif name in ("echo", "printf"):
            above = node.parent if node is not None else None
            if above is not None and above.type == "redirected_statement" and self._used_again(above, _text(above)):
                self.script(_join(rest), inner)
        elif name in ("source", "."):
            self.doubts.append("a file is run that is not read here")
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
        elif name == "git":
            self._git(rest, inner)
        elif name == "parallel":
            self.script(" ".join(word.text for word in _skip(rest, *WRAPPERS[name])), inner)
        elif re.sub(r"[\d.]+$", "", name) in CODE:
            self._interpreter(re.sub(r"[\d.]+$", "", name), rest, piped)
        elif name in RUNS_TEXT:
            self.code += [word.text for word in rest]
        if name in WRAPPERS and name not in ("script", "parallel", "flock"):
            self._wrapper(name, rest, inner, piped)

    def _doubt(self, words: tuple[Word, ...]) -> None:
        if not all(word.known for word in words):
            self.doubts.append("a script is run that is only known when it runs")

    def _wrapper(self, name: str, rest: tuple[Word, ...], through: tuple[str, ...], piped: bool) -> None:
        if name == "command" and rest and rest[0].text in ("-v", "-V"):
            return
        if name == "env":
            for index, word in enumerate(rest):
                split = re.match(r"(?:-S|--split-string=?)(.*)", word.text, re.DOTALL)
                if split:
                    text = split[1] or (rest[index + 1].text if index + 1 < len(rest) else "")
                    after = rest[index + 1 if split[1] else index + 2 :]
                    self.script(text + " " + _join(after), through)
                    return
        if name in ("uv", "poetry", "pipenv"):
            if rest and rest[0].text == "run":
                self.unwrap(_skip(rest[1:], "-p --python --with", 0), through, piped)
            return
        inner = _skip(rest, *WRAPPERS[name])
        if name in ("sudo", "doas", "env"):
            while inner and _ASSIGNMENT.match(inner[0].text):
                inner = inner[1:]
        self.unwrap(inner, through, piped)
        # xargs sh, xargs -I{} sh -c {}: what runs comes through the pipe.
        if name == "xargs" and inner and _name(inner[0].text) in SHELLS and (len(inner) < 3 or "{}" in inner[2].text):
            self.doubts.append("a script is run that is only known when it runs")

    def _shell(self, rest: tuple[Word, ...], through: tuple[str, ...], piped: bool) -> None:
        index = 0
        while index < len(rest):
            text = rest[index].text
            if re.fullmatch(r"-[A-Za-z]*c[A-Za-z]*", text):
                after = [word for word in rest[index + 1 :] if not re.fullmatch(r"[-+][A-Za-z]+", word.text)]
                if after:
                    self.script(after[0].text, through)
                    self._doubt((after[0],))
                    # sh -c '"$@"' x rm: the words behind are the script's own.
                    if len(after) > 1 and "$" in after[0].text:
                        self.unwrap(tuple(after[2:]), through)
                        self.unwrap(tuple(after[1:]), through)
                return
            if re.fullmatch(r"[-+][A-Za-z]*[oO]", text) or text in ("--rcfile", "--init-file"):
                index += 2
                continue
            if text == "-s" or (text == "-" and piped):
                break
            if not text.startswith(("-", "+")):
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
                    self.unwrap((after[index + 1],), through)
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
                        inner += [name.but(glob=True) for name in names] or list(places)
                        inner += [word] if word.text != "{}" else []
                    else:
                        inner.append(word)
                self.unwrap(tuple(inner), through)
            elif text == "-delete":
                self.unwrap((Word("rm"), Word("-rf"), *rest[:1]), through)

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
                r"command$|pager|editor|\.cmd$|helper|hookspath|textconv|clean$|smudge$", key, re.IGNORECASE
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
            for word in rest[1:]:
                if word.text.startswith("!"):
                    self.script(word.text[1:], through)
        for verb, option in (("rebase", "--exec"), ("rebase", "-x")):
            if texts[:1] == [verb] and option in texts[:-1]:
                self.script(texts[texts.index(option) + 1], through)
        if texts[:2] == ["bisect", "run"] or texts[:2] == ["submodule", "foreach"]:
            after = tuple(word for word in rest[2:] if word.text not in ("--recursive", "--quiet"))
            self.script(_join(after), through)
        if texts[:1] == ["filter-branch"]:
            self.code += texts[1:]

    def _interpreter(self, name: str, rest: tuple[Word, ...], piped: bool) -> None:
        options = CODE[name].split()
        for index, word in enumerate(rest):
            if word.text in options and index + 1 < len(rest):
                self.code.append(rest[index + 1].text)
                if not rest[index + 1].known:
                    self.doubts.append("code is run that is only known when it runs")
            elif len(word.text) > 2 and word.text[:2] in options:
                self.code.append(word.text[2:])
        if (
            piped
            and not any(not word.text.startswith("-") for word in rest)
            and not any(word.text in options for word in rest)
        ):
            self.doubts.append("code is run that comes through a pipe")


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
        import tree_sitter_bash

        parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))
        _parser.append(lambda text: parser.parse(text).root_node)
    return _parser[0](data)


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
