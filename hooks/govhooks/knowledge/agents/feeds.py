"""Where a here-document, or a file that the script writes, goes: to a shell, an interpreter, or nowhere that runs it."""

from __future__ import annotations

import re

from govhooks.knowledge.agents.calls import Code, Line, Quoted, find_name
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.work import TooMuch
from govhooks.knowledge.agents.wrappers import RUN_LATER, SHELLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from govhooks.knowledge.agents.calls import Inner
    from govhooks.knowledge.agents.state import State

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
# Input to these is a message, a manifest or a patch.
_DATA_FED = compiled(
    r"\s*(\w+=\S*\s+)*(git\s+(commit|tag|notes|apply|am|hash-object|stripspace|interpret-trailers)\b|gh\s|glab\s|docker\s+(build|buildx)\b|kubectl\s+(apply|create|diff)\b|patch\b)[^;&|]*$"
)
# A shell, or a program that passes a script to one, on the line of a here-document.
_FED_SHELL = compiled(rf"(?:^|[\s/|;&(])(?:{'|'.join(map(re.escape, (*SHELLS, 'ssh', 'xargs')))})(?:$|[\s;&|<>)])")
# $(cat <<X ...) expands to the document's text.
_CAT = compiled(r"\$\(\s*cat\s*<<-?\s*([\"']?)(\w+)\1[ \t]*\n(.*?)\n[ \t]*\2[ \t]*\n?\s*\)", re.DOTALL)
_MOST_EXPANDED = 300


def follow_feed(node: Node, above: Node | None, state: State) -> Iterator[Inner]:
    """A here-document or here-string: input to a shell is a script, input to an interpreter is code."""
    body = "".join(state.read(child) for child in node.children if child.type == "heredoc_body")
    if body and not re.match(r"\d*<<-?\s*[\\'\"]", state.read(node)):
        yield Quoted(f"'{body}'")  # a here-document whose mark is not quoted is expanded
        if body.count("$(") > _MOST_EXPANDED:
            raise TooMuch
        body = _CAT.sub(lambda found: found[3], body)
    if node.type == "herestring_redirect":
        words = state.expand(state.read(node)[3:])
        body = words[0].text if words else ""
    line = (state.read(above) if above is not None else "").split("\n", 1)[0]
    state.work.spend(100 + len(line))
    if _DATA_FED.match(_find_reader(line)):
        return
    if re.match(r"\s*(sudo\s+)?(crontab|at|batch)\b", line):
        yield Line(re.sub(r"(?m)^[ \t]*(@\w+|([\d*/,-]+\s+){5})", "", body))
    elif re.search(r"\|\s*(\S*/)?(python|perl|ruby|node|php)[\d.]*\b", line):
        yield Code(body)
    elif _FED_SHELL.search(line):
        yield Line(body)
    elif not re.match(r"\s*(?:cat|tee)\b", line) or names_again(line, state):
        # Text that is only written, or goes into a message, is not run.
        yield Code(body)


def names_again(line: str, state: State) -> bool:
    """Whether the file that this line writes is named again in the same script: then it may be run."""
    files = dict.fromkeys(re.findall(r"(?:>>?\s*|\btee\s+(?:-a\s+)?)([\w./~-]+)", line))
    state.work.spend((len(files) + 2) * (20 + len(state.whole) // 30))
    whole = re.sub(
        r"\b(git\s+(add|commit|diff|status)|cat|less|head|tail|wc|ls|prettier|ruff)\b[^;&|\n]*",
        "",
        state.whole.replace(line, line.split(">")[-1], 1),
    )
    for file in files:
        name = find_name(file)
        if re.search(RUN_LATER, file):
            return True
        if name in _BUILDS and re.search(_BUILDS[name], state.whole):
            return True
        if len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", whole)) > 1:
            return True
        end = name.rpartition(".")[2]
        if end in ("go", "rs", "c", "py", "js", "ts") and re.search(
            r"\b(go run|cargo (run|build|test)|gcc|cc|make|npm (run|test|start)|pytest)\b", whole
        ):
            return True
    return False


def _find_reader(line: str) -> str:
    """The command that reads a here-document on this line: the last one before it; the whole line if a later program
    may read it, too."""
    head, _, rest = line.partition("<<")
    last = re.split(r"&&|\|\||;", head)[-1]
    return line if "|" in rest or "<<" in rest or re.search(r"[(){}]", last) else last
