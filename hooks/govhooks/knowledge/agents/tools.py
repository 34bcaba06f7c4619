"""Interpret calls of agents' tools: which arguments are a command line, a patch, a file to read or write.

    agent, tool, its arguments -> Ask, Ask, ...   what the call runs, reads, writes

The meaning depends on the tool, not on the argument's name: `command` is a shell command line in Bash, a patch in
Codex' apply_patch, a verb in an editor tool, and the name of a prompt in SlashCommand. For an unknown tool, the names
of its arguments decide.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# The kinds of arguments. `CHANGE` shows what was in the file (the text that is replaced), `WRITE` does not. `VERB` is
# what an editor does with its path, `TYPED` goes into a running shell; `UNREADABLE` is a call that cannot be judged,
# its text says why.
SHELL, PATCH, VERB, TYPED, READ, WRITE, CHANGE, NOTHING, UNREADABLE = (
    "shell patch verb typed read write change nothing unreadable".split()
)


class Ask(Record):
    """One effect of a call: `kind` is SHELL, READ, WRITE, CHANGE or UNREADABLE; `folder` is where, relative to the
    agent's own."""

    kind: str
    text: str
    folder: str = ""


class Tool(Record):
    """Tools of an agent, and the meaning of their commands and paths (the keys of `COMMANDS` and `PATHS`)."""

    agent: str
    names: tuple[str, ...]
    commands: str
    paths: str
    source: str


_CLAUDE = "code.claude.com/docs/en/tools-reference; 2.1.197, run, 2026-11"
_CODEX = "codex 0.169.0, run, 2026-11; openai/codex#18391 (a patch in tool_input.command)"
_CURSOR = "cursor.com/docs/hooks, 2026-11"
_GEMINI = "geminicli.com/docs/reference/tools, 2026-11"
_COPILOT = "docs.github.com/copilot/reference/copilot-cli-reference, 2026-11"
_EDITOR = "docs.claude.com, text editor tool: command is view, create, str_replace, insert or undo_edit"

TOOLS: tuple[Tool, ...] = (
    Tool("claude", ("Bash", "PowerShell", "Monitor"), SHELL, READ, _CLAUDE),
    Tool("claude", ("Read", "NotebookRead", "Glob", "Grep", "LS", "LSP"), NOTHING, READ, _CLAUDE),
    Tool("claude", ("Write",), NOTHING, WRITE, _CLAUDE),
    Tool("claude", ("Edit", "MultiEdit", "NotebookEdit"), NOTHING, CHANGE, _CLAUDE),
    Tool("claude", ("SlashCommand", "Skill", "Task", "Agent", "TodoWrite", "WebFetch", "WebSearch", "AskUserQuestion",
                    "ExitPlanMode", "BashOutput", "KillShell", "ToolSearch"), NOTHING, NOTHING, _CLAUDE),
    Tool("codex", ("Bash", "exec_command", "shell", "shell_command", "local_shell"), SHELL, READ, _CODEX),
    Tool("codex", ("write_stdin",), TYPED, READ, _CODEX),
    Tool("codex", ("apply_patch",), PATCH, CHANGE, _CODEX),
    Tool("codex", ("view_image", "read_file", "list_dir", "grep_files"), NOTHING, READ, _CODEX),
    Tool("codex", ("update_plan", "web_search", "tool_search", "request_user_input"), NOTHING, NOTHING, _CODEX),
    Tool("cursor", ("Shell",), SHELL, READ, _CURSOR),
    Tool("cursor", ("Read", "Grep", "Glob", "LS", "SemanticSearch"), NOTHING, READ, _CURSOR),
    Tool("cursor", ("Write", "Delete", "TabWrite"), NOTHING, WRITE, _CURSOR),
    Tool("cursor", ("Edit", "StrReplace", "MultiEdit", "EditNotebook"), NOTHING, CHANGE, _CURSOR),
    Tool("cursor", ("Task", "WebFetch", "WebSearch", "TodoWrite"), NOTHING, NOTHING, _CURSOR),
    Tool("gemini", ("run_shell_command",), SHELL, READ, _GEMINI),
    Tool("gemini", ("read_file", "read_many_files", "glob", "grep_search", "search_file_content", "list_directory"),
         NOTHING, READ, _GEMINI),
    Tool("gemini", ("write_file",), NOTHING, WRITE, _GEMINI),
    Tool("gemini", ("replace",), NOTHING, CHANGE, _GEMINI),
    Tool("gemini", ("web_fetch", "google_web_search", "save_memory", "write_todos", "activate_skill", "ask_user"),
         NOTHING, NOTHING, _GEMINI),
    Tool("copilot", ("bash", "powershell"), SHELL, READ, _COPILOT),
    Tool("copilot", ("write_bash", "write_powershell"), TYPED, READ, _COPILOT),
    Tool("copilot", ("view", "grep", "glob", "rg"), NOTHING, READ, _COPILOT),
    Tool("copilot", ("create",), NOTHING, WRITE, _COPILOT),
    Tool("copilot", ("edit",), NOTHING, CHANGE, _COPILOT),
    Tool("copilot", ("str_replace_editor", "str_replace_based_edit_tool"), VERB, CHANGE, _EDITOR),
    Tool("copilot", ("apply_patch",), PATCH, CHANGE, _COPILOT),
    Tool("copilot", ("web_fetch", "web_search", "task", "report_intent", "update_todo", "store_memory", "skill", "ask_user"),
         NOTHING, NOTHING, _COPILOT),
)  # fmt: skip

