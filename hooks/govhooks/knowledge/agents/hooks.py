"""The commands that an agent's committed file makes the agent or editor run automatically, and what is wrong with them.

All shapes are read alike: whatever is below `hooks` under a key for a command is one, and the first key below `hooks`
is the event (Claude Code, Codex, Gemini CLI, Cursor, Copilot, Kiro and Factory nest them differently). Helpers are
single keys.
"""

from __future__ import annotations

import re

from govhooks.core.lines import decode
from govhooks.core.record import Record
from govhooks.knowledge.agents import contents, dangers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.knowledge.agents.contents import Judged
    from govhooks.knowledge.agents.documents import Path

_COMMANDS = frozenset(
    "command commandWindows command_windows bash powershell windows linux osx darwin script run cmd url exec to webhookUrl".split()
)
# Events that happen before anyone has asked for anything.
_STARTS = frozenset(
    "start sessionstart folderopen agentspawn setup startup instructionsloaded session.created onopen workspaceopen "
    "preinvocation agentstart".split()
)
_GUARD = re.compile(r"(/[\w./-]+/|\.?venv/bin/)?govhooks(\.exe)?['\"]? +guard\b[^;&|<>$`\n\r]*(\|\| exit 2)?")
# What `guard --install` and `agents sync` write, by the shell in which an agent runs it. `sh -c` works even if the
# user's shell is fish. A missing command must block, because agents ignore a hook that fails; one line says what to
# install, and why.
_MISSING = (
    "govhooks is not installed, and {file} of this repository has it judge every tool call: "
    "pipx install govhooks, or uv tool install govhooks, or ask a maintainer"
)
_FORMS = {
    "sh": """sh -c 'command -v govhooks >/dev/null 2>&1 || {{ echo "{missing}" >&2; exit 2; }}; exec govhooks guard --agent {agent}' || exit 2""",
    "cmd": "where /q govhooks || (echo {missing}>&2& exit 2) & govhooks guard --agent {agent} || exit 2",
    "powershell": "if (Get-Command govhooks -ErrorAction SilentlyContinue) {{ govhooks guard --agent {agent}; if (-not $?) {{ exit 2 }} }} "
    "else {{ [Console]::Error.WriteLine('{missing}'); exit 2 }}",
    # What earlier versions wrote for PowerShell.
    "old": "govhooks guard --agent {agent}; if ($?) {{}} else {{ exit 2 }}",
}


def guard_command(agent: str, file: str, shell: str = "sh") -> str:
    """The command with which an agent calls the guard, as written in `file`; `shell` is sh, cmd or powershell."""
    return _FORMS[shell].format(agent=agent, missing=_MISSING.format(file=file))


class Hook(Record):
    """A command that runs at an event ("SessionStart"), or for a key that names a helper (`helper`); for a webhook, its
    url.

    `asked` marks one that a person starts, or a line of a script: it is judged only by what it does.
    """

    event: str
    command: str
    place: Path
    helper: bool = False
    asked: bool = False

    @property
    def starts(self) -> bool:
        """Whether it runs before anyone has asked for anything."""
        return self.event.replace("_", "").replace("-", "").casefold() in _STARTS


def of(judged: Judged) -> Iterator[Hook]:
    """Every command in the file that a machine runs automatically."""
    file, value = judged.file, judged.document.value
    if file.code:
        yield Hook("start", judged.path, (1,))
    if file.scripts:
        yield from _lines(judged)
        return
    for where in file.hooks:
        if not where and "hooks" in value:
            continue  # the events are below a key of their own in this file
        for path, item in contents.under(value, where):
            if isinstance(item, dict):
                for event, entry in item.items():
                    yield from _walk(str(event), (*path, event), entry)
            for index, entry in enumerate(item) if isinstance(item, list) else ():
                # A list of hooks that each name their event: Kiro ({"trigger", "action": {"command"}}).
                if isinstance(entry, dict):
                    event = str(entry.get("trigger", entry.get("event", "")))
                    yield from _walk(event, (*path, index), entry)
    for where in file.helpers:
        for path, item in contents.under(value, where):
            words = [item] if isinstance(item, str) else [str(one) for one in item] if isinstance(item, list) else []
            if " ".join(words).strip():
                yield Hook(where.rpartition(" > ")[2], " ".join(words), path, helper=True)
    for where in file.starts:
        for path, item in contents.under(value, where):
            for place, one in (
                ((path, item),) if not isinstance(item, dict) else [((*path, key), one) for key, one in item.items()]
            ):
                words = [one] if isinstance(one, str) else [str(word) for word in one] if isinstance(one, list) else []
                yield Hook(str(path[-1]), " ".join(words), place, asked=True)
    if file.tasks:
        yield from _tasks(value)
    for where, grammar, _ in file.grants:
        # A program that decides in place of a person: Amp's delegate, Augment's script-policy and webhook-policy.
        for path, entries in contents.under(value, where) if grammar == "tables" else ():
            for index, entry in enumerate(entries if isinstance(entries, list) else ()):
                nested: Any = entry.get("permission") if isinstance(entry, dict) else None
                parts: tuple[tuple[Path, Any], ...] = (((), entry), (("permission",), nested))
                for at, inner in parts:
                    for key in ("to", "script", "webhookUrl") if isinstance(inner, dict) else ():
                        if isinstance(inner.get(key), str):
                            yield Hook(f"{path[-1]} > {key}", inner[key], (*path, index, *at, key), helper=True)
    if file.agent == "Crush":
        # $(command) in any configuration value runs when the file is read.
        yield from (Hook("start", text, path, helper=True) for path, text in _texts(value, ()) if "$(" in text)
    if file.agent == "Kiro" and isinstance(value.get("when"), dict):
        then = value.get("then")
        if isinstance(then, dict) and isinstance(then.get("command"), str):
            yield Hook(str(value["when"].get("type")), then["command"], ("then", "command"))