# Names of arguments that are a command line, the path of a file, or the folder in which a command runs.
COMMANDS = ("command", "cmd", "script", "commandLine", "command_line")
PATHS = (
    "file_path",
    "filePath",
    "path",
    "paths",
    "absolute_path",
    "notebook_path",
    "target_notebook",
    "dir_path",
    "file",
    "files",
    "filename",
    "target_file",
    "include",
    "glob",
    "pattern_path",
    "uri",
    "attachments",
)
# Arguments in which a tool that moves or writes files names the target.
_TARGETS = ("destination", "dest", "source", "old_path", "new_path", "oldPath", "newPath", "target_path", "from", "to")
_FOLDERS = ("workdir", "directory", "dir_path", "cwd")
_KEYS_TYPED = ("chars", "input", "text")
_PATCHES = ("patch", "input", "diff")
# A tool of an MCP server, or of a future agent, whose name says that it writes.
_WRITES = re.compile(
    r"(?i)(write|edit|creat|delet|remov|renam|mov|copy|patch|replac|insert|append|updat|sav|put|upload|download)"
)
_VERBS = {"view": READ, "create": WRITE}

_INDEX = {(tool.agent, name): tool for tool in TOOLS for name in tool.names}
_BY_NAME = {name: tool for tool in reversed(TOOLS) for name in tool.names}


def asks(agent: str, tool: str, given: Any) -> Iterator[Ask]:
    """Everything that a call does, according to its tool. A string in place of arguments is what the tool runs, or its
    patch."""
    known = _INDEX.get((agent, tool)) or _BY_NAME.get(tool)
    if isinstance(given, str):
        yield from _command(PATCH if known is not None and known.commands == PATCH else SHELL, given, "")
        return
    if known is None:
        yield from _walk(given, SHELL, CHANGE if _WRITES.search(tool) else READ, "")
        return
    commands, paths = known.commands, known.paths
    if commands == VERB:
        verb = given.get("command") if isinstance(given, dict) else None
        commands, paths = NOTHING, _VERBS.get(verb, CHANGE) if isinstance(verb, str) else CHANGE
    found = list(_walk(given, commands, paths, ""))
    yield from found if found or commands != PATCH else (Ask(UNREADABLE, NO_PATCH),)


def _walk(given: Any, commands: str, paths: str, folder: str) -> Iterator[Ask]:
    """The arguments of a call, at any depth."""
    todo = [(given, folder)]
    while todo:
        value, folder = todo.pop()
        if isinstance(value, list):
            todo += [(item, folder) for item in reversed(value)]
        if not isinstance(value, dict):
            continue
        runs = commands == SHELL and any(key in value for key in COMMANDS)
        if runs:
            named = (value.get(key) for key in _FOLDERS)
            folder = next((name for name in named if isinstance(name, str) and name), folder)
        for key, item in value.items():
            if runs and key in _FOLDERS:
                continue
            if key in COMMANDS and commands in (SHELL, PATCH) and isinstance(item, (str, list)):
                yield from _command(commands, item, folder)
            elif key in _KEYS_TYPED and commands == TYPED and isinstance(item, str):
                # {enter} and {down} are keys, and so are control characters.
                if typed := re.sub(r"\{\w+\}|[\x00-\x08\x0b-\x1f\x7f]", "\n", item).strip():
                    yield Ask(SHELL, typed, folder)
            elif key in _PATCHES and commands in (PATCH, SHELL) and isinstance(item, str):
                if commands == PATCH or patched(item) is not None:
                    yield from _command(PATCH, item, folder)
            elif key in PATHS or (key in _TARGETS and paths in (WRITE, CHANGE)):
                for one in item if isinstance(item, list) else [item]:
                    if isinstance(one, str) and paths != NOTHING:
                        yield Ask(paths, one.removeprefix("file://"), folder)
                    elif isinstance(one, (dict, list)):
                        todo.append((one, folder))
            elif isinstance(item, (dict, list)):
                todo.append((item, folder))