def _texts(value: Any, here: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield here, value
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _texts(item, (*here, key))


def _lines(judged: Judged) -> Iterator[Hook]:
    """The lines of a script; a backslash at the end continues a line."""
    name = judged.path.rpartition("/")[2]
    text = decode(judged.data)[0].replace("\0", "")
    if name.endswith((".md", ".json", ".toml", ".yaml", ".yml", ".txt")):
        return
    start, whole = 1, ""
    for number, line in enumerate(text.split("\n"), 1):
        start = start if whole else number
        whole += line.rstrip("\\ \t\r")
        # A comment never continues, even if it ends in a backslash.
        if not line.rstrip().endswith("\\") or line.lstrip().startswith("#"):
            if whole.strip() and not whole.lstrip().startswith(("#", "//")):
                yield Hook(name, whole, (start,), asked=True)
            whole = ""
    if whole.strip():
        yield Hook(name, whole, (start,), asked=True)


def _walk(event: str, path: Path, value: Any) -> Iterator[Hook]:
    if isinstance(value, str):
        if path[-1] in _COMMANDS or isinstance(path[-1], int) or len(path) == 2:
            yield Hook(event, value, path)
    elif isinstance(value, list) and path[-1] in _COMMANDS:
        yield Hook(event, " ".join(map(str, value)), path)
    elif isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if key not in (
                "args",
                "env",
                "headers",
                "matcher",
                "prompt",
                "message",
                "statusMessage",
                "description",
                "name",
                "type",
                "tags",
            ):
                args = value.get("args") if isinstance(value, dict) and key in _COMMANDS else None
                if isinstance(item, str) and isinstance(args, list):
                    item = " ".join([item, *map(str, args)])
                yield from _walk(event, (*path, key), item)


def _tasks(value: Any) -> Iterator[Hook]:
    """VS Code's tasks that run when the folder is opened (https://code.visualstudio.com/docs/editor/tasks)."""
    for where in ("tasks > *", "tasks > tasks > *"):
        for path, task in contents.under(value, where):
            options = task.get("runOptions") if isinstance(task, dict) else None
            if isinstance(options, dict) and options.get("runOn") == "folderOpen":
                command = task.get("command", task.get("script", task.get("type", "")))
                args = task.get("args")
                words = [str(command), *(map(str, args) if isinstance(args, list) else ())]
                for system in ("linux", "osx", "windows"):
                    own = task.get(system)
                    if isinstance(own, dict) and isinstance(own.get("command"), str):
                        yield Hook("folderOpen", own["command"], (*path, system, "command"))
                key = next((one for one in ("command", "script") if one in task), "runOptions")
                yield Hook("folderOpen", " ".join(words), (*path, key))


def is_guard(command: str) -> bool:
    """Whether a command calls the guard and does nothing else."""
    command = command.strip()
    if _GUARD.fullmatch(command):
        return True
    found = re.search(r"guard --agent (\w+)", command)
    file = re.search(r"not installed, and ([\w./-]+) of this repository", command)
    agent, place = found[1] if found else "", file[1] if file else ""
    return any(command == guard_command(agent, place, shell) for shell in _FORMS)


def faults(hook: Hook, allowed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(what is wrong, what to do); if there is a list of allowed commands, anything that is not in it is wrong."""
    command = re.sub(r"[ \t]{2,}", " ", hook.command.strip())
    if not command or command in allowed or is_guard(command):
        return
    review = "take it out, or have it reviewed and added to `allowed`"
    if len(command) > dangers.LONGEST:
        yield "is too long to review", "put it into a script of lines that can be reviewed"
        return
    if allowed and not hook.asked:
        yield "has not been reviewed", review
    elif dangers.FETCHES.search(command):
        yield "runs what it fetches from the network", "commit the script, so that it is reviewed, and run that"
    elif dangers.HIDES.search(command):
        yield "hides what it runs", "write it out in a script that can be reviewed"
    elif (dangers.SENDS.search(command) or re.match(r"(?i)https?://", command)) and not dangers.stays_here(command):
        yield "sends what the agent does to another host", review
    elif not hook.asked and (problem := _destroys(command)):
        yield problem, "take it out"
    elif hook.helper:
        yield "runs by itself on the machine of everyone who opens the repository", review
    elif hook.starts and not hook.asked and not _only_shows(command):
        yield "runs before anyone has asked for anything", review


_SHOWS = frozenset("cat echo printf test [ [[ true : date pwd cd ls head".split())


def _only_shows(command: str) -> bool:
    """Whether a command only shows files of the repository, or its state."""
    from govhooks.knowledge.agents.shell import parse

    script = parse(command)
    return (
        bool(script.commands)
        and not script.doubts
        and not script.code
        and ">" not in re.sub(r"2>\s*/dev/null|>&2", "", command)
        and all(
            (
                one.texts[0] in _SHOWS
                or one.texts[:2] in (("git", "status"), ("git", "log"), ("git", "branch"), ("git", "rev-parse"))
            )
            and all(word.known and not word.text.startswith(("/", "~", "..")) for word in one.words)
            for one in script.commands
        )
    )


def _destroys(command: str) -> str:
    from govhooks.knowledge.agents import broad, judgement

    reason = broad.written_out(command, judgement.Agents())
    return f"destroys: {reason}" if reason else ""