def _command(kind: str, given: str | list[Any], folder: str) -> Iterator[Ask]:
    """A command line or a patch: a string, or the list of its words."""
    text = given
    if isinstance(given, list):
        words = [str(word) for word in given]
        if kind == PATCH or (len(words) == 2 and words[0] in _APPLIES):
            kind, text = PATCH, words[-1] if words else ""
        elif len(words) == 3 and words[0] in _RUNNERS and words[1] in ("-c", "-lc") and in_shell(words[2]):
            text = words[2]
        else:
            import shlex

            text = shlex.join(words)
    assert isinstance(text, str)
    found = in_shell(text)
    if found is not None:
        # A patch wrapped in a command line is still a patch.
        if kind == SHELL:
            yield Ask(SHELL, "apply_patch", folder)
        yield from _patch(found[1], _join(folder, found[0]))
    elif kind == PATCH:
        yield from _patch(text, folder)
    else:
        yield Ask(SHELL, text, folder)


def _join(folder: str, below: str) -> str:
    return below if below.startswith(("/", "~")) or not folder else f"{folder}/{below}".rstrip("/")


# Patches: the format of apply_patch

NO_PATCH = (
    "the patch cannot be read: it has to begin with `*** Begin Patch`, end with `*** End Patch` and name its files"
)
_APPLIES = ("apply_patch", "applypatch")
_RUNNERS = ("sh", "bash", "zsh", "/bin/sh", "/bin/bash", "/bin/zsh", "/usr/bin/bash")
_HEADER = re.compile(r"\*\*\* (Add File|Update File|Delete File|Move to):(.*)", re.DOTALL)
_KINDS = {"Add File": WRITE, "Update File": CHANGE, "Delete File": WRITE, "Move to": WRITE}
# The only command lines that Codex treats as a patch: `apply_patch <<'EOF'` alone, or after one `cd`.
_HERE = re.compile(
    r"[ \t\r\n]*(?:cd[ \t]+(?P<cd>'[^'\n]*'|\"[^\"$`\\\n]*\"|[\w./@+~-]+)[ \t]*&&[ \t]*)?(?:apply_patch|applypatch)[ \t]*"
    r"<<-?[ \t]*(?P<quote>['\"]?)(?P<mark>\w+)(?P=quote)[ \t]*\r?\n"
)
_QUOTED = re.compile(r"\s*(?:apply_patch|applypatch)\s+'(?P<body>[^']*)'\s*")


def patched(text: str) -> list[tuple[str, str]] | None:
    """(WRITE or CHANGE, path) for each file of a patch; None for text that is not a patch.

    Codex accepts a header with spaces around it (codex-rs/apply-patch, parser.rs), so every line that may be a header
    counts as one. Lines end in LF or CRLF.
    """
    lines = [line.strip() for line in text.split("\n")]
    filled = [line for line in lines if line]
    if len(filled) > 3 and re.fullmatch(r"<<['\"]?EOF['\"]?", filled[0]) and filled[-1] == "EOF":
        filled = filled[1:-1]  # the here-document that a model has left around it
    if len(filled) < 2 or filled[0] != "*** Begin Patch" or filled[-1] != "*** End Patch":
        return None
    found = [_HEADER.match(line) for line in lines]
    return [(_KINDS[one[1]], one[2].removeprefix(" ")) for one in found if one]


def in_shell(text: str) -> tuple[str, str] | None:
    """(folder, patch) for a command line that only applies a patch; None for any other.

    The mark must be quoted, or the text must not contain anything that a shell would expand; a line that equals the
    mark ends the patch early.
    """
    if found := _QUOTED.fullmatch(text):
        return ("", found["body"]) if patched(found["body"]) is not None else None
    if not (found := _HERE.match(text)):
        return None
    *lines, last = text[found.end() :].rstrip().split("\n")
    if last.strip() != found["mark"] or any(line.strip() == found["mark"] for line in lines):
        return None
    body = "\n".join(lines)
    if (not found["quote"] and re.search(r"[$`\\]", body)) or patched(body) is None:
        return None
    return (found["cd"] or "").strip("'\""), body


def _patch(text: str, folder: str) -> Iterator[Ask]:
    files = patched(text)
    if not files:
        yield Ask(UNREADABLE, NO_PATCH)
    for kind, path in files or ():
        yield Ask(kind, path, folder)
